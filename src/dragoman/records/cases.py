"""Cases: crises of client states and what a patron did about them, every field with its source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from dragoman.records.times import Precision


class FieldKind(StrEnum):
    """What a field of the codebook holds."""

    CODE = "code"
    """One of the field's codes."""
    CODES = "codes"
    """Any number of the field's codes, no order."""
    NUMBER = "number"
    """A count with low, best and high."""
    DATE = "date"
    """A day with precision."""
    FLAG = "flag"
    """Yes or no."""
    TEXT = "text"
    """A name or a short phrase; never used by a model."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRule:
    """One field of the codebook."""

    name: str
    kind: FieldKind
    question: str
    """What a coder answers."""
    codes: Mapping[str, str] = field(default_factory=dict)
    """Code -> when it applies."""
    unit: str = ""
    model: bool = False
    """Whether a model uses it; then every value carries a source or is marked unsourced and left out of fits."""
    weight: float = 0.0
    """Weight in the similarity of cases; 0 when it takes no part."""
    group: str = ""
    """Part of the case: setting, trigger, mobilisation, elite, request, instrument, rival, outcome, after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a reader can find what a coding rests on."""

    key: str
    kind: str
    """dataset or publication."""
    citation: str
    """Author, year, title; for a dataset with its version."""
    url: str | None = None
    checked: str = ""
    """How its existence was checked: never "remembered"."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Coding:
    """One reading of one field of one case."""

    value: str | float | bool | dt.date | tuple[str, ...] | None
    """A code, codes, number (best), date, flag or text; None when it is known to be unknown."""
    low: float | None = None
    high: float | None = None
    precision: Precision | None = None
    """For dates."""
    sources: tuple[str, ...] = ()
    """`key` of a publication, or `key:row` of a dataset; empty means unsourced."""
    note: str = ""

    @property
    def sourced(self) -> bool:
        return bool(self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """A stretch of a crisis."""

    name: str
    start: dt.date
    end: dt.date | None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One use of an instrument by the patron."""

    instrument: str
    start: dt.date | None
    size: float | None = None
    mandate: str = ""
    phase: str = ""
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAnswer:
    """What we answer to a data set that contradicts a field."""

    field: str
    dataset: str
    row: str
    answer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One crisis of a client state."""

    id: str
    name: str
    client: str
    client_iso: str
    """ISO 3166 alpha-3 code at the time, or of the successor."""
    patron: str
    patron_iso: str
    depth: str
    """full: coded in full and twice; brief: the model's fields only."""
    fields: Mapping[str, tuple[Coding, ...]]
    """Field name -> codings; more than one where the field is disputed, the settled one first."""
    phases: tuple[Phase, ...] = ()
    steps: tuple[Step, ...] = ()
    twins: tuple[str, ...] = ()
    """Ids of cases that are often compared with it."""
    audit: tuple[AuditAnswer, ...] = ()
    summary: str = ""
    """One or two sentences in our own words."""

    def value(self, name: str) -> str | float | bool | dt.date | tuple[str, ...] | None:
        """The settled value of a field; None when the field is empty or known to be unknown."""
        codings = self.fields.get(name, ())
        return codings[0].value if codings else None

    def disputed(self) -> tuple[str, ...]:
        """Names of the fields that hold several codings."""
        return tuple(n for n, c in self.fields.items() if len(c) > 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Words of a report that a drafted value rests on."""

    report: str
    """Id of the report."""
    file: str
    start: int
    end: int
    """Characters of the report's text, half-open."""
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftField:
    """A value that reports suggest for a field of a case; a coder decides."""

    name: str
    """A field of the codebook, or `client` or `patron`."""
    value: str | float | bool | dt.date | tuple[str, ...]
    low: float | None = None
    high: float | None = None
    precision: Precision | None = None
    spans: tuple[Evidence, ...]
    """Never empty; by report and position."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A draft case from a dossier; what the reports do not tell is left out."""

    title: str
    client_iso: str
    """Alpha-3; empty when no client was made out."""
    patron_iso: str
    fields: tuple[DraftField, ...]
    """In the order of the codebook, client and patron first."""

    def codings(self) -> dict[str, tuple[Coding, ...]]:
        """The drafted fields as codings without sources, for comparison with cases."""
        return {
            f.name: (Coding(value=f.value, low=f.low, high=f.high, precision=f.precision),) for f in self.fields if f.name not in ("client", "patron")
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Neighbour:
    """A case of the case base beside a dossier's crisis, in words."""

    id: str
    name: str
    patron: str
    score: float
    coverage: float
    told: str
    """Trigger, instrument and outcome."""
    twin: bool
    alike: tuple[str, ...]
    """Fields on which the two agree, with the value."""
    unlike: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PrecedentsNote:
    """What the case base holds beside a dossier; nothing of it stands in the reports."""

    itself: str
    """Id of the coded case of the same crisis; empty when there is none."""
    compared_with: int
    nearest: tuple[Neighbour, ...]
    counterexamples: tuple[Neighbour, ...]
