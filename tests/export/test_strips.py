"""Positions on the axes of the page."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.export.strips import TRACK, WIDTH, figure_axis, stretch_of

numbers = st.one_of(st.none(), st.floats(0, 1e12, allow_nan=False))


@given(st.lists(st.tuples(numbers, numbers, numbers), max_size=8))
def test_every_bar_lies_on_the_strip(values):
    """Whatever the values, bars and ticks stay within the drawing."""
    axis, bars = figure_axis(values)
    assert len(bars) == len(values)
    for bar in bars:
        if bar:
            assert 0 <= bar.x <= bar.x + bar.width <= WIDTH + 0.2
            assert 0 <= bar.best <= WIDTH
    assert all(0 <= x <= WIDTH for x, _ in axis.ticks)


def test_larger_values_stand_further_right():
    """Order on the axis is order of values; far-apart values get a logarithmic axis."""
    _, bars = figure_axis([(1, 1, 1), (5, 5, 5), (9, 9, 9)])
    assert [b.best for b in bars if b] == sorted(b.best for b in bars if b)
    assert figure_axis([(1, 1, 1), (500, 500, 500)])[0].logarithmic


def test_open_ends_are_told():
    """A value without an upper end is open there."""
    _, bars = figure_axis([(40, 40, None), (None, 60, 60), (None, None, None)])
    assert bars[0] and bars[0].open_high and not bars[0].open_low
    assert bars[1] and bars[1].open_low
    assert bars[2] is None


@pytest.mark.parametrize(
    ("start", "end", "label"),
    [
        ("2031-03-09", "2031-03-09", "March 2031"),
        ("2031-03-30", "2031-04-05", "March 2031"),
        ("2031-01-01", "2031-12-31", "2031"),
        ("2030-01-01", "2039-12-31", "2030 to 2039"),
    ],
)
def test_stretches_hold_their_dates(start, end, label):
    """A month for days and weeks, a year for more."""
    start, end = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
    stretch = stretch_of(start, end)
    assert stretch.label == label
    place = stretch.place(start, end)
    assert 0 <= place.x <= place.x + place.width <= TRACK + 3
