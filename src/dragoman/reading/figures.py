"""Figures: how many of what, with qualifier, unit and who says so."""

from __future__ import annotations

import functools
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from dragoman.reading.figure_labels import label_count, label_quantity, name_votes
from dragoman.reading.figure_matters import find_matter
from dragoman.reading.figure_roles import (
    COUNT,
    Role,
    find_classes,
    find_role,
    is_cumulative,
    is_rival,
    is_row,
    is_tally,
    nationality,
    words,
)
from dragoman.reading.figure_sites import Site, find_sites
from dragoman.records.claims import Figure, Quote
from dragoman.records.documents import Report
from dragoman.records.mentions import ActorKind, Mention
from dragoman.records.parses import Parse
from dragoman.records.spans import Span
from dragoman.records.times import DateBasis, DateRange, Precision, TimeExpression
from dragoman.resources import load
from dragoman.text.hashing import content_id
from dragoman.text.numbers import Shape

_PLACES = frozenset({ActorKind.COUNTRY, ActorKind.PLACE})
_OWNERS = frozenset({ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.GROUP})
_PARTS = frozenset({"them", "whom", "those", "these", "which"})
_PALE = frozenset({"say", "have", "make", "people", "year", "month", "day", "week", "country", "last", "first", "new", "such", "more", "other", "many", "percent", "tell"})
_TURNS = frozenset({"but", "while", "although", "though", "whereas", "yet", "however"})
_BOUNDS = re.compile(r"\bsince\s(?:the|last|this)(?:\s[a-z]+){0,4}\s$|\bsince\s(?:\w+\s){1,3}(?:in|on)\s$|\b(?:since|until|before|after|up to|began(?: on)?|begun(?: on)?|start(?:ed|ing)(?: on)?|from)\s$", re.IGNORECASE)
_CLASSES = frozenset({"security", "children", "women", "civilians", "protesters", "armed", "students", "journalists", "foreigners"})
_LOSSES = frozenset({"killed", "injured", "arrested", "missing", "displaced"})
_SINCE = re.compile(r"\bsince\s(?:(?:the|last|this)(?:\s[a-z]+){0,4}\s|(?:\w+\s){1,3}(?:in|on)\s)?$", re.IGNORECASE)
_UNLIKE = frozenset({"duration", "share", "money", "measure", "times", "turnout", "population"})
"""Roles of which no bare number behind them is another count."""
_WHEN = re.compile(r",?\swhen\s", re.IGNORECASE)
_ASIDE = re.compile(r"[,—–(]\s?(?:including|among|amongst|who|whose|whom|which)\b", re.IGNORECASE)
_REACH = 3
"""Sentences back within which "put the injured at 42" finds the injured it counts."""


def find_figures(
    report: Report, parse: Parse, mentions: Sequence[Mention], times: Sequence[TimeExpression], quotes: Sequence[Quote]
) -> Iterator[Figure]:
    """Figures in text order."""
    sites = list(find_sites(report.text, parse, times))
    if not sites:
        return
    near = _Near(mentions, times, quotes, parse)
    figures: list[Figure] = []
    before: tuple[Site, Role] | None = None
    for n, site in enumerate(sites):
        sentence = parse.sentence[site.first]
        if before is not None and sentence - parse.sentence[before[0].first] > 1 and not is_row(parse, site):
            before = None
        after = sites[n + 1] if n + 1 < len(sites) and parse.sentence[sites[n + 1].first] == sentence else None
        role = find_role(parse, site, before, after)
        rival = _rival(parse, site, role, before[0] if before else None, figures)
        if rival is not None and rival.part_of:
            rival = next((f for f in figures if f.id == rival.part_of), None)  # "20, nine of them here; others speak of 21"
        if rival is not None and role.name == COUNT:
            role = Role(name=rival.role, inherited=True)
        if rival is None and not _worth_telling(parse, site, role):
            continue
        figure = _figure(report, parse, site, role, near)
        if rival is None and before is not None and figures:
            rival = _other_count(site, figure, figures[-1])
        if rival is None and before is not None and figures and _contradicts(parse, before[0], figure, figures[-1]):
            figure = replace(figure, rival_of=figures[-1].id)
        if rival is not None:
            figure = _beside_rival(figure, rival)
        elif site.partitive and role.name == COUNT and before is not None and figures and figures[-1].unit == "people":
            figure = replace(figure, counted=figures[-1].counted, what=figures[-1].what)
        part_of = _whole(parse, site, figure, figures)
        figures.append(replace(figure, part_of=part_of) if part_of else figure)
        before = (site, role)
    yield from _take_back(report, parse, figures)


