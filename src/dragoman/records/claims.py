"""Quotes, figures and statements: what is said, how many, and what is held, each in one place in one report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.spans import Span
from dragoman.records.times import DateRange

MODEL_TOPIC = "model"
"""Topic of a statement that only a language model found: the rules for accounts have no use for it, proposals have."""


class QuoteKind(StrEnum):
    DIRECT = "direct"
    """All of the content stands in quotation marks."""
    MIXED = "mixed"
    """Indirect speech with some words in quotation marks."""
    INDIRECT = "indirect"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Words that a report gives as somebody's."""

    id: str
    span: Span
    """The content, quotation marks left out."""
    direct: bool
    """One pair of quotation marks that holds somebody's words; false for indirect speech."""
    kind: QuoteKind
    speaker: str | None
    """Mention id; None when the report does not tell."""
    speaker_span: Span | None = None
    """The words that name the speaker at this place (may be a pronoun)."""
    cue: Span | None = None
    parts: tuple[Span, ...] = ()
    """All pieces of the content of one attribution, in order: other passages of the same speech, and the words around marks in mixed speech.

    Quotes with the same parts are one attribution. The quote's own span lies within them.
    """
    why: str = ""
    """How the speaker was found."""
    by: tuple[str, ...] = ()
    """Readers that proposed it; empty when no model was asked."""


class Qualifier(StrEnum):
    EXACT = "exact"
    ABOUT = "about"
    AT_LEAST = "at-least"
    MORE_THAN = "more-than"
    ALMOST = "almost"
    UP_TO = "up-to"
    FEWER_THAN = "fewer-than"
    RANGE = "range"
    DOZENS = "dozens"
    SCORES = "scores"
    HUNDREDS = "hundreds"
    THOUSANDS = "thousands"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number that a report claims."""

    id: str
    span: Span
    """The figure with its qualifier and what is counted: "almost 3,000 men"."""
    number: Span
    """The number words alone."""
    low: float | None
    high: float | None
    qualifier: Qualifier
    unit: str
    """people, USD, EUR, days, months, percent, votes, countries, ..."""
    what: str
    """Short label: "people killed"."""
    role: str
    """What happens to the counted: killed, injured, arrested, deployed, displaced, money, votes, share, duration, age, population, count, ..."""
    counted: str
    """Lemma of the noun that is counted ("soldier"), "" when not told."""
    scope: tuple[str, ...] = ()
    """Words that narrow what is counted: nationality, place, part ("police", "Osh"), sorted."""
    holder: str | None = None
    """Mention id of whoever says so; None for the report's own voice."""
    as_of: DateRange | None = None
    place: str | None = None
    """Mention id of the place counted for."""
    part_of: str | None = None
    """Figure id of the whole of which this is a part: "164, of them 16 police"."""
    withdrawn: bool = False
    """The report itself says that this figure was taken back or denied."""
    hedged: bool = False
    """Told as possible, believed or unconfirmed."""
    addition: bool = False
    """Counted on top of others: "six more", "900 others"."""
    cumulative: bool = False
    """Said to be a total so far: a toll, "overall", "have died"."""
    dated: bool = False
    """`as_of` rests on words beside the figure and not on the day of publication alone."""
    happened: bool = False
    """`as_of` is the day on which it happened, not the day for which it is claimed."""
    row: bool = False
    """A row of a list or a share by place: "Northern Province – 12", "of them 30 in the capital"."""
    owner: str | None = None
    """Mention id of whoever has the share or the votes."""
    keys: tuple[str, ...] = ()
    """Lemmas of the content words close by, for telling whether two figures speak of one thing; sorted."""
    sentence: int = -1
    rival_of: str | None = None
    """Figure id of the figure for the same quantity that the report sets this one against: "5,000 according to the police; the organisers say 50,000"."""
    part: bool = False
    """Counts members of a larger group ("nine of the dead", "including two doctors"), whether or not the whole was found."""
    tally: bool = False
    """A bare number that is called a count or figure, of what being known from elsewhere: "stands by its count of four"."""
    since: DateRange | None = None
    """When the counting begins, where the report says so: "since May"."""
    matter: str = ""
    """What a length of time or a sum is about, as a lemma: "transition", "debt"; "ask" for a length that somebody wants or offers."""
    happenings: tuple[str, ...] = ()
    """Kinds of happening named in the sentence ("coup", "clash"), sorted."""
    by: tuple[str, ...] = ()
    """Readers that proposed it; empty when no model was asked."""


class Hedge(StrEnum):
    NONE = "none"
    ALLEGED = "alleged"
    POSSIBLE = "possible"
    LIKELY = "likely"
    REPORTED = "reported"


class Polarity(StrEnum):
    AFFIRMED = "affirmed"
    DENIED = "denied"


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A clause that may bear on a matter about which reports or speakers hold different things."""

    id: str
    span: Span
    holder: str | None
    """Mention id; None for the report's own voice."""
    hedge: Hedge
    polarity: Polarity
    sentence: int
    keys: tuple[str, ...] = ()
    """Content lemmas, for blocking; sorted."""
    topic: str = ""
    """Matter it may bear on (cause, responsibility, aim, occurrence, time, place, post, ...); "" when not told."""
    value: str = ""
    """What it holds about the matter, as a short key: two statements with different values differ."""
    about: str = ""
    """Who or what the matter is about here: a mention id, or lemmas; "" for the crisis as a whole."""
    date: DateRange | None = None
    """The day that a statement about a time gives."""
    whom: str = ""
    """To whom it is done, for a predication: a mention id, or a lemma."""
    by: tuple[str, ...] = ()
    """Readers that proposed it; empty when no model was asked."""
