"""One crisis, stage by stage, over many rows at once: mobilisation, clans, the incumbent, the request, the patron, the rival, the end.

A row is one draw of one crisis: its covariates, one draw of every parameter and its own noise. Everything random comes in as `Noise`, made
beforehand in a fixed order, so that two runs that differ in one input share all else (common random numbers).

The choice of the instrument and the outcome are the fitted layers; the other stages are assumed (`assumptions.py`) or counted
(`counts.py`). What the fitted layers carry already must not be added twice: defection enters the outcome only as far as it goes
beyond what crowd, clans and divided power let expect, and a concession only against its own chance.

Literature: thresholds in mean field, Granovetter (1978), Kuran (1991); insiders, Svolik (2012); the patron as a quantal response, McKelvey &
Palfrey (1995), with one step of anticipation by clans and incumbent, Signorino (1999).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from dragoman.model import assumptions
from dragoman.model.choice import softmax
from dragoman.model.counts import SORT_OF, SORTS, Counts, codes
from dragoman.model.layers import HELP, Layers
from dragoman.model.table import INSTRUMENTS, OUTCOMES, CaseTable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

ANSWERS = ("concede", "repress", "bilateral", "treaty")
"""What an incumbent may do once the crisis is there; the last two ask the patron for force."""
HANDS = ("soft", "strong")
"""How the state meets the first days."""
SHARP = ("election", "price", "repression", "communal", "protest")
"""Triggers that bring people into the streets of themselves."""
STREET = (*SHARP, "alignment", "constitution")
FORMS = ("none", "strike", "demonstrations", "riot", "armed", "military")
BANDS: Mapping[str, tuple[float, float]] = {"none": (0.0, 0.03), "strike": (0.02, 0.10), "demonstrations": (0.08, 0.50), "riot": (0.20, 0.85)}
"""Peak of mobilisation that a coded form stands for; armed and military crises have no band, for their crowd may be of any size."""
FREE = ("mobilisation_form", "request")
"""Covariates that a run can draw instead of holding them as coded."""
SEED_CROWD = 0.02
"""Share of the movable who are out on the first day."""
TURN = 7
"""Day on which clans look at the crowd."""
DEPLOYMENT = INSTRUMENTS.index("deployment")
_UNIFORM = (
    *("hand", "form", "riot", "clan1", "clan2", "clan3", "clan4", "answer", "instrument", "council", "partners", "aloud", "mandate", "stays"),
    *("rival", "outcome", "territory", "dependence", "alignment", "latent"),
)
_NORMAL = ("luck", "latency", "size", "stay")
WEIGHTS: Mapping[int, tuple[float, ...]] = {4: (0.4, 0.3, 0.2, 0.1), 2: (0.7, 0.3)}
"""Weights of clans, the one nearest to the spoils first."""


@dataclass(frozen=True, slots=True)
class Noise:
    """What is random, for n rows."""

    uniform: Floats
    """(n, len(_UNIFORM))"""
    normal: Floats
    """(n, len(_NORMAL) + days)"""

    def u(self, name: str) -> Floats:
        return np.asarray(self.uniform[:, _UNIFORM.index(name)])

    def z(self, name: str) -> Floats:
        return np.asarray(self.normal[:, _NORMAL.index(name)])

    def day(self, t: int) -> Floats:
        return np.asarray(self.normal[:, len(_NORMAL) + t])

    def take(self, rows: Ints) -> Noise:
        return Noise(self.uniform[rows], self.normal[rows])


def noise(rng: np.random.Generator, rows: int) -> Noise:
    """Noise for so many rows, always drawn in the same order."""
    days = int(assumptions.assumptions()["days"].value)
    return Noise(rng.random((rows, len(_UNIFORM))), rng.standard_normal((rows, len(_NORMAL) + days)))


@dataclass(frozen=True, slots=True)
class Parameters:
    """S draws of everything that is assumed or counted; row r of a run uses draw `which[r]`, as it does of the posterior."""

    values: Mapping[str, Floats]
    """Assumption -> (S,)."""
    tables: Mapping[str, Floats]
    """Counted table -> (S, rows, levels)."""
    measures: Mapping[str, tuple[float, float]]
    """Measure -> mean and spread of the logarithm."""

    def __len__(self) -> int:
        return len(next(iter(self.values.values())))


def parameters(rng: np.random.Generator, counted: Counts, size: int) -> Parameters:
    """As many draws as the posterior has, so that draws can be paired."""
    values = assumptions.draw(rng, size)
    return Parameters(values, {n: t.draw(rng, size) for n, t in counted.tables.items()}, {n: (m.mean, m.spread) for n, m in counted.measures.items()})


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """What a run does not draw."""

    free: frozenset[str] = frozenset()
    """Of FREE: drawn although the covariate is coded."""
    hand: int | None = None
    """Position in HANDS."""
    answer: int | None = None
    """Position in ANSWERS; asks as set, if the covariate `request` is free."""
    council: bool | None = None
    """False: the council declines and no troops come under the treaty."""
    instrument: int | None = None
    """Position in INSTRUMENTS: the patron's choice is set, not drawn (a what-if on the outcome, with selection left as it is)."""
    rival: int | None = None
    """Position in the codes of rival_response."""
    purge: bool | None = None
    """False: a ruler who stays purges nobody; True: he does. The chance that he stays is left as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crisis:
    """What happened in each of n rows, with the chances that decided it."""

    hand: Ints
    """(n,) position in HANDS."""
    chance_hand: Floats
    """(n,) of the strong hand."""
    crowd: Floats
    """(n, days + 1): share of the movable who are out, day by day."""
    form: Ints
    """(n,) position in FORMS."""
    defected: Floats
    """(n,): weight of the clans that left the ruler, in [0, 1]."""
    expected: Floats
    """(n,): help that clans and incumbent expect, in [0, 1]."""
    answer: Ints
    """(n,) position in ANSWERS; a request through a regional body, or a disputed one, counts as bilateral."""
    chance_answer: Floats
    """(n, 4); zeros and ones where the request is held as coded."""
    request: Ints
    """(n,) position in the codes of request."""
    instrument: Ints
    chance_instrument: Floats
    """(n, 7)"""
    council: Ints
    """(n,): -1 not called, 0 declined, 1 agreed."""
    contingents: Ints
    """(n,): members beside the patron that sent somebody; 0 without a deployment under a treaty."""
    mandate: Ints
    """(n,) position in the codes of mandate; 0 where no force was sent."""
    latency: Floats
    """(n,) days from request to arrival; NaN without a deployment."""
    size: Floats
    """(n,) soldiers; NaN without a deployment."""
    stay: Floats
    """(n,) days until they left; NaN without a deployment, infinite where they stayed."""
    answered: Ints
    """(n,) position in the codes of request_answer."""
    rival: Ints
    """(n,) position in the codes of rival_response."""
    chance_rival: Floats
    outcome: Ints
    chance_outcome: Floats
    """(n, 4) given the instrument that was drawn."""
    outcome_by_instrument: Floats
    """(n, 7, 4): chances of the outcomes under every instrument; empty, (n, 0, 4), unless asked for."""
    chance_lost: Floats
    """(n,): chance that territory is lost, over the instruments that the patron may choose; NaN unless asked for, as the next two."""
    chance_depends: Floats
    """(n,): chance that the client depends more on the patron two years later."""
    chance_leans: Floats
    """(n, 2): chance that it has moved to the patron, and to the rival."""
    territory: Ints
    """(n,) position in the codes of territory."""
    dependence: Ints
    """(n,) position in the codes of dependence_after."""
    alignment: Ints
    """(n,) position in the codes of alignment_after."""

    def __len__(self) -> int:
        return len(self.hand)

    def outcome_marginal(self) -> Floats:
        """(n, 4): chances of the outcomes over the instruments that the patron may choose.

        Raises:
            ValueError: the run was made without the outcomes by instrument.
        """
        if not self.outcome_by_instrument.shape[1]:
            raise ValueError("the run holds no outcomes by instrument; run it with every=True")
        return np.asarray(np.einsum("nj,njk->nk", self.chance_instrument, self.outcome_by_instrument))


def pick(chances: Floats, u: Floats) -> Ints:
    """(n,): the level at which the cumulated chances (n, k) pass u: one draw from each row."""
    return np.asarray(np.minimum((np.cumsum(chances, axis=1) < u[:, None]).sum(axis=1), chances.shape[1] - 1))


def _sigmoid(x: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-x)))


@dataclass(slots=True)
class _Run:
    """Rows under way; the stages write the covariates that they decide into `table`."""

    table: CaseTable
    which: Ints
    p: Parameters
    layers: Layers
    noise: Noise
    held: Held
    cache: dict[str, Floats] = field(default_factory=dict)

    def v(self, name: str) -> Floats:
        """(n,): an assumption, in the draw of each row."""
        if name not in self.cache:
            self.cache[name] = self.p.values[name][self.which]
        return self.cache[name]

    def number(self, name: str) -> float:
        """A fixed assumption."""
        return float(self.p.values[name][0])

    def counted(self, name: str, row: Ints) -> Floats:
        """(n, levels): shares of a counted table, in the draw of each row."""
        return np.asarray(self.p.tables[name][self.which, row])

    def flag(self, name: str) -> Floats:
        return self.table.X[name]

    def put(self, name: str, values: Floats) -> None:
        self.table = replace(self.table, X={**self.table.X, name: values})


def simulate(table: CaseTable, which: Ints, p: Parameters, layers: Layers, noise: Noise, *, held: Held | None = None, every: bool = False) -> Crisis:
    """All stages of the crises in n rows.

    Args:
        table: n rows without missing covariates (see `whatif.rows`); `request` and `mobilisation_form` may be NaN where they are free.
        which: (n,) draw of parameters and posterior in each row.
        held: what is set instead of drawn.
        every: also give the outcomes under each instrument (seven times the work of that stage).
    """
    run = _Run(table, which, p, layers, noise, held or Held())
    n = len(table)
    hand, chance_hand = _hand(run)
    calm = _crowd(run, hand, np.zeros(n), start=None)
    scale = _band(run, calm)
    crowd = np.minimum(calm * scale[:, None], 1.0)
    if "mobilisation_form" in run.held.free:
        run.put("mobilisation_form", _form(run, crowd, hand).astype(float))
    expected = _expected(run)
    defected, usual = _clans(run, crowd[:, min(TURN, crowd.shape[1] - 1)], expected)
    crowd = np.minimum(_crowd(run, hand, defected, start=calm) * scale[:, None], 1.0)
    answer, chance_answer = _answer(run, crowd, defected, expected)
    request = run.table.X["request"].astype(int)
    instrument, chance_instrument = _instrument(run)
    council, contingents = _council(run, request, instrument)
    mandate, latency, size, stay, answered = _troops(run, request, instrument)
    rival, chance_rival = _rival(run, instrument)
    shift = _shift(run, defected - usual, answer, chance_answer)
    by_instrument = np.zeros((n, 0, len(OUTCOMES)))
    if every:
        each = [_ends(run, np.full(n, j), shift) for j in range(len(INSTRUMENTS))]
        by_instrument = np.stack(each, axis=1)
        chance_outcome = by_instrument[np.arange(n), instrument]
    else:
        chance_outcome = _ends(run, instrument, shift)
    lost, depends, leans = _aftermath(run, chance_instrument, by_instrument)
    outcome = pick(chance_outcome, noise.u("outcome"))
    territory, dependence, alignment = _after(run, instrument, outcome)
    return Crisis(
        hand=hand,
        chance_hand=chance_hand,
        crowd=crowd,
        form=run.table.X["mobilisation_form"].astype(int),
        defected=defected,
        expected=expected,
        answer=answer,
        chance_answer=chance_answer,
        request=request,
        instrument=instrument,
        chance_instrument=chance_instrument,
        council=council,
        contingents=contingents,
        mandate=mandate,
        latency=latency,
        size=size,
        stay=stay,
        answered=answered,
        rival=rival,
        chance_rival=chance_rival,
        outcome=outcome,
        chance_outcome=chance_outcome,
        outcome_by_instrument=by_instrument,
        chance_lost=lost,
        chance_depends=depends,
        chance_leans=leans,
        territory=territory,
        dependence=dependence,
        alignment=alignment,
    )


def _hand(run: _Run) -> tuple[Ints, Floats]:
    """Whether the state strikes from the first days, by its regime."""
    closed, electoral = (run.table.is_code("regime", r) == 1 for r in ("closed", "electoral"))
    chance = np.where(closed, run.v("hand_closed"), np.where(electoral, run.v("hand_electoral"), run.v("hand_open")))
    drawn = (run.noise.u("hand") < chance).astype(int)
    return (drawn if run.held.hand is None else np.full_like(drawn, run.held.hand)), chance


def _crowd(run: _Run, hand: Ints, defected: Floats, *, start: Floats | None) -> Floats:
    """(n, days + 1): m(t+1) = (1-d) m(t) + d F((m(t) a + grievance + defected c - hand r - middle)/spread), F logistic, with the noise of a
    finite number of groups.

    Args:
        start: a path whose days up to TURN are kept (the clans have not moved before).
    """
    days = int(run.number("days"))
    sharp = run.table.is_code("trigger", *SHARP) == 1
    push = np.where(sharp, run.v("grievance_sharp"), run.v("grievance_dull")) + run.v("grievance_luck") * run.noise.z("luck")
    still = push + run.v("defectors_push") * defected - run.v("strong_hand") * hand - run.v("threshold")
    move, contagion, spread, cells = run.v("move"), run.v("contagion"), run.v("threshold_spread"), run.number("cells")
    path = np.empty((len(hand), days + 1))
    path[:, 0] = SEED_CROWD
    for t in range(days):
        if start is not None and t < TURN:
            path[:, t + 1] = start[:, t + 1]
            continue
        m = path[:, t]
        out = _sigmoid((m * contagion + still) / spread)
        step = (1 - move) * m + move * (out + np.sqrt(out * (1 - out) / cells) * run.noise.day(t))
        path[:, t + 1] = np.clip(step, 0.0, 1.0)
    return path


def _band(run: _Run, calm: Floats) -> Floats:
    """(n,): by how much a path is stretched so that its peak lies where the coded form says; 1 where the form is free or has no band."""
    if "mobilisation_form" in run.held.free:
        return np.ones(len(calm))
    form = run.table.X["mobilisation_form"]
    peak = np.maximum(calm.max(axis=1), 1e-6)
    place = _sigmoid(1.702 * run.noise.z("luck"))
    scale = np.ones(len(calm))
    for name, (low, high) in BANDS.items():
        here = form == FORMS.index(name)
        scale = np.where(here, (low + (high - low) * place) / peak, scale)
    return scale


def _form(run: _Run, crowd: Floats, hand: Ints) -> Ints:
    """The largest form: of crowds by the peak, of coups and rebellions as such crises went in the case base."""
    peak = crowd.max(axis=1)
    riots = run.noise.u("riot") < np.where(hand == 1, run.v("riot_hard"), run.v("riot_soft"))
    large = peak >= BANDS["riot"][0]
    by_crowd = np.where(peak < BANDS["none"][1], 0, np.where(peak < BANDS["demonstrations"][0], 1, np.where(large & riots, 3, 2)))
    counted = pick(run.counted("mobilisation_form", run.table.X["trigger"].astype(int)), run.noise.u("form"))
    return np.where(run.table.is_code("trigger", *STREET) == 1, by_crowd, counted)


def _expected(run: _Run) -> Floats:
    """(n,): help that the patron would send if it were asked in the way that is open; what clans and incumbent reckon with."""
    table = run.table
    if "request" in run.held.free:
        names = codes("request")
        under = table.is_code("treaty_tie", "collective") == 1
        asked = np.where(under, names.index("treaty"), names.index("bilateral")).astype(float)
        table = replace(table, X={**table.X, "request": asked})
    return run.layers.help(table, run.which)


def _clans(run: _Run, crowd: Floats, expected: Floats) -> tuple[Floats, Floats]:
    """Weight of the clans that leave, and the weight that crowd, legitimacy and divided power let expect at middling hopes of help."""
    illegitimate = ((run.table.is_code("trigger", "election") == 1) | (run.table.is_code("regime", "closed") == 1)).astype(float)
    base = run.v("defect_base") + run.v("defect_crowd") * crowd + run.v("defect_illegitimate") * illegitimate + run.v("defect_dual") * run.flag("dual_power")
    named = run.flag("clans") == 1
    gone, usual = np.zeros(len(crowd)), np.zeros(len(crowd))
    for number, here in ((int(run.number("clans_named")), named), (int(run.number("clans_unnamed")), ~named)):
        for k, weight in enumerate(WEIGHTS[number]):
            at = base - run.v("defect_access") * weight
            leaves = run.noise.u(f"clan{k + 1}") < _sigmoid(at - run.v("defect_support") * expected)
            gone += np.where(here & leaves, weight, 0.0)
            usual += np.where(here, weight * _sigmoid(at - 0.5 * run.v("defect_support")), 0.0)
    return gone, usual


def _answer(run: _Run, crowd: Floats, defected: Floats, expected: Floats) -> tuple[Ints, Floats]:
    """Concede, repress or ask; a coded request is kept unless it is free."""
    names = codes("request")
    armed = (run.table.is_code("mobilisation_form", "armed", "military") == 1).astype(float)
    peak = crowd.max(axis=1)
    threat = np.maximum(armed, peak) + defected
    concede = run.v("concede_base") + run.v("concede_crowd") * peak
    ask = run.v("request_base") + run.v("request_threat") * threat + run.v("request_expected") * expected - run.v("request_opposed") * run.flag("anti_patron")
    under = run.table.is_code("treaty_tie", "collective") == 1
    treaty = np.where(under, ask + run.v("request_treaty") + np.nan_to_num(run.table.X.get("trust", np.zeros(len(ask)))), -np.inf)
    utility = np.stack([concede, np.zeros(len(ask)), ask, treaty], axis=1)
    if "request" not in run.held.free:
        coded = run.table.X["request"].astype(int)
        asked = coded != names.index("none")
        chance = softmax(np.where([True, True, False, False], utility, -np.inf))
        as_coded = np.eye(len(ANSWERS))[np.where(coded == names.index("treaty"), 3, 2)]
        chance = np.where(asked[:, None], as_coded, chance)
    else:
        chance = softmax(utility)
    answer = pick(chance, run.noise.u("answer"))
    if run.held.answer is not None:
        answer = np.full_like(answer, run.held.answer)
    if "request" in run.held.free:
        asked_as = np.array([names.index("none"), names.index("none"), names.index("bilateral"), names.index("treaty")])
        run.put("request", asked_as[answer].astype(float))
    return answer, chance


def _instrument(run: _Run) -> tuple[Ints, Floats]:
    """The patron's choice by the fitted layer; troops under a treaty need its council."""
    if run.held.instrument is not None:
        set_to = np.full(len(run.which), run.held.instrument)
        return set_to, np.eye(len(INSTRUMENTS))[set_to]
    chance = run.layers.instrument(run.table, run.which)
    if run.held.council is False:
        under = run.table.is_code("request", "treaty") == 1
        chance = np.where(under[:, None], _without(chance, DEPLOYMENT), chance)
    return pick(chance, run.noise.u("instrument")), chance


