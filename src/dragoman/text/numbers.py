"""Numbers in running text: digits, words, magnitudes, ranges, fractions, ordinals and vague amounts.

What a number counts, and whether it counts anything at all, is decided elsewhere; here "2010" is simply 2010.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from dragoman.resources import load


class Shape(StrEnum):
    """How a number is written."""

    DIGITS = "digits"
    WORDS = "words"
    RANGE = "range"
    VAGUE = "vague"
    FRACTION = "fraction"
    """A share of a whole; its value is in percent."""
    ORDINAL = "ordinal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One number at characters `start:end`."""

    start: int
    end: int
    low: float
    high: float
    """Equal to `low` except for ranges and vague amounts."""
    shape: Shape
    rounded: bool = False
    """The words themselves say that it is no exact count ("a dozen", "half a million")."""
    unit: str = ""
    """A unit that is part of the words ("half a century": years)."""
    word: str = ""
    """For a vague amount the words in lower case, as in the table of qualifiers."""


LARGEST = 1e15
"""Nothing that reports count is larger; longer rows of digits are account numbers and the like."""
_ONES = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11,
    "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19,
}  # fmt: skip
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_MAGNITUDES = {
    "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12, "mn": 1e6, "mln": 1e6, "bn": 1e9, "tn": 1e12, "k": 1e3, "m": 1e6,
    "b": 1e9, "lakh": 1e5, "crore": 1e7, "hundred": 1e2, "dozen": 12,
}  # fmt: skip
_ORDINALS = {
    "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "ninth": 9, "tenth": 10, "eleventh": 11, "twelfth": 12,
    "thirteenth": 13, "fourteenth": 14, "fifteenth": 15, "sixteenth": 16, "seventeenth": 17, "eighteenth": 18, "nineteenth": 19, "twentieth": 20,
}  # fmt: skip
_PARTS = {"half": 2, "halves": 2, "third": 3, "thirds": 3, "quarter": 4, "quarters": 4, "fifth": 5, "fifths": 5, "tenth": 10, "tenths": 10}

_DIGITS = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3},\d{1,2}(?=\s?(?:%|percent\b|per\scent\b|(?:[mb]illion|trillion|crore|lakh|bn|mn|mln)\b))|\d{1,3}(?:[\u00a0\u202f\u2009 ]\d{3})+(?![\d,.]\d)|\d+(?:\.\d+)?)"
_SMALL = "|".join([*_ONES, *_TENS])
_ATOM = rf"(?:{_SMALL}|hundred|thousand|million|billion|trillion|dozen)"
_CHAIN = rf"(?:(?:a|an)\s(?=hundred|thousand|million|billion|trillion|dozen))?{_ATOM}(?:(?:[ -]|(?<=hundred)\sand\s|(?<=thousand)\sand\s){_ATOM})*"
_SCALE = r"(?:[\s-]?(?:thousand|million|billion|trillion|hundred|dozen|lakh|crore|mln|mn|bn|tn)\b|[km](?=\b)|K\b|b(?=\b))"
_GLUED = r"(?:km|kms|kg|kgs|cm|mm|mw|kw|gw|mph|kmh|kph|ft|ha|hrs?|mins?|percent|pct)\b"
"""Units that are printed right behind the digits ("15km")."""


@functools.cache
def _pattern() -> re.Pattern[str]:
    vague = "|".join(sorted((w.replace(" ", r"\s") for w in load("qualifiers")["vague"]), key=lambda w: (-len(w), w)))
    return re.compile(
        rf"""(?<![\w.])(?<!\d[,:/])(?:
            (?P<span>half[\s-](?:a[\s-])?(?:century|decade)|quarter[\s-](?:of[\s]a[\s-])?century)\b
          | (?P<vague>{vague})\b
          | (?P<halfof>half[\s-](?:a[\s-])?(?P<halfunit>million|billion|dozen|hundred|thousand)|quarter\sof\sa\smillion)\b
          | (?P<part>(?:(?:one|a|two|three|four|nine)[\s-])?(?:half|thirds?|quarters?|fifths?|tenths?))\b(?=\sof\b|\sthe\b|\stheir\b|\sits\b)
          | (?P<ordinal>{"|".join(_ORDINALS)}|\d{{1,3}}(?:st|nd|rd|th))\b
          | (?P<digits>{_DIGITS})(?P<scale>{_SCALE})?(?:(?!\w)|(?={_GLUED}))
          | (?P<words>{_CHAIN})(?P<half>\sand\sa\shalf(?P<halfscale>\s(?:million|billion|thousand|hundred))?)?\b
        )""",
        re.IGNORECASE | re.VERBOSE,
    )


_BETWEEN = re.compile(r"\bbetween\s[$€£]?$", re.IGNORECASE)


