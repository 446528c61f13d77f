"""Noun phrases and pronouns that denote people, forces, groups and institutions without naming them."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.reading.drafts import Draft
from dragoman.reading.lexicon import Lexicon, lexicon
from dragoman.records.mentions import ActorKind, MentionForm
from dragoman.records.parses import Parse
from dragoman.text.wordsets import wordset

PRONOUNS: dict[str, tuple[str, bool]] = {
    "he": ("m", False), "him": ("m", False), "his": ("m", False), "himself": ("m", False),
    "she": ("f", False), "her": ("f", False), "hers": ("f", False), "herself": ("f", False),
    "they": ("", True), "them": ("", True), "their": ("", True), "themselves": ("", True), "it": ("n", False), "its": ("n", False), "itself": ("n", False),
}  # fmt: skip
"""Pronoun to gender ("n" for things) and whether it is plural."""

CHANGED = {
    **dict.fromkeys(("former", "ex", "late", "ousted", "deposed", "toppled", "overthrown", "then"), "past"),
    **dict.fromkeys(("deputy", "vice", "aide"), "under"), **dict.fromkeys(("future", "designate", "elect"), "to come"),
}  # fmt: skip
"""Words that make an office another than the one now held, and how."""
_LEFT = wordset("det amod compound poss nummod nmod quantmod predet advmod case npadvmod punct neg")
_LANDS = frozenset({"country", "nation", "kingdom", "republic", "state"})
_PARTITIVE = wordset("group number band bunch crowd handful team gang mob couple dozen hundred thousand ten score pair majority member unit battalion brigade company regiment contingent convoy column bulk part rest one some most many several few two three more leader generation column throng stream mass")
_NOT_HEAD_OF = frozenset({"compound", "amod", "nmod", "npadvmod"})
_COLLECTIVE = frozenset({"minority", "community", "population", "crowd", "gang", "mob", "family", "staff", "electorate", "elite", "clergy", "tribe", "clan", "diaspora", "band", "household", "group", "personnel", "faithful"})
_OF_SOMEBODY = wordset("supporter follower opponent ally loyalist backer critic sympathiser sympathizer adversary enemy relative friend adviser advisor rival partisan")
_ALWAYS_PLURAL = frozenset({"police", "people", "military", "army", "opposition", "gendarmerie", "militia", "public", "infantry", "navy", "air force", "national guard", "cavalry"})


def find_descriptions(parse: Parse, text: str, names: Sequence[Draft]) -> list[Draft]:
    """Drafts of descriptions and pronouns, in text order; tokens that names cover are passed over."""
    lex = lexicon()
    at: dict[int, Draft] = {}
    for d in names:
        for k in range(d.first, d.last):
            old = at.get(k)
            if old is None or old.last - old.first < d.last - d.first:
                at[k] = d
    out: list[Draft] = []
    swallowed: set[int] = set()
    for i in range(len(parse)):
        if i in swallowed:
            continue
        small = parse.text[i].lower()
        if small in PRONOUNS and parse.tag[i] in {"PRP", "PRP$"}:
            gender, plural = PRONOUNS[small]
            out.append(Draft(first=i, last=i + 1, head=i, kind=ActorKind.PERSON, form=MentionForm.PRONOUN, name=parse.text[i], gender=gender, plural=plural, lemma=small))
            continue
        draft = _nominal_demonym(parse, i, at, lex) or _by_age(parse, i, at) or _description(parse, i, at, lex, swallowed)
        if draft is not None:
            out.append(draft)
    return out


def _nominal_demonym(parse: Parse, i: int, at: dict[int, Draft], lex: Lexicon) -> Draft | None:
    """ "the Russian" as a person."""
    if i in at or not parse.text[i][0].isupper() or i == 0 or parse.text[i - 1].lower() not in {"the", "a", "an"}:
        return None
    for toks, entry in lex.names.get(parse.text[i], ()):
        if len(toks) == 1 and entry.form is MentionForm.DEMONYM and not entry.plural and not parse.text[i].endswith(("ese", "ish", "ch")):
            if parse.dep[i] in {"amod", "compound", "nmod"} and parse.head[i] > i:
                return None
            return Draft(first=i - 1, last=i + 1, head=i, kind=ActorKind.PERSON, form=MentionForm.DEMONYM, name=parse.text[i], country=entry.country, definite=parse.text[i - 1].lower() == "the", lemma=parse.text[i].lower())
    return None


def _by_age(parse: Parse, i: int, at: dict[int, Draft]) -> Draft | None:
    """ "the 71-year-old" as a person, where no noun follows."""
    if parse.text[i].lower() not in {"old", "olds"} or i < 5 or parse.text[i - 1] != "-" or parse.text[i - 2].lower() not in {"year", "years"} or i in at:
        return None
    if not (parse.text[i - 3] == "-" and parse.text[i - 4].isdigit() and parse.text[i - 5].lower() == "the"):
        return None
    if i + 1 < len(parse) and parse.pos[i + 1] in {"NOUN", "PROPN", "ADJ"}:
        return None
    return Draft(first=i - 5, last=i + 1, head=i, kind=ActorKind.PERSON, form=MentionForm.DESCRIPTION, name=" ".join(parse.text[i - 4 : i + 1]), lemma="year-old", definite=True)


def _noun_class(parse: Parse, i: int, lex: Lexicon) -> tuple[str, str, str, int] | None:
    """Sort (person, group, force, institution), class and words of the noun that ends at `i`, and how many words it has."""
    lemma = parse.lemma[i]
    if parse.pos[i] == "PROPN":
        lemma = parse.text[i].lower()
    plural = parse.tag[i] in {"NNS", "NNPS"}
    if plural and parse.pos[i] == "PROPN" and lemma.endswith("s"):
        lemma = lemma[:-1]
    prior = [parse.text[k].lower() for k in range(max(0, i - 3), i)]
    for n in range(len(prior), -1, -1):
        phrase = (*prior[len(prior) - n :], lemma)
        if n and parse.head[i - 1] not in {i, i - 1} and parse.text[i - 1] != "-" and parse.dep[i - 1] not in {"compound", "amod"}:
            continue
        own = (*phrase[:-1], parse.text[i].lower())
        for sort, table in (("force", lex.forces), ("institution", lex.institutions), ("group", lex.groups)):
            cls = table.get(phrase) or table.get(own)
            if cls is None:
                continue
            if sort == "institution" or plural or lemma in _ALWAYS_PLURAL or (sort == "force" and phrase not in lex.titles) or (sort == "group" and lemma in _COLLECTIVE):
                return sort, cls, " ".join(phrase), n + 1
        hit = lex.titles.get(phrase) or lex.titles.get(own)
        if hit:
            return ("group" if plural else "person"), (hit[0] if not plural else " ".join(phrase)), " ".join(phrase), n + 1
    return None


def _description(parse: Parse, i: int, at: dict[int, Draft], lex: Lexicon, swallowed: set[int]) -> Draft | None:
    if i in at or parse.pos[i] not in {"NOUN", "PROPN", "NUM", "ADJ", "PRON", "DET"}:
        return None
    s = parse.sentences[parse.sentence[i]]
    if parse.dep[i] in _NOT_HEAD_OF and parse.head[i] > i and parse.head[i] not in at and not _verb_in_disguise(parse, i, s.last, lex):
        return None
    if parse.lemma[i] in _PARTITIVE:
        part = _partitive(parse, i, at, lex, swallowed)
        if part is not None:
            return part
    if parse.pos[i] not in {"NOUN", "PROPN"}:
        return None
    if parse.lemma[i] in _LANDS and parse.tag[i] == "NN" and i and parse.text[i - 1].lower() in {"the", "this", "that"} and parse.dep[i] in {"nsubj", "nsubjpass", "poss", "dobj", "agent"}:
        return Draft(first=i - 1, last=i + 1, head=i, kind=ActorKind.COUNTRY, form=MentionForm.DESCRIPTION, name=parse.text[i], key="land", lemma=parse.lemma[i], definite=True)
    found = _noun_class(parse, i, lex)
    if found is None:
        return None
    sort, cls, lemma, _ = found
    first = _left_end(parse, i, s.first, at)
    d = Draft(first=first, last=i + 1, head=i, kind=ActorKind.PERSON, form=MentionForm.DESCRIPTION, name=parse.text[i], lemma=lemma)
    if sort == "group":
        d.key = f"group:{cls}"
    _fill(parse, d, at, lex)
    if sort == "person" and d.last == i + 1:
        d.last = _of_body(parse, i, at, lex)
    if sort in {"force", "group"} and cls in {"officers", "troops", "leaders"} and list(parse.text[i + 1 : i + 3]) == ["in", "power"]:
        sort, cls, d.last = "group", "military rulers", i + 3
        d.key = "group:military rulers"
    nxt = i + 1
    if nxt + 1 < s.last and parse.text[nxt].lower() in {"of", "from"} and d.last == i + 1:
        named = at.get(nxt + 1) or (at.get(nxt + 2) if parse.text[nxt + 1].lower() == "the" and nxt + 2 < s.last else None)
        if named is not None and named.kind is ActorKind.COUNTRY and (parse.text[nxt].lower() == "from" or sort != "person"):
            d.country, d.last = d.country or named.country, named.last
    if sort == "group" and parse.lemma[i] in _OF_SOMEBODY and nxt + 1 < s.last and parse.text[nxt].lower() == "of" and d.last == i + 1:
        named = next((at[k] for k in range(nxt + 1, min(nxt + 5, s.last)) if k in at), None)
        if named is not None and named.kind is ActorKind.PERSON and named.first - nxt <= 3:
            d.last, d.owner = named.last, d.owner or named.name  # "supporters of the former president Oran Bel" are not he
    if parse.text[i - 1 if i else 0] in {"-", "‑"} and i and first == i:
        return None
    if sort == "person" and (any(parse.dep[c] == "det" and parse.lemma[c] == "no" for c in parse.children[i] if c < i) or (nxt < s.last and parse.text[nxt] in {"-", "‑"} and parse.start[nxt] == parse.end[i])):
        return None  # "no dictator"; the first half of a compound
    if sort == "person":
        gender = lex.titles.get(tuple(lemma.split()), ("", ""))[1]
        d.gender = gender
        before = [parse.text[k].lower() for k in range(first, i)]
        lemma_owner: tuple[str, ...] = ()
        if not d.owner and d.last == i + 1 and cls in {"ruler", "official", "military"} and i + 1 < s.last and parse.text[i + 1] == "of":
            of = next((x for x in parse.children[i + 1] if parse.dep[x] == "pobj"), -1)
            if of >= 0 and of not in at and parse.pos[of] == "NOUN" and parse.lemma[of] not in _LANDS | {"state", "government"}:
                lemma_owner = (parse.lemma[of],)  # "the leader of the revolt" leads no country
                d.owner = parse.lemma[of]
        d.roles = [(cls if d.owner not in lemma_owner else "politician", " ".join([*(w for w in before if w in CHANGED), *lemma_owner, lemma]), d.country)]
        d.key = f"role:{cls}"
        if parse.dep[i] in {"attr", "oprd"} or (parse.dep[i] == "pobj" and parse.lemma[parse.head[i]] == "as"):
            d.attribute = True
    elif sort == "force":
        d.kind, d.key, d.plural = ActorKind.ARMED_FORCE, f"force:{cls}", True
    elif sort == "group":
        d.kind, d.key, d.plural = ActorKind.GROUP, f"group:{cls}", True
    else:
        if parse.tag[i] == "NNS" and lemma not in {"authority", "authorities", "media"}:
            return None
        d.kind, d.key = ActorKind.ORGANISATION, f"inst:{cls}"
        if not (d.definite or d.country or d.owner or lemma in {"authority", "authorities", "media", "press"}) and cls in {"organization", "company", "school", "agency", "media", "office", "alliance", "movement", "department", "committee", "commission"}:
            if parse.dep[i] not in {"nsubj", "nsubjpass", "agent", "dobj"}:
                return None
        if lemma in {"authority", "authorities"}:
            d.plural = parse.tag[i] == "NNS"
            if not d.plural and not d.definite:
                return None
            if d.plural:
                d.key = "inst:government"
        if lemma in {"leadership"} and not d.country and not d.definite:
            return None
    return d


def _of_body(parse: Parse, i: int, at: dict[int, Draft], lex: Lexicon) -> int:
    """End of an office's description, with the unnamed body it is an office of: "the commander of the armed forces", "the speaker of parliament"."""
    if (parse.lemma[i],) not in lex.titles or i + 2 >= len(parse) or parse.text[i + 1] != "of":
        return i + 1
    for j in range(i + 2, min(i + 7, len(parse))):
        if parse.sentence[j] != parse.sentence[i] or parse.pos[j] not in {"DET", "ADJ", "NOUN", "PROPN", "PART", "ADP", "VERB"}:
            return i + 1
        if parse.pos[j] == "NOUN" and (j + 1 >= len(parse) or parse.pos[j + 1] not in {"NOUN", "PROPN"}):
            hit = _noun_class(parse, j, lex)
            return j + 1 if hit is not None and hit[0] in {"institution", "force"} else i + 1
        if parse.pos[j] == "ADP":
            return i + 1
    return i + 1


