"""Rows of public data sets about one country in some years, each with the key under which a coding cites it.

usage: python -m audits.rows ISO3 FIRST_YEAR LAST_YEAR [--patron ISO3] [--shared FOLDER]
"""

from __future__ import annotations

import argparse
import csv
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

Row = Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """One table and how its rows are keyed."""

    key: str
    """Key in case_sources.yaml."""
    file: str
    """Path below the data folder."""
    country: Callable[[Row, Codes], bool]
    years: Callable[[Row], tuple[int, int]]
    row_key: Callable[[Row], str]
    shown: tuple[str, ...]
    """Columns worth reading; empty and zero ones are passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Codes:
    """How a country is called across data sets."""

    iso: str
    cow: frozenset[int]
    names: frozenset[str]
    patron: frozenset[int] = frozenset()


def whole(value: str | None) -> int:
    """A whole number from "365", "365.0" or a list's first; -1 when there is none."""
    found = re.match(r"\s*(-?\d+)", value or "")
    return int(found.group(1)) if found else -1


def year_of(value: str | None) -> int:
    found = re.search(r"\b(1[89]\d\d|20\d\d)\b", value or "")
    return int(found.group(1)) if found else -1


def _cow(column: str) -> Callable[[Row, Codes], bool]:
    return lambda row, codes: whole(row.get(column)) in codes.cow


def _in_list(*columns: str) -> Callable[[Row, Codes], bool]:
    return lambda row, codes: any(whole(v) in codes.cow for c in columns for v in (row.get(c) or "").split(","))


def _one(column: str) -> Callable[[Row], tuple[int, int]]:
    return lambda row: (whole(row.get(column)), whole(row.get(column)))


def _named(*columns: str) -> Callable[[Row, Codes], bool]:
    return lambda row, codes: any(name in (row.get(c) or "").lower() for c in columns for name in codes.names)


def _dyad(row: Row, codes: Codes) -> bool:
    pair = {whole(row.get("ccode1")), whole(row.get("ccode2"))}
    return bool(pair & codes.cow) and (not codes.patron or bool(pair & codes.patron))


