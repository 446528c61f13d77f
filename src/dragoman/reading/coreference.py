"""Chains within one report: which mentions are of one actor, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.reading.descriptions import CHANGED
from dragoman.reading.drafts import Draft
from dragoman.reading.lexicon import Lexicon, lexicon
from dragoman.reading.naming import title_case
from dragoman.records.mentions import ActorKind, MentionForm
from dragoman.records.parses import Parse
from dragoman.text.names import plain_name, same_person, same_word_score, skeleton, words
from dragoman.text.wordsets import wordset

OFFICES = frozenset({"state", "monarch", "government", "ruler", "minister", "royal"})
_PEOPLE = frozenset({ActorKind.PERSON})
_MANY = frozenset({ActorKind.GROUP, ActorKind.ARMED_FORCE, ActorKind.ORGANISATION, ActorKind.COUNTRY})
_SAYING = wordset("say tell add believe note warn explain argue claim insist state announce declare write ask reply think admit deny stress accuse urge call comment recall suggest")
_COUNTED = frozenset({"civilians", "victims", "relatives", "women", "men", "tourists", "prisoners", "workers", "students"})
"""Classes of which a counted part is an actor of its own."""
_MEMORY = 400
"""Mentions back that a description is looked up among; bounds the cost of very long reports."""
_REACH = 4
"""Sentences back within which a pronoun or an unspecific description finds its antecedent."""


@dataclass(slots=True)
class Link:
    """A chain under construction."""

    number: int
    kind: ActorKind
    drafts: list[Draft] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Names of a person as printed."""
    also: list[str] = field(default_factory=list)
    key: str = ""
    country: str | None = None
    gender: str = ""
    roles: list[tuple[str, str, str | None]] = field(default_factory=list)
    expansion: str = ""
    lemmas: set[str] = field(default_factory=set)
    """Nouns by which it may be spoken of."""


