"""Reports to dossiers: the order of stages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from dragoman import __version__
from dragoman.dossier.assemble import assemble
from dragoman.dossier.check import check
from dragoman.errors import FormatError, NothingToReadError
from dragoman.export.folder import check_target, hash_problems, hold, load_dossier, render, write
from dragoman.reading.gate import admit
from dragoman.reading.llm.across import proposals_of
from dragoman.reading.llm.reader import ModelReader
from dragoman.reading.llm.replaying import Answers
from dragoman.reading.pipeline import load_pipeline, parse
from dragoman.reading.places import sites
from dragoman.reading.readers import Reader, Rules
from dragoman.reconciling.resolver import reconcile
from dragoman.records.documents import Input, InputState, Loaded, Report
from dragoman.records.dossiers import Dossier, ModelUse, Unanswered
from dragoman.records.proposals import Proposals
from dragoman.records.readings import Reading, Refusal
from dragoman.settings import Settings
from dragoman.sources.load import load
from dragoman.text.hashing import sha256
from dragoman.workbench.asking import Asker
from dragoman.workbench.casebase import precedents_note
from dragoman.workbench.notes import model_note

Progress = Callable[[str, int, int], None]
"""Called with the name of the stage, how many are done, and how many there are."""

CHUNK = 8
"""Reports handed to a worker at once; results do not depend on it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A report on which reading failed as a whole."""

    report: str
    reason: str


class Workbench:
    """Runs the stages over reports under one set of settings.

    Args:
        settings: what the user set; from the environment when left out.
        progress: told about each report that was read.
        reader: who proposes items; the rules when left out. Another reader runs in this process.
        asker: where answers of a language model come from; no model is asked when left out.
    """

    def __init__(self, settings: Settings | None = None, *, progress: Progress | None = None, reader: Reader | None = None, asker: Asker | None = None) -> None:
        self.settings = settings or Settings.load()
        self._progress = progress
        self._reader = reader
        self._asker = asker
        self.answers: Answers | None = None
        """What the model answered in the last run; None when none was asked."""

    def make_dossier(
        self,
        paths: Sequence[str],
        *,
        outlet: str | None = None,
        published: dt.date | None = None,
        stdin: bytes | None = None,
        title: str | None = None,
    ) -> Dossier:
        """A dossier of all reports under the paths ("-" for standard input, whose bytes are given in `stdin`).

        Raises:
            NothingToReadError: no input could be used.
            UsageError: the pipeline is not installed.
        """
        loaded = load(paths, self.settings, outlet=outlet, published=published, stdin=stdin)
        if not loaded.reports:
            raise NothingToReadError(len(loaded.inputs), [f"{i.file}: {i.reason or i.state.value}" for i in loaded.inputs])
        return self.dossier_of(loaded, title=title or _title(paths))

    def write_dossier(
        self,
        paths: Sequence[str],
        folder: Path,
        *,
        outlet: str | None = None,
        published: dt.date | None = None,
        stdin: bytes | None = None,
        title: str | None = None,
    ) -> Written:
        """A dossier of all reports under the paths, written to a folder.

        Raises:
            UsageError: the folder holds something else; nothing was read.
            BusyError: another run holds the folder.
            NothingToReadError: no input could be used; nothing was written.
        """
        check_target(folder)
        with hold(folder):
            dossier = self.make_dossier(paths, outlet=outlet, published=published, stdin=stdin, title=title)
            use = dossier.coverage.model
            settings = self.settings.result_changing() | ({"readers": ",".join(use.readers), "model": use.model, "prompt": use.prompt} if use else {})
            write(folder, render(dossier, settings, __version__, precedents_note(dossier), model_note(dossier)))
        return Written(dossier=dossier, folder=folder)

    def dossier_of(self, loaded: Loaded, *, title: str) -> Dossier:
        """A dossier of reports that are already loaded."""
        reader = self._model_reader(loaded.reports)
        results = list(self.read(loaded.reports, reader))
        failed = {f.report: f.reason for f in results if isinstance(f, Failure)}
        reports = tuple(r for r in loaded.reports if r.id not in failed)
        inputs = tuple(_marked(i, failed) for i in loaded.inputs)
        if not reports:
            raise NothingToReadError(len(inputs), [f"{i.file}: {i.reason}" for i in inputs])
        readings = tuple(r for r in results if isinstance(r, Reading))
        if reader is None or self.answers is None:
            reconciled = reconcile(reports, readings)
            return assemble(title, reports, readings, reconciled, inputs, sites=sites(reconciled.actors))
        proposals, refused = self._proposals(loaded.reports, reader)
        reconciled = reconcile(reports, readings, proposals)
        reconciled = replace(reconciled, refusals=(*refused, *reconciled.refusals))
        return assemble(title, reports, readings, reconciled, inputs, self._use(loaded.reports, reader), sites(reconciled.actors))

    def _model_reader(self, reports: Sequence[Report]) -> ModelReader | None:
        """A reader by the model's answers; None when no model is asked or none of its answers could be used, so that the rules read alone."""
        if self._asker is None:
            return None
        self.answers = self._asker.answers(reports)
        return ModelReader(self.answers.located, both=self._asker.both) if self.answers.located else None

    def _proposals(self, reports: Sequence[Report], reader: ModelReader) -> tuple[Proposals, tuple[Refusal, ...]]:
        answer = self.answers.across if self.answers else None
        proposals, problems = proposals_of(answer or {}, [r.file for r in reports], [reader.ids.get(r.id, {}) for r in reports])
        within = tuple(g for r in reports for g in reader.within.get(r.id, ()))
        proposals = replace(proposals, within=within)
        return proposals, tuple(Refusal(layer="proposals", words="", reason=f"model: {p}") for p in problems)

    def _use(self, reports: Sequence[Report], reader: ModelReader) -> ModelUse:
        answers = self.answers or Answers()
        unanswered = [Unanswered(file=r.file, reason=answers.missing[r.id]) for r in reports if r.id in answers.missing]
        if answers.across_missing:
            unanswered.append(Unanswered(file="all reports", reason=answers.across_missing))
        return ModelUse(readers=reader.readers, model=answers.model, prompt=answers.prompt, answered=len(answers.located), unanswered=tuple(unanswered), refused=0)

    def read(self, reports: Sequence[Report], reader: Reader | None = None) -> Iterator[Reading | Failure]:
        """A reading of each report, in order, or why there is none; the number of workers changes nothing but the time."""
        chunks = [reports[i : i + CHUNK] for i in range(0, len(reports), CHUNK)]
        done = 0
        for results in self._chunks(chunks, reader or self._reader):
            for result in results:
                yield result
                done += 1
                if self._progress:
                    self._progress("reading", done, len(reports))

    def _chunks(self, chunks: Sequence[Sequence[Report]], reader: Reader | None) -> Iterator[list[Reading | Failure]]:
        workers = min(self.settings.workers, len(chunks))
        if workers <= 1 or reader is not None:
            for chunk in chunks:
                yield read_reports(chunk, self.settings, reader)
            return
        import multiprocessing
        from concurrent.futures import ProcessPoolExecutor

        with ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn")) as pool:
            yield from pool.map(read_reports, chunks, [self.settings] * len(chunks))


