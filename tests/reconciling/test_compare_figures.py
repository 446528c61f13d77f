"""Figures about one quantity set side by side."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.figures import compare_figures, implied_range
from dragoman.records.claims import Figure, Qualifier
from dragoman.records.documents import Report
from dragoman.records.readings import Reading
from dragoman.records.spans import Span
from dragoman.records.times import DateBasis, DateRange, Precision

MAY = dt.date(2031, 5, 1)
OPEN_HIGH = {Qualifier.MORE_THAN, Qualifier.AT_LEAST}
OPEN_LOW = {Qualifier.UP_TO, Qualifier.FEWER_THAN}


def claim(value, day, *, report=None, qualifier=Qualifier.EXACT, role="killed", dated=False, **more):
    """A figure of a report of its own, claimed for a day of May 2031."""
    report = report or f"r{day}-{value}"
    when = DateRange(start=MAY.replace(day=day), end=MAY.replace(day=day), precision=Precision.DAY, basis=DateBasis.STATED)
    return Figure(
        id=f"f-{report}-{value}-{role}", span=Span(report, 0, 4), number=Span(report, 0, 4), low=None if qualifier in OPEN_LOW else value,
        high=None if qualifier in OPEN_HIGH else value, qualifier=qualifier, unit="people", what=f"people {role}", role=role, counted="people",
        as_of=when, dated=dated, **more,
    )  # fmt: skip


def findings(*figures, origins=None):
    """What comes of figures, each report an origin of its own unless told."""
    ids = list(dict.fromkeys(f.span.report for f in figures))
    reports = [Report(id=i, file=f"{i}.txt", text="Some words.", origin=(origins or {}).get(i, i)) for i in ids]
    readings = [Reading(report=i, figures=tuple(f for f in figures if f.span.report == i)) for i in ids]
    return compare_figures(Corpus.of(reports, readings), {})


@pytest.mark.parametrize(
    ("figures", "status"),
    [
        ((claim(64, 3), claim(97, 3)), "disagree"),
        ((claim(64, 3), claim(97, 6)), "updated"),
        ((claim(64, 3, withdrawn=True), claim(97, 6)), "retracted"),
        ((claim(2500, 3, qualifier=Qualifier.ABOUT), claim(3000, 3, qualifier=Qualifier.ALMOST)), "rounding"),
        ((claim(64, 3, report="a"), claim(64, 3, report="b")), "agree"),
        ((claim(64, 3),), "single-origin"),
        ((claim(64, 3), claim(60, 3, qualifier=Qualifier.MORE_THAN)), "rounding"),
        ((claim(6, 3), claim(5, 3, scope=("protesters",))), "scope"),
    ],
)
def test_status(figures, status):
    """The first status that holds, in the order of the format."""
    (finding,) = findings(*figures)
    assert finding.status == status and finding.why


def test_copies_of_one_story_give_one_origin():
    """Two prints of a wire story are no corroboration."""
    (finding,) = findings(claim(64, 3, report="a"), claim(64, 3, report="b"), origins={"a": "wire", "b": "wire"})
    assert (finding.status, finding.origins) == ("single-origin", 1)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (claim(64, 20), claim(9, 20)),
        (claim(6, 3, dated=True), claim(4, 9, dated=True)),
        (claim(64, 20), claim(16, 20, scope=("security",))),
        (claim(64, 20), claim(60, 2, dated=True)),
        (claim(64, 3, role="injured"), claim(64, 3)),
        (claim(64, 3, scope=("Orlians",)), claim(70, 3, scope=("Vandals",))),
    ],
)
def test_different_quantities_stay_apart(a, b):
    """A day and a total, police and all, dead and hurt, two peoples, an older event: none are one quantity."""
    assert all(len(f.figures) == 1 for f in findings(a, b))


def test_a_rising_toll_is_updated_though_figures_of_one_day_differ():
    """What growth explains is no dispute; a figure far above the toll of its own and of later days is one."""
    rising = [claim(62, 12), claim(75, 12), claim(97, 13), claim(114, 14), claim(187, 16)]
    (finding,) = findings(*rising)
    assert finding.status == "updated" and finding.current == rising[-1].id
    disputed, updated = findings(*rising, claim(500, 14, qualifier=Qualifier.MORE_THAN))
    assert (disputed.status, updated.status) == ("disagree", "updated")
    assert len(disputed.figures) == 2


def test_parts_hang_on_their_whole():
    """A part is listed with its whole and not set against it."""
    whole = claim(164, 3, report="a")
    part = claim(150, 3, report="a", part_of=whole.id)
    (finding,) = [f for f in findings(whole, part, claim(164, 3, report="b")) if len(f.figures) > 1]
    assert [(p.whole, p.part) for p in finding.parts] == [(whole.id, part.id)]


def test_order_of_reports_changes_nothing():
    """The same figures give the same findings in any order."""
    figures = [claim(62, 12), claim(75, 12), claim(97, 13), claim(500, 14), claim(16, 12, scope=("security",)), claim(17, 13, scope=("security",))]
    one = {(f.status, frozenset(f.figures)) for f in findings(*figures)}
    assert one == {(f.status, frozenset(f.figures)) for f in findings(*figures[::-1])}


def test_implied_range_follows_the_table():
    """"Almost 3,000" means somewhat less, an exact odd number only itself."""
    assert implied_range(claim(3000, 3, qualifier=Qualifier.ALMOST)) == (2550, 3000)
    assert implied_range(claim(164, 3)) == (164, 164)


def test_a_day_is_not_set_against_a_total_that_began_before_it():
    """The dead of one day are no update of the toll so far."""
    day = claim(90, 17, dated=True, happened=True)
    found = findings(claim(54, 9, cumulative=True), day, claim(328, 20, cumulative=True))
    assert all(day.id not in f.figures or len(f.figures) == 1 for f in found)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (claim(103, 3), claim(50, 15)),
        (claim(60, 3), claim(84, 8, dated=True, happened=True)),
        (claim(9, 3, part=True), claim(12, 3)),
    ],
)
def test_another_event_stays_apart(a, b):
    """A later count far below the running one, a count of a later day of its own, and a part are no other state of the same toll."""
    assert all(len(f.figures) == 1 for f in findings(a, b))


def test_rivals_stand_together_and_disagree():
    """What a report sets side by side is one quantity, however far apart and whatever the role."""
    first = claim(5000, 3, report="a", role="count", qualifier=Qualifier.MORE_THAN)
    second = claim(50000, 3, report="a", role="count", rival_of=first.id)
    (finding,) = findings(first, second)
    assert finding.status == "disagree" and len(finding.figures) == 2


def test_a_party_that_repeats_its_count_counts_the_same():
    """A small count repeated weeks later by the same party is one quantity; a bare tally takes over its role."""
    first = claim(4, 3, report="a", holder="m1")
    tally = claim(4, 28, report="b", holder="m1", role="count", tally=True)
    (finding,) = findings(first, tally)
    assert finding.status == "agree" and len(finding.figures) == 2


def test_lengths_of_one_matter_are_compared():
    """Twelve months and one year at the most agree; lengths of different matters are not compared."""
    length = {"role": "duration", "qualifier": Qualifier.UP_TO}
    a = claim(12, 3, matter="transition", **length)
    b = claim(1, 9, matter="transition", **length)
    c = claim(1, 9, report="c", matter="curfew", **length)
    months, years, other = (replace(f, unit=u) for f, u in ((a, "months"), (b, "years"), (c, "years")))
    (finding,) = findings(months, years, other)
    assert set(finding.figures) == {a.id, b.id}


def test_one_report_tells_a_day_from_a_total():
    """A report that counts nine of one day and 23 in all means two things, and no third report joins them."""
    day, total = claim(9, 3, report="a"), claim(23, 3, report="a", cumulative=True)
    later = claim(12, 4, report="b")
    together = [f.figures for f in findings(day, total, later) if day.id in f.figures and total.id in f.figures]
    assert together == []


def test_no_count_is_known_before_its_day():
    """Nine killed on the 9th are not the nine of which a report of the 5th speaks."""
    early = claim(9, 5, report="a")
    late = claim(9, 9, report="b", dated=True, happened=True)
    assert all(len(f.figures) == 1 for f in findings(early, late))


def test_victims_of_one_day_counted_again_later_are_an_update():
    """Two reports, a week apart, count the victims of one day: the later count stands, and nothing is contradicted."""
    first = claim(61, 3, report="a", dated=True, happened=True)
    second = claim(87, 3, report="b", dated=True, happened=True)
    reports = [Report(id="a", file="a.txt", text="Some words.", origin="a", published=MAY.replace(day=4)), Report(id="b", file="b.txt", text="Some words.", origin="b", published=MAY.replace(day=20))]
    (finding,) = compare_figures(Corpus.of(reports, [Reading(report="a", figures=(first,)), Reading(report="b", figures=(second,))]), {})
    assert (finding.status, finding.current) == ("updated", second.id)
