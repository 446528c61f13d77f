"""A draft case from a dossier: for each field the value that the reports suggest, and the words it rests on.

The draft reads sentences about the client in the present crisis: other countries' troubles and former years are passed over. Each
field is decided by cues that vote, a sentence once; where nothing is told, or two answers stand level, the field stays empty: a
coder fills a gap sooner than he finds a wrong value. It cannot weigh who is right: what a government claims counts like what a
report tells in its own voice.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from dragoman import resources
from dragoman.cases.codebook import codebook
from dragoman.records.cases import Draft, DraftField, Evidence
from dragoman.records.claims import Qualifier
from dragoman.records.dossiers import Dossier, EventView, FigureView, ReportView
from dragoman.records.events import EventStatus, EventType
from dragoman.records.mentions import ActorKind
from dragoman.records.times import Precision
from dragoman.text.offsets import overlap, to_words

MOST_SPANS = 5
"""Sentences kept as evidence of one value; more would not help a coder."""
LONGEST = 1_200
"""Characters of a sentence on which cues are tried."""
_FINENESS = {Precision.DAY: 0, Precision.WEEK: 1, Precision.MONTH: 2, Precision.SEASON: 3, Precision.YEAR: 4}
_YEAR = re.compile(r"(?<![\d.,$€£])(?:19|20)\d\d(?![\d.,]*\d)")
_SINCE = re.compile(r"\bsince (?:\w+ ){0,2}((?:19|20)\d\d)\b")
_FOR_YEARS = re.compile(r"\b(\d{1,2}) years\b")
_Item = TypeVar("_Item")
_ARTICLE = re.compile(r"\barticle (\d{1,3})\b", re.I)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence, the countries it names, and those its paragraph is about."""

    report: ReportView
    start: int
    end: int
    text: str
    named: frozenset[str]
    """Codes of the countries named in it."""
    about: frozenset[str] = field(default_factory=frozenset)
    """Codes named in it, else those named last in its paragraph."""
    past: bool = False
    """It names a former year and no later one."""
    after_past: bool = False
    """A sentence before it in the paragraph does, and none since named a later one."""

    def holds(self, report: str, start: int, end: int) -> bool:
        return self.report.id == report and overlap(self.start, self.end, start, end) > 0


def draft(dossier: Dossier) -> Draft:
    """The draft case; without a client it is empty."""
    return _Drafting(dossier).draft()


@functools.cache
def _cues() -> Mapping[str, Any]:
    """The table of cues with its expressions compiled, save those that wait for the patron's name."""

    def compiled(value: Any) -> Any:
        if isinstance(value, str):
            return value if "{patron}" in value else re.compile(value, re.I)
        if isinstance(value, list):
            return [compiled(v) for v in value]
        return {k: compiled(v) for k, v in value.items()}

    table = resources.load("draft_cues")
    plain = ("about", "source", "licence", "organisations", "rivals")
    return {k: v if k in plain else compiled(v) for k, v in table.items()}


@functools.cache
def _organisations() -> tuple[tuple[str, str, re.Pattern[str]], ...]:
    """Name, kind and words of the bodies that a request may go to."""
    return tuple((o["name"], o["kind"], re.compile(rf"\b(?:{'|'.join(o['words'])})\b")) for o in _cues()["organisations"])


@functools.cache
def _countries() -> tuple[re.Pattern[str], Mapping[str, str], Mapping[str, str]]:
    """One expression for every name, adjective, capital and seat; the code of each; the name of each code."""
    codes: dict[str, str] = {}
    names: dict[str, str] = {}
    for row in resources.load("countries")["countries"]:
        names[row["code"]] = row["names"][0]
        for words in (*row["names"], *row.get("people", ()), *(p + "s" for p in row.get("people", ())), *row.get("capital", ()), *row.get("seats", ())):
            codes.setdefault(words, row["code"])
    longest_first = sorted(codes, key=lambda w: (-len(w), w))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)"), codes, names


@functools.cache
def _names_of(code: str) -> str:
    """An expression for the country's names and adjectives."""
    own = [w for w, c in _countries()[1].items() if c == code]
    return rf"\b(?:{'|'.join(map(re.escape, sorted(own, key=lambda w: (-len(w), w))))})(?:'s|’s)?"


