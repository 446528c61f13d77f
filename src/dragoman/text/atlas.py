"""Everything that a place name can stand for: countries, states and provinces, counties, large regions, populated places.

Joins the tables (`countries.yaml`, `regions.yaml`, `divisions.tsv.xz`) with the gazetteer of populated places. It offers candidates; which
of them a report means is for the reader to say.
"""

from __future__ import annotations

import functools
import lzma
import re
from dataclasses import dataclass, replace
from typing import Any

from dragoman import resources
from dragoman.text.gazetteer import fold, gazetteer

COUNTRY, DIVISION, COUNTY, REGION, CITY = "country", "division", "county", "region", "city"

ALONE = frozenset({"US", "CA", "AU"})
"""Countries whose states and provinces English reports name without the country."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One thing that a name can stand for."""

    kind: str
    """One of the constants above."""
    name: str
    country: str
    division: str
    latitude: float
    longitude: float
    population: int
    geonames: int | None = None
    people: bool = False
    """The name is a word for the people ("Malian")."""
    capital: bool = False
    shared: bool = False
    """A division that has the name of a town in it or of the capital; other states that English reports name alone are not marked so."""


_SHORT = ((re.compile(r"^(?:St|Ste)\.?\s+"), "Saint "), (re.compile(r"^Mt\.?\s+"), "Mount "), (re.compile(r"^Ft\.?\s+"), "Fort "))
_COUNTY = re.compile(r"\s+(?:Co\.|County|county)$")
_BEFORE = re.compile(
    r"^(?:the|greater|downtown|central|inner|upper|lower|mainland|metropolitan|metro|(?:north|south|east|west)(?:ern)?|(?:north|south)-?(?:east|west)(?:ern)?|city of|town of|village of"
    r"|province of|state of|county of|district of|port of|gulf of|republic of)\s+",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\s+(?:city|town|village|area|region|province|district|state|oblast|governorate|prefecture|municipality|township|twp\.?|borough|valley|metro|metropolitan area|department|suburb|suburbs|island|islands"
    r"|peninsula|territory|heights|county)$",
    re.IGNORECASE,
)


def _abbreviated(name: str) -> bool:
    """Whether a name is printed as an abbreviation: "Ga." or "GA", not "Ga"."""
    return len(name) <= 8 and (name.endswith(".") or (name.isupper() and len(name) <= 4))


class Atlas:
    """Look-up of areas by name; loaded when first asked."""

    def __init__(self) -> None:
        self._areas: dict[str, list[Area]] = {}
        self.capitals: set[tuple[str, str]] = set()
        """Folded name and country of every capital."""
        self._people: dict[str, int] = {}
        self._short: dict[str, list[Area]] = {}
        """Abbreviations of states, which count only as printed: "Ind." is one, "Ind" is not."""
        self._load_divisions()
        self._load_countries()

    def _add(self, names: list[str], people: list[str], area: dict[str, Any]) -> None:
        for name in names:
            self._put(fold(name), Area(name=names[0], **area))
        for word in people:
            for form in (word, f"{word}s"):
                self._put(fold(form), Area(name=names[0] if names else word, people=True, **area))

    def _put(self, key: str, area: Area) -> None:
        held = self._areas.setdefault(key, [])
        if area not in held:
            held.append(area)

    def _load_divisions(self) -> None:
        regions = resources.load("regions")
        states = {(country, row[0]) for country, rows in regions["states"].items() for row in rows}
        named = {(row["code"], fold(name)) for row in regions["other_names"] for name in row["names"]}
        self._divisions: dict[tuple[str, str], int] = {}
        for line in lzma.decompress(resources.read_bytes("divisions.tsv.xz")).decode().split("\n"):
            order, name, country, code, latitude, longitude, people = line.split("\t")
            if order == "0":
                self._people[country] = int(people)
                continue
            if order == "1":
                self._divisions.setdefault((country, code), int(people))
                if (country, code) in states:
                    continue
            if (country, fold(name)) in named:
                continue
            kind = DIVISION if order == "1" else COUNTY
            area = Area(kind=kind, name=name, country=country, division=code, latitude=float(latitude), longitude=float(longitude), population=int(people))
            self._put(fold(name), area)
            if order == "2" and name.endswith((" County", " Parish")):
                self._put(fold(name[:-7]), area)

    def _load_countries(self) -> None:
        table = resources.load("regions")
        points = table["countries"]
        apart = {n for row in table["other_names"] for n in (*row["names"], *row.get("people", ()))}
        for row in resources.load("countries")["countries"]:
            code = row["code"]
            lat, lon = points[code]
            area = {"kind": COUNTRY, "country": code, "division": "", "latitude": float(lat), "longitude": float(lon), "population": self._people.get(code, 1_000_000)}
            self._add([n for n in row["names"] if n not in apart], [n for n in row.get("people", ()) if n not in apart], area)
            self.capitals |= {(fold(n), code) for n in row.get("capital", ())}
        for row in table["other_names"]:
            code = row["code"]
            whole = "at" not in row
            lat, lon = points[code] if whole else row["at"]
            size = self._people.get(code, 50_000) if whole else max(1_000_000, self._people.get(code, 0) // 4)
            area = {"kind": COUNTRY if whole else REGION, "country": code, "division": "", "latitude": float(lat), "longitude": float(lon), "population": size}
            self._add(row["names"], row.get("people", []), area)
        for country, rows in table["states"].items():
            for code, name, lat, lon, short, people in rows:
                size = self._divisions.get((country, code), 1_000_000)
                area = {"kind": DIVISION, "country": country, "division": code, "latitude": float(lat), "longitude": float(lon), "population": size}
                self._add([name, *(n for n in short if not _abbreviated(n))], people, area)
                for form in (code, *short) if country == "US" else short:
                    if _abbreviated(form):
                        self._short.setdefault(form, []).append(Area(name=name, **area))
        for row in table["regions"]:
            lat, lon = row["at"]
            area = {"kind": REGION, "country": "", "division": "", "latitude": float(lat), "longitude": float(lon), "population": 10_000_000}
            self._add(row["names"], row.get("people", []), area)

    def large(self, name: str) -> tuple[Area, ...]:
        """Countries, divisions, counties and regions of exactly that name or word for their people."""
        return (*self._areas.get(fold(name), ()), *self._short.get(name, ()))

    @functools.lru_cache(maxsize=16_384)  # noqa: B019 - one atlas for the life of the process
    def exactly(self, name: str) -> tuple[Area, ...]:
        """All areas of exactly that name, after folding."""
        towns = gazetteer().find(name, most=40)
        seats = {(p.country, p.division) for p in towns if p.population >= 10_000}
        out = [replace(a, shared=True) if a.kind == DIVISION and self._shared(a, name, seats) else a for a in self.large(name)]
        for p in towns:
            out.append(
                Area(
                    kind=CITY,
                    name=p.name,
                    country=p.country,
                    division=p.division,
                    latitude=p.latitude,
                    longitude=p.longitude,
                    population=p.population,
                    geonames=p.geonames,
                    capital=(fold(name), p.country) in self.capitals and p.population > 50_000,
                )
            )
        return tuple(out)

    def _shared(self, a: Area, name: str, seats: set[tuple[str, str]]) -> bool:
        """Whether a division is called as its own seat, or as the capital of its country."""
        return (fold(name), a.country) in self.capitals or (a.country not in ALONE and (a.country, a.division) in seats)

    @functools.lru_cache(maxsize=16_384)  # noqa: B019 - one atlas for the life of the process
    def find(self, name: str) -> tuple[Area, ...]:
        """All areas that a name as printed can stand for; words like "downtown" and "province" are left out when the whole is unknown."""
        name = " ".join(name.split()).removesuffix("'s").removesuffix("’s")
        if found := self.exactly(name):
            return found
        for pattern, full in _SHORT:
            if pattern.match(name) and (found := self.exactly(pattern.sub(full, name))):
                return found
        if _COUNTY.search(name):
            return self.exactly(_COUNTY.sub(" County", name)) or self.exactly(_COUNTY.sub(" Parish", name)) or self.exactly(_COUNTY.sub("", name))
        shorter = _BEFORE.sub("", name)
        shorter = _AFTER.sub("", shorter) if shorter == name else shorter
        return self.find(shorter) if shorter != name and len(shorter) > 2 else ()


@functools.cache
def atlas() -> Atlas:
    """The atlas that ships with Dragoman."""
    return Atlas()
