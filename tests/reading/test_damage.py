"""Damage of machine translation is flagged where edited English would never be so, and nowhere else."""

from __future__ import annotations

import pytest

from dragoman.reading.pipeline import parse
from dragoman.reading.sentences import drops_a_letter, find_sentences
from dragoman.records.documents import Report


def damage(text, nlp):
    report = Report(id="r", file="a.txt", text=text)
    return [why for sentence in find_sentences(report, parse(report, nlp)) for why in sentence.damage]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Buyed by the duke in May, the castle was sold again in June.", "bought"),
        ("The soldiers said that they they would stay in the castle.", "twice"),
        ("The two neighbours signed a thirty agreements on Monday.", "article"),
        ("They want to stay in the town. and in the villages around it.", "lower case"),
        ("The minister promised a report, but he did not give the names to the oxen.", "Portuguese"),
        ("The new tax was the drop that overflowed the glass for the farmers of Zenda.", "Spanish"),
        ("The two kings spoke under four eyes in the castle.", "German"),
        ("He was tired of the noodles on their ears, the farmer said.", "Russian"),
        ("The Northern Mutual Defence League (NML) met in Strelsau on Monday.", "NML"),
        ("The king received Rupert of Hentzau, He was the last of his line.", "after the comma"),
    ],
)
def test_damage_is_flagged(text, words, nlp):
    """One flag, which says what is wrong."""
    found = damage(text, nlp)
    assert len(found) == 1 and words in found[0], found


@pytest.mark.parametrize(
    "text",
    [
        "The duke had had enough of it, and said that that was all.",
        "A dozen soldiers and a hundred farmers stood at a two-lane bridge for a 10 percent rise.",
        "The U.S. government and Zenda Corp. officials met at 8 p.m. on Monday in St. Michael.",
        "The Northern Mutual Defence League (NMDL) met, and so did the Ruritanian Democratic Party (PDR).",
        "He laid bread on the table, sought help and spread the news that he had been hit.",
        "“It is over,” the colonel said. “We go home.”",
        "An iPhone was found. iPhones are rare in Zenda.",
        "The Hague, The Guardian reported, was quiet, and he said He was God.",
    ],
)
def test_good_english_is_not_flagged(text, nlp):
    """What good writers do is no damage."""
    assert damage(text, nlp) == []


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("CSA", "Common Security Trade Alliance", True),
        ("CSTA", "Common Security Trade Alliance", False),
        ("ASTC", "Common Security Trade Alliance", False),
        ("FAO", "Food and Agriculture Office", False),
        ("CDC", "Centre for Disease Control and Prevention", False),
    ],
)
def test_an_acronym_that_lost_a_letter(short, long, expected):
    """One initial missing from the middle is a slip; another order or a shorter form is a habit."""
    assert drops_a_letter(short, long) is expected
