"""`dragoman simulate`: a region over years."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from dragoman.cli import pictures
from dragoman.cli.whatif import wrap

_TOTALS = {
    "crises": "crises",
    "requests": "requests for force",
    "requests_under_treaty": "  under the treaty",
    "deployments": "deployments on request",
    "deployments_under_treaty": "  under the treaty",
    "covert_or_force": "covert or open force",
    "governments_kept": "rulers who stayed",
    "taken_by_opposition": "governments taken over",
    "territory_lost": "crises costing territory",
    "members_of_the_rival_at_the_end": "in the rival bloc, end",
    "treaty_members_at_the_end": "in the treaty, end",
    "frozen_at_the_end": "land held by others, end",
    "dependence_at_the_end": "dependence, end (0-1)",
    "standing_at_the_end": "standing of treaty, end",
}


@click.group("simulate", epilog="Example: dragoman simulate region --from 2000 --to 2030 --draws 10000 --without CSTO")
def command() -> None:
    """Run the system forward: crises, patrons, treaties and what comes of them."""


@command.command("region", epilog="Examples: dragoman simulate region --from 2022 --to 2032   |   dragoman simulate region --without CSTO --draws 10000 --workers 2 --out run/")
@click.option("--patron", default="Russia", show_default=True, help="Whose clients.")
@click.option("--from", "start", type=int, default=2000, show_default=True, metavar="YEAR", help="First year.")
@click.option("--to", "end", type=int, default=2030, show_default=True, metavar="YEAR", help="Last year.")
@click.option("--draws", type=int, default=2000, show_default=True, help="Histories that are drawn.")
@click.option("--without", multiple=True, metavar="ORGANISATION", help="Also run it with this organisation taken away, and show the difference.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Seed of all random numbers.")
@click.option("--workers", type=int, default=1, show_default=True, help="Processes; never changes the result.")
@click.option("--out", type=click.Path(file_okay=False, path_type=Path), help="Folder for finished chunks; the same command goes on where it was interrupted.")
@click.option("--assumptions", is_flag=True, help="List what the model assumes, with the reasons, and where each state's start is from.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@pictures.options
@click.pass_context
def region(
    ctx: click.Context, patron: str, start: int, end: int, draws: int, without: tuple[str, ...], seed: int | None, workers: int, out: Path | None, assumptions: bool, as_json: bool,
    html: Path | None, svg: Path | None,
) -> None:
    """A patron's clients over years: crises arrive, resolve and feed back; with an organisation taken away beside it."""
    from dragoman.cli.progress import progress_bar
    from dragoman.workbench import simulations

    pictures.check(html, svg)
    try:
        with progress_bar(quiet=as_json) as progress:
            view = simulations.simulate_region(
                patron=patron,
                start=start,
                end=end,
                draws=draws,
                seed=simulations.SEED if seed is None else seed,
                without=without,
                workers=workers,
                out=out,
                progress=progress,
            )
    except KeyboardInterrupt:
        kept = f"Finished chunks are in {out}; the same command goes on from there." if out else "Nothing was kept; with --out FOLDER an interrupted run goes on."
        click.echo(f"Interrupted; no result. {kept}", err=True)
        ctx.exit(130)
    pictures.save("region", view, html, svg)
    if as_json:
        click.echo(json.dumps(view, ensure_ascii=False, indent=1))
        return
    _print(view)
    if assumptions:
        from dragoman.cli.whatif import print_assumptions

        click.echo("\nWhere each state's start is from")
        for iso, where in view["sources"].items():
            wrap(iso, "; ".join(where))
        click.echo()
        print_assumptions(view["assumptions"])


def _print(view: dict[str, Any]) -> None:
    click.echo(view["model"])
    first, last = view["years"]
    labels = list(view["runs"])
    click.echo(f"\nClients of {view['patron']}, {first} to {last}: {view['draws']:,} histories")
    for warning in view["warnings"]:
        wrap("!", warning)
    wrap("rests on", f"{view['posterior']['cases']} cases ({view['posterior']['method']}, {view['posterior']['status']}), {len(view['assumptions'])} assumptions, {len(view['counted'])} counted tables")
    click.echo(f"\n{'a history of the region':24}" + "".join(f"{label[:15]:>16}" for label in labels) + ("  difference" if len(labels) > 1 else ""))
    for name, words in _TOTALS.items():
        cells = "".join(f"{_number(view['runs'][label]['totals'][name]):>16}" for label in labels)
        click.echo(f"{words:24}{cells}" + (f"  {_difference(view['differences'][name])}" if len(labels) > 1 else ""))
    history = view["history"]
    if history["crises"]:
        wrap(
            "case base, same states and years",
            f"{history['crises']} until {history['until']}: {history['requests']} requests; {history['deployments']} deployments and {history['covert_or_force']} covert or force "
            f"among the {history['with_instrument']} whose instrument is on record; {history['taken_by_opposition']} taken over, {history['territory_lost']} cost territory. "
            "It is no census; where nothing was done little was recorded",
        )
    click.echo(f"\n{'state, as it is':16}{'crises':>8}{'troops':>8}{'force':>8}{'fell':>8}{'rival':>8}{'treaty':>8}{'frozen':>8}{'depends':>8}")
    for row in view["runs"][labels[0]]["states"]:
        shares = "".join(
            f"{_percent(row[k]):>8}" for k in ("any_deployment", "any_covert_or_force", "any_opposition", "member_of_rival", "treaty_member", "frozen")
        )
        click.echo(f"{row['name'][:15]:16}{row['crises']:8.1f}{shares}{row['dependence']:8.2f}")
    wrap("", "crises: mean number. troops, force, fell: share of histories with at least one. rival, treaty, frozen: share at the end. depends: mean at the end, 0 to 1.")
    click.echo("\nWhat this cannot tell")
    for line in view["cannot_know"]:
        wrap("", line)
    wrap("", f"In brackets: {view['interval']}. Seed {view['seed']}.")


def _number(e: dict[str, float]) -> str:
    if not e["high"]:
        return "0"
    digits = 2 if e["high"] <= 1 else 0 if e["high"] >= 20 else 1
    return f"{e['mean']:.{digits}f} ({e['low']:.{digits}f}-{e['high']:.{digits}f})"


def _difference(e: dict[str, float]) -> str:
    if max(abs(e["low"]), abs(e["high"])) < 0.005:
        return "0"
    digits = 2 if max(abs(e["low"]), abs(e["high"])) < 1 else 1
    return f"{e['mean']:+.{digits}f} ({e['low']:+.{digits}f} to {e['high']:+.{digits}f})"


def _percent(p: float) -> str:
    return "<1 %" if 0 < p < 0.005 else f"{100 * p:.0f} %"