class Resolver:
    """Puts the drafts of one report into chains, names first, then descriptions and pronouns in text order."""

    def __init__(self, parse: Parse, quoted: Sequence[bool]) -> None:
        self.parse = parse
        self.quoted = quoted
        self.lex: Lexicon = lexicon()
        self.links: list[Link] = []
        self.by_key: dict[str, Link] = {}
        self.by_name: dict[str, Link] = {}
        self.by_bone: dict[str, list[Link]] = {}
        """Persons by the consonants of a word of their names."""
        self.by_tail: dict[tuple[str, str], list[str]] = {}
        """Names of organisations by their last two words."""
        self.explained: dict[str, Link] = {}
        """Acronyms that the report itself explains."""
        self.ends: dict[int, Draft] = {}
        self.starts: dict[int, Draft] = {}
        self.kin: dict[tuple[str, int], Link] = {}
        """Relatives by the word for them and the chain of whose relatives they are."""
        self.by_head: dict[int, Draft] = {}
        self.focus: str | None = None
        self.leads: int | None = None
        """The person whom the report names first; a surname that several bear is rather that person's."""
        self.place_of: list[tuple[int, str, bool]] = []

    def resolve(self, names: list[Draft], rest: list[Draft]) -> list[Link]:
        self.focus = focus_country(self.parse, names)
        self.place_of = _told_places(self.parse, names)
        for d in rest:
            if d.kind is ActorKind.PERSON and d.form is MentionForm.DESCRIPTION and not d.country:
                d.roles = [(c, w, cc or self._local(d.head)) for c, w, cc in d.roles]
        self._persons([d for d in names if d.kind is ActorKind.PERSON])
        bodies = [d for d in names if d.kind in {ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.GROUP} and d.form is MentionForm.NAME]
        self.ends, self.starts = {d.last: d for d in bodies}, {d.first: d for d in bodies}
        for d in sorted((d for d in names if d.kind is not ActorKind.PERSON), key=lambda d: (d.form is MentionForm.ACRONYM, self._expansion_beside(d) is None, not d.key, d.first)):
            self._named_thing(d)
        self._appositions(names, rest)
        for link in self.links:
            self._place_offices(link)
        history: list[tuple[Draft, Link]] = []
        self.by_head = {d.head: d for d in [*rest, *names]}
        order = sorted([*names, *rest], key=lambda d: (d.head, d.first))
        for d in order:
            if d.chain < 0:
                found = self._pronoun(d, history) if d.form is MentionForm.PRONOUN else self._described(d, history)
                if found is None:
                    continue
                if d.chain < 0:
                    self._join(found, d)
            home = self.links[d.chain]
            if d.kind is ActorKind.PERSON and d.form is MentionForm.DESCRIPTION and (kin := self._kin(d)) is not None:
                self.kin.setdefault(kin, home)
            if d.form is not MentionForm.DEMONYM or d.kind is not ActorKind.COUNTRY:
                history.append((d, home))
        return self.links

    def _kin(self, d: Draft) -> tuple[str, int] | None:
        """Whose relative a description names: the word and the number of the chain that the genitive belongs to."""
        p = self.parse
        noun = d.lemma.split()[-1]
        if noun not in self.lex.relations:
            return None
        owner = next((c for c in p.children[d.head] if p.dep[c] == "poss"), -1)
        whose = self.by_head.get(owner) if owner >= 0 else None
        return (noun, whose.chain) if whose is not None and whose.chain >= 0 else None

    def _local(self, i: int) -> str | None:
        """The country that the talk is of at a token: "In Belarus, …" before others in the sentence, then in the paragraph, then the report's."""
        p = self.parse
        here, line = p.sentence[i], p.sentences[p.sentence[i]].paragraph
        best: tuple[float, str] | None = None
        for at, code, told in self.place_of:
            s = p.sentence[at]
            if s > here or p.sentences[s].paragraph != line:
                continue
            score = -(here - s) + (0.6 if told else 0.0) + (0.2 if at < i else 0.0)
            if best is None or score >= best[0]:
                best = (score, code)
        return best[1] if best else self.focus

    def _place_offices(self, link: Link) -> None:
        """Countries for offices of which the report does not tell the country: the one most spoken of around the person."""
        if not any(c is None for _, _, c in link.roles):
            return
        told = Counter(c for _, _, c in link.roles if c)
        around = told if told else Counter(c for d in link.drafts for c in [self._local(d.head)] * 2 if c)
        if around and not told and self.focus:
            around[self.focus] += 1
        where = min(around, key=lambda c: (-around[c], c != self.focus, c)) if around else self.focus
        link.roles = list(dict.fromkeys((k, w, c or where) for k, w, c in link.roles))

    # names -------------------------------------------------------------------------------------------------------

    def _new(self, d: Draft, key: str = "") -> Link:
        link = Link(number=len(self.links), kind=d.kind, key=key)
        self.links.append(link)
        if key:
            self.by_key[key] = link
        self._join(link, d)
        return link

    def _join(self, link: Link, d: Draft) -> None:
        d.chain = link.number
        link.drafts.append(d)
        link.country = link.country or d.country
        link.gender = link.gender or (d.gender if d.gender in {"m", "f"} else "")
        for role in d.roles:
            if role not in link.roles:
                link.roles.append(role)

    def _persons(self, drafts: list[Draft]) -> None:
        full = [d for d in drafts if len(words(d.name)) >= 2]
        for d in sorted(full, key=lambda d: (-len(words(d.name)), d.first)):
            home = next((x for x in self._of_a_name(words(d.name)) if any(same_person(d.name, n) for n in x.names) and not _other_gender(x.gender, d.gender)), None)
            if home is None:
                home = self._new(d)
            else:
                self._join(home, d)
            self._call(home, d.name)
        firsts = [d for d in full if not title_case(self.parse, self.parse.sentences[self.parse.sentence[d.head]])] or full
        if firsts:
            self.leads = min(firsts, key=lambda d: d.first).chain
        for d in sorted((d for d in drafts if d.chain < 0), key=lambda d: d.first):
            w = words(d.name)
            home = self._by_surname(d, w[0] if w else d.name)
            if home is None:
                home = self._new(d)
                self._call(home, d.name)
            else:
                self._join(home, d)

    def _call(self, link: Link, name: str) -> None:
        """Gives a person one more name, and files the person under its words."""
        if name in link.names:
            return
        link.names.append(name)
        for w in words(name):
            block = self.by_bone.setdefault(skeleton(w), [])
            if link not in block:
                block.append(link)

    def _of_a_name(self, name: Sequence[str]) -> list[Link]:
        """Persons who share a word with a name, as far as consonants tell, first named first."""
        found = {x.number: x for w in name for x in self.by_bone.get(skeleton(w), ())}
        return [found[n] for n in sorted(found)]

    def _by_surname(self, d: Draft, word: str) -> Link | None:
        """The person of the report whom a single name means: last names before others, then the nearest before, then the most frequent."""
        best: tuple[float, int, Link] | None = None
        for x in self._of_a_name([word]):
            if _other_gender(x.gender, d.gender):
                continue
            score = 0.0
            for name in x.names:
                n = words(name)
                for i, other in enumerate(n):
                    same = same_word_score(word, other)
                    if same >= 0.9:
                        score = max(score, same + (0.1 if i == len(n) - 1 else 0.0) - (0.1 if i == 0 and len(n) > 1 else 0.0))
            if not score:
                continue
            if d.roles and x.roles and not self._roles_fit(d.roles[0], x.roles):
                score -= 0.5
            score += 0.05 * min(10, len(x.drafts)) + (0.2 if any(y.first < d.first for y in x.drafts) else 0.0) + (0.15 if x.roles else 0.0)
            if self.leads is not None and x.number == self.leads:
                score += 0.2
            if best is None or score > best[0]:
                best = (score, x.number, x)
        return best[2] if best and best[0] > 0.5 else None

    def _named_thing(self, d: Draft) -> None:
        beside = self._expansion_beside(d) if d.form is MentionForm.ACRONYM else None
        if beside is not None and beside.chain >= 0:
            self.explained.setdefault(d.name, self.links[beside.chain])
            d.expansion = beside.name
            d.why = f"“{d.name}” stands in brackets beside “{beside.name}”"
            self._join(self.links[beside.chain], d)
            return
        if d.form is MentionForm.ACRONYM and d.name in self.explained:
            # what the report itself explains goes before what an acronym commonly stands for
            self._join(self.explained[d.name], d)
            return
        if d.key:
            self._keyed(d, d.key)
            return
        name = plain_name(d.name)
        if name in {"north", "south"} and d.first and self.parse.text[d.first - 1].lower() == "the":
            # "the North", where the report names one country that begins so
            halves = [x for x in self.links if x.key.startswith("country:") and self.lex.country_name[x.key[8:]].lower().startswith(name + " ")]
            if len(halves) == 1:
                d.why = f"“the {d.name}” takes up “{_called(halves[0])}”"
                self._join(halves[0], d)
                return
        if " " not in name and name in _HEAD_LEMMAS:
            for link in reversed(self.links):
                if link.kind is d.kind and any(y.head < d.head and name in plain_name(y.name).split()[-1:] for y in link.drafts):
                    d.why = f"“{d.name}” takes up “{link.drafts[0].name}”"
                    self._join(link, d)
                    return
        known = self.by_name.get(name) or (self.by_name.get(d.name) if d.form is MentionForm.ACRONYM else None)
        if known is None:
            known = self.by_name.get(f"{d.country}:{name}")
        if known is None and len(name.split()) > 1:
            known = self._contained(d, name)
        if known is None:
            known = self._new(d)
            self.by_name[name] = known
            known.lemmas = {w for w in name.split() if w in _HEAD_LEMMAS} | ({name.split()[-1]} if name else set())
            initials = "".join(w[0] for w in d.name.split() if w[0].isupper())
            if len(initials) >= 3:
                self.by_name.setdefault(initials, known)
        else:
            self._join(known, d)

    def _contained(self, d: Draft, name: str) -> Link | None:
        """A longer or shorter form of an organisation's name: "Defense Force" for "Zenda Defense Force", never a bare common noun."""
        parts = name.split()
        block = self.by_tail.setdefault((parts[-2], parts[-1]), [])
        others = [(other, self.by_name[other]) for other in block if other in self.by_name]
        block.append(name)
        for other, link in others:
            if link.kind is d.kind and (other.endswith(" " + name) or name.endswith(" " + other)) and min(len(other.split()), len(name.split())) >= 2:
                if not (link.country and d.country and link.country != d.country):
                    return link
        return None

    def _keyed(self, d: Draft, key: str) -> None:
        link = self.by_key.get(key)
        if link is None:
            link = self._new(d, key)
            link.lemmas = set(self.lex.org_nouns.get(key, ()))
            link.kind = ActorKind.COUNTRY if key.startswith("country:") else link.kind
        else:
            self._join(link, d)
            if d.form is MentionForm.SEAT:
                d.why = f"“{d.name}” stands for the government of {self.lex.country_name[key[8:]]}"

    def _expansion_beside(self, d: Draft) -> Draft | None:
        p = self.parse
        bracket = {"(", "["}
        if (d.first >= 2 and p.text[d.first - 1] in bracket) or (d.last + 1 < len(p) and p.text[d.last] in bracket):
            before = self.ends.get(d.first - 1) if p.text[d.first - 1] in bracket else None
            if before is None and d.first >= 3 and p.text[d.first - 1] in bracket and p.text[d.first - 2] in {'"', "”", "»", "’", "'"}:
                before = self.ends.get(d.first - 2)  # the name stands in quotation marks
            after = self.starts.get(d.last + 1) if d.last + 1 < len(p) and p.text[d.last] in bracket else None
            return before or after
        return None

    # appositions and predicates ----------------------------------------------------------------------------------

    def _appositions(self, names: list[Draft], rest: list[Draft]) -> None:
        """ "Mira Oran, the interim leader", "the president, Oran Bel", "ZDF (Zenda Defence …)": one actor, two mentions."""
        p = self.parse
        head_at = {d.head: d for d in [*rest, *names]}
        ends_at: dict[int, Draft] = {}
        for d in [*rest, *names]:
            old = ends_at.get(d.last)
            if old is None or old.first > d.first:
                ends_at[d.last] = d
        starts_at: dict[int, Draft] = {}
        for d in [*names, *rest]:
            old = starts_at.get(d.first)
            if old is None or old.last < d.last:
                starts_at[d.first] = d
        for d in [*names, *rest]:
            if d.form in {MentionForm.PRONOUN, MentionForm.DEMONYM}:
                continue
            # comma between: "X, the Y" / "the Y, X"
            host: Draft | None = None
            if p.dep[d.head] == "appos":
                host = head_at.get(p.head[d.head])
            if host is None and d.first >= 2 and p.text[d.first - 1] == ",":
                before = ends_at.get(d.first - 1)
                closed = d.last >= len(p) or p.text[d.last] in {",", ".", "-", "—", "–", ";", ":", "?"} or p.lemma[d.last] in {"who", "of", "at", "in", "for", "to", "from", "on"} or p.pos[d.last] in {"VERB", "AUX"}
                if before is not None and closed and p.dep[d.head] not in {"conj"}:
                    if (before.form is MentionForm.DESCRIPTION) != (d.form is MentionForm.DESCRIPTION):
                        host = before
            if host is None and d.kind is ActorKind.PERSON and d.form is MentionForm.NAME and (before := ends_at.get(d.first)) is not None and before.form is MentionForm.DESCRIPTION and before.kind is ActorKind.PERSON:
                # "her father Oran": no comma
                if not before.plural and (p.head[before.head] == d.head or p.head[d.head] == before.head):
                    host = before
            if host is None or host is d or host.form is MentionForm.PRONOUN or self._parted(host, d):
                continue
            self._merge_apposition(host, d)
        # "N, which was called M"
        for d in names:
            if self._nicknamed(d, ends_at):
                continue
            verb = p.head[d.head]
            if p.dep[d.head] == "pobj" and p.lemma[verb] == "as" and p.lemma[p.head[verb]] == "know":
                verb = p.head[verb]
            elif p.dep[d.head] != "oprd" or p.lemma[verb] not in {"call", "name", "rename", "know", "nickname", "dub"}:
                continue
            if d.kind is not ActorKind.COUNTRY:
                self._called_so(d, verb, head_at)
        # predicates: "X is the president"
        for d in rest:
            if not d.attribute or d.kind is not ActorKind.PERSON or d.chain >= 0:
                continue
            verb = p.head[d.head]
            subject = next((head_at[c] for c in p.children[verb] if p.dep[c] == "nsubj" and c in head_at), None)
            if subject is not None and subject.kind is ActorKind.PERSON and subject.chain >= 0 and p.lemma[verb] == "be" and not any(p.dep[c] == "neg" for c in p.children[verb]):
                self.links[subject.chain].roles.extend(d.roles)

    def _parted(self, a: Draft, b: Draft) -> bool:
        """Whether a semicolon, a colon or an "and" stands between two phrases, so that neither explains the other."""
        left, right = (a, b) if a.first < b.first else (b, a)
        between = self.parse.text[left.last : right.first]
        return any(w in {";", ":"} for w in between) or (len(between) <= 2 and between[-1:] in (["and"], ["or"], ["but"]))

    def _called_so(self, d: Draft, verb: int, head_at: Mapping[int, Draft]) -> None:
        """Joins a further name to the name before the relative clause that tells it."""
        p = self.parse
        for _ in range(3):
            if p.dep[verb] == "conj":
                verb = p.head[verb]
        named = head_at.get(p.head[verb]) if p.dep[verb] in {"relcl", "acl"} else None
        if named is None or named.form is not MentionForm.NAME or named.chain < 0 or named.chain == d.chain or d.key or d.sure > 1:
            return
        self._one_more_name(named, d)

    def _nicknamed(self, d: Draft, ends_at: Mapping[int, Draft]) -> bool:
        """ "Mora Sedou, also known as Hedo", "Mora Sedou, or Hedo,": a person's further name, whatever the parser takes it for."""
        p, k = self.parse, d.first - 1
        if d.key or d.chain < 0 or d.last - d.first > 2 or d.form not in {MentionForm.NAME, MentionForm.ACRONYM} or k < 2 or d.title:
            return False
        if p.text[k] in {'"', "“", "‘", "'", "the"}:
            k -= 1
        words = p.text[k].lower()
        closed = d.last >= len(p) or p.text[d.last] in {",", ".", ")", ";", '"', "”", "’"} or p.lemma[d.last] in {"who", "be", "have"}
        if words == "as" and p.text[k - 1].lower() == "known":
            k -= 2
            while k > 0 and p.text[k].lower() in {"also", "better", "widely", "popularly", "commonly", "simply", "best", "more", "locally"}:
                k -= 1
        elif words in {"alias", "nicknamed", "aka", "a.k.a", "a.k.a."} or (words == "or" and closed and p.text[k - 1] == ","):
            k -= 1
        else:
            return False
        if p.text[k] in {",", "("}:
            k -= 1
        named = ends_at.get(k + 1)
        if named is None or named.chain < 0 or named.chain == d.chain or named.form is not MentionForm.NAME or named.kind is not ActorKind.PERSON or len(named.name.split()) < 2:
            return False
        self._one_more_name(named, d)
        return True

    def _one_more_name(self, named: Draft, d: Draft) -> None:
        link, other = self.links[named.chain], self.links[d.chain]
        moved = list(other.drafts)
        other.drafts.clear()
        for y in moved:
            self._join(link, y)
        if link.kind is ActorKind.PERSON:
            self._call(link, d.name)
        d.why = f"the report says that “{named.name}” was called “{d.name}”"

    def _merge_apposition(self, host: Draft, d: Draft) -> None:
        named, other = (host, d) if host.chain >= 0 else (d, host)
        if named.chain < 0:
            return
        link = self.links[named.chain]
        if other.chain >= 0:
            if other.chain == named.chain:
                return
            # an acronym and its expansion, whichever is first
            return
        if other.form is not MentionForm.DESCRIPTION:
            return
        if link.kind is ActorKind.PERSON:
            if other.kind is not ActorKind.PERSON or other.plural or _other_gender(link.gender, other.gender):
                return
        elif link.kind in {ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.GROUP}:
            if other.kind is not link.kind and not other.key.startswith("inst:"):
                return
        else:
            return
        self._join(link, other)
        link.lemmas.add(other.lemma)
        other.why = f"“{_said(self.parse, other)}” stands in apposition to “{named.name}”"

    # descriptions ------------------------------------------------------------------------------------------------

    def _described(self, d: Draft, history: list[tuple[Draft, Link]]) -> Link | None:
        if d.definite and not d.country and not d.owner and d.lemma in {"guard", "command", "commission", "committee", "council", "court", "party", "movement", "front", "union"} and d.last - d.first == 2:
            for other, link in reversed(history[-_MEMORY:]):
                if other.form is MentionForm.NAME and link.kind in {ActorKind.ORGANISATION, ActorKind.ARMED_FORCE} and d.lemma in plain_name(other.name).split():
                    d.why = f"“{_said(self.parse, d)}” takes up “{other.name}”"
                    return link
        if d.key == "land":
            return self._land(d, history)
        if d.lemma == "year-old":
            return self._pronoun(d, history)
        if d.kind is ActorKind.PERSON:
            return self._person_described(d, history)
        if d.key.startswith("inst:"):
            return self._institution(d, history)
        return self._many(d, history)

    def _land(self, d: Draft, history: list[tuple[Draft, Link]]) -> Link | None:
        """ "The country": the one named last within three sentences; the report's subject before others that stand as near."""
        here = self.parse.sentence[d.head]
        best: tuple[float, Link] | None = None
        for other, link in reversed(history[-60:]):
            gap = here - self.parse.sentence[other.head]
            if gap > 3:
                break
            if link.kind is not ActorKind.COUNTRY or not link.key.startswith("country:"):
                continue
            score = -gap + (0.6 if self.parse.dep[other.head] in {"nsubj", "nsubjpass", "poss"} else 0.0) + (1.0 if link.country == self.focus else 0.0)
            if best is None or score > best[0]:
                best = (score, link)
        if best is None:
            return None
        d.why = f"“{_said(self.parse, d)}” takes up “{_called(best[1])}”"
        return best[1]

    def _person_described(self, d: Draft, history: list[tuple[Draft, Link]]) -> Link | None:
        if d.attribute:
            return None
        if d.form is MentionForm.DEMONYM:
            return self._the_national(d, history)
        role = d.roles[0]
        relational = role[1] in self.lex.relations and any(self.parse.text[k].lower() in {"his", "her", "their", "its", "'s", "’s"} for k in range(d.first, d.head))
        if d.lemma == "source" and (d.owner or d.country):
            return self._source(d)
        if relational and (kin := self._kin(d)) is not None:
            home = self.kin.get(kin)
            if home is not None and home.kind is ActorKind.PERSON and not _other_gender(home.gender, d.gender):
                d.why = f"“{_said(self.parse, d)}”: the {kin[0]} of {_called(self.links[kin[1]])}, of whom the report speaks before"
                return home
        country = d.country or role[2]
        bare_office = role[0] in OFFICES and bool(d.country) and self.parse.tag[d.head] != "NNS" and self.parse.text[d.first].lower() not in {"a", "an", "one", "another", "no", "any", "every", "each"}
        if (d.definite or bare_office) and not relational:
            known: list[Link] = []
            # the country told; else that of the passage, of the report, and last any, when only one person comes into question
            for where in [d.country] if d.country else dict.fromkeys([country, self.focus]):
                known = known or self._holders(d, role, where)
            if not known and _change(role[1]) == {"past"}:
                # "the ousted president" may be the one whom the report calls president
                held = (role[0], " ".join(w for w in role[1].split() if w not in CHANGED), role[2])
                for where in dict.fromkeys([self.focus, country] if not d.country else [d.country]):
                    known = known or self._holders(d, held, where)
                known = known if len(known) == 1 else []
            if not known and not d.country and not d.owner:
                anywhere = [x for x in self.links if any(self._holders(d, role, c, [x]) for c in {r[2] for r in x.roles})]
                known = anywhere if len(anywhere) == 1 else []
            seen = [x for x in known if any(y.head < d.head for y in x.drafts)] or ([x for x in known if role[0] in OFFICES])
            if seen:
                best = self._nearest(seen, d, history, country)
                d.why = f"“{_said(self.parse, d)}”: the report calls {_called(best)} “{_role_words(best, role)}”"
                return best
            if role[0] in OFFICES and not d.owner:
                best2 = self._unroled(d, history)
                if best2 is not None:
                    d.why = f"“{_said(self.parse, d)}” is probably {_called(best2)}, of whom the report speaks just before"
                    return best2
        for x in self.links:
            # the same words again, both definite, or an unnamed speaker once more
            if not relational and x.kind is ActorKind.PERSON and not x.names and d.definite and any(y.lemma == d.lemma and (y.country or country) == (country or y.country) and y.owner == d.owner for y in x.drafts):
                d.why = f"“{_said(self.parse, d)}” takes up “{_said(self.parse, x.drafts[0])}”"
                return x
        return self._new(d)

    def _holders(self, d: Draft, role: tuple[str, str, str | None], where: str | None, among: Sequence[Link] | None = None) -> list[Link]:
        """Persons to whom the report gives that office in that country."""
        return [x for x in (self.links if among is None else among) if x.kind is ActorKind.PERSON and self._roles_fit(role, x.roles, where) and not _other_gender(x.gender, d.gender) and (not d.owner or d.owner == "focus" or _same_owner(d, x))]

    def _source(self, d: Draft) -> Link:
        """ "a government source" speaks for whom it belongs to."""
        p = self.parse
        for k in range(d.head - 1, d.first - 1, -1):
            cls = self.lex.institutions.get((p.lemma[k],))
            if cls:
                key = f"inst:{cls}:{d.country or self.focus or ''}:"
                link = self.by_key.get(key) or self._new(d, key)
                link.kind = ActorKind.ORGANISATION
                if d.chain < 0:
                    d.why = f"“{_said(p, d)}” speaks for the {p.lemma[k]}"
                return link
        return self._new(d)

    def _the_national(self, d: Draft, history: list[tuple[Draft, Link]]) -> Link | None:
        """ "the Russian": a person of that country spoken of before, else the last person who acted or spoke."""
        if not d.definite:
            return self._new(d)
        persons = [x for x in self.links if x.kind is ActorKind.PERSON and any(y.head < d.head for y in x.drafts)]
        own = [x for x in persons if d.country in {x.country, *(r[2] for r in x.roles)}]
        open_ = own or [x for x in persons if x.country is None and all(r[2] is None for r in x.roles)]
        if not open_:
            return None
        best = self._nearest(open_, d, history, d.country)
        if not own and not self._recent(best, d, 6):
            return None
        d.why = f"“{_said(self.parse, d)}”: {_called(best)}, a person of that country" if own else f"“{_said(self.parse, d)}” is probably {_called(best)}, of whom the report speaks just before"
        return best

    def _roles_fit(self, role: tuple[str, str, str | None], roles: Sequence[tuple[str, str, str | None]], country: str | None = None) -> bool:
        cls, word, c1 = role
        country = country or c1
        for other, other_word, c2 in roles:
            where = c2 or self.focus
            if (country or self.focus) != where or _change(other_word) != _change(word):
                continue
            bare, other_bare = word.split()[-1], other_word.split()[-1] if other_word else ""
            if bare == "minister" == other_bare and not _same_field(word, other_word):
                continue
            if bare == other_bare or (cls in self.lex.may_be and other in self.lex.may_be[cls] and cls in OFFICES and (word in {"leader", "ruler", "autocrat", "dictator", "strongman", "despot", "tyrant", "head of state", "monarch", "sovereign", "official"} or (other == cls and cls in {"state", "monarch", "government"}))):
                return True
            if cls == "state" and other == "ruler" and other_bare == "leader":
                return True
        return False

    def _nearest(self, links: list[Link], d: Draft, history: list[tuple[Draft, Link]], country: str | None) -> Link:
        """The one spoken of last before, a subject before others, one of the right country before others."""
        numbers = {x.number: x for x in links}
        best: tuple[float, int] | None = None
        here = self.parse.sentence[d.head]
        for other, link in reversed(history[-60:]):
            if link.number not in numbers:
                continue
            score = -1.0 * (here - self.parse.sentence[other.head]) + (0.6 if self.parse.dep[other.head] in {"nsubj", "nsubjpass"} else 0.0)
            if country and country in {link.country, *(r[2] for r in link.roles)}:
                score += 3.0
            if country is None and self.focus in {link.country, *(r[2] for r in link.roles)}:
                score += 2.0
            if best is None or score > best[0]:
                best = (score, link.number)
        if best is None:
            fit = [x for x in links if (country or self.focus) in {x.country, *(r[2] for r in x.roles)}]
            return (fit or links)[0]
        return numbers[best[1]]

    def _recent(self, link: Link, d: Draft, reach: int) -> bool:
        here = self.parse.sentence[d.head]
        return any(y.head < d.head and here - self.parse.sentence[y.head] <= reach for y in link.drafts)

    def _unroled(self, d: Draft, history: list[tuple[Draft, Link]]) -> Link | None:
        """A person of whom no office is known, subject of one of the last two sentences."""
        here = self.parse.sentence[d.head]
        for other, link in reversed(history[-_MEMORY:]):
            if here - self.parse.sentence[other.head] > 2:
                return None
            if link.kind is not ActorKind.PERSON or not link.names or link.roles or _other_gender(link.gender, d.gender):
                continue
            if here == self.parse.sentence[other.head] or self.parse.dep[other.head] not in {"nsubj", "nsubjpass", "poss"} or len(link.drafts) < 2:
                continue
            if link.country and d.country and link.country != d.country:
                continue
            return link
        return None

    def _institution(self, d: Draft, history: list[tuple[Draft, Link]]) -> Link | None:
        noun = d.lemma.split()[-1].replace("organisation", "organization")
        if noun == "body" and d.last - d.first == 2 and self.parse.text[d.first].lower() != "that":
            return None  # a corpse as likely as an organisation
        if d.owner == "focus":
            d.country = d.country or self.focus
            d.owner = ""
        p = self.parse
        beside = next((x for x in d.inner if x.kind is ActorKind.ORGANISATION and x.chain >= 0 and d.head - x.last <= 1 and p.text[x.last] not in {"'s", "’s", "'", "’"}), None)
        if beside is not None and d.key[5:] in {"media", "agency", "company", "party", "movement", "alliance", "organization"}:
            d.why = f"“{_said(p, d)}” names “{beside.name}”"
            return self.links[beside.chain]
        bare = d.definite and not d.country and not d.owner
        modifiers = [p.text[k].lower() for k in range(d.first, d.head) if p.text[k].lower() not in {"the", "that", "this", "its", "his", "their", "'s", "’s"} and p.pos[k] != "PUNCT"]
        if bare:
            best: tuple[float, Link] | None = None
            here = p.sentence[d.head]
            for back, (other, link) in enumerate(reversed(history[-_MEMORY:])):
                gap = here - p.sentence[other.head]
                if best is not None and -0.5 * gap + 1.0 < best[0]:
                    break
                if link.kind not in {ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.GROUP} or other.form is MentionForm.PRONOUN:
                    continue
                tail = plain_name(other.name).split()[-1:] if other.form is not MentionForm.ACRONYM else []
                if noun == "mission" and tail and tail[0] in {"embassy", "consulate", "commission"} and ("high" in plain_name(other.name) or tail[0] != "commission"):
                    d.why = f"“{_said(p, d)}” takes up “{other.name}”"
                    return link
                if (noun in {x.split()[-1] for x in link.lemmas} or noun in tail or (noun == "body" and link.key.startswith("org:"))) and (not modifiers or plain_name(" ".join([*modifiers, noun])) in link.lemmas or set(modifiers) <= set(plain_name(other.name).split()) | {"military", "regional", "security", "defence", "defense", "atlantic", "western", "world", "same"} or _stems(modifiers, other.name)):
                    score = -0.5 * gap - 0.01 * back + 0.05 * min(10, len(link.drafts)) + {"nsubj": 0.5, "nsubjpass": 0.5, "compound": -0.6, "poss": -0.1, "nmod": -0.6, "pobj": -0.2}.get(p.dep[other.head], 0.0)
                    if best is None or score > best[0]:
                        best = (score, link)
            if best is not None:
                d.why = f"“{_said(p, d)}” takes up “{best[1].drafts[0].name}”"
                return best[1]
        name = " ".join([*(m for m in modifiers if m.isalpha() and not self._is_country(m)), d.lemma.split()[-1]])
        cls = d.key[5:]
        if cls == "government":
            key = f"inst:government:{d.country or self.focus or ''}:{'interim' if set(modifiers) & {'interim', 'transitional', 'provisional', 'caretaker'} else ''}"
            if not set(modifiers) & {"interim", "transitional", "provisional", "caretaker"}:
                key = f"inst:government:{d.country or self.focus or ''}:"
                if bare:
                    interim = self.by_key.get(f"inst:government:{self.focus or ''}:interim")
                    if interim is not None and key not in self.by_key:
                        return interim
        elif cls in {"ministry", "foreign ministry", "parliament", "court", "junta"} and not d.owner:
            key = f"inst:{name}:{d.country or self.focus or ''}"
        else:
            key = f"inst:{name}:{d.country or ''}:{d.owner}"
        known = self.by_key.get(key) or (self.by_name.get(name) if " " in name else None)
        if known is not None and not (known.country and d.country and known.country != d.country):
            return known
        fresh = self._new(d, key)
        fresh.lemmas = {d.lemma}
        return fresh

    def _is_country(self, small: str) -> bool:
        return any(len(t) == 1 and e.country for t, e in self.lex.names.get(small.capitalize(), ()))

    def _many(self, d: Draft, history: list[tuple[Draft, Link]]) -> Link | None:
        p = self.parse
        if d.owner == "focus":
            d.country, d.owner = d.country or self.focus, ""
        if d.definite and not d.country and not d.owner:
            cls = d.key.split(":", 1)[-1]
            for other, link in reversed(history[-80:]):
                if cls == "relatives" and link.key.startswith(d.key) and all(y.lemma.split()[-1:] != d.lemma.split()[-1:] for y in link.drafts):
                    continue  # "the family" are not the "children" of another sentence
                if link.kind in {ActorKind.GROUP, ActorKind.ARMED_FORCE} and (link.key.split(":")[:2] == d.key.split(":")[:2] or (cls == "mutineers" and link.key.startswith(("force:troops", "force:officers")) and link.country in {None, self.focus} and any(y.lemma.split()[-1] in {"soldier", "officer"} for y in link.drafts))):
                    d.why = f"“{_said(p, d)}” takes up “{_said(p, link.drafts[0])}”"
                    if not link.key.startswith(d.key + ":"):
                        link.also.append(f"{d.key}:{d.country or ''}:")
                    return link
                if other.form is MentionForm.NAME and link.kind in {ActorKind.ARMED_FORCE, ActorKind.ORGANISATION} and plain_name(other.name).split()[-1:] == [d.lemma.split()[-1]] and d.head == d.last - 1:
                    d.why = f"“{_said(p, d)}” takes up “{other.name}”"
                    return link
        if d.key.startswith("people:"):
            return self.by_key.get(d.key) or self._new(d, d.key)
        if d.key.split(":")[1] in _COUNTED and (d.head < d.last - 1 or any(p.dep[c] == "nummod" for c in p.children[d.head])):
            return self._new(d)  # "84 people" are not the "people" of another sentence
        ethnic = [p.text[k].lower() for k in range(d.first, d.head) if p.text[k].lower() in {"ethnic"}]
        key = ":".join([d.key, d.country or "", d.owner, *ethnic])
        return self.by_key.get(key) or self._new(d, key)

    # pronouns ----------------------------------------------------------------------------------------------------

    def _pronoun(self, d: Draft, history: list[tuple[Draft, Link]]) -> Link | None:
        """The antecedent: near, a subject, not in the same clause's other place, of the right gender and number."""
        p = self.parse
        here = p.sentence[d.head]
        best: tuple[float, Link] | None = None
        seen: set[int] = set()
        possessive = p.tag[d.head] == "PRP$"
        blocked: set[int] = set()
        if not possessive and not d.lemma.endswith("self") and p.dep[d.head] in {"dobj", "pobj", "dative"}:
            # "Brandt urged him": somebody else
            clause = _clause(p, d.head)
            blocked = {link.number for other, link in history[-60:] if p.sentence[other.head] == here and _clause(p, other.head) == clause and p.dep[other.head] in {"nsubj", "nsubjpass"}}
        for back, (other, link) in enumerate(reversed(history[-60:])):
            gap = here - p.sentence[other.head]
            if gap > _REACH:
                break
            if not _may_be(d, other, link) or (link.number in seen and other.form is MentionForm.PRONOUN and gap > 0):
                continue
            score = -1.0 * gap - 0.05 * back
            dep = p.dep[other.head]
            if dep in {"nsubj", "nsubjpass"}:
                score += 0.8
                if p.lemma[p.head[other.head]] in _SAYING:
                    score += 0.4
                if gap and p.dep[p.head[other.head]] in {"ccomp", "relcl", "acl", "advcl", "xcomp"}:
                    score -= 0.4  # who is told about gives way to who tells
            elif dep in {"pobj", "compound", "nmod"}:
                score -= 0.4
            elif dep == "poss":
                score -= 0.1
            if self.quoted[other.head] != self.quoted[d.head]:
                score -= 0.5
            if link.number in blocked:
                continue
            if d.gender in {"m", "f"} and link.gender == d.gender:
                score += 0.3
            if link.names or link.key:
                score += 0.2
            if d.gender == "n" and dep not in {"nsubj", "nsubjpass"}:
                score -= 0.8
            seen.add(link.number)
            if best is None or score > best[0]:
                best = (score, link)
        if best is None:
            return None
        if d.gender == "n" and (best[0] < -0.9 or not _refers(p, d)):
            return None
        if d.plural and best[0] < -1.6:
            return None
        d.why = f"“{d.name}”: {_called(best[1])} is the nearest before who fits"
        return best[1]


