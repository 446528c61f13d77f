"""Calendar arithmetic."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading import dates
from dragoman.records.documents import PublishedBasis, Report
from dragoman.records.times import DateBasis, Precision

DAY = dt.date(2026, 5, 6)  # a Wednesday


@pytest.mark.parametrize(
    ("words", "near", "expected"),
    [
        ("2026-05-04", None, dt.date(2026, 5, 4)),
        ("04.05.2026", None, dt.date(2026, 5, 4)),
        ("05/04/2026", DAY, dt.date(2026, 5, 4)),
        ("13/04/26", None, dt.date(2026, 4, 13)),
        ("04/05", DAY, dt.date(2026, 5, 4)),
        ("04/05", None, None),
        ("31.02.2026", None, None),
    ],
)
def test_parse_numeric_takes_the_reading_nearer_to_the_anchor(words, near, expected):
    """Day and month may be swapped; the anchor decides, and impossible days are no dates."""
    assert dates.parse_numeric(words, near) == expected


@given(st.dates(min_value=dt.date(1500, 1, 1), max_value=dt.date(2500, 1, 1)), st.integers(0, 6))
def test_nearest_weekday_is_that_weekday_within_a_week(day, weekday):
    """The last one may be the day itself, the next one never is."""
    last, coming = dates.nearest_weekday(day, weekday, -1), dates.nearest_weekday(day, weekday, 1)
    assert last.weekday() == coming.weekday() == weekday
    assert 0 <= (day - last).days <= 6
    assert 1 <= (coming - day).days <= 7


@given(st.dates(min_value=dt.date(1500, 1, 1), max_value=dt.date(2500, 1, 1)), st.integers(-400, 400))
def test_add_months_lands_in_the_month_counted_to(day, months):
    """The day of the month is kept, or is the last of a shorter month."""
    moved = dates.add_months(day, months)
    assert (moved.year * 12 + moved.month) - (day.year * 12 + day.month) == months
    assert moved.day <= day.day


def test_add_months_ends_with_the_calendar():
    """Beyond year 9998 there is no date rather than an error."""
    assert dates.add_months(dt.date(9000, 1, 1), 12_000) is None


@pytest.mark.parametrize("part", ["early", "mid", "late"])
def test_part_of_stays_inside_and_keeps_the_precision(part):
    """A third of a month is still told to the month."""
    may = dates.month_days(2026, 5)
    third = dates.part_of(may, part)
    assert may.start <= third.start <= third.end <= may.end
    assert third.precision is Precision.MONTH


def test_anchor_of_a_stated_day_is_that_day():
    """A publication date that is known places "yesterday" to the day."""
    anchor = dates.Anchor.of(Report(id="r", file="r", text="x", published=DAY, published_basis=PublishedBasis.STATED))
    assert anchor is not None
    assert anchor.exact
    assert anchor.basis is DateBasis.PUBLICATION


def test_anchor_of_a_range_is_inferred_and_of_nothing_is_none():
    """What is known to the year only is no silent day; what is too wide places nothing."""
    year = dates.Anchor.of(Report(id="r", file="r", text="x", anchor_start=dt.date(2026, 1, 1), anchor_end=dt.date(2026, 12, 31)))
    assert year is not None
    assert not year.exact
    assert year.basis is DateBasis.INFERRED
    assert dates.Anchor.of(Report(id="r", file="r", text="x")) is None
    assert dates.Anchor.of(Report(id="r", file="r", text="x", anchor_start=dt.date(2020, 1, 1), anchor_end=dt.date(2026, 12, 31))) is None
