"""Places: which toponyms a report holds, and where on earth each lies.

A name is found by the parser's label, by the tables of the atlas and by the words around it; it is then given the candidate that fits
the report best. Places of one report mostly lie together: a container that follows ("Paris, Texas") decides, the countries, states and
neighbours that other names speak for weigh in, population breaks ties. What no table has is put where the rest of the report
lies, and marked so.

`sites` asks the same about the actors of a whole dossier, by their names alone, and tells only what is sure.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman import resources
from dragoman.reading.lexicon import lexicon
from dragoman.records.documents import Report
from dragoman.records.findings import Actor
from dragoman.records.mentions import ActorKind
from dragoman.records.parses import Parse
from dragoman.records.places import Geo, Place, PlaceKind
from dragoman.records.spans import Span
from dragoman.text.atlas import ALONE, CITY, COUNTRY, COUNTY, DIVISION, REGION, Area, atlas
from dragoman.text.gazetteer import fold
from dragoman.text.wordsets import wordset

ROUNDS = 3
POPULATION, IN_COUNTRY, IN_DIVISION, NEARBY = 0.8, 1.6, 1.6, 1.2
"""What a factor of ten in population weighs, and a doubling of what speaks for the country, the division, the surroundings."""
MOST = 3.0
"""What the mentions of one name count together at most: the first 1, further ones a quarter."""
PRIOR = {COUNTRY: 4.0, DIVISION: 2.0, COUNTY: 0.0, REGION: 3.0, CITY: 0.0}
CAPITAL = 2.0
OTHER_NAME = -1.5
"""For a town that is usually called otherwise, a county without the word, a province that is called as its seat."""
LARGE_TOWN = 100_000
"""From this size a town may well have a name of its own in English ("Geneva")."""
FEW = 3.0
"""Up to so many other countries named, each speaks fully for the places in it."""
ABROAD = 0.6
"""What a doubling of the other countries named weighs for a candidate that is a country ("Armenia, Georgia and Moldova")."""
SURE = 0.9
"""Share of all that speaks for the candidates of a name which one must have before a dossier says where an actor lies."""
SAME = 25.0
"""Kilometres up to which two candidates are one place."""
COMPILED, GEONAMES = "compiled for Dragoman", "GeoNames, CC BY 4.0"
_LARGE = frozenset({COUNTRY, DIVISION, COUNTY, REGION})
_GAP = re.compile(r"\s*(?:,|\()\s*|,?\s+in\s+")
_DIVISION_AFTER = re.compile(r"\s+(?:(?:[Pp]rovince|[Rr]egion|[Oo]blast|[Gg]overnorate|[Pp]refecture)s?|state)\b(?! of)")
_OWNER_GAP = re.compile(r"['’]s?\s+|\s+")
_PLACE_LABELS = frozenset({"GPE", "LOC", "FAC"})
_BEFORE = wordset("in at near from to into toward towards around across outside inside within through throughout of over between off downtown northern southern eastern western central north south east west")
_AT = wordset("in near at downtown outside around across throughout")
_TYPES = wordset("city town village hamlet region province state district county island port suburb neighbourhood neighborhood municipality governorate prefecture capital settlement area")
"""Words before a place name, or before "of" and a place name, that say what it is."""
_SITE = wordset("County Street Road Avenue Boulevard Highway Lane Drive River Lake Creek Park Bridge Airport Square Mountain Mountains Hills Hill Bay Beach Island Islands Valley Township Parish Forest Canal Harbor Harbour Province District State Region Oblast Peninsula Camp Village Desert Sea Ocean Gulf Cemetery Stadium Plaza Coast Falls Heights Springs Interstate Route Port Strait Basin Dam Garden Gardens")
_CIVIC = wordset("Police Mayor City County Sheriff Fire School Schools Hospital University Council Township Municipal Public Community Memorial Regional District Area Airport resident residents woman man native police mayor area officials city county state province region district districts provinces counties states regions villages town towns village")
"""Words after a place name that say whose they are ("Lome Police")."""
_NOT_PLACES = wordset("God Jesus Christ Christmas Easter Ramadan Metro Olympic Olympics Section Mining Church Story Lot West East North South Western Eastern Northern Southern Central Northeast Northwest Southeast Southwest Federal Center Centre Gulf Union Capital Island Islands Park Street Act College Commerce The A An It He She We They I This That These Those But And Or If In On At For From To By With Of As Is Was Are Be Not No Yes Mr Mrs Ms Dr Sir Lord Lady President Police Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May June July August September October November December")


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
    others = _apart(_toponyms(report, parse), sorted(spans))
    every = sorted([*given.values(), *others], key=lambda s: (s.start, s.end))
    found = {(s.start, s.end): p for s, p in zip(every, _resolve(report.text, every), strict=True)}
    return [found[s.start, s.end] for s in spans]


def sites(actors: Sequence[Actor]) -> dict[str, Geo]:
    """Where countries and places among the actors of a dossier lie, by actor id; only those of which that is sure.

    A country has its middle point, never its capital. A name with several candidates needs SURE of the shares for one of them; a name
    that two actors have, a word for a direction or an institution, and a name that only a word left out would make known get nothing.
    """
    points = resources.load("regions")["countries"]
    out: dict[str, Geo] = {}
    for a in actors:
        if a.kind is ActorKind.COUNTRY and a.country in points:
            lat, lon = points[a.country]
            out[a.id] = Geo(kind=PlaceKind.COUNTRY, lat=float(lat), lon=float(lon), country=a.country, geonames=None, source=COMPILED)
    places = [a for a in actors if a.kind is ActorKind.PLACE]
    if not places:
        return out
    names: dict[tuple[str, str], _Name] = {}
    holders: dict[tuple[str, str], list[str]] = defaultdict(list)
    for a in actors:
        if a.kind not in (ActorKind.COUNTRY, ActorKind.PLACE) or a.name in _NOT_PLACES or not a.name[:1].isupper():
            continue
        key = (fold(a.name), "")
        options = () if _acronym(a.name) else atlas().exactly(a.name)
        if a.country:
            options = tuple(o for o in options if o.country == a.country and (a.kind is ActorKind.PLACE or o.kind == COUNTRY))
        if not options:
            continue
        holders[key].append(a.id)
        names.setdefault(key, _Name(options)).mass = 1.0 + 0.25 * (len(a.mentions) - 1)
    _weigh(names)
    by_id = {ids[0]: names[key] for key, ids in holders.items() if len(ids) == 1}
    for a in places:
        if (name := by_id.get(a.id)) and not name.best.people and _share(name) >= SURE:
            out[a.id] = _geo(name.best)
    return out


def _share(n: _Name) -> float:
    """What the best candidate has of all shares, together with those that mean the same point: a town and the province called as it."""
    best = n.best
    return sum(share for a, share in zip(n.areas, n.shares, strict=True) if a.country == best.country and _kilometres(a, best) < SAME)


def _geo(a: Area) -> Geo:
    compiled = a.kind in (COUNTRY, REGION) or (a.kind == DIVISION and a.country in ALONE)
    source = COMPILED if compiled else GEONAMES
    return Geo(kind=_KINDS[a.kind], lat=a.latitude, lon=a.longitude, country=a.country or None, geonames=a.geonames, source=source)


def _apart(found: Sequence[Span], given: Sequence[Span]) -> list[Span]:
    """Those of some spans that no given one overlaps; both in text order."""
    out, k = [], 0
    for s in found:
        while k < len(given) and given[k].end <= s.start:
            k += 1
        if k == len(given) or not s.overlaps(given[k]):
            out.append(s)
    return out


def _resolve(text: str, spans: Sequence[Span]) -> list[Place | None]:
    """The place of each span; spans in text order."""
    printed = [s.of(text) for s in spans]
    options = [_candidates(p) for p in printed]
    within = _containers(text, spans, options)
    narrowed: set[int] = set()
    for i, span in enumerate(spans):
        if len(options[i]) > 1 and _DIVISION_AFTER.match(text, span.end):
            narrow = tuple(a for a in options[i] if a.kind == DIVISION)
            if narrow and len(narrow) < len(options[i]) and not any(a.kind in (COUNTRY, REGION) for a in options[i]):
                options[i] = narrow
                narrowed.add(i)
    keys = [(fold(p), within[i].name if i in within else "") for i, p in enumerate(printed)]
    inside: dict[str, str] = {}
    for i, (name, container) in enumerate(keys):
        if container:
            inside.setdefault(name, container)
        elif i in narrowed:
            keys[i] = (name, "as a division")
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


def _acronym(words: str) -> bool:
    return len(words) <= 4 and words.isupper()


def _candidates(printed: str) -> tuple[Area, ...]:
    """What a name can stand for; letters in a row ("EU") are no town."""
    if _acronym(printed):
        return tuple(a for a in atlas().large(printed) if a.kind in (COUNTRY, DIVISION))
    return atlas().find(printed)


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
        if any(a.kind == COUNTRY for a in options[large]) and any(a.kind == COUNTRY for a in options[small]):
            continue  # a list of countries, though there is a town China in Japan
        fits = [a for a in options[large] if a.kind in _LARGE and any(_holds(a, b) for b in options[small])]
        if fits:
            out.setdefault(small, max(fits, key=lambda a: (a.kind == COUNTRY, a.population)))
    return out


def _weigh(names: dict[tuple[str, str], _Name]) -> None:
    """Work out for every name how much speaks for each candidate; a name's own share never speaks for itself."""
    own = {key: [_prior(a, key[0]) for a in n.areas] for key, n in names.items()}
    for key, n in names.items():
        n.shares = _softmax(own[key])
    for _ in range(ROUNDS):
        company = _Company()
        for n in names.values():
            company.add(n)
        fresh = {key: _softmax([p + s for p, s in zip(own[key], company.support(n), strict=True)]) for key, n in names.items()}
        for key, shares in fresh.items():
            names[key].shares = shares


