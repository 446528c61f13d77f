"""A model's answer from its raw text: one JSON object, mended where only its packing is broken, and read without trust."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

LONGEST = 1_000_000
"""Characters of an answer that are looked at."""
DEEPEST = 40
"""Brackets within brackets; deeper ones are nobody's honest answer."""
MOST = 2_000
"""Items of one list that are read."""


class AnswerError(ValueError):
    """The answer holds no JSON object; the message says what is wrong with it."""


def parse_answer(raw: str) -> dict[str, Any]:
    """The JSON object in an answer.

    Words before and after it and a fence around it are passed over; an object that was cut off is closed after the last item that is whole.

    Raises:
        AnswerError: there is no object, or it cannot be closed.
    """
    if len(raw) > LONGEST:
        raise AnswerError(f"the answer has {len(raw)} characters; at most {LONGEST} are read")
    start = raw.find("{")
    if start < 0:
        raise AnswerError(f"the answer holds no JSON object: {' '.join(raw[:80].split())!r}" if raw.strip() else "the answer is empty")
    end, cuts = _extent(raw, start)
    try:
        if end is not None:
            return _object(raw[start:end])
        for cut, closing in reversed(cuts[-50:]):
            try:
                return _object(raw[start:cut] + closing)
            except ValueError:
                continue
    except (ValueError, RecursionError) as problem:
        raise AnswerError(f"the answer is no JSON ({problem})") from None
    raise AnswerError("the answer breaks off before its first item")


def _object(words: str) -> dict[str, Any]:
    found = json.loads(words, parse_constant=_refuse)
    if not isinstance(found, dict):
        raise ValueError("not an object")
    return found


def _refuse(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def _extent(raw: str, start: int) -> tuple[int | None, list[tuple[int, str]]]:
    """Where the object that begins at `start` ends; for one that is cut off, the places after whole items and what closes it there."""
    stack: list[str] = []
    cuts: list[tuple[int, str]] = []
    inside = escaped = False
    for i in range(start, len(raw)):
        c = raw[i]
        if inside:
            if escaped:
                escaped = False
            elif c == "\\":
                escaped = True
            elif c == '"':
                inside = False
        elif c == '"':
            inside = True
        elif c in "{[":
            stack.append("}" if c == "{" else "]")
            if len(stack) > DEEPEST:
                raise AnswerError(f"the answer nests deeper than {DEEPEST}")
        elif c in "}]":
            if not stack or stack.pop() != c:
                raise AnswerError("the answer closes a bracket that was not opened")
            if not stack:
                return i + 1, cuts
            cuts.append((i + 1, "".join(reversed(stack))))
    return None, cuts


def items(answer: Mapping[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The objects of one list; whatever else stands there is passed over."""
    found = answer.get(name)
    for item in found[:MOST] if isinstance(found, list) else ():
        if isinstance(item, dict):
            yield item


def words_of(item: Mapping[str, Any], name: str) -> str:
    """A text field; "" when it is missing or no text."""
    value = item.get(name)
    return value if isinstance(value, str) else ""


def refs_of(item: Mapping[str, Any], name: str) -> list[str]:
    """A list of references, each once."""
    value = item.get(name)
    return list(dict.fromkeys(v for v in value if isinstance(v, str))) if isinstance(value, list) else []
