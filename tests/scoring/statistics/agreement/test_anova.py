from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from scoring.statistics.agreement.anova import TwoWay, two_way, why_not_two_way
from scoring.statistics.reasons import Reason

SQUARES = ("ms_applications", "ms_within", "ms_adjusted", "ms_experts", "ms_error")


def _panel(seed: int, n: int = 8, r: int = 5, gaps: float = 0.0) -> np.ndarray:
    random = np.random.default_rng(seed)
    marks = random.normal(70, 8, (n, 1)) + random.normal(0, 3, (1, r)) + random.normal(0, 4, (n, r))
    marks[random.random((n, r)) < gaps] = np.nan
    return marks


def _plainly(marks: np.ndarray) -> dict[str, float]:
    """The same sums, mark by mark, of irrNA's description: experts' own means out, then one way."""
    cells = [(a, e, marks[a, e]) for a in range(marks.shape[0]) for e in range(marks.shape[1])]
    cells = [cell for cell in cells if not np.isnan(cell[2])]
    grand = np.mean([x for _, _, x in cells])
    expert = {e: np.mean([x for _, f, x in cells if f == e]) for e in {e for _, e, _ in cells}}
    n, r, total = len({a for a, _, _ in cells}), len(expert), len(cells)

    def one_way(cells: list[tuple[int, int, float]]) -> tuple[float, float]:
        mean = {a: np.mean([x for b, _, x in cells if b == a]) for a in {a for a, _, _ in cells}}
        return sum((mean[a] - grand) ** 2 for a, _, _ in cells), sum((x - mean[a]) ** 2 for a, _, x in cells)

    between, within = one_way(cells)
    adjusted, error = one_way([(a, e, x - expert[e] + grand) for a, e, x in cells])
    return {
        "ms_applications": between / (n - 1),
        "ms_within": within / (total - n),
        "ms_adjusted": adjusted / (n - 1),
        "ms_experts": sum((expert[e] - grand) ** 2 for _, e, _ in cells) / (r - 1),
        "ms_error": error / ((n - 1) * (total / n - 1)),
    }


@pytest.mark.parametrize("gaps", [0.0, 0.1, 0.4])
def test_mean_squares_are_those_of_the_plain_sums(gaps: float) -> None:
    marks = _panel(3, gaps=gaps)
    squares = two_way(marks)
    for name, value in _plainly(marks).items():
        assert_allclose(getattr(squares, name), value, rtol=1e-12, err_msg=name)


@pytest.mark.parametrize("gaps", [0.0, 0.2])
def test_a_stack_gives_each_panel_what_it_gets_alone(gaps: float) -> None:
    stack = np.stack([[_panel(10 * i + j, gaps=gaps) for j in range(3)] for i in range(2)])
    together = two_way(stack)
    for i, j in np.ndindex(2, 3):
        alone = two_way(stack[i, j])
        for name in TwoWay.__slots__:
            assert_allclose(getattr(together, name)[i, j], getattr(alone, name), rtol=1e-12, err_msg=name)


def test_complete_panels_are_the_same_beside_panels_with_gaps() -> None:
    whole, gaps = _panel(1), _panel(2, gaps=0.3)
    mixed, alone = two_way(np.stack([whole, gaps])), two_way(whole)
    for name in SQUARES:
        assert_allclose(getattr(mixed, name)[0], getattr(alone, name), rtol=1e-12, err_msg=name)
    assert mixed.complete.tolist() == [True, False]


@pytest.mark.parametrize("gaps", [0.0, 0.2])
def test_a_large_constant_costs_no_digits(gaps: float) -> None:
    marks = np.round(_panel(4, gaps=gaps))
    near, far = two_way(marks), two_way(marks + 2.0**40)
    for name in SQUARES:
        assert_allclose(getattr(far, name), getattr(near, name), rtol=1e-9, err_msg=name)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([0.0, 0.25]), st.floats(0.1, 50))
