"""Who is whom across five outlets that call things by different names: CoNLL F1 over the marked concepts of each event.

A marked phrase is answered by the actor of the library whose mention overlaps it best; one that no mention overlaps stands alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from dragoman.reconciling.resolver import reconcile
from dragoman.records.findings import Actor
from dragoman.records.mentions import ActorKind, Mention
from evals.data import lines, split_files
from evals.engine import Read
from evals.metrics import coreference
from evals.results import Result, Unit, conll_f1
from evals.tracks import Context

Answer = tuple[str, str]
"""The actor of a mention, and what the set might call it (see `concept`)."""
KINDS = frozenset({ActorKind.COUNTRY, ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.GROUP})


def run(context: Context) -> Result:
    topics: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for f in split_files(context.benchmarks / "newswcl50"):
        for d in lines(f):
            topics[d["topic"]].append(d)
    units = []
    for topic in sorted(topics):
        units += compare(topics[topic], context)
    figures = {
        "actors and countries CoNLL F1": lambda s: conll_f1(s, "part_"),
        "the same, institutions as their country": lambda s: conll_f1(s, "coarse_"),
        "all concepts CoNLL F1": lambda s: conll_f1(s, "all_"),
    }
    return Result(units, figures)


def laid_out(doc: dict[str, Any]) -> tuple[str, list[tuple[int, int]]]:
    """The text of tokens joined by blanks, line breaks where the set marks them, and the place of each token."""
    out: list[str] = []
    places, at = [], 0
    for token in doc["tokens"]:
        word = "\n" if "\\n" in token else token
        places.append((at, at + len(word)))
        out.append(word)
        at += len(word) + 1
    return " ".join(out), places


def best_actor(want: tuple[int, int], have: Sequence[tuple[int, int, Answer]]) -> Answer | None:
    """The actor of the mention that shares most with the wanted span, by intersection over union; a pronoun's own span counts whole."""
    best: float = 0.0
    chosen: Answer | None = None
    for b, e, actor in have:
        both = min(e, want[1]) - max(b, want[0])
        if both > 0:
            value = both / (max(e, want[1]) - min(b, want[0]))
            if value > best:
                best, chosen = value, actor
    return chosen if best >= 0.2 else None


def concept(mention: Mention, actor_of: Mapping[str, str], actors: Mapping[str, Actor]) -> str:
    """What the set would call the actor of a mention: a country's agencies, forces and officials count as the country there.

    Shown as a figure of its own: a dossier keeps them apart, and rightly.
    """
    actor = actors.get(actor_of.get(mention.id, ""))
    if actor is None:
        return mention.chain or mention.id
    return f"country {actor.country}" if actor.country and actor.kind in KINDS else actor.id


def compare(docs: Sequence[dict[str, Any]], context: Context) -> list[Unit]:
    """One unit for each document of a topic."""
    reads: list[Read] = []
    places = []
    for d in docs:
        text, at = laid_out(d)
        reads.append(context.engine.read(text, name=d["doc_id"]))
        places.append(at)
    errors: dict[str, list[str]] = {d["doc_id"]: [f"failed: {r.failed}"] if r.failed else [] for d, r in zip(docs, reads, strict=True)}
    result = reconcile([r.report for r in reads], [r.reading for r in reads])
    actors = {a.id: a for a in result.actors}
    gold: dict[Hashable, Hashable] = {}
    predicted: dict[Hashable, Hashable] = {}
    coarse: dict[Hashable, Hashable] = {}
    unit: dict[Hashable, str] = {}
    for d, r, at in zip(docs, reads, places, strict=True):
        have = [(m.span.start, m.span.end, (result.actor_of.get(m.id, m.chain or m.id), concept(m, result.actor_of, actors))) for m in r.reading.mentions]
        for i, m in enumerate(d["mentions"]):
            key = (d["doc_id"], i)
            span = (at[m["begin_tok"]][0], at[m["end_tok"] - 1][1])
            gold[key], unit[key] = m["chain"], d["doc_id"]
            answer = best_actor(span, have)
            predicted[key], coarse[key] = answer or (key, key)
            if answer is None and kind(m["chain"]) == "part":
                errors[d["doc_id"]].append(f"no actor at {m['text']!r} ({m['chain']})")
    out: dict[str, dict[str, float]] = defaultdict(dict)
    part = {k for k, c in gold.items() if kind(str(c)) == "part"}
    for name, keep, answers in (("all_", set(gold), predicted), ("part_", part, predicted), ("coarse_", part, coarse)):
        for u, c in coreference({k: gold[k] for k in sorted(keep)}, {k: answers[k] for k in sorted(keep)}, unit).items():
            out[u] |= {name + k: v for k, v in c.items()}
    return [Unit(d["doc_id"], out[d["doc_id"]], errors[d["doc_id"]]) for d in docs]


def kind(chain: str) -> str:
    """"part" for actors and countries, "" for the rest, by the ending of the concept's name."""
    return "part" if chain.rsplit("_", 1)[-1] in ("ACTOR", "COUNTRY") else ""
