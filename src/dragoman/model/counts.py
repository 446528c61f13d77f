"""What the case base tells by counting: how the smaller stages of a crisis went, in tables that are drawn with their uncertainty.

These stages have too few cases for a fit. Each row of a table is a Dirichlet posterior: settled, sourced codings counted, and a prior worth
SHRINK cases in the shares of the whole column, so that a row that nobody has seen is the whole column and wide. An empty territory counts as
none lost: coders leave out what did not happen, and no loss of land in the case base went unrecorded.
"""

from __future__ import annotations

import datetime as dt
import functools
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman import resources
from dragoman.model.table import INSTRUMENTS, OUTCOMES
from dragoman.records.cases import Case

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
SHRINK = 4.0
"""Cases that the whole column is worth in each row."""
LEAST = 0.5
"""Cases of each level before any was seen."""
SORTS = ("words", "help", "troops", "against")
"""Sorts of instruments: none and cover; economic and technical; deployment; covert and force."""
SORT_OF: tuple[int, ...] = (0, 0, 1, 1, 2, 3, 3)
"""Position in SORTS of each of INSTRUMENTS."""


@functools.cache
def codes(field: str) -> tuple[str, ...]:
    """Codes of a field of the codebook, in its order."""
    return tuple(str(c) for c in resources.load("codebook")["fields"][field]["codes"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One table of counts."""

    name: str
    given: tuple[str, ...]
    """Names of the rows."""
    levels: tuple[str, ...]
    counts: Floats
    """(rows, levels)."""

    @property
    def cases(self) -> int:
        return int(self.counts.sum())

    def alpha(self) -> Floats:
        """(rows, levels): parameters of the Dirichlet posteriors."""
        pooled = self.counts.sum(axis=0) + LEAST
        return np.asarray(self.counts + SHRINK * pooled / pooled.sum())

    def draw(self, rng: np.random.Generator, size: int) -> Floats:
        """(size, rows, levels): shares, rows sum to 1."""
        g = rng.standard_gamma(np.maximum(self.alpha(), 0.05), (size, *self.counts.shape)) + 1e-12
        return np.asarray(g / g.sum(axis=2, keepdims=True))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Logarithms of a size or a stretch of time over the cases that tell it."""

    name: str
    unit: str
    mean: float
    spread: float
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """All tables and measures, and what they rest on."""

    tables: Mapping[str, Counted]
    measures: Mapping[str, Measure]
    crises: Mapping[str, tuple[int, ...]]
    """Client (alpha-3) and patron, as `KAZ/Russia` -> years in which a case began."""
    cases: int


def sort_of(case: Case) -> str | None:
    """The sort of the strongest instrument."""
    value = case.value("instrument")
    return SORTS[SORT_OF[INSTRUMENTS.index(str(value))]] if value in INSTRUMENTS else None


def _outcome_helped(case: Case) -> str | None:
    outcome, sort = case.value("outcome_crisis"), sort_of(case)
    return None if outcome not in OUTCOMES or sort is None else f"{outcome}/{'helped' if sort in ('help', 'troops') else 'not'}"


def _armed(case: Case) -> str | None:
    form = case.value("mobilisation_form")
    return None if form is None or case.value("instrument") != "deployment" else "armed" if form in ("armed", "military") else "crowd"


def _separatist(case: Case) -> str | None:
    sort, divides = sort_of(case), case.value("cleavage")
    if sort is None:
        return None
    torn = case.value("trigger") == "secession" or (isinstance(divides, tuple) and "identity" in divides)
    return f"{sort}/{'torn' if torn else 'whole'}"


_TABLES: Mapping[str, tuple[str, tuple[str, ...], Callable[[Case], str | None]]] = {
    "rival_response": ("rival_response", SORTS, sort_of),
    "territory": ("territory", tuple(f"{s}/{t}" for s in SORTS for t in ("whole", "torn")), _separatist),
    "mandate": ("mandate", ("crowd", "armed"), _armed),
    "dependence_after": ("dependence_after", tuple(f"{o}/{h}" for o in OUTCOMES for h in ("not", "helped")), _outcome_helped),
    "alignment_after": ("alignment_after", tuple(f"{o}/{h}" for o in OUTCOMES for h in ("not", "helped")), _outcome_helped),
}
"""Table -> field of the codebook, names of the rows, row of a case."""


def counts(cases: Iterable[Case], *, patron: str = "") -> Counts:
    """Counts over cases; triggers and forms are those of one patron's cases where it has any (`patron`), all others are over all cases."""
    known = sorted(cases, key=lambda c: c.id)
    own = [c for c in known if c.patron == patron] or known
    tables = {name: _count(name, field, given, row, known) for name, (field, given, row) in _TABLES.items()}
    tables["trigger"] = _count("trigger", "trigger", ("any",), lambda c: "any", own)
    triggers = codes("trigger")
    tables["mobilisation_form"] = _count("mobilisation_form", "mobilisation_form", triggers, lambda c: str(c.value("trigger") or "") or None, known)
    divides = codes("cleavage")
    among = np.zeros((len(triggers), len(divides), 2))
    for case in known:
        value = case.value("cleavage")
        if case.value("trigger") in triggers and isinstance(value, tuple) and _sourced(case, "cleavage"):
            for k, divide in enumerate(divides):
                among[triggers.index(str(case.value("trigger"))), k, int(divide in value)] += 1
    for k, divide in enumerate(divides):
        tables[f"cleavage.{divide}"] = Counted(name=f"cleavage.{divide}", given=triggers, levels=("no", "yes"), counts=among[:, k])
    years: dict[str, list[int]] = {}
    for case in known:
        start = case.value("start")
        if isinstance(start, dt.date):
            years.setdefault(f"{case.client_iso}/{case.patron}", []).append(start.year)
    return Counts(tables=tables, measures=_measures(known), crises={k: tuple(sorted(v)) for k, v in years.items()}, cases=len(known))


def _sourced(case: Case, field: str) -> bool:
    codings = case.fields.get(field, ())
    return bool(codings) and codings[0].sourced and codings[0].value is not None


def _count(name: str, field: str, given: tuple[str, ...], row: Callable[[Case], str | None], cases: Iterable[Case]) -> Counted:
    levels = codes(field)
    out = np.zeros((len(given), len(levels)))
    for case in cases:
        where = row(case)
        if where in given and _sourced(case, field) and case.value(field) in levels:
            out[given.index(where), levels.index(str(case.value(field)))] += 1
        elif where in given and field == "territory" and case.value(field) is None:
            out[given.index(where), 0] += 1
    return Counted(name=name, given=given, levels=levels, counts=out)


def _measures(cases: Iterable[Case]) -> dict[str, Measure]:
    found: dict[str, list[float]] = {"latency": [], "size": [], "stay": []}
    for case in cases:
        if case.value("instrument") != "deployment":
            continue
        asked, came, left, size = (case.value(f) for f in ("request_date", "instrument_date", "exit", "instrument_size"))
        if isinstance(asked, dt.date) and isinstance(came, dt.date) and came >= asked:
            found["latency"].append(math.log1p((came - asked).days))
        if isinstance(came, dt.date) and isinstance(left, dt.date) and left > came:
            found["stay"].append(math.log1p((left - came).days))
        if isinstance(size, float) and size > 0:
            found["size"].append(math.log1p(size))
    units = {"latency": "days from request to arrival", "size": "soldiers", "stay": "days until they left, where they did"}
    guess = {"latency": (0.8, 0.8), "size": (8.0, 1.5), "stay": (4.0, 1.5)}
    out = {}
    for name, values in found.items():
        mean, spread = guess[name]
        n = len(values)
        middle = (sum(values) + 2 * mean) / (n + 2)
        around = math.sqrt((sum((v - middle) ** 2 for v in values) + 2 * spread**2) / (n + 2))
        out[name] = Measure(name=name, unit=units[name], mean=middle, spread=around, cases=n)
    return out
