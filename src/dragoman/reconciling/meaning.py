"""Likeness of meaning of short passages, from the sentence encoder; each passage is encoded once."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.reconciling.utterances import embed


class Likeness:
    """Cosines between the passages announced."""

    def __init__(self, passages: Sequence[str]) -> None:
        ordered = sorted(set(passages))
        self._row = {p: n for n, p in enumerate(ordered)}
        self._vectors = embed(ordered)

    def between(self, a: str, b: str) -> float | None:
        """The cosine of two passages; None when one was not announced."""
        i, j = self._row.get(a), self._row.get(b)
        if i is None or j is None:
            return None
        return round(float(self._vectors[i] @ self._vectors[j]), 6)
