"""What if: edits inputs of a case, runs the crisis again with the same noise, and tells the difference, its parts and how far it is from any case.

A difference here is a difference between two runs of a model. Covariates that were coded are held as coded on both sides, unless they
are edited or set free; so an edit moves only what comes after it in the model. Nothing in the case base was assigned by chance: patrons
choose when the client can be saved, and an instrument that is set by hand leaves that selection in the outcome layer.

Distance from cases: King & Zeng (2006), The dangers of extreme counterfactuals, Political Analysis 14. With yes-or-no covariates nearly
every edit lies outside the convex hull of a hundred cases, so the hull says little; their second measure is used, Gower's distance.
"""

from __future__ import annotations

import difflib
import itertools
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from dragoman import resources
from dragoman.errors import UsageError
from dragoman.model import outcomes
from dragoman.model.assumptions import assumptions
from dragoman.model.counts import codes
from dragoman.model.crisis import ANSWERS, FREE, HANDS, Crisis, Held, Parameters, noise, simulate
from dragoman.model.latent import LATENT_CODES, LATENT_FLAGS, expand
from dragoman.model.layers import Layers
from dragoman.model.table import FLAGS, INSTRUMENTS, OUTCOMES, CaseTable

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

COVARIATES = ("trigger", "mobilisation_form", "cleavage", "regime", "tenure_years", *FLAGS, "request", "treaty_tie", "accession")
"""Fields of a case that an edit may change: all that is known before the patron chooses."""
DECISIONS = ("hand", "answer", "council", "instrument", "rival_response", "purge")
"""What happens within the crisis and may be set by hand."""
MOST_SHAPLEY = 5
"""Edits up to which the parts are Shapley values (2 to the 5th runs)."""
LONGEST_RULE = 80.0
"""Years in office beyond which a value is taken for a slip."""
LEAST_KNOWN = 0.4
"""Share of the covariates that must be known, as for precedents."""
INTERVAL = (0.05, 0.95)
CHANCE = 2.5
"""Standard errors of a difference of quarters below which it is taken for chance; of a hundred values one passes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """One change of an input."""

    name: str
    value: str
    """As the user would write it."""
    columns: Mapping[str, float]
    """Columns of the table and what they become."""
    held: Mapping[str, int | bool]
    """Decisions that are set."""

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


def choices(name: str) -> tuple[str, ...]:
    """Valid values of a variable; empty for a number or a list of codes."""
    if name in FLAGS or name in ("council", "purge"):
        return ("yes", "no")
    if name == "hand":
        return HANDS
    if name == "answer":
        return ANSWERS
    return () if name in ("tenure_years", "cleavage") else codes(name)


def parse_edit(text: str) -> Edit:
    """An edit from `name=value`.

    Raises:
        UsageError: the variable is unknown, or the value is not one of its values; both are listed.
    """
    name, equals, value = (part.strip() for part in text.partition("="))
    if not equals:
        raise UsageError(f"--set {text!r} has no '='. Expected VARIABLE=VALUE, as in request=none. Variables: {', '.join((*COVARIATES, *DECISIONS))}")
    known = (*COVARIATES, *DECISIONS)
    if name not in known:
        near = difflib.get_close_matches(name, known, n=2, cutoff=0.5)
        hint = f"Did you mean {' or '.join(near)}? " if near else ""
        raise UsageError(f"Unknown variable {name!r}. {hint}Variables: {', '.join(known)}. Their values: dragoman whatif --variables")
    return _edit(name, value)


def _edit(name: str, value: str) -> Edit:
    valid = choices(name)
    given = {"true": "yes", "false": "no"}.get(value.lower(), value) if valid == ("yes", "no") else value
    if valid and given not in valid:
        raise UsageError(f"{name}={value}: no such value. Expected one of {', '.join(valid)}. What they mean: docs/codebook.md")
    columns: dict[str, float] = {}
    held: dict[str, int | bool] = {}
    if name == "tenure_years":
        try:
            years = float(given)
        except ValueError:
            years = math.nan
        if not 0 <= years <= LONGEST_RULE:
            raise UsageError(f"tenure_years={value}: out of range. Expected a number of years from 0 to {LONGEST_RULE:.0f}")
        columns[name] = math.log1p(years)
    elif name == "cleavage":
        wanted = [w.strip() for w in given.split(",")]
        if wrong := [w for w in wanted if w not in codes("cleavage")]:
            raise UsageError(f"cleavage={value}: {wrong[0]!r} is no line of division. Expected some of {', '.join(codes('cleavage'))}, separated by commas")
        columns |= {f"cleavage.{c}": float(c in wanted) for c in codes("cleavage")}
    elif name in FLAGS:
        columns[name] = float(given == "yes")
    elif name in ("council", "purge"):
        held[name] = given == "yes"
    elif name == "answer":
        held["answer"] = ANSWERS.index(given)
        columns["request"] = float(codes("request").index(given if given in ("bilateral", "treaty") else "none"))
    elif name in DECISIONS:
        held[{"rival_response": "rival"}.get(name, name)] = valid.index(given)
    else:
        columns[name] = float(valid.index(given))
    return Edit(name=name, value=given, columns=columns, held=held)


def parse_edits(texts: Iterable[str]) -> tuple[Edit, ...]:
    """Edits in the order given.

    Raises:
        UsageError: one is not valid, or a variable is set twice.
    """
    edits = tuple(parse_edit(t) for t in texts)
    names = [e.name for e in edits]
    if twice := [n for n in names if names.count(n) > 1]:
        raise UsageError(f"{twice[0]} is set twice: {', '.join(map(str, (e for e in edits if e.name == twice[0])))}. Leave one out")
    return edits


def check(table: CaseTable, edits: Sequence[Edit]) -> None:
    """Refuses what cannot be together, in the case (a table of one row) as edited.

    Raises:
        UsageError: naming both values and the next step.
    """
    by = {e.name: e for e in edits}

    def value(name: str) -> str:
        for e in edits:
            if name in e.columns:
                return codes(name)[int(e.columns[name])]
        at = table.X[name][0]
        return "" if math.isnan(at) else codes(name)[int(at)]

    if "answer" in by and "request" in by and by["answer"].columns["request"] != by["request"].columns["request"]:
        raise UsageError(f"{by['answer']} and {by['request']} cannot be together: the answer says whether the patron is asked. Leave one of the two out")
    request, tie = value("request"), value("treaty_tie")
    if "instrument" in by and by["instrument"].value == "deployment" and request == "none":
        raise UsageError(
            "instrument=deployment with request=none cannot be: a deployment is sent on request. Add --set request=bilateral (or treaty), or set instrument=force"
        )
    if request == "treaty" and tie == "none":
        raise UsageError(
            f"request=treaty with treaty_tie={tie} cannot be: there is no treaty to ask under. Add --set treaty_tie=collective, or --set request=bilateral (or none)"
        )
    if "council" in by and request != "treaty":
        raise UsageError(f"{by['council']} with request={request or 'unknown'} cannot be: the council decides on requests under a treaty. Add --set request=treaty")
    if "council" in by and by["council"].value == "no" and "instrument" in by and by["instrument"].value == "deployment":
        raise UsageError("council=no with instrument=deployment cannot be: the request goes under the treaty. Set request=bilateral, or leave council out")


def known_share(table: CaseTable, edits: Sequence[Edit] = ()) -> tuple[float, tuple[str, ...]]:
    """Share of the covariates that a case (a table of one row) tells or an edit sets, and the names of the others."""
    edited = {n for e in edits for n in e.columns}
    empty = tuple(n for n in COVARIATES if np.isnan(table.X["cleavage.clan" if n == "cleavage" else n][0]) and ("cleavage.clan" if n == "cleavage" else n) not in edited)
    return 1 - len(empty) / len(COVARIATES), empty


def require(name: str, table: CaseTable, edits: Sequence[Edit]) -> tuple[str, ...]:
    """Names of the covariates that are empty and will be drawn.

    Raises:
        UsageError: too few are known, or the trigger is not.
    """
    share, empty = known_share(table, edits)
    if "trigger" in empty or share < LEAST_KNOWN:
        needed = "trigger" if "trigger" in empty else f"at least {LEAST_KNOWN:.0%} of the covariates"
        raise UsageError(
            f"{name}: too little is known to run it: {', '.join(empty)} {'is' if len(empty) == 1 else 'are'} empty; needed: {needed}. "
            f"Set what you know, for example --set trigger={'price' if 'trigger' in empty else 'election'}"
        )
    return empty


@dataclass(frozen=True, slots=True)
class Rows:
    """One case as n rows: `each` rows for every draw of the parameters, what is missing or disputed drawn with its weights."""

    table: CaseTable
    which: Ints
    draws: int
    """Draws of the parameters."""
    each: int


def rows(case: CaseTable, layers: Layers, *, draws: int, rng: np.random.Generator) -> Rows:
    """About `draws` rows from a table of one row, the same number for every draw of the posterior.

    Rows of one draw are spread over the ways in which the case may have been (`latent.expand`) by strata, not by chance, so that an
    interval over draws is not widened by them.
    """
    s = min(len(layers.posterior), draws)
    each = max(1, draws // s)
    ways = expand(case, layers.posterior.known)
    edges = np.cumsum(ways.weight)
    places = (np.arange(each)[None, :] + rng.random((s, 1))) / each
    at = np.minimum(np.searchsorted(edges, rng.permuted(places, axis=1).ravel(), side="right"), len(edges) - 1)
    table = ways.table.take(at)
    return Rows(replace(table, X={n: v for n, v in table.X.items() if n in _kept(table)}), np.repeat(np.arange(s), each), s, each)


def _kept(table: CaseTable) -> set[str]:
    """Columns that a run may read; nothing that is only known afterwards."""
    after = {"request_answer", "rival_response", "mandate", "territory", "alignment_after", "dependence_after", "lag"}
    return {n for n in table.X if n not in after}


def edited(table: CaseTable, held: Held, edits: Iterable[Edit]) -> tuple[CaseTable, Held]:
    """Rows and decisions after the edits; what is edited is no longer free."""
    columns = dict(table.X)
    for e in edits:
        columns |= {n: np.full(len(table), v) for n, v in e.columns.items()}
        held = replace(held, free=held.free - set(e.columns), **e.held)  # type: ignore[arg-type]
    return replace(table, X=columns), held


QUANTITIES = (
    *(f"instrument:{j}" for j in INSTRUMENTS),
    *(f"outcome:{o}" for o in OUTCOMES),
    "stays",
    "rival:none",
    "rival:words",
    "rival:sanctions",
    "rival:aid",
    "rival:force",
    "territory",
    "depends",
    "to_patron",
    "to_rival",
    "asks",
    "defected",
    "crowd",
)
"""What is told of a run: chances, save `defected` (mean weight of clans that leave) and `crowd` (mean of the peak)."""

SAID: Mapping[str, str] = {
    "instrument:none": "does nothing",
    "instrument:cover": "cover, words",
    "instrument:economic": "money, prices",
    "instrument:technical": "technical help",
    "instrument:deployment": "troops on request",
    "instrument:covert": "covert",
    "instrument:force": "open force",
    "outcome:survives": "ruler survives",
    "outcome:purge": "survives, purges",
    "outcome:elite": "replaced from within",
    "outcome:opposition": "opposition takes over",
    "stays": "stays in either way",
    "rival:none": "nothing",
    "rival:words": "words",
    "rival:sanctions": "sanctions",
    "rival:aid": "aid to a side",
    "rival:force": "force",
    "territory": "territory is lost",
    "depends": "depends more in 2 years",
    "to_patron": "moves to the patron",
    "to_rival": "moves to the rival",
}
"""Quantities in words, at most 22 characters."""


def quantities(run: Crisis) -> Floats:
    """(n, len(QUANTITIES)) of a run that was made with every=True; chances where the run holds them, else what was drawn."""
    outcome = run.outcome_marginal()
    n = len(run)
    rival = np.eye(5)[run.rival] if len(set(run.rival.tolist())) == 1 else run.chance_rival
    columns = [
        run.chance_instrument,
        outcome,
        outcome[:, :2].sum(axis=1, keepdims=True),
        rival,
        run.chance_lost.reshape(n, 1),
        run.chance_depends.reshape(n, 1),
        run.chance_leans,
        (run.request > 0).astype(float).reshape(n, 1),
        run.defected.reshape(n, 1),
        run.crowd.max(axis=1).reshape(n, 1),
    ]
    return np.concatenate(columns, axis=1)


def by_draw(values: Floats, given: Rows) -> Floats:
    """(draws, k): means over the rows of each draw of the parameters."""
    return np.asarray(values.reshape(given.draws, given.each, -1).mean(axis=1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A quantity over draws of the parameters: what is not known of the chance, not what is not known of the event."""

    mean: float
    low: float
    high: float
    """Middle 90 %."""


