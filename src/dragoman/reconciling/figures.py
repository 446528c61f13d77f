"""Figures about one quantity set side by side, with a status and the rule that decided."""

from __future__ import annotations

import datetime as dt
import functools
import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.reconciling.corpus import Corpus
from dragoman.records.claims import Figure, Qualifier
from dragoman.records.findings import Finding, FindingStatus, Part
from dragoman.records.mentions import ActorKind, Mention, MentionForm
from dragoman.records.readings import Reading
from dragoman.records.times import Precision
from dragoman.resources import load
from dragoman.text.hashing import content_id

LOSSES = ("killed", "injured", "arrested", "missing", "displaced", "hostage", "shot", "released", "charged")
"""Roles that count people to whom something happens; these add up over time."""
WEIGHTY = ("killed", "injured", "arrested", "deployed", "displaced", "missing")
"""Roles so important that a figure given by one origin alone is worth saying."""
RATIO = 3.5
"""Farther apart than this, neighbours in size are taken for different quantities."""
CLOSE = 1.36
"""The same for figures that are not known to be counts of victims or troops."""
SMALL = 20
"""Below this a count of victims is taken for one incident, whose day has to fit; from here on for a running toll."""
REPEATED = 60
"""Days after which a party, or a report of the same kind of happening, may still repeat a small count."""
GROWTH = 2
"""By how much a growing toll may rise within a day before two counts of that day contradict each other."""
RUN = 2
"""Days within which two larger counts of victims are taken for one event unless something speaks against it."""
LAG = 10
"""The same when the later is no smaller."""
MONTH = 31
"""The same for two totals, the later no smaller; beyond, something has to say that they belong together."""
FALL = 0.9
"""A later count below this share of the earlier is no later state of it."""
ELECTION = 60
"""Days within which two shares of votes of one candidate are taken for the same vote."""
NEIGHBOURS = 40
"""How many neighbours in size each figure is compared with, so that a thousand reports cost ten times a hundred."""
_DAYS = {"hours": 1 / 24, "days": 1.0, "weeks": 7.0, "fortnights": 14.0, "months": 30.4, "quarters": 91.0, "years": 365.0, "decades": 3650.0, "centuries": 36500.0}
LENGTHS = 30
"""Days within which two lengths of one matter are set side by side."""
YEAR = 370
ASKED = "ask"
"""The matter of a length that is wanted or offered, as the reading stage writes it."""
_PLAIN = frozenset({"member", "official", "person", "minister", "soldier", "protester", "worker", "officer", "country", "group", "time"})
"""Counted so often that two numbers of them seldom mean the same ones."""
_UNITS = frozenset({"most", "last", "hour", "minute", "mile", "time", "kilometre", "kilometer", "foot", "metre", "meter", "percent", "pound", "dollar", "euro", "mph", "least"})
_COMMON = frozenset({"kill", "die", "dead", "death", "people", "person", "injure", "wound", "hurt", "arrest", "detain", "least", "body", "toll", "number", "official", "government", "security", "force", "report"})
"""Words beside counts of victims that tell no happening from another."""
_VAGUE = frozenset({Qualifier.DOZENS, Qualifier.SCORES, Qualifier.HUNDREDS, Qualifier.THOUSANDS})
_PEOPLE = {"all": "people", "security": "security forces"}
_SPECIAL = frozenset({"security", "children", "women", "journalists", "students", "foreigners"})
_ORDER = {status: n for n, status in enumerate(FindingStatus)}


@dataclass(frozen=True, slots=True)
class Item:
    """A figure in the form in which it is compared."""

    figure: Figure
    value: float
    start: dt.date | None
    end: dt.date | None
    """Days for which it may be claimed."""
    known: dt.date | None
    """Day on which the count was known: that of its report where it counts the victims of an earlier day, else the last day for which it is claimed."""
    precise: bool
    """The report tells on which day it happened, and no total."""
    kind: str
    """ "all", or the part of the people counted."""
    place: str | None
    """Actor id of the place."""
    owner: str | None
    """Actor id of whoever has the share or the votes."""
    named: bool
    """The report names the owner, and does not only describe him."""
    holder: str | None
    """Actor id of whoever gives the figure."""
    where: frozenset[str]
    """Actor ids of all countries and places that the report names."""
    spots: frozenset[str]
    """Actor ids of the towns and buildings that the figure's own sentence names."""
    origin: str
    at: int
    """Position in the order of reports."""


