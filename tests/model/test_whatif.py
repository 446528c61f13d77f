"""What-if on a case, and scenarios."""

import itertools
from pathlib import Path

import numpy as np
import pytest

from case_factory import a_case, coding
from dragoman.errors import UsageError
from dragoman.model import whatif
from dragoman.model.counts import counts
from dragoman.model.crisis import Held, parameters
from dragoman.model.layers import Layers
from dragoman.model.posterior import prior
from dragoman.model.scenarios import parse_scenario
from dragoman.model.table import INSTRUMENTS, case_row, case_table
from dragoman.model.whatif import QUANTITIES, check, compare, gower, parse_edits, require, rows, support

FIELDS = {
    "trigger": "price",
    "mobilisation_form": "riot",
    "cleavage": coding(("clan",)),
    "regime": "closed",
    "tenure_years": 3.0,
    "dual_power": True,
    "clans": True,
    "request": "treaty",
    "treaty_tie": "collective",
    "accession": "none",
    "contiguous": True,
    "base": False,
    "patron_busy": False,
    "anti_patron": False,
}
SCENARIOS = Path(__file__).resolve().parent.parent.parent / "examples" / "scenarios"


@pytest.fixture(scope="module")
def model():
    cases = [a_case(id=f"c-{i}", **{**FIELDS, "instrument": j, "request": "treaty" if j == "deployment" else "none"}) for i, j in enumerate(INSTRUMENTS)]
    table = case_table(cases)
    layers = Layers(prior(np.random.default_rng(1), 80, table=table))
    return layers, parameters(np.random.default_rng(2), counts(cases), 80), table


def ask(model, *changes, by="", free=()):
    layers, p, cases = model
    row = case_row(a_case(**FIELDS))
    edits = parse_edits(changes)
    check(row, edits)
    given = rows(row, layers, draws=800, rng=np.random.default_rng(3))
    return compare(given, edits, p, layers, cases, by=by, held=Held(free=frozenset(free)), rng=np.random.default_rng(4))


def test_no_request_no_troops(model):
    """Taking the request away takes the deployment away, in every draw."""
    found = ask(model, "request=none")
    assert found.after["instrument:deployment"].high == 0 and found.before["instrument:deployment"].mean > 0.02
    total = sum(found.after[q].mean for q in QUANTITIES if q.startswith("instrument:"))
    assert total == pytest.approx(1)


def test_an_edit_to_what_is_changes_nothing(model):
    """Common random numbers: the same value again gives a difference of exactly nothing."""
    found = ask(model, "request=treaty", "regime=closed")
    assert all(d.low == d.mean == d.high == 0 for d in found.difference.values())


@pytest.mark.parametrize("by", ["shapley", "order"])
def test_parts_add_up(model, by):
    """The parts of a difference sum to it, whichever way it is taken apart."""
    found = ask(model, "request=none", "accession=promise", "base=yes", by=by)
    assert found.parts_by == by and len(found.parts) == 3
    for q in QUANTITIES:
        assert sum(p.effects[q] for p in found.parts) == pytest.approx(found.difference[q].mean, abs=1e-9)


def test_shapley_is_the_mean_of_both_orders(model):
    """With two changes a part is the mean of what it adds first and what it adds last."""
    whole = ask(model, "request=none", "accession=promise").parts[0].effects["stays"]
    first = ask(model, "request=none", "accession=promise", by="order").parts[0].effects["stays"]
    last = ask(model, "accession=promise", "request=none", by="order").parts[1].effects["stays"]
    assert whole == pytest.approx((first + last) / 2, abs=1e-9)


def test_sensitivity_finds_what_matters(model):
    """A quantity that is one of the assumed values hangs on that value first; quarters are in order."""
    layers, p, _ = model
    found = whatif.sensitivity(p.values["strong_hand"], p, layers)
    assert found[0].name == "strong_hand" and found[0].kind == "assumed" and found[0].at_low < found[0].at_high
    assert all(x.name not in ("days", "cells") for x in found), "what is fixed cannot matter"


def test_fan_is_in_order(model):
    """Its bands do not cross."""
    told = whatif.fan(ask(model, "request=none").base)
    bands = [told[k] for k in ("low", "quarter", "median", "three_quarters", "high")]
    assert all(a <= b for x, y in itertools.pairwise(bands) for a, b in zip(x, y, strict=True))


def test_a_set_instrument_is_set(model):
    """The patron's choice is one and the outcome is that under it."""
    found = ask(model, "instrument=deployment")
    assert found.after["instrument:deployment"].low == 1
    assert np.allclose(found.changed.outcome_marginal(), found.changed.outcome_by_instrument[:, INSTRUMENTS.index("deployment")])


