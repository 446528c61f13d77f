"""Terms of the patron's utility: what each adds for which instrument, and which statement it comes from.

A term is a covariate of the case times a profile over the instruments, so that the utility of instrument j in case i is the sum over
terms t of beta_t * covariate_t(i) * profile_t(j), plus intercepts (`choice.py`). Profiles were set before any fit. Covariates are
centred on fixed numbers, never on the mean of the cases at hand: a forecast as of a day must not depend on cases after it.

A switch that is off (`standing=False`) is a rival reading that is compared out of sample and takes no part in forecasts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dragoman.model.table import GROUPS, INSTRUMENTS, CaseTable, Floats

HELP = (0.0, 0.25, 0.5, 0.75, 1.0, 0.0, 0.0)
"""How much an instrument helps the government in office to stay, by our reading of the codebook."""
AGAINST = (0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 1.0)
"""Against the government in office or past it."""
MILITARY = (0.0, 0.0, 0.0, 0.5, 1.0, 0.75, 1.0)
TROOPS = (0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 1.0)
"""Open use of the patron's own soldiers."""
SECURITY = (0.0, 0.0, 0.0, 0.5, 1.0, 0.0, 0.0)
DEPLOYMENT = (0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0)
FORCE = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 1.0)
COVERT = (0.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0)
COVER = (0.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0)
MONEY = (0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 0.0)
NOTHING = (1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
UNAVOWED = (0.0, 0.0, 0.0, 0.5, 0.0, 1.0, 0.0)

THREAT: Mapping[str, float] = {"none": 0.0, "strike": 0.2, "demonstrations": 0.4, "riot": 0.7, "armed": 1.0, "military": 1.0}
"""How far a form of mobilisation endangers the government, in [0, 1]."""
AMBITION: Mapping[str, float] = {"none": 0.0, "seeking": 0.5, "promise": 1.0, "talks": 1.0, "member": 0.0}
"""Accession that the patron can still hope to stop, in [0, 1]."""
ASKED: Mapping[str, float] = {"none": 0.0, "bilateral": 1.0, "treaty": 1.0, "regional": 1.0, "disputed": 0.5}
TIE: Mapping[str, float] = {"none": 0.0, "consultation": 0.25, "defence": 1.0, "collective": 1.0}
SAME_KIND = ("russia", "ussr", "regional")
"""Groups of patrons that are taken to be autocracies themselves; a simplification for regional patrons."""
MANY = 4
"""Earlier deployments that count as many: the covariate is log(1+n)/log(1+MANY)."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """What a term may read."""

    table: CaseTable

    def flag(self, name: str) -> Floats:
        """(n,): a column as it stands, NaN where it is empty."""
        return self.table.X[name]

    def level(self, name: str, *levels: str) -> Floats:
        return self.table.is_code(name, *levels)

    def scale(self, name: str, values: Mapping[str, float]) -> Floats:
        """(n,): a number for the level of a coded column; NaN where it is empty."""
        at = self.table.X[name]
        lookup = np.array([values[level] for level in self.table.codes[name]])
        return np.where(np.isnan(at), np.nan, lookup[np.nan_to_num(at).astype(int)])

    def group(self, *groups: str) -> Floats:
        return np.asarray(np.array([float(g in groups) for g in GROUPS])[self.table.X["group"].astype(int)])


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One reason for or against an instrument."""

    name: str
    about: str
    """In our own words; what a positive coefficient means."""
    statements: tuple[int, ...]
    """Numbers of statements of the founding reports (docs/method/system.md); empty: from the literature or the codebook."""
    covariate: Callable[[Inputs], Floats]
    """(n,) from the inputs, centred."""
    profile: tuple[float, ...]
    """(7,) over INSTRUMENTS."""
    cost: bool = False
    """Enters with a minus and a coefficient that cannot be negative."""
    standing: bool = True
    """Part of the model; False: a rival reading, only compared."""
    reads: tuple[str, ...] = ()
    """Columns of the table that it needs."""


def _armed(x: Inputs) -> Floats:
    return x.level("mobilisation_form", "armed", "military")


def _collective(x: Inputs) -> Floats:
    return np.maximum(x.level("treaty_tie", "collective"), x.level("request", "regional", "treaty"))


_ALL = (
    Term(name="client_in_danger", about="the more the opposition endangers the government, the stronger the help", statements=(1, 3, 11, 104), covariate=lambda x: x.scale("mobilisation_form", THREAT) - 0.6, profile=HELP, reads=("mobilisation_form",)),
    Term(name="client_friendly", about="help goes to governments that are not opposed to the patron", statements=(11, 126), covariate=lambda x: 0.2 - x.flag("anti_patron"), profile=HELP, reads=("anti_patron",)),
    Term(name="accession_force", about="separatists, plots or force where the client is on the way into the rival bloc", statements=(36, 38, 122, 123, 125, 130), covariate=lambda x: x.scale("accession", AMBITION) - 0.1, profile=AGAINST, reads=("accession",)),
    Term(name="anti_patron_force", about="separatists, plots or force against a government opposed to the patron, whatever its accession; the reports deny it", statements=(124,), covariate=lambda x: x.flag("anti_patron") - 0.2, profile=AGAINST, standing=False, reads=("anti_patron",)),
    Term(name="accession_pressure", about="prices, embargoes or loans where the client is on the way into the rival bloc", statements=(11, 130), covariate=lambda x: x.scale("accession", AMBITION) - 0.1, profile=MONEY, reads=("accession",)),
    Term(name="treaty_legitimacy", about="a defence treaty makes a deployment on request likelier", statements=(82, 111, 146), covariate=lambda x: x.scale("treaty_tie", TIE) - 0.7, profile=DEPLOYMENT, reads=("treaty_tie",)),
    Term(name="request_deployment", about="a clear request, against a disputed one, brings troops", statements=(48, 82, 83), covariate=lambda x: x.level("request", "bilateral", "treaty", "regional") - 0.5, profile=DEPLOYMENT, reads=("request",)),
    Term(name="request_help", about="a request brings help of any kind", statements=(48, 82), covariate=lambda x: x.scale("request", ASKED) - 0.3, profile=HELP, reads=("request",)),
    Term(name="multilateral_cover", about="several members beside the patron make a deployment cheap", statements=(14, 85, 91, 129), covariate=lambda x: _collective(x) - 0.5, profile=DEPLOYMENT, reads=("treaty_tie", "request")),
    Term(name="free_hand", about="where clans stand in for organised opposition the rival has nobody to support and the patron helps more", statements=(108, 143), covariate=lambda x: x.flag("clans") - 0.3, profile=HELP, reads=("clans",)),
    Term(name="elite_tie", about="an autocratic patron needs no soldiers against an elite of its own kind", statements=(126,), covariate=lambda x: 0.6 - x.level("regime", "closed", "electoral") * x.group(*SAME_KIND), profile=AGAINST, reads=("regime",)),
    Term(name="precedent", about="deployments of the same patron that kept the incumbent in the ten years before make the next one likelier", statements=(9, 110, 142), covariate=lambda x: x.flag("precedent") / np.log1p(MANY) - 0.3, profile=DEPLOYMENT, reads=("precedent",)),
    Term(name="foreign_hand", about="protest over votes and rights is seen as promoted from abroad and answered with more than words", statements=(15, 21, 128), covariate=lambda x: x.flag("cleavage.democratic") - 0.4, profile=(0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0), reads=("cleavage.democratic",)),
    Term(name="stolen_vote_cover", about="after a stolen vote the patron recognises, mediates or speaks", statements=(6, 23), covariate=lambda x: x.level("trigger", "election") - 0.2, profile=COVER, reads=("trigger",)),
    Term(name="price_relief", about="a revolt over prices is answered with money", statements=(70,), covariate=lambda x: x.level("trigger", "price") - 0.12, profile=MONEY, reads=("trigger",)),
    Term(name="turn_pressure", about="a turn towards the rival bloc is answered with money or prices", statements=(11, 47), covariate=lambda x: x.level("trigger", "alignment") - 0.05, profile=MONEY, reads=("trigger",)),
    Term(name="turn_force", about="a turn towards the rival bloc is answered with covert or open force", statements=(11, 47, 51), covariate=lambda x: x.level("trigger", "alignment") - 0.05, profile=AGAINST, reads=("trigger",)),
    Term(name="separatists", about="a territory that breaks away is backed without avowal", statements=(40, 52), covariate=lambda x: x.level("trigger", "secession") - 0.07, profile=COVERT, reads=("trigger",)),
    Term(name="attack_security", about="an attack or a rebellion, which the treaty's words cover, brings security help", statements=(111,), covariate=lambda x: x.level("trigger", "attack", "rebellion") - 0.15, profile=SECURITY, reads=("trigger",)),
    Term(name="armed_answer", about="an armed opponent draws a military answer", statements=(128,), covariate=lambda x: _armed(x) - 0.4, profile=MILITARY, reads=("mobilisation_form",)),
    Term(name="casualties", about="cost of soldiers who would have to fight; the patron's public bears few deaths", statements=(91, 129), covariate=_armed, profile=TROOPS, cost=True, reads=("mobilisation_form",)),
    Term(name="image", about="against crowds the patron prefers instruments that it need not avow", statements=(14, 90, 129), covariate=lambda x: x.level("mobilisation_form", "demonstrations", "riot") - 0.5, profile=UNAVOWED, reads=("mobilisation_form",)),
    Term(name="escalation", about="cost of force against a member of the rival alliance", statements=(), covariate=lambda x: x.level("accession", "member"), profile=FORCE, cost=True, reads=("accession",)),
    Term(name="bandwidth", about="cost of troops while the patron fights elsewhere", statements=(), covariate=lambda x: x.flag("patron_busy"), profile=TROOPS, cost=True, reads=("patron_busy",)),
    Term(name="busy_silence", about="a patron that fights elsewhere lets a crisis pass", statements=(), covariate=lambda x: x.flag("patron_busy") - 0.4, profile=NOTHING, reads=("patron_busy",)),
    Term(name="contiguity", about="covert or open force against neighbours", statements=(10,), covariate=lambda x: x.flag("contiguous") - 0.6, profile=AGAINST, reads=("contiguous",)),
    Term(name="base_troops", about="troops that are there already are used", statements=(), covariate=lambda x: x.flag("base") - 0.75, profile=TROOPS, reads=("base",)),
    Term(name="two_powers", about="where two hold power the patron waits or speaks", statements=(145,), covariate=lambda x: x.flag("dual_power") - 0.25, profile=(1.0, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0), reads=("dual_power",)),
)

TERMS: tuple[Term, ...] = tuple(t for t in _ALL if t.standing)
"""Terms of the model, in the order of `beta`."""
SWITCHES: tuple[Term, ...] = tuple(t for t in _ALL if not t.standing)
"""Rival readings that are compared out of sample."""
NAMES: tuple[str, ...] = tuple(t.name for t in TERMS)


def covariates(table: CaseTable, *, terms: Sequence[Term] = TERMS) -> Floats:
    """(n, T): the covariate of each term, costs with a minus; 0, the centre, where a column it reads is empty."""
    inputs = Inputs(table)
    out = np.stack([t.covariate(inputs) * (-1.0 if t.cost else 1.0) for t in terms], axis=1) if terms else np.zeros((len(table), 0))
    return np.nan_to_num(out)


def profiles(terms: Sequence[Term] = TERMS) -> Floats:
    """(T, 7): what each term bears on."""
    return np.array([t.profile for t in terms]).reshape(len(terms), len(INSTRUMENTS))


def design(table: CaseTable, *, terms: Sequence[Term] = TERMS) -> Floats:
    """(n, 7, T): covariate times profile, costs with a minus, so that the utility is `design @ beta`.

    Missing covariates stand at their centre and add nothing; fits and forecasts sum over their possible values instead
    (`latent.expand`), which is not the same where the choice is not linear in them.
    """
    return covariates(table, terms=terms)[:, None, :] * profiles(terms).T[None, :, :]
