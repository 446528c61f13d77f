"""Questions to the model, answered as plain data for printing; here cases and model meet."""

from __future__ import annotations

import datetime as dt
import difflib
import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dragoman import __version__, resources
from dragoman.cases.load import case_base, case_sources
from dragoman.errors import UsageError
from dragoman.model import rivals, theories, validation
from dragoman.model.forecasters import Forecaster
from dragoman.model.scores import TRUE_GAIN, Gain, coverage, log_loss, reliability
from dragoman.model.table import BEFORE, CaseTable, Floats, case_row, case_table
from dragoman.model.theories import Count, Standing, Theory
from dragoman.model.validation import FORWARD, MODEL, Board, Forecasts, Question, Validation
from dragoman.workbench.simulations import whatif_note as whatif_note

SEED = 20220112
FEW = 5
"""Cases below which no interval is given: a resample of two equal cases looks certain."""
SURE = 0.97
"""Share of hits that silence expects from which a rule is hardly tested."""
VALIDATION = "model/validation.json"
DIAGNOSTICS = "model/diagnostics.json"


@functools.cache
def table() -> CaseTable:
    """All cases of the case base as arrays."""
    return case_table(case_base().cases)


@functools.cache
def shipped_validation() -> Validation | None:
    """The validation that ships with Dragoman; None when there is none."""
    try:
        return validation.parse(resources.read_bytes(VALIDATION).decode(), VALIDATION)
    except FileNotFoundError:
        return None


def theories_view(*, reports: Path | None = None, rule: str | None = None, as_of: dt.date | None = None) -> dict[str, Any]:
    """The race of the rules, for printing.

    Args:
        reports: a folder with the founding reports, or a dossier made from them, to print each rule's own sentence.
        rule: one rule's id.
        as_of: race over the cases and facts that were known on this day alone.

    Raises:
        UsageError: no rule has this id; near ones are named. Or no case was over by the day.
    """
    rules = theories.theories()
    if rule is not None and rule not in {t.id for t in rules}:
        near = difflib.get_close_matches(rule.lower(), [t.id for t in rules], n=3, cutoff=0.3)
        raise UsageError(f"No rule {rule!r}. {'Did you mean ' + ', '.join(near) + '? ' if near else ''}Try: dragoman theories")
    cases = table() if as_of is None else case_table(case_base().cases, as_of=as_of)
    if len(cases) < FEW:
        raise UsageError(f"{len(cases)} cases were over by {as_of}; a race needs {FEW}. Name a later day")
    kept = shipped_validation()
    whole = as_of is None and kept is not None and set(cases.ids) <= set(kept.schemes["case"].ids)
    forecasts = _forecasts(cases, kept if whole else None)
    race = theories.race(cases, forecasts, np.random.default_rng(SEED))
    texts = _texts(reports) if reports is not None else []
    rows = [_standing(s, cases, texts) for s in race]
    stacks = {t: theories.stack(cases, t, forecasts[t], rules) for t in ("instrument", "outcome")}
    return {
        "model": "Rules run on coded cases: a model's figures, no report's.",
        "as_of": as_of.isoformat() if as_of else None,
        "cases": len(cases),
        "fingerprint": cases.fingerprint(),
        "whole_model": whole,
        "model_fresh": whole and kept is not None and kept.matches(cases),
        "sentences_found": sum(bool(s["text"]) for r in rows for s in r["sentences"]) if reports is not None else None,
        "sentences": sum(len(r["sentences"]) for r in rows),
        "theories": [r for r in rows if rule in (None, r["id"])],
        "raced": len(rows),
        "stacking": {t: {n: round(w, 3) for n, w in sorted(by.items(), key=lambda x: -x[1])} for t, by in stacks.items()},
    }


