"""Cases as arrays: what was known before the patron chose, what it chose, and how the crisis ended.

What one could get wrong: a disputed case is no noise to be voted away. Each target holds one row of weights over its readings,
so that a forecast is scored by what it gives to all of them. And what was written down later was not known then: `as_of` leaves
out every case that was not over on that day, and the outcome of one that had been over for less than six months.
"""

from __future__ import annotations

import datetime as dt
import functools
import hashlib
import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from dragoman import resources
from dragoman.records.cases import Case, Coding

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
T = TypeVar("T")

INSTRUMENTS = ("none", "cover", "economic", "technical", "deployment", "covert", "force")
"""In the codebook's order, which is one of strength."""
OUTCOMES = ("survives", "purge", "elite", "opposition")
GROUPS = ("russia", "ussr", "usa", "france", "uk", "regional")
"""Groups of patrons; every patron that is no great power here is a regional one."""
ERAS = ("cold_war", "opening", "standoff")
"""Before 1989, 1989 to 2013, 2014 and later."""

AFTER = ("mandate", "territory", "alignment_after", "dependence_after")
"""Coded fields that only theories look at."""
CODED = ("trigger", "mobilisation_form", "regime", "request", "treaty_tie", "accession", "request_answer", "rival_response", *AFTER)
FLAGS = ("dual_power", "clans", "contiguous", "base", "patron_busy", "anti_patron")
COUNTS = ("tenure_years",)
BEFORE = (
    *("trigger", "mobilisation_form", "regime", "tenure_years", "dual_power", "clans", "request", "treaty_tie", "accession"),
    *("contiguous", "base", "patron_busy", "anti_patron", "group", "era", "precedent", "refusals", "held"),
)
"""Names of X that were known before the patron chose; the flags `cleavage.…` belong to them too. Nothing else may enter a forecast."""

MEMORY = 10 * 365.25
"""Days for which an earlier deployment counts as a precedent."""
SETTLED = 0.5
"""Weight of the settled reading of a disputed field; the other sourced readings share the rest equally."""
AFTERMATH = dt.timedelta(days=183)
"""The outcome of a crisis is who rules six months after its end."""
TWO_YEARS = dt.timedelta(days=730)
"""When what came of it is asked."""
OPEN_ENDED = dt.timedelta(days=730)
"""A case without an end tells its instrument and outcome from this long after its begin on."""


