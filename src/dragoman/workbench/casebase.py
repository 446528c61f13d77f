"""Questions to the case base, answered as plain data for printing."""

from __future__ import annotations

import datetime as dt
import difflib
from dataclasses import dataclass
from typing import Any

from dragoman.cases.codebook import codebook
from dragoman.cases.load import case_base
from dragoman.cases.similarity import Similarity, precedents
from dragoman.cases.sourcing import sourced_share
from dragoman.errors import CaseError, UsageError
from dragoman.records.cases import Case


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCases:
    """Cases that fit a question, and files that did not load."""

    cases: tuple[Case, ...]
    problems: tuple[CaseError, ...]

    def summary(self) -> dict[str, Any]:
        """Counts and one row a case, for printing."""
        rows = [
            {
                "id": c.id,
                "name": c.name,
                "client": c.client,
                "patron": c.patron,
                "depth": c.depth,
                **{n: _plain(c.value(n)) for n in ("start", "trigger", "request", "instrument", "outcome_crisis")},
                "disputed": list(c.disputed()),
                "sourced": sourced_share(c),
            }
            for c in self.cases
        ]
        full = [r["sourced"] for r in rows if r["depth"] == "full"]
        return {
            "count": len(rows),
            "full": len(full),
            "sourced_full": round(sum(full) / len(full), 3) if full else None,
            "sourced_all": round(sum(r["sourced"] for r in rows) / len(rows), 3) if rows else None,
            "cases": rows,
            "not_loaded": [str(p) for p in self.problems],
        }


def find_cases(
    *, patron: str | None = None, client: str | None = None, since: int | None = None, until: int | None = None, instrument: str | None = None
) -> FoundCases:
    """Cases by patron, client, year of their begin and strongest instrument; by begin, then id."""
    base = case_base()

    def fits(case: Case) -> bool:
        start = case.value("start")
        year = start.year if isinstance(start, dt.date) else None
        return (
            (patron is None or patron.lower() in case.patron.lower())
            and (client is None or client.lower() in case.client.lower())
            and (since is None or (year is not None and year >= since))
            and (until is None or (year is not None and year <= until))
            and (instrument is None or case.value("instrument") == instrument)
        )

    return FoundCases(cases=tuple(sorted(filter(fits, base.cases.values()), key=lambda c: (str(c.value("start") or "9"), c.id))), problems=base.problems)


def _case(name: str) -> Case:
    base = case_base()
    if name not in base.cases:
        near = difflib.get_close_matches(name, base.cases, n=3, cutoff=0.4)
        raise UsageError(f"No case {name!r}. {'Did you mean ' + ', '.join(near) + '? ' if near else ''}Try: dragoman cases list")
    return base.cases[name]


def case_view(name: str) -> dict[str, Any]:
    """One case with the citations of its sources, for printing.

    Raises:
        UsageError: there is no such case; near ids are named.
    """
    case, rules, sources = _case(name), codebook(), case_base().sources
    references = [r for cs in case.fields.values() for c in cs for r in c.sources]
    references += [r for p in case.phases for r in p.sources] + [r for s in case.steps for r in s.sources]
    cited = sorted({r.partition(":")[0] for r in references})
    return {
        "id": case.id,
        "name": case.name,
        "client": case.client,
        "patron": case.patron,
        "depth": case.depth,
        "summary": case.summary,
        "fields": [
            {
                "name": n,
                "group": rules[n].group,
                "question": rules[n].question,
                "codings": [
                    {"value": _plain(c.value), "low": c.low, "high": c.high, "precision": c.precision, "sources": list(c.sources), "note": c.note}
                    for c in case.fields[n]
                ],
            }
            for n in rules
            if n in case.fields
        ],
        "phases": [{"name": p.name, "start": _plain(p.start), "end": _plain(p.end), "sources": list(p.sources)} for p in case.phases],
        "steps": [
            {"instrument": s.instrument, "start": _plain(s.start), "size": s.size, "mandate": s.mandate, "phase": s.phase, "sources": list(s.sources)}
            for s in case.steps
        ],
        "twins": list(case.twins),
        "audit": [{"field": a.field, "dataset": a.dataset, "row": a.row, "answer": a.answer} for a in case.audit],
        "sources": {k: sources[k].citation for k in cited},
        "empty": [n for n in rules if n not in case.fields],
    }


def find_precedents(name: str, *, top: int = 8) -> dict[str, Any]:
    """Nearest cases to a case of that id, with their parts, for printing.

    Raises:
        UsageError: there is no such case.
    """
    case, cases = _case(name), case_base().cases
    found = precedents(case.fields, cases, top=top, leave_out=case.id)

    def row(s: Similarity) -> dict[str, Any]:
        other = cases[s.case]
        told = ", ".join(str(other.value(n)) for n in ("trigger", "instrument", "outcome_crisis") if other.value(n) is not None)
        parts = [{"field": p.field, "weight": p.weight, "score": p.score, "detail": p.detail} for p in s.parts]
        twin = s.case in case.twins or case.id in other.twins
        return {"case": s.case, "name": other.name, "score": round(s.score, 4), "coverage": round(s.coverage, 4), "told": told, "twin": twin, "parts": parts}

    return {
        "of": case.name,
        "rests_on": "its coded fields",
        "nearest": [row(s) for s in found.nearest],
        "counterexamples": [row(s) for s in found.counterexamples],
    }


def _plain(value: object) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