def _worth_telling(parse: Parse, site: Site, role: Role) -> bool:
    """Vague small amounts and a bare "one" are figures only where they count victims or the like."""
    if site.number.shape is Shape.VAGUE and site.number.word in ("several", "a handful", "a couple"):
        return role.name in _LOSSES or role.name == "deployed"
    if role.name != COUNT or site.qualified:
        return True
    small = site.number.high
    if site.head is None:
        return not (site.unit == "" and small <= 12 and site.number.shape is Shape.WORDS) or is_tally(parse, site)
    lemma = parse.lemma[site.head]
    return not ((lemma in words().trivial and small <= 20) or (lemma in words().generic and small <= 3))


def _rival(parse: Parse, site: Site, role: Role, prior: Site | None, figures: Sequence[Figure]) -> Figure | None:
    """The figure for the same quantity beside which the report sets this one: the one before it, or the last of its role for a definite tally."""
    scope = find_classes(parse, site, role)
    if prior is not None and figures:
        last = figures[-1]
        alike = role.name == COUNT or (role.name == last.role and (role.inherited or tuple(scope) == last.scope))
        if last.role not in _UNLIKE and alike and is_rival(parse, site, prior, prior_is_rival=last.rival_of is not None):
            return last
    if role.name not in _LOSSES or not is_tally(parse, site):
        return None
    here = parse.sentence[site.first]
    for other in reversed(figures):
        if here - other.sentence > _REACH:
            return None
        if other.role == role.name and other.part_of is None and not other.row and tuple(scope) == other.scope:
            return other
    return None


def _other_count(site: Site, figure: Figure, last: Figure) -> Figure | None:
    """ "50 were hurt, the union says. Fourteen were treated, a hospital said": a bare number of the same role that another party gives."""
    bare = site.head is None and not site.partitive and not site.addition and not figure.row and figure.place is None
    if bare and figure.role in _LOSSES and last.role == figure.role and figure.scope in ((), last.scope) and figure.holder and last.holder and figure.holder != last.holder and figure.sentence - last.sentence <= 1:
        return last
    return None


def _contradicts(parse: Parse, prior: Site, figure: Figure, last: Figure) -> bool:
    """ "Two guards flew with him. But an official said that 13 people were on the plane": a sentence set against the one before, about a thing it names."""
    if not (figure.role == last.role == COUNT and figure.unit == last.unit == "people" and figure.sentence == last.sentence + 1):
        return False
    ours, theirs = parse.sentences[figure.sentence], parse.sentences[last.sentence]
    if parse.text[ours.first].lower() not in _TURNS:
        return False
    told = {parse.lemma[k] for k in range(theirs.first, theirs.last) if parse.pos[k] == "NOUN"}
    return any(parse.lemma[k] in told for k in range(ours.first, ours.last) if parse.pos[k] == "NOUN" and parse.lemma[k] not in _PALE)


def _beside_rival(figure: Figure, rival: Figure) -> Figure:
    """A bare number with what it takes over from its rival: the noun, the people, the place, and the day unless it has its own."""
    figure = replace(figure, rival_of=rival.id, counted=rival.counted, unit=rival.unit, what=rival.what, scope=rival.scope, place=figure.place or rival.place, addition=False)
    if figure.dated and not rival.dated:
        return figure
    return replace(figure, as_of=rival.as_of, dated=rival.dated, happened=rival.happened, cumulative=rival.cumulative)


