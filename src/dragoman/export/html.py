"""The dossier page (stub until the page lands)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dragoman.records.dossiers import Dossier


def to_html(dossier: Dossier, manifest: Mapping[str, Any] | None = None) -> str:
    return ""
