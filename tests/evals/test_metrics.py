"""The metrics against cases worked out by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from evals.metrics import adjusted_rand, assign, coreference, match, overlap, word_starts
from evals.results import Result, Unit, conll_f1, f1, prf, rand_index, ratio, score


def summed(counts: dict[str, dict[str, float]]) -> dict[str, float]:
    return {k: sum(c.get(k, 0.0) for c in counts.values()) for k in {k for c in counts.values() for k in c}}


def as_clusters(*clusters: str) -> dict[str, int]:
    return {m: i for i, c in enumerate(clusters) for m in c}


# Key {a b c} {d e f g}; response {a b} {c d} {f g h i}, after the worked example of Pradhan et al. (2014), with the
# mentions that only one side has taken as singletons of the other.
KEY = as_clusters("abc", "defg", "h", "i")
RESPONSE = as_clusters("ab", "cd", "fghi", "e")


def test_muc_counts_links():
    """MUC: missing links of each cluster over its links. Key: (3-2)+(4-3) of 5; response: 1+0+(4-3) of 5."""
    s = summed(coreference(KEY, RESPONSE, dict.fromkeys(KEY, "d")))
    assert (s["muc_r"], s["muc_r_of"]) == (2, 5)
    assert (s["muc_p"], s["muc_p_of"]) == (2, 5)


def test_b3_counts_mentions():
    """B³: for each mention the share of its cluster that is right."""
    s = summed(coreference(KEY, RESPONSE, dict.fromkeys(KEY, "d")))
    recall = 2 / 3 + 2 / 3 + 1 / 3 + 1 / 4 + 1 / 4 + 2 / 4 + 2 / 4 + 1 + 1
    precision = 1 + 1 + 1 / 2 + 1 / 2 + 1 + 2 / 4 + 2 / 4 + 1 / 4 + 1 / 4
    assert s["b3_r"] == pytest.approx(recall)
    assert s["b3_p"] == pytest.approx(precision)
    assert s["b3_of"] == 9


def test_ceaf_aligns_clusters_one_to_one():
    """CEAFe: {abc}~{ab} 4/5; {defg}~{fghi} 4/8, or {defg}~{e} 2/5 with {h}~{fghi} 2/5: the second sums higher."""
    s = summed(coreference(KEY, RESPONSE, dict.fromkeys(KEY, "d")))
    assert s["ceaf_r"] == pytest.approx(4 / 5 + 2 / 5 + 2 / 5)
    assert s["ceaf_r_of"] == s["ceaf_p_of"] == 4


def test_perfect_clusters_score_one():
    """The gold itself scores 1 on every measure."""
    s = summed(coreference(KEY, KEY, dict.fromkeys(KEY, "d")))
    assert conll_f1(s) == pytest.approx(1.0)
    assert rand_index(summed(adjusted_rand(KEY, KEY))) == pytest.approx(1.0)


def test_units_share_out_the_whole():
    """However mentions are spread over documents, the sums stay the same."""
    one = summed(coreference(KEY, RESPONSE, dict.fromkeys(KEY, "d")))
    many = summed(coreference(KEY, RESPONSE, {m: m for m in KEY}))
    assert {k: pytest.approx(v) for k, v in one.items()} == many


def test_clusters_of_other_mentions_are_refused():
    """Gold and predictions must hold the same mentions."""
    with pytest.raises(ValueError, match="same mentions"):
        coreference({"a": 1}, {"b": 1}, {"a": "d"})


def test_adjusted_rand_matches_the_textbook():
    """Two clusters of three against a split of one: sums of pairs 6 and 4, shared 4, expected 6·4/15."""
    value = rand_index(summed(adjusted_rand(as_clusters("abc", "def"), as_clusters("abc", "d", "ef"))))
    assert float(value) == pytest.approx((4 - 24 / 15) / (5 - 24 / 15))


@pytest.mark.parametrize("seed", range(6))
def test_assignment_is_the_best_of_all(seed):
    """The Hungarian method finds the largest sum that trying all permutations finds."""
    rng = np.random.default_rng(seed)
    weights = rng.random((rng.integers(1, 5), rng.integers(1, 6)))
    rows, cols = weights.shape
    best = max(
        sum(weights[i, j] for i, j in (zip(range(rows), p, strict=False) if rows <= cols else zip(p, range(cols), strict=False)))
        for p in itertools.permutations(range(max(rows, cols)), min(rows, cols))
    )
    assert sum(weights[i, j] for i, j in assign(weights)) == pytest.approx(best)


def test_match_gives_way_so_that_more_pairs_fit():
    """The heaviest pair yields when both left items can then be matched."""
    assert match({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.7}) == {0: 1, 1: 0}


def test_word_starts_counts_pieces_of_words():
    """Words are told by where they begin, over all spans."""
    assert word_starts("Orlia will not yield.", [(0, 5), (15, 20)]) == {0, 15}
    assert overlap([(0, 5)], [(4, 9)]) and not overlap([(0, 5)], [(5, 9)])


def test_ratio_of_nothing_is_zero():
    """Nothing asked, nothing found: 0 and no error, for numbers and for arrays."""
    assert float(ratio(0, 0)) == 0.0
    assert f1(np.array([0.0, 1.0]), np.array([0.0, 1.0])).tolist() == [0.0, 1.0]


def units() -> list[Unit]:
    return [Unit(str(i), {"hit": i % 3, "gold": 3, "pred": 2 + i % 2}) for i in range(20)]


def test_intervals_are_the_same_each_time():
    """Resampling is seeded, and the interval holds the figure."""
    result = Result(units(), {"F1": prf("hit", "pred", "gold")})
    first, second = score("t", result), score("t", result)
    assert first == second
    (s,) = first
    assert s.low is not None and s.high is not None and s.value is not None
    assert s.low <= s.value <= s.high
    assert s.n == 20


def test_a_missing_stage_is_a_dash_and_not_a_zero():
    """A figure without a stage has no value."""
    (s,) = score("t", Result(missing=["F1"]))
    assert s.value is None
