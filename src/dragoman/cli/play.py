"""`dragoman play`: a crisis played through, stage by stage."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click

from dragoman.cli.whatif import wrap
from dragoman.errors import UsageError


@click.command("play", epilog="Examples: dragoman play kazakhstan-2022 --side incumbent   |   dragoman play --scenario examples/scenarios/no-treaty.toml --side patron --choices choices.txt   |   dragoman play --replay run.json")
@click.argument("case_or_dossier", required=False)
@click.option("--side", type=click.Choice(["incumbent", "patron", "rival"]), help="Whom the players choose for.")
@click.option("--scenario", type=click.Path(dir_okay=False), help="A TOML file with the case and what is changed first.")
@click.option("--set", "changes", multiple=True, metavar="VARIABLE=VALUE", help="What is changed first; as in dragoman whatif.")
@click.option("--choices", type=click.Path(dir_okay=False, path_type=Path), help="A file with one choice a line, instead of asking.")
@click.option("--seed", type=click.IntRange(min=0), default=None, help="Which history is played.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="File in which the run is saved; CASE-SIDE-play.json when left out.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--replay", type=click.Path(dir_okay=False, path_type=Path), help="Play a saved run again, the same byte for byte.")
@click.option("--json", "as_json", is_flag=True, help="Print the run as JSON, as it is saved.")
def command(
    case_or_dossier: str | None,
    side: str | None,
    scenario: str | None,
    changes: tuple[str, ...],
    choices: Path | None,
    seed: int | None,
    output: Path | None,
    force: bool,
    replay: Path | None,
    as_json: bool,
) -> None:
    """Play a crisis: at each stage the players choose for one side, the model draws the rest and shows what it would have done."""
    from dragoman.workbench import simulations

    if replay is not None:
        run = simulations.replay(replay)
        click.echo(simulations.run_text(run) if as_json else "", nl=False)
        if not as_json:
            _print(run)
            click.echo(f"\nThe same as saved in {replay}.")
        return
    given = simulations.load_scenario(scenario) if scenario else None
    name = case_or_dossier or (given.case if given else None)
    if name is None:
        raise UsageError("No case is named. Try: dragoman play kazakhstan-2022 --side patron")
    if side is None:
        raise UsageError("No side is named. Add --side incumbent, --side patron or --side rival")
    target = output or Path(f"{Path(name).name}-{side}-play.json")
    if target.exists() and not force:
        raise UsageError(f"{target} is there already. Name another file with -o, or add --force")
    lines = _lines(choices)
    asks = choices is None and not as_json

    def show(stage: Any) -> None:
        if not as_json:
            _show_stage(stage, shown=asks)

    if not as_json:
        click.echo(simulations.NOT_A_REPORT)
    run = simulations.play(
        name,
        (*(given.changes if given else ()), *changes),
        side=side,
        seed=simulations.SEED if seed is None else seed,
        decide=_decider(lines, ask=asks),
        show=show,
    )
    simulations.save_text(target, simulations.run_text(run))
    if as_json:
        click.echo(simulations.run_text(run), nl=False)
    else:
        _debrief(run)
        click.echo(f"\nSaved: {target}. Again: dragoman play --replay {target}")


def _lines(path: Path | None) -> Iterator[str]:
    """Choices from a file, else from standard input; empty lines and lines with # are passed over."""
    if path is None:
        source = iter(sys.stdin.readline, "")
    else:
        try:
            source = iter(path.read_text(encoding="utf-8").splitlines())
        except (OSError, UnicodeDecodeError) as problem:
            raise UsageError(f"{path} cannot be read ({problem}). Name a text file with one choice a line") from None
    for line in source:
        if line.strip() and not line.lstrip().startswith("#"):
            yield line.strip()


def _decider(lines: Iterator[str], *, ask: bool) -> Callable[[Any], str]:
    def decide(stage: Any) -> str:
        if ask:
            _show_options(stage.title, stage.told, [(n, m, c) for n, (m, c) in stage.options.items()], yours=True)
        names = list(stage.options)
        while True:
            if ask:
                click.echo(f"Your choice ({', '.join(names)}): ", nl=False)
            line = next(lines, None)
            if line is None:
                raise UsageError(f"No choice is left for the stage {stage.title!r}; nothing was saved. Expected one of {', '.join(names)}")
            chosen = names[int(line) - 1] if line.isdigit() and 0 < int(line) <= len(names) else line
            if chosen in names or not (ask and sys.stdin.isatty()):
                if ask:
                    click.echo()
                return chosen
            click.echo(f"{line!r} is no choice here.")

    return decide


def _show_options(title: str, told: Any, options: list[tuple[str, str, float]], *, yours: bool) -> None:
    click.echo(f"\n{title.upper()}{' - your move' if yours else ''}")
    for line in told:
        wrap("", line)
    for n, (name, means, chance) in enumerate(options, start=1):
        click.echo(click.wrap_text(f"{n}. {name}: {means}  [model: {100 * chance:.0f} %]", 80, initial_indent="    ", subsequent_indent="       "))


def _show_stage(stage: Any, *, shown: bool) -> None:
    """A stage that is over; `shown`: the players' own stages were shown when they were asked."""
    if stage.by != "player" or not shown:
        _show_options(stage.title, stage.told, [(n, m, c) for n, (m, c) in stage.options.items()], yours=stage.by == "player")
    if stage.chosen:
        click.echo(f"  -> {stage.chosen}" + {"player": " (you)", "model": " (drawn)", "scenario": " (set)"}[stage.by])


def _print(run: dict[str, Any]) -> None:
    """A saved run, as it was played."""
    click.echo(run["model"])
    for s in run["stages"]:
        _show_options(s["title"], s["told"], [(o["choice"], o["means"], o["chance"]) for o in s["options"]], yours=s["by"] == "player")
        if s["chosen"]:
            click.echo(f"  -> {s['chosen']}" + {"player": " (you)", "model": " (drawn)", "scenario": " (set)"}[s["by"]])
    _debrief(run)


def _debrief(run: dict[str, Any]) -> None:
    from dragoman.model.words import word

    end = {o["choice"]: o["chance"] for o in run["stages"][-1]["options"]}
    stays = end["survives"] + end["purge"]
    click.echo("\nAFTERWARDS")
    wrap("", f"With what was decided here the model gave the ruler a chance of {100 * stays:.0f} % to stay ({word(stays)}); left to itself at the start, {100 * run['alone']['stays']:.0f} %.")
    if run["history"]:
        wrap("what happened", run["history"])
    for line in run["cannot_know"][:2]:
        wrap("", line)
