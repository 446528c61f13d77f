"""Contentions: claims answered, deeds laid at different doors, clauses that deny or exclude one another."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.gate import admit
from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.reconciling.resolver import reconcile
from dragoman.records.documents import PublishedBasis, Report


@pytest.fixture(scope="module")
def accounts(nlp):
    """Texts in, accounts out with the words of their statements."""

    def compare(*texts):
        reports = [
            Report(id=f"r{n}", file=f"{n}.txt", text=text, origin=f"o{n}", published=dt.date(2026, 5, 6), published_basis=PublishedBasis.GIVEN)
            for n, text in enumerate(texts)
        ]
        text = {r.id: r.text for r in reports}
        made = reconcile(reports, [admit(Rules().propose(r, parse(r, nlp)), r) for r in reports]).accounts
        return [(a.about, {s.span.of(text[s.span.report]) for s in a.statements}) for a in made]

    return compare


OTHER = "The streets of the capital of Velmark were empty on Monday."


@pytest.mark.parametrize(
    ("text", "about", "parts"),
    [
        ("The governor accused the miners of planning a coup in Velmark. Their leader Ana Brock rejected that.", "whether the claim holds", ("accused the miners", "rejected that")),
        ("The rebels said that a convoy of the army had been destroyed in Velmark. The army of Velmark denied the claim.", "whether the claim holds", ("convoy", "denied the claim")),
        ("Mayor Oran Bel blamed the union for the fire in Velmark. The union denied any involvement.", "whether the claim holds", ("blamed the union", "denied any involvement")),
        ("The ministry of Velmark released a recording in which a man orders the attack. Brock said that the tape was a forgery.", "whether the claim holds", ("recording", "forgery")),
        ("Brock said that the election in Velmark had been rigged. President Oran Bel called that a lie.", "whether the claim holds", ("rigged", "called that a lie")),
        ("The police of Velmark said the strikers were carrying rifles. Doctors said the strikers had no weapons.", "whether it is so", ("carrying rifles", "no weapons")),
        ("General Bel said rebels had shot at each other in Velmark. Doctors said they had been killed by bullets from the soldiers.", "who did it", ("shot at each other", "killed by bullets")),
        ("Unknown gunmen fired on the crowd, the minister of Velmark said. The opposition said the army was responsible for the deaths.", "who did it", ("gunmen fired", "responsible")),
    ],
)  # fmt: skip
def test_answers_within_a_report(accounts, text, about, parts):
    """A claim and what another speaker sets against it right after are one account."""
    found = [words for a, words in accounts(text, OTHER) if a == about]
    assert any(all(any(part in w for w in words) for part in parts) for words in found)


@pytest.mark.parametrize(
    ("one", "other", "about"),
    [
        ("Soldiers set tents ablaze in the camp in Velmark, witnesses said.", "There was no burning of tents in the camp in Velmark, the inquiry said.", "whether it is so"),
        ("The council of Velmark said that it had ordered the clearing of the market.", "The council of Velmark issued no order to clear the market, a lawyer said.", "whether it is so"),
        ("General Ana Brock would be tried at home, the council of Velmark said.", "Zenda is thinking about asylum for General Ana Brock, its president said.", "what is to become of the person"),
    ],
)
def test_across_reports(accounts, one, other, about):
    """Clauses of two reports that cannot both hold meet by their words."""
    assert about in [a for a, _ in accounts(one, other)]


@pytest.mark.parametrize(
    "texts",
    [
        ("The union of Velmark offered talks on Monday. The government of Velmark rejected that.", OTHER),
        ("It is not known how many people were killed in Velmark, the minister said. Six people were killed in Velmark, doctors said.", OTHER),
        ("The mayor of Velmark nearly died in the crash, his doctor said. The mayor of Velmark is alive, his wife said.", OTHER),
        ("No guards were freed in exchange for the girls in Velmark, an officer said.", "The rebels freed 20 girls in Velmark, a minister said."),
        ("Brock did not trust the new driver, she said in Velmark.", "The union of Velmark trusted the mediator from Zenda."),
        ("The police killed three protesters in Ostby in Velmark.", "Gunmen killed two policemen in Sund in Velmark, the minister said."),
        ("A spokesman of the government of Velmark said the vote was fair. The government of Velmark denied the accusations.", OTHER),
    ],
)
def test_what_can_both_hold_is_none(accounts, texts):
    """Rejected offers, what is not known, other people and other deeds make no account."""
    assert accounts(*texts) == []
