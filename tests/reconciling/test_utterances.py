"""The same utterance in several reports."""

from __future__ import annotations

import pytest

from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.utterances import align, match_utterances
from dragoman.records.claims import Quote, QuoteKind
from dragoman.records.documents import Report
from dragoman.records.mentions import ActorKind, Mention, MentionForm
from dragoman.records.readings import Reading
from dragoman.records.spans import Span


def corpus_of(*said):
    """A corpus of reports, each `(speaker, words, words, …)`; all quotes of a report are its speaker's."""
    reports, readings = [], []
    for n, (speaker, *quotes) in enumerate(said):
        text = f"{speaker}: " + " / ".join(quotes)
        rid = f"r{n}"
        mention = Mention(id=f"m{n}", span=Span(rid, 0, len(speaker)), kind=ActorKind.PERSON, form=MentionForm.NAME, name=speaker, token=0, chain=f"c{n}")
        made = []
        for k, words in enumerate(quotes):
            at = text.index(words)
            made.append(Quote(id=f"q{n}{k}", span=Span(rid, at, at + len(words)), direct=True, kind=QuoteKind.DIRECT, speaker=mention.id))
        reports.append(Report(id=rid, file=f"{n}.txt", text=text))
        readings.append(Reading(report=rid, mentions=(mention,), quotes=tuple(made)))
    return Corpus.of(reports, readings)


def links(*said):
    corpus = corpus_of(*said)
    same_as, _ = match_utterances(corpus, {m: corpus.mention[m].name for m in corpus.mention})
    return {q: set(others) for q, others in same_as.items()}


WHOLE = "We have closed the border to every lorry from the north. Nobody will drive fuel across the river before the treaty is signed."


@pytest.mark.parametrize(
    "other",
    [
        WHOLE,
        "We closed the frontier to all trucks from the north. No one is going to drive fuel over the river until the treaty has been signed.",
    ],
)
def test_renderings_of_one_utterance_are_joined(other):
    """The same words, and another translation of them."""
    assert links(("Oran Bel", WHOLE), ("Oran Bel", other)) == {"q00": {"q10"}, "q10": {"q00"}}


def test_two_spellings_of_one_name_do_not_part_an_utterance():
    """Speakers whose names can be transliterations of one are compared like one speaker."""
    words = "We closed the frontier to all trucks from the north. No one is going to drive fuel over the river until the treaty has been signed."
    assert links(("Awat Ben Orf", WHOLE), ("Awat Benorf", words)) == {"q00": {"q10"}, "q10": {"q00"}}


def test_an_utterance_cut_in_two_is_joined_part_by_part():
    """Both parts answer to the whole, and not to each other."""
    found = links(("Oran Bel", *(s for s in WHOLE.replace(". ", ".|").split("|"))), ("Oran Bel", WHOLE))
    assert found == {"q00": {"q10"}, "q01": {"q10"}, "q10": {"q00", "q01"}}


@pytest.mark.parametrize(
    "other",
    [
        "The harvest was the worst in forty years and the farmers need seed.",
        "I have never met the ambassador and I shall not speak of him.",
    ],
)
def test_different_statements_of_one_speaker_stay_apart(other):
    """One speaker says many things."""
    assert links(("Oran Bel", WHOLE), ("Oran Bel", other)) == {}


def test_the_same_thought_of_two_people_stays_apart():
    """Two named speakers must agree nearly word for word before they are taken for one utterance."""
    other = "We closed the frontier to all trucks from the north until a treaty is signed."
    assert links(("Oran Bel", WHOLE), ("Mira Tel", other)) == {}


def test_one_report_never_joins_its_own_quotes():
    """A speaker who repeats himself in one report has said it twice."""
    assert links(("Oran Bel", "The river is closed to every boat.", "The river is closed to all boats.")) == {}


def test_alignment_gives_back_both_sides_in_order():
    """Read in order, each side of the pairs holds all its words."""
    corpus = corpus_of(("Oran Bel", "We closed the border to every lorry."), ("Oran Bel", "We have closed the frontier to every truck."))
    left, right = corpus.quote["q00"].span, corpus.quote["q10"].span
    pairs = align(corpus, left, right)
    assert " ".join(corpus.words(a) for a, _ in pairs if a) == "We closed the border to every lorry"
    assert " ".join(corpus.words(b) for _, b in pairs if b) == "We have closed the frontier to every truck"
    assert ("border", "frontier") in [(corpus.words(a), corpus.words(b)) for a, b in pairs if a and b]


def test_no_quotes_no_links():
    """An empty corpus is no error and loads no encoder."""
    assert match_utterances(Corpus.of((), ()), {}) == ({}, ())
