"""Files, folders, lines and standard input: each input in a named state, in a fixed order."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from dragoman.records.documents import InputState, PublishedBasis
from dragoman.settings import Settings
from dragoman.sources.load import load

BODY = "The king of Ruritania dismissed his cabinet on Monday and named a general to lead a new one, state television said."
MORE = "The duke of Strelsau refused to leave his castle, and about 40 soldiers loyal to him stayed there with him."


def run(*paths, **more):
    return load([str(p) for p in paths], Settings(), **more)


def states(loaded):
    return {i.file: (i.state.value, i.reason) for i in loaded.inputs}


def test_a_folder_is_read_in_the_order_of_names_with_its_sidecar(tmp_path):
    """Sidecars describe and are no inputs; files below come after the files of the folder."""
    (tmp_path / "b.txt").write_text(BODY)
    (tmp_path / "a.md").write_text(f"# King dismisses his cabinet\n\n**{BODY}**\n\n[more](http://x.example/y)")
    (tmp_path / "gold.json").write_text("[]")
    (tmp_path / "meta.json").write_text(
        json.dumps([{"file": "b.txt", "outlet": "Herald", "published": "2019-05-09", "wire": "AP", "url": "https://x.example/1"}, {"file": "sub/c.txt", "outlet": "Post"}])
    )
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "c.txt").write_text(MORE)
    loaded = run(tmp_path)
    assert [r.file for r in loaded.reports] == ["a.md", "b.txt", "c.txt"]
    markdown, text, below = loaded.reports
    assert markdown.title == "King dismisses his cabinet" and "**" not in markdown.text and "http" not in markdown.text
    assert (text.outlet, text.wire, text.url, text.published) == ("Herald", "AP", "https://x.example/1", dt.date(2019, 5, 9))
    assert below.outlet == "Post"
    assert {i.state for i in loaded.inputs} == {InputState.USED}


def test_jsonl_lines_are_inputs_of_their_own(tmp_path):
    """A broken line costs that line; names count lines from one."""
    (tmp_path / "feed.jsonl").write_text(
        "\n".join([json.dumps({"text": BODY, "title": "King dismisses cabinet", "outlet": "Herald", "published": "2019-05-09T10:00:00Z"}), "{broken", "", '{"text": 3}', '{"text": " "}', "[1]"])
    )
    loaded = run(tmp_path)
    assert {k: v[0] for k, v in states(loaded).items()} == {
        "feed.jsonl#1": "used",
        "feed.jsonl#2": "failed",
        "feed.jsonl#4": "failed",
        "feed.jsonl#5": "skipped",
        "feed.jsonl#6": "failed",
    }
    (report,) = loaded.reports
    assert report.text == f"King dismisses cabinet\n\n{BODY}"
    assert report.published_basis is PublishedBasis.GIVEN


@pytest.mark.parametrize(
    "header",
    ["---\ntitle: King dismisses his cabinet\noutlet: Herald\ndate: 2019-05-09\n---\n", "Title: King dismisses his cabinet\nOutlet: Herald\nDate: 9 May 2019\n\n"],
)
def test_front_matter_describes_the_text_below(tmp_path, header):
    """A header is no part of the body."""
    (tmp_path / "a.txt").write_text(header + BODY)
    (report,) = run(tmp_path).reports
    assert (report.title, report.outlet, report.published) == ("King dismisses his cabinet", "Herald", dt.date(2019, 5, 9))
    assert report.text == f"King dismisses his cabinet\n\n{BODY}"


def test_a_page_gives_text_and_metadata(tmp_path):
    """Headline, body, outlet, day and address come from the page; menus and scripts do not."""
    (tmp_path / "a.html").write_text(
        '<!doctype html><html lang="en"><head><title>x</title><meta property="article:published_time" content="2019-05-09T10:00:00Z">'
        '<meta property="og:site_name" content="Herald"><meta property="og:url" content="https://x.example/1"></head><body><nav>Home News</nav>'
        f"<article><h1>King dismisses his cabinet</h1><p>{BODY}</p><p>{MORE}</p></article><script>alert(1)</script><footer>Imprint</footer></body></html>"
    )
    (report,) = run(tmp_path).reports
    assert report.text.startswith(f"King dismisses his cabinet\n\n{BODY}")
    assert (report.outlet, report.url, report.published, report.published_basis) == ("Herald", "https://x.example/1", dt.date(2019, 5, 9), PublishedBasis.STATED)
    assert "alert" not in report.text and "Imprint" not in report.text


def test_standard_input_is_told_by_its_form():
    """Text, JSONL and pages come through one door."""
    assert run("-", stdin=BODY.encode()).reports[0].file == "-"
    assert [r.file for r in run("-", stdin=json.dumps({"text": BODY}).encode()).reports] == ["-#1"]
    assert run("-", stdin=f"<html><body><p>{BODY}</p><p>{MORE}</p></body></html>".encode()).reports[0].text.count("<") == 0
    assert states(run("-", stdin=b"")) == {"-": ("skipped", "empty")}


def test_duplicates_name_what_they_repeat(tmp_path):
    """The same text of one outlet is read once; of another outlet it is a copy of one origin."""
    (tmp_path / "a.txt").write_text(BODY)
    (tmp_path / "b.txt").write_text(BODY)
    (tmp_path / "c.txt").write_text(BODY + "\r\n")
    (tmp_path / "d.txt").write_text(BODY)
    (tmp_path / "meta.json").write_text(json.dumps([{"file": "d.txt", "outlet": "Post"}]))
    loaded = run(tmp_path)
    assert states(loaded)["b.txt"] == ("duplicate", "same bytes as a.txt")
    assert states(loaded)["c.txt"] == ("duplicate", "same outlet and same text as a.txt")
    assert [r.file for r in loaded.reports] == ["a.txt", "d.txt"]
    assert len({r.origin for r in loaded.reports}) == 1


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Президент заявил в понедельник, что войска покинут страну после завершения операции, сообщает агентство.", "ru"),
        ("El presidente dijo el lunes que las tropas se irán del país cuando termine la operación, según la agencia estatal.", "es"),
        ("Le président a déclaré lundi que les troupes quitteraient le pays à la fin de l'opération, selon l'agence.", "fr"),
        ("أعلن الرئيس يوم الاثنين أن القوات ستغادر البلاد بعد انتهاء العملية حسب ما ذكرت وكالة الأنباء الرسمية", "ar"),
    ],
)
def test_other_languages_are_named_and_not_read(tmp_path, text, language):
    """A report that is not in English is kept in the list with its language."""
    (tmp_path / "a.txt").write_text(text)
    loaded = run(tmp_path)
    assert not loaded.reports
    assert (loaded.inputs[0].state, loaded.inputs[0].language, loaded.inputs[0].reason) == (InputState.SKIPPED, language, f"language: {language}")


def test_two_files_of_one_name_are_told_apart(tmp_path):
    """Base names, except where two inputs share one."""
    for folder, text in (("x", BODY), ("y", MORE)):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "01.txt").write_text(text)
    assert [r.file for r in run(tmp_path).reports] == ["x/01.txt", "y/01.txt"]


@pytest.mark.shared
def test_the_founding_reports_lose_their_debris():
    """No figure of the captcha survives; the year of the undated reports is inferred and said so."""
    from tests.conftest import shared_path

    loaded = run(shared_path() / "reports" / "kazakhstan-2022")
    assert len(loaded.reports) == 2
    for report in loaded.reports:
        assert "22 − 13" not in report.text and "/srv/" not in report.text and "Leave a Reply" not in report.text
        assert report.published_basis is PublishedBasis.INFERRED
        assert report.anchor_start is not None and report.anchor_start.year == 2022
    assert loaded.reports[1].anchor_start == dt.date(2022, 1, 10)
