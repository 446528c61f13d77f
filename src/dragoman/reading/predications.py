"""Predications: clauses known by the class of their verb, by who does it to whom, and by whether it is denied.

They are statements whose topic begins with "told:". Most of them never reach a reader: only where another clause of the same class
contradicts one (`reconciling/disputes.py`) is an account made of them. Clauses about what may, will or should happen are left out; a
demand and a wish tell what is wanted, not that it is so.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from dragoman import resources
from dragoman.records.claims import Polarity, Statement
from dragoman.records.mentions import ActorKind, MentionForm

if TYPE_CHECKING:
    from dragoman.reading.statements import Finder

TOLD = "told:"
_OPEN = frozenset(("will", "would", "shall", "should", "may", "might", "could", "can", "must", "'ll", "’ll", "ll", "wo", "ca"))
_UNREAL = frozenset(("if", "unless", "whether", "until", "before", "lest"))
_PLANNED = frozenset(("plan", "intend", "want", "hope", "threaten", "promise", "vow", "ask", "urge", "order", "demand", "call", "try", "agree", "refuse", "decline", "wish", "propose", "expect", "seek"))
_CONTENT = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "ADV"))
_NO = frozenset(("no", "not", "never", "n't", "n’t", "neither", "none", "nobody"))
_RELATIVE = frozenset(("night", "day", "hour", "moment", "minute", "week", "evening", "morning", "shortly", "just", "soon", "long", "immediately"))


@functools.cache
def _table() -> Mapping[str, list[str]]:
    return resources.load("predicates")


@functools.cache
def _set(name: str) -> frozenset[str]:
    return frozenset(str(x) for x in _table()[name])


@functools.cache
def verb_classes() -> dict[str, list[tuple[str, bool]]]:
    """Verb lemma -> its classes, each with whether the object is what it is told of."""
    out: dict[str, list[tuple[str, bool]]] = {}
    for name, part in resources.load("predicates")["classes"].items():
        for kind in ("patient", "agent"):
            for verb in part.get(kind, ()):
                out.setdefault(str(verb), []).append((name, kind == "patient"))
    return out


@functools.cache
def deed_nouns() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for name, part in resources.load("predicates")["classes"].items():
        for noun in part.get("nouns", ()):
            out.setdefault(str(noun), []).append(name)
    return out


@functools.cache
def _phrases(name: str) -> dict[str, list[tuple[str, ...]]]:
    """First word -> the phrases that begin with it."""
    out: dict[str, list[tuple[str, ...]]] = {}
    for p in resources.load("predicates")[name]:
        out.setdefault(str(p[0]), []).append(tuple(str(w) for w in p))
    return out


def find_predications(f: Finder) -> Iterator[Statement]:
    """All of one report."""
    p = f.parse
    classes, nouns, acts = verb_classes(), deed_nouns(), _set("acts")
    for i, lemma in enumerate(p.lemma):
        pos = p.pos[i]
        if pos == "VERB":
            if lemma in classes and p.dep[i] not in ("amod", "compound"):
                yield from _verb(f, i)
            if lemma in _set("leads"):
                yield from _leads(f, i)
            if lemma in _set("moves"):
                yield from _where(f, i)
            elif lemma in _set("overthrows") or (lemma in ("seize", "take", "grab") and any(p.lemma[c] == "power" and p.dep[c] == "dobj" for c in p.children[i])):
                yield from _overthrown(f, i)
            if lemma in ("give", "issue"):
                yield from _gave_order(f, i)
        elif pos == "NOUN":
            if lemma in nouns:
                yield from _none_of(f, i)
            if lemma in _set("leaders"):
                yield from _leader(f, i)
            if lemma in _set("takeover"):
                yield from _coup_of(f, i)
            if lemma in _set("weapons"):
                yield from _weapon(f, i)
        if pos in ("VERB", "AUX") and lemma in _set("stays"):
            yield from _where(f, i)
        if lemma in _phrases("free_phrases") or lemma in _phrases("forced_phrases"):
            yield from _manner(f, i, acts)
        if lemma in ("dead", "death", "wounded", "injured") and i and pos in ("ADJ", "NOUN") and (p.pos[i - 1] == "NUM" or any(p.pos[c] == "NUM" for c in p.children[i])):
            yield from _counted(f, i, "die" if lemma[0] == "d" else "hurt")
        if lemma in ("before", "earlier"):
            yield from _left_before(f, i)


def ref_of(f: Finder, i: int) -> str:
    """Mention at a token, else its lemma, else ""."""
    if i < 0:
        return ""
    found = f.mention_at.get(i)
    return found.id if found else f.parse.lemma[i]


def agent_of(f: Finder, i: int) -> tuple[int, int, bool]:
    """Doer, patient, and whether the verb is passive; -1 where the clause does not tell."""
    p = f.parse
    clause = f.clause(i)
    passive = any(p.dep[c] in ("nsubjpass", "auxpass") for c in p.children[i])
    if passive or (p.tag[i] == "VBN" and p.dep[i] in ("acl", "ROOT", "relcl") and not any(p.dep[c] == "aux" for c in p.children[i])):
        doer = next((x for c in p.children[i] if p.dep[c] == "agent" for x in p.children[c] if p.dep[x] == "pobj"), -1)
        return doer, clause.subject, True
    return clause.subject, next((c for c in p.children[i] if p.dep[c] in ("dobj", "dative")), -1), False


def is_unreal(f: Finder, i: int) -> bool:
    """Whether a clause tells what may, will or should be, asks, or stands under a condition."""
    p = f.parse
    k = i
    for _ in range(3):
        if any((p.dep[c] == "aux" and p.lemma[c] in _OPEN) or (p.dep[c] == "mark" and p.lemma[c] in _UNREAL and p.lemma[p.head[k]] not in f.w.deny) for c in p.children[k]):
            return True
        if p.tag[k] == "VB" and p.dep[k] in ("xcomp", "ccomp", "acl", "advcl", "pcomp", "ROOT") and not any(p.lemma[c] == "do" for c in p.children[k]):
            return not (p.dep[k] == "xcomp" and p.lemma[p.head[k]] in ("force", "claim", "admit", "appear", "seem", "say", "report", "believe"))
        if p.dep[k] not in ("conj", "xcomp") or p.head[k] == k:
            break
        k = p.head[k]
    last = p.sentences[p.sentence[i]].last - 1
    return p.text[last] == "?" or (last > 0 and p.text[last - 1] == "?")


def denier_of(f: Finder, i: int) -> int:
    """The verb that denies a clause ("denied having ...", "rejected claims that ..."), or -1."""
    p = f.parse
    k = i
    for _ in range(4):
        above = p.head[k]
        if above == k or p.dep[k] not in ("ccomp", "xcomp", "pcomp", "prep", "acl", "dobj", "pobj", "relcl", "conj"):
            return -1
        if p.dep[k] == "conj" and p.pos[above] not in ("VERB", "NOUN"):
            return -1
        if p.pos[above] == "VERB" and p.lemma[above] in f.w.deny and p.dep[k] != "relcl" and not any(p.dep[c] == "neg" for c in p.children[above]):
            return above if k == i or p.lemma[above] == "deny" or p.lemma[k] in _set("claims") or p.pos[k] == "VERB" else -1
        if p.pos[above] not in ("VERB", "NOUN", "ADP", "AUX"):
            return -1
        if p.lemma[above] in _set("claims") and p.dep[above] in ("nsubj", "nsubjpass") and _said_false(f, p.head[above]):
            return p.head[above]
        k = above
    return -1


def _said_false(f: Finder, verb: int) -> bool:
    """"is baseless", "was a lie", "are not true"."""
    p = f.parse
    said = [c for c in p.children[verb] if p.dep[c] in ("acomp", "attr", "oprd")]
    negated = any(p.dep[c] == "neg" for c in p.children[verb])
    return any(p.lemma[c] in f.w.denials for c in said) != negated if any(p.lemma[c] in f.w.denials or p.lemma[c] == "true" for c in said) else False


def keys_of(f: Finder, tokens: Sequence[int], but: int) -> tuple[str, ...]:
    p = f.parse
    light = f.w.set("light")
    found = {p.lemma[t] for t in tokens if t != but and p.pos[t] in _CONTENT and len(p.lemma[t]) > 2 and p.lemma[t] not in light and p.lemma[t] not in _NO}
    for t in tokens:  # "three years", "three-year": the number with what it counts
        if p.pos[t] == "NUM" and p.lemma[t] != "one" and t + 2 < len(p):
            noun = t + 2 if p.text[t + 1] == "-" else t + 1
            if p.pos[noun] == "NOUN":
                found.add(f"{p.lemma[t]} {p.lemma[noun]}")
    return tuple(sorted(found)[:16])


def _verb(f: Finder, i: int) -> Iterator[Statement]:
    p = f.parse
    if is_unreal(f, i) or any(p.tag[c] == "WRB" for c in p.subtree(i)[:2]):
        return  # "how many were killed" tells nothing
    clause = f.clause(i)
    denier = denier_of(f, i)
    doer, patient, passive = agent_of(f, i)
    polarity = Polarity.DENIED if denier >= 0 else f.polarity(clause)
    if denier >= 0 and doer < 0 and not passive:
        doer = f.clause(denier).subject
    holder = f.mention_at.get(f.clause(denier).subject) if denier >= 0 else None
    first = min(clause.first, f.clause(denier).first) if denier >= 0 else -1
    if p.dep[i] == "acl" and patient >= 0 and patient < i:  # "Four killed": what hangs on a noun is told with it
        first = min(t for t in p.subtree(patient) if t <= patient)
    last = max(*p.subtree(i), f.clause(denier).last if p.lemma[denier] == "be" else 0) if denier >= 0 else -1
    time = f.time_in(clause)  # not the date of the event, which may be that of the saying
    date = time.range if time else None
    for name, of_object in verb_classes()[p.lemma[i]]:
        if not of_object and passive:
            continue
        whom = patient if of_object or patient >= 0 else doer
        if of_object and patient < 0:
            continue
        agent = -1 if not of_object and name == "die" else doer
        for s in f.make(TOLD + name, clause, p.lemma[i], about=ref_of(f, agent), first=first, last=last, date=date, polarity=polarity):
            yield replace(s, whom=ref_of(f, whom), keys=keys_of(f, clause.tokens, i), holder=holder.id if holder else s.holder)


def _gave_order(f: Finder, i: int) -> Iterator[Statement]:
    """"the general gave the order": the act stands in the words before."""
    p = f.parse
    doer, what, _ = agent_of(f, i)
    if doer >= 0 and what >= 0 and p.lemma[what] == "order" and not is_unreal(f, i) and any(p.lemma[c] in ("the", "this", "that") for c in p.children[what]):
        clause = f.clause(i)
        for s in f.make(TOLD + "order", clause, "order", about=ref_of(f, doer), polarity=f.polarity(clause)):
            yield replace(s, whom="this", keys=keys_of(f, clause.tokens, i))


def _counted(f: Finder, i: int, name: str) -> Iterator[Statement]:
    """"reported four dead", "counted three deaths": so many were."""
    clause = f.clause_of(i)
    if clause is not None and not is_unreal(f, clause.head):
        for s in f.make(TOLD + name, clause, f.parse.lemma[i], polarity=f.polarity(clause)):
            yield replace(s, whom="people", keys=keys_of(f, clause.tokens, i))


def _none_of(f: Finder, i: int) -> Iterator[Statement]:
    """"there were no deaths", "caused no injuries": nobody in particular was."""
    p = f.parse
    if not any(p.lemma[c] in ("no", "any") for c in p.children[i]):
        return
    clause = f.clause_of(i)
    if clause is None or is_unreal(f, clause.head) or f.polarity(clause) is not Polarity.DENIED:
        return
    for name in deed_nouns()[p.lemma[i]]:
        for s in f.make(TOLD + name, clause, p.lemma[i], polarity=Polarity.DENIED):
            yield replace(s, whom="nobody", keys=keys_of(f, clause.tokens, i))


def _manner(f: Finder, i: int, acts: frozenset[str]) -> Iterator[Statement]:
    """"resigned of his own accord", "was forced to sign": whether a deed was free."""
    p = f.parse
    stop = min(p.sentences[p.sentence[i]].last, i + 7)
    found = ""
    for value in ("free", "forced"):
        for phrase in _phrases(f"{value}_phrases").get(p.lemma[i], ()):
            at = i
            for word in phrase[1:]:
                at = next((k for k in range(at + 1, min(stop, at + 5)) if p.lemma[k] == word or p.text[k].lower() == word), -1) if at >= 0 else -1
            if at >= 0 and not found:
                found = value
    if not found:
        return
    # the deed may stand above the manner or, after "forced to", below it
    clause = f.clause_of(i)
    if clause is None:
        return
    above = [p.head[clause.head]] if p.dep[clause.head] in ("pcomp", "xcomp", "advcl", "prep") else []
    below = [c for c in p.children[clause.head] if p.dep[c] in ("xcomp", "dobj", "prep", "advcl")]
    deed = next((k for k in (clause.head, *below, *above) if p.lemma[k] in acts), -1)
    if deed < 0 or (p.lemma[i] in ("force", "compel", "coerce", "make") and not (p.pos[i] == "VERB" and any(p.dep[c] in ("nsubjpass", "dobj", "auxpass") for c in p.children[i]))):
        return
    if found == "forced" and p.lemma[i] in ("force", "compel", "coerce", "make") and (clause.head != i or _passes_none(f, i)):
        return
    top = f.clause(deed) if p.pos[deed] == "VERB" else clause
    if is_unreal(f, top.head) and top.head != clause.head:
        top = clause
    if any(p.dep[c] == "neg" for c in (*p.children[clause.head], *p.children[deed])) and p.lemma[i] not in ("not", "without", "under"):
        found = "free" if found == "forced" else "forced"
    who = f.mention_at.get(top.subject)
    first, last = min(top.first, clause.first), max(top.last, clause.last)
    yield from f.make("volition", top, found, about=who.id if who else "", first=first, last=last, polarity=Polarity.AFFIRMED)


def _passes_none(f: Finder, i: int) -> bool:
    """Whether forcing is told of things, not of somebody."""
    p = f.parse
    _, whom, passive = agent_of(f, i)
    return whom < 0 or (p.lemma[i] == "make" and not passive) or not (p.pos[whom] in ("PROPN", "PRON") or whom in f.mention_at)


def _weapon(f: Finder, i: int) -> Iterator[Statement]:
    """"had a gun to his head when he signed", "a rifle was pointed at her": forced, by what stood before the eyes."""
    p = f.parse
    clause = f.clause_of(i)
    if clause is None or p.lemma[clause.head] not in _set("aimed"):
        return
    at = [x for c in (*p.children[clause.head], *p.children[i]) if p.lemma[c] in ("at", "to", "before", "against", "on", "behind") for x in p.children[c] if p.dep[x] == "pobj"]
    person = next((x for x in at if p.pos[x] in ("PRON", "PROPN") or p.lemma[x] in ("head", "temple", "back", "chest", "neck", "throat")), -1)
    if person < 0:
        return
    who = f.mention_at.get(person) or f.mention_at.get(clause.subject) or f.mention_at.get(next((c for c in p.children[person] if p.dep[c] == "poss"), -1))
    yield from f.make("volition", clause, "forced", about=who.id if who else "", last=max(p.subtree(clause.head)))


def _body(f: Finder, i: int) -> bool:
    """Whether a noun phrase names a seizure of power, or the body that made it."""
    p = f.parse
    if p.lemma[i] in _set("takeover"):
        return True
    found = f.mention_at.get(i)
    return found is not None and found.kind is not ActorKind.PERSON and any(w in _set("takeover_bodies") for w in found.span.of(f.report.text).lower().split())


def _leads(f: Finder, i: int) -> Iterator[Statement]:
    """"General X led the coup"."""
    doer, what, _ = agent_of(f, i)
    if doer < 0 or what < 0 or not _body(f, what) or is_unreal(f, i) or f.clause(i).subject < 0:
        return
    clause = f.clause(i)
    yield from f.make("leader", clause, ref_of(f, doer), polarity=f.polarity(clause))


def _leader(f: Finder, i: int) -> Iterator[Statement]:
    """"I am X, president of the Committee for ...", "X, the leader of the coup"."""
    p = f.parse
    of = next((x for c in p.children[i] if p.lemma[c] == "of" for x in p.children[c] if p.dep[x] == "pobj"), -1)
    if (of < 0 or not _body(f, of)) and not any(p.dep[c] in ("compound", "poss") and _body(f, c) for c in p.children[i]):
        return
    who = p.head[i] if p.dep[i] == "appos" else -1
    clause = f.clause_of(i)
    if p.dep[i] == "attr" and clause is not None:
        who = clause.subject
    if clause is None or who < 0 or who not in f.mention_at or is_unreal(f, clause.head) or f.mention_at[who].kind is not ActorKind.PERSON:
        return
    if p.dep[i] == "appos" and not (p.dep[who] == "attr" and p.lemma[p.head[who]] == "be"):
        below = p.subtree(who)
        yield from f.make("leader", clause, ref_of(f, who), first=below[0], last=below[-1])
        return
    yield from f.make("leader", clause, ref_of(f, who))


def _coup_of(f: Finder, i: int) -> Iterator[Statement]:
    """"the coup of 3 May", "the 3 May putsch", "the coup took place on 3 May"."""
    p = f.parse
    if p.lemma[i] not in ("coup", "putsch", "takeover", "overthrow"):
        return
    below = p.subtree(i)
    start, end = p.start[below[0]], p.end[below[-1]]
    time = f.time_between(start, end)
    clause = f.clause_of(i)
    if time is None and clause is not None and clause.subject == i and p.lemma[clause.head] in ("take", "happen", "occur", "come", "be", "stage", "carry", "launch", "begin"):
        when = f.time_in(clause)
        if when is not None and when.range is not None and not is_unreal(f, clause.head) and f.polarity(clause) is Polarity.AFFIRMED:
            yield from f.make("date-overthrow", clause, when.range.start.isoformat(), date=when.range)
        return
    if clause is None or time is None or time.range is None or not any(p.dep[c] in ("prep", "nmod", "compound", "poss", "npadvmod") and p.start[c] <= time.span.end for c in p.children[i]):
        return
    yield from f.make("date-overthrow", clause, time.range.start.isoformat(), first=below[0], last=below[-1], date=time.range)


def _overthrown(f: Finder, i: int) -> Iterator[Statement]:
    clause = f.clause(i)
    doer, whom, _ = agent_of(f, i)
    time = f.time_in(clause)
    if time is None or time.range is None or is_unreal(f, i) or f.polarity(clause) is Polarity.DENIED or (whom < 0 and f.parse.dep[i] != "relcl") or doer == whom == -1:
        return
    yield from f.make("date-overthrow", clause, time.range.start.isoformat(), date=time.range)


def _where(f: Finder, i: int) -> Iterator[Statement]:
    """"has flown to a neighbouring country", "is in Lima": where a person is. The value is a country's code, "abroad" or "here"."""
    p = f.parse
    clause = f.clause(i)
    who = f.mention_at.get(clause.subject)
    if who is None or who.kind is not ActorKind.PERSON or who.plural or is_unreal(f, i) or p.dep[i] == "relcl":
        return
    moving = p.lemma[i] in _set("moves")
    value = ""
    for c in p.children[i]:
        if p.lemma[c] in _set("elsewhere"):
            value = "abroad"
        elif p.dep[c] == "prep" and p.lemma[c] in (("to", "for", "into", "in") if moving else ("in", "aboard", "outside")):
            for x in p.children[c]:
                if p.dep[x] == "pobj":
                    value = value or _place(f, x)
        elif p.dep[c] == "dobj" and moving and p.lemma[c] in ("country", "island", "nation") and p.lemma[i] in ("leave", "flee", "escape", "depart"):
            value = "abroad"
        elif p.dep[c] == "dobj" and moving and p.lemma[i] in ("leave", "flee", "reach"):
            found = f.mention_at.get(c)
            if found is not None and found.kind is ActorKind.COUNTRY and found.country:
                value = ("out:" if p.lemma[i] != "reach" else "") + found.country
    if not value:
        return
    polarity = f.polarity(clause)
    time = f.time_in(clause)
    yield from f.make("where", clause, value, about=who.id, polarity=polarity, date=time.range if time else None)


