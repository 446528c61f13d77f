"""Words of many senses tell an event only beside somebody of public life, or in a report about it."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.gate import admit
from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.records.documents import PublishedBasis, Report
from dragoman.records.events import EventType

TRADE = (
    "The bakery chain opened a shop near the lake. Its owner likes plain bread, sweet rolls and strong coffee. The recipe needs flour, butter, sugar, salt and an hour of patience. "
    "Guests praise the window seats, the music and the smell of the oven. The menu changes with the season, the weather and the mood of the cook. "
)


@pytest.fixture(scope="module")
def types(nlp):
    """Text to the types of its events."""

    def run(text):
        report = Report(id="r", file="r.txt", text=text, published=dt.date(2016, 3, 16), published_basis=PublishedBasis.GIVEN)
        return {e.type for e in admit(Rules().propose(report, parse(report, nlp)), report).events}

    return run


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("Shares in the chain rallied on Monday.", EventType.PROTEST),
        ("The owner asked the cook to try a new oven.", EventType.REQUEST),
        ("The lower price allowed the owner to buy a van.", EventType.CONCEDE),
        ("The cook announced a cake of the week.", EventType.STATEMENT),
        ("The cook fought with the dough.", EventType.ASSAULT),
    ],
)
def test_everyday_senses_tell_nothing(types, sentence, type_):
    """In a report on everyday matters the word alone gives no event."""
    assert type_ not in types(TRADE + sentence)


@pytest.mark.parametrize(
    ("sentence", "type_"),
    [
        ("Opposition supporters rallied in Strelsau on Monday.", EventType.PROTEST),
        ("President Mora asked the army to leave the streets.", EventType.REQUEST),
        ("The prime minister announced a new tax.", EventType.STATEMENT),
        ("Rebels fought government soldiers near the river.", EventType.ASSAULT),
    ],
)
def test_somebody_of_public_life_makes_it_an_event(types, sentence, type_):
    """The same words count where a state, a force or a movement acts, whatever the report is about."""
    assert type_ in types(TRADE + sentence)
