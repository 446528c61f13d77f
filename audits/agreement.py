"""How far coders agree: Krippendorff's alpha by field, with an interval from resampled cases.

The first coding is the settled value in the case file; `audits/codings/*.tsv` hold the others, with the columns case, field, value,
coder; values as in a case file, several codes joined by commas, an empty value meaning that the coder left the field empty.

usage: python -m audits.agreement [--write docs/method/cases.md]
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import math
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from dragoman.cases.codebook import codebook
from dragoman.cases.load import case_base
from dragoman.records.cases import Case, FieldKind

CODINGS = Path(__file__).parent / "codings"
SETTLED = "settled"
ROWS_ALONE = "rows"
"""The coder who saw rows of data sets without the name of the case."""
ORDERED = ("mobilisation_form", "instrument", "rival_response", "treaty_tie", "accession", "dependence_after", "treaty_standing_after")
"""Fields whose codes stand in an order: alpha takes a step to the next code as a smaller difference than one across the scale."""
DRAWS = 1_000
SEED = 1
BEGIN, END = "<!-- agreement: written by `make audit` -->", "<!-- /agreement -->"

Units = Sequence[Mapping[str, str]]
"""One unit a case: coder -> value."""
Distance = Callable[[str, str], float]


def nominal(a: str, b: str) -> float:
    """Equal or not."""
    return float(a != b)


def interval(a: str, b: str) -> float:
    """Squared difference of numbers (days for dates, logarithms for counts are made before)."""
    return (float(a) - float(b)) ** 2


def jaccard(a: str, b: str) -> float:
    """Share of codes that two sets do not have in common."""
    x, y = set(filter(None, a.split(","))), set(filter(None, b.split(",")))
    return 1 - len(x & y) / len(x | y) if x | y else 0.0


def ordinal(codes: Sequence[str], units: Units) -> Distance:
    """Squared number of ranks between two codes, the codes between them counted as often as they were used (Krippendorff 2004)."""
    used = Counter(v for u in units for v in u.values())
    place = {c: n for n, c in enumerate(codes)}

    def distance(a: str, b: str) -> float:
        low, high = sorted((place[a], place[b]))
        return (sum(used[codes[k]] for k in range(low, high + 1)) - (used[a] + used[b]) / 2) ** 2 if a != b else 0.0

    return distance


def alpha(units: Units, distance: Distance) -> float | None:
    """Krippendorff's alpha; None where no unit has two values, or all values of all units are the same.

    One value throughout gives no disagreement by chance to compare with: alpha is undefined, not one.
    """
    paired = [list(u.values()) for u in units if len(u) >= 2]
    every = Counter(v for vs in paired for v in vs)
    n = sum(every.values())
    if n < 2 or len(every) < 2:
        return None
    observed = sum(sum(distance(a, b) for i, a in enumerate(vs) for j, b in enumerate(vs) if i != j) / (len(vs) - 1) for vs in paired) / n
    expected = sum(every[a] * (every[b] - (a == b)) * distance(a, b) for a in every for b in every) / (n * (n - 1))
    return 1 - observed / expected if expected else None


def bounds(units: Units, make: Callable[[Units], Distance]) -> tuple[float, float] | None:
    """2.5th and 97.5th percentile over resampled cases; None where fewer than half of the samples have an alpha."""
    draw = random.Random(SEED)
    found = []
    for _ in range(DRAWS):
        sample = [units[draw.randrange(len(units))] for _ in units]
        value = alpha(sample, make(sample))
        if value is not None:
            found.append(value)
    if len(found) < DRAWS / 2:
        return None
    found.sort()
    return found[int(0.025 * len(found))], found[int(0.975 * len(found)) - 1]


def spelt(field: str, value: object) -> str | None:
    """A value as text that two coders spell alike; None when it does not fit the field."""
    kind = codebook()[field].kind
    text = value if isinstance(value, str) else ""
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    if kind is FieldKind.CODES:
        codes = sorted(c.strip() for c in (value if isinstance(value, (tuple, list)) else text.strip("[]").split(",")))
        return ",".join(codes) if set(codes) <= set(codebook()[field].codes) else None
    if kind is FieldKind.FLAG:
        return {"true": "yes", "yes": "yes", "false": "no", "no": "no"}.get(str(value).lower().strip())
    if kind is FieldKind.NUMBER:
        try:
            return f"{math.log1p(float(str(value).replace(',', ''))):.6f}"
        except ValueError:
            return None
    if kind is FieldKind.DATE:
        try:
            day = value if isinstance(value, dt.date) else dt.date.fromisoformat(text.strip()[:10])
        except ValueError:
            return None
        return str(day.toordinal())
    if kind is FieldKind.CODE:
        return text.strip() if text.strip() in codebook()[field].codes else None
    return None


def read_codings(folder: Path = CODINGS) -> tuple[dict[tuple[str, str], dict[str, str]], list[str]]:
    """(case, field) -> coder -> value, and what could not be used."""
    out: dict[tuple[str, str], dict[str, str]] = {}
    wrong = []
    for path in sorted(folder.glob("*.tsv")):
        with path.open(encoding="utf-8", newline="") as file:
            for n, row in enumerate(csv.DictReader(file, delimiter="\t"), start=2):
                case, field, given, coder = ((row.get(k) or "").strip() for k in ("case", "field", "value", "coder"))
                if field not in codebook():
                    wrong.append(f"{path.name}, line {n}: {field!r} is not in the codebook")
                elif given and codebook()[field].kind is not FieldKind.TEXT:
                    value = spelt(field, given)
                    if value is None:
                        wrong.append(f"{path.name}, line {n}: {given!r} is no value of {field}")
                    else:
                        out.setdefault((case, field), {})[coder or path.stem] = value
    return out, wrong


def units_of(cases: Mapping[str, Case], others: Mapping[tuple[str, str], Mapping[str, str]], field: str, coders: Sequence[str] | None = None) -> Units:
    """One unit a case, settled value first, with the coders asked for."""
    units = []
    for name in sorted(cases):
        settled = spelt(field, cases[name].value(field))
        unit = {SETTLED: settled} if settled is not None else {}
        unit |= {c: v for c, v in others.get((name, field), {}).items() if coders is None or c in coders}
        if len(unit) >= 2:
            units.append(unit)
    return units


def _maker(field: str) -> Callable[[Units], Distance]:
    kind = codebook()[field].kind
    if field in ORDERED:
        return lambda units: ordinal(tuple(codebook()[field].codes), units)
    return lambda units: jaccard if kind is FieldKind.CODES else interval if kind in (FieldKind.NUMBER, FieldKind.DATE) else nominal


def rows(cases: Mapping[str, Case], others: Mapping[tuple[str, str], Mapping[str, str]], coders: Sequence[str] | None = None) -> list[str]:
    """The table's rows: field, cases with two values, raw agreement, alpha, interval."""
    out = []
    for field, rule in codebook().items():
        units = units_of(cases, others, field, coders)
        if not units:
            continue
        same = sum(len(set(u.values())) == 1 for u in units) / len(units)
        value, between = alpha(units, _maker(field)(units)), bounds(units, _maker(field))
        scale = "ordinal" if field in ORDERED else {FieldKind.CODES: "sets", FieldKind.NUMBER: "log interval", FieldKind.DATE: "interval"}.get(rule.kind, "nominal")
        said = "undefined (one value)" if value is None else f"{value:.2f}"
        out.append(f"| {field} | {len(units)} | {scale} | {same:.0%} | {said} | {f'{between[0]:.2f} to {between[1]:.2f}' if between else 'none'} |")
    return out


