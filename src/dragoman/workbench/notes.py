"""What the model says beside a dossier."""

from __future__ import annotations

from dragoman.errors import FormatError
from dragoman.records.dossiers import Dossier
from dragoman.records.forecasts import WhatIfNote


def model_note(dossier: Dossier) -> WhatIfNote | None:
    """The what-if section of a dossier; None where its draft tells no client and trigger, or the shipped draws are of another version."""
    from dragoman.cases.draft import draft
    from dragoman.workbench.simulations import whatif_note

    drafted = draft(dossier)
    if not drafted.client_iso:
        return None
    try:
        return whatif_note(drafted)
    except FormatError:
        return None
