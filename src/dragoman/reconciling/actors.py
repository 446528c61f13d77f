"""Who is whom: chains of several reports joined into actors, each alias for a stated reason.

Joining goes from the certain to the probable: things known from tables, full names of persons, organisations, groups by class
and country, single surnames, offices, and last acronyms that are probably slips. Every step looks candidates up by key and never
compares all with all. What one report keeps apart on purpose (two people of one surname) no later step joins.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from dragoman.reconciling.acronyms import Acronym, slip_of
from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.organisations import known, organisation_key
from dragoman.records.findings import Actor
from dragoman.records.mentions import ActorKind, Chain, MentionForm
from dragoman.text.hashing import content_id
from dragoman.text.names import east_slavic, fold, plain_name, same_person, same_word_score, skeleton, words
from dragoman.text.offices import holder

_OFFICES = {"president": "state", "head of state": "state", "king": "monarch", "queen": "monarch", "emir": "monarch", "sultan": "monarch", "monarch": "monarch", "prime minister": "government", "premier": "government",
            "chancellor": "government", "head of government": "government", "leader": "ruler", "ruler": "ruler", "dictator": "ruler", "autocrat": "ruler", "strongman": "ruler", "emperor": "monarch", "pope": "cleric"}  # fmt: skip
_CHANGED = frozenset({"former", "ex", "late", "deputy", "vice", "ousted", "deposed", "toppled", "overthrown", "aide", "then", "predecessor", "future"})
_HIGHEST = frozenset({"president", "leader", "ruler", "king", "emir", "sultan", "dictator", "autocrat", "strongman"})
_NO_MORE = frozenset({"former", "ex", "ousted", "deposed", "toppled", "overthrown", "removed", "impeached", "fallen", "detained", "jailed", "exiled"})
_NEVER_HIGHEST = frozenset({"vice", "deputy", "opposition", "party", "rebel", "union", "protest", "strike", "militia", "spiritual", "community", "labour", "labor", "student", "religious", "council", "company", "club", "bank"})
_PARLIAMENTS = frozenset({"parliament", "congress", "assembly", "legislature", "senate", "house", "representatives", "deputies", "duma", "majlis", "knesset", "rada", "bundestag", "sejm", "seimas", "saeima", "riigikogu", "folketing", "storting", "riksdag", "eduskunta", "althing", "cortes", "diet", "hural", "kenesh", "mazhilis", "jogorku", "hluttaw"})
_WORDS_OF_PARLIAMENTS = frozenset(fold(w) for w in (*_PARLIAMENTS, "chamber", "upper", "lower")) | {"parliament", "assembly", "national", "house", "federal", "supreme", "state", "central", "high", "chamber", "constitutional"}
_ANY_PARLIAMENT = frozenset({"parliament", "legislature", "congress", "national parliament", "country parliament", "national legislature", "country legislature"})
_BODIES = frozenset({"committee", "council", "commission", "party", "court", "union", "front", "movement", "coalition", "junta", "assembly", "board", "agency", "authority", "organization", "alliance", "group"})
_BODIES_OF_OFFICERS = frozenset({"committee", "council", "command", "movement", "directorate", "commission"})
_WHAT_OFFICERS_SAVE = frozenset({"salvation", "transition", "transitional", "restoration", "military", "redemption", "safeguard", "safeguarding", "homeland", "administration", "reconciliation", "recovery",
    "redress", "rectification", "order", "reform", "rehabilitation", "provisional", "ruling", "revolutionary", "patriotic", "rally"})
"""What bodies of officers who take power call themselves after."""
_RULING = frozenset({"ruling", "governing", "military", "army", "transitional", "transition", "interim", "provisional", "country's", "country’s"})
_SETTLED = 30
"""Days in office after which "the president" in a report is the one of the table: before, the one just ousted may be meant."""
_OF_RULERS = frozenset({"interim", "military", "transitional", "de", "facto", "authoritarian", "supreme", "long-time", "longtime", "long-serving", "veteran", "current", "new", "strong", "the", "national", "state", "country's", "acting", "kremlin", "powerful", "autocratic", "embattled"})
"""What may stand before "leader" or "ruler" when a country's is meant: the leader of an opposition or a protest is another."""
_LESS = frozenset({"new", "newly", "ruling", "governing", "powerful", "current", "country", "national", "so-called", "self-styled", "country's", "country’s", "nation's", "military-led"})
"""Adjectives of a body that its name need not hold."""
_SINGLE_HOLDERS = frozenset({"attorney general", "attorney-general", "prosecutor general", "general prosecutor", "chief prosecutor", "speaker", "chief justice", "army chief", "police chief", "chief of staff", "ombudsman", "foreign secretary", "home secretary",
    "vice-president", "vice president", "secretary of state"})
"""Offices that one person holds at a time in a country, beside those of ministers."""
_LEADING = {"the", "his", "her", "its", "their", "this", "that"}


