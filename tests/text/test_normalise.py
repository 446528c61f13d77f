"""Characters are made uniform, and what a report says stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.text.normalise import clean, one_line, unwrap


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("a\r\nb\rc\u2028d", "a\nb\nc\nd"),
        ("Cafe\u0301", "Café"),
        ("Zen\u200bda\u202e!\ufeff", "Zenda!"),
        ("bad \ud800 half", "bad  half"),
        ("nul\x00 and bell\x07", "nul and bell"),
        ("“Stays,” she said — ‘all’ of it…", "“Stays,” she said — ‘all’ of it…"),
    ],
)
def test_clean_removes_what_no_reader_sees(raw, expected):
    """Line ends, composition and unseen characters are settled; quotation marks and dashes stay."""
    assert clean(raw) == expected


@given(st.text(max_size=300))
def test_clean_is_stable_and_can_be_written(raw):
    """Cleaning twice changes nothing more, and the result is valid UTF-8."""
    once = clean(raw)
    assert clean(once) == once
    once.encode("utf-8")
    assert "\r" not in once and "\x00" not in once


def test_unwrap_joins_the_lines_of_wrapped_paragraphs():
    """A sentence is not broken by the line ends of a mail program."""
    raw = (
        "The government of Ruritania said on Monday that it would open the\n"
        "border with Hentzau at the end of the week, after months of talks\n"
        "between the two neighbours about tolls on the only bridge.\n"
        "\n"
        "Traders in the border town of Zenda welcomed the news, but warned\n"
        "that it would take time before the market there was what it had\n"
        "been before the war."
    )
    first, second = unwrap(raw).split("\n\n")
    assert "open the border with Hentzau" in first and "\n" not in first
    assert second.endswith("had been before the war.")


@pytest.mark.parametrize(
    "raw",
    [
        "Strelsau – 103 dead;\nZenda – 21;\nHentzau – 10;\nTarlenheim – 8.",
        "The Strelsau Herald\nOfficers in Ruritania annul the vote and close the borders\nSTRELSAU, Ruritania\n\nOfficers went on television.",
        "One long paragraph that stands on one line. " * 10 + "\n" + "Another one that does. " * 20,
    ],
)
def test_unwrap_leaves_lists_and_headings(raw):
    """Lines that were meant as lines stay."""
    assert unwrap(raw) == raw


def test_one_line_folds_blanks():
    """A label has single blanks."""
    assert one_line("  The \u00a0 Herald\n\t News ") == "The Herald News"
