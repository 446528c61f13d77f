"""`dragoman precedents`: nearest cases, similarity taken apart."""

from __future__ import annotations

import json

import click


@click.command("precedents", epilog="Examples: dragoman precedents dossier/ --top 8   |   dragoman precedents kazakhstan-2022")
@click.argument("dossier_or_case")
@click.option("--top", type=click.IntRange(min=1, max=50), default=8, show_default=True, help="How many neighbours.")
@click.option("--json", "as_json", is_flag=True, help="Print the result as JSON.")
def command(dossier_or_case: str, top: int, as_json: bool) -> None:
    """Nearest cases to a case or to a dossier's draft case, similarity taken apart by field, and counter-examples."""
    from dragoman.workbench.casebase import find_precedents

    view = find_precedents(dossier_or_case, top=top)
    if as_json:
        click.echo(json.dumps(view, ensure_ascii=False, indent=1))
        return
    if view.get("itself"):
        click.echo(f"This crisis is in the case base itself: dragoman cases show {view['itself']['case']}")
    click.echo(f"Nearest to {view['of']} ({view['rests_on']}), of {view['compared_with']} cases:")
    if not view["nearest"]:
        click.echo("none has enough fields in common to be compared.")
    shown: set[str] = set()
    for title, rows in (("", view["nearest"]), ("Near, but another instrument or another end:", view["counterexamples"])):
        if title and rows:
            click.echo(f"\n{title}")
        for row in rows:
            click.echo(f"\n{row['score']:.2f}  {row['name']} [{row['case']}]  {row['told']}{'; called a twin' if row['twin'] else ''}  (compared on {row['coverage']:.0%} of the weight)")
            if row["case"] in shown:
                continue  # taken apart above
            shown.add(row["case"])
            alike = [f"{p['field']} ({p['detail']})" for p in row["parts"] if p["score"] is not None and p["score"] >= 0.75]
            unlike = [f"{p['field']} ({p['detail']})" for p in row["parts"] if p["score"] is not None and p["score"] < 0.75]
            for label, items in (("alike", alike), ("unlike", unlike)):
                if items:
                    click.echo(click.wrap_text(f"{label}: {'; '.join(items)}", 80, initial_indent="      ", subsequent_indent="        "))
