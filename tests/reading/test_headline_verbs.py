"""Headlines whose verb the parser takes for a noun tell their event all the same."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.gate import admit
from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.records.documents import PublishedBasis, Report

BODY = "\nThe matter was reported from the capital on Tuesday by several people."


def events(nlp, text, headline=0):
    report = Report(
        id="r", file="a.txt", text=text, body=headline, origin="o", title=text[:headline] or None, published=dt.date(2016, 3, 8), published_basis=PublishedBasis.GIVEN
    )
    return admit(Rules().propose(report, parse(report, nlp)), report).events


@pytest.mark.parametrize(
    ("headline", "sense"),
    [
        ("Crowds storm governor's palace", "storm"),
        ("Rebels attack town", "attack"),
        ("Ruritania's Drago signs decree for early vote", "decree"),
        ("Army seizes power in Ruritania", "overthrow"),
    ],
)
def test_headline(nlp, headline, sense):
    """The verb between bare nouns is found."""
    assert sense in {e.sense for e in events(nlp, headline + BODY, len(headline))}


@pytest.mark.parametrize("headline", ["Police force of Strelsau", "Interview with the new mayor", "Photos of the week", "Army base near Zenda"])
def test_no_verb_where_there_is_none(nlp, headline):
    """A line of nouns stays one."""
    assert not [e for e in events(nlp, headline + BODY, len(headline)) if e.span.end <= len(headline)]


@pytest.mark.parametrize(
    ("sentence", "sense"),
    [
        ("Talks have been frozen since the clearing of the protest camp in March.", "disperse"),
        ("The ministry condemned the break-up of the sit-in.", "disperse"),
        ("The general suggested that the president resign.", "ask"),
        ("The council gave the army ten days to hand over power.", "threaten"),
        ("The union dismissed the report as a whitewash.", "refuse"),
    ],
)
def test_told_in_passing_and_by_turns_of_phrase(nlp, sentence, sense):
    """Deeds named by a noun under another event, and acts told by several words."""
    assert sense in {e.sense for e in events(nlp, sentence)}


@pytest.mark.parametrize(
    "sentence",
    [
        "Thank you very much.", "The minister fought back tears.", "The rocket did not pose a threat to the island.", "The parcel met all the standards of the trade.",
        "The actor visited a museum.", "She offered her thoughts and prayers.", "The company installed new cameras.",
    ],
)
def test_other_senses_of_a_verb(nlp, sentence):
    """A verb with many senses tells an event only beside the right words."""
    assert not events(nlp, sentence)
