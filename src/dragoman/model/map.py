"""The whole model fitted without jax: mode and Laplace approximation of both layers, fast enough to be fitted again for every case left out.

The spread of each block of intercepts cannot be had from a mode (it runs to zero); it stands at a fixed share of its prior scale, or is
chosen by Laplace's approximation of the evidence from a few. `fitting.py` samples it instead; `docs/method/fit.md` compares the two.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from dragoman.model import choice, logit, outcomes, posterior, terms
from dragoman.model.latent import Marginals, Rows, expand, marginals
from dragoman.model.posterior import Posterior
from dragoman.model.table import ERAS, GROUPS, INSTRUMENTS, OUTCOMES, CaseTable, Floats

SIZES: Mapping[str, int] = {"group": len(GROUPS), "era": len(ERAS), "kind": len(choice.KINDS)}
CENTRE = 0.67
"""Median of a half-normal as a share of its scale: where the spread of a block stands when it is not chosen."""
DRAWS = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Priors:
    """What is assumed before any case."""

    term: float = posterior.TERM_SCALE
    outcome_term: float = posterior.OUTCOME_TERM_SCALE
    pooled: float = posterior.POOLED_SCALE
    blocks: Mapping[str, float] = field(default_factory=lambda: {k: v * CENTRE for k, v in posterior.SCALES.items()})
    """Spread of each block of intercepts."""
    outcome_blocks: Mapping[str, float] = field(default_factory=lambda: {k: v * CENTRE for k, v in posterior.OUTCOME_SCALES.items()})
    error: float = choice.ERROR[0] / sum(choice.ERROR)
    drop: frozenset[str] = frozenset()
    """Terms held at nothing."""

    def widened(self, factor: float) -> Priors:
        """Every scale times a factor."""
        return replace(
            self,
            term=self.term * factor,
            outcome_term=self.outcome_term * factor,
            pooled=self.pooled * factor,
            blocks={k: v * factor for k, v in self.blocks.items()},
            outcome_blocks={k: v * factor for k, v in self.outcome_blocks.items()},
        )

    def without(self, names: Collection[str]) -> Priors:
        """With these terms held at nothing."""
        return replace(self, drop=self.drop | frozenset(names))


def choice_design(full: CaseTable, used: Sequence[terms.Term] = terms.TERMS) -> Floats:
    """(R, 7, P): terms, then common intercepts, then the blocks, each level by instrument."""
    r, eye = len(full), np.eye(len(INSTRUMENTS))
    parts = [terms.design(full, terms=used), np.broadcast_to(eye, (r, *eye.shape))]
    for member in choice.levels(full).values():
        parts.append(np.einsum("rl,jk->rjlk", member, eye).reshape(r, len(INSTRUMENTS), member.shape[1] * len(INSTRUMENTS)))
    return np.concatenate(parts, axis=2)


def choice_problem(table: CaseTable, priors: Priors, known: Marginals, *, used: Sequence[terms.Term] = terms.TERMS) -> logit.Problem:
    """The choice layer of the cases whose instrument is known."""
    kept = table.take(~np.isnan(table.instrument[:, 0]))
    rows = expand(kept, known)
    allowed = choice.feasible(rows.table)
    tiny = 1e-4
    scale = np.array([tiny if t.name in priors.drop else priors.term for t in used])
    scales = [scale, np.full(len(INSTRUMENTS), priors.pooled)]
    scales += [np.full(size * len(INSTRUMENTS), priors.blocks[name]) for name, size in SIZES.items()]
    positive = np.zeros(sum(map(len, scales)), bool)
    positive[: len(used)] = [t.cost for t in used]
    return logit.merged(
        logit.Problem(
            design=choice_design(rows.table, used),
            allowed=allowed,
            record=(kept.instrument @ choice.noise(priors.error).T)[rows.case],
            weight=rows.weight,
            case=rows.case,
            scale=np.concatenate(scales),
            positive=positive,
        )
    )


def outcome_problem(table: CaseTable, priors: Priors, known: Marginals, instrument: Floats) -> logit.Problem:
    """The outcome layer of the cases whose outcome is known.

    Args:
        instrument: (n, 7): weights over instruments for the cases whose own is not known.
    """
    kept = ~np.isnan(table.outcome[:, 0])
    table, instrument = table.take(kept), instrument[kept]
    weights = np.where(np.isnan(table.instrument), instrument, table.instrument)
    rows = expand(table, known)
    found, weight, case, ones = [], [], [], np.eye(len(INSTRUMENTS))
    for j in range(len(INSTRUMENTS)):
        w = rows.weight * weights[rows.case, j]
        at = w > 1e-3 * rows.weight
        found.append(outcomes.features(rows.table.take(at), np.tile(ones[j], (int(at.sum()), 1))))
        weight.append(w[at])
        case.append(rows.case[at])
    order = np.argsort(np.concatenate(case), kind="stable")
    f = np.concatenate(found)[order]
    at = np.concatenate(case)[order]
    k = len(OUTCOMES)
    scales = [np.full(len(outcomes.TERMS), priors.outcome_term), np.full(k, priors.pooled)]
    scale = np.concatenate(scales + [np.full(len(names) * k, priors.outcome_blocks[name]) for name, names in outcomes.BLOCKS.items()])
    return logit.merged(
        logit.Problem(
            design=outcome_design(f),
            allowed=np.ones((len(f), len(OUTCOMES)), bool),
            record=(table.outcome @ outcomes.noise().T)[at],
            weight=np.concatenate(weight)[order],
            case=at,
            scale=scale,
            positive=np.zeros(len(scale), bool),
        )
    )


def outcome_design(found: Floats) -> Floats:
    """(R, 4, P) from features (R, F): terms by their profiles, common intercepts, then each level of the blocks by ending."""
    t, eye = len(outcomes.TERMS), np.eye(len(OUTCOMES))
    shared = found[:, None, :t] * outcomes.profiles().T[None]
    free = np.einsum("rf,jk->rjfk", found[:, t:], eye).reshape(len(found), len(OUTCOMES), (found.shape[1] - t) * len(OUTCOMES))
    return np.concatenate([shared, np.broadcast_to(eye, (len(found), *eye.shape)), free], axis=2)


def outcome_split(theta: Floats) -> dict[str, Any]:
    """Parameters of the outcome layer by name from (S, P)."""
    t, k = len(outcomes.TERMS), len(OUTCOMES)
    free = theta[:, t + k :].reshape(len(theta), -1, k)
    return {"outcome_pooled": theta[:, t : t + k], "outcome_effects": outcomes.effects(theta[:, :t], free)}


def split(theta: Floats, terms_count: int = len(terms.TERMS)) -> dict[str, Any]:
    """Parameters of the choice layer by name from (S, P)."""
    out: dict[str, Any] = {"beta": theta[:, :terms_count]}
    j, at = len(INSTRUMENTS), terms_count
    out["pooled"] = theta[:, at : at + j]
    at += j
    for name, size in SIZES.items():
        out[name] = theta[:, at : at + size * j].reshape(len(theta), size, j)
        at += size * j
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """Both layers."""

    choice: logit.Approximation
    outcome: logit.Approximation


def laplace(table: CaseTable, rng: np.random.Generator, *, priors: Priors | None = None, draws: int = DRAWS, start: Fit | None = None, tried: int = 0) -> tuple[Posterior, Fit]:
    """Draws of the Laplace approximation on a table, and the approximation itself.

    Args:
        start: another fit to begin from, which saves steps and changes nothing else.
        tried: points for draws corrected by importance (`logit.Approximation.corrected`); 0 for those of the normal itself.
    """
    priors = priors or Priors()
    known = marginals(table)
    problem = choice_problem(table, priors, known)
    first = logit.fit(problem, start.choice.mode if start else None)
    theta = first.corrected(rng, draws, problem, tried) if tried else first.draws(rng, draws)
    base = Posterior(
        **split(theta),
        error=np.full(draws, priors.error),
        outcome_pooled=np.zeros((draws, len(OUTCOMES))),
        outcome_effects=np.zeros((draws, len(outcomes.FEATURES), len(OUTCOMES))),
        known=known,
        status="fitted" if len(table) else "prior",
        method="laplace",
        fingerprint=table.fingerprint(),
        cases=table.ids,
    )
    point = replace(base, **split(first.point()[None]), error=np.array([priors.error]))
    missing = np.isnan(table.instrument[:, 0])
    guess = np.zeros((len(table), len(INSTRUMENTS)))
    if missing.any():
        guess[missing] = point.chosen(table.take(missing))[0]
    problem = outcome_problem(table, priors, known, guess)
    second = logit.fit(problem, start.outcome.mode if start else None)
    ends = second.corrected(rng, draws, problem, tried) if tried else second.draws(rng, draws)
    done = replace(base, **outcome_split(ends))
    return done, Fit(choice=first, outcome=second)


@dataclass(slots=True)
class FittedModel:
    """The model after it has seen its cases."""

    posterior: Posterior

    def instrument(self, table: CaseTable) -> Floats:
        """(n, 7): mean over draws of the chance of each instrument as recorded."""
        return np.asarray(self.posterior.instrument(table).mean(axis=0))

    def outcome(self, table: CaseTable) -> Floats:
        """(n, 4): as recorded, before the instrument is known."""
        return np.asarray(self.posterior.outcome(table).mean(axis=0))

    def outcome_given(self, table: CaseTable, instrument: Floats) -> Floats:
        """(n, 4) for weights (n, 7) over instruments."""
        return np.asarray(self.posterior.outcome_given(table, instrument).mean(axis=0))


@dataclass(slots=True)
class FullModel:
    """The whole model as a forecaster of the race; begins each fit from the one before."""

    name: str = "model"
    priors: Priors = field(default_factory=Priors)
    draws: int = DRAWS
    last: Fit | None = None

    def fit(self, table: CaseTable, rng: np.random.Generator) -> FittedModel:
        """Laplace approximation on the cases of the table."""
        found, self.last = laplace(table, rng, priors=self.priors, draws=self.draws, start=self.last)
        return FittedModel(found)


__all__ = ["DRAWS", "Fit", "FittedModel", "FullModel", "Priors", "Rows", "choice_problem", "laplace", "outcome_problem", "split"]
