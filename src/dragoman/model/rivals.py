"""Simple forecasters that a model must beat to be worth its trouble.

Their constants were set before any score was seen and are no part of a search; the page of validation shows the ridge at other
penalties, so that nobody need suspect a rival of having been tied down. What they may read is `table.BEFORE`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from dragoman import resources
from dragoman.model.table import CODED, ERAS, FLAGS, GROUPS, INSTRUMENTS, CaseTable, Floats

NEIGHBOURS = 10
"""Cases that speak in the forecast by nearest neighbours."""
STRENGTH = 4.0
"""Cases that the prior of a cell counts for in the forecast by trigger and patron group, and the base rate among neighbours."""
PENALTY = 4.0
"""Precision of the normal prior on the ridge's coefficients: a standard deviation of one half."""
FLOOR = 0.02
"""What the forecast that nothing will be done leaves for each other category."""
BEFORE_CODES = tuple(name for name in CODED if name in ("trigger", "mobilisation_form", "regime", "request", "treaty_tie", "accession"))
COUNTS = ("tenure_years", "precedent", "refusals")

Rule = Callable[[CaseTable, CaseTable, str], Floats]
"""Cases learnt from, cases asked for, target -> (n, k) probabilities."""


@dataclass(frozen=True, slots=True)
class Simple:
    """A forecaster that keeps its cases and does all its work when asked."""

    name: str
    rule: Rule

    def fit(self, table: CaseTable, rng: np.random.Generator) -> Seen:
        return Seen(self.rule, table)


@dataclass(frozen=True, slots=True)
class Seen:
    """A simple forecaster with its cases."""

    rule: Rule
    train: CaseTable

    def instrument(self, table: CaseTable) -> Floats:
        return self.rule(self.train, table, "instrument")

    def outcome(self, table: CaseTable) -> Floats:
        return self.rule(self.train, table, "outcome")


def target(table: CaseTable, name: str) -> Floats:
    """(n, k) weights over readings: of the instrument, of the outcome, or of any other coded field."""
    return table.instrument if name == "instrument" else table.outcome if name == "outcome" else table.shares[name]


def told(table: CaseTable, name: str) -> CaseTable:
    """The cases whose target is known."""
    return table.take(~np.isnan(target(table, name)[:, 0]))


def laplace(rows: Floats, one: float = 1.0) -> Floats:
    """(k,) frequencies with one case added to each category (Laplace's rule of succession); rows of NaN do not count."""
    counts = np.nansum(rows, axis=0) + one
    shares: Floats = counts / counts.sum()
    return shares


def base_rate(train: CaseTable, table: CaseTable, name: str) -> Floats:
    """The same for every case: how often each category was seen."""
    return np.tile(laplace(target(train, name)), (len(table), 1))


def always_none(train: CaseTable, table: CaseTable, name: str) -> Floats:
    """Nothing will be done and the incumbent stays: the first category, whatever the case, with FLOOR for each other."""
    k = target(train, name).shape[1]
    row = np.full(k, FLOOR)
    row[0] = 1 - FLOOR * (k - 1)
    return np.tile(row, (len(table), 1))


def trigger_and_group(train: CaseTable, table: CaseTable, name: str) -> Floats:
    """Frequencies by trigger and group of patrons, drawn to the product of their margins, and the margins to the base rate.

    A disputed trigger counts for each of its readings by weight; where the trigger is unknown the group alone speaks.
    """
    seen = told(train, name)
    y, base = target(seen, name), laplace(target(seen, name))
    triggers = np.nan_to_num(seen.shares["trigger"])
    groups = _one_hot(seen.X["group"], len(GROUPS))
    by_trigger = _shrunk(triggers.T @ y, base)
    by_group = _shrunk(groups.T @ y, base)
    cells = np.einsum("it,ig,ik->tgk", triggers, groups, y)
    product = by_trigger[:, None, :] * by_group[None, :, :] / base
    cell = _shrunk(cells, product / product.sum(axis=2, keepdims=True))
    asked, whose = table.shares["trigger"], table.X["group"].astype(int)
    known = ~np.isnan(asked[:, 0])
    mixed = np.einsum("it,itk->ik", np.nan_to_num(asked), cell[:, whose, :].transpose(1, 0, 2))
    out: Floats = np.where(known[:, None], mixed, by_group[whose])
    return out


def and_request(train: CaseTable, table: CaseTable, name: str) -> Floats:
    """The same, with a deployment put down to FLOOR where nobody is known to have asked: what the codebook's own definition is worth.

    By the codebook a deployment is sent on request, so that whoever reads the field `request` knows half of the answer.
    """
    p = trigger_and_group(train, table, name)
    if name != "instrument":
        return p
    asked = 1 - table.shares["request"][:, table.codes["request"].index("none")]
    at = INSTRUMENTS.index("deployment")
    p[:, at] = np.where(np.isnan(asked), p[:, at], np.maximum(p[:, at] * asked, FLOOR))
    return _to_one(p)


def neighbours(train: CaseTable, table: CaseTable, name: str) -> Floats:
    """The NEIGHBOURS likest cases by Gower's coefficient with the codebook's weights and the patron's group, weighted by the square of the likeness; the base rate counts as STRENGTH cases."""
    seen = told(train, name)
    y, base = target(seen, name), laplace(target(train, name))
    out = np.tile(base, (len(table), 1))
    if not len(seen):
        return out
    likeness = gower(table, seen)
    for i, row in enumerate(likeness):
        near = np.argsort(-row, kind="stable")[:NEIGHBOURS]
        weight = row[near] ** 2
        counts = weight @ y[near] / max(float(weight.mean()), 1e-9) + STRENGTH * base
        out[i] = counts / counts.sum()
    return out


