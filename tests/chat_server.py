"""A chat endpoint on loopback for tests: plays what a script tells it, honest or hostile."""

from __future__ import annotations

import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Play:
    """One response."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    stall: float = 0.0
    """Seconds of silence before the body."""
    drop: bool = False
    """Close the connection before the end."""


def said(words: str, **more: Any) -> Play:
    """A chat completion with these words."""
    data = {"choices": [{"message": {"role": "assistant", "content": words}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 100, "completion_tokens": 20}} | more
    return Play(body=json.dumps(data).encode())


def answered(answer: dict[str, Any]) -> Play:
    return said(json.dumps(answer))


@dataclass
class Served:
    url: str
    requests: list[dict[str, Any]]
    headers: list[dict[str, str]]


@contextmanager
def chat_server(script: Callable[[dict[str, Any], int], Play]) -> Iterator[Served]:
    """A server whose answers are those of the script, called with the request and its number from 0."""
    requests: list[dict[str, Any]] = []
    headers: list[dict[str, str]] = []
    lock = threading.Lock()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            data = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with lock:
                number = len(requests)
                requests.append(data | {"path": self.path})
                headers.append(dict(self.headers))
            play = script(data, number)
            try:
                self.send_response(play.status)
                for name, value in play.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(play.body)))
                self.end_headers()
                if play.stall:
                    self.wfile.flush()
                    time.sleep(play.stall)
                self.wfile.write(play.body[: len(play.body) // 2] if play.drop else play.body)
            except OSError:
                pass

        do_GET = do_POST  # noqa: N815

        def log_message(self, *args: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_address[1]}/v1", requests, headers)
    finally:
        server.shutdown()
        server.server_close()
