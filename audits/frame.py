"""The selection frame in figures: which client-years were looked at, which of them public data sets mark as a crisis, and which the case base holds.

A client-year is a state and year with a tie to one of five great powers: a defence or consultation treaty (ATOP; its last year, 2018, is
carried forward), a border or at most 400 miles of water (COW direct contiguity), for the United States at least 100 soldiers stationed, and
for Russia since 1992 having been a republic of the Soviet Union.
A mark is a row of a public data set about that state and year; nothing else makes a crisis here. Patrons below great power (Senegal, Saudi
Arabia, India and so on) have no treaty rows among the extracts: their cases stand in the base and are counted apart.

usage: python -m audits.frame [--shared FOLDER] [--write docs/method/frame.md]
"""

from __future__ import annotations

import argparse
import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from audits.rows import codes_for, table, whole, year_of
from dragoman.cases.load import case_base
from dragoman.records.cases import Case

PATRONS = {365: ("RUS", "Russia, Soviet Union"), 2: ("USA", "United States"), 220: ("FRA", "France"), 200: ("GBR", "United Kingdom"), 710: ("CHN", "China")}
SAME_PATRON = {"SUN": "RUS"}
FIRST, LAST = 1946, 2022
TREATIES_END = 2018
CROWD = ("5000-10000", ">10000")
SOLDIERS = 100
SUCCESSORS = frozenset({359, 366, 367, 368, 369, 370, 371, 372, 373, 701, 702, 703, 704, 705})
"""The republics of the Soviet Union other than Russia."""
LISTED = 3
"""Marks of different kinds from which a client-year outside the base is listed by name."""
BEGIN, END = "<!-- frame: written by `make audit` -->", "<!-- /frame -->"

