"""Halo: by hand, size and power on simulated panels, and what has none."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal

import numpy as np
import pytest
from scipy.stats import ttest_1samp

from scoring.statistics.integrity.halo import halo
from scoring.statistics.reasons import Reason
from scoring.statistics.simulate import PanelModel, simulate_panels

GAP = np.nan


def panels(n_panels: int, halos: list[float], seed: int) -> np.ndarray:
    return simulate_panels(
        np.random.default_rng(seed),
        PanelModel(),
        allowed=[[Decimal(n) / 4 for n in range(5)]] * 20,
        assigned=np.ones((30, len(halos)), bool),
        n_panels=n_panels,
        halo=np.array(halos),
    ).values


def test_by_hand_against_the_others_on_the_same_applications() -> None:
    marks = np.random.default_rng(1).normal(8, 1, (7, 3, 5))
    marks[0, 1] = GAP
    n = np.array([7, 6, 7])[:, None]
    own = (marks - np.nanmean(marks, axis=0)) * np.sqrt(n / (n - 1))
    s = own.std(axis=2, ddof=1)
    level, off = (x - np.nanmean(x, axis=1, keepdims=True) for x in (np.where(np.isnan(s), GAP, marks.mean(axis=2)), s))
    fair = (s - np.nansum(level * off) / np.nansum(level**2) * level)[1:]
    test = ttest_1samp(fair[:, 1] - (fair[:, 0] + fair[:, 2]) / 2, 0.0, alternative="less")
    found = halo(marks)
    assert found.p_value[1] == pytest.approx(test.pvalue)
    assert found.ratio[1] == pytest.approx(s[1:, 1].mean() / ((s[1:, 0] + s[1:, 2]) / 2).mean())
    assert found.applications.tolist() == [7, 6, 7]


def test_mean_correlation_as_numpy() -> None:
    marks = np.random.default_rng(2).normal(8, 1, (9, 2, 4)) + np.arange(9.0)[:, None, None] / 3
    found = halo(marks)
    for e in range(2):
        r = np.corrcoef(marks[:, e].T)
        assert found.correlation[e] == pytest.approx(r[np.triu_indices(4, 1)].mean())
    assert found.others_correlation.tolist() == found.correlation[::-1].tolist()


@pytest.mark.parametrize("seed", range(3))
def test_one_panel_is_answered_as_a_stack_of_it(seed: int) -> None:
    """One panel is read expert by expert, sheet by sheet of his; a stack as a whole."""
    rng = np.random.default_rng(seed)
    marks = rng.normal(8, 1, (40, 12, 6))
    for row in marks:
        row[rng.choice(12, 8, replace=False)] = GAP
    marks[rng.random(marks.shape) < 0.05] = GAP
    marks[:, 11] = GAP
    alone, stacked = halo(marks), halo(marks[None])
    for field in fields(alone):
        np.testing.assert_allclose(
            getattr(alone, field.name), getattr(stacked, field.name)[0], rtol=1e-12, err_msg=field.name
        )


def test_false_alarms_at_the_stated_rate_and_halo_found() -> None:
    honest = halo(panels(150, [0.0] * 5, 3))
    assert 0.03 < (honest.p_value < 0.05).mean() < 0.07
    assert (honest.q_value.min(axis=1) < 0.05).mean() < 0.09
    planted = halo(panels(20, [0.0, 0.0, 0.6, 0.0, 0.0], 4))
    assert (planted.q_value[:, 2] < 0.01).all()
    assert (planted.ratio[:, 2] < 0.8).all()
    assert (planted.correlation[:, 2] > planted.others_correlation[:, 2]).all()


def test_easy_indicators_are_no_halo() -> None:
    marks = np.random.default_rng(5).normal(8, 1, (12, 4, 6))
    moved = marks + np.arange(6.0) * 3
    np.testing.assert_allclose(halo(moved).p_value, halo(marks).p_value, rtol=1e-6)


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (np.ones((4, 3, 1)), Reason.NO_INDICATORS),
        (np.full((4, 3, 5), GAP), Reason.NO_MARKS),
        (np.random.default_rng(1).normal(size=(4, 1, 5)), Reason.NO_PAIRS),
        (np.random.default_rng(1).normal(size=(1, 3, 5)), Reason.TOO_FEW),
        (np.full((4, 3, 5), 7.0), Reason.EXACT_FIT),
        (np.full((4, 3, 5), np.inf), Reason.NO_MARKS),
    ],
)
def test_what_cannot_be_told_has_a_reason(marks: np.ndarray, reason: Reason) -> None:
    found = halo(marks)
    assert {Reason(code) for code in found.reason.tolist()} == {reason}
    assert np.isnan(found.p_value).all()
    assert np.isnan(found.q_value).all()
