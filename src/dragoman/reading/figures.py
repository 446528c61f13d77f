"""Figures: how many of what, with qualifier, unit and who says so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dragoman.reading.figure_sites import find_sites
from dragoman.records.claims import Figure, Quote
from dragoman.records.documents import Report
from dragoman.records.mentions import Mention
from dragoman.records.parses import Parse
from dragoman.records.spans import Span
from dragoman.records.times import TimeExpression
from dragoman.text.hashing import content_id


def find_figures(
    report: Report, parse: Parse, mentions: Sequence[Mention], times: Sequence[TimeExpression], quotes: Sequence[Quote]
) -> Iterator[Figure]:
    """Figures in text order."""
    for site in find_sites(report.text, parse, times):
        counted = parse.lemma[site.head] if site.head is not None else ""
        yield Figure(
            id=content_id("f", report.id, site.start, site.end),
            span=Span(report.id, site.start, site.end),
            number=Span(report.id, site.number.start, site.number.end),
            low=site.low, high=site.high, qualifier=site.qualifier, unit=site.unit, what=counted, role="count", counted=counted,
            sentence=parse.sentence[site.first],
        )
