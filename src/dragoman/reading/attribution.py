"""Who is given as saying, writing, thinking, wanting or showing what: cues with their source and content, from the parse.

The words in quotation marks are not read here: a parser is easily led astray by them. `quotes.py` brings the two together.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dragoman.records.parses import Parse
from dragoman.resources import load

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_WHO = frozenset({"who", "which", "that", "whom"})
_CLAUSES = frozenset({"relcl", "acl", "advcl", "ccomp", "parataxis"})
PHRASE = 3
"""Words to a phrase that is reported; "raised the issue" reports nothing."""
_PHRASES = frozenset({"to", "object", "prep", "noun-prep", "light", "object-passive"})
_NOBODY = frozenset({"you", "nobody", "none", "nothing", "it's", "there"})
_LOST = frozenset(("life", "victim", "casualty", "toll", "title", "crown", "win", "victory", "medal", "asylum", "benefit", "seat"))
"""What is claimed without a word being said."""
_FOUND = frozenset(("guilty", "dead", "unconscious", "alive", "hanged", "unresponsive", "wounded", "injured", "innocent", "wanting", "lifeless"))
"""What somebody is found to be by looking, or by a court."""
_ALARMS = frozenset(("call", "report", "scene", "fire", "incident", "emergency", "alarm", "accident", "crash", "shooting", "blast", "explosion", "disturbance", "treatment", "address"))
"""What police and doctors respond to by going there."""
_NEEDS_SOURCE = frozenset({"prep", "as", "object", "light"})
"""Shapes that without anybody who speaks tell a deed or a state rather than a view."""
_WALK = 8
"""Steps up the tree for a subject; participles and joined verbs seldom stand further away."""
_NP_LONGEST = 30
"""Tokens to a source; longer ones are slips of the parser."""


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The table `cues`, turned round for look-up by lemma."""

    verbs: dict[str, frozenset[str]]
    prepositions: dict[str, frozenset[str]]
    light: dict[str, frozenset[str]]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    naming: frozenset[str]
    words_of: frozenset[str]
    papers: frozenset[str]
    voices: frozenset[str]
    speaking: frozenset[str]
    turns: frozenset[str]


@functools.cache
def lexicon() -> Lexicon:
    """The cue words that ship with Dragoman."""
    table = load("cues")
    shapes: dict[str, set[str]] = {}
    for group in table["verbs"].values():
        for word in group["words"]:
            shapes.setdefault(word, set()).update(group["shapes"])
    return Lexicon(
        verbs={w: frozenset(s) for w, s in shapes.items()},
        prepositions={w: frozenset(p) for w, p in table["prepositions"].items()},
        light={w: frozenset(n) for w, n in table["light"].items()},
        nouns=frozenset(table["nouns"]),
        adjectives=frozenset(table["adjectives"]),
        naming=frozenset(table["naming_words"]),
        words_of=frozenset(table["words_of"]),
        papers=frozenset(table["papers"]),
        voices=frozenset(table["voices"]),
        speaking=frozenset(table["speaking"]),
        turns=frozenset(table["turns"]),
    )


@dataclass(slots=True)
class Attribution:
    """One cue with what hangs on it; tokens of the parse throughout, ends included."""

    cue: tuple[int, int]
    source: tuple[int, int] | None
    source_head: int
    """Token that heads the source; -1 when there is none."""
    content: list[tuple[int, int]]
    shape: str


Range = tuple[int, int]


def extent(parse: Parse, top: int, skip: Callable[[int], bool] | None = None) -> Range:
    """First and last token below `top`, leaving out branches for which `skip` holds."""
    first = last = top
    stack = [top]
    while stack:
        i = stack.pop()
        if i < first:
            first = i
        elif i > last:
            last = i
        for c in parse.children[i]:
            if skip is None or not skip(c):
                stack.append(c)
    return first, last


