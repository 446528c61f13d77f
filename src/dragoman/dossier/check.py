"""Checks a dossier against itself: every span, every reference, every count."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.records.documents import InputState
from dragoman.records.dossiers import Dossier
from dragoman.text.hashing import content_id
from dragoman.text.offsets import inside, on_words


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """How much was checked and what was wrong."""

    spans: int
    references: int
    counts: int
    problems: tuple[str, ...]


def spans_of(dossier: Dossier) -> Iterator[tuple[str, str, int, int]]:
    """`(where, report, start, end)` of every span that stands for evidence."""
    for a in dossier.actors:
        for n, m in enumerate(a.mentions):
            yield f"actors {a.id} mentions[{n}]", m.report, m.start, m.end
    for f in dossier.figures:
        yield f"figures {f.id}", f.report, f.start, f.end
    for e in dossier.events:
        for n, m in enumerate(e.mentions):
            yield f"events {e.id} mentions[{n}]", m.report, m.start, m.end
    for q in dossier.quotes:
        yield f"quotes {q.id}", q.report, q.start, q.end
        if q.cue:
            yield f"quotes {q.id} cue", q.cue.report, q.cue.start, q.cue.end
        for v in q.variants:
            for p in v.pairs:
                for s in (p.this, p.other):
                    if s:
                        yield f"quotes {q.id} variants {v.quote}", s.report, s.start, s.end
    for c in dossier.accounts:
        for n, h in enumerate(c.statements):
            yield f"accounts {c.id} statements[{n}]", h.report, h.start, h.end
    for x in dossier.relations:
        yield f"relations {x.id}", x.report, x.start, x.end
        for n, m in enumerate(x.mentions):
            yield f"relations {x.id} mentions[{n}]", m.report, m.start, m.end


def _references(d: Dossier) -> Iterator[tuple[str, str, str]]:
    """`(where, kind, id)` of every reference between items."""
    for f in d.figures:
        if f.said_by:
            yield f"figures {f.id} said_by", "actor", f.said_by
    for x in d.findings:
        for i in (*x.figures, *([x.current] if x.current else []), *(i for p in x.parts for i in (p.whole, p.part))):
            yield f"findings {x.id}", "figure", i
    for e in d.events:
        for i in (*e.actors, *e.recipients, *([e.place.actor] if e.place and e.place.actor else [])):
            yield f"events {e.id}", "actor", i
    for q in d.quotes:
        if q.speaker:
            yield f"quotes {q.id} speaker", "actor", q.speaker
        for i in (*q.same_as, *(v.quote for v in q.variants)):
            yield f"quotes {q.id} same_as", "quote", i
    for c in d.accounts:
        for h in c.statements:
            if h.holder:
                yield f"accounts {c.id} holder", "actor", h.holder
    for s in d.relations:
        for i in (s.subject, *([s.object] if s.object else []), *s.said_by):
            yield f"relations {s.id}", "actor", i
    for i in d.timeline:
        yield "timeline", "event", i
    for line in d.in_short:
        for i in line.refs:
            yield "in_short", "item", i


def check(dossier: Dossier) -> Checked:
    """Every span lies in its text on whole words, every id leads somewhere and is used once, every count adds up."""
    problems: list[str] = []
    texts = {r.id: r.text for r in dossier.reports}
    spans = references = 0
    for where, report, start, end in spans_of(dossier):
        spans += 1
        text = texts.get(report)
        if text is None:
            problems.append(f"{where}: no report {report!r}")
        elif not inside(start, end, text):
            problems.append(f"{where}: [{start}:{end}] lies outside report {report!r} of {len(text)} characters")
        elif not on_words(start, end, text):
            problems.append(f"{where}: [{start}:{end}] does not begin and end where words do")
    for r in dossier.reports:
        if r.id != content_id("r", r.text, r.outlet or ""):
            problems.append(f"reports {r.id}: the id does not follow from text and outlet; the text was changed")
    ids = {
        "report": [r.id for r in dossier.reports],
        "actor": [a.id for a in dossier.actors],
        "figure": [f.id for f in dossier.figures],
        "finding": [f.id for f in dossier.findings],
        "event": [e.id for e in dossier.events],
        "quote": [q.id for q in dossier.quotes],
        "account": [a.id for a in dossier.accounts],
        "relation": [x.id for x in dossier.relations],
    }
    for kind, all_ids in ids.items():
        problems += [f"{kind} id {i!r} is used more than once" for i in sorted({i for i in all_ids if all_ids.count(i) > 1})] if len(
            set(all_ids)
        ) < len(all_ids) else []
    known = {kind: set(all_ids) for kind, all_ids in ids.items()}
    known["item"] = set().union(*known.values())
    for where, kind, i in _references(dossier):
        references += 1
        if i not in known[kind]:
            problems.append(f"{where}: no {kind} {i!r}")
    counts = dossier.coverage.counts
    states = [i.state for i in dossier.coverage.inputs]
    law = [
        ("found", counts.found, counts.used + counts.duplicates + counts.skipped + counts.failed),
        ("found", counts.found, len(states)),
        ("used", counts.used, states.count(InputState.USED)),
        ("used", counts.used, len(dossier.reports)),
        ("duplicates", counts.duplicates, states.count(InputState.DUPLICATE)),
        ("skipped", counts.skipped, states.count(InputState.SKIPPED)),
        ("failed", counts.failed, states.count(InputState.FAILED)),
        ("timeline", len(dossier.timeline), len(dossier.events)),
    ]
    problems += [f"count {name} is {said}, but {found} were counted" for name, said, found in law if said != found]
    return Checked(spans=spans, references=references, counts=len(law), problems=tuple(problems))
