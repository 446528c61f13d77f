"""The status words that a reader sees: word, sign and colour class, never colour alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.records.claims import Hedge, Polarity
from dragoman.records.events import EventStatus
from dragoman.records.findings import FindingStatus, Relation


@dataclass(frozen=True, slots=True)
class Badge:
    """A status word and the rule that fired."""

    word: str
    css: str
    """Colour class: good, near, new, bad, one, said, no, soft."""
    sign: str
    why: str = ""
    own: bool = False
    """Whether the reason is one of this entry and not that of the word."""


_FINDING = {
    FindingStatus.AGREE: Badge("AGREE", "good", "=", "Independent reports give the same figure."),
    FindingStatus.ROUNDING: Badge("ROUNDING", "near", "≈", "The figures are the same within their stated vagueness."),
    FindingStatus.UPDATED: Badge("UPDATED", "new", "↻", "A later figure takes the place of an earlier one."),
    FindingStatus.SCOPE: Badge("SCOPE", "near", "⊂", "The figures count different things."),
    FindingStatus.DISAGREE: Badge("DISAGREE", "bad", "≠", "The figures cannot all be right."),
    FindingStatus.RETRACTED: Badge("RETRACTED", "no", "✕", "A figure was taken back."),
    FindingStatus.SINGLE_ORIGIN: Badge("ONE ORIGIN", "one", "①", "Nobody else gives this figure."),
}
_RELATION = {
    Relation.AGREE: Badge("AGREE", "good", "=", "The statements hold the same."),
    Relation.COMPATIBLE: Badge("COMPATIBLE", "near", "≈", "Both statements can be true."),
    Relation.DIFFERS: Badge("DIFFERS", "bad", "≠", "The statements do not hold the same."),
    Relation.CONTRADICTS: Badge("DISAGREE", "bad", "≠", "The statements cannot both be true."),
}
_STATUS = {
    EventStatus.PLANNED: Badge("PLANNED", "soft", "→", "Told as a plan or an intention, not as done."),
    EventStatus.DENIED: Badge("DENIED", "no", "⊘", "Told as something that did not happen, or that somebody denies."),
    EventStatus.HYPOTHETICAL: Badge("HYPOTHETICAL", "soft", "?", "Told as a possibility or a condition, not as done."),
}
_HEDGE = {
    Hedge.ALLEGED: Badge("ALLEGED", "said", "?", "The report marks this as an allegation."),
    Hedge.POSSIBLE: Badge("POSSIBLE", "soft", "?", "Held as possible only."),
    Hedge.LIKELY: Badge("LIKELY", "soft", "?", "Held as likely only."),
    Hedge.REPORTED: Badge("REPORTED", "said", "❞", "Passed on from hearsay."),
}
DISPUTED = frozenset({FindingStatus.DISAGREE, FindingStatus.RETRACTED, Relation.DIFFERS, Relation.CONTRADICTS})
INFERRED = Badge("INFERRED", "soft", "◌", "The date rests on an inferred day of publication.")
DAMAGED = Badge("DAMAGED", "no", "⚑", "This sentence seems to be broken by machine translation.")
ONE_ORIGIN = Badge("ONE ORIGIN", "one", "①", "Only one independent origin tells this.")
_LINES = {b.word: b for b in (*_FINDING.values(), *_STATUS.values(), INFERRED, DAMAGED)} | {
    "DIFFERS": _RELATION[Relation.DIFFERS],
    "COMPATIBLE": _RELATION[Relation.COMPATIBLE],
    "ATTRIBUTED": Badge("ATTRIBUTED", "said", "❞", "Stands with whoever says so; no report says it in its own voice."),
}


def legend() -> tuple[Badge, ...]:
    """Every badge once, with what it says."""
    known = (*_FINDING.values(), _RELATION[Relation.COMPATIBLE], _RELATION[Relation.DIFFERS], _LINES["ATTRIBUTED"], *_HEDGE.values())
    return tuple({b.word: b for b in (*known, *_STATUS.values(), INFERRED, DAMAGED)}.values())


def of_finding(status: FindingStatus, why: str = "", origins: int = 1) -> Badge:
    """The badge of figures side by side; for AGREE the number of independent origins stands with it."""
    base = _FINDING[status]
    word = f"AGREE ×{origins}" if status is FindingStatus.AGREE and origins > 1 else base.word
    return Badge(word, base.css, base.sign, why or base.why)


def of_account(relation: Relation, why: str = "") -> Badge:
    base = _RELATION[relation]
    return Badge(base.word, base.css, base.sign, why or base.why)


def of_status(status: EventStatus) -> Badge | None:
    """None for what is simply asserted."""
    return _STATUS.get(status)


def of_statement(hedge: Hedge, polarity: Polarity) -> tuple[Badge, ...]:
    denied = (Badge("DENIED", "no", "⊘", "The holder denies this."),) if polarity is Polarity.DENIED else ()
    return denied + ((_HEDGE[hedge],) if hedge in _HEDGE else ())


def attributed(names: str) -> Badge:
    return Badge("ATTRIBUTED", "said", "❞", f"Told in the words of {names}; no report says so in its own voice.", own=True)


def of_line(word: str, why: str = "") -> Badge | None:
    """The badge of a line of the short account, by its status word."""
    base = _LINES.get(word)
    if base is None:
        return Badge(word, "soft", "·", why) if word else None
    return Badge(base.word, base.css, base.sign, why or base.why)


def alone(readers: Sequence[str], score: float | None) -> str:
    """Who alone of two readers proposes an item; "" when both do, or only one was asked."""
    if score is None or score >= 1 or not readers:
        return ""
    return {"rules": "rules only", "llm": "model only"}.get(readers[0], f"{readers[0]} only")
