"""Marked mentions joined across reports."""

from __future__ import annotations

from collections import Counter

import pytest

from dragoman import resources
from dragoman.reconciling.mentions import Mark, cluster_mentions, stem


def event(name: str, head: str, report: str = "a", **more: str) -> Mark:
    return Mark(id=name, kind="event", report=report, start=len(name), head=head, **more)  # type: ignore[arg-type]


def entity(name: str, head: str, report: str = "a", **more: object) -> Mark:
    return Mark(id=name, kind="entity", report=report, start=int(name[1:]), head=head, **more)  # type: ignore[arg-type]


GROUPS = {"a": "g", "b": "g", "c": "other"}


def test_groups_bound_what_can_be_one():
    """The same word in a report about something else is another event."""
    of = cluster_mentions([event("1", "sink"), event("2", "sinking", "b"), event("3", "sink", "c")], GROUPS)
    assert of["1"] == of["2"] != of["3"]


def test_words_of_one_happening_join():
    """Two words of a set name one happening within a group."""
    of = cluster_mentions([event("1", "purchase"), event("2", "acquire", "b")], GROUPS)
    assert of["1"] == of["2"]


def test_speech_needs_the_same_subject():
    """Two people who say something do not do the same."""
    of = cluster_mentions([event("1", "say", subject="mayor"), event("2", "say", "b", subject="captain"), event("3", "say", "b", subject="mayor")], GROUPS)
    assert of["1"] == of["3"] != of["2"]


def test_pronouns_follow_what_they_point_to():
    """A chain first, then the pronoun before, then the last person named; relative pronouns stand for their noun."""
    marks = [
        entity("m1", "brun", person=True),
        entity("m5", "ferry"),
        entity("m7", "which", pronoun=True, points_to=5),
        entity("m9", "she", pronoun=True),
        entity("m12", "herself", pronoun=True),
    ]
    of = cluster_mentions(marks, GROUPS)
    assert of["m9"] == of["m12"] == of["m1"] != of["m5"] == of["m7"]


def test_events_and_entities_never_meet():
    """One word may be marked as both."""
    of = cluster_mentions([event("1", "attack"), entity("m2", "attack")], GROUPS)
    assert of["1"] != of["m2"]


@pytest.mark.parametrize(("a", "b"), [("announce", "announcement"), ("acquisition", "acquire"), ("bombing", "bomb"), ("stabbing", "stab")])
def test_stems(a, b):
    """Verb and noun of one stem fall together, by stem or by set."""
    of = cluster_mentions([event("1", a), event("2", b)], GROUPS)
    assert of["1"] == of["2"]


def test_a_word_stands_in_one_set():
    """Otherwise sets would run together."""
    stems = Counter(s for words in resources.load("same_happening")["sets"] for s in {stem(w) for w in words})
    assert [s for s, n in stems.items() if n > 1] == []