def compare_figures(corpus: Corpus, actor_of: Mapping[str, str], proposed: Sequence[tuple[str, str]] = ()) -> tuple[Finding, ...]:
    """Findings over figures, the most disputed first.

    Figures are compared within a role and a part of the people counted; which of them speak of one quantity is decided by size,
    day, place and the words around them, never by equal numbers alone unless a number is as odd as 64.27. Copies of one story
    count as one origin. Pairs of figure ids that were proposed and weighed elsewhere are taken for one quantity.
    """
    blocks: dict[tuple[str, str], list[Item]] = {}
    for item in _adopt(list(_items(corpus, actor_of))):
        blocks.setdefault(_block(item), []).append(item)
    findings: list[Finding] = []
    clusters: list[list[Item]] = []
    for key in sorted(blocks):
        clusters.extend(_clusters(blocks[key]))
    for cluster in _united(clusters, proposed) if proposed else clusters:
        findings.extend(_findings(corpus, cluster))
    return tuple(sorted(findings, key=lambda f: (_rank(f), f.id)))


def _rank(finding: Finding) -> tuple[float, int, int]:
    """Disputes first, then what weighs most, then what most origins speak of; a dispute over a trifle stands behind an updated toll."""
    weight = next((n for n, role in enumerate(WEIGHTY) if f" {load('figure_roles')['roles'][role]['label']}" in f" {finding.about}"), len(WEIGHTY))
    return _ORDER[finding.status] + (2.5 if weight == len(WEIGHTY) else 0), weight, -finding.origins


def _items(corpus: Corpus, actor_of: Mapping[str, str]) -> Iterator[Item]:
    for at, (report, reading) in enumerate(zip(corpus.reports, corpus.readings, strict=True)):
        where = frozenset(_where(reading.mentions, actor_of)) if reading.figures else frozenset()
        named = frozenset(m.id for m in reading.mentions if m.form is MentionForm.NAME) if reading.figures else frozenset()
        spots = _spots(reading, actor_of) if reading.figures else {}
        for figure in reading.figures:
            value = figure.low if figure.low is not None else figure.high
            if value is None or value <= 0:
                continue
            if figure.unit in _DAYS and figure.role == "duration":
                value *= _DAYS[figure.unit]
            when = figure.as_of
            start, end = (when.start, when.end) if when else (None, None)
            precise = bool(figure.happened and when and when.precision is Precision.DAY and not figure.cumulative)
            if figure.since is not None and start is not None:
                start = min(start, figure.since.start)
            elif start is not None and not figure.dated:
                start -= dt.timedelta(days=1)  # a report tells of its own day or of the day before
            yield Item(
                figure=figure, value=value, start=start, end=end, known=max(filter(None, (end, report.published)), default=None) if precise else end, precise=precise, kind=_kind(figure),
                place=actor_of.get(figure.place) if figure.place else None,
                owner=actor_of.get(figure.owner, figure.owner) if figure.owner else None,
                holder=actor_of.get(figure.holder, figure.holder) if figure.holder else None, named=figure.owner in named, where=where, spots=spots.get(figure.sentence, frozenset()), origin=report.origin or report.id, at=at,
            )  # fmt: skip


def _where(mentions: Sequence[Mention], actor_of: Mapping[str, str]) -> Iterator[str]:
    """Countries and places named, and the countries of whatever else is named."""
    for m in mentions:
        if m.kind in (ActorKind.COUNTRY, ActorKind.PLACE):
            yield actor_of.get(m.id, m.id)
        if m.country is not None:
            yield f"country:{m.country}"


def _spots(reading: Reading, actor_of: Mapping[str, str]) -> dict[int, frozenset[str]]:
    """Sentence -> towns and buildings named in it; headlines are left out, for they stand for the whole report."""
    starts = [s.start for s in reading.sentences]
    out: dict[int, set[str]] = {}
    for m in reading.mentions:
        if m.kind is ActorKind.PLACE and m.form is MentionForm.NAME:
            n = bisect_right(starts, m.span.start) - 1
            if n >= 0 and not reading.sentences[n].headline:
                out.setdefault(n, set()).add(actor_of.get(m.id, m.id))
    return {n: frozenset(places) for n, places in out.items()}


def _adopt(items: Sequence[Item]) -> list[Item]:
    """Bare tallies ("stands by its count of four") with the role of the figure that the same party gives elsewhere, where the number is the same."""
    given: dict[tuple[str, float], Item] = {}
    for item in items:
        if item.holder is not None and item.figure.role in LOSSES and not item.figure.part_of:
            given.setdefault((item.holder, item.value), item)
    out: list[Item] = []
    for item in items:
        known = given.get((item.holder, item.value)) if item.holder is not None and item.figure.tally and item.figure.role == "count" else None
        if known is not None and known.figure.span.report != item.figure.span.report:
            figure = replace(item.figure, role=known.figure.role, what=known.figure.what, unit=known.figure.unit, scope=known.figure.scope, happenings=known.figure.happenings)
            item = replace(item, figure=figure, kind=known.kind, start=known.start, end=max(filter(None, (known.end, item.end)), default=None))
        out.append(item)
    return out


