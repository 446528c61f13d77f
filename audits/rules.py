"""What public data sets say of a field of a case: one rule a data set, each with the keys of the rows it rests on.

A rule says `confirmed` or `contradicted` only where the data set really speaks of that field; otherwise it says nothing and the
field counts as not covered. Data sets have faults of their own: a contradiction asks for an answer in the case file, not for a change.
"""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from audits.rows import DATASETS, Codes, Row, codes_for, table, whole, year_of
from dragoman.cases.load import case_base
from dragoman.records.cases import Case

SLACK = dt.timedelta(days=3)
"""Data sets differ by a day or two on when something began."""
MONTHS = {m: n for n, m in enumerate(("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"), 1)}
STAYS, GOES = ("survives", "purge"), ("elite", "opposition")


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one data set says of one field."""

    case: str
    field: str
    dataset: str
    agrees: bool
    rows: tuple[str, ...]
    said: str
    """What the rows say, in a few words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """A case with the codes under which data sets know its countries."""

    case: Case
    client: Codes
    patron: Codes
    start: dt.date
    end: dt.date
    data: Path

    def rows(self, key: str) -> Iterator[tuple[str, Row]]:
        """Rows about the client (and the patron, for pairs of states) in the years of the crisis."""
        yield from _rows(self.data, key, self.client, self.start.year, self.end.year)

    def value(self, name: str) -> object:
        return self.case.value(name)


@functools.lru_cache(maxsize=20_000)
def _rows(data: Path, key: str, codes: Codes, first: int, last: int) -> tuple[tuple[str, Row], ...]:
    out = []
    for dataset in DATASETS:
        if dataset.key == key:
            for row in table(data / dataset.file):
                begin, end = dataset.years(row)
                if begin <= last and end >= first and dataset.country(row, codes):
                    out.append((dataset.row_key(row), row))
    return tuple(out)


def verdicts(case: Case, data: Path) -> Iterator[Verdict]:
    """Everything that the data sets say of the case; nothing when it has no begin."""
    start, end = case.value("start"), case.value("end")
    if not isinstance(start, dt.date):
        return
    patron = _codes(data, case.patron_iso, None)
    subject = Subject(
        case=case,
        client=_codes(data, case.client_iso, case.patron_iso),
        patron=patron,
        start=start,
        end=end if isinstance(end, dt.date) else start,
        data=data,
    )
    for rule in RULES:
        yield from rule(subject)


@functools.lru_cache(maxsize=1_000)
def _codes(data: Path, iso: str, patron: str | None) -> Codes:
    return codes_for(data, iso, patron)


def _verdict(s: Subject, field: str, dataset: str, agrees: bool, rows: Sequence[str], said: str) -> Iterator[Verdict]:
    """The verdict, where the case has a value that could agree or not."""
    if s.value(field) is not None:
        yield Verdict(case=s.case.id, field=field, dataset=dataset, agrees=agrees, rows=tuple(dict.fromkeys(rows)), said=said)


def day_of(text: str | None) -> dt.date | None:
    """A day from "2004-11-21" or "21 November 2004"."""
    if found := re.match(r"\s*(\d{4})-(\d\d?)-(\d\d?)", text or ""):
        year, month, day = map(int, found.groups())
    elif found := re.match(r"\s*(\d{1,2}) (\w+) (\d{4})", text or ""):
        year, month, day = int(found[3]), MONTHS.get(found[2].lower(), 0), int(found[1])
    else:
        return None
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def treaty(s: Subject) -> Iterator[Verdict]:
    """ATOP dyad-years against `treaty_tie`; its CST members that left in 1999 are known to be wrong and asked to be answered."""
    rows = [(k, r) for k, r in s.rows("atopdy") if whole(r["year"]) == s.start.year]
    if not rows:
        return
    defence = any(whole(r["atop_defense"]) == 1 for _, r in rows)
    lesser = any(whole(r[c]) == 1 for _, r in rows for c in ("atop_nonagg", "atop_consul", "atop_neutral") if c in r)
    fits = ("defence", "collective") if defence else ("consultation",) if lesser else ("none",)
    said = "a defence obligation" if defence else "non-aggression or consultation only" if lesser else "no obligation"
    yield from _verdict(s, "treaty_tie", "atopdy", s.value("treaty_tie") in fits, [k for k, _ in rows], said)


