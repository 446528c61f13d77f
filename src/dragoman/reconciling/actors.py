"""Who is whom: chains of several reports joined into actors, each alias for a stated reason."""

from __future__ import annotations

from collections.abc import Mapping

from dragoman.reconciling.corpus import Corpus
from dragoman.records.findings import Actor
from dragoman.records.mentions import Chain
from dragoman.text.hashing import content_id


def resolve_actors(corpus: Corpus) -> tuple[tuple[Actor, ...], Mapping[str, str]]:
    """Actors, and for each mention id the id of its actor."""
    groups: dict[str, list[Chain]] = {}
    for reading in corpus.readings:
        for chain in reading.chains:
            groups.setdefault(chain.name, []).append(chain)
    actors = []
    actor_of: dict[str, str] = {}
    for name, chains in groups.items():
        mentions = tuple(m for c in chains for m in c.mentions)
        actor = Actor(id=content_id("a", name, mentions[0]), name=name, kind=chains[0].kind, mentions=mentions)
        actors.append(actor)
        actor_of.update(dict.fromkeys(mentions, actor.id))
    return tuple(actors), actor_of
