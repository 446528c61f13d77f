"""Pictures of the model as one HTML file: what is assumed stands above every picture, and each picture has its numbers as a table.

No script, nothing from outside; one style, allowed by its hash. Words enter through an environment that escapes everything.
"""

from __future__ import annotations

import base64
import functools
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman.export.charts import NARROW, STYLE, WIDE, inline
from dragoman.records.pictures import Calibration, Chances, Gains, Lanes, ModelPage, Pairs, Paths, Picture, Shares, Tornado


@dataclass(frozen=True, slots=True, kw_only=True)
class Numbers:
    """A picture as a table."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawn:
    """A picture in the page: once for wide windows and once for narrow ones, of which a browser shows one."""

    id: str
    title: str
    told: str
    wide: Markup
    narrow: Markup
    table: Numbers


def to_page(page: ModelPage, version: str = "") -> str:
    """The page."""
    style = _style()
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode("ascii")
    return _environment().get_template("model.html.j2").render(
        page=page,
        pictures=[drawn(p) for p in page.pictures],
        version=version,
        style=Markup(style),
        csp=f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'",
    )


def drawn(picture: Picture) -> Drawn:
    """A picture for a page whose style holds that of the charts."""
    name = "p-" + "".join(c if c.isalnum() and c.isascii() else "-" for c in picture.name)
    return Drawn(
        id=name,
        title=picture.title,
        told=picture.told,
        wide=Markup(inline(picture, WIDE, f"{name}-w")),
        narrow=Markup(inline(picture, NARROW, f"{name}-n")),
        table=numbers(picture),
    )


@functools.singledispatch
def numbers(picture: Picture) -> Numbers:
    """The numbers of a picture."""
    raise TypeError(f"no table for a {type(picture).__name__}")


@numbers.register
def _(picture: Chances) -> Numbers:
    inner, base = any(r.inner for r in picture.rows), any(r.base is not None for r in picture.rows)
    head = ["", "chance", *(["middle 50 %"] if inner else []), "middle 90 %", *(["base rate"] if base else [])]
    rows = [
        [r.label, _p(r.chance), *([_range(r.inner) if r.inner else ""] if inner else []), _range(r.outer), *([_p(r.base) if r.base is not None else ""] if base else [])]
        for r in picture.rows
    ]
    return _table(head, rows)


@numbers.register
def _(picture: Shares) -> Numbers:
    return _table(["", *picture.parts, picture.noted], [[r.label, *map(_p, r.shares), r.note] for r in picture.rows])


@numbers.register
def _(picture: Pairs) -> Numbers:
    head = ["", picture.before, "middle 90 %", picture.after, "middle 90 %"]
    return _table(head, [[r.label, _p(r.before[0]), _range(r.before[1:]), _p(r.after[0]), _range(r.after[1:])] for r in picture.rows])


@numbers.register
def _(picture: Tornado) -> Numbers:
    head = ["changed", "lowest", "with", "highest", "with"]
    return _table(head, [[r.label, _p(r.low), r.low_label or "as it is", _p(r.high), r.high_label or "as it is"] for r in picture.rows])


@numbers.register
def _(picture: Gains) -> Numbers:
    def whole(v: float | None) -> str:
        return "too few cases" if v is None else f"{v:+.3f}"

    head = ["over", f"gain, {picture.unit}", "low", "high", "share of resamples with a gain"]
    return _table(head, [[r.label, whole(r.mean), whole(r.low), whole(r.high), "" if r.chance is None else f"{r.chance:.2f}"] for r in picture.rows])


@numbers.register
def _(picture: Paths) -> Numbers:
    several = max(len(p.series) for p in picture.panels) > 1
    head, columns = [picture.x_label or "x"], [list(map(str, picture.x))]
    for panel in picture.panels:
        for s in panel.series:
            head.append(panel.title + (f", {s.label}" if several or len(picture.panels) == 1 else ""))
            ends = s.bands[0] if s.bands else None
            told = _p if panel.percent else lambda v: f"{v:.2f}"
            columns.append([told(v) + (f" ({told(ends[0][n])} to {told(ends[1][n])})" if ends else "") for n, v in enumerate(s.middle)])
    return _table(head, [list(row) for row in zip(*columns, strict=True)])


@numbers.register
def _(picture: Lanes) -> Numbers:
    head = ["state", picture.shaded + ", mean of years", "in the history shown"]
    rows = [[lane.label, _p(sum(lane.shade) / max(len(lane.shade), 1)), "; ".join(f"{y} {kind}" for y, kind in lane.marks)] for lane in picture.lanes]
    return _table(head, rows)


@numbers.register
def _(picture: Calibration) -> Numbers:
    head = ["", "said", "came true", "standard error", "forecasts"]
    return _table(head, [[title, _p(b.said), _p(b.seen), _p(b.spread), str(b.forecasts)] for title, bins in picture.panels for b in bins])


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> Numbers:
    return Numbers(head=tuple(head), rows=tuple(tuple(r) for r in rows))


def _p(v: float) -> str:
    return "<1 %" if 0 < v < 0.005 else f"{100 * v:.0f} %"


def _range(ends: Sequence[float]) -> str:
    return f"{100 * ends[0]:.0f} to {100 * ends[1]:.0f} %"


@functools.cache
def _style() -> str:
    text = (resources.files("dragoman.export") / "static" / "model.css").read_text(encoding="utf-8") + STYLE
    return "\n".join(line for line in (x.strip() for x in text.splitlines()) if line)


@functools.cache
def _environment() -> Environment:
    return Environment(loader=PackageLoader("dragoman.export"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


__all__ = ["Drawn", "Numbers", "drawn", "numbers", "to_page"]
