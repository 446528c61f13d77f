"""Working notes of naming and coreference: mentions before they become records."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dragoman.records.mentions import ActorKind, MentionForm
from dragoman.records.parses import Parse


@dataclass(slots=True)
class Draft:
    """A mention under construction; tokens `first:last` of the parse."""

    first: int
    last: int
    head: int
    kind: ActorKind
    form: MentionForm
    name: str
    """The name proper, or the head noun of a description, as printed."""
    key: str = ""
    """What it is known as beforehand: "country:KZ", "org:CSTO", "group:protesters", ""."""
    title: str | None = None
    roles: list[tuple[str, str, str | None]] = field(default_factory=list)
    """Offices the words give: class, words, country."""
    country: str | None = None
    owner: str = ""
    """Organisation or party named inside a description ("GCC forces"), as its key or its words."""
    expansion: str | None = None
    gender: str = ""
    plural: bool = False
    definite: bool = False
    lemma: str = ""
    """Small head noun of a description or pronoun."""
    sure: int = 0
    """How firmly the kind is known: 3 table or title, 2 shape or given name, 1 the parser's label, 0 a guess."""
    attribute: bool = False
    """Predicate or apposition: says something about another mention."""
    inner: list[Draft] = field(default_factory=list)
    chain: int = -1
    why: str = ""


def marked_quotes(parse: Parse, text: str) -> list[bool]:
    """For each token whether it stands inside double quotation marks; a mark left open ends with its line."""
    out: list[bool] = []
    inside, sentence_line = False, -1
    for i, word in enumerate(parse.text):
        line = parse.sentences[parse.sentence[i]].paragraph
        if line != sentence_line:
            inside, sentence_line = False, line
        if word in {"“", "„", "«", "``"}:
            inside = True
        elif word in {"”", "»", "''"}:
            inside = False
        elif word == '"':
            inside = not inside
        out.append(inside)
    return out


def subtree_end(parse: Parse, i: int, limit: int) -> int:
    """One past the last token below `i`, as far as `limit`."""
    last, stack = i, [i]
    while stack:
        j = stack.pop()
        last = max(last, j)
        stack.extend(parse.children[j])
    return min(last + 1, limit)


def longest(words: Sequence[str], at: int, end: int, table: dict[tuple[str, ...], object], most: int = 5) -> int:
    """How many words from `at` form an entry of the table; 0 when none do."""
    for n in range(min(most, end - at), 0, -1):
        if tuple(words[at : at + n]) in table:
            return n
    return 0
