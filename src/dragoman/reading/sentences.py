"""Sentences of a report, with what machine translation broke in them."""

from __future__ import annotations

from dragoman.records.documents import Report
from dragoman.records.parses import Parse, Sentence


def find_sentences(report: Report, parse: Parse) -> tuple[Sentence, ...]:
    """The sentences of the parse; damage is flagged where it can be told."""
    return tuple(parse.sentences)
