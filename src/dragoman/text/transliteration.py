"""Names in Cyrillic and Arabic script against Latin ones: the cheapest way to write the one as the other.

The costs are learned (`scripts/train_letters.py`): minus the logarithm of how often a letter, or two, of one script stands for letters
of the other in pairs of names. The Arabic script leaves short vowels out and has no p or v; Cyrillic renders sounds: edit distance
after a plain transliteration misses most of the first and much of the second.
"""

from __future__ import annotations

import functools
import re
import unicodedata

from anyascii import anyascii

from dragoman.resources import load

_NOT_LATIN = re.compile(r"[^a-z]")
_MARKS = re.compile(r"[\u064b-\u0652\u0640]")
_LONGEST = 24
"""Letters of a word that are compared; longer words are cut, so that no text costs much."""
_UNSEEN = 9.0
_FAR = 1e9


def script_of(word: str) -> str:
    """ "cyrillic", "arabic", "latin" or "other", by the first letter."""
    first = next((c for c in word if c.isalpha()), "")
    if not first:
        return "other"
    if "\u0400" <= first <= "\u052f":
        return "cyrillic"
    if "\u0600" <= first <= "\u06ff":
        return "arabic"
    return "latin" if anyascii(first).isascii() and ord(first) < 0x250 else "other"


@functools.cache
def _costs(script: str) -> tuple[dict[str, dict[str, float]], float]:
    table = load("letters")["scripts"][script]
    return table["costs"], float(table["same"])


def rendering_score(native: str, latin: str) -> float:
    """How likely a Latin word renders a word in Cyrillic or Arabic script: a share in [0, 1], from .9 on taken for the same name."""
    script = script_of(native)
    if script not in {"cyrillic", "arabic"}:
        return 0.0
    costs, same = _costs(script)
    n = "".join(c for c in _MARKS.sub("", unicodedata.normalize("NFC", native.lower())) if c.isalpha())[:_LONGEST]
    x = _NOT_LATIN.sub("", anyascii(latin).lower())[:_LONGEST]
    if not n or not x:
        return 0.0
    return max(0.0, 1.0 - 0.1 * _cheapest(n, x, costs) / max(len(n), len(x)) / same)


def _cheapest(n: str, x: str, costs: dict[str, dict[str, float]]) -> float:
    """Cost of the best alignment: one letter of `n` to none, one, two or three of `x`, or two letters to one or two."""
    rows = [[_FAR] * (len(x) + 1) for _ in range(len(n) + 2)]
    rows[0][0] = 0.0
    for i in range(len(n)):
        one, two = costs.get(n[i], {}), costs.get(n[i : i + 2], {})
        for j, so_far in enumerate(rows[i]):
            if so_far >= _FAR:
                continue
            for k in range(min(3, len(x) - j) + 1):
                cost = so_far + one.get(x[j : j + k], _UNSEEN + 0.5 * k)
                if cost < rows[i + 1][j + k]:
                    rows[i + 1][j + k] = cost
                if two and k in {1, 2} and i + 1 < len(n) and (pair := two.get(x[j : j + k])) is not None and so_far + pair < rows[i + 2][j + k]:
                    rows[i + 2][j + k] = so_far + pair
    return rows[len(n)][len(x)]
