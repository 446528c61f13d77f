"""What `dragoman.read` returns: a dossier whose parts are tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

from dragoman.export.tables import Table, table, tables
from dragoman.records.dossiers import Dossier


@dataclass(frozen=True, slots=True)
class DossierView:
    """A dossier for reading in a program or a notebook. `dossier` is the record itself; the rest are tables made from it.

    Examples:
        >>> view.figures.column("what")            # doctest: +SKIP
        ['people killed', 'people killed']
        >>> view.figures.to_pandas()               # doctest: +SKIP
    """

    dossier: Dossier
    manifest: Mapping[str, Any] | None = None

    @property
    def title(self) -> str:
        return self.dossier.title

    @property
    def in_short(self) -> tuple[str, ...]:
        """The lines of the short account."""
        return tuple(line.text for line in self.dossier.in_short)

    @property
    def reports(self) -> Table:
        return table(self.dossier, "reports")

    @property
    def sentences(self) -> Table:
        return table(self.dossier, "sentences")

    @property
    def actors(self) -> Table:
        return table(self.dossier, "actors")

    @property
    def mentions(self) -> Table:
        return table(self.dossier, "mentions")

    @property
    def figures(self) -> Table:
        return table(self.dossier, "figures")

    @property
    def findings(self) -> Table:
        return table(self.dossier, "findings")

    @property
    def events(self) -> Table:
        return table(self.dossier, "events")

    @property
    def event_mentions(self) -> Table:
        return table(self.dossier, "event_mentions")

    @property
    def quotes(self) -> Table:
        return table(self.dossier, "quotes")

    @property
    def accounts(self) -> Table:
        """One row a statement; rows of one account share its id."""
        return table(self.dossier, "accounts")

    @property
    def relations(self) -> Table:
        """Standing relations, one row each with its first telling."""
        return table(self.dossier, "relations")

    @property
    def timeline(self) -> Table:
        return table(self.dossier, "timeline")

    def tables(self) -> dict[str, Table]:
        """All tables by name."""
        return tables(self.dossier)

    def to_html(self) -> str:
        """The dossier page: one file that opens without a network."""
        from dragoman.export.html import to_html

        return to_html(self.dossier, self.manifest)

    def to_json(self) -> str:
        """The text of `dossier.json`."""
        from dragoman.records.codec import to_json

        return to_json(self.dossier)

    def show(self, *, height: int = 720) -> Any:
        """The dossier page within a notebook: a sandboxed frame that can neither reach the notebook nor the network.

        Returns an object that notebooks display; `str()` of it is the HTML.
        """
        return Frame(self.to_html(), height)

    def __repr__(self) -> str:
        d = self.dossier
        return (
            f"<Dossier {d.title!r}: {len(d.reports)} reports, {len(d.findings)} findings, {len(d.accounts)} accounts, "
            f"{len(d.events)} events, {len(d.quotes)} quotes, {len(d.actors)} actors>"
        )

    def _repr_html_(self) -> str:
        d = self.dossier
        counts = ", ".join(f"{len(x):,} {name}" for name, x in (("reports", d.reports), ("events", d.events), ("quotes", d.quotes), ("actors", d.actors)))
        lines = "".join(f"<li>{f'<strong>{escape(s.badge)}</strong> ' if s.badge else ''}{escape(s.text)}</li>" for s in d.in_short)
        return f"<section><h3>{escape(d.title)}</h3><p>{counts}</p><ul>{lines}</ul></section>"


@dataclass(frozen=True, slots=True)
class Frame:
    """A page in a sandboxed frame."""

    page: str
    height: int

    def __str__(self) -> str:
        return self._repr_html_()

    def _repr_html_(self) -> str:
        return (
            f'<iframe sandbox="allow-scripts" title="Dossier" width="100%" height="{int(self.height)}" referrerpolicy="no-referrer" '
            f'srcdoc="{escape(self.page)}"></iframe>'
        )
