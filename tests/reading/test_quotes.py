"""Direct, mixed and indirect quotes with their speakers."""

from __future__ import annotations

import pytest

from dragoman.reading.mentions import find_mentions
from dragoman.reading.pipeline import parse
from dragoman.reading.quotes import find_quotes
from dragoman.records.documents import Report
from dragoman.text.offsets import inside, on_words


@pytest.fixture(scope="module")
def read(nlp):
    """Text in, quotes out, each as (words, words that name the speaker, direct)."""

    def quotes(text):
        report = Report(id="r", file="r.txt", text=text)
        parsed = parse(report, nlp)
        mentions, chains = find_mentions(report, parsed)
        return list(find_quotes(report, parsed, mentions, chains))

    return quotes


def told(quotes, text, *, direct):
    return [(q.span.of(text), q.speaker_span.of(text) if q.speaker_span else None) for q in quotes if q.direct is direct]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“We will not yield,” said Oran Bel.", [("We will not yield,", "Oran Bel")]),
        ("“We will not yield,” Oran Bel, a teacher from Marn, said on Monday.", [("We will not yield,", "Oran Bel, a teacher from Marn")]),
        ("Oran Bel told reporters: “We will not yield.”", [("We will not yield.", "Oran Bel")]),
        ("Oran Bel, the mayor, set out his reasons: “We cannot feed them all.”", [("We cannot feed them all.", "Oran Bel, the mayor")]),
        ("“We will not yield,” said Oran Bel. “Nobody will.”", [("We will not yield,", "Oran Bel"), ("Nobody will.", "Oran Bel")]),
        ("“We will not yield,” the president said on Monday, Viktor Almasy, during a visit.", [("We will not yield,", "Viktor Almasy")]),
        ("Agencies quoted the minister as saying “the road is open again”.", [("the road is open again", "the minister")]),
        ("“The roads are open,” according to Oran Bel.", [("The roads are open,", "Oran Bel")]),
        ("Marland calls the blockade “unacceptable.”", [("unacceptable.", "Marland")]),
    ],
)
def test_a_direct_quote_belongs_to_its_speaker(read, text, expected):
    """Before or after the quote, inverted, after a colon, or put last by machine translation."""
    assert told(read(text), text, direct=True) == expected


@pytest.mark.parametrize(
    "text",
    [
        "The rising became known as the ‘Silver Revolution’ and the new president took office.",
        "They acted for a “Council for the Return of the Land” and wore masks.",
        "The film “Rivers of Glass” opened in Marn.",
        "Joren “The Fox” Almasy was arrested in Marn.",
    ],
)
def test_names_in_marks_are_no_quotes(read, text):
    """Names, titles and nicknames stand in marks without being anybody's words."""
    assert told(read(text), text, direct=True) == []


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Oran Bel said that the bridge had been closed since Friday.", "the bridge had been closed since Friday", "Oran Bel"),
        ("The bridge has been closed since Friday, the ministry said.", "The bridge has been closed since Friday", "the ministry"),
        ("According to the ministry, the bridge has been closed since Friday.", "the bridge has been closed since Friday", "the ministry"),
        ("Oran Bel promised to open the bridge before the winter.", "to open the bridge before the winter", "Oran Bel"),
        ("Marland condemned the shelling of the port.", "the shelling of the port", "Marland"),
    ],
)
def test_indirect_speech_has_speaker_and_content(read, text, content, speaker):
    """The content is the clause or phrase, without “that”, cue and speaker."""
    assert (content, speaker) in told(read(text), text, direct=False)


@pytest.mark.parametrize(
    "text",
    [
        "The flood in Marland claimed the lives of six farmers and their sons.",
        "Oran Bel was found guilty of fraud by a court in Marn.",
        "Firefighters in Marn responded to calls about a burning lorry on the bridge.",
        "The new documents raise doubts about the count of the votes in Marn.",
    ],
)
def test_a_verb_of_speech_may_tell_a_deed(read, text):
    """Nothing is said where a verb has another sense."""
    assert read(text) == []


def test_words_in_marks_within_indirect_speech_are_a_mixed_quote(read):
    """The passage is the quote; its parts hold the whole content."""
    text = "Oran Bel said the army had “lost its way in the hills” since spring."
    (quote,) = [q for q in read(text) if q.direct]
    assert quote.kind == "mixed"
    assert quote.span.of(text) == "lost its way in the hills"
    assert quote.parts[0].of(text).startswith("the army had")


def test_a_split_quote_is_one_attribution_of_two_passages(read):
    """Each pair of marks is a quote of its own, and both name both pieces."""
    text = "“We stay,” said Oran Bel. “All of us stay until the spring comes.”"
    first, second = (q for q in read(text) if q.direct)
    assert first.parts == second.parts
    assert [p.of(text) for p in first.parts] == ["We stay,", "All of us stay until the spring comes."]


def test_a_pronoun_speaker_is_the_mention_with_the_chain(read):
    """“He added” leads to the mention that the pronoun is; who that is the chain tells."""
    text = "Viktor Almasy spoke in Marn on Monday. “We will not yield to anybody,” he said."
    (quote,) = [q for q in read(text) if q.direct]
    assert quote.speaker is not None
    assert quote.speaker_span.of(text) == "he"


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Governor Oran Bel thanked the new minister, Tomas Rek, for his work. “We have little time,” he said.", "Oran Bel"),
        ("Oran Bel told the radio that Tomas Rek had left. An hour later he called that a slip. “I was wrong about it,” he said.", "Oran Bel"),
        ("Tomas Rek called the count serious. “We are in the second round,” the centrist said.", "Tomas Rek"),
        ("Tomas Rek had left after a day. “I give up the post of chairman,” wrote in his account.", "Tomas Rek"),
    ],
)
def test_the_sentence_before_tells_who_speaks(nlp, text, speaker):
    """A pronoun, a bare description or a verb without subject is whoever the sentence before is about, not whom it mentions."""
    report = Report(id="r", file="r.txt", text=text)
    parsed = parse(report, nlp)
    mentions, chains = find_mentions(report, parsed)
    by_id = {m.id: m for m in mentions}
    names = {c.id: c.name for c in chains}
    spoken = [q.speaker for q in find_quotes(report, parsed, mentions, chains) if q.direct]
    assert [speaker in (names[by_id[s].chain] if s else "") for s in spoken] == [True]


def test_a_proclamation_names_its_own_speaker(read):
    """“We, the Council …” tells who speaks, whoever reads it out."""
    text = "“We, the Council of National Rescue, have resolved to close the borders tonight,” the military said."
    report = Report(id="r", file="r.txt", text=text)
    quotes = [q for q in read(text) if q.direct]
    assert [q.span.of(report.text)[:15] for q in quotes] == ["We, the Council"]


@pytest.mark.parametrize("text", ["", "x", '"', "“", '"said"', "said said said", "“a\n“b”\n", "😀 “😀 yes” said 😀", "«a „b “c”", "According to"])
def test_hostile_text_gives_no_error_and_no_bad_span(read, text):
    """One bad item costs that item, never the report."""
    for quote in read(text):
        for span in (quote.span, *quote.parts):
            assert inside(span.start, span.end, text)
            assert on_words(span.start, span.end, text)


def test_reading_twice_gives_the_same_quotes(read):
    """Ids come from content, order from the text."""
    text = "“We will not yield,” said Oran Bel. Marland said that it would help."
    assert read(text) == read(text)
