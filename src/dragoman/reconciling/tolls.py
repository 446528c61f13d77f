"""How many one incident killed and hurt, from the reports that tell it.

A report's own count comes from its first figure of that kind; where it gives none, from words that tell of one victim or two
("a man was killed", "boy and girl dead"). Reports vote, those that give a figure more than those that only tell, later ones a
little more than earlier ones. Someone hurt in an early report and dead in a later one counts once, as dead.

It cannot tell two incidents in one report apart, and it counts an attacker who died among the dead, as registers mostly do.
"""

from __future__ import annotations

import collections
import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman import resources
from dragoman.records.claims import Figure
from dragoman.records.documents import Report
from dragoman.records.readings import Reading

EARLY = 10
"""Sentences of a report that are looked at; further down stand other incidents and the past."""
LEDE = 3
"""Sentences, headline among them, in which a victim told in passing is likely this incident's."""
PLAUSIBLE = 60
"""A larger count of one incident is more often something else than true."""
NONE_TOLD = 0.6
"""Weight of a report that tells of no dead: it may only be early."""
STATED_DEAD = 2.0
STATED_HURT = 3.0
"""Weight of a report that gives a figure, beside 1 for one that only tells."""
LATER = 0.1
"""What each later report weighs more than the one before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """What one report says of one incident."""

    killed: int
    killed_stated: bool
    """A figure, and no mere telling."""
    injured: int
    injured_stated: bool


@dataclass(frozen=True, slots=True)
class _Words:
    dead: re.Pattern[str]
    dead_counted: re.Pattern[str]
    hurt: re.Pattern[str]
    attack: re.Pattern[str]
    attempts: re.Pattern[str]
    parents: re.Pattern[str]
    multiple: re.Pattern[str]
    multiples: dict[str, int]
    numbers: dict[str, int]
    pair_dead: re.Pattern[str]
    self_too: re.Pattern[str]
    number_and_self: re.Pattern[str]
    other_hurt: re.Pattern[str]
    count_hurt: re.Pattern[str]


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(words, key=len, reverse=True))


@functools.cache
def _words() -> _Words:
    """The patterns, built once. Gaps are bounded by a number of words, so that no pattern can run away."""
    table = resources.load("tolls")
    person, number = _any(table["persons"]), _any([r"\d{1,3}", *table["numbers"]])
    age = r"(?:, \d{1,3},?)?"
    own = r"(?:him|her|them)?sel(?:f|ves)\b"

    def compiled(pattern: str) -> re.Pattern[str]:
        return re.compile(pattern, re.IGNORECASE)

    def whole(key: str) -> re.Pattern[str]:
        return compiled(rf"\b(?:{_any(table[key])})\b")

    return _Words(
        dead=whole("dead"),
        dead_counted=whole("dead_counted"),
        hurt=whole("hurt"),
        attack=whole("attack"),
        attempts=whole("attempts"),
        parents=compiled(rf"\b(?:{_any(table['parents_of'])}) $"),
        multiple=compiled(rf"\b({_any(table['multiples'])})[- ](?:fatal|homicide|murder|slaying|killing)"),
        multiples=table["multiples"],
        numbers=table["numbers"],
        pair_dead=compiled(
            rf"\b(?:{person}){age}(?:,| and| &) (?:[\w-]+ ){{0,2}}(?:{person}|\d+-year-old)\b[ \w-]{{0,20}}\b(?:dead|killed|die|slain|murdered)\b"
            rf"|\b(?:killed|killing|kills|deaths? of|murders? of|killing of)\b (?:[\w-]+ ){{0,3}}(?:{person}){age}(?:,| and| &) (?:[\w-]+ ){{0,3}}(?:{person})\b"
        ),
        self_too=compiled(rf"murder[- /]suicide|\bkill\w* (?:[\w'’-]+,? ){{1,6}}{own}|then (?:shoots?|shot|kill\w*|turn\w*) .{{0,30}}self\b"),
        number_and_self=compiled(
            rf"\b(?:kill\w*|shot|shoots|shooting) (?:[\w'’-]+ ){{0,4}}(?:{number}) (?:[\w'’-]+,? ){{1,4}}(?:and |then |before (?:\w+ ){{0,4}})?{own}"
        ),
        other_hurt=compiled(
            r"\b(?:another|second|other|also|and|but)\b.{0,60}\b(?:wounded|injured|hurt|hospitali[sz]ed|critical(?:ly)?|surviv\w+)\b"
            r"|\b(?:wounded|injured|hurt)\b.{0,40}\b(?:another|second|other)\b|\binjures\b|\bwound(?:s|ing) (?:an)?other"
        ),
        count_hurt=compiled(
            rf"\b({number}) (?:(?!years?\b)[\w-]+ ){{0,2}}(?:are |were |was |been )?(?:shot|wounded|injured|hurt|hospitali[sz]ed)\b"
            rf"|\bsen(?:ds?|t) ({number}) (?:[\w-]+ ){{0,2}}to (?:the |a )?hospital"
            rf"|\b(?:shooting|shoots|shot|injur(?:es|ing|ed)|wound(?:s|ing|ed)) (?:at least )?({number}) (?!years?\b|times?\b|shots\b)[a-z]"
        ),
    )


def read_toll(report: Report, reading: Reading) -> Toll:
    """What one report says that its incident came to."""
    words = _words()
    sentences = [words.attempts.sub(" ", report.text[s.start : s.end]) for s in reading.sentences[:EARLY]]
    lede = " . ".join(sentences[:LEDE])
    killed, killed_stated = _killed(report, reading, sentences, lede)
    injured, injured_stated = _injured(report, reading, sentences, lede, killed)
    return Toll(killed=killed, killed_stated=killed_stated, injured=injured, injured_stated=injured_stated)


def _killed(report: Report, reading: Reading, sentences: Sequence[str], lede: str) -> tuple[int, bool]:
    words = _words()
    counted = _first_figure(report, reading, "killed")
    if counted is not None:
        return counted + bool(counted and words.number_and_self.search(lede)), True
    if found := words.multiple.search(" ".join(sentences)):
        return words.multiples[found[1].lower()], True
    if words.pair_dead.search(lede):
        return 2, False
    told = _weight(words.dead, sentences) >= 2
    return (2 if words.self_too.search(" ".join(sentences)) else 1) if told else 0, False


def _injured(report: Report, reading: Reading, sentences: Sequence[str], lede: str, killed: int) -> tuple[int, bool]:
    words = _words()
    counted = _first_figure(report, reading, "injured")
    if counted is not None:
        return counted, True
    shot = _first_figure(report, reading, "shot")
    if shot is not None and shot > 1:
        return max(0, shot - killed), True
    if found := words.count_hurt.search(lede):
        word = next(g for g in found.groups() if g).lower()
        number = int(word) if word.isdigit() else words.numbers[word]
        if number < PLAUSIBLE:
            return (max(0, number - killed) if re.search("shot|shoot", found.group(), re.IGNORECASE) else number), True
    if killed:
        return int(any(words.other_hurt.search(s) for s in sentences[:6])), False
    return int(bool(_weight(words.hurt, sentences) or words.attack.search(lede))), False


def _weight(pattern: re.Pattern[str], sentences: Sequence[str]) -> int:
    """In how many sentences the pattern is found, the headline counting three and the lede two."""
    return sum((3 if n == 0 else 2 if n < LEDE else 1) for n, s in enumerate(sentences) if pattern.search(s))


def _first_figure(report: Report, reading: Reading, role: str) -> int | None:
    """The largest figure of that role in the first early sentence that has one."""
    first: dict[int, int] = {}
    for f in reading.figures:
        if f.role == role and 0 <= f.sentence < EARLY and _counts_victims(report, reading, f):
            assert f.low is not None
            first[f.sentence] = max(first.get(f.sentence, 0), int(f.low))
    return first[min(first)] if first else None


def _counts_victims(report: Report, reading: Reading, f: Figure) -> bool:
    """The figure is an exact count of victims of this incident, and no age, part, addition or number of somebody's children."""
    words, text = _words(), report.text
    if f.unit != "people" or f.low is None or f.low != f.high or f.low > PLAUSIBLE or f.part_of or f.withdrawn:
        return False
    told = f.span.of(text)
    if told.isdigit() and (f.low >= 10 or (text[f.span.start - 2 : f.span.start] == ", " and text[f.span.end : f.span.end + 1] == ",")):
        return False
    if words.parents.search(text[max(0, f.span.start - 12) : f.span.start]):
        return False
    if f.role == "killed":
        sentence = reading.sentences[f.sentence]
        if f.addition or (not f.counted and f.sentence >= LEDE and f.low > 5):
            return False
        return words.dead_counted.search(text, sentence.start, sentence.end) is not None
    return True


