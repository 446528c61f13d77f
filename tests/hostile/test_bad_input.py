"""Whatever comes in ends in a named state with its reason, the others are read, and nothing hangs.

Every hostile input is made here; none is kept on disk.
"""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from dragoman.records.documents import InputState
from dragoman.settings import Settings
from dragoman.sources.load import load

GOOD = "The king of Ruritania dismissed his cabinet on Monday and named a general to lead a new one, state television said."
PARAGRAPH = f"<p>{GOOD}</p><p>About 40 soldiers stayed in the castle of Zenda with the duke, who refused to leave it, radio said.</p>"

RUSSIAN = "Президент заявил, что войска покинут страну. "


def nested(depth: int) -> str:
    return "<html><body>" + "<div>" * depth + PARAGRAPH + "</div>" * depth + "</body></html>"


def surrogates() -> bytes:
    return json.dumps({"text": GOOD + " \ud800 \udfff end.", "title": "Half \udc00 a letter"}).encode()


CASES: dict[str, tuple[bytes, str, str]] = {
    "empty.txt": (b"", "skipped", "empty"),
    "blank.txt": (b" \n\t\n", "skipped", "empty"),
    "unseen.txt": ("\u200b\u202e\u200b".encode(), "skipped", "empty"),
    "word.txt": (b"Zenda", "skipped", "too short"),
    "binary.txt": (bytes(range(256)) * 10, "failed", "binary"),
    "image.txt": (b"\x89PNG\r\n\x1a\n" + b"\x00" * 50, "failed", "PNG"),
    "picture.png": (b"\x89PNG\r\n\x1a\n", "skipped", "unsupported"),
    "paper.pdf": (b"%PDF-1.4", "skipped", "unsupported"),
    "nosuffix": (GOOD.encode(), "skipped", "unsupported"),
    "western.txt": ("Café: ".encode("cp1252") + GOOD.encode(), "used", ""),
    "wrong-mark.txt": (b"\xff\xfe\x00", "failed", "cannot be decoded"),
    "wide.txt": (GOOD.encode("utf-16"), "used", ""),
    "nul.txt": (b"The king\x00 fell " + GOOD.encode(), "failed", "NUL"),
    "surrogates.jsonl": (surrogates(), "used", ""),
    "broken.jsonl": (b'{"text": "unfinished', "failed", "no JSON"),
    "deep.jsonl": (b"[" * 100_000, "failed", "no JSON"),
    "list.jsonl": (b'["text"]', "failed", "no text"),
    "furniture.txt": (b"Home | About | Contact\nSubscribe now\nShare this: Facebook Twitter\nLeave a Reply\n22 - 13 =", "skipped", "furniture"),
    "open-quotes.txt": (("“" + GOOD + " \"He said ‘so. " * 50).encode(), "used", ""),
    "one-paragraph.txt": ((GOOD + " ") .encode() * 1400, "used", ""),
    "one-word-line.txt": (b"a" * 150_000 + b" " + GOOD.encode(), "used", ""),
    "dashes.txt": (b"-" * 150_000 + b"\n" + GOOD.encode(), "used", ""),
    "capitals.txt": (b"ZENDA-" * 20_000 + b" " + GOOD.encode(), "used", ""),
    "brackets.txt": (b"(" * 60_000 + GOOD.encode() + b"[" * 60_000, "used", ""),
    "emoji.txt": (("🕯️👩‍👩‍👧‍👦 " * 50 + GOOD).encode(), "used", ""),
    "russian.html": (f'<html lang="ru"><body><p>{RUSSIAN * 20}</p></body></html>'.encode(), "skipped", "language: ru"),
    "markup.txt": (f"</script><script>alert(1)</script> in Zenda\n\n{GOOD} <img src=x onerror=alert(1)>".encode(), "used", ""),
    "yaml.txt": (b"---\na: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n---\n" + GOOD.encode(), "used", ""),
    "python.txt": (b"---\ntitle: !!python/object/apply:os.system ['true']\n---\n" + GOOD.encode(), "used", ""),
    "deep-300.html": (nested(300).encode(), "used", ""),
    "deep-20000.html": (nested(20_000).encode(), "used", "nested"),
    "unclosed.html": (("<a" * 50_000 + PARAGRAPH).encode(), "used", ""),
    "truncated.html": (f"<html><body><article>{PARAGRAPH}<p>cut in the mid".encode(), "used", ""),
    "blank.html": (b"<html><body><script>var x = 1;</script></body></html>", "failed", "no text"),
    "entities.html": (b'<!DOCTYPE x [<!ENTITY a "lol"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><html><body>' + PARAGRAPH.encode() + b"<p>&b;&b;&b;</p></body></html>", "used", ""),
}


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    """All cases in one folder, with a good report among them, read at once."""
    folder = tmp_path_factory.mktemp("hostile")
    for name, (data, _, _) in CASES.items():
        (folder / name).write_bytes(data)
    (folder / "zz-good.txt").write_text("The duke of Strelsau left his castle on Friday and went to Hentzau with forty of his men, radio said.")
    (folder / "meta.json").write_text("{broken")
    began = time.perf_counter()
    out = load([str(folder)], Settings())
    assert time.perf_counter() - began < 60
    return out


