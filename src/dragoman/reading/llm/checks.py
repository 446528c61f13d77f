"""Whether numbers and dates of an answer agree with the words they are said to stand in."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any

from dragoman.records.documents import Report
from dragoman.records.times import DateBasis, DateRange, Precision, TimeExpression
from dragoman.text.numbers import Number, Shape, continental, find_numbers

_SMALL = {"one": 1.0, "single": 1.0, "no": 0.0, "none": 0.0, "nobody": 0.0, "both": 2.0, "pair": 2.0, "couple": 2.0, "twice": 2.0, "half": 50.0}
"""Words that are a number without being read as one elsewhere; an article is none."""
NEWS = 8
"""Days before publication within which a date of news needs no word of its own."""
AHEAD = 400
"""Days that precision allows a range to have at most, for anything finer than a decade."""
_MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december")


def _value(item: Mapping[str, Any], name: str) -> float | None:
    value = item.get(name)
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 1e15 else None


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= 0.001 * max(1.0, abs(b))


def read_number(words: str, item: Mapping[str, Any]) -> tuple[float, float, Number | None] | str:
    """Low, high and the number in the words that says so; or why the numbers of the item do not agree with its words.

    Numbers that the item leaves out are those of the words, when the words hold one.
    """
    low, high = _value(item, "low"), _value(item, "high")
    low, high = (high if low is None else low), (low if high is None else high)
    told = [n for n in find_numbers(words) if n.shape is not Shape.ORDINAL]
    if low is None or high is None:
        return (told[0].low, told[0].high, told[0]) if len(told) == 1 else "the item has no numbers and its words hold not just one"
    for n in told:
        if _close(low, n.low) and _close(high, n.high):
            return n.low, n.high, n
        if n.shape is Shape.VAGUE and n.low * 0.5 <= low <= high <= n.high * 2:
            return n.low, n.high, n
        if n.shape is Shape.FRACTION and _close(low, n.low / 100) and _close(high, n.high / 100):
            return n.low, n.high, n
        turned = continental(words[n.start : n.end])
        if turned is not None and _close(low, turned) and _close(high, turned):
            return turned, turned, n
    for n in told:
        if n.low <= low <= high <= n.high and n.shape is Shape.RANGE:
            return n.low, n.high, n
    if not told:
        bare = [_SMALL[w] for w in re.findall(r"[a-z]+", words.lower()) if w in _SMALL]
        if any(_close(low, v) and _close(high, v) for v in bare):
            return low, high, None
        return "the words hold no number"
    there = " or ".join(f"{n.low:g}" if n.low == n.high else f"{n.low:g} to {n.high:g}" for n in told[:3])
    return f"the words say {there}, the item {low:g}" + ("" if low == high else f" to {high:g}")


def day(value: Any) -> dt.date | None:
    """An ISO date; None when it is none."""
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return None
    try:
        return dt.date.fromisoformat(value)
    except ValueError:
        return None


def read_date(value: Any) -> tuple[dt.date, dt.date, Precision] | str:
    """Start, end and precision of a date in an answer, or why it is none."""
    if isinstance(value, str):
        only = day(value)
        return (only, only, Precision.DAY) if only else f"{value[:40]!r} is no date"
    if not isinstance(value, Mapping):
        return f"{str(value)[:40]!r} is no date"
    start, end = day(value.get("start")), day(value.get("end") or value.get("start"))
    if start is None or end is None:
        return f"{str(value.get('start'))[:20]!r} to {str(value.get('end'))[:20]!r} is no date"
    if end < start:
        return f"{start} to {end} ends before it begins"
    length = (end - start).days
    try:
        precision = Precision(value.get("precision") or ("day" if not length else "week"))
    except ValueError:
        return f"precision {str(value.get('precision'))[:20]!r} is none of {', '.join(Precision)}"
    if precision is Precision.DAY and length:
        precision = Precision.WEEK if length <= 7 else Precision.MONTH if length <= 31 else Precision.YEAR
    if length > AHEAD and precision is not Precision.DECADE:
        return f"{start} to {end} is longer than its precision {precision.value}"
    return start, end, precision


def support(start: dt.date, end: dt.date, precision: Precision, report: Report, times: Sequence[TimeExpression], place: tuple[int, int]) -> DateRange | None:
    """The date with what it rests on: words of the report that give those days, or the day of publication; None when nothing supports it.

    Words near the item go before words far from it.
    """
    fits = [t for t in times if t.range is not None and t.range.start <= end and start <= t.range.end]
    if fits:
        best = min(fits, key=lambda t: (max(t.span.start - place[1], place[0] - t.span.end, 0), t.span))
        known = best.range
        assert known is not None
        words = " ".join(best.span.of(report.text).split())
        if (known.start, known.end) == (start, end):
            return known
        finer = known.start <= start and end <= known.end
        return DateRange(start=start, end=end, precision=precision, basis=known.basis if finer else DateBasis.CONTEXT, why=f"worked out by the model; “{words}” in the report covers or meets it")
    text = report.text.lower()
    if re.search(rf"\b{start.year}\b", text) and (precision in (Precision.YEAR, Precision.SEASON, Precision.DECADE) or re.search(rf"\b{_MONTHS[start.month - 1][:3]}", text)):
        return DateRange(start=start, end=end, precision=precision, basis=DateBasis.STATED, why=f"worked out by the model; the report names {start.year}")
    if report.published is not None and -1 <= (report.published - end).days <= NEWS:
        return DateRange(start=start, end=end, precision=precision, basis=DateBasis.PUBLICATION, why=f"no date given beside it; the model places it by the day of publication, {report.published}")
    return None
