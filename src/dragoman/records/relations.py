"""Standing relations: what holds between actors for longer than an event lasts, each telling in one place in one report."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.spans import Span
from dragoman.records.times import DateRange


class RelationKind(StrEnum):
    """How the subject stands to the object. What each means to a reader is in `resources/relations.yaml`."""

    HOLDS_OFFICE = "holds-office"
    HELD_OFFICE = "held-office"
    TOOK_OFFICE = "took-office"
    LEADS = "leads"
    MEMBER_OF = "member-of"
    PART_OF = "part-of"
    FOUNDED = "founded"
    REORGANISED = "reorganised"
    DISSOLVED = "dissolved"
    RELATIVE_OF = "relative-of"
    SUCCEEDED = "succeeded"
    OWNED_BY = "owned-by"
    SEAT_IN = "seat-in"
    CAPITAL_OF = "capital-of"
    ALSO_CALLED = "also-called"


class DateSense(StrEnum):
    """What the date of a relation says."""

    SINCE = "since"
    UNTIL = "until"
    IN = "in"
    """It came about then; for a founding the day itself."""
    DURING = "during"
    """It held then ("from 2005 to 2011")."""
    NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationTelling:
    """One place in one report that tells a relation."""

    id: str
    span: Span
    """The words that tell it, from the first named of the two to the last; never across a line break."""
    kind: RelationKind
    subject: str
    """Mention id."""
    object: str | None
    """Mention id; None when no mention stands for it (an adjective: "the Zendan president") or when there is none."""
    object_key: str = ""
    """What the object is known as where it is no mention of its own: "country:SE"."""
    value: str = ""
    """The office, the kinship or the like in the report's words, small: "president", "daughter"."""
    date: DateRange | None = None
    sense: DateSense = DateSense.NONE
    holder: str | None = None
    """Mention id of whoever says so, when it stands in reported words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingRelation:
    """One relation across all reports that tell it."""

    id: str
    kind: RelationKind
    subject: str
    """Actor id."""
    object: str | None
    """Actor id; None also where the object is known and no mention stands for it."""
    object_name: str
    value: str
    date: DateRange | None
    sense: DateSense
    tellings: tuple[str, ...]
    """Ids of tellings, by report and position."""
    said_by: tuple[str, ...] = ()
    """Actor ids, when every telling stands in somebody's reported words."""
    differs: tuple[str, ...] = ()
    """Where tellings give other dates, as sentences."""
