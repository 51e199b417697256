"""On what rules are tried: a linear model with one cut score, or a round with its own indicators and cut scores."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

import numpy as np
from numpy.typing import NDArray

from indicators.model import Round
from scoring.model import FloatArray
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.cut_scores import CutScores, cuts_of_round
from scoring.statistics.simulate import PanelModel, simulate_panels
from scoring.statistics.trials import marks
from scoring.statistics.trials.designs import Design, assign, prefecture_of
from scoring.statistics.trials.marks import Pairs

REACHED: Final = "reached"
"""The grade at and above the one cut score of the linear model."""
_AT_ONCE: Final = 4


@dataclass(frozen=True, slots=True)
class Model:
    """The linear model of `marks.pairs_of_panels`, with one cut score at the 60th percentile of true totals."""

    n_applications: int = marks.N_APPLICATIONS

    @property
    def cuts(self) -> CutScores:
        """The one cut score."""
        return CutScores((REACHED,), (marks.CUT,))

    @property
    def weights(self) -> FloatArray:
        """What a point of each indicator adds to the total."""
        return marks.WEIGHTS

    @property
    def aggregate(self) -> Aggregate:
        """The rule of the round; there is none, so the mean."""
        return Aggregate()

    @property
    def decimals(self) -> int | None:
        """Totals are not rounded."""
        return None

    def pairs(self, rng: np.random.Generator, design: Design, n_fields: int) -> Iterator[Pairs]:
        """Yield fields of applications, each scored by two panels that share no expert."""
        return marks.pairs_of_panels(rng, design, n_fields, n_applications=self.n_applications)


@dataclass(frozen=True, slots=True)
class RoundSetting:
    """What of a round decides grades.

    Attributes
    ----------
    cuts : CutScores
    allowed : tuple of tuples of Decimal
        Points that may be given, by indicator.
    full_marks : float
    sizes : tuple of int
        Experts an application.
    aggregate : Aggregate
    decimals : int or None
        To which totals are rounded half-up.
    n_applications : int
    """

    cuts: CutScores
    allowed: tuple[tuple[Decimal, ...], ...]
    full_marks: float
    sizes: tuple[int, ...]
    aggregate: Aggregate
    decimals: int | None
    n_applications: int = 100

    @property
    def weights(self) -> FloatArray:
        """Marks are points already."""
        return np.ones(len(self.allowed))

    @property
    def designs(self) -> tuple[Design, ...]:
        """Complete panels of each size, as many drawn from a pool of double the size, and experts who stay at home."""
        severity = PanelModel().severity_sd
        least = self.sizes[0]
        return (
            *(Design(f"complete_{size}", size, size, severity_sd=severity) for size in self.sizes),
            Design(f"of_{2 * least}_{least}", 2 * least, least, severity_sd=severity),
            Design("prefectures", 3 * least, least, who="prefectures", severity_sd=severity),
        )

    def pairs(self, rng: np.random.Generator, design: Design, n_fields: int) -> Iterator[Pairs]:
        """Yield fields of applications with marks as `simulate.simulate_panels` makes them, two panels each."""
        for start in range(0, n_fields, _AT_ONCE):
            yield self._pairs(rng, design, min(_AT_ONCE, n_fields - start))

    def _pairs(self, rng: np.random.Generator, design: Design, n_fields: int) -> Pairs:
        model = PanelModel(severity_sd=design.severity_sd)
        shape = (n_fields, self.n_applications)
        quality = _quality(rng, design, model, shape)
        profile = rng.normal(0.0, model.profile_sd, (*shape, len(self.allowed)))
        who = assign(rng, design, quality[:1])[0]
        assigned = np.zeros((self.n_applications, design.experts), np.bool_)
        np.put_along_axis(assigned, who, True, axis=1)
        panels = simulate_panels(
            rng,
            model,
            allowed=self.allowed,
            assigned=assigned,
            n_panels=2 * n_fields,
            quality=np.concatenate([quality, quality]),
            profile=np.concatenate([profile, profile]),
        )
        values = panels.values.reshape(2, n_fields, *panels.values.shape[1:])
        experts = np.broadcast_to(who, (2, n_fields, *who.shape))
        return Pairs(panels.true_totals[:n_fields], experts, np.swapaxes(values, -1, -2), values.sum(axis=-1))


def _quality(rng: np.random.Generator, design: Design, model: PanelModel, shape: tuple[int, int]) -> FloatArray:
    if design.who != "prefectures":
        return rng.normal(model.quality_mean, model.quality_sd, shape)
    half = model.quality_sd / np.sqrt(2.0)  # half of the variance lies between prefectures
    own = rng.normal(0.0, half, (shape[0], design.experts // design.each))
    return np.asarray(rng.normal(model.quality_mean, half, shape) + own[:, prefecture_of(design, shape[1])])


Setting = Model | RoundSetting


def setting_of(round_: Round, *, n_applications: int = 100) -> RoundSetting:
    """Return what of a round decides grades: cut scores, indicators, panel sizes, aggregate, rounding."""
    table, sheet = round_.indicator_table, round_.parameter_sheet
    return RoundSetting(
        cuts=cuts_of_round(round_),
        allowed=tuple(indicator.allowed_scores() for indicator in table.leaves()),
        full_marks=float(table.full_marks),
        sizes=tuple(sorted(sheet.experts_per_application)),
        aggregate=Aggregate(sheet.aggregate, sheet.trimmed_each_side),
        decimals=sheet.rounding_decimals,
        n_applications=n_applications,
    )


def graded(totals: FloatArray, setting: Setting) -> NDArray[np.int64]:
    """Return the grade of each total, rounded as the setting says."""
    if setting.decimals is not None:
        size = 10.0**setting.decimals
        totals = np.floor(np.round(totals * size, 6) + 0.5) / size
    return setting.cuts.grade_of(totals)
