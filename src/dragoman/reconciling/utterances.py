"""The same utterance in several reports or translations, aligned word by word."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.reconciling.corpus import Corpus
from dragoman.records.findings import Alignment


def match_utterances(corpus: Corpus, actor_of: Mapping[str, str]) -> tuple[Mapping[str, tuple[str, ...]], tuple[Alignment, ...]]:
    """For each quote id the ids of quotes that render the same utterance, and the alignments of pairs from different reports."""
    return {}, ()
