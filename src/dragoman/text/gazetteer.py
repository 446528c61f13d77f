"""Populated places of the world by name: a compact copy of GeoNames (CC BY 4.0), made by `scripts/build_gazetteer.py`.

Loaded when first asked (about 0.3 s, 60 MB). Positions are rounded to a hundredth of a degree; places under 500 people are
not in it; countries, divisions and regions are in `atlas.py`.
"""

from __future__ import annotations

import functools
import lzma
import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from anyascii import anyascii

from dragoman import resources

_OTHER = re.compile("[^a-z0-9]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class GazetteerPlace:
    """One populated place."""

    geonames: int
    """GeoNames id."""
    name: str
    country: str
    """ISO 3166 alpha-2 code."""
    division: str
    """GeoNames code of the first-order division within the country ("TX", "02")."""
    latitude: float
    longitude: float
    population: int


def fold(name: str) -> str:
    """The form under which a name is looked up: ASCII letters and digits, lower case."""
    return _OTHER.sub("", (name if name.isascii() else anyascii(name)).lower())


class Gazetteer:
    """Look-up of places by any of their names in Latin letters.

    Args:
        places: lines of id, name, country, division, latitude, longitude, population; the largest first.
        names: lines of folded name and row numbers, sorted by name.
    """

    def __init__(self, places: Sequence[str], names: Sequence[str]) -> None:
        self._places = places
        self._names = names

    def find(self, name: str, *, most: int = 20) -> tuple[GazetteerPlace, ...]:
        """Places of that name, the largest first; empty when none is known."""
        wanted = fold(name) + "\t"
        at = bisect_left(self._names, wanted)
        if wanted == "\t" or at == len(self._names) or not self._names[at].startswith(wanted):
            return ()
        return tuple(self._place(int(row)) for row in self._names[at][len(wanted) :].split(",")[:most])

    def __contains__(self, name: str) -> bool:
        return bool(self.find(name, most=1))

    def _place(self, row: int) -> GazetteerPlace:
        geonames, name, country, division, latitude, longitude, population = self._places[row].split("\t")
        return GazetteerPlace(
            geonames=int(geonames),
            name=name,
            country=country,
            division=division,
            latitude=float(latitude),
            longitude=float(longitude),
            population=int(population),
        )


@functools.cache
def gazetteer() -> Gazetteer:
    """The gazetteer that ships with Dragoman."""

    def lines(name: str) -> list[str]:
        return lzma.decompress(resources.read_bytes(name)).decode().split("\n")

    return Gazetteer(lines("places.tsv.xz"), lines("place_names.tsv.xz"))