def _verb_in_disguise(parse: Parse, i: int, end: int, lex: Lexicon) -> bool:
    """ "The president talks of …": an office, a word in -s that the parser takes for a plural, and what follows a verb."""
    h = parse.head[i]
    hit = lex.titles.get((parse.text[i].lower(),))
    if h != i + 1 or h + 1 >= end or parse.tag[h] != "NNS" or hit is None or hit[0] not in {"state", "monarch", "government", "ruler", "minister", "spokesman"}:
        return False
    return parse.tag[h + 1] in {"IN", "DT", "PRP", "PRP$", "TO"} and any(parse.tag[k] in {"DT", "PRP$", "POS"} for k in range(max(0, i - 3), i))


def _partitive(parse: Parse, i: int, at: dict[int, Draft], lex: Lexicon, swallowed: set[int]) -> Draft | None:
    """ "a group of soldiers", "thousands of protesters", "one of his sons": the whole, under the class of what it is made of."""
    of = next((c for c in parse.children[i] if c > i and parse.lemma[c] in {"of", "from"} and parse.dep[c] == "prep"), None)
    if of is None:
        return None
    inner = next((c for c in parse.children[of] if parse.dep[c] == "pobj"), None)
    if inner is None or inner - i > 8:
        return None
    s = parse.sentences[parse.sentence[i]]
    if inner in at:
        people = at[inner]
        if (people.key.startswith("people:") and people.head == inner) or (people.form is MentionForm.DEMONYM and parse.lemma[of] == "of"):
            d = Draft(first=_left_end(parse, i, s.first, at), last=inner + 1, head=i, kind=ActorKind.GROUP, form=MentionForm.DESCRIPTION, name=_phrase(parse, i, inner + 1), country=people.country, plural=True, lemma=parse.lemma[i])
            cls = lex.groups.get((parse.lemma[i],))
            d.key = f"group:{cls}" if cls else f"people:{people.country}"
            if cls is None:
                d.country = None
            return d
        return None
    found = _noun_class(parse, inner, lex) if parse.pos[inner] in {"NOUN", "PROPN"} else None
    if found is None or found[0] == "institution":
        return None
    sort, cls, lemma, _ = found
    d = Draft(first=_left_end(parse, i, s.first, at), last=inner + 1, head=i, kind=ActorKind.GROUP, form=MentionForm.DESCRIPTION, name=parse.text[inner], lemma=lemma)
    inner_first = _left_end(parse, inner, of + 1, at)
    probe = Draft(first=inner_first, last=inner + 1, head=inner, kind=ActorKind.GROUP, form=MentionForm.DESCRIPTION, name="", lemma=lemma)
    _fill(parse, probe, at, lex)
    d.country, d.owner, d.definite = probe.country, probe.owner, False
    if parse.lemma[i] in {"one", "member", "leader"} and not (i and parse.text[i - 1] in {"-", "‑"}) and parse.tag[i] not in {"NNS"} and sort in {"group", "person", "force"}:
        single = lex.titles.get((parse.lemma[inner],), ("citizen", ""))
        d.kind, d.key, d.roles, d.gender = ActorKind.PERSON, f"role:{single[0]}", [(single[0], lemma, d.country)], single[1]
    else:
        d.plural = True
        d.kind, d.key = (ActorKind.ARMED_FORCE, f"force:{cls}") if sort == "force" else (ActorKind.GROUP, f"group:{cls}")
    swallowed.add(inner)
    return d


