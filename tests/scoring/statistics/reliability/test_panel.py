"""The reliability of a panel with names."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.model import MarkState, ScoreTable
from scoring.statistics.reliability.d_study import d_study
from scoring.statistics.reliability.g_study import Estimator, g_study
from scoring.statistics.reliability.panel import panel_reliability

MARKS = np.random.default_rng(6).integers(0, 21, (6, 4, 3)) * 0.5


def table(marks: np.ndarray) -> ScoreTable:
    labels = [tuple(f"{letter}{n}" for n in range(size)) for letter, size in zip("aei", marks.shape, strict=True)]
    states = np.where(np.isnan(marks), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    return ScoreTable("p", *labels, marks, states, 1)


def test_names_and_numbers_of_a_complete_panel() -> None:
    found = panel_reliability(table(MARKS))
    study = g_study(MARKS)
    assert (found.panel, found.applicants, found.experts, found.indicators) == ("p", 6, 4, 3)
    assert [one.effect for one in found.components] == list(study.effects)
    assert [one.variance for one in found.components] == study.variance.tolist()
    assert [one.negative for one in found.components] == study.negative.tolist()
    assert found.as_it_sat == found.by_experts[3]
    assert [one.experts for one in found.by_experts] == list(range(1, 16))
    assert (found.method, found.reasons) == (Estimator.MEAN_SQUARES, ())


def test_fixed_indicators_are_passed_on() -> None:
    own = d_study(g_study(MARKS), fixed_indicators=True)
    assert panel_reliability(table(MARKS), fixed_indicators=True).as_it_sat.g_coefficient == own.g_coefficient


def test_an_indicator_that_nobody_scored_is_none() -> None:
    marks = np.concatenate([MARKS[..., :1], np.full((6, 4, 1), np.nan)], axis=2)
    found = panel_reliability(table(marks))
    assert [one.effect for one in found.components] == ["applicant", "expert", "residual"]
    assert found.indicators == 1


def test_with_gaps_the_panel_sat_with_its_harmonic_mean() -> None:
    marks = MARKS.copy()
    marks[0, 2:] = np.nan
    found = panel_reliability(table(marks))
    assert found.method is Estimator.HENDERSON_1
    assert found.as_it_sat.experts == pytest.approx(6 / (5 / 4 + 1 / 2))


@pytest.mark.parametrize(
    ("marks", "keys"),
    [
        (np.full((3, 3, 2), np.nan), ["statistics.reason_no_marks"]),
        (np.full((3, 3, 2), 5.0), ["statistics.reason_all_equal"]),
        (MARKS[:1], ["statistics.reason_one_application"]),
        (np.repeat(np.array([[[1.0], [2.0]]]), 4, axis=0), ["statistics.reason_no_variance"]),
    ],
)
def test_each_reason_is_said_once(marks: np.ndarray, keys: list[str]) -> None:
    found = panel_reliability(table(marks))
    assert [reason.key for reason in found.reasons] == keys
    assert found.as_it_sat.g_coefficient is None
    assert len(found.by_experts) == 15
