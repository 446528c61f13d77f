import pytest

from dragoman.text.gazetteer import Gazetteer, fold, gazetteer

PLACES = ["1\tGrand Oran\tXA\t01\t10.00\t20.00\t900000", "2\tÓran\tXB\t07\t-1.50\t2.25\t4000"]
NAMES = ["grandoran\t0", "oran\t0,1"]


def test_find_gives_the_largest_place_first():
    """Places of one name come by population, whatever accents the question has."""
    found = Gazetteer(PLACES, NAMES).find("Orán")
    assert [(p.name, p.country, p.population) for p in found] == [("Grand Oran", "XA", 900000), ("Óran", "XB", 4000)]


@pytest.mark.parametrize("name", ["", "Ora", "Oran City", "zzz", "—"])
def test_find_is_empty_for_unknown_names(name):
    """No guess is made for a name that is not there, not even for the beginning of one."""
    assert Gazetteer(PLACES, NAMES).find(name) == ()


def test_fold_joins_spellings():
    """Accents, hyphens and case do not matter."""
    assert fold("São-Tomé") == fold("SAO TOME") == "saotome"


def test_shipped_gazetteer_knows_capitals():
    """The shipped data hold capitals under several spellings."""
    assert gazetteer().find("Kiev")[0].geonames == gazetteer().find("Kyiv")[0].geonames
    assert gazetteer().find("Bamako")[0].country == "ML"