def border(s: Subject) -> Iterator[Verdict]:
    """Direct contiguity: land, or sea up to 150 miles; 400 miles decides nothing, for the codebook stops at 400 km."""
    pairs = [
        (whole(r["conttype"]), f"{whole(r['ccode1'])}-{whole(r['ccode2'])}")
        for r in table(s.data / "capabilities_economy/contiguity.csv")
        if {whole(r["ccode1"]), whole(r["ccode2"])} & s.client.cow
        and {whole(r["ccode1"]), whole(r["ccode2"])} & s.patron.cow
        and year_of(r["stdate"]) <= s.start.year
        and (year_of(r["enddate"]) >= s.start.year or year_of(r["enddate"]) == 2016)
    ]
    nearest = min((t for t, _ in pairs), default=9)
    if nearest == 5 or not s.client.cow or not s.patron.cow:
        return
    said = "land border" if nearest == 1 else "sea border up to 150 miles" if nearest < 5 else "no pair of that name: not contiguous"
    yield from _verdict(s, "contiguous", "contiguity", s.value("contiguous") is (nearest < 5), [k for _, k in pairs] or ["no row"], said)


def _leader(s: Subject, day: dt.date) -> tuple[str, Row] | None:
    found = []
    for row in table(s.data / "leaders_reign_archigos/archigos_1946.csv"):
        begin, end = day_of(row["startdate"]), day_of(row["enddate"])
        if whole(row["gwcode"]) in s.client.cow and begin and end and begin <= day <= end:
            found.append((begin, row["obsid"], row))
    return (max(found)[1], max(found, key=lambda f: f[:2])[2]) if found else None


def _within(s: Subject, field: str, number: float, slack: float) -> bool:
    """Whether a number lies between the low and the high of the settled coding."""
    coding = s.case.fields[field][0]
    bounds = [b for b in (coding.low, coding.value, coding.high) if isinstance(b, float)]
    return min(bounds) - slack <= number <= max(bounds) + slack


def tenure(s: Subject) -> Iterator[Verdict]:
    """Archigos: the leader of the eve or of the first day, and how long he had ruled; within a year, for coders count whole years."""
    value = s.value("tenure_years")
    if not isinstance(value, float):
        return
    found = [f for f in (_leader(s, s.start - dt.timedelta(days=1)), _leader(s, s.start)) if f]
    told = [(abs((s.start - (day_of(r["startdate"]) or s.start)).days / 365.25 - value), k, r) for k, r in found]
    if told:
        off, key, row = min(told, key=lambda t: t[:2])
        years = (s.start - (day_of(row["startdate"]) or s.start)).days / 365.25
        yield from _verdict(s, "tenure_years", "archigos", off <= 1.0 or _within(s, "tenure_years", years, 1.0), [key], f"{row['leader']}, {years:.1f} years")
        return
    rows = [(k, r) for k, r in s.rows("reign") if "tenure_months" in r and whole(r["year"]) == s.start.year]
    spells = [whole(r["tenure_months"]) / 12 for _, r in rows]
    if spells and s.start.year > 2015:
        near = min(spells, key=lambda y: abs(y - value))
        before = [whole(r["tenure_months"]) / 12 for _, r in _rows(s.data, "reign", s.client, s.start.year - 1, s.start.year - 1) if "tenure_months" in r]
        agrees = abs(near - value) <= 1.5 or any(abs(y + 1 - value) <= 1.5 for y in before)
        yield from _verdict(s, "tenure_years", "reign", agrees, [rows[0][0]], f"{near:.1f} years at the end of that year")