class _Near:
    """Mentions, times and quotes of one report, for look-ups by position."""

    def __init__(self, mentions: Sequence[Mention], times: Sequence[TimeExpression], quotes: Sequence[Quote], parse: Parse) -> None:
        self.mentions = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
        self.starts = [m.span.start for m in self.mentions]
        self.times: dict[int, list[TimeExpression]] = {}
        sentence_starts = [s.start for s in parse.sentences]
        for t in times:
            if t.range is not None and t.type in ("DATE", "TIME"):
                self.times.setdefault(bisect_right(sentence_starts, t.span.start) - 1, []).append(t)
        self.quotes: dict[int, list[Quote]] = {}
        for q in quotes:
            if q.speaker is None:
                continue
            first = bisect_right(sentence_starts, q.span.start) - 1
            last = bisect_right(sentence_starts, max(q.span.start, q.span.end - 1)) - 1
            for s in range(max(0, first), last + 1):
                self.quotes.setdefault(s, []).append(q)

    def name_of(self, report: Report, mention: str | None) -> str:
        """The words of a mention, "" when there is none."""
        found = next((m for m in self.mentions if m.id == mention), None) if mention is not None else None
        return " ".join(report.text[found.span.start : found.span.end].split()) if found is not None else ""

    def mention_at(self, parse: Parse, token: int) -> Mention | None:
        """The shortest mention that covers a token."""
        start, end = parse.start[token], parse.end[token]
        at = bisect_right(self.starts, start) - 1
        best: Mention | None = None
        for m in self.mentions[max(0, at - 5) : at + 1]:
            if m.span.start <= start and end <= m.span.end and (best is None or m.span.end - m.span.start < best.span.end - best.span.start):
                best = m
        return best


def _figure(report: Report, parse: Parse, site: Site, role: Role, near: _Near) -> Figure:
    counted = parse.lemma[site.head] if site.head is not None else ""
    number = parse.sentence[site.first]
    sentence = parse.sentences[number]
    clause = _clause(parse, site)
    classes = find_classes(parse, site, role)
    row = is_row(parse, site)
    unit = site.unit
    if unit == "" and site.number.shape is Shape.VAGUE and site.head is None:
        unit = "people"
    if (role.name in _LOSSES and unit not in ("people",) and (unit == "" or counted in words().everyone)) or (unit == "" and role.inherited):
        unit = "people"
    as_of, dated, happened = _as_of(report, parse, site, near.times.get(number, ()), role)
    place = _place(parse, site, sentence.first, sentence.last, near, row=row)
    matter = find_matter(parse, site, role.name)
    owner = _owner(parse, site, near) if role.name in ("share", "votes") else None
    return Figure(
        id=content_id("f", report.id, site.start, site.end),
        span=Span(report.id, site.start, site.end),
        number=Span(report.id, site.number.start, site.number.end),
        low=site.low,
        high=site.high,
        qualifier=site.qualifier,
        unit=unit,
        what=_label(parse, site, role, classes, counted, matter, near.name_of(report, owner)),
        role=role.name,
        counted=counted,
        scope=tuple(sorted({*classes, *nationality(parse, site)})),
        holder=_holder(parse, site, near, number, clause),
        as_of=as_of,
        place=place,
        sentence=number,
        hedged=_hedged(parse, site, clause),
        addition=site.addition,
        cumulative=is_cumulative(parse, site, role, clause) and (role.toll or not happened or not (as_of and as_of.precision is Precision.DAY)),
        dated=dated,
        happened=happened,
        owner=owner,
        keys=_keys(parse, site, sentence.first, sentence.last),
        row=row or (site.partitive and place is not None) or (role.inherited and place is not None),
        part=site.partitive or site.first in _members(parse, site),
        tally=counted == "" and is_tally(parse, site),
        since=_since(report, site, near.times.get(number, ())) if role.name in _LOSSES else None,
        matter=matter,
        happenings=tuple(sorted({words().happening[parse.lemma[k]] for k in range(sentence.first, sentence.last) if parse.lemma[k] in words().happening})),
    )


def _members(parse: Parse, site: Site) -> tuple[int, ...]:
    """The first token of the number, where "including", "among them" or "accounted for" marks a part of a larger group."""
    first = parse.sentences[parse.sentence[site.first]].first
    lead = [parse.text[k].lower() for k in range(max(first, site.first - 3), site.first)]
    behind = [parse.text[k].lower() for k in range(site.after, min(len(parse), site.after + 2))]
    return (site.first,) if "including" in lead or behind[:1] == ["among"] else ()


