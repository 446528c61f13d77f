"""The short account: at most ten lines, the disputed first, nothing in our own voice that only one party claims.

Every line is put together from words of the reports, values, and the names of those who hold them; who tells it always stands in the line.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dragoman.records.claims import Hedge, Polarity, QuoteKind
from dragoman.records.dossiers import AccountView, Dossier, EventView, FigureView, FindingView, HeldView, QuoteView, SummaryLine
from dragoman.records.events import EventStatus, EventType
from dragoman.records.findings import FindingStatus, Relation
from dragoman.records.spans import Span
from dragoman.text.wording import one_line, say_date, say_list, say_value, sentence_case, shorten, stands_alone

MOST = 10
_DISPUTED = 6
"""Lines that the disputed may take when there is something else to tell."""
_IMPACT = (
    ("killed", "dead", "died", "deaths"),
    ("injured", "wounded", "missing"),
    ("arrested", "detained", "jailed", "displaced", "refugees", "fled", "evacuated"),
    ("deployed", "sent", "troops", "soldiers", "police", "men"),
    ("votes", "vote", "share", "turnout", "seats"),
    ("protesters", "demonstrators"),
)
_LITTLE = ("days", "months", "years", "hours", "weeks", "minutes", "kilometres", "times", "age")
_STATUS = (FindingStatus.RETRACTED, FindingStatus.DISAGREE, FindingStatus.UPDATED, FindingStatus.SCOPE, FindingStatus.ROUNDING, FindingStatus.AGREE)
_BADGE = {
    FindingStatus.RETRACTED: "RETRACTED",
    FindingStatus.DISAGREE: "DISAGREE",
    FindingStatus.UPDATED: "UPDATED",
    FindingStatus.SCOPE: "SCOPE",
    FindingStatus.ROUNDING: "ROUNDING",
    FindingStatus.AGREE: "AGREE",
    FindingStatus.SINGLE_ORIGIN: "ONE ORIGIN",
}
_TAIL = {
    FindingStatus.UPDATED: "; the later figure stands",
    FindingStatus.SCOPE: "; they do not count the same",
    FindingStatus.ROUNDING: "; the same within what the words allow",
}
_HEDGE = {Hedge.ALLEGED: "alleged", Hedge.POSSIBLE: "as possible", Hedge.LIKELY: "as likely", Hedge.REPORTED: "from hearsay"}


def in_short(dossier: Dossier) -> Dossier:
    """The dossier with its short account; what `in_short` held before is replaced."""
    return replace(dossier, in_short=tuple(_Account(dossier).lines()))


class _Account:
    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.name = {a.id: one_line(a.name) for a in dossier.actors}
        self.weight = {a.id: len(a.mentions) for a in dossier.actors}
        self.named = {(m.report, m.start) for a in dossier.actors for m in a.mentions}
        """Where somebody is named; a clause that begins so has its subject."""
        self.figure = {f.id: f for f in dossier.figures}
        self.quote = {q.id: q for q in dossier.quotes}
        self.report = {r.id: r for r in dossier.reports}
        self.outlet = {r.id: one_line(r.outlet or f"report {n}") for n, r in enumerate(dossier.reports, 1)}
        self.origin = {r.id: r.origin or r.id for r in dossier.reports}

    def lines(self) -> list[SummaryLine]:
        """The lines, in order; a matter that was told once is not told again."""
        d = self.dossier
        findings = sorted((f for f in d.findings if f.status in _STATUS and self._impact(f.about) <= len(_IMPACT)), key=self._importance)
        disputed = [self._finding(f) for f in findings if f.status in _STATUS[:2]]
        matters = [a for a in d.accounts if a.relation in (Relation.CONTRADICTS, Relation.DIFFERS)]
        matters.sort(key=lambda a: (a.relation is Relation.DIFFERS, -len({self.origin.get(s.report) for s in a.statements})))
        accounts = [self._account(a) for a in matters]
        settled = [self._finding(f) for f in findings if f.status not in _STATUS[:2]]
        events = self._events()
        quotes = self._quotes()
        first = [*disputed[:4], *accounts[:3]][:_DISPUTED]
        parts = [first, settled[:3], events[:4], quotes[:2]]
        # What one part does not need goes to the next lines of the others.
        spare = [
            [x for x in (*disputed, *accounts) if x not in first],
            settled[3:],
            events[4:6],
            quotes[2:3],
        ]
        out = [line for part in parts for line in part][:MOST]
        room = MOST - len(out)
        extra = {n: spare_part[:room] for n, spare_part in enumerate(spare)} if room else {}
        for n, part in enumerate(parts):
            take = [x for x in part if x in out]
            for x in extra.get(n, ()):
                if room:
                    take.append(x)
                    room -= 1
            parts[n] = take
        lines = [line for part in parts for line in part]
        if len(lines) < MOST:
            lines += self._single_figures()[: min(2, MOST - len(lines))]
        return lines

    # -- figures

    def _importance(self, f: FindingView) -> tuple[int, int, int, int]:
        return _STATUS.index(f.status) if f.status in _STATUS else len(_STATUS), self._impact(f.about), -f.origins, -len(f.figures)

    @staticmethod
    def _impact(about: str) -> int:
        words = set(about.lower().split())
        for n, some in enumerate(_IMPACT):
            if words & set(some):
                return n
        return len(_IMPACT) + bool(words & set(_LITTLE))

    def _finding(self, f: FindingView) -> SummaryLine:
        figures = [self.figure[i] for i in f.figures if i in self.figure]
        about = sentence_case(one_line(f.about))
        values = self._values(figures)
        sayers = {x.said_by for x in figures}
        said = self.name.get(next(iter(sayers)) or "") if len(sayers) == 1 else None
        if f.status is FindingStatus.AGREE and len(values) == 1:
            value, outlets = values[0][0], self._outlets(x.report for x in figures)
            # What one party alone claims stays its claim, however many outlets print it.
            text = f"{about}: {value}, according to {said} (in {outlets})" if said else f"{about}: {value}, in {outlets}"
            return self._line(text, "ATTRIBUTED" if said else "AGREE", f.id)
        if f.status is FindingStatus.UPDATED:
            values = self._values(sorted(figures, key=self._told_on))
        shown = [f"{value} ({who})" for value, who in values]
        if len(shown) > 5:
            # The ends of the dispute say more than its middle.
            shown = [*shown[:2], *shown[-2:]] if f.status is FindingStatus.UPDATED else [shown[0], shown[1], shown[-2], shown[-1]]
            return self._line(f"{about}: {'; '.join(shown)}; and {len(values) - 4} other claims", _BADGE[f.status], f.id)
        return self._line(f"{about}: {'; '.join(shown)}{_TAIL.get(f.status, '')}", _BADGE[f.status], f.id)

    def _single_figures(self) -> list[SummaryLine]:
        """Weighty figures that one origin gives, as claims of whoever gives them."""
        single = [f for f in self.dossier.findings if f.status is FindingStatus.SINGLE_ORIGIN and self._impact(f.about) < 4]
        return [self._finding(f) for f in sorted(single, key=self._importance)]

    def _values(self, figures: Iterable[FigureView]) -> list[tuple[str, str]]:
        """Each value once, with the outlets that give it and whom they cite; smallest first unless the order was set before."""
        figures = list(figures)
        if not any(x.as_of for x in figures):
            figures.sort(key=lambda x: (x.low if x.low is not None else x.high or 0.0, x.high if x.high is not None else float("inf")))
        groups: dict[str, dict[str | None, list[str]]] = {}
        for x in figures:
            value = say_value(x.low, x.high, x.qualifier.value, x.unit) + (", since taken back" if x.withdrawn else "")
            groups.setdefault(value, {}).setdefault(x.said_by, []).append(x.report)
        out = []
        for value, sayers in groups.items():
            who = self._outlets(r for reports in sayers.values() for r in reports)
            cited = [self.name.get(i or "") for i in sayers]
            # Whoever is cited stands with the value unless an outlet gives it in its own voice as well.
            out.append((value, who if None in cited else f"{who}, citing {say_list([c for c in cited if c], most=2)}"))
        return out

    def _told_on(self, f: FigureView) -> str:
        published = self.report[f.report].published if f.report in self.report else None
        day = f.as_of or published
        return day.isoformat() if day else ""

    def _outlets(self, reports: Iterable[str], most: int = 3) -> str:
        return say_list(list(dict.fromkeys(self.outlet.get(r, r) for r in reports)), most=most)

    # -- accounts

    def _account(self, a: AccountView) -> SummaryLine:
        seen: set[tuple[str | None, str]] = set()
        said = []
        for s in a.statements:
            key = (s.holder, s.report if s.holder is None else "")
            if key not in seen:
                seen.add(key)
                said.append(self._held(s))
        if len(said) < 2:
            said = [self._held(s) for s in a.statements]
        more = f"; and {len(said) - 3} more" if len(said) > 3 else ""
        return self._line(f"{sentence_case(one_line(a.about))}: {'; '.join(said[:3])}{more}", "DISAGREE" if a.relation is Relation.CONTRADICTS else "DIFFERS", a.id)

    def _held(self, s: HeldView) -> str:
        words = f"“{self._words(Span(s.report, s.start, s.end), 110)}”"
        outlet = self.outlet.get(s.report, s.report)
        holder = self.name.get(s.holder or "")
        how = [x for x in ("denying" if s.polarity is Polarity.DENIED else "", _HEDGE.get(s.hedge, "")) if x]
        aside = f" ({', '.join(how)})" if how else ""
        return f"{holder}{aside}, in {outlet}: {words}" if holder else f"{sentence_case(outlet)}{aside}: {words}"

    # -- events

    def _events(self) -> list[SummaryLine]:
        """What most origins tell, as done and in their own words."""
        told = [e for e in self.dossier.events if self._tellable(e)]
        several = [e for e in told if self._origins(e) > 1]
        if several:
            ranked = sorted(several, key=lambda e: (-self._origins(e), not e.actors, e.date is None, e.date.start.isoformat() if e.date else ""))
        else:
            # With one telling each, the latest is the news and the rest its background.
            ranked = sorted((e for e in told if e.date and e.actors), key=lambda e: e.date.start.isoformat() if e.date else "", reverse=True)[:3]
        best = ranked[:8]
        # The most told are chosen; then they are told in the order in which they happened.
        chosen = sorted(best[:4], key=lambda e: e.date.start.isoformat() if e.date else "9") + best[4:]
        return [self._event(e) for e in chosen]

    def _tellable(self, e: EventView) -> bool:
        if e.status is not EventStatus.ASSERTED or not e.mentions or e.type in (EventType.STATEMENT, EventType.OTHER):
            return False
        best = self._best(e)
        words = self._words(best, 400)
        if len(words) < 25 or not stands_alone(words) or not (words[0].isupper() or self._begins_named(best)):
            return False
        # An accusation stands only with whoever makes it.
        return bool(e.actors) or e.type is not EventType.ACCUSE

    def _origins(self, e: EventView) -> int:
        return len({self.origin.get(m.report, m.report) for m in e.mentions})

    def _begins_named(self, m: Span) -> bool:
        return any((m.report, m.start + n) in self.named for n in range(8))

    def _best(self, e: EventView) -> Span:
        """The telling that stands alone, is short, and yet says something; the first of equals."""
        return min(
            e.mentions,
            key=lambda m: (
                not stands_alone(self._words(m, 60)),
                not self._begins_named(m),
                abs(min(m.end - m.start, 200) - 90),
                m.report,
                m.start,
            ),
        )

    def _event(self, e: EventView) -> SummaryLine:
        mention = self._best(e)
        differs = next((x for x in e.differs if _matters(x)), "")
        when = f"{say_date(e.date.start, e.date.end, e.date.precision.value)}: " if e.date and not differs else ""
        sayers = say_list([self.name.get(i, i) for i in e.said_by], most=2)
        words = f"“{self._words(mention, 150)}”"
        text = f"{when}{f'according to {sayers}, ' if sayers else ''}{words} ({self._outlets([mention.report, *(m.report for m in e.mentions)])})"
        if differs:
            differs = differs[:1].lower() + differs[1:].rstrip(".")
            for m in e.mentions:
                differs = differs.replace(self.report[m.report].file, self.outlet[m.report]) if m.report in self.report else differs
            return self._line(f"{text}; {differs}", "DIFFERS", e.id)
        origins = self._origins(e)
        return self._line(text, "ATTRIBUTED" if sayers else f"TOLD ×{origins}" if origins > 1 else "ONE ORIGIN", e.id)

    # -- quotes

    def _quotes(self) -> list[SummaryLine]:
        """Words that several reports give, then words of those most spoken of; one for each speaker."""
        usable = [q for q in self.dossier.quotes if q.kind is QuoteKind.DIRECT and q.speaker in self.name and 30 <= q.end - q.start <= 400]
        ranked = sorted(usable, key=lambda q: (not self._elsewhere(q), -self.weight.get(q.speaker or "", 0), abs(q.end - q.start - 130)))
        out: list[SummaryLine] = []
        spoken: set[str | None] = set()
        for q in ranked:
            if q.speaker in spoken:
                continue
            spoken.add(q.speaker)
            others = self._elsewhere(q)
            also = f"; worded otherwise in {self._outlets(others)}" if others else ""
            text = f"{self.name[q.speaker or '']}: “{self._words(Span(q.report, q.start, q.end), 170)}” ({self.outlet.get(q.report, '')}{also})"
            out.append(self._line(text, "ATTRIBUTED", q.id))
        return out

    def _elsewhere(self, q: QuoteView) -> list[str]:
        """Other reports that give the same utterance."""
        return [self.quote[i].report for i in q.same_as if i in self.quote and self.quote[i].report != q.report]

    def _words(self, span: Span, most: int) -> str:
        """The words of the report, with inner double quotation marks made single."""
        text = self.report[span.report].text[span.start : span.end] if span.report in self.report else ""
        text = text.replace("“", "‘").replace("”", "’").replace('"', "'")
        words = shorten(text, most).strip(" ,;:")
        # A span may end within brackets that close after it.
        at = words.rfind("(")
        return words[:at].rstrip() if at > 0 and ")" not in words[at:] and len(words) - at < 16 else words

    @staticmethod
    def _line(text: str, badge: str, *refs: str) -> SummaryLine:
        return SummaryLine(text=sentence_case(text) + ("" if text.endswith((".", "…")) else "."), badge=badge, refs=refs)


def _matters(differs: str) -> bool:
    """Whether a difference between tellings is one for the short account: that an act was first announced and then done is none."""
    told = {x.split("(")[0].strip(" .") for x in differs.partition(":")[2].split(";")}
    return not told <= {"asserted", "planned", "hypothetical"}
