"""A crisis played through: at each stage players choose for one side, and the model draws the rest.

One history is played: one draw of every parameter and one row of noise, from the seed. The crisis layer is run anew after each decision with
what has been decided held; the noise is the same, so what came before stays as it was. Beside each choice stands the chance that the model
gives it, over all draws of the parameters in the situation reached, which the players' world is one of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from dragoman.errors import UsageError
from dragoman.model.counts import codes
from dragoman.model.crisis import ANSWERS, DEPLOYMENT, FORMS, FREE, HANDS, TURN, Crisis, Held, Noise, Parameters, noise, simulate
from dragoman.model.latent import expand
from dragoman.model.layers import Layers
from dragoman.model.table import INSTRUMENTS, OUTCOMES, CaseTable
from dragoman.model.whatif import Edit, edited

VERSION = 1
SIDES = ("incumbent", "patron", "rival")
_SAYS: Mapping[str, str] = {
    "soft": "hold the forces back in the first days",
    "strong": "strike from the first days",
    "concede": "give way to the first demand",
    "repress": "hold out with your own forces",
    "bilateral": "ask the patron for force",
    "treaty": "ask for force under the treaty",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage as the players see it."""

    name: str
    """hand, crowd, clans, answer, patron, rival or end."""
    title: str
    told: tuple[str, ...]
    """What has happened, in sentences."""
    side: str
    """Who decides; empty where nobody does."""
    options: Mapping[str, tuple[str, float]]
    """Choice -> what it means, and the model's chance of it."""
    chosen: str
    by: str
    """player, model or scenario; empty where nobody decides."""


Decide = Callable[[Stage], str]
"""Given a stage without a choice, names one of its options."""


@dataclass(slots=True)
class _Game:
    table: CaseTable
    """As many rows as draws of the parameters; row `world` is the one that is played."""
    world: int
    layers: Layers
    p: Parameters
    noise: Noise
    held: Held

    def run(self, held: Held | None = None, *, every: bool = False) -> Crisis:
        which = np.arange(len(self.table))
        return simulate(self.table, which, self.p, self.layers, self.noise, held=held or self.held, every=every)


