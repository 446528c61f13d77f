"""Events in the order of their dates."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records.dossiers import EventView


def order_events(events: Sequence[EventView]) -> tuple[str, ...]:
    """Event ids by first day, then last day; undated ones last, in their order."""
    dated = sorted((e for e in events if e.date is not None), key=lambda e: (e.date.start, e.date.end) if e.date else ())
    return tuple(e.id for e in dated) + tuple(e.id for e in events if e.date is None)
