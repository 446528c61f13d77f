"""Pictures of the model: well-formed, escaped, the same each time; assumptions above them."""

import re
import xml.etree.ElementTree as ET

import pytest

from dragoman.export.charts import NARROW, WIDE, to_svg
from dragoman.export.model_page import numbers, to_page
from dragoman.records.pictures import (
    Bin,
    Calibration,
    ChanceRow,
    Chances,
    GainRow,
    Gains,
    Lane,
    Lanes,
    ModelPage,
    PairRow,
    Pairs,
    Panel,
    Paths,
    Reach,
    Series,
    ShareRow,
    Shares,
    Tornado,
)

HOSTILE = "<script>alert('Orsenna')</script> & \"Velmark\" \x07\ud800 ]]> " + "x" * 300


def every(words: str = "Orsenna") -> list:
    """One picture of each kind, with these words wherever words stand."""
    about = {"name": "p", "title": words, "told": words}
    years = tuple(range(2000, 2011))
    flat = tuple(0.5 for _ in years)
    return [
        Chances(**about, rows=(ChanceRow(label=words, chance=0.4, inner=(0.3, 0.5), outer=(0.1, 0.7), base=0.2), ChanceRow(label="b", chance=1.0, inner=None, outer=(1.0, 1.0)))),
        Shares(**about, parts=(words, "b", "c", "d"), rows=(ShareRow(label=words, note="12 %", shares=(0.5, 0.25, 0.25, 0.0)),), noted="how likely"),
        Pairs(**about, before=words, after=words, rows=(PairRow(label=words, before=(0.5, 0.2, 0.8), after=(0.6, 0.3, 0.9)),)),
        Tornado(**about, centre=0.5, rows=(Reach(label=words, low=0.2, low_label=words, high=0.5, high_label=""),)),
        Gains(**about, unit="nats", rows=(GainRow(label=words, mean=-0.1, low=-0.3, high=0.1, chance=0.2), GainRow(label="b", mean=0.2, low=None, high=None, chance=None)), aim=0.08, aimed="b"),
        Paths(**about, x=years, x_label=words, panels=(Panel(title=words, series=(Series(label=words, middle=flat, bands=((flat, flat),)),), top=1.0, percent=True),)),
        Lanes(**about, years=years, kinds=(words, "b"), shaded=words, lanes=(Lane(label=words, shade=flat, marks=((2003, words), (2009, "b"))),)),
        Calibration(**about, panels=((words, (Bin(said=0.1, seen=0.2, spread=0.05, forecasts=40),)),)),
    ]


def page(*pictures, words: str = "Orsenna") -> ModelPage:
    return ModelPage(
        head=words, title=words, about=((words, words),), warnings=(words,), assumptions=(f"First assumption. {words}",), assumed=((words, "1", words),),
        pictures=pictures, cannot_know=(words,), command=words,
    )


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
