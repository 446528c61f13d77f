"""Work out the diagnostics of the fit, write them to resources/model/diagnostics.json and into docs/method/fit.md.

usage: python scripts/diagnose_model.py [--write] [--worlds 200] [--only calibration,switches,priors,universes,sources,checks,laplace,coefficients,deployments]
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path

from dragoman.workbench.diagnoses import PARTS, diagnose, fit_page

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "src" / "dragoman" / "resources" / "model" / "diagnostics.json"
PAGE = ROOT / "docs" / "method" / "fit.md"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true", help="write the JSON and the figures in docs/method/fit.md")
    parser.add_argument("--worlds", type=int, default=200)
    parser.add_argument("--only", default=",".join(PARTS), help="parts to work out again; the others are kept")
    args = parser.parse_args()
    found = json.loads(TARGET.read_text(encoding="utf-8")) if TARGET.exists() else {}
    for part in args.only.split(","):
        begun = time.monotonic()
        found = diagnose(found, part, worlds=args.worlds)
        print(f"{part}: {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
        if args.write:
            TARGET.parent.mkdir(exist_ok=True)
            TARGET.write_text(json.dumps(found, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if args.write:
        PAGE.write_text(fit_page(PAGE.read_text(encoding="utf-8"), found), encoding="utf-8")
    else:
        print(json.dumps(found, indent=1))


if __name__ == "__main__":
    main()