def test_relabelling_changes_nothing_and_scale_goes_by_its_square(seed: int, gaps: float, scale: float) -> None:
    marks, random = _panel(seed, gaps=gaps), np.random.default_rng(seed)
    shuffled = scale * marks[random.permutation(8)][:, random.permutation(5)]
    before, after = two_way(marks), two_way(shuffled)
    for name in SQUARES:
        assert_allclose(getattr(after, name), scale**2 * getattr(before, name), rtol=1e-10, err_msg=name)


def test_applications_and_experts_without_a_mark_do_not_count() -> None:
    marks = _panel(5)
    padded = np.full((10, 7), np.nan)
    padded[1:9, [0, 1, 3, 4, 6]] = marks
    for name in (*SQUARES, "n_applications", "n_experts", "marks_per_application", "complete"):
        assert_allclose(getattr(two_way(padded), name), getattr(two_way(marks), name), rtol=1e-12, err_msg=name)


def test_noise_of_adding_in_another_order_is_no_disagreement() -> None:
    marks = np.array([[0.1 + 0.2, 0.3, 0.3], [0.6, 0.6, 0.1 + 0.5]]) * 100
    squares = two_way(marks)
    assert squares.ms_within == 0
    assert squares.ms_error == 0
    assert two_way(np.full((3, 3), 0.3) + np.array([0, 5e-17, 0])).all_equal


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (np.full((3, 3), np.nan), Reason.NO_MARKS),
        (np.zeros((0, 3)), Reason.NO_MARKS),
        (np.zeros((3, 0)), Reason.NO_MARKS),
        (np.array([[1.0], [2.0]]), Reason.ONE_EXPERT),
        (np.array([[1.0, np.nan], [2.0, np.nan]]), Reason.ONE_EXPERT),
        (np.array([[1.0, 2.0]]), Reason.ONE_APPLICATION),
        (np.array([[1.0, 2.0], [np.nan, np.nan]]), Reason.ONE_APPLICATION),
        (np.array([[1.0, np.nan], [np.nan, 2.0]]), Reason.NO_PAIRS),
        (np.array([[1.0, np.inf], [2.0, 3.0]]), Reason.NOT_FINITE),
        (np.array([[1.0, -np.inf], [np.nan, 3.0]]), Reason.NOT_FINITE),
        (np.array([[1e200, -1e200], [2.0, 3.0]]), Reason.NOT_FINITE),
    ],
)
def test_what_cannot_be_compared_has_a_reason(marks: np.ndarray, reason: Reason) -> None:
    assert two_way(marks).reason == reason


def test_one_bad_panel_leaves_the_others_alone() -> None:
    good = _panel(6)
    bad = good.copy()
    bad[0, 0] = np.inf
    squares = two_way(np.stack([good, bad, np.full_like(good, np.nan), np.full_like(good, 5.0)]))
    assert squares.reason.tolist() == [Reason.NONE, Reason.NOT_FINITE, Reason.NO_MARKS, Reason.NONE]
    assert squares.all_equal.tolist()[3]
    assert_allclose(squares.ms_error[0], two_way(good).ms_error, rtol=1e-12)


def test_groups_without_a_common_expert_are_found() -> None:
    apart = np.full((6, 6), np.nan)
    apart[:3, :3], apart[3:, 3:] = _panel(7, 3, 3), _panel(8, 3, 3)
    linked = apart.copy()
    linked[2, 3] = 70.0
    squares = two_way(np.stack([apart, linked]))
    assert squares.connected.tolist() == [False, True]
    assert why_not_two_way(squares).tolist() == [Reason.NOT_CONNECTED, Reason.NONE]


def test_a_long_chain_of_experts_hangs_together() -> None:
    chain = np.full((12, 13), np.nan)
    for place in range(12):
        chain[place, place : place + 2] = 1.0 + place, 2.0
    assert two_way(chain).connected
    chain[6, 7] = np.nan
    assert not two_way(chain).connected


def test_as_many_unknowns_as_marks_leave_no_error() -> None:
    tree = np.array([[1.0, 2.0, np.nan], [np.nan, 4.0, 3.0]])
    assert why_not_two_way(two_way(tree)) == Reason.NO_FREEDOM
