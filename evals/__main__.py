"""`python -m evals`: one table over all tracks."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
import traceback
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict
from functools import partial
from pathlib import Path

from evals.engine import Engine
from evals.results import Score, Scored, score, worst
from evals.table import render
from evals.tracks import TRACKS, Context, run

LONGEST = ("incidents", "police_events", "geoparse", "tempeval3", "cameo_sentences")


def run_track(name: str, *, shared: Path, benchmarks: Path, cache: Path | None, sample: int, top: int) -> Scored:
    """One track, whatever happens: a failure is a note in the table, not the end of it."""
    start = time.perf_counter()
    try:
        result = run(name, Context(shared, benchmarks, Engine(cache), sample))
    except Exception as problem:
        where = traceback.extract_tb(problem.__traceback__)[-1]
        note = f"failed: {type(problem).__name__}: {problem} ({Path(where.filename).name}:{where.lineno})"
        return Scored(name, (Score(name, "-", None),), note=note, seconds=time.perf_counter() - start)
    return Scored(name, score(name, result), result.note, result.rivals, worst(result, top), time.perf_counter() - start)


def run_tracks(
    names: Sequence[str], *, shared: Path, benchmarks: Path, cache: Path | None = None, sample: int = 0, top: int = 0, workers: int = 1
) -> list[Scored]:
    """Several tracks in the order given; with more workers each track runs in one process."""
    one = partial(run_track, shared=shared, benchmarks=benchmarks, cache=cache, sample=sample, top=top)
    if workers == 1 or len(names) == 1:
        return [one(n) for n in names]
    # the longest first, so that no worker is left with it at the end
    order = sorted(names, key=lambda n: LONGEST.index(n) if n in LONGEST else len(LONGEST))
    with ProcessPoolExecutor(workers) as pool:
        done = dict(zip(order, pool.map(one, order), strict=True))
    return [done[n] for n in names]


def beside() -> Path:
    """Where the development material is looked for: $DRAGOMAN_SHARED, else beside the checkout."""
    return Path(os.environ.get("DRAGOMAN_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def main(argv: Sequence[str] | None = None) -> int:
    """Exit code 0 when every track ran."""
    ap = argparse.ArgumentParser(prog="python -m evals", description="Score every stage on text that other people annotated.")
    ap.add_argument("--shared", type=Path, default=beside(), help="the development material (default: ../shared, or $DRAGOMAN_SHARED)")
    ap.add_argument("--benchmarks", type=Path, help="another folder laid out like shared/benchmarks, a held-out split say")
    ap.add_argument("--only", default="", help="tracks, separated by commas: " + ", ".join(TRACKS))
    ap.add_argument("--json", action="store_true", help="figures as JSON instead of the table")
    ap.add_argument("--worst", type=int, default=0, metavar="N", help="also list the N units with most errors of each track")
    ap.add_argument("--cache", type=Path, help="keep parses here; only rules change between runs")
    ap.add_argument("--sample", type=int, default=0, metavar="N", help="at most N documents a track (said in the table)")
    ap.add_argument("--workers", type=int, default=min(2, os.cpu_count() or 1), help="processes; a track runs in one")
    args = ap.parse_args(argv)
    names = [n for n in args.only.split(",") if n] or list(TRACKS)
    if unknown := [n for n in names if n not in TRACKS]:
        ap.error(f"unknown track {unknown[0]!r}; expected some of {', '.join(TRACKS)}")
    if not args.shared.is_dir() and not args.benchmarks:
        ap.error(f"no folder {args.shared}; give --shared DIR")
    benchmarks = args.benchmarks or args.shared / "benchmarks"
    done = run_tracks(names, shared=args.shared, benchmarks=benchmarks, cache=args.cache, sample=args.sample, top=args.worst, workers=args.workers)
    if args.json:
        json.dump({"scores": [asdict(s) for d in done for s in d.scores], "notes": {d.track: d.note for d in done if d.note}, "rivals": {d.track: d.rivals for d in done if d.rivals}}, sys.stdout, indent=1)
        print()
    else:
        print(render(done))
    for d in done if args.worst else ():
        for unit, errors in d.worst:
            print(f"\n{d.track} | {unit}: {len(errors)} errors", file=sys.stderr if args.json else sys.stdout)
            for e in errors:
                print(f"  {e}", file=sys.stderr if args.json else sys.stdout)
    return int(any(d.note.startswith("failed") for d in done))


if __name__ == "__main__":
    sys.exit(main())
