"""Sentences of a report, with what machine translation broke in them.

A flag is a warning beside the words and changes nothing in them. Each kind rests on something that edited English does not
do; a bad sentence of a good writer must not be flagged, so that much damage that a reader feels is not told here.
"""

from __future__ import annotations

import functools
import re
from dataclasses import replace

from dragoman.records.documents import Report
from dragoman.records.parses import Parse, Sentence
from dragoman.resources import load

MULTIPLES = frozenset(("dozen", "hundred", "thousand", "million", "billion", "trillion", "score", "half", "quarter", "third", "fifth", "tenth", "one", "1"))
COMMA_PRONOUN = re.compile(r"[a-z],\s(?P<word>He|She|They|We)\s(?=(?:was|were|is|are|had|has|have|did|said|will|would|could|can|also|then|ended|became|went|came|took|made|told)\b)")
EXPANDED = re.compile(
    r"(?P<short>\b[A-Z]{2,6}\b)\s*\((?:the\s+)?(?P<after>[A-Z][\w'’-]+(?:\s+(?:of|for|the|and|in|on|to|&|[A-Z][\w'’-]+)){1,9})\)"
    r"|(?P<before>(?<![\w-])[A-Z][\w'’-]+(?:\s+(?:of|for|the|and|in|on|to|&|[A-Z][\w'’-]+)){1,9})\s*\(\s*(?:the\s+)?(?P<short2>[A-Z]{2,6})\s*\)"
)


@functools.cache
def _idioms() -> list[tuple[re.Pattern[str], str, str]]:
    return [(re.compile(rf"\b(?:{x['pattern']})"), x["language"], x["meaning"]) for x in load("damage")["idioms"]]


@functools.cache
def _any_idiom() -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{x['pattern']})" for x in load("damage")["idioms"]))


@functools.cache
def _sets() -> tuple[dict[str, str], frozenset[str], frozenset[str]]:
    table = load("damage")
    return table["verb_forms"], frozenset(table["doubled"]), frozenset(table["abbreviations"])


def find_sentences(report: Report, parse: Parse) -> tuple[Sentence, ...]:
    """The sentences of the parse; damage is flagged where it can be told."""
    out = []
    before: Sentence | None = None
    for sentence in parse.sentences:
        damage = (*_in_tokens(parse, sentence), *_in_words(report.text, sentence), *_at_start(report.text, parse, sentence, before))
        out.append(replace(sentence, damage=damage) if damage else sentence)
        before = sentence
    return tuple(out)


def _in_tokens(parse: Parse, sentence: Sentence) -> list[str]:
    """Impossible verb forms, doubled words, an article before a plural number."""
    forms, doubled, _ = _sets()
    out = []
    words = [w.lower() for w in parse.text[sentence.first : sentence.last]]
    for at, word in enumerate(words):
        i = sentence.first + at
        if word in forms and (parse.text[i].islower() or at == 0):
            out.append(f"{parse.text[i]!r} is no English word; {forms[word]!r} seems to be meant.")
        following = words[at + 1] if at + 1 < len(words) else ""
        if word == following and word in doubled and parse.text[i + 1].islower() and parse.start[i + 1] - parse.end[i] == 1:
            out.append(f"The word {word!r} stands twice.")
        if word in ("a", "an") and at + 2 < len(words) and _plural_number(parse, i + 1) and _plain_plural(parse, i + 2):
            out.append(f"{' '.join(parse.text[i : i + 3])!r} puts an article for one before more than one.")
    return out


def _plural_number(parse: Parse, i: int) -> bool:
    return parse.tag[i] == "CD" and parse.pos[i] == "NUM" and parse.text[i].lower() not in MULTIPLES and "-" not in parse.text[i] and parse.text[i].isalnum()


def _plain_plural(parse: Parse, i: int) -> bool:
    """A plural noun that is itself what is counted, not the first half of a compound ("a 10 years sentence" is another slip)."""
    if parse.tag[i] != "NNS" or parse.lemma[i] == parse.text[i].lower():
        return False
    return i + 1 >= len(parse) or parse.pos[i + 1] not in ("NOUN", "PROPN", "ADJ", "PART")


def _in_words(text: str, sentence: Sentence) -> list[str]:
    """Idioms put into English word by word, a new sentence after a comma, an acronym that does not fit what is printed beside it."""
    words = text[sentence.start : sentence.end]
    out = []
    lower = words.lower().replace("’", "'")
    if _any_idiom().search(lower):
        for pattern, language, meaning in _idioms():
            found = pattern.search(lower)
            if found:
                out.append(f"{found.group()!r} looks like an idiom of {language} put into English word by word (it means {meaning}).")
    if not sentence.headline:
        for match in COMMA_PRONOUN.finditer(words):
            out.append(f"A sentence seems to begin after the comma, at {match['word']!r}.")
    if "(" in words:
        for match in EXPANDED.finditer(words):
            short, long = match["short"] or match["short2"], match["after"] or match["before"]
            long = long.removeprefix("The ")
            if drops_a_letter(short, long):
                out.append(f"The letters of {short!r} do not fit {long!r}, which is printed beside it.")
    return out


def drops_a_letter(short: str, long: str) -> bool:
    """Whether an acronym is the initials of a name with one left out of the middle.

    Initials in another order are not called damage: many acronyms are made from the name in another language.
    """
    capital = "".join(w[0] for part in long.split() for w in part.split("-")[:1] if w[:1].isupper())
    whole = "".join(w[0].upper() for w in long.split())
    if short in (capital, whole) or len(short) < 3:
        return False
    return any(len(short) == len(c) - 1 and any(c[:k] + c[k + 1 :] == short for k in range(1, len(c) - 1)) for c in (capital,))


def _at_start(text: str, parse: Parse, sentence: Sentence, before: Sentence | None) -> list[str]:
    """A sentence that begins in lower case after a full stop."""
    if before is None or before.paragraph != sentence.paragraph or sentence.first >= len(parse):
        return []
    first = parse.text[sentence.first]
    if not (first.isalpha() and first.islower()) or any(c.isupper() for c in first):
        return []
    between = text[before.end : sentence.start]
    stop = parse.text[before.last - 1]
    closing = stop in ("”", '"', "'", "’")
    last = before.last - (2 if closing else 1)
    if not between or last - 1 < before.first or parse.text[last] != "." or parse.end[last - 1] != parse.start[last]:
        return []
    word = parse.text[last - 1]
    if closing or not word.isalpha() or len(word) < 3 or word.lower() in _sets()[2] or word.isupper():
        return []
    return ["It begins in lower case after a full stop: perhaps one sentence was broken in two."]
