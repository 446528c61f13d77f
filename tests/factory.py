"""Dossiers and their parts for tests, about invented countries; every span is found by its words."""

from __future__ import annotations

import dataclasses
import datetime as dt

from dragoman.records.claims import Hedge, Polarity, Qualifier, QuoteKind
from dragoman.records.documents import Furniture, Input, InputState, PublishedBasis
from dragoman.records.dossiers import (
    FORMAT,
    AccountView,
    ActorView,
    AlignedPair,
    Counts,
    Coverage,
    Damage,
    DateView,
    Dossier,
    EventView,
    FigureView,
    FindingView,
    HeldView,
    LeftOut,
    PlaceView,
    QuoteView,
    RefusalView,
    RelationView,
    ReportView,
    Variant,
)
from dragoman.records.events import EventStatus, EventType
from dragoman.records.findings import FindingStatus, Part, Relation
from dragoman.records.mentions import ActorKind
from dragoman.records.relations import DateSense, RelationKind
from dragoman.records.spans import Span
from dragoman.records.times import DateBasis, Precision

TEXTS = {
    "r1": (
        "Velmark sends soldiers to Orsenna",
        "President Ilya Brandt said on Tuesday that Velmark had sent about 1,800 soldiers to Orsenna.\n"
        "\u201cWe will not leave our neighbours alone with armed bandits,\u201d Brandt told the council. "
        "At least 40 people were killed in Port Sela, the health ministry said.\n"
        "Mr Brandt called the unrest an attack planned abroad. Markets in the capital were closed.",
    ),
    "r2": (
        "Orsenna: foreign troops arrive",
        "Nearly 2,500 Velmark troops landed in Orsenna on 9 March, according to the opposition Civic Front.\n"
        "\u201cWe shall not abandon the neighbours to bandits with arms,\u201d said the Velmark leader. The sheet of the sea was Selled.\n"
        "Residents of Port Sela said the protest began over the price of bread. The ministry put the dead at 40 \U0001f56f.",
    ),
    "r3": (
        "Toll in Port Sela rises <script>window.__pwned=1</script>",
        "The health ministry raised the number of dead in Port Sela to 64 on Friday, of whom 9 were policemen.\n"
        "The Civic Front denied that its members had fired on anybody. A ceasefire may be signed in April.\n"
        "=HYPERLINK(\"http://x\") <img src=x onerror=\"window.__pwned=1\"> stood in the feed.",
    ),
}
OUTLETS = {"r1": "Velmark Courier", "r2": "Harbour Post", "r3": "The <b>Lantern</b>"}


def span(report: str, words: str, nth: int = 0) -> Span:
    """The place of the words in a report of the rich dossier."""
    text = _text(report)
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(report, at, at + len(words))


def _text(report: str) -> str:
    return "\n\n".join(TEXTS[report])


def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    out, start = [], 0
    for at, c in enumerate(text):
        ends = c == "\n" or (c in ".\u201d" and text[at + 1 : at + 2] in (" ", "\n", "") and text[at - 1] not in ",")
        if ends:
            end = at if c == "\n" else at + 1
            if text[start:end].strip():
                out.append((start + len(text[start:end]) - len(text[start:end].lstrip()), end))
            start = at + 1
    return tuple(out)


def report(i: str, **changes: object) -> ReportView:
    text = _text(i)
    made = ReportView(
        id=i,
        file=f"{i}.txt",
        outlet=OUTLETS[i],
        origin="o1" if i != "r3" else "o2",
        origin_why="" if i != "r2" else "Shares most of its wording with r1.txt.",
        wire=None,
        url="https://courier.example/1" if i == "r1" else "javascript:alert(1)",
        title=TEXTS[i][0],
        byline=None,
        dateline=None,
        published=dt.date(2031, 3, 9 + int(i[1])),
        published_basis=PublishedBasis.INFERRED if i == "r2" else PublishedBasis.STATED,
        published_why="The dateline gives the day.",
        language="en",
        truncated=False,
        text=text,
        sentences=_sentences(text),
        damage=(),
    )
    if i == "r2":
        at = text.index("The sheet of the sea")
        made = dataclasses.replace(made, damage=(Damage(start=at, end=text.index("Selled.") + 7, why="\u201cSelled\u201d is no English word."),))
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]


def actor(i: str, name: str, kind: ActorKind, *mentions: Span, why: tuple[str, ...] = (), roles: tuple[str, ...] = ()) -> ActorView:
    return ActorView(id=i, name=name, kind=kind, country=None, roles=roles, mentions=mentions, why=why)