class Joiner:
    """Groups of chains under joins that can be told apart by their reasons."""

    def __init__(self, corpus: Corpus) -> None:
        self.corpus = corpus
        self.chains: list[Chain] = [c for r in corpus.readings for c in r.chains]
        self.report_of = {c.id: r.report for r in corpus.readings for c in r.chains}
        self.focus = _subjects(corpus)
        self.up: list[int] = list(range(len(self.chains)))
        self.parts: dict[int, list[int]] = {i: [i] for i in self.up}
        self.index = {c.id: i for i, c in enumerate(self.chains)}
        self.why: dict[int, dict[str, None]] = {}
        self.called: dict[int, tuple[int, str]] = {}
        """Name of a group, with the number of chains it had when that was worked out."""
        self.forms: list[frozenset[MentionForm]] = [frozenset(corpus.mention[m].form for m in c.mentions) for c in self.chains]

    def top(self, i: int) -> int:
        while self.up[i] != i:
            self.up[i] = self.up[self.up[i]]
            i = self.up[i]
        return i

    def join(self, i: int, j: int, why: str = "") -> None:
        a, b = sorted((self.top(i), self.top(j)))
        if a != b:
            self.up[b] = a
            few, many = sorted((self.parts.pop(b), self.parts.pop(a)), key=len)
            many.extend(few)
            self.parts[a] = many
            self.why.setdefault(a, {}).update(self.why.pop(b, {}))
        if why:
            self.why.setdefault(a, {})[why] = None

    def country(self, i: int) -> str | None:
        c = self.chains[i]
        return c.country or self.focus[self.report_of[c.id]]

    # steps -------------------------------------------------------------------------------------------------------

    def by_key(self) -> None:
        """Countries, known organisations, institutions and groups: the same key, a missing country filled from the report's subject."""
        first: dict[str, int] = {}
        for i, key in self.all_keys():
            c = self.chains[i]
            if key in first:
                other = self.chains[first[key]]
                why = ""
                if c.key.startswith(("group:", "force:", "inst:")) and plain_name(c.name) != plain_name(other.name):
                    why = f"“{c.name}” and “{other.name}” are spoken of as the same kind of body in the same country"
                self.join(first[key], i, why)
            else:
                first[key] = i

    def all_keys(self) -> list[tuple[int, str]]:
        return [(i, key) for i in range(len(self.chains)) for key in self.full_keys(i)]

    def full_keys(self, i: int) -> list[str]:
        """The chain's keys with the country filled in."""
        c = self.chains[i]
        return list(dict.fromkeys(k for key in (c.key, *c.also) if (k := self._full_key(i, key))))

    def _full_key(self, i: int, key: str) -> str:
        c = self.chains[i]
        parts = key.split(":")
        if parts[0] in {"country", "org", "people"}:
            return ":".join(parts[:2])
        if parts[0] in {"group", "force"} and len(parts) >= 3:
            owner = ":".join(p for p in parts[3:] if p)
            if parts[1] == "minority" and parts[2]:
                return f"people:{parts[2]}"
            if owner.startswith("org:"):
                return f"forces of:{owner[4:].split(':')[0]}" if parts[0] == "force" and parts[1] in {"force", "troops", "peacekeepers", "unit"} else ":".join([*parts[:2], owner])
            return ":".join([*parts[:2], parts[2] or self.focus[self.report_of[c.id]] or "", owner])
        if parts[0] == "inst":
            if parts[1] in {"government"}:
                return ":".join([*parts[:2], self.country(i) or "", *parts[3:]])
            return ""
        if c.kind is ActorKind.ARMED_FORCE and (of := known().force_of.get(plain_name(c.name))):
            return f"forces of:{of}"
        return ""

    def full_names(self) -> None:
        """Persons of two names or more: all words of the shorter name answer to words of the longer."""
        order = [i for i, c in enumerate(self.chains) if c.kind is ActorKind.PERSON and any(" " in n for n in c.names)]
        order.sort(key=lambda i: (-max(len(n.split()) for n in self.chains[i].names), self.chains[i].name, self.chains[i].id))
        blocks: dict[tuple[str, str], list[int]] = {}
        names: dict[int, list[str]] = {}
        for i in order:
            own = [n for n in self.chains[i].names if " " in n]
            keys = sorted({k for n in own for k in _person_keys(words(n))})
            home: int | None = None
            for other in dict.fromkeys(self.top(x) for k in keys for x in blocks.get(k, ())):
                if all(any(same_person(n, m) for m in names[other]) for n in own):
                    home = other
                    break
            if home is None:
                names[i] = list(own)
                home = i
            else:
                best = max(names[home], key=lambda m: (len(m.split()), m))
                for n in own:
                    if n not in names[home]:
                        self.why.setdefault(home, {})[f"“{n}” and “{best}” are renderings of one name"] = None
                        names[home].append(n)
                self.join(home, i)
                top = self.top(home)
                if top != home:
                    names[top] = names.pop(home)
                    home = top
            for k in keys:
                block = blocks.setdefault(k, [])
                if home not in block:
                    block.append(home)
        self.person_names = {self.top(i): n for i, n in names.items()}
        self._two_surnames()
        self._taken_for_bodies()
        merged: dict[int, list[str]] = {}
        for i, own in self.person_names.items():
            merged.setdefault(self.top(i), []).extend(n for n in own if n not in merged.get(self.top(i), ()))
        self.person_names = merged

    def _two_surnames(self) -> None:
        """ "Robles Quintana" for "Darío Robles": a second surname behind the one by which the same report calls a person."""
        at_home: dict[tuple[str, str], set[int]] = {}
        for i, c in enumerate(self.chains):
            if c.kind is ActorKind.PERSON:
                for n in c.names:
                    if len(w := words(n)) >= 2:
                        at_home.setdefault((self.report_of[c.id], fold(w[-1])), set()).add(i)
        for i, c in enumerate(self.chains):
            if c.kind is not ActorKind.PERSON or len(c.names) != 1 or c.roles or len(w := words(c.names[0])) != 2 or len(self.parts[self.top(i)]) > 1:
                continue
            fits = {self.top(x) for x in at_home.get((self.report_of[c.id], fold(w[0])), ())} - {self.top(i)}
            if len(fits) == 1 and not any(fold(w[0]) == fold(words(n)[0]) for t in fits for n in self.person_names.get(t, ())):
                top = fits.pop()
                self.join(top, i, f"“{c.name}” begins with the surname of {self.title(top)}, of whom the report speaks")

    def _taken_for_bodies(self) -> None:
        """A full name that one report's reading takes for a body or a place and others for a person's is the person's."""
        persons: dict[tuple[str, ...], set[int]] = {}
        for top, names in self.person_names.items():
            for n in names:
                persons.setdefault(tuple(fold(w) for w in words(n)), set()).add(self.top(top))
        for i, c in enumerate(self.chains):
            if c.kind not in {ActorKind.ORGANISATION, ActorKind.PLACE} or c.key or c.also or len(own := words(c.name)) < 2 or not all(w[:1].isupper() for w in own):
                continue
            fits = {self.top(x) for x in persons.get(tuple(fold(w) for w in own), ())}
            if len(fits) == 1 and len(c.mentions) <= sum(len(x.mentions) for x in self.members(next(iter(fits)))):
                self.join(fits.pop(), i)

    def single_names(self) -> None:
        """A surname alone: the person of that name whom the reports speak of most, when one stands out."""
        by_word: dict[str, list[tuple[int, bool]]] = {}
        for top, names in sorted(self.person_names.items()):
            for n in names:
                bones = words(n)
                for k, w in enumerate(bones):
                    entry = (top, k == len(bones) - 1)
                    block = by_word.setdefault(skeleton(w), [])
                    if entry not in block:
                        block.append(entry)
        size = self.sizes()
        roles = self.role_keys()
        gender = {top: {c.gender for c in self.members(top) if c.gender} for top in self.person_names}
        lonely: dict[str, int] = {}
        for i, c in enumerate(self.chains):
            mistaken = c.kind in {ActorKind.ORGANISATION, ActorKind.PLACE} and not c.key and not c.also and c.name.isalpha() and c.name.istitle() and len(c.name) >= 4
            if not mistaken and (c.kind is not ActorKind.PERSON or not c.names or any(" " in n for n in c.names)):
                continue
            word = c.name if mistaken else words(c.names[0])[-1] if words(c.names[0]) else c.names[0]
            found: dict[int, float] = {}
            for top, last in by_word.get(skeleton(word), ()):
                if not any(same_word_score(word, w) >= (0.97 if mistaken else 0.9) for n in self.person_names[top] for w in words(n)):
                    continue
                if mistaken and (not last or size[top] < (3 if c.kind is ActorKind.ORGANISATION else 6 * len(c.mentions))):
                    continue  # the parser takes a surname for a body now and then; only a person much spoken of overrules it
                if c.gender and gender[top] and c.gender not in gender[top]:
                    continue
                score = (1.3 if last else 1.0) * (1 + size[top] ** 0.5)
                mine = self.roles_of(i)
                if mine and roles.get(top):
                    score *= 2.0 if mine & roles[top] else 0.5
                found[top] = max(found.get(top, 0.0), score)
            ranked = sorted(found.items(), key=lambda x: (-x[1], x[0]))
            if ranked and (len(ranked) == 1 or ranked[0][1] >= 1.5 * ranked[1][1]):
                self.join(ranked[0][0], i, f"“{c.name}” is a name of {self.title(ranked[0][0])}, the one of that name whom the reports speak of most")
            elif not ranked and not mistaken:
                key = fold(word)
                if key in lonely:
                    self.join(lonely[key], i)
                else:
                    lonely[key] = i

    def offices(self) -> None:
        """Descriptions that no report of their own resolves: the one person whom another report gives that office in that country."""
        holders: dict[tuple[str, str], set[int]] = {}
        self.named_persons: dict[str, list[int]] = {}
        for i, c in enumerate(self.chains):
            if c.kind is ActorKind.PERSON and c.names:
                self.named_persons.setdefault(self.report_of[c.id], []).append(i)
                for key in self.roles_of(i):
                    holders.setdefault(key, set()).add(self.top(i))
        for i, c in enumerate(self.chains):
            if c.kind is not ActorKind.PERSON or c.names or not self.definite(c):
                continue
            if any(self.corpus.mention[m].form is MentionForm.NAME for m in c.mentions):
                continue
            found: set[int] = set()
            for key in sorted(self.roles_of(i)):
                found |= {self.top(x) for x in holders.get(key, ())}
                if key[0] == "ruler":
                    for other in ("state", "monarch", "government"):
                        found |= {self.top(x) for x in holders.get((other, key[1]), ())} if not found else set()
                if found:
                    break
            if len(found) == 1:
                top = found.pop()
                self.join(top, i, f"“{self.words(c)}”: other reports give {self.title(top)} that office")
            elif not self._once_in_office(i):
                self._by_date(i, found)

    def _once_in_office(self, i: int) -> bool:
        """ "The former leader", "the ousted head of state": the one person of whom the same report says in any words that he held the highest office."""
        c, here = self.chains[i], self.report_of[self.chains[i].id]
        country = self.focus[here]
        if not _once_highest(c.roles, country):
            return False
        fits = {self.top(x) for x in self.named_persons.get(here, ()) if _once_highest(self.chains[x].roles, country)}
        if len(fits) != 1:
            return False
        top = fits.pop()
        self.join(top, i, f"“{self.words(c)}”: the only one of whom the report says that the office was theirs is {self.title(top)}")
        return True

    def _by_date(self, i: int, among: set[int]) -> None:
        """The person who held the office on the day of the report, where a report names that person; nobody is brought in from the table."""
        c, report = self.chains[i], self.corpus.report[self.report_of[self.chains[i].id]]
        if report.published is None or set(self.words(c).lower().replace("-", " ").split()) & _CHANGED:
            return
        for office, country in sorted(self.roles_of(i)):
            if office not in {"state", "monarch", "ruler"} and not (among and office == "government"):
                continue
            leaders = holder(known().alpha3.get(country, ""), report.published)
            if len(leaders) != 1 or (report.published - leaders[0].start).days < _SETTLED:
                continue
            surname = words(leaders[0].name)[-1]
            fits = {self.top(t) for t, full in self.person_names.items() if any(same_word_score(w, surname) >= 0.9 for n in full for w in words(n)[1:])}
            if len(fits) == 1 and (not among or fits <= among):
                top = fits.pop()
                told = self.role_keys().get(top, set())
                if not told or (office, country) in told or any(k[1] == country for k in told):
                    self.join(top, i, f"“{self.words(c)}” is probably {self.title(top)}, who led the country on the day of the report ({leaders[0].source})")
                    return

    def one_force(self) -> None:
        """ "The force", "peacekeepers": the one international force that the reports on that country name."""
        named: dict[str, set[int]] = {}
        for i, c in enumerate(self.chains):
            if self._full_key(i, c.key).startswith("forces of:"):
                named.setdefault(self.focus[self.report_of[c.id]] or "", set()).add(self.top(i))
        for i, c in enumerate(self.chains):
            parts = c.key.split(":")
            where = self.focus[self.report_of[c.id]] or ""
            tops = {self.top(x) for x in named.get(where, ())}
            if parts[0] == "force" and parts[1] in {"force", "peacekeepers"} and (not c.country or not parts[2]) and len(tops) == 1 and not (len(parts) > 3 and parts[3].startswith("org:")):
                top = tops.pop()
                self.join(top, i, f"“{self.words(c)}” is probably {self.title(top)}, the only international force that the reports on that country name")

    def roles_of(self, i: int) -> set[tuple[str, str]]:
        """(class, country) of the offices a chain gives; offices once held or of a deputy do not count."""
        out: set[tuple[str, str]] = set()
        for role in self.chains[i].roles:
            what, _, where = role.rpartition(" of ") if len(role) > 4 and role[-6:-2].endswith(" of ") else (role, "", "")
            bag = what.lower().split()
            if set(bag) & _CHANGED:
                continue
            office = next((v for k, v in _OFFICES.items() if what == k or (bag[-len(k.split()) :] == k.split() and (v != "ruler" or set(bag[:-1]) <= _OF_RULERS))), None) or _single_office(what.lower())
            place = where or self.focus[self.report_of[self.chains[i].id]]
            if office and place:
                out.add((office, place))
        return out

    def role_keys(self) -> dict[int, set[tuple[str, str]]]:
        out: dict[int, set[tuple[str, str]]] = {}
        for i, c in enumerate(self.chains):
            if c.kind is ActorKind.PERSON and c.names:
                out.setdefault(self.top(i), set()).update(self.roles_of(i))
        return out

    def definite(self, c: Chain) -> bool:
        words = self.words(c).lower().split()
        return words[0] in _LEADING or any(w.endswith(("'s", "’s")) for w in words[:-1]) or (self.words(c)[0].isupper() and len(words) <= 3 and words[0] not in {"a", "an"})

    def words(self, c: Chain) -> str:
        return self.corpus.words(self.corpus.mention[c.mentions[0]].span)

    def organisations(self) -> None:
        """Organisations, forces and places without an entry in the tables: the same words in any order, country or no country."""
        first: dict[tuple[frozenset[str], str], int] = {}
        plain: dict[str, list[int]] = {}
        for i, c in enumerate(self.chains):
            if c.kind not in {ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.PLACE, ActorKind.GROUP} or c.key.startswith(("group:", "force:", "country:", "people:")):
                continue
            names = {self.corpus.mention[m].name for m in c.mentions if self.corpus.mention[m].form is MentionForm.NAME}
            if c.key.startswith("inst:"):
                parts = c.key.split(":")
                field = parts[3] if parts[1] in {"ministry", "department"} and len(parts) == 4 else ""  # "the ministry of Health"
                if parts[1] == "government" or (len(parts) > 3 and parts[3] and not field):
                    continue
                names = {f"{parts[1]} of {field}" if field else parts[1]}
            for name in sorted(names):
                bag, named_country, generic = organisation_key(name)
                if not bag:
                    continue
                where = (named_country or self.country(i) or "") if generic else ""
                key = (bag, where)
                if key in first:
                    self.join(first[key], i, "" if plain_name(name) == plain_name(self.chains[first[key]].name) else f"“{name}” and “{self.chains[first[key]].name}” are the same words, in the same country")
                else:
                    first[key] = i
                if any(ch.isdigit() for ch in name):
                    compact = (frozenset({fold(plain_name(name).replace(" ", "").replace("-", ""))}), "")
                    self.join(first.setdefault(compact, i), i, "")
                if not generic and c.kind is not ActorKind.PLACE:
                    plain.setdefault(plain_name(name), []).append(i)
        self._subsets(first)
        self._acronyms(plain)
        self._described_bodies()
        self._juntas()
        self._parliaments()
        self._known_by_noun()

    def _described_bodies(self) -> None:
        """ "The transitional committee": the one named body of the same country whose name holds the noun and begins like the adjectives."""
        by_noun: dict[tuple[str, str], list[int]] = {}
        for i, c in enumerate(self.chains):
            if c.kind in {ActorKind.ORGANISATION, ActorKind.GROUP} and MentionForm.NAME in self.forms[i]:
                nouns = {w for m in c.mentions if self.corpus.mention[m].form is MentionForm.NAME for w in plain_name(self.corpus.mention[m].name).split()}
                for n in sorted(nouns & _BODIES):
                    by_noun.setdefault((n, self.focus[self.report_of[c.id]] or ""), []).append(i)
        size = self.sizes()
        for i, c in enumerate(self.chains):
            if not c.key.startswith("inst:") or MentionForm.NAME in self.forms[i]:
                continue
            told = [w for w in c.key.split(":")[1].split() if w]
            bag = [w for w in told if w not in _LESS or w == told[-1]]
            if not bag or bag[-1] not in _BODIES or not self.definite(c):
                continue
            fits = set()
            for j in by_noun.get((bag[-1], self.focus[self.report_of[c.id]] or ""), ()):
                of_name = plain_name(self.chains[j].name).split()
                if len(bag) == 1 and not (bag[0] in _BODIES_OF_OFFICERS and set(of_name) & _WHAT_OFFICERS_SAVE and size[self.top(j)] >= 5):
                    continue  # "the council" alone: only a body that rules, much spoken of
                if all(any(len(b) >= 6 and w[:6] == b[:6] for w in of_name) for b in bag[:-1]):
                    fits.add(self.top(j))
            if len(fits) == 1:
                top = fits.pop()
                self.join(top, i, f"“{self.words(c)}” is probably {self.title(top)}, the only body of such a name in the reports on that country")

    def _juntas(self) -> None:
        """ "The junta": the one body of officers that the reports on that country name, told by its name ("… Council for the Restoration of …")."""
        named: dict[str, set[int]] = {}
        for i, c in enumerate(self.chains):
            if c.kind in {ActorKind.ORGANISATION, ActorKind.GROUP} and MentionForm.NAME in self.forms[i]:
                bag = set(plain_name(c.name).split())
                if bag & _BODIES_OF_OFFICERS and bag & _WHAT_OFFICERS_SAVE:
                    named.setdefault(self.focus[self.report_of[c.id]] or "", set()).add(i)
        for i, c in enumerate(self.chains):
            told = c.key.split(":")[1].split() if c.key.startswith("inst:") else []
            in_power = told[-1:] == ["junta"] or (told[-1:] and told[-1] in _BODIES_OF_OFFICERS and len(told) > 1 and set(told[:-1]) <= _RULING | _LESS and set(told) & _RULING)
            if in_power or c.key.startswith("group:military rulers"):
                fits = {self.top(x) for x in named.get(self.focus[self.report_of[c.id]] or "", ())}
                if len(fits) == 1:
                    top = fits.pop()
                    self.join(top, i, f"“{self.words(c)}” is probably {self.title(top)}, the only body of officers in power that the reports on that country name")

    def _parliaments(self) -> None:
        """ "The legislature", "parliament", "lawmakers approved": the one parliament that the reports on that country name.

        A country of two chambers of which reports name both keeps all apart: it is not told which one is meant.
        """
        named: dict[str, set[int]] = {}
        loose: list[tuple[int, str]] = []
        for i, c in enumerate(self.chains):
            where = self.country(i) or ""
            if not where or c.kind not in {ActorKind.ORGANISATION, ActorKind.GROUP}:
                continue
            if MentionForm.NAME in self.forms[i]:
                bag, own, _ = organisation_key(c.name)
                plain = plain_name(c.name).split()
                if c.key.startswith(("org:", "inst:", "group:")) or not plain or plain[-1] not in _PARLIAMENTS or not bag <= _WORDS_OF_PARLIAMENTS:
                    continue
                (loose.append((i, own or where)) if plain == ["parliament"] else named.setdefault(own or where, set()).add(i))
            elif c.key.startswith("inst:") and c.key.split(":")[1] in _ANY_PARLIAMENT and not (c.key.split(":")[3:] and c.key.split(":")[3]):
                loose.append((i, where))
        for i, where in loose:
            fits = {self.top(x) for x in named.get(where, ())}
            if len(fits) == 1 and (top := fits.pop()) != self.top(i):
                self.join(top, i, f"“{self.words(self.chains[i])}” is probably {self.title(top)}, the only parliament that the reports on that country name")

    def _known_by_noun(self) -> None:
        """ "A Russia-led military alliance", "the defence bloc": the one known organisation in the reports that is called so."""
        present: dict[str, set[int]] = {}
        for i, c in enumerate(self.chains):
            for noun in known().nouns.get(c.key, ()):
                present.setdefault(noun, set()).add(i)
        for i, c in enumerate(self.chains):
            if not c.key.startswith("inst:") or MentionForm.NAME in self.forms[i]:
                continue
            noun = plain_name(" ".join(c.key.split(":")[1].split()[-2:]))
            if " " not in noun:
                continue
            led = [w for w in self.words(c).replace("-led", " -led").split() if w.lower() in known().country_words]
            fits = {self.top(x) for x in present.get(noun, ())}
            if led:
                fits = {t for t in fits if any(known().country_words[led[0].lower()] in known().members.get(k, ()) for k in self._keys(t))}
            if len(fits) == 1:
                top = fits.pop()
                self.join(top, i, f"“{self.words(c)}” is probably {self.title(top)}, the only organisation in the reports that is called so" + (f" and has {led[0]} as a member" if led else ""))

    def _subsets(self, first: dict[tuple[frozenset[str], str], int]) -> None:
        """ "Ministry of Information" for "Ministry of Information and Social Development": fewer words, same country, one candidate."""
        by_word: dict[tuple[str, str], list[tuple[frozenset[str], int]]] = {}
        for (bag, where), i in first.items():
            for w in bag:
                by_word.setdefault((w, where), []).append((bag, i))
        for (bag, where), i in list(first.items()):
            if len(bag) < 2 or not where:
                continue
            rare = min(sorted(bag), key=lambda w: len(by_word[(w, where)]))
            wider = {self.top(j) for other, j in by_word[(rare, where)][:50] if bag < other}
            if len(wider) == 1 and (top := wider.pop()) != self.top(i) and self.chains[top].kind is self.chains[i].kind:
                self.join(top, i, f"“{self.chains[i].name}” is short for “{self.chains[top].name}”: no other of that kind in that country is named")

    def _acronyms(self, plain: Mapping[str, list[int]]) -> None:
        """Acronyms: joined by the expansion printed beside them, by known initials, and last as probable slips."""
        of_org: dict[str, list[int]] = {}
        for i, c in enumerate(self.chains):
            for m in c.mentions:
                mention = self.corpus.mention[m]
                if mention.form is MentionForm.ACRONYM:
                    of_org.setdefault(mention.name.replace(".", ""), []).append(i)
        for name in sorted(of_org):
            tops = list(dict.fromkeys(self.top(i) for i in of_org[name]))
            # what a report explains goes before what the acronym commonly stands for
            expanded = [t for t in tops if any(MentionForm.NAME in self.forms[k] for k in self.parts[t])]
            bare = [t for t in tops if t not in expanded]
            if len(expanded) == 1:
                for t in bare:
                    self.join(expanded[0], t, f"“{name}” is explained as “{self.title(expanded[0])}” in another report")
            elif not expanded and len(bare) > 1:
                for t in bare[1:]:
                    self.join(bare[0], t)
        for name in sorted(of_org):
            # "the M5" for "M5-RFP": the part before the hyphen, when only one goes on so
            longer = {self.top(i) for other in of_org if other.startswith((name + "-", name + "–")) for i in of_org[other]}
            if len(longer) == 1 and len(name) >= 2:
                for i in of_org[name]:
                    if not self._has_name(self.top(i)):
                        top = next(iter(longer))
                        self.join(top, i, f"“{name}” is probably short for “{self.title(top)}”")
        self._initials(of_org, plain)
        self._slips(of_org)

    def _initials(self, of_org: Mapping[str, list[int]], plain: Mapping[str, list[int]]) -> None:
        by_initials: dict[str, set[int]] = {}
        for _, members in sorted(plain.items()):
            for i in members:
                for m in self.chains[i].mentions:
                    name = self.corpus.mention[m].name
                    letters = "".join(w[0] for w in name.replace("-", " ").split() if w[0].isupper())
                    if len(letters) >= 3:
                        by_initials.setdefault(letters, set()).add(self.top(i))
        for name in sorted(of_org):
            for i in of_org[name]:
                if self._has_name(self.top(i)):
                    continue
                tops = {self.top(x) for x in by_initials.get(name.upper(), ())}
                if len(tops) == 1:
                    top = tops.pop()
                    self.join(top, i, f"“{name}” are the initials of “{self.title(top)}”")

    def _slips(self, of_org: Mapping[str, list[int]]) -> None:
        """ "CTO" for "CSTO": letters of the initials of an organisation that the reports name, no known organisation of its own."""
        targets = []
        for top in dict.fromkeys(self.top(i) for i, c in enumerate(self.chains) if c.kind is ActorKind.ORGANISATION):
            names = self._names(top)
            letters = {n.replace(".", "") for n in names if n.isupper() and 3 <= len(n) <= 6} | {known().acronym_of[k] for k in self._keys(top) if k in known().acronym_of}
            full = [n for n in names if len(n.split()) >= 3]
            if letters and (full or any(k.startswith("org:") for k in self._keys(top))):
                targets.append(Acronym(top=top, letters=tuple(sorted(letters)), reports=frozenset(self.report_of[c.id] for c in self.members(top))))
        for name in sorted(of_org):
            if name.upper() in known().acronyms:
                continue
            for i in of_org[name]:
                if self._has_name(self.top(i)):
                    continue
                here = self.report_of[self.chains[i].id]
                hit = slip_of(name, here, [t for t in targets if self.top(t.top) != self.top(i)])
                if hit is not None:
                    self.join(hit.top, i, f"“{name}” is probably a slip for “{hit.letters[0]}” ({self.title(hit.top)}): the same letters but for one or their order, no other organisation of that name is known, and the same report speaks of it")

    def _names(self, top: int) -> list[str]:
        return sorted({self.corpus.mention[m].name for c in self.members(top) for m in c.mentions if self.corpus.mention[m].form in {MentionForm.NAME, MentionForm.ACRONYM}})

    def _has_name(self, top: int) -> bool:
        return any(MentionForm.NAME in self.forms[self.index[c.id]] or c.key.startswith("org:") for c in self.members(top))

    def _keys(self, top: int) -> list[str]:
        return sorted({c.key for c in self.members(top) if c.key})

    def members(self, i: int) -> list[Chain]:
        """The chains of a group, in the order of reports."""
        return [self.chains[k] for k in sorted(self.parts[self.top(i)])]

    def grouped(self) -> dict[int, list[Chain]]:
        """All groups by their first chain."""
        return {top: self.members(top) for top in sorted(self.parts)}

    def sizes(self) -> dict[int, int]:
        return {t: sum(len(self.chains[k].mentions) for k in ks) for t, ks in self.parts.items()}

    def title(self, i: int) -> str:
        """What the group is called; worked out again only when it has doubled, so that many joins to one actor stay cheap."""
        top = self.top(i)
        size = len(self.parts[top])
        known_size, name = self.called.get(top, (0, ""))
        if size >= 2 * known_size:
            name = canonical_name(self.corpus, self.members(top))
            self.called[top] = (size, name)
        return name


