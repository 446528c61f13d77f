"""Accounts: what reports and speakers hold about one matter that is no number, statement beside statement.

Statements come with a matter and a value. They are put side by side when they bear on the same matter of the same crisis (or of
the same person or body, where the matter is about one), and an account is made of them when their values differ. Grouping is by
look-up, so that it stays linear in the number of statements.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman import resources
from dragoman.reconciling.contentions import compare_contentions
from dragoman.reconciling.corpus import Corpus
from dragoman.reconciling.disputes import OWN, TOLD, find_disputes
from dragoman.records.claims import Hedge, Polarity, Statement
from dragoman.records.findings import Account, Event, Held, Relation
from dragoman.records.mentions import ActorKind, MentionForm
from dragoman.text.hashing import content_id

MOST = 8
"""Statements shown of one account."""
NEW_CRISIS = 60
"""Days without a report on a country after which the next one is taken to be about another crisis."""
TOLLS_APART = 0.05
"""Share by which two tolls may lie apart and still be one toll."""
SECOND_SHARE = 0.35
"""The same for a country that more reports of the run are about."""
MUCH_COMMONER = 2
"""Times as many reports must be about a country for it to count where it is only named."""
CRISIS_SHARE = 0.6
"""A country mentioned this often, compared with the one mentioned most, is also what a report is about."""
_OF_ONE = frozenset(("charge", "record", "resignation", "custody", "dead", "framing", "date-appoint", "date-resign"))
"""Matters of one person, body or passage; all others are of a crisis as a whole."""
_IN_PLACE = frozenset(("aim", "cause", "removal", "measure", "vote", "date-begin"))
"""Matters that belong to another country when the statement names only others."""
_WITHIN = frozenset(("in", "into", "across", "inside", "throughout", "within"))
_RANK = {Relation.CONTRADICTS: 0, Relation.DIFFERS: 1, Relation.COMPATIBLE: 2, Relation.AGREE: 3}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Group:
    """Statements that bear on one matter, in text order."""

    topic: str
    key: str
    statements: tuple[Statement, ...]


def compare_accounts(corpus: Corpus, actor_of: Mapping[str, str], events: Sequence[Event], same_as: Mapping[str, tuple[str, ...]]) -> tuple[Account, ...]:
    """Accounts, contradictions first."""
    made: list[tuple[tuple[int, int, str], Account]] = []
    for group in _groups(corpus, actor_of, same_as):
        account = _account(group, corpus, actor_of)
        if account is None:
            continue
        origins = len({corpus.report[s.span.report].origin for s in account.statements})
        made.append(((_RANK[account.relation], -origins, account.id), account))
    crises = _main_crises(corpus, actor_of)
    for account in (*find_disputes(corpus, actor_of, crises), *compare_contentions(corpus, actor_of, crises)):
        origins = len({corpus.report[s.span.report].origin for s in account.statements})
        made.append(((_RANK[account.relation], -origins, account.id), account))
    made.sort(key=lambda x: x[0])
    return _without_repeats([account for _, account in made])


def _without_repeats(accounts: Sequence[Account]) -> tuple[Account, ...]:
    """Without accounts of which every statement stands in another that is as sharp; one about a matter with a name of its own goes first."""
    general = resources.load("matters")["labels"]["denied"]
    ranked = sorted(range(len(accounts)), key=lambda n: (accounts[n].about == general, n))
    kept: list[int] = []
    for n in ranked:
        mine = accounts[n]
        rivals = (accounts[k] for k in kept if mine.about == accounts[k].about or _RANK[accounts[k].relation] <= _RANK[mine.relation])
        if not any(_within(mine, other) for other in rivals):
            kept = [k for k in kept if not (accounts[k].about == mine.about and _within(accounts[k], mine))]
            kept.append(n)
    return tuple(accounts[n] for n in sorted(kept))


def _within(a: Account, b: Account) -> bool:
    return all(any(s.span.overlaps(o.span) for o in b.statements) for s in a.statements)


def _groups(corpus: Corpus, actor_of: Mapping[str, str], same_as: Mapping[str, tuple[str, ...]]) -> list[_Group]:
    """Statements by matter and by what the matter is about."""
    said = _utterances(same_as)
    crises = _crises(corpus, actor_of)
    groups: dict[tuple[str, str], list[Statement]] = {}
    for reading in corpus.readings:
        for s in reading.statements:
            if s.topic in OWN or s.topic.startswith(TOLD):
                continue
            keys = (said[s.about],) if s.about in said else () if s.topic == "date-said" else _keys(corpus, s, crises[reading.report], actor_of)
            for key in keys:
                groups.setdefault((s.topic, key), []).append(s)
    out = [_Group(topic=t, key=k, statements=tuple(part)) for (t, k), ss in groups.items() for part in _apart_in_time(ss, corpus) if len(part) > 1]
    # the larger first: a crisis seen through its second country may hold a part of the same statements
    out.sort(key=lambda g: (-len(g.statements), g.topic, g.key))
    kept: list[_Group] = []
    covered: dict[str, set[str]] = {}
    for g in out:
        ids = {s.id for s in g.statements}
        if g.topic not in _OF_ONE and len(ids - covered.get(g.topic, set())) < 2:
            continue
        covered.setdefault(g.topic, set()).update(ids)
        kept.append(g)
    return kept


def _apart_in_time(statements: Sequence[Statement], corpus: Corpus) -> list[list[Statement]]:
    """Statements cut where no report of the group was published for so long that another crisis has begun."""
    dated = sorted({r.published for s in statements if (r := corpus.report[s.span.report]).published})
    cuts = [b for a, b in itertools.pairwise(dated) if (b - a).days > NEW_CRISIS]
    parts: list[list[Statement]] = [[] for _ in range(len(cuts) + 1)]
    for s in statements:
        day = corpus.report[s.span.report].published
        parts[bisect_right(cuts, day) if day else -1].append(s)
    return parts


def _utterances(same_as: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Quote id -> a name for the utterance that it renders with others."""
    root: dict[str, str] = {}
    for quote in sorted(same_as):
        if quote not in root and same_as[quote]:
            stack = [quote]
            while stack:
                q = stack.pop()
                if q not in root:
                    root[q] = quote
                    stack.extend(same_as.get(q, ()))
    return root


