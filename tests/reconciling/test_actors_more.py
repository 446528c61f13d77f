"""Actors across reports and within one: bodies by what they do, nicknames, offices, names of bodies."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.mentions import find_mentions
from dragoman.reading.pipeline import parse
from dragoman.reconciling.actors import resolve_actors
from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.organisations import organisation_key
from dragoman.records.documents import Report
from dragoman.records.readings import Reading
from dragoman.text.names import same_person


@pytest.mark.parametrize(
    ("texts", "one", "other"),
    [
        (["In Togo, Mora Sedou, also known as Hedo, spoke. Hedo left Togo."], (0, "Mora Sedou"), (0, "Hedo")),
        (["In Togo, General Mora Sedou, or Hedo, spoke on Monday."], (0, "General Mora Sedou"), (0, "Hedo")),
        (["In Togo, the Transitional Security Council met.", "Togo is calm. Togo's ruling military council spoke."], (0, "Transitional Security Council"), (1, "Togo's ruling military council")),
        (["In Togo, the Transitional Security Council met.", "Togo's military rulers spoke in Togo."], (0, "Transitional Security Council"), (1, "Togo's military rulers")),
        (["In Togo, the Supreme Electoral Tribunal spoke.", "In Togo, the electoral board spoke."], (0, "Supreme Electoral Tribunal"), (1, "electoral board")),
        (["In Togo, attorney general Mora Sedou spoke.", "In Togo, the attorney general spoke."], (0, "attorney general Mora Sedou"), (1, "attorney general")),
        (["The Coalition for Unity and Change met.", "The Unity and Change Alliance met."], (0, "Coalition for Unity and Change"), (1, "Unity and Change Alliance")),
    ],
)
def test_one_actor(called, texts, one, other):
    """What a report calls somebody by office, nickname or work leads to the actor."""
    at = called(*texts)
    assert at[(f"r{one[0]}", one[1])] == at[(f"r{other[0]}", other[1])]


@pytest.mark.parametrize(
    ("texts", "one", "other"),
    [
        (["In Togo, Mora Sedou, the opposition leader, spoke.", "In Togo, the leader of the revolt spoke."], (0, "Mora Sedou"), (1, "leader")),
        (["In Togo, finance minister Mora Sedou spoke. The prime minister was silent."], (0, "finance minister Mora Sedou"), (0, "prime minister")),
        (["In Togo, the Central Committee of Nurses met.", "In Togo, the committee met."], (0, "Central Committee of Nurses"), (1, "committee")),
        (["Mira Adou and President Oran Adou spoke. She left."], (0, "Mira Adou"), (0, "President Oran Adou")),
    ],
)
def test_two_actors(called, texts, one, other):
    """Another office, another field, or a bare noun is no reason to join."""
    at = called(*texts)
    assert at[(f"r{one[0]}", one[1])] != at[(f"r{other[0]}", other[1])]


@pytest.mark.parametrize("name", ["Togo Teachers' Union", "Togolese Lawyers’ Association", "Unity and Justice Commission"])
def test_name_whole(called, name):
    """A plural genitive or a pair of aims belongs to the name."""
    assert ("r0", name) in called(f"The {name} spoke on Monday.")


@pytest.mark.parametrize(("texts", "same"), [(["The president of Gambia spoke on Monday. Gambia is calm.", "Yahya Jammeh flew home."], True), (["The president of Gambia spoke on Monday.", "Mora Sedou flew home."], False)])
def test_office_on_a_day(nlp, texts, same):
    """Who held the office on the day of a report is joined where a report names that person, and never brought in from the table."""
    reports = [Report(id=f"r{n}", file=f"{n}.txt", text=text, published=dt.date(2016, 3, 16)) for n, text in enumerate(texts)]
    readings = []
    for report in reports:
        p = parse(report, nlp)
        mentions, chains = find_mentions(report, p)
        readings.append(Reading(report=report.id, sentences=tuple(p.sentences), mentions=mentions, chains=chains))
    actors, _ = resolve_actors(Corpus.of(reports, readings))
    office = next(a for a in actors if "president" in a.name or any("led the country" in w for w in a.why))
    assert (office.name == "Yahya Jammeh") is same
    assert any("led the country on the day" in w for w in office.why) is same


def test_foreign_words():
    """A body's name in Spanish has the words of its English name."""
    assert organisation_key("Movimiento al Socialismo")[0] == organisation_key("Movement Towards Socialism")[0]


@pytest.mark.parametrize(("a", "b", "same"), [("Yusuf Ibn Adu", "Yusuf Ibnadu", True), ("Omar Hamid Dakalo", "Omar Hamid Dagalu", True), ("Omar Hamid Dakalo", "Omar Hamid Sedou", False)])
def test_renderings(a, b, same):
    """Particles written together and one letter written in two ways are one name; another surname is another."""
    assert same_person(a, b) is same
