"""Sheets for a coder who is not told which case it is: rows of public data sets with names, codes and days taken out.

The country becomes "client", the patron "patron", every other state "state A", "state B" and so on, leaders "leader A" and so on; days become
days before or after the first day of the crisis, years become years before or after its first year; keys of rows, titles of crises and names of armed
groups are left out. Who knows the field may still guess some cases from their shape: that is said where the result is told.

usage: python -m audits.anonymous [--shared FOLDER] [--count 15] [--seed 1] OUT
Writes OUT/sheet-01.txt … and OUT/key.tsv (sheet, case), which the coder must not see.
"""

from __future__ import annotations

import argparse
import datetime as dt
import random
import re
from collections.abc import Callable, Mapping
from pathlib import Path

from audits.rows import QUIET, Row, codes_for, matches, table, whole, year_of
from dragoman.cases.load import case_base
from dragoman.records.cases import Case

BEFORE, AFTER = 2, 1
"""Years of rows shown before the first and after the last year of the crisis."""
LATEST = 2020
"""Cases that began later are not drawn: most data sets do not reach them."""
HIDDEN = frozenset({"crisname", "gwf_casename", "WarName", "HMIID", "territory_name", "triggername", "outsidesupporters", "coder", "actorname", "SideA", "SideB", "side_b", "side_a_2nd", "actor_name", "Elections"})
STATES = frozenset({"gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "ccode1", "ccode2", "INTERVEN1", "INTERVEN2", "INTERVEN3"})
DAY = re.compile(r"\b(1[89]\d\d|20\d\d)-(\d\d?)-(\d\d?)\b")
SPELT_DAY = re.compile(r"\b(\d{1,2}) (January|February|March|April|May|June|July|August|September|October|November|December) (1[89]\d\d|20\d\d)\b")
MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
YEAR = re.compile(r"\b(?:1[89]\d\d|20\d\d)(?:\.0)?\b")


class Masks:
    """Names given in the order of first sight within one sheet."""

    def __init__(self, word: str, known: Mapping[str, str]) -> None:
        self.word, self.given = word, dict(known)

    def of(self, value: str) -> str:
        return self.given.setdefault(value, f"{self.word} {chr(ord('A') + len({v for v in self.given.values() if v.startswith(self.word)}) % 26)}")


def masked(row: Row, shown: tuple[str, ...], start: dt.date, states: Masks, leaders: Masks) -> str:
    """The columns of a row worth reading, without what tells the case."""

    def days(text: str, found: re.Pattern[str], when: Callable[[re.Match[str]], dt.date]) -> str:
        def relative(match: re.Match[str]) -> str:
            try:
                return f"day {(when(match) - start).days:+d}"
            except ValueError:
                return "day ?"

        return found.sub(relative, text)

    parts = []
    if {"year", "month", "day"} <= set(row) and whole(row["month"]) > 0 and whole(row["day"]) > 0:
        try:
            parts.append(f"day {(dt.date(whole(row['year']), whole(row['month']), whole(row['day'])) - start).days:+d}")
        except ValueError:
            parts.append("day ?")
    for column in shown:
        value = (row.get(column) or "").strip()
        if value in ("", "0", "0.0") or column in HIDDEN or (parts and parts[0].startswith("day") and column in ("year", "month", "day") and "month" in row):
            continue
        if column in STATES:
            value = ", ".join(states.of(str(whole(v))) for v in value.split(",") if whole(v) > 0)
        elif column == "leader":
            value = leaders.of(value)
        elif column == "side_a":
            value = "a government"
        else:
            value = days(value, DAY, lambda m: dt.date(int(m[1]), int(m[2]), int(m[3])))
            value = days(value, SPELT_DAY, lambda m: dt.date(int(m[3]), MONTHS.index(m[2]) + 1, int(m[1])))
            if not column.startswith("participants"):
                value = YEAR.sub(lambda m: f"year {year_of(m[0]) - start.year:+d}", value)
        if value:
            parts.append(f"{column}={value}")
    return ", ".join(parts)


def sheet(case: Case, data: Path) -> str:
    """The rows about one case, by data set."""
    start, end = case.value("start"), case.value("end")
    assert isinstance(start, dt.date)
    last = end.year if isinstance(end, dt.date) else start.year
    codes = codes_for(data, case.client_iso, case.patron_iso)
    known = {str(c): "client" for c in codes.cow} | {str(c): "patron" for c in codes.patron}
    states, leaders = Masks("state", known), Masks("leader", {})
    names = re.compile("|".join(re.escape(n) for n in sorted({r["statename"] for r in table(data / "capabilities_economy/gw_states.csv")} | {case.client, case.patron}, key=len, reverse=True)), re.I)
    lines = []
    seen: dict[str, list[str]] = {}
    for dataset, row in matches(data, codes, start.year - BEFORE, last + AFTER):
        line = masked(row, dataset.shown, start, states, leaders)
        seen.setdefault(dataset.key, []).append(names.sub("(a state)", line))
    for key, rows in seen.items():
        shown = [rows[0], rows[-1]] if key in QUIET and len(rows) > 2 else rows[:25]
        lines += [key, *(f"  {r}" for r in shown)] + ([f"  … {len(rows) - len(shown)} more rows"] if len(shown) < len(rows) else [])
    return f"Crisis from day +0 to day {f'{(end - start).days:+d}' if isinstance(end, dt.date) else '?'}.\n" + "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(prog="audits.anonymous", description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--count", type=int, default=15)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    cases = case_base().cases
    covered = sorted(c for c, case in cases.items() if case.depth == "full" and isinstance(day := case.value("start"), dt.date) and day.year <= LATEST)
    chosen = random.Random(arguments.seed).sample(covered, arguments.count)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for n, name in enumerate(chosen, start=1):
        (arguments.out / f"sheet-{n:02d}.txt").write_text(f"Sheet {n:02d}. {sheet(cases[name], arguments.shared / 'data')}", encoding="utf-8")
    (arguments.out / "key.tsv").write_text("sheet\tcase\n" + "".join(f"{n:02d}\t{name}\n" for n, name in enumerate(chosen, start=1)), encoding="utf-8")


if __name__ == "__main__":
    main()
