import pytest

from dragoman.resources import load
from dragoman.text.atlas import COUNTRY, COUNTY, DIVISION, REGION, atlas


@pytest.mark.parametrize(
    ("name", "kind", "country"),
    [
        ("Mali", COUNTRY, "ML"),
        ("Malians", COUNTRY, "ML"),
        ("Ind.", DIVISION, "US"),
        ("Iowans", DIVISION, "US"),
        ("the Sahel", REGION, ""),
        ("Blekinge province", DIVISION, "SE"),
        ("Orange County", COUNTY, "US"),
    ],
)
def test_large_areas_by_name(name, kind, country):
    """Countries, their people, states by abbreviation, divisions and regions are known beside towns."""
    assert (kind, country) in {(a.kind, a.country) for a in atlas().find(name)}


@pytest.mark.parametrize("name", ["Ind", "Miss", "Act", "", "—", "Zzyzzqua"])
def test_abbreviations_count_only_as_printed(name):
    """A word that looks like an abbreviation without its full stop names no state; nothing is guessed for unknown words."""
    assert not [a for a in atlas().large(name) if a.kind == DIVISION and a.country in {"US", "CA", "AU"}]


def test_every_country_has_a_position():
    """No country of the table is without a middle point, and all points lie on the globe."""
    points = load("regions")["countries"]
    assert {row["code"] for row in load("countries")["countries"]} <= set(points)
    assert all(-90 <= lat <= 90 and -180 <= lon <= 180 for lat, lon in points.values())


def test_a_middle_point_lies_in_its_country():
    """Towns of a country lie on average within 15 degrees of its middle point; a slip of sign would show."""
    for code, capital in (("TH", "Bangkok"), ("PE", "Lima"), ("LK", "Colombo"), ("BY", "Minsk"), ("SD", "Khartoum"), ("VE", "Caracas"), ("NZ", "Wellington"), ("GA", "Libreville")):
        lat, lon = load("regions")["countries"][code]
        town = next(a for a in atlas().find(capital) if a.capital)
        assert abs(town.latitude - lat) < 15
        assert abs(town.longitude - lon) < 15
