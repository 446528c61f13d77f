"""Sheets for a blind coder hold rows, but no name, year or day of the case."""

from __future__ import annotations

import datetime as dt

import pytest
from audits.anonymous import Masks, masked

START = dt.date(2004, 3, 10)


@pytest.mark.parametrize(
    ("row", "shown", "expected"),
    [
        ({"start_date": "2004-03-12", "participants": "2000"}, ("start_date", "participants"), "start_date=day +2, participants=2000"),
        ({"trigger_date": "1 March 2004", "crisname": "NORLAND"}, ("trigger_date", "crisname"), "trigger_date=day -9"),
        ({"year": "2004", "month": "3", "day": "20", "coup": "1"}, ("year", "month", "day", "coup"), "day +10, coup=1"),
        ({"year": "2003.0", "ccode1": "900", "ccode2": "365"}, ("year", "ccode1", "ccode2"), "year=year -1, ccode1=client, ccode2=state A"),
        ({"leader": "Anna Bergwald", "startdate": "2001-03-10"}, ("leader", "startdate"), "leader=leader A, startdate=day -1096"),
        ({"startdate": "2004-02-31"}, ("startdate",), "startdate=day ?"),
    ],
)
def test_what_tells_the_case_is_out(row, shown, expected):
    """Days and years become distances, states and leaders letters, titles go; counts stay."""
    assert masked(row, shown, START, Masks("state", {"900": "client"}), Masks("leader", {})) == expected


def test_one_name_one_letter():
    """The same value has the same letter all through a sheet; another has the next."""
    masks = Masks("leader", {})
    assert [masks.of(n) for n in ("x", "y", "x")] == ["leader A", "leader B", "leader A"]
