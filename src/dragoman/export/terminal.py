"""The dossier in a terminal: the same account as the page, readable at 80 columns, with the report's number behind every entry.

Words of reports are printed as plain text: no markup of the terminal library, no control characters. Colour comes on top of words and is left
out where the console has none (NO_COLOR, a pipe, a file).
"""

from __future__ import annotations

from rich import box
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.export.badges import Badge
from dragoman.export.contexts import AccountCard, Builder, FindingCard, Item, Page, QuoteRow
from dragoman.records.dossiers import Dossier
from dragoman.text.wording import one_line, say_count, shorten

_STYLE = {"good": "green", "near": "yellow", "new": "blue", "bad": "bold red", "one": "magenta", "said": "cyan", "no": "red", "soft": "dim"}
MOST = {"singles": 15, "timeline": 40, "quotes": 25, "actors": 25, "relations": 25, "sources": 60, "inputs": 40}
"""Entries of each part that are printed; the page and the tables hold all of them."""


def render(dossier: Dossier, console: Console) -> None:
    """Print the dossier: in short, differences, timeline, quotes, actors, standing relations, sources."""
    page = Builder(dossier).page(None)
    console.print(Text(page.title, style="bold"))
    console.print(Text(" · ".join(page.facts), style="dim"))
    _in_short(page, console)
    _differences(page, console)
    _timeline(page, console)
    _quotes(page, console)
    _actors(page, console)
    _relations(page, console)
    _sources(page, console)


def _heading(console: Console, title: str, note: str = "") -> None:
    console.print()
    console.print(Text(title.upper(), style="bold") + Text(f"  {note}" if note else "", style="dim"))


def _plain(words: str, style: str = "") -> Text:
    """Words of a report, harmless."""
    return Text(one_line(words), style=style)


def _badge(badge: Badge | None) -> Text:
    return Text(badge.word, style=_STYLE[badge.css]) if badge and badge.word else Text("")


def _marks(item: Item) -> Text:
    numbers = [str(n) for n, _ in item.marks]
    more = f" +{len(numbers) - 6}" if len(numbers) > 6 else ""
    return Text(f" [{' '.join(numbers[:6])}{more}]", style="dim") if numbers else Text("")


def _grid(*widths: int | None) -> Table:
    """Columns of fixed width, the last one taking what is left."""
    grid = Table(box=None, show_header=False, pad_edge=False, padding=(0, 2, 0, 0), expand=True)
    for width in widths:
        grid.add_column(width=width, ratio=None if width else 1, overflow="fold")
    return grid


def _rest(console: Console, total: int, most: int, file: str) -> None:
    if total > most:
        console.print(Text(f"and {total - most:,} more in {file}", style="dim"))


def _in_short(page: Page, console: Console) -> None:
    _heading(console, "In short")
    if not page.lines:
        console.print("Nothing was found that several reports tell or on which they differ.", style="dim")
        return
    grid = _grid(11, None)
    for line in page.lines:
        grid.add_row(_badge(line.badge), _plain(line.text) + _marks(line.item))
    console.print(grid)


def _differences(page: Page, console: Console) -> None:
    _heading(console, "Differences", say_count(len(page.findings) + len(page.accounts), "matter"))
    for card in page.findings:
        _finding(card, console)
    for account in page.accounts:
        _account(account, console)
    if not page.findings and not page.accounts:
        console.print("No two reports give figures about one quantity or statements on one matter.", style="dim")
    for title, cards, file in (("Figures on which reports agree", page.agreed, "findings.csv"), ("Figures told once", page.singles, "figures.csv")):
        if cards:
            console.print()
            console.print(Text(title, style="underline"))
            grid = _grid(30, 16, None)
            for card in cards[: MOST["singles"]]:
                for row in card.rows[:1]:
                    grid.add_row(_plain(card.about), _plain(row.value), _plain(f"“{row.words}”") + _marks(card.item))
            console.print(grid)
            _rest(console, len(cards), MOST["singles"], file)


def _finding(card: FindingCard, console: Console) -> None:
    console.print()
    console.print(_plain(card.about, "underline") + Text("  ") + _badge(card.badge))
    grid = _grid(18, None)
    for row in card.rows:
        who = f" – {row.said_by}" if row.said_by else ""
        when = f", as of {row.as_of}" if row.as_of else ""
        latest = Text("  latest", style="blue") if row.current and len(card.rows) > 1 else Text("")
        taken_back = Text("  RETRACTED", style="red") if row.withdrawn else Text("")
        grid.add_row(Text(row.value, style="bold"), _plain(f"“{row.words}”{who}{when}") + _marks(row.item) + latest + taken_back)
    console.print(Padding(grid, (0, 0, 0, 2)))
    if card.more:
        console.print(Text(f"  and {card.more} more tellings in figures.csv", style="dim"))
    for part in card.parts:
        console.print(Padding(_plain(part), (0, 0, 0, 2)))
    _why(card.why, console)


