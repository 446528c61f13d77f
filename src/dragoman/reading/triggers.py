"""Which words tell an event: frames of verbs and event nouns, matched against a parse.

A frame is a verb (with its particle) and conditions on what stands around it; the frame with most conditions wins. Nouns are looked up under
several names, so that "two of the opposition leaders" counts as leaders and "a state of emergency" as an emergency.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dragoman.errors import ResourceError
from dragoman.records.events import EventType
from dragoman.records.parses import Parse
from dragoman.resources import load

ADVERBIAL = frozenset({"in", "over", "up", "down", "off", "by"})
"""Particles that are prepositions when they govern a noun."""
SUBJECTS = frozenset({"nsubj", "csubj"})
OBJECTS = frozenset({"dobj", "nsubjpass", "attr", "oprd", "acomp", "obj"})
CLAUSES = frozenset({"ccomp", "advcl", "relcl", "parataxis", "csubj", "csubjpass", "acl", "xcomp", "pcomp"})
ENTITY_NAMES: Mapping[str, tuple[str, ...]] = {"PERSON": ("person",), "GPE": ("country",), "NORP": ("people",)}
PRONOUN_NAMES: Mapping[str, tuple[str, ...]] = {"he": ("person",), "she": ("person",), "they": ("people",), "who": ("person",)}

PUBLIC = 0.1
"""Share of a report's nouns and names that are of public life, from which on it is taken to be about it."""
SHORT = 25
"""Nouns below which a text does not tell what it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One way in which a verb tells an event."""

    type: EventType
    mode: str | None
    sense: str
    particles: tuple[str, ...] = ()
    object: frozenset[str] | None = None
    object_not: frozenset[str] = frozenset()
    """Objects beside which the verb means something else: "meet a demand"."""
    subject: frozenset[str] | None = None
    subject_not: frozenset[str] = frozenset()
    at: tuple[tuple[str, str], ...] = ()
    """Preposition and the name of what it governs ("" for anything)."""
    near: frozenset[str] | None = None
    to: frozenset[str] | None = None
    infinitive: bool = False
    alone: bool = False
    passive: bool = False
    negated: bool = False
    dated: bool = False
    future: bool = False
    """What is to be or will be: "is to head the cabinet"."""
    undergo: bool = False

    @property
    def by_word_alone(self) -> bool:
        """Whether nothing but the word and its form is asked for."""
        return self.object is self.subject is self.near is self.to is None and not self.at

    @property
    def conditions(self) -> int:
        many = (self.object, self.subject, self.at or None, self.near, self.to)
        return 2 * len(self.particles) + 2 * sum(c is not None for c in many) + self.infinitive + self.alone + self.passive + self.negated + self.dated + self.future


@dataclass(frozen=True, slots=True, kw_only=True)
class NounFrame:
    """One kind of event that a noun names."""

    type: EventType
    mode: str | None
    sense: str
    needs: bool = False
    """Tells an event only with its object, possessor or date: "the arrest of two leaders"."""
    needs_doer: bool = False
    """Tells an event only with whose it is: "the general's threat", not "a threat to the region"."""
    bare: bool = True
    """Tells an event as subject of "break out" and the like; false for words that mean other things as well."""
    near: frozenset[str] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """All triggers."""

    verbs: Mapping[str, tuple[Frame, ...]]
    nouns: Mapping[str, NounFrame]
    heads: frozenset[str]
    """Last words and first words of event nouns, for a quick test."""
    occur: Mapping[str, tuple[str, ...]]
    """Verb -> particles it may need; "" for none."""
    lead: Mapping[str, tuple[str, ...]]
    light: Mapping[str, tuple[str, ...]]
    ending: frozenset[str]
    """Verbs that end what their object names."""
    accident: frozenset[str]
    """Words beside which a death is nobody's deed."""
    many_senses: frozenset[str]
    """Verbs that mean something else in sport, markets and everyday life."""
    many_senses_nouns: frozenset[str]
    public_life: frozenset[str]
    """Words for those who act in public life, and for its matters."""
    inert: frozenset[str]
    """Things of money and markets, which do nothing to anybody."""