def _since(report: Report, site: Site, times: Sequence[TimeExpression]) -> DateRange | None:
    """When the counting begins ("at least ten since May"); history told over many years is left out."""
    for t in times:
        if t.range is None or not _SINCE.search(report.text[max(0, t.span.start - 40) : t.span.start]):
            continue
        lo, hi = sorted((site.number.start, t.span.start))
        if ";" not in report.text[lo:hi] and report.published is not None and (report.published - t.range.start).days < 400:
            return t.range
    return None


def _owner(parse: Parse, site: Site, near: _Near) -> str | None:
    """Whoever has the share: named right before or behind it, the subject of a verb of gaining, or the one credited with it."""
    beside = _owner_beside(parse, site, near)
    if beside is not None:
        return beside
    node = site.head if site.head is not None else site.last
    for _ in range(6):
        up = parse.head[node]
        if up == node or parse.sentence[up] != parse.sentence[node]:
            return None
        node = up
        if parse.pos[node] not in ("VERB", "AUX"):
            continue
        credited = parse.lemma[node] in ("credit", "declare", "give", "award", "name", "announce")
        if parse.lemma[node] in words().gaining or credited:
            for c in parse.children[node]:
                wanted = ("dobj", "dative", "nsubjpass") if credited else ("nsubj", "nsubjpass")
                who = parse.head[node] if parse.dep[node] == "relcl" and parse.text[c].lower() in ("who", "which", "that") else c
                if parse.dep[c] in wanted and c < site.first and (m := near.mention_at(parse, who)) is not None and m.kind in _OWNERS:
                    return m.id
    return None


def _owner_beside(parse: Parse, site: Site, near: _Near) -> str | None:
    """ "36.8% for Bel", "and the mayor, Ana Bel, 38.2%", "Ana Bel: 38.2%": the name that stands next to the share."""
    sentence = parse.sentences[parse.sentence[site.first]]
    behind = site.last + 1
    while behind < sentence.last and parse.end[behind] <= site.end:
        behind += 1
    if behind + 1 < sentence.last and parse.text[behind].lower() in ("for", "by"):
        for k in range(behind + 1, min(sentence.last, behind + 4)):
            m = near.mention_at(parse, k)
            if m is not None and m.kind in _OWNERS:
                return m.id
    k = site.first - 1
    while k >= sentence.first and parse.end[k] > site.start:
        k -= 1
    if k > sentence.first and parse.text[k] in (",", ":", "–", "—", "(", "with", "on", "at") and (m := near.mention_at(parse, k - 1)) is not None and m.kind in _OWNERS:
        named = m.span.end - m.span.start
        return m.id if m.kind is ActorKind.PERSON or named > 2 else None
    return None


def _keys(parse: Parse, site: Site, first: int, last: int) -> tuple[str, ...]:
    """Nouns, verbs and adjectives within a few words of the figure."""
    near = (*range(max(first, site.first - 7), site.first), *range(site.last + 1, min(last, site.after + 7)))
    return tuple(sorted({parse.lemma[k] for k in near if parse.pos[k] in ("NOUN", "VERB", "ADJ") and parse.lemma[k] not in _PALE and len(parse.lemma[k]) > 2}))


def _label(parse: Parse, site: Site, role: Role, classes: Sequence[str], counted: str, matter: str, owner: str) -> str:
    """ "people killed", "soldiers deployed", "14 years" as "years"."""
    noun = parse.text[site.head] if site.head is not None else ""
    noun = noun if nationality(parse, site) and noun[:1].isupper() else noun.lower()
    if role.name in words().labels:
        if counted in words().everyone or not noun or counted in ("refugee", "arrest") or (counted in ("member", "employee", "staff", "personnel") and classes):
            noun = {"security": "security forces", "armed": "armed men"}.get(classes[0], classes[0]) if len(classes) == 1 else "people"
        return f"{noun} {words().labels[role.name]}"
    if role.name == "turnout":
        return "turnout"
    if role.name == "share":
        return name_votes(parse, site, owner) or label_quantity(parse, site, role.name) or (f"share of {noun}" if noun else "share")
    if role.name == "population":
        return "population"
    if site.number.shape is Shape.VAGUE and site.head is None and site.unit == "":
        return "people"
    if role.name == "money":
        return label_quantity(parse, site, role.name) or matter or noun or "money"
    if counted in ("mph", "kph", "kmh", "km/h", "knot"):
        return f"speed in {counted}"
    if role.name == "measure":
        return _measure_label(parse, site)
    if role.name == "duration":
        return {"": site.unit, "ask": "time asked for"}.get(matter, f"length of {matter}")
    if role.name == COUNT and site.head is not None and site.after + 1 < len(parse) and parse.text[site.after].lower() == "of" and counted in ("member", "piece", "unit", "head", "type", "case", "count", "set", "round"):
        stop = parse.sentences[parse.sentence[site.first]].last
        whole = next((k for k in range(site.after + 1, min(stop, site.after + 5)) if parse.pos[k] in ("NOUN", "PROPN")), None)
        if whole is not None:
            return f"{noun} of {parse.text[whole] if parse.pos[whole] == 'PROPN' else parse.text[whole].lower()}"
    return (label_count(parse, site, noun) if role.name == COUNT else "") or noun or role.name


