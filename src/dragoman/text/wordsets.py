"""Short closed sets of words, written as one line."""

from __future__ import annotations


def wordset(words: str) -> frozenset[str]:
    """The words of a line as a set."""
    return frozenset(words.split())
