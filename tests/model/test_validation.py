"""Forecasts of unseen cases, kept and scored."""

import datetime as dt

import numpy as np
import pytest

from case_factory import a_case
from dragoman.errors import FormatError
from dragoman.model import rivals, validation
from dragoman.model.rivals import Simple
from dragoman.model.table import INSTRUMENTS, case_table
from dragoman.model.validation import MODEL, RIVAL, Forecasts, Validation, board, cross, dump, folds, forward, leave_one_out, parse, powers


def cases():
    return [
        a_case(
            id=f"c-{i:02}",
            start=dt.date(2001 + i, 1, 1),
            end=dt.date(2001 + i, 2, 1),
            trigger=("price", "coup", "election")[i % 3],
            instrument=INSTRUMENTS[i % 4],
            outcome_crisis=("survives", "elite")[i % 2],
        )
        for i in range(24)
    ]


TABLE = case_table(cases())
RACERS = [Simple(MODEL, rivals.neighbours), rivals.TRIGGER_AND_GROUP, rivals.BASE_RATE]


@pytest.fixture(scope="module")
def found():
    return cross(folds(TABLE, "case"), RACERS, 1)


def test_no_fold_learns_from_what_it_forecasts():
    """Neither the case, nor its country or patron, nor anything later."""
    for train, test in folds(TABLE, "case"):
        assert not set(train.ids) & set(test.ids) and len(train) + len(test) == len(TABLE)
    assert len(folds(TABLE, "country")) == len(set(TABLE.client)) and len(folds(TABLE, "patron")) == len(set(TABLE.patron))
    day = dt.date(2015, 1, 15)
    ((train, test),) = forward(case_table(cases(), as_of=day), TABLE, day)
    assert max(train.end) <= day < min(test.start)


def test_cross_gives_what_a_fit_by_hand_gives(found):
    """Row for row; and leaving a forecaster out changes no other."""
    i = 5
    train, test = TABLE.take([j for j in range(24) if j != i]), TABLE.take([i])
    assert np.allclose(found.by["instrument"][RIVAL][i], rivals.trigger_and_group(train, test, "instrument")[0])
    alone = cross(folds(TABLE, "case"), RACERS[1:], 1)
    assert np.allclose(alone.by["outcome"][RIVAL], found.by["outcome"][RIVAL])
    assert np.allclose(leave_one_out(TABLE, "outcome", [rivals.TRIGGER_AND_GROUP])[RIVAL], found.by["outcome"][RIVAL])


def test_board_is_sorted_and_says_who_beats_the_model(found):
    """By log loss; a rival with a smaller loss is named; the floor is 0 without disputed cases."""
    b = board(found, "instrument", "case", 1)
    logs = [s.log for s in b.scores]
    assert logs == sorted(logs) and b.floor == 0 and b.cases == 24
    assert set(b.beaten_by()) == {s.name for s in b.scores if s.log < b.of(MODEL).log - 1e-12}
    assert set(b.beaten_by()) <= set(b.not_beaten())


def test_kept_and_read_back(found):
    """To four digits, rows summing to one; another format or something else is an error that says what to type."""
    whole = Validation(fingerprint=TABLE.fingerprint(), cases=24, seed=1, command="c", schemes={"case": found}, notes={"a": 1})
    back = parse(dump(whole))
    assert back.matches(TABLE) and back.notes == {"a": 1} and back.schemes["case"].ids == found.ids
    p = back.schemes["case"].by["outcome"][MODEL]
    assert np.allclose(p, found.by["outcome"][MODEL], atol=1e-3) and np.allclose(p.sum(axis=1), 1)
    for bad in (dump(whole).replace('"format": 1', '"format": 99'), "{}", "no json", "[]"):
        with pytest.raises(FormatError, match="--run"):
            parse(bad)


def test_unknown_targets_take_no_part():
    """A case without a sourced instrument is forecast but not scored."""
    table = case_table([*cases(), a_case(id="silent", trigger="price", outcome_crisis="elite")])
    got = cross(folds(table, "case"), RACERS, 1)
    assert board(got, "instrument", "case", 1).cases == 24
    assert board(got, "outcome", "case", 1).cases == 25


def test_power_needs_more_cases_for_smaller_gains(found):
    """And the answer is repeatable."""
    here, _ = powers(found, "instrument", np.random.default_rng(1))
    assert [p.found for p in here] == sorted(p.found for p in here)
    assert here == powers(found, "instrument", np.random.default_rng(1))[0]


def test_prior_only_is_a_forecaster():
    """The unfitted model gives distributions and looks at no target."""
    fitted = validation.PriorOnly().fit(TABLE, np.random.default_rng(1))
    for p in (fitted.instrument(TABLE), fitted.outcome(TABLE)):
        assert np.allclose(p.sum(axis=1), 1) and (p >= 0).all()


def test_empty_forecasts_cost_nothing():
    """A scheme without test cases has no rows, and no error."""
    assert cross((), RACERS, 1).targets["instrument"].shape == (0, 7)
    assert isinstance(cross((), RACERS, 1), Forecasts)


def test_an_interrupted_run_goes_on_and_is_never_shown_as_whole(tmp_path, monkeypatch, found):
    """Finished schemes are kept under cases, version and seed, not worked out twice; a broken or foreign file is begun anew; no part stays."""
    from dragoman.workbench import models

    done, stop = [], ["patron"]

    def cross_once(parts, forecasters, seed, progress=None, label=""):
        if label in stop:
            raise KeyboardInterrupt
        done.append(label)
        return found

    for name, value in (("table", lambda: TABLE), ("_other_penalties", lambda cases: {}), ("_questions", list)):
        monkeypatch.setattr(models, name, value)
    monkeypatch.setattr(validation, "cross", cross_once)
    part = tmp_path / "run.json.part"
    with pytest.raises(KeyboardInterrupt):
        models.run_validation(keep=part)
    assert part.exists() and done == ["case", "country"]
    stop.clear()
    whole = models.run_validation(keep=part)
    assert done == ["case", "country", "patron", "forward"] and not part.exists()
    assert list(whole.schemes) == list(validation.SCHEMES)
    assert np.array_equal(whole.schemes["case"].by["outcome"][MODEL], found.by["outcome"][MODEL])
    for text in ("{", '{"stamp": "another", "schemes": {}}'):
        part.write_text(text)
        done.clear()
        models.run_validation(keep=part)
        assert len(done) == 4