def words_of(value: Any) -> list[str]:
    """The items of a comma list."""
    return [w for w in (part.strip() for part in str(value or "").replace("\n", " ").split(",")) if w]


def _names(value: Any, classes: Mapping[str, frozenset[str]]) -> frozenset[str] | None:
    if value is None:
        return None
    out: set[str] = set()
    for word in words_of(value):
        if word.startswith("$"):
            out |= classes[word[1:]]
        else:
            out.add(word.removeprefix("the "))
    return frozenset(out)


@functools.cache
def lexicon() -> Lexicon:
    """The triggers as shipped."""
    return compile_lexicon(load("event_triggers"))


def compile_lexicon(table: Mapping[str, Any]) -> Lexicon:
    """A trigger table made ready for matching.

    Raises:
        ResourceError: an entry has an unknown type, class or key.
    """
    classes = {name: frozenset(words_of(value)) for name, value in table["classes"].items()}
    verbs: dict[str, list[Frame]] = {}
    nouns: dict[str, NounFrame] = {}
    known = {"type", "mode", "sense", "do", "object", "object_not", "subject", "subject_not", "at", "with", "to", "infinitive", "alone", "passive", "negated", "dated", "future", "undergo"}
    for n, row in enumerate(table["verbs"]):
        try:
            if unknown := set(row) - known:
                raise KeyError(f"unknown key {sorted(unknown)[0]!r}")
            at = tuple((a[0], " ".join(w for w in a[1:] if w != "the")) for a in (item.split() for item in words_of(row.get("at"))))
            base = Frame(
                type=EventType(row["type"]), mode=row.get("mode"), sense=row["sense"], object=_names(row.get("object"), classes),
                object_not=_names(row.get("object_not"), classes) or frozenset(),
                subject=_names(row.get("subject"), classes), subject_not=_names(row.get("subject_not"), classes) or frozenset(), at=at,
                near=_names(row.get("with"), classes), to=_names(row.get("to"), classes), infinitive=bool(row.get("infinitive")),
                alone=bool(row.get("alone")), passive=bool(row.get("passive")), negated=bool(row.get("negated")), dated=bool(row.get("dated")),
                future=bool(row.get("future")), undergo=bool(row.get("undergo")),
            )
            for phrase in words_of(row["do"]):
                verb, *particles = phrase.split()
                verbs.setdefault(verb, []).append(_with_particles(base, tuple(particles)))
        except (KeyError, ValueError) as problem:
            raise ResourceError("event_triggers", f"verbs[{n}]", str(problem)) from None
    for n, row in enumerate(table["nouns"]):
        try:
            frame = NounFrame(
                type=EventType(row["type"]), mode=row.get("mode"), sense=row["sense"], needs="needs" in row, needs_doer=row.get("needs") == "doer", bare=bool(row.get("bare", True)),
                near=_names(row.get("with"), classes),
            )
        except (KeyError, ValueError) as problem:
            raise ResourceError("event_triggers", f"nouns[{n}]", str(problem)) from None
        for noun in words_of(row["is"]):
            nouns.setdefault(noun, frame)
    return Lexicon(
        verbs={v: tuple(sorted(frames, key=lambda f: -f.conditions)) for v, frames in verbs.items()},
        nouns=nouns,
        heads=frozenset(w for noun in nouns for w in (noun.split()[0], noun.split()[-1], noun.split("-")[-1])),
        occur=_phrases(table["occur"]),
        lead=_phrases(table["lead"]),
        light=_phrases(table["light"]),
        ending=frozenset(words_of(table["ending"])),
        accident=frozenset(words_of(table["accident"])),
        many_senses=frozenset(words_of(table["many_senses"])),
        many_senses_nouns=frozenset(words_of(table["many_senses_nouns"])),
        inert=frozenset(words_of(table["inert"])),
        public_life=_names(table["public_life"], classes) or frozenset(),
    )


