"""One text and what is known of it, to one report."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from dragoman.records.documents import Report
from dragoman.sources.dates import Printed
from dragoman.sources.furniture import Bin, cut_inside, drop_comments, why_furniture
from dragoman.sources.headings import Head, find_head, note_dates, outlet_in, take_credits, take_stamps
from dragoman.sources.publication import publication
from dragoman.text.hashing import content_id
from dragoman.text.normalise import clean, one_line, unwrap

TITLE_IN_HEAD = 6
"""Non-empty lines at the top among which a given title is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What stands beside a text: in a sidecar, a record, front matter, page metadata, or an argument."""

    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    wire: str | None = None
    byline: str | None = None
    sidecar_day: dt.date | None = None
    where: str = "the sidecar"
    page_day: dt.date | None = None
    argument_day: dt.date | None = None
    title_is_text: bool = False
    """The title belongs to the report itself (record, page), so that it stands at the top of its text."""


@dataclass(frozen=True, slots=True)
class Composed:
    """A report, and a day and month that it prints without the year; which year is settled when all reports are there."""

    report: Report
    printed: tuple[Printed, str] | None


def compose(raw: str, known: Known, *, file: str, encoding: str, most: int, language: str = "en") -> Composed | None:
    """A report from decoded text; None when nothing but furniture is in it."""
    box = Bin()
    lines = [cut_inside(line, box.take) for line in unwrap(clean(raw)).split("\n")]
    lines, title = _given_title(lines, known.title)
    lines = drop_comments(lines, box.take)
    top = [one_line(line) for line in lines if line.strip()][:3]
    lines = _without_furniture(lines, box)
    head, lines = find_head(lines, box)
    for item in box.items:
        if item.reason == "menu" and head.outlet is None and item.words in top:
            head.outlet = outlet_in(item.words)
        if item.reason != "date line" and item.reason != "comments":
            _stamped(item.words, head, top=item.reason == "menu" and item.words in top)
    lines = take_credits(take_stamps(lines, head, box), head, box)
    body = _paragraphs(lines)
    if title is None and known.title and known.title_is_text:
        title = one_line(clean(known.title))
    if title is not None and head.title is not None and head.title != title:
        body = f"{head.title}\n\n{body}".strip()
    title = title or head.title
    if not body:
        body, title = title or "", None
    if not body:
        return None
    text = f"{title}\n\n{body}" if title else body
    truncated = len(text) > most
    if truncated:
        text = _cut(text, most)
    when = publication(head, text, sidecar=known.sidecar_day, where=known.where, page=known.page_day, argument=known.argument_day)
    outlet = known.outlet or head.outlet
    rid = content_id("r", text, outlet or "")
    report = Report(
        id=rid,
        file=file,
        text=text,
        body=len(title) + 2 if title and not (truncated and len(title) + 2 >= len(text)) else 0,
        outlet=outlet,
        origin=content_id("o", rid),
        wire=known.wire or head.wire,
        url=known.url,
        title=title or (one_line(clean(known.title)) if known.title else None),
        byline=known.byline or head.byline,
        dateline=head.dateline,
        published=when.day,
        published_basis=when.basis,
        published_why=when.why,
        anchor_start=when.start,
        anchor_end=when.end,
        language=language,
        truncated=truncated,
        furniture=tuple(box.items),
        encoding=encoding,
    )
    return Composed(report, head.partial[0] if head.partial and when.day is None else None)


def _stamped(words: str, head: Head, *, top: bool) -> None:
    """Use the date of a line that went for another reason, when it stands at the top or says that it is one of publication."""
    if top or re.search(r"\b(?:published|posted|updated|modified|filed|issued)\b", words, re.IGNORECASE):
        note_dates(words, head)


def _plain(words: str) -> str:
    return re.sub(r"\W+", " ", words).strip().casefold()


def _given_title(lines: list[str], title: str | None) -> tuple[list[str], str | None]:
    """The lines without the given title, and the title as the text prints it; None when the text does not."""
    wanted = _plain(clean(title)) if title else ""
    seen = 0
    for at, line in enumerate(lines):
        if not wanted or seen >= TITLE_IN_HEAD:
            break
        if line.strip():
            seen += 1
            if _plain(line) == wanted:
                return [*lines[:at], *lines[at + 1 :]], one_line(line)
    return lines, None


def _without_furniture(lines: list[str], box: Bin) -> list[str]:
    out = []
    for line in lines:
        reason = why_furniture(line) if line.strip() else None
        if reason is None:
            out.append(line)
        else:
            box.take(line, reason)
            out.append("")
    return out


def _paragraphs(lines: list[str]) -> str:
    """Lines joined; one blank line where there was at least one."""
    text = "\n".join(one_line(line) for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip("\n")


def _cut(text: str, most: int) -> str:
    """The text up to the last end of a paragraph or sentence within the limit."""
    piece = text[:most]
    at = max(piece.rfind("\n"), piece.rfind(". ") + 1)
    return (piece[:at] if at > most // 2 else piece.rsplit(" ", 1)[0] if " " in piece else piece).rstrip()