_HEAD_LEMMAS = wordset("organization alliance bloc union council committee commission ministry party court bank fund agency center authority guard army force police government coalition front group league")


_NO_FIELD = frozenset({"minister", "the", "of", "new", "interim", "acting", "current", "outgoing", "transitional", "caretaker", "incumbent"}) | frozenset(CHANGED)


def _same_field(a: str, b: str) -> bool:
    """Whether two ministers may be one: not the prime minister and another, not two of different fields."""
    fields = [{w[:6].replace("defens", "defenc") for w in x.replace("-", " ").split() if w not in _NO_FIELD} for x in (a, b)]
    if ("prime" in fields[0]) != ("prime" in fields[1]):
        return False
    return not fields[0] or not fields[1] or bool(fields[0] & fields[1])


def _change(role: str) -> frozenset[str]:
    """How an office is another than the one now held: past, under, to come."""
    return frozenset(CHANGED[w] for w in role.split() if w in CHANGED)


def _refers(p: Parse, d: Draft) -> bool:
    """Whether "it" stands for something: not the weather, not "it is clear that"."""
    if d.lemma != "it":
        return True
    verb = p.head[d.head]
    if p.dep[d.head] not in {"nsubj", "nsubjpass"}:
        return False
    return p.lemma[verb] not in {"be", "seem", "appear", "happen", "rain", "take", "mean", "matter"}