def _measure_label(parse: Parse, site: Site) -> str:
    """ "tonnes of gas", "distance in kilometres"."""
    if site.after + 1 < len(parse) and parse.text[site.after].lower() == "of":
        stop = parse.sentences[parse.sentence[site.first]].last
        nouns = [k for k in range(site.after + 1, min(stop, site.after + 5)) if parse.pos[k] in ("NOUN", "PROPN")]
        if nouns:
            last = next((k for k in nouns if k + 1 not in nouns), nouns[0])
            return f"{site.unit} of {' '.join(parse.text[k] for k in nouns if k <= last)}"
    if site.unit == "pounds":
        return "weight in pounds"
    return f"distance in {site.unit}" if site.unit in load("units")["distance"].values() else site.unit


def _clause(parse: Parse, site: Site) -> list[int]:
    """Tokens around the figure up to a semicolon or the end of the sentence."""
    sentence = parse.sentences[parse.sentence[site.first]]
    first, last = max(sentence.first, site.first - 16), min(sentence.last, site.last + 16)
    for k in range(site.first, first - 1, -1):
        if parse.text[k] == ";" or (parse.text[k - 1] == "," and parse.text[k].lower() in _TURNS):
            first = k
            break
    for k in range(site.last, last):
        if parse.text[k] == ";" or (parse.text[k] == "," and k + 1 < last and parse.text[k + 1].lower() in _TURNS):
            last = k
            break
    return list(range(first, last))


@functools.cache
def _hedges() -> frozenset[str]:
    return frozenset(load("figure_roles")["hedged"])


def _hedged(parse: Parse, site: Site, clause: Sequence[int]) -> bool:
    """Told as possible, believed or unconfirmed; the hedge has to stand beside the figure, not anywhere in the sentence."""
    if site.first and "official" in (parse.lemma[site.first - 1], parse.lemma[site.first]):
        return False
    return any((parse.lemma[k] in _hedges() or parse.text[k].lower() in _hedges()) and abs(k - site.first) <= 8 and parse.pos[k] != "PROPN" and parse.text[k] != "May" for k in clause)


def _as_of(report: Report, parse: Parse, site: Site, times: Sequence[TimeExpression], role: Role) -> tuple[DateRange | None, bool, bool]:
    """The day for which the figure is claimed: a date beside it, or else the day of publication; and whether the date tells when it happened."""
    best: tuple[int, DateRange, TimeExpression] | None = None
    anchor = site.number.start
    for t in times:
        if t.range is not None and t.span.end <= anchor and anchor - t.span.end < 60 and _WHEN.match(report.text, t.span.end):
            return t.range, True, t.range.precision is Precision.DAY  # "since 2004, when seven people died"
        if t.range is not None and role.name in _LOSSES and report.published is not None and t.range.start > report.published:
            continue  # nobody is counted before the day
        if t.range is None or (t.range.precision in (Precision.YEAR, Precision.DECADE, Precision.SEASON) and not _past(t.range, report)):
            continue
        if t.span.start < site.end and site.start < t.span.end:
            continue
        lo, hi = sorted((anchor, t.span.start))
        between = report.text[lo:hi]
        if ";" in between or ": " in between or (t.span.start > anchor and _ASIDE.search(between)) or (t.span.start > anchor and any(c.isdigit() for c in report.text[site.end : t.span.start])) or _BOUNDS.search(report.text[max(0, t.span.start - 30) : t.span.start]):
            continue
        distance = (anchor - t.span.end if t.span.start < anchor else t.span.start - site.end) + 25 * between.count(",")
        if best is None or distance < best[0]:
            best = (distance, t.range, t)
    if best is not None:
        when = best[1]
        if report.published is not None and when.start <= report.published < when.end:
            when = replace(when, end=report.published)
        return when, True, _tells_when(parse, best[2], role)
    if report.published is not None:
        return DateRange(start=report.published, end=report.published, precision=Precision.DAY, basis=DateBasis.PUBLICATION, why="day of publication"), False, False
    return None, False, False


