"""`dragoman theories`: the rules that the founding reports state, raced over the cases."""

from __future__ import annotations

import datetime as dt
import json
import textwrap
from pathlib import Path
from typing import Any

import click

WIDTH = 80
HEAD = "{:<34}  n    said silence gain     95 %        P"
NAMED = 5
"""Cases named on each side when all rules are shown."""


@click.command("theories", epilog="Examples: dragoman theories   |   dragoman theories strong-hand-early --reports reports/   |   dragoman theories --table")
@click.argument("rule", required=False)
@click.option("--reports", type=click.Path(path_type=Path), metavar="FOLDER", help="Folder with the founding reports, or a dossier made from them: prints each rule's own sentence.")
@click.option("--as-of", type=click.DateTime(formats=["%Y-%m-%d"]), metavar="DATE", help="Only cases and facts known on this day.")
@click.option("--table", "only_table", is_flag=True, help="Only the table of all rules.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(rule: str | None, reports: Path | None, as_of: dt.datetime | None, only_table: bool, as_json: bool) -> None:
    """The rules that the founding reports state, each run as it was said over the cases: where it speaks, hits and fails, and its score beside silence, simple rivals and the fitted model."""
    from dragoman.workbench.models import theories_view

    view = theories_view(reports=reports, rule=rule, as_of=as_of.date() if as_of else None)
    if as_json:
        click.echo(json.dumps(view, ensure_ascii=False, indent=1))
        return
    if rule is None:
        _overview(view)
    if not only_table:
        for n, row in enumerate(view["theories"], 1):
            click.echo("\n" + "─" * WIDTH)
            _rule(row, n if rule is None else None, None if rule else NAMED)
    if rule is None and not only_table:
        _stacking(view)
    if view["sentences_found"] is not None and view["sentences_found"] < view["sentences"]:
        click.echo(f"{view['sentences'] - view['sentences_found']} of {view['sentences']} sentences were not found in {reports}: these are other texts, or were read differently.", err=True)


def _overview(view: dict[str, Any]) -> None:
    rows = view["theories"]
    click.echo(click.style(f"{len(rows)} rules of the founding reports, raced over {view['cases']} cases{' known on ' + view['as_of'] if view['as_of'] else ''}", bold=True))
    _flow(
        "Figures of a model, not of a report. Nothing was fitted: a rule multiplies the odds of what it says by 2 (may), 4 (likelier) "
        "or 10 (a rule), as surely as it was put, and is silent elsewhere. Counted on the patrons it was said of. "
        "said: cases that went as the rule says; silence: the share that the base rate of the same patrons would expect; gain: nats a case over silence, with the "
        "middle 95 % of resampled cases; P: share of resamples with a gain."
    )
    click.echo()
    click.echo(HEAD.format("rule"))
    for row in sorted(rows, key=_rank):
        click.echo(_figures(f"{row['id']}{' †' if row['reads'] else ''}", row, row["no_test"]))
    click.echo()
    winners = [r["id"] for r in rows if not r["no_test"] and r["gain"] and r["gain"].get("probability", 0) >= 0.9]
    losers = [r["id"] for r in rows if r["gain"] and r["gain"].get("probability", 1) <= 0.1]
    _flow(f"Probably better than silence: {', '.join(winners) or 'none'}. Probably worse: {', '.join(losers) or 'none'}. With {len(rows)} rules in the race, one or two pass either mark by luck.")
    _flow(
        "† reads what the patron did or how it ended, so it is no forecast made before. Cases are no sample: patrons choose where a client can "
        "be saved, and several rules were drawn from cases that are counted here; each rule's page counts the others apart."
    )
    if view["as_of"]:
        _flow("The fitted model is left out beside the rules: it has seen cases after that day.")
    elif not view["whole_model"]:
        _flow("The fitted model is missing beside the rules: the validation was made on other cases. Type: dragoman validate --run")
    elif not view["model_fresh"]:
        _flow("Forecasts of the model and of the rivals for instrument and outcome were made before the case base last changed.")


def _rank(row: dict[str, Any]) -> tuple[bool, bool, float]:
    g = row["gain"]
    return (row["no_test"] or g is None, bool(g) and "low" not in g, -(g or {}).get("mean", 0.0))


def _rule(row: dict[str, Any], number: int | None, named: int | None) -> None:
    click.echo(click.style(f"{f'{number}. ' if number else ''}{row['title']}", bold=True))
    click.echo(row["id"])
    click.echo(textwrap.fill(f"→ {row['verdict']}", WIDTH, subsequent_indent="  ", break_on_hyphens=False))
    found = [s for s in row["sentences"] if s["text"]]
    for s in found:
        _flow(f"“{s['text'].strip('“”')}” [{s['report']} {s['start']}-{s['end']}]", "  ")
    where = ", ".join(f"{s['report']} {s['start']}-{s['end']}" for s in row["sentences"])
    _flow(f"{'In our words: ' if found else ''}{row['words']}", "  ")
    _flow(f"Said by {row['who']}{'' if found else f' [characters {where}]'}; statement{'s' * (len(row['statements']) > 1)} {', '.join(map(str, row['statements']))}.", "  ")
    _flow(f"How it is run: {row['proxy']}", "  ")
    click.echo()
    for n, clause in enumerate(row["clauses"], 1):
        _flow(f"{_letter(row, n)}where {clause['where']}: {_says(clause, row)} (odds x{clause['odds']:g})", "  ")
    click.echo()
    click.echo(HEAD.format(""))
    scope = f"said of {', '.join(map(str.capitalize, row['scope']))}" if row["scope"] else "said of no one patron"
    click.echo(_figures(f"  {scope}", row, row["no_test"]))
    for n, clause in enumerate(row["clauses"], 1):
        if len(row["clauses"]) > 1:
            click.echo(_figures(f"    {_letter(row, n).strip()}", clause, row["no_test"]))
    for label, part in (("    not told of in the reports", row["fresh"]), ("    begun after 12 January 2022", row["later"]), ("  other patrons", row["beyond"])):
        if part["n"]:
            click.echo(_figures(label, part, row["no_test"]))
    if row["unknown"]:
        click.echo(f"  {row['unknown']} more case{'s' * (row['unknown'] > 1)} could not be asked for want of a field.")
    others = [(n, v) for n, v in row["log_loss"].items() if v is not None and n not in (row["id"], "silence", "base rate", "always none")]
    if others and not row["no_test"]:
        own = f"rule {row['log_loss'][row['id']]:.2f}, silence {row['log_loss']['silence']:.2f}"
        _flow(f"Log loss on these {row['n']} cases (less is better): {own}; " + ", ".join(f"{n} {v:.2f}" for n, v in others) + ".", "  ")
    if row["reads"]:
        _flow(f"Reads {', '.join(row['reads'])}, which the others (but one) do not: no forecast made beforehand.", "  ")
    for title, key in (("Against it", "failures"), ("For it", "hits_named")):
        cases = row[key]
        shown = cases if named is None else cases[:named]
        if shown:
            more = f" and {len(cases) - len(shown)} more" if len(cases) > len(shown) else ""
            _flow(f"{title}: " + ", ".join(_case(c) for c in shown) + more + ".", "  ")
    for o in row["outside"]:
        _flow(f"Against it, outside the case base: {o['fact']} [{o['citation']}].", "  ")


def _says(clause: dict[str, Any], row: dict[str, Any]) -> str:
    words = f"anything but {' or '.join(clause['but'])}" if 0 < len(clause["but"]) < min(3, len(clause["says"])) else " or ".join(clause["says"])
    return f"{row['target'].replace('_', ' ')} {words}"


def _letter(row: dict[str, Any], n: int) -> str:
    return f"({'abcdef'[n - 1]}) " if len(row["clauses"]) > 1 else ""


def _figures(label: str, part: dict[str, Any], no_test: bool) -> str:
    """One line of the table: cases, hits, what silence expects, gain with interval and probability."""
    n, g = part["n"], part["gain"]
    if not n or g is None:
        return f"{label:<34}{n:>3}"
    head = f"{label:<34}{n:>3} {part['hits']:>3} {100 * part['hits'] / n:>3.0f}% {100 * part['expected'] / n:>4.0f}%"
    if no_test:
        return f"{head}  hardly a test"
    if "low" not in g:
        return f"{head}  {_two(g['mean'])} {'all alike' if g.get('alike') else 'too few'}"
    return f"{head}  {_two(g['mean'])} {_two(g['low'])} to {_two(g['high'])} {g['probability']:4.2f}"


def _two(value: float) -> str:
    return f"{round(value, 2) + 0.0:+5.2f}"


def _case(c: dict[str, Any]) -> str:
    marks = [c["seen"]]
    marks += ["disputed"] if c["disputed"] else []
    marks += ["told of"] if c["told_of"] else ["later"] if c["later"] else []
    return f"{c['case']} ({', '.join(marks)})"


def _stacking(view: dict[str, Any]) -> None:
    click.echo("\n" + "─" * WIDTH)
    click.echo(click.style("Which mixture of all of them would have forecast best (stacking weights)", bold=True))
    for target, weights in view["stacking"].items():
        _flow(f"{target}: " + ", ".join(f"{n} {w:.2f}" for n, w in weights.items() if w >= 0.01), "  ")
    _flow("A weight says what a forecaster adds to the others on these cases, not that it is true; rules that read what came later take no part.", "  ")


def _flow(text: str, indent: str = "") -> None:
    click.echo(textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent + ("    " if indent else ""), break_on_hyphens=False))
