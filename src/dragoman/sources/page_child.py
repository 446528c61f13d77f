"""The child process of `pages`: reads pages from standard input, answers with text and metadata, under a limit of memory.

A page nested deeper than the parser of the extractor goes is not lost in silence, as it would be: the depth is counted first,
and what comes out is held against the words that a plain reading of the page finds.
"""

from __future__ import annotations

import contextlib
import html
import json
import re
import struct
import sys
from typing import Any, BinaryIO

PARSER_DEPTH = 200
"""Nesting up to which the extractor gets the page as it is."""
TREE_DEPTH = 2_000
"""Nesting up to which it gets a tree that was parsed without the usual limit."""
LEAST_KEPT = 0.2
"""Share of the visible words of a page under which something is probably lost."""
VOID = frozenset(["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"])
SILENT = frozenset(["script", "style", "noscript", "template", "svg", "math", "head", "iframe", "object", "select", "button", "form"])
FRAME = frozenset(("nav", "footer", "aside", "header"))
BLOCK = frozenset(
    ["address", "article", "aside", "blockquote", "body", "center", "dd", "details", "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "nav", "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul", "br"]
)
NAME = re.compile(r"/?([A-Za-z][A-Za-z0-9:-]{0,30})")
META = re.compile(r"<meta\b([^>]{0,2000})>", re.IGNORECASE)
ATTRIBUTE = re.compile(r"""([\w:.-]{1,40})\s*=\s*(?:"([^"]{0,1500})"|'([^']{0,1500})'|([^\s"'>]{1,500}))""")
PUBLISHED = ("article:published_time", "og:article:published_time", "datepublished", "date", "pubdate", "publishdate", "publish_date", "dc.date", "dc.date.issued", "dcterms.created", "sailthru.date", "parsely-pub-date", "article.published", "originalpublicationdate")  # fmt: skip
LINKED = re.compile(r'"datePublished"\s*:\s*"([^"]{8,40})"')
TIME = re.compile(r"<time\b[^>]{0,300}?datetime\s*=\s*[\"']([^\"']{8,40})", re.IGNORECASE)
LANGUAGE = re.compile(r"<html\b[^>]{0,500}?\blang\s*=\s*[\"']?([A-Za-z-]{2,12})", re.IGNORECASE)
HEADING = re.compile(r"<h1\b[^>]{0,500}>(.{1,600}?)</h1", re.IGNORECASE | re.DOTALL)


def depth_of(page: str) -> int:
    """Deepest nesting of tags, counted in one pass without building a tree."""
    depth = deepest = at = 0
    while (at := page.find("<", at)) >= 0:
        match = NAME.match(page, at + 1)
        if match is None:
            at += 1
            continue
        end = page.find(">", at)
        if end < 0:
            break
        if page[at + 1] == "/":
            depth = max(0, depth - 1)
        elif match[1].lower() not in VOID and page[end - 1] != "/":
            depth += 1
            deepest = max(deepest, depth)
        at = end + 1
    return deepest


def visible(page: str, *, frame: bool = False) -> str:
    """The words of a page as a plain reading finds them, a line a block; `frame` keeps headers, footers and menus.

    One pass that builds no tree, so that no depth is too much and no broken tag makes it slow.
    """
    lower = page.lower()
    out: list[str] = []
    inside: dict[str, int] = {}
    at = 0
    while (tag_at := page.find("<", at)) >= 0:
        if not inside:
            out.append(page[at:tag_at])
        if page.startswith("<!--", tag_at):
            end = page.find("-->", tag_at)
            at = end + 3 if end >= 0 else len(page)
            continue
        match = NAME.match(page, tag_at + 1)
        end = page.find(">", tag_at) if match is not None or page.startswith("<!", tag_at) else tag_at
        if end < 0:
            at = len(page)
            break
        at = end + 1
        if match is None:
            continue
        name, closes = match[1].lower(), page[tag_at + 1] == "/"
        if name in BLOCK and not inside:
            out.append("\n\n")
        if name in SILENT and not closes and page[end - 1] != "/":
            end = lower.find(f"</{name}", at)
            at = end if end >= 0 else len(page)
        elif name in FRAME and not frame:
            left = inside.get(name, 0) + (-1 if closes else 1)
            if left > 0:
                inside[name] = left
            else:
                inside.pop(name, None)
    if not inside:
        out.append(page[at:])
    text = html.unescape("".join(p if p == "\n\n" else re.sub(r"\s+", " ", p) for p in out))
    return "\n\n".join(line for line in (x.strip() for x in text.split("\n")) if line)


def metadata(page: str) -> dict[str, str | None]:
    """Title, day, outlet, address and author that the page states in so many words."""
    top = page[:300_000]
    found: dict[str, str] = {}
    for match in META.finditer(top):
        pairs = {a[1].lower(): html.unescape(a[2] or a[3] or a[4] or "") for a in ATTRIBUTE.finditer(match[1])}
        key = (pairs.get("property") or pairs.get("name") or pairs.get("itemprop") or "").lower()
        if key and pairs.get("content"):
            found.setdefault(key, pairs["content"].strip())
    linked, stamp = LINKED.search(top), TIME.search(top)
    date = next((found[k] for k in PUBLISHED if k in found), None) or (linked[1] if linked else None) or (stamp[1] if stamp else None)
    heading = HEADING.search(top)
    head_text = re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]{0,500}>", " ", heading[1]))).strip() if heading else None
    language = LANGUAGE.search(top)
    return {
        "title": head_text or found.get("og:title") or found.get("twitter:title"),
        "date": date,
        "outlet": found.get("og:site_name"),
        "url": found.get("og:url"),
        "byline": found.get("author") or found.get("article:author"),
        "language": language[1] if language else None,
    }


