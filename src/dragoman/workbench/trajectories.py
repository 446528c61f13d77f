"""What a region's histories give a picture: quantities by year with their spread, how often each state had a crisis, and one history."""

from __future__ import annotations

from typing import Any

import numpy as np

from dragoman.model import region as regions
from dragoman.model.table import INSTRUMENTS

KINDS = ("nothing or words", "money or technical help", "troops on request", "covert or open force")
"""What the patron did in a crisis, as a picture tells it."""
_KIND = np.array([{"none": 0, "cover": 0, "economic": 1, "technical": 1, "deployment": 2}.get(name, 3) for name in INSTRUMENTS])


def trajectories(p: regions.Paths, given: regions.Region) -> dict[str, Any]:
    """By year mean and middle 90 % over histories; shares of histories with a crisis in a state and year; and the crises of the first history.

    The first history is one of many, drawn by the seed: it shows what a history looks like and is no forecast of anything.
    """
    crisis = p.trigger >= 0
    member = regions.ACCESSION.index("member")
    by: dict[str, Any] = {
        "crises_so_far": np.cumsum(crisis.sum(axis=2), axis=1),
        "deployments_so_far": np.cumsum((p.instrument == INSTRUMENTS.index("deployment")).sum(axis=2), axis=1),
        "treaty_members": (p.tie == regions.COLLECTIVE).sum(axis=2),
        "members_of_rival": (p.accession == member).sum(axis=2),
        "frozen": (p.frozen > 0).sum(axis=2),
        "dependence": p.dependence.mean(axis=2),
    }
    spread = {}
    for name, values in by.items():
        low, high = np.quantile(values, (0.05, 0.95), axis=0)
        spread[name] = {k: [round(float(x), 3) for x in v] for k, v in (("mean", values.mean(axis=0)), ("low", low), ("high", high))}
    where = np.argwhere(crisis[0])
    return {
        "by_year": spread,
        "share_with_crisis": {name: [round(float(x), 3) for x in crisis[:, :, s].mean(axis=0)] for s, name in enumerate(given.names)},
        "one_history": [[given.names[s], int(p.years[t]), KINDS[int(_KIND[p.instrument[0, t, s]])]] for t, s in where],
    }
