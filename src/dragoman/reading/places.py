"""Places: which toponyms a report holds, and where on earth each lies.

A name is found by the parser's label, by the tables of the atlas and by the words around it; it is then given the candidate that fits
the report best. Places of one report mostly lie together: a container that follows ("Paris, Texas") decides, the countries, states and
neighbours that other names speak for weigh in, population breaks ties. What no table has is put where the rest of the report
lies, and marked so.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.records.documents import Report
from dragoman.records.parses import Parse
from dragoman.records.places import Place, PlaceKind
from dragoman.records.spans import Span
from dragoman.text.atlas import CITY, COUNTRY, COUNTY, DIVISION, REGION, Area, atlas
from dragoman.text.gazetteer import fold
from dragoman.text.wordsets import wordset

ROUNDS = 3
POPULATION, IN_COUNTRY, IN_DIVISION, NEARBY, CONTAINS = 1.0, 1.2, 1.6, 1.6, 1.0
"""What a factor of ten in population weighs, and a doubling of what speaks for the country, the division, the surroundings."""
PRIOR = {COUNTRY: 3.0, DIVISION: 2.0, COUNTY: 0.0, REGION: 2.0, CITY: 0.0}
CAPITAL = 1.0
_LARGE = frozenset({COUNTRY, DIVISION, COUNTY, REGION})
_GAP = re.compile(r"\s*(?:,|\()\s*|,?\s+in\s+")
_OWNER_GAP = re.compile(r"['’]s?\s+|\s+")
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_BEFORE = wordset("in at near from to into toward towards around across outside inside within through throughout of over between off downtown northern southern eastern western central north south east west")
_SITE = wordset("County Street Road Avenue Boulevard Highway Lane Drive River Lake Creek Park Bridge Airport Square Mountain Mountains Hills Hill Bay Beach Island Islands Valley Township Parish Forest Canal Harbor Harbour Province District State Region Oblast Peninsula Camp Village Desert Sea Ocean Gulf Cemetery Stadium Plaza Coast Falls Heights Springs Interstate Route Port Strait Basin Dam Garden Gardens")
_NOT_PLACES = wordset("The A An It He She We They I This That These Those But And Or If In On At For From To By With Of As Is Was Are Be Not No Yes Mr Mrs Ms Dr Sir Lord Lady President Police Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December")


@dataclass(slots=True)
class _Name:
    """All mentions of one name in a report, and how much speaks for each candidate."""

    areas: tuple[Area, ...]
    mass: float = 1.0
    shares: list[float] = field(default_factory=list)

    @property
    def best(self) -> Area:
        return self.areas[max(range(len(self.areas)), key=lambda k: (self.shares[k], -k))]


def find_places(report: Report, parse: Parse) -> tuple[Place, ...]:
    """All toponyms of a report in text order, with positions where they could be worked out."""
    spans = _toponyms(report, parse)
    return tuple(p for p in _resolve(report.text, spans) if p is not None and p.latitude is not None)


def locate(report: Report, parse: Parse, spans: Sequence[Span]) -> list[Place | None]:
    """Where the toponyms at given spans lie; None where nothing is known. The report's other toponyms are looked at, too."""
    given = {(s.start, s.end): s for s in spans}
    others = [s for s in _toponyms(report, parse) if not any(s.overlaps(g) for g in spans)]
    every = sorted([*given.values(), *others], key=lambda s: (s.start, s.end))
    found = {(s.start, s.end): p for s, p in zip(every, _resolve(report.text, every), strict=True)}
    return [found[s.start, s.end] for s in spans]


def _resolve(text: str, spans: Sequence[Span]) -> list[Place | None]:
    """The place of each span; spans in text order."""
    printed = [s.of(text) for s in spans]
    options = [_candidates(p) for p in printed]
    within = _containers(text, spans, options)
    keys = [(fold(p), within[i].name if i in within else "") for i, p in enumerate(printed)]
    inside: dict[str, str] = {}
    for name, container in keys:
        if container:
            inside.setdefault(name, container)
    names: dict[tuple[str, str], _Name] = {}
    for i, key in enumerate(keys):
        key = keys[i] = (key[0], key[1] or inside.get(key[0], ""))
        if not options[i]:
            continue
        if key not in names:
            areas = options[i]
            if i in within:
                areas = tuple(a for a in areas if _holds(within[i], a)) or areas
            names[key] = _Name(areas)
        elif i in within:
            held = names[key]
            held.areas = tuple(a for a in held.areas if _holds(within[i], a)) or held.areas
            held.mass += 0.5
        else:
            names[key].mass += 0.25
    _weigh(names)
    home = _home(list(names.values()))
    out: list[Place | None] = []
    for span, words, key in zip(spans, printed, keys, strict=True):
        known = names.get(key)
        out.append(_place(span, known.best) if known else _near(span, words, home))
    return out


