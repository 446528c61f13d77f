"""Bytes to text: byte-order mark, declared charset, UTF-8, a guess, and Windows-1252 at last; what was taken is recorded."""

from __future__ import annotations

import codecs
import re

from dragoman.errors import SourceError

MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})|<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]{2,40})""", re.IGNORECASE)
SIGNATURES = (
    (b"%PDF-", "a PDF"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"), (b"PK\x03\x04", "a ZIP archive or office document"),
    (b"\x1f\x8b", "gzip data"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"), (b"\xd0\xcf\x11\xe0", "an old office document"), (b"{\\rtf", "an RTF document"),
    (b"SQLite format 3", "a database"), (b"Rar!", "a RAR archive"), (b"7z\xbc\xaf", "a 7z archive"), (b"BZh", "bzip2 data"),
)  # fmt: skip
CONTROLS = (*range(1, 9), *range(14, 27), 28, 29, 30, 31)
SAMPLE = 100_000
"""Bytes that the guess is made from."""


def decode(data: bytes, file: str, *, page: bool = False) -> tuple[str, str]:
    """The text of the bytes and the name of the encoding.

    Args:
        page: look for a charset that HTML declares.

    Raises:
        SourceError: the bytes are no text.
    """
    kind = next((what for start, what in SIGNATURES if data.startswith(start)), None)
    if kind is not None:
        raise SourceError(file, f"is binary: it looks like {kind}")
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strict(data, name, file), name.removesuffix("-sig")
    nuls = data.count(0, 0, SAMPLE)
    if nuls:
        wide = _without_mark(data, nuls)
        if wide is None:
            raise SourceError(file, "is binary: it contains NUL bytes")
        return _strict(data, wide, file), wide
    if sum(data.count(c, 0, SAMPLE) for c in CONTROLS) > 0.02 * min(len(data), SAMPLE):
        raise SourceError(file, "is binary: it is full of control characters")
    declared = _declared(data) if page else None
    if declared is not None:
        try:
            return data.decode(declared), declared
        except (UnicodeDecodeError, LookupError):
            pass
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _guess(data, file)


def _strict(data: bytes, name: str, file: str) -> str:
    try:
        return data.decode(name)
    except UnicodeDecodeError as problem:
        raise SourceError(file, f"cannot be decoded as {name}, which its first bytes announce ({problem.reason} at byte {problem.start})") from None


def _without_mark(data: bytes, nuls: int) -> str | None:
    """UTF-16 without a byte-order mark: every other byte of western text is NUL."""
    size = min(len(data), SAMPLE)
    if nuls < 0.3 * size or len(data) % 2:
        return None
    return "utf-16-le" if data[1:SAMPLE:2].count(0) > data[0:SAMPLE:2].count(0) else "utf-16-be"


def _declared(data: bytes) -> str | None:
    match = CHARSET.search(data[:4096])
    if match is None:
        return None
    name = (match[1] or match[2]).decode("ascii", "replace").lower()
    try:
        found = codecs.lookup(name).name
    except LookupError:
        return None
    # browsers read these two as the larger Windows set
    return "cp1252" if found in ("iso8859-1", "ascii") else found


def _guess(data: bytes, file: str) -> tuple[str, str]:
    """A guess from the bytes; Windows-1252 with its gaps filled when there is none better."""
    from charset_normalizer import from_bytes

    try:
        western = data.decode("cp1252")
    except UnicodeDecodeError:
        western = None
    strange = len(data) - sum(b < 128 for b in data[:SAMPLE]) - max(0, len(data) - SAMPLE)
    if western is not None and strange <= 0.05 * min(len(data), SAMPLE):
        return western, "cp1252"
    best = from_bytes(data[:SAMPLE]).best()
    if best is not None:
        try:
            return data.decode(best.encoding), best.encoding
        except UnicodeDecodeError:
            pass
    if strange > 0.3 * min(len(data), SAMPLE):
        raise SourceError(file, "cannot be decoded: no encoding fits its bytes")
    return data.decode("cp1252", "replace"), "cp1252"
