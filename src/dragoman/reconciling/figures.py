"""Figures about one quantity set side by side, with a status and the rule that decided."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.reconciling.corpus import Corpus
from dragoman.records.findings import Finding


def compare_figures(corpus: Corpus, actor_of: Mapping[str, str]) -> tuple[Finding, ...]:
    """Findings over figures, the most disputed first."""
    return ()
