"""Event mentions in one report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.spans import Span
from dragoman.records.times import DateRange


class EventType(StrEnum):
    """PLOVER types and the few that a crisis dossier needs beside them."""

    AGREE = "AGREE"
    CONSULT = "CONSULT"
    SUPPORT = "SUPPORT"
    CONCEDE = "CONCEDE"
    COOPERATE = "COOPERATE"
    AID = "AID"
    RETREAT = "RETREAT"
    REQUEST = "REQUEST"
    ACCUSE = "ACCUSE"
    REJECT = "REJECT"
    THREATEN = "THREATEN"
    PROTEST = "PROTEST"
    SANCTION = "SANCTION"
    MOBILIZE = "MOBILIZE"
    COERCE = "COERCE"
    ASSAULT = "ASSAULT"
    ELECTION = "ELECTION"
    APPOINT = "APPOINT"
    RESIGN = "RESIGN"
    STATEMENT = "STATEMENT"
    OTHER = "OTHER"


class EventStatus(StrEnum):
    ASSERTED = "asserted"
    PLANNED = "planned"
    DENIED = "denied"
    HYPOTHETICAL = "hypothetical"


@dataclass(frozen=True, slots=True, kw_only=True)
class EventMention:
    """One telling of an event: a clause or sentence of one report (no line break, at most 600 characters)."""

    id: str
    span: Span
    trigger: Span
    lemma: str
    """Lemma of the trigger, with its particle or light-verb noun: "break out", "hold talk"."""
    type: EventType
    mode: str | None
    label: str
    """Short, in the report's own order: who, verb, whom."""
    status: EventStatus
    actors: tuple[str, ...] = ()
    """Mention ids of those who do it."""
    recipients: tuple[str, ...] = ()
    """Mention ids of those to whom it is done."""
    date: DateRange | None = None
    place: str | None = None
    """Mention id."""
    holder: str | None = None
    """Mention id of whoever tells it, when it stands in reported speech."""
    objects: tuple[str, ...] = ()
    """Lemmas of what else the clause is about (content words under the trigger), sorted."""
    sentence: int = -1
    sense: str = ""
    """What tellings of one event share whatever the words: "overthrow", "arrest", "deploy"."""
    by: tuple[str, ...] = ()
    """Readers that proposed it; empty when no model was asked."""
