"""Standing relations that a report tells: offices with their dates, leaders, members, founding, kinship, seats.

Read from the parse by the noun or verb that tells the relation: a title before a name, a noun in apposition or as predicate, a verb of leading,
founding, joining. Both ends must be mentions that the report names somewhere, or a country or body known from the tables; what has no such
subject is left out. Nothing is filled in: an office without its country in these words has no object here.
"""

from __future__ import annotations

import bisect
import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.reading.arguments import Mentions, holder_of
from dragoman.reading.lexicon import Lexicon, lexicon
from dragoman.reading.triggers import Syntax
from dragoman.records.claims import Quote
from dragoman.records.documents import Report
from dragoman.records.mentions import ActorKind, Chain, Mention, MentionForm
from dragoman.records.parses import Parse
from dragoman.records.relations import DateSense, RelationKind, RelationTelling
from dragoman.records.spans import Span
from dragoman.records.times import DateRange, TimeExpression
from dragoman.resources import load
from dragoman.text.hashing import content_id
from dragoman.text.offsets import to_words

LONGEST = 400
"""Characters; what is told over a longer stretch was probably put together wrongly."""
_BODIES = frozenset({ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.GROUP})
_LED = _BODIES | {ActorKind.COUNTRY}
_PAST = frozenset({"former", "ex", "late", "ousted", "deposed", "toppled", "overthrown", "then", "erstwhile", "one-time"})
_TO_COME = frozenset({"future", "designate", "elect", "would", "candidate", "hopeful", "aspiring", "nominee"})
_OF_STATE = frozenset({"state", "government"})
_SENSES = {"since": DateSense.SINCE, "from": DateSense.SINCE, "until": DateSense.UNTIL, "till": DateSense.UNTIL, "in": DateSense.IN, "on": DateSense.IN, "between": DateSense.DURING, "during": DateSense.DURING, "after": DateSense.NONE, "before": DateSense.NONE}
_NAMED = frozenset({MentionForm.NAME, MentionForm.ACRONYM, MentionForm.SEAT, MentionForm.DEMONYM})
_TO_BE = frozenset({"be", "remain", "stay"})


@functools.cache
def table() -> dict[str, frozenset[str]]:
    """The lists of `relations.yaml` as sets."""
    return {k: frozenset(map(str, v)) for k, v in load("relations").items() if isinstance(v, list)}


@dataclass(frozen=True, slots=True)
class Office:
    """An office in words."""

    value: str
    kind: str
    """Class of titles.yaml."""
    past: bool
    loose: bool


def find_relations(report: Report, parse: Parse, mentions: Sequence[Mention], chains: Sequence[Chain], times: Sequence[TimeExpression], quotes: Sequence[Quote]) -> Iterator[RelationTelling]:
    """Tellings in text order, each once."""
    yield from _Finder(report, parse, mentions, chains, times, quotes).find()


