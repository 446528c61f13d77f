"""The crises of the testbed against their gold: the mean of all."""

from __future__ import annotations

from evals.results import Result
from evals.tracks import Context, dossiers


def run(context: Context) -> Result:
    return dossiers.run_set(context, [(g.parent.name, g.parent, g) for g in sorted((context.shared / "testbed").glob("*/gold.json"))])
