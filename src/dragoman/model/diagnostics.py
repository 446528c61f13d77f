"""Whether the fitting does what it says: simulation-based calibration, recovery of known parameters, predictive checks, what each term is worth.

Calibration: parameters are drawn from the prior, cases are made from them with the covariates of the real ones, the model is fitted to
the made cases, and the rank of each true value among the draws must be uniform (Talts, Betancourt, Simpson, Vehtari and Gelman 2018,
Validating Bayesian inference algorithms with simulation-based calibration). Every parameter is tested, so the p-values are corrected
for their number (Holm 1979). What is tested is the Laplace approximation with draws corrected by importance, as `dragoman forecast`
uses it, with its simplifications.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dragoman.model import choice, logit, map, outcomes, scores, terms
from dragoman.model.latent import Marginals, marginals
from dragoman.model.posterior import Posterior
from dragoman.model.table import INSTRUMENTS, OUTCOMES, CaseTable, Floats

RANKS = 109
"""Draws a truth is ranked among; with it, 110 places in 11 equal bins."""
BINS = 11
LEVELS = (0.5, 0.9)
FOLDS = 25
"""Parts of the cases that are left out in turn where many models are compared; the race leaves out one case at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """Ranks and recovery of one layer over simulated worlds."""

    layer: str
    worlds: int
    cases: int
    names: tuple[str, ...]
    p_values: Floats
    """(P,): that the ranks are uniform, one test a parameter."""
    holm: Floats
    """(P,): corrected for their number."""
    coverage: Mapping[float, Floats]
    """Level -> (P,): share of worlds whose truth lay in the interval."""
    correlation: Floats
    """(P,): of truth and posterior mean over worlds."""
    sign: float
    """Share of truths beyond one half (log-odds) whose sign the posterior mean has."""
    failed: int
    """Fits that did not converge."""

    @property
    def passed(self) -> bool:
        return bool((self.holm > 0.05).all())

    def summary(self) -> dict[str, Any]:
        """As plain data, parameter by parameter."""
        return {
            "layer": self.layer,
            "worlds": self.worlds,
            "cases": self.cases,
            "passed": self.passed,
            "least_p_corrected": round(float(self.holm.min()), 4),
            "coverage": {f"{level:.0%}": [round(float(f(c)), 3) for f in (np.mean, np.min, np.max)] for level, c in self.coverage.items()},
            "correlation": [round(float(f(self.correlation)), 3) for f in (np.median, np.min, np.max)],
            "sign_right": round(self.sign, 3),
            "not_converged": self.failed,
            "parameters": {
                n: {"p": round(float(p), 4), "corrected": round(float(h), 4), "correlation": round(float(r), 3)}
                for n, p, h, r in zip(self.names, self.p_values, self.holm, self.correlation, strict=True)
            },
        }


