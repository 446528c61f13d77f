"""Pictures of the model as SVG: plain strings, escaped, the same bytes each time.

A picture is drawn for a width in pixels, so that its words stay readable on a telephone; nothing in it is scaled. Words are never left to
overlap: their width is reckoned from their number of letters, and what does not fit is broken or shortened.
"""

from __future__ import annotations

import functools
import html
import math
from collections.abc import Callable, Sequence

from dragoman.records.pictures import Calibration, Chances, Gains, Lanes, Pairs, Panel, Paths, Picture, Shares, Tornado

WIDE = 700
NARROW = 340
_FONT = 13
_LETTER = 7.1
"""Pixels that a letter takes at most, on average."""
_SMALL = 6.6

STYLE = """
.ch { --ci: #1b1b1a; --cs: #5b5a55; --cl: #e2dfd6; --cr: #b3ae9f; --ca: #174e7a; --cp: #fcfbf8; --cb: #a3271f; --c0: #174e7a; --c1: #86b6dc; --c2: #e0a84a; --c3: #9c321c; --t0: #fff; --t1: #10151a; --t2: #10151a; --t3: #fff; }
@media (prefers-color-scheme: dark) { .ch { --ci: #e8e6e1; --cs: #a9a69d; --cl: #303238; --cr: #6a6e78; --ca: #9cc7ee; --cp: #16171a; --cb: #f4a79e; --c0: #2f6da3; --c1: #9cc7ee; --c2: #e3b35c; --c3: #e07a63; --t3: #10151a; } }
@media print { .ch { --ci: #000; --cs: #333; --cl: #ccc; --cr: #888; --ca: #174e7a; --cp: #fff; --cb: #a3271f; --c0: #174e7a; --c1: #86b6dc; --c2: #e0a84a; --c3: #9c321c; --t0: #fff; --t3: #fff; } }
.ch text { font: 13px ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans", "DejaVu Sans", Arial, sans-serif; fill: var(--ci); font-variant-numeric: tabular-nums; }
.ch .sm { font-size: 12px; fill: var(--cs); }
.ch .hd { font-weight: 600; }
.ch .e { text-anchor: end; } .ch .m { text-anchor: middle; }
.ch .gr { stroke: var(--cl); fill: none; } .ch .ax { stroke: var(--cr); fill: none; }
.ch .wh { stroke: var(--ca); stroke-width: 1.5; fill: none; } .ch .bx { fill: var(--ca); opacity: .38; } .ch .dt { fill: var(--ca); }
.ch .bs { fill: var(--cp); stroke: var(--ci); stroke-width: 1.4; }
.ch .w2 { stroke: var(--cb); stroke-width: 1.5; fill: none; } .ch .d2 { fill: var(--cp); stroke: var(--cb); stroke-width: 2; }
.ch .b1 { fill: var(--ca); opacity: .16; } .ch .b2 { fill: var(--ca); opacity: .26; } .ch .b3 { fill: var(--cb); opacity: .14; }
.ch .l1 { stroke: var(--ca); stroke-width: 2; fill: none; } .ch .l2 { stroke: var(--cb); stroke-width: 2; fill: none; stroke-dasharray: 6 4; }
.ch .dg { stroke: var(--cr); fill: none; stroke-dasharray: 5 4; }
.ch .s0 { fill: var(--c0); } .ch .s1 { fill: var(--c1); } .ch .s2 { fill: var(--c2); } .ch .s3 { fill: var(--c3); }
.ch .s { stroke: var(--cp); stroke-width: 1; }
.ch .t0 { fill: var(--t0); } .ch .t1 { fill: var(--t1); } .ch .t2 { fill: var(--t2); } .ch .t3 { fill: var(--t3); }
.ch .mk { fill: var(--cp); stroke: var(--ci); stroke-width: 1.5; } .ch .mf { fill: var(--cb); stroke: var(--ci); stroke-width: 1; } .ch .mt { fill: var(--c2); stroke: var(--ci); stroke-width: 1; }
.ch .sh { fill: var(--ca); }
.ch .pp { fill: var(--cp); }
"""
"""The look of all pictures; in a page it is part of the page's own style."""


