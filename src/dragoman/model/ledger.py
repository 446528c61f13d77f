"""The ledger: predictions of the founding reports with their scores, and a register of forecasts that users file.

A register is a plain JSONL file, one forecast a line, that a user keeps where he likes. Nothing in it is ever changed but the answer, once.
Scores are the binary Brier score (Brier 1950, Monthly Weather Review 78, here in [0, 1]) and the logarithmic score.
"""

from __future__ import annotations

import datetime as dt
import functools
import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from dragoman import resources
from dragoman.errors import UsageError
from dragoman.records.ledgers import Entry, Prediction, Score
from dragoman.text.hashing import content_id

MOST = 100_000
"""Lines of a register that are read."""
LONGEST = 2_000
"""Characters of a question, rule or source."""


@functools.cache
def predictions() -> tuple[Prediction, ...]:
    """The predictions of the founding reports, in the order of the table."""
    table = resources.load("ledger")
    return tuple(
        Prediction(
            id=r["id"],
            statements=tuple(r["statements"]),
            says=r["says"],
            stated=float(table["wording"][r["wording"]]["probability"]),
            wording=r["wording"],
            made=r["made"],
            due=r["due"],
            rule=r["rule"],
            outcome=r["outcome"],
            happened=r["happened"],
            sources=tuple(r["sources"]),
        )
        for r in table["predictions"]
    )


def score(by: str, probability: float, happened: bool) -> Score:
    """What a probability of yes was worth.

    Raises:
        UsageError: the probability is not between 0 and 1, both left out.
    """
    _probable(probability)
    given = probability if happened else 1 - probability
    return Score(by=by, probability=probability, brier=(1 - given) ** 2, log=-math.log(given))


def _probable(probability: float) -> None:
    if not 0 < probability < 1:
        raise UsageError(f"probability {probability} is no forecast. Expected a number between 0 and 1, both left out. Try: --probability 0.2")


def new_entry(*, question: str, probability: float, by: str, made: dt.date, due: dt.date, rule: str = "", case: str = "") -> Entry:
    """A forecast to file; its id is of its words and days, so that filing it twice is seen.

    Raises:
        UsageError: the probability is out of range, the question empty or too long, or the due day not after the day it was made.
    """
    _probable(probability)
    words = " ".join(question.split())
    if not words or max(len(words), len(rule)) > LONGEST:
        raise UsageError(f"The question has {len(words)} characters and the rule {len(rule)}. Expected a question, each at most {LONGEST}. Try: --question \"Will ... by ...?\"")
    if due <= made:
        raise UsageError(f"due {due} is not after {made}, the day of the forecast. Expected a later day. Try: --due {made + dt.timedelta(days=365)}")
    return Entry(
        id=content_id("forecast", words, by, made.isoformat(), due.isoformat()), question=words, probability=probability, by=by, made=made, due=due, rule=rule, case=case
    )


def resolve(entries: Sequence[Entry], name: str, *, outcome: bool, day: dt.date, source: str) -> tuple[Entry, ...]:
    """The register with the answer to one forecast.

    Raises:
        UsageError: there is no such forecast, several begin so, it was answered before, the day lies before the forecast, or no source is given.
    """
    found = [e for e in entries if e.id.startswith(name)] if name else []
    if len(found) != 1:
        near = ", ".join(e.id for e in (found or entries)[:5])
        raise UsageError(f"{len(found) or 'No'} forecasts have an id that begins with {name!r}. Expected one of: {near or 'none are filed'}. Try: dragoman ledger list")
    entry = found[0]
    if entry.outcome is not None:
        raise UsageError(f"Forecast {entry.id} was answered on {entry.resolved} ({'yes' if entry.outcome else 'no'}). An answer is not changed; file the forecast again if it was wrong.")
    if day < entry.made:
        raise UsageError(f"The answer's day {day} lies before {entry.made}, the day of the forecast. Expected a later one. Try: --day {entry.due}")
    if not source.strip():
        raise UsageError("The answer has no source. Expected where it can be read. Try: --source \"outlet, day, title\"")
    return tuple(replace(e, outcome=outcome, resolved=day, source=source.strip()[:LONGEST]) if e is entry else e for e in entries)


def dump(entries: Sequence[Entry]) -> str:
    """The register as JSONL."""
    return "".join(json.dumps({k: v.isoformat() if isinstance(v, dt.date) else v for k, v in asdict(e).items()}, ensure_ascii=False) + "\n" for e in entries)


def parse(text: str, name: str) -> tuple[Entry, ...]:
    """The register from JSONL.

    Raises:
        UsageError: a line is no forecast; its number and what is wrong are named.
    """
    lines = text.splitlines()
    if len(lines) > MOST:
        raise UsageError(f"{name} has {len(lines)} lines. Expected at most {MOST}. Try: a register of its own for each exercise")
    out = []
    for n, line in enumerate(lines, start=1):
        if line.strip():
            try:
                out.append(_entry(json.loads(line)))
            except (ValueError, KeyError, TypeError, RecursionError) as problem:
                raise UsageError(f"{name}, line {n}: {problem!r:.200} Expected a forecast as `dragoman ledger add` writes it. Mend or remove the line.") from None
    return tuple(out)


def _entry(row: Mapping[str, Any]) -> Entry:
    def day(value: str | None) -> dt.date | None:
        return None if value is None else dt.date.fromisoformat(value)

    made, due = day(row["made"]), day(row["due"])
    if made is None or due is None or not isinstance(row["probability"], float) or not 0 < row["probability"] < 1 or row.get("outcome") not in (None, True, False):
        raise ValueError("made, due, probability or outcome is out of range")
    texts = {k: str(row.get(k, ""))[:LONGEST] for k in ("id", "question", "by", "rule", "case", "source")}
    return Entry(probability=row["probability"], made=made, due=due, outcome=row.get("outcome"), resolved=day(row.get("resolved")), **texts)


def read(path: Path) -> tuple[Entry, ...]:
    """The register in a file; empty when there is none yet.

    Raises:
        UsageError: it is no register.
    """
    if not path.exists():
        return ()
    try:
        return parse(path.read_text(encoding="utf-8"), path.name)
    except (OSError, UnicodeDecodeError) as problem:
        raise UsageError(f"{path.name} cannot be read: {problem}. Expected a JSONL file as `dragoman ledger add` writes it.") from None