def _forecasts(cases: CaseTable, kept: Validation | None) -> dict[str, dict[str, Floats]]:
    """Target -> forecaster -> (n, k), each case forecast without itself. What needs refits of the model comes from the validation."""
    out: dict[str, dict[str, Floats]] = {}
    for target in dict.fromkeys(t.target for t in theories.theories()):
        if kept is not None and target in validation.NAMES:
            found = kept.schemes["case"]
            order = [found.ids.index(i) for i in cases.ids]
            by = {name: p[order] for name, p in found.by[target].items()}
        else:
            simple = [rivals.BASE_RATE]
            if target not in BEFORE:  # else the rivals would read what they are to forecast
                simple += [rivals.TRIGGER_AND_GROUP, rivals.NEAREST]
            if target in validation.NAMES:
                simple += [rivals.AND_REQUEST, rivals.RIDGE, rivals.ALWAYS_NONE]
            by = validation.leave_one_out(cases, target, simple)
        by[theories.SILENCE] = theories.by_reading(cases, target, "group")
        out[target] = by
    return out


def _standing(s: Standing, cases: CaseTable, texts: Sequence[str]) -> dict[str, Any]:
    t = s.theory
    return {
        "id": t.id,
        "title": t.title,
        "words": t.words,
        "who": t.who,
        "statements": list(t.statements),
        "sentences": [{"report": x.report, "start": x.start, "end": x.end, "sha256": x.sha256, "text": _sentence(texts, x)} for x in t.sentences],
        "scope": list(t.scope),
        "target": t.target,
        "proxy": t.proxy,
        "reads": list(t.reads),
        "clauses": [
            {"where": c.told(), "says": list(c.says), "but": [n for n in _categories(t, cases) if n not in c.says], "strength": c.strength, "odds": c.odds, **_count(n)} for c, n in zip(t.clauses, s.clauses, strict=True)
        ],
        "no_test": _hardly_a_test(s, cases),
        "verdict": _in_words(s, _hardly_a_test(s, cases)),
        **_count(s.scope),
        "unknown": s.unknown,
        "fresh": _count(s.fresh),
        "later": _count(s.later),
        "beyond": _count(s.beyond),
        "log_loss": {n: None if np.isnan(v) else round(v, 3) for n, v in s.beside.items()},
        "failures": [_row(r) for r in s.failures()],
        "hits_named": [_row(r) for r in s.support()],
        "outside": [{"fact": fact, "source": key, "citation": _citation(key)} for fact, key in t.outside],
    }


def _in_words(s: Standing, no_test: bool) -> str:
    """What became of a rule, in a sentence or two; nothing that the counts do not say."""
    if no_test:
        return f"Hardly a test here: silence expects {s.scope.expected:.1f} of {s.scope.cases} cases to go as the rule says."
    if not s.scope.cases:
        return "Speaks in no case of the base."

    def told(c: Count) -> str:
        g = _gain(c.gain) or {}
        if g.get("alike"):
            return f"{'all' if c.hits else 'none'} of {c.cases} as said, where silence expects {c.expected:.1f} ({g['mean']:+.2f})"
        if "probability" not in g:
            return f"too few cases to tell ({c.hits} of {c.cases})"
        p = g["probability"]
        word = "better than silence" if p >= TRUE_GAIN else "worse than silence" if p <= 1 - TRUE_GAIN else "not told apart from silence"
        return f"{word} ({g['mean']:+.2f}, P {p:.2f})"

    out = f"{told(s.scope)[0].upper()}{told(s.scope)[1:]}"
    if s.fresh.cases and s.fresh.cases < s.scope.cases:
        out += f"; where the reports tell nothing of the case, {told(s.fresh)}"
    if s.beyond.cases:
        out += f". For other patrons {told(s.beyond)}"
    return f"{out}."


def _row(r: theories.Row) -> dict[str, Any]:
    return {"case": r.case, "seen": r.seen, "disputed": r.disputed, "told_of": r.told_of, "later": r.later, "gain": round(r.gain, 3)}


def _count(c: Count) -> dict[str, Any]:
    return {"n": c.cases, "hits": c.hits, "expected": round(c.expected, 1), "gain": _gain(c.gain)}


