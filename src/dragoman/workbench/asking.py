"""Where the answers of a language model come from: a recording, or a server that is asked."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

from dragoman.errors import UsageError
from dragoman.reading.llm.recording import load_recorded
from dragoman.reading.llm.replaying import Answers, answers_from
from dragoman.records.documents import Report


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

    def answers(self, reports: Sequence[Report]) -> Answers:
        return answers_from(self._records, reports, model=self._model)
