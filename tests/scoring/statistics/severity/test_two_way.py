"""The layout: what it takes for the pseudo-inverse is the pseudo-inverse, whatever falls apart."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.severity import expert_by_indicator as by_indicator
from scoring.statistics.severity import two_way
from scoring.statistics.severity.two_way import effects, layout


@settings(max_examples=50)
@given(st.integers(0, 10_000), st.integers(1, 9), st.integers(1, 6), st.sampled_from([0.15, 0.4, 0.8]))
def test_the_inverse_is_that_of_moore_and_penrose(seed: int, n: int, k: int, share: float) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.uniform(0.1, 3, (n, k)) * (rng.random((n, k)) < share)
    design = layout(weights)
    values, vectors = np.linalg.eigh(design.information)
    known = values > 1e-10
    expected = (vectors[:, known] / values[known]) @ vectors[:, known].T
    np.testing.assert_allclose(design.inverse, expected, atol=1e-9 * max(1.0, np.abs(expected).max()))
    rank = int(known.sum())
    there = weights.any(axis=0).sum()
    assert int(there - design.subsets.count) == rank
    assert int(design.freedom) == (weights > 0).sum() - weights.any(axis=1).sum() - rank


def test_effects_of_experts_sum_to_zero_in_each_subset() -> None:
    rng = np.random.default_rng(1)
    weights = np.zeros((6, 5))
    weights[:3, :2] = weights[3:, 2:4] = 1
    _, experts = effects(layout(weights), rng.normal(50, 10, (6, 5)))
    np.testing.assert_allclose([experts[:2].sum(), experts[2:4].sum(), experts[4]], 0, atol=1e-12)


def test_weights_of_any_size_keep_their_digits() -> None:
    rng = np.random.default_rng(2)
    weights, marks = (rng.random((10, 4)) < 0.6) * 1.0, rng.normal(50, 10, (10, 4))
    for size in (1e-8, 1e8):
        np.testing.assert_allclose(effects(layout(size * weights), marks)[1], effects(layout(weights), marks)[1])


def test_a_layout_is_made_once_for_marks_in_the_same_places(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []
    real = two_way.layout

    def counted(weights: np.ndarray) -> two_way.Layout:
        made.append(weights.size)
        return real(weights)

    monkeypatch.setattr(two_way, "layout", counted)
    monkeypatch.setattr(by_indicator, "_AT_ONCE", 1)  # as in a round: each indicator by itself
    rng = np.random.default_rng(1)
    marks = rng.integers(0, 9, (300, 20, 40)) / 2
    marks[rng.random(marks.shape[:2]) < 0.7] = np.nan
    marks[:9, :, 7] = np.nan
    found = by_indicator.expert_by_indicator(marks)
    # Two patterns, each laid out once for the marks; what is left of them stands in the same places.
    assert len(made) == 2
    monkeypatch.setattr(two_way.Layouts, "of", lambda _self, weights: real(weights))
    again = by_indicator.expert_by_indicator(marks)
    for one in ("severity", "effect", "standard_error", "p_value", "reason"):
        np.testing.assert_array_equal(getattr(found, one), getattr(again, one))