def _left_end(parse: Parse, i: int, floor: int, at: dict[int, Draft]) -> int:
    """First token of the noun phrase that ends at `i`, without what an earlier comma cuts off."""
    first = i
    for c in reversed(parse.children[i]):
        if c > i:
            continue
        if parse.dep[c] not in _LEFT or c < floor:
            break
        if parse.dep[c] == "punct" and parse.text[c] not in {"-", "‑", '"', "“", "”", "‘", "’", "("}:
            break
        if parse.dep[c] in {"advmod", "neg"} and parse.lemma[c] not in {"almost", "nearly", "about", "around", "some", "approximately", "roughly", "only", "more", "most"}:
            break
        low, stack = c, [c]
        while stack:
            j = stack.pop()
            low = min(low, j)
            stack.extend(x for x in parse.children[j] if x < i)
        if low < floor or i - low > 14:
            break
        first = min(first, low)
        if first in at:
            first = max(floor, min(first, at[first].first))
    # a mark or a hyphen alone is no beginning
    while first < i and not parse.text[first][0].isalnum():
        first += 1
    return first


def _phrase(parse: Parse, i: int, j: int) -> str:
    out = []
    for k in range(i, j):
        if k > i and parse.start[k] > parse.end[k - 1]:
            out.append(" ")
        out.append(parse.text[k])
    return "".join(out)


