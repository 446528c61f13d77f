"""Standing relations in one report: offices, leaders, members, founding, kinship, with dates; and what is none."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.gate import admit
from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.reconciling.resolver import reconcile
from dragoman.records.documents import PublishedBasis, Report
from dragoman.records.relations import RelationKind
from dragoman.resources import load


@pytest.fixture(scope="module")
def told(nlp):
    """Text to tellings as (relation, subject, value, object, what the date says, its year)."""

    def run(text):
        report = Report(id="r", file="r.txt", text=text, published=dt.date(2016, 3, 16), published_basis=PublishedBasis.GIVEN)
        reading = admit(Rules().propose(report, parse(report, nlp)), report)
        assert not reading.refusals
        words = {m.id: m.span.of(text) for m in reading.mentions}
        return [
            (t.kind.value, words[t.subject], t.value, words[t.object] if t.object else t.object_key, t.sense.value, t.date.start.year if t.date else None) for t in reading.relations
        ]

    return run


TOLD = [
    ("Chadian President Mora Sedou met envoys on Monday.", ("holds-office", "Chadian President Mora Sedou", "president", "country:TD", "", None)),
    ("Mora Sedou, the president of Chad since 2003, spoke on Monday.", ("holds-office", "Mora Sedou", "president", "Chad", "since", 2003)),
    ("Former prime minister Lena Adou was arrested on Monday.", ("held-office", "Former prime minister Lena Adou", "prime minister", "", "", None)),
    ("Mora Sedou, who has ruled Chad since 1991, spoke on Monday.", ("leads", "Mora Sedou", "", "Chad", "since", 1991)),
    ("Mora Sedou, who became president in 2005, spoke on Monday.", ("took-office", "Mora Sedou", "president", "", "in", 2005)),
    ("Mora Sedou was elected president in 2011.", ("took-office", "Mora Sedou", "president", "", "in", 2011)),
    ("Mora Sedou was finance minister from 1998 to 2004.", ("held-office", "Mora Sedou", "finance minister", "", "during", 1998)),
    ("Lena Adou, the daughter of Mora Sedou, fled on Monday.", ("relative-of", "Lena Adou", "daughter", "Mora Sedou", "", None)),
    ("The members of the Sahel Defence Council are Chad, Niger and Mali.", ("member-of", "Niger", "", "Sahel Defence Council", "", None)),
    ("Chad joined the Sahel Defence Council in 2009.", ("member-of", "Chad", "", "Sahel Defence Council", "in", 2009)),
    ("The Sahel Defence Council was founded in 1987.", ("founded", "Sahel Defence Council", "", "", "in", 1987)),
    ("The Sahel Defence Council was renamed in 2002.", ("reorganised", "Sahel Defence Council", "rename", "", "in", 2002)),
    ("The Harbour Front, led by Mora Sedou, seized the town.", ("leads", "Mora Sedou", "", "Harbour Front", "", None)),
    ("Mora Sedou, secretary-general of the Sahel Defence Council, spoke.", ("holds-office", "Mora Sedou", "secretary-general", "Sahel Defence Council", "", None)),
    ("Lena Adou, the minister of youth and culture, resigned.", ("holds-office", "Lena Adou", "minister of youth and culture", "", "", None)),
]


@pytest.mark.parametrize(("text", "wanted"), TOLD)
def test_told(told, text, wanted):
    """The relation with its two ends, its office and its date is read."""
    assert wanted in told(text)


@pytest.mark.parametrize(
    "text",
    [
        "Mora Sedou may become president in 2018.",
        "Mora Sedou was not elected president in 2011.",
        "General Mora Sedou spoke on Monday.",
        "Mora Sedou led a march on Monday.",
        "Lena Adou, a future president, spoke on Monday.",
        "The lead singer founded hope in 1994.",
    ],
)
def test_not_told(told, text):
    """Plans, denials, ranks, single deeds and offices to come are no standing relations."""
    assert told(text) == []


def test_across_reports(nlp):
    """A bare title counts for the office of the country that another report tells; dates that differ are named."""
    texts = ["Chadian President Mora Sedou spoke in Chad.", "In Chad, President Mora Sedou spoke.", "The Harbour Front was founded in 1987.", "The Harbour Front was founded in 1989."]
    reports = [Report(id=f"r{n}", file=f"{n}.txt", text=t, published=dt.date(2016, 3, 16), published_basis=PublishedBasis.GIVEN) for n, t in enumerate(texts)]
    readings = [admit(Rules().propose(r, parse(r, nlp)), r) for r in reports]
    relations = reconcile(reports, readings).relations
    office = [r for r in relations if r.kind is RelationKind.HOLDS_OFFICE]
    founded = [r for r in relations if r.kind is RelationKind.FOUNDED]
    assert [len(r.tellings) for r in office] == [2]
    assert office[0].object is not None
    assert len(founded) == 1
    assert len(founded[0].differs) == 1


def test_every_kind_is_explained():
    """The table says what each kind of relation means, and no other."""
    assert set(load("relations")["kinds"]) == {k.value for k in RelationKind}