def _without(chance: Floats, level: int) -> Floats:
    """Chances with one level taken out and the others in their old proportions."""
    kept = chance.copy()
    kept[:, level] = 0.0
    return np.asarray(kept / kept.sum(axis=1, keepdims=True))


def _council(run: _Run, request: Ints, instrument: Ints) -> tuple[Ints, Ints]:
    """Who decided, where the request went to an organisation. That troops came is in the fitted choice; this tells who said yes or no."""
    asked = request == codes("request").index("treaty")
    agreed = asked & (instrument == DEPLOYMENT)
    declined = asked & ~agreed & ((run.noise.u("council") < run.v("declines")) | (run.held.council is False))
    council = np.where(agreed, 1, np.where(declined, 0, -1))
    partners = int(run.number("partners"))
    share = run.v("takes_part")
    k = np.arange(partners + 1)
    ways = np.array([float(np.prod([(partners - i) / (i + 1) for i in range(j)])) for j in k])
    binomial = ways * share[:, None] ** k * (1 - share[:, None]) ** (partners - k)
    return council, np.where(agreed, pick(binomial, run.noise.u("partners")), 0)


def _troops(run: _Run, request: Ints, instrument: Ints) -> tuple[Ints, Floats, Floats, Floats, Ints]:
    """Mandate, latency, size and stay of a deployment, and what became of the request."""
    sent = instrument == DEPLOYMENT
    armed = (run.table.is_code("mobilisation_form", "armed", "military") == 1).astype(int)
    chances = run.counted("mandate", armed).copy()
    chances[:, 0] = 0.0
    mandate = np.where(sent, pick(chances / chances.sum(axis=1, keepdims=True), run.noise.u("mandate")), 0)

    def measure(name: str) -> Floats:
        mean, spread = run.p.measures[name]
        return np.where(sent, np.maximum(np.expm1(mean + spread * run.noise.z(name)), 0.0), np.nan)

    stay = np.where(sent & (run.noise.u("stays") < run.v("stays_on")), np.inf, measure("stay"))
    names = codes("request_answer")
    helped = (instrument == INSTRUMENTS.index("economic")) | (instrument == INSTRUMENTS.index("technical"))
    refused = np.where(run.noise.u("aloud") < run.v("answered_aloud"), names.index("refused"), names.index("unanswered"))
    answered = np.where(sent, names.index("granted"), np.where(helped, names.index("partly"), refused))
    return mandate, measure("latency"), measure("size"), stay, np.where(request == 0, 0, answered)


