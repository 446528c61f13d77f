"""News agencies by the names that datelines, bylines and credits give them."""

from __future__ import annotations

import functools
import re

from dragoman.resources import load


@functools.cache
def _codes() -> dict[str, str]:
    """Name without case to code; short names (AA, PA, MAP) only as printed in capitals."""
    out: dict[str, str] = {}
    for wire in load("wires")["wires"]:
        for name in wire["names"]:
            out[name if name.isupper() else name.casefold()] = wire["code"]
    return out


def find_wire(words: str) -> str | None:
    """The agency that the words name, when they name nothing else: "Reuters", "UrduPoint News / Sputnik", "AFP, dpa"."""
    codes = _codes()
    for part in re.split(r"\s*[/,;|&]\s*|\s+and\s+|\s+[-–—]\s+|\s+via\s+", words):
        name = re.sub(r"^(?:the|by|from)\s+", "", part.strip(" ().:"), flags=re.IGNORECASE)
        code = codes.get(name) or codes.get(name.casefold())
        if code:
            return code
    return None
