"""A model's word on which tellings are one event is weighed with the rest and decides nothing by itself."""

import datetime as dt

import pytest

from dragoman.reconciling.linking import APART, TOGETHER, Opinion, link
from dragoman.reconciling.tellings import Telling
from dragoman.records.events import EventStatus, EventType
from dragoman.records.times import DateBasis, DateRange, Precision


def telling(name, sense="arrest", day=4, **more):
    date = DateRange(start=dt.date(2021, 5, day), end=dt.date(2021, 5, day), precision=Precision.DAY, basis=DateBasis.STATED)
    return Telling(id=name, report=f"r-{name}", sentence=1, type=EventType.COERCE, sense=sense, lemma=sense, status=EventStatus.ASSERTED, date=date, firm=2, **more)


def test_what_the_word_is_worth():
    """It adds for what was put together, takes away for what was shown and kept apart, and is silent on the rest."""
    opinion = Opinion({"a": 0, "b": 0, "c": 1}, frozenset("abcd"))
    a, b, c, d, e = (telling(n) for n in "abcde")
    assert opinion.of(a, b) == TOGETHER
    assert opinion.of(a, c) == opinion.of(a, d) == APART
    assert opinion.of(a, e) == 0.0


@pytest.mark.parametrize("together", [True, False])
def test_days_that_exclude_each_other_stay_apart(together):
    """Two arrests weeks apart are two, whatever is proposed."""
    a, b = telling("a", day=2), telling("b", day=28)
    opinion = Opinion({"a": 0, "b": 0} if together else {}, frozenset("ab"))
    assert len(link([a, b], opinion)) == 2