DATASETS = (
    Dataset(key="csra", file="csra_revolutions/revolutions_2000_2022.csv", country=lambda r, c: r["iso3c"] == c.iso,
            years=lambda r: (whole(r["start_year"]), whole(r["end_year"])), row_key=lambda r: str(whole(r["n"])),
            shown=("start_year", "end_year", "successful", "limited", "failed", "armed", "unarmed", "regime_change", "democratic", "social", "separatism", "coupvolution", "ethnic")),
    Dataset(key="cline", file="coups/cline_coups_2_1_2.csv", country=_cow("cowcode"), years=_one("year"), row_key=lambda r: r["coup_id"],
            shown=("year", "month", "day", "event_type", "realized", "unrealized", "conspiracy", "attempt", "military", "dissident", "rebel", "palace", "foreign", "auto", "resign", "popular", "counter", "killed", "harrest", "jailed", "fled", "exile")),
    Dataset(key="colpus", file="coups/colpus_1_1.csv", country=_cow("ccode"), years=_one("year"), row_key=lambda r: r["id"],
            shown=("date", "coup", "success", "type", "type2", "cwc_coding2", "anyoutsidesupport", "outsidesupporters")),
    Dataset(key="pt", file="coups/powell_thyne_events.csv", country=_cow("ccode"), years=_one("year"),
            row_key=lambda r: f"{r['country']}-{r['year']}-{r['month']}-{r['day']}", shown=("year", "month", "day", "coup")),
    Dataset(key="icb", file="icb/icb_actor_core.csv", country=_named("actorname", "crisname"),
            years=lambda r: (year_of(r["trigger_date"]), max(year_of(r["termination_date"]), year_of(r["trigger_date"]))),
            row_key=lambda r: f"{r['crisno']}/{r['actorname']}", shown=("crisname", "actorname", "trigger_date", "termination_date", "triggername", "trigger", "response", "violence")),
    Dataset(key="ucdp", file="ucdp/ucdp_prio_acd_1946.csv", country=_in_list("gwno_a", "gwno_b"), years=_one("year"),
            row_key=lambda r: f"{whole(r['conflict_id'])}-{whole(r['year'])}", shown=("year", "gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd", "incompatibility", "intensity_level", "type_of_conflict", "start_date", "ep_end_date")),
    Dataset(key="brd", file="ucdp/ucdp_brd_dyadic_1989_2020.csv", country=_in_list("gwno_loc", "gwno_battle"), years=_one("year"),
            row_key=lambda r: f"{whole(r['dyad_id'])}-{whole(r['year'])}", shown=("year", "side_a", "side_a_2nd", "side_b", "bd_low", "bd_best", "bd_high", "territory_name")),
    Dataset(key="onesided", file="ucdp/ucdp_onesided_1989_2020.csv", country=_in_list("gwno_location"), years=_one("year"),
            row_key=lambda r: f"{whole(r['conflict_id'])}-{whole(r['year'])}", shown=("year", "actor_name", "low_fatality_estimate", "best_fatality_estimate", "high_fatality_estimate")),
    Dataset(key="atopdy", file="atop/atop_dyad_year_usa_rus_fra_gbr_chn_1946.csv", country=_dyad, years=_one("year"),
            row_key=lambda r: f"{whole(r['ccode1'])}-{whole(r['ccode2'])}-{whole(r['year'])}", shown=("year", "ccode1", "ccode2", "atop_defense", "atop_nonagg", "atop_consul")),
    Dataset(key="atopdy", file="atop/atop_dyad_year_postsoviet.csv", country=_dyad, years=_one("year"),
            row_key=lambda r: f"{whole(r['ccode1'])}-{whole(r['ccode2'])}-{whole(r['year'])}", shown=("year", "ccode1", "ccode2", "atop_defense", "atop_nonagg", "atop_consul")),
    Dataset(key="reign", file="leaders_reign_archigos/reign_country_year.csv", country=_cow("gwcode"), years=_one("year"),
            row_key=lambda r: f"{whole(r['gwcode'])}-{r['year']}", shown=("year", "elected", "militarycareer", "tenure_months", "government", "election_now", "irregular")),
    Dataset(key="reign", file="leaders_reign_archigos/reign_leaders.csv", country=_cow("gwcode"), years=lambda r: (whole(r["syear"]), whole(r["eyear"])), row_key=lambda r: r["leadid"],
            shown=("leader", "syear", "smonth", "sdate", "eyear", "emonth")),
    Dataset(key="archigos", file="leaders_reign_archigos/archigos_1946.csv", country=_cow("gwcode"),
            years=lambda r: (year_of(r["startdate"]), year_of(r["enddate"])), row_key=lambda r: r["obsid"], shown=("leader", "startdate", "enddate", "entry", "exit", "exitcode")),
    Dataset(key="elections", file="leaders_reign_archigos/reign_elections.csv", country=_cow("ccode"), years=_one("elec_year"),
            row_key=lambda r: r["electionnumber"], shown=("elec_year", "elec_month", "elec_day", "event", "type", "direct", "regular", "victory", "change")),
    Dataset(key="gwf", file="leaders_reign_archigos/reign_regimes.csv", country=_cow("cowcode"),
            years=lambda r: (year_of(r["gwf_startdate"]), year_of(r["gwf_enddate"])), row_key=lambda r: r["gwf_casename"], shown=("gwf_casename", "gwf_startdate", "gwf_enddate", "gwf_regimetype")),
    Dataset(key="mm", file="mass_mobilization/mm_events_world.csv", country=_cow("ccode"), years=_one("year"), row_key=lambda r: r["id"],
            shown=("start_date", "end_date", "participants", "participants_category", "protesterviolence", "arrests", "accomodation", "killings", "shootings", "political_behavior_process", "removal_of_politician", "price increases_tax_policy", "social_restrictions")),
    Dataset(key="contiguity", file="capabilities_economy/contiguity.csv", country=_dyad, years=lambda r: (year_of(r["stdate"]), year_of(r["enddate"])),
            row_key=lambda r: f"{whole(r['ccode1'])}-{whole(r['ccode2'])}", shown=("ccode1", "ccode2", "conttype", "stdate", "enddate")),
    Dataset(key="prif", file="prif_hmi/humanitarian_interventions.csv", country=_cow("COWCC"),
            years=lambda r: (year_of(r["HMISTART"]), max(year_of(r["HMIEND"]), year_of(r["HMISTART"]))), row_key=lambda r: r["HMIID"].strip(),
            shown=("HMIID", "HMISTART", "HMIEND", "UNSC", "REGIOORG", "GOVTPERM", "INTERVEN1", "INTERVEN2", "INTERVEN3", "TATROOP")),
    Dataset(key="ert", file="regimes/ert_1946.csv", country=lambda r, c: r["country_text_id"] == c.iso, years=_one("year"),
            row_key=lambda r: f"{r['country_text_id']}-{r['year']}", shown=("year", "v2x_regime", "v2x_polyarchy")),
    Dataset(key="cowintra", file="rivalries_wars/cow_intra_v41.csv", country=_in_list("CcodeA", "CcodeB"), years=lambda r: (whole(r["StartYear1"]), max(whole(r["EndYear1"]), whole(r["StartYear1"]))),
            row_key=lambda r: str(whole(r["WarNum"])), shown=("WarName", "SideA", "SideB", "StartYear1", "EndYear1", "Outcome", "SideADeaths", "SideBDeaths")),
    Dataset(key="cowinter", file="rivalries_wars/cow_inter_wars.csv", country=_dyad, years=_one("year"), row_key=lambda r: str(whole(r["warnum"])), shown=("year", "ccode1", "ccode2", "outcome1", "outcome2", "batdeath1", "batdeath2")),
    Dataset(key="ustroops", file="deployments/us_troops_country_year.csv", country=_cow("ccode"), years=_one("year"), row_key=lambda r: f"{r['ccode']}-{r['year']}", shown=("year", "troops_ad")),
    Dataset(key="gml", file="gml_mid/gml_directed_dyads_1946.csv", country=_dyad, years=_one("year"), row_key=lambda r: str(whole(r["dispnum"])), shown=("year", "ccode1", "ccode2", "revtype11", "hostlev1", "hostlev2", "hiact", "fatality", "outcome")),
)