Pair = tuple[int, int]
"""Patron and client, as codes of the Correlates of War project."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """One client-year with its marks and the cases that hold it."""

    patron: int
    client: int
    year: int
    marks: frozenset[str]
    cases: tuple[str, ...]


def ties(data: Path) -> dict[int, set[Pair]]:
    """Year -> pairs of patron and client that had a tie."""
    out: dict[int, set[Pair]] = defaultdict(set)

    def add(a: int, b: int, years: Iterable[int]) -> None:
        for patron, client in ((a, b), (b, a)):
            if patron in PATRONS and client not in PATRONS:
                for y in years:
                    if FIRST <= y <= LAST:
                        out[y].add((patron, client))

    for name in ("atop_dyad_year_usa_rus_fra_gbr_chn_1946", "atop_dyad_year_postsoviet"):
        for r in table(data / f"atop/{name}.csv"):
            if whole(r["atop_defense"]) == 1 or whole(r["atop_consul"]) == 1:
                year = whole(r["year"])
                add(whole(r["ccode1"]), whole(r["ccode2"]), range(year, LAST + 1) if year == TREATIES_END else (year,))
    for r in table(data / "capabilities_economy/contiguity.csv"):
        last = year_of(r["enddate"])
        add(whole(r["ccode1"]), whole(r["ccode2"]), range(year_of(r["stdate"]), (LAST if last == 2016 else last) + 1))
    for r in table(data / "deployments/us_troops_country_year.csv"):
        if whole(r["troops_ad"]) >= SOLDIERS:
            add(2, whole(r["ccode"]), (whole(r["year"]),))
    for client in SUCCESSORS:
        add(365, client, range(1992, LAST + 1))
    return out


def spells(data: Path) -> dict[int, tuple[str, list[tuple[int, int]]]]:
    """Code -> name and years of statehood."""
    out: dict[int, tuple[str, list[tuple[int, int]]]] = {}
    for r in table(data / "capabilities_economy/gw_states.csv"):
        last = year_of(r["enddate"])
        out.setdefault(whole(r["gwcode"]), (r["statename"].partition(" (")[0], []))[1].append((year_of(r["startdate"]), LAST if last == 2017 else last))
    return out


def marks(data: Path, names: Mapping[str, int]) -> dict[tuple[int, int], set[str]]:
    """(state, year) -> kinds of marks that data sets give it."""
    out: dict[tuple[int, int], set[str]] = defaultdict(set)
    for r in table(data / "coups/colpus_1_1.csv"):
        out[whole(r["ccode"]), whole(r["year"])].add("coup")
    for r in table(data / "coups/cline_coups_2_1_2.csv"):
        if whole(r["realized"]) == 1 or whole(r["attempt"]) == 1:
            out[whole(r["cowcode"]), whole(r["year"])].add("coup")
    iso = {r["iso3c"]: whole(r["ccode"]) for r in table(data / "un_idealpoints/idealpoints.csv") if r.get("iso3c")}
    for r in table(data / "csra_revolutions/revolutions_2000_2022.csv"):
        if r["iso3c"] in iso:
            out[iso[r["iso3c"]], whole(r["start_year"])].add("revolution")
    for r in table(data / "ucdp/ucdp_onsets.csv"):
        if whole(r["sumonset5"]) > 0:
            out[whole(r["gwcode"]), whole(r["year"])].add("armed conflict")
    for r in table(data / "icb/icb_actor_core.csv"):
        if r["actorname"].lower() in names:
            out[names[r["actorname"].lower()], whole(r["trigger_year"])].add("international crisis")
    for r in table(data / "mass_mobilization/mm_events_world.csv"):
        if r["participants_category"] in CROWD and (whole(r["removal_of_politician"]) == 1 or whole(r["political_behavior_process"]) == 1 or whole(r["price increases_tax_policy"]) == 1):
            out[whole(r["ccode"]), whole(r["year"])].add("crowd")
    return out


def case_years(cases: Iterable[Case], data: Path) -> Iterator[tuple[str, Pair, int]]:
    """(case, patron and client, year) for every year that a case touches."""
    codes: dict[str, frozenset[int]] = {}

    def cow(iso: str) -> frozenset[int]:
        return codes.setdefault(iso, codes_for(data, iso).cow)

    patrons = {iso: code for code, (iso, _) in PATRONS.items()}
    for case in cases:
        start, end = case.value("start"), case.value("end")
        patron = patrons.get(SAME_PATRON.get(case.patron_iso, case.patron_iso))
        if not isinstance(start, dt.date) or patron is None:
            continue
        last = end.year if isinstance(end, dt.date) else start.year
        for client in sorted(cow(case.client_iso)):
            for year in range(start.year, last + 1):
                yield case.id, (patron, client), year


def client_years(data: Path, cases: Iterable[Case]) -> list[Year]:
    """Every client-year of the frame, by patron, client and year."""
    states = spells(data)
    marked = marks(data, {name.lower(): code for code, (name, _) in states.items()})
    held: dict[tuple[Pair, int], list[str]] = defaultdict(list)
    for case, pair, year in case_years(cases, data):
        held[pair, year].append(case)
    return [
        Year(patron=p, client=c, year=y, marks=frozenset(marked.get((c, y), ())), cases=tuple(sorted(held.get(((p, c), y), ()))))
        for y, pairs in ties(data).items()
        for p, c in pairs
        if c in states and any(a <= y <= b for a, b in states[c][1])
    ]


def section(years: list[Year], cases: Mapping[str, Case], names: Mapping[int, str]) -> str:
    """The tables as Markdown."""
    lines = ["| patron | clients | client-years | marked as a crisis | of these in the base | two or more kinds of marks | of these in the base |", "|---|---|---|---|---|---|---|"]
    for code, (_, patron) in PATRONS.items():
        mine = [y for y in years if y.patron == code]
        crisis, two = [y for y in mine if y.marks], [y for y in mine if len(y.marks) >= 2]
        lines.append(f"| {patron} | {len({y.client for y in mine})} | {len(mine)} | {len(crisis)} | {sum(bool(y.cases) for y in crisis)} | {len(two)} | {sum(bool(y.cases) for y in two)} |")
    post = [y for y in years if y.patron == 365 and y.client in SUCCESSORS and y.year >= 1992]
    crisis, two = [y for y in post if y.marks], [y for y in post if len(y.marks) >= 2]
    lines.append(f"| of these: republics of the Soviet Union, since 1992 | {len({y.client for y in post})} | {len(post)} | {len(crisis)} | {sum(bool(y.cases) for y in crisis)} | {len(two)} | {sum(bool(y.cases) for y in two)} |")
    kinds = Counter(k for y in years for k in y.marks)
    lines += ["", "Marks, in client-years: " + ", ".join(f"{k} {n:,}" for k, n in sorted(kinds.items(), key=lambda x: (-x[1], x[0]))) + ". A state with two patrons counts twice.", ""]
    inside = {c for y in years for c in y.cases}
    unmarked = {c for c in inside if not any(y.marks for y in years if c in y.cases)}
    outside = sorted(set(cases) - inside)
    regional = [c for c in outside if SAME_PATRON.get(cases[c].patron_iso, cases[c].patron_iso) not in {iso for iso, _ in PATRONS.values()}]
    late = [c for c in outside if c not in regional and isinstance(start := cases[c].value("start"), dt.date) and start.year > LAST]
    rest = [c for c in outside if c not in regional and c not in late]
    lines += [
        f"Of {len(cases)} cases {len(inside)} lie in a client-year of the frame, {len(unmarked)} of them in years that no data set marks: "
        + (", ".join(sorted(unmarked)) or "none") + ".",
        f"Outside the frame: {len(regional)} with a patron below great power ({', '.join(regional) or 'none'}); {len(late)} after {LAST} ({', '.join(late) or 'none'}); "
        f"{len(rest)} whose client had no counted tie or was no state in the list ({', '.join(rest) or 'none'}).",
        "",
        f"Client-years with at least {LISTED} kinds of marks that the base does not hold:",
        "",
    ]
    for code, (_, patron) in PATRONS.items():
        missing: dict[str, list[int]] = defaultdict(list)
        for y in years:
            if y.patron == code and len(y.marks) >= LISTED and not y.cases:
                missing[names[y.client]].append(y.year)
        told = "; ".join(f"{n} {', '.join(map(str, sorted(ys)))}" for n, ys in sorted(missing.items()))
        lines.append(f"* {patron} ({sum(map(len, missing.values()))}): {told or 'none'}.")
    return "\n".join(lines)


def write(page: Path, text: str) -> None:
    """Put the section between its marks on the page.

    Raises:
        ValueError: the page has no such marks.
    """
    whole_page = page.read_text(encoding="utf-8")
    if BEGIN not in whole_page or END not in whole_page:
        raise ValueError(f"{page} has no {BEGIN} … {END}")
    head, _, rest = whole_page.partition(BEGIN)
    page.write_text(f"{head}{BEGIN}\n\n{text}\n\n{END}{rest.partition(END)[2]}", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="audits.frame", description=__doc__)
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", type=Path)
    arguments = parser.parse_args()
    data = arguments.shared / "data"
    cases = case_base().cases
    text = section(client_years(data, cases.values()), cases, {code: name for code, (name, _) in spells(data).items()})
    if arguments.write:
        write(arguments.write, text)
    else:
        print(text)


if __name__ == "__main__":
    main()
