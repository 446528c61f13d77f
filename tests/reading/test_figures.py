"""Figures: what is counted, what happens to it, who says so."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.figures import find_figures
from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.records.documents import Report


@pytest.fixture
def figures(nlp):
    """Figures of a text by an invented outlet, published on 6 May 2031, with the words they span."""

    def read(text):
        report = Report(id="r1", file="x.txt", text=text, published=dt.date(2031, 5, 6))
        reading = Rules().propose(report, parse(report, nlp))
        return [(f.span.of(text), f) for f in reading.figures]

    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 23 farmers have been shot dead in Vesk since the coup.", [("At least 23 farmers", "killed")]),
        ("The toll rose to 41 on Tuesday, with 310 wounded and more than 1,100 detained.", [("41", "killed"), ("310 wounded", "injured"), ("more than 1,100 detained", "arrested")]),
        ("The storm has left at least 75 people dead and 900 more hurt.", [("at least 75 people dead", "killed"), ("900 more hurt", "injured")]),
        ("2 dead, 3 wounded in Vesk market blast", [("2 dead", "killed"), ("3 wounded", "injured")]),
        ("The flood has cost 64 lives, the governor said.", [("64 lives", "killed")]),
        ("State radio put the dead at no fewer than 13.", [("no fewer than 13", "killed")]),
        ("The ministry speaks of 2,000 arrests.", [("2,000 arrests", "arrested")]),
        ("Six other people were arrested.", [("Six other people", "arrested")]),
        ("Orlia sent some 2,500 troops to Vesk.", [("some 2,500 troops", "deployed")]),
        ("The Orlian force is more than 1,000 strong.", [("more than 1,000 strong", "deployed")]),
        ("About 75,000 refugees have crossed into Orlia.", [("About 75,000 refugees", "displaced")]),
        ("Some 400,000 people are displaced.", [("Some 400,000 people", "displaced")]),
        ("She won 64.27% of the votes.", [("64.27% of the votes", "share")]),
        ("Orlia offered a $1.5 billion loan.", [("$1.5 billion loan", "money")]),
        ("He has ruled for 14 years.", [("14 years", "duration")]),
        ("Two gunmen killed five miners.", [("Two gunmen", "count"), ("five miners", "killed")]),
        ("Vesk is a city of 250,000.", [("250,000", "population")]),
        ("This was the eighth coup in the region.", [("the eighth coup", "count")]),
        ("The dead could be up to ten times the official 92.", [("up to ten times", "times"), ("the official 92", "killed")]),
    ],
)
def test_roles(figures, text, expected):
    """Verb, noun or state beside the figure tells what happens to the counted; the doer of a killing is not among the killed."""
    assert [(words, f.role) for words, f in figures(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Article 4 of the treaty was invoked.",
        "Council resolution 2202 was read out.",
        "They spoke again this Monday (10).",
        "On 12 June 2031 it rained at 10:30.",
        "General Pask, 57, has a third term.",
        "The girl of 4 came from Channel 24.",
        "22 − 13 =",
        "Warning: missing key in index.php on line 652",
        "One day, at one point, one of them sang.",
        "Call 0207 946 0018 or 555-0142.",
        "Bread was dear in 1998.",
        "Ferries left two years ago.",
    ],
)
def test_what_is_no_figure(figures, text):
    """Dates, articles, ages, times of day, sums, telephone numbers and idioms count nothing."""
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "low", "high", "qualifier"),
    [
        ("About 30 goats died.", 30, 30, "about"),
        ("Almost 30 goats died.", 30, 30, "almost"),
        ("More than 30 goats died.", 30, None, "more-than"),
        ("Just over 30 goats died.", 30, None, "more-than"),
        ("No fewer than 30 goats died.", 30, None, "at-least"),
        ("Thirty or more goats died.", 30, None, "at-least"),
        ("Up to 30 goats died.", None, 30, "up-to"),
        ("As many as 30 goats died.", None, 30, "up-to"),
        ("Fewer than 30 goats died.", None, 30, "fewer-than"),
        ("Between 30 and 40 goats died.", 30, 40, "range"),
        ("Dozens of goats died.", 24, 99, "dozens"),
        ("A dozen goats died.", 12, 12, "about"),
        ("Exactly 30 goats died.", 30, 30, "exact"),
    ],
)
def test_qualifiers(figures, text, low, high, qualifier):
    """A bound leaves the other side open."""
    ((_, f),) = figures(text)
    assert (f.low, f.high, f.qualifier.value) == (low, high, qualifier)


def test_a_part_leads_to_its_whole(figures):
    """"Of them", "including" and rows of a list count a part of what was told before."""
    (_, whole), (_, part) = figures("So far 164 people have died, only 16 of them police.")
    assert part.part_of == whole.id and part.scope == ("security",)
    rows = figures("Storm kills 40 in Orlia\n\nBy province:\n\nTarsk – 30 dead;\nVesk Province – 10.")
    assert [(f.role, f.row) for _, f in rows] == [("killed", False), ("killed", True), ("killed", True)]
    assert {f.part_of for _, f in rows[1:]} == {rows[0][1].id}
    _, (_, child) = figures("The blast killed 12, including four children.")
    assert child.role == "killed" and child.part_of


def test_a_figure_that_was_taken_back_is_marked(figures):
    """A later sentence that withdraws the figures marks those told before; a denial of something else does not."""
    ((_, denied), *_) = figures("Officials counted 64 dead. An hour later the ministry denied the figures.")
    assert denied.withdrawn
    ((_, stands), *_) = figures("Officials counted 64 dead. The ministry denied that it had ordered the raid.")
    assert not stands.withdrawn


def test_as_of_is_the_day_beside_the_figure_or_the_day_of_publication(figures):
    """A date beside the figure counts; else the report's own day."""
    ((_, told), *_) = figures("Ten miners were killed on 2 May 2031.")
    assert told.as_of is not None and told.as_of.end == dt.date(2031, 5, 2) and told.dated
    ((_, untold), *_) = figures("Ten miners were killed.")
    assert untold.as_of is not None and untold.as_of.end == dt.date(2031, 5, 6) and not untold.dated


