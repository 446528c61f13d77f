"""Cases from YAML files; a bad case is an error that names file, field and the valid values, and the others load."""

from __future__ import annotations

import datetime as dt
import functools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib import resources as files
from typing import Any

from dragoman import resources
from dragoman.cases.codebook import codebook, problem
from dragoman.errors import CaseError
from dragoman.records.cases import AuditAnswer, Case, Coding, FieldKind, FieldRule, Phase, Source, Step
from dragoman.records.times import Precision

LARGEST = 100_000
"""Characters of one case file; a longer one is refused unread."""
DEPTHS = ("full", "brief")


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseBase:
    """The cases that loaded, by id, and what is wrong with the others."""

    cases: Mapping[str, Case]
    sources: Mapping[str, Source]
    problems: tuple[CaseError, ...]


@functools.cache
def case_sources() -> Mapping[str, Source]:
    """Every source that a coding may cite, by key."""
    table = resources.load("case_sources")["sources"]
    return {
        key: Source(key=key, kind=s["kind"], citation=s["citation"], url=s.get("url"), checked=s.get("checked", "")) for key, s in table.items()
    }


@functools.cache
def case_base() -> CaseBase:
    """The case base that ships with Dragoman."""
    folder = files.files("dragoman.resources").joinpath("cases")
    texts = sorted((f.name, f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".yaml"))
    return load_cases(texts, case_sources())


def load_cases(texts: Iterable[tuple[str, str]], sources: Mapping[str, Source]) -> CaseBase:
    """Cases from `(file name, text)` pairs; every problem of every file is kept."""
    cases: dict[str, Case] = {}
    problems: list[CaseError] = []
    for name, text in texts:
        try:
            case = parse_case(name, text, sources)
            if case.id in cases:
                raise CaseError(name, "id", f"is {case.id!r}, which another file has already; expected an id of its own")
            cases[case.id] = case
        except CaseError as bad:
            problems.append(bad)
    for case in cases.values():
        problems += [CaseError(f"{case.id}.yaml", "twins", f"names {t!r}; no such case") for t in case.twins if t not in cases]
    return CaseBase(cases=cases, sources=sources, problems=tuple(problems))


def parse_case(name: str, text: str, sources: Mapping[str, Source]) -> Case:
    """One case.

    Raises:
        CaseError: the first thing that is wrong with it.
    """
    data = _mapping(_yaml(name, text), name, "top level")
    known = {"id", "name", "client", "patron", "depth", "summary", "fields", "phases", "steps", "twins", "audit"}
    for key in data:
        if key not in known:
            raise CaseError(name, str(key), f"is no part of a case; expected {', '.join(sorted(known))}")
    case_id = _words(data, "id", name)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", case_id):
        raise CaseError(name, "id", f"is {case_id!r}; expected lower-case words and numbers joined by hyphens")
    depth = data.get("depth", "brief")
    if depth not in DEPTHS:
        raise CaseError(name, "depth", f"is {depth!r}; expected one of {', '.join(DEPTHS)}")
    client, patron = (_mapping(data.get(who), name, who) for who in ("client", "patron"))
    fields = dict(_fields(_mapping(data.get("fields"), name, "fields"), name, sources))
    phases = tuple(_phase(p, name, sources) for p in _list(data.get("phases"), name, "phases"))
    case = Case(
        id=case_id,
        name=_words(data, "name", name),
        client=_words(client, "name", name),
        client_iso=_words(client, "iso", name),
        patron=_words(patron, "name", name),
        patron_iso=_words(patron, "iso", name),
        depth=depth,
        fields=fields,
        phases=phases,
        steps=tuple(_step(s, name, sources) for s in _list(data.get("steps"), name, "steps")),
        twins=tuple(str(t) for t in _list(data.get("twins"), name, "twins")),
        audit=tuple(_answer(a, name) for a in _list(data.get("audit"), name, "audit")),
        summary=str(data.get("summary") or ""),
    )
    _order(case, name)
    return case


def _yaml(name: str, text: str) -> Any:
    """The file's content; anchors and aliases are refused, so that a small file stays small."""
    import yaml

    if len(text) > LARGEST:
        raise CaseError(name, "file", f"has {len(text):,} characters; at most {LARGEST:,}")
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise CaseError(name, "file", "uses an anchor or alias; write the values out")
        return yaml.load(text, Loader=_unique_keys())
    except (yaml.YAMLError, RecursionError, ValueError) as bad:
        raise CaseError(name, "file", f"is no YAML ({str(bad).splitlines()[0] if str(bad) else type(bad).__name__})") from None


@functools.cache
def _unique_keys() -> Any:
    """A loader for which a key that stands twice is an error, not a silent loss; PyYAML is imported when first used."""
    import yaml

    base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

    class UniqueKeys(base):  # type: ignore[misc]
        def construct_mapping(self, node: Any, deep: bool = False) -> Any:
            seen = set()
            for key, _ in node.value:
                if key.value in seen:
                    raise yaml.constructor.ConstructorError(None, None, f"key {key.value!r} stands twice", key.start_mark)
                seen.add(key.value)
            return super().construct_mapping(node, deep=deep)

    return UniqueKeys


def _fields(data: Mapping[str, Any], name: str, sources: Mapping[str, Source]) -> Iterator[tuple[str, tuple[Coding, ...]]]:
    rules = codebook()
    for field, given in data.items():
        if field not in rules:
            raise CaseError(name, f"fields.{field}", f"is not in the codebook; expected one of {', '.join(rules)}")
        codings = given if isinstance(given, list) else [given]
        if codings:
            yield field, tuple(_coding(rules[field], _mapping(c, name, f"fields.{field}"), name, sources) for c in codings)


