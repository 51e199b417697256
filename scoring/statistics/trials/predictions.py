"""The probabilities that the product gives, and the ones other programs give, beside what a second panel does."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from scoring.model import FloatArray
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.probability.grades import probability_of
from scoring.statistics.probability.outlook import panel_outlook
from scoring.statistics.probability.peng_subkoviak import normal_consistency
from scoring.statistics.probability.same_decision import same_by_student
from scoring.statistics.probability.without_one import without_one
from scoring.statistics.severity.least_squares import least_squares
from scoring.statistics.trials.calibration import NEAR, Calibration, Claim, Estimator, Predictions, calibration
from scoring.statistics.trials.designs import Design
from scoring.statistics.trials.setting import Setting

DRAWS: Final = 200


OWN: Final = (Estimator.PREDICTIVE, Estimator.STUDENT, Estimator.ADJUSTED)
"""Those the product gives for single applications."""


def calibrations(setting: Setting, design: Design, n_fields: int, rng: np.random.Generator) -> list[Calibration]:
    """Return how far each estimator comes true on a design, by simulation.

    A prediction is made from one panel's marks alone. The same decision is realised when a second panel, of other
    experts, gives the same grade to the same application; the grade, when it is that of the true total.

    Parameters
    ----------
    setting : Model or RoundSetting
    design : Design
    n_fields : int
        Each is scored by two panels, and each of them predicts.
    rng : numpy.random.Generator
    """
    found: dict[tuple[Claim, Estimator], list[Predictions]] = {}
    cuts = setting.cuts
    for pairs in setting.pairs(rng, design, n_fields):
        deserved = cuts.grade_of(pairs.truth)
        for claim, estimator, totals, predicted in _predicted(pairs.totals, cuts, rng, complete=design.complete):
            grade = cuts.grade_of(totals)
            came = grade == grade[::-1] if claim is Claim.SAME else grade == deserved
            near = (np.abs(totals[..., None] - np.array(cuts.scores)) <= NEAR).any(axis=-1)
            found.setdefault((claim, estimator), []).append(Predictions(predicted, came, near))
    return [calibration(claim, estimator, design, parts) for (claim, estimator), parts in found.items()]


def _predicted(
    marks: FloatArray, cuts: CutScores, rng: np.random.Generator, *, complete: bool
) -> Iterator[tuple[Claim, Estimator, FloatArray, FloatArray]]:
    """Yield what each estimator says of totals, shape (2, n_fields, n_applications)."""
    found = least_squares(marks)
    plain = panel_outlook(marks, cuts, totals=found.raw)
    yield Claim.SAME, Estimator.PREDICTIVE, found.raw, plain.same
    yield Claim.GRADE, Estimator.PREDICTIVE, found.raw, probability_of(plain.grade, plain.probability)
    if complete:  # of many experts with gaps severity's variance is known well enough
        student = panel_outlook(marks, cuts, totals=found.raw, student=True)
        yield Claim.SAME, Estimator.STUDENT, found.raw, student.same
        yield Claim.GRADE, Estimator.STUDENT, found.raw, probability_of(student.grade, student.probability)
        yield Claim.SAME, Estimator.T, found.raw, same_by_student(marks, cuts)[0]
        for estimator, absolute in ((Estimator.PENG_SUBKOVIAK_PHI, True), (Estimator.PENG_SUBKOVIAK_ALPHA, False)):
            if len(cuts.scores) == 1:
                whole = normal_consistency(marks, np.array(cuts.scores), absolute=absolute).consistency
                yield Claim.SAME, estimator, found.raw, np.broadcast_to(whole, found.raw.shape)
        yield Claim.SAME, Estimator.BOOTSTRAP, found.raw, _bootstrap(marks, cuts, rng)
    else:
        fair = panel_outlook(marks, cuts, totals=found.fair, design="adjusted")
        yield Claim.SAME, Estimator.ADJUSTED, found.fair, fair.same
        yield Claim.GRADE, Estimator.ADJUSTED, found.fair, probability_of(fair.grade, fair.probability)
    yield Claim.SAME, Estimator.LEAVING_OUT, found.raw, _leaving_out(marks, cuts, cuts.grade_of(found.raw))


def _bootstrap(marks: FloatArray, cuts: CutScores, rng: np.random.Generator) -> FloatArray:
    """Return the share of resamples of a complete panel's experts that keep each grade."""
    n_experts = marks.shape[-1]
    draws = rng.multinomial(n_experts, np.full(n_experts, 1 / n_experts), DRAWS).T / n_experts
    again = cuts.grade_of(marks @ draws)
    return np.asarray((again == cuts.grade_of(marks.mean(axis=-1))[..., None]).mean(axis=-1))


def _leaving_out(marks: FloatArray, cuts: CutScores, grade: NDArray[np.int64]) -> FloatArray:
    """Return the share of an application's experts without whom its grade stays."""
    given = ~np.isnan(marks)
    same = given & (cuts.grade_of(without_one(marks, Aggregate())) == grade[..., None])
    return np.asarray(same.sum(axis=-1) / np.maximum(given.sum(axis=-1), 1))
