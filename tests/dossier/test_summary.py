"""The short account."""

from __future__ import annotations

import dataclasses

import pytest

from dragoman.dossier.summary import MOST, in_short
from dragoman.records.events import EventStatus, EventType
from dragoman.records.findings import FindingStatus
from factory import empty_dossier, event, many_reports, rich_dossier, span


def lines(dossier):
    return in_short(dossier).in_short


def test_disputed_matters_come_first_and_name_their_holders():
    """Values stand with the outlet that gives them and with whom it cites."""
    first = lines(rich_dossier())[0]
    assert first.badge == "DISAGREE"
    assert first.text == "Soldiers sent to Orsenna: about 1,800 (Velmark Courier, citing Ilya Brandt); almost 2,500 (Harbour Post, citing Civic Front)."
    assert first.refs == ("finding-troops",)


def test_accounts_stand_statement_beside_statement():
    """Every statement with its holder, its hedge and whether it denies."""
    line = next(x for x in lines(rich_dossier()) if x.refs == ("account-cause",))
    assert "Ilya Brandt (alleged), in Velmark Courier: “the unrest an attack planned abroad”" in line.text
    assert "Harbour Post: “the protest began over the price of bread”" in line.text
    assert "Civic Front (denying)" in line.text


@pytest.mark.parametrize("dossier", [rich_dossier(), many_reports(30), empty_dossier()], ids=["rich", "many", "empty"])
def test_at_most_ten_lines_each_with_something_behind_it(dossier):
    """Every line leads to an item of the dossier, names a report, and is told once."""
    known = {x.id for part in (dossier.findings, dossier.accounts, dossier.events, dossier.quotes, dossier.figures) for x in part}
    made = lines(dossier)
    assert len(made) <= MOST
    assert all(x.refs and set(x.refs) <= known for x in made)
    assert len({x.text for x in made}) == len(made)
    assert all(any((r.outlet or "") in x.text for r in dossier.reports) for x in made)


def test_a_claim_of_one_party_stays_its_claim():
    """A figure on which outlets agree because they cite one party is attributed, not agreed."""
    dossier = rich_dossier()
    figures = tuple(dataclasses.replace(f, low=40.0, high=40.0, said_by="actor-ministry") if f.id in ("figure-40", "figure-40b") else f for f in dossier.figures)
    finding = dataclasses.replace(dossier.findings[1], figures=("figure-40", "figure-40b"), status=FindingStatus.AGREE, parts=())
    figures = tuple(dataclasses.replace(f, qualifier=figures[3].qualifier) if f.id == "figure-40" else f for f in figures)
    line = lines(dataclasses.replace(dossier, figures=figures, findings=(finding,)))
    line = next(x for x in line if x.refs == (finding.id,))
    assert line.badge == "ATTRIBUTED" and "according to health ministry" in line.text


@pytest.mark.parametrize(
    "made",
    [
        event("e1", EventType.ACCUSE, "accused of theft", span("r2", "Nearly 2,500 Velmark troops landed in Orsenna")),
        event("e1", EventType.ASSAULT, "fire", span("r3", "its members had fired on anybody"), status=EventStatus.DENIED),
        event("e1", EventType.STATEMENT, "said", span("r1", "President Ilya Brandt said on Tuesday")),
    ],
    ids=["accusation without accuser", "denied", "mere statement"],
)
def test_what_is_not_told_as_done_is_no_event_of_the_short_account(made):
    """Accusations without an accuser, denied acts and mere statements stay out."""
    assert not [x for x in lines(dataclasses.replace(rich_dossier(), events=(made,), timeline=("e1",))) if x.refs == ("e1",)]


def test_attributed_events_name_whoever_tells_them():
    """An act that is told in somebody's words only is told as theirs."""
    made = event("e1", EventType.MOBILIZE, "land", span("r2", "Nearly 2,500 Velmark troops landed in Orsenna"), span("r1", "Velmark had sent about 1,800 soldiers to Orsenna"), said_by=("actor-front",), actors=("actor-velmark",), date=rich_dossier().events[0].date)
    line = next(x for x in lines(dataclasses.replace(rich_dossier(), events=(made,), timeline=("e1",))) if x.refs == ("e1",))
    assert line.badge == "ATTRIBUTED" and "according to Civic Front" in line.text.replace("According", "according")


def test_nothing_found_gives_nothing():
    """No items, no lines."""
    assert lines(empty_dossier()) == ()


def test_figures_taken_back_say_so():
    """A withdrawn figure stands with that word, and the one that took its place without it."""
    dossier = rich_dossier()
    figures = tuple(dataclasses.replace(f, withdrawn=True) if f.id == "figure-40b" else f for f in dossier.figures)
    finding = dataclasses.replace(dossier.findings[1], status=FindingStatus.RETRACTED, parts=())
    line = lines(dataclasses.replace(dossier, figures=figures, findings=(finding,)))[0]
    assert line.badge == "RETRACTED"
    assert "40, since taken back (Harbour Post)" in line.text and "64 (" in line.text
