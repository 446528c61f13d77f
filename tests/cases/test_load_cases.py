"""Bad cases are errors that name file, field and the valid values; the other cases load."""

from __future__ import annotations

import pytest

from dragoman.cases.codebook import codebook
from dragoman.cases.load import case_base, load_cases
from dragoman.records.cases import FieldKind, Source

SOURCES = {
    "annals": Source(key="annals", kind="publication", citation="N. Body (2031), Annals of Velmark"),
    "rows": Source(key="rows", kind="dataset", citation="Rows of Velmark"),
}
GOOD = """\
id: velmark-2031
name: Velmark, March 2031
client: {name: Velmark, iso: VEL}
patron: {name: Orsenna, iso: ORS}
fields:
  start: {value: 2031-03-01, sources: [annals]}
  trigger: {value: price, sources: ["rows:17"]}
"""


def load(*texts: str):
    return load_cases([(f"case{n}.yaml", t) for n, t in enumerate(texts)], SOURCES)


def test_a_good_case_loads():
    """Nothing is wrong with a good case, and its values are there."""
    base = load(GOOD)
    assert base.problems == ()
    assert base.cases["velmark-2031"].value("trigger") == "price"


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("value: price", "value: famine", ("fields.trigger", "famine", "price", "election")),
        ("trigger: {", "treason: {", ("fields.treason", "codebook", "trigger")),
        ("sources: [annals]", "sources: [chronicle]", ("fields.start", "chronicle")),
        ('"rows:17"', '"rows"', ("fields.trigger", "rows")),
        ("start: {value: 2031-03-01,", "start: {value: soon,", ("fields.start", "YYYY-MM-DD")),
        ("id: velmark-2031", "id: Velmark 2031", ("id", "hyphens")),
        ("patron: {name: Orsenna, iso: ORS}", "patron: Orsenna", ("patron", "mapping")),
        ("fields:", "depth: deep\nfields:", ("depth", "full", "brief")),
        ("fields:", "colour: red\nfields:", ("colour", "fields")),
        ("  trigger: {", "  end: {value: 2031-02-01}\n  trigger: {", ("fields.end", "2031-02-01", "2031-03-01", "outcome cannot come before its trigger")),
        ("  trigger: {", "  request_date: {value: 2031-02-01}\n  trigger: {", ("fields.request_date", "2031-02-01")),
        ("  trigger: {", "  toll: {low: 9, best: 5, high: 12}\n  trigger: {", ("fields.toll", "low <= best <= high")),
        ("  trigger: {", "  toll: {value: -4}\n  trigger: {", ("fields.toll", "0 or more")),
        ("  trigger: {", "  trigger: {value: coup}\n  trigger: {", ("file", "stands twice")),
        ("  trigger: {", "  clans: {value: 1}\n  trigger: {", ("fields.clans", "true or false")),
        ("fields:", "phases: [{name: late, start: 2031-04-02, end: 2031-04-01}]\nfields:", ("phases.late", "2031-04-01")),
        ("fields:", "steps: [{instrument: magic}]\nfields:", ("steps.instrument", "magic", "deployment")),
        ("fields:", "twins: [nowhere-1999]\nfields:", ("twins", "nowhere-1999")),
        ("fields:", "audit: [{field: trigger}]\nfields:", ("dataset", "words")),
    ],
)
def test_what_is_wrong_is_named(old, new, names):
    """The error names the file, the field and what would be valid; a good case beside it loads."""
    other = GOOD.replace("velmark-2031", "orsenna-2032")
    base = load(GOOD.replace(old, new, 1), other)
    assert "orsenna-2032" in base.cases
    said = str(base.problems[0])
    assert all(name in said for name in names), said
    assert ".yaml" in said


def test_an_id_that_stands_twice():
    """The second file with an id is refused; the first stays."""
    base = load(GOOD, GOOD.replace("price", "coup"))
    assert base.cases["velmark-2031"].value("trigger") == "price"
    assert "case1.yaml, id" in str(base.problems[0])


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n",
        "x" * 200_000,
        "[" * 50_000,
        "id: !!python/object/apply:os.system ['true']",
        "{unclosed",
        "",
        "- a\n- b",
        "\x00",
        "id: 2031-99-99",
    ],
)
def test_hostile_files_are_errors(text):
    """Bombs, tags and rubbish are refused with a short message."""
    base = load(text, GOOD)
    assert list(base.cases) == ["velmark-2031"]
    assert len(base.problems) == 1
    assert len(str(base.problems[0])) < 600


def test_the_case_base_that_ships_is_whole():
    """Every case loads, and every publication says how it was checked."""
    base = case_base()
    assert [str(p) for p in base.problems] == []
    assert all(s.checked for s in base.sources.values())
    assert not [s.key for s in base.sources.values() if "remember" in s.checked]


def test_the_codebook_is_whole():
    """Fields of codes have codes, others none; every field asks a question; what takes part in the comparison is used by a model."""
    for rule in codebook().values():
        assert rule.question.endswith("?") or rule.question.endswith(".")
        assert bool(rule.codes) == (rule.kind in (FieldKind.CODE, FieldKind.CODES))
        assert rule.weight == 0 or rule.model
