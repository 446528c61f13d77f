"""What a sum, a share or a count is of, said in words: "fine", "rise in profits", "homes destroyed"."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from dragoman.reading.figure_sites import Site
from dragoman.records.parses import Parse
from dragoman.resources import load

_MODIFIES = frozenset({"nummod", "compound", "amod", "quantmod", "nmod"})
_BELONGS = frozenset({"of", "at", "by", "to", "for", "from"})
_MODALS = frozenset({"will", "would", "could", "may", "might", "should", "must", "shall", "'ll", "’ll"})
_PRONOUNS = frozenset({"PRON", "DET", "NUM", "PUNCT", "SYM", "X"})


@dataclass(frozen=True, slots=True)
class _Table:
    changes: dict[str, str]
    verbs: dict[str, str]
    participles: dict[str, str]
    idle: frozenset[str]
    idle_nouns: frozenset[str]
    intransitive: frozenset[str]
    wishes: frozenset[str]
    voting: frozenset[str]


@functools.cache
def _table() -> _Table:
    t = load("figure_roles")["labels"]
    return _Table(
        changes={w: n for n in ("rise", "fall", "change") for w in t[n]},
        verbs=t["money_verbs"],
        participles=t["participles"],
        idle=frozenset(t["idle_verbs"]),
        idle_nouns=frozenset(t["idle_nouns"]),
        intransitive=frozenset(t["intransitive"]),
        wishes=frozenset(t["wishes"]),
        voting=frozenset(t["voting"]),
    )


def label_quantity(parse: Parse, site: Site, role: str) -> str:
    """The label of a sum or a share from the noun it modifies or the verb that governs it; "" when the words tell none."""
    node = _node(parse, site)
    behind = _behind(parse, site)
    if behind is not None:
        return _noun_label(parse, behind, site)
    if role == "money" and site.head is None and site.after < len(parse) and parse.text[site.after].lower() in load("figure_roles")["money_matters"]:
        return parse.text[site.after].lower()  # "a $5m fine", where the tagger takes the noun for an adjective
    if role == "share" and site.head is not None:
        return ""  # "40% of women": the noun itself tells
    up, link = parse.head[node], ""
    if up != node and parse.pos[up] in ("ADP", "SCONJ", "PART") and parse.dep[node] in ("pobj", "pcomp"):
        link, up = parse.text[up].lower(), parse.head[up]
    if up == node or parse.sentence[up] != parse.sentence[node]:
        return ""
    if parse.pos[up] == "NOUN" and link in ("of", "at", "by", "to") and up < site.first and parse.lemma[up] not in _table().idle_nouns:
        return _noun_label(parse, up, site)
    if parse.pos[up] == "NOUN" and link in ("for", "worth") and up < site.first and role == "money":
        return f"price of {_phrase(parse, up)}"
    if parse.pos[up] in ("VERB", "AUX"):
        return _by_verb(parse, site, role, up, node, link)
    return ""


def label_count(parse: Parse, site: Site, noun: str) -> str:
    """A counted noun with what is done to it or what it does: "homes destroyed", "girls still held"; "" when nothing tells."""
    head = site.head
    if head is None or not noun:
        return ""
    for c in parse.children[head]:
        if c < head or parse.sentence[c] != parse.sentence[head] or c - head > 6:
            continue
        if parse.dep[c] == "acl" and parse.tag[c] == "VBN" and parse.lemma[c] not in _table().idle:
            return f"{noun} {_adverb(parse, c)}{parse.text[c].lower()}"
        if parse.dep[c] == "relcl" and parse.tag[c] == "VBN" and any(parse.dep[x] == "auxpass" for x in parse.children[c]) and parse.lemma[c] not in _table().idle:
            told = _told(parse, c, parse.text[c].lower())
            if told:
                return f"{noun} {told}"
    rel, up = parse.dep[head], parse.head[head]
    if up == head or parse.pos[up] != "VERB" or parse.sentence[up] != parse.sentence[head] or parse.lemma[up] in _table().idle or abs(up - head) > 12:
        return ""
    lemma = parse.lemma[up]
    if rel == "nsubjpass" and parse.tag[up] == "VBN":
        told = _told(parse, up, parse.text[up].lower())
    elif rel == "dobj" and lemma not in _table().changes:
        told = _told(parse, up, _participle(lemma))
    elif rel == "nsubj" and lemma in _table().intransitive and up > head:
        told = _told(parse, up, _doing(lemma))
    else:
        return ""
    return f"{noun} {told}" if told else ""


def name_votes(parse: Parse, site: Site, owner: str) -> str:
    """ "share of votes for NAME" where the sentence speaks of voting and somebody has the share."""
    sentence = parse.sentences[parse.sentence[site.first]]
    if not owner or not any(parse.lemma[k].lower() in _table().voting for k in range(sentence.first, sentence.last)):
        return ""
    return f"share of votes for {owner}"


def _node(parse: Parse, site: Site) -> int:
    """The token that stands for the whole figure in the tree."""
    node = site.head if site.head is not None else site.last
    for _ in range(5):
        up = parse.head[node]
        inside = site.start <= parse.start[up] and parse.end[up] <= site.end
        if up == node or not (inside or (up == site.last + 1 and parse.lemma[up] in ("%", "percent", "cent", "pct", "point"))):
            break
        node = up
    return node


def _behind(parse: Parse, site: Site) -> int | None:
    """The noun right behind that the amount modifies ("a £5m fine", "a 5% rise")."""
    node = _node(parse, site)
    if site.unit != "percent" and site.head is not None:
        known = parse.lemma[site.head] not in load("units")["currency_words"]
        return site.head if known else None
    up = parse.head[node]
    if up > site.last and up - site.last <= 6 and parse.dep[node] in _MODIFIES and parse.pos[up] == "NOUN" and parse.end[up] > site.end:
        return up
    return None


def _phrase(parse: Parse, noun: int) -> str:
    """A noun with the nouns and plain adjectives right before it."""
    first = noun
    while first - 1 >= 0 and noun - first < 2 and parse.sentence[first - 1] == parse.sentence[noun] and parse.head[first - 1] == noun and parse.dep[first - 1] in ("compound", "amod") and parse.pos[first - 1] in ("NOUN", "ADJ") and parse.text[first - 1].isalpha():
        first -= 1
    return " ".join(parse.text[k] if parse.pos[k] == "PROPN" else parse.text[k].lower() for k in range(first, noun + 1))


def _noun_label(parse: Parse, noun: int, site: Site) -> str:
    """The noun, with what it is in or of where it needs that ("rise in profits", "price of gas")."""
    lemma = parse.lemma[noun]
    base = parse.text[noun].lower() if site.head == noun or noun > site.first else _phrase(parse, noun)
    if noun > site.first and noun - 1 > site.last and parse.pos[noun - 1] == "NOUN" and parse.head[noun - 1] == noun and parse.start[noun - 1] >= site.end:
        base = f"{parse.text[noun - 1].lower()} {base}"
    wanted = ("in", "of", "on", "for") if lemma in _table().changes or lemma in ("price", "cost", "value", "stake", "share", "tax", "duty", "ransom") else ()
    for c in (*parse.children[noun], *parse.children[_node(parse, site)]):
        if parse.text[c].lower() in wanted and parse.pos[c] == "ADP" and c >= noun:
            for k in parse.children[c]:
                if parse.dep[k] == "pobj" and parse.pos[k] in ("NOUN", "PROPN") and not site.first <= k < site.after:
                    return f"{base} {parse.text[c].lower()} {_phrase(parse, k)}"
    return base


def _by_verb(parse: Parse, site: Site, role: str, verb: int, node: int, link: str) -> str:
    """The label from the verb that governs the amount."""
    table, lemma, rel = _table(), parse.lemma[verb], parse.dep[node]
    subject, thing = _argument(parse, verb, ("nsubj", "nsubjpass"), site), _argument(parse, verb, ("dobj", "nsubjpass"), site)
    if lemma in table.changes and not (role == "money" and lemma == "raise" and rel == "dobj" and not link):
        changed = thing or subject
        if not changed or link not in ("", "by", "to", "from", "at"):
            return ""
        return changed if link in ("to", "from", "at") else f"{table.changes[lemma]} in {changed}"
    if lemma == "be" and rel == "attr" and not link:
        return subject
    if role != "money":
        return ""
    if lemma in ("cost", "value") and (rel in ("dobj", "npadvmod", "attr", "nsubjpass") or link == "at"):
        of = thing if lemma == "value" else subject
        return ("value" if lemma == "value" else "cost") + (f" of {of}" if of else "")
    if lemma in ("sell", "buy", "purchase", "acquire", "auction") and link in ("for", "at"):
        return f"price of {thing}" if thing else "price"
    if lemma == "pay" and rel in ("dobj", "npadvmod") and not link:
        bought = _for(parse, verb, node)
        return f"price paid for {bought}" if bought else _told_of("money", parse, verb, "paid")
    pattern = table.verbs.get(lemma)
    if pattern is not None and (rel in ("dobj", "oprd", "npadvmod", "nsubjpass", "dative", "attr") or link in ("for", "of", "in", "with")):
        return _told_of("money", parse, verb, _participle(lemma)) if pattern == "money" else pattern
    if rel in ("dobj", "nsubjpass") and not link and lemma not in table.idle and lemma.isalpha():
        return _told_of("money", parse, verb, _participle(lemma))
    return ""


def _argument(parse: Parse, verb: int, wanted: tuple[str, ...], site: Site) -> str:
    """The noun phrase that is the subject or the object of a verb; of a participle the noun it hangs on."""
    for c in parse.children[verb]:
        if parse.dep[c] in wanted and not site.first <= c < site.after and parse.pos[c] not in _PRONOUNS and parse.start[c] < site.start:
            return _phrase(parse, c)
    up = parse.head[verb]
    if parse.dep[verb] in ("acl", "relcl") and parse.pos[up] == "NOUN" and up < verb:
        return _phrase(parse, up)
    return ""


def _for(parse: Parse, verb: int, node: int) -> str:
    """What is paid for, where "for" stands behind the sum."""
    for c in (*parse.children[verb], *parse.children[node]):
        if parse.text[c].lower() == "for" and c > node:
            return next((_phrase(parse, k) for k in parse.children[c] if parse.dep[k] == "pobj" and parse.pos[k] == "NOUN" and parse.lemma[k] not in _table().idle_nouns), "")
    return ""


def _told_of(noun: str, parse: Parse, verb: int, participle: str) -> str:
    told = _told(parse, verb, participle)
    return f"{noun} {told}" if told else ""


def _told(parse: Parse, verb: int, participle: str) -> str:
    """The participle as the verb is told: "not", "still", "to be" before it; "" when a "to" leaves open whether it came to pass."""
    words = [(parse.text[c].lower(), parse.dep[c]) for c in parse.children[verb] if c < verb]
    if any(w in ("can", "cannot", "if") for w, _ in words):
        return ""
    if any(dep == "neg" for _, dep in words):
        return f"not {participle}"
    if any(w in _MODALS for w, _ in words):
        return f"to be {participle}"
    if any(w == "to" and dep == "aux" for w, dep in words):
        return f"to be {participle}" if parse.lemma[parse.head[verb]] in _table().wishes else ""
    return _adverb(parse, verb) + participle


def _adverb(parse: Parse, verb: int) -> str:
    return "still " if any(parse.text[c].lower() == "still" for c in parse.children[verb]) or (verb and parse.text[verb - 1].lower() == "still") else ""


def _participle(lemma: str) -> str:
    known = _table().participles.get(lemma)
    if known is not None:
        return known
    if lemma.endswith("e"):
        return f"{lemma}d"
    return f"{lemma[:-1]}ied" if len(lemma) > 2 and lemma[-1] == "y" and lemma[-2] not in "aeiou" else f"{lemma}ed"


def _doing(lemma: str) -> str:
    return f"{lemma[:-1]}ing" if lemma.endswith("e") and not lemma.endswith("ee") else f"{lemma}ing"
