"""From a located answer to a reading: every item checked against the report, and given what reconciling needs to know of it.

What stands where is the model's; what can be worked out from the words (the lemma of a trigger, the role of a figure, the key of a country) is
worked out by the same tables as the rules use, or taken from the item that the rules found at the same place. Nothing here adds an item.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, TypeVar

from dragoman.reading.figure_roles import words as role_words
from dragoman.reading.labels import clause_label
from dragoman.reading.lexicon import lexicon as names_known
from dragoman.reading.llm.answers import items, refs_of, words_of
from dragoman.reading.llm.checks import read_date, read_number, support
from dragoman.reading.llm.locate import Located
from dragoman.reading.triggers import Syntax
from dragoman.reading.triggers import lexicon as triggers_known
from dragoman.records.claims import MODEL_TOPIC, Figure, Hedge, Polarity, Qualifier, Quote, QuoteKind, Statement
from dragoman.records.documents import Report
from dragoman.records.events import EventMention, EventStatus, EventType
from dragoman.records.mentions import ActorKind, Chain, Mention, MentionForm
from dragoman.records.parses import Parse
from dragoman.records.readings import Reading, Refusal
from dragoman.records.spans import Span
from dragoman.records.times import DateBasis, DateRange
from dragoman.text.hashing import content_id
from dragoman.text.offsets import overlap

MODEL = "llm"
"""Name of this reader in a dossier."""
SAME_WORDS = 0.85
"""Share of their union from which two passages name the same thing, whichever word governs them."""
LIKE = 0.5
"""Share of their union that two passages must have in common to be one item."""
_MARKS = "\"“”„‟«»'‘’‚"
_CURRENCY = re.compile(r"[A-Z]{3}")
_TIMES = frozenset({"hours", "days", "weeks", "months", "years", "minutes", "decades"})
_CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ"})
_SENSES: Mapping[EventType, str] = {
    EventType.AGREE: "agree", EventType.CONSULT: "meet", EventType.SUPPORT: "back", EventType.CONCEDE: "concede", EventType.COOPERATE: "cooperate", EventType.AID: "aid",
    EventType.RETREAT: "withdraw", EventType.REQUEST: "ask", EventType.ACCUSE: "accuse", EventType.REJECT: "refuse", EventType.THREATEN: "threaten", EventType.PROTEST: "protest",
    EventType.SANCTION: "sanction", EventType.MOBILIZE: "deploy", EventType.COERCE: "crackdown", EventType.ASSAULT: "attack", EventType.ELECTION: "vote",
    EventType.APPOINT: "appoint", EventType.RESIGN: "resign", EventType.STATEMENT: "announce",
}  # fmt: skip
"""What tellings of one event share, where the table of triggers has no entry for the trigger."""

Code = TypeVar("Code", bound=StrEnum)
Item = TypeVar("Item", Figure, Quote, EventMention, Statement)


@dataclass(frozen=True, slots=True)
class Grounded:
    """A reading made from an answer, and what the answer's own ids became."""

    reading: Reading
    ids: Mapping[str, str]
    """Id in the answer -> id of the chain, figure, quote, event mention or statement."""


class _RefusedError(ValueError):
    """One item is refused; the message is the reason."""


def alike(a: Span, b: Span) -> float:
    """Share of their union that two passages of one report have in common."""
    shared = overlap(a.start, a.end, b.start, b.end)
    return shared / (a.end - a.start + b.end - b.start - shared) if shared else 0.0


def ground(report: Report, parse: Parse, rules: Reading, located: Located, refusals: Iterable[Refusal] = ()) -> Grounded:
    """The reading that an answer comes to; `rules` is what the rules read in the same report."""
    work = _Grounding(report, parse, rules)
    work.refusals.extend(refusals)
    mentions, chains = work.names(located)
    quotes = work.each("quotes", located, work.quote)
    figures = work.each("figures", located, work.figure)
    events = work.each("events", located, work.event)
    statements = work.each("statements", located, work.statement)
    reading = Reading(
        report=report.id,
        sentences=rules.sentences,
        mentions=mentions,
        chains=chains,
        times=rules.times,
        quotes=quotes,
        figures=figures,
        events=events,
        statements=statements,
        refusals=tuple(work.refusals),
    )
    return Grounded(reading, work.ids)


@dataclass(slots=True)
class _Name:
    """One name of the answer that stands in the report."""

    id: str
    item: dict[str, Any]
    places: list[tuple[int, int, MentionForm]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)


