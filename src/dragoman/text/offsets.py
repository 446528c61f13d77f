"""Character offsets: overlap, containment, trimming to words, and UTF-16 for the page."""

from __future__ import annotations


def overlap(a_start: int, a_end: int, b_start: int, b_end: int) -> int:
    """Number of characters that two half-open ranges share."""
    return max(0, min(a_end, b_end) - max(a_start, b_start))


def inside(start: int, end: int, text: str) -> bool:
    """Whether a half-open range lies in the text and holds at least one character."""
    return 0 <= start < end <= len(text)


def on_words(start: int, end: int, text: str) -> bool:
    """Whether a range begins and ends where words do: no white space at its ends, no word cut."""
    if text[start].isspace() or text[end - 1].isspace():
        return False
    cuts_left = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    cuts_right = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
    return not (cuts_left or cuts_right)


def to_words(start: int, end: int, text: str) -> tuple[int, int] | None:
    """The range moved inwards past white space and outwards to whole words; None when nothing is left."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return None
    while start > 0 and text[start - 1].isalnum() and text[start].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def utf16(text: str, at: int) -> int:
    """The position in UTF-16 code units, as JavaScript counts, of a position in characters."""
    return at + sum(1 for c in text[:at] if ord(c) > 0xFFFF)
