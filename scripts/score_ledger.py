#!/usr/bin/env python3
"""Works out what the model and its rivals would have said of the predictions in the ledger, and writes src/dragoman/resources/model/ledger.json.

usage: python scripts/score_ledger.py

One seeded run on cases that were over by the day of the predictions. Run it after the case base or the model has changed.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))


def main() -> int:
    """Always 0."""
    from dragoman.workbench.retrospect import FILE, answers, dump

    found = answers()
    (ROOT / "src" / "dragoman" / "resources" / FILE).write_text(dump(found), encoding="utf-8")
    for prediction, by in found["forecasts"].items():
        print(prediction, ", ".join(f"{name} {100 * p:.1f} %" for name, p in by.items()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
