"""Frames of other libraries, and notebooks."""

from __future__ import annotations

import importlib

import pytest

from dragoman.errors import UsageError
from dragoman.export.views import DossierView
from factory import rich_dossier


@pytest.mark.parametrize(("module", "method"), [("pandas", "to_pandas"), ("polars", "to_polars"), ("pyarrow", "to_arrow")])
def test_frames_have_all_rows_and_columns(module, method):
    """A frame holds what the table holds."""
    pytest.importorskip(module)
    for table in DossierView(rich_dossier()).tables().values():
        assert getattr(table, method)().shape == (len(table), len(table.columns))


@pytest.mark.parametrize(("module", "method"), [("pandas", "to_pandas"), ("polars", "to_polars"), ("pyarrow", "to_arrow")])
def test_missing_library_is_named_with_the_next_step(module, method, monkeypatch):
    """Without the library the error says what to install."""

    def refuse(name, *rest):
        raise ImportError(name)

    monkeypatch.setattr(importlib, "import_module", refuse)
    with pytest.raises(UsageError, match=f"pip install {module}"):
        getattr(DossierView(rich_dossier()).figures, method)()


def test_notebook_forms_hold_no_markup_of_reports():
    """Titles and words of reports are text in a notebook, and nothing there is a script."""
    view = DossierView(rich_dossier())
    for shown in (view._repr_html_(), *(t._repr_html_() for t in view.tables().values())):
        assert "<script" not in shown and "<img" not in shown and "<b>" not in shown


def test_table_acts_as_rows():
    """Rows are counted, walked and picked as records with names."""
    figures = DossierView(rich_dossier()).figures
    assert len(figures) == len(list(figures)) == 6
    assert figures[0]["what"] == "soldiers sent"
    assert "figures" in repr(figures)


def test_shown_page_is_sandboxed():
    """The frame may run the page's own script and nothing else."""
    frame = str(DossierView(rich_dossier()).show())
    assert 'sandbox="allow-scripts"' in frame and "allow-same-origin" not in frame
    assert frame.count("<") == 2