def resolve_actors(corpus: Corpus) -> tuple[tuple[Actor, ...], Mapping[str, str]]:
    """Actors, and for each mention id the id of its actor. The order of reports does not change what is joined."""
    joiner = Joiner(corpus)
    joiner.by_key()
    joiner.full_names()
    joiner.organisations()
    joiner.single_names()
    joiner.one_force()
    joiner.offices()
    actors = []
    actor_of: dict[str, str] = {}
    for top, chains in sorted(joiner.grouped().items()):
        mentions = tuple(m for c in chains for m in c.mentions)
        name = canonical_name(corpus, chains)
        kind = _kind(chains)
        why = tuple(dict.fromkeys([*joiner.why.get(top, ()), *(w for c in chains for w in c.why)]))
        country = Counter(c.country for c in chains if c.country).most_common(1)
        roles = tuple(dict.fromkeys(r for c in chains for r in c.roles))
        actor = Actor(id=content_id("a", name, kind.value, *sorted(mentions)[:1]), name=name, kind=kind, mentions=mentions, why=why, country=country[0][0] if country else None, roles=roles)
        actors.append(actor)
        actor_of.update(dict.fromkeys(mentions, actor.id))
    return tuple(actors), actor_of


def _kind(chains: Sequence[Chain]) -> ActorKind:
    votes: Counter[ActorKind] = Counter()
    for c in chains:
        votes[c.kind] += len(c.mentions) + (10 if c.key.startswith(("country:", "org:")) else 0)
    return min(votes, key=lambda k: (-votes[k], k.value))