@pytest.mark.parametrize("name", sorted(CASES))
def test_each_input_ends_in_its_state(loaded, name):
    """The state and the reason are as expected."""
    _, state, why = CASES[name]
    found = [i for i in loaded.inputs if i.file.split("#")[0] == name]
    assert len(found) == 1
    if found[0].state is InputState.DUPLICATE:
        assert state == "used" and found[0].report is not None
        return
    assert found[0].state.value == state, found[0]
    assert why in found[0].reason


def test_the_good_report_is_read_and_the_broken_sidecar_is_named(loaded):
    """One bad item costs that item."""
    assert any(r.file == "zz-good.txt" for r in loaded.reports)
    (sidecar,) = [i for i in loaded.inputs if i.file == "meta.json"]
    assert sidecar.state is InputState.FAILED and "cannot be used" in sidecar.reason


def test_the_count_law_holds(loaded):
    """found = used + duplicates + skipped + failed, and used are the reports."""
    assert len(loaded.inputs) == len(CASES) + 2
    assert sum(i.state is InputState.USED for i in loaded.inputs) == len(loaded.reports)
    assert len({r.id for r in loaded.reports}) == len(loaded.reports)


def test_texts_can_be_written_and_hold_nothing_unseen(loaded):
    """No surrogates, overrides or NUL are left; the text is never empty."""
    for report in loaded.reports:
        report.text.encode("utf-8")
        assert report.text.strip() and not set("\x00\u202e\u200b\r") & set(report.text)
        assert 0 <= report.body < len(report.text)
        json.dumps(report.title)


def test_a_large_file_fails_with_the_limit(tmp_path):
    """The limit is named; nothing of the file is held in memory."""
    (tmp_path / "large.txt").write_bytes(b"x" * 5000)
    (found,) = load([str(tmp_path / "large.txt")], Settings(max_bytes=1000)).inputs
    assert found.state is InputState.FAILED and "1000 bytes" in found.reason


def test_a_long_report_is_truncated_and_says_so(tmp_path):
    """What is over the limit is cut at the end of a sentence."""
    (tmp_path / "long.txt").write_text("\n\n".join(f"{n}. {GOOD}" for n in range(100)))
    loaded = load([str(tmp_path)], Settings(max_characters=2000))
    (report,) = loaded.reports
    assert report.truncated and len(report.text) <= 2000 and report.text.endswith(".")
    assert loaded.inputs[0].state is InputState.USED and "truncated" in loaded.inputs[0].reason


def test_a_page_that_takes_too_long_is_stopped(tmp_path):
    """The child is killed and the page fails with the limit; files of other kinds are read."""
    (tmp_path / "a.html").write_text("<html><body>" + "<a href=x>y</a> " * 60_000 + "</body></html>")
    (tmp_path / "b.txt").write_text(GOOD)
    loaded = load([str(tmp_path)], Settings(max_seconds=0.02))
    first, second = loaded.inputs
    assert (first.state, second.state) == (InputState.FAILED, InputState.USED)
    assert "0.02 seconds" in first.reason


