"""Organisations' names as sets of words, and the tables that reconciling looks things up in."""

from __future__ import annotations

import functools
from dataclasses import dataclass

from dragoman.resources import load
from dragoman.text.names import fold, plain_name
from dragoman.text.wordsets import wordset

_SMALL = wordset("the of for and in on to toward towards a 's ’s de la du des & general republic")
_GENERIC = wordset(
    "ministry government court parliament senate police army navy commission committee council office department agency guard force service bank assembly cabinet prosecutor party house"
    " defense interior foreign health justice finance education information constitutional supreme high national central state public elections election electoral security president presidential republican"
    " media television radio television news center ombudsman chamber council federation administration bureau directorate ministry air military"
)
_SAME = {"elections": "election", "electoral": "election", "polling": "election", "authority": "commission", "center": "commission", "attorney": "prosecutor", "prosecutors": "prosecutor", "prosecutor's": "prosecutor", "prosecutor’s": "prosecutor",
         "public": "prosecutor", "general's": "general", "internal": "interior", "affairs": "", "broadcaster": "television", "tv": "television"}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the tables say, by name."""

    canonical: dict[str, str]
    """Name of "country:KZ" or "org:CSTO"."""
    country_words: dict[str, str]
    """Small name or demonym to code."""
    acronyms: frozenset[str]
    acronym_of: dict[str, str]
    """ "org:CSTO" to its first acronym."""
    nouns: dict[str, frozenset[str]]
    """ "org:CSTO" to nouns of two words by which reports call it."""
    members: dict[str, frozenset[str]]
    alpha3: dict[str, str]
    """Country code of two letters to that of three."""
    foreign: dict[str, str]
    """Words of names in other languages, in English."""
    force_of: dict[str, str]
    """Plain name of a standing force to the organisation's id."""


@functools.cache
def known() -> Known:
    """The tables, compiled once."""
    canonical: dict[str, str] = {}
    country_words: dict[str, str] = {}
    for c in load("countries")["countries"]:
        canonical[f"country:{c['code']}"] = c["names"][0]
        for n in [*c["names"], *c.get("people", ())]:
            country_words.setdefault(n.lower(), c["code"])
    acronyms: set[str] = set()
    acronym_of: dict[str, str] = {}
    nouns: dict[str, frozenset[str]] = {}
    members: dict[str, frozenset[str]] = {}
    for o in load("organisations")["organisations"]:
        key = f"org:{o['id']}"
        canonical[key] = o["names"][0] if o["names"] else o["acronyms"][0]
        acronyms |= {a.replace(".", "").upper() for a in o["acronyms"]}
        nouns[key] = frozenset(plain_name(n) for n in o.get("nouns", ()) if " " in n)
        members[key] = frozenset(o.get("members", ()))
        if o["acronyms"]:
            acronym_of[key] = o["acronyms"][0]
    force_of = {plain_name(n): f["of"] for f in load("standing_forces")["forces"] for n in f["names"]}
    return Known(canonical=canonical, country_words=country_words, acronyms=frozenset(acronyms), acronym_of=acronym_of, nouns=nouns, members=members, force_of=force_of, alpha3=dict(load("country_codes")["codes"]), foreign={str(k): str(v) for k, v in load("organisations")["foreign_words"].items()})


@functools.lru_cache(maxsize=16_384)
def organisation_key(name: str) -> tuple[frozenset[str], str | None, bool]:
    """Content words of a name, the country among them, and whether the words are such as every country has ("Interior Ministry").

    "Ministry of the Interior", "Interior Ministry" and "Kazakh Interior Ministry" have the same words.
    """
    text = plain_name(name).replace("'s", "").replace("’s", "")
    country = None
    for n in sorted((n for n in known().country_words if n in text), key=lambda n: (-len(n), n)):
        padded = f" {text} "
        if f" {n} " in padded:
            country = country or known().country_words[n]
            text = padded.replace(f" {n} ", " ").strip()
    for phrase in _DEFENDERS:
        text = text.replace(phrase, "ombudsman")
    raw = [w.strip(".,'’") for w in text.replace("-", " ").split()]
    raw = [known().foreign.get(w, w) for w in raw]
    if "ombudsman" in raw:
        raw = [w for w in raw if w not in {"office", "institution", "country", "national"}]
    if set(raw) & _OF_ELECTIONS and set(raw) & _ELECTION_BODIES:
        raw = ["commission" if w in _ELECTION_BODIES else w for w in raw if w not in _RANKS_OF_BODIES]
    if sum(w not in _SMALL and w not in _LEAGUES for w in raw) >= 2:
        raw = ["alliance" if w in _LEAGUES else w for w in raw]
    mapped = [_SAME.get(w, w) if len(raw) > 1 and _is_office(raw) else w for w in raw]
    kept = [w for w in mapped if w and w not in _SMALL]
    if not kept:
        return frozenset(), country, True
    generic = all(w in _GENERIC for w in kept) or country is not None or (kept[-1] in {"ministry"} or kept[0] == "ministry")
    return frozenset(fold(w) if w not in _GENERIC else w for w in kept), country, generic


_DEFENDERS = ("public defender", "people's defender", "people’s defender", "defender of the people", "people's advocate", "people’s advocate", "human rights ombudsman", "human rights defender", "human rights commissioner", "commissioner for human rights", "human rights office")
"""Names of one office, the ombudsman's."""
_OF_ELECTIONS = frozenset({"election", "elections", "electoral", "polling"})
_ELECTION_BODIES = frozenset({"commission", "authority", "board", "tribunal", "court", "council", "body", "committee", "center", "organ", "agency"})
_RANKS_OF_BODIES = frozenset({"supreme", "national", "central", "independent", "high", "superior", "autonomous", "state", "federal"})
"""A country has one body that runs elections, and reports leave these words out."""
_LEAGUES = frozenset({"alliance", "coalition", "bloc", "forces"})


def _is_office(words: list[str]) -> bool:
    return bool(set(words) & {"prosecutor", "prosecutors", "attorney", "elections", "election", "electoral", "polling", "ministry", "television", "tv", "broadcaster"})
