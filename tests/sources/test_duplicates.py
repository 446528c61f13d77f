"""One story printed twice is one origin; two stories on one matter are two."""

from __future__ import annotations

import time

from dragoman.records.documents import Report
from dragoman.sources.duplicates import find_origins
from dragoman.text.hashing import content_id

SENTENCES = [
    "The king of Ruritania dismissed his cabinet on Monday and named a general to lead a new one.",
    "State television broke the news in the evening, after a day of rumours in the capital.",
    "Shops in the old town stayed shut, and few people were seen on the bridges over the river.",
    "The general, who fought in the border war, said that order would be kept at any price.",
    "Leaders of the opposition called the step unlawful and asked their followers to stay calm.",
    "A spokesman for the neighbouring state of Hentzau declined to say whether it had been told before.",
]
SPEECH = "“My people, this night I have taken a heavy step, and I ask you to bear it with me until the harvest is in and the roads are safe again for everybody.”"


def report(name, text, outlet=None):
    rid = content_id("r", text, outlet or "")
    return Report(id=rid, file=name, text=text, outlet=outlet, origin=content_id("o", rid))


def test_a_trimmed_copy_with_another_headline_has_the_same_origin():
    """Outlets change the headline and cut the tail."""
    full, cut = " ".join(SENTENCES), "Other headline\n\n" + " ".join(SENTENCES[:4])
    first, second = find_origins([report("a", cut, "Herald"), report("b", full, "Post")])
    assert first.origin == second.origin
    assert "b (Post)" in first.origin_why and second.origin_why == ""


def test_a_speech_quoted_by_both_makes_no_copy():
    """Quotations are left out of the comparison."""
    one = f"{SENTENCES[0]} {SENTENCES[1]} {SENTENCES[2]} {SPEECH}"
    two = f"{SPEECH} So spoke the king, who looked tired. {SENTENCES[3]} {SENTENCES[4]} {SENTENCES[5]}"
    first, second = find_origins([report("a", one), report("b", two)])
    assert first.origin != second.origin


def test_the_same_agency_is_no_copy():
    """Two stories of one agency are two origins."""
    first, second = find_origins([report("a", " ".join(SENTENCES[:3])), report("b", " ".join(SENTENCES[3:]))])
    assert first.origin != second.origin


def test_many_copies_take_no_quadratic_time():
    """A burst of one text under many names ends at once, as one origin."""
    text = " ".join(SENTENCES)
    began = time.perf_counter()
    found = find_origins([report(f"{n}.txt", text, f"Outlet {n}") for n in range(2000)])
    assert len({r.origin for r in found}) == 1
    assert time.perf_counter() - began < 20
