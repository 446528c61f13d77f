"""One module for each track; `TRACKS` names them in the order of the table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TypeVar

from evals.engine import Engine
from evals.results import Result

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Context:
    """What every track is given."""

    shared: Path
    benchmarks: Path
    engine: Engine
    sample: int = 0
    """Read at most so many documents of a track, evenly spread; 0 for all."""

    def pick(self, items: list[Item]) -> tuple[list[Item], str]:
        """The items to score, and what to say about it."""
        if not self.sample or len(items) <= self.sample:
            return items, ""
        step = len(items) / self.sample
        return [items[int(i * step)] for i in range(self.sample)], f"sample of {self.sample} from {len(items)}"


DOSSIERS = ("founding", "testbed", "readers")
"""Tracks that read whole dossiers, from `shared` and not from `benchmarks`."""
TRACKS = (
    *DOSSIERS,
    "polnear",
    "tempeval3",
    "ecbplus",
    "incidents",
    "plover_gsr",
    "police_events",
    "geoparse",
    "names",
    "newswcl50",
    "cameo_sentences",
    "petrarch_unit",
)


def run(name: str, context: Context) -> Result:
    """Run one track by its name; a folder of benchmarks need not hold all of them."""
    if name not in DOSSIERS and not (context.benchmarks / name).is_dir():
        return Result(note="not in this folder")
    function: Callable[[Context], Result] = import_module(f"evals.tracks.{name}").run
    return function(context)
