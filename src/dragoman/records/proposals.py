"""What a model proposes about several reports at once. A proposal decides nothing: reconciling weighs it with what else speaks for it."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records.findings import Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """A matter that is no number, on which passages are proposed to stand side by side."""

    about: str
    passages: tuple[str, ...]
    """Ids of statements, quotes or event mentions."""
    relation: Relation


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposals:
    """Groups of ids that are proposed to be one; each group has at least two."""

    within: tuple[tuple[str, ...], ...] = ()
    """Chains of one report that it takes for one."""
    chains: tuple[tuple[str, ...], ...] = ()
    events: tuple[tuple[str, ...], ...] = ()
    """Ids of event mentions."""
    quotes: tuple[tuple[str, ...], ...] = ()
    figures: tuple[tuple[str, ...], ...] = ()
    matters: tuple[Matter, ...] = ()
