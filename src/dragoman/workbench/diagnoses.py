"""Diagnostics of the fit on the case base, as plain data and as the figures of a page."""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from dragoman import resources
from dragoman.cases.load import case_base
from dragoman.model import diagnostics, map, posterior
from dragoman.model.table import INSTRUMENTS, CaseTable, case_row, case_table
from dragoman.records.cases import Case

FILE = "model/diagnostics.json"
PARTS = ("coefficients", "laplace", "checks", "deployments", "calibration", "priors", "universes", "sources", "switches")
SEED = 20_220_105
ASKED = "kazakhstan-2022"
"""The case whose forecast, left out, is watched while something is changed."""
LEAST = 12
"""Codings a source must carry to be left out in turn."""
BEGIN, END = "<!-- diagnostics: written by `make fit` -->", "<!-- /diagnostics -->"


def shipped() -> dict[str, Any] | None:
    """The diagnostics that ship; None where there are none."""
    try:
        found: dict[str, Any] = json.loads(resources.read_bytes(FILE))
    except FileNotFoundError:
        return None
    return found


def diagnose(found: Mapping[str, Any], part: str, *, worlds: int = 200) -> dict[str, Any]:
    """The same diagnostics with one part worked out again on the present case base.

    Raises:
        KeyError: there is no such part.
    """
    base = case_base().cases
    table, asked = case_table(base), case_row(base[ASKED], others=base.values())
    work: dict[str, Callable[[], Any]] = {
        "coefficients": lambda: diagnostics.coefficients(_drawn(table)),
        "laplace": lambda: _laplace(table),
        "checks": lambda: diagnostics.predictive_checks(table, _drawn(table), np.random.default_rng(SEED)),
        "deployments": lambda: deployments(base),
        "calibration": lambda: {layer: diagnostics.calibrate(table, np.random.default_rng(SEED), layer=layer, worlds=worlds).summary() for layer in ("choice", "outcome")},
        "priors": lambda: diagnostics.prior_sensitivity(table, asked, SEED),
        "universes": lambda: diagnostics.universes(table, asked, SEED),
        "sources": lambda: drop_sources(base),
        "switches": lambda: diagnostics.switches(table, SEED),
    }
    return {**found, "fingerprint": table.fingerprint(), "cases": len(table), "asked": ASKED, part: work[part]()}


def _drawn(table: CaseTable) -> posterior.Posterior:
    """The shipped draws when they are of these cases, else a Laplace approximation."""
    draws = posterior.load()
    if draws.status == "fitted" and draws.fingerprint == table.fingerprint():
        return draws
    return map.laplace(table, np.random.default_rng(SEED), draws=400)[0]


def _laplace(table: CaseTable) -> dict[str, Any]:
    draws = posterior.load()
    if draws.method != "nuts":
        return {"compared": False}
    kept = [i for i, name in enumerate(table.ids) if name in draws.cases]
    mine, _ = map.laplace(table.take(kept), np.random.default_rng(SEED), draws=2000)
    return {"compared": True, "same_cases": draws.fingerprint == table.fingerprint(), "sampled": dict(draws.diagnostics), **diagnostics.against_laplace(draws, mine)}


def deployments(cases: Mapping[str, Case]) -> dict[str, Any]:
    """Size and delay of deployments: counted, for the simulation draws them from these very numbers; a check of its form alone.

    The logarithms of both are taken as normal; `inside` is the share of cases within the middle half of that normal, which should be .5.
    """
    sizes, delays = [], []
    for case in cases.values():
        if case.value("instrument") != "deployment":
            continue
        size, asked, came = case.value("instrument_size"), case.value("request_date"), case.value("instrument_date")
        if isinstance(size, float) and size > 0:
            sizes.append(math.log(size))
        if isinstance(asked, dt.date) and isinstance(came, dt.date) and came >= asked:
            delays.append(math.log1p((came - asked).days))
    out: dict[str, Any] = {}
    for name, logs, back in (("size", sizes, math.exp), ("days_from_request", delays, math.expm1)):
        values = np.array(logs)
        if len(values) < 3:
            out[name] = {"cases": len(values)}
            continue
        near = np.abs(values - values.mean()) < 0.6745 * values.std(ddof=1)
        out[name] = {"cases": len(values), "quartiles": [round(back(float(q)), 1) for q in np.quantile(values, (0.25, 0.5, 0.75))], "inside": round(float(near.mean()), 2)}
    return out


