#!/usr/bin/env python3
"""Writes the figures of docs/method/theories.md and docs/method/validation.md from the commands themselves.

usage: python scripts/write_model_pages.py [--run] [--check]

--run works the validation out again on the present case base first (minutes) and writes src/dragoman/resources/model/validation.json.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))
PAGES = {"theories": ("theories", "--table"), "validation": ("validate", "--all")}
BEGIN, END = "<!-- figures: written by `python scripts/write_model_pages.py` -->", "<!-- /figures -->"


def printed(*args: str) -> str:
    """What a command prints."""
    from click.testing import CliRunner

    from dragoman.cli import cli

    result = CliRunner().invoke(cli, list(args), catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return "\n".join(line.rstrip() for line in result.output.splitlines())


def main() -> int:
    """Returns 1 when --check finds a page that is not as the commands print it."""
    if "--run" in sys.argv:
        from dragoman.model.validation import dump
        from dragoman.workbench.models import VALIDATION, run_validation, shipped_validation

        text = dump(run_validation(lambda name, done, of: print(f"\r{name}: {done} of {of}   ", end="\n" if done == of else "", file=sys.stderr)))
        target = ROOT / "src" / "dragoman" / "resources" / VALIDATION
        target.parent.mkdir(exist_ok=True)
        target.write_text(text, encoding="utf-8")
        shipped_validation.cache_clear()
    stale = []
    for name, call in PAGES.items():
        page = ROOT / "docs" / "method" / f"{name}.md"
        old = page.read_text(encoding="utf-8")
        head, _, rest = old.partition(BEGIN)
        _, _, tail = rest.partition(END)
        new = f"{head}{BEGIN}\n\n`dragoman {' '.join(call)}`\n\n```text\n{printed(*call)}\n```\n\n{END}{tail}"
        if new != old:
            stale.append(page.name)
            if "--check" not in sys.argv:
                page.write_text(new, encoding="utf-8")
    print("stale: " + ", ".join(stale) if stale and "--check" in sys.argv else f"{len(PAGES)} pages as the commands print them")
    return 1 if stale and "--check" in sys.argv else 0


if __name__ == "__main__":
    sys.exit(main())
