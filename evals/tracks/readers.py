"""Rules, a recorded language model, and both, on the crises of the testbed for which readings are recorded under `evals/readings`.

A recorded reading was made from the reports alone and holds offsets and labels, no words. Rows: mean over the crises of each figure for each of the
three, and tokens and seconds a report as the recording tells them.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from dragoman.records.codec import to_dict
from dragoman.workbench import Workbench
from dragoman.workbench.asking import Replay
from evals.results import Result, Unit
from evals.tracks import Context
from evals.tracks.dossiers import scorer

READINGS = Path(__file__).parent.parent / "readings"
FIGURES = (
    "actors.alias_f1", "figures.recall", "figures.focus", "findings.pair_recall", "findings.pair_precision", "findings.status_right", "events.mention_recall", "events.focus", "events.date_right",
    "events.type_right", "events.same_event_recall", "events.same_event_precision", "quotes.recall", "quotes.focus", "quotes.speaker_right", "quotes.same_utterance_recall", "quotes.same_utterance_precision", "accounts.found",
    "accounts.pair_precision", "accounts.relation_right",
)  # fmt: skip
ROWS = ("rules", "model", "both")


def run(context: Context) -> Result:
    crises = [(g.parent, g) for g in sorted((context.shared / "testbed").glob("*/gold.json")) if any((READINGS / g.parent.name).glob("*.jsonl"))]
    if not crises:
        return Result(note="no recorded readings under evals/readings")
    values: dict[str, list[float]] = {}
    units = []
    spent: dict[str, list[float]] = {}
    for folder, gold_file in crises:
        gold = json.loads(gold_file.read_text(encoding="utf-8"))
        for row in ROWS:
            asker = None if row == "rules" else Replay(READINGS / folder.name, both=row == "both")
            bench = Workbench(asker=asker)
            dossier: dict[str, Any] = json.loads(json.dumps(to_dict(bench.make_dossier([str(folder)]))))
            out, misses = scorer(context.shared).score(dossier, gold, folder)
            for name in FIGURES:
                if out.get(name) is not None:
                    values.setdefault(f"{name}, {row}", []).append(out[name])
            units.append(Unit(f"{folder.name}, {row}", {}, tuple(misses)))
            if row == "model" and bench.answers is not None:
                reports = max(1, len(dossier["reports"]))
                spent.setdefault("tokens a report, model", []).append(sum(bench.answers.tokens) / reports)
                spent.setdefault("seconds a report, model", []).append(bench.answers.seconds / reports)
    names = [f"{name}, {row}" for name in FIGURES for row in ROWS]
    fixed: dict[str, float | None] = {n: sum(values[n]) / len(values[n]) if n in values else None for n in names}
    fixed |= {n: sum(v) / len(v) for n, v in spent.items()}
    return Result(units, fixed=fixed, note=f"{len(crises)} crises with recorded readings")
