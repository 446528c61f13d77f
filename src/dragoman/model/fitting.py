"""Both layers fitted by sampling (NUTS, Hoffman and Gelman 2014) with numpyro; needs the extra `model`. Nothing that runs needs this module.

Sampled beside the parameters of `map.py`: the spread of every block (half-normal, not centred) and the share of wrong records (beta).
The layers are fitted one after the other: the outcomes of cases whose instrument is unknown are summed over what the choice layer
expects of them on average. The same table and seed give the same draws on the same versions of jax and numpyro.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dragoman.errors import UsageError
from dragoman.model import choice, logit, map, outcomes, posterior, terms
from dragoman.model.latent import marginals
from dragoman.model.posterior import Posterior
from dragoman.model.table import INSTRUMENTS, OUTCOMES, CaseTable, Floats

KEPT = 400
"""Draws that are kept, thinned evenly over the chains."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How long to sample."""

    seed: int = 1
    chains: int = 4
    warmup: int = 600
    draws: int = 500
    """A chain, after the warm-up."""
    target: float = 0.9
    """Acceptance that the step size is tuned to."""


def needed() -> tuple[Any, Any]:
    """numpyro and jax.

    Raises:
        UsageError: they are not installed.
    """
    try:
        import jax
        import numpyro
    except ImportError as missing:
        raise UsageError(f"Fitting needs {missing.name}, which is not installed; forecasts do not. Try: pip install 'dragoman[model]', or in a checkout: make fit") from None
    jax.config.update("jax_enable_x64", True)
    return numpyro, jax


def sample(table: CaseTable, settings: Settings | None = None) -> Posterior:
    """Draws of the posterior on a table, with R-hat, effective draws and divergences in `diagnostics`.

    Raises:
        UsageError: the extra is not installed, or no case is left to fit.
    """
    settings = settings or Settings()
    numpyro, jax = needed()
    if np.isnan(table.instrument).all() or np.isnan(table.outcome).all():
        raise UsageError("No case with a sourced instrument and outcome is left to fit. Try: dragoman cases list")
    known, priors = marginals(table), map.Priors(error=0.0)
    problem = map.choice_problem(table, priors, known)
    first, said = _nuts(problem, map.SIZES, len(INSTRUMENTS), len(terms.TERMS), posterior.TERM_SCALE, posterior.SCALES, choice.kernel(), settings)
    kept = _thinned(len(first["theta"]), KEPT)
    base = Posterior(
        **map.split(first["theta"][kept]),
        error=first["error"][kept],
        outcome_pooled=np.zeros((len(kept), len(OUTCOMES))),
        outcome_effects=np.zeros((len(kept), len(outcomes.FEATURES), len(OUTCOMES))),
        known=known,
        status="fitted",
        method="nuts",
        fingerprint=table.fingerprint(),
        cases=table.ids,
    )
    guess, missing = np.zeros((len(table), len(INSTRUMENTS))), np.isnan(table.instrument[:, 0])
    if missing.any():
        guess[missing] = base.chosen(table.take(missing)).mean(axis=0)
    problem = map.outcome_problem(table, priors, known, guess)
    sizes = {name: len(levels) for name, levels in outcomes.BLOCKS.items()}
    second, also = _nuts(problem, sizes, len(OUTCOMES), len(outcomes.TERMS), posterior.OUTCOME_TERM_SCALE, posterior.OUTCOME_SCALES, None, replace(settings, seed=settings.seed + 1))
    again = _thinned(len(second["theta"]), KEPT)
    diagnostics = {
        "choice": said,
        "outcome": also,
        "seed": settings.seed,
        "chains": settings.chains,
        "warmup": settings.warmup,
        "draws": settings.draws,
        "numpyro": numpyro.__version__,
        "jax": jax.__version__,
    }
    return replace(base, **map.outcome_split(second["theta"][again]), diagnostics=diagnostics)


def _thinned(count: int, kept: int) -> Any:
    return np.unique(np.linspace(0, count - 1, min(kept, count)).astype(int))


