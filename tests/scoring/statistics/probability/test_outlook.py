"""How sure marks make grades: against the formula, against panels drawn again, and where nothing can be known."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy.special import ndtr

from scoring.statistics.cut_scores import CutScores
from scoring.statistics.probability.outlook import Design, panel_outlook
from scoring.statistics.probability.same_decision import same_by_student
from scoring.statistics.reasons import Reason

Array = NDArray[np.float64]
CUTS = CutScores(("A", "AA", "AAA"), (62.0, 70.0, 78.0))
ONE_CUT = CutScores(("A",), (72.0,))
DESIGNS: tuple[Design, ...] = ("total", "adjusted", "own_spread")


def drawn(seed: int, shape: tuple[int, ...], *, each: int = 0, quality: Array | None = None) -> Array:
    rng = np.random.default_rng(seed)
    quality = rng.normal(70, 8, (*shape[:-1], 1)) if quality is None else quality
    marks = quality + rng.normal(0, 6, (*shape[:-2], 1, shape[-1])) + rng.normal(0, 5.5, shape)
    if each:
        marks[rng.random(shape).argsort(axis=-1) >= each] = np.nan
    return marks


def test_the_formula_written_out() -> None:
    marks = drawn(1, (12, 5))
    found = panel_outlook(marks, ONE_CUT)
    n, k, mean = 12, 5, marks.mean()
    rows, columns = marks.mean(axis=1), marks.mean(axis=0)
    msr, msc = k * rows.var(ddof=1), n * columns.var(ddof=1)
    mse = ((marks - rows[:, None] - columns + mean) ** 2).sum() / ((n - 1) * (k - 1))
    vp, vr = (msr - mse) / k, (msc - mse) / n
    rho = vp / (vp + mse / k)
    t, v = mean + rho * (rows - mean), (1 - rho) * vp * (1 - 1 / n) + vr / k + mse / (n * k)
    np.testing.assert_allclose(found.probability[:, 1], ndtr((t - 72) / np.sqrt(v)))
    another = ndtr((t - 72) / np.sqrt(v + (vr + mse) / k))
    np.testing.assert_allclose(found.same, np.where(rows >= 72, another, 1 - another))
    assert found.consistency == pytest.approx(found.same.mean())


@pytest.mark.parametrize("design", DESIGNS)
@pytest.mark.parametrize("student", [False, True])
@pytest.mark.parametrize("each", [0, 3])
def test_independent_panels_agree_as_often_as_is_said(design: Design, student: bool, each: int) -> None:
    quality = np.random.default_rng(3).normal(70, 8, (150, 60, 1))
    first, second = (drawn(seed, (150, 60, 7), each=each, quality=quality) for seed in (4, 5))
    found = panel_outlook(first, CUTS, design=design, student=student)
    assert (found.reason == Reason.NONE).all()
    if design == "adjusted" and each:
        return  # another total is meant than the mean
    again = CUTS.grade_of(np.nanmean(second, axis=-1)) == found.grade
    assert found.same.mean() == pytest.approx(again.mean(), abs=0.03)
    right = found.probability.argmax(axis=-1) == CUTS.grade_of(quality[..., 0])
    assert found.probability.max(axis=-1).mean() == pytest.approx(right.mean(), abs=0.03)


def test_an_adjusted_total_is_repeated_more_often_than_a_mean_of_few() -> None:
    marks = drawn(6, (80, 9), each=3)
    plain, adjusted = panel_outlook(marks, CUTS), panel_outlook(marks, CUTS, design="adjusted")
    assert (adjusted.error_variance < plain.error_variance).all()
    assert adjusted.consistency > plain.consistency


def test_counting_that_severity_is_hardly_known_makes_less_sure() -> None:
    marks = drawn(7, (60, 3))
    assert panel_outlook(marks, CUTS, student=True).consistency < panel_outlook(marks, CUTS).consistency
    agreed = marks - marks.mean(axis=0)  # no severity at all: the t distribution is the normal one
    known, student = panel_outlook(agreed + 70, CUTS), panel_outlook(agreed + 70, CUTS, student=True)
    assert known.fit.var_expert == 0
    np.testing.assert_allclose(student.same, known.same, atol=1e-12)


def test_a_split_panel_is_less_sure_by_its_own_spread() -> None:
    marks = 80 + np.random.default_rng(8).normal(0, 1, (20, 6))
    marks[0] = [60, 60, 60, 100, 100, 100]
    plain = panel_outlook(marks, ONE_CUT)
    own = panel_outlook(marks, ONE_CUT, design="own_spread")
    assert own.error_variance[0] > 2 * plain.error_variance[0]
    assert (own.error_variance[1:] < plain.error_variance[1:]).all()


def test_far_from_the_cuts_a_grade_is_certain_and_near_them_not() -> None:
    marks = drawn(9, (30, 7))
    far = panel_outlook(marks, CutScores(("A",), (-500.0,)))
    assert far.same.min() > 0.999999
    assert np.isnan(far.kappa)  # everybody gets it: there is no chance to be beyond
    near = panel_outlook(marks, CutScores(("A",), (float(marks[0].mean()),)))
    assert near.same[0] < 0.75


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**20), times=st.floats(0.01, 100), gaps=st.booleans())
def test_relabelling_and_other_points_change_nothing(seed: int, times: float, gaps: bool) -> None:
    marks = drawn(seed, (10, 5), each=4 if gaps else 0)
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(10), rng.permutation(5)
    scaled = CutScores(CUTS.grades, tuple(times * score for score in CUTS.scores))
    one, other = panel_outlook(marks, CUTS), panel_outlook(times * marks[rows][:, columns], scaled)
    np.testing.assert_allclose(other.probability, one.probability[rows], atol=1e-4)
    np.testing.assert_allclose(other.same, one.same[rows], atol=1e-4)
    np.testing.assert_allclose(one.probability.sum(axis=-1), 1)


def test_the_grade_is_that_of_the_total_which_is_not_shrunk() -> None:
    marks = drawn(10, (8, 3))
    found = panel_outlook(marks, CUTS, totals=np.full(8, 78.0))
    assert (found.grade == 3).all()
    found = panel_outlook(marks, CUTS, totals=np.where(np.arange(8) == 2, np.nan, 0.0))
    assert found.reason.tolist() == [Reason.INCOMPLETE_SHEET if a == 2 else Reason.NONE for a in range(8)]
    assert found.grade[2] == -1
    assert np.isnan(found.probability[2]).all()


NAN = np.nan


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        ([[80], [70], [60]], Reason.ONE_EXPERT),
        ([[80, 70, 60]], Reason.ONE_APPLICATION),
        ([[80, 80], [80, 80]], Reason.ALL_EQUAL),
        ([[80, np.inf], [70, 60]], Reason.NOT_FINITE),
        ([[80, NAN], [NAN, 70]], Reason.NO_PAIRS),
        ([[80, 70, NAN, NAN], [60, 55, NAN, NAN], [NAN, NAN, 90, 80], [NAN, NAN, 70, 75]], Reason.NOT_CONNECTED),
    ],
)
@pytest.mark.parametrize("design", DESIGNS)
def test_what_cannot_be_known_has_a_reason(marks: list[list[float]], reason: Reason, design: Design) -> None:
    found = panel_outlook(np.array(marks, np.float64), ONE_CUT, design=design, student=True)
    assert (found.reason == reason).all()
    assert np.isnan(found.probability).all()
    assert np.isnan(found.same).all()
    assert np.isnan([found.consistency, found.kappa]).all()
    assert (found.grade >= 0).all() or reason is Reason.NOT_FINITE


def test_experts_of_one_mind_are_certain() -> None:
    marks = np.repeat(np.array([[60.0], [72.0], [90.0]]), 4, axis=1)
    found = panel_outlook(marks, ONE_CUT)
    assert found.same.tolist() == [1, 1, 1]
    assert found.probability[:, 1].tolist() == [0, 1, 1]
    assert same_by_student(marks, ONE_CUT)[0].tolist() == [1, 1, 1]


def test_students_t_alone_says_about_the_same() -> None:
    marks = drawn(11, (20, 60, 7))
    same, reason = same_by_student(marks, CUTS)
    assert (reason == Reason.NONE).all()
    assert same.mean() == pytest.approx(panel_outlook(marks, CUTS).same.mean(), abs=0.02)
    marks[1, 0, 0] = NAN
    marks[2] = 5
    marks[3, 4:] = NAN
    marks[3, :, 1:] = NAN
    same, reason = same_by_student(marks, CUTS)
    assert reason[:4].tolist() == [Reason.NONE, Reason.GAPS, Reason.ALL_EQUAL, Reason.ONE_EXPERT]
    assert np.isnan(same[1:4]).all()
