"""The form of an answer, as JSON Schema for servers that can hold a model to it.

Every field is required and may be null where that makes sense: servers with strict schemas ask for it. What comes back is
checked field by field all the same (`answers.py`), since no server can be trusted to have kept to it.
"""

from __future__ import annotations

from typing import Any

from dragoman.records.claims import Hedge, Polarity, Qualifier
from dragoman.records.events import EventStatus, EventType
from dragoman.records.findings import Relation
from dragoman.records.mentions import ActorKind, MentionForm
from dragoman.records.times import Precision

FORMS = tuple(f.value for f in MentionForm if f is not MentionForm.PRONOUN)
"""Ways of naming that a model lists; pronouns are left to the rules."""
REPORT_LISTS = ("names", "figures", "quotes", "events", "statements")
ACROSS_LISTS = ("same_names", "same_events", "same_quotes", "same_figures")

_TEXT = {"type": "string"}
_MAYBE = {"type": ["string", "null"]}
_COUNT = {"type": "integer", "minimum": 1}
_REFS = {"type": "array", "items": _TEXT}
_NUMBER = {"type": ["number", "null"]}
_FLAG = {"type": "boolean"}


def _one_of(values: Any) -> dict[str, Any]:
    return {"type": "string", "enum": [str(v) for v in values]}


def _object(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": fields, "required": list(fields), "additionalProperties": False}


def _list(fields: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": _object(fields)}


def report_schema() -> dict[str, Any]:
    """The answer about one report."""
    mention = {"words": _TEXT, "nth": _COUNT, "form": _one_of(FORMS)}
    date = _object({"start": _TEXT, "end": _TEXT, "precision": _one_of(Precision)})
    return _object(
        {
            "names": _list({"id": _TEXT, "name": _TEXT, "kind": _one_of(ActorKind), "country": _MAYBE, "roles": _REFS, "mentions": _list(mention)}),
            "figures": _list(
                {
                    "id": _TEXT,
                    "words": _TEXT,
                    "nth": _COUNT,
                    "number": _TEXT,
                    "what": _TEXT,
                    "low": _NUMBER,
                    "high": _NUMBER,
                    "qualifier": _one_of(Qualifier),
                    "unit": _TEXT,
                    "said_by": _MAYBE,
                    "as_of": _MAYBE,
                    "place": _MAYBE,
                    "withdrawn": _FLAG,
                    "context": _TEXT,
                }
            ),
            "quotes": _list(
                {"id": _TEXT, "words": _TEXT, "nth": _COUNT, "direct": _FLAG, "speaker": _MAYBE, "speaker_words": _MAYBE, "cue": _MAYBE}
            ),
            "events": _list(
                {
                    "id": _TEXT,
                    "words": _TEXT,
                    "nth": _COUNT,
                    "trigger": _TEXT,
                    "type": _one_of(EventType),
                    "label": _TEXT,
                    "actors": _REFS,
                    "recipients": _REFS,
                    "date": {"anyOf": [date, {"type": "null"}]},
                    "place": _MAYBE,
                    "status": _one_of(EventStatus),
                    "holder": _MAYBE,
                }
            ),
            "statements": _list(
                {
                    "id": _TEXT,
                    "words": _TEXT,
                    "nth": _COUNT,
                    "about": _TEXT,
                    "value": _TEXT,
                    "holder": _MAYBE,
                    "hedge": _one_of(Hedge),
                    "polarity": _one_of(Polarity),
                }
            ),
        }
    )


def across_schema() -> dict[str, Any]:
    """The proposals over all reports of a crisis."""
    groups = {"type": "array", "items": _REFS}
    return _object(dict.fromkeys(ACROSS_LISTS, groups) | {"matters": _list({"about": _TEXT, "statements": _REFS, "relation": _one_of(Relation)})})