def find_numbers(text: str) -> Iterator[Number]:
    """Numbers in text order, none overlapping; ranges ("10 to 12", "between 10 and 12") are one number.

    A comma, a thin space or a blank before groups of three digits separates thousands. A point before exactly three digits is read
    as decimal, unless several such groups follow one another; what is counted may say otherwise (see `continental`).
    """
    held: Number | None = None
    for m in _pattern().finditer(text):
        number = _number(m)
        if number is None or number.high > LARGEST:
            continue
        if held is not None:
            joined = _joined(held, number, text)
            if joined is not None:
                held = joined
                continue
            yield held
        held = number
    if held is not None:
        yield held


def continental(words: str) -> float | None:
    """The value of digits such as "1.300" when the point separates thousands; None for any other form."""
    return float(words.replace(".", "")) if re.fullmatch(r"[1-9]\d{0,2}(?:\.\d{3})+", words) else None


def _joined(a: Number, b: Number, text: str) -> Number | None:
    plain = {Shape.DIGITS, Shape.WORDS}
    if a.shape not in plain or b.shape not in plain or b.start - a.end > 6:
        return None
    between = text[a.end : b.start]
    spanning = between.strip() == "and" and _BETWEEN.search(text[max(0, a.start - 10) : a.start])
    if not spanning and between.strip("$€£ \u00a0") not in ("-", "–", "—", "to", "or"):
        return None
    low, high = a.low, b.high
    scale = _scale_of(text[b.start : b.end])
    if scale > 1 and a.low < 1000 and _scale_of(text[a.start : a.end]) == 1:
        low *= scale
    if not low < high:
        return None
    if re.search(r"\bfrom\s[$€£]?$", text[max(0, a.start - 7) : a.start], re.IGNORECASE):
        return None
    return Number(start=a.start, end=b.end, low=low, high=high, shape=Shape.RANGE)


def _scale_of(words: str) -> float:
    m = re.search(r"(?:thousand|million|billion|trillion|mn|bn|tn|k|m)$", words, re.IGNORECASE)
    return _MAGNITUDES[m.group().lower()] if m else 1


def _number(m: re.Match[str]) -> Number | None:
    start, end = m.span()
    words = m.group().lower()
    if m["span"]:
        value = (10.0 if words.endswith("decade") else 100.0) / (2 if words.startswith("half") else 4)
        return Number(start=start, end=end, low=value, high=value, shape=Shape.WORDS, rounded=True, unit="years")
    if m["vague"]:
        key = " ".join(words.split())
        entry = load("qualifiers")["vague"][key]
        return Number(start=start, end=end, low=entry["low"], high=entry["high"], shape=Shape.VAGUE, rounded=True, word=key)
    if m["halfof"]:
        value = 0.25e6 if words.startswith("quarter") else _MAGNITUDES[m["halfunit"].lower()] / 2
        return Number(start=start, end=end, low=value, high=value, shape=Shape.WORDS, rounded=True)
    if m["part"]:
        share = _part(words)
        return None if share is None else Number(start=start, end=end, low=share, high=share, shape=Shape.FRACTION)
    if m["ordinal"]:
        value = float(_ORDINALS[words]) if words in _ORDINALS else float(re.sub(r"\D", "", words))
        return Number(start=start, end=end, low=value, high=value, shape=Shape.ORDINAL)
    if m["digits"]:
        value = _digits(m["digits"])
        if m["scale"]:
            if re.fullmatch(r"[1-9]\d{0,2}\.\d00", m["digits"]):  # "50.000 million": nobody writes such decimals, so the point separates thousands
                value *= 1000
            value = round(value * _MAGNITUDES[m["scale"].strip(" \u00a0-\n\t").lower()], 6)
        return Number(start=start, end=end, low=value, high=value, shape=Shape.DIGITS)
    value = _words(words[: m.start("half") - start] if m["half"] else words)
    if m["half"]:
        scale = _MAGNITUDES[m["halfscale"].strip().lower()] if m["halfscale"] else 1
        value = (value + 0.5) * scale
    rounded = words.startswith(("a ", "an ")) or "dozen" in words
    return Number(start=start, end=end, low=value, high=value, shape=Shape.WORDS, rounded=rounded)


def _digits(words: str) -> float:
    groups = words.split(".")
    if len(groups) > 2:
        return float("".join(groups))
    if re.fullmatch(r"\d{1,3},\d{1,2}", words):
        return float(words.replace(",", "."))  # a decimal comma
    return float(re.sub(r"[,\s]", "", words))


def _part(words: str) -> float | None:
    pieces = re.split(r"[\s-]", words)
    of = _PARTS[pieces[-1]]
    if len(pieces) == 1:
        return 50.0 if of == 2 else None
    if pieces[0] == "a" and of > 4:
        return None
    top = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "nine": 9}[pieces[0]]
    return round(100 * top / of, 2) if top < of else None


def _words(words: str) -> float:
    total = current = 0.0
    for piece in re.split(r"[\s-]+", words):
        if piece in _ONES:
            current += _ONES[piece]
        elif piece in _TENS:
            current += _TENS[piece]
        elif piece == "hundred":
            current = max(current, 1) * 100
        elif piece == "dozen":
            current = max(current, 1) * 12
        elif piece in _MAGNITUDES:
            total += max(current, 1) * _MAGNITUDES[piece]
            current = 0
    return total + current