@dataclass(frozen=True, slots=True)
class CaseTable:
    """n cases, aligned by position."""

    ids: tuple[str, ...]
    client: tuple[str, ...]
    """Alpha-3 codes."""
    patron: tuple[str, ...]
    group: tuple[str, ...]
    """One of GROUPS each."""
    start: tuple[dt.date | None, ...]
    end: tuple[dt.date | None, ...]
    X: Mapping[str, Floats]
    """Name -> (n,), NaN where empty or unsourced: flags 0 or 1, codes as the index in `codes`, counts as log(1 + count), `cleavage.<code>` 0 or 1; of a disputed field the settled reading.
    Also `year`, `lag` (log(1 + days) from the begin to the strongest instrument), `precedent` and `refusals` (log(1 + number) of the same patron's
    deployments that were over in the ten years before the begin and kept the incumbent, and of requests it did not grant then), `held` (1 where an earlier
    crisis of the same client left land in other hands)."""
    codes: Mapping[str, tuple[str, ...]]
    """Coded name -> its levels, in the codebook's order."""
    shares: Mapping[str, Floats]
    """Coded name -> (n, levels): weights over all sourced readings, rows sum to 1; an all-NaN row where nothing is sourced."""
    instrument: Floats
    """(n, 7): weights over INSTRUMENTS, rows sum to 1 or are all NaN."""
    outcome: Floats
    """(n, 4): weights over OUTCOMES, rows sum to 1 or are all NaN."""
    sourced: Mapping[str, Bools]
    """Field -> (n,): whether a sourced reading was used."""

    def __len__(self) -> int:
        return len(self.ids)

    def take(self, indices: Sequence[int] | NDArray[np.int_] | Bools) -> CaseTable:
        """The cases at these positions (or where a mask holds), in that order."""
        at = np.asarray(indices)
        at = np.flatnonzero(at) if at.dtype == bool else at.astype(int)

        return CaseTable(
            ids=_pick(self.ids, at),
            client=_pick(self.client, at),
            patron=_pick(self.patron, at),
            group=_pick(self.group, at),
            start=_pick(self.start, at),
            end=_pick(self.end, at),
            X={k: v[at] for k, v in self.X.items()},
            codes=self.codes,
            shares={k: v[at] for k, v in self.shares.items()},
            instrument=self.instrument[at],
            outcome=self.outcome[at],
            sourced={k: v[at] for k, v in self.sourced.items()},
        )

    def is_code(self, name: str, *levels: str) -> Floats:
        """(n,): 1 where the settled reading of a coded field is one of the levels, 0 where it is another, NaN where it is empty."""
        known = self.codes[name]
        if unknown := [level for level in levels if level not in known]:
            raise ValueError(f"{name} has no level {unknown[0]!r}; expected one of {', '.join(known)}")
        value = self.X[name]
        lookup = np.array([*(float(level in levels) for level in known), np.nan])
        return np.asarray(lookup[np.where(np.isnan(value), len(known), value).astype(int)])

    def with_code(self, name: str, level: str) -> CaseTable:
        """The table with one coded field set to one level in every row."""
        at = self.codes[name].index(level)
        one = np.tile(np.eye(len(self.codes[name]))[at], (len(self), 1))
        return replace(self, X={**self.X, name: np.full(len(self), float(at))}, shares={**self.shares, name: one})

    def fingerprint(self) -> str:
        """Sixteen hex digits that change with any value that a fit could use."""
        digest = hashlib.sha256("\n".join(self.ids + self.patron).encode())
        for name in sorted(self.X):
            digest.update(name.encode() + np.ascontiguousarray(self.X[name], "<f8").tobytes())
        for block in (*(self.shares[k] for k in sorted(self.shares)), self.instrument, self.outcome):
            digest.update(np.ascontiguousarray(block, "<f8").tobytes())
        return digest.hexdigest()[:16]


def _pick(values: tuple[T, ...], at: NDArray[np.int_]) -> tuple[T, ...]:
    return tuple(values[i] for i in at)


@functools.cache
def levels() -> Mapping[str, tuple[str, ...]]:
    """Levels of every coded column of X, from the codebook."""
    fields = resources.load("codebook")["fields"]
    found = {name: tuple(str(c) for c in fields[name]["codes"]) for name in CODED}
    return {**found, "cleavage": tuple(str(c) for c in fields["cleavage"]["codes"]), "group": GROUPS, "era": ERAS}


def patron_group(patron: str, iso: str) -> str:
    """The group of a patron; the Soviet Union shares Russia's code and is told by its name."""
    if iso == "RUS":
        return "ussr" if "soviet" in patron.lower() else "russia"
    return {"USA": "usa", "FRA": "france", "GBR": "uk"}.get(iso, "regional")


def era(year: float) -> int:
    """Index in ERAS."""
    return 0 if year < 1989 else 1 if year < 2014 else 2


def case_table(cases: Iterable[Case] | Mapping[str, Case], *, as_of: dt.date | None = None, without: Collection[str] = ()) -> CaseTable:
    """Cases as arrays, by id.

    Args:
        as_of: leave out every case whose end (begin, if it has no end) is after this day, and every coding that could not be known on it.
        without: ids to leave out.
    """
    rows = cases.values() if isinstance(cases, Mapping) else cases
    kept = [c for c in rows if c.id not in without and (as_of is None or _over(c, as_of))]
    return _table(sorted(kept, key=lambda c: c.id), as_of)


