"""`dragoman dossier`: reports in, a dossier out."""

from __future__ import annotations

import datetime as dt
import json
import sys
from pathlib import Path

import click


class Day(click.ParamType[dt.date]):
    """An ISO date."""

    name = "YYYY-MM-DD"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> dt.date:
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no date; expected YYYY-MM-DD, for example 2022-01-10.", param, ctx)


@click.command(
    "dossier",
    epilog="Examples: dragoman dossier reports/ -o dossier/   |   cat report.txt | dragoman dossier - -o dossier/ --published 2022-01-10",
)
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@click.option("-o", "--output", required=True, type=click.Path(path_type=Path), help="Folder for the dossier; made when missing.")
@click.option("--outlet", help="Outlet of reports that name none.")
@click.option("--published", type=Day(), help="Day of publication of reports that state none.")
@click.option("--title", help="Title of the dossier; the folder's name when left out.")
@click.option("--workers", type=click.IntRange(min=1), help="Processes that read; the result is the same.")
@click.option("--pipeline", help="An installed spaCy pipeline.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@click.option("-q", "--quiet", is_flag=True, help="No progress.")
def command(
    paths: tuple[str, ...],
    output: Path,
    outlet: str | None,
    published: dt.date | None,
    title: str | None,
    workers: int | None,
    pipeline: str | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Read reports and write a dossier.

    PATHS are files and folders (.txt, .md, .html, .jsonl), or - for standard input. A sidecar meta.json in a folder may name
    outlet, title, date, address and wire of each file.
    """
    from dragoman.cli.progress import progress_bar
    from dragoman.settings import Settings
    from dragoman.workbench import Workbench

    settings = Settings.load(workers=workers, pipeline=pipeline)
    stdin = sys.stdin.buffer.read(settings.max_bytes + 1) if "-" in paths else None
    with progress_bar(quiet=quiet) as progress:
        written = Workbench(settings, progress=progress).write_dossier(
            paths, output, outlet=outlet, published=published, stdin=stdin, title=title
        )
    counts = written.dossier.coverage.counts
    failed = [i for i in written.dossier.coverage.inputs if i.state.value == "failed"]
    if as_json:
        click.echo(
            json.dumps(
                {
                    "folder": str(output),
                    "counts": {n: getattr(counts, n) for n in ("found", "used", "duplicates", "skipped", "failed")},
                    "items": {n: len(getattr(written.dossier, n)) for n in ("actors", "figures", "findings", "events", "quotes", "accounts", "relations")},
                    "failed": [{"file": i.file, "reason": i.reason} for i in failed],
                },
                ensure_ascii=False,
            )
        )
    else:
        for line in written.account():
            click.echo(line)
    for entry in failed:
        click.echo(f"failed: {entry.file}: {entry.reason}", err=True)
    if failed:
        click.echo(f"{len(failed)} of {counts.found} inputs failed; the others are in the dossier. Mend or remove them and run again.", err=True)
        raise click.exceptions.Exit(4)
