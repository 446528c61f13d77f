"""Parses keep the offsets of the report."""

import pytest

from dragoman.reading.pipeline import PIECE, parse, pieces
from dragoman.records.documents import Report


@pytest.mark.parametrize(
    "text",
    ["Oran fell.", "", "\n\n", "Title\n\nOran fell. Mira left.\n", "a" * (3 * PIECE), "One sentence. " * 2000, "Tab\there  and\u00a0there.", "عربي 🙂 Oran"],
)
def test_tokens_stand_where_they_say(nlp, text):
    """Every token is the text at its offsets, sentences hold their tokens, heads stay inside the sentence's piece."""
    found = parse(Report(id="r", file="f", text=text), nlp)
    for i in range(len(found)):
        assert text[found.start[i] : found.end[i]] == found.text[i]
        assert found.head[i] == i or i in found.children[found.head[i]]
    assert [t for s in found.sentences for t in range(s.first, s.last)] == list(range(len(found)))
    assert all("\n" not in text[s.start : s.end] for s in found.sentences)


def test_pieces_cover_the_text_and_stay_short():
    """A long line is cut, nothing is lost."""
    text = "word " * 5000 + "\n\nnext"
    cut = list(pieces(text))
    assert all(e - b <= PIECE for b, e, _ in cut)
    assert "".join(text[b:e] for b, e, _ in cut).split() == text.split()


def test_a_report_is_parsed_alike_whatever_stands_beside_it(nlp):
    """Batches are cut within a report."""
    one = Report(id="r", file="f", text="Oran fell on Monday. Police arrested Mira Oran near the old harbour.")
    alone = parse(one, nlp)
    parse(Report(id="s", file="g", text="Other words. " * 50), nlp)
    assert parse(one, nlp) == alone
