"""Single sentences with a PLOVER event: one type a sentence; source and target found when a doer or recipient overlaps them.

The library gives several events to a sentence; the one highest in its syntax that is no mere statement answers for it.
"""

from __future__ import annotations

from typing import Any

from dragoman.reading.events import plover_type
from evals.adapters import main_event, spans_of
from evals.data import lines, split_files
from evals.engine import Read
from evals.metrics import overlap
from evals.results import Result, Unit, share
from evals.tracks import Context


def run(context: Context) -> Result:
    docs, note = context.pick([d for f in split_files(context.benchmarks / "plover_gsr") for d in lines(f)])
    units = [compare(d, context.engine.read(d["text"], name=d["id"], published=d.get("date"))) for d in docs]
    figures = {
        "type accuracy": share("type", "n"),
        "type among all events": share("type_any", "n"),
        "source recall": share("source", "sources"),
        "target recall": share("target", "targets"),
    }
    return Result(units, figures, note=note)


def compare(doc: dict[str, Any], read: Read) -> Unit:
    """Counts and errors of one sentence."""
    events = read.reading.events
    main = main_event(read, events)
    counts: dict[str, float] = {"n": 1, "type": main is not None and plover_type(main) == doc["event_v2"], "type_any": any(plover_type(e) == doc["event_v2"] for e in events)}
    errors = [f"failed: {read.failed}"] if read.failed else []
    if not counts["type"]:
        errors.append(f"type {doc['event_v2']} not {plover_type(main) if main else None} ({main.lemma if main else ''}): {doc['text']}")
    sides = {
        "source": [(s.start, s.end) for e in events for s in spans_of(read, e.actors)],
        "target": [(s.start, s.end) for e in events for s in spans_of(read, e.recipients)],
    }
    for role, begin, end, words in doc["spans"] or ():
        for side, tag in (("source", "SRC"), ("target", "TAR")):
            if tag in role:
                # "SRC/TAR": parties to one event stand on either side
                have = sides["source"] + sides["target"] if "/TAR" in role else sides[side]
                hit = overlap([(begin, end)], have)
                counts[f"{side}s"] = counts.get(f"{side}s", 0) + 1
                counts[side] = counts.get(side, 0) + hit
                if not hit:
                    errors.append(f"{side} {words!r} missed: {doc['text']}")
    return Unit(doc["id"], {k: float(v) for k, v in counts.items()}, errors)
