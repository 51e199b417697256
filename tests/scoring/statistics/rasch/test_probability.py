from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.rasch.probability import probabilities


def test_two_categories_are_the_logistic_curve() -> None:
    eta = np.array([[-2.0, 0.0, 3.0]])
    found, log_divisor = probabilities(eta, np.zeros((1, 2)))
    assert found[0, 1] == pytest.approx(1 / (1 + np.exp(-eta[0])), rel=1e-14)
    assert log_divisor[0] == pytest.approx(np.log1p(np.exp(eta[0])), rel=1e-14)


def test_neighbouring_categories_are_equally_likely_where_eta_is_their_threshold() -> None:
    thresholds = np.array([-1.3, 0.4, 0.9])
    b = np.concatenate([[0.0], -np.cumsum(thresholds)])[None]
    found, _ = probabilities(thresholds[None], b)
    for k, at in enumerate(range(3), start=1):
        assert found[0, k, at] == pytest.approx(found[0, k - 1, at], rel=1e-13)


def test_a_category_that_is_never_used_has_probability_zero() -> None:
    b = np.array([[0.0, -np.inf, 0.5]])
    for eta in (0.7, 900.0, -900.0):
        found, _ = probabilities(np.array([[eta]]), b)
        assert found[0, 1, 0] == 0
        assert found.sum() == pytest.approx(1)


def test_no_logit_is_too_large() -> None:
    found, log_divisor = probabilities(np.array([[5000.0, -5000.0, 0.3]]), np.array([[0.0, 1.0, 2.0, 0.0]]))
    assert found[0, :, 0].tolist() == [0, 0, 0, 1]
    assert found[0, :, 1].tolist() == [1, 0, 0, 0]
    assert log_divisor[0, 0] == pytest.approx(15000)
    moderate, divisor = probabilities(np.array([[0.3]]), np.array([[0.0, 1.0, 2.0, 0.0]]))  # by powers, not by logits
    assert found[0, :, 2] == pytest.approx(moderate[0, :, 0], rel=1e-14)
    assert log_divisor[0, 2] == pytest.approx(divisor[0, 0], rel=1e-14)
