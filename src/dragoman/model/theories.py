"""Rules that people in the founding reports state, as sparse models, and their race over the cases.

A rule says where it speaks and which categories it makes likelier there. Its forecast is silence, the base rate of the same group of patrons,
with the odds of those categories multiplied by the factor of its strength; elsewhere it is silence itself. Nothing is fitted, so that
a rule can lose. What one could get wrong: a rule that was drawn from cases cannot be tested on them, a rule about one patron is no
rule about all, and a rule that reads the instrument is no forecast made before it. Each of these is counted apart.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from dragoman import resources
from dragoman.errors import ResourceError
from dragoman.model import rivals, scores
from dragoman.model.scores import Gain
from dragoman.model.table import BEFORE, FLAGS, GROUPS, INSTRUMENTS, OUTCOMES, CaseTable, Floats, levels

NAME = "theories"
SILENCE = "silence"
"""The base rate of the same group of patrons among the other cases: else a rule about one patron would win by knowing whom it is about."""
LOGS = ("lag", "precedent", "refusals", "tenure_years")
"""Columns that hold log(1 + count); a rule's bounds are counts."""

PLAIN = {
    "lag": "days to the strongest instrument",
    "held": "earlier crises that left land in other hands",
    "precedent": "deployments in the last ten years after which the incumbent stayed",
    "refusals": "requests not granted in ten years",
    "cleavage.democratic": "voters against rulers",
    "clans": "clans as parties",
    "not clans": "no clans as parties",
    "anti_patron": "a government opposed to the patron",
    "not anti_patron": "a government not opposed to the patron",
    "treaty_tie": "treaty",
}
"""How conditions read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """Where a rule stands in a founding report; the words are not kept."""

    report: str
    start: int
    end: int
    """Characters of the report's text, half-open."""
    sha256: str
    """First sixteen digits over the sentence in UTF-8."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One condition and what follows."""

    when: Mapping[str, Any]
    """Field -> codes (any of), a flag, or bounds `least` and `most`; all must hold."""
    says: tuple[str, ...]
    strength: str
    odds: float

    def told(self) -> str:
        """The condition in a few words."""
        return ", ".join(_condition(name, given) for name, given in self.when.items())


@dataclass(frozen=True, slots=True, kw_only=True)
class Theory:
    """One rule."""

    id: str
    title: str
    words: str
    who: str
    statements: tuple[int, ...]
    sentences: tuple[Sentence, ...]
    scope: tuple[str, ...]
    """Groups of patrons it was said of; empty when of any."""
    target: str
    proxy: str
    outside: tuple[tuple[str, str], ...]
    """Facts outside the case base that contradict it, with the key of a source."""
    clauses: tuple[Clause, ...]

    @property
    def reads(self) -> tuple[str, ...]:
        """What it reads that is known only after the patron has chosen; empty for a forecast proper."""
        names = dict.fromkeys(name for c in self.clauses for name in c.when)
        return tuple(n for n in names if n not in BEFORE and not n.startswith("cleavage."))


@functools.cache
def theories() -> tuple[Theory, ...]:
    """Every rule, in the order of the page.

    Raises:
        ResourceError: a rule names a field, code or strength that is not there.
    """
    table = resources.load(NAME)
    return tuple(parse(row, table["strengths"]) for row in table["theories"])


