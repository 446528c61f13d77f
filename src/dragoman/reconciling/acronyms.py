"""Acronyms that are probably slips of others, judged by their letters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA


@dataclass(frozen=True, slots=True, kw_only=True)
class Acronym:
    """An organisation that reports name, with its acronyms and the reports that speak of it."""

    top: int
    letters: tuple[str, ...]
    reports: frozenset[str]


def slip_of(name: str, report: str, targets: Sequence[Acronym]) -> Acronym | None:
    """The one organisation of whose acronym `name` is probably a slip; None when none or several come into question.

    A slip has the same letters in another order, or lacks one letter, or has one more; it has three letters at least, and the same
    report speaks of the organisation under another name.
    """
    letters = name.upper()
    if len(letters) < 3:
        return None
    fits = [t for t in targets if report in t.reports and any(_near(letters, a.upper()) for a in t.letters)]
    return fits[0] if len({t.top for t in fits}) == 1 else None


def _near(a: str, b: str) -> bool:
    if a == b or len(b) < 3:
        return a == b
    if sorted(a) == sorted(b):
        return True
    return abs(len(a) - len(b)) == 1 and OSA.distance(a, b) == 1 and min(len(a), len(b)) >= 3 and a[0] == b[0]
