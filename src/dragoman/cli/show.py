"""`dragoman show`: a dossier in the terminal."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("show", epilog="Example: dragoman show dossier/")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print dossier.json.")
@click.option("--width", type=click.IntRange(min=40), help="Columns; those of the terminal when left out.")
def command(dossier: Path, as_json: bool, width: int | None) -> None:
    """Show a dossier in the terminal: in short, differences, timeline, quotes, actors, sources."""
    from dragoman.export.folder import load_dossier
    from dragoman.records.codec import to_json

    found = load_dossier(dossier)
    if as_json:
        click.echo(to_json(found), nl=False)
        return
    from rich.console import Console

    from dragoman.export.terminal import render

    render(found, Console(file=sys.stdout, width=width or (None if sys.stdout.isatty() else 80), highlight=False))
