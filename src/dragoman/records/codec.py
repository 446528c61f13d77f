"""Records to JSON and back; an error names the path of the field."""

from __future__ import annotations

import functools
import json
from typing import Any

from dragoman.errors import FormatError
from dragoman.records.dossiers import FORMAT, Dossier


@functools.cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Dossier)


def to_dict(dossier: Dossier) -> dict[str, Any]:
    """The dossier as plain lists, dicts, strings and numbers."""
    out: dict[str, Any] = _adapter().dump_python(dossier, mode="json")
    # what only a language model brings is left out where none was asked
    for part in ("actors", "figures", "events", "quotes", "accounts"):
        for item in out[part]:
            if not item["proposed_by"]:
                del item["proposed_by"]
            if item["score"] is None:
                del item["score"]
    for item in out["actors"]:
        if item["geo"] is None:
            del item["geo"]
    if out["coverage"]["model"] is None:
        del out["coverage"]["model"]
    return out


def to_json(dossier: Dossier) -> str:
    """The text of `dossier.json`; the same dossier gives the same text."""
    return json.dumps(to_dict(dossier), ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def from_json(text: str | bytes, *, name: str = "dossier.json") -> Dossier:
    """A dossier from the text of `dossier.json`; fields that this version does not know are passed over.

    Raises:
        FormatError: the text is no JSON, of another format, or a field has a wrong value; the message names the field.
    """
    from pydantic import ValidationError

    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as problem:
        raise FormatError(name, f"is not JSON ({problem})") from None
    found = data.get("format") if isinstance(data, dict) else None
    if found != FORMAT:
        raise FormatError(name, f"has format {found!r}; this version reads {FORMAT!r}. Make it again with: dragoman dossier REPORTS -o DOSSIER")
    try:
        dossier: Dossier = _adapter().validate_python(data)
    except ValidationError as problem:
        first = problem.errors()[0]
        where = ".".join(str(p) for p in first["loc"])
        raise FormatError(f"{name}, {where}", f"{first['msg']}; found {str(first.get('input'))[:80]!r}") from None
    return dossier
