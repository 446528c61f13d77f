"""Disputes: clauses of one class of predicate that cannot all hold, and accounts of one deed that give it different circumstances.

Candidates meet by look-up (class with actor, with a word, with the report), so that it stays linear in the number of clauses. The bar is
high on purpose: two clauses that merely sound alike are no dispute, and who reads the list reads all of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from dragoman import resources
from dragoman.reconciling.corpus import Corpus
from dragoman.records.claims import Polarity, Statement
from dragoman.records.findings import Account, Held, Relation
from dragoman.records.mentions import ActorKind, Mention, MentionForm
from dragoman.records.times import Precision
from dragoman.text.hashing import content_id

TOLD = "told:"
OWN = frozenset(("volition", "leader", "where", "left-when", "date-overthrow"))
"""Topics that are compared here."""
POSTINGS = 200
"""Clauses to a key; a commoner key leads nowhere."""
BESIDE = 2
"""Sentences within which an answer stands."""
WINDOW = 10
"""Days between two reports that can still speak of one deed."""
ONE_DEED = 5
"""Days by which two dates of one deed may lie apart."""
NEXT = 40
"""Orders compared with one, those told after it."""
MOST = 6
ENOUGH = 2.0
"""Score from which a clause tells what another denies."""
_HARM = frozenset(("die", "hurt", "shoot"))
_ONCE = ("hold", "free", "leave", "expel")
"""Classes of what befalls one person, or what one person does, once in a crisis."""
_TAKEN_BACK = frozenset(("mistake", "slip", "withdraw", "withdrew", "withdrawn", "retract", "retracted", "wrong", "error", "misspoke", "denied", "deny", "denies"))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """A predication with what it is compared by."""

    s: Statement
    kind: str
    crisis: tuple[str, ...]
    day: dt.date | None
    """The day of the deed, where the clause gives it."""
    told: dt.date | None
    agent: str
    """Actor id, a lemma, or ""."""
    patient: str
    anybody: bool
    holder: str


class Disputes:
    def __init__(self, corpus: Corpus, actor_of: Mapping[str, str], crises: Mapping[str, tuple[str, ...]]) -> None:
        self.corpus, self.actor_of, self.crises = corpus, actor_of, crises
        self.table = resources.load("predicates")
        self.anybody = frozenset(self.table["anybody"])

    # -- helpers -------------------------------------------------------------------------------------------------------

    def actor(self, ref: str | None) -> str:
        return self.actor_of.get(ref or "", ref or "")

    def mention(self, ref: str) -> Mention | None:
        return self.corpus.mention.get(ref)

    def published(self, s: Statement) -> dt.date | None:
        return self.corpus.report[s.span.report].published

    def topics(self, *names: str) -> Iterator[Statement]:
        for reading in self.corpus.readings:
            for s in reading.statements:
                if s.topic in names:
                    yield s

    def words(self, s: Statement) -> list[str]:
        return self.corpus.words(s.span).lower().split()

    def by_crisis(self, statements: Iterable[Statement]) -> dict[str, list[Statement]]:
        out: dict[str, list[Statement]] = {}
        for s in statements:
            out.setdefault(self.crises[s.span.report][0], []).append(s)
        return out

    def account(self, matter: str, statements: Sequence[Statement], relation: Relation, why: str, flip: Mapping[str, Polarity] | None = None) -> Account:
        place = {r: n for n, r in enumerate(self.corpus.report)}
        seen: set[tuple[str, str]] = set()
        chosen: list[Statement] = []
        for s in statements:
            key = (self.corpus.report[s.span.report].origin or s.span.report, " ".join(self.words(s)))
            if key not in seen and not any(s.span.overlaps(c.span) for c in chosen):
                seen.add(key)
                chosen.append(s)
        chosen = sorted(chosen[:MOST], key=lambda s: (place[s.span.report], s.span.start))
        held = tuple(
            Held(span=s.span, holder=self.actor_of.get(s.holder) if s.holder else None, hedge=s.hedge, polarity=(flip or {}).get(s.id, s.polarity)) for s in chosen
        )
        return Account(id=content_id("acc", matter, *(s.id for s in chosen)), about=resources.load("matters")["labels"][matter], statements=held, relation=relation, why=why)

    # -- denied and affirmed -------------------------------------------------------------------------------------------

    def side(self, s: Statement) -> _Side:
        patient = self.mention(s.whom)
        head = (patient.name.lower().split() or [""])[-1] if patient and patient.form is MentionForm.DESCRIPTION else s.whom
        return _Side(
            s=s,
            kind=s.topic.removeprefix(TOLD),
            crisis=self.crises[s.span.report],
            day=s.date.start if s.date and s.date.precision is Precision.DAY else None,
            told=self.published(s),
            agent=self.actor(s.about),
            patient=self.actor(s.whom),
            anybody=head in self.anybody or head.removesuffix("s") in self.anybody,
            holder=self.actor(s.holder),
        )

    def denials(self) -> Iterator[Account]:
        affirmed: list[_Side] = []
        denied: list[_Side] = []
        for reading in self.corpus.readings:
            for s in reading.statements:
                if s.topic.removeprefix(TOLD) in self.table["classes"]:
                    side = self.side(s)
                    (denied if s.polarity is Polarity.DENIED else affirmed).append(side)
        index: dict[tuple[str, str], list[int]] = {}
        for n, a in enumerate(affirmed):
            for key in self._index_keys(a):
                index.setdefault(key, []).append(n)
        groups: list[tuple[list[_Side], list[_Side]]] = []
        for d in denied:
            numbers = {n for key in self._index_keys(d) if len(index.get(key, ())) <= POSTINGS for n in index.get(key, ())}
            ranked = sorted((-self._score(d, affirmed[n]), n) for n in numbers)
            tellings = [affirmed[n] for score, n in ranked if -score >= ENOUGH][:3]
            if tellings:
                groups.append(([d], tellings))
        answered = {ds[0].s.id for ds, _ in groups}
        alone = [d for d in denied if d.anybody and d.kind in _HARM and d.s.id not in answered]
        yield from self._merged(groups, alone)

    def _index_keys(self, x: _Side) -> Iterator[tuple[str, str]]:
        kind = "harm" if x.kind in _HARM else x.kind
        for crisis in x.crisis:
            yield kind, f"verb:{crisis}:{x.s.value}"
        yield kind, f"report:{x.s.span.report}"
        for ref in (x.agent, x.patient):
            if ref:
                yield kind, f"who:{ref}"
        for key in x.s.keys:
            yield kind, f"word:{key}"

    def _score(self, d: _Side, a: _Side) -> float:
        """How surely one tells what the other denies; 0 when they can both hold."""
        same_report = d.s.span.report == a.s.span.report
        if d.s.span.overlaps(a.s.span) or (same_report and d.holder == a.holder):
            return 0
        if d.day and a.day and abs((d.day - a.day).days) > 1:
            return 0
        if d.told and a.told and abs((d.told - a.told).days) > WINDOW:
            return 0
        if not set(d.crisis) & set(a.crisis):
            return 0
        near = same_report and abs(d.s.sentence - a.s.sentence) <= BESIDE
        if d.kind not in ("want", "order", "receive") and not d.anybody and self._other_noun(d.s.whom, a.s.whom):
            return 0
        if d.anybody and d.kind in _HARM:
            return self._harm_score(d, a, near)
        if d.kind != a.kind:
            return 0
        agents_known = bool(d.agent and a.agent)
        same_agent = agents_known and d.agent == a.agent
        same_patient = bool(d.patient) and d.patient == a.patient and d.patient != d.agent
        if agents_known and not same_agent and not (d.anybody or self._vague(d.s.about) or self._vague(a.s.about)):
            return 0
        own = {d.patient, a.patient} - {d.agent, a.agent, ""}
        alike = not same_patient and len(own) == 2 and self._alike(d.s.whom, a.s.whom)
        shared = set(d.s.keys) & set(a.s.keys) - self._named(d.s, a.s)
        weight = sum(1.5 if " " in k else 1.0 for k in shared)
        if len(own) == 2 and not same_patient and not alike and not any(self._pronoun(x.s.whom) for x in (d, a)) and (weight < 2 or all(self.mention(x.s.whom) for x in (d, a))):
            return 0
        if not own and not weight:  # "resigned", "fled": the doer is all there is to it
            return 2.0 if same_agent and not d.s.keys and d.kind in ("resign", "leave") and self._named_person(d.s.about) else 0
        return (1.0 if same_agent else 0) + (1.0 if same_patient and self.mention(d.s.whom) else 0.5 if same_patient or alike else 0) + (0.3 if d.s.value == a.s.value else 0) + min(weight, 3.0) * 0.8 + (0.5 if near and weight else 0)

    def _harm_score(self, d: _Side, a: _Side, near: bool) -> float:
        patient = self.mention(a.s.whom)
        if any(w in self.words(d.s) for w in ("these", "those")):
            return 0  # "these people are not injured": some that are pointed at
        if a.kind != d.kind and not (d.kind == "hurt" and a.kind == "die"):
            return 0
        if patient and patient.kind is ActorKind.PERSON and patient.form is MentionForm.NAME:
            return 0
        if d.agent and a.agent and self.mention(a.s.about) and d.agent != a.agent and not self._vague(a.s.about):
            return 0
        if near:
            return 2.5
        if d.s.span.report == a.s.span.report:
            return 0
        close = self._close(d.s, a.s, 3)
        if d.day and d.day == a.day and d.kind == a.kind:
            return 2.0
        shared = len(set(d.s.keys) & set(a.s.keys) - self._named(d.s, a.s))
        return 2.0 if close and not d.day and (shared > 1 or (d.s.value == a.s.value and d.kind == "hurt")) else 0

    def _vague(self, ref: str) -> bool:
        """Whether a doer is told by a pronoun or a description that may be any side of the crisis."""
        found = self.mention(ref)
        return found is None or found.form is MentionForm.PRONOUN or (found.form is MentionForm.DESCRIPTION and found.kind in (ActorKind.GROUP, ActorKind.ARMED_FORCE))

    def _alike(self, a: str, b: str) -> bool:
        """Whether two are called by the same noun, or one by a part of the other's name ("Kin Ma", "the village of Kin Ma")."""
        x, y = self.mention(a), self.mention(b)
        if x is None or y is None:
            return False
        if self._vague(a) and self._vague(b):
            return self._head(a) == self._head(b)
        short, long = sorted((set(self.corpus.words(m.span).lower().split()) - {"the", "a", "of"} for m in (x, y)), key=len)
        return bool(short) and short <= long

    def _other_noun(self, a: str, b: str) -> bool:
        """Whether those to whom it is done are called by different nouns, neither of them a name or a pronoun."""
        x, y = self.mention(a), self.mention(b)
        if not a or not b or any(m is not None and m.form is not MentionForm.DESCRIPTION for m in (x, y)) or self.actor(a) == self.actor(b):
            return False
        one, other = self._head(a), self._head(b)
        return one != other and one.rstrip("s") != other.rstrip("s") and not {one, other} & (self.anybody | {n + "s" for n in self.anybody})

    def _pronoun(self, ref: str) -> bool:
        found = self.mention(ref)
        return found is not None and found.form is MentionForm.PRONOUN

    def _named_person(self, ref: str) -> bool:
        found = self.mention(ref)
        return found is not None and found.kind is ActorKind.PERSON and not found.plural

    def _named(self, *statements: Statement) -> set[str]:
        """Words of the doers, which both clauses hold because they are about the same ones."""
        out: set[str] = set()
        for s in statements:
            found = self.mention(s.about)
            if found:
                out.update(self.corpus.words(found.span).lower().split())
        return out

    def _merged(self, groups: list[tuple[list[_Side], list[_Side]]], alone: list[_Side]) -> Iterator[Account]:
        """Denials that answer the same clause, and denials that nobody was harmed in one crisis, are one account."""
        done: list[tuple[list[_Side], list[_Side]]] = []
        at: dict[str, int] = {}
        for ds, tellings in groups:
            d = ds[0]
            keys = [a.s.id for a in tellings] + ([f"{d.crisis[0]}:harm"] if d.anybody and d.kind in _HARM else [])
            found = next((at[k] for k in keys if k in at and not _other_day(done[at[k]][0][0], d)), -1)
            if found < 0:
                found = len(done)
                done.append(([], []))
            done[found][0].append(d)
            done[found][1].extend(a for a in tellings if a not in done[found][1])
            for k in keys:
                at.setdefault(k, found)
        for d in alone:
            k = f"{d.crisis[0]}:harm"
            if k in at and not _other_day(done[at[k]][0][0], d):
                done[at[k]][0].append(d)
        for ds, tellings in done:
            kind = ds[0].kind
            matter = "dead-or-not" if kind == "die" else "hurt-or-not" if kind == "hurt" else "shots" if kind == "shoot" else "asked-for" if kind == "want" else "denied"
            words = sorted({tellings[0].s.value, ds[0].s.value})
            why = f"One denies what another tells ({', '.join(words)})."
            yield self.account(matter, [x.s for x in _in_turn(ds, tellings)], Relation.CONTRADICTS, why)

    # -- circumstances of one deed -------------------------------------------------------------------------------------

    def volition(self) -> Iterator[Account]:
        for statements in self.by_crisis(self.topics("volition")).values():
            free = [s for s in statements if s.value == "free"]
            forced = [s for s in statements if s.value == "forced"]
            by_actor: dict[str, list[Statement]] = {}
            for s in free:
                by_actor.setdefault(self.actor(s.about), []).append(s)
            made = 0
            for who, mine in sorted(by_actor.items()):
                other = [s for s in forced if (who and self.actor(s.about) == who) or any(_beside(s, m) or self._same_act(s, m) for m in mine)]
                if other and not made:
                    made += 1
                    rest = [s for s in (*free, *forced) if s not in mine and s not in other]  # one such dispute to a crisis, whatever the person is called
                    yield self.account("volition", [*(x for pair in _zip(mine, other) for x in pair), *rest], Relation.CONTRADICTS, "Some say that it was done freely, others that it was forced.")

    def _same_act(self, a: Statement, b: Statement) -> bool:
        """Whether somebody described in the same words is said to have done the same."""
        acts = set(self.table["acts"])
        return bool(a.about and b.about) and self._head(a.about) == self._head(b.about) and bool(acts & set(a.keys) & set(b.keys))

    def leaders(self) -> Iterator[Account]:
        for statements in self.by_crisis(self.topics("leader")).values():
            groups: dict[str, list[Statement]] = {}
            for s in statements:
                found = self.mention(s.value)
                chain = self.corpus.chain.get(found.chain) if found else None
                if s.polarity is Polarity.AFFIRMED and found and (found.plural or (chain and chain.names)):
                    groups.setdefault(self.actor(s.value), []).append(s)
            reports = {s.span.report for g in groups.values() for s in g}
            if len(groups) > 1 and len(reports) > 1:
                yield self.account("leader", _rows(groups), Relation.DIFFERS, "They name different ones.")

    def orders(self) -> Iterator[Account]:
        """Different ones that are said to have ordered one act; who asked for it is set beside them where it stands close by."""
        again = frozenset(self.table["acts_again"])
        asked = [s for s in self.topics(TOLD + "want") if s.value in ("ask", "request") and {"help", "assistance", "support", "intervention"} & set(s.keys) and s.polarity is Polarity.AFFIRMED]
        for statements in self.by_crisis(self.topics(TOLD + "order")).values():
            acts = [s for s in statements if self._head(s.whom) in again and s.about]
            acts.sort(key=lambda s: (str(self.published(s)), s.span.report, s.span.start))
            used: set[str] = set()
            around = {s.id: self._around(s) for s in acts}
            for k, s in enumerate(acts):
                if s.id in used:
                    continue
                kin = [o for o in acts[k : k + NEXT] if o.id not in used and self._close(s, o, 3) and (o.span.report == s.span.report or len(around[o.id] & around[s.id]) > 1)]
                beside = [o for o in asked if any(_beside(o, x, BESIDE) for x in kin)]
                groups: dict[str, list[Statement]] = {}
                for o in (*kin, *beside):
                    groups.setdefault(self.actor(o.about), []).append(o)
                if len(groups) > 1 and len({o.holder for o in (*kin, *beside)}) > 1:
                    used.update(o.id for o in kin)
                    yield self.account("ordered", _rows(groups), Relation.DIFFERS, "They name different ones.")

    def _head(self, ref: str) -> str:
        found = self.mention(ref)
        return (found.name.lower().split() or [""])[-1] if found else ref

    def _around(self, s: Statement) -> set[str]:
        """Longer words of the report before a clause and of its headline, which tell what "this" is."""
        text = self.corpus.report[s.span.report].text
        words = (text[:200] + " " + text[max(0, s.span.start - 500) : s.span.start]).lower().replace(",", " ").replace(".", " ").split()
        crisis_words = {"president", "government", "police", "military", "country", "people", "after", "their", "which", "would", "protesters", "minister", "friday", "monday", "saturday", "sunday"}
        return {w for w in words if len(w) > 3} - crisis_words

    def _close(self, a: Statement, b: Statement, days: int) -> bool:
        """Whether two reports were published within so many days; one of unknown day may have been."""
        x, y = self.published(a), self.published(b)
        return x is None or y is None or abs((x - y).days) <= days

    # -- when ----------------------------------------------------------------------------------------------------------

    def dates(self) -> Iterator[Account]:
        for statements in self.by_crisis(self.topics("date-overthrow")).values():
            yield from self._clash("date-overthrow", [s for s in statements if s.date and self._recent(s)])
        for statements in self._by_person("left-when").values():
            groups: dict[str, list[Statement]] = {}
            for s in statements:
                groups.setdefault(s.value, []).append(s)
            if len(groups) > 1 and self._close(statements[0], statements[-1], WINDOW):
                yield self.account("left-when", _rows(groups), Relation.DIFFERS, f"They give different times: {', '.join(sorted(groups))} before.")

    def _recent(self, s: Statement) -> bool:
        day = self.published(s)
        return day is None or s.date is None or 0 <= (day - s.date.start).days <= 120

    def _by_person(self, topic: str) -> dict[str, list[Statement]]:
        out: dict[str, list[Statement]] = {}
        for s in self.topics(topic):
            out.setdefault(self.actor(s.about), []).append(s)
        return out

    def occasions(self) -> Iterator[Account]:
        """Different days for what befalls a person once: an arrest, a release, a resignation, a departure."""
        groups: dict[tuple[str, str], list[Statement]] = {}
        for s in self.topics(*(TOLD + k for k in _ONCE)):
            who = s.whom if s.topic.removeprefix(TOLD) in ("hold", "free", "expel") else s.about
            if s.polarity is Polarity.AFFIRMED and s.date and s.date.precision is Precision.DAY and self._named_person(who) and self._recent(s):
                groups.setdefault((s.topic, self.actor(who)), []).append(s)
        for statements in groups.values():
            if len({s.span.report for s in statements}) > 1:
                yield from self._clash("date-of", statements)

    def _clash(self, matter: str, statements: Sequence[Statement]) -> Iterator[Account]:
        groups: dict[str, list[Statement]] = {}
        days = sorted({s.date.start for s in statements if s.date})
        for s in statements:
            day = s.date.start if s.date else None
            if day and any(0 < abs((day - o).days) <= ONE_DEED for o in days):
                groups.setdefault(day.isoformat(), []).append(s)
        if len(groups) > 1:
            yield self.account(matter, _rows(groups), Relation.CONTRADICTS, f"They give different days: {', '.join(sorted(groups))}.")

    # -- where somebody is ---------------------------------------------------------------------------------------------

    def whereabouts(self) -> Iterator[Account]:
        for statements in self._by_person("where").values():
            by_day: dict[dt.date, dict[str, list[Statement]]] = {}
            for s in statements:
                day = s.date.start if s.date and s.date.precision is Precision.DAY else self.published(s)
                if day:
                    by_day.setdefault(day, {}).setdefault(self._here(s), []).append(s)
            for groups in by_day.values():
                if {"abroad", "home"} <= set(groups):
                    chosen = _rows({k: groups[k] for k in ("abroad", "home")})
                    if len({self.actor(s.holder) for s in chosen}) > 1 or any(self._taken_back(s) for s in chosen):
                        yield self.account("where", chosen, Relation.CONTRADICTS, "Some say abroad, others in the country.")

    def _here(self, s: Statement) -> str:
        out = s.value.startswith("out:")
        who = self.mention(s.about)
        chain = self.corpus.chain.get(who.chain) if who else None
        own = (chain.country if chain else None) or self.crises[s.span.report][0]
        home = s.value == "here" or s.value.removeprefix("out:") == own
        if s.value == "abroad":
            home = False
        return "home" if (home != out) == (s.polarity is Polarity.AFFIRMED) else "abroad"

    def _taken_back(self, s: Statement) -> bool:
        text = self.corpus.report[s.span.report].text
        return any(w.strip(".,\"”") in _TAKEN_BACK for w in text[max(0, s.span.start - 150) : s.span.end + 150].lower().split())