def source_range(parse: Parse, head: int, inside: Sequence[int]) -> Range:
    """The noun phrase around a head, without relative clauses and without words in quotation marks."""

    def skip(c: int) -> bool:
        return (parse.dep[c] in ("relcl", "acl", "punct", "advcl", "cc", "ccomp", "parataxis") and c > head) or inside[c] >= 0

    first, last = extent(parse, head, skip)
    here = parse.sentences[parse.sentence[head]]
    first, last = max(first, here.first, head - _NP_LONGEST), min(last, here.last - 1, head + _NP_LONGEST)
    if last + 2 < here.last and parse.lemma[last + 2] in ("who", "which") and parse.text[last + 1] == ",":
        last += 2
    elif last + 1 < here.last and parse.tag[last + 1] in ("WP", "WDT"):
        last += 1
    while first < head and parse.pos[first] in ("PUNCT", "SPACE"):
        first += 1
    while last > head and parse.pos[last] in ("PUNCT", "SPACE"):
        last -= 1
    return first, last


def own_subject(parse: Parse, verb: int) -> int:
    """The subject that stands with this very verb; -1 when it has none."""
    for c in parse.children[verb]:
        if parse.dep[c] in _SUBJECTS:
            return c
    return -1


def is_passive(parse: Parse, verb: int) -> bool:
    """Whether the verb is a passive: "was told"."""
    return any(parse.dep[c] in ("auxpass", "nsubjpass") for c in parse.children[verb])


def agent(parse: Parse, verb: int) -> int:
    """Whoever stands after "by" with a passive; -1 when nobody does."""
    for c in parse.children[verb]:
        if parse.dep[c] == "agent" or (parse.lemma[c] == "by" and parse.dep[c] == "prep" and parse.tag[verb] == "VBN"):
            for g in parse.children[c]:
                if parse.dep[g] == "pobj":
                    return g
    return -1


def antecedent(parse: Parse, word: int, verb: int) -> int:
    """What a relative pronoun stands for, or the word itself."""
    if parse.lemma[word] in _WHO and parse.dep[verb] == "relcl":
        return parse.head[verb]
    return word


def quoted(parse: Parse, verb: int) -> int:
    """Whoever is quoted, for "agencies quoted Oran as saying" and "Oran was quoted as saying"; -1 for any other verb."""
    if parse.lemma[verb] not in ("quote", "cite"):
        return -1
    wanted = "nsubjpass" if _has(parse, verb, "nsubjpass") else "dobj"
    if wanted == "dobj" and not any(parse.lemma[c] == "as" for c in parse.children[verb]):
        return -1
    return next((c for c in parse.children[verb] if parse.dep[c] == wanted), -1)


def speaker_of(parse: Parse, verb: int) -> int:
    """Head token of whoever does what the verb says, looked for upwards where the verb has no subject of its own; -1 for nobody."""
    above = parse.head[verb]
    if parse.dep[verb] == "pcomp" and (named := quoted(parse, parse.head[above])) >= 0:
        return named
    if is_passive(parse, verb) and parse.dep[verb] != "acl":
        return agent(parse, verb)
    v = verb
    for _ in range(_WALK):
        subject = own_subject(parse, v)
        if subject >= 0 and (v == verb or parse.dep[subject] != "csubj"):
            return antecedent(parse, subject, v)
        dep, up = parse.dep[v], parse.head[v]
        if up == v:
            return -1
        if dep == "acl":
            if parse.tag[v] == "VBN":
                return agent(parse, v)
            if parse.dep[up] in ("dobj", "pobj") and parse.lemma[up] not in lexicon().papers and parse.tag[v] == "VBG":
                # "sent a text to supporters saying": whoever sent it says it
                while parse.head[up] != up and parse.pos[up] not in ("VERB", "AUX"):
                    up = parse.head[up]
                if parse.pos[up] not in ("VERB", "AUX"):
                    return -1
                v = up
                continue
            return up if parse.pos[up] in ("NOUN", "PROPN", "PRON") else -1
        if dep == "relcl":
            return up
        if dep == "xcomp" or (dep == "ccomp" and v == verb):
            for c in parse.children[up]:
                if parse.dep[c] in ("dobj", "dative") and parse.tag[v] == "VB" and parse.lemma[up] not in ("promise", "vow", "threaten", "go", "use"):
                    return c
        if dep in ("pobj",):
            return -1
        v = up
    return -1


