"""A region over years: crises arrive in its states, each runs through the crisis layer, and what came of it changes the next years.

States are arrays (draws, states); only years are looped over. What is kept of a state: the covariates of a crisis, dependence on the patron
(0 to 1), alignment (-1 with the rival, 1 with the patron), stage of accession, whether a part of it is held by others, years since the last
crisis; and of each draw: the organisation's standing (a Beta distribution), the patron's other wars, deployments so far.

Draws come in chunks of CHUNK, each with a generator of its own (`numpy.random.SeedSequence.spawn`), so that the numbers do not depend on how
many workers there are. All noise of a year is drawn for all states, crisis or not: two runs that differ in one thing, a treaty taken away,
share the rest (common random numbers).

What one could get wrong: the rate of crises is that of the case base, which is no census; parameters were fitted on cases of all years, so a
run from 2000 on is no forecast made in 2000; and states act on each other only through the organisation and the patron's wars.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman import resources
from dragoman.errors import FormatError, UsageError
from dragoman.model import crisis
from dragoman.model.assumptions import assumptions
from dragoman.model.counts import Counts, codes
from dragoman.model.crisis import DEPLOYMENT, FREE, Held, Noise, Parameters, pick
from dragoman.model.layers import Layers, situation
from dragoman.model.table import FLAGS, INSTRUMENTS, OUTCOMES
from dragoman.records.cases import Case

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

CHUNK = 500
"""Draws that are made together; part of what a seed means."""
ACCESSION = ("none", "seeking", "promise", "talks", "member")
TIES = ("none", "consultation", "defence", "collective")
COLLECTIVE = TIES.index("collective")
ALIKE_YEARS = 10.0
"""Years of the whole region's rate that a state's own rate is shrunk by."""
RECENT = 3
"""Years after a crisis in which the next is likelier."""
CENTRE = 0.25
"""Share of states that is taken to have a factor, so that factors spread the rate of crises and do not raise it."""
MEMORY = 11
"""Years of deployments that are kept: the present one and the ten that count as precedents."""
OPPOSED = -0.3
"""Alignment below which a government counts as opposed to the patron."""
SETTLES = 0.5
"""Yearly chance that an interim government becomes an elected one."""
STARTS = {"regime": "electoral", "clans": False, "contiguous": False, "base": False, "dual_power": False, "anti_patron": False, "tenure_years": 5.0}
"""Taken where nothing tells; marked as assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """States at the start of a run."""

    patron: str
    group: str
    organisation: str
    """Name of the treaty organisation; empty without one."""
    states: tuple[str, ...]
    """Alpha-3 codes."""
    names: tuple[str, ...]
    columns: Mapping[str, Floats]
    """(states,): regime, treaty_tie and accession as positions of codes, flags, tenure_years as log(1 + years), frozen, alignment."""
    rate: Floats
    """(states,): crises a year in the case base, shrunk towards the region's rate."""
    came: Mapping[str, tuple[str, ...]]
    """State -> where each value is from: `regime: case kazakhstan-2011`, `treaty_tie: CSTO`, `clans: assumed`."""
    counted: str
    """What the rate rests on, in words."""
    deployments: tuple[float, ...]
    """Deployments that kept the incumbent, one, two, … MEMORY years before the start."""
    offer: float = 1.0
    """The rival's offer: 1 with alliance and union, less without one of them."""
    without: tuple[str, ...] = ()


def patrons() -> tuple[str, ...]:
    """Patrons whose region can be simulated."""
    return tuple(resources.load("region_states")["patrons"])


def organisations(patron: str) -> tuple[str, ...]:
    """Organisations that can be taken away."""
    row = resources.load("region_states")["patrons"][patron]
    return tuple(o for o in (row["organisation"], *row["rivals"]) if o)


