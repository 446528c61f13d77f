"""From tellings to events: which pairs are compared, and how groups grow.

Tellings are compared when they share a key (a sense, a family and an actor, a day, a rare word), and within a key only with those close by in time, so
that the number of pairs grows with the number of tellings. Groups grow from the surest pair down. Two groups become one when all pairs across them,
compared or not, speak for it on the average and none forbids it: a chain of look-alikes does not run together.
"""

from __future__ import annotations

import collections
import datetime as dt
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.reconciling.meaning import Likeness
from dragoman.reconciling.tellings import Telling
from dragoman.reconciling.traits import forbidden, tables, traits

WINDOW = 10
"""Tellings on either side in time with which one is compared under one key."""
RARE = 16
"""A word that more tellings have links none."""
MEMBERS = 7
"""Members of a group that are compared with those of another."""
ALIKE, UNLIKE = 0.75, 0.2
"""Likeness of meaning that two tellings of one event seldom exceed, or fall below."""
TOGETHER, APART = 2.5, -1.5
"""Log odds that a model's word adds for two tellings that it puts together, and that it was shown and keeps apart: less than most other traits that tell two events apart."""
SURE = 1.5
"""Log odds above the line from which on meaning is not asked."""
WHYS: Mapping[str, str] = {
    "rare sense": "both tell of {about}", "one sense": "both tell of {about}", "common sense": "both tell of {about}", "one family": "both tell of {about}",
    "one day": "on the same day", "one time": "at the same time", "one day, one of them carried": "on the same day", "one place": "at the same place",
    "one doer": "by the same", "done to one": "to the same", "one person": "of the same person", "headline and lead": "as headline and lead of one report",
    "one figure": "with the same figure", "like words": "in like words ({words})", "like meaning": "alike in meaning",
}
"""What a trait that speaks for a join is called in its reason."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Log odds of two tellings' being of one event, and what speaks for it; `-inf` when something forbids it."""

    score: float
    reasons: tuple[str, ...] = ()


FORBIDDEN = Verdict(-math.inf)


def same_event_score(a: Telling, b: Telling, weight: Mapping[str, float] | None = None, likeness: float | None = None) -> Verdict:
    """How far two tellings are of one event; `likeness` of meaning is taken from the words alone where none is given."""
    if forbidden(a, b):
        return FORBIDDEN
    w, t = weight or {}, tables()
    found = traits(a, b, w, _by_words(a, b) if likeness is None else likeness)
    score = sum(value * t.weights.get(name, 0.0) for name, value in found.items())
    shared = sorted(a.words & b.words, key=lambda x: (-w.get(x, 0.5), x))[:3]
    strong = [
        WHYS[name].format(about=a.about, words=", ".join(shared))
        for name, value in found.items()
        if name in WHYS and value * t.weights.get(name, 0.0) >= 0.25 and (name != "like words" or shared)
    ]
    return Verdict(score, tuple(strong))


def _by_words(a: Telling, b: Telling) -> float:
    """A stand-in for likeness of meaning: the share of stems in common."""
    few = min(len(a.stems), len(b.stems))
    return 0.25 + 0.5 * len(a.stems & b.stems) / few if few else 0.25


def word_weights(tellings: Sequence[Telling]) -> dict[str, float]:
    """How much a shared word tells, between 0 and 1: rare ones more."""
    seen: collections.Counter[str] = collections.Counter()
    for t in tellings:
        seen.update(t.stems)
    total = len(tellings)
    return {w: math.log((total + 1) / (n + 0.5)) / math.log(total + 2) for w, n in seen.items()}


@dataclass(slots=True)
class Group:
    """An event in the making."""

    members: list[Telling]
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a model proposes about tellings that it was shown; one trait among the others."""

    group: Mapping[str, int] = field(default_factory=dict)
    """Telling -> number of the group in which it was proposed."""
    shown: frozenset[str] = frozenset()
    """Tellings that the model was shown; of two that it does not put together, it thinks that they are two."""

    def of(self, a: Telling, b: Telling) -> float:
        """Log odds that the model's word adds: for what it puts together, against what it was shown and keeps apart, nothing otherwise."""
        one, other = self.group.get(a.id), self.group.get(b.id)
        if one is not None and one == other:
            return TOGETHER
        return APART if a.id in self.shown and b.id in self.shown else 0.0

    def pairs(self, ordered: Sequence[Telling]) -> Iterator[tuple[int, int]]:
        """Pairs that it puts together and that are compared whatever else they share; in a large group each with the next few."""
        places: dict[int, list[int]] = {}
        for n, t in enumerate(ordered):
            if t.id in self.group:
                places.setdefault(self.group[t.id], []).append(n)
        for found in places.values():
            for k, i in enumerate(found):
                yield from ((i, j) for j in found[k + 1 : k + 1 + WINDOW])


