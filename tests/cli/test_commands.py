"""The commands as a user types them."""

import json
import re
from pathlib import Path

import pytest

from dragoman.cli import COMMANDS, main

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "examples" / "kazakhstan-2022"
REPORT = "Oran protests grow\n\nORAN, 3 May 2021 — Police arrested 40 people on Monday, the interior ministry said. \"We will not yield,\" said Mira Oran.\n"


def run(capsys, *args):
    """Exit code, standard output, standard error."""
    with pytest.raises(SystemExit) as stop:
        main([str(a) for a in args])
    out, err = capsys.readouterr()
    return stop.value.code, out, err


@pytest.fixture
def reports(tmp_path):
    folder = tmp_path / "reports"
    folder.mkdir()
    (folder / "one.txt").write_text(REPORT, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def example(tmp_path_factory):
    out = tmp_path_factory.mktemp("example") / "dossier"
    with pytest.raises(SystemExit) as stop:
        main(["dossier", str(EXAMPLES), "-o", str(out), "--quiet"])
    assert stop.value.code == 0
    return out


def test_dossier_writes_a_folder_and_says_what_it_found(reports, tmp_path, capsys):
    """The result goes to standard output with the count law; nothing else is printed."""
    code, out, err = run(capsys, "dossier", reports, "-o", tmp_path / "d")
    assert code == 0
    assert err == ""
    assert "found 1 = used 1 + duplicates 0 + skipped 0 + failed 0" in out
    assert {p.name for p in (tmp_path / "d").iterdir()} == {"dossier.json", "dossier.html", "manifest.json", "tables"}


def test_dossier_reads_every_example(example):
    """All eight example reports are used, one of them a copy of another's origin; their README is no report."""
    dossier = json.loads((example / "dossier.json").read_text(encoding="utf-8"))
    assert dossier["coverage"]["counts"] == {"found": 9, "used": 8, "duplicates": 0, "skipped": 1, "failed": 0}
    assert len({r["origin"] for r in dossier["reports"]}) == 7


def test_json_is_one_object(reports, tmp_path, capsys):
    """With --json standard output is JSON and nothing else."""
    code, out, _ = run(capsys, "dossier", reports, "-o", tmp_path / "d", "--json")
    assert code == 0
    assert json.loads(out)["counts"]["used"] == 1


def test_standard_input(tmp_path, capsys, monkeypatch):
    """A report can be piped in."""
    import io

    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode())))
    code, out, _ = run(capsys, "dossier", "-", "-o", tmp_path / "d")
    assert code == 0
    assert "used 1" in out


def test_verify_passes_on_a_fresh_dossier(example, capsys):
    """Nothing has changed, and the inputs are the ones it was made from."""
    code, out, _ = run(capsys, "verify", example, "--reports", EXAMPLES)
    assert code == 0
    assert "All agree" in out


@pytest.mark.parametrize("what", ["text", "table", "missing"])
def test_verify_finds_a_change(example, tmp_path, capsys, what):
    """One changed byte anywhere ends with exit code 6 and names the file."""
    import shutil

    copy = tmp_path / "copy"
    shutil.copytree(example, copy)
    file = copy / "dossier.json" if what == "text" else sorted((copy / "tables").iterdir())[0]
    if what == "missing":
        file.unlink()
    else:
        file.write_bytes(file.read_bytes().replace(b"a", b"e", 1))
    code, out, err = run(capsys, "verify", copy)
    assert code == 6
    assert file.name in out
    assert "make it again with" in err


def test_show_fits_the_terminal(example, capsys):
    """Standard output is no terminal here, so lines hold at most 80 columns."""
    code, out, _ = run(capsys, "show", example)
    assert code == 0
    assert out.strip()
    assert max(len(line) for line in out.splitlines()) <= 80


