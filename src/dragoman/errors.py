"""Every error that Dragoman raises on purpose.

A message says what happened with the values, what was expected, and the next step where it is known. The class builds
the message and keeps its parts as attributes, so that a raise site is one line.
"""

from __future__ import annotations

from collections.abc import Iterable


class DragomanError(Exception):
    """Anything that went wrong and was foreseen."""

    exit_code = 1


class UsageError(DragomanError):
    """The call cannot be carried out as it stands; nothing was read or written."""

    exit_code = 2


class NothingToReadError(DragomanError):
    """No report could be used."""

    exit_code = 3

    def __init__(self, found: int, reasons: Iterable[str] = ()) -> None:
        self.found = found
        self.reasons = tuple(reasons)
        what = "no input was found" if not found else f"none of the {found} inputs could be used: " + "; ".join(self.reasons[:5])
        super().__init__(
            f"Nothing to read: {what}. Expected at least one .txt, .md, .html or .jsonl file with a sentence of English. "
            "Try: dragoman dossier FOLDER -o dossier/"
        )


class BusyError(DragomanError):
    """Another run holds the output folder."""

    exit_code = 5


class MismatchError(DragomanError):
    """A dossier does not agree with itself or with its manifest."""

    exit_code = 6


class SourceError(DragomanError):
    """One input cannot be read; the others go on."""

    def __init__(self, file: str, reason: str) -> None:
        self.file = file
        self.reason = reason
        super().__init__(f"{file}: {reason}")


class SpanError(DragomanError):
    """A span does not lie in its text."""

    def __init__(self, start: int, end: int, report: str, length: int) -> None:
        self.start, self.end, self.report, self.length = start, end, report, length
        super().__init__(
            f"Span [{start}:{end}] lies outside report {report!r}, which has {length} characters. "
            "Offsets count characters of Report.text, not bytes, and a span holds at least one."
        )


class ResourceError(DragomanError):
    """A table under resources/ is not as its schema says."""

    def __init__(self, name: str, where: str, problem: str) -> None:
        self.name, self.where, self.problem = name, where, problem
        super().__init__(f"Resource {name!r}, {where}: {problem}.")


class CaseError(DragomanError):
    """A case is not as the codebook says; the other cases load."""

    def __init__(self, file: str, field: str, problem: str) -> None:
        self.file, self.field, self.problem = file, field, problem
        super().__init__(f"{file}, {field}: {problem}.")


class FormatError(DragomanError):
    """A stored dossier or record cannot be read back."""

    def __init__(self, where: str, problem: str) -> None:
        self.where, self.problem = where, problem
        super().__init__(f"{where}: {problem}.")
