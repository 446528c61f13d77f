"""The one composer: what the command line and the library call."""

from __future__ import annotations

from dragoman.workbench.dossiers import Progress, Verified, Workbench, Written, verify

__all__ = ["Progress", "Verified", "Workbench", "Written", "verify"]
