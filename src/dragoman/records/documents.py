"""A report as it was read, and what became of each input."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class PublishedBasis(StrEnum):
    """How a publication date is known."""

    STATED = "stated"
    """The report itself says so: dateline with a full date, byline, front matter, page metadata."""
    GIVEN = "given"
    """A sidecar or an argument says so."""
    INFERRED = "inferred"
    """Worked out from what the report says; may be wrong, and may be known to the year only."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Furniture:
    """Words of the input that are no part of the report, and why they were left out."""

    words: str
    reason: str
    """menu, share line, comments, captcha, program warning, byline, caption, subscription, ..."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report. `text` never changes afterwards; everything else is a layer beside it."""

    id: str
    """Made from text and outlet."""
    file: str
    """Base name of the input; `name.jsonl#3` for the third line of a JSONL file."""
    text: str
    """Headline, blank line, body; Unicode NFC, line ends `\\n`, furniture left out."""
    body: int = 0
    """Where the body starts in `text`; 0 when there is no headline."""
    outlet: str | None = None
    origin: str = ""
    """The same for copies of one story, whoever printed it."""
    origin_why: str = ""
    """Why this report was taken for a copy; empty for an origin of its own."""
    wire: str | None = None
    """News agency that the report names as its origin."""
    url: str | None = None
    title: str | None = None
    byline: str | None = None
    dateline: str | None = None
    """Place of writing as printed ("LIBREVILLE, Gabon")."""
    published: dt.date | None = None
    """Day of publication; None when not known to the day."""
    published_basis: PublishedBasis = PublishedBasis.UNKNOWN
    published_why: str = ""
    """Where the date came from, as a sentence."""
    anchor_start: dt.date | None = None
    """Earliest day on which the report can have been published, when only a range is known (a year, say)."""
    anchor_end: dt.date | None = None
    language: str = "en"
    truncated: bool = False
    furniture: tuple[Furniture, ...] = ()
    encoding: str = "utf-8"


class InputState(StrEnum):
    """What became of one input. `found = used + duplicates + skipped + failed`; truncated ones are used."""

    USED = "used"
    DUPLICATE = "duplicate"
    SKIPPED = "skipped"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One input and its state."""

    file: str
    state: InputState
    reason: str = ""
    """Why it was not simply used; for a truncated report, what was cut."""
    report: str | None = None
    """Id of the report it became, or of the report it duplicates."""
    sha256: str | None = None
    size: int | None = None
    """Bytes; None when it could not be read."""
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """All reports of a run, in the order of their files, and the state of every input."""

    reports: tuple[Report, ...]
    inputs: tuple[Input, ...]
