"""Numbers in running text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.text.numbers import Shape, continental, find_numbers


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,300 sheep and 8,000 goats", [("1,300", 1300, 1300), ("8,000", 8000, 8000)]),
        ("1 300 sheep", [("1 300", 1300, 1300)]),
        ("a 1.5 billion loan", [("1.5 billion", 1.5e9, 1.5e9)]),
        ("some 2.3 thousand goats", [("2.3 thousand", 2300, 2300)]),
        ("over 2K goats, 3bn bees", [("2K", 2000, 2000), ("3bn", 3e9, 3e9)]),
        ("Thirty goats and twenty-one sheep", [("Thirty", 30, 30), ("twenty-one", 21, 21)]),
        ("four hundred and fifty goats", [("four hundred and fifty", 450, 450)]),
        ("a hundred goats", [("a hundred", 100, 100)]),
        ("half a million bees", [("half a million", 5e5, 5e5)]),
        ("one and a half million bees", [("one and a half million", 1.5e6, 1.5e6)]),
        ("two dozen eggs", [("two dozen", 24, 24)]),
        ("a half-century of quiet", [("half-century", 50, 50)]),
        ("one-third of the hay, half the oats", [("one-third", 33.33, 33.33), ("half", 50, 50)]),
        ("between 10 and 12 goats", [("10 and 12", 10, 12)]),
        ("2,500 to 3,000 goats", [("2,500 to 3,000", 2500, 3000)]),
        ("10-15 goats", [("10-15", 10, 15)]),
        ("two or three goats", [("two or three", 2, 3)]),
        ("rose from 10 to 12", [("10", 10, 10), ("12", 12, 12)]),
        ("3-2 million bees", [("3", 3, 3), ("2 million", 2e6, 2e6)]),
        ("tens of thousands of bees", [("tens of thousands", 20000, 99999)]),
        ("several hundred bees", [("several hundred", 300, 999)]),
        ("the eighth goat", [("eighth", 8, 8)]),
        ("no numbers here, nor in G7 or x12", []),
        ("9" * 400, []),
    ],
)
def test_find_numbers(text, expected):
    """Each number is found once, with its value and exactly its own words."""
    assert [(text[n.start : n.end], n.low, n.high) for n in find_numbers(text)] == expected


@pytest.mark.parametrize(
    ("text", "shape", "rounded"),
    [("12", Shape.DIGITS, False), ("twelve", Shape.WORDS, False), ("a dozen", Shape.WORDS, True), ("dozens", Shape.VAGUE, True), ("half of it", Shape.FRACTION, False)],
)
def test_shape_tells_how_exact_a_number_is(text, shape, rounded):
    """Words such as "a dozen" say themselves that they round."""
    (number,) = find_numbers(text)
    assert (number.shape, number.rounded) == (shape, rounded)


@pytest.mark.parametrize(("words", "value"), [("1.300", 1300), ("1.300.500", 1300500), ("1.3", None), ("0.300", None), ("1,300", None)])
def test_continental_points(words, value):
    """A point separates thousands only before groups of three digits."""
    assert continental(words) == value


@given(st.text(alphabet="0123456789 ,.-–$%abdefhilmnorstuvwxyz\n“”", max_size=80))
def test_numbers_stay_inside_the_text_and_apart(text):
    """Whatever the text: numbers lie inside it, in order, without overlap, low before high."""
    end = 0
    for n in find_numbers(text):
        assert end <= n.start < n.end <= len(text)
        assert 0 <= n.low <= n.high
        end = n.end
