"""Krippendorff's alpha against worked examples, and codings read with their faults."""

from __future__ import annotations

import pytest
from audits.agreement import BEGIN, END, alpha, bounds, interval, jaccard, nominal, ordinal, read_codings, spelt, write

KRIPPENDORFF = (
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
)
"""Values of three coders for fifteen units; the published nominal alpha is 0.691, the interval one 0.811."""


def units(lines=KRIPPENDORFF):
    columns = zip(*(line.split() for line in lines), strict=True)
    return [{f"c{n}": v for n, v in enumerate(column) if v != "*"} for column in columns]


@pytest.mark.parametrize(("distance", "expected"), [(nominal, 0.691), (interval, 0.811), (ordinal(("1", "2", "3", "4"), [u for u in units() if len(u) > 1]), 0.807)])
def test_published_example(distance, expected):
    """The coefficients of the reference example come out."""
    assert alpha(units(), distance) == pytest.approx(expected, abs=0.001)


def test_ends_of_the_scale():
    """Full agreement is one; one value throughout has no alpha; systematic disagreement is below nought."""
    assert alpha([{"a": "x", "b": "x"}, {"a": "y", "b": "y"}], nominal) == 1
    assert alpha([{"a": "x", "b": "x"}] * 9, nominal) is None
    assert alpha([{"a": "x", "b": "y"}, {"a": "y", "b": "x"}], nominal) < 0
    assert alpha([], nominal) is None
    assert alpha([{"a": "x"}], nominal) is None


def test_sets_share_codes():
    """Sets that share a code disagree less than sets that share none."""
    assert jaccard("clan,economic", "clan") == 0.5
    assert jaccard("clan", "identity") == 1
    assert jaccard("", "") == 0


def test_intervals_are_the_same_each_time():
    """The seed is fixed; the interval holds the estimate."""
    made = units()
    low, high = bounds(made, lambda _: nominal)
    assert (low, high) == bounds(made, lambda _: nominal)
    assert low <= 0.691 <= high


@pytest.mark.parametrize(
    ("field", "given", "same"),
    [
        ("cleavage", "identity, clan", ("clan", "identity")),
        ("clans", "yes", True),
        ("toll", "1,300", 1300.0),
        ("trigger", "price ", "price"),
    ],
)
def test_two_spellings_of_one_value(field, given, same):
    """A coder's text and the case file's value meet."""
    assert spelt(field, given) == spelt(field, same)


def test_faults_are_named(tmp_path):
    """A wrong field and a wrong code are named with file and line; the rest is read."""
    (tmp_path / "second.tsv").write_text("case\tfield\tvalue\tcoder\nx\ttrigger\tprice\tb\nx\ttreason\t1\tb\nx\ttrigger\tfamine\tb\nx\tpurge\t\tb\n", encoding="utf-8")
    found, wrong = read_codings(tmp_path)
    assert found == {("x", "trigger"): {"b": "price"}}
    assert [w.split(":")[0] for w in wrong] == ["second.tsv, line 3", "second.tsv, line 4"]


def test_only_the_section_is_written(tmp_path):
    """What stands around the marks stays."""
    page = tmp_path / "p.md"
    page.write_text(f"before\n{BEGIN}\nold\n{END}\nafter\n", encoding="utf-8")
    write(page, "new")
    write(page, "newer")
    assert page.read_text(encoding="utf-8") == f"before\n{BEGIN}\n\nnewer\n{END}\nafter\n"
