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
from dragoman.export.contexts import Builder, Item, Page, safe_url
from dragoman.records.dossiers import Dossier
from dragoman.text.wording import one_line, say_date

MAX_PACKED = 2000
"""Rows of one list that the page holds; the tables hold all of them."""
_PLAIN = {"findings": 2, "accounts": 2, "singles": 1, "timeline": 4, "events": 3, "quotes": 2, "actors": 2, "sources": 4, "inputs": 4, "refusals": 1}
"""Share of the plain page that a list gets."""
_MACROS = {
    "findings": "finding",
    "accounts": "account",
    "singles": "single",
    "timeline": "time",
    "events": "event",
    "quotes": "quote",
    "actors": "actor",
    "sources": "source",
    "inputs": "input",
    "refusals": "refusal",
}
_LIGHT_REPORTS = 20
"""Up to this many reports everything is shown at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One list of the page: the rows that stand in plain HTML, and how many there are."""

    name: str
    shown: Sequence[Any]
    total: int
    packed: int

    @property
    def hidden(self) -> int:
        return self.total - len(self.shown)


def to_html(dossier: Dossier, manifest: Mapping[str, Any] | None = None) -> str:
    """The page. `manifest` holds versions and settings to be shown under Method; nothing else of it is used."""
    builder = Builder(dossier)
    page = builder.page(manifest)
    lists = _lists(page, len(dossier.reports))
    style, script = _static("page.css"), _static("page.js")
    rows = {name: list(_packed(name, _all_rows(page)[name][: x.packed])) for name, x in lists.items() if x.hidden}
    template = _environment().get_template("page.html.j2")
    return template.render(
        page=page,
        lists=SimpleNamespace(**lists),
        sections=_sections(page),
        plain=list(builder.plain(_cited(lists, page))),
        legend=legend(),
        manifest=list(_flat(page.manifest)),
        version=str(page.manifest.get("dragoman", "")),
        style=Markup(style),
        script=Markup(script),
        csp=_policy(style, script),
        data=_pack({"reports": [_report(builder, n) for n in range(len(dossier.reports))], "rows": rows}),
    )


def _all_rows(page: Page) -> dict[str, Sequence[Any]]:
    return {
        "findings": page.findings,
        "accounts": page.accounts,
        "singles": page.singles,
        "timeline": page.timeline,
        "events": page.events,
        "quotes": page.quotes,
        "actors": page.actors,
        "sources": page.sources,
        "inputs": page.inputs,
        "refusals": page.coverage.refusals,
    }


def _lists(page: Page, reports: int) -> dict[str, Listed]:
    """How much of each list stands in plain HTML: more for a few reports than for many, whose texts weigh enough."""
    unit = 30 if reports <= _LIGHT_REPORTS else 15
    out = {}
    for name, rows in _all_rows(page).items():
        most = unit * _PLAIN[name]
        # A button for the last few rows would only be in the way.
        shown = rows if len(rows) <= most * 1.2 else rows[:most]
        out[name] = Listed(name=name, shown=shown, total=len(rows), packed=min(len(rows), MAX_PACKED))
    return out


def _sections(page: Page) -> list[tuple[str, str, int]]:
    return [
        ("in-short", "In short", 0),
        ("differences", "Differences", len(page.findings) + len(page.accounts)),
        ("timeline", "Timeline", len(page.timeline)),
        ("events", "Events", len(page.events)),
        ("quotes", "Quotes", len(page.quotes)),
        ("actors", "Actors", len(page.actors)),
        ("sources", "Sources", len(page.sources)),
        ("method", "Method", 0),
    ]


def _cited(lists: Mapping[str, Listed], page: Page) -> Iterator[Item]:
    """The items of all rows in plain HTML, whose sentences must stand there too."""
    yield from (line.item for line in page.lines)
    for name in ("findings", "accounts", "singles", "events", "quotes", "actors"):
        yield from (row.item for row in lists[name].shown)
    yield from (t.row.item for t in lists["timeline"].shown)


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


def _packed(name: str, rows: Iterable[Any]) -> Iterator[list[Any]]:
    """Rows as trees for the script; the same macros make them that make the plain rows."""
    macro = _macro(_MACROS[name])
    for row in rows:
        parser = _Trees()
        parser.feed(str(macro(row)))
        parser.close()
        yield from parser.trees


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
    return (resources.files("dragoman.export") / "static" / name).read_text(encoding="utf-8")


@functools.cache
def _environment() -> Environment:
    made = Environment(loader=PackageLoader("dragoman.export"), autoescape=True, undefined=StrictUndefined)
    made.filters["num"] = lambda x: f"{x:.1f}".removesuffix(".0")
    return made
