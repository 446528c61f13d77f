"""Dated forecasts, what came of them, and what they are worth."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """A prediction of a report, with the rule that decides whether it came true."""

    id: str
    statements: tuple[int, ...]
    """Numbers of the statements of the founding reports (docs/method/system.md)."""
    says: str
    """In our own words."""
    stated: float
    """Probability that its wording states, in (0, 1)."""
    wording: str
    made: dt.date
    due: dt.date
    rule: str
    outcome: bool | None
    """None while it is open."""
    happened: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A forecast that a user filed."""

    id: str
    question: str
    """Has an answer of yes or no by the day it is due."""
    probability: float
    """Of yes, in (0, 1)."""
    by: str
    """Who says so: a person, or a forecaster's name."""
    made: dt.date
    due: dt.date
    rule: str = ""
    case: str = ""
    outcome: bool | None = None
    resolved: dt.date | None = None
    source: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """What one probability was worth once the answer was known; less is better."""

    by: str
    probability: float
    brier: float
    """In [0, 1]: squared distance from what happened."""
    log: float
    """Nats."""