def _has(parse: Parse, i: int, *deps: str) -> bool:
    return any(parse.dep[c] in deps for c in parse.children[i])


def _infinitive(parse: Parse, i: int) -> bool:
    return any(parse.tag[c] == "TO" for c in parse.children[i]) and parse.tag[i] == "VB"


def _finite(parse: Parse, i: int) -> bool:
    """Whether a complement is a clause with a verb that tells a time, or a small clause with its own subject."""
    return not _infinitive(parse, i)


def _words(parse: Parse, first: int, last: int) -> int:
    return sum(1 for i in range(first, last + 1) if parse.pos[i] not in ("PUNCT", "SPACE"))


def trim(parse: Parse, first: int, last: int) -> Range | None:
    """Without punctuation at the ends; None when nothing is left."""
    while first <= last and parse.pos[first] in ("PUNCT", "SPACE") and parse.text[first] not in ("(", "[", "$"):
        first += 1
    while last >= first and parse.pos[last] in ("PUNCT", "SPACE") and parse.text[last] not in (")", "]", "%"):
        last -= 1
    return (first, last) if first <= last else None


def cut(parse: Parse, whole: Range, holes: Iterable[Range]) -> list[Range]:
    """A range without the tokens of others, in trimmed pieces."""
    pieces, first = [], whole[0]
    for begin, end in sorted(holes):
        if end < first or begin > whole[1]:
            continue
        if begin > first and (piece := trim(parse, first, begin - 1)):
            pieces.append(piece)
        first = max(first, end + 1)
    if first <= whole[1] and (piece := trim(parse, first, whole[1])):
        pieces.append(piece)
    return pieces


