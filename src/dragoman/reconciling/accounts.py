"""Accounts: what reports and speakers hold about one matter that is no number, statement beside statement."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dragoman.reconciling.corpus import Corpus
from dragoman.records.findings import Account, Event


def compare_accounts(corpus: Corpus, actor_of: Mapping[str, str], events: Sequence[Event], same_as: Mapping[str, tuple[str, ...]]) -> tuple[Account, ...]:
    """Accounts, contradictions first."""
    return ()