def _place(f: Finder, i: int) -> str:
    p = f.parse
    found = f.mention_at.get(i)
    if found is not None and found.kind in (ActorKind.COUNTRY, ActorKind.PLACE) and found.country and found.form is not MentionForm.DEMONYM:
        return found.country
    if p.lemma[i] in ("country", "nation", "state") and any(p.lemma[c] in ("nearby", "neighbouring", "neighboring", "another", "third", "foreign") for c in p.children[i]):
        return "abroad"
    if p.lemma[i] in ("country", "capital", "palace", "residence"):
        return "here"
    return "abroad" if p.lemma[i] in _set("elsewhere") else ""


def _left_before(f: Finder, i: int) -> Iterator[Statement]:
    """"was moved the night before", "was out shortly before it fell": when, beside another event, somebody left."""
    p = f.parse
    how = next((p.lemma[k] for k in range(max(0, i - 2), i) if p.lemma[k] in _RELATIVE), "")
    if not how:
        return
    k = i
    for _ in range(6):
        if (p.lemma[k] in _set("departures") and p.pos[k] == "VERB") or (p.lemma[k] == "be" and any(p.lemma[c] == "out" for c in p.children[k])):
            break
        if p.head[k] == k:
            return
        k = p.head[k]
    else:
        return
    clause = f.clause(k)
    _, patient, passive = agent_of(f, k)
    who = f.mention_at.get(patient if passive else clause.subject)
    if who is None or who.kind is not ActorKind.PERSON or who.plural or (p.lemma[k] != "be" and is_unreal(f, k)):
        return
    length = "moments" if how in ("shortly", "just", "moment", "minute", "immediately", "soon") else "hours" if how == "hour" else "a day" if how in ("day", "night", "evening", "morning") else how
    yield from f.make("left-when", clause, length, about=who.id, last=max(i, clause.last, max(p.subtree(i))))
