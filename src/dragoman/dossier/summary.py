"""The short account: at most ten lines, the disputed first, nothing in our own voice that only one party claims."""

from __future__ import annotations

from dragoman.records.dossiers import Dossier


def in_short(dossier: Dossier) -> Dossier:
    """The dossier with its short account."""
    return dossier
