"""How good forecasts of categories are, and how sure one can be that one is better than another.

All scores are losses: less is better. A target is a row of weights over readings; a score is its mean over readings, so that a forecast of
a disputed case is charged for each reading by its weight (and no forecast can reach 0 on it). Rows whose target is NaN must be left out
before. Proper scoring rules: Gneiting & Raftery (2007), Strictly proper scoring rules, prediction, and estimation, JASA 102; the ranked
probability score: Epstein (1969), A scoring system for probability forecasts of ranked categories, J. Appl. Meteorol. 8.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.model.table import Floats

LEAST = 1e-6
"""Probabilities below this are scored as this: a loss of 13.8 nats. Told, not hidden: a forecaster that says "never" must pay, but not endlessly."""
TRUE_GAIN = 0.9
"""Share of resamples with a gain from which it is called probable."""


def log_loss(p: Floats, target: Floats) -> Floats:
    """(n,) nats: minus the logarithm of what was given to the readings, weighted."""
    loss: Floats = -np.sum(target * np.log(np.maximum(p, LEAST)), axis=1)
    return loss


def brier(p: Floats, target: Floats) -> Floats:
    """(n,) in [0, 2]: squared distance over all categories, mean over readings."""
    loss: Floats = np.sum(p**2, axis=1) - 2 * np.sum(p * target, axis=1) + np.sum(target, axis=1)
    return loss


def ranked(p: Floats, target: Floats) -> Floats:
    """(n,) in [0, 1]: ranked probability score for ordered categories, divided by their number less one, mean over readings."""
    k = p.shape[1]
    below = np.cumsum(p, axis=1)[:, None, :]
    steps = np.triu(np.ones((k, k)))[None]  # steps[j, c] = 1 from the category's own place on
    loss: Floats = np.sum(target * np.sum((below - steps) ** 2, axis=2), axis=1) / (k - 1)
    return loss


@dataclass(frozen=True, slots=True, kw_only=True)
class Gain:
    """How much smaller the mean loss of one forecaster is than that of another, over the same cases."""

    cases: int
    mean: float
    """Nats (or points) a case; positive when the first is better."""
    low: float
    high: float
    """Middle 95 % of the resamples."""
    probability: float
    """Share of the resamples with a gain above 0."""


def gain(loss: Floats, rival: Floats, rng: np.random.Generator, *, draws: int = 4000, clusters: Sequence[str] = ()) -> Gain:
    """Paired bootstrap by case (Efron & Tibshirani 1993): the same cases are drawn for both, for hard cases are hard for both.

    Args:
        clusters: (n,) labels; when given, all cases of one label (a country, say) are drawn together.
    """
    difference = rival - loss
    if clusters:
        return _clustered(difference, clusters, rng, draws)
    n = len(difference)
    if n == 0:
        return Gain(cases=0, mean=float("nan"), low=float("nan"), high=float("nan"), probability=float("nan"))
    counts = rng.multinomial(n, np.full(n, 1 / n), size=draws)
    means = counts @ difference / n
    return _gain(difference, means)


def _clustered(difference: Floats, clusters: Sequence[str], rng: np.random.Generator, draws: int) -> Gain:
    names = sorted(set(clusters))
    inside = np.array([[c == name for c in clusters] for name in names], dtype=float).reshape(len(names), len(difference))
    if not names:
        return gain(difference, difference, rng)
    counts = rng.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    return _gain(difference, (counts @ (inside @ difference)) / (counts @ inside.sum(axis=1)))


def _gain(difference: Floats, means: Floats) -> Gain:
    low, high = np.quantile(means, (0.025, 0.975))
    above = float(np.mean(means > 0) + np.mean(means == 0) / 2)
    return Gain(cases=len(difference), mean=float(difference.mean()), low=float(low), high=float(high), probability=above)


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """What a comparison on n cases can find."""

    gain: float
    """A true gain supposed, in nats."""
    cases: int
    found: float
    """Share of simulated samples in which the gain would be called probable (TRUE_GAIN)."""


def power(loss: Floats, rival: Floats, gains: Sequence[float], rng: np.random.Generator, *, cases: int | None = None, worlds: int = 4000) -> tuple[Power, ...]:
    """The chance to find a true gain of a given size.

    The differences by case, as found, are moved so that their mean is the gain supposed; samples of n are drawn from them; a gain
    counts as found when mean over standard error is above 1.28 (the normal form of nine resamples in ten). Spread and outliers are
    those of the real cases; that they are the right ones is an assumption.
    """
    difference = rival - loss
    n = cases or len(difference)
    if len(difference) < 3:
        return tuple(Power(gain=g, cases=n, found=float("nan")) for g in gains)
    counts = rng.multinomial(n, np.full(len(difference), 1 / len(difference)), size=worlds)
    centred = difference - difference.mean()
    means = counts @ centred / n
    spread = np.sqrt(np.maximum(counts @ centred**2 / n - means**2, 1e-12) / n)
    return tuple(Power(gain=g, cases=n, found=float(np.mean((means + g) / spread > 1.2816))) for g in gains)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts of about one probability, and how often they came true."""

    low: float
    high: float
    forecasts: int
    said: float
    """Mean probability given."""
    seen: float
    """Share (by weight of readings) that came true."""
    spread: float
    """Standard error of `seen` if `said` were right."""


