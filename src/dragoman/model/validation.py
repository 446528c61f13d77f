"""How good the model is on cases that it has not seen, beside forecasters that a reader could run by hand.

Every case is forecast by a fit that did not have it: without the case, without all cases of its country, without all of its patron,
or from the cases that were over by a day. The forecasts are kept, and the tables are worked out from them when they are printed.
Country and patron matter: crises of one country are near-copies of each other, and a fit without the case alone may have learnt its
neighbour by heart.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dragoman.errors import FormatError
from dragoman.model import rivals, scores
from dragoman.model.forecasters import Fitted, Forecaster, blind
from dragoman.model.map import FullModel
from dragoman.model.posterior import prior
from dragoman.model.scores import Gain, Power
from dragoman.model.table import INSTRUMENTS, OUTCOMES, CaseTable, Floats

FORMAT = 1
MODEL = "model"
RIVAL = rivals.TRIGGER_AND_GROUP.name
"""The rival that the aims name."""
AIMS = {"instrument": 0.08, "outcome": 0.05}
"""Nats a case over RIVAL that were aimed at before any result was seen."""
FORWARD = dt.date(2022, 1, 12)
"""Fitted on cases that were over by this day, tested on those that began later."""
SCHEMES = ("case", "country", "patron", "forward")
NAMES = {"instrument": INSTRUMENTS, "outcome": OUTCOMES}
PRIOR_DRAWS = 300
DRAWS = 20_000
"""Resamples for a gain; with the same seed for every rival."""

Fold = tuple[CaseTable, CaseTable]
"""Cases to learn from, cases to forecast."""
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class PriorOnly:
    """The whole model before any case has taught it."""

    name: str = "prior only"

    def fit(self, table: CaseTable, rng: np.random.Generator) -> Fitted:
        return _PriorFitted(table, rng)


class _PriorFitted:
    def __init__(self, table: CaseTable, rng: np.random.Generator) -> None:
        self.draws = prior(rng, PRIOR_DRAWS, table=table)

    def instrument(self, table: CaseTable) -> Floats:
        return np.asarray(self.draws.instrument(table).mean(axis=0))

    def outcome(self, table: CaseTable) -> Floats:
        return np.asarray(self.draws.outcome(table).mean(axis=0))


def folds(table: CaseTable, scheme: str) -> tuple[Fold, ...]:
    """The folds of a scheme but `forward`, whose cases a caller hands in, for what was known then is no part of a table."""
    labels: Sequence[str] = {"case": table.ids, "country": table.client, "patron": table.patron}[scheme]
    of = np.array(labels)
    return tuple((table.take(of != one), table.take(of == one)) for one in dict.fromkeys(labels))


def forward(before: CaseTable, all_cases: CaseTable, day: dt.date = FORWARD) -> tuple[Fold, ...]:
    """One fold: `before` as it was known on the day, and the cases of the other table that began after it."""
    return ((before, all_cases.take([i for i, s in enumerate(all_cases.start) if s is not None and s > day])),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecasts:
    """Forecasts of one scheme, aligned with `ids`."""

    ids: tuple[str, ...]
    countries: tuple[str, ...]
    targets: Mapping[str, Floats]
    """`instrument` (n, 7) and `outcome` (n, 4), weights over readings."""
    by: Mapping[str, Mapping[str, Floats]]
    """Target -> forecaster -> (n, k)."""


def cross(parts: Iterable[Fold], forecasters: Sequence[Forecaster], seed: int, progress: Progress | None = None, label: str = "") -> Forecasts:
    """Every forecaster on every fold; each fold has a generator of its own, so that leaving a forecaster out changes no other."""
    parts = tuple(parts)
    ids: list[str] = []
    countries: list[str] = []
    rows: dict[str, dict[str, list[Floats]]] = {t: {f.name: [] for f in forecasters} for t in NAMES}
    targets: dict[str, list[Floats]] = {t: [] for t in NAMES}
    for k, (train, test) in enumerate(parts):
        asked = blind(test)
        ids += test.ids
        countries += test.client
        for forecaster in forecasters:
            fitted = forecaster.fit(train, np.random.default_rng([seed, k]))
            rows["instrument"][forecaster.name].append(fitted.instrument(asked))
            rows["outcome"][forecaster.name].append(fitted.outcome(asked))
        for name in NAMES:
            targets[name].append(rivals.target(test, name))
        if progress:
            progress(label, k + 1, len(parts))
    return Forecasts(
        ids=tuple(ids),
        countries=tuple(countries),
        targets={t: _stacked(v, len(NAMES[t])) for t, v in targets.items()},
        by={t: {f: _stacked(v, len(NAMES[t])) for f, v in by.items()} for t, by in rows.items()},
    )


def leave_one_out(table: CaseTable, target: str, simple: Sequence[rivals.Simple]) -> dict[str, Floats]:
    """Forecaster -> (n, k): simple forecasters on any coded field, each case forecast from the others."""
    out = {s.name: np.empty_like(rivals.target(table, target)) for s in simple}
    asked = blind(table)
    for i in range(len(table)):
        train, one = table.take(np.arange(len(table)) != i), asked.take([i])
        for s in simple:
            out[s.name][i] = s.rule(train, one, target)[0]
    return out


def _stacked(rows: Sequence[Floats], k: int) -> Floats:
    return np.vstack(rows) if rows else np.empty((0, k))


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """Forecasts of all schemes, with what they were made from."""

    fingerprint: str
    """Of the table of cases."""
    cases: int
    seed: int
    command: str
    schemes: Mapping[str, Forecasts]
    notes: Mapping[str, Any] = field(default_factory=dict)

    def matches(self, table: CaseTable) -> bool:
        return self.fingerprint == table.fingerprint()


def dump(found: Validation) -> str:
    """As JSON with four digits, a forecaster's row a line."""
    data: dict[str, Any] = {"format": FORMAT, "fingerprint": found.fingerprint, "cases": found.cases, "seed": found.seed, "command": found.command, "notes": found.notes}
    lines = [json.dumps(data, ensure_ascii=False)[:-1] + ', "schemes": {']
    schemes = []
    for name, f in found.schemes.items():
        parts = [f'  "ids": {json.dumps(f.ids)}', f'  "countries": {json.dumps(f.countries)}']
        parts += [f'  "target {t}": {_rows(v)}' for t, v in f.targets.items()]
        parts += [f'  "{t} {who}": {_rows(v)}' for t, by in f.by.items() for who, v in by.items()]
        schemes.append(f' "{name}": {{\n' + ",\n".join(parts) + "}")
    lines.append(",\n".join(schemes))
    return "\n".join([*lines, "}}"]) + "\n"


