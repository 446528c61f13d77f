"""The same event in several reports: joined on evidence, kept apart by day and place."""

from __future__ import annotations

import datetime as dt
import math

import pytest

from dragoman.reading.gate import admit
from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.reconciling.linking import same_event_score
from dragoman.reconciling.resolver import reconcile
from dragoman.reconciling.tellings import OWN, Telling
from dragoman.reconciling.traits import tables
from dragoman.records.documents import PublishedBasis, Report
from dragoman.records.events import EventStatus, EventType
from dragoman.records.mentions import ActorKind
from dragoman.records.times import DateBasis, DateRange, Precision


def day(number):
    date = dt.date(2016, 3, number)
    return DateRange(start=date, end=date, precision=Precision.DAY, basis=DateBasis.STATED)


def tell(**changes):
    base = {
        "id": "a", "report": "r", "sentence": 0, "type": EventType.COERCE, "sense": "overthrow", "lemma": "overthrow", "status": EventStatus.ASSERTED,
        "actors": frozenset({"soldiers"}), "date": day(4), "firm": OWN, "words": frozenset({"palace"}),
    }
    return Telling(**{**base, **changes})


def test_like_tellings_join():
    """Same sense, doer and day are enough, and the reasons say so."""
    verdict = same_event_score(tell(), tell(id="b", report="s"))
    assert verdict.score >= tables().join
    assert any("same day" in r for r in verdict.reasons)


def test_what_cannot_be_the_same():
    """Another day: no evidence outweighs it. Another matter: one doer and one day are not enough."""
    assert same_event_score(tell(), tell(id="b", report="s", date=day(9))).score == -math.inf
    assert same_event_score(tell(), tell(id="b", report="s", type=EventType.CONSULT, sense="meet", lemma="meet")).score < tables().join


def test_two_towns_are_two_events():
    """Different towns forbid; a town and its country do not."""
    here = tell(place="p1", place_kind=ActorKind.PLACE)
    assert same_event_score(here, tell(id="b", report="s", place="p2", place_kind=ActorKind.PLACE)).score == -math.inf
    assert same_event_score(here, tell(id="b", report="s", place="c", place_kind=ActorKind.COUNTRY)).score >= tables().join


def test_scores_are_symmetric():
    """Which telling comes first does not matter."""
    a, b = tell(status=EventStatus.DENIED, words=frozenset({"palace", "guard"})), tell(id="b", actors=frozenset())
    assert same_event_score(a, b) == same_event_score(b, a)


@pytest.fixture(scope="module")
def resolve(nlp):
    """Texts by file name to `{file words}` groups of events."""

    def run(texts):
        reports, readings = [], []
        for file, text in texts.items():
            report = Report(id=f"id-{file}", file=file, text=text, published=dt.date(2016, 3, 6), published_basis=PublishedBasis.GIVEN)
            reports.append(report)
            readings.append(admit(Rules().propose(report, parse(report, nlp)), report))
        return reconcile(reports, readings), reports, readings

    return run


TEXTS = {
    "a.txt": "Soldiers overthrew President Mora of Ruritania on Friday.",
    "b.txt": "President Mora was toppled by soldiers on Friday in Ruritania.",
    "c.txt": "Farmers blocked the road to Strelsau on Saturday.",
}


def test_one_event_in_two_reports(resolve):
    """Two reports of one overthrow give one event with both tellings."""
    found, _, _ = resolve(TEXTS)
    sizes = sorted(len(e.mentions) for e in found.events if e.type is EventType.COERCE)
    assert sizes == [2]
    assert all(e.why for e in found.events if len(e.mentions) > 1)


def test_order_of_reports_does_not_matter(resolve):
    """The same groups whichever report is read first."""
    groups = [{frozenset(e.mentions) for e in resolve(dict(items))[0].events} for items in (TEXTS.items(), reversed(TEXTS.items()))]
    assert groups[0] == groups[1]


def test_differing_days_are_said(resolve):
    """Neighbouring days join, and the event says that they differ."""
    found, _, _ = resolve({"a.txt": "Soldiers overthrew President Mora on Friday.", "b.txt": "Soldiers overthrew President Mora on Saturday."})
    event = max(found.events, key=lambda e: len(e.mentions))
    assert len(event.mentions) == 2
    assert any("day differs" in d for d in event.differs)


def test_of_two_people_two_events():
    """An oath of one person is not that of another, even on one day; a shared surname counts as one person."""
    oath = {"type": EventType.APPOINT, "sense": "appoint", "lemma": "swear", "actors": frozenset({"a1"})}
    first = tell(**oath, people=frozenset({"a1", "karl", "weber"}))
    other = tell(**{**oath, "id": "b", "report": "s", "actors": frozenset({"a2"})}, people=frozenset({"a2", "anna", "kessler"}))
    same = tell(**{**oath, "id": "c", "report": "s", "actors": frozenset({"a3"})}, people=frozenset({"a3", "weber"}))
    assert same_event_score(first, other).score < tables().join <= same_event_score(first, same).score


def test_one_journey_and_the_next():
    """Going to one country and on to another the day after are two events."""
    trip = {"type": EventType.RETREAT, "sense": "flee", "lemma": "fly"}
    verdict = same_event_score(tell(**trip, goals=frozenset({"x"})), tell(**trip, id="b", report="s", goals=frozenset({"y"}), date=day(5)))
    assert verdict.score == -math.inf


def test_headline_and_lead():
    """The headline of a report and its first sentence tell the same more readily than two sentences of its body."""
    title = same_event_score(tell(date=None), tell(id="b", sentence=1, date=None)).score
    body = same_event_score(tell(date=None, sentence=7), tell(id="b", sentence=9, date=None)).score
    assert title > body


def test_told_before_it_happened_is_not_the_same():
    """A report that went out before the day of an event does not tell it, unless as a plan."""
    later = tell(date=day(9))
    early = {"id": "b", "report": "s", "date": None, "firm": 0, "published": dt.date(2016, 3, 5)}
    assert same_event_score(later, tell(**early)).score == -math.inf
    assert same_event_score(later, tell(**early, status=EventStatus.PLANNED)).score > -math.inf


def test_two_speakers_are_two_acts():
    """What two named bodies say is two acts, however alike the words."""
    one = {"sense": "condemn", "lemma": "condemn", "type": EventType.ACCUSE, "date": None, "firm": 0, "body_kinds": frozenset({ActorKind.COUNTRY})}
    a = tell(**one, actors=frozenset({"x"}), bodies=frozenset({"x"}), around=frozenset({"x"}))
    b = tell(**one, id="b", report="s", actors=frozenset({"y"}), bodies=frozenset({"y"}), around=frozenset({"y"}))
    assert same_event_score(a, b).score == -math.inf
