"""Stylised sentences with expected source and target codes of a toy dictionary; in the table without an aim.

The set's own dictionary turns the words of our doers and recipients into codes, country before office; only whole pairs count.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from evals.adapters import spans_of
from evals.data import lines, split_files
from evals.engine import Read
from evals.results import Result, Unit, prf, share
from evals.tracks import Context

_ENTRY = re.compile(r"^\+?([A-Z][^\[{;#]*?)\s*(?:\{[^}]*\})?\s*(?:;[^\[]*)?\[([~A-Za-z]+)")


def run(context: Context) -> Result:
    folder = context.benchmarks / "petrarch_unit"
    actors, agents = (dictionary(folder / f"PETR.Validate.{name}.txt") for name in ("actors", "agents"))
    docs, note = context.pick([d for f in split_files(folder) for d in lines(f)])
    units = [compare(d, context.engine.read(d["text"], name=d["id"]), actors, agents) for d in docs]
    return Result(units, {"source+target F1": prf("hit", "pred", "gold"), "precision": share("hit", "pred"), "recall": share("hit", "gold")}, note=note)


def dictionary(path: Path) -> dict[str, str]:
    """Words -> code, for the plain entries; synonyms (lines with "+") take the code that follows them."""
    out: dict[str, str] = {}
    if not path.exists():
        return out
    last = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if found := _ENTRY.match(line):
            last = found[2].strip("~").upper()
            out[found[1].replace("_", " ").strip().casefold()] = last
        elif line.startswith("+") and last:
            out[line[1:].split("[")[0].split("#")[0].replace("_", " ").strip().casefold()] = last
    return out


def code(words: str, actors: dict[str, str], agents: dict[str, str]) -> str | None:
    """The code of the longest entry in the words, and that of the longest agent after it."""
    plain = f" {words.casefold().replace('_', ' ')} "

    def longest(table: dict[str, str]) -> str:
        hits = [k for k in table if k and re.search(rf"\b{re.escape(k)}(?:s|'s)?\b", plain)]
        return table[max(hits, key=len)] if hits else ""

    base = longest(actors)
    return base + longest(agents) if base else None


def compare(doc: dict[str, Any], read: Read, actors: dict[str, str], agents: dict[str, str]) -> Unit:
    gold = {(e.get("sourcecode"), e.get("targetcode")) for e in doc["expected"] or () if e.get("sourcecode") and e.get("targetcode")}
    pred = set()
    for e in read.reading.events:
        for s in spans_of(read, e.actors):
            for t in spans_of(read, e.recipients):
                a, b = code(s.of(read.report.text), actors, agents), code(t.of(read.report.text), actors, agents)
                if a and b and a != b:
                    pred.add((a, b))
    errors = [f"pairs {sorted(gold)} not {sorted(pred)}: {doc['text']}"] if gold != pred else []
    return Unit(doc["id"], {"gold": len(gold), "pred": len(pred), "hit": len(gold & pred)}, errors)
