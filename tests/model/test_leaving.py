"""A case taken out of the draws without a fit."""

import numpy as np
import pytest

from dragoman.cases.load import case_base
from dragoman.model import leaving
from dragoman.model.posterior import load
from dragoman.model.table import case_table


@pytest.fixture(scope="module")
def posterior():
    return load()


def test_draws_that_foretold_the_case_count_less(posterior):
    """Without the case its own recorded instrument is no likelier than with it, and the case is no longer among those used."""
    case = case_base().cases[posterior.cases[0]]
    row = case_table([case])
    left = leaving.without(posterior, row, draws=200)
    assert len(left) == 200 and case.id not in left.cases and "weighed anew" in left.method
    with_it, without = (float((p.instrument(row)[:, 0] @ row.instrument[0]).mean()) for p in (posterior, left))
    assert without <= with_it + 0.01


def test_weights_add_to_one_and_leave_draws_enough(posterior):
    """No single case takes the draws away."""
    for name in posterior.cases[::15]:
        w = leaving.weights(posterior, case_table([case_base().cases[name]]))
        assert w.sum() == pytest.approx(1) and np.all(w > 0)
        assert leaving.effective(w) > len(posterior) / 5


def test_a_case_that_was_not_used_changes_nothing_but_the_number(posterior):
    """There is nothing to take out."""
    row = case_table([case_base().cases[posterior.cases[0]]])
    twice = leaving.without(leaving.without(posterior, row, draws=200), row, draws=100)
    assert len(twice) == 100 and twice.cases == leaving.without(posterior, row, draws=200).cases
