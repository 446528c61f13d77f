"""Where the answers of a language model come from: a recording, or a server that is asked and whose answers are recorded."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from pathlib import Path
from typing import IO, Any, Protocol

from dragoman.errors import UsageError
from dragoman.reading.llm.across import across_items
from dragoman.reading.llm.answers import AnswerError, parse_answer
from dragoman.reading.llm.prompt import Message, Part, across_messages, parts_of, report_messages, version
from dragoman.reading.llm.recording import Recorded, hash_of, hash_of_all, load_recorded
from dragoman.reading.llm.replaying import Answers, answers_from
from dragoman.reading.llm.schema import across_schema, report_schema
from dragoman.records.documents import Report
from dragoman.remote.chat import Chat, ChatError, ChatRefusedError
from dragoman.resources import load
from dragoman.text.hashing import sha256

LONGEST_ACROSS = 400_000
"""Characters of the second question; with more items it is not asked."""
Say = Callable[[str], None]
"""Told a line that the user should see."""


class Asker(Protocol):
    """Reports in, answers out."""

    both: bool
    """Whether the rules read beside the model."""

    def answers(self, reports: Sequence[Report]) -> Answers:
        """What the model answers about these reports."""
        ...


class Replay:
    """Answers out of a recording; no server is asked.

    Raises:
        UsageError: the folder holds no recording.
    """

    def __init__(self, folder: Path, *, both: bool, model: str = "") -> None:
        self.both = both
        self._model = model
        self._records, self.problems = load_recorded(folder)
        if not self._records:
            broken = f" ({self.problems[0]})" if self.problems else ""
            raise UsageError(f"{folder} holds no recorded reading{broken}; expected a folder with .jsonl files. They are written with: dragoman dossier REPORTS -o DOSSIER --reader llm --endpoint URL --model NAME --readings {folder}")
        if model and not any(r.model == model for r in self._records):
            raise UsageError(f"{folder} holds no reading by {model!r}; expected one of {', '.join(sorted({r.model for r in self._records}))}.")

    def answers(self, reports: Sequence[Report]) -> Answers:
        return answers_from(self._records, reports, model=self._model)


class Ask:
    """Asks a server about every report that the folder of readings has no answer for, and writes each answer there as it comes.

    Args:
        chat: the server.
        folder: where readings are kept; an interrupted run goes on from there.
        both: whether the rules read beside the model.
        send: the user agreed that reports go to another machine.
        concurrency: questions that are open at a time.
        say: told before the first question what goes where, and how far it is.
    """

    def __init__(self, chat: Chat, folder: Path, *, both: bool, send: bool = False, concurrency: int = 2, say: Say = lambda line: None) -> None:
        self.both = both
        self._chat = chat
        self._folder = folder
        self._send = send
        self._concurrency = concurrency
        self._say = say
        self._lock = threading.Lock()
        self._done = 0

    def answers(self, reports: Sequence[Report]) -> Answers:
        """What the model answers about these reports, from the folder where it is there, from the server where it is not.

        Raises:
            UsageError: reports would go to another machine and the user has not agreed to it.
        """
        records, problems = load_recorded(self._folder)
        for problem in problems:
            self._say(f"passed over in {self._folder}: {problem}")
        now = version()
        have = {(r.report, r.start, r.end) for r in records if r.answer and r.model == self._chat.model and r.prompt == now}
        questions = [(r, p) for r in _once(reports) for p in parts_of(r.text) if (hash_of(r), p.start, p.end) not in have]
        kept = [r for r in records if r.model == self._chat.model and r.prompt == now]
        if questions:
            self._announce([r for r, _ in questions], len(reports))
            with self._journal() as journal:
                kept += self._all(questions, journal)
        so_far = answers_from(kept, reports, model=self._chat.model)
        if len(so_far.located) > 1:
            across = self._across(reports, so_far, kept)
            if across is not None:
                kept.append(across)
        return answers_from(kept, reports, model=self._chat.model)

    def _journal(self) -> IO[str]:
        """The file of this model's readings, opened for adding lines."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            path = self._folder / "readings.jsonl"
            # a line that a killed run left unfinished must not swallow the next one
            broken = path.exists() and path.stat().st_size > 0 and path.read_bytes()[-1:] != b"\n"
            journal = path.open("a", encoding="utf-8")
        except OSError as problem:
            raise UsageError(f"{self._folder} cannot be written ({problem.strerror}). Try another folder: --readings NAME") from None
        if broken:
            journal.write("\n")
        return journal

    def _announce(self, reports: Sequence[Report], of: int) -> None:
        """Say which server gets which reports, before it gets any."""
        names = list(dict.fromkeys(r.file for r in reports))
        shown = ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
        where = self._chat.where
        what = f"{len(names)} of {of} reports ({shown})"
        if not where.local and not self._send:
            raise UsageError(f"{where.host} is another machine: the whole text of {what} would go there. Add --send to agree; nothing was sent.")
        self._say(f"asking {self._chat.model} at {where.host}{'' if where.local else ', another machine,'} about {what}; answers are kept in {self._folder}")

    def _all(self, questions: Sequence[tuple[Report, Part]], journal: IO[str]) -> list[Recorded]:
        """Ask all questions, a few at a time; an interruption leaves what was answered in the journal."""
        out: list[Recorded] = []
        stop = threading.Event()
        self._done = 0

        def one(report: Report, part: Part) -> Recorded:
            common = {"report": hash_of(report), "start": part.start, "end": part.end}
            if stop.is_set():
                return self._failed("not asked: the server refused an earlier question", common)
            try:
                return self._question(report_messages(report, part), report_schema(), "reading", common)
            except ChatRefusedError as problem:
                stop.set()
                return self._failed(str(problem), common)

        pool = ThreadPoolExecutor(self._concurrency, thread_name_prefix="asking")
        waiting = list(questions)
        running: dict[Future[Recorded], Report] = {}
        try:
            while waiting or running:
                while waiting and len(running) < self._concurrency:
                    report, part = waiting.pop(0)
                    running[pool.submit(one, report, part)] = report
                for future in wait(running, return_when=FIRST_COMPLETED).done:
                    report = running.pop(future)
                    record = future.result()
                    out.append(record)
                    self._keep(record, journal)
                    self._progress(report, record, len(questions))
        except KeyboardInterrupt:
            stop.set()
            self._chat.stop()
            self._say(f"interrupted: {self._done} of {len(questions)} answers are kept in {self._folder}; the same command goes on from there")
            raise
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
        return out

    def _question(self, messages: list[Message], schema: dict[str, Any], name: str, common: dict[str, Any]) -> Recorded:
        """One question, asked a second time when the answer is no JSON object."""
        usage: dict[str, int] = {}
        seconds = 0.0
        problem = ""
        asked = sha256("\n".join(m["content"] for m in messages).encode("utf-8", "surrogatepass"))
        for again in (False, True):
            more: list[Message] = [{"role": "user", "content": load("llm_prompt")["repair"]}] if again else []
            try:
                reply = self._chat.ask([*messages, *more], schema, name)
            except ChatRefusedError:
                raise
            except ChatError as trouble:
                return self._failed(f"{problem}; asked again: {trouble}" if problem else str(trouble), common, usage, seconds)
            usage = {k: usage.get(k, 0) + reply.usage.get(k, 0) for k in {*usage, *reply.usage}}
            seconds += reply.seconds
            try:
                answer = parse_answer(reply.text)
            except AnswerError as trouble:
                problem = str(trouble)
                continue
            return Recorded(prompt=version(), asked=asked, model=self._chat.model, answer=answer, usage=usage, seconds=round(seconds, 2), **common)
        return self._failed(problem, common, usage, seconds)

    def _failed(self, problem: str, common: dict[str, Any], usage: dict[str, int] | None = None, seconds: float = 0.0) -> Recorded:
        return Recorded(prompt=version(), model=self._chat.model, problem=problem, usage=usage or {}, seconds=round(seconds, 2), **common)

    def _keep(self, record: Recorded, journal: IO[str]) -> None:
        journal.write(record.line())
        journal.flush()
        os.fsync(journal.fileno())

    def _progress(self, report: Report, record: Recorded, of: int) -> None:
        self._done += 1
        budget = self._chat.budget
        state = f"no answer: {record.problem}" if record.problem else f"{record.seconds:.1f} s"
        self._say(f"{self._done}/{of} {report.file}: {state}; so far {budget.calls_used} calls, {budget.tokens_used} tokens")

    def _across(self, reports: Sequence[Report], so_far: Answers, kept: Sequence[Recorded]) -> Recorded | None:
        """The answer about all reports together; None when it is there already."""
        common = {"reports": hash_of_all(reports)}
        items = across_items([(r, so_far.located[r.id][0] if r.id in so_far.located else {}) for r in reports])
        messages = across_messages(items)
        words = "\n".join(m["content"] for m in messages)
        asked = sha256(words.encode("utf-8", "surrogatepass"))
        if any(r.reports == common["reports"] and r.asked == asked and r.answer for r in kept):
            return None
        if len(words) > LONGEST_ACROSS:
            record = self._failed(f"what was read in all reports has {len(words)} characters, more than the {LONGEST_ACROSS} that are asked about at once", common)
        else:
            try:
                record = self._question(messages, across_schema(), "across", common)
            except ChatRefusedError as problem:
                record = self._failed(str(problem), common)
        with self._journal() as journal:
            self._keep(record, journal)
        self._say(f"all reports together: {record.problem or f'{record.seconds:.1f} s'}; so far {self._chat.budget.calls_used} calls, {self._chat.budget.tokens_used} tokens")
        return record


def _once(reports: Sequence[Report]) -> list[Report]:
    """Reports whose text differs: copies are asked about once."""
    return list({hash_of(r): r for r in reversed(reports)}.values())[::-1]
