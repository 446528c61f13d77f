"""What one incident came to: killed and injured, from all reports that tell it.

Each report gives what its headline and first sentences say, in numbers or in words ("a teenager was killed"); then the reports vote,
headlines weighing most. Whoever died is counted, the doer too. The injured are those who lived.
"""

from __future__ import annotations

import collections
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.records.claims import Figure, Qualifier
from dragoman.records.documents import Report
from dragoman.records.readings import Reading
from dragoman.resources import load

LEAD = 8
"""Sentences of the body that tell what happened; what follows is background and other news."""
SILENT = 0.4
"""Vote for "nobody else was hurt" of a report that speaks of deaths alone; later reports often leave the injured out."""
LISTED = 2
"""Sentences of the body in which the dead are counted one by one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Losses:
    """Killed and injured in one incident, and how they were settled."""

    killed: int
    injured: int
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """What one report says; None where it prints no number."""

    killed: int | None
    injured: int | None
    shot: int | None
    fatal: float
    """How plainly it tells of a death without a number: 0 not at all, 2 in the headline."""
    hurt: float
    another: bool
    """It tells of somebody hurt beside somebody dead."""


@functools.cache
def _patterns() -> dict[str, re.Pattern[str]]:
    table = load("losses")
    return {key: re.compile("|".join(table[key]), re.IGNORECASE) for key in ("fatal", "not_fatal", "hurt", "own_hurt", "with_doer")}


def settle_losses(reports: Sequence[Report], readings: Sequence[Reading]) -> Losses:
    """Killed and injured in the incident that all the reports tell; 0 where none tells of any.

    The order of reports does not matter. A figure for a part ("two of the five") is not taken for the whole.
    """
    told = [_told(report, reading) for report, reading in zip(reports, readings, strict=True)]
    killed = _killed(told)
    injured = _injured(told, killed)
    given = sum(t.killed == killed or (t.killed is None and killed == (1 if t.fatal else 0)) for t in told)
    hurt = sum(t.injured == injured or (t.injured is None and t.shot is not None and t.shot - killed == injured) for t in told)
    why = f"{given} of {len(told)} reports tell of {killed} killed", f"{hurt} of {len(told)} reports count {injured} who were hurt and lived"
    return Losses(killed=killed, injured=injured, why=why)


def _told(report: Report, reading: Reading) -> _Told:
    lead = _lead(reading)
    last = lead[-1] if lead else -1
    figures = [f for f in reading.figures if f.sentence <= last and _usable(f)]
    killed = _first(figures, ("killed",))
    injured = _first(figures, ("injured",))
    shot = _first(figures, ("shot", "victims"))
    text = report.text
    top = [n for n in lead if reading.sentences[n].headline]
    top += [n for n in lead if n not in top][:LISTED]
    listed = max((count_deaths(text[reading.sentences[n].start : reading.sentences[n].end]) for n in top), default=0)
    if listed > (killed or 1):
        killed = listed
    said = [text[reading.sentences[n].start : reading.sentences[n].end] for n in lead]
    fatal = hurt = 0.0
    another = False
    patterns = _patterns()
    for n, sentence in zip(lead, said, strict=True):
        strength = 2.0 if reading.sentences[n].headline else 1.0
        cleared = patterns["not_fatal"].sub(" ", sentence)
        if patterns["fatal"].search(cleared):
            fatal = max(fatal, strength)
        if patterns["hurt"].search(sentence):
            hurt = max(hurt, strength)
        another = another or bool(patterns["own_hurt"].search(sentence))
    return _Told(killed, injured, shot, fatal, hurt, another)


def _lead(reading: Reading) -> list[int]:
    """Numbers of the headline's sentences and the first of the body."""
    out: list[int] = []
    body = 0
    for n, sentence in enumerate(reading.sentences):
        if not sentence.headline:
            body += sentence.last - sentence.first > 5
        out.append(n)
        if body >= LEAD:
            break
    return out


def _usable(figure: Figure) -> bool:
    if figure.unit not in ("people", "") or figure.part_of or figure.row or figure.low is None or not 0 < figure.low < 1000:
        return False
    if figure.qualifier in (Qualifier.DOZENS, Qualifier.SCORES, Qualifier.HUNDREDS, Qualifier.THOUSANDS, Qualifier.ABOUT):
        return False
    return not figure.scope or set(figure.scope) <= {"children", "students", "women", "security", "civilians"}


def _first(figures: Sequence[Figure], roles: Sequence[str]) -> int | None:
    """The first figure of a role; of several in one sentence the largest."""
    found = [f for f in figures if f.role in roles]
    if not found:
        return None
    first = found[0]
    same = [f for f in found if f.sentence == first.sentence]
    return int(max(f.low or 0 for f in same))


