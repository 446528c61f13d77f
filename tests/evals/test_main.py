"""The command over a tiny folder of our own."""

from __future__ import annotations

import json

import evals.__main__ as command
import pytest
from evals.engine import Engine

from dragoman.reading.readers import Rules

TEXT = "Harbour reopens.\n\nThe harbour of Vesk reopened on Friday, Mayor Ilsa Trent said. “We are glad,” she added."


@pytest.fixture
def folder(tmp_path):
    """Two tracks of one document each, under a name of split that nobody prepared for."""
    begin = TEXT.index("Friday")
    quote = TEXT.index("The harbour of")
    (tmp_path / "polnear").mkdir()
    (tmp_path / "tempeval3").mkdir()
    gold = {"source": [[TEXT.index("Mayor"), TEXT.index(" said")]], "cue": [], "content": [[quote, TEXT.index(", Mayor")]]}
    doc = {"doc_id": "d", "text": TEXT, "title": "Harbour reopens", "date": "2031-05-11", "attributions": [gold]}
    (tmp_path / "polnear" / "test.jsonl").write_text(json.dumps(doc) + "\n", encoding="utf-8")
    timex = {"begin": begin, "end": begin + 6, "type": "DATE", "value": "2031-05-09", "text": "Friday"}
    (tmp_path / "tempeval3" / "held.jsonl").write_text(json.dumps({"doc_id": "d", "text": TEXT, "dct": "2031-05-11", "timexes": [timex]}) + "\n", encoding="utf-8")
    return tmp_path


def test_another_folder_is_scored(folder, capsys):
    """Any split of the same layout is found, and what is not there is said."""
    assert command.main(["--benchmarks", str(folder), "--only", "polnear,tempeval3,names", "--json", "--cache", str(folder / "cache")]) == 0
    out = json.loads(capsys.readouterr().out)
    value = {(s["track"], s["figure"]): s["value"] for s in out["scores"]}
    assert value["polnear", "files that do not fail"] == 1.0
    assert value["polnear", "recall"] == 1.0
    assert value["tempeval3", "value F1"] == 1.0
    assert out["notes"]["names"] == "not in this folder"


def test_a_reader_that_stumbles_costs_one_document(monkeypatch):
    """The document has no items, the failure is named, and the run goes on."""

    def stumble(self, report, parse):
        raise ValueError("no")

    monkeypatch.setattr(Rules, "propose", stumble)
    read = Engine().read(TEXT, name="d", title="Harbour reopens")
    assert read.failed == "ValueError: no"
    assert read.reading.quotes == ()
    assert read.report.text[read.report.body :].startswith("The harbour")


def test_an_unknown_track_is_refused(folder):
    """A misspelt track is an error and not an empty table."""
    with pytest.raises(SystemExit):
        command.main(["--benchmarks", str(folder), "--only", "polnaer"])
