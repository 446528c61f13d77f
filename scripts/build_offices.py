#!/usr/bin/env python3
"""Writes the part of resources/offices.yaml that is from data sets: who led a country when, from rows of Archigos (to 2015) and REIGN (from 2016).

Changes after the data sets were put into the resource by hand, with their publications; so this writes to a file of its own, to be compared with it.

usage: python scripts/build_offices.py DATA_FOLDER OUT
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
sys.path.insert(0, str(ROOT))

FIRST = dt.date(1990, 1, 1)
ARCHIGOS_ENDS = dt.date(2015, 12, 31)
HEAD = """\
about: >-
  Effective leaders of the countries in the case base and their patrons, 1990 to 2021: name as in the data set, first and last day (open
  where the data set ends), key of the row. Archigos codes the person who holds power in fact, which need not be the head of state.
source: Archigos v4.1 (Goemans, Gleditsch and Chiozza), free with citation, to 2015; REIGN 2021 (Bell), MIT, after. REIGN gives months; its days are kept where it has them, else the first.
licence: MIT (REIGN); Archigos free with citation
ends: 2021-03-31
leaders:
"""


def main() -> int:
    from audits.rows import codes_for, table, whole
    from audits.rules import day_of

    from dragoman.cases.load import case_base

    data = Path(sys.argv[1])
    countries = sorted({iso for c in case_base().cases.values() for iso in (c.client_iso, c.patron_iso)} - {"SUN", "CSK", "DDR", "YUG"})
    out = [HEAD]
    for iso in countries:
        cow = codes_for(data, iso).cow
        spells: list[tuple[dt.date, dt.date | None, str, str]] = []
        for r in table(data / "leaders_reign_archigos/archigos_1946.csv"):
            begin, end = day_of(r["startdate"]), day_of(r["enddate"])
            if whole(r["gwcode"]) in cow and begin and end and end >= FIRST:
                spells.append((begin, None if end == ARCHIGOS_ENDS else end, r["leader"], f"archigos:{r['obsid']}"))
        last = max(spells, default=None)
        for r in table(data / "leaders_reign_archigos/reign_leaders.csv"):
            year, month = whole(r["syear"]), whole(r["smonth"])
            if whole(r["ccode"]) not in cow or year < 1990:
                continue
            begin = dt.date(year, max(1, month), min(28, max(1, whole(r["sdate"]))))
            if begin > ARCHIGOS_ENDS:
                ends = dt.date(whole(r["eyear"]), max(1, whole(r["emonth"])), 28) if whole(r["eyear"]) > 0 else None
                ends = None if ends and (ends.year, ends.month) >= (2021, 3) else ends
                spells.append((begin, ends, r["leader"], f"reign:{r['leadid']}"))
        spells.sort(key=lambda s: (s[0], s[2]))
        for n, (begin, ends, name, key) in enumerate(spells):
            later = [b for b, *_ in spells[n + 1 :] if b > begin]
            if last and key == last[3] and ends is None and later:
                spells[n] = (begin, min(later) - dt.timedelta(days=1), name, key)
        for n, (begin, ends, name, key) in enumerate(spells[:-1]):
            if key.startswith("reign:") and ends and begin < spells[n + 1][0] < ends:
                spells[n] = (begin, spells[n + 1][0], name, key)
        if spells:
            out.append(f"  {iso}:\n")
            for begin, ends, name, key in spells:
                out.append(f'  - {{name: "{name.strip()}", start: {begin}, end: {ends or "null"}, source: "{key}"}}\n')
    Path(sys.argv[2]).write_text("".join(out), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