_KILLS = r"(?:kill(?:s|ed|ing)?|fatally\s(?:shot|shoots?|shooting|stabb\w+)|shot\sand\skilled|shoots\sand\skills|murder(?:s|ed|ing|\sof)?|(?:shooting\s)?deaths?\sof|slayings?\sof|killings?\sof)"
_LIST = re.compile(rf"\b{_KILLS}\s+(.{{3,110}}?)(?=[.;:|?!]|$|\b(?:in|at|on|near|before|after|during|inside|outside|over|while|who|which|that|as|by|from|for|police|authorities|sheriff)\b)", re.IGNORECASE)
_BEFORE = re.compile(r"(?:^|[:.–—-]\s|\b(?:leaves?|leaving|left)\s)([^.:;|]{3,90}?)\s(?:(?:were|was|are|is)\s)?(?:found\s(?:dead|shot\sto\sdeath|slain)|dead\b|shot\s(?:dead|to\sdeath)|fatally\sshot|killed\b|die[sd]?\b)", re.IGNORECASE)
_ITEMS = re.compile(r",\s*(?:and\s|then\s)?|\s(?:and\sthen|and|then|&|before)\s", re.IGNORECASE)
_HURT = re.compile(r"\b(?:wound|injur|hurt|critical|shot\b)", re.IGNORECASE)
_ONE_TO_TWELVE = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12}


@functools.cache
def _persons() -> tuple[frozenset[str], Mapping[str, str], re.Pattern[str]]:
    table = load("losses")
    return frozenset(table["persons"]), table["plurals"], re.compile(rf"\b({'|'.join(table['multiples'])})[-\s](?:homicide|murder|killing|slaying|fatal)", re.IGNORECASE)


def count_deaths(sentence: str) -> int:
    """How many dead the sentence lists one by one ("kills wife, two sons, self"); 0 when it lists none."""
    multiple = _persons()[2].search(sentence)
    best = load("losses")["multiples"][multiple[1].lower()] if multiple else 0
    cleared = _patterns()["not_fatal"].sub(" ", sentence)
    for m in _LIST.finditer(cleared):
        best = max(best, _count_list(m[1]))
    for m in _BEFORE.finditer(cleared):
        if not re.search(r"\b(?:shot|kills?|killed|wounded|injured|charged|arrested|accused|after|when|who)\b", m[1], re.IGNORECASE):
            best = max(best, _count_list(m[1]))
    return int(best)


def _count_list(words: str) -> int:
    """People in a list, each item one unless it prints a number; 0 as soon as an item names no person."""
    total = 0
    for item in _ITEMS.split(words):
        if total and _HURT.search(item):
            return total
        found = _count_item(item)
        if found == 0 and re.fullmatch(r"\s*\d{1,2}\s*", item):
            continue  # an age
        if found == 0:
            return total if total > 1 else 0
        total += found
    return total


def _count_item(item: str) -> int:
    persons, plurals, _ = _persons()
    tokens = re.findall(r"[\w'’-]+", item.lower())
    for at, token in enumerate(tokens):
        bare = token.removesuffix("'s").removesuffix("’s")
        if bare.endswith(("year-old", "month-old", "week-old")):
            return 1
        single = plurals.get(bare) or (bare[:-1] if bare.endswith("s") and bare[:-1] in persons else None)
        if bare in persons and single is None:
            return 1
        if single is not None and single in persons:
            for before in tokens[:at]:
                if before in _ONE_TO_TWELVE or (before.isdigit() and int(before) < 100):
                    return _ONE_TO_TWELVE.get(before) or int(before)
            return 0
    return 0


def _killed(told: Sequence[_Told]) -> int:
    votes: collections.Counter[int] = collections.Counter()
    for t in told:
        if t.killed is not None:
            votes[t.killed] += 3
        elif t.fatal:
            votes[1] += 1 if t.fatal < 2 else 2
        else:
            votes[0] += 1 + 2 * (t.injured is not None or t.shot is not None)
    if any(n > 1 for n in votes) or any(t.killed is not None or t.fatal == 2 for t in told) or votes[1] >= votes[0]:
        votes.pop(0, None)
    return max(votes, key=lambda n: (votes[n], n), default=0)


def _injured(told: Sequence[_Told], killed: int) -> int:
    votes: dict[int, float] = collections.defaultdict(float)
    for t in told:
        if t.injured is not None:
            votes[t.injured] += 3
        elif t.shot is not None and t.shot >= killed:
            votes[t.shot - killed] += 2
        elif t.hurt and (not killed or t.another):
            votes[1] += 1
        else:
            votes[0] += SILENT
    if any(n for n in votes if n) and not killed:
        votes.pop(0, None)
    return max(votes, key=lambda n: (votes[n], n), default=0)

