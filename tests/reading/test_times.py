"""Time expressions: what is found, what it means, and what is left open."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.pipeline import parse
from dragoman.reading.times import find_times
from dragoman.records.documents import PublishedBasis, Report
from dragoman.records.times import DateBasis, Precision
from dragoman.text.offsets import inside, on_words

WEDNESDAY = dt.date(2026, 5, 6)


@pytest.fixture(scope="module")
def read(nlp):
    """Text in, time expressions out."""

    def times(text, published=WEDNESDAY, **more):
        report = Report(id="r", file="r.txt", text=text, published=published, published_basis=PublishedBasis.GIVEN if published else PublishedBasis.UNKNOWN, **more)
        return list(find_times(report, parse(report, nlp)))

    return times


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The council of Orsenna met on Monday.", [("Monday", "DATE", "2026-05-04")]),
        ("The council of Orsenna will meet on Monday.", [("Monday", "DATE", "2026-05-11")]),
        ("Shops were looted on Monday night.", [("Monday night", "TIME", "2026-05-04TNI")]),
        ("He left yesterday and will be back tomorrow.", [("yesterday", "DATE", "2026-05-05"), ("tomorrow", "DATE", "2026-05-07")]),
        ("The port was closed on 3 May.", [("3 May", "DATE", "2026-05-03")]),
        ("The port was closed on Dec. 28.", [("Dec. 28", "DATE", "2025-12-28")]),
        ("The port was closed on Monday, May 4, 2026.", [("Monday, May 4, 2026", "DATE", "2026-05-04")]),
        ("The port was closed on the 4th of May.", [("the 4th of May", "DATE", "2026-05-04")]),
        ("Talks were held in November 2003.", [("November 2003", "DATE", "2003-11")]),
        ("Talks were held in the early 2000s.", [("the early 2000s", "DATE", "200")]),
        ("The pact has held since 2019.", [("2019", "DATE", "2019")]),
        ("The pact was signed last week.", [("last week", "DATE", "2026-W18")]),
        ("The pact was signed two days ago.", [("two days ago", "DATE", "2026-05-04")]),
        ("The truce holds for three weeks.", [("three weeks", "DURATION", "P3W")]),
        ("The truce lasted a year and a half.", [("a year and a half", "DURATION", "P1Y6M")]),
        ("The envoy calls every day.", [("every day", "SET", "P1D")]),
        ("She may resign.", []),
        ("They march on the palace.", []),
        ("Some 2000 soldiers came.", []),
        ("The shares fell to 19.50, a low.", []),
    ],
)
def test_find_times_gives_words_type_and_value(read, text, expected):
    """Dates, times, lengths and repetitions carry their TIMEX3 value; months and years that are words or counts are none."""
    assert [(t.span.of(text), t.type, t.value) for t in read(text)] == expected


def test_a_range_of_days_covers_both_ends(read):
    """"June 10-12" is three days."""
    (found,) = read("Fighting went on from June 10-12, 2025.")
    assert (found.range.start, found.range.end) == (dt.date(2025, 6, 10), dt.date(2025, 6, 12))


def test_a_day_of_the_month_in_brackets_fits_the_weekday(read):
    """"Monday (4)" is the Monday that falls on a fourth."""
    (found,) = read("The chiefs met on Monday (4).")
    assert found.range.start == dt.date(2026, 5, 4)


def test_a_day_of_the_month_in_brackets_restricts_a_year(read):
    """With only the year known, all days that fit are named, and none is picked in silence; a single one is taken."""
    year = {"published": None, "anchor_start": dt.date(2026, 1, 1), "anchor_end": dt.date(2026, 12, 31)}
    (several,) = read("The chiefs met on Monday (9).", **year)
    assert (several.range.precision, several.range.basis) == (Precision.YEAR, DateBasis.INFERRED)
    assert "2026-02-09 or 2026-03-09" in several.range.why
    (single,) = read("The chiefs met on Monday (4).", **year)
    assert single.range.start == single.range.end == dt.date(2026, 5, 4)


@pytest.mark.parametrize(("words", "day"), [("Tuesday, May 4", 5), ("Thursday, May 5", 5), ("Friday, May 4", 4)])
def test_a_clash_of_weekday_and_day_is_told(read, words, day):
    """Close to publication the weekday outweighs a number that is one off, otherwise the number counts; the reason names the clash."""
    (found,) = read(f"The bridge fell on {words}.")
    assert found.range.start == dt.date(2026, 5, day)
    assert "The report says" in found.range.why


def test_a_month_after_a_counted_time_follows_it(read):
    """"Four months later, in August" takes its year from what was told before."""
    found = read("At the April 2008 summit Velmark was refused. Four months later, in August, war broke out.")
    assert [(t.value, t.range.basis) for t in found] == [("2008-04", DateBasis.STATED), ("2008-08", DateBasis.CONTEXT), ("2008-08", DateBasis.CONTEXT)]


def test_the_next_day_follows_the_day_told_of(read):
    """Counted in the story, not from publication."""
    found = read("The vote was held on March 3. The next day the count was stopped.")
    assert [t.value for t in found] == ["2026-03-03", "2026-03-04"]


def test_nothing_is_dated_without_something_to_count_from(read):
    """Never a silent fallback: no publication date, no range, and the reason."""
    (found,) = read("The council met on Monday.", None)
    assert found.range is None
    assert found.why_open


@pytest.mark.parametrize("text", ["", "Monday", "🕯 3 May 🕯 Monday", "“In 2019", "٣ مايو 2026", "May May May 31 31 2026 2026 2026", "31 February 2026", "in 0000 on 99/99/9999", "9" * 400])
def test_find_times_survives_odd_text(read, text):
    """Whatever stands in a report, spans lie inside it, on words, in order, apart."""
    at = 0
    for t in read(text):
        assert inside(t.span.start, t.span.end, text)
        assert on_words(t.span.start, t.span.end, text)
        assert t.span.start >= at
        at = t.span.end
