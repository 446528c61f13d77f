#!/usr/bin/env python3
"""Writes the generated parts of the documentation: the command reference, the settings, the codebook and the index of methods.

usage: python scripts/write_docs.py [--check]
"""

from __future__ import annotations

import sys
from dataclasses import fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "src"))


def commands() -> str:
    """Every command's help at 100 columns."""
    import importlib

    import click

    from dragoman.cli import COMMANDS, cli

    out = ["# Commands", "", "Written by `make docs` from the commands' own help.", ""]
    for name in ["", *COMMANDS]:
        command = importlib.import_module(f"dragoman.cli.{name.replace('-', '_')}").command if name else cli
        context = click.Context(command, info_name=f"dragoman {name}".strip(), max_content_width=100, terminal_width=100)
        out += [f"## dragoman {name}".rstrip(), "", "```", command.get_help(context), "```", ""]
    return "\n".join(out)


def settings() -> str:
    """Every setting with its default and meaning."""
    import inspect
    import re

    from dragoman.settings import Settings

    source = inspect.getsource(Settings)
    out = ["# Settings", "", "Written by `make docs`. An argument goes before the environment variable, the variable before the default.", ""]
    out += ["| setting | variable | default | meaning |", "|---|---|---|---|"]
    for field in fields(Settings):
        meaning = re.search(rf'^    {field.name}: .*\n    """(.*?)"""', source, re.M | re.S)
        words = " ".join(meaning.group(1).split()) if meaning else ""
        out.append(f"| {field.name} | `DRAGOMAN_{field.name.upper()}` | `{field.default!r}` | {words} |")
    return "\n".join(out) + "\n"


def methods() -> str:
    """The pages under docs/method by their titles."""
    out = ["# How each stage decides, and what it cannot do", "", "One page a stage; the list is written by `make docs`.", ""]
    for page in sorted((ROOT / "docs" / "method").glob("*.md")):
        if page.name != "README.md":
            out.append(f"* [{page.read_text(encoding='utf-8').splitlines()[0].lstrip('# ')}]({page.name})")
    return "\n".join(out) + "\n"


CODEBOOK = """# Codebook of the case base

Written by `make docs` from `resources/codebook.yaml`; the same table decides what a case file may say.

A case is one crisis of a client state: a stretch of days in which the rule, the territory or the course of the government was openly
contested, and in which another state, its patron, had to decide whether to help. One file under `resources/cases/` holds one case.

How to code:

* Answer each question from the sources at hand, as things stood then; leave a field out when they do not tell. Empty is a value, a
  guess is not. `value: null` says that it is known to be unknown.
* Every value names its sources: a publication by its key, a row of a data set as `key:row`. Look at the row before citing it.
  `sources: []` is an unsourced coding: it is shown as such and left out of every fit.
* Numbers have `low`, `best` (or `value`) and `high`, dates a `precision` when they are not known to the day.
* A disputed field holds a list of codings, the settled one first, each with its sources and a note on who reads it so.
* The outcome of the protest (what became of the first demand) and the outcome of the crisis (who rules six months later) are two fields.
* Fields marked * are used by a model. The number is the weight in the comparison of cases; the weights were set before any result
  was seen, and what becomes known only after the patron has chosen has none.
"""


def the_codebook() -> str:
    """Every field by its part of the case, with its codes."""
    from dragoman.cases.codebook import codebook

    out, group = [CODEBOOK], ""
    for rule in sorted(codebook().values(), key=lambda r: list(dict.fromkeys(x.group for x in codebook().values())).index(r.group)):
        if rule.group != group:
            group = rule.group
            out += [f"## {group.capitalize()}", ""]
        marks = f"{'*' if rule.model else ''} ({rule.kind}{f', {rule.unit}' if rule.unit else ''}{f', weight {rule.weight:g}' if rule.weight else ''})"
        out += [f"### {rule.name}{marks}", "", rule.question, ""]
        out += [f"* `{code}`: {when}" for code, when in rule.codes.items()]
        out += [""] if rule.codes else []
    return "\n".join(out).rstrip() + "\n"


def assumed() -> str:
    """What the simulation assumes, by its part."""
    from dragoman.model.assumptions import assumptions

    out = ["# What the simulation assumes", "", "Written by `make docs` from `resources/model_assumptions.yaml`. No case tells these values; every run draws each anew."]
    out += ["Statements are those of the founding reports, by number ([system.md](../method/system.md)). How they are used: [model.md](../method/model.md)."]
    part = ""
    for a in assumptions().values():
        if a.part != part:
            part = a.part
            out += ["", f"## {part.capitalize()}", "", "| name | value | spread | family | statements | why |", "|---|---|---|---|---|---|"]
        out.append(f"| {a.name} | {a.value:g} | {a.spread:g} | {a.family} | {', '.join(map(str, a.statements))} | {a.why} |")
    return "\n".join(out) + "\n"


def pages() -> dict[Path, str]:
    return {
        ROOT / "docs/reference/assumptions.md": assumed(),
        ROOT / "docs/reference/commands.md": commands(),
        ROOT / "docs/reference/settings.md": settings(),
        ROOT / "docs/method/README.md": methods(),
        ROOT / "docs/codebook.md": the_codebook(),
    }


def main() -> int:
    stale = []
    for path, text in pages().items():
        if "--check" in sys.argv:
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                stale.append(str(path.relative_to(ROOT)))
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    if stale:
        print(f"not up to date: {', '.join(stale)}. Type: make docs")
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main())