def canonical_name(corpus: Corpus, chains: Iterable[Chain]) -> str:
    """The fullest common spelling: among names of the most words the most frequent; a table's name for countries and known organisations."""
    chains = list(chains)
    explained = any(corpus.mention[m].expansion for c in chains if not c.key for m in c.mentions)
    for c in chains:
        if c.key.startswith("country:") or (c.key.startswith("org:") and not explained):
            name = known().canonical.get(c.key)
            if name:
                return name
    count: Counter[str] = Counter()
    for c in chains:
        for m in c.mentions:
            mention = corpus.mention[m]
            if mention.form in {MentionForm.NAME, MentionForm.ACRONYM}:
                count[mention.name] += 1
    full = {corpus.mention[m].name for c in chains for m in c.mentions if corpus.mention[m].form is MentionForm.NAME}
    if full:
        count = Counter({n: k for n, k in count.items() if n in full})
    if count:
        total = sum(count.values())
        often = [n for n in count if count[n] >= 0.1 * total and count[n] > 1] or list(count)
        words = max(len(n.split()) for n in often)
        return min((n for n in often if len(n.split()) == words), key=lambda n: (-count[n], n))
    phrases = Counter(corpus.words(corpus.mention[m].span) for c in chains for m in c.mentions if corpus.mention[m].form is not MentionForm.PRONOUN)
    if not phrases:
        return chains[0].name
    best = min(phrases, key=lambda n: (-phrases[n], len(n), n))
    if chains[0].kind in {ActorKind.GROUP, ActorKind.ARMED_FORCE}:
        best = _without_count(best)
    return best.removeprefix("The ").removeprefix("the ").removeprefix("A ").removeprefix("a ")