def _kind(figure: Figure) -> str:
    special = sorted(set(figure.scope) & _SPECIAL)
    if figure.role == "deployed" or not special:
        return "all"
    return special[0]


def _block(item: Item) -> tuple[str, str]:
    figure = item.figure
    if figure.role in LOSSES or figure.role == "deployed":
        return figure.role, item.kind
    if figure.role == "duration":
        return figure.role, ""
    return figure.role, figure.unit


def _clusters(items: Sequence[Item]) -> list[list[Item]]:
    """Items that speak of one quantity: the likeliest pairs among neighbours in size first, unless one report tells two of the joined apart."""
    exact = sorted((i for i in items if i.figure.qualifier not in _VAGUE), key=lambda i: (i.value, i.at, i.figure.span))
    top = list(range(len(exact)))
    told: list[dict[str, list[int]]] = [{item.figure.span.report: [n]} for n, item in enumerate(exact)]

    def find(n: int) -> int:
        while top[n] != n:
            top[n] = top[top[n]]
            n = top[n]
        return n

    def apart(x: int, y: int) -> bool:
        return any(two_counts(exact[i], exact[j]) for report in sorted(told[x].keys() & told[y].keys()) for i in told[x][report] for j in told[y][report])

    def join(x: int, y: int) -> None:
        top[y] = x
        for report, members in told[y].items():
            told[x].setdefault(report, []).extend(members)

    pairs: list[tuple[float, int, int]] = []
    for n, a in enumerate(exact):
        for m in range(n + 1, min(len(exact), n + 1 + NEIGHBOURS)):
            if exact[m].value > a.value * RATIO and a.owner is None:
                break
            if one_quantity(a, exact[m]):
                pairs.append((_unlikely(a, exact[m]), n, m))
    for _, n, m in sorted(pairs):
        x, y = find(n), find(m)
        if x != y and not apart(x, y):
            join(x, y)
    place_of = {item.figure.id: n for n, item in enumerate(exact)}
    for n, item in enumerate(exact):
        rival = place_of.get(item.figure.rival_of or "")
        if rival is not None and find(n) != find(rival):
            join(find(rival), find(n))
    groups: dict[int, list[Item]] = {}
    for n, item in enumerate(exact):
        groups.setdefault(find(n), []).append(item)
    out = list(groups.values())
    for item in items:
        if item.figure.qualifier in _VAGUE and item.figure.role in LOSSES:
            fit = max((g for g in out if _supports(item, g)), key=len, default=None)
            if fit is not None:
                fit.append(item)
    return out


def _united(clusters: Sequence[list[Item]], proposed: Sequence[tuple[str, str]]) -> list[list[Item]]:
    """The clusters with those made one that hold the two figures of a proposed pair."""
    home = {item.figure.id: n for n, cluster in enumerate(clusters) for item in cluster}
    out: dict[int, list[Item]] = dict(enumerate(clusters))
    for one, other in proposed:
        a, b = home.get(one), home.get(other)
        if a is not None and b is not None and a != b:
            for item in out[b]:
                home[item.figure.id] = a
            out[a] = [*out[a], *out.pop(b)]
    return list(out.values())


def _unlikely(a: Item, b: Item) -> float:
    """How far two figures are from telling one quantity in the same words: size, days, place, total or not, kind of happening."""
    f, g = a.figure, b.figure
    far = math.log(b.value / a.value) + 0.1 * min(_days_apart(a, b), 20)
    if a.place is not None and b.place is not None and a.place != b.place:
        far += 0.5
    if f.cumulative != g.cumulative and f.span.report != g.span.report:
        far += 0.3
    if f.happenings and g.happenings and not set(f.happenings) & set(g.happenings):
        far += 0.3
    return far + (0.2 if f.scope != g.scope else 0.0)


def two_counts(a: Item, b: Item) -> bool:
    """Whether one report gives two numbers for two things: two counts of victims of different size that it neither sets against each other nor lays in different mouths."""
    f, g = a.figure, b.figure
    if f.role not in LOSSES or f.rival_of == g.id or g.rival_of == f.id or f.withdrawn or g.withdrawn:
        return False
    small, large = sorted((a.value, b.value))
    if large <= 1.05 * small or _can_both_hold(f, g):
        return False
    if a.holder is not None and b.holder is not None and a.holder != b.holder and large <= 2 * small:
        return False
    return f.cumulative != g.cumulative


