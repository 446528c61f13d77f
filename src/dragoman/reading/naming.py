"""Names in a report: who is called what, title and all.

The parser's labels are one witness among several: tables of countries and organisations, titles, given names, the shape of
the words and what the same name was elsewhere in the report overrule them, because a small pipeline calls many people organisations.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from dragoman.reading.drafts import Draft
from dragoman.reading.lexicon import Entry, Lexicon, lexicon
from dragoman.records.mentions import ActorKind, MentionForm
from dragoman.records.parses import Parse, Sentence
from dragoman.text.names import PARTICLES, SAME_WORD, same_word_score
from dragoman.text.wordsets import wordset

_SMALL = frozenset(p for p in PARTICLES if p not in {"y", "e", "i", "st", "as", "os"})
_CALENDAR = wordset("January February March April June July August September October November December Monday Tuesday Wednesday Thursday Friday Saturday Sunday Mondays Tuesdays "
    "Wednesdays Thursdays Fridays Saturdays Sundays Jan Feb Mar Apr Jun Jul Aug Sept Sep Oct Nov Dec Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sept. Oct. Nov. Dec. GMT UTC AM PM "
    "Christmas Easter Ramadan I")
_NOT_ACTORS = frozenset({"DATE", "TIME", "LANGUAGE", "MONEY", "PERCENT", "CARDINAL", "ORDINAL", "QUANTITY"})
_BY_LABEL = {"PERSON": ActorKind.PERSON, "ORG": ActorKind.ORGANISATION, "GPE": ActorKind.PLACE, "LOC": ActorKind.PLACE, "FAC": ActorKind.PLACE, "NORP": ActorKind.GROUP}
_SURNAMES_TOO = wordset("Park Hill Hills Bay Post Church House Wales Guard Law Bill Day Bush Castle Street Port Mount Lake Wood King Bishop Pope Major Judge Marshal Prince Union Young Court Bank Times Front Press Forum Base")
_SAYING = wordset("say tell add believe note warn explain argue claim insist state announce declare write ask reply think admit deny stress accuse urge call want tweet comment recall suggest describe")
_PLACE_BEFORE = wordset("in at near outside around across through throughout inside within into toward towards over of downtown central")
_ORG_AFTER = wordset("newspaper daily magazine agency channel broadcaster network party group coalition alliance bloc front junta union association movement militia company firm bank think foundation website institute organization organisation ministry faction gang cartel")
_PERSONAL = wordset("resign die marry bear retire testify shrug smile nod recall tweet swear graduate weep behead")
_REACHED = wordset("leave reach enter besiege bomb shell evacuate bombard surround")
_SITES = wordset("bridge square river province region airport district city town village street valley coast harbour harbor port border mountain lake island peninsula strait suburb neighbourhood neighborhood highway avenue market")
_NUMBERED = re.compile(r"[A-Z]{1,4}-?\d{1,3}$")
_OWNERS = wordset("General Prosecutor Ombudsman President Presidents People Peoples Women Children Workers Farmers Journalists Writers Lawyers Speaker Minister Mayor Governor Chief Attorney")
_TRAVEL = wordset("fly travel go come arrive return flee drive march move head visit land leave reach depart send rush deploy evacuate escape ship transport take bring spread")
_HARM_PLACE = wordset("leave reach visit bomb enter hit shell surround storm seize capture control rock shake shut besiege cross evacuate occupy burn lock")
_MINDS = wordset("able unable ready willing unwilling prepared keen eager afraid angry wary glad happy reluctant furious concerned worried interested determined responsible guilty right wrong silent adamant cautious unhappy involved hostile friendly")
_STILL = wordset("be seem remain become look appear lie stand wake burn see witness")


def find_names(parse: Parse, text: str) -> list[Draft]:
    """Drafts of all names, in text order; a country inside a longer name is a draft of its own only when it stands as a possessive."""
    lex = lexicon()
    out: list[Draft] = []
    for sentence in parse.sentences:
        out.extend(_in_sentence(parse, sentence, lex, text))
    _persons_by_place(out, parse, lex)
    _lists_of_persons(out, parse)
    _settle_kinds(out, parse)
    out = _surnames_elsewhere(out, parse, text)
    out = _without_headline_words(out, parse)
    out.sort(key=lambda d: (d.first, -d.last))
    return out


def _lists_of_persons(drafts: list[Draft], parse: Parse) -> None:
    """In a list of four names or more, most of them persons', the others of like length are persons too, whatever the parser takes them for."""
    ordered = sorted(drafts, key=lambda d: d.first)
    run: list[Draft] = []
    for d in [*ordered, None]:
        if d is not None and run and 0 < d.first - run[-1].last <= 2 and all(parse.text[k] in {",", "and", "&"} for k in range(run[-1].last, d.first)) and parse.sentence[d.first] == parse.sentence[run[-1].first]:
            run.append(d)
            continue
        if len(run) >= 4 and 2 * sum(x.kind is ActorKind.PERSON for x in run) > len(run):
            for x in run:
                if x.sure <= 1 and not x.key and 2 <= x.last - x.first <= 3:
                    x.kind = ActorKind.PERSON
        run = [d] if d is not None else []


def title_case(parse: Parse, s: Sentence) -> bool:
    """Whether a line is capitalised throughout as headlines are, so that capitals tell nothing: hardly a verb, noun or adjective is small."""
    if parse.text[s.last - 1] == ".":
        return False
    large = small = 0
    for i in range(s.first, s.last):
        w = parse.text[i]
        if len(w) > 3 and w.isalpha():
            if w[0].isupper():
                large += 1
            elif parse.pos[i] in {"VERB", "NOUN", "ADJ"}:
                small += 1
    return large >= 4 and small * 8 <= large


