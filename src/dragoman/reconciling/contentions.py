"""Contentions compared: claims that are answered, deeds laid at different doors, clauses that deny or exclude one another.

A claim and its answer meet in the report that tells both. Clauses of different reports meet by look-up of the words they share, rare
ones first, and are then compared by doer, patient, day, words and likeness of meaning (sentence embedding); so the work stays linear.
What is not opposed by polarity, by an excluding predicate or by another doer makes no account, however alike it sounds.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman import resources
from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.disputes import TOLD, Disputes
from dragoman.reconciling.utterances import embed
from dragoman.records.claims import Hedge, Polarity, Statement
from dragoman.records.findings import Account, Relation
from dragoman.records.mentions import ActorKind, MentionForm
from dragoman.records.times import Precision

ANSWER, HELD, DOOR, FATE = TOLD + "answer", TOLD + "held", TOLD + "door", TOLD + "fate"
POSTINGS = 60
"""Clauses to a key; a commoner key leads nowhere."""
WINDOW = 60
"""Days between two reports that can still speak of one deed, where the words agree well."""
NEAR = 2
"""Sentences within which one speaker answers another."""
DOOR_DAYS = 3
"""Days between two reports that lay one deed at different doors, unless they name the same place."""
LIKE_NEAR, LIKE_FAR, LIKE_SAME = 0.30, 0.50, 0.60
"""Likeness of meaning asked for within a few sentences, between reports, and between what one holder says in two of them."""
SAME_TEXT = 0.8
"""Share of words in common from which two clauses are one text."""
_LOOSE = frozenset(("plan", "want", "meet", "use", "agree", "order", "receive", "enter", "leave"))
"""Classes of what is done again and again, or meant: one such clause does not answer another."""
MOST = 12
"""Opposed pairs shown, the surest ones; who reads the list reads all of it."""


@functools.cache
def _apart() -> dict[str, frozenset[str]]:
    """Predicate -> those that exclude it."""
    out: dict[str, set[str]] = {}
    for a, b in resources.load("contentions")["antonyms"]:
        out.setdefault(str(a), set()).add(str(b))
        out.setdefault(str(b), set()).add(str(a))
    return {k: frozenset(v) for k, v in out.items()}


@functools.cache
def _fates_apart() -> frozenset[frozenset[str]]:
    return frozenset(frozenset(str(x) for x in pair) for pair in resources.load("contentions")["fates_apart"])


class Contentions(Disputes):
    """The comparisons, over the same helpers as the disputes."""

    def __init__(self, corpus: Corpus, actor_of: Mapping[str, str], crises: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(corpus, actor_of, crises)
        self._set_of_places = {m.id for m in corpus.mention.values() if m.kind is ActorKind.PLACE}

    # -- claim and answer ----------------------------------------------------------------------------------------------

    def answered(self) -> Iterator[Account]:
        groups: dict[str, list[Statement]] = {}
        for s in self.topics(ANSWER):
            groups.setdefault(s.about, []).append(s)
        for statements in groups.values():
            claims = [s for s in statements if s.polarity is Polarity.AFFIRMED][:1]
            answers = [s for s in statements if s.polarity is Polarity.DENIED]
            if claims and answers and self.actor(claims[0].holder) != self.actor(answers[0].holder):
                yield self.account("answered", [*claims, *answers], Relation.CONTRADICTS, "One answers what the other claims just before it.")

    # -- at whose door -------------------------------------------------------------------------------------------------

    def doors(self) -> Iterator[Account]:
        """One deed of blood, laid at the doors of different sides: somebody blames, and another says otherwise."""
        for statements in self.by_crisis(self.topics(DOOR)).values():
            disputing = [s for s in statements if s.whom == "blame" and s.holder]
            used: set[str] = set()
            for d in disputing:
                if d.id in used:
                    continue
                rivals = [s for s in statements if s.id not in used and s is not d and self._other_door(d, s)]
                if not rivals:
                    continue
                rivals.sort(key=lambda s: (s.span.report != d.span.report, abs(s.sentence - d.sentence) if s.span.report == d.span.report else 0, not s.holder, s.id))
                group = [d, *rivals[:3]]
                group += [o for o in disputing if o not in group and o.id not in used and o.value == d.value and self._one_deed(d, o)][:2]
                used.update(s.id for s in group)
                yield self.account("door", group, Relation.CONTRADICTS, "They lay it at the doors of different sides.")

    def _other_door(self, a: Statement, b: Statement) -> bool:
        """Whether two name different sides for what can be one deed."""
        if a.span.overlaps(b.span) or self.actor(a.holder) == self.actor(b.holder) != "" or not self._one_deed(a, b):
            return False
        return a.polarity is b.polarity is Polarity.AFFIRMED and a.value != b.value

    def _one_deed(self, a: Statement, b: Statement) -> bool:
        if a.date and b.date and a.date.start != b.date.start:
            return False
        if a.span.report == b.span.report:
            return abs(a.sentence - b.sentence) <= NEAR
        places = self._places(a) & self._places(b)
        return bool(places) and self._close(a, b, DOOR_DAYS)

    def _places(self, s: Statement) -> set[str]:
        """Towns and places named in the sentence of a statement and the one before."""
        reading = self.corpus.reading[s.span.report]
        sentences = reading.sentences
        first = sentences[max(0, s.sentence - 1)].start if sentences and s.sentence < len(sentences) else s.span.start
        return {self.actor(m.id) for m in reading.mentions if m.id in self._set_of_places and first <= m.span.start <= s.span.end + 60}

    # -- what is to become of somebody ---------------------------------------------------------------------------------

    def fates(self) -> Iterator[Account]:
        people: dict[str, list[Statement]] = {}
        for s in self.topics(FATE):
            people.setdefault(self.actor(s.about), []).append(s)
        for statements in people.values():
            for n, a in enumerate(statements[:40]):
                b = next((x for x in statements[n + 1 : 40] if self._fates_differ(a, x)), None)
                if b is not None:
                    yield self.account("fate", [a, b], Relation.DIFFERS, f"They name different things: “{a.value}”, “{b.value}”.")
                    break

    def _fates_differ(self, a: Statement, b: Statement) -> bool:
        if self.actor(a.holder) == self.actor(b.holder) or not self._close(a, b, 10):
            return False
        if a.value == b.value:
            return a.polarity is not b.polarity
        return a.polarity is b.polarity is Polarity.AFFIRMED and frozenset((a.value, b.value)) in _fates_apart()

    # -- clauses that deny or exclude one another -----------------------------------------------------------------------

    def opposed(self) -> Iterator[Account]:
        statements = [s for s in self.topics(HELD) if s.hedge is not Hedge.POSSIBLE]
        index: dict[str, list[int]] = {}
        for n, s in enumerate(statements):
            for key in self._marks(s):
                index.setdefault(key, []).append(n)
        antonyms = _apart()
        found: list[tuple[int, int, int, bool]] = []
        for n, d in enumerate(statements):
            if d.polarity is not Polarity.DENIED and d.value not in antonyms:
                continue
            common: Counter[int] = Counter()
            for key in self._marks(d):
                postings = index[key]
                if len(postings) <= POSTINGS:
                    common.update(postings)
            for m in sorted(common):
                a = statements[m]
                if self._opposite(d, a) and (d.polarity is Polarity.DENIED or n < m) and (how := self._fits(d, a)):
                    found.append((n, m, how, self._near(d, a)))
        texts = sorted({self.corpus.words(statements[k].span) for n, m, _, _ in found for k in (n, m)})
        row = {t: k for k, t in enumerate(texts)}
        vectors: Any = embed(texts)
        ranked = []
        for n, m, how, near in found:
            d, a = statements[n], statements[m]
            like = float(vectors[row[self.corpus.words(d.span)]] @ vectors[row[self.corpus.words(a.span)]])
            same = bool(d.holder) and self.actor(d.holder) == self.actor(a.holder)  # who takes back what he said says it in like words
            if like >= (LIKE_NEAR if near else LIKE_SAME if same else LIKE_FAR):
                ranked.append((-(like + 0.1 * how + (0.3 if near else 0.0)), n, m))
        ranked.sort()
        used: dict[int, list[int]] = {}
        for _, n, m in ranked:
            if n in used and len(used[n]) >= 3:
                continue
            used.setdefault(n, []).append(m)
        made = 0
        taken: set[int] = set()
        for n in dict.fromkeys(n for _, n, _ in ranked):
            others = [m for m in used[n] if m not in taken]
            if not others or n in taken or made >= MOST:
                continue
            made += 1
            taken.update((n, *others))
            d, a = statements[n], statements[others[0]]
            words = ", ".join(sorted({d.value.rpartition(":")[2], a.value.rpartition(":")[2]}))
            denied = Polarity.DENIED in (d.polarity, a.polarity)
            why = f"One denies what another tells ({words})." if denied else f"Both cannot hold ({words})."
            yield self.account("opposed", [d, *(statements[m] for m in others)], Relation.CONTRADICTS, why)

    def _marks(self, s: Statement) -> Iterator[str]:
        """What a clause is found by: its predicate with a word, with its report, with its doer."""
        kind = s.value.rpartition(":")[2]
        group = min([kind, *_apart().get(kind, ())])
        yield f"{s.span.report} {group}"
        for other in _apart().get(kind, ()):
            yield f"{s.span.report} {min(kind, other)}"
        for key in s.keys:
            yield f"{group} {key}"
        actor = self.actor(s.about)
        if actor:
            yield f"{group} {actor}"

    def _opposite(self, d: Statement, a: Statement) -> bool:
        """Whether what one says of the predicate excludes what the other says."""
        one, other = d.value.rpartition(":")[2], a.value.rpartition(":")[2]
        if one == other:
            if d.polarity is a.polarity:
                return False
            # who denies the deed is answered by who tells the order; who denies the order is not answered by the deed
            return d.value == a.value or (d.polarity is Polarity.DENIED) == (":" in a.value)
        return d.polarity is a.polarity is Polarity.AFFIRMED and other in _apart().get(one, ())

    def _near(self, a: Statement, b: Statement) -> bool:
        return a.span.report == b.span.report and abs(a.sentence - b.sentence) <= NEAR

    def _fits(self, d: Statement, a: Statement) -> int:
        """How much two clauses share when they can be about one thing; 0 when they are not."""
        same_report = d.span.report == a.span.report
        if d.span.overlaps(a.span) or (self.actor(d.holder) == self.actor(a.holder) and same_report):
            return 0
        if not (d.holder or a.holder):
            return 0  # two reports in their own voice: one of them is newer
        if not set(self.crises[d.span.report]) & set(self.crises[a.span.report]):
            return 0
        if d.date and a.date and d.date.precision is a.date.precision is Precision.DAY and abs((d.date.start - a.date.start).days) > 1:
            return 0
        if not self._close(d, a, WINDOW):
            return 0
        near = self._near(d, a)
        if not self._same_one(d.about, a.about, near) or not self._same_one(d.whom, a.whom, near):
            return 0
        agents = {w for x in (d, a) if (m := self.mention(x.about)) for w in self.corpus.words(m.span).lower().split()}
        holders = {w for x in (d, a) if x.holder and (m := self.mention(x.holder)) for w in self.corpus.words(m.span).lower().split()}
        shared = {k for k in set(d.keys) & set(a.keys) if k not in holders and k not in agents}
        same_agent = bool(d.about) and self.actor(d.about) == self.actor(a.about)
        same_whom = bool(d.whom) and (self.actor(d.whom) == self.actor(a.whom) or self._head(d.whom) == self._head(a.whom))
        kind = d.value.rpartition(":")[2]
        if kind in _LOOSE or self._alike_words(d, a):
            return 0
        classed = kind in self.table["classes"] or d.value != a.value
        score = len(shared) + same_agent + 2 * same_whom
        if not classed:
            # any other verb proves little: only what two speakers say of one and the same, side by side
            return score if near and d.holder and a.holder and same_agent and (shared or same_whom) else 0
        if near:
            return score + 1
        if ":" in d.value or ":" in a.value:
            return score if shared or same_whom else 0
        return score if score > 1 and (shared or same_whom) else 0

    def _alike_words(self, a: Statement, b: Statement) -> bool:
        """Whether two clauses are one and the same text, read twice."""
        x, y = set(self.words(a)), set(self.words(b))
        return len(x & y) >= SAME_TEXT * len(x | y)

    def _same_one(self, a: str, b: str, near: bool) -> bool:
        """False when two doers, or two patients, are known to be different ones."""
        if not a or not b or self.actor(a) == self.actor(b):
            return True
        x, y = self.mention(a), self.mention(b)
        if x is None or y is None:
            return (x is None and y is None and a == b) or (near and (x is None) != (y is None)) or self._head(a) == self._head(b)
        if x.form is MentionForm.PRONOUN or y.form is MentionForm.PRONOUN:
            return True
        if x.form is MentionForm.DESCRIPTION and y.form is MentionForm.DESCRIPTION:
            return self._head(a) == self._head(b) or x.kind is y.kind
        return MentionForm.DESCRIPTION in (x.form, y.form) and x.kind is y.kind and x.plural is y.plural


def compare_contentions(corpus: Corpus, actor_of: Mapping[str, str], crises: Mapping[str, tuple[str, ...]]) -> list[Account]:
    """All contentions of a run."""
    c = Contentions(corpus, actor_of, crises)
    return [*c.answered(), *c.doors(), *c.fates(), *c.opposed()]