def region(cases: Iterable[Case], counted: Counts, *, patron: str = "Russia", start: int = 2000, without: Sequence[str] = (), end: int | None = None) -> Region:
    """The patron's clients as of the first of January of a year.

    A value comes from the state's latest case before the start, else from its first case after it (a look ahead, told in `came`), else from
    `region_states.yaml`; memberships go before both.

    Raises:
        UsageError: no such patron, or an organisation that is not one of its region.
    """
    rows = resources.load("region_states")["patrons"]
    if patron not in rows:
        raise UsageError(f"No region of {patron!r}. Expected one of {', '.join(rows)}")
    row = rows[patron]
    for name in without:
        if name not in organisations(patron):
            raise UsageError(f"--without {name}: no organisation of this region. Expected one of {', '.join(organisations(patron)) or 'none: this region has no organisation'}")
    only = row.get("only")
    mine = [c for c in cases if c.patron == patron and isinstance(c.value("start"), dt.date) and (only is None or c.client_iso in only)]
    codes_of = sorted({c.client_iso for c in mine} | set(row["states"]))
    names = {c.client_iso: c.client for c in sorted(mine, key=lambda c: len(c.client), reverse=True)} | {k: v["name"] for k, v in row["states"].items()}
    columns = {n: np.zeros(len(codes_of)) for n in ("regime", "treaty_tie", "accession", "tenure_years", *FLAGS, "frozen", "alignment")}
    came: dict[str, tuple[str, ...]] = {}
    for i, iso in enumerate(codes_of):
        told = _told([c for c in mine if c.client_iso == iso], row["states"].get(iso, {}), start)
        told |= _memberships(iso, row, dt.date(start, 1, 1), without, told)
        for name, (value, _) in told.items():
            columns[name][i] = value
        came[iso] = tuple(f"{name}: {where}" for name, (_, where) in told.items())
    columns["alignment"] = _leaning(columns)
    if row["organisation"] and row["organisation"] in without:
        columns["treaty_tie"] = np.where(columns["treaty_tie"] == COLLECTIVE, -1.0, columns["treaty_tie"])
    rate, words = _rates(counted, patron, codes_of, int(row["since"]))
    lost = [o for o in row["rivals"] if o in without]
    return Region(
        patron=patron,
        group=row["group"],
        organisation="" if row["organisation"] in without else row["organisation"],
        states=tuple(codes_of),
        names=tuple(names[i] for i in codes_of),
        columns=columns,
        rate=rate,
        came=came,
        counted=words,
        deployments=tuple(float(sum(_kept_by_troops(c) and _year(c) == start - ago for c in mine)) for ago in range(1, MEMORY + 1)),
        offer=1.0 - len(lost) / len(row["rivals"]) if row["rivals"] else 0.0,
        without=tuple(without),
    )


def _year(case: Case) -> int:
    start = case.value("start")
    assert isinstance(start, dt.date)
    return start.year


def _kept_by_troops(case: Case) -> bool:
    return case.value("instrument") == "deployment" and case.value("outcome_crisis") in ("survives", "purge")


def _told(cases: Sequence[Case], listed: Mapping[str, Any], start: int) -> dict[str, tuple[float, str]]:
    """Field -> value and where it is from, for one state."""
    order = sorted(cases, key=lambda c: (_year(c) >= start, abs(_year(c) - start), c.id))
    out: dict[str, tuple[float, str]] = {}
    for name in ("regime", "treaty_tie", "accession", "tenure_years", *FLAGS):
        if name == "patron_busy":
            continue
        found = next((c for c in order if c.value(name) is not None and c.fields[name][0].sourced), None)
        if name in listed and (found is None or _year(found) >= start):
            out[name] = _number(name, listed[name]), "assumed"
        elif found is not None:
            value: Any = found.value(name)
            out[name] = _number(name, value), f"case {found.id}{' (later)' if _year(found) >= start else ''}"
        else:
            out[name] = _number(name, STARTS.get(name, "none")), "assumed"
    held = [c for c in order if _year(c) < start and c.value("territory") in ("frozen", "occupied", "annexed")]
    out["frozen"] = (1.0 if held else 0.0), (f"case {held[0].id}" if held else "no case")
    return out


