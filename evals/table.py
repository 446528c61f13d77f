"""The table: our figure with its interval, the aim, rivals, and the floor that a figure may not fall below."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from evals.results import Score, Scored

HERE = Path(__file__).parent


def load_yaml(name: str) -> dict[str, Any]:
    """A table of this folder by its name."""
    table: dict[str, Any] = yaml.safe_load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))[name]
    return table


def load_floors(path: Path = HERE / "floors.json") -> dict[str, dict[str, float]]:
    """Track -> figure -> floor; empty when there are none yet."""
    floors: dict[str, dict[str, float]] = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return floors


def number(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"


def line(s: Score, aim: float | None, floor: float | None, rivals: Mapping[str, float]) -> list[str]:
    """One row; the mark says whether the aim is met (✓) or not (✗)."""
    interval = f"{s.low:.2f}–{s.high:.2f}" if s.low is not None and s.high is not None else ""
    mark = "" if aim is None or s.value is None else "✓" if s.value >= aim - 1e-9 else "✗"
    others = "; ".join(f"{name} {value:.2f}" for name, value in sorted(rivals.items(), key=lambda x: -x[1]))
    return [s.track, s.figure, number(s.value), interval, str(s.n or ""), "" if aim is None else f"{aim:.2f}", mark, "" if floor is None else f"{floor:.3f}", others]


def render(done: Sequence[Scored]) -> str:
    """The whole table as text."""
    aims, stated, floors = load_yaml("aims"), load_yaml("rivals"), load_floors()
    rows = [["track", "figure", "ours", "95 %", "n", "aim", "", "floor", "others"]]
    for d in done:
        for s in d.scores:
            others = {**stated.get(d.track, {}).get(s.figure, {}), **d.rivals.get(s.figure, {})}
            rows.append(line(s, aims.get(d.track, {}).get(s.figure), floors.get(d.track, {}).get(s.figure), others))
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]) - 1)]
    out = ["  ".join([*(c.ljust(w) for c, w in zip(r, widths, strict=False)), r[-1]]).rstrip() for r in rows]
    out.insert(1, "-" * min(150, sum(widths) + 2 * len(widths)))
    asked = [(s, a) for d in done for s in d.scores if (a := aims.get(d.track, {}).get(s.figure)) is not None]
    met = sum(s.value is not None and s.value >= a - 1e-9 for s, a in asked)
    out.append(f"\n{met} of {len(asked)} aims met; {sum(d.seconds for d in done):.0f} s of work. What the gold cannot show: evals/CAVEATS.md")
    out += [f"{d.track}: {d.note}" for d in done if d.note]
    return "\n".join(out)
