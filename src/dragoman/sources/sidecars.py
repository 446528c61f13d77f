"""`meta.json` beside the reports, and headers at the top of a text: what they say of outlet, title, day, address, agency, language."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.sources.publication import metadata_day

SIDECAR = "meta.json"
FIELDS = {"outlet": "outlet", "source": "outlet", "publisher": "outlet", "newspaper": "outlet", "site": "outlet", "title": "title", "headline": "title",
          "date": "published", "published": "published", "pubdate": "published", "publication date": "published", "url": "url", "link": "url",
          "wire": "wire", "agency": "wire", "language": "language", "lang": "language", "author": "byline", "byline": "byline", "by": "byline"}  # fmt: skip
HEADER = re.compile(r"^(?P<key>[A-Za-z][A-Za-z ]{1,18}):[ \t]+(?P<value>\S.{0,400})$")


@dataclass(frozen=True, slots=True)
class Meta:
    """What one entry says; a field that holds no usable value is None and named in `problems`."""

    outlet: str | None = None
    title: str | None = None
    url: str | None = None
    wire: str | None = None
    byline: str | None = None
    language: str | None = None
    published: dt.date | None = None
    problems: tuple[str, ...] = ()


def meta_of(entry: dict[str, Any]) -> Meta:
    """One entry of a sidecar, a JSONL record or a header."""
    values: dict[str, Any] = {}
    problems = []
    for name in ("outlet", "title", "url", "wire", "byline", "language", "published"):
        value = entry.get(name)
        if value is None or value == "":
            continue
        if name == "published":
            values[name] = metadata_day(value)
            if values[name] is None:
                problems.append(f"published is {str(value)[:40]!r}, which names no day")
        elif isinstance(value, str):
            values[name] = " ".join(value.encode("utf-8", "ignore").decode().split())[:500] or None
        else:
            problems.append(f"{name} is no text")
    if not str(values.get("url") or "").lower().startswith(("http://", "https://")):
        values.pop("url", None)
    return Meta(**values, problems=tuple(problems))


def read_sidecar(folder: Path, most: int) -> tuple[dict[str, dict[str, Any]], str | None]:
    """Entries of a folder's `meta.json` by file name, and what is wrong with it, if anything."""
    path = folder / SIDECAR
    try:
        if not path.is_file():
            return {}, None
        if path.stat().st_size > most:
            return {}, f"is larger than {most} bytes; nothing was taken from it"
        data = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError) as problem:
        return {}, f"cannot be used: {str(problem)[:120]}"
    if isinstance(data, dict):
        data = data.get("reports", [dict(v, file=k) for k, v in data.items() if isinstance(v, dict)])
    if not isinstance(data, list):
        return {}, "cannot be used: expected a list of {file, outlet, title, published, url, wire, language}"
    good = {str(e["file"]): e for e in data if isinstance(e, dict) and isinstance(e.get("file"), str)}
    bad = sum(not (isinstance(e, dict) and isinstance(e.get("file"), str)) for e in data)
    return good, f"{bad} entries name no file and were passed over" if bad else None


def front_matter(text: str) -> tuple[dict[str, Any], str]:
    """What a header says and the text below it.

    A header is YAML between two lines of three dashes, or at least two lines of `Key: value` with known keys, then a blank line.
    """
    if text.startswith(("---\n", "---\r\n")):
        end = re.search(r"^(?:---|\.\.\.)[ \t]*$", text[4:20_000], re.MULTILINE)
        if end is not None:
            entry = _yaml(text[4 : 4 + end.start()])
            if entry is not None:
                return entry, text[4 + end.end() :]
    lines = text[:10_000].split("\n")
    entry = {}
    for at, line in enumerate(lines):
        match = HEADER.match(line.rstrip())
        key = FIELDS.get(match["key"].strip().lower()) if match else None
        if match is None or key is None:
            if len(entry) >= 2 and not line.strip():
                return entry, text[sum(len(x) + 1 for x in lines[:at]) :]
            break
        entry[key] = match["value"].strip()
    return {}, text


def _yaml(words: str) -> dict[str, Any] | None:
    import yaml

    if words.count("*") > 50 or words.count("&") > 50:
        return None
    try:
        data = yaml.safe_load(words)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    return {FIELDS[str(k).lower()]: v for k, v in data.items() if str(k).lower() in FIELDS and isinstance(v, (str, dt.date))}


def plain_markdown(text: str) -> str:
    """Markdown without its marks: headings, emphasis, links and quotation bars become their words."""
    text = re.sub(r"!\[[^\]\n]{0,300}\]\([^)\n]{0,500}\)", "", text)
    text = re.sub(r"\[([^\]\n]{1,500})\]\([^)\n]{0,1000}\)", r"\1", text)
    text = re.sub(r"^[ \t]{0,3}(?:#{1,6}[ \t]+|>[ \t]?)", "", text, flags=re.MULTILINE)
    text = re.sub(r"^[ \t]{0,3}[*+-][ \t]+(?=\S)", "", text, flags=re.MULTILINE)
    return re.sub(r"(?<![\w*])(\*\*|__|\*)(?=\S)([^*_\n]{1,500}?)(?<=\S)\1(?![\w*])", r"\2", text)
