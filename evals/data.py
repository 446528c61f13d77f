"""Finding the files of a benchmark, whatever split a folder holds."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any


def lines(path: Path) -> Iterator[dict[str, Any]]:
    """The records of a JSONL file."""
    with path.open(encoding="utf-8") as file:
        for line in file:
            if line.strip():
                yield json.loads(line)


def split_files(folder: Path, *, prefer: Sequence[str] = ("dev", "eval"), avoid: Sequence[str] = ("train",)) -> list[Path]:
    """The files to score: those of a preferred split, else those of no avoided one, else all.

    A folder of the same layout with a held-out split (`test.jsonl`) is found by the second rule.
    """
    files = sorted(folder.glob("*.jsonl"))
    liked = [f for f in files if any(p in f.stem for p in prefer)]
    other = [f for f in files if not any(a in f.stem for a in avoid)]
    return liked or other or files
