"""Actors across reports: one surname in neighbouring languages, parliaments, former rulers, second surnames."""

from __future__ import annotations

import pytest

from dragoman.reconciling.organisations import organisation_key
from dragoman.text.names import same_person


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Oleg Brashenko", "Aleh Brachenka", True),
        ("Olga Timkovskaya", "Volha Tsimkouskaya", True),
        ("Irina Morozova", "Iryna Marozava", True),
        ("Oleg Brashenko", "Ihar Brachenka", False),
        ("Viktor Timkovsky", "Viktoria Timkovskaya", False),
        ("Pavel Drozdov", "Pavel Drobov", False),
    ],
)
def test_surnames_of_neighbouring_languages(one, other, same):
    """Russian, Belarusian and Ukrainian forms in English and French writing are one name; another given name or sex is another person."""
    assert same_person(one, other) is same


@pytest.mark.parametrize(
    ("texts", "one", "other", "same"),
    [
        (["In Ecuador, Congress met on Monday. Congress is in Quito.", "In Ecuador, the legislature met on Monday, an aide said."], (0, "Congress"), (1, "legislature"), True),
        (
            ["In Chile, the Senate met on Monday.", "In Chile, the House of Representatives met on Monday.", "In Chile, the legislature was calm on Monday, Chile's police said."],
            (0, "Senate"),
            (2, "legislature"),
            False,
        ),
        (["In Ecuador, ousted president Mora Velga was held on Monday. The former leader did not speak."], (0, "ousted president Mora Velga"), (0, "former leader"), True),
        (["In Ecuador, Oran Robles spoke on Monday. Robles Quintana left Ecuador later."], (0, "Oran Robles"), (0, "Robles Quintana"), True),
        (["In Ecuador, Oran Robles spoke on Monday. Dario Quintana left Ecuador later."], (0, "Oran Robles"), (0, "Dario Quintana"), False),
    ],
)
def test_joined(called, texts, one, other, same):
    """Joined where one candidate is left, kept apart where several come into question."""
    found = called(*texts)
    assert (found[(f"r{one[0]}", one[1])] == found[(f"r{other[0]}", other[1])]) is same


def test_human_rights_office_is_the_ombudsmans():
    """A body called by what it does has the words of its title."""
    assert organisation_key("the country's human rights office")[0] == organisation_key("Ombudsman's Office")[0] == organisation_key("human rights commissioner")[0]
