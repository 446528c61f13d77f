"""Scenarios: a case, what is changed in it, and the question it answers, as a small TOML file.

    title = "The request is refused"
    question = "What if the council had declined?"
    case = "kazakhstan-2022"

    [set]
    council = "no"

`free` (a list) names covariates that the model draws instead of holding them as coded. `note` is for the reader.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.errors import UsageError
from dragoman.model.crisis import FREE

FIELDS = ("title", "question", "case", "set", "free", "note")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One scenario file."""

    title: str
    question: str
    case: str
    """Id of a case, or a dossier's folder."""
    changes: tuple[str, ...]
    """As typed after --set: `request=none`."""
    free: tuple[str, ...] = ()
    note: str = ""


def parse_scenario(text: str, where: str) -> Scenario:
    """A scenario from the text of its file; `where` names the file in errors.

    Raises:
        UsageError: it is no TOML, or a field is missing, unknown or of another kind.
    """
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as bad:
        raise UsageError(f"{where} is no TOML: {bad}. Look at examples/scenarios/ for the form") from None
    for name in data:
        if name not in FIELDS:
            raise UsageError(f"{where}: unknown field {name!r}. Expected {', '.join(FIELDS)}")
    for name in ("title", "question", "case"):
        if not isinstance(data.get(name), str) or not data[name].strip():
            raise UsageError(f"{where}: field {name!r} is {data.get(name)!r}; expected words in quotation marks")
    changes = data.get("set", {})
    if not isinstance(changes, Mapping) or not changes:
        raise UsageError(f"{where}: [set] is {'missing' if 'set' not in data else 'empty'}; expected at least one line such as request = \"none\"")
    return Scenario(
        title=data["title"],
        question=data["question"],
        case=data["case"],
        changes=tuple(f"{name}={_value(value, name, where)}" for name, value in changes.items()),
        free=check_free(data.get("free", []), where),
        note=str(data.get("note", "")),
    )


def check_free(names: object, where: str) -> tuple[str, ...]:
    """Names of covariates to be drawn.

    Raises:
        UsageError: one cannot be.
    """
    if not isinstance(names, (list, tuple)):
        raise UsageError(f"{where}: free is {names!r}; expected a list of {', '.join(FREE)}")
    for name in names:
        if name not in FREE:
            raise UsageError(f"{where}: free has {name!r}; only {' and '.join(FREE)} can be drawn")
    return tuple(names)


def _value(value: object, name: str, where: str) -> str:
    """A TOML value as it would be typed."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float, str)):
        return str(value)
    if isinstance(value, list) and all(isinstance(v, str) for v in value):
        return ",".join(value)
    raise UsageError(f"{where}: [set] {name} is {value!r}; expected a word, a number, true or false, or a list of words")
