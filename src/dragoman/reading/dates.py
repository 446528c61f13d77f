"""Calendar arithmetic for time expressions: intervals of days, TIMEX3 values, anchors. No words of any language here."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from dragoman.records.documents import PublishedBasis, Report
from dragoman.records.times import DateBasis, Precision

DAY = dt.timedelta(days=1)
OPEN_ANCHOR = 400
"""An anchor wider than this many days places nothing that is counted from it."""

_ISO = re.compile(r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})")
_NUMERIC = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4}|\d{2})")
_SHORT = re.compile(r"(\d{1,2})/(\d{1,2})")


@dataclass(frozen=True, slots=True, kw_only=True)
class Days:
    """Days `start` to `end`, both inclusive, with the precision that the words had."""

    start: dt.date
    end: dt.date
    precision: Precision


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """When a report was written, as far as that is known; what "yesterday" is counted from."""

    start: dt.date
    end: dt.date
    basis: DateBasis
    why: str

    @property
    def exact(self) -> bool:
        return self.start == self.end

    @classmethod
    def of(cls, report: Report) -> Anchor | None:
        """The anchor of a report; None when nothing is known, or too little to place anything."""
        if report.published:
            inferred = report.published_basis in (PublishedBasis.INFERRED, PublishedBasis.UNKNOWN)
            basis = DateBasis.INFERRED if inferred else DateBasis.PUBLICATION
            word = "a publication date that is itself inferred," if inferred else "publication on"
            return cls(start=report.published, end=report.published, basis=basis, why=f"{word} {report.published}")
        start, end = report.anchor_start, report.anchor_end
        if start is None or end is None or end < start or (end - start).days > OPEN_ANCHOR:
            return None
        return cls(start=start, end=end, basis=DateBasis.INFERRED, why=f"publication, known only to lie between {start} and {end}")


def safe_date(year: int, month: int, day: int) -> dt.date | None:
    """A date, or None when the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def one_day(day: dt.date) -> Days:
    return Days(start=day, end=day, precision=Precision.DAY)


def month_days(year: int, month: int) -> Days:
    return Days(start=dt.date(year, month, 1), end=dt.date(year, month, calendar.monthrange(year, month)[1]), precision=Precision.MONTH)


def year_days(year: int) -> Days:
    return Days(start=dt.date(year, 1, 1), end=dt.date(year, 12, 31), precision=Precision.YEAR)


def week_days(day: dt.date) -> Days:
    """Monday to Sunday of the ISO week that holds the day."""
    monday = day - DAY * day.weekday()
    return Days(start=monday, end=monday + 6 * DAY, precision=Precision.WEEK)


def quarter_days(year: int, quarter: int) -> Days:
    return Days(start=dt.date(year, 3 * quarter - 2, 1), end=month_days(year, 3 * quarter).end, precision=Precision.SEASON)


def season_days(year: int, first: int, last: int) -> Days:
    """A season named by the year in which it begins."""
    return Days(start=dt.date(year, first, 1), end=month_days(year + (last < first), last).end, precision=Precision.SEASON)


def decade_days(first_year: int) -> Days:
    return Days(start=dt.date(first_year, 1, 1), end=dt.date(first_year + 9, 12, 31), precision=Precision.DECADE)


def add_months(day: dt.date, months: int) -> dt.date | None:
    """The same day so many months on, or the last of that month; None beyond the calendar."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9998:
        return None
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def part_of(days: Days, part: str) -> Days:
    """The first, middle or last third of an interval ("early", "mid", "late"); its precision stays."""
    length = (days.end - days.start).days + 1
    if length < 3 or part not in ("early", "mid", "late"):
        return days
    cut, cut2 = days.start + DAY * (length // 3), days.start + DAY * (2 * length // 3)
    start, end = {"early": (days.start, cut - DAY), "mid": (cut, cut2 - DAY), "late": (cut2, days.end)}[part]
    return Days(start=start, end=end, precision=days.precision)


def precision_of(start: dt.date, end: dt.date) -> Precision:
    """The finest precision that an interval of days fits."""
    width = (end - start).days + 1
    for most, precision in ((1, Precision.DAY), (7, Precision.WEEK), (31, Precision.MONTH), (93, Precision.SEASON), (400, Precision.YEAR)):
        if width <= most:
            return precision
    return Precision.DECADE


def nearest_weekday(anchor: dt.date, weekday: int, direction: int) -> dt.date:
    """The last such weekday up to and with the anchor (-1), or the first from it on, itself left out (+1)."""
    if direction < 0:
        return anchor - DAY * ((anchor.weekday() - weekday) % 7)
    return anchor + DAY * (((weekday - anchor.weekday()) % 7) or 7)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date:
    first = dt.date(year, month, 1)
    return first + DAY * ((weekday - first.weekday()) % 7 + 7 * (nth - 1))


def iso_week(day: dt.date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year:04d}-W{week:02d}"


def parse_numeric(words: str, near: dt.date | None) -> dt.date | None:
    """A date in figures. Where day and month may be swapped, the reading nearer to `near` counts, day first without it.

    A date without a year ("15/01") takes the year that brings it nearest to `near`; without `near` it is None.
    """
    if found := _ISO.fullmatch(words):
        return safe_date(*(int(x) for x in found.groups()))
    if found := _NUMERIC.fullmatch(words):
        a, b, year = (int(x) for x in found.groups())
        year += 0 if year > 99 else 2000 if year < 70 else 1900
        choices = [safe_date(year, b, a), safe_date(year, a, b)]
    elif (found := _SHORT.fullmatch(words)) and near:
        a, b = (int(x) for x in found.groups())
        choices = [safe_date(near.year + k, m, d) for m, d in ((b, a), (a, b)) for k in (0, -1, 1)]
    else:
        return None
    real = [x for x in choices if x]
    if not real:
        return None
    return min(real, key=lambda x: abs((x - near).days)) if near else real[0]