class _Grounding:
    """Works through one answer; keeps what was refused and what each id became."""

    def __init__(self, report: Report, parse: Parse, rules: Reading) -> None:
        self.report, self.parse, self.rules = report, parse, rules
        self.text = report.text
        self.syntax = Syntax(parse, {})
        self.refusals: list[Refusal] = []
        self.ids: dict[str, str] = {}
        self.by_name: dict[str, list[Mention]] = {}
        self.places: dict[str, Span] = {}
        self.declared: set[str] = set()
        self._starts = [s.start for s in parse.sentences]
        self._used: set[str] = set()

    # what is common -----------------------------------------------------------------------------------------------

    def refuse(self, layer: str, words: str, reason: str) -> None:
        self.refusals.append(Refusal(layer=layer, words=words[:80], reason=f"model: {reason}"))

    def each(self, layer: str, located: Located, make: Callable[[dict[str, Any], Span], Item]) -> tuple[Item, ...]:
        """The items of one layer in text order; one that is refused costs itself."""
        out: dict[str, Item] = {}
        for item in items(located, layer):
            span = Span(self.report.id, item["start"], item["end"])
            try:
                made = make(item, span)
            except _RefusedError as reason:
                self.refuse(layer, span.of(self.text), str(reason))
                continue
            own = words_of(item, "id")
            if own in self.ids and made.id not in out:
                self.refuse(layer, span.of(self.text), f"its id {own[:20]!r} is that of another item")
                continue
            if own:
                self.ids[own] = made.id
            out.setdefault(made.id, made)
            self._used.add(made.id)
        return tuple(sorted(out.values(), key=lambda x: (x.span.start, x.span.end, x.id)))

    def sentence(self, at: int) -> int:
        return max(0, bisect_right(self._starts, at) - 1)

    def code(self, item: Mapping[str, Any], name: str, codes: type[Code], default: Code) -> Code:
        """A field that holds one of some codes; the default when it is missing."""
        value = item.get(name)
        if value is None or value == "":
            return default
        try:
            return codes(value)
        except ValueError:
            raise _RefusedError(f"{name} {str(value)[:30]!r} is none of {', '.join(codes)}") from None

    def mention(self, ref: Any, near: Span) -> str | None:
        """The mention of a name that stands nearest to a passage, best within it or before it in its sentence."""
        if ref is None or ref == "":
            return None
        if not isinstance(ref, str) or ref not in self.declared:
            raise _RefusedError(f"refers to {str(ref)[:30]!r}, which is no name of the answer")
        found = self.by_name.get(ref)
        if not found:
            return None
        sentence = self.sentence(near.start)

        def far(m: Mention) -> tuple[int, int, int]:
            inside = near.start <= m.span.start and m.span.end <= near.end
            gap = max(m.span.start - near.end, near.start - m.span.end, 0)
            return (0 if inside else 1 if self.sentence(m.span.start) == sentence else 2 if m.span.start < near.start else 3, gap, m.span.start)

        return min(found, key=far).id

    def mentions(self, refs: Sequence[str], near: Span) -> tuple[str, ...]:
        return tuple(dict.fromkeys(m for r in refs if (m := self.mention(r, near)) is not None))

    def date(self, value: Any, near: Span, layer: str) -> DateRange | None:
        """A date of the answer with what supports it; one that nothing in the report supports is left out and counted."""
        if value is None or value == "":
            return None
        read = read_date(value)
        if isinstance(read, str):
            raise _RefusedError(read)
        found = support(*read, self.report, self.rules.times, (near.start, near.end))
        if found is None:
            self.refuse(f"{layer}, date", near.of(self.text), f"nothing in the report supports the date {read[0]} to {read[1]}; the item is kept without it")
        return found

    # names --------------------------------------------------------------------------------------------------------

    def names(self, located: Located) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
        """Mentions and chains; a mention inside a longer one of the answer is part of it."""
        names: list[_Name] = []
        for item in items(located, "names"):
            own = words_of(item, "id")
            if not own or own in self.declared:
                self.refuse("names", own, "an id is missing or stands twice")
                continue
            try:
                self.code(item, "kind", ActorKind, ActorKind.ORGANISATION)
                name = _Name(own, item, [(m["start"], m["end"], self.code(m, "form", MentionForm, MentionForm.NAME)) for m in items(item, "mentions")])
            except _RefusedError as reason:
                self.refuse("names", own, str(reason))
                continue
            self.declared.add(own)
            names.append(name)
        owner: dict[tuple[int, int], _Name] = {}
        for name in names:
            for b, e, _ in name.places:
                if owner.setdefault((b, e), name) is not name:
                    self.refuse("names", self.text[b:e], "these words were given to two names")
        outer = sorted(owner, key=lambda p: (p[0], -p[1]))
        inner: set[tuple[int, int]] = set()
        reach = (-1, -1)
        for p in outer:
            if p[1] <= reach[1] and p != reach:
                inner.add(p)
            else:
                reach = max(reach, p, key=lambda x: x[1])
        rules_at = {m.id: m for m in self.rules.mentions}
        near = _Near(self.rules.mentions)
        taken: set[str] = set()
        for name in names:
            for b, e, form in name.places:
                if owner[b, e] is not name or ((b, e) in inner and not near.exactly(b, e)):
                    continue
                known = near.like(b, e)
                if known is not None and known.token != self._head(b, e) and alike(known.span, Span(self.report.id, b, e)) < SAME_WORDS:
                    known = None  # "the head of the Guard" is not the Guard, however much of the words they share
                made = self._mention(name, b, e, form, known)
                if made.id not in taken:
                    taken.add(made.id)
                    name.mentions.append(made)
        chains = self._chains([n for n in names if n.mentions], rules_at, taken)
        mentions = sorted((m for found in self.by_name.values() for m in found), key=lambda m: (m.span.start, -m.span.end))
        return tuple(mentions), chains

    def _mention(self, name: _Name, b: int, e: int, form: MentionForm, known: Mention | None) -> Mention:
        if known is not None:
            return replace(known, by=(MODEL,))
        words = " ".join(self.text[b:e].split())
        full = name.item.get("name")
        proper = " ".join(self.text[full[0] : full[1]].split()) if isinstance(full, list) else words
        called = proper if proper in words and form is MentionForm.NAME else words
        token = self._head(b, e)
        if form is MentionForm.DESCRIPTION and token >= 0:
            called = self.parse.text[token]
        return Mention(
            id=content_id("m", self.report.id, b, e),
            span=Span(self.report.id, b, e),
            kind=self.code(name.item, "kind", ActorKind, ActorKind.ORGANISATION),
            form=form,
            name=called,
            country=_country(name.item),
            token=token,
            by=(MODEL,),
        )

    def _head(self, b: int, e: int) -> int:
        """The token of a passage that governs the others; -1 when it holds none."""
        first = bisect_right(self.parse.start, b - 1)
        inside = []
        for i in range(first, len(self.parse)):
            if self.parse.start[i] >= e:
                break
            inside.append(i)
        return next((i for i in inside if self.parse.head[i] not in inside or self.parse.head[i] == i), -1)

    def _chains(self, names: Sequence[_Name], rules_at: Mapping[str, Mention], taken: set[str]) -> tuple[Chain, ...]:
        """One chain a name; what the rules know of the chain of which it has most is known of it too, and the pronouns of that chain are its own."""
        votes = {n.id: Counter(rules_at[m.id].chain for m in n.mentions if m.id in rules_at) for n in names}
        claim: dict[str, tuple[int, str]] = {}
        for n in names:
            for of, count in votes[n.id].items():
                if count > claim.get(of, (0, ""))[0]:
                    claim[of] = (count, n.id)
        by_id = {c.id: c for c in self.rules.chains}
        out = []
        for n in names:
            own = [by_id[c] for c, _ in sorted(votes[n.id].items(), key=lambda cv: (-cv[1], cv[0])) if c in by_id and claim[c][1] == n.id]
            n.mentions.extend(replace(m, by=(MODEL,)) for c in own for i in c.mentions if (m := rules_at.get(i)) is not None and m.form is MentionForm.PRONOUN and i not in taken)
            taken.update(m.id for m in n.mentions)
            n.mentions.sort(key=lambda m: (m.span.start, -m.span.end))
            shared = [by_id[c] for c, _ in sorted(votes[n.id].items(), key=lambda cv: (-cv[1], cv[0])) if c in by_id and claim[c][1] != n.id]
            chain = self._chain(n, own, shared)
            self.by_name[n.id] = n.mentions = [replace(m, chain=chain.id, kind=chain.kind) for m in n.mentions]
            self.places.update((m.id, m.span) for m in n.mentions)
            self.ids[n.id] = chain.id
            out.append(chain)
        return tuple(sorted(out, key=lambda c: c.id))

    def _chain(self, n: _Name, known: Sequence[Chain], shared: Sequence[Chain]) -> Chain:
        """The chain of a name.

        `known` are chains of the rules that are its own, `shared` those of which another name has more. What something is known as comes from its own
        chains; a group, which is known by its class, may take it from a shared one.
        """
        best = known[0] if known else None
        kind = self.code(n.item, "kind", ActorKind, ActorKind.ORGANISATION)
        keyed = next((c for c in known if c.key.startswith(("country:", "org:"))), None) or next(iter(sorted((c for c in known if c.key and c.kind is kind), key=lambda c: not _told_whose(c.key))), None)
        if keyed is None and kind is ActorKind.GROUP:
            keyed = next((c for c in (*known, *shared) if c.kind is kind and c.key.startswith("group:")), None)
        if keyed is not None and keyed.key.startswith(("country:", "org:")):
            kind = keyed.kind
        key = keyed.key if keyed else ""
        full = n.item.get("name")
        named = [m for m in n.mentions if m.form is MentionForm.NAME]
        name = " ".join(self.text[full[0] : full[1]].split()) if isinstance(full, list) else max((m.name for m in named or n.mentions), key=len)
        roles = [r.lower() for r in refs_of(n.item, "roles")]
        first = n.mentions[0].span
        return Chain(
            id=content_id("c", self.report.id, name, first.start, first.end),
            kind=kind,
            name=name,
            mentions=tuple(m.id for m in n.mentions),
            country=(keyed.country if keyed else None) or _country(n.item) or (best.country if best else None),
            roles=tuple(dict.fromkeys([*(r for c in known for r in c.roles), *roles])),
            why=tuple(dict.fromkeys(w for c in known for w in c.why)),
            key=key,
            gender=best.gender if best else "",
            names=tuple(dict.fromkeys(m.name for m in named)) if kind is ActorKind.PERSON else (),
            also=keyed.also if keyed else (),
            focus=next((c.focus for c in self.rules.chains if c.focus), None),
        )

    # quotes, figures, events, statements ----------------------------------------------------------------------------

    def quote(self, item: dict[str, Any], span: Span) -> Quote:
        speaker = self.mention(item.get("speaker"), self._pair(item, "speaker_words") or span)
        direct = item.get("direct") is True and self._marked(span)
        known = _best((q for q in self.rules.quotes if q.direct == direct and q.id not in self._used), span)
        said, cue = self._pair(item, "speaker_words"), self._pair(item, "cue")
        if known is not None:
            return replace(known, speaker=speaker, speaker_span=said or known.speaker_span, cue=cue or known.cue, why="the speaker is the model's", by=(MODEL,))
        kind = QuoteKind.DIRECT if direct else QuoteKind.INDIRECT
        return Quote(id=content_id("q", self.report.id, span.start, span.end), span=span, direct=direct, kind=kind, speaker=speaker, speaker_span=said, cue=cue, parts=(span,), why="found by the model", by=(MODEL,))

    def _marked(self, span: Span) -> bool:
        """Whether quotation marks stand around a passage, a full stop or comma between allowed."""
        before, after = self.text[max(0, span.start - 2) : span.start], self.text[span.end : span.end + 3]
        return any(c in _MARKS for c in before) and (any(c in _MARKS for c in after) or "\n" in after)

    def _pair(self, item: Mapping[str, Any], name: str) -> Span | None:
        value = item.get(name)
        return Span(self.report.id, value[0], value[1]) if isinstance(value, list) else None

    def figure(self, item: dict[str, Any], span: Span) -> Figure:
        number = self._pair(item, "number")
        read = read_number((number or span).of(self.text), item)
        if isinstance(read, str) and number is not None:
            read = read_number(span.of(self.text), item)
            number = None
        if isinstance(read, str):
            raise _RefusedError(read)
        low, high, found = read
        if number is None:
            number = Span(self.report.id, span.start + found.start, span.start + found.end) if found else span
        qualifier = self.code(item, "qualifier", Qualifier, Qualifier.EXACT)
        holder, place = self.mention(item.get("said_by"), span), self.mention(item.get("place"), span)
        as_of = self.date(item.get("as_of"), span, "figures")
        what = " ".join(words_of(item, "what").split())[:80]
        unit = words_of(item, "unit").strip()[:20]
        known = next((f for f in self.rules.figures if f.id not in self._used and f.number.overlaps(number) and {low, high} & {f.low, f.high}), None)
        if known is not None:
            role = known.role if known.role != "count" else _role(what, unit) or known.role
            dated = as_of is not None and as_of.basis is not DateBasis.PUBLICATION
            return replace(
                known, holder=holder, what=what or known.what, role=role, qualifier=qualifier, unit=known.unit,
                as_of=as_of if dated else known.as_of, dated=known.dated or dated, withdrawn=item.get("withdrawn") is True or known.withdrawn, by=(MODEL,),
            )  # fmt: skip
        role = _role(what, unit)
        if place is not None and self.sentence(self.places[place].start) != self.sentence(span.start):
            place = None  # of which place the number tells is only certain where it is named beside it
        open_low, open_high = qualifier in (Qualifier.UP_TO, Qualifier.FEWER_THAN), qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN)
        unit = unit if role in ("money", "share", "duration", "votes") or unit in ("km", "countries", "vehicles") else "people" if unit == "people" or role else ""
        sentence = self.sentence(span.start)
        counted = next((self.parse.lemma[i] for i in range(len(self.parse)) if self.parse.start[i] >= number.end and self.parse.end[i] <= span.end and self.parse.pos[i] == "NOUN"), "")
        lemmas = self._lemmas(span.start - 60, span.end + 60, sentence)
        return Figure(
            id=content_id("f", self.report.id, span.start, span.end),
            span=span,
            number=number,
            low=None if open_low else low,
            high=None if open_high else high,
            qualifier=qualifier,
            unit=unit,
            what=what or counted or unit,
            role=role or "count",
            counted=counted,
            holder=holder,
            as_of=as_of or self._published(),
            dated=as_of is not None,
            place=place,
            sentence=sentence,
            withdrawn=item.get("withdrawn") is True,
            keys=lemmas,
            by=(MODEL,),
        )

    def _published(self) -> DateRange | None:
        return next((f.as_of for f in self.rules.figures if f.as_of is not None and not f.dated), None)

    def _lemmas(self, start: int, end: int, sentence: int) -> tuple[str, ...]:
        """Content words of one sentence within some characters, sorted."""
        if not self.parse.sentences:
            return ()
        s = self.parse.sentences[sentence]
        return tuple(sorted({self.parse.lemma[i] for i in range(s.first, s.last) if start <= self.parse.start[i] and self.parse.end[i] <= end and self.parse.pos[i] in _CONTENT and len(self.parse.lemma[i]) > 2}))

    def event(self, item: dict[str, Any], span: Span) -> EventMention:
        kind = self.code(item, "type", EventType, EventType.OTHER)
        status = self.code(item, "status", EventStatus, EventStatus.ASSERTED)
        actors, recipients = self.mentions(refs_of(item, "actors"), span), self.mentions(refs_of(item, "recipients"), span)
        place, holder = self.mention(item.get("place"), span), self.mention(item.get("holder"), span)
        date = self.date(item.get("date"), span, "events")
        trigger = self._pair(item, "trigger")
        label = " ".join(words_of(item, "label").split())[:90]
        known = self._told(trigger or span, span, kind)
        if known is not None:
            same = known.type is kind
            return replace(
                known, span=span, type=kind, label=label or known.label, status=status, actors=actors, recipients=recipients, date=date or known.date, place=place or known.place,
                holder=holder, sense=known.sense if same else _sense(known.lemma, kind)[0], mode=known.mode if same else None, by=(MODEL,),
            )  # fmt: skip
        token = self._head(trigger.start, trigger.end) if trigger else self._root(span)
        lemma = self.parse.lemma[token] if token >= 0 else ""
        sense, mode = _sense(lemma, kind)
        at = trigger or (Span(self.report.id, self.parse.start[token], self.parse.end[token]) if token >= 0 else span)
        sentence = self.sentence(at.start)
        return EventMention(
            id=content_id("e", self.report.id, at.start, at.end, span.start, span.end),
            span=span,
            trigger=at,
            lemma=lemma,
            type=kind,
            mode=mode,
            label=label or (clause_label(self.syntax, self.text, token) if token >= 0 else "") or " ".join(span.of(self.text).split())[:90],
            status=status,
            actors=actors,
            recipients=recipients,
            date=date,
            place=place,
            holder=holder,
            objects=tuple(w for w in self._lemmas(span.start, span.end, sentence) if w != lemma),
            sentence=sentence,
            sense=sense,
            by=(MODEL,),
        )

    def _told(self, trigger: Span, span: Span, kind: EventType) -> EventMention | None:
        """The event that the rules found at the same trigger, or in the same clause with the same type."""
        near = [e for e in self.rules.events if e.id not in self._used and e.span.overlaps(span)]
        at = [e for e in near if e.trigger.overlaps(trigger)] if trigger != span else []
        if at:
            return max(at, key=lambda e: (e.type is kind, alike(e.span, span), e.id))
        same = [e for e in near if e.type is kind and alike(e.span, span) >= LIKE]
        return max(same, key=lambda e: (alike(e.span, span), e.id)) if same else None

    def _root(self, span: Span) -> int:
        """The verb that governs a clause; its first token when it has none."""
        inside = [i for i in range(bisect_right(self.parse.start, span.start - 1), len(self.parse)) if self.parse.start[i] < span.end]
        roots = [i for i in inside if self.parse.head[i] not in inside or self.parse.head[i] == i]
        return next((i for i in roots if self.parse.pos[i] in ("VERB", "AUX")), roots[0] if roots else -1)

    def statement(self, item: dict[str, Any], span: Span) -> Statement:
        holder = self.mention(item.get("holder"), span)
        hedge = self.code(item, "hedge", Hedge, Hedge.NONE)
        polarity = self.code(item, "polarity", Polarity, Polarity.AFFIRMED)
        about, value = (" ".join(words_of(item, f).split())[:80] for f in ("about", "value"))
        sentence = self.sentence(span.start)
        return Statement(
            id=content_id("s", self.report.id, MODEL, span.start, span.end, about), span=span, holder=holder, hedge=hedge, polarity=polarity, sentence=sentence,
            keys=self._lemmas(span.start, span.end, sentence), topic=MODEL_TOPIC, value=value, about=about, by=(MODEL,),
        )  # fmt: skip