def _namey(parse: Parse, i: int, first: int, capitals_tell: bool) -> bool:
    w = parse.text[i]
    if not w[0].isupper() or w in _CALENDAR:
        return False
    label = parse.entity[i][2:]
    if label in _NOT_ACTORS and parse.tag[i] not in {"NNP", "NNPS"}:
        return False
    if label in {"DATE", "TIME"} or parse.tag[i] in {"DT", "IN", "PRP", "PRP$", "CC", "EX", "WP", "WDT", "WRB", "TO"}:
        return False
    if not capitals_tell:
        return label in _BY_LABEL
    if parse.tag[i] in {"NNP", "NNPS"} or label in _BY_LABEL:
        return True
    return i > first and parse.text[i - 1] not in {'"', "“", "‘", ":", "—", "'", "«", "(", "["} and parse.pos[i] in {"NOUN", "ADJ", "PROPN", "X", "VERB", "INTJ"}


def _in_sentence(parse: Parse, s: Sentence, lex: Lexicon, text: str) -> list[Draft]:
    capitals_tell = not title_case(parse, s)
    out: list[Draft] = []
    i = s.first
    while i < s.last:
        known = _known_at(parse, i, s.last, lex)
        if not (known or _namey(parse, i, s.first, capitals_tell) or _titled(parse, i, s, lex)):
            i += 1
            continue
        quoted = _quoted_body(parse, i, s, lex)
        if quoted:
            out.append(Draft(first=i, last=quoted, head=i, kind=ActorKind.ORGANISATION, form=MentionForm.NAME, name=_words(parse, i, quoted), sure=2))
            i = quoted
            continue
        j = _run_end(parse, i, s, lex, capitals_tell, known[0] if known else 0)
        out.extend(_cut(parse, i, j, s, lex, capitals_tell))
        i = j
    return [_with_left(parse, d, s, lex, out) for d in out]


def _quoted_body(parse: Parse, i: int, s: Sentence, lex: Lexicon) -> int:
    """End of an organisation's name in quotation marks that is written small after its head: “Committee for the defence of the town”; 0 when there is none."""
    if i == s.first or parse.text[i - 1] not in {'"', "“", "«", "‘"} or parse.text[i] not in lex.org_heads:
        return 0
    for j in range(i + 1, min(i + 15, s.last)):
        if parse.text[j] in {'"', "”", "»", "’"}:
            return j if j - i >= 4 and parse.text[i + 1] in {"for", "of", "to"} else 0
        if parse.tag[j] in {"VBD", "VBZ", "VBP", "MD", "PRP"}:
            return 0
    return 0


def _titled(parse: Parse, i: int, s: Sentence, lex: Lexicon) -> bool:
    return parse.text[i] in lex.honorifics and parse.text[i] not in {"St", "Fr", "Hon", "Don"} and i + 1 < s.last and parse.text[i + 1][0].isupper()


def _known_at(parse: Parse, i: int, end: int, lex: Lexicon) -> tuple[int, Entry] | None:
    for toks, entry in lex.names.get(parse.text[i], ()):
        n = len(toks)
        if i + n <= end and tuple(parse.text[i : i + n]) == toks:
            return n, entry
    return None


def _glued(parse: Parse, i: int) -> bool:
    return parse.end[i - 1] == parse.start[i]


def _run_end(parse: Parse, i: int, s: Sentence, lex: Lexicon, capitals_tell: bool, at_least: int) -> int:
    """End of the run of name words that begins at `i`."""
    j = i + max(1, at_least)
    while j < s.last:
        w = parse.text[j]
        nxt = j + 1 < s.last
        if _namey(parse, j, s.first, capitals_tell) or ((known := _known_at(parse, j, s.last, lex)) and not w[0].islower() and known[0]):
            j += 1
        elif (w in {"-", "‐", "‑"} and nxt and _glued(parse, j) and _glued(parse, j + 1) and len(parse.text[j + 1]) <= 6 and (parse.tag[j + 1] in {"NNP", "FW"} or parse.entity[j + 1] == "I-PERSON") and not _known_at(parse, j - 1, j, lex)) or (w in {"-", "‐", "‑", "–"} and nxt and _glued(parse, j) and _glued(parse, j + 1) and parse.text[j + 1][0].isupper()) or (w in {"-", "‑"} and nxt and _glued(parse, j) and _glued(parse, j + 1) and parse.text[j + 1][0].isdigit()):
            j += 2
        elif w.lower() in _SMALL and nxt and (parse.text[j + 1][0].isupper() or parse.text[j + 1].lower() in {"-", "la", "bin"}) and capitals_tell and w[0].islower() and w not in {"as", "i", "e", "y", "an", "do"} and _person_like(parse, i):
            j += 1
            if parse.text[j] == "-" and j + 1 < s.last:
                j += 1
        elif w.lower() in {"al", "el", "an", "ul", "ud"} and nxt and parse.text[j + 1] == "-" and j + 2 < s.last and parse.text[j + 2][0].isupper():
            j += 3
        elif (w in {"'s", "’s"} and nxt and parse.text[j + 1] in lex.org_heads and parse.text[j - 1] in _OWNERS) or (w == "&" and nxt and parse.text[j + 1][0].isupper()):
            j += 2
        elif w in {"'", "’"} and nxt and _glued(parse, j) and parse.text[j - 1].endswith("s") and _plural_owner(parse, j + 1, s.last, lex) and not _known_at(parse, j - 1, j, lex):
            j += 2  # "the Teachers' Union"
        elif w.isdigit() and len(w) <= 3 and _numbered(parse, i, j):
            j += 1
        elif (step := _of_phrase(parse, i, j, s, lex, capitals_tell)) > 0:
            j += step
        else:
            break
    return j