def _gain(g: Gain) -> dict[str, float] | None:
    """None without cases; without interval and probability when there are too few of them, or all are alike, for resamples of those look certain."""
    if not g.cases:
        return None
    if g.cases < FEW:
        return {"mean": round(g.mean, 3)}
    if g.high - g.low < 1e-9:
        return {"mean": round(g.mean, 3), "alike": True}
    return {"mean": round(g.mean, 3), "low": round(g.low, 3), "high": round(g.high, 3), "probability": round(g.probability, 3)}


def _categories(theory: Theory, cases: CaseTable) -> tuple[str, ...]:
    return cases.codes.get(theory.target) or validation.NAMES[theory.target]


def _hardly_a_test(s: Standing, cases: CaseTable) -> bool:
    """Whether next to nothing in the base could go against the rule: no reading at all, or silence expects as good as every hit."""
    y = rivals.target(cases, s.theory.target)
    names = _categories(s.theory, cases)
    seen = {names[k] for k in np.flatnonzero(np.nansum(y, axis=0) > 0)}
    return all(seen <= set(c.says) for c in s.theory.clauses) or (s.scope.cases > 0 and s.scope.expected >= SURE * s.scope.cases)


def _citation(key: str) -> str:
    own = resources.load("memberships")["sources"]
    if key in own:
        return str(own[key]["citation"])
    known = case_sources()
    return known[key].citation if key in known else key


def _texts(folder: Path) -> list[str]:
    """Texts of the reports in a folder, or of a dossier."""
    from dragoman.export.folder import load_dossier
    from dragoman.settings import Settings
    from dragoman.sources.load import load

    if not folder.exists():
        raise UsageError(f"{folder} is not there. Name the folder of the founding reports, or a dossier made from them")
    if (folder / "dossier.json").exists() or folder.suffix == ".json":
        return [r.text for r in load_dossier(folder).reports]
    return [r.text for r in load([str(folder)], Settings()).reports]


def _sentence(texts: Sequence[str], at: theories.Sentence) -> str:
    """The words of a rule when one of the texts holds them at its place, to the letter; else empty."""
    for text in texts:
        words = text[at.start : at.end]
        if words and hashlib.sha256(words.encode("utf-8", "surrogatepass")).hexdigest()[:16] == at.sha256:
            return " ".join(words.split())
    return ""


def run_validation(progress: validation.Progress | None = None, *, seed: int = SEED, keep: Path | None = None) -> Validation:
    """Every scheme, with refits of the model: minutes.

    Args:
        keep: a file for the schemes that are done; the same call goes on after them, and removes it at the end.
    """
    from dragoman.model.map import FullModel

    cases = table()
    forecasters: list[Forecaster] = [FullModel(), *rivals.RIVALS, validation.PriorOnly()]
    stamp = f"{validation.FORMAT} {__version__} {cases.fingerprint()} {seed}"
    schemes = _kept(keep, stamp)
    for name in validation.SCHEMES:
        if name not in schemes:
            parts = validation.folds(cases, name) if name != "forward" else validation.forward(case_table(case_base().cases, as_of=FORWARD), cases)
            schemes[name] = validation.cross(parts, forecasters, seed, progress, name)
            if keep is not None:
                _keep(keep, stamp, schemes)
    notes = {"ridge": _other_penalties(cases), "questions": [validation.answers(q, seed) for q in _questions()], "trained_forward": len(case_table(case_base().cases, as_of=FORWARD))}
    if keep is not None:
        keep.unlink(missing_ok=True)
    return Validation(fingerprint=cases.fingerprint(), cases=len(cases), seed=seed, command="dragoman validate --run", schemes=schemes, notes=notes)


