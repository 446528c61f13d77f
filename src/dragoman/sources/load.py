"""Files, folders and standard input to reports; every input ends in a named state."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from pathlib import Path

from dragoman.records.documents import Input, InputState, Loaded, PublishedBasis, Report
from dragoman.settings import Settings
from dragoman.text.hashing import content_id, sha256


def load(paths: Sequence[str], settings: Settings, *, outlet: str | None = None, published: dt.date | None = None, stdin: bytes | None = None) -> Loaded:
    """All reports under the paths, in the order of the paths and of file names within a folder.

    Args:
        paths: files and folders; "-" stands for standard input, whose bytes are given in `stdin`.
        outlet: outlet of reports that name none.
        published: day of publication of reports that state none.
    """
    reports, inputs = [], []
    for path in map(Path, paths):
        files = sorted(path.rglob("*.txt")) if path.is_dir() else [path]
        meta = {}
        side = (path if path.is_dir() else path.parent) / "meta.json"
        if side.exists():
            meta = {m["file"]: m for m in json.loads(side.read_text())}
        for file in files:
            raw = file.read_bytes()
            text = raw.decode("utf-8").replace("\r\n", "\n").strip()
            m = meta.get(file.name, {})
            day = dt.date.fromisoformat(m["published"]) if m.get("published") else published
            rid = content_id("r", text, m.get("outlet") or outlet or "")
            reports.append(Report(id=rid, file=file.name, text=text, outlet=m.get("outlet") or outlet, origin=content_id("o", rid), wire=m.get("wire"),
                                  published=day, published_basis=PublishedBasis.GIVEN if day else PublishedBasis.UNKNOWN))
            inputs.append(Input(file=file.name, state=InputState.USED, report=rid, sha256=sha256(raw), size=len(raw)))
    return Loaded(reports=tuple(reports), inputs=tuple(inputs))
