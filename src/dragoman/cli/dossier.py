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
@click.option("--reader", default="rules", show_default=True, help="Who reads: rules, llm (a language model) or rules,llm (both).")
@click.option("--endpoint", metavar="URL", help="Chat endpoint of the model, for example http://127.0.0.1:8080/v1; its key is read from DRAGOMAN_API_KEY.")
@click.option("--model", metavar="NAME", help="The model as the endpoint knows it.")
@click.option("--send", is_flag=True, help="Agree that the whole reports go to an endpoint on another machine.")
@click.option("--insecure", is_flag=True, help="Allow http:// to another machine.")
@click.option("--readings", type=click.Path(path_type=Path), help="Folder that keeps the model's answers; OUTPUT-readings when left out.")
@click.option("--replay", type=click.Path(path_type=Path, exists=True), help="Use the answers recorded in this folder; no model is asked.")
@click.option("--concurrency", type=click.IntRange(1, 64), default=2, show_default=True, help="Questions to the model that are open at a time.")
@click.option("--timeout", type=click.FloatRange(min=1), default=600.0, show_default=True, help="Seconds to wait for one answer.")
@click.option("--max-calls", type=click.IntRange(min=1), help="Most calls to the model; the rules read the rest.")
@click.option("--max-tokens", type=click.IntRange(min=1), help="Most tokens, asked and answered, after which no further call is made.")
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
    reader: str,
    endpoint: str | None,
    model: str | None,
    send: bool,
    insecure: bool,
    readings: Path | None,
    replay: Path | None,
    concurrency: int,
    timeout: float,
    max_calls: int | None,
    max_tokens: int | None,
    as_json: bool,
    quiet: bool,
) -> None:
    """Read reports and write a dossier.

    PATHS are files and folders (.txt, .md, .html, .jsonl), or - for standard input. A sidecar meta.json in a folder may name
    outlet, title, date, address and wire of each file.

    With --reader llm or rules,llm a language model reads as well. Nothing of it enters the dossier that does not stand in the
    reports; its answers are kept, and --replay builds the same dossier from them.
    """
    from dragoman.cli.models import asker_for, tell_model
    from dragoman.cli.progress import progress_bar
    from dragoman.settings import Settings
    from dragoman.workbench import Workbench

    settings = Settings.load(workers=workers, pipeline=pipeline)
    asker = asker_for(
        reader, endpoint=endpoint, model=model, send=send, insecure=insecure, readings=readings or output.with_name(f"{output.name}-readings"), readings_given=readings is not None,
        replay=replay, concurrency=concurrency, timeout=timeout, max_calls=max_calls, max_tokens=max_tokens, quiet=quiet,
    )  # fmt: skip
    stdin = sys.stdin.buffer.read(settings.max_bytes + 1) if "-" in paths else None
    with progress_bar(quiet=quiet) as progress:
        bench = Workbench(settings, progress=progress, asker=asker)
        written = bench.write_dossier(paths, output, outlet=outlet, published=published, stdin=stdin, title=title)
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
                    **({"model": bench.answers.summary()} if bench.answers else {}),
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
    unanswered = tell_model(bench.answers, {r.id: r.file for r in written.dossier.reports})
    if failed or unanswered:
        raise click.exceptions.Exit(4)