def figure(i: str, what: str, low: float | None, high: float | None, qualifier: Qualifier, at: Span, **more: object) -> FigureView:
    fields = {"unit": "people", "said_by": None, "as_of": None} | more
    return FigureView(
        id=i, what=what, low=low, high=high, qualifier=qualifier, report=at.report, start=at.start, end=at.end, **fields  # type: ignore[arg-type]
    )


def event(i: str, kind: EventType, label: str, *mentions: Span, **more: object) -> EventView:
    fields: dict[str, object] = {
        "mode": None,
        "actors": (),
        "recipients": (),
        "date": None,
        "place": None,
        "status": EventStatus.ASSERTED,
        "differs": (),
        "why": "",
    }
    return EventView(id=i, type=kind, label=label, mentions=mentions, **(fields | more))  # type: ignore[arg-type]


def quote(i: str, speaker: str | None, at: Span, **more: object) -> QuoteView:
    fields: dict[str, object] = {"direct": True, "kind": QuoteKind.DIRECT, "cue": None, "same_as": (), "why": "Subject of the verb of saying.", "variants": ()}
    return QuoteView(id=i, speaker=speaker, report=at.report, start=at.start, end=at.end, **(fields | more))  # type: ignore[arg-type]


def held(at: Span, holder: str | None = None, hedge: Hedge = Hedge.NONE, polarity: Polarity = Polarity.AFFIRMED) -> HeldView:
    return HeldView(report=at.report, start=at.start, end=at.end, holder=holder, hedge=hedge, polarity=polarity)


def coverage(*inputs: Input, **more: object) -> Coverage:
    states = [i.state for i in inputs]
    counts = Counts(
        found=len(states),
        used=states.count(InputState.USED),
        duplicates=states.count(InputState.DUPLICATE),
        skipped=states.count(InputState.SKIPPED),
        failed=states.count(InputState.FAILED),
    )
    fields: dict[str, object] = {"sentences_read": 0, "sentences_without_items": 0, "left_out": (), "refusals": ()}
    return Coverage(counts=counts, inputs=inputs, **(fields | more))  # type: ignore[arg-type]


def empty_dossier() -> Dossier:
    """A dossier in which nothing was found."""
    return Dossier(
        format=FORMAT,
        title="Nothing found",
        reports=(),
        actors=(),
        figures=(),
        findings=(),
        events=(),
        quotes=(),
        accounts=(),
        timeline=(),
        in_short=(),
        coverage=coverage(),
    )


