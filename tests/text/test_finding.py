"""Words are found where they stand, with nothing folded but white space and kinds of quotation marks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.text.finding import Haystack
from dragoman.text.offsets import on_words


@pytest.mark.parametrize(
    ("text", "words", "found"),
    [
        ("The army left Velma. The army stayed.", "The army", ["The army", "The army"]),
        ("He said: “We stay.”", '"We stay."', ["“We stay.”"]),
        ("almost\n 3,000 men", "almost 3,000 men", ["almost\n 3,000 men"]),
        ("Rearmament began.", "arm", []),
        ("The minister's car", "minister’s", ["minister's"]),
        ("a — b", "a - b", []),
        ("He Said so", "he said", []),
        ("nothing", " ", []),
    ],
)
def test_words_are_found_exactly(text, words, found):
    """Case, dashes and letters must agree; the place is given in the text's own characters."""
    assert [text[b:e] for b, e in Haystack(text).find(words)] == found


@given(st.text(alphabet="ab \n\t“\"'’é", max_size=60), st.text(alphabet="ab \n“\"'é", min_size=1, max_size=6))
def test_every_place_is_inside_and_on_words(text, words):
    """Whatever is looked for, what is found begins and ends where words do."""
    for b, e in Haystack(text).find(words):
        assert 0 <= b < e <= len(text)
        assert on_words(b, e, text)
