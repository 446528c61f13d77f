"""The dossier in a terminal (stub until the page lands)."""

from __future__ import annotations

from rich.console import Console

from dragoman.records.dossiers import Dossier


def render(dossier: Dossier, console: Console) -> None:
    console.print(dossier.title, markup=False)
