"""What the simulation assumes and no case tells: one table, read from `resources/model_assumptions.yaml`, drawn anew for every run."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman import resources
from dragoman.errors import ResourceError

Floats = NDArray[np.float64]
FAMILIES = ("normal", "positive", "share", "fixed")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assumption:
    """One quantity that is assumed."""

    name: str
    part: str
    """mobilisation, elite, incumbent, organisation, rival, outcome or region."""
    value: float
    spread: float
    """Standard deviation; 0 for what is fixed."""
    family: str
    """One of FAMILIES."""
    why: str
    statements: tuple[int, ...]
    """Numbers of the statements of the founding reports that speak of it."""


@functools.cache
def assumptions() -> Mapping[str, Assumption]:
    """Every assumption by name, in the order of the table.

    Raises:
        ResourceError: a row has another family, or a spread that its family cannot have.
    """
    out: dict[str, Assumption] = {}
    for part, rows in resources.load("model_assumptions").items():
        if not isinstance(rows, dict):
            continue
        for name, row in rows.items():
            a = Assumption(
                name=name,
                part=part,
                value=float(row["value"]),
                spread=float(row["spread"]),
                family=row["family"],
                why=row["why"],
                statements=tuple(row["statements"]),
            )
            if a.family not in FAMILIES:
                raise ResourceError("model_assumptions", name, f"has family {a.family!r}; expected one of {', '.join(FAMILIES)}")
            if a.family == "share" and not 0 < a.spread**2 < a.value * (1 - a.value):
                raise ResourceError("model_assumptions", name, f"has spread {a.spread}, which no share with mean {a.value} can have")
            out[name] = a
    return out


def draw(rng: np.random.Generator, size: int) -> dict[str, Floats]:
    """Each assumption drawn `size` times, independently of the others: name -> (size,)."""
    return {name: _draw(a, rng, size) for name, a in assumptions().items()}


def _draw(a: Assumption, rng: np.random.Generator, size: int) -> Floats:
    if a.family == "fixed":
        return np.full(size, a.value)
    if a.family == "normal":
        return rng.normal(a.value, a.spread, size)
    if a.family == "positive":
        variance = np.log1p((a.spread / a.value) ** 2)
        return rng.lognormal(np.log(a.value) - variance / 2, np.sqrt(variance), size)
    weight = a.value * (1 - a.value) / a.spread**2 - 1
    return rng.beta(a.value * weight, (1 - a.value) * weight, size)
