"""dragoman whatif, simulate and play, as a user types them."""

import json
from pathlib import Path

import numpy as np
import pytest

from dragoman.cli import main
from dragoman.model.posterior import prior
from dragoman.model.table import case_table
from dragoman.workbench import simulations

CASE = "kazakhstan-2022"


def run(capsys, *args):
    """Exit code, standard output, standard error."""
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in args])
    out, err = capsys.readouterr()
    return stop.value.code, out, err


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Draws of the prior instead of a fit, which takes seconds; the commands are the same."""

    def fitted(table, rng, *, draws=40, **_):
        return prior(np.random.default_rng(0), 40, table=table), None

    monkeypatch.setattr(simulations.fit, "laplace", fitted)
    monkeypatch.setattr(simulations, "load", lambda: prior(np.random.default_rng(0), 40, table=case_table(())))
    simulations.setup.cache_clear()
    yield
    simulations.setup.cache_clear()


def test_whatif_says_first_that_it_is_a_model(capsys):
    """The first line says so; changes, warnings, distance and what cannot be told follow, at 80 columns."""
    code, out, _ = run(capsys, "whatif", CASE, "--set", "request=none", "--set", "accession=promise", "--draws", 400)
    assert code == 0 and out.startswith("MODEL, NOT REPORT")
    for words in ("request treaty -> none", "not fitted", "Parts of the difference", "What this cannot tell", "Selection:", "nearest:"):
        assert words in out, words
    assert max(map(len, out.splitlines())) <= 80


def test_whatif_json_holds_all(capsys):
    """Every quantity before, after and their difference; the assumptions; the seed; twice the same."""
    args = ("whatif", CASE, "--set", "request=none", "--draws", 400, "--json")
    code, out, _ = run(capsys, *args)
    view = json.loads(out)
    assert code == 0 and view["quantities"]["instrument:deployment"]["after"]["mean"] == 0
    assert {"model", "changes", "support", "assumptions", "cannot_know", "seed", "posterior"} <= set(view)
    assert run(capsys, *args)[1] == out


def test_whatif_by_a_scenario(capsys, tmp_path):
    """A file names case and changes; its title and question are printed."""
    file = tmp_path / "s.toml"
    file.write_text(f'title = "Quiet"\nquestion = "What if nobody asked?"\ncase = "{CASE}"\n[set]\nrequest = "none"\n', encoding="utf-8")
    code, out, _ = run(capsys, "whatif", "--scenario", file, "--draws", 200)
    assert code == 0 and "Quiet: What if nobody asked?" in out


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("whatif", CASE, "--set", "requst=none"), "Did you mean request"),
        (("whatif", CASE, "--set", "request=perhaps"), "Expected one of none, bilateral"),
        (("whatif", CASE, "--set", "request=none", "--set", "instrument=deployment"), "cannot be"),
        (("whatif", CASE, "--set", "request=none", "--draws", "0"), "draws is 0; expected a whole number from 1"),
        (("whatif", "freedonia-1933", "--set", "request=none"), "No case 'freedonia-1933'"),
        (("whatif", CASE), "Nothing is changed"),
        (("whatif",), "No case is named"),
        (("whatif", CASE, "--set", "request=none", "--free", "trigger"), "only mobilisation_form and request can be drawn"),
        (("whatif", "--scenario", "no-such.toml"), "cannot be read"),
        (("simulate", "region", "--draws", "0"), "draws is 0"),
        (("simulate", "region", "--without", "SEATO"), "--without SEATO: no organisation of this region. Expected one of CSTO"),
        (("simulate", "region", "--patron", "Ruritania"), "No region of 'Ruritania'"),
        (("simulate", "region", "--from", "2030", "--to", "2020"), "years from 2030 to 2020"),
        (("simulate", "region", "--workers", "0"), "workers is 0"),
        (("play", CASE), "No side is named"),
        (("play", "--replay", "no-such.json"), "cannot be read"),
    ],
)
def test_wrong_usage_names_value_and_next_step(capsys, args, words):
    """Exit code 2, one line on standard error, nothing on standard output."""
    code, out, err = run(capsys, *args)
    assert code == 2 and words in err and "Traceback" not in err and not out.strip()


def test_variables_and_assumptions_are_listed(capsys):
    """What can be set, with values; what is assumed, with reasons and statements."""
    assert "request: none, bilateral, treaty, regional, disputed" in run(capsys, "whatif", "--variables")[1]
    out = run(capsys, "whatif", "--assumptions")[1]
    assert "strong_hand" in out and "[statements 75]" in out and max(map(len, out.splitlines())) <= 80


SMALL = ("simulate", "region", "--from", 2020, "--to", 2024, "--draws", 1100)


def test_region_is_told_with_its_limits(capsys):
    """Totals, states, the history beside it, and that the base is no census; with an organisation taken away, the difference."""
    code, out, _ = run(capsys, *SMALL, "--without", "CSTO")
    assert code == 0 and out.startswith("MODEL, NOT REPORT")
    for words in ("no census", "without CSTO", "difference", "Kazakhstan", "case base, same states and years", "nobody has seen that world"):
        assert words in out, words
    assert max(map(len, out.splitlines())) <= 80


def test_workers_do_not_change_the_numbers(capsys):
    """One and two processes print the same bytes."""
    one, two = (run(capsys, *SMALL, "--json", "--workers", n)[1] for n in (1, 2))
    assert one == two


def test_an_interrupted_run_goes_on_and_is_not_shown_as_complete(capsys, tmp_path, monkeypatch):
    """Interrupted after one chunk: exit code 130, no result, not marked complete; the same command makes the rest and ends like an undisturbed run."""
    out = tmp_path / "run"
    whole = run(capsys, *SMALL, "--json")[1]
    made, first = [], simulations._chunk

    def breaks(number, draws, seed):
        if made:
            raise KeyboardInterrupt
        made.append(number)
        return first(number, draws, seed)

    monkeypatch.setattr(simulations, "_chunk", breaks)
    code, printed, err = run(capsys, *SMALL, "--json", "--out", out)
    assert code == 130 and not printed and "goes on from there" in err
    assert json.loads((out / "run.json").read_text())["complete"] is False and not (out / "summary.json").exists()
    assert len(list(out.glob("base-*.npz"))) == 1
    again = []

    def counts(number, draws, seed):
        again.append(number)
        return first(number, draws, seed)

    monkeypatch.setattr(simulations, "_chunk", counts)
    code, printed, _ = run(capsys, *SMALL, "--json", "--out", out)
    assert code == 0 and printed == whole and again == [1, 2]
    assert json.loads((out / "run.json").read_text())["complete"] is True and (out / "summary.json").exists()


def test_a_folder_of_another_run_is_refused(capsys, tmp_path):
    """Chunks of other inputs do not mix; a folder with other files is left alone; half a chunk is named."""
    out = tmp_path / "run"
    assert run(capsys, *SMALL, "--json", "--out", out)[0] == 0
    code, _, err = run(capsys, *SMALL, "--seed", 5, "--out", out)
    assert code == 2 and "other inputs" in err
    (out / "base-0001.npz").write_bytes(b"half")
    assert "no whole chunk" in run(capsys, *SMALL, "--out", out)[2]
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("dear", encoding="utf-8")
    code, _, err = run(capsys, *SMALL, "--out", other)
    assert code == 2 and "holds other files" in err and (other / "letter.txt").exists()


def choices(tmp_path, *lines):
    file = tmp_path / "choices.txt"
    file.write_text("# ours\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return file


@pytest.mark.parametrize(("side", "lines", "seen"), [("incumbent", ("strong", "treaty"), "asks for force under the treaty"), ("patron", ("cover",), "-> cover (you)"), ("rival", ("2",), "-> words (you)")])
def test_a_run_is_saved_and_replayed_byte_for_byte(capsys, tmp_path, side, lines, seen):
    """What the file holds is what a replay prints."""
    saved = tmp_path / "run.json"
    code, out, _ = run(capsys, "play", CASE, "--side", side, "--choices", choices(tmp_path, *lines), "-o", saved)
    assert code == 0 and seen in out and "AFTERWARDS" in out and max(map(len, out.splitlines()[:-1])) <= 80
    code, again, _ = run(capsys, "play", "--replay", saved, "--json")
    assert code == 0 and again == saved.read_text(encoding="utf-8")
    text = run(capsys, "play", "--replay", saved)[1]
    assert out.splitlines()[:-2] == text.splitlines()[: len(out.splitlines()) - 2]


def test_a_changed_run_is_not_replayed(capsys, tmp_path):
    """A file that was changed, and one that is no run, are told apart."""
    saved = tmp_path / "run.json"
    run(capsys, "play", CASE, "--side", "patron", "--choices", choices(tmp_path, "cover"), "-o", saved)
    saved.write_text(saved.read_text(encoding="utf-8").replace('"outcome', '"0utcome', 1).replace("The patron", "The Patron"), encoding="utf-8")
    code, _, err = run(capsys, "play", "--replay", saved)
    assert code == 6 and "the file was changed" in err
    saved.write_text("{}", encoding="utf-8")
    code, _, err = run(capsys, "play", "--replay", saved)
    assert code == 1 and "no saved run" in err


def test_choices_that_end_or_are_wrong(capsys, tmp_path):
    """Nothing is saved; stage and valid choices are named."""
    saved = tmp_path / "run.json"
    code, _, err = run(capsys, "play", CASE, "--side", "incumbent", "--choices", choices(tmp_path, "soft"), "-o", saved)
    assert code == 2 and "No choice is left for the stage 'The incumbent'" in err and not saved.exists()
    code, _, err = run(capsys, "play", CASE, "--side", "patron", "--choices", choices(tmp_path, "invade"), "-o", saved)
    assert code == 2 and "'invade' is no choice here" in err and not saved.exists()
    saved.write_text("mine", encoding="utf-8")
    code, _, err = run(capsys, "play", CASE, "--side", "patron", "--choices", choices(tmp_path, "cover"), "-o", saved)
    assert code == 2 and "is there already" in err and saved.read_text(encoding="utf-8") == "mine"


def test_without_a_request_the_patron_cannot_send_troops_on_request(capsys, tmp_path):
    """The option is not offered where nobody asked."""
    args = ("play", CASE, "--set", "answer=repress", "--side", "patron", "-o", tmp_path / "r.json", "--choices")
    code, _, err = run(capsys, *args, choices(tmp_path, "deployment"))
    assert code == 2 and "'deployment' is no choice here. Expected one of none, cover, economic, technical, covert, force" in err


def test_note_for_a_dossier():
    """A draft that tells enough gets cards with their commands; one that tells nothing gets none."""
    from dragoman.records.cases import Draft, DraftField, Evidence

    spans = (Evidence(report="r", file="r.txt", start=0, end=4, words="Word"),)

    def drafted(**values):
        fields = tuple(DraftField(name=n, value=v, spans=spans, why="told") for n, v in values.items())
        return Draft(title="Freedonia", client_iso="FRD", patron_iso="RUS", fields=fields)

    known = {"client": "Freedonia", "patron": "Russia", "trigger": "price", "mobilisation_form": "riot", "regime": "closed", "clans": True, "request": "treaty", "treaty_tie": "collective", "accession": "none"}
    note = simulations.whatif_note(drafted(**known), place="d")
    assert note is not None and note.head.startswith("MODEL") and len(note.cards) == 3
    assert note.cards[0].command == "dragoman whatif d --set request=none" or "request=none" in {c.command[-12:] for c in note.cards}
    assert sum(c.mean for _, c in note.instruments) == pytest.approx(1) and note.cannot_know
    assert simulations.whatif_note(drafted(client="Freedonia", patron="Russia")) is None
    assert simulations.whatif_note(drafted(trigger="price")) is None


def test_scenarios_are_shipped_beside_the_code():
    """The five that the documentation names."""
    folder = Path(__file__).resolve().parent.parent.parent / "examples" / "scenarios"
    assert {p.stem for p in folder.glob("*.toml")} >= {"no-treaty", "request-refused", "accession-withdrawn", "kyrgyzstan-2010-answered", "no-purge"}
