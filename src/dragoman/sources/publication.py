"""When a report was published: the day with its basis, or the span of days in which it can have been.

Order: a day that the sidecar or record gives; a full date in the dateline, in a line of its own or in the page's metadata; the
argument; a date without its year together with a year found elsewhere. When no day is known, the report's own words still
narrow it down: the latest year they name as past, and a weekday printed beside a day of the month.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.records.documents import PublishedBasis, Report
from dragoman.sources.dates import MONTHS, WEEKDAY, Printed, full_dates, month_number, weekday_number
from dragoman.sources.headings import Head

YEAR = re.compile(r"(?<![\w.,$€£₹/-])(?<!\d )(?P<year>19[5-9]\d|20\d\d)(?![\w%]|[.,]\d|-\d\d\d\d|\s+(?:people|men|women|troops|soldiers|dead|km|miles|dollars|euros|tons|metres|meters)\b)")
AHEAD = re.compile(r"\b(?:will|would|shall|by|until|till|due|plan(?:s|ned)?|schedul\w+|expected|aims?|targets?|upcoming|next|before|through|forecasts?|projected)\b", re.IGNORECASE)
WEEKDAY_DAY = re.compile(
    r"\b(?P<weekday>mon|tues|wednes|thurs|fri|satur|sun)day,?\s*"
    r"(?:\(\s*(?P<d1>\d{1,2})(?:[/.](?P<m1>\d{1,2}))?\s*\)|(?:the\s+)?(?P<d2>\d{1,2})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<m2>[A-Z][a-z]{2,8})\b|(?P<m3>[A-Z][a-z]{2,8})\.?\s+(?P<d3>\d{1,2})\b)",
    re.IGNORECASE,
)


NEAR_DAYS = 45
"""Days within which a dated report of the same set settles the year of another."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What is known of the day: the day itself, or only the earliest and the latest one possible."""

    day: dt.date | None = None
    basis: PublishedBasis = PublishedBasis.UNKNOWN
    why: str = ""
    start: dt.date | None = None
    end: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Fixed:
    """A weekday printed beside a day of the month, perhaps with the month."""

    weekday: int
    day: int
    month: int | None
    words: str


def _known(day: dt.date, basis: PublishedBasis, why: str) -> Publication:
    return Publication(day, basis, why, day, day)


def publication(head: Head, body: str, *, sidecar: dt.date | None, where: str, page: dt.date | None, argument: dt.date | None) -> Publication:
    """The day of one report from its own material.

    Args:
        sidecar: the day that `meta.json` or the record gives; `where` names it.
        page: the day in the page's metadata or front matter.
        argument: the day to take when the report states none.
    """
    printed = [(f.date, words) for f, words in head.dates if f.date is not None]
    own = printed[0] if printed else None
    if sidecar is not None:
        if own and own[0] == sidecar:
            return _known(sidecar, PublishedBasis.STATED, f"The report prints the date itself ({own[1]!r}), and {where} gives the same.")
        other = f" The report itself prints {own[1]!r}." if own else ""
        return _known(sidecar, PublishedBasis.GIVEN, f"Given by {where}.{other}")
    if page is not None:
        return _known(page, PublishedBasis.STATED, "Stated in the metadata of the page or file.")
    if own and own[0] is not None:
        return _known(own[0], PublishedBasis.STATED, f"Printed in the report: {own[1]!r}.")
    if argument is not None:
        return _known(argument, PublishedBasis.GIVEN, "Given as an argument for reports that state no date.")
    return Publication()


def years(body: str) -> list[int]:
    """Years that the text names as present or past, in order; years ahead ("by 2030") are left out."""
    out = []
    for match in YEAR.finditer(body):
        before = body[max(0, match.start() - 60) : match.start()]
        before = re.split(r"[.!?;]\s", before)[-1]
        if not AHEAD.search(before):
            out.append(int(match["year"]))
    return out


def latest_year(body: str) -> int | None:
    return max(years(body), default=None)


def fixed_days(body: str) -> list[Fixed]:
    """Weekdays printed with a day of the month: "Monday (10)", "Saturday (15/01)", "Thursday, January 6"."""
    out = []
    for match in WEEKDAY_DAY.finditer(body):
        raw = match["m1"] or match["m2"] or match["m3"]
        month = month_number(raw) if raw else None
        if raw and (not month or not 1 <= month <= 12 or (not raw.isdigit() and not MONTHS[month - 1].startswith(raw.lower()[:3]))):
            continue
        day = int(match["d1"] or match["d2"] or match["d3"])
        if 1 <= day <= 31:
            out.append(Fixed(weekday_number(match["weekday"]), day, month, match.group()))
    return out


