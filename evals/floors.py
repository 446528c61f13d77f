"""Floors: what a figure may not fall below. `python -m evals --json > scores.json; python -m evals.floors --check scores.json`."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from evals.table import HERE, load_floors

SLACK = 0.001
"""A figure may lie so far below its floor without failing: floors are rounded down to three places."""


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
    """The floors, each the higher of what it was and what is reached now, rounded down."""
    out = {t: dict(f) for t, f in floors.items()}
    for track, figures in scores.items():
        for figure, value in figures.items():
            now = int(value * 1000 + 1e-9) / 1000
            kept = out.setdefault(track, {})
            kept[figure] = max(kept.get(figure, 0.0), now)
    return out


def load_scores(sources: Iterable[str]) -> dict[str, dict[str, float]]:
    out: dict[str, dict[str, float]] = {}
    for source in sources:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8")
        for track, figures in scores_in(json.loads(text)).items():
            out.setdefault(track, {}).update(figures)
    return out


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 1 when a figure is below its floor."""
    ap = argparse.ArgumentParser(prog="python -m evals.floors", description="Check or raise the floors with the JSON of `python -m evals --json`.")
    what = ap.add_mutually_exclusive_group(required=True)
    what.add_argument("--check", action="store_true", help="fail when a figure is below its floor")
    what.add_argument("--raise", dest="lift", action="store_true", help="lift floors to what is reached; none is lowered")
    ap.add_argument("scores", nargs="*", default=["-"], help="files with the JSON; standard input by default")
    args = ap.parse_args(argv)
    floors, scores = load_floors(), load_scores(args.scores or ["-"])
    if args.lift:
        (HERE / "floors.json").write_text(json.dumps(raised(floors, scores), indent=1, sort_keys=True) + "\n", encoding="utf-8")
        return 0
    problems = below(floors, scores)
    print("\n".join(problems) or "every figure is at or above its floor")
    return int(bool(problems))


if __name__ == "__main__":
    sys.exit(main())
