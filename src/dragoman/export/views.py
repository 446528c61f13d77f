"""The dossier as a Python user sees it (stub until the page lands)."""

from __future__ import annotations

from dragoman.records.dossiers import Dossier


class DossierView:
    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
