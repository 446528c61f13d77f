"""`dragoman ledger`: predictions with their scores, and a register of one's own."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

REGISTER = click.option("--register", "register", type=click.Path(dir_okay=False, path_type=Path), default=Path("forecasts.jsonl"), show_default=True, help="File that holds your forecasts.")
DAY = click.DateTime(formats=["%Y-%m-%d"])


@click.group("ledger", epilog="Examples: dragoman ledger show   |   dragoman ledger add --question \"...\" --probability 0.2 --due 2027-01-01")
def command() -> None:
    """Show what the founding reports predicted and what came of it; file forecasts of your own, to be scored when they fall due."""


@command.command("show", epilog="Example: dragoman ledger show --json")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def show(as_json: bool) -> None:
    """Show the six predictions of the founding reports: rule, what happened with its source, and scores of the report, the model and its rivals."""
    from dragoman.workbench.ledgers import ledger_view

    view = ledger_view()
    if as_json:
        click.echo(json.dumps(view, ensure_ascii=False, indent=1))
        return
    click.echo("Predictions of two reports of January 2022. Days and rules were set by us afterwards.")
    if view["worked_out"]:
        _lines("", f"Model and rivals: MODEL, NOT REPORT; fitted on {view['worked_out']['cases']} cases that were over by {view['worked_out']['as_of']}, worked out long after that day.")
        if not view["worked_out"]["fresh"]:
            _lines("", "The case base has changed since then. Type, in a checkout: python scripts/score_ledger.py")
    click.echo()
    for row in view["predictions"]:
        click.echo(f"{row['id']}  ({row['made']} to {row['due']})")
        _lines("says", row["says"])
        _lines("rule", row["rule"])
        _lines("came", ("true. " if row["outcome"] else "not true. " if row["outcome"] is not None else "open. ") + row["happened"])
        for key, citation in row["sources"].items():
            _lines("source", f"{citation} [{key}]")
        _scores(row["scores"])
        if row["not_modelled"]:
            _lines("model", f"not modelled. {row['not_modelled']}")
        click.echo()
    click.echo("Mean over the predictions that were answered (Brier 0 is best, a coin 0.25):")
    _mean_lines(view["mean"])
    modelled = view["mean_where_the_model_answers"]
    if modelled:
        click.echo("Mean over those that the model answers; only rows of the same n compare:")
        _mean_lines(modelled)
    click.echo("Six answers say little about any forecaster; two of them were said without a hedge.")


@command.command("list", epilog="Example: dragoman ledger list --register forecasts.jsonl")
@REGISTER
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def list_forecasts(register: Path, as_json: bool) -> None:
    """List the forecasts of a register: open, due, answered with their scores."""
    from dragoman.workbench.ledgers import register_view

    view = register_view(register, dt.date.today())
    if as_json:
        click.echo(json.dumps(view, ensure_ascii=False, indent=1))
        return
    if not view["forecasts"]:
        click.echo(f"{view['register']} holds no forecast yet. Try: dragoman ledger add --question \"...\" --probability 0.2 --due 2027-01-01")
    for row in view["forecasts"]:
        click.echo(f"{row['id']}  {row['state']}, due {row['due']}  {row['probability']:.0%} by {row['by']}")
        _lines("asks", row["question"])
        if row["outcome"] is not None:
            _lines("answer", f"{'yes' if row['outcome'] else 'no'} on {row['resolved']}; {row['source']}")
            _scores(row["scores"])
    for m in view["mean"]:
        click.echo(f"{m['by']}: n={m['answered']}  Brier {m['brier']:.2f}  log {m['log']:.2f}")


@command.command("add", epilog="Example: dragoman ledger add --question \"Will troops be sent by May?\" --probability 0.2 --due 2027-05-01 --by \"A. N.\"")
@click.option("--question", required=True, help="What has an answer of yes or no by the day it is due.")
@click.option("--probability", type=float, required=True, help="Of yes, between 0 and 1.")
@click.option("--due", type=DAY, required=True, metavar="YYYY-MM-DD", help="Day by which it is decided.")
@click.option("--by", default="me", show_default=True, help="Who says so: you, or a forecaster.")
@click.option("--made", type=DAY, metavar="YYYY-MM-DD", help="Day of the forecast; today if left out.")
@click.option("--rule", default="", help="What decides, where the question leaves doubt.")
@click.option("--case", "case", default="", help="Case of the case base that it is about.")
@REGISTER
def add(question: str, probability: float, due: dt.datetime, by: str, made: dt.datetime | None, rule: str, case: str, register: Path) -> None:
    """File a dated forecast; it is not changed afterwards."""
    from dragoman.workbench.ledgers import file_forecast

    day = made.date() if made else dt.date.today()
    entry = file_forecast(register, question=question, probability=probability, by=by, made=day, due=due.date(), rule=rule, case=case)
    click.echo(f"Filed {entry.id} in {register}; due {entry.due}. Then: dragoman ledger answer {entry.id} --outcome yes --source \"...\"")


@command.command("answer", epilog="Example: dragoman ledger answer forecast-12ab --outcome no --source \"outlet, day, title\"")
@click.argument("forecast")
@click.option("--outcome", type=click.Choice(["yes", "no"]), required=True)
@click.option("--source", required=True, help="Where the answer can be read.")
@click.option("--day", type=DAY, metavar="YYYY-MM-DD", help="Day of the answer; today if left out.")
@REGISTER
def answer(forecast: str, outcome: str, source: str, day: dt.datetime | None, register: Path) -> None:
    """Answer a forecast (its id, or the beginning of it) and see its score."""
    from dragoman.model.ledger import score
    from dragoman.workbench.ledgers import answer_forecast

    entry = answer_forecast(register, forecast, outcome=outcome == "yes", day=day.date() if day else dt.date.today(), source=source)
    worth = score(entry.by, entry.probability, outcome == "yes")
    click.echo(f"{entry.id}: {outcome}. {entry.by} had said {entry.probability:.0%}: Brier {worth.brier:.2f}, log {worth.log:.2f} (a coin: 0.25, 0.69).")


def _mean_lines(means: list[dict[str, Any]]) -> None:
    for m in means:
        click.echo(f"  {m['by']:<24} n={m['answered']}  Brier {m['brier']:.2f}  log {m['log']:.2f}")


def _lines(label: str, text: str) -> None:
    """A labelled paragraph of at most 80 columns."""
    import textwrap

    click.echo(textwrap.fill(text, width=80, initial_indent=f"  {label:<7}", subsequent_indent=" " * 9))


def _scores(scores: list[dict[str, Any]]) -> None:
    for s in scores:
        click.echo(f"  {'score':<7}{s['by']:<24} said {_share(s['probability']):>5}  Brier {s['brier']:.2f}  log {s['log']:.2f}")


def _share(p: float) -> str:
    """Whole percent, one decimal near 0 and 1: what is nearly certain must not look certain."""
    return f"{p:.0%}" if 0.02 <= p <= 0.98 else f"{p:.1%}"
