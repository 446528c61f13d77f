"""Leaders and memberships by day."""

import datetime as dt

import pytest

from dragoman import resources
from dragoman.text.offices import holder, memberships


def test_a_change_of_leader_and_a_country_nobody_knows():
    """The spell that holds the day is told; beyond the table nothing is."""
    assert [s.source.partition(":")[0] for s in holder("GEO", dt.date(2005, 6, 1))] == ["archigos"]
    assert holder("GEO", dt.date(1950, 1, 1)) == ()
    assert holder("VEL", dt.date(2005, 6, 1)) == ()


@pytest.mark.parametrize(("day", "organisations"), [(dt.date(1998, 1, 1), ["CST"]), (dt.date(2003, 1, 1), []), (dt.date(2007, 1, 1), ["CSTO"]), (dt.date(2015, 1, 1), [])])
def test_a_state_that_left_and_came_back(day, organisations):
    """A membership counts from its first to its last day."""
    assert [m.organisation for m in memberships("UZB", day) if m.organisation.startswith("CST")] == organisations


def test_every_row_is_in_order_and_has_a_source():
    """No spell ends before it begins; every source of a membership is listed with a citation."""
    for spells in resources.load("offices")["leaders"].values():
        assert all(s["source"] and (s["end"] is None or s["start"] <= s["end"]) for s in spells)
    table = resources.load("memberships")
    for row in table["memberships"]:
        assert row["sources"]
        assert set(row["sources"]) <= set(table["sources"])
        assert row["end"] is None or row["start"] <= row["end"]