def _rows(values: Floats) -> str:
    return json.dumps([None if np.isnan(r).any() else [float(f"{v:.4g}") for v in r] for r in values], separators=(",", ":"))


def parse(text: str, where: str = "validation.json") -> Validation:
    """Back from JSON.

    Raises:
        FormatError: it is of another version, or no such file.
    """
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise FormatError(where, f"has format {data['format']}; expected {FORMAT}. Type: dragoman validate --run")
        schemes = {}
        for name, rows in data["schemes"].items():
            targets = {t: _array(rows[f"target {t}"], len(NAMES[t])) for t in NAMES}
            by: dict[str, dict[str, Floats]] = {t: {} for t in NAMES}
            for key, values in rows.items():
                t, _, who = key.partition(" ")
                if t in NAMES:
                    p = _array(values, len(NAMES[t]))
                    by[t][who] = p / p.sum(axis=1, keepdims=True)
            schemes[name] = Forecasts(ids=tuple(rows["ids"]), countries=tuple(rows["countries"]), targets=targets, by=by)
        return Validation(fingerprint=data["fingerprint"], cases=data["cases"], seed=data["seed"], command=data["command"], schemes=schemes, notes=data.get("notes", {}))
    except (ValueError, KeyError, TypeError, AttributeError) as bad:
        raise FormatError(where, f"is no validation ({type(bad).__name__}: {bad}). Type: dragoman validate --run") from None


