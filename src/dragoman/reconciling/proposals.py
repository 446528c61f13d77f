"""What a model proposes to be one, weighed with what else speaks for it.

A proposal is worth half of what a join needs; the rest must come from the readings: the same kind, a shared name, a shared doer, days that meet. What cannot
hold is refused whatever was proposed: two countries, two full names without a word in common, two people whom the model itself keeps apart in one report,
two days, two towns, two speakers. Every join says that a model proposed it and what else spoke for it.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise

from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.linking import Opinion
from dragoman.reconciling.utterances import align, stem
from dragoman.records.claims import Figure, Hedge, Polarity, Statement
from dragoman.records.events import EventStatus
from dragoman.records.findings import Account, Actor, Alignment, Event, Held, Relation
from dragoman.records.mentions import ActorKind, Chain, MentionForm
from dragoman.records.proposals import Proposals
from dragoman.records.readings import Refusal
from dragoman.text.hashing import content_id
from dragoman.text.names import fold, same_person, same_word_score, words

MODEL = "llm"
PROPOSED = 0.5
ENOUGH = 0.7
"""Weight of a proposal, and what a join needs."""
RATIO = 30
"""Times that one figure may exceed another of the same quantity."""
_TIMES = frozenset({"minutes", "hours", "days", "weeks", "months", "years", "decades"})
MOST = 40
"""Members of one proposed group that are looked at."""
_NEAR_KINDS = (
    frozenset({ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.GROUP}),
    frozenset({ActorKind.COUNTRY, ActorKind.PLACE}),
    frozenset({ActorKind.COUNTRY, ActorKind.ORGANISATION}),
)


@dataclass(frozen=True, slots=True)
class Weighed:
    """What was made of one proposed pair."""

    score: float
    why: str
    """What speaks for it, or what forbids it."""


def _forbidden(why: str) -> Weighed:
    return Weighed(0.0, why)


def _sum(parts: Sequence[tuple[bool, float, str]]) -> Weighed:
    held = [(weight, words) for holds, weight, words in parts if holds]
    return Weighed(PROPOSED + sum(w for w, _ in held), ", ".join(w for _, w in held if w))


# actors ------------------------------------------------------------------------------------------------------------------


def join_actors(corpus: Corpus, actors: Sequence[Actor], actor_of: Mapping[str, str], proposals: Proposals) -> tuple[tuple[Actor, ...], Mapping[str, str], list[Refusal]]:
    """The actors with proposed ones joined, where enough speaks for it and nothing forbids it."""
    at = {a.id: a for a in actors}
    chains: dict[str, list[Chain]] = {}
    report: dict[str, str] = {}
    for reading in corpus.readings:
        for c in reading.chains:
            if c.mentions and c.mentions[0] in actor_of:
                chains.setdefault(actor_of[c.mentions[0]], []).append(c)
                report[c.id] = reading.report
    top: dict[str, str] = {}
    refused: list[Refusal] = []

    def find(a: str) -> str:
        while a in top:
            a = top[a]
        return a

    together = {frozenset(p) for g in proposals.within for p in combinations(g[:MOST], 2)}
    for group in (*proposals.within, *proposals.chains):
        known = [find(actor_of[m]) for c in group[:MOST] if c in corpus.chain and (m := corpus.chain[c].mentions[0]) in actor_of]
        ordered = sorted(dict.fromkeys(known), key=lambda a: (-len(at[a].mentions), a))
        for other in ordered[1:]:
            best = max(((_same_actor(corpus, chains[a], chains[other], report, together), a) for a in ordered if a != other and find(a) == a and find(other) == other), key=lambda wa: (wa[0].score, wa[1]), default=None)
            if best is None:
                continue
            weighed, anchor = best
            one, two = at[anchor], at[other]
            if weighed.score < ENOUGH:
                refused.append(Refusal(layer="proposals", words=f"{one.name} = {two.name}"[:80], reason=f"model: not joined: {weighed.why or 'nothing but the proposal speaks for it'}"))
                continue
            if _unnamed(chains[anchor]) and not _unnamed(chains[other]):
                anchor, other, one, two = other, anchor, two, one
            top[other] = anchor
            chains[anchor] = [*chains[anchor], *chains[other]]
            why = f"“{two.name}” is probably {one.name}: a model proposes it; {weighed.why}"
            country, roles = one.country or two.country, tuple(dict.fromkeys((*one.roles, *two.roles)))
            at[anchor] = replace(one, mentions=_ordered(corpus, (*one.mentions, *two.mentions)), why=tuple(dict.fromkeys((*one.why, *two.why, why))), country=country, roles=roles)
    if not top:
        return tuple(actors), actor_of, refused
    return tuple(at[a.id] for a in actors if a.id not in top), {m: find(a) for m, a in actor_of.items()}, refused


def _ordered(corpus: Corpus, mentions: Sequence[str]) -> tuple[str, ...]:
    place = {r.id: n for n, r in enumerate(corpus.reports)}
    return tuple(sorted(mentions, key=lambda m: (place[corpus.mention[m].span.report], corpus.mention[m].span)))


def _unnamed(chains: Sequence[Chain]) -> bool:
    return not any(c.names or c.key.startswith(("country:", "org:")) for c in chains) and all(c.name == c.name.lower() for c in chains)


def _same_actor(corpus: Corpus, a: Sequence[Chain], b: Sequence[Chain], report: Mapping[str, str], together: Collection[frozenset[str]]) -> Weighed:
    kinds = {c.kind for c in a}, {c.kind for c in b}
    same_kind = bool(kinds[0] & kinds[1])
    if not same_kind and not any({x, y} <= near for x in kinds[0] for y in kinds[1] for near in _NEAR_KINDS):
        return _forbidden("they are of different kinds")
    keys = [{c.key for c in cs if c.key.startswith(("country:", "org:"))} for cs in (a, b)]
    if keys[0] and keys[1] and not keys[0] & keys[1]:
        return _forbidden("they are known to be two")
    countries = [{c.country for c in cs if c.country} for cs in (a, b)]
    if countries[0] and countries[1] and not countries[0] & countries[1]:
        return _forbidden("they belong to different countries")
    seen = [{c.id: report[c.id] for c in cs if _by_model(corpus, c)} for cs in (a, b)]
    common = set(seen[0].values()) & set(seen[1].values())
    if any(x in common and y == x and frozenset((i, j)) not in together for i, x in seen[0].items() for j, y in seen[1].items()):
        return _forbidden("one report has both, and there the model keeps them apart")
    full = [[n for c in cs for n in c.names if " " in n] for cs in (a, b)]
    akin = any(_akin(x, y) for x in _called(corpus, a) for y in _called(corpus, b))
    if full[0] and full[1] and not any(same_person(x, y) for x in full[0] for y in full[1]) and not akin:
        return _forbidden("two full names without a word in common")
    bare = not (full[0] and full[1]) and (_unnamed(a) or _unnamed(b))
    roles = {r for c in a for r in c.roles} & {r for c in b for r in c.roles}
    return _sum([(same_kind, 0.2, "both are of one kind"), (akin, 0.3, "their names are alike"), (bool(roles), 0.2, "the reports give them the same office"), (bare, 0.05, "")])


def _by_model(corpus: Corpus, chain: Chain) -> bool:
    return any("llm" in corpus.mention[m].by for m in chain.mentions)


def _called(corpus: Corpus, chains: Sequence[Chain]) -> list[str]:
    found = (corpus.mention[m] for c in chains for m in c.mentions)
    return list(dict.fromkeys(m.name for m in found if m.form in (MentionForm.NAME, MentionForm.ACRONYM)))[:12]


def _akin(a: str, b: str) -> bool:
    """A word in common in some spelling, or one the initials of the other."""
    if any(len(x) > 2 and len(y) > 2 and same_word_score(x, y) >= 0.8 for x in words(a) for y in words(b)):
        return True
    short, long = sorted((a, b), key=len)
    return len(short) >= 2 and short.isupper() and fold(short) == "".join(w[0] for w in fold(long).split() if w)


# quotes ------------------------------------------------------------------------------------------------------------------


def join_quotes(
    corpus: Corpus, same_as: Mapping[str, tuple[str, ...]], alignments: Sequence[Alignment], actor_of: Mapping[str, str], proposals: Proposals
) -> tuple[Mapping[str, tuple[str, ...]], tuple[Alignment, ...], list[Refusal]]:
    """The utterances with proposed renderings joined."""
    links = {q: list(others) for q, others in same_as.items()}
    made = list(alignments)
    refused: list[Refusal] = []
    for group in proposals.quotes:
        quotes = sorted((q for q in group[:MOST] if q in corpus.quote), key=lambda q: (corpus.quote[q].span, q))
        for i, j in pairwise(quotes):
            if j in links.get(i, ()):
                continue
            weighed = _same_utterance(corpus, actor_of, i, j)
            if weighed.score < ENOUGH:
                refused.append(Refusal(layer="proposals", words=corpus.words(corpus.quote[i].span)[:80], reason=f"model: not taken for one utterance: {weighed.why or 'nothing but the proposal speaks for it'}"))
                continue
            links.setdefault(i, []).append(j)
            links.setdefault(j, []).append(i)
            made.append(Alignment(left=i, right=j, pairs=align(corpus, corpus.quote[i].span, corpus.quote[j].span), score=round(weighed.score, 4), why=f"a model proposes it; {weighed.why}"))
    return {q: tuple(sorted(links[q])) for q in sorted(links)}, tuple(sorted(made, key=lambda a: (a.left, a.right))), refused


def _same_utterance(corpus: Corpus, actor_of: Mapping[str, str], i: str, j: str) -> Weighed:
    a, b = corpus.quote[i], corpus.quote[j]
    who = [actor_of.get(q.speaker) if q.speaker else None for q in (a, b)]
    if who[0] and who[1] and who[0] != who[1]:
        kinds = {corpus.mention[q.speaker].kind for q in (a, b) if q.speaker}
        if kinds == {ActorKind.PERSON}:
            return _forbidden("two different people say it")
    stems = [{stem(w) for w in re.findall(r"\w{4,}", corpus.words(q.span))} for q in (a, b)]
    shared = stems[0] & stems[1]
    share = len(shared) / max(1, min(map(len, stems)))
    return _sum([(bool(who[0]) and who[0] == who[1], 0.1, "one speaker"), (len(shared) > 1, min(0.3, 0.3 * share), f"{len(shared)} of {min(map(len, stems))} longer words in common")])


# figures -----------------------------------------------------------------------------------------------------------------


def same_quantities(corpus: Corpus, actor_of: Mapping[str, str], proposals: Proposals) -> tuple[tuple[tuple[str, str], ...], list[Refusal]]:
    """Proposed pairs of figures that may be one quantity."""
    pairs: list[tuple[str, str]] = []
    refused: list[Refusal] = []
    for group in proposals.figures:
        found = sorted((f for f in group[:MOST] if f in corpus.figure), key=lambda f: (corpus.figure[f].role == "count", f))
        for n, other in enumerate(found[1:], 1):
            best = max(((_same_quantity(corpus.figure[f], corpus.figure[other], actor_of), f) for f in found[:n]), key=lambda wf: (wf[0].score, wf[1]))
            if best[0].score >= ENOUGH:
                pairs.append((best[1], other))
            else:
                words = f"{corpus.figure[best[1]].what} = {corpus.figure[other].what}"[:80]
                refused.append(Refusal(layer="proposals", words=words, reason=f"model: not one quantity: {best[0].why or 'nothing but the proposal speaks for it'}"))
    return tuple(pairs), refused


def _measured(unit: str) -> str:
    """The class of a unit: money, share, votes, time, or "" for anything that is counted."""
    if len(unit) == 3 and unit.isupper():
        return "money"
    return {"percent": "share", "%": "share", "votes": "votes"}.get(unit, "time" if unit in _TIMES else "")


def _same_quantity(a: Figure, b: Figure, actor_of: Mapping[str, str]) -> Weighed:
    if a.part_of == b.id or b.part_of == a.id:
        return _forbidden("one is a part of the other")
    if _measured(a.unit) != _measured(b.unit):
        return _forbidden(f"one is in {a.unit or 'no unit'}, the other in {b.unit or 'no unit'}")
    if a.role != b.role and "count" not in (a.role, b.role):
        return _forbidden(f"one counts {a.role}, the other {b.role}")
    values = [f.low if f.low is not None else f.high for f in (a, b)]
    if not values[0] or not values[1] or max(values[0], values[1]) > RATIO * min(values[0], values[1]):
        return _forbidden("they lie too far apart")
    where = [actor_of.get(f.place) if f.place else None for f in (a, b)]
    if where[0] and where[1] and where[0] != where[1] and (a.row or b.row):
        return _forbidden("they are counted for two places")
    alike = set(re.findall(r"\w{4,}", a.what.lower())) & set(re.findall(r"\w{4,}", b.what.lower()))
    near = max(values[0], values[1]) <= 2 * min(values[0], values[1])
    meet = a.as_of is not None and b.as_of is not None and a.as_of.start <= b.as_of.end and b.as_of.start <= a.as_of.end
    return _sum(
        [
            (a.unit == b.unit, 0.05, "one unit"), (a.role == b.role and a.role != "count", 0.15, "the same happens to what is counted"), (bool(alike) or a.counted == b.counted != "", 0.15, "one label"),
            (bool(where[0]) and where[0] == where[1], 0.1, "one place"), (near, 0.1, "of one size"), (set(a.scope) != set(b.scope), -0.2, ""), (meet, 0.05, "for the same days"),
        ]
    )  # fmt: skip


# events ------------------------------------------------------------------------------------------------------------------


def opinion_on_events(corpus: Corpus, proposals: Proposals) -> Opinion | None:
    """The model's word on which tellings are one event, for the matcher to weigh; None when it gave none.

    A telling proposed in two groups counts in the first.
    """
    if not proposals.events:
        return None
    group: dict[str, int] = {}
    for n, members in enumerate(proposals.events):
        for m in members:
            group.setdefault(m, n)
    shown = frozenset(e.id for r in corpus.readings for e in r.events if MODEL in e.by)
    return Opinion({m: n for m, n in group.items() if m in shown}, shown)


def kept_apart(corpus: Corpus, events: Sequence[Event], proposals: Proposals) -> list[Refusal]:
    """Proposed groups of tellings that the matcher did not bring together, as refusals."""
    home = {m: e for e in events for m in e.mentions}
    out = []
    for group in proposals.events:
        found = {home[m].id: home[m] for m in group if m in home}
        if len(found) > 1:
            labels = " = ".join(e.label for e in list(found.values())[:2])
            out.append(Refusal(layer="proposals", words=labels[:80], reason=f"model: not all joined: with what else the tellings say they come to {len(found)} events"))
    return out


# accounts ----------------------------------------------------------------------------------------------------------------


def add_accounts(corpus: Corpus, accounts: Sequence[Account], actor_of: Mapping[str, str], proposals: Proposals) -> tuple[tuple[Account, ...], list[Refusal]]:
    """The accounts with proposed matters beside them; a matter that the rules have already is not told twice.

    Passages must be of different reports, holders or polarity, and have a word, a name or a doer in common with another of them: what else makes them
    bear on one matter only the model says.
    """
    statement = {s.id: s for r in corpus.readings for s in r.statements}
    out = [replace(a, by=("rules",)) for a in accounts] if proposals.matters else list(accounts)
    refused: list[Refusal] = []
    for matter in proposals.matters:
        held: dict[tuple[str, int, int], tuple[Held, frozenset[str]]] = {}
        for ref in matter.passages[:MOST]:
            found = _passage(corpus, statement, actor_of, ref)
            if found is not None:
                held.setdefault((found[0].span.report, found[0].span.start, found[0].span.end), found)
        kept = _apart([held[k] for k in sorted(held, key=lambda k: (_place(corpus, k[0]), k))])
        words_of = matter.about or "matter"
        if len(kept) < 2 or (len({(h.span.report, h.holder, h.polarity) for h, _ in kept}) < 2 and len(kept) < 3):
            refused.append(Refusal(layer="proposals", words=words_of[:80], reason="model: no account: fewer than two passages that differ in report, holder or polarity"))
            continue
        linked = [h for n, (h, w) in enumerate(kept) if any(w & v for m, (_, v) in enumerate(kept) if m != n)]
        if len(linked) < 2:
            refused.append(Refusal(layer="proposals", words=words_of[:80], reason="model: no account: the passages have neither a name nor a content word in common"))
            continue
        statements = tuple(h for h, _ in kept)
        twin = next((n for n, a in enumerate(out) if _covers(a, statements)), None)
        if twin is not None:
            out[twin] = replace(out[twin], by=tuple(dict.fromkeys((*out[twin].by, MODEL))))
            continue
        relation = matter.relation
        if relation not in (Relation.DIFFERS, Relation.CONTRADICTS):
            refused.append(Refusal(layer="proposals", words=words_of[:80], reason=f"model: no account: the model itself holds that the passages {'agree' if relation is Relation.AGREE else 'can both be true'}"))
            continue
        why = f"A model sets these beside each other as {relation.value}."
        out.append(Account(id=content_id("ac", "model", *(f"{h.span.report}:{h.span.start}:{h.span.end}" for h in statements)), about=words_of, statements=statements, relation=relation, why=why, by=(MODEL,)))
    rank = {Relation.CONTRADICTS: 0, Relation.DIFFERS: 1, Relation.COMPATIBLE: 2, Relation.AGREE: 3}
    return tuple(sorted(out, key=lambda a: rank[a.relation])), refused


def _place(corpus: Corpus, report: str) -> int:
    return next(n for n, r in enumerate(corpus.reports) if r.id == report)


def _passage(corpus: Corpus, statement: Mapping[str, Statement], actor_of: Mapping[str, str], ref: str) -> tuple[Held, frozenset[str]] | None:
    """A passage as a statement held by somebody, with the names in it and the stems of its sentence."""
    hedge, polarity = Hedge.NONE, Polarity.AFFIRMED
    if ref in statement:
        s = statement[ref]
        span, holder, hedge, polarity = s.span, s.holder, s.hedge, s.polarity
    elif ref in corpus.quote:
        span, holder = corpus.quote[ref].span, corpus.quote[ref].speaker
    elif ref in corpus.event:
        e = corpus.event[ref]
        span, holder, polarity = e.span, e.holder, Polarity.DENIED if e.status is EventStatus.DENIED else Polarity.AFFIRMED
    else:
        return None
    text = corpus.words(span)
    if "\n" in text:
        return None
    around = next((s for s in corpus.reading[span.report].sentences if s.start <= span.start < s.end), None)
    sentence = corpus.report[span.report].text[around.start : around.end] if around else text
    known = {stem(w) for w in re.findall(r"\w{4,}", sentence)}
    known |= {actor_of[m.id] for m in corpus.reading[span.report].mentions if m.id in actor_of and m.span.overlaps(span)}
    return Held(span=span, holder=actor_of.get(holder) if holder else None, hedge=hedge, polarity=polarity), frozenset(known)


def _apart(held: Sequence[tuple[Held, frozenset[str]]]) -> list[tuple[Held, frozenset[str]]]:
    """Without passages that overlap one before them; in their place the shorter of the two."""
    out: list[tuple[Held, frozenset[str]]] = []
    for entry in held:
        clash = next((n for n, (h, _) in enumerate(out) if h.span.overlaps(entry[0].span)), None)
        if clash is None:
            out.append(entry)
        elif entry[0].span.end - entry[0].span.start < out[clash][0].span.end - out[clash][0].span.start:
            out[clash] = entry
    return out


def _covers(account: Account, statements: Sequence[Held]) -> bool:
    return all(any(h.span.overlaps(o.span) for o in account.statements) for h in statements)

