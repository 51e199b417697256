"""Livingston and Lewis: a symmetric table, right on simulated panels given Φ, and an answer to bad scores."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.classification.livingston_lewis import at_least, livingston_lewis
from scoring.statistics.reasons import Reason

SCORES = np.clip(np.random.default_rng(1).normal(80, 7, 200), 0, 100)


def test_shares_add_up_and_more_grades_are_less_consistent() -> None:
    many, one = (livingston_lewis(SCORES, 0.8, cuts, low=0, high=100).indices for cuts in ([70, 80, 90], 80))
    assert many.accuracy + many.false_grant + many.false_refusal == pytest.approx(1)
    assert 0 < many.kappa < many.consistency < one.consistency < 1
    assert many.consistency < many.accuracy


def test_reliability_raises_everything() -> None:
    found = livingston_lewis(np.stack([SCORES] * 4), [0.3, 0.6, 0.9, 0.99], 80, low=0, high=100)
    for values in (found.indices.consistency, found.indices.kappa, found.indices.accuracy, found.effective_length):
        assert (np.diff(values) > 0).all()


def test_a_stack_and_its_panels_are_the_same() -> None:
    gaps = SCORES.copy()
    gaps[:50] = np.nan
    stack = np.stack([SCORES, 100 - SCORES, gaps])
    together = livingston_lewis(stack, [0.7, 0.8, 0.9], [30, 75], low=0, high=100)
    for place, (scores, rho) in enumerate(zip([SCORES, 100 - SCORES, SCORES[50:]], [0.7, 0.8, 0.9], strict=True)):
        alone = livingston_lewis(scores, rho, [30, 75], low=0, high=100)
        assert together.indices.consistency[place] == pytest.approx(float(alone.indices.consistency))
        assert together.indices.accuracy[place] == pytest.approx(float(alone.indices.accuracy))


def test_the_scale_of_the_scores_does_not_matter() -> None:
    one = livingston_lewis(SCORES, 0.8, 75, low=0, high=100)
    other = livingston_lewis(SCORES / 5 + 1, 0.8, 16, low=1, high=21)
    assert other.indices.consistency == pytest.approx(float(one.indices.consistency))
    assert other.true.alpha == pytest.approx(float(one.true.alpha))


def test_both_forms_round_the_cut_alike() -> None:
    """20 items of equal true scores .6, cut .6: both forms pass at 12 or more, and the table is symmetric."""
    p = float(at_least(np.array(12.0), np.array(20.0), np.array(0.6)))
    assert p == pytest.approx(0.5955987)
    found = livingston_lewis(SCORES, 0.8, 80, low=0, high=100)
    up = livingston_lewis(SCORES, 0.8, 80, low=0, high=100, rounding="up")
    needed = float(found.n_items) * 0.8
    same = np.floor(needed + 0.5) == np.ceil(needed - 1e-9)
    assert (found.indices.consistency == up.indices.consistency) == same


def test_given_phi_it_is_right_about_another_panel_on_average() -> None:
    """Two panels of independent experts: how often they agree, against what is said of the first."""
    rng = np.random.default_rng(8)
    n, k, vp, vr, ve = 200, 7, 64.0, 36.0, 31.0
    true = rng.normal(78, vp**0.5, (300, n))

    def sat() -> np.ndarray:
        severity = rng.normal(0, (vr / k) ** 0.5, (300, 1))
        return np.clip(true + severity + rng.normal(0, (ve / k) ** 0.5, (300, n)), 0, 100)

    one, other = sat(), sat()
    agreed = ((one >= 80) == (other >= 80)).mean()
    phi, relative = vp / (vp + (vr + ve) / k), vp / (vp + ve / k)
    said = livingston_lewis(one, phi, 80, low=0, high=100).indices.consistency.mean()
    overstated = livingston_lewis(one, relative, 80, low=0, high=100).indices.consistency.mean()
    assert said == pytest.approx(agreed, abs=0.015)
    assert overstated > agreed + 0.03


@pytest.mark.parametrize(
    ("scores", "rho", "reason"),
    [
        (np.full(5, np.nan), 0.8, Reason.NO_MARKS),
        (np.array([80.0, np.nan]), 0.8, Reason.ONE_APPLICATION),
        (np.array([80.0, np.inf, 70.0]), 0.8, Reason.NOT_FINITE),
        (np.array([80.0, 120.0, 70.0]), 0.8, Reason.OFF_SCALE),
        (np.array([-3.0, 12.0, 70.0]), 0.8, Reason.OFF_SCALE),
        (np.full(5, 80.0), 0.8, Reason.NO_VARIANCE),
        (SCORES, np.nan, Reason.NO_COMPONENTS),
        (SCORES, 0.0, Reason.NO_VARIANCE),
        (SCORES, 1.0, Reason.EXACT_FIT),
        (np.array([0.0, 100.0, 0.0, 100.0]), 0.5, Reason.NO_COMPONENTS),
    ],
)
def test_what_cannot_be_classified_says_why_and_spoils_no_other(scores: np.ndarray, rho: float, reason: Reason) -> None:
    found = livingston_lewis(scores, rho, [70, 80], low=0, high=100)
    assert found.indices.reason_of() is reason
    assert np.isnan(found.indices.consistency)
    assert np.isnan(found.indices.kappa)
    padded = np.full(SCORES.shape, np.nan)
    padded[: scores.size] = scores
    both = livingston_lewis(np.stack([padded, SCORES]), [rho, 0.8], [70, 80], low=0, high=100)
    assert both.indices.reason.tolist() == [reason, Reason.NONE]
    alone = livingston_lewis(SCORES, 0.8, [70, 80], low=0, high=100)
    assert both.indices.consistency[1] == pytest.approx(float(alone.indices.consistency))


def test_a_grade_that_takes_all_has_no_kappa() -> None:
    found = livingston_lewis(SCORES, 0.8, 0, low=0, high=100)
    assert found.indices.consistency == pytest.approx(1)
    assert np.isnan(found.indices.kappa)


def test_reliability_near_1_is_answered() -> None:
    found = livingston_lewis(SCORES, 1 - 1e-12, 80, low=0, high=100)
    assert found.indices.consistency == pytest.approx(1, abs=0.005)


def test_a_test_of_few_items_is_answered() -> None:
    """Scores all over the scale with little reliability: the effective test has two or three items."""
    found = livingston_lewis(np.linspace(2, 98, 60), 0.3, 50, low=0, high=100)
    assert 1 <= found.n_items <= 4
    assert 0.5 < found.indices.consistency < 1