class _Company:
    """What the names of a report together say for countries, divisions and squares of the map.

    Names of one country itself ("U.S.", "American", "America") count as one name, or every report that speaks of a
    country at length would have all its doubtful places there.
    """

    def __init__(self) -> None:
        self.called: dict[str, list[float]] = defaultdict(list)
        self.inside: dict[str, float] = defaultdict(float)
        self.division: dict[tuple[str, str], float] = defaultdict(float)
        self.square: dict[tuple[int, int], float] = defaultdict(float)

    def add(self, n: _Name) -> None:
        mass = min(n.mass, MOST)
        called: dict[str, float] = defaultdict(float)
        for a, share in zip(n.areas, n.shares, strict=True):
            if a.kind == COUNTRY:
                called[a.country] += mass * share
            else:
                self.inside[a.country] += mass * share
            if a.division:
                self.division[a.country, a.division] += mass * share
            if a.kind in (CITY, COUNTY):
                self.square[_square(a)] += mass * share
        for country, share in called.items():
            self.called[country] = sorted([*self.called[country], share])[-2:]

    def support(self, n: _Name) -> list[float]:
        """What the other names say for each candidate of one."""
        alone = _Company()
        alone.add(n)
        countries = sum(min(1.0, max(shares)) for shares in self.called.values())
        out = []
        for a in n.areas:
            score = 0.0
            if a.country:
                called = self.called.get(a.country, [])
                mine = alone.called.get(a.country, [0.0])[0]
                others = called[:-1] if mine and called and called[-1] == mine else called
                abroad = countries - min(1.0, max(self.called.get(a.country, [0.0])))
                if a.kind == COUNTRY:
                    score += ABROAD * _grown(abroad)
                named = (others[-1] if others else 0.0) * min(1.0, FEW / max(1.0, abroad))
                score += IN_COUNTRY * _grown(self.inside[a.country] - alone.inside[a.country] + named)
            if a.division:
                place = (a.country, a.division)
                score += IN_DIVISION * _grown(self.division[place] - alone.division[place])
            if a.kind in (CITY, COUNTY):
                y, x = _square(a)
                around = ((y + dy, x + dx) for dy in (-1, 0, 1) for dx in (-1, 0, 1))
                score += NEARBY * _grown(sum(self.square.get(c, 0.0) - alone.square.get(c, 0.0) for c in around))
            out.append(score)
        return out