def _phrases(value: Any) -> dict[str, tuple[str, ...]]:
    out: dict[str, list[str]] = {}
    for phrase in words_of(value):
        verb, _, rest = phrase.partition(" ")
        out.setdefault(verb, []).append(rest)
    return {verb: tuple(rests) for verb, rests in out.items()}


def _with_particles(base: Frame, particles: tuple[str, ...]) -> Frame:
    return replace(base, particles=particles) if particles else base


class Syntax:
    """A parse with the questions that triggers ask of it, each answered once."""

    def __init__(self, parse: Parse, called: Mapping[int, str] | None = None) -> None:
        self.parse = parse
        self._called = called or {}
        """What the report's own chains make of a name that the parser labels wrongly or not at all: token -> "person"."""
        self._names: dict[int, frozenset[str]] = {}
        self._public: bool | None = None

    def names(self, i: int, depth: int = 0) -> frozenset[str]:
        """What the noun phrase headed by a token can be called: its lemma, with a modifier, what it is a number of, its conjuncts."""
        found = self._names.get(i)
        if found is not None:
            return found
        p = self.parse
        lemma, low = p.lemma[i], p.text[i].lower()
        out = {lemma, low}
        if p.pos[i] == "PROPN" and low.endswith("s"):
            out.add(low[:-1])
        if i in self._called:
            out.add(self._called[i])
        else:
            out.update(ENTITY_NAMES.get(p.entity[i][2:], ()))
        out.update(PRONOUN_NAMES.get(lemma, ()))
        joined = self.hyphenated(i)
        if joined:
            out.add(joined)
        for c in p.children[i]:
            dep = p.dep[c]
            if dep in ("amod", "compound", "nmod"):
                out.add(f"{p.lemma[c]} {lemma}")
                out.add(f"{p.text[c].lower()} {lemma}")
                if "person" in out and dep == "compound":
                    out.add(p.lemma[c])  # a title: "President Mora" is a president
            elif dep == "prep" and p.lemma[c] == "of" and depth < 3:
                for o in p.children[c]:
                    if p.dep[o] == "pobj":
                        out.add(f"{lemma} of {p.lemma[o]}")
                        if lemma in partitives() or p.pos[i] == "NUM":
                            out |= self.names(o, depth + 1)
            elif dep in ("conj", "appos") and depth < 3 and p.pos[c] in ("NOUN", "PROPN"):
                out |= self.names(c, depth + 1)
        if p.pos[i] == "NUM" and p.dep[i] in ("dobj", "nsubj", "nsubjpass"):
            out.add("people")
        found = frozenset(out)
        if depth == 0:
            self._names[i] = found
        return found

    def passive(self, i: int) -> bool:
        """Whether the subject of a verb suffers what it tells."""
        p = self.parse
        if any(p.dep[c] in ("auxpass", "nsubjpass") for c in p.children[i]):
            return True
        return p.tag[i] == "VBN" and p.dep[i] in ("acl", "advcl", "conj", "amod", "oprd", "ccomp", "ROOT") and not any(
            p.dep[c] in ("aux", "dobj") for c in p.children[i]
        ) and (p.dep[i] != "conj" or self.passive(p.head[i]))

    def hyphenated(self, i: int) -> str:
        """The compound whose last part a token is, where the parser cuts words at hyphens: "sit-in", "cease-fire"; "" for none."""
        p = self.parse
        if i < 2 or p.text[i - 1] not in ("-", "‑") or p.start[i] != p.end[i - 1] or p.start[i - 1] != p.end[i - 2]:
            return ""
        return f"{p.text[i - 2].lower()}-{p.lemma[i]}"

    def preps(self, i: int) -> list[tuple[str, int]]:
        """`(preposition or adverb, token governed or -1)` under a verb, its object or its particle."""
        p = self.parse
        out: list[tuple[str, int]] = []
        roots = [i]
        for c in p.children[i]:
            if p.dep[c] in ("dobj", "acomp", "attr", "prt", "advmod", "nsubjpass", "oprd") and c != i:
                roots.append(c)
        for root in roots:
            for c in p.children[root]:
                dep = p.dep[c]
                if dep in ("prep", "agent", "dative"):
                    governed = [o for o in p.children[c] if p.dep[o] in ("pobj", "pcomp")]
                    if not governed and p.lemma[c] not in ("according", "accord"):
                        deeper = [d for d in p.children[c] if p.dep[d] == "prep"]
                        out.extend((p.lemma[d], o) for d in deeper for o in p.children[d] if p.dep[o] == "pobj")
                    out.extend((p.lemma[c], o) for o in governed)
                    for o in governed:
                        out.extend((p.lemma[c], x) for x in p.children[o] if p.dep[x] == "conj")
                    if not governed:
                        out.append((p.lemma[c], -1))
                elif root == i and dep in ("advmod", "prt", "npadvmod"):
                    out.append((p.lemma[c], -1))
        for word, o in list(out):
            if word in ("out", "away", "back", "up") and o == -1:
                out.extend((w, x) for w, x in out.copy() if w in ("of", "from", "to") and x >= 0)
        return out

    def near(self, i: int) -> frozenset[str]:
        """Names of everything close under a verb but its subject and its clauses."""
        p = self.parse
        out: set[str] = set()
        level = [c for c in p.children[i] if p.dep[c] not in SUBJECTS and p.dep[c] not in ("conj", "cc")]
        for _ in range(4):
            following: list[int] = []
            for t in level:
                if p.pos[t] == "VERB" and p.dep[t] in ("advcl", "relcl", "parataxis", "ccomp"):
                    small = p.dep[t] == "ccomp" and not any(p.dep[c] in ("aux", "mark") for c in p.children[t])
                    if not small:
                        continue
                out |= self.names(t)
                following.extend(p.children[t])
            level = following
        return frozenset(out)

    def subject_of(self, i: int) -> int:
        """The token of the subject, shared or controlled ones included; the antecedent for a relative pronoun; -1 when there is none."""
        p = self.parse
        for _ in range(6):
            for c in p.children[i]:
                if p.dep[c] in ("nsubj", "nsubjpass", "csubj") and not (p.dep[i] == "conj" and p.entity[c][2:] == "DATE"):
                    return self.antecedent(c, i)  # "left, and the next day went on": the day does nothing
            dep, h = p.dep[i], p.head[i]
            if h == i:
                return -1
            if dep == "acl" and p.tag[i] == "VBG" and p.dep[h] == "dobj" and p.pos[p.head[h]] == "VERB":
                i = p.head[h]  # "fired forty rounds killing two": not the rounds
                continue
            if dep in ("acl", "relcl"):
                return h if p.pos[h] in ("NOUN", "PROPN", "PRON", "NUM") else -1
            if dep in ("xcomp", "ccomp") and p.pos[h] in ("VERB", "AUX", "ADJ"):
                if object_control(p.lemma[h]):
                    for c in p.children[h]:
                        if p.dep[c] in ("dobj", "dative") and p.pos[c] in ("NOUN", "PROPN", "PRON"):
                            return self.antecedent(c, h)
                i = h
            elif dep in ("conj", "advcl", "dep", "parataxis") and p.pos[h] in ("VERB", "AUX", "ADJ"):
                i = h
            elif dep == "pcomp":
                i = p.head[h] if p.pos[p.head[h]] in ("VERB", "AUX") else self._verb_above(h)
            else:
                return -1
        return -1

    def _verb_above(self, i: int) -> int:
        p = self.parse
        for _ in range(8):
            if p.pos[i] in ("VERB", "AUX") or p.head[i] == i:
                return i
            i = p.head[i]
        return i

    def antecedent(self, i: int, verb: int) -> int:
        """What a relative pronoun stands for; the token itself otherwise."""
        p = self.parse
        if p.tag[i] in ("WP", "WDT", "WP$") and p.lemma[i] in ("who", "which", "that", "whom"):
            v = verb
            for _ in range(4):
                if p.dep[v] in ("relcl", "acl"):
                    return p.head[v]
                if p.head[v] == v:
                    break
                v = p.head[v]
        return i

    def objects(self, i: int) -> list[int]:
        """Direct objects, passive subjects and predicates; for a participle the noun it stands with."""
        p = self.parse
        out = [self.antecedent(c, i) for c in p.children[i] if p.dep[c] in OBJECTS]
        if (p.dep[i] == "acl" and p.tag[i] == "VBN") or (p.dep[i] == "relcl" and not out and self.bare_relative(i)):
            out.append(p.head[i])
        elif p.dep[i] == "conj" and p.tag[i] == "VBN" and not out and self.passive(i):
            s = self.subject_of(i)
            if s >= 0:
                out.append(s)
        for c in p.children[i]:
            if p.dep[c] == "ccomp" and p.pos[c] in ("NOUN", "ADJ", "PROPN"):
                out.append(c)
                out.extend(x for x in p.children[c] if p.dep[x] == "nsubj")
            elif p.dep[c] == "dative" and p.pos[c] in ("NOUN", "PROPN", "PRON"):
                out.append(c)
            elif c == i + 1 and p.dep[c] == "prep" and p.lemma[c] in ADVERBIAL:
                out.extend(o for o in p.children[c] if p.dep[o] == "pobj")
        return out

    def bare_relative(self, i: int) -> bool:
        """Whether a clause takes the noun before it for its object without saying so: "the ban it imposed"."""
        p = self.parse
        h = p.head[i]
        if p.entity[h][2:] in ("DATE", "TIME") or p.lemma[h] in ("day", "time", "way", "reason", "moment", "place", "week", "year", "month", "hour"):
            return False
        below = [c for c in p.children[i] if p.dep[c] not in ("punct", "aux", "auxpass")]
        return any(p.dep[c] == "nsubj" and p.tag[c] not in ("WP", "WDT") for c in below) and not any(
            p.dep[c] in ("dobj", "ccomp", "xcomp", "nsubjpass", "mark") or p.tag[c] in ("WRB", "WP", "WDT") for c in below
        )

    def gerund(self, i: int) -> bool:
        """Whether a participle right after a noun is the second half of a compound: "died in police firing"."""
        p = self.parse
        h = p.head[i]
        if p.dep[i] != "acl" or p.tag[i] != "VBG" or h != i - 1 or p.dep[h] != "pobj":
            return False
        return not any(p.dep[c] in ("dobj", "aux") for c in p.children[i]) and p.lemma[p.head[h]] in ("in", "by", "from", "to", "during", "of", "after")

    def dated(self, i: int) -> bool:
        """Whether a time hangs directly on a verb."""
        p = self.parse
        return any(p.entity[o][2:] in ("DATE", "TIME") for _, o in self.preps(i) if o >= 0) or any(
            p.dep[c] == "npadvmod" and p.entity[c][2:] in ("DATE", "TIME") for c in p.children[i]
        )

    def future(self, i: int) -> bool:
        """Whether a verb tells what will be or is to be; an infinitive under anything but "be" is somebody's wish."""
        p = self.parse
        for c in p.children[i]:
            if p.dep[c] == "aux" and p.lemma[c] in ("will", "shall", "'ll"):
                return True
            if p.tag[c] == "TO" and p.dep[i] == "xcomp" and p.lemma[p.head[i]] in ("be", "due", "set", "expect", "schedule", "slate", "tip"):
                return True
        return False

    def negated(self, i: int) -> bool:
        """Whether a verb is denied: "not", "never", or a "no" that belongs to its subject or object."""
        p = self.parse
        for c in p.children[i]:
            if p.dep[c] == "neg" or p.lemma[c] in ("never", "neither", "nobody", "none", "nothing", "cannot"):
                return True
            if p.dep[c] in ("dobj", "nsubjpass", "nsubj", "attr") and any(p.lemma[d] == "no" and p.dep[d] == "det" for d in p.children[c]):
                return True
        return False

    def match(self, i: int, frames: Iterable[Frame]) -> Frame | None:
        """The first frame whose conditions hold."""
        p = self.parse
        passive = objects = subject = preps = near = infinitives = None
        for f in frames:
            if f.particles and not self._particles(i, f.particles):
                continue
            if f.conditions == 2 * len(f.particles) and not f.subject_not and not f.object_not:
                return f
            if f.object is not None or f.object_not:
                if objects is None:
                    objects = frozenset(n for o in self.objects(i) for n in self.names(o))
                if (f.object is not None and f.object.isdisjoint(objects)) or not f.object_not.isdisjoint(objects):
                    continue
            if f.passive or f.alone:
                if passive is None:
                    passive = self.passive(i)
                if (f.passive and not passive) or (f.alone and (passive or any(p.dep[c] in ("dobj", "ccomp") for c in p.children[i]))):
                    continue
            if f.subject is not None or f.subject_not:
                if subject is None:
                    s = self.subject_of(i)
                    subject = self.names(s) if s >= 0 else frozenset()
                if (f.subject is not None and f.subject.isdisjoint(subject)) or not f.subject_not.isdisjoint(subject):
                    continue
            if f.at:
                if preps is None:
                    preps = [(w, self.names(o) if o >= 0 else frozenset()) for w, o in self.preps(i)]
                if not any(w == word and (not name or name in names) for word, name in f.at for w, names in preps):
                    continue
            if f.near is not None:
                if near is None:
                    near = self.near(i)
                if f.near.isdisjoint(near):
                    continue
            if f.to is not None or f.infinitive:
                if infinitives is None:
                    infinitives = self._infinitives(i)
                if not infinitives or (f.to is not None and f.to.isdisjoint(infinitives)):
                    continue
            if (f.negated and not self.negated(i)) or (f.dated and not self.dated(i)) or (f.future and not self.future(i)):
                continue
            return f
        return None

    def public_report(self, lex: Lexicon) -> bool:
        """Whether the report speaks of states, forces, offices and movements rather than of markets, sport or private matters."""
        if self._public is None:
            p = self.parse
            content = [i for i in range(len(p)) if p.pos[i] in ("NOUN", "PROPN")]
            hits = sum(p.lemma[i] in lex.public_life or p.text[i].lower() in lex.public_life or p.entity[i][2:] == "NORP" or self._called.get(i) in ("country", "troop") for i in content)
            self._public = len(content) < SHORT or hits >= PUBLIC * len(content)
        return self._public

    def in_public_life(self, i: int, lex: Lexicon) -> bool:
        """Whether somebody of public life stands beside a word of many senses; where the report is about public life, whether its subject can act at all."""
        p = self.parse
        subject = self.subject_of(i) if p.pos[i] in ("VERB", "AUX") else -1
        around = [subject] if subject >= 0 else []
        around += [*self.objects(i), *(o for _, o in self.preps(i) if o >= 0)]
        if p.pos[i] in ("NOUN", "PROPN"):
            around += [i, *p.children[i], *(o for c in p.children[i] for o in p.children[c])]
            h = p.head[i]
            around += [h, *p.children[h]]
        names: set[str] = set().union(*(self.names(o) for o in around))
        names.discard(p.lemma[i])
        if not names.isdisjoint(lex.public_life):
            return True
        if not self.public_report(lex):
            return False
        return subject < 0 or p.lemma[subject] not in lex.inert

    def owned(self, i: int) -> bool:
        """Whether a noun says whose act it is: a possessor or "by" and "from" with somebody."""
        p = self.parse
        return any(p.dep[c] == "poss" or (p.dep[c] in ("prep", "agent") and p.lemma[c] in ("by", "from")) for c in p.children[i])

    def is_one_of(self, i: int, phrases: Mapping[str, tuple[str, ...]]) -> bool:
        """Whether a verb, with its particle where the phrase has one, is among phrases."""
        rests = phrases.get(self.parse.lemma[i])
        return rests is not None and any(not r or self._particles(i, tuple(r.split())) for r in rests)

    def _particles(self, i: int, particles: tuple[str, ...]) -> bool:
        p = self.parse
        # "in" with a noun of its own is no particle: "give Graustark more power in the coming years"
        near = [c for c in p.children[i] if c > i and not (p.dep[c] == "prep" and p.lemma[c] in ADVERBIAL and p.children[c] and c > i + 1)]
        have = {p.lemma[c] for c in near} | {p.text[c].lower() for c in near}
        if len(particles) > 1:
            have |= {p.lemma[d] for c in p.children[i] for d in p.children[c] if d > i}
            have |= {p.text[d].lower() for c in p.children[i] for d in p.children[c] if d > i}
        return all(w in have for w in particles)

    def _infinitives(self, i: int) -> frozenset[str]:
        p = self.parse
        out: set[str] = set()
        roots = [i, *(c for c in p.children[i] if p.dep[c] in ("dobj", "acomp", "prep", "attr", "oprd", "dative"))]
        roots += [o for r in roots[1:] for o in p.children[r] if p.dep[o] == "pobj"]
        for root in roots:
            for c in p.children[root]:
                if p.dep[c] in ("xcomp", "ccomp", "advcl", "acl", "relcl") and any(p.tag[x] == "TO" for x in p.children[c]):
                    out.add(p.lemma[c])
                    out.update(p.lemma[x] for x in p.children[c] if p.dep[x] == "conj")
        return frozenset(out)

    def noun_frame(self, i: int, nouns: Mapping[str, NounFrame]) -> NounFrame | None:
        """The kind of event that a noun names; longer names first."""
        p = self.parse
        if p.pos[i] not in ("NOUN", "PROPN"):
            return None
        best: NounFrame | None = None
        length = 0
        lemma = p.lemma[i]
        candidates = [lemma]
        joined = self.hyphenated(i)
        if joined:
            candidates.append(joined)
        if lemma in partitives():
            candidates = sorted(self.names(i))
        else:
            for c in p.children[i]:
                if p.dep[c] in ("amod", "compound"):
                    candidates.append(f"{p.lemma[c]} {lemma}")
                elif p.dep[c] == "prep" and p.lemma[c] == "of":
                    candidates += [f"{lemma} of {p.lemma[o]}" for o in p.children[c] if p.dep[o] == "pobj"]
        for name in candidates:
            frame = nouns.get(name)
            if frame is not None and len(name) > length:
                best, length = frame, len(name)
        if best is not None and best.needs_doer and not self.owned(i):
            return None
        if best is not None and best.near is not None:
            around = {w for c in p.children[i] for w in self.names(c)} | {w for c in p.children[i] for d in p.children[c] for w in self.names(d)}
            if best.near.isdisjoint(around):
                return None
        return best


@functools.cache
def _controllers() -> frozenset[str]:
    return frozenset(load("factuality")["object_control"])


def object_control(lemma: str) -> bool:
    """Whether the object of a verb is the one who does what its infinitive says."""
    return lemma in _controllers()


@functools.cache
def partitives() -> frozenset[str]:
    """Nouns that only measure what follows them: "a group of soldiers"."""
    return frozenset(words_of(load("event_triggers")["partitive"]))
