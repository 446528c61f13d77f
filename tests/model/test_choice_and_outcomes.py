"""Terms, choice and outcome layers."""

import numpy as np
import pytest

from case_factory import a_case, coding
from dragoman.model import choice, outcomes, terms
from dragoman.model.table import GROUPS, INSTRUMENTS, OUTCOMES, case_table, levels

FULL = {
    "trigger": "price",
    "mobilisation_form": "riot",
    "cleavage": coding(("economic",)),
    "regime": "electoral",
    "tenure_years": 3.0,
    "dual_power": True,
    "clans": True,
    "request": "treaty",
    "treaty_tie": "collective",
    "accession": "none",
    "contiguous": True,
    "base": True,
    "patron_busy": False,
    "anti_patron": False,
}
TABLE = case_table([a_case(id="a-asked", **FULL), a_case(id="b-silent", **{**FULL, "request": "none"}), a_case(id="c-empty")])
RNG = np.random.default_rng(3)


def utility_change(name, **changed):
    """Change of each instrument's utility through one term, with a coefficient of one, when fields are changed."""
    at = terms.NAMES.index(name)
    before, after = (terms.design(case_table([a_case(id="x", **fields)]))[0, :, at] for fields in (FULL, {**FULL, **changed}))
    return dict(zip(INSTRUMENTS, after - before, strict=True))


def test_every_trigger_has_a_kind():
    """A trigger added to the codebook must be put into a kind, once."""
    kinds = [t for names in choice.TRIGGER_KINDS.values() for t in names]
    assert sorted(kinds) == sorted(levels()["trigger"])


@pytest.mark.parametrize("name, scale", [("mobilisation_form", terms.THREAT), ("accession", terms.AMBITION), ("request", terms.ASKED), ("treaty_tie", terms.TIE), ("regime", outcomes.RULING)])
def test_every_level_has_a_value(name, scale):
    """A code added to the codebook must be given a value."""
    assert set(scale) == set(levels()[name])


def test_names_are_unique_and_columns_exist():
    """A term reads what the table has."""
    assert len(set(terms.NAMES)) == len(terms.NAMES) and len(set(outcomes.FEATURES)) == len(outcomes.FEATURES)
    for term in (*terms.TERMS, *terms.SWITCHES):
        assert all(column in TABLE.X for column in term.reads), term.name
        assert len(term.profile) == len(INSTRUMENTS)


@pytest.mark.parametrize(
    "name, changed, up, down",
    [
        ("accession_force", {"accession": "promise"}, {"covert", "force"}, set()),
        ("bandwidth", {"patron_busy": True}, set(), {"deployment", "force"}),
        ("casualties", {"mobilisation_form": "armed"}, set(), {"deployment", "force"}),
        ("escalation", {"accession": "member"}, set(), {"force"}),
        ("treaty_legitimacy", {"treaty_tie": "none"}, set(), {"deployment"}),
        ("client_friendly", {"anti_patron": True}, set(), {"cover", "economic", "technical", "deployment"}),
    ],
)
def test_a_term_moves_what_it_says(name, changed, up, down):
    """Signs and profiles, for a positive coefficient; a cost weighs against."""
    moved = utility_change(name, **changed)
    assert {j for j, v in moved.items() if v > 0} == up and {j for j, v in moved.items() if v < 0} == down


def test_opposition_to_the_patron_alone_is_no_reason_for_force():
    """The reports deny that term; it is a switch that is off."""
    assert "anti_patron_force" not in terms.NAMES and "anti_patron_force" in {t.name for t in terms.SWITCHES}


def test_missing_covariates_stand_at_their_centre():
    """An empty column adds nothing to the design, and the design has no NaN."""
    design = terms.design(TABLE)
    assert design.shape == (3, 7, len(terms.TERMS)) and np.isfinite(design).all()
    reads = [i for i, t in enumerate(terms.TERMS) if t.reads and "precedent" not in t.reads]
    assert (design[2][:, reads] == 0).all()


def test_deployment_needs_a_request():
    """Not where none was made; where it is unknown it stays feasible."""
    assert choice.feasible(TABLE)[:, choice.DEPLOYMENT].tolist() == [True, False, True]


def test_probabilities():
    """Distributions over the feasible instruments."""
    beta, intercepts = RNG.normal(size=(5, len(terms.TERMS))), RNG.normal(size=(5, 3, 7))
    p = choice.probabilities(terms.design(TABLE), beta, intercepts, choice.feasible(TABLE))
    assert p.shape == (5, 3, 7) and np.allclose(p.sum(axis=2), 1) and (p[:, 1, choice.DEPLOYMENT] == 0).all()


def test_levels_are_memberships():
    """One level of each block at most."""
    for name, member in choice.levels(TABLE).items():
        assert member.shape == (3, len(choice.BLOCKS[name])) and set(np.unique(member)) <= {0.0, 1.0} and (member.sum(axis=1) <= 1).all()


@pytest.mark.parametrize("error", [0.0, 0.1, 0.4])
def test_noise_is_a_chance_of_records(error):
    """Rows sum to one, and the truth is recorded with one less the error."""
    for matrix in (choice.noise(error), outcomes.noise(error)):
        assert np.allclose(matrix.sum(axis=1), 1) and (matrix >= 0).all() and np.allclose(np.diag(matrix), 1 - error)


def test_confusions_name_instruments_and_outcomes():
    """Pairs of different known labels, once."""
    for table, names in ((choice.CONFUSIONS, INSTRUMENTS), (outcomes.CONFUSIONS, OUTCOMES)):
        pairs = [frozenset(p) for p in table]
        assert len(set(pairs)) == len(pairs) and all(len(p) == 2 and p <= set(names) for p in pairs)


def test_outcome_features():
    """Known instruments enter as they are, and nothing is NaN."""
    found = outcomes.features(TABLE, np.eye(7)[[4, 0, 6]])
    assert found.shape == (3, len(outcomes.FEATURES)) and np.isfinite(found).all()
    helped = found[:, outcomes.FEATURES.index("helped")]
    assert helped[0] > helped[1] == helped[2]
    p = outcomes.probabilities(found, RNG.normal(size=(4, 4)), RNG.normal(size=(4, len(outcomes.FEATURES), 4)))
    assert p.shape == (4, 3, 4) and np.allclose(p.sum(axis=2), 1)


def test_blocks_know_every_group():
    """Each group of patrons has a level."""
    assert choice.BLOCKS["group"] == GROUPS == outcomes.BLOCKS["group"]