def _may_be(d: Draft, other: Draft, link: Link) -> bool:
    if d.plural:
        return (link.kind in {ActorKind.GROUP, ActorKind.ARMED_FORCE} or other.plural) and link.kind is not ActorKind.PERSON
    if d.gender == "n":
        return link.kind in {ActorKind.ORGANISATION, ActorKind.COUNTRY, ActorKind.ARMED_FORCE} and not other.plural and other.form is not MentionForm.PRONOUN
    return link.kind is ActorKind.PERSON and not _other_gender(link.gender, d.gender)


def _clause(p: Parse, i: int) -> int:
    """The verb whose clause a token stands in."""
    for _ in range(12):
        h = p.head[i]
        if h == i or p.pos[i] in {"VERB", "AUX"}:
            return i
        i = h
    return i


def _other_gender(a: str, b: str) -> bool:
    return a in {"m", "f"} and b in {"m", "f"} and a != b


def _same_owner(d: Draft, link: Link) -> bool:
    return any(y.owner == d.owner or d.owner in (y.title or "") for y in link.drafts)


def _said(p: Parse, d: Draft) -> str:
    out = []
    for k in range(d.first, d.last):
        if k > d.first and p.start[k] > p.end[k - 1]:
            out.append(" ")
        out.append(p.text[k])
    return "".join(out)