def _number(name: str, value: Any) -> float:
    if name == "tenure_years":
        return float(np.log1p(float(value)))
    return float(value) if isinstance(value, bool) else float(codes(name).index(str(value)))


def memberships(iso: str, patron: str, day: dt.date) -> dict[str, tuple[float, str]]:
    """Tie to a patron and accession of a state on a day, as positions of codes, as far as memberships tell them, with the organisation."""
    rows = resources.load("region_states")["patrons"]
    return _memberships(iso, rows[patron], day, (), {}) if patron in rows else {}


def _memberships(iso: str, row: Mapping[str, Any], day: dt.date, without: Sequence[str], told: Mapping[str, tuple[float, str]]) -> dict[str, tuple[float, str]]:
    """Tie and accession by membership; what was `told` otherwise is set right where membership says that it had not begun."""
    out: dict[str, tuple[float, str]] = {}
    pact = {row["organisation"], *row["forerunners"]} - {""}
    for m in resources.load("memberships")["memberships"]:
        if iso not in m["states"] or m["start"] > day or (m["end"] is not None and m["end"] <= day):
            continue
        if m["organisation"] in pact and m["stage"] == "member":
            out["treaty_tie"] = float(COLLECTIVE), m["organisation"]
        if m["organisation"] in row["rivals"] and m["organisation"] not in without:
            stage = {"member": "member", "candidate": "talks"}.get(m["stage"], "seeking")
            if ACCESSION.index(stage) >= out.get("accession", (0.0, ""))[0]:
                out["accession"] = float(ACCESSION.index(stage)), m["organisation"]
    if "treaty_tie" not in out and "treaty_tie" in told and told["treaty_tie"][0] == COLLECTIVE:
        out["treaty_tie"] = float(TIES.index("consultation")), f"no member of {' or '.join(sorted(pact)) or 'an organisation'} then"
    if "accession" not in out and "accession" in told and told["accession"][0] == ACCESSION.index("member"):
        out["accession"] = 0.0, "no member then"
    return out


def _leaning(columns: Mapping[str, Floats]) -> Floats:
    """Alignment at the start, from who governs and what it signed: an assumption."""
    base = np.where(columns["treaty_tie"] == COLLECTIVE, 0.4, 0.1)
    base = np.where(columns["accession"] > 0, -0.2 - 0.15 * columns["accession"], base)
    return np.where(columns["anti_patron"] == 1, np.minimum(base, -0.5), base)


def _rates(counted: Counts, patron: str, states: Sequence[str], since: int) -> tuple[Floats, str]:
    found = {iso: counted.crises.get(f"{iso}/{patron}", ()) for iso in states}
    last = max((y for years in found.values() for y in years), default=since)
    span = max(1, last - since + 1)
    total = sum(len(y) for y in found.values())
    whole = total / (span * len(states))
    rate = np.array([(len(found[i]) + ALIKE_YEARS * whole) / (span + ALIKE_YEARS) for i in states])
    return rate, f"{total} cases in {len(states)} states from {since} to {last}: {whole:.3f} a state and year; the case base is no census, so the run multiplies by an assumed {{uncounted}}"


@dataclass(slots=True)
class _State:
    """What changes from year to year; arrays (draws, states), or (draws,) where it is said."""

    x: dict[str, Floats]
    """Covariates of a crisis: regime, treaty_tie, accession, tenure_years (log), flags; frozen, alignment, dependence; since (years since the last crisis)."""
    agreed: Floats
    """(draws,): first parameter of the Beta of the organisation's standing."""
    failed: Floats
    """(draws,): the second."""
    busy: Floats
    """(draws,)"""
    deployments: Floats
    """(draws, MEMORY): deployments that kept the incumbent, this year first."""


