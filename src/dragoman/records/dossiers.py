"""The dossier as programs and pages see it: format `dragoman.dossier/1`.

Field names and meanings are those of the format's page in the docs; every position counts code points of `reports[].text`.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from dragoman.records.claims import Hedge, Polarity, Qualifier, QuoteKind
from dragoman.records.documents import Furniture, Input, PublishedBasis
from dragoman.records.events import EventStatus, EventType
from dragoman.records.findings import FindingStatus, Part, Relation
from dragoman.records.mentions import ActorKind
from dragoman.records.places import Geo
from dragoman.records.relations import DateSense, RelationKind
from dragoman.records.spans import Span
from dragoman.records.times import DateBasis, Precision

FORMAT = "dragoman.dossier/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """A sentence that machine translation seems to have broken."""

    start: int
    end: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportView:
    """One report and how it was found."""

    id: str
    file: str
    outlet: str | None
    origin: str
    origin_why: str
    wire: str | None
    url: str | None
    title: str | None
    byline: str | None
    dateline: str | None
    published: dt.date | None
    published_basis: PublishedBasis
    published_why: str
    language: str
    truncated: bool
    text: str
    sentences: tuple[tuple[int, int], ...]
    """Start and end of every sentence."""
    damage: tuple[Damage, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorView:
    id: str
    name: str
    kind: ActorKind
    country: str | None
    roles: tuple[str, ...]
    mentions: tuple[Span, ...]
    why: tuple[str, ...]
    geo: Geo | None = None
    """Where a country or a place lies; left out where that is not sure."""
    proposed_by: tuple[str, ...] = ()
    """Readers that proposed it; left out when only the rules were asked."""
    score: float | None = None
    """Share of the readers asked that propose it; left out when only one was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    id: str
    what: str
    low: float | None
    high: float | None
    qualifier: Qualifier
    unit: str
    report: str
    start: int
    end: int
    said_by: str | None
    as_of: dt.date | None
    withdrawn: bool = False
    """The report itself says that this figure was taken back or denied."""
    proposed_by: tuple[str, ...] = ()
    """Readers that proposed it; left out when only the rules were asked."""
    score: float | None = None
    """Share of the readers asked that propose it; left out when only one was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingView:
    id: str
    about: str
    figures: tuple[str, ...]
    status: FindingStatus
    current: str | None
    parts: tuple[Part, ...]
    why: str
    origins: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DateView:
    start: dt.date
    end: dt.date
    precision: Precision
    basis: str
    """What the date rests on, as a sentence a reader can check."""
    rests_on: DateBasis = DateBasis.STATED


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceView:
    actor: str | None
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EventView:
    id: str
    type: EventType
    mode: str | None
    label: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    date: DateView | None
    place: PlaceView | None
    status: EventStatus
    mentions: tuple[Span, ...]
    differs: tuple[str, ...]
    why: str
    said_by: tuple[str, ...] = ()
    """Actor ids, when every telling stands in somebody's reported words; empty when a report tells it in its own voice."""
    proposed_by: tuple[str, ...] = ()
    """Readers that proposed it; left out when only the rules were asked."""
    score: float | None = None
    """Share of the readers asked that propose it; left out when only one was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignedPair:
    """Words of this quote beside the words of the other that answer them; null where one has nothing."""

    this: Span | None
    other: Span | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """Another rendering of the same utterance, aligned."""

    quote: str
    score: float
    why: str
    pairs: tuple[AlignedPair, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteView:
    id: str
    speaker: str | None
    direct: bool
    kind: QuoteKind
    cue: Span | None
    report: str
    start: int
    end: int
    same_as: tuple[str, ...]
    why: str
    """How the speaker was found."""
    variants: tuple[Variant, ...]
    proposed_by: tuple[str, ...] = ()
    """Readers that proposed it; left out when only the rules were asked."""
    score: float | None = None
    """Share of the readers asked that propose it; left out when only one was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldView:
    report: str
    start: int
    end: int
    holder: str | None
    hedge: Hedge
    polarity: Polarity


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountView:
    id: str
    about: str
    statements: tuple[HeldView, ...]
    relation: Relation
    why: str
    proposed_by: tuple[str, ...] = ()
    """Readers that proposed it; left out when only the rules were asked."""
    score: float | None = None
    """Share of the readers asked that propose it; left out when only one was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationView:
    """A standing relation: an office, a membership, a founding, kinship; `report`, `start` and `end` are its first telling."""

    id: str
    subject: str
    relation: RelationKind
    object: str | None
    object_name: str
    """Name of the object, also where the reports name it inside another name only and `object` is null."""
    value: str
    """The office or kinship in the report's words."""
    date: DateView | None
    date_says: DateSense
    report: str
    start: int
    end: int
    mentions: tuple[Span, ...]
    """All tellings, the first included."""
    said_by: tuple[str, ...] = ()
    """Actor ids, when every telling stands in somebody's reported words."""
    differs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """Furniture of one report."""

    file: str
    items: tuple[Furniture, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusalView:
    file: str
    layer: str
    words: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """`found = used + duplicates + skipped + failed`."""

    found: int
    used: int
    duplicates: int
    skipped: int
    failed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Unanswered:
    """A report about which the model gave no answer that could be used; the rules read it alone."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelUse:
    """What a language model had to do with a dossier."""

    readers: tuple[str, ...]
    model: str
    prompt: str
    """Version of the questions it was asked."""
    answered: int
    """Reports that were read by an answer of it."""
    unanswered: tuple[Unanswered, ...]
    refused: int
    """Items and proposals of it that were not admitted; each stands among the refusals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """What became of every input and every sentence."""

    counts: Counts
    inputs: tuple[Input, ...]
    sentences_read: int
    sentences_without_items: int
    left_out: tuple[LeftOut, ...]
    refusals: tuple[RefusalView, ...]
    model: ModelUse | None = None
    """Left out when no model was asked, or it gave no answer at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryLine:
    """One line of the short account; every line names its holders and leads to evidence."""

    text: str
    badge: str
    """Status word: DISAGREE, UPDATED, ATTRIBUTED, ... or ""."""
    refs: tuple[str, ...]
    """Ids of findings, accounts, events, figures or quotes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """Everything that was read and reconciled, tied to characters of the reports."""

    format: str
    title: str
    reports: tuple[ReportView, ...]
    actors: tuple[ActorView, ...]
    figures: tuple[FigureView, ...]
    findings: tuple[FindingView, ...]
    events: tuple[EventView, ...]
    quotes: tuple[QuoteView, ...]
    accounts: tuple[AccountView, ...]
    timeline: tuple[str, ...]
    in_short: tuple[SummaryLine, ...]
    coverage: Coverage
    relations: tuple[RelationView, ...] = ()
