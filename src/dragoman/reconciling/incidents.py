"""Which reports tell one incident, when it happened, and what it came to.

Reports are compared by their words, rare ones counting most (TF-IDF, cosine), less what their days of publication lie apart; groups
grow by average link. Candidates come from an index of words that few reports share, so the cost stays near linear; two reports
that share none of these are never compared. Nothing here reads events: it is the coarse sieve before they are compared.
"""

from __future__ import annotations

import bisect
import collections
import datetime as dt
import functools
import heapq
import math
import re
from collections.abc import Mapping, Sequence

from dragoman import resources
from dragoman.reconciling.losses import settle_losses
from dragoman.records.documents import Report
from dragoman.records.events import EventType
from dragoman.records.incidents import Incident
from dragoman.records.readings import Reading
from dragoman.records.times import DateBasis, DateRange, Precision
from dragoman.text.hashing import content_id

CHARACTERS = 4_000
"""How much of a report is compared; news tells what happened at the top."""
HEADLINE = 2
"""A word of the headline counts so many times more."""
SHARED = 60
"""Words that more reports have than this bring no candidates, though they still weigh."""
CANDIDATES = 12
"""Earlier reports that are compared in full with each report."""
JOIN = 0.12
"""Average similarity, less the distance in time, from which groups are joined."""
APART = 0.14
"""What is taken off a similarity when two reports lie about a year apart; less for less."""
YEAR = math.log(400)

VIOLENCE = 3.0
"""A day named in a sentence that tells an act of violence weighs so many times more."""
FADING = 6
"""Sentences after which a day weighs half."""