def _coding(rule: FieldRule, data: Mapping[str, Any], name: str, sources: Mapping[str, Source]) -> Coding:
    where = f"fields.{rule.name}"
    for key in data:
        if key not in ("value", "low", "best", "high", "precision", "sources", "note"):
            raise CaseError(name, f"{where}.{key}", "is no part of a coding; expected value, low, best, high, precision, sources, note")
    value = data.get("value", data.get("best"))
    if rule.kind is FieldKind.CODES and isinstance(value, str):
        value = [value]
    if isinstance(value, dt.datetime):
        value = value.date()
    if wrong := problem(rule, value):
        raise CaseError(name, where, wrong)
    low, high = (None if data.get(k) is None else float(data[k]) for k in ("low", "high"))
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = float(value)
        if (low is not None and low > value) or (high is not None and high < value):
            raise CaseError(name, where, f"has low {low}, best {value}, high {high}; expected low <= best <= high")
    return Coding(
        value=tuple(value) if isinstance(value, list) else value,
        low=low,
        high=high,
        precision=_precision(data, rule, name),
        sources=_sources(data, name, where, sources),
        note=str(data.get("note") or ""),
    )


def _precision(data: Mapping[str, Any], rule: FieldRule, name: str) -> Precision | None:
    if rule.kind is not FieldKind.DATE:
        return None
    given = data.get("precision", "day")
    if given not in list(Precision):
        raise CaseError(name, f"fields.{rule.name}.precision", f"is {given!r}; expected one of {', '.join(Precision)}")
    return Precision(given)


def _sources(data: Mapping[str, Any], name: str, where: str, sources: Mapping[str, Source]) -> tuple[str, ...]:
    out = []
    for reference in _list(data.get("sources"), name, f"{where}.sources"):
        key, _, row = str(reference).partition(":")
        if key not in sources:
            raise CaseError(name, f"{where}.sources", f"has {reference!r}; no source {key!r} in case_sources.yaml")
        if (sources[key].kind == "dataset") != bool(row):
            expected = f"a row, as in {key}:12" if sources[key].kind == "dataset" else f"{key} alone"
            raise CaseError(name, f"{where}.sources", f"has {reference!r}; {key} is a {sources[key].kind}: expected {expected}")
        out.append(str(reference))
    return tuple(out)


def _phase(data: Any, name: str, sources: Mapping[str, Source]) -> Phase:
    data = _mapping(data, name, "phases")
    start, end = data.get("start"), data.get("end")
    if not isinstance(start, dt.date) or not (end is None or isinstance(end, dt.date)):
        raise CaseError(name, "phases", f"has start {start!r} and end {end!r}; expected dates as YYYY-MM-DD")
    return Phase(name=_words(data, "name", name), start=start, end=end, sources=_sources(data, name, "phases", sources))


def _step(data: Any, name: str, sources: Mapping[str, Source]) -> Step:
    data = _mapping(data, name, "steps")
    rules = codebook()
    for field, given in (("instrument", data.get("instrument")), ("mandate", data.get("mandate"))):
        if (given is not None or field == "instrument") and (wrong := problem(rules[field], given if given is not None else "")):
            raise CaseError(name, f"steps.{field}", wrong)
    start = data.get("start")
    if not (start is None or isinstance(start, dt.date)):
        raise CaseError(name, "steps.start", f"is {start!r}; expected a date as YYYY-MM-DD")
    size = data.get("size")
    return Step(
        instrument=data["instrument"],
        start=start,
        size=None if size is None else float(size),
        mandate=str(data.get("mandate") or ""),
        phase=str(data.get("phase") or ""),
        sources=_sources(data, name, "steps", sources),
    )


def _answer(data: Any, name: str) -> AuditAnswer:
    data = _mapping(data, name, "audit")
    return AuditAnswer(**{k: _words(data, k, name) for k in ("field", "dataset", "row", "answer")})


def _order(case: Case, name: str) -> None:
    """Dates in an order that can have happened."""
    start, end = case.value("start"), case.value("end")
    if isinstance(start, dt.date) and isinstance(end, dt.date) and end < start:
        raise CaseError(name, "fields.end", f"is {end}, before fields.start {start}; an outcome cannot come before its trigger")
    for earlier, later in (("start", "request_date"), ("request_date", "exit"), ("instrument_date", "exit")):
        a, b = case.value(earlier), case.value(later)
        if isinstance(a, dt.date) and isinstance(b, dt.date) and b < a and not _coarse(case, earlier, later):
            raise CaseError(name, f"fields.{later}", f"is {b}, before fields.{earlier} {a}")
    for phase in case.phases:
        if phase.end is not None and phase.end < phase.start:
            raise CaseError(name, f"phases.{phase.name}", f"ends {phase.end}, before it starts {phase.start}")
    if case.value("request") == "none" and case.value("instrument") == "deployment":
        raise CaseError(name, "fields.instrument", "is 'deployment', which is sent on request, but fields.request is 'none'")


def _coarse(case: Case, *names: str) -> bool:
    """Whether one of the dates is not known to the day."""
    return any(c.precision is not Precision.DAY for n in names for c in case.fields[n][:1])


def _mapping(data: Any, name: str, where: str) -> Mapping[str, Any]:
    if not isinstance(data, dict):
        raise CaseError(name, where, f"is {type(data).__name__}; expected a mapping")
    return data


def _list(data: Any, name: str, where: str) -> list[Any]:
    if data is None:
        return []
    if not isinstance(data, list):
        raise CaseError(name, where, f"is {type(data).__name__}; expected a list")
    return data


def _words(data: Mapping[str, Any], key: str, name: str) -> str:
    value = data.get(key)
    if not isinstance(value, (str, int)) or isinstance(value, bool) or not str(value).strip():
        raise CaseError(name, key, f"is {value!r}; expected words")
    return str(value)
