"""The few questions that a benchmark asks and a dossier does not: each is put to a function of the library, or left open.

`library("module:function")` gives None for a stage that does not exist yet; its figures then show "-".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from importlib import import_module
from typing import Any

from dragoman.records.events import EventMention, EventType
from dragoman.records.mentions import Mention
from dragoman.records.spans import Span
from evals.engine import Read

LOCATE = "dragoman.reading.places:locate"
"""`locate(report, parse, spans) -> Sequence[place | None]`: coordinates (`latitude`, `longitude`) for given toponyms."""
FIND_PLACES = "dragoman.reading.places:find_places"
"""`find_places(report, parse) -> Iterable[place]`: toponyms with `span`, `latitude`, `longitude`."""
GROUP_REPORTS = "dragoman.reconciling.incidents:group_reports"
"""`group_reports(reports, readings) -> Mapping[report id, group]`: reports about one incident share a group."""
SETTLE_INCIDENT = "dragoman.reconciling.incidents:settle_incident"
"""`settle_incident(reports, readings) -> Incident`: date, killed and injured of the incident that all the reports tell."""
CLUSTER_MENTIONS = "dragoman.reconciling.mentions:cluster_mentions"
"""`cluster_mentions(marked, groups) -> Mapping[mark id, cluster]`; `mark(report, parse, span, ...)` makes its input."""
SAME_NAME = "dragoman.text.names:same_name"
"""`same_name(a, b) -> bool` across scripts."""


def library(name: str) -> Callable[..., Any] | None:
    """A function of the library by "module:function"; None when there is no such function."""
    module, _, function = name.partition(":")
    try:
        found: Callable[..., Any] | None = getattr(import_module(module), function, None)
    except ModuleNotFoundError:
        return None
    return found


def depth(read: Read, token: int) -> int:
    """How far a token stands below the root of its sentence."""
    steps, head = 0, read.parse.head
    while head[token] != token and steps < 100:
        token, steps = head[token], steps + 1
    return steps


def main_event(read: Read, events: Sequence[EventMention]) -> EventMention | None:
    """The one event a sentence is about: highest trigger in the syntax that is neither a statement nor unknown; first of equals.

    A statement or an unknown event answers only where there is nothing else.
    """
    at = {b: i for i, b in enumerate(read.parse.start)}

    def rank(e: EventMention) -> tuple[bool, int, int]:
        token = at.get(e.trigger.start)
        return (e.type in (EventType.STATEMENT, EventType.OTHER), depth(read, token) if token is not None else 99, e.trigger.start)

    return min(events, key=rank, default=None)


def spans_of(read: Read, ids: Iterable[str]) -> list[Span]:
    """The words of some mentions, and of what they stand for: "it" is found where its antecedent is."""
    by_id = {m.id: m for m in read.reading.mentions}
    chains = {by_id[i].chain for i in ids if i in by_id}
    return [m.span for m in read.reading.mentions if m.id in set(ids) or (m.chain and m.chain in chains)]


def mentions_of(read: Read, ids: Iterable[str]) -> list[Mention]:
    by_id = {m.id: m for m in read.reading.mentions}
    return [by_id[i] for i in ids if i in by_id]


POLICE = frozenset(["police", "policeman", "policemen", "policewoman", "cop", "cops", "constable", "jawan", "officer", "officers", "crpf", "raf", "srp", "srpf", "commissioner", "inspector", "sub-inspector"])
"""Words that name the police: what the set asks about, so the question and not the answer."""


def police_actions(read: Read, event: EventMention) -> set[str]:
    """Which of the classes KILL, ARREST, FORCE, FAIL, ANY_ACTION an event answers to.

    The set asks what the police did. An arrest with no doer is the police's; any other act needs the police as doer, or
    a police action ("police firing") as what killed.
    """
    words = event.span.of(read.report.text).casefold()
    doers = " ".join(s.of(read.report.text) for s in spans_of(read, event.actors)).casefold().split()
    by_police = any(w.strip(".,'\"") in POLICE for w in doers)
    denied = event.status in ("denied",)
    mode = event.mode or ""
    lemma = event.lemma
    if event.status in ("planned", "hypothetical"):
        return set()
    out = set()
    if denied:
        return {"FAIL"} if by_police else set()
    arrest = event.type is EventType.COERCE and ("arrest" in mode or "arrest" in lemma or "detain" in lemma)
    if arrest and (by_police or not doers):
        out |= {"ARREST", "ANY_ACTION"}
    police_told = by_police or any(w in words for w in ("police firing", "police bullet", "firing by police", "shot by police", "killed by police"))
    if event.type is EventType.ASSAULT and police_told:
        out |= {"ANY_ACTION", "FORCE"}
        if any(w in f"{mode} {lemma}" for w in ("kill", "dead", "die", "gun down", "murder")):
            out.add("KILL")
    if by_police and event.type not in (EventType.STATEMENT, EventType.OTHER):
        out.add("ANY_ACTION")
    return out
