"""Prompts out, answers in: a reading by a language model without a server.

    python -m evals.readings prompts REPORTS OUT       one file a report with what a model would be asked
    python -m evals.readings across ANSWERS REPORTS    the second question, once every report has its answer

ANSWERS holds `<file stem>.json` for each report (01.json for 01.txt), each the one JSON object that was asked for, and `across.json` for
the second question. An answer may also be `{"answer": {...}, "model": NAME, "seconds": S, "usage": {"prompt_tokens": N, "completion_tokens": N}}`.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from dragoman.reading.llm.prompt import parts_of, report_messages
from dragoman.reading.llm.schema import report_schema
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


def main() -> None:
    ap = argparse.ArgumentParser(prog="python -m evals.readings", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub = ap.add_subparsers(dest="do", required=True)
    p = sub.add_parser("prompts")
    p.add_argument("reports", type=Path)
    p.add_argument("out", type=Path)
    args = ap.parse_args()
    if args.do == "prompts":
        write_prompts(args.reports, args.out)


if __name__ == "__main__":
    main()
