"""Chains of several reports joined into actors."""

from __future__ import annotations

import pytest

from dragoman.reading.mentions import find_mentions
from dragoman.reading.pipeline import parse
from dragoman.reconciling.acronyms import Acronym, slip_of
from dragoman.reconciling.actors import resolve_actors
from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.organisations import organisation_key
from dragoman.records.documents import Report
from dragoman.records.readings import Reading


@pytest.fixture(scope="module")
def resolve(nlp):
    """Texts to {words: actor}, and the actors by id."""

    def run(*texts):
        reports = [Report(id=f"r{n}", file=f"{n}.txt", text=text) for n, text in enumerate(texts)]
        readings = []
        for report in reports:
            p = parse(report, nlp)
            mentions, chains = find_mentions(report, p)
            readings.append(Reading(report=report.id, sentences=tuple(p.sentences), mentions=mentions, chains=chains))
        corpus = Corpus.of(reports, readings)
        actors, actor_of = resolve_actors(corpus)
        return {(m.span.report, corpus.words(m.span).removeprefix("The ")): actor_of[m.id] for r in readings for m in r.mentions}, {a.id: a for a in actors}

    return run


@pytest.mark.parametrize(
    ("texts", "one", "other"),
    [
        (["Sergan Kolenko spoke on Monday.", "Sergan Kolenco spoke on Monday."], "Sergan Kolenko", "Sergan Kolenco"),
        (["Yusup Abdrahmanov resigned on Monday.", "Jusup Abdrakhmanov resigned on Monday."], "Yusup Abdrahmanov", "Jusup Abdrakhmanov"),
        (["Bolivian President Mauro Tellez spoke in Bolivia.", "The Bolivian president left Bolivia."], "Bolivian President Mauro Tellez", "Bolivian president"),
        (["The Interior Ministry of Mali said nothing. Mali is calm.", "In Mali, the Ministry of the Interior spoke."], "Interior Ministry of Mali", "Ministry of the Interior"),
        (["In Mali, protesters gathered.", "Mali is tense. Demonstrators marched."], "protesters", "Demonstrators"),
        (["The Harbour Peace Council (HPC) met.", "The HPC met again, members said."], "Harbour Peace Council", "HPC"),
        (["The Arab League met.", "The League of Arab States met."], "Arab League", "League of Arab States"),
    ],
)
def test_one_actor_across_reports(resolve, texts, one, other):
    """Spelling, office and country, words in another order and class lead to the same actor."""
    actor_at, _ = resolve(*texts)
    assert actor_at[("r0", one)] == actor_at[("r1", other)]


@pytest.mark.parametrize(
    ("texts", "one", "other"),
    [
        (["Ivo Brandt spoke.", "Lena Brandt spoke."], "Ivo Brandt", "Lena Brandt"),
        (["The Shanghai Cooperation Organisation met.", "The Collective Security Treaty Organization met."], "Shanghai Cooperation Organisation", "Collective Security Treaty Organization"),
        (["Mali is calm, Malian police said.", "Chad is calm, Chadian police said."], "Malian police", "Chadian police"),
        (["Bolivian President Mauro Tellez spoke in Bolivia.", "The Peruvian president left Peru."], "Bolivian President Mauro Tellez", "Peruvian president"),
    ],
)
def test_look_alikes_stay_apart(resolve, texts, one, other):
    """Two people of one surname, two organisations, one class in two countries."""
    actor_at, _ = resolve(*texts)
    assert actor_at[("r0", one)] != actor_at[("r1", other)]


def test_a_join_has_its_reason(resolve):
    """An alias that is another spelling says so."""
    actor_at, actors = resolve("Yusup Abdrahmanov resigned on Monday.", "Jusup Abdrakhmanov resigned on Monday.")
    assert any("renderings of one name" in w for w in actors[actor_at[("r0", "Yusup Abdrahmanov")]].why)


def test_the_order_of_reports_does_not_change_who_is_joined(resolve):
    """The same partition whichever report comes first."""
    texts = ["Yusup Abdrahmanov resigned in Mali.", "Jusup Abdrakhmanov resigned. Mali is calm.", "In Mali, Ivo Brandt met Lena Brandt."]
    forth, _ = resolve(*texts)
    back, _ = resolve(*reversed(texts))
    parts = {frozenset(words for (_, words), a in forth.items() if a == actor) for actor in forth.values()}
    assert parts == {frozenset(words for (_, words), a in back.items() if a == actor) for actor in back.values()}


@pytest.mark.parametrize(("name", "found"), [("HPCU", True), ("PHCU", True), ("HPCW", True), ("XYZ", False), ("HP", False), ("HPCUWX", False)])
def test_an_acronym_is_a_slip_only_of_one_with_its_letters(name, found):
    """Letters in another order, or one too many or too few, of the organisation that the same report speaks of."""
    target = Acronym(top=1, letters=("HPCUW",) if name == "HPCW" else ("HPUC" if len(name) == 4 else "HPCU",), reports=frozenset({"r0"}))
    assert (slip_of(name, "r0", [target]) is not None) == found
    assert slip_of(name, "r1", [target]) is None


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Ministry of the Interior", "Interior Ministry", True),
        ("Defence Ministry", "Ministry of Defense", True),
        ("Interior Ministry", "Ministry of Health", False),
    ],
)
def test_organisations_words_in_any_order(one, other, same):
    """Word order, article and spelling do not tell two ministries apart; their words do."""
    assert (organisation_key(one)[0] == organisation_key(other)[0]) == same


def test_an_acronym_is_what_the_reports_explain(resolve):
    """A well-known acronym printed with another expansion is that, in the report that explains it and in the next one."""
    actor_at, actors = resolve("The Alpine Party (AP) met. The AP wants a vote.", "The AP met again, members said.")
    assert actor_at[("r0", "AP")] == actor_at[("r0", "Alpine Party")] == actor_at[("r1", "AP")]
    assert actors[actor_at[("r1", "AP")]].name == "Alpine Party"