def _supports(vague: Item, group: Sequence[Item]) -> bool:
    """Whether "dozens" may stand beside exact figures: one of them lies in its range and belongs to the same days."""
    low, high = vague.figure.low or 0, vague.figure.high or 0
    return any(low <= i.value <= high and _days_apart(vague, i) <= 2 and not _older(vague, i) for i in group)


def _days_apart(a: Item, b: Item) -> int:
    if a.start is None or a.end is None or b.start is None or b.end is None:
        return 0
    return max(0, (b.start - a.end).days, (a.start - b.end).days)


def _same_time(a: Item, b: Item) -> bool:
    """Claimed for one day; a small count that its report leaves undated may be of the day before publication."""
    if a.end is None or b.end is None or a.known is None or b.known is None:
        return False
    if a.precise and b.precise and abs((a.known - b.known).days) > 1:
        return False  # one day's victims, counted later
    return a.end == b.end or (max(a.value, b.value) < SMALL and (a.precise or b.precise) and _days_apart(a, b) == 0)


def _older(a: Item, b: Item) -> bool:
    """Whether one is dated by its own report to well before the other, and so belongs to another event."""
    gap = _days_apart(a, b)
    return gap > 7 and any(i.figure.dated and not i.figure.cumulative for i in (a, b)) and not (gap < 40 and a.figure.cumulative and b.figure.cumulative)


def one_quantity(a: Item, b: Item) -> bool:
    """Whether two figures of one block speak of the same thing; `a` is not the larger."""
    f, g = a.figure, b.figure
    ratio = b.value / a.value
    if (f.role != "money" and _older(a, b)) or (a.where and b.where and not a.where & b.where):
        return False
    if f.part_of == g.id or g.part_of == f.id:
        return False
    if f.role == "deployed":
        return not (f.addition or g.addition) and ratio <= 2 and not _other_people(f, g)
    if f.role not in LOSSES:
        return _same_matter(a, b, ratio)
    if f.row or g.row:
        return f.row and g.row and a.place is not None and a.place == b.place and ratio <= RATIO
    if _told_again(a, b, ratio):
        return True
    same_words = set(f.scope) == set(g.scope)
    if not same_words:
        if _other_people(f, g) or (
            bool(set(f.scope) - _SPECIAL) != bool(set(g.scope) - _SPECIAL) and ratio > (2 if b.value < SMALL else 1.5)
        ):
            return False
        if bool(set(f.scope) - set(g.scope)) and bool(set(g.scope) - set(f.scope)) and ratio > 1.01:
            return False
    if (f.part or g.part or bool(f.part_of) != bool(g.part_of)) and a.kind == "all" and ratio > 1.01:
        return False
    if ratio > 1.01 and _other_nouns(f, g, ratio):
        return False
    if _other_stretch(a, b, ratio):
        return False
    if b.value < SMALL:
        return _one_incident(a, b, ratio)
    if not _one_run(a, b):
        return False
    if a.precise != b.precise and (f.cumulative or g.cumulative) and ratio > 1.05 and _day_beside_total(a, b, ratio):
        return False
    if f.hedged != g.hedged and ratio > 2 and _days_apart(a, b) <= 1:
        return True
    return ratio <= RATIO


def _told_again(a: Item, b: Item, ratio: float) -> bool:
    """Whether one report gives the same number twice, as headline and body do."""
    f, g = a.figure, b.figure
    if ratio != 1 or f.span.report != g.span.report or f.sentence == g.sentence or set(f.scope) != set(g.scope) or f.addition or g.addition or f.part_of or g.part_of:
        return False
    return not (a.precise and b.precise and _days_apart(a, b)) and (a.place is None or b.place is None or a.place == b.place)


def _one_event(a: Item, b: Item) -> bool:
    """Whether something beyond size speaks for one event: the same party gives both, or both sentences name the same kind of happening."""
    return (a.holder is not None and a.holder == b.holder) or bool(set(a.figure.happenings) & set(b.figure.happenings))


def _one_run(a: Item, b: Item) -> bool:
    """Whether two larger counts may be one running toll: a toll does not fall, is not known before its day, and is spoken of again within days."""
    gap = _days_apart(a, b)
    if gap == 0 or a.end is None or b.end is None:
        return True
    early, late = (a, b) if a.end <= b.end else (b, a)
    if late.precise and not (early.precise and gap <= 1):
        return False
    if gap <= RUN or (gap <= MONTH and _one_event(a, b)):
        return gap <= RUN or not (early.precise and late.precise)
    if gap > LAG:
        return late.figure.cumulative and early.figure.cumulative and late.value >= early.value and (gap <= MONTH or late.figure.since is not None)
    if late.value < FALL * early.value or early.precise:
        return late.figure.cumulative and late.value >= FALL * early.value
    return True


