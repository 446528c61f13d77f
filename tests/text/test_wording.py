"""Dates, values and lists in words."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.text.wording import one_line, say_count, say_date, say_list, say_number, say_value, shorten, stands_alone


def day(text):
    return dt.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "end", "precision", "said"),
    [
        ("2031-03-09", "2031-03-09", "day", "9 March 2031"),
        ("2031-03-03", "2031-03-09", "week", "3–9 March 2031"),
        ("2031-02-26", "2031-03-04", "week", "26 February – 4 March 2031"),
        ("2030-12-30", "2031-01-05", "week", "30 December 2030 – 5 January 2031"),
        ("2031-03-01", "2031-03-31", "month", "March 2031"),
        ("2031-03-01", "2031-05-31", "season", "spring 2031"),
        ("2031-01-01", "2031-12-31", "year", "2031"),
        ("2030-01-01", "2039-12-31", "decade", "2030s"),
        ("2030-01-01", "2033-12-31", "decade", "2030–2033"),
    ],
)
def test_dates_have_no_more_precision_than_told(start, end, precision, said):
    """An interval is said as an interval."""
    assert say_date(day(start), day(end), precision) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ((12, 12, "exact", "people"), "12"),
        ((2500, 3000, "almost", "people"), "almost 3,000"),
        ((1750, 1850, "about", "people"), "about 1,800"),
        ((40, None, "at-least", "people"), "at least 40"),
        ((None, 10, "up-to", "people"), "up to 10"),
        ((10, 12, "range", "people"), "10–12"),
        ((24, 99, "dozens", "people"), "dozens"),
        ((3e6, 3e6, "exact", "USD"), "$3 million"),
        ((12.5, 12.5, "exact", "percent"), "12.5%"),
        ((7, 7, "exact", "KZT"), "7 KZT"),
        ((None, None, "exact", ""), "a number not told"),
    ],
)
def test_values_are_said_as_claimed(value, said):
    """The number that was printed, with its qualifier."""
    assert say_value(*value) == said


def test_lists_counts_and_numbers():
    """The small words."""
    assert say_list(["A"]) == "A"
    assert say_list(["A", "B", "C"]) == "A, B and C"
    assert say_list(["A", "B", "C", "D"], most=3) == "A, B and 2 more"
    assert say_list([]) == ""
    assert (say_count(1, "report"), say_count(0, "report"), say_count(1200, "entry", "entries")) == ("1 report", "no reports", "1,200 entries")
    assert say_number(1_500_000) == "1.5 million"


def test_text_for_print_has_no_control_characters():
    """Escape sequences, direction marks and line breaks of a report cannot act on the reader's terminal."""
    assert one_line("a\x1b[31mb\u202ec\n d\x07") == "a [31mb c d"


@pytest.mark.parametrize("most", range(3, 40))
def test_shortened_text_keeps_its_length_and_words(most):
    """Never longer than asked, and a beginning of the text."""
    text = "The harbour was closed by order of the governor"
    made = shorten(text, most)
    assert len(made) <= most
    assert text.startswith(made.rstrip("…"))


@pytest.mark.parametrize(
    ("words", "alone"),
    [
        ("The guards closed the ford", True),
        ("who closed the ford", False),
        ("in which the ford was closed", False),
        ("He closed the ford", False),
        ("burning the mills of Tarn", False),
        ("Burning mills were seen from Tarn", True),
        ("The guards thanked the miller for", False),
        ("", False),
    ],
)
def test_clauses_that_stand_alone(words, alone):
    """A clause that hangs on another one, or begins with a pronoun, cannot be read by itself."""
    assert stands_alone(words) is alone
