"""`dragoman cases`: the case base."""

from __future__ import annotations

import json
import textwrap
from pathlib import Path
from typing import Any

import click

from dragoman.errors import UsageError


@click.group("cases", epilog="Examples: dragoman cases list --patron Russia --since 2000   |   dragoman cases show kazakhstan-2022")
def command() -> None:
    """List, show and draft cases: crises of client states, every field with its source."""


@command.command("list", epilog="Example: dragoman cases list --patron Russia --since 2000")
@click.option("--patron", help="Only cases of this patron (part of a name will do).")
@click.option("--client", help="Only cases of this client.")
@click.option("--since", type=int, metavar="YEAR", help="Only cases that began in this year or later.")
@click.option("--until", type=int, metavar="YEAR", help="Only cases that began in this year or earlier.")
@click.option("--instrument", help="Only cases in which this was the patron's strongest instrument.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def list_cases(patron: str | None, client: str | None, since: int | None, until: int | None, instrument: str | None, as_json: bool) -> None:
    """List cases: id, begin, patron, trigger, instrument, outcome, share of the model's fields that have a source."""
    from dragoman.workbench.casebase import find_cases

    found = find_cases(patron=patron, client=client, since=since, until=until, instrument=instrument)
    if as_json:
        click.echo(json.dumps(found.summary(), ensure_ascii=False, indent=1))
    else:
        import sys

        from rich.console import Console
        from rich.table import Table

        table = Table(box=None, pad_edge=False)
        for name in ("case", "began", "patron", "trigger", "instrument", "outcome", "sourced"):
            table.add_column(name, overflow="fold", no_wrap=name in ("case", "began"))
        for row in found.summary()["cases"]:
            table.add_row(*(str(row[k]) if row[k] is not None else "" for k in ("id", "start", "patron", "trigger", "instrument", "outcome_crisis")), f"{row['sourced']:.0%}")
        Console(file=sys.stdout, width=None if sys.stdout.isatty() else 100, highlight=False).print(table)
        click.echo(f"{len(found.cases)} cases, {sum(c.depth == 'full' for c in found.cases)} in full")
    for problem in found.problems:
        click.echo(f"not loaded: {problem}", err=True)
    if not found.cases:
        raise UsageError("No case fits. Leave an option out, or type: dragoman cases list")


@command.command("show", epilog="Example: dragoman cases show kazakhstan-2022")
@click.argument("case")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def show(case: str, as_json: bool) -> None:
    """Show one case: every field with its source, disputed fields with each reading."""
    from dragoman.workbench.casebase import case_view

    view = case_view(case)
    if as_json:
        click.echo(json.dumps(view, ensure_ascii=False, indent=1))
        return
    _wrapped(f"{view['name']}  ({view['client']} / {view['patron']}; coded {'in full' if view['depth'] == 'full' else 'in brief'})")
    if view["summary"]:
        _wrapped(view["summary"])
    group = ""
    for field in view["fields"]:
        if field["group"] != group:
            group = field["group"]
            click.echo(f"\n{group}")
        for n, coding in enumerate(field["codings"]):
            name = field["name"] if n == 0 else "  or"
            _wrapped(f"  {name:22} {_value(coding)}", 25)
            if coding["note"]:
                _wrapped(f"  {'':22} {coding['note']}", 25)
            _wrapped(f"  {'':22} [{'; '.join(coding['sources']) or 'unsourced'}]", 25)
    for title, rows in (("phases", view["phases"]), ("steps", view["steps"])):
        if rows:
            click.echo(f"\n{title}")
        for row in rows:
            _wrapped("  " + ", ".join(f"{k} {v}" for k, v in row.items() if v not in (None, "", []) and k != "sources") + f"  [{'; '.join(row['sources']) or 'unsourced'}]", 4)
    if view["sources"]:
        click.echo("\nsources")
    for key, citation in view["sources"].items():
        _wrapped(f"  {key}: {citation}", 4)
    if view["empty"]:
        click.echo()
        _wrapped(f"empty: {', '.join(view['empty'])}", 2)


@command.command("draft", epilog="Example: dragoman cases draft dossier/ -o draft.yaml")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write; printed when left out.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--json", "as_json", is_flag=True, help="Print a summary as JSON.")
def draft(dossier: Path, output: Path | None, force: bool, as_json: bool) -> None:
    """Draft a case from a dossier: each field that the reports tell of, with the words it rests on."""
    from dragoman.workbench.casebase import draft_case, draft_text

    if output is not None and output.exists() and not force:
        raise UsageError(f"{output} is there already. Name another file, or add --force")
    drafted = draft_case(dossier)
    text = draft_text(drafted)
    if output is not None:
        try:
            output.write_text(text, encoding="utf-8")
        except OSError as problem:
            raise UsageError(f"{output} cannot be written ({problem.strerror}). Name a file in a folder that is there") from None
    if as_json:
        rows = [
            {"field": f.name, "value": str(f.value) if not isinstance(f.value, (bool, float, tuple)) else f.value, "low": f.low, "high": f.high, "why": f.why, "spans": [{"report": s.report, "file": s.file, "start": s.start, "end": s.end} for s in f.spans]}
            for f in drafted.fields
        ]
        click.echo(json.dumps({"title": drafted.title, "fields": rows}, ensure_ascii=False, indent=1))
    elif output is None:
        click.echo(text, nl=False)
    else:
        for f in drafted.fields:
            coding = {"value": list(f.value) if isinstance(f.value, tuple) else f.value, "low": f.low, "high": f.high, "precision": f.precision}
            value = _value(coding)
            click.echo(f"  {f.name:18} {value}  ({len(f.spans)} place{'s' * (len(f.spans) != 1)})")
        click.echo(f"written: {output}; {len(drafted.fields)} fields, each with its words. The rest is for a coder.")


def _wrapped(text: str, indent: int = 0) -> None:
    """A paragraph of at most 80 columns; the lines after the first are indented."""
    click.echo(textwrap.fill(text, 80, subsequent_indent=" " * indent, break_on_hyphens=False, break_long_words=False))


def _value(coding: dict[str, Any]) -> str:
    """A coded value as a reader sees it, with its bounds and its precision."""
    value = coding["value"]
    if isinstance(value, bool) or value is None:
        words = {True: "yes", False: "no", None: "not known"}[value]
    elif isinstance(value, (int, float)):
        words = f"{value:,.0f}"
    else:
        words = ", ".join(value) if isinstance(value, list) else str(value)
    low, high = (None if coding[k] is None else f"{coding[k]:,.0f}" for k in ("low", "high"))
    if (low, high) not in ((None, None), (words, words)):
        words = f"{words}  ({low or '?'} to {high or '?'})"
    if coding["precision"] not in (None, "day"):
        words = f"{words} (known to the {coding['precision']})"
    return words
