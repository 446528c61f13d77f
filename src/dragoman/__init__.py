"""Dragoman reads reports that disagree and writes a sourced dossier."""

from __future__ import annotations

__version__ = "0.1.0"
