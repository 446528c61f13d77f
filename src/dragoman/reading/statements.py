"""Statements that may bear on a matter about which reports or speakers differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.records.claims import Quote, Statement
from dragoman.records.documents import Report
from dragoman.records.events import EventMention
from dragoman.records.mentions import Mention
from dragoman.records.parses import Parse


def find_statements(
    report: Report, parse: Parse, mentions: Sequence[Mention], quotes: Sequence[Quote], events: Sequence[EventMention]
) -> Iterator[Statement]:
    """Statements in text order."""
    yield from ()
