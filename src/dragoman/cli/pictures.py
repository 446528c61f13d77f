"""Options of the commands that can also draw: --html and --svg."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


def options(command: F) -> F:
    """Adds --html and --svg."""
    html = click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Also write the result as one HTML page with pictures, assumptions above them.")
    svg = click.option("--svg", type=click.Path(path_type=Path), metavar="FOLDER", help="Also write each picture as SVG into this folder.")
    return html(svg(command))


def check(html: Path | None, svg: Path | None) -> None:
    """Refuses places that cannot be written before anything is run."""
    if html or svg:
        from dragoman.workbench.pictures import check_places

        check_places(html, svg)


def save(kind: str, view: dict[str, Any], html: Path | None, svg: Path | None, *, asked: str = "") -> None:
    """Writes what was asked for; says so on the error stream, for the result is on the other.

    Args:
        kind: forecast, whatif, region or validation: what the view is.
        asked: the case, draft or dossier as the user named it, for runs that a picture needs beside the view.
    """
    if html or svg:
        from dragoman.workbench.pictures import page_of, write

        for path in write(page_of(kind, view, asked=asked), html=html, svg=svg):
            click.echo(f"written: {path}", err=True)