def case_row(case: Case, *, as_of: dt.date | None = None, others: Iterable[Case] = ()) -> CaseTable:
    """One case as a table of one row, for a forecast: kept whatever its dates, but what was not known on the day is NaN.

    Args:
        others: the case base, for precedents; the case itself may be in it.
    """
    return _table([case], as_of, [c for c in others if c.id != case.id])


def _over(case: Case, day: dt.date) -> bool:
    last = case.value("end") or case.value("start")
    return isinstance(last, dt.date) and last <= day


def _known(case: Case, field: str, day: dt.date) -> bool:
    """Whether a field could be coded on a day. Only dated fields are hidden; a crowd's largest form, say, carries no date."""
    start, end = case.value("start"), case.value("end")
    last = end if isinstance(end, dt.date) else start + OPEN_ENDED if isinstance(start, dt.date) else dt.date.max
    if field == "outcome_crisis":
        return last + AFTERMATH <= day if last < dt.date.max - AFTERMATH else False
    if field in ("alignment_after", "dependence_after"):
        return last + TWO_YEARS <= day if last < dt.date.max - TWO_YEARS else False
    if field in ("instrument", "rival_response", "mandate", "territory"):
        return last <= day
    if field == "instrument_date":
        used = case.value(field)
        return last <= day and isinstance(used, dt.date) and used <= day
    if field in ("request", "request_answer"):
        asked = case.value("request_date")
        return last <= day or not isinstance(asked, dt.date) or asked <= day
    return True


def known_on(case: Case, day: dt.date) -> Case:
    """The case without the fields that could not be coded on a day, and without dates after it. The begin stays."""
    return replace(case, fields={name: found for name, found in case.fields.items() if name == "start" or (_known(case, name, day) and not _later(found, day))})


def _later(codings: Sequence[Coding], day: dt.date) -> bool:
    return any(isinstance(c.value, dt.date) and c.value > day for c in codings)


def usable(case: Case, field: str, as_of: dt.date | None = None) -> tuple[tuple[Coding, float], ...]:
    """Sourced readings of a field with their weights, the settled one first; empty when there is none, or none that could be known.

    The settled reading has half of the weight and the others share the rest; where the settled one has no source, the others share all.
    """
    if as_of is not None and not _known(case, field, as_of):
        return ()
    codings = case.fields.get(field, ())
    kept = [c for c in codings if c.sourced and c.value is not None]
    if len(kept) == 1:
        return ((kept[0], 1.0),)
    if kept and kept[0] is codings[0]:
        return ((kept[0], SETTLED), *((c, (1 - SETTLED) / (len(kept) - 1)) for c in kept[1:]))
    return tuple((c, 1 / len(kept)) for c in kept)


