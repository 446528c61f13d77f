"""Disputes: what one denies and another tells, and one deed told with circumstances that cannot both hold."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.gate import admit
from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.reconciling.resolver import reconcile
from dragoman.records.claims import Polarity
from dragoman.records.documents import PublishedBasis, Report
from dragoman.records.findings import Relation


@pytest.fixture(scope="module")
def accounts(nlp):
    """Texts in, accounts out."""

    def compare(*texts):
        reports = [
            Report(id=f"r{n}", file=f"{n}.txt", text=text, origin=f"o{n}", published=dt.date(2026, 5, 6), published_basis=PublishedBasis.GIVEN)
            for n, text in enumerate(texts)
        ]
        return reconcile(reports, [admit(Rules().propose(r, parse(r, nlp)), r) for r in reports]).accounts

    return compare


EMPTY = "The streets of Omdurman in Sudan were empty."


@pytest.mark.parametrize(
    ("texts", "about"),
    [
        (("The army of Peru denied that its soldiers had shot at protesters in Osta.", "Soldiers shot at protesters in Osta, witnesses in Peru said."), "whether the crowd was shot at"),
        (("The interior ministry of Belarus denied torturing prisoners at Orsk.", "Guards in Belarus tortured prisoners at Orsk, a rights group said."), "whether anyone was hurt"),
        (("President Alva of Peru denied having received 3 million dollars from Odeco.", "Alva received $3 million from Odeco, prosecutors in Peru said."), "whether it is so"),
        (("Myanmar's junta rejected reports that it had arrested the monk U Lin.", "Soldiers arrested the monk U Lin in Myanmar on Monday."), "whether it is so"),
        (("Six people were killed by gunfire in Sudan, a hospital said. There were no deaths, the army said.", EMPTY), "whether anyone was killed"),
        (("At least 40 people were injured in Sudan, doctors said. No one was injured, the police said.", EMPTY), "whether anyone was hurt"),
        (("The opposition in Venezuela has not asked for foreign troops, its spokesman said.", "The opposition in Venezuela asked for foreign troops, a newspaper reported."), "what was asked for"),
        (("Reports that troops had fired on the crowd in Thailand were baseless, the police said.", "Troops fired on the crowd in Thailand, witnesses said."), "whether the crowd was shot at"),
        (("Evo Paz was forced to resign as president of Bolivia, his lawyer said.", "Evo Paz said that he had resigned as president of Bolivia of his own accord."), "whether it was done freely"),
        (("Evo Paz, Bolivia's president, signed the letter at gunpoint, his brother said.", "Evo Paz signed the letter voluntarily, the army of Bolivia said."), "whether it was done freely"),
        (("Bolivia's President Evo Paz has fled to Argentina, the opposition said.", "Bolivia's President Evo Paz is in La Paz, his spokesman said."), "where the person is"),
        (("Bolivia's President Evo Paz left the country, the opposition said.", "A spokesman denied that Bolivia's President Evo Paz had left the country."), "where the person is"),
        (("Colonel Bako Traore leads the coup in Niger, an officer said.", "General Idris Danda, the leader of the junta in Niger, spoke on television."), "who leads it"),
        (("The attorney general ordered the raid on the camp in Peru, the police said.", "A judge ordered the raid on the camp in Peru, the ministry said."), "who ordered it"),
        (("General Danda seized power in Niger in the coup of 3 May.", "The army overthrew President Bako in Niger on 4 May."), "when power was taken"),
        (("President Bako of Niger was arrested on Monday.", "President Bako of Niger was arrested on 3 May, a diplomat said."), "when it happened"),
    ],
)
def test_what_cannot_both_hold_is_one_account(accounts, texts, about):
    """One account for one dispute, whatever crisis it belongs to."""
    assert [a.about for a in accounts(*texts)] == [about]


@pytest.mark.parametrize(
    "texts",
    [
        ("Four soldiers were killed in Mali.", "Nobody was hurt in the fire at a school in Mali in 2012, the mayor said."),
        ("The army of Peru denied that its soldiers had shot at protesters in Osta.", "A man shot his neighbour in Lima, Peru."),
        ("The president of Peru did not ask for a second term.", "The president of Peru asked for patience."),
        ("General Adan Moro of Peru has resigned.", "The minister of Peru has not resigned."),
        ("The minister of Peru was forced to cancel a trip.", "The minister of Peru spoke freely."),
        ("President Evo Paz of Bolivia flew to Brazil for a summit.", "The wife of President Evo Paz is in Bolivia."),
        ("The court in Peru ordered the release of Moro.", "The president of Peru ordered an inquiry."),
    ],
)
def test_what_merely_sounds_alike_is_no_dispute(accounts, texts):
    """Other doers, other deeds, other times: both can hold."""
    assert accounts(*texts) == ()


def test_the_denial_is_held_by_whoever_denies(accounts):
    """The side that denies is marked as denied, the other as affirmed."""
    (found,) = accounts("The army of Peru denied that its soldiers had shot at protesters in Osta.", "Soldiers shot at protesters in Osta, witnesses in Peru said.")
    assert found.relation is Relation.CONTRADICTS
    assert [s.polarity for s in found.statements] == [Polarity.DENIED, Polarity.AFFIRMED]
    assert all(s.holder for s in found.statements)