def read_reports(reports: Sequence[Report], settings: Settings, reader: Reader | None = None) -> list[Reading | Failure]:
    """Readings of a few reports in this process; a report on which reading fails costs that report."""
    nlp = load_pipeline(settings.pipeline)
    reader = reader or Rules()
    out: list[Reading | Failure] = []
    for report in reports:
        try:
            out.append(admit(reader.propose(report, parse(report, nlp)), report))
        except (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, RecursionError, MemoryError, AssertionError) as problem:
            out.append(Failure(report=report.id, reason=f"reading failed: {type(problem).__name__}: {str(problem)[:200]}"))
    return out


def _marked(entry: Input, failed: dict[str, str]) -> Input:
    """The input as failed where reading its report failed."""
    if entry.report in failed and entry.state is InputState.USED:
        return replace(entry, state=InputState.FAILED, reason=failed[entry.report])
    return entry


def _title(paths: Sequence[str]) -> str:
    first = Path(paths[0]).resolve().name if paths and paths[0] != "-" else "standard input"
    return first if len(paths) == 1 else f"{first} and {len(paths) - 1} more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """A dossier that was written to a folder."""

    dossier: Dossier
    folder: Path

    def account(self) -> Iterator[str]:
        """What was read and found, a line each."""
        d, c = self.dossier, self.dossier.coverage.counts
        yield f"found {c.found} = used {c.used} + duplicates {c.duplicates} + skipped {c.skipped} + failed {c.failed}"
        origins = len({r.origin for r in d.reports})
        yield f"{len(d.reports)} reports of {origins} {'origin' if origins == 1 else 'origins'}, {d.coverage.sentences_read} sentences"
        differ = sum(f.status.value in ("disagree", "retracted", "scope") for f in d.findings) + sum(
            a.relation.value in ("differs", "contradicts") for a in d.accounts
        )
        yield (
            f"{len(d.actors)} actors, {len(d.events)} events, {len(d.quotes)} quotes, {len(d.figures)} figures; "
            f"{differ} {'matter' if differ == 1 else 'matters'} on which the reports differ"
        )
        yield f"written: {self.folder / 'dossier.html'}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """How much was checked and what does not agree."""

    files: int
    spans: int
    references: int
    counts: int
    inputs: int
    problems: tuple[str, ...]


def verify(folder: Path, reports: Path | None = None) -> Verified:
    """Check a dossier's files against its manifest and its items against its texts.

    Args:
        folder: the dossier's folder.
        reports: a folder (or file) of inputs whose hashes must be those of the manifest.

    Raises:
        UsageError: the folder holds no dossier.
        FormatError: the manifest cannot be read.
    """
    files, problems = hash_problems(folder)
    try:
        dossier = load_dossier(folder)
    except FormatError as problem:
        return Verified(files=files, spans=0, references=0, counts=0, inputs=0, problems=(*problems, str(problem)))
    checked = check(dossier)
    problems += checked.problems
    inputs = 0
    if reports is not None:
        said = {i.file.split("#")[0]: i.sha256 for i in dossier.coverage.inputs if "#" not in i.file}
        there = {p.name: p for p in (sorted(reports.rglob("*")) if reports.is_dir() else [reports]) if p.is_file()}
        for name, digest in said.items():
            if digest is None:
                continue
            inputs += 1
            if name not in there:
                problems.append(f"input {name}: missing from {reports}")
            elif sha256(there[name].read_bytes()) != digest:
                problems.append(f"input {name}: its SHA-256 is not the one the dossier was made from")
    return Verified(
        files=files, spans=checked.spans, references=checked.references, counts=checked.counts, inputs=inputs, problems=tuple(problems)
    )
