"""Tables of knowledge that ship with Dragoman: reviewable YAML, each with its source.

Every file is a mapping with `about`, `source` and `licence` beside its content.
"""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

from dragoman.errors import ResourceError


def read_bytes(name: str) -> bytes:
    """The bytes of one shipped file, for example a packed index."""
    return resources.files(__package__).joinpath(name).read_bytes()


@functools.cache
def load(name: str) -> dict[str, Any]:
    """One table by its name without `.yaml`; callers must not change what they get.

    Raises:
        ResourceError: the table is missing, or says neither what it is about nor where it is from.
    """
    import yaml

    try:
        raw = read_bytes(f"{name}.yaml")
    except FileNotFoundError:
        raise ResourceError(name, "file", "does not exist; the installation is incomplete") from None
    table = yaml.load(raw, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    if not isinstance(table, dict):
        raise ResourceError(name, "top level", f"is {type(table).__name__}; expected a mapping")
    for key in ("about", "source"):
        if not isinstance(table.get(key), str):
            raise ResourceError(name, key, "is missing; every table says what it is and where it is from")
    return table
