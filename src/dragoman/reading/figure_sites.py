"""Where a number stands: its qualifier, its noun phrase, its unit, and whether it counts anything at all."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.records.claims import Qualifier
from dragoman.records.parses import Parse
from dragoman.records.times import TimeExpression
from dragoman.resources import load
from dragoman.text.numbers import Number, Shape, continental, find_numbers

_QUOTES = frozenset("\"'“”‘’«»„``''")
_PARTITIVE = frozenset({"them", "whom", "those", "these", "which", "the", "us", "this", "that"})
_CLOCK = frozenset({"a.m.", "p.m.", "am", "pm", "o'clock", "o’clock", "gmt", "utc", "a.m", "p.m"})
_AGO = frozenset({"ago", "old", "later", "earlier", "before", "after", "prior"})
_AFTER_VAGUE = frozenset({"more", "other", "others", "of", "were", "are", "have", "had", "was", "is"})
_NOT_NAMES = frozenset({"LAW", "PRODUCT", "WORK_OF_ART", "FAC", "ORG", "PERSON", "EVENT"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """A number with the words that belong to it, as token indices of one parse."""

    number: Number
    first: int
    last: int
    """Tokens of the number itself."""
    start: int
    end: int
    """Characters of the whole figure: qualifier, number, noun phrase, and a state that follows at once."""
    qualifier: Qualifier
    qualified: bool
    """The report prints a qualifier of its own."""
    unit: str
    head: int | None
    """The noun that is counted."""
    after: int
    """First token behind the noun phrase (a state such as "dead" not counted in)."""
    partitive: bool
    """ "16 of them": counts a part of something told before."""
    addition: bool
    """ "900 more", "six other people": counted on top of others."""
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The tables in the form that look-ups need."""

    before: re.Pattern[str]
    after: re.Pattern[str]
    qualifier: dict[str, Qualifier]
    additions: re.Pattern[str]
    duration: dict[str, str]
    measures: dict[str, str]
    people: frozenset[str]
    currency_words: dict[str, str]
    signs: dict[str, str]
    months: frozenset[str]
    weekdays: frozenset[str]
    idle_one: frozenset[str]
    codes: frozenset[str]
    not_counting: frozenset[str]
    states: frozenset[str]
    events: frozenset[str]
    page_words: frozenset[str]