def _prior(a: Area, printed: str) -> float:
    """What speaks for a candidate before anything else of the report is looked at; `printed` is folded."""
    other = ((a.kind == COUNTY or (a.kind == CITY and a.population < LARGE_TOWN)) and fold(a.name) != printed) or a.shared
    return POPULATION * math.log10(a.population + 100) + PRIOR[a.kind] + (CAPITAL if a.capital else 0.0) + (OTHER_NAME if other else 0.0)


def _grown(mass: float) -> float:
    return math.log2(1.0 + max(0.0, mass))


def _softmax(scores: Sequence[float]) -> list[float]:
    top = max(scores)
    raw = [math.exp(s - top) for s in scores]
    total = sum(raw)
    return [r / total for r in raw]


def _square(a: Area) -> tuple[int, int]:
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
    text = report.text
    sure: list[tuple[int, int]] = []
    open_to_doubt: list[tuple[int, int]] = []
    i, n = 0, len(parse)
    while i < n:
        end, certain = (0, False) if not parse.text[i][:1].isupper() else _toponym_at(parse, text, i)
        if end:
            (sure if certain else open_to_doubt).append((i, end))
        i = max(end, i + 1)
    surnames = _words_of_persons(parse)
    sure = [(i, j) for i, j in sure if j - i > 1 or parse.text[i] not in surnames or _put_somewhere(parse, i)]
    open_to_doubt = [(i, j) for i, j in open_to_doubt if not any(w in surnames for w in parse.text[i:j])]
    known = {text[parse.start[i] : parse.end[j - 1]].upper() for i, j in sure}
    sure += [(i, j) for i, j in open_to_doubt if text[parse.start[i] : parse.end[j - 1]].upper() in known]
    settled = set(sure)
    settled |= _listed(parse, sure, [one for one in open_to_doubt if one not in settled])
    return [Span(report.id, parse.start[i], parse.end[j - 1]) for i, j in sorted(settled)]