def _table(cases: Sequence[Case], as_of: dt.date | None, others: Sequence[Case] = ()) -> CaseTable:
    n, code_levels = len(cases), levels()
    empty = functools.partial(np.full, fill_value=np.nan)
    columns: dict[str, Floats] = {name: empty(n) for name in (*CODED, *FLAGS, *COUNTS, *(f"cleavage.{c}" for c in code_levels["cleavage"]))}
    shares: dict[str, Floats] = {name: empty((n, len(code_levels[name]))) for name in CODED}
    targets = {"instrument": (INSTRUMENTS, empty((n, len(INSTRUMENTS)))), "outcome_crisis": (OUTCOMES, empty((n, len(OUTCOMES))))}
    sourced = {name: np.zeros(n, bool) for name in (*CODED, *FLAGS, *COUNTS, "cleavage", "instrument_date", *targets)}
    for i, case in enumerate(cases):
        for name in sourced:
            readings = usable(case, name, as_of)
            if not readings:
                continue
            sourced[name][i] = True
            value = readings[0][0].value
            if name in targets:
                _spread(targets[name][1][i], targets[name][0], readings)
            elif name in shares:
                _spread(shares[name][i], code_levels[name], readings)
                columns[name][i] = code_levels[name].index(str(value))
            elif name == "cleavage":
                for code in code_levels["cleavage"]:
                    columns[f"cleavage.{code}"][i] = float(isinstance(value, tuple) and code in value)
            elif isinstance(value, (bool, int, float)):
                columns[name][i] = float(value) if name in FLAGS else math.log1p(float(value))
    starts, ends = ([c.value(f) for c in cases] for f in ("start", "end"))
    years = np.array([float(s.year) if isinstance(s, dt.date) else np.nan for s in starts], dtype=float).reshape(n)
    groups = tuple(patron_group(c.patron, c.patron_iso) for c in cases)
    columns["group"] = np.array([float(GROUPS.index(g)) for g in groups], dtype=float).reshape(n)
    columns["era"] = np.array([np.nan if math.isnan(y) else float(era(y)) for y in years], dtype=float).reshape(n)
    columns["year"] = years
    columns["lag"] = np.array([_lag(c) if sourced["instrument_date"][i] else np.nan for i, c in enumerate(cases)], dtype=float).reshape(n)
    columns["precedent"], columns["refusals"] = _precedents(cases, [*others, *cases])
    columns["held"] = _held(cases, [*others, *cases])
    return CaseTable(
        ids=tuple(c.id for c in cases),
        client=tuple(c.client_iso for c in cases),
        patron=tuple(c.patron for c in cases),
        group=groups,
        start=tuple(s if isinstance(s, dt.date) else None for s in starts),
        end=tuple(e if isinstance(e, dt.date) else None for e in ends),
        X=columns,
        codes=code_levels,
        shares=shares,
        instrument=targets["instrument"][1],
        outcome=targets["outcome_crisis"][1],
        sourced=sourced,
    )


def _spread(row: Floats, names: tuple[str, ...], readings: Iterable[tuple[Coding, float]]) -> None:
    """Fills one row with the weights of the readings."""
    row[:] = 0.0
    for coding, weight in readings:
        row[names.index(str(coding.value))] += weight


def _lag(case: Case) -> float:
    """log(1 + days) from the begin of a crisis to its strongest instrument; NaN when a date is missing."""
    start, used = case.value("start"), case.value("instrument_date")
    return math.log1p(max(0, (used - start).days)) if isinstance(start, dt.date) and isinstance(used, dt.date) else math.nan


def _precedents(cases: Sequence[Case], among: Sequence[Case]) -> tuple[Floats, Floats]:
    """What each patron had done and refused in the years before, as could be seen on the first day; settled, sourced readings only."""
    past = []
    for c in among:
        end, told = c.value("end"), {f: [r.value for r, _ in usable(c, f)][:1] for f in ("instrument", "outcome_crisis", "request_answer")}
        if isinstance(end, dt.date):
            kept = told["instrument"] == ["deployment"] and told["outcome_crisis"] in (["survives"], ["purge"])
            past.append((c.patron, end, kept, told["request_answer"] in (["partly"], ["refused"], ["unanswered"])))
    counts = np.zeros((2, len(cases)))
    for i, case in enumerate(cases):
        start = case.value("start")
        mine = [p for p in past if p[0] == case.patron and isinstance(start, dt.date) and 0 < (start - p[1]).days <= MEMORY]
        counts[:, i] = sum(p[2] for p in mine), sum(p[3] for p in mine)
    return np.log1p(counts[0]), np.log1p(counts[1])


def _held(cases: Sequence[Case], among: Sequence[Case]) -> Floats:
    """(n,): 1 where an earlier crisis of the same client ended with land frozen, occupied or annexed; 0 where none is known."""
    lost = [(c.client_iso, c.value("end")) for c in among if [r.value for r, _ in usable(c, "territory")][:1] not in ([], ["none"])]
    out = np.zeros(len(cases))
    for i, case in enumerate(cases):
        start = case.value("start")
        out[i] = any(iso == case.client_iso and isinstance(start, dt.date) and isinstance(end, dt.date) and end < start for iso, end in lost)
    return out