def _alternatives(words: Sequence[str]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s") for w in sorted(words, key=lambda w: (-len(w), w)))


@functools.cache
def lexicon() -> Lexicon:
    q, u, r = load("qualifiers"), load("units"), load("figure_roles")
    kind = {w: Qualifier(k) for side in ("after", "before") for k, words in q[side].items() for w in words}
    return Lexicon(
        before=re.compile(rf"(?<!\w)(?P<word>{_alternatives([w for ws in q['before'].values() for w in ws])})[\s\u00a0]?[\"“‘']?$", re.IGNORECASE),
        after=re.compile(rf"[\"”’']?[\s\u00a0]?(?P<word>{_alternatives([w for ws in q['after'].values() for w in ws])})(?!\w|\sthan)", re.IGNORECASE),
        qualifier=kind,
        additions=re.compile(rf"(?<!\w)(?:{_alternatives(q['additions'])})\s$", re.IGNORECASE),
        duration=u["duration"],
        measures={**u["distance"], **u["weight"]},
        people=frozenset(u["people"]),
        currency_words=u["currency_words"],
        signs=u["currency_signs"],
        months=frozenset(u["months"]),
        weekdays=frozenset(u["weekdays"]),
        idle_one=frozenset(u["idle_one"]),
        codes=frozenset(u["currency_codes"]),
        not_counting=frozenset(r["not_counting"]),
        states=frozenset(w for role in r["roles"].values() for w in role["states"] if " " not in w),
        events=frozenset(r["events"]),
        page_words=frozenset(r["page_words"]),
    )


def find_sites(text: str, parse: Parse, times: Sequence[TimeExpression]) -> Iterator[Site]:
    """Numbers that count or measure something, in text order."""
    dates = sorted((t.span.start, t.span.end) for t in times if t.type in ("DATE", "TIME"))
    for number in find_numbers(text):
        first = bisect_right(parse.start, number.start) - 1
        last = bisect_left(parse.start, number.end) - 1
        if first < 0 or last < first or parse.sentence[first] != parse.sentence[last] or number.start >= parse.end[first]:
            continue
        site = _site(text, parse, number, first, last)
        if site is not None and not _in_date(site, dates) and counts(text, parse, site):
            yield site


def _in_date(site: Site, dates: Sequence[tuple[int, int]]) -> bool:
    """Whether the number is part of a date; a length of time stays a figure."""
    if site.unit in lexicon().duration.values():
        return False
    at = bisect_right(dates, (site.number.start, 1 << 60)) - 1
    return at >= 0 and dates[at][1] >= site.number.end


def _site(text: str, parse: Parse, number: Number, first: int, last: int) -> Site | None:
    lex = lexicon()
    sentence = parse.sentences[parse.sentence[first]]
    low: float | None = number.low
    high: float | None = number.high
    start, qualifier, qualified, currency, addition = _left(text, number, sentence.start)
    unit, end, head, after, partitive, more = _right(parse, number, last, sentence.last)
    addition = addition or more
    if currency:
        unit = currency
    if number.unit:
        unit = number.unit
    elif unit == lex.currency_words["pound"] and _weighs(parse, first, last, sentence.first, sentence.last):
        unit = lex.measures["pound"]
    tail = lex.after.match(text, end, min(len(text), end + 18))
    if tail and not qualified and text[number.end : tail.start()].count(" ") < 6:
        qualifier, qualified = lex.qualifier[tail["word"].lower()], True
        end = tail.end()
    if unit not in ("percent", "") and (value := continental(text[number.start : number.end])) is not None and unit not in lex.measures.values():
        low = high = value
    if number.shape is Shape.VAGUE:
        if number.word:
            vague = Qualifier(load("qualifiers")["vague"][number.word]["qualifier"])
            qualifier = vague if qualifier in (Qualifier.EXACT, Qualifier.ABOUT) or vague is not Qualifier.ABOUT else qualifier
    elif number.shape is Shape.RANGE:
        qualifier = Qualifier.RANGE
    elif qualifier is Qualifier.EXACT and number.rounded:
        qualifier = Qualifier.ABOUT
    if qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN):
        high = None
    elif qualifier in (Qualifier.UP_TO, Qualifier.FEWER_THAN):
        low = None
    return Site(
        number=number, first=first, last=last, start=start, end=max(end, number.end), qualifier=qualifier, qualified=qualified, unit=unit, head=head,
        after=after, partitive=partitive, addition=addition, low=low, high=high,
    )  # fmt: skip


def _weighs(parse: Parse, first: int, last: int, floor: int, stop: int) -> bool:
    """Whether the pounds behind a number are weight: "weighs 400 pounds", "400 pounds heavy", "400 pounds of rice", not "spent 400 pounds"."""
    if any(parse.lemma[k] in ("weigh", "weight", "heavy") for k in range(max(floor, first - 8), first)):
        return True
    behind = [parse.lemma[k].lower() for k in range(last + 1, min(stop, last + 4))]
    return "heavy" in behind or (behind[:2] == ["pound", "of"] and behind[2:] != ["money"])


