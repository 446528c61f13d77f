"""Tokens and syntax of one report, independent of the library that made them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence: characters `start:end` of the report and tokens `first:last` of its parse."""

    start: int
    end: int
    first: int
    last: int
    paragraph: int
    """Number of the line of the report's text it stands in; 0 is the headline where there is one."""
    headline: bool = False
    damage: tuple[str, ...] = ()
    """What looks broken by machine translation, each as a sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parse:
    """Parallel sequences, one entry a token; white-space tokens are left out.

    Offsets are characters of `Report.text`. `head[i]` is the index of the token that governs `i`, or `i` for a root;
    labels are those of spaCy's English pipelines (Universal POS in `pos`, Penn tags in `tag`, ClearNLP in `dep`).
    """

    text: Sequence[str]
    start: Sequence[int]
    end: Sequence[int]
    lemma: Sequence[str]
    """Lower case."""
    pos: Sequence[str]
    tag: Sequence[str]
    dep: Sequence[str]
    head: Sequence[int]
    entity: Sequence[str]
    """Entity label with IOB prefix as spaCy gives it, "B-PERSON", or "" outside."""
    children: Sequence[Sequence[int]]
    """Indices of dependents, in order."""
    sentence: Sequence[int]
    """Index into `sentences`."""
    sentences: Sequence[Sentence]

    def __len__(self) -> int:
        return len(self.text)

    def subtree(self, i: int) -> list[int]:
        """The token and everything below it, in text order."""
        out, stack = [], [i]
        while stack:
            j = stack.pop()
            out.append(j)
            stack.extend(self.children[j])
        out.sort()
        return out
