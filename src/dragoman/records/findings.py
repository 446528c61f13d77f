"""What reconciling concludes from several readings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dragoman.records.claims import Hedge, Polarity
from dragoman.records.events import EventStatus, EventType
from dragoman.records.mentions import ActorKind
from dragoman.records.readings import Refusal
from dragoman.records.relations import StandingRelation
from dragoman.records.spans import Span
from dragoman.records.times import DateRange


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """One person, organisation, country, place, armed force or group across all reports."""

    id: str
    name: str
    kind: ActorKind
    mentions: tuple[str, ...]
    """Mention ids, by report and position."""
    why: tuple[str, ...] = ()
    """One sentence for each alias that was joined; says "probably" where it is not certain."""
    country: str | None = None
    roles: tuple[str, ...] = ()


class FindingStatus(StrEnum):
    """First that holds."""

    RETRACTED = "retracted"
    DISAGREE = "disagree"
    UPDATED = "updated"
    SCOPE = "scope"
    ROUNDING = "rounding"
    AGREE = "agree"
    SINGLE_ORIGIN = "single-origin"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """Figure `part` is contained in figure `whole`."""

    whole: str
    part: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Figures about one quantity, side by side."""

    id: str
    about: str
    figures: tuple[str, ...]
    status: FindingStatus
    current: str | None
    why: str
    """The rule that decided, as a sentence."""
    parts: tuple[Part, ...] = ()
    origins: int = 1
    """Independent origins that give a figure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """An event, told once or by several reports."""

    id: str
    type: EventType
    mode: str | None
    label: str
    actors: tuple[str, ...]
    """Actor ids."""
    recipients: tuple[str, ...]
    date: DateRange | None
    place: str | None
    """Actor id of the place, when it was resolved."""
    place_name: str | None
    status: EventStatus
    mentions: tuple[str, ...]
    """Event mention ids."""
    differs: tuple[str, ...] = ()
    """Where the tellings differ on date, place or doer, as sentences."""
    why: str = ""
    """Why the tellings were taken for one event."""


class Relation(StrEnum):
    AGREE = "agree"
    COMPATIBLE = "compatible"
    DIFFERS = "differs"
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """One statement within an account."""

    span: Span
    holder: str | None
    """Actor id; None for the report's own voice."""
    hedge: Hedge
    polarity: Polarity


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What reports or speakers hold about one matter that is no number."""

    id: str
    about: str
    statements: tuple[Held, ...]
    relation: Relation
    why: str
    by: tuple[str, ...] = ()
    """Readers that proposed it; empty when no model was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """Two quotes that render one utterance, aligned word by word."""

    left: str
    right: str
    """Quote ids."""
    pairs: tuple[tuple[Span | None, Span | None], ...]
    """Spans that answer each other, in order; None where one side has nothing."""
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconciled:
    """Everything that reconciling found."""

    actors: tuple[Actor, ...] = ()
    actor_of: Mapping[str, str] = field(default_factory=dict)
    """Mention id -> actor id."""
    findings: tuple[Finding, ...] = ()
    events: tuple[Event, ...] = ()
    accounts: tuple[Account, ...] = ()
    relations: tuple[StandingRelation, ...] = ()
    same_as: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Quote id -> ids of quotes that render the same utterance."""
    alignments: tuple[Alignment, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    """Proposals of a model that nothing else spoke for, or that something forbade."""
