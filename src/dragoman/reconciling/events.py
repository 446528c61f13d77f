"""The same event told by several reports."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.reconciling.corpus import Corpus
from dragoman.records.findings import Event


def resolve_events(corpus: Corpus, actor_of: Mapping[str, str]) -> tuple[Event, ...]:
    """Events by date, undated last."""
    return ()
