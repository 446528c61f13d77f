"""Which language a report is in; only English is read."""

from __future__ import annotations

import functools
import re
from typing import Any

COMMON = frozenset(
    ["the", "of", "and", "to", "in", "that", "was", "were", "with", "said", "from", "has", "had", "by", "for", "his", "her", "its", "their", "they", "which", "have", "been", "who", "but", "not", "are", "on", "at", "as", "this", "would"]
)
ENGLISH_SHARE = 0.18
"""Share of common English words above which no model is asked; other languages stay under a tenth."""
ENOUGH = 40
"""Letters below which a guess is worth nothing and the text is taken for English."""
SURE = 0.9
WORD = re.compile(r"[^\W\d_]+")


@functools.cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def language_of(body: str, declared: str | None = None) -> str:
    """ISO 639-1 code of the language of a text; "en" unless there is good reason for another.

    Args:
        declared: code that the page or the sidecar gives; believed when the text is too short to tell.
    """
    sample = body[:6000]
    words = WORD.findall(sample.lower())
    letters = sum(map(len, words))
    said = (declared or "").strip().lower().replace("_", "-").split("-")[0]
    if words and sum(w in COMMON for w in words) / len(words) >= ENGLISH_SHARE:
        return "en"
    latin = sum(c < "\u0250" for w in words for c in w)
    if letters < ENOUGH and latin >= 0.5 * max(letters, 1):
        return said if len(said) == 2 else "en"
    code, sure = _identifier().classify(sample)
    if code == "en" or (sure < SURE and latin >= 0.5 * letters):
        return "en"
    return str(code)