def reliability(p: Floats, target: Floats, edges: Sequence[float] = (0.0, 0.05, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 1.0)) -> tuple[Bin, ...]:
    """Every category of every case is one forecast; bins without any are left out."""
    said, seen = p.ravel(), target.ravel()
    where = np.clip(np.searchsorted(edges, said, side="right") - 1, 0, len(edges) - 2)
    out = []
    for b in range(len(edges) - 1):
        mine = where == b
        if n := int(mine.sum()):
            mean = float(said[mine].mean())
            error = float(np.sqrt(np.sum(said[mine] * (1 - said[mine]))) / n)
            out.append(Bin(low=edges[b], high=edges[b + 1], forecasts=n, said=mean, seen=float(seen[mine].mean()), spread=error))
    return tuple(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coverage:
    """How often a prediction set held what happened."""

    level: float
    """Probability that the set was made to hold."""
    held: float
    """Share of the cases, by weight of readings."""
    size: float
    """Mean number of categories in the set."""


def coverage(p: Floats, target: Floats, levels: Sequence[float] = (0.5, 0.8, 0.9)) -> tuple[Coverage, ...]:
    """Smallest sets of categories that reach each level. They hold more than the level where single categories are large."""
    order = np.argsort(-p, axis=1, kind="stable")
    reached = np.cumsum(np.take_along_axis(p, order, axis=1), axis=1)
    hit = np.take_along_axis(target, order, axis=1)
    out = []
    for level in levels:
        inside = np.concatenate([np.ones((len(p), 1), bool), reached[:, :-1] < level - 1e-12], axis=1)
        out.append(Coverage(level=level, held=float(np.mean(np.sum(hit * inside, axis=1))), size=float(np.mean(inside.sum(axis=1)))))
    return tuple(out)


def stacking(losses: Floats, rounds: int = 2000) -> Floats:
    """(m,) weights of a mixture of m forecasters that would have scored best; `losses` (n, m) are log losses out of sample.

    Yao, Vehtari, Simpson & Gelman (2018), Using stacking to average Bayesian predictive distributions, Bayesian Analysis 13; the
    maximum is found by expectation and maximisation, which climbs to the only one, for the score is concave in the weights. On
    a disputed case exp(-loss) stands for the probability given to it.
    """
    n, m = losses.shape
    if n == 0:
        return np.full(m, 1 / m)
    given = np.exp(-(losses - losses.min(axis=1, keepdims=True)))
    weights = np.full(m, 1 / m)
    for _ in range(rounds):
        share = weights * given
        weights = np.mean(share / share.sum(axis=1, keepdims=True), axis=0)
    return weights
