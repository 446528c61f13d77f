"""Forecasts of one case: what the patron will do and how the crisis will end, with everything a reader needs to doubt it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from dragoman.cases.load import LARGEST, case_base, case_sources, parse_case
from dragoman.cases.similarity import precedents
from dragoman.errors import CaseError, UsageError
from dragoman.model import map as fit
from dragoman.model import posterior as draws_of
from dragoman.model import scores, whatif
from dragoman.model.forecasters import blind
from dragoman.model.posterior import Posterior
from dragoman.model.rivals import RIVALS, laplace
from dragoman.model.table import INSTRUMENTS, OUTCOMES, CaseTable, Floats, case_row, case_table
from dragoman.model.words import word
from dragoman.records.cases import Case, Source
from dragoman.workbench.simulations import find_case

NOT_A_REPORT = "MODEL, NOT REPORT: chances from a model of past cases; nobody reported them."
CANNOT_KNOW = (
    "Selection: patrons act where the client can be saved. That an ending goes with an instrument does not say the instrument brought it about.",
    "Motive, and whether a coup or a pre-emption came first, cannot be told from such data.",
    "The case base holds crises that left a trace; calm years and unpublished refusals are missing, so these are chances given that there is a crisis.",
)
SEED = 20_220_105
DRAWS = 400
TRIED = 2000
"""Points from which the draws of a fit made on the spot are taken by importance."""
LEVELS = (0.5, 0.9)


def forecast(name: str, *, as_of: dt.date | None = None, seed: int = SEED, top: int = 5) -> dict[str, Any]:
    """The forecast for a coded case, the YAML of a draft, or a dossier's folder, as plain data.

    The case itself is left out of what the model learns; with `as_of` every case and coding of facts after that day is too.

    Raises:
        UsageError: no such case, too little known, a day before the crisis began, or no case to learn from.
        CaseError: the draft's file is not as case files are.
        FormatError: the shipped posterior belongs to another version of the model.
    """
    case, drafted, itself = find(name)
    return forecast_case(case, drafted=drafted, itself=itself, as_of=as_of, seed=seed, top=top)


def forecast_case(case: Case, *, drafted: bool, itself: str, as_of: dt.date | None = None, seed: int = SEED, top: int = 5) -> dict[str, Any]:
    """The same for a case in hand.

    Args:
        itself: id of the coded case of the same crisis, which is left out; empty when there is none.
    """
    began = case.value("start")
    if as_of is not None and isinstance(began, dt.date) and as_of < began:
        raise UsageError(f"--as-of {as_of} is before {case.id} began, on {began}. Give a day from {began} on")
    base = case_base().cases
    learnt = case_table(base, as_of=as_of, without={itself, case.id})
    if len(learnt) == 0:
        raise UsageError(f"No case was over by {as_of}; there is nothing to learn from. Give a later day, or leave --as-of out")
    row = case_row(case, as_of=as_of, others=[c for c in base.values() if c.id in set(learnt.ids)])
    empty = _require(case, row, drafted)
    post, how = _posterior(learnt, itself if itself in base else "", as_of, seed)
    asked = blind(row)
    tables = {
        "instrument": (INSTRUMENTS, post.instrument(asked)[:, 0], learnt.instrument, row.instrument[0]),
        "outcome": (OUTCOMES, post.outcome(asked)[:, 0], learnt.outcome, row.outcome[0]),
    }
    rivals = {r.name: r.fit(learnt, np.random.default_rng(seed)) for r in RIVALS}
    beside = {
        "instrument": {n: r.instrument(asked)[0] for n, r in rivals.items()},
        "outcome": {n: r.outcome(asked)[0] for n, r in rivals.items()},
    }
    after = case_row(case).instrument[0], case_row(case).outcome[0]
    found = precedents({k: v for k, v in case.fields.items() if k in _before(as_of, case)}, {i: base[i] for i in learnt.ids}, top=top)
    return {
        "model": NOT_A_REPORT,
        "case": {"id": case.id, "name": case.name, "client": case.client, "patron": case.patron, "draft": drafted, "itself": itself},
        "as_of": as_of.isoformat() if as_of else None,
        "learnt_from": {"cases": len(learnt), "group": learnt.group.count(row.group[0]), "patrons": row.group[0], "how": how, "status": post.status, "method": post.method},
        "known": {n: _said(row, n) for n in whatif.COVARIATES if n not in empty},
        "empty": list(empty),
        "disputed": [n for n in whatif.COVARIATES if n in row.shares and float(np.nanmax(row.shares[n][0], initial=0.0)) < 1.0 and n not in empty],
        **{
            target: {
                "chances": _chances(names, p, seen, [g == row.group[0] for g in learnt.group]),
                "rivals": {n: {k: round(float(v), 4) for k, v in zip(names, q, strict=True)} for n, q in beside[target].items()},
            }
            for target, (names, p, seen, _) in tables.items()
        },
        "nearest": [_neighbour(base[s.case], s.score, s.coverage) for s in found.nearest],
        "counterexamples": [_neighbour(base[s.case], s.score, s.coverage) for s in found.counterexamples],
        "recorded": None
        if drafted
        else {
            "instrument": _recorded(INSTRUMENTS, after[0], tables["instrument"][1], beside["instrument"]),
            "outcome": _recorded(OUTCOMES, after[1], tables["outcome"][1], beside["outcome"]),
        },
        "interval": "middle 50 % and 90 % over draws of the parameters: how well the chance itself is known, not how the event may fall",
        "warnings": [*([case.summary] if drafted and case.summary else []), *_warnings(case, row, learnt, as_of=as_of, drafted=drafted, itself=itself, empty=empty, post=post)],
        "cannot_know": list(CANNOT_KNOW),
        "draws": len(post),
        "seed": seed,
    }


def find(name: str) -> tuple[Case, bool, str]:
    """The case, whether it is a draft, and the id of the coded case of the same crisis."""
    path = Path(name)
    if name not in case_base().cases and path.suffix in (".yaml", ".yml") and path.is_file():
        case = read_draft(path)
        return case, True, same_crisis(case)
    case, drafted = find_case(name)
    return case, drafted, same_crisis(case) if drafted else case.id


def same_crisis(case: Case) -> str:
    """Id of a coded case of the same client that began in the same year, the nearest day first."""
    start = case.value("start")
    near = []
    for other in case_base().cases.values():
        began = other.value("start")
        if isinstance(start, dt.date) and isinstance(began, dt.date) and other.client_iso == case.client_iso and began.year == start.year:
            near.append((abs((began - start).days), other.id))
    return min(near)[1] if near else ""


def read_draft(path: Path) -> Case:
    """A draft as `dragoman cases draft` writes it, checked and completed by hand or not: what cites no source rests on the draft.

    Raises:
        UsageError: the file cannot be read.
        CaseError: it is no YAML, names no client or no patron, or a field or a value is not in the codebook.
    """
    import yaml

    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as bad:
        raise UsageError(f"{path} cannot be read ({bad.strerror if isinstance(bad, OSError) else 'it is not UTF-8'})") from None
    if len(text) > LARGEST * 10:
        raise CaseError(path.name, "file", f"has {len(text):,} characters; at most {LARGEST * 10:,}")
    try:
        data = yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    except (yaml.YAMLError, ValueError, RecursionError) as bad:
        raise CaseError(path.name, "file", f"is no YAML ({str(bad).splitlines()[0] if str(bad) else type(bad).__name__})") from None
    if isinstance(data, dict):
        for who in ("client", "patron"):
            if data.get(who) is None:
                raise CaseError(path.name, who, f"is missing. Add a line such as {who}: {{name: Kazakhstan, iso: KAZ}}")
            if isinstance(data.get(who), dict):
                data[who] = {k: v for k, v in data[who].items() if k in ("name", "iso")}
        if isinstance(data.get("fields"), dict):
            data["fields"] = {k: [_cited(c) for c in v] if isinstance(v, list) else _cited(v) for k, v in data["fields"].items()}
    draft = Source(key="draft", kind="publication", citation="a draft, not checked")
    return parse_case(path.name, yaml.safe_dump(data, allow_unicode=True, sort_keys=False), {**case_sources(), "draft": draft})


def _cited(coding: Any) -> Any:
    if not isinstance(coding, dict):
        return coding
    kept = {k: v for k, v in coding.items() if k != "evidence"}
    return kept if kept.get("sources") else kept | {"sources": ["draft"]}


def _require(case: Case, row: CaseTable, drafted: bool) -> tuple[str, ...]:
    """Names of the covariates that are empty and will be summed over.

    Raises:
        UsageError: so little is known that the answer would be the prior's.
    """
    share, empty = whatif.known_share(row)
    if share < whatif.LEAST_KNOWN:
        where = f"dragoman cases draft DOSSIER > {case.id}.yaml, fill them in, then: dragoman forecast {case.id}.yaml" if drafted else "dragoman cases list"
        raise UsageError(
            f"{case.id}: only {share:.0%} of the fields that a forecast reads have a sourced value, at least {whatif.LEAST_KNOWN:.0%} are needed; "
            f"empty: {', '.join(empty)}. Next: {where}"
        )
    return empty


def _posterior(learnt: CaseTable, left_out: str, as_of: dt.date | None, seed: int) -> tuple[Posterior, str]:
    """Shipped draws where they know neither the case nor anything too late, else a fit made now; and which of the two in words."""
    if as_of is None and not left_out:
        shipped = draws_of.load()
        if shipped.status == "fitted" and shipped.fingerprint == learnt.fingerprint():
            return shipped, "the shipped draws"
    found, _ = fit.laplace(learnt, np.random.default_rng(seed), draws=DRAWS, tried=TRIED)
    return found, "fitted now, on these cases alone"


def _before(as_of: dt.date | None, case: Case) -> set[str]:
    """Fields that precedents may be compared on."""
    asked = case.value("request_date")
    late = as_of is not None and isinstance(asked, dt.date) and asked > as_of
    return set(whatif.COVARIATES) - ({"request"} if late else set())


def _chances(names: Sequence[str], p: Floats, seen: Floats, group: Sequence[bool]) -> list[dict[str, Any]]:
    base, mine = laplace(seen), seen[np.array(group, bool)]
    told = ~np.isnan(mine[:, 0]) if len(mine) else np.zeros(0, bool)
    out = []
    for k, name in enumerate(names):
        row = {"name": name, "chance": round(float(p[:, k].mean()), 4), "words": word(float(p[:, k].mean()))}
        for level in LEVELS:
            low, high = np.quantile(p[:, k], ((1 - level) / 2, (1 + level) / 2))
            row[f"interval_{100 * level:.0f}"] = [round(float(low), 4), round(float(high), 4)]
        counts = [round(float(mine[told, k].sum()), 2), int(told.sum())] if told.any() else [0.0, 0]
        out.append(row | {"base_rate": round(float(base[k]), 4), "same_patrons": counts})
    return out


def _said(row: CaseTable, name: str) -> str:
    if name == "cleavage":
        return ", ".join(c for c in row.codes["cleavage"] if row.X[f"cleavage.{c}"][0] == 1) or "none"
    value = float(row.X[name][0])
    if name == "tenure_years":
        return f"{np.expm1(value):.1f}"
    return row.codes[name][int(value)] if name in row.codes else ("no", "yes")[int(value)]


def _neighbour(case: Case, score: float, coverage: float) -> dict[str, Any]:
    told = ", ".join(str(v) for n in ("instrument", "outcome_crisis") if (v := case.value(n)) is not None)
    return {"case": case.id, "name": case.name, "likeness": round(score, 3), "coverage": round(coverage, 3), "told": told or "not coded"}


def _recorded(names: Sequence[str], target: Floats, p: Floats, rivals: Mapping[str, Floats]) -> dict[str, Any] | None:
    """What coders wrote down afterwards, and the log loss of each forecast on it; None where nothing sourced is there."""
    if np.isnan(target).any():
        return None
    loss = {"model": p.mean(axis=0)} | dict(rivals)
    return {
        "readings": {n: round(float(w), 3) for n, w in zip(names, target, strict=True) if w > 0},
        "log_loss": {n: round(float(scores.log_loss(q[None], target[None])[0]), 3) for n, q in loss.items()},
    }


def _warnings(case: Case, row: CaseTable, learnt: CaseTable, *, as_of: dt.date | None, drafted: bool, itself: str, empty: Sequence[str], post: Posterior) -> list[str]:
    out = []
    if post.status != "fitted":
        out.append("The model is not fitted: these are draws of the prior, and say nothing of any case.")
    if as_of is None and not drafted:
        out.append("Without --as-of the model has learnt from cases after this one too: a retelling, not a forecast.")
    if as_of is not None and not drafted:
        out.append("Only dated fields are hidden by --as-of. What carries no day (the largest form of the protest, for one) is as coded when all was over.")
    if drafted:
        out.append("The case is a draft checked by nobody: what is wrong in it is wrong here.")
    if drafted and itself:
        out.append(f"This crisis is in the case base as {itself}; that case was left out.")
    group = learnt.group.count(row.group[0])
    if group < 8:
        out.append(f"Only {group} of the cases learnt from have a patron of this group ({row.group[0]}): its habits are mostly those of the others.")
    if len(learnt) < 60:
        out.append(f"Learnt from {len(learnt)} cases; below about sixty such a model is hardly better than base rates.")
    if "request" in empty:
        out.append("Whether the government asked for troops is not known; a deployment hangs on it. Set it with: dragoman whatif … --set request=treaty")
    return out
