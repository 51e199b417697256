"""Expert × indicator: the interaction of the analysis of variance, with gaps, found where it is and not elsewhere."""

from __future__ import annotations

import sys

import numpy as np
import pytest

from scoring.statistics.reasons import Reason
from scoring.statistics.severity.expert_by_indicator import expert_by_indicator

panel = sys.modules["severity_panels"].panel


def _marks(seed: int, shape: tuple[int, ...] = (30, 5, 4), *, halo: float = 3.0) -> np.ndarray:
    rng = np.random.default_rng(seed)
    *stack, n, k, i = shape
    parts = [(n, 1, 1), (1, k, 1), (1, 1, i), (n, 1, i), (n, k, 1), (n, k, i)]
    scales = [8.0, 4.0, 5.0, 3.0, halo, 2.0]
    return 60 + sum(rng.normal(0, scale, (*stack, *part)) for part, scale in zip(parts, scales, strict=True))


def test_on_a_complete_panel_effects_are_double_centred_means() -> None:
    marks = _marks(1)
    result = expert_by_indicator(marks)
    means = marks.mean(axis=0)
    interaction = means - means.mean(axis=0) - means.mean(axis=1, keepdims=True) + means.mean()
    np.testing.assert_allclose(result.effect, -interaction, atol=1e-10)
    np.testing.assert_allclose(result.severity, means.mean(axis=0) - means, atol=1e-10)
    assert (result.reason == Reason.NONE).all()


def test_the_error_is_that_of_what_is_left_on_the_indicator() -> None:
    marks = _marks(2)
    centred = marks - marks.mean(axis=2, keepdims=True)
    left = centred - centred.mean(axis=0) - centred.mean(axis=1, keepdims=True) + centred.mean(axis=(0, 1))
    variance = (left**2).sum(axis=(0, 1)) / (29 * 4)
    expected = np.sqrt(variance * (1 - 1 / 5) / 30)
    np.testing.assert_allclose(expert_by_indicator(marks).standard_error, np.tile(expected, (5, 1)), rtol=1e-10)


def test_one_expert_strict_on_one_indicator_is_found_among_gaps() -> None:
    marks = _marks(3)
    marks[:, 2, 1] -= 4
    marks[np.random.default_rng(3).random(marks.shape) < 0.2] = np.nan
    result = expert_by_indicator(marks)
    assert np.unravel_index(np.argmin(result.q_value), (5, 4)) == (2, 1)
    assert result.q_value[2, 1] < 0.001
    # Seen beside his own mean over four indicators and the panel's over five experts.
    assert result.effect[2, 1] == pytest.approx(4 * (1 - 1 / 4) * (1 - 1 / 5), abs=3 * result.standard_error[2, 1])


def test_what_an_expert_thinks_of_an_application_makes_no_false_alarm() -> None:
    p_values = expert_by_indicator(_marks(4, (200, 12, 5, 4), halo=15.0)).p_value
    assert 0.04 < np.mean(p_values < 0.05) < 0.06


def test_general_severity_is_no_effect() -> None:
    marks = _marks(5)
    before = expert_by_indicator(marks)
    marks[:, 0] -= 20
    np.testing.assert_allclose(expert_by_indicator(marks).effect, before.effect, atol=1e-10)


def test_names_change_nothing_and_stacks_are_answered_panel_by_panel() -> None:
    stack = _marks(6, (3, 10, 5, 4))
    stack[np.random.default_rng(6).random(stack.shape) < 0.2] = np.nan
    together = expert_by_indicator(stack)
    order = np.array([3, 0, 2, 1])
    for n in range(3):
        np.testing.assert_allclose(together.effect[n], expert_by_indicator(stack[n]).effect, atol=1e-10)
        np.testing.assert_allclose(together.q_value[n], expert_by_indicator(stack[n]).q_value, atol=1e-10)
    np.testing.assert_allclose(expert_by_indicator(stack[..., order]).effect, together.effect[..., order], atol=1e-10)


def test_a_large_panel_is_computed_in_parts_with_the_same_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = _marks(7)
    whole = expert_by_indicator(marks)
    monkeypatch.setattr("scoring.statistics.severity.expert_by_indicator._AT_ONCE", 1)
    np.testing.assert_array_equal(expert_by_indicator(marks).effect, whole.effect)


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (panel("1 2", "3 5")[:, :, None], Reason.NO_INDICATORS),
        (np.full((3, 2, 2), np.nan), Reason.NO_INDICATORS),
        (np.full((3, 1, 2), 4.0), Reason.ONE_EXPERT),
        (np.full((3, 2, 2), np.inf), Reason.NOT_FINITE),
        (np.zeros((0, 2, 2)), Reason.NO_INDICATORS),
    ],
)
def test_what_cannot_be_told_has_its_reason(marks: np.ndarray, reason: Reason) -> None:
    result = expert_by_indicator(marks)
    assert np.isnan(result.effect).all()
    assert (result.reason == reason).all()
    assert np.isnan(result.p_value).all()


def test_equal_marks_have_no_effect_and_no_test() -> None:
    result = expert_by_indicator(np.full((4, 3, 2), 7.1))
    assert (result.effect == 0).all()
    assert np.isnan(result.p_value).all()
    assert (result.test_reason == Reason.EXACT_FIT).all()