def _tells_when(parse: Parse, time: TimeExpression, role: Role) -> bool:
    """Whether the date hangs on the verb of the happening, not on a verb of saying ("killed on Sunday", not "said on Sunday")."""
    if role.trigger is None:
        return False
    token = bisect_right(parse.start, time.span.start) - 1
    return token >= 0 and _verb_above(parse, token) == _verb_above(parse, role.trigger)


def _verb_above(parse: Parse, token: int) -> int:
    """The nearest verb at or above a token; the top of the sentence when there is none."""
    for _ in range(12):
        if parse.pos[token] in ("VERB", "AUX") or parse.head[token] == token:
            break
        token = parse.head[token]
    return token


def _past(when: DateRange, report: Report) -> bool:
    """Whether a long stretch of time was over when the report appeared, so that a figure beside it belongs to an older event."""
    return report.published is not None and when.end < report.published.replace(month=1, day=1)


def _place(parse: Parse, site: Site, first: int, last: int, near: _Near, *, row: bool) -> str | None:
    """The place counted for: the label of a row, or "in PLACE" close behind the figure."""
    if row and site.first - 2 >= first:
        m = near.mention_at(parse, site.first - 2)
        return m.id if m is not None else None
    if site.partitive:
        for c in parse.children[parse.head[site.last]]:
            if c < site.first and parse.dep[c] == "nsubj" and (m := near.mention_at(parse, c)) is not None and m.kind in _PLACES:
                return m.id
    for k in range(site.after, min(last - 1, site.after + 7)):
        if parse.text[k] in (",", ";"):
            break
        if parse.text[k].lower() in ("in", "at", "near", "from"):
            for t in range(k + 1, min(last, k + 4)):
                m = near.mention_at(parse, t)
                if m is not None and m.kind in _PLACES:
                    return m.id
    return None


@functools.cache
def _saying() -> frozenset[str]:
    return frozenset(load("figure_roles")["saying"])


def _holder(parse: Parse, site: Site, near: _Near, sentence: int, clause: Sequence[int]) -> str | None:
    """Whoever is said to give the figure: the speaker of the words around it, or the subject of a verb of counting."""
    if site.after + 2 < len(parse) and parse.lemma[site.after] in _saying() and parse.text[site.after + 1].lower() == "by":
        for t in range(site.after + 2, min(len(parse), site.after + 6)):
            m = near.mention_at(parse, t)
            if m is not None and parse.sentence[t] == sentence:
                return m.id
    best: Quote | None = None
    for q in near.quotes.get(sentence, ()):
        if q.span.start <= site.number.start and site.number.end <= q.span.end and (best is None or q.span.end - q.span.start < best.span.end - best.span.start):
            best = q
    if best is not None:
        return best.speaker
    node = site.head if site.head is not None else site.last
    for _ in range(8):
        up = parse.head[node]
        if up == node:
            break
        node = up
        if parse.lemma[node] in _saying() and parse.pos[node] == "VERB":
            for c in parse.children[node]:
                if parse.dep[c] == "nsubj" and c < node:
                    m = near.mention_at(parse, c)
                    return m.id if m is not None else None
    for k in clause:
        if parse.text[k].lower() == "according" and k + 2 < len(parse):
            for c in parse.children[k + 1]:
                if parse.dep[c] == "pobj" and (m := near.mention_at(parse, c)) is not None:
                    return m.id
    return None


