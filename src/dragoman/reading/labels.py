"""Labels of events: a clause such as a headline would print, in the report's own words.

Subject, verb with its auxiliaries, objects and the nearest prepositional phrases, in text order; appositions, relative clauses and what stands in
brackets are left out. A label never goes beyond `LONGEST` characters and is cut between words.
"""

from __future__ import annotations

import re

from dragoman.reading.triggers import Syntax

LONGEST = 90
ASIDE = frozenset({"relcl", "acl", "appos", "advcl", "parataxis", "punct", "ccomp", "xcomp", "dep", "mark", "csubj", "intj", "meta"})
"""What a noun phrase can do without."""
VERB_GROUP = frozenset({"aux", "auxpass", "neg", "prt"})
OBJECTS = frozenset({"dobj", "attr", "oprd", "acomp", "dative"})
SPACE = re.compile(r"\s+")


def clause_label(syntax: Syntax, text: str, trigger: int, noun: int = -1) -> str:
    """What a trigger tells; `noun` is the event noun of a verb that adds little, or the trigger itself."""
    p = syntax.parse
    if noun == trigger:
        return _join(syntax, text, [_phrase(syntax, noun, 3)])
    parts: list[list[int]] = []
    subject = syntax.subject_of(trigger)
    own = {c for c in p.children[trigger] if p.dep[c] in ("nsubj", "nsubjpass", "csubj")}
    if subject >= 0 and p.sentence[subject] == p.sentence[trigger]:
        parts.append(_phrase(syntax, subject, 2))
    group = [c for c in p.children[trigger] if p.dep[c] in VERB_GROUP and abs(c - trigger) < 6]
    if not any(p.dep[c] == "aux" for c in group) and p.dep[trigger] == "conj" and p.tag[trigger] == "VBN":
        group += [c for c in p.children[p.head[trigger]] if p.dep[c] in VERB_GROUP and c < p.head[trigger]]
    head = p.head[trigger]
    if p.dep[trigger] == "xcomp" and head < trigger and p.sentence[head] == p.sentence[trigger] and p.pos[head] in ("VERB", "AUX"):
        group += [head, *(c for c in p.children[head] if p.dep[c] in VERB_GROUP and abs(c - head) < 6)]  # "is to head", "plans to visit"
    parts.append(sorted([*group, trigger]))
    rest: list[tuple[int, list[int]]] = []
    for c in p.children[trigger]:
        if c in own or c == subject:
            continue
        dep = p.dep[c]
        if dep in OBJECTS:
            rest.append((c, _phrase(syntax, c, 2)))
        elif dep in ("prep", "agent") and c > trigger:
            rest.append((c, [c, *(t for o in p.children[c] if p.dep[o] in ("pobj", "prep") for t in _phrase(syntax, o, 2))]))
        elif dep in ("advmod", "npadvmod") and c > trigger and c == trigger + 1 and p.pos[c] == "ADV":
            rest.append((c, [c]))
        elif dep in ("xcomp", "ccomp") and c > trigger and any(p.tag[x] == "TO" for x in p.children[c]):
            rest.append((c, [t for t in _phrase(syntax, c, 2) if t > trigger]))
    parts.extend(tokens for _, tokens in sorted(rest))
    return _join(syntax, text, parts)


def _phrase(syntax: Syntax, head: int, depth: int) -> list[int]:
    """Tokens of a phrase without its asides; conjuncts with their comma, prepositional phrases down to a depth."""
    p = syntax.parse
    out = [head]
    for c in p.children[head]:
        dep = p.dep[c]
        if dep == "punct" and p.text[c] in (",", "-", "–", "'", '"', "“", "”") and any(p.dep[x] == "conj" and x > c for x in p.children[head]) and c > head:
            out.append(c)
        elif dep in ASIDE or (dep == "prep" and depth == 0):
            continue
        else:
            out.extend(_phrase(syntax, c, depth - 1 if dep == "prep" else depth))
    return sorted(out)


def _join(syntax: Syntax, text: str, parts: list[list[int]]) -> str:
    """Parts in the report's spelling, as many as fit."""
    out = ""
    for tokens in parts:
        piece = _spell(syntax, text, tokens)
        longer = f"{out} {piece}" if out else piece
        if len(longer) > LONGEST:
            if out and len(out) >= LONGEST // 3:
                break
            longer = longer[: LONGEST + 1].rsplit(" ", 1)[0]
        out = longer
    return out.strip(" ,;:-–\"“”'")


def _spell(syntax: Syntax, text: str, tokens: list[int]) -> str:
    p = syntax.parse
    out = ""
    last = -1
    for t in tokens:
        between = text[p.end[last] : p.start[t]] if last >= 0 and t <= last + 2 else " "
        gap = between if t == last + 1 or (between and not SPACE.search(between)) else " "  # "five-year"
        if p.text[t] in (",", "'s", "’s"):
            gap = ""
        out += (gap if out else "") + p.text[t]
        last = t
    return SPACE.sub(" ", out).strip(" ,")
