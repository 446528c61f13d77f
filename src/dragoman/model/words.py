"""Words for probabilities, by the scale of Intelligence Community Directive 203 (Analytic Standards, 2015)."""

from __future__ import annotations

SCALE = (
    (0.05, "almost no chance"),
    (0.20, "very unlikely"),
    (0.45, "unlikely"),
    (0.55, "roughly even chance"),
    (0.80, "likely"),
    (0.95, "very likely"),
    (1.00, "almost certain"),
)
"""Upper end of each step and its words. The directive leaves 0 to 1 % and 99 to 100 % without words; here the outer steps take them."""


def word(probability: float) -> str:
    """The words for a probability; a value on a border takes the lower step.

    Raises:
        ValueError: the value is no probability.
    """
    if not 0 <= probability <= 1:
        raise ValueError(f"{probability!r} is no probability; expected 0 to 1")
    return next(words for upper, words in SCALE if probability <= upper + 1e-12)


def percent(probability: float) -> str:
    """A probability for reading: whole per cent, and `<1 %` or `>99 %` near the ends, for nothing here is certain."""
    if probability < 0.005:
        return "<1 %"
    if probability > 0.995:
        return ">99 %"
    return f"{100 * probability:.0f} %"
