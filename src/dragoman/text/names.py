"""Names of people and organisations: folding that forgives transliteration, and how alike two names are."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from anyascii import anyascii
from rapidfuzz.distance import JaroWinkler, Levenshtein

from dragoman.resources import load
from dragoman.text.transliteration import rendering_score, script_of
from dragoman.text.wordsets import wordset

PARTICLES = wordset("al el ul ad ed bin ben ibn bint abu umm de del della dela den der di do dos da das du la le les lo las los van von vom zu zur ter ten te af av y e i st")
"""Words inside a name that may be written small, joined or left out."""

_NONE: frozenset[int] = frozenset()
_SPLIT = re.compile(r"[\s\-‐‑–·.,]+")
_NOT_LETTER = re.compile(r"[^a-z0-9]")
_RULES = (
    ("qu", "k"), ("q", "k"), ("shch", "s"), ("sch", "s"), ("tsch", "q"), ("tch", "q"), ("dzh", "j"), ("dj", "j"), ("zh", "z"), ("kh", "h"), ("gh", "g"), ("ph", "f"), ("th", "t"), ("dh", "d"),
    ("sh", "s"), ("ch", "q"), ("cz", "q"), ("tz", "q"), ("ts", "q"), ("ck", "k"), ("ce", "se"), ("ci", "si"), ("cy", "si"), ("c", "k"), ("x", "ks"), ("w", "v"),
)  # fmt: skip
_SINGLE = str.maketrans({"y": "i", "j": "i", "z": "s", "g": "g"})
_DOUBLE = re.compile(r"([a-z])\1+")
_VOWELS = re.compile(r"[aeiou]+")


@functools.lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """One word of a name in small ASCII letters with the commonest choices of transliteration undone ("Brantou" and "Brantu" alike)."""
    s = _NOT_LETTER.sub("", anyascii(word).lower())
    for old, new in _RULES:
        if old in s:
            s = s.replace(old, new)
    s = s.translate(_SINGLE)
    s = _DOUBLE.sub(r"\1", s.replace("ou", "u"))
    return s.removesuffix("h") if len(s) > 3 else s


_EAST_SLAVIC = re.compile(r"(?:enk[oa]|[aeo](?:v|w|u|vs|us|ws)(?:k?(?:a|ii?|aia|aja|oi|ai))?|(?:vs|us|ws|ns|s)k(?:ii?|aia|aja|oi|aa?)|[eo]?v(?:ich|itch|icz|ic|ych))$")
_EAST_SLAVIC_LETTERS = tuple(
    (re.compile(a), b) for a, b in (
        (r"ou?(?=sk)|[ae]u(?=sk)", "v"), (r"[aeo]w|[aeo]u$", "v"), (r"ou", "u"), (r"sh?ch|tch|sh|ch|sz|cz|kh(?=en)", "s"), (r"ts(?=[iey])|tz(?=[iey])", "t"), (r"dz(?=[iey])", "d"),
        (r"zh|j(?=[aeou])", "z"), (r"kh|h|g", "g"), (r"w", "v"), (r"[aeiouyj]+", ""),
    )
)  # fmt: skip


@functools.lru_cache(maxsize=65_536)
def east_slavic(word: str) -> tuple[str, str]:
    """The consonants of a surname that ends as Russian, Belarusian and Ukrainian ones do, and what its ending tells of gender; else nothing.

    English, French and German writings of these languages, and of one surname in each of them, differ in ways that a plain folding
    keeps apart: "Brashenko" and "Brachenko", "Tsimkouskaya" and "Timkovskaya". Too coarse for other words.
    """
    s = _NOT_LETTER.sub("", anyascii(word).lower())
    if not _EAST_SLAVIC.search(s.replace("y", "i").replace("j", "i")):
        return "", ""
    gender = "" if s.endswith(("enko", "enka")) else "f" if s[-1] == "a" else "m"
    for pattern, letters in _EAST_SLAVIC_LETTERS:
        s = pattern.sub(letters, s)
    return _DOUBLE.sub(r"\1", s), gender


@functools.cache
def _given_forms() -> dict[str, frozenset[int]]:
    """Folded given names to the classes of forms that one name takes in neighbouring languages."""
    out: dict[str, set[int]] = {}
    for i, forms in enumerate(load("nicknames")["forms_of_neighbours"]):
        for f in forms:
            out.setdefault(fold(f), set()).add(i)
    return {k: frozenset(v) for k, v in out.items()}


@functools.lru_cache(maxsize=65_536)
def skeleton(word: str) -> str:
    """The consonants of a folded word; a vowel at the beginning is kept as "a". Words alike in it are candidates, no more."""
    s = fold(word)
    if not s:
        return ""
    first = "a" if s[0] in "aeiou" else ""
    return first + _DOUBLE.sub(r"\1", _VOWELS.sub("", s).replace("h", ""))


def words(name: str) -> list[str]:
    """The words of a name, hyphens and full stops taken for blanks; a possessive ending and particles are left out."""
    name = name.removesuffix("'s").removesuffix("’s")
    parts = [w.strip("'’\"“”()") for w in _SPLIT.split(name)]
    parts = [w for w in parts if w]
    kept = [w for w in parts if w.lower() not in PARTICLES]
    return kept or parts


@functools.lru_cache(maxsize=262_144)
def same_word_score(a: str, b: str) -> float:
    """How likely two words of names render the same one: 1 the same when folded, .8 for an initial, else similarity of letters.

    A word in Cyrillic or Arabic script is compared with a Latin one by what its letters are known to be written as.
    """
    if not (a.isascii() and b.isascii()) and (scripts := (script_of(a), script_of(b)))[0] != scripts[1]:
        native, latin = (a, b) if scripts[1] == "latin" else (b, a)
        if script_of(native) in {"cyrillic", "arabic"} and "latin" in scripts:
            return rendering_score(native, latin)
    fa, fb = fold(a), fold(b)
    if not fa or not fb:
        return 0.0
    if fa == fb:
        return 1.0
    if len(fa) == 1 or len(fb) == 1:
        return 0.8 if fa[0] == fb[0] else 0.0
    if (slavic := east_slavic(a))[0] and len(slavic[0]) >= 4 and slavic == east_slavic(b):
        return 0.95
    if _given_forms().get(fa, _NONE) & _given_forms().get(fb, _NONE):
        return 0.95
    near = (JaroWinkler.similarity(fa, fb) + Levenshtein.normalized_similarity(fa, fb)) / 2
    sa, sb = skeleton(a), skeleton(b)
    if (fa[-1] in "aeiou") != (fb[-1] in "aeiou") and (fa.startswith(fb) or fb.startswith(fa)):
        near = min(near, 0.85)  # a woman's form of the surname, or another name ("Abdul", "Abdullah")
    elif sa == sb and len(sa) >= 2:
        near = max(near, 0.93 if len(sa) >= 3 and min(len(fa), len(fb)) >= 5 else 0.86)
    elif sa[:1] != sb[:1]:
        near *= 0.9
    return near


def align(a: Sequence[str], b: Sequence[str]) -> list[tuple[int, int, float]]:
    """Best one-to-one pairing of the words of two names, greedy from the best pair down; pairs below .5 are left out."""
    scores = sorted(((same_word_score(x, y), -abs(i - j), i, j) for i, x in enumerate(a) for j, y in enumerate(b)), reverse=True)
    out: list[tuple[int, int, float]] = []
    used_a: set[int] = set()
    used_b: set[int] = set()
    for score, _, i, j in scores:
        if score < 0.5:
            break
        if i not in used_a and j not in used_b:
            used_a.add(i)
            used_b.add(j)
            out.append((i, j, score))
    return out


def same_name_score(a: str, b: str) -> float:
    """How likely two names of persons, in any scripts, are one name: a share in [0, 1].

    Order of words does not matter much; a word that only one of them has costs little when two others agree ("Oran Bel",
    "Oran Bel Marin") and much when it is a given name against another ("Oran Bel", "Mira Bel").
    """
    wa, wb = words(a), words(b)
    if not wa or not wb:
        return 0.0
    if "".join(map(fold, wa)) == "".join(map(fold, wb)):
        return 1.0
    short, long = sorted((wa, wb), key=lambda w: (len(w), w))
    pairs = align(short, long)
    matched = sum(s * len(short[i]) for i, _, s in pairs)
    total = sum(len(w) for w in short)
    score = matched / total
    spare = len(long) - len(pairs)
    return max(0.0, score - 0.02 * spare)


SAME_WORD = 0.9
"""From here on two words of names are taken for renderings of one."""


def names_agree(a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether two names of persons (as words, at least two in the shorter) can be one person's.

    All words of the shorter must answer to words of the longer, given name to given name: two people of one surname stay apart.
    """
    short, long = (a, b) if len(a) <= len(b) else (b, a)
    pairs = align(short, long)
    if len(pairs) < len(short):
        # written together or apart: "Abdul Jalil", "Abduljalil"
        return fold("".join(a)) == fold("".join(b))
    if len(short) >= 3 and len(pairs) == len(short):
        # two names agree and the third is nearly the same: letters that one alphabet writes in several ways
        low = sorted(s for _, _, s in pairs)
        if low[1] >= 0.97 and low[0] >= 0.6 and sum(s >= 0.97 for s in low) >= 2:
            return True
    initial = any(len(fold(short[i])) == 1 or len(fold(long[j])) == 1 for i, j, _ in pairs)
    floor = 0.8 if initial else SAME_WORD
    return all(s >= (0.8 if len(fold(short[i])) == 1 or len(fold(long[j])) == 1 else floor) for i, j, s in pairs)


