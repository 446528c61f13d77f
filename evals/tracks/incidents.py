"""Shooting incidents told by several reports: which reports tell one incident, and what the incident came to.

Clusters are compared over all documents. Killed, injured and date are settled from the documents of each gold incident.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any

from evals.adapters import GROUP_REPORTS, SETTLE_INCIDENT, library
from evals.data import lines
from evals.engine import Read
from evals.metrics import adjusted_rand, coreference
from evals.results import Figure, Result, Unit, conll_f1, rand_index, share
from evals.tracks import Context


def run(context: Context) -> Result:
    group, settle = library(GROUP_REPORTS), library(SETTLE_INCIDENT)
    folder = context.benchmarks / "incidents"
    missing = [] if group else ["clustering CoNLL F1", "ARI"]
    missing += [] if settle else ["killed exact", "injured exact", "date within a day"]
    if group is None and settle is None:
        return Result(missing=missing, note=f"waits for {GROUP_REPORTS} and {SETTLE_INCIDENT}")
    texts = {d["doc_id"]: d for d in lines(folder / "docs.jsonl")}
    incidents, note = context.pick(list(lines(folder / "incidents.jsonl")))
    read_of = {i: read_doc(texts[i], context) for x in incidents for i in x["doc_ids"] if i in texts}
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    errors: dict[str, list[str]] = defaultdict(list)
    figures: dict[str, Figure] = {}
    if group is not None:
        where = group([r.report for r in read_of.values()], [r.reading for r in read_of.values()])
        gold = {i: x["incident_id"] for x in incidents for i in x["doc_ids"] if i in read_of}
        predicted = {i: where[r.report.id] for i, r in read_of.items()}
        for c in (coreference(gold, predicted, gold), adjusted_rand(gold, predicted)):
            for u, values in c.items():
                counts[str(u)].update(values)
        note_splits(gold, predicted, texts, errors)
        figures |= {"clustering CoNLL F1": conll_f1, "ARI": rand_index}
    if settle is not None:
        for x in incidents:
            reads = [read_of[i] for i in x["doc_ids"] if i in read_of]
            if reads:
                settled(x, settle([r.report for r in reads], [r.reading for r in reads]), counts[x["incident_id"]], errors[x["incident_id"]], texts)
        figures |= {"killed exact": share("killed", "killed_of"), "injured exact": share("injured", "injured_of"), "date within a day": share("date", "date_of")}
    return Result([Unit(x["incident_id"], dict(counts[x["incident_id"]]), errors[x["incident_id"]]) for x in incidents], figures, missing=missing, note=note)


def read_doc(doc: dict[str, Any], context: Context) -> Read:
    """A report as the library lays it out: headline, blank line, body."""
    title = " ".join((doc.get("title") or "").split())
    text = f"{title}\n\n{doc['text']}" if title else doc["text"]
    return context.engine.read(text, name=doc["doc_id"], published=doc.get("dct"), title=title)


def settled(want: dict[str, Any], got: Any, counts: dict[str, float], errors: list[str], texts: dict[str, Any]) -> None:
    """Compare one settled incident with its gold."""
    titles = " / ".join((texts[i]["title"] or "")[:90] for i in want["doc_ids"] if i in texts)
    for name, gold, ours in (("killed", want["num_killed"], got.killed), ("injured", want["num_injured"], got.injured)):
        if gold is not None:
            counts[f"{name}_of"] += 1
            counts[name] += ours == gold
            if ours != gold:
                errors.append(f"{name} {gold} not {ours}: {titles}")
    if want["date"]:
        counts["date_of"] += 1
        day = dt.date.fromisoformat(want["date"])
        hit = got.date is not None and abs((got.date.start - day).days) <= 1 and abs((got.date.end - day).days) <= 1
        counts["date"] += hit
        if not hit:
            errors.append(f"date {day} not {got.date.start if got.date else None}: {titles}")


def note_splits(gold: dict[str, str], predicted: dict[str, Any], texts: dict[str, Any], errors: dict[str, list[str]]) -> None:
    """Name what was split and what was joined wrongly."""
    first_gold: dict[str, str] = {}
    first_pred: dict[Any, str] = {}
    for doc, incident in gold.items():
        g, p = first_gold.setdefault(incident, doc), first_pred.setdefault(predicted[doc], doc)
        if predicted[g] != predicted[doc]:
            errors[incident].append(f"split: {texts[g]['title']!r} ({texts[g]['dct']}) | {texts[doc]['title']!r} ({texts[doc]['dct']})")
        if gold[p] != incident:
            errors[incident].append(f"joined: {texts[p]['title']!r} ({texts[p]['dct']}) | {texts[doc]['title']!r} ({texts[doc]['dct']})")
