"""Leaders and memberships by day."""

import datetime as dt
import itertools

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
    offices = resources.load("offices")
    for spells in offices["leaders"].values():
        assert all(s["source"] and (s["end"] is None or s["start"] <= s["end"]) for s in spells)
        for before, after in itertools.pairwise(spells):
            assert before["end"] is not None and before["end"] <= after["start"], (before, after)
    table = resources.load("memberships")
    for row in table["memberships"]:
        assert row["sources"]
        assert set(row["sources"]) <= set(table["sources"])
        assert row["end"] is None or row["start"] <= row["end"]


def test_changes_after_the_data_sets_rest_on_listed_publications():
    """A row of a later day names a publication that is listed with citation and address, each is used, and the data sets' rows end where they end."""
    table = resources.load("offices")
    used = set()
    for spells in table["leaders"].values():
        for s in spells:
            assert s["start"] <= table["ends"] or s["source"].startswith("publication:"), s
            assert s["end"] is None or s["end"] <= table["ends"] or s["end_source"].startswith("publication:"), s
            used |= {x.removeprefix("publication:") for x in (s["source"], s.get("end_source") or "") if x.startswith("publication:")}
    assert used == set(table["publications"])
    assert all(p["citation"] and p["url"].startswith("http") and p["checked"] for p in table["publications"].values())


@pytest.mark.parametrize(("country", "day", "names"), [("SEN", dt.date(2024, 6, 1), ["Bassirou Diomaye Faye"]), ("AFG", dt.date(2022, 1, 1), []), ("GEO", dt.date(2024, 2, 1), [])])
def test_a_gap_is_a_gap(country, day, names):
    """Where nothing was found after a spell that ended, nobody is named."""
    assert [s.name for s in holder(country, day)] == names