def _nuts(
    problem: logit.Problem, sizes: Mapping[str, int], width: int, count: int, scale: float, scales: Mapping[str, float], confusion: Floats | None, settings: Settings
) -> tuple[dict[str, Floats], dict[str, Any]]:
    """Draws of theta (S, P) in the order of the problem's columns, of the error if a confusion is given, and what the sampler says of itself.

    Args:
        count: how many of the columns are terms; then `width` common intercepts follow, then the blocks.
        scale: of the prior of terms.
        scales: of the half-normal priors of the spread of each block.
    """
    import jax
    import jax.numpy as jnp
    import numpyro
    from numpyro import distributions as dist
    from numpyro.diagnostics import summary

    wrong = problem.record @ (confusion.T if confusion is not None else np.eye(width))
    data = tuple(jnp.asarray(a) for a in (problem.design, problem.allowed, problem.weight, problem.record, wrong, problem.case))
    positive = np.asarray(problem.positive[:count])

    def model(design: Any, allowed: Any, weight: Any, record: Any, wrong: Any, at: Any) -> None:
        free = numpyro.sample("free", dist.Normal(0.0, scale).expand([int((~positive).sum())]).to_event(1))
        beta = jnp.zeros(count).at[np.flatnonzero(~positive)].set(free)
        if positive.any():
            costs = numpyro.sample("costs", dist.HalfNormal(scale).expand([int(positive.sum())]).to_event(1))
            beta = beta.at[np.flatnonzero(positive)].set(costs)
        parts = [beta, numpyro.sample("pooled", dist.Normal(0.0, posterior.POOLED_SCALE).expand([width]).to_event(1))]
        for name, size in sizes.items():
            spread = numpyro.sample(f"spread_{name}", dist.HalfNormal(scales[name]))
            unit = numpyro.sample(f"unit_{name}", dist.Normal(0.0, 1.0).expand([size * width]).to_event(1))
            parts.append(spread * unit)
        theta = numpyro.deterministic("theta", jnp.concatenate(parts))
        utility = jnp.where(allowed, design @ theta, -1e30)
        chance = jax.nn.softmax(utility, axis=1)
        said = record
        if confusion is not None:
            error = numpyro.sample("error", dist.Beta(*choice.ERROR))
            said = (1.0 - error) * record + error * wrong
        total = jax.ops.segment_sum(weight * jnp.sum(said * chance, axis=1), at, num_segments=problem.cases, indices_are_sorted=True)
        numpyro.factor("recorded", jnp.sum(jnp.log(jnp.maximum(total, 1e-300))))

    sampler = numpyro.infer.MCMC(
        numpyro.infer.NUTS(model, target_accept_prob=settings.target),
        num_warmup=settings.warmup,
        num_samples=settings.draws,
        num_chains=settings.chains,
        chain_method="vectorized",
        progress_bar=False,
    )
    sampler.run(jax.random.PRNGKey(settings.seed), *data, extra_fields=("diverging", "num_steps"))
    chains = sampler.get_samples(group_by_chain=True)
    table = summary({k: np.asarray(v) for k, v in chains.items()}, prob=0.9)
    worst = max(float(np.max(row["r_hat"])) for row in table.values())
    least = min(float(np.min(row["n_eff"])) for row in table.values())
    spreads = {name: [round(float(np.quantile(chains[f"spread_{name}"], q)), 3) for q in (0.05, 0.5, 0.95)] for name in sizes}
    said = {
        "rhat": round(worst, 4),
        "effective": round(least, 1),
        "divergences": int(np.sum(sampler.get_extra_fields()["diverging"])),
        "steps": round(float(np.mean(sampler.get_extra_fields()["num_steps"])), 1),
        "parameters": int(problem.design.shape[2]),
        "cases": problem.cases,
        "spreads": spreads,
    }
    if confusion is not None:
        said["error"] = [round(float(np.quantile(chains["error"], q)), 3) for q in (0.05, 0.5, 0.95)]
    flat = {k: np.asarray(v).reshape(-1, *v.shape[2:]) for k, v in chains.items()}
    return flat, said
