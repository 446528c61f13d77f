"""Tracks on tiny gold of our own."""

from __future__ import annotations

import pytest
from evals.engine import Read
from evals.floors import below, raised
from evals.results import Score, Scored
from evals.table import load_yaml, render
from evals.tracks import TRACKS, geoparse, names, polnear, tempeval3

from dragoman.records.claims import Quote, QuoteKind
from dragoman.records.documents import Report
from dragoman.records.parses import Parse
from dragoman.records.readings import Reading
from dragoman.records.spans import Span
from dragoman.records.times import TimeExpression

EMPTY = Parse(text=[], start=[], end=[], lemma=[], pos=[], tag=[], dep=[], head=[], entity=[], children=[], sentence=[], sentences=())


def read(text: str, **layers: object) -> Read:
    return Read(Report(id="r", file="r", text=text), EMPTY, Reading(report="r", **layers))  # type: ignore[arg-type]


def at(text: str, words: str) -> tuple[int, int]:
    return text.index(words), text.index(words) + len(words)


def quote(text: str, words: str, speaker: str | None, *parts: str) -> Quote:
    b, e = at(text, words)
    said = Span("r", *at(text, speaker)) if speaker else None
    pieces = tuple(Span("r", *at(text, p)) for p in parts)
    return Quote(id=words, span=Span("r", b, e), direct=False, kind=QuoteKind.INDIRECT, speaker=None, speaker_span=said, parts=pieces)


TEXT = "Mayor Ilsa Trent said the bridge would open on Friday. “We are ready,” said Oda Brun."
GOLD = {
    "doc_id": "d",
    "text": TEXT,
    "attributions": [
        {"source": [at(TEXT, "Mayor Ilsa Trent")], "cue": [at(TEXT, "said")], "content": [at(TEXT, "the bridge would open on Friday")]},
        {"source": [at(TEXT, "Oda Brun")], "cue": [], "content": [at(TEXT, "“We are ready,”")]},
    ],
}


def test_polnear_counts_kinds_and_speakers():
    """Half of the words of both must be shared; the kind comes from the quotation marks."""
    found = (quote(TEXT, "the bridge would open", "Ilsa Trent"), quote(TEXT, "We are ready", "Ilsa Trent"), quote(TEXT, "Friday", None))
    c = polnear.compare(GOLD, read(TEXT, quotes=found)).counts
    assert (c["gold"], c["predicted"], c["found"]) == (2, 3, 2)
    assert (c["gold_direct"], c["found_gold_direct"], c["gold_indirect"], c["pred_indirect"]) == (1, 1, 1, 2)
    assert (c["speaker_of"], c["speaker"]) == (2, 1)


def test_polnear_takes_pieces_of_one_content_once():
    """Two records that share their parts are one attribution."""
    both = (quote(TEXT, "We are", None, "We are", "ready"), quote(TEXT, "ready", None, "We are", "ready"))
    assert polnear.compare(GOLD, read(TEXT, quotes=both)).counts["predicted"] == 1


def test_tempeval_compares_spans_and_values():
    """Any overlap finds an expression; its value must be equal."""
    b, e = at(TEXT, "Friday")
    gold = {"doc_id": "d", "text": TEXT, "dct": "2031-05-05", "timexes": [{"begin": b, "end": e, "type": "DATE", "value": "2031-05-09", "text": "Friday"}]}
    times = (TimeExpression(span=Span("r", b - 3, e), type="DATE", value="2031-05-09"),)
    c = tempeval3.compare(gold, read(TEXT, times=times)).counts
    assert (c["found"], c["value"], c["strict"], c["type"]) == (1, 1, 0, 1)


@pytest.mark.parametrize(("text", "expected"), [("a" * 50 + "\nb", "a" * 50 + " b"), ("short\nline", "short\nline"), ("a" * 50 + "\n\nb", "a" * 50 + "\n\nb")])
def test_unwrapping_keeps_offsets(text, expected):
    """Only a break within a paragraph becomes a blank, and no character is lost."""
    assert tempeval3.unwrapped(text) == expected


def test_distance_on_the_globe():
    """A quarter of a meridian is about 10,000 km."""
    assert geoparse.kilometres((0, 0), (90, 0)) == pytest.approx(10_007, abs=2)


def test_hard_partners_are_near_and_foreign():
    """A partner stands within two edits and is no name of the same native."""
    assert names.hard_partners(["норн"], ["norn"]) == [[]]
    assert names.hard_partners(["норн", "норд"], ["norn", "nord"]) == [["nord"], ["norn"]]


def test_floors_only_rise():
    """Raising keeps the higher value; a fall and a lost figure are named, tracks that did not run are passed over."""
    floors = {"t": {"F1": 0.5, "gone": 0.3}, "other": {"x": 0.9}}
    assert raised(floors, {"t": {"F1": 0.4567}})["t"]["F1"] == 0.5
    assert raised(floors, {"t": {"F1": 0.6789}})["t"]["F1"] == 0.67
    assert len(below(floors, {"t": {"F1": 0.49}})) == 2


def test_every_aim_and_rival_belongs_to_a_track():
    """A misspelt track would silently show no aim."""
    assert set(load_yaml("aims")) <= set(TRACKS)
    assert set(load_yaml("rivals")) <= set(TRACKS)


def test_the_table_shows_a_dash_for_no_value():
    """No value is a dash, and counts as an aim not met."""
    text = render([Scored("polnear", (Score("polnear", "all F1", None),))])
    assert "0 of 1 aims met" in text
