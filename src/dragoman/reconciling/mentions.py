"""Marked words in several reports that mean the same event, or the same person, body, place or time.

The dossier joins what its own reading found. This module answers the plain question for words that somebody else marked: which of these mean the
same? Events are joined within a group of reports by what their words are made from ("acquire", "acquisition") and by the sense that the trigger
table gives them; names are joined by what they are called, descriptions by head within a group, pronouns by their chain in the report.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.records.documents import Report
from dragoman.records.parses import Parse
from dragoman.records.readings import Reading
from dragoman.resources import load
from dragoman.text.hashing import content_id

EVENT = "event"
SUFFIXES = (
    "ization", "isation", "ational", "ations", "ation", "itions", "ition", "ements", "ement", "ments", "ment", "ings", "ing", "ions", "ion", "als", "al",
    "ers", "er", "ors", "or", "ies", "ied", "ed", "es", "s", "y", "e",
)
"""Endings that make nouns of verbs and other forms of one word; longest first."""
SHORTEST = 4
"""Letters that must be left when an ending is taken off."""
SMALL = frozenset("a an the this that these those his her its their our my your some any of in on at to and or s".split())  # noqa: SIM905


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Marked words in one report, with what the comparison needs."""

    key: str
    kind: str
    report: str
    head: str
    """Lemma of the head."""
    words: tuple[str, ...]
    """Lemmas without function words."""
    name: bool
    """The head is a proper noun."""
    pronoun: bool
    chain: str
    """Id of the report's chain that holds the head, "" for none."""
    called: str
    """Last word of the name of that chain, lower case."""
    time: str
    """Value of the time expression that it is, "" for none."""
    verb: bool


def mark(key: str, kind: str, report: Report, parse: Parse, reading: Reading, spans: Sequence[tuple[int, int]]) -> Mark:
    """Marked words made ready; `spans` are the characters of each marked word."""
    tokens = sorted({i for b, e in spans for i in _tokens(parse, b, e)})
    head = _head(parse, tokens)
    start, end = (min(b for b, _ in spans), max(e for _, e in spans)) if spans else (0, 0)
    chain = ""
    if head >= 0 and kind != EVENT:
        inside = [m for m in reading.mentions if m.span.start <= parse.start[head] and parse.end[head] <= m.span.end and (m.token in (head, -1) or m.token in tokens)]
        chain = min(inside, key=lambda m: (m.span.end - m.span.start, m.span.start)).chain if inside else ""
    time = next((t.value for t in reading.times if t.value and t.span.start < end and start < t.span.end and t.span.end - t.span.start >= (end - start) // 2), "") or ""
    return Mark(
        key=key,
        kind=kind,
        report=report.id,
        head=parse.lemma[head] if head >= 0 else "",
        words=tuple(parse.lemma[i] for i in tokens if parse.lemma[i] not in SMALL and parse.text[i][0].isalnum()),
        name=head >= 0 and parse.pos[head] == "PROPN",
        pronoun=head >= 0 and parse.pos[head] == "PRON",
        chain=chain,
        called=next((c.name.split()[-1].lower() for c in reading.chains if c.id == chain and c.name.split()), "") if chain else "",
        time=time if kind != EVENT else "",
        verb=head >= 0 and parse.pos[head] in ("VERB", "AUX"),
    )


def _tokens(parse: Parse, start: int, end: int) -> list[int]:
    i = bisect.bisect_left(parse.start, start)
    if i and parse.end[i - 1] > start:
        i -= 1
    out = []
    while i < len(parse) and parse.start[i] < end:
        out.append(i)
        i += 1
    return out


def _head(parse: Parse, tokens: Sequence[int]) -> int:
    inside = set(tokens)
    heads = [i for i in tokens if parse.head[i] == i or parse.head[i] not in inside]
    content = [i for i in heads if parse.pos[i] not in ("DET", "ADP", "PUNCT", "PART", "CCONJ", "AUX")]
    if not content and heads:
        # "on Sunday": what the preposition governs
        content = [c for h in heads for c in parse.children[h] if c in inside and parse.pos[c] not in ("DET", "PUNCT")]
    return (content or heads or [-1])[0]


def cluster_mentions(marks: Sequence[Mark], groups: Mapping[str, str]) -> dict[str, str]:
    """Mark key -> cluster; `groups` tells which reports are about one incident."""
    up: dict[str, str] = {m.key: m.key for m in marks}

    def top(k: str) -> str:
        while up[k] != k:
            up[k] = up[up[k]]
            k = up[k]
        return k

    first: dict[tuple[str, ...], str] = {}
    for m in sorted(marks, key=lambda m: m.key):
        for label in _labels(m, groups.get(m.report, m.report)):
            known = first.setdefault((m.kind, *label), m.key)
            a, b = top(known), top(m.key)
            if a != b:
                up[max(a, b)] = min(a, b)
    return {k: content_id("k", top(k)) for k in up}


def _labels(m: Mark, group: str) -> list[tuple[str, ...]]:
    """What a mark shares with every other mark that means the same."""
    if m.kind == EVENT:
        phrase = " ".join(m.words)
        return [("event", group, _alike("groups").get(phrase) or event_key(m.head))]
    if m.time:
        return [("time", group, m.time.split("T")[0] or m.time), ("word", group, m.head.lower())]
    out: list[tuple[str, ...]] = []
    if m.chain:
        out.append(("chain", m.report, m.chain))
        if m.called:
            out.append(("word", group, m.called))
    if not m.pronoun and m.head:
        out.append(("word", group, _alike("things").get(stem(m.head), m.head.lower())))
    return out or [("alone", m.key)]


@functools.cache
def event_key(lemma: str) -> str:
    """What an event word is compared by: a shared sense where a table gives one, else its stem."""
    word = stem(lemma)
    return _alike("groups").get(word, word)


@functools.cache
def _alike(part: str) -> dict[str, str]:
    """Stem, or phrase, -> what it stands for."""
    out: dict[str, str] = {}
    for group in load("event_synonyms")[part]:
        alike = [w.strip() for w in group.split(",")]
        for w in alike:
            out.setdefault(w if " " in w else stem(w), alike[0])
    return out


def stem(word: str) -> str:
    """A word without the endings that verbs and their nouns differ by."""
    low = word.lower()
    for suffix in SUFFIXES:
        if low.endswith(suffix) and len(low) - len(suffix) >= SHORTEST:
            low = low.removesuffix(suffix)
            break
    return low[:-1] if len(low) > SHORTEST and low[-1] == low[-2] else low