@dataclass(frozen=True, slots=True)
class Paths:
    """What happened: arrays (draws, years, states), small integers, and means by year."""

    years: tuple[int, ...]
    states: tuple[str, ...]
    trigger: NDArray[np.int8]
    """Position of the code; -1 where there was no crisis."""
    request: NDArray[np.int8]
    instrument: NDArray[np.int8]
    outcome: NDArray[np.int8]
    rival: NDArray[np.int8]
    lost: NDArray[np.int8]
    """1 where the crisis cost territory."""
    accession: NDArray[np.int8]
    tie: NDArray[np.int8]
    frozen: NDArray[np.int8]
    dependence: NDArray[np.float32]
    alignment: NDArray[np.float32]
    standing: NDArray[np.float32]
    """(draws, years): mean of the organisation's Beta."""
    busy: NDArray[np.int8]
    """(draws, years)"""

    def __len__(self) -> int:
        return len(self.trigger)


ARRAYS = ("trigger", "request", "instrument", "outcome", "rival", "lost", "accession", "tie", "frozen", "dependence", "alignment", "standing", "busy")
_DENSE = ("arrive", "trigger", "clan", "identity", "economic", "democratic", "ideological", "military", "leave", "accession", "back", "dual", "settle")
_CRISIS_U, _CRISIS_Z = len(crisis._UNIFORM), len(crisis._NORMAL)


def chunks(draws: int) -> tuple[int, ...]:
    """Draws of each chunk.

    Raises:
        UsageError: fewer than one draw.
    """
    if draws < 1:
        raise UsageError(f"draws is {draws}; expected a whole number of at least 1. Try: --draws 1000")
    return tuple(min(CHUNK, draws - at) for at in range(0, draws, CHUNK))


def seeds(seed: int, count: int) -> tuple[np.random.SeedSequence, tuple[np.random.SeedSequence, ...]]:
    """The seed of the parameters, and one for each chunk."""
    first, *rest = np.random.SeedSequence(seed).spawn(count + 1)
    return first, tuple(rest)


def run_chunk(given: Region, p: Parameters, layers: Layers, seed: np.random.SeedSequence, *, first: int, draws: int, years: Sequence[int]) -> Paths:
    """One chunk: `draws` draws from number `first` on; draw d uses the parameters d modulo their number."""
    rng = np.random.default_rng(seed)
    which = (first + np.arange(draws)) % len(p)
    world = _World(given, p, layers, which)
    state = world.start()
    n, k = draws, len(given.states)
    small: dict[str, Any] = {name: np.full((n, len(years), k), -1, np.int8) for name in ("trigger", "request", "instrument", "outcome", "rival")}
    small |= {name: np.zeros((n, len(years), k), np.int8) for name in ("lost", "accession", "tie", "frozen")}
    real: dict[str, Any] = {name: np.zeros((n, len(years), k), np.float32) for name in ("dependence", "alignment")}
    standing, busy = np.zeros((n, len(years)), np.float32), np.zeros((n, len(years)), np.int8)
    for t, year in enumerate(years):
        told = world.step(state, year, draw_year(rng, n, k))
        for name, values in told.items():
            small[name][:, t] = values
        small["accession"][:, t], small["tie"][:, t], small["frozen"][:, t] = state.x["accession"], state.x["treaty_tie"], state.x["frozen"]
        real["dependence"][:, t], real["alignment"][:, t] = state.x["dependence"], state.x["alignment"]
        standing[:, t], busy[:, t] = state.agreed / (state.agreed + state.failed), state.busy
    return Paths(tuple(years), given.states, **small, **real, standing=standing, busy=busy)


@dataclass(frozen=True, slots=True)
class YearNoise:
    """All noise of one year."""

    dense: Floats
    """(len(_DENSE), draws, states), uniform."""
    drift: Floats
    """(draws, states), standard normal."""
    busy: Floats
    """(2, draws), uniform."""
    uniform: NDArray[np.float32]
    """(draws, states, …): uniform noise of the crises; single precision, for there is much of it."""
    normal: NDArray[np.float32]


