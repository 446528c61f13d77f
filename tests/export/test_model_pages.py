"""Pictures of the model: well-formed, escaped, the same each time; assumptions above them."""

import io
import re
import xml.etree.ElementTree as ET

import pytest
from rich.console import Console

from dragoman.export.charts import NARROW, WIDE, to_svg
from dragoman.export.model_page import numbers, to_page
from dragoman.export.text_charts import show
from picture_factory import HOSTILE, every, page


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("words", ["Orsenna", HOSTILE, ""])
def test_every_picture_is_well_formed_and_says_what_it_is(width, words):
    """XML that parses, with title and description, nothing that runs or loads."""
    for picture in every(words):
        text = to_svg(picture, width)
        root = ET.fromstring(text)
        names = {e.tag.split("}")[1] for e in root.iter()}
        assert {"title", "desc"} <= names and not names & {"script", "image", "foreignObject", "a", "use"}
        assert "MODEL, NOT REPORT" in text
        assert not re.search(r"\bon\w+=|href=|url\(|nan|inf\b", re.sub(r">[^<]*<", "><", text))
        assert text == to_svg(picture, width)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_words_stay_inside_the_drawing(width):
    """Long labels are broken or cut; nothing begins left of the drawing or below it."""
    for picture in every("a long label of many words that goes on and on"):
        root = ET.fromstring(to_svg(picture, width))
        high = float(root.get("height"))
        for text in root.iter("{http://www.w3.org/2000/svg}text"):
            x, wide = float(text.get("x")), 6.2 * len(text.text or "")
            css = (text.get("class") or "").split()
            left = x - wide if "e" in css else x - wide / 2 if "m" in css else x
            assert left >= -8 and left + wide <= width + 8, (type(picture).__name__, text.text)
            assert 0 <= float(text.get("y")) <= high


def test_page_puts_assumptions_above_every_picture_and_says_model():
    """Banner and title say model; the assumptions come first; every picture has its table."""
    html = to_page(page(*every()))
    assert "<title>Model, not report" in html and "Model, not report.</strong>" in html
    assert html.index("First assumption") < html.index("<svg")
    assert html.count("As a table") == len(every())


def test_page_asks_for_nothing_and_runs_nothing():
    """No script, no address, no style outside the hashed one; hostile words stay words."""
    html = to_page(page(*every(HOSTILE), words=HOSTILE))
    assert "<script" not in html and "alert(&#39;Orsenna&#39;)" in html
    assert not re.search(r"""<(?:link|img|iframe|object|form)|\bstyle=["']|https?://""", html)
    assert "default-src &#39;none&#39;" in html


def test_every_kind_has_a_table_as_wide_as_its_head():
    """The numbers stand in words as well."""
    for picture in every():
        table = numbers(picture)
        assert table.rows and all(len(row) == len(table.head) for row in table.rows)


@pytest.mark.parametrize("words", ["Orsenna", "a long label of many words that goes on and on", HOSTILE, "[red]Velmark[/red] \x1b[2J"])
def test_pictures_fit_a_terminal_and_command_it_nothing(words):
    """At most 80 columns, marked as model, no control characters, markup printed as it is."""
    out = io.StringIO()
    show(every(words), Console(file=out, width=80, highlight=False))
    text = out.getvalue()
    assert max(map(len, text.splitlines())) <= 80 and "(model, not report)" in text
    assert "\x1b" not in text and "\x07" not in text