def _candidates(printed: str) -> tuple[Area, ...]:
    """What a name can stand for; letters in a row ("EU") are no town."""
    found = atlas().find(printed)
    if len(printed) <= 4 and printed.isupper():
        return tuple(a for a in found if a.kind in (COUNTRY, DIVISION))
    return found


def _holds(large: Area, small: Area) -> bool:
    """Whether one area can lie in another."""
    if large.kind == COUNTRY:
        return small.country == large.country and small.kind != COUNTRY
    if large.kind == DIVISION:
        return small.country == large.country and small.division == large.division and small.kind not in (COUNTRY, DIVISION)
    return large.kind == COUNTY and small.kind == CITY and small.division == large.division and _kilometres(large, small) < 80.0


def _containers(text: str, spans: Sequence[Span], options: Sequence[tuple[Area, ...]]) -> dict[int, Area]:
    """For mentions with an area right after ("Paris, Texas") or before ("Ohio's Licking County") that holds a candidate: that area."""
    out: dict[int, Area] = {}
    for i in range(len(spans) - 1):
        gap = text[spans[i].end : spans[i + 1].start]
        if len(gap) > 5:
            continue
        if _GAP.fullmatch(gap):
            small, large = i, i + 1
        elif _OWNER_GAP.fullmatch(gap):
            small, large = i + 1, i
        else:
            continue
        fits = [a for a in options[large] if a.kind in _LARGE and any(_holds(a, b) for b in options[small])]
        if fits:
            out.setdefault(small, max(fits, key=lambda a: (a.kind == COUNTRY, a.population)))
    return out


def _weigh(names: dict[tuple[str, str], _Name]) -> None:
    """Work out for every name how much speaks for each candidate; a name's own share never speaks for itself."""
    own = {key: [_prior(a) for a in n.areas] for key, n in names.items()}
    for key, n in names.items():
        n.shares = _softmax(own[key])
    for _ in range(ROUNDS):
        by_country: dict[str, float] = defaultdict(float)
        by_division: dict[tuple[str, str], float] = defaultdict(float)
        by_cell: dict[tuple[int, int], float] = defaultdict(float)
        for n in names.values():
            for a, share in zip(n.areas, n.shares, strict=True):
                by_country[a.country] += n.mass * share
                if a.division:
                    by_division[a.country, a.division] += n.mass * share
                if a.kind in (CITY, COUNTY):
                    by_cell[_cell(a)] += n.mass * share
        fresh = {}
        for key, n in names.items():
            own_country: dict[str, float] = defaultdict(float)
            own_division: dict[tuple[str, str], float] = defaultdict(float)
            own_cell: dict[tuple[int, int], float] = defaultdict(float)
            for a, share in zip(n.areas, n.shares, strict=True):
                own_country[a.country] += n.mass * share
                own_division[a.country, a.division] += n.mass * share
                if a.kind in (CITY, COUNTY):
                    own_cell[_cell(a)] += n.mass * share
            scores = []
            for a, prior in zip(n.areas, own[key], strict=True):
                score = prior
                if a.country:
                    score += IN_COUNTRY * _grown(by_country[a.country] - own_country[a.country])
                if a.division:
                    score += IN_DIVISION * _grown(by_division[a.country, a.division] - own_division[a.country, a.division])
                if a.kind in (CITY, COUNTY):
                    y, x = _cell(a)
                    near = sum(by_cell.get(c, 0.0) - own_cell.get(c, 0.0) for c in ((y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1)))
                    score += NEARBY * _grown(near)
                scores.append(score)
            fresh[key] = _softmax(scores)
        for key, shares in fresh.items():
            names[key].shares = shares


def _prior(a: Area) -> float:
    return POPULATION * math.log10(a.population + 100) + PRIOR[a.kind] + (CAPITAL if a.capital else 0.0)


def _grown(mass: float) -> float:
    return math.log2(1.0 + max(0.0, mass))


def _softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    raw = [math.exp(s - top) for s in scores]
    total = sum(raw)
    return [r / total for r in raw]


