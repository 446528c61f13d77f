"""Quotes: direct, mixed and indirect, with speaker and cue.

Quotation marks say where words of somebody stand, the parse says whose. Each passage in marks is given to a cue beside it (a
reporting verb before or after it), to an indirect speech that surrounds it, or to the speaker of the passage before it; a passage
that none of these claims, and that looks like a name or a single borrowed word, is no quote.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.reading.attribution import Attribution, Finder, lexicon, quoted, source_range, speaker_of
from dragoman.reading.quotation_marks import Passage, find_passages
from dragoman.records.claims import Quote, QuoteKind
from dragoman.records.documents import Report
from dragoman.records.mentions import ActorKind, Chain, Mention, MentionForm
from dragoman.records.parses import Parse
from dragoman.records.spans import Span
from dragoman.text.hashing import content_id
from dragoman.text.offsets import to_words

REACH = 25
"""Tokens from a passage within which its reporting verb must stand."""
MARKED_SHARE = 0.3
"""Indirect speech of which at least this share stands in marks is shown by its passages alone."""
_INTENTION = 10_000
_NAMED = frozenset({MentionForm.NAME, MentionForm.ACRONYM})
_ENDS = ".!?…"
_WITHIN_PHRASE = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "advmod", "quantmod"})
_DASHES = frozenset("-–—―−") | {"--"}

_AGED = re.compile(r"[,.!?]?[”\"’'»]*,?\s{0,2}(?P<who>the \d{1,3}-year-old(?: [a-z]{3,20})?) (?P<verb>[a-z]{3,12})\b")
_TOLD = frozenset(("said", "says", "told", "tells", "added", "adds", "wrote", "writes", "shouted", "recalled", "recalls", "explained", "explains", "insisted", "declared", "asked"))

Pair = tuple[int, int]


@dataclass(slots=True)
class _Place:
    """A passage with its tokens and what was decided about it."""

    passage: Passage
    first: int
    last: int
    words: int
    owner: int = -1
    why: str = ""


@dataclass(slots=True)
class _Said:
    """One attribution on its way to quotes."""

    cue: Pair | None
    source: Pair | None
    head: int
    content: list[Pair]
    why: str
    shape: str
    places: list[int] = field(default_factory=list)


_WHY = {
    "clause": "subject of the verb that governs the clause",
    "clause-before": "subject of the verb that governs the clause before it",
    "to": "subject of the verb that governs the infinitive",
    "as": "subject of the verb that gives the name",
    "object": "subject of the verb whose object it is",
    "object-passive": "stands after “by” with the passive verb",
    "passive": "the verb is a passive",
    "prep": "subject of the verb whose preposition leads to it",
    "light": "subject of the verb with its noun",
    "aside": "subject of a reporting verb set between commas",
    "as-aside": "subject of a reporting verb after “as”",
    "noun-clause": "whose words the noun stands for",
    "noun-prep": "whose words the noun stands for",
    "adjective": "whose state of mind the adjective tells",
    "according": "stands after “according to”",
}


def find_quotes(report: Report, parse: Parse, mentions: Sequence[Mention], chains: Sequence[Chain]) -> Iterator[Quote]:
    """Quotes in text order."""
    if not len(parse):
        return
    made = _Reader(report, parse, mentions, chains).read()
    seen: set[str] = set()
    for quote in sorted(made, key=lambda q: (q.span.start, q.span.end, not q.direct)):
        if quote.id not in seen:
            seen.add(quote.id)
            yield quote


class _Reader:
    """Reads one report; holds what the steps share."""

    def __init__(self, report: Report, parse: Parse, mentions: Sequence[Mention], chains: Sequence[Chain]) -> None:
        self.report, self.parse, self.words = report, parse, lexicon()
        self.chain = {c.id: c for c in chains}
        self.at_token = {m.token: m for m in mentions if m.token >= 0}
        self.text = report.text
        self.mentions = sorted(mentions, key=lambda m: (m.span.start, -m.span.end))
        self.by_id = {m.id: m for m in self.mentions}
        self.last_speaker: Mention | None = None
        self.mention_starts = [m.span.start for m in self.mentions]
        self.surnames = _surnames(self.mentions)
        self.longest_mention = max((m.span.end - m.span.start for m in self.mentions), default=0)
        self.places = [p for p in map(self._place, find_passages(self.text)) if p is not None]
        self.inside = [-1] * len(parse)
        for k, place in enumerate(self.places):
            for i in range(place.first, place.last + 1):
                self.inside[i] = k
        self.said: list[_Said] = []
        self.at_cue: dict[int, int] = {}

    def read(self) -> list[Quote]:
        for found in Finder(self.parse, self.inside).find():
            self._add(found)
        for said in self.said:
            if said.cue is not None:
                self._fallback(said, said.cue[0])
        covering = self._covering()
        for k in range(len(self.places)):
            self._own(k, covering.get(k, -1))
        for k in range(len(self.places) - 2, -1, -1):
            self._leads_into(k)
        for k, place in enumerate(self.places):
            if place.owner >= 0:
                self.said[place.owner].places.append(k)
        out: list[Quote] = []
        for said in sorted(self.said, key=self._position):
            out.extend(self._quotes(said))
        out.extend(self._unclaimed())
        return out

    def _position(self, said: _Said) -> int:
        if said.places:
            return self.places[said.places[0]].first
        return min((a for a, _ in said.content), default=said.cue[0] if said.cue else 0)

    # passages --------------------------------------------------------------------------------------------------------

    def _place(self, passage: Passage) -> _Place | None:
        """The passage with its tokens; None for a single-marked one that is no more than a name or an apostrophe's accident."""
        first = bisect_left(self.parse.start, passage.start)
        last = bisect_left(self.parse.start, passage.end) - 1
        if first > last or first >= len(self.parse):
            return None
        words = sum(1 for i in range(first, last + 1) if any(c.isalnum() for c in self.parse.text[i]))
        if not passage.double and words < 3:
            return None
        if words <= 12 and self._is_name(passage, first, last):
            return None
        return _Place(passage, first, last, words)

    def _is_name(self, passage: Passage, first: int, last: int) -> bool:
        """A title, a name or a nickname in marks: every longer word capitalised, or a naming word before it."""
        parse = self.parse
        inner = self.text[passage.start : passage.end]
        capital = [parse.text[i][:1].isupper() or not parse.text[i][:1].isalpha() for i in range(first, last + 1) if len(parse.text[i]) > 3 or i == first]
        many = last > first
        before = first - 1
        while before >= 0 and not any(c.isalnum() for c in parse.text[before]):
            before -= 1
        naming = self.words.naming
        if many and capital and all(capital):
            if inner[-1] not in _ENDS + "," or (before >= 0 and (parse.pos[before] == "DET" or parse.text[before].lower() in naming)):
                return True
        after = last + 1
        while after < len(parse) and not any(c.isalnum() for c in parse.text[after]):
            after += 1
        if before > 0 and parse.lemma[before] in ("as", "the", "a", "an") and parse.text[before - 1].lower() in naming:
            return True
        if before >= 0 and parse.text[before].lower() in naming and inner[-1] not in _ENDS:
            if parse.pos[before] in ("NOUN", "ADJ", "PROPN") or parse.text[before - 1] == "-":  # "so-called"
                return True
        if before >= 0 and parse.pos[before] == "DET" and many and parse.text[first][:1].isupper() and inner[-1] not in _ENDS + ",":
            # "a "Committee for the return of the land"": a noun phrase that begins with a capital after an article
            if not any(parse.pos[i] in ("VERB", "AUX") and parse.tag[i] in ("VBD", "VBZ", "VBP", "MD") for i in range(first, last + 1)):
                return True
        close = before >= 0 and after < len(parse) and parse.sentence[before] == parse.sentence[after]
        return close and parse.pos[before] == "PROPN" == parse.pos[after] and last - first < 3 and parse.text[first][:1].isupper()

    def _covering(self) -> dict[int, int]:
        """For each passage the shortest indirect speech that holds it or most of it; an intention within a speech gives way to the speech."""
        starts = [p.first for p in self.places]
        best: dict[int, tuple[int, int]] = {}
        for n, said in enumerate(self.said):
            size = sum(b - a for a, b in said.content) + (_INTENTION if said.shape in ("to", "noun-clause", "noun-prep", "adjective", "prep-of") else 0)
            for a, b in said.content:
                for k in range(max(0, bisect_right(starts, a) - 1), bisect_right(starts, b)):
                    place = self.places[k]
                    shared = min(place.last, b) - max(place.first, a) + 1
                    if shared * 2 > place.last - place.first + 1 and (k not in best or size < best[k][0]):
                        best[k] = (size, n)
        return {k: n for k, (_, n) in best.items()}

    # whose passage is it ----------------------------------------------------------------------------------------------

    def _own(self, k: int, covering: int) -> None:
        """Decide which attribution a passage belongs to."""
        place, text = self.places[k], self.text
        inner_end = text[place.passage.end - 1]
        next_char = text[place.passage.outer_end : place.passage.outer_end + 1]
        lead = text[place.passage.paragraph : place.passage.outer_start].rstrip()
        ends_open = inner_end in ",!?—–-…" or next_char == "," or inner_end.isalnum()
        opens_fresh = not lead or lead[-1] in '.!?”"»’)' or lead[-1] in "—–"
        owner, why = -1, ""
        after = self._cue_after(k) if (ends_open or inner_end == "." or place.passage.closed is False) else -1
        before = -1 if not lead else self._cue_before(k)
        colon = lead[-1:] == ":"
        led = before >= 0 and (before == place.first - 1 or before >= self._outside(place.first - 1) or (lead[-1] in ":," and place.first - before <= 8))
        after_fits = after >= 0 and (inner_end in ",!?" or next_char == "," or opens_fresh or covering < 0)
        if colon and (leader := self._colon(k, before)) >= 0:
            owner, why = leader, "stands before the colon that leads to it"
        elif led and not (inner_end == "," and after >= 0):
            owner, why = self._from_cue(before, place), "speaks by the reporting verb before it"
        elif after_fits:
            owner, why = self._from_cue(after, place, after=True), "speaks by the reporting verb after it"
        elif covering >= 0:
            owner, why = covering, self.said[covering].why
        elif before >= 0 and (lead[-1] == "," or self._governs(before, place)):
            owner, why = self._from_cue(before, place), "speaks by the reporting verb before it"
        if owner < 0 and not lead and self._ends_in_colon(place.passage.paragraph):
            owner, why = self._colon(k, self._last_cue(self._outside(place.first - 1))), "stands before the colon that ends the paragraph before it"
        if owner < 0 and (held := self._held_for(place)) >= 0:
            owner, why = held, "the sentence opens with “For” and a person"
        if owner < 0 and (signed := self._signed(place)) >= 0:
            owner, why = signed, "the name after the dash"
        if owner < 0 and (follows := self._continues(k, opens_fresh)) is not None:
            owner, why = follows
        place.owner, place.why = owner, why

    def _held_for(self, place: _Place) -> int:
        """The attribution for "For the analyst Oran Bel, the crisis “has no end”"."""
        parse = self.parse
        here = parse.sentences[parse.sentence[place.first]]
        if parse.text[here.first] != "For" or here.first + 1 >= place.first or parse.pos[here.first] != "ADP":
            return -1
        for m in self._mentions_in(parse.start[here.first + 1], parse.end[min(here.first + 4, place.first - 1)]):
            if m.kind is ActorKind.PERSON and m.form is not MentionForm.PRONOUN and not m.plural and here.first < m.token < place.first:
                return self._add(Attribution((here.first, here.first), source_range(parse, m.token, self.inside), m.token, [], "held for"))
        return -1

    def _signed(self, place: _Place) -> int:
        """The attribution for a quotation signed like a motto: a dash and a name, up to the end of the line."""
        parse = self.parse
        at = bisect_left(parse.start, place.passage.outer_end)
        if at + 1 >= len(parse) or parse.text[at] not in _DASHES or parse.pos[at + 1] != "PROPN":
            return -1
        head = self._phrase(at + 1)
        line_end = self.text.find("\n", parse.end[at])
        line_end = len(self.text) if line_end < 0 else line_end
        if head < 0 or line_end - parse.end[head] > 80 or self.text[parse.end[head] : line_end].strip()[:1] not in ("", ",", "(", "."):
            return -1
        return self._add(Attribution((at, at), (at + 1, head), head, [], "signed"))

    def _cue_after(self, k: int) -> int:
        """The reporting verb that follows a passage: at once, or after the words that name the speaker."""
        parse, place = self.parse, self.places[k]
        i = bisect_left(parse.start, place.passage.outer_end)
        first_word, limit = i, min(len(parse), i + REACH)
        sentence = -1
        fresh = False
        while i < limit:
            if parse.start[i] >= place.passage.paragraph and "\n" in self.text[parse.end[i - 1] : parse.start[i]]:
                return -1
            if self.inside[i] >= 0 and self.inside[i] != k:
                return -1
            if any(c.isalnum() for c in parse.text[i]):
                if sentence < 0:
                    if parse.lemma[i] in self.words.turns and not parse.text[i][:1].isupper():
                        return -1
                    sentence, first_word = parse.sentence[i], i
                    fresh = parse.text[i][:1].isupper() and self.text[place.passage.end - 1] == "."
                elif parse.sentence[i] != sentence:
                    return -1
                if i == first_word and self._turned(i):
                    return i
                if self._introduces(i) and parse.tag[i] not in ("VB", "VBG"):
                    if parse.dep[i] in ("relcl", "amod") and i > first_word:
                        i += 1
                        continue
                    # after a full stop a new sentence begins, which may well lead to the next quotation
                    return -1 if fresh and self._leads_on(i) else i
                if parse.pos[i] == "VERB" and parse.tag[i] in ("VBD", "VBZ", "VBP") and parse.dep[i] not in ("relcl", "acl"):
                    return -1
            elif parse.text[i] in (";", ":"):
                return -1
            i += 1
        return -1

    def _turned(self, i: int) -> bool:
        """Whether a verb and a pronoun right after a passage are turned round, as only reported speech turns them: "launched he to the crowd"."""
        parse = self.parse
        small = parse.text[i].islower() and parse.pos[i] == "VERB" and parse.tag[i] in ("VBD", "VBN", "VBZ", "VBP")
        return small and i + 1 < len(parse) and parse.text[i + 1] in ("he", "she", "they")

    def _introduces(self, i: int) -> bool:
        """Whether a token is a verb that can introduce words in marks."""
        parse = self.parse
        if parse.pos[i] not in ("VERB", "AUX") or "quote" not in self.words.verbs.get(parse.lemma[i], ()):
            return False
        if parse.lemma[i] == "go":  # "he went on", never "they went home"
            return i + 1 < len(parse) and parse.lemma[i + 1] == "on"
        return not (parse.lemma[i] == "swear" and parse.tag[i] == "VBN")

    def _leads_on(self, verb: int) -> bool:
        """Whether a verb in a sentence of its own after a passage speaks of something else: it has content after it."""
        parse = self.parse
        here = parse.sentences[parse.sentence[verb]]
        if verb == here.first or parse.text[here.first].lower() in ("said", "says"):
            return False
        return here.last - verb > 6 or any(parse.dep[c] in ("ccomp", "dobj", "xcomp") and c > verb for c in parse.children[verb])

    def _cue_before(self, k: int) -> int:
        """The nearest reporting verb before a passage in its sentence."""
        parse, place = self.parse, self.places[k]
        i, limit = place.first - 1, max(0, place.first - REACH)
        hard = False
        while i >= limit:
            if parse.start[i] < place.passage.paragraph:
                return -1
            text = parse.text[i]
            if text in (".", "!", "?") and i < place.first - 1:
                return -1
            if parse.sentence[i] != parse.sentence[place.first] and not hard and parse.text[place.first - 1] not in (":", ",") and text in (".", "!", "?"):
                return -1
            if self.inside[i] < 0 and parse.pos[i] in ("VERB", "AUX") and (shapes := self.words.verbs.get(parse.lemma[i])):
                if self._introduces(i) or (parse.lemma[i] != "go" and ("clause" in shapes or "as" in shapes)):
                    if parse.dep[i] != "relcl" or place.first - i <= 4 or self._governs(i, place):
                        return i
            if parse.text[i].lower() == "according" and i >= place.first - 8:
                return -1
            i -= 1
        return -1

    def _governs(self, verb: int, place: _Place) -> bool:
        """Whether the words in marks hang on the verb."""
        parse = self.parse
        for i in range(place.first, place.last + 1):
            up = i
            for _ in range(6):
                up = parse.head[up]
                if up == verb:
                    return True
                if parse.pos[up] == "VERB" and self.inside[up] < 0:
                    break
        return False

    def _last_cue(self, at: int) -> int:
        """The last reporting verb of the sentence that ends at a token; -1 when it has none."""
        if at < 0:
            return -1
        first = self.parse.sentences[self.parse.sentence[at]].first
        return next((i for i in range(at, first - 1, -1) if self.inside[i] < 0 and self._introduces(i)), -1)

    def _colon(self, k: int, before: int) -> int:
        """The attribution for a passage after a colon: a reporting verb, else the subject of the sentence, else the name at the start of the line."""
        parse, place = self.parse, self.places[k]
        if before >= 0 and parse.sentence[before] == parse.sentence[self._outside(place.first - 1)]:
            return self._from_cue(before, place)
        at = self._outside(place.first - 1)
        if at < 0:
            return -1
        here = parse.sentences[parse.sentence[at]]
        verbs = [i for i in range(here.first, at + 1) if parse.pos[i] in ("VERB", "AUX") and self.inside[i] < 0 and parse.tag[i] not in ("VB", "VBG", "VBN", "MD")]
        for i in sorted(verbs, key=lambda v: parse.dep[v] != "ROOT"):
            if parse.dep[i] in ("ROOT", "conj", "ccomp", "advcl") and (source := speaker_of(parse, i)) >= 0 and parse.tag[source] not in ("WP", "WDT"):
                return self._from_cue(i, place)
        if not verbs and at - here.first <= 8 and here.start <= place.passage.paragraph + 2 and parse.pos[here.first] in ("PROPN", "NOUN", "DET"):
            head = self._phrase(here.first)
            if head >= 0:
                said = self.said[self._add(Attribution((place.first - 1, place.first - 1), (here.first, head), head, [], "colon"))]
                said.cue = None
                return len(self.said) - 1
        return -1

    def _continues(self, k: int, opens_fresh: bool) -> tuple[int, str] | None:
        """The speaker of what stands before, for a passage with no cue of its own."""
        if k == 0:
            return self._sentence_before(k) if opens_fresh else None
        place, previous = self.places[k], self.places[k - 1]
        same = previous.passage.paragraph == place.passage.paragraph
        gap = self.text[previous.passage.outer_end : place.passage.outer_start]
        if previous.owner >= 0 and not previous.passage.closed and not gap.strip():
            return previous.owner, "goes on from the paragraph before, which closes no marks"
        sentence = place.words >= 3 or self.text[place.passage.end - 1] in _ENDS
        if same and previous.owner >= 0 and sentence and opens_fresh:
            between = self.text[previous.passage.outer_end : place.passage.outer_start]
            if between.count(". ") + between.count("? ") <= 1 and len(between) < 200:
                return previous.owner, "goes on from the quotation before it in the same paragraph"
        if opens_fresh and (found := self._sentence_before(k)) is not None:
            return found
        if not same and previous.owner >= 0 and opens_fresh and place.passage.outer_start == place.passage.paragraph and place.words >= 6:
            if self._text_before(place.passage.paragraph) - previous.passage.outer_end < 3:
                return previous.owner, "goes on from the paragraph before, which ends in a quotation"
        return None

    def _leads_into(self, k: int) -> None:
        """Give a paragraph that is nothing but a quotation to the speaker whom the next paragraph names after going on quoting."""
        place, following = self.places[k], self.places[k + 1]
        if place.owner >= 0 or following.owner < 0 or place.words < 6:
            return
        alone = place.passage.outer_start == place.passage.paragraph and following.passage.outer_start == following.passage.paragraph
        if alone and not self.text[place.passage.outer_end : following.passage.outer_start].strip():
            place.owner, place.why = following.owner, "stands right before a quotation whose speaker is given after it"

    def _sentence_before(self, k: int) -> tuple[int, str] | None:
        """The subject of a reporting or speaking verb in the sentence before, in the same or the last paragraph."""
        parse, place = self.parse, self.places[k]
        if place.words < 4:
            return None
        at = parse.sentence[place.first]
        first = parse.sentences[at].first
        before = self._outside(place.first - 1)
        if before < 0 or parse.sentence[before] < at - 1 or parse.start[before] < place.passage.paragraph - 3:
            return None
        if first < place.first - 2:
            at_sentence = at
        else:
            at_sentence = parse.sentence[before]
        here = parse.sentences[at_sentence]
        for i in range(here.first, min(here.last, place.first)):
            if self.inside[i] < 0 and parse.pos[i] == "VERB" and (parse.lemma[i] in self.words.speaking or "quote" in self.words.verbs.get(parse.lemma[i], ())):
                if parse.dep[i] in ("ROOT", "conj", "ccomp") and speaker_of(parse, i) >= 0:
                    return self._from_cue(i, place), "speaks in the sentence before"
        return None

    def _text_before(self, at: int) -> int:
        """One past the last character before a position that is no white space."""
        while at > 0 and self.text[at - 1].isspace():
            at -= 1
        return at

    def _ends_in_colon(self, at: int) -> bool:
        end = self._text_before(at)
        return end > 0 and self.text[end - 1] == ":"

    def _outside(self, i: int) -> int:
        while i >= 0 and not any(c.isalnum() for c in self.parse.text[i]):
            i -= 1
        return i

    # cues and speakers ------------------------------------------------------------------------------------------------

    def _add(self, found: Attribution) -> int:
        self.said.append(_Said(found.cue, found.source, found.source_head, list(found.content), _WHY.get(found.shape, ""), found.shape))
        self.at_cue.setdefault(found.cue[0], len(self.said) - 1)
        return len(self.said) - 1

    def _from_cue(self, verb: int, place: _Place, *, after: bool = False) -> int:
        """The attribution at a reporting verb, made where syntax saw none."""
        at = self.at_cue.get(verb, -1)
        if at < 0:
            source = speaker_of(self.parse, verb)
            if source >= 0 and place.first <= source <= place.last:
                source = -1
            at = self._add(Attribution((verb, verb), None, source, [], "quote"))
            said = self.said[at]
            said.why = ""
            if source >= 0:
                said.source = source_range(self.parse, source, self.inside)
            elif not after:
                self._fallback(said, verb)
        said = self.said[at]
        if (named := quoted(self.parse, verb)) >= 0:
            said.head, said.source = named, source_range(self.parse, named, self.inside)
        elif after:
            self._repair(said, verb, place)
        return at

    def _repair(self, said: _Said, verb: int, place: _Place) -> None:
        """For a verb right after a passage: the speaker is the phrase next to it, whatever the parser thought."""
        parse = self.parse
        nxt = self._outside_forward(bisect_left(parse.start, place.passage.outer_end))
        if verb == nxt + 1 and parse.lemma[nxt] == "have":
            nxt = verb  # "has declared Oran", as machine translation turns it
        if nxt == verb and (said.head < verb or said.head > verb + 12):
            head = self._phrase(verb + 1)
            if head >= 0:
                said.head, said.source = head, source_range(parse, head, self.inside)
        elif said.head < 0 and verb > nxt >= 0:
            head = self._phrase(nxt)
            if 0 <= head < verb:
                said.head, said.source = head, (nxt, max(nxt, head))
        self._fallback(said, verb)
        late = self._late_name(verb, said)
        if late >= 0:
            said.head, said.source = late, source_range(parse, late, self.inside)

    def _outside_forward(self, i: int) -> int:
        while i < len(self.parse) and not any(c.isalnum() for c in self.parse.text[i]):
            i += 1
        return i if i < len(self.parse) else -1

    def _phrase(self, i: int) -> int:
        """Head of the noun phrase that starts at token i; -1 when none does."""
        parse = self.parse
        if i >= len(parse) or parse.pos[i] not in ("PROPN", "NOUN", "PRON", "DET", "ADJ", "NUM"):
            return -1
        at = i
        while parse.dep[at] in _WITHIN_PHRASE and at < parse.head[at] <= i + 12:
            at = parse.head[at]
        while at + 1 < len(parse) and parse.pos[at + 1] == "PROPN" == parse.pos[at] and at - i < 10:
            at += 1
        return at if parse.pos[at] in ("PROPN", "NOUN", "PRON", "DET") else -1

    def _late_name(self, verb: int, said: _Said) -> int:
        """A name put after the verb and its time, as machine translation does: "the president said on Monday, Oran Bel"."""
        parse = self.parse
        if said.head < 0 or parse.pos[said.head] == "PRON" or not parse.text[said.head].islower() or said.head > verb:
            return -1
        for i in range(verb + 1, min(verb + 6, len(parse) - 1)):
            if parse.text[i] == "," and parse.pos[i + 1] == "PROPN" and (parse.entity[i + 1] == "B-PERSON" or parse.pos[min(i + 2, len(parse) - 1)] == "PROPN"):
                j = i + 1
                while j + 1 < len(parse) and parse.pos[j + 1] == "PROPN":
                    j += 1
                return j if j + 1 >= len(parse) or parse.text[j + 1] in (",", ".") or parse.pos[j + 1] == "PUNCT" else -1
            if parse.pos[i] in ("VERB", "AUX", "PRON"):
                return -1
        return -1

    def _mention(self, said: _Said) -> str | None:
        """The mention that names the source: the one at its head, a name before a description."""
        if said.source is None or said.head < 0:
            return None
        parse = self.parse
        near = self._mentions_in(parse.start[said.source[0]], parse.end[said.source[1]])
        if not near:
            known = self.surnames.get(parse.text[said.head])
            return known.id if known is not None else None
        at, end = parse.start[said.head], parse.end[said.head]
        heads = [m for m in near if m.token == said.head] or [m for m in near if m.span.start <= at and end <= m.span.end]
        best = min(heads, key=lambda m: (m.token != said.head, m.span.end - m.span.start), default=None)
        if best is not None and best.form in _NAMED:
            return best.id
        appositions = {c for c in parse.children[said.head] if parse.dep[c] == "appos"}
        named = [m for m in near if m.form in _NAMED and m.kind is ActorKind.PERSON and (m.token in appositions or (parse.dep[m.token] in ("appos", "compound", "nmod") and parse.head[m.token] == said.head))]
        last = near[-1]
        if not named and last.form in _NAMED and last.kind is ActorKind.PERSON and last.span.end == parse.end[said.source[1]] and parse.text[max(0, last.token - 3) : last.token].count(","):
            named = [last]  # "the spokesman of the ministry, Oran Bel"
        if named:
            return named[0].id
        if best is not None:
            return best.id
        if any(parse.lemma[said.head] in group for group in (self.words.papers, self.words.voices, self.words.nouns, self.words.words_of)):
            under = [m for m in near if m.span.start > end or (m.token >= 0 and parse.dep[m.token] in ("poss", "compound", "nmod"))]
            return under[0].id if under else None
        return None

    def _fallback(self, said: _Said, verb: int) -> None:
        """A source where syntax shows none: a surname that is an ordinary word, right before the verb; else the name that opens the sentence."""
        parse = self.parse
        if said.head >= 0 or parse.tag[verb] not in ("VBZ", "VBD", "VBP"):
            return
        here = parse.sentences[parse.sentence[verb]]
        if verb > here.first and parse.text[verb - 1] in self.surnames:
            said.head, said.source = verb - 1, (verb - 1, verb - 1)
            return
        for m in self._mentions_in(here.start, parse.start[verb])[:1]:
            if here.first <= m.token < verb and m.token - here.first < 6 and self.inside[m.token] < 0:
                said.head, said.source = m.token, source_range(parse, m.token, self.inside)

    def _mentions_in(self, start: int, end: int) -> list[Mention]:
        low = bisect_left(self.mention_starts, start - self.longest_mention)
        high = bisect_left(self.mention_starts, end)
        return [m for m in self.mentions[low:high] if m.span.end > start]

    # quotes -----------------------------------------------------------------------------------------------------------

    def _quotes(self, said: _Said) -> Iterator[Quote]:
        """The quotes of one attribution: its passages, or the indirect speech."""
        text, parse = self.text, self.parse
        places = [self.places[k] for k in said.places]
        if not places and said.content:
            tokens = [i for a, b in said.content for i in range(a, b + 1)]
            if sum(self.inside[i] >= 0 and self.places[self.inside[i]].owner >= 0 for i in tokens) > MARKED_SHARE * len(tokens):
                return  # the words belong to another speaker's quotation
        marked = [(p.passage.start, p.passage.end) for p in places]
        covered = [(parse.start[a], parse.end[b]) for a, b in said.content]
        pieces = _joined([*marked, *covered])
        outside = sum(_letters(text, a, b) for a, b in pieces) - sum(_letters(text, a, b) for a, b in marked)
        whole = sum(_letters(text, a, b) for a, b in pieces)
        if not whole:
            return
        if places and outside <= max(3, 0.08 * whole):
            pieces = marked
            kind = QuoteKind.DIRECT
        else:
            kind = QuoteKind.MIXED if places else QuoteKind.INDIRECT
        share = 1 - outside / whole
        parts = tuple(s for a, b in pieces if (s := self._span(a, b)) is not None)
        speaker = self._mention(said) or (self._stands_for(said) if said.head >= 0 else None)
        if places:
            speaker = self._who_spoke(said, places[0], speaker)
        if speaker is not None:
            self.last_speaker = self.by_id[speaker]
        source = self._span(parse.start[said.source[0]], parse.end[said.source[1]]) if said.source else None
        cue = self._span(parse.start[said.cue[0]], parse.end[said.cue[1]]) if said.cue else None
        for place in places:
            if (itself := self._names_itself(place)) is not None:
                speaker, place.why = itself, "names itself at the start: “We, …,”"
            if kind is QuoteKind.DIRECT or place.words >= 3 or share >= MARKED_SHARE or _predicate(parse, place):
                span = self._span(place.passage.start, place.passage.end)
                if span is not None:
                    yield self._quote(span, True, kind, speaker, source, cue, parts, place.why)
        if kind is not QuoteKind.DIRECT and (not places or share < MARKED_SHARE) and parts:
            span = max(parts, key=lambda s: s.end - s.start)
            yield self._quote(span, False, kind, speaker, source, cue, parts, said.why)

    def _who_spoke(self, said: _Said, place: _Place, speaker: str | None) -> str | None:
        """The speaker of a passage, read with the sentence before it where the words beside it do not name one.

        A pronoun, a bare description or a verb without subject takes up whoever the sentence before is about; not somebody whom that
        sentence, or the passage itself, merely mentions.
        """
        parse = self.parse
        now = self.by_id.get(speaker or "")
        word = parse.text[said.head].lower() if said.head >= 0 else ""
        pronoun = word in ("he", "she")
        chain = self.chain.get(now.chain) if now is not None else None
        if now is not None and not pronoun:
            bare = now.form is MentionForm.DESCRIPTION and now.kind is ActorKind.PERSON and not now.plural and now.token == said.head
            if not bare or (chain is not None and (chain.names or len(chain.mentions) > 1)) or not self._definite(said.head):
                return speaker
        elif (now is None and said.head >= 0 and not pronoun and not self._definite(said.head)) or (pronoun and chain is not None and chain.names and self._was_subject(chain, said.head, place)):
            return speaker
        found = self._about(place)
        if found is None or (now is not None and found.chain == now.chain):
            return speaker
        gender = self.chain[found.chain].gender if found.chain in self.chain else ""
        if (word == "he" and gender == "f") or (word == "she" and gender == "m"):
            return speaker
        return found.id

    def _definite(self, i: int) -> bool:
        """Whether a noun stands with "the", says no more, and can be a person ("the centrist", "the 73-year-old")."""
        parse = self.parse
        if parse.pos[i] not in ("NOUN", "ADJ") or parse.lemma[i] in self.words.papers or parse.lemma[i] in self.words.voices or parse.tag[i] == "NNS":
            return False
        below = parse.children[i]
        return any(parse.lemma[c] == "the" for c in below) and not any(parse.dep[c] in ("prep", "poss", "appos", "compound", "relcl") for c in below) and ((found := self.at_token.get(i)) is None or found.kind is ActorKind.PERSON)

    def _was_subject(self, chain: Chain, at: int, place: _Place) -> bool:
        """Whether the last time a chain is named before a passage, it is what its sentence is about."""
        before = [m for i in chain.mentions if (m := self.by_id.get(i)) is not None and m.form in _NAMED and 0 <= m.token < place.first]
        if not before or self.inside[before[-1].token] >= 0:
            return False
        parse = self.parse
        here = parse.sentence[place.first]
        if parse.sentences[parse.sentence[before[-1].token]].paragraph == parse.sentences[here].paragraph:
            return self._main(before[-1].token)
        return here == 0 or parse.sentences[here - 1].paragraph != parse.sentences[here].paragraph or self._subject_chain(here - 1) in ("", chain.id)

    def _subject_chain(self, number: int) -> str:
        """The chain of what a sentence is about, "" when it is no known person."""
        s = self.parse.sentences[number]
        found = self.at_token.get(self._subject_in(s.first, s.last))
        return found.chain if found is not None and found.kind is ActorKind.PERSON and not found.plural and found.form is not MentionForm.DESCRIPTION else ""

    def _subject_in(self, first: int, last: int) -> int:
        parse = self.parse
        return next((i for i in range(first, last) if parse.dep[i] in ("nsubj", "nsubjpass") and self.inside[i] < 0 and parse.dep[parse.head[i]] == "ROOT"), -1)

    def _main(self, i: int) -> bool:
        """Whether a token, or the noun to which it stands as title or apposition, is the subject of a main clause."""
        parse = self.parse
        for _ in range(3):
            if parse.dep[i] in ("appos", "compound", "nmod", "poss", "conj") and parse.pos[parse.head[i]] in ("NOUN", "PROPN") and parse.dep[i] != "poss":
                i = parse.head[i]
        verb = parse.head[i]
        if parse.dep[i] not in ("nsubj", "nsubjpass"):
            return False
        while parse.dep[verb] == "conj" and parse.head[verb] != verb:
            verb = parse.head[verb]
        return parse.dep[verb] == "ROOT"

    def _about(self, place: _Place) -> Mention | None:
        """The named person whom the sentence before a passage, in the same paragraph, is about."""
        parse = self.parse
        here = parse.sentence[place.first]
        paragraph = parse.sentences[here].paragraph
        if any(self.inside[i] < 0 and parse.pos[i] == "VERB" for i in range(parse.sentences[here].first, place.first)):
            return None  # the words before it in its own sentence lead to it
        for number in range(here - 1, max(-1, here - 4), -1):
            s = parse.sentences[number]
            if s.paragraph != paragraph:
                return None
            if self.inside[s.first] >= 0 and self.inside[s.last - 1] >= 0:
                return None  # the passage before has a speaker of its own
            subject = self._subject_in(s.first, s.last)
            if subject < 0:
                return None
            if parse.lemma[subject] in ("he", "she"):
                continue
            found = self.at_token.get(subject)
            if found is not None and found.form in _NAMED:
                described = any(parse.dep[c] == "appos" and (m := self.at_token.get(c)) is not None and m.kind is ActorKind.PERSON for c in parse.children[subject])
                return found if described or found.kind is ActorKind.PERSON else None
            below = parse.subtree(subject)
            named = [m for m in self._mentions_in(parse.start[below[0]], parse.end[below[-1]]) if m.form in _NAMED and m.token >= 0]
            human = found is not None and found.kind is ActorKind.PERSON
            return next((m for m in named if parse.dep[m.token] == "appos" and parse.head[m.token] == subject and (human or m.kind is ActorKind.PERSON)), None)
        return None

    def _unclaimed(self) -> Iterator[Quote]:
        """Passages that nobody is found to speak, when they are more than a word or two."""
        for place in self.places:
            if place.owner < 0 and place.words >= 4 and place.passage.double:
                span = self._span(place.passage.start, place.passage.end)
                if span is None:
                    continue
                aged = self._aged(place)
                if aged is not None:
                    yield self._quote(span, True, QuoteKind.DIRECT, *aged, None, (span,), "an age stands for whom the sentence before is about")
                else:
                    yield self._quote(span, True, QuoteKind.DIRECT, None, None, None, (span,), "no reporting verb was found near it")

    def _aged(self, place: _Place) -> tuple[str | None, Span | None] | None:
        """Who is meant by "the 73-year-old told reporters" after a passage; parsers take the verb for an adjective there."""
        found = _AGED.match(self.text, place.passage.end)
        if found is None or found.group("verb").lower() not in _TOLD:
            return None
        about = self._about(place)
        if about is None and (number := self.parse.sentence[place.first]):
            before = self.parse.sentences[number - 1]
            about = self.at_token.get(self._subject_in(before.first, before.last))
        return (about.id if about is not None and about.kind is ActorKind.PERSON else None), self._span(found.start("who"), found.end("who"))

    def _names_itself(self, place: _Place) -> str | None:
        """The mention in apposition to the first word of a proclamation: "We, the Council of the Republic, declare"."""
        parse, first = self.parse, place.first
        if place.words < 6 or parse.text[first] not in ("We", "I") or parse.text[first + 1] != ",":
            return None
        for m in self._mentions_in(parse.start[first + 2], parse.end[min(first + 4, place.last)]):
            if m.form in _NAMED and m.span.start >= parse.start[first + 2] and m.kind in (ActorKind.PERSON, ActorKind.ORGANISATION, ActorKind.ARMED_FORCE, ActorKind.GROUP):
                return m.id
        return None

    def _stands_for(self, said: _Said) -> str | None:
        """For a pronoun that no chain has: the speaker of the quotation before it, else the last person who was a subject."""
        parse, word, last = self.parse, self.parse.text[said.head].lower(), self.last_speaker
        if word not in ("he", "she", "it", "they"):
            return None
        if word in ("he", "she"):
            if last is not None and (last.kind is ActorKind.PERSON or (last.form is MentionForm.DESCRIPTION and not last.plural)):
                return last.id
            first = parse.sentences[max(0, parse.sentence[said.head] - 2)].start
            people = [m for m in self._mentions_in(first, parse.start[said.head]) if m.kind is ActorKind.PERSON and m.form in _NAMED and m.token >= 0]
            return next((m.id for m in reversed(people) if parse.dep[m.token] in ("nsubj", "nsubjpass")), None)
        return last.id if last is not None and last.kind is not ActorKind.PERSON else None

    def _span(self, start: int, end: int) -> Span | None:
        found = to_words(start, end, self.text)
        return Span(self.report.id, *found) if found else None

    def _quote(
        self, span: Span, direct: bool, kind: QuoteKind, speaker: str | None, source: Span | None, cue: Span | None, parts: tuple[Span, ...], why: str
    ) -> Quote:
        key = content_id("q", self.report.id, span.start, span.end, direct)
        return Quote(id=key, span=span, direct=direct, kind=kind, speaker=speaker, speaker_span=source, cue=cue, parts=parts, why=why)


