"""`dragoman whatif`: a case with its inputs changed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from dragoman.cli import pictures
from dragoman.errors import UsageError

_ROWS = (
    ("The patron", ("instrument:none", "instrument:cover", "instrument:economic", "instrument:technical", "instrument:deployment", "instrument:covert", "instrument:force")),
    ("How it ends", ("outcome:survives", "outcome:purge", "outcome:elite", "outcome:opposition", "stays")),
    ("The rival", ("rival:none", "rival:words", "rival:sanctions", "rival:aid", "rival:force")),
    ("Afterwards", ("territory", "depends", "to_patron", "to_rival")),
)


@click.command("whatif", epilog="Examples: dragoman whatif kazakhstan-2022 --set request=none --set accession=promise   |   dragoman whatif --scenario examples/scenarios/no-treaty.toml   |   dragoman whatif dossier/ --set request=treaty")
@click.argument("case_or_dossier", required=False)
@click.option("--set", "changes", multiple=True, metavar="VARIABLE=VALUE", help="What is changed; may be given several times.")
@click.option("--scenario", type=click.Path(dir_okay=False), help="A TOML file with the case and what is changed.")
@click.option("--free", multiple=True, metavar="VARIABLE", help="Draw mobilisation_form or request instead of holding it as coded.")
@click.option("--draws", type=int, default=4000, show_default=True, help="Rows that are simulated.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of all random numbers.")
@click.option("--parts", type=click.Choice(["shapley", "order"]), help="How the difference is taken apart: over all orders, or one change after the other. Default: shapley up to five changes.")
@click.option("--variables", is_flag=True, help="List what can be set, with its values.")
@click.option("--assumptions", is_flag=True, help="List what the model assumes, with the reasons.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@pictures.options
def command(
    case_or_dossier: str | None,
    changes: tuple[str, ...],
    scenario: str | None,
    free: tuple[str, ...],
    draws: int,
    seed: int | None,
    parts: str | None,
    variables: bool,
    assumptions: bool,
    as_json: bool,
    html: Path | None,
    svg: Path | None,
) -> None:
    """What if: change inputs of a case, run it again with the same chance, and see the difference, its parts and how far it is from any case."""
    from dragoman.workbench import simulations

    if variables or assumptions:
        rows = simulations.variable_rows() if variables else simulations.assumption_rows()
        if as_json:
            click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        elif variables:
            for row in rows:
                click.echo(click.wrap_text(f"{row['variable']}: {', '.join(row['values'])}", 80, subsequent_indent="    "))
        else:
            print_assumptions(rows)
        return
    pictures.check(html, svg)
    given = simulations.load_scenario(scenario) if scenario else None
    name = case_or_dossier or (given.case if given else None)
    if name is None:
        raise UsageError("No case is named. Try: dragoman whatif kazakhstan-2022 --set request=none")
    view = simulations.what_if(
        name,
        (*(given.changes if given else ()), *changes),
        free=(*(given.free if given else ()), *free),
        draws=draws,
        seed=simulations.SEED if seed is None else seed,
        parts=parts or "",
        scenario=given,
    )
    pictures.save("whatif", view, html, svg, asked=name)
    if as_json:
        click.echo(json.dumps(view, ensure_ascii=False, indent=1))
    else:
        print_view(view)


def print_view(view: dict[str, Any]) -> None:
    """The result at 80 columns."""
    from dragoman.model.whatif import SAID
    from dragoman.model.words import word

    click.echo(view["model"])
    if view["title"]:
        click.echo(f"\n{view['title']}: {view['question']}")
    case = view["case"]
    click.echo(f"\n{case['name']} ({case['client']} / {case['patron']}{', a draft from reports' if case['draft'] else ''})")
    wrap("changed", "; ".join(f"{c['variable']} {c['from']} -> {c['to']}" for c in view["changes"]))
    if view["held"]:
        wrap("held as coded", ", ".join(view["held"]))
    if view["free"] or view["drawn"]:
        wrap("drawn", ", ".join(dict.fromkeys((*view["free"], *view["drawn"]))))
    wrap("rests on", f"{view['posterior']['cases']} cases ({view['posterior']['method']}, {view['posterior']['status']}{'; the case itself left out' if case['left_out'] else ''}), {len(view['assumptions'])} assumptions, {len(view['counted'])} counted tables")
    for warning in view["warnings"]:
        wrap("!", warning)
    if view["note"]:
        wrap("note", view["note"])
    click.echo(f"\n{'':24}{'as it was':>15}{'as changed':>15}   difference, points")
    for title, names in _ROWS:
        click.echo(title)
        for q in names:
            row = view["quantities"][q]
            click.echo(f"  {SAID[q]:22}{_chance(row['before']):>15}{_chance(row['after']):>15}   {_points(row['difference'])}")
    before, after = (view["quantities"]["stays"][k]["mean"] for k in ("before", "after"))
    click.echo(click.wrap_text(f"\nThat the ruler stays: as it was {word(before)}, as changed {word(after)} (words: ICD 203).", 80))
    if view["parts"]:
        told = sorted(SAID, key=lambda q: -abs(view["quantities"][q]["difference"]["mean"]))[:4]
        how = "mean over all orders of the changes (Shapley)" if view["parts_by"] == "shapley" else "each change added to those before it"
        click.echo(f"\nParts of the difference, in points\n  {how}")
        click.echo(f"{'':26}" + "".join(f"{_short(q):>13}" for q in told))
        for part in view["parts"]:
            click.echo(f"  {part['change'][:24]:24}" + "".join(f"{100 * part['effects'][q]:+13.0f}" for q in told))
    click.echo("\nWhat it hangs on most (as it was; lowest to highest quarter of each value)")
    for q, words in (("instrument:deployment", "troops on request"), ("stays", "the ruler stays")):
        hangs = "; ".join(f"{x['name'].replace('_', ' ')} ({x['kind']}) {_whole(x['at_low'])} to {_whole(x['at_high'])} %" for x in view["sensitivity"][q][:3])
        wrap(words, hangs or "no single value stands out")
    near = view["support"]
    click.echo("\nHow near this is to cases that happened")
    if near["together"] >= 0:
        wrap("", f"{near['together']} of {near['of']} cases have the values set together; {near['within']} lie within the geometric variability.")
    wrap("", "nearest: " + "; ".join(f"{n['case']} {n['distance']:.2f}" for n in near["nearest"][:4]) + f" (most cases have one within {near['usual']:.2f})")
    click.echo("\nWhat this cannot tell")
    for line in view["cannot_know"]:
        wrap("", line)
    wrap("", f"In brackets: {view['interval']}. {view['draws']:,} rows, seed {view['seed']}. Assumptions with reasons: dragoman whatif --assumptions")


def print_assumptions(rows: list[dict[str, Any]]) -> None:
    """The table of assumptions at 80 columns."""
    click.echo("What the simulation assumes, because no case tells it; each run draws it anew.")
    part = ""
    for row in rows:
        if row["part"] != part:
            part = row["part"]
            click.echo(f"\n{part}")
        spread = f" +- {row['spread']:g}" if row["spread"] else ""
        where = f" [statements {', '.join(map(str, row['statements']))}]" if row["statements"] else ""
        click.echo(f"  {row['name']}  {row['value']:g}{spread} ({row['family']})")
        click.echo(click.wrap_text(f"{row['why']}{where}", 80, initial_indent="      ", subsequent_indent="      "))


def wrap(label: str, text: str) -> None:
    """A labelled line, wrapped."""
    start = f"{label}: " if label and label != "!" else "! " if label else ""
    click.echo(click.wrap_text(start + text, 80, initial_indent="  ", subsequent_indent="    "))


def _chance(e: dict[str, float]) -> str:
    sure = e["low"] == e["high"] and e["mean"] in (0.0, 1.0)
    return f"{_whole(e['mean'])} %" + ("" if sure else f" ({_whole(e['low'])}-{_whole(e['high'])})")


def _whole(p: float) -> str:
    return "<1" if 0 < p < 0.005 else f"{100 * p:.0f}"


def _points(e: dict[str, float]) -> str:
    if max(abs(e["low"]), abs(e["high"])) < 0.005:
        return "0"
    return f"{100 * e['mean']:+.0f} ({100 * e['low']:+.0f} to {100 * e['high']:+.0f})"


def _short(q: str) -> str:
    return {"stays": "stays", "depends": "depends", "territory": "territory"}.get(q, q.partition(":")[2] or q.replace("to_", "to "))[:12]
