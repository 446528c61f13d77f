"""A date of publication is stated, given or inferred, with the reason, and never made up."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.records.documents import PublishedBasis, Report
from dragoman.settings import Settings
from dragoman.sources.dates import full_dates, partial_dates
from dragoman.sources.load import load
from dragoman.sources.publication import fixed_days, latest_year, narrow_all


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("January 10, 2022", (2022, 1, 10)),
        ("Jan. 10, 2022", (2022, 1, 10)),
        ("10th January, 2022", (2022, 1, 10)),
        ("16 Mar 2011, 3:22 PM", (2011, 3, 16)),
        ("2017-09-15T08:00:00Z", (2017, 9, 15)),
        ("06.01.2022", (2022, 1, 6)),
        ("15/01/2022", (2022, 1, 15)),
        ("03/04/2022", None),
        ("31.02.2022", None),
        ("version 1.2.2022.4", None),
    ],
)
def test_full_dates_take_only_what_names_one_day(text, day):
    """Day, month and year; a date that two countries read differently names none."""
    assert [f.date for f in full_dates(text)] == ([dt.date(*day)] if day else [])


def test_partial_dates_leave_full_ones():
    """A day and month inside a full date are not counted again."""
    assert [(p.month, p.day) for p in partial_dates("May 9, then 3 June, 2020")] == [(5, 9)]


def test_latest_year_leaves_the_years_ahead():
    """A year that is planned for is no year of publication; nor is a count."""
    assert latest_year("It began in 2019. A vote will be held in 2031. The force of 2050 troops left.") == 2019
    assert latest_year("Prices rose in the 2000s.") is None


def test_fixed_days_reads_a_weekday_with_its_day():
    """Days of the month in brackets, before or after the month."""
    found = fixed_days("On Monday (10) it rained, on Saturday (15/01) it snowed, on Thursday, January 6 it froze.")
    assert [(f.weekday, f.day, f.month) for f in found] == [(0, 10, None), (5, 15, 1), (3, 6, 1)]


def report(name, text, **more):
    return Report(id=name, file=name, text=text, **more)


def test_an_undated_report_is_placed_by_its_own_words_and_the_set():
    """The year comes from the set when the report's own latest is the one before; a weekday with its day narrows it further."""
    one = report("a", "The talks of 2016 failed. In 2020 he was accused. The king spoke on Monday (11).")
    two = report("b", "In 2014 there was a revolt, and now another (2021) in Zenda.")
    first, second = narrow_all([one, two], {})
    assert first.published is None and first.published_basis is PublishedBasis.INFERRED
    assert first.anchor_start == dt.date(2021, 1, 11)
    assert "2021" in first.published_why and "Monday (11)" in first.published_why
    assert (second.anchor_start, second.anchor_end) == (dt.date(2021, 1, 1), dt.date(2021, 12, 31))


def test_a_far_year_of_the_set_is_not_taken():
    """Reports years apart say nothing about one another."""
    one, two = report("a", "In 2009 the king fell."), report("b", "In 2019 the duke fell.")
    first, _ = narrow_all([one, two], {})
    assert first.anchor_start == dt.date(2009, 1, 1)


def test_nothing_is_inferred_from_nothing():
    """A report without any year stays without a date."""
    (found,) = narrow_all([report("a", "The king fell on Monday.")], {})
    assert found.published_basis is PublishedBasis.UNKNOWN and found.anchor_start is None


def test_a_dateline_without_a_year_takes_it_from_a_dated_report_of_the_same_weeks(tmp_path):
    """The day is inferred, and the reason says from what."""
    (tmp_path / "a.txt").write_text("STRELSAU, May 9 — The king of Ruritania dismissed his cabinet and named a general to lead a new one.")
    (tmp_path / "b.txt").write_text("12 May 2019\n\nThe general who leads the new cabinet of Ruritania promised elections within the year, radio said.")
    first, second = load([str(tmp_path)], Settings()).reports
    assert (first.published, first.published_basis) == (dt.date(2019, 5, 9), PublishedBasis.INFERRED)
    assert (second.published, second.published_basis) == (dt.date(2019, 5, 12), PublishedBasis.STATED)
    assert second.anchor_start == second.anchor_end == second.published


def test_the_argument_is_for_reports_that_state_none(tmp_path):
    """What a report prints goes before what the call says."""
    (tmp_path / "a.txt").write_text("12 May 2019\n\nThe general who leads the new cabinet of Ruritania promised elections within the year, radio said.")
    (tmp_path / "b.txt").write_text("The king of Ruritania dismissed his cabinet and named a general to lead a new one, television said.")
    loaded = load([str(tmp_path)], Settings(), published=dt.date(2019, 5, 9), outlet="Herald")
    assert [r.published for r in loaded.reports] == [dt.date(2019, 5, 12), dt.date(2019, 5, 9)]
    assert loaded.reports[1].published_basis is PublishedBasis.GIVEN
    assert [r.outlet for r in loaded.reports] == ["Herald", "Herald"]