def _plural_owner(parse: Parse, k: int, end: int, lex: Lexicon) -> bool:
    """Whether a body's name follows right after a plural genitive: "Union", "General Union"."""
    while k < end and parse.text[k][0].isupper():
        if parse.text[k] in lex.org_heads:
            return True
        k += 1
    return False


def _shouted(parse: Parse, s: Sentence) -> bool:
    """Whether a line is largely in capitals, so that an acronym cannot be told from a word."""
    long = [w for w in parse.text[s.first : s.last] if len(w) > 2 and w.isalpha()]
    return len(long) >= 2 and sum(w.isupper() for w in long) >= 0.4 * len(long)


def _among_capitals(parse: Parse, i: int, j: int, s: Sentence) -> bool:
    """Whether the words before and after are written in capitals too: a line of a page's menu, no acronym."""
    beside = [parse.text[k] for k in (i - 1, j) if s.first <= k < s.last]
    return parse.text[i].isupper() and len(beside) == 2 and all(len(w) > 1 and w.isalpha() and w.isupper() for w in beside)


def _numbered(parse: Parse, i: int, j: int) -> bool:
    """Whether a number belongs to the name before it: a channel or a station, by the parser's label or because it hangs on the name."""
    if parse.entity[j].startswith("I-") and parse.entity[j][2:] in {"ORG", "FAC", "PRODUCT"}:
        return True
    before = parse.text[max(0, i - 3) : i]
    return i <= parse.head[j] < j and parse.dep[j] in {"nummod", "appos", "npadvmod"} and any(w.lower() in {"channel", "station", "broadcaster", "tv", "television", "network", "radio"} for w in before)


def _person_like(parse: Parse, i: int) -> bool:
    return parse.entity[i][2:] in {"PERSON", "ORG", "", "GPE", "NORP", "FAC", "LOC", "PRODUCT", "WORK_OF_ART"}


def _of_phrase(parse: Parse, i: int, j: int, s: Sentence, lex: Lexicon, capitals_tell: bool) -> int:
    """Words that carry an organisation's name on: "of the", "for", "and" before a further capitalised word."""
    if not capitals_tell:
        return 0
    w = parse.text[j]
    run = parse.text[i:j]
    heads = lex.org_heads | lex.force_heads
    has_head = any(x in heads or x == "Secretary" for x in run)
    k = j + 1
    if w == "and" and (aims := _pair_of_aims(parse, j, s, lex)):
        return aims
    if not has_head:
        return 0
    if w in {"of", "for", "on", "against", "to"}:
        if k < s.last and parse.text[k] in {"the", "The"}:
            k += 1
        if k < s.last and parse.text[k][0].isupper() and parse.text[k] not in _CALENDAR and (run[-1] in heads or run[-1] == "Secretary" or (w == "of" and "of" not in run and "for" in run)) and parse.tag[k] not in {"PRP", "PRP$", "DT"}:
            if run[-1] in heads and w in {"on", "against", "to"} and _known_at(parse, k, s.last, lex):
                return 0
            return k - j
        return 0
    if w in {"and", ","}:
        # "and" goes on only inside "X of A and B"
        inside = any(x in {"of", "for", "on"} for x in run)
        if inside and w == "and" and k < s.last and parse.text[k][0].isupper() and not _known_at(parse, k, s.last, lex) and parse.entity[k][2:] != "PERSON":
            known_before = _known_at(parse, j - 1, j, lex)
            return 0 if known_before else 1
    return 0


_AIMS = wordset("Peace Freedom Justice Truth Unity Security Reconciliation Democracy Dignity Change Development Solidarity Equality Liberty Health Human Science Technology Trade Commerce Industry Information Communication Culture Education Agriculture Forestry Fisheries Food Drug Energy Water Environment Finance Planning Labour Labor Welfare Youth Sports Women Children Transport Housing Foreign Political Economic Social Cultural Law Order Defence Defense Integrity Progress Cooperation Stability Prosperity Rights Disarmament Demobilisation Elections Inquiry Transparency Work Family Religion Science Research Monitoring Verification")
"""What bodies are named after in pairs."""


def _pair_of_aims(parse: Parse, j: int, s: Sentence, lex: Lexicon) -> int:
    """Words that carry on "Peace and Security Council": two aims, then the head noun; 0 when it is no such name."""
    if parse.text[j - 1] not in _AIMS or j + 2 >= s.last or parse.text[j + 1] not in _AIMS:
        return 0
    for k in range(j + 2, min(j + 5, s.last)):
        if not parse.text[k][0].isupper():
            return 0
        if parse.text[k] in lex.org_heads:
            return 1
    return 0


def _cut(parse: Parse, i: int, j: int, s: Sentence, lex: Lexicon, capitals_tell: bool) -> list[Draft]:
    """The names in one run of name words."""
    out: list[Draft] = []
    while i < j:
        draft, nxt = _one(parse, i, j, s, lex, capitals_tell)
        out.extend(draft)
        i = max(nxt, i + 1)
    return out


