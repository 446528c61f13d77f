"""Headline, dateline, byline, agency and date lines are told apart by their shape."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.records.documents import PublishedBasis
from dragoman.sources.compose import Known, compose

BODY = "The king of Ruritania dismissed his cabinet on Monday and named a general to lead a new one, state television said."


def read(raw, **known):
    return compose(raw, Known(**known), file="a.txt", encoding="utf-8", most=10_000).report


@pytest.mark.parametrize(
    ("start", "place", "wire"),
    [
        ("STRELSAU, May 9 (Reuters) — ", "STRELSAU", "REUTERS"),
        ("STRELSAU, Ruritania -- ", "STRELSAU, Ruritania", None),
        ("STRELSAU, Monday, May 9 — ", "STRELSAU", None),
        ("STRELSAU/ZENDA - ", "STRELSAU/ZENDA", None),
        ("ZENDA (Xinhua): ", "ZENDA", "XINHUA"),
        ("PORT-ZENDA (Herald News / AFP - 9th May, 2021) - ", "PORT-ZENDA", "AFP"),
        ("Strelsau, Ruritania (AP) - ", "Strelsau, Ruritania", "AP"),
        ("STRELSAU, May 9. /TASS/. ", "STRELSAU", "TASS"),
        ("Strelsau. May 9. INTERFAX - ", "Strelsau", "INTERFAX"),
        ("Strelsau [Ruritania], May 9 (ANI): ", "Strelsau", "ANI"),
        ("STRELSAU (Reuters) -", "STRELSAU", "REUTERS"),
        ("AFP - ", None, "AFP"),
        ("(Reuters) - ", None, "REUTERS"),
    ],
)
def test_a_dateline_leaves_the_text_and_is_kept(start, place, wire):
    """The first sentence begins with its own words; place and agency are known."""
    report = read(start + BODY)
    assert report.text == BODY
    assert (report.dateline, report.wire) == (place, wire)
    assert [x.reason for x in report.furniture] == ["dateline"]


@pytest.mark.parametrize(
    "raw",
    [
        "NATO - an alliance of thirty states - met in Strelsau on Monday to talk about the border with Hentzau and the war.",
        "UPDATE: " + BODY,
        "Zenda – 103 people died there in the fighting, the ministry of health of Ruritania said late on Monday evening.",
    ],
)
def test_what_only_looks_like_a_dateline_stays(raw):
    """Capitals before a dash are not always a place."""
    report = read(raw)
    assert report.text == raw and report.dateline is None


def test_a_transcript_is_not_taken_for_datelines():
    """Speakers in capitals with a colon are no places."""
    raw = "RUDOLF: We will hold the bridge as long as the people of Zenda want us to hold it.\n\nMICHAEL: You will do no such thing while I am the duke of this land."
    assert read(raw).text == raw


@pytest.mark.parametrize(
    ("head", "title", "day"),
    [
        ("King dismisses his cabinet | The Herald", "King dismisses his cabinet", None),
        ("Coup in Ruritania\nFrom our correspondent\nPosted on March 16, 2011 by admin", "Coup in Ruritania", dt.date(2011, 3, 16)),
        ("Updated 1849 GMT (0249 HKT) March 16, 2011", None, dt.date(2011, 3, 16)),
        ("Politics\nKing dismisses his cabinet\n16 Mar 2011, 3:22 PM", "King dismisses his cabinet", dt.date(2011, 3, 16)),
        ("Home > World > King dismisses his cabinet after riots", "King dismisses his cabinet after riots", None),
        ("heraldnews.info\nKing dismisses his cabinet\nJo Smith   Published March 16, 2011 | 01:29 PM", "King dismisses his cabinet", dt.date(2011, 3, 16)),
        ("Last Modified: 16 Mar 2011 17:49 GMT", None, dt.date(2011, 3, 16)),
        ("Herald | World\nMarch 16, 2011 09:59 pm | Updated November 9, 2016 03:08 pm", None, dt.date(2011, 3, 16)),
        ("Strelsau 16.03.2011 (Image: social media)", None, dt.date(2011, 3, 16)),
        ("King Dismisses His Cabinet\n\nKing dismisses his cabinet", "King dismisses his cabinet", None),
    ],
)
def test_the_head_is_sorted_out(head, title, day):
    """Headline kept, labels and date lines out, the date used."""
    report = read(f"{head}\n\n{BODY}")
    assert report.title == title
    assert report.text == (f"{title}\n\n{BODY}" if title else BODY)
    assert report.published == day
    assert report.published_basis is (PublishedBasis.STATED if day else PublishedBasis.UNKNOWN)


def test_no_headline_when_the_first_line_is_a_paragraph():
    """A report that begins with its first sentence has no title."""
    report = read(f"{BODY}\n\nNobody was hurt.")
    assert report.title is None and report.body == 0


def test_byline_gives_author_and_agency():
    """The author is known and leaves the text; an agency in the byline is the wire."""
    report = read(f"King dismisses his cabinet\n\nBy Jo Smith (Reuters)\n\n{BODY}")
    assert (report.byline, report.wire) == ("Jo Smith (Reuters)", "REUTERS")
    assert "Jo Smith" not in report.text


def test_a_given_title_is_not_printed_twice_and_not_invented():
    """A sidecar's title is found in the text; one that is not there does not enter it."""
    assert read(f"KING DISMISSES HIS CABINET\n\n{BODY}", title="King dismisses his cabinet").text.startswith("KING DISMISSES")
    report = read(BODY, title="Something else")
    assert report.text == BODY and report.title == "Something else"
    assert read(BODY, title="Something else", title_is_text=True).text == f"Something else\n\n{BODY}"
