"""Mentions of people, organisations, countries, places, armed forces and groups, and the chains they form in one report."""

from __future__ import annotations

from dragoman.reading.coreference import Link, Resolver
from dragoman.reading.descriptions import find_descriptions
from dragoman.reading.drafts import Draft, marked_quotes
from dragoman.reading.naming import find_names
from dragoman.records.documents import Report
from dragoman.records.mentions import ActorKind, Chain, Mention, MentionForm
from dragoman.records.parses import Parse
from dragoman.records.spans import Span
from dragoman.text.hashing import content_id
from dragoman.text.offsets import on_words, to_words


def find_mentions(report: Report, parse: Parse) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
    """Mentions in text order, and the chains they form within the report.

    A mention is the longest phrase that names, title and genitive of its country with it. Pronouns and predicates that could
    not be resolved are left out; an unnamed actor ("a security official") is a chain of its own.
    """
    names = find_names(parse, report.text)
    rest = find_descriptions(parse, report.text, names)
    resolver = Resolver(parse, marked_quotes(parse, report.text))
    links = resolver.resolve(names, rest)
    within = _inside_longer([*names, *rest])
    mentions: list[Mention] = []
    chains: list[Chain] = []
    taken: set[tuple[int, int]] = set()
    for link in links:
        ordered = sorted((d for d in link.drafts if id(d) not in within), key=lambda d: (d.first, d.last))
        kept: list[tuple[Draft, int, int]] = []
        for d in ordered:
            place = _place(parse, d, report.text)
            if place is not None and place not in taken:
                taken.add(place)
                kept.append((d, *place))
        if not kept:
            continue
        best = _fullest([d for d, _, _ in kept])
        chain_id = content_id("c", report.id, best.name, kept[0][1], kept[0][2])
        ids = []
        for d, start, end in kept:
            m = Mention(id=content_id("m", report.id, start, end), span=Span(report.id, start, end), kind=link.kind, form=d.form, name=d.name, title=d.title, country=d.country,
                        expansion=d.expansion, plural=d.plural, token=d.head, chain=chain_id)  # fmt: skip
            mentions.append(m)
            ids.append(m.id)
        chains.append(_chain(chain_id, link, best, ids, resolver.focus))
    mentions.sort(key=lambda m: (m.span.start, -m.span.end))
    return tuple(mentions), tuple(chains)


def _inside_longer(drafts: list[Draft]) -> set[int]:
    """Adjectives of a country that stand inside a longer mention ("Kazakh police"): the longer one says it."""
    covered: dict[int, tuple[int, int]] = {}
    for d in drafts:
        if d.chain >= 0 and d.last - d.first > 1:
            for k in range(d.first, d.last):
                if k not in covered or covered[k][1] - covered[k][0] < d.last - d.first:
                    covered[k] = (d.first, d.last)
    out = set()
    for d in drafts:
        if d.form is MentionForm.DEMONYM and not d.plural and d.last - d.first <= 2 and d.kind is ActorKind.COUNTRY and d.first in covered:
            low, high = covered[d.first]
            if low <= d.first and d.last <= high and high - low > d.last - d.first:
                out.add(id(d))
    return out


def _place(parse: Parse, d: Draft, text: str) -> tuple[int, int] | None:
    start, end = parse.start[d.first], parse.end[d.last - 1]
    if not on_words(start, end, text):
        return to_words(start, end, text)
    return start, end


def _fullest(drafts: list[Draft]) -> Draft:
    """The draft whose name is told best: a name before an acronym before a description; then the longest."""
    rank = {MentionForm.NAME: 0, MentionForm.ACRONYM: 1, MentionForm.SEAT: 2, MentionForm.DEMONYM: 3, MentionForm.DESCRIPTION: 4, MentionForm.PRONOUN: 5}
    return min(drafts, key=lambda d: (rank[d.form], -len(d.name), d.first))


def _chain(chain_id: str, link: Link, best: Draft, ids: list[str], focus: str | None) -> Chain:
    roles = tuple(dict.fromkeys(f"{words} of {country}" if country else words for _, words, country in link.roles))
    why = tuple(dict.fromkeys(d.why for d in link.drafts if d.why))
    return Chain(id=chain_id, kind=link.kind, name=best.name, mentions=tuple(ids), country=link.country, roles=roles, why=why, key=link.key, gender=link.gender, names=tuple(link.names), also=tuple(link.also), focus=focus)