def _day_beside_total(a: Item, b: Item, ratio: float) -> bool:
    """Whether one counts what happened on a day and the other all so far: the total began before that day, or is far larger."""
    day, total = (a, b) if a.precise else (b, a)
    if day.start is None or total.end is None:
        return False
    return total.end < day.start or ratio > 2


def _other_people(f: Figure, g: Figure) -> bool:
    """Both name a people or nationality, and not the same."""
    ours, theirs = ({w for w in x.scope if w[:1].isupper()} for x in (f, g))
    return bool(ours) and bool(theirs) and not ours & theirs


def _other_nouns(f: Figure, g: Figure, ratio: float) -> bool:
    """Two different kinds of people ("two pilots", "ten tourists") and not of one class, or one kind beside many more people."""
    everyone = load("figure_roles")["everyone"]
    if f.counted == g.counted or set(f.scope) & set(g.scope):
        return False
    common = [x.counted == "" or x.counted in everyone for x in (f, g)]
    return not any(common) or (not all(common) and ratio > 2)


def _other_stretch(a: Item, b: Item, ratio: float) -> bool:
    """One counts a year or years and the other a much shorter or longer time; or both happened in different towns."""
    if ratio <= 1.5 or a.start is None or b.start is None or a.end is None or b.end is None:
        return False
    short, long = sorted(((a.end - a.start).days, (b.end - b.start).days))
    return long > 300 and 2 * short < long and not (a.figure.since or b.figure.since)


def _one_incident(a: Item, b: Item, ratio: float) -> bool:
    """Small counts belong together when the days fit, or when an undated one has grown a little since."""
    if a.place is not None and b.place is not None and a.place != b.place:
        return False
    if a.spots and b.spots and not a.spots & b.spots and _days_apart(a, b) > 1:
        return False
    if (a.start is None or b.start is None) and ratio <= 2:
        return True
    if ratio == 1 and a.holder is not None and a.holder == b.holder and _days_apart(a, b) <= REPEATED:
        return True
    if _days_apart(a, b) == 0:
        return ratio <= RATIO
    if a.precise and b.precise:
        return False
    if a.figure.dated and b.figure.dated and _days_apart(a, b) > RUN:
        return False
    if any(x.precise and x.start is not None and y.end is not None and y.end < x.start for x, y in ((a, b), (b, a))):
        return False  # told before it happened
    if _one_event(a, b) and ratio <= 2 and _days_apart(a, b) <= (REPEATED if ratio == 1 else LAG):
        return True
    grows = a.end is not None and b.end is not None and a.end <= b.end
    late, early = (b, a) if a.end is not None and b.end is not None and a.end <= b.end else (a, b)
    if late.figure.cumulative and late.value >= early.value and ratio <= 2 and _days_apart(a, b) <= LAG and not early.figure.dated and not late.figure.dated:
        return True  # a toll that grows slowly
    near = _days_apart(a, b) <= RUN or bool((set(a.figure.keys) & set(b.figure.keys)) - _COMMON)
    return near and (grows or ratio == 1) and ratio < 1.4 and a.value >= 5 and not (a.figure.addition or b.figure.addition)


def _same_matter(a: Item, b: Item, ratio: float) -> bool:
    """For figures of no set role: nearly the same size, and words in common beside them; votes go by who has them."""
    f, g = a.figure, b.figure
    if f.role == "turnout":
        return ratio <= 2
    if a.owner is not None and b.owner is not None and (a.owner == b.owner or (a.named and b.named)):
        return a.owner == b.owner and _days_apart(a, b) <= ELECTION
    if f.role == "votes" and _days_apart(a, b) == 0 and a.value >= SMALL and _overlap(f, g) and (f.qualifier is not g.qualifier or ratio == 1):
        return True
    if f.role == "duration" and f.matter and g.matter:
        return _one_length(a, b, ratio)
    if f.role == "money" and f.matter and f.matter == g.matter and _overlap(f, g) and _days_apart(a, b) <= YEAR:
        return True
    if f.role == "count" and f.counted == g.counted != "" and _same_few(a, b, ratio):
        return True
    if (f.role == "money" and _older(a, b)) or ratio > CLOSE or f.what.split()[:1] == ["share"] != g.what.split()[:1]:
        return False
    if ratio == 1 and _odd(f):
        return True
    if f.role == "count" and f.counted != g.counted:
        return False
    shared = (set(f.keys) & set(g.keys)) - {f.counted, g.counted} - _UNITS
    if f.role in ("share", "votes", "money", "population", "measure"):
        return ratio == 1 and bool(shared)
    return len(shared) >= (2 if f.role == "count" and f.unit == "people" else 1)


