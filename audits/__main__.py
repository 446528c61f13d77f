"""The case base against public data sets, field by field: confirmed, contradicted, not covered, with the keys of the rows.

usage: python -m audits [--shared FOLDER] [--write docs/audit.md] [--json] [CASE ...]
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from audits.rows import DATASETS, by_key
from audits.rules import Verdict, verdicts
from dragoman.cases.load import case_base
from dragoman.records.cases import AuditAnswer, Case


def answer_to(case: Case, verdict: Verdict) -> AuditAnswer | None:
    """The case file's answer to a contradiction: same field and data set, and the row when one is named."""
    for a in case.audit:
        row = a.row.removeprefix(f"{verdict.dataset}:")
        if a.field == verdict.field and a.dataset == verdict.dataset and (row in ("", "*", "all", "no row") or row in verdict.rows):
            return a
    return None


def missing_rows(cases: Iterable[Case], data: Path) -> Iterator[str]:
    """Dataset keys that a case cites and the data set does not hold."""
    datasets: dict[str, list[object]] = {}
    for d in DATASETS:
        datasets.setdefault(d.key, []).append(d)
    for case in cases:
        for where, references in _references(case):
            for reference in references:
                key, _, row = reference.partition(":")
                if key in datasets and not any(by_key(data, d, row) for d in datasets[key]):  # type: ignore[arg-type]
                    yield f"{case.id}, {where}: {reference} is no row of {key}"


def _references(case: Case) -> Iterator[tuple[str, Sequence[str]]]:
    for name, codings in case.fields.items():
        for coding in codings:
            yield name, coding.sources
    for phase in case.phases:
        yield f"phase {phase.name}", phase.sources
    for step in case.steps:
        yield f"step {step.instrument}", step.sources


def report(cases: Sequence[Case], found: dict[str, list[Verdict]], missing: Sequence[str]) -> str:
    """The report as Markdown."""
    every = [v for vs in found.values() for v in vs]
    against = [v for v in every if not v.agrees]
    answered = [v for v in against if answer_to(next(c for c in cases if c.id == v.case), v)]
    covered = {(v.case, v.field) for v in every}
    fields = sum(len(c.fields) for c in cases)
    share = f"{len(answered) / len(against):.0%}" if against else "none to answer"
    out = [
        "# The case base against public data sets",
        "",
        "Written by `make audit`, which needs the data sets beside the checkout. For every case and field: what a data set confirms or",
        "contradicts, with the keys of the rows. A data set can be wrong, or count another thing under a like name; a contradiction is",
        "answered in the case file, and both stand here.",
        "",
        f"{len(cases)} cases with {fields} coded fields; {len(covered)} of them covered by at least one data set. "
        f"{len(every) - len(against)} confirmations, {len(against)} contradictions, {len(answered)} answered ({share}). "
        f"Keys cited that no data set holds: {len(missing)}.",
        "",
        "| data set | confirmed | contradicted |",
        "|---|---|---|",
    ]
    yes, no = Counter(v.dataset for v in every if v.agrees), Counter(v.dataset for v in against)
    out += [f"| {d} | {yes[d]} | {no[d]} |" for d in sorted({*yes, *no})]
    out += ["", "| field | confirmed | contradicted | coded and not covered |", "|---|---|---|---|"]
    yes, no = Counter(v.field for v in every if v.agrees), Counter(v.field for v in against)
    coded = Counter(n for c in cases for n in c.fields)
    bare = Counter(n for c in cases for n in c.fields if (c.id, n) not in covered)
    out += [f"| {f} | {yes[f]} | {no[f]} | {bare[f]} |" for f in coded if yes[f] or no[f]]
    out += ["", f"Fields of which no data set here speaks: {', '.join(sorted(f for f in coded if not yes[f] and not no[f]))}.", ""]
    if missing:
        out += ["## Keys that no data set holds", "", *(f"* {m}" for m in missing), ""]
    out += ["## Contradictions", ""]
    for v in against:
        case = next(c for c in cases if c.id == v.case)
        said = answer_to(case, v)
        out.append(f"* `{v.case}`, {v.field} = {_say(case.value(v.field))}; {_keys(v)} says: {v.said}. " + (f"Answer: {said.answer}" if said else "**Not answered.**"))
    out += ["", "## Case by case", ""]
    for case in cases:
        out.append(f"* `{case.id}`: " + _line(case, found[case.id]))
    return "\n".join(out) + "\n"


def _line(case: Case, said: Sequence[Verdict]) -> str:
    parts = []
    for word, wanted in (("confirmed", True), ("contradicted", False)):
        items = [f"{v.field} ({_keys(v)})" for v in said if v.agrees is wanted]
        if items:
            parts.append(f"{word}: {', '.join(items)}")
    bare = [n for n in case.fields if n not in {v.field for v in said}]
    return "; ".join([*parts, f"not covered: {', '.join(bare) or 'none'}"]) + "."


def _keys(v: Verdict) -> str:
    return ", ".join(f"{v.dataset}:{r}" for r in v.rows[:2]) + (" …" if len(v.rows) > 2 else "")


def _say(value: object) -> str:
    return ", ".join(map(str, value)) if isinstance(value, tuple) else f"{value:g}" if isinstance(value, float) else str(value)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m audits", description=__doc__)
    parser.add_argument("cases", nargs="*", metavar="CASE", help="only these cases")
    parser.add_argument("--shared", type=Path, default=Path("../shared"))
    parser.add_argument("--write", type=Path, help="file for the report")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    data = arguments.shared / "data"
    if not data.is_dir():
        print(f"No data sets at {data}. Name the folder that holds them: python -m audits --shared FOLDER", file=sys.stderr)
        return 2
    base = case_base()
    for problem in base.problems:
        print(f"not loaded: {problem}", file=sys.stderr)
    cases = [c for _, c in sorted(base.cases.items()) if not arguments.cases or c.id in arguments.cases]
    found = {c.id: list(verdicts(c, data)) for c in cases}
    missing = list(missing_rows(cases, data))
    against = [v for vs in found.values() for v in vs if not v.agrees]
    bare = [v for v in against if not answer_to(base.cases[v.case], v)]
    if arguments.write and not arguments.cases:
        arguments.write.write_text(report(cases, found, missing), encoding="utf-8")
    if arguments.json:
        print(json.dumps({"cases": len(cases), "verdicts": sum(map(len, found.values())), "contradicted": len(against), "answered": len(against) - len(bare), "missing_rows": missing}))
    else:
        for v in bare:
            print(f"{v.case}: {v.field} = {_say(base.cases[v.case].value(v.field))}, but {_keys(v)} says: {v.said}")
        for m in missing:
            print(m)
        print(f"{len(cases)} cases: {sum(map(len, found.values())) - len(against)} confirmed, {len(against)} contradicted, {len(against) - len(bare)} of these answered; {len(missing)} keys without a row")
    return 1 if bare or missing else 0


if __name__ == "__main__":
    sys.exit(main())
