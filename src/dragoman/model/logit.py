"""One multinomial logit for both layers: mode and Laplace approximation in numpy alone.

The data are rows (the ways a case may have been) with a design matrix each; a case's likelihood is the weighted sum over its rows of
the chance of what was recorded, which mixes disputed readings and wrong records: sum_r w_r sum_j q_rj p_rj(theta). Parameters have
independent normal priors; those of costs have half-normal ones and are searched on the scale on which that prior is a standard normal
(each value at the same quantile), where a cost of which the cases tell nothing has exactly its prior.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from dragoman.model.choice import softmax
from dragoman.model.table import Bools, Floats

NORMAL = NormalDist()
FAR = 8.0
"""Standard deviations beyond which a cost is not searched."""
TRIED = 2000
"""Points that are drawn from for corrected draws."""
WIDER = 1.05
"""How much wider the normal is from which they are drawn."""
STEPS = 60
TIGHT = 1e-5


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What is fitted."""

    design: Floats
    """(R, J, P)"""
    allowed: Bools
    """(R, J)"""
    record: Floats
    """(R, J): chance of what was recorded if j is true, q."""
    weight: Floats
    """(R,)"""
    case: NDArray[np.int_]
    """(R,): from 0, ascending, without gaps."""
    scale: Floats
    """(P,): prior standard deviations."""
    positive: Bools
    """(P,): parameters that cannot be negative."""

    @property
    def cases(self) -> int:
        return int(self.case[-1]) + 1 if len(self.case) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Approximation:
    """A normal at the mode, on the searched scale."""

    mode: Floats
    """(P,)"""
    precision: Floats
    """(P, P)"""
    scale: Floats
    positive: Bools
    evidence: float
    """Laplace's approximation of the log marginal likelihood."""
    converged: bool

    def draws(self, rng: np.random.Generator, count: int) -> Floats:
        """(count, P), on the scale of the model."""
        root = np.linalg.cholesky(self.precision)
        z = rng.standard_normal((len(self.mode), count))
        searched = self.mode[:, None] + np.linalg.solve(root.T, z)
        return _scaled(searched.T, self.scale, self.positive)

    def corrected(self, rng: np.random.Generator, count: int, problem: Problem, tried: int = TRIED) -> Floats:
        """(count, P) nearer to the posterior than the normal: a somewhat wider normal is drawn from and drawn from again by importance.

        Weights are truncated at the mean times the root of their number (Ionides 2008, Truncated importance sampling), so that no single
        draw stands for all. Draws come back more than once.
        """
        root = np.linalg.cholesky(self.precision)
        z = rng.standard_normal((len(self.mode), tried))
        searched = (self.mode[:, None] + WIDER * np.linalg.solve(root.T, z)).T
        logs = densities(problem, searched) + 0.5 * np.sum(z**2, axis=0)
        weight = np.exp(logs - logs.max())
        weight = np.minimum(weight, weight.mean() * np.sqrt(tried))
        points = (rng.permutation(count) + rng.random()) / count
        ends = np.cumsum(weight / weight.sum())
        at = np.minimum(np.searchsorted(ends, points, side="right"), tried - 1)
        return _scaled(searched[at], self.scale, self.positive)

    def point(self) -> Floats:
        """(P,): the mode, on the scale of the model."""
        return np.asarray(_scaled(self.mode[None], self.scale, self.positive)[0])


def _folded(z: float) -> float:
    """The value of a half-normal at the quantile at which a normal has z."""
    return -NORMAL.inv_cdf(NORMAL.cdf(-min(max(z, -FAR), FAR)) / 2)


def _scaled(searched: Floats, scale: Floats, positive: Bools) -> Floats:
    """(S, P) on the scale of the model from (S, P) as searched."""
    out = searched.copy()
    for k in np.flatnonzero(positive):
        out[:, k] = [scale[k] * _folded(float(z)) for z in searched[:, k]]
    return out


def merged(problem: Problem) -> Problem:
    """The same problem with equal rows of a case put together, which latent columns that no term reads leave behind."""
    r = len(problem.case)
    if not r:
        return problem
    flat = np.round(np.concatenate([problem.case[:, None], problem.design.reshape(r, -1), problem.allowed, problem.record], axis=1), 9) + 0.0
    place: dict[bytes, int] = {}
    back = np.array([place.setdefault(row.tobytes(), len(place)) for row in flat])
    first = np.unique(back, return_index=True)[1]
    weight = np.zeros(len(first))
    np.add.at(weight, back, problem.weight)
    return Problem(
        design=problem.design[first],
        allowed=problem.allowed[first],
        record=problem.record[first],
        weight=weight,
        case=problem.case[first],
        scale=problem.scale,
        positive=problem.positive,
    )


def _per_case(values: Floats, case: NDArray[np.int_], cases: int) -> Floats:
    out = np.zeros((cases, *values.shape[1:]))
    np.add.at(out, case, values)
    return out


def log_posterior(problem: Problem, searched: Floats) -> tuple[float, Floats]:
    """Log density on the searched scale and its gradient."""
    value, gradient, _ = _evaluate(problem, searched, curvature="")
    return value, gradient


