"""Draws of every parameter of the choice and outcome layers, and what follows from them for a case.

The shipped draws were made by `fitting.py` with NUTS; a forecast as of a day or with a case left out uses draws of a Laplace
approximation made on the spot (`map.py`); the unfitted model has draws of the prior. All three are this record, and `status` says which.
"""

from __future__ import annotations

import functools
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from dragoman import resources
from dragoman.errors import FormatError
from dragoman.model import choice, outcomes, terms
from dragoman.model.latent import Marginals, Rows, expand, marginals
from dragoman.model.table import ERAS, GROUPS, INSTRUMENTS, OUTCOMES, CaseTable, Floats

VERSION = 1
"""Of the stored form and of the meaning of its parameters; goes up whenever a term, a feature or a block changes."""
FILE = "model/posterior.npz"
SCALES: Mapping[str, float] = {"group": 0.7, "era": 0.4, "kind": 0.7}
"""Half-normal prior scales of the spread of intercepts in each block of the choice layer."""
TERM_SCALE = 1.0
"""Normal prior scale of the terms of the choice layer. The design proposed 0.7; the evidence on 118 cases asked for more (docs/method/fit.md)."""
OUTCOME_TERM_SCALE = 0.7
"""The same for the terms of the outcome layer."""
POOLED_SCALE = 1.0
OUTCOME_SCALES: Mapping[str, float] = {"group": 0.8, "kind": 0.8, "era": 0.4}
"""The same for the free effects of the outcome layer."""
PARAMETERS = ("beta", "pooled", "group", "era", "kind", "error", "outcome_pooled", "outcome_effects")


@dataclass(frozen=True, slots=True, kw_only=True)
class Posterior:
    """S draws."""

    beta: Floats
    """(S, T), in the order of `terms.TERMS`; coefficients of costs are not negative."""
    pooled: Floats
    """(S, 7): common intercepts."""
    group: Floats
    """(S, 6, 7): deviations by group of patrons."""
    era: Floats
    """(S, 3, 7)"""
    kind: Floats
    """(S, 4, 7): deviations by kind of trigger."""
    error: Floats
    """(S,): share of recorded instruments that are wrong."""
    outcome_pooled: Floats
    """(S, 4)"""
    outcome_effects: Floats
    """(S, F, 4), in the order of `outcomes.FEATURES`."""
    known: Marginals
    """How often each value of a covariate occurs in the cases used."""
    status: str
    """fitted: draws of the posterior; prior: no case was used."""
    method: str
    """nuts, laplace or prior."""
    fingerprint: str = ""
    """Of the table of cases used (`CaseTable.fingerprint`)."""
    cases: tuple[str, ...] = ()
    """Ids of the cases used."""
    names: tuple[str, ...] = terms.NAMES
    """Names of the terms of `beta`."""
    diagnostics: Mapping[str, Any] = field(default_factory=dict)
    """What the fit said of itself: R-hat, effective draws, divergences, versions."""

    def __len__(self) -> int:
        return len(self.beta)

    def take(self, count: int) -> Posterior:
        """Every so-manieth draw, `count` of them at most."""
        at = np.unique(np.linspace(0, len(self) - 1, min(count, len(self))).astype(int))
        return _replace(self, {name: getattr(self, name)[at] for name in PARAMETERS})

    def intercepts(self, table: CaseTable) -> Floats:
        """(S, n, 7): common intercepts and deviations of each case."""
        out = np.repeat(self.pooled[:, None, :], len(table), axis=1)
        for block, member in choice.levels(table).items():
            out += np.einsum("nl,slj->snj", member, getattr(self, block))
        return out

    def rows(self, table: CaseTable) -> Rows:
        """The table without missing covariates (`latent.expand`)."""
        return expand(table, self.known)

    def chosen(self, table: CaseTable) -> Floats:
        """(S, n, 7): chance of each instrument in truth."""
        rows = self.rows(table)
        return rows.mean(self._chosen(rows.table))

    def instrument(self, table: CaseTable) -> Floats:
        """(S, n, 7): chance of each instrument as a coder would record it."""
        rows = self.rows(table)
        return rows.mean(choice.recorded(self._chosen(rows.table), self.error))

    def outcome_given(self, table: CaseTable, instrument: Floats) -> Floats:
        """(S, n, 4): chance of each outcome as a coder would record it, for weights (n, 7) over instruments, which are mixed, not averaged."""
        rows = self.rows(table)
        return rows.mean(np.einsum("srjk,rj->srk", self._ends(rows.table), instrument[rows.case])) @ outcomes.noise()

    def outcome(self, table: CaseTable) -> Floats:
        """(S, n, 4): chance of each outcome before the instrument is known, as a coder would record it."""
        rows = self.rows(table)
        return rows.mean(np.einsum("srjk,srj->srk", self._ends(rows.table), self._chosen(rows.table))) @ outcomes.noise()

    def joint(self, table: CaseTable) -> Floats:
        """(S, n, 7, 4): chance of each instrument together with each outcome, both in truth."""
        rows = self.rows(table)
        both = self._ends(rows.table) * self._chosen(rows.table)[..., None]
        s, r = both.shape[:2]
        return rows.mean(both.reshape(s, r, -1)).reshape(s, rows.cases, len(INSTRUMENTS), len(OUTCOMES))

    def _chosen(self, full: CaseTable) -> Floats:
        design = terms.design(full)
        return choice.probabilities(design, self.beta, self.intercepts(full), choice.feasible(full))

    def _ends(self, full: CaseTable) -> Floats:
        """(S, R, 7, 4): outcomes under each instrument, for a table without missing covariates."""
        n = len(full)
        each = [np.tile(row, (n, 1)) for row in np.eye(len(INSTRUMENTS))]
        out = [outcomes.probabilities(outcomes.features(full, one), self.outcome_pooled, self.outcome_effects) for one in each]
        return np.stack(out, axis=2)


