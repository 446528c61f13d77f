"""Cases as arrays."""

import datetime as dt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from case_factory import a_case, coding
from dragoman.cases.codebook import codebook
from dragoman.model.forecasters import blind
from dragoman.model.table import INSTRUMENTS, OUTCOMES, case_row, case_table, patron_group
from dragoman.records.cases import Coding


def test_levels_are_the_codebook_s():
    """The order of instruments and outcomes is the codebook's."""
    assert tuple(codebook()["instrument"].codes) == INSTRUMENTS
    assert tuple(codebook()["outcome_crisis"].codes) == OUTCOMES


def test_settled_reading_has_half_the_weight():
    """Two other readings share the other half."""
    case = a_case(instrument=(*coding("cover"), *coding("covert"), *coding("force")))
    assert case_table([case]).instrument[0].tolist() == [0, 0.5, 0, 0, 0, 0.25, 0.25]


def test_unsourced_reading_does_not_count():
    """A field without a source is as empty as one that is not there; where only the settled reading lacks one, the others share all."""
    table = case_table([a_case(instrument=(Coding(value="none"),)), a_case(id="x", instrument=(Coding(value="none"), *coding("force")))])
    assert np.isnan(table.instrument[0]).all() and not table.sourced["instrument"][0]
    assert table.instrument[1, INSTRUMENTS.index("force")] == 1


def test_as_of_hides_what_came_later():
    """A case that was not over is out; the outcome waits for six months; a request that was not made yet is not known."""
    case = a_case(outcome_crisis="survives", instrument="cover", request="treaty", request_date=dt.date(2001, 3, 10))
    assert len(case_table([case], as_of=dt.date(2001, 3, 31))) == 0
    spring, winter = (case_table([case], as_of=dt.date(2001, m, 2)) for m in (5, 12))
    assert np.isnan(spring.outcome).all() and not np.isnan(spring.instrument).any() and not np.isnan(winter.outcome).any()
    eve, after = (case_row(case, as_of=dt.date(2001, 3, d)) for d in (5, 15))
    assert np.isnan(eve.X["request"][0]) and not np.isnan(after.X["request"][0])
    assert np.isnan(after.instrument).all() and np.isnan(after.outcome).all()


@given(st.lists(st.tuples(st.dates(dt.date(1950, 1, 1), dt.date(2024, 1, 1)), st.integers(0, 900)), max_size=8), st.dates(dt.date(1950, 1, 1), dt.date(2026, 1, 1)))
def test_nothing_after_the_day_is_left(spans, day):
    """Whatever the dates, every case in the table was over on the day, and earlier days give no more than later ones."""
    cases = [a_case(id=f"c-{i}", start=a, end=a + dt.timedelta(days=n), outcome_crisis="elite") for i, (a, n) in enumerate(spans)]
    now, later = case_table(cases, as_of=day), case_table(cases, as_of=day + dt.timedelta(days=200))
    assert all(e is not None and e <= day for e in now.end)
    assert set(now.ids) <= set(later.ids) <= set(case_table(cases).ids)
    told = [e for e, row in zip(now.end, now.outcome, strict=True) if not np.isnan(row).any()]
    assert all(e + dt.timedelta(days=183) <= day for e in told)


def test_blind_table_tells_nothing_of_the_choice():
    """What came after the choice is gone, what came before it stays."""
    table = blind(case_table([a_case(instrument="cover", outcome_crisis="elite", request_answer="refused", rival_response="aid", trigger="price")]))
    assert np.isnan(table.instrument).all() and np.isnan(table.outcome).all() and np.isnan(table.X["request_answer"]).all()
    assert np.isnan(table.shares["rival_response"]).all() and not np.isnan(table.X["trigger"]).any()


def test_fingerprint_and_taking():
    """A changed value changes the fingerprint; rows keep together."""
    one, two = a_case(id="a", trigger="price"), a_case(id="b", trigger="coup")
    table = case_table([two, one])
    assert table.ids == ("a", "b") and table.take([1]).ids == ("b",) and table.take(np.array([True, False])).ids == ("a",)
    assert table.fingerprint() == case_table([one, two]).fingerprint() != case_table([one, a_case(id="b", trigger="price")]).fingerprint()


@pytest.mark.parametrize(("patron", "iso", "group"), [("Soviet Union", "RUS", "ussr"), ("Russia", "RUS", "russia"), ("Sylvania", "SYL", "regional")])
def test_patron_groups(patron, iso, group):
    """The Soviet Union is told from Russia by its name."""
    assert patron_group(patron, iso) == group


def test_unknown_level_is_an_error():
    """A misspelt level never counts as absent."""
    with pytest.raises(ValueError, match="expected one of"):
        case_table([a_case(trigger="price")]).is_code("trigger", "prices")
