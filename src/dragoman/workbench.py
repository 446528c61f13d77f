"""The one composer: knows the order of stages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from dragoman.dossier.assemble import assemble
from dragoman.errors import NothingToReadError
from dragoman.reading.gate import admit
from dragoman.reading.pipeline import load_pipeline, parse
from dragoman.reading.readers import Rules
from dragoman.reconciling.resolver import reconcile
from dragoman.records.documents import Report
from dragoman.records.dossiers import Dossier
from dragoman.records.readings import Reading
from dragoman.settings import Settings
from dragoman.sources.load import load

Progress = Callable[[str, int, int], None]
"""Called with the name of the stage, how many are done, and how many there are."""


class Workbench:
    """Runs the stages over reports under one set of settings."""

    def __init__(self, settings: Settings | None = None, *, progress: Progress | None = None) -> None:
        self.settings = settings or Settings.load()
        self._progress: Progress = progress or (lambda stage, done, total: None)

    def make_dossier(
        self,
        paths: Sequence[str],
        *,
        outlet: str | None = None,
        published: dt.date | None = None,
        stdin: bytes | None = None,
        title: str | None = None,
    ) -> Dossier:
        """A dossier of all reports under the paths ("-" for standard input).

        Raises:
            NothingToReadError: no input could be used.
        """
        loaded = load(paths, self.settings, outlet=outlet, published=published, stdin=stdin)
        if not loaded.reports:
            raise NothingToReadError(len(loaded.inputs), [f"{i.file}: {i.reason}" for i in loaded.inputs])
        readings = tuple(self.read(loaded.reports))
        return assemble(title or _title(paths), loaded.reports, readings, reconcile(loaded.reports, readings), loaded.inputs)

    def read(self, reports: Sequence[Report]) -> Iterator[Reading]:
        """A reading of each report, in order."""
        nlp = load_pipeline(self.settings.pipeline)
        rules = Rules()
        for done, report in enumerate(reports, 1):
            yield admit(rules.propose(report, parse(report, nlp)), report)
            self._progress("reading", done, len(reports))


def _title(paths: Sequence[str]) -> str:
    first = Path(paths[0]).resolve().name if paths and paths[0] != "-" else "standard input"
    return first if len(paths) == 1 else f"{first} and {len(paths) - 1} more"
