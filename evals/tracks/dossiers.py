"""Whole dossiers against gold: the founding reports and the four crises, and two dossiers that must score badly."""

from __future__ import annotations

import copy
import functools
import importlib.util
import json
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType
from typing import Any

from dragoman.records.claims import QuoteKind
from dragoman.records.codec import to_dict
from dragoman.records.events import EventType
from dragoman.workbench import Workbench
from evals.results import Result, Unit
from evals.tracks import Context

CONTROLS = ("actors.alias_f1", "figures.recall", "figures.focus", "findings.pair_precision", "events.mention_recall", "events.focus", "quotes.focus", "accounts.pair_precision", "text.kept")
"""Figures that are also printed for the two controls."""


@functools.cache
def scorer(shared: Path) -> ModuleType:
    """The script that scores a dossier, loaded from where it lies."""
    spec = importlib.util.spec_from_file_location("score_dossier", shared / "bench" / "score_dossier.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError(f"no bench/score_dossier.py under {shared}")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def dossier_of(folder: Path) -> dict[str, Any]:
    """The library's dossier of a folder of reports, as a program would load it from disk."""
    plain: dict[str, Any] = json.loads(json.dumps(to_dict(Workbench().make_dossier([str(folder)]))))
    return plain


def junk(dossier: dict[str, Any]) -> dict[str, Any]:
    """Every sentence as an actor, a figure, a quote of every kind and an event of every type, and all of them side by side."""
    out = copy.deepcopy(dossier)
    spans = [(r["id"], b, e) for r in out["reports"] for b, e in r["sentences"]]
    at = [{"report": r, "start": b, "end": e} for r, b, e in spans]
    out["actors"] = [{"id": "a", "name": "all", "kind": "group", "country": None, "roles": [], "mentions": at, "why": []}]
    out["figures"] = [{"id": f"f{i}", "low": float(i % 100), "high": float(i % 100), "what": "", "unit": "", "qualifier": "exact", "said_by": None, "as_of": None, **s} for i, s in enumerate(at)]
    out["findings"] = [{"id": "g", "about": "", "figures": [f["id"] for f in out["figures"]], "status": "disagree", "current": None, "parts": [], "why": "", "origins": 1}]
    out["events"] = [
        {"id": f"e{i}-{t}", "type": t, "actors": ["a"], "recipients": [], "date": None, "mentions": [s]} for i, s in enumerate(at) for t in EventType
    ]
    out["quotes"] = [{"id": f"q{i}-{k}", "speaker": "a", "same_as": [], **s} for i, s in enumerate(at) for k in QuoteKind]
    out["accounts"] = [{"id": "k", "about": "", "relation": "differs", "statements": [{"holder": None, **s} for s in at]}]
    out["timeline"] = []
    return out


def cut_short(dossier: dict[str, Any], share: float = 0.3) -> dict[str, Any]:
    """The same dossier with only the first part of every text, and only what lies inside it."""
    out = copy.deepcopy(dossier)
    stop = {r["id"]: int(len(r["text"]) * share) for r in out["reports"]}
    for r in out["reports"]:
        r["text"] = r["text"][: stop[r["id"]]]

    def kept(items: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        return [x for x in items if x["end"] <= stop[x["report"]]]

    out["figures"], out["quotes"] = kept(out["figures"]), kept(out["quotes"])
    for part, key in (("actors", "mentions"), ("events", "mentions"), ("accounts", "statements")):
        for x in out[part]:
            x[key] = kept(x[key])
        out[part] = [x for x in out[part] if x[key]]
    ids = {x["id"] for x in out["figures"]}
    for x in out["findings"]:
        x["figures"] = [i for i in x["figures"] if i in ids]
    return out


def run_set(context: Context, crises: list[tuple[str, Path, Path]]) -> Result:
    """Mean over the crises of each figure, and of the two controls for comparison."""
    if not crises:
        return Result(note="no gold here")
    rows, controls, units = [], [], []
    for name, folder, gold_file in crises:
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        dossier = dossier_of(folder)
        out, misses = scorer(context.shared).score(dossier, gold, folder)
        rows.append(out)
        units.append(Unit(name, {}, tuple(misses)))
        bad = [scorer(context.shared).score(made, gold, folder)[0] for made in (junk(dossier), cut_short(dossier))]
        controls.append(bad)
    fixed = {k: _mean([r.get(k) for r in rows]) for k in dict.fromkeys(k for r in rows for k in r) if k != "figures.per_report"}
    rivals = {
        k: {who: v for i, who in enumerate(("junk control", "cut-short control")) if (v := _mean([c[i].get(k) for c in controls])) is not None} for k in CONTROLS
    }
    return Result(units, fixed=fixed, rivals=rivals)


def _mean(values: list[float | None]) -> float | None:
    known = [v for v in values if v is not None]
    return sum(known) / len(known) if known else None


