"""What happens to the counted: killed, injured, arrested, deployed and the like, and which part of the people they are."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.reading.figure_sites import Site, lexicon, title_case
from dragoman.records.parses import Parse
from dragoman.resources import load

COUNT = "count"
"""The role of a figure of which nothing in particular is said."""
_NOMINAL = frozenset({"nummod", "compound", "amod", "quantmod", "nmod", "poss", "conj", "appos", "pobj", "prep", "pcomp", "npadvmod", "dep", "advmod"})
_PREDICATES = frozenset({"acomp", "attr", "oprd", "xcomp", "ccomp", "advcl", "conj"})
_NO_PEOPLE = frozenset({"duration", "share", "money", "measure", "times"})
_LOSSES = frozenset({"killed", "injured", "arrested", "missing", "displaced", "released", "hostage"})
_TALLIES = frozenset({"count", "tally", "figure", "number", "estimate", "total", "toll"})
_SETTLEMENTS = frozenset({"city", "town", "country", "state", "nation", "region", "village", "province", "republic", "kingdom", "island", "district", "camp", "capital", "population"})
_BEFORE_STATES = frozenset({"the", "of", "total", "those", "number", "people", "persons"})
_BREAKS = frozenset({";", ":", "—", "(", ")"})
_CLAUSES = frozenset({"who", "which", "that", "when", "while", "and", "but", ";", ":", "—", ",", "as", "where", "after", "before"})
_PASSIVE_SUBJECTS = frozenset({"nsubjpass", "nsubj"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Role:
    """What a figure counts."""

    name: str
    trigger: int | None = None
    """The token that told."""
    inherited: bool = False
    """Taken over from the figure before it."""
    toll: bool = False
    """The trigger names a total."""


@dataclass(frozen=True, slots=True)
class _Words:
    object: dict[str, str]
    subject: dict[str, str]
    nouns: dict[str, str]
    states: dict[str, str]
    phrases: tuple[tuple[tuple[str, ...], str], ...]
    lives: frozenset[str]
    military: frozenset[str]
    classes: dict[str, str]
    everyone: frozenset[str]
    cumulative: frozenset[str]
    labels: dict[str, str]
    to_hospital: frozenset[str]
    gaining: frozenset[str]
    estimating: frozenset[str]
    trivial: frozenset[str]
    generic: frozenset[str]
    happening: dict[str, str]


@functools.cache
def words() -> _Words:
    table = load("figure_roles")
    roles = table["roles"]

    def by(field: str) -> dict[str, str]:
        out: dict[str, str] = {}
        for name, role in roles.items():
            for word in role[field]:
                out.setdefault(word, name)
        return out

    states = by("states")
    classes: dict[str, str] = {}
    for name, members in table["classes"].items():
        for member in members:
            classes.setdefault(member, name)
    return _Words(
        object=by("object"),
        subject=by("subject"),
        nouns=by("nouns"),
        states={w: r for w, r in states.items() if " " not in w},
        phrases=tuple((tuple(w.split()), r) for w, r in states.items() if " " in w),
        lives=frozenset(roles["killed"]["lives"]),
        military=frozenset(table["military"]),
        classes=classes,
        everyone=frozenset(table["everyone"]),
        cumulative=frozenset(table["cumulative"]),
        labels={name: role["label"] for name, role in roles.items()},
        to_hospital=frozenset(table["to_hospital"]),
        gaining=frozenset(table["gaining"]),
        estimating=frozenset(table["estimating"]),
        trivial=frozenset(table["trivial"]),
        generic=frozenset(table["generic"]),
        happening={word: name for name, members in table["happenings"].items() for word in (name, *members)},
    )


def find_role(parse: Parse, site: Site, before: tuple[Site, Role] | None, after: Site | None) -> Role:
    """The role of one figure.

    Args:
        before: the figure before it in the same or the previous sentence, with its role.
        after: the next figure in the same sentence, where looking around has to stop.
    """
    if site.unit in lexicon().duration.values():
        return Role(name="duration")
    if site.unit == "" and before is not None and before[1].name == "votes" and _more_votes(parse, site, before[0]):
        return Role(name="votes", inherited=True)
    if site.unit == "percent":
        around = (*range(max(parse.sentences[parse.sentence[site.first]].first, site.first - 6), site.first), *range(site.after, min(len(parse), site.after + 2)))
        return Role(name="turnout" if any(parse.lemma[k] == "turnout" for k in around) else "share")
    if site.unit in ("votes", "times", "time"):
        return Role(name="votes" if site.unit == "votes" else "times")
    if site.unit in lexicon().signs.values() or site.unit in lexicon().currency_words.values() or site.unit in lexicon().codes:
        return Role(name="money")
    if site.unit in lexicon().measures.values():
        return Role(name="measure")
    floor = _floor(parse, site, before[0] if before and before[1].name not in _NO_PEOPLE else None)
    ceiling = _ceiling(parse, site, after)
    if _multiplier(parse, site):
        return Role(name="times")
    if _population(parse, site):
        return Role(name="population")
    around = (_ahead, _toll) if site.head is not None else (_toll, _ahead)
    for rule in (_beside, _within, _counted, _governed, _preceded, _among, _to_hospital, _sent_to_hospital, *around):
        role = rule(parse, site, floor, ceiling)
        if role is not None and role.name == "victims":
            return _inherited(parse, site, before) or role
        if role is not None:
            return _in_the_end(parse, site, role)
    inherited = _inherited(parse, site, before)
    if inherited is not None:
        return inherited
    return _military(parse, site)


def _floor(parse: Parse, site: Site, before: Site | None) -> int:
    """First token of the stretch before the number that may speak of it."""
    first = max(parse.sentences[parse.sentence[site.first]].first, site.first - 14)
    if before is not None and before.last >= first:
        first = max(before.last + 1, before.after)
    for k in range(site.first - 1, first - 1, -1):
        if parse.text[k] == ";":
            return k + 1
    return first


def _ceiling(parse: Parse, site: Site, after: Site | None) -> int:
    """One past the last token of the stretch behind the number that may speak of it."""
    last = min(parse.sentences[parse.sentence[site.first]].last, site.after + 10)
    if after is not None and after.first < last:
        last = after.first
    for k in range(site.last + 1, last):
        if parse.text[k] in _BREAKS:
            return k
    return last


def _beside(parse: Parse, site: Site, floor: int, ceiling: int) -> Role | None:
    """ "164 dead", "12 people injured", "900 more hurt": a state right behind the figure."""
    k = site.after
    while k < min(ceiling, site.after + 3) and parse.text[k].lower() in ("more", "others", "other", "also", "reportedly", "reported", "confirmed", "feared", "found", "believed", "left"):
        k += 1
    if k >= ceiling:
        return None
    word = parse.text[k].lower()
    role = words().states.get(word)
    if role is None or word in ("strong",):
        return Role(name="deployed", trigger=k) if role else None
    if word == "shot" and k + 1 < ceiling and parse.text[k + 1].lower() in ("dead", "to"):
        return Role(name="killed", trigger=k + 1)
    if parse.tag[k] in ("VBD", "VBN", "VBP", "VB", "VBG") and parse.lemma[k] in words().object and _has_object(parse, k):
        return None
    return Role(name=role, trigger=k)


def _in_the_end(parse: Parse, site: Site, role: Role) -> Role:
    """ "11 officials arrested in the raid were freed": the verb of the sentence tells what a participle behind the noun only recalls."""
    trigger = role.trigger
    if trigger is None or trigger <= site.last or parse.tag[trigger] not in ("VBN", "VBD", "JJ") or site.head is None or parse.lemma[trigger] not in words().object:
        return role
    if trigger < site.head:
        verb, rel, _ = _top(parse, site.head)
        return (_by_verb(parse, site, verb, rel, len(parse)) or role) if rel == "nsubjpass" and verb > site.head else role
    if trigger == site.after:
        for k in range(trigger + 1, min(parse.sentences[parse.sentence[trigger]].last - 1, trigger + 10)):
            if parse.text[k].lower() in _CLAUSES:
                break
            if parse.text[k].lower() in ("was", "were", "been") and parse.tag[k + 1] == "VBN":
                name = words().object.get(parse.lemma[k + 1])
                return Role(name=_dead(parse, k + 1, name), trigger=k + 1) if name is not None and _allowed(parse, site, name) else role
    if parse.dep[trigger] != "acl":
        return role
    verb, rel, _ = _top(parse, site.head)
    if verb <= trigger or rel not in _PASSIVE_SUBJECTS:
        return role
    return _by_verb(parse, site, verb, rel, len(parse)) or role


def _to_hospital(parse: Parse, site: Site, floor: int, ceiling: int) -> Role | None:
    """ "33 people were taken to the city's main hospital": the hurt told by where they went."""
    if site.unit not in ("people", ""):
        return None
    for k in range(site.after, min(ceiling, site.after + 5)):
        if parse.tag[k] == "VBN" and parse.lemma[k] in words().to_hospital:
            stop = min(len(parse), k + 8)
            for t in range(k + 1, stop):
                if parse.text[t] in (",", ";", "."):
                    break
                if parse.lemma[t].lower() in ("hospital", "clinic", "infirmary"):
                    return Role(name="injured", trigger=k)
    return None


def _sent_to_hospital(parse: Parse, site: Site, floor: int, ceiling: int) -> Role | None:
    """The same where the verb stands farther off, its subject being the counted."""
    verb, rel, _ = _top(parse, site.head) if site.head is not None else (-1, "", "")
    if verb < 0 or rel not in _PASSIVE_SUBJECTS or parse.tag[verb] != "VBN" or parse.lemma[verb] not in words().to_hospital:
        return None
    near = range(verb + 1, min(len(parse), verb + 8))
    return Role(name="injured", trigger=verb) if any(parse.lemma[t].lower() in ("hospital", "clinic", "infirmary") for t in near) else None


def _more_votes(parse: Parse, site: Site, prior: Site) -> bool:
    """ "won 134 votes; her rival had 82, and a third candidate five": bare numbers behind votes."""
    if site.head is not None or parse.sentence[site.first] - parse.sentence[prior.first] > 1:
        return False
    verb = parse.head[site.last]
    if parse.pos[verb] in ("VERB", "AUX") and parse.lemma[verb] in words().gaining:
        return True
    return parse.sentence[site.first] == parse.sentence[prior.first] and parse.tag[site.first - 1] in ("NNP", ")", "-RRB-", "NN", ",") and site.first - prior.last < 30


def is_tally(parse: Parse, site: Site) -> bool:
    """Whether a bare number is called a count, figure or toll, or is what somebody "puts" something at."""
    if site.head is not None or site.unit not in ("", "people") or site.partitive:
        return False
    first = parse.sentences[parse.sentence[site.first]].first
    k = _before(parse, site)
    if k <= first:
        return False
    word, lemma = parse.text[k].lower(), parse.lemma[k]
    if word in ("of", "at", "as", "to", "is", "was", "be"):
        near = range(max(first, k - (2 if word == "of" else 7)), k)
        return any((parse.lemma[t] in _TALLIES and not (t + 1 < k and parse.text[t + 1].lower() == "of")) or (parse.lemma[t] in words().estimating and parse.pos[t] == "VERB") for t in near)
    return lemma in words().estimating and parse.pos[k] == "VERB"


def is_rival(parse: Parse, site: Site, prior: Site, *, prior_is_rival: bool) -> bool:
    """Whether a bare number is another count of what the number before it counts: "the organisers say 50,000", "one paper at 206"."""
    if site.head is not None or site.unit not in ("", "people") or site.partitive or site.addition or parse.sentence[site.first] - parse.sentence[prior.first] > 1:
        return False
    same = parse.sentence[site.first] == parse.sentence[prior.first]
    k = _before(parse, site)
    if same and prior_is_rival and k > prior.last and parse.text[k].lower() in ("at", "as", "to"):
        return True
    if is_tally(parse, site):
        return not _names_its_own(parse, site)
    return site.after + 1 < len(parse) and same and parse.text[site.after].lower() == "according" and parse.text[site.after + 1].lower() == "to"


def _names_its_own(parse: Parse, site: Site) -> bool:
    """Whether the words before a bare tally name what it counts: "put the lost cattle at 40", "troops, whose number he gave as 900"."""
    first = parse.sentences[parse.sentence[site.first]].first
    for k in range(_before(parse, site), max(first, site.first - 9) - 1, -1):
        if parse.text[k].lower() == "whose":
            return True
        if parse.pos[k] == "VERB" and parse.lemma[k] in words().estimating:
            return any(parse.text[x].lower() == "whose" for x in range(max(first, k - 8), k))
        if parse.pos[k] == "NOUN" and parse.lemma[k] not in _TALLIES and parse.lemma[k] not in words().everyone and parse.lemma[k] not in words().nouns and parse.text[k].lower() not in words().states:
            return True
    return False


def _before(parse: Parse, site: Site) -> int:
    """The last token before the figure with its qualifier."""
    k = site.first - 1
    while k >= 0 and parse.end[k] > site.start:
        k -= 1
    return k


def _has_object(parse: Parse, verb: int) -> bool:
    """Whether an active verb acts on somebody else, so that its subject is the doer."""
    if any(parse.dep[c] in ("dobj", "obj") and c > verb for c in parse.children[verb]):
        return True
    nxt = verb + 1
    return nxt < len(parse) and parse.sentence[nxt] == parse.sentence[verb] and parse.tag[nxt] in ("DT", "CD", "PRP$", "NNS") and parse.tag[verb] != "VBN"


def _within(parse: Parse, site: Site, floor: int, ceiling: int) -> Role | None:
    """ "three dead protesters": a state between the number and the noun."""
    if site.head is None:
        return None
    for k in range(site.last + 1, site.head + 1):
        role = words().states.get(parse.text[k].lower())
        if role is not None and (k < site.head or parse.pos[k] != "NOUN"):
            return Role(name=role, trigger=k)
    return None


def _counted(parse: Parse, site: Site, floor: int, ceiling: int) -> Role | None:
    """ "2,000 arrests", "75,000 refugees", "cost 164 lives", "three of those killed": the noun itself tells."""
    table = words()
    if site.partitive:
        for k in range(site.last + 2, min(site.after + 1, ceiling)):
            role = table.states.get(parse.text[k].lower()) or table.nouns.get(parse.lemma[k])
            if role is not None and role != "victims":
                return Role(name=role, trigger=k)
    if site.head is None:
        return None
    lemma = parse.lemma[site.head]
    if lemma == "life":
        near = [parse.lemma[k] for k in (*range(max(floor, site.first - 5), site.first), *range(site.after, min(ceiling, site.after + 5)))]
        return Role(name="killed", trigger=site.head) if table.lives & set(near) or "lost" in near else None
    role = table.nouns.get(lemma)
    if role is None or role in ("attending", "deployed") or (role == "arrested" and lemma in ("detainee", "prisoner", "inmate")):
        return None
    if role == "victims" or lemma == "body":
        return _governed(parse, site, floor, ceiling) or _ahead(parse, site, floor, ceiling) or Role(name=role, trigger=site.head)
    if parse.lemma[site.head - 1] == "attempt":
        return None
    return Role(name=role, trigger=site.head)


def _top(parse: Parse, i: int) -> tuple[int, str, str]:
    """The verb above a noun phrase, the place of the phrase under it, and the preposition between them."""
    rel, prep = parse.dep[i], ""
    seen = 0
    while parse.dep[i] in _NOMINAL and parse.head[i] != i and seen < 12:
        if parse.pos[parse.head[i]] in ("VERB", "AUX") and parse.dep[i] in ("prep", "pobj", "npadvmod", "dep", "advmod"):
            prep = prep or parse.text[i].lower()
            return parse.head[i], "prep", prep
        if parse.dep[i] == "pobj":
            prep = parse.text[parse.head[i]].lower()
        i = parse.head[i]
        rel = parse.dep[i]
        seen += 1
        if parse.pos[i] in ("VERB", "AUX"):
            return i, "conj", prep
    up = parse.head[i]
    return up, ("root" if up == i else rel), prep


def _governed(parse: Parse, site: Site, floor: int, ceiling: int) -> Role | None:
    """The verb of which the figure is subject or object, or that hangs on its noun."""
    table = words()
    node = site.head if site.head is not None else site.last
    for c in parse.children[node]:
        if c > node and parse.dep[c] in ("acl", "relcl") and c < ceiling:
            passive = parse.dep[c] == "acl" or any(parse.dep[x] == "auxpass" for x in parse.children[c])
            role = table.object.get(parse.lemma[c]) if passive and parse.tag[c] == "VBN" else table.subject.get(parse.lemma[c])
            if role is not None and _allowed(parse, site, role):
                return Role(name=_dead(parse, c, role), trigger=c)
    verb, rel, prep = _top(parse, node)
    if rel == "prep" and prep in ("with", "alongside", "among") and site.addition and parse.tag[verb] == "VBN":
        role = table.object.get(parse.lemma[verb])
        return Role(name=role, trigger=verb) if role is not None and _allowed(parse, site, role) else None
    if rel in ("prep", "root") and not (rel == "prep" and prep in ("of", "as")):
        return None
    if parse.pos[verb] not in ("VERB", "AUX", "ADJ"):
        return None
    return _by_verb(parse, site, verb, rel, ceiling)


def _by_verb(parse: Parse, site: Site, verb: int, rel: str, ceiling: int, depth: int = 0) -> Role | None:
    table = words()
    lemma = parse.lemma[verb]
    children = parse.children[verb]
    passive = rel == "nsubjpass" or any(parse.dep[c] in ("auxpass", "nsubjpass") for c in children)
    role: str | None = None
    if rel == "dobj" or (rel == "conj" and site.first > verb and not passive):
        role = table.object.get(lemma)
    elif rel in _PASSIVE_SUBJECTS:
        role = table.object.get(lemma) if passive or (parse.tag[verb] == "VBN" and not _has_object(parse, verb)) else table.subject.get(lemma)
    if role == "displaced" and lemma == "cross" and site.head is not None and parse.lemma[site.head] in table.military:
        role = "deployed"
    if role == "released" and parse.tag[verb] == "VB" and verb and parse.text[verb - 1].lower() == "to":
        role = None  # still to be freed
    if role is not None and _allowed(parse, site, role, sent=passive or rel == "dobj"):
        return Role(name=_dead(parse, verb, role), trigger=verb)
    state = table.states.get(parse.text[verb].lower())
    if state is not None and parse.pos[verb] == "ADJ" and rel in _PASSIVE_SUBJECTS:
        return Role(name=state, trigger=verb)
    if rel in _PASSIVE_SUBJECTS and depth < 2:
        for c in children:
            if parse.dep[c] in _PREDICATES and c > verb and c < ceiling:
                state = table.states.get(parse.text[c].lower())
                if (state is not None and parse.pos[c] in ("ADJ", "NOUN")) or (state is not None and parse.tag[c] == "VBN"):
                    return Role(name=state, trigger=c)
                if parse.pos[c] in ("VERB", "AUX") and parse.dep[c] in ("xcomp", "ccomp"):
                    found = _by_verb(parse, site, c, "nsubjpass" if parse.tag[c] == "VBN" else "nsubj", ceiling, depth + 1)
                    if found is not None:
                        return found
    return None


def _allowed(parse: Parse, site: Site, role: str, *, sent: bool = False) -> bool:
    """Movement makes a deployment only of military people, of police when somebody sends them, and a flight only of people."""
    lemma = parse.lemma[site.head] if site.head is not None else ""
    if role == "displaced" and (words().classes.get(lemma) in ("armed", "security") or lemma in ("prisoner", "inmate", "detainee", "suspect", "hostage", "captive", "convict")):
        return False
    if lemma == "man" and role in ("deployed", "withdrawn") and not sent:
        return False
    if role in ("deployed", "withdrawn", "stationed"):
        if sent and words().classes.get(lemma) == "security":
            return True
        return lemma in words().military or parse.text[site.head].lower() in words().military if site.head is not None else False
    return site.unit in ("people", "")


def _dead(parse: Parse, verb: int, role: str) -> str:
    """ "were shot dead" and "shot to death" kill, whatever "shot" alone would say."""
    for k in range(verb + 1, min(len(parse), verb + 4)):
        if parse.sentence[k] != parse.sentence[verb]:
            break
        if parse.text[k].lower() in ("dead", "death", "fatally"):
            return "killed"
    return "killed" if verb and parse.text[verb - 1].lower() == "fatally" else role


def _toll(parse: Parse, site: Site, floor: int, ceiling: int) -> Role | None:
    """ "the toll reached 97", "put the dead at 13": a noun before the number names what is counted."""
    if site.unit not in ("people", "") or (site.head is not None and parse.lemma[site.head] not in words().everyone and not site.partitive):
        return None
    table = words()
    found: Role | None = None
    for k in range(site.first - 1, floor - 1, -1):
        lower = parse.text[k].lower()
        noun = table.nouns.get(parse.lemma[k]) if parse.pos[k] in ("NOUN", "PROPN", "ADJ", "VERB") else None
        state = table.states.get(lower) if (k and parse.text[k - 1].lower() in _BEFORE_STATES) or parse.pos[k] == "NOUN" else None
        role = noun or state
        if role == "deployed" or (noun and parse.pos[k] == "VERB" and state is None):
            continue
        if role == "attending" and (site.head is not None or parse.lemma[k] not in ("crowd", "turnout")):
            continue
        if role is not None:
            toll = lower in ("toll", "count", "tally")
            found = Role(name=role, trigger=k, toll=True)
            if not toll:
                break
        if parse.text[k] == "," and found is not None:
            break
    return found


def _ahead(parse: Parse, site: Site, floor: int, ceiling: int) -> Role | None:
    """Set phrases and states a few words behind the figure, where the parse did not tell."""
    if site.unit not in ("people", ""):
        return None
    table = words()
    lower = [parse.text[k].lower() for k in range(site.after, ceiling)]
    for phrase, role in table.phrases:
        for at in range(len(lower) - len(phrase) + 1):
            if tuple(lower[at : at + len(phrase)]) == phrase and (role != "displaced" or site.head is None or table.classes.get(parse.lemma[site.head]) != "protesters"):
                return Role(name=role, trigger=site.after + at)
    for at, word in enumerate(lower[:8]):
        k = site.after + at
        if parse.text[k] in (",",) and at > 0:
            break
        role_name = table.states.get(word)
        if role_name is None or word in ("killing", "strong", "sent", "arrived"):
            role_name = table.subject.get(parse.lemma[k]) if parse.lemma[k] in ("die", "perish", "flee") else None
        if role_name is not None and not (parse.lemma[k] in table.object and (_has_object(parse, k) or (parse.tag[k] == "VBD" and _active(parse, k)))):
            return Role(name=role_name, trigger=k)
    return None


def _active(parse: Parse, verb: int) -> bool:
    return any(parse.dep[c] == "nsubj" for c in parse.children[verb]) and not any(parse.dep[c] == "auxpass" for c in parse.children[verb])


def _inherited(parse: Parse, site: Site, before: tuple[Site, Role] | None) -> Role | None:
    """ "103 in the capital", "Northern Province – 10;": what the figure before it counts, where nothing else is said."""
    if before is None or site.unit not in ("people", ""):
        return None
    prior, role = before
    if role.name in _LOSSES and site.unit == "people" and parse.text[site.first - 1].lower() == "including" and parse.sentence[prior.first] == parse.sentence[site.first]:
        return Role(name=role.name, trigger=role.trigger, inherited=True)
    if role.name not in (COUNT, *_NO_PEOPLE) and site.unit == "people" and in_list(parse, prior, site):
        return Role(name=role.name, trigger=role.trigger, inherited=True)
    if site.head is not None and parse.lemma[site.head] not in words().everyone and not is_row(parse, site):
        return None
    if site.head is None and parse.lemma[site.first] and any(
        parse.lemma[k] in _TALLIES for k in range(max(0, site.first - 6), site.first) if parse.sentence[k] == parse.sentence[site.first]
    ):
        return Role(name=role.name, trigger=role.trigger, inherited=True, toll=True) if role.name not in (COUNT, *_NO_PEOPLE) else None
    same = parse.sentence[prior.first] == parse.sentence[site.first]
    if role.name in (COUNT, *_NO_PEOPLE):
        return None
    if role.name in _LOSSES and site.head is None and _they_were(parse, site):
        return Role(name=role.name, trigger=role.trigger, inherited=True, toll=True)
    near = site.first - prior.last <= 12
    told = site.after < len(parse) and parse.tag[site.after] in ("VBN", "VBD", "JJ") and parse.text[site.after].lower() not in words().states
    if site.head is None and told and not site.partitive and parse.sentence[site.after] == parse.sentence[site.first] and parse.lemma[site.after] not in ("be", "have"):
        return None
    if site.partitive or (site.unit == "" and is_row(parse, site)) or (same and near and _coordinated(parse, prior, site)):
        return Role(name=role.name, trigger=role.trigger, inherited=True)
    return None


def _they_were(parse: Parse, site: Site) -> bool:
    """ "They were not more than 46": a bare number said of those counted just before."""
    verb, first = parse.head[site.last], parse.sentences[parse.sentence[site.first]].first
    for _ in range(3):
        if parse.lemma[verb] == "be":
            return any(parse.text[c].lower() in ("they", "these", "those") and parse.dep[c] == "nsubj" and first <= c < site.first for c in parse.children[verb])
        verb = parse.head[verb]
    return False


def in_list(parse: Parse, prior: Site, site: Site) -> bool:
    """Whether the figure stands in a list behind a colon that breaks the prior figure down ("50 deaths: 30 rebels and 18 soldiers")."""
    if parse.sentence[prior.first] != parse.sentence[site.first]:
        return False
    sentence = parse.sentences[parse.sentence[site.first]]
    return any(parse.text[k] == ":" for k in range(sentence.first, site.first)) and not any(parse.text[k] == ";" for k in range(prior.last, site.first))


def _multiplier(parse: Parse, site: Site) -> bool:
    """ "multiply the toll by ten"."""
    return (
        site.unit == ""
        and site.first > 1
        and parse.text[site.first - 1].lower() == "by"
        and any(parse.lemma[k] == "multiply" for k in range(max(0, site.first - 7), site.first))
    )


def _preceded(parse: Parse, site: Site, floor: int, ceiling: int) -> Role | None:
    """ "killing upwards of 60 people": a verb of harm right before the figure, whatever the parser made of the words between."""
    k = site.first - 1
    while k >= floor and parse.end[k] > site.start:
        k -= 1
    if k < floor or parse.pos[k] != "VERB" or parse.lemma[k] not in words().object or any(parse.dep[c] in ("auxpass", "nsubjpass") for c in parse.children[k]):
        return None
    role = words().object[parse.lemma[k]]
    if role == "released" and parse.tag[k] == "VB" and k and parse.text[k - 1].lower() == "to":
        return None
    return Role(name=role, trigger=k) if _allowed(parse, site, role) else None


def _population(parse: Parse, site: Site) -> bool:
    """ "a city of 250,000", "the population of 2 million"."""
    at = site.first - 1
    while at > 0 and parse.end[at] > site.start:
        at -= 1
    if site.unit not in ("people", "") or at < 1 or site.low is None or site.low < 1000:
        return False
    if parse.text[at].lower() in ("of", "with") and parse.lemma[at - 1] in _SETTLEMENTS:
        return True
    return any(parse.lemma[k] == "population" for k in range(max(0, site.first - 5), min(len(parse), site.after + 2)))


def _among(parse: Parse, site: Site, floor: int, ceiling: int) -> Role | None:
    """ "among the dead are 19 officers", "the dead include two doctors": members of a group that was named."""
    if site.unit != "people":
        return None
    table = words()
    first = parse.sentences[parse.sentence[site.first]].first
    for k in range(site.first - 1, first, -1):
        if parse.text[k] == ";":
            return None
        if parse.text[k - 1].lower() not in ("the", "those") or (parse.lemma[k] not in table.nouns and parse.text[k].lower() not in table.states):
            continue
        role = table.nouns.get(parse.lemma[k]) or table.states.get(parse.text[k].lower())
        listed = k > first + 1 and parse.text[k - 2].lower() in ("among", "amongst")
        if role in words().labels and role not in ("attending", "deployed") and (listed or any(parse.lemma[x] == "include" for x in range(k + 1, site.first))):
            return Role(name=role, trigger=k)
    return None


def _coordinated(parse: Parse, prior: Site, site: Site) -> bool:
    between = [parse.text[k].lower() for k in range(prior.last + 1, site.first)]
    return bool({"whom", "them", "these", "including", "includes", "include", "and", ","} & set(between)) and not any(
        parse.pos[k] in ("VERB",) and parse.tag[k] != "VBG" and parse.text[k].lower() not in words().states for k in range(prior.last + 1, site.first)
    )


def is_row(parse: Parse, site: Site) -> bool:
    """A row of a list: a name, a dash or colon, the number, and little else on the line."""
    sentence = parse.sentences[parse.sentence[site.first]]
    if site.first - 1 <= sentence.first or parse.text[site.first - 1] not in ("–", "—", "-", ":"):
        return False
    return site.first - sentence.first <= 6 and parse.tag[site.first - 2] in ("NNP", "NNPS", "NN") and sentence.last - site.last <= 4


def _military(parse: Parse, site: Site) -> Role:
    """Soldiers of whom nothing else is said are counted as deployed where they stand on foreign ground or make up a force."""
    if site.head is None and site.unit in ("", "people"):
        first = parse.sentences[parse.sentence[site.first]].first
        for k in range(max(first + 1, site.first - 9), site.first - 1):  # "troops, whose number he gave as 900"
            if parse.text[k].lower() == "whose" and parse.lemma[k + 1] in _TALLIES:
                named = next((x for x in range(k - 1, max(first, k - 4) - 1, -1) if parse.pos[x] == "NOUN"), None)
                if named is not None and parse.lemma[named] in words().military:
                    return Role(name="deployed", trigger=named)
    if site.head is None or (parse.lemma[site.head] not in words().military and parse.text[site.head].lower() not in words().military):
        return Role(name=COUNT)
    node = site.head
    verb, rel, _ = _top(parse, node)
    lemma = parse.lemma[verb]
    armed = parse.lemma[node] not in ("man", "personnel", "force", "adviser") and parse.text[node].lower() != "men"
    behind = parse.text[site.after].lower() if site.after + 1 < len(parse) else ""
    definite = any(parse.text[k].lower() == "the" for k in range(max(0, site.first - 2), site.first))
    if armed and definite and behind in ("of", "from") and any(parse.pos[k] == "PROPN" for k in range(site.after + 1, min(len(parse), site.after + 3))):
        return Role(name="deployed", trigger=verb)
    if lemma in words().object and words().object[lemma] == "deployed" and rel in ("dobj", "nsubjpass", "prep", "conj"):
        return Role(name="deployed", trigger=verb)
    if lemma in words().subject and words().subject[lemma] in ("deployed", "withdrawn") and rel in ("nsubj", "conj"):
        return Role(name=words().subject[lemma], trigger=verb)
    if (armed or parse.lemma[node] != "man" or lemma in ("put", "place", "bring", "fly", "move")) and lemma in ("put", "place", "bring", "fly", "move", "have", "give", "be", "increase", "raise", "consist", "comprise", "total", "number") and rel in ("dobj", "nsubj", "prep", "attr"):
        return Role(name="deployed", trigger=verb)
    noun_above = parse.lemma[verb] if parse.pos[verb] == "NOUN" else ""
    if words().nouns.get(noun_above) == "deployed" or any(words().nouns.get(parse.lemma[k]) == "deployed" for k in range(max(0, site.first - 4), site.first)):
        return Role(name="deployed", trigger=verb)
    return Role(name="deployed", trigger=None) if armed and lemma in ("come", "arrive", "enter", "let", "send") else Role(name=COUNT)


def find_classes(parse: Parse, site: Site, role: Role) -> tuple[str, ...]:
    """The part of a population that the counted nouns name: security, children, civilians and so on, sorted."""
    table = words()
    spans: list[Iterator[int] | range] = []
    if site.head is not None or site.after > site.last + 1:
        spans.append(range(site.last + 1, site.after))
    stop = parse.sentences[parse.sentence[site.first]].last
    if site.after < stop and parse.text[site.after].lower() in ("of", "or", "from"):
        spans.append(range(site.after + 1, min(stop, site.after + 8)))
    if site.partitive or (site.head is None and role.inherited):
        spans.append(range(site.after, min(stop, site.after + 9)))
    if role.toll and role.trigger is not None and role.trigger < site.first:
        spans.append(range(max(role.trigger - 2, 0), site.first))
    out: set[str] = set()
    for span in spans:
        for k in span:
            if parse.text[k] in (",", ";", ".") or (parse.pos[k] == "CCONJ" and k >= site.after and not (site.partitive or role.inherited)):
                break
            name = table.classes.get(parse.lemma[k]) or table.classes.get(parse.text[k].lower())
            if name is not None and parse.pos[k] in ("NOUN", "PROPN", "ADJ"):
                out.add(name)
    return tuple(sorted(out))


def nationality(parse: Parse, site: Site) -> tuple[str, ...]:
    """Nationalities and peoples printed within the noun phrase."""
    out: list[str] = []
    for k in range(site.last + 1, site.after):
        if parse.entity[k].endswith(("NORP", "GPE")) and parse.pos[k] in ("ADJ", "PROPN", "NOUN"):
            out.append(parse.text[k])
    if site.head is not None and parse.text[site.head][:1].isupper() and parse.tag[site.head] in ("NNS", "NNPS"):
        if not title_case(parse, parse.sentence[site.head]):
            out.append(parse.text[site.head])
    return tuple(sorted(set(out)))


def is_cumulative(parse: Parse, site: Site, role: Role, near: Sequence[int]) -> bool:
    """Whether the words say that the figure is a total so far."""
    table = words()
    if role.toll or any(parse.text[k].lower() in table.cumulative and (parse.text[k].lower() != "since" or k > site.last) for k in near):
        return True
    if role.trigger is None or parse.pos[role.trigger] not in ("VERB", "ADJ", "NOUN", "AUX"):
        return False
    return any(parse.text[c].lower() in ("have", "has", "'ve") and parse.dep[c] == "aux" for c in parse.children[role.trigger])