def _words_of_persons(parse: Parse) -> frozenset[str]:
    """Words of names of persons that have two or more."""
    return frozenset(
        parse.text[k]
        for i in range(len(parse))
        if parse.entity[i] == "I-PERSON" and parse.tag[i] in {"NNP", "NNPS"}
        for k in (i - 1, i)
        if parse.entity[k][2:] == "PERSON"
    )


def _put_somewhere(parse: Parse, i: int) -> bool:
    """Whether a name that is also a person's stands after a word that only places follow, or before its state or country."""
    return (i > 0 and parse.text[i - 1].lower() in _AT) or (i + 2 < len(parse) and parse.text[i + 1] == "," and bool(atlas().large(parse.text[i + 2])))


def _listed(parse: Parse, sure: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]) -> set[tuple[int, int]]:
    """Known names beside a toponym in a list ("Anapa and Temryuk"), or with their container after them."""
    begins, ends = {i for i, _ in sure}, {j for _, j in sure}
    out: set[tuple[int, int]] = set()
    for i, j in others:
        k = i
        while k > 0 and parse.text[k - 1] in {",", "and", "or"}:
            k -= 1
        if k < i and k in ends and parse.sentence[k - 1] == parse.sentence[i]:
            out.add((i, j))
            ends.add(j)
    for i, j in reversed(others):
        k = j
        while k < len(parse) and parse.text[k] in {",", "and", "or"}:
            k += 1
        if k > j and k in begins and k < len(parse) and parse.sentence[k] == parse.sentence[i]:
            out.add((i, j))
            begins.add(i)
    return out


