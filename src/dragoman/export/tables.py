"""Tidy tables of a dossier: one row an item, typed columns, ids that join.

CSV is UTF-8 as in RFC 4180. A text cell that a spreadsheet would take for a formula (first character `=`, `+`, `-`, `@`, tab,
carriage return or a full-width form of those, after any apostrophes) gets one `'` in front; `from_csv` takes it away again. Everything
else reads back equal. A cell without value is empty.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dragoman.errors import FormatError
from dragoman.records.dossiers import Dossier
from dragoman.records.spans import Span

Cell = str | int | float | bool | dt.date | None

LIST_MARK = " | "
"""Stands between the parts of a cell that holds several."""
_GUARDED = re.compile(r"'*[=+\-@\t\r＝＋－＠]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column and the type of its cells: string, integer, number, boolean or date."""

    name: str
    type: str = "string"


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of one kind; every row has a cell (or None) for each column."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Cell]]:
        names = [c.name for c in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def __getitem__(self, at: int) -> dict[str, Cell]:
        return dict(zip((c.name for c in self.columns), self.rows[at], strict=True))

    def __repr__(self) -> str:
        return f"<{self.name}: {len(self)} rows of {', '.join(c.name for c in self.columns)}>"

    def _repr_html_(self) -> str:
        from dragoman.export.frames import table_html

        return table_html(self)

    def column(self, name: str) -> list[Cell]:
        """All cells of a column, in order."""
        at = [c.name for c in self.columns].index(name)
        return [row[at] for row in self.rows]

    def to_pandas(self) -> Any:
        """A pandas DataFrame (needs pandas)."""
        from dragoman.export.frames import to_pandas

        return to_pandas(self)

    def to_polars(self) -> Any:
        """A polars DataFrame (needs polars)."""
        from dragoman.export.frames import to_polars

        return to_polars(self)

    def to_arrow(self) -> Any:
        """A pyarrow Table (needs pyarrow)."""
        from dragoman.export.frames import to_arrow

        return to_arrow(self)

    def to_csv(self) -> str:
        """The table as CSV text."""
        return to_csv(self)


def _columns(words: str) -> tuple[Column, ...]:
    return tuple(Column(*w.split(":")) for w in words.split())


_SPAN = "report start:integer end:integer words"


class _Texts:
    """Words at spans, for the cells that repeat them."""

    def __init__(self, dossier: Dossier) -> None:
        self._text = {r.id: r.text for r in dossier.reports}
        self.file = {r.id: r.file for r in dossier.reports}
        self.name = {a.id: a.name for a in dossier.actors}

    def at(self, report: str, start: int, end: int) -> str:
        return self._text.get(report, "")[start:end]

    def cells(self, span: Span) -> tuple[str, int, int, str]:
        return span.report, span.start, span.end, self.at(span.report, span.start, span.end)

    def names(self, ids: Iterable[str]) -> str:
        return LIST_MARK.join(self.name.get(i, i) for i in ids)


def _reports(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    for r in d.reports:
        yield (
            *(r.id, r.file, r.outlet, r.origin, r.origin_why or None, r.wire, r.url, r.title, r.byline, r.dateline, r.published),
            *(r.published_basis.value, r.published_why or None, r.language, r.truncated, len(r.sentences), len(r.damage), len(r.text)),
        )


def _sentences(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    for r in d.reports:
        damage: dict[tuple[int, int], list[str]] = {}
        for x in r.damage:
            damage.setdefault((x.start, x.end), []).append(x.why)
        for number, (start, end) in enumerate(r.sentences, 1):
            yield r.id, number, start, end, r.text[start:end], LIST_MARK.join(damage.get((start, end), ())) or None


def _actors(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    for a in d.actors:
        reports = len({m.report for m in a.mentions})
        yield (
            *(a.id, a.name, a.kind.value, a.country, LIST_MARK.join(a.roles) or None, len(a.mentions), reports, LIST_MARK.join(a.why) or None),
            *((a.geo.kind.value, a.geo.lat, a.geo.lon, a.geo.country, a.geo.geonames, a.geo.source) if a.geo else (None,) * 6),
        )


def _mentions(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    for a in d.actors:
        for m in a.mentions:
            yield a.id, a.name, *t.cells(m)


def _figures(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    for f in d.figures:
        sayer = t.name.get(f.said_by) if f.said_by else None
        yield (
            *(f.id, f.what, f.low, f.high, f.qualifier.value, f.unit, f.said_by, sayer, f.as_of, f.withdrawn),
            *(f.report, f.start, f.end, t.at(f.report, f.start, f.end)),
        )


def _findings(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    for f in d.findings:
        parts = LIST_MARK.join(f"{p.part} of {p.whole}" for p in f.parts) or None
        yield f.id, f.about, f.status.value, f.origins, f.current, LIST_MARK.join(f.figures), parts, f.why or None


def _events(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    geo = {a.id: a.geo for a in d.actors}
    for e in d.events:
        date = (e.date.start, e.date.end, e.date.precision.value, e.date.rests_on.value, e.date.basis) if e.date else (None,) * 5
        place = (e.place.name, e.place.actor) if e.place else (None, None)
        site = geo.get(e.place.actor) if e.place and e.place.actor else None
        yield (
            *(e.id, e.type.value, e.mode, e.label, t.names(e.actors) or None, t.names(e.recipients) or None, *date, *place, e.status.value),
            *(t.names(e.said_by) or None, len(e.mentions), len({m.report for m in e.mentions}), LIST_MARK.join(e.differs) or None, e.why or None),
            *((site.kind.value, site.lat, site.lon, site.country) if site else (None,) * 4),
        )


def _event_mentions(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    for e in d.events:
        for m in e.mentions:
            yield e.id, *t.cells(m)


def _quotes(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    for q in d.quotes:
        cue = t.at(q.cue.report, q.cue.start, q.cue.end) if q.cue else None
        yield (
            *(q.id, q.speaker, t.name.get(q.speaker) if q.speaker else None, q.direct, q.kind.value, cue, LIST_MARK.join(q.same_as) or None),
            *(q.why or None, q.report, q.start, q.end, t.at(q.report, q.start, q.end)),
        )


def _accounts(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    for a in d.accounts:
        for s in a.statements:
            holder = t.name.get(s.holder) if s.holder else None
            yield (
                *(a.id, a.about, a.relation.value, s.holder, holder, s.hedge.value, s.polarity.value),
                *(s.report, s.start, s.end, t.at(s.report, s.start, s.end), a.why or None),
            )


def _relations(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    for x in d.relations:
        date = (x.date.start, x.date.end, x.date.precision.value, x.date_says.value or None, x.date.basis) if x.date else (None,) * 5
        yield (
            *(x.id, x.subject, t.name.get(x.subject), x.relation.value, x.value or None, x.object, x.object_name or None),
            *(*date, len(x.mentions), len({m.report for m in x.mentions}), t.names(x.said_by) or None, LIST_MARK.join(x.differs) or None),
            *(x.report, x.start, x.end, t.at(x.report, x.start, x.end)),
        )


def _timeline(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    event = {e.id: e for e in d.events}
    for position, i in enumerate(d.timeline, 1):
        e = event[i]
        date = (e.date.start, e.date.end, e.date.precision.value) if e.date else (None, None, None)
        yield position, i, *date, e.label, e.status.value


_MAKERS: Mapping[str, tuple[str, Callable[[Dossier, _Texts], Iterator[tuple[Cell, ...]]]]] = {
    "reports": (
        "id file outlet origin origin_why wire url title byline dateline published:date published_basis published_why language "
        "truncated:boolean sentences:integer damaged:integer characters:integer",
        _reports,
    ),
    "sentences": ("report number:integer start:integer end:integer words damage", _sentences),
    "actors": ("id name kind country roles mentions:integer reports:integer why geo_kind lat:number lon:number geo_country geonames:integer geo_source", _actors),
    "mentions": (f"actor name {_SPAN}", _mentions),
    "figures": (f"id what low:number high:number qualifier unit said_by said_by_name as_of:date withdrawn:boolean {_SPAN}", _figures),
    "findings": ("id about status origins:integer current figures parts why", _findings),
    "events": (
        "id type mode label actors recipients start:date end:date precision date_basis date_why place place_actor status said_by "
        "mentions:integer reports:integer differs why place_kind place_lat:number place_lon:number place_country",
        _events,
    ),
    "event_mentions": (f"event {_SPAN}", _event_mentions),
    "quotes": (f"id speaker speaker_name direct:boolean kind cue same_as why {_SPAN}", _quotes),
    "accounts": (f"account about relation holder holder_name hedge polarity {_SPAN} why", _accounts),
    "relations": (
        "id subject subject_name relation value object object_name from:date to:date precision date_says date_why mentions:integer "
        f"reports:integer said_by differs {_SPAN}",
        _relations,
    ),
    "timeline": ("position:integer event start:date end:date precision label status", _timeline),
}

TABLES = tuple(_MAKERS)
"""Names of all tables, in the order in which they are written."""
READERS = "readers"
"""One table more where a language model was asked: who proposed each item."""


def _readers(d: Dossier, t: _Texts) -> Iterator[tuple[Cell, ...]]:
    for kind in ("actors", "figures", "events", "quotes", "accounts"):
        for x in getattr(d, kind):
            yield kind, x.id, LIST_MARK.join(x.proposed_by) or None, x.score


def table(dossier: Dossier, name: str) -> Table:
    """One table of the dossier, by its name in `TABLES`, or `READERS`."""
    columns, rows = ("kind id proposed_by score:number", _readers) if name == READERS else _MAKERS[name]
    return Table(name=name, columns=_columns(columns), rows=tuple(rows(dossier, _Texts(dossier))))


def tables(dossier: Dossier) -> dict[str, Table]:
    """All tables of the dossier, by name."""
    return {name: table(dossier, name) for name in (*TABLES, *((READERS,) if dossier.coverage.model else ()))}


def csv_files(dossier: Dossier) -> dict[str, bytes]:
    """File name and bytes of every CSV table."""
    return {f"{name}.csv": to_csv(t).encode() for name, t in tables(dossier).items()}


def to_csv(table: Table) -> str:
    """The table as CSV text with CRLF line ends; see the module for what is guarded."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(c.name for c in table.columns)
    writer.writerows([_written(cell) for cell in row] for row in table.rows)
    return out.getvalue()


def from_csv(text: str, columns: Sequence[Column], *, name: str = "table") -> Table:
    """The table that `to_csv` wrote.

    Raises:
        FormatError: the header is another one, or a cell is not of its column's type.
    """
    lines = csv.reader(io.StringIO(text, newline=""))
    header = next(lines, [])
    if header != [c.name for c in columns]:
        raise FormatError(f"{name}.csv", f"has the columns {header}; expected {[c.name for c in columns]}")
    rows = []
    for number, line in enumerate(lines, 2):
        try:
            rows.append(tuple(_read(cell, c.type) for cell, c in zip(line, columns, strict=True)))
        except ValueError as problem:
            raise FormatError(f"{name}.csv, row {number}", str(problem)) from None
    return Table(name=name, columns=tuple(columns), rows=tuple(rows))


def _written(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, dt.date):
        return cell.isoformat()
    if isinstance(cell, float):
        return repr(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, int):
        return str(cell)
    return f"'{cell}" if _GUARDED.match(cell) else cell


def _read(cell: str, kind: str) -> Cell:
    if cell == "":
        return None
    if kind == "integer":
        return int(cell)
    if kind == "number":
        return float(cell)
    if kind == "boolean":
        if cell not in ("true", "false"):
            raise ValueError(f"{cell!r} is neither true nor false")
        return cell == "true"
    if kind == "date":
        return dt.date.fromisoformat(cell)
    return cell[1:] if cell.startswith("'") and _GUARDED.match(cell, 1) else cell
