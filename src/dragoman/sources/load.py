"""Files, folders and standard input to reports; every input ends in a named state."""

from __future__ import annotations

import datetime as dt
import json
import stat
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dragoman.errors import SourceError
from dragoman.records.documents import Input, InputState, Loaded, Report
from dragoman.settings import Settings
from dragoman.sources.compose import Known, compose
from dragoman.sources.dates import Printed
from dragoman.sources.decode import decode
from dragoman.sources.duplicates import find_origins
from dragoman.sources.languages import language_of
from dragoman.sources.pages import PageReader
from dragoman.sources.publication import metadata_day, narrow_all
from dragoman.sources.sidecars import SIDECAR, Meta, front_matter, meta_of, plain_markdown, read_sidecar
from dragoman.text.hashing import sha256
from dragoman.text.normalise import clean

TEXTS = frozenset((".txt", ".text"))
MARKDOWN = frozenset((".md", ".markdown"))
PAGES = frozenset((".html", ".htm", ".xhtml"))
LINES = frozenset((".jsonl", ".ndjson"))
LOOK_AHEAD = 2
"""Times the limit of characters that are gone through for furniture; what comes after is not looked at."""
FEWEST_WORDS = 4
"""Words below which a text is no report."""


ABOUT_THE_FOLDER = frozenset({"README", "LICENSE", "LICENCE", "NOTICE", "CHANGELOG"})
"""Stems of files that tell about a folder; one is read all the same when it is named itself."""


@dataclass(frozen=True, slots=True)
class Found:
    """One file or line before it is read: `name` is how the dossier names it."""

    name: str
    path: Path | None
    entry: dict[str, Any]
    problem: str | None = None
    """Why it is not even opened."""
    state: InputState = InputState.SKIPPED


def load(paths: Sequence[str], settings: Settings, *, outlet: str | None = None, published: dt.date | None = None, stdin: bytes | None = None) -> Loaded:
    """All reports under the paths, in the order of the paths and of file names within a folder.

    Args:
        paths: files and folders; "-" stands for standard input, whose bytes are given in `stdin`.
        outlet: outlet of reports that name none.
        published: day of publication of reports that state none.
    """
    with PageReader(settings) as pages:
        loader = _Loader(settings, pages, outlet, published)
        for found in _name_apart(_find(paths, settings)):
            loader.take(found, stdin or b"")
    reports = narrow_all(find_origins(loader.reports), loader.printed)
    return Loaded(reports=tuple(reports), inputs=tuple(loader.inputs))


def _find(paths: Sequence[str], settings: Settings) -> list[Found]:
    """Every input under the paths; sidecars are not among them, unless one is broken."""
    out: list[Found] = []
    sidecars: dict[Path, dict[str, dict[str, Any]]] = {}

    def entries(folder: Path) -> dict[str, dict[str, Any]]:
        if folder not in sidecars:
            sidecars[folder], problem = read_sidecar(folder, settings.max_bytes)
            if problem:
                out.append(Found(SIDECAR, folder / SIDECAR, {}, problem, InputState.FAILED))
        return sidecars[folder]

    for word in paths:
        if word == "-":
            out.append(Found("-", None, {}))
            continue
        path = Path(word)
        if not path.is_dir():
            out.append(Found(path.name, path, entries(path.parent).get(path.name, {})))
            continue
        top = entries(path)
        for file, problem in _walk(path):
            if problem is None and file.suffix.lower() == ".json":
                continue
            inner = entries(file.parent).get(file.name) if problem is None else None
            relative = file.relative_to(path).as_posix()
            out.append(Found(file.name if problem is None else relative, file, inner or top.get(relative, {}), problem))
    return out


def _walk(top: Path) -> Iterator[tuple[Path, str | None]]:
    """Files under a folder in the order of their names, with the reason why one is passed over; links out of it are not followed."""
    root = top.resolve()
    waiting = [top]
    while waiting:
        folder = waiting.pop()
        try:
            names = sorted(path.name for path in folder.iterdir())
        except OSError as problem:
            yield folder, f"cannot be opened ({problem.strerror})"
            continue
        folders = []
        for name in names:
            path = folder / name
            if name.startswith("."):
                yield path, "hidden"
            elif path.stem.upper() in ABOUT_THE_FOLDER and path.is_file():
                yield path, "is about the folder, no report"
            elif path.is_symlink() and not path.exists():
                yield path, "is a broken link"
            elif path.is_symlink() and not _inside(path, root):
                yield path, "is a link that leads out of the folder"
            elif path.is_symlink() and path.is_dir():
                yield path, "is a link to a folder"
            elif path.is_dir():
                folders.append(path)
            else:
                yield path, None
        waiting.extend(reversed(folders))