def rich_dossier() -> Dossier:
    """Three reports with every kind of item, markup in titles and text, and a character outside the basic plane."""
    left = span("r1", "We will not leave our neighbours alone with armed bandits,")
    right = span("r2", "We shall not abandon the neighbours to bandits with arms,")
    pairs = [
        ("We", "We"),
        ("will", "shall"),
        ("not", "not"),
        ("leave", "abandon"),
        ("our", "the"),
        ("neighbours", "neighbours"),
        ("alone", None),
        ("with", "to"),
        ("armed", None),
        ("bandits", "bandits"),
        (None, "with arms"),
    ]

    def within(outer: Span, words: str | None) -> Span | None:
        if words is None:
            return None
        at = outer.start + outer.of(_text(outer.report)).index(words)
        return Span(outer.report, at, at + len(words))

    forward = tuple(AlignedPair(this=within(left, a), other=within(right, b)) for a, b in pairs)
    backward = tuple(AlignedPair(this=p.other, other=p.this) for p in forward)
    march = DateView(
        start=dt.date(2031, 3, 9), end=dt.date(2031, 3, 9), precision=Precision.DAY, basis="\u201con 9 March\u201d", rests_on=DateBasis.STATED
    )
    tuesday = DateView(
        start=dt.date(2031, 3, 4),
        end=dt.date(2031, 3, 10),
        precision=Precision.WEEK,
        basis="Counted from an inferred day of publication.",
        rests_on=DateBasis.INFERRED,
    )
    april = DateView(start=dt.date(2031, 4, 1), end=dt.date(2031, 4, 30), precision=Precision.MONTH, basis="\u201cin April\u201d")
    return Dossier(
        format=FORMAT,
        title="Orsenna & Velmark",
        reports=tuple(report(i) for i in TEXTS),
        actors=(
            actor(
                "actor-brandt",
                "Ilya Brandt",
                ActorKind.PERSON,
                span("r1", "Ilya Brandt"),
                span("r1", "Brandt", 1),
                span("r1", "Mr Brandt"),
                span("r2", "the Velmark leader"),
                why=("\u201cthe Velmark leader\u201d: the only person with that office in the reports.",),
                roles=("president",),
            ),
            actor("actor-velmark", "Velmark", ActorKind.COUNTRY, span("r1", "Velmark"), span("r2", "Velmark")),
            actor("actor-orsenna", "Orsenna", ActorKind.COUNTRY, span("r1", "Orsenna"), span("r2", "Orsenna")),
            actor("actor-front", "Civic Front", ActorKind.ORGANISATION, span("r2", "Civic Front"), span("r3", "The Civic Front")),
            actor("actor-ministry", "health ministry", ActorKind.ORGANISATION, span("r1", "the health ministry"), span("r3", "The health ministry")),
            actor("actor-sela", "Port Sela", ActorKind.PLACE, span("r1", "Port Sela"), span("r2", "Port Sela"), span("r3", "Port Sela")),
        ),
        figures=(
            figure("figure-1800", "soldiers sent", 1750, 1850, Qualifier.ABOUT, span("r1", "about 1,800 soldiers"), said_by="actor-brandt"),
            figure("figure-2500", "soldiers sent", 2250, 2500, Qualifier.ALMOST, span("r2", "Nearly 2,500 Velmark troops"), said_by="actor-front"),
            figure("figure-40", "people killed", 40, None, Qualifier.AT_LEAST, span("r1", "At least 40 people"), said_by="actor-ministry"),
            figure("figure-40b", "people killed", 40, 40, Qualifier.EXACT, span("r2", "40"), as_of=dt.date(2031, 3, 9)),
            figure("figure-64", "people killed", 64, 64, Qualifier.EXACT, span("r3", "64"), said_by="actor-ministry", as_of=dt.date(2031, 3, 14)),
            figure("figure-9", "policemen killed", 9, 9, Qualifier.EXACT, span("r3", "9")),
        ),
        findings=(
            FindingView(
                id="finding-troops",
                about="soldiers sent to Orsenna",
                figures=("figure-1800", "figure-2500"),
                status=FindingStatus.DISAGREE,
                current=None,
                parts=(),
                why="Ranges 1,750 to 1,850 and 2,250 to 2,500 do not meet.",
                origins=1,
            ),
            FindingView(
                id="finding-dead",
                about="people killed in Port Sela",
                figures=("figure-40", "figure-40b", "figure-64"),
                status=FindingStatus.UPDATED,
                current="figure-64",
                parts=(Part(whole="figure-64", part="figure-9"),),
                why="64 is told for a later day than 40.",
                origins=2,
            ),
            FindingView(
                id="finding-police",
                about="policemen killed",
                figures=("figure-9",),
                status=FindingStatus.SINGLE_ORIGIN,
                current="figure-9",
                parts=(),
                why="Only one origin gives a figure.",
                origins=1,
            ),
        ),
        events=(
            event(
                "event-land",
                EventType.MOBILIZE,
                "Velmark troops land in Orsenna",
                span("r1", "Velmark had sent about 1,800 soldiers to Orsenna"),
                span("r2", "Nearly 2,500 Velmark troops landed in Orsenna on 9 March"),
                mode="troops",
                actors=("actor-velmark",),
                recipients=("actor-orsenna",),
                date=march,
                place=PlaceView(actor="actor-orsenna", name="Orsenna"),
                differs=("r1.txt gives no day; r2.txt says 9 March.",),
                why="Same doer, same place, same kind of act.",
            ),
            event("event-protest", EventType.PROTEST, "protest in Port Sela over the price of bread", span("r2", "the protest began over the price of bread"), date=tuesday),
            event("event-fire", EventType.ASSAULT, "members of the Civic Front fire", span("r3", "its members had fired on anybody"), status=EventStatus.DENIED, said_by=("actor-front",)),
            event("event-cease", EventType.AGREE, "ceasefire may be signed", span("r3", "A ceasefire may be signed in April"), status=EventStatus.HYPOTHETICAL, date=april),
            event("event-closed", EventType.OTHER, "Markets closed", span("r1", "Markets in the capital were closed")),
        ),
        quotes=(
            quote("quote-l", "actor-brandt", left, same_as=("quote-r",), variants=(Variant(quote="quote-r", score=0.81, why="Same speaker and content.", pairs=forward),)),
            quote("quote-r", "actor-brandt", right, same_as=("quote-l",), variants=(Variant(quote="quote-l", score=0.81, why="Same speaker and content.", pairs=backward),)),
            quote("quote-i", "actor-brandt", span("r1", "Velmark had sent about 1,800 soldiers to Orsenna"), direct=False, kind=QuoteKind.INDIRECT),
        ),
        accounts=(
            AccountView(
                id="account-cause",
                about="what the unrest was about",
                statements=(
                    held(span("r1", "the unrest an attack planned abroad"), "actor-brandt", Hedge.ALLEGED),
                    held(span("r2", "the protest began over the price of bread")),
                    held(span("r3", "its members had fired on anybody"), "actor-front", Hedge.NONE, Polarity.DENIED),
                ),
                relation=Relation.CONTRADICTS,
                why="An attack from abroad and a protest over bread exclude each other as the cause.",
            ),
        ),
        relations=(
            RelationView(
                id="relation-office",
                subject="actor-brandt",
                relation=RelationKind.HOLDS_OFFICE,
                object=None,
                object_name="Orsenna",
                value="prime minister",
                date=april,
                date_says=DateSense.SINCE,
                report="r1",
                start=left.start,
                end=left.end,
                mentions=(left, right),
                differs=("2.txt says 2014, not 2031-04",),
            ),
        ),
        timeline=("event-protest", "event-land", "event-cease", "event-fire", "event-closed"),
        in_short=(),
        coverage=coverage(
            Input(file="r1.txt", state=InputState.USED, report="r1", sha256="ab" * 32, size=512, language="en"),
            Input(file="r2.txt", state=InputState.USED, report="r2", sha256="cd" * 32, size=498, language="en"),
            Input(file="r3.txt", state=InputState.USED, report="r3", sha256="ef" * 32, size=470, language="en"),
            Input(file="copy.txt", state=InputState.DUPLICATE, report="r1", reason="same outlet and text as r1.txt"),
            Input(file="notes.pdf", state=InputState.SKIPPED, reason="unsupported kind of file (.pdf)"),
            Input(file="broken.html", state=InputState.FAILED, reason="more than 30 seconds"),
            sentences_read=16,
            sentences_without_items=3,
            left_out=(LeftOut(file="r1.txt", items=(Furniture(words="Share this story", reason="share line"), Furniture(words="7 + 4 =", reason="captcha"))),),
            refusals=(RefusalView(file="r3.txt", layer="quotes", words="x", reason="the words do not stand in the text"),),
        ),
    )