def _array(rows: Sequence[Sequence[float] | None], k: int) -> Floats:
    return np.array([[np.nan] * k if r is None else r for r in rows], dtype=float).reshape(len(rows), k)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """One forecaster under one scheme."""

    name: str
    log: float
    brier: float
    ranked: float | None
    """Of instruments alone, which have an order."""
    gain: Gain
    """Of the model over this forecaster, in nats."""
    by_country: Gain
    """The same, whole countries resampled, for crises of one country are near-copies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """All forecasters on one target under one scheme, the best first."""

    target: str
    scheme: str
    cases: int
    floor: float
    """Log loss that a forecast equal to the weights of disputed cases would have: no forecaster can be below."""
    uniform: float
    scores: tuple[Score, ...]

    def of(self, name: str) -> Score:
        return next(s for s in self.scores if s.name == name)

    def beaten_by(self) -> tuple[str, ...]:
        """Rivals with a smaller mean log loss than the model."""
        return tuple(s.name for s in self.scores if s.name != MODEL and s.gain.mean < 0)

    def not_beaten(self) -> tuple[str, ...]:
        """Rivals over which a true gain is not probable (less than nine resamples in ten)."""
        return tuple(s.name for s in self.scores if s.name != MODEL and not s.gain.probability >= scores.TRUE_GAIN)


def board(found: Forecasts, target: str, scheme: str, seed: int) -> Board:
    """Scores over the cases whose target is known; a rival that says the same as one before it is left out."""
    y = found.targets[target]
    known = ~np.isnan(y[:, 0])
    y = y[known]
    losses = {name: scores.log_loss(p[known], y) for name, p in found.by[target].items()}
    mine = losses[MODEL]
    countries = [c for c, k in zip(found.countries, known, strict=True) if k]
    rows = []
    for k, (name, p) in enumerate(found.by[target].items()):
        if any(np.array_equal(p[known], other[known]) for other in list(found.by[target].values())[:k]):
            continue
        rows.append(
            Score(
                name=name,
                log=float(losses[name].mean()),
                brier=float(scores.brier(p[known], y).mean()),
                ranked=float(scores.ranked(p[known], y).mean()) if target == "instrument" else None,
                gain=scores.gain(mine, losses[name], np.random.default_rng(seed), draws=DRAWS),
                by_country=scores.gain(mine, losses[name], np.random.default_rng(seed), draws=DRAWS, clusters=countries),
            )
        )
    entropy = float(scores.log_loss(np.where(y > 0, y, 1.0), y).mean())
    return Board(target=target, scheme=scheme, cases=len(y), floor=entropy, uniform=float(np.log(y.shape[1])), scores=tuple(sorted(rows, key=lambda s: s.log)))


def powers(found: Forecasts, target: str, rng: np.random.Generator, *, gains: Sequence[float] = (0.02, 0.05, 0.08, 0.15)) -> tuple[tuple[Power, ...], int | None]:
    """The chance to find gains of the model over RIVAL at this n, and the n at which the aim would be found in four of five samples."""
    y = found.targets[target]
    known = ~np.isnan(y[:, 0])
    mine, other = (scores.log_loss(found.by[target][name][known], y[known]) for name in (MODEL, RIVAL))
    here = scores.power(mine, other, gains, rng)
    enough = None
    for n in (50, 75, 100, 150, 200, 300, 400, 600, 800, 1200):
        if scores.power(mine, other, (AIMS[target],), rng, cases=n, worlds=1500)[0].found >= 0.8:
            enough = n
            break
    return here, enough


def told(found: Forecasts, target: str, name: str) -> tuple[Floats, Floats]:
    """Forecasts and targets of one forecaster where the target is known."""
    y = found.targets[target]
    known = ~np.isnan(y[:, 0])
    return found.by[target][name][known], y[known]


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A case at a day, fitted on what was over by then."""

    label: str
    train: CaseTable
    asked: CaseTable
    """One row."""
    came: str
    """What the patron did, for the reader; no forecaster sees it."""


def answers(question: Question, seed: int) -> dict[str, Any]:
    """What the model and the rivals give to each instrument, beside how often each was seen, and seen after a request."""
    fitted = FullModel().fit(question.train, np.random.default_rng(seed))
    draws = fitted.posterior.instrument(question.asked)[:, 0, :]
    wanted = (question.train.is_code("request", "none") == 0) & ~np.isnan(question.train.instrument[:, 0])
    seen = question.train.instrument[~np.isnan(question.train.instrument[:, 0])]
    return {
        "label": question.label,
        "came": question.came,
        "cases": len(seen),
        "base_rate": _shares(seen.mean(axis=0)),
        "asked": int(wanted.sum()),
        "base_rate_when_asked": _shares(question.train.instrument[wanted].mean(axis=0)) if wanted.any() else None,
        "model": _shares(draws.mean(axis=0)),
        "low": _shares(np.quantile(draws, 0.05, axis=0)),
        "high": _shares(np.quantile(draws, 0.95, axis=0)),
        "rivals": {r.name: _shares(r.fit(question.train, np.random.default_rng(seed)).instrument(blind(question.asked))[0]) for r in rivals.RIVALS},
    }


def _shares(row: Floats) -> dict[str, float]:
    return {name: round(float(v), 4) for name, v in zip(INSTRUMENTS, row, strict=True)}
