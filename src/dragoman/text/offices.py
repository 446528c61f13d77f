"""Who led a country on a day, and which organisations it belonged to: tables with sources, for reading and for the case base.

The table of leaders names one person a country and day, the one who held power in fact by its data sets, which end in March 2021; of later
changes it has those for which a publication was found. For a later day a spell that is open is told, and callers must take it for "last known".
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from dataclasses import dataclass

from dragoman import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Leader:
    """One spell of one leader."""

    name: str
    start: dt.date
    end: dt.date | None
    """None while the spell was open when its source ended."""
    source: str
    """Data set and key of the row, or "publication:" and its key in the table."""
    end_source: str | None = None
    """What the last day rests on where that is not `source`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """One spell of one state in one organisation, or on the way into it."""

    organisation: str
    stage: str
    """member, candidate, ..."""
    start: dt.date
    end: dt.date | None
    exact: bool
    """False when only the year of the begin is known."""
    sources: tuple[str, ...]


@functools.cache
def _leaders() -> Mapping[str, tuple[Leader, ...]]:
    rows = resources.load("offices")["leaders"]
    return {iso: tuple(Leader(name=r["name"], start=r["start"], end=r["end"], source=r["source"], end_source=r.get("end_source")) for r in spells) for iso, spells in rows.items()}


@functools.cache
def _memberships() -> Mapping[str, tuple[Membership, ...]]:
    out: dict[str, list[Membership]] = {}
    for r in resources.load("memberships")["memberships"]:
        for iso in r["states"]:
            out.setdefault(iso, []).append(
                Membership(
                    organisation=r["organisation"], stage=r["stage"], start=r["start"], end=r["end"], exact=r.get("precision") != "year", sources=tuple(r["sources"])
                )
            )
    return {iso: tuple(sorted(rows, key=lambda m: (m.start, m.organisation))) for iso, rows in out.items()}


def holder(country: str, day: dt.date) -> tuple[Leader, ...]:
    """Leaders of the country (ISO alpha-3) on that day: two on a day of change, none where the table does not reach."""
    return tuple(s for s in _leaders().get(country, ()) if s.start <= day and (s.end is None or day <= s.end))


def memberships(country: str, day: dt.date) -> tuple[Membership, ...]:
    """Organisations that the country (ISO alpha-3) belonged to on that day, or was on the way into; only what was checked is here."""
    return tuple(m for m in _memberships().get(country, ()) if m.start <= day and (m.end is None or day <= m.end))
