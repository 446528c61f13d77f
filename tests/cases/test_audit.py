"""The audit speaks only where a data set does, and its answers are found."""

from __future__ import annotations

import datetime as dt

import pytest
from audits.__main__ import answer_to, missing_rows
from audits.rules import Verdict, day_of, verdicts
from tests.conftest import shared_path

from dragoman.cases.load import case_base
from dragoman.records.cases import AuditAnswer, Case, Coding


def case(**fields: object) -> Case:
    codings = {n: (Coding(value=v),) for n, v in fields.items()}
    answers = (AuditAnswer(field="toll", dataset="brd", row="brd:17-1964", answer="It counts another war."),)
    return Case(id="x-1964", name="X", client="Gabon", client_iso="GAB", patron="France", patron_iso="FRA", depth="brief", fields=codings, audit=answers)


def verdict(field: str, dataset: str, row: str) -> Verdict:
    return Verdict(case="x-1964", field=field, dataset=dataset, agrees=False, rows=(row,), said="")


@pytest.mark.parametrize(
    ("text", "day"),
    [("2004-11-21", dt.date(2004, 11, 21)), ("20 November 1963", dt.date(1963, 11, 20)), (".  .", None), ("2001-2-30", None), ("", None), (None, None)],
)
def test_days_of_data_sets(text, day):
    """Dates come in two forms; what is no day is none."""
    assert day_of(text) == day


def test_an_answer_fits_field_data_set_and_row():
    """An answer to one row is no answer to another."""
    assert answer_to(case(), verdict("toll", "brd", "17-1964"))
    assert not answer_to(case(), verdict("toll", "brd", "18-1964"))
    assert not answer_to(case(), verdict("start", "brd", "17-1964"))


def test_a_case_without_a_begin_is_not_audited(tmp_path):
    """Without a first day no row can be looked up."""
    assert list(verdicts(case(trigger="coup"), tmp_path)) == []


@pytest.mark.shared
def test_a_known_coup_is_confirmed_and_a_wrong_cause_contradicted():
    """Rows of the coup data sets decide the cause, the leader's spells the end."""
    data = shared_path() / "data"
    right = {(v.field, v.agrees) for v in verdicts(case(start=dt.date(1964, 2, 17), trigger="coup", outcome_crisis="survives", instrument="deployment"), data)}
    assert {("trigger", True), ("outcome_crisis", True)} <= right
    wrong = {(v.field, v.agrees) for v in verdicts(case(start=dt.date(1964, 2, 17), trigger="price", outcome_crisis="opposition"), data)}
    assert {("trigger", False), ("outcome_crisis", False)} <= wrong


@pytest.mark.shared
def test_every_key_that_a_case_cites_is_a_row():
    """A reader who looks a row up finds it."""
    assert list(missing_rows(case_base().cases.values(), shared_path() / "data")) == []
