import pytest

from dragoman.reading.pipeline import parse
from dragoman.reading.places import find_places, locate
from dragoman.records.documents import Report
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