def many_reports(number: int) -> Dossier:
    """As many reports as asked, each with its own toll and a few events, and one finding over all of them."""
    base = empty_dossier()
    reports, figures, events, actors = [], [], [], []
    for n in range(number):
        text = f"Report {n} from Tarn\n\nThe ford at Tarn was closed on day {n}. Guards counted {n + 3} boats at mill {n}. A crowd gathered at gate {n}."
        made = dataclasses.replace(report("r1"), id=f"m{n}", file=f"m{n}.txt", outlet=f"Gazette {n}", origin=f"g{n}", title=f"Report {n} from Tarn")
        made = dataclasses.replace(made, text=text, sentences=_sentences(text), damage=(), url=None)
        reports.append(made)
        counted = f"{n + 3} boats"
        at = text.index(counted)
        figures.append(figure(f"figure-m{n}", "boats counted", n + 3, n + 3, Qualifier.EXACT, Span(made.id, at, at + len(counted)), unit="boats"))
        for k, words in enumerate((f"The ford at Tarn was closed on day {n}", f"A crowd gathered at gate {n}", f"Guards counted {n + 3} boats")):
            at = text.index(words)
            day = dt.date(2031, 1 + n % 12, 1 + k)
            date = DateView(start=day, end=day, precision=Precision.DAY, basis="told so")
            events.append(event(f"event-m{n}-{k}", EventType.PROTEST, words, Span(made.id, at, at + len(words)), date=date))
        at = text.index("Guards")
        actors.append(actor(f"actor-m{n}", f"Guards of mill {n}", ActorKind.GROUP, Span(made.id, at, at + 6)))
    finding = FindingView(
        id="finding-all",
        about="boats at Tarn",
        figures=tuple(f.id for f in figures),
        status=FindingStatus.DISAGREE,
        current=None,
        parts=(),
        why="No two counts are the same.",
        origins=number,
    )
    return dataclasses.replace(
        base,
        title="Tarn",
        reports=tuple(reports),
        figures=tuple(figures),
        events=tuple(events),
        actors=tuple(actors),
        findings=(finding,),
        timeline=tuple(e.id for e in sorted(events, key=lambda e: e.date.start if e.date else dt.date.max)),
        coverage=coverage(*(Input(file=r.file, state=InputState.USED, report=r.id) for r in reports)),
    )