class Finder:
    """Reads the attributions of one parse. `inside[i]` is the number of the quotation that token i stands in, or -1."""

    def __init__(self, parse: Parse, inside: Sequence[int]) -> None:
        self.parse = parse
        self.inside = inside
        self.words = lexicon()

    def find(self) -> list[Attribution]:
        """Attributions in the order of their cues."""
        parse, words = self.parse, self.words
        out: list[Attribution] = []
        for i, pos in enumerate(parse.pos):
            if self.inside[i] >= 0:
                continue
            lemma = parse.lemma[i]
            found: Attribution | None = None
            if pos == "VERB" or (pos == "AUX" and parse.dep[i] == "ROOT"):
                if lemma == "accord" or parse.text[i].lower() == "according":
                    found = self._according(i)
                elif lemma in words.verbs or lemma in words.prepositions or lemma in words.light:
                    found = self._verb(i, lemma)
                if found is None and parse.tag[i] == "VBN" and parse.text[i].lower() in words.adjectives:
                    found = self._adjective(i)
            elif pos == "NOUN" and lemma in words.nouns:
                found = self._noun(i)
            elif pos == "ADJ" and lemma in words.adjectives:
                found = self._adjective(i)
            elif lemma == "according":
                found = self._according(i)
            elif lemma == "in" and parse.dep[i] == "prep":
                found = self._in_words_of(i)
            if found is not None and found.content:
                out.append(found)
        return out

    # each shape ------------------------------------------------------------------------------------------------------

    def _verb(self, v: int, lemma: str) -> Attribution | None:
        parse = self.parse
        shapes = self.words.verbs.get(lemma, frozenset())
        passive = is_passive(parse, v)
        spans: list[Range] = []
        shape = ""
        ccomp = xcomp = obj = -1
        preps: list[int] = []
        allowed = self.words.prepositions.get(lemma, frozenset())
        for c in parse.children[v]:
            dep = parse.dep[c]
            if dep == "ccomp" and ccomp < 0:
                ccomp = c
            elif dep == "xcomp" and xcomp < 0:
                xcomp = c
            elif dep in ("dobj", "dative") and parse.pos[c] != "ADP":
                obj = c
            elif dep == "prep" and parse.lemma[c] in allowed and c > v:
                preps.append(c)
            elif dep == "oprd" and "as" in shapes and xcomp < 0:
                xcomp = c
            elif dep == "prep" and parse.lemma[c] == "as" and "as" in shapes and c > v:
                preps.append(c)
        if self._other_sense(v, lemma, obj, preps):
            return None
        subject = own_subject(parse, v)
        if ccomp >= 0:
            if ("clause" in shapes and _finite(parse, ccomp)) or ("to" in shapes and _infinitive(parse, ccomp)) or ("as" in shapes):
                if ccomp > v:
                    spans.append(extent(parse, ccomp))
                    shape = "clause"
                elif "aside" in shapes or "clause" in shapes:
                    first, last = extent(parse, ccomp)
                    spans.append((first, last))
                    shape = "clause-before"
        if not spans and xcomp >= 0:
            if "to" in shapes and _infinitive(parse, xcomp):
                first, last = extent(parse, xcomp)
                if obj >= 0 and v < obj < xcomp:
                    first = min(first, extent(parse, obj)[0])
                spans.append((first, last))
                shape = "to"
            elif "as" in shapes and xcomp > v:
                first, last = extent(parse, xcomp)
                if obj > v:
                    first = min(first, extent(parse, obj)[0])
                spans.append((first, last))
                shape = "as"
        if not spans and passive and subject >= 0 and "passive" in shapes and xcomp >= 0:
            spans += [extent(parse, subject), extent(parse, xcomp)]
            shape = "passive"
        if not spans and "aside" in shapes and parse.dep[v] == "parataxis":
            whole = extent(parse, parse.head[v])
            spans += cut(parse, whole, [extent(parse, v)])
            shape = "aside"
        if not spans and "aside" in shapes and parse.dep[v] == "advcl" and self._as_said(v):
            spans += cut(parse, extent(parse, parse.head[v]), [extent(parse, v)])
            shape = "as-aside"
        if not spans and not passive and obj > v and parse.lemma[obj] in self.words.light.get(lemma, ()):
            last = max([extent(parse, obj)[1], *(extent(parse, c)[1] for c in parse.children[v] if c > obj and parse.dep[c] == "prep" and c <= obj + 2)])
            if last > obj:
                spans.append((obj + 1, last))
                shape = "light"
        if not spans and obj > v and parse.pos[obj] not in ("PRON",) and "object" in shapes and not passive:
            first, last = extent(parse, obj)
            spans.append((first, last))
            shape = "object"
        if not spans and not preps and passive and subject >= 0 and "object" in shapes and agent(parse, v) >= 0:
            spans.append(extent(parse, subject))
            shape = "object-passive"
        if not spans and "to" in shapes and not passive and (asked := self._asked(v)) is not None:
            spans.append(asked)
            shape = "to"
        if preps and (not spans or shape == "object"):
            if spans:
                spans = [(spans[0][0], max(spans[0][1], extent(parse, preps[-1])[1]))]
            elif obj < 0:
                first, last = extent(parse, preps[0])
                spans.append((first + 1 if parse.lemma[preps[0]] != "as" else first, max(last, extent(parse, preps[-1])[1])))
                shape = "prep"
        if not spans:
            return None
        if shape in ("clause-before", "aside") and any(parse.text[i] == ";" for i in range(spans[0][1], v)):
            return None  # a semicolon parts two statements; the parser ran them together
        source = speaker_of(parse, v)
        if source < 0 and shape in _NEEDS_SOURCE:
            return None
        return self._made(v, source, spans, shape)

    def _other_sense(self, v: int, lemma: str, obj: int, preps: Sequence[int]) -> bool:
        """Whether a verb of speech tells a deed here: "claimed six lives", "found guilty", "police responded to calls", "raises doubts about"."""
        parse = self.parse
        if lemma == "claim" and obj >= 0:
            return parse.lemma[obj] in _LOST
        if lemma == "find":
            return any(parse.lemma[c] in _FOUND for c in parse.children[v] if parse.dep[c] in ("oprd", "acomp", "xcomp", "ccomp", "advcl"))
        if lemma in ("respond", "react") and preps:
            under = [x for k in preps for x in parse.children[k] if parse.dep[x] == "pobj"]
            return any(parse.lemma[x] in _ALARMS for x in under)
        if lemma in ("raise", "cast") and obj >= 0 and parse.lemma[obj] in ("doubt", "question", "possibility"):
            subject = own_subject(parse, v)  # facts raise doubts, people voice them
            return subject < 0 or (parse.pos[subject] == "NOUN" and parse.lemma[subject] not in self.words.voices and not parse.entity[subject])
        return False

    def _as_said(self, v: int) -> bool:
        """Whether "as" makes a verb name the source ("as Oran put it") rather than tell a time ("as he went on")."""
        parse = self.parse
        marked = any(parse.lemma[c] == "as" and parse.dep[c] == "mark" for c in parse.children[v])
        return marked and "clause" in self.words.verbs[parse.lemma[v]] and not any(parse.dep[c] in ("dobj", "ccomp", "xcomp", "prt") for c in parse.children[v])

    def _asked(self, v: int) -> Range | None:
        """ "called on the army to hold its fire": from whoever is asked to the end of the infinitive."""
        parse = self.parse
        asked = -1
        for c in parse.children[v]:
            if parse.dep[c] == "prep" and parse.lemma[c] in ("on", "upon", "to", "with") and v < c <= v + 4:
                asked = next((g for g in parse.children[c] if parse.dep[g] == "pobj"), -1)
            elif asked >= 0 and parse.dep[c] in ("xcomp", "advcl", "ccomp") and c > asked and _infinitive(parse, c):
                return extent(parse, asked)[0], extent(parse, c)[1]
        if asked >= 0:
            for c in parse.children[asked]:
                if parse.dep[c] in ("acl", "relcl") and _infinitive(parse, c):
                    return extent(parse, asked)[0], extent(parse, c)[1]
        return None

    def _noun(self, n: int) -> Attribution | None:
        parse = self.parse
        clause = prep = poss = -1
        for c in parse.children[n]:
            dep = parse.dep[c]
            if dep in ("acl", "ccomp") and c > n and (_infinitive(parse, c) or _has(parse, c, "mark")):
                clause = c
            elif dep == "prep" and c > n and parse.lemma[c] in ("of", "for", "about", "on", "to", "against", "over"):
                prep = c if prep < 0 else prep
            elif dep == "poss":
                poss = c
        if clause >= 0:
            spans = [extent(parse, clause)]
            shape = "noun-clause"
        elif prep >= 0 and poss >= 0:
            first, last = extent(parse, prep)
            spans = [(first + 1, last)]
            shape = "noun-prep"
        else:
            return None
        source = poss
        if source < 0 and parse.dep[n] in ("dobj", "attr"):
            source = speaker_of(parse, parse.head[n])
        return self._made(n, source, spans, shape)

    def _adjective(self, a: int) -> Attribution | None:
        parse = self.parse
        clause = -1
        for c in parse.children[a]:
            if parse.dep[c] in ("ccomp", "xcomp", "advcl") and c > a and (_infinitive(parse, c) or _has(parse, c, "nsubj", "nsubjpass")):
                clause = c
        if clause < 0:
            return None
        up = parse.head[a]
        if parse.tag[a] == "VBN":  # "they are convinced that": a participle with its own subject
            source = own_subject(parse, a)
            return self._made(a, antecedent(parse, source, a), [extent(parse, clause)], "adjective") if source >= 0 else None
        if parse.dep[a] not in ("acomp", "oprd", "conj") or parse.pos[up] not in ("AUX", "VERB"):
            return None
        return self._made(a, speaker_of(parse, up), [extent(parse, clause)], "adjective")

    def _according(self, a: int) -> Attribution | None:
        parse = self.parse
        source, phrase = -1, extent(parse, a)
        to = next((c for c in parse.children[a] if parse.lemma[c] == "to"), -1)
        if to < 0 and parse.lemma[min(a + 1, len(parse) - 1)] == "to":
            to = a + 1
            phrase = (a, extent(parse, to)[1])
        if to >= 0:
            source = next((c for c in parse.children[to] if parse.dep[c] == "pobj"), -1)
        if source < 0:
            return None
        here = parse.sentences[parse.sentence[a]]
        up = parse.head[a]
        while up != parse.head[up] and parse.pos[up] not in ("VERB", "AUX") and parse.dep[up] != "ROOT":
            up = parse.head[up]
        whole = extent(parse, up) if a != up else (here.first, here.last - 1)
        return self._made(a, source, cut(parse, whole, [phrase]), "according", cue_last=to)

    def _in_words_of(self, p: int) -> Attribution | None:
        """ "in the words of the mayor", "in his view": the rest of the sentence is what is reported."""
        parse = self.parse
        noun = next((c for c in parse.children[p] if parse.dep[c] == "pobj" and parse.lemma[c] in self.words.words_of), -1)
        if noun < 0 or parse.pos[parse.head[p]] not in ("VERB", "AUX"):
            return None
        source = next((c for c in parse.children[noun] if parse.dep[c] == "poss"), -1)
        of = next((c for c in parse.children[noun] if parse.lemma[c] == "of"), -1)
        if source < 0 and of >= 0:
            source = next((g for g in parse.children[of] if parse.dep[g] == "pobj"), -1)
        phrase = extent(parse, p)
        here = parse.sentences[parse.sentence[p]]
        set_off = phrase[0] == here.first or parse.text[phrase[0] - 1] == "," or (phrase[1] + 1 < here.last and parse.text[phrase[1] + 1] in (",", "."))
        if source < 0 or not set_off:
            return None
        return self._made(p, source, cut(parse, extent(parse, parse.head[p]), [phrase]), "according", cue_last=noun if of >= 0 else p)

    def _made(self, cue: int, source: int, spans: list[Range], shape: str, cue_last: int = -1) -> Attribution | None:
        """The attribution, its source and cue taken out of its content."""
        parse = self.parse
        if source >= 0 and self.inside[source] >= 0:
            source = -1  # words in marks speak for nobody: the parser was led astray
        where = source_range(parse, source, self.inside) if source >= 0 else None
        holes: list[Range] = [(cue, max(cue, cue_last))]
        if where is not None and not where[0] <= cue <= where[1]:
            between = (min(where[0], cue), max(where[1], cue))
            near = between[1] - between[0] <= _NP_LONGEST and abs((where[1] if where[0] < cue else where[0]) - cue) <= 5
            holes.append(between if near else where)
        content = [piece for span in spans for piece in cut(parse, span, holes)]
        content = [p for p in content if _words(parse, *p)]
        if content and parse.lemma[content[0][0]] == "that" and parse.dep[content[0][0]] == "mark" and content[0][0] < content[0][1]:
            content[0] = (content[0][0] + 1, content[0][1])
        if not content or (shape in _PHRASES and sum(_words(parse, *p) for p in content) < PHRASE):
            return None
        if source >= 0 and parse.text[source].lower() in _NOBODY:
            return None
        return Attribution((cue, max(cue, cue_last)), where, source, content, shape)
