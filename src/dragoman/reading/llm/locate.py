"""From copied words to positions: an answer in the form of offsets and labels, which holds no word of the report.

Both forms of a recorded reading meet here. `located` items carry `start` and `end` (and `trigger`, `number`, `cue` as such pairs);
what is not found in the text is refused with its reason and goes no further.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.reading.llm.answers import items, refs_of, words_of
from dragoman.reading.llm.prompt import Part
from dragoman.records.readings import Refusal
from dragoman.text.finding import Haystack
from dragoman.text.offsets import inside, on_words

Located = dict[str, list[dict[str, Any]]]
"""`names`, `figures`, `quotes`, `events`, `statements`, each a list of items with positions in the report's text."""
_MARKS = "\"“”„‟«»'‘’‚‛`´"
_LAYERS = {"figures": ("number",), "quotes": ("speaker_words", "cue"), "events": ("trigger",), "statements": ()}
"""Lists of items with a passage, and which of their fields are words inside or near it."""
_WITHIN = frozenset({"number", "trigger"})
_NEAR = 300
"""Characters around a quote in which its cue and the words for its speaker are looked for."""


class Locator:
    """Finds the words of one answer in one report, or in the part of it that was asked about."""

    def __init__(self, text: str, part: Part | None = None) -> None:
        self.text = text
        self.low, self.high = (part.start, part.end) if part else (0, len(text))
        self._hay = Haystack(text[self.low : self.high])
        self.refusals: list[Refusal] = []

    def refuse(self, layer: str, words: object, reason: str) -> None:
        self.refusals.append(Refusal(layer=layer, words=str(words)[:80], reason=f"model: {reason}"))

    def places(self, words: str) -> list[tuple[int, int]]:
        """Every place of the words, quotation marks at their ends left out; in characters of the whole text."""
        bare = words.strip().strip(_MARKS).strip()
        found = self._hay.find(words.strip()) or (self._hay.find(bare) if bare else [])
        return [(self.low + b, self.low + e) for b, e in map(self._bare, found)]

    def _bare(self, place: tuple[int, int]) -> tuple[int, int]:
        text, (b, e) = self._hay.text, place
        while e - b > 1 and (text[b] in _MARKS or text[b].isspace()):
            b += 1
        while e - b > 1 and (text[e - 1] in _MARKS or text[e - 1].isspace()):
            e -= 1
        return b, e

    def place(self, item: Mapping[str, Any], layer: str) -> tuple[int, int] | None:
        """The place of an item, by its words and which occurrence is meant, or by its offsets; None after a refusal."""
        start, end = item.get("start"), item.get("end")
        if isinstance(start, int) and isinstance(end, int) and not isinstance(start, bool):
            if inside(start, end, self.text) and on_words(start, end, self.text):
                return start, end
            self.refuse(layer, f"[{start}:{end}]", "these offsets are no words of the report")
            return None
        words = words_of(item, "words")
        found = self.places(words)
        if not found:
            self.refuse(layer, words, "these words do not stand in the report")
            return None
        nth = item.get("nth")
        nth = nth if isinstance(nth, int) and nth > 0 else 1
        if len(found) == 1:
            return found[0]
        if nth > len(found):
            self.refuse(layer, words, f"occurrence {nth} is meant, and there are {len(found)}")
            return None
        return found[nth - 1]

    def inner(self, item: Mapping[str, Any], field: str, around: tuple[int, int]) -> list[int] | None:
        """The place of a field's words within a passage, or nearest to it; None when they are not there."""
        value = item.get(field)
        if isinstance(value, list) and len(value) == 2 and all(isinstance(v, int) for v in value):
            b, e = value
            return [b, e] if inside(b, e, self.text) and on_words(b, e, self.text) else None
        if not isinstance(value, str) or not value.strip():
            return None
        found = self.places(value)
        if field in _WITHIN:
            near = [p for p in found if around[0] <= p[0] and p[1] <= around[1]]
        else:
            gap = {p: max(p[0] - around[1], around[0] - p[1], 0) for p in found}
            near = sorted((p for p in found if gap[p] <= _NEAR and "\n\n" not in self.text[min(p[1], around[1]) : max(p[0], around[0])]), key=lambda p: (gap[p], p))
        return list(near[0]) if near else None


