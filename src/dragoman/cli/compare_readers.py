"""`dragoman compare-readers`: the rules and a language model on the same reports, side by side."""

from __future__ import annotations

import json
from pathlib import Path

import click


@click.command("compare-readers", epilog="Example: dragoman compare-readers reports/ --replay dossier-readings/ --gold gold.json")
@click.argument("paths", nargs=-1, required=True, metavar="PATHS...")
@click.option("--replay", required=True, type=click.Path(path_type=Path, exists=True), help="Folder with the model's recorded answers.")
@click.option("--model", metavar="NAME", help="Which model's answers, when the folder holds several.")
@click.option("--gold", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="Annotation of the reports: JSON with actors, figures, quotes, events and their words by file.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(paths: tuple[str, ...], replay: Path, model: str | None, gold: Path | None, as_json: bool) -> None:
    """Compare what the rules and a language model find in the same reports.

    Counts items that both found and that one found alone; with --gold also which of the annotated passages each found.
    """
    from dragoman.workbench.asking import Replay
    from dragoman.workbench.comparing import compare_readers

    found = compare_readers(paths, Replay(replay, both=True, model=model or ""), gold=gold)
    if as_json:
        click.echo(json.dumps(found.summary(), ensure_ascii=False))
        return
    click.echo(f"{found.model}: {found.answered} of {found.reports} reports answered; {found.refused} items refused; {sum(found.tokens)} tokens, {found.seconds:.0f} s")
    click.echo()
    head = f"{'':10}{'both':>8}{'rules only':>12}{'model only':>12}{'agreement':>11}"
    with_gold = found.rows[0].gold is not None
    click.echo(head + (f"{'gold':>8}{'both':>7}{'rules':>7}{'model':>7}" if with_gold else ""))
    for r in found.rows:
        share = "-" if r.agreement is None else f"{r.agreement:.2f}"
        line = f"{r.layer:10}{r.both:>8}{r.rules:>12}{r.model:>12}{share:>11}"
        if with_gold:
            line += f"{r.gold:>8}{r.gold_both:>7}{r.gold_rules:>7}{r.gold_model:>7}"
        click.echo(line)
    if with_gold:
        click.echo()
        click.echo("gold: annotated passages that stand in the reports; both, rules, model: found by both, by the rules alone, by the model alone.")
