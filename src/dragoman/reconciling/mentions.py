"""The same event and the same entity across reports, for mentions that somebody else has marked.

Marks join within a group of reports (`incidents.group_reports`), never across groups. Events join on the stem of their head word or
on a word that names the same kind of happening; acts of speech on the same verb and subject. Entities join on their head word, on the chains of reading within a report,
and pronouns on what they point to. It does not tell one car from another car in the same story.
"""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from dragoman import resources
from dragoman.records.documents import Report
from dragoman.records.parses import Parse
from dragoman.records.readings import Reading

CONTENT = frozenset({"NOUN", "PROPN", "VERB", "PRON", "ADJ", "NUM"})
SPEECH = frozenset({"say", "tell", "add", "report", "announce", "claim", "state", "note", "explain", "ask", "speak", "confirm", "believe", "think", "call", "describe"})
"""Anyone may do these at any time: the same verb does not make them the same act."""
POINTERS = {
    **dict.fromkeys(("he", "him", "his", "himself"), "he"),
    **dict.fromkeys(("she", "her", "hers", "herself"), "she"),
    **dict.fromkeys(("they", "them", "their", "theirs", "themselves"), "they"),
    **dict.fromkeys(("it", "its", "itself"), "it"),
}
RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
ENDINGS = (
    "ments", "ment", "ations", "ation", "itions", "ition", "ions", "ion", "ings", "ing", "ers", "er", "ors", "or", "als", "ances", "ance", "ences", "ence",
    "ed", "es", "s", "e", "y", "al",
)  # fmt: skip
STEM = 4
"""Fewest letters that stay when an ending is taken off."""
OVERLAP = 0.2
"""Least share (intersection over union) of characters from which a mark is taken for a mention of reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A phrase that is said to mention an event or an entity, and what the comparison needs of it."""

    id: str
    kind: str
    """"event" or "entity"."""
    report: str
    start: int
    head: str
    """Lemma of the head word."""
    pronoun: bool = False
    person: bool = False
    """The head is (part of) a person's name."""
    subject: str = ""
    """Lemma of the subject, for events."""
    chain: str = ""
    """Chain of reading that the phrase belongs to; "" for none."""
    points_to: int = -1
    """For a relative pronoun: where the noun it stands for begins."""


def stem(word: str) -> str:
    """A word without its ending, so that "announce", "announced" and "announcement" fall together; crude on purpose."""
    low = word.lower()
    for ending in ENDINGS:
        if low.endswith(ending) and len(low) - len(ending) >= STEM:
            low = low[: -len(ending)]
            break
    if len(low) > STEM and low[-1] == low[-2] and low[-1] not in "aeiou":
        low = low[:-1]
    return low[:-1] if len(low) > STEM and low.endswith("e") else low


def mark(name: str, kind: str, report: Report, parse: Parse, reading: Reading, spans: Sequence[tuple[int, int]]) -> Mark:
    """What the comparison needs of one marked phrase.

    Args:
        name: id of the mark; unique over all reports.
        kind: "event" or "entity".
        spans: pieces of the phrase, characters of the report's text; at least one.
    """
    tokens = sorted({i for b, e in spans for i in range(bisect_right(parse.end, b), bisect_left(parse.start, e))})
    if not tokens:
        return Mark(id=name, kind=kind, report=report.id, start=spans[0][0], head=report.text[spans[0][0] : spans[0][1]].lower())
    head = head_of(parse, tokens)
    subject = next((parse.lemma[c] for c in parse.children[head] if parse.dep[c] in ("nsubj", "nsubjpass")), "")
    return Mark(
        id=name,
        kind=kind,
        report=report.id,
        start=parse.start[head],
        head=parse.lemma[head],
        pronoun=parse.pos[head] == "PRON" or parse.lemma[head] in POINTERS,
        person=parse.entity[head].endswith("PERSON"),
        subject=subject,
        chain=_chain(parse, reading, tokens, head) if kind == "entity" else "",
        points_to=_antecedent(parse, head),
    )


_SPEECH_STEMS = frozenset(map(stem, SPEECH))


