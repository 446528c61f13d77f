"""The gate: only items whose words stand in the report, and whose references lead somewhere, are admitted."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TypeVar

from dragoman.records.claims import Figure, Quote, Statement
from dragoman.records.documents import Report
from dragoman.records.events import EventMention
from dragoman.records.mentions import Mention
from dragoman.records.readings import Reading, Refusal
from dragoman.records.relations import RelationTelling
from dragoman.records.spans import Span
from dragoman.records.times import TimeExpression
from dragoman.text.offsets import inside, on_words

EVENT_LONGEST = 600
"""Characters; a passage that tells an event is a sentence or less."""

Item = TypeVar("Item", Mention, TimeExpression, Quote, Figure, EventMention, Statement, RelationTelling)


def problem(span: Span, report: Report) -> str:
    """Why a span cannot be admitted; empty when it can."""
    if span.report != report.id:
        return f"belongs to report {span.report!r}"
    if not inside(span.start, span.end, report.text):
        return f"[{span.start}:{span.end}] lies outside the text of {len(report.text)} characters"
    if not on_words(span.start, span.end, report.text):
        return "does not begin and end where words do"
    return ""


def admit(reading: Reading, report: Report) -> Reading:
    """The reading without items that fail; each refusal is kept with its reason."""
    refusals = list(reading.refusals)

    def keep(layer: str, items: Iterable[Item], more: Callable[[Item], str] = lambda item: "") -> tuple[Item, ...]:
        out = []
        for item in items:
            why = problem(item.span, report) or more(item)
            if why:
                refusals.append(Refusal(layer=layer, words=item.span.of(report.text)[:80], reason=why))
            else:
                out.append(item)
        return tuple(out)

    mentions = keep("mentions", reading.mentions)
    known = {m.id for m in mentions}

    def event_problem(event: EventMention) -> str:
        words = event.span.of(report.text)
        if "\n" in words:
            return "crosses a line break"
        return f"is {len(words)} characters long; at most {EVENT_LONGEST}" if len(words) > EVENT_LONGEST else ""

    def one_line(item: Statement | Figure | RelationTelling) -> str:
        return "crosses a line break" if "\n" in item.span.of(report.text) else ""

    def ref(mention: str | None) -> str | None:
        return mention if mention in known else None

    def refs(ids: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(i for i in ids if i in known)

    chains = tuple(replace(c, mentions=refs(c.mentions)) for c in reading.chains)
    return replace(
        reading,
        mentions=mentions,
        chains=tuple(c for c in chains if c.mentions),
        times=keep("times", reading.times),
        quotes=tuple(replace(q, speaker=ref(q.speaker)) for q in keep("quotes", reading.quotes)),
        figures=tuple(replace(f, holder=ref(f.holder), place=ref(f.place)) for f in keep("figures", reading.figures, one_line)),
        events=tuple(
            replace(e, actors=refs(e.actors), recipients=refs(e.recipients), place=ref(e.place), holder=ref(e.holder))
            for e in keep("events", reading.events, event_problem)
        ),
        statements=tuple(replace(s, holder=ref(s.holder)) for s in keep("statements", reading.statements, one_line)),
        relations=tuple(
            replace(t, object=ref(t.object), holder=ref(t.holder)) for t in keep("relations", reading.relations, one_line) if t.subject in known
        ),
        refusals=tuple(refusals),
    )
