"""Events from their tellings: what most of them tell, and where they differ.

Which tellings are of one event is decided in `linking`, on the traits of pairs (`traits`).
"""

from __future__ import annotations

import collections
import datetime as dt
from collections.abc import Mapping, Sequence

from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.linking import Group, Opinion, link
from dragoman.reconciling.tellings import OWN, doers_of, firmness, tell
from dragoman.records.events import EventMention, EventStatus
from dragoman.records.findings import Event
from dragoman.records.mentions import MentionForm
from dragoman.records.times import DateBasis, DateRange, Precision
from dragoman.text.hashing import content_id

PRONOUNS = frozenset({"he", "she", "it", "they", "who", "which", "that", "we", "i", "you", "this", "these", "those", "him", "her", "them"})
MANY = 4
"""Tellings from which on an actor named by one of them only is left out."""


def resolve_events(corpus: Corpus, actor_of: Mapping[str, str], opinion: Opinion | None = None) -> tuple[Event, ...]:
    """Events by date, undated last. A model's opinion on which tellings belong together is weighed with the rest."""
    mentions = [e for r in corpus.readings for e in r.events]
    tellings, states = tell(corpus, actor_of)
    groups = link(list(tellings.values()), opinion)
    names = {actor_of[c_m]: c.name for r in corpus.readings for c in r.chains for c_m in c.mentions if c_m in actor_of}
    by_id = {e.id: e for e in mentions}
    order = {e.id: n for n, e in enumerate(mentions)}
    events = [_event(corpus, actor_of, states, names, sorted((by_id[t.id] for t in g.members), key=lambda e: order[e.id]), g) for g in groups]
    return tuple(sorted(events, key=lambda e: (e.date is None, e.date.start if e.date else dt.date.max, order[e.mentions[0]])))


def _event(corpus: Corpus, actor_of: Mapping[str, str], states: Mapping[str, str], names: Mapping[str, str], mentions: Sequence[EventMention], group: Group) -> Event:
    """One event from its tellings: what most tell, and where they differ."""
    types = collections.Counter(m.type for m in mentions)
    best = max(mentions, key=lambda m: (types[m.type], m.status is EventStatus.ASSERTED, _readable(m), bool(m.actors) + bool(m.recipients)))
    date = _date(mentions)
    statuses = collections.Counter(m.status for m in mentions)
    status = EventStatus.ASSERTED if EventStatus.ASSERTED in statuses else statuses.most_common(1)[0][0]
    actors = _most_told([doers_of(corpus, actor_of, states, m) for m in mentions])
    told = _most_told([tuple(dict.fromkeys(actor_of[a] for a in m.recipients if a in actor_of)) for m in mentions])
    recipients = tuple(a for a in told if a not in actors)
    places = [m.place for m in mentions if m.place]
    place = places[0] if places else None
    place_actor = actor_of.get(place) if place else None
    why = ""
    if len(mentions) > 1:
        reasons = list(dict.fromkeys(r for r in group.reasons if r))
        why = f"{len(mentions)} tellings joined: " + " / ".join(reasons[:3]) + "."
    return Event(
        id=content_id("ev", *sorted(m.id for m in mentions)),
        type=best.type,
        mode=best.mode,
        label=_label(corpus, actor_of, names, best),
        actors=actors,
        recipients=recipients,
        date=date,
        place=place_actor,
        place_name=(names.get(place_actor) if place_actor else None) or (corpus.mention[place].name if place and place in corpus.mention else None),
        status=status,
        mentions=tuple(m.id for m in mentions),
        differs=_differs(corpus, actor_of, names, mentions),
        why=why,
    )


def _readable(m: EventMention) -> bool:
    """Whether a label can be read without its report: it names who does what."""
    words = m.label.split()
    return len(words) >= 3 and words[0].lower() not in PRONOUNS


def _label(corpus: Corpus, actor_of: Mapping[str, str], names: Mapping[str, str], m: EventMention) -> str:
    """The label of a telling, with a name for the pronoun that it begins with."""
    first, _, rest = m.label.partition(" ")
    if first.lower() not in PRONOUNS or not rest:
        return m.label
    for a in (*m.actors, *m.recipients):
        found = corpus.mention.get(a)
        if found is not None and found.form is MentionForm.PRONOUN and corpus.words(found.span) == first and a in actor_of:
            return f"{names.get(actor_of[a], first)} {rest}"
    return m.label


def _most_told(tellings: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """Actors in text order; with many tellings only those that more than one names, lest one misread clause speaks for all."""
    count = collections.Counter(a for t in tellings for a in t)
    least = 1 if sum(map(bool, tellings)) < MANY else 2
    kept = tuple(a for a in count if count[a] >= least)
    return kept or tuple(count)


def _date(mentions: Sequence[EventMention]) -> DateRange | None:
    """The date that most tellings give, firm and fine ones first."""
    dated = [m.date for m in mentions if m.date is not None]
    if not dated:
        return None
    top = max(firmness(m) for m in mentions)
    firm = [m.date for m in mentions if m.date is not None and firmness(m) == top]
    days = [d for d in firm if d.precision is Precision.DAY] or firm
    count = collections.Counter((d.start, d.end) for d in days)
    return max(days, key=lambda d: (count[d.start, d.end], d.basis is DateBasis.STATED, d.basis is DateBasis.PUBLICATION, -(d.end - d.start).days, -d.start.toordinal()))


def _differs(corpus: Corpus, actor_of: Mapping[str, str], names: Mapping[str, str], mentions: Sequence[EventMention]) -> tuple[str, ...]:
    """Sentences on where the tellings differ: day, place, doer, whether it happened."""
    out: list[str] = []
    days: dict[str, str] = {}
    places: dict[str, str] = {}
    doers: dict[str, str] = {}
    statuses: dict[str, str] = {}
    for m in mentions:
        file = corpus.report[m.span.report].file
        if firmness(m) == OWN and m.date is not None and m.date.precision is Precision.DAY:
            days.setdefault(m.date.start.isoformat(), file)
        if m.place and m.place in corpus.mention:
            actor = actor_of.get(m.place, m.place)
            places.setdefault(names.get(actor, corpus.mention[m.place].name), file)
        statuses.setdefault(m.status.value, file)
        for a in m.actors:
            if a in actor_of:
                doers.setdefault(names.get(actor_of[a], ""), file)
    for what, found in (("The day", days), ("The place", places), ("Whether it happened", statuses)):
        if len(found) > 1:
            out.append(f"{what} differs: " + "; ".join(f"{value} ({file})" for value, file in sorted(found.items())) + ".")
    if len(doers) > 1 and not set.intersection(*({actor_of[a] for a in m.actors if a in actor_of} for m in mentions if m.actors)):
        out.append("Who did it differs: " + "; ".join(f"{value} ({file})" for value, file in sorted(doers.items()) if value) + ".")
    return tuple(out)