def _stems(modifiers: Sequence[str], name: str) -> bool:
    """Whether every modifier begins like some word of the name: "the transitional committee", "Committee for the Transition"."""
    of_name = plain_name(name).split()
    return all(any(len(m) >= 6 and w[:6] == m[:6] for w in of_name) for m in modifiers)


def _called(link: Link) -> str:
    named = [d for d in link.drafts if d.form in {MentionForm.NAME, MentionForm.ACRONYM}]
    return max(named, key=lambda d: (len(d.name), d.name)).name if named else link.drafts[0].name


def _role_words(link: Link, role: tuple[str, str, str | None]) -> str:
    bare = role[1].split()[-1]
    return next((w for _, w, _ in link.roles if w.split()[-1:] == [bare]), link.roles[0][1] if link.roles else role[1])


def _told_places(parse: Parse, names: Sequence[Draft]) -> list[tuple[int, str, bool]]:
    """Countries by name in text order: token, code, and whether the text says that something is in them."""
    out = []
    for d in names:
        if d.kind is ActorKind.COUNTRY and d.form is MentionForm.NAME and d.country:
            out.append((d.head, d.country, d.first > 0 and parse.text[d.first - 1].lower() == "in"))
    return out


def focus_country(parse: Parse, names: Sequence[Draft]) -> str | None:
    """The country a report is about: the one most spoken of, names before adjectives, the first sentences twice; None when none is named."""
    count: Counter[str] = Counter()
    for d in names:
        if d.country and d.kind in {ActorKind.COUNTRY, ActorKind.PLACE, ActorKind.GROUP, ActorKind.PERSON}:
            weight = 1 if d.kind is ActorKind.PERSON else 4 if d.form is MentionForm.NAME and d.kind is ActorKind.COUNTRY else 2
            before = parse.text[d.first - 1].lower() if d.first else ""
            if before == "in":
                weight *= 2
            elif before in {"to", "from", "via", "through"}:
                weight = 1  # where somebody goes or comes from is seldom what the report is about
            count[d.country] += weight * (2 if parse.sentence[d.head] < 4 else 1)
    if not count:
        return None
    return min(count, key=lambda c: (-count[c], c))
