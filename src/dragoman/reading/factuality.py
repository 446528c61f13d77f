"""Whether an event is told as having happened, as planned, as denied or as merely possible."""

from __future__ import annotations

import functools

from dragoman.reading.triggers import Syntax
from dragoman.records.events import EventStatus
from dragoman.resources import load


@functools.cache
def _words(part: str) -> frozenset[str]:
    return frozenset(load("factuality")[part])


def status_of(syntax: Syntax, i: int) -> EventStatus:
    """The status of what a verb or noun tells, from its own auxiliaries and from the verbs it hangs under.

    A plan, a doubt or a condition above outweighs the plain form below: in "refused to withdraw" nothing was withdrawn.
    """
    p = syntax.parse
    own = _own_status(syntax, i)
    if own is not EventStatus.ASSERTED:
        return own
    j = i
    for _ in range(5):
        dep, h = p.dep[j], p.head[j]
        if h == j:
            break
        lemma = p.lemma[h]
        if dep in ("relcl", "acl", "parataxis") and not any(p.tag[c] == "TO" for c in p.children[j]):
            break  # a fact about a noun, whatever is planned with the noun
        infinitive = dep in ("xcomp", "ccomp", "advcl", "acl", "relcl") and any(p.tag[c] == "TO" for c in p.children[j])
        if dep in ("xcomp", "ccomp", "pcomp", "acl", "prep", "dobj") or infinitive:
            if lemma in _words("doubt"):
                return EventStatus.DENIED if not syntax.negated(h) else EventStatus.ASSERTED
            if infinitive and lemma in _words("intend"):
                return EventStatus.PLANNED
            if infinitive and lemma in _words("attempt"):
                return EventStatus.HYPOTHETICAL
            if dep == "ccomp" and lemma in _words("hearsay"):
                return EventStatus.HYPOTHETICAL
            if (dep == "xcomp" and lemma in _words("carried")) or dep == "dobj":
                above = _own_status(syntax, h)
                if above is not EventStatus.ASSERTED:
                    return above
            if infinitive and dep in ("advcl", "acl", "relcl") and lemma not in _words("carried"):
                return EventStatus.PLANNED
        elif dep == "conj":
            above = _own_status(syntax, h)
            if above is EventStatus.DENIED and not any(p.dep[c] == "neg" for c in p.children[h]):
                above = EventStatus.ASSERTED
            if above is not EventStatus.ASSERTED and not any(p.dep[c] in ("aux", "nsubj") for c in p.children[j]):
                return above
        elif dep == "advcl" and _conditional(syntax, j):
            return EventStatus.HYPOTHETICAL
        j = h
    return EventStatus.ASSERTED


def _conditional(syntax: Syntax, i: int) -> bool:
    p = syntax.parse
    return any(p.dep[c] in ("mark", "advmod") and p.lemma[c] in _words("condition") for c in p.children[i])


def _own_status(syntax: Syntax, i: int) -> EventStatus:
    p = syntax.parse
    if syntax.negated(i):
        return EventStatus.DENIED
    if p.dep[i] in ("advcl", "ccomp") and _conditional(syntax, i):
        return EventStatus.HYPOTHETICAL
    for c in p.children[i]:
        if p.dep[c] not in ("aux", "auxpass"):
            continue
        lemma = p.lemma[c] if p.text[c].lower() not in ("'ll", "wo", "ca", "'d") else p.text[c].lower()
        if lemma in _words("future"):
            return EventStatus.PLANNED
        if lemma in _words("would"):
            return EventStatus.PLANNED if _reported(syntax, i) else EventStatus.HYPOTHETICAL
        if lemma in _words("possible"):
            return EventStatus.HYPOTHETICAL
    if p.lemma[i] != "be" and any(p.tag[c] == "TO" for c in p.children[i]) and p.lemma[p.head[i]] == "be" and p.dep[i] == "xcomp":
        return EventStatus.PLANNED
    return EventStatus.ASSERTED


def _reported(syntax: Syntax, i: int) -> bool:
    p = syntax.parse
    return p.dep[i] == "ccomp" and p.lemma[p.head[i]] in _words("report")


def willing(syntax: Syntax, i: int) -> bool:
    """Whether a verb stands in the future or under "is to", whatever its polarity: "will not send"."""
    p = syntax.parse
    words = _words("future") | _words("would")
    return any(p.dep[c] in ("aux", "auxpass") and (p.lemma[c] in words or p.text[c].lower() in words) for c in p.children[i])


def reports(lemma: str) -> bool:
    """Whether a verb gives somebody's words."""
    return lemma in _words("report")


def carries(lemma: str) -> bool:
    """Whether the infinitive under a verb is as much a fact as the verb: "voted to remove"."""
    return lemma in _words("carried")
