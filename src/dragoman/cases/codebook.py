"""The codebook as records, and what it says about a value."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping
from typing import Any

from dragoman import resources
from dragoman.records.cases import FieldKind, FieldRule


@functools.cache
def codebook() -> Mapping[str, FieldRule]:
    """Every field by name, in the order of the codebook."""
    table = resources.load("codebook")
    return {
        name: FieldRule(
            name=name,
            kind=FieldKind(rule["kind"]),
            question=rule["question"],
            codes={_code(c): text for c, text in rule.get("codes", {}).items()},
            unit=rule.get("unit", ""),
            model=rule.get("model", False),
            weight=float(rule.get("weight", 0.0)),
            group=rule["group"],
        )
        for name, rule in table["fields"].items()
    }


def _code(value: object) -> str:
    """YAML reads a bare `none` as text, but `no` as a flag; codes are always text."""
    return str(value)


def model_fields() -> tuple[str, ...]:
    """Names of the fields that a model uses."""
    return tuple(name for name, rule in codebook().items() if rule.model)


def problem(rule: FieldRule, value: Any) -> str:
    """Why a value does not fit its field, with the valid ones; empty when it fits."""
    if value is None:
        return ""
    kind = rule.kind
    if kind is FieldKind.CODE:
        return "" if value in rule.codes else f"is {value!r}; expected one of {', '.join(rule.codes)}"
    if kind is FieldKind.CODES:
        if not isinstance(value, (list, tuple)):
            return f"is {value!r}; expected a list of codes from {', '.join(rule.codes)}"
        wrong = [v for v in value if v not in rule.codes]
        return f"has {wrong[0]!r}; expected codes from {', '.join(rule.codes)}" if wrong else ""
    if kind is FieldKind.NUMBER:
        ok = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
        return "" if ok else f"is {value!r}; expected a number of {rule.unit or 'things'}, 0 or more"
    if kind is FieldKind.DATE:
        return "" if isinstance(value, dt.date) else f"is {value!r}; expected a date as YYYY-MM-DD"
    if kind is FieldKind.FLAG:
        return "" if isinstance(value, bool) else f"is {value!r}; expected true or false"
    return "" if isinstance(value, str) and value.strip() else f"is {value!r}; expected words"
