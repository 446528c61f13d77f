"""The second question: what was read in all reports, as items with references, for proposals of what belongs together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from dragoman.reading.llm.answers import MOST, items, refs_of, words_of
from dragoman.reading.llm.locate import Located
from dragoman.records.documents import Report
from dragoman.records.findings import Relation
from dragoman.records.proposals import Matter, Proposals

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
        if not n["mentions"]:
            continue  # nothing of it stands in the report
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


def proposals_of(answer: Mapping[str, Any], files: Sequence[str], ids: Sequence[Mapping[str, str]]) -> tuple[Proposals, list[str]]:
    """The proposals of a second answer in ids of records, and why some were refused.

    Args:
        files: file name of each report, in the order in which they were numbered; a reference may name the file instead of R1, R2, ...
        ids: for each report what the ids of its answer became.
    """
    number = {label_of(n): n - 1 for n in range(1, len(files) + 1)}
    for n, file in enumerate(files):
        number.setdefault(file, n)
        number.setdefault(file.rpartition(".")[0] or file, n)
    refused: list[str] = []

    def record(ref: str) -> str | None:
        label, _, own = ref.rpartition("/")
        at = number.get(label)
        found = ids[at].get(own) if at is not None else None
        if found is None:
            refused.append(f"{ref[:60]!r} is no item that was admitted")
        return found

    def group(refs: Iterable[Any]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(r for ref in refs if isinstance(ref, str) and (r := record(ref)) is not None))

    def groups(name: str, prefix: str) -> tuple[tuple[str, ...], ...]:
        value = answer.get(name)
        found = (group(g) for g in (value if isinstance(value, list) else ())[:MOST] if isinstance(g, list))
        return tuple(g for made in found if len(g := tuple(i for i in made if i.startswith(prefix))) > 1)

    matters = []
    for item in items(answer, "matters"):
        passages = group(refs_of(item, "statements"))
        try:
            relation = Relation(item.get("relation") or "differs")
        except ValueError:
            refused.append(f"relation {str(item.get('relation'))[:30]!r} is none of {', '.join(Relation)}")
            continue
        if len(passages) > 1:
            matters.append(Matter(about=" ".join(words_of(item, "about").split())[:80], passages=passages, relation=relation))
    made = Proposals(
        chains=groups("same_names", "c-"), events=groups("same_events", "e-"), quotes=groups("same_quotes", "q-"), figures=groups("same_figures", "f-"), matters=tuple(matters)
    )
    return made, refused