def _rival(run: _Run, instrument: Ints) -> tuple[Ints, Floats]:
    """The rival's strongest answer, as counted by the sort of the instrument; clans leave it nobody to support."""
    names = codes("rival_response")
    chance = run.counted("rival_response", np.array(SORT_OF)[instrument])
    against = np.exp(-run.v("no_one_to_support") * run.flag("clans"))
    weight = np.ones_like(chance)
    for level in ("aid", "force"):
        weight[:, names.index(level)] = against
    chance = chance * weight
    chance = chance / chance.sum(axis=1, keepdims=True)
    drawn = pick(chance, run.noise.u("rival"))
    return (drawn if run.held.rival is None else np.full_like(drawn, run.held.rival)), chance


def _shift(run: _Run, beyond: Floats, answer: Ints, chance_answer: Floats) -> Floats:
    """(n, 4): what this course of the crisis adds to the fitted log-odds of the outcomes."""
    conceded = (answer == ANSWERS.index("concede")).astype(float) - chance_answer[:, 0]
    columns = {
        "purge": run.v("defection_purge") * beyond,
        "elite": run.v("defection_elite") * beyond,
        "opposition": run.v("concession_opposition") * conceded,
    }
    return np.stack([columns.get(o, np.zeros(len(beyond))) for o in OUTCOMES], axis=1)


