"""Attributions in political news: who is said to have said, thought or wanted what.

An attribution is found when predicted and gold content share at least half of the words of each, matched one to one. Its kind
(direct, mixed, indirect) is told by how many of its words stand in quotation marks, for gold and predictions alike: precision
of a kind is over predictions of that kind, recall over gold of that kind. The speaker is right when the spans overlap, among
those found whose gold has a source.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import SimpleNamespace
from typing import Any

from dragoman.reading.pipeline import load_pipeline
from dragoman.settings import Settings
from evals.data import lines, split_files
from evals.engine import Read
from evals.metrics import match, overlap, word_starts
from evals.results import Figure, Result, Unit, prf, share
from evals.tracks import Context

KINDS = ("direct", "mixed", "indirect")
_QUOTED = re.compile(r"“[^“”\n]{1,3000}”|\"[^\"\n]{1,3000}\"|(?<!\w)‘[^‘\n]{1,3000}?’(?!\w)")


def run(context: Context) -> Result:
    docs = [d for f in split_files(context.benchmarks / "polnear") for d in lines(f)]
    docs, note = context.pick(docs)
    units = [compare(d, context.engine.read(d["text"], name=d["doc_id"], published=d.get("date"), title=d.get("title") or "")) for d in docs]
    figures = {"all F1": prf("found", "predicted", "gold")}
    figures |= {f"{k} F1": prf(f"found_pred_{k}", f"pred_{k}", f"gold_{k}", f"found_gold_{k}") for k in KINDS}
    figures |= {"speaker right": share("speaker", "speaker_of"), "precision": share("found", "predicted"), "recall": share("found", "gold")}
    figures |= {"files that do not fail": lambda s: 1 - s["failed"] / s["docs"]}
    return Result(units, figures, note=note, rivals=textacy_rival(docs, figures))


def textacy_rival(docs: Sequence[Mapping[str, Any]], figures: Mapping[str, Figure]) -> dict[str, dict[str, float]]:
    """textacy's direct quotations over the same documents, with the same parser, when it is installed; a file on which it raises has none."""
    try:
        from textacy.extract import direct_quotations
    except ImportError:
        return {}
    pipeline = load_pipeline(Settings.load().pipeline)
    units = []
    for doc in docs:
        text, quotes, mentions, failed = doc["text"], [], [], ""
        try:
            for n, found in enumerate(direct_quotations(pipeline(text))):
                words = [t for t in found.speaker if not t.is_space]
                span = SimpleNamespace(start=words[0].idx, end=words[-1].idx + len(words[-1])) if words else None
                content = SimpleNamespace(start=found.content.start_char, end=found.content.end_char)
                quotes.append(SimpleNamespace(parts=(), span=content, speaker_span=span, speaker=f"{n}"))
        except Exception as problem:  # it raises on marks that do not pair
            failed = type(problem).__name__
        units.append(compare(dict(doc), SimpleNamespace(failed=failed, reading=SimpleNamespace(mentions=mentions, quotes=quotes))))
    sums: dict[str, float] = {}
    for unit in units:
        for k, v in unit.counts.items():
            sums[k] = sums.get(k, 0.0) + v
    full = defaultdict(float, sums)
    return {name: {"textacy": float(figure(full))} for name, figure in figures.items() if name not in ("mixed F1", "precision", "recall")}


def predictions(read: Read) -> list[dict[str, Any]]:
    """The library's quotes as attributions: pieces of one discontinuous content make one, told twice counts once."""
    out: dict[tuple[tuple[int, int], ...], dict[str, Any]] = {}
    by_id = {m.id: m for m in read.reading.mentions}
    for q in read.reading.quotes:
        content = tuple(sorted({(s.start, s.end) for s in (q.parts or (q.span,))}))
        speaker = q.speaker_span or (by_id[q.speaker].span if q.speaker in by_id else None)
        kept = out.setdefault(content, {"content": content, "source": []})
        if speaker is not None and not kept["source"]:
            kept["source"] = [(speaker.start, speaker.end)]
    return list(out.values())


def quoted_spans(text: str) -> list[tuple[int, int]]:
    """Stretches in quotation marks, a rough and neutral rule; an opening mark without its closing one reaches to the end of its line."""
    out = [m.span() for m in _QUOTED.finditer(text)]
    out += [m.span() for m in re.finditer(r"“[^“”\n]*$", text, re.M)]
    for m in re.finditer(r"[^\n]+", text):
        if m.group().count('"') % 2:
            out.append((m.start() + m.group().rindex('"'), m.end()))
    return out


def kind_of(words: frozenset[int], quoted: frozenset[int]) -> str:
    """Direct when all words are quoted (one in twenty may miss, marks being slippery), indirect when none is."""
    inside = len(words & quoted)
    if not inside:
        return "indirect"
    return "direct" if inside >= 0.95 * len(words) else "mixed"


def compare(doc: dict[str, Any], read: Any) -> Unit:
    """Counts and errors of one article."""
    text = doc["text"]
    quoted = word_starts(text, quoted_spans(text))
    gold = [a for a in doc["attributions"] if a["content"]]
    pred = predictions(read)
    gold_words = [word_starts(text, a["content"]) for a in gold]
    pred_words = [word_starts(text, p["content"]) for p in pred]
    weights = {}
    for i, g in enumerate(gold_words):
        for j, p in enumerate(pred_words):
            both = len(g & p)
            if both and 2 * both >= len(g) and 2 * both >= len(p):
                weights[i, j] = 2 * both / (len(g) + len(p)) + 0.001 * overlap(gold[i]["source"], pred[j]["source"])
    found = match(weights)
    counts: dict[str, float] = {"docs": 1, "failed": float(bool(read.failed)), "gold": len(gold), "predicted": len(pred), "found": len(found)}
    errors = [f"failed: {read.failed}"] if read.failed else []

    def add(name: str) -> None:
        counts[name] = counts.get(name, 0) + 1

    gold_kind = [kind_of(w, quoted) for w in gold_words]
    pred_kind = [kind_of(w, quoted) for w in pred_words]
    for i, k in enumerate(gold_kind):
        add(f"gold_{k}")
        if i in found:
            add(f"found_gold_{k}")
            add(f"found_pred_{pred_kind[found[i]]}")
            if gold[i]["source"]:
                add("speaker_of")
                if overlap(gold[i]["source"], pred[found[i]]["source"]):
                    add("speaker")
                else:
                    errors.append(f"speaker: {words(text, gold[i]['source'])!r} not {words(text, pred[found[i]]['source'])!r} for {words(text, gold[i]['content'])!r}")
        else:
            cue = words(text, gold[i]["cue"])
            errors.append(f"missed {k}: {words(text, gold[i]['source'])!r} | {cue!r} | {words(text, gold[i]['content'])!r}")
    for j, k in enumerate(pred_kind):
        add(f"pred_{k}")
        if j not in found.values():
            errors.append(f"extra {k}: {words(text, pred[j]['source'])!r} | {words(text, pred[j]['content'])!r}")
    return Unit(doc["doc_id"], counts, errors)


def words(text: str, spans: Any) -> str:
    """The words at some spans, shortened."""
    return " … ".join(text[b:e].replace("\n", " ") for b, e in spans)[:160]
