"""How the crisis ends, given the instrument: a multinomial logit with shrunk effects.

What one could get wrong: these are no effects of instruments. A patron chooses when the client can be saved, and clients that ask
early differ from those that do not; a difference between instruments here is who chose them as much as what they did (selection).
The forecast of an outcome is therefore taken over the instruments that the choice layer expects, and a set instrument is a what-if.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from dragoman.model.choice import EVEN, KINDS, levels, softmax
from dragoman.model.table import ERAS, GROUPS, OUTCOMES, CaseTable, Floats
from dragoman.model.terms import AGAINST, ASKED, DEPLOYMENT, HELP, NOTHING, THREAT, TIE, Inputs

SURVIVES = (1.0, 1.0, 0.0, 0.0)
"""The incumbent stays."""
INSIDE = (0.0, 1.0, 1.0, 0.0)
"""Settled within the ruling elite: a purge, or a replacement from within."""
REPLACED = (0.0, 0.0, 1.0, 0.0)
PURGE = (0.0, 1.0, 0.0, 0.0)
OPPOSITION = (0.0, 0.0, 0.0, 1.0)
TENURE_CENTRE, TENURE_SPREAD = 1.8, 1.8
"""Of log(1 + years in office): five years, and two standard deviations."""
RULING: Mapping[str, float] = {"closed": 0.0, "electoral": 0.0, "democratic": 1.0, "transitional": 1.0, "none": 1.0}
"""Regimes in which a change of government is nothing unusual, or nobody can prevent it."""


@dataclass(frozen=True, slots=True)
class Ending:
    """What a term of the outcome layer may read."""

    before: Inputs
    instrument: Floats
    """(n, 7): weights over instruments, one-hot when it is known or set."""

    def used(self, profile: tuple[float, ...]) -> Floats:
        """(n,): how far the instrument is of a kind."""
        return np.asarray(self.instrument @ np.array(profile))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeTerm:
    """One reason for or against an ending; a positive coefficient makes the ending of its profile likelier."""

    name: str
    about: str
    statements: tuple[int, ...]
    covariate: Callable[[Ending], Floats]
    """(n,), centred."""
    profile: tuple[float, ...]
    """(4,) over OUTCOMES."""


TERMS: tuple[OutcomeTerm, ...] = (
    OutcomeTerm(name="helped", about="help from the patron goes with survival (selection)", statements=(6, 82, 86, 141), covariate=lambda x: x.used(HELP) - 0.35, profile=SURVIVES),
    OutcomeTerm(name="attacked", about="covert or open force goes with the fall of the government", statements=(51, 52), covariate=lambda x: x.used(AGAINST) - 0.25, profile=OPPOSITION),
    OutcomeTerm(name="forced_change", about="covert or open force replaces the leader from within", statements=(51,), covariate=lambda x: x.used(AGAINST) - 0.25, profile=REPLACED),
    OutcomeTerm(name="troops_purge", about="a deployment helps the incumbent to remove rivals", statements=(81, 105), covariate=lambda x: x.used(DEPLOYMENT) - 0.15, profile=PURGE),
    OutcomeTerm(name="silence", about="a patron that does nothing goes with the fall of the government (selection)", statements=(), covariate=lambda x: x.used(NOTHING) - 0.15, profile=OPPOSITION),
    OutcomeTerm(name="danger", about="the more the opposition endangers the government, the likelier it takes power", statements=(18, 19), covariate=lambda x: x.before.scale("mobilisation_form", THREAT) - 0.6, profile=OPPOSITION),
    OutcomeTerm(name="soldiers", about="where units of the armed forces move, the leader is replaced from within", statements=(), covariate=lambda x: x.before.level("mobilisation_form", "military") - 0.12, profile=REPLACED),
    OutcomeTerm(name="crowds", about="peaceful crowds bring an opposition to power", statements=(12, 19, 29), covariate=lambda x: x.before.level("mobilisation_form", "demonstrations") - 0.3, profile=OPPOSITION),
    OutcomeTerm(name="stolen_vote", about="after a stolen vote the opposition takes over", statements=(19, 29, 43), covariate=lambda x: x.before.level("trigger", "election") - 0.2, profile=OPPOSITION),
    OutcomeTerm(name="prices", about="governments outlive revolts over prices", statements=(78, 86), covariate=lambda x: x.before.level("trigger", "price") - 0.12, profile=SURVIVES),
    OutcomeTerm(name="insiders", about="a coup, mutiny, feud or succession is settled within the elite", statements=(80, 101), covariate=lambda x: x.before.level("trigger", "coup", "mutiny", "feud", "succession") - 0.2, profile=INSIDE),
    OutcomeTerm(name="open_rule", about="democratic and passing governments fall sooner than closed ones", statements=(146,), covariate=lambda x: 0.25 - x.before.scale("regime", RULING), profile=SURVIVES),
    OutcomeTerm(name="long_rule", about="long rulers stay", statements=(67,), covariate=lambda x: (x.before.table.X["tenure_years"] - TENURE_CENTRE) / TENURE_SPREAD, profile=SURVIVES),
    OutcomeTerm(name="clans", about="clans settle it among themselves", statements=(54, 80, 107), covariate=lambda x: x.before.flag("clans") - 0.3, profile=INSIDE),
    OutcomeTerm(name="two_powers", about="where two hold power one of them is removed", statements=(81, 145), covariate=lambda x: x.before.flag("dual_power") - 0.25, profile=INSIDE),
    OutcomeTerm(name="organised", about="an opposition divided from the rulers over rights, not by clans, can take over", statements=(108, 143), covariate=lambda x: x.before.flag("cleavage.democratic") * (1.0 - x.before.flag("clans")) - 0.3, profile=OPPOSITION),
    OutcomeTerm(name="stranger", about="governments opposed to the patron fall", statements=(11, 124), covariate=lambda x: 0.2 - x.before.flag("anti_patron"), profile=SURVIVES),
    OutcomeTerm(name="asked", about="governments that ask for help are in danger already (selection)", statements=(48,), covariate=lambda x: x.before.scale("request", ASKED) - 0.3, profile=SURVIVES),
    OutcomeTerm(name="garrison", about="the patron's troops in the country keep the government in place", statements=(), covariate=lambda x: x.before.flag("base") - 0.75, profile=SURVIVES),
    OutcomeTerm(name="pact", about="a defence treaty keeps the government in place", statements=(118, 146), covariate=lambda x: x.before.scale("treaty_tie", TIE) - 0.7, profile=SURVIVES),
    OutcomeTerm(name="busy_patron", about="a patron that fights elsewhere lets clients fall", statements=(), covariate=lambda x: 0.4 - x.before.flag("patron_busy"), profile=SURVIVES),
)
BLOCKS: Mapping[str, tuple[str, ...]] = {"group": GROUPS, "kind": KINDS, "era": ERAS}
"""Free effects on all four endings, by group of patrons, kind of trigger and era."""
CONFUSIONS: Mapping[tuple[str, str], int] = {
    ("survives", "purge"): 3,
    ("survives", "elite"): 7,
    ("survives", "opposition"): 6,
    ("purge", "elite"): 1,
    ("elite", "opposition"): 12,
}
"""As in `choice.CONFUSIONS`, for outcomes."""
ERROR = 0.08
"""Share of recorded outcomes that are wrong, from 85 % agreement of two coders; fixed."""

FEATURES: tuple[str, ...] = (*(t.name for t in TERMS), *(f"{block}={level}" for block, names in BLOCKS.items() for level in names))
"""Names of the columns of `features`, in order."""


def features(table: CaseTable, instrument: Floats) -> Floats:
    """(n, F): features for weights (n, 7) over instruments (one-hot when it is known or set); 0, the centre, where a column is empty."""
    ending = Ending(Inputs(table), instrument)
    member = levels(table)
    parts = [np.stack([t.covariate(ending) for t in TERMS], axis=1), *(member[block] for block in BLOCKS)]
    return np.asarray(np.nan_to_num(np.concatenate(parts, axis=1)))


def profiles() -> Floats:
    """(T, 4): what each term bears on."""
    return np.array([t.profile for t in TERMS])


def effects(gamma: Floats, blocks: Floats) -> Floats:
    """(S, F, 4) from coefficients of terms (S, T) and free effects of the blocks (S, F - T, 4)."""
    return np.concatenate([gamma[:, :, None] * profiles()[None], blocks], axis=1)


def probabilities(found: Floats, pooled: Floats, slopes: Floats) -> Floats:
    """(draws, n, 4): chance of each outcome.

    Args:
        found: (n, F), from `features`.
        pooled: (draws, 4).
        slopes: (draws, F, 4), from `effects`.
    """
    d, f, k = slopes.shape
    utility = (found @ slopes.transpose(1, 0, 2).reshape(f, d * k)).reshape(len(found), d, k).transpose(1, 0, 2)
    return softmax(utility + pooled[:, None, :])


def noise(error: float = ERROR) -> Floats:
    """(4, 4): chance of each recorded outcome (columns) given the true one."""
    k = np.full((len(OUTCOMES), len(OUTCOMES)), EVEN)
    for (a, b), count in CONFUSIONS.items():
        i, j = OUTCOMES.index(a), OUTCOMES.index(b)
        k[i, j] += count
        k[j, i] += count
    np.fill_diagonal(k, 0.0)
    return np.asarray(error * k / k.sum(axis=1, keepdims=True) + (1.0 - error) * np.eye(len(OUTCOMES)))


__all__ = ["BLOCKS", "FEATURES", "OUTCOMES", "TERMS", "effects", "features", "noise", "probabilities", "profiles"]