def leaders(s: Subject) -> Iterator[Verdict]:
    """Archigos: whether the leader of the first days still rules six months after the end; a regular succession decides nothing."""
    later = s.end + dt.timedelta(days=183)
    first, after = [f for f in (_leader(s, s.start - dt.timedelta(days=1)), _leader(s, s.start)) if f], _leader(s, later)
    if not first or after is None or later > dt.date(2015, 12, 31):
        return
    stays = any(f[1]["leader"] == after[1]["leader"] for f in first)
    if not stays and first[0][1]["exit"] == "Regular":
        return
    said = f"{first[0][1]['leader']} before, {after[1]['leader']} six months after"
    held = s.value("outcome_crisis")
    agrees = held in STAYS if stays else held in GOES
    if stays and first[0][1]["leader"] != after[1]["leader"] and held in GOES:
        agrees = True
    yield from _verdict(s, "outcome_crisis", "archigos", agrees, [first[0][0], after[0]], said)


def coups(s: Subject) -> Iterator[Verdict]:
    """Colpus, Cline and Powell-Thyne: a coup on the first days, and how it ended."""
    for dataset, day, success in (
        ("colpus", lambda r: day_of(r["date"]), lambda r: whole(r["success"]) == 1),
        ("pt", lambda r: _ymd(r), lambda r: whole(r["coup"]) == 2),
        ("cline", lambda r: _ymd(r), lambda r: whole(r["realized"]) == 1),
    ):
        rows = [(k, r) for k, r in s.rows(dataset) if (d := day(r)) and s.start - SLACK <= d <= s.start + SLACK and r.get("event_type") != "conspiracy"]
        if not rows:
            continue
        keys = [k for k, _ in rows]
        done = any(success(r) for _, r in rows)
        yield from _verdict(s, "trigger", dataset, s.value("trigger") in ("coup", "mutiny", "feud"), keys, "a coup " + ("done" if done else "tried") + " on the first day")
        if s.value("trigger") == "coup":
            yield from _verdict(s, "start", dataset, True, keys, "the same days")
            held = s.value("outcome_protest") or s.value("outcome_crisis")
            field = "outcome_protest" if s.value("outcome_protest") else "outcome_crisis"
            if not done or (s.end - s.start).days < 400:
                agrees = (held in GOES) if done else (held in STAYS)
                restored = done and held in STAYS and s.value("instrument") in ("deployment", "force")
                if not restored:
                    yield from _verdict(s, field, dataset, agrees, keys, "the coup " + ("succeeded" if done else "failed"))


def _ymd(row: Row) -> dt.date | None:
    return day_of(f"{whole(row['year'])}-{whole(row['month'])}-{whole(row['day'])}")


def revolutions(s: Subject) -> Iterator[Verdict]:
    """CSRA: successful, limited or failed; a limited success says nothing about who rules.

    Rows name a country and years, no days: a row speaks only where the list has one event that begins in that year, and the case base
    one case of that country and year.
    """
    rows = [(k, r) for k, r in s.rows("csra") if whole(r["start_year"]) == s.start.year]
    others = [c for c in case_base().cases.values() if c.client_iso == s.case.client_iso and c.id != s.case.id and _year(c) == s.start.year]
    if len(rows) != 1 or others:
        return
    key, row = rows[0]
    if whole(row["limited"]) != 1 and whole(row["successful"]) + whole(row["failed"]) == 1:
        done = whole(row["successful"]) == 1
        field = "outcome_protest" if s.value("outcome_protest") else "outcome_crisis"
        yield from _verdict(s, field, "csra", s.value(field) in (GOES if done else STAYS), [key], "successful" if done else "failed")
    armed = whole(row["armed"]) == 1
    form = s.value("mobilisation_form")
    fits = form in (("armed", "military", "riot") if armed else ("strike", "demonstrations", "riot"))
    yield from _verdict(s, "mobilisation_form", "csra", fits, [key], "armed" if armed else "unarmed")


