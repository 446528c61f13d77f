"""Page furniture is told from the report by its form."""

from __future__ import annotations

import pytest

from dragoman.sources.compose import Known, compose
from dragoman.sources.furniture import Bin, cut_inside, drop_comments, why_furniture

BODY = "The army of Ruritania took the town of Zenda on Monday after two days of fighting, the ministry of defence said."


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Leave a Reply", "comments"),
        ("Required fields are marked *", "comments"),
        ("17 − 4 =", "captcha"),
        ("seven + = 12", "captcha"),
        ("Warning: mysql_connect(): Access denied in /var/www/html/db.php on line 12", "program warning"),
        ("Share this: Facebook Twitter", "share line"),
        ("Share on Facebook | Print this page", "menu"),
        ("Comments (4) | Print | Home", "menu"),
        ("1,204 views   3 comments   SHARE", "menu"),
        ("Subscribe to the Herald", "subscription"),
        ("You've read 3 of 5 free articles this month. Subscribe now.", "subscription"),
        ("Continue reading...", "link to other pages"),
        ("Related: King dismisses cabinet", "link to other pages"),
        ("Advertisement - Continue Reading Below", "advertisement"),
        ("© 2021 The Strelsau Herald", "copyright"),
        ("All content belongs to the Herald. All rights reserved.", "copyright"),
        ("Photo: Jo Smith / A soldier in Zenda", "caption"),
        ("FILE - In this May 3, 2019, file photo, the king waves.", "caption"),
        ("Tags: army, Zenda, king", "menu"),
        ("* * *", "stray mark"),
        ("(This story has not been edited by our staff and is generated from a feed.)", "syndication note"),
        ("Jo Smith contributed to this report.", "syndication note"),
    ],
)
def test_why_furniture_names_the_reason(line, reason):
    """A line that is all furniture goes, with what it is."""
    assert why_furniture(line) == reason


@pytest.mark.parametrize(
    "line",
    [
        BODY,
        "Contact with the rebels was lost at noon, the ministry said at a briefing.",
        "This is the image that the government wants to show of itself.",
        "For more than two years the envoy refused to see the rebels.",
        "Strelsau – 103 dead;",
        "The numbers come from the ministry of health. By region:",
        "Share prices fell by 4 percent on Monday.",
        "Copyright law in Ruritania was changed in May.",
        "This report was published on Monday by a group of lawyers in Strelsau.",
        "Comment was not immediately available from the palace.",
        "“Print it,” she told reporters.",
        "Two plus two is four, said the minister.",
    ],
)
def test_why_furniture_leaves_the_report(line):
    """Sentences that share a word with furniture stay."""
    assert why_furniture(line) is None


def test_cut_inside_takes_a_captcha_glued_to_the_text():
    """A figure of a captcha does not survive in the paragraph that it sticks to."""
    box = Bin()
    assert cut_inside("The talks failed, he said.17 − 4 =", box.take) == "The talks failed, he said."
    assert [x.reason for x in box.items] == ["captcha"]


def test_cut_inside_leaves_scores_and_sums():
    """A sum in prose is no captcha."""
    text = "They won 3-1 and the bill came to 20 + 5 = 25 crowns in all."
    assert cut_inside(text, Bin().take) == text


def test_comment_form_ends_the_report_but_a_heading_does_not():
    """All after a comment form goes; an article under a line "Comments" stays."""
    box = Bin()
    assert drop_comments([BODY, "", "Leave a Reply", "Name *", "Email *", "Post Comment"], box.take) == [BODY, ""]
    assert drop_comments(["Comments", BODY, BODY], box.take) == ["Comments", BODY, BODY]
    assert drop_comments([BODY, "2 comments", BODY, BODY], box.take) == [BODY, "2 comments", BODY, BODY]


def test_compose_keeps_the_report_and_lists_what_went():
    """Text is headline, blank line, body; what was left out stands beside it with its reason."""
    raw = f"Herald | Home | About\nArmy takes the town of Zenda\n\n{BODY}\n\n“It is over,” a colonel said.\n\nLeave a Reply\n\n17 − 4 ="
    report = compose(raw, Known(), file="a.txt", encoding="utf-8", most=10_000).report
    assert report.text == f"Army takes the town of Zenda\n\n{BODY}\n\n“It is over,” a colonel said."
    assert report.text[report.body :].startswith("The army")
    assert {x.reason for x in report.furniture} == {"menu", "comments", "captcha"}
    assert report.outlet == "Herald"
