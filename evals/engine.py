"""The library as the tracks call it: text in, report, parse and reading out."""

from __future__ import annotations

import datetime as dt
import pickle
from dataclasses import dataclass
from pathlib import Path

from dragoman.reading.gate import admit
from dragoman.reading.pipeline import load_pipeline, parse
from dragoman.reading.readers import Rules
from dragoman.records.documents import PublishedBasis, Report
from dragoman.records.parses import Parse
from dragoman.records.readings import Reading
from dragoman.settings import Settings
from dragoman.text.hashing import content_id


@dataclass(frozen=True, slots=True)
class Read:
    """One text as the library read it."""

    report: Report
    parse: Parse
    reading: Reading
    failed: str = ""
    """What the reader stumbled over; the reading is empty then."""


class Engine:
    """Reads texts with the rules of the library; parses can be kept on disk, since only rules change between runs."""

    def __init__(self, cache: Path | None = None) -> None:
        self._cache = cache
        self._pipeline = Settings.load().pipeline
        self._rules = Rules()

    def read(self, text: str, *, name: str, published: str | None = None, title: str = "") -> Read:
        """The library's reading of a text, whose characters are taken as they are.

        Args:
            published: ISO date; anything longer is cut to the day.
            title: where the text begins with it, that line is marked as the headline.
        """
        day = dt.date.fromisoformat(published[:10]) if published else None
        body = len(text) - len(text[len(title) :].lstrip(" .\n")) if title and text.startswith(title) else 0
        rid = content_id("r", text, name)
        basis = PublishedBasis.GIVEN if day else PublishedBasis.UNKNOWN
        report = Report(id=rid, file=name, text=text, body=body, origin=content_id("o", rid), title=title or None, published=day, published_basis=basis)
        parsed = self.parse(report)
        try:
            return Read(report, parsed, admit(self._rules.propose(report, parsed), report))
        except Exception as problem:  # a stage that fails costs this document its items, and is counted
            return Read(report, parsed, Reading(report=rid), failed=f"{type(problem).__name__}: {problem}")

    def parse(self, report: Report) -> Parse:
        if self._cache is None:
            return parse(report, load_pipeline(self._pipeline))
        path = self._cache / f"{content_id('p', self._pipeline, report.text, report.body, length=24)}.pickle"
        if path.exists():
            kept: Parse = pickle.loads(path.read_bytes())
            return kept
        made = parse(report, load_pipeline(self._pipeline))
        self._cache.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{content_id('t', id(made))}")
        part.write_bytes(pickle.dumps(made, protocol=5))
        part.replace(path)
        return made
