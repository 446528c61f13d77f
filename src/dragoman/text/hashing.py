"""Ids made from content, so that reading the same thing twice adds nothing."""

from __future__ import annotations

import hashlib


def content_id(prefix: str, *parts: object, length: int = 12) -> str:
    """`prefix` and the first hexadecimal digits of SHA-256 over the parts; the order of parts matters."""
    digest = hashlib.sha256("\x1f".join(str(p) for p in parts).encode("utf-8", "surrogatepass")).hexdigest()
    return f"{prefix}-{digest[:length]}"


def sha256(data: bytes) -> str:
    """SHA-256 of bytes in hexadecimal."""
    return hashlib.sha256(data).hexdigest()
