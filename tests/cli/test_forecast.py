"""`dragoman forecast`."""

import datetime as dt
import json

import pytest
import yaml
from click.testing import CliRunner

from dragoman.cases.load import case_base
from dragoman.cli import cli
from dragoman.errors import CaseError, UsageError
from dragoman.model.table import INSTRUMENTS, OUTCOMES
from dragoman.workbench.forecasts import forecast

CASE = "kazakhstan-2022"
DAY = dt.date(2022, 1, 5)


def run(*args):
    return CliRunner().invoke(cli, ["forecast", *args])


@pytest.fixture(scope="module")
def view():
    return forecast(CASE, as_of=DAY)


@pytest.fixture
def draft(tmp_path):
    """A draft as a coder would leave it, about an invented state."""
    fields = {
        "start": {"value": dt.date(2024, 5, 2)},
        "trigger": {"value": "price", "note": "words of the reports", "evidence": [{"report": "a.txt", "start": 0, "end": 4, "words": "Bred"}]},
        "mobilisation_form": {"value": "riot"},
        "request": {"value": "bilateral"},
        **{n: {"value": v} for n, v in (("regime", "closed"), ("treaty_tie", "defence"), ("accession", "none"), ("contiguous", True), ("base", False))},
    }
    data = {"id": "orsenna-2024", "name": "Orsenna 2024", "client": {"name": "Orsenna", "iso": "ORS", "note": "x"}, "patron": {"name": "Velmark", "iso": "VEL"}, "fields": fields}
    path = tmp_path / "draft.yaml"
    path.write_text(yaml.safe_dump(data), encoding="utf-8")
    return path


@pytest.mark.parametrize("target, names", [("instrument", INSTRUMENTS), ("outcome", OUTCOMES)])
def test_chances(view, target, names):
    """Distributions with nested intervals, for the model and for every rival."""
    rows = view[target]["chances"]
    assert [r["name"] for r in rows] == list(names) and sum(r["chance"] for r in rows) == pytest.approx(1, abs=0.01)
    for r in rows:
        (a, b), (c, d) = r["interval_90"], r["interval_50"]
        assert 0 <= a <= c <= d <= b <= 1
    assert len(view[target]["rivals"]) >= 6 and all(sum(p.values()) == pytest.approx(1, abs=0.01) for p in view[target]["rivals"].values())


def test_nothing_later_is_used(view):
    """Every case learnt from or named as near was over on the day, and the case itself is not among them."""
    base = case_base().cases
    over = [c for c in base.values() if c.id != CASE and (c.value("end") or c.value("start")) is not None and (c.value("end") or c.value("start")) <= DAY]
    assert view["learnt_from"]["cases"] == len(over) < len(base) - 1
    for row in view["nearest"] + view["counterexamples"]:
        assert row["case"] != CASE and row["case"] in {c.id for c in over}


def test_what_came_later_changes_nothing(view, monkeypatch):
    """The same figures when every later case is gone from the base, and when the case's own answer is another."""
    from dataclasses import replace

    from dragoman.workbench import casebase, forecasts, simulations

    base = case_base()
    kept = {i: c for i, c in base.cases.items() if i == CASE or ((c.value("end") or c.value("start") or dt.date.max) <= DAY)}
    own = kept[CASE]
    kept[CASE] = replace(own, fields={n: f for n, f in own.fields.items() if n not in ("instrument", "outcome_crisis", "request_answer", "rival_response")})
    fewer = replace(base, cases=kept)
    for module in (forecasts, simulations, casebase):
        monkeypatch.setattr(module, "case_base", lambda: fewer)
    again = forecast(CASE, as_of=DAY)
    assert again["instrument"] == view["instrument"] and again["outcome"] == view["outcome"] and again["nearest"] == view["nearest"]


def test_the_request_is_hidden_before_it_was_made():
    """On the eve of the request it is not known, and a deployment is less likely than after it."""
    eve, after = (forecast(CASE, as_of=day) for day in (DAY - dt.timedelta(days=1), DAY))
    assert "request" in eve["empty"] and "request" not in eve["known"] and after["known"]["request"] == "treaty"
    chance = [next(r["chance"] for r in v["instrument"]["chances"] if r["name"] == "deployment") for v in (eve, after)]
    assert chance[0] < chance[1] and any("request" in w.lower() or "asked" in w for w in eve["warnings"])


