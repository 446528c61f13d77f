"""Choice and outcome for many rows at once, each row under one draw of the posterior.

`Posterior.chosen` gives every draw for every case; a simulation has one draw a row, so that a hundred thousand rows cost no more than a
hundred thousand rows.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dragoman.model import choice, outcomes, terms
from dragoman.model.posterior import Posterior
from dragoman.model.table import GROUPS, INSTRUMENTS, OUTCOMES, CaseTable, Floats, era, levels

Ints = NDArray[np.int64]
HELP = np.array(terms.HELP)
"""How much each instrument helps the government in office, 0 to 1; not for what is turned against it."""


def situation(columns: Mapping[str, Floats], group: str, year: float) -> CaseTable:
    """Rows of one group of patrons in one year as a table: what the layers read, and nothing that is only known afterwards.

    Args:
        columns: name -> (rows,), as in `CaseTable.X`, with `precedent`.
    """
    n = len(next(iter(columns.values())))
    known = levels()
    x = {**columns, "group": np.full(n, float(GROUPS.index(group))), "era": np.full(n, float(era(year))), "year": np.full(n, float(year))}
    nothing = (None,) * n
    return CaseTable(
        ids=("",) * n,
        client=("",) * n,
        patron=("",) * n,
        group=(group,) * n,
        start=nothing,
        end=nothing,
        X=x,
        codes=known,
        shares={},
        instrument=np.full((n, len(INSTRUMENTS)), np.nan),
        outcome=np.full((n, len(OUTCOMES)), np.nan),
        sourced={},
    )


@dataclass(frozen=True, slots=True)
class Layers:
    """The two fitted layers, row by row."""

    posterior: Posterior

    def instrument(self, table: CaseTable, which: Ints) -> Floats:
        """(rows, 7): chance of each instrument in row r under draw `which[r]`."""
        p = self.posterior
        utility = (terms.covariates(table) * p.beta[which]) @ terms.profiles() + p.pooled[which]
        for block, member in choice.levels(table).items():
            utility += member.sum(axis=1)[:, None] * getattr(p, block)[which, member.argmax(axis=1)]
        return choice.softmax(utility, choice.feasible(table))

    def outcome(self, table: CaseTable, which: Ints, instrument: Ints) -> Floats:
        """(rows, 4): log-odds of each outcome in row r, up to a constant, when the instrument is `instrument[r]`."""
        p = self.posterior
        found = outcomes.features(table, np.eye(len(INSTRUMENTS))[instrument])
        return np.asarray(np.einsum("nf,nfk->nk", found, p.outcome_effects[which]) + p.outcome_pooled[which])

    def help(self, table: CaseTable, which: Ints) -> Floats:
        """(rows,): expected help in [0, 1]."""
        return np.asarray(self.instrument(table, which) @ HELP)
