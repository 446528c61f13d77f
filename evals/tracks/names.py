"""Personal names across scripts: is this the same name? Each true pair stands beside one false pair that is hard.

The false partner is the nearest other name of the set within two edits after a neutral transliteration (anyascii); where there
is none so near, the true pair has no false one beside it. "all within two edits" keeps every such partner instead.
"""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from anyascii import anyascii
from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from evals.adapters import SAME_NAME, same_name
from evals.data import lines, split_files
from evals.results import Result, Unit, prf, share
from evals.tracks import Context

CLOSE = 2


def run(context: Context) -> Result:
    same = same_name()
    files = split_files(context.benchmarks / "names", prefer=("dev", "eval"))
    if same is None:
        return Result(missing=["pair F1"], note=f"waits for {SAME_NAME}")
    units: list[Unit] = []
    figures = {"pair F1": prf("hit", "pred", "gold")}
    for f in files:
        units += [Unit(u.id, {**u.counts, **{f"{f.stem}_{k}": v for k, v in u.counts.items()}}, u.errors) for u in compare(f, same)]
        figures[f"pair F1, {f.stem}"] = prf(f"{f.stem}_hit", f"{f.stem}_pred", f"{f.stem}_gold")
    figures |= {"pair F1, all within two edits": prf("hit", "pred_all", "gold"), "precision": share("hit", "pred"), "recall": share("hit", "gold")}
    figures |= {"pair F1, seen twice or more": prf("hit2", "pred2", "gold2")}
    return Result(units, figures)


def hard_partners(native: list[str], latin: list[str]) -> list[list[str]]:
    """For each native name the Latin names of other natives within two edits of its transliteration, nearest first."""
    plain = {name: anyascii(name).casefold() for name in {*native, *latin}}
    own: dict[str, set[str]] = defaultdict(set)
    for n, x in zip(native, latin, strict=True):
        own[n].add(x)
    pool = sorted(set(latin))
    forms = [plain[x] for x in pool]
    out = []
    for n in native:
        near = process.extract(plain[n], forms, scorer=Levenshtein.distance, score_cutoff=CLOSE, limit=50)
        out.append([pool[i] for _, _, i in near if pool[i] not in own[n]])
    return out


def compare(path: Path, same: object) -> list[Unit]:
    """One unit for each true pair with its hard partners."""
    assert callable(same)
    rows = list(lines(path))
    native, latin = [r["native"] for r in rows], [r["latin"] for r in rows]
    units = []
    for row, partners in zip(rows, hard_partners(native, latin), strict=True):
        n, x = row["native"], row["latin"]
        hit = bool(same(x, n))
        wrong = [p for p in partners if same(p, n)]
        first = bool(partners) and partners[0] in wrong
        counts: dict[str, float] = {"gold": 1, "hit": hit, "pred": hit + first, "pred_all": hit + len(wrong)}
        if row.get("n", 1) >= 2:
            counts |= {"gold2": 1, "hit2": hit, "pred2": hit + first}
        errors = [] if hit else [f"kept apart: {x} | {n} ({anyascii(n)})"]
        errors += [f"taken for one: {partners[0]} | {n} ({anyascii(n)})"] if first else []
        units.append(Unit(f"{path.stem}/{n}/{x}", {k: float(v) for k, v in counts.items()}, errors))
    return units
