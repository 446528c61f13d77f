"""The what-if section of a dossier's page: the only part of it that is no report's."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.export.model_page import Drawn, drawn
from dragoman.records.forecasts import Chance, WhatIfNote
from dragoman.records.pictures import ChanceRow, Chances


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeRow:
    """One quantity, in words ready to print."""

    name: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeCard:
    """One change and what it moves."""

    question: str
    change: str
    rows: tuple[ChangeRow, ...]
    warnings: tuple[str, ...]
    """Those of this change alone."""
    command: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIfSection:
    """The section."""

    rests_on: str
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    """Those of all changes."""
    pictures: tuple[Drawn, ...]
    cards: tuple[ChangeCard, ...]
    cannot_know: tuple[str, ...]


def whatif_section(note: WhatIfNote) -> WhatIfSection:
    """The note as the page shows it."""
    common = [w for w in note.cards[0].warnings if all(w in c.warnings for c in note.cards)] if note.cards else []
    return WhatIfSection(
        rests_on=note.rests_on,
        assumptions=note.assumptions,
        warnings=tuple(common),
        pictures=tuple(
            drawn(Chances(name=name, title=title, told=_told(rows), rows=tuple(ChanceRow(label=label, chance=c.mean, inner=None, outer=(c.low, c.high)) for label, c in rows)))
            for name, title, rows in (("whatif-instrument", "What the patron does", note.instruments), ("whatif-outcome", "How it ends", note.outcomes))
            if rows
        ),
        cards=tuple(
            ChangeCard(
                question=c.question,
                change=c.change.replace("_", " ").replace("->", "→"),
                rows=tuple(ChangeRow(name=r.name, before=_percent(r.before.mean), after=_percent(r.after.mean), difference=_points(r.difference)) for r in c.rows),
                warnings=tuple(w for w in c.warnings if w not in common),
                command=c.command,
            )
            for c in note.cards
        ),
        cannot_know=note.cannot_know,
    )


def _told(rows: tuple[tuple[str, Chance], ...]) -> str:
    return "Chances by the model, as the draft stands: " + ", ".join(f"{label} {_percent(c.mean)}" for label, c in rows) + "."


def _percent(p: float) -> str:
    return "<1 %" if 0 < p < 0.005 else f"{100 * p:.0f} %"


def _points(c: Chance) -> str:
    if max(abs(c.low), abs(c.high)) < 0.005:
        return "0"
    return f"{100 * c.mean:+.0f} ({100 * c.low:+.0f} to {100 * c.high:+.0f})"