def play(table: CaseTable, edits: tuple[Edit, ...], layers: Layers, p: Parameters, *, side: str, seed: int, decide: Decide, show: Callable[[Stage], None] | None = None) -> tuple[Stage, ...]:
    """All stages of one history.

    Args:
        table: the case, one row; what it tells of crowd and request is put aside, for these are played.
        edits: what a scenario changes first; decisions that it sets are nobody's to make.
        decide: called once for each decision of the players' side.
        show: called with every stage when it is over.

    Raises:
        UsageError: the side is none of SIDES, or a choice none of its options.
    """
    if side not in SIDES:
        raise UsageError(f"side is {side!r}; expected one of {', '.join(SIDES)}")
    rng = np.random.default_rng(np.random.SeedSequence([seed, 2]))
    ways = expand(table, layers.posterior.known)
    way = int(rng.choice(len(ways.weight), p=ways.weight))
    size = len(p)
    game = _Game(ways.table.take(np.full(size, way)), int(rng.integers(size)), layers, p, _alike(noise(rng, 1), size), Held(free=frozenset(FREE)))
    game.table, game.held = edited(game.table, game.held, edits)
    stages: list[Stage] = []

    def add(stage: Stage) -> str:
        stage = replace(stage, options=_rounded(stage.options))
        stages.append(stage)
        if show:
            show(stage)
        return stage.chosen

    def choose(stage: Stage, drawn: str, fixed: bool) -> str:
        if side == stage.side and not fixed:
            chosen = decide(replace(stage, options=_rounded(stage.options)))
            if chosen not in stage.options:
                raise UsageError(f"{stage.title}: {chosen!r} is no choice here. Expected one of {', '.join(stage.options)}")
            return add(replace(stage, chosen=chosen, by="player"))
        return add(replace(stage, chosen=drawn, by="scenario" if fixed else "model"))

    run, w = game.run(), game.world
    told = Stage(name="hand", title="First days", told=_opening(game), side="incumbent", options={}, chosen="", by="")
    strong = float(run.chance_hand.mean())
    fixed = game.held.hand is not None
    hand = choose(replace(told, options={h: (_SAYS[h], c) for h, c in zip(HANDS, (1 - strong, strong), strict=True)}), HANDS[run.hand[w]], fixed)
    game.held = replace(game.held, hand=HANDS.index(hand))
    run = game.run()
    add(Stage(name="crowd", title="Mobilisation", told=_crowd(run, w), side="", options={}, chosen="", by=""))
    add(Stage(name="clans", title="Clans", told=_clans(run, w), side="", options={}, chosen="", by=""))
    fixed = game.held.answer is not None or "request" not in game.held.free
    options = {a: (_SAYS[a], float(c)) for a, c in zip(ANSWERS, run.chance_answer.mean(axis=0), strict=True) if a != "treaty" or _under(game)}
    answer = choose(Stage(name="answer", title="The incumbent", told=_expects(run, w), side="incumbent", options=options, chosen="", by=""), ANSWERS[run.answer[w]], fixed)
    game.held = replace(game.held, answer=ANSWERS.index(answer))
    run = game.run()
    chances = run.chance_instrument.mean(axis=0)
    asked = run.request[w] > 0
    allowed = {j: (codes_say("instrument", j), float(c)) for j, c in zip(INSTRUMENTS, chances, strict=True) if j != "deployment" or (asked and game.held.council is not False)}
    told = Stage(name="patron", title="The patron", told=_asked(run, w), side="patron", options=allowed, chosen="", by="")
    instrument = choose(told, INSTRUMENTS[run.instrument[w]], game.held.instrument is not None)
    game.held = replace(game.held, instrument=INSTRUMENTS.index(instrument))
    run = game.run()
    names = codes("rival_response")
    options = {r: (codes_say("rival_response", r), float(c)) for r, c in zip(names, run.chance_rival.mean(axis=0), strict=True)}
    rival = choose(Stage(name="rival", title="The rival bloc", told=_came(run, w), side="rival", options=options, chosen="", by=""), names[run.rival[w]], game.held.rival is not None)
    game.held = replace(game.held, rival=names.index(rival))
    run = game.run(every=True)
    ends = {o: (codes_say("outcome_crisis", o), float(c)) for o, c in zip(OUTCOMES, run.chance_outcome.mean(axis=0), strict=True)}
    add(Stage(name="end", title="The end", told=_end(run, w), side="", options=ends, chosen=OUTCOMES[run.outcome[w]], by="model"))
    return tuple(stages)


def _rounded(options: Mapping[str, tuple[str, float]]) -> dict[str, tuple[str, float]]:
    """Chances to three places, as they are saved, so that a replay prints what was played."""
    return {name: (means, round(chance, 3)) for name, (means, chance) in options.items()}


def codes_say(field: str, code: str) -> str:
    """What a code means, from the codebook."""
    from dragoman import resources

    return str(resources.load("codebook")["fields"][field]["codes"][code])


def _alike(one: Noise, size: int) -> Noise:
    """The same noise in every row, so that rows differ by their parameters alone."""
    return Noise(np.repeat(one.uniform, size, axis=0), np.repeat(one.normal, size, axis=0))


def _under(game: _Game) -> bool:
    return bool(game.table.is_code("treaty_tie", "collective")[0] == 1)


def _level(game: _Game, name: str) -> str:
    return codes(name)[int(game.table.X[name][0])]


def _opening(game: _Game) -> tuple[str, ...]:
    x = {n: bool(game.table.X[n][0] == 1) for n in ("dual_power", "clans", "base", "anti_patron", "contiguous", "patron_busy")}
    lines = [
        f"Trigger: {codes_say('trigger', _level(game, 'trigger'))}.",
        f"Rule: {codes_say('regime', _level(game, 'regime'))}.",
        f"Tie to the patron: {codes_say('treaty_tie', _level(game, 'treaty_tie'))}. Way to the rival: {codes_say('accession', _level(game, 'accession'))}.",
    ]
    notes = {
        "dual_power": "A second power stands beside the incumbent.",
        "clans": "Clans are parties to it.",
        "base": "The patron has troops in the country.",
        "anti_patron": "The government is opposed to the patron.",
        "contiguous": "Patron and client are neighbours.",
        "patron_busy": "The patron is fighting a war elsewhere.",
    }
    return (*lines, *(words for name, words in notes.items() if x[name]))


