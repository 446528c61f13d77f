"""Every statement of the founding reports is traced, and every home that the page names exists."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from tests.conftest import shared_path

from dragoman import resources
from dragoman.cases.codebook import codebook
from dragoman.cases.load import case_base
from dragoman.model.terms import SWITCHES, TERMS

PAGE = Path(__file__).parents[2] / "docs/method/system.md"
STATEMENTS = 146
LAYERS = {"actors", "figures", "events", "quotes", "accounts", "dates", "statements", "relations"}
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \|$", re.MULTILINE)


def rows() -> list[tuple[int, str, str]]:
    return [(int(n), words, homes) for n, words, homes in ROW.findall(PAGE.read_text(encoding="utf-8"))]


@cache
def names(resource: str, key: str) -> frozenset[str]:
    return frozenset(entry["id"] for entry in resources.load(resource)[key])


def problem(home: str) -> str:
    """Why a home is none; empty when it exists."""
    kind, _, rest = (part.strip() for part in home.partition(" ")) if not home.startswith(("left out:", "reading:", "codebook:", "memberships:")) else home.partition(":")
    rest = rest.strip()
    if kind == "case":
        name, _, fields = rest.partition(": ")
        case = case_base().cases.get(name)
        if case is None:
            return f"no case {name}"
        return ", ".join(f"{name} has no {f}" for f in fields.split(", ") if not (case.phases if f == "phases" else f in case.fields))
    known = {
        "codebook": lambda: rest in codebook(),
        "term": lambda: rest in {t.name for t in TERMS + SWITCHES},
        "assumed": lambda: rest.partition(".")[2] in resources.load("model_assumptions").get(rest.partition(".")[0], {}),
        "theory": lambda: rest in names("theories", "theories"),
        "ledger": lambda: rest in names("ledger", "predictions"),
        "memberships": lambda: rest in {m["organisation"] for m in resources.load("memberships")["memberships"]},
        "reading": lambda: rest in LAYERS,
        "left out": lambda: len(rest) > 5,
    }.get(kind)
    return "" if known is not None and known() else f"{home!r} does not exist"


def test_every_statement_is_there_once():
    """146 numbers, in order, each with words of ours and a home."""
    assert [n for n, _, _ in rows()] == list(range(1, STATEMENTS + 1))


@pytest.mark.parametrize(("number", "homes"), [(n, homes) for n, _, homes in rows()])
def test_every_home_exists(number, homes):
    """A case with its fields, a term, an assumption, a theory, a prediction, a layer of reading, or a reason."""
    assert [p for p in map(problem, homes.split("; ")) if p] == []


def test_terms_and_assumptions_point_back():
    """A term, theory or assumption that names a statement is named in that statement's row."""
    told = {n: homes for n, _, homes in rows()}
    missing = [f"term {t.name} in {n}" for t in TERMS + SWITCHES for n in t.statements if f"term {t.name}" not in told[n]]
    missing += [f"theory {t['id']} in {n}" for t in resources.load("theories")["theories"] for n in t["statements"] if f"theory {t['id']}" not in told[n]]
    for part, entries in resources.load("model_assumptions").items():
        if isinstance(entries, dict):
            missing += [f"assumed {part}.{name} in {n}" for name, entry in entries.items() for n in entry["statements"] if f"assumed {part}.{name}" not in told[n]]
    assert missing == []


@pytest.mark.shared
def test_no_passage_of_the_list_is_copied():
    """No run of six words of a row stands in the list of statements."""
    def words(text: str) -> list[str]:
        return re.findall(r"\w+", text.lower())

    listed = words((shared_path() / "design" / "system.md").read_text(encoding="utf-8"))
    runs = {tuple(listed[i : i + 6]) for i in range(len(listed) - 5)}
    assert [n for n, said, _ in rows() if any(tuple(words(said)[i : i + 6]) in runs for i in range(len(words(said)) - 5))] == []
