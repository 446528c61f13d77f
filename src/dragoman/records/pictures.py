"""What a picture of the model shows, before anybody has drawn it: one record for each kind, drawn as SVG, in the terminal or as a table."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """What every kind has."""

    name: str
    """File name without ending: `instrument`."""
    title: str
    told: str
    """One or two sentences that say what is seen, for those who do not see it, and what must not be read into it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChanceRow:
    """A chance with what is not known of it."""

    label: str
    chance: float
    inner: tuple[float, float] | None
    """Middle 50 %."""
    outer: tuple[float, float]
    """Middle 90 %."""
    base: float | None = None
    """The base rate, beside which it is to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chances(Picture):
    """Chances, one below the other, on one axis from 0 to 100 %."""

    rows: tuple[ChanceRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareRow:
    """Shares that add to 1."""

    label: str
    note: str
    shares: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares(Picture):
    """Bars of equal length, each taken apart in the same way; up to four parts."""

    parts: tuple[str, ...]
    rows: tuple[ShareRow, ...]
    noted: str
    """What the notes are: `how likely it is`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairRow:
    """A chance before and after, with the middle 90 % of each as (mean, low, high)."""

    label: str
    before: tuple[float, float, float]
    after: tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairs(Picture):
    """Chances under two conditions, beside each other."""

    before: str
    after: str
    rows: tuple[PairRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How far a quantity moves when one thing is changed: to the lowest and to the highest that it reaches."""

    label: str
    low: float
    low_label: str
    """What makes it lowest; empty where nothing makes it lower."""
    high: float
    high_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tornado(Picture):
    """Reaches around one value, the widest first; chances."""

    centre: float
    rows: tuple[Reach, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class GainRow:
    """A difference with its interval; `chance` is that of its being above 0, None where there are too few cases for either."""

    label: str
    mean: float
    low: float | None
    high: float | None
    chance: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Gains(Picture):
    """Differences from 0, with an aim where there is one."""

    unit: str
    rows: tuple[GainRow, ...]
    aim: float | None = None
    aimed: str = ""
    """Label of the row to which the aim applies."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line over x with bands around it, the widest first: (lower ends, upper ends)."""

    label: str
    middle: tuple[float, ...]
    bands: tuple[tuple[tuple[float, ...], tuple[float, ...]], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One small drawing; values from 0 to `top`."""

    title: str
    series: tuple[Series, ...]
    top: float
    percent: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Paths(Picture):
    """Small drawings over one x."""

    x: tuple[int, ...]
    x_label: str
    panels: tuple[Panel, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lane:
    """One state: by year how often something happens (0 to 1), and what happened in one history as (year, kind)."""

    label: str
    shade: tuple[float, ...]
    marks: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes(Picture):
    """States over years."""

    years: tuple[int, ...]
    kinds: tuple[str, ...]
    """What marks stand for, in the order of the shapes."""
    shaded: str
    lanes: tuple[Lane, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bin:
    """Forecasts of about the same chance: mean of what was said, share that came true and its standard error."""

    said: float
    seen: float
    spread: float
    forecasts: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration(Picture):
    """What was said against what came true, one drawing for each target."""

    panels: tuple[tuple[str, tuple[Bin, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelPage:
    """A page of pictures; everything on it is a model's."""

    head: str
    """That this is a model and no report."""
    title: str
    about: tuple[tuple[str, str], ...]
    """What was run, as pairs of label and words."""
    warnings: tuple[str, ...]
    assumptions: tuple[str, ...]
    """In sentences; above every picture."""
    assumed: tuple[tuple[str, str, str], ...]
    """Each assumed number: name, value with spread, why."""
    pictures: tuple[Picture, ...]
    cannot_know: tuple[str, ...]
    command: str
    """What was typed, or would give the same."""
    notes: tuple[str, ...] = field(default=())