def _inside(path: Path, root: Path) -> bool:
    try:
        return path.resolve(strict=True).is_relative_to(root)
    except (OSError, RuntimeError):
        return False


def _name_apart(found: list[Found]) -> list[Found]:
    """Base names, except where two inputs share one: these are named by their path from the folder above."""
    names = Counter(f.name for f in found)
    return [replace(f, name=f"{f.path.parent.name}/{f.name}") if f.path is not None and names[f.name] > 1 and f.path.parent.name else f for f in found]


class _Loader:
    """Takes inputs one after the other and keeps reports, states and what was seen before."""

    def __init__(self, settings: Settings, pages: PageReader, outlet: str | None, published: dt.date | None) -> None:
        self.settings = settings
        self.pages = pages
        self.outlet = outlet
        self.published = published
        self.reports: list[Report] = []
        self.inputs: list[Input] = []
        self.printed: dict[str, tuple[Printed, str]] = {}
        self._by_id: dict[str, Report] = {}
        self._by_bytes: dict[tuple[str, str | None], Report] = {}

    def take(self, found: Found, stdin: bytes) -> None:
        """Read one input to its state; a problem with it costs that input alone."""
        if found.problem is not None:
            self._note(found.name, found.state, found.problem)
            return
        suffix = found.path.suffix.lower() if found.path is not None else ""
        if found.path is not None and suffix not in TEXTS | MARKDOWN | PAGES | LINES:
            if found.path.exists():
                kind = f"files of the kind {suffix!r}" if suffix else "files without a suffix"
                self._note(found.name, InputState.SKIPPED, f"unsupported: {kind} are not read")
            else:
                self._note(found.name, InputState.FAILED, "does not exist")
            return
        data = b""
        try:
            data = stdin if found.path is None else _bytes(found.path, found.name, self.settings.max_bytes)
            if len(data) > self.settings.max_bytes:
                raise SourceError(found.name, f"is larger than the limit of {self.settings.max_bytes} bytes")
            if not data.strip():
                self._note(found.name, InputState.SKIPPED, "empty", data)
                return
            suffix = suffix or _kind(data)
            if suffix in LINES:
                self._lines(found, data)
            else:
                self._one(found, data, suffix)
        except SourceError as problem:
            self._note(found.name, InputState.FAILED, problem.reason, data or None)

    def _one(self, found: Found, data: bytes, suffix: str) -> None:
        """One file that is one report."""
        page = suffix in PAGES
        text, encoding = decode(data, found.name, page=page)
        side = meta_of(found.entry)
        entry: dict[str, Any] = {}
        note, declared, page_day, is_text = "", side.language, None, False
        if page:
            got = self.pages.read(text, found.name)
            text, note, is_text, page_day = got.text, got.note, True, metadata_day(got.date)
            entry = {"outlet": got.outlet, "title": got.title, "url": got.url, "byline": got.byline, "language": got.language}
        else:
            entry, text = front_matter(text.replace("\r\n", "\n").lstrip("\ufeff"))
            page_day = metadata_day(entry.get("published"))
            is_text = True
            if suffix in MARKDOWN:
                text = plain_markdown(text)
        own = meta_of({k: v for k, v in entry.items() if k != "published"})
        declared = declared or own.language
        known = Known(
            outlet=side.outlet or own.outlet or self.outlet,
            title=own.title or side.title,
            url=side.url or own.url,
            wire=side.wire or own.wire,
            byline=own.byline or side.byline,
            sidecar_day=side.published,
            where=SIDECAR,
            page_day=page_day,
            argument_day=self.published,
            title_is_text=is_text and own.title is not None,
        )
        self._report(found.name, text, known, data, encoding, declared, [*side.problems, note])

    def _lines(self, found: Found, data: bytes) -> None:
        """A JSONL file: each line that is not blank is an input of its own."""
        text, encoding = decode(data, found.name)
        lines = [(n, line) for n, line in enumerate(text.split("\n"), 1) if line.strip()]
        for n, line in lines[: self.settings.max_items]:
            name = f"{found.name}#{n}"
            raw = line.encode("utf-8", "surrogatepass")
            try:
                record = json.loads(line.strip().lstrip("\ufeff"))
            except (ValueError, RecursionError) as problem:
                self._note(name, InputState.FAILED, f"is no JSON: {str(problem)[:120]}", raw)
                continue
            if not isinstance(record, dict) or not isinstance(record.get("text"), str):
                self._note(name, InputState.FAILED, 'has no text: expected an object with a string "text"', raw)
                continue
            if not record["text"].strip():
                self._note(name, InputState.SKIPPED, "empty", raw)
                continue
            meta: Meta = meta_of(record)
            known = Known(
                outlet=meta.outlet or self.outlet,
                title=meta.title,
                url=meta.url,
                wire=meta.wire,
                byline=meta.byline,
                sidecar_day=meta.published,
                where="the record",
                argument_day=self.published,
                title_is_text=True,
            )
            self._report(name, record["text"], known, raw, encoding, meta.language, list(meta.problems))
        beyond = lines[self.settings.max_items :]
        if beyond:
            reason = f"{len(beyond)} lines beyond the limit of {self.settings.max_items} are not read"
            self._note(f"{found.name}#{beyond[0][0]}-", InputState.SKIPPED, reason)

    def _report(self, name: str, text: str, known: Known, data: bytes, encoding: str, declared: str | None, notes: list[str]) -> None:
        """A text and what is known of it to a report, or to the reason why it is none."""
        digest = sha256(data)
        most = LOOK_AHEAD * self.settings.max_characters
        twin = self._by_bytes.get((digest, known.outlet))
        if twin is not None:
            self._note(name, InputState.DUPLICATE, f"same bytes as {twin.file}", data, report=twin.id)
            return
        plain = clean(text[: most + 1000])
        words = len(plain.split())
        if words < FEWEST_WORDS:
            what = "empty" if not words else f"too short: {words} word{'s' if words > 1 else ''}"
            self._note(name, InputState.SKIPPED, what, data)
            return
        language = language_of(plain, declared)
        if language != "en":
            self._note(name, InputState.SKIPPED, f"language: {language}", data, language=language)
            return
        composed = compose(plain, known, file=name, encoding=encoding, most=self.settings.max_characters)
        report = composed.report if composed is not None else None
        if report is not None and len(text) > most:
            report = replace(report, truncated=True)
        if composed is None or report is None or len(report.text.split()) < FEWEST_WORDS:
            self._note(name, InputState.SKIPPED, "nothing but page furniture", data)
            return
        same = self._by_id.get(report.id)
        if same is not None:
            self._note(name, InputState.DUPLICATE, f"same outlet and same text as {same.file}", data, report=same.id)
            return
        if report.truncated:
            notes.append(f"truncated: of {len(text):,} characters {len(report.text):,} are read")
        self._by_id[report.id] = self._by_bytes[digest, known.outlet] = report
        self.reports.append(report)
        if composed.printed is not None:
            self.printed[report.id] = composed.printed
        self._note(name, InputState.USED, "; ".join(n for n in notes if n), data, report=report.id, language="en")

    def _note(self, name: str, state: InputState, reason: str, data: bytes | None = None, *, report: str | None = None, language: str | None = None) -> None:
        digest, size = (sha256(data), len(data)) if data is not None else (None, None)
        shown = name.encode("utf-8", "replace").decode()
        self.inputs.append(Input(file=shown, state=state, reason=reason, report=report, sha256=digest, size=size, language=language))


def _bytes(path: Path, name: str, most: int) -> bytes:
    """The bytes of a regular file.

    Raises:
        SourceError: it cannot be opened, is no regular file, or is too large.
    """
    try:
        what = path.stat()
        if not stat.S_ISREG(what.st_mode):
            raise SourceError(name, "is no regular file")
        if what.st_size > most:
            raise SourceError(name, f"is larger than the limit of {most} bytes ({what.st_size})")
        with path.open("rb") as file:
            return file.read(most + 1)
    except FileNotFoundError:
        raise SourceError(name, "does not exist") from None
    except OSError as problem:
        raise SourceError(name, f"cannot be opened ({problem.strerror})") from None


def _kind(data: bytes) -> str:
    """What standard input holds, told by its first characters."""
    start = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"<head", b"<body")):
        return ".html"
    first = data.lstrip(b"\xef\xbb\xbf \t\r\n").split(b"\n", 1)[0]
    if first.startswith(b"{"):
        try:
            if isinstance(json.loads(first), dict):
                return ".jsonl"
        except (ValueError, RecursionError):
            pass
    return ".txt"
