"""Floors: what a figure may not fall below. `python -m evals.floors --check` runs the quick tracks and compares.

Floors are the figures reached, rounded down to two places, so that a change of a hair does not fail; they only rise.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from evals.__main__ import beside, run_tracks
from evals.table import HERE, load_floors, load_yaml
from evals.tracks import TRACKS

SLACK = 1e-9
SLOW = ("incidents", "police_events", "cameo_sentences", "geoparse")
"""Tracks that are left out unless `--all` is given: they take most of the time."""


def scores_in(data: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Track -> figure -> value from the JSON of the table; figures without a value are left out."""
    out: dict[str, dict[str, float]] = {}
    for s in data["scores"]:
        if s["value"] is not None:
            out.setdefault(s["track"], {})[s["figure"]] = float(s["value"])
    return out


def below(floors: Mapping[str, Mapping[str, float]], scores: Mapping[str, Mapping[str, float]]) -> list[str]:
    """A sentence for each figure under its floor, or that has a floor and no value any more, among the tracks that ran."""
    out = []
    for track, figures in floors.items():
        if track not in scores:
            continue
        for figure, floor in figures.items():
            value = scores[track].get(figure)
            if value is None:
                out.append(f"{track}, {figure}: no value; its floor is {floor:.3f}")
            elif value < floor - SLACK:
                out.append(f"{track}, {figure}: {value:.3f} is below its floor {floor:.3f}")
    return out


def raised(floors: Mapping[str, Mapping[str, float]], scores: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    """The floors, each the higher of what it was and what is reached now, rounded down to two places."""
    out = {t: dict(f) for t, f in floors.items()}
    for track, figures in scores.items():
        for figure, value in figures.items():
            now = int(value * 100 + 1e-9) / 100
            kept = out.setdefault(track, {})
            kept[figure] = max(kept.get(figure, 0.0), now)
    return out


def load_scores(sources: Iterable[str]) -> dict[str, dict[str, float]]:
    """Scores from files that `python -m evals --json` wrote; "-" for standard input."""
    out: dict[str, dict[str, float]] = {}
    for source in sources:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        for track, figures in scores_in(json.loads(text)).items():
            out.setdefault(track, {}).update(figures)
    return out


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 1 when a figure is below its floor or a track fails."""
    ap = argparse.ArgumentParser(prog="python -m evals.floors", description="Check or raise the floors.")
    what = ap.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="fail when a figure is below its floor")
    what.add_argument("--raise", dest="lift", action="store_true", help="lift the floors of figures with an aim to what is reached; none is lowered")
    ap.add_argument("scores", nargs="*", help="JSON of `python -m evals --json` (- for standard input); without it the tracks are run")
    ap.add_argument("--shared", type=Path, default=beside(), help="the development material")
    ap.add_argument("--all", action="store_true", help="run the slow tracks too: " + ", ".join(SLOW))
    ap.add_argument("--cache", type=Path, help="keep parses here")
    ap.add_argument("--workers", type=int, default=1, help="processes")
    args = ap.parse_args(argv)
    problems = []
    if args.scores:
        scores = load_scores(args.scores)
    else:
        names = [t for t in TRACKS if args.all or t not in SLOW]
        done = run_tracks(names, shared=args.shared, benchmarks=args.shared / "benchmarks", cache=args.cache, workers=args.workers)
        problems = [f"{d.track}: {d.note}" for d in done if d.note.startswith("failed")]
        scores = scores_in({"scores": [asdict(s) for d in done for s in d.scores if not d.note.startswith("failed")]})
    floors = load_floors()
    if args.lift:
        aims = load_yaml("aims")
        scores = {t: {k: v for k, v in figures.items() if k in aims.get(t, {})} for t, figures in scores.items() if t in aims}
        (HERE / "floors.json").write_text(json.dumps(raised(floors, scores), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    else:
        problems += below(floors, scores)
    print("\n".join(problems) or "every figure is at or above its floor")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