def settle_tolls(reports: Sequence[Report], readings: Sequence[Reading]) -> tuple[int, int, str]:
    """Killed, injured and the reason, for reports that tell one incident.

    Args:
        reports: in any order; at least one.
        readings: of the same reports, in the same order.
    """
    order = sorted(range(len(reports)), key=lambda i: (str(reports[i].published), reports[i].id))
    tolls = [read_toll(reports[i], readings[i]) for i in order]
    votes: dict[int, float] = collections.defaultdict(float)
    for n, t in enumerate(tolls):
        votes[t.killed] += (STATED_DEAD if t.killed_stated else 1.0) * (1 + LATER * n) * (NONE_TOLD if t.killed == 0 else 1.0)
    killed = max(votes, key=lambda v: (votes[v], v))
    hurt: dict[int, float] = collections.defaultdict(float)
    for n, t in enumerate(tolls):
        # who was still alive in this report and is dead in the end is not hurt as well
        value = t.injured if t.killed >= killed else max(0, t.injured - (killed - t.killed))
        hurt[value] += (STATED_HURT if t.injured_stated else 1.0) * (1 + LATER * n)
    injured = max(hurt, key=lambda v: (hurt[v], v))
    same = sum(t.killed == killed for t in tolls)
    return killed, injured, f"{same} of {len(tolls)} reports tell of {killed} killed; figures weigh more than tellings, later reports more than earlier ones"
