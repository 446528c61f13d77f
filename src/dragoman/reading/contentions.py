"""Contentions: what a report sets against what somebody else holds.

Four kinds of clause, whatever the crisis: an answer to a claim that stands just before it ("he rejected that", "the tape was a fake");
a deed laid at somebody's door; what is to become of a person; and any clause at all with its predicate, its doer and whether it is
denied, so that clauses of several reports can be compared. Like predications they reach a reader only within an account.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dragoman import resources
from dragoman.reading.predications import TOLD, agent_of, deed_nouns, denier_of, is_unreal, keys_of, ref_of, verb_classes
from dragoman.records.claims import Hedge, Polarity, Statement
from dragoman.records.mentions import ActorKind, MentionForm
from dragoman.records.spans import Span
from dragoman.text.hashing import content_id
from dragoman.text.offsets import to_words

if TYPE_CHECKING:
    from dragoman.reading.statements import Finder

ANSWER, HELD, DOOR, FATE = TOLD + "answer", TOLD + "held", TOLD + "door", TOLD + "fate"
FRAGMENT = 5
"""Words; a shorter quotation is shown with the clause it stands in."""
BACK = 2
"""Sentences before an answer in which the claim may stand."""
_TRYING = frozenset(("try", "attempt", "seek", "begin", "start", "intend", "plan"))
_SET_FIRE = frozenset(("alight", "ablaze", "fire", "afire"))
_NEARLY = frozenset(("nearly", "almost", "narrowly", "virtually"))
_SPEECH = frozenset(("say", "tell", "add", "state", "declare", "announce", "report", "write", "claim", "insist", "deny", "reject", "accuse", "blame"))


@functools.cache
def _table() -> Mapping[str, Any]:
    return resources.load("contentions")


@functools.cache
def _set(name: str) -> frozenset[str]:
    return frozenset(str(x) for x in _table()[name])


def find_contentions(f: Finder) -> Iterator[Statement]:
    """All of one report."""
    p = f.parse
    claims = _Claims(f)
    answers, brand, blame = _set("answers"), _set("brand"), _set("blame_verbs")
    fates = _fate_words()
    for i, lemma in enumerate(p.lemma):
        pos = p.pos[i]
        if p.sentences[p.sentence[i]].headline:
            continue
        if pos == "VERB" or (pos == "AUX" and p.dep[i] not in ("aux", "auxpass")):
            if lemma in answers:
                yield from _answer(f, claims, i)
            if lemma in brand or lemma == "be" or lemma in _set("false_verbs"):
                yield from _called_false(f, claims, i)
            if lemma in blame or lemma == "be" or lemma in ("shoot", "fire", "kill", "open", "come", "leave", "murder"):
                yield from _at_door(f, i)
            yield from _held(f, i)
        elif pos == "NOUN" and lemma in deed_nouns():
            yield from _no_deed(f, i)
        if lemma in fates:
            yield from _fate(f, i, fates[lemma])


# -- answers -----------------------------------------------------------------------------------------------------------


class _Claims:
    """What speakers claim, by sentence."""

    def __init__(self, f: Finder) -> None:
        self.f = f
        p = f.parse
        self.by_sentence: dict[int, list[tuple[Span, str, Hedge]]] = {}
        starts = [s.start for s in p.sentences]
        for q in f.quotes:
            if q.speaker is None:
                continue
            for number in range(_at(starts, q.span.start), _at(starts, max(q.span.start, q.span.end - 1)) + 1):
                s = p.sentences[number]
                found = to_words(max(s.start, q.span.start), min(s.end, q.span.end), f.report.text)
                if found and len(f.report.text[slice(*found)].split()) < FRAGMENT:
                    found = self._around(q.span.start, number) or found
                if found and not s.headline:
                    self.by_sentence.setdefault(number, []).append((Span(f.report.id, *found), q.speaker, Hedge.NONE))
        for i, lemma in enumerate(p.lemma):
            if p.pos[i] == "VERB" and lemma in _set("claim_verbs"):
                clause = f.clause(i)
                who = f.mention_at.get(clause.subject)
                span = f._span(clause.first, max(p.subtree(i)))
                if who is not None and span is not None and not any(p.dep[c] in ("nsubjpass", "auxpass") for c in p.children[i]):
                    self.by_sentence.setdefault(p.sentence[i], []).append((span, who.id, Hedge.ALLEGED))
        self.chain = {m.id: m.chain for m in f.mentions}

    def _around(self, offset: int, number: int) -> tuple[int, int] | None:
        """The clause in which a few quoted words stand."""
        p = self.f.parse
        s = p.sentences[number]
        token = _at(p.start[s.first : s.last], offset) + s.first
        clause = self.f.clause_of(token)
        span = self.f._span(min(p.subtree(clause.head)), max(p.subtree(clause.head))) if clause is not None else None
        return (span.start, span.end) if span is not None else None

    def before(self, i: int, denier: str, wanted: str = "") -> tuple[Span, str, Hedge] | None:
        """The nearest claim before an answer by somebody else, in which the chain `wanted` is spoken of."""
        p = self.f.parse
        here = p.sentence[i]
        own = self.chain.get(denier, denier)
        for number in range(here, max(-1, here - BACK - 1), -1):
            s = p.sentences[number]
            if s.headline or p.sentences[here].paragraph - s.paragraph > 1:
                return None
            found = [c for c in self.by_sentence.get(number, ()) if (number < here or c[0].end <= p.start[i]) and self.chain.get(c[1], c[1]) != own]
            # an accusation before other words; the longer of the same sentence
            found.sort(key=lambda c: (c[2] is Hedge.NONE, -(c[0].end - c[0].start), c[0].start))
            for c in found:
                if wanted and not any(c[0].contains(m.span) and m.chain == wanted for m in self.f.mentions):
                    continue
                return c
            if found and not wanted and number < here:
                return None
        return None


def _at(starts: Sequence[int], offset: int) -> int:
    return max(0, bisect_right(starts, offset) - 1)


def _pair(f: Finder, claim: tuple[Span, str, Hedge], span: Span, denier: str, i: int) -> Iterator[Statement]:
    if claim[0].overlaps(span):
        return
    about = f"{f.report.id}:{claim[0].start}"
    for where, who, hedge, polarity in ((claim[0], claim[1], claim[2], Polarity.AFFIRMED), (span, denier, Hedge.NONE, Polarity.DENIED)):
        yield Statement(
            id=content_id("s", ANSWER, about, where.report, where.start, where.end),
            span=where, holder=who or None, hedge=hedge, polarity=polarity, sentence=f.parse.sentence[i], topic=ANSWER, value=str(polarity), about=about,
        )  # fmt: skip


def _finite(f: Finder, i: int) -> bool:
    """Whether a clause tells what somebody did or does, not what is wanted or asked."""
    p = f.parse
    return not is_unreal(f, i) and not any(p.dep[c] == "neg" for c in p.children[i]) and p.tag[i] != "VB"


def _answer(f: Finder, claims: _Claims, i: int) -> Iterator[Statement]:
    """"She rejected that", "denied any role", "denied that any such order existed", "..., which the ministry denies"."""
    p = f.parse
    clause = f.clause(i)
    if not _finite(f, i) or any(p.dep[c] in ("nsubjpass", "auxpass") for c in p.children[i]):
        return
    who = f.mention_at.get(clause.subject)
    if who is None:
        return
    what = next((c for c in p.children[i] if p.dep[c] in ("dobj", "nsubj") and c != clause.subject), -1)
    lemma = p.lemma[what] if what >= 0 else ""
    such = any(p.lemma[x] == "such" for x in p.subtree(i) if x > i)
    below = next((c for c in p.children[i] if p.dep[c] in ("ccomp", "xcomp")), -1)
    wanted = ""
    if what >= 0 and p.dep[what] == "dobj":
        if lemma in _set("part_nouns") and p.lemma[i] == "deny":
            wanted = who.chain
        elif lemma in ("him", "her", "them", "he", "she", "they"):
            if p.lemma[i] not in _set("answers_person"):
                return
        elif lemma in _set("claim_nouns"):
            if any(p.dep[c] in ("acl", "relcl", "prep", "ccomp") for c in p.children[what]) and not such:
                return  # the claim is told by the answer itself
            if lemma in ("charge", "report", "account", "statement", "story", "theory") and p.lemma[i] not in ("deny", "dismiss", "refute"):
                return
        elif lemma not in _set("points_back") and not such:
            return
    elif below >= 0:
        if not such:
            return
    elif p.dep[i] == "relcl" and p.lemma[i] == "deny" and any(p.lemma[c] == "which" for c in p.children[i]):
        pass
    else:
        return
    claim = claims.before(i, who.id, wanted)
    if claim is None or (lemma in ("accusation", "allegation", "charge", "insinuation") and claim[2] is Hedge.NONE and not _about(f, claim[0], who.chain)):
        return
    by = next((m for m in f.mentions if m.id == claim[1]), None)
    if by is not None and by.country and by.country == who.country and MentionForm.NAME not in (by.form, who.form):
        return  # a government and its spokesman
    if claim[2] is Hedge.NONE and p.lemma[i] in ("reject", "dismiss", "contest") and _proposes(f, claim[0]):
        return
    last = max(p.subtree(i)) if below >= 0 or such else clause.last
    if p.lemma[i] == "contradict":
        last = p.sentences[p.sentence[i]].last - 1  # "contradicts him: ..." says how
    span = f._span(min(clause.first, clause.subject), last)
    if span is not None:
        yield from _pair(f, claim, span, who.id, i)


def _about(f: Finder, span: Span, chain: str) -> bool:
    return any(m.chain == chain and span.contains(m.span) for m in f.mentions)


def _proposes(f: Finder, span: Span) -> bool:
    """Whether what is rejected is an offer, a demand or a plan."""
    p = f.parse
    number = p.sentence[_at(p.start, span.start)]
    s = p.sentences[number]
    if any(p.lemma[k] == "accuse" for k in range(s.first, s.last)):
        return False
    return any(p.lemma[k] in _set("proposals") or p.lemma[k] in ("will", "would", "should", "must", "shall", "if") for k in range(s.first, s.last))


def _called_false(f: Finder, claims: _Claims, i: int) -> Iterator[Statement]:
    """"The recording was a fake", "that is not true", "he called it a lie"."""
    p = f.parse
    clause = f.clause(i)
    if is_unreal(f, i) or p.dep[i] in ("amod", "compound"):
        return
    negated = any(p.dep[c] == "neg" for c in p.children[i])
    falsehood, subject, own = False, clause.subject, -1
    if p.lemma[i] == "be":
        said = [c for c in p.children[i] if p.dep[c] in ("acomp", "attr")]
        falsehood = any(p.lemma[c] in _set("false_words") and p.text[c].lower() != "right" for c in said) and not negated
        falsehood = falsehood or (negated and any(p.lemma[c] in _set("true_words") for c in said))
    elif p.lemma[i] in _set("false_verbs") and any(p.dep[c] in ("nsubjpass", "auxpass") for c in p.children[i]):
        falsehood = not negated
    elif p.lemma[i] in _set("brand") and not negated and f.mention_at.get(subject) is not None:
        target = next((c for c in p.children[i] if p.dep[c] in ("dobj", "nsubj", "ccomp") and c > i), -1)
        if i + 1 < len(p) and p.lemma[i + 1] in _set("points_back"):
            target = i + 1  # "called that a lie", which parsers read as "that lie"
        words = {p.lemma[k] for k in p.subtree(i) if k > i}
        if target >= 0 and words & _set("false_words"):
            own, falsehood = subject, True
            subject = target if p.dep[target] != "ccomp" else next((c for c in p.children[target] if p.dep[c] == "nsubj"), -1)
    if not falsehood or subject < 0:
        return
    lemma = p.lemma[subject]
    artefact = lemma in _set("artefacts")
    if not (artefact or lemma in _set("claim_nouns") or lemma in ("it", "this", "that", "they", "these", "those")):
        return
    if any(p.dep[c] in ("acl", "relcl") or (p.dep[c] == "prep" and lemma in _set("claim_nouns")) for c in p.children[subject]):
        return  # tells itself what is false
    span = f._span(clause.first, clause.last)
    if span is None:
        return
    quote = f.holder(span)
    denier = f.mention_at[own].id if own >= 0 else (quote.speaker if quote else None)
    if not denier:
        return
    claim = _shown(f, i, lemma) if artefact else claims.before(i, denier)
    if claim is not None:
        yield from _pair(f, claim, span, denier, i)


def _shown(f: Finder, i: int, lemma: str) -> tuple[Span, str, Hedge] | None:
    """The clause in which the tape or letter that is called a fake is brought in."""
    p = f.parse
    here = p.sentence[i]
    kinds = _set("artefacts")
    best: tuple[bool, int] | None = None
    for k in range(i - 1, -1, -1):
        if here - p.sentence[k] > BACK + 1 or p.sentences[p.sentence[k]].headline:
            break
        if p.sentence[k] < here and p.lemma[k] in kinds and p.pos[k] == "NOUN":
            rank = (p.lemma[k] == lemma, -(here - p.sentence[k]) if p.lemma[k] == lemma else k * -1)
            if best is None or (rank[0] and not best[0]) or not best[0]:
                best = (rank[0], k)
    if best is None:
        return None
    clause = f.clause_of(best[1])
    if clause is None:
        return None
    below = p.subtree(clause.head)
    span = f._span(below[0], below[-1])
    if span is None:
        return None
    quote = f.holder(span)
    who = f.mention_at.get(clause.subject)
    return span, (quote.speaker if quote and quote.speaker else who.id if who else ""), Hedge.NONE


# -- at whose door ------------------------------------------------------------------------------------------------------


def _side(f: Finder, i: int) -> str:
    """Which side a noun phrase names: state, crowd, others; "" when it does not tell."""
    p = f.parse
    if i < 0:
        return ""
    found = f.mention_at.get(i)
    words = [p.lemma[i]] + ([w.lower().rstrip("s") for w in found.span.of(f.report.text).split()] if found else [])
    for name, nouns in _table()["sides"].items():
        if any(w in nouns for w in words[:1]):
            return str(name)
    for name, nouns in _table()["sides"].items():
        if any(w in nouns for w in words):
            return str(name)
    return "state" if found is not None and found.kind is ActorKind.ARMED_FORCE else ""


def _at_door(f: Finder, i: int) -> Iterator[Statement]:
    """Who is said to have shot, killed, or to be to blame for deaths."""
    p = f.parse
    if is_unreal(f, i):
        return
    clause = f.clause(i)
    denied = f.polarity(clause) is Polarity.DENIED
    lemma = p.lemma[i]
    doer, harmed, blamed = -1, -1, False
    if lemma in ("blame", "accuse", "implicate") or lemma == "hold":
        doer = next((c for c in p.children[i] if p.dep[c] == "dobj"), -1)
        rest = {p.lemma[k] for k in p.subtree(i) if k > max(i, doer)}
        if doer < 0 or not rest & (_set("deed_nouns") | {"kill", "shoot", "murder", "attack", "fire"}) or (lemma == "hold" and not rest & _set("blame_words")):
            return
        blamed = True
    elif lemma == "be":
        said = next((c for c in p.children[i] if p.dep[c] in ("acomp", "attr", "prep") and (p.lemma[c] in _set("blame_words") or p.lemma[c] == "blame")), -1)
        if said < 0 or not {p.lemma[k] for k in p.subtree(said)} & _set("deed_nouns"):
            return
        doer, blamed = clause.subject, True
    elif lemma in ("come", "leave"):  # "not one bullet came from our side"
        if clause.subject < 0 or p.lemma[clause.subject] not in _set("deadly_nouns"):
            return
        whose = [x for c in p.children[i] if p.dep[c] in ("prep", "dobj") for x in (c, *p.subtree(c))]
        doer = next((x for x in whose if _side(f, x)), -1)
        blamed = True
    else:
        if lemma == "open" and not any(p.lemma[c] == "fire" and p.dep[c] == "dobj" for c in p.children[i]):
            return
        doer, harmed, passive = agent_of(f, i)
        if passive and doer >= 0 and p.lemma[doer] in _set("deadly_nouns") and not _side(f, doer):
            doer = next((x for x in p.subtree(i) if x > doer and _side(f, x)), -1)
        if lemma in ("kill", "shoot", "murder") and passive and doer < 0:
            return
        prep = [x for c in p.children[i] if p.lemma[c] in ("at", "on", "into", "upon") and p.dep[c] == "prep" for x in p.children[c] if p.dep[x] == "pobj"]
        harmed = prep[0] if prep and lemma != "kill" else harmed
        if harmed >= 0 and (p.lemma[harmed] in ("other", "another") or any(p.lemma[c] == "each" for c in p.children[harmed])):
            blamed = True
        if lemma in ("fire", "open") and harmed < 0 and lemma == "fire":
            return
    side = _side(f, doer)
    if not side or (harmed >= 0 and _side(f, harmed) == "state"):
        return
    for s in f.make(DOOR, clause, side, about=ref_of(f, doer), polarity=Polarity.DENIED if denied else Polarity.AFFIRMED):
        # an accuser is the holder of his accusation
        accuser = f.mention_at.get(clause.subject) if lemma in ("blame", "accuse", "implicate", "hold") and not s.holder else None
        told = replace(s, whom="blame" if blamed or denied else "", keys=keys_of(f, clause.tokens, i), holder=accuser.id if accuser else s.holder)
        yield told


# -- what is to become of somebody ---------------------------------------------------------------------------------------


@functools.cache
def _fate_words() -> dict[str, list[str]]:
    out: dict[str, list[str]] = {}
    for name, part in _table()["fates"].items():
        for word in (*part.get("verbs", ()), *part.get("nouns", ())):
            out.setdefault(str(word), []).append(str(name))
    return out


def _fate(f: Finder, i: int, names: Sequence[str]) -> Iterator[Statement]:
    """"would be tried at home", "is thinking about asylum for her"."""
    p = f.parse
    clause = f.clause_of(i)
    if clause is None:
        return
    for name in names:
        part = _table()["fates"][name]
        beside = part.get("beside", ())
        words = {p.lemma[k] for k in clause.tokens}
        if beside and not words & set(beside):
            continue
        if p.pos[i] == "VERB":
            whom = agent_of(f, i)[1]
        elif p.pos[i] == "NOUN":
            whom = next((x for c in p.children[i] if p.lemma[c] in ("for", "of", "to") for x in p.children[c] if p.dep[x] == "pobj"), -1)
            if whom < 0:
                whom = next((c for c in p.children[clause.head] if p.dep[c] == "dative"), -1)
            if whom < 0:
                whom = next((x for c in p.children[clause.head] if p.dep[c] in ("dative", "prep") and p.lemma[c] in ("to", "for") for x in p.children[c] if p.dep[x] == "pobj"), -1)
        else:
            return
        found = f.mention_at.get(whom)
        if found is None or found.kind is not ActorKind.PERSON or found.plural:
            continue
        last = max(clause.last, i)
        yield from f.make(FATE, clause, name, about=found.id, last=last)
        return


# -- any clause ----------------------------------------------------------------------------------------------------------


def _predicate(f: Finder, i: int) -> tuple[str, int]:
    """What a clause says of its subject, as a class or a lemma, and the token that says it; "" when it says nothing of its own."""
    p = f.parse
    lemma = p.lemma[i]
    objects = [c for c in p.children[i] if p.dep[c] in ("dobj", "attr", "acomp", "oprd")]
    particle = next((p.lemma[c] for c in p.children[i] if p.dep[c] == "prt"), "")
    if lemma == "set" and any(p.lemma[x] in _SET_FIRE for x in p.subtree(i)):
        return "burn", i
    if lemma == "open" and any(p.lemma[c] == "fire" for c in objects):
        return "shoot", i
    if lemma == "break" and particle == "up":
        return "disperse", i
    if _no_shot(f, i):
        return "shoot", i
    ordered = _ordered(f, i)
    if ordered:
        return ordered, i
    if lemma == "be" or lemma in _set("light_verbs"):
        for c in objects:
            if p.lemma[c] in _set("arms") and lemma != "be":
                return "armed", i
            if p.lemma[c] in ("unarmed", "armed", "peaceful"):
                return p.lemma[c], c
            if p.pos[c] in ("NOUN", "ADJ", "VERB"):
                names = deed_nouns().get(p.lemma[c])
                return (names[0] if names else p.lemma[c]), c
        return "", i
    found = verb_classes().get(lemma)
    return (found[0][0] if found else lemma + (f" {particle}" if particle else "")), i


def _ordered(f: Finder, i: int) -> str:
    """"order:disperse" for "ordered the break-up", "gave the order to clear", "issued no order to break up"."""
    p = f.parse
    if p.lemma[i] in ("order", "command", "authorise", "authorize", "approve"):
        top = i
    elif p.lemma[i] in ("give", "issue"):
        top = next((c for c in p.children[i] if p.dep[c] == "dobj" and p.lemma[c] in ("order", "command", "instruction")), -1)
    else:
        return ""
    if top < 0:
        return ""
    for c in p.subtree(top):
        if c == top:
            continue
        if p.pos[c] == "VERB":
            if p.lemma[c] == "break" and any(p.lemma[x] == "up" for x in p.children[c]):
                return "order:disperse"
            found = verb_classes().get(p.lemma[c])
            if found:
                return "order:" + found[0][0]
        elif p.pos[c] in ("NOUN", "PROPN") and p.lemma[c] in deed_nouns():
            return "order:" + deed_nouns()[p.lemma[c]][0]
        elif p.lemma[c] == "break" or p.text[c].lower() in ("break-up", "breakup"):
            return "order:disperse"
    return ""


def _no_shot(f: Finder, i: int) -> bool:
    """"Not one bullet came from", "no shot was fired": that nobody shot."""
    p = f.parse
    subject = f.clause(i).subject
    return subject >= 0 and p.lemma[i] in ("come", "leave", "fire", "discharge") and p.lemma[subject] in ("bullet", "shot", "round", "shell", "cartridge")


def _held(f: Finder, i: int) -> Iterator[Statement]:
    """Any clause that tells something as a fact, or denies it."""
    p = f.parse
    if p.lemma[i] in _SPEECH or p.dep[i] in ("amod", "compound") or any(p.tag[c] in ("WRB", "WP", "WDT", "WP$") and p.dep[i] != "relcl" for c in p.subtree(i)[:2]):
        return
    if p.dep[i] in ("ccomp", "xcomp") and p.lemma[p.head[i]] not in _SPEECH and p.lemma[p.head[i]] not in _set("answers") and any(p.dep[c] == "neg" for c in p.children[p.head[i]]):
        return  # "not known that", "do not think that"
    predicate, at = _predicate(f, i)
    if not predicate or predicate in _set("weak"):
        return
    top, head = i, p.head[i]
    if p.dep[i] == "xcomp" and p.lemma[head] in _TRYING and head != i:
        top = head
        if denier_of(f, top) < 0 and f.polarity(f.clause(top)) is not Polarity.DENIED:
            return  # who tried has not done it
    if is_unreal(f, top) or any(p.lemma[c] in _NEARLY for c in p.children[i]):
        return
    clause = f.clause(top)
    denier = denier_of(f, top)
    polarity = Polarity.DENIED if denier >= 0 else f.polarity(clause)
    doer, whom, passive = agent_of(f, i)
    if at != i or ":" in predicate or predicate in ("armed", "shoot") or p.lemma[i] == "set":
        whom = -1
    if p.lemma[i] == "set":
        named = [x for x in p.subtree(i) if x > i and p.pos[x] in ("NOUN", "PROPN") and p.lemma[x] not in _SET_FIRE]
        whom = next((x for x in named if p.dep[x] != "compound" or p.lemma[p.head[x]] in _SET_FIRE), -1)
    if doer < 0 and not passive:
        doer = clause.subject
    if denier >= 0 and doer < 0:
        doer = f.clause(denier).subject
    if any(p.dep[c] == "expl" for c in p.children[i]):
        doer = -1  # "there was no ..."
    if _no_shot(f, i):
        doer = next((x for x in p.subtree(i) if x != doer and _side(f, x)), -1)
    first, last = -1, -1
    if denier >= 0:
        first, last = min(clause.first, f.clause(denier).first), max(p.subtree(top))
    time = f.time_in(clause)
    tokens = clause.tokens if top == i else sorted({*clause.tokens, *f.clause(i).tokens})
    for s in f.make(HELD, clause, predicate, about=ref_of(f, doer), first=first, last=last, date=time.range if time else None, polarity=polarity):
        holder = f.mention_at.get(f.clause(denier).subject) if denier >= 0 else None
        yield replace(s, whom=ref_of(f, whom), keys=keys_of(f, tokens, i), holder=holder.id if holder else s.holder)


def _no_deed(f: Finder, i: int) -> Iterator[Statement]:
    """"no burning of tents", "there was no torture of prisoners"."""
    p = f.parse
    if not any(p.lemma[c] in ("no", "any") for c in p.children[i]):
        return
    clause = f.clause_of(i)
    if clause is None or is_unreal(f, clause.head):
        return
    denied = any(p.lemma[c] == "no" for c in p.children[i]) or f.polarity(clause) is Polarity.DENIED
    if not denied:
        return
    whom = next((x for c in p.children[i] if p.lemma[c] == "of" for x in p.children[c] if p.dep[x] == "pobj"), -1)
    for name in deed_nouns()[p.lemma[i]]:
        below = p.subtree(i)
        first = below[0] if p.dep[i] == "conj" else clause.first
        for s in f.make(HELD, clause, name, first=first, last=max(below), polarity=Polarity.DENIED):
            keys = {p.lemma[k] for k in below if k != i and p.pos[k] in ("NOUN", "PROPN") and len(p.lemma[k]) > 2}
            yield replace(s, whom=ref_of(f, whom), keys=tuple(sorted(keys)))
