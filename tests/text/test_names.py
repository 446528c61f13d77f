"""Names across transliterations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.text.names import fold, same_name_score, same_person, same_word_score, words


@pytest.mark.parametrize(
    ("one", "other"),
    [("Yusup", "Jusup"), ("Abdrahmanov", "Abdrakhmanov"), ("Shoumarov", "Shumarov"), ("Roza", "Rosa"), ("Sherbakov", "Shcherbakov"), ("Kassim", "Kasym"), ("Иванов", "Ivanov")],
)
def test_transliterations_of_one_word_fold_together(one, other):
    """The commonest choices of a transliterator are undone."""
    assert same_word_score(one, other) >= 0.9


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ivo Brandt", "Lena Brandt", False),
        ("Ivo Brandt Koss", "Ivo Brandt", True),
        ("Brandt Koss Ivo", "Ivo Brandt Koss", True),
        ("I. Brandt", "Ivo Brandt", True),
        ("Rashid bin Omar Al Fares", "Omar bin Rashid Al Fares", False),
        ("Tokarev", "Tokareva", False),
        ("Abdul Karimi", "Abdullah Karimi", False),
    ],
)
def test_two_people_of_one_surname_stay_apart(one, other, same):
    """Every word of the shorter name must answer to one of the longer."""
    assert same_person(one, other) == same


@given(st.text(max_size=30), st.text(max_size=30))
def test_the_score_is_a_share_and_symmetric(a, b):
    """In [0, 1], the same both ways, and no text breaks it."""
    score = same_name_score(a, b)
    assert 0.0 <= score <= 1.0
    assert score == pytest.approx(same_name_score(b, a))
    assert isinstance(fold(a), str) and isinstance(words(a), list)


@pytest.mark.parametrize(
    ("latin", "native", "same"),
    [
        ("Petrenko", "Петренко", True),
        ("Khadija", "Хадиджа", True),
        ("Salih", "صالح", True),
        ("Mansour", "منصور", True),
        ("Petrenko", "Павленко", False),
        ("Salih", "منصور", False),
        ("Marwan Khaled", "مروان خالد", True),
        ("Marwan Khaled", "سامي خالد", False),
    ],
)
def test_names_across_scripts(latin, native, same):
    """Cyrillic and Arabic are compared by what their letters are written as, the same both ways."""
    assert (same_name_score(latin, native) >= 0.9) == same
    assert same_name_score(latin, native) == pytest.approx(same_name_score(native, latin))