def _left(text: str, number: Number, floor: int) -> tuple[int, Qualifier, bool, str, bool]:
    """Start of the figure, qualifier, whether one is printed, currency, and whether it counts on top of others."""
    lex = lexicon()
    start = number.start
    currency = ""
    for length in (3, 2, 1):
        sign = text[start - length : start] if start - length >= floor else ""
        if sign in lex.signs:
            currency, start = lex.signs[sign], start - length
            break
    else:
        spaced = re.search(r"(?<!\w)(\w{1,3}[./]?)[\s\u00a0]$", text[max(floor, start - 5) : start])
        if spaced and spaced[1] in lex.signs:
            currency, start = lex.signs[spaced[1]], start - len(spaced.group())
        code = re.search(r"(?<!\w)([A-Z]{3})[\s\u00a0]?$", text[max(floor, start - 5) : start])
        if code and code[1] in lex.codes:
            currency, start = code[1], start - len(code.group())
    addition = False
    found = Qualifier.EXACT
    qualified = False
    if number.shape is Shape.RANGE and (lead := re.search(r"\b(?:between|from)\s$", text[max(floor, start - 9) : start], re.IGNORECASE)):
        start -= len(lead.group())
    definite = False
    for _ in range(3):
        window = text[max(floor, start - 32) : start]
        extra = lex.additions.search(window)
        if extra:
            addition = True
            start -= len(window) - extra.start()
            continue
        m = lex.before.search(window)
        if m is None:
            break
        word = " ".join(m["word"].lower().split())
        kind = lex.qualifier[word]
        if definite and kind is not Qualifier.EXACT:
            break  # "more than the 63 admitted": the 63 is exact, and something else is more
        definite = definite or word in ("the", "the official")
        if word == "a" and (number.shape is not Shape.WORDS or text[number.end : number.end + 1] in "-‑–"):
            break
        if word == "up to" and _MOVES.search(window[: m.start()]):
            break  # "has gone up to 103"
        start -= len(window) - m.start()
        if kind is not Qualifier.EXACT:
            if not qualified or kind is not Qualifier.ABOUT:
                found = kind
            qualified = True
    return start, found, qualified, currency, addition


_WHICH_TIME = frozenset({"last", "this", "next", "the", "that", "earlier"})


def _right(parse: Parse, number: Number, last: int, stop: int) -> tuple[str, int, int | None, int, bool, bool]:
    """Unit, end in characters, counted noun, first token behind, whether partitive, whether an addition."""
    lex = lexicon()
    k, end = last + 1, number.end
    partitive = addition = False
    if number.end < parse.end[last]:  # "2K", "64%" in one token
        end = number.end
    while k < stop and parse.text[k] in _QUOTES and parse.text[k] not in ("(", ")"):
        k += 1
    if k >= stop:
        return ("percent" if number.shape is Shape.FRACTION else "", end, None, k, False, False)
    word, lemma = parse.text[k].lower(), parse.lemma[k]
    if word in ("%", "percent", "pct", "percentage") or (word == "per" and k + 1 < stop and parse.text[k + 1].lower() == "cent"):
        k += 2 if word == "per" else 1
        if word == "percentage" and k < stop and parse.lemma[k] == "point":
            k += 1
        head, after = _of_noun(parse, k, stop)
        return "percent", parse.end[head if head is not None else k - 1], head, after, False, False
    if word in ("-", "‑") and k + 2 < stop and parse.text[k + 1].lower() in ("odd", "plus"):
        k += 2
        word, lemma = parse.text[k].lower(), parse.lemma[k]
    elif word in ("-", "–", "‑") and k + 1 < stop and parse.start[k] == parse.end[last]:
        return _hyphened(parse, k, stop, end)
    if parse.tag[k] == "NNP" and parse.text[k] in lex.codes:
        return parse.text[k], parse.end[k], None, k + 1, False, False
    if lemma in lex.currency_words and parse.pos[k] in ("NOUN", "PROPN"):
        return lex.currency_words[lemma], parse.end[k], None, k + 1, False, False
    if word in ("more", "other", "others", "further", "additional"):
        addition = True
        end = parse.end[k]
        k += 1
    if k < stop and parse.text[k].lower() == "of":
        nxt = parse.text[k + 1].lower() if k + 1 < stop else ""
        if number.shape is Shape.FRACTION or (number.shape is Shape.VAGUE and nxt not in ("them", "whom", "those", "these")):
            head, after = _of_noun(parse, k, stop)
            unit = "percent" if number.shape is Shape.FRACTION else _unit(parse, head)
            return unit, parse.end[head] if head is not None else end, head, after, nxt in ("them", "whom", "those"), addition
        if nxt in _PARTITIVE or parse.tag[k + 1 if k + 1 < stop else k] == "PRP$":
            partitive = True
            end_token = k + 1
            if nxt in ("the", "those", "this", "these", "that") and k + 2 < stop and (parse.lemma[k + 2] in lex.states or parse.pos[k + 2] == "NOUN"):
                end_token = k + 2
            return "people", parse.end[end_token], None, end_token + 1, partitive, addition
    if number.shape is Shape.FRACTION:
        head, after = _noun_phrase(parse, k + 1, stop)
        return "percent", parse.end[head] if head is not None else end, head, after, False, addition
    if k + 1 < stop and parse.text[k].lower() in _WHICH_TIME and parse.lemma[k + 1] in lex.duration and parse.tag[k + 1] == "NN":
        return "", end, None, k, False, addition  # "put them at 32 last week": no weeks are counted
    head, after = _noun_phrase(parse, k, stop)
    if head is None:
        if k < stop and parse.text[k].lower() in lex.states:
            return "people", parse.end[k], None, k, False, addition
        return "", end, None, k, False, addition
    end = parse.end[head]
    if after < stop and parse.text[after].lower() in lex.states and not _acts(parse, after, stop):
        end = parse.end[after]
    elif after + 1 < stop and parse.text[after].lower() == "or":
        other, beyond = _noun_phrase(parse, after + 1, stop)
        if other is not None and _unit(parse, other) == "people":
            end, after = parse.end[other], beyond
            if after < stop and parse.text[after].lower() in lex.states:
                end = parse.end[after]
    return _unit(parse, head), end, head, after, partitive, addition


