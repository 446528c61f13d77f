"""Statements that may bear on a matter about which reports or speakers differ.

A matter is a class of question that is no number: what the crisis was, what the forces are for, which post was given. The
words that bear on each stand in `matters.yaml`; a statement is the clause in which they stand, with whoever holds it, how
firmly, and what it holds (its value). Whether two statements differ is decided later, over all reports.
"""

from __future__ import annotations

import functools
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from dragoman import resources
from dragoman.reading.contentions import find_contentions
from dragoman.reading.dates import Anchor
from dragoman.reading.predications import find_predications
from dragoman.records.claims import Hedge, Polarity, Quote, Statement
from dragoman.records.documents import Report
from dragoman.records.events import EventMention
from dragoman.records.mentions import ActorKind, Mention, MentionForm
from dragoman.records.parses import Parse
from dragoman.records.spans import Span
from dragoman.records.times import DateRange, Precision, TimeExpression
from dragoman.text.hashing import content_id
from dragoman.text.offsets import to_words

LONGEST = 600
"""Characters of a statement."""
NESTED = 20
"""Quotations looked back over for one that surrounds a place."""
TOLL = 10
"""Smallest toll of which the place is compared; smaller ones are of single incidents."""
LONG_AGO = 400
"""Days before publication; what a clause dates further back is history and no part of the crisis."""
_RAISING = frozenset(("be", "start", "begin", "have", "go", "continue", "seem", "appear", "expect", "due", "set"))
_ASKING = frozenset(("ask", "urge", "request", "appeal", "call", "want", "demand", "plead", "beg", "need", "consider", "refuse", "decline"))
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_OPENING, _CLOSING = '"“«„', '"”»“'
_NAMED = frozenset((MentionForm.NAME, MentionForm.ACRONYM, MentionForm.DEMONYM, MentionForm.SEAT))
_ANYBODY = frozenset(("man", "woman", "person", "child", "boy", "girl", "policeman", "soldier", "officer", "protester", "number", "group", "people"))
"""Of these there may be several in one crisis, each with a story of its own."""
_NOUNS = frozenset(("NOUN", "PROPN"))
_CLAUSAL = frozenset(("ccomp", "xcomp", "advcl", "acl", "relcl", "conj", "parataxis"))
_GIVING = frozenset(("give", "provide", "supply", "send", "receive", "get", "have", "take", "accept", "offer", "help", "support", "back", "fund", "finance", "arm", "train", "assist", "aid", "sponsor", "equip", "pay"))
"""What is done with support by one of two sides."""
_KEPT = frozenset(("ceasefire", "cease-fire", "truce", "peace", "border", "line", "armistice", "zone", "disengagement", "withdrawal", "order", "corridor"))
"""What forces oversee when they keep two sides apart."""
_NEARLY = frozenset(("nearly", "almost", "narrowly", "virtually"))
"""What nearly happened did not."""
_APART = frozenset(("conj", "parataxis", "ccomp", "advcl"))
"""Dependents of a verb that tell something else than its own clause does."""


@dataclass(frozen=True, slots=True)
class _Words:
    """Word classes of the matters, each a set of lemmas, and the tables that map a lemma to a value."""

    table: dict[str, object]
    nouns: dict[str, frozenset[str]]
    aims: dict[str, str]
    answers: dict[str, str]
    deeds: dict[str, str]
    hedges: dict[str, Hedge]
    modals: dict[str, Hedge]
    hedge_verbs: dict[str, Hedge]
    negators: frozenset[str]
    deny: frozenset[str]
    denials: frozenset[str]
    short_of: frozenset[str]
    open_words: frozenset[str]
    open_phrases: tuple[tuple[str, ...], ...]
    dated: dict[str, tuple[str, str, str]]
    """Verb lemma -> what it dates, and the noun classes of its subject and object."""

    def set(self, name: str) -> frozenset[str]:
        return _as_set(name)


@functools.cache
def _as_set(name: str) -> frozenset[str]:
    return frozenset(str(x) for x in resources.load("matters")[name])


@functools.cache
def _phrases(name: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(str(w) for w in p) for p in resources.load("matters")[name])


@functools.cache
def _words() -> _Words:
    m, h, d = resources.load("matters"), resources.load("hedges"), resources.load("denials")
    dated = {v: (k, x.get("subject", ""), x.get("object", "")) for k, x in m["dated"].items() for v in x["verbs"]}
    return _Words(
        table=m,
        nouns={k: frozenset(v) for k, v in m["nouns"].items()},
        aims={w: k for k, ws in m["aims"].items() for w in ws},
        deeds={w: k for k, ws in m["deeds"].items() for w in ws},
        answers={w: k for k, ws in m["answers"].items() for w in ws},
        hedges={k: Hedge(v) for part in ("adverbs", "adjectives") for k, v in h[part].items()},
        modals={k: Hedge(v) for k, v in h["modals"].items()},
        hedge_verbs={k: Hedge(v) for k, v in h["verbs"].items()},
        negators=frozenset(d["negators"]),
        deny=frozenset(d["verbs"]),
        denials=frozenset((*d["adjectives"], *d["nouns"])),
        short_of=frozenset(d["short_of"]),
        open_words=frozenset(h["open_words"]),
        open_phrases=tuple(tuple(p) for p in h["open_phrases"]),
        dated=dated,
    )


def find_statements(
    report: Report,
    parse: Parse,
    mentions: Sequence[Mention],
    quotes: Sequence[Quote],
    events: Sequence[EventMention],
    times: Sequence[TimeExpression] = (),
) -> Iterator[Statement]:
    """Statements in text order; one clause may bear on several matters."""
    finder = Finder(report, parse, mentions, quotes, times)
    yield from finder.all()
    yield from find_predications(finder)
    yield from find_contentions(finder)


@dataclass(slots=True)
class _Clause:
    """A verb (or predicate) and the tokens that belong to what it says."""

    head: int
    first: int
    last: int
    """First and last token, inclusive."""
    tokens: list[int] = field(default_factory=list)
    subject: int = -1
    object: int = -1


