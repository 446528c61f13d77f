"""An answer is read without trust: packing is mended, nothing is made up."""

import json

import pytest

from dragoman.reading.llm.answers import LONGEST, AnswerError, items, parse_answer


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ('{"names": [{"id": "n1"}]}', ["n1"]),
        ('Here it is:\n```json\n{"names": [{"id": "n1"}]}\n```\nDone.', ["n1"]),
        ('{"names": [{"id": "n1"}, {"id": "n2"}, {"id": "n', ["n1", "n2"]),
        ('{"names": [{"id": "n1", "roles": ["a"]}], "quotes": [{"words": "so }{ it', ["n1"]),
        ('{"names": "none"}', []),
        ('{"names": [1, null, ["x"], {"id": "n1"}]}', ["n1"]),
    ],
)
def test_an_object_is_found_and_closed(raw, names):
    """Talk around the object, a fence, or a cut end cost nothing that was whole."""
    assert [n["id"] for n in items(parse_answer(raw), "names")] == names


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        ("", "empty"),
        ("I cannot help with that.", "no JSON object"),
        ('{"names": ]', "not opened"),
        ('{"names"', "breaks off"),
        ('{"low": NaN}', "no JSON"),
        ("{" + '"a":[' * 50, "deeper"),
        ("{" + " " * LONGEST, "at most"),
        ('{"a" 1}', "no JSON"),
    ],
)
def test_what_is_no_object_is_refused_with_a_reason(raw, reason):
    """The reason is a sentence for the user."""
    with pytest.raises(AnswerError, match=reason):
        parse_answer(raw)


def test_a_long_list_is_cut():
    """Ten thousand items of one list are nobody's honest answer."""
    assert len(list(items({"names": [{}] * 10_000}, "names"))) == 2_000


def test_a_whole_answer_goes_round():
    """What JSON wrote is read back."""
    answer = {"names": [{"id": "n1", "name": "Éva “B” Tarn"}], "figures": []}
    assert parse_answer(json.dumps(answer)) == answer