@pytest.mark.parametrize("text", ["", "5", "“", "5 “ of", "at least", "of whom 3", "– 3", "half of", "🙂 12 🙂 dead", "12 killed 13 killed", "9" * 300 + " dead"])
def test_broken_text_costs_nothing(nlp, text):
    """Fragments give figures inside the text or none, and never an error."""
    report = Report(id="r1", file="x.txt", text=text)
    for f in find_figures(report, parse(report, nlp), (), (), ()):
        assert 0 <= f.span.start < f.span.end <= len(text)


def test_a_day_of_saying_is_no_day_of_happening(figures):
    """ "Killed on Sunday" dates the deaths, "said on Sunday" the claim."""
    ((_, killed),) = figures("Security forces killed 90 people on Sunday.")
    ((_, said),) = figures("The governor said on Sunday that 90 people had been killed.")
    assert (killed.happened, killed.cumulative) == (True, False)
    assert (said.happened, said.as_of) == (False, killed.as_of)


def test_a_share_has_an_owner_and_turnout_is_no_share(figures):
    """Two candidates' shares are two quantities; turnout is a third."""
    found = figures("Ilsa Trent won 56 percent of the vote on a turnout of 84 percent.")
    assert [(f.role, f.owner is not None) for _, f in found] == [("share", True), ("turnout", False)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("The union says 3,000 people marched; the police put them at 800.", [3000, 800]),
        ("Over 90 miners were freed, a guard said; an envoy put them at 120 and one paper at 135.", [90, 120, 135]),
        ("Some 300 houses burned. The governor gives the figure of 410.", [300, 410]),
        ("The storm injured 84 people in Vesk. Earlier counts had put the injured at 42.", [84, 42]),
    ],
)
def test_a_bare_number_set_beside_a_figure_counts_the_same(figures, text, values):
    """Rival estimates take over noun, role and people from the figure that they are set against."""
    found = [f for _, f in figures(text)]
    assert [f.low for f in found] == values
    assert all(f.rival_of and f.what == found[0].what and f.role == found[0].role for f in found[1:])