@functools.cache
def _acting(code: str) -> tuple[tuple[re.Pattern[str], ...], re.Pattern[str]]:
    """Expressions by which the country sends forces or leads; and one by which it is asked."""
    name = _names_of(code)
    acts = (
        rf"{name}(?:\W+\w+){{0,2}}?\W+(?:troops?|soldiers?|forces?|peacekeep\w+|paratroop\w+|contingents?|army|military)\b",
        rf"{name}-led\b",
        rf"\bled by {name}",
        rf"(?:troops|soldiers|forces|help|aid) from (?:the )?{name}",
        rf"{name}(?:\W+\w+){{0,4}}?\W+(?:sent|send|interven\w+|dispatch\w*|support\w*)\b",
    )
    asked = rf"\b(?:ask|turn|implor|appeal|request|want)\w*(?:\W+\w+){{0,3}}?\W+{name}"
    return tuple(re.compile(p) for p in acts), re.compile(asked)


def _named(text: str) -> frozenset[str]:
    pattern, codes, _ = _countries()
    return frozenset(codes[m.group()] for m in pattern.finditer(text) if len(codes[m.group()]) == 2 or codes[m.group()] == "SUHH")


def _votes(sentences: Iterable[Sentence], cues: Sequence[re.Pattern[str]]) -> list[Sentence]:
    return [s for s in sentences if any(c.search(s.text) for c in cues)]


