"""The protocol that every reader follows, and the rules as the first reader.

A reader proposes; the gate (`gate.admit`) lets in only what stands in the text. Other readers can stand beside the rules.
"""

from __future__ import annotations

from typing import Protocol

from dragoman.reading import events, figures, mentions, quotes, sentences, statements, times
from dragoman.records.documents import Report
from dragoman.records.parses import Parse
from dragoman.records.readings import Reading


class Reader(Protocol):
    """Report in, proposed items out."""

    name: str

    def propose(self, report: Report, parse: Parse) -> Reading:
        """All items the reader sees in one report; nothing is admitted yet."""
        ...


class Rules:
    """The rules of this package, in the order in which they build on one another."""

    name = "rules"

    def propose(self, report: Report, parse: Parse) -> Reading:
        found_sentences = sentences.find_sentences(report, parse)
        found_mentions, chains = mentions.find_mentions(report, parse)
        found_times = tuple(times.find_times(report, parse))
        found_quotes = tuple(quotes.find_quotes(report, parse, found_mentions, chains))
        found_figures = tuple(figures.find_figures(report, parse, found_mentions, found_times, found_quotes))
        found_events = tuple(events.find_events(report, parse, found_mentions, found_times, found_quotes))
        found_statements = tuple(statements.find_statements(report, parse, found_mentions, found_quotes, found_events))
        return Reading(
            report=report.id,
            sentences=found_sentences,
            mentions=found_mentions,
            chains=chains,
            times=found_times,
            quotes=found_quotes,
            figures=found_figures,
            events=found_events,
            statements=found_statements,
        )
