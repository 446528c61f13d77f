"""The tables of `resources/` that naming and coreference look things up in, compiled once."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.records.mentions import ActorKind, MentionForm
from dragoman.resources import load
from dragoman.text.names import plain_name


def tokens_of(name: str) -> tuple[str, ...]:
    """A name cut the way the parser cuts it, nearly: at blanks and hyphens."""
    out: list[str] = []
    for word in name.split():
        parts = re.split(r"([-/,]|['’]s?$)", word)
        out.extend(p for p in parts if p)
    return tuple(out)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One known name."""

    kind: ActorKind
    form: MentionForm
    key: str
    """The same for all names of one thing: "country:KZ", "org:CSTO"."""
    country: str | None = None
    plural: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """Everything known beforehand about names, titles and nouns that denote actors."""

    names: dict[str, list[tuple[tuple[str, ...], Entry]]]
    """By first token: token sequences and what they name, longest first."""
    country_name: dict[str, str]
    org_name: dict[str, str]
    org_nouns: dict[str, frozenset[str]]
    org_acronym: dict[str, str]
    honorifics: dict[str, str]
    """Honorific to gender, "" when it does not tell."""
    abbreviations: dict[str, str]
    titles: dict[tuple[str, ...], tuple[str, str]]
    """Words of an office to (class, gender)."""
    may_be: dict[str, frozenset[str]]
    relations: frozenset[str]
    modifiers: frozenset[str]
    portfolios: frozenset[str]
    """Fields of ministers, in small letters."""
    bare_offices: frozenset[str]
    """Words for offices and bodies that alone, written large, name nobody."""
    groups: dict[tuple[str, ...], str]
    forces: dict[tuple[str, ...], str]
    institutions: dict[tuple[str, ...], str]
    org_heads: frozenset[str]
    force_heads: frozenset[str]
    place_heads: frozenset[str]
    other_heads: frozenset[str]
    given: dict[str, str]
    """Given name to gender."""
    surname_endings: tuple[str, ...]
    short_forms: dict[str, frozenset[int]] = field(default_factory=dict)


_ORGANISATION = {"Organization": "Organisation", "Organisation": "Organization", "Co-operation": "Cooperation", "Cooperation": "Co-operation", "Defence": "Defense", "Labour": "Labor",
                 "Programme": "Program", "Centre": "Center"}  # fmt: skip


def _spellings(name: str) -> Iterable[str]:
    """British and American spellings of a name."""
    out = {name}
    for old, new in _ORGANISATION.items():
        out |= {re.sub(rf"\b{old}\b", new, n) for n in out}
    return sorted(out)


def plural_of(people: str) -> str:
    """Regular plural of a demonym; the same word where there is none ("Chinese")."""
    if people.endswith(("ese", "ish", "ch", "ss", "men", "man", "yz", "iz", "nch")):
        return people
    return people + "s"


def _names() -> tuple[dict[str, list[tuple[tuple[str, ...], Entry]]], dict[str, str], dict[str, str], dict[str, frozenset[str]], dict[str, str]]:
    names: dict[str, dict[tuple[str, ...], Entry]] = {}
    country_name: dict[str, str] = {}
    org_name: dict[str, str] = {}
    org_nouns: dict[str, frozenset[str]] = {}
    org_acronym: dict[str, str] = {}

    def add(name: str, entry: Entry) -> None:
        for spelled in sorted({name, name.replace("'", "’")}):
            toks = tokens_of(spelled)
            names.setdefault(toks[0], {}).setdefault(toks, entry)

    for c in load("countries")["countries"]:
        code, key = c["code"], f"country:{c['code']}"
        country_name[code] = c["names"][0]
        for n in c["names"]:
            add(n, Entry(kind=ActorKind.COUNTRY, form=MentionForm.NAME, key=key, country=code))
        for p in c.get("people", ()):
            add(p, Entry(kind=ActorKind.COUNTRY, form=MentionForm.DEMONYM, key=key, country=code))
            if plural_of(p) != p:
                add(plural_of(p), Entry(kind=ActorKind.GROUP, form=MentionForm.DEMONYM, key=f"people:{code}", country=code, plural=True))
        for s in c.get("seats", ()):
            add(s, Entry(kind=ActorKind.COUNTRY, form=MentionForm.SEAT, key=key, country=code))
        for s in c.get("capital", ()):
            add(s, Entry(kind=ActorKind.PLACE, form=MentionForm.SEAT, key=key, country=code))
    for o in load("organisations")["organisations"]:
        key = f"org:{o['id']}"
        all_names = [s for n in o["names"] for s in _spellings(n)]
        org_name[o["id"]] = o["names"][0] if o["names"] else o["acronyms"][0]
        org_nouns[key] = frozenset(plain_name(x) for x in o.get("nouns", ()))
        for n in all_names:
            add(n, Entry(kind=ActorKind.ORGANISATION, form=MentionForm.NAME, key=key))
        for a in o["acronyms"]:
            add(a, Entry(kind=ActorKind.ORGANISATION, form=MentionForm.ACRONYM if all_names else MentionForm.NAME, key=key))
            org_acronym[a.replace(".", "").upper()] = o["id"]
    ordered = {first: sorted(d.items(), key=lambda x: -len(x[0])) for first, d in names.items()}
    return ordered, country_name, org_name, org_nouns, org_acronym


def _phrases(table: dict[str, Sequence[str]]) -> dict[tuple[str, ...], str]:
    out: dict[tuple[str, ...], str] = {}
    for cls, nouns in table.items():
        for noun in nouns:
            out.setdefault(tuple(re.split(r"[\s]+", noun.replace("-", " - "))), cls)
    return out


@functools.cache
def lexicon() -> Lexicon:
    """The compiled tables."""
    names, country_name, org_name, org_nouns, org_acronym = _names()
    t, g, n = load("titles"), load("groups"), load("nicknames")
    female, male = frozenset(t["female"]), frozenset(t["male"])
    titles: dict[tuple[str, ...], tuple[str, str]] = {}
    for cls, heads in t["heads"].items():
        for h in heads:
            gender = "f" if h in female else "m" if h in male else ""
            titles.setdefault(tuple(h.replace("-", " - ").split()), (cls, gender))
    honorifics = {h: (gender if gender != "any" else "") for gender, hs in t["honorifics"].items() for h in hs}
    heads = {k: frozenset(v) for k, v in g["name_heads"].items()}
    given = {x.lower(): "m" for x in n["male"]} | {x.lower(): "f" for x in n["female"]}
    short: dict[str, set[int]] = {}
    for i, forms in enumerate(n["short_forms"]):
        for f in forms:
            short.setdefault(f.lower(), set()).add(i)
    return Lexicon(
        names=names, country_name=country_name, org_name=org_name, org_nouns=org_nouns, org_acronym=org_acronym, honorifics=honorifics,
        abbreviations=dict(t["abbreviations"]), titles=titles, may_be={k: frozenset(v) for k, v in t["may_be"].items()}, relations=frozenset(t["relations"]),
        modifiers=frozenset(t["modifiers"]), portfolios=frozenset(t["portfolios"]), bare_offices=frozenset(t["bare_offices"]), groups=_phrases(g["groups"]), forces=_phrases(g["forces"]), institutions=_phrases(g["institutions"]),
        org_heads=heads["organisation"], force_heads=heads["armed-force"], place_heads=heads["place"], other_heads=heads["other"],
        given=given, surname_endings=tuple(n["surname_endings"]), short_forms={k: frozenset(v) for k, v in short.items()},
    )  # fmt: skip
