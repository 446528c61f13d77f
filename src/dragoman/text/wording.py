"""Dates, values and lists as a reader expects to see them; the same words on the page, in the terminal and in the short account."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
_SEASONS = {3: "spring", 6: "summer", 9: "autumn", 12: "winter"}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_TORN = frozenset(
    (
        *("who", "which", "that", "whose", "whom", "where", "after", "before", "as", "if", "to", "because", "since", "when", "while", "until"),
        *("than", "and", "but", "or", "with", "he", "she", "it", "they", "we", "i", "this", "by", "of", "into", "him", "her", "them", "their"),
    )
)
_OPEN = frozenset(("for", "of", "to", "with", "by", "in", "on", "at", "from", "that", "and", "or", "but", "as", "than", "the", "a", "an"))
_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def say_date(start: dt.date, end: dt.date, precision: str = "day") -> str:
    """A date or interval with no more precision than it has: "5 January 2022", "2–8 January 2022", "November 2003", "2010s"."""
    if precision == "day" and start == end:
        return _day(start)
    if precision == "month" and (start.year, start.month) == (end.year, end.month):
        return f"{MONTHS[start.month - 1]} {start.year}"
    if precision == "season" and start.month in _SEASONS and (end - start).days < 100:
        return f"{_SEASONS[start.month]} {start.year}"
    if precision == "year" and start.year == end.year:
        return str(start.year)
    if precision == "decade" and start.year % 10 == 0 and end.year == start.year + 9:
        return f"{start.year}s"
    if (start.year, start.month) == (end.year, end.month):
        return f"{start.day}–{end.day} {MONTHS[start.month - 1]} {start.year}"
    if precision in ("month", "season", "year", "decade"):
        if start.year == end.year:
            return f"{MONTHS[start.month - 1]} to {MONTHS[end.month - 1]} {end.year}"
        return f"{start.year}–{end.year}"
    if start.year == end.year:
        return f"{start.day} {MONTHS[start.month - 1]} – {_day(end)}"
    return f"{_day(start)} – {_day(end)}"


def _day(date: dt.date) -> str:
    return f"{date.day} {MONTHS[date.month - 1]} {date.year}"


def say_number(value: float) -> str:
    """Thousands apart, millions and more in words: "2,500", "1.5 million", "3.2"."""
    for size, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if abs(value) >= size:
            return f"{value / size:,.3f}".rstrip("0").rstrip(".") + f" {name}"
    return f"{value:,.0f}" if value == int(value) else f"{value:,.2f}".rstrip("0").rstrip(".")


def say_value(low: float | None, high: float | None, qualifier: str, unit: str = "") -> str:
    """A value with its qualifier, and with its unit where that is a currency or per cent: "at least 12", "$3 million", "some dozens"."""
    if qualifier in ("dozens", "scores", "hundreds", "thousands"):
        return qualifier
    if low is None and high is None:
        return "a number not told"
    sign = _SIGNS.get(unit, "")
    tail = "%" if unit == "percent" else (f" {unit}" if re.fullmatch("[A-Z]{3}", unit) and not sign else "")

    def one(value: float) -> str:
        return f"{sign}{say_number(value)}{tail}"

    # "Almost 3,000" implies a range; a reader wants the number that was printed, which is its upper end.
    if qualifier == "almost" or qualifier == "up-to" or qualifier == "fewer-than":
        value = high if high is not None else low
    elif qualifier in ("at-least", "more-than"):
        value = low if low is not None else high
    elif low is not None and high is not None and low != high:
        if qualifier == "about":
            return f"about {one(round((low + high) / 2, 6))}"
        return f"{sign}{say_number(low)}–{say_number(high)}{tail}"
    else:
        value = low if low is not None else high
    words = "" if qualifier in ("exact", "range") else qualifier.replace("-", " ") + " "
    return words + one(value if value is not None else 0.0)


def say_list(words: Sequence[str], *, last: str = "and", most: int | None = None) -> str:
    """ "A, B and C"; beyond `most`: "A, B and 3 more"."""
    words = list(words)
    if most is not None and len(words) > most:
        words = [*words[: most - 1], f"{len(words) - most + 1} more"] if most > 1 else [f"{len(words)} of them"]
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def say_count(number: int, one: str, many: str | None = None) -> str:
    """ "1 report", "3 reports", "no reports"."""
    return f"{number:,} {one}" if number == 1 else f"{number or 'no'} {many or one + 's'}" if number < 1000 else f"{number:,} {many or one + 's'}"


def one_line(text: str) -> str:
    """The text without control, zero-width and direction characters, white space as single blanks: safe to print anywhere."""
    return " ".join(_CONTROL.sub(" ", text).split())


def shorten(text: str, most: int) -> str:
    """The text on one line, cut at a word with an ellipsis when it is longer than `most` characters."""
    text = one_line(text)
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    at = cut.rfind(" ")
    return cut[: at if at > most // 2 else len(cut)].rstrip(" ,;:–—-(\"“'") + "…"


def sentence_case(text: str) -> str:
    """The text with its first letter upper case."""
    return text[:1].upper() + text[1:]


def stands_alone(words: str) -> bool:
    """Whether a clause can be read by itself: it does not hang on another one by its first words, nor begin with a
    pronoun or a participle, nor break off after a word that wants another."""
    first, second = (*words.split(maxsplit=2), "", "")[:2]
    participle = first.islower() and len(first) > 4 and first.endswith(("ed", "ing"))
    if words.rsplit(maxsplit=1)[-1:] and words.rsplit(maxsplit=1)[-1].lower() in _OPEN:
        return False
    return bool(first) and not participle and first.lower() not in _TORN and second.lower() not in ("which", "whom", "whose")
