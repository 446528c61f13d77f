"""Likeness of cases: Gower's coefficient over the fields that are known before the patron chooses, taken apart by field.

Gower, J. C. (1971), A general coefficient of similarity and some of its properties, Biometrics 27. The weights stand in the
codebook; they were set before any result was seen. A field that is empty in either case is left out, so that what is missing never
counts as different; `coverage` says how much was left to compare.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from dragoman.cases.codebook import codebook
from dragoman.records.cases import Case, Coding, FieldKind, FieldRule

LEAST_COVERAGE = 0.4
"""Share of the weight that two cases must have in common to be called neighbours at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """What one field adds to the likeness of two cases."""

    field: str
    weight: float
    score: float | None
    """In [0, 1]; None when the field is empty in one of them."""
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """How like two cases are, and why."""

    case: str
    """Id of the case compared with."""
    score: float
    """Weighted mean over the fields that both have, in [0, 1]."""
    coverage: float
    """Share of the weight that those fields carry, in [0, 1]."""
    parts: tuple[Part, ...]
    """By weight, then by order in the codebook."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Precedents:
    """Neighbours of a case, and those among the candidates that teach the opposite."""

    nearest: tuple[Similarity, ...]
    counterexamples: tuple[Similarity, ...]
    """Near cases in which the patron chose another instrument than in the nearest one, or the crisis ended otherwise."""


def compare(a: Mapping[str, tuple[Coding, ...]], b: Mapping[str, tuple[Coding, ...]], *, case: str = "") -> Similarity:
    """Likeness of two sets of coded fields; symmetric. For a disputed field the best agreement of any two codings counts."""
    parts = []
    for rule in sorted((r for r in codebook().values() if r.weight > 0), key=lambda r: -r.weight):
        mine, theirs = a.get(rule.name, ()), b.get(rule.name, ())
        scores = [(agreement(rule, x, y), x, y) for x in mine for y in theirs if x.value is not None and y.value is not None]
        if not scores:
            empty = "both" if not mine and not theirs else "the one" if not mine else "the other"
            parts.append(Part(field=rule.name, weight=rule.weight, score=None, detail=f"empty in {empty}"))
            continue
        score, x, y = max(scores, key=lambda s: s[0])
        detail = f"both {say(x)}" if score == 1 else f"{say(x)} / {say(y)}"
        parts.append(Part(field=rule.name, weight=rule.weight, score=score, detail=detail))
    known = sum(p.weight for p in parts if p.score is not None)
    total = sum(p.weight for p in parts)
    score = sum(p.weight * p.score for p in parts if p.score is not None) / known if known else 0.0
    return Similarity(case=case, score=score, coverage=known / total if total else 0.0, parts=tuple(parts))


def agreement(rule: FieldRule, a: Coding, b: Coding) -> float:
    """Likeness of two values of one field, in [0, 1]: equal codes, shared codes (Jaccard), nearness of logarithms of counts."""
    if rule.kind is FieldKind.CODES:
        x, y = set(_codes(a)), set(_codes(b))
        return len(x & y) / len(x | y) if x | y else 1.0
    if rule.kind is FieldKind.NUMBER:
        if not isinstance(a.value, (int, float)) or not isinstance(b.value, (int, float)):
            return 0.0
        return max(0.0, 1.0 - abs(math.log1p(a.value) - math.log1p(b.value)) / math.log1p(40))
    return 1.0 if a.value == b.value else 0.0


def _codes(coding: Coding) -> tuple[str, ...]:
    return coding.value if isinstance(coding.value, tuple) else ()


def say(coding: Coding) -> str:
    """A value as a reader sees it."""
    value = coding.value
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value)
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)


def nearest(fields: Mapping[str, tuple[Coding, ...]], cases: Iterable[Case], *, leave_out: str = "") -> tuple[Similarity, ...]:
    """All cases with enough in common, the likest first; ties by id."""
    found = [compare(fields, c.fields, case=c.id) for c in cases if c.id != leave_out]
    return tuple(sorted((s for s in found if s.coverage >= LEAST_COVERAGE), key=lambda s: (-s.score, -s.coverage, s.case)))


def precedents(fields: Mapping[str, tuple[Coding, ...]], cases: Mapping[str, Case], *, top: int = 8, leave_out: str = "") -> Precedents:
    """The `top` nearest cases, and up to half as many near ones that ended otherwise or met another instrument.

    The yardstick for counter-examples is what the case itself tells of instrument and outcome, else the nearest case.
    """
    ranked = nearest(fields, cases.values(), leave_out=leave_out)
    best = ranked[:top]
    if not best:
        return Precedents(nearest=(), counterexamples=())

    def told(name: str) -> object:
        own = fields.get(name, ())
        return own[0].value if own else cases[best[0].case].value(name)

    other = [
        s
        for s in ranked[: 4 * top]
        if any(cases[s.case].value(n) is not None and told(n) is not None and cases[s.case].value(n) != told(n) for n in ("instrument", "outcome_crisis"))
    ]
    return Precedents(nearest=best, counterexamples=tuple(other[: max(1, top // 2)]))
