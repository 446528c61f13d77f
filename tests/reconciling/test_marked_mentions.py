"""Marked words that mean the same thing in several reports."""

from __future__ import annotations

import pytest

from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.reconciling.mentions import cluster_mentions, event_key, mark
from dragoman.records.documents import Report

TEXTS = {
    "a": "Lena Adu resigned on Monday after the explosion. She said nothing.",
    "b": "The resignation of Adu followed a blast in Strelsau.",
    "c": "Another minister resigned years ago.",
}


@pytest.fixture(scope="module")
def clusters(nlp):
    """`(kind, [(report, words)])` to clusters; a and b tell one incident, c another."""

    def run(kind, wanted):
        marks = []
        for n, (name, words) in enumerate(wanted):
            report = Report(id=name, file=name, text=TEXTS[name])
            syntax = parse(report, nlp)
            at = report.text.index(words)
            marks.append(mark(f"{n}", kind, report, syntax, Rules().propose(report, syntax), [(at, at + len(words))]))
        found = cluster_mentions(marks, {"a": "g1", "b": "g1", "c": "g2"})
        return [found[str(n)] for n in range(len(wanted))]

    return run


def test_verb_and_noun_of_one_word(clusters):
    """A resignation is a resigning, within one incident and not beyond it."""
    one, two, other = clusters("event", [("a", "resigned"), ("b", "resignation"), ("c", "resigned")])
    assert one == two != other


def test_synonyms(clusters):
    """An explosion is a blast."""
    one, two = clusters("event", [("a", "explosion"), ("b", "blast")])
    assert one == two


def test_names_by_last_word(clusters):
    """ "Lena Adu" and "Adu" are one."""
    one, two = clusters("entity", [("a", "Lena Adu"), ("b", "Adu")])
    assert one == two


@pytest.mark.parametrize(("a", "b"), [("announce", "announcement"), ("acquire", "buy"), ("dismissal", "sack"), ("earthquake", "tremor")])
def test_event_keys(a, b):
    """Forms and synonyms of one event word have one key."""
    assert event_key(a) == event_key(b)