def _whole_org(parse: Parse, i: int, j: int, lex: Lexicon) -> tuple[ActorKind, int] | None:
    """Kind and head token when a run is the name of an organisation, a force or a place by its head noun."""
    stop = next((k for k in range(i + 1, j) if parse.text[k] in {"of", "for", "on", "against", "to"}), j)
    last = stop - 1
    w = parse.text[last]
    if stop - i < 2 and stop == j:
        return None
    if w in lex.force_heads:
        return ActorKind.ARMED_FORCE, last
    if w in lex.org_heads:
        return ActorKind.ORGANISATION, last
    if w in lex.place_heads:
        return ActorKind.PLACE, last
    if parse.text[i] in {"Mount", "Lake", "Cape", "Fort", "Port", "Gulf", "Bay", "Isle"}:
        return ActorKind.PLACE, last
    return None


def _title_at(parse: Parse, i: int, j: int, lex: Lexicon) -> tuple[int, str, str] | None:
    """Length, class and gender of the title or honorific that begins at `i`; honorifics have the class ""."""
    w = parse.text[i]
    if w in lex.honorifics:
        return 1, "", lex.honorifics[w]
    if w in lex.abbreviations and (w.endswith(".") or w[0].isupper()):
        cls, gender = lex.titles.get(tuple(lex.abbreviations[w].split()), ("official", ""))
        return 1, cls, gender
    for n in range(min(5, j - i), 0, -1):
        hit = lex.titles.get(tuple(x.lower() for x in parse.text[i : i + n]))
        if hit:
            return n, hit[0], hit[1]
    return None


def _one(parse: Parse, i: int, j: int, s: Sentence, lex: Lexicon, capitals_tell: bool) -> tuple[list[Draft], int]:
    """The first name in `i:j`, and where the rest begins."""
    known = _known_at(parse, i, s.last, lex)
    if known and i + known[0] > j:
        known = None
    if known and i + known[0] < j and parse.text[j - 1].isdigit() and j - i <= 3:
        return [_plain(parse, i, j, ActorKind.ORGANISATION, 2, lex)], j
    if known and i + known[0] == j:
        return _known_draft(parse, i, j, known[1], s), j
    if j - i > 2 and parse.text[i].lower() in lex.portfolios and i > s.first + 1 and parse.text[i - 1] in {"of", "for"} and parse.lemma[i - 2].rpartition("-")[2] in {"minister", "secretary"}:
        return [], i + 1  # "the minister of Finances Mira Oran": the office is no part of the name
    # an honorific or title first: a person
    k, titles, gender = i, [], ""
    lead_country = None
    while k < j:
        hit = _title_at(parse, k, j, lex)
        if hit and k + hit[0] < j + 1:
            titles.append((k, k + hit[0], hit[1], hit[2]))
            gender = gender or hit[2]
            k += hit[0]
            if k + 1 < j and parse.text[k] in {"-", "‑"} and _title_at(parse, k + 1, j, lex):
                k += 1  # "Col-Maj", "Colonel-Major": ranks joined by a hyphen
            continue
        mid = _known_at(parse, k, j, lex)
        if mid and mid[1].kind in {ActorKind.COUNTRY, ActorKind.ORGANISATION} and (_title_ahead(parse, k + mid[0], j, lex)):
            lead_country = mid[1].country or lead_country
            k += mid[0]
            continue
        if parse.text[k].lower() in lex.modifiers and _title_ahead(parse, k + 1, j, lex):
            k += 1
            continue
        break
    whole = _whole_org(parse, i, j, lex)
    person = titles and k < j and not (whole and parse.text[whole[1]] not in _SURNAMES_TOO)
    if person and parse.text[k] in {"of", "for"}:
        person = False
    if person:
        cls = next((t[2] for t in titles if t[2]), "")
        if parse.text[k] == "-":
            k += 1
        words = parse.text[i:k]
        return [_person(parse, i, k, j, " ".join(words), cls, gender, lead_country, lex)], j
    if titles and k == j and titles[0][2] and titles[-1][1] == j:
        return [], j  # "the President": a description
    if whole and not (parse.text[whole[1]] in _SURNAMES_TOO and parse.entity[i][2:] == "PERSON"):
        return _org_draft(parse, i, j, whole, lex)
    if (known and known[1].form is not MentionForm.NAME) or (known and known[1].kind is not ActorKind.COUNTRY):
        assert known is not None
        return _known_draft(parse, i, i + known[0], known[1], s), i + known[0]
    if known:
        # a country, and a name after it: a person may be called Jordan or Chad
        rest = parse.text[i + known[0]]
        if known[0] == 1 and parse.entity[i] == "B-PERSON" and parse.entity[i + 1] == "I-PERSON" and rest[0].isupper():
            return [_plain(parse, i, j, ActorKind.PERSON, 1, lex)], j
        return _known_draft(parse, i, i + known[0], known[1], s), i + known[0]
    # a known name, a title or an honorific further on ends this one
    end = j
    for m in range(i + 1, j):
        if parse.text[m] in {"-", "‑"} or parse.text[m - 1] in {"-", "‑"}:
            continue
        inner = _known_at(parse, m, j, lex)
        title = _title_at(parse, m, j, lex)
        if (inner and (m + inner[0] == j or inner[0] > 1 or inner[1].kind is not ActorKind.PLACE) and parse.entity[m][:2] != "I-") or (title and m + title[0] < j and parse.entity[m][:2] != "I-"):
            end = m
            break
    if end < j and (again := _whole_org(parse, i, end, lex)):
        return _org_draft(parse, i, end, again, lex)
    return _unknown(parse, i, end, lex, capitals_tell, s)