def estimate(values: Floats) -> Estimate:
    """From (draws,)."""
    low, high = np.quantile(values, INTERVAL)
    return Estimate(mean=float(values.mean()), low=float(low), high=float(high))


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one edit adds to a difference."""

    edit: str
    effects: Mapping[str, float]
    """Quantity -> part of the mean difference; parts sum to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Support:
    """How near a situation is to cases that happened (Gower's distance, 0 to 1, on the fields that both have)."""

    nearest: tuple[tuple[str, float], ...]
    """Ids of the nearest cases with their distances."""
    usual: float
    """Distance to the nearest neighbour that 95 % of the cases do not exceed."""
    within: int
    """Cases within the geometric variability (half of the mean distance between cases)."""
    of: int
    together: int
    """Cases in which all edited covariates have the values set; -1 when none was edited."""

    @property
    def far(self) -> bool:
        """Outside what the cases can speak of: farther from its nearest case than cases are from theirs, or a combination never seen."""
        return self.nearest[0][1] > self.usual or self.together == 0


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Two runs with the same noise and the difference between them."""

    before: Mapping[str, Estimate]
    after: Mapping[str, Estimate]
    difference: Mapping[str, Estimate]
    parts: tuple[Part, ...]
    """Empty for a single edit."""
    parts_by: str
    """shapley, or order: each edit added to those before it."""
    support: Support
    base: Crisis
    changed: Crisis
    draws_before: Floats
    """(draws, len(QUANTITIES)): before, by draw of the parameters."""
    draws_difference: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaning:
    """How much a quantity hangs on one uncertain value."""

    name: str
    kind: str
    """assumed, or the fitted layer of which it is a coefficient: choice or outcome."""
    at_low: float
    """Mean of the quantity over the quarter of the draws in which the value is lowest."""
    at_high: float


def sensitivity(values: Floats, p: Parameters, layers: Layers) -> tuple[Leaning, ...]:
    """The uncertain values on which a quantity (draws,) hangs most, the strongest first: what a tornado shows.

    One value at a time, with all others as they were drawn; left out is what differs by less than CHANCE standard errors, for a few
    hundred draws make differences of their own, and what only the region layer reads.
    """
    quarter = len(values) // 4
    if quarter == 0:
        return ()
    size = len(values)
    post = layers.posterior
    known = {(name, "assumed"): v[:size] for name, v in p.values.items() if assumptions()[name].part != "region"}
    known |= {(name, "choice"): post.beta[:size, k] for k, name in enumerate(post.names)}
    known |= {(t.name, "outcome"): post.outcome_effects[:size, k, int(np.argmax(t.profile))] for k, t in enumerate(outcomes.TERMS)}
    least = CHANCE * float(values.std()) * math.sqrt(2 / quarter)
    out = []
    for (name, kind), drawn in known.items():
        if np.ptp(drawn) > 0:
            order = np.argsort(drawn, kind="stable")
            out.append(Leaning(name=name, kind=kind, at_low=float(values[order[:quarter]].mean()), at_high=float(values[order[-quarter:]].mean())))
    return tuple(sorted((x for x in out if abs(x.at_high - x.at_low) > least), key=lambda x: (-abs(x.at_high - x.at_low), x.name)))


def fan(run: Crisis) -> dict[str, list[float]]:
    """Share of the movable who are out, day by day: lower and upper ends of the middle 90 % and 50 % of the rows, and the median."""
    levels = {"low": 0.05, "quarter": 0.25, "median": 0.5, "three_quarters": 0.75, "high": 0.95}
    return {name: [round(float(v), 4) for v in np.quantile(run.crowd, level, axis=0)] for name, level in levels.items()}


def compare(
    given: Rows, edits: Sequence[Edit], p: Parameters, layers: Layers, cases: CaseTable, *, held: Held | None = None, by: str = "", rng: np.random.Generator
) -> WhatIf:
    """Runs the rows as they are and as edited.

    Args:
        by: shapley or order; by default Shapley up to MOST_SHAPLEY edits.
        cases: those that the layers were fitted on, for the distance; not the case itself, which is near to any small edit of it.
    """
    start = held or Held()
    shared = noise(rng, len(given.table))
    cache: dict[frozenset[int], Floats] = {}
    runs: dict[frozenset[int], Crisis] = {}

    def run(chosen: frozenset[int]) -> Floats:
        if chosen not in cache:
            table, now = edited(given.table, start, (edits[i] for i in sorted(chosen)))
            crisis = simulate(table, given.which, p, layers, shared, held=now, every=True)
            cache[chosen] = by_draw(quantities(crisis), given)
            if len(chosen) in (0, len(edits)):
                runs[chosen] = crisis
        return cache[chosen]

    none, every = frozenset[int](), frozenset(range(len(edits)))
    before, after = run(none), run(every)
    by = by or ("shapley" if len(edits) <= MOST_SHAPLEY else "order")
    effects = _shapley(len(edits), run) if by == "shapley" else _in_order(len(edits), run)
    parts = tuple(Part(edit=str(e), effects=dict(zip(QUANTITIES, map(float, effects[i].mean(axis=0)), strict=True))) for i, e in enumerate(edits))

    def told(values: Floats) -> dict[str, Estimate]:
        return {name: estimate(values[:, k]) for k, name in enumerate(QUANTITIES)}

    return WhatIf(
        before=told(before),
        after=told(after),
        difference=told(after - before),
        parts=parts if len(edits) > 1 else (),
        parts_by=by,
        support=support(edited(given.table.take([0]), start, edits)[0], cases, edits),
        base=runs[none],
        changed=runs[every],
        draws_before=before,
        draws_difference=after - before,
    )


def _shapley(count: int, run: Callable[[frozenset[int]], Floats]) -> list[Floats]:
    """Mean effect of each edit over all orders in which the edits could be made (Shapley 1953)."""
    out = []
    for i in range(count):
        others = [k for k in range(count) if k != i]
        total: Floats | None = None
        for size in range(count):
            weight = math.factorial(size) * math.factorial(count - size - 1) / math.factorial(count)
            for chosen in itertools.combinations(others, size):
                step = weight * (run(frozenset((*chosen, i))) - run(frozenset(chosen)))
                total = step if total is None else total + step
        assert total is not None
        out.append(total)
    return out


def _in_order(count: int, run: Callable[[frozenset[int]], Floats]) -> list[Floats]:
    """Effect of each edit added to those before it."""
    steps = [run(frozenset(range(k))) for k in range(count + 1)]
    return [after - before for before, after in itertools.pairwise(steps)]


def _weights() -> dict[str, float]:
    fields = resources.load("codebook")["fields"]
    return {name: float(fields[name].get("weight", 0.0)) for name in COVARIATES if fields[name].get("weight")}


def gower(a: CaseTable, b: CaseTable) -> Floats:
    """(n_a, n_b): Gower's distance, weighted as in the codebook; NaN where the two have no field in common."""
    total = np.zeros((len(a), len(b)))
    weight = np.zeros_like(total)
    for name, w in _weights().items():
        if name == "cleavage":
            x, y = (np.stack([t.X[f"cleavage.{c}"] for c in codes("cleavage")], axis=1) for t in (a, b))
            both = np.fmin(x[:, None, :], y[None, :, :]).sum(axis=2)
            either = np.fmax(x[:, None, :], y[None, :, :]).sum(axis=2)
            known = ~np.isnan(x[:, None, 0]) & ~np.isnan(y[None, :, 0])
            apart = 1 - np.where(either > 0, both / np.maximum(either, 1), 1.0)
        else:
            x1, y1 = a.X[name][:, None], b.X[name][None, :]
            known = ~np.isnan(x1) & ~np.isnan(y1)
            apart = np.minimum(np.abs(x1 - y1) / math.log1p(40), 1.0) if name == "tenure_years" else (x1 != y1).astype(float)
        total += np.where(known, w * apart, 0.0)
        weight += np.where(known, w, 0.0)
    return np.where(weight > 0, total / np.maximum(weight, 1e-9), np.nan)


def support(situation: CaseTable, cases: CaseTable, edits: Sequence[Edit]) -> Support:
    """Where a situation (a table of one row) stands among the cases."""
    among = gower(cases, cases)
    np.fill_diagonal(among, np.nan)
    neighbour = np.nanmin(among, axis=1)
    apart = gower(situation, cases)[0]
    order = np.argsort(apart, kind="stable")[:5]
    columns = {n: v for e in edits for n, v in e.columns.items()}
    together = -1
    if columns:
        alike = np.ones(len(cases), bool)
        for name, value in columns.items():
            alike &= cases.X[name] == value
        together = int(alike.sum())
    return Support(
        nearest=tuple((cases.ids[i], float(apart[i])) for i in order),
        usual=float(np.quantile(neighbour, 0.95)),
        within=int((apart <= np.nanmean(among) / 2).sum()),
        of=len(cases),
        together=together,
    )


__all__ = ["COVARIATES", "DECISIONS", "FREE", "LATENT_CODES", "LATENT_FLAGS", "QUANTITIES", "Edit", "WhatIf", "check", "compare", "parse_edits", "require", "rows"]
