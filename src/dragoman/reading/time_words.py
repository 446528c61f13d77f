"""Words of time expressions: the class of each, and what it means."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass

from dragoman import resources

CLOCK_WORDS = re.compile(r"([01]?\d|2[0-4])[:.h]([0-5]\d)(?:[:.][0-5]\d)?")
DATE_WORDS = re.compile(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}/\d{1,2}/\d{1,2}")
DECADE_WORDS = re.compile(r"['’]?(\d{2}|\d{3}0)['’]?s")
_SINGLES = {",": ",", "-": "-", "–": "-", "—": "-", "(": "(", "[": "(", ")": ")", "]": ")", "'s": "s", "’s": "s", "of": "o", "in": "e", "a": "A", "an": "A",
            "the": "H", "and": "&", "or": "&", "to": "&", "fiscal": "F", "turn": "t", "am": "m", "pm": "m", "a.m": "m", "p.m": "m", "1/2": "K", "½": "K", "half": "w", "%": "%"}


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Word classes and what their words mean."""

    classes: dict[str, str]
    months: dict[str, int]
    weekdays: dict[str, int]
    seasons: dict[str, tuple[str, int, int]]
    units: dict[str, tuple[str, int]]
    parts: dict[str, str]
    numbers: dict[str, int]
    ordinals: dict[str, int]
    deictic: dict[str, int]
    frequencies: dict[str, str]
    references: dict[str, str]
    holidays: dict[str, tuple[int, int]]
    moving: dict[str, tuple[int, int, int]]
    feast_words: frozenset[str]
    """First words of feasts."""
    short_weekdays: frozenset[str]
    start_words: frozenset[str]
    end_words: frozenset[str]


@functools.cache
def lexicon() -> Lexicon:
    t = resources.load("times")
    months = {w: int(k) for k, ws in t["months"].items() for w in ws}
    weekdays = {w: int(k) for k, ws in t["weekdays"].items() for w in ws}
    units = {k: (str(v[0]), int(v[1])) for k, v in t["units"].items()}
    plurals = {k + "s": v for k, v in units.items()} | {k: units[v] for k, v in t["irregular_plurals"].items()}
    classes: dict[str, str] = {}
    groups = (("w", t["vague_numbers"]), ("L", t["last"]), ("X", t["next"]), ("T", t["this"]), ("Z", t["that"]), ("E", t["early"]), ("g", t["ago"]),
              ("b", t["before"]), ("l", t["after"]), ("v", t["every"]), ("z", t["zones"]), ("n", t["numbers"]), ("R", t["ordinals"]),
              ("d", t["deictic_days"]), ("f", t["frequencies"]), ("r", t["references"]), ("P", t["parts_of_day"]), ("S", t["seasons"]),
              ("W", weekdays), ("M", months), ("U", plurals), ("u", units))
    for letter, words in groups:
        classes.update(dict.fromkeys(words, letter))
    classes.update(_SINGLES)
    return Lexicon(
        classes=classes, months=months, weekdays=weekdays, units=plurals | units, parts=t["parts_of_day"], numbers=t["numbers"], ordinals=t["ordinals"],
        seasons={k: (str(v[0]), int(v[1]), int(v[2])) for k, v in t["seasons"].items()}, deictic=t["deictic_days"], frequencies=t["frequencies"],
        references=t["references"], holidays={k: (v[0], v[1]) for k, v in t["holidays"].items()},
        moving={k: (v[0], v[1], v[2]) for k, v in t["moving_holidays"].items()}, feast_words=frozenset(x.split()[0].removesuffix("'s") for x in (*t["holidays"], *t["moving_holidays"])), short_weekdays=frozenset(t["short_weekdays"]),
        start_words=frozenset(t["start_words"]), end_words=frozenset(t["end_words"]),
    )  # fmt: skip


def number_class(word: str) -> str:
    """The class of a token of figures."""
    if word.isdigit():
        if len(word) == 4 and "1400" <= word <= "2100":
            return "Y"
        return "D" if len(word) <= 2 and 1 <= int(word) <= 31 else "n"
    if word[:-2].isdigit() and word[-2:] in ("st", "nd", "rd", "th"):
        return "O" if len(word) <= 4 and 1 <= int(word[:-2]) <= 31 else "x"
    if DATE_WORDS.fullmatch(word) or (len(word) == 5 and word[2] == "/" and word[:2].isdigit() and word[3:].isdigit()):
        return "i"
    if CLOCK_WORDS.fullmatch(word):
        return "c"
    if DECADE_WORDS.fullmatch(word):
        return "C"
    return ""


def duration(number: float | None, letter: str, size: int) -> str:
    """A TIMEX3 duration."""
    clock, unit = ("T", letter[1:]) if letter.startswith("T") else ("", letter)
    if number is None:
        return f"P{clock}X{unit}"
    if unit == "Q":
        unit, size = "M", 3
    if unit == "WE":
        return "P2D"
    total = number * size
    whole = int(total)
    if total == whole:
        return f"P{clock}{whole}{unit}"
    small = {"Y": "6M", "M": "30S" if clock else "15D", "H": "30M", "D": "T12H"}.get(unit)
    return f"P{clock}{whole or ''}{unit if whole else ''}{small}" if small and total - whole == 0.5 else f"P{clock}{total}{unit}"
