"""One incident that several reports tell, and what it came to."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records.times import DateRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """What the reports of one incident come to together."""

    reports: tuple[str, ...]
    """Report ids."""
    date: DateRange | None
    """When it happened; None when no report tells."""
    killed: int
    """People killed; 0 when no report tells of any."""
    injured: int
    """People hurt and not killed; 0 when no report tells of any."""
    why: tuple[str, ...] = ()
    """How date, killed and injured were settled, as sentences."""
