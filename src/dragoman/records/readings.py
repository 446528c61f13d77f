"""All layers that reading lays beside one report."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records.claims import Figure, Quote, Statement
from dragoman.records.events import EventMention
from dragoman.records.mentions import Chain, Mention
from dragoman.records.parses import Sentence
from dragoman.records.relations import RelationTelling
from dragoman.records.times import TimeExpression


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A proposed item that the gate did not admit, or one that failed."""

    layer: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was read in one report. Every item is a span of its text."""

    report: str
    sentences: tuple[Sentence, ...] = ()
    mentions: tuple[Mention, ...] = ()
    chains: tuple[Chain, ...] = ()
    times: tuple[TimeExpression, ...] = ()
    quotes: tuple[Quote, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[EventMention, ...] = ()
    statements: tuple[Statement, ...] = ()
    relations: tuple[RelationTelling, ...] = ()
    refusals: tuple[Refusal, ...] = ()