QUIET = {"atopdy", "ert", "reign", "contiguity", "ustroops", "gml"}
"""Only the first and last matching year of these is shown: they repeat from year to year."""


@functools.cache
def table(path: Path) -> tuple[Row, ...]:
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def codes_for(data: Path, iso: str, patron: str | None = None) -> Codes:
    """The country's codes and names, from the country list of the ideal-point and troop files."""

    def cow(code: str) -> frozenset[int]:
        rows = table(data / "un_idealpoints/idealpoints.csv") + table(data / "deployments/us_troops_country_year.csv")
        found = {whole(r["ccode"]) for r in rows if r.get("iso3c") == code} - {-1}
        both = {816: {818}, 818: {816}, 260: {255}, 255: {260}, 678: {679}, 679: {678}, 345: {340}, 340: {345}}
        return frozenset(found | {x for f in found for x in both.get(f, ())} | ({"DDR": {265}, "CSK": {315}, "XKX": {347}, "SUN": {365}}.get(code, set())))

    names = {r["countryname"].lower() for r in table(data / "deployments/us_troops_country_year.csv") if r.get("iso3c") == iso}
    names |= {r["statename"].lower() for r in table(data / "capabilities_economy/gw_states.csv") if whole(r["gwcode"]) in cow(iso)}
    return Codes(iso=iso, cow=cow(iso), names=frozenset(re.sub(r"\s*\(.*", "", n) for n in names), patron=cow(patron) if patron else frozenset())


def matches(data: Path, codes: Codes, first: int, last: int) -> Iterator[tuple[Dataset, Row]]:
    """Every row about the country in these years."""
    for dataset in DATASETS:
        for row in table(data / dataset.file):
            begin, end = dataset.years(row)
            if begin <= last and end >= first and dataset.country(row, codes):
                yield dataset, row


def by_key(data: Path, dataset: Dataset, key: str) -> Row | None:
    """The row of that key."""
    return next((r for r in table(data / dataset.file) if dataset.row_key(r) == key), None)


def main() -> None:
    parser = argparse.ArgumentParser(prog="audits.rows", description=__doc__)
    parser.add_argument("iso")
    parser.add_argument("first", type=int)
    parser.add_argument("last", type=int)
    parser.add_argument("--patron")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    arguments = parser.parse_args()
    data = arguments.shared / "data"
    codes = codes_for(data, arguments.iso, arguments.patron)
    print(f"{arguments.iso}: codes {sorted(codes.cow)}, names {sorted(codes.names)}")
    found: dict[str, list[tuple[Dataset, Row]]] = {}
    for dataset, row in matches(data, codes, arguments.first, arguments.last):
        found.setdefault(dataset.key, []).append((dataset, row))
    for key, rows in found.items():
        shown = [rows[0], rows[-1]] if key in QUIET and len(rows) > 2 else rows[:40]
        for dataset, row in shown:
            facts = ", ".join(f"{c}={row[c]}" for c in dataset.shown if row.get(c) not in (None, "", "0", "0.0", " "))
            print(f"  {key}:{dataset.row_key(row)}  {facts}")
        if len(shown) < len(rows):
            print(f"  … {len(rows) - len(shown)} more rows of {key}")


if __name__ == "__main__":
    main()