@pytest.mark.parametrize("text", ["Some 300 sheep drowned. The union put the lost cattle at 40.", "More than 90 cases were opened. The troops, whose number he gives as 2,030, left."])
def test_a_tally_that_names_its_own_noun_is_no_rival(figures, text):
    """What the words before the number name is what it counts."""
    assert not any(f.rival_of for _, f in figures(text))


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Forty people were taken to the main hospital of Vesk.", "injured"),
        ("Eleven officers arrested in the raid were released on Monday.", "released"),
        ("Firemen worked to free five people.", "count"),
        ("There were two deaths, and 84 people have been taken to hospital.", "injured"),
        ("Some 1,000 men gathered at the gate of the mill.", "attending"),
    ],
)
def test_the_verb_of_the_sentence_tells(figures, text, role):
    """Hospital counts as hurt, the main verb goes before a participle, and what is yet to be done is not told as done."""
    assert figures(text)[-1][1].role == role


@pytest.mark.parametrize(
    ("text", "matter"),
    [
        ("The generals want a three-year transition.", "transition"),
        ("They agreed on a truce of ten days.", "truce"),
        ("Orlia will observe three days of national mourning.", "mourning"),
        ("The state of emergency was extended for three months.", "emergency"),
        ("The generals want three years.", "ask"),
        ("The country owes 40 billion dollars to lenders abroad.", "debt"),
    ],
)
def test_lengths_and_sums_have_a_matter(figures, text, matter):
    """What a length of time or a sum is about is told by the noun it hangs on, or by a verb of asking."""
    assert figures(text)[0][1].matter == matter


@pytest.mark.parametrize("text", ["Photo 3 of 25 photos", "List of 4 items", "There are three answers.", "Two brothers met him.", "Not one dead, says the junta."])
def test_furniture_and_trifles_are_no_figures(figures, text):
    """What a page says of itself and small counts of nothing that matters are left out."""
    assert figures(text) == []


@pytest.mark.parametrize(
    ("text", "low", "unit"),
    [
        ("Vesk lies 15km from the sea.", 15, "kilometres"),
        ("It owes 50.000 million dollars.", 50e9, "USD"),
        ("They found Rs. 1.78 crore in the safe.", 17.8e6, "rupee"),
        ("The number of injured has gone up to 103.", 103, "people"),
        ("Prices rose by 3,5 percent.", 3.5, "percent"),
    ],
)
def test_notations(figures, text, low, unit):
    """Units printed right behind digits, points and commas of other countries, and "up to" after a verb of rising."""
    figure = figures(text)[0][1]
    assert (figure.low, figure.unit) == (low, unit)


def test_what_somebody_takes_back_is_withdrawn(figures):
    """A pronoun stands for the words of the sentence before."""
    found = figures("A surgeon spoke of nine dead. He withdrew that on Friday.")
    assert [f.withdrawn for _, f in found] == [True]


@pytest.mark.parametrize(
    ("text", "owners"),
    [
        ("With most votes counted, Ana Velm had 45.3% and her rival, the former mayor Oran Bel, 38.2%.", ["Ana Velm", "Oran Bel"]),
        ("Ana Velm has 46.8% of the votes against 36.8% for Oran Bel.", ["Ana Velm", "Oran Bel"]),
    ],
)
def test_who_has_the_share(nlp, text, owners):
    """A share belongs to the name beside it, else to the subject of the verb of gaining."""
    report = Report(id="r1", file="x.txt", text=text, published=dt.date(2031, 5, 6))
    reading = Rules().propose(report, parse(report, nlp))
    names = {m.id: m.name for m in reading.mentions}
    assert [names.get(f.owner, "") for f in reading.figures if f.role in ("share", "votes") and f.low and f.low < 50] == owners


@pytest.mark.parametrize("text", ["At least 715 people have been hurt since the disputed poll of 20 April.", "Seven people have died since the vote of April 20."])
def test_since_is_no_day_of_the_happening(figures, text):
    """A count since a day is claimed for the day of the report."""
    ((_, figure),) = figures(text)
    assert figure.as_of.end == dt.date(2031, 5, 6)
    assert figure.since is not None and figure.since.start == dt.date(2031, 4, 20)


def test_a_time_behind_a_number_is_not_counted(figures):
    """ "32 last week" are not weeks, and what they are is what the number before them counts."""
    found = figures("Doctors say 38 people have died; the government put the number at 32 last week.")
    assert [(f.role, f.low) for _, f in found] == [("killed", 38), ("killed", 32)]


def test_they_were_fewer(figures):
    """A bare number said of "they" counts those of the sentence before."""
    found = figures("An official denied that 100 people had been killed. They were not more than 46, he said.")
    assert [f.role for _, f in found] == ["killed", "killed"]