def _kept(path: Path | None, stamp: str) -> dict[str, Forecasts]:
    """Schemes of an interrupted run on the same cases, version and seed; none where there is no such file, or no whole one."""
    if path is None or not path.exists():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        if found["stamp"] != stamp:
            return {}
        return {
            name: Forecasts(
                ids=tuple(f["ids"]),
                countries=tuple(f["countries"]),
                targets={t: np.array(v, dtype=float) for t, v in f["targets"].items()},
                by={t: {who: np.array(v, dtype=float) for who, v in by.items()} for t, by in f["by"].items()},
            )
            for name, f in found["schemes"].items()
        }
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def _keep(path: Path, stamp: str, schemes: Mapping[str, Forecasts]) -> None:
    """Whole or not at all; to the last digit, so that a run that was resumed gives the numbers of one that was not."""
    told = {
        name: {
            "ids": f.ids,
            "countries": f.countries,
            "targets": {t: v.tolist() for t, v in f.targets.items()},
            "by": {t: {who: v.tolist() for who, v in by.items()} for t, by in f.by.items()},
        }
        for name, f in schemes.items()
    }
    half = path.with_name(path.name + ".tmp")
    try:
        half.write_text(json.dumps({"stamp": stamp, "schemes": told}), encoding="utf-8")
        half.replace(path)
    except OSError as problem:
        raise UsageError(f"{path} cannot be written ({problem.strerror}). Name a file in a folder that is there: dragoman validate --run -o FILE") from None


def _other_penalties(cases: CaseTable) -> dict[str, dict[str, float]]:
    """Log loss of the ridge, each case left out, at penalties around the one that was fixed."""
    out: dict[str, dict[str, float]] = {}
    for penalty in (1.0, 2.0, 4.0, 8.0, 16.0):
        one = rivals.Simple("ridge", functools.partial(rivals.ridge, penalty=penalty))
        out[f"{penalty:g}"] = {}
        for name in validation.NAMES:
            p, y = validation.leave_one_out(cases, name, [one])["ridge"], rivals.target(cases, name)
            known = ~np.isnan(y[:, 0])
            out[f"{penalty:g}"][name] = round(float(log_loss(p[known], y[known]).mean()), 4)
    return out


def _questions() -> list[Question]:
    """Kazakhstan in January 2022 as it stood on the day of the request, with and without it, and Kyrgyzstan in June 2010 likewise."""
    cases = case_base().cases
    out = []
    for case, day in (("kazakhstan-2022", dt.date(2022, 1, 5)), ("kyrgyzstan-2010-june", dt.date(2010, 6, 12))):
        train, every = case_table(cases, as_of=day, without=(case,)), case_table(cases, without=(case,))
        asked = case_row(cases[case], as_of=day, others=[c for c in cases.values() if c.id in train.ids])
        later = case_row(cases[case], as_of=day, others=cases.values())
        came = " or ".join(dict.fromkeys(str(c.value) for c in cases[case].fields["instrument"]))
        out += [
            Question(label=f"{case}, {day}, request as coded", train=train, asked=asked, came=came),
            Question(label=f"{case}, {day}, no request", train=train, asked=asked.with_code("request", "none"), came=""),
            Question(label=f"{case}, request as coded, fitted on all other cases, later ones too", train=every, asked=later, came=came),
        ]
    return out


@functools.cache
def shipped_diagnostics() -> dict[str, Any] | None:
    """Diagnostics of the fit that ship with Dragoman; None when there are none."""
    try:
        found: dict[str, Any] = json.loads(resources.read_bytes(DIAGNOSTICS))
    except FileNotFoundError:
        return None
    return found