def _evaluate(problem: Problem, searched: Floats, *, curvature: str) -> tuple[float, Floats, Floats]:
    """Value, gradient and minus the Hessian ("exact", or the upper "complete" that treats the rows as known)."""
    p_count, positive = len(searched), problem.positive
    theta = _scaled(searched[None], problem.scale, positive)[0]
    value, slope, matrix = 0.0, np.zeros(p_count), np.zeros((p_count, p_count))
    if problem.cases:
        chance = softmax(problem.design @ theta, problem.allowed)
        part = problem.weight[:, None] * problem.record * chance
        total = _per_case(part.sum(axis=1), problem.case, problem.cases)
        value = float(np.log(np.maximum(total, 1e-300)).sum())
        share = part / np.maximum(total, 1e-300)[problem.case][:, None]
        rows = share.sum(axis=1)
        flat = problem.design.reshape(-1, p_count)
        slope = (share - rows[:, None] * chance).reshape(-1) @ flat
        if curvature:
            mean = np.einsum("rj,rjp->rp", chance, problem.design)
            weighted = (rows[:, None] * chance).reshape(-1, 1) * flat
            matrix = flat.T @ weighted - (mean * rows[:, None]).T @ mean
        if curvature == "exact":
            score = problem.design - mean[:, None, :]
            lean = score.reshape(-1, p_count)
            sums = _per_case(np.einsum("rj,rjp->rp", share, score), problem.case, problem.cases)
            matrix = matrix - (lean.T @ (share.reshape(-1, 1) * lean) - sums.T @ sums)
    spread = np.where(positive, 1.0, problem.scale)
    folded = np.where(positive, theta / problem.scale, 0.0)
    z = np.where(positive, searched, 0.0)
    first = np.where(positive, problem.scale * np.exp((folded**2 - z**2) / 2) / 2, 1.0)
    second = np.where(positive, first * (folded * first / problem.scale - z), 0.0)
    value -= 0.5 * float(np.sum((searched / spread) ** 2))
    gradient = slope * first - searched / spread**2
    if curvature:
        matrix = first[:, None] * matrix * first[None, :] - np.diag(slope * second) + np.diag(1.0 / spread**2)
    return value, np.asarray(gradient), np.asarray(matrix)


def densities(problem: Problem, searched: Floats) -> Floats:
    """(S,): the log density of each of many points (S, P), on the searched scale, up to a constant."""
    theta = _scaled(searched, problem.scale, problem.positive)
    spread = np.where(problem.positive, 1.0, problem.scale)
    out = -0.5 * np.sum((searched / spread) ** 2, axis=1)
    if not problem.cases:
        return np.asarray(out)
    r, j, p_count = problem.design.shape
    flat = problem.design.reshape(r * j, p_count)
    asked = problem.weight[:, None] * problem.record
    starts = np.searchsorted(problem.case, np.arange(problem.cases))
    for first in range(0, len(theta), 250):
        part = slice(first, first + 250)
        chance = softmax((theta[part] @ flat.T).reshape(-1, r, j), problem.allowed[None])
        total = np.add.reduceat(np.einsum("srj,rj->sr", chance, asked), starts, axis=1)
        out[part] += np.log(np.maximum(total, 1e-300)).sum(axis=1)
    return np.asarray(out)


def fit(problem: Problem, start: Floats | None = None) -> Approximation:
    """Mode by Newton steps with halving, and the curvature there; from the prior's mode unless a start is given."""
    at = np.zeros(len(problem.scale)) if start is None else start.copy()
    converged = False
    value, gradient, matrix = _evaluate(problem, at, curvature="exact")
    for _ in range(STEPS):
        if np.abs(gradient).max(initial=0.0) < TIGHT:
            converged = True
            break
        step = _solve(matrix, gradient)
        if step is None:
            step = _solve(_evaluate(problem, at, curvature="complete")[2], gradient)
        if step is None:
            step = gradient * np.minimum(problem.scale**2, 0.01)
        for _halving in range(30):
            new, _ = log_posterior(problem, at + step)
            if new >= value - 1e-12:
                break
            step = step / 2
        else:
            break
        at = at + step
        value, gradient, matrix = _evaluate(problem, at, curvature="exact")
    sign, size = np.linalg.slogdet(matrix)
    if sign <= 0 or _solve(matrix, gradient) is None:
        matrix = _evaluate(problem, at, curvature="complete")[2] + 1e-6 * np.eye(len(at))
        size = float(np.linalg.slogdet(matrix)[1])
    evidence = value - float(np.log(problem.scale[~problem.positive]).sum()) - 0.5 * float(size)
    return Approximation(mode=at, precision=matrix, scale=problem.scale, positive=problem.positive, evidence=evidence, converged=converged)


def _solve(matrix: Floats, gradient: Floats) -> Floats | None:
    """Newton's step; None where the matrix is not positive definite."""
    try:
        root = np.linalg.cholesky(matrix)
    except np.linalg.LinAlgError:
        return None
    return np.asarray(np.linalg.solve(root.T, np.linalg.solve(root, gradient)))