def _keys(corpus: Corpus, s: Statement, crises: Sequence[str], actor_of: Mapping[str, str]) -> Iterable[str]:
    if s.topic == "framing":
        return (f"{s.span.report}:{s.about}",)
    if s.topic == "charge":
        # the same person, or the same charge in the same crisis: "treason" beside "high treason"
        person = actor_of.get(s.about)
        return (*((person,) if person else ()), *(f"{c}:{s.value.split()[-1]}" for c in crises))
    if s.topic == "doer":
        kind, _, whom = s.about.partition(":")
        return (f"{kind}:{actor_of[whom]}",) if whom in actor_of else tuple(f"{c}:{s.about}" for c in crises)
    if s.topic == "control":
        return tuple(f"{c}:{s.about}" for c in crises)
    if s.topic in _OF_ONE:
        actor = actor_of.get(s.about)
        return (actor,) if actor else ()
    return (s.topic in _IN_PLACE and _elsewhere(corpus, s, crises, actor_of)) or crises


def _crises(corpus: Corpus, actor_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """For each report the one or two countries in which what it tells takes place; "" when it names none.

    A country that more of the other reports are about is added where a report names another more often ("Russia is asked to send troops to ...").
    """
    weights = {r.report: _countries(corpus, r.report, actor_of) for r in corpus.readings}
    out: dict[str, tuple[str, ...]] = {}
    for report, count in weights.items():
        top = max(count.values(), default=0)
        ranked = sorted(count, key=lambda k: (-count[k], k))
        out[report] = tuple(k for k in ranked if count[k] >= CRISIS_SHARE * top)[:2] or ("",)
    common = Counter(keys[0] for keys in out.values())
    for report, count in weights.items():
        own = out[report]
        more = [k for k in count if k not in own and count[k] >= SECOND_SHARE * count[own[0]] and common[k] > common[own[0]]]
        if len(own) < 2 and more:
            out[report] = (*own, min(more, key=lambda k: (-common[k], k)))
    return out


def _main_crises(corpus: Corpus, actor_of: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The same with the country first that most other reports of the run are about, where a report names it or one of its places at all."""
    crises = _crises(corpus, actor_of)
    common = Counter(keys[0] for keys in crises.values())
    out = {}
    for reading in corpus.readings:
        own = crises[reading.report]
        named = {m.country for m in reading.mentions if m.country} | {c.country for c in reading.chains if c.country} | set(own)
        first = max(sorted(named), key=lambda k: common[k], default=own[0])
        if first in own or common[first] < MUCH_COMMONER * common[own[0]]:
            first = max(own, key=lambda k: common[k])
        out[reading.report] = (first, *(k for k in own if k != first))
    return out


def _countries(corpus: Corpus, report: str, actor_of: Mapping[str, str]) -> Counter[str]:
    """How much a report is about each country.

    A country counts for more after "in" or "into", and in the headline; a capital that stands for its government does not count.
    """
    count: Counter[str] = Counter()
    text, head = corpus.report[report].text, corpus.report[report].body
    for m in corpus.reading[report].mentions:
        if m.kind not in (ActorKind.COUNTRY, ActorKind.PLACE) or m.form is MentionForm.SEAT:
            continue
        country = m.country or (corpus.chain[m.chain].country if m.chain in corpus.chain else None)
        here = any(w in _WITHIN for w in text[max(0, m.span.start - 12) : m.span.start].lower().split()[-2:])
        if m.kind is ActorKind.COUNTRY:
            count[country or actor_of.get(m.id) or m.name] += 3 if here else 2 if m.span.start < head else 1
        elif country and here:
            count[country] += 2
    return count


def _elsewhere(corpus: Corpus, s: Statement, crises: Sequence[str], actor_of: Mapping[str, str]) -> tuple[str, ...]:
    """Countries that a statement names, when none of them is one that the report is about."""
    named = []
    for m in corpus.reading[s.span.report].mentions:
        if m.kind is ActorKind.COUNTRY and s.span.contains(m.span):
            named.append(m.country or actor_of.get(m.id) or m.name)
    return tuple(dict.fromkeys(named)) if named and not set(named) & set(crises) else ()


def _account(group: _Group, corpus: Corpus, actor_of: Mapping[str, str]) -> Account | None:
    statements = _distinct(group, corpus)
    found = _relation(group.topic, statements, corpus, actor_of)
    if found is None:
        return None
    relation, why, chosen = found
    order = {r: n for n, r in enumerate(corpus.report)}
    chosen = sorted(chosen, key=lambda s: (order[s.span.report], s.span.start))
    held = tuple(Held(span=s.span, holder=actor_of.get(s.holder) if s.holder else None, hedge=s.hedge, polarity=s.polarity) for s in chosen)
    label = resources.load("matters")["labels"].get(group.topic, group.topic)
    return Account(id=content_id("acc", group.topic, *(s.id for s in chosen)), about=label, statements=held, relation=relation, why=why)


def _distinct(group: _Group, corpus: Corpus) -> list[Statement]:
    """Without the same words from the same origin."""
    seen: set[tuple[str, str]] = set()
    out = []
    for s in group.statements:
        origin = corpus.report[s.span.report].origin or s.span.report
        words = " ".join(corpus.words(s.span).lower().split())
        if (origin, words) not in seen:
            seen.add((origin, words))
            out.append(s)
    return out


def _by_value(statements: Sequence[Statement], value: Mapping[str, str] | None = None) -> dict[str, list[Statement]]:
    out: dict[str, list[Statement]] = {}
    for s in statements:
        out.setdefault(value[s.id] if value else s.value, []).append(s)
    return out


def _choose(groups: Mapping[str, Sequence[Statement]], most: int = MOST) -> list[Statement]:
    """Statements of every value in turn, from as many reports as can be, the plainly asserted first."""
    queues = []
    for value in sorted(groups, key=lambda v: (-len({s.span.report for s in groups[v]}), v)):
        seen: Counter[str] = Counter()
        ranked: list[tuple[int, bool, int, Statement]] = []
        for s in groups[value]:
            ranked.append((seen[s.span.report], s.hedge is not Hedge.NONE, len(ranked), s))
            seen[s.span.report] += 1
        queues.append([x[3] for x in sorted(ranked, key=lambda x: x[:3])])
    out: list[Statement] = []
    while queues and len(out) < most:
        for q in queues:
            if len(out) < most:
                out.append(q.pop(0))
        queues = [q for q in queues if q]
    return out


def _relation(topic: str, statements: Sequence[Statement], corpus: Corpus, actor_of: Mapping[str, str]) -> tuple[Relation, str, list[Statement]] | None:
    """How the statements stand to one another, why, and which to show; None when there is nothing worth showing."""
    if len(statements) < 2:
        return None
    if topic == "identity":
        return _identity(statements)
    if topic == "record":
        return _record(statements, corpus)
    if topic.startswith("date-"):
        return _dates(statements)
    if topic == "toll":
        return _tolls(statements)
    if topic == "measure":
        return _measures(statements)
    if topic == "removal":
        groups = _by_value(statements, _same_removed(statements, actor_of))
    elif topic in ("consult", "doer", "control", "responsibility"):
        groups = _by_value(statements, {s.id: actor_of.get(s.value, s.value) for s in statements})
    elif topic == "post":
        groups = _by_value(statements, {s.id: " ".join(sorted(set(s.value.split()))) for s in statements})
    else:
        groups = _by_value(statements)
    if len(groups) < 2:
        return None
    if topic == "cause" and not _apart(groups):
        return None
    chosen = _choose(groups)
    if topic == "framing":
        return Relation.CONTRADICTS, "The report answers what it has just quoted with its own account.", chosen
    if {"yes", "no"} <= set(groups) or {"sound", "unsound"} <= set(groups) or {"resigned", "not resigned"} <= set(groups):
        return Relation.CONTRADICTS, "Some hold it to be so, others deny it.", chosen
    if topic == "removal":
        return Relation.COMPATIBLE, "They name different ones, and more than one may have been removed.", chosen
    if "open" in groups:
        return Relation.DIFFERS, "Some hold it to be known, others say it is not clear.", chosen
    if topic in ("foreign", "weapon", "deployment", "shots", "truce", "vote", "custody", "dead"):
        return None
    if topic in ("doer", "control", "responsibility") and len({s.span.report for s in statements}) < 2:
        return None
    return Relation.DIFFERS, f"They give different answers: {_list(groups)}." if topic not in ("consult", "doer", "control", "responsibility") else "They name different ones.", chosen


def _apart(groups: Mapping[str, Sequence[Statement]]) -> bool:
    """Whether what the crisis is said to have been differs in kind, is denied or is held to be open."""
    apart = set(groups) & set(resources.load("matters")["natures_apart"])
    denied = any(len({s.polarity for s in groups[value]}) > 1 or (s.polarity is Polarity.DENIED and len(apart) > 1) for value in apart for s in groups[value])
    return denied or len(apart) > 1 or ("open" in groups and bool(apart))


def _list(values: Iterable[str]) -> str:
    words = sorted(v for v in values if v)
    return ", ".join(f"“{v}”" for v in words[:5]) + (" and others" if len(words) > 5 else "")


def _same_removed(statements: Sequence[Statement], actor_of: Mapping[str, str]) -> dict[str, str]:
    """A value for each statement: one for those that name the same actor or the same office."""
    root: dict[str, str] = {}

    def find(x: str) -> str:
        while root.setdefault(x, x) != x:
            x = root[x]
        return x

    for s in statements:
        root[find(actor_of.get(s.value, s.value))] = find(f"office {s.about}")
    return {s.id: find(f"office {s.about}") for s in statements}


def _identity(statements: Sequence[Statement]) -> tuple[Relation, str, list[Statement]] | None:
    """Whose forces they are: worth showing only where somebody denies what others say."""
    denied = [s for s in statements if s.polarity is Polarity.DENIED]
    values = {s.value for s in denied}
    held = [s for s in statements if s.polarity is Polarity.AFFIRMED and s.value in values]
    if not denied or not held:
        return None
    # a sentence that says no more than that they are there puts it most plainly
    held.sort(key=lambda s: (s.about != "be", len(s.keys), s.id))
    why = "Some name the country they belong to, others deny that they are that country's."
    return Relation.CONTRADICTS, why, _choose({"denied": denied, "held": held[:3]})


def _record(statements: Sequence[Statement], corpus: Corpus) -> tuple[Relation, str, list[Statement]] | None:
    if len({s.span.report for s in statements}) < 2:
        return None

    def negative(s: Statement) -> bool:
        words = corpus.words(s.span).lower()
        return any(f" {n}" in f" {words}" for n in ("never", "no ", "non-", "not ", "without", "hardly"))

    groups = _by_value(statements, {s.id: "never" if negative(s) else "before" for s in statements})
    if "never" not in groups:
        return None
    chosen = _choose(groups)
    if len(groups) < 2:
        return Relation.AGREE, "They agree in substance.", chosen
    return Relation.DIFFERS, "One denies a record that another tells of.", chosen


def _dates(statements: Sequence[Statement]) -> tuple[Relation, str, list[Statement]] | None:
    groups = _by_value([s for s in statements if s.date])
    if len(groups) < 2:
        return None
    return Relation.CONTRADICTS, f"They give different days: {', '.join(sorted(groups))}.", _choose(groups)


def _tolls(statements: Sequence[Statement]) -> tuple[Relation, str, list[Statement]] | None:
    """One toll counted for two places: the numbers lie within a twentieth of one another, the places have other names."""
    ranked = sorted(statements, key=lambda s: (int(s.about), s.id))
    for a, b in itertools.pairwise(ranked):
        if a.span.report != b.span.report and int(b.about) - int(a.about) <= TOLLS_APART * int(b.about) and a.value != b.value:
            return Relation.DIFFERS, f"They count {a.about} and {b.about} for different places: “{a.value}”, “{b.value}”.", [a, b]
    return None


def _measures(statements: Sequence[Statement]) -> tuple[Relation, str, list[Statement]] | None:
    """Curfews go with anything; of the others, one that is denied contradicts, two that are named differ."""
    strict = [s for s in statements if s.value != "curfew"]
    denied = {s.value for s in strict if s.polarity is Polarity.DENIED}
    contested = [s for s in strict if s.value in denied]
    groups = _by_value(contested, {s.id: f"{s.value} {s.polarity}" for s in contested})
    if len(groups) > len(denied):
        return Relation.CONTRADICTS, f"Some say {_list(denied)}, others that it is not.", _choose(groups)
    groups = _by_value(strict)
    return (Relation.DIFFERS, f"They name different measures: {_list(groups)}.", _choose(groups)) if len(groups) > 1 else None
