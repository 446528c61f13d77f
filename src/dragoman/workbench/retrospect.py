"""What the model and its rivals would have said of the founding reports' predictions on the day they were made.

Everything is fitted on cases that were over by that day, with what could be coded then. Where a prediction is about a state or an organisation over
years, the model answers by the region simulation; a rival, which knows only crises that have come, by the case base's own rate of crises
times what it gives to a crisis like the state's last one. One seeded run, kept in `resources/model/ledger.json`; nothing is adjusted to the answers.

What one could get wrong: form, terms, assumed values and the coding itself are of later years, so that this is no forecast made in January 2022.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dragoman import resources
from dragoman.cases.load import case_base
from dragoman.errors import FormatError
from dragoman.model import map as fit
from dragoman.model import posterior as draws_of
from dragoman.model import region as regions
from dragoman.model.counts import codes, counts
from dragoman.model.crisis import Parameters, parameters
from dragoman.model.forecasters import blind
from dragoman.model.layers import Layers
from dragoman.model.posterior import Posterior
from dragoman.model.rivals import ALWAYS_NONE, BASE_RATE, FLOOR, NEAREST, RIDGE, TRIGGER_AND_GROUP, Simple
from dragoman.model.table import INSTRUMENTS, OUTCOMES, CaseTable, Floats, case_row, case_table, known_on
from dragoman.records.cases import Case

FILE = "model/ledger.json"
DAY = dt.date(2022, 1, 12)
PATRON = "Russia"
ASKED = "kazakhstan-2022"
YEARS = (2022, 2023, 2024)
SEED = 20_220_112
DRAWS = 10_000
POSTERIOR_DRAWS = 200
WORLD = (BASE_RATE, TRIGGER_AND_GROUP, NEAREST, RIDGE, ALWAYS_NONE)
"""Rivals that can be asked before a crisis has come; the one that reads the request cannot."""
ON_THE_WAY = tuple(regions.ACCESSION.index(stage) for stage in ("seeking", "promise", "talks"))
Answers = dict[str, dict[str, float]]


@dataclass(frozen=True, slots=True)
class _Then:
    """What was known on the day."""

    cases: Sequence[Case]
    table: CaseTable
    given: regions.Region
    parameters: Parameters
    fitted: Posterior
    prior: Posterior


def answers(*, draws: int = DRAWS, seed: int = SEED) -> dict[str, Any]:
    """Prediction -> forecaster -> probability of yes, with what it rests on, as it is kept in the file."""
    then = _then(seed)
    found = {"more-power-in-kazakhstan": _more_power(then), **_rivals_by_crises(then)}
    for name, post in (("model", then.fitted), ("prior only", then.prior)):
        for prediction, chance in _by_region(then, post, draws, seed).items():
            found.setdefault(prediction, {})[name] = chance
    order = ("model", *(r.name for r in WORLD), "prior only")
    return {
        "as_of": DAY.isoformat(),
        "cases": len(then.table),
        "fingerprint": then.table.fingerprint(),
        "draws": draws,
        "seed": seed,
        "command": "python scripts/score_ledger.py",
        "forecasts": {p: {n: round(found[p][n], 4) for n in order if n in found[p]} for p in sorted(found)},
        "not_modelled": {"leverage-in-talks": "Talks between the patron and its rival are no part of the model, nor of any case field."},
    }


def _then(seed: int) -> _Then:
    base = case_base().cases
    cases = [known_on(c, DAY) for c in base.values() if isinstance(start := c.value("start"), dt.date) and start <= DAY]
    table = case_table(base, as_of=DAY)
    first, second, third = (np.random.default_rng(s) for s in np.random.SeedSequence(seed).spawn(3))
    fitted, _ = fit.laplace(table, first, draws=POSTERIOR_DRAWS)
    counted = counts(cases, patron=PATRON)
    given = regions.region(cases, counted, patron=PATRON, start=YEARS[0])
    given = replace(given, deployments=(given.deployments[0] + 1, *given.deployments[1:]))  # the mission of that January, as it looked on the day
    return _Then(cases, table, given, parameters(second, counted, POSTERIOR_DRAWS), fitted, draws_of.prior(third, POSTERIOR_DRAWS, table=table))


def _by_region(then: _Then, post: Posterior, draws: int, seed: int) -> dict[str, float]:
    """The four predictions about a region, by simulation."""
    layers, sizes = Layers(post), regions.chunks(draws)
    _, seeds = regions.seeds(seed, len(sizes))
    paths = regions.joined(
        [regions.run_chunk(then.given, then.parameters, layers, s, first=n * regions.CHUNK, draws=size, years=YEARS) for n, (size, s) in enumerate(zip(sizes, seeds, strict=True))]
    )
    treaty = paths.request == codes("request").index("treaty")
    troops = paths.instrument == INSTRUMENTS.index("deployment")
    force = paths.instrument == INSTRUMENTS.index("force")
    before = np.concatenate([np.broadcast_to(then.given.columns["accession"], paths.accession[:, :1].shape), paths.accession[:, :-1]], axis=1)
    unrest = paths.trigger != codes("trigger").index("attack")
    return {
        "csto-used-again": float((treaty & troops & unrest).any(axis=(1, 2)).mean()),
        "csto-standing": float(_higher(then.parameters, paths).mean()),
        "ukraine-armed-conflict": float(force[:, 0, paths.states.index("UKR")].mean()),
        "force-only-accession": float((~(force & ~np.isin(before, ON_THE_WAY))).all(axis=(1, 2)).mean()),
    }


def _higher(p: Parameters, paths: regions.Paths) -> Floats:
    """(draws,): whether the organisation stands higher after two years than on the eve, the mission of that January counted as a success."""
    which = np.arange(len(paths)) % len(p)
    start, weight = p.values["standing_start"][which], p.values["standing_prior"][which]
    asked = (paths.request == codes("request").index("treaty"))[:, :2]
    held = asked & (paths.instrument[:, :2] == INSTRUMENTS.index("deployment")) & (paths.outcome[:, :2] <= OUTCOMES.index("purge"))
    successes, failures = 1 + held.sum(axis=(1, 2)), (asked & ~held).sum(axis=(1, 2))
    return np.asarray((weight * start + successes) / (weight + successes + failures) > start, dtype=float)


def _rivals_by_crises(then: _Then) -> Answers:
    """Chances of at least one such crisis: rate of crises by state x years x what the rival gives to the instrument."""
    rows = [_next_crisis(then, iso) for iso in then.given.states]
    rate, accession = then.given.rate, then.given.columns["accession"]
    members = then.given.columns["treaty_tie"] == regions.COLLECTIVE
    ukraine = np.array([iso == "UKR" for iso in then.given.states])
    elsewhere = ~np.isin(accession, ON_THE_WAY)
    out: Answers = {}
    for rival in WORLD:
        seen = rival.fit(then.table, np.random.default_rng(0))
        share = np.concatenate([seen.instrument(row) for row in rows])
        troops, force = share[:, INSTRUMENTS.index("deployment")], share[:, INSTRUMENTS.index("force")]
        for prediction, chance in (
            ("csto-used-again", 1 - math.exp(-len(YEARS) * float((rate * troops)[members].sum()))),
            ("ukraine-armed-conflict", 1 - math.exp(-float((rate * force)[ukraine].sum()))),
            ("force-only-accession", math.exp(-len(YEARS) * float((rate * force)[elsewhere].sum()))),
        ):
            out.setdefault(prediction, {})[rival.name] = chance
    told = [str(v) for c in then.cases if (v := c.value("treaty_standing_after")) is not None and _two_years_ago(c)]
    levels = codes("treaty_standing_after")
    out["csto-standing"] = {BASE_RATE.name: (told.count("higher") + 1) / (len(told) + len(levels)), ALWAYS_NONE.name: FLOOR}
    return out


def _two_years_ago(case: Case) -> bool:
    """Whether what came of a case within two years could be told on the day."""
    end = case.value("end")
    return isinstance(end, dt.date) and end <= DAY.replace(year=DAY.year - 2)


def _next_crisis(then: _Then, iso: str) -> CaseTable:
    """A crisis to come in a state, as one row: like its last one, with trigger, crowd and request unknown."""
    mine = [c for c in then.cases if c.client_iso == iso and c.patron == PATRON]
    like = max(mine or [c for c in then.cases if c.patron == PATRON], key=lambda c: (str(c.value("start")), c.id))
    row = blind(case_row(like, as_of=DAY, others=then.cases))
    hidden = {"trigger", "mobilisation_form", "request"} if mine else set(row.X) - {"group", "era", "year"}
    x: Mapping[str, Floats] = {k: np.full_like(v, np.nan) if k in hidden else v for k, v in row.X.items()}
    return replace(
        row,
        X={**x, "era": np.array([2.0]), "year": np.array([float(DAY.year)])},
        shares={k: np.full_like(v, np.nan) if k in hidden else v for k, v in row.shares.items()},
    )


def _more_power(then: _Then) -> dict[str, float]:
    """Chances that the client depends more on the patron two years on; that troops had come was known on the day."""
    field, higher = "dependence_after", codes("dependence_after").index("higher")
    case = next(c for c in then.cases if c.id == ASKED)
    row = case_row(case, as_of=DAY, others=then.cases)
    learnt = then.table.take(np.array([i != ASKED for i in then.table.ids]))
    out = {r.name: float(r.rule(learnt, row, field)[0, higher]) for r in _plain()}
    out[ALWAYS_NONE.name] = FLOOR
    counted = counts([c for c in then.cases if c.id != ASKED], patron=PATRON).tables[field]
    shares = counted.alpha() / counted.alpha().sum(axis=1, keepdims=True)
    given = np.array([shares[counted.given.index(f"{o}/helped"), higher] for o in OUTCOMES])
    came = np.eye(len(INSTRUMENTS))[[INSTRUMENTS.index("deployment")]]
    for name, post in (("model", then.fitted), ("prior only", then.prior)):
        ends = post.outcome_given(blind(row), came)
        out[name] = float((ends.reshape(-1, len(OUTCOMES)).mean(axis=0) * given).sum())
    return out


def _plain() -> tuple[Simple, ...]:
    """Rivals that can be asked for any coded field."""
    return tuple(r for r in WORLD if r is not ALWAYS_NONE)


def fresh(found: Mapping[str, Any]) -> bool:
    """Whether the answers belong to the present case base."""
    return bool(found) and found["fingerprint"] == case_table(case_base().cases, as_of=DAY).fingerprint()


@functools.cache
def shipped() -> dict[str, Any]:
    """The answers that ship with Dragoman; empty when there are none.

    Raises:
        FormatError: the file is not as the script writes it.
    """
    try:
        raw = resources.read_bytes(FILE)
    except FileNotFoundError:
        return {}
    try:
        found: dict[str, Any] = json.loads(raw)
        if not all(0 <= q <= 1 for by in found["forecasts"].values() for q in by.values()) or not isinstance(found["not_modelled"], dict):
            raise ValueError("a probability is out of range")
    except (ValueError, KeyError, TypeError, AttributeError) as bad:
        raise FormatError(FILE, f"is not as scripts/score_ledger.py writes it ({bad!r:.100}); run it again") from None
    return found


def dump(found: Mapping[str, Any]) -> str:
    """The same answers give the same text."""
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"
