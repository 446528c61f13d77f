"""The ledger of predictions and the register of a user's forecasts, answered as plain data for printing."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from dragoman.cases.load import case_base
from dragoman.errors import UsageError
from dragoman.model import ledger
from dragoman.records.ledgers import Entry, Score
from dragoman.workbench import retrospect


def ledger_view(forecasts: Mapping[str, Mapping[str, float]] | None = None) -> dict[str, Any]:
    """The predictions of the founding reports with what happened and the scores of their wording, of the coin, and of other forecasters.

    Args:
        forecasts: prediction id -> forecaster -> probability of yes as of the day it was made; those that ship, if left out.
    """
    kept = retrospect.shipped() if forecasts is None else {}
    said_by: Mapping[str, Mapping[str, float]] = kept.get("forecasts", {}) if forecasts is None else forecasts
    silent: Mapping[str, str] = kept.get("not_modelled", {})
    sources = case_base().sources
    rows: list[dict[str, Any]] = []
    for p in ledger.predictions():
        scores: list[Score] = []
        if p.outcome is not None:
            said = {"the report": p.stated, "a coin": 0.5, **said_by.get(p.id, {})}
            scores = [ledger.score(by, min(max(q, 0.001), 0.999), p.outcome) for by, q in said.items()]
        rows.append(
            {
                "id": p.id,
                "says": p.says,
                "statements": list(p.statements),
                "wording": p.wording,
                "made": p.made.isoformat(),
                "due": p.due.isoformat(),
                "rule": p.rule,
                "outcome": p.outcome,
                "happened": p.happened,
                "sources": {s: sources[s.partition(":")[0]].citation for s in p.sources},
                "not_modelled": silent.get(p.id, ""),
                "scores": [asdict(s) for s in scores],
            }
        )
    return {
        "predictions": rows,
        "mean": _means(rows),
        "mean_where_the_model_answers": _means([r for r in rows if any(s["by"] == "model" for s in r["scores"])]),
        "worked_out": {k: v for k, v in kept.items() if k not in ("forecasts", "not_modelled")} | {"fresh": retrospect.fresh(kept)} if kept else None,
    }


def _means(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Mean scores by forecaster; `answered` says over how many predictions."""
    by: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        for s in row["scores"]:
            by.setdefault(s["by"], []).append(s)
    return [
        {"by": name, "answered": len(ss), "brier": round(sum(s["brier"] for s in ss) / len(ss), 3), "log": round(sum(s["log"] for s in ss) / len(ss), 3)}
        for name, ss in by.items()
    ]


def register_view(path: Path, today: dt.date) -> dict[str, Any]:
    """A user's forecasts: open ones, those due, answered ones with their scores."""
    entries = ledger.read(path)
    rows = []
    for e in entries:
        state = "open" if e.outcome is None and e.due >= today else "due" if e.outcome is None else "answered"
        scores = [asdict(ledger.score(e.by, e.probability, e.outcome))] if e.outcome is not None else []
        rows.append({**{k: v.isoformat() if isinstance(v, dt.date) else v for k, v in asdict(e).items()}, "state": state, "scores": scores})
    return {"register": path.name, "forecasts": rows, "mean": _means(rows)}


def file_forecast(path: Path, *, question: str, probability: float, by: str, made: dt.date, due: dt.date, rule: str = "", case: str = "") -> Entry:
    """Add a forecast to the register.

    Raises:
        UsageError: it is no forecast, was filed before, or the register cannot be read.
    """
    entries = ledger.read(path)
    entry = ledger.new_entry(question=question, probability=probability, by=by, made=made, due=due, rule=rule, case=case)
    if any(e.id == entry.id for e in entries):
        raise UsageError(f"Forecast {entry.id} stands in {path.name} already. A forecast is not changed; file one of another day.")
    _write(path, ledger.dump((*entries, entry)))
    return entry


def answer_forecast(path: Path, name: str, *, outcome: bool, day: dt.date, source: str) -> Entry:
    """Write the answer to a forecast into the register, once.

    Raises:
        UsageError: there is no such forecast, or it was answered before.
    """
    entries = ledger.resolve(ledger.read(path), name, outcome=outcome, day=day, source=source)
    _write(path, ledger.dump(entries))
    return next(e for e in entries if e.id.startswith(name))


def _write(path: Path, text: str) -> None:
    """Write whole or not at all."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as problem:
        raise UsageError(f"{path} cannot be written: {problem.strerror}. Expected a file in a folder that is there. Try: --register forecasts.jsonl") from None
