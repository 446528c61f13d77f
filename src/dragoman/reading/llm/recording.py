"""Recorded readings: one JSON object a line, which a user can open, check and publish.

A line is about one report (or a part of it): `report` (SHA-256 of its text), `start` and `end` of the part, `prompt`, `model`, `answer`, `usage`,
`seconds`. Or it is about all reports of a run: `reports` (SHA-256 over theirs) in place of `report`. An answer holds either the model's own words,
or offsets and labels only (`form: offsets`), which is enough to build the same dossier and holds no word of a report.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dragoman.reading.llm.locate import Located
from dragoman.records.documents import Report
from dragoman.text.hashing import sha256

LONGEST_LINE = 4_000_000
"""Characters of a line that is read; a longer one is passed over."""
LONGEST_RUN = 4
"""Words in a row that a label may not share with its report when words are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """One answer as it was recorded."""

    report: str = ""
    """SHA-256 of the report's text; empty for an answer about all reports."""
    reports: str = ""
    """SHA-256 over the hashes of all reports in their order; empty for an answer about one."""
    start: int = 0
    end: int = 0
    """The part of the text that was asked about."""
    prompt: str = ""
    asked: str = ""
    """SHA-256 of the question, where it was kept."""
    model: str = ""
    answer: Mapping[str, Any] = field(default_factory=dict)
    problem: str = ""
    """Why there is no answer, when the model's could not be used."""
    usage: Mapping[str, int] = field(default_factory=dict)
    """`prompt_tokens` and `completion_tokens`."""
    seconds: float = 0.0

    def line(self) -> str:
        """The record as one line; empty fields are left out."""
        out = {k: v for k in self.__slots__ if (v := getattr(self, k)) not in ("", {}, None) and not (k in ("start", "end") and not self.report)}
        return json.dumps(out, ensure_ascii=False, sort_keys=True) + "\n"


def hash_of(report: Report) -> str:
    """What a report is known by in a recording: its text alone, so that another outlet's name does not matter."""
    return sha256(report.text.encode("utf-8", "surrogatepass"))


def hash_of_all(reports: Sequence[Report]) -> str:
    """What a set of reports is known by, in the order in which they were numbered."""
    return sha256("\n".join(hash_of(r) for r in reports).encode())


def load_recorded(folder: Path) -> tuple[list[Recorded], list[str]]:
    """All records of the JSONL files of a folder (or of one file), by file name and line, and what could not be read.

    A last line that was cut off when a run was killed is passed over like any other broken line.
    """
    files = sorted(folder.rglob("*.jsonl")) if folder.is_dir() else [folder] if folder.is_file() else []
    out: list[Recorded] = []
    problems: list[str] = []
    for path in files:
        with path.open(encoding="utf-8", errors="replace") as lines:
            for n, line in enumerate(lines, 1):
                try:
                    out.append(_record(line))
                except (ValueError, RecursionError) as problem:
                    problems.append(f"{path.name}, line {n}: {problem}")
    return out, problems


def _record(line: str) -> Recorded:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"has more than {LONGEST_LINE} characters")
    data = json.loads(line)
    if not isinstance(data, dict):
        raise ValueError("is no object")
    kinds: dict[str, Any] = dict.fromkeys(("report", "reports", "prompt", "asked", "model", "problem"), str) | {"start": int, "end": int, "answer": dict, "usage": dict, "seconds": (int, float)}
    for name, kind in kinds.items():
        if name in data and (not isinstance(data[name], kind) or isinstance(data[name], bool)):
            raise ValueError(f"{name} is {type(data[name]).__name__}")
    if not data.get("report") and not data.get("reports"):
        raise ValueError("names no report")
    if any(not isinstance(v, int) or isinstance(v, bool) for v in data.get("usage", {}).values()):
        raise ValueError("usage holds something else than counts")
    kept = {k: data[k] for k in kinds if k in data}
    # a recording may come from a stranger, and these are printed
    kept |= {k: "".join(c for c in kept[k] if c.isprintable())[:300] for k in ("model", "prompt", "problem") if k in kept}
    return Recorded(**kept)


# without words ---------------------------------------------------------------------------------------------------------

_LABELS = frozenset({"what", "unit", "about", "value"})
_KEPT = {
    "names": ("id", "kind", "country", "roles", "name", "mentions"),
    "figures": ("id", "start", "end", "number", "what", "low", "high", "qualifier", "unit", "said_by", "as_of", "place", "withdrawn"),
    "quotes": ("id", "start", "end", "direct", "speaker", "speaker_words", "cue"),
    "events": ("id", "start", "end", "trigger", "type", "actors", "recipients", "date", "place", "status", "holder"),
    "statements": ("id", "start", "end", "about", "value", "holder", "hedge", "polarity"),
}
"""Fields of an answer that stay when the words of the report are taken out."""


def without_words(located: Located, text: str) -> dict[str, Any]:
    """An answer as offsets and labels: copied words are gone, and so is every label that quotes the report.

    The label of an event goes as well; it is made again from the words when the reading is replayed.
    """
    out: dict[str, Any] = {"form": "offsets"}
    for layer, fields in _KEPT.items():
        out[layer] = [{k: _plain(k, item[k], text) for k in fields if k in item} for item in located.get(layer, ())]
    return out


def _plain(name: str, value: Any, text: str) -> Any:
    if name == "roles":
        return [r for r in value if isinstance(r, str) and not quotes_text(r, text)] if isinstance(value, list) else []
    if name in _LABELS and isinstance(value, str) and quotes_text(value, text):
        return ""
    return value


def quotes_text(label: str, text: str) -> bool:
    """Whether a label carries words of the report: several in a row, or a name."""
    words = re.findall(r"\w+", label.casefold())
    body = " " + " ".join(re.findall(r"\w+", text.casefold())) + " "
    runs: Iterable[list[str]] = (words[i : i + LONGEST_RUN] for i in range(len(words) - LONGEST_RUN + 1))
    if any(f" {' '.join(run)} " in body for run in runs):
        return True
    return any(re.search(rf"\b{re.escape(w)}\b", text) for w in re.findall(r"\b[A-Z]\w+", label))
