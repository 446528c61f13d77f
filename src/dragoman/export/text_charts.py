"""Pictures of the model in a terminal: 80 columns, block letters and words, no colour needed."""

from __future__ import annotations

import functools
import textwrap
from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from dragoman.records.pictures import Calibration, Chances, Gains, Lanes, Pairs, Paths, Picture, Shares, Tornado

WIDTH = 80
_LABEL = 23
_BAR = 44
_BLOCKS = " ▁▂▃▄▅▆▇█"
_PARTS = "█▓▒░"
_MARKS = "o□△◆x"


def show(pictures: Sequence[Picture], console: Console) -> None:
    """Prints each picture under its title; words of drafts and cases enter as plain text."""
    for p in pictures:
        console.print()
        console.print(Text(_plain(p.title), style="bold"), Text("(model, not report)", style="dim"))
        for line in textwrap.wrap(_plain(p.told), WIDTH - 2):
            console.print(Text("  " + line, style="dim"))
        *rows, legend = lines(p)
        for line in (*(row[:WIDTH] for row in rows), *textwrap.wrap(legend, WIDTH, initial_indent="  ", subsequent_indent="    ")):
            console.print(Text("".join(c if c.isprintable() else " " for c in line)), soft_wrap=True)


@functools.singledispatch
def lines(picture: Picture) -> list[str]:
    """A picture in lines of at most 80 letters, and a last one, of any length, that says what the signs are."""
    raise TypeError(f"no text for a {type(picture).__name__}")


@lines.register
def _(picture: Chances) -> list[str]:
    out = [f"{_label(r.label)} {_span(r.outer[0], r.outer[1], r.chance, inner=r.inner, base=r.base)} {_percent(r.chance):>5}" for r in picture.rows]
    return [*out, "  ● chance, ━ middle 50 %, ─ middle 90 %, ^ base rate; 0 to 100 %"]


@lines.register
def _(picture: Shares) -> list[str]:
    out = []
    for r in picture.rows:
        ends = [round(_BAR * sum(r.shares[: k + 1])) for k in range(len(r.shares))]
        bar = "".join(_PARTS[k] * (end - (ends[k - 1] if k else 0)) for k, end in enumerate(ends))
        out.append(f"{_label(r.label)} {bar[:_BAR]:{_BAR}} {r.note:>5}")
    return [*out, "  " + ", ".join(f"{_PARTS[k]} {_plain(p)}" for k, p in enumerate(picture.parts)) + f"; right: {picture.noted}"]


@lines.register
def _(picture: Pairs) -> list[str]:
    out = []
    for r in picture.rows:
        out.append(f"{_label(r.label)} {_span(r.before[1], r.before[2], r.before[0])} {_percent(r.before[0]):>5}")
        out.append(f"{'':{_LABEL}} {_span(r.after[1], r.after[2], r.after[0], dot='o')} {_percent(r.after[0]):>5}")
    return [*out, f"  ● {_plain(picture.before)}, o {_plain(picture.after)}; ─ middle 90 %"]


@lines.register
def _(picture: Tornado) -> list[str]:
    low = min([r.low for r in picture.rows] + [picture.centre])
    high = max([r.high for r in picture.rows] + [picture.centre])
    wide = max(high - low, 1e-9)
    out = []
    for r in picture.rows:
        a, c, b = (round((v - low) / wide * 29) for v in (r.low, picture.centre, r.high))
        bar = "".join("│" if k == c else "█" if a <= k <= b else " " for k in range(30))
        words = "; ".join(f"{_cut(_plain(w), 12)} {_percent(v)}" for v, w in ((r.low, r.low_label), (r.high, r.high_label)) if w)
        out.append(f"{_cut(_plain(r.label), 17):17} {bar} {words}")
    return [*out, f"  │ as it is: {_percent(picture.centre)}"]