@functools.cache
def _happenings() -> Mapping[str, str]:
    """Stem -> stem of the first word of its set."""
    return {stem(word): stem(words[0]) for words in resources.load("same_happening")["sets"] for word in words}


def head_of(parse: Parse, tokens: Sequence[int]) -> int:
    """The token of a phrase that governs the rest of it; a preposition gives way to what it governs."""
    inside = set(tokens)
    tops = [t for t in tokens if parse.head[t] == t or parse.head[t] not in inside]
    full = [t for t in tops if parse.pos[t] in CONTENT]
    if not full:
        full = [t for t in tokens if parse.pos[t] in CONTENT and parse.head[t] in tops] or [t for t in tokens if parse.pos[t] in CONTENT] or tops
    return full[-1] if parse.pos[full[-1]] in ("NOUN", "PROPN") else full[0]


def _antecedent(parse: Parse, head: int) -> int:
    """Where the noun begins that a relative pronoun stands for; -1 for anything else."""
    if parse.lemma[head] not in RELATIVE:
        return -1
    verb = parse.head[head]
    for _ in range(4):
        if parse.dep[verb] == "relcl":
            return parse.start[parse.head[verb]]
        verb = parse.head[verb]
    return -1


def _chain(parse: Parse, reading: Reading, tokens: Sequence[int], head: int) -> str:
    """The chain of the mention that overlaps the phrase best and holds its head."""
    begin, end = parse.start[tokens[0]], parse.end[tokens[-1]]
    best, chosen = OVERLAP, ""
    for m in reading.mentions:
        if m.span.start <= parse.start[head] < m.span.end:
            both = min(end, m.span.end) - max(begin, m.span.start)
            share = both / (max(end, m.span.end) - min(begin, m.span.start))
            if share >= best and m.chain:
                best, chosen = share, m.chain
    return chosen


def cluster_mentions(marks: Sequence[Mark], groups: Mapping[str, str]) -> Mapping[str, str]:
    """Mark id -> id of its cluster (that of its first mark). Events and entities never share one.

    Args:
        marks: in the order of the reports and of the text.
        groups: report id -> group, as `group_reports` gives it; a report without one is a group of its own.
    """
    up = {m.id: m.id for m in marks}

    def top(name: str) -> str:
        while up[name] != name:
            up[name] = up[up[name]]
            name = up[name]
        return name

    first: dict[Hashable, str] = {}
    for m in marks:
        for key in _event_keys(m, groups) if m.kind == "event" else _entity_keys(m, groups):
            known = first.setdefault((m.kind, key), m.id)
            up[top(m.id)] = top(known)
    _resolve_pronouns(marks, up, top)
    return {m.id: top(m.id) for m in marks}


def _event_keys(m: Mark, groups: Mapping[str, str]) -> list[Hashable]:
    group, root = groups.get(m.report, m.report), stem(m.head)
    return [(group, root, m.subject)] if root in _SPEECH_STEMS else [(group, _happenings().get(root, root))]


def _entity_keys(m: Mark, groups: Mapping[str, str]) -> list[Hashable]:
    keys: list[Hashable] = [("chain", m.chain)] if m.chain else []
    if not m.pronoun:
        keys += [(groups.get(m.report, m.report), m.head), ("at", m.report, m.start)]
    elif m.points_to >= 0:
        keys.append(("at", m.report, m.points_to))
    return keys


def _resolve_pronouns(marks: Sequence[Mark], up: dict[str, str], top: Callable[[str], str]) -> None:
    """A personal pronoun that no chain holds follows the pronoun of its kind before it, else the last person named before it."""
    last: dict[tuple[str, str], str] = {}
    person: dict[str, str] = {}
    for m in marks:
        if m.kind != "entity":
            continue
        if m.person and not m.pronoun:
            person[m.report] = m.id
        kind = POINTERS.get(m.head)
        if kind is None:
            continue
        before = last.get((m.report, kind)) or (person.get(m.report) if kind in ("he", "she") else None)
        if not m.chain and before:
            up[top(m.id)] = top(before)
        last[m.report, kind] = m.id