def test_the_page_fits_eighty_columns():
    """Marked as a model's, with the rivals, the nearest cases and what cannot be known."""
    out = run(CASE, "--as-of", "2022-01-05").output
    assert max(map(len, out.splitlines())) <= 80
    assert out.startswith("MODEL, NOT REPORT")
    for words in ("troops on request", "ridge", "Nearest cases", "What this cannot tell", "Selection", "ICD 203", "Recorded afterwards"):
        assert words in out


def test_json_is_the_same_twice():
    """Byte for byte; another seed moves the draws and little else."""
    a, b = (run(CASE, "--as-of", "2022-01-05", "--json").output for _ in range(2))
    assert a == b and json.loads(a)["as_of"] == "2022-01-05"
    other = json.loads(run(CASE, "--as-of", "2022-01-05", "--json", "--seed", "9").output)
    for r, s in zip(json.loads(a)["instrument"]["chances"], other["instrument"]["chances"], strict=True):
        assert r["chance"] == pytest.approx(s["chance"], abs=0.05)


def test_without_a_day_it_says_so():
    """A retelling that has learnt from later cases is not passed off as a forecast."""
    assert any("retelling" in w for w in forecast(CASE)["warnings"])


def test_a_draft(draft):
    """A draft's values count though they cite no source; the shipped draws serve, for they know no such case."""
    view = forecast(str(draft))
    assert view["case"]["draft"] and view["known"]["trigger"] == "price" and view["recorded"] is None
    assert "clans" in view["empty"] and any("draft" in w for w in view["warnings"])
    assert run(str(draft)).exit_code == 0


@pytest.mark.parametrize(
    "args, words",
    [
        (["kazakhstan-2021"], "No case 'kazakhstan-2021'.*Did you mean"),
        ([CASE, "--as-of", "2021-12-01"], "before kazakhstan-2022 began, on 2022-01-02.*Give a day from"),
        ([CASE, "--as-of", "soon"], "soon"),
        ([CASE, "--top", "0"], "top"),
    ],
)
def test_errors(args, words):
    """Each names the value and the next step."""
    result = run(*args)
    assert result.exit_code != 0
    import re

    assert re.search(words, result.output + str(result.exception))


def test_too_little_known(draft):
    """The share, the empty fields and the next step are named."""
    data = yaml.safe_load(draft.read_text())
    data["fields"] = {"start": data["fields"]["start"], "trigger": data["fields"]["trigger"]}
    draft.write_text(yaml.safe_dump(data))
    with pytest.raises(UsageError, match=r"only \d+% of the fields.*mobilisation_form.*dragoman cases draft"):
        forecast(str(draft))


@pytest.mark.parametrize("text, words", [("{", "is no YAML"), ("[1]", "expected a mapping"), ("id: a\nname: b\nclient: {name: c, iso: C}\nfields: {trigger: {value: prize}}\n", "patron"), ("\x00", "is no YAML")])
def test_bad_drafts(tmp_path, text, words):
    """Named by file and part."""
    path = tmp_path / "bad.yaml"
    path.write_text(text)
    with pytest.raises(CaseError, match=words):
        forecast(str(path))


def test_a_wrong_code_in_a_draft(draft):
    """With the valid ones."""
    data = yaml.safe_load(draft.read_text())
    data["fields"]["trigger"]["value"] = "prize"
    draft.write_text(yaml.safe_dump(data))
    with pytest.raises(CaseError, match=r"trigger.*prize.*price"):
        forecast(str(draft))


def test_stale_draws_are_not_used(draft, monkeypatch):
    """Draws of other cases than those at hand are left aside; the fit is made now."""
    from dataclasses import replace

    from dragoman.model import posterior

    shipped = posterior.load()
    monkeypatch.setattr(posterior, "load", lambda: replace(shipped, fingerprint="another"))
    assert forecast(str(draft))["learnt_from"]["method"] == "laplace"