def _toponym_at(parse: Parse, text: str, i: int) -> tuple[int, bool]:
    """End of the toponym that begins at token `i` (0 when none does), and whether it is one without being called so elsewhere."""
    last = parse.sentences[parse.sentence[i]].last
    label = parse.entity[i][2:]
    places = atlas()
    for j in range(min(i + 5, last), i, -1):
        words = text[parse.start[i] : parse.end[j - 1]]
        if not parse.text[j - 1][:1].isupper() or len(words) < 2 or "$" in words or (j - i == 1 and words in _NOT_PLACES) or _organisation(parse, i, j):
            continue
        if _in_person(parse, i, j):
            continue
        large = [a for a in places.large(words) if a.kind in (COUNTRY, DIVISION, REGION)]
        if large and (_well_known(large) or label in _PLACE_LABELS):
            if len(words) == 2 and words.isupper() and words not in {"US", "UK"} and parse.text[i - 1] != ",":
                continue
            return j, True
        if (stands := _stands_as_place(parse, i, j, last)) is not None and not _acronym(words) and places.exactly(words):
            return j, stands
    if parse.entity[i][:2] == "B-" and label in _PLACE_LABELS:
        j = i + 1
        while j < last and parse.entity[j][:2] == "I-":
            j += 1
        while j > i + 1 and not parse.text[j - 1][0].isalnum():
            j -= 1
        if places.find(text[parse.start[i] : parse.end[j - 1]]) or _site(parse, i, j):
            return (j, True) if parse.text[i] not in _NOT_PLACES or j > i + 1 else (0, False)
    return 0, False


def _organisation(parse: Parse, i: int, j: int) -> bool:
    """Whether the words are the name of a known organisation or a word for one ("University"), whatever town is called so."""
    if j - i == 1 and parse.text[i] in lexicon().org_heads:
        return True
    return any(e.kind is ActorKind.ORGANISATION and tuple(parse.text[i:j]) == toks for toks, e in lexicon().names.get(parse.text[i], ()))


def _well_known(areas: Sequence[Area]) -> bool:
    """Whether a name needs no sign beside it: a country, a state that English reports name alone, a large region, their people."""
    return any(a.kind in (COUNTRY, REGION) or (a.kind == DIVISION and a.country in ALONE) for a in areas)


def _site(parse: Parse, i: int, j: int) -> bool:
    """Whether a name that no table has is still a place by its form or the word before it."""
    letters = parse.text[i]
    return parse.text[j - 1] in _SITE or (_led_in(parse, i, person=True) and not (j - i == 1 and letters.isupper() and len(letters) < 6))


def _in_person(parse: Parse, i: int, j: int) -> bool:
    """Whether the words are part of a longer name of a person."""
    if parse.entity[i][2:] != "PERSON":
        return False
    return parse.entity[i][:2] == "I-" or (j < len(parse) and parse.entity[j] == "I-PERSON")


def _led_in(parse: Parse, i: int, person: bool) -> bool:
    """Whether the words before say that a place follows; where the parser sees a person, "of" and "to" say nothing."""
    before = parse.text[i - 1].lower() if i else ""
    if before in (_AT if person else _BEFORE) or before in _TYPES:
        return True
    return before == "of" and i > 1 and parse.text[i - 2].lower() in _TYPES


def _stands_as_place(parse: Parse, i: int, j: int, last: int) -> bool | None:
    """Whether a known name of a town, county or province stands here as a place: surely, by label or by the words around it; or perhaps."""
    labels = {parse.entity[k][2:] for k in range(i, j)}
    after = parse.text[j] if j < last else ""
    if labels <= _PLACE_LABELS:
        whole = after in _CIVIC or not (j < last and parse.entity[j][:2] == "I-")
        begins = parse.entity[i][:2] == "B-" or parse.text[i - 1] in {"the", "The"}
        return (begins and whole) or None
    if parse.tag[i] not in {"NNP", "NNPS"} and "" in labels:
        return None
    if after in _CIVIC and "PERSON" not in labels:
        return True
    if _led_in(parse, i, "PERSON" in labels) and not (j < last and parse.tag[j] in {"NNP", "NNPS", "POS"}):
        return True
    return False if not (j < last and parse.entity[j] == "I-PERSON") else None
