"""A chat endpoint in the style of OpenAI's (llama.cpp, Ollama, vLLM, hosted ones): one question, one answer, nothing trusted.

Redirects are not followed, proxies of the environment are not used, an answer is cut off beyond its limit, and the key stands in no message, log or record.
"""

from __future__ import annotations

import datetime as dt
import email.utils
import ipaddress
import json
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import SplitResult, urlsplit

from dragoman.errors import DragomanError, UsageError

LIMIT = 1_000_000
"""Bytes of an answer that are read."""
RETRIED = frozenset({408, 425, 429, 500, 502, 503, 504, 529})
"""States after which the same question is asked again."""
DELAYS = (1.0, 2.0, 4.0, 8.0)
"""Seconds before the second, third, ... try; the same in every run."""
PATIENCE = 120.0
"""Longest wait, in seconds, that a server may ask for."""


class ChatError(DragomanError):
    """One question has no answer; the others go on."""


class ChatRefusedError(ChatError):
    """The server will not answer any question: wrong key, wrong address, wrong model."""


class Key:
    """An access key that cannot be printed by accident."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        value = value.strip()
        if any(not (0x21 <= ord(c) <= 0x7E) for c in value):
            raise UsageError("DRAGOMAN_API_KEY holds characters that no key has (white space, line ends or letters beyond ASCII). Set it again.")
        self._value = value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return "Key(hidden)"

    def header(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._value}"} if self._value else {}

    def hidden_in(self, text: str) -> str:
        """The text with the key made unreadable, should a server repeat it."""
        return text.replace(self._value, "[key]") if self._value else text


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where questions go."""

    url: str
    """Base address, ending before `/chat/completions`."""
    host: str
    local: bool
    """Whether it is this machine."""


def endpoint(address: str, *, insecure: bool = False) -> Endpoint:
    """The endpoint at an address.

    Raises:
        UsageError: the address is none, holds a password, or would carry reports unencrypted to another machine.
    """
    try:
        parts: SplitResult = urlsplit(address.strip())
        port = parts.port
    except ValueError as problem:
        raise UsageError(f"--endpoint {address!r} is no address ({problem}). Try: --endpoint http://127.0.0.1:8080/v1") from None
    host = parts.hostname or ""
    if parts.scheme not in ("http", "https") or not host:
        raise UsageError(f"--endpoint {address!r} is no address of a server; expected http:// or https:// and a host. Try: --endpoint http://127.0.0.1:8080/v1")
    if parts.username is not None or parts.password is not None:
        raise UsageError("--endpoint holds a user name or password. Give a key in the environment variable DRAGOMAN_API_KEY instead.")
    if parts.query or parts.fragment:
        raise UsageError("--endpoint holds a query or fragment; expected the base address alone, for example http://127.0.0.1:8080/v1")
    local = _is_local(host)
    if parts.scheme == "http" and not local and not insecure:
        raise UsageError(f"--endpoint names {host} over http: reports and key would go there unencrypted. Use https://, or --insecure if the way there is safe.")
    shown = f"[{host}]" if ":" in host else host
    path = parts.path.rstrip("/").removesuffix("/chat/completions")
    return Endpoint(url=f"{parts.scheme}://{shown}{f':{port}' if port else ''}{path}", host=f"{host}{f':{port}' if port else ''}", local=local)