def drop_sources(cases: Mapping[str, Case]) -> dict[str, Any]:
    """The watched forecast when every coding that rests on one source alone is taken away, source by source."""
    used = Counter(r.partition(":")[0] for c in cases.values() for codings in c.fields.values() for k in codings for r in k.sources)
    before = _watched(cases)
    rows = {}
    for source, count in used.most_common():
        if count < LEAST:
            break
        after = _watched({i: _without(c, source) for i, c in cases.items()})
        rows[source] = {"codings": count, "deployment": after[0], "shift": after[0] - before[0], "largest": max(abs(a - b) for a, b in zip(after, before, strict=True))}
    told = {k: {n: round(v, 4) if isinstance(v, float) else v for n, v in row.items()} for k, row in rows.items()}
    return {"least_codings": LEAST, "deployment": round(before[0], 4), "sources": told}


def _watched(cases: Mapping[str, Case]) -> list[float]:
    """Chances of the watched case, left out: deployment first, then all instruments and outcomes."""
    asked = case_row(case_base().cases[ASKED], others=cases.values())
    found, _ = map.laplace(case_table(cases, without={ASKED}), np.random.default_rng(SEED))
    p = [*found.instrument(asked)[:, 0].mean(axis=0), *found.outcome(asked)[:, 0].mean(axis=0)]
    return [float(p[INSTRUMENTS.index("deployment")]), *(float(v) for v in p)]


def _without(case: Case, source: str) -> Case:
    """The case without what only this source says."""
    fields = {}
    for name, codings in case.fields.items():
        kept = tuple(replace(c, sources=tuple(r for r in c.sources if r.partition(":")[0] != source)) for c in codings)
        fields[name] = kept
    return replace(case, fields=fields)


def fit_page(page: str, found: Mapping[str, Any]) -> str:
    """The page with the figures between its markers written again."""
    head, _, rest = page.partition(BEGIN)
    _, _, tail = rest.partition(END)
    return f"{head}{BEGIN}\n\n{_figures(found)}\n{END}{tail}"


