"""What the page shows, worked out: rows of words, marks and positions, without any markup."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any
from urllib.parse import urlsplit

from dragoman.export import badges
from dragoman.export.badges import Badge
from dragoman.export.strips import Axis, Bar, Place, figure_axis, stretch_of
from dragoman.records.claims import Qualifier, QuoteKind
from dragoman.records.documents import Input
from dragoman.records.dossiers import (
    AccountView,
    ActorView,
    Coverage,
    Dossier,
    EventView,
    FigureView,
    FindingView,
    QuoteView,
    RelationView,
    ReportView,
    SummaryLine,
)
from dragoman.records.events import EventType
from dragoman.records.findings import FindingStatus, Relation
from dragoman.records.relations import RelationKind
from dragoman.records.spans import Span
from dragoman.records.times import DateBasis, Precision
from dragoman.text.wording import one_line, say_count, say_date, say_list, say_value, sentence_case, shorten, stands_alone

_PRONOUNS = frozenset(
    (
        *("i", "me", "my", "mine", "we", "us", "our", "ours", "you", "your", "yours", "he", "him", "his", "she", "her", "hers", "it", "its"),
        *("they", "them", "their", "theirs", "who", "whom", "whose", "which", "that", "this", "these", "those", "one"),
        *("himself", "herself", "itself", "themselves", "ourselves", "myself"),
    )
)
_ACTOR_EVIDENCE = 40
"""Mentions of one actor that the page leads to; all of them are in mentions.csv."""
_ROWS_OF_FINDING = 10
_FINDING_ORDER = (
    FindingStatus.RETRACTED,
    FindingStatus.DISAGREE,
    FindingStatus.UPDATED,
    FindingStatus.SCOPE,
    FindingStatus.ROUNDING,
    FindingStatus.AGREE,
    FindingStatus.SINGLE_ORIGIN,
)
_RELATION_ORDER = (Relation.CONTRADICTS, Relation.DIFFERS, Relation.COMPATIBLE, Relation.AGREE)
_QUOTE_ORDER = {QuoteKind.DIRECT: 0, QuoteKind.MIXED: 1, QuoteKind.INDIRECT: 2}
_SAFE_URL = re.compile(r"https?://[^\s\x00-\x1f\x7f\"'<>\\]+\Z")


_TOLD = {
    RelationKind.HOLDS_OFFICE: "{} of",
    RelationKind.HELD_OFFICE: "once {} of",
    RelationKind.TOOK_OFFICE: "became {} of",
    RelationKind.LEADS: "leads",
    RelationKind.MEMBER_OF: "member of",
    RelationKind.PART_OF: "{} of",
    RelationKind.FOUNDED: "founded by",
    RelationKind.REORGANISED: "{} by",
    RelationKind.DISSOLVED: "dissolved by",
    RelationKind.RELATIVE_OF: "{} of",
    RelationKind.SUCCEEDED: "succeeded",
    RelationKind.OWNED_BY: "owned by",
    RelationKind.SEAT_IN: "has its seat in",
    RelationKind.CAPITAL_OF: "capital of",
    RelationKind.ALSO_CALLED: "also called {}",
}
"""How a relation is told before its object; the last word is left out where there is no object."""

@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What makes a row of the page lead to its evidence."""

    id: str
    kind: str
    """finding, figure, account, event, quote, actor or report; for events followed by the type."""
    reports: tuple[int, ...]
    """Indices of the reports that hold it."""
    spans: tuple[tuple[int, int, int], ...]
    """Report index, start, end; by report and position."""
    marks: tuple[tuple[int, str], ...]
    """Number of a report as shown, and the anchor of its first sentence in the plain list ("" for none)."""
    disputed: bool = False

    @property
    def evidence(self) -> str:
        return " ".join(f"{r} {s} {e}" for r, s, e in self.spans)

    @property
    def anchor(self) -> str:
        return self.marks[0][1] if self.marks else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    text: str
    badge: Badge | None
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    value: str
    words: str
    said_by: str
    as_of: str
    bar: Bar | None
    origins: str
    """How many independent origins give it, where several reports do."""
    current: bool
    withdrawn: bool
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingCard:
    about: str
    badge: Badge
    origins: str
    rows: tuple[FigureRow, ...]
    more: int
    dated: bool
    """Whether a row says as of when."""
    axis: Axis
    ticks: tuple[tuple[float, str], ...]
    parts: tuple[str, ...]
    why: str
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementCell:
    words: str
    holder: str
    own_voice: bool
    badges: tuple[Badge, ...]
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountCard:
    about: str
    badge: Badge
    statements: tuple[StatementCell, ...]
    why: str
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class EventRow:
    label: str
    words: str
    """The clause of the telling that stands best alone."""
    type: str
    date: str
    date_why: str
    who: tuple[str, ...]
    whom: tuple[str, ...]
    place: str
    badges: tuple[Badge, ...]
    differs: tuple[str, ...]
    why: str
    tellings: int
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeRow:
    """An event on the timeline under the `heading` of its stretch of time; `date` where it says more than the heading."""

    heading: str
    date: str
    rank: tuple[int, int]
    """What is told most, and nearest to the time of the reports, comes first when there is not room for all."""
    row: EventRow
    place: Place
    hollow: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunk:
    """Words of two wordings that answer each other: same, differ, or only on one side."""

    this: str
    other: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    left: str
    right: str
    chunks: tuple[Chunk, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    words: str
    direct: bool
    kind: str
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class QuoteRow:
    """One utterance: one or more wordings of it."""

    speaker: str
    why: str
    wordings: tuple[Wording, ...]
    told: int
    """How many reports word it."""
    aligned: tuple[Aligned, ...]
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class ActorRow:
    name: str
    kind: str
    roles: str
    aliases: tuple[tuple[str, int], ...]
    pronouns: int
    mentions: int
    why: tuple[str, ...]
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class RelationRow:
    """A standing relation in words: `subject` `told` `object`."""

    subject: str
    told: str
    object: str
    date: str
    words: str
    said_by: tuple[str, ...]
    differs: tuple[str, ...]
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceRow:
    number: int
    outlet: str
    title: str
    file: str
    url: str
    published: str
    basis: str
    published_why: str
    origin: str
    origin_why: str
    wire: str
    byline: str
    language: str
    truncated: bool
    sentences: int
    damage: tuple[tuple[str, str], ...]
    left_out: tuple[tuple[str, str], ...]
    item: Item


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainSentence:
    anchor: str
    text: str
    damage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainReport:
    number: int
    outlet: str
    title: str
    language: str
    sentences: tuple[PlainSentence, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """Everything the page shows, in order and complete; the page decides how much of it stands in plain HTML."""

    title: str
    facts: tuple[str, ...]
    lines: tuple[Line, ...]
    findings: tuple[FindingCard, ...]
    accounts: tuple[AccountCard, ...]
    agreed: tuple[FindingCard, ...]
    """Figures on which independent origins agree."""
    singles: tuple[FindingCard, ...]
    """Figures that one origin gives, and figures that stand beside no other."""
    timeline: tuple[TimeRow, ...]
    undated: int
    events: tuple[EventRow, ...]
    quotes: tuple[QuoteRow, ...]
    actors: tuple[ActorRow, ...]
    relations: tuple[RelationRow, ...]
    sources: tuple[SourceRow, ...]
    inputs: tuple[Input, ...]
    coverage: Coverage
    count_law: str
    outlets: tuple[tuple[str, str], ...]
    """Outlet and the indices of its reports."""
    event_types: tuple[str, ...]
    manifest: Mapping[str, Any]


class Builder:
    """Makes the rows of one dossier's page."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.index = {r.id: n for n, r in enumerate(dossier.reports)}
        self.starts = [[s for s, _ in r.sentences] for r in dossier.reports]
        self.name = {a.id: a.name for a in dossier.actors}
        self.figure = {f.id: f for f in dossier.figures}
        self.event = {e.id: e for e in dossier.events}
        self.quote = {q.id: q for q in dossier.quotes}
        self.outlet = [one_line(r.outlet or f"Report {n}") for n, r in enumerate(dossier.reports, 1)]
        self.left_out = {x.file: x.items for x in dossier.coverage.left_out}
        self.first_of: dict[str, int] = {}
        for n, r in enumerate(dossier.reports):
            self.first_of.setdefault(r.origin or r.id, n)
        self.origin = [self.first_of[r.origin or r.id] for r in dossier.reports]

    def page(self, manifest: Mapping[str, Any] | None) -> Page:
        """All rows."""
        d = self.dossier
        events = {e.id: self._event(e) for e in d.events}
        findings = sorted(d.findings, key=lambda f: _FINDING_ORDER.index(f.status))
        cards = [self._finding(f) for f in findings]
        in_finding = {i for f in d.findings for i in f.figures}
        loose = [self._loose(f) for f in d.figures if f.id not in in_finding]
        # What several reports tell is worth more of a reader's first minute than what one tells.
        ranked = sorted(
            d.events,
            key=lambda e: (-len({m.report for m in e.mentions}), not e.differs, e.type in (EventType.STATEMENT, EventType.OTHER), -len(e.mentions)),
        )
        timeline = tuple(self._timeline(events))
        c = d.coverage.counts
        return Page(
            title=one_line(d.title),
            facts=self._facts(),
            lines=tuple(self._line(x) for x in d.in_short),
            findings=tuple(x for x, f in zip(cards, findings, strict=True) if f.status not in (FindingStatus.AGREE, FindingStatus.SINGLE_ORIGIN)),
            accounts=tuple(self._account(a) for a in sorted(d.accounts, key=lambda a: _RELATION_ORDER.index(a.relation))),
            agreed=tuple(x for x, f in zip(cards, findings, strict=True) if f.status is FindingStatus.AGREE),
            singles=tuple(x for x, f in zip(cards, findings, strict=True) if f.status is FindingStatus.SINGLE_ORIGIN) + tuple(loose),
            timeline=timeline,
            undated=sum(e.date is None for e in d.events),
            events=tuple(events[e.id] for e in ranked),
            quotes=tuple(self._quotes()),
            actors=tuple(self._actor(a) for a in sorted(d.actors, key=lambda a: (-len({m.report for m in a.mentions}), -len(a.mentions)))),
            relations=tuple(self._relation(x) for x in sorted(d.relations, key=lambda x: (-len({m.report for m in x.mentions}), x.date is None))),
            sources=tuple(self._source(n, r) for n, r in enumerate(d.reports)),
            inputs=d.coverage.inputs,
            coverage=d.coverage,
            count_law=f"found {c.found:,} = used {c.used:,} + duplicates {c.duplicates:,} + skipped {c.skipped:,} + failed {c.failed:,}",
            outlets=self._outlets(),
            event_types=tuple(sorted({e.type.value for e in d.events})),
            manifest=manifest or {},
        )

    def plain(self, items: Iterable[Item]) -> Iterator[PlainReport]:
        """The sentences that the items lead to, each once, by report."""
        cited: dict[int, set[int]] = defaultdict(set)
        for item in items:
            seen: set[int] = set()
            for r, start, end in item.spans:
                # Beside figures and accounts, the first sentence in each report will do; all of them would be most of the text.
                if r in seen and item.kind not in ("line", "finding", "account"):
                    continue
                seen.add(r)
                cited[r].update(self.sentences_at(r, start, end))
        for r in sorted(cited):
            view = self.dossier.reports[r]
            damage = self._damage(view)
            sentences = tuple(
                PlainSentence(anchor=f"s{r}-{n}", text=view.text[a:b], damage=damage.get((a, b), ""))
                for n in sorted(cited[r])
                for a, b in [view.sentences[n]]
            )
            yield PlainReport(number=r + 1, outlet=self.outlet[r], title=one_line(view.title or ""), language=view.language, sentences=sentences)

    def sentences_at(self, report: int, start: int, end: int) -> range:
        """Indices of the sentences that a range touches."""
        starts = self.starts[report]
        if not starts:
            return range(0)
        first = max(bisect_right(starts, start) - 1, 0)
        last = max(bisect_right(starts, end - 1) - 1, first)
        return range(first, last + 1)

    def item(self, id: str, kind: str, spans: Iterable[Span], *, disputed: bool = False) -> Item:
        """The item with its places in order, each once."""
        places = sorted({(self.index[s.report], s.start, s.end) for s in spans if s.report in self.index})
        marks: dict[int, str] = {}
        for r, start, end in places:
            if r not in marks:
                sentence = self.sentences_at(r, start, end)
                marks[r] = f"s{r}-{sentence[0]}" if sentence else ""
        return Item(
            id=id,
            kind=kind,
            reports=tuple(marks),
            spans=tuple(places),
            marks=tuple((r + 1, anchor) for r, anchor in marks.items()),
            disputed=disputed,
        )

    def words(self, span: Span) -> str:
        """The words at a span, on one line."""
        return one_line(self.dossier.reports[self.index[span.report]].text[span.start : span.end]) if span.report in self.index else ""

    def names(self, ids: Iterable[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(one_line(self.name.get(i, i)) for i in ids))

    def _facts(self) -> tuple[str, ...]:
        d = self.dossier
        days = sorted(r.published for r in d.reports if r.published)
        facts = [
            say_count(len(d.reports), "report"),
            say_count(len({r.outlet for r in d.reports if r.outlet}), "named outlet"),
            say_count(len(set(self.origin)), "independent origin"),
        ]
        if days:
            facts.append("published " + say_date(days[0], days[-1], "day" if days[0] == days[-1] else "week"))
        use = self.dossier.coverage.model
        if use is not None:
            facts.append(f"read by {'the rules and ' if 'rules' in use.readers else ''}the language model {one_line(use.model)}")
        return tuple(facts)

    def _outlets(self) -> tuple[tuple[str, str], ...]:
        of: dict[str, list[int]] = {}
        for n, name in enumerate(self.outlet):
            of.setdefault(name, []).append(n)
        return tuple((name, " ".join(map(str, at))) for name, at in sorted(of.items(), key=lambda x: x[0].casefold()))

    # -- in short

    def _line(self, line: SummaryLine) -> Line:
        spans = [s for i in line.refs for s in self._spans_of(i)]
        why = next((w for i in line.refs if (w := self._why_of(i))), "")
        badge = badges.of_line(line.badge, why)
        id = line.refs[0] if line.refs else ""
        return Line(text=one_line(line.text), badge=badge, item=self.item(id, "line", spans))

    def _spans_of(self, id: str) -> tuple[Span, ...]:
        if id in self.figure:
            return (_span(self.figure[id]),)
        if id in self.event:
            return self.event[id].mentions
        if id in self.quote:
            q = self.quote[id]
            return (_span(q), *(_span(self.quote[s]) for s in q.same_as if s in self.quote))
        for f in self.dossier.findings:
            if f.id == id:
                return tuple(_span(self.figure[x]) for x in f.figures if x in self.figure)
        for a in self.dossier.accounts:
            if a.id == id:
                return tuple(Span(s.report, s.start, s.end) for s in a.statements)
        return ()

    def _why_of(self, id: str) -> str:
        found: Iterable[FindingView | AccountView] = (*self.dossier.findings, *self.dossier.accounts)
        return next((x.why for x in found if x.id == id), "")

    # -- differences

    def _finding(self, f: FindingView) -> FindingCard:
        figures = [self.figure[i] for i in f.figures if i in self.figure]
        groups: dict[tuple[Any, ...], list[FigureView]] = {}
        for x in figures:
            groups.setdefault((x.low, x.high, x.qualifier, x.unit, x.said_by, x.withdrawn), []).append(x)
        axis, bars = figure_axis([_triple(g[0]) for g in groups.values()])
        # "Latest" is said where a later figure takes the place of an earlier one; elsewhere the current figure is only one of several.
        latest = f.current if f.status in (FindingStatus.UPDATED, FindingStatus.RETRACTED) else None
        rows = tuple(self._figure(g, bar, current=any(x.id == latest for x in g)) for g, bar in zip(groups.values(), bars, strict=True))
        unit = figures[0].unit if figures else ""
        why = self._by_outlet(f.why, map(_span, figures))
        parts = tuple(
            f"{self._value(self.figure[p.part])} of {self._value(self.figure[p.whole])}: {self.words(_span(self.figure[p.part]))}"
            for p in f.parts
            if p.part in self.figure and p.whole in self.figure
        )
        disputed = f.status in badges.DISPUTED
        return FindingCard(
            about=sentence_case(one_line(f.about)),
            badge=badges.of_finding(f.status, why, f.origins),
            origins=say_count(f.origins, "independent origin"),
            rows=rows[:_ROWS_OF_FINDING],
            more=max(len(rows) - _ROWS_OF_FINDING, 0),
            dated=any(r.as_of for r in rows),
            axis=axis,
            ticks=tuple((x, say_value(v, v, "exact", unit)) for x, v in axis.ticks),
            parts=parts,
            why=why,
            item=self.item(f.id, "finding", map(_span, figures), disputed=disputed),
        )

    def _figure(self, group: Sequence[FigureView], bar: Bar | None, *, current: bool) -> FigureRow:
        f = group[0]
        item = self.item(f.id, "figure", map(_span, group))
        days = sorted(x.as_of for x in group if x.as_of)
        origins = len({self.origin[r] for r in item.reports})
        return FigureRow(
            value=self._value(f),
            words=shorten(self.words(_span(f)), 120),
            said_by=self.name.get(f.said_by, "") if f.said_by else "",
            as_of=say_date(days[0], days[-1], "day" if days[0] == days[-1] else "week") if days else "",
            bar=bar,
            origins="; ".join(x for x in (say_count(origins, "origin") if len(item.reports) > 1 else "", badges.alone(f.proposed_by, f.score)) if x),
            current=current,
            withdrawn=f.withdrawn,
            item=item,
        )

    def _loose(self, f: FigureView) -> FindingCard:
        """A figure that stands beside no other, in the shape of a finding."""
        axis, _ = figure_axis([])
        row = self._figure([f], None, current=False)
        return FindingCard(
            about=sentence_case(one_line(f.what)),
            badge=Badge("", "soft", ""),
            origins="",
            rows=(row,),
            more=0,
            dated=bool(row.as_of),
            axis=axis,
            ticks=(),
            parts=(),
            why="",
            item=row.item,
        )

    def _value(self, f: FigureView) -> str:
        return say_value(f.low, f.high, f.qualifier.value, f.unit)

    def _account(self, a: AccountView) -> AccountCard:
        why = self._by_outlet(a.why, (Span(s.report, s.start, s.end) for s in a.statements))
        cells = []
        for n, s in enumerate(a.statements):
            span = Span(s.report, s.start, s.end)
            outlet = self.outlet[self.index[s.report]] if s.report in self.index else ""
            cells.append(
                StatementCell(
                    words=self.words(span),
                    holder=one_line(self.name.get(s.holder, s.holder)) if s.holder else outlet,
                    own_voice=s.holder is None,
                    badges=badges.of_statement(s.hedge, s.polarity),
                    item=self.item(f"{a.id}.{n + 1}", "statement", [span]),
                )
            )
        return AccountCard(
            about=sentence_case(one_line(a.about)),
            badge=badges.of_account(a.relation, why),
            statements=tuple(cells),
            why=why,
            item=self.item(
                a.id, "account", [Span(s.report, s.start, s.end) for s in a.statements], disputed=a.relation in badges.DISPUTED
            ),
        )

    # -- events and timeline

    def _event(self, e: EventView) -> EventRow:
        marks = [b for b in (badges.of_status(e.status),) if b]
        if e.said_by:
            marks.append(badges.attributed(say_list(self.names(e.said_by), most=3)))
        if e.date and e.date.rests_on is DateBasis.INFERRED:
            marks.append(badges.INFERRED)
        alone = badges.alone(e.proposed_by, e.score)
        if alone:
            marks.append(Badge(alone.upper(), "soft", "½", f"Only one of the two readers proposes this: {alone}.", own=True))
        return EventRow(
            label=sentence_case(one_line(e.label)) or e.type.value,
            words=self._telling(e),
            type=e.type.value.lower() + (f" · {e.mode.replace('_', ' ')}" if e.mode else ""),
            date=say_date(e.date.start, e.date.end, e.date.precision.value) if e.date else "",
            date_why=e.date.basis if e.date else "",
            who=self.names(e.actors),
            whom=self.names(e.recipients),
            place=one_line(e.place.name) if e.place else "",
            badges=tuple(marks),
            differs=tuple(self._by_outlet(x, e.mentions) for x in e.differs),
            why=e.why,
            tellings=len(e.mentions),
            item=self.item(e.id, f"event {e.type.value}", e.mentions, disputed=bool(e.differs)),
        )

    def _telling(self, e: EventView) -> str:
        if not e.mentions:
            return ""
        best = min(
            e.mentions,
            key=lambda m: (not stands_alone(self.words(m)), abs(min(m.end - m.start, 220) - 90), self.index.get(m.report, 0), m.start),
        )
        return shorten(self.words(best), 180)

    def _by_outlet(self, text: str, mentions: Iterable[Span]) -> str:
        """The sentence with outlets in place of file names."""
        for r in {m.report: self.index[m.report] for m in mentions if m.report in self.index}.values():
            text = text.replace(self.dossier.reports[r].file, self.outlet[r])
        return text

    def _timeline(self, events: Mapping[str, EventRow]) -> Iterator[TimeRow]:
        published = sorted(r.published for r in self.dossier.reports if r.published)
        middle = published[len(published) // 2] if published else None
        for i in self.dossier.timeline:
            date = self.event[i].date if i in self.event else None
            if date is None:
                continue
            stretch = stretch_of(date.start, date.end)
            yield TimeRow(
                heading=stretch.label,
                rank=(-len(events[i].item.reports), abs((date.start - middle).days) if middle else 0),
                date="" if events[i].date == stretch.label else events[i].date,
                row=events[i],
                place=stretch.place(date.start, date.end if date.precision is not Precision.DAY else date.start),
                hollow=date.rests_on is DateBasis.INFERRED,
            )

    # -- quotes

    def _quotes(self) -> Iterator[QuoteRow]:
        groups = self._utterances()
        per_speaker = Counter(g[0].speaker for g in groups)
        groups.sort(
            key=lambda g: (
                len({q.report for q in g}) < 2,
                min(_QUOTE_ORDER[q.kind] for q in g),
                -per_speaker[g[0].speaker] if g[0].speaker else 1,
                g[0].speaker or "",
            )
        )
        for g in groups:
            speaker = next((q.speaker for q in g if q.speaker), None)
            worded: dict[str, list[QuoteView]] = {}
            for q in g:
                worded.setdefault(_bare(self.words(_span(q))), []).append(q)
            yield QuoteRow(
                speaker=one_line(self.name.get(speaker, speaker)) if speaker else "",
                why=g[0].why,
                wordings=tuple(
                    Wording(
                        words=self.words(_span(same[0])),
                        direct=same[0].direct,
                        kind=", ".join(x for x in ("" if same[0].kind is QuoteKind.DIRECT else same[0].kind.value, badges.alone(same[0].proposed_by, same[0].score)) if x),
                        item=self.item(same[0].id, "quote", map(_span, same)),
                    )
                    for same in worded.values()
                ),
                told=len({frozenset(q.report for q in same) for same in worded.values()}),
                aligned=tuple(self._aligned(worded)),
                item=self.item(g[0].id, "quote", map(_span, g)),
            )

    def _aligned(self, worded: Mapping[str, Sequence[QuoteView]]) -> Iterator[Aligned]:
        """The first of the wordings beside the others, word by word; at most two."""
        place = {same[0].id: n for n, same in enumerate(worded.values())}
        done = 0
        for same in worded.values():
            q = same[0]
            for v in q.variants:
                if place.get(v.quote, -1) <= place[q.id] or done >= 2:
                    continue
                other = self.quote[v.quote]
                chunks = tuple(self._chunks((p.this, p.other) for p in v.pairs))
                if chunks and q.report != other.report:
                    done += 1
                    yield Aligned(left=self._outlet_of(q), right=self._outlet_of(other), chunks=chunks, why=v.why)

    def _outlet_of(self, q: QuoteView) -> str:
        return self.outlet[self.index[q.report]] if q.report in self.index else ""

    def _utterances(self) -> list[list[QuoteView]]:
        """Quotes that render one utterance, together; by first appearance."""
        root: dict[str, str] = {q.id: q.id for q in self.dossier.quotes}

        def find(i: str) -> str:
            while root[i] != i:
                root[i] = root[root[i]]
                i = root[i]
            return i

        for q in self.dossier.quotes:
            for other in q.same_as:
                if other in root:
                    root[find(other)] = find(q.id)
        groups: dict[str, list[QuoteView]] = {}
        for q in self.dossier.quotes:
            groups.setdefault(find(q.id), []).append(q)
        return list(groups.values())

    def _chunks(self, pairs: Iterable[tuple[Span | None, Span | None]]) -> Iterator[Chunk]:
        """Neighbouring pairs of one kind put together, so that a reader sees phrases."""
        this: list[str] = []
        other: list[str] = []
        last = ""
        for left, right in self._word_pairs(pairs):
            kind = "same" if _bare(left) == _bare(right) else "differ" if left and right else "only"
            if kind != last and (this or other):
                yield _chunk(this, other, last)
                this, other = [], []
            this.append(left)
            other.append(right)
            last = kind
        if this or other:
            yield _chunk(this, other, last)

    def _word_pairs(self, pairs: Iterable[tuple[Span | None, Span | None]]) -> Iterator[tuple[str, str]]:
        """The words of aligned pairs; long pairs are taken apart into what is the same and what is not."""
        for a, b in pairs:
            left, right = (self.words(a) if a else ""), (self.words(b) if b else "")
            x, y = left.split(), right.split()
            if min(len(x), len(y)) < 4 or _bare(left) == _bare(right):
                yield left, right
                continue
            for _, i, j, m, n in SequenceMatcher(None, [_bare(w) for w in x], [_bare(w) for w in y], autojunk=False).get_opcodes():
                yield " ".join(x[i:j]), " ".join(y[m:n])

    # -- actors

    def _actor(self, a: ActorView) -> ActorRow:
        forms: dict[str, list[Span]] = {}
        printed: dict[str, str] = {}
        pronouns = 0
        for m in a.mentions:
            words = self.words(m)
            key = words.casefold()
            if key in _PRONOUNS:
                pronouns += 1
                continue
            printed.setdefault(key, words)
            forms.setdefault(key, []).append(m)
        evidence: list[Span] = []
        for spans in forms.values():
            seen: set[str] = set()
            for s in spans:
                if s.report not in seen:
                    seen.add(s.report)
                    evidence.append(s)
        aliases = sorted(((shorten(printed[k], 60), len(v)) for k, v in forms.items()), key=lambda x: -x[1])
        return ActorRow(
            name=one_line(a.name),
            kind=a.kind.value.replace("-", " "),
            roles=", ".join(one_line(r) for r in a.roles[:4]),
            aliases=tuple(x for x in aliases if x[0] != a.name),
            pronouns=pronouns,
            mentions=len(a.mentions),
            why=tuple(w for w in a.why if not _about_pronoun(w)),
            item=self.item(a.id, "actor", (evidence or list(a.mentions))[:_ACTOR_EVIDENCE]),
        )

    def _relation(self, x: RelationView) -> RelationRow:
        told = _TOLD[x.relation].replace("{}", one_line(x.value)).strip()
        if not x.object_name:
            told = told.removesuffix(" of").removesuffix(" by")
        date = ""
        if x.date:
            day = say_date(x.date.start, x.date.end, x.date.precision.value)
            date = f"{x.date_says.value} {day}" if x.date_says.value in ("since", "until") else day
        return RelationRow(
            subject=one_line(self.name.get(x.subject, "")),
            told=told,
            object=one_line(x.object_name),
            date=date,
            words=shorten(self.words(Span(x.report, x.start, x.end)), 160),
            said_by=self.names(x.said_by),
            differs=tuple(one_line(s) for s in x.differs),
            item=self.item(x.id, "relation", x.mentions, disputed=bool(x.differs)),
        )

    # -- sources

    def _source(self, n: int, r: ReportView) -> SourceRow:
        copy = self.origin[n] != n
        left_out = tuple((shorten(x.words, 160), x.reason) for x in self.left_out.get(r.file, ()))
        return SourceRow(
            number=n + 1,
            outlet=self.outlet[n],
            title=one_line(r.title or ""),
            file=one_line(r.file),
            url=safe_url(r.url),
            published=say_date(r.published, r.published) if r.published else "",
            basis=r.published_basis.value,
            published_why=r.published_why,
            origin=f"same origin as {self.origin[n] + 1}" if copy else "its own",
            origin_why=r.origin_why,
            wire=one_line(r.wire or ""),
            byline=one_line(r.byline or ""),
            language=r.language,
            truncated=r.truncated,
            sentences=len(r.sentences),
            damage=tuple((one_line(r.text[x.start : x.end]), x.why) for x in r.damage),
            left_out=left_out,
            item=Item(id=r.id, kind="report", reports=(n,), spans=(), marks=()),
        )

    @staticmethod
    def _damage(r: ReportView) -> dict[tuple[int, int], str]:
        out: dict[tuple[int, int], str] = {}
        for x in r.damage:
            out[x.start, x.end] = f"{out[x.start, x.end]} {x.why}" if (x.start, x.end) in out else x.why
        return out


def _chunk(this: Iterable[str], other: Iterable[str], kind: str) -> Chunk:
    left, right = " ".join(filter(None, this)), " ".join(filter(None, other))
    # What only one side has may be a whole sentence, which stands above in full.
    return Chunk(this=shorten(left, 60), other=shorten(right, 60), kind=kind) if kind == "only" else Chunk(this=left, other=right, kind=kind)


def _bare(words: str) -> str:
    """Words without case, punctuation and kinds of apostrophe, for telling whether two wordings are one."""
    return " ".join("".join(c for c in words.casefold() if c.isalnum() or c == " ").split())


def _about_pronoun(why: str) -> bool:
    """Whether a reason is for a pronoun; those are counted on the page and stand in full in actors.csv."""
    form = why[1 : why.find("”")] if why.startswith("“") else ""
    return form.casefold() in _PRONOUNS


def safe_url(url: str | None) -> str:
    """The address where it is a plain web address, else ""."""
    if not url or not _SAFE_URL.match(url):
        return ""
    try:
        return url if urlsplit(url).hostname else ""
    except ValueError:
        return ""


def _span(x: FigureView | QuoteView) -> Span:
    return Span(x.report, x.start, x.end)


def _triple(f: FigureView) -> tuple[float | None, float | None, float | None]:
    """Low, printed value, high."""
    if f.qualifier in (Qualifier.ALMOST, Qualifier.UP_TO, Qualifier.FEWER_THAN):
        best = f.high if f.high is not None else f.low
    elif f.qualifier in (Qualifier.AT_LEAST, Qualifier.MORE_THAN) or f.high is None:
        best = f.low
    elif f.low is None:
        best = f.high
    else:
        best = (f.low + f.high) / 2
    return f.low, best, f.high
