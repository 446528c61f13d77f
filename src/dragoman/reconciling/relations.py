"""Standing relations across reports: the same relation told several times becomes one, with all its tellings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.organisations import known
from dragoman.records.relations import DateSense, RelationKind, RelationTelling, StandingRelation
from dragoman.records.times import DateRange, Precision
from dragoman.text.hashing import content_id

Place = tuple[RelationKind, str, str]
"""What has to be the same in two tellings of one relation: kind, subject and value."""
_FINENESS = [Precision.DAY, Precision.WEEK, Precision.MONTH, Precision.SEASON, Precision.YEAR, Precision.DECADE]
_ONE_WORD = {"premier": "prime minister", "defence minister": "defense minister", "spokeswoman": "spokesperson", "spokesman": "spokesperson", "chairwoman": "chairperson", "chairman": "chairperson"}
"""Words for one office; the commonest of those printed is shown."""


def resolve_relations(corpus: Corpus, actor_of: Mapping[str, str], names: Mapping[str, str]) -> tuple[StandingRelation, ...]:
    """Relations in the order in which the reports tell them; `names` are those of the actors.

    A telling without object ("President Bel") counts for the relation with an object when the reports tell only one such ("the Zendan president");
    a telling without date for the one relation with a date.
    """
    by_key = {c.key: actor_of[m] for r in corpus.readings for c in r.chains if c.key.startswith(("country:", "org:")) for m in c.mentions[:1] if m in actor_of}
    order = {r.id: n for n, r in enumerate(corpus.reports)}
    groups: dict[Place, dict[str | None, list[RelationTelling]]] = {}
    for reading in sorted(corpus.readings, key=lambda r: order[r.report]):
        for t in reading.relations:
            subject = actor_of.get(t.subject)
            object_ = actor_of.get(t.object) if t.object else by_key.get(t.object_key, t.object_key or None)
            if subject is None or (object_ == subject and t.kind is not RelationKind.ALSO_CALLED):
                continue
            value = _ONE_WORD.get(t.value, t.value)
            groups.setdefault((t.kind, subject, value), {}).setdefault(object_, []).append(t)
    out: list[tuple[tuple[int, int], StandingRelation]] = []
    for (kind, subject, _), by_object in groups.items():
        told = [o for o in by_object if o is not None]
        if None in by_object and len(told) == 1:
            by_object[told[0]].extend(by_object.pop(None))
        for object_, tellings in by_object.items():
            tellings.sort(key=lambda t: (order[t.span.report], t.span.start))
            out.append(((order[tellings[0].span.report], tellings[0].span.start), _relation(corpus, actor_of, names, kind, subject, object_, tellings)))
    return tuple(r for _, r in sorted(out, key=lambda x: (x[0], x[1].id)))


def _relation(corpus: Corpus, actor_of: Mapping[str, str], names: Mapping[str, str], kind: RelationKind, subject: str, object_: str | None, tellings: list[RelationTelling]) -> StandingRelation:
    values = Counter(t.value for t in tellings)
    value = min(values, key=lambda v: (-values[v], v))
    dated = [t for t in tellings if t.date is not None]
    best = min(dated, key=lambda t: (_FINENESS.index(t.date.precision) if t.date else 9)) if dated else None
    holders = [actor_of.get(t.holder) if t.holder else None for t in tellings]
    return StandingRelation(
        id=content_id("s", kind.value, subject, object_ or "", value, tellings[0].id), kind=kind, subject=subject,
        object=object_ if object_ in names else None, object_name=names.get(object_ or "", known().canonical.get(object_ or "", "")), value=value,
        date=best.date if best else None, sense=best.sense if best else DateSense.NONE, tellings=tuple(t.id for t in tellings),
        said_by=() if None in holders else tuple(dict.fromkeys(h for h in holders if h)), differs=_differs(corpus, best, dated),
    )  # fmt: skip


def _differs(corpus: Corpus, best: RelationTelling | None, dated: list[RelationTelling]) -> tuple[str, ...]:
    """Sentences for dates of the same sense that share no day with the one given."""
    out = []
    for t in dated:
        if best is not None and best.date and t.date and t.sense is best.sense and (t.date.end < best.date.start or best.date.end < t.date.start):
            out.append(f"{corpus.report[t.span.report].file}: “{corpus.words(t.span)}” says {_said(t.date)}, not {_said(best.date)}")
    return tuple(dict.fromkeys(out))


def _said(date: DateRange) -> str:
    if date.precision in (Precision.YEAR, Precision.DECADE):
        return str(date.start.year)
    return f"{date.start:%Y-%m}" if date.precision is Precision.MONTH else date.start.isoformat()
