"""What-if, simulation and play: hands cases to the model and its answers, as plain data, to whoever prints them."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.cases.load import case_base
from dragoman.errors import FormatError, MismatchError, UsageError
from dragoman.model import leaving
from dragoman.model import map as fit
from dragoman.model import play as game
from dragoman.model import region as regions
from dragoman.model import whatif as model
from dragoman.model.assumptions import assumptions
from dragoman.model.counts import Counts, codes, counts
from dragoman.model.crisis import FREE, Crisis, Held, Parameters, noise, parameters, simulate
from dragoman.model.layers import Layers
from dragoman.model.posterior import load
from dragoman.model.scenarios import Scenario, check_free, parse_scenario
from dragoman.model.table import INSTRUMENTS, OUTCOMES, CaseTable, case_row, case_table
from dragoman.records.cases import Case, Coding, Draft
from dragoman.records.forecasts import Chance, WhatIfCard, WhatIfNote, WhatIfRow
from dragoman.workbench.trajectories import trajectories

NOT_A_REPORT = "MODEL, NOT REPORT: what a simulation gives, not what anybody reported or knows."
UNKNOWABLE = (
    "No cause: a difference is between two runs of a model fitted to cases in which nothing was assigned by chance.",
    "Selection: patrons come when the client can be saved, and clients that ask early differ from those that do not.",
    "Motive, and whether a coup or a pre-emption came first, cannot be told from such data.",
)
SEED = 20_220_105
POSTERIOR_DRAWS = 200
MOST_DRAWS = 2_000_000


@dataclass(frozen=True, slots=True)
class Setup:
    """The model as used for one case or region."""

    layers: Layers
    parameters: Parameters
    counted: Counts
    cases: CaseTable
    """The cases that the layers were fitted on."""


@functools.lru_cache(maxsize=4)
def setup(patron: str = "", leave_out: str = "", seed: int = SEED) -> Setup:
    """The model fitted on all cases but one, with draws of what is assumed and counted.

    The shipped draws serve where no case is left out and they belong to the present case base. Otherwise the fit is the Laplace
    approximation, made on the spot: the shipped draws have seen the case that is asked about.
    """
    cases = case_base().cases
    known = [c for c in cases.values() if c.id != leave_out]
    table = case_table(known)
    first, second = np.random.SeedSequence(seed).spawn(2)
    shipped = None if leave_out else load()
    if shipped is not None and shipped.status == "fitted" and shipped.fingerprint == table.fingerprint():
        posterior = shipped
    else:
        posterior, _ = fit.laplace(table, np.random.default_rng(first), draws=POSTERIOR_DRAWS)
    counted = counts(known, patron=patron)
    return Setup(Layers(posterior), parameters(np.random.default_rng(second), counted, len(posterior)), counted, table)


@functools.lru_cache(maxsize=4)
def quick_setup(patron: str = "", leave_out: str = "", seed: int = SEED) -> Setup:
    """As `setup`, without a fit: the shipped draws, weighed anew as if the case had not been there (`leaving`)."""
    cases = case_base().cases
    known = [c for c in cases.values() if c.id != leave_out]
    posterior = load()
    posterior = leaving.without(posterior, case_table([cases[leave_out]]), draws=POSTERIOR_DRAWS) if leave_out in cases else posterior.take(POSTERIOR_DRAWS)
    counted = counts(known, patron=patron)
    _, second = np.random.SeedSequence(seed).spawn(2)
    return Setup(Layers(posterior), parameters(np.random.default_rng(second), counted, len(posterior)), counted, case_table(known))


def about(used: Setup) -> dict[str, Any]:
    """What a result rests on."""
    post = used.layers.posterior
    return {
        "posterior": {"status": post.status, "method": post.method, "cases": len(post.cases), "draws": len(post), "fingerprint": post.fingerprint},
        "assumptions": [asdict(a) for a in assumptions().values()],
        "counted": [{"table": t.name, "cases": t.cases} for t in used.counted.tables.values()]
        + [{"table": m.name, "cases": m.cases} for m in used.counted.measures.values()],
        "cannot_know": list(UNKNOWABLE),
    }


def assumption_rows() -> list[dict[str, Any]]:
    """Every assumption, for printing."""
    return [asdict(a) for a in assumptions().values()]


def variable_rows() -> list[dict[str, Any]]:
    """Every variable that a what-if can set, with its values."""
    return [
        {"variable": name, "kind": "covariate" if name in model.COVARIATES else "decision", "values": list(model.choices(name)) or ["a number of years" if name == "tenure_years" else ", ".join(codes("cleavage")) + " (several, with commas)"]}
        for name in (*model.COVARIATES, *model.DECISIONS)
    ]


def find_case(name: str) -> tuple[Case, bool]:
    """A case by its id, or the draft of the dossier in that folder as a case; and whether it is a draft.

    Raises:
        UsageError: neither is there, or the draft tells no patron.
    """
    cases = case_base().cases
    if name in cases:
        return cases[name], False
    if Path(name).exists():
        from dragoman.workbench.casebase import draft_case

        return as_case(draft_case(name)), True
    near = difflib.get_close_matches(name.lower(), cases, n=3, cutoff=0.4)
    raise UsageError(f"No case {name!r} and no dossier of that name. {'Did you mean ' + ', '.join(near) + '? ' if near else ''}Try: dragoman cases list")


def as_case(drafted: Draft) -> Case:
    """A draft as a case whose every field rests on the reports.

    Where the reports name no patron it is the one that the client's latest case in the case base has; what stands for years and the
    reports do not tell (STANDING) comes from memberships and the client's last earlier case. `summary` says what was taken from where.

    Raises:
        UsageError: the reports name no client, or no patron of a client that the case base does not know.
    """
    parties = {f.name: str(f.value) for f in drafted.fields if f.name in ("client", "patron")}
    patron, iso, note = parties.get("patron", ""), drafted.patron_iso, ""
    if "client" in parties and not patron:
        known = [c for c in case_base().cases.values() if c.client_iso == drafted.client_iso]
        if known:
            latest = max(known, key=lambda c: (str(c.value("start") or ""), c.id))
            patron, iso, note = latest.patron, latest.patron_iso, f"The reports name no patron; {latest.patron} is taken from the case {latest.id}."
    for who, name in (("client", parties.get("client", "")), ("patron", patron)):
        if not name:
            raise UsageError(
                f"{drafted.title}: field {who!r} is empty; the reports name none, and the model needs one. "
                "Fill it in: dragoman cases draft DOSSIER -o draft.yaml; or name a case: dragoman cases list"
            )
    fields = {
        name: tuple(Coding(value=c.value, low=c.low, high=c.high, precision=c.precision, sources=("draft",), note=c.note) for c in found)
        for name, found in drafted.codings().items()
    }
    start = fields["start"][0].value if "start" in fields else None
    taken = _standing(drafted.client_iso, patron, start) if isinstance(start, dt.date) else {}
    taken = {name: found for name, found in taken.items() if name not in fields}
    if taken:
        told = ", ".join(f"{name.replace('_', ' ')} {_plain(c.value)} ({c.note})" for name, c in taken.items())
        note = f"{note} Not told by the reports, taken from before: {told}.".strip()
    return Case(
        id="draft",
        name=drafted.title,
        client=parties["client"],
        client_iso=drafted.client_iso,
        patron=patron,
        patron_iso=iso,
        depth="brief",
        fields={**fields, **{name: (coding,) for name, coding in taken.items()}},
        summary=note,
    )


STANDING = ("regime", "treaty_tie", "accession", "contiguous", "base")
"""Fields that seldom change from one crisis of a client to the next, and that reports of a crisis seldom tell."""


def _standing(iso: str, patron: str, start: dt.date) -> dict[str, Coding]:
    """Field -> value before a day, with where it is from as the note."""
    out: dict[str, Coding] = {}
    earlier = []
    for case in case_base().cases.values():
        began = case.value("start")
        if case.client_iso == iso and case.patron == patron and isinstance(began, dt.date) and began.year < start.year:
            earlier.append((began, case))
    for _, case in sorted(earlier, key=lambda row: row[0], reverse=True):
        for name in STANDING:
            if name not in out and case.value(name) is not None and case.fields[name][0].sourced:
                out[name] = Coding(value=case.value(name), sources=("draft",), note=f"case {case.id}")
    for name, (value, where) in regions.memberships(iso, patron, start).items():
        out[name] = Coding(value=codes(name)[int(value)], sources=("draft",), note=where)
    return out


def _plain(value: object) -> str:
    return "yes" if value is True else "no" if value is False else str(value)


def load_scenario(path: str | Path) -> Scenario:
    """A scenario from its file.

    Raises:
        UsageError: it cannot be read, or is not as scenarios are.
    """
    try:
        text = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        reason = problem.strerror if isinstance(problem, OSError) else "it is not UTF-8"
        raise UsageError(f"Scenario {path} cannot be read ({reason}). Name a TOML file; examples lie in examples/scenarios/") from None
    return parse_scenario(text, Path(path).name)


def what_if(
    name: str, changes: Iterable[str], *, free: Iterable[str] = (), draws: int = 4000, seed: int = SEED, parts: str = "", scenario: Scenario | None = None
) -> dict[str, Any]:
    """The case as it is and as changed, with the difference, as plain data.

    Args:
        name: id of a case, folder of a dossier, or YAML of a draft.

    Raises:
        UsageError: unknown case, variable or value; what cannot be together; too little known; no draws.
    """
    from dragoman.workbench.forecasts import find

    case, drafted, itself = find(name)
    return what_if_case(case, changes, drafted=drafted, itself=itself, free=free, draws=draws, seed=seed, parts=parts, scenario=scenario)


def what_if_case(
    case: Case,
    changes: Iterable[str],
    *,
    drafted: bool = False,
    itself: str = "",
    free: Iterable[str] = (),
    draws: int = 4000,
    seed: int = SEED,
    parts: str = "",
    scenario: Scenario | None = None,
    quick: bool = False,
) -> dict[str, Any]:
    """The same for a case in hand.

    Args:
        quick: leave the case out of the shipped draws by weighing them anew, instead of fitting again.
        itself: id of the coded case of the same crisis, which the fit leaves out; empty when there is none.
    """
    check_draws(draws)
    edits = model.parse_edits(changes)
    if not edits:
        raise UsageError("Nothing is changed. Add at least one --set VARIABLE=VALUE, for example --set request=none; all variables: dragoman whatif --variables")
    released = check_free(tuple(free), "--free")
    cases = case_base().cases
    row = case_row(case, others=[c for c in cases.values() if c.id != itself])
    empty = model.require(case.id, row, edits)
    model.check(row, edits)
    used = (quick_setup if quick else setup)(case.patron, itself, seed)
    first, second = np.random.SeedSequence([seed, 1]).spawn(2)
    given = model.rows(row, used.layers, draws=draws, rng=np.random.default_rng(first))
    held = Held(free=frozenset(released))
    found = model.compare(given, edits, used.parameters, used.layers, used.cases, held=held, by=parts, rng=np.random.default_rng(second))
    names = {c.id: c.name for c in cases.values()}
    return {
        "model": NOT_A_REPORT,
        "title": scenario.title if scenario else "",
        "question": scenario.question if scenario else "",
        "note": scenario.note if scenario else "",
        "case": {"id": case.id, "name": case.name, "client": case.client, "patron": case.patron, "draft": drafted, "left_out": itself},
        "changes": [{"variable": e.name, "from": _was(row, e), "to": e.value} for e in edits],
        "held": [n for n in ("mobilisation_form", "request") if n not in released and n not in empty and all(n not in e.columns for e in edits)],
        "free": list(released),
        "drawn": list(empty),
        "quantities": {
            q: {"before": asdict(found.before[q]), "after": asdict(found.after[q]), "difference": asdict(found.difference[q])} for q in model.QUANTITIES
        },
        "interval": "middle 90 % over draws of what is fitted and assumed: how well the chance is known, not how the event may fall",
        "parts_by": found.parts_by,
        "parts": [{"change": p.edit, "effects": dict(p.effects)} for p in found.parts],
        "crowd": {"before": model.fan(found.base), "after": model.fan(found.changed)},
        "outcome_by_instrument": _by_instrument(found.base, given),
        "sensitivity": {q: _leanings(found.draws_before[:, model.QUANTITIES.index(q)], used) for q in ("instrument:deployment", "stays")},
        "support": {
            "nearest": [{"case": i, "name": names.get(i, i), "distance": round(d, 3)} for i, d in found.support.nearest],
            "usual": round(found.support.usual, 3),
            "within": found.support.within,
            "of": found.support.of,
            "together": found.support.together,
            "far": found.support.far,
            "measure": "Gower distance (King & Zeng 2006); no check of the convex hull, outside which nearly every edit lies",
        },
        "warnings": [*([case.summary] if drafted and case.summary else []), *_warnings(row, edits, found.support, used, drafted, released)],
        "draws": len(given.table),
        "seed": seed,
        **about(used),
    }


def _by_instrument(run: Crisis, given: model.Rows) -> dict[str, dict[str, Any]]:
    """Chance of each outcome if the patron had chosen each instrument, as the case stands; with the selection that is in the cases."""
    out: dict[str, dict[str, Any]] = {}
    for j, instrument in enumerate(INSTRUMENTS):
        chances = model.by_draw(run.outcome_by_instrument[:, j], given)
        out[instrument] = {o: asdict(model.estimate(chances[:, k])) for k, o in enumerate(OUTCOMES)}
    return out


def _leanings(values: Any, used: Setup) -> list[dict[str, Any]]:
    return [asdict(x) for x in model.sensitivity(values, used.parameters, used.layers)[:12]]


def check_draws(draws: int) -> None:
    """Refuses no draws, and more than memory holds."""
    if not 1 <= draws <= MOST_DRAWS:
        raise UsageError(f"draws is {draws}; expected a whole number from 1 to {MOST_DRAWS:,}. Try: --draws 4000")


def _was(row: CaseTable, edit: model.Edit) -> str:
    """The value of a covariate before the edit, in words."""
    if edit.name == "cleavage":
        kept = [c for c in codes("cleavage") if row.X[f"cleavage.{c}"][0] == 1]
        return ", ".join(kept) if kept else "empty" if np.isnan(row.X["cleavage.clan"][0]) else "none"
    if edit.name not in row.X or edit.name in model.DECISIONS:
        return "drawn"
    value = row.X[edit.name][0]
    if np.isnan(value):
        return "empty"
    if edit.name == "tenure_years":
        return f"{np.expm1(value):.0f}"
    return ("no", "yes")[int(value)] if model.choices(edit.name) == ("yes", "no") else codes(edit.name)[int(value)]


def _warnings(row: CaseTable, edits: Sequence[model.Edit], support: model.Support, used: Setup, drafted: bool, free: Sequence[str]) -> list[str]:
    names = {e.name: e.value for e in edits}
    out = []
    if used.layers.posterior.status != "fitted":
        out.append("The model is not fitted: these are draws of the prior, and say nothing of any case.")
    if support.together == 0:
        out.append("No case of the base has these values together: the answer is the model's form, not experience (King & Zeng 2006).")
    elif support.far:
        out.append(f"Farther from any other case (Gower distance {support.nearest[0][1]:.2f}) than 95 % of the cases are from theirs ({support.usual:.2f}): an extrapolation (King & Zeng 2006).")
    if "instrument" in names:
        out.append("The instrument is set by hand. In the cases it was chosen where it could work; the difference holds that selection and is no effect of the instrument.")
    if names.get("request") == "none" or names.get("answer") in ("concede", "repress"):
        out.append("A deployment is on request by definition: without a request its chance is 0. That part of the difference is arithmetic, not a finding.")
    if drafted:
        out.append("The case is a draft made from reports and checked by nobody: what is wrong in it is wrong here.")
    upstream = {"trigger", "regime", "cleavage", "dual_power", "clans"} & set(names)
    held = [n for n in FREE if n not in free and n not in names]
    if upstream and held:
        out.append(f"{', '.join(sorted(upstream))} would move {' and '.join(held)} too, held here as coded. To draw: {' '.join(f'--free {n}' for n in held)}.")
    return out


NOTE_DRAWS = 2000
_NOTE_ROWS = ("instrument:none", "instrument:cover", "instrument:deployment", "instrument:covert", "instrument:force", "stays", "outcome:opposition")


def whatif_note(drafted: Draft, *, place: str = "DOSSIER") -> WhatIfNote | None:
    """The what-if section of a dossier's page: its draft case run as it stands and under three changes; None where too little is told.

    Args:
        place: the dossier's folder, for the commands that a reader is shown.
    """
    from dragoman.workbench.forecasts import same_crisis

    try:
        case = as_case(drafted)
        row = case_row(case)
        empty = model.require("draft", row, ())
    except UsageError:
        return None
    asked, tie, way = (_was(row, model.parse_edit(f"{n}=none")) for n in ("request", "treaty_tie", "accession"))
    questions = []
    if asked in ("none", "empty"):
        questions.append(("What if the government had asked the patron for force?", f"request={'treaty' if tie == 'collective' else 'bilateral'}"))
    if asked != "none":
        questions.append(("What if no force had been asked for?", "request=none"))
    if way in ("none", "empty"):
        questions.append(("What if the client had been promised a place in the rival bloc?", "accession=promise"))
    else:
        questions.append(("What if the client were on no way into the rival bloc?", "accession=none"))
    questions.append(("What if the patron were fighting a war elsewhere?", "patron_busy=yes") if _was(row, model.parse_edit("patron_busy=yes")) != "yes" else ("What if the patron were at peace elsewhere?", "patron_busy=no"))
    itself = same_crisis(case)
    cards, first = [], None
    for question, change in questions[:3]:
        try:
            view = what_if_case(case, [change], drafted=True, itself=itself, draws=NOTE_DRAWS, quick=True)
        except UsageError:
            continue
        first = first or view
        told = view["quantities"]
        rows = [
            WhatIfRow(name=model.SAID[q], **{k: Chance(**told[q][k]) for k in ("before", "after", "difference")})
            for q in _NOTE_ROWS
            if abs(told[q]["difference"]["mean"]) >= 0.01 or q == "stays"
        ]
        changed = view["changes"][0]
        cards.append(
            WhatIfCard(
                question=question,
                change=f"{changed['variable']} {changed['from']} -> {changed['to']}",
                rows=tuple(rows),
                warnings=tuple(view["warnings"]),
                command=f"dragoman whatif {place} --set {change}",
            )
        )
    if first is None:
        return None

    def ranked(kind: str) -> tuple[tuple[str, Chance], ...]:
        found = [(model.SAID[q], Chance(**told["before"])) for q, told in first["quantities"].items() if q.startswith(f"{kind}:")]
        return tuple(sorted(found, key=lambda row: -row[1].mean))

    post = first["posterior"]
    drawn = f" Empty in the draft, so drawn as in other cases: {', '.join(n.replace('_', ' ') for n in empty)}." if empty else ""
    left = f" The coded case of this crisis ({itself}) is left out." if itself else ""
    return WhatIfNote(
        head=NOT_A_REPORT,
        rests_on=f"Fitted on {post['cases']} cases ({post['method']}), {len(first['assumptions'])} assumptions, {len(first['counted'])} counted tables.{left}{drawn}",
        instruments=ranked("instrument"),
        outcomes=ranked("outcome"),
        cards=tuple(cards),
        assumptions=(
            "The draft's fields are true as drafted; nobody has checked them.",
            "Form of the protest and request stay as drafted, whatever else is changed.",
            "The patron weighs what patrons weighed in past cases, in the same way.",
            "All assumed values, with their reasons: dragoman whatif --assumptions.",
        ),
        cannot_know=UNKNOWABLE,
    )


# ---------------------------------------------------------------- play


def play(
    name: str, changes: Iterable[str], *, side: str, seed: int = SEED, decide: Callable[[game.Stage], str], show: Callable[[game.Stage], None] | None = None
) -> dict[str, Any]:
    """One history of a case, played; as it is saved.

    Raises:
        UsageError: unknown case, side, variable or choice; too little known.
    """
    from dragoman.workbench.forecasts import find

    case, drafted, itself = find(name)
    edits = model.parse_edits(changes)
    cases = case_base().cases
    row = case_row(case, others=[c for c in cases.values() if c.id != itself])
    model.require(case.id, row, edits)
    played = replace(row, X={**row.X, "request": np.array([np.nan])}) if not any("request" in e.columns for e in edits) else row
    model.check(played, edits)
    used = setup(case.patron, itself, seed)
    first, second = np.random.SeedSequence([seed, 1]).spawn(2)
    given = model.rows(row, used.layers, draws=2000, rng=np.random.default_rng(first))
    table, held = model.edited(given.table, Held(free=frozenset(FREE)), edits)
    alone = simulate(table, given.which, used.parameters, used.layers, noise(np.random.default_rng(second), len(table)), held=held, every=True).outcome_marginal().mean(axis=0)
    stages = game.play(row, edits, used.layers, used.parameters, side=side, seed=seed, decide=decide, show=show)
    told = [f"{n.replace('_', ' ')} {case.value(n)}" for n in ("mobilisation_form", "request", "instrument", "rival_response", "outcome_crisis") if case.value(n) is not None]
    return {
        "model": NOT_A_REPORT,
        "kind": "dragoman play",
        "version": game.VERSION,
        "case": name,
        "name": case.name,
        "changes": [str(e) for e in edits],
        "side": side,
        "seed": seed,
        "posterior": used.layers.posterior.fingerprint,
        "choices": [s.chosen for s in stages if s.by == "player"],
        "alone": {"stays": round(float(alone[:2].sum()), 3), **{o: round(float(v), 3) for o, v in zip(OUTCOMES, alone, strict=True)}},
        "stages": game.as_data(stages),
        "history": "" if drafted else f"{', '.join(told)} (dragoman cases show {case.id})",
        "cannot_know": list(UNKNOWABLE),
    }


def run_text(run: Mapping[str, Any]) -> str:
    """A run as its file holds it."""
    return json.dumps(run, ensure_ascii=False, indent=1) + "\n"


def save_text(path: Path, text: str) -> None:
    """Writes a file whole or not at all.

    Raises:
        UsageError: it cannot be written.
    """
    _write(path, text.encode())


def replay(path: Path) -> dict[str, Any]:
    """A saved run played again with its own choices.

    Raises:
        FormatError: the file is no saved run.
        MismatchError: the case base or the model has changed since, and the run with it.
    """
    try:
        text = path.read_text(encoding="utf-8")
        saved = json.loads(text)
        if saved["kind"] != "dragoman play" or saved["version"] != game.VERSION:
            raise ValueError(f"kind {saved['kind']!r}, version {saved['version']!r}")
        name, changes, side, seed, choices = saved["case"], list(saved["changes"]), saved["side"], int(saved["seed"]), list(saved["choices"])
    except OSError as problem:
        raise UsageError(f"{path} cannot be read ({problem.strerror}). Name a file that dragoman play has saved") from None
    except (ValueError, KeyError, TypeError) as bad:
        raise FormatError(str(path), f"is no saved run of version {game.VERSION} ({bad}); play it anew: dragoman play CASE --side SIDE") from None
    left = iter(choices)
    run = play(name, changes, side=side, seed=seed, decide=lambda stage: next(left, ""))
    if run_text(run) != text:
        same = run["posterior"] == saved["posterior"]
        reason = "the file was changed" if same else f"it was saved with another case base (fingerprint {saved['posterior']}, now {run['posterior']})"
        raise MismatchError(f"{path} cannot be replayed as it was: {reason}. What was played stands in the file; play it anew: dragoman play {name} --side {side}")
    return run


# ---------------------------------------------------------------- region

_WORK: dict[str, Any] = {}


def _begin(given: regions.Region, p: Parameters, layers: Layers, years: tuple[int, ...]) -> None:
    """What every worker needs, once."""
    _WORK.update(given=given, p=p, layers=layers, years=years)


def _chunk(number: int, draws: int, seed: np.random.SeedSequence) -> tuple[int, regions.Paths]:
    paths = regions.run_chunk(_WORK["given"], _WORK["p"], _WORK["layers"], seed, first=number * regions.CHUNK, draws=draws, years=_WORK["years"])
    return number, paths


def simulate_region(
    *,
    patron: str = "Russia",
    start: int = 2000,
    end: int = 2030,
    draws: int = 2000,
    seed: int = SEED,
    without: Sequence[str] = (),
    workers: int = 1,
    out: Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> dict[str, Any]:
    """A region over years, and with organisations taken away beside it as it is, under common random numbers.

    Args:
        out: a folder that holds finished chunks; the same call goes on where an interrupted one stopped.

    Raises:
        UsageError: bad years, draws, patron or organisation; a folder of another run.
    """
    check_draws(draws)
    if not 1900 <= start <= end <= 2200:
        raise UsageError(f"years from {start} to {end}; expected --from at most --to, both from 1900 to 2200")
    if end - start + 1 > 200:
        raise UsageError(f"{end - start + 1} years; expected at most 200")
    if workers < 1:
        raise UsageError(f"workers is {workers}; expected a whole number of at least 1. Try: --workers 2")
    cases = list(case_base().cases.values())
    used = setup(patron if patron in {c.patron for c in cases} else "", "", seed)
    years = tuple(range(start, end + 1))
    whole = regions.region(cases, used.counted, patron=patron, start=start)
    runs = {"as it is": whole}
    if without:
        runs[f"without {', '.join(without)}"] = regions.region(cases, used.counted, patron=patron, start=start, without=tuple(without))
    if len(whole.states) < 2:
        raise UsageError(f"{patron} has {len(whole.states)} clients in the case base; a region needs at least 2. Expected one of {', '.join(regions.patrons())}")
    paths = {
        label: _run(label, given, used, years, draws=draws, seed=seed, workers=workers, out=out, last=n == len(runs) - 1, progress=progress)
        for n, (label, given) in enumerate(runs.items())
    }
    view = _region_view(paths, runs, used, patron=patron, draws=draws, seed=seed)
    if out is not None:
        _write(out / "summary.json", json.dumps(view, ensure_ascii=False, indent=1).encode())
        _mark(out, complete=True)
    return view


def _run(
    label: str,
    given: regions.Region,
    used: Setup,
    years: tuple[int, ...],
    *,
    draws: int,
    seed: int,
    workers: int,
    out: Path | None,
    last: bool,
    progress: Callable[[str, int, int], None] | None,
) -> regions.Paths:
    sizes = regions.chunks(draws)
    _, seeds = regions.seeds(seed, len(sizes))
    prefix = "base" if label == "as it is" else "without"
    done: dict[int, regions.Paths] = {}
    if out is not None:
        _claim(out, prefix, regions.digest(given, used.parameters, used.layers, years=years, draws=draws, seed=seed))
        for number in range(len(sizes)):
            file = out / f"{prefix}-{number:04d}.npz"
            if file.exists():
                done[number] = regions.parse(file.read_bytes(), str(file))

    def keep(number: int, paths: regions.Paths) -> None:
        done[number] = paths
        if out is not None:
            _write(out / f"{prefix}-{number:04d}.npz", regions.dump(paths))
        if progress:
            progress(label, len(done), len(sizes))

    todo = [n for n in range(len(sizes)) if n not in done]
    _begin(given, used.parameters, used.layers, years)
    if workers == 1 or len(todo) < 2:
        for n in todo:
            keep(*_chunk(n, sizes[n], seeds[n]))
    else:
        with ProcessPoolExecutor(min(workers, len(todo)), initializer=_begin, initargs=(given, used.parameters, used.layers, years)) as pool:
            waiting: list[Future[tuple[int, regions.Paths]]] = [pool.submit(_chunk, n, sizes[n], seeds[n]) for n in todo]
            try:
                for future in as_completed(waiting):
                    keep(*future.result())
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise
    return regions.joined([done[n] for n in range(len(sizes))])


def _write(path: Path, raw: bytes) -> None:
    """Whole or not at all."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(raw)
        part.replace(path)
    except OSError as problem:
        raise UsageError(f"{path} cannot be written ({problem.strerror}). Name a folder that can be written: --out FOLDER") from None


