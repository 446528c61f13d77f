"""The command line: parse, call one method of the workbench, print."""

from __future__ import annotations

import sys
from pathlib import Path


def main() -> None:
    """Entry point (a first cut: `dragoman dossier PATHS... -o FOLDER`)."""
    from dragoman.records.codec import to_json
    from dragoman.workbench import Workbench

    args = sys.argv[1:]
    out = Path(args[args.index("-o") + 1])
    out.mkdir(parents=True, exist_ok=True)
    dossier = Workbench().make_dossier(args[1 : args.index("-o")])
    (out / "dossier.json").write_text(to_json(dossier), encoding="utf-8")
