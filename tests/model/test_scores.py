"""Scores of forecasts."""

import numpy as np
import pytest

from dragoman.model.scores import brier, coverage, gain, log_loss, power, ranked, reliability, stacking

SURE = np.array([[1.0, 0.0, 0.0]])
EVEN = np.array([[0.5, 0.5, 0.0]])


def test_known_values():
    """A perfect forecast costs nothing; the ranked score charges the far miss more."""
    assert log_loss(SURE, SURE)[0] == 0 == brier(SURE, SURE)[0] == ranked(SURE, SURE)[0]
    assert log_loss(EVEN, SURE)[0] == pytest.approx(np.log(2)) and brier(EVEN, SURE)[0] == pytest.approx(0.5)
    near, far = np.array([[0.0, 1.0, 0.0]]), np.array([[0.0, 0.0, 1.0]])
    assert ranked(near, SURE)[0] == pytest.approx(0.5) and ranked(far, SURE)[0] == pytest.approx(1.0)
    assert brier(near, SURE)[0] == brier(far, SURE)[0] == 2


@pytest.mark.parametrize("score", [log_loss, brier, ranked])
def test_scores_are_proper_for_mixtures(score):
    """On a disputed case no forecast scores better than its weights."""
    target = np.array([[0.5, 0.25, 0.25]])
    others = np.random.default_rng(1).dirichlet(np.ones(3), size=400)
    assert (score(others, np.repeat(target, 400, axis=0)) >= score(target, target)[0] - 1e-9).all()


def test_gain_is_signed_and_repeatable():
    """A better forecaster has a positive gain; the same seed gives the same numbers."""
    rng = np.random.default_rng(2)
    rival = rng.normal(1.5, 0.3, 60)
    found = gain(rival - 0.2, rival, np.random.default_rng(3))
    assert found.mean == pytest.approx(0.2) and found.probability == 1 and found == gain(rival - 0.2, rival, np.random.default_rng(3))
    assert gain(rival, rival, np.random.default_rng(3)).probability == 0.5


def test_clusters_widen_the_interval():
    """Ten copies of each case count once each, not ten times; every case a cluster of its own changes nothing but chance."""
    rng = np.random.default_rng(7)
    rival = np.repeat(rng.normal(1.5, 0.5, 12), 10)
    loss = rival - np.repeat(rng.normal(0.1, 0.4, 12), 10)
    plain = gain(loss, rival, np.random.default_rng(8))
    grouped = gain(loss, rival, np.random.default_rng(8), clusters=[str(i // 10) for i in range(120)])
    assert grouped.mean == plain.mean and grouped.high - grouped.low > 2 * (plain.high - plain.low)
    alone = gain(loss, rival, np.random.default_rng(8), clusters=[str(i) for i in range(120)])
    assert alone.low == pytest.approx(plain.low, abs=0.02)


def test_power_grows():
    """With the size of the gain and with the number of cases."""
    rng = np.random.default_rng(4)
    rival = rng.normal(1.5, 0.5, 60)
    loss = rival + rng.normal(0, 0.4, 60)
    few = [p.found for p in power(loss, rival, (0.0, 0.05, 0.2), np.random.default_rng(5))]
    assert few == sorted(few) and few[0] == pytest.approx(0.1, abs=0.03)
    assert power(loss, rival, (0.05,), np.random.default_rng(5), cases=400)[0].found > few[1]


def test_calibrated_forecasts_look_so():
    """Targets drawn from the forecasts lie on the line, and sets hold at least their level."""
    rng = np.random.default_rng(6)
    p = rng.dirichlet(np.ones(4), size=3000)
    target = np.eye(4)[[rng.choice(4, p=row) for row in p]]
    assert all(abs(b.said - b.seen) < 4 * b.spread for b in reliability(p, target))
    assert all(c.held > c.level - 0.03 for c in coverage(p, target))


def test_stacking_finds_the_better():
    """The weights are shares and prefer what scored better."""
    losses = np.column_stack([np.full(50, 0.5), np.full(50, 1.5)])
    assert stacking(losses).tolist() == pytest.approx([1, 0], abs=1e-3)
    assert stacking(np.empty((0, 3))).sum() == pytest.approx(1)