def load_validation(path: Path) -> Validation:
    """A validation that was kept in a file.

    Raises:
        UsageError: the file cannot be read.
        FormatError: it is none, or of another version.
    """
    try:
        return validation.parse(path.read_text(encoding="utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"{path} cannot be read ({problem}). Name a file that dragoman validate --run -o wrote") from None


def validation_view(found: Validation | None = None) -> dict[str, Any]:
    """The page of validation, for printing.

    Raises:
        UsageError: none ships and none was handed in.
    """
    found = found or shipped_validation()
    if found is None:
        raise UsageError("No validation ships with this installation. Type: dragoman validate --run (minutes)")
    rng = np.random.default_rng(found.seed)
    boards = [validation.board(f, t, name, found.seed) for name, f in found.schemes.items() for t in validation.NAMES]
    main = found.schemes["case"]
    view: dict[str, Any] = {
        "model": "How well the model forecasts cases that it has not seen: a model's figures, no report's.",
        "cases": found.cases,
        "fingerprint": found.fingerprint,
        "fresh": found.matches(table()),
        "command": found.command,
        "seed": found.seed,
        "verdict": [*_verdict(boards), *_unsound(shipped_diagnostics() or {})],
        "boards": [_board(b) for b in boards],
        "reliability": {},
        "coverage": {},
        "power": {},
        "notes": dict(found.notes),
        "diagnostics": shipped_diagnostics(),
    }
    for target in validation.NAMES:
        p, y = validation.told(main, target, MODEL)
        view["reliability"][target] = [{"low": b.low, "high": b.high, "forecasts": b.forecasts, "said": round(b.said, 3), "seen": round(b.seen, 3), "spread": round(b.spread, 3)} for b in reliability(p, y)]
        view["coverage"][target] = [{"level": c.level, "held": round(c.held, 3), "size": round(c.size, 2)} for c in coverage(p, y)]
        here, enough = validation.powers(main, target, rng)
        view["power"][target] = {"cases": here[0].cases, "found": {f"{x.gain:g}": round(x.found, 3) for x in here}, "enough": enough}
    return view


def _unsound(diagnostics: Mapping[str, Any]) -> list[str]:
    """Layers of the fit whose calibration by simulation fails."""
    return [
        f"Simulation-based calibration of the {layer} layer FAILS (least p after correction {c['least_p_corrected']}): its 90 % intervals held {c['coverage']['90%'][0]:.0%}."
        for layer, c in diagnostics.get("calibration", {}).items()
        if not c["passed"]
    ]


def _board(b: Board) -> dict[str, Any]:
    return {
        "scheme": b.scheme,
        "target": b.target,
        "cases": b.cases,
        "floor": round(b.floor, 3),
        "uniform": round(b.uniform, 3),
        "scores": [{"name": s.name, "log": round(s.log, 3), "brier": round(s.brier, 3), "ranked": None if s.ranked is None else round(s.ranked, 3), "gain": None if s.name == MODEL else _gain(s.gain), "gain_by_country": None if s.name == MODEL else _gain(s.by_country)} for s in b.scores],
    }


def _verdict(boards: Sequence[Board]) -> list[str]:
    """Where the model does not beat a simple rival, first; then the aims."""
    worded: Mapping[str, str] = {"case": "leaving one case out", "country": "leaving one country out", "patron": "leaving one patron out", "forward": "forward in time"}
    out, open_ = [], []
    for b in boards:
        where = f"{b.target}, {worded[b.scheme]} ({b.cases} cases)"
        if worse := b.beaten_by():
            out.append(f"{where}: WORSE than {', '.join(worse)}.")
        if rest := [n for n in b.not_beaten() if n not in worse]:
            open_.append(f"{where}: not surely better than {', '.join(rest)}.")
    out += open_
    for b in boards:
        if b.scheme == "case":
            rival = b.of(validation.RIVAL)
            g, c = rival.gain, rival.by_country
            met = g.mean >= validation.AIMS[b.target] and g.probability >= 0.9
            out.append(
                f"Aim for {b.target}: {validation.AIMS[b.target]:.2f} nats over {validation.RIVAL} with P of a gain of .9: "
                f"{'NOT met' if not met else 'met' if c.probability >= 0.95 and g.probability >= 0.95 else 'met, but only just'} ({g.mean:+.3f}, {g.low:+.3f} to {g.high:+.3f}, P {g.probability:.2f}; resampling countries {c.low:+.3f} to {c.high:+.3f}, P {c.probability:.2f})."
            )
    return out