def parse(row: Mapping[str, Any], strengths: Mapping[str, float]) -> Theory:
    """One rule from its row, checked against the codebook."""
    where = str(row.get("id", "?"))
    known = {**levels(), "instrument": INSTRUMENTS, "outcome": OUTCOMES}
    if row["target"] not in known:
        raise ResourceError(NAME, f"{where}.target", f"is {row['target']!r}; expected one of {', '.join(known)}")
    clauses = []
    for clause in row["clauses"]:
        for name, given in clause["when"].items():
            if wrong := _wrong(name, given, known):
                raise ResourceError(NAME, f"{where}.when.{name}", wrong)
        if strange := [s for s in clause["says"] if s not in known[row["target"]]]:
            raise ResourceError(NAME, f"{where}.says", f"has {strange[0]!r}; expected codes of {row['target']}: {', '.join(known[row['target']])}")
        if clause["strength"] not in strengths:
            raise ResourceError(NAME, f"{where}.strength", f"is {clause['strength']!r}; expected one of {', '.join(strengths)}")
        clauses.append(
            Clause(when=clause["when"], says=tuple(clause["says"]), strength=clause["strength"], odds=float(strengths[clause["strength"]]))
        )
    if strange := [g for g in row["scope"] if g not in GROUPS]:
        raise ResourceError(NAME, f"{where}.scope", f"has {strange[0]!r}; expected one of {', '.join(GROUPS)}")
    return Theory(
        id=row["id"],
        title=row["title"],
        words=row["words"],
        who=row["who"],
        statements=tuple(row["statements"]),
        sentences=tuple(Sentence(**s) for s in row["sentences"]),
        scope=tuple(row["scope"]),
        target=row["target"],
        proxy=row["proxy"],
        outside=tuple((o["fact"], o["source"]) for o in row.get("outside", ())),
        clauses=tuple(clauses),
    )


def _wrong(name: str, given: Any, known: Mapping[str, tuple[str, ...]]) -> str:
    """Why a condition cannot be read; empty when it can."""
    if name in known:
        strange = [g for g in given if g not in known[name]] if isinstance(given, list) else [given]
        return f"has {strange[0]!r}; expected a list from {', '.join(known[name])}" if strange else ""
    if name in FLAGS or name.startswith("cleavage."):
        return "" if isinstance(given, bool) else f"is {given!r}; expected true or false"
    if name in (*LOGS, "held", "year"):
        ok = isinstance(given, dict) and given and set(given) <= {"least", "most"}
        return "" if ok else f"is {given!r}; expected least, most or both"
    return f"is no column of the table of cases; expected one of {', '.join((*known, *FLAGS, *LOGS, 'held', 'year'))}, cleavage.<code>"


def holds(clause: Clause, table: CaseTable) -> Floats:
    """(n,): 1 where all conditions hold, 0 where one is known to fail, NaN where that cannot be told."""
    out = np.ones(len(table))
    for name, given in clause.when.items():
        this = _holds(name, given, table)
        out = np.where((out == 0) | (this == 0), 0.0, np.where(np.isnan(out) | np.isnan(this), np.nan, 1.0))
    return out


def _holds(name: str, given: Any, table: CaseTable) -> Floats:
    if name in ("instrument", "outcome"):
        rows = rivals.target(table, name)
        names = INSTRUMENTS if name == "instrument" else OUTCOMES
        return np.where(np.isnan(rows[:, 0]), np.nan, np.isin(settled(rows), [names.index(g) for g in given]).astype(float))
    if isinstance(given, list):
        return table.is_code(name, *given)
    value = table.X[name]
    if isinstance(given, bool):
        return np.where(np.isnan(value), np.nan, (value == float(given)).astype(float))
    count = np.round(np.expm1(value), 6) if name in LOGS else value
    inside = (count >= given.get("least", -np.inf)) & (count <= given.get("most", np.inf))
    return np.where(np.isnan(value), np.nan, inside.astype(float))


def settled(rows: Floats) -> Any:
    """(n,) index of the settled reading: the heaviest, the first of equals; 0 on rows of NaN, which callers leave out."""
    return np.argmax(np.nan_to_num(rows), axis=1)


def speaks(theory: Theory, table: CaseTable) -> tuple[Any, Any]:
    """(n,) index of the first clause that holds, -1 where none does, and (n,) whether that is for want of a field."""
    found = np.full(len(table), -1)
    unknown = np.zeros(len(table), bool)
    for k, clause in enumerate(theory.clauses):
        this = holds(clause, table)
        unknown |= np.isnan(this)
        found = np.where((found < 0) & (this == 1), k, found)
    return found, unknown & (found < 0)