def test_missing_values_are_drawn_alike_on_both_sides(model):
    """A case with gaps stands for several rows; the same rows are edited, so an edit to nothing is nothing."""
    layers, p, cases = model
    row = case_row(a_case(**{k: v for k, v in FIELDS.items() if k not in ("clans", "base")}))
    given = rows(row, layers, draws=400, rng=np.random.default_rng(3))
    assert len({*given.table.X["clans"]}) == 2 and not np.isnan(given.table.X["base"]).any()
    found = compare(given, parse_edits(["regime=closed"]), p, layers, cases, rng=np.random.default_rng(4))
    assert all(d.mean == 0 for d in found.difference.values())


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ("requets=none", "Unknown variable 'requets'. Did you mean request"),
        ("request=maybe", "request=maybe: no such value. Expected one of none, bilateral, treaty"),
        ("tenure_years=-1", "out of range. Expected a number of years from 0 to 80"),
        ("tenure_years=long", "out of range"),
        ("dual_power=perhaps", "Expected one of yes, no"),
        ("cleavage=clan,football", "'football' is no line of division"),
        ("request", "has no '='"),
        ("outcome_crisis=purge", "Unknown variable"),
    ],
)
def test_a_bad_change_is_named(change, message):
    """Variable, value and the valid ones."""
    with pytest.raises(UsageError) as wrong:
        parse_edits([change])
    assert message in str(wrong.value)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (("request=none", "instrument=deployment"), "instrument=deployment with request=none cannot be"),
        (("treaty_tie=none",), "request=treaty with treaty_tie=none cannot be"),
        (("request=none", "council=no"), "council=no with request=none cannot be"),
        (("council=no", "instrument=deployment"), "council=no with instrument=deployment cannot be"),
        (("answer=repress", "request=treaty"), "cannot be together"),
        (("request=none", "request=treaty"), "request is set twice"),
    ],
)
def test_what_cannot_be_together_is_refused(model, changes, message):
    """With both values and the next step."""
    with pytest.raises(UsageError) as wrong:
        ask(model, *changes)
    assert message in str(wrong.value) and any(w in str(wrong.value) for w in ("Add", "Leave", "Set"))


def test_too_little_known_is_refused():
    """The empty fields are named, and what to do."""
    with pytest.raises(UsageError, match=r"freedonia: too little is known.*trigger.*--set"):
        require("freedonia", case_row(a_case(request="none")), ())
    assert require("freedonia", case_row(a_case(**{k: v for k, v in FIELDS.items() if k != "base"})), ()) == ("base",)


def test_distance():
    """Gower's distance is 0 to oneself, symmetric, and counts only fields that both have."""
    table = case_table([a_case(id="a", **FIELDS), a_case(id="b", **{**FIELDS, "trigger": "coup"}), a_case(id="c", trigger="coup")])
    d = gower(table, table)
    assert d[0, 0] == 0 and d[0, 1] == pytest.approx(d[1, 0]) and 0 < d[0, 1] < 0.3
    assert d[1, 2] == 0 and d[0, 2] == 1


def test_a_combination_that_never_was_is_far(model):
    """Values that no case has together are told as such, however near the rest is."""
    _, _, cases = model
    row = case_row(a_case(**FIELDS))
    edits = parse_edits(["trigger=coup", "request=none"])
    found = support(whatif.edited(row, Held(), edits)[0], cases, edits)
    assert found.together == 0 and found.far
    near = support(row, cases, ())
    assert near.together == -1 and not near.far and near.nearest[0][1] == 0


@pytest.mark.parametrize("path", sorted(SCENARIOS.glob("*.toml")), ids=lambda p: p.stem)
def test_shipped_scenarios_can_be_run(path):
    """Each names a case of the base and changes that fit it."""
    from dragoman.cases.load import case_base

    scenario = parse_scenario(path.read_text(encoding="utf-8"), path.name)
    case = case_base().cases[scenario.case]
    edits = parse_edits(scenario.changes)
    require(case.id, case_row(case), edits)
    check(case_row(case), edits)
    assert scenario.question.endswith("?")


def test_there_are_five_scenarios():
    """As many as were promised."""
    assert len(list(SCENARIOS.glob("*.toml"))) >= 5


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title = ", "is no TOML"),
        ('title = "T"\ncase = "c"\n[set]\nrequest = "none"', "'question' is None"),
        ('title = "T"\nquestion = "Q?"\ncase = "c"', "[set] is missing"),
        ('title = "T"\nquestion = "Q?"\ncase = "c"\ncolour = "red"\n[set]\nrequest = "none"', "unknown field 'colour'"),
        ('title = "T"\nquestion = "Q?"\ncase = "c"\nfree = ["trigger"]\n[set]\nrequest = "none"', "free has 'trigger'"),
        ('title = "T"\nquestion = "Q?"\ncase = "c"\n[set]\nrequest = {a = 1}', "[set] request is"),
    ],
)
def test_a_bad_scenario_is_named(text, message):
    """File, field and what was expected."""
    with pytest.raises(UsageError) as wrong:
        parse_scenario(text, "s.toml")
    assert message in str(wrong.value) and "s.toml" in str(wrong.value)
