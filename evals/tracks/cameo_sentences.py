"""Sentences with a quad class and with source and target spans; in the table without an aim."""

from __future__ import annotations

from typing import Any

from dragoman.reading.events import plover_type
from dragoman.records.events import EventType
from evals.adapters import main_event, spans_of
from evals.data import lines, split_files
from evals.engine import Read
from evals.metrics import match
from evals.results import Figure, Result, Sums, Unit, f1, prf, ratio
from evals.tracks import Context

E = EventType
QUAD = {
    **dict.fromkeys((E.AGREE, E.CONSULT, E.SUPPORT, E.CONCEDE), 1),
    **dict.fromkeys((E.COOPERATE, E.AID, E.RETREAT), 2),
    **dict.fromkeys((E.REQUEST, E.ACCUSE, E.REJECT, E.THREATEN), 3),
    **dict.fromkeys((E.PROTEST, E.SANCTION, E.MOBILIZE, E.COERCE, E.ASSAULT), 4),
}
"""Verbal and material cooperation, verbal and material conflict; anything else is 0, neutral."""


def run(context: Context) -> Result:
    folder = context.benchmarks / "cameo_sentences"
    classes, note = context.pick([d for f in split_files(folder, prefer=("class_dev", "class_test"), avoid=("roles",)) for d in lines(f)])
    roles, _ = context.pick([d for f in split_files(folder, prefer=("roles_dev", "roles_test"), avoid=("class",)) for d in lines(f)])
    units = [quad(d, context.engine.read(d["text"], name=d["id"])) for d in classes]
    units += [parties(d, context) for d in roles]

    def macro(s: Sums) -> Any:
        return sum(f1(ratio(s[f"hit{c}"], s[f"pred{c}"]), ratio(s[f"hit{c}"], s[f"gold{c}"])) for c in range(5)) / 5

    figures: dict[str, Figure] = {"quad class macro F1": macro, "source span F1": prf("hitS", "predS", "goldS"), "target span F1": prf("hitT", "predT", "goldT")}
    return Result(units, figures, note=note)


def quad(doc: dict[str, Any], read: Read) -> Unit:
    main = main_event(read, read.reading.events)
    ours = QUAD.get(plover_type(main), 0) if main else 0
    counts = {f"pred{ours}": 1.0, f"gold{doc['label']}": 1.0}
    if ours == doc["label"]:
        counts[f"hit{ours}"] = 1.0
    errors = [] if ours == doc["label"] else [f"class {doc['label']} not {ours} ({main.lemma if main else None}): {doc['text']}"]
    return Unit(f"class/{doc['id']}", counts, errors)


def parties(doc: dict[str, Any], context: Context) -> Unit:
    """Spans of the main event's doers and recipients against the tagged ones; one to one, any overlap."""
    places, at = [], 0
    for token in doc["tokens"]:
        places.append((at, at + len(token)))
        at += len(token) + 1
    read = context.engine.read(" ".join(doc["tokens"]), name=doc["id"])
    main = main_event(read, read.reading.events)
    counts: dict[str, float] = {}
    errors = []
    for side, ids in (("S", main.actors if main else ()), ("T", main.recipients if main else ())):
        gold: list[tuple[int, int]] = []
        for tag, place in zip(doc["tags"], places, strict=True):
            if tag == f"B-{side}":
                gold.append(place)
            elif tag == f"I-{side}" and gold:
                gold[-1] = (gold[-1][0], place[1])
        pred = sorted({(s.start, s.end) for s in spans_of(read, ids)})
        hits = match({(i, j): float(min(g[1], p[1]) - max(g[0], p[0])) for i, g in enumerate(gold) for j, p in enumerate(pred) if min(g[1], p[1]) > max(g[0], p[0])})
        counts |= {f"gold{side}": len(gold), f"pred{side}": len(pred), f"hit{side}": len(hits)}
        if len(hits) < len(gold):
            errors.append(f"{'source' if side == 'S' else 'target'} missed in: {' '.join(doc['tokens'])}")
    return Unit(f"roles/{doc['id']}", counts, errors)