def _year(case: Case) -> int | None:
    start = case.value("start")
    return start.year if isinstance(start, dt.date) else None


def protests(s: Subject) -> Iterator[Verdict]:
    """Mass Mobilization: crowds in these days, their size, and whether they began on the first one."""
    rows = [(k, r, a) for k, r in s.rows("mm") if (a := day_of(r["start_date"])) and s.start - SLACK <= a <= s.end + SLACK]
    if not rows:
        return
    crowds = ("strike", "demonstrations", "riot")
    form = s.value("mobilisation_form")
    if form in ("none", *crowds):
        yield from _verdict(s, "mobilisation_form", "mm", form != "none", [k for k, _, _ in rows[:3]], f"{len(rows)} protests")
    if form in crowds and any(abs(a - s.start) <= SLACK for _, _, a in rows):
        yield from _verdict(s, "start", "mm", True, [k for k, _, a in rows if abs(a - s.start) <= SLACK][:3], "protests on the first days")
    size = s.value("mobilisation_size")
    told = max(((_people(r["participants"]), k) for k, r, _ in rows), default=(0, ""))
    if isinstance(size, float) and told[0] >= 50:
        yield from _verdict(s, "mobilisation_size", "mm", told[0] / 4 <= size <= told[0] * 4 or _within(s, "mobilisation_size", told[0], 0), [told[1]], f"at most about {told[0]:,}")


def _people(words: str) -> int:
    """A number of people from "10000", "about 1,000", "100s", "tens of thousands"."""
    if found := re.search(r"(\d[\d,]*)\s*(s)?", words or ""):
        return int(found[1].replace(",", "")) * (3 if found[2] else 1)
    for word, number in (("tens of thousands", 30_000), ("hundreds of thousands", 300_000), ("thousands", 3_000), ("hundreds", 300), ("dozens", 50)):
        if word in (words or "").lower():
            return number
    return 0


def crises(s: Subject) -> Iterator[Verdict]:
    """ICB: the client's own crisis that begins with these days, and whether another state set it off."""
    rows = [
        (k, r, a)
        for k, r in s.rows("icb")
        if r["actorname"].lower() in s.client.names and (a := day_of(r["trigger_date"])) and abs(a - s.start) <= dt.timedelta(days=10)
    ]
    for key, row, day in rows[:1]:
        yield from _verdict(s, "start", "icb", abs(day - s.start) <= dt.timedelta(days=10), [key], f"crisis of {row['actorname']} from {day}")


def wars(s: Subject) -> Iterator[Verdict]:
    """UCDP: troops of the patron in a conflict on the client's soil; and a war between the two."""
    helped, against, keys_h, keys_a = False, False, [], []
    for key, row in s.rows("ucdp"):
        if (day_of(row["start_date"]) or s.start) > s.end:
            continue
        sides = {side: {whole(v) for v in (row[side] or "").split(",")} for side in ("gwno_a", "gwno_a_2nd", "gwno_b", "gwno_b_2nd")}
        if sides["gwno_a"] & s.client.cow and sides["gwno_a_2nd"] & s.patron.cow:
            helped = True
            keys_h.append(key)
        if (sides["gwno_a"] & s.client.cow and (sides["gwno_b"] | sides["gwno_b_2nd"]) & s.patron.cow) or (
            sides["gwno_b"] & s.client.cow and sides["gwno_a"] & s.patron.cow
        ):
            against = True
            keys_a.append(key)
    if helped:
        yield from _verdict(s, "instrument", "ucdp", s.value("instrument") in ("deployment", "force"), keys_h[:3], "the patron's troops on the government's side")
    if against:
        yield from _verdict(s, "instrument", "ucdp", s.value("instrument") in ("force", "covert"), keys_a[:3], "the patron against the client's government")


