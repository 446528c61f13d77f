"""Rules as sparse models."""

import hashlib

import numpy as np
import pytest
from tests.conftest import shared_path

from case_factory import a_case, coding
from dragoman import resources
from dragoman.cases.load import case_base
from dragoman.errors import ResourceError
from dragoman.model import rivals
from dragoman.model.scores import log_loss
from dragoman.model.table import INSTRUMENTS, case_table
from dragoman.model.theories import SILENCE, forecast, parse, race, speaks, stack, theories

STRENGTHS = {"may": 2, "rule": 10}
ROW = {
    "id": "asked-is-helped",
    "title": "t",
    "words": "w",
    "who": "nobody",
    "statements": [1],
    "sentences": [],
    "scope": [],
    "target": "instrument",
    "proxy": "p",
    "clauses": [{"when": {"request": ["treaty"], "clans": False}, "says": ["deployment"], "strength": "rule"}],
}


def cases(n=12):
    return [
        a_case(id=f"c-{i:02}", request=("none", "treaty")[i % 2], clans=False, instrument=("cover", "deployment")[i % 2], outcome_crisis="survives") for i in range(n)
    ]


def base(table):
    return rivals.base_rate(table, table, "instrument")


def test_shipped_rules_are_sound():
    """Every rule loads, has an id of its own, statements within the list, and says something that can differ from silence."""
    rules = theories()
    assert len({t.id for t in rules}) == len(rules) >= 14
    assert all(1 <= n <= 146 for t in rules for n in t.statements) and all(t.sentences and t.proxy for t in rules)
    assert set(resources.load("theories")["told_of"]) <= set(case_base().cases)


def test_speaks_where_all_conditions_hold():
    """Silent where one fails; where a field is missing it cannot be told, unless another condition fails anyway."""
    rows = [a_case(id="a", request="treaty", clans=False), a_case(id="b", request="none", clans=False), a_case(id="c", request="treaty"), a_case(id="d", request="none")]
    clause, unknown = speaks(parse(ROW, STRENGTHS), case_table(rows))
    assert clause.tolist() == [0, -1, -1, -1] and unknown.tolist() == [False, False, True, False]


def test_odds_are_multiplied_and_silence_is_the_base_rate():
    """By the factor of the strength where the rule speaks; the others' shares keep their proportions."""
    table = case_table(cases())
    p, b, k = forecast(parse(ROW, STRENGTHS), table, base(table)), base(table), INSTRUMENTS.index("deployment")
    assert np.allclose(p[0], b[0]) and np.allclose(p.sum(axis=1), 1)
    assert p[1, k] / (1 - p[1, k]) == pytest.approx(10 * b[1, k] / (1 - b[1, k]))
    assert p[1, 0] / p[1, 1] == pytest.approx(b[1, 0] / b[1, 1])


def test_bounds_are_counts():
    """Bounds on a column of logarithms are written as counts."""
    row = {**ROW, "clauses": [{"when": {"tenure_years": {"least": 10}}, "says": ["force"], "strength": "may"}]}
    clause, _ = speaks(parse(row, STRENGTHS), case_table([a_case(id="a", tenure_years=10.0), a_case(id="b", tenure_years=9.9)]))
    assert clause.tolist() == [0, -1]


@pytest.mark.parametrize(
    ("change", "match"),
    [
        ({"target": "weather"}, "expected one of"),
        ({"scope": ["mars"]}, "expected one of"),
        ({"clauses": [{"when": {"request": ["begged"]}, "says": ["deployment"], "strength": "may"}]}, "expected a list from"),
        ({"clauses": [{"when": {"clans": "yes"}, "says": ["deployment"], "strength": "may"}]}, "true or false"),
        ({"clauses": [{"when": {"mood": True}, "says": ["deployment"], "strength": "may"}]}, "no column"),
        ({"clauses": [{"when": {"held": 1}, "says": ["deployment"], "strength": "may"}]}, "least, most"),
        ({"clauses": [{"when": {}, "says": ["survives"], "strength": "may"}]}, "expected codes of instrument"),
        ({"clauses": [{"when": {}, "says": ["force"], "strength": "huge"}]}, "expected one of may, rule"),
    ],
)
def test_bad_rule_names_field_and_valid_values(change, match):
    """A misspelt rule is an error, never a rule that is silent everywhere."""
    with pytest.raises(ResourceError, match=match):
        parse({**ROW, **change}, STRENGTHS)


def test_race_counts_what_happened():
    """A true rule hits and gains; the cases add up; what it reads is named; stacking prefers it to silence."""
    table = case_table([*cases(), a_case(id="odd", request="treaty", clans=False, instrument="cover")])
    rule = parse(ROW, STRENGTHS)
    others = {"instrument": {SILENCE: base(table)}}
    (found,) = race(table, others, np.random.default_rng(1), rules=[rule])
    assert (found.scope.cases, found.scope.hits) == (7, 6) and found.scope.gain.mean > 0 and rule.reads == ()
    assert [r.case for r in found.failures()] == ["odd"] and len(found.support()) == 6
    at = [table.ids.index(r.case) for r in found.rows]
    assert found.beside[SILENCE] == pytest.approx(log_loss(base(table), table.instrument)[at].mean())
    assert found.beside[SILENCE] - found.beside[rule.id] == pytest.approx(found.scope.gain.mean)
    weights = stack(table, "instrument", others["instrument"], [rule])
    assert weights[rule.id] > weights[SILENCE]


def test_rule_that_reads_the_instrument_says_so():
    """So that a reader does not take it for a forecast."""
    row = {**ROW, "target": "outcome", "clauses": [{"when": {"instrument": ["cover"]}, "says": ["survives"], "strength": "may"}]}
    rule = parse(row, STRENGTHS)
    table = case_table(cases())
    (found,) = race(table, {"outcome": {SILENCE: rivals.base_rate(table, table, "outcome")}}, np.random.default_rng(1), rules=[rule])
    assert rule.reads == ("instrument",) and "base rate by instrument" in found.beside


def test_disputed_case_counts_by_its_settled_reading():
    """A hit is a hit on the settled reading; the score weighs all readings."""
    table = case_table([a_case(id="x", request="treaty", clans=False, instrument=(*coding("deployment"), *coding("force")))])
    (found,) = race(table, {"instrument": {SILENCE: np.full((1, 7), 1 / 7)}}, np.random.default_rng(1), rules=[parse(ROW, STRENGTHS)])
    assert found.rows[0].hit and found.rows[0].disputed and found.rows[0].gain < np.log(10)


@pytest.mark.shared
def test_sentences_are_found_in_the_founding_reports():
    """Every rule's characters hold, in one of the reports, the sentence whose digest is kept."""
    from dragoman.settings import Settings
    from dragoman.sources.load import load

    texts = [r.text for r in load([str(shared_path() / "reports" / "kazakhstan-2022")], Settings()).reports]
    for theory in theories():
        for s in theory.sentences:
            assert any(hashlib.sha256(t[s.start : s.end].encode()).hexdigest()[:16] == s.sha256 for t in texts), (theory.id, s)