def prior(rng: np.random.Generator, draws: int = 400, *, table: CaseTable | None = None) -> Posterior:
    """Draws of the prior, for a model that no case has taught; the table gives the shares of missing covariates alone."""
    j, k = len(INSTRUMENTS), len(OUTCOMES)
    cost = np.array([t.cost for t in terms.TERMS])
    beta = rng.normal(0.0, TERM_SCALE, (draws, len(terms.TERMS)))

    def block(scale: float, size: int) -> Floats:
        spread = np.abs(rng.normal(0.0, scale, (draws, 1, 1)))
        return rng.normal(0.0, 1.0, (draws, size, j)) * spread

    pooled = rng.normal(0.0, POOLED_SCALE, (draws, j))
    free = [rng.normal(0.0, 1.0, (draws, len(names), k)) * np.abs(rng.normal(0.0, OUTCOME_SCALES[name], (draws, 1, 1))) for name, names in outcomes.BLOCKS.items()]
    return Posterior(
        beta=np.where(cost, np.abs(beta), beta),
        pooled=pooled,
        group=block(SCALES["group"], len(GROUPS)),
        era=block(SCALES["era"], len(ERAS)),
        kind=block(SCALES["kind"], len(choice.KINDS)),
        error=rng.beta(*choice.ERROR, draws),
        outcome_pooled=rng.normal(0.0, POOLED_SCALE, (draws, k)),
        outcome_effects=outcomes.effects(rng.normal(0.0, OUTCOME_TERM_SCALE, (draws, len(outcomes.TERMS))), np.concatenate(free, axis=1)),
        known=marginals(table) if table is not None else marginals(_nobody()),
        status="prior",
        method="prior",
    )


def _nobody() -> CaseTable:
    from dragoman.model.table import case_table

    return case_table(())


def dump(posterior: Posterior) -> bytes:
    """The draws as an .npz without pickles; the same draws give the same bytes."""
    arrays: dict[str, Any] = {name: np.asarray(getattr(posterior, name), "<f4") for name in PARAMETERS}
    arrays |= {f"known.{name}": np.asarray(share, "<f8") for name, share in posterior.known.shares.items()}
    meta = {
        "version": VERSION,
        "terms": list(posterior.names),
        "features": list(outcomes.FEATURES),
        "status": posterior.status,
        "method": posterior.method,
        "fingerprint": posterior.fingerprint,
        "cases": list(posterior.cases),
        "tenure": posterior.known.tenure,
        "diagnostics": dict(posterior.diagnostics),
    }
    arrays["meta"] = np.frombuffer(json.dumps(meta, sort_keys=True).encode(), np.uint8)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as folder:
        for name in sorted(arrays):
            raw = io.BytesIO()
            np.lib.format.write_array(raw, arrays[name], allow_pickle=False)
            folder.writestr(zipfile.ZipInfo(f"{name}.npy", (1980, 1, 1, 0, 0, 0)), raw.getvalue(), zipfile.ZIP_DEFLATED)
    return out.getvalue()


def parse(raw: bytes, where: str = FILE) -> Posterior:
    """Draws from the bytes of an .npz.

    Raises:
        FormatError: it is no posterior, or one of another version of the model.
    """
    try:
        with np.load(io.BytesIO(raw), allow_pickle=False) as stored:
            arrays = {name: stored[name] for name in stored.files}
        meta = json.loads(arrays.pop("meta").tobytes())
        version = meta["version"]
    except (ValueError, KeyError, TypeError, OSError, zipfile.BadZipFile, EOFError) as bad:
        raise FormatError(where, f"is no stored posterior ({type(bad).__name__}: {bad}); fit it again: make fit") from None
    mine = (VERSION, list(terms.NAMES), list(outcomes.FEATURES))
    if (version, meta.get("terms"), meta.get("features")) != mine:
        raise FormatError(
            where,
            f"belongs to version {version} of the model with {len(meta.get('terms', ()))} terms; this is version {VERSION} with {len(terms.NAMES)}. "
            "Fit it again: make fit",
        )
    try:
        draws: dict[str, Any] = {name: np.asarray(arrays[name], np.float64) for name in PARAMETERS}
        return Posterior(
            **draws,
            known=Marginals(shares={k.removeprefix("known."): v for k, v in arrays.items() if k.startswith("known.")}, tenure=float(meta["tenure"])),
            status=meta["status"],
            method=meta["method"],
            fingerprint=meta["fingerprint"],
            cases=tuple(meta["cases"]),
            diagnostics=meta["diagnostics"],
        )
    except (KeyError, ValueError, TypeError) as bad:
        raise FormatError(where, f"is incomplete ({type(bad).__name__}: {bad}); fit it again: make fit") from None


@functools.cache
def load() -> Posterior:
    """The shipped draws; draws of the prior, marked so, where none are shipped.

    Raises:
        FormatError: they belong to another version of the model.
    """
    try:
        raw = resources.read_bytes(FILE)
    except FileNotFoundError:
        return prior(np.random.default_rng(0))
    return parse(raw)


def _replace(posterior: Posterior, changed: Mapping[str, Any]) -> Posterior:
    from dataclasses import replace

    return replace(posterior, **changed)