def forecast(theory: Theory, table: CaseTable, base: Floats) -> Floats:
    """(n, k): the base rate (n, k) with the odds of what the rule says multiplied, where it speaks."""
    names = {**levels(), "instrument": INSTRUMENTS, "outcome": OUTCOMES}[theory.target]
    clause, _ = speaks(theory, table)
    out = base.copy()
    for k, c in enumerate(theory.clauses):
        here = clause == k
        inside = np.isin(np.arange(len(names)), [names.index(s) for s in c.says])
        raised = base[here] * np.where(inside, c.odds, 1.0)
        out[here] = raised / raised.sum(axis=1, keepdims=True)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One case in which a rule speaks and the answer is known."""

    case: str
    clause: int
    seen: str
    """The settled reading."""
    hit: bool
    """Whether the settled reading is among what the rule says."""
    disputed: bool
    expected: float
    """What silence gave to the categories that the rule names."""
    gain: float
    """Nats over silence."""
    scope: bool
    told_of: bool
    """Whether the founding reports tell of the case themselves."""
    later: bool
    """Whether it began after the reports were written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A rule on some of its cases."""

    cases: int
    hits: int
    expected: float
    """Hits that silence would expect."""
    gain: Gain


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What became of one rule in the race."""

    theory: Theory
    rows: tuple[Row, ...]
    unknown: int
    """Cases of its scope where a missing field keeps it from speaking."""
    scope: Count
    """On the patrons it was said of."""
    fresh: Count
    """Of these, cases that the reports do not tell of."""
    later: Count
    """Of these, cases that began after the reports were written."""
    beyond: Count
    """On other patrons."""
    clauses: tuple[Count, ...]
    """Each clause within the scope."""
    beside: Mapping[str, float]
    """Forecaster -> mean log loss on the cases of `scope`; the rule under its own id."""

    def failures(self) -> tuple[Row, ...]:
        """Cases of its scope that went otherwise; those with one undisputed reading first, then by what they cost."""
        return tuple(sorted((r for r in self.rows if r.scope and not r.hit), key=lambda r: (r.disputed, r.gain, r.case)))

    def support(self) -> tuple[Row, ...]:
        """Cases of its scope that went as said, those that silence would least have expected first."""
        return tuple(sorted((r for r in self.rows if r.scope and r.hit), key=lambda r: (r.told_of, r.disputed, -r.gain, r.case)))


def race(
    table: CaseTable, forecasts: Mapping[str, Mapping[str, Floats]], rng: np.random.Generator, *, rules: Sequence[Theory] | None = None
) -> tuple[Standing, ...]:
    """Every rule over all cases.

    Args:
        forecasts: target -> forecaster -> (n, k), made without the case itself; SILENCE must be among them.
    """
    facts = resources.load(NAME)
    told_of, said = set(facts["told_of"]), facts["said"]
    out = []
    for theory in theories() if rules is None else rules:
        others = dict(forecasts[theory.target])
        if theory.reads:
            others[f"base rate by {theory.reads[0]}"] = by_reading(table, theory.target, theory.reads[0])
        out.append(_run(theory, table, others, rng, told_of, said))
    return tuple(out)


def by_reading(table: CaseTable, target: str, read: str) -> Floats:
    """(n, k): frequencies among the other cases with the same code, drawn to the base rate of all; by patron group this is silence."""
    y = rivals.target(table, target)
    code = settled(rivals.target(table, read)) if read in ("instrument", "outcome") else np.nan_to_num(table.X[read], nan=-1.0)
    known = ~np.isnan(y[:, 0])
    out = np.empty_like(y)
    for i in range(len(table)):
        rest = known & (np.arange(len(table)) != i)
        base = rivals.laplace(y[rest])
        same = y[rest & (code == code[i])]
        out[i] = (same.sum(axis=0) + rivals.STRENGTH * base) / (len(same) + rivals.STRENGTH)
    return out