def gower(a: CaseTable, b: CaseTable) -> Floats:
    """(n, m) likeness in [0, 1] of each case of `a` to each of `b` (Gower 1971): a weighted mean over the fields that both have."""
    weights = {name: float(rule.get("weight", 0)) for name, rule in resources.load("codebook")["fields"].items()}
    total, mass = np.zeros((len(a), len(b))), np.zeros((len(a), len(b)))

    def add(score: Floats, weight: float) -> None:
        known = ~np.isnan(score)
        total[known] += weight * score[known]
        mass[known] += weight

    for name in BEFORE_CODES:
        add(a.shares[name] @ b.shares[name].T, weights[name])
    for name in FLAGS:
        x, y = a.X[name][:, None], b.X[name][None, :]
        add(np.where(np.isnan(x) | np.isnan(y), np.nan, (x == y).astype(float)), weights[name])
    add(np.maximum(0, 1 - np.abs(a.X["tenure_years"][:, None] - b.X["tenure_years"][None, :]) / np.log1p(40)), weights["tenure_years"])
    cleavages = [np.column_stack([t.X[f"cleavage.{c}"] for c in t.codes["cleavage"]]) for t in (a, b)]
    both = cleavages[0] @ cleavages[1].T
    either = np.nansum(cleavages[0], axis=1)[:, None] + np.nansum(cleavages[1], axis=1)[None, :] - both
    add(np.where(either > 0, both / np.maximum(either, 1), np.where(np.isnan(both), np.nan, 1.0)), weights["cleavage"])
    add((a.X["group"][:, None] == b.X["group"][None, :]).astype(float), 1.0)
    likeness: Floats = total / np.maximum(mass, 1e-9)
    return likeness


def ridge(train: CaseTable, table: CaseTable, name: str, *, penalty: float = PENALTY) -> Floats:
    """Multinomial logistic regression with a normal prior on every coefficient, all covariates, missing ones at their mean.

    Hoerl & Kennard (1970) for the penalty, le Cessie & van Houwelingen (1992) for its logistic form.
    """
    seen = told(train, name)
    y = target(seen, name)
    k = y.shape[1]
    if not len(seen):
        return np.full((len(table), k), 1 / k)
    raw = features(seen)
    means = np.nan_to_num(np.nanmean(np.vstack([raw, np.zeros(raw.shape[1])]), axis=0))
    x, asked = ([np.ones((len(t), 1)), np.nan_to_num(features(t) - means)] for t in (seen, table))
    beta = fit_multinomial(np.hstack(x), y, np.r_[0.1, np.full(raw.shape[1], penalty)])
    return softmax(np.hstack(asked) @ beta)


def fit_multinomial(x: Floats, y: Floats, precision: Floats, rounds: int = 2000) -> Floats:
    """(p, k) coefficients at the mode: `x` (n, p), weights `y` (n, k) with rows of sum 1, precisions (p,) of the normal prior.

    Steps by the fixed bound of the curvature of Böhning (1992), Multinomial logistic regression algorithm: every step lowers the loss,
    and one p x p matrix is inverted once, whatever k is.
    """
    bound = np.linalg.inv(x.T @ x / 2 + np.diag(precision))
    beta = np.zeros((x.shape[1], y.shape[1]))
    for _ in range(rounds):
        step = bound @ (x.T @ (y - softmax(x @ beta)) - precision[:, None] * beta)
        beta = beta + step
        if np.abs(step).max() < 1e-5:
            break
    return beta


def features(table: CaseTable) -> Floats:
    """(n, p) of everything known before the choice; codes as their shares, NaN where missing."""
    blocks = [table.shares[name] for name in BEFORE_CODES]
    blocks += [np.column_stack([table.X[name] for name in (*FLAGS, *(f"cleavage.{c}" for c in table.codes["cleavage"]))])]
    blocks += [np.column_stack([table.X[name] / 2 for name in COUNTS])]  # logarithms run to about 3.7; halved they weigh like flags
    return np.hstack([*blocks, _one_hot(table.X["group"], len(GROUPS)), _one_hot(table.X["era"], len(ERAS))])


def softmax(z: Floats) -> Floats:
    """Rows to probabilities."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    out: Floats = e / e.sum(axis=1, keepdims=True)
    return out


def _to_one(p: Floats) -> Floats:
    shares: Floats = p / p.sum(axis=-1, keepdims=True)
    return shares


def _one_hot(codes: Floats, k: int) -> Floats:
    """(n, k) from indices; rows of zeros where they are NaN."""
    return np.array(codes[:, None] == np.arange(k)[None, :], dtype=float)


def _shrunk(counts: Floats, prior: Floats) -> Floats:
    """Counts (…, k) drawn to a prior that counts for STRENGTH cases."""
    mixed: Floats = (counts + STRENGTH * prior) / (counts.sum(axis=-1, keepdims=True) + STRENGTH)
    return mixed


BASE_RATE = Simple("base rate", base_rate)
TRIGGER_AND_GROUP = Simple("trigger x patron group", trigger_and_group)
AND_REQUEST = Simple("trigger x group, asked", and_request)
NEAREST = Simple("nearest neighbours", neighbours)
RIDGE = Simple("ridge multinomial", ridge)
ALWAYS_NONE = Simple("always none", always_none)
RIVALS = (BASE_RATE, TRIGGER_AND_GROUP, AND_REQUEST, NEAREST, RIDGE, ALWAYS_NONE)
"""The sixth that the issue asks for, the unfitted full model, comes with the full model."""