class _Finder:
    def __init__(self, report: Report, parse: Parse, mentions: Sequence[Mention], chains: Sequence[Chain], times: Sequence[TimeExpression], quotes: Sequence[Quote]) -> None:
        self.report, self.p = report, parse
        self.lex: Lexicon = lexicon()
        self.syntax = Syntax(parse)
        self.who = Mentions(self.syntax, mentions)
        self.mentions = mentions
        forms = {m.id: m.form for m in mentions}
        self.named = {c.id for c in chains if c.names or c.key.startswith(("country:", "org:")) or any(forms.get(m) in _NAMED for m in c.mentions)}
        self.quotes = sorted(quotes, key=lambda q: q.span.start)
        self.quote_starts = [q.span.start for q in self.quotes]
        self.time_at: dict[int, TimeExpression] = {}
        for t in times:
            if t.range is None:
                continue
            i = bisect.bisect_left(parse.start, t.span.start)
            while i < len(parse) and parse.end[i] <= t.span.end:
                self.time_at[i] = t
                i += 1
        self.first_of: dict[str, int] = {}
        self.last_of: dict[str, int] = {}
        for m in mentions:
            i = max(0, bisect.bisect_right(parse.start, m.span.start) - 1)
            j = i
            while j + 1 < len(parse) and parse.start[j + 1] < m.span.end:
                j += 1
            self.first_of[m.id], self.last_of[m.id] = i, j
        self.from_token: dict[int, list[Mention]] = {}
        for m in mentions:
            self.from_token.setdefault(self.first_of[m.id], []).append(m)
        self.starts_at: dict[int, Mention] = {}
        for m in sorted(mentions, key=lambda m: m.span.start - m.span.end):
            self.starts_at.setdefault(self.first_of[m.id], m)
        self.seen: set[tuple[object, ...]] = set()
        self.ends = frozenset(k[-1] for k in self.lex.titles)

    def find(self) -> list[RelationTelling]:
        t = table()
        out: list[RelationTelling | None] = []
        for m in self.mentions:
            if m.kind is ActorKind.PERSON and m.form is MentionForm.NAME and m.title:
                out.append(self._titled(m))
        for i in range(len(self.p)):
            pos, lemma = self.p.pos[i], self.p.lemma[i]
            if pos in {"NOUN", "PROPN"}:
                out.extend(self._noun(i))
            elif pos == "VERB":
                if lemma in t["leading_verbs"]:
                    out.extend(self._leading(i))
                elif lemma in t["founding_verbs"] or lemma in t["reorganising_verbs"] or lemma in t["dissolving_verbs"]:
                    out.append(self._changed(i))
                elif lemma in t["installing_verbs"] or lemma in t["becoming_verbs"]:
                    out.append(self._became(i))
                elif lemma in t["seat_verbs"]:
                    out.append(self._seated(i))
                elif lemma in {"belong", "join", "include", "comprise"}:
                    out.extend(self._joined(i))
                elif lemma in {"succeed", "own", "take"}:
                    out.extend(self._succeeds(i))
                elif lemma in {"call", "know", "nickname", "dub", "rename"}:
                    out.append(self._also(i))
        return sorted((x for x in out if x is not None), key=lambda x: (x.span.start, x.span.end, x.kind.value, x.value))

    # words to mentions -------------------------------------------------------------------------------------------

    def _one(self, i: int) -> Mention | None:
        """The mention that a noun phrase with this head is, when the report names it somewhere."""
        m = self.who.at(i) if i >= 0 else None
        return m if m is not None and (m.token == i or self.first_of[m.id] <= i <= self.last_of[m.id]) and m.chain in self.named else None

    def _list(self, i: int) -> list[Mention]:
        """The mention at a head and those joined to it by "and"."""
        heads = [i]
        for h in heads:
            heads.extend(c for c in self.p.children[h] if self.p.dep[c] in {"conj", "appos"} and self.p.pos[c] in {"NOUN", "PROPN"} and c not in heads and len(heads) < 30)
        return [m for h in heads if (m := self._one(h)) is not None]

    def _subject(self, verb: int) -> int:
        """Head of the subject of a verb, through relative clauses and coordination; -1 for none."""
        p = self.p
        for _ in range(4):
            s = next((c for c in p.children[verb] if p.dep[c] in {"nsubj", "nsubjpass"}), -1)
            if s >= 0:
                if p.tag[s] in {"WP", "WDT"} and p.dep[verb] in {"relcl", "acl"}:
                    return p.head[verb]
                return s
            if p.dep[verb] in {"relcl", "acl"}:
                return p.head[verb]
            if p.dep[verb] in {"conj", "xcomp", "advcl"} and p.pos[p.head[verb]] in {"VERB", "AUX"}:
                verb = p.head[verb]
                continue
            return -1
        return -1

    def _object(self, head: int, *preps: str) -> int:
        """Object of a preposition below a word; -1 for none."""
        p = self.p
        for c in p.children[head]:
            if p.dep[c] in {"prep", "agent"} and p.lemma[c] in preps:
                return next((x for x in p.children[c] if p.dep[x] == "pobj"), -1)
        return -1

    def _denied(self, verb: int) -> bool:
        p = self.p
        return any(p.dep[c] == "neg" or (p.dep[c] == "aux" and p.lemma[c] in {"would", "could", "may", "might", "should", "will", "shall", "wo", "must", "can", "'ll", "’ll", "to"}) for c in p.children[verb]) or (p.dep[verb] in {"advcl"} and any(p.lemma[c] in {"if", "unless"} for c in p.children[verb]))

    # dates -------------------------------------------------------------------------------------------------------

    def _date(self, *heads: int, after: int = -1) -> tuple[DateRange | None, DateSense, int]:
        """The date that hangs on one of the words or follows right after a token, what it says, and its last token."""
        p = self.p
        for h in heads:
            if h < 0:
                continue
            for c in p.children[h]:
                hit = self._date_from(c)
                if hit is not None:
                    return hit
        if 0 <= after < len(p) and p.lemma[after] in _SENSES and p.sentence[after] == p.sentence[after - 1]:
            hit = self._date_from(after)
            if hit is not None:
                return hit
        return None, DateSense.NONE, -1

    def _date_from(self, c: int) -> tuple[DateRange | None, DateSense, int] | None:
        p = self.p
        word = p.lemma[c]
        if p.dep[c] in {"npadvmod", "nummod", "tmod"} and c in self.time_at:
            return self.time_at[c].range, DateSense.IN, c
        if word not in _SENSES or p.pos[c] not in {"ADP", "SCONJ", "ADV"}:
            return None
        sense = _SENSES[word]
        at = next((k for k in range(c + 1, min(c + 5, len(p))) if k in self.time_at and p.sentence[k] == p.sentence[c]), -1)
        if at < 0 or sense is DateSense.NONE or any(p.pos[k] in {"VERB", "PROPN", "PUNCT"} and k not in self.time_at for k in range(c + 1, at)):
            return None
        first = self.time_at[at]
        found = first.range
        last = at
        while last + 1 < len(p) and self.time_at.get(last + 1) is first:
            last += 1
        if found is None:
            return None
        if last + 2 < len(p) and p.lemma[last + 1] in {"to", "until", "till", "and", "-", "–"} and (second := self.time_at.get(last + 2)) is not None and second.range is not None and word in {"from", "between"}:
            if second.range.end < found.start:
                return None
            return DateRange(start=found.start, end=second.range.end, precision=found.precision, basis=found.basis, why=f"{found.why}; {second.range.why}".strip("; ")), DateSense.DURING, last + 2
        return found, sense, last

    # offices -----------------------------------------------------------------------------------------------------

    def _office(self, words: Sequence[str]) -> Office | None:
        """The office that words end in or hold, longest first; None when they hold a rank or a calling only."""
        t = table()
        small = [w.lower() for w in words]
        if "and" in small:
            words = words[small.index("and") + 1 :]
            small = small[small.index("and") + 1 :]
        if _TO_COME & set(small):
            return None
        for end in range(len(small), 0, -1):
            for n in range(min(5, end), 0, -1):
                phrase = tuple(small[end - n : end])
                hit = self.lex.titles.get(phrase) or (self.lex.titles.get(tuple(self.lex.abbreviations.get(words[end - 1], "").split())) if n == 1 else None)
                if hit is None:
                    continue
                name = " ".join(phrase) if phrase in self.lex.titles else self.lex.abbreviations[words[end - 1]]
                if hit[0] not in t["offices"]:
                    continue
                name = name.replace(" - ", "-")
                loose = name in t["loose_office"]
                if name in t["no_office"] and not loose:
                    continue
                before = small[: end - n]
                kept = [w for w in before[-4:] if w in self.lex.modifiers and w not in t["not_of_office"] and w not in _PAST]
                return Office(" ".join([*kept, name]), hit[0], bool(set(before) & _PAST), loose)
        return None

    def _owner_of(self, words: range) -> str:
        """Key of the known country or organisation among tokens; "" for none."""
        for k in words:
            for toks, entry in self.lex.names.get(self.p.text[k], ()):
                if tuple(self.p.text[k : k + len(toks)]) == toks and k + len(toks) - 1 < words.stop and entry.key.startswith(("country:", "org:")):
                    return entry.key
        return ""

    def _titled(self, m: Mention) -> RelationTelling | None:
        """ "Zendan President Oran Bel"."""
        p = self.p
        first = self.first_of[m.id]
        name = m.name.split()
        stop = next((k for k in range(first, self.last_of[m.id] + 1) if name and p.text[k] == name[0].split("-")[0].split("'")[0]), -1)
        if stop <= first:
            return None
        office = self._office([p.text[k] for k in range(first, stop)])
        if office is None or (stop - first == 1 and p.text[first].lower() in self.lex.given):
            return None
        before = {p.text[k].lower() for k in range(max(0, first - 3), first) if p.sentence[k] == p.sentence[first]}
        past = office.past or bool(before & _PAST and p.text[first - 1].lower() not in {"'s", "’s", ",", "and"})
        key = self._owner_of(range(first, stop))
        inner = next((x for k in range(first, stop) for x in self.from_token.get(k, ()) if x.id != m.id and x.form in _NAMED and x.kind in _LED and x.chain in self.named and self.last_of[x.id] < stop), None)
        if office.loose and not (key or inner):
            return None
        return self._made(RelationKind.HELD_OFFICE if past else RelationKind.HOLDS_OFFICE, m, inner, office.value, first, self.last_of[m.id], key=key if inner is None else "", at=m.token)

    def _phrase(self, n: int) -> tuple[int, list[str]]:
        """First token and words of the noun phrase that ends at `n`, without what belongs to another mention's name."""
        p = self.p
        k = n
        while k > 0 and n - k < 6 and p.sentence[k - 1] == p.sentence[n]:
            word = p.text[k - 1]
            if word in {"-", "‑"} and k > 1 and p.text[k - 2].isalpha():
                k -= 2
            elif word.replace(".", "").isalpha() and ((k <= p.head[k - 1] <= n and p.dep[k - 1] in {"compound", "amod", "nmod", "advmod"}) or p.lemma[k - 1] in _PAST):
                k -= 1
            else:
                break
        return k, list(p.text[k : n + 1])

    def _of(self, n: int, first: int) -> tuple[Mention | None, str, int]:
        """Of whom or what: "Zenda's president", "president of Zenda", "the Zendan president", "its president"; mention, key and last token."""
        p = self.p
        o = self._object(n, "of", "to", "for", "at", "with")
        if o < 0 and (m := self._one(self._object(n, "in"))) is not None and m.kind is ActorKind.COUNTRY:
            return m, "", self.last_of[m.id]
        if o >= 0 and (m := self._one(o)) is not None and not set(m.name.lower().split()) <= self.lex.portfolios | {"and", "the"} and m.kind in _LED | {ActorKind.PLACE, ActorKind.PERSON}:
            return m, "", self.last_of[m.id]
        for c in p.children[n]:
            if p.dep[c] == "poss" and (m := self._one(c)) is not None:
                return m, "", n
        for k in range(first, n):
            m2 = self.who.at(k)
            if m2 is not None and m2.form in _NAMED and m2.kind in _LED and self.last_of[m2.id] < n and self.first_of[m2.id] >= first - 3:
                return m2, "", n
        return None, self._owner_of(range(first, n)), n

    def _past_before(self, first: int) -> bool:
        """Whether "former" stands a few words before, with no comma between: "a former army chief and defence minister"."""
        p = self.p
        for k in range(first - 1, max(-1, first - 6), -1):
            if p.sentence[k] != p.sentence[first] or p.pos[k] in {"PUNCT", "VERB", "PROPN"}:
                return False
            if p.lemma[k] in _PAST:
                return True
        return False

    def _field(self, n: int) -> int:
        """Last token of what an office is for, where that is no actor ("minister of information and culture"); -1 for nothing of the kind."""
        p = self.p
        of = next((c for c in p.children[n] if p.dep[c] == "prep" and p.lemma[c] == "of" and c == n + 1), -1)
        if of < 0:
            return -1
        last = max(p.subtree(of))
        words = range(of + 1, last + 1)
        return last if last - of <= 9 and all(p.pos[k] in {"NOUN", "ADJ", "PROPN", "CCONJ", "DET", "X", "PART"} or p.text[k] in {",", "-", "‑", "'", "’"} for k in words) else -1

    def _noun(self, n: int) -> Iterator[RelationTelling | None]:
        p, t = self.p, table()
        lemma = p.lemma[n] if p.pos[n] == "NOUN" else p.text[n].lower()
        if lemma in {"member", "members"}:
            yield from self._members(n)
            return
        plural = p.tag[n] in {"NNS", "NNPS"}
        if plural:
            return
        if lemma == "capital":
            yield self._capital(n)
            return
        kin = lemma in t["kin"]
        part = lemma in t["part_nouns"]
        other = lemma in t["founder_nouns"] or lemma in t["owner_nouns"] or lemma in {"predecessor", "successor"}
        office = None
        if not (kin or part or other):
            if lemma not in self.ends:
                return
            first, words = self._phrase(n)
            if lemma == "head" and [p.lemma[k] for k in range(n + 1, min(n + 3, len(p)))] == ["of", "state"]:
                words = ["head of state"]
            office = Office("head of state", "state", False, False) if words == ["head of state"] else self._office(words)
            if n + 2 < len(p) and p.text[n + 1] in {"-", "‑"}:
                if p.text[n + 2].lower() != "general":
                    return
                office = self._office([*words, "-", "general"])
                words = [*words, p.text[n + 1], p.text[n + 2]]
            elif n + 1 < len(p) and p.text[n + 1].lower() in {"elect", "designate"}:
                return
            if words != ["head of state"] and (office is None or not office.value.endswith(words[-1].lower())):
                return
        else:
            first, _ = self._phrase(n)
        subject, verb, tail = self._whose(n)
        if subject is None:
            return
        of, key, last = self._of(n, first)
        if of is not None and of.chain == subject.chain:
            return
        date, sense, dated = self._date(n, verb, after=max(last, n) + 1)
        span = (min(first, self.first_of[subject.id]), max(n, last, dated, tail, self.last_of[subject.id]))
        past = bool({w.lower() for w in p.text[max(0, first) : n]} & _PAST) or self._past_before(first)
        field = self._field(n) if of is None and not key and office is not None else -1
        if field >= 0 and office is not None:
            last = max(last, field)
            office = Office(f"{office.value} {' '.join(p.text[k] for k in range(n + 1, field + 1)).lower()}", office.kind, office.past, office.loose)
        if kin:
            if subject.kind is ActorKind.PERSON and of is not None and of.kind is ActorKind.PERSON:
                yield self._made(RelationKind.RELATIVE_OF, subject, of, lemma, *span, at=n)
        elif lemma in {"predecessor", "successor"}:
            if of is not None and of.kind is ActorKind.PERSON and subject.kind is ActorKind.PERSON:
                one, two = (subject, of) if lemma == "successor" else (of, subject)
                yield self._made(RelationKind.SUCCEEDED, one, two, "", *span, at=n)
        elif part:
            if of is not None and subject.kind in _BODIES and of.kind in _LED:
                yield self._made(RelationKind.PART_OF, subject, of, lemma, *span, at=n)
        elif lemma in t["founder_nouns"]:
            if of is not None and of.kind in _LED and of.form in _NAMED:
                yield self._made(RelationKind.FOUNDED, of, subject, "", *span, at=n)
        elif lemma in t["owner_nouns"]:
            if of is not None and of.kind in _BODIES and of.form in _NAMED:
                yield self._made(RelationKind.OWNED_BY, of, subject, "", *span, at=n)
        elif office is not None and subject.kind is ActorKind.PERSON:
            if of is not None and of.kind is ActorKind.PERSON:
                return
            if office.loose and of is None and not key:
                return
            if of is None and not key and verb < 0 and sense is DateSense.NONE and abs(n - subject.token) > 1 and not any(p.dep[c] in {"det", "poss", "amod", "compound"} for c in p.children[n]) and self._apart(subject, n) > 1:
                return  # a second apposition, or what somebody is made
            if verb >= 0 and p.lemma[verb] == "serve" and p.tag[verb] in {"VBD", "VBN"} and sense is not DateSense.SINCE and not any(p.lemma[c] == "have" for c in p.children[verb]):
                past = True
            over = verb >= 0 and p.tag[verb] == "VBD" and p.dep[verb] not in {"ccomp"} and sense in {DateSense.UNTIL, DateSense.DURING, DateSense.IN}
            kind = RelationKind.HELD_OFFICE if past or office.past or over or sense in {DateSense.UNTIL, DateSense.DURING} else RelationKind.HOLDS_OFFICE
            if verb >= 0 and p.tag[verb] == "VBD" and kind is RelationKind.HOLDS_OFFICE and p.dep[verb] != "ccomp" and p.lemma[verb] == "be":
                kind = RelationKind.HELD_OFFICE
            if office.value.split()[-1] in t["leading_nouns"] and of is not None and of.kind in _BODIES and kind is RelationKind.HOLDS_OFFICE:
                kind = RelationKind.LEADS
            yield self._made(kind, subject, of, office.value, *span, key=key, date=date, sense=sense, at=n)

    def _whose(self, n: int) -> tuple[Mention | None, int, int]:
        """Of whom a noun is said: by apposition, as predicate, or right before the name; with the verb and the last token."""
        p = self.p
        if p.dep[n] == "appos":
            m = self._one(p.head[n])
            if m is not None and not self.first_of[m.id] <= n <= self.last_of[m.id] and self._beside(m, n):
                return m, -1, n
        for c in p.children[n]:
            if p.dep[c] == "appos" and (m := self._one(c)) is not None and m.form is MentionForm.NAME and not self.first_of[m.id] <= n <= self.last_of[m.id] and self._beside(m, n):
                return m, -1, self.last_of[m.id]
        if p.dep[n] in {"compound", "nmod", "appos"} or p.dep[n]:
            nxt = self.starts_at.get(n + 1)
            if nxt is not None and nxt.form is MentionForm.NAME and nxt.kind is ActorKind.PERSON and p.pos[n] == "NOUN" and nxt.chain in self.named and (n <= p.head[n] <= self.last_of[nxt.id]) and p.head[n] != n:
                return nxt, -1, self.last_of[nxt.id]
        if p.dep[n] == "attr" and p.lemma[p.head[n]] in _TO_BE and not self._denied(p.head[n]):
            verb = p.head[n]
            s = self._subject(verb)
            if s >= 0 and s != n and (m := self._one(s)) is not None:
                return m, verb, n
        if p.dep[n] == "pobj" and p.lemma[p.head[n]] == "as" and p.lemma[p.head[p.head[n]]] == "serve":
            verb = p.head[p.head[n]]
            s = self._subject(verb)
            if s >= 0 and (m := self._one(s)) is not None and not self._denied(verb):
                return m, verb, n
        return None, -1, n

    def _apart(self, m: Mention, n: int) -> int:
        return n - self.last_of[m.id] - 1 if self.last_of[m.id] < n else self.first_of[m.id] - n - 1

    def _beside(self, m: Mention, n: int) -> bool:
        """Whether the apposition is what it seems: a comma, a bracket or a dash between, no list, and near."""
        p = self.p
        low, high = (self.last_of[m.id] + 1, n) if self.last_of[m.id] < n else (n + 1, self.first_of[m.id])
        between = p.text[low:high]
        if len(between) > 14 or any(w in {";", ":", "and", "or"} for w in between[:1]):
            return False
        return not any(p.dep[c] in {"conj", "cc"} for c in p.children[n])

    # members, capitals -------------------------------------------------------------------------------------------

    def _members(self, n: int) -> Iterator[RelationTelling | None]:
        p = self.p
        first, _ = self._phrase(n)
        of, key, last = self._of(n, first)
        if (of is None and not key) or (of is not None and of.kind not in {ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.GROUP}):
            return
        singular = p.tag[n] == "NN"
        who: list[Mention] = []
        verb = -1
        if singular:
            subject, verb, _ = self._whose(n)
            if subject is None and p.dep[n] == "attr":
                return
            who = [subject] if subject is not None else []
            nxt = self.starts_at.get(n + 1)
            if not who and nxt is not None and nxt.form is MentionForm.NAME and p.head[n] in range(self.first_of[nxt.id], self.last_of[nxt.id] + 1):
                who = [nxt]
        else:
            for c in p.children[n]:
                if p.dep[c] == "appos":
                    who = self._list(c)
            h = p.head[n]
            if not who and p.dep[n] == "nsubj" and p.lemma[h] in {"be", "include"} and not self._denied(h):
                o = next((c for c in p.children[h] if p.dep[c] in {"attr", "dobj"}), -1)
                who = self._list(o) if o >= 0 else []
            if not who and p.dep[n] == "attr" and p.lemma[h] == "be" and not self._denied(h):
                s = self._subject(h)
                who = self._list(s) if s >= 0 else []
                verb = h
        date, sense, dated = self._date(n, verb, after=max(last, n) + 1)
        for m in who:
            if m.form in _NAMED and (of is None or m.chain != of.chain):
                low, high = min(first, self.first_of[m.id]), max(n, last, dated, self.last_of[m.id])
                yield self._made(RelationKind.MEMBER_OF, m, of, "", low, high, key=key, date=date, sense=sense, at=n)

    def _capital(self, n: int) -> RelationTelling | None:
        p = self.p
        first, words = self._phrase(n)
        if any(w.lower() != "national" and not self._owner_of(range(first + k, first + k + 1)) and self.who.at(first + k) is None for k, w in enumerate(words[:-1])):
            return None  # "the commercial capital", "venture capital", "terror capital"
        subject, _, tail = self._whose(n)
        if subject is None:
            nxt = self.starts_at.get(n + 2 if list(p.text[n + 1 : n + 2]) == [","] else n + 1)
            if nxt is not None and nxt.kind is ActorKind.PLACE and nxt.form in _NAMED and nxt.chain in self.named:
                subject, tail = nxt, self.last_of[nxt.id]
        if subject is None or subject.kind is not ActorKind.PLACE or subject.form not in {MentionForm.NAME, MentionForm.SEAT}:
            return None  # a capital that stands for its government is no place here
        of, key, last = self._of(n, first)
        if (of is not None and (of.kind is not ActorKind.COUNTRY or of.chain == subject.chain)) or (of is None and not key and self._object(n, "of") >= 0):
            return None  # the capital of a province
        if of is None and not key and subject.country:
            key = f"country:{subject.country}"
        return self._made(RelationKind.CAPITAL_OF, subject, of, "", min(first, self.first_of[subject.id]), max(n, last, tail), key=key, at=n)

    # verbs -------------------------------------------------------------------------------------------------------

    def _passive(self, v: int) -> bool:
        p = self.p
        return any(p.dep[c] in {"auxpass", "nsubjpass"} for c in p.children[v]) or (p.dep[v] in {"acl", "advcl", "amod"} and p.tag[v] == "VBN" and not any(p.dep[c] == "aux" for c in p.children[v]))

    def _leading(self, v: int) -> Iterator[RelationTelling | None]:
        """ "Who has led the country since …", "the council, headed by …"."""
        p = self.p
        if self._denied(v):
            return
        if self._passive(v):
            body = self._one(p.head[v]) if p.dep[v] == "acl" else self._one(self._subject(v)) if self._subject(v) >= 0 else None
            agent = self._object(v, "by")
            boss = self._one(agent) if agent >= 0 else None
            if body is None or boss is None or body.kind not in _LED or boss.kind not in {ActorKind.PERSON, ActorKind.COUNTRY, ActorKind.ORGANISATION} or boss.chain == body.chain:
                return
            date, sense, dated = self._date(v)
            yield self._made(RelationKind.LEADS, boss, body, "", min(v, self.first_of[body.id]), max(v, dated, self.last_of[boss.id]), date=date, sense=sense, at=v)
            return
        s = self._subject(v)
        boss = self._one(s) if s >= 0 else None
        if boss is None or boss.kind is not ActorKind.PERSON or (p.lemma[v] == "run" and not any(p.dep[c] == "dobj" for c in p.children[v])):
            return
        o = next((c for c in p.children[v] if p.dep[c] == "dobj"), -1)
        if o < 0 and p.lemma[v] == "preside":
            o = self._object(v, "over")
        body = self.who.at(o) if o >= 0 else None
        perfect = any(p.dep[c] == "aux" and p.lemma[c] == "have" for c in p.children[v])
        date, sense, dated = self._date(v)
        if o >= 0 and (body is None or body.kind not in _LED):
            return
        if body is not None and body.chain == boss.chain:
            return
        lasting = p.tag[v] in {"VBZ", "VBP"} and body is not None
        if p.lemma[v] in {"rule", "govern", "lead"} and not (lasting or (perfect and (date is not None or self._for_years(v))) or (date is not None and sense is not DateSense.IN)):
            return
        if p.lemma[v] not in {"rule", "govern", "lead"} and (body is None or not (lasting or perfect or date is not None)):
            return
        if body is None and p.lemma[v] not in {"rule", "govern"}:
            return
        last = max(v, dated, o, self.last_of[body.id] if body is not None else 0)
        yield self._made(RelationKind.LEADS, boss, body, "", min(self.first_of[boss.id], v), last, date=date, sense=sense, at=v)

    def _for_years(self, v: int) -> bool:
        p = self.p
        o = self._object(v, "for")
        return o >= 0 and p.lemma[o] in {"year", "decade", "month"}

    def _changed(self, v: int) -> RelationTelling | None:
        """ "Founded in 1994 by …", "was renamed in 2002", "dissolved"."""
        p, t = self.p, table()
        lemma = p.lemma[v]
        if self._denied(v) or (lemma == "set" and not any(p.lemma[c] == "up" and p.dep[c] == "prt" for c in p.children[v])):
            return None
        kind = RelationKind.FOUNDED if lemma in t["founding_verbs"] else RelationKind.REORGANISED if lemma in t["reorganising_verbs"] else RelationKind.DISSOLVED
        date, sense, dated = self._date(v)
        maker: Mention | None = None
        if self._passive(v):
            s = p.head[v] if p.dep[v] in {"acl", "advcl"} and p.pos[p.head[v]] in {"NOUN", "PROPN"} else self._subject(v)
            body = self._one(s) if s >= 0 else None
            agent = self._object(v, "by")
            maker = self._one(agent) if agent >= 0 else None
        else:
            s, o = self._subject(v), next((c for c in p.children[v] if p.dep[c] == "dobj"), -1)
            body = self._one(o) if o >= 0 else None
            maker = self._one(s) if s >= 0 else None
            if maker is None or lemma not in {"found", "establish", "dissolve", "disband", "abolish"}:
                return None
        if body is None or body.kind not in _BODIES or (body.form is MentionForm.PRONOUN and not dated >= 0):
            return None
        if body.form is MentionForm.DESCRIPTION and date is None:
            return None
        if date is None and maker is None:
            return None
        if maker is not None and (maker.chain == body.chain or maker.kind is ActorKind.PLACE):
            maker = None
        if kind is not RelationKind.FOUNDED:
            value = "merged" if lemma == "merge" else lemma
        else:
            value = ""
        last = max(v, dated, self.last_of[maker.id] if maker else 0, self.last_of[body.id] if not self._passive(v) else 0)
        first = min(self.first_of[body.id], v, self.first_of[maker.id] if maker else v)
        return self._made(kind, body, maker, value, first, last, date=date, sense=DateSense.IN if date is not None and sense is DateSense.NONE else sense, at=v)

    def _became(self, v: int) -> RelationTelling | None:
        """ "Who became president in 2005", "elected president in 2019"."""
        p = self.p
        if self._denied(v):
            return None
        noun = next((c for c in p.children[v] if p.dep[c] in {"attr", "oprd"} and p.pos[c] in {"NOUN", "PROPN"}), -1)
        if noun < 0 and p.lemma[v] in table()["installing_verbs"] and self._passive(v):
            noun = next((x for c in p.children[v] if p.dep[c] == "prep" and p.lemma[c] == "as" for x in p.children[c] if p.dep[x] == "pobj"), -1)
            if noun < 0:
                # "was elected president": the parser may call the noun an object
                noun = next((c for c in p.children[v] if p.dep[c] in {"dobj", "xcomp"} and p.pos[c] in {"NOUN", "PROPN"}), -1)
        if noun < 0 or (p.lemma[v] not in table()["becoming_verbs"] and not self._passive(v)):
            return None
        first, words = self._phrase(noun)
        office = self._office(words)
        s = p.head[v] if p.dep[v] == "acl" else self._subject(v)
        who = self._one(s) if s >= 0 else None
        if office is None or who is None or who.kind is not ActorKind.PERSON:
            return None
        of, key, last = self._of(noun, first)
        date, sense, dated = self._date(v, noun, after=max(last, noun) + 1)
        if (office.loose and of is None and not key) or (of is not None and (of.chain == who.chain or of.kind is ActorKind.PERSON)):
            return None
        if date is None and p.lemma[v] not in table()["becoming_verbs"]:
            return None
        if sense is DateSense.NONE and date is not None:
            sense = DateSense.IN
        return self._made(RelationKind.TOOK_OFFICE, who, of, office.value, min(first, v, self.first_of[who.id]), max(noun, last, dated), key=key, date=date, sense=sense, at=v)

    def _seated(self, v: int) -> RelationTelling | None:
        if not self._passive(v) or self._denied(v):
            return None
        p = self.p
        s = p.head[v] if p.dep[v] == "acl" else self._subject(v)
        body = self._one(s) if s >= 0 else None
        o = self._object(v, "in", "at")
        where = self._one(o) if o >= 0 else None
        if body is None or where is None or body.kind not in _BODIES or where.kind not in {ActorKind.PLACE, ActorKind.COUNTRY} or body.form not in _NAMED | {MentionForm.PRONOUN}:
            return None
        return self._made(RelationKind.SEAT_IN, body, where, "", min(v, self.first_of[body.id]), max(v, self.last_of[where.id]), at=v)

    def _joined(self, v: int) -> Iterator[RelationTelling | None]:
        """ "Belongs to …", "joined … in 2004", "the bloc, which includes …"."""
        p = self.p
        if self._denied(v):
            return
        s = self._subject(v)
        subject = self._one(s) if s >= 0 else None
        if subject is None:
            return
        date, sense, dated = self._date(v)
        lemma = p.lemma[v]
        if lemma in {"belong", "join"}:
            o = self._object(v, "to") if lemma == "belong" else next((c for c in p.children[v] if p.dep[c] == "dobj"), -1)
            of = self._one(o) if o >= 0 else None
            if of is None or of.kind not in {ActorKind.ORGANISATION, ActorKind.ARMED_FORCE} or of.form not in _NAMED or of.chain == subject.chain or (lemma == "join" and date is None) or subject.form not in _NAMED | {MentionForm.PRONOUN}:
                return
            yield self._made(RelationKind.MEMBER_OF, subject, of, "", min(v, self.first_of[subject.id]), max(v, dated, self.last_of[of.id]), date=date, sense=sense if date else DateSense.NONE, at=v)
            return
        if subject.kind is not ActorKind.ORGANISATION or subject.form is MentionForm.PRONOUN:
            return
        o = next((c for c in p.children[v] if p.dep[c] == "dobj"), -1)
        for m in self._list(o) if o >= 0 else []:
            if m.form in _NAMED and m.kind is ActorKind.COUNTRY and m.chain != subject.chain:
                yield self._made(RelationKind.MEMBER_OF, m, subject, "", min(v, self.first_of[subject.id]), max(v, self.last_of[m.id]), at=v)

    def _succeeds(self, v: int) -> Iterator[RelationTelling | None]:
        p = self.p
        if self._denied(v):
            return
        lemma = p.lemma[v]
        passive = self._passive(v)
        s = p.head[v] if p.dep[v] == "acl" else self._subject(v)
        subject = self._one(s) if s >= 0 else None
        if lemma == "take":
            if not any(p.lemma[c] == "over" for c in p.children[v]):
                return
            o = self._object(v, "from")
        elif passive:
            o = self._object(v, "by")
        else:
            o = next((c for c in p.children[v] if p.dep[c] == "dobj"), -1)
        other = self._one(o) if o >= 0 else None
        if subject is None or other is None or subject.chain == other.chain:
            return
        one, two = (other, subject) if passive else (subject, other)
        date, _, dated = self._date(v)
        first, last = min(v, self.first_of[subject.id], self.first_of[other.id]), max(v, dated, self.last_of[other.id])
        if lemma == "own":
            if two.kind in {ActorKind.ORGANISATION} and two.form in _NAMED and one.form is not MentionForm.PRONOUN:
                yield self._made(RelationKind.OWNED_BY, two, one, "", first, last, at=v)
        elif one.kind is ActorKind.PERSON and two.kind is ActorKind.PERSON:
            yield self._made(RelationKind.SUCCEEDED, one, two, "", first, last, date=date, sense=DateSense.IN if date else DateSense.NONE, at=v)

    def _also(self, v: int) -> RelationTelling | None:
        """ "Oran Bel, known as the Fox": a further name."""
        p = self.p
        target = next((c for c in p.children[v] if p.dep[c] == "oprd"), -1)
        if target < 0 and p.lemma[v] == "know":
            target = self._object(v, "as")
        if target < 0 or not self._passive(v) or self._denied(v):
            return None
        s = p.head[v] if p.dep[v] == "acl" else self._subject(v)
        subject = self._one(s) if s >= 0 and p.dep[s] != "pobj" else None  # "the part of the town known as …"
        name = self.who.at(target)
        if subject is None or name is None or name.form not in {MentionForm.NAME, MentionForm.ACRONYM} or subject.id == name.id or subject.form not in _NAMED or subject.kind is ActorKind.COUNTRY:
            return None
        return self._made(RelationKind.ALSO_CALLED, subject, None, name.name, min(v, self.first_of[subject.id]), max(v, self.last_of[name.id]), at=v)

    # made --------------------------------------------------------------------------------------------------------

    def _made(self, kind: RelationKind, subject: Mention, object_: Mention | None, value: str, first: int, last: int, *, at: int, key: str = "", date: DateRange | None = None, sense: DateSense = DateSense.NONE) -> RelationTelling | None:
        p = self.p
        for m in (subject, object_):
            if m is not None and p.sentence[self.first_of[m.id]] == p.sentence[at]:
                first, last = min(first, self.first_of[m.id]), max(last, self.last_of[m.id])
        if subject.chain not in self.named or p.sentence[first] != p.sentence[last]:
            return None
        start, end = p.start[first], p.end[last]
        text = self.report.text
        tidy = to_words(start, end, text)
        if tidy is None or tidy[1] - tidy[0] > LONGEST or "\n" in text[tidy[0] : tidy[1]]:
            return None
        mark = (kind, subject.chain, object_.chain if object_ else key, value, tidy)
        if mark in self.seen:
            return None
        self.seen.add(mark)
        return RelationTelling(
            id=content_id("t", self.report.id, kind.value, subject.id, object_.id if object_ else key, value, *tidy), span=Span(self.report.id, *tidy), kind=kind,
            subject=subject.id, object=object_.id if object_ else None, object_key=key, value=value, date=date, sense=sense if date else DateSense.NONE,
            holder=holder_of(self.syntax, self.who, self.quotes, self.quote_starts, at),
        )  # fmt: skip