_COUNT = re.compile(r"(?i)^(?:(?:at least|at most|more than|fewer than|less than|as many as|up to|nearly|almost|about|around|some|over|roughly|approximately|an estimated|only|another|the other)\s+)+(?=\S)")
_NUMBER = re.compile(r"(?i)^(?:[\d.,]+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many)(?:\s+(?:million|thousand|hundred))?\s+(?=\S+\s+\S)")


def _without_count(name: str) -> str:
    """A group's name without "at least" and the like, and without the number where more than a noun is left: "at least 10 US passengers"."""
    bare = _COUNT.sub("", name)
    return _NUMBER.sub("", bare) if not re.match(r"(?i)\S+ (?:of|people)\b", bare) else bare


def _subjects(corpus: Corpus) -> dict[str, str | None]:
    """The country each report is mainly about.

    When most reports are about one country, a report that speaks nearly as much of it as of another is about it too: news of a
    crisis told from a neighbour's capital.
    """
    weights: dict[str, Counter[str]] = {}
    for reading in corpus.readings:
        count = weights.setdefault(reading.report, Counter())
        for c in reading.chains:
            if c.key.startswith(("inst:", "force:")) and c.country is None and (read := c.key.split(":")[2:3]) and len(read[0]) == 2:
                count[read[0]] += len(c.mentions)  # the reading's own opinion, drawn from towns as well
            if c.key.startswith("country:") or c.kind is ActorKind.PERSON:
                for m in c.mentions:
                    mention = corpus.mention[m]
                    where = c.key[8:] or (mention.country if mention.form is MentionForm.NAME else None)
                    if where is None:
                        continue
                    weight = (4 if mention.form is MentionForm.NAME else 2) if c.key else 1
                    before = corpus.report[reading.report].text[max(0, mention.span.start - 8) : mention.span.start].lower()
                    if before.endswith((" to ", "from ", " via ", "through ")):
                        weight = 1
                    count[where] += weight * (2 if before.endswith("in ") else 1) * (2 if mention.span.start < 600 else 1)
    own = {r: (min(w, key=lambda x: (-w[x], x)) if w else None) for r, w in weights.items()}
    tops = Counter(c for c in own.values() if c)
    common = min(tops, key=lambda x: (-tops[x], x)) if tops else None
    if common is None or tops[common] < 0.4 * len(own):
        return own
    share = 0.35 if tops[common] < 0.6 * len(own) else 0.2
    return {r: common if c is not None and weights[r][common] >= share * weights[r][c] else c for r, c in own.items()}