def _one_length(a: Item, b: Item, ratio: float) -> bool:
    """Lengths of one matter, or lengths wanted and offered that may be the same; what a noun names and what it does not meet only when they overlap."""
    f, g = a.figure, b.figure
    if _days_apart(a, b) > LENGTHS or max(a.value, b.value) < 1:
        return False
    if f.matter == g.matter != ASKED:
        return ratio <= RATIO
    return ASKED in (f.matter, g.matter) and min(a.value, b.value) >= _DAYS["weeks"] and _overlap(f, g)


def _same_few(a: Item, b: Item, ratio: float) -> bool:
    """Small numbers of the same rare kind of person or thing on the same days, with a word in common: "two bodyguards", "one bodyguard"."""
    f, g = a.figure, b.figure
    if f.counted in load("figure_roles")["generic"] or f.counted in _PLAIN or f.span.report == g.span.report:
        return False
    shared = (set(f.keys) & set(g.keys)) - {f.counted} - _UNITS
    return ratio <= RATIO and _days_apart(a, b) <= RUN and bool(shared) and max(a.value, b.value) < SMALL


def _odd(figure: Figure) -> bool:
    """A number so particular that two reports can only have it from one source."""
    value = figure.low if figure.low is not None else figure.high or 0.0
    digits = f"{value:g}".replace(".", "").rstrip("0")
    return len(digits) >= 3 and figure.unit not in _DAYS


# what a cluster comes to -----------------------------------------------------------------------------------------------


def _findings(corpus: Corpus, cluster: Sequence[Item]) -> Iterator[Finding]:
    items = sorted(cluster, key=lambda i: (i.end or dt.date.max, i.at, i.figure.span))
    if len(items) == 1:
        item = items[0]
        figure = item.figure
        if figure.role in WEIGHTY and item.kind == "all" and not figure.part_of and not figure.row and not figure.addition and item.value >= 2:
            yield _finding(corpus, items, FindingStatus.SINGLE_ORIGIN, item, f"only {_label(corpus, item)} gives a figure")
        return
    if len({i.figure.span.report for i in items}) == 1 and items[0].figure.role not in WEIGHTY and not any(i.figure.rival_of for i in items):
        return
    curve = _curve(items) if items[0].figure.role in LOSSES else list(items)
    above = [i for i in items if i not in curve and _above(i, curve)]
    main = [i for i in items if i not in above]
    if above:
        beside = [max((i for i in curve if _days_apart(i, x) <= 1), key=lambda i: (i.end == x.end, i.value)) for x in above]
        beside = [i for i in main if i in beside]
        yield _finding(
            corpus, sorted([*beside, *above], key=items.index), FindingStatus.DISAGREE, None,
            f"{_said(corpus, max(above, key=lambda i: i.value))} is far above what others give for the same days and is not borne out by later counts",
            about="higher than the running count",
        )  # fmt: skip
    if len(main) > 1:
        status, why = _status(corpus, main, [i for i in curve if i in main])
        if status in (FindingStatus.AGREE, FindingStatus.SINGLE_ORIGIN) and items[0].figure.role in ("count", "measure") and items[0].value < 10:
            return
        yield _finding(corpus, main, status, _current(main, curve), why)


def _curve(items: Sequence[Item]) -> list[Item]:
    """The longest run of figures that does not fall as days pass; a running toll cannot go down."""
    dated = [i for i in items if i.known is not None and i.figure.qualifier not in _VAGUE]
    days = sorted({i.known for i in dated if i.known is not None})
    ordered = [i for day in days for i in sorted((x for x in dated if x.known == day), key=lambda x: x.value)] if len(days) < 400 else dated
    best: list[tuple[int, int]] = []
    for n, item in enumerate(ordered):
        size, back = 1, -1
        for m in range(max(0, n - 200), n):
            if ordered[m].value <= item.value * 1.02 and best[m][0] + 1 > size:
                size, back = best[m][0] + 1, m
        best.append((size, back))
    if not best:
        return list(items)
    at = max(range(len(best)), key=lambda n: (best[n][0], -ordered[n].value))
    out: list[Item] = []
    while at >= 0:
        out.append(ordered[at])
        at = best[at][1]
    return out[::-1]


