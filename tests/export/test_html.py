"""The dossier page as text: policy, escaping, weight, and that every row leads to evidence."""

from __future__ import annotations

import base64
import dataclasses
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

from dragoman.dossier.summary import in_short
from dragoman.export.contexts import safe_url
from dragoman.export.html import to_html
from factory import empty_dossier, many_reports, rich_dossier


class Seen(HTMLParser):
    """Tags, attributes and the bodies of scripts and styles, as a browser would see them."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.raw: dict[str, list[str]] = {"script": [], "style": []}
        self._in = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._in = tag if tag in self.raw else ""

    def handle_endtag(self, tag):
        self._in = ""

    def handle_data(self, data):
        if self._in:
            self.raw[self._in].append(data)

    def ids(self):
        return [a["id"] for _, a in self.tags if a.get("id")]


@pytest.fixture(scope="module", params=["rich", "many", "empty"])
def page(request):
    made = {"rich": rich_dossier, "many": lambda: many_reports(40), "empty": empty_dossier}[request.param]()
    return to_html(in_short(made), {"dragoman": "0", "settings": {"pipeline": "<x>"}})


def packed(page, block="texts"):
    """What a data block holds."""
    found = re.search(rf'<script type="text/plain" id="{block}">(.*?)</script>', page, re.S)
    assert found
    return json.loads(gzip.decompress(base64.b64decode(found.group(1))))


def test_policy_allows_this_script_and_this_style_only(page):
    """The hashes in the policy are those of what stands in the page; nothing else may load."""
    seen = Seen(page)
    policy = next(a["content"] for t, a in seen.tags if t == "meta" and a.get("http-equiv"))
    script, style = seen.raw["script"][-1], seen.raw["style"][0]
    for kind, text in (("script", script), ("style", style)):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy and "base-uri 'none'" in policy and "form-action 'none'" in policy
    assert "unsafe" not in policy


def test_nothing_inline_and_nothing_from_outside(page):
    """No style or event attributes, no sources, one script beside two blocks of data."""
    seen = Seen(page)
    for _, attrs in seen.tags:
        assert not any(name.startswith("on") or name in ("style", "src", "srcset") for name in attrs)
    kinds = [a.get("type") for t, a in seen.tags if t == "script"]
    assert kinds == ["text/plain", "text/plain", None]
    assert not {t for t, _ in seen.tags} & {"img", "iframe", "link", "object", "embed", "base"}


def test_words_of_reports_are_never_markup():
    """Tags in titles, outlets and texts stand escaped in the page."""
    page = to_html(in_short(rich_dossier()))
    assert "window.__pwned=1</script>" not in page
    assert "&lt;script&gt;window.__pwned=1&lt;/script&gt;" in page
    assert "javascript:" not in page


def test_ids_are_unique_and_links_within_the_page_arrive(page):
    """Every fragment that a link names stands in the page once."""
    seen = Seen(page)
    ids = seen.ids()
    assert len(ids) == len(set(ids))
    wanted = [a["href"][1:] for t, a in seen.tags if t == "a" and (a.get("href") or "").startswith("#")]
    assert wanted and set(wanted) <= set(ids)


def test_landmarks_and_headings(page):
    """One h1, one main, a skip link, named sections, tables with headed columns."""
    seen = Seen(page)
    tags = [t for t, _ in seen.tags]
    assert tags.count("h1") == tags.count("main") == tags.count("footer") == tags.count("nav") == 1
    assert any(a.get("class") == "skip" for _, a in seen.tags)
    assert all(a.get("aria-labelledby") in seen.ids() for t, a in seen.tags if t == "section" and "aria-labelledby" in a)
    assert next(a for t, a in seen.tags if t == "html")["lang"] == "en"


def test_texts_are_packed_whole():
    """The data block holds each report's text and its sentences, in characters."""
    dossier = rich_dossier()
    for view, report in zip(dossier.reports, packed(to_html(dossier)), strict=True):
        assert report["text"] == view.text
        at, spans = 0, []
        for step, length in zip(report["s"][::2], report["s"][1::2], strict=True):
            spans.append((at + step, at + step + length))
            at += step + length
        assert tuple(spans) == view.sentences


def test_rows_that_are_not_shown_are_packed():
    """A list that is too long for the plain page is whole in the data block."""
    dossier = many_reports(60)
    page = to_html(dossier)
    rows = packed(page, "rows")
    assert len(rows["events"]) == len(dossier.events)
    assert page.count('data-k="event PROTEST"') < len(dossier.events)
    assert {row[1]["id"] for row in rows["events"]} == {f"f={e.id}" for e in dossier.events}


def test_every_input_and_reason_is_told():
    """The count law, states, reasons, furniture, damage and refusals stand in the page."""
    page = to_html(rich_dossier())
    for words in (
        "found 6 = used 3 + duplicates 1 + skipped 1 + failed 1",
        "unsupported kind of file (.pdf)",
        "more than 30 seconds",
        "7 + 4 =",
        "captcha",
        "is no English word",
        "the words do not stand in the text",
        "same origin as 1",
    ):
        assert words in page


def test_weight_of_many_reports():
    """A hundred reports of some five thousand characters weigh at most 500 KB."""
    words = [f"{hashlib.sha256(str(n).encode()).hexdigest()[:7]}" for n in range(3000)]
    dossier = many_reports(100)
    long = tuple(
        dataclasses.replace(r, text=r.text + "\n" + " ".join(words[(n * 7 + k * 13) % 3000] for k in range(300)) + ".") for n, r in enumerate(dossier.reports)
    )
    assert len(to_html(dataclasses.replace(dossier, reports=long)).encode()) <= 500_000


def test_same_dossier_same_bytes():
    """Nothing of the clock or of chance is in the page."""
    assert to_html(rich_dossier()) == to_html(rich_dossier())


@pytest.mark.parametrize(
    ("url", "safe"),
    [
        ("https://a.example/x?y=1#z", True),
        ("http://a.example", True),
        ("javascript:alert(1)", False),
        ("java\nscript:alert(1)", False),
        ("https://a.example/\n<b>", False),
        ('https://a.example/"onclick="x', False),
        ("//a.example", False),
        ("data:text/html,x", False),
        ("https://[broken", False),
        ("", False),
        (None, False),
    ],
)
def test_only_plain_web_addresses_are_links(url, safe):
    """Anything else is left out."""
    assert safe_url(url) == (url if safe else "")
