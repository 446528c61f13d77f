"""Words for probabilities."""

import pytest

from dragoman.model.words import percent, word


@pytest.mark.parametrize(("p", "said"), [(0, "almost no chance"), (0.05, "almost no chance"), (0.06, "very unlikely"), (0.5, "roughly even chance"), (0.56, "likely"), (0.95, "very likely"), (1, "almost certain")])
def test_scale(p, said):
    """Each step has its words; a border belongs to the lower step."""
    assert word(p) == said


@pytest.mark.parametrize("p", [-0.1, 1.1, float("nan")])
def test_no_probability(p):
    """What is no probability is an error."""
    with pytest.raises(ValueError, match="no probability"):
        word(p)


def test_per_cent():
    """Nothing is told as certain."""
    assert [percent(p) for p in (0.001, 0.256, 0.999)] == ["<1 %", "26 %", ">99 %"]