def _is_local(host: str) -> bool:
    if host.lower() == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What came back for one question."""

    text: str
    usage: Mapping[str, int]
    seconds: float
    tries: int
    cut: bool
    """The server says that the answer broke off at its longest length."""


@dataclass(slots=True)
class Budget:
    """Calls and tokens that may be used; shared by all who ask."""

    calls: int | None = None
    tokens: int | None = None
    calls_used: int = 0
    tokens_used: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def take(self) -> None:
        """Count one call.

        Raises:
            ChatError: nothing is left.
        """
        with self._lock:
            if self.calls is not None and self.calls_used >= self.calls:
                raise ChatError(f"the budget of {self.calls} calls is used up")
            if self.tokens is not None and self.tokens_used >= self.tokens:
                raise ChatError(f"the budget of {self.tokens} tokens is used up")
            self.calls_used += 1

    def spent(self, usage: Mapping[str, int]) -> None:
        with self._lock:
            self.tokens_used += sum(usage.values())


class Chat:
    """A client of one endpoint and model; may be used by several threads.

    Args:
        where: the endpoint.
        model: name of the model as the server knows it.
        key: sent as a bearer token when it is not empty.
        timeout: seconds for one answer from first byte sent to last byte read.
        wait: called with the seconds between two tries; replaced in tests.
    """

    def __init__(self, where: Endpoint, model: str, *, key: Key, budget: Budget | None = None, timeout: float = 600.0, wait: Callable[[float], object] | None = None) -> None:
        import httpx

        self._stopped = threading.Event()

        self.where = where
        self.model = model
        self.budget = budget or Budget()
        self._key = key
        self._total = timeout
        self._wait = wait or self._stopped.wait
        self._forms = ["json_schema", "json_object", ""]
        self._lock = threading.Lock()
        self._client = httpx.Client(
            timeout=httpx.Timeout(min(60.0, timeout), connect=min(10.0, timeout), read=min(300.0, timeout)), follow_redirects=False, trust_env=False, headers={"Accept-Encoding": "identity", "User-Agent": "dragoman"}
        )

    def stop(self) -> None:
        """End all waiting and close all connections; what is open fails."""
        self._stopped.set()
        self._client.close()

    def ask(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], name: str) -> Reply:
        """The answer to one question, asked again after failures that pass.

        Raises:
            ChatRefusedError: no question will be answered.
            ChatError: this one was not.
        """
        began = time.monotonic()
        problem = ""
        tries = 0
        while True:
            if self._stopped.is_set():
                raise ChatError("stopped")
            form = self._forms[0]
            self.budget.take()
            tries += 1
            try:
                status, headers, body = self._send(messages, schema, name, form)
            except _PassingError as passing:
                problem, status, headers, body = str(passing), 0, {}, b""
            if status == 200:
                text, usage, cut = _content(body)
                self.budget.spent(usage)
                return Reply(text=text, usage=usage, seconds=round(time.monotonic() - began, 2), tries=tries, cut=cut)
            if status in (400, 422) and self._plainer(form):
                continue
            if status:
                problem = self._told(status, body)
            if 300 <= status < 400:
                raise ChatRefusedError(f"{self.where.host} sends elsewhere (HTTP {status}); redirects are not followed. Give the address it points to with --endpoint.")
            if status in (401, 403):
                raise ChatRefusedError(f"{self.where.host} refuses access ({problem}). Set the key in the environment variable DRAGOMAN_API_KEY.")
            if status == 404:
                raise ChatRefusedError(f"{self.where.host} knows no such address or model ({problem}). Check --endpoint (it usually ends in /v1) and --model.")
            if status and status not in RETRIED:
                raise ChatError(problem)
            if tries > len(DELAYS):
                raise ChatError(f"{problem}; given up after {tries} tries")
            self._wait(self._pause(headers, tries, problem))

    def _plainer(self, form: str) -> bool:
        """Go on without the form of answer that the server does not know; false when there is none left."""
        with self._lock:
            if self._forms[0] == form and len(self._forms) > 1:
                self._forms.pop(0)
                return True
            return self._forms[0] != form

    def _pause(self, headers: Mapping[str, str], tries: int, problem: str) -> float:
        asked = headers.get("retry-after", "").strip()
        pause = DELAYS[tries - 1]
        if re.fullmatch(r"\d{1,6}(\.\d+)?", asked):
            pause = max(pause, float(asked))
        elif asked:
            try:
                when = email.utils.parsedate_to_datetime(asked)
                pause = max(pause, (when - dt.datetime.now(when.tzinfo or dt.UTC)).total_seconds())
            except (TypeError, ValueError):
                pass
        if pause > PATIENCE:
            raise ChatError(f"{problem}; the server asks to wait {pause:.0f} s, longer than {PATIENCE:.0f} s")
        return pause

    def _send(self, messages: Sequence[Mapping[str, str]], schema: Mapping[str, Any], name: str, form: str) -> tuple[int, dict[str, str], bytes]:
        import httpx

        body: dict[str, Any] = {"model": self.model, "messages": list(messages), "temperature": 0, "stream": False}
        if form == "json_schema":
            body["response_format"] = {"type": "json_schema", "json_schema": {"name": name, "strict": True, "schema": schema}}
        elif form:
            body["response_format"] = {"type": "json_object"}
        end = time.monotonic() + self._total
        kept = bytearray()
        try:
            with self._client.stream("POST", f"{self.where.url}/chat/completions", json=body, headers=self._key.header()) as response:
                if response.headers.get("content-encoding", "identity") != "identity":
                    raise ChatError("the answer is compressed, which was not asked for")
                for piece in response.iter_raw():
                    kept += piece
                    if len(kept) > LIMIT:
                        raise ChatError(f"the answer is longer than {LIMIT} bytes")
                    if time.monotonic() > end:
                        raise _PassingError(f"no whole answer within {self._total:g} s")
                return response.status_code, {k.lower(): v for k, v in response.headers.items()}, bytes(kept)
        except httpx.TimeoutException:
            raise _PassingError(f"no answer in time from {self.where.host}") from None
        except (httpx.HTTPError, httpx.StreamError, RuntimeError, OSError) as problem:  # RuntimeError: the client was closed meanwhile
            raise _PassingError(f"no connection to {self.where.host} ({type(problem).__name__})") from None

    def _told(self, status: int, body: bytes) -> str:
        """The server's own words on what went wrong, cut short, without the key."""
        try:
            data = json.loads(body[:20_000])
            error = data.get("error", data) if isinstance(data, dict) else data
            words = error.get("message", "") if isinstance(error, dict) else str(error)
        except (ValueError, RecursionError):
            words = ""
        words = " ".join(self._key.hidden_in(str(words)).split())
        words = "".join(c for c in words if c.isprintable())[:160]
        return f"HTTP {status}: {words}" if words else f"HTTP {status}"


class _PassingError(Exception):
    """A failure after which it is worth asking again."""


def _content(body: bytes) -> tuple[str, dict[str, int], bool]:
    """The model's words, tokens used, and whether it broke off."""
    try:
        data = json.loads(body)
        choice = data["choices"][0]
        message = choice["message"]
        words = message.get("content")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        raise ChatError("the server's answer is not in the form of a chat completion") from None
    if isinstance(words, list):
        words = "".join(p.get("text", "") for p in words if isinstance(p, dict) and isinstance(p.get("text", ""), str))
    if not isinstance(words, str) or not words.strip():
        raise ChatError("the model declined to answer" if message.get("refusal") else "the model's answer is empty")
    told = data.get("usage")
    told = told if isinstance(told, dict) else {}
    usage = {k: v for k in ("prompt_tokens", "completion_tokens") if isinstance(v := told.get(k), int) and not isinstance(v, bool) and 0 <= v < 10**9}
    return words, usage, choice.get("finish_reason") == "length"