@pytest.mark.parametrize(
    "page",
    ["<" * 1_000_000, "<a " * 300_000, "<meta " * 300_000, "<!-- " * 300_000, "<script>" * 200_000, "<nav>" * 200_000, "&amp" * 500_000, "<a href='" * 200_000],
)
def test_the_plain_reading_of_a_page_is_linear(page):
    """What is used when the extractor gives up must not give up itself; processor time, for the machine may be busy."""
    from dragoman.sources.page_child import depth_of, metadata, visible

    began = time.process_time()
    page = f"<html><body>{PARAGRAPH}{page}"
    assert visible(page).startswith("The king of Ruritania")
    depth_of(page)
    metadata(page)
    assert time.process_time() - began < 30, "a quadratic reading takes many minutes"


def test_a_page_that_takes_too_much_memory_fails(tmp_path):
    """The limit is the child's, not the run's."""
    (tmp_path / "a.html").write_text(f"<html><body>{PARAGRAPH * 20_000}</body></html>")
    (tmp_path / "b.txt").write_text(GOOD)
    loaded = load([str(tmp_path)], Settings(max_memory=200_000_000))
    assert loaded.inputs[0].state is InputState.FAILED and "memory" in loaded.inputs[0].reason
    assert loaded.inputs[1].state is InputState.USED


def test_a_file_that_may_not_be_opened_fails(tmp_path, monkeypatch):
    """The system's reason is given on."""
    (tmp_path / "a.txt").write_text(GOOD)
    opened = Path.open

    def refuse(self, *args, **more):
        if self.name == "a.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **more)

    monkeypatch.setattr(Path, "open", refuse)
    (found,) = load([str(tmp_path)], Settings()).inputs
    assert found.state is InputState.FAILED and "Permission denied" in found.reason


def test_what_is_not_there_fails_and_an_empty_folder_gives_nothing(tmp_path):
    """A wrong path is named; an empty folder has no inputs."""
    (found,) = load([str(tmp_path / "no.txt")], Settings()).inputs
    assert found.state is InputState.FAILED and "does not exist" in found.reason
    assert load([str(tmp_path)], Settings()).inputs == ()


def test_links_out_of_the_folder_are_not_followed(tmp_path):
    """A link to a file or folder outside, a broken link and a circle are skipped with the reason."""
    inside, outside = tmp_path / "in", tmp_path / "out"
    inside.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text(GOOD)
    (inside / "a.txt").symlink_to(outside / "secret.txt")
    (inside / "b").symlink_to(outside)
    (inside / "c.txt").symlink_to(inside / "nothing.txt")
    (inside / "d").symlink_to(inside)
    loaded = load([str(inside)], Settings())
    assert not loaded.reports
    assert {i.state for i in loaded.inputs} == {InputState.SKIPPED} and len(loaded.inputs) == 4
    assert all("link" in i.reason for i in loaded.inputs)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_named_pipe_does_not_hang(tmp_path):
    """What is no regular file is not opened."""
    os.mkfifo(tmp_path / "a.txt")
    (found,) = load([str(tmp_path)], Settings()).inputs
    assert found.state is InputState.FAILED and "regular" in found.reason


def test_lines_beyond_the_limit_are_counted(tmp_path):
    """The rest of a long JSONL file is one skipped input that says how many lines it stands for."""
    (tmp_path / "a.jsonl").write_text("\n".join(json.dumps({"text": f"{GOOD} Number {n}."}) for n in range(5)))
    loaded = load([str(tmp_path)], Settings(max_items=3))
    assert len(loaded.reports) == 3
    assert loaded.inputs[-1].state is InputState.SKIPPED and "2 lines" in loaded.inputs[-1].reason


@pytest.mark.parametrize("name", ["one-paragraph.txt", "open-quotes.txt", "dashes.txt", "emoji.txt", "brackets.txt", "one-word-line.txt"])
def test_hostile_text_can_be_read(name, nlp, tmp_path):
    """Parsing and the reading rules come through; the report has sentences inside its text."""
    from dragoman.reading.pipeline import parse
    from dragoman.reading.sentences import find_sentences

    (tmp_path / name).write_bytes(CASES[name][0][:30_000] + b" " + GOOD.encode())
    (report,) = load([str(tmp_path)], Settings()).reports
    for sentence in find_sentences(report, parse(report, nlp)):
        assert 0 <= sentence.start < sentence.end <= len(report.text)
