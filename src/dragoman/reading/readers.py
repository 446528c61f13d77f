"""The protocol that every reader follows, and the rules as the first reader.

A reader proposes; the gate (`gate.admit`) lets in only what stands in the text. Other readers can stand beside the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol, TypeVar

from dragoman.reading import events, figures, mentions, quotes, relations, sentences, statements, times
from dragoman.records.documents import Report
from dragoman.records.parses import Parse
from dragoman.records.readings import Reading, Refusal

Item = TypeVar("Item")


class Reader(Protocol):
    """Report in, proposed items out."""

    name: str

    def propose(self, report: Report, parse: Parse) -> Reading:
        """All items the reader sees in one report; nothing is admitted yet."""
        ...


class Rules:
    """The rules of this package, in the order in which they build on one another.

    A stage that fails on a report costs what it had not yet found there, never the report; the failure is kept as a refusal.
    """

    name = "rules"

    def propose(self, report: Report, parse: Parse) -> Reading:
        refusals: list[Refusal] = []

        def found(layer: str, items: Callable[[], Iterator[Item]]) -> tuple[Item, ...]:
            out: list[Item] = []
            try:
                out.extend(items())
            except (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, RecursionError, AssertionError) as problem:
                refusals.append(Refusal(layer=layer, words="", reason=f"the stage failed: {type(problem).__name__}: {str(problem)[:200]}"))
            return tuple(out)

        who, chains = mentions.find_mentions(report, parse)
        when = found("times", lambda: times.find_times(report, parse))
        said = found("quotes", lambda: quotes.find_quotes(report, parse, who, chains))
        counted = found("figures", lambda: figures.find_figures(report, parse, who, when, said))
        done = found("events", lambda: events.find_events(report, parse, who, when, said))
        held = found("statements", lambda: statements.find_statements(report, parse, who, said, done, when))
        standing = found("relations", lambda: relations.find_relations(report, parse, who, chains, when, said))
        return Reading(
            report=report.id,
            sentences=sentences.find_sentences(report, parse),
            mentions=who,
            chains=chains,
            times=when,
            quotes=said,
            figures=counted,
            events=done,
            statements=held,
            relations=standing,
            refusals=tuple(refusals),
        )
