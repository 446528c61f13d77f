"""Who, whom, where and when of an event: from tokens of its clause to mentions and time expressions of the report."""

from __future__ import annotations

import bisect
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace

from dragoman.reading.factuality import reports
from dragoman.reading.triggers import Syntax, object_control, partitives
from dragoman.records.claims import Quote
from dragoman.records.documents import Report
from dragoman.records.mentions import ActorKind, Mention, MentionForm
from dragoman.records.times import DateBasis, DateRange, Precision, TimeExpression

LIMITS = frozenset({"until", "till", "before", "by"})
"""A time after these is not the time of the event."""
COARSE = (Precision.DECADE,)
DURING = frozenset({"at", "during", "in", "after", "on"})
REACH = 7
"""Beyond this distance in the tree a time expression dates something else."""
NEWS_SENTENCES = 9
"""Sentences at the top of a report in which it tells its news; what comes after them without a date may be of any time."""
BACKGROUND = frozenset({"since", "ago", "previously", "formerly", "once", "decade", "century", "historically", "traditionally", "past", "earlier", "former", "long", "often", "always", "usually"})
"""Words that make a sentence tell of what was before the news."""
PLACE_PREPOSITIONS = frozenset({"in", "at", "near", "on", "into", "across", "outside", "around", "from", "to", "over"})
TARGET_PREPOSITIONS = frozenset({"to", "against", "on", "upon", "with", "from", "at", "for", "into", "in", "of", "between", "toward", "towards", "over", "by", "about"})


CAUSES = frozenset({"firing", "shooting", "attack", "raid", "ambush", "shelling", "bombardment", "strike", "airstrike", "crackdown", "bullet", "fire", "gunfire", "assault", "charge"})


class Mentions:
    """Mentions of a report by token."""

    def __init__(self, syntax: Syntax, mentions: Sequence[Mention]) -> None:
        p = syntax.parse
        self._syntax = syntax
        self.by_id = {m.id: m for m in mentions}
        self._at: dict[int, Mention] = {}
        self._by_start = {s: i for i, s in enumerate(p.start)}
        ordered = sorted(mentions, key=lambda m: (m.span.end - m.span.start, m.span.start))
        self._covering: dict[int, Mention] = {}
        for m in ordered:
            if 0 <= m.token < len(p):
                self._at.setdefault(m.token, m)
            first = self._by_start.get(m.span.start)
            if first is None:
                continue
            t = first
            while t < len(p) and p.end[t] <= m.span.end:
                self._covering.setdefault(t, m)
                t += 1

    def at(self, i: int) -> Mention | None:
        """The mention that a token heads or, failing that, the smallest that holds it."""
        return self._at.get(i) or self._covering.get(i)

    def phrase(self, i: int) -> tuple[Mention, ...]:
        """The mentions that a noun phrase stands for: its head and its conjuncts, else what it is a number of, else whose it is."""
        p = self._syntax.parse
        heads = [i]
        for h in heads:
            heads.extend(c for c in p.children[h] if p.dep[c] == "conj" and p.pos[c] in ("NOUN", "PROPN", "PRON") and c not in heads)
        out: list[Mention] = []
        for h in heads[:8]:
            m = self.at(h) or self._inside(h)
            if m is not None and m not in out:
                out.append(m)
        return tuple(out)

    def _inside(self, h: int) -> Mention | None:
        p = self._syntax.parse
        for c in p.children[h]:
            if p.dep[c] == "prep" and p.lemma[c] == "of" and (p.lemma[h] in partitives() or p.pos[h] == "NUM"):
                for o in p.children[c]:
                    if p.dep[o] == "pobj":
                        return self.at(o) or self._inside(o)
        for wanted in (("poss",), ("compound", "amod", "nmod"), ("appos",)):
            for c in p.children[h]:
                if p.dep[c] in wanted:
                    m = self.at(c)
                    if m is not None:
                        return m
        for c in p.children[h]:
            if p.dep[c] == "prep" and p.lemma[c] in ("of", "in", "from", "against", "on", "by", "with", "to", "for", "between"):
                for o in p.children[c]:
                    m = self.at(o)
                    if m is not None:
                        return m
        return None


