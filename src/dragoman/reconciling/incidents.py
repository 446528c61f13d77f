"""Which reports tell one incident.

Reports are compared by their words, rare ones counting most (TF-IDF, cosine), less what their days of publication lie apart; groups
grow by average link. Candidates come from an index of words that few reports share, so the cost stays near linear; two reports
that share none of these are never compared. Nothing here reads events: it is the coarse sieve before they are compared.
"""

from __future__ import annotations

import collections
import functools
import heapq
import math
import re
from collections.abc import Mapping, Sequence

from dragoman import resources
from dragoman.records.documents import Report
from dragoman.records.readings import Reading
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