def _ends(run: _Run, instrument: Ints, shift: Floats) -> Floats:
    """(n, 4): chances of the outcomes under an instrument."""
    chance = softmax(run.layers.outcome(run.table, run.which, instrument) + shift)
    if run.held.purge is not None:
        survives, purge = OUTCOMES.index("survives"), OUTCOMES.index("purge")
        stays = chance[:, survives] + chance[:, purge]
        chance[:, survives], chance[:, purge] = (0.0, stays) if run.held.purge else (stays, 0.0)
    return chance


def _torn(run: _Run) -> Ints:
    """(n,): 1 where a part of the country may break away."""
    return np.asarray((run.table.is_code("trigger", "secession") == 1) | (run.flag("cleavage.identity") == 1), int)


def _aftermath(run: _Run, chance: Floats, by_instrument: Floats) -> tuple[Floats, Floats, Floats]:
    """Chances of what comes after, over instruments and outcomes; NaN where the run holds no outcomes by instrument."""
    n = len(run.which)
    if not by_instrument.shape[1]:
        return np.full(n, np.nan), np.full(n, np.nan), np.full((n, 2), np.nan)
    territory = run.p.tables["territory"][run.which][:, :, 0].reshape(n, len(SORTS), 2)
    kept = territory[np.arange(n)[:, None], np.array(SORT_OF)[None, :], _torn(run)[:, None]]
    joint = chance[:, :, None] * by_instrument
    helped = np.isin(np.array(SORT_OF), (1, 2))
    ends = np.stack([joint[:, ~helped].sum(axis=1), joint[:, helped].sum(axis=1)], axis=2).reshape(n, -1)
    higher = codes("dependence_after").index("higher")
    depends = (ends * run.p.tables["dependence_after"][run.which][:, :, higher]).sum(axis=1)
    leans = np.einsum("nr,nrl->nl", ends, run.p.tables["alignment_after"][run.which])
    names = codes("alignment_after")
    return 1 - (chance * kept).sum(axis=1), depends, leans[:, [names.index("patron"), names.index("rival")]]


def _after(run: _Run, instrument: Ints, outcome: Ints) -> tuple[Ints, Ints, Ints]:
    """Territory, dependence and alignment, as counted."""
    sort = np.array(SORT_OF)[instrument]
    territory = pick(run.counted("territory", 2 * sort + _torn(run)), run.noise.u("territory"))
    helped = ((sort == 1) | (sort == 2)).astype(int)
    dependence = pick(run.counted("dependence_after", 2 * outcome + helped), run.noise.u("dependence"))
    alignment = pick(run.counted("alignment_after", 2 * outcome + helped), run.noise.u("alignment"))
    return territory, dependence, alignment


__all__ = ["ANSWERS", "FORMS", "FREE", "HANDS", "HELP", "Crisis", "Held", "Noise", "Parameters", "noise", "parameters", "pick", "simulate"]
