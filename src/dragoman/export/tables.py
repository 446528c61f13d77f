"""Tidy tables (stub until the page lands)."""

from __future__ import annotations

from dragoman.records.dossiers import Dossier


def csv_files(dossier: Dossier) -> dict[str, bytes]:
    return {}
