"""Learns what letters of Cyrillic and Arabic script are written as in Latin names: `python scripts/train_letters.py FOLDER`.

FOLDER holds `russian_train.jsonl`, `arabic_train.jsonl` (names from Wikidata, CC0) and `google_ar2en_train.jsonl` (Google transliteration
data, Apache-2.0), a pair `{"native", "latin"}` a line. Writes `src/dragoman/resources/letters.yaml`. Nothing is drawn at random: the same files give
the same table. Best alignments are counted and costs worked out from the counts, five times; a tenth of the pairs, those that cost most, are
left out from the second round on, because the sets hold pairs that are not the same name.
"""

from __future__ import annotations

import json
import math
import re
import sys
import unicodedata
from collections import Counter, defaultdict
from pathlib import Path

from anyascii import anyascii
from rapidfuzz.distance import Levenshtein

OUT = Path(__file__).resolve().parent.parent / "src" / "dragoman" / "resources" / "letters.yaml"
ROUNDS = 5
SEEN = 3
"""A rendering counted less often than this is dropped."""
SAME = {"cyrillic": 1.75, "arabic": 2.45}
"""Cost a letter up to which two words are taken for one name; best F1 on the training pairs against their near neighbours."""
Costs = dict[str, dict[str, float]]


def latin(word: str) -> str:
    return re.sub("[^a-z]", "", anyascii(word).lower())


def native(word: str) -> str:
    return "".join(c for c in re.sub("[\u064b-\u0652\u0640]", "", unicodedata.normalize("NFC", word.lower())) if c.isalpha())


def pairs(path: Path) -> list[tuple[str, str]]:
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    both = [(native(r["native"]), latin(r["latin"])) for r in rows]
    return [(n, x) for n, x in both if n and x and len(n) <= 16 and len(x) <= 20]


def first_cost(n: str, x: str) -> float:
    """Before anything is counted: edits from the plain transliteration, added vowels at a discount."""
    plain = latin(n)
    edits = Levenshtein.distance(plain, x)
    vowels = sum(c in "aeiouy" for c in x) - sum(c in "aeiouy" for c in plain)
    return 1.0 + 1.5 * edits - 0.5 * max(0, min(vowels, edits)) + (len(n) == 2)


def cost(n: str, x: str, costs: Costs | None) -> float:
    if costs is None:
        return first_cost(n, x)
    return costs.get(n, {}).get(x, 9.0 + 0.5 * len(x) + (len(n) == 2))


def align(n: str, x: str, costs: Costs | None) -> tuple[float, list[tuple[str, str]]]:
    best = {(0, 0): 0.0}
    came: dict[tuple[int, int], tuple[int, int]] = {}
    for i in range(len(n)):
        for j in range(len(x) + 1):
            if (i, j) not in best:
                continue
            for width, lengths in ((1, range(4)), (2, (1, 2))):
                for k in lengths:
                    to = (i + width, j + k)
                    if to[0] > len(n) or to[1] > len(x):
                        continue
                    c = best[i, j] + cost(n[i : to[0]], x[j : to[1]], costs)
                    if c < best.get(to, math.inf):
                        best[to], came[to] = c, (i, j)
    at, path = (len(n), len(x)), []
    if at not in best:
        return math.inf, []
    while at != (0, 0):
        before = came[at]
        path.append((n[before[0] : at[0]], x[before[1] : at[1]]))
        at = before
    return best[len(n), len(x)], path


def train(data: list[tuple[str, str]]) -> Costs:
    costs: Costs | None = None
    dearest = math.inf
    for _ in range(ROUNDS):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        each = []
        for n, x in data:
            total, path = align(n, x, costs)
            if not path:
                continue
            a_letter = total / max(len(n), len(x))
            each.append(a_letter)
            if a_letter <= dearest:
                for a, b in path:
                    counts[a][b] += 1
        dearest = sorted(each)[int(len(each) * 0.9)]
        first: Counter[str] = Counter()
        for a, c in counts.items():
            first[a[0]] += sum(c.values())
        costs = {a: {b: -math.log(k / (first[a[0]] + 5)) for b, k in sorted(c.items()) if k >= SEEN} for a, c in sorted(counts.items())}
        costs = {a: c for a, c in costs.items() if c}
    assert costs is not None
    return costs


def main(folder: Path) -> None:
    sets = {"cyrillic": ["russian_train.jsonl"], "arabic": ["arabic_train.jsonl", "google_ar2en_train.jsonl"]}
    lines = [
        "about: >-",
        "  What letters of Cyrillic and Arabic script are written as in Latin names: minus the natural logarithm of the share of each rendering.",
        "  `same` is the cost a letter up to which two words are taken for one name. Made by scripts/train_letters.py; not to be edited by hand.",
        "source: Learned from public pairs of Russian and Arabic names (CC0) and from Google's Arabic-English transliteration data (Apache-2.0).",
        "licence: Apache-2.0",
        "scripts:",
    ]
    for script, files in sets.items():
        costs = train([p for f in files for p in pairs(folder / f)])
        lines += [f"  {script}:", f"    same: {SAME[script]}", "    costs:"]
        lines += [f"      {json.dumps(a, ensure_ascii=False)}: {{{', '.join(f'{json.dumps(b)}: {v:.2f}' for b, v in c.items())}}}" for a, c in costs.items()]
    OUT.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
