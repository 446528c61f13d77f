"""Rules and model side by side: what both found, what one alone, and against gold where there is some."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import FormatError, NothingToReadError
from dragoman.reading.gate import admit
from dragoman.reading.llm.combining import RULES
from dragoman.reading.llm.grounding import MODEL
from dragoman.reading.llm.reader import ModelReader
from dragoman.reading.pipeline import load_pipeline, parse
from dragoman.records.documents import Report
from dragoman.records.readings import Reading
from dragoman.records.spans import Span
from dragoman.settings import Settings
from dragoman.sources.load import load
from dragoman.text.finding import Haystack
from dragoman.text.offsets import overlap
from dragoman.workbench.asking import Asker

LAYERS = ("mentions", "figures", "quotes", "events")
"""What both readers look for; statements are worded too differently to be counted one against the other."""
GOLD = {"mentions": "actors", "figures": "figures", "quotes": "quotes", "events": "events"}
SHARED = 0.5
"""Share of the shorter of two passages that must be common for one to tell the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """Counts of one layer."""

    layer: str
    both: int
    rules: int
    model: int
    """Found by one of them alone."""
    gold: int | None = None
    """Passages of the gold that stand in the reports; None without gold."""
    gold_both: int = 0
    gold_rules: int = 0
    gold_model: int = 0

    @property
    def agreement(self) -> float | None:
        """Share of all items that both found."""
        total = self.both + self.rules + self.model
        return self.both / total if total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two readers on the same reports."""

    model: str
    reports: int
    answered: int
    rows: tuple[Row, ...]
    refused: int
    tokens: tuple[int, int]
    seconds: float

    def summary(self) -> dict[str, Any]:
        """All of it as plain data."""
        rows = []
        for r in self.rows:
            row: dict[str, Any] = {"layer": r.layer, "both": r.both, "rules_only": r.rules, "model_only": r.model, "agreement": r.agreement}
            if r.gold is not None:
                row["gold"] = {"passages": r.gold, "found_by_both": r.gold_both, "by_rules_only": r.gold_rules, "by_model_only": r.gold_model}
            rows.append(row)
        return {
            "model": self.model,
            "reports": self.reports,
            "answered": self.answered,
            "refused": self.refused,
            "prompt_tokens": self.tokens[0],
            "completion_tokens": self.tokens[1],
            "seconds": round(self.seconds, 1),
            "layers": rows,
        }


def compare_readers(paths: Sequence[str], asker: Asker, *, settings: Settings | None = None, gold: Path | None = None) -> Comparison:
    """Both readers on the reports that the model has answered.

    Raises:
        NothingToReadError: no report could be used, or none has an answer.
        FormatError: the gold cannot be read.
    """
    settings = settings or Settings.load()
    wanted = _gold(gold) if gold else None
    loaded = load(paths, settings)
    if not loaded.reports:
        raise NothingToReadError(len(loaded.inputs), [f"{i.file}: {i.reason or i.state.value}" for i in loaded.inputs])
    answers = asker.answers(loaded.reports)
    reports = [r for r in loaded.reports if r.id in answers.located]
    if not reports:
        raise NothingToReadError(len(loaded.reports), [f"{r.file}: {answers.missing.get(r.id, 'no answer')}" for r in loaded.reports])
    nlp, reader = load_pipeline(settings.pipeline), ModelReader(answers.located, both=True)
    readings = [(r, admit(reader.propose(r, parse(r, nlp)), r)) for r in reports]
    rows = []
    for layer in LAYERS:
        found = Counter(_who(item.by) for _, reading in readings for item in getattr(reading, layer))
        told = _against(layer, readings, wanted) if wanted is not None else None
        rows.append(
            Row(
                layer=layer,
                both=found["both"],
                rules=found[RULES],
                model=found[MODEL],
                gold=sum(told.values()) if told is not None else None,
                gold_both=told["both"] if told else 0,
                gold_rules=told[RULES] if told else 0,
                gold_model=told[MODEL] if told else 0,
            )
        )
    refused = sum(x.reason.startswith("model: ") for _, reading in readings for x in reading.refusals)
    return Comparison(model=answers.model, reports=len(loaded.reports), answered=len(reports), rows=tuple(rows), refused=refused, tokens=answers.tokens, seconds=answers.seconds)


def _who(by: Iterable[str]) -> str:
    readers = set(by)
    return "both" if {RULES, MODEL} <= readers else MODEL if MODEL in readers else RULES


def _gold(path: Path) -> Mapping[str, Any]:
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as problem:
        raise FormatError(str(path), f"cannot be read ({problem})") from None
    if not isinstance(data, dict) or not any(isinstance(data.get(k), list) for k in GOLD.values()):
        raise FormatError(str(path), "has none of the lists actors, figures, quotes, events")
    return data


def _passages(layer: str, gold: Mapping[str, Any], files: Iterable[str]) -> Iterable[tuple[str, str, Any]]:
    """File, words and value of every passage that the gold names for a layer."""
    for item in gold.get(GOLD[layer]) or ():
        if not isinstance(item, dict):
            continue
        if layer == "mentions":
            aliases = item.get("aliases")
            by_file = aliases if isinstance(aliases, dict) else dict.fromkeys(files, aliases)
            yield from ((str(f), str(w), None) for f, words in by_file.items() for w in words or ())
        elif layer == "events":
            yield from ((str(m.get("file")), str(m.get("quote")), None) for m in item.get("mentions") or () if isinstance(m, dict))
        else:
            yield str(item.get("file")), str(item.get("quote")), item.get("value")


def _against(layer: str, readings: Sequence[tuple[Report, Reading]], gold: Mapping[str, Any]) -> Counter[str]:
    """Passages of the gold by who found them; "none" for those nobody did."""
    out: Counter[str] = Counter()
    hay = {report.file: (Haystack(report.text), reading) for report, reading in readings}
    for file, words, value in _passages(layer, gold, hay):
        if file not in hay:
            continue
        places = hay[file][0].find(words)
        if not places:
            continue
        near = [i for i in getattr(hay[file][1], layer) if any(_tells(i.span, b, e) for b, e in places) and _same_value(i, value)]
        readers = {r for i in near for r in i.by}
        out[_who(readers) if readers else "none"] += 1
    return out


def _tells(span: Span, b: int, e: int) -> bool:
    return overlap(span.start, span.end, b, e) >= SHARED * min(span.end - span.start, e - b)


def _same_value(item: Any, value: Any) -> bool:
    wanted = [v for v in (value if isinstance(value, list) else [value]) if isinstance(v, (int, float))]
    if not wanted or not hasattr(item, "low"):
        return True
    return any(have is not None and abs(have - v) <= 0.001 * max(1.0, abs(v)) for have in (item.low, item.high) for v in wanted)