def _title_ahead(parse: Parse, i: int, j: int, lex: Lexicon) -> bool:
    return any(_title_at(parse, k, j, lex) for k in range(i, min(i + 3, j)))


def _head_of(parse: Parse, i: int, j: int) -> int:
    """The token of `i:j` that governs the others: the first whose own head lies outside."""
    for k in range(j - 1, i - 1, -1):
        if not i <= parse.head[k] < j or parse.head[k] == k:
            return k
    return j - 1


def _words(parse: Parse, i: int, j: int) -> str:
    out = []
    for k in range(i, j):
        if k > i and parse.start[k] > parse.end[k - 1]:
            out.append(" ")
        out.append(parse.text[k])
    return "".join(out)


def _person(parse: Parse, i: int, k: int, j: int, title: str, cls: str, gender: str, country: str | None, lex: Lexicon) -> Draft:
    name = _words(parse, k, j)
    gender = gender or lex.given.get(parse.text[k].lower(), "")
    return Draft(first=i, last=j, head=_head_of(parse, k, j), kind=ActorKind.PERSON, form=MentionForm.NAME, name=name, title=title, gender=gender, country=country,
                 roles=[(cls, title.lower(), country)] if cls else [], sure=3)  # fmt: skip


def _org_draft(parse: Parse, i: int, j: int, whole: tuple[ActorKind, int], lex: Lexicon) -> tuple[list[Draft], int]:
    kind, head = whole
    lead = _known_at(parse, i, j, lex)
    full = _known_at(parse, i, j, lex)
    key = full[1].key if full and i + full[0] == j else ""
    country = None
    inner: list[Draft] = []
    start = i
    if lead and lead[1].country and i + lead[0] < j:
        country = lead[1].country
        if lead[1].kind is ActorKind.COUNTRY and lead[1].form is MentionForm.DEMONYM and kind is not ActorKind.PLACE:
            start = i + lead[0]
    for k in range(i, j):
        hit = _known_at(parse, k, j, lex)
        if hit and hit[1].kind is ActorKind.COUNTRY and not country:
            country = hit[1].country
    name = _words(parse, start if start < j else i, j)
    return [Draft(first=i, last=j, head=head, kind=kind, form=MentionForm.NAME, name=name, key=key, country=country, sure=2, inner=inner)], j


def _plain(parse: Parse, i: int, j: int, kind: ActorKind, sure: int, lex: Lexicon) -> Draft:
    gender = lex.given.get(parse.text[i].lower(), "") if kind is ActorKind.PERSON and j - i > 1 else ""
    return Draft(first=i, last=j, head=_head_of(parse, i, j), kind=kind, form=MentionForm.NAME, name=_words(parse, i, j), gender=gender, sure=sure)


def _unknown(parse: Parse, i: int, j: int, lex: Lexicon, capitals_tell: bool, s: Sentence) -> tuple[list[Draft], int]:
    """A name that no table knows."""
    while j > i + 1 and parse.text[j - 1] in {"-", "&", "of", "the"}:
        j -= 1
    if not any(c.isalpha() for c in parse.text[i]) or parse.text[i] in {"'s", "’s", "Rs", "Rs.", "No", "No."} or (j - i == 1 and parse.text[i].lower() in lex.bare_offices):
        return [], j
    if not capitals_tell:
        # in a headline of capitals only the parser's own entity holds together
        label = parse.entity[i]
        k = i + 1
        while k < j and parse.entity[k] == "I-" + label[2:]:
            k += 1
        kind = _BY_LABEL.get(label[2:])
        return ([_plain(parse, i, k, kind, 0, lex)] if kind else []), k
    w = parse.text[i:j]
    if w[-1] in lex.other_heads or w[0] in {"Article", "Covid", "COVID"}:
        return [], j
    labels = Counter(parse.entity[k][2:] for k in range(i, j) if parse.entity[k])
    label = max(labels, key=lambda x: (labels[x], x)) if labels else ""
    long = j - i > 1
    head = _head_of(parse, i, j)
    if long and w[0].lower() in lex.given and w[-1] not in lex.org_heads:
        return [_plain(parse, i, j, ActorKind.PERSON, 2, lex)], j
    if not long and w[0].isupper() and 2 <= len(w[0]) <= 6 and w[0].isalpha() and label not in {"PERSON"}:
        if (label == "" and parse.dep[head] in {"compound", "ROOT", "dep"}) or _shouted(parse, s) or _among_capitals(parse, i, j, s):
            return [], j
        draft = _plain(parse, i, j, ActorKind.ORGANISATION, 1, lex)
        draft.form = MentionForm.ACRONYM
        return [draft], j
    if not long and _NUMBERED.match(w[0]):
        # "M23", "G5": an organisation where it does something or is spoken of as one
        acts = label in _BY_LABEL or parse.dep[head] in {"nsubj", "nsubjpass", "agent", "poss"}
        return ([_plain(parse, i, j, ActorKind.ORGANISATION, 1, lex)] if acts else []), j
    if not long and (w[0].lower(),) in lex.titles:
        return [], j
    if (not long and (parse.lemma[i],) in lex.groups) or ((w[-1].lower(),) in lex.groups and not label):
        return [], j
    if i and not label and (parse.lemma[i - 1],) in lex.institutions and parse.tag[i - 1] in {"NN", "NNP"}:
        return [_plain(parse, i, j, ActorKind.ORGANISATION, 1, lex)], j
    if j < s.last and parse.lemma[j] in _ORG_AFTER and parse.tag[j] == "NN" and i <= parse.head[head] <= j + 2 and parse.dep[head] == "compound":
        return [_plain(parse, i, j, ActorKind.ORGANISATION, 2, lex)], j
    kind = _BY_LABEL.get(label)
    if kind in {ActorKind.ORGANISATION, ActorKind.PLACE, None} and 2 <= j - i <= 6 and _like_a_person(parse, i, j, head, lex):
        return [_plain(parse, i, j, ActorKind.PERSON, 1, lex)], j
    if kind is ActorKind.GROUP and (_modifies(parse, head) or parse.tag[head] == "JJ" or parse.dep[head] in {"acomp", "oprd"}):
        return [], j
    if kind is not None:
        return [_plain(parse, i, j, kind, 1, lex)], j
    if label:
        return [], j
    verb = parse.head[head]
    if parse.pos[head] == "PROPN" and parse.dep[head] in {"nsubj", "nsubjpass", "agent", "poss", "dobj", "pobj", "appos", "conj", "oprd"}:
        if parse.dep[head] == "oprd":
            return ([_plain(parse, i, j, ActorKind.PLACE, 0, lex)] if parse.lemma[verb] in {"call", "name", "rename", "know"} else []), j
        if parse.dep[head] == "pobj" and parse.lemma[verb] in _PLACE_BEFORE:
            return [_plain(parse, i, j, ActorKind.PLACE, 0, lex)], j
        if (parse.dep[head] in {"nsubj", "nsubjpass"} and (parse.lemma[verb] in _SAYING or long)) or (long and all(x[0].isupper() for x in w)):
            return [_plain(parse, i, j, ActorKind.PERSON if parse.lemma[verb] in _SAYING or long else ActorKind.ORGANISATION, 0, lex)], j
        if parse.dep[head] in {"nsubj", "poss"} and (parse.text.count(w[0]) > 1 or _like_a_person(parse, i, j, head, lex)):
            return [_plain(parse, i, j, ActorKind.PERSON, 0, lex)], j
    return [], j


