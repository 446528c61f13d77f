"""Prompts out, answers in: a reading by a language model without a server.

    python -m evals.readings prompts REPORTS OUT       one file a report with what a model would be asked
    python -m evals.readings across ANSWERS REPORTS OUT    the second question, once every report has its answer
    python -m evals.readings convert ANSWERS REPORTS OUT   the answers as one JSONL file of offsets and labels, without words of the reports

ANSWERS holds `<file stem>.json` for each report (01.json for 01.txt), each the one JSON object that was asked for, and `across.json` for
the second question. An answer may also be `{"answer": {...}, "model": NAME, "seconds": S, "usage": {"prompt_tokens": N, "completion_tokens": N}}`.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from dragoman.reading.llm.across import across_items
from dragoman.reading.llm.answers import AnswerError, parse_answer
from dragoman.reading.llm.locate import Located, locate
from dragoman.reading.llm.prompt import across_messages, parts_of, report_messages, version
from dragoman.reading.llm.recording import Recorded, hash_of, hash_of_all, quotes_text, without_words
from dragoman.reading.llm.schema import across_schema, report_schema
from dragoman.records.documents import Report
from dragoman.settings import Settings
from dragoman.sources.load import load


def reports_in(folder: Path) -> tuple[Report, ...]:
    """The reports of a folder as a dossier would have them."""
    return load([str(folder)], Settings.load()).reports


def write_prompts(folder: Path, out: Path) -> None:
    """The question about each report, as plain text, and the schema of the answer."""
    out.mkdir(parents=True, exist_ok=True)
    for report in reports_in(folder):
        for part in parts_of(report.text):
            name = Path(report.file).stem + (f".{part.number}" if part.of > 1 else "")
            system, user = (m["content"] for m in report_messages(report, part))
            (out / f"{name}.prompt.txt").write_text(f"{system}\n{user}\n", encoding="utf-8")
    (out / "answer.schema.json").write_text(json.dumps(report_schema(), indent=1) + "\n", encoding="utf-8")


def answer_in(path: Path) -> tuple[dict[str, Any], dict[str, Any]]:
    """The answer in a file and what is known beside it (model, seconds, usage); empty when there is none."""
    if not path.exists():
        return {}, {}
    try:
        found = parse_answer(path.read_text(encoding="utf-8"))
    except AnswerError as problem:
        print(f"{path.name}: {problem}", file=sys.stderr)
        return {}, {}
    inner = found.get("answer")
    return (inner, {k: found[k] for k in ("model", "seconds", "usage") if k in found}) if isinstance(inner, dict) else (found, {})


def located_answers(answers: Path, folder: Path) -> list[tuple[Report, Located, dict[str, Any]]]:
    """Each report with its answer in positions; prints what was refused."""
    out = []
    for report in reports_in(folder):
        answer, beside = answer_in(answers / f"{Path(report.file).stem}.json")
        if not answer:
            print(f"{report.file}: no answer", file=sys.stderr)
        found, refusals = locate(answer, report.text)
        for r in refusals:
            print(f"{report.file}: {r.layer}: {r.reason}: {r.words!r}", file=sys.stderr)
        out.append((report, found, beside))
    return out


def write_across(answers: Path, folder: Path, out: Path) -> None:
    """The second question, from the answers to the first."""
    out.mkdir(parents=True, exist_ok=True)
    read = located_answers(answers, folder)
    system, user = (m["content"] for m in across_messages(across_items([(r, a) for r, a, _ in read])))
    (out / "across.prompt.txt").write_text(f"{system}\n{user}\n", encoding="utf-8")
    (out / "across.schema.json").write_text(json.dumps(across_schema(), indent=1) + "\n", encoding="utf-8")


def convert(answers: Path, folder: Path, out: Path, model: str) -> None:
    """One JSONL file with a line for each report and one for the second answer."""
    read = located_answers(answers, folder)
    lines = []
    whole = "\n".join(r.text for r, _, _ in read)
    for report, found, beside in read:
        if any(found.values()):
            lines.append(Recorded(report=hash_of(report), end=len(report.text), prompt=version(), answer=without_words(found, whole), **({"model": model} | beside)).line())
    across, beside = answer_in(answers / "across.json")
    if across:
        matters = [m | {"about": "" if quotes_text(str(m.get("about")), whole) else m.get("about")} for m in across.get("matters", ()) if isinstance(m, dict)]
        lines.append(Recorded(reports=hash_of_all([r for r, _, _ in read]), prompt=version(), answer=across | {"matters": matters}, **({"model": model} | beside)).line())
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text("".join(lines), encoding="utf-8")
    print(f"{out}: {len(lines)} lines")


def main() -> None:
    ap = argparse.ArgumentParser(prog="python -m evals.readings", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = ap.add_subparsers(dest="do", required=True)
    p = sub.add_parser("prompts")
    p.add_argument("reports", type=Path)
    p.add_argument("out", type=Path)
    for name in ("across", "convert"):
        p = sub.add_parser(name)
        p.add_argument("answers", type=Path)
        p.add_argument("reports", type=Path)
        p.add_argument("out", type=Path)
        p.add_argument("--model", default="unnamed")
    args = ap.parse_args()
    if args.do == "prompts":
        write_prompts(args.reports, args.out)
    elif args.do == "across":
        write_across(args.answers, args.reports, args.out)
    else:
        convert(args.answers, args.reports, args.out, args.model)


if __name__ == "__main__":
    main()
