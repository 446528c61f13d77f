"""The founding reports against their gold."""

from __future__ import annotations

from evals.results import Result
from evals.tracks import Context, dossiers


def run(context: Context) -> Result:
    gold = sorted((context.shared / "gold").glob("*.json"))
    return dossiers.run_set(context, [(g.stem, context.shared / "reports" / g.stem, g) for g in gold])
