"""What a length of time or a sum of money is about: a transition, a sentence, a debt."""

from __future__ import annotations

import functools

from dragoman.reading.figure_sites import Site
from dragoman.records.parses import Parse
from dragoman.resources import load

_IDLE = frozenset({"period", "time", "stretch", "delay", "total", "maximum", "minimum", "course", "end", "beginning", "space", "matter", "span", "interval", "process"})
ASKED = "ask"
"""The matter of a length that somebody wants, offers or grants, when no noun says of what."""


@functools.cache
def _asking() -> frozenset[str]:
    return frozenset(load("figure_roles")["asking"])


@functools.cache
def _money() -> dict[str, str]:
    return {word: name for name, members in load("figure_roles")["money_matters"].items() for word in members}


def find_matter(parse: Parse, site: Site, role: str) -> str:
    """The matter of a duration or a sum as a lemma, "" when the words tell none."""
    if role == "duration":
        return _of_duration(parse, site)
    if role == "money":
        return _of_money(parse, site)
    return ""


def _of_duration(parse: Parse, site: Site) -> str:
    """The noun behind ("three-year transition", "days of mourning") or before ("a transition of 18 months"), else what was asked for."""
    if site.head is None:
        return ""
    sentence = parse.sentences[parse.sentence[site.first]]
    stop = sentence.last
    after = site.after
    hyphened = parse.start[site.head] > 0 and site.head > site.last + 1 and parse.text[site.head - 1] in ("-", "‑", "–")
    if hyphened or (after < stop and parse.text[after].lower() == "of"):
        noun = _noun_from(parse, after if hyphened else after + 1, stop)
        if noun and noun not in _IDLE:
            return noun
        if noun:
            return _asked(parse, site)
    k = site.first - 1
    while k > sentence.first and parse.end[k] > site.start:
        k -= 1
    if k > sentence.first and parse.text[k].lower() == "of" and parse.pos[k - 1] == "NOUN" and parse.lemma[k - 1] not in _IDLE:
        return _whole_noun(parse, k - 1)
    if k > sentence.first and parse.text[k].lower() in ("for", "by", "to", "within"):
        up = parse.head[k]
        if parse.pos[up] == "NOUN" and up < k and parse.lemma[up] not in _IDLE:
            return _whole_noun(parse, up)
    return _asked(parse, site)


def _whole_noun(parse: Parse, noun: int) -> str:
    """The lemma of a noun; of "state of emergency" what the state is."""
    if parse.lemma[noun] == "state" and noun + 2 < len(parse) and parse.text[noun + 1].lower() == "of":
        return parse.lemma[noun + 2]
    return parse.lemma[noun]


def _noun_from(parse: Parse, k: int, stop: int) -> str:
    """The last noun of the noun phrase that begins at a token."""
    found = ""
    for t in range(k, min(stop, k + 6)):
        if parse.pos[t] == "NOUN":
            found = parse.lemma[t]
        elif found == "state" and parse.text[t].lower() == "of":
            continue  # a state of emergency
        elif found or parse.pos[t] not in ("DET", "ADJ", "PUNCT", "PRON", "PROPN"):
            break
    return found


def _asked(parse: Parse, site: Site) -> str:
    """`ASKED` where a verb of wanting or offering governs the length of time."""
    node = site.head if site.head is not None else site.last
    table = load("figure_roles")
    for _ in range(4):
        up = parse.head[node]
        if up == node or parse.sentence[up] != parse.sentence[node]:
            return ""
        between = parse.dep[node]
        node = up
        if parse.pos[node] in ("VERB", "AUX"):
            lemma = parse.lemma[node]
            known = next((name for name, verbs in table["lengths"].items() if lemma in verbs), "")
            if known and between in ("prep", "pobj", "npadvmod", "dobj"):
                return known
            wanted = ("nsubj",) if lemma in table["lasting"] else ("dobj", "nsubjpass") if lemma in table["lengthening"] else ()
            for c in parse.children[node]:
                if parse.dep[c] in wanted and parse.pos[c] == "NOUN" and not site.first <= c <= site.after and parse.lemma[c] not in _IDLE:
                    return _whole_noun(parse, c)
            return ASKED if parse.lemma[node] in _asking() and between in ("dobj", "prep", "pobj", "nsubjpass", "oprd", "attr", "npadvmod") else ""
    return ""


def _of_money(parse: Parse, site: Site) -> str:
    """The nearest word for what money is for, within the sentence."""
    sentence = parse.sentences[parse.sentence[site.first]]
    best = ""
    distance = 11
    for k in range(max(sentence.first, site.first - 10), min(sentence.last, site.last + 11)):
        name = _money().get(parse.lemma[k].lower())
        if name is not None and abs(k - site.last) < distance:
            best, distance = name, abs(k - site.last)
    return best