def _run(theory: Theory, table: CaseTable, others: Mapping[str, Floats], rng: np.random.Generator, told_of: set[str], said: dt.date) -> Standing:
    y = rivals.target(table, theory.target)
    names = {**levels(), "instrument": INSTRUMENTS, "outcome": OUTCOMES}[theory.target]
    base = others[SILENCE]
    mine = forecast(theory, table, base)
    clause, unknown = speaks(theory, table)
    known = ~np.isnan(y[:, 0])
    inside = np.array([not theory.scope or g in theory.scope for g in table.group])
    at = np.flatnonzero((clause >= 0) & known)
    loss, silent = scores.log_loss(mine[at], y[at]), scores.log_loss(base[at], y[at])
    says = [[names.index(s) for s in c.says] for c in theory.clauses]
    seen = settled(y)
    rows = tuple(
        Row(
            case=table.ids[i],
            clause=int(clause[i]),
            seen=names[seen[i]],
            hit=int(seen[i]) in says[clause[i]],
            disputed=bool(y[i].max() < 1),
            expected=float(base[i, says[clause[i]]].sum()),
            gain=float(silent[j] - loss[j]),
            scope=bool(inside[i]),
            told_of=table.ids[i] in told_of,
            later=_after(table.start[i], said),
        )
        for j, i in enumerate(at)
    )
    within = [k for k, i in enumerate(at) if inside[i]]
    beside = {theory.id: _mean(loss[within]), **{n: _mean(scores.log_loss(p[at][within], y[at][within])) for n, p in others.items()}}
    scope = [r for r in rows if r.scope]
    return Standing(
        theory=theory,
        rows=rows,
        unknown=int(np.sum(unknown & known & inside)),
        scope=_count(scope, rng),
        fresh=_count([r for r in scope if not r.told_of], rng),
        later=_count([r for r in scope if r.later], rng),
        beyond=_count([r for r in rows if not r.scope], rng),
        clauses=tuple(_count([r for r in scope if r.clause == k], rng) for k in range(len(theory.clauses))),
        beside=beside,
    )


def _count(rows: Sequence[Row], rng: np.random.Generator) -> Count:
    gains = np.array([r.gain for r in rows])
    return Count(cases=len(rows), hits=sum(r.hit for r in rows), expected=sum(r.expected for r in rows), gain=scores.gain(-gains, np.zeros(len(rows)), rng))


def stack(table: CaseTable, target: str, forecasts: Mapping[str, Floats], rules: Sequence[Theory]) -> dict[str, float]:
    """Weights of the mixture of forecasters and of rules (silent elsewhere) that would have forecast all cases best; rules that read what comes later are left out."""
    y = rivals.target(table, target)
    known = ~np.isnan(y[:, 0])
    field = dict(forecasts)
    for name in list(field)[1:]:
        if any(np.array_equal(field[name], field[other]) for other in field if other != name):
            del field[name]  # two that say the same would share one weight by chance
    field |= {t.id: forecast(t, table, forecasts[SILENCE]) for t in rules if t.target == target and not t.reads}
    losses = np.column_stack([scores.log_loss(p[known], y[known]) for p in field.values()]) if field else np.empty((int(known.sum()), 0))
    return dict(zip(field, (float(w) for w in scores.stacking(losses)), strict=True))


def _mean(values: Floats) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _after(start: dt.date | None, said: dt.date) -> bool:
    return start is not None and start > said


def _condition(name: str, given: Any) -> str:
    """One condition for reading."""
    plain = PLAIN.get(name, name.replace("cleavage.", "").replace("_", " "))
    if isinstance(given, bool):
        return plain if given else PLAIN.get(f"not {name}", f"not {plain}")
    if isinstance(given, list):
        return f"{plain} {' or '.join(given)}"
    bounds = [f"{given[k]} or {w}" for k, w in (("least", "more"), ("most", "fewer")) if k in given]
    return f"{' and '.join(bounds)} {plain}"
