"""`dragoman forecast`: what the patron will do and how it will end, with rivals and nearest cases."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import click

from dragoman.cli import pictures

NAMES = {
    "none": "does nothing",
    "cover": "cover, words",
    "economic": "money, prices",
    "technical": "technical help",
    "deployment": "troops on request",
    "covert": "covert",
    "force": "open force",
    "survives": "ruler survives",
    "purge": "survives, purges",
    "elite": "replaced from within",
    "opposition": "opposition takes over",
}
RIVALS = ("base rate", "trigger x patron group", "ridge multinomial")
"""Those shown beside the model; JSON has all."""
SHORT = {"base rate": "base", "trigger x patron group": "trig x grp", "ridge multinomial": "ridge"}


@click.command("forecast", epilog="Examples: dragoman forecast kazakhstan-2022 --as-of 2022-01-05   |   dragoman forecast draft.yaml   |   dragoman forecast dossier/ --json")
@click.argument("case_draft_or_dossier")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="Learn only from what was over and known on this day.")
@click.option("--top", type=click.IntRange(min=1, max=50), default=5, show_default=True, help="How many nearest cases.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of all random numbers.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@pictures.options
def command(case_draft_or_dossier: str, as_of: dt.datetime | None, top: int, seed: int | None, as_json: bool, html: Path | None, svg: Path | None) -> None:
    """Forecast a case: instruments and outcomes with intervals, simple rivals beside them, nearest cases, and what cannot be known."""
    from dragoman.workbench import forecasts

    pictures.check(html, svg)
    view = forecasts.forecast(case_draft_or_dossier, as_of=as_of.date() if as_of else None, top=top, seed=forecasts.SEED if seed is None else seed)
    pictures.save("forecast", view, html, svg, asked=case_draft_or_dossier)
    if as_json:
        click.echo(json.dumps(view, ensure_ascii=False, indent=1))
    else:
        print_view(view)


def print_view(view: dict[str, Any]) -> None:
    """The forecast at 80 columns."""
    click.echo(view["model"])
    case, learnt = view["case"], view["learnt_from"]
    click.echo(f"\n{case['name']} ({case['client']} / {case['patron']}{', a draft' if case['draft'] else ''}){', as of ' + view['as_of'] if view['as_of'] else ''}")
    wrap(f"learnt from {learnt['cases']} other cases, {learnt['group']} of them with a patron of this group ({learnt['patrons']}); {learnt['how']}")
    wrap("known: " + "; ".join(f"{k} {v}" for k, v in view["known"].items()))
    if view["empty"]:
        wrap("empty, so summed over what it may be: " + ", ".join(view["empty"]))
    if view["disputed"]:
        wrap("disputed, so each reading counts by its weight: " + ", ".join(view["disputed"]))
    for warning in view["warnings"]:
        wrap(f"! {warning}")
    for target, title in (("instrument", "What the patron will do"), ("outcome", "How it ends (6 months)")):
        print_chances(title, view[target])
    print_recorded(view["recorded"])
    click.echo("\nNearest cases")
    for row in view["nearest"]:
        wrap(f"{row['likeness']:.2f} {row['case']}: {row['told']}")
    if not view["nearest"]:
        wrap("none has enough fields in common to be compared")
    other = [r for r in view["counterexamples"] if r["case"] not in {n["case"] for n in view["nearest"]}]
    if other:
        wrap("near, but otherwise: " + "; ".join(f"{r['case']} ({r['told']})" for r in other))
    click.echo("\nWhat this cannot tell")
    for line in view["cannot_know"]:
        wrap(line)
    wrap(f"50 %, 90 %: {view['interval']}. Chances are of what a coder would record. {view['draws']} draws, seed {view['seed']}.")


def print_chances(title: str, block: dict[str, Any]) -> None:
    """One table of chances, the rivals beside."""
    click.echo(f"\n{title:24}model   50 %    90 %   " + "".join(f"{SHORT[n]:>11}" for n in RIVALS))
    for row in block["chances"]:
        inner, outer = (f"{100 * row[k][0]:.0f}-{100 * row[k][1]:.0f}" for k in ("interval_50", "interval_90"))
        beside = "".join(f"{100 * block['rivals'][n][row['name']]:>9.0f} %" for n in RIVALS)
        click.echo(f"  {NAMES[row['name']]:22}{100 * row['chance']:>3.0f} %{inner:>8}{outer:>8}  {beside}")
    first = max(block["chances"], key=lambda r: r["chance"])
    counts = ", ".join(f"{NAMES[r['name']]} {r['same_patrons'][0]:g}" for r in block["chances"] if r["same_patrons"][0])
    wrap(f"Most likely: {NAMES[first['name']]}, {first['words']} (words: ICD 203). Recorded of patrons of this group, {block['chances'][0]['same_patrons'][1]} cases: {counts or 'nothing'}.")


def print_recorded(recorded: dict[str, Any] | None) -> None:
    """What was written down afterwards, for a coded case."""
    if not recorded:
        return
    told = []
    for name in ("instrument", "outcome"):
        if recorded[name]:
            readings = " / ".join(f"{k} {v:.0%}" if v < 1 else k for k, v in recorded[name]["readings"].items())
            losses = recorded[name]["log_loss"]
            told.append(f"{name} {readings} (log loss: model {losses['model']:.2f}, " + ", ".join(f"{SHORT[n]} {losses[n]:.2f}" for n in RIVALS) + ")")
    if told:
        click.echo("\nRecorded afterwards, not used here")
        for line in told:
            wrap(line)


def wrap(text: str) -> None:
    """A line at 80 columns."""
    click.echo(click.wrap_text(text, 80, initial_indent="  ", subsequent_indent="    "))
