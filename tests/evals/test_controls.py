"""Two dossiers that must score badly: all sentences as everything, and texts cut short."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
from evals.tracks.dossiers import cut_short, junk, scorer

TEXT = "Troops of Orlia entered Vesk on 3 May 2031. Mayor Ilsa Trent said: “We will not yield.” Officials counted 12 dead. Rain fell on the harbour."
FILE = "a.txt"


def place(words: str) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"report": "r", "start": start, "end": start + len(words)}


@pytest.fixture
def dossier() -> dict[str, Any]:
    """What a good reading of the text gives."""
    ends = [i + 1 for i, c in enumerate(TEXT) if c == "." and TEXT[i - 2 : i] != "eld"] + [TEXT.index("”") + 1]
    starts = [0, *sorted(ends)[:-1]]
    sentences = [[b + (TEXT[b] == " "), e] for b, e in zip(starts, sorted(ends), strict=True)]
    return {
        "reports": [{"id": "r", "file": FILE, "text": TEXT, "sentences": sentences}],
        "actors": [{"id": "t", "mentions": [place("Mayor Ilsa Trent")]}, {"id": "o", "mentions": [place("Troops of Orlia")]}],
        "figures": [{"id": "f", "low": 12.0, "high": 12.0, **place("12 dead")}],
        "findings": [],
        "events": [
            {"id": "e", "type": "ASSAULT", "actors": ["o"], "recipients": [], "date": None, "mentions": [place("Troops of Orlia entered Vesk on 3 May 2031")]}
        ],
        "quotes": [{"id": "q", "speaker": "t", "same_as": [], **place("We will not yield.")}],
        "accounts": [],
        "timeline": [],
    }


GOLD: dict[str, Any] = {
    "actors": [{"name": "Trent", "aliases": ["Mayor Ilsa Trent"]}, {"name": "Orlia's troops", "aliases": ["Troops of Orlia"]}],
    "figures": [{"file": FILE, "quote": "12 dead", "value": 12, "what": "dead"}],
    "figure_conflicts": [],
    "quotes": [{"file": FILE, "quote": "We will not yield.", "speaker": "Trent"}],
    "events": [{"label": "entry", "type": "ASSAULT", "who": [], "date": None, "mentions": [{"file": FILE, "quote": "Troops of Orlia entered Vesk on 3 May 2031"}]}],
    "other_contradictions": [],
}


@pytest.fixture
def scored():
    """The scorer of the development material."""
    return scorer(Path(__file__).resolve().parents[3] / "shared").score


@pytest.mark.shared
def test_junk_and_cut_texts_score_badly(dossier, scored):
    """Junk loses focus and actors; a cut text loses what stood in its later part."""
    good, _ = scored(dossier, GOLD)
    bad, _ = scored(junk(dossier), GOLD)
    short, _ = scored(cut_short(dossier), GOLD)
    assert good["figures.recall"] == good["quotes.recall"] == good["events.mention_recall"] == 1
    assert bad["events.focus"] < 0.2
    assert bad["quotes.focus"] <= 0.5
    assert bad["figures.recall"] == 0
    assert short["figures.recall"] == short["quotes.recall"] == 0


def test_controls_leave_the_dossier_as_it_was(dossier):
    """Controls are made from copies."""
    before = copy.deepcopy(dossier)
    junk(dossier)
    cut_short(dossier)
    assert dossier == before
