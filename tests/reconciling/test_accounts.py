"""Accounts: which statements are set side by side, and how they stand to one another."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.gate import admit
from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.reconciling.resolver import reconcile
from dragoman.records.documents import PublishedBasis, Report
from dragoman.records.findings import Relation


@pytest.fixture(scope="module")
def accounts(nlp):
    """Texts in, accounts out, each as (about, relation, words of its statements)."""

    def compare(*texts):
        reports = [
            Report(id=f"r{n}", file=f"{n}.txt", text=text, origin=f"o{n}", published=dt.date(2026, 5, 6), published_basis=PublishedBasis.GIVEN)
            for n, text in enumerate(texts)
        ]
        readings = [admit(Rules().propose(r, parse(r, nlp)), r) for r in reports]
        text_of = {r.id: r.text for r in reports}
        return [(a.about, a.relation, [s.span.of(text_of[s.span.report]) for s in a.statements]) for a in reconcile(reports, readings).accounts]

    return compare


@pytest.mark.parametrize(
    ("texts", "about", "relation"),
    [
        (
            ("In Peru, soldiers were sent to guard the mines.", "In Peru, soldiers were sent to crush the strike."),
            "what the forces are there for",
            Relation.DIFFERS,
        ),
        (
            ("In Peru, clashes began on Monday.", "In Peru, clashes began on 3 May."),
            "when it began",
            Relation.CONTRADICTS,
        ),
        (
            ("In Peru, General Adan Moro was arrested.", "The army of Peru denied that General Adan Moro had been arrested."),
            "whether the person is held",
            Relation.CONTRADICTS,
        ),
        (
            ("In Peru, the explosion was an accident.", "In Peru, the explosion was a bomb, the police said."),
            "what the crisis was and where it came from",
            Relation.DIFFERS,
        ),
        (
            ("In Peru, 75 people were killed in Osta.", "At least 77 people died in the south of Peru."),
            "where the dead are counted for",
            Relation.DIFFERS,
        ),
        (
            ("Police in Peru used live ammunition.", "Police in Peru used no live ammunition, the ministry said."),
            "whether live ammunition was used",
            Relation.CONTRADICTS,
        ),
    ],
)
def test_statements_that_differ_are_set_side_by_side(accounts, texts, about, relation):
    """Two answers to one question about one country make an account, with one statement of each report."""
    found = [x for x in accounts(*texts) if x[0] == about]
    assert [(a, r) for a, r, _ in found] == [(about, relation)]
    assert len(found[0][2]) == 2


@pytest.mark.parametrize(
    "texts",
    [
        ("In Peru, clashes began on Monday.", "In Peru, clashes began on 4 May."),
        ("In Peru, soldiers were sent to guard the mines.", "In Mali, soldiers were sent to crush the strike."),
        ("Police in Peru used live ammunition.", "In Peru, police fired live rounds."),
        ("In Peru, nothing happened.",),
    ],
)
def test_what_agrees_or_is_of_another_country_makes_no_account(accounts, texts):
    """One day told in two ways is no difference; two countries are two matters."""
    assert accounts(*texts) == []


def test_order_of_reports_does_not_change_what_is_joined(accounts):
    """The same statements come together whichever report is read first."""
    one, two = "In Peru, clashes began on Monday.", "In Peru, clashes began on 3 May."
    assert sorted(map(sorted, (x[2] for x in accounts(one, two)))) == sorted(map(sorted, (x[2] for x in accounts(two, one))))
