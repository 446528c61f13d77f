"""Headlines whose verb the parser took for a noun: "Crowds storm palace", "Mayor lands in Freedonia".

Newspapers print present-tense verbs between bare nouns, where the parser sees a string of nouns. A headline, or a line
of its own without a full stop, in which it found no verb of its own is looked at again: a word that the trigger table knows as a verb, in the form that agrees with the noun before it, is made the verb.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from typing import Any

from dragoman.records.parses import Parse, Sentence

NAMES = ("NOUN", "PROPN", "PRON")
COLLECTIVE = frozenset({"police", "people", "troops", "military"})
NOT_VERBS = frozenset({"force", "order", "house", "state", "rule", "march", "fire", "crowd", "mass", "post", "base", "man", "back", "second", "term", "present", "group", "train", "ship"})
"""Words that are nouns more often than verbs even between nouns; they need the plural before them and a small word after."""
SMALL = ("ADP", "DET", "PART")


def mended(parse: Parse, verbs: Collection[str]) -> Parse:
    """The parse with the verbs of such headlines put right; the same object when there is nothing to mend."""
    changes: list[tuple[Sentence, int, str]] = []
    alone = Counter(sentence.paragraph for sentence in parse.sentences)
    for sentence in parse.sentences:
        if 3 <= sentence.last - sentence.first <= 20 and (sentence.headline or (alone[sentence.paragraph] == 1 and parse.text[sentence.last - 1].isalnum())):
            found, lemma = _verb(parse, sentence, verbs)
            if found >= 0:
                changes.append((sentence, found, lemma))
    if not changes:
        return parse
    cols: dict[str, list[Any]] = {k: list(getattr(parse, k)) for k in ("pos", "tag", "dep", "head", "lemma", "children")}
    for sentence, verb, lemma in changes:
        _hang(parse, cols, sentence, verb)
        cols["lemma"][verb] = lemma
    return replace(parse, **cols)


def _verb(parse: Parse, sentence: Sentence, verbs: Collection[str]) -> tuple[int, str]:
    """The token that must be the verb, with its lemma; -1 where there is a verb already or none can be told."""
    p = parse
    inside = range(sentence.first, sentence.last)
    if any(p.pos[i] in ("VERB", "AUX") and p.tag[i] not in ("VBG", "VBN") and p.dep[i] not in ("compound", "amod", "relcl", "acl") for i in inside):
        return -1, ""
    for i in range(sentence.first + 1, sentence.last - 1):
        low, before = p.text[i].lower(), p.text[i - 1].lower()
        if p.pos[i] not in ("NOUN", "PROPN", "VERB") or p.pos[i - 1] not in NAMES or (p.text[i][0].isupper() and p.text[i + 1][0].islower()):
            continue
        plural = p.tag[i - 1] in ("NNS", "NNPS") or before in COLLECTIVE
        singular = not plural or p.pos[i - 1] == "PROPN"
        if low in verbs and plural and (low not in NOT_VERBS or p.pos[i + 1] in SMALL):
            return i, low
        stem = _third(low, verbs)
        if stem and singular and (stem not in NOT_VERBS or p.pos[i + 1] in SMALL) and p.tag[i - 1] != "CD":
            return i, stem
    return -1, ""


def _third(low: str, verbs: Collection[str]) -> str:
    """The verb of which a word is the third person, "" when it is none."""
    for ending, put in (("ies", "y"), ("es", ""), ("s", "")):
        if low.endswith(ending) and low.removesuffix(ending) + put in verbs:
            return low.removesuffix(ending) + put
    return ""


def _hang(parse: Parse, cols: dict[str, list[Any]], sentence: Sentence, verb: int) -> None:
    """Make a token the root of its sentence: what is left of it its subject, the nouns right of it its object, prepositions its own."""
    p = parse
    low = p.text[verb].lower()
    cols["pos"][verb], cols["tag"][verb], cols["dep"][verb], cols["head"][verb] = "VERB", "VBZ" if low.endswith("s") else "VBP", "ROOT", verb
    subject = verb - 1
    for i in range(sentence.first, verb):
        if i == subject:
            cols["dep"][i], cols["head"][i] = "nsubj", verb
        elif not sentence.first <= p.head[i] < verb or p.head[i] == i:
            cols["dep"][i], cols["head"][i] = ("poss" if p.dep[i] == "poss" else "compound"), subject
    end = verb + 1
    while end < sentence.last and p.pos[end] in ("NOUN", "PROPN", "ADJ", "DET", "NUM", "PART", "PRON") and p.tag[end] != "TO":
        end += 1
    target = end - 1 if end > verb + 1 else -1
    for i in range(verb + 1, sentence.last):
        h = p.head[i]
        if i == target:
            cols["dep"][i], cols["head"][i] = "dobj", verb
        elif i < end:
            if not verb < h < end or h == i:
                cols["dep"][i], cols["head"][i] = ("poss" if p.dep[i] == "poss" else "compound"), target
        elif h <= verb or h < end or h == i:
            cols["head"][i] = verb
            if p.dep[i] not in ("prep", "punct", "advmod", "npadvmod", "prt"):
                cols["dep"][i] = "dep"
    for i in range(sentence.first, sentence.last):
        cols["children"][i] = []
    for i in range(sentence.first, sentence.last):
        if cols["head"][i] != i:
            cols["children"][cols["head"][i]].append(i)

