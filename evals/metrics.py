"""Matching and cluster comparison, without opinions about any one benchmark."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence

import numpy as np

Spans = Sequence[tuple[int, int]]
_WORD = re.compile(r"\w+")


def word_starts(text: str, spans: Spans) -> frozenset[int]:
    """The words under the spans, each as the place where it starts; a word cut by a span's edge counts."""
    return frozenset(m.start() + b for b, e in spans for m in _WORD.finditer(text[b:e]))


def overlap(a: Spans, b: Spans) -> bool:
    """Some span of the one shares a character with some span of the other."""
    return any(x[0] < y[1] and y[0] < x[1] for x in a for y in b)


def match(weights: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """A largest one-to-one matching of left to right items, heavier pairs tried first.

    Args:
        weights: (left, right) -> weight of every pair that may be matched.
    """
    options: dict[int, list[int]] = defaultdict(list)
    for left, right in sorted(weights, key=lambda p: (-weights[p], p)):
        options[left].append(right)
    taken: dict[int, int] = {}

    def place(left: int, seen: set[int]) -> bool:
        for right in options[left]:
            if right in seen:
                continue
            seen.add(right)
            if right not in taken or place(taken[right], seen):
                taken[right] = left
                return True
        return False

    for left in sorted(options, key=lambda x: (-weights[x, options[x][0]], x)):
        place(left, set())
    return {left: right for right, left in taken.items()}


def assign(weights: np.ndarray) -> list[tuple[int, int]]:
    """The assignment of rows to columns with the largest sum of weights (Hungarian method with potentials)."""
    flip = weights.shape[0] > weights.shape[1]
    cost = -(weights.T if flip else weights)
    n, m = cost.shape
    u, v = np.zeros(n + 1), np.zeros(m + 1)
    owner = np.zeros(m + 1, dtype=int)
    for i in range(1, n + 1):
        owner[0], j0 = i, 0
        least, used, way = np.full(m + 1, np.inf), np.zeros(m + 1, dtype=bool), np.zeros(m + 1, dtype=int)
        while True:
            used[j0] = True
            i0 = owner[j0]
            reduced = np.concatenate(([np.inf], cost[i0 - 1] - u[i0] - v[1:]))
            better = ~used & (reduced < least)
            least[better] = reduced[better]
            way[better] = j0
            j1 = int(np.argmin(np.where(used, np.inf, least)))
            delta = least[j1]
            u[owner[used]] += delta
            v[used] -= delta
            least[~used] -= delta
            j0 = j1
            if owner[j0] == 0:
                break
        while j0:
            owner[j0] = owner[way[j0]]
            j0 = way[j0]
    pairs = [(int(owner[j]) - 1, j - 1) for j in range(1, m + 1) if owner[j]]
    return [(b, a) for a, b in pairs] if flip else pairs


def _clusters(of: Mapping[Hashable, Hashable]) -> dict[Hashable, list[Hashable]]:
    out: dict[Hashable, list[Hashable]] = defaultdict(list)
    for item, cluster in of.items():
        out[cluster].append(item)
    return out


def coreference(gold: Mapping[Hashable, Hashable], predicted: Mapping[Hashable, Hashable], unit: Mapping[Hashable, str]) -> dict[str, dict[str, float]]:
    """Counts for MUC, B³ and CEAFe (phi 4) over the same mentions, shared out to the units that the mentions stand in.

    Summed over units the counts give the usual scores; a cluster's share goes to its mentions in equal parts, so that units
    can be resampled.

    Args:
        gold: mention -> gold cluster.
        predicted: mention -> predicted cluster; the same mentions.
        unit: mention -> id of its unit (document).
    """
    if set(gold) != set(predicted):
        raise ValueError("gold and predicted clusters must hold the same mentions")
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    keys, answers = _clusters(gold), _clusters(predicted)

    def give(members: Sequence[Hashable], name: str, value: float) -> None:
        for m in members:
            counts[unit[m]][name] += value / len(members)

    shared: dict[tuple[Hashable, Hashable], int] = defaultdict(int)
    for m, k in gold.items():
        shared[k, predicted[m]] += 1
    for side, other, clusters in (("r", predicted, keys), ("p", gold, answers)):
        for members in clusters.values():
            give(members, f"muc_{side}_of", len(members) - 1)
            give(members, f"muc_{side}", len(members) - len({other[m] for m in members}))
            give(members, f"ceaf_{side}_of", 1)
    for m, k in gold.items():
        both = shared[k, predicted[m]]
        counts[unit[m]]["b3_r"] += both / len(keys[k])
        counts[unit[m]]["b3_p"] += both / len(answers[predicted[m]])
        counts[unit[m]]["b3_of"] += 1
    for k, a in _best_pairs(shared, keys, answers):
        phi = 2 * shared[k, a] / (len(keys[k]) + len(answers[a]))
        give(keys[k], "ceaf_r", phi)
        give(answers[a], "ceaf_p", phi)
    return {u: dict(c) for u, c in counts.items()}


def _best_pairs(
    shared: Mapping[tuple[Hashable, Hashable], int], keys: Mapping[Hashable, Sequence[Hashable]], answers: Mapping[Hashable, Sequence[Hashable]]
) -> list[tuple[Hashable, Hashable]]:
    """The one-to-one alignment of clusters with the largest sum of phi 4, found apart for each group of clusters that touch."""
    near: dict[tuple[str, Hashable], list[tuple[str, Hashable]]] = defaultdict(list)
    for k, a in shared:
        near["k", k].append(("a", a))
        near["a", a].append(("k", k))
    seen: set[tuple[str, Hashable]] = set()
    out: list[tuple[Hashable, Hashable]] = []
    for start in near:
        if start in seen:
            continue
        group, stack = [], [start]
        seen.add(start)
        while stack:
            node = stack.pop()
            group.append(node)
            fresh = [n for n in near[node] if n not in seen]
            seen.update(fresh)
            stack.extend(dict.fromkeys(fresh))
        rows = [x for side, x in group if side == "k"]
        cols = [x for side, x in group if side == "a"]
        phi = np.array([[2 * shared.get((k, a), 0) / (len(keys[k]) + len(answers[a])) for a in cols] for k in rows])
        out += [(rows[i], cols[j]) for i, j in assign(phi) if shared.get((rows[i], cols[j]))]
    return out


def adjusted_rand(gold: Mapping[Hashable, Hashable], predicted: Mapping[Hashable, Hashable]) -> dict[Hashable, dict[str, float]]:
    """Counts for the adjusted Rand index, shared out to the gold clusters; `rand_index` puts their sums together."""
    keys, answers = _clusters(gold), _clusters(predicted)
    cells: dict[tuple[Hashable, Hashable], int] = defaultdict(int)
    for m, k in gold.items():
        cells[k, predicted[m]] += 1
    out: dict[Hashable, dict[str, float]] = {k: {"n": len(v), "rows": _pairs(len(v)), "cells": 0.0, "cols": 0.0} for k, v in keys.items()}
    for (k, a), n in cells.items():
        out[k]["cells"] += _pairs(n)
        out[k]["cols"] += _pairs(len(answers[a])) * n / len(answers[a])
    return out


def _pairs(n: float) -> float:
    return n * (n - 1) / 2
