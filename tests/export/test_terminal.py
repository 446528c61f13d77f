"""The dossier in a terminal."""

from __future__ import annotations

import dataclasses
import io

import pytest
from rich.console import Console

from dragoman.dossier.summary import in_short
from dragoman.export.terminal import render
from factory import empty_dossier, many_reports, report, rich_dossier


def printed(dossier, width=80, **options):
    out = io.StringIO()
    render(dossier, Console(file=out, width=width, highlight=False, **options))
    return out.getvalue()


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("dossier", [in_short(rich_dossier()), many_reports(30), empty_dossier()], ids=["rich", "many", "empty"])
def test_lines_fit_the_width(dossier, width):
    """Nothing runs over the side."""
    assert max(map(len, printed(dossier, width).splitlines())) <= width


def test_all_parts_are_told():
    """The same account as the page: matters, holders, reasons, wordings, sources, inputs."""
    text = printed(in_short(rich_dossier()), 100)
    for words in ("IN SHORT", "DISAGREE", "about 1,800", "Civic Front", "why: Ranges", "TIMELINE", "≈", "ACTORS", "same origin as 1", "found 6 = used 3", "notes.pdf"):
        assert words in text


def test_report_text_cannot_act_on_the_terminal():
    """Escape sequences, console markup and direction marks of a report do nothing."""
    dossier = rich_dossier()
    hostile = dataclasses.replace(report("r1"), outlet="\x1b]0;owned\x07[bold red]Courier[/]\u202e")
    text = printed(dataclasses.replace(dossier, reports=(hostile, *dossier.reports[1:])))
    assert "\x1b" not in text and "\x07" not in text and "\u202e" not in text
    assert "[bold red]" in text


def test_no_color_is_respected(monkeypatch):
    """With NO_COLOR a terminal gets words without colour."""
    monkeypatch.setenv("NO_COLOR", "1")
    text = printed(in_short(rich_dossier()), force_terminal=True)
    assert "\x1b[31m" not in text and "\x1b[32m" not in text
