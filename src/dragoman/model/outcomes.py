"""How the crisis ends, given the instrument: a multinomial logit with shrunk effects.

What one could get wrong: these are no effects of instruments. A patron chooses when the client can be saved, and clients that ask
early differ from those that do not; a difference between instruments here is who chose them as much as what they did (selection).
The forecast of an outcome is therefore taken over the instruments that the choice layer expects, and a set instrument is a what-if.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from dragoman.model.choice import EVEN, KINDS, TRIGGER_KINDS, levels, softmax
from dragoman.model.table import GROUPS, INSTRUMENTS, OUTCOMES, CaseTable, Floats

FORMS = ("none", "strike", "demonstrations", "riot", "armed", "military")
REGIMES = ("closed", "electoral", "democratic", "transitional", "none")
FLAGS = (("clans", 0.3), ("dual_power", 0.25), ("anti_patron", 0.2), ("request_made", 0.3), ("contiguous", 0.6), ("base", 0.75), ("patron_busy", 0.4))
"""Yes-or-no covariates with their centres."""
DIVIDES = (("economic", 0.2), ("democratic", 0.4), ("military", 0.15), ("ideological", 0.2), ("identity", 0.35), ("clan", 0.15))
TENURE_CENTRE, TENURE_SPREAD = 1.8, 1.8
"""Of log(1 + years in office): five years, and two standard deviations."""

CONFUSIONS: Mapping[tuple[str, str], int] = {
    ("survives", "purge"): 3,
    ("survives", "elite"): 7,
    ("survives", "opposition"): 6,
    ("purge", "elite"): 1,
    ("elite", "opposition"): 12,
}
"""As in `choice.CONFUSIONS`, for outcomes."""
ERROR = 0.08
"""Share of recorded outcomes that are wrong, from 85 % agreement of two coders; fixed."""

FEATURES: tuple[str, ...] = (
    *(f"instrument={j}" for j in INSTRUMENTS),
    *(f"kind={k}" for k in KINDS),
    *(f"form={f}" for f in FORMS),
    *(f"regime={r}" for r in REGIMES),
    *(f"group={g}" for g in GROUPS),
    *(name for name, _ in FLAGS),
    *(f"cleavage.{c}" for c, _ in DIVIDES),
    "tenure",
    "succession_or_mutiny",
    "rebuff",
)
"""Names of the columns of `features`, in order. `rebuff`: a request that was answered with less than troops."""
BLOCK: tuple[str, ...] = tuple(f.partition("=")[0] if "=" in f else "flag" for f in FEATURES)
"""The block of each feature; each block has a scale of its own."""


def features(table: CaseTable, instrument: Floats) -> Floats:
    """(n, F): features for weights (n, 7) over instruments (one-hot when it is known or set); 0, the centre, where a column is empty."""
    x, n = table.X, len(table)
    asked = table.is_code("request", "bilateral", "treaty", "regional", "disputed")
    parts: list[Floats] = [
        instrument,
        levels(table)["kind"],
        np.stack([table.is_code("mobilisation_form", f) for f in FORMS], axis=1),
        np.stack([table.is_code("regime", r) for r in REGIMES], axis=1),
        np.array([[float(g == level) for level in GROUPS] for g in table.group]).reshape(n, len(GROUPS)),
    ]
    columns: Sequence[Floats] = [
        *((asked if name == "request_made" else x[name]) - centre for name, centre in FLAGS),
        *(x[f"cleavage.{c}"] - centre for c, centre in DIVIDES),
        (x["tenure_years"] - TENURE_CENTRE) / TENURE_SPREAD,
        table.is_code("trigger", "succession", "mutiny") - 0.05,
        (asked - 0.3) * (1.0 - instrument[:, INSTRUMENTS.index("deployment")]),
    ]
    return np.asarray(np.nan_to_num(np.concatenate([*parts, np.stack(columns, axis=1)], axis=1)))


def probabilities(found: Floats, pooled: Floats, effects: Floats) -> Floats:
    """(draws, n, 4): chance of each outcome.

    Args:
        found: (n, F), from `features`.
        pooled: (draws, 4).
        effects: (draws, F, 4).
    """
    d, f, k = effects.shape
    utility = (found @ effects.transpose(1, 0, 2).reshape(f, d * k)).reshape(len(found), d, k).transpose(1, 0, 2)
    return softmax(utility + pooled[:, None, :])


def noise(error: float = ERROR) -> Floats:
    """(4, 4): chance of each recorded outcome (columns) given the true one."""
    k = np.full((len(OUTCOMES), len(OUTCOMES)), EVEN)
    for (a, b), count in CONFUSIONS.items():
        i, j = OUTCOMES.index(a), OUTCOMES.index(b)
        k[i, j] += count
        k[j, i] += count
    np.fill_diagonal(k, 0.0)
    return np.asarray(error * k / k.sum(axis=1, keepdims=True) + (1.0 - error) * np.eye(len(OUTCOMES)))


__all__ = ["BLOCK", "FEATURES", "OUTCOMES", "TRIGGER_KINDS", "features", "noise", "probabilities"]