def _acts(parse: Parse, verb: int, stop: int) -> bool:
    """Whether a word of state is a verb in the active ("two gunmen killed five miners", "ten die")."""
    if parse.tag[verb] in ("VBP", "VBZ", "VB"):
        return True
    return parse.tag[verb] == "VBD" and verb + 1 < stop and parse.tag[verb + 1] in ("DT", "CD", "PRP", "PRP$", "NN", "NNS", "NNP", "JJ")


def _hyphened(parse: Parse, k: int, stop: int, end: int) -> tuple[str, int, int | None, int, bool, bool]:
    """ "three-month", "1,000-strong": a number that modifies through a hyphen."""
    lex = lexicon()
    lemma = parse.lemma[k + 1]
    if lemma in lex.duration:
        if k + 2 < stop and parse.text[k + 2] in ("-", "‑"):
            return "age", parse.end[k + 1], k + 1, k + 2, False, False
        return lex.duration[lemma], parse.end[k + 1], k + 1, k + 2, False, False
    if lemma == "strong":
        return "people", parse.end[k + 1], None, k + 1, False, False
    return "compound", end, None, k, False, False


def _of_noun(parse: Parse, k: int, stop: int) -> tuple[int | None, int]:
    """The noun after "of" and the first token behind it."""
    if k >= stop or parse.text[k].lower() != "of":
        return None, k
    k += 1
    while k < stop and (parse.tag[k] in ("DT", "PRP$", "PDT") or parse.text[k] in _QUOTES):
        k += 1
    return _noun_phrase(parse, k, stop)


def _noun_phrase(parse: Parse, k: int, stop: int) -> tuple[int | None, int]:
    """The last noun of the phrase that starts at `k`, read from left to right, and the first token behind it.

    The parser often cuts noun phrases with numbers wrongly, so tags decide and not its arcs.
    """
    lex = lexicon()
    head = None
    limit = min(stop, k + 8)
    at = k
    while at < limit:
        tag, word = parse.tag[at], parse.text[at]
        lower = word.lower()
        if lower in lexicon().weekdays or (lower in lexicon().months and tag == "NNP"):
            break
        if tag in ("NN", "NNS") and not (head is not None and lower in lex.states and lower not in ("dead",)):
            if head is not None and lower == "dead":
                break
            head = at
            if tag == "NNS" and (parse.lemma[at] in lex.people or parse.lemma[at] in lex.duration):
                nxt = at + 1
                if not (nxt < limit and parse.tag[nxt] in ("NN", "NNS") and parse.lemma[nxt] in lex.people):
                    at += 1
                    break
        elif tag in ("NNP", "NNPS"):
            if head is not None and parse.tag[head] in ("NNS", "NNPS"):
                break
            head = at if tag == "NNPS" or _last_name(parse, at, limit) else head
        elif tag in ("JJ", "JJR", "JJS", "VBN", "VBG", "VBD", "HYPH", "AFX", "POS", "RB") or word in _QUOTES:
            if head is not None and tag not in ("HYPH", "POS", "AFX"):
                break
            if tag in ("VBN", "VBD", "VBG", "RB") and not _noun_within(parse, at, limit):
                break
            if lower in lex.states and not _noun_within(parse, at, limit):
                break
        else:
            break
        at += 1
    if head is not None and parse.tag[head] in ("NN", "VBG") and head + 2 < stop and parse.text[head + 1].lower() in ("and", "or", ","):
        for at in range(head + 2, min(head + 4, stop)):  # "six shipping and trading companies"
            if parse.tag[at] == "NNS" and not any(parse.tag[x] in ("CD", "DT") for x in range(head + 2, at)):
                return at, at + 1
    return head, (head + 1 if head is not None else k)


