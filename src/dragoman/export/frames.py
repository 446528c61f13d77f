"""Tables as frames of other libraries, on demand, and as plain HTML for notebooks."""

from __future__ import annotations

import importlib
from html import escape
from typing import Any

from dragoman.errors import UsageError
from dragoman.export.tables import Cell, Table

ROWS_SHOWN = 20


def _library(module: str, method: str) -> Any:
    try:
        return importlib.import_module(module)
    except ImportError:
        raise UsageError(
            f"{method} needs the package {module!r}, which is not installed here; expected it beside Dragoman. Try: pip install {module}"
        ) from None


def to_pandas(table: Table) -> Any:
    """A pandas DataFrame with nullable types."""
    pandas = _library("pandas", "to_pandas()")
    kinds = {"string": "string", "integer": "Int64", "number": "Float64", "boolean": "boolean"}
    return pandas.DataFrame(
        {
            c.name: pandas.to_datetime(pandas.Series(table.column(c.name), dtype="object"))
            if c.type == "date"
            else pandas.Series(table.column(c.name), dtype=kinds[c.type])
            for c in table.columns
        }
    )


def to_polars(table: Table) -> Any:
    """A polars DataFrame."""
    polars = _library("polars", "to_polars()")
    kinds = {"string": polars.String, "integer": polars.Int64, "number": polars.Float64, "boolean": polars.Boolean, "date": polars.Date}
    return polars.DataFrame({c.name: table.column(c.name) for c in table.columns}, schema={c.name: kinds[c.type] for c in table.columns})


def to_arrow(table: Table) -> Any:
    """A pyarrow Table."""
    pa = _library("pyarrow", "to_arrow()")
    kinds = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_(), "date": pa.date32()}
    arrays = [pa.array(table.column(c.name), type=kinds[c.type]) for c in table.columns]
    return pa.Table.from_arrays(arrays, names=[c.name for c in table.columns])


def table_html(table: Table, *, most: int = ROWS_SHOWN) -> str:
    """The first rows as an HTML table; everything escaped, no scripts, no styles from outside."""
    head = "".join(f'<th scope="col">{escape(c.name)}</th>' for c in table.columns)
    body = "".join("<tr>" + "".join(f"<td>{escape(_shown(cell))}</td>" for cell in row) + "</tr>" for row in table.rows[:most])
    more = f"; the first {most} are shown" if len(table) > most else ""
    return f"<table><caption>{escape(table.name)}: {len(table):,} rows{more}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float):
        return f"{cell:,g}"
    text = str(cell)
    return text if len(text) <= 160 else text[:159] + "…"