def _surnames(mentions: Sequence[Mention]) -> dict[str, Mention]:
    """The first full name for each surname that only one person of the report bears."""
    bearers: dict[str, dict[str, Mention]] = {}
    for m in mentions:
        if m.kind is ActorKind.PERSON and m.form is MentionForm.NAME and " " in m.name:
            bearers.setdefault(m.name.split()[-1], {}).setdefault(m.name, m)
    return {surname: next(iter(names.values())) for surname, names in bearers.items() if len(names) == 1}


def _predicate(parse: Parse, place: _Place) -> bool:
    """Whether the words in marks are what something is called: "calls the plan "unfair"."""
    return any(parse.dep[i] in ("oprd", "acomp", "attr") or (parse.dep[i] == "ccomp" and parse.pos[i] in ("ADJ", "NOUN")) for i in range(place.first, place.last + 1))


def _letters(text: str, start: int, end: int) -> int:
    return sum(1 for c in text[start:end] if c.isalnum())


def _joined(pieces: list[Pair]) -> list[Pair]:
    """Pieces in order, those that touch or overlap made one; quotation marks between two pieces do not part them."""
    out: list[Pair] = []
    for a, b in sorted(pieces):
        if out and a <= out[-1][1] + 3:
            out[-1] = (out[-1][0], max(out[-1][1], b))
        else:
            out.append((a, b))
    return out
