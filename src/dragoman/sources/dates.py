"""Calendar dates as outlets print them in datelines, bylines, page metadata and file headers.

Only what is unambiguous counts: 03/04/2022 names no day, because outlets differ on which is the month.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTH = r"(?P<m{n}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
_YEAR = r"(?P<y{n}>(?:19|20)\d\d)"
_DAY = r"(?P<d{n}>\d{{1,2}})(?:st|nd|rd|th)?"


def _fill(pattern: str, n: int) -> str:
    return pattern.format(n=n)


FULL = re.compile(
    rf"(?<![\w/.])(?:{_fill(_MONTH, 1)}\s+{_fill(_DAY, 1)},?\s+{_fill(_YEAR, 1)}"
    rf"|{_fill(_DAY, 2)}\s+(?:of\s+)?{_fill(_MONTH, 2)},?\s+{_fill(_YEAR, 2)}"
    rf"|{_fill(_YEAR, 3)}-(?P<m3>\d\d)-(?P<d3>\d\d)(?:(?=T\d)|(?!\w))"
    rf"|(?P<d4>\d{{1,2}})\.(?P<m4>\d{{1,2}})\.{_fill(_YEAR, 4)}"
    rf"|(?P<d5>\d{{1,2}})/(?P<m5>\d{{1,2}})/{_fill(_YEAR, 5)}"
    rf"|{_fill(_YEAR, 6)}/(?P<m6>\d\d)/(?P<d6>\d\d))(?![^\WT]|\.\d)",
    re.IGNORECASE,
)
PARTIAL = re.compile(rf"(?<![\w/.])(?:{_fill(_MONTH, 1)}\s+{_fill(_DAY, 1)}|{_fill(_DAY, 2)}\s+{_fill(_MONTH, 2)})(?![\w])", re.IGNORECASE)
WEEKDAY = re.compile(r"\b(?P<w>mon|tues|wednes|thurs|fri|satur|sun)day\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Printed:
    """A date as printed: `year` is None where only day and month stand there."""

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def on(self, year: int) -> dt.date | None:
        """The day in a year; None on the 29th of February of most years."""
        try:
            return dt.date(year, self.month, self.day)
        except ValueError:
            return None

    @property
    def date(self) -> dt.date | None:
        return None if self.year is None else self.on(self.year)


def month_number(name: str) -> int:
    """1 to 12 from a name, an abbreviation or digits; 0 for anything else."""
    if name.isdigit():
        return int(name)
    return next((n for n, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3])), 0)


def full_dates(text: str) -> list[Printed]:
    """Dates with day, month and year, in the order of the text."""
    out = []
    for match in FULL.finditer(text):
        n = next(i for i in range(1, 7) if match[f"y{i}"])
        month, day = month_number(match[f"m{n}"]), int(match[f"d{n}"])
        if n == 5:
            if day <= 12 and month <= 12 and day != month:
                continue
            if month > 12:
                month, day = day, month
        found = Printed(match.start(), match.end(), int(match[f"y{n}"]), month, day)
        if 1 <= month <= 12 and found.date is not None:
            out.append(found)
    return out


def partial_dates(text: str) -> list[Printed]:
    """Dates with day and month; those that belong to a full date are left out."""
    taken = [(f.start, f.end) for f in full_dates(text)]
    out = []
    for match in PARTIAL.finditer(text):
        if any(b < match.end() and match.start() < e for b, e in taken):
            continue
        n = 1 if match["m1"] else 2
        found = Printed(match.start(), match.end(), None, month_number(match[f"m{n}"]), int(match[f"d{n}"]))
        if found.on(2020) is not None:
            out.append(found)
    return out


def weekday_number(name: str) -> int:
    """0 for Monday to 6 for Sunday."""
    return next(n for n, day in enumerate(WEEKDAYS) if day.startswith(name.lower()[:3]))


