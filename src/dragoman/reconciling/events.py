"""The same event told by several reports, or twice by one.

Tellings are compared on what they tell (type and sense), who and whom, when, where, and the words they share. Days and places that cannot both hold
forbid a join; everything else only weighs. Joining compares a telling with the members of an event found so far, never all pairs: candidates come
from shared keys, and the number tried for each telling is bounded.
"""

from __future__ import annotations

import collections
import datetime as dt
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.reconciling.corpus import Corpus
from dragoman.records.events import EventMention, EventStatus, EventType
from dragoman.records.findings import Event
from dragoman.records.mentions import ActorKind, MentionForm
from dragoman.records.times import DateBasis, DateRange, Precision
from dragoman.text.hashing import content_id

JOIN = 2.5
"""Evidence that joins two tellings of different reports."""
JOIN_WITHIN = 3.0
"""The same for two tellings of one report: a report seldom tells the same thing twice without saying more."""
OWN, CARRIED = 2, 1
NEWS = "no date given"
"""How the reason of a date begins that rests on publication alone."""
CANDIDATES = 14
"""Events tried for one telling."""
PRONOUNS = frozenset({"he", "she", "it", "they", "who", "which", "that", "we", "i", "you", "this", "these", "those", "him", "her", "them"})
MANY = 4
"""Tellings from which on an actor named by one of them only is left out."""
MEMBERS = 6
"""Members of an event with which a telling is compared."""
FAMILIES: Mapping[str, str] = {
    sense: family
    for family, senses in {
        "troops": "deploy reinforce intervene guard alert callup",
        "aid": "aid shelter asylum",
        "casualties": "kill shoot injure",
        "fighting": "clash attack burn war shell bomb riot beat",
        "crackdown": "disperse crackdown",
        "protest": "protest riot obstruct strike storm",
        "resignation": "resign",
        "dissolution": "dissolve",
        "fall from power": "overthrow seize over",
        "arrests": "arrest charge convict",
        "emergency": "emergency curfew",
        "blackout": "blackout censor",
        "blame": "accuse coup-attempt investigate",
        "criticism": "condemn",
        "requests": "ask-help ask ask-step-down ask-talk order summon",
        "refusal": "refuse retract",
        "accord": "agree sign",
        "meetings": "meet phone visit",
        "the election": "win result vote run claim-win",
        "office": "appoint",
        "sanctions": "sanction suspend recall walkout expel",
        "withdrawal": "withdraw",
        "flight": "flee deport",
        "announcements": "announce address",
        "threats": "threaten warn order-shoot",
    }.items()
    for sense in senses.split()
}
"""What tellings of one event are about, coarser than their sense."""
NEAR_FAMILIES = frozenset(
    frozenset(pair)
    for pair in (
        ("protest", "fighting"), ("casualties", "fighting"), ("crackdown", "fighting"), ("crackdown", "casualties"), ("crackdown", "protest"),
        ("fall from power", "office"), ("fall from power", "resignation"), ("fall from power", "dissolution"), ("office", "the election"), ("resignation", "announcements"), ("arrests", "fall from power"), ("the election", "announcements"), ("refusal", "troops"), ("criticism", "blame"), ("accord", "troops"),
        ("accord", "meetings"), ("threats", "announcements"), ("refusal", "announcements"), ("office", "announcements"), ("flight", "fighting"),
    )
)
COMMON = frozenset({"ask", "agree", "refuse", "announce", "address", "meet", "back", "accuse", "clash", "attack", "kill", "protest", "aid", "order", "warn", "concede"})
"""What happens every day of a crisis."""
ABOUT_ONE = frozenset({"appoint", "resign", "arrest", "release", "flee", "win", "dismiss", "charge", "convict", "deport", "visit"})
"""What is told of one person: that of two different people are two events, whoever did it."""
JOURNEYS = frozenset({"flee", "visit", "withdraw"})
"""Going somewhere."""
TITLE = 0.9
"""What speaks for the headline of a report and the sentences right below it telling the same."""
LEAD = 4
"""Sentences of a report that its headline may sum up."""
NAMED = frozenset({MentionForm.NAME, MentionForm.ACRONYM, MentionForm.SEAT})
SINGULAR = frozenset({"overthrow", "emergency", "curfew", "blackout", "vote", "win", "annex", "resign", "coup-attempt", "suspend", "recall", "ask-help", "storm", "dissolve"})
"""What happens seldom enough within one crisis that two tellings of it in the same weeks are likely the same."""


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

    @property
    def about(self) -> str:
        """What it is about, coarsely."""
        return FAMILIES.get(self.sense, self.sense or self.type.value)


