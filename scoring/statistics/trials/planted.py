"""Panels of a round's indicators, honest or with one thing planted at a known place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.simulate import PanelModel, simulate_panels
from scoring.statistics.trials.setting import RoundSetting

N_APPLICATIONS: Final = 40
REGIONS: Final = 10
FAVOUR: Final = 3.0
"""Points of 100 that every expert adds at home."""
FAVOUR_OF_ONE: Final = 8.0
"""Points that one expert adds."""
WILD: Final = 15.0
"""Points by which one sheet is too high."""
COPIED: Final = 0.6
"""Share of a sheet that is another's, in one piece."""
HURRY: Final = 0.2
"""Time for one sheet, of what it takes others."""
HALO: Final = 0.5
"""Share of differences between indicators that one expert loses."""
DRIFT: Final = 6.0
"""Points by which one expert becomes stricter from the first application to the last."""
ON_INDICATOR: Final = 0.25
"""Share of an indicator's points by which one expert is stricter on it."""
APPLICATION: Final = 17
EXPERT: Final = 2
SOURCE: Final = 4
INDICATOR: Final = 5
"""Where things are planted."""


@dataclass(frozen=True, slots=True)
class Panels:
    """Some panels.

    Attributes
    ----------
    marks : ndarray, shape (n_panels, n_applications, n_experts, n_indicators)
        Points.
    totals : ndarray, shape (n_panels, n_applications, n_experts)
    times : ndarray, shape of `marks`
        Seconds from when the expert began.
    home : ndarray of bool, shape (n_applications, n_experts)
    full_marks : ndarray, shape (n_indicators,)
    decimals : int
    """

    marks: FloatArray
    totals: FloatArray
    times: FloatArray
    home: NDArray[np.bool_]
    full_marks: FloatArray
    decimals: int


def panels(rng: np.random.Generator, setting: RoundSetting, n_panels: int, alarm: str, *, plant: bool) -> Panels:
    """Return panels of 40 applications that all experts scored, for one test of `alarms.Alarm`; honest or not.

    Honest panels are the null of that test: experts differ in severity, and in what they are strict in, but for the
    test of just that. Marks come from `simulate.simulate_panels`; a sheet takes some 30 seconds a mark, half as long
    or double (a logarithmic standard deviation of 0.3 between sheets, 0.5 between marks).
    """
    effect = alarm if plant else None
    n_experts = setting.sizes[-1]
    home = (np.arange(N_APPLICATIONS) % REGIONS)[:, None] == np.arange(n_experts)
    extra: dict[str, Any] = {}
    if effect == "home_favour":
        extra = {"home": home, "favour": np.full(n_experts, FAVOUR)}
    elif effect == "home_favour_of_expert":
        extra = {"home": home, "favour": np.where(np.arange(n_experts) == EXPERT, FAVOUR_OF_ONE, 0.0)}
    elif effect == "halo":
        extra = {"halo": np.where(np.arange(n_experts) == EXPERT, HALO, 0.0)}
    elif effect == "straight_lined":
        straight = np.zeros(home.shape, np.bool_)
        straight[APPLICATION, EXPERT] = True
        extra = {"straight_lined": straight}
    made = simulate_panels(
        rng,
        PanelModel(expert_indicator_sd=0.0) if alarm == "expert_by_indicator" else PanelModel(),
        allowed=setting.allowed,
        assigned=np.ones(home.shape, np.bool_),
        n_panels=n_panels,
        **extra,
    )
    marks, full = made.values, np.array([float(points[-1]) for points in setting.allowed])
    if effect == "identical":
        piece = slice(0, round(COPIED * full.size))
        marks[:, APPLICATION, EXPERT, piece] = marks[:, APPLICATION, SOURCE, piece]
    if effect == "expert_by_indicator":
        own = marks[:, :, EXPERT, INDICATOR]
        marks[:, :, EXPERT, INDICATOR] = np.maximum(own - ON_INDICATOR * full[INDICATOR], 0.0)
    totals = marks.sum(axis=-1)
    if effect in ("unusual", "range"):
        totals[:, APPLICATION, EXPERT] += WILD * setting.full_marks / 100.0
    if effect == "drift":
        totals[:, :, EXPERT] -= DRIFT * setting.full_marks / 100.0 * np.linspace(-0.5, 0.5, N_APPLICATIONS)
    pace = np.exp(rng.normal(0.0, 0.3, marks.shape[:3]))
    if effect == "hurried":
        pace[:, APPLICATION, EXPERT] *= HURRY
    times = np.cumsum(30.0 * pace[..., None] * np.exp(rng.normal(0.0, 0.5, marks.shape)), axis=-1)
    return Panels(marks, totals, times, home, full, made.decimals)