def fitting(fixed: Fixed, year: int) -> list[dt.date]:
    """The days of a year on which the weekday falls on that day of the month."""
    out = []
    for month in [fixed.month] if fixed.month else range(1, 13):
        if fixed.day <= calendar.monthrange(year, month)[1]:
            day = dt.date(year, month, fixed.day)
            if day.weekday() == fixed.weekday:
                out.append(day)
    return out


def narrow_all(reports: Sequence[Report], printed: Mapping[str, tuple[Printed, str]]) -> list[Report]:
    """The reports, those without a day given the day or the span in which they can have been published.

    The input set counts: a report whose own latest year is the one before the latest that the other reports name, or are
    dated in, may be of that year. That is an inference, and `published_why` says so.

    Args:
        printed: by report id, a day and month that the report prints without the year, and the words it stands in.
    """
    latest = [max((r.published.year,) if r.published else years(r.text[r.body :]) or (0,)) for r in reports]
    top = sorted(latest, reverse=True)
    dated = sorted({r.published for r in reports if r.published})
    out = []
    for report, own in zip(reports, latest, strict=True):
        if report.published is not None:
            out.append(report if report.anchor_start else replace(report, anchor_start=report.published, anchor_end=report.published))
            continue
        if report.id in printed:
            placed = _with_year(report, *printed[report.id], own, dated)
            if placed is not None:
                out.append(placed)
                continue
        elsewhere = top[0] if not top or top[0] != own or len(top) == 1 else top[1]
        agreed = bool(dated) and dated[-1].year - dated[0].year <= 1
        out.append(_narrow(report, own or None, elsewhere or None, agreed=agreed))
    return out


def _with_year(report: Report, found: Printed, words: str, own: int, dated: Sequence[dt.date]) -> Report | None:
    """A printed day and month with its year, where something other than a year named in passing settles it.

    That is a dated report of the set from the same weeks, or a weekday printed beside the day.
    """
    days = [day for year in range(own or 1990, (own or 1990) + 3) if (day := found.on(year)) is not None]
    near = [found.on(d.year) for d in dated]
    close = [n for n, d in zip(near, dated, strict=True) if n is not None and abs((n - d).days) <= NEAR_DAYS]
    weekday = WEEKDAY.search(words)
    if close:
        day, why = close[0], "other reports of the set are dated in the same weeks"
    elif weekday and own and (fits := [d for d in days if d.weekday() == weekday_number(weekday["w"])]):
        day, why = fits[0], f"the latest year it names as past is {own}, and the weekday fits {fits[0].year}"
    elif own and report.text.count(str(own)) > 1 and days:
        day, why = days[0], f"the latest year it names as past, more than once, is {own}"
    else:
        return None
    why = f"The report prints {words!r} without a year; {why}."
    return replace(report, published=day, published_basis=PublishedBasis.INFERRED, published_why=why, anchor_start=day, anchor_end=day)


def _narrow(report: Report, own: int | None, elsewhere: int | None, *, agreed: bool) -> Report:
    """One report without a day: its span, from its latest year, its weekdays and the other reports.

    `agreed` says that all dated reports are of one year or two; only then does a report that names no year take theirs.
    """
    fixed = fixed_days(report.text[report.body :])
    candidates = [own] if own else []
    said = f"the latest year it names as past is {own}" if own else "it names no year"
    if elsewhere and own and elsewhere == own + 1:
        candidates, said = [own + 1], said + f", and other reports of the set are of {own + 1}"
    elif elsewhere and not own and agreed:
        candidates, said = [elsewhere], said + f"; the latest year of the other reports is {elsewhere}"
    if not candidates:
        return report
    year = candidates[0]
    days = [fitting(f, year) for f in fixed]
    if fixed and not any(days):
        after = year + 1
        if any(fitting(f, after) for f in fixed) and year == own:
            year, days = after, [fitting(f, after) for f in fixed]
            said += f", but {fixed[0].words!r} does not fall in it and does in {after}"
    start, end = dt.date(year, 1, 1), dt.date(year, 12, 31)
    possible = sorted({d for found in days for d in found})
    if possible and own is not None and year > own:
        # A report that names no date of its own year and looks back on the one before was most likely written early in it.
        first = possible[0]
        start, end = first, first + dt.timedelta(days=7)
        said += f"; {fixed[0].words!r} falls in {year} first on {first.isoformat()}"
    elif possible:
        start, end = possible[0], min(possible[-1] + dt.timedelta(days=7), end)
        said += f"; {fixed[0].words!r} fits {len(possible)} days of {year}, from {possible[0].isoformat()}"
    why = f"No date of publication is stated. Inferred from the report: {said}."
    return replace(report, published_basis=PublishedBasis.INFERRED, published_why=why, anchor_start=start, anchor_end=end)


def metadata_day(value: object) -> dt.date | None:
    """A day from a metadata value; None when there is none, or several disagree about what it means."""
    if isinstance(value, dt.datetime):
        return value.date()
    if isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        return None
    found = full_dates(value[:100])
    return found[0].date if found else None
