"""--html, --svg and --bars of the commands of the model."""

import pytest
from click.testing import CliRunner

from dragoman.cli import cli


def run(*args):
    return CliRunner().invoke(cli, list(args))


def test_validate_draws_page_files_and_bars(tmp_path):
    """The page says model; each picture is a file; the same call gives the same bytes."""
    html, svg = tmp_path / "v.html", tmp_path / "svg"
    first = run("validate", "--html", str(html), "--svg", str(svg), "--bars")
    assert first.exit_code == 0, first.output
    assert "(model, not report)" in first.output
    assert {p.name for p in svg.iterdir()} == {"calibration.svg", "gain-instrument.svg", "gain-outcome.svg"}
    page = html.read_bytes()
    assert b"Model, not report" in page
    run("validate", "--html", str(html))
    assert html.read_bytes() == page


@pytest.mark.parametrize(("args", "said"), [(("--html", "nowhere/x.html"), "folder that is there"), (("--bars", "--json"), "Leave one of them out")])
def test_what_cannot_be_written_is_refused_first(args, said):
    """Before anything is run."""
    found = run("validate", *args)
    assert found.exit_code == 2 or found.exception is not None
    assert said in (found.output + str(found.exception or ""))