def _extract(page: str, depth: int) -> tuple[str, str | None]:
    """Text and title as trafilatura finds them; empty when it finds none or cannot read the page."""
    import trafilatura
    from lxml import etree
    from lxml import html as lxml_html

    source: Any = page
    try:
        if depth > PARSER_DEPTH:
            source = lxml_html.fromstring(page.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(huge_tree=True, encoding="utf-8"))
        got: Any = trafilatura.bare_extraction(source, include_comments=False, include_tables=True, with_metadata=True)
    except (etree.LxmlError, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return "", None
    return (got.text or "", got.title) if got is not None else ("", None)


def take(page: str, *, plain_only: bool = False) -> dict[str, Any]:
    """What one page gives: text, metadata and a note."""
    known: dict[str, Any] = metadata(page)
    if plain_only:
        note = "the page was too much for telling the report from what stands around it; all its visible words were taken"
        return {"text": visible(page), "note": note, **known}
    depth = depth_of(page)
    text, title = _extract(page, depth) if depth <= TREE_DEPTH else ("", None)
    plain = visible(page)
    note = ""
    if depth > TREE_DEPTH:
        note = f"page nested {depth} deep; its words were taken without telling the report from what stands around it"
    words, all_words = len(text.split()), len(plain.split())
    if not words:
        text = plain or visible(page, frame=True)
        note = note or ("no article was found on the page; all its visible words were taken" if text else "")
    elif words < LEAST_KEPT * all_words:
        note = f"only {words} of {all_words} visible words of the page were taken for the report"
    known["title"] = known["title"] or title
    return {"text": text.replace("\n", "\n\n") if words else text, "note": note, **known}


def serve(source: BinaryIO, sink: BinaryIO) -> None:
    """Answer pages until standard input ends."""
    _send(sink, {})
    while len(head := source.read(9)) == 9:
        size, plain_only = struct.unpack(">Q?", head)
        page = source.read(size).decode("utf-8", "replace")
        _send(sink, take(page, plain_only=plain_only))


def _send(sink: BinaryIO, answer: dict[str, Any]) -> None:
    data = json.dumps(answer).encode()
    sink.write(struct.pack(">Q", len(data)) + data)
    sink.flush()


def _limit(memory: int) -> None:
    try:
        import resource
    except ImportError:
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def main() -> None:
    """Entry point of the child: `python -m dragoman.sources.page_child BYTES`."""
    sink = sys.stdout.buffer
    sys.stdout = sys.stderr
    import trafilatura  # noqa: F401  (loaded before the limit, so that the first page is not charged for it)

    _limit(int(sys.argv[1]))
    sys.setrecursionlimit(10_000)
    serve(sys.stdin.buffer, sink)


if __name__ == "__main__":
    main()
