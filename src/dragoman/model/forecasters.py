"""What can be raced: anything that is fitted to a table of cases and then gives probabilities for other cases.

A forecaster may read nothing of the rows it forecasts but what is named in `table.BEFORE`: the targets of those rows are in the
table for scoring alone. `blind` hands over a table without them, and the race uses it.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

import numpy as np

from dragoman.model.table import BEFORE, CaseTable, Floats


class Fitted(Protocol):
    """A forecaster that has seen its cases."""

    def instrument(self, table: CaseTable) -> Floats:
        """(n, 7): probabilities over INSTRUMENTS, rows sum to 1."""
        ...

    def outcome(self, table: CaseTable) -> Floats:
        """(n, 4): probabilities over OUTCOMES before the instrument is known, rows sum to 1."""
        ...


class GivenInstrument(Protocol):
    """A fitted forecaster that also tells the outcome once the instrument is known."""

    def outcome_given(self, table: CaseTable, instrument: Floats) -> Floats:
        """(n, 4), for weights (n, 7) over instruments."""
        ...


class Forecaster(Protocol):
    """Something to fit."""

    @property
    def name(self) -> str:
        """Short and unique in a race, as it stands in tables."""
        ...

    def fit(self, table: CaseTable, rng: np.random.Generator) -> Fitted:
        """Learns from every row whose target is not NaN; must cope with an empty table."""
        ...


def blind(table: CaseTable) -> CaseTable:
    """The table with everything that was not known before the patron chose put to NaN."""
    hidden = [name for name in table.X if name not in BEFORE and not name.startswith("cleavage.") and name != "year"]
    return replace(
        table,
        X={k: np.full_like(v, np.nan) if k in hidden else v for k, v in table.X.items()},
        shares={k: np.full_like(v, np.nan) if k in hidden else v for k, v in table.shares.items()},
        instrument=np.full_like(table.instrument, np.nan),
        outcome=np.full_like(table.outcome, np.nan),
    )
