"""Where given words stand in a text: white space and kinds of quotation marks folded, nothing else."""

from __future__ import annotations

import unicodedata

_MARKS = dict.fromkeys("“”„‟«»″", '"') | dict.fromkeys("‘’‚‛ʼ`´′", "'")
_TABLE = str.maketrans(_MARKS)


class Haystack:
    """A text prepared for many look-ups; positions are those of the text as given."""

    def __init__(self, text: str) -> None:
        self.text = text
        kept: list[str] = []
        self._at: list[int] = []
        gap = False
        for i, c in enumerate(text.translate(_TABLE)):
            if c.isspace():
                gap = True
                continue
            if gap and kept:
                kept.append(" ")
                self._at.append(i - 1)
            gap = False
            kept.append(c)
            self._at.append(i)
        self._folded = "".join(kept)

    def find(self, words: str) -> list[tuple[int, int]]:
        """Start and end of every place where the words stand and begin and end where words do, in order, none overlapping.

        Words are put into NFC, as the text of a report is. Marks of quotation at their ends must stand in the text as well.
        """
        needle = " ".join(unicodedata.normalize("NFC", words).translate(_TABLE).split())
        out: list[tuple[int, int]] = []
        if not needle:
            return out
        folded, at = self._folded, self._folded.find(needle)
        while at >= 0:
            end = at + len(needle)
            cut_left = at > 0 and folded[at - 1].isalnum() and folded[at].isalnum()
            cut_right = end < len(folded) and folded[end - 1].isalnum() and folded[end].isalnum()
            if cut_left or cut_right:
                at = folded.find(needle, at + 1)
                continue
            out.append((self._at[at], self._at[end - 1] + 1))
            at = folded.find(needle, end)
        return out