class _Canvas:
    """Collects the parts of a drawing."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.narrow = width < 500
        self.parts: list[str] = []
        self.y = 4.0
        """Where the next part begins."""

    def text(self, x: float, y: float, words: str, css: str = "") -> None:
        self.parts.append(f'<text x="{_n(x)}" y="{_n(y)}"{_class(css)}>{_escape(words)}</text>')

    def line(self, x1: float, y1: float, x2: float, y2: float, css: str) -> None:
        self.parts.append(f'<path d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}"{_class(css)}/>')

    def rect(self, x: float, y: float, w: float, h: float, css: str, extra: str = "") -> None:
        self.parts.append(f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(max(w, 0))}" height="{_n(h)}"{_class(css)}{extra}/>')

    def circle(self, x: float, y: float, r: float, css: str) -> None:
        self.parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(r)}"{_class(css)}/>')

    def path(self, points: Sequence[tuple[float, float]], css: str, *, close: bool = False) -> None:
        d = "L".join(f"{_n(x)} {_n(y)}" for x, y in points)
        self.parts.append(f'<path d="M{d}{"Z" if close else ""}"{_class(css)}/>')

    def mark(self, kind: int, x: float, y: float) -> None:
        """One of five shapes; they differ without their colours."""
        if kind == 0:
            self.circle(x, y, 3.5, "mk")
        elif kind == 1:
            self.rect(x - 3.5, y - 3.5, 7, 7, "mk")
        elif kind == 2:
            self.path([(x, y - 5), (x + 5, y + 4), (x - 5, y + 4)], "mt", close=True)
        elif kind == 3:
            self.path([(x, y - 5.5), (x + 5.5, y), (x, y + 5.5), (x - 5.5, y)], "mf", close=True)
        else:
            self.path([(x - 4, y - 4), (x + 4, y + 4)], "w2")
            self.path([(x - 4, y + 4), (x + 4, y - 4)], "w2")

    def legend(self, entries: Sequence[tuple[Callable[[float, float], None], float, str]]) -> None:
        """Signs with their words, in as many lines as they need; a sign is drawn at its left end and takes so many pixels."""
        x, y = 4.0, self.y + 12
        for draw, wide, words in entries:
            most = int((self.width - wide - 14) / _SMALL)
            lines = _broken(words, most)
            need = wide + 8 + max(len(line) for line in lines) * _SMALL + 14
            if x > 4 and x + need > self.width:
                x, y = 4.0, y + 19
            draw(x, y)
            for k, line in enumerate(lines):
                self.text(x + wide + 6, y + 4 + 15 * k, line, "sm")
            y += 15 * (len(lines) - 1)
            x += need
        self.y = y + 14


def to_svg(picture: Picture, width: int = WIDE) -> str:
    """A file of its own: with its style, light and dark."""
    canvas = _drawn(picture, width)
    height = math.ceil(canvas.y)
    style = " ".join(STYLE.split("\n")).strip()
    heading = _broken(picture.title, int((width - 8) / 7.6))
    top = 22 * len(heading) + 24
    head = "".join(f'<text x="4" y="{20 * (n + 1)}" class="hd">{_escape(line)}</text>' for n, line in enumerate(heading))
    warn = f'<text x="4" y="{20 * len(heading) + 19}" class="sm">MODEL, NOT REPORT</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="ch" viewBox="0 0 {width} {height + top}" width="{width}" height="{height + top}" role="img" '
        f'aria-labelledby="t d"><title id="t">{_escape(picture.title)} (model, not report)</title><desc id="d">{_escape(picture.told)}</desc>'
        f'<style>{style}</style><rect class="pp" width="{width}" height="{height + top}"/>{head}{warn}<g transform="translate(0 {top})">{"".join(canvas.parts)}</g></svg>\n'
    )


def inline(picture: Picture, width: int, key: str) -> str:
    """Part of a page whose style holds STYLE; `key` makes its ids unique."""
    canvas = _drawn(picture, width)
    height = math.ceil(canvas.y)
    return (
        f'<svg class="ch" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="{key}-t {key}-d">'
        f'<title id="{key}-t">{_escape(picture.title)}</title><desc id="{key}-d">{_escape(picture.told)}</desc>{"".join(canvas.parts)}</svg>'
    )


@functools.singledispatch
def _draw(picture: Picture, to: _Canvas) -> None:
    raise TypeError(f"no drawing for a {type(picture).__name__}")


def _drawn(picture: Picture, width: int) -> _Canvas:
    canvas = _Canvas(width)
    _draw(picture, canvas)
    return canvas


class _Axis:
    """A line from low to high between two pixels."""

    def __init__(self, low: float, high: float, left: float, right: float) -> None:
        self.low, self.high, self.left, self.right = low, high, left, right

    def at(self, value: float) -> float:
        if not math.isfinite(value):
            return self.left
        part = (value - self.low) / (self.high - self.low)
        return self.left + (self.right - self.left) * min(max(part, 0.0), 1.0)


def _grid(to: _Canvas, axis: _Axis, ticks: Sequence[float], top: float, bottom: float, told: Callable[[float], str]) -> None:
    """Ticks with their words below; words are left out where they would touch."""
    last = -math.inf
    for value in ticks:
        x = axis.at(value)
        to.line(x, top, x, bottom, "gr")
        words = told(value)
        half = len(words) * _SMALL / 2
        x = min(max(x, half + 2), to.width - half - 2)
        if x - half >= last + 6:
            to.text(x, bottom + 15, words, "sm m")
            last = x + half


def _percent(p: float) -> str:
    return "<1 %" if 0 < p < 0.005 else f"{100 * p:.0f} %"


def _labels(to: _Canvas, labels: Sequence[str]) -> tuple[float, list[list[str]]]:
    """Width of the column of labels and each label in lines."""
    most = 0.36 if to.narrow else 0.3
    wide = min(max((len(x) for x in labels), default=0) * _LETTER + 12, to.width * most)
    return wide, [_broken(x, int((wide - 8) / _LETTER)) for x in labels]


def _label(to: _Canvas, lines: Sequence[str], middle: float) -> None:
    for k, line in enumerate(lines):
        to.text(4, middle + 4.5 + (k - (len(lines) - 1) / 2) * 15, line)


@_draw.register
def _(picture: Chances, to: _Canvas) -> None:
    left, labels = _labels(to, [r.label for r in picture.rows])
    axis = _Axis(0, 1, left + 4, to.width - 56)
    top = to.y
    heights = [max(30, 16 * len(lines) + 8) for lines in labels]
    bottom = top + sum(heights) + 2
    _grid(to, axis, (0, 0.25, 0.5, 0.75, 1), top, bottom, _percent)
    y = top
    for row, lines, high in zip(picture.rows, labels, heights, strict=True):
        middle = y + high / 2
        _label(to, lines, middle)
        to.line(axis.at(row.outer[0]), middle, axis.at(row.outer[1]), middle, "wh")
        if row.inner:
            to.rect(axis.at(row.inner[0]), middle - 6, axis.at(row.inner[1]) - axis.at(row.inner[0]), 12, "bx", ' rx="2"')
        to.circle(axis.at(row.chance), middle, 4.5, "dt")
        if row.base is not None:
            x = axis.at(row.base)
            to.path([(x, middle + 2), (x + 5, middle + 12), (x - 5, middle + 12)], "bs", close=True)
        to.text(to.width - 4, middle + 4.5, _percent(row.chance), "e hd")
        y += high
    to.y = bottom + 22
    entries: list[tuple[Callable[[float, float], None], float, str]] = [
        (lambda x, y: to.circle(x + 6, y, 4.5, "dt"), 12, "chance by the model"),
    ]
    if any(r.inner for r in picture.rows):
        entries.append((lambda x, y: to.rect(x, y - 6, 22, 12, "bx", ' rx="2"'), 22, "middle 50 %"))
    entries.append((lambda x, y: to.line(x, y, x + 22, y, "wh"), 22, "middle 90 % of draws"))
    if any(r.base is not None for r in picture.rows):
        entries.append((lambda x, y: to.path([(x + 6, y - 5), (x + 11, y + 5), (x + 1, y + 5)], "bs", close=True), 12, "base rate in past cases"))
    to.legend(entries)


@_draw.register
def _(picture: Shares, to: _Canvas) -> None:
    left, labels = _labels(to, [r.label for r in picture.rows])
    # Above the rows: what the parts are.
    def swatch(k: int) -> Callable[[float, float], None]:
        return lambda x, y: to.rect(x, y - 7, 14, 14, f"s{k}")

    to.legend([(swatch(k), 14, words) for k, words in enumerate(picture.parts)])
    axis = _Axis(0, 1, left + 4, to.width - 58)
    to.text(to.width - 4, to.y + 10, picture.noted, "sm e")
    to.y += 18
    for row, lines in zip(picture.rows, labels, strict=True):
        high = max(32, 16 * len(lines) + 6)
        middle = to.y + high / 2
        _label(to, lines, middle)
        at = 0.0
        for k, share in enumerate(row.shares):
            x, wide = axis.at(at), axis.at(at + share) - axis.at(at)
            to.rect(x, middle - 11, wide, 22, f"s s{k}")
            words = f"{100 * share:.0f}"
            if wide >= len(words) * _LETTER + 6:
                to.text(x + wide / 2, middle + 4.5, words, f"m t{k}")
            at += share
        to.text(to.width - 4, middle + 4.5, row.note, "e")
        to.y += high
    to.y += 4


@_draw.register
def _(picture: Pairs, to: _Canvas) -> None:
    left, labels = _labels(to, [r.label for r in picture.rows])
    axis = _Axis(0, 1, left + 4, to.width - (64 if to.narrow else 120))
    top = to.y
    bottom = top + 40 * len(picture.rows) + 2
    _grid(to, axis, (0, 0.25, 0.5, 0.75, 1), top, bottom, _percent)
    for n, (row, lines) in enumerate(zip(picture.rows, labels, strict=True)):
        middle = top + 40 * n + 20
        _label(to, lines, middle)
        for (mean, low, high), up, line, dot, r in ((row.before, -8, "wh", "dt", 4.5), (row.after, 8, "w2", "d2", 4.0)):
            to.line(axis.at(low), middle + up, axis.at(high), middle + up, line)
            to.circle(axis.at(mean), middle + up, r, dot)
        moved = 100 * (row.after[0] - row.before[0])
        said = f"{100 * row.before[0]:.0f} → {100 * row.after[0]:.0f} %"
        if to.narrow:
            to.text(to.width - 4, middle + 4.5, said.replace(" %", ""), "e")
        else:
            to.text(to.width - 4, middle - 2, said, "e hd")
            to.text(to.width - 4, middle + 14, f"{moved:+.0f} points" if abs(moved) >= 0.5 else "no change", "sm e")
    to.y = bottom + 22

    def sign(line: str, dot: str) -> Callable[[float, float], None]:
        def draw(x: float, y: float) -> None:
            to.line(x, y, x + 24, y, line)
            to.circle(x + 12, y, 4.5, dot)

        return draw

    to.legend(
        [
            (sign("wh", "dt"), 24, picture.before),
            (sign("w2", "d2"), 24, picture.after),
        ]
    )


@_draw.register
def _(picture: Tornado, to: _Canvas) -> None:
    low = min([r.low for r in picture.rows] + [picture.centre])
    high = max([r.high for r in picture.rows] + [picture.centre])
    pad = max((high - low) * 0.05, 0.01)
    low, high = max(0.0, low - pad), min(1.0, high + pad)
    # The words of both ends stand in a line of their own below the name, so that they cannot run into the bar.
    axis = _Axis(low, high, 6, to.width - 6)
    top = to.y
    bottom = top + 54 * len(picture.rows) + 4
    _grid(to, axis, _ticks(low, high), top, bottom, _percent)
    for n, row in enumerate(picture.rows):
        y = top + 54 * n
        half = int((to.width / 2 - 12) / _SMALL)
        to.text(4, y + 14, row.label, "hd")
        ends = [(row.low, row.low_label, "s3"), (row.high, row.high_label, "s0")]
        for value, words, css in ends:
            x1, x2 = sorted((axis.at(picture.centre), axis.at(value)))
            if words and x2 - x1 >= 0.5:
                to.rect(x1, y + 20, x2 - x1, 12, css, ' rx="2"')
        if row.low_label:
            to.text(4, y + 46, _fit(f"{row.low_label}: {_percent(row.low)}", half), "sm")
        if row.high_label:
            to.text(to.width - 4, y + 46, _fit(f"{row.high_label}: {_percent(row.high)}", half), "sm e")
    x = axis.at(picture.centre)
    to.line(x, top, x, bottom, "ax")
    to.y = bottom + 22
    to.legend(
        [
            (lambda x, y: to.line(x + 1, y - 8, x + 1, y + 8, "ax"), 2, f"as it is: {_percent(picture.centre)}"),
            (lambda x, y: to.rect(x, y - 6, 16, 12, "s3"), 16, "lowest it gets"),
            (lambda x, y: to.rect(x, y - 6, 16, 12, "s0"), 16, "highest"),
        ]
    )


@_draw.register
def _(picture: Gains, to: _Canvas) -> None:
    left, labels = _labels(to, [r.label for r in picture.rows])
    ends = [0.0] + [v for r in picture.rows for v in (r.low, r.high, r.mean) if v is not None and math.isfinite(v)] + ([picture.aim] if picture.aim else [])
    low, high = min(ends), max(ends)
    pad = max((high - low) * 0.06, 0.02)
    axis = _Axis(low - pad, high + pad, left + 4, to.width - (8 if to.narrow else 150))
    top = to.y
    rows = 46 if to.narrow else 32
    bottom = top + rows * len(picture.rows) + 2
    _grid(to, axis, _ticks(axis.low, axis.high), top, bottom, lambda v: f"{v:+.1f}" if abs(v) > 1e-9 else "0")
    to.line(axis.at(0), top, axis.at(0), bottom, "ax")
    for n, (row, lines) in enumerate(zip(picture.rows, labels, strict=True)):
        middle = top + rows * n + (14 if to.narrow else rows / 2)
        _label(to, lines, middle + (4 if to.narrow and len(lines) > 1 else 0))
        worse = row.mean < 0
        if row.low is not None and row.high is not None:
            to.line(axis.at(row.low), middle, axis.at(row.high), middle, "w2" if worse else "wh")
        to.circle(axis.at(row.mean), middle, 4.5, "d2" if worse else "dt")
        if picture.aim is not None and row.label == picture.aimed:
            x = axis.at(picture.aim)
            to.path([(x, middle + 3), (x + 5, middle + 12), (x - 5, middle + 12)], "bs", close=True)
        told = f"{row.mean:+.2f}" + (f", P {row.chance:.2f}" if row.chance is not None else "")
        if to.narrow:
            to.text(to.width - 4, middle + 26, told, "sm e")
        else:
            to.text(to.width - 4, middle + 4.5, told, "e")
    to.y = bottom + 22
    entries: list[tuple[Callable[[float, float], None], float, str]] = [
        (lambda x, y: to.circle(x + 6, y, 4.5, "dt"), 12, f"model better ({picture.unit})"),
        (lambda x, y: to.circle(x + 6, y, 4.5, "d2"), 12, "model worse"),
        (lambda x, y: to.line(x, y, x + 22, y, "wh"), 22, "middle 95 % of resampled cases; P: share with a gain"),
    ]
    if picture.aim is not None:
        entries.append((lambda x, y: to.path([(x + 6, y - 5), (x + 11, y + 5), (x + 1, y + 5)], "bs", close=True), 12, f"the aim ({picture.aim:+.2f})"))
    to.legend(entries)


@_draw.register
def _(picture: Paths, to: _Canvas) -> None:
    columns = 1 if to.narrow or len(picture.panels) == 1 else 2
    gap = 26
    wide = (to.width - gap * (columns - 1)) / columns
    high, head, foot = 130, 24, 40
    for n, panel in enumerate(picture.panels):
        x, y = (n % columns) * (wide + gap), to.y + (n // columns) * (head + high + foot)
        _panel(to, picture, panel, x, y, wide, high, head)
    to.y += math.ceil(len(picture.panels) / columns) * (head + high + foot) - 4
    names = list(dict.fromkeys(s.label for p in picture.panels for s in p.series))
    bands = max((len(s.bands) for p in picture.panels for s in p.series), default=0)
    entries: list[tuple[Callable[[float, float], None], float, str]] = []
    for k, name in enumerate(names):
        css = f"l{k + 1}"
        entries.append((lambda x, y, css=css: to.line(x, y, x + 26, y, css), 26, name))  # type: ignore[misc]
    if bands == 2:
        entries += [(lambda x, y: to.rect(x, y - 6, 18, 12, "b2"), 18, "middle 50 %"), (lambda x, y: to.rect(x, y - 6, 18, 12, "b1"), 18, "middle 90 %")]
    elif bands == 1:
        entries.append((lambda x, y: to.rect(x, y - 6, 18, 12, "b1"), 18, "middle 90 % of histories"))
    to.legend(entries)


def _panel(to: _Canvas, picture: Paths, panel: Panel, x: float, y: float, wide: float, high: float, head: float) -> None:
    to.text(x + 4, y + 14, _fit(panel.title, int((wide - 8) / 7.4)), "hd")
    top = y + head
    steps = (0.0, 0.5, 1.0) if panel.percent and panel.top == 1 else _ticks(0, panel.top)

    def told(v: float) -> str:
        return _percent(v) if panel.percent else f"{v:g}"

    left = x + max(len(told(v)) for v in steps) * _SMALL + 12
    down = _Axis(0, panel.top, top + high, top)
    across = _Axis(picture.x[0], picture.x[-1] if len(picture.x) > 1 else picture.x[0] + 1, left, x + wide - 8)
    for v in steps:
        to.line(left, down.at(v), x + wide - 8, down.at(v), "gr")
        to.text(left - 6, down.at(v) + 4, told(v), "sm e")
    for v in _years(picture.x, int((wide - 40) / 60)):
        to.line(across.at(v), top + high, across.at(v), top + high + 4, "ax")
        edge = v == picture.x[-1]
        to.text(across.at(v) + (4 if edge else 0), top + high + 18, str(v), "sm e" if edge else "sm m")
    to.line(left, top + high, x + wide - 8, top + high, "ax")
    if picture.x_label:
        to.text(left, top + high + 33, _fit(picture.x_label, int((wide - 30) / _SMALL)), "sm")
    for k, series in enumerate(panel.series):
        for depth, (low, upper) in enumerate(series.bands):
            points = [(across.at(a), down.at(b)) for a, b in zip(picture.x, low, strict=True)] + [(across.at(a), down.at(b)) for a, b in reversed(list(zip(picture.x, upper, strict=True)))]
            to.path(points, "b3" if k else f"b{depth + 1}", close=True)
    for k, series in enumerate(panel.series):
        to.path([(across.at(a), down.at(b)) for a, b in zip(picture.x, series.middle, strict=True)], f"l{k + 1}")


@_draw.register
def _(picture: Lanes, to: _Canvas) -> None:
    left, labels = _labels(to, [lane.label for lane in picture.lanes])
    high = 24
    axis = _Axis(picture.years[0] - 0.5, picture.years[-1] + 0.5, left + 4, to.width - 8)
    top = to.y
    most = max((v for lane in picture.lanes for v in lane.shade), default=0.0) or 1.0
    for n, (lane, lines) in enumerate(zip(picture.lanes, labels, strict=True)):
        y = top + high * n
        to.text(4, y + 16, lines[0] if len(lines) == 1 else _fit(lane.label, int(left / _LETTER)))
        for year, value in zip(picture.years, lane.shade, strict=True):
            shade = round(0.5 * value / most, 2)
            if shade > 0:
                a, b = axis.at(year - 0.5), axis.at(year + 0.5)
                to.rect(a, y + 3, b - a, high - 5, "sh", f' fill-opacity="{shade:g}"')
        for year, kind in lane.marks:
            to.mark(picture.kinds.index(kind), axis.at(year), y + high / 2 + 0.5)
    bottom = top + high * len(picture.lanes)
    for v in _years(picture.years, int((to.width - left) / 60)):
        to.line(axis.at(v), bottom, axis.at(v), bottom + 4, "ax")
        edge = v == picture.years[-1]
        to.text(axis.at(v) + (8 if edge else 0), bottom + 18, str(v), "sm e" if edge else "sm m")
    to.line(axis.left, bottom, axis.right, bottom, "ax")
    to.y = bottom + 26

    def sign(k: int) -> Callable[[float, float], None]:
        return lambda x, y: to.mark(k, x + 6, y)

    entries: list[tuple[Callable[[float, float], None], float, str]] = [(sign(k), 12, words) for k, words in enumerate(picture.kinds)]

    def shades(x: float, y: float) -> None:
        for k, opacity in enumerate((0.1, 0.3, 0.5)):
            to.rect(x + 8 * k, y - 7, 8, 14, "sh", f' fill-opacity="{opacity}"')

    entries.append((shades, 24, f"{picture.shaded}, up to {_percent(most)}"))
    to.legend(entries)


@_draw.register
def _(picture: Calibration, to: _Canvas) -> None:
    columns = 1 if to.narrow else 2
    gap = 30
    wide = (to.width - gap * (columns - 1)) / columns
    side = min(wide - 74, 290)
    for n, (title, bins) in enumerate(picture.panels):
        x, y = (n % columns) * (wide + gap), to.y + (n // columns) * (side + 76)
        to.text(x + 4, y + 14, title, "hd")
        left, top = x + 48, y + 26
        across, down = _Axis(0, 1, left, left + side), _Axis(0, 1, top + side, top)
        for v in (0, 0.25, 0.5, 0.75, 1):
            to.line(left, down.at(v), left + side, down.at(v), "gr")
            to.line(across.at(v), top, across.at(v), top + side, "gr")
            to.text(left - 6, down.at(v) + 4, _percent(v), "sm e")
            to.text(across.at(v), top + side + 17, _percent(v), "sm m")
        to.line(left, top + side, left + side, top, "dg")
        for b in bins:
            px, py = across.at(b.said), down.at(b.seen)
            to.line(px, down.at(max(b.seen - 2 * b.spread, 0)), px, down.at(min(b.seen + 2 * b.spread, 1)), "wh")
            to.circle(px, py, min(3 + math.sqrt(b.forecasts) / 4, 9), "dt")
        to.text(left, top + side + 35, "said (across), came true (up)", "sm")
    to.y += math.ceil(len(picture.panels) / columns) * (side + 76) - 4
    to.legend(
        [
            (lambda x, y: to.circle(x + 6, y, 5, "dt"), 12, "forecasts of about this chance; larger: more of them"),
            (lambda x, y: to.line(x + 3, y - 8, x + 3, y + 8, "wh"), 6, "two standard errors"),
            (lambda x, y: to.line(x, y, x + 26, y, "dg"), 26, "perfect calibration"),
        ]
    )


def _ticks(low: float, high: float) -> tuple[float, ...]:
    """Round values from low to high, four or so."""
    span = high - low
    if span <= 0 or not math.isfinite(span):
        return (low,)
    step = 10 ** math.floor(math.log10(span / 3))
    step *= next(k for k in (1, 2, 5, 10) if span / (step * k) <= 5)
    first = math.ceil(low / step - 1e-9)
    return tuple(round(k * step, 10) for k in range(first, math.floor(high / step + 1e-9) + 1))


def _years(x: Sequence[int], most: int) -> tuple[int, ...]:
    """First, last and round ones between; not so many that they touch."""
    span = x[-1] - x[0]
    if span == 0:
        return (x[0],)
    step = next((s for s in (1, 2, 5, 10, 20, 25, 50, 100) if span / s <= max(most - 1, 1)), span)
    inner = [v for v in range(x[0] - x[0] % step, x[-1] + 1, step) if x[0] + 0.6 * step <= v <= x[-1] - 0.6 * step]
    return (x[0], *inner, x[-1])


def _broken(words: str, most: int) -> list[str]:
    """At most three lines of so many letters, broken between words; the rest is cut."""
    most = max(most, 6)
    lines: list[str] = []
    for word in words.split() or [""]:
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] += " " + word
        else:
            lines.append(_fit(word, most))
    return lines if len(lines) <= 3 else [*lines[:2], _fit(" ".join(lines[2:]), most)]


def _fit(words: str, most: int) -> str:
    return words if len(words) <= most else words[: max(most - 1, 1)].rstrip() + "…"


def _escape(words: str) -> str:
    """As text of XML: without what XML cannot hold."""
    return html.escape("".join(c for c in words if c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff\x7f"))


def _class(css: str) -> str:
    return f' class="{css}"' if css else ""


def _n(x: float) -> str:
    return f"{x:.1f}".removesuffix(".0").replace("-0", "0") if abs(x) < 0.05 else f"{x:.1f}".removesuffix(".0")


__all__ = ["NARROW", "STYLE", "WIDE", "inline", "to_svg"]