def _crowd(run: Crisis, w: int) -> tuple[str, ...]:
    path = run.crowd[w]
    days = "  ".join(f"day {t}: {100 * path[t]:.0f} %" for t in (0, 3, TURN, 10, len(path) - 1))
    return (f"Of those who could be moved, in the streets: {days}.", f"The largest form: {codes_say('mobilisation_form', FORMS[run.form[w]])}.")


def _clans(run: Crisis, w: int) -> tuple[str, ...]:
    share = run.defected[w]
    words = "No clan leaves the ruler" if share < 0.01 else f"Clans with {100 * share:.0f} % of the weight leave the ruler"
    return (f"{words}.", f"Help that the elite expects from the patron: {100 * run.expected[w]:.0f} of 100.")


def _expects(run: Crisis, w: int) -> tuple[str, ...]:
    return (f"The crowd stands at {100 * run.crowd[w].max():.0f} % at its peak; {100 * run.defected[w]:.0f} % of the elite's weight is gone.",)


def _asked(run: Crisis, w: int) -> tuple[str, ...]:
    return {
        "none": ("The incumbent asks for nothing.",),
        "bilateral": ("The incumbent asks the patron for force.",),
        "treaty": ("The incumbent asks for force under the treaty.",),
    }.get(codes("request")[run.request[w]], ("The incumbent's request is disputed or goes through a regional body.",))


def _came(run: Crisis, w: int) -> tuple[str, ...]:
    lines = [f"The patron: {codes_say('instrument', INSTRUMENTS[run.instrument[w]])}."]
    if run.council[w] == 0:
        lines.append("The council of the organisation declined.")
    if run.instrument[w] == DEPLOYMENT:
        council = f" The council agreed; {run.contingents[w] or 'no'} other member{'s send' if run.contingents[w] != 1 else ' sends'} somebody." if run.council[w] == 1 else ""
        leave = "stay for good" if not np.isfinite(run.stay[w]) else f"leave after {run.stay[w]:.0f} days"
        lines.append(f"About {_round(float(run.size[w]))} soldiers arrive within {np.ceil(run.latency[w] + 1e-9):.0f} days and will {leave}; task: {codes_say('mandate', codes('mandate')[run.mandate[w]])}.{council}")
    elif run.request[w] > 0:
        lines.append(f"The request is answered: {codes_say('request_answer', codes('request_answer')[run.answered[w]])}.")
    return tuple(lines)


def _round(size: float) -> str:
    step = 10 ** max(0, len(str(int(size))) - 2)
    return f"{round(size / step) * step:,.0f}"


def _end(run: Crisis, w: int) -> tuple[str, ...]:
    after = {"lower": "less than before", "same": "as before", "higher": "more than before"}[codes("dependence_after")[run.dependence[w]]]
    way = {"patron": "towards the patron", "same": "neither way", "rival": "towards the rival"}[codes("alignment_after")[run.alignment[w]]]
    land = codes_say("territory", codes("territory")[run.territory[w]])
    return (
        f"{codes_say('outcome_crisis', OUTCOMES[run.outcome[w]])[0].upper()}{codes_say('outcome_crisis', OUTCOMES[run.outcome[w]])[1:]}.",
        f"Territory: {land}. Two years on the client depends on the patron {after} and has moved {way}.",
    )


def as_data(stages: tuple[Stage, ...]) -> list[dict[str, Any]]:
    """Stages as JSON holds them."""
    return [
        {
            "stage": s.name,
            "title": s.title,
            "told": list(s.told),
            "side": s.side,
            "options": [{"choice": name, "means": means, "chance": chance} for name, (means, chance) in s.options.items()],
            "chosen": s.chosen,
            "by": s.by,
        }
        for s in stages
    ]
