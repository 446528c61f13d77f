"""Options of the commands that can also draw: --html, --svg and --bars."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from dragoman.errors import UsageError

F = TypeVar("F", bound=Callable[..., Any])
_BARS = "dragoman.bars"


def options(command: F) -> F:
    """Adds --html, --svg and --bars; the last needs no parameter of the command."""
    html = click.option("--html", type=click.Path(path_type=Path), metavar="FILE", help="Also write the result as one HTML page with pictures, assumptions above them.")
    svg = click.option("--svg", type=click.Path(path_type=Path), metavar="FOLDER", help="Also write each picture as SVG into this folder.")
    bars = click.option("--bars", is_flag=True, expose_value=False, callback=_keep, help="Also print the pictures as text, after the result.")
    return html(svg(bars(command)))


def _keep(ctx: click.Context, parameter: click.Parameter, value: bool) -> None:
    ctx.meta[_BARS] = value


def check(html: Path | None, svg: Path | None) -> None:
    """Refuses what cannot be written or printed before anything is run."""
    ctx = click.get_current_context()
    if ctx.meta.get(_BARS) and ctx.params.get("as_json"):
        raise UsageError("--bars prints pictures for people and --json a result for programs. Leave one of them out")
    if html or svg:
        from dragoman.workbench.pictures import check_places

        check_places(html, svg)


def save(kind: str, view: dict[str, Any], html: Path | None, svg: Path | None, *, asked: str = "") -> None:
    """Writes what was asked for, and says so on the error stream, for the result is on the other; pictures as text come after the result.

    Args:
        kind: forecast, whatif, region or validation: what the view is.
        asked: the case, draft or dossier as the user named it, for runs that a picture needs beside the view.
    """
    ctx = click.get_current_context()
    if not (html or svg or ctx.meta.get(_BARS)):
        return
    from dragoman.workbench.pictures import page_of, write

    page = page_of(kind, view, asked=asked)
    for path in write(page, html=html, svg=svg):
        click.echo(f"written: {path}", err=True)
    if ctx.meta.get(_BARS):
        from rich.console import Console

        from dragoman.export.text_charts import show

        ctx.call_on_close(lambda: show(page.pictures, Console(file=sys.stdout, width=80, highlight=False)))
