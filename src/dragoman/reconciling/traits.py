"""What two tellings of events have in common and what keeps them apart, as named traits with weights.

A trait is a number between 0 and 1 for a pair; the sum of its traits times their weights is the log odds of the pair's being one event. Some things
cannot both hold and forbid a pair whatever else speaks for it: two days told with the events, two people of whom one thing is told, an event that
lies after the day on which the other report went out.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.reconciling.mentions import event_key
from dragoman.reconciling.tellings import CARRIED, OWN, Telling
from dragoman.records.events import EventStatus
from dragoman.records.mentions import ActorKind
from dragoman.records.times import Precision
from dragoman.resources import load

LEAD = 4
"""Sentences of a report that its headline may sum up."""
LONG = 60.0
"""Days between two publications that count as much as more."""
THING = 0.45
"""Weight of a word from which on it names the matter: "sit-in", "pipeline"."""
SPECIFIC = frozenset({"one day", "one day, one of them carried", "one doer", "done to one", "one person", "one place"})
"""Traits that bind a pair to one occasion rather than to one kind of act."""
BASE = 0.15
"""Likeness of meaning of two clauses that have nothing in common."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """The lists and weights of `event_matching`."""

    near: frozenset[frozenset[str]]
    rare: frozenset[str]
    common: frozenset[str]
    about_one: frozenset[str]
    journeys: frozenset[str]
    spoken: frozenset[str]
    weights: Mapping[str, float]
    join: float
    join_within: float


@functools.cache
def tables() -> Tables:
    """The lists and weights as shipped."""
    t = load("event_matching")
    return Tables(
        near=frozenset(frozenset(pair) for pair in t["near"]), rare=frozenset(t["rare"]), common=frozenset(t["common"]), about_one=frozenset(t["about_one"]),
        journeys=frozenset(t["journeys"]), spoken=frozenset(t["words"]), weights={k: float(v) for k, v in t["weights"].items()},
        join=float(t["join"]), join_within=float(t["join_within"]),
    )


def forbidden(a: Telling, b: Telling) -> str:
    """Why two tellings cannot be of one event; "" when they can."""
    t = tables()
    if a.report == b.report and a.sentence == b.sentence:
        return "one sentence tells both"
    if a.date is not None and b.date is not None and min(a.firm, b.firm) == OWN:
        gap = _gap(a, b)
        days = a.date.precision is Precision.DAY and b.date.precision is Precision.DAY
        shared = (a.actors | a.recipients) & (b.actors | b.recipients)
        open_ = a.sense == b.sense and a.sense in t.rare and not (a.actors and b.actors)
        if gap > 0 and not (days and gap == 1 and a.sense not in t.common and (shared or open_)):
            return "two days"
    for x, y in ((a, b), (b, a)):
        if x.firm == OWN and x.date is not None and y.published is not None and x.date.start > y.published and y.status is not EventStatus.PLANNED and x.status is not EventStatus.PLANNED:
            return "told before it happened"
    if a.sense == b.sense and a.sense in t.journeys and a.goals and b.goals and not a.goals & b.goals and _same_time(a, b) < 1.0:
        return "two journeys"  # on one day it may be from where and where to
    if a.sense in t.about_one and b.sense in t.about_one and a.people and b.people and not a.people & b.people:
        return "two people"
    if a.sense in t.spoken and b.sense in t.spoken and a.bodies and b.bodies and a.body_kinds == b.body_kinds and not a.bodies & (b.around - b.recipients) and not b.bodies & (a.around - a.recipients):
        return "two speakers"
    if a.place is not None and b.place is not None and a.place != b.place and a.place_kind is b.place_kind is ActorKind.PLACE:
        return "two places"
    return ""


def traits(a: Telling, b: Telling, weight: Mapping[str, float], likeness: float) -> dict[str, float]:
    """The traits of a pair; symmetric."""
    t = tables()
    out: dict[str, float] = {"bias": 1.0}
    _what(a, b, t, out)
    _when(a, b, out)
    _who(a, b, t, out)
    if a.place is not None and b.place is not None:
        if a.place == b.place:
            out["one place"] = 1.0
        elif a.place_kind is b.place_kind:
            out["two places"] = 1.0
    shared = a.stems & b.stems
    if shared:
        gain = sum(weight.get(w, 0.5) for w in shared) / (1.0 + math.sqrt(min(len(a.stems), len(b.stems))))
        out["like words"] = min(1.0, gain)
        out["rare word"] = max(weight.get(w, 0.5) for w in shared)
        if "near family" in out or "one family" in out:
            weights = [weight.get(w, 0.5) for w in (a.objects & b.objects) - {event_key(x) for x in (a.lemma, b.lemma)}]
            if weights and max(weights) >= THING:
                out["kindred acts, one thing"] = 1.0
    out["like meaning"] = max(0.0, likeness - BASE) / (1 - BASE)
    things = a.objects & b.objects
    if SPECIFIC.isdisjoint(out) and "rare sense" not in out and not (things and max(weight.get(w, 0.5) for w in things) >= THING) and not a.numbers & b.numbers:
        out["nothing in common but the kind of act"] = 1.0
    if a.numbers and b.numbers:
        out["one figure" if a.numbers & b.numbers else "other figures"] = 1.0
    if a.report == b.report:
        out["one report"] = 1.0
        if a.headline != b.headline and max(a.sentence, b.sentence) <= LEAD:
            out["headline and lead"] = 1.0
        elif abs(a.sentence - b.sentence) == 1:
            out["next sentence"] = 1.0
    elif a.published is not None and b.published is not None:
        weeks = min(LONG, abs((a.published - b.published).days)) / LONG
        out["weeks between"] = weeks
        if a.sense in t.common and not (a.date is not None and b.date is not None and min(a.firm, b.firm) == OWN):
            out["everyday act, weeks between"] = weeks
    if a.status is not b.status:
        statuses = {a.status, b.status}
        out["denied by one" if EventStatus.DENIED in statuses else "planned by one" if EventStatus.PLANNED in statuses else "hypothetical for one"] = 1.0
    return out


def _what(a: Telling, b: Telling, t: Tables, out: dict[str, float]) -> None:
    fa, fb = a.about, b.about
    if a.sense and a.sense == b.sense:
        out["rare sense" if a.sense in t.rare else "common sense" if a.sense in t.common else "one sense"] = 1.0
    elif fa == fb:
        out["one family"] = 1.0
    elif frozenset((fa, fb)) in t.near:
        out["near family"] = 1.0
    elif a.type is b.type:
        out["one type"] = 1.0
    else:
        out["other type"] = 1.0
    if a.lemma == b.lemma:
        out["one verb"] = 1.0


def _gap(a: Telling, b: Telling) -> int:
    """Days between the ranges of two tellings; 0 or less where they overlap."""
    assert a.date is not None and b.date is not None
    return (max(a.date.start, b.date.start) - min(a.date.end, b.date.end)).days


def _same_time(a: Telling, b: Telling) -> float:
    if a.date is None or b.date is None or _gap(a, b) > 0:
        return 0.0
    days = a.date.precision is Precision.DAY and b.date.precision is Precision.DAY
    return 1.0 if days and min(a.firm, b.firm) else 0.5


def _when(a: Telling, b: Telling, out: dict[str, float]) -> None:
    if a.date is None or b.date is None:
        out["a date missing"] = 1.0
        return
    gap, firm = _gap(a, b), min(a.firm, b.firm)
    days = a.date.precision is Precision.DAY and b.date.precision is Precision.DAY
    if gap <= 0:
        name = ("one day" if days else "one time") if firm == OWN else ("one day, one of them carried" if days else "one time, one of them carried") if firm == CARRIED else "one time of news"
        out[name] = 1.0
    elif firm == OWN:
        out["next day"] = 1.0
    else:
        out["other time, one of them carried" if firm == CARRIED else "other time of news"] = min(1.0, gap / 31)


def _who(a: Telling, b: Telling, t: Tables, out: dict[str, float]) -> None:
    if not a.actors or not b.actors:
        out["a doer missing"] = 1.0
    elif a.actors & b.actors:
        out["one doer"] = 1.0
    elif a.heads & b.heads or a.people & b.people:
        out["doers called alike"] = 1.0
    elif a.countries and b.countries:
        out["doers of one country" if a.countries & b.countries else "doers of two countries"] = 1.0
    elif a.kinds == b.kinds == {ActorKind.ARMED_FORCE}:
        out["both troops"] = 1.0
    elif a.bodies and b.bodies:
        out["two named doers"] = 1.0
    else:
        out["two doers"] = 1.0
    if a.recipients and b.recipients:
        if a.recipients & b.recipients:
            out["done to one"] = 1.0
        elif a.recipient_heads & b.recipient_heads:
            out["done to those called alike"] = 1.0
        else:
            out["done to two"] = 1.0
    if (a.actors & b.recipients) or (b.actors & a.recipients):
        out["doer here, sufferer there"] = 1.0
    if a.sense in t.about_one and b.sense in t.about_one and a.people & b.people:
        out["one person"] = 1.0
    both = len(a.around & b.around)
    if both:
        out["names shared"] = both / (1 + min(len(a.around), len(b.around)))
