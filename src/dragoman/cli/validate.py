"""`dragoman validate`: how good the model is on cases that it has not seen."""

from __future__ import annotations

import json
import sys
import textwrap
from pathlib import Path
from typing import Any

import click

from dragoman.cli import pictures
from dragoman.errors import UsageError

WIDTH = 80
SCHEMES = {"case": "one case", "country": "country", "patron": "patron", "forward": "forward"}


@click.command("validate", epilog="Examples: dragoman validate   |   dragoman validate --all   |   dragoman validate --run -o validation.json")
@click.option("--run", is_flag=True, help="Work everything out again on the present case base (minutes), instead of printing what ships.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path), help="With --run: also keep the forecasts in this file; after an interruption the same command goes on. Without it --run begins anew.")
@click.option("--from", "source", type=click.Path(dir_okay=False, path_type=Path), help="Print the page from a file that --run -o wrote.")
@click.option("--force", is_flag=True, help="Write over a file that is there.")
@click.option("--all", "everything", is_flag=True, help="Every score with its interval under every scheme.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
@pictures.options
def command(run: bool, output: Path | None, source: Path | None, force: bool, everything: bool, as_json: bool, html: Path | None, svg: Path | None) -> None:
    """How good the model is on cases that it has not seen, beside simple rivals; where it does not beat them stands first."""
    from dragoman.workbench.models import load_validation, run_validation, validation_view

    pictures.check(html, svg)
    if output is not None and not run:
        raise UsageError("-o keeps what --run works out. Type: dragoman validate --run -o FILE")
    if run and source is not None:
        raise UsageError("--run works everything out and --from reads it from a file. Leave one of them out")
    if output is not None and output.exists() and not force:
        raise UsageError(f"{output} is there already. Name another file, or add --force")
    found = load_validation(source) if source is not None else None
    if run:
        unfinished = output.with_name(output.name + ".part") if output is not None else None
        if unfinished is not None and unfinished.exists():
            click.echo(f"{unfinished} is of a run that was interrupted; what it holds of the same cases is not worked out again.", err=True)
        found = run_validation(_progress if sys.stderr.isatty() else None, keep=unfinished)
        if output is not None:
            from dragoman.model.validation import dump

            try:
                output.write_text(dump(found), encoding="utf-8")
            except OSError as problem:
                raise UsageError(f"{output} cannot be written ({problem.strerror}). Name a file in a folder that is there") from None
    view = validation_view(found)
    pictures.save("validation", view, html, svg)
    if as_json:
        click.echo(json.dumps(view, ensure_ascii=False, indent=1))
        return
    _page(view)
    if everything:
        _boards(view)


def _progress(label: str, done: int, of: int) -> None:
    click.echo(f"\r{label}: {done} of {of} folds    ", nl=done == of, err=True)


def _page(view: dict[str, Any]) -> None:
    click.echo(click.style("How good the model is on cases that it has not seen", bold=True))
    for line in view["verdict"]:
        _flow(line, "* ", "  ")
    click.echo()
    _flow(
        f"{view['cases']} cases; every case forecast by a fit without it, without its country, without its patron, or (forward) from what was over by "
        "12 January 2022. Log loss in nats a case, less is better. gain: of the model over the rival, one case left out, with the middle 95 % of "
        "resampled cases and the share of resamples with a gain (P)."
    )
    if not view["fresh"]:
        _flow("The case base has changed since these figures were made. Type: dragoman validate --run")
    for target in ("instrument", "outcome"):
        _table(view, target)
    _notes(view)


def _table(view: dict[str, Any], target: str) -> None:
    boards = {b["scheme"]: b for b in view["boards"] if b["target"] == target}
    by = {s: {row["name"]: row for row in b["scores"]} for s, b in boards.items()}
    click.echo()
    click.echo(click.style(f"{target:<23}", bold=True) + "".join(f"{SCHEMES[s]:>8}" for s in boards) + f" {'gain':>6} {'95 %':>10} {'P':>5}")
    click.echo(f"{'cases':<23}" + "".join(f"{b['cases']:>8}" for b in boards.values()))
    for row in boards["case"]["scores"]:
        name = row["name"]
        line = f"{name:<23}" + "".join(f"{by[s][name]['log']:>8.3f}" if name in by[s] else f"{'':>8}" for s in boards)
        if g := row["gain"]:
            line += f" {g['mean']:>+6.2f} {g['low']:>+5.2f} {g['high']:>+5.2f} {g['probability']:>4.2f}" if "low" in g else f" {g['mean']:>+6.2f}"
        click.echo(click.style(line, bold=name == "model"))
    one = boards["case"]
    _flow(f"All categories alike would cost {one['uniform']:.2f}; no forecast can be below {one['floor']:.2f}, for disputed cases count by their readings.")
    brier = ", ".join(f"{r['name']} {r['brier']:.3f}" + (f" / {r['ranked']:.3f}" if r["ranked"] is not None else "") for r in one["scores"])
    _flow(f"Brier score{' / ranked probability score' if target == 'instrument' else ''}, one case left out: {brier}.")


def _notes(view: dict[str, Any]) -> None:
    click.echo()
    click.echo(click.style("Do its probabilities mean what they say? (one case left out)", bold=True))
    for target, bins in view["reliability"].items():
        shown = ", ".join(f"{100 * b['said']:.0f} -> {100 * b['seen']:.0f} % ({b['forecasts']})" for b in bins)
        _flow(f"{target}, said -> came true (forecasts): {shown}", "  ", "    ")
        held = ", ".join(f"{100 * c['level']:.0f} % sets held {100 * c['held']:.0f} % (mean size {c['size']:.1f})" for c in view["coverage"][target])
        _flow(f"{target}: {held}", "  ", "    ")
    click.echo()
    click.echo(click.style("What this comparison can find", bold=True))
    for target, p in view["power"].items():
        chances = ", ".join(f"{100 * found:.0f} % of a gain of {gain}" for gain, found in p["found"].items())
        enough = f"about {p['enough']} cases" if p["enough"] else "more than 1,200 cases"
        _flow(f"{target} over trigger x patron group, {p['cases']} cases: would find {chances}; to find the aim four times in five takes {enough}.", "  ", "    ")
    notes = view["notes"]
    if ridge := notes.get("ridge"):
        for target in ("instrument", "outcome"):
            _flow(f"The ridge at other penalties, {target}: " + ", ".join(f"{k}: {v[target]:.3f}" for k, v in ridge.items()) + " (4 was set before any score was seen).", "  ", "    ")
    for q in notes.get("questions", ()):
        if q is notes["questions"][0]:
            click.echo()
            click.echo(click.style("Was a deployment on request to be expected? (case left out)", bold=True))
            _flow(
                "By the codebook a deployment is sent on request. That without a request hardly any is left follows from that, "
                "and does not tell what the patron would have done unasked.", "  ", "  ",
            )
        _question(q)
    if view["diagnostics"]:
        _diagnostics(view["diagnostics"], view["fingerprint"])
    click.echo()
    _flow(
        "What no score here can tell: whether an instrument caused an outcome (patrons choose where the client can be saved, and clients that expect help "
        "ask), why a patron chose it, what would have come in crises that never broke out, and whether crises to come are like those of the base. "
        "Fields such as the largest form of the crowd were coded with the end in view, so that real forecasts will do worse."
    )


def _diagnostics(d: dict[str, Any], fingerprint: str) -> None:
    """What was found out about the fit itself; parts that were not worked out are passed over."""
    click.echo()
    click.echo(click.style("Is the fit sound, and what does it hang on?", bold=True))
    if d["fingerprint"] != fingerprint:
        _flow(f"Worked out on {d['cases']} cases, another case base than the scores above.", "  ", "    ")
    for layer, c in d.get("calibration", {}).items():
        held = ", ".join(f"{level} intervals held {100 * v[0]:.0f} %" for level, v in c["coverage"].items())
        _flow(
            f"simulation-based calibration, {layer} layer, {c['worlds']} worlds of {c['cases']} cases: {'passes' if c['passed'] else 'FAILS'} after Holm's correction "
            f"(least p {c['least_p_corrected']}); {held}; known parameters recovered: median correlation {c['correlation'][0]}, sign right {100 * c['sign_right']:.0f} %",
            "  ", "    ",
        )
    if "checks" in d:
        outside = [f"{r['what']} ({r['seen']:g}; expected {r['low']:g} to {r['high']:g})" for r in d["checks"]["checks"] if not r["inside"]]
        _flow(f"posterior predictive checks: {d['checks']['outside']} of {d['checks']['of']} outside the middle 90 %: {'; '.join(outside) or 'none'}", "  ", "    ")
    if "priors" in d:
        rows = "; ".join(f"x {r['factor']:g}: log loss {r['log_loss']}, deployment in Kazakhstan 2022 {_percent(r['instrument']['deployment'])}" for r in d["priors"])
        _flow(f"prior scales {rows}", "  ", "    ")
    if "universes" in d:
        low, mid, high = d["universes"]["instrument"]["deployment"]
        signs = ", ".join(d["universes"]["sign_changes"]) or "none"
        _flow(f"disputed codings settled by chance {d['universes']['universes']} times: deployment in Kazakhstan 2022 {_percent(low)} to {_percent(high)} (median {_percent(mid)}); terms that change sign: {signs}", "  ", "    ")
    if "sources" in d:
        worst = sorted(d["sources"]["sources"].items(), key=lambda kv: -kv[1]["largest"])[:3]
        told = "; ".join(f"{name} {100 * v['largest']:.0f} points" for name, v in worst)
        _flow(f"one source taken away at a time ({len(d['sources']['sources'])} sources): largest change of any chance of Kazakhstan 2022: {told}", "  ", "    ")
    if "switches" in d:
        terms = sorted(d["switches"]["terms"].items(), key=lambda kv: -kv[1]["gain"])
        told = ", ".join(f"{name} {v['gain']:+.3f} (P {v['probability']})" for name, v in (*terms[:4], *terms[-3:]))
        _flow(f"what a term adds out of sample, nats a case, best four and worst three of {len(terms)}: {told}", "  ", "    ")


def _question(q: dict[str, Any]) -> None:
    d = "deployment"
    asked = f"; after a request {_percent(q['base_rate_when_asked'][d])} of {q['asked']}" if q["base_rate_when_asked"] else ""
    _flow(f"{q['label']} ({q['cases']} cases to learn from){'; what came: ' + q['came'] if q.get('came') else ''}", "  ", "    ")
    _flow(f"seen in them: {_percent(q['base_rate'][d])}{asked}", "    ", "      ")
    _flow(f"model: {_percent(q['model'][d])} ({_percent(q['low'][d])} to {_percent(q['high'][d])} in nine of ten draws); " + ", ".join(f"{n} {_percent(p[d])}" for n, p in q["rivals"].items()), "    ", "      ")
    first = sorted(q["model"].items(), key=lambda x: -x[1])[:4]
    _flow("model, all instruments: " + ", ".join(f"{n} {_percent(p)}" for n, p in first), "    ", "      ")


def _percent(p: float) -> str:
    from dragoman.model.words import percent

    return percent(p)


def _boards(view: dict[str, Any]) -> None:
    for b in view["boards"]:
        click.echo()
        click.echo(click.style(f"{b['target']}, {SCHEMES[b['scheme']]}, {b['cases']} cases", bold=True))
        click.echo(f"{'':<23}{'log':>7}{'Brier':>7}{'RPS':>7}   gain of the model     P")
        for s in b["scores"]:
            ranked = f"{s['ranked']:7.3f}" if s["ranked"] is not None else f"{'':7}"
            line = f"{s['name']:<23}{s['log']:7.3f}{s['brier']:7.3f}{ranked}"
            if g := s["gain"]:
                line += f"  {g['mean']:+.2f} ({g['low']:+.2f} to {g['high']:+.2f})  {g['probability']:.2f}" if "low" in g else f"  {g['mean']:+.2f} (too few)"
            click.echo(line.rstrip())


def _flow(text: str, first: str = "", rest: str = "") -> None:
    click.echo(textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False))
