"""Answers of the model as pictures: what a view holds and, where it does not, the runs that a picture needs; pages and files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from dragoman import __version__
from dragoman.errors import UsageError
from dragoman.export.charts import to_svg
from dragoman.export.model_page import to_page
from dragoman.model.validation import AIMS
from dragoman.model.validation import RIVAL as AIMED
from dragoman.model.whatif import QUANTITIES, SAID
from dragoman.records.pictures import Bin, Calibration, ChanceRow, Chances, GainRow, Gains, ModelPage, PairRow, Pairs, Picture


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


def page_of(kind: str, view: Mapping[str, Any], *, asked: str = "") -> ModelPage:
    """The page of a view.

    Args:
        kind: forecast, whatif, region or validation.
        asked: the case, draft or dossier as the user named it.
    """
    if kind == "validation":
        return validation_page(view)
    if kind == "forecast":
        return forecast_page(view)
    return whatif_page(view)


__all__ = ["check_places", "page_of", "write"]