def _last_name(parse: Parse, at: int, limit: int) -> bool:
    """Whether a proper noun stands for the counted ("30 Uzbeks" tagged NNP), not for a modifier before a noun."""
    return at + 1 >= limit or parse.tag[at + 1] not in ("NN", "NNS", "NNP", "NNPS", "JJ", "HYPH")


def _noun_within(parse: Parse, at: int, limit: int) -> bool:
    return any(parse.tag[x] in ("NN", "NNS", "NNP", "NNPS") for x in range(at + 1, min(limit, at + 3)))


def _unit(parse: Parse, head: int | None) -> str:
    """The unit that a noun stands for; any other noun is its own unit."""
    if head is None:
        return ""
    lex = lexicon()
    lemma = parse.lemma[head]
    for table in (lex.duration, lex.measures, lex.currency_words):
        if lemma in table:
            return table[lemma]
    if lemma in lex.people or parse.text[head].lower() in lex.people or (parse.tag[head] in ("NNPS", "NNP") and parse.entity[head].endswith(("NORP", "GPE"))):
        return "people"
    if parse.tag[head] in ("NNS", "NNPS") and parse.text[head][:1].isupper() and not title_case(parse, parse.sentence[head]) and parse.start[head] > parse.sentences[parse.sentence[head]].start:
        return "people"
    if lemma in ("vote", "ballot"):
        return "votes"
    return parse.text[head].lower() if parse.tag[head] == "NNS" else lemma


def title_case(parse: Parse, sentence: int) -> bool:
    """Whether most longer words of a sentence begin with a capital, as in headlines, so that capitals tell nothing."""
    found = parse.sentences[sentence]
    long = [parse.text[k] for k in range(found.first, min(found.last, found.first + 24)) if len(parse.text[k]) > 3 and parse.text[k].isalpha()]
    return len(long) > 2 and sum(w[0].isupper() for w in long) > 0.6 * len(long)


_MOVES = re.compile(r"(?:go|goes|going|gone|went|rise|rises|risen|rose|climb|climbs|climbed|jump|jumped|shot|crept|inched|edged|moved|revised|pushed|driven|brought|bringing|pushing)\s$", re.IGNORECASE)
_CAPTION = re.compile(r"\b\d{1,3}\s?(?:of|/)\s?\d{1,3}\s(?:photos?|images?|slides?|pictures?|pages?|items?|videos?)\b", re.IGNORECASE)
_SUM = re.compile(r"\s*[=×÷*+−]|\s*[-–]\s*\d+\s*=")
_PHONE = re.compile(r"(?:\d{2,4}[\s-]){2,}\d{2,}|\+\d{6,}")