class _Near:
    """Mentions of the rules by place."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._mentions = sorted((m for m in mentions if m.form is not MentionForm.PRONOUN), key=lambda m: (m.span.start, m.span.end))
        self._starts = [m.span.start for m in self._mentions]
        self._exact = {(m.span.start, m.span.end) for m in mentions}

    def exactly(self, b: int, e: int) -> bool:
        return (b, e) in self._exact

    def like(self, b: int, e: int) -> Mention | None:
        """The mention that is most like a passage."""
        at = bisect_right(self._starts, e)
        near = [m for m in self._mentions[max(0, at - 12) : at] if m.span.start < e and b < m.span.end]
        best = max(near, key=lambda m: (alike(m.span, Span(m.span.report, b, e)), -m.span.start), default=None)
        return best if best is not None and alike(best.span, Span(best.span.report, b, e)) >= LIKE else None


def _best(quotes: Iterable[Quote], span: Span) -> Quote | None:
    best = max(quotes, key=lambda q: (alike(q.span, span), -q.span.start), default=None)
    return best if best is not None and alike(best.span, span) >= LIKE else None


def _told_whose(key: str) -> bool:
    """Whether a key says whose force or group it is: "force:troops:SA:" rather than "force:troops::"."""
    return any(key.split(":")[2:])


def _country(item: Mapping[str, Any]) -> str | None:
    code = words_of(item, "country").upper()
    return code if code in names_known().country_name else None


def _sense(lemma: str, kind: EventType) -> tuple[str, str | None]:
    """Sense and mode of a trigger by the table of triggers where it has one of the type; else the plain sense of the type."""
    known = triggers_known()
    frame = next((f for f in known.verbs.get(lemma.split()[0] if lemma else "", ()) if f.type is kind), None)
    if frame is not None:
        return frame.sense, frame.mode
    noun = known.nouns.get(lemma)
    return (noun.sense, noun.mode) if noun is not None and noun.type is kind else (_SENSES.get(kind, ""), None)


def _role(what: str, unit: str) -> str:
    """The role of a figure by its unit and label; "" when they do not tell."""
    if _CURRENCY.fullmatch(unit):
        return "money"
    if unit in ("percent", "%"):
        return "share"
    if unit in _TIMES:
        return "duration"
    if unit == "votes":
        return "votes"
    bag = re.findall(r"[a-z]+", what.lower())
    known = role_words()
    for table in (known.states, known.nouns):
        for word in bag:
            for form in (word, word.removesuffix("s"), word.removesuffix("es")):
                if form in table:
                    return table[form]
    forces = {"troops", "soldiers", "peacekeepers", "police", "forces", "paratroopers", "men"} & set(bag)
    return "deployed" if forces and {"sent", "deployed", "send", "deploy", "arrived"} & set(bag) else ""