def verb_actors(syntax: Syntax, mentions: Mentions, i: int, *, undergo: bool, asks: bool = False) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Doers and sufferers of a verb."""
    p = syntax.parse
    passive = syntax.passive(i)
    subject = syntax.subject_of(i) if not (p.dep[i] == "acl" and passive) else p.head[i]
    doers: list[Mention] = []
    whom: list[Mention] = []
    if subject >= 0:
        (whom if passive or undergo else doers).extend(mentions.phrase(subject))
    targets: list[tuple[int, int]] = []
    for c in p.children[i]:
        dep = p.dep[c]
        if dep == "agent" or (passive and dep == "prep" and p.lemma[c] == "by"):
            for o in p.children[c]:
                if p.dep[o] == "pobj":
                    doers.extend(m for m in mentions.phrase(o) if m not in doers)
        elif dep in ("dobj", "dative") and p.pos[c] in ("NOUN", "PROPN", "PRON", "NUM"):
            targets.append((0 if p.tag[c] != "WDT" else 1, syntax.antecedent(c, i)))
        elif dep == "ccomp" and p.pos[c] in ("NOUN", "ADJ", "PROPN", "VERB"):
            small = not any(p.dep[x] in ("aux", "mark") and p.tag[x] != "TO" for x in p.children[c])
            if small and object_like(syntax, i):
                targets.extend((0, x) for x in p.children[c] if p.dep[x] == "nsubj")
    for word, o in syntax.preps(i):
        if o >= 0 and word in TARGET_PREPOSITIONS and word != "by" and not _is_time(syntax, o):
            targets.append(({"to": 1, "against": 1, "on": 1, "upon": 1, "with": 1, "from": 2, "of": 2, "into": 2}.get(word, 3), o))
    targets.extend((2, t) for t in _complement(syntax, i, asks) if t != subject)
    found: list[tuple[int, Mention]] = []
    for rank, t in targets:
        for m in mentions.phrase(t):
            if m not in doers and m not in whom and all(m is not x for _, x in found):
                found.append((rank, m))
    if found:
        best = min(r for r, _ in found)
        limit = max(best, 1) if best < 3 else 3
        whom.extend(m for r, m in found if r <= limit and not (m.form is MentionForm.PRONOUN and m.token >= 0 and p.dep[m.token] == "poss"))
    return tuple(doers), tuple(whom)


def with_sender(syntax: Syntax, mentions: Mentions, doers: Sequence[Mention]) -> tuple[Mention, ...]:
    """Doers, and whose they are where troops act: "Ruritanian soldiers", "its troops"."""
    p = syntax.parse
    out = list(doers)
    for m in doers:
        if m.kind is not ActorKind.ARMED_FORCE or m.token < 0:
            continue
        for c in p.children[m.token]:
            if p.dep[c] not in ("poss", "amod", "compound", "nmod"):
                continue
            sender = mentions.at(c)
            if sender is not None and sender is not m and sender not in out and (sender.kind in (ActorKind.COUNTRY, ActorKind.ORGANISATION) or p.dep[c] == "poss"):
                out.append(sender)
    return tuple(out)


def causers(syntax: Syntax, mentions: Mentions, i: int) -> tuple[Mention, ...]:
    """Whose act killed or injured, where that act is named in passing: "died in police firing", "wounded in a rebel ambush"."""
    p = syntax.parse
    for word, o in syntax.preps(i):
        if o < 0 or word not in ("in", "by", "from", "to", "during", "after"):
            continue
        if any(syntax.gerund(c) for c in p.children[o]):
            return mentions.phrase(o)
        if p.lemma[o] in CAUSES:
            found = [m for c in p.children[o] if p.dep[c] in ("compound", "amod", "poss") and (m := mentions.at(c)) is not None]
            found += [m for c in p.children[o] if p.dep[c] == "prep" and p.lemma[c] == "by" for x in p.children[c] for m in mentions.phrase(x)]
            if found:
                return tuple(found)
    return ()


def _complement(syntax: Syntax, i: int, asks: bool) -> list[int]:
    """Those to whom the complement of a verb applies: who is to do what is asked, to whom one refuses or threatens something."""
    p = syntax.parse
    out: list[int] = []
    for c in p.children[i]:
        if p.dep[c] == "ccomp" and not any(p.tag[x] == "TO" for x in p.children[c]):
            if asks or not reports(p.lemma[i]) or any(p.dep[x] == "aux" and p.lemma[x] in ("must", "should") for x in p.children[c]):
                out.extend(x for x in p.children[c] if p.dep[x] in ("nsubj", "nsubjpass"))
        elif p.dep[c] == "advcl" and any(p.lemma[x] == "unless" for x in p.children[c]):
            out.extend(x for x in p.children[c] if p.dep[x] == "nsubj")  # "will strike unless Ruritania yields"
        elif p.dep[c] in ("xcomp", "ccomp"):
            out.extend(y for x in p.children[c] if p.dep[x] == "advcl" and any(p.lemma[z] == "unless" for z in p.children[x]) for y in p.children[x] if p.dep[y] == "nsubj")
            out.extend(x for x in p.children[c] if p.dep[x] in ("dobj", "dative") and p.pos[x] in ("NOUN", "PROPN", "PRON"))
            out.extend(o for word, o in syntax.preps(c) if o >= 0 and word in ("to", "with", "against", "for", "on", "of", "in", "into") and not _is_time(syntax, o))
    return out


def object_like(syntax: Syntax, i: int) -> bool:
    """Whether a clause under a verb gives its object: "urged him to go", "made her president"."""
    return object_control(syntax.parse.lemma[i]) or not reports(syntax.parse.lemma[i])


def noun_actors(syntax: Syntax, mentions: Mentions, i: int, *, of_is_object: bool) -> tuple[tuple[Mention, ...], tuple[Mention, ...]]:
    """Doers and sufferers of an event noun: "Ruritania's dispatch of troops to Graustark"."""
    p = syntax.parse
    doers: list[Mention] = []
    whom: list[Mention] = []
    for c in p.children[i]:
        dep = p.dep[c]
        if dep in ("poss", "compound", "amod", "nmod"):
            m = mentions.at(c)
            if m is not None and m.span.end <= p.start[i]:
                doers.append(m)
        elif dep in ("prep", "agent"):
            word = p.lemma[c]
            for o in p.children[c]:
                if p.dep[o] != "pobj" or _is_time(syntax, o):
                    continue
                found = mentions.phrase(o)
                if word == "by" or (word in ("of", "between", "among", "from") and not of_is_object):
                    doers.extend(found)
                elif word in ("of", "against", "on", "with", "to", "into", "upon", "at", "for", "from"):
                    whom.extend(found)
        elif dep == "acl" and p.tag[c] == "VBN":
            for a in p.children[c]:
                if p.dep[a] == "agent":
                    doers.extend(m for o in p.children[a] for m in mentions.phrase(o))
    return tuple(doers), tuple(m for m in whom if m not in doers)


def place_of(syntax: Syntax, mentions: Mentions, roots: Sequence[int]) -> Mention | None:
    """The place named by a prepositional phrase of the clause; a town before a country."""
    p = syntax.parse
    best: Mention | None = None
    for root in roots:
        for word, o in syntax.preps(root):
            if o < 0 or word not in PLACE_PREPOSITIONS:
                continue
            m = mentions.at(o)
            if m is None or m.token not in (o, -1) or m.kind not in (ActorKind.PLACE, ActorKind.COUNTRY):
                continue
            if best is None or (best.kind is ActorKind.COUNTRY and m.kind is ActorKind.PLACE):
                best = m
        for c in p.children[root]:
            if best is None and p.dep[c] == "dobj" and p.lemma[root] in ("enter", "reach", "invade", "leave", "annex", "flee"):
                m = mentions.at(c)
                best = m if m is not None and m.kind in (ActorKind.PLACE, ActorKind.COUNTRY) else None
    return best


def _is_time(syntax: Syntax, i: int) -> bool:
    return syntax.parse.entity[i][2:] in ("DATE", "TIME")


class Dates:
    """Which time expression an event takes its date from."""

    def __init__(self, syntax: Syntax, report: Report, times: Sequence[TimeExpression]) -> None:
        p = syntax.parse
        self._syntax = syntax
        self._report = report
        self._by_sentence: dict[int, list[tuple[int, int, TimeExpression]]] = {}
        for t in times:
            if t.type not in ("DATE", "TIME") or t.range is None or t.range.precision in COARSE:
                continue
            if t.value in ("PRESENT_REF", "PAST_REF", "FUTURE_REF"):
                continue
            i = bisect.bisect_left(p.start, t.span.start)
            if i >= len(p) or p.start[i] >= t.span.end:
                i = max(0, i - 1)
            j = i
            while j + 1 < len(p) and p.start[j + 1] < t.span.end:
                j += 1
            head = next((k for k in range(i, j + 1) if not i <= p.head[k] <= j), i)
            self._by_sentence.setdefault(p.sentence[i], []).append((i, head, t))
        self._carried: tuple[int, int, DateRange] | None = None
        """Paragraph, sentence and range of the last date that the narrative set."""
        first = next((n for n, x in enumerate(p.sentences) if not x.headline), 0)
        self._background = first + NEWS_SENTENCES
        """Sentence from which on a report is no longer taken to tell its news."""

    def of(self, triggers: Sequence[int], first: int, last: int) -> DateRange | None:
        """The date of an event with these trigger tokens and this clause; `None` when nothing in the sentence tells.

        What hangs on the trigger itself comes first, then what stands lower in its clause, then what governs the clause. A date of a neighbouring
        clause, of an apposition or of a relative clause is a date of something else.
        """
        p = self._syntax.parse
        above = self._above(triggers)
        best: tuple[tuple[int, int, int], DateRange] | None = None
        for i, head, expression in self._by_sentence.get(p.sentence[triggers[0]], ()):
            cost = self._cost(head, above, triggers[0])
            if cost > REACH or expression.range is None:
                continue
            key = (cost + (0 if first <= i <= last else 1), abs(i - triggers[0]), i)
            if best is None or key < best[0]:
                best = (key, expression.range)
        if best is None:
            return None
        if best[0][0] < 4 and p.dep[triggers[0]] not in ("relcl", "acl", "advcl"):
            self._carried = (self._paragraph(triggers[0]), p.sentence[triggers[0]], best[1])
        return self._clipped(best[1])

    def below(self, trigger: int, first: int, last: int) -> DateRange | None:
        """The date that hangs on a noun itself: "last week's clearing of the square", "the raid on 3 June"."""
        p = self._syntax.parse
        found = [x for _, head, x in self._by_sentence.get(p.sentence[trigger], ()) if x.range is not None and self._hangs(head, trigger)]
        return self._clipped(found[0].range) if found and found[0].range is not None else None

    def _hangs(self, i: int, trigger: int) -> bool:
        p = self._syntax.parse
        for _ in range(4):
            if p.head[i] == trigger:
                return True
            if p.head[i] == i or p.dep[i] in ("relcl", "acl", "appos", "conj"):
                return False
            if p.dep[i] == "npadvmod" and p.dep[p.head[i]] == "pobj" and p.head[p.head[p.head[i]]] == trigger:
                return True  # "the clearing of the square last week"
            i = p.head[i]
        return False

    def _clipped(self, found: DateRange) -> DateRange:
        """A weekday of an unknown week, cut to the year in which the report seems to have been published."""
        r = self._report
        if found.precision is not Precision.YEAR or r.anchor_start is None or r.anchor_end is None or found.start.year == found.end.year:
            return found
        start, end = max(found.start, r.anchor_start), min(found.end, r.anchor_end)
        return replace(found, start=start, end=end) if start <= end else found

    def _above(self, triggers: Sequence[int]) -> dict[int, int]:
        """The tokens above the triggers, with what it costs to take a date from there."""
        p = self._syntax.parse
        out: dict[int, int] = {}
        for t in triggers:
            j, cost = t, 0
            for _ in range(7):
                out[j] = min(cost, out.get(j, cost))
                h = p.head[j]
                if h == j:
                    break
                dep = p.dep[j]
                pluperfect = any(p.dep[c] == "aux" and p.text[c].lower() in ("had", "'d") for c in p.children[j])
                if dep in ("relcl", "acl"):
                    cost += 4
                elif dep == "ccomp" and reports(p.lemma[h]):
                    cost += 9 if pluperfect else 5
                elif dep == "advcl":
                    cost += 9 if self._days_apart(j) else 4 if pluperfect else 2
                elif dep == "conj":
                    cost += 2
                elif dep in ("nsubj", "nsubjpass", "dobj", "pobj", "prep", "pcomp", "xcomp", "attr"):
                    cost += 1
                else:
                    cost += 2
                j = h
        return out

    def _days_apart(self, i: int) -> bool:
        """Whether a clause is told as days before or after the one above: "a day after they took it"."""
        p = self._syntax.parse
        return any(p.dep[c] in ("npadvmod", "advmod", "mark", "nmod") and p.entity[c][2:] == "DATE" for c in p.children[i]) and any(
            p.lemma[c] in ("after", "before", "since") for c in p.children[i]
        )

    def _cost(self, head: int, above: Mapping[int, int], trigger: int) -> int:
        """How far a time expression is from a trigger in the tree; above `REACH` it belongs to something else."""
        p = self._syntax.parse
        cost, i = 0, head
        for _ in range(9):
            if i in above:
                later = p.dep[i] != "ROOT" and i != trigger and head > trigger and p.dep[trigger] == "conj"
                return cost + above[i] + (3 if later else 0)
            h, dep = p.head[i], p.dep[i]
            if h == i:
                return REACH + 1
            if dep in ("relcl", "acl", "ccomp", "parataxis", "conj", "appos") and not (dep == "conj" and p.pos[i] in ("NOUN", "PROPN", "NUM")):
                cost += REACH
            elif dep == "advcl":
                cost += 4
            elif dep in ("nsubj", "nsubjpass"):
                cost += 2
            elif dep == "prep" and p.lemma[i] in LIMITS:
                cost += REACH
            elif dep == "poss" and h not in above and not (p.dep[h] == "pobj" and p.lemma[p.head[h]] in DURING):
                # "Saturday's vote" dates the vote, not what is said of it
                cost += REACH + 1
            elif p.pos[h] in ("NOUN", "PROPN"):
                cost += 1
            i = h
        return REACH + 1

    def _paragraph(self, i: int) -> int:
        p = self._syntax.parse
        return p.sentences[p.sentence[i]].paragraph

    def carried(self, trigger: int) -> DateRange | None:
        """The date that the narrative set shortly before, in the same paragraph."""
        p = self._syntax.parse
        if self._carried is None:
            return None
        paragraph, sentence, found = self._carried
        if not self._past(trigger):
            return None
        if paragraph != self._paragraph(trigger) or not 0 <= p.sentence[trigger] - sentence <= 3:
            return None
        return DateRange(
            start=found.start, end=found.end, precision=found.precision, basis=DateBasis.CONTEXT, why=f"no date of its own; carried on from {_day(found)}, told just before"
        )

    def _past(self, trigger: int) -> bool:
        """Whether a verb is in a tense of narration; what is told in the present or perfect is of the day of the report."""
        p = self._syntax.parse
        own = {p.text[c].lower() for c in p.children[trigger] if p.dep[c] in ("aux", "auxpass")}
        if own & {"has", "have", "is", "are", "'s", "'ve", "'re", "am"}:
            return False
        return p.tag[trigger] not in ("VBZ", "VBP")

    def _is_news(self, trigger: int) -> bool:
        """Whether a report tells something as its news: near its top, in a clause of its own that is not background."""
        p = self._syntax.parse
        sentence = p.sentences[p.sentence[trigger]]
        if p.sentence[trigger] >= self._background:
            return False
        if p.dep[trigger] in ("relcl", "acl") or any(p.dep[c] == "aux" and p.text[c].lower() in ("had", "'d") for c in p.children[trigger]):
            return False
        return not any(p.lemma[j] in BACKGROUND for j in range(sentence.first, sentence.last))

    def news(self, trigger: int) -> DateRange | None:
        """The month (or year) of publication, for what a report tells as its news without a date; None for everything else."""
        if not self._is_news(trigger):
            return None
        r = self._report
        if r.published is not None:
            return DateRange(
                start=r.published.replace(day=1), end=r.published, precision=Precision.MONTH, basis=DateBasis.PUBLICATION,
                why=f"no date given; told as news in a report of {r.published.isoformat()}",
            )
        if r.anchor_start is not None and r.anchor_end is not None and r.anchor_start.year == r.anchor_end.year:
            year = r.anchor_start.year
            return DateRange(
                start=dt.date(year, 1, 1), end=dt.date(year, 12, 31), precision=Precision.YEAR, basis=DateBasis.INFERRED,
                why=f"no date given; told as news in a report that seems to be of {year}",
            )
        return None


def _day(r: DateRange) -> str:
    iso = r.start.isoformat()
    return {Precision.YEAR: iso[:4], Precision.MONTH: iso[:7]}.get(r.precision, iso)


def holder_of(syntax: Syntax, mentions: Mentions, quotes: Sequence[Quote], starts: Sequence[int], i: int) -> str | None:
    """Mention id of whoever tells it: the speaker of the quotation it stands in, else the subject of the verb of saying above it."""
    p = syntax.parse
    k = bisect.bisect_right(starts, p.start[i]) - 1
    for q in quotes[max(0, k - 2) : k + 1]:
        if q.span.start <= p.start[i] < q.span.end and q.speaker is not None:
            return q.speaker
    j = i
    for _ in range(4):
        h = p.head[j]
        if h == j:
            return None
        if p.dep[j] in ("ccomp", "xcomp") and reports(p.lemma[h]):
            s = syntax.subject_of(h)
            found = mentions.phrase(s) if s >= 0 else ()
            return found[0].id if found else None
        j = h
    return None