def draw_year(rng: np.random.Generator, draws: int, states: int) -> YearNoise:
    """Noise of one year, for every state, whether a crisis comes or not."""
    days = int(assumptions()["days"].value)
    return YearNoise(
        rng.random((len(_DENSE), draws, states)),
        rng.standard_normal((draws, states)),
        rng.random((2, draws)),
        rng.random((draws, states, _CRISIS_U), dtype=np.float32),
        rng.standard_normal((draws, states, _CRISIS_Z + days), dtype=np.float32),
    )


@dataclass(slots=True)
class _World:
    """A region with its parameters in the draws of one chunk."""

    given: Region
    p: Parameters
    layers: Layers
    which: Ints
    cache: dict[str, Floats] = field(default_factory=dict)
    base: Floats | None = None

    def v(self, name: str) -> Floats:
        """(draws, 1): an assumption."""
        if name not in self.cache:
            self.cache[name] = self.p.values[name][self.which][:, None]
        return self.cache[name]

    def start(self) -> _State:
        n, k = len(self.which), len(self.given.states)
        x = {name: np.repeat(values[None, :], n, axis=0) for name, values in self.given.columns.items() if name != "patron_busy"}
        x["treaty_tie"] = np.where(x["treaty_tie"] < 0, self.v("tie_without"), x["treaty_tie"])
        x["dependence"] = np.clip(0.2 + 0.4 * (x["treaty_tie"] == COLLECTIVE) + 0.1 * (x["alignment"] > 0), 0, 1)
        x["since"] = np.full((n, k), 9.0)
        start = self.v("standing_start")[:, 0] if self.given.organisation else np.zeros(n)
        weight = self.v("standing_prior")[:, 0]
        return _State(x, np.maximum(weight * start, 0.01), weight * (1 - start), np.zeros(n), np.repeat(np.array([self.given.deployments]), n, axis=0))

    def hazard(self, state: _State) -> Floats:
        """(draws, states): chance of a crisis in a year."""
        x = state.x
        if self.base is None:
            rate = np.minimum(self.given.rate[None, :] * self.v("uncounted"), 0.9)
            self.base = np.log(rate / (1 - rate))
        torn = np.where(x["accession"] < 4, x["accession"] / 3, 0.0)
        push = (
            self.v("open_years") * ((x["since"] < RECENT) - CENTRE)
            + self.v("dual_hazard") * (x["dual_power"] - CENTRE)
            + self.v("frozen_hazard") * (x["frozen"] - CENTRE)
            + self.v("torn_hazard") * (torn - CENTRE)
        )
        return np.asarray(1 / (1 + np.exp(-self.base - push)))

    def step(self, state: _State, year: int, noise: YearNoise) -> dict[str, NDArray[np.int8]]:
        """Moves the state on by a year, in place; gives what happened in it, (draws, states), -1 (0 for lost) where there was no crisis."""
        u = dict(zip(_DENSE, noise.dense, strict=True))
        d, s = np.nonzero(u["arrive"] < self.hazard(state))
        told = {name: np.full(u["arrive"].shape, -1, np.int8) for name in ("trigger", "request", "instrument", "outcome", "rival")}
        told["lost"] = np.zeros(u["arrive"].shape, np.int8)
        self._quiet(state, u, noise)
        state.x["since"] += 1
        state.deployments = np.concatenate([np.zeros((len(state.deployments), 1)), state.deployments[:, :-1]], axis=1)
        if len(d):
            happened = self._crises(state, year, u, noise, d, s)
            trigger, run = happened
            told["trigger"][d, s] = trigger
            told["request"][d, s], told["instrument"][d, s], told["outcome"][d, s] = run.request, run.instrument, run.outcome
            told["rival"][d, s], told["lost"][d, s] = run.rival, run.territory > 0
            self._feedback(state, u, d, s, run)
        self._accede(state, u)
        used = np.zeros(len(self.which))
        np.maximum.at(used, d, (told["instrument"][d, s] == INSTRUMENTS.index("force")).astype(float))
        begins = noise.busy[0] < self.v("busy_starts")[:, 0]
        ends = noise.busy[1] < self.v("busy_ends")[:, 0]
        state.busy = np.maximum(np.where(state.busy == 1, ~ends, begins).astype(float), used)
        return told

    def _crises(self, state: _State, year: int, u: Mapping[str, Floats], noise: YearNoise, d: Ints, s: Ints) -> tuple[Ints, crisis.Crisis]:
        """The crises of a year as rows of the crisis layer."""
        which = self.which[d]
        trigger = pick(self.p.tables["trigger"][which, 0], u["trigger"][d, s])
        columns = {name: state.x[name][d, s] for name in ("regime", "treaty_tie", "accession", "tenure_years", *FLAGS) if name != "patron_busy"}
        columns |= {f"cleavage.{c}": (u[c][d, s] < self.p.tables[f"cleavage.{c}"][which, trigger, 1]).astype(float) for c in codes("cleavage")}
        columns["cleavage.clan"] *= columns["clans"]
        n = len(d)
        columns |= {
            "trigger": trigger.astype(float),
            "patron_busy": state.busy[d],
            "mobilisation_form": np.full(n, np.nan),
            "request": np.full(n, np.nan),
            "precedent": np.log1p(state.deployments[:, 1:].sum(axis=1))[d],
            "trust": self.v("success_breeds")[d, 0] * (state.agreed / (state.agreed + state.failed) - 0.5)[d],
        }
        rows = Noise(noise.uniform[d, s].astype(float), noise.normal[d, s].astype(float))
        return trigger, crisis.simulate(situation(columns, self.given.group, year), which, self.p, self.layers, rows, held=Held(free=frozenset(FREE)))

    def _quiet(self, state: _State, u: Mapping[str, Floats], noise: YearNoise) -> None:
        """What changes without a crisis."""
        x = state.x
        x["tenure_years"] = np.log1p(np.expm1(x["tenure_years"]) + 1)
        x["dependence"] *= 1 - self.v("depends_fade")
        x["alignment"] = np.clip(x["alignment"] + self.v("drift") * noise.drift, -1, 1)
        x["dual_power"] = np.where(x["dual_power"] == 1, u["dual"] >= self.v("dual_ends"), u["dual"] < self.v("dual_starts")).astype(float)
        interim = x["regime"] == codes("regime").index("transitional")
        x["regime"] = np.where(interim & (u["settle"] < SETTLES), float(codes("regime").index("electoral")), x["regime"])

    def _feedback(self, state: _State, u: Mapping[str, Floats], d: Ints, s: Ints, run: crisis.Crisis) -> None:
        """What the crises change: dependence, alignment, territory, tenure, regime, membership, standing."""
        x = state.x
        stays = run.outcome <= OUTCOMES.index("purge")
        helped = (run.instrument >= 2) & (run.instrument <= DEPLOYMENT)
        up = self.v("depends_up")[d, 0]
        depends = x["dependence"][d, s]
        x["dependence"][d, s] = np.where(stays & helped, depends + up * (1 - depends), depends)
        way = np.array([1.0, 0.0, -1.0])[run.alignment]
        x["alignment"][d, s] = np.clip(x["alignment"][d, s] + self.v("leans_rival")[d, 0] * way, -1, 1)
        x["frozen"][d, s] = np.maximum(x["frozen"][d, s], run.territory > 0)
        x["since"][d, s] = 0
        x["tenure_years"][d, s] = np.where(stays, x["tenure_years"][d, s], 0.0)
        x["dual_power"][d, s] = np.where((run.outcome == OUTCOMES.index("purge")) | ~stays, 0.0, x["dual_power"][d, s])
        fell = run.outcome == OUTCOMES.index("opposition")
        x["regime"][d, s] = np.where(fell, float(codes("regime").index("transitional")), x["regime"][d, s])
        asked = run.request == codes("request").index("treaty")
        came = asked & (run.instrument == DEPLOYMENT)
        np.add.at(state.agreed, d, came & stays)
        np.add.at(state.failed, d, asked & ~(came & stays))
        np.add.at(state.deployments[:, 0], d, (run.instrument == DEPLOYMENT) & stays)
        leaves = asked & ~came & (u["leave"][d, s] < self.v("leaves")[d, 0]) & (x["treaty_tie"][d, s] == COLLECTIVE)
        x["treaty_tie"][d, s] = np.where(leaves, 1.0, x["treaty_tie"][d, s])

    def _accede(self, state: _State, u: Mapping[str, Floats]) -> None:
        """A stage of accession up, or back; a part held by others lowers the chance and does not take it away."""
        x = state.x
        chance = 1 / (
            1
            + np.exp(
                -self.v("accession_base")
                + self.v("accession_lean") * x["alignment"]
                + self.v("accession_frozen") * x["frozen"]
                + self.v("support_binds") * x["dependence"]
                - self.v("accession_offer") * self.given.offer
            )
        )
        if self.given.offer == 0:
            chance = np.zeros_like(chance)
        up = (u["accession"] < chance) & (x["accession"] < 4)
        back = (x["accession"] > 0) & (x["accession"] < 4) & (x["alignment"] > 0) & (u["back"] < self.v("accession_back"))
        x["accession"] = np.where(back, 0.0, x["accession"] + up)
        joined = x["accession"] == 4
        x["treaty_tie"] = np.where(joined & (x["treaty_tie"] == COLLECTIVE), 1.0, x["treaty_tie"])
        x["anti_patron"] = (x["alignment"] < OPPOSED).astype(float)


