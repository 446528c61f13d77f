"""Event mentions: who did what to whom, when, where, and whether it happened.

Verbs are read first (`triggers`), each with its own clause; then nouns that tell an event under a verb of little meaning of its own ("held talks",
"protests broke out", "ended in clashes"); then nouns that tell an event by themselves. What is only the content of a speech act ("refused to send")
is one event, not two.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dragoman.reading.arguments import Dates, Mentions, causers, holder_of, noun_actors, place_of, verb_actors, with_sender
from dragoman.reading.factuality import carries, reports, status_of, willing
from dragoman.reading.headlines import mended
from dragoman.reading.labels import clause_label
from dragoman.reading.triggers import CLAUSES, Frame, Lexicon, NounFrame, Syntax, lexicon
from dragoman.records.claims import Quote
from dragoman.records.documents import Report
from dragoman.records.events import EventMention, EventStatus, EventType
from dragoman.records.mentions import ActorKind, Mention, MentionForm
from dragoman.records.parses import Parse
from dragoman.records.spans import Span
from dragoman.records.times import DateRange, TimeExpression
from dragoman.resources import load
from dragoman.text.hashing import content_id
from dragoman.text.offsets import to_words

LONGEST = 600
SPEECH_ACTS = frozenset({EventType.REQUEST, EventType.ACCUSE, EventType.REJECT, EventType.THREATEN, EventType.AGREE, EventType.CONCEDE})
COOPERATIVE = frozenset({EventType.AID, EventType.COOPERATE, EventType.CONSULT, EventType.SUPPORT, EventType.AGREE, EventType.CONCEDE})
TRANSITIVE_NOUNS = frozenset({EventType.COERCE, EventType.MOBILIZE, EventType.AID, EventType.SUPPORT, EventType.APPOINT, EventType.SANCTION})
CONTENT = frozenset({"NOUN", "PROPN", "VERB", "ADJ", "NUM"})
CONFLICTS = frozenset({EventType.ASSAULT, EventType.PROTEST, EventType.COERCE})
FORCES = frozenset({EventType.MOBILIZE, EventType.AID, EventType.RETREAT})
HARM = frozenset({"kill", "injure"})
CALLED = {ActorKind.PERSON: "person", ActorKind.ARMED_FORCE: "troop", ActorKind.COUNTRY: "country", ActorKind.PLACE: "country"}
"""What a frame calls a name of some kind."""
JUDGING = frozenset({EventType.REJECT, EventType.ACCUSE, EventType.SUPPORT, EventType.STATEMENT, EventType.CONSULT})
"""Acts that take up something done, rather than ask for it."""
DEEDS = frozenset({EventType.COERCE, EventType.ASSAULT, EventType.RETREAT, EventType.APPOINT, EventType.RESIGN, EventType.MOBILIZE, EventType.AID, EventType.PROTEST})
ASKING = frozenset({"suggest", "propose", "recommend", "demand", "insist", "request", "urge", "ask", "advise", "require"})
"""Verbs under which a clause in the plain form says what somebody is to do."""
REFERRED = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.RETREAT, EventType.RESIGN, EventType.APPOINT, EventType.MOBILIZE, EventType.SANCTION})
"""Types of which a noun with its object refers to a deed whatever clause it stands in: "since the clearing of the camp"."""
UNREAL = frozenset({"fear", "expect", "want", "prevent", "avoid", "avert", "deter", "demand", "urge", "seek", "threaten", "risk", "oppose", "support", "plan", "propose", "consider", "envisage", "await", "discuss", "favour", "favor", "possible", "potential"})
"""Words under which a noun names no deed done."""
PATIENT_ACTS = frozenset({EventType.ELECTION, EventType.RESIGN})


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """A token that tells an event, with the noun that gives its type where the verb does not."""

    token: int
    type: EventType
    mode: str | None
    sense: str
    noun: int = -1
    undergo: bool = False
    frame: Frame | None = None
    referred: bool = False
    """A noun in a clause that tells something else; dates and places of that clause are not its own."""


@functools.cache
def agencies() -> frozenset[str]:
    """Names of news agencies, to whom something is told but nothing done."""
    return frozenset(str(n).casefold().removeprefix("the ") for wire in load("wires")["wires"] for n in wire["names"])


def find_events(
    report: Report, parse: Parse, mentions: Sequence[Mention], times: Sequence[TimeExpression], quotes: Sequence[Quote]
) -> Iterator[EventMention]:
    """Event mentions in text order."""
    parse = mended(parse, lexicon().verbs)
    syntax = Syntax(parse, {m.token: CALLED[m.kind] for m in mentions if m.token >= 0 and m.kind in CALLED and (parse.pos[m.token] == "PROPN" or (parse.pos[m.token] == "NOUN" and parse.text[m.token][0].isupper()))})
    triggers = find_triggers(syntax, lexicon())
    builder = _Builder(report, syntax, mentions, times, quotes, triggers)
    for trigger in triggers:
        event = builder.build(trigger)
        if event is not None:
            yield event


def find_triggers(syntax: Syntax, lex: Lexicon) -> list[Trigger]:
    """Triggers in text order, one for each event told."""
    p = syntax.parse
    found: dict[int, Trigger] = {}
    used: set[int] = set()
    for i in range(len(p)):
        if p.pos[i] not in ("VERB", "AUX") or p.dep[i] in ("aux", "auxpass"):
            continue
        trigger = _verb_trigger(syntax, lex, i)
        if trigger is not None and trigger.noun not in used:
            # "clashes began on Friday and went on": one event, told by the first of its verbs
            found[i] = trigger
            if trigger.noun >= 0:
                used.add(trigger.noun)
    dropped = {i for i in found if _is_content(syntax, found, i) or _is_purpose(syntax, i) or _is_cause(syntax, found, i)}
    for i in sorted(found):
        if found[i].type is EventType.STATEMENT and _tells_more(syntax, found, i):
            dropped.add(i)
    kept = {i: t for i, t in found.items() if i not in dropped}
    for i in range(len(p)):
        if p.lemma[i] in lex.heads and i not in used and p.pos[i] in ("NOUN", "PROPN"):
            frame = _noun_frame(syntax, lex, i)
            if frame is not None and _stands_alone(syntax, kept, i, frame):
                kept[i] = Trigger(token=i, type=frame.type, mode=frame.mode, sense=frame.sense, noun=i, referred=_refers(syntax, i, frame) and _under(syntax, kept, i))
    return [kept[i] for i in sorted(kept)]


def _verb_trigger(syntax: Syntax, lex: Lexicon, i: int) -> Trigger | None:
    p = syntax.parse
    dep, lemma = p.dep[i], p.lemma[i]
    if dep in ("amod", "compound", "det", "nmod", "case"):
        return None
    frames = lex.verbs.get(lemma)
    frame = syntax.match(i, frames) if frames else None
    if frame is not None and lemma in lex.many_senses and frame.by_word_alone and not syntax.in_public_life(i, lex):
        return None
    if frame is not None and frame.conditions > 0:
        return _of_frame(i, frame)
    if (reports(lemma) and _demands(syntax, i)) or (lemma in ASKING and _subjunctive(syntax, i)):
        return Trigger(token=i, type=EventType.REQUEST, mode="change", sense="ask")
    noun = _noun_trigger(syntax, lex, i)
    if noun is not None:
        return noun
    return _of_frame(i, frame) if frame is not None else None


def _demands(syntax: Syntax, i: int) -> bool:
    """Whether what is said is that somebody must do something: a demand, whatever the verb of saying."""
    p = syntax.parse
    for c in p.children[i]:
        if p.dep[c] == "ccomp" and p.pos[c] in ("VERB", "AUX"):
            subject = next((x for x in p.children[c] if p.dep[x] == "nsubj"), -1)
            if any(p.dep[x] == "aux" and p.lemma[x] == "must" for x in p.children[c]) and subject >= 0 and p.lemma[subject] not in ("i", "we", "it", "there"):
                return True
    return False


def _subjunctive(syntax: Syntax, i: int) -> bool:
    """Whether a clause says what somebody is wished to do: "suggested that he resign"."""
    p = syntax.parse
    for c in p.children[i]:
        if p.dep[c] != "ccomp" or p.lemma[c] != p.text[c].lower() or any(p.dep[x] in ("aux", "auxpass") and p.lemma[x] not in ("not", "be") for x in p.children[c]):
            continue
        subject = next((x for x in p.children[c] if p.dep[x] == "nsubj"), -1)
        if subject >= 0 and (p.lemma[subject] in ("he", "she", "it") or p.tag[subject] in ("NN", "NNP")):
            return True
    return False


def _of_frame(i: int, frame: Frame) -> Trigger:
    return Trigger(token=i, type=frame.type, mode=frame.mode, sense=frame.sense, undergo=frame.undergo, frame=frame)


def _noun_trigger(syntax: Syntax, lex: Lexicon, i: int) -> Trigger | None:
    """An event noun under a verb that adds little: subject of "break out", object of "hold", outcome of "lead to"."""
    p = syntax.parse
    lemma = p.lemma[i]
    light, lead, occur = (syntax.is_one_of(i, phrases) for phrases in (lex.light, lex.lead, lex.occur))
    if not (light or lead or occur):
        return None
    passive = syntax.passive(i)
    if light or lead:
        for c in p.children[i]:
            dep = p.dep[c]
            if dep in ("dobj", "nsubjpass") or (dep == "attr" and lemma == "be" and any(p.dep[x] == "expl" for x in p.children[i])):
                frame = _noun_under(syntax, lex, c)
                if frame is not None and not (lemma in lex.ending and frame[1].type in CONFLICTS):
                    return Trigger(token=i, type=frame[1].type, mode=frame[1].mode, sense=frame[1].sense, noun=frame[0])
            elif dep == "prep" and ((lead and lemma != "be" and p.lemma[c] in ("in", "to", "into", "with")) or (lemma in ("participate", "engage", "join", "enter") or (lemma == "take" and any(p.lemma[x] == "part" for x in p.children[i])))):
                for o in p.children[c]:
                    frame = _noun_under(syntax, lex, o) if p.dep[o] == "pobj" else None
                    if frame is not None:
                        return Trigger(token=i, type=frame[1].type, mode=frame[1].mode, sense=frame[1].sense, noun=frame[0])
    if occur and not (passive and not light):
        s = syntax.subject_of(i)
        if s >= 0 and p.sentence[s] == p.sentence[i]:
            found = _noun_under(syntax, lex, s)
            if found is not None and (not found[1].needs or _argued(syntax, found[0])):
                if lemma == "be" and not syntax.dated(i):
                    return None
                return Trigger(token=i, type=found[1].type, mode=found[1].mode, sense=found[1].sense, noun=found[0])
        for word, o in syntax.preps(i):
            if word == "as" and o >= 0 and lemma in ("begin", "start", "end"):
                found = _noun_under(syntax, lex, o)
                if found is not None:
                    return Trigger(token=i, type=found[1].type, mode=found[1].mode, sense=found[1].sense, noun=found[0])
    return None


def _noun_under(syntax: Syntax, lex: Lexicon, i: int) -> tuple[int, NounFrame] | None:
    p = syntax.parse
    if p.lemma[i] in lex.heads or p.children[i]:
        frame = _noun_frame(syntax, lex, i)
        if frame is not None:
            return i, frame
        for c in p.children[i]:
            if p.dep[c] == "conj" and p.lemma[c] in lex.heads:
                frame = _noun_frame(syntax, lex, c)
                if frame is not None:
                    return c, frame
    return None


def _noun_frame(syntax: Syntax, lex: Lexicon, i: int) -> NounFrame | None:
    """What a noun tells, unless it is one of many senses and nothing of public life stands beside it."""
    frame = syntax.noun_frame(i, lex.nouns)
    if frame is not None and syntax.parse.lemma[i] in lex.many_senses_nouns and not syntax.in_public_life(i, lex):
        return None
    return frame


def _argued(syntax: Syntax, i: int, with_whom: bool = False) -> bool:
    """Whether an event noun has an object, a possessor or a doer beside it; for talks also with whom, where, and which day or round of them it is."""
    p = syntax.parse
    if with_whom and p.dep[i] == "pobj" and p.lemma[p.head[i]] == "of" and p.lemma[p.head[p.head[i]]] in ("day", "round", "week", "session", "hour", "series", "night"):
        return True
    for c in p.children[i]:
        if with_whom and p.dep[c] == "prep" and p.lemma[c] in ("with", "at"):
            return True
        if p.dep[c] == "poss" and p.pos[c] != "PRON":
            return True
        if p.dep[c] == "prep" and p.lemma[c] in ("of", "by", "against", "from", "to", "on", "between", "into"):
            return True
    return False


def _dated(syntax: Syntax, i: int) -> bool:
    p = syntax.parse
    for c in p.children[i]:
        if p.entity[c][2:] in ("DATE", "TIME") and p.dep[c] in ("poss", "compound", "nmod", "amod", "npadvmod"):
            return True
        if p.dep[c] == "prep" and any(p.entity[o][2:] in ("DATE", "TIME") for o in p.children[c]):
            return True
    return False


def _stands_alone(syntax: Syntax, kept: dict[int, Trigger], i: int, frame: NounFrame) -> bool:
    """Whether a noun tells an event that no verb near it tells already."""
    p = syntax.parse
    if p.dep[i] in ("compound", "amod", "nmod") or (not frame.bare and not _dated(syntax, i)):
        return False
    argued, dated = _argued(syntax, i, frame.type is EventType.CONSULT), _dated(syntax, i)
    if frame.needs and not (argued or dated):
        return False
    j = i
    for _ in range(8):
        h = p.head[j]
        if h == j:
            break
        if h in kept and _refers(syntax, i, frame):
            return True
        if h in kept:
            # under another event a noun tells one of its own only when it has its own date, or stands apart as an outcome
            return (dated and p.dep[j] != "dobj") or (kept[h].type in JUDGING and frame.type in DEEDS and _fully_told(syntax, i))
        if p.dep[h] in ("conj", "parataxis") and p.pos[h] in ("VERB", "AUX"):
            break
        j = h
    return argued or dated


def _refers(syntax: Syntax, i: int, frame: NounFrame) -> bool:
    """Whether a noun refers to a deed known to have been done: definite, with its object or its doer, under nothing that makes it a wish or a fear."""
    p = syntax.parse
    if frame.type not in REFERRED or p.dep[i] == "conj" or p.lemma[p.head[i]] in UNREAL:
        return False
    definite = any((p.dep[c] == "det" and p.lemma[c] in ("the", "that", "this")) or p.dep[c] == "poss" for c in p.children[i]) or _dated(syntax, i)
    objects = any(p.dep[c] == "prep" and p.lemma[c] in ("of", "on", "against", "by") and any(p.dep[o] == "pobj" for o in p.children[c]) for c in p.children[i])
    if not (definite and objects) or any(p.lemma[c] in UNREAL for c in p.children[i]):
        return False
    above = p.head[p.head[i]] if p.dep[i] == "pobj" else p.head[i]
    return p.lemma[above] not in UNREAL


def _under(syntax: Syntax, kept: dict[int, Trigger], i: int) -> bool:
    """Whether a trigger stands above a noun."""
    p = syntax.parse
    for _ in range(8):
        if p.head[i] == i:
            return False
        i = p.head[i]
        if i in kept:
            return True
    return False


def _fully_told(syntax: Syntax, i: int) -> bool:
    """Whether a noun has two arguments of its own: "the flight of the president to Freedonia", "the killing of two men by soldiers"."""
    p = syntax.parse
    return sum(p.dep[c] in ("prep", "poss", "agent") and p.lemma[c] != "in" for c in p.children[i]) >= 2


def _is_content(syntax: Syntax, found: dict[int, Trigger], i: int) -> bool:
    """Whether a trigger is only what a speech act above it is about: what is asked, refused, promised, threatened or complained of."""
    p = syntax.parse
    j = i
    for _ in range(5):
        dep, h = p.dep[j], p.head[j]
        if h == j or _apart(syntax, j):
            return False
        if dep in ("xcomp", "ccomp", "pcomp", "prep", "dobj", "acl", "acomp", "attr", "oprd", "advcl"):
            if h in found and found[h].type in SPEECH_ACTS and dep != "advcl":
                return True
            if h in found and dep == "xcomp" and found[h].type is not EventType.STATEMENT and any(p.tag[c] == "TO" for c in p.children[j]):
                return True
            if h in found and dep == "advcl" and found[h].type in SPEECH_ACTS and any(p.tag[c] == "TO" for c in p.children[j]):
                return True
            if h in found and found[h].noun >= 0 and found[h].type in SPEECH_ACTS:
                return True
        elif dep == "conj":
            if h in found and not any(p.dep[c] == "mark" for c in p.children[j]):
                j = h
                if _is_content(syntax, found, h):
                    return not any(p.dep[c] in ("nsubj", "nsubjpass", "aux") for c in p.children[i] if p.tag[c] != "TO")
                return False
        elif dep in ("relcl", "parataxis"):
            return False
        j = h
    return False


def _is_cause(syntax: Syntax, found: dict[int, Trigger], i: int) -> bool:
    """Whether a participle only names what killed or injured: "died in police firing"."""
    p = syntax.parse
    if not syntax.gerund(i):
        return False
    verb = p.head[p.head[p.head[i]]]
    return verb in found and found[verb].type is found[i].type


def _apart(syntax: Syntax, i: int) -> bool:
    """Whether a clause that the parser hung under the verb after it is a sentence of its own: "X did this; it said that"."""
    p = syntax.parse
    h = p.head[i]
    return p.dep[i] == "ccomp" and i < h and (not reports(p.lemma[h]) or any(p.text[k] == ";" for k in range(i, h)))


def _is_purpose(syntax: Syntax, i: int) -> bool:
    """Whether a verb only says what something is for: "troops to restore order"; an aim is no event."""
    p = syntax.parse
    j = i
    for _ in range(3):
        if p.dep[j] not in ("conj", "xcomp"):
            break
        j = p.head[j]
    if p.dep[j] not in ("advcl", "acl", "relcl", "csubj", "attr", "ccomp") or not any(p.tag[c] == "TO" for c in p.children[j]):
        return False
    if carries(p.lemma[p.head[j]]) and p.dep[j] in ("advcl", "ccomp"):
        return False
    return not any(p.dep[c] in ("nsubj", "nsubjpass") for c in p.children[j]) and (p.dep[j] != "ccomp" or p.lemma[p.head[j]] == "be")


def _tells_more(syntax: Syntax, found: dict[int, Trigger], i: int) -> bool:
    """Whether an announcement tells an event that has happened; then that is the event. What is only to come stands beside its announcement."""
    p = syntax.parse
    if status_of(syntax, i) is not EventStatus.ASSERTED:
        return True
    stack = [c for c in p.children[i] if p.dep[c] in ("ccomp", "xcomp", "dobj", "advcl")]
    while stack:
        j = stack.pop()
        if j in found and found[j].type is not EventType.STATEMENT and not (syntax.dated(i) and status_of(syntax, j) is EventStatus.PLANNED):
            return True
        stack.extend(p.children[j])
    return False


class _Builder:
    """Makes event mentions of one report from its triggers."""

    def __init__(
        self, report: Report, syntax: Syntax, mentions: Sequence[Mention], times: Sequence[TimeExpression], quotes: Sequence[Quote], triggers: Sequence[Trigger]
    ) -> None:
        self.report = report
        self.syntax = syntax
        self.mentions = Mentions(syntax, mentions)
        self.dates = Dates(syntax, report, times)
        self.quotes = sorted(quotes, key=lambda q: (q.span.start, q.span.end))
        self.quote_starts = [q.span.start for q in self.quotes]
        self.triggers = {t.token for t in triggers}
        self.seen: set[tuple[int, int, str]] = set()

    def build(self, trigger: Trigger) -> EventMention | None:
        p, i = self.syntax.parse, trigger.token
        first, last = self._extent(trigger)
        span = self._span(first, last, i)
        if span is None:
            return None
        doers, whom = self._roles(trigger)
        doers = tuple(m for m in doers if not self._owner_only(m, trigger))
        whom = tuple(m for m in whom if not self._owner_only(m, trigger) and m.name.removeprefix("the ").casefold() not in agencies())
        if trigger.type in FORCES:
            doers = with_sender(self.syntax, self.mentions, doers)
            whom = tuple(m for m in whom if m not in doers)
        status = EventStatus.ASSERTED if trigger.referred else status_of(self.syntax, i)
        type_, mode = self._type(trigger, status, doers)
        holder = holder_of(self.syntax, self.mentions, self.quotes, self.quote_starts, i)
        if type_ is EventType.REJECT and trigger.type is not EventType.REJECT:
            status = EventStatus.ASSERTED
            if not doers and holder in self.mentions.by_id:
                doers = (self.mentions.by_id[holder],)
        roots = [i] if trigger.noun in (-1, i) else [i, trigger.noun]
        key = (span.start, span.end, type_.value)
        if key in self.seen:
            return None
        self.seen.add(key)
        place = place_of(self.syntax, self.mentions, roots)
        lemma = self._lemma(trigger)
        return EventMention(
            id=content_id("e", self.report.id, span.start, span.end, p.start[i], type_.value),
            span=span,
            trigger=Span(self.report.id, p.start[i], p.end[i]),
            lemma=lemma,
            type=type_,
            mode=mode,
            label=self._label(trigger, doers, whom, lemma),
            status=status,
            actors=tuple(m.id for m in doers),
            recipients=tuple(m.id for m in whom),
            date=self._date(trigger, first, last, status),
            place=place.id if place is not None else None,
            holder=holder,
            objects=self._objects(first, last, i),
            sentence=p.sentence[i],
            sense="refuse" if type_ is EventType.REJECT and trigger.type is not EventType.REJECT else trigger.sense,
        )

    def _roles(self, trigger: Trigger) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
        i = trigger.token
        if trigger.noun == i:
            return noun_actors(self.syntax, self.mentions, i, of_is_object=trigger.type in TRANSITIVE_NOUNS)
        doers, whom = verb_actors(self.syntax, self.mentions, i, undergo=trigger.undergo, asks=trigger.type is EventType.REQUEST)
        if not doers and trigger.type is EventType.ASSAULT:
            doers = causers(self.syntax, self.mentions, i)
            whom = tuple(m for m in whom if m not in doers)
        if trigger.noun >= 0:
            more, others = noun_actors(self.syntax, self.mentions, trigger.noun, of_is_object=trigger.type in TRANSITIVE_NOUNS)
            subject = self.syntax.subject_of(i)
            if subject == trigger.noun or not doers:
                doers = more
                whom = others or tuple(m for m in whom if m not in more)
            else:
                whom = tuple(dict.fromkeys((*[m for m in whom if m not in more], *others, *(m for m in more if m not in doers))))
        if not doers and whom and (trigger.type in PATIENT_ACTS or (trigger.sense == "appoint" and self.syntax.parse.lemma[i] in ("swear", "inaugurate"))):
            doers, whom = whom, ()
        return doers, whom

    def _owner_only(self, m: Mention, trigger: Trigger) -> bool:
        """Whether a pronoun only says whose something is: "burned his house" does nothing to him by name; "his arrest" does."""
        p = self.syntax.parse
        return m.form is MentionForm.PRONOUN and 0 <= m.token < len(p) and p.dep[m.token] == "poss" and p.head[m.token] not in (trigger.token, trigger.noun)

    def _type(self, trigger: Trigger, status: EventStatus, doers: Sequence[Mention]) -> tuple[EventType, str | None]:
        """The type told, after what negation, future and foreign soil make of it."""
        type_, mode = trigger.type, trigger.mode
        if type_ is EventType.MOBILIZE and trigger.sense == "deploy" and self._abroad(trigger, doers):
            type_, mode = EventType.AID, None
        if status is EventStatus.DENIED and willing(self.syntax, trigger.token) and (type_ in COOPERATIVE or type_ is EventType.MOBILIZE):
            return EventType.REJECT, "assist" if type_ in (EventType.AID, EventType.MOBILIZE) else None
        if status is EventStatus.DENIED and type_ is EventType.AGREE:
            return EventType.REJECT, None
        if trigger.sense in HARM and not doers and self._accident(trigger.token):
            return EventType.OTHER, None
        return type_, mode

    def _accident(self, i: int) -> bool:
        p, words = self.syntax.parse, lexicon().accident
        return any(p.lemma[j] in words for j in p.subtree(i))

    def _abroad(self, trigger: Trigger, doers: Sequence[Mention]) -> bool:
        """Whether forces go to a country that is not their own; forces that guard a base of their own do not count."""
        p, i = self.syntax.parse, trigger.token
        home = {m.country for m in doers if m.country}
        for root in (i, trigger.noun):
            if root < 0:
                continue
            targets = [(w, o) for w, o in self.syntax.preps(root) if o >= 0 and w in ("to", "in", "into", "on", "onto", "for", "across", "at")]
            targets += [("to", c) for c in p.children[root] if p.dep[c] == "dobj" and p.lemma[root] in ("enter", "reach")]
            for _, o in targets:
                if any(p.dep[c] == "poss" and p.pos[c] == "PRON" for c in p.children[o]) or p.lemma[o] in ("border", "frontier", "base"):
                    return False
                m = self.mentions.at(o)
                if m is not None and m.country and m.country not in home and (home or "GPE" in p.entity[o]):
                    return True
                if p.lemma[o] in ("country", "kingdom", "republic") and any(p.dep[c] in ("det", "amod") for c in p.children[o]):
                    return True
        return False

    def _extent(self, trigger: Trigger) -> tuple[int, int]:
        """First and last token of the clause that tells it, other events' clauses left out as far as they stand at its ends."""
        p, i = self.syntax.parse, trigger.token
        root = i
        skip: set[int] = set()
        for j in p.subtree(root):
            if j == root:
                continue
            if (p.dep[j] in CLAUSES or p.dep[j] == "conj") and p.pos[j] in ("VERB", "AUX") and self._own_clause(j, root):
                skip.update(p.subtree(j))
        kept = [j for j in p.subtree(root) if j not in skip]
        at = kept.index(i)
        lo = at
        subject = min((c for c in p.children[i] if p.dep[c] in ("nsubj", "nsubjpass", "csubj", "expl")), default=i)
        while lo > 0 and (kept[lo - 1] == kept[lo] - 1 or kept[lo] > subject):
            lo -= 1
        hi = at
        while hi + 1 < len(kept) and kept[hi + 1] == kept[hi] + 1:
            hi += 1
        first, last = kept[lo], kept[hi]
        if trigger.noun >= 0 and not first <= trigger.noun <= last:
            tree = p.subtree(trigger.noun)
            near = [j for j in tree if j not in skip and p.sentence[j] == p.sentence[i] and j not in p.subtree(i)]
            first, last = min([first, *near]), max([last, *near])
        j = i
        while p.dep[j] == "xcomp" and p.head[j] not in self.triggers and p.sentence[p.head[j]] == p.sentence[i] and j != p.head[j]:
            # "plans to visit", "managed to put": the clause begins where its subject stands
            j = p.head[j]
            left = [k for c in p.children[j] if p.dep[c] in ("nsubj", "nsubjpass") for k in p.subtree(c)]
            first = min([first, j, *left])
        if p.dep[i] in ("relcl", "acl") and first == i:
            h = p.head[i]
            if p.sentence[h] == p.sentence[i]:
                left = [j for j in p.subtree(h) if j <= h]
                first = min(min(left), first)
        return self._trim(first, last, i)

    def _own_clause(self, j: int, root: int) -> bool:
        """Whether a clause below a trigger tells an event of its own, or is a sentence of its own beside it."""
        p = self.syntax.parse
        if p.dep[j] == "conj" and p.head[j] == root:
            return True
        if p.dep[j] == "parataxis" or _apart(self.syntax, j):
            return True
        if j in self.triggers:
            return True
        if p.dep[j] in ("ccomp", "advcl", "relcl"):
            return any(k in self.triggers for k in p.subtree(j))
        return False

    def _trim(self, first: int, last: int, trigger: int) -> tuple[int, int]:
        p = self.syntax.parse
        while last > trigger and ((p.pos[last] == "PUNCT" and not p.text[last].isalnum()) or p.dep[last] in ("cc", "mark")):
            last -= 1
        while first < trigger and (p.pos[first] == "PUNCT" or p.dep[first] == "cc" or (p.dep[first] == "mark" and p.lemma[first] == "that")):
            first += 1
        return first, last

    def _span(self, first: int, last: int, trigger: int) -> Span | None:
        p, text = self.syntax.parse, self.report.text
        sentence = p.sentences[p.sentence[trigger]]
        if first == last:
            # a clause, not a word: what stands around it in the sentence
            first, last = max(sentence.first, first - 6), min(sentence.last - 1, last + 6)
            first, last = self._trim(first, last, trigger)
        while last > trigger and p.end[last] - p.start[first] > LONGEST:
            last -= 1
        while first < trigger and p.end[last] - p.start[first] > LONGEST:
            first += 1
        found = to_words(p.start[first], p.end[last], text)
        if found is None or found[1] - found[0] > LONGEST or "\n" in text[found[0] : found[1]]:
            return None
        return Span(self.report.id, *found)

    def _lemma(self, trigger: Trigger) -> str:
        p = self.syntax.parse
        if trigger.noun >= 0 and trigger.noun != trigger.token:
            return f"{p.lemma[trigger.token]} {p.lemma[trigger.noun]}"
        particles = trigger.frame.particles if trigger.frame is not None else ()
        return " ".join((p.lemma[trigger.token], *particles))

    def _label(self, trigger: Trigger, doers: Sequence[Mention], whom: Sequence[Mention], lemma: str) -> str:
        label = clause_label(self.syntax, self.report.text, trigger.token, trigger.noun)
        if len(label.split()) > 1:
            return label
        who = ", ".join(dict.fromkeys(m.name for m in doers))
        to = ", ".join(dict.fromkeys(m.name for m in whom))
        return " ".join(x for x in (who, label or lemma, to) if x)[:160]

    def _objects(self, first: int, last: int, trigger: int) -> tuple[str, ...]:
        p = self.syntax.parse
        return tuple(sorted({p.lemma[j] for j in range(first, last + 1) if p.pos[j] in CONTENT and j != trigger and p.entity[j][2:] not in ("DATE", "TIME") and len(p.lemma[j]) > 1}))

    def _date(self, trigger: Trigger, first: int, last: int, status: EventStatus) -> DateRange | None:
        i = trigger.token
        roots = [i] if trigger.noun in (-1, i) else [i, trigger.noun]
        if trigger.referred:
            return self.dates.below(i, first, last)
        found = self.dates.of(roots, first, last)
        if found is not None:
            return found
        carried = self.dates.carried(i)
        if carried is not None:
            return carried
        return self.dates.news(i)


def plover_type(event: EventMention) -> EventType:
    """What PLOVER calls an event: cooperation in the future is the AGREE that announces it; events outside PLOVER keep their names."""
    if event.status is EventStatus.PLANNED and event.type in COOPERATIVE:
        return EventType.AGREE
    return EventType.RETREAT if event.type is EventType.RESIGN else event.type
