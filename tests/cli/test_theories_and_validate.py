"""`dragoman theories` and `dragoman validate`."""

import json

import pytest
from click.testing import CliRunner

from dragoman.cli import cli
from dragoman.workbench.models import shipped_validation


def run(*args):
    return CliRunner().invoke(cli, args)


def test_theories_fit_eighty_columns():
    """Every line; every rule has its place in the table; the page says that it is a model's."""
    out = run("theories").output
    assert max(map(len, out.splitlines())) <= 80
    assert "only-for-the-alliance" in out and "Figures of a model" in out and "stacking" in out


def test_theories_as_json():
    """n, hits, failures and the score beside silence for every rule."""
    view = json.loads(run("theories", "--json").output)
    for row in view["theories"]:
        assert row["hits"] <= row["n"] == row["hits"] + len(row["failures"]) and row["log_loss"].keys() >= {"silence", row["id"]}
        assert not any(s["text"] for s in row["sentences"])


def test_unknown_rule_names_near_ones():
    """With the next step."""
    result = run("theories", "strong-hand")
    assert "strong-hand-early" in str(result.exception) and "dragoman theories" in str(result.exception)


def test_reports_that_are_others(tmp_path):
    """Other texts hold no rule's sentence, and that is said."""
    (tmp_path / "a.txt").write_text("The ministers of Freedonia met on Monday and agreed on nothing at all.\n" * 3)
    result = run("theories", "strong-hand-early", "--reports", str(tmp_path))
    assert result.exit_code == 0 and "were not found" in result.output
    assert run("theories", "--reports", str(tmp_path / "none")).exit_code != 0


@pytest.mark.skipif(shipped_validation() is None, reason="no validation ships yet")
def test_validation_page():
    """Eighty columns; where the model fails comes before every table; the limits come last."""
    out = run("validate", "--all").output
    assert max(map(len, out.splitlines())) <= 80
    first = out.splitlines()[1]
    assert first.startswith("* ") and ("WORSE" in first or "not surely" in first or "Aim" in first)
    assert "trigger x patron group" in out and "prior only" in out and "What no score here can tell" in out
    view = json.loads(run("validate", "--json").output)
    assert {b["scheme"] for b in view["boards"]} == {"case", "country", "patron", "forward"}


@pytest.mark.parametrize(("args", "match"), [(("-o", "x.json"), "--run"), (("--run", "--from", "x.json"), "Leave one"), (("--from", "nowhere.json"), "cannot be read")])
def test_bad_calls(args, match):
    """Each says what to type."""
    assert match in str(run("validate", *args).exception)