def _above(item: Item, curve: Sequence[Item]) -> bool:
    """Whether a figure stands well over the running toll of its day and of later days."""
    if item.known is None or item.figure.withdrawn:
        return False
    rest = [i.value for i in curve if i.known is not None and i.known > item.known]
    same = [i.value for i in curve if i.known is not None and abs((i.known - item.known).days) <= 1]
    return bool(rest) and bool(same) and item.value > 1.3 * min(rest) and item.value > 1.4 * max(v for v in same)


@functools.cache
def _implied() -> dict[str, tuple[float, float]]:
    return {k: (v["low"], v["high"]) for k, v in load("qualifiers")["implied"].items()}


def implied_range(figure: Figure) -> tuple[float, float]:
    """The range that a reader may take the words to mean; "almost 3,000" is 2,550 to 3,000. The table is in `resources/qualifiers.yaml`."""
    scale = _DAYS.get(figure.unit, 1.0) if figure.role == "duration" else 1.0
    low = scale * (figure.low if figure.low is not None else figure.high or 0.0)
    high = scale * figure.high if figure.high is not None else low
    key = figure.qualifier.value
    if figure.unit == "percent" and key == "exact" and low == high == int(low):
        return low - 0.5, high + 0.5  # whole percents are rounded ones
    if key == "exact" and low >= 100 and low % 100 == 0:
        key = "round"
    below, over = _implied().get(key, (1.0, 1.0))
    return low * below, high * over


def _overlap(a: Figure, b: Figure) -> bool:
    (la, ha), (lb, hb) = implied_range(a), implied_range(b)
    return la <= hb and lb <= ha


def _can_both_hold(a: Figure, b: Figure) -> bool:
    """Whether the claims themselves, open ends included, leave room for one number."""
    if a.unit != b.unit:
        return _overlap(a, b)
    la, ha = (a.low if a.low is not None else 0.0), (a.high if a.high is not None else float("inf"))
    lb, hb = (b.low if b.low is not None else 0.0), (b.high if b.high is not None else float("inf"))
    return (la <= hb and lb <= ha) or _overlap(a, b)


def _status(corpus: Corpus, items: Sequence[Item], curve: Sequence[Item]) -> tuple[FindingStatus, str]:
    """The first status that holds, and the rule in words."""
    numbers = [i for i in items if i.figure.qualifier not in _VAGUE]
    taken_back = [i for i in numbers or items if i.figure.withdrawn]
    if taken_back:
        return FindingStatus.RETRACTED, f"{_said(corpus, taken_back[0])}: the same report says that this was denied or taken back"
    growing = _grows(curve)
    exact = [i for i in items if i.figure.qualifier not in _VAGUE]
    items = exact if len(exact) > 1 else items
    clash = next(
        (
            (a, b)
            for n, a in enumerate(items[:200])
            for b in items[n + 1 : n + 60]
            if _same_time(a, b) and _scopes(a) == _scopes(b)
            and not (_overlap(a.figure, b.figure) if b.figure.rival_of or a.figure.rival_of else _can_both_hold(a.figure, b.figure))
            and not (growing and a in curve and b in curve and max(a.value, b.value) <= GROWTH * min(a.value, b.value))
        ),
        None,
    )  # fmt: skip
    if clash:
        return FindingStatus.DISAGREE, f"{_said(corpus, clash[0])} and {_said(corpus, clash[1])} are claimed for the same time and cannot both hold"
    if growing:
        return FindingStatus.UPDATED, f"the later as-of date counts: {_said(corpus, curve[0])} came first, {_said(corpus, curve[-1])} last"
    counted = _counted_on(curve)
    if counted:
        return FindingStatus.UPDATED, f"the later count stands: {_said(corpus, counted[0])} came first, {_said(corpus, counted[1])} last"
    scopes = sorted({_scopes(i) for i in items})
    if len(scopes) > 1:
        named = [" ".join(s) or "all" for s in scopes]
        return FindingStatus.SCOPE, "they do not count the same: " + ", ".join(named)
    apart = next(((a, b) for n, a in enumerate(items[:200]) for b in items[n + 1 : n + 60] if a.value != b.value or a.figure.qualifier != b.figure.qualifier), None)
    if apart is None:
        return _agreed(items)
    far = next(((a, b) for n, a in enumerate(items[:200]) for b in items[n + 1 : n + 60] if not _overlap(a.figure, b.figure)), None)
    if far is None:
        return FindingStatus.ROUNDING, f"{_said(corpus, apart[0])} and {_said(corpus, apart[1])} may round the same number: the ranges that their words imply overlap"
    if all(_can_both_hold(a.figure, b.figure) for n, a in enumerate(items[:60]) for b in items[n + 1 : 60]):
        return FindingStatus.ROUNDING, "no figure excludes another: the ranges that their words leave open overlap"
    return FindingStatus.DISAGREE, f"{_said(corpus, far[0])} and {_said(corpus, far[1])} cannot both hold, and neither date nor scope explains it"


