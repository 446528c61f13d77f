"""Mentions of people, organisations, countries, places, armed forces and groups."""

from __future__ import annotations

from dragoman.records.documents import Report
from dragoman.records.mentions import ActorKind, Chain, Mention, MentionForm
from dragoman.records.parses import Parse
from dragoman.records.spans import Span
from dragoman.text.hashing import content_id

_KINDS = {"PERSON": ActorKind.PERSON, "ORG": ActorKind.ORGANISATION, "GPE": ActorKind.COUNTRY, "LOC": ActorKind.PLACE, "NORP": ActorKind.GROUP, "FAC": ActorKind.PLACE}


def find_mentions(report: Report, parse: Parse) -> tuple[tuple[Mention, ...], tuple[Chain, ...]]:
    """Mentions in text order, and the chains they form within the report."""
    out: list[Mention] = []
    chains: dict[str, list[Mention]] = {}
    i, n = 0, len(parse)
    while i < n:
        label = parse.entity[i]
        if label.startswith("B-") and label[2:] in _KINDS:
            j = i + 1
            while j < n and parse.entity[j] == "I-" + label[2:]:
                j += 1
            start, end = parse.start[i], parse.end[j - 1]
            name = report.text[start:end]
            key = name.removeprefix("the ").removeprefix("The ")
            chain = content_id("c", report.id, key)
            mention = Mention(id=content_id("m", report.id, start, end), span=Span(report.id, start, end), kind=_KINDS[label[2:]],
                              form=MentionForm.NAME, name=key, token=j - 1, chain=chain)
            out.append(mention)
            chains.setdefault(chain, []).append(mention)
            i = j
        else:
            i += 1
    return tuple(out), tuple(Chain(id=c, kind=ms[0].kind, name=ms[0].name, mentions=tuple(m.id for m in ms)) for c, ms in chains.items())