def _whole(parse: Parse, site: Site, figure: Figure, figures: Sequence[Figure]) -> str | None:
    """The figure of which this is a part: the last one of the same kind close before it, when it is larger."""
    start = site.first
    lead = parse.text[start - 2].lower() if start > 1 else ""
    of_whom = lead == "of" and parse.text[start - 1].lower() in _PARTS
    if figure.sentence in _listed(parse, site):
        for other in figures:
            if other.sentence == figure.sentence and other.role == figure.role and _size(other) > _size(figure):
                return other.id
    if not (site.partitive or of_whom or figure.row or any(parse.text[k].lower() in ("including", "among") for k in range(max(0, start - 3), start))):
        return None
    of_all = site.partitive and parse.text[site.last + 2 if site.last + 2 < len(parse) else site.last].lower() in ("the", "those")
    reach = 6 if figure.row else 12 if of_all else 2
    for other in reversed(figures):
        if figure.sentence - other.sentence > reach:
            break
        if other.role == figure.role and other.part_of is None and not other.row and _size(other) > _size(figure):
            return other.id
    if figure.row:
        for other in figures[:4]:
            if other.role == figure.role and other.part_of is None and _size(other) > _size(figure):
                return other.id
    return None


def _listed(parse: Parse, site: Site) -> tuple[int, ...]:
    """The sentence, where a colon stands in it before the figure."""
    sentence = parse.sentences[parse.sentence[site.first]]
    return (parse.sentence[site.first],) if any(parse.text[k] == ":" for k in range(sentence.first + 2, site.first)) else ()


def _size(figure: Figure) -> float:
    return figure.low if figure.low is not None else figure.high or 0.0


_TOPICS = (("killed", re.compile(r"\b(?:death|dead|kill|toll|died|lives|fatalit)", re.IGNORECASE)), ("injured", re.compile(r"\b(?:injur|wound|hurt)", re.IGNORECASE)),
           ("arrested", re.compile(r"\b(?:arrest|detain|detention)", re.IGNORECASE)))  # fmt: skip
_RECANTS = re.compile(r"\b(?:withdrew|withdrawn|retracted|took\sback|takes\sback|disowned|recanted|corrected)\s(?:that|it|this|them|(?:his|her|their|its)\s(?:words|statement|claim|account|estimate|remarks?))\b", re.IGNORECASE)
"""Somebody takes back what the sentence before gives as his words."""


@functools.cache
def _take_back_words() -> tuple[re.Pattern[str], re.Pattern[str]]:
    table = load("figure_roles")["taken_back"]
    return (
        re.compile("|".join(table["verbs"]), re.IGNORECASE),
        re.compile("|".join(table["objects"]), re.IGNORECASE),
    )


def _take_back(report: Report, parse: Parse, figures: Sequence[Figure]) -> Iterator[Figure]:
    """The figures, those marked that the report itself says were withdrawn or never issued.

    A sentence that takes back "the figures", "the toll" or a post marks the figures it prints, or else those told before it about
    the matter it names (deaths, unless it speaks of others).
    """
    denied: set[str] = set()
    verbs, objects = _take_back_words()
    losses = [f for f in figures if f.role in ("killed", "injured", "arrested")]
    if losses:
        for number, sentence in enumerate(parse.sentences):
            said = report.text[sentence.start : sentence.end]
            if _RECANTS.search(said):
                denied.update(f.id for f in losses if f.sentence == number - 1 and f.holder is not None)
            if not verbs.search(said) or not objects.search(said):
                continue
            next_said = report.text[sentence.start : parse.sentences[min(number + 1, len(parse.sentences) - 1)].end]
            topics = (
                {role for role, pattern in _TOPICS if pattern.search(said)}
                or {role for role, pattern in _TOPICS if pattern.search(next_said)}
                or {f.role for f in losses if f.sentence == number - 1}
                or {"killed"}
            )
            own = [f for f in losses if f.sentence == number]
            told = [f for f in losses if f.sentence < number and f.role in topics and not set(f.scope) & _CLASSES]
            denied.update(f.id for f in (own or told))
    for figure in figures:
        yield replace(figure, withdrawn=True) if figure.id in denied else figure
