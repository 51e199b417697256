from __future__ import annotations

import numpy as np
import pytest
from numpy.testing import assert_allclose

from scoring.statistics.agreement.bland_altman import BlandAltman, bland_altman
from scoring.statistics.reasons import Reason

NUMBERS = [name for name in BlandAltman.__slots__ if name not in ("first", "second", "reason", "confidence")]


def _panel(seed: int, gaps: float = 0.2) -> np.ndarray:
    random = np.random.default_rng(seed)
    marks = random.normal(70, 8, (15, 1)) + random.normal(0, 4, (15, 5))
    marks[random.random((15, 5)) < gaps] = np.nan
    return marks


def test_each_pair_is_compared_by_what_both_scored() -> None:
    marks = _panel(1)
    found = bland_altman(marks)
    assert list(zip(found.first, found.second, strict=True)) == [(a, b) for a in range(5) for b in range(a + 1, 5)]
    for place, (one, other) in enumerate(zip(found.first, found.second, strict=True)):
        apart = marks[:, one] - marks[:, other]
        apart = apart[~np.isnan(apart)]
        assert found.n_applications[place] == len(apart)
        assert_allclose(found.bias[place], apart.mean(), rtol=1e-12)
        assert_allclose(found.upper[place], apart.mean() + 1.96 * apart.std(ddof=1), rtol=1e-12)
        assert_allclose(found.limit_error[place], np.sqrt(3 * apart.var(ddof=1) / len(apart)), rtol=1e-12)


def test_a_constant_of_one_expert_moves_bias_and_limits_and_widens_nothing() -> None:
    marks = _panel(2)
    before, after = bland_altman(marks), bland_altman(marks + np.array([10.0, 0, 0, 0, 0]))
    for name in ("bias", "lower", "upper", "bias_low", "upper_high"):
        assert_allclose(getattr(after, name)[:4] - getattr(before, name)[:4], 10, rtol=1e-9)
    assert_allclose(after.deviation, before.deviation, rtol=1e-9)


def test_a_stack_gives_each_panel_what_it_gets_alone() -> None:
    stack = np.stack([_panel(seed) for seed in range(4)])
    together = bland_altman(stack)
    for place in range(4):
        alone = bland_altman(stack[place])
        for name in NUMBERS:
            assert_allclose(getattr(together, name)[place], getattr(alone, name), rtol=1e-12, err_msg=name)


def test_pairs_without_two_common_applications_say_so() -> None:
    marks = np.array([[1.0, 2.0, np.nan], [2.0, 4.0, 1.0], [3.0, 5.0, np.nan]])
    found = bland_altman(marks)
    assert found.reason.tolist() == [Reason.NONE, Reason.TOO_FEW, Reason.TOO_FEW]
    for name in NUMBERS[1:]:
        assert np.isnan(getattr(found, name)).tolist() == [False, True, True], name


def test_an_infinite_mark_spoils_the_pairs_of_its_expert_only() -> None:
    marks = _panel(3, gaps=0.0)
    marks[0, 0] = np.inf
    found = bland_altman(marks)
    assert (found.reason == Reason.NOT_FINITE).tolist() == [True] * 4 + [False] * 6
    assert_allclose(found.bias[4:], bland_altman(_panel(3, gaps=0.0)).bias[4:], rtol=1e-12)


@pytest.mark.parametrize("shape", [(4, 1), (4, 0), (0, 3), (2, 3, 1)])
def test_without_pairs_there_is_nothing_to_say(shape: tuple[int, ...]) -> None:
    found = bland_altman(np.ones(shape))
    pairs = max(shape[-1] * (shape[-1] - 1) // 2, 0)
    assert found.bias.shape == (*shape[:-2], pairs)
    assert (found.reason == Reason.TOO_FEW).all()


def test_experts_who_always_agree_have_narrow_limits() -> None:
    found = bland_altman(np.array([[1.0, 1.0], [5.0, 5.0], [9.0, 9.0]]))
    assert (found.bias, found.lower, found.upper) == (0, 0, 0)
