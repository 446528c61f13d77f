"""The region simulation against the bare arithmetic of its own kernel.

`bare` does the arithmetic of `model/region.py` and `model/crisis.py` on plain arrays that are there already: the year's dense updates, and for
as many crises as the simulation has, both crowd recursions, clans, both looks at the patron's choice, the outcome and the picks, each with
arrays of the same shapes. No names, no tables, no records, no checks, no random numbers (`noise` draws those, on their own). It is written
anew here, and not imported, so that it cannot be slow for the same reason as the thing it measures.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np

DAYS, CLANS, TERMS, INSTRUMENTS, FEATURES, OUTCOMES, PICKS = 14, 6, 28, 7, 34, 4, 12


def noise(draws: int, states: int, years: int) -> float:
    """Seconds for the random numbers that such a run draws."""
    from dragoman.model.region import draw_year

    rng = np.random.default_rng(0)
    start = time.process_time()
    for _ in range(years):
        draw_year(rng, draws, states)
    return time.process_time() - start


def bare(draws: int, states: int, years: int, crises: int, parameters: int = 200) -> float:
    """Seconds for the arithmetic of one chunk with so many crises a year, on arrays made before the clock starts."""
    rng = np.random.default_rng(0)
    dense = [rng.random((draws, states)) for _ in range(24)]
    assumed = [rng.random((draws, 1)) for _ in range(20)]
    which = rng.integers(0, parameters, crises)
    d, s = rng.integers(0, draws, crises), rng.integers(0, states, crises)
    row = [rng.random(crises) for _ in range(50)]
    days = rng.standard_normal((crises, DAYS))
    covariates, beta, profile = rng.random((crises, TERMS)), rng.random((parameters, TERMS)), rng.random((TERMS, INSTRUMENTS))
    blocks = [rng.random((parameters, k, INSTRUMENTS)) for k in (6, 3, 4)]
    member = [rng.integers(0, k, crises) for k in (6, 3, 4)]
    features, effects = rng.random((crises, FEATURES)), rng.random((parameters, FEATURES, OUTCOMES))
    shares = rng.random((parameters, 8, 5))
    sink = 0.0

    def softmax(u: Any) -> Any:
        e = np.exp(u - u.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def chosen(p: Any, u: Any) -> Any:
        return (np.cumsum(p, axis=1) < u[:, None]).sum(axis=1)

    start = time.process_time()
    for _ in range(years):
        hazard = 1 / (1 + np.exp(-(dense[0] + assumed[0] * dense[1] + assumed[1] * dense[2] + assumed[2] * dense[3] + assumed[3] * dense[4])))
        np.nonzero(dense[5] < hazard * 0.1)
        dense[6] = np.log1p(np.expm1(dense[6]) + 1e-9)
        dense[7] = np.clip(dense[7] * (1 - 1e-3 * assumed[4]) + assumed[5] * 1e-3 * dense[8], -1, 1)
        dense[9] = np.where(dense[9] == 1, dense[10] >= assumed[6], dense[10] < assumed[7]).astype(float)
        dense[11] = np.where((dense[12] == 3) & (dense[13] < 0.5), 1.0, dense[11])
        for t in (0, 1):  # the crowd before and after the clans
            m = row[t] * 0.02
            still = row[2] + row[3] * row[4] - row[5] * row[6] - row[7]
            for day in range(DAYS):
                out = 1 / (1 + np.exp(-(m * row[8] + still) / (0.1 + row[9])))
                m = np.clip((1 - row[10]) * m + row[10] * (out + np.sqrt(out * (1 - out) / 150) * days[:, day]), 0, 1)
        for k in range(CLANS):
            at = row[11] + row[12] * m - row[13] * 0.1 * k
            row[14] = np.where(row[15] < 1 / (1 + np.exp(-(at - row[16] * row[17]))), 0.1, 0.0) + row[18] / (1 + np.exp(-at))
        for _ in range(2):  # what is expected, and the choice itself
            x = np.stack([row[k] - 0.5 for k in range(TERMS)], axis=1)
            u = ((x + covariates) * beta[which]) @ profile
            for block, at in zip(blocks, member, strict=True):
                u += block[which, at]
            choice = softmax(u)
        f = np.stack([row[k] - 0.5 for k in range(FEATURES)], axis=1)
        end = softmax(np.einsum("nf,nfk->nk", f + features, effects[which]))
        for k in range(PICKS):
            sink += float(chosen(softmax(shares[which, k % 8]) if k > 1 else (choice, end)[k], row[20 + k])[0])
        for k in range(8):
            dense[14 + k][d, s] = np.where(row[k] > 0.5, row[k + 1], dense[14 + k][d, s])
        up = 1 / (1 + np.exp(-(assumed[8] + assumed[9] * dense[7] + assumed[10] * dense[15] + assumed[11] * dense[16] - assumed[12])))
        dense[22] = np.where((dense[22] > 0) & (dense[23] < assumed[13]), 0.0, (dense[22] + (dense[23] < up)) % 4)
    return time.process_time() - start