@lines.register
def _(picture: Gains) -> list[str]:
    values = [v for r in picture.rows for v in (r.mean, r.low, r.high) if v is not None] + [0.0]
    low, high = min(values), max(values)
    wide = max(high - low, 1e-9)

    def at(v: float) -> int:
        return round((v - low) / wide * 35)

    out = []
    for r in picture.rows:
        bar = [" "] * 36
        if r.low is not None and r.high is not None:
            bar[at(r.low) : at(r.high) + 1] = ["─"] * (at(r.high) - at(r.low) + 1)
        bar[at(0)] = "│"
        bar[at(r.mean)] = "●" if r.mean >= 0 else "o"
        out.append(f"{_label(r.label)} {''.join(bar)} {r.mean:+.2f}" + (f", P {r.chance:.2f}" if r.chance is not None else ""))
    return [*out, f"  │ no difference, ● model better, o worse, ─ middle 95 %; {picture.unit}"]


@lines.register
def _(picture: Paths) -> list[str]:
    out = []
    for p in picture.panels:
        for n, s in enumerate(p.series):
            step = max(1, -(-len(s.middle) // 31))
            line = "".join(_BLOCKS[min(8, max(0, round(8 * v / p.top)))] if p.top else " " for v in s.middle[::step])
            first, last = (f"{100 * v:.0f} %" if p.percent else f"{v:.1f}" for v in (s.middle[0], s.middle[-1]))
            name = p.title if n == 0 else f"  {s.label}"
            out.append(f"{_cut(_plain(name), 31):31} {line:31} {first:>6} -> {last}")
    return [*out, f"  {picture.x[0]} to {picture.x[-1]}" + (f", {picture.x_label}" if picture.x_label else "") + "; middle values"]


@lines.register
def _(picture: Lanes) -> list[str]:
    out = []
    for lane in picture.lanes:
        marked = dict(lane.marks)
        step = max(1, -(-len(picture.years) // 56))
        cells = [next((_MARKS[picture.kinds.index(marked[y])] for y in picture.years[k : k + step] if y in marked), "·") for k in range(0, len(picture.years), step)]
        out.append(f"{_label(lane.label)} {''.join(cells)}")
    return [*out, f"  {picture.years[0]} to {picture.years[-1]}: " + ", ".join(f"{_MARKS[k]} {_plain(w)}" for k, w in enumerate(picture.kinds))]


@lines.register
def _(picture: Calibration) -> list[str]:
    out = []
    for title, bins in picture.panels:
        out.append(f"  {_plain(title)}")
        for b in bins:
            bar = [" "] * (_BAR + 1)
            low, high = (round(_BAR * min(max(v, 0.0), 1.0)) for v in (b.seen - 2 * b.spread, b.seen + 2 * b.spread))
            bar[low : high + 1] = ["─"] * (high - low + 1)
            bar[round(_BAR * b.said)] = "│"
            bar[round(_BAR * b.seen)] = "●"
            out.append(f"  said {100 * b.said:3.0f} %, came {100 * b.seen:3.0f} % {''.join(bar)} {b.forecasts:>4}")
    return [*out, "  │ said, ● came true, ─ two standard errors; right: forecasts"]


def _span(low: float, high: float, mean: float, *, inner: tuple[float, float] | None = None, base: float | None = None, dot: str = "●") -> str:
    def at(v: float) -> int:
        return round((_BAR - 1) * min(max(v, 0.0), 1.0))

    bar = [" "] * _BAR
    for ends, sign in (((low, high), "─"), (inner, "━")):
        if ends:
            bar[at(ends[0]) : at(ends[1]) + 1] = [sign] * (at(ends[1]) - at(ends[0]) + 1)
    if base is not None:
        bar[at(base)] = "^"
    bar[at(mean)] = dot
    return "".join(bar)


def _label(words: str) -> str:
    return f"  {_cut(_plain(words), _LABEL - 2):{_LABEL - 2}}"


def _cut(words: str, most: int) -> str:
    return words if len(words) <= most else words[: most - 1] + "…"


def _plain(words: str) -> str:
    """Without what a terminal would obey."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())


def _percent(p: float) -> str:
    return "<1 %" if 0 < p < 0.005 else f"{100 * p:.0f} %"


__all__ = ["lines", "show"]
