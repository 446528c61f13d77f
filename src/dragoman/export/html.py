"""A dossier as one HTML file: opens from disk, asks for nothing from outside, reads without its script.

Words of reports enter through an environment that escapes everything. What does not fit the plain page (rows beyond the first of each list, and
the texts of the reports) is packed: JSON, gzip, base64 in a block that no browser runs. The script makes nodes of it one by one and never parses markup.
"""

from __future__ import annotations

import base64
import functools
import gzip
import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html.parser import HTMLParser
from importlib import resources
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from dragoman.export.badges import legend
from dragoman.export.charts import STYLE
from dragoman.export.contexts import Builder, Item, Page, safe_url
from dragoman.export.whatif import whatif_section
from dragoman.records.cases import PrecedentsNote
from dragoman.records.dossiers import Dossier
from dragoman.records.forecasts import WhatIfNote
from dragoman.text.wording import one_line, say_date

_UNITS = (1, 2, 3, 4, 5, 6, 8, 10, 12, 14, 17, 20, 24, 30)
"""Sizes of the plain lists that are tried; the largest is taken with which the page, packed rows left out, keeps to its share of the budget."""
_PLAIN_SHARE = 0.87
_DEPTHS = (0, 30, 60, 100, 160, 220, 320, 450, 600, 900, 1300, 2000)
"""Most packed rows of a list that are tried, likewise."""
_PLAIN = {"findings": 2, "accounts": 2, "agreed": 1, "singles": 1, "timeline": 4, "events": 3, "quotes": 2, "actors": 2, "relations": 1, "sources": 4, "inputs": 4, "refusals": 1}
"""Units of the plain page that a list gets."""
_PACKED = {"timeline": 0.6, "quotes": 0.7, "actors": 0.5, "relations": 0.5, "singles": 0.5}
"""Share of the most packed rows for the lists that need less: what they leave out is mostly told once, or stands in another list too."""
_MACROS = {
    "findings": "finding",
    "accounts": "account",
    "agreed": "single",
    "singles": "single",
    "timeline": "time",
    "events": "event",
    "quotes": "quote",
    "actors": "actor",
    "relations": "relation",
    "sources": "source",
    "inputs": "input",
    "refusals": "refusal",
}