def _other_day(a: _Side, b: _Side) -> bool:
    return bool(a.day and b.day and a.day != b.day)


def _beside(a: Statement, b: Statement, most: int = 1) -> bool:
    return a.span.report == b.span.report and abs(a.sentence - b.sentence) <= most


def _in_turn(a: Sequence[_Side], b: Sequence[_Side]) -> Iterator[_Side]:
    for k in range(max(len(a), len(b))):
        yield from a[k : k + 1]
        yield from b[k : k + 1]


def _zip(a: Sequence[Statement], b: Sequence[Statement]) -> Iterator[list[Statement]]:
    for k in range(max(len(a), len(b))):
        yield [*a[k : k + 1], *b[k : k + 1]]


def _rows(groups: Mapping[str, Sequence[Statement]]) -> list[Statement]:
    """The first statement of every value, then the second of every value."""
    ordered = [groups[k] for k in sorted(groups)]
    return [g[k] for k in range(max(map(len, ordered))) for g in ordered if k < len(g)]


def find_disputes(corpus: Corpus, actor_of: Mapping[str, str], crises: Mapping[str, tuple[str, ...]]) -> list[Account]:
    """All disputes of a run."""
    d = Disputes(corpus, actor_of, crises)
    return [*d.denials(), *d.volition(), *d.leaders(), *d.orders(), *d.dates(), *d.occasions(), *d.whereabouts()]
