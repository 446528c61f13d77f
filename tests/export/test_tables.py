"""Tidy tables and their CSV form."""

from __future__ import annotations

import csv
import io

import pytest

from dragoman.errors import FormatError
from dragoman.export.tables import TABLES, Column, Table, csv_files, from_csv, table, tables, to_csv
from factory import empty_dossier, rich_dossier


@pytest.mark.parametrize("name", TABLES)
def test_csv_reads_back_equal(name):
    """What was written reads back as the same table, types and line breaks included."""
    made = table(rich_dossier(), name)
    assert made.rows
    assert from_csv(to_csv(made), made.columns, name=name) == made


@pytest.mark.parametrize("name", TABLES)
def test_empty_dossier_has_every_table(name):
    """A dossier without items gives tables with columns and without rows."""
    assert len(table(empty_dossier(), name)) == 0


@pytest.mark.parametrize("cell", ["=1+1", "+4", "-2", "@SUM(A1)", "\tx", "\rx", "＝1", "＠x", "'=1", "''+x"])
def test_no_cell_is_a_formula(cell):
    """A text cell that a spreadsheet would compute gets an apostrophe, which reading takes away again."""
    made = Table(name="t", columns=(Column("a"), Column("b", "number")), rows=((cell, -2.5),))
    row = list(csv.reader(io.StringIO(to_csv(made), newline="")))[1]
    assert row == [f"'{cell}", "-2.5"]
    assert from_csv(to_csv(made), made.columns, name="t") == made


def test_plain_cells_stand_as_they_are():
    """Quotation marks, apostrophes, commas and line breaks are no reason to change a cell."""
    made = Table(name="t", columns=(Column("a"),), rows=(('He said: "no", \'twice\'\nthen left',), ("'tis",)))
    assert [r[0] for r in csv.reader(io.StringIO(to_csv(made), newline=""))][1:] == [r[0] for r in made.rows]


def test_words_of_every_span_are_those_of_the_text():
    """Start, end and words agree in each table that has them."""
    dossier = rich_dossier()
    text = {r.id: r.text for r in dossier.reports}
    for t in tables(dossier).values():
        if "words" in {c.name for c in t.columns} and "report" in {c.name for c in t.columns}:
            assert all(text[row["report"]][row["start"] : row["end"]] == row["words"] for row in t)


def test_files_are_utf8_with_crlf():
    """One file a table."""
    files = csv_files(rich_dossier())
    assert list(files) == [f"{n}.csv" for n in TABLES]
    assert all(data.decode("utf-8").endswith("\r\n") for data in files.values())


@pytest.mark.parametrize("text", ["a,c\r\n", "a,b\r\nx,y\r\n", "a,b\r\nx\r\n"])
def test_another_table_is_refused(text):
    """A header or a cell that does not fit is named."""
    with pytest.raises(FormatError, match=r"t\.csv"):
        from_csv(text, (Column("a"), Column("b", "integer")), name="t")