@dataclass(frozen=True, slots=True)
class Verdict:
    """How much speaks for two tellings being one event, and what."""

    score: float
    reasons: tuple[str, ...] = ()


FORBIDDEN = Verdict(-math.inf)


def same_event_score(a: Telling, b: Telling, weight: Mapping[str, float] | None = None) -> Verdict:
    """Evidence that two tellings are of one event; `-inf` when their days or places cannot both hold."""
    score, reasons = 0.0, []
    fa, fb = a.about, b.about
    if a.sense and a.sense == b.sense:
        score += 2.8 if a.sense in SINGULAR else 1.6 if a.sense in COMMON else 2.0
        reasons.append(f"both tell of {fa}")
    elif fa == fb:
        score += 1.0
        reasons.append(f"both tell of {fa}")
    elif frozenset((fa, fb)) in NEAR_FAMILIES:
        score += 0.2
    else:
        return FORBIDDEN
    if a.lemma == b.lemma:
        score += 0.5
    when = _same_time(a, b)
    if when is None:
        return FORBIDDEN
    if a.sense == b.sense and a.sense in JOURNEYS and a.goals and b.goals and not a.goals & b.goals:
        if when < 1.2:
            return FORBIDDEN  # one journey and the next; on one day it may be from where and where to
        when -= 1.0
    score += when
    if when >= 1.0:
        reasons.append("on the same day" if when >= 1.8 else "at the same time")
    where = _same_place(a, b)
    if where is None:
        return FORBIDDEN
    score += where
    if where > 0:
        reasons.append("at the same place")
    who = _same_doer(a, b)
    score += who
    if who >= 0.7:
        reasons.append("by the same")
    if a.sense in ABOUT_ONE and b.sense in ABOUT_ONE and a.people and b.people:
        if a.people & b.people:
            score += 1.6 if a.sense == b.sense else 0.8
        else:
            score -= 2.5
    if a.report == b.report and min(a.sentence, b.sentence) == 0 and 0 < max(a.sentence, b.sentence) < LEAD and a.sense == b.sense:
        score += TITLE
        reasons.append("as headline and lead of one report")
    if a.recipients & b.recipients:
        score += 1.0
        reasons.append("to the same")
    elif a.recipient_heads & b.recipient_heads:
        score += 0.6
    elif a.recipients and b.recipients:
        score -= 0.3
    if (a.actors & b.recipients) or (b.actors & a.recipients):
        score += 0.2
    words = a.words & b.words
    if words:
        weigh = weight or {}
        gain = sum(weigh.get(w, 0.5) for w in words) / (1.5 + 0.5 * math.sqrt(min(len(a.words), len(b.words))))
        score += min(2.0, gain)
        if gain >= 0.4:
            reasons.append("in like words (" + ", ".join(sorted(words, key=lambda w: (-weigh.get(w, 0.5), w))[:3]) + ")")
    if a.status is not b.status and EventStatus.ASSERTED in (a.status, b.status):
        score -= 1.0 if EventStatus.DENIED in (a.status, b.status) else 0.8
    return Verdict(score, tuple(reasons))


def _same_doer(a: Telling, b: Telling) -> float:
    """Evidence from doers; much against the doings of two different countries."""
    if not a.actors or not b.actors:
        return 0.0
    if a.actors & b.actors:
        return 1.5
    if a.heads & b.heads:
        return 0.7
    if a.countries and b.countries:
        return 0.1 if a.countries & b.countries else -1.5
    if a.people & b.people:
        return 0.7
    if a.kinds == b.kinds == {ActorKind.ARMED_FORCE}:
        return 0.3  # "the army", "soldiers", "security forces"
    if a.named and b.named:
        return -0.8 if a.kinds & b.kinds else -0.3
    return -0.1


def _same_time(a: Telling, b: Telling) -> float | None:
    """Evidence from dates; None when they exclude each other."""
    if a.date is None or b.date is None:
        return 0.0
    gap = (max(a.date.start, b.date.start) - min(a.date.end, b.date.end)).days
    days = a.date.precision is Precision.DAY and b.date.precision is Precision.DAY
    firm = min(a.firm, b.firm)
    if firm == OWN:
        if gap <= 0:
            return 2.0 if days else 1.0
        return 0.5 if days and gap == 1 and a.sense not in COMMON else None
    if firm == CARRIED:
        if gap <= 0:
            return 1.2 if days else 0.8
        return None if gap > 31 else 0.0 if gap <= 3 else -0.7
    if gap <= 0:
        return 0.8
    return None if gap > 62 else 0.0 if gap <= 31 else -0.8