class Finder:
    def __init__(self, report: Report, parse: Parse, mentions: Sequence[Mention], quotes: Sequence[Quote], times: Sequence[TimeExpression]) -> None:
        self.report, self.parse, self.w = report, parse, _words()
        self.quotes = sorted(quotes, key=lambda q: (q.span.start, -q.span.end))
        self.quote_starts = [q.span.start for q in self.quotes]
        self.mention_at = {m.token: m for m in mentions if m.token >= 0}
        self.mentions = sorted(mentions, key=lambda m: (m.span.start, m.span.end))
        self.mention_starts = [m.span.start for m in self.mentions]
        self.times = sorted(times, key=lambda t: t.span.start)
        self.time_starts = [t.span.start for t in self.times]
        self.anchor = Anchor.of(report)
        self.clauses: dict[int, _Clause] = {}
        self.seen: set[tuple[str, int, int]] = set()

    # -- clauses -------------------------------------------------------------------------------------------------------

    def clause_of(self, i: int) -> _Clause | None:
        """The clause in which a token stands; None when it stands under no verb."""
        p = self.parse
        for _ in range(20):
            if self._is_predicate(i):
                return self.clause(i)
            if p.head[i] == i:
                return None
            i = p.head[i]
        return None

    def _is_predicate(self, i: int) -> bool:
        p = self.parse
        return p.pos[i] == "VERB" or (p.pos[i] == "AUX" and p.dep[i] not in ("aux", "auxpass")) or p.dep[i] in ("ccomp", "advcl", "relcl", "acl")

    def clause(self, head: int) -> _Clause:
        if head in self.clauses:
            return self.clauses[head]
        p = self.parse
        tokens, stack = [], [head]
        while stack:
            i = stack.pop()
            tokens.append(i)
            for c in p.children[i]:
                if i == head and ((p.dep[c] in _APART and self._is_predicate(c)) or p.dep[c] == "punct"):
                    continue
                if i != head and p.dep[c] in ("relcl", "parataxis"):
                    continue
                if i == head and p.dep[c] == "cc":
                    continue
                if p.dep[c] == "mark" and i == head:
                    continue
                if i == head and c > head and p.lemma[c] == "with" and p.text[c - 1] == "," and any(p.dep[x] in ("acl", "pcomp") for k in p.children[c] for x in (k, *p.children[k])):
                    continue  # "..., with the minister denying it" tells something else
                stack.append(c)
        tokens.sort()
        made = _Clause(head=head, first=tokens[0], last=tokens[-1], tokens=tokens)
        made.subject = self._subject(head)
        made.object = next((c for c in p.children[head] if p.dep[c] in ("dobj", "attr", "oprd", "dative")), -1)
        self.clauses[head] = made
        return made

    def _subject(self, head: int) -> int:
        """The token that does it or is it; relative pronouns and conjuncts led back to their noun; -1 when there is none."""
        p = self.parse
        k = head
        for _ in range(6):
            found = next((c for c in p.children[k] if p.dep[c] in _SUBJECTS), -1)
            if found >= 0:
                if p.tag[found] in ("WDT", "WP") and p.dep[k] == "relcl":
                    return p.head[k]
                return found
            if p.dep[k] == "acl":
                return p.head[k]
            if p.dep[k] not in ("conj", "xcomp", "advcl", "aux", "ccomp") or p.head[k] == k:
                return -1
            k = p.head[k]
        return -1

    def _span(self, first: int, last: int) -> Span | None:
        p = self.parse
        while first < last and p.pos[first] in ("PUNCT", "CCONJ") and p.text[first] not in ("(",):
            first += 1
        while last > first and p.pos[last] == "PUNCT":
            last -= 1
        start, end = p.start[first], p.end[last]
        text = self.report.text
        within = text[start:end]
        if end < len(text) and text[end] in _CLOSING and any(c in _OPENING for c in within):
            end += 1  # the mark that closes what was opened within
        elif start and text[start - 1] in _OPENING and sum(c in _CLOSING for c in within) % 2:
            start -= 1
        if end < len(text) and text[end] == ")" and within.count("(") > within.count(")"):
            end += 1
        found = to_words(start, end, self.report.text)
        if found is None or found[1] - found[0] > LONGEST or "\n" in self.report.text[found[0] : found[1]]:
            return None
        return Span(self.report.id, *found)

    # -- who holds it, how firmly --------------------------------------------------------------------------------------

    def holder(self, span: Span) -> Quote | None:
        """The innermost quote in which most of the span stands."""
        best: Quote | None = None
        middle = (span.start + span.end) // 2
        stop = bisect_right(self.quote_starts, middle)
        for q in self.quotes[max(0, stop - NESTED) : stop]:
            if q.span.end >= middle and (best is None or q.span.end - q.span.start <= best.span.end - best.span.start):
                best = q
        return best

    def polarity(self, clause: _Clause) -> Polarity:
        """Denied when the verb, its object or what governs the clause is negated, by an odd number of times."""
        p, w = self.parse, self.w
        only = ("only", "just", "merely", "least", "neither", "until")  # "not only" denies nothing

        def negates(c: int) -> bool:
            told = p.dep[c] == "neg" or (p.lemma[c] in w.negators and p.dep[c] in ("advmod", "det"))
            return told and p.lemma[min(c + 1, len(p) - 1)] not in only

        count = sum(negates(c) for c in p.children[clause.head])
        for part in (clause.object, clause.subject):
            if part >= 0:
                count += any(p.dep[c] == "nummod" and any(p.lemma[x] == "not" for x in p.children[c]) for c in p.children[part])  # "not one man"
                count += any(p.lemma[c] in ("no", "neither", "none", "not") and p.dep[c] not in ("preconj", "cc") and not _correlated(p, c) for c in p.children[part]) or p.lemma[part] in ("none", "nobody", "nothing", "no-one")
        k = clause.head
        for _ in range(3):
            above = p.head[k]
            if above == k or p.dep[k] not in ("ccomp", "xcomp", "pcomp", "prep", "acl", "dobj", "pobj"):
                break
            if ";" in p.text[min(k, above) : max(k, above)]:
                break  # two sentences in one
            if p.lemma[above] in w.deny or p.lemma[above] in ("refuse", "decline", "fail") or p.lemma[above] in w.denials:
                count += 1
            if any(p.dep[c] == "neg" for c in p.children[above]) and p.pos[above] in ("VERB", "AUX"):
                count += 1
            k = above
        return Polarity.DENIED if count % 2 else Polarity.AFFIRMED

    def hedge(self, clause: _Clause) -> Hedge:
        p, w = self.parse, self.w
        order = (Hedge.ALLEGED, Hedge.POSSIBLE, Hedge.LIKELY, Hedge.REPORTED)
        found = {w.hedges[p.lemma[i]] for i in clause.tokens if p.lemma[i] in w.hedges}
        found |= {w.modals[p.lemma[c]] for c in p.children[clause.head] if p.dep[c] == "aux" and p.lemma[c] in w.modals}
        if self.is_open(clause):
            found.add(Hedge.POSSIBLE)
        k = clause.head
        for _ in range(3):
            above = p.head[k]
            if above == k or p.dep[k] not in ("ccomp", "xcomp", "pcomp", "prep"):
                break
            if p.lemma[above] in w.hedge_verbs:
                found.add(w.hedge_verbs[p.lemma[above]])
            k = above
        return next((h for h in order if h in found), Hedge.NONE)

    def is_open(self, clause: _Clause) -> bool:
        """Whether the clause says that the matter is not known."""
        return self._open_in([self.parse.lemma[i] for i in clause.tokens])

    def _open_in(self, lemmas: Sequence[str]) -> bool:
        w = self.w
        if any(x in w.open_words for x in lemmas):
            return True
        have = ["not" if x in ("n't", "n’t") else x for x in lemmas]
        return any(_in_order(phrase, have) for phrase in w.open_phrases)

    # -- making one ----------------------------------------------------------------------------------------------------

    def make(
        self, topic: str, clause: _Clause, value: str, *, about: str = "", first: int = -1, last: int = -1, date: DateRange | None = None, polarity: Polarity | None = None
    ) -> Iterator[Statement]:
        p = self.parse
        if first < 0:
            first, k = clause.first, clause.head
            while p.dep[k] == "xcomp" and p.lemma[p.head[k]] in _RAISING:  # "troops will start to leave": the subject stands above
                k = p.head[k]
                first = min(first, self.clause(k).first)
        span = self._span(first, clause.last if last < 0 else last)
        if span is None or self._long_ago(clause) or (topic, span.start, span.end) in self.seen:
            return
        self.seen.add((topic, span.start, span.end))
        quote = self.holder(span)
        keys = sorted({p.lemma[i] for i in clause.tokens if p.pos[i] in ("NOUN", "PROPN", "VERB", "ADJ") and len(p.lemma[i]) > 2})
        yield Statement(
            id=content_id("s", topic, self.report.id, span.start, span.end),
            span=span,
            holder=quote.speaker if quote else None,
            hedge=self.hedge(clause),
            polarity=self.polarity(clause) if polarity is None else polarity,
            sentence=p.sentence[clause.head],
            keys=tuple(keys[:24]),
            topic=topic,
            value=value,
            about=about,
            date=date,
        )

    def _long_ago(self, clause: _Clause) -> bool:
        """Whether the clause dates itself to another year than that of the crisis."""
        if self.anchor is None:
            return False
        start, end = self.parse.start[clause.first], self.parse.end[clause.last]
        k = bisect_right(self.time_starts, start - 1)
        while k < len(self.times) and self.times[k].span.start < end:
            found = self.times[k].range
            if found and (self.anchor.start - found.end).days > LONG_AGO and self.report.text[: self.times[k].span.start].rstrip().rpartition(" ")[2].lower() != "since":
                return True
            k += 1
        return False

    def all(self) -> Iterator[Statement]:
        found: list[Statement] = []
        p, w = self.parse, self.w
        by_lemma = _detectors()
        for i, lemma in enumerate(p.lemma):
            for name in by_lemma.get(lemma, ()):
                detect: Callable[[int], Iterable[Statement]] = getattr(self, name)
                found.extend(detect(i))
            if lemma in w.open_words or lemma == "guess":
                found.extend(self._unclear(i))
        for number, sentence in enumerate(p.sentences):
            found.extend(self._open_sentence(number, sentence.first, sentence.last))
        found.extend(self._said_on())
        found.sort(key=lambda s: (s.span.start, s.span.end, s.topic))
        yield from found

    # -- noun classes --------------------------------------------------------------------------------------------------

    def _is(self, i: int, name: str) -> bool:
        return i >= 0 and self.parse.lemma[i] in self.w.nouns[name]

    def _noun_in(self, tokens: Iterable[int], name: str) -> int:
        """The first noun of a class among the tokens, or -1."""
        wanted = self.w.nouns[name]
        p = self.parse
        return next((i for i in tokens if p.lemma[i] in wanted and p.pos[i] in _NOUNS), -1)

    def _below(self, i: int) -> list[int]:
        """Tokens of a noun phrase: the noun and what modifies it, clauses left out."""
        p = self.parse
        out, stack = [], [i]
        while stack:
            k = stack.pop()
            out.append(k)
            stack.extend(c for c in p.children[k] if p.dep[c] not in ("relcl", "acl", "punct", "appos", "conj", "cc") or (p.dep[c] == "conj" and k == i))
        out.sort()
        return out

    def _about(self, i: int) -> str:
        """The mention at a token, or its lemma."""
        if i < 0:
            return ""
        found = self.mention_at.get(i)
        return found.id if found else self.parse.lemma[i]

    def _mention_in(self, start: int, end: int, kinds: frozenset[ActorKind]) -> Mention | None:
        k = bisect_right(self.mention_starts, start - 1)
        while k < len(self.mentions) and self.mentions[k].span.start < end:
            if self.mentions[k].kind in kinds:
                return self.mentions[k]
            k += 1
        return None

    def time_in(self, clause: _Clause) -> TimeExpression | None:
        """The first date to the day within the clause."""
        return self.time_between(self.parse.start[clause.first], self.parse.end[clause.last])

    def time_between(self, start: int, end: int) -> TimeExpression | None:
        k = bisect_right(self.time_starts, start - 1)
        while k < len(self.times) and self.times[k].span.start < end:
            found = self.times[k]
            if found.range and found.range.precision is Precision.DAY:
                return found
            k += 1
        return None

    # -- detectors, each for one class of matter -------------------------------------------------------------------------

    def _aim(self, i: int) -> Iterator[Statement]:
        """"troops to guard buildings", "forces are only securing": what forces are for."""
        p = self.parse
        if p.pos[i] != "VERB" or p.tag[i] not in ("VB", "VBG", "VBZ", "VBP"):
            return
        lemma = p.lemma[i]
        particle = {p.lemma[c] for c in p.children[i] if p.dep[c] in ("prt", "advmod")}
        if lemma in ("put", "break", "crack") and not particle & {"down", "up"}:
            return
        clause = self.clause(i)
        if lemma == "keep" and (clause.object < 0 or p.lemma[clause.object] not in ("peace", "order", "calm", "security")):
            return
        if lemma in ("monitor", "observe", "supervise", "oversee") and (clause.object < 0 or p.lemma[clause.object] not in _KEPT):
            return
        goal = p.tag[i] == "VB" and any(p.tag[c] == "TO" for c in p.children[i])
        helped = [c for c in p.children[i] if p.dep[c] in ("ccomp", "xcomp")] if lemma in ("help", "assist") else []
        if any(p.lemma[c] in self.w.aims for c in helped):
            return  # what they help to do is the aim
        under = p.dep[i] in ("ccomp", "xcomp") and p.lemma[p.head[i]] in ("help", "assist")
        under |= p.tag[i] == "VB" and p.dep[i] == "conj" and any(p.tag[c] == "TO" for c in p.children[p.head[i]])
        if not goal and not under and not (self._force_subject(clause.subject) and p.dep[i] != "amod"):
            return
        if not self._force_subject(clause.subject) and not self._force_before(i):
            return
        if not any(p.dep[c] in ("dobj", "prep", "dative", "ccomp") for c in p.children[i]):
            return
        first = clause.first
        if goal or under:
            first = min((c for c in p.children[i] if p.tag[c] == "TO"), default=i)
            if self._force_subject(clause.subject) and p.head[i] != i and p.lemma[p.head[i]] == "be":
                first = min(self._below(clause.subject))
        yield from self.make("aim", clause, self.w.aims[lemma], first=first, last=max([clause.last, *(max(p.subtree(c)) for c in helped)]))

    def _force_subject(self, i: int) -> bool:
        return i >= 0 and (self._is(i, "force") or self._noun_in(self._below(i), "force") >= 0)

    def _force_before(self, i: int) -> bool:
        """Whether forces are sent, come or are asked for in the words that govern an infinitive."""
        p = self.parse
        k = i
        for _ in range(4):
            above = p.head[k]
            if above == k:
                return False
            if self._is(above, "force"):
                return True
            if p.pos[above] in ("VERB", "AUX", "NOUN"):
                for c in p.children[above]:
                    if c < i and c != k and (self._is(c, "force") or (p.dep[c] in ("prep", "dobj", "nsubj", "nsubjpass") and self._noun_in(self._below(c), "force") >= 0)):
                        return True
            if p.dep[k] in ("ccomp", "relcl"):
                return False
            k = above
        return False

    def _becomes(self, i: int) -> Iterator[Statement]:
        """"turned into a clan battle", "became a revolt": what the crisis was."""
        p = self.parse
        clause = self.clause(i)
        target = -1
        for c in p.children[i]:
            if p.dep[c] == "prep" and p.lemma[c] in ("into", "to"):
                target = next((x for x in p.children[c] if p.dep[x] == "pobj"), -1)
            elif p.dep[c] == "attr" and p.lemma[i] == "become":
                target = c
        subject = clause.subject
        if self._is(target, "nature") and (self._is(subject, "crisis") or subject < 0 or p.pos[subject] == "PRON"):
            yield from self.make("cause", clause, p.lemma[target], first=self._verb_start(clause))

    def _verb_start(self, clause: _Clause) -> int:
        """Where the clause starts when its subject belongs to the clause before."""
        return clause.first

    def _is_nature(self, i: int) -> Iterator[Statement]:
        """"it was a coup", "it was because of", "called it terrorism"."""
        p = self.parse
        clause = self.clause_of(i)
        if clause is None:
            return
        k = p.head[i]
        if self.is_open(clause):
            return
        above = self.clause_of(p.head[clause.head]) if p.head[clause.head] != clause.head else None
        if above and self.is_open(above):
            return
        if any(p.tag[c] in ("JJS", "RBS") or p.lemma[c] in ("first", "second", "third") for c in p.children[i]):
            return  # "the worst accident since 2004" ranks it and does not say what it was
        if p.dep[i] == "attr" and p.lemma[k] == "be":
            subject = clause.subject
            if self._is(subject, "crisis") or (subject >= 0 and p.lemma[subject] in ("it", "this", "that", "these", "they", "what")):
                yield from self.make("cause", clause, p.lemma[i])
        elif p.lemma[clause.head] in self.w.set("call"):
            if p.dep[i] == "oprd" or (p.dep[i] == "pobj" and p.lemma[k] == "as"):
                yield from self.make("cause", clause, p.lemma[i])

    def _because(self, i: int) -> Iterator[Statement]:
        p = self.parse
        clause = self.clause_of(p.head[i])
        if clause is None or p.lemma[clause.head] != "be":
            return
        subject = clause.subject
        if self._is(subject, "crisis") or (subject >= 0 and p.pos[subject] == "PRON" and p.lemma[subject] in ("it", "this", "that")):
            target = next((x for x in p.children[i] if p.dep[x] == "pobj"), -1)
            if target >= 0:
                yield from self.make("cause", clause, p.lemma[target])

    def _sparked(self, i: int) -> Iterator[Statement]:
        p = self.parse
        if p.pos[i] != "VERB":
            return
        clause = self.clause(i)
        passive = any(p.dep[c] == "agent" for c in p.children[i])
        patient = clause.subject if passive else clause.object
        if not self._is(patient, "crisis"):
            return
        doer = next((x for c in p.children[i] if p.dep[c] == "agent" for x in p.children[c] if p.dep[x] == "pobj"), -1) if passive else clause.subject
        if doer >= 0 and p.pos[doer] in _NOUNS:
            yield from self.make("cause", clause, p.lemma[doer])

    def _unclear(self, i: int) -> Iterator[Statement]:
        """"the cause of the fire is unknown", "whether Oran knew is disputed"."""
        clause = self.clause_of(i)
        if clause is not None:
            yield from self._open_about(clause, clause.tokens)

    def _open_sentence(self, number: int, first: int, last: int) -> Iterator[Statement]:
        p = self.parse
        for i in range(first, last):
            if p.lemma[i] in ("clear", "certain", "know", "confirm", "verify", "see") and p.pos[i] in ("ADJ", "VERB"):
                clause = self.clause_of(i)
                if clause and self.is_open(clause):
                    yield from self._open_about(clause, clause.tokens)

    def _open_about(self, clause: _Clause, tokens: Sequence[int]) -> Iterator[Statement]:
        p = self.parse
        lemmas = {p.lemma[t] for t in tokens}
        if lemmas & self.w.set("foreign_words") and lemmas & self.w.nouns["hand"]:
            yield from self.make("foreign", clause, "open", polarity=Polarity.AFFIRMED)
        elif (lemmas & self.w.nouns["crisis"] and lemmas & self.w.set("origins")) or (lemmas & self.w.set("natures_apart")) - {"terrorist"}:
            yield from self.make("cause", clause, "open", polarity=Polarity.AFFIRMED)

    def _foreign(self, i: int) -> Iterator[Statement]:
        """"foreign interference", "external forces", "threat from outside"."""
        p = self.parse
        near = {p.lemma[p.head[i]], *(p.lemma[c] for c in p.children[p.head[i]] if p.dep[c] in ("conj", "amod"))}
        if p.dep[i] == "pobj" or p.pos[i] == "ADV":
            near.add(p.lemma[p.head[p.head[i]]])
        hand = near & self.w.nouns["hand"]
        clause = self.clause_of(i)
        if p.dep[i] == "conj":  # "internal and external forces"
            near.add(p.lemma[p.head[p.head[i]]])
            hand = near & self.w.nouns["hand"]
        if not hand or clause is None or self.is_open(clause):
            return
        troops = {"military", "armed", "security", "police", "peacekeeping"}
        if hand <= {"force", "fighter"} and (p.lemma[i] == "foreign" or troops & {p.lemma[c] for k in (p.head[i], i) for c in p.children[k]}):
            return  # foreign forces are troops; external or outside forces are a hand
        polarity = self.polarity(clause)
        first = min(self._below(p.head[clause.head])) if p.dep[clause.head] == "acl" else -1  # "terrorists trained abroad"
        yield from self.make("foreign", clause, "no" if polarity is Polarity.DENIED else "yes", first=first, polarity=polarity)

    def _accused_support(self, i: int) -> Iterator[Statement]:
        """"accuses X of giving the opposition money", "deny having had help from X"."""
        p = self.parse
        below = [t for t in p.subtree(i) if t > i][:25]
        given = next((t for t in below if p.lemma[t] in self.w.nouns["support"] and p.pos[t] in ("NOUN", "VERB")), -1)
        if given < 0:
            return
        start, end = p.start[i], p.end[below[-1]]
        if self._mention_in(start, end, frozenset({ActorKind.COUNTRY})) is None:
            return
        if not any(p.lemma[t] in _GIVING for t in below):
            return
        clause = self.clause(i)
        denied = p.lemma[i] in self.w.deny
        yield from self.make("foreign", clause, "no" if denied else "yes", first=clause.first, last=below[-1], polarity=Polarity.DENIED if denied else Polarity.AFFIRMED)

    def _phrase(self, i: int, phrases: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
        lemmas = self.parse.lemma
        return next((ph for ph in phrases if tuple(x.lower() for x in lemmas[i : i + len(ph)]) == ph), ())

    def _denied(self, i: int) -> Iterator[Statement]:
        """"denied firing on the crowd", "there is no evidence that": what is said not to be so."""
        p = self.parse
        lemma = p.lemma[i]
        if lemma in ("evidence", "proof", "truth", "indication"):
            if not any(p.lemma[c] in ("no", "any", "little") for c in p.children[i]):
                return
            clause = self.clause_of(i)
            below = [t for t in p.subtree(i) if t > i]
        else:
            if p.pos[i] != "VERB" or any(p.dep[c] == "neg" for c in p.children[i]):
                return
            clause = self.clause(i)
            below = [t for t in p.subtree(i) if t > i]
            if lemma != "deny" and not any(p.lemma[t] in self.w.set("claims") for t in below[:6]):
                return
        if clause is None or len(below) < 2:
            return
        keys = sorted({p.lemma[t] for t in below[:25] if p.pos[t] in ("NOUN", "PROPN", "VERB", "ADJ") and len(p.lemma[t]) > 2} - self.w.set("claims"))
        if keys:
            for made in self.make("denied", clause, "denied", last=min(below[-1], i + 40), polarity=Polarity.DENIED):
                yield replace(made, keys=tuple(keys))

    def _weapon(self, i: int) -> Iterator[Statement]:
        phrase = self._phrase(i, _phrases("lethal"))
        clause = self.clause_of(i)
        if not phrase or clause is None:
            return
        p = self.parse
        head = i + len(phrase) - 1
        no = any(p.lemma[c] in ("no", "not", "without") for k in (i, head) for c in p.children[k]) or (i and p.lemma[i - 1] in ("no", "not", "without", "any"))
        denied = no or self.polarity(clause) is Polarity.DENIED
        yield from self.make("weapon", clause, "no" if denied else "yes", polarity=Polarity.DENIED if denied else Polarity.AFFIRMED)

    def _measure(self, i: int) -> Iterator[Statement]:
        p = self.parse
        phrase = self._phrase(i, _phrases("measures"))
        clause = self.clause_of(i)
        if not phrase or clause is None:
            return
        short = any(p.lemma[t] in self.w.short_of for t in range(max(clause.first, i - 4), i)) and any(p.lemma[t] in ("step", "short", "notch", "stop", "below") for t in range(max(clause.first, i - 5), i))
        holds = p.lemma[clause.head] in self.w.set("measure_verbs")
        denied = short or (holds and self.polarity(clause) is Polarity.DENIED)
        yield from self.make("measure", clause, " ".join(phrase), polarity=Polarity.DENIED if denied else Polarity.AFFIRMED)

    def _not_but(self, i: int) -> Iterator[Statement]:
        """"not Velmark forces but joint forces": an identity denied."""
        p = self.parse
        sentence = p.sentences[p.sentence[i]]
        but = next((k for k in range(i + 1, min(i + 9, sentence.last)) if p.lemma[k] == "but"), -1)
        if but < 0:
            return
        noun = next((k for k in range(but - 1, i, -1) if p.pos[k] in _NOUNS), -1)
        clause = self.clause_of(i)
        if clause is None or noun < 0 or not self._is(noun, "force") or any(p.pos[k] in ("VERB", "AUX", "PUNCT") for k in range(i + 1, but)):
            return
        names = [self.mention_at[k].country or "" for k in range(i + 1, but) if k in self.mention_at]
        value = next((x for x in names if x), "") or " ".join(p.lemma[k] for k in range(i + 1, but) if p.pos[k] in ("ADJ", "PROPN"))
        last = but
        while last + 1 < sentence.last and p.pos[last + 1] in ("ADJ", "NOUN", "PROPN", "DET", "NUM"):
            last += 1
        yield from self.make("identity", clause, value, first=i, last=last, polarity=Polarity.DENIED)

    def _whose(self, i: int) -> Iterator[Statement]:
        """"Velmark troops are in the country": whose forces they are held to be."""
        p = self.parse
        if p.dep[i] not in ("nsubj", "nsubjpass", "dobj"):
            return
        whose = next((c for c in p.children[i] if p.dep[c] in ("amod", "compound", "poss") and p.pos[c] in ("ADJ", "PROPN", "NOUN") and p.text[c][:1].isupper()), -1)
        clause = self.clause_of(i)
        if whose < 0 or clause is None:
            return
        found = self.mention_at.get(whose)
        force = self.mention_at.get(i)
        country = (found.country if found else None) or (force.country if force else None)
        if country or (found and found.kind is ActorKind.COUNTRY):
            yield from self.make("identity", clause, country or p.lemma[whose], about=p.lemma[clause.head], polarity=Polarity.AFFIRMED)

    def _post(self, i: int) -> Iterator[Statement]:
        """"named general X head of the transition", "sworn in as interim president"."""
        p = self.parse
        if p.pos[i] != "VERB":
            return
        clause = self.clause(i)
        for t in clause.tokens:
            if t == clause.subject or p.lemma[t] not in self.w.nouns["top_post"] or p.dep[t] not in ("oprd", "pobj", "dobj", "attr", "appos", "ccomp", "xcomp", "conj", "npadvmod"):
                continue
            if p.dep[t] == "pobj" and p.lemma[p.head[t]] != "as":
                continue
            if p.dep[t] == "dobj" and p.lemma[i] == "make":
                continue
            phrase = [k for k in self._below(t) if k <= t + 6]
            words = {p.lemma[k] for k in phrase}
            interim = words & (self.w.set("interim") | {"transition", "transitional"})
            if not interim:
                continue
            title = " ".join(p.lemma[k] for k in phrase if p.pos[k] in ("NOUN", "ADJ", "PROPN"))
            yield from self.make("post", clause, title, first=clause.first, last=max(phrase))
            return

    def _charge(self, i: int) -> Iterator[Statement]:
        """"arrested for treason", "accused of high treason"."""
        p = self.parse
        k = p.head[i]
        if p.pos[i] != "NOUN" or p.dep[i] not in ("pobj", "conj") or p.lemma[k] not in ("of", "for", "with", "on", "to"):
            return
        clause = self.clause_of(k)
        if clause is None:
            return
        verb = clause.head if p.lemma[clause.head] in self.w.set("charge_verbs") else -1
        if verb < 0:
            return
        value = " ".join(p.lemma[c] for c in (*[c for c in p.children[i] if p.dep[c] in ("amod", "compound")], i))
        passive = any(p.dep[c] in ("auxpass", "nsubjpass") for c in p.children[verb]) or p.dep[verb] in ("acl", "relcl", "advcl") or clause.object < 0
        whom = clause.subject if passive else clause.object
        yield from self.make("charge", clause, value, about=self._about(whom))

    def _removed(self, i: int) -> Iterator[Statement]:
        p = self.parse
        if p.pos[i] != "VERB" or p.tag[i] == "VB":
            return
        clause = self.clause(i)
        passive = any(p.dep[c] in ("nsubjpass", "auxpass") for c in p.children[i])
        whom = clause.subject if passive else clause.object
        if whom < 0:
            return
        office = self._noun_in(self._below(whom)[:8], "official")
        if office >= 0:
            yield from self.make("removal", clause, self._about(whom), about=p.lemma[office])

    def _answer(self, i: int) -> Iterator[Statement]:
        """"refused the plea", "forwarded the request", "have taken that request back"."""
        p = self.parse
        if p.pos[i] != "VERB":
            return
        clause, lemma = self.clause(i), p.lemma[i]
        what = clause.subject if any(p.dep[c] == "nsubjpass" for c in p.children[i]) else clause.object
        if what < 0:
            prep = next((c for c in p.children[i] if p.dep[c] == "prep"), -1)
            what = next((x for x in p.children[prep] if p.dep[x] == "pobj"), -1) if prep >= 0 and lemma in ("answer", "agree") else -1
        if not self._is(what, "request"):
            return
        words = {p.lemma[c] for c in p.children[i]}
        if (lemma == "take" and "back" not in words) or (lemma == "pass" and not words & {"on", "to"}):
            return
        if lemma in ("meet", "take", "drop", "answer") and p.lemma[what] not in ("request", "plea", "appeal", "call", "demand"):
            return
        yield from self.make("request", clause, self.w.answers[lemma])

    def _turned_down(self, i: int) -> Iterator[Statement]:
        p = self.parse
        if p.pos[i] == "VERB" and any(p.lemma[c] in ("down", "away") for c in p.children[i]) and self._is(self.clause(i).object, "request"):
            yield from self.make("request", self.clause(i), "refused")

    def _intervene(self, i: int) -> Iterator[Statement]:
        p = self.parse
        if p.pos[i] == "VERB" and not any(p.tag[c] == "TO" for c in p.children[i]) and self.polarity(self.clause(i)) is Polarity.DENIED:
            yield from self.make("request", self.clause(i), "refused")

    def _deployed(self, i: int) -> Iterator[Statement]:
        """"would not send peacekeepers"; "will send troops"."""
        p = self.parse
        if p.pos[i] != "VERB":
            return
        clause = self.clause(i)
        passive = any(p.dep[c] == "nsubjpass" for c in p.children[i])
        what = clause.subject if passive else clause.object
        if not self._is(what, "force") and (what < 0 or self._noun_in(self._below(what), "force") < 0):
            return
        if p.tag[i] in ("VB", "VBG") and p.lemma[p.head[i]] in _ASKING:
            return
        polarity = self.polarity(clause)
        yield from self.make("deployment", clause, "no" if polarity is Polarity.DENIED else "yes", polarity=polarity)

    def _to_guard(self, i: int) -> Iterator[Statement]:
        """"soldiers are to guard": forces that come after all."""
        p = self.parse
        above = p.head[i]
        if p.tag[i] != "VB" or p.lemma[above] != "be" or not any(p.tag[c] == "TO" for c in p.children[i]):
            return
        clause = self.clause(above)
        if self._force_subject(clause.subject):
            yield from self.make("deployment", clause, "yes", first=min(self._below(clause.subject)), last=max(self.clause(i).last, clause.last))

    def _left(self, i: int) -> Iterator[Statement]:
        """"the troops would leave when things had settled": timetable or condition."""
        p = self.parse
        if p.pos[i] != "VERB":
            return
        lemma = p.lemma[i]
        particles = {p.lemma[c] for c in p.children[i]}
        if (lemma == "pull" and not particles & {"out", "back"}) or (lemma in ("go", "return") and not particles & {"home", "back"}):
            return
        clause = self.clause(i)
        subject, patient = clause.subject, clause.object
        if not (self._force_subject(subject) or (lemma in ("withdraw", "pull") and self._force_subject(patient))):
            return
        condition = next((c for c in p.children[i] if p.dep[c] == "advcl" and any(p.lemma[x] in self.w.set("conditions") for x in p.children[c])), -1)
        last = max(p.subtree(condition)) if condition >= 0 else clause.last
        value = "condition" if condition >= 0 else "timetable" if self._any_time(clause) else ""
        if value and (lemma != "exit"):
            yield from self.make("withdrawal", clause, value, last=last)

    def _any_time(self, clause: _Clause) -> bool:
        start, end = self.parse.start[clause.first], self.parse.end[clause.last]
        k = bisect_right(self.time_starts, start - 1)
        return k < len(self.times) and self.times[k].span.start < end

    def _consulted(self, i: int) -> Iterator[Statement]:
        p = self.parse
        if p.pos[i] != "VERB":
            return
        clause = self.clause(i)
        last = clause.last
        if last + 2 < len(p) and p.text[last + 1] == ",":  # the body's name may stand in apposition, out of reach of the parse
            near = bisect_right(self.mention_starts, p.start[last])
            for name in self.mentions[near : near + 1]:
                if name.kind is ActorKind.ORGANISATION and name.span.start <= p.start[min(last + 3, len(p) - 1)] and name.token > 0:
                    last = name.token
        begin = bisect_right(self.mention_starts, p.start[i])
        bodies = [m for m in self.mentions[begin : begin + 12] if m.kind is ActorKind.ORGANISATION and m.span.end <= p.end[last]]
        if bodies:
            yield from self.make("consult", clause, bodies[-1].id, about=self._about(clause.subject), last=last)

    def _record(self, i: int) -> Iterator[Statement]:
        """"has never been of use", "had a history of non-intervention"."""
        p = self.parse
        clause = self.clause_of(i)
        if clause is None or clause.subject < 0:
            return
        found = self.mention_at.get(clause.subject)
        if found is None or found.kind not in (ActorKind.ORGANISATION, ActorKind.ARMED_FORCE):
            return
        if p.lemma[i] == "never" and not any(p.lemma[c] == "have" and p.dep[c] == "aux" for c in p.children[clause.head]):
            return
        if p.lemma[i] in self.w.set("record_nouns") and not (clause.object == i and any(p.lemma[c] == "of" for c in p.children[i])):
            return
        yield from self.make("record", clause, "record", about=found.id, polarity=Polarity.AFFIRMED)

    def _framed(self, i: int) -> Iterator[Statement]:
        """"Oran portrayed it as a gift. It was a demand of Zenda.": a framing, and the report's own word on it right after."""
        p = self.parse
        number = p.sentence[i]
        if number + 1 >= len(p.sentences) or p.pos[i] != "VERB":
            return
        this, after = p.sentences[number], p.sentences[number + 1]
        opening = p.lemma[after.first]
        if opening not in ("it", "this", "that", "in") or (this.paragraph != after.paragraph and after.paragraph - this.paragraph > 2):
            return
        if opening == "in" and p.lemma[min(after.first + 1, after.last - 1)] not in ("reality", "truth", "fact"):
            return
        if opening == "in":  # the report sets its own account against what was said, whatever it is about
            reply = next((k for k in range(after.first, after.last) if p.dep[k] == "ROOT"), -1)
        else:
            reply = next((k for k in range(after.first, after.last) if p.lemma[k] in self.w.set("choices") and p.dep[k] in ("attr", "pobj")), -1)
        if reply < 0:
            return
        clause, answer = self.clause_of(i), self.clause_of(reply)
        if clause is None or answer is None:
            return
        yield from self.make("framing", clause, "framed", about=f"{number}", first=this.first, last=this.last - 1)
        yield from self.make("framing", answer, "own", about=f"{number}")

    def _dated(self, i: int) -> Iterator[Statement]:
        p = self.parse
        what, subject, patient = self.w.dated[p.lemma[i]]
        if p.pos[i] != "VERB":
            return
        clause = self.clause(i)
        if p.lemma[i] == "break" and not any(p.lemma[c] == "out" for c in p.children[i]):
            return
        passive = any(p.dep[c] == "nsubjpass" for c in p.children[i])
        doer, whom = clause.subject, clause.subject if passive else clause.object
        if what == "begin" and p.lemma[clause.head] in ("begin", "start") and any(p.dep[c] in ("xcomp", "dobj") for c in p.children[i]):
            return
        if subject == "crisis" and not (self._is(doer, "crisis") or (doer >= 0 and p.lemma[doer] == "it")):
            return
        if subject == "force" and not self._force_subject(doer):
            return
        if patient == "measure" and not (whom >= 0 and any(self._phrase(k, _phrases("measures")) for k in self._below(whom))):
            return
        if (subject == "any" and doer not in self.mention_at) or (patient == "any" and whom not in self.mention_at):
            return
        found = self.time_in(clause)
        if found is None or found.range is None or self.hedge(clause) is not Hedge.NONE or self.polarity(clause) is Polarity.DENIED:
            return
        about = self._about(whom if patient == "any" else doer) if "any" in (subject, patient) else ""
        yield from self.make(f"date-{what}", clause, found.range.start.isoformat(), about=about, date=found.range)

    def _crossed(self, i: int) -> Iterator[Statement]:
        yield from self._dated(i)

    def _vote(self, i: int) -> Iterator[Statement]:
        """"the vote was rigged"; "the election was free and fair"."""
        p = self.parse
        clause = self.clause_of(i)
        if clause is None:
            return
        if not (self._noun_in(clause.tokens, "vote") >= 0):
            return
        polarity = self.polarity(clause)
        sound = p.lemma[i] in self.w.set("sound")
        if sound and p.lemma[i] not in ("free", "fair") and not (p.dep[i] == "acomp" or self._is(p.head[i], "vote")):
            return
        if p.lemma[i] in ("free", "fair") and not (self._is(p.head[i], "vote") or p.dep[i] in ("acomp", "conj")):
            return
        good = sound == (polarity is Polarity.AFFIRMED)
        yield from self.make("vote", clause, "sound" if good else "unsound", polarity=polarity)

    def _yes_no(self, topic: str, clause: _Clause) -> Iterator[Statement]:
        polarity = self.polarity(clause)
        yield from self.make(topic, clause, "no" if polarity is Polarity.DENIED else "yes", polarity=polarity)

    def _fired(self, i: int) -> Iterator[Statement]:
        """"opened fire on the crowd", "no shots had been fired"."""
        p = self.parse
        if p.pos[i] != "VERB":
            return
        clause = self.clause(i)
        if p.lemma[i] == "open" and not (clause.object >= 0 and p.lemma[clause.object] == "fire"):
            return
        if self._force_subject(clause.subject) or self._is(clause.subject, "crowd"):
            at = self._noun_in((t for t in clause.tokens if t != clause.subject), "crowd") >= 0
            if at or self._is(clause.subject, "crowd"):
                yield from self._yes_no("shots", clause)

    def _truce(self, i: int) -> Iterator[Statement]:
        """"agreed a ceasefire", "had signed no truce"."""
        clause = self.clause_of(i)
        if clause and self.parse.lemma[clause.head] in self.w.set("truce_verbs") and clause.object == i:
            yield from self._yes_no("truce", clause)

    def _not_nature(self, i: int) -> Iterator[Statement]:
        """"not a coup"."""
        p = self.parse
        k = next((k for k in range(i + 1, min(i + 4, len(p))) if p.pos[k] == "NOUN" and self._is(k, "nature")), -1)
        if k < 0 or any(p.pos[x] not in ("DET", "ADJ") for x in range(i + 1, k)) or p.sentence[k] != p.sentence[i]:
            return
        clause = self.clause_of(i)
        if clause is not None:
            yield from self.make("cause", clause, p.lemma[k], polarity=Polarity.DENIED)

    def _side(self, i: int) -> str:
        """Who somebody is, coarse enough that "police" and "soldiers" do not differ."""
        found = self.mention_at.get(i)
        if found and found.form in _NAMED:
            return found.id
        return "forces" if self._is(i, "force") else self.parse.lemma[i]

    def _deed(self, i: int) -> Iterator[Statement]:
        """"the mayor was shot by gunmen": who did it, where it was done to one."""
        p = self.parse
        if p.pos[i] != "VERB":
            return
        clause = self.clause(i)
        passive = any(p.dep[c] == "nsubjpass" for c in p.children[i])
        whom = clause.subject if passive else clause.object
        by = next((x for c in p.children[i] if p.dep[c] == "agent" for x in p.children[c] if p.dep[x] == "pobj"), -1) if passive else clause.subject
        if whom < 0 or by < 0 or by == whom or p.tag[whom] not in ("NN", "NNP") or p.pos[by] not in _NOUNS or p.lemma[whom] in _ANYBODY:
            return
        kind = self.w.deeds[p.lemma[i]]
        found = self.mention_at.get(whom)
        named = found is not None and found.kind is ActorKind.PERSON
        if not named and any(p.lemma[c] in ("a", "an", "another", "one") for c in p.children[whom]):
            return
        polarity = self.polarity(clause)
        if polarity is Polarity.AFFIRMED:
            yield from self.make("doer", clause, self._side(by), about=f"{kind}:{found.id if named and found else self._described(whom)}")

    def _described(self, i: int) -> str:
        """The noun with its adjectives: "german consulate"."""
        p = self.parse
        return " ".join(p.lemma[k] for k in (*(c for c in p.children[i] if p.dep[c] in ("amod", "compound", "poss")), i))

    def _controls(self, i: int) -> Iterator[Statement]:
        """"the airport is in the hands of the rebels", "the army controls the airport"."""
        p = self.parse
        clause = self.clause_of(i)
        if clause is None:
            return
        if p.lemma[i] == "hand":
            of = next((x for c in p.children[i] if p.lemma[c] == "of" for x in p.children[c] if p.dep[x] == "pobj"), -1)
            what, who = clause.subject, of if p.lemma[p.head[i]] == "in" else -1
        elif p.pos[i] == "VERB" and any(p.dep[c] == "agent" for c in p.children[i]):
            what, who = clause.subject, next((x for c in p.children[i] if p.dep[c] == "agent" for x in p.children[c] if p.dep[x] == "pobj"), -1)
        elif p.pos[i] == "VERB":
            what, who = clause.object, clause.subject
        else:
            return
        if who >= 0 and p.pos[who] in _NOUNS and self._is(what, "held_place") and self.polarity(clause) is Polarity.AFFIRMED:
            yield from self.make("control", clause, self._side(who), about=p.lemma[what])

    def _custody(self, i: int) -> Iterator[Statement]:
        """"X was arrested", "denied that X was under house arrest": whether somebody is held."""
        yield from self._fate(i, "custody", frozenset(("arrest", "detain", "capture", "imprison", "jail", "hold")))

    def _dead(self, i: int) -> Iterator[Statement]:
        """"X was killed", "X is alive"."""
        yield from self._fate(i, "dead", frozenset(("kill", "die", "assassinate", "murder", "execute")))

    def _fate(self, i: int, topic: str, verbs: frozenset[str]) -> Iterator[Statement]:
        """What became of a person who is named or described as one: the verb says yes, "alive" and "free" say no."""
        p = self.parse
        clause = self.clause_of(i)
        if clause is None or (p.lemma[i] in verbs and (p.pos[i] != "VERB" or clause.head != i)):
            return
        passive = any(p.dep[c] == "nsubjpass" for c in p.children[clause.head])
        whom = clause.subject if passive or p.lemma[i] not in verbs or p.lemma[i] == "die" else clause.object
        found = self.mention_at.get(whom)
        if found is None or found.kind is not ActorKind.PERSON or found.plural:
            return
        if any(p.lemma[c] in _NEARLY for c in p.children[clause.head]):
            return
        polarity = self.polarity(clause)
        is_so = (p.lemma[i] in verbs or p.lemma[i] == "arrest") == (polarity is Polarity.AFFIRMED)
        yield from self.make(topic, clause, "yes" if is_so else "no", about=found.id, polarity=polarity)

    def _blamed(self, i: int) -> Iterator[Statement]:
        """"blamed the rebels for the attack", "blame the violence on outsiders", "the army is behind the attack"."""
        p = self.parse
        clause = self.clause_of(i)
        if clause is None:
            return
        below = {p.lemma[c]: x for c in p.children[i] if p.dep[c] == "prep" for x in p.children[c] if p.dep[x] == "pobj"}
        if p.lemma[i] == "behind":
            what, who = next((x for x in p.children[i] if p.dep[x] == "pobj"), -1), clause.subject
            if p.lemma[clause.head] != "be":
                return
        elif p.pos[i] == "VERB" and "on" in below:
            what, who = clause.object, below["on"]
        elif p.pos[i] == "VERB" and "for" in below:
            what, who = below["for"], clause.object
        else:
            return
        if not (self._is(what, "crisis") or self._is(what, "nature")) or who < 0 or p.pos[who] not in _NOUNS or p.lemma[i] == p.lemma[who]:
            return
        denied = self.polarity(clause) is Polarity.DENIED
        yield from self.make("responsibility", clause, self._side(who), polarity=Polarity.DENIED if denied else Polarity.AFFIRMED)

    def _toll(self, i: int) -> Iterator[Statement]:
        """"75 people dead in the south", "the town where 77 were killed": where a toll is counted for."""
        p = self.parse
        clause = self.clause_of(i)
        if clause is None or (p.pos[i] != "VERB" and p.lemma[i] != "dead"):
            return
        number = next((n for t in clause.tokens if (n := _digits(p.text[t])) >= TOLL and p.lemma[min(t + 1, len(p) - 1)] not in ("time", "%", "percent", "year", "day", "hour")), 0)
        if not number:
            return
        where = next((c for c in p.children[clause.head] if p.lemma[c] == "where" and p.dep[c] == "advmod"), -1)
        place, last = "", clause.last
        if where >= 0 and p.dep[clause.head] == "relcl":
            first = p.sentences[p.sentence[i]].first
            stop = bisect_right(self.mention_starts, p.start[where])
            before = [m for m in self.mentions[max(0, stop - 12) : stop] if m.kind is ActorKind.PLACE and m.span.start >= p.start[first]]
            place = before[-1].name if before else ""
        else:
            end = min(p.sentences[p.sentence[i]].last, clause.last + 10)
            ahead = (t for t in (*clause.tokens, *range(clause.last + 1, end)) if p.lemma[t] in ("in", "around", "near") and p.dep[t] == "prep")
            for c in ahead:  # "75 people dead and 900 more hurt in the south" has its place with the second number
                of = next((x for x in p.children[c] if p.dep[x] == "pobj"), -1)
                named = self.mention_at.get(of)
                if of >= 0 and ((named and named.kind is ActorKind.PLACE) or self._is(of, "area")):
                    place = named.name if named and named.kind is ActorKind.PLACE else p.lemma[of]
                    last = max(last, of)
                    break
        if place:
            yield from self.make("toll", clause, place.lower(), about=str(number), last=last)

    def _said_on(self) -> Iterator[Statement]:
        """Clauses that say on which day something was said; the matter is the utterance, known by its quote."""
        p = self.parse
        starts = {s: i for i, s in enumerate(p.start)}
        for quote in self.quotes:
            head = starts.get(quote.cue.start, -1) if quote.cue else -1
            clause = self.clause_of(head) if head >= 0 else None
            if clause is None or clause.head != head:
                continue
            day = self.time_in(clause)
            if day and day.range and not (quote.span.start <= day.span.start < quote.span.end):
                yield from self.make("date-said", clause, day.range.start.isoformat(), about=quote.id, date=day.range)

    def _resigned(self, i: int) -> Iterator[Statement]:
        p = self.parse
        if p.pos[i] != "VERB" or (p.lemma[i] == "step" and not any(p.lemma[c] in ("down", "aside") for c in p.children[i])):
            return
        clause = self.clause(i)
        found = self.mention_at.get(clause.subject)
        if found is None or found.kind is not ActorKind.PERSON:
            return
        polarity = self.polarity(clause)
        yield from self.make("resignation", clause, "not resigned" if polarity is Polarity.DENIED else "resigned", about=found.id, polarity=polarity)

    def _ousted(self, i: int) -> Iterator[Statement]:
        p = self.parse
        clause = self.clause(i)
        passive = any(p.dep[c] == "nsubjpass" for c in p.children[i])
        whom = clause.subject if passive else clause.object
        found = self.mention_at.get(whom)
        if p.pos[i] != "VERB" or found is None or found.kind is not ActorKind.PERSON:
            return
        if p.lemma[i] == "force" and not any(p.lemma[t] in ("out", "resign", "resignation", "office") for t in clause.tokens):
            return
        yield from self.make("resignation", clause, "ousted" if self.polarity(clause) is Polarity.AFFIRMED else "not ousted", about=found.id)


def _correlated(parse: Parse, i: int) -> bool:
    """Whether "neither" goes with a "nor" ("neither the first nor the last"), which denies no more than the words between."""
    return parse.lemma[i] == "neither" and "nor" in parse.lemma[i + 1 : i + 6]


def _digits(word: str) -> int:
    """The whole number that a token of figures is; 0 for any other."""
    digits = word.replace(",", "")
    return int(digits) if digits.isdigit() and digits.isascii() and len(digits) < 10 else 0


def _in_order(phrase: Sequence[str], lemmas: Sequence[str]) -> bool:
    """Whether all lemmas of the phrase occur in that order, no more than three words apart."""
    at = -1
    for k, word in enumerate(phrase):
        stop = len(lemmas) if k == 0 else min(len(lemmas), at + 5)
        found = next((i for i in range(at + 1, stop) if lemmas[i] == word), -1)
        if found < 0:
            return False
        at = found
    return True


@functools.cache
def _detectors() -> dict[str, tuple[str, ...]]:
    """Lemma -> the methods that look at it."""
    w = _words()
    out: dict[str, list[str]] = {}

    def add(name: str, lemmas: Iterable[str]) -> None:
        for lemma in lemmas:
            out.setdefault(lemma, []).append(name)

    add("_aim", w.aims)
    add("_to_guard", w.aims)
    add("_becomes", w.set("become"))
    add("_is_nature", w.nouns["nature"])
    add("_because", ("because", "due"))
    add("_sparked", w.set("causes"))
    add("_foreign", w.set("foreign_words"))
    add("_accused_support", ("accuse", "deny", "blame", "allege", "reject"))
    add("_denied", ("deny", "reject", "dismiss", "refute", "rebut", "dispute", "evidence", "proof", "truth", "indication"))
    add("_weapon", (p[0] for p in _phrases("lethal")))
    add("_measure", (p[0] for p in _phrases("measures")))
    add("_not_but", ("not",))
    add("_whose", w.nouns["force"])
    add("_post", w.set("appoint"))
    add("_charge", w.set("charges"))
    add("_removed", w.set("removal"))
    add("_answer", w.answers)
    add("_turned_down", ("turn",))
    add("_intervene", ("intervene",))
    add("_deployed", w.set("deploy"))
    add("_left", w.set("leave"))
    add("_consulted", w.set("consult"))
    add("_fired", w.set("fired"))
    add("_truce", w.nouns["truce"])
    add("_not_nature", ("not",))
    add("_deed", w.deeds)
    add("_controls", ("hand", *w.set("controls")))
    add("_blamed", ("blame", "behind"))
    add("_toll", ("kill", "die", "dead"))
    add("_custody", ("arrest", "detain", "capture", "imprison", "jail", "hold", "free"))
    add("_dead", ("kill", "die", "assassinate", "murder", "execute", "alive"))
    add("_record", ("never", *w.set("record_nouns")))
    add("_framed", w.set("framing"))
    add("_dated", w.dated)
    add("_vote", (*w.set("rig"), *w.set("sound"), *w.set("unsound")))
    add("_resigned", w.set("resign"))
    add("_ousted", w.set("force_out"))
    return {k: tuple(dict.fromkeys(v)) for k, v in out.items()}
