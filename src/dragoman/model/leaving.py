"""A posterior as if one case had not been seen, without fitting again.

Draws are weighed by one over the likelihood of the case and drawn anew (Gelfand, Dey & Chang 1992), the weights truncated at their mean times
the root of their number (Ionides 2008). An approximation: good where one case among many moves the fit little, and a hundredth of the cost of a
fit. `effective` tells how many draws are left to speak; where it is small, fit again (`map.laplace`).
"""

from __future__ import annotations

from dataclasses import fields, replace

import numpy as np

from dragoman.model.posterior import PARAMETERS, Posterior
from dragoman.model.table import CaseTable, Floats

TINY = 1e-9


def weights(posterior: Posterior, case: CaseTable) -> Floats:
    """(S,) weights of the draws that add to 1, for a table of the one case that is left out; equal where nothing of it was recorded."""
    likelihood = np.ones(len(posterior))
    chosen, ended = case.instrument[0], case.outcome[0]
    if not np.isnan(chosen).any():
        likelihood *= posterior.instrument(case)[:, 0] @ chosen
        if not np.isnan(ended).any():
            likelihood *= posterior.outcome_given(case, case.instrument)[:, 0] @ ended
    w = 1.0 / np.maximum(likelihood, TINY)
    w = np.minimum(w, w.mean() * np.sqrt(len(w)))
    return np.asarray(w / w.sum())


def effective(w: Floats) -> float:
    """How many equal draws the weights are worth (Kish 1965)."""
    return float(1.0 / np.sum(w**2))


def without(posterior: Posterior, case: CaseTable, *, draws: int) -> Posterior:
    """So many draws as if the case had not been there, taken at equal steps of the summed weights: no chance in it.

    Args:
        case: a table of one row; a case that the posterior has not used changes nothing but the number of draws.
    """
    if case.ids[0] not in posterior.cases:
        return posterior.take(draws)
    summed = np.cumsum(weights(posterior, case))
    at = np.minimum(np.searchsorted(summed, (np.arange(draws) + 0.5) / draws), len(posterior) - 1)
    changed = {f.name: getattr(posterior, f.name)[at] for f in fields(posterior) if f.name in PARAMETERS}
    return replace(posterior, **changed, method=f"{posterior.method}, weighed anew", cases=tuple(c for c in posterior.cases if c != case.ids[0]), fingerprint="")
