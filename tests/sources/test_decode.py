"""Bytes become text in a known encoding, or fail with what they look like."""

from __future__ import annotations

import pytest

from dragoman.errors import SourceError
from dragoman.sources.decode import decode

TEXT = "Café owners in Strelsau said “no” — all of them did, and they said it twice on Monday."


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8"),
        (TEXT.encode("utf-16"), "utf-16"),
        (TEXT.encode("utf-16-le"), "utf-16-le"),
        (TEXT.encode("utf-32"), "utf-32"),
        (TEXT.encode("cp1252"), "cp1252"),
    ],
)
def test_decode_finds_the_encoding(data, encoding):
    """A mark, valid UTF-8, or western bytes."""
    assert decode(data, "a.txt") == (TEXT, encoding)


def test_a_page_may_declare_its_charset():
    """The charset in a meta tag goes before the guess."""
    page = '<html><head><meta charset="windows-1251"></head><body>Стрельсау</body></html>'
    assert decode(page.encode("cp1251"), "a.html", page=True) == (page, "cp1251")


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7 and more", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"PK\x03\x04", "ZIP"),
        (b"text\x00with\x00nul", "NUL"),
        (bytes(range(1, 20)) * 40, "control"),
        (b"\xef\xbb\xbf\xff\xfe broken", "cannot be decoded"),
    ],
)
def test_decode_refuses_what_is_no_text(data, why):
    """The reason says what it looks like."""
    with pytest.raises(SourceError, match=why):
        decode(data, "a.txt")