def _same_place(a: Telling, b: Telling) -> float | None:
    """Evidence from places; None for two different towns."""
    if a.place is None or b.place is None:
        return 0.0
    if a.place == b.place:
        return 0.8
    if a.place_kind is ActorKind.PLACE and b.place_kind is ActorKind.PLACE:
        return None
    return -1.5 if a.place_kind is b.place_kind else 0.0


def doers_of(corpus: Corpus, actor_of: Mapping[str, str], states: Mapping[str, str], e: EventMention) -> tuple[str, ...]:
    """Actor ids of the doers; troops that are sent or withdrawn act for their country."""
    out = [actor_of[m] for m in e.actors if m in actor_of]
    if e.type in (EventType.AID, EventType.MOBILIZE, EventType.RETREAT):
        for m in e.actors:
            found = corpus.mention.get(m)
            if found is not None and found.kind is ActorKind.ARMED_FORCE and found.country is not None and found.country in states:
                out.append(states[found.country])
    return tuple(dict.fromkeys(out))


def telling(corpus: Corpus, actor_of: Mapping[str, str], country: Mapping[str, str], states: Mapping[str, str], e: EventMention) -> Telling:
    """One event mention with its mentions resolved to actors."""
    actors = frozenset(doers_of(corpus, actor_of, states, e))
    place = corpus.mention.get(e.place) if e.place else None
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
        named=any(corpus.mention[m].form in NAMED for m in e.actors if m in corpus.mention),
        heads=_heads(corpus, e.actors),
        recipient_heads=_heads(corpus, e.recipients),
        place=actor_of.get(e.place) if e.place else None,
        place_kind=place.kind if place is not None else None,
        date=e.date,
        firm=_firmness(e),
        words=frozenset(e.objects),
        people=_people(corpus, actor_of, (*e.actors, *e.recipients)),
        goals=frozenset(actor_of[m] for m in e.recipients if m in actor_of and corpus.mention[m].kind in (ActorKind.COUNTRY, ActorKind.PLACE)),
        kinds=frozenset(corpus.mention[m].kind for m in e.actors if m in corpus.mention),
    )


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


def resolve_events(corpus: Corpus, actor_of: Mapping[str, str]) -> tuple[Event, ...]:
    """Events by date, undated last."""
    mentions = [e for r in corpus.readings for e in r.events]
    country = {actor_of[m.id]: m.country for r in corpus.readings for m in r.mentions if m.country and m.id in actor_of}
    states: dict[str, str] = {}
    for r in corpus.readings:
        for m in r.mentions:
            if m.kind is ActorKind.COUNTRY and m.form is MentionForm.NAME and m.country and m.id in actor_of:
                states.setdefault(m.country, actor_of[m.id])
    tellings = {e.id: telling(corpus, actor_of, country, states, e) for e in mentions}
    weight = _weights(tellings.values())
    groups = _merge(_join(list(tellings.values()), weight), weight)
    names = {actor_of[c_m]: c.name for r in corpus.readings for c in r.chains for c_m in c.mentions if c_m in actor_of}
    by_id = {e.id: e for e in mentions}
    order = {e.id: n for n, e in enumerate(mentions)}
    events = [_event(corpus, actor_of, states, names, sorted((by_id[t.id] for t in g.members), key=lambda e: order[e.id]), g) for g in groups]
    return tuple(sorted(events, key=lambda e: (e.date is None, e.date.start if e.date else dt.date.max, order[e.mentions[0]])))


def _weights(tellings: Iterable[Telling]) -> dict[str, float]:
    """How much a shared word tells: rare ones more."""
    seen: collections.Counter[str] = collections.Counter()
    total = 0
    for t in tellings:
        total += 1
        seen.update(t.words)
    return {w: math.log((total + 1) / (n + 0.5)) / math.log(total + 2) for w, n in seen.items()}


class _Group:
    """An event in the making."""

    def __init__(self, first: Telling) -> None:
        self.members = [first]
        self.reasons: list[str] = []

    def score(self, t: Telling, weight: Mapping[str, float]) -> Verdict:
        """Mean of best and average over members; one that forbids forbids all."""
        verdicts = []
        for m in self.members[:MEMBERS]:
            v = same_event_score(t, m, weight)
            if v.score == -math.inf and m.about == t.about:
                return FORBIDDEN
            if v.score > -math.inf:
                verdicts.append(v if m.report != t.report else Verdict(v.score - (JOIN_WITHIN - JOIN), v.reasons))
            if m.report == t.report and m.sentence == t.sentence:
                return FORBIDDEN
        if not verdicts:
            return FORBIDDEN
        best = max(verdicts, key=lambda v: v.score)
        mean = sum(v.score for v in verdicts) / len(verdicts)
        return Verdict(0.8 * best.score + 0.2 * mean, best.reasons)


