"""The second question: what was read in all reports, as items with references, for proposals of what belongs together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from dragoman.reading.llm.locate import Located
from dragoman.records.documents import Report

SHORTENED = 240
"""Characters of a passage that are shown."""


def label_of(number: int) -> str:
    """What a report is called in the second question: R1 is the first in the order of the run."""
    return f"R{number}"


def across_items(read: Sequence[tuple[Report, Located]]) -> list[dict[str, Any]]:
    """One entry for each report and each item of it, in order; references are `R2/n4`."""
    out: list[dict[str, Any]] = []
    for number, (report, found) in enumerate(read, 1):
        label = label_of(number)
        out.append({"report": label, "published": report.published.isoformat() if report.published else None})
        out += _items(label, report.text, found)
    return out


def _items(label: str, text: str, found: Located) -> Iterator[dict[str, Any]]:
    def words(start: int, end: int) -> str:
        said = " ".join(text[start:end].split())
        return said if len(said) <= SHORTENED else said[: SHORTENED - 1] + "…"

    called: dict[str, str] = {}
    for n in found.get("names", ()):
        ways = list(dict.fromkeys(words(m["start"], m["end"]) for m in n["mentions"]))
        name = words(*n["name"]) if isinstance(n.get("name"), list) else ways[0]
        called[str(n.get("id"))] = name
        yield _short({"ref": f"{label}/{n.get('id')}", "name": name, "kind": n.get("kind"), "country": n.get("country"), "roles": n.get("roles"), "also": [w for w in ways if w != name]})

    def name_of(ref: Any) -> str | None:
        return called.get(ref) if isinstance(ref, str) else None

    for f in found.get("figures", ()):
        yield _short({"ref": f"{label}/{f.get('id')}", "figure": words(f["start"], f["end"]), "what": f.get("what"), "said_by": name_of(f.get("said_by")), "as_of": f.get("as_of"), "place": name_of(f.get("place"))})
    for q in found.get("quotes", ()):
        yield _short({"ref": f"{label}/{q.get('id')}", "quote": words(q["start"], q["end"]), "speaker": name_of(q.get("speaker"))})
    for e in found.get("events", ()):
        date = e.get("date")
        day = date.get("start") if isinstance(date, dict) else None
        yield _short({"ref": f"{label}/{e.get('id')}", "event": words(e["start"], e["end"]), "type": e.get("type"), "date": day, "place": name_of(e.get("place")), "status": e.get("status")})
    for s in found.get("statements", ()):
        yield _short({"ref": f"{label}/{s.get('id')}", "statement": words(s["start"], s["end"]), "about": s.get("about"), "holder": name_of(s.get("holder")), "hedge": s.get("hedge"), "polarity": s.get("polarity")})


def _short(item: dict[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in item.items() if v not in (None, "", [])}
