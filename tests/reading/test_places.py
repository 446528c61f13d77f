from dataclasses import replace

import pytest

from dragoman.dossier.assemble import assemble
from dragoman.export.tables import table
from dragoman.reading.pipeline import parse
from dragoman.reading.places import find_places, locate, sites
from dragoman.records.codec import from_json, to_dict, to_json
from dragoman.records.documents import Report
from dragoman.records.findings import Actor, Reconciled
from dragoman.records.mentions import ActorKind
from dragoman.records.places import PlaceKind
from dragoman.records.spans import Span


def read(nlp, text):
    report = Report(id="r-1", file="r.txt", text=text)
    return report, parse(report, nlp)


def where(nlp, text, name):
    """Country and division of the first place of that name in the text."""
    report, parsed = read(nlp, text)
    start = text.index(name)
    (found,) = locate(report, parsed, [Span(report.id, start, start + len(name))])
    return found and (found.country, found.division, found.kind)


@pytest.mark.parametrize(
    ("text", "name", "country", "division"),
    [
        ("A barn burned down near Moscow, Idaho, on Sunday.", "Moscow", "US", "ID"),
        ("The governor flew from Toledo (Ohio) to the capital.", "Toledo", "US", "OH"),
        ("Trams stopped in Tripoli after clashes in Benghazi and Misrata, Libya.", "Tripoli", "LY", None),
        ("Schools in Perth closed; so did those in Dundee and Stirling, Scotland.", "Perth", "GB", None),
        ("The minister spoke in Moscow.", "Moscow", "RU", None),
        ("Envoys of Armenia, Georgia and Moldova met American officials.", "Georgia", "GE", None),
        ("Peanut farmers in Georgia, Alabama and Florida lost crops.", "Georgia", "US", "GA"),
        ("Diplomats in Washington said Bahrain and Kuwait would attend.", "Washington", "US", "DC"),
        ("Wheat prices rose in Washington state and Oregon.", "Washington", "US", "WA"),
    ],
)
def test_the_rest_of_the_report_chooses(nlp, text, name, country, division):
    """A container that follows decides; then the company of other names; then population."""
    found = where(nlp, text, name)
    assert found is not None
    assert found[0] == country
    assert division is None or found[1] == division


def test_a_country_stays_a_country(nlp):
    """A name at country level is not sharpened to a town of that name."""
    assert where(nlp, "Troops crossed into Lebanon from Syria.", "Lebanon") == ("LB", None, PlaceKind.COUNTRY)


def test_unknown_places_lie_near_the_others(nlp):
    """What no table has gets the surroundings of the report, and is marked so."""
    found = where(nlp, "A crowd gathered at Wexborne Yard in Leeds, and police in Bradford sent help.", "Wexborne Yard")
    assert found is not None
    assert (found[0], found[2]) == ("GB", PlaceKind.NEAR)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Strikes spread to Sfax, Gabes and Kasserine.", ["Sfax", "Gabes", "Kasserine"]),
        ("The Lusaka police held two Zambians.", ["Lusaka", "Zambians"]),
        ("The University said the Council would meet; Miss Ofori agreed.", []),
        ("She moved from the village of Tarnow to Krakow, Poland.", ["Tarnow", "Krakow", "Poland"]),
    ],
)
def test_toponyms(nlp, text, names):
    """Towns in lists, before "police" and after "village of" are found, words for people too; words for institutions are not."""
    report, parsed = read(nlp, text)
    assert [p.span.of(text) for p in find_places(report, parsed)] == names


def test_people_are_no_places(nlp):
    """A person called as a town is left out of the places found."""
    report, parsed = read(nlp, "Paris Mwangi, a lawyer, visited Nairobi on Monday.")
    assert [p.span.of(report.text) for p in find_places(report, parsed)] == ["Nairobi"]


@pytest.mark.parametrize("text", ["", "Oslo", "???", "😀 😀", '"in', "In In In In, In", "مظاهرات في بيروت"])
def test_hostile_text(nlp, text):
    """Nothing stumbles, and every span lies in the text."""
    report, parsed = read(nlp, text)
    for p in find_places(report, parsed):
        assert 0 <= p.span.start < p.span.end <= len(text)


def an_actor(name, kind=ActorKind.PLACE, country=None, mentions=1):
    return Actor(id=f"a-{name}", name=name, kind=kind, country=country, mentions=tuple(f"m-{i}" for i in range(mentions)))


def test_actors_get_a_position_only_where_it_is_sure():
    """A country keeps its middle point, a town has its GeoNames id; directions, unknown names and doubtful ones get nothing."""
    found = sites(
        [
            an_actor("Kenya", ActorKind.COUNTRY, "KE", 5),
            an_actor("Nairobi", country="KE"),
            an_actor("Eldoret"),
            an_actor("West Africa"),
            an_actor("West"),
            an_actor("Springfield"),
            an_actor("Blorvik Square"),
            an_actor("Acme", ActorKind.ORGANISATION),
        ]
    )
    assert {i.removeprefix("a-"): (g.kind, g.country) for i, g in found.items()} == {
        "Kenya": (PlaceKind.COUNTRY, "KE"),
        "Nairobi": (PlaceKind.CITY, "KE"),
        "Eldoret": (PlaceKind.CITY, "KE"),
        "West Africa": (PlaceKind.REGION, None),
    }
    assert found["a-Kenya"].geonames is None and found["a-Nairobi"].geonames == 184745
    assert found["a-Kenya"].lat != found["a-Nairobi"].lat


@pytest.mark.parametrize(
    ("actors", "why"),
    [
        ([], "nobody"),
        ([an_actor("")], "no name"),
        ([an_actor("Nairobi"), Actor(id="a-2", name="Nairobi", kind=ActorKind.PLACE, mentions=("m",))], "two actors of one name"),
        ([an_actor("Nairobi", country="TH")], "a country in which nothing is called so"),
        ([an_actor("Old Realm", ActorKind.COUNTRY, "XXOR")], "a state that the table does not have"),
    ],
)
def test_actors_without_a_sure_position_get_none(actors, why):
    """Nothing is guessed."""
    assert sites(actors) == {}, why


def test_where_actors_lie_stands_in_file_and_tables():
    """The field is left out where nothing is known, and comes back from the file as it was; tables repeat it for the places of events."""
    sure, unsure = an_actor("Nairobi", country="KE"), an_actor("Blorvik Square")
    d = assemble("t", (), (), Reconciled(actors=(replace(sure, mentions=()), replace(unsure, mentions=())), actor_of={}), (), sites=sites([sure, unsure]))
    assert [("geo" in a) for a in to_dict(d)["actors"]] == [True, False]
    assert from_json(to_json(d)) == d
    rows = table(d, "actors")
    at = [c.name for c in rows.columns].index("geonames")
    assert [r[at] for r in rows.rows] == [184745, None]
