"""The table of triggers: what it must hold, and what is wrong with a broken one."""

from __future__ import annotations

import pytest

from dragoman.errors import ResourceError
from dragoman.reading.triggers import compile_lexicon, lexicon
from dragoman.records.events import EventType
from dragoman.resources import load


def test_every_type_has_triggers():
    """All types but OTHER can be told by a verb."""
    have = {f.type for frames in lexicon().verbs.values() for f in frames}
    assert have == set(EventType) - {EventType.OTHER}


def test_more_conditions_win():
    """Frames of one verb stand with the most demanding first."""
    for frames in lexicon().verbs.values():
        counts = [f.conditions for f in frames]
        assert counts == sorted(counts, reverse=True)


@pytest.mark.parametrize(
    "entry", [{"type": "FROLIC", "sense": "x", "do": "dance"}, {"type": "AID", "sense": "x", "do": "help", "colour": "red"}, {"type": "AID", "sense": "x", "do": "help", "object": "$nobody"}]
)
def test_broken_entry_is_named(entry):
    """An unknown type, key or class is an error that names the entry."""
    table = {**load("event_triggers"), "verbs": [entry]}
    with pytest.raises(ResourceError, match=r"verbs\[0\]"):
        compile_lexicon(table)
