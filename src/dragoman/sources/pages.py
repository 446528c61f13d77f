"""HTML pages to text, in a child process that can be stopped: no page takes more than its time or its memory."""

from __future__ import annotations

import contextlib
import json
import os
import select
import struct
import subprocess
import sys
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Any

from dragoman.errors import SourceError
from dragoman.settings import Settings

SHARE = 0.7
"""Part of the time that goes to finding the article; the rest is for taking all visible words when that fails."""
STARTING = 60.0
"""Seconds that the child may take to start; not counted against the first page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What was taken from a page. `note` says what one should know about it, for example that most of its words were left."""

    text: str
    title: str | None = None
    byline: str | None = None
    outlet: str | None = None
    url: str | None = None
    date: str | None = None
    language: str | None = None
    note: str = ""


class PageReader:
    """Owns the child process; started with the first page, and again after a page that broke it."""

    def __init__(self, settings: Settings) -> None:
        self._seconds = settings.max_seconds
        self._memory = settings.max_memory
        self._child: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> PageReader:
        return self

    def __exit__(self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None) -> None:
        self._stop()

    def read(self, html: str, name: str) -> Page:
        """Text and metadata of a page.

        Raises:
            SourceError: the page took too long or too much memory, or holds no text.
        """
        data = html.encode("utf-8", "replace")
        answer = self._ask(data, name, self._seconds * SHARE, plain_only=False)
        if isinstance(answer, str):
            problem, answer = answer, self._ask(data, name, self._seconds * (1 - SHARE), plain_only=True)
            if isinstance(answer, str):
                raise SourceError(name, problem)
        if not answer["text"].strip():
            raise SourceError(name, "holds no text")
        return Page(**answer)

    def _ask(self, data: bytes, name: str, seconds: float, *, plain_only: bool) -> dict[str, Any] | str:
        """The child's answer, or what went wrong; the child is stopped then."""
        child = self._child or self._start(name)
        try:
            assert child.stdin is not None
            child.stdin.write(struct.pack(">Q?", len(data), plain_only) + data)
            child.stdin.flush()
            answer: dict[str, Any] = json.loads(self._receive(child, seconds))
        except TimeoutError:
            self._stop()
            return f"took longer than the limit of {self._seconds:g} seconds to turn into text"
        except (OSError, EOFError, ValueError):
            self._stop()
            return f"could not be turned into text within the limit of {self._memory} bytes of memory"
        return answer

    def _start(self, name: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "dragoman.sources.page_child", str(self._memory)]
        path = os.pathsep.join(p for p in sys.path if p)
        child = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": path, "PYTHONHASHSEED": "0"}
        )
        self._child = child
        try:
            self._receive(child, STARTING)
        except (OSError, EOFError, TimeoutError):
            self._stop()
            raise SourceError(name, "the process that turns pages into text could not be started") from None
        return child

    def _receive(self, child: subprocess.Popen[bytes], seconds: float) -> bytes:
        """One answer: eight bytes of length, then so many bytes."""
        end = time.monotonic() + seconds
        head = self._exactly(child, 8, end)
        return self._exactly(child, struct.unpack(">Q", head)[0], end)

    def _exactly(self, child: subprocess.Popen[bytes], size: int, end: float) -> bytes:
        assert child.stdout is not None
        out = bytearray()
        number = child.stdout.fileno()
        while len(out) < size:
            left = end - time.monotonic()
            if left <= 0 or not select.select([number], [], [], left)[0]:
                raise TimeoutError
            piece = os.read(number, min(1 << 20, size - len(out)))
            if not piece:
                raise EOFError
            out += piece
        return bytes(out)

    def _stop(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        child.kill()
        child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
