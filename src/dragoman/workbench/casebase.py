"""Questions to the case base, answered as plain data for printing."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.cases.codebook import codebook
from dragoman.cases.load import case_base
from dragoman.cases.similarity import Precedents, Similarity, precedents
from dragoman.cases.sourcing import sourced_share
from dragoman.errors import CaseError, UsageError
from dragoman.records.cases import Case, Draft, DraftField, Neighbour, PrecedentsNote
from dragoman.records.dossiers import Dossier

ALIKE = 0.75
"""Likeness of two values from which they are told as alike."""


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
        near = difflib.get_close_matches(name.lower(), base.cases, n=3, cutoff=0.4)
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


def draft_case(folder: str | Path) -> Draft:
    """A draft case from a dossier's folder (or its `dossier.json`).

    Raises:
        UsageError: there is no dossier.
        FormatError: it cannot be read.
    """
    from dragoman.cases.draft import draft
    from dragoman.export.folder import load_dossier

    return draft(load_dossier(Path(folder)))


def draft_text(drafted: Draft) -> str:
    """The draft as YAML in the form of a case file; `evidence` stands where a coder will put sources.

    What is drafted carries no source: a case that cites none of its own is counted as unsourced until a coder has checked it.
    """
    import yaml

    parties = {f.name: f for f in drafted.fields if f.name in ("client", "patron")}

    def coding(f: DraftField) -> dict[str, Any]:
        value = {"value": list(f.value) if isinstance(f.value, tuple) else f.value, "low": f.low, "high": f.high}
        spans = [{"report": s.file, "start": s.start, "end": s.end, "words": s.words} for s in f.spans]
        kept = {k: v for k, v in value.items() if v is not None}
        return kept | ({"precision": str(f.precision)} if f.precision else {}) | {"note": f.why, "evidence": spans}

    start = next((f.value for f in drafted.fields if f.name == "start"), None)
    year = start.year if isinstance(start, dt.date) else None
    name = " ".join(str(w) for w in (parties["client"].value if "client" in parties else None, year) if w) or drafted.title
    out = {
        "id": "-".join(re.findall(r"[a-z0-9]+", name.lower())) or "draft",
        "name": name,
        **{who: {"name": f.value, "iso": getattr(drafted, f"{who}_iso"), "note": f.why, "evidence": coding(f)["evidence"]} for who, f in parties.items()},
        "depth": "brief",
        "fields": {f.name: coding(f) for f in drafted.fields if f.name not in parties},
    }
    head = "# Drafted from a dossier. Check every field against its evidence, replace the evidence by sources, then it can be read as a case.\n"
    return head + str(yaml.safe_dump(out, allow_unicode=True, sort_keys=False, width=110))


def find_precedents(name: str, *, top: int = 8) -> dict[str, Any]:
    """Nearest cases to a case of that id, or to the draft of the dossier in that folder, with their parts, for printing.

    Raises:
        UsageError: there is neither such a case nor such a folder.
    """
    cases = case_base().cases
    if name not in cases and Path(name).exists():
        return draft_precedents(draft_case(name), top=top)
    case = _case(name)
    found = precedents(case.fields, cases, top=top, leave_out=case.id)
    twins = set(case.twins) | {c.id for c in cases.values() if case.id in c.twins}
    return _precedents_view(case.name, "its coded fields", found, cases, twins)


def draft_precedents(drafted: Draft, *, top: int = 8) -> dict[str, Any]:
    """Nearest cases to a draft; the case of the same crisis, when it is coded, is named and not counted among its own precedents."""
    cases = case_base().cases
    fields = drafted.codings()
    itself = _itself(drafted, cases)
    found = precedents(fields, cases, top=top, leave_out=itself.id if itself else "")
    twins = set(itself.twins) | {c.id for c in cases.values() if itself.id in c.twins} if itself else set()
    view = _precedents_view(drafted.title, "the draft made from its reports", found, cases, twins)
    return view | {"itself": {"case": itself.id, "name": itself.name} if itself else None}


def precedents_note(dossier: Dossier, *, top: int = 5) -> PrecedentsNote | None:
    """Precedents for the page of a dossier; None when no case can be compared with it."""
    from dragoman.cases.draft import draft

    if not case_base().cases:
        return None
    view = draft_precedents(draft(dossier), top=top)

    def neighbour(row: dict[str, Any]) -> Neighbour:
        told = [(f"{p['field'].replace('_', ' ')}: {p['detail']}", p["score"]) for p in row["parts"] if p["score"] is not None]
        return Neighbour(
            id=row["case"],
            name=row["name"],
            patron=row["patron"],
            score=row["score"],
            coverage=row["coverage"],
            told=row["told"],
            twin=row["twin"],
            alike=tuple(words for words, score in told if score >= ALIKE),
            unlike=tuple(words for words, score in told if score < ALIKE),
        )

    if not view["nearest"]:
        return None
    return PrecedentsNote(
        itself=view["itself"]["case"] if view["itself"] else "",
        compared_with=view["compared_with"],
        nearest=tuple(map(neighbour, view["nearest"])),
        counterexamples=tuple(map(neighbour, view["counterexamples"])),
    )


def _itself(drafted: Draft, cases: Mapping[str, Case]) -> Case | None:
    """The coded case of the crisis that the dossier is about: same client, begun in the same year, the nearest day first."""
    start = next((f.value for f in drafted.fields if f.name == "start"), None)
    if not drafted.client_iso or not isinstance(start, dt.date):
        return None
    near = []
    for case in cases.values():
        began = case.value("start")
        if case.client_iso == drafted.client_iso and isinstance(began, dt.date) and began.year == start.year:
            near.append((abs((began - start).days), case.id))
    return cases[min(near)[1]] if near else None


def _precedents_view(of: str, rests_on: str, found: Precedents, cases: Mapping[str, Case], twins: set[str]) -> dict[str, Any]:
    def row(s: Similarity) -> dict[str, Any]:
        other = cases[s.case]
        told = ", ".join(str(other.value(n)) for n in ("trigger", "instrument", "outcome_crisis") if other.value(n) is not None)
        parts = [{"field": p.field, "weight": p.weight, "score": p.score, "detail": p.detail} for p in s.parts]
        return {
            "case": s.case,
            "name": other.name,
            "patron": other.patron,
            "score": round(s.score, 4),
            "coverage": round(s.coverage, 4),
            "told": told,
            "twin": s.case in twins,
            "parts": parts,
        }

    return {
        "of": of,
        "rests_on": rests_on,
        "compared_with": len(cases),
        "nearest": [row(s) for s in found.nearest],
        "counterexamples": [row(s) for s in found.counterexamples],
    }


def _plain(value: object) -> Any:
    """A value as JSON holds it."""
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
