"""Latent covariates, the logit, the posterior and the whole model."""

from dataclasses import replace

import numpy as np
import pytest

from case_factory import a_case, coding
from dragoman.errors import FormatError, UsageError
from dragoman.model import choice, diagnostics, fitting, logit, map, posterior, terms
from dragoman.model.forecasters import blind
from dragoman.model.latent import LATENT_CODES, LATENT_FLAGS, MOST, expand, marginals
from dragoman.model.table import INSTRUMENTS, case_table

CASES = [
    a_case(
        id=f"c-{i:02}",
        trigger=("price", "coup", "secession")[i % 3],
        request=("none", "treaty")[i % 2],
        mobilisation_form=("riot", "armed", "demonstrations")[i % 3],
        instrument="deployment" if i % 2 else ("cover", "none")[i % 3 == 0],
        outcome_crisis=("survives", "opposition")[i % 4 == 0],
        clans=bool(i % 2),
        base=True if i % 5 else None,
        cleavage=coding(("clan",) if i % 4 else ("economic", "democratic")),
        regime=("closed", "electoral")[i % 2],
        treaty_tie=("none", "collective", "defence")[i % 3],
        accession=("none", "promise")[i % 7 == 0],
        tenure_years=float(i % 9),
        **{name: bool((i // k) % 2) for k, name in enumerate(("dual_power", "contiguous", "patron_busy", "anti_patron"), 2)},
    )
    for i in range(30)
]
TABLE = case_table(CASES)
RNG = np.random.default_rng(5)


def test_expansion_leaves_no_gap():
    """Every row has every latent column; the weights of a case sum to one; as many rows as allowed at most."""
    rows = expand(TABLE, marginals(TABLE))
    assert not any(np.isnan(rows.table.X[n]).any() for n in (*LATENT_CODES, *LATENT_FLAGS, "tenure_years"))
    assert np.allclose(np.bincount(rows.case, rows.weight), 1) and np.bincount(rows.case).max() <= MOST


def test_expansion_of_a_case_does_not_hang_on_the_others():
    """Leaving other cases out of the table changes no row of a case, given the same shares."""
    known = marginals(TABLE)
    alone, among = expand(TABLE.take([7]), known), expand(TABLE, known)
    mine = among.case == 7
    for name in LATENT_CODES:
        assert (alone.table.X[name] == among.table.X[name][mine]).all()


def test_disputed_readings_keep_their_weight():
    """A disputed covariate stands for its readings, half for the settled one."""
    case = a_case(id="d", trigger=(*coding("price"), *coding("coup")), **dict.fromkeys(("clans", "base"), False))
    rows = expand(case_table([case]), marginals(TABLE))
    price = rows.table.is_code("trigger", "price") == 1
    assert rows.weight[price].sum() == pytest.approx(0.5, abs=0.02)


def problems():
    known = marginals(TABLE)
    guess = np.full((len(TABLE), 7), 1 / 7)
    return [map.choice_problem(TABLE, map.Priors(), known), map.outcome_problem(TABLE, map.Priors(), known, guess)]


@pytest.mark.parametrize("layer", [0, 1])
def test_gradient_and_curvature(layer):
    """Against differences."""
    problem = problems()[layer]
    at = RNG.normal(0, 0.3, len(problem.scale))
    _, slope = logit.log_posterior(problem, at)
    step = 1e-5
    for k in RNG.choice(len(at), 12, replace=False):
        move = np.zeros(len(at))
        move[k] = step
        (up, slope_up), (down, slope_down) = logit.log_posterior(problem, at + move), logit.log_posterior(problem, at - move)
        assert (up - down) / (2 * step) == pytest.approx(slope[k], abs=1e-5)
        column = (slope_up - slope_down) / (2 * step)
        assert np.allclose(-column, logit._evaluate(problem, at, curvature="exact")[2][:, k], atol=1e-5)


@pytest.mark.parametrize("layer", [0, 1])
def test_mode(layer):
    """The slope is zero there, from wherever the search began, and the curvature is positive."""
    problem = problems()[layer]
    found, again = logit.fit(problem), logit.fit(problem, RNG.normal(0, 0.5, len(problem.scale)))
    assert found.converged and np.abs(logit.log_posterior(problem, found.mode)[1]).max() < 1e-4
    assert np.allclose(found.mode, again.mode, atol=1e-3)
    assert np.linalg.eigvalsh(found.precision).min() > 0


def test_costs_are_never_negative():
    """Half-normal parameters stay positive in every draw."""
    found, _ = map.laplace(TABLE, np.random.default_rng(0), draws=300)
    assert (found.beta[:, [t.cost for t in terms.TERMS]] > 0).all()


@pytest.mark.parametrize("layer", [0, 1])
def test_many_points_at_once(layer):
    """The same density as one by one, up to one constant."""
    problem = problems()[layer]
    at = RNG.normal(0, 0.4, (7, len(problem.scale)))
    apart = np.array([logit.log_posterior(problem, x)[0] for x in at])
    assert np.ptp(logit.densities(problem, at) - apart) < 1e-8


@pytest.mark.parametrize("positive", [False, True])
def test_corrected_draws_follow_the_posterior(positive):
    """One parameter and few lopsided records: quartiles as by adding up the density, which the normal alone misses."""
    problem = logit.Problem(
        design=np.tile(np.array([[[0.0], [2.0]]]), (6, 1, 1)),
        allowed=np.ones((6, 2), bool),
        record=np.eye(2)[[1] * 6],
        weight=np.ones(6),
        case=np.arange(6),
        scale=np.array([3.0]),
        positive=np.array([positive]),
    )
    theta = np.linspace(0.0 if positive else -12.0, 12.0, 20_001)
    density = np.exp(-0.5 * (theta / 3.0) ** 2) / (1.0 + np.exp(-2.0 * theta)) ** 6
    true = np.interp([0.25, 0.5, 0.75], np.cumsum(density) / density.sum(), theta)
    found = logit.fit(problem)
    near, plain = (np.quantile(d, [0.25, 0.5, 0.75]) for d in (found.corrected(np.random.default_rng(0), 4000, problem, 20_000), found.draws(np.random.default_rng(0), 4000)))
    assert np.abs(near - true).max() < 0.15 and np.abs(near - true).max() < np.abs(plain - true).max()


def test_putting_rows_together_changes_nothing():
    """Equal rows of a case, merged, give the same density."""
    problem = problems()[0]
    doubled = replace(
        problem,
        design=np.repeat(problem.design, 2, axis=0),
        allowed=np.repeat(problem.allowed, 2, axis=0),
        record=np.repeat(problem.record, 2, axis=0),
        weight=np.repeat(problem.weight / 2, 2),
        case=np.repeat(problem.case, 2),
    )
    at = RNG.normal(0, 0.3, len(problem.scale))
    assert len(logit.merged(doubled).case) == len(problem.case)
    assert logit.log_posterior(doubled, at)[0] == pytest.approx(logit.log_posterior(problem, at)[0])


def test_the_model_learns_and_is_no_oracle():
    """On cases with a plain rule it finds the rule; forecasts are distributions and nothing recorded is impossible."""
    fitted = map.FullModel().fit(TABLE, np.random.default_rng(0))
    asked = blind(case_table([a_case(id="q", request="treaty", trigger="coup", clans=True, mobilisation_form="armed"), a_case(id="r", request="none", trigger="price")]))
    p, ends = fitted.instrument(asked), fitted.outcome(asked)
    assert np.allclose(p.sum(axis=1), 1) and np.allclose(ends.sum(axis=1), 1) and (p > 0).all()
    assert p[0].argmax() == choice.DEPLOYMENT and p[1, choice.DEPLOYMENT] < 0.05
    assert (fitted.posterior.chosen(asked)[:, 1, choice.DEPLOYMENT] == 0).all()


def test_targets_are_not_read():
    """A forecast is the same with the asked case's own targets in sight."""
    fitted = map.FullModel(draws=50).fit(TABLE, np.random.default_rng(0))
    assert np.allclose(fitted.instrument(TABLE), fitted.instrument(blind(TABLE))) and np.allclose(fitted.outcome(TABLE), fitted.outcome(blind(TABLE)))


def test_an_empty_table_leaves_the_prior():
    """With no cases the forecast is wide, and the record says that nothing was fitted."""
    found, _ = map.laplace(TABLE.take([]), np.random.default_rng(0), draws=100)
    assert found.status == "prior" and np.allclose(found.instrument(TABLE).sum(axis=2), 1)


def test_same_generator_same_draws():
    """Fits are deterministic, and the start changes nothing that can be seen."""
    a, fit_a = map.laplace(TABLE, np.random.default_rng(1), draws=20)
    b, _ = map.laplace(TABLE, np.random.default_rng(1), draws=20)
    c, _ = map.laplace(TABLE, np.random.default_rng(1), draws=20, start=fit_a)
    assert (a.beta == b.beta).all() and np.allclose(a.beta, c.beta, atol=1e-3)


def test_outcomes_add_up():
    """Chances of outcomes before the instrument is known are those given each instrument, mixed by its chance."""
    found, _ = map.laplace(TABLE, np.random.default_rng(0), draws=10)
    joint = found.joint(TABLE)
    assert np.allclose(joint.sum(axis=3), found.chosen(TABLE))
    ones = [found.outcome_given(TABLE, np.tile(row, (len(TABLE), 1))) for row in np.eye(7)]
    assert all(np.allclose(p.sum(axis=2), 1) for p in ones)


def test_stored_draws_come_back():
    """The same bytes from the same draws, and the same forecasts after reading them back."""
    found = posterior.prior(np.random.default_rng(0), 20, table=TABLE)
    raw = posterior.dump(found)
    again = posterior.parse(raw)
    assert posterior.dump(again) == raw == posterior.dump(posterior.prior(np.random.default_rng(0), 20, table=TABLE))
    assert np.allclose(found.instrument(TABLE), again.instrument(TABLE), atol=1e-5)


def test_the_prior_favours_nothing_much():
    """Unfitted, no instrument but a deployment without a request is far from even."""
    p = posterior.prior(np.random.default_rng(0), 300, table=TABLE).instrument(TABLE).mean(axis=0)
    assert p[1::2].min() > 0.03 and p.max() < 0.4


def test_another_version_is_refused(monkeypatch):
    """With the versions named and the next step."""
    raw = posterior.dump(posterior.prior(np.random.default_rng(0), 5))
    monkeypatch.setattr(posterior, "VERSION", posterior.VERSION + 1)
    with pytest.raises(FormatError, match=r"version 1 of the model.*this is version 2.*make fit"):
        posterior.parse(raw)


@pytest.mark.parametrize("raw", [b"", b"PK\x03\x04", b"no archive at all"])
def test_a_damaged_file_is_refused(raw):
    """It is named as no stored posterior, not as a crash."""
    with pytest.raises(FormatError, match="no stored posterior"):
        posterior.parse(raw)


def test_the_shipped_draws_are_fitted():
    """They load, carry no more than a megabyte, and their diagnostics are sound."""
    found = posterior.load()
    assert found.status == "fitted" and found.method == "nuts" and len(found) <= 500 and len(posterior.dump(found)) < 1_000_000
    for layer in ("choice", "outcome"):
        assert found.diagnostics[layer]["rhat"] < 1.03 and found.diagnostics[layer]["divergences"] == 0


def test_fitting_says_what_is_missing(monkeypatch):
    """Without the extra the error names it and how to get it."""
    import builtins

    real = builtins.__import__

    def refuse(name, *args, **kwargs):
        if name.partition(".")[0] in ("jax", "numpyro"):
            raise ImportError(f"No module named {name!r}", name=name)
        return real(name, *args, **kwargs)

    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(UsageError, match=r"Fitting needs jax.*dragoman\[model\].*make fit"):
        fitting.sample(TABLE)


def test_uniform_and_holm():
    """Even counts have p 1; the correction never makes a p-value smaller."""
    assert diagnostics.uniform_p(np.full(11, 20.0)) == 1.0
    assert diagnostics.uniform_p(np.array([100.0] + [12.0] * 10)) < 1e-6
    p = np.array([0.001, 0.5, 0.02])
    assert diagnostics.holm(p).tolist() == pytest.approx([0.003, 0.5, 0.04])


def test_uniform_p_is_uniform():
    """Over counts that are even by chance, one test in ten is below a tenth."""
    rng = np.random.default_rng(0)
    found = np.array([diagnostics.uniform_p(row.astype(float)) for row in rng.multinomial(550, np.full(11, 1 / 11), size=2000)])
    assert 0.07 < (found < 0.1).mean() < 0.13


@pytest.mark.parametrize("layer", ["choice", "outcome"])
def test_known_parameters_are_recovered(layer):
    """Over simulated worlds the estimates follow the truths, and the ranks are uniform after correction."""
    found = diagnostics.calibrate(TABLE, np.random.default_rng(2), layer=layer, worlds=33)
    seen = [i for i, name in enumerate(found.names) if name in ("request_help", "client_in_danger", "free_hand", "danger", "insiders", "clans")]
    assert found.failed == 0 and found.holm.min() > 0.01
    assert np.median(found.correlation[seen]) > 0.2


def test_predictive_checks_know_a_wrong_model():
    """The prior, checked as if it were a fit, is caught."""
    good, _ = map.laplace(TABLE, np.random.default_rng(0), draws=200)
    checked = diagnostics.predictive_checks(TABLE, good, np.random.default_rng(1))
    assert checked["outside"] <= 2 and checked["of"] == 7 * len(set(TABLE.group)) + 1 + 4
    stubborn = replace(good, pooled=good.pooled + 6.0 * np.eye(7)[INSTRUMENTS.index("force")])
    assert diagnostics.predictive_checks(TABLE, stubborn, np.random.default_rng(1))["outside"] > checked["outside"]


@pytest.mark.model
def test_sampling_agrees_with_the_approximation():
    """Means of the terms within a standard deviation of each other, given the same cases."""
    pytest.importorskip("numpyro")
    sampled = fitting.sample(TABLE, fitting.Settings(chains=1, warmup=150, draws=150))
    approximate, _ = map.laplace(TABLE, np.random.default_rng(0), draws=500)
    assert diagnostics.against_laplace(sampled, approximate)["largest_shift"] < 1.0
