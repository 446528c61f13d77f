"""Where values and dates stand on an axis, in the units of a small drawing."""

from __future__ import annotations

import calendar
import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.text.wording import MONTHS

WIDTH = 200
"""Width of the figure strip in its own units."""
_EDGE = 8.0
TRACK = 96
"""Width of a timeline track in its own units."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One value: from low to high, with the printed value; open where an end is not told."""

    x: float
    width: float
    best: float
    open_low: bool
    open_high: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """Ticks as (position, value)."""

    ticks: tuple[tuple[float, float], ...]
    logarithmic: bool


def figure_axis(values: Sequence[tuple[float | None, float | None, float | None]]) -> tuple[Axis, tuple[Bar | None, ...]]:
    """One axis for (low, best, high) triples, and each of them on it.

    The axis is logarithmic when the values differ by more than a factor of thirty. A triple without any value has no bar.
    """
    known = [v for triple in values for v in triple if v is not None and math.isfinite(v)]
    if not known:
        return Axis((), False), tuple(None for _ in values)
    low, high = min(known), max(known)
    logarithmic = low > 0 and high / low > 30
    scale = math.log10 if logarithmic else float
    a, b = scale(low), scale(high)
    pad = (b - a) * 0.06 or max(abs(b) * 0.2, 0.5)
    a, b = a - pad, b + pad

    def at(value: float) -> float:
        return round(_EDGE + (scale(value) - a) / (b - a) * (WIDTH - 2 * _EDGE), 1)

    bars: list[Bar | None] = []
    for triple in values:
        there = [v for v in triple if v is not None and math.isfinite(v)]
        if not there:
            bars.append(None)
            continue
        lo, best, hi = triple
        left, right = at(min(there)), at(max(there))
        bars.append(
            Bar(left, round(right - left, 1), at(best if best is not None else there[0]), open_low=lo is None, open_high=hi is None)
        )
    ticks = [low] if low == high else [low, high]
    return Axis(tuple((at(v), v) for v in ticks), logarithmic), tuple(bars)


@dataclass(frozen=True, slots=True)
class Place:
    """An interval on a track: `dot` for one day, else a bar."""

    x: float
    width: float
    dot: bool


@dataclass(frozen=True, slots=True)
class Stretch:
    """The stretch of time a heading of the timeline stands for."""

    label: str
    start: dt.date
    end: dt.date

    def place(self, start: dt.date, end: dt.date) -> Place:
        """Where the days stand on this stretch; clipped to it."""
        days = (self.end - self.start).days + 1
        first = max((start - self.start).days, 0)
        last = min((end - self.start).days + 1, days)
        x, right = first / days * TRACK, last / days * TRACK
        if start == end:
            return Place(round((x + right) / 2, 1), 0, True)
        return Place(round(x, 1), round(max(right - x, 3), 1), False)


def stretch_of(start: dt.date, end: dt.date) -> Stretch:
    """The month, year, or run of years that holds the interval."""
    if (start.year, start.month) == (end.year, end.month) or (end - start).days < 15:
        # A week across a month's end belongs to the month it begins in; its bar is clipped there.
        last = calendar.monthrange(start.year, start.month)[1]
        return Stretch(f"{MONTHS[start.month - 1]} {start.year}", start.replace(day=1), start.replace(day=last))
    label = str(start.year) if start.year == end.year else f"{start.year} to {end.year}"
    return Stretch(label, dt.date(start.year, 1, 1), dt.date(end.year, 12, 31))
