"""Words around a report that are no part of it: taken out line by line, each kept with the reason.

The patterns are data (`resources/furniture.yaml`). A line goes only when all of it is furniture; a paragraph with a
sentence of the report in it stays, and only a stretch that is unmistakable (a program warning, a captcha) is cut out of it.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

from dragoman.records.documents import Furniture
from dragoman.resources import load
from dragoman.text.normalise import one_line

LONGEST = 700
"""No line of furniture is longer, in characters; keeps the patterns linear in the text."""
FORMS = 10
"""Lines that may open a comment form and are tried; a page of nothing else would take long."""
PROSE_WORDS = 14
"""A line of at least so many words that ends like a sentence is taken for a paragraph of the report."""
APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "`": "'"})
PARTS = re.compile(r"\s*[|•·»>]\s*|\s+[/›→]\s+| {3,}|\t+")
SENTENCE_END = re.compile(r"""[.!?…]["'”’»)\]]*$""")


def _any(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE)


@functools.cache
def _table() -> dict[str, Any]:
    raw = load("furniture")
    return {
        "lines": [(group["reason"], _any(group["patterns"])) for group in raw["lines"]],
        "units": _any([*raw["units"], *(p for group in raw["lines"] if group["reason"] != "stray mark" for p in group["patterns"])]),
        "captions": _any(raw["captions"]),
        "slogans": _any(raw["slogans"]),
        "inside": [(x["reason"], re.compile(x["pattern"])) for x in raw["inside"]],
        "comment_forms": _any(raw["comment_forms"]),
        "form_words": re.compile(r"\b(?:" + "|".join(raw["form_words"]) + r")\b", re.IGNORECASE),
    }


def is_prose(line: str) -> bool:
    """Whether a line reads like a paragraph: long, or a sentence of some length."""
    words = line.count(" ") + 1
    return words >= 30 or (words >= PROSE_WORDS and SENTENCE_END.search(line) is not None)


def parts(line: str) -> list[str]:
    """Pieces of a line set apart by bars, arrows, bullets or wide gaps."""
    return [p for p in (piece.strip() for piece in PARTS.split(line)) if p]


def why_furniture(line: str) -> str | None:
    """The reason for which a whole line is furniture, or None."""
    words = one_line(line).translate(APOSTROPHES)
    if not words or len(words) > LONGEST:
        return None
    table = _table()
    for reason, pattern in table["lines"]:
        if pattern.fullmatch(words):
            return str(reason)
    if table["captions"].fullmatch(words):
        return "caption"
    pieces = parts(line.translate(APOSTROPHES))
    if len(pieces) > 1 and not is_prose(line):
        known = sum(table["units"].fullmatch(one_line(p)) is not None for p in pieces)
        if known and all(p.count(" ") <= 4 or table["units"].fullmatch(one_line(p)) for p in pieces):
            return "menu"
    return None


def is_unit(words: str) -> bool:
    """Whether words are an entry of a menu: a section, "Print", "Most popular"."""
    return _table()["units"].fullmatch(one_line(words).translate(APOSTROPHES)) is not None


def is_slogan(line: str) -> bool:
    """Whether a line above the report is the outlet's name with its motto."""
    words = one_line(line).translate(APOSTROPHES)
    return len(words) <= 120 and not SENTENCE_END.search(words) and _table()["slogans"].fullmatch(words) is not None


def cut_inside(line: str, take: Callable[[str, str], None]) -> str:
    """The line without stretches that are furniture; `take(words, reason)` is told of each."""
    for reason, pattern in _table()["inside"]:
        while (match := pattern.search(line)) is not None and match.group().strip():
            take(match.group().strip(), reason)
            line = (line[: match.start()] + " " + line[match.end() :]).strip()
    return line


def drop_comments(lines: list[str], take: Callable[[str, str], None]) -> list[str]:
    """The lines up to the comment form, when a form or comments are all that follows.

    What follows must look like it: a word of a form ("email", "required", "says") in it, or no paragraph at all. So a
    heading "Comments" above an article does not cost the article.
    """
    table = _table()
    first = next((at for at, x in enumerate(lines) if is_prose(x)), len(lines))
    tried = 0
    for at in range(first + 1, len(lines)):
        words = one_line(lines[at][:300]).translate(APOSTROPHES).rstrip(".:!")
        if not words or len(words) > 200 or not table["comment_forms"].fullmatch(words):
            continue
        tried += 1
        if tried > FORMS:
            break
        rest = [x for x in lines[at + 1 :] if x.strip()]
        paragraphs = [x for x in rest if is_prose(x) and why_furniture(x) is None]
        form = sum(1 for x in rest if len(x) < 200 and table["form_words"].search(x))
        if not paragraphs or form >= max(1, len(paragraphs)):
            for x in lines[at:]:
                if x.strip():
                    take(one_line(x), why_furniture(x) or "comments")
            return lines[:at]
    return lines


class Bin:
    """Collects what was left out, in the order in which it was met."""

    def __init__(self) -> None:
        self.items: list[Furniture] = []

    def take(self, words: str, reason: str) -> None:
        """Note words that were left out; long ones are shortened for show."""
        shown = one_line(words)
        self.items.append(Furniture(words=shown if len(shown) <= 400 else shown[:397] + "...", reason=reason))