def _cell(a: Area) -> tuple[int, int]:
    """Square of about 75 km, wider towards the poles."""
    return int(a.latitude // 0.7), int(a.longitude * math.cos(math.radians(a.latitude)) // 0.7)


def _kilometres(a: Area, b: Area) -> float:
    """Distance on a plane that touches the globe there; good enough below a few hundred kilometres."""
    mid = math.radians((a.latitude + b.latitude) / 2)
    return 111.2 * math.hypot(a.latitude - b.latitude, (a.longitude - b.longitude) * math.cos(mid))


def _home(names: list[_Name]) -> Area | None:
    """Where the report mostly is: the town or county with the most other names around it; else the most spoken of state or country."""
    best = [(n.best, n.mass) for n in names]
    fine = [(a, m) for a, m in best if a.kind in (CITY, COUNTY)]
    if fine:
        return max(fine, key=lambda one: sum(m for a, m in fine if _kilometres(a, one[0]) < 100.0))[0]
    for kind in (DIVISION, COUNTRY):
        some = [(a, m) for a, m in best if a.kind == kind]
        if some:
            return max(some, key=lambda one: one[1])[0]
    return None


_KINDS = {COUNTRY: PlaceKind.COUNTRY, DIVISION: PlaceKind.DIVISION, COUNTY: PlaceKind.COUNTY, REGION: PlaceKind.REGION, CITY: PlaceKind.CITY}


def _place(span: Span, a: Area) -> Place:
    return Place(
        span=span,
        name=a.name,
        kind=_KINDS[a.kind],
        latitude=a.latitude,
        longitude=a.longitude,
        country=a.country or None,
        division=a.division or None,
        geonames=a.geonames,
        people=a.people,
    )


def _near(span: Span, words: str, home: Area | None) -> Place | None:
    if home is None:
        return None
    return Place(span=span, name=words, kind=PlaceKind.NEAR, latitude=home.latitude, longitude=home.longitude, country=home.country or None, division=home.division or None)


def _toponyms(report: Report, parse: Parse) -> list[Span]:
    """Spans of the toponyms of a report, in text order, none over another."""
    out: list[Span] = []
    text = report.text
    i, n = 0, len(parse)
    while i < n:
        if not parse.text[i][:1].isupper():
            i += 1
            continue
        j = _toponym_end(parse, text, i)
        if j > i:
            out.append(Span(report.id, parse.start[i], parse.end[j - 1]))
            i = j
        else:
            i += 1
    return out


def _toponym_end(parse: Parse, text: str, i: int) -> int:
    """End of the toponym that begins at token `i`, or `i` when none does."""
    last = parse.sentences[parse.sentence[i]].last
    label = parse.entity[i][2:]
    known = atlas()
    for j in range(min(i + 5, last), i, -1):
        if not parse.text[j - 1][:1].isupper() or (j - i == 1 and parse.text[i] in _NOT_PLACES):
            continue
        words = text[parse.start[i] : parse.end[j - 1]]
        if len(words) < 2 or "\n" in words:
            continue
        large = [a for a in known.large(words) if a.kind != COUNTY]
        if large and (label != "PERSON" or all(a.people for a in large)) and not _in_person(parse, i, j):
            return j
        if _place_like(parse, i, j, last) and known.exactly(words):
            return j
    if parse.entity[i][:2] == "B-" and label in _PLACE_LABELS:
        j = i + 1
        while j < last and parse.entity[j][:2] == "I-":
            j += 1
        while j > i + 1 and not parse.text[j - 1][0].isalnum():
            j -= 1
        return j if parse.text[i] not in _NOT_PLACES or j > i + 1 else i
    return i


def _in_person(parse: Parse, i: int, j: int) -> bool:
    """Whether the words are part of a longer name of a person."""
    around = [parse.entity[k][2:] for k in (i - 1, j) if 0 <= k < len(parse)]
    return parse.entity[i][2:] == "PERSON" and "PERSON" in around


def _place_like(parse: Parse, i: int, j: int, last: int) -> bool:
    """Whether a name of a town, county or province stands here as a place: by label, preposition or what follows."""
    labels = {parse.entity[k][2:] for k in range(i, j)}
    if labels <= _PLACE_LABELS and "" not in labels:
        whole = parse.entity[i][:2] == "B-" and (j == last or parse.entity[j][:2] != "I-")
        return whole or parse.entity[i][:2] == "B-"
    if "PERSON" in labels or parse.tag[i] not in {"NNP", "NNPS"}:
        return False
    before = parse.text[i - 1].lower() if i else ""
    single = not (j < last and parse.tag[j] in {"NNP", "NNPS"})
    return single and before in _BEFORE and labels <= {"", "ORG", "NORP"}


