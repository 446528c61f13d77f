"""A place that a report names, and where it lies."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.spans import Span


class PlaceKind(StrEnum):
    """How large the area is that a name stands for."""

    COUNTRY = "country"
    DIVISION = "division"
    """State, province or another first-order division."""
    COUNTY = "county"
    """County, district or another second-order division."""
    REGION = "region"
    """Continent, sea, river, mountains or another area with no sharp border."""
    CITY = "city"
    """Populated place of any size."""
    NEAR = "near"
    """No table has the name; the position is that of the surroundings which the report tells of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One mention of a place."""

    span: Span
    name: str
    """The place's usual name; as printed where no table has it."""
    kind: PlaceKind
    latitude: float | None = None
    """Degrees; a middle point for anything larger than a city."""
    longitude: float | None = None
    country: str | None = None
    """ISO 3166 code."""
    division: str | None = None
    """GeoNames code of the first-order division."""
    geonames: int | None = None
    """GeoNames id, for populated places."""
    people: bool = False
    """Whether the words name the people or what belongs to the place ("Malian") rather than the place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Geo:
    """Where an actor that is a country or a place lies, where the choice is sure."""

    kind: PlaceKind
    """How large it is; the position of anything larger than a city is a middle point."""
    lat: float
    lon: float
    country: str | None
    """ISO 3166 code; none for a continent or a sea."""
    geonames: int | None
    """GeoNames id, for populated places."""
    source: str
    """Which table has it."""
