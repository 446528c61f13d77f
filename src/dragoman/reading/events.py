"""Event mentions: who did what to whom, when, where, and whether it happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.records.claims import Quote
from dragoman.records.documents import Report
from dragoman.records.events import EventMention
from dragoman.records.mentions import Mention
from dragoman.records.parses import Parse
from dragoman.records.times import TimeExpression


def find_events(
    report: Report, parse: Parse, mentions: Sequence[Mention], times: Sequence[TimeExpression], quotes: Sequence[Quote]
) -> Iterator[EventMention]:
    """Event mentions in text order."""
    yield from ()