def _mark(out: Path, **values: Any) -> None:
    path = out / "run.json"
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    _write(path, json.dumps({**known, **values}, indent=1, sort_keys=True).encode())


def _claim(out: Path, prefix: str, digest: str) -> None:
    """Makes the folder this run's, or finds that it is.

    Raises:
        UsageError: it holds chunks of a run with other inputs, or other files.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        path = out / "run.json"
        if not path.exists() and any(out.iterdir()):
            raise UsageError(f"{out} holds other files. Name an empty or a new folder: --out FOLDER")
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except OSError as problem:
        raise UsageError(f"{out} cannot be used ({problem.strerror}). Name a folder: --out FOLDER") from None
    except ValueError:
        raise FormatError(str(out / "run.json"), "is no JSON; delete the folder and run again") from None
    if known.get(prefix, digest) != digest:
        raise UsageError(f"{out} holds chunks of a run with other inputs (digest {known[prefix]}, this one {digest}). Name another folder, or delete it")
    _mark(out, **{prefix: digest, "complete": False})


def _region_view(paths: Mapping[str, regions.Paths], runs: Mapping[str, regions.Region], used: Setup, *, patron: str, draws: int, seed: int) -> dict[str, Any]:
    first = next(iter(paths.values()))
    given = next(iter(runs.values()))
    size = len(used.parameters)
    told = {label: _totals(p, size, runs[label]) for label, p in paths.items()}
    labels = list(paths)
    differences = {}
    if len(labels) > 1:
        a, b = (told[x] for x in labels)
        differences = {name: _spread(b[name] - a[name]) for name in a}
    factor = f"factor of {assumptions()['uncounted'].value:g}"
    warnings = [
        f"Crises arrive at the case base's own rate: {given.counted.format(uncounted=factor)}.",
        "The layers were fitted on cases of all years: a run that begins in the past is no forecast made then.",
    ]
    if given.without or len(labels) > 1:
        warnings.append("Taking an organisation away leaves its members' other ties and the patron's wishes as fitted with it there: nobody has seen that world.")
    if used.layers.posterior.status != "fitted":
        warnings.insert(0, "The model is not fitted: these are draws of the prior.")
    return {
        "model": NOT_A_REPORT,
        "patron": patron,
        "years": [first.years[0], first.years[-1]],
        "draws": draws,
        "seed": seed,
        "complete": True,
        "runs": {
            label: {
                "totals": {name: _spread(values) for name, values in told[label].items()},
                "states": _states(p, runs[label]),
                "years": _by_year(p),
                "trajectories": trajectories(p, runs[label]),
            }
            for label, p in paths.items()
        },
        "differences": differences,
        "history": _history(patron, first.years, first.states),
        "sources": {iso: list(where) for iso, where in given.came.items()},
        "interval": "totals: middle 90 % of the draws' means over what is fitted and assumed",
        "warnings": warnings,
        **about(used),
    }


def _spread(values: np.ndarray[Any, Any]) -> dict[str, float]:
    low, high = np.quantile(values, (0.05, 0.95))
    return {"mean": round(float(values.mean()), 4), "low": round(float(low), 4), "high": round(float(high), 4)}


def _totals(p: regions.Paths, size: int, given: regions.Region) -> dict[str, Any]:
    """Quantity -> (parameter draws,): means over the runs of each draw of the parameters."""
    crisis = p.trigger >= 0
    asked = p.request > 0
    treaty = p.request == codes("request").index("treaty")
    troops = p.instrument == INSTRUMENTS.index("deployment")

    def count(where: Any) -> Any:
        return where.sum(axis=(1, 2)).astype(float)

    member = regions.ACCESSION.index("member")
    each = {
        "crises": count(crisis),
        "requests": count(asked),
        "requests_under_treaty": count(treaty),
        "deployments": count(troops),
        "deployments_under_treaty": count(troops & treaty),
        "covert_or_force": count(p.instrument >= INSTRUMENTS.index("covert")),
        "governments_kept": count(crisis & (p.outcome <= OUTCOMES.index("purge"))),
        "taken_by_opposition": count(p.outcome == OUTCOMES.index("opposition")),
        "territory_lost": count(p.lost > 0),
        "members_of_the_rival_at_the_end": (p.accession[:, -1] == member).sum(axis=1).astype(float),
        "treaty_members_at_the_end": (p.tie[:, -1] == regions.COLLECTIVE).sum(axis=1).astype(float),
        "frozen_at_the_end": (p.frozen[:, -1] > 0).sum(axis=1).astype(float),
        "dependence_at_the_end": p.dependence[:, -1].mean(axis=1).astype(float),
        "standing_at_the_end": p.standing[:, -1].astype(float) if given.organisation else np.zeros(len(p)),
    }
    group = np.arange(len(p)) % size
    present = np.bincount(group, minlength=size)
    kept = present > 0
    return {name: np.bincount(group, weights=values, minlength=size)[kept] / present[kept] for name, values in each.items()}


def _states(p: regions.Paths, given: regions.Region) -> list[dict[str, Any]]:
    crisis = p.trigger >= 0
    member = regions.ACCESSION.index("member")
    out = []
    for s, (iso, name) in enumerate(zip(p.states, given.names, strict=True)):
        here = crisis[:, :, s]
        n = max(1, int(here.sum()))

        def ever(where: Any) -> float:
            return round(float(where.any(axis=1).mean()), 4)

        out.append(
            {
                "state": iso,
                "name": name,
                "crises": round(float(here.sum(axis=1).mean()), 3),
                "any_deployment": ever(p.instrument[:, :, s] == INSTRUMENTS.index("deployment")),
                "any_covert_or_force": ever(p.instrument[:, :, s] >= INSTRUMENTS.index("covert")),
                "any_opposition": ever(p.outcome[:, :, s] == OUTCOMES.index("opposition")),
                "kept_of_crises": round(float((here & (p.outcome[:, :, s] <= 1)).sum() / n), 4),
                "member_of_rival": round(float((p.accession[:, -1, s] == member).mean()), 4),
                "treaty_member": round(float((p.tie[:, -1, s] == regions.COLLECTIVE).mean()), 4),
                "frozen": round(float((p.frozen[:, -1, s] > 0).mean()), 4),
                "dependence": round(float(p.dependence[:, -1, s].mean()), 4),
                "alignment": round(float(p.alignment[:, -1, s].mean()), 4),
            }
        )
    return out


def _by_year(p: regions.Paths) -> list[dict[str, Any]]:
    crises = (p.trigger >= 0).sum(axis=2)
    member = regions.ACCESSION.index("member")
    rows = []
    for t, year in enumerate(p.years):
        low, high = np.quantile(crises[:, t], (0.05, 0.95))
        rows.append(
            {
                "year": year,
                "crises": round(float(crises[:, t].mean()), 3),
                "crises_low": int(low),
                "crises_high": int(high),
                "deployments": round(float((p.instrument[:, t] == INSTRUMENTS.index("deployment")).sum(axis=1).mean()), 4),
                "covert_or_force": round(float((p.instrument[:, t] >= INSTRUMENTS.index("covert")).sum(axis=1).mean()), 4),
                "standing": round(float(p.standing[:, t].mean()), 4),
                "dependence": round(float(p.dependence[:, t].mean()), 4),
                "alignment": round(float(p.alignment[:, t].mean()), 4),
                "frozen": round(float((p.frozen[:, t] > 0).sum(axis=1).mean()), 3),
                "members_of_rival": round(float((p.accession[:, t] == member).sum(axis=1).mean()), 3),
                "treaty_members": round(float((p.tie[:, t] == regions.COLLECTIVE).sum(axis=1).mean()), 3),
            }
        )
    return rows


def _history(patron: str, years: Sequence[int], states: Sequence[str]) -> dict[str, Any]:
    """What the case base holds for the same states and years, to set beside the run."""
    found = []
    for case in case_base().cases.values():
        start = case.value("start")
        if case.patron == patron and case.client_iso in states and isinstance(start, dt.date) and years[0] <= start.year <= years[-1]:
            found.append(case)
    last = max((c.value("start").year for c in found), default=years[0])  # type: ignore[union-attr]
    known = [c for c in found if c.value("instrument") is not None]
    return {
        "crises": len(found),
        "until": last,
        "with_instrument": len(known),
        "requests": sum(c.value("request") not in (None, "none") for c in found),
        "deployments": sum(c.value("instrument") == "deployment" for c in known),
        "covert_or_force": sum(c.value("instrument") in ("covert", "force") for c in known),
        "taken_by_opposition": sum(c.value("outcome_crisis") == "opposition" for c in found),
        "territory_lost": sum(c.value("territory") in ("frozen", "occupied", "annexed") for c in found),
    }