def counts(text: str, parse: Parse, site: Site) -> bool:
    """Whether the number counts or measures something; dates, names, times of day, list numbers and their like do not."""
    number, first, last = site.number, site.first, site.last
    before = text[number.start - 1] if number.start else "\n"
    before2 = text[number.start - 2] if number.start > 1 else "\n"
    behind = text[number.end : number.end + 2]
    digits = number.shape in (Shape.DIGITS, Shape.RANGE)
    words = text[number.start : number.end].lower()
    prev = parse.lemma[first - 1] if first and parse.sentence[first - 1] == parse.sentence[first] else ""
    nxt = parse.text[last + 1].lower() if last + 1 < len(parse) and parse.sentence[last + 1] == parse.sentence[last] else ""
    following = parse.text[site.after].lower() if site.after < len(parse) and parse.sentence[site.after] == parse.sentence[last] else ""
    if site.unit in ("age", "compound"):
        return False
    if number.shape is Shape.ORDINAL:
        return site.head is not None and parse.lemma[site.head] in lexicon().events and prev == "the" and words not in ("1st", "2nd")
    if number.shape is Shape.WORDS and before in "-‑–" and before2.isalpha():
        return False  # "a mother-of-four"
    if number.shape is Shape.VAGUE and words == "scores" and nxt not in _AFTER_VAGUE and nxt not in lexicon().states:
        return False
    if digits:
        if before in "-–—#№@/" and (before2.isalnum() or before in "#№@/"):
            return False
        if len(behind) == 2 and behind[0] in ":/.-–" and behind[1].isdigit():
            return False
        if behind[:1] in ("°", "º", "′") or _SUM.match(text, number.end, number.end + 12):
            return False
        if text[max(0, number.start - 3) : number.start].strip(" ")[-1:] in ("=", "+", "×", "÷", "*", "−"):
            return False
        if site.first == parse.sentences[parse.sentence[first]].first and behind[:1] in (".", ")") and behind[1:] in (" ", ""):
            return False
        if before in "([" and behind[:1] in (")", "]"):
            return False
        if behind[:1] in ("-", "–") and behind[1:].isspace():
            return False
        if number.shape is Shape.RANGE and not site.unit and re.fullmatch(r"\d{3}-\d{4}", words):
            return False
        if _PHONE.search(text, max(0, number.start - 12), number.end + 12) and not site.unit:
            return False
    if prev in lexicon().months and number.high <= 31 and number.low == int(number.low) and not site.qualified and site.unit != "people":
        return False
    if nxt in lexicon().months and number.high <= 31 and not site.unit:
        return False
    if nxt in _CLOCK or (nxt == "hours" and re.fullmatch(r"[0-2]\d[0-5]\d", words)):
        return False
    if _is_year(words, number) and not site.qualified:
        people = site.unit in ("people", "votes", "percent") or site.unit in lexicon().signs.values()
        if not people or prev in ("in", "since", "of", "the", "by", "from", "until", "during", "early", "late", "mid", "after", "before", "and", "-"):
            return False
    if number.shape is Shape.RANGE and _is_year(words[:4], number) and _is_year(words[-4:], number):
        return False
    counted = site.unit == "people" and site.head is not None and parse.tag[site.head] == "NNS" and parse.pos[first - 1] == "NOUN"
    if prev in lexicon().not_counting and parse.pos[first - 1] in ("NOUN", "PROPN") and not site.qualified and "," not in words and not counted:
        return False
    if _furniture(text, parse, site):
        return False
    if nxt in ("more", "fewer", "less") and last + 2 < len(parse) and parse.text[last + 2].lower() == "than":
        return False
    if prev == "in" and first > 1 and parse.text[first - 2].lower() == "one" and number.shape is Shape.WORDS:
        return False
    if site.head is not None and parse.tag[site.head] == "NNP" and parse.lemma[site.head] in ("street", "avenue", "road", "boulevard", "lane"):
        return False
    if words == "911" and site.head is None:
        return False
    if prev == "of" and first > 1 and parse.tag[first - 2] == "CD" and site.head is None:
        return False
    if prev == "of" and first > 1 and parse.text[first - 2] in ("Group", "Gang", "Committee", "Council", "Big"):
        return False
    if site.unit in lexicon().duration.values() and following in _AGO and not (following in ("before", "after") and site.qualified):
        return False
    if prev in ("aged", "age") or (nxt == "years" and following == "of" and site.after + 1 < len(parse) and parse.lemma[site.after + 1] == "age"):
        return False
    if _in_name(parse, site):
        return False
    if words in ("one", "zero", "1") and (not site.qualified or site.partitive):
        return _one_counts(parse, site, nxt)
    if number.shape is Shape.WORDS and number.high <= 3 and prev in ("the", "these", "those", "first", "last") and parse.pos[first - 1] != "VERB":
        return site.qualified
    return not (number.shape in (Shape.DIGITS, Shape.WORDS) and site.unit == "" and _is_age(parse, first, last, number))


