"""Answers of the model as pictures: what a view holds and, where it does not, the runs that a picture needs; pages and files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dragoman import __version__
from dragoman.cases.load import case_base
from dragoman.errors import UsageError
from dragoman.export.charts import to_svg
from dragoman.export.model_page import to_page
from dragoman.model import map as fit
from dragoman.model import whatif
from dragoman.model.counts import counts
from dragoman.model.crisis import Crisis, Held, noise, parameters, simulate
from dragoman.model.layers import Layers
from dragoman.model.scenarios import check_free
from dragoman.model.table import INSTRUMENTS, OUTCOMES, CaseTable, case_row, case_table
from dragoman.model.validation import AIMS
from dragoman.model.validation import RIVAL as AIMED
from dragoman.model.whatif import QUANTITIES, SAID
from dragoman.records.pictures import (
    Bin,
    Calibration,
    ChanceRow,
    Chances,
    GainRow,
    Gains,
    Lane,
    Lanes,
    ModelPage,
    PairRow,
    Pairs,
    Panel,
    Paths,
    Picture,
    Reach,
    Series,
    ShareRow,
    Shares,
    Tornado,
)
from dragoman.workbench import forecasts, simulations
from dragoman.workbench.trajectories import KINDS


def write(page: ModelPage, *, html: Path | None = None, svg: Path | None = None) -> list[Path]:
    """Writes the page to a file and each picture to a folder; what was written.

    Raises:
        UsageError: a place cannot be written.
    """
    files: dict[Path, str] = {}
    if html is not None:
        files[html] = to_page(page, __version__)
    if svg is not None:
        files |= {svg / f"{p.name}.svg": to_svg(p) for p in page.pictures}
    for path, text in files.items():
        try:
            if path.parent == svg:
                path.parent.mkdir(parents=True, exist_ok=True)
            part = path.with_name(path.name + ".part")
            part.write_bytes(text.encode("utf-8", "replace"))
            part.replace(path)
        except OSError as problem:
            raise UsageError(f"{path} cannot be written ({problem.strerror}). Name a file in a folder that is there: --html FILE, --svg FOLDER") from None
    return list(files)


def check_places(html: Path | None, svg: Path | None) -> None:
    """Refuses, before anything is run, places that cannot be written.

    Raises:
        UsageError: --html names a folder or lies in none, or --svg names a file.
    """
    if html is not None and (html.is_dir() or not html.absolute().parent.is_dir()):
        raise UsageError(f"--html {html}: expected a file in a folder that is there. Try: --html model.html")
    if svg is not None and svg.exists() and not svg.is_dir():
        raise UsageError(f"--svg {svg} is a file; expected a folder. Try: --svg pictures/")


def _assumed(rows: Sequence[Mapping[str, Any]]) -> tuple[tuple[str, str, str], ...]:
    return tuple((f"{r['part']}: {r['name']}", f"{r['value']:g}" + (f" ± {r['spread']:g}" if r["spread"] else ""), r["why"]) for r in rows)


# ---------------------------------------------------------------- forecast


def forecast_page(view: Mapping[str, Any], extra: Sequence[Picture] = ()) -> ModelPage:
    """The page of a forecast.

    Args:
        view: as `forecasts.forecast` gives it.
        extra: pictures of runs beside the forecast (`case_pictures`).
    """
    case, learnt = view["case"], view["learnt_from"]
    about = [
        ("Case", f"{case['name']} ({case['client']}, patron {case['patron']}{'; a draft from reports' if case['draft'] else ''})"),
        ("As of", view["as_of"] or "all that is coded, later cases too"),
        ("Learnt from", f"{learnt['cases']} other cases, {learnt['group']} of them with a patron of this group; {learnt['how']}"),
        ("Known", "; ".join(f"{k.replace('_', ' ')} {v}" for k, v in view["known"].items())),
    ]
    if view["nearest"]:
        about.append(("Nearest cases", "; ".join(f"{r['name']} ({r['told']})" for r in view["nearest"][:4])))
    assumptions = [
        "Patrons weigh what they weighed in the cases learnt from, in the same way, with some error.",
        "What is coded of the case is true as coded." if not case["draft"] else "The draft's fields are true as drafted; nobody has checked them.",
    ]
    if view["empty"]:
        assumptions.append("Not known, so summed over what it may be: " + ", ".join(x.replace("_", " ") for x in view["empty"]) + ".")
    if view["disputed"]:
        assumptions.append("Disputed, so each reading counts by its weight: " + ", ".join(x.replace("_", " ") for x in view["disputed"]) + ".")
    return ModelPage(
        head="Chances from a model of past cases; nobody reported them.",
        title=f"Forecast: {case['name']}",
        about=tuple(about),
        warnings=tuple(view["warnings"]),
        assumptions=tuple(assumptions),
        assumed=(),
        pictures=(*forecast_pictures(view), *extra),
        cannot_know=tuple(view["cannot_know"]),
        command=f"dragoman forecast {case['id']}" + (f" --as-of {view['as_of']}" if view["as_of"] else "") + f" --seed {view['seed']}",
        notes=(f"50 %, 90 %: {view['interval']}. {view['draws']} draws, seed {view['seed']}.",),
    )


def forecast_pictures(view: Mapping[str, Any]) -> list[Picture]:
    """Chances of instruments and of outcomes, with the base rate."""
    out: list[Picture] = []
    for target, title in (("instrument", "What the patron will do"), ("outcome", "How it ends, six months on")):
        rows = view[target]["chances"]
        first = max(rows, key=lambda r: r["chance"])
        said = SAID[f"{target}:{first['name']}"]
        out.append(
            Chances(
                name=target,
                title=title,
                told=f"Most likely: {said}, {100 * first['chance']:.0f} % ({first['words']}); base rate {100 * first['base_rate']:.0f} %. The bars are what is not known of each chance, not how the event may fall.",
                rows=tuple(
                    ChanceRow(label=SAID[f"{target}:{r['name']}"], chance=r["chance"], inner=tuple(r["interval_50"]), outer=tuple(r["interval_90"]), base=r["base_rate"])
                    for r in rows
                ),
            )
        )
    return out


# ---------------------------------------------------------------- what-if


def whatif_page(view: Mapping[str, Any], extra: Sequence[Picture] = ()) -> ModelPage:
    """The page of a what-if."""
    case, post, near = view["case"], view["posterior"], view["support"]
    changed = "; ".join(f"{c['variable'].replace('_', ' ')}: {c['from']} → {c['to']}" for c in view["changes"])
    about = [
        ("Case", f"{case['name']} ({case['client']}, patron {case['patron']}{'; a draft from reports' if case['draft'] else ''})"),
        ("Changed", changed),
        ("Rests on", f"{post['cases']} cases ({post['method']}, {post['status']}{'; the case itself left out' if case['left_out'] else ''}), {len(view['assumptions'])} assumed numbers, {len(view['counted'])} counted tables"),
        ("Nearest cases", "; ".join(f"{n['name']} (distance {n['distance']:.2f})" for n in near["nearest"][:4])),
    ]
    if view["question"]:
        about.insert(1, ("Question", view["question"]))
    assumptions = ["Both runs share all chance: they differ in what is changed and in what follows from it."]
    if view["held"]:
        assumptions.append("Held as coded in both: " + ", ".join(x.replace("_", " ") for x in view["held"]) + ".")
    drawn = list(dict.fromkeys((*view["free"], *view["drawn"])))
    if drawn:
        assumptions.append("Drawn: " + ", ".join(x.replace("_", " ") for x in drawn) + ".")
    if near["together"] >= 0:
        assumptions.append(f"{near['together']} of {near['of']} cases have the values set together.")
    assumptions.append("Stages that no case tells are assumed, as listed below.")
    return ModelPage(
        head="What a simulation gives, not what anybody reported or knows.",
        title=f"{view['title'] or 'What if'}: {case['name']}",
        about=tuple(about),
        warnings=(*view["warnings"], *((view["note"],) if view["note"] else ())),
        assumptions=tuple(assumptions),
        assumed=_assumed(view["assumptions"]),
        pictures=(*whatif_pictures(view), *extra),
        cannot_know=tuple(view["cannot_know"]),
        command=" ".join(["dragoman whatif", view["case"]["id"], *(f"--set {c['variable']}={c['to']}" for c in view["changes"]), *(f"--free {x}" for x in view["free"]), f"--seed {view['seed']}"]),
        notes=(f"Intervals: {view['interval']}. {view['draws']:,} rows, seed {view['seed']}.",),
    )


def whatif_pictures(view: Mapping[str, Any]) -> list[Picture]:
    """Before and after: instruments, outcomes, the rest; and the parts of the difference when more than one thing was changed."""
    told = view["quantities"]
    changed = ", ".join(f"{c['variable'].replace('_', ' ')} {c['to']}" for c in view["changes"])
    groups = {
        "instruments": ("What the patron does, before and after", [q for q in QUANTITIES if q.startswith("instrument:")]),
        "outcomes": ("How it ends, before and after", [q for q in QUANTITIES if q.startswith("outcome:")] + ["stays"]),
        "afterwards": ("The rival and what comes after", [q for q in QUANTITIES if q.startswith("rival:")] + ["territory", "depends", "to_patron", "to_rival"]),
    }
    out: list[Picture] = []
    for name, (title, names) in groups.items():
        most = max(names, key=lambda q: abs(told[q]["difference"]["mean"]))
        d = told[most]["difference"]
        prefix = "rival: " if name == "afterwards" else ""
        out.append(
            Pairs(
                name=name,
                title=title,
                told=f"Moves most: {prefix if most.startswith('rival') else ''}{SAID[most]}, {100 * d['mean']:+.0f} points ({100 * d['low']:+.0f} to {100 * d['high']:+.0f}). A difference between two runs of a model, not an effect that anybody measured.",
                before="as it was",
                after=_short(f"with {changed}", 44),
                rows=tuple(
                    PairRow(
                        label=(prefix if q.startswith("rival") else "") + SAID[q],
                        **{k: (told[q][k]["mean"], told[q][k]["low"], told[q][k]["high"]) for k in ("before", "after")},
                    )
                    for q in names
                ),
            )
        )
    return out


def _short(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


# ---------------------------------------------------------------- validation


def validation_page(view: Mapping[str, Any]) -> ModelPage:
    """The page of validation."""
    return ModelPage(
        head="How well the model forecasts cases that it has not seen: a model's figures, no report's.",
        title="How good the model is on cases that it has not seen",
        about=(
            ("Cases", f"{view['cases']}, each forecast by a fit without it"),
            ("Made by", f"{view['command']}, seed {view['seed']}"),
        ),
        warnings=(*view["verdict"], *(() if view["fresh"] else ("The case base has changed since these figures were made.",))),
        assumptions=(
            "The case base is no census: crises that left a trace.",
            "Fields such as the largest form of the crowd were coded with the end in view, so that real forecasts will do worse.",
            "A disputed case counts by its readings.",
        ),
        assumed=(),
        pictures=tuple(validation_pictures(view)),
        cannot_know=(
            "Whether an instrument caused an outcome: patrons choose where the client can be saved, and clients that expect help ask.",
            "Why a patron chose it, and what would have come in crises that never broke out.",
            "Whether crises to come are like those of the base.",
        ),
        command="dragoman validate",
    )


def validation_pictures(view: Mapping[str, Any]) -> list[Picture]:
    """Calibration, and the gain over each rival with one case left out."""
    panels = tuple((target, tuple(Bin(said=b["said"], seen=b["seen"], spread=b["spread"], forecasts=b["forecasts"]) for b in bins)) for target, bins in view["reliability"].items())
    out: list[Picture] = [
        Calibration(
            name="calibration",
            title="Do its probabilities mean what they say?",
            told="One case left out. Points on the broken line: what was said came true as often as said. Below it the model said too much, above it too little. Few forecasts, wide bars.",
            panels=panels,
        )
    ]
    for target in view["reliability"]:
        board = next(b for b in view["boards"] if b["target"] == target and b["scheme"] == "case")
        rows = [
            GainRow(label=s["name"], mean=g["mean"], low=g.get("low"), high=g.get("high"), chance=g.get("probability"))
            for s in board["scores"]
            if (g := s["gain"])
        ]
        lost = [r.label for r in rows if r.mean < 0]
        out.append(
            Gains(
                name=f"gain-{target}",
                title=f"Gain over simple rivals: {target}",
                told=f"{board['cases']} cases, one left out each time. " + (f"The model is worse than {', '.join(lost)}." if lost else "The model is better on average than each rival; where the line crosses 0 that is not sure."),
                unit="nats a case",
                rows=tuple(rows),
                aim=AIMS.get(target),
                aimed=AIMED,
            )
        )
    return out


# ---------------------------------------------------------------- region

_PANELS = (
    ("crises_so_far", "Crises so far", False),
    ("deployments_so_far", "Deployments so far", False),
    ("treaty_members", "Members of the treaty", False),
    ("members_of_rival", "Members of the rival bloc", False),
    ("frozen", "States with land held by others", False),
    ("dependence", "Dependence on the patron, mean", True),
)


def region_page(view: Mapping[str, Any]) -> ModelPage:
    """The page of a region over years."""
    first, last = view["years"]
    post, history = view["posterior"], view["history"]
    labels = list(view["runs"])
    about = [
        ("Region", f"clients of {view['patron']}, {len(view['runs'][labels[0]]['states'])} states, {first} to {last}"),
        ("Runs", f"{view['draws']:,} histories each: {'; '.join(labels)}"),
        ("Rests on", f"{post['cases']} cases ({post['method']}, {post['status']}), {len(view['assumptions'])} assumed numbers, {len(view['counted'])} counted tables"),
    ]
    if history["crises"]:
        about.append(
            ("Case base", f"same states and years until {history['until']}: {history['crises']} cases, {history['deployments']} deployments, {history['covert_or_force']} with covert or open force; it is no census")
        )
    without = [x.removeprefix("without ") for x in labels if x.startswith("without ")]
    return ModelPage(
        head="What a simulation gives, not what anybody reported or knows.",
        title=f"Clients of {view['patron']}, {first} to {last}" + (f", with and without {', '.join(without)}" if without else ""),
        about=tuple(about),
        warnings=tuple(view["warnings"]),
        assumptions=(
            "Each state starts as the case base, memberships or, where nothing tells, an assumption says.",
            "Crises arrive at the rate of the case base times an assumed factor, each runs through the crisis layer, and what came of it changes the next years.",
            "States act on each other only through the treaty organisation and the patron's wars.",
            "Runs beside each other share all chance.",
        ),
        assumed=_assumed(view["assumptions"]),
        pictures=tuple(region_pictures(view)),
        cannot_know=tuple(view["cannot_know"]),
        command=" ".join(
            [f"dragoman simulate region --patron {view['patron']} --from {first} --to {last} --draws {view['draws']}", *(f"--without {o}" for x in without for o in x.split(", ")), f"--seed {view['seed']}"]
        ),
        notes=(f"{view['interval'][0].upper()}{view['interval'][1:]}; in the pictures: of the histories themselves.",),
    )


def region_pictures(view: Mapping[str, Any]) -> list[Picture]:
    """Quantities by year, and states over years with the crises of one history marked."""
    years = tuple(range(view["years"][0], view["years"][1] + 1))
    runs = view["runs"]
    panels = []
    for name, title, percent in _PANELS:
        told = {label: r["trajectories"]["by_year"][name] for label, r in runs.items()}
        most = max(max(t["high"]) for t in told.values())
        top = 1.0 if percent else max(1.0, 1.05 * most)
        series = tuple(Series(label=label, middle=tuple(t["mean"]), bands=((tuple(t["low"]), tuple(t["high"])),)) for label, t in told.items())
        panels.append(Panel(title=title, series=series, top=top, percent=percent))
    labels = list(runs)
    differences = view["differences"]
    ends = ""
    if differences:
        d = differences["deployments"]
        ends = f" {labels[1][0].upper()}{labels[1][1:]}: {d['mean']:+.1f} deployments in all ({d['low']:+.1f} to {d['high']:+.1f})."
    out: list[Picture] = [
        Paths(
            name="region",
            title="The region over years",
            told=f"Means with the middle 90 % of {view['draws']:,} histories: wide, for single histories differ.{ends}",
            x=years,
            x_label="",
            panels=tuple(panels),
        )
    ]
    for n, label in enumerate(labels):
        t = runs[label]["trajectories"]
        marks: dict[str, list[tuple[int, str]]] = {}
        for name, year, kind in t["one_history"]:
            marks.setdefault(name, []).append((year, kind))
        out.append(
            Lanes(
                name="states" if n == 0 else f"states-{n}",
                title=f"Crises by state, {label}",
                told=f"Shade (in drawings): share of all histories with a crisis there and then. Marks: the crises of one history ({len(t['one_history'])}), the first of {view['draws']:,} drawn, by what the patron did; another history would look different.",
                years=years,
                kinds=KINDS,
                shaded="share of histories with a crisis",
                lanes=tuple(Lane(label=name, shade=tuple(shares), marks=tuple(marks.get(name, ()))) for name, shares in t["share_with_crisis"].items()),
            )
        )
    return out


# ---------------------------------------------------------------- runs beside a forecast or a what-if

_ROWS = 1000
_WIDEST = 8
_NOT_TURNED = ("cleavage",)


def case_pictures(asked: str, *, changes: Sequence[str] = (), free: Sequence[str] = (), as_of: dt.date | None = None, seed: int) -> list[Picture]:
    """Outcomes by instrument, the crowd day by day, and what moves the answer most, each by running the crisis layer on the case.

    Args:
        asked: case, draft or dossier.
        changes: edits as in a what-if; the crowd is then shown before and after.
    """
    case, _, itself = forecasts.find(asked)
    base = case_base().cases
    if as_of is None:
        used = simulations.setup(case.patron, itself, seed)
    else:
        learnt = case_table(base, as_of=as_of, without={itself, case.id})
        post, _ = fit.laplace(learnt, np.random.default_rng(seed), draws=simulations.POSTERIOR_DRAWS)
        counted = counts([base[i] for i in learnt.ids], patron=case.patron)
        used = simulations.Setup(Layers(post), parameters(np.random.default_rng(seed), counted, len(post)), counted, case_table(base))
    row = case_row(case, as_of=as_of, others=[c for c in base.values() if c.id != itself])
    edits = whatif.parse_edits(changes)
    first, second = np.random.SeedSequence([seed, 2]).spawn(2)
    given = whatif.rows(row, used.layers, draws=_ROWS, rng=np.random.default_rng(first))
    shared = noise(np.random.default_rng(second), len(given.table))
    held = Held(free=frozenset(check_free(tuple(free), "--free")))

    def run(turned: Sequence[whatif.Edit]) -> Crisis:
        table, now = whatif.edited(given.table, held, turned)
        return simulate(table, given.which, used.parameters, used.layers, shared, held=now, every=True)

    before = run(())
    after = run(edits) if edits else before
    changed = _short(", ".join(str(e) for e in edits), 40)
    panels = [("as it was", before), (f"with {changed}", after)] if edits else [("as it is", before)]
    return [_ends(after, f"with {changed}" if edits else "as it is"), _fan(panels), *_tornados(row, before, run)]


def _ends(run: Crisis, how: str) -> Picture:
    chance = run.chance_instrument.mean(axis=0)
    # Over draws in which the patron may choose the instrument, as likely as he chooses it there.
    weight = run.chance_instrument / np.maximum(run.chance_instrument.sum(axis=0), 1e-12)
    ends = np.einsum("nj,njk->jk", weight, run.outcome_by_instrument)
    rows = [ShareRow(label=SAID[f"instrument:{name}"], note=_percent(float(chance[j])), shares=tuple(float(v) for v in ends[j])) for j, name in enumerate(INSTRUMENTS) if chance[j] > 1e-6]
    return Shares(
        name="outcome-by-instrument",
        title="How it ends under each instrument",
        told=f"The case {how}. Parts of each bar in per cent; beside it how likely the instrument is. Not what an instrument brings about: patrons choose where the client can be saved.",
        parts=tuple(SAID[f"outcome:{o}"] for o in OUTCOMES),
        rows=tuple(rows),
        noted="how likely",
    )


def _fan(panels: Sequence[tuple[str, Crisis]]) -> Picture:
    made = []
    for title, run in panels:
        q = {k: tuple(float(v) for v in np.quantile(run.crowd, k, axis=0)) for k in (0.05, 0.25, 0.5, 0.75, 0.95)}
        series = Series(label="middle history", middle=q[0.5], bands=((q[0.05], q[0.95]), (q[0.25], q[0.75])))
        made.append(Panel(title=title, series=(series,), top=1.0, percent=True))
    return Paths(
        name="mobilisation",
        title="The crowd, day by day",
        told="Share of those who could be moved that is in the streets. Its height comes from the coded form of the protest, its shape from assumed thresholds (Granovetter 1978, Kuran 1991): no case tells it.",
        x=tuple(range(panels[0][1].crowd.shape[1])),
        x_label="days since it began",
        panels=tuple(made),
    )


def _tornados(row: CaseTable, before: Crisis, run: Callable[[Sequence[whatif.Edit]], Crisis]) -> list[Picture]:
    """Each covariate set to each of its values, the others as they are."""
    likeliest = INSTRUMENTS[int(before.chance_instrument.mean(axis=0).argmax())]
    wanted = {"stays": QUANTITIES.index("stays"), f"instrument:{likeliest}": QUANTITIES.index(f"instrument:{likeliest}")}
    now = whatif.quantities(before).mean(axis=0)
    reached: dict[str, list[tuple[str, Any]]] = {}
    for name in whatif.COVARIATES:
        if name in _NOT_TURNED:
            continue
        for value in whatif.choices(name) or ("1", "10", "25"):
            edit = whatif.parse_edit(f"{name}={value}")
            try:
                whatif.check(row, (edit,))
            except UsageError:
                continue
            reached.setdefault(name, []).append((value, whatif.quantities(run((edit,))).mean(axis=0)))
    out: list[Picture] = []
    for q, k in wanted.items():
        centre = float(now[k])
        rows = []
        for name, found in reached.items():
            low, high = min(found, key=lambda x: x[1][k]), max(found, key=lambda x: x[1][k])
            lowest, highest = min(float(low[1][k]), centre), max(float(high[1][k]), centre)
            rows.append(
                Reach(
                    label=name.replace("_", " "),
                    low=lowest,
                    low_label=low[0] if float(low[1][k]) < centre - 0.002 else "",
                    high=highest,
                    high_label=high[0] if float(high[1][k]) > centre + 0.002 else "",
                )
            )
        rows.sort(key=lambda r: r.low - r.high)
        said = "the ruler stays" if q == "stays" else SAID[q]
        out.append(
            Tornado(
                name=f"tornado-{q.replace('instrument:', '')}",
                title=f"What moves the chance most: {said}",
                told=f"Each input turned to each of its values, the others held as they are ({100 * centre:.0f} %); the {min(_WIDEST, len(rows))} that move it most. Inputs that hang together in the world are turned one at a time here.",
                centre=centre,
                rows=tuple(rows[:_WIDEST]),
            )
        )
    return out


def _percent(p: float) -> str:
    return "<1 %" if 0 < p < 0.005 else f"{100 * p:.0f} %"


def page_of(kind: str, view: Mapping[str, Any], *, asked: str = "") -> ModelPage:
    """The page of a view.

    Args:
        kind: forecast, whatif, region or validation.
        asked: the case, draft or dossier as the user named it.
    """
    if kind == "validation":
        return validation_page(view)
    if kind == "region":
        return region_page(view)
    if kind == "forecast":
        day = dt.date.fromisoformat(view["as_of"]) if view["as_of"] else None
        return forecast_page(view, case_pictures(asked, as_of=day, seed=view["seed"]))
    changes = [f"{c['variable']}={c['to']}" for c in view["changes"]]
    return whatif_page(view, case_pictures(asked, changes=changes, free=view["free"], seed=view["seed"]))


__all__ = ["case_pictures", "check_places", "page_of", "write"]
