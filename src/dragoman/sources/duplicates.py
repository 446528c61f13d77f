"""Copies of one story: which reports have one origin, whoever printed them.

Compared are runs of words of the body, quotations left out, so that two reports on one speech are not taken for copies, nor
does a changed headline or a trimmed tail hide one. Each report is held only against reports that share words of a small sample with
it, so that the work grows with the number of reports and not with its square.
"""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dragoman.records.documents import Report

RUN = 6
"""Words of a run."""
SAMPLE = 64
"""Smallest hashes of a report's runs that stand for it when copies are looked for."""
SHARED = 3
"""Sampled runs that two reports must share to be compared at all."""
COPY = 0.6
"""Share of the shorter report's runs that a copy has in common with the longer one."""
SHORT = 25
"""Runs below which a report is too short for anything but full agreement."""
FEW_REPRESENTATIVES = 8
QUOTED = re.compile(r'[“"«][^“”"«»\n]{15,2000}[”"»]')
WORD = re.compile(r"\w+")


@dataclass(slots=True)
class _Runs:
    all: frozenset[int]
    sample: list[int]


def _runs(report: Report) -> _Runs:
    body = report.text[report.body :]
    own = WORD.findall(QUOTED.sub(" ", body).casefold())
    words = own if len(own) >= SHORT + RUN else WORD.findall(body.casefold())
    found = frozenset(zlib.crc32(" ".join(words[i : i + RUN]).encode()) for i in range(max(1, len(words) - RUN + 1)))
    return _Runs(found, sorted(found)[:SAMPLE])


def find_origins(reports: Sequence[Report]) -> list[Report]:
    """The reports with `origin` the same for copies, and `origin_why` filled for all but the fullest of them."""
    runs = [_runs(r) for r in reports]
    order = sorted(range(len(reports)), key=lambda i: (-len(runs[i].all), i))
    holders: dict[int, list[int]] = {}
    out = list(reports)
    for i in order:
        counts = Counter(j for h in runs[i].sample for j in holders.get(h, ()))
        best = max(((_common(runs[i], runs[j]), -j) for j, n in counts.most_common(20) if n >= min(SHARED, len(runs[i].sample))), default=(0.0, 0))
        needed = COPY if len(runs[i].all) >= SHORT else 1.0
        if best[0] >= needed:
            twin = reports[-best[1]]
            named = f"{twin.file} ({twin.outlet})" if twin.outlet else twin.file
            why = f"{round(100 * best[0])} % of its runs of {RUN} words, quotations left out, also stand in {named}."
            out[i] = replace(reports[i], origin=out[-best[1]].origin, origin_why=why)
            continue
        for h in runs[i].sample:
            holding = holders.setdefault(h, [])
            if len(holding) < FEW_REPRESENTATIVES:
                holding.append(i)
    return out


def _common(a: _Runs, b: _Runs) -> float:
    return len(a.all & b.all) / max(1, min(len(a.all), len(b.all)))
