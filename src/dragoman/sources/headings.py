"""What stands above and around a report: outlet labels, headline, dateline, byline, date lines.

Works on a list of lines. The head is everything above the first paragraph; there each line is told apart by its shape,
never by what the report is about.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from dragoman.resources import load
from dragoman.sources.dates import Printed, full_dates, partial_dates
from dragoman.sources.furniture import SENTENCE_END, Bin, is_prose, is_slogan, is_unit, parts, why_furniture
from dragoman.sources.wires import find_wire
from dragoman.text.normalise import one_line

HEAD_LINES = 14
"""Lines looked at for a headline; a report whose first paragraph comes later has none."""
HEADLINE_WORDS = 26
"""Most words of a headline."""

_UPPER = r"[A-ZÀ-ÖØ-ÞĀ-ŽΑ-ΩА-Я]"
_CAPS = rf"{_UPPER}(?:{_UPPER}|['’.-])+(?:[ /]{_UPPER}(?:{_UPPER}|['’.-])*){{0,4}}"
_NAME = rf"{_UPPER}[\w'’.-]*(?:[ /]{_UPPER}[\w'’.-]*){{0,3}}"
_REGION = rf"(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day\b|(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\w{{0,6}}\.?\s+\d){_NAME}"
_DATE = r"(?:(?i:mon|tues|wednes|thurs|fri|satur|sun)(?i:day),?\s+)?(?:[A-Za-z]{3,9}\.?\s+\d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}\.?)(?:,?\s+(?:19|20)\d\d)?|\d{1,2}\.\d{1,2}\.(?:19|20)\d\d"
_AGENCY = r"\(\s*(?P<agency>[^()\n]{2,60})\)"
_DASH = r"(?:--|[—–―]|-(?=\s)|:(?=\s))"
DATELINE = re.compile(
    rf"^(?P<place>{_CAPS}(?:,\s*{_REGION}){{0,2}})(?:,?\s+(?P<date>{_DATE}))?,?(?:\s*{_AGENCY})?\s*(?P<dash>{_DASH})\s*(?=[\"“‘'(\[]*(?:{_UPPER}|\d))",
)
DATELINE_MIXED = re.compile(
    rf"^(?P<place>{_NAME}(?:,\s*{_REGION})?)(?=,|\s*\()(?:,\s*(?P<date>{_DATE}))?(?:\s*{_AGENCY})?\s*(?P<dash>{_DASH})\s*(?=\S)",
)
DATELINE_OTHER = (
    re.compile(rf"^(?P<place>{_NAME})[.,]\s+(?P<date>{_DATE})\.?\s+(?:/(?P<agency>[^/\n]{{2,20}})/\.?|(?P<bare>[A-Z]{{3,10}})\s*[-–—])\s*(?=\S)"),
    re.compile(rf"^(?P<place>{_NAME}(?:,\s*{_REGION})?)\s+[-–—|]\s+(?P<date>{_DATE})\s*[-–—|:]\s*(?=\S)"),
    re.compile(rf"^(?P<place>{_CAPS}(?:,\s*{_REGION})?)\s+\|\s+(?=[\"“‘']?{_UPPER})"),
    re.compile(rf"^(?P<place>{_NAME})\s*(?:\([^()]{{3,20}}\)|\[[^\[\]]{{3,20}}\]),\s+(?P<date>{_DATE})\s*{_AGENCY}\s*[.:–—-]{{1,2}}\s*(?=\S)"),
    re.compile(rf"^(?P<place>{_CAPS})\s*{_AGENCY}\s*[–—-](?=[\"“‘']?{_UPPER})"),
)
AGENCY_FIRST = re.compile(r"^(?:\(\s*(?P<paren>[^()\n]{2,40})\s*\)\s*(?:--|[—–-])?|(?P<bare>[A-Z][\w.-]*(?: [A-Z][\w.-]*){0,2})\s+(?:--|[—–]|-(?=\s)))\s*(?=\S)")
PLACE_LINE = re.compile(rf"^(?P<place>{_CAPS}(?:,\s*{_NAME}){{0,2}})\.?(?:\s*[-–—]{{1,2}})?$")
PLACE_DATE_LINE = re.compile(rf"^(?P<place>{_NAME}(?:,\s*{_REGION})?)[,.:]?\s+(?P<date>{_DATE})\.?(?:\s*\([^()]*\))?\.?$")
BYLINE = re.compile(r"^(?:(?:(?:written|reported|story|report|posted|published|words|text)\s+)?by:?\s+|(?:author|reporter|writer|byline)s?:\s+)(?P<who>\S.{1,120})$", re.IGNORECASE)
PERSON = re.compile(rf"^{_UPPER}[\w'’-]+(?:\s+(?:{_UPPER}[\w'’.-]*|de|da|di|van|von|der|den|bin|al|el|ibn|la|le)){{1,3}}$")
CLOCK = r"(?:\d{4}\s*(?:GMT|UTC|HKT|E[SD]T|BST|CET|IST)|\d{1,2}[:.]\d\d(?:[:.]\d\d)?\s*(?:[ap]\.?m\.?)?|\d{1,2}\s*[ap]\.?m\.?)\s*(?:\(?[A-Z]{2,5}\)?(?:[+-]\d{1,2})?)?"
STAMP_WORDS = re.compile(
    r"\b(?:latest |first |last |originally |date )?(?:published|posted|updated?|modified|created|issued|filed|added|edited|date|on|at|by|in|ist|gmt|utc|est|edt|cet|bst|hrs?|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\b|ago|hours?|minutes?)\b",
    re.IGNORECASE,
)
PUBLISHED = re.compile(r"(?:first |last |originally |date )?(?:published|posted|updated|modified|created|filed|issued)\b", re.IGNORECASE)
LATER = re.compile(r"\b(?:updated|modified|edited|revised|last (?:updated?|modified))\b", re.IGNORECASE)
DOMAIN = re.compile(r"^(?:www\.)?[\w-]+(?:\.[\w-]+)*\.(?:com|org|net|info|news|eu|tv|fm|[a-z]{2})(?:/\S*)?$", re.IGNORECASE)


@dataclass(slots=True)
class Head:
    """What was found around a report. Mutable while the lines are gone through, read once afterwards."""

    title: str | None = None
    outlet: str | None = None
    byline: str | None = None
    dateline: str | None = None
    wire: str | None = None
    dates: list[tuple[Printed, str]] = field(default_factory=list)
    """Full dates with the words they stand in, first publication before later changes."""
    partial: list[tuple[Printed, str]] = field(default_factory=list)


def note_dates(words: str, head: Head) -> bool:
    """Keep the dates of a line that is no part of the report; whether it held one."""
    full = full_dates(words)
    for found in full:
        later = LATER.search(words[max(0, found.start - 25) : found.start]) is not None
        entry = (found, one_line(words))
        if later:
            head.dates.append(entry)
        else:
            first_later = next((i for i, (f, w) in enumerate(head.dates) if LATER.search(w[max(0, f.start - 25) : f.start])), len(head.dates))
            head.dates.insert(first_later, entry)
    rest = partial_dates(words)
    head.partial.extend((p, one_line(words)) for p in rest)
    return bool(full or rest)


def stamp(line: str) -> str | None:
    """What is left of a line when dates, clock times and the words around them are taken away; None when it holds no date."""
    words = one_line(line)
    found = [*full_dates(words), *partial_dates(words)]
    if not found or len(words) > 160:
        return None
    for f in sorted(found, key=lambda f: -f.start):
        words = words[: f.start] + " " + words[f.end :]
    words = STAMP_WORDS.sub(" ", re.sub(CLOCK, " ", words))
    return one_line(re.sub(r"(?<!\w)[^\w]+|[^\w]+(?!\w)", " ", words))


def find_head(lines: list[str], box: Bin) -> tuple[Head, list[str]]:
    """The head of a report and the lines that are left, the headline not among them."""
    head = Head()
    out: list[str] = []
    first_prose = next((i for i, x in enumerate(lines) if _opens(x)), len(lines))
    seen = 0
    for at, line in enumerate(lines):
        if not line.strip():
            out.append("")
            continue
        seen += 1
        if at < first_prose and seen <= HEAD_LINES:
            rest = _head_line(line, head, box, last=not any(_may_be_headline(x) for x in lines[at + 1 : first_prose]))
            if rest:
                out.append(rest)
        else:
            out.append(line)
    if first_prose == len(lines):
        return head, _restore(head, out)
    _lede(out, head, box)
    return head, out


def _may_be_headline(line: str) -> bool:
    """Whether a later line of the head could still be the headline."""
    words = one_line(line[:400])
    return words.count(" ") >= 2 and stamp(words) is None and BYLINE.match(words) is None and why_furniture(line) is None and not PLACE_LINE.match(words)


def outlet_in(line: str) -> str | None:
    """The outlet's name in front of a menu: "The Herald | Home | About"."""
    pieces = parts(line)
    first = pieces[0] if len(pieces) > 1 else ""
    if not first or first.count(" ") > 4 or why_furniture(first) is not None or is_unit(first) or stamp(first) is not None:
        return None
    return first