_SON_OF = frozenset({"bin", "ibn", "ben", "bint", "ould", "wuld", "binti", "bte"})


def same_person(a: str, b: str) -> bool:
    """Whether two names as printed can be one person's: the words agree, and what stands before "bin" is the same given name."""
    if not names_agree(words(a), words(b)):
        return "".join(map(fold, _SPLIT.split(a))) == "".join(map(fold, _SPLIT.split(b)))  # "Ibn Adu", "Ibnadu"
    given_a, given_b = _before_patronymic(a), _before_patronymic(b)
    return given_a is None or given_b is None or same_word_score(given_a, given_b) >= SAME_WORD


def _before_patronymic(name: str) -> str | None:
    parts = name.split()
    k = next((i for i, w in enumerate(parts) if i and w.lower() in _SON_OF), 0)
    return parts[k - 1] if k else None


_SPELLINGS = (
    ("co-operation", "cooperation"), ("organisation", "organization"), ("defence", "defense"), ("centre", "center"), ("labour", "labor"), ("programme", "program"), (" - ", "-"),
)  # fmt: skip


def plain_name(name: str) -> str:
    """An organisation's name in small letters with one spelling of words that have two; article and genitive ending left out."""
    out = name.lower().removeprefix("the ").removesuffix("'s").removesuffix("’s")
    for old, new in _SPELLINGS:
        out = out.replace(old, new)
    return out
