"""The few questions that a benchmark asks and a dossier does not: each is put to a function of the library, or left open.

`library("module:function")` gives None for a stage that does not exist yet; its figures then show "-".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import import_module
from typing import Any

from dragoman.records.events import EventMention, EventStatus, EventType
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
"""`same_name(a, b) -> bool` across scripts; until it is there, `same_name_score` from SAME_WORD on."""


def library(name: str) -> Callable[..., Any] | None:
    """A function of the library by "module:function"; None when there is no such function."""
    module, _, function = name.partition(":")
    try:
        found: Callable[..., Any] | None = getattr(import_module(module), function, None)
    except ModuleNotFoundError:
        return None
    return found


def same_name() -> Callable[[str, str], bool] | None:
    """Whether the library takes two names for one."""
    whole = library(SAME_NAME)
    if whole is not None:
        return whole
    scores = library("dragoman.text.names:same_name_score")
    if scores is None:
        return None
    floor = float(getattr(import_module("dragoman.text.names"), "SAME_WORD", 0.9))
    return lambda a, b: bool(scores(a, b) >= floor)


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


POLICE = frozenset(
    ["police", "policeman", "policemen", "policewoman", "policewomen", "policing", "cop", "cops", "constable", "constables", "jawan", "jawans", "officer", "officers", "commissioner", "superintendent", "inspector", "sub-inspector", "crpf", "raf", "srp", "srpf", "rpf", "ips", "dgp", "igp", "dcp", "dsp", "cid"]
)
"""Words that name the police there: what the set asks about, so the question and not the answer."""
POLICE_FIRE = re.compile(
    r"\b(?:police|cops?|constables?)\b[^.;]{0,40}\b(?:fir(?:ing|ed?)|bullets?|shot)\b|\b(?:firing|fired|bullets?|shot)\b[^.;]{0,30}\b(?:police|cops)\b", re.IGNORECASE
)
"""The police shot: beside a death in the same sentence the set counts it as theirs."""
DEEDLESS = frozenset("be seem look appear know think believe feel want need fail".split())  # noqa: SIM905
"""Verbs with which a subject does nothing; to say something is an action of the police for the set's annotators."""
DEAD = frozenset("kill die succumb perish murder dead death killing".split())  # noqa: SIM905


FORCES = POLICE | frozenset("army troops soldiers forces force personnel paramilitary company companies column columns security authorities sp dysp ips".split())  # noqa: SIM905
"""Who else acts for the police there: the set counts the army's flag marches among police actions."""


def is_police(words: str, which: frozenset[str] = POLICE) -> bool:
    return any(w.strip(".,'\"") in which for w in words.casefold().split())


def police_actions(read: Read, event: EventMention) -> set[str]:
    """Which of the classes KILL, ARREST, FORCE, FAIL, ANY_ACTION an event answers to.

    The set asks what the police did. An arrest without a doer is theirs; so is a death beside the firing of the police.
    """
    doers = [s.of(read.report.text) for s in spans_of(read, event.actors)]
    by_police = any(is_police(w) for w in doers)
    if event.status is EventStatus.DENIED:
        return {"FAIL"} if by_police else set()
    if event.status is not EventStatus.ASSERTED:
        return set()
    told = f"{event.mode or ''} {event.lemma}"
    by_force = any(is_police(w, FORCES) for w in doers)
    out = {"ANY_ACTION"} if (by_police or by_force) and event.type is not EventType.STATEMENT else set()
    if event.type is EventType.COERCE and any(w in told for w in ("arrest", "detain")) and (by_police or not doers):
        out |= {"ARREST", "ANY_ACTION"}
    if event.type is EventType.ASSAULT:
        sentence = read.reading.sentences[event.sentence]
        if by_police or (not doers and POLICE_FIRE.search(read.report.text, sentence.start, sentence.end)):
            out |= {"ANY_ACTION", "FORCE"} | ({"KILL"} if DEAD & set(told.split()) else set())
    return out


def _verb_of(read: Read, i: int) -> int | None:
    """The verb that a noun is the subject or agent of, also as a second member ("the army and the police")."""
    parse = read.parse
    while parse.dep[i] == "conj" and parse.pos[parse.head[i]] in ("NOUN", "PROPN"):
        i = parse.head[i]
    if parse.dep[i] == "nsubj" and parse.pos[parse.head[i]] == "VERB":
        return parse.head[i]
    if parse.dep[i] == "pobj" and parse.dep[parse.head[i]] == "agent":
        return parse.head[parse.head[i]]
    if parse.dep[i] == "nsubjpass" and parse.lemma[parse.head[i]] in ("deploy", "send", "rush", "station", "call", "post", "press"):
        return parse.head[i]
    return None


def police_deeds(read: Read) -> Iterator[int]:
    """Tokens of verbs that the police are the subject or agent of, whatever they mean: the set's ANY_ACTION asks no more."""
    parse = read.parse
    for i, dep in enumerate(parse.dep):
        if dep in ("nsubj", "conj", "pobj", "nsubjpass") and parse.text[i].casefold() in FORCES:
            verb = _verb_of(read, i)
        elif dep == "compound" and parse.text[i].casefold() in POLICE:
            verb = _verb_of(read, parse.head[i])
        else:
            continue
        if verb is None:
            continue
        children = parse.children[verb]
        negated = any(parse.dep[c] == "neg" for c in children) or any(parse.lemma[c] in ("will", "would", "may", "should", "could") for c in children)
        if parse.lemma[verb] not in DEEDLESS and not negated:
            yield verb
    starts = {b: i for i, b in enumerate(parse.start)}
    for quote in read.reading.quotes:
        if quote.cue is not None and quote.cue.start in starts and any(is_police(s.of(read.report.text)) for s in spans_of(read, [quote.speaker or ""])):
            yield starts[quote.cue.start]