def section(cases: Mapping[str, Case], others: Mapping[tuple[str, str], Mapping[str, str]]) -> str:
    """The part of the page on cases that this module writes: coders from the codebook, then the coder who had rows of data sets alone."""
    coders = sorted({c for cs in others.values() for c in cs} - {ROWS_ALONE})
    if not others:
        return "No second coding has been filed yet; the table appears with the first one.\n"
    out = []
    for lead, who in (
        ("{n} cases have another coding beside the settled one (coders: {who}).", coders),
        ("{n} cases were coded once more from rows of data sets alone ([how, and how blind](#a-third-coding-from-rows-alone)).", [ROWS_ALONE]),
    ):
        table = rows(cases, others, who)
        if table:
            told = {case for (case, _), given in others.items() if case in cases and set(given) & set(who)}
            out += [lead.format(n=len(told), who=", ".join(who)), "", "| field | cases | scale | equal | alpha | 95 % interval |", "|---|---|---|---|---|---|", *table, ""]
    return "\n".join(out)


def write(page: Path, text: str) -> None:
    """Put the section between its marks on the page; the rest stays.

    Raises:
        ValueError: the page has no such marks.
    """
    whole = page.read_text(encoding="utf-8")
    if BEGIN not in whole or END not in whole:
        raise ValueError(f"{page} has no {BEGIN} … {END}")
    before, rest = whole.split(BEGIN, 1)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n{END}{rest.split(END, 1)[1]}", encoding="utf-8")


def main(argv: Iterable[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m audits.agreement", description=__doc__)
    parser.add_argument("--write", type=Path, help="page whose section is written")
    arguments = parser.parse_args(None if argv is None else list(argv))
    others, wrong = read_codings()
    for line in wrong:
        print(line, file=sys.stderr)
    text = section(case_base().cases, others)
    if arguments.write:
        write(arguments.write, text)
    else:
        print(text)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