def _restore(head: Head, out: list[str]) -> list[str]:
    """A report without any paragraph keeps its only line as body."""
    if head.title is not None and not any(x.strip() for x in out):
        title, head.title = head.title, None
        return [title]
    return out


def _opens(line: str) -> bool:
    """Whether a line can be the first paragraph."""
    words = one_line(line)
    if why_furniture(line) is not None:
        return False
    if is_prose(words):
        return True
    at = DATELINE.match(words[:200])
    return bool(at and words.count(" ", at.end()) >= 4) or (words.count(" ") >= 6 and SENTENCE_END.search(words) is not None and words[-1] != "?")


def _head_line(line: str, head: Head, box: Bin, *, last: bool) -> str | None:
    """Take one line above the first paragraph to its place; what is returned stays in the report."""
    words = one_line(line)
    left = stamp(line)
    if left is not None and (not left or _is_credit(left, head) or (left.count(" ") <= 1 and PUBLISHED.match(words))):
        note_dates(words, head)
        box.take(words, "date line")
        return None
    if (match := PLACE_DATE_LINE.match(words)) and note_dates(match["date"], head):
        head.dateline = head.dateline or words
        box.take(words, "dateline")
        return None
    if (match := BYLINE.match(words)) and words.count(" ") <= 12:
        _byline(match["who"], head)
        note_dates(words, head)
        box.take(words, "byline")
        return None
    pieces = parts(line)
    if len(pieces) > 1:
        return _pieces(pieces, words, head, box)
    if DOMAIN.match(words) or is_slogan(words):
        head.outlet = head.outlet or words.split(",")[0]
        box.take(words, "outlet label")
        return None
    if PLACE_LINE.match(words) and (head.title is not None or "," in words) and words.count(" ") <= 5:
        head.dateline = head.dateline or words.strip(" -–—.")
        box.take(words, "dateline")
        return None
    if (wire := find_wire(words)) and words.count(" ") <= 4:
        head.wire = head.wire or wire
        box.take(words, "byline")
        return None
    if _is_headline(words, alone=last) and head.title is None:
        head.title = words
        return None
    if head.title is not None and _same_words(words, head.title):
        box.take(max(words, head.title, key=_capitals), "headline repeated")
        head.title = min(words, head.title, key=_capitals)
        return None
    if head.title is None and words.count(" ") <= 2 and not SENTENCE_END.search(words):
        box.take(words, "section label")
        return None
    if head.title is not None and PERSON.match(words) and last:
        _byline(words, head)
        box.take(words, "byline")
        return None
    return line


