"""Reports grouped into incidents, and what an incident came to."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reconciling.incidents import group_reports, link, plain_word, settle_incident
from dragoman.reconciling.losses import count_deaths, settle_losses
from dragoman.records.claims import Figure, Qualifier
from dragoman.records.documents import Report
from dragoman.records.parses import Sentence
from dragoman.records.readings import Reading
from dragoman.records.spans import Span
from dragoman.records.times import DateBasis, DateRange, Precision, TimeExpression

DAY = dt.date(2031, 5, 9)


def report(number: int, headline: str, body: str, published: dt.date | None = DAY) -> Report:
    text = f"{headline}\n\n{body}"
    return Report(id=f"r{number}", file=f"{number}.txt", text=text, body=len(headline) + 2, published=published)


def reading(of: Report, *, figures: tuple[tuple[str, int, str], ...] = (), days: tuple[tuple[str, dt.date], ...] = ()) -> Reading:
    """Sentences at full stops, and figures and days where their words stand."""
    text, sentences, start = of.text, [], 0
    for stop in [i + 1 for i, c in enumerate(text) if c in ".\n"] + [len(text)]:
        if text[start:stop].strip():
            sentences.append(Sentence(start=start, end=stop, first=0, last=0, paragraph=0))
        start = stop

    def place(words: str) -> Span:
        return Span(of.id, text.index(words), text.index(words) + len(words))

    def figure(words: str, value: int, role: str) -> Figure:
        at = place(words)
        row = next(i for i, s in enumerate(sentences) if s.start <= at.start < s.end)
        return Figure(id=words, span=at, number=at, low=value, high=value, qualifier=Qualifier.EXACT, unit="people", what="", role=role, counted="people", sentence=row)

    times = tuple(
        TimeExpression(span=place(w), type="DATE", value=None, range=DateRange(start=d, end=d, precision=Precision.DAY, basis=DateBasis.STATED)) for w, d in days
    )
    return Reading(report=of.id, sentences=tuple(sentences), figures=tuple(figure(*f) for f in figures), times=times)


@pytest.mark.parametrize(
    ("headline", "body", "killed", "injured"),
    [
        ("Man shot dead in Vesk", "A man was killed on Elm Row. Neighbours heard three bangs.", 1, 0),
        ("Girl wounded in Vesk shooting", "She is in stable condition at the harbour hospital.", 0, 1),
        ("Vesk: mother and son found dead", "A neighbour called the guard.", 2, 0),
        ("Baker kills wife, then himself", "The two were found in their house.", 2, 0),
        ("Guard on trial for attempted murder", "The farmer hurt at the fair has recovered.", 0, 1),
        ("New bridge opens", "The mayor cut a ribbon.", 0, 0),
        ("Triple homicide shocks Vesk", "Nobody has been charged.", 3, 0),
    ],
)
def test_tellings_without_figures_are_counted(headline, body, killed, injured):
    """One victim or two are told in words; attempts and quiet news count nobody."""
    r = report(1, headline, body)
    losses = settle_losses([r], [reading(r)])
    assert (losses.killed, losses.injured) == (killed, injured)


def test_a_figure_goes_before_a_telling():
    """The first sentence with a figure decides, its largest figure counts."""
    r = report(1, "Blast at Vesk market", "Four people died and nine were injured. One man had been killed there before.")
    losses = settle_losses([r], [reading(r, figures=(("Four people", 4, "killed"), ("nine", 9, "injured")))])
    assert (losses.killed, losses.injured) == (4, 9)


@pytest.mark.parametrize(
    ("sentence", "dead"),
    [
        ("Miller kills wife, two sons, self", 4),
        ("Mother, 31, and daughter found dead near Vesk", 2),
        ("Double murder in Vesk", 2),
        ("The raid killed one man and wounded three other people.", 1),
        ("Guard held over attempted murders of five teenagers", 0),
        ("The storm killed the mood", 0),
    ],
)
def test_the_dead_are_counted_one_by_one(sentence, dead):
    """A list of people killed is counted, an item one unless it prints a number; the wounded are left out."""
    assert count_deaths(sentence) == dead


def test_who_dies_later_is_not_hurt_as_well():
    """A victim in hospital in the first report and dead in the second counts once."""
    first = report(1, "Boy wounded in Vesk shooting", "He is in critical condition.")
    later = report(2, "Boy dies after Vesk shooting", "He died on Sunday of his wounds.", DAY + dt.timedelta(days=3))
    settled = settle_incident([first, later], [reading(first), reading(later)])
    assert (settled.killed, settled.injured) == (1, 0)
    assert settled == settle_incident([first, later], [reading(first), reading(later)])


def test_the_day_comes_from_what_reports_name():
    """Days after the first publication cannot be meant; without any named day the first publication stands, and says so."""
    r = report(1, "Man shot dead in Vesk", "He was killed on Thursday. A wake is held on 12 May.")
    days = (("Thursday", dt.date(2031, 5, 8)), ("12 May", dt.date(2031, 5, 12)))
    named = settle_incident([r], [reading(r, days=days)]).date
    assert named is not None and named.start == dt.date(2031, 5, 8)
    bare = settle_incident([r], [reading(r)]).date
    assert bare is not None and bare.start == DAY and "no report names a day" in bare.why
    undated = report(2, "Man shot dead", "He was killed.", None)
    assert settle_incident([undated], [reading(undated)]).date is None


def texts() -> list[Report]:
    return [
        report(1, "Ferry sinks off Vesk", "The ferry Marigold sank off Vesk with its captain Oda Brun."),
        report(2, "Captain Brun of sunken ferry found", "Oda Brun, captain of the Marigold, was found near Vesk."),
        report(3, "Orlia votes for a new assembly", "Polling stations in Orlia closed at dusk; Ilsa Trent leads the count."),
        report(4, "Trent ahead as Orlia counts votes", "Ilsa Trent is ahead in the vote for the assembly of Orlia."),
    ]


def test_reports_of_one_incident_share_a_group():
    """Rare words in common join; the order of reports does not matter."""
    groups = group_reports(texts(), [])
    assert groups["r1"] == groups["r2"] != groups["r3"] == groups["r4"]
    assert groups == group_reports(texts()[::-1], [])


def test_empty_reports_stand_alone():
    """A report without words joins nothing, and no reports give no groups."""
    assert group_reports([], []) == {}
    alone = group_reports([report(1, "", ""), report(2, "", "")], [])
    assert len(set(alone.values())) == 2


def test_average_link_waits_for_the_average():
    """A third item joins only when its average to both is high enough."""
    assert sorted(link(3, {(0, 1): 0.9, (1, 2): 0.5, (0, 2): 0.0}, 0.3)) == [[0, 1], [2]]
    assert sorted(link(3, {(0, 1): 0.9, (1, 2): 0.5, (0, 2): 0.2}, 0.3)) == [[0, 1, 2]]


@pytest.mark.parametrize(("word", "plain"), [("Brun’s", "brun"), ("wounds", "wound"), ("press", "press"), ("bus", "bus")])
def test_plain_word(word, plain):
    """Possessives and plurals fall together."""
    assert plain_word(word) == plain
