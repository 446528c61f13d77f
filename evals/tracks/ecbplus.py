"""The same event and the same entity across documents: CoNLL F1 over gold mentions, document clusters being our own.

Validated mentions only. Every topic holds two look-alike events on purpose, and all documents are handed over at once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from typing import Any

from evals.adapters import CLUSTER_MENTIONS, GROUP_REPORTS, library
from evals.data import lines, split_files
from evals.engine import Read
from evals.metrics import coreference
from evals.results import Result, Unit, conll_f1
from evals.tracks import Context


def run(context: Context) -> Result:
    cluster, group = library(CLUSTER_MENTIONS), library(GROUP_REPORTS)
    if cluster is None or group is None:
        return Result(missing=["events CoNLL F1", "entities CoNLL F1"], note=f"waits for {CLUSTER_MENTIONS} and {GROUP_REPORTS}")
    mark = library(CLUSTER_MENTIONS.split(":")[0] + ":mark")
    assert mark is not None
    docs, note = context.pick([d for f in split_files(context.benchmarks / "ecbplus") for d in lines(f)])
    reads: list[Read] = []
    marks: list[Any] = []
    gold: dict[str, dict[Hashable, Hashable]] = {"event": {}, "entity": {}}
    unit: dict[Hashable, str] = {}
    words: dict[Hashable, str] = {}
    for d in docs:
        text, at = laid_out(d)
        read = context.engine.read(text, name=d["doc_id"])
        reads.append(read)
        for m in d["mentions"]:
            if not m["validated"]:
                continue
            key = f"{d['doc_id']}#{m['m_id']}"
            spans = [at[t] for t in m["tokens"]]
            marks.append(mark(key, m["kind"], read.report, read.parse, read.reading, spans))
            gold[m["kind"]][key], unit[key], words[key] = m["chain"], d["doc_id"], m["text"]
    groups = group([r.report for r in reads], [r.reading for r in reads])
    predicted = cluster(marks, groups)
    counts: dict[str, dict[str, float]] = defaultdict(dict)
    for kind, of in gold.items():
        for u, c in coreference(of, {k: predicted[k] for k in of}, unit).items():
            counts[u] |= {f"{kind}_{k}": v for k, v in c.items()}
    topics = {r.report.id: d["subtopic"] for r, d in zip(reads, docs, strict=True)}
    for u, c in coreference(topics, {k: groups[k] for k in topics}, {r.report.id: d["doc_id"] for r, d in zip(reads, docs, strict=True)}).items():
        counts[u] |= {f"doc_{k}": v for k, v in c.items()}
    errors = wrong_links(gold, predicted, unit, words)
    units = [Unit(d["doc_id"], counts[d["doc_id"]], errors[d["doc_id"]]) for d in docs]
    figures = {f"{name} CoNLL F1": (lambda s, k=kind: conll_f1(s, f"{k}_")) for kind, name in (("event", "events"), ("entity", "entities"), ("doc", "documents"))}
    return Result(units, figures, note=note)


def laid_out(doc: dict[str, Any]) -> tuple[str, list[tuple[int, int]]]:
    """The text, one sentence a line, and the place of each token."""
    out: list[str] = []
    places: list[tuple[int, int]] = []
    at = 0
    for i, (token, sentence) in enumerate(zip(doc["tokens"], doc["token_sentence"], strict=True)):
        if i:
            out.append("\n" if sentence != doc["token_sentence"][i - 1] else " ")
            at += 1
        places.append((at, at + len(token)))
        out.append(token)
        at += len(token)
    return "".join(out), places


def wrong_links(gold: dict[str, dict[Hashable, Hashable]], predicted: Any, unit: dict[Hashable, str], words: dict[Hashable, str]) -> dict[str, list[str]]:
    """For each document the mentions that were joined to a stranger, or kept from their first companion."""
    out: dict[str, list[str]] = defaultdict(list)
    for kind, of in gold.items():
        first_of_gold: dict[Hashable, Hashable] = {}
        first_of_pred: dict[Hashable, Hashable] = {}
        for m, chain in of.items():
            g, p = first_of_gold.setdefault(chain, m), first_of_pred.setdefault(predicted[m], m)
            if g != m and predicted[g] != predicted[m]:
                out[unit[m]].append(f"{kind} kept apart: {words[g]!r} ({unit[g]}) | {words[m]!r}")
            if p != m and of[p] != chain:
                out[unit[m]].append(f"{kind} joined wrongly: {words[p]!r} ({unit[p]}) | {words[m]!r}")
    return out