def _furniture(text: str, parse: Parse, site: Site) -> bool:
    """ "(12 comments)", "list of 4 items", "3 min read": what a page says of itself."""
    if any(m.start() <= site.number.start < m.end() for m in _CAPTION.finditer(text, max(0, site.number.start - 12), site.number.end + 16)):
        return True
    table = lexicon().page_words
    if site.head is None or not (parse.lemma[site.head] in table or site.unit in table):
        return False
    start = text.rfind("\n", 0, site.start) + 1
    line = text[start : (text + "\n").find("\n", site.end)].rstrip()
    return len(line) < 90 and not line.endswith((".", "”", '"'))


def _is_year(words: str, number: Number) -> bool:
    return bool(re.fullmatch(r"(?:1[5-9]|20)\d\d", words))


def _in_name(parse: Parse, site: Site) -> bool:
    """Whether the number is part of a name ("Boeing 747", "Twenty Nine Palms")."""
    first = site.first
    label = parse.entity[first]
    if label.startswith("I-") and label[2:] in _NOT_NAMES and site.unit != "people" and not site.qualified:
        return True
    if not first or parse.sentence[first - 1] != parse.sentence[first] or parse.tag[first - 1] not in ("NNP", "NNPS") or site.qualified:
        return False
    if parse.text[first - 1].lower() in lexicon().weekdays or parse.text[first - 1].lower() in lexicon().months:
        return False
    named = site.head is not None and parse.tag[site.head] in ("NNP", "NNPS") and not title_case(parse, parse.sentence[first])
    return (named or (site.head is None and site.unit == "")) and parse.start[first] - parse.end[first - 1] <= 1


def _one_counts(parse: Parse, site: Site, nxt: str) -> bool:
    """Whether "one" counts a person or a death, not "one day", "no one", "one of"."""
    if site.partitive or nxt == "of" or (site.first and parse.lemma[site.first - 1] == "not"):
        return False
    if site.head is None:
        return nxt in lexicon().states
    prev = parse.lemma[site.first - 1] if site.first else ""
    if prev in ("no", "any", "some", "every", "each", "this", "that", "the", "only") or parse.lemma[site.head] in lexicon().idle_one:
        return False
    return site.unit == "people"


def _is_age(parse: Parse, first: int, last: int, number: Number) -> bool:
    """ "Oran, 64, said", "a girl of 4", "who is 64", "ages 19 and 41": years of a person."""
    start = parse.sentences[parse.sentence[first]].first
    if number.high > 110 or first - start < 2:
        return False
    at = first - 1
    while at > start and (parse.text[at] in (",", "and", "(", ")") or parse.tag[at] == "CD") and first - at < 8:
        at -= 1
    prev, prev2 = parse.text[first - 1].lower(), at if at < first - 1 else first - 2
    nxt = parse.text[last + 1].lower() if last + 1 < len(parse) and parse.sentence[last + 1] == parse.sentence[last] else "."
    near = range(max(start, first - 6), first)
    if prev in ("both", "also") or any(parse.lemma[k] in ("age", "aged") for k in near):
        return True
    person = parse.lemma[prev2] in lexicon().people
    if prev in (",", "and"):
        named = parse.tag[prev2] in ("NNP", "NNPS")
        return (named and (nxt in (",", ".", ";", ")", "of") or parse.entity[prev2].endswith("PERSON"))) or (
            person and nxt in (",", "and", ".", "of", "was", "fatally", "—", "-", ";")
        )
    if prev == "of":
        return person and parse.tag[prev2] == "NN"
    if parse.lemma[first - 1] == "be":
        return any(parse.text[k].lower() in ("who", "he", "she") or parse.entity[k].endswith("PERSON") or (parse.lemma[k] in lexicon().people and parse.tag[k] == "NN" and parse.lemma[k] not in ("dead", "injured", "wounded")) for k in near)
    return False
