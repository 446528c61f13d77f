"""Precedents on the page of a dossier: marked as not from the reports, escaped, and left out when there are none."""

from __future__ import annotations

from dragoman.export.html import to_html
from dragoman.records.cases import Neighbour, PrecedentsNote
from factory import rich_dossier

NOTE = PrecedentsNote(
    itself="",
    compared_with=3,
    nearest=(
        Neighbour(id="velmark-2031", name="Velmark <b>2031</b>", patron="Orsenna", score=0.5, coverage=0.6, told="price", twin=True, alike=("trigger: both price",), unlike=()),
    ),
    counterexamples=(),
)


def test_the_section_says_where_it_is_from():
    """A reader cannot take a case for something that a report says."""
    page = to_html(rich_dossier(), None, NOTE)
    assert "From the case base, not from the reports." in page
    assert "Velmark &lt;b&gt;2031&lt;/b&gt; (twin)" in page
    assert 'href="#precedents"' in page


def test_no_note_no_section():
    """Without precedents the page says nothing of them."""
    assert "precedents" not in to_html(rich_dossier()).lower()