def locate(answer: Mapping[str, Any], text: str, part: Part | None = None) -> tuple[Located, list[Refusal]]:
    """The answer with positions in place of words, and what could not be found."""
    at = Locator(text, part)
    out: Located = {"names": list(_names(answer, at))}
    for layer, fields in _LAYERS.items():
        found = []
        for item in items(answer, layer):
            place = at.place(item, layer)
            if place is None:
                continue
            kept = {k: v for k, v in item.items() if k not in ("words", "nth", "context", *fields)}
            kept |= {"start": place[0], "end": place[1]}
            for field in fields:
                inner = at.inner(item, field, place)
                if inner is None and item.get(field) and field in _WITHIN:
                    at.refuse(layer, item.get(field), f"the {field} does not stand within the item's words")
                    break
                if inner is not None:
                    kept[field] = inner
            else:
                found.append(kept)
        out[layer] = found
    return out, at.refusals


def _names(answer: Mapping[str, Any], at: Locator) -> Iterator[dict[str, Any]]:
    """Names with the places of their mentions; a wording that only one name has is found wherever it stands.

    A name of which nothing stands in the report is kept without mentions: what refers to it refers to nobody, but not to nothing.
    """
    names = list(items(answer, "names"))
    owners: dict[str, set[int]] = {}
    for n, item in enumerate(names):
        for mention in items(item, "mentions"):
            owners.setdefault(words_of(mention, "words").strip(), set()).add(n)
    for item in names:
        places: dict[tuple[int, int], str] = {}
        for mention in items(item, "mentions"):
            words = words_of(mention, "words").strip()
            place = at.place(mention, "names")
            if place is None:
                continue
            form = words_of(mention, "form") or "name"
            repeats = at.places(words) if words and len(owners[words]) == 1 and form != "description" else []
            for p in (place, *repeats):
                places.setdefault(p, form)
        if not places and not any(True for _ in items(item, "mentions")):
            at.refuse("names", words_of(item, "name"), "the name has no mention")
        kept = {k: v for k, v in item.items() if k not in ("mentions", "name")}
        own = at.places(words_of(item, "name"))
        full = next((list(p) for p in own if p in places), None) or (list(own[0]) if own else None)
        if full is None and isinstance(item.get("name"), list):
            full = at.inner(item, "name", (0, 0))
        yield kept | {"name": full, "mentions": [{"start": b, "end": e, "form": places[b, e]} for b, e in sorted(places)]}


def merged(parts: list[Located]) -> Located:
    """The parts of one long report as one: names with the same words or a common mention are one, items with the same place stand once."""
    if len(parts) == 1:
        return parts[0]
    out: Located = {"names": [], **{layer: [] for layer in _LAYERS}}
    home: dict[tuple[int, int], dict[str, Any]] = {}
    seen: set[tuple[str, int, int]] = set()
    for n, part in enumerate(parts, 1):
        ids: dict[str, str] = {}
        for item in part["names"]:
            places = [(m["start"], m["end"]) for m in item["mentions"]]
            known = next((home[p] for p in places if p in home), None)
            if known is None:
                known = item | {"id": f"p{n}.{item.get('id')}", "mentions": []}
                out["names"].append(known)
            for m, p in zip(item["mentions"], places, strict=True):
                if p not in home:
                    home[p] = known
                    known["mentions"].append(m)
            ids[str(item.get("id"))] = known["id"]
        for layer in _LAYERS:
            for item in part[layer]:
                key = (layer, item["start"], item["end"])
                if key not in seen:
                    seen.add(key)
                    out[layer].append(_renamed(item | {"id": f"p{n}.{item.get('id')}"}, ids))
    return out


def _renamed(item: dict[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    """The item with its references as the merged names are called; a reference that leads nowhere stays as it is."""
    out = dict(item)
    for field in ("said_by", "place", "speaker", "holder"):
        if isinstance(out.get(field), str):
            out[field] = ids.get(out[field], out[field])
    for field in ("actors", "recipients"):
        if field in out:
            out[field] = [ids.get(r, r) for r in refs_of(out, field)]
    return out
