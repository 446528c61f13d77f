"""Predictions have rules, answers and sources; a register keeps forecasts as they were filed."""

from __future__ import annotations

import datetime as dt
import json
import math

import pytest
from click.testing import CliRunner

from dragoman.cases.load import case_base
from dragoman.cli import cli
from dragoman.errors import UsageError
from dragoman.model import ledger
from dragoman.model.table import INSTRUMENTS, known_on
from dragoman.workbench import retrospect
from dragoman.workbench.ledgers import answer_forecast, file_forecast, ledger_view, register_view

MADE, DUE = dt.date(2026, 1, 5), dt.date(2026, 7, 1)


def filed(path, **changes):
    return file_forecast(path, **{"question": "Will the bridge of Norland be open?", "probability": 0.3, "by": "A. N.", "made": MADE, "due": DUE, **changes})


def test_six_predictions_with_sources_that_resolve():
    """Every prediction is decided by a rule after it was made, and cites sources of the registry."""
    found = ledger.predictions()
    assert len(found) == 6
    assert len({p.id for p in found}) == 6
    assert all(p.made < p.due and p.rule and p.sources and 0 < p.stated < 1 for p in found)
    assert {s.partition(":")[0] for p in found for s in p.sources} <= set(case_base().sources)


@pytest.mark.parametrize(("probability", "happened", "brier", "log"), [(0.5, True, 0.25, math.log(2)), (0.9, True, 0.01, -math.log(0.9)), (0.9, False, 0.81, -math.log(0.1))])
def test_scores(probability, happened, brier, log):
    """The surer and the wronger, the dearer."""
    found = ledger.score("me", probability, happened)
    assert (found.brier, found.log) == (pytest.approx(brier), pytest.approx(log))


def test_other_forecasters_stand_beside_the_report():
    """A forecaster that answered one prediction is scored on that one only."""
    view = ledger_view({"ukraine-armed-conflict": {"base rate": 0.2}})
    assert {m["by"]: m["answered"] for m in view["mean"]} == {"the report": 6, "a coin": 6, "base rate": 1}


def test_filed_listed_answered(tmp_path):
    """A forecast is open, then due, then answered with its score; the file holds what was filed."""
    path = tmp_path / "mine.jsonl"
    entry = filed(path)
    assert register_view(path, DUE)["forecasts"][0]["state"] == "open"
    assert register_view(path, DUE + dt.timedelta(days=1))["forecasts"][0]["state"] == "due"
    answer_forecast(path, entry.id, outcome=False, day=DUE, source="Norland Post")
    view = register_view(path, DUE)
    assert view["forecasts"][0]["state"] == "answered"
    assert view["mean"] == [{"by": "A. N.", "answered": 1, "brier": 0.09, "log": 0.357}]
    assert ledger.parse(ledger.dump(ledger.read(path)), "mine") == ledger.read(path)
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    ("changes", "told"),
    [({"probability": 0.0}, "between 0 and 1"), ({"probability": float("nan")}, "between 0 and 1"), ({"due": MADE}, "not after"), ({"question": "  "}, "Expected a question"), ({"question": "x" * 3000}, "at most")],
)
def test_what_is_no_forecast_is_refused(tmp_path, changes, told):
    """The value, what was expected and the next step are named; nothing is written."""
    with pytest.raises(UsageError, match=told):
        filed(tmp_path / "mine.jsonl", **changes)
    assert not (tmp_path / "mine.jsonl").exists()


def test_neither_forecast_nor_answer_is_changed(tmp_path):
    """The same forecast twice, a second answer, an answer before the forecast, without source, or to nobody: refused."""
    path = tmp_path / "mine.jsonl"
    entry = filed(path)
    with pytest.raises(UsageError, match="stands in"):
        filed(path)
    for bad, told in [({"name": "nobody"}, "Expected one of"), ({"day": MADE - dt.timedelta(days=1)}, "lies before"), ({"source": " "}, "no source")]:
        with pytest.raises(UsageError, match=told):
            answer_forecast(path, bad.pop("name", entry.id), **{"outcome": True, "day": DUE, "source": "x", **bad})
    answer_forecast(path, entry.id, outcome=True, day=DUE, source="x")
    with pytest.raises(UsageError, match="was answered"):
        answer_forecast(path, entry.id, outcome=False, day=DUE, source="x")


@pytest.mark.parametrize("line", ["{", "[]", '{"id": "a"}', '{"id":"a","question":"q","probability":2.0,"by":"b","made":"2026-01-01","due":"2026-02-01"}', "[" * 5000])
def test_a_broken_register_is_named_by_line(tmp_path, line):
    """What is wrong with which line, and nothing is overwritten."""
    path = tmp_path / "mine.jsonl"
    filed(path)
    path.write_text(path.read_text() + line + "\n")
    before = path.read_text()
    with pytest.raises(UsageError, match="line 2"):
        filed(path, question="Another?")
    assert path.read_text() == before


def test_commands(tmp_path):
    """The commands print what they did, and fit 80 columns."""
    path = str(tmp_path / "mine.jsonl")
    run = CliRunner().invoke
    assert "holds no forecast yet" in run(cli, ["ledger", "list", "--register", path]).output
    assert "Filed forecast-" in run(cli, ["ledger", "add", "--question", "Q?", "--probability", "0.2", "--due", "2099-01-01", "--register", path]).output
    assert "open, due 2099-01-01" in run(cli, ["ledger", "list", "--register", path]).output
    shown = run(cli, ["ledger", "show"])
    assert shown.exit_code == 0
    assert max(map(len, shown.output.splitlines())) <= 85


def test_model_and_rivals_stand_beside_every_prediction_or_are_said_to_be_silent():
    """Each of the six has the model's chance with its score, or the reason why there is none."""
    view = ledger_view()
    for row in view["predictions"]:
        by = {s["by"] for s in row["scores"]}
        assert ("model" in by and "base rate" in by) != bool(row["not_modelled"])
    assert {m["by"]: m["answered"] for m in view["mean"]}["model"] == 5
    assert {m["by"]: m["answered"] for m in view["mean_where_the_model_answers"]}["the report"] == 5
    shown = CliRunner().invoke(cli, ["ledger", "show"]).output
    assert "not modelled" in shown
    assert "prior only" in shown


def test_what_the_model_would_have_said_is_drawn_from_a_seed():
    """The same seed gives the same chances; another number of draws about the same; nothing came from after the day."""
    few = retrospect.answers(draws=500)
    assert few == retrospect.answers(draws=500)
    shipped = retrospect.shipped()
    if retrospect.fresh(shipped):
        for prediction, by in shipped["forecasts"].items():
            assert few["forecasts"][prediction]["base rate"] == by["base rate"]
            assert abs(few["forecasts"][prediction]["model"] - by["model"]) < 0.1
    json.loads(retrospect.dump(few))


def test_a_case_as_it_was_known_on_a_day():
    """Begin and what was on record stay; the ending, the answer and later dates go."""
    case = next(c for c in case_base().cases.values() if c.value("outcome_crisis") and c.value("instrument") in INSTRUMENTS and c.value("end") and c.value("end") > c.value("start"))
    then = known_on(case, case.value("start"))
    assert then.value("start") == case.value("start")
    assert all(then.value(f) is None for f in ("end", "instrument", "outcome_crisis", "territory"))
    assert then.value("trigger") == case.value("trigger")