def _like_a_person(parse: Parse, i: int, j: int, head: int, lex: Lexicon) -> bool:
    """Whether a name of several words ends as surnames do, or does what only persons do."""
    last = parse.text[j - 1].lower()
    if len(last) >= 6 and last.endswith(lex.surname_endings):
        return True
    return parse.dep[head] in {"nsubj", "nsubjpass"} and parse.lemma[parse.head[head]] in _PERSONAL


def _known_draft(parse: Parse, i: int, j: int, entry: Entry, s: Sentence) -> list[Draft]:
    head = _head_of(parse, i, j)
    kind, form, key = entry.kind, entry.form, entry.key
    if kind is ActorKind.PLACE:
        if _stands_for_government(parse, i, j, head, s):
            kind = ActorKind.COUNTRY
        else:
            form, key = MentionForm.NAME, ""
    if form is MentionForm.DEMONYM and not entry.plural:
        # "the Russian" alone is a person; the descriptions take it
        if parse.pos[head] in {"NOUN", "PROPN", "ADJ"} and parse.dep[head] in {"nsubj", "nsubjpass", "pobj", "dobj", "appos", "attr", "conj"} and not _modifies(parse, head) and parse.text[i - 1 if i else 0].lower() in {"the", "a", "an"}:
            return []
    return [Draft(first=i, last=j, head=head, kind=kind, form=form, name=_words(parse, i, j), key=key, country=entry.country, plural=entry.plural, sure=3)]


def _modifies(parse: Parse, i: int) -> bool:
    return parse.dep[i] in {"amod", "compound", "nmod", "poss"}


def _stands_for_government(parse: Parse, i: int, j: int, head: int, s: Sentence) -> bool:
    """Whether a capital is spoken of as one who acts, wants or is dealt with, and not as a place."""
    if parse.text[i] in {"Brussels", "Geneva", "Jerusalem", "Tunis"}:
        return False
    if (j < s.last and parse.text[j] in {"-", "—", "–", "("}) or (j + 1 < s.last and parse.text[j] == "," and parse.text[j + 1][0].isupper() and i == s.first):
        return False
    dep, gov = parse.dep[head], parse.head[head]
    if dep == "conj":
        gov0 = parse.head[head]
        dep, gov = parse.dep[gov0], parse.head[gov0]
    if dep in {"nsubj", "agent"}:
        if parse.lemma[gov] in {"be", "seem", "remain"}:
            return any(parse.dep[c] == "acomp" and parse.lemma[c] in _MINDS for c in parse.children[gov])
        return parse.lemma[gov] not in _STILL
    if dep == "nsubjpass":
        return parse.lemma[gov] in {"ask", "accuse", "urge", "worry", "concern", "invite", "tell", "blame", "warn", "inform"}
    if dep in {"dobj", "dative"}:
        return parse.lemma[gov] not in _HARM_PLACE
    if dep == "poss":
        return parse.lemma[gov] not in {"street", "airport", "square", "district", "suburb", "outskirt", "centre", "center", "hospital", "mayor", "resident", "university", "quarter"} and parse.pos[gov] != "PROPN"
    if dep == "pobj":
        prep = parse.lemma[gov]
        verb = parse.head[gov]
        if prep in {"with", "by", "against", "between", "for", "among"}:
            return not (prep == "for" and parse.lemma[verb] in {"leave", "depart", "head", "bind", "set", "sail"})
        if prep in {"to", "from"}:
            return not (parse.lemma[verb] in _TRAVEL or (prep == "from" and parse.lemma[verb] in _SAYING | {"speak", "report", "broadcast", "rule"}) or (parse.pos[verb] == "NOUN" and parse.lemma[verb] in {"flight", "trip", "visit", "road", "convoy", "kilometre", "kilometer", "mile", "km"}))
        return False
    return False