def _once_highest(roles: Iterable[str], country: str | None) -> bool:
    """Whether one of these roles is the highest office of the country, held no more."""
    for role in roles:
        what, _, where = role.rpartition(" of ")
        bag = (what or role).lower().replace("ex-", "ex ").split()
        if len(bag) >= 2 and bag[-1] in _HIGHEST and set(bag[:-1]) & _NO_MORE and not set(bag) & _NEVER_HIGHEST and (not where or not country or where == country):
            return True
    return False


def _single_office(what: str) -> str | None:
    """An office that one person holds in a country: a minister's with the field, or one of a closed list."""
    hit = max((o for o in _SINGLE_HOLDERS if what == o or what.endswith(" " + o)), key=len, default="")
    if hit:
        return hit.replace("-", " ")
    fields = [w.replace("defens", "defenc") for w in what.split()]
    return " ".join(fields[-2:]) if len(fields) >= 2 and fields[-1] == "minister" and fields[-2] not in _CHANGED | {"the", "new", "interim", "acting", "senior", "cabinet", "government", "state", "junior"} else None


def _person_keys(name: Sequence[str]) -> Iterable[tuple[str, str]]:
    """Blocking keys of a full name: any two words by their consonants, and the last word with the first's initial."""
    bones = [skeleton(w) for w in name]
    for i in range(len(bones)):
        for j in range(i + 1, len(bones)):
            yield (min(bones[i], bones[j]), max(bones[i], bones[j]))
    yield (bones[-1], "^" + fold(name[0])[:1])
    if (last := east_slavic(name[-1])[0]) and len(last) >= 4:
        yield (last, "^slavic")