def _agreed(items: Sequence[Item]) -> tuple[FindingStatus, str]:
    origins = {i.origin for i in items}
    if len(origins) == 1:
        return FindingStatus.SINGLE_ORIGIN, "all reports that give this figure go back to one origin"
    return FindingStatus.AGREE, f"{len(origins)} independent origins give the same"


def _scopes(item: Item) -> tuple[str, ...]:
    figure = item.figure
    words = {w for w in figure.scope if figure.role != "deployed" or w != "security"}
    if figure.addition and figure.role in LOSSES:
        words.add("others")
    return tuple(sorted(words))


def _grows(curve: Sequence[Item]) -> bool:
    """Whether later figures exceed earlier ones so that both cannot mean the same number."""
    if len(curve) < 2:
        return False
    first, last = curve[0], curve[-1]
    if first.known is None or last.known is None or last.known <= first.known:
        return False
    climbed = last.value >= 1.2 * first.value and first.figure.role in LOSSES
    return last.value > first.value and (climbed or not _overlap(first.figure, last.figure))


def _counted_on(items: Sequence[Item]) -> tuple[Item, Item] | None:
    """First and last of votes or shares of one owner that differ and were known on different days: a count goes on, up or down."""
    owned = sorted((i for i in items if i.owner is not None and i.known is not None and i.figure.role in ("share", "votes")), key=lambda i: (i.known or dt.date.min, i.at))
    if len(owned) < 2 or len({i.owner for i in owned}) > 1:
        return None
    first, last = owned[0], owned[-1]
    return (first, last) if first.known != last.known and first.value != last.value and not _overlap(first.figure, last.figure) else None


def _current(items: Sequence[Item], curve: Sequence[Item]) -> Item | None:
    """The latest figure that was not taken back; of several of one day the most exact."""
    standing = [i for i in items if not i.figure.withdrawn and not i.figure.hedged and i.figure.qualifier not in _VAGUE and not i.figure.part_of]
    return max(standing, key=lambda i: (i in curve, i.end or dt.date.min, i.figure.qualifier is Qualifier.EXACT, i.at), default=None)


def _label(corpus: Corpus, item: Item) -> str:
    report = corpus.report[item.figure.span.report]
    return report.outlet or report.file


def _said(corpus: Corpus, item: Item) -> str:
    return f"“{corpus.words(item.figure.span)}” ({_label(corpus, item)})"


def _finding(
    corpus: Corpus, items: Sequence[Item], status: FindingStatus, current: Item | None, why: str, *, about: str = ""
) -> Finding:
    ids = tuple(i.figure.id for i in items)
    known = set(ids)
    parts = [Part(whole=i.figure.part_of, part=i.figure.id) for i in items if i.figure.part_of is not None and i.figure.part_of in corpus.figure]
    parts += [
        Part(whole=i.figure.id, part=f.id)
        for i in items
        for f in corpus.reading[i.figure.span.report].figures
        if f.part_of == i.figure.id and f.id not in known
    ]
    origins = len({i.origin for i in items})
    return Finding(
        id=content_id("n", status.value, *ids),
        about=", ".join(x for x in (_about(items), about) if x),
        figures=ids,
        status=status,
        current=current.figure.id if current else None,
        why=why,
        parts=tuple(dict.fromkeys(parts)),
        origins=origins,
    )


def _about(items: Sequence[Item]) -> str:
    """What the figures count, in the words most of them use."""
    votes: dict[str, int] = {}
    for i in items:
        votes[i.figure.what] = votes.get(i.figure.what, 0) + 1
    label = max(votes, key=lambda w: (votes[w], w))
    role = items[0].figure.role
    if role in LOSSES and len(votes) > 1:
        label = f"{_PEOPLE.get(items[0].kind, items[0].kind)} {load('figure_roles')['roles'][role]['label']}"
    if role in ("share", "times", "measure", "money") and items[0].figure.matter == "":
        shared = sorted(set.intersection(*(set(i.figure.keys) for i in items)) - _UNITS - {i.figure.counted for i in items} - set(label.split()))[:2]
        return f"{label} ({', '.join(shared)})" if shared else label
    if role in LOSSES and max(i.value for i in items) < SMALL:
        starts, ends = [i.start for i in items if i.start], [i.end for i in items if i.end]
        if len(ends) == len(items) == len(starts) and max(starts) == min(ends):
            return f"{label}, {min(ends).day} {min(ends):%B %Y}"
    return label