_CLOCK = re.compile(r"[\d:.\s]*(?:a\.?m\.?|p\.?m\.?|noon|midnight|o'clock)?", re.IGNORECASE)
_VAGUE_DAY = re.compile(r"\b(?:today|yesterday)\b", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")


@functools.cache
def _common() -> frozenset[str]:
    return frozenset(resources.load("common_words")["words"].split())


def group_reports(reports: Sequence[Report], readings: Sequence[Reading]) -> Mapping[str, str]:
    """Report id -> id of its group; reports in one group seem to tell one incident.

    The order of reports matters only between equals. A report without words stands alone.
    """
    order = sorted(range(len(reports)), key=lambda i: (reports[i].published is None, reports[i].published, reports[i].id))
    kept = [reports[i] for i in order]
    vectors = weigh([count_words(r) for r in kept])
    near = _similarities(vectors, kept)
    out: dict[str, str] = {}
    for members in link(len(kept), near, JOIN):
        name = content_id("g", *sorted(kept[i].id for i in members))
        out.update({kept[i].id: name for i in members})
    return out


def plain_word(word: str) -> str:
    """The form under which a word is compared: lower case, without possessive and plural ending."""
    low = word.lower().replace("’", "'")
    low = low[:-2] if low.endswith("'s") else low
    return low[:-1] if len(low) > 4 and low.endswith("s") and not low.endswith("ss") else low


def count_words(report: Report) -> collections.Counter[str]:
    """Words of the first part of a report, those of the headline counting more."""
    out: collections.Counter[str] = collections.Counter()
    common = _common()
    for start, stop, times in ((0, min(report.body, CHARACTERS), HEADLINE), (report.body, report.body + CHARACTERS, 1)):
        for m in _WORD.finditer(report.text, start, max(start, min(stop, len(report.text)))):
            word = plain_word(m.group())
            if len(word) > 1 and word not in common:
                out[word] += times
    return out


def weigh(counts: Sequence[Mapping[str, int]]) -> list[dict[str, float]]:
    """TF-IDF vectors of length one; words that only one report has are left out, since they can match nothing."""
    n = len(counts)
    df = collections.Counter(w for c in counts for w in c)
    out = []
    for c in counts:
        vector = {w: (1 + math.log(k)) * math.log((n + 1) / df[w]) for w, k in c.items() if df[w] > 1}
        length = math.sqrt(sum(x * x for x in vector.values())) or 1.0
        out.append({w: x / length for w, x in vector.items()})
    return out


def _similarities(vectors: Sequence[Mapping[str, float]], reports: Sequence[Report]) -> dict[tuple[int, int], float]:
    """(earlier, later) -> similarity less distance in time, for the candidates of each report."""
    df = collections.Counter(w for v in vectors for w in v)
    index: dict[str, list[int]] = collections.defaultdict(list)
    out: dict[tuple[int, int], float] = {}
    for i, vector in enumerate(vectors):
        found: dict[int, float] = collections.defaultdict(float)
        for word, weight in vector.items():
            if df[word] <= max(SHARED, 2):
                for j in index[word]:
                    found[j] += weight * vectors[j][word]
                index[word].append(i)
        for j in sorted(found, key=lambda j: (-found[j], j))[:CANDIDATES]:
            short, long = sorted((vector, vectors[j]), key=len)
            out[j, i] = sum(x * long.get(w, 0.0) for w, x in short.items()) - _apart(reports[j], reports[i])
    return out


def _apart(a: Report, b: Report) -> float:
    """What two days of publication take off; nothing when one is unknown."""
    if a.published is None or b.published is None:
        return 0.0
    return APART * min(math.log1p(abs((a.published - b.published).days)) / YEAR, 1.2)


def link(n: int, near: Mapping[tuple[int, int], float], least: float) -> list[list[int]]:
    """Groups of the numbers below `n` by average link; pairs that were not compared count as 0."""
    members: dict[int, list[int]] = {i: [i] for i in range(n)}
    sums: dict[int, dict[int, float]] = collections.defaultdict(dict)
    for (i, j), s in near.items():
        sums[i][j] = sums[j][i] = s
    heap = [(-s, i, j) for (i, j), s in near.items() if s >= least]
    heapq.heapify(heap)
    made = n
    while heap:
        _, i, j = heapq.heappop(heap)
        if i not in members or j not in members:
            continue
        joined = members.pop(i) + members.pop(j)
        left, right = sums.pop(i, {}), sums.pop(j, {})
        members[made] = joined
        for other in sorted((left.keys() | right.keys()) - {i, j}):
            total = left.get(other, 0.0) + right.get(other, 0.0)
            row = sums[other]
            row.pop(i, None)
            row.pop(j, None)
            row[made] = sums[made][other] = total
            average = total / (len(joined) * len(members[other]))
            if average >= least:
                heapq.heappush(heap, (-average, other, made))
        made += 1
    return [sorted(m) for m in members.values()]


def settle_incident(reports: Sequence[Report], readings: Sequence[Reading]) -> Incident:
    """Date, killed and injured of the incident that all these reports tell.

    Args:
        reports: at least one; the order does not matter.
        readings: of the same reports, in the same order.
    """
    losses = settle_losses(reports, readings)
    date = settle_date(reports, readings)
    why = (*((date.why,) if date else ()), *losses.why)
    return Incident(reports=tuple(r.id for r in reports), date=date, killed=losses.killed, injured=losses.injured, why=why)


def settle_date(reports: Sequence[Report], readings: Sequence[Reading]) -> DateRange | None:
    """The day on which most speaks for the incident; None when no report is dated and none names a day.

    Days that the reports name vote, the more the earlier they stand and if an act of violence is told beside them; days after the
    first publication cannot be meant, and long before it seldom are. A neighbouring day lends some of its votes.
    """
    first = min((r.published for r in reports if r.published is not None), default=None)
    votes: dict[dt.date, float] = collections.defaultdict(float)
    for report, reading in zip(reports, readings, strict=True):
        for day, weight in _named_days(report, reading, first).items():
            votes[day] += weight
    named = set(votes)
    if first is not None:
        votes[first] += 0.15
    if not votes:
        return None
    one = dt.timedelta(days=1)
    best = max(votes, key=lambda d: (votes[d] + 0.3 * votes.get(d - one, 0.0) + 0.3 * votes.get(d + one, 0.0), d))
    why = "the day that the reports name most, early and beside what happened" if best in named else "no report names a day; the first publication"
    return DateRange(start=best, end=best, precision=Precision.DAY, basis=DateBasis.CONTEXT if best in named else DateBasis.INFERRED, why=why)


def _named_days(report: Report, reading: Reading, first: dt.date | None) -> dict[dt.date, float]:
    """Days that one report names, each with its weight."""
    violent = {e.sentence for e in reading.events if e.type is EventType.ASSAULT}
    starts = [s.start for s in reading.sentences]
    out: dict[dt.date, float] = {}
    for t in reading.times:
        told = t.span.of(report.text)
        if t.range is None or t.range.precision is not Precision.DAY or t.type not in ("DATE", "TIME") or _CLOCK.fullmatch(told):
            continue
        day = t.range.start
        if first is not None and day > first:
            continue
        sentence = bisect.bisect_right(starts, t.span.start) - 1
        weight = 1 / (1 + max(sentence, 0) / FADING) * (VIOLENCE if sentence in violent else 1.0) * (0.6 if _VAGUE_DAY.search(told) else 1.0)
        if first is not None:
            gap = (first - day).days
            weight *= 1.0 if gap <= 3 else 0.7 if gap <= 14 else 0.5 if gap <= 120 else 0.35 if gap <= 800 else 0.1
        known = out.get(day, 0.0)
        out[day] = max(known, weight) + 0.2 * min(known, weight)
    return out
