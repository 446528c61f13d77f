"""Two readings of one report made one: what both found stands once, with what each knows of it; every item says who proposed it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, slots=True)
class Combined:
    """Both readings as one."""

    reading: Reading
    renamed: Mapping[str, str]
    """Id of an item of the model that went into one of the rules -> id of that one."""
    groups: tuple[tuple[str, ...], ...]
    """Chains of the report that the model takes for one."""


def combine(rules: Reading, model: Reading) -> Combined:
    """Both readings as one.

    Items of the model that rest on an item of the rules carry its id; that is how agreement is known. Of an item that both found, the model says who speaks, who does
    it to whom and what kind of act it is, the rules what the model leaves open.
    """
    renamed: dict[str, str] = {}
    mentions, chains, groups = _names(rules, model, renamed)
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
    return Combined(made, renamed, groups)


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


def _names(rules: Reading, model: Reading, renamed: dict[str, str]) -> tuple[tuple[Mention, ...], tuple[Chain, ...], tuple[tuple[str, ...], ...]]:
    """Mentions of both, the chains of the rules with what the model adds to them, and chains that the model takes for one.

    A mention that only the model has goes with the chain of which the model's chain has most; where it has none, the model's chain stands for itself. That two chains
    of the rules are one is a proposal like any other, which reconciling weighs.
    """
    ours = {m.id: m for m in rules.mentions}
    theirs = {m.id: m for m in model.mentions}
    extra: dict[str, list[str]] = {c.id: [] for c in rules.chains}
    own: list[Chain] = []
    groups: list[tuple[str, ...]] = []
    home_of: dict[str, str] = {}
    for c in model.chains:
        votes = Counter(ours[m].chain for m in c.mentions if m in ours)
        new = [m for m in c.mentions if m not in ours]
        ranked = sorted(votes, key=lambda h: (-votes[h], h))
        if not ranked:
            own.append(c)
            home_of.update(dict.fromkeys(new, c.id))
            continue
        renamed[c.id] = ranked[0]
        extra[ranked[0]].extend(new)
        home_of.update(dict.fromkeys(new, ranked[0]))
        if len(ranked) > 1:
            groups.append(tuple(ranked))
    place = {m.id: (m.span.start, -m.span.end) for m in (*rules.mentions, *model.mentions)}
    mentions = [replace(m, by=(RULES, MODEL) if m.id in theirs else (RULES,)) for m in rules.mentions]
    mentions += [replace(m, chain=home_of[m.id], by=(MODEL,)) for m in model.mentions if m.id in home_of]
    chains = [replace(c, mentions=tuple(sorted((*c.mentions, *extra[c.id]), key=lambda m: place[m]))) for c in rules.chains] + own
    return tuple(sorted(mentions, key=lambda m: place[m.id])), tuple(sorted(chains, key=lambda c: (place[c.mentions[0]], c.id))), tuple(groups)
