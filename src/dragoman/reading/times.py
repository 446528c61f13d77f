"""Time expressions: dates with precision and basis, durations, sets.

Every token gets a class of one character (month, weekday, number, unit, "last", "ago", ...); the grammar is one regular
expression over the string of classes of a sentence, so reading is linear in the text. What a match means is worked out
against the day of publication, or against the last day that the report told of. What neither gives is left open.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dragoman.reading import dates
from dragoman.reading.dates import DAY, Anchor, Days
from dragoman.reading.time_words import CLOCK_WORDS, DECADE_WORDS, duration, lexicon, number_class
from dragoman.records.documents import Report
from dragoman.records.parses import Parse, Sentence
from dragoman.records.spans import Span
from dragoman.records.times import DateBasis, DateRange, Precision, TimeExpression
from dragoman.text.offsets import on_words

_QTY = r"(?:A|[nD]+K?(?:&[nD]+K?)?|A?wo?|K)"
_CLOCK = r"(?:cmz?|cz|c|Dmz?|nz|Yz)"
_GRAMMAR = (
    # full dates; "June 10-12", "10th of June", "Monday, March 14", "2011-03-14", "Saturday (15/01)"
    ("month_day", r"(?:[LXT]?W,?)?(?:H?(?:E-?|Eo))?M[DO](?:-[DO]|&[DO](?![uUMm%]))?(?:,?Y)?"),
    ("month_day", r"(?:[LXT]?W,?)?H?[DO](?:[-&][DO])?o?M(?:,?Y)?"),
    ("month_year", r"(?:H?(?:EoH?|E-?))?M[,o]?Y"),
    ("numeric", r"W\(i\)|(?:W,?)?i"),
    ("weekday_day", r"[LXTH]?W\([DO]\)"),
    ("clock", _CLOCK + r"(?:,?(?:[LXT]?WP?|d))?"),
    ("weekday", r"(?:H?(?:EUo|Eo|Po?|E-?))?[LXTH]?W(?:-?P|[LXT]u(?!s))?"),
    ("deictic", r"(?:E-?|P)?d(?:P|[(]W[)]|W)?"),
    # counted from another time: "two years ago", "four months later", "the day before"
    ("shifted", _QTY + r"-?[uU](?:&Aw?)?[gbl]|U[gbl]|H?u-?[gb](?:-?u)?"),
    ("beside", r"Hu[bl]"),
    ("turn", r"H?toHu"),
    ("quarter", r"(?:[LXT]us)?(?:H?[RLO]|R)-?u(?:o?(?:Y|[LXT]u|Hu))?"),
    ("span_of", r"H?[LXT][nDw&]+[uU]|H?[LX]U"),
    ("every", r"v[nD]?[uU]|v[WMSP]|f"),
    ("relative", r"(?:b|l|E-?|H?Eo)?H?[LXT]u"),
    ("part_of_unit", r"H?EoHu"),
    ("within_day", r"[bl]eHu"),
    ("same", r"H?Z[uP]|ZW"),
    ("part_of_day", r"(?:b|l|E-?)?(?:H?[LXT]E?|HE?|E-?)P|P"),
    ("season", r"(?:H?E-?o?)?[LXTHo]?S(?:o?(?:Y|[LXT]u))?"),
    ("decade", r"H?(?:E-?)?C"),
    ("holiday", r"[LXT]?B+(?:,?Y)?"),
    ("month", r"(?:H?Eo|E-?)?[LXT]?M"),
    ("year", r"(?:F|H?Eo|H?E-?|Huo?)?Y"),
    ("century", r"H?O-?u"),
    ("length", r"H?" + _QTY + r"-?[uU](?:&Aw)?|U"),
    ("here", r"H?Fu|Hu"),
    ("reference", r"rU|r|Hp"),
)
_PATTERN = re.compile("|".join(f"(?P<{name}_{n}>{body})" for n, (name, body) in enumerate(_GRAMMAR)))
_TRIGGER = frozenset("MYiWdcuUCSBPrfvp")
_SCHEDULED = frozenset(("expect", "due", "schedule", "set", "plan", "slate"))
_FUTURE = frozenset(("will", "would", "shall", "'ll", "’ll", "wo", "may", "should", "must"))
_YEAR_AFTER = frozenset(("in", "since", "until", "till", "by", "from", "before", "after", "during", "of", "through", "between", "throughout", "around", "early", "late"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Meaning:
    """What a match means; without `days` and `value` it is left open for the stated reason."""

    type: str = "DATE"
    value: str | None = None
    days: Days | None = None
    basis: DateBasis = DateBasis.STATED
    why: str = ""
    why_open: str = ""


_NONE = _Meaning()
"""The match is no time expression after all."""


def find_times(report: Report, parse: Parse) -> Iterator[TimeExpression]:
    """Time expressions in text order; they do not overlap."""
    yield from _Reading(report, parse).all()


class _Reading:
    """One pass over one report; remembers the last day it told of."""

    def __init__(self, report: Report, parse: Parse) -> None:
        self.report, self.parse = report, parse
        self.lex = lexicon()
        self.words = [w.lower() if w == "." else w.lower().rstrip(".") or w for w in parse.text]
        self.classes = self._classify()
        self.anchor = Anchor.of(report)
        self.context: Days | None = None
        self.context_at = -1
        self.named_days: dict[int, dt.date] = {}
        """Weekday -> the day that the report names in full by it."""
        self.year_in = -1
        """Token after the last bare "in 2004"; a month told soon after it in the sentence belongs to that year."""
        self.shifted: tuple[int, dt.date] | None = None
        """Token at which "four months later" ended, and the day it led to."""

    # -- classes -------------------------------------------------------------------------------------------------------

    def _classify(self) -> list[str]:
        known, out = self.lex.classes, []
        for i, word in enumerate(self.words):
            letter = known.get(word, "")
            if letter in ("M", "W"):
                letter = letter if self._is_name(i, word) else ""
            elif (not letter and word[:1].isdigit()) or word[:1] in "'’":
                letter = letter or number_class(word)
            out.append(letter or ("n" if word.replace(",", "").isdigit() else "x"))
        for i, letter in enumerate(out):
            if letter == "D" and i and out[i - 1] == "M" and self._counts(i, out):
                out[i] = "n"
            elif letter == "x" and self.words[i] in self.lex.feast_words:
                for k in (3, 2, 1):
                    phrase = " ".join(self.words[i : i + k]).replace(" 's", "'s").replace(" ’s", "'s")
                    if phrase in self.lex.holidays or phrase in self.lex.moving:
                        out[i : i + k] = ["B"] * k
                        break
            elif letter == "L" and self.words[i] == "past" and self.parse.pos[i] == "NOUN":
                out[i] = "p"
        return out

    def _is_name(self, i: int, word: str) -> bool:
        """Whether a word that may name a month or weekday does so here ("May", "March", "Sat")."""
        p = self.parse
        if not p.text[i][:1].isupper():
            return False
        beside = [self.words[j][:1].isdigit() for j in (i - 1, i + 1) if 0 <= j < len(self.words)]
        if word in ("may", "march"):
            return any(beside) or (p.pos[i] == "PROPN" and p.tag[i] != "MD") or (i > 0 and self.words[i - 1] in ("in", "since", "until", "by", "of", "mid", "last", "early", "late"))
        if word in self.lex.short_weekdays or word == "mar":
            after = self.words[i + 1] if i + 1 < len(self.words) else ""
            return p.text[i].endswith(".") or any(beside) or (after == "," and i + 2 < len(self.words) and self.lex.classes.get(self.words[i + 2]) == "M")
        return True

    def _counts(self, i: int, classes: list[str]) -> bool:
        """Whether the number after a month counts things ("In May 12 people died")."""
        head = self.parse.head[i]
        return head > i and self.parse.dep[i] == "nummod" and self.parse.tag[head] == "NNS" and classes[head] not in "MYW"

    # -- matching ------------------------------------------------------------------------------------------------------

    def all(self) -> Iterator[TimeExpression]:
        for sentence in self.parse.sentences:
            classes = "".join(self.classes[sentence.first : sentence.last])
            if _TRIGGER.isdisjoint(classes):
                continue
            for match in _PATTERN.finditer(classes):
                i, j = sentence.first + match.start(), sentence.first + match.end()
                name = (match.lastgroup or "").rsplit("_", 1)[0]
                meaning = self._meaning(name, i, j, sentence)
                if meaning is not _NONE and (made := self._made(meaning, i, j)):
                    yield made

    def _meaning(self, name: str, i: int, j: int, sentence: Sentence) -> _Meaning:
        method: Callable[[int, int, Sentence], _Meaning] = getattr(self, f"_{name}")
        try:
            meaning = method(i, j, sentence)
        except (OverflowError, ValueError):  # a year or shift that the calendar does not have
            return _NONE
        background = i > sentence.first and self.words[i - 1] == "since"  # "ruling since 1994" moves no story on
        if meaning.days and meaning.type in ("DATE", "TIME") and meaning.days.precision is not Precision.DECADE and not background:
            self.context, self.context_at = meaning.days, j
            if name != "year":
                self.year_in = -1
            if name in ("weekday_day", "month_day", "numeric") and meaning.days.precision is Precision.DAY and "W" in self.classes[i:j]:
                self.named_days.setdefault(meaning.days.start.weekday(), meaning.days.start)
        return meaning

    def _made(self, meaning: _Meaning, i: int, j: int) -> TimeExpression | None:
        start, end = self.parse.start[i], self.parse.end[j - 1]
        if not on_words(start, end, self.report.text):
            return None
        days = meaning.days
        made = DateRange(start=days.start, end=days.end, precision=days.precision, basis=meaning.basis, why=meaning.why) if days else None
        return TimeExpression(span=Span(self.report.id, start, end), type=meaning.type, value=meaning.value, range=made, why_open=meaning.why_open)

    # -- small helpers -------------------------------------------------------------------------------------------------

    def _at(self, i: int, j: int, letters: str) -> int:
        """The first token of a class in the match, or -1."""
        return next((k for k in range(i, j) if self.classes[k] in letters), -1)

    def _said(self, i: int, j: int) -> str:
        return self.report.text[self.parse.start[i] : self.parse.end[j - 1]]

    def _part(self, i: int, j: int) -> str:
        """"early", "mid", "late" or "", from the words before a month, a week, a year."""
        for k in range(i, j):
            word = self.words[k]
            if self.classes[k] in "Ebl":
                return "early" if word in self.lex.start_words or self.classes[k] == "b" else "late" if word in self.lex.end_words else "" if word == "later" else "mid"
        return ""

    def _code(self, part: int) -> str:
        """The TIMEX3 code of a part of the day, or "" for -1."""
        return f"T{self.lex.parts[self.words[part]]}" if part >= 0 else ""

    def _number(self, i: int, j: int) -> float | None:
        """The number that the tokens say; None for "few", "several"."""
        total, current = 0.0, 0.0
        seen = False
        for k in range(i, j):
            word, letter = self.words[k], self.classes[k]
            if letter == "&" and word != "and" and seen:
                break  # "two to six", "two or three": the lower counts
            if letter == "A":
                current, seen = 1.0, True
            elif letter == "K" or word == "half":
                current, seen = current + 0.5, True
            elif letter in "nDY":
                value = self.lex.numbers.get(word)
                if value is None:
                    digits = word.replace(",", "")
                    value = int(digits) if digits.isdigit() else None
                if value is None:
                    return None
                if self.lex.numbers.get(word) in (100, 12, 1000):
                    current = max(current, 1) * value
                else:
                    current += value
                seen = True
            elif word == "couple":
                return 2.0
            elif letter == "w":
                return None
        return total + current if seen else None

    def _direction(self, i: int) -> int:
        """Whether the clause tells of what lies behind (-1) or ahead (1); 0 when its verb does not say."""
        p = self.parse
        k = i
        for _ in range(12):
            if p.pos[k] in ("VERB", "AUX") or p.lemma[k] == "due" or p.head[k] == k:
                break
            k = p.head[k]
        if p.lemma[k] in _SCHEDULED and p.tag[k] != "VBD":
            return 1
        helpers = [p.text[c].lower() for c in p.children[k] if p.dep[c] in ("aux", "auxpass") or p.tag[c] == "TO"]
        if any(h in _FUTURE for h in helpers):
            return 1 if "have" not in helpers else 0
        if "to" in helpers:
            above = p.head[k]
            if p.lemma[above] in _SCHEDULED or p.lemma[above] in ("be", "go", "plan", "vow", "promise", "hope", "intend", "agree"):
                return 1
            return 1 if p.tag[above] in ("VBZ", "VBP") else 0
        if p.tag[k] == "VBD" or (p.tag[k] == "VBN" and any(h in ("had", "has", "have", "was", "were", "'s", "’s", "been") for h in helpers)):
            return -1
        return 0

    def _counted(self, i: int, j: int) -> str:
        assert self.anchor
        return f"“{self._said(i, j)}” counted from {self.anchor.why}"

    def _open(self, *, type: str = "DATE", value: str | None = None, why: str = "") -> _Meaning:
        return _Meaning(type=type, value=value, why_open=why or "the report gives no day to count from")

    def _from_anchor(self, i: int, j: int, shift: Callable[[dt.date], Days], value: Callable[[Days], str | None], *, type: str = "DATE") -> _Meaning:
        """What `shift` makes of the anchor; of both its ends where only a range is known."""
        if self.anchor is None:
            return self._open(type=type)
        first, last = shift(self.anchor.start), shift(self.anchor.end)
        if first == last:
            return _Meaning(type=type, value=value(first), days=first, basis=self.anchor.basis, why=self._counted(i, j))
        days = Days(start=first.start, end=last.end, precision=dates.precision_of(first.start, last.end))
        return _Meaning(type=type, days=days, basis=self.anchor.basis, why=self._counted(i, j))

    # -- absolute dates ------------------------------------------------------------------------------------------------

    def _year_of(self, k: int) -> int:
        return int(self.words[k])

    def _month_day(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        m = self._at(i, j, "M")
        month = self.lex.months[self.words[m]]
        numbers = [int(re.sub(r"\D", "", self.words[k])) for k in range(i, j) if self.classes[k] in "DO"]
        y = self._at(i, j, "Y")
        if y >= 0:
            year, basis, why = self._year_of(y), DateBasis.STATED, f"“{self._said(i, j)}” gives it in full"
        else:
            found = self._year_for(m, lambda year: dates.safe_date(year, month, numbers[0]), sentence)
            if found is None:
                return self._open(value=f"XXXX-{month:02d}-{numbers[0]:02d}", why="the report gives no year, and none can be counted from its publication")
            year, basis, why = found
            why = f"“{self._said(i, j)}”; {why}"
        first, last = dates.safe_date(year, month, numbers[0]), dates.safe_date(year, month, numbers[-1])
        if first is None or last is None:
            return self._open(why="the calendar has no such day")
        value = first.isoformat()
        if last > first:
            return _Meaning(value=value, days=Days(start=first, end=last, precision=dates.precision_of(first, last)), basis=basis, why=why)
        w = self._at(i, j, "W")
        if w >= 0 and self.lex.weekdays[self.words[w]] != first.weekday():
            why += f". The report says {self.parse.text[w]}, but {first} was a {first:%A}"
            named = dates.nearest_weekday(first + DAY, self.lex.weekdays[self.words[w]], -1)
            # news of the last days is written by the weekday; a number one off is the likelier slip
            if self.anchor and self.anchor.exact and abs((named - first).days) == 1 and 0 <= (self.anchor.end - named).days <= 7:
                why += f"; so near to publication the weekday counts, {named}"
                return _Meaning(value=named.isoformat(), days=dates.one_day(named), basis=basis, why=why)
        return _Meaning(value=value, days=dates.one_day(first), basis=basis, why=why)

    def _year_for(self, k: int, make: Callable[[int], dt.date | None], sentence: Sentence) -> tuple[int, DateBasis, str] | None:
        """The year of a day or month that is named without one, its basis, and why."""
        if self.shifted and sentence.first <= self.shifted[0] and k - self.shifted[0] <= 4:
            target = self.shifted[1]
            near = [(abs((d - target).days), d.year) for y in (target.year - 1, target.year, target.year + 1) if (d := make(y))]
            if near:
                return min(near)[1], DateBasis.CONTEXT, "the year follows from the time counted just before it"
        context = self.context
        if context and self.year_in > sentence.first and k - self.year_in < 12 and self._direction(k) <= 0:
            return context.start.year, DateBasis.CONTEXT, f"the year {context.start.year} stands before it in the sentence"
        anchor = self.anchor
        if anchor is None:
            return None
        direction = self._direction(k)
        reference = anchor.start if direction > 0 else anchor.end
        days = [d for y in (reference.year - 1, reference.year, reference.year + 1) if (d := make(y))]
        if not days:
            return None
        near_day = min(days, key=lambda d: (abs((d - reference).days), d))
        if direction < 0:
            near_day = max((d for d in days if d <= reference + DAY), default=near_day)
        elif direction > 0:
            near_day = min((d for d in days if d >= reference - 31 * DAY), default=near_day)
        elif not anchor.exact and anchor.start.year == anchor.end.year:
            near_day = next((d for d in days if d.year == anchor.start.year), near_day)
        way = {-1: "the last one before", 0: "the one nearest to", 1: "the next one after"}[direction]
        return near_day.year, anchor.basis, f"no year given; taken for {way} {anchor.why}"

    def _month_year(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        m, y = self._at(i, j, "M"), self._at(i, j, "Y")
        days = dates.month_days(self._year_of(y), self.lex.months[self.words[m]])
        return _Meaning(value=f"{days.start:%Y-%m}", days=dates.part_of(days, self._part(i, m)), why=f"“{self._said(i, j)}” gives month and year")

    def _month(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        m = self._at(i, j, "M")
        month = self.lex.months[self.words[m]]
        near = self._at(i, m, "LXT")
        found: tuple[int, DateBasis, str] | None
        if near >= 0 and self.anchor:
            found = (self._near_month(month, self.classes[near]), self.anchor.basis, self._counted(i, j))
        else:
            found = self._year_for(m, lambda year: dates.safe_date(year, month, 1), sentence)
        if found is None:
            return self._open(value=f"XXXX-{month:02d}", why="the report gives no year, and none can be counted from its publication")
        year, basis, why = found
        days = dates.part_of(dates.month_days(year, month), self._part(i, m))
        return _Meaning(value=f"{year:04d}-{month:02d}", days=days, basis=basis, why=why)

    def _near_month(self, month: int, letter: str) -> int:
        assert self.anchor
        here = self.anchor.end
        if letter == "L":
            return here.year - (month >= here.month)
        if letter == "X":
            return here.year + (month <= here.month)
        return here.year

    def _year(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        y = self._at(i, j, "Y")
        if not self._is_year(y, bare=y == i):
            return _NONE
        year = self._year_of(y)
        if y == i and i and self.words[i - 1] == "in" and not (self.anchor and year >= self.anchor.start.year):
            self.year_in = j
        days = dates.part_of(dates.year_days(year), self._part(i, y))
        return _Meaning(value=f"{year:04d}", days=days, why=f"“{self._said(i, j)}” gives the year")

    def _is_year(self, y: int, *, bare: bool) -> bool:
        """Whether four digits are a year and no count ("2000 troops", "in 2000")."""
        p, year = self.parse, self._year_of(y)
        before = self.words[y - 1] if y else ""
        after = y + 1 if y + 1 < len(p) else y
        if p.text[after] in ("%", "$") or before in ("$", "€", "£", "#", "no", "+"):
            return False
        if before == "in" and 1900 <= year <= 2060:
            return True
        head = p.head[y]
        counts = p.dep[y] in ("nummod", "quantmod") and head > y and p.tag[head] == "NNS" and self.classes[head] not in "MYW"
        if counts and (before not in ("the", "'s", "’s", "its", "his", "their") or head != y + 1):
            return False
        if p.tag[after] == "NNS" and after == y + 1 and before not in ("the", "'s", "’s", "its", "his", "their"):
            return False
        return 1900 <= year <= 2060 or before in _YEAR_AFTER

    def _decade(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        c = self._at(i, j, "C")
        found = DECADE_WORDS.fullmatch(self.words[c])
        assert found
        year = int(found[1])
        if year < 100:
            year += 1900 if year > 20 else 2000
        part = self._part(i, c)
        days = dates.decade_days(year)
        if part:
            low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}[part]
            days = Days(start=dt.date(year + low, 1, 1), end=dt.date(year + high, 12, 31), precision=Precision.DECADE)
        return _Meaning(value=f"{year // 10}", days=days, why=f"“{self._said(i, j)}” gives the decade")

    def _numeric(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        k = self._at(i, j, "i")
        words = self.words[k]
        anchor = self.anchor
        day = dates.parse_numeric(words, anchor.end if anchor else None)
        if day is None:
            return _NONE
        full = len(re.split(r"[-./]", words)) == 3
        why = f"“{self._said(i, j)}” gives it in figures" + ("" if full or not anchor else f"; year counted from {anchor.why}")
        w = self._at(i, j, "W")
        if w >= 0 and self.lex.weekdays[self.words[w]] != day.weekday():
            why += f". The report says {self.parse.text[w]}, but {day} was a {day:%A}"
        return _Meaning(value=day.isoformat(), days=dates.one_day(day), basis=DateBasis.STATED if full or not anchor else anchor.basis, why=why)

    def _holiday(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        b = self._at(i, j, "B")
        y = self._at(i, j, "Y")
        last = max(k for k in range(i, j) if self.classes[k] == "B") + 1
        phrase = " ".join(self.words[b:last]).replace(" 's", "'s").replace(" ’s", "'s")

        def make(year: int) -> dt.date | None:
            if phrase in self.lex.moving:
                return dates.nth_weekday(year, *self.lex.moving[phrase])
            return dates.safe_date(year, *self.lex.holidays[phrase])

        found = (self._year_of(y), DateBasis.STATED, "") if y >= 0 else self._year_for(b, make, sentence)
        day = make(found[0]) if found else None
        if found is None or day is None:
            return self._open(why="the report gives no year to this feast")
        return _Meaning(value=day.isoformat(), days=dates.one_day(day), basis=found[1], why=f"the feast falls on that day; {found[2]}".rstrip("; "))

    # -- weekdays, days, parts of the day ------------------------------------------------------------------------------

    def _weekday(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        w = self._at(i, j, "W")
        weekday = self.lex.weekdays[self.words[w]]
        part = self._at(i, j, "P")
        code = self._code(part)
        before = self.classes[w - 1] if w > i else ""
        unit = self._at(w, j, "u")
        if self.anchor is None:
            return self._open(type="TIME" if code else "DATE", value=f"XXXX-WXX-{weekday + 1}{code}")

        if not self.anchor.exact and unit < 0 and weekday in self.named_days:
            day = self.named_days[weekday]
            return _Meaning(type="TIME" if code else "DATE", value=day.isoformat() + code, days=dates.one_day(day), basis=DateBasis.CONTEXT, why=f"the {day:%A} that the report names with its date, {day}")

        def shift(day: dt.date) -> Days:
            if unit >= 0:
                weeks = {"L": -7, "X": 7, "T": 0}[self.classes[unit - 1]]
                return dates.one_day(dates.week_days(day).start + DAY * (weeks + weekday))
            if before == "X" and self.words[w - 1] == "next":
                return dates.one_day(dates.nearest_weekday(day, weekday, 1))
            if before == "L":
                return dates.one_day(dates.nearest_weekday(day - DAY, weekday, -1))
            ahead = self._direction(w) > 0 and day.weekday() != weekday
            return dates.one_day(dates.nearest_weekday(day, weekday, 1 if ahead else -1))

        meaning = self._from_anchor(i, j, shift, lambda d: d.start.isoformat() + code, type="TIME" if code else "DATE")
        if meaning.value is None:
            days = meaning.days
            if days and (days.end - days.start).days > 31:
                days = Days(start=self.anchor.start, end=self.anchor.end, precision=dates.precision_of(self.anchor.start, self.anchor.end))
            return _Meaning(type=meaning.type, value=f"XXXX-WXX-{weekday + 1}{code}", days=days, basis=meaning.basis, why=meaning.why)
        return meaning

    def _weekday_day(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        """"Monday (10)": the day of the month restricts the months that the publication leaves open."""
        w, d = self._at(i, j, "W"), self._at(i, j, "DO")
        weekday, number = self.lex.weekdays[self.words[w]], int(re.sub(r"\D", "", self.words[d]))
        value = f"XXXX-XX-{number:02d}"
        if self.anchor is None:
            return self._open(value=value)
        start, end = self.anchor.start - 31 * DAY, self.anchor.end + (8 * DAY if self.anchor.exact else DAY)
        if not self.anchor.exact:
            start = self.anchor.start
        months = sorted({(day.year, day.month) for day in (start + DAY * n for n in range((end - start).days + 1))})
        fit = [x for year, month in months if (x := dates.safe_date(year, month, number)) and x.weekday() == weekday and start <= x <= end]
        said = f"“{self._said(i, j)}”"
        if self.anchor.exact and fit:
            best = min(fit, key=lambda x: abs((x - self.anchor.end).days) if self.anchor else 0)
            return _Meaning(value=best.isoformat(), days=dates.one_day(best), basis=self.anchor.basis, why=f"{said}: day of the month and weekday fit, counted from {self.anchor.why}")
        if len(fit) == 1:
            return _Meaning(value=fit[0].isoformat(), days=dates.one_day(fit[0]), basis=self.anchor.basis, why=f"{said}: the only such day within {self.anchor.why}")
        if not fit:
            return self._open(value=value, why=f"no {self.parse.text[w]} within {self.anchor.why} falls on day {number}")
        days = Days(start=self.anchor.start, end=self.anchor.end, precision=dates.precision_of(self.anchor.start, self.anchor.end))
        return _Meaning(value=value, days=days, basis=self.anchor.basis, why=f"{said} can be {' or '.join(x.isoformat() for x in fit)}: {self.anchor.why}")

    def _deictic(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        k = self._at(i, j, "d")
        word = self.words[k]
        part = self._at(i, j, "P")
        code = self._code(part) if part >= 0 else "TNI" if word in ("tonight", "overnight") else ""
        if word == "today" and not code and self._nowadays(k):
            return self._open(value="PRESENT_REF", why="means these days rather than a day")
        if word == "overnight":  # the night that ends on the day of publication; TIMEX3 names it by the evening before
            return self._from_anchor(i, j, dates.one_day, lambda d: (d.start - DAY).isoformat() + code, type="TIME")
        back = self.lex.deictic[word]
        return self._from_anchor(i, j, lambda d: dates.one_day(d + DAY * back), lambda d: d.start.isoformat() + code, type="TIME" if code else "DATE")

    def _nowadays(self, k: int) -> bool:
        """"today's Russia", "even today": the present, not the day."""
        return k + 1 < len(self.words) and self.classes[k + 1] == "s" and self.parse.pos[min(k + 2, len(self.words) - 1)] == "PROPN"

    def _clock(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        k = self._at(i, j, "cDnY")
        word = self.words[k]
        found = CLOCK_WORDS.fullmatch(word)
        digits = word if word.isdigit() else ""
        if found:
            hour, minute = int(found[1]), int(found[2])
            if "." in word and self._at(i, j, "mz") < 0:
                return _NONE  # a decimal number
        elif digits and len(digits) == 4:
            hour, minute = int(digits[:2]), int(digits[2:])
        elif digits:
            hour, minute = int(digits), 0
        else:
            return _NONE
        m = self._at(i, j, "m")
        if m >= 0 and self.words[m].startswith("p") and hour < 12:
            hour += 12
        if hour > 24 or minute > 59:
            return _NONE
        clock = f"T{hour:02d}:{minute:02d}"
        w, d = self._at(i, j, "W"), self._at(i, j, "d")
        if w >= 0:
            day = self._weekday(w, j, sentence)
        elif d >= 0:
            day = self._deictic(d, j, sentence)
        elif self.context and self.context.precision is Precision.DAY and i - self.context_at < 12:
            day = _Meaning(value=self.context.start.isoformat(), days=self.context, basis=DateBasis.CONTEXT, why="hour of the day told of just before")
        else:
            day = self._from_anchor(i, j, dates.one_day, lambda d: d.start.isoformat())
        value = f"{day.value.split('T')[0]}{clock}" if day.value else None
        return _Meaning(type="TIME", value=value, days=day.days, basis=day.basis, why=day.why, why_open=day.why_open)

    def _part_of_day(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        p = self._at(i, j, "P")
        code = self._code(p)
        k = self._at(i, j, "LXT")
        if k >= 0:
            letter, word = self.classes[k], self.words[k]
            if letter == "T" or word == "last":
                back = -1 if letter == "L" else 0
                return self._from_anchor(i, j, lambda d: dates.one_day(d + DAY * back), lambda d: d.start.isoformat() + code, type="TIME")
            step = 1 if letter == "X" else -1
            return self._from_context(i, step, code) if letter in "LX" else _NONE
        if self.parse.dep[p] not in ("pobj", "npadvmod") or (i == p and self.words[p] not in ("midnight", "noon", "dawn", "midday")) or self.words[p].endswith("s"):
            return _NONE
        before = self.words[i - 1] if i else ""
        if before not in ("in", "at", "by", "during", "through", "until", "since", "before", "after", "around"):
            return _NONE
        if self.context and self.context.precision is Precision.DAY and self.context_at >= sentence.first:
            return self._from_context(i, 0, code)
        return self._open(type="TIME", value=None, why="the report does not say of which day")

    def _from_context(self, i: int, step: int, code: str = "") -> _Meaning:
        context = self.context
        type_ = "TIME" if code else "DATE"
        if context is None or context.precision not in (Precision.DAY, Precision.WEEK):
            return self._open(type=type_, why="the report tells of no day before it to count from")
        day = (context.end if step > 0 else context.start) + DAY * step
        way = {0: "the day told of before", 1: "the day after the one told of before", -1: "the day before the one told of before"}.get(step, "counted from the day told of before")
        return _Meaning(type=type_, value=day.isoformat() + code, days=dates.one_day(day), basis=DateBasis.CONTEXT, why=f"{way}, {context.start}")

    def _within_day(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        """"earlier in the day": the day the sentence speaks of, or that of publication."""
        unit = self.words[j - 1]
        if unit == "day":
            if self.context and self.context.precision is Precision.DAY and self._close(sentence):
                return self._from_context(i, 0)
            return self._from_anchor(i, j, dates.one_day, lambda d: d.start.isoformat())
        return self._unit_of_anchor(i, j, unit, 0)

    def _close(self, sentence: Sentence) -> bool:
        """Whether the last day told of stands in this sentence or the one before."""
        at = self.parse.sentence[self.context_at - 1] if self.context_at > 0 else -9
        return self.parse.sentence[sentence.first] - at <= 1

    def _same(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        word = self.words[j - 1]
        if self.classes[j - 1] == "P":
            return self._from_context(i, 0, self._code(j - 1))
        if self.classes[j - 1] == "W":
            return self._weekday(j - 1, j, sentence)
        if word == "day":
            return self._from_context(i, 0)
        context = self.context
        if context is None or word not in ("week", "month", "year"):
            return self._open(why="the report does not say which")
        days, value = _unit_at(context.start, word)
        return _Meaning(value=value, days=days, basis=DateBasis.CONTEXT, why=f"the {word} of the day told of before, {context.start}")

    # -- units counted from somewhere ----------------------------------------------------------------------------------

    def _unit_of_anchor(self, i: int, j: int, unit: str, step: int, part: str = "") -> _Meaning:
        def shift(day: dt.date) -> Days:
            moved = _moved(day, unit, step)
            if moved is None:
                raise ValueError(step)
            return dates.part_of(_unit_at(moved, unit)[0], part)

        def value(days: Days) -> str | None:
            return _unit_at(days.start, unit)[1]

        return self._from_anchor(i, j, shift, value)

    def _relative(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        k, unit = self._at(i, j, "LXT"), self.words[j - 1]
        letter, word = self.classes[k], self.words[k]
        if unit in ("minute", "second", "hour"):
            return _NONE
        step = {"L": -1, "X": 1, "T": 0}[letter]
        if word == "latest" or (word == "past" and unit in ("decade", "century")):
            return _Meaning(type="DURATION", value=duration(1, *self.lex.units[unit]), why_open="a length of time")
        if unit == "weekend":
            return self._weekend(i, j, step)
        narrated = word in ("following", "previous", "preceding", "ensuing", "subsequent") or (word == "next" and i < k and self.classes[k - 1] == "H") or (unit == "day" and letter in "LX")
        if narrated and unit in ("day", "week", "month", "year"):
            context = self.context
            if unit == "day":
                return self._from_context(i, step)
            if context and self._near_context(sentence):
                moved = _moved(context.start, unit, step)
                if moved:
                    days, value = _unit_at(moved, unit)
                    return _Meaning(value=value, days=days, basis=DateBasis.CONTEXT, why=f"counted from {context.start}, told of before")
            if word != "next" and step > 0:
                return self._open(why="the report tells of no time before it to count from")
        if unit == "day":
            return self._from_anchor(i, j, dates.one_day, lambda d: d.start.isoformat()) if letter == "T" and word != "current" else _NONE
        if unit == "decade":
            return self._from_anchor(i, j, lambda d: dates.decade_days(d.year // 10 * 10 + 10 * step), lambda d: f"{d.start.year // 10}")
        if unit not in ("week", "month", "year", "quarter"):
            return _NONE
        return self._unit_of_anchor(i, j, unit, step, self._part(i, k))

    def _near_context(self, sentence: Sentence, most: int = 2) -> bool:
        """Whether the last time told of stands at most so many sentences back."""
        at = self.parse.sentence[self.context_at - 1] if self.context_at > 0 else -9
        return self.parse.sentence[sentence.first] - at <= most

    def _part_of_unit(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        unit = self.words[j - 1]
        if unit not in ("week", "month", "year", "quarter"):
            return _NONE
        return self._unit_of_anchor(i, j, unit, 0, self._part(i, j))

    def _turn(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        if self.words[j - 1] != "year":
            return self._open(why="too wide to place")
        meaning = self._year_for(i, lambda year: dates.safe_date(year, 1, 1), sentence)
        if meaning is None:
            return self._open()
        first = dt.date(meaning[0], 1, 1)
        return _Meaning(value=f"{first:%Y-%m}", days=Days(start=first - 3 * DAY, end=first + 3 * DAY, precision=Precision.WEEK), basis=meaning[1], why=f"the days around 1 January; {meaning[2]}")

    def _quarter(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        u = next((k for k in range(i, j) if self.words[k] == "quarter"), -1)
        r = self._at(i, j, "RO")
        if u < 0 and self.words[j - 1] == "century":
            return self._century(i, j, sentence)
        if u < 0:
            return self._relative(i, j, sentence) if r < 0 and self._at(i, j, "L") >= 0 and self.classes[j - 1] == "u" and "o" not in self.classes[i:j] else _NONE
        if r < 0:
            return self._unit_of_anchor(i, j, "quarter", -1)
        quarter = self.lex.ordinals.get(self.words[r]) or int(re.sub(r"\D", "", self.words[r]) or 0)
        y = self._at(i, j, "Y")
        step = next(({"L": -1, "X": 1, "T": 0}[self.classes[k]] for k in range(i, j) if self.classes[k] in "LXT"), None)
        if not 1 <= quarter <= 4:
            return _NONE
        if y >= 0:
            return _Meaning(value=f"{self._year_of(y)}-Q{quarter}", days=dates.quarter_days(self._year_of(y), quarter), why=f"“{self._said(i, j)}” gives quarter and year")

        def shift(day: dt.date) -> Days:
            year = day.year + (step or 0)
            here = dates.quarter_days(year, quarter)
            return here if step is not None or here.start <= day else dates.quarter_days(year - 1, quarter) if (here.start - day).days > 92 else here

        return self._from_anchor(i, j, shift, lambda d: f"{d.start.year}-Q{(d.start.month + 2) // 3}")

    def _season(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        s = self._at(i, j, "S")
        code, first, last = self.lex.seasons[self.words[s]]
        y, k = self._at(i, j, "Y"), self._at(i, j, "LXT")
        if self.parse.pos[s] not in ("NOUN", "PROPN") or ((j - i == 1 or i == s - 1) and y < 0 and k < 0 and not (i and self.words[i - 1] in ("in", "since", "until", "by", "during"))):
            return _NONE
        if y >= 0:
            year, basis, why = self._year_of(y), DateBasis.STATED, f"“{self._said(i, j)}” gives season and year"
        else:
            if self.anchor is None:
                return self._open(value=f"XXXX-{code}")
            here = self.anchor.end
            step = self.classes[k] if k >= 0 else "L" if self._direction(s) <= 0 else "X"
            year = here.year
            if step == "L" and (first > here.month or (k >= 0 and first <= here.month <= max(first, last))):
                year -= 1
            elif step == "X" and first <= here.month:
                year += 1
            basis, why = self.anchor.basis, self._counted(i, j)
        return _Meaning(value=f"{year}-{code}", days=dates.part_of(dates.season_days(year, first, last), self._part(i, s)), basis=basis, why=why)

    def _shifted(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        at = self._at(i, j, "gbl")
        way = self.classes[at]
        u = max(k for k in range(i, at) if self.classes[k] in "uU")
        if at < j - 1 or self.classes[i] in "Hu":  # "the year-earlier quarter"
            return self._unit_of_anchor(i, j, "year", -1) if self.words[u] == "year" else _NONE
        unit = self.words[u]
        letter, size = self.lex.units[unit]
        number = self._number(i, u) if u > i else None
        if number is not None and u + 1 < j - 1:
            number += 0.5
        word = self.words[j - 1]
        if word in ("after", "before") and self._governs(j - 1):
            # "two days after the vote": counted from something that is told, not from a day
            if number is None or not self._told_as_whole(sentence, letter):
                return _Meaning(type="DURATION", value=duration(number, letter, size), why_open=f"counted from something told after “{word}”")
            way = "l" if word == "after" else "b"
        later = way == "l"
        base, basis, why = self._base(way, sentence)
        if base is None:
            return self._open(why="the report tells of no time before it to count from")
        if letter.startswith("T"):
            if number is None or number * {"TH": 1, "TM": 1 / 60, "TS": 1 / 3600}[letter] < 12:
                return _Meaning(value=base.start.isoformat() if base.precision is Precision.DAY else None, days=base, basis=basis, why=f"within hours of {why}")
            return _Meaning(days=None, why_open="hours that may reach into another day")
        if number is None:
            return self._open(value="PAST_REF" if way == "g" else duration(None, letter, size), type="DATE" if way == "g" else "DURATION", why="the number is not told")
        steps = int(number * size)
        name = {"D": "day", "W": "week", "M": "month", "Q": "quarter", "Y": "year"}.get(letter, "")
        if not name:
            return _NONE
        moved = _moved(base.start, name, steps if later else -steps)
        moved_end = _moved(base.end, name, steps if later else -steps)
        if moved is None or moved_end is None:
            return self._open(why="beyond the calendar")
        if letter == "Y" and number != int(number):
            moved = dates.add_months(moved, 6 if later else -6) or moved
        self.shifted = (j, moved)
        if name == "day" and base.precision is not Precision.DAY:
            return _Meaning(days=Days(start=moved, end=moved_end, precision=base.precision), basis=basis, why=f"“{self._said(i, j)}” counted from {why}")
        days, value = _unit_at(moved, "month" if letter == "Y" and number != int(number) else name)
        if base.precision in (Precision.YEAR, Precision.DECADE) and name != "year":
            return _Meaning(days=Days(start=moved, end=moved_end, precision=base.precision), basis=basis, why=f"“{self._said(i, j)}” counted from {why}")
        return _Meaning(value=value, days=days, basis=basis, why=f"“{self._said(i, j)}” counted from {why}")

    def _told_as_whole(self, sentence: Sentence, letter: str) -> bool:
        """Whether "a year after the outbreak" can be counted from a year or month told of just before."""
        context = self.context
        coarse = context is not None and context.precision in (Precision.YEAR, Precision.MONTH)
        return coarse and letter in "YM" and self._near_context(sentence, 5)

    def _governs(self, k: int) -> bool:
        """Whether "after" or "before" goes on with what it is counted from."""
        after = k + 1
        return after < len(self.words) and self.parse.pos[after] not in ("PUNCT", "CCONJ") and self.classes[after] != ","

    def _base(self, way: str, sentence: Sentence) -> tuple[Days | None, DateBasis, str]:
        """What "ago", "earlier" or "later" is counted from."""
        context = self.context
        if way == "l" or (way == "b" and context and (self.context_at > sentence.first or not self.anchor)):
            if context is None:
                return None, DateBasis.CONTEXT, ""
            return context, DateBasis.CONTEXT, f"{context.start}, told of before"
        if self.anchor is None:
            return None, DateBasis.CONTEXT, ""
        days = Days(start=self.anchor.start, end=self.anchor.end, precision=dates.precision_of(self.anchor.start, self.anchor.end))
        return days, self.anchor.basis, self.anchor.why

    def _beside(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        if self.words[j - 1] in ("before", "after") and self._governs(j - 1):
            return self._open(why=f"counted from something told after “{self.words[j - 1]}”")
        if self.words[j - 2] == "day":
            return self._from_context(i, 1 if self.classes[j - 1] == "l" else -1)
        return self._open(why="the report does not say of which")

    # -- lengths and repetitions ---------------------------------------------------------------------------------------

    def _span_of(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        k = self._at(i, j, "LXT")
        unit = self.words[j - 1]
        letter, size = self.lex.units[unit]
        if letter == "WE":
            return _NONE
        return _Meaning(type="DURATION", value=duration(self._number(k + 1, j - 1), letter, size), why_open="a length of time")

    def _length(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        u = max(k for k in range(i, j) if self.classes[k] in "uU")
        letter, size = self.lex.units[self.words[u]]
        if letter == "WE":
            if self.classes[i] in "AnDw":
                return _NONE
        after = [w for w in self.words[j : j + 2] if w != "-"]
        if after and after[0] in ("old", "olds"):
            return _NONE  # an age
        if u == i and not (i and self.words[i - 1] in ("for", "in", "within", "of", "over", "after", "during", "and", "last", "or")):
            return _NONE
        number = self._number(i, u) if u > i else None
        if number is not None and j > u + 1:
            number += 0.5
        return _Meaning(type="DURATION", value=duration(number, letter, size), why_open="a length of time")

    def _here(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        """"the weekend", "the quarter", "the fiscal year": the one that the report speaks of."""
        unit = self.words[j - 1]
        if unit == "weekend":
            return self._weekend(i, j, 1 if self._direction(j - 1) > 0 else -1, here=True)
        if unit == "quarter":
            return self._unit_of_anchor(i, j, unit, -1)
        return self._unit_of_anchor(i, j, unit, 0) if unit == "year" and self.classes[j - 2] == "F" else _NONE

    def _weekend(self, i: int, j: int, step: int, *, here: bool = False) -> _Meaning:
        """The weekend before or after; `here`: one that is on counts as the one meant."""

        def shift(day: dt.date) -> Days:
            monday = dates.week_days(day).start
            if step < 0 and not (here and day.weekday() >= 5):
                monday -= 7 * DAY
            elif step > 0 and not here:
                monday += 7 * DAY * (day.weekday() >= 5)
            return Days(start=monday + 5 * DAY, end=monday + 6 * DAY, precision=Precision.WEEK)

        return self._from_anchor(i, j, shift, lambda d: dates.iso_week(d.start) + "-WE")

    def _century(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        if self.words[j - 1] != "century":
            return _NONE
        k = self._at(i, j, "O")
        if k < 0:
            return _NONE
        number = int(re.sub(r"\D", "", self.words[k]))
        return self._open(value=f"{number - 1:02d}", why="a century places nothing in a crisis")

    def _every(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        last = self.words[j - 1]
        if self.classes[i] == "f":
            return _Meaning(type="SET", value=self.lex.frequencies[last], why_open="repeated")
        letter = self.classes[j - 1]
        if letter in "uU":
            unit, size = self.lex.units[last]
            value = duration(self._number(i + 1, j - 1) or 1, unit, size)
        else:
            value = {"W": f"XXXX-WXX-{self.lex.weekdays.get(last, 0) + 1}", "M": f"XXXX-{self.lex.months.get(last, 0):02d}",
                     "S": f"XXXX-{self.lex.seasons.get(last, ('',))[0]}", "P": f"XXXX-XX-XXT{self.lex.parts.get(last, '')}"}[letter]
        return _Meaning(type="SET", value=value, why_open="repeated")

    def _reference(self, i: int, j: int, sentence: Sentence) -> _Meaning:
        word = self.words[j - 1]
        if self.classes[j - 1] == "U":
            value = "PAST_REF" if word == "years" else duration(None, *self.lex.units[word])
            return self._open(type="DATE" if word == "years" else "DURATION", value=value, why="a stretch of time that is not bounded")
        if word == "recent":
            return _NONE
        if word == "past":
            return self._open(value="PAST_REF", why="no particular time")
        if (word == "future" and self.parse.pos[i] == "ADJ") or (word == "now" and self.parse.pos[i] not in ("ADV",)):
            return _NONE
        return self._open(value=self.lex.references[word], why="no particular time")


def _moved(day: dt.date, unit: str, steps: int) -> dt.date | None:
    """A day so many units on or back."""
    try:
        if unit in ("day", "week"):
            return day + DAY * (steps * (7 if unit == "week" else 1))
        return dates.add_months(day, steps * {"month": 1, "quarter": 3, "year": 12}[unit])
    except OverflowError:
        return None


def _unit_at(day: dt.date, unit: str) -> tuple[Days, str]:
    """The day, week, month, quarter or year that holds a day, and its TIMEX3 value."""
    if unit == "week":
        return dates.week_days(day), dates.iso_week(day)
    if unit == "month":
        return dates.month_days(day.year, day.month), f"{day:%Y-%m}"
    if unit == "quarter":
        quarter = (day.month + 2) // 3
        return dates.quarter_days(day.year, quarter), f"{day.year}-Q{quarter}"
    if unit == "year":
        return dates.year_days(day.year), f"{day.year:04d}"
    return dates.one_day(day), day.isoformat()
