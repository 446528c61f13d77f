"""Time expressions: dates with precision and basis, durations, sets."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.records.documents import Report
from dragoman.records.parses import Parse
from dragoman.records.times import TimeExpression


def find_times(report: Report, parse: Parse) -> Iterator[TimeExpression]:
    """Time expressions in text order."""
    yield from ()
