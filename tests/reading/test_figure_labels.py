"""Labels of sums, shares and counts: the noun and the verb that say of what they are."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.records.documents import Report


@pytest.fixture
def labels(nlp):
    """The labels of the figures of a text."""

    def read(text):
        report = Report(id="r1", file="x.txt", text=text, published=dt.date(2031, 5, 6))
        return [f.what for f in Rules().propose(report, parse(report, nlp)).figures]

    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The court imposed a $5m fine on the brewery.", ["fine"]),
        ("The brewery was fined $5 million by the regulator.", ["fine"]),
        ("The family paid $300,000 for the house.", ["price paid for house"]),
        ("The choir raised $40,000 for the school.", ["money raised"]),
        ("The bank offered a loan of $90 million.", ["loan"]),
        ("Profits rose 5% last year.", ["rise in profits"]),
        ("Rents fell by 12 percent in the capital.", ["fall in rents"]),
        ("Some 40% of women stayed at home.", ["share of women"]),
        ("The storm destroyed 300 homes in Orlia.", ["homes destroyed"]),
        ("About 60 bridges were repaired.", ["bridges repaired"]),
        ("Engineers plan to build 70 bridges.", ["bridges to be built"]),
        ("The village has 90 goats.", ["goats"]),
    ],
)
def test_labels(labels, text, expected):
    """A label says what was done; what is only planned is told so, and where no word tells, the noun stays."""
    assert labels(text) == expected


@pytest.mark.parametrize(
    ("text", "role"),
    [("The bear weighs 700 pounds.", "measure"), ("He spent 700 pounds on paint.", "money"), ("They seized 700 pounds of rice.", "measure")],
)
def test_pounds(nlp, text, role):
    """Pounds are weight where something weighs or is made of a stuff, and money elsewhere."""
    report = Report(id="r1", file="x.txt", text=text, published=dt.date(2031, 5, 6))
    assert [f.role for f in Rules().propose(report, parse(report, nlp)).figures] == [role]


@pytest.mark.parametrize("text", ["Ana Bel, a mother-of-four, left early.", "She is the party's number two.", "The film is on Channel 4.", "The meeting is in room 12."])
def test_no_figures(labels, text):
    """Ranks, channels, rooms and the number of a compound count nothing."""
    assert labels(text) == []
