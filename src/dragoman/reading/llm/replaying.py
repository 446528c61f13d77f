"""Recorded answers to the reports of a run: which line answers what, and what has no answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from dragoman.reading.llm.locate import Located, locate, merged
from dragoman.reading.llm.prompt import Part
from dragoman.reading.llm.recording import Recorded, hash_of, hash_of_all
from dragoman.records.documents import Report
from dragoman.records.readings import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a model answered about the reports of one run."""

    model: str = ""
    prompt: str = ""
    """Version of the question, as recorded; several joined by a comma."""
    located: Mapping[str, tuple[Located, tuple[Refusal, ...]]] = field(default_factory=dict)
    """Report id -> answer with its words located, and what was not found."""
    across: Mapping[str, Any] | None = None
    """The answer about all reports."""
    missing: Mapping[str, str] = field(default_factory=dict)
    """Report id -> why there is no answer."""
    across_missing: str = ""
    tokens: tuple[int, int] = (0, 0)
    """Tokens asked and answered, as far as the records tell."""
    seconds: float = 0.0

    def summary(self) -> dict[str, Any]:
        """Counts, for printing."""
        return {
            "name": self.model,
            "prompt": self.prompt,
            "answered": len(self.located),
            "unanswered": len(self.missing),
            "prompt_tokens": self.tokens[0],
            "completion_tokens": self.tokens[1],
            "seconds": round(self.seconds, 1),
        }


def answers_from(records: Sequence[Recorded], reports: Sequence[Report], *, model: str = "") -> Answers:
    """The answers to these reports; of several models the one named, or the one that answered most of them.

    Of several answers to one question the last counts, and only those to the wording that was asked last. A long report is answered when all of its parts
    are; copies of one text share their answer.
    """
    known: dict[str, list[Report]] = {}
    for report in reports:
        known.setdefault(hash_of(report), []).append(report)
    votes = Counter(r.model for r in records if r.report in known and r.answer)
    name = model or min(votes, key=lambda m: (-votes[m], m), default="")
    whole = hash_of_all(reports)
    mine = [r for r in records if r.model == name and (r.report in known or r.reports == whole)]
    mine = [r for r in mine if r.prompt == mine[-1].prompt]
    by_report: dict[str, dict[tuple[int, int], Recorded]] = {}
    for r in mine:
        if r.report in known:
            spans = by_report.setdefault(r.report, {})
            if r.answer or (r.start, r.end) not in spans:
                spans[r.start, r.end] = r
    located: dict[str, tuple[Located, tuple[Refusal, ...]]] = {}
    missing: dict[str, str] = {}
    used: list[Recorded] = []
    for digest, copies in known.items():
        report = copies[0]
        spans = by_report.get(digest, {})
        used += spans.values()
        why = _gap(spans, report)
        if why:
            missing.update((c.id, why) for c in copies)
            continue
        parts, refusals = [], []
        for n, ((start, end), r) in enumerate(sorted(spans.items()), 1):
            found, problems = locate(r.answer, report.text, Part(n, len(spans), start, end))
            parts.append(found)
            refusals += problems
        located.update((c.id, (merged(parts), tuple(refusals))) for c in copies)
    across = [r for r in mine if r.reports == whole]
    answered = [r for r in across if r.answer]
    used += across
    tokens = [sum(int(r.usage.get(k, 0)) for r in used) for k in ("prompt_tokens", "completion_tokens")]
    return Answers(
        model=name,
        prompt=", ".join(sorted({r.prompt for r in used if r.prompt})),
        located=located,
        across=answered[-1].answer if answered else None,
        missing=missing,
        across_missing="" if answered or len(located) < 2 else (across[-1].problem if across else "not recorded"),
        tokens=(tokens[0], tokens[1]),
        seconds=sum(r.seconds for r in used),
    )


def _gap(spans: Mapping[tuple[int, int], Recorded], report: Report) -> str:
    """Why a report counts as not answered; "" when its answers cover its text."""
    if not spans:
        return "not recorded"
    problem = next((r.problem or "no answer" for _, r in sorted(spans.items()) if not r.answer), "")
    if problem:
        return problem
    reach = 0
    for start, end in sorted(spans):
        if report.text[reach:start].strip():
            break
        reach = max(reach, end)
    return "a part of it is not recorded" if report.text[reach:].strip() else ""