def test_show_json_is_the_dossier(example, capsys):
    """--json prints dossier.json as it is."""
    code, out, _ = run(capsys, "show", example, "--json")
    assert code == 0
    assert out == (example / "dossier.json").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("args", "code", "says"),
    [
        (["dossier", "{missing}", "-o", "{out}"], 3, "missing: does not exist"),
        (["dossier", "{empty}", "-o", "{out}"], 3, "Nothing to read"),
        (["dossier", "{reports}", "-o", "{reports}"], 2, "no dossier of Dragoman's"),
        (["dossier", "{reports}"], 2, "-o"),
        (["dossier", "{reports}", "-o", "{out}", "--workers", "0"], 2, "workers"),
        (["dossier", "{reports}", "-o", "{out}", "--published", "soon"], 2, "YYYY-MM-DD"),
        (["dossier", "{reports}", "-o", "{out}", "--pipeline", "none_such"], 2, "installed"),
        (["show", "{empty}"], 2, "dragoman dossier"),
        (["verify", "{empty}"], 2, "dragoman dossier"),
        (["sing"], 2, "there are: dossier"),
        (["cases", "show", "kazakhstan"], 2, "dragoman cases list"),
    ],
)
def test_errors_name_the_value_and_the_next_step(args, code, says, reports, tmp_path, capsys):
    """Wrong usage ends with its code, an explanation on standard error, and no traceback."""
    (tmp_path / "empty").mkdir()
    places = {"missing": tmp_path / "missing", "empty": tmp_path / "empty", "reports": reports, "out": tmp_path / "out"}
    found, out, err = run(capsys, *[a.format(**places) for a in args])
    assert found == code
    assert says in err
    assert "Traceback" not in err + out


def test_nothing_is_written_when_nothing_was_read(tmp_path, capsys):
    """An empty folder leaves no dossier behind."""
    (tmp_path / "empty").mkdir()
    run(capsys, "dossier", tmp_path / "empty", "-o", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_some_inputs_failed(reports, tmp_path, capsys):
    """A broken input ends with exit code 4, named with its reason; the others are in the dossier."""
    (reports / "two.txt").write_bytes(b"\x00\x01\x02 binary \x00" * 50)
    code, out, err = run(capsys, "dossier", reports, "-o", tmp_path / "d")
    assert code == 4
    assert "used 1" in out
    assert "failed 1" in out
    assert "two.txt" in err


def test_a_second_run_waits_its_turn(reports, tmp_path, capsys):
    """A folder held by another run ends with exit code 5."""
    from dragoman.export.folder import hold

    with hold(tmp_path / "d"):
        code, _, err = run(capsys, "dossier", reports, "-o", tmp_path / "d")
    assert code == 5
    assert "in use" in err


def test_a_dossier_is_replaced_by_the_next(reports, tmp_path, capsys):
    """Writing into a folder of our own replaces what is there."""
    run(capsys, "dossier", reports, "-o", tmp_path / "d")
    (reports / "two.txt").write_text(REPORT.replace("40", "50"), encoding="utf-8")
    code, out, _ = run(capsys, "dossier", reports, "-o", tmp_path / "d")
    assert code == 0
    assert "used 2" in out
    assert run(capsys, "verify", tmp_path / "d")[0] == 0


def test_same_bytes_whatever_the_surroundings(tmp_path):
    """One and two workers, another locale and time zone: the same files."""
    import os
    import subprocess
    import sys

    seen = []
    for name, extra, args in [("a", {"LC_ALL": "C", "TZ": "UTC"}, []), ("b", {"LC_ALL": "tr_TR.UTF-8", "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "7"}, ["--workers", "2"])]:
        subprocess.run(
            [sys.executable, "-m", "dragoman", "dossier", str(EXAMPLES), "-o", str(tmp_path / name), *args],
            check=True, env={**os.environ, **extra}, cwd=tmp_path, capture_output=True,
        )
        seen.append({p.relative_to(tmp_path / name): p.read_bytes() for p in sorted((tmp_path / name).rglob("*")) if p.is_file()})
    assert seen[0] == seen[1]


def test_the_list_of_commands_is_true():
    """Every command has its module, and its first line is the one in the list."""
    import importlib

    for name, line in COMMANDS.items():
        command = importlib.import_module(f"dragoman.cli.{name.replace('-', '_')}").command
        assert re.sub(r"\s+", " ", command.help).startswith(line.rstrip(".")[:12])


def test_no_heavy_work_at_import():
    """`import dragoman` and the entry point load neither the parser nor numpy."""
    import subprocess
    import sys

    code = "import sys, dragoman, dragoman.cli; print([m for m in ('spacy', 'numpy', 'pydantic', 'rich', 'yaml') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
