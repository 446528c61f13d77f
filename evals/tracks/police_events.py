"""Sentences about the police in one crisis: did they kill, arrest, use force, fail to act, act at all? F1 per class.

The text is lower-cased and mis-encoded; encoding is repaired here as the library repairs it when it loads a file.
"""

from __future__ import annotations

import re
from typing import Any

import ftfy

from evals.adapters import police_actions, police_deeds
from evals.data import lines, split_files
from evals.engine import Read
from evals.results import Result, Unit, prf
from evals.tracks import Context

LABELS = ("KILL", "ARREST", "FORCE", "FAIL", "ANY_ACTION")
KEYWORDS = {
    "KILL": re.compile(r"police.*\b(?:kill|shot dead|gunned down)|\b(?:kill|died|dead).*police (?:firing|bullet)"),
    "ARREST": re.compile(r"\b(?:arrest|detain|custody|nabbed|rounded up|apprehend)"),
    "FORCE": re.compile(r"\b(?:lathi|tear ?gas|teargas|police firing|opened fire|baton|cane-?charge)"),
    "FAIL": re.compile(r"police.*\b(?:failed|did nothing|inaction|stood by|mute spectator|did not)"),
    "ANY_ACTION": re.compile(r"\b(?:police|cops?|constables?)\b.*\b(?:arrest|detain|fire|lathi|teargas|kill|deploy|register|patrol|raid|seiz|recover|rush|disperse|book)"),
}
"""The rival of the table: the words that first come to mind, chosen before looking at the text."""


def run(context: Context) -> Result:
    docs, note = context.pick([d for f in split_files(context.benchmarks / "police_events") for d in lines(f)])
    units = []
    for d in docs:
        sentences = [" ".join(ftfy.fix_text(s["text"]).split()) for s in d["sentences"]]
        read = context.engine.read("\n".join(sentences), name=str(d["doc_id"]), published=d.get("date"))
        units.append(compare(d, sentences, read))
    figures = {f"{k} F1": prf(f"{k}_hit", f"{k}_pred", f"{k}_gold") for k in LABELS}
    keyword = {f"{k} F1": {"keywords": _f1(units, f"kw_{k}")} for k in LABELS}
    return Result(units, figures, note=note, rivals=keyword)


def _f1(units: list[Unit], key: str) -> float:
    total = {k: sum(u.counts.get(f"{key}_{k}", 0) for u in units) for k in ("hit", "pred", "gold")}
    return float(prf("hit", "pred", "gold")(total))


def compare(doc: dict[str, Any], sentences: list[str], read: Read) -> Unit:
    """Counts and errors of one document."""
    answers: list[set[str]] = [set() for _ in sentences]
    starts, at = [], 0
    for s in sentences:
        starts.append(at)
        at += len(s) + 1
    for e in read.reading.events:
        row = max(i for i, b in enumerate(starts) if b <= e.trigger.start)
        answers[row] |= police_actions(read, e)
    for token in police_deeds(read):
        answers[max(i for i, b in enumerate(starts) if b <= read.parse.start[token])].add("ANY_ACTION")
    counts: dict[str, float] = {}
    errors = [f"failed: {read.failed}"] if read.failed else []
    for gold, words, answer in zip(doc["sentences"], sentences, answers, strict=True):
        keyword = {k for k, r in KEYWORDS.items() if r.search(words)}
        for label in LABELS:
            want = label in gold["labels"]
            for prefix, got in (("", label in answer), ("kw_", label in keyword)):
                for name, value in (("hit", want and got), ("pred", got), ("gold", want)):
                    key = f"{prefix}{label}_{name}"
                    counts[key] = counts.get(key, 0) + value
            if want != (label in answer):
                errors.append(f"{'missed' if want else 'extra'} {label}: {words[:240]}")
    return Unit(str(doc["doc_id"]), counts, errors)