def link(tellings: Sequence[Telling], opinion: Opinion | None = None) -> list[Group]:
    """Groups of tellings of one event, in the order of their first member."""
    ordered = sorted(tellings, key=lambda t: (_time(t), t.id))
    return _Linker(ordered, opinion or Opinion()).groups()


def _time(t: Telling) -> dt.date:
    if t.date is not None and t.firm:
        return t.date.start
    return t.published or (t.date.start if t.date is not None else dt.date.min)


def pairs(ordered: Sequence[Telling], weight: Mapping[str, float]) -> list[tuple[int, int]]:
    """Pairs of tellings to compare, each once, in order."""
    index: dict[tuple[str, ...], list[int]] = {}
    seen = collections.Counter(w for t in ordered for w in t.stems)
    for n, t in enumerate(ordered):
        for key in _keys(t):
            index.setdefault(key, []).append(n)
        for w in t.stems:
            if 1 < seen[w] <= RARE:
                index.setdefault(("word", w), []).append(n)
    out: set[tuple[int, int]] = set()
    for found in index.values():
        for k, i in enumerate(found):
            out.update((i, j) for j in found[k + 1 : k + 1 + WINDOW])
    return sorted(out)


def _keys(t: Telling) -> Iterator[tuple[str, ...]]:
    yield ("sense", t.sense)
    yield ("family", t.about)
    for a in t.actors | t.recipients:
        yield ("sense", t.sense, a)
        yield ("family", t.about, a)
        yield ("actor", a)
    for a in t.around:
        yield ("actor and type", t.type.value, a)
    if t.date is not None and t.firm:
        day = t.date.start.isoformat()
        yield ("day", t.about, day)
        yield ("day", day)
        yield ("day and type", t.type.value, day)
        for a in t.around:
            yield ("day and actor", day, a)
    if t.published is not None:
        yield ("published", t.about, t.published.isoformat())
        yield ("report", t.report, t.about)


class _Linker:
    """Compares and joins the tellings of one run; a pair is weighed once."""

    def __init__(self, ordered: Sequence[Telling], opinion: Opinion) -> None:
        self._all = ordered
        self._opinion = opinion
        self._weight = word_weights(ordered)
        self._known: dict[tuple[int, int], Verdict] = {}
        self._like: Likeness | None = None

    def groups(self) -> list[Group]:
        t = tables()
        pairs_ = []
        open_: set[int] = set()
        for i, j in sorted({*pairs(self._all, self._weight), *self._opinion.pairs(self._all)}):
            most = same_event_score(self._all[i], self._all[j], self._weight, ALIKE).score + self._opinion.of(self._all[i], self._all[j])
            if most >= t.join:
                pairs_.append((i, j))
                if most - (ALIKE - UNLIKE) * t.weights["like meaning"] < t.join + SURE:
                    open_.update((i, j))
        self._like = Likeness([self._all[n].text for n in sorted(open_)])
        edges = []
        for i, j in pairs_:
            score = self.verdict(i, j).score
            if score >= min(t.join, t.join_within):
                edges.append((-score, self._all[i].id, self._all[j].id, i, j))
        of = list(range(len(self._all)))
        members: dict[int, list[int]] = {n: [n] for n in of}
        reasons: dict[int, list[str]] = {n: [] for n in of}
        for _, _, _, i, j in sorted(edges):
            a, b = sorted((of[i], of[j]))
            if a == b or self._between(members[a], members[b]) < 0:
                continue
            members[a].extend(members[b])
            reasons[a] += [*reasons[b], "; ".join(self.verdict(i, j).reasons)]
            for n in members.pop(b):
                of[n] = a
        return [Group([self._all[n] for n in members[k]], reasons[k]) for k in sorted(members)]

    def verdict(self, i: int, j: int) -> Verdict:
        key = (i, j) if i < j else (j, i)
        found = self._known.get(key)
        if found is None:
            a, b = self._all[key[0]], self._all[key[1]]
            likeness = self._like.between(a.text, b.text) if self._like is not None else None  # None: the words alone decide
            found = same_event_score(a, b, self._weight, likeness)
            said = self._opinion.of(a, b)
            if said:
                found = Verdict(found.score + said, (*found.reasons, *(("a model proposes it",) if said > 0 else ())))
            self._known[key] = found
        return found

    def _between(self, some: Sequence[int], others: Sequence[int]) -> float:
        """By how much two groups are above the line on the average over their pairs; one pair that forbids forbids all."""
        t = tables()
        total = count = 0.0
        for i in some[:MEMBERS]:
            for j in others[:MEMBERS]:
                score = self.verdict(i, j).score
                if score == -math.inf:
                    return -math.inf
                total += max(-6.0, score - (t.join_within if self._all[i].report == self._all[j].report else t.join))
                count += 1
        return total / count