def calibrate(table: CaseTable, rng: np.random.Generator, *, layer: str = "choice", worlds: int = 200, priors: map.Priors | None = None) -> Calibration:
    """Simulation-based calibration and recovery of the terms and common intercepts of one layer, with the covariates of a table.

    The covariates that are missing or disputed in the table are drawn anew in every world, and summed over in the fit. Intercepts are
    compared as differences from the first category, for their common part cannot be told.
    """
    priors = priors or map.Priors()
    known = marginals(table)
    problem = map.choice_problem(_told(table), priors, known) if layer == "choice" else _outcomes_told(table, priors, known)
    k = len(INSTRUMENTS) if layer == "choice" else len(OUTCOMES)
    t = len(terms.TERMS) if layer == "choice" else len(outcomes.TERMS)
    wrong = choice.noise(priors.error) if layer == "choice" else outcomes.noise()
    names = (*(x.name for x in (terms.TERMS if layer == "choice" else outcomes.TERMS)), *(f"intercept.{n}" for n in (INSTRUMENTS if layer == "choice" else OUTCOMES)[1:]))
    inside: dict[float, list[Any]] = {level: [] for level in LEVELS}
    ranks, means, truths, failed = [], [], [], 0
    rows_of = [np.flatnonzero(problem.case == i) for i in range(problem.cases)]
    for _ in range(worlds):
        searched = rng.standard_normal(len(problem.scale)) * problem.scale
        truth = np.where(problem.positive, np.abs(searched), searched)
        chance = choice.softmax(problem.design @ truth, problem.allowed) @ wrong
        recorded = np.empty(problem.cases, int)
        for i, rows in enumerate(rows_of):
            row = rows[rng.choice(len(rows), p=problem.weight[rows] / problem.weight[rows].sum())]
            recorded[i] = rng.choice(k, p=chance[row] / chance[row].sum())
        made = replace(problem, record=wrong.T[recorded][problem.case])
        found = logit.fit(made)
        failed += not found.converged
        draws = _compared(found.corrected(rng, RANKS, made), t, k)
        true = _compared(truth[None], t, k)[0]
        ranks.append((draws < true).sum(axis=0))
        for level in LEVELS:
            low, high = np.quantile(draws, ((1 - level) / 2, (1 + level) / 2), axis=0)
            inside[level].append((low <= true) & (true <= high))
        means.append(draws.mean(axis=0))
        truths.append(true)
    place, mean, truth_all = np.array(ranks), np.array(means), np.array(truths)
    p = np.array([uniform_p(np.bincount(place[:, i] * BINS // (RANKS + 1), minlength=BINS).astype(float)) for i in range(place.shape[1])])
    large = np.abs(truth_all) > 0.5
    return Calibration(
        layer=layer,
        worlds=worlds,
        cases=problem.cases,
        names=names,
        p_values=p,
        holm=holm(p),
        coverage={level: np.mean(rows, axis=0) for level, rows in inside.items()},
        correlation=np.array([np.corrcoef(mean[:, i], truth_all[:, i])[0, 1] for i in range(mean.shape[1])]),
        sign=float((np.sign(mean) == np.sign(truth_all))[large].mean()),
        failed=failed,
    )


def _told(table: CaseTable) -> CaseTable:
    """Every case with an instrument on record, for the covariates alone."""
    y = np.zeros((len(table), len(INSTRUMENTS)))
    y[:, 0] = 1.0
    return replace(table, instrument=np.where(np.isnan(table.instrument), y, table.instrument))


def _outcomes_told(table: CaseTable, priors: map.Priors, known: Marginals) -> logit.Problem:
    """The outcome layer with the settled instrument of each case, so that a world has one truth."""
    best = np.eye(len(INSTRUMENTS))[np.nan_to_num(table.instrument, nan=1.0).argmax(axis=1)]
    y = np.zeros((len(table), len(OUTCOMES)))
    y[:, 0] = 1.0
    full = replace(table, instrument=best, outcome=np.where(np.isnan(table.outcome), y, table.outcome))
    return map.outcome_problem(full, priors, known, best)


def _compared(theta: Floats, t: int, k: int) -> Floats:
    pooled = theta[:, t : t + k]
    return np.concatenate([theta[:, :t], pooled[:, 1:] - pooled[:, :1]], axis=1)


def uniform_p(counts: Floats) -> float:
    """p-value of Pearson's chi-square that counts fall evenly; the number of bins must be odd, for which the tail has a closed form."""
    expected = counts.sum() / len(counts)
    half = float(((counts - expected) ** 2).sum() / expected) / 2
    return float(min(1.0, math.exp(-half) * sum(half**i / math.factorial(i) for i in range((len(counts) - 1) // 2))))


def holm(p: Floats) -> Floats:
    """p-values corrected for their number (Holm 1979)."""
    order = np.argsort(p)
    stepped = np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p))))
    out = np.empty_like(p)
    out[order] = np.minimum(stepped, 1.0)
    return out


def left_out(
    table: CaseTable, rng: np.random.Generator, *, priors: map.Priors | None = None, used: Sequence[terms.Term] = terms.TERMS, draws: int = 80, folds: int = FOLDS
) -> Floats:
    """(n,) log loss of the choice layer on each case, fitted without its fold; NaN where no instrument is on record.

    The folds are drawn from the generator, so that two calls with the same seed leave out the same cases together. The shares of
    missing covariates come from all cases, those left out too; the race in `validation.py` leaves them out there as well.
    """
    priors = priors or map.Priors()
    problem = map.choice_problem(table, priors, marginals(table), used=used)
    whole = logit.fit(problem)
    out = np.full(len(table), np.nan)
    kept = np.flatnonzero(~np.isnan(table.instrument[:, 0]))
    fold = rng.permutation(len(kept)) % min(folds, len(kept)) if len(kept) else kept
    wrong = choice.noise(priors.error)
    for f in range(int(fold.max(initial=-1)) + 1):
        gone = fold[problem.case] == f
        place = np.cumsum(fold != f) - 1
        part = replace(
            problem,
            design=problem.design[~gone],
            allowed=problem.allowed[~gone],
            record=problem.record[~gone],
            weight=problem.weight[~gone],
            case=place[problem.case[~gone]],
        )
        theta = logit.fit(part, whole.mode).draws(np.random.default_rng(f), draws)
        design = problem.design[gone]
        utility = (theta @ design.reshape(-1, design.shape[2]).T).reshape(draws, *design.shape[:2])
        chance = choice.softmax(utility, problem.allowed[gone][None]).mean(axis=0) * problem.weight[gone][:, None]
        for c in np.flatnonzero(fold == f):
            told = chance[problem.case[gone] == c].sum(axis=0) @ wrong
            out[kept[c]] = scores.log_loss(told[None], table.instrument[kept[c]][None])[0]
    return out


def switches(table: CaseTable, seed: int, *, draws: int = 80) -> dict[str, Any]:
    """What each term adds out of sample: the log loss of the cases left out without it, less that with it; positive is worth having.

    Rival readings are judged the other way round: what would be gained by adding them.
    """
    begin = left_out(table, np.random.default_rng(seed), draws=draws)
    told = ~np.isnan(begin)
    rows = {}
    for term in (*terms.TERMS, *terms.SWITCHES):
        if term.standing:
            other = left_out(table, np.random.default_rng(seed), priors=map.Priors().without({term.name}), draws=draws)
            found = scores.gain(begin[told], other[told], np.random.default_rng(seed))
        else:
            other = left_out(table, np.random.default_rng(seed), used=(*terms.TERMS, term), draws=draws)
            found = scores.gain(other[told], begin[told], np.random.default_rng(seed))
        rows[term.name] = {
            "standing": term.standing,
            "gain": round(found.mean, 4),
            "low": round(found.low, 4),
            "high": round(found.high, 4),
            "probability": round(found.probability, 3),
            "statements": list(term.statements),
        }
    return {"cases": int(told.sum()), "folds": FOLDS, "log_loss": round(float(begin[told].mean()), 4), "terms": rows}


def prior_sensitivity(table: CaseTable, asked: CaseTable, seed: int, factors: Sequence[float] = (0.5, 1.0, 2.0)) -> list[dict[str, Any]]:
    """Log loss of the choice layer left out, and the forecast for one row, with every prior scale times a factor."""
    out = []
    for factor in factors:
        priors = map.Priors().widened(factor)
        loss = left_out(table, np.random.default_rng(seed), priors=priors)
        without = table.take([i for i, name in enumerate(table.ids) if name not in asked.ids])
        found, _ = map.laplace(without, np.random.default_rng(seed), priors=priors)
        out.append({"factor": factor, "log_loss": round(float(np.nanmean(loss)), 4), "instrument": _means(INSTRUMENTS, found.instrument(asked)), "outcome": _means(OUTCOMES, found.outcome(asked))})
    return out


def universes(table: CaseTable, asked: CaseTable, seed: int, count: int = 20) -> dict[str, Any]:
    """The forecast for one row when every disputed coding of the other cases is settled by chance, by its weight, many times over.

    Every way of settling all of them at once is one universe of codings (a multiverse analysis, Steegen, Tuerlinckx, Gelman and
    Vanpaemel 2016); twenty are drawn.
    """
    rng = np.random.default_rng(seed)
    without = table.take([i for i, name in enumerate(table.ids) if name not in asked.ids])
    told: dict[str, list[Floats]] = {"instrument": [], "outcome": []}
    beta = []
    for _ in range(count):
        settled = replace(
            without,
            shares={k: _one(v, rng) for k, v in without.shares.items()},
            instrument=_one(without.instrument, rng),
            outcome=_one(without.outcome, rng),
        )
        found, _ = map.laplace(settled, np.random.default_rng(seed))
        told["instrument"].append(found.instrument(asked)[:, 0].mean(axis=0))
        told["outcome"].append(found.outcome(asked)[:, 0].mean(axis=0))
        beta.append(found.beta.mean(axis=0))
    coefficients = np.array(beta)
    return {
        "universes": count,
        "instrument": _ranges(INSTRUMENTS, np.array(told["instrument"])),
        "outcome": _ranges(OUTCOMES, np.array(told["outcome"])),
        "sign_changes": sorted(n for n, b in zip(terms.NAMES, coefficients.T, strict=True) if b.min() < -0.05 and b.max() > 0.05),
    }


def _one(shares: Floats, rng: np.random.Generator) -> Floats:
    """One reading of each row, by its weight."""
    out = shares.copy()
    for i in np.flatnonzero((shares > 0).sum(axis=1) > 1):
        out[i] = np.eye(shares.shape[1])[rng.choice(shares.shape[1], p=shares[i] / shares[i].sum())]
    return out


def _means(names: Sequence[str], p: Floats) -> dict[str, float]:
    return {n: round(float(v), 4) for n, v in zip(names, p[:, 0].mean(axis=0), strict=True)}


def _ranges(names: Sequence[str], p: Floats) -> dict[str, list[float]]:
    return {n: [round(float(f(v)), 4) for f in (np.min, np.median, np.max)] for n, v in zip(names, p.T, strict=True)}


def predictive_checks(table: CaseTable, posterior: Posterior, rng: np.random.Generator) -> dict[str, Any]:
    """Posterior predictive checks: what the fitted model would have on record for the same cases, beside what is.

    The same cases taught the model, so these can only find what it cannot represent; they are no proof of skill. `outside` counts
    observed values beyond the middle 90 %; of so many, a tenth would be by chance.
    """
    told = table.take(~np.isnan(table.instrument[:, 0]))
    chance = posterior.instrument(told)
    made = _drawn(chance, rng)
    rows = []
    for group in sorted(set(told.group)):
        mine = np.array([g == group for g in told.group])
        for k, name in enumerate(INSTRUMENTS):
            rows.append(_check(f"{group}: {name}", made[:, mine, k].sum(axis=1), float(told.instrument[mine, k].sum())))
    asked = told.take(np.nan_to_num(told.is_code("request", "bilateral", "treaty", "regional")) == 1.0)
    if len(asked):
        at = INSTRUMENTS.index("deployment")
        again = _drawn(posterior.instrument(asked), rng)
        rows.append(_check("clear requests without a deployment", (1.0 - again[:, :, at]).mean(axis=1), float(1.0 - asked.instrument[:, at].mean())))
    ends = table.take(~np.isnan(table.outcome[:, 0]))
    last = _drawn(posterior.outcome(ends), rng)
    for k, name in enumerate(OUTCOMES):
        rows.append(_check(f"all: {name}", last[:, :, k].sum(axis=1), float(ends.outcome[:, k].sum())))
    return {"checks": rows, "outside": sum(not r["inside"] for r in rows), "of": len(rows)}


def _drawn(chance: Floats, rng: np.random.Generator) -> Floats:
    """(draws, n, k) one-hot records drawn from chances."""
    point = rng.random(chance.shape[:2])[..., None]
    place = (np.cumsum(chance, axis=2) < point).sum(axis=2).clip(max=chance.shape[2] - 1)
    return np.asarray(np.eye(chance.shape[2])[place])


def _check(name: str, made: Floats, seen: float) -> dict[str, Any]:
    low, high = (float(q) for q in np.quantile(made, (0.05, 0.95)))
    return {"what": name, "seen": round(seen, 3), "low": round(low, 3), "high": round(high, 3), "inside": low - 1e-9 <= seen <= high + 1e-9}


def against_laplace(sampled: Posterior, approximate: Posterior) -> dict[str, Any]:
    """How far the two ways of fitting differ: of each term's mean in standard deviations of the sampled one, and of the spreads as a ratio."""
    shift = (approximate.beta.mean(axis=0) - sampled.beta.mean(axis=0)) / sampled.beta.std(axis=0)
    ratio = approximate.beta.std(axis=0) / sampled.beta.std(axis=0)
    return {
        "largest_shift": round(float(np.abs(shift).max()), 3),
        "shift_of": terms.NAMES[int(np.abs(shift).argmax())],
        "mean_shift": round(float(np.abs(shift).mean()), 3),
        "spread_ratio": [round(float(f(ratio)), 3) for f in (np.min, np.median, np.max)],
    }


def coefficients(posterior: Posterior) -> dict[str, dict[str, Any]]:
    """Each term's coefficient: mean, middle 90 %, chance to be above zero (of a cost, that it is above one quarter)."""
    out = {}
    for k, term in enumerate(terms.TERMS):
        b = posterior.beta[:, k]
        low, high = np.quantile(b, (0.05, 0.95))
        over = float((b > (0.25 if term.cost else 0.0)).mean())
        out[term.name] = {"mean": round(float(b.mean()), 3), "low": round(float(low), 3), "high": round(float(high), 3), "above": round(over, 3), "cost": term.cost, "about": term.about}
    return out


__all__ = ["Calibration", "against_laplace", "calibrate", "coefficients", "holm", "left_out", "predictive_checks", "prior_sensitivity", "switches", "uniform_p", "universes"]
