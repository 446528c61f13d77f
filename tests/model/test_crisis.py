"""The stages of a crisis."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from case_factory import a_case, coding
from dragoman.cases.codebook import codebook
from dragoman.model import crisis
from dragoman.model.assumptions import FAMILIES, assumptions, draw
from dragoman.model.counts import codes, counts
from dragoman.model.crisis import ANSWERS, FORMS, Held, noise, parameters, simulate
from dragoman.model.layers import Layers, situation
from dragoman.model.posterior import prior
from dragoman.model.table import INSTRUMENTS, OUTCOMES, case_table

N = 600


def columns(n=N, **values):
    """Rows of one situation: positions of codes and flags."""
    base = {"trigger": "election", "mobilisation_form": "demonstrations", "regime": "electoral", "request": "none", "treaty_tie": "collective", "accession": "none"}
    x = {name: np.full(n, float(codes(name).index(values.get(name, code)))) for name, code in base.items()}
    x |= {name: np.full(n, float(values.get(name, 0))) for name in ("dual_power", "clans", "contiguous", "base", "patron_busy", "anti_patron")}
    x |= {f"cleavage.{c}": np.full(n, float(c in values.get("cleavage", ()))) for c in codes("cleavage")}
    return {**x, "tenure_years": np.full(n, 1.5), "precedent": np.zeros(n), "refusals": np.zeros(n)}


@pytest.fixture(scope="module")
def model():
    """Draws of the prior, and counts over a few invented cases."""
    cases = [a_case(id=f"c-{i}", instrument=j, rival_response="words", outcome_crisis="survives") for i, j in enumerate(INSTRUMENTS)]
    layers = Layers(prior(np.random.default_rng(1), 100, table=case_table(cases)))
    return layers, parameters(np.random.default_rng(2), counts(cases), 100)


def run(model, *, held=None, every=False, seed=3, **values):
    """A run of N rows."""
    layers, p = model
    which = np.arange(N) % 100
    return simulate(situation(columns(**values), "russia", 2015), which, p, layers, noise(np.random.default_rng(seed), N), held=held, every=every)


def test_the_codebook_s_codes_are_the_layer_s():
    """Forms and triggers that the stages name are codes; the triggers of the street are among them."""
    assert tuple(codebook()["mobilisation_form"].codes) == FORMS
    assert set(crisis.STREET) <= set(codebook()["trigger"].codes)
    assert codes("request").index("none") == 0 and codes("territory").index("none") == 0 and codes("request_answer").index("none") == 0


def test_assumptions_are_complete():
    """Each has a family, a reason and draws inside its family's range."""
    drawn = draw(np.random.default_rng(0), 500)
    for a in assumptions().values():
        assert a.family in FAMILIES and len(a.why) > 20 and all(1 <= s <= 146 for s in a.statements), a.name
        values = drawn[a.name]
        assert a.family != "positive" or (values > 0).all()
        assert a.family != "share" or ((values > 0) & (values < 1)).all()
        assert abs(values.mean() - a.value) < 0.25 * a.spread + 1e-9, a.name


def test_chances_add_to_one(model):
    """Every stage's chances are chances, every stage's result one of its levels."""
    found = run(model, held=Held(free=frozenset(crisis.FREE)), every=True)
    for chances in (found.chance_answer, found.chance_instrument, found.chance_rival, found.chance_outcome, found.outcome_marginal()):
        assert np.allclose(chances.sum(axis=1), 1) and (chances >= 0).all()
    assert ((found.crowd >= 0) & (found.crowd <= 1)).all() and ((found.defected >= 0) & (found.defected <= 1 + 1e-9)).all()
    assert set(found.outcome) <= set(range(len(OUTCOMES))) and set(found.answer) <= set(range(len(ANSWERS)))
    assert ((found.chance_lost >= 0) & (found.chance_lost <= 1)).all() and ((found.chance_depends >= 0) & (found.chance_depends <= 1)).all()


CODED = ("trigger", "mobilisation_form", "regime", "request", "treaty_tie", "accession")


@settings(max_examples=25, deadline=None)
@given(levels=st.tuples(*(st.sampled_from(codes(n)) for n in CODED)), flags=st.tuples(*(st.booleans() for _ in range(6))), free=st.sets(st.sampled_from(crisis.FREE)))
def test_any_situation_has_chances(model, levels, flags, free):
    """Whatever the covariates, chances are chances, troops are asked for, and a request under a treaty that is drawn has an organisation."""
    named = dict(zip(CODED, levels, strict=True)) | dict(zip(("dual_power", "clans", "contiguous", "base", "patron_busy", "anti_patron"), map(int, flags), strict=True))
    found = run(model, held=Held(free=frozenset(free)), **named)
    for chances in (found.chance_answer, found.chance_instrument, found.chance_rival, found.chance_outcome):
        assert np.isfinite(chances).all() and np.allclose(chances.sum(axis=1), 1)
    assert (found.request[found.instrument == INSTRUMENTS.index("deployment")] > 0).all()
    if "request" in free and named["treaty_tie"] != "collective":
        assert (found.request != codes("request").index("treaty")).all()


def test_same_noise_same_crisis(model):
    """Nothing is random but what is handed in."""
    a, b = run(model), run(model)
    assert all(np.array_equal(getattr(a, n), getattr(b, n), equal_nan=True) for n in ("crowd", "defected", "instrument", "rival", "outcome", "size"))


