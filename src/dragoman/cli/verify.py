"""`dragoman verify`: every span, hash and count checked again."""

from __future__ import annotations

import json
from pathlib import Path

import click

from dragoman.errors import MismatchError


@click.command("verify", epilog="Example: dragoman verify dossier/ --reports reports/")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.option("--reports", type=click.Path(path_type=Path), help="Also check that these inputs are the ones the dossier was made from.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(dossier: Path, reports: Path | None, as_json: bool) -> None:
    """Check every span, hash and count of a dossier again; exit code 6 when something does not agree."""
    from dragoman.workbench import verify

    result = verify(dossier, reports)
    if as_json:
        click.echo(json.dumps({"ok": not result.problems, "files": result.files, "spans": result.spans, "references": result.references,
                               "counts": result.counts, "inputs": result.inputs, "problems": list(result.problems)}, ensure_ascii=False))
    else:
        inputs = f", {result.inputs} inputs" if reports else ""
        click.echo(f"Checked {result.files} files, {result.spans} spans, {result.references} references, {result.counts} counts{inputs}.")
        for problem in result.problems[:20]:
            click.echo(f"  {problem}")
    if result.problems:
        raise MismatchError(
            f"{len(result.problems)} mismatches in {dossier}. The dossier was changed or damaged after it was made; "
            f"make it again with: dragoman dossier REPORTS -o {dossier}"
        )
    if not as_json:
        click.echo("All agree.")