def deaths(s: Subject) -> Iterator[Verdict]:
    """UCDP deaths in battle, where the crisis lies within one year and the country had one conflict; a factor of four is no contradiction, for wars outlast crises."""
    toll = s.value("toll")
    if not isinstance(toll, float) or s.start.year != s.end.year:
        return
    rows = [(k, r) for k, r in s.rows("brd")]
    low, high = sum(max(0, whole(r["bd_low"])) for _, r in rows), sum(max(0, whole(r["bd_high"])) for _, r in rows)
    if len(rows) == 1 and high:
        yield from _verdict(s, "toll", "brd", low / 4 <= toll <= high * 4, [k for k, _ in rows[:3]], f"{low:,} to {high:,} deaths in battle that year")


def rule(s: Subject) -> Iterator[Verdict]:
    """V-Dem's regimes of the world, that year or the year before; a new or collapsed government is not on its scale."""
    names = {0: "closed", 1: "electoral", 2: "democratic", 3: "democratic"}
    rows = [(k, r) for k, r in _rows(s.data, "ert", s.client, s.start.year - 1, s.start.year) if whole(r["v2x_regime"]) in names]
    if rows and s.value("regime") in names.values():
        said = ", ".join(names[whole(r["v2x_regime"])] for _, r in rows)
        yield from _verdict(s, "regime", "ert", s.value("regime") in said.split(", "), [k for k, _ in rows], said)


def consent(s: Subject) -> Iterator[Verdict]:
    """PRIF: an intervention by the patron on the client's soil, and whether the government allowed it (2 yes, 0 no)."""
    for key, row in s.rows("prif"):
        begun = day_of(row["HMISTART"])
        by = {whole(row[c]) for c in ("I1CCC", "I2CCC", "I3CCC")}
        if begun is None or not by & s.patron.cow or not s.start - dt.timedelta(days=60) <= begun <= s.end + dt.timedelta(days=60):
            continue
        allowed = whole(row["GOVTPERM"])
        if allowed in (0, 2):
            fits = ("bilateral", "treaty", "regional", "disputed") if allowed else ("none", "disputed")
            yield from _verdict(s, "request", "prif", s.value("request") in fits, [key], "with the government's consent" if allowed else "without consent")
        yield from _verdict(s, "instrument", "prif", s.value("instrument") in ("deployment", "force"), [key], "an armed intervention by the patron")


def accession(s: Subject) -> Iterator[Verdict]:
    """The list of memberships and accession stages of post-Soviet states, where Russia is the patron."""
    if s.case.patron_iso not in ("RUS", "SUN"):
        return
    stages = {"promise": "promise", "association signed": "talks", "member": "member"}
    rows = [
        r
        for r in table(s.data / "membership/membership.csv")
        if r["iso3"] == s.case.client_iso and r["org"] in ("NATO", "EU") and r["status"] in stages and (day_of(r["start"]) or dt.date.max) <= s.start
    ]
    if rows:
        told = sorted({stages[r["status"]] for r in rows})
        keys = [f"{r['org']}-{r['iso3']}-{r['start']}" for r in rows]
        yield from _verdict(s, "accession", "membership", s.value("accession") in told, keys, " and ".join(told))


def garrison(s: Subject) -> Iterator[Verdict]:
    """US troops in the client the year before: a thousand are a base, fewer than ten are none; between the two the number decides nothing."""
    if s.case.patron_iso != "USA":
        return
    rows = _rows(s.data, "ustroops", s.client, s.start.year - 1, s.start.year - 1)
    for key, row in rows[:1]:
        troops = whole(row["troops_ad"])
        if troops >= 1000 or 0 <= troops < 10:
            yield from _verdict(s, "base", "ustroops", s.value("base") is (troops >= 1000), [key], f"{troops:,} on active duty")


RULES = (treaty, border, tenure, leaders, coups, revolutions, protests, crises, wars, deaths, rule, consent, accession, garrison)