def _with_left(parse: Parse, d: Draft, s: Sentence, lex: Lexicon, all_drafts: Sequence[Draft]) -> Draft:
    """The draft with what stands before it: small titles before a person, a country's genitive before a person, force or ministry."""
    if d.kind is ActorKind.PERSON:
        k, heads = d.first, []
        while k > s.first:
            p = k - 1
            w = parse.text[p]
            if w in {"-", "‑"} and p - 1 >= s.first and not w[0].isalnum():
                k -= 1
                continue
            small = w.lower()
            hit = next((n for n in (4, 3, 2, 1) if p - n + 1 >= s.first and tuple(x.lower() for x in parse.text[p - n + 1 : k]) in lex.titles), 0)
            if hit and parse.tag[p] in {"NN", "NNP", "JJ", "NNS"} and not (small.endswith("s") and parse.tag[p] == "NNS"):
                cls, gender = lex.titles[tuple(x.lower() for x in parse.text[p - hit + 1 : k])]
                heads.append((cls, _words(parse, p - hit + 1, k).lower()))
                d.gender = d.gender or gender
                k -= hit
                continue
            if heads and small == "and" and p - 1 >= s.first and (parse.text[p - 1].lower(),) in lex.titles and parse.text[k + 1].lower() not in {"lady", "wife", "husband", "son", "daughter", "gentleman"} and parse.text[k].lower() not in {"first"}:
                k -= 1
                continue  # "the president and commander-in-chief"; the president and his wife are two
            if (heads or d.title) and (small in lex.modifiers or _country_word(lex, w)):
                code = _country_word(lex, w)
                d.country = d.country or code
                k -= 1
                continue
            if (heads or d.title) and parse.pos[p] in {"NOUN", "ADJ", "PROPN"} and d.first <= parse.head[p] < d.last and parse.dep[p] in {"compound", "amod", "nmod"} and w.isalpha() and parse.text[p].lower() not in {"last", "next", "other", "same", "own"}:
                k -= 1
                continue
            break
        while k < d.first and parse.text[k] in {"-", "‑", "–"}:
            k += 1
        if heads:
            lead = _words(parse, k, d.first)
            whole = heads[-1][1] if len(heads) > 1 else lead.lower()
            d.roles = [(c, whole if c == heads[-1][0] else w, d.country) for c, w in reversed(heads)] + [(c, w, cc or d.country) for c, w, cc in d.roles]
            d.title = lead + (f" {d.title}" if d.title else "")
            d.first, d.sure = k, 3
    if d.kind in {ActorKind.ORGANISATION, ActorKind.ARMED_FORCE} and d.form is MentionForm.NAME:
        k = d.first
        while k > s.first and parse.head[k - 1] == d.head and parse.dep[k - 1] in {"amod", "compound", "nmod", "nummod"} and parse.text[k - 1].isalpha():
            k -= 1
            if k > s.first + 1 and parse.text[k - 1] == "-":
                while k > s.first and (parse.text[k - 1] == "-" or _glued(parse, k)):
                    k -= 1
        if k < d.first:
            code = next((c for x in range(k, d.first) if (c := _country_word(lex, parse.text[x]))), None)
            d.country = d.country or code
            d.first = k
    if d.kind in {ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.ARMED_FORCE}:
        k = d.first
        if k - 2 >= s.first and parse.text[k - 1] in {"'s", "’s", "'", "’"}:
            owner = next((x for x in all_drafts if x.last == k - 1 and x.kind is ActorKind.COUNTRY), None)
            if owner is not None:
                d.country = d.country or owner.country
                d.first = owner.first
                d.roles = [(c, w, cc or owner.country) for c, w, cc in d.roles]
    if d.kind is ActorKind.PERSON and d.country:
        d.roles = [(c, w, cc or d.country) for c, w, cc in d.roles]
    return d


def _country_word(lex: Lexicon, w: str) -> str | None:
    for toks, entry in lex.names.get(w, ()):
        if len(toks) == 1 and entry.kind is ActorKind.COUNTRY and not entry.plural:
            return entry.country
    return None


def _without_headline_words(drafts: list[Draft], parse: Parse) -> list[Draft]:
    """Drops guesses from lines of capitals unless the report says the name elsewhere too."""
    capital = {n: title_case(parse, s) or _shouted(parse, s) for n, s in enumerate(parse.sentences)}
    elsewhere = {w for d in drafts if not capital[parse.sentence[d.head]] or d.sure >= 2 for w in d.name.split()}
    mid = {parse.text[i] for i in range(1, len(parse)) if parse.sentence[i] == parse.sentence[i - 1] and parse.text[i][0].isupper()}
    drafts = [d for d in drafts if not (d.sure <= 1 and d.last - d.first == 1 and d.first == parse.sentences[parse.sentence[d.first]].first and _modifies(parse, d.head) and parse.text[parse.head[d.head]].islower() and d.name not in mid)]
    return [d for d in drafts if d.name and (d.sure >= 2 or not capital[parse.sentence[d.head]] or all(w in elsewhere for w in d.name.split()))]


