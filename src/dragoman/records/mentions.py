"""Mentions of actors in one report, and the chains they form there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from dragoman.records.spans import Span


class ActorKind(StrEnum):
    PERSON = "person"
    ORGANISATION = "organisation"
    COUNTRY = "country"
    PLACE = "place"
    ARMED_FORCE = "armed-force"
    GROUP = "group"


class MentionForm(StrEnum):
    """How a mention refers."""

    NAME = "name"
    ACRONYM = "acronym"
    DEMONYM = "demonym"
    """An adjective or noun made from a country's name: "Kazakh", "the Saudis"."""
    SEAT = "seat"
    """A capital or seat of power that stands for a government: "Moscow", "the Kremlin"."""
    DESCRIPTION = "description"
    """A noun phrase: "the Russian president", "armed gangs"."""
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """One place in one report at which somebody or something that can act is named."""

    id: str
    span: Span
    """The whole phrase, title and apposition as far as they belong to it."""
    kind: ActorKind
    form: MentionForm
    name: str
    """The name proper without title and article, or the head of the description, as printed."""
    title: str | None = None
    """Title or office that stands with a name: "President", "foreign ministry spokesman"."""
    country: str | None = None
    """ISO 3166 alpha-2 code of the country it is or belongs to, where the words tell."""
    expansion: str | None = None
    """For an acronym: the full name printed beside it."""
    plural: bool = False
    token: int = -1
    """Index of the head token in the report's parse."""
    chain: str = ""
    """Id of the chain in this report; every mention is in exactly one."""
    by: tuple[str, ...] = ()
    """Readers that proposed it; empty when no model was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """All mentions of one actor within one report."""

    id: str
    kind: ActorKind
    name: str
    """The fullest name, as printed."""
    mentions: tuple[str, ...]
    """Mention ids, in text order."""
    country: str | None = None
    roles: tuple[str, ...] = ()
    """Titles and offices that the report gives: "president", "foreign ministry spokesman"."""
    why: tuple[str, ...] = ()
    """One sentence for each mention that was joined on other grounds than the same words."""
    key: str = ""
    """What it is known as from a table or by its class: "country:KZ", "org:CSTO", "group:protesters::"; "" for other names."""
    gender: str = ""
    """m or f where the words tell."""
    names: tuple[str, ...] = ()
    """Names of a person as printed, without title."""
    also: tuple[str, ...] = ()
    """Further keys by which the report speaks of it."""
    focus: str | None = None
    """ISO code of the country that the report is mainly about; fills in a country that is not told."""
