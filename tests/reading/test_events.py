"""Events: what tells one, who does it to whom, when, and whether it happened."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.reading.events import plover_type
from dragoman.reading.gate import admit
from dragoman.reading.pipeline import parse
from dragoman.reading.readers import Rules
from dragoman.records.documents import PublishedBasis, Report
from dragoman.records.events import EventStatus, EventType
from dragoman.records.times import DateBasis, Precision


@pytest.fixture(scope="module")
def read(nlp):
    """Text to `(text, reading)`, published on Wednesday 16 March 2016."""

    def run(text, published=dt.date(2016, 3, 16)):
        report = Report(id="r", file="r.txt", text=text, published=published, published_basis=PublishedBasis.GIVEN)
        return text, admit(Rules().propose(report, parse(report, nlp)), report)

    return run


def _words(text, reading, ids):
    by_id = {m.id: m.span.of(text) for m in reading.mentions}
    return " | ".join(by_id[i] for i in ids)


TYPES = [
    ("Ruritania deployed 400 soldiers along the border.", "MOBILIZE", "troops"),
    ("Soldiers overthrew President Mora on Friday.", "COERCE", "seize"),
    ("Police rounded up nine members of the opposition.", "COERCE", "arrest"),
    ("General Adu has been under house arrest since Sunday.", "COERCE", "arrest"),
    ("The king declared a state of emergency on Tuesday.", "COERCE", "martial-law"),
    ("The ministry cut off the internet in the whole country.", "COERCE", "censor"),
    ("Troops opened fire on the crowd.", "ASSAULT", "firearms"),
    ("Two villagers died in clashes near the river.", "ASSAULT", None),
    ("Protests broke out in the capital after the vote.", "PROTEST", "demo"),
    ("Thousands took to the streets of Strelsau.", "PROTEST", "demo"),
    ("The two presidents held talks in Strelsau.", "CONSULT", None),
    ("Graustark expelled three diplomats.", "SANCTION", "expel"),
    ("The League condemned the coup.", "ACCUSE", "disapprove"),
    ("The rebels refused to lay down their weapons.", "REJECT", None),
    ("President Mora appealed to Graustark for help.", "REQUEST", "assist"),
    ("The general threatened to close the border.", "THREATEN", None),
    ("The government released forty prisoners on Monday.", "RETREAT", "release"),
    ("The prime minister resigned.", "RESIGN", "resign"),
    ("Parliament appointed Lena Adu as prime minister.", "APPOINT", None),
    ("Ruritania held elections on Sunday.", "ELECTION", None),
    ("Ruritania and Graustark signed a treaty.", "SUPPORT", None),
    ("Graustark sent food and medicine to Ruritania.", "AID", None),
]


@pytest.mark.parametrize(("sentence", "kind", "mode"), TYPES)
def test_types(read, sentence, kind, mode):
    """A plain sentence of each type gives an event of that type and mode."""
    _, reading = read(sentence)
    assert (kind, mode) in [(e.type.value, e.mode) for e in reading.events]


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("Police arrested the editor.", EventStatus.ASSERTED),
        ("Police did not arrest the editor.", EventStatus.DENIED),
        ("Police will arrest the editor.", EventStatus.PLANNED),
        ("Police plan to arrest the editor.", EventStatus.PLANNED),
        ("Police may arrest the editor.", EventStatus.HYPOTHETICAL),
        ("If police arrest the editor, the paper will close.", EventStatus.HYPOTHETICAL),
        ("Police failed to arrest the editor.", EventStatus.DENIED),
        ("Police managed to arrest the editor.", EventStatus.ASSERTED),
    ],
)
def test_status(read, sentence, status):
    """Negation, future, modality and condition change the status and nothing else."""
    _, reading = read(sentence)
    assert [e.status for e in reading.events if e.mode == "arrest"] == [status]


@pytest.mark.parametrize(
    "sentence", ["Graustark will send no troops to Ruritania.", "Graustark would not send troops, its president said."]
)
def test_a_refusal_to_help_is_a_rejection(read, sentence):
    """Help that will not be given is refused, not denied."""
    _, reading = read(sentence)
    assert EventType.REJECT in {e.type for e in reading.events}
    assert EventType.AID not in {e.type for e in reading.events}


@pytest.mark.parametrize(
    ("sentence", "doers", "others"),
    [
        ("Police arrested three protesters on Friday.", "Police", "protesters"),
        ("Three protesters were arrested by police on Friday.", "police", "protesters"),
        ("Soldiers and police attacked the protesters.", "Soldiers | police", "protesters"),
        ("Police entered the house, beat the guards and arrested two soldiers.", "Police", "soldiers"),
    ],
)
def test_who_and_whom(read, sentence, doers, others):
    """Subject and object, in active and passive, shared subjects and lists."""
    text, reading = read(sentence)
    found = [(_words(text, reading, e.actors), _words(text, reading, e.recipients)) for e in reading.events]
    assert any(doers in who and others in whom for who, whom in found), found


def test_relative_clause_takes_its_antecedent(read):
    """ "who" is the noun before it."""
    text, reading = read("General Adu, who overthrew the government in May, met reporters.")
    events = [e for e in reading.events if e.sense == "overthrow"]
    assert ["Adu" in _words(text, reading, e.actors) for e in events] == [True]


def test_content_of_a_speech_act_is_no_event_of_its_own(read):
    """What is refused or threatened did not happen."""
    _, reading = read("Ruritania refused to send soldiers and threatened to close its embassy.")
    assert [e.type for e in reading.events] == [EventType.REJECT, EventType.THREATEN]


def test_aims_are_no_events(read):
    """ "to restore order" says what for."""
    _, reading = read("The king called in soldiers to arrest the plotters.")
    assert all(e.mode != "arrest" for e in reading.events)


def test_date_on_the_verb_beats_dates_elsewhere(read):
    """The date of the vote is not the date of the announcement."""
    _, reading = read("The commission declared Lena Adu the winner of Saturday's election on Tuesday.")
    event = next(e for e in reading.events if e.sense == "win")
    assert event.date is not None
    assert event.date.start == dt.date(2016, 3, 15)


def test_undated_news_gets_the_month_with_its_reason(read):
    """Without a time expression the month of publication is given, and the basis says so."""
    _, reading = read("Police have arrested Lena Adu.")
    date = reading.events[0].date
    assert date is not None
    assert (date.precision, date.basis) == (Precision.MONTH, DateBasis.PUBLICATION)
    assert "no date given" in date.why


def test_a_date_is_carried_through_a_narration(read):
    """A past tense right after a dated one takes its date, as context."""
    _, reading = read("On Monday soldiers stormed the palace. They arrested the king.")
    date = next(e.date for e in reading.events if e.mode == "arrest")
    assert date is not None
    assert (date.start, date.basis) == (dt.date(2016, 3, 14), DateBasis.CONTEXT)


def test_deaths_by_accident_are_nobodys_deed(read):
    """A crash is no assault."""
    _, reading = read("Four passengers were killed when a train derailed near Strelsau.")
    assert {e.type for e in reading.events} <= {EventType.OTHER}


def test_future_cooperation_is_agreement_in_plover(read):
    """PLOVER codes announced cooperation as AGREE; the dossier keeps it as planned."""
    _, reading = read("Ruritania will send food to Graustark.")
    event = reading.events[0]
    assert (event.type, event.status, plover_type(event)) == (EventType.AID, EventStatus.PLANNED, EventType.AGREE)


@pytest.mark.parametrize(
    "text",
    [
        "", "Riot", "Killed.", "arrested arrested arrested", "“He was killed", "🙂 killed 🙂", "قُتل ثلاثة killed three", "Police\narrested\nhim",
        "Police arrested " + "the man and " * 400 + "the woman.",
    ],
)
def test_odd_text_gives_tidy_spans(read, text):
    """Whatever the text: spans inside it, on words, in one line, not too long, and more than the trigger."""
    text, reading = read(text)
    for e in reading.events:
        words = e.span.of(text)
        assert words
        assert "\n" not in words
        assert len(words) <= 600
    assert not [r for r in reading.refusals if r.layer == "events"]


def test_ending_a_fight_is_no_fight(read):
    """Whoever stops clashes does not clash; one noun tells one event however many verbs it has."""
    _, reading = read("Graustark wants to help stop the clashes. Clashes began on Friday and went on for days.")
    assert [e.type for e in reading.events].count(EventType.ASSAULT) == 1


def test_a_demand_with_must(read):
    """ "Must", said by one of another, is a demand on the other."""
    _, reading = read("The minister said that the rebels must leave the town.")
    assert [e.type for e in reading.events] == [EventType.REQUEST]


CROWDS_AND_LEADERS = [
    ("Hundreds of demonstrators burst through the gates of the presidential palace on Sunday.", "PROTEST"),
    ("Farmers surged past police barricades towards the parliament on Monday.", "PROTEST"),
    ("Tens of thousands answered the opposition's call on Saturday.", "PROTEST"),
    ("Mutineers took the prime minister from his residence at dawn on Friday.", "COERCE"),
    ("President Mora was driven to an army camp outside the capital on Thursday.", "COERCE"),
    ("The former minister was brought back to his home on Wednesday.", "RETREAT"),
    ("President Mora slipped out of the country by helicopter on Monday night.", "RETREAT"),
    ("Anna Kessler got 212 votes in the assembly on Friday.", "ELECTION"),
    ("Karl Weber was chosen as prime minister by the lawmakers on Tuesday.", "ELECTION"),
    ("Colonel Duval took the oath as head of state on Monday.", "APPOINT"),
    ("Colonel Duval is to head the transitional government.", "APPOINT"),
    ("The ministry later called the announcement a mistake.", "REJECT"),
    ("Ruritania had no role in the quarrel, its embassy said.", "REJECT"),
    ("The envoy looked tired after a third day of talks in Zenda.", "CONSULT"),
]


@pytest.mark.parametrize(("text", "type_"), CROWDS_AND_LEADERS)
def test_crowds_custody_journeys_votes(read, text, type_):
    """Crowds at buildings, custody, leaders on the move, votes won and oaths tell events whatever the verb."""
    _, reading = read(text)
    assert type_ in {e.type.value for e in reading.events}


@pytest.mark.parametrize(
    "text", ["Anna Kessler left the house at nine.", "The company was based in Zenda and posted a profit.", "They celebrated the new year in Zenda.", "An app was hacked."]
)
def test_everyday_doings_tell_nothing(read, text):
    """Verbs of crisis news used of everyday things tell no event."""
    _, reading = read(text)
    assert reading.events == ()


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Colonel Duval, a veteran of two wars, was sworn in by the chief justice on Monday.", "Colonel Duval was sworn in by the chief justice on Monday"),
        ("Anna Kessler is to head the government.", "Anna Kessler is to head the government"),
    ],
)
def test_labels_are_clauses(read, text, label):
    """A label is a clause in the report's own words, without appositions and relative clauses."""
    _, reading = read(text)
    assert label in [e.label for e in reading.events]


def test_labels_are_short(read):
    """A label ends on a word within ninety characters."""
    _, reading = read("Soldiers arrested " + ", ".join(f"deputy minister number {n} of the cabinet" for n in range(9)) + " on Friday.")
    assert reading.events and all(0 < len(e.label) <= 90 for e in reading.events)


def test_bodies_cited_suffer_nothing(read):
    """Whom a report cites with "according to" is no recipient of what is told."""
    text, reading = read("Nobody died in the coup, according to the junta.")
    assert all("junta" not in _words(text, reading, e.recipients) for e in reading.events)
