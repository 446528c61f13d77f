"""Fit the model to the case base by sampling and write the draws that ship with Dragoman; needs the extra `model` (make fit).

usage: python scripts/fit_model.py [--write] [--seed 1] [--chains 4] [--warmup 400] [--draws 300]
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

from dragoman.cases.load import case_base
from dragoman.model import fitting, posterior
from dragoman.model.table import case_table

TARGET = Path(__file__).parent.parent / "src" / "dragoman" / "resources" / posterior.FILE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help=f"write {posterior.FILE}")
    for name, value in (("seed", 1), ("chains", 4), ("warmup", 400), ("draws", 300)):
        parser.add_argument(f"--{name}", type=int, default=value)
    args = parser.parse_args()
    begun = time.monotonic()
    table = case_table(case_base().cases)
    found = fitting.sample(table, fitting.Settings(seed=args.seed, chains=args.chains, warmup=args.warmup, draws=args.draws))
    raw = posterior.dump(found)
    print(json.dumps(dict(found.diagnostics), indent=1))
    print(f"{len(table)} cases, {len(found)} draws kept, {len(raw):,} bytes, {time.monotonic() - begun:.0f} s")
    if args.write:
        TARGET.parent.mkdir(exist_ok=True)
        TARGET.write_bytes(raw)


if __name__ == "__main__":
    main()