def _account(card: AccountCard, console: Console) -> None:
    console.print()
    console.print(_plain(card.about, "underline") + Text("  ") + _badge(card.badge))
    grid = _grid(18, None)
    for s in card.statements:
        words = _plain(f"“{s.words}”") + _marks(s.item)
        for badge in s.badges:
            words = words + Text(" ") + _badge(badge)
        grid.add_row(_plain(s.holder, "bold"), words)
    console.print(Padding(grid, (0, 0, 0, 2)))
    _why(card.why, console)


def _why(why: str, console: Console) -> None:
    if why:
        console.print(Padding(_plain(f"why: {why}", "dim"), (0, 0, 0, 2)))


def _timeline(page: Page, console: Console) -> None:
    most = MOST["timeline"]
    _heading(console, "Timeline", say_count(len(page.timeline), "dated event"))
    shown = sorted(page.timeline, key=lambda t: -len(t.row.item.reports))[:most]
    kept = {id(t) for t in shown}
    grid = _grid(22, None)
    for t in page.timeline:
        if id(t) in kept:
            words = _plain(shorten(t.row.words or t.row.label, 160)) + _marks(t.row.item)
            for badge in t.row.badges:
                words = words + Text(" ") + _badge(badge)
            grid.add_row(Text(("about " if t.hollow else "") + t.row.date, style="dim"), words)
    console.print(grid)
    _rest(console, len(page.timeline), most, "timeline.csv")
    if page.undated:
        console.print(Text(f"{say_count(page.undated, 'event')} without a date in events.csv", style="dim"))


def _quotes(page: Page, console: Console) -> None:
    most = MOST["quotes"]
    _heading(console, "Quotes", say_count(len(page.quotes), "utterance"))
    grid = _grid(20, None)
    for row in page.quotes[:most]:
        grid.add_row(_plain(row.speaker or "not told", "bold"), _wordings(row))
    console.print(grid)
    _rest(console, len(page.quotes), most, "quotes.csv")


def _wordings(row: QuoteRow) -> Text:
    lines = []
    for n, w in enumerate(row.wordings):
        words = shorten(w.words, 300)
        # Pieces of one utterance within a report are no other wording of it.
        other = n > 0 and w.item.reports != row.wordings[0].item.reports
        lines.append((Text("≈ ", style="yellow") if other else Text("")) + _plain(f"“{words}”" if w.direct else words) + _marks(w.item))
    return Text("\n").join(lines)


def _actors(page: Page, console: Console) -> None:
    most = MOST["actors"]
    _heading(console, "Actors", say_count(len(page.actors), "actor"))
    grid = _grid(26, 12, None)
    for a in page.actors[:most]:
        aliases = ", ".join(w for w, _ in a.aliases[:5])
        roles = f" ({a.roles})" if a.roles else ""
        grid.add_row(_plain(a.name, "bold"), Text(a.kind, style="dim"), _plain(f"{aliases}{roles}") + _marks(a.item))
    console.print(grid)
    _rest(console, len(page.actors), most, "actors.csv")


def _relations(page: Page, console: Console) -> None:
    most = MOST["relations"]
    if not page.relations:
        return
    _heading(console, "Standing", say_count(len(page.relations), "relation"))
    grid = _grid(26, None)
    for x in page.relations[:most]:
        date = f", {x.date}" if x.date else ""
        grid.add_row(_plain(x.subject, "bold"), _plain(f"{x.told} {x.object}".strip() + date) + _marks(x.item))
    console.print(grid)
    _rest(console, len(page.relations), most, "relations.csv")


def _sources(page: Page, console: Console) -> None:
    _heading(console, "Sources", page.count_law)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), header_style="dim")
    table.add_column("No.", justify="right")
    table.add_column("Report", ratio=1, overflow="fold")
    table.add_column("Published", width=18, overflow="fold")
    table.add_column("Origin", width=16, overflow="fold")
    for s in page.sources[: MOST["sources"]]:
        notes = [*([say_count(len(s.damage), "damaged sentence")] if s.damage else []), *([f"{len(s.left_out)} left out"] if s.left_out else [])]
        title = f"{s.outlet}: {s.title}" if s.title else f"{s.outlet} ({s.file})"
        report = _plain(title) + Text(f"  {', '.join(notes)}" if notes else "", style="dim")
        table.add_row(str(s.number), report, Text(f"{s.published or 'unknown day'}, {s.basis}" if s.published else s.basis), Text(s.origin))
    console.print(table)
    _rest(console, len(page.sources), MOST["sources"], "reports.csv")
    others = [i for i in page.inputs if i.state.value != "used"]
    grid = _grid(26, 10, None)
    for i in others[: MOST["inputs"]]:
        grid.add_row(_plain(i.file), Text(i.state.value, style="red" if i.state.value == "failed" else "yellow"), _plain(i.reason))
    if others:
        console.print(grid)
        _rest(console, len(others), MOST["inputs"], "dossier.json")
