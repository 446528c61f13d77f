"""What a track hands back: counts for each unit, figures worked out from their sums, and intervals by resampling units."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

Sums = Mapping[str, Any]
"""Name of a count -> its sum over the units: a number, or an array with one sum for each resample."""
Figure = Callable[[Sums], Any]

RESAMPLES = 1000
SEED = 20260101


@dataclass(frozen=True, slots=True)
class Unit:
    """What is resampled: a document, an incident, a pair of names. Missing counts are 0."""

    id: str
    counts: Mapping[str, float]
    errors: Sequence[str] = ()
    """What went wrong, in words, for the list of worst cases."""


@dataclass(frozen=True, slots=True)
class Result:
    """One track: its units and the figures over them; or why there is nothing to show."""

    units: Sequence[Unit] = ()
    figures: Mapping[str, Figure] = field(default_factory=dict)
    fixed: Mapping[str, float | None] = field(default_factory=dict)
    """Figures that no resampling applies to (means over four crises, say)."""
    note: str = ""
    """What was sampled, or which function of the library is missing."""
    missing: Sequence[str] = ()
    """Figures for which the library has no stage yet; shown as "-"."""
    rivals: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    """Figure -> name of a rival run here -> its value."""


@dataclass(frozen=True, slots=True)
class Score:
    """One line of the table."""

    track: str
    figure: str
    value: float | None
    low: float | None = None
    high: float | None = None
    n: int = 0


@dataclass(frozen=True, slots=True)
class Scored:
    """A track's lines, rivals and worst cases: plain data that can cross to another process."""

    track: str
    scores: tuple[Score, ...]
    note: str = ""
    rivals: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    worst: tuple[tuple[str, tuple[str, ...]], ...] = ()
    seconds: float = 0.0


def ratio(a: Any, b: Any) -> Any:
    """a / b, and 0 where there is nothing to divide by."""
    a, b = np.asarray(a, dtype=float), np.asarray(b, dtype=float)
    return np.where(b > 0, a / np.where(b > 0, b, 1.0), 0.0)


def f1(p: Any, r: Any) -> Any:
    """Harmonic mean; 0 when both are 0."""
    return ratio(2 * np.asarray(p) * np.asarray(r), np.asarray(p) + np.asarray(r))


def prf(found: str, predicted: str, gold: str, found_gold: str | None = None) -> Figure:
    """F1 from the names of three counts; `found_gold` where hits are counted apart for precision and recall."""
    return lambda s: f1(ratio(s[found], s[predicted]), ratio(s[found_gold or found], s[gold]))


def share(part: str, whole: str) -> Figure:
    """Count `part` over count `whole`."""
    return lambda s: ratio(s[part], s[whole])


def score(track: str, result: Result, *, resamples: int = RESAMPLES, seed: int = SEED) -> tuple[Score, ...]:
    """The figures with 95 % intervals from resampling units with replacement; the same units give the same intervals."""
    out = [Score(track, name, None) for name in result.missing]
    names = sorted({k for u in result.units for k in u.counts})
    if result.units and result.figures:
        table = np.array([[u.counts.get(k, 0.0) for k in names] for u in result.units])
        total = _Zero(dict(zip(names, table.sum(axis=0), strict=True)))
        n = len(result.units)
        weights = np.random.default_rng(seed).multinomial(n, np.full(n, 1 / n), size=resamples)
        drawn = _Zero(dict(zip(names, (weights @ table).T, strict=True)))
        for name, figure in result.figures.items():
            values = np.broadcast_to(np.asarray(figure(drawn), dtype=float), (resamples,))
            low, high = np.quantile(values, [0.025, 0.975])
            out.append(Score(track, name, float(figure(total)), float(low), float(high), n))
    out += [Score(track, name, value, n=len(result.units)) for name, value in result.fixed.items()]
    return tuple(out)


class _Zero(dict[str, Any]):
    def __missing__(self, key: str) -> float:
        return 0.0


def worst(result: Result, top: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The units with most errors, their errors in words."""
    ranked = sorted((u for u in result.units if u.errors), key=lambda u: (-len(u.errors), u.id))
    return tuple((u.id, tuple(u.errors)) for u in ranked[:top])


def conll_f1(s: Sums, prefix: str = "") -> Any:
    """Mean of MUC, B³ and CEAFe F1, from the counts of `metrics.coreference`."""
    c = {k: s[prefix + k] for k in ("muc_p", "muc_p_of", "muc_r", "muc_r_of", "b3_p", "b3_r", "b3_of", "ceaf_p", "ceaf_p_of", "ceaf_r", "ceaf_r_of")}
    muc = f1(ratio(c["muc_p"], c["muc_p_of"]), ratio(c["muc_r"], c["muc_r_of"]))
    b3 = f1(ratio(c["b3_p"], c["b3_of"]), ratio(c["b3_r"], c["b3_of"]))
    ceaf = f1(ratio(c["ceaf_p"], c["ceaf_p_of"]), ratio(c["ceaf_r"], c["ceaf_r_of"]))
    return (muc + b3 + ceaf) / 3


def rand_index(s: Sums, prefix: str = "") -> Any:
    """The adjusted Rand index, from the counts of `metrics.adjusted_rand`."""
    n, rows, cols, cells = (np.asarray(s[prefix + k], dtype=float) for k in ("n", "rows", "cols", "cells"))
    expected = ratio(rows * cols, n * (n - 1) / 2)
    top = (rows + cols) / 2
    return np.where(top == expected, 1.0, ratio(cells - expected, top - expected))