def test_without_a_request_no_troops_on_request(model):
    """A deployment needs a request, coded or drawn."""
    assert (run(model).instrument != INSTRUMENTS.index("deployment")).all()
    free = run(model, held=Held(free=frozenset(crisis.FREE)))
    sent = free.instrument == INSTRUMENTS.index("deployment")
    assert sent.any() and (free.request[sent] > 0).all()
    assert np.isnan(free.size[~sent]).all() and (free.size[sent] >= 0).all() and (free.mandate[sent] > 0).all() and (free.mandate[~sent] == 0).all()


def test_a_council_that_declines_sends_nobody(model):
    """Under the treaty no troops come when the council says no; the other instruments keep their proportions."""
    before = run(model, request="treaty")
    after = run(model, request="treaty", held=Held(council=False))
    troops = INSTRUMENTS.index("deployment")
    assert before.chance_instrument[:, troops].mean() > 0.02 and (after.chance_instrument[:, troops] == 0).all()
    rest = np.delete(before.chance_instrument, troops, axis=1)
    assert np.allclose(np.delete(after.chance_instrument, troops, axis=1), rest / rest.sum(axis=1, keepdims=True))
    assert set(after.council) == {0} and set(before.council[before.instrument == troops]) == {1}


def test_no_treaty_no_request_under_it(model):
    """Where there is no organisation the incumbent cannot ask under its treaty."""
    found = run(model, treaty_tie="none", held=Held(free=frozenset({"request"})))
    assert (found.chance_answer[:, ANSWERS.index("treaty")] == 0).all() and ANSWERS.index("treaty") not in found.answer


def test_a_coded_form_fixes_the_band_of_the_crowd(model):
    """A strike stays small, a riot is large, on whatever path."""
    strike, riot = (run(model, mobilisation_form=f).crowd.max(axis=1) for f in ("strike", "riot"))
    assert np.quantile(strike, 0.9) < 0.25 and np.median(riot) > 0.3
    assert (run(model, mobilisation_form="strike").form == FORMS.index("strike")).all()


def test_a_crowd_tips_over(model):
    """Granovetter's form: thresholds a little higher leave a crowd small that otherwise fills the streets."""
    layers, p = model
    peaks = []
    for middle in (0.35, 0.9):
        fixed = replace(p, values={**p.values, "threshold": np.full(100, middle), "grievance_luck": np.full(100, 1e-6)})
        held = Held(free=frozenset({"mobilisation_form"}), hand=0)
        found = simulate(situation(columns(), "russia", 2015), np.arange(N) % 100, fixed, layers, noise(np.random.default_rng(5), N), held=held)
        peaks.append(found.crowd.max(axis=1).mean())
    assert peaks[0] > 0.6 and peaks[1] < 0.2


def test_closed_form_of_a_day(model):
    """Without noise or defectors a day is the stated sum: what stays, and the share whose threshold is passed."""
    layers, p = model
    one = {"move": 0.5, "contagion": 1.0, "threshold": 0.5, "threshold_spread": 0.2, "grievance_sharp": 0.2, "grievance_luck": 0.0, "strong_hand": 0.0, "defectors_push": 0.0, "cells": 1e12}
    fixed = replace(p, values={**p.values, **{k: np.full(100, v) for k, v in one.items()}})
    held = Held(free=frozenset({"mobilisation_form"}))
    found = simulate(situation(columns(), "russia", 2015), np.arange(N) % 100, fixed, layers, noise(np.random.default_rng(5), N), held=held)
    first = 0.5 * crisis.SEED_CROWD + 0.5 / (1 + np.exp(-(crisis.SEED_CROWD + 0.2 - 0.5) / 0.2))
    assert np.allclose(found.crowd[:, 1], first, atol=1e-5)


def test_clans_leave_the_rival_nobody_to_support(model):
    """With clans aid becomes rarer; nothing else of the situation differs."""
    aid = codes("rival_response").index("aid")
    with_clans, without = (run(model, clans=k, held=Held(instrument=1)).chance_rival[:, aid].mean() for k in (1, 0))
    assert with_clans < without


def test_no_purge_leaves_the_chance_to_stay(model):
    """Excluding a purge moves its chance to plain survival and nothing else."""
    before, after = run(model, every=True).outcome_marginal(), run(model, every=True, held=Held(purge=False)).outcome_marginal()
    assert np.allclose(after[:, 1], 0) and np.allclose(after[:, :2].sum(axis=1), before[:, :2].sum(axis=1)) and np.allclose(after[:, 2:], before[:, 2:])


def test_counts_are_shrunk_to_the_whole():
    """A row that no case fills is the column's shares; a filled one lies between them and its own."""
    cases = [a_case(id=f"c-{i}", instrument="force", rival_response="sanctions") for i in range(6)] + [a_case(id="d", instrument="none", rival_response="words")]
    alpha = counts(cases).tables["rival_response"].alpha()
    share = alpha / alpha.sum(axis=1, keepdims=True)
    sanctions = codes("rival_response").index("sanctions")
    assert share[2, sanctions] == pytest.approx((6.5) / (7 + 0.5 * 5))
    assert share[2, sanctions] < share[3, sanctions] < 1


def test_unsourced_codings_are_not_counted():
    """What nobody vouches for is not counted; an empty territory is none lost."""
    unsourced = replace(coding("words")[0], sources=())
    found = counts([a_case(instrument="cover", rival_response=(unsourced,))])
    assert found.tables["rival_response"].cases == 0 and found.tables["territory"].counts[0, 0] == 1
