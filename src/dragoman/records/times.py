"""Dates with precision and basis; time expressions in reports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.spans import Span


class Precision(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    YEAR = "year"
    DECADE = "decade"


class DateBasis(StrEnum):
    """What a date rests on."""

    STATED = "stated"
    """The words alone give it: "November 2003"."""
    PUBLICATION = "publication"
    """Counted from the day of publication: "on Monday", "last week"."""
    CONTEXT = "context"
    """Counted from an earlier date in the report: "four months later, in August"."""
    INFERRED = "inferred"
    """Counted from a publication date that is itself only inferred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DateRange:
    """Days `start` to `end`, both inclusive; for precision day they are the same."""

    start: dt.date
    end: dt.date
    precision: Precision
    basis: DateBasis
    why: str = ""
    """How it was worked out, as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeExpression:
    """Words that tell when, how long or how often."""

    span: Span
    type: str
    """TIMEX3 type: DATE, TIME, DURATION, SET."""
    value: str | None
    """TIMEX3 value ("2003-11", "P2D", "PRESENT_REF"); None when it could not be worked out."""
    range: DateRange | None = None
    """The days meant, for DATE and TIME; None when left open."""
    why_open: str = ""
    """Why there is no range."""
