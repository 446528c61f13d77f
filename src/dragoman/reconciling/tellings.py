"""One telling of an event, as far as comparing it with others needs."""

from __future__ import annotations

import bisect
import datetime as dt
import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.mentions import event_key, stem
from dragoman.records.events import EventMention, EventStatus, EventType
from dragoman.records.mentions import ActorKind, MentionForm
from dragoman.records.times import DateBasis, DateRange
from dragoman.resources import load

OWN, CARRIED = 2, 1
NEWS = "no date given"
"""How the reason of a date begins that rests on publication alone."""
NAMED = frozenset({MentionForm.NAME, MentionForm.ACRONYM, MentionForm.SEAT})
BODIES = frozenset({ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.COUNTRY})
"""Kinds of which two named ones are two."""


@functools.cache
def families() -> Mapping[str, str]:
    """What each sense is about, coarser than the sense."""
    return {sense: family for family, senses in load("event_matching")["families"].items() for sense in str(senses).split()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """What one event mention says, as far as the comparison needs it."""

    id: str
    report: str
    sentence: int
    type: EventType
    sense: str
    lemma: str
    status: EventStatus
    actors: frozenset[str] = frozenset()
    recipients: frozenset[str] = frozenset()
    countries: frozenset[str] = frozenset()
    named: bool = False
    """At least one doer is a name."""
    heads: frozenset[str] = frozenset()
    """Last words of the doers' names: "king", "soldiers"."""
    recipient_heads: frozenset[str] = frozenset()
    place: str | None = None
    place_kind: ActorKind | None = None
    date: DateRange | None = None
    firm: int = 0
    """`OWN` when the date is told with the event, `CARRIED` when it comes from before, 0 when only from the day of publication."""
    words: frozenset[str] = frozenset()
    people: frozenset[str] = frozenset()
    """Actors and name words of the persons named among doers and sufferers."""
    goals: frozenset[str] = frozenset()
    """Countries and places among those to whom it is done: where a journey goes, or from where."""
    kinds: frozenset[ActorKind] = frozenset()
    """What the doers are."""
    bodies: frozenset[str] = frozenset()
    """Doers that are named persons, organisations or countries."""
    body_kinds: frozenset[ActorKind] = frozenset()
    around: frozenset[str] = frozenset()
    """Actors named anywhere in the clause."""
    stems: frozenset[str] = frozenset()
    """Stems of the trigger and of the content words, words for one kind of happening made alike."""
    objects: frozenset[str] = frozenset()
    """Stems of the content words that are part of no name."""
    numbers: frozenset[float] = frozenset()
    """Figures of the clause above two."""
    published: dt.date | None = None
    headline: bool = False
    text: str = ""
    """The words of the clause."""

    @property
    def about(self) -> str:
        """What it is about, coarsely."""
        return families().get(self.sense, self.sense or self.type.value)


def tell(corpus: Corpus, actor_of: Mapping[str, str]) -> tuple[dict[str, Telling], dict[str, str]]:
    """All tellings by id of their mention, and the actor of each state that is named."""
    country = {actor_of[m.id]: m.country for r in corpus.readings for m in r.mentions if m.country and m.id in actor_of}
    states: dict[str, str] = {}
    for r in corpus.readings:
        for m in r.mentions:
            if m.kind is ActorKind.COUNTRY and m.form is MentionForm.NAME and m.country and m.id in actor_of:
                states.setdefault(m.country, actor_of[m.id])
    out: dict[str, Telling] = {}
    for r in corpus.readings:
        inside = _Inside(sorted((m.span.start, m.span.end, actor_of[m.id]) for m in r.mentions if m.id in actor_of))
        numbers = sorted((f.number.start, f.low) for f in r.figures if f.low is not None)
        starts = [n for n, _ in numbers]
        for e in r.events:
            found = telling(corpus, actor_of, country, states, e, inside.between(e.span.start, e.span.end))
            few, many = bisect.bisect_left(starts, e.span.start), bisect.bisect_left(starts, e.span.end)
            out[e.id] = found if few == many else _with_numbers(found, [v for _, v in numbers[few:many] if v is not None])
    return out, states


class _Inside:
    """Actors by place in one report."""

    def __init__(self, mentions: Sequence[tuple[int, int, str]]) -> None:
        self._mentions = mentions
        self._starts = [b for b, _, _ in mentions]

    def between(self, start: int, end: int) -> frozenset[str]:
        few, many = bisect.bisect_left(self._starts, start), bisect.bisect_left(self._starts, end)
        return frozenset(a for _, e, a in self._mentions[few:many] if e <= end)


def _with_numbers(found: Telling, numbers: Sequence[float]) -> Telling:
    return replace(found, numbers=frozenset(n for n in numbers if n > 2))


def doers_of(corpus: Corpus, actor_of: Mapping[str, str], states: Mapping[str, str], e: EventMention) -> tuple[str, ...]:
    """Actor ids of the doers; troops that are sent or withdrawn act for their country."""
    out = [actor_of[m] for m in e.actors if m in actor_of]
    if e.type in (EventType.AID, EventType.MOBILIZE, EventType.RETREAT):
        for m in e.actors:
            found = corpus.mention.get(m)
            if found is not None and found.kind is ActorKind.ARMED_FORCE and found.country is not None and found.country in states:
                out.append(states[found.country])
    return tuple(dict.fromkeys(out))


def telling(
    corpus: Corpus, actor_of: Mapping[str, str], country: Mapping[str, str], states: Mapping[str, str], e: EventMention, around: frozenset[str]
) -> Telling:
    """One event mention with its mentions resolved to actors."""
    actors = frozenset(doers_of(corpus, actor_of, states, e))
    place = corpus.mention.get(e.place) if e.place else None
    report = corpus.report[e.span.report]
    doers = [corpus.mention[m] for m in e.actors if m in corpus.mention]
    return Telling(
        id=e.id,
        report=e.span.report,
        sentence=e.sentence,
        type=e.type,
        sense=e.sense,
        lemma=e.lemma,
        status=e.status,
        actors=actors,
        recipients=frozenset(actor_of[m] for m in e.recipients if m in actor_of) - actors,
        countries=frozenset(country[a] for a in actors if a in country),
        named=any(m.form in NAMED for m in doers),
        heads=_heads(corpus, e.actors),
        recipient_heads=_heads(corpus, e.recipients),
        place=actor_of.get(e.place) if e.place else None,
        place_kind=place.kind if place is not None else None,
        date=e.date,
        firm=firmness(e),
        words=frozenset(e.objects),
        people=_people(corpus, actor_of, (*e.actors, *e.recipients)),
        goals=frozenset(actor_of[m] for m in e.recipients if m in actor_of and corpus.mention[m].kind in (ActorKind.COUNTRY, ActorKind.PLACE)),
        kinds=frozenset(m.kind for m in doers),
        bodies=frozenset(actor_of[m.id] for m in doers if m.kind in BODIES and m.form in NAMED and m.id in actor_of),
        body_kinds=frozenset(m.kind for m in doers if m.kind in BODIES and m.form in NAMED),
        around=around | actors,
        stems=frozenset(_stems(e)),
        objects=frozenset(stem(w) for w in e.objects) - _name_words(corpus, e),
        published=report.published,
        headline=e.span.end <= report.body,
        text=corpus.words(e.span),
    )


def _stems(e: EventMention) -> Iterator[str]:
    for w in e.lemma.split():
        yield event_key(w)
    for w in e.objects:
        yield stem(w)


def _name_words(corpus: Corpus, e: EventMention) -> frozenset[str]:
    """Stems of the names of those who do it and to whom it is done."""
    names = (corpus.mention[m].name for m in (*e.actors, *e.recipients) if m in corpus.mention and corpus.mention[m].form in NAMED)
    return frozenset(stem(w) for n in names for w in n.replace("-", " ").split())


def _people(corpus: Corpus, actor_of: Mapping[str, str], mentions: Sequence[str]) -> frozenset[str]:
    """What the persons named among mentions are known by: their actors and the words of their names, since a surname may not have been resolved."""
    out = set()
    for m in mentions:
        found = corpus.mention.get(m)
        if found is None or found.kind is not ActorKind.PERSON:
            continue
        chain = corpus.chain.get(found.chain)
        names = chain.names if chain is not None and chain.names else (found.name,) if found.form is MentionForm.NAME else ()
        if names and m in actor_of:
            out.add(actor_of[m])
        out.update(w for n in names for w in n.casefold().replace("-", " ").split() if len(w) > 2)
    return frozenset(out)


def _heads(corpus: Corpus, mentions: Sequence[str]) -> frozenset[str]:
    """Last words of the names of descriptions, without plural."""
    out = set()
    for m in mentions:
        found = corpus.mention.get(m)
        if found is None:
            continue
        chain = corpus.chain.get(found.chain)
        name = chain.name if found.form is MentionForm.PRONOUN and chain is not None else found.name
        if name and (name == name.lower() or found.form is MentionForm.DESCRIPTION):
            out.add(name.split()[-1].lower().removesuffix("s"))
    return frozenset(out)


def firmness(m: EventMention) -> int:
    """How far the date of a telling can be relied on."""
    if m.date is None or m.date.basis is DateBasis.INFERRED or m.date.why.startswith(NEWS):
        return 0
    return CARRIED if m.date.basis is DateBasis.CONTEXT else OWN
