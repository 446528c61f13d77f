"""The gate admits what stands in the text and nothing else."""

import pytest

from dragoman.reading.gate import admit
from dragoman.records.claims import Quote, QuoteKind
from dragoman.records.documents import Report
from dragoman.records.events import EventMention, EventStatus, EventType
from dragoman.records.mentions import ActorKind, Chain, Mention, MentionForm
from dragoman.records.readings import Reading
from dragoman.records.spans import Span

TEXT = "Oran spoke.\nMira Oran marched through the town."
REPORT = Report(id="r-1", file="one.txt", text=TEXT)


def mention(start, end, report="r-1"):
    return Mention(id=f"m{start}", span=Span(report, start, end), kind=ActorKind.PERSON, form=MentionForm.NAME, name="x", chain="c")


@pytest.mark.parametrize(
    ("start", "end", "reason"),
    [(0, 99, "outside"), (-1, 4, "outside"), (4, 4, "outside"), (0, 3, "where words do"), (4, 10, "where words do"), (0, 5, "where words do")],
)
def test_a_bad_span_costs_the_item(start, end, reason):
    """The item is refused with its reason; the good one beside it stays."""
    reading = admit(Reading(report="r-1", mentions=(mention(0, 4), mention(start, end))), REPORT)
    assert [m.span.end for m in reading.mentions] == [4]
    assert reason in reading.refusals[0].reason


def test_an_item_of_another_report_is_refused():
    """A span belongs to the report it was proposed for."""
    reading = admit(Reading(report="r-1", mentions=(mention(0, 4, "r-2"),)), REPORT)
    assert reading.mentions == ()
    assert "r-2" in reading.refusals[0].reason


def test_references_to_refused_mentions_are_dropped():
    """A quote whose speaker was refused keeps its words and loses the speaker; an empty chain goes."""
    quote = Quote(id="q", span=Span("r-1", 0, 11), direct=True, kind=QuoteKind.DIRECT, speaker="m0")
    chain = Chain(id="c", kind=ActorKind.PERSON, name="x", mentions=("m0",))
    reading = admit(Reading(report="r-1", mentions=(mention(0, 3),), chains=(chain,), quotes=(quote,)), REPORT)
    assert reading.quotes[0].speaker is None
    assert reading.chains == ()


def test_an_event_does_not_cross_lines():
    """A passage that tells an event is one sentence or less."""
    event = EventMention(
        id="e", span=Span("r-1", 0, 21), trigger=Span("r-1", 5, 10), lemma="speak", type=EventType.STATEMENT, mode=None, label="x", status=EventStatus.ASSERTED
    )
    reading = admit(Reading(report="r-1", events=(event,)), REPORT)
    assert reading.events == ()
    assert "line break" in reading.refusals[0].reason
