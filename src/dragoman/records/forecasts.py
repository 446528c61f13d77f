"""What the model says beside a dossier: chances under changed inputs. A model's answer, never a report's."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A chance over draws of what is fitted and assumed: mean and middle 90 %."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfRow:
    """One quantity before and after a change."""

    name: str
    """In words: `troops on request`."""
    before: Chance
    after: Chance
    difference: Chance


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfCard:
    """One change and what it moves."""

    question: str
    """`What if no force had been asked for?`"""
    change: str
    """`request treaty -> none`"""
    rows: tuple[WhatIfRow, ...]
    warnings: tuple[str, ...]
    command: str
    """What a reader types to see all of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfNote:
    """The what-if section of a dossier, made from its draft case."""

    head: str
    """That this is a model and no report."""
    rests_on: str
    """Cases, assumptions, what was empty and therefore drawn."""
    instruments: tuple[tuple[str, Chance], ...]
    """Chance of each instrument as the draft stands, in words, the likeliest first."""
    outcomes: tuple[tuple[str, Chance], ...]
    cards: tuple[WhatIfCard, ...]
    assumptions: tuple[str, ...]
    """What the answer stands on most, in sentences; all of them by the command named last."""
    cannot_know: tuple[str, ...]
