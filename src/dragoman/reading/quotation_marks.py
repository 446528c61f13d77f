"""Passages between quotation marks: curly, straight, guillemets, low-high, single; unclosed ones too.

Marks are read line by line, since a line is a paragraph. A paragraph that opens a mark and does not close it is taken to go on
in the next paragraph when that one opens with a mark as well, as newspapers print long statements.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from dragoman.resources import load

LONGEST_OPEN = 1_500
"""Characters to which a passage without a closing mark may run; beyond it the opening mark is taken for a slip."""

STRAY = 60
"""Characters between a closing mark and a stray second one."""

_MARK = re.compile("''|``|[\"“”„‟«»‘’‚‛'`]")
_SINGLE = re.compile("[‘’']")
_WORD = re.compile(r"\w+")
_OPENS_DOUBLE = "“„«‟"
_CLOSES_DOUBLE = {"“": "”\"“", "„": "“”\"", "«": "»", "‟": "”\"", "»": "«", '"': "\"”", "''": ("''", '"'), "``": ("''", '"', "``")}


@dataclass(frozen=True, slots=True)
class Passage:
    """Characters `start:end` between two marks, the marks left out."""

    start: int
    end: int
    outer_start: int
    """Where the opening mark stands."""
    outer_end: int
    """One past the closing mark."""
    double: bool
    """False for single quotation marks."""
    closed: bool
    """False when the paragraph ends before a closing mark does."""
    paragraph: int
    """Where the line starts."""


def find_passages(text: str) -> list[Passage]:
    """Outermost passages in text order; a passage within another is part of it."""
    out: list[Passage] = []
    at = 0
    for line in text.split("\n"):
        if line:
            _read_line(text, at, at + len(line), out)
        at += len(line) + 1
    return out


def _read_line(text: str, begin: int, stop: int, out: list[Passage]) -> None:
    opened = ""
    since = after = begin
    found: list[Passage] = []

    def close(start: int, end: int, outer_start: int, outer_end: int, *, double: bool, closed: bool) -> None:
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start < end and any(c.isalnum() for c in text[start:end]):
            found.append(Passage(start, end, outer_start, outer_end, double, closed, begin))

    for match in _MARK.finditer(text, begin, stop):
        mark, here, past = match.group(), match.start(), match.end()
        single = mark in "‘’‚‛'`"
        before = text[here - 1] if here > begin else " "
        behind = text[past] if past < stop else " "
        if opened:
            if opened in "‘‚‛'`":
                if single and _closes_single(text, begin, stop, here, opened):
                    close(after, here, since, past, double=False, closed=True)
                    opened = ""
                continue
            if single:
                continue
            if mark in _CLOSES_DOUBLE.get(opened, "”\"") and not (mark in _OPENS_DOUBLE and _looks_opening(before, behind)):
                close(after, here, since, past, double=True, closed=True)
                opened = ""
            elif mark in _OPENS_DOUBLE and mark == opened and _looks_opening(before, behind):
                # opened twice: the first was never closed; it ends where the second starts
                close(after, here, since, here, double=True, closed=False)
                since, after = here, past
            continue
        if mark in "”»" and found and found[-1].closed and here - found[-1].outer_end < STRAY and text[found[-1].outer_end : here].strip()[:1].islower():
            # a second closing mark: the words before it were repeated by a slip; what follows belongs to the same passage
            found[-1] = replace(found[-1], outer_end=past)
            continue
        if single:
            if mark in "‘‚‛" or (mark in "'`" and _opens_straight(text, before, past, stop)):
                if _has_end(text, past, stop, mark):
                    opened, since, after = mark, here, past
        elif mark in _OPENS_DOUBLE or mark == "``" or (mark in ('"', "''", "»") and _looks_opening(before, behind)):
            opened, since, after = mark, here, past
    if opened and opened not in "‘‚‛'`" and stop - after <= LONGEST_OPEN:
        close(after, stop, since, stop, double=True, closed=False)
    out.extend(found)


def _looks_opening(before: str, behind: str) -> bool:
    return not behind.isspace() and (before.isspace() or before in "([{—–-:;/‘'\"…" or (not before.isalnum() and before not in ".,!?)]”’%$€£"))


def _opens_straight(text: str, before: str, past: int, stop: int) -> bool:
    if not (before.isspace() or before in "([{—–\"“:"):
        return False
    word = _WORD.match(text, past, min(stop, past + 12))
    return word is not None and not word.group()[0].isdigit() and word.group().lower() not in _elisions()


def _elisions() -> frozenset[str]:
    return frozenset(load("cues")["elisions"])


def _closes_single(text: str, begin: int, stop: int, here: int, opened: str) -> bool:
    """Whether an apostrophe-like mark ends the passage: after a letter and before none, and no plural genitive."""
    if text[here] not in ("’'" if opened != "`" else "'`’"):
        return False
    before = text[here - 1] if here > begin else " "
    behind = text[here + 1] if here + 1 < stop else " "
    if before.isspace() or behind.isalnum():
        return False
    if before == "s" and behind == " " and here + 2 < stop and text[here + 2].islower():
        return not _has_end(text, here + 1, min(stop, here + 80), opened)
    return True


def _has_end(text: str, past: int, stop: int, opened: str) -> bool:
    """Whether a single mark that could close stands before the line ends, and before another opens."""
    for match in _SINGLE.finditer(text, past, min(stop, past + LONGEST_OPEN)):
        here = match.start()
        before = text[here - 1]
        behind = text[here + 1] if here + 1 < stop else " "
        if match.group() == "‘" or (before.isspace() and behind.isalnum()):
            return False
        if match.group() in ("’'" if opened != "`" else "'") and not before.isspace() and not behind.isalnum() and here > past:
            return True
    return False
