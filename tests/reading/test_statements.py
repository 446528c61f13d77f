"""Statements: which matter a clause bears on, and what it holds about it."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.records.claims import Hedge, Polarity
from dragoman.records.documents import PublishedBasis, Report


@pytest.fixture(scope="module")
def read(nlp):
    """Text in, statements out."""

    def statements(text):
        report = Report(id="r", file="r.txt", text=text, published=dt.date(2026, 5, 6), published_basis=PublishedBasis.GIVEN)
        return Rules().propose(report, parse(report, nlp)).statements

    return statements


@pytest.mark.parametrize(
    ("text", "topic", "value", "words"),
    [
        ("Velmark sent soldiers to guard the dam.", "aim", "protect", "to guard the dam"),
        ("The soldiers will put down the revolt.", "aim", "control", None),
        ("The protest turned into a revolt against the regent.", "cause", "revolt", "The protest turned into a revolt against the regent"),
        ("Whether it was a coup or a mutiny is unclear.", "cause", "open", None),
        ("The regent called the takeover a correction, not a coup.", "cause", "coup", None),
        ("External forces were behind it, the regent said.", "foreign", "yes", None),
        ("Police used live rounds against the marchers.", "weapon", "yes", "Police used live rounds against the marchers"),
        ("The guards had orders to use no live ammunition.", "weapon", "no", None),
        ("The regent declared martial law on Monday.", "measure", "martial law", None),
        ("The speaker was sworn in as interim president.", "post", "interim president", "The speaker was sworn in as interim president"),
        ("A court charged the former minister with corruption.", "charge", "corruption", None),
        ("Sudria refused the plea for help.", "request", "refused", "Sudria refused the plea for help"),
        ("Sudria will not send peacekeepers.", "deployment", "no", "Sudria will not send peacekeepers"),
        ("The troops will leave when the vote has been held.", "withdrawal", "condition", "The troops will leave when the vote has been held"),
        ("The troops will start to leave in three days.", "withdrawal", "timetable", "The troops will start to leave in three days"),
        ("The opposition says the vote was rigged.", "vote", "unsound", "the vote was rigged"),
        ("Clashes began in the north on Monday.", "date-begin", "2026-05-04", "Clashes began in the north on Monday"),
        ("The government denied that its soldiers had fired on the crowd.", "shots", "no", "its soldiers had fired on the crowd"),
        ("The rebels said they had signed no ceasefire.", "truce", "no", None),
        ("The convoy was burned by the rebels.", "doer", "rebel", None),
        ("The army denied that General Adan Moro had been arrested.", "custody", "no", "General Adan Moro had been arrested"),
        ("President Ilya Brandt is alive, his office said.", "dead", "no", "President Ilya Brandt is alive"),
        ("Soldiers were sent to help secure the mines.", "aim", "protect", None),
        ("This marks neither the first nor the last attempt at foreign interference.", "foreign", "yes", None),
        ("The airport is in the hands of the rebels.", "control", "rebel", None),
        ("The minister blamed the rebels for the violence.", "responsibility", "rebel", None),
        ("At least 75 people were killed in the south.", "toll", "south", "At least 75 people were killed in the south"),
        ("“For now”, Velmark will not intervene.", "request", "refused", "“For now”, Velmark will not intervene"),
    ],
)
def test_a_clause_bears_on_its_matter(read, text, topic, value, words):
    """Each class of matter is known by its own words; the statement is the clause in which they stand."""
    found = [s for s in read(text) if s.topic == topic]
    assert [s.value for s in found] == [value]
    if words:
        assert found[0].span.of(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "The cook put the bread on the table to guard it from the dog.",
        "In 1990 Velmark sent troops to Orsenna.",
        "The regent said nothing on Monday.",
        "Foreign ministers will meet in Marn.",
        "",
        "Unrest?",
    ],
)
def test_other_clauses_bear_on_nothing(read, text):
    """Purposes of other things than forces, history, and ministers of foreign affairs are no matter of dispute."""
    assert [s for s in read(text) if s.topic in ("aim", "deployment", "foreign", "cause")] == []


def test_hedge_and_denial_are_read_from_what_governs_the_clause(read):
    """"may have" is possible; "denied" turns the clause round."""
    (shots,) = [s for s in read("Soldiers may have fired on the crowd.") if s.topic == "shots"]
    assert (shots.hedge, shots.polarity) == (Hedge.POSSIBLE, Polarity.AFFIRMED)
    (denied,) = [s for s in read("The general denied that soldiers had fired on the crowd.") if s.topic == "shots"]
    assert denied.polarity is Polarity.DENIED
