"""The model as a reader behind the same protocol as the rules: answers that were given before go in, readings come out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.reading.gate import admit
from dragoman.reading.llm.combining import RULES, combine, marked
from dragoman.reading.llm.grounding import MODEL, ground
from dragoman.reading.llm.locate import Located
from dragoman.reading.readers import Rules
from dragoman.records.documents import Report
from dragoman.records.parses import Parse
from dragoman.records.readings import Reading, Refusal


class ModelReader:
    """Reads by answers of a model that are there already; a report without an answer is read by the rules.

    Args:
        answers: for each report id the answer with its words located, and what could not be found.
        both: whether the rules read beside the model; without, their reading only lends what can be worked out from the words.
    """

    name = MODEL

    def __init__(self, answers: Mapping[str, tuple[Located, Sequence[Refusal]]], *, both: bool) -> None:
        self._answers = answers
        self._both = both
        self._rules = Rules()
        self.readers = (RULES, MODEL) if both else (MODEL,)
        self.ids: dict[str, Mapping[str, str]] = {}
        """For each report that was read by an answer: id in the answer -> id of the record."""
        self.within: dict[str, tuple[tuple[str, ...], ...]] = {}
        """For each such report the chains of the rules that the model takes for one."""

    def propose(self, report: Report, parse: Parse) -> Reading:
        rules = admit(self._rules.propose(report, parse), report)
        answer = self._answers.get(report.id)
        if answer is None:
            return marked(rules) if self._answers else rules
        try:
            grounded = ground(report, parse, rules, *answer)
        except (ArithmeticError, LookupError, ValueError, TypeError, AttributeError, RecursionError) as problem:
            refusal = Refusal(layer="answer", words="", reason=f"model: the answer could not be used: {type(problem).__name__}: {str(problem)[:200]}")
            return replace(marked(rules), refusals=(*rules.refusals, refusal))
        self.ids[report.id] = grounded.ids
        if not self._both:
            return grounded.reading
        # what the model proposes passes the gate before it meets what the rules found
        model = admit(grounded.reading, report)
        both = combine(rules, model)
        self.ids[report.id] = {own: both.renamed.get(record, record) for own, record in grounded.ids.items()}
        self.within[report.id] = both.groups
        return both.reading