class _Drafting:
    """One run over one dossier."""

    def __init__(self, dossier: Dossier) -> None:
        self.dossier = dossier
        self.cues = _cues()
        self.year = self._crisis_year()
        self.all = tuple(s for r in dossier.reports for s in self._sentences(r))
        self.client = self._client()
        self.patron = self._patron() if self.client else ""
        self.scope = tuple(s for s in self.all if self._in_scope(s))
        self.requests = [s for s in self.scope if self._asks(s)]
        self.arrivals = [s for s in self.scope if self._arrives(s)]
        self.refusals = [s for s in self.scope if self._refuses(s)]
        self.granted = bool(self.arrivals) and len(self.arrivals) >= len(self.refusals)
        self.coup = False
        self.events = self._by_report((m.report, m.start, m.end, e) for e in dossier.events if e.status is EventStatus.ASSERTED for m in e.mentions)
        self.persons = self._by_report((m.report, m.start, m.end, a) for a in dossier.actors if a.kind is ActorKind.PERSON for m in a.mentions)
        self.of_report: dict[str, list[Sentence]] = {}
        for s in self.scope:
            self.of_report.setdefault(s.report.id, []).append(s)
        self.found: dict[str, DraftField] = {}

    def draft(self) -> Draft:
        if self.client:
            self._parties()
            for fill in (self._trigger, self._form, self._elite, self._request, self._deployment, self._losses, self._dates, self._outcome, self._rival):
                fill()
        order = {"client": -2, "patron": -1} | {name: n for n, name in enumerate(codebook())}
        iso = resources.load("country_codes")["codes"]
        return Draft(
            title=self.dossier.title,
            client_iso=iso.get(self.client, ""),
            patron_iso=iso.get(self.patron, ""),
            fields=tuple(sorted(self.found.values(), key=lambda f: order[f.name])),
        )

    @staticmethod
    def _by_report(items: Iterable[tuple[str, int, int, _Item]]) -> dict[str, list[tuple[int, int, _Item]]]:
        out: dict[str, list[tuple[int, int, _Item]]] = {}
        for report, start, end, item in items:
            out.setdefault(report, []).append((start, end, item))
        return out

    # What the reports are about.

    def _crisis_year(self) -> int:
        published = Counter(r.published.year for r in self.dossier.reports if r.published)
        if published:
            return max(published, key=lambda y: (published[y], y))
        told = [e.date.start.year for e in self.dossier.events if e.date and e.status is EventStatus.ASSERTED]
        return max(told, default=0)

    def _sentences(self, report: ReportView) -> Iterator[Sentence]:
        about: frozenset[str] = frozenset()
        past, last = False, 0
        for start, end in report.sentences:
            if "\n" in report.text[last:start] or "\n" in report.text[max(0, start - 1) : start]:
                about, past = frozenset(), False
            last = end
            trimmed = to_words(start, end, report.text)
            if trimmed is None:
                continue
            text = report.text[trimmed[0] : min(trimmed[1], trimmed[0] + LONGEST)]
            named = _named(text)
            years = [int(y) for y in _YEAR.findall(_SINCE.sub("", text))]
            here = bool(years) and max(years) < self.year
            if years or "this year" in text:
                past = here
            about = frozenset(c for c in named if len(c) == 2) or about
            yield Sentence(report=report, start=trimmed[0], end=trimmed[1], text=text, named=named, about=about, past=here, after_past=past)

    def _client(self) -> str:
        """The country in which there is trouble: named after "in", "to" or "of", or before its ruler, in sentences that tell of it."""
        pattern, codes, _ = _countries()
        points: Counter[str] = Counter()
        for s in self.all:
            if s.past or s.after_past:
                continue
            weight = 2 if self.cues["trouble"].search(s.text) else 1
            for m in pattern.finditer(s.text):
                before = s.text[max(0, m.start() - 14) : m.start()].lower()
                after = s.text[m.end() : m.end() + 14].lower()
                inside = re.search(r"\b(?:in|into|inside|across|over|throughout|within|southern|northern|eastern|western|central|swept)\s(?:the\s)?$", before)
                ruler = re.match(r"(?:'s|’s)?\s(?:president|king|crisis|authorit|governm|interim|army|head of s|leader|unrest|opposit)", after)
                if inside or ruler:
                    points[codes[m.group()]] += weight * (2 if inside else 1)
        ranked = sorted(points.items(), key=lambda p: (-p[1], p[0]))
        return ranked[0][0] if ranked and ranked[0][1] >= 3 and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else ""

    def _patron(self) -> str:
        """The other country whose forces the sentences speak of, or who is asked for them, or who leads the alliance."""
        points: Counter[str] = Counter()
        for s in self.all:
            if s.past or (self.client not in s.named and (s.after_past or len(s.about - {self.client}) > 1)):
                continue
            for code in sorted(s.named - {self.client}):
                acts, asked = _acting(code)
                points[code] += 2 * sum(bool(p.search(s.text)) for p in acts)
                points[code] += 2 * bool(asked.search(s.text) and self.cues["help"].search(s.text))
        ranked = sorted(points.items(), key=lambda p: (-p[1], p[0]))
        if not ranked or ranked[0][1] < 4 or (len(ranked) > 1 and ranked[0][1] < 1.5 * ranked[1][1]):
            return ""
        return ranked[0][0]

    def _in_scope(self, s: Sentence) -> bool:
        """About the client now, or about nobody but the patron."""
        if not self.client or s.past or (s.after_past and self.client not in s.named):
            return False
        return self.client in s.about or not s.about - {self.patron}

    # What a sentence tells.

    def _foreign(self, s: Sentence) -> bool:
        """Whether forces in it can be those of others than the client."""
        return bool(self.patron in s.named or self.cues["foreign"].search(s.text) or self._body(s))

    def _body(self, s: Sentence) -> tuple[str, str] | None:
        return next(((name, kind) for name, kind, words in _organisations() if words.search(s.text)), None)

    def _asks(self, s: Sentence) -> bool:
        if not (self.cues["ask"].search(s.text) and self.cues["help"].search(s.text)):
            return False
        return self._foreign(s) and bool(self.cues["forces"].search(s.text) or re.search(r"\b(?:help|assist\w*|aid|intervention)\b", s.text))

    def _arrives(self, s: Sentence) -> bool:
        return bool(
            self.cues["forces"].search(s.text)
            and self.cues["arrival"].search(s.text)
            and self._foreign(s)
            and not self.cues["home_guard"].search(s.text)
            and not self._refuses(s)
            and not re.search(r"\b(?:ask(?:ed|s)? (?:\w+ ){0,3}(?:to send|for)|possibly|might|may|want\w*|need\w*|will consider|going to consider|have to)\b", s.text)
        )

    def _refuses(self, s: Sentence) -> bool:
        return bool(self.cues["refusal"].search(s.text) and (self.cues["forces"].search(s.text) or "interven" in s.text) and self._foreign(s))

    # Fields.

    def _put(self, name: str, value: Any, sentences: Sequence[Sentence], why: str, **more: Any) -> None:
        if not sentences:
            return
        chosen = sorted(sentences[:MOST_SPANS], key=lambda s: (s.report.file, s.start))
        spans = tuple(Evidence(report=s.report.id, file=s.report.file, start=s.start, end=s.end, words=s.report.text[s.start : s.end]) for s in chosen)
        self.found[name] = DraftField(name=name, value=value, spans=spans, why=why, **more)

    def _say_votes(self, sentences: Sequence[Sentence]) -> str:
        reports = len({s.report.id for s in sentences})
        return f"{len(sentences)} sentence{'s' * (len(sentences) != 1)} of {reports} report{'s' * (reports != 1)}"

    def _parties(self) -> None:
        names = _countries()[2]
        troubled = [s for s in self.scope if self.client in s.named and self.cues["trouble"].search(s.text)] or [s for s in self.scope if self.client in s.named]
        self._put("client", names[self.client], troubled, f"The country in which the reports place the trouble ({self._say_votes(troubled)}).")
        if self.patron:
            acting = [s for s in self.scope if self.patron in s.named and (self.cues["forces"].search(s.text) or self._asks(s))]
            acting = acting or [s for s in self.scope if self.patron in s.named]
            self._put("patron", names[self.patron], acting, f"The other country whose forces or help the reports speak of ({self._say_votes(acting)}).")
            cues = [re.compile(c.replace("{patron}", _names_of(self.patron)), re.I) for c in self.cues["base"]]
            based = _votes(self.scope, cues)
            self._put("base", True, [] if self.granted else based, "The reports speak of the patron's base or garrison there.")
        seeking = [s for s in _votes(self.scope, self.cues["seeking"]) if self.client in s.named]
        self._put("accession", "seeking", seeking, "The reports say that it wants in.")

    def _trigger(self) -> None:
        told = {code: _votes(self.scope, cues) for code, cues in self.cues["trigger"].items()}
        for code in ("price", "election", "constitution", "alignment", "repression"):
            told[code] = [s for s in told[code] if self.cues["crowd"].search(s.text)]
        self.coup = len(told["coup"]) >= 3
        if not self.coup:
            told["coup"] = []
        ranked = sorted(told.items(), key=lambda t: -len(t[1]))
        (code, best), (_, next_best) = ranked[0], ranked[1]
        alone = len(best) >= 2 or (len(best) == 1 and any(self.cues["began"].search(s.text) for s in best))
        if alone and len(best) > len(next_best):
            first = sorted(best, key=lambda s: not self.cues["began"].search(s.text))
            self._put("trigger", code, first, f"Told as what set it off in {self._say_votes(best)}; the next cause in {len(next_best)}.")

    def _form(self) -> None:
        told = {code: _votes(self.scope, cues) for code, cues in self.cues["mobilisation_form"].items()}
        if self.coup:
            coup = _votes(self.scope, self.cues["trigger"]["coup"])
            self._put("mobilisation_form", "military", coup, "Units of the armed forces acted.")
        elif told["riot"] and len(told["riot"]) >= max(1, 0.15 * len(told["demonstrations"])):
            self._put("mobilisation_form", "riot", told["riot"], f"Burning, looting or storming in {self._say_votes(told['riot'])}.")
        elif len(told["demonstrations"]) >= 2:
            self._put("mobilisation_form", "demonstrations", told["demonstrations"], f"Crowds in {self._say_votes(told['demonstrations'])}.")
        elif len(told["armed"]) >= 2:
            self._put("mobilisation_form", "armed", told["armed"], f"Organised armed groups in {self._say_votes(told['armed'])}.")
        lines: dict[str, list[Sentence]] = {}
        for code, cues in self.cues["cleavage"].items():
            votes = _votes(self.scope, cues)
            if code in ("economic", "democratic"):
                votes = [s for s in votes if self.cues["crowd"].search(s.text) or (code == "democratic" and not self.coup and "fraud" in s.text)]
            if len(votes) >= {"clan": 1, "identity": 3, "economic": 1, "democratic": 2}[code]:
                lines[code] = votes
        if self.coup:
            lines = {"military": _votes(self.scope, self.cues["trigger"]["coup"])}
        if lines:
            order = [c for c in codebook()["cleavage"].codes if c in lines]
            self._put("cleavage", tuple(order), [s for c in order for s in lines[c][:2]], "Lines along which the reports say people divided.")

    def _elite(self) -> None:
        clans = _votes(self.scope, self.cues["clans"])
        self._put("clans", True, clans, f"Clans are named in {self._say_votes(clans)}.")
        if not self.coup:
            purged = _votes(self.scope, self.cues["purge"])
            self._put("purge", True, purged, f"Rivals removed or arrested, in {self._say_votes(purged)}.")
            both = _votes(purged, self.cues["predecessor"])
            self._put("dual_power", True, both, "A predecessor is named among those removed, or a struggle for power with him.")
            interim = _votes(self.scope, self.cues["interim"])
            self._put("regime", "transitional", interim if len(interim) >= 3 else [], f"An interim government, in {self._say_votes(interim)}.")
        self._tenure()

    def _tenure(self) -> None:
        told: Counter[int] = Counter()
        where: dict[int, list[Sentence]] = {}
        for s in self.scope:
            if not self.cues["tenure"].search(s.text) or self.cues["dynasty"].search(s.text):
                continue
            since, years = _SINCE.search(s.text), _FOR_YEARS.search(s.text)
            n = self.year - int(since.group(1)) if since else int(years.group(1)) if years else 0
            if 0 < n <= 60:
                told[n] += 1
                where.setdefault(n, []).append(s)
        if told:
            n = max(told, key=lambda k: (told[k], -k))
            self._put("tenure_years", float(n), where[n], "How long the ruler has ruled, as the reports tell it.", low=float(n - 1), high=float(n + 1))

    def _request(self) -> None:
        if not self.requests:
            return
        bodies = [(s, self._body(s)) for s in self.requests]
        kinds = Counter(b[1] if b else "bilateral" for _, b in bodies)
        if self.granted and kinds["bilateral"] == kinds.total():
            named = Counter(b[1] for b in map(self._body, self.arrivals) if b)
            if named and named.most_common(1)[0][1] >= 2:
                kinds = named
        if kinds["bilateral"] and not self.patron:
            del kinds["bilateral"]
        if not kinds:
            return
        code = max(("treaty", "bilateral", "regional"), key=lambda k: kinds[k])
        best = [s for s, b in bodies if (b[1] if b else "bilateral") == code] or self.requests
        best.sort(key=lambda s: not re.search(r"\b(?:ask|request|appeal|turn|implor|plea)", s.text, re.I))
        self._put("request", code, best, f"Help with force was asked for, in {self._say_votes(best)}.")
        self._put("request_by", *self._asker(best))
        if code != "bilateral":
            self._treaty(code)
        if self.granted:
            self._put("request_answer", "granted", self.arrivals, f"Troops came, in {self._say_votes(self.arrivals)}.")
        elif len(self.refusals) >= 2 and len(self.refusals) > 2 * len(self.arrivals):
            self._put("request_answer", "refused", self.refusals, f"Refused, in {self._say_votes(self.refusals)}.")
        council = [s for s in _votes(self.scope, self.cues["council"]) if code != "bilateral" and self.granted and not re.search(r"\b(?:UN|U\.N\.|United Nations|Rights)\b", s.text)]
        self._put("council", True, council, "A council of the organisation is said to have decided.")

    def _asker(self, requests: Sequence[Sentence]) -> tuple[str, list[Sentence], str]:
        """The person named last before the words that ask."""
        told: dict[str, list[Sentence]] = {}
        for s in requests:
            cue = self.cues["ask"].search(s.text)
            if cue is None:
                continue
            before = [(start, a.name) for start, _, a in self.persons.get(s.report.id, ()) if s.start <= start < s.start + cue.start()]
            if before:
                told.setdefault(max(before)[1], []).append(s)
        if not told:
            return "", [], ""
        name = max(told, key=lambda n: (len(told[n]), n))
        return name, told[name], "Named before the words that ask."

    def _treaty(self, code: str) -> None:
        told: dict[str, list[Sentence]] = {}
        for s in (*self.requests, *self.arrivals):
            body = self._body(s)
            if body and body[1] == code and s not in told.setdefault(body[0], []):
                told[body[0]].append(s)
        if not told:
            return
        name = max(told, key=lambda n: (len(told[n]), n))
        words = next(w for n, _, w in _organisations() if n == name)
        cited: Counter[str] = Counter()
        for s in self.scope:
            body_at = words.search(s.text)
            near = _ARTICLE.search(s.text, body_at.end() if body_at else 0)
            if near and (body_at or self._asks(s) or self._arrives(s)):
                cited[near.group(1)] += 1
                told[name].append(s)
        article = f", Article {cited.most_common(1)[0][0]}" if cited else ""
        self._put("treaty", name + article, list(dict.fromkeys(told[name])), "The organisation or treaty named with the request or the force.")
        if code == "treaty" and not name.startswith("a "):
            self._put("treaty_tie", "collective", told[name], "The request went to the organisation of a defence pact with several members.")

    def _deployment(self) -> None:
        if not self.granted:
            return
        figures = [(f, s) for f, s in self._figures("deployed", "sent") if not self.cues["home_guard"].search(s.text)]
        exact = [(f, s) for f, s in figures if f.qualifier not in (Qualifier.HUNDREDS, Qualifier.THOUSANDS) and (f.low or f.high or 0) >= 10] if figures else []
        self._put("instrument", "deployment", self.arrivals if self.requests else [], f"Units came on request, in {self._say_votes(self.arrivals)}.")
        self._put("instruments", ("deployment",), self.arrivals if self.requests else [], "Only what the reports tell of this crisis.")
        if exact:
            told = Counter(f.low or f.high or 0.0 for f, _ in exact)
            best = max(told, key=lambda n: (told[n], -n))
            low, high = min(f.low or f.high or 0.0 for f, _ in exact), max(f.high or f.low or 0.0 for f, _ in exact)
            sentences = list(dict.fromkeys(s for _, s in exact))
            self._put("instrument_size", best, sentences, f"{len(exact)} figures; the one told most often between the lowest and the highest.", low=low, high=high)
        mandates = {code: [s for s in _votes(self.scope, cues) if self.cues["forces"].search(s.text) and self._foreign(s)] for code, cues in self.cues["mandate"].items()}
        for code in ("guard", "order", "combat", "interpose", "evacuate"):
            if mandates[code] and 3 * len(mandates[code]) >= max(map(len, mandates.values())):
                self._put("mandate", code, mandates[code], f"What the force is said to be there for, in {self._say_votes(mandates[code])}.")
                break
        self._contingents()

    def _contingents(self) -> None:
        pattern, codes, names = _countries()
        told: dict[str, list[Sentence]] = {}
        for s in self.scope:
            cue = self.cues["contingents"].search(s.text)
            if cue is None or not (self.cues["forces"].search(s.text) or "operation" in s.text):
                continue
            for m in pattern.finditer(s.text, cue.end(), min(len(s.text), cue.end() + 60)):
                if codes[m.group()] not in (self.client, self.patron):
                    told.setdefault(names[codes[m.group()]], []).append(s)
        if told:
            self._put("contingents", ", ".join(sorted(told)), list(dict.fromkeys(s for v in told.values() for s in v)), "Named as having sent forces too.")

    def _figures(self, *words: str) -> list[tuple[FigureView, Sentence]]:
        return [
            (f, s)
            for f in self.dossier.figures
            if not f.withdrawn and f.unit == "people" and any(w in f.what for w in words) and (f.low or f.high)
            for s in self.of_report.get(f.report, ())
            if s.holds(f.report, f.start, f.end)
        ]

    def _losses(self) -> None:
        """The dead: the figure that stands in the finding with most figures, else a figure given as the sum."""
        killed = {f.id: (f, s) for f, s in self._figures("people killed")}
        best: tuple[FigureView, Sentence] | None = None
        why = ""
        for finding in sorted(self.dossier.findings, key=lambda f: -len(f.figures)):
            if finding.current in killed and finding.about == "people killed":
                best = killed[finding.current]
                why = f"The figure that stands for “{finding.about}” ({finding.status.value})."
                break
        if best is None:
            sums = [v for v in killed.values() if self.cues["total"].search(v[1].text)]
            best = max(sums, key=lambda v: v[0].low or 0.0, default=None)
            why = "Given as the sum of the dead."
        if best is None or (best[0].low or best[0].high) is None:
            return
        figure, sentence = best
        value = figure.low if figure.low is not None else figure.high
        self._put("toll", value, [sentence], why, low=figure.low, high=figure.high)
        loans = [(f, s) for f in self.dossier.figures if "loan" in f.what.split() and f.unit == "USD" for s in self.of_report.get(f.report, ()) if s.holds(f.report, f.start, f.end)]
        if loans and self.patron:
            self._put("loan", loans[0][0].low, [loans[0][1]], "A loan to the client.")

    def _dates(self) -> None:
        begun = [s for s in self.scope if self.cues["began"].search(s.text) and (self.cues["trouble"].search(s.text) or self.cues["crowd"].search(s.text))]
        if self.coup:
            begun = _votes(self.scope, self.cues["trigger"]["coup"])
        self._date("start", begun, (EventType.COERCE,) if self.coup else (), "When it is said to have begun.")
        self._date("request_date", self.requests if "request" in self.found else [], (EventType.REQUEST,), "When help was asked for.", day_only=True)
        if "instrument" in self.found:
            self._date("instrument_date", self.arrivals, (EventType.AID, EventType.MOBILIZE), "When the forces are said to have come.", day_only=True)
        over = [s for s in self.scope if self.cues["over"].search(s.text)]
        self._date("end", over, (), "When the crisis was declared over.", day_only=True)
        self._in_order()

    def _in_order(self) -> None:
        """A date before the begin, or a force before its request, is a misreading: it is left out."""
        for earlier, later in (("start", "end"), ("start", "request_date"), ("request_date", "instrument_date")):
            a, b = (self.found.get(n) for n in (earlier, later))
            if a and b and isinstance(a.value, dt.date) and isinstance(b.value, dt.date) and b.value < a.value:
                del self.found[later]

    def _date(self, name: str, sentences: Sequence[Sentence], types: tuple[EventType, ...], why: str, *, day_only: bool = False) -> None:
        told: dict[tuple[int, dt.date, Precision], list[Sentence]] = {}
        for s in sentences:
            for event in self._events_in(s):
                if event.date is None or (types and event.type not in types) or event.date.start.year < self.year - 1:
                    continue
                fineness = _FINENESS.get(event.date.precision, 9)
                if fineness <= (0 if day_only else 4) and fineness != 1:
                    told.setdefault((fineness, event.date.start, event.date.precision), []).append(s)
        if not told:
            return
        finest = min(k[0] for k in told)
        key = max((k for k in told if k[0] == finest), key=lambda k: (len(told[k]), -k[1].toordinal()))
        self._put(name, key[1], list(dict.fromkeys(told[key])), why, precision=key[2])

    def _events_in(self, s: Sentence) -> Iterator[EventView]:
        seen = set()
        for start, end, event in self.events.get(s.report.id, ()):
            if event.id not in seen and overlap(s.start, s.end, start, end):
                seen.add(event.id)
                yield event

    def _outcome(self) -> None:
        if self.coup:
            out = _votes(self.scope, self.cues["ousted"])
            insiders = _votes(self.scope, self.cues["insider"])
            if len(out) >= 3 and len(insiders) >= 3:
                self._put("outcome_crisis", "elite", out, "The ruler was removed by men of the state's own forces.")
        elif "purge" in self.found and "end" in self.found:
            spans = self.found["purge"].spans + self.found["end"].spans
            purge = self.found["purge"]
            self.found["outcome_crisis"] = replace(purge, name="outcome_crisis", value="purge", spans=spans[:MOST_SPANS], why="The ruler declared it over and removed rivals.")

    def _rival(self) -> None:
        rivals = set(self.cues["rivals"].get(self.patron, ()))
        if not rivals or not self.granted:
            return
        told = [s for s in self.scope if s.named & rivals and self.cues["complaint"].search(s.text) and (self.cues["forces"].search(s.text) or "interven" in s.text)]
        self._put("rival_response", "words", told, f"A rival power spoke against it, in {self._say_votes(told)}; nothing stronger is told.")
