"""Characters made uniform before anything is measured in them.

What a report says is never changed: quotation marks, dashes and spelling stay. What goes is what no reader sees (control
characters, bidirectional overrides, zero-width characters, lone surrogates) and what differs without meaning (composition,
line ends, runs of blanks).
"""

from __future__ import annotations

import itertools
import re
import unicodedata

LINE_END = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
    "|[\U000e0000-\U000e007f]"
)
BLANKS = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")


RUN = re.compile(r"([^\w\s])\1{79,}")
"""Rows of one mark. Eighty say as much as sixty thousand, on which a tokenizer spends minutes."""


def clean(text: str) -> str:
    """Unicode NFC with `\\n` line ends and without characters that cannot be seen; blanks are left as they are.

    Rows of one mark are cut to eighty.
    """
    return RUN.sub(lambda row: row[1] * 80, unicodedata.normalize("NFC", UNSEEN.sub("", LINE_END.sub("\n", text))))


def one_line(text: str) -> str:
    """Words of a label or a line, with single blanks between them."""
    return BLANKS.sub(" ", text.replace("\n", " ")).strip()


WRAP = range(50, 101)
"""Widths at which programs wrap plain text."""
JOINS = 4
"""Fewer line ends than these to be joined are chance."""


def unwrap(text: str) -> str:
    """The text with the lines of hard-wrapped paragraphs joined.

    A paragraph counts as wrapped when the first word of each line would not have fitted on the line before; the width is
    taken from the longest line of all paragraphs of three lines or more. Lists and one-line paragraphs stay as they are.
    """
    blocks = [block.split("\n") for block in re.split(r"\n[ \t]*\n", text)]
    width = max((len(line.rstrip()) for block in blocks if len(block) >= 3 for line in block), default=0)
    if width not in WRAP:
        return text
    wrapped = [_is_wrapped(block, width) for block in blocks]
    if sum(len(b) - 1 for b, w in zip(blocks, wrapped, strict=True) if w) < JOINS:
        return text
    return "\n\n".join(_join(block) if w else "\n".join(block) for block, w in zip(blocks, wrapped, strict=True))


def _is_wrapped(block: list[str], width: int) -> bool:
    """Full lines of which at least one goes on in the middle of a sentence."""
    full = runs_on = 0
    for line, following in itertools.pairwise(block):
        word = following.split(maxsplit=1)
        full += bool(word) and len(line.rstrip()) + 1 + len(word[0]) > width - 3
        runs_on += following.strip()[:1].islower()
    return runs_on > 0 and full >= 0.9 * (len(block) - 1)


def _join(block: list[str]) -> str:
    out = block[0].strip()
    for line in block[1:]:
        line = line.strip()
        out += line if out.endswith("-") and line[:1].islower() and out[-2:-1].isalpha() else " " + line
    return out
