"""Place names to coordinates: within 161 km of the gold, for given spans and end to end (a missed toponym is wrong)."""

from __future__ import annotations

import math
from typing import Any

from dragoman.records.spans import Span
from dragoman.text.gazetteer import gazetteer
from evals.adapters import FIND_PLACES, LOCATE, library
from evals.data import lines, split_files
from evals.results import Figure, Result, Unit, prf, share
from evals.tracks import Context

NEAR_KM = 161.0
SETS = {"lgl": "LGL", "geovirus": "GeoVirus"}


def kilometres(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance between two (latitude, longitude) pairs in degrees."""
    lat1, lon1, lat2, lon2 = map(math.radians, (*a, *b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0 * math.asin(min(1.0, math.sqrt(h)))


def run(context: Context) -> Result:
    locate, find = library(LOCATE), library(FIND_PLACES)
    missing: list[str] = []
    units: list[Unit] = []
    figures: dict[str, Figure] = {}
    rivals: dict[str, dict[str, float]] = {}
    notes = [f"waits for {name}" for name, fn in ((LOCATE, locate), (FIND_PLACES, find)) if fn is None]
    for f in split_files(context.benchmarks / "geoparse", avoid=()):
        name = next((n for k, n in SETS.items() if k in f.stem), f.stem)
        docs, note = context.pick(list(lines(f)))
        notes += [f"{name}: {note}"] if note else []
        rivals[f"{name} given spans"] = {"population, our gazetteer": population_rival(docs)}
        missing += [] if locate else [f"{name} given spans"]
        missing += [] if find else [f"{name} end to end"]
        if locate is None and find is None:
            continue
        units += [compare(d, name, context, locate, find) for d in docs]
        figures |= {f"{name} given spans": share(f"{name} given", f"{name} gold")} if locate else {}
        if find:
            figures |= {f"{name} end to end": share(f"{name} found", f"{name} gold"), f"{name} toponym span F1": prf(f"{name} spans", f"{name} pred", f"{name} gold")}
    return Result(units, figures, missing=missing, note="; ".join(notes), rivals=rivals)


def population_rival(docs: list[dict[str, Any]]) -> float:
    """Share of given toponyms that the most populous place of that name gets right: no context at all."""
    places = gazetteer()
    right = asked = 0
    for t in (t for d in docs for t in d["toponyms"] if t.get("lat") is not None):
        asked += 1
        found = places.find(t["text"], most=1)
        right += bool(found) and kilometres((t["lat"], t["lon"]), (found[0].latitude, found[0].longitude)) <= NEAR_KM
    return right / asked if asked else 0.0


def compare(doc: dict[str, Any], name: str, context: Context, locate: Any, find: Any) -> Unit:
    """Counts and errors of one document."""
    read = context.engine.read(doc["text"], name=str(doc["doc_id"]), published=doc.get("date"))
    gold = [t for t in doc["toponyms"] if t.get("lat") is not None]
    counts: dict[str, float] = {f"{name} gold": len(gold), f"{name} given": 0, f"{name} found": 0, f"{name} spans": 0}
    errors = [f"failed: {read.failed}"] if read.failed else []
    if locate is not None:
        given = locate(read.report, read.parse, [Span(read.report.id, t["begin"], t["end"]) for t in gold])
        for t, p in zip(gold, given, strict=True):
            far = kilometres((t["lat"], t["lon"]), (p.latitude, p.longitude)) if p is not None else math.inf
            counts[f"{name} given"] += far <= NEAR_KM
            if far > NEAR_KM:
                errors.append(f"given {t['text']!r}: {far:.0f} km off, {p}")
    if find is not None:
        pred = list(find(read.report, read.parse))
        counts[f"{name} pred"] = len(pred)
        for t in gold:
            near = [p for p in pred if p.span.start < t["end"] and t["begin"] < p.span.end]
            counts[f"{name} spans"] += bool(near)
            hit = any(p.latitude is not None and kilometres((t["lat"], t["lon"]), (p.latitude, p.longitude)) <= NEAR_KM for p in near)
            counts[f"{name} found"] += hit
            if not near:
                errors.append(f"missed {t['text']!r} in …{doc['text'][max(0, t['begin'] - 30) : t['end'] + 30]}…")
    return Unit(str(doc["doc_id"]), counts, errors)