def joined(parts: Sequence[Paths]) -> Paths:
    """Chunks one after the other."""
    return Paths(parts[0].years, parts[0].states, **{name: np.concatenate([getattr(q, name) for q in parts]) for name in ARRAYS})


def dump(paths: Paths) -> bytes:
    """A chunk as .npz without pickles; the same chunk gives the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as folder:
        arrays: dict[str, Any] = {name: getattr(paths, name) for name in ARRAYS}
        arrays["meta"] = np.frombuffer(json.dumps({"years": paths.years, "states": paths.states}).encode(), np.uint8)
        for name, values in sorted(arrays.items()):
            raw = io.BytesIO()
            np.lib.format.write_array(raw, np.ascontiguousarray(values), allow_pickle=False)
            folder.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), raw.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def parse(raw: bytes, where: str) -> Paths:
    """A chunk from its bytes.

    Raises:
        FormatError: it is no whole chunk.
    """
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        meta = json.loads(arrays.pop("meta").tobytes())
        return Paths(tuple(meta["years"]), tuple(meta["states"]), **{name: arrays[name] for name in ARRAYS})
    except (ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile, EOFError) as bad:
        raise FormatError(where, f"is no whole chunk of a run ({type(bad).__name__}); delete it, and the same command makes it again") from None


def digest(given: Region, p: Parameters, layers: Layers, **others: Any) -> str:
    """Sixteen hex digits that change with anything that changes the numbers of a run."""
    h = hashlib.sha256(json.dumps([given.patron, given.states, given.offer, given.without, given.deployments, others], sort_keys=True).encode())
    blocks: list[Floats] = [*(given.columns[n] for n in sorted(given.columns)), given.rate, *(p.values[n] for n in sorted(p.values)), *(p.tables[n] for n in sorted(p.tables))]
    post = layers.posterior
    blocks += [post.beta, post.pooled, post.group, post.era, post.kind, post.outcome_pooled, post.outcome_effects]
    for block in blocks:
        h.update(np.ascontiguousarray(block, "<f8").tobytes())
    return h.hexdigest()[:16]


Progress = Callable[[int, int], None]
__all__ = ["ACCESSION", "ARRAYS", "CHUNK", "TIES", "Paths", "Region", "chunks", "digest", "dump", "joined", "parse", "region", "replace", "run_chunk", "seeds"]
