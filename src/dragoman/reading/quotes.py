"""Quotes: direct, mixed and indirect, with speaker and cue."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.records.claims import Quote
from dragoman.records.documents import Report
from dragoman.records.mentions import Chain, Mention
from dragoman.records.parses import Parse


def find_quotes(report: Report, parse: Parse, mentions: Sequence[Mention], chains: Sequence[Chain]) -> Iterator[Quote]:
    """Quotes in text order."""
    yield from ()