def _keys(t: Telling) -> list[tuple[str, ...]]:
    """What an event and a telling of it are likely to share."""
    about = t.about
    keys: list[tuple[str, ...]] = [("sense", t.sense, a) for a in sorted(t.actors | t.recipients)]
    keys += [("family", about, a) for a in sorted(t.actors)]
    if t.date is not None and t.firm:
        month = t.date.start.isoformat()[:7]
        keys += [("when", t.sense, t.date.start.isoformat()), ("month", t.sense, month), ("when-family", about, t.date.start.isoformat())]
    else:
        keys.append(("sense-only", t.sense))
    keys.append(("any", t.sense))
    return keys


def _join(tellings: Sequence[Telling], weight: Mapping[str, float]) -> list[_Group]:
    """Groups of tellings of one event; the best-told ones lay the ground."""
    ordered = sorted(tellings, key=lambda t: (-t.firm, t.date is None, t.date.start if t.date else dt.date.max, -len(t.actors) - len(t.recipients), t.id))
    groups: list[_Group] = []
    index: dict[tuple[str, ...], list[int]] = {}
    for t in ordered:
        votes: collections.Counter[int] = collections.Counter()
        for key in _keys(t):
            for g in index.get(key, ())[-4 * CANDIDATES :]:
                votes[g] += 1
        tried = sorted(votes.items(), key=lambda gv: (-gv[1], -gv[0]))[:CANDIDATES]
        best: tuple[float, int, Verdict] | None = None
        for g, _ in tried:
            v = groups[g].score(t, weight)
            if v.score >= JOIN and (best is None or (v.score, -g) > (best[0], -best[1])):
                best = (v.score, g, v)
        if best is None:
            number = len(groups)
            groups.append(_Group(t))
        else:
            number = best[1]
            groups[number].members.append(t)
            groups[number].reasons.append("; ".join(best[2].reasons))
        for key in _keys(t):
            known = index.setdefault(key, [])
            if not known or known[-1] != number:
                known.append(number)
    return groups


def _merge(groups: Sequence[_Group], weight: Mapping[str, float]) -> list[_Group]:
    """Groups that belong together after all: an early telling may have gone apart before the telling that links it came."""
    index: dict[tuple[str, ...], list[int]] = {}
    alive: dict[int, _Group] = {}
    for n, group in sorted(enumerate(groups), key=lambda ng: (-len(ng[1].members), ng[0])):
        keys = sorted({k for t in group.members[:MEMBERS] for k in _keys(t)})
        votes = collections.Counter(g for k in keys for g in index.get(k, ())[-4 * CANDIDATES :])
        tried = sorted(votes.items(), key=lambda gv: (-gv[1], gv[0]))[:CANDIDATES]
        best: tuple[float, int, Verdict] | None = None
        for g, _ in tried:
            v = _between(alive[g], group, weight)
            if v.score >= JOIN and (best is None or (v.score, -g) > (best[0], -best[1])):
                best = (v.score, g, v)
        if best is None:
            alive[n] = group
            for k in keys:
                index.setdefault(k, []).append(n)
        else:
            into = alive[best[1]]
            into.members.extend(group.members)
            into.reasons.extend([*group.reasons, "; ".join(best[2].reasons)])
    return [alive[n] for n in sorted(alive)]


def _between(a: _Group, b: _Group, weight: Mapping[str, float]) -> Verdict:
    verdicts = [a.score(t, weight) for t in b.members[:4]]
    if any(v.score == -math.inf for v in verdicts):
        return FORBIDDEN
    best = max(verdicts, key=lambda v: v.score)
    return Verdict(0.5 * best.score + 0.5 * sum(v.score for v in verdicts) / len(verdicts), best.reasons)


def _event(corpus: Corpus, actor_of: Mapping[str, str], states: Mapping[str, str], names: Mapping[str, str], mentions: Sequence[EventMention], group: _Group) -> Event:
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


def _firmness(m: EventMention) -> int:
    """How far the date of a telling can be relied on."""
    if m.date is None or m.date.basis is DateBasis.INFERRED or m.date.why.startswith(NEWS):
        return 0
    return CARRIED if m.date.basis is DateBasis.CONTEXT else OWN


def _date(mentions: Sequence[EventMention]) -> DateRange | None:
    """The date that most tellings give, firm and fine ones first."""
    dated = [m.date for m in mentions if m.date is not None]
    if not dated:
        return None
    top = max(_firmness(m) for m in mentions)
    firm = [m.date for m in mentions if m.date is not None and _firmness(m) == top]
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
        if _firmness(m) == OWN and m.date is not None and m.date.precision is Precision.DAY:
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
