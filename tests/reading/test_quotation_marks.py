"""Passages between quotation marks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.reading.quotation_marks import find_passages


def passages(text):
    return [text[p.start : p.end] for p in find_passages(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We stay," she said. "All of us."', ["We stay,", "All of us."]),
        ("“We stay,” she said. “All of us.”", ["We stay,", "All of us."]),
        ("«We stay», she said.", ["We stay"]),
        ("„We stay“, she said.", ["We stay"]),
        ("''We stay,'' she said.", ["We stay,"]),
        ("‘We stay,’ she said.", ["We stay,"]),
        ("'We stay,' she said.", ["We stay,"]),
        ("“He said ‘no’ twice,” she said.", ["He said ‘no’ twice,"]),
        ("'He said \"no\" twice,' she said.", ['He said "no" twice,']),
        ("", []),
        ('""', []),
    ],
)
def test_marks_of_every_kind_hold_a_passage(text, expected):
    """Marks are left out; a passage within a passage is part of it."""
    assert passages(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The miners' wives and the ministers' cars.",
        "It's the union's view that they're late.",
        "Rock 'n' roll since '68, 'til dawn.",
        "The girls’ school and the boys’ school.",
    ],
)
def test_an_apostrophe_opens_no_passage(text):
    """Genitives, contractions and elisions stand in no marks."""
    assert passages(text) == []


def test_a_genitive_within_single_marks_does_not_close_them():
    """A plural genitive looks like a closing mark when another one follows."""
    assert passages("‘The miners’ homes are gone,’ she said.") == ["The miners’ homes are gone,"]


def test_a_paragraph_that_opens_and_does_not_close_runs_to_its_end():
    """Long statements open a mark at every paragraph and close only the last."""
    found = find_passages("“The first part.\n“The second part.”")
    assert [(p.closed, p.paragraph) for p in found] == [(False, 0), (True, 17)]


def test_a_stray_second_closing_mark_belongs_to_the_passage_before():
    """A slip of an editor repeats some words and closes twice."""
    text = "“It holds.” it holds,” says Ana Ruo."
    (found,) = find_passages(text)
    assert text[found.start : found.end] == "It holds."
    assert text[found.outer_end :].startswith(" says")


@given(st.text(alphabet="ab .,\n\"'“”‘’«»„`s", max_size=80))
def test_passages_are_in_order_apart_and_inside_the_text(text):
    """Whatever the marks, passages do not overlap and hold a letter or digit."""
    at = 0
    for p in find_passages(text):
        assert at <= p.outer_start <= p.start < p.end <= p.outer_end <= len(text)
        assert any(c.isalnum() for c in text[p.start : p.end])
        at = p.end
