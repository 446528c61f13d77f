"""Reports, readings and findings to one dossier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from dragoman.dossier.summary import in_short
from dragoman.dossier.timeline import order_events
from dragoman.records.claims import Statement
from dragoman.records.documents import Input, InputState, Report
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
    ModelUse,
    PlaceView,
    QuoteView,
    RefusalView,
    RelationView,
    ReportView,
    Variant,
)
from dragoman.records.findings import Alignment, Reconciled
from dragoman.records.places import Geo
from dragoman.records.readings import Reading, Refusal
from dragoman.records.times import DateRange


def assemble(
    title: str,
    reports: Sequence[Report],
    readings: Sequence[Reading],
    reconciled: Reconciled,
    inputs: Sequence[Input],
    model: ModelUse | None = None,
    sites: Mapping[str, Geo] | None = None,
) -> Dossier:
    """The dossier; items stand in the order of reports and of their place in them, findings and accounts as reconciled.

    `sites` says where actors lie, by their ids.
    """
    mention = {m.id: m for r in readings for m in r.mentions}
    actor_of = reconciled.actor_of
    asked = model.readers if model else ()

    def share(by: tuple[str, ...]) -> float | None:
        """Share of the readers asked that propose an item; None when only one was asked."""
        return len(by) / len(asked) if len(asked) > 1 and by else None

    def actor(mention_id: str | None) -> str | None:
        return actor_of.get(mention_id) if mention_id else None

    actors = tuple(
        ActorView(
            id=a.id,
            name=a.name,
            kind=a.kind,
            country=a.country,
            roles=a.roles,
            mentions=tuple(mention[m].span for m in a.mentions),
            why=a.why,
            geo=sites.get(a.id) if sites else None,
            proposed_by=(by := _readers(mention[m].by for m in a.mentions)),
            score=share(by),
        )
        for a in reconciled.actors
    )
    figures = tuple(
        FigureView(
            id=f.id,
            what=f.what,
            low=f.low,
            high=f.high,
            qualifier=f.qualifier,
            unit=f.unit,
            report=f.span.report,
            start=f.span.start,
            end=f.span.end,
            said_by=actor(f.holder),
            as_of=f.as_of.end if f.as_of else None,
            withdrawn=f.withdrawn,
            proposed_by=f.by,
            score=share(f.by),
        )
        for r in readings
        for f in r.figures
    )
    event_mention = {e.id: e for r in readings for e in r.events}
    events = tuple(
        EventView(
            id=e.id,
            type=e.type,
            mode=e.mode,
            label=e.label,
            actors=e.actors,
            recipients=e.recipients,
            date=_date(e.date),
            place=PlaceView(actor=e.place, name=e.place_name) if e.place_name else None,
            status=e.status,
            mentions=tuple(event_mention[m].span for m in e.mentions),
            differs=e.differs,
            why=e.why,
            said_by=_sayers([actor(event_mention[m].holder) for m in e.mentions]),
            proposed_by=(by := _readers(event_mention[m].by for m in e.mentions)),
            score=share(by),
        )
        for e in reconciled.events
    )
    variants: dict[str, list[Variant]] = {}
    for a in reconciled.alignments:
        variants.setdefault(a.left, []).append(_variant(a, turned=False))
        variants.setdefault(a.right, []).append(_variant(a, turned=True))
    quotes = tuple(
        QuoteView(
            id=q.id,
            speaker=actor(q.speaker),
            direct=q.direct,
            kind=q.kind,
            cue=q.cue,
            report=q.span.report,
            start=q.span.start,
            end=q.span.end,
            same_as=tuple(reconciled.same_as.get(q.id, ())),
            why=q.why,
            variants=tuple(variants.get(q.id, ())),
            proposed_by=q.by,
            score=share(q.by),
        )
        for r in readings
        for q in r.quotes
    )
    telling = {t.id: t for r in readings for t in r.relations}
    dossier = Dossier(
        format=FORMAT,
        title=title,
        reports=tuple(_report(report, reading) for report, reading in zip(reports, readings, strict=True)),
        actors=actors,
        figures=figures,
        findings=tuple(
            FindingView(id=f.id, about=f.about, figures=f.figures, status=f.status, current=f.current, parts=f.parts, why=f.why, origins=f.origins)
            for f in reconciled.findings
        ),
        events=events,
        quotes=quotes,
        accounts=tuple(
            AccountView(
                id=a.id,
                about=a.about,
                statements=tuple(
                    HeldView(report=s.span.report, start=s.span.start, end=s.span.end, holder=s.holder, hedge=s.hedge, polarity=s.polarity)
                    for s in a.statements
                ),
                relation=a.relation,
                why=a.why,
                proposed_by=a.by,
                score=share(a.by),
            )
            for a in reconciled.accounts
        ),
        relations=tuple(
            RelationView(
                id=x.id,
                subject=x.subject,
                relation=x.kind,
                object=x.object,
                object_name=x.object_name,
                value=x.value,
                date=_date(x.date),
                date_says=x.sense,
                report=telling[x.tellings[0]].span.report,
                start=telling[x.tellings[0]].span.start,
                end=telling[x.tellings[0]].span.end,
                mentions=tuple(telling[t].span for t in x.tellings),
                said_by=x.said_by,
                differs=x.differs,
            )
            for x in reconciled.relations
        ),
        timeline=order_events(events),
        in_short=(),
        coverage=_coverage(reports, readings, inputs, reconciled.refusals, model),
    )
    return in_short(dossier)


def _date(date: DateRange | None) -> DateView | None:
    if date is None:
        return None
    return DateView(start=date.start, end=date.end, precision=date.precision, basis=date.why or date.basis.value, rests_on=date.basis)


def _sayers(holders: Sequence[str | None]) -> tuple[str, ...]:
    """The holders of all tellings, each once; nobody when one telling has none."""
    if None in holders:
        return ()
    return tuple(dict.fromkeys(h for h in holders if h))


def _variant(a: Alignment, *, turned: bool) -> Variant:
    pairs = tuple(AlignedPair(this=y, other=x) if turned else AlignedPair(this=x, other=y) for x, y in a.pairs)
    return Variant(quote=a.left if turned else a.right, score=a.score, why=a.why, pairs=pairs)


def _report(report: Report, reading: Reading) -> ReportView:
    return ReportView(
        id=report.id,
        file=report.file,
        outlet=report.outlet,
        origin=report.origin,
        origin_why=report.origin_why,
        wire=report.wire,
        url=report.url,
        title=report.title,
        byline=report.byline,
        dateline=report.dateline,
        published=report.published,
        published_basis=report.published_basis,
        published_why=report.published_why,
        language=report.language,
        truncated=report.truncated,
        text=report.text,
        sentences=tuple((s.start, s.end) for s in reading.sentences),
        damage=tuple(Damage(start=s.start, end=s.end, why=why) for s in reading.sentences for why in s.damage),
    )


def _held(statements: Sequence[Statement]) -> list[Statement]:
    """Without plain predications, which reach the dossier only where something contradicts them."""
    return [s for s in statements if not s.topic.startswith("told:")]


def _readers(found: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    """All readers that proposed a part of an item, each once."""
    return tuple(sorted({r for by in found for r in by}, reverse=True))


def _coverage(reports: Sequence[Report], readings: Sequence[Reading], inputs: Sequence[Input], refused: Sequence[Refusal], model: ModelUse | None) -> Coverage:
    """Counts of inputs by state, and of sentences in which nothing was found."""
    states = [i.state for i in inputs]
    read = empty = 0
    for reading in readings:
        spans = [x.span for part in (reading.quotes, reading.figures, reading.events, _held(reading.statements)) for x in part]
        starts = sorted((s.start, s.end) for s in spans)
        read += len(reading.sentences)
        empty += sum(not any(b < s.end and s.start < e for b, e in starts) for s in reading.sentences)
    file = {r.id: r.file for r in reports}
    refusals = [*((file[r.report], x) for r in readings for x in r.refusals), *(("all reports", x) for x in refused)]
    return Coverage(
        counts=Counts(
            found=len(states),
            used=states.count(InputState.USED),
            duplicates=states.count(InputState.DUPLICATE),
            skipped=states.count(InputState.SKIPPED),
            failed=states.count(InputState.FAILED),
        ),
        inputs=tuple(inputs),
        sentences_read=read,
        sentences_without_items=empty,
        left_out=tuple(LeftOut(file=r.file, items=r.furniture) for r in reports if r.furniture),
        refusals=tuple(RefusalView(file=f, layer=x.layer, words=x.words, reason=x.reason) for f, x in refusals),
        model=replace(model, refused=sum(x.reason.startswith("model: ") for _, x in refusals)) if model else None,
    )
