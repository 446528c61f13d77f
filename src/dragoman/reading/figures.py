"""Figures: how many of what, with qualifier, unit and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.records.claims import Figure, Quote
from dragoman.records.documents import Report
from dragoman.records.mentions import Mention
from dragoman.records.parses import Parse
from dragoman.records.times import TimeExpression


def find_figures(
    report: Report, parse: Parse, mentions: Sequence[Mention], times: Sequence[TimeExpression], quotes: Sequence[Quote]
) -> Iterator[Figure]:
    """Figures in text order."""
    yield from ()
