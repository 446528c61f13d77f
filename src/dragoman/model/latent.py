"""Covariates that are missing or disputed, as latent: a case stands for several rows with weights, one for each way it may have been.

A disputed covariate stands for its sourced readings with their weights. An empty one stands for every value, weighted by how often the
value occurs in cases of the same group of patrons, shrunk towards all cases. Few combinations are enumerated; beyond that as many are
drawn, from a generator seeded by the id of the case, so that leaving out another case changes nothing. Columns are taken as
independent given the group, and a value that is empty because nobody looked counts like one that is empty because nobody knows:
both are simplifications.
"""

from __future__ import annotations

import itertools
import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dragoman.model.table import FLAGS, GROUPS, CaseTable, Floats

LATENT_CODES = ("trigger", "mobilisation_form", "regime", "request", "treaty_tie", "accession")
DIVIDES = ("clan", "identity", "economic", "democratic", "ideological", "military")
LATENT_FLAGS = (*FLAGS, *(f"cleavage.{c}" for c in DIVIDES))
MOST = 32
"""Rows a case stands for at most."""
SHRINK = 4.0
"""Cases that all groups together are worth beside the cases of the group itself."""
SEED = 20_220_105


@dataclass(frozen=True, slots=True, kw_only=True)
class Marginals:
    """How often each value occurs, by group of patrons."""

    shares: Mapping[str, Floats]
    """Column -> (groups, levels); flags have the levels 0 and 1."""
    tenure: float
    """Mean of log(1 + years) over cases, for an empty tenure: the one column that is put to its mean, for it enters linearly and mildly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A table without missing covariates, and which case each row stands for."""

    table: CaseTable
    case: NDArray[np.int_]
    """(R,): position of the case."""
    weight: Floats
    """(R,): sums to 1 over the rows of a case."""
    cases: int

    def mean(self, values: Floats) -> Floats:
        """(draws, cases, k) from (draws, R, k): the weighted mean over the rows of each case."""
        out = np.zeros((values.shape[0], self.cases, values.shape[2]))
        starts = np.searchsorted(self.case, np.arange(self.cases))
        if len(self.case):
            out[:] = np.add.reduceat(values * self.weight[None, :, None], starts, axis=1)
        return out


def marginals(table: CaseTable) -> Marginals:
    """Shares of values in a table, with half a case of each value before any was seen."""
    group = np.array([GROUPS.index(g) for g in table.group], dtype=int)
    shares: dict[str, Floats] = {}
    for name in (*LATENT_CODES, *LATENT_FLAGS):
        if name in LATENT_CODES:
            seen = np.nan_to_num(table.shares[name])
        else:
            value = table.X[name]
            seen = np.nan_to_num(np.stack([1.0 - value, value], axis=1))
        pooled = seen.sum(axis=0) + 0.5
        pooled = pooled / pooled.sum()
        counts = np.zeros((len(GROUPS), seen.shape[1]))
        np.add.at(counts, group, seen)
        shares[name] = (counts + SHRINK * pooled) / (counts.sum(axis=1, keepdims=True) + SHRINK)
    tenure = table.X["tenure_years"]
    known = tenure[~np.isnan(tenure)]
    return Marginals(shares=shares, tenure=float(known.mean()) if len(known) else 1.8)


def expand(table: CaseTable, known: Marginals, *, most: int = MOST) -> Rows:
    """Every case as the rows it may stand for; a case without gaps or disputes is one row."""
    cases: list[int] = []
    weights: list[float] = []
    columns: dict[str, list[float]] = {name: [] for name in (*LATENT_CODES, *LATENT_FLAGS)}
    for i in range(len(table)):
        options = {name: _options(table, known, name, i) for name in columns}
        for values, weight in _ways(options, table.ids[i], most):
            cases.append(i)
            weights.append(weight)
            for name, value in values.items():
                columns[name].append(value)
    at = np.array(cases, dtype=int)
    tenure = table.X["tenure_years"][at]
    full = table.take(at)
    x = {**full.X, **{k: np.array(v, dtype=float) for k, v in columns.items()}, "tenure_years": np.where(np.isnan(tenure), known.tenure, tenure)}
    return Rows(table=replace(full, X=x), case=at, weight=np.array(weights, dtype=float), cases=len(table))


def _options(table: CaseTable, known: Marginals, name: str, i: int) -> list[tuple[float, float]]:
    """Values of a column of a case with their weights, for which there is more than nothing."""
    at = GROUPS.index(table.group[i])
    value = table.X[name][i]
    if name in LATENT_CODES:
        share = table.shares[name][i]
        if math.isnan(share[0]):
            share = known.shares[name][at]
        elif not math.isnan(value) and share[int(value)] == 0.0:
            return [(float(value), 1.0)]
        return [(float(k), float(w)) for k, w in enumerate(share) if w > 0]
    if math.isnan(value):
        return [(float(k), float(w)) for k, w in enumerate(known.shares[name][at]) if w > 0]
    return [(float(value), 1.0)]


def _ways(options: Mapping[str, list[tuple[float, float]]], case: str, most: int) -> list[tuple[dict[str, float], float]]:
    """Combinations of values with weights that sum to 1."""
    open_ones = {name: found for name, found in options.items() if len(found) > 1}
    fixed = {name: found[0][0] for name, found in options.items() if len(found) == 1}
    if math.prod(len(found) for found in open_ones.values()) <= most:
        ways = []
        for chosen in itertools.product(*open_ones.values()):
            values = fixed | {name: value for name, (value, _) in zip(open_ones, chosen, strict=True)}
            ways.append((values, math.prod(weight for _, weight in chosen)))
        total = sum(weight for _, weight in ways)
        return [(values, weight / total) for values, weight in ways]
    rng = np.random.default_rng([SEED, zlib.crc32(case.encode())])
    drawn = {name: _spread(found, rng.permutation(most), rng.random(), most) for name, found in open_ones.items()}
    return [(fixed | {name: values[k] for name, values in drawn.items()}, 1 / most) for k in range(most)]


def _spread(found: list[tuple[float, float]], order: NDArray[np.int_], shift: float, most: int) -> list[float]:
    """As many values as rows, each as often as its weight says (stratified), in a drawn order."""
    weights = np.array([w for _, w in found])
    ends = np.cumsum(weights / weights.sum())
    points = (order + shift) / most
    return [found[min(int(k), len(found) - 1)][0] for k in np.searchsorted(ends, points, side="right")]