def budget(reports: int) -> int:
    """Bytes that a page of so many reports should weigh at most: 300 KB for 20, 500 KB for 100, some 3 MB for 1,000."""
    return 296_000 + 2_400 * min(max(reports - 20, 0), 80) + 2_800 * max(reports - 100, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One list of the page at one level: its rows in plain HTML, and how many there are."""

    name: str
    html: Markup
    shown: int
    packed: int
    total: int

    @property
    def hidden(self) -> int:
        return self.total - self.shown


def to_html(dossier: Dossier, manifest: Mapping[str, Any] | None = None, precedents: PrecedentsNote | None = None, whatif: WhatIfNote | None = None) -> str:
    """The page. `manifest` holds versions and settings to be shown under Method; nothing else of it is used. `precedents` come from the
    case base and are marked so, `whatif` from the model and is marked as such.

    A dossier with more than the page can hold within `budget` shows the first of each list, packs the next and names the table that holds all.
    Texts of reports are always there whole.
    """
    builder = Builder(dossier)
    page = builder.page(manifest)
    style, script = _static("page.css") + (STYLE if whatif else ""), _static("page.js")
    rows = {name: _Rows(name, all_rows) for name, all_rows in _all_rows(page).items()}
    fixed = {
        "page": page,
        "sections": _sections(page, precedents, whatif),
        "precedents": precedents,
        "whatif": whatif_section(whatif) if whatif else None,
        "legend": legend(),
        "manifest": list(_flat(page.manifest)),
        "version": str(page.manifest.get("dragoman", "")),
        "style": Markup(style),
        "script": Markup(script),
        "csp": _policy(style, script),
        "texts": _pack([_report(builder, n) for n in range(len(dossier.reports))]),
    }
    template = _environment().get_template("page.html.j2")

    def render(unit: int, depth: int) -> str:
        lists = {name: r.at(unit * _PLAIN[name], int(depth * _PACKED.get(name, 1))) for name, r in rows.items()}
        trees = {name: rows[name].trees(x.packed) for name, x in lists.items() if x.hidden and x.packed > x.shown}
        plain = list(builder.plain(_cited(rows, lists, page)))
        return template.render(**fixed, lists=SimpleNamespace(**lists), plain=plain, rows=_pack(trees))

    most = budget(len(dossier.reports))
    unit, made = _largest(_UNITS, lambda n: render(n, 0), most * _PLAIN_SHARE)
    return _largest(_DEPTHS, lambda n: render(unit, n), most)[1] if len(made) < most else made


def _largest(sizes: Sequence[int], make: Callable[[int], str], most: float) -> tuple[int, str]:
    """The largest of the rising sizes whose page is no heavier than `most` bytes, and that page; the smallest where none is."""
    low, high = 0, len(sizes) - 1
    best: tuple[int, str] | None = None
    while low <= high:
        # The largest is tried first: most dossiers are small.
        middle = high if best is None and high == len(sizes) - 1 else (low + high) // 2
        made = make(sizes[middle])
        if len(made.encode("utf-8", "replace")) <= most:
            best = (sizes[middle], made)
            low = middle + 1
        else:
            high = middle - 1
    return best or (sizes[0], make(sizes[0]))


class _Rows:
    """The rows of one list: each rendered once, however many levels are tried."""

    def __init__(self, name: str, rows: Sequence[Any]) -> None:
        self.name = name
        self.rows = rows
        self._macro = _macro(_MACROS[name])
        self._html: dict[int, str] = {}
        self._trees: dict[int, list[Any]] = {}
        # Of the timeline the most told are kept, in the order of their dates; the other lists are in the order of their weight.
        self._rank = sorted(range(len(rows)), key=lambda n: (rows[n].rank, n)) if name == "timeline" else range(len(rows))

    def first(self, most: int) -> list[int]:
        """Positions of the rows that are kept when there is room for so many, in order."""
        return sorted(self._rank[:most])

    def at(self, most: int, packed: int) -> Listed:
        # A button for the last few rows would only be in the way.
        total = len(self.rows)
        shown = total if total <= most * 1.2 else most
        packed = min(total, packed)
        parts = [x for n, heading in self._headed(self.first(shown)) for x in (heading, self._render(n), "\n")]
        return Listed(name=self.name, html=Markup("".join(parts)), shown=shown, packed=max(packed, shown), total=total)

    def trees(self, most: int) -> list[Any]:
        """Rows for the script; made of the same markup as the plain ones."""
        out = []
        for n, heading in self._headed(self.first(most)):
            if heading:
                out += _trees(heading)
            if n not in self._trees:
                self._trees[n] = _trees(self._render(n))
            out += self._trees[n]
        return out

    def _headed(self, positions: Iterable[int]) -> Iterator[tuple[int, str]]:
        last = None
        for n in positions:
            label = self.rows[n].heading if self.name == "timeline" else None
            yield n, str(_macro("heading")(label)) if label and label != last else ""
            last = label

    def _render(self, n: int) -> str:
        if n not in self._html:
            self._html[n] = str(self._macro(self.rows[n]))
        return self._html[n]


def _all_rows(page: Page) -> dict[str, Sequence[Any]]:
    return {
        "findings": page.findings,
        "accounts": page.accounts,
        "agreed": page.agreed,
        "singles": page.singles,
        "timeline": page.timeline,
        "events": page.events,
        "quotes": page.quotes,
        "actors": page.actors,
        "relations": page.relations,
        "sources": page.sources,
        "inputs": page.inputs,
        "refusals": page.coverage.refusals,
    }


def _sections(page: Page, precedents: PrecedentsNote | None, whatif: WhatIfNote | None) -> list[tuple[str, str, int]]:
    sections = [
        ("in-short", "In short", 0),
        ("differences", "Differences", len(page.findings) + len(page.accounts)),
        ("timeline", "Timeline", len(page.timeline)),
        ("events", "Events", len(page.events)),
        ("quotes", "Quotes", len(page.quotes)),
        ("actors", "Actors", len(page.actors)),
        ("standing", "Standing", len(page.relations)),
        ("sources", "Sources", len(page.sources)),
        ("precedents", "Precedents", len(precedents.nearest) if precedents else 0),
        ("whatif", "What if", len(whatif.cards) if whatif else 0),
        ("method", "Method", 0),
    ]
    return [s for s in sections if (precedents or s[0] != "precedents") and (whatif or s[0] != "whatif")]


def _cited(rows: Mapping[str, _Rows], lists: Mapping[str, Listed], page: Page) -> Iterator[Item]:
    """The items of all rows in plain HTML, whose sentences must stand there too."""
    yield from (line.item for line in page.lines)
    for name in ("findings", "accounts", "agreed", "singles", "events", "quotes", "actors", "relations", "timeline"):
        shown = (rows[name].rows[n] for n in rows[name].first(lists[name].shown))
        yield from (row.row.item if name == "timeline" else row.item for row in shown)


def _report(builder: Builder, n: int) -> dict[str, Any]:
    r = builder.dossier.reports[n]
    steps, at = [], 0
    for start, end in r.sentences:
        steps += [start - at, end - start]
        at = end
    number = {start: k for k, (start, _) in enumerate(r.sentences)}
    copy = builder.origin[n] != n
    return {
        "n": n + 1,
        "outlet": builder.outlet[n],
        "title": one_line(r.title or ""),
        "date": say_date(r.published, r.published) if r.published else "",
        "origin": f"same origin as {builder.origin[n] + 1}" if copy else "",
        "url": safe_url(r.url),
        "lang": r.language,
        "body": r.text.find("\n\n") + 2 if r.title and "\n\n" in r.text else 0,
        "text": r.text,
        "s": steps,
        "g": {str(number[x.start]): x.why for x in r.damage if x.start in number},
    }


def _trees(html: str) -> list[Any]:
    parser = _Trees()
    parser.feed(html)
    parser.close()
    return parser.trees


@functools.cache
def _macro(name: str) -> Callable[[Any], Markup]:
    macro: Callable[[Any], Markup] = getattr(_environment().get_template("rows.html.j2").module, name)
    return macro


class _Trees(HTMLParser):
    """Our own well-formed markup as nested lists: tag, attributes, children."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.trees: list[list[Any]] = []
        self._open: list[list[Any]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        node: list[Any] = [tag, {("viewBox" if k == "viewbox" else k): v or "" for k, v in attrs}]
        (self._open[-1] if self._open else self.trees).append(node)
        self._open.append(node)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open:
            self._open[-1].append(data)


def _flat(value: Any, name: str = "") -> Iterator[tuple[str, str]]:
    """Nested settings as pairs of dotted name and value."""
    if isinstance(value, Mapping):
        for k, v in value.items():
            yield from _flat(v, f"{name}.{k}" if name else str(k))
    elif isinstance(value, list | tuple):
        yield name, f"{len(value)} entries" if len(value) > 10 else ", ".join(map(str, value))
    else:
        yield name, "" if value is None else str(value)


def _pack(data: Any) -> str:
    """JSON, gzip without a time in it, base64."""
    raw = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode("utf-8", "replace")
    return base64.b64encode(gzip.compress(raw, compresslevel=9, mtime=0)).decode("ascii")


def _policy(style: str, script: str) -> str:
    def digest(text: str) -> str:
        return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")

    return (
        f"default-src 'none'; script-src 'sha256-{digest(script)}'; style-src 'sha256-{digest(style)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'"
    )


@functools.cache
def _static(name: str) -> str:
    """A file of ours without indentation and comment lines, which no browser needs."""
    text = (resources.files("dragoman.export") / "static" / name).read_text(encoding="utf-8")
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//"))


@functools.cache
def _environment() -> Environment:
    made = Environment(loader=PackageLoader("dragoman.export"), autoescape=True, undefined=StrictUndefined)
    made.filters["num"] = lambda x: f"{x:.1f}".removesuffix(".0")
    return made