def _pieces(pieces: list[str], words: str, head: Head, box: Bin) -> str | None:
    """A line of parts: breadcrumb, stamp, or a headline behind its section."""
    tail = pieces[-1]
    if words[0] in "•·»" or ("•" in words and not any(is_unit(p) for p in pieces)):
        return words
    first = pieces[0]
    if first.count(" ") >= 3 and head.title is None and all(p.count(" ") <= 3 for p in pieces[1:]) and _is_headline(first, alone=True) and stamp(words) is None:
        head.title, head.outlet = first, head.outlet or tail
        box.take(words[len(first) :].strip(), "menu")
        return None
    if tail.count(" ") >= 4 and all(p.count(" ") <= 2 for p in pieces[:-1]) and stamp(tail) != "" and why_furniture(tail) is None:
        if head.title is None and _is_headline(tail, alone=True):
            box.take(words[: len(words) - len(tail)].strip() or words, "menu")
            head.title = tail
            return None
    if any(stamp(p) is not None for p in pieces) and all(p.count(" ") <= 9 for p in pieces):
        note_dates(words, head)
        unnamed = head.title is None and head.outlet is None
        for p in pieces:
            if (match := BYLINE.match(p)) or (PERSON.match(stamp(p) or p) and not (unnamed and p is pieces[0] and stamp(p) is None)):
                _byline(match["who"] if match else stamp(p) or p, head)
        if head.title is None:
            head.outlet = head.outlet or outlet_in(words)
        box.take(words, "date line")
        return None
    if all(p.count(" ") <= 5 for p in pieces) and not SENTENCE_END.search(words):
        head.outlet = head.outlet or outlet_in(words)
        box.take(words, "menu")
        return None
    if head.title is None and _is_headline(words, alone=True):
        head.title = words
        return None
    return words


def _is_credit(left: str, head: Head) -> bool:
    """Whether what stands beside a date is an agency, a person or a place, and no sentence."""
    wire = find_wire(left)
    if wire:
        head.wire = head.wire or wire
        return True
    if PERSON.match(left) and left.count(" ") <= 3:
        _byline(left, head)
        return True
    if PLACE_LINE.match(left):
        head.dateline = head.dateline or left
        return True
    return False


def _byline(who: str, head: Head) -> None:
    left = stamp(who)
    who = one_line(left if left else who).strip(" ,|-")
    head.byline = head.byline or who
    wire = next((w for w in (find_wire(p) for p in [*re.findall(r"\(([^()]*)\)", who), who]) if w), None)
    head.wire = head.wire or wire