def _figures(d: Mapping[str, Any]) -> str:
    lines = [f"On {d['cases']} cases (fingerprint `{d['fingerprint']}`).", ""]
    if "calibration" in d:
        lines += ["### Calibration by simulation, and recovery", "", "| layer | worlds | cases | passes after Holm | least corrected p | 50 % interval holds | 90 % interval holds | correlation of truth and estimate (median, least, most) | sign right where truth is beyond ±0.5 |", "|---|---|---|---|---|---|---|---|---|"]
        for name, c in d["calibration"].items():
            cover = {k: f"{v[0]:.0%} ({v[1]:.0%} to {v[2]:.0%})" for k, v in c["coverage"].items()}
            r = c["correlation"]
            lines.append(f"| {name} | {c['worlds']} | {c['cases']} | {'yes' if c['passed'] else '**no**'} | {c['least_p_corrected']} | {cover['50%']} | {cover['90%']} | {r[0]}, {r[1]}, {r[2]} | {c['sign_right']:.0%} |")
        bad = [f"{n} ({layer}, corrected p {v['corrected']})" for layer, c in d["calibration"].items() for n, v in c["parameters"].items() if v["corrected"] <= 0.05]
        lines += ["", f"Parameters whose ranks are not uniform: {', '.join(bad) or 'none'}.", ""]
    if d.get("laplace", {}).get("compared"):
        q, s = d["laplace"], d["laplace"]["sampled"]
        lines += ["### Sampling and the Laplace approximation", ""]
        for layer in ("choice", "outcome"):
            lines.append(f"- {layer} layer, sampled: {s[layer]['cases']} cases, R-hat at most {s[layer]['rhat']}, at least {s[layer]['effective']:.0f} effective draws, {s[layer]['divergences']} divergences.")
        lines += [
            f"- share of wrong records, sampled: {s['choice']['error'][1]} ({s['choice']['error'][0]} to {s['choice']['error'][2]}).",
            f"- terms of the choice layer: Laplace means lie {q['mean_shift']} standard deviations from the sampled ones on average, {q['largest_shift']} at most ({q['shift_of']}); spreads are {q['spread_ratio'][0]} to {q['spread_ratio'][2]} times the sampled ones.",
            "",
        ]
    if "switches" in d:
        w = d["switches"]
        lines += ["### What each term is worth out of sample", "", f"Log loss of the choice layer with {w['cases']} cases left out in {w['folds']} parts: {w['log_loss']} nats. `gain` is what the term saves; for a reading that is off, what it would save.", "", "| term | gain, nats a case | middle 95 % | P(gain) | coefficient (90 %) |", "|---|---|---|---|---|"]
        c = d.get("coefficients", {})
        for name, v in sorted(w["terms"].items(), key=lambda kv: -kv[1]["gain"]):
            b = f"{c[name]['mean']} ({c[name]['low']} to {c[name]['high']})" if name in c else ""
            lines.append(f"| {name}{'' if v['standing'] else ' (off)'} | {v['gain']:+.4f} | {v['low']:+.4f} to {v['high']:+.4f} | {v['probability']} | {b} |")
        lines.append("")
    if "checks" in d:
        k = d["checks"]
        out = [f"{r['what']} ({r['seen']:g}, expected {r['low']:g} to {r['high']:g})" for r in k["checks"] if not r["inside"]]
        share = next((r for r in k["checks"] if r["what"].startswith("clear requests")), None)
        lines += ["### Posterior predictive checks", "", f"{k['outside']} of {k['of']} observed values lie outside the middle 90 %: {', '.join(out) or 'none'}."]
        if share:
            lines.append(f"Share of clear requests that brought no deployment: {share['seen']:.2f} on record, {share['low']:.2f} to {share['high']:.2f} expected.")
        lines.append("")
    if "deployments" in d:
        for name, v in d["deployments"].items():
            if "quartiles" in v:
                lines.append(f"- {name.replace('_', ' ')} of deployments: {v['cases']} cases, quartiles {', '.join(f'{x:g}' for x in v['quartiles'])}; {v['inside']:.0%} within the middle half of the log-normal that the simulation draws from.")
        lines.append("")
    if "priors" in d:
        lines += ["### Sensitivity", "", "| prior scales times | log loss, left out | deployment, Kazakhstan 2022 | ruler stays |", "|---|---|---|---|"]
        lines += [f"| {r['factor']:g} | {r['log_loss']} | {r['instrument']['deployment']:.0%} | {r['outcome']['survives'] + r['outcome']['purge']:.0%} |" for r in d["priors"]]
        lines.append("")
    if "universes" in d:
        u = d["universes"]
        v = u["instrument"]["deployment"]
        lines.append(f"Disputed codings settled by chance, {u['universes']} times: deployment in Kazakhstan 2022 {v[0]:.0%} to {v[2]:.0%}, median {v[1]:.0%}; terms whose mean changes sign: {', '.join(u['sign_changes']) or 'none'}.")
        lines.append("")
    if "sources" in d:
        s = d["sources"]
        worst = sorted(s["sources"].items(), key=lambda kv: -kv[1]["largest"])[:5]
        lines.append(f"One source taken away at a time ({len(s['sources'])} sources with at least {s['least_codings']} codings): largest change of any chance of Kazakhstan 2022: " + "; ".join(f"{n} {v['largest']:.0%} (deployment {v['shift']:+.0%})" for n, v in worst) + ".")
        lines.append("")
    return "\n".join(lines)
