"""The patron's choice of an instrument: a conditional logit over the feasible ones, which is the agent quantal response (McKelvey and
Palfrey 1995, 1998) of one player whose beliefs enter as covariates. The precision lambda is 1: it cannot be told from the scale of beta.

Utility of instrument j: terms (`terms.py`) + intercept of j + its deviations by group of patrons, era and kind of trigger, each block
with a scale of its own. Recorded instruments are wrong now and then; `noise` says how, from what two coders of one case wrote.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from dragoman.model.table import ERAS, GROUPS, INSTRUMENTS, Bools, CaseTable, Floats

TRIGGER_KINDS: Mapping[str, tuple[str, ...]] = {
    "street": ("election", "price", "repression", "communal", "protest"),
    "order": ("alignment", "constitution"),
    "elite": ("coup", "mutiny", "succession", "feud"),
    "arms": ("rebellion", "secession", "attack"),
}
"""Kinds of trigger, by who moves first: crowds, governments, insiders, armies."""
KINDS = tuple(TRIGGER_KINDS)
BLOCKS: Mapping[str, tuple[str, ...]] = {"group": GROUPS, "era": ERAS, "kind": KINDS}
"""Blocks of intercepts beside the common one, with their levels."""
DEPLOYMENT = INSTRUMENTS.index("deployment")

CONFUSIONS: Mapping[tuple[str, str], int] = {
    ("none", "cover"): 7,
    ("none", "technical"): 1,
    ("none", "covert"): 2,
    ("cover", "economic"): 5,
    ("cover", "technical"): 1,
    ("cover", "deployment"): 1,
    ("cover", "covert"): 4,
    ("cover", "force"): 1,
    ("economic", "covert"): 2,
    ("deployment", "covert"): 1,
    ("deployment", "force"): 4,
    ("covert", "force"): 4,
}
"""How often two readings of one case stood side by side, over sixty double-coded cases and the disputed ones; either way round."""
EVEN = 0.25
"""Added to every pair, so that no confusion is impossible."""
ERROR = (6.0, 54.0)
"""Beta prior of the share of recorded instruments that are wrong, mean .10: two coders agreed on 85 %, which is (1-e)^2 and a little
at e near .08; both coders read the same sources, so the share is set somewhat higher."""


def feasible(table: CaseTable) -> Bools:
    """(n, 7): a deployment on request needs a request; an unknown request leaves it feasible."""
    out = np.ones((len(table), len(INSTRUMENTS)), bool)
    out[:, DEPLOYMENT] = table.is_code("request", "none") != 1.0
    return out


def levels(table: CaseTable) -> dict[str, Floats]:
    """Block -> (n, levels): 0/1 membership; a row of zeros where the level is unknown, which leaves the common intercept."""
    out = {name: np.asarray(table.X[name][:, None] == np.arange(len(BLOCKS[name])), float) for name in ("group", "era")}
    out["kind"] = np.nan_to_num(np.stack([table.is_code("trigger", *TRIGGER_KINDS[k]) for k in KINDS], axis=1))
    return out


def kernel() -> Floats:
    """(7, 7): for each true instrument, what a wrong record says instead; zero diagonal, rows sum to 1."""
    k = np.full((len(INSTRUMENTS), len(INSTRUMENTS)), EVEN)
    for (a, b), count in CONFUSIONS.items():
        i, j = INSTRUMENTS.index(a), INSTRUMENTS.index(b)
        k[i, j] += count
        k[j, i] += count
    np.fill_diagonal(k, 0.0)
    return np.asarray(k / k.sum(axis=1, keepdims=True))


def noise(error: float | Floats) -> Floats:
    """(..., 7, 7): chance of each record (last axis) given the true instrument, for errors of shape (...).

    A deployment may be on record where no request is: then the one or the other was written down wrongly. The true choice never is one.
    """
    e = np.asarray(error, float)[..., None, None]
    return np.asarray(e * kernel() + (1.0 - e) * np.eye(len(INSTRUMENTS)))


def probabilities(design: Floats, beta: Floats, intercepts: Floats, allowed: Bools) -> Floats:
    """(draws, n, 7): chance of each instrument.

    Args:
        design: (n, 7, T), from `terms.design`.
        beta: (draws, T).
        intercepts: (draws, n, 7), or what broadcasts to it.
        allowed: (n, 7), from `feasible`; at least one instrument a case.
    """
    n, j, t = design.shape
    utility = (beta @ design.reshape(n * j, t).T).reshape(len(beta), n, j) + intercepts
    return softmax(utility, allowed)


def softmax(utility: Floats, allowed: Bools | None = None) -> Floats:
    """Along the last axis, 0 where it is not allowed."""
    masked = utility if allowed is None else np.where(allowed, utility, -np.inf)
    grown = np.exp(masked - masked.max(axis=-1, keepdims=True))
    return np.asarray(grown / grown.sum(axis=-1, keepdims=True))


def recorded(chances: Floats, error: Floats) -> Floats:
    """(draws, n, 7): chance of each record, from chances (draws, n, 7) and errors (draws,)."""
    return np.asarray(chances @ noise(error))