def _fill(parse: Parse, d: Draft, at: dict[int, Draft], lex: Lexicon) -> None:
    """Country, owner and definiteness from the words before the head, and from "of X" after it."""
    names = []
    for k in range(d.first, d.head):
        w = parse.text[k]
        small = w.lower()
        if k + 2 < d.head and parse.text[k + 1] == "-" and parse.text[k + 2] in {"led", "backed", "funded", "based", "speaking", "born", "sponsored", "supported", "allied", "trained"}:
            continue
        if small in {"the", "this", "that", "these", "those", "his", "her", "its", "their", "both", "our"} or small in {"'s", "’s"}:
            d.definite = True
        named = at.get(k)
        if named is not None and named not in names:
            names.append(named)
            _take(d, named)
        elif named is None and w[0].isupper() and d.country is None:
            for toks, entry in lex.names.get(w, ()):
                if len(toks) == 1 and entry.country:
                    d.country = entry.country
        if small in {"country", "nation", "kingdom", "republic"} and k + 1 < d.head and parse.text[k + 1] in {"'s", "’s"}:
            d.owner = d.owner or "focus"
    for c in parse.children[d.head]:
        if c > d.head and c - d.head <= 4 and parse.lemma[c] in {"of", "from", "in", "for"} and parse.dep[c] == "prep":
            obj = next((x for x in parse.children[c] if parse.dep[x] == "pobj"), None)
            if obj is not None and obj in at and obj - d.head <= 8:
                named = at[obj]
                if parse.lemma[c] in {"of", "from"}:
                    _take(d, named)
                    d.definite = d.definite or (parse.lemma[c] == "of" and named.kind is not ActorKind.PLACE and any(parse.text[k].lower() == "the" for k in range(d.first, d.head)))
                    if d.kind is not ActorKind.PLACE and c == d.head + 1 and named.last - d.last <= 8 and named.kind in {ActorKind.COUNTRY, ActorKind.ORGANISATION, ActorKind.ARMED_FORCE}:
                        d.last = max(d.last, named.last)
                elif named.kind is ActorKind.COUNTRY and not d.country:
                    d.country = named.country
                break


def _take(d: Draft, named: Draft) -> None:
    if named.kind is ActorKind.COUNTRY or named.form is MentionForm.DEMONYM:
        if named.form is MentionForm.DEMONYM and named.plural:
            d.owner = d.owner or named.key
        d.country = d.country or named.country
    elif named.kind in {ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.PERSON, ActorKind.PLACE, ActorKind.GROUP}:
        if named.kind is ActorKind.GROUP and not named.key and d.key.startswith("group:protesters"):
            return
        d.owner = d.owner or named.key or named.name
        d.country = d.country or named.country
        d.inner.append(named)
