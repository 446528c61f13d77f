"""Two readings of one report made one: what both found stands once, with what each knows of it; every item says who proposed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from dragoman.reading.llm.grounding import LIKE, MODEL, alike
from dragoman.records.claims import Figure, Quote, Statement
from dragoman.records.events import EventMention, EventType
from dragoman.records.mentions import Chain, Mention
from dragoman.records.readings import Reading
from dragoman.records.times import DateBasis

RULES = "rules"
SAME_CLAUSE = 0.6
"""Share of their union from which two passages are taken for one telling, whatever type each reader gives it."""
Item = TypeVar("Item", Mention, Quote, Figure, EventMention, Statement)


def marked(reading: Reading) -> Reading:
    """A reading of the rules with every item marked as theirs, for a run in which a model read other reports."""

    def by(items: Sequence[Item]) -> tuple[Item, ...]:
        return tuple(replace(i, by=(RULES,)) for i in items)

    return replace(
        reading, mentions=by(reading.mentions), quotes=by(reading.quotes), figures=by(reading.figures), events=by(reading.events), statements=by(reading.statements)
    )


def combine(rules: Reading, model: Reading) -> tuple[Reading, dict[str, str]]:
    """Both readings as one, and for items of the model that went into one of the rules the id of that one.

    Items of the model that rest on an item of the rules carry its id; that is how agreement is known. Of an item that both found, the model says who speaks, who does
    it to whom and what kind of act it is, the rules what the model leaves open.
    """
    renamed: dict[str, str] = {}
    mentions, chains = _names(rules, model)
    quotes = _union(rules.quotes, model.quotes, _one_quote, _quote, renamed)
    figures = _union(rules.figures, model.figures, lambda a, b: a.number.overlaps(b.number), _figure, renamed)
    events = _union(rules.events, model.events, _one_event, _event, renamed)
    made = replace(
        rules,
        mentions=mentions,
        chains=chains,
        quotes=quotes,
        figures=figures,
        events=events,
        statements=_statements(rules.statements, model.statements),
        refusals=(*rules.refusals, *model.refusals),
    )
    return made, renamed


def _union(rules: Sequence[Item], model: Sequence[Item], same: Callable[[Item, Item], bool], merge: Callable[[Item, Item], Item], renamed: dict[str, str]) -> tuple[Item, ...]:
    """Items by place: those of one id merged, those that lie on one another kept as the rules have them, the others marked as of one reader."""
    theirs = {i.id: i for i in model}
    out: list[Item] = []
    met: set[str] = set()
    for item in rules:
        twin = theirs.get(item.id) or next((m for m in model if m.id not in met and m.span.overlaps(item.span) and same(item, m)), None)
        if twin is None:
            out.append(replace(item, by=(RULES,)))
            continue
        met.add(twin.id)
        merged = merge(item, twin)
        renamed[twin.id] = merged.id
        out.append(replace(merged, by=(RULES, MODEL)))
    out += [m for m in model if m.id not in met]
    return tuple(sorted(out, key=lambda i: (i.span.start, i.span.end, i.id)))


def _one_quote(a: Quote, b: Quote) -> bool:
    return alike(a.span, b.span) >= LIKE


def _one_event(a: EventMention, b: EventMention) -> bool:
    """One trigger, nearly one clause, or one clause within the other with one type."""
    nested = a.span.contains(b.span) or b.span.contains(a.span)
    return a.trigger.overlaps(b.trigger) or alike(a.span, b.span) >= SAME_CLAUSE or (a.type is b.type and nested)


def _quote(rules: Quote, model: Quote) -> Quote:
    """Where the rules have the speaker by a verb of saying beside the quote they are kept; else the model is believed."""
    if model.speaker is None or (rules.speaker is not None and rules.cue is not None):
        return rules
    agree = "both readers name the speaker" if rules.speaker == model.speaker else "the speaker is the model's"
    return replace(rules, speaker=model.speaker, speaker_span=model.speaker_span or rules.speaker_span, why=f"{rules.why}; {agree}" if rules.why else agree)


def _figure(rules: Figure, model: Figure) -> Figure:
    if rules.id != model.id:
        return rules
    dated = model.as_of if model.dated and not rules.dated else rules.as_of
    role = model.role if rules.role == "count" else rules.role
    return replace(rules, holder=rules.holder or model.holder, role=role, as_of=dated, dated=rules.dated or model.dated, withdrawn=rules.withdrawn or model.withdrawn)


def _event(rules: EventMention, model: EventMention) -> EventMention:
    """Type and kind of act are the rules', which go by a table, unless they have none; who, whom, where and whether it happened are the model's where it tells."""
    date = model.date if model.date is not None and model.date.basis is not DateBasis.PUBLICATION else rules.date or model.date
    told = model if rules.type in (EventType.OTHER, EventType.STATEMENT) else rules
    return replace(
        rules, type=told.type, sense=told.sense, mode=told.mode, status=model.status, actors=model.actors or rules.actors, recipients=model.recipients or rules.recipients,
        place=model.place or rules.place, date=date, holder=model.holder or rules.holder,
    )  # fmt: skip


def _statements(rules: Sequence[Statement], model: Sequence[Statement]) -> tuple[Statement, ...]:
    """All statements of both; agreement is said of the rules' one, and the model's stays as well, since proposals refer to it."""
    out = [replace(r, by=(RULES, MODEL) if any(alike(r.span, m.span) >= LIKE for m in model) else (RULES,)) for r in rules]
    return tuple(sorted((*out, *model), key=lambda s: (s.span.start, s.span.end, s.id)))


def _names(rules: Reading, model: Reading) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
    """The model's chains with what the rules found besides: a mention of the rules that the model has not goes with the mentions it stood with."""
    theirs = {m.id: m for m in model.mentions}
    ours = {m.id for m in rules.mentions}
    chains = {c.id: list(c.mentions) for c in model.chains}
    kept: dict[str, Chain] = {c.id: c for c in model.chains}
    moved: dict[str, str] = {}
    for c in rules.chains:
        left = [m for m in c.mentions if m not in theirs]
        homes = Counter(theirs[m].chain for m in c.mentions if m in theirs)
        if not left:
            continue
        if homes:
            home = min(homes, key=lambda h: (-homes[h], h))
            chains[home].extend(left)
            moved.update(dict.fromkeys(left, home))
        else:
            own = c.id if c.id not in kept else f"{c.id}r"
            kept[own] = replace(c, id=own)
            chains[own] = left
            moved.update(dict.fromkeys(left, own))
    place = {m.id: (m.span.start, -m.span.end) for m in (*rules.mentions, *model.mentions)}
    mentions = [replace(m, by=(RULES, MODEL) if m.id in ours else (MODEL,)) for m in model.mentions]
    mentions += [replace(m, chain=moved[m.id], by=(RULES,)) for m in rules.mentions if m.id in moved]
    ordered = tuple(sorted(mentions, key=lambda m: place[m.id]))
    out = [replace(c, mentions=tuple(sorted(chains[c.id], key=lambda m: place[m]))) for c in kept.values() if chains[c.id]]
    return ordered, tuple(sorted(out, key=lambda c: (place[c.mentions[0]], c.id)))
