"""Simple forecasters."""

import numpy as np
import pytest

from case_factory import a_case
from dragoman.model.forecasters import blind
from dragoman.model.rivals import RIVALS, fit_multinomial, gower, laplace, softmax
from dragoman.model.table import INSTRUMENTS, case_table

CASES = [
    a_case(id=f"c-{i}", trigger=("price", "coup")[i % 2], request=("none", "treaty")[i % 3 == 0], instrument=INSTRUMENTS[i % 7], outcome_crisis=("survives", "elite")[i % 2], clans=bool(i % 2))
    for i in range(24)
]
RNG = np.random.default_rng(1)


@pytest.mark.parametrize("rival", RIVALS, ids=lambda r: r.name)
@pytest.mark.parametrize("n", [0, 1, 24])
def test_probabilities(rival, n):
    """Whatever was learnt from, every row is a distribution over all categories, and nothing is impossible."""
    train, asked = case_table(CASES[:n]), blind(case_table([*CASES[:3], a_case(id="bare")]))
    fitted = rival.fit(train, RNG)
    for p, k in ((fitted.instrument(asked), 7), (fitted.outcome(asked), 4)):
        assert p.shape == (4, k) and np.allclose(p.sum(axis=1), 1) and (p > 0).all()


@pytest.mark.parametrize("rival", RIVALS, ids=lambda r: r.name)
def test_targets_of_the_asked_are_not_read(rival):
    """A forecast is the same whether the asked cases' targets are there or hidden."""
    train, asked = case_table(CASES[:20]), case_table(CASES[20:])
    fitted = rival.fit(train, RNG)
    assert np.allclose(fitted.instrument(asked), fitted.instrument(blind(asked)))
    assert np.allclose(fitted.outcome(asked), fitted.outcome(blind(asked)))


def test_laplace_counts_one_more():
    """Rows of NaN do not count."""
    assert laplace(np.array([[1.0, 0.0], [np.nan, np.nan], [1.0, 0.0]])).tolist() == [0.75, 0.25]


def test_fit_reaches_the_mode():
    """At the end the slope of the penalised loss is zero."""
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(40, 5)), np.eye(3)[rng.integers(0, 3, 40)]
    precision = np.full(5, 2.0)
    beta = fit_multinomial(x, y, precision)
    assert np.abs(x.T @ (y - softmax(x @ beta)) - precision[:, None] * beta).max() < 1e-3


def test_gower_is_a_likeness():
    """Symmetric, in [0, 1], one for a case and itself."""
    table = case_table(CASES)
    g = gower(table, table)
    assert np.allclose(g, g.T) and (g >= 0).all() and (g <= 1 + 1e-12).all() and np.allclose(np.diag(g), 1)
