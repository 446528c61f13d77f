"""Time expressions in newswire: found when the spans overlap (one to one), value right when the TIMEX3 values are equal."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from evals.data import lines, split_files
from evals.engine import Read
from evals.metrics import match
from evals.results import Result, Unit, prf, share
from evals.tracks import Context


def run(context: Context) -> Result:
    docs = [d for f in split_files(context.benchmarks / "tempeval3", avoid=()) for d in lines(f)]
    docs, note = context.pick(docs)
    units = [compare(d, context.engine.read(unwrapped(d["text"]), name=d["doc_id"], published=d.get("dct"))) for d in docs]
    figures = {
        "relaxed span F1": prf("found", "predicted", "gold"),
        "value F1": prf("value", "predicted", "gold"),
        "strict span F1": prf("strict", "predicted", "gold"),
        "type right": share("type", "found"),
        "days right": share("day", "days"),
    }
    return Result(units, figures, note=note, rivals=dateparser_rival(docs))


def dateparser_rival(docs: list[dict[str, Any]]) -> dict[str, dict[str, float]]:
    """dateparser on the gold spans of full days, told the day of publication; only if it is installed.

    It is handed the spans, so its figure stands beside ours for orientation: the share of gold DATE values to the day that it gets.
    """
    try:
        import dateparser
    except ImportError:
        return {}
    right = asked = 0
    for doc in docs:
        for t in doc["timexes"]:
            if t["type"] == "DATE" and re.fullmatch(r"\d{4}-\d\d-\d\d", t["value"]):
                asked += 1
                base = dt.datetime.fromisoformat(doc["dct"][:10])
                made = dateparser.parse(t["text"], languages=["en"], settings={"RELATIVE_BASE": base, "PREFER_DATES_FROM": "past"})
                right += made is not None and made.date().isoformat() == t["value"]
    return {"days right": {"dateparser, given the spans": right / asked}} if asked else {}


def unwrapped(text: str) -> str:
    """Newswire is broken into short lines; a single line break is a blank, and offsets stay as they are."""
    out = list(text)
    for i, c in enumerate(text):
        if c == "\n" and 0 < i < len(text) - 1 and text[i - 1] != "\n" and text[i + 1] not in "\n\t " and len(text[text.rfind("\n", 0, i) + 1 : i]) > 40:
            out[i] = " "
    return "".join(out)


def compare(doc: dict[str, Any], read: Read) -> Unit:
    """Counts and errors of one document."""
    gold, pred = doc["timexes"], sorted(read.reading.times, key=lambda t: (t.span.start, t.span.end))
    weights = {}
    for i, g in enumerate(gold):
        for j, p in enumerate(pred):
            both = min(g["end"], p.span.end) - max(g["begin"], p.span.start)
            if both > 0:
                weights[i, j] = 2 * both / (g["end"] - g["begin"] + p.span.end - p.span.start) + (0.001 if p.value == g["value"] else 0)
    found = match(weights)
    counts = {"gold": len(gold), "predicted": len(pred), "found": len(found), "value": 0.0, "strict": 0.0, "type": 0.0, "days": 0.0, "day": 0.0}
    errors = [f"failed: {read.failed}"] if read.failed else []
    text = doc["text"]
    for i, g in enumerate(gold):
        whole_day = g["type"] == "DATE" and re.fullmatch(r"\d{4}-\d\d-\d\d", g["value"]) is not None
        counts["days"] += whole_day
        counts["day"] += whole_day and i in found and pred[found[i]].value == g["value"]
        around = text[max(0, g["begin"] - 40) : g["end"] + 20].replace("\n", " ")
        if i not in found:
            errors.append(f"missed: {g['text']!r} {g['type']} {g['value']} in …{around}…")
            continue
        p = pred[found[i]]
        counts["strict"] += (p.span.start, p.span.end) == (g["begin"], g["end"])
        counts["type"] += p.type == g["type"]
        if p.value == g["value"]:
            counts["value"] += 1
        else:
            errors.append(f"value: {g['text']!r} is {g['value']} not {p.value} (published {doc.get('dct')}) in …{around}…")
    for j, p in enumerate(pred):
        if j not in found.values():
            errors.append(f"extra: {p.span.of(text)!r} {p.value} in …{text[max(0, p.span.start - 40) : p.span.end + 20]}…".replace("\n", " "))
    return Unit(doc["doc_id"], counts, errors)