def _is_headline(words: str, *, alone: bool) -> bool:
    count = words.count(" ") + 1
    if not 3 <= count <= HEADLINE_WORDS or words[-1] in ".;,:" or len(words) > 220:
        return False
    if words[0] in "([•-–—*" or "://" in words or why_furniture(words) is not None:
        return False
    return count >= 4 or alone


def _capitals(words: str) -> int:
    return sum(c.isupper() for c in words)


def _same_words(a: str, b: str) -> bool:
    plain = [re.sub(r"\W+", " ", x).strip().casefold() for x in (a, b)]
    return plain[0] == plain[1]


def _lede(lines: list[str], head: Head, box: Bin) -> None:
    """Take the dateline or agency tag off the first paragraphs (a standfirst may stand before it)."""
    transcript = sum(1 for x in lines if (m := DATELINE.match(x[:160])) and m["dash"] == ":") > 1
    seen = 0
    for at, line in enumerate(lines):
        if not line.strip():
            continue
        seen += 1
        if transcript or seen > 4 or (head.dateline is not None and seen > 2):
            return
        rest = take_dateline(line, head, box)
        if rest is not None:
            lines[at] = rest
            return
    first = next((at for at, line in enumerate(lines) if line.strip()), None)
    if first is not None and is_prose(lines[first]):
        lines[first] = re.sub(r"^[-–—]+\s+(?=\S)", "", lines[first])


def take_dateline(line: str, head: Head, box: Bin) -> str | None:
    """The paragraph without its dateline, whose parts go to the head; None when it has none."""
    start = line[:200]
    match = DATELINE.match(start) or DATELINE_MIXED.match(start)
    if match is None:
        other = next((m for pattern in DATELINE_OTHER if (m := pattern.match(start))), None)
        if other is not None:
            groups = other.groupdict()
            agency = groups.get("agency") or groups.get("bare")
            head.wire = head.wire or (find_wire(agency) if agency else None)
            head.dateline = head.dateline or one_line(other["place"])
            note_dates(" ".join(x for x in (groups.get("date"), agency) if x), head)
            box.take(line[: other.end()], "dateline")
            return line[other.end() :]
    if match is not None:
        agency = match["agency"]
        wire = find_wire(match["place"]) if not agency else find_wire(agency)
        if match.re is DATELINE and not agency and _no_place(match["place"]):
            return None
        if match.re is DATELINE_MIXED and not match["date"] and wire is None:
            return None
        if match.re is DATELINE_MIXED and match["dash"] == ":" and wire is None:
            note_dates(match.group(), head)
            return None
        head.wire = head.wire or wire
        note_dates(" ".join(x for x in (match["date"], agency) if x), head)
        if find_wire(match["place"]) is None:
            head.dateline = head.dateline or one_line(match["place"])
    else:
        match = AGENCY_FIRST.match(start)
        wire = find_wire(match["paren"] or match["bare"]) if match is not None else None
        if match is None or (wire is None and not (match["paren"] or "").isupper()):
            return None
        head.wire = head.wire or wire
    box.take(line[: match.end()], "dateline")
    return line[match.end() :]


def _no_place(words: str) -> bool:
    """Whether capitals before a dash are a label ("UPDATE", "BREAKING NEWS") and no place."""
    labels = load("furniture")["not_places"]
    first = words.split(",")[0].strip()
    return first in labels or any(w in labels and len(w) > 3 for w in first.split())


def take_stamps(lines: list[str], head: Head, box: Bin) -> list[str]:
    """The lines without those that only say when the page was published or changed; their dates are kept."""
    for at, line in enumerate(lines):
        words = one_line(line[:200])
        if len(words) < 120 and PUBLISHED.match(words) and stamp(words) == "":
            note_dates(words, head)
            box.take(words, "date line")
            lines[at] = ""
    return lines


def take_credits(lines: list[str], head: Head, box: Bin) -> list[str]:
    """The lines without agency credits at the end ("jm/dm (AFP, dpa)", "By The Associated Press")."""
    end = len(lines)
    while end and not lines[end - 1].strip():
        end -= 1
    for at in range(max(0, end - 3), end):
        words = one_line(lines[at])
        if not words:
            continue
        if words.count(" ") > 6 or is_prose(words):
            last = re.search(r"(?<=[.!?”\"])\s*\(\s*([^()]{2,40})\s*\)\s*$", words)
            wire = find_wire(last[1]) if last else None
            if last and wire is not None:
                head.wire = head.wire or wire
                box.take(last.group(), "byline")
                lines[at] = words[: last.start()]
            continue
        inner = re.search(r"\(([^()]{2,40})\)\s*$", words)
        wire = find_wire(inner[1]) if inner and inner.start() <= 25 else find_wire(words.lstrip("—–- "))
        if wire is not None:
            head.wire = head.wire or wire
            box.take(words, "byline")
            lines[at] = ""
    return lines
