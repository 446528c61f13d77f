"""The readings of one run, indexed once for every reconciler."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.records.claims import Figure, Quote
from dragoman.records.documents import Report
from dragoman.records.events import EventMention
from dragoman.records.mentions import Chain, Mention
from dragoman.records.readings import Reading
from dragoman.records.spans import Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """Reports and their readings, in the same order, with look-ups by id."""

    reports: Sequence[Report]
    readings: Sequence[Reading]
    report: Mapping[str, Report]
    reading: Mapping[str, Reading]
    mention: Mapping[str, Mention]
    chain: Mapping[str, Chain]
    quote: Mapping[str, Quote]
    figure: Mapping[str, Figure]
    event: Mapping[str, EventMention]

    @classmethod
    def of(cls, reports: Sequence[Report], readings: Sequence[Reading]) -> Corpus:
        return cls(
            reports=reports,
            readings=readings,
            report={r.id: r for r in reports},
            reading={r.report: r for r in readings},
            mention={m.id: m for r in readings for m in r.mentions},
            chain={c.id: c for r in readings for c in r.chains},
            quote={q.id: q for r in readings for q in r.quotes},
            figure={f.id: f for r in readings for f in r.figures},
            event={e.id: e for r in readings for e in r.events},
        )

    def words(self, span: Span) -> str:
        """The words at a span."""
        return span.of(self.report[span.report].text)