def _persons_by_place(drafts: list[Draft], parse: Parse, lex: Lexicon) -> None:
    """Names that the parser calls organisations or places and that stand beside an office: "the president, N,", "N, the president of"."""
    for d in drafts:
        if d.kind is ActorKind.PERSON or d.sure > 1 or d.form is MentionForm.ACRONYM or d.key:
            continue
        before = parse.text[d.first - 1] == "," and d.first >= 2 and _office_noun(parse, d.first - 2, lex) if d.first else False
        after = any(parse.dep[c] == "appos" and _office_noun(parse, c, lex) for k in range(d.first, d.last) for c in parse.children[k] if c >= d.last)
        if before or after:
            d.kind, d.sure = ActorKind.PERSON, 2
            d.gender = lex.given.get(parse.text[d.first].lower(), "") if d.last - d.first > 1 else ""


def _office_noun(parse: Parse, i: int, lex: Lexicon) -> bool:
    return parse.tag[i] in {"NN", "NNP"} and (parse.text[i].lower(),) in lex.titles


def _settle_kinds(drafts: list[Draft], parse: Parse) -> None:
    """One kind for one name in a report: the firmest witness decides, then the majority; a surname follows its full name."""
    votes: dict[str, Counter[tuple[int, str]]] = {}
    surname: dict[str, int] = {}
    for d in drafts:
        if d.kind is ActorKind.PERSON and (d.sure >= 2 or (d.sure and " " in d.name)):
            surname[d.name.split()[-1]] = max(surname.get(d.name.split()[-1], 0), d.sure)
        cast = votes.setdefault(d.name, Counter())
        cast[(d.sure, d.kind.value)] += 1
        if d.sure < 2 and d.form is not MentionForm.ACRONYM:
            # what the words around say of the kind
            verb = parse.head[d.head]
            if parse.dep[d.head] == "pobj" and parse.lemma[verb] in {"in", "near", "outside", "across", "around"} and d.kind is not ActorKind.PERSON:
                cast[(1, "place")] += 1
            elif " " not in d.name and ((parse.dep[d.head] == "dobj" and parse.lemma[verb] in _REACHED) or (parse.dep[d.head] == "compound" and verb > d.head and parse.text[verb] in _SITES)):
                cast[(1, "place")] += 3
            elif parse.dep[d.head] == "nsubj" and parse.lemma[verb] in _SAYING and " " in d.name and d.kind is ActorKind.PLACE:
                cast[(1, "person")] += 1
    for d in drafts:
        if d.sure >= 3:
            continue
        cast = votes[d.name]
        top = max(s for s, _ in cast)
        best = max(((n, k) for (s, k), n in cast.items() if s == top), key=lambda x: (x[0], x[1] == "person", x[1]))
        if top >= 2:
            d.kind, d.sure = ActorKind(best[1]), max(d.sure, 2)
        else:
            total: Counter[str] = Counter()
            for (sure, k), n in cast.items():
                total[k] += n * (1 + sure)
            d.kind = ActorKind(max(total, key=lambda k: (total[k], k == "person", k)))
        if " " in d.name and d.sure <= 1 and d.kind is not ActorKind.PERSON and d.form is not MentionForm.ACRONYM and any(_same_surname(d.name.split()[-1], x) for x in surname):
            d.kind, d.sure = ActorKind.PERSON, 2
        if d.name.endswith("s") and d.name[:-1] in surname and d.sure < 3:
            d.kind, d.sure, d.plural = ActorKind.GROUP, 2, True
            continue
        if " " not in d.name and d.name in surname and d.sure < 3 and d.form is not MentionForm.ACRONYM:
            d.kind, d.sure = ActorKind.PERSON, 2


def _same_surname(a: str, b: str) -> bool:
    return len(a) >= 5 and a[0] == b[0] and same_word_score(a, b) >= SAME_WORD


def _surnames_elsewhere(drafts: list[Draft], parse: Parse, text: str) -> list[Draft]:
    """Places at which a surname stands that the parser took for an ordinary word ("Has", "May")."""
    surnames = {w: d for d in drafts if d.kind is ActorKind.PERSON and " " in d.name and d.sure >= 1 for k, w in enumerate(d.name.split()) if w[0].isupper() and len(w) >= 3 and (k == len(d.name.split()) - 1 or (k and len(w) >= 5))}
    given = Counter(d.name.split()[0] for d in {d.name: d for d in drafts if d.kind is ActorKind.PERSON and " " in d.name and d.sure >= 1}.values())
    taken = [False] * len(parse)
    for d in drafts:
        for k in range(d.first, d.last):
            taken[k] = True
    extra = []
    for i, w in enumerate(parse.text):
        if taken[i] or not (w in surnames or (given.get(w) == 1 and len(w) >= 4 and parse.tag[i] == "NNP" and parse.dep[i] not in {"compound", "nmod"})):
            continue
        s = parse.sentences[parse.sentence[i]]
        if title_case(parse, s) and w.lower() in {"has", "may", "will", "can", "do", "so", "an", "no", "he", "she", "it", "in", "on", "to", "the", "is", "was"}:
            continue
        ordinary = i == s.first and i + 1 < s.last and (parse.tag[i + 1] in {"PRP", "DT", "PRP$", "EX"} or parse.pos[i + 1] in {"PRON", "DET"})
        if not ordinary:
            extra.append(Draft(first=i, last=i + 1, head=i, kind=ActorKind.PERSON, form=MentionForm.NAME, name=w, sure=2))
    return drafts + extra
