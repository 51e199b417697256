"""Components: identities, the same with gaps as without, unbiased, and an answer to every bad panel."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.statistics.agreement.anova import two_way
from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.designs import CROSSED, TWO_WAY
from scoring.statistics.reliability.g_study import Estimator, g_study, g_study_nested, g_study_two_way

SIZES = st.tuples(st.integers(2, 6), st.integers(2, 5), st.integers(1, 4))
SEEDS = st.integers(0, 10_000)


def panel(sizes: tuple[int, ...], seed: int) -> np.ndarray:
    return np.random.default_rng(seed).integers(0, 11, sizes) * 0.5


@settings(max_examples=40)
@given(SIZES, SEEDS)
def test_a_constant_changes_nothing_and_a_factor_its_square(sizes: tuple[int, int, int], seed: int) -> None:
    marks = panel(sizes, seed)
    study = g_study(marks)
    np.testing.assert_allclose(g_study(marks + 40).variance, study.variance, atol=1e-10)
    np.testing.assert_allclose(g_study(marks * -8).variance, study.variance * 64, atol=1e-9)
    assert g_study(marks + 40).mean == pytest.approx(study.mean + 40)


@settings(max_examples=40)
@given(SIZES, SEEDS, st.booleans())
def test_names_do_not_matter(sizes: tuple[int, int, int], seed: int, gaps: bool) -> None:
    rng = np.random.default_rng(seed)
    marks = panel(sizes, seed)
    if gaps:
        marks[rng.random(sizes) < 0.2] = np.nan
    shuffled = marks[rng.permutation(sizes[0])][:, rng.permutation(sizes[1])][:, :, rng.permutation(sizes[2])]
    one, other = g_study(marks), g_study(shuffled)
    assert one.reason == other.reason
    np.testing.assert_allclose(other.variance, one.variance, rtol=1e-6, atol=1e-8)


@settings(max_examples=30)
@given(SIZES, SEEDS)
def test_a_complete_panel_among_panels_with_gaps_has_its_mean_squares(sizes: tuple[int, int, int], seed: int) -> None:
    marks = panel(sizes, seed)
    other = marks.copy()
    other[0, 0, 0] = np.nan
    stack = g_study(np.stack([marks, other]))
    alone = g_study(marks)
    np.testing.assert_allclose(stack.variance[0], alone.variance, atol=1e-9)
    np.testing.assert_allclose(stack.mean_squares[0], alone.mean_squares, atol=1e-9)
    np.testing.assert_allclose(stack.degrees_of_freedom[0], alone.degrees_of_freedom)
    np.testing.assert_allclose(stack.variance[1], g_study(other).variance, atol=1e-9)
    assert (stack.method[0], alone.method) == (Estimator.MEAN_SQUARES, Estimator.MEAN_SQUARES)


def test_one_indicator_is_the_two_way_study_and_its_mean_squares_those_of_the_anova() -> None:
    marks = panel((7, 5), 4)
    study = g_study(marks[:, :, None])
    assert study.design is TWO_WAY
    np.testing.assert_array_equal(study.variance, g_study_two_way(marks).variance)
    squares = two_way(marks)
    applications, experts, rest = study.mean_squares
    assert applications == pytest.approx(squares.ms_applications)
    assert experts == pytest.approx(squares.ms_experts)
    assert rest == pytest.approx(squares.ms_error)
    assert study.component("applicant") == pytest.approx((applications - rest) / 5)


def test_mean_squares_and_their_freedom_by_the_book() -> None:
    """The sums of squares of an analysis of variance written out, effect by effect."""
    x = panel((6, 4, 3), 8)
    study = g_study(x)
    p, r, i = (x.mean(axis=axes, keepdims=True) for axes in ((1, 2), (0, 2), (0, 1)))
    pr, pi, ri = (x.mean(axis=axis, keepdims=True) for axis in (2, 1, 0))
    m = x.mean()
    deviations = [p - m, r - m, i - m, pr - p - r + m, pi - p - i + m, ri - r - i + m]
    deviations.append(x - pr - pi - ri + p + r + i - m)
    freedom = [5, 3, 2, 15, 10, 6, 30]
    np.testing.assert_allclose(study.degrees_of_freedom, freedom)
    squares = [np.sum(np.broadcast_to(d, x.shape) ** 2) / f for d, f in zip(deviations, freedom, strict=True)]
    np.testing.assert_allclose(study.mean_squares, squares)


def test_experts_of_one_indicator_alone_may_have_places_of_their_own_or_begin_anew() -> None:
    anew = panel((6, 3, 2), 2)
    own = np.full((6, 6, 2), np.nan)
    own[:, :3, 0], own[:, 3:, 1] = anew[:, :, 0], anew[:, :, 1]
    one, other = g_study_nested(anew), g_study_nested(own)
    np.testing.assert_allclose(one.variance, other.variance, atol=1e-12)
    assert one.experts_each == other.experts_each == 3
    assert one.method == other.method == Estimator.MEAN_SQUARES


TRUTH = dict(zip(CROSSED.names, (40.0, 12.0, 6.0, 9.0, 5.0, 3.0, 20.0), strict=True))


def drawn(rng: np.random.Generator, n_panels: int, sizes: tuple[int, int, int]) -> np.ndarray:
    marks = np.full((n_panels, *sizes), 75.0)
    for effect in CROSSED.effects:
        shape = [size if axis in effect.axes else 1 for axis, size in enumerate(sizes)]
        marks = marks + rng.normal(0, TRUTH[effect.name] ** 0.5, (n_panels, *shape))
    return marks


@pytest.mark.parametrize("sheets", [False, True], ids=["single marks missing", "experts take turns"])
def test_components_with_gaps_are_right_on_average(sheets: bool) -> None:
    rng = np.random.default_rng(17)
    sizes = (15, 6, 4)
    marks = drawn(rng, 3000, sizes)
    if sheets:  # three of six experts for each application, the same in all panels
        away = rng.permuted(np.tile(np.arange(6) < 3, (15, 1)), axis=1)
        marks[:, away] = np.nan
    else:
        marks[rng.random(marks.shape) < 0.2] = np.nan
    study = g_study(marks)
    assert not study.reason.any()
    assert (study.method == Estimator.HENDERSON_1).all()
    error = study.variance.std(axis=0) / len(marks) ** 0.5
    assert (np.abs(study.variance.mean(axis=0) - list(TRUTH.values())) < 3.5 * error).all()
    assert (error < 0.05 * np.array(list(TRUTH.values())) + 0.15).all()


def test_a_negative_component_is_kept_and_said() -> None:
    marks = np.array([[1.0, 5.0], [5.0, 1.0], [1.0, 5.0], [5.0, 1.0]])
    study = g_study_two_way(marks)
    assert study.component("applicant") < 0
    assert study.negative.tolist() == [True, True, False]
    assert study.truncated[0] == 0


def test_rounding_is_no_component() -> None:
    """Identical indicators: what they add is 0 and not 1e-16, of which a sign would be read."""
    marks = np.repeat((panel((5, 4, 1), 1) + 0.1) / 3, 3, axis=2)
    study = g_study(marks)
    assert [study.component(name) for name in ("indicator", "applicant:indicator", "residual")] == [0, 0, 0]


FULL = panel((4, 3, 2), 6)


def changed(where: tuple[object, ...], value: float) -> np.ndarray:
    marks = FULL.copy()
    marks[where] = value
    return marks


def one_each() -> np.ndarray:
    marks = np.full((4, 4, 2), np.nan)
    marks[np.arange(4), np.arange(4)] = FULL[:, 0]
    return marks


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (np.full((4, 3, 2), np.nan), Reason.NO_MARKS),
        (np.empty((0, 0, 2)), Reason.NO_MARKS),
        (FULL[:, :1], Reason.ONE_EXPERT),
        (FULL[:1], Reason.ONE_APPLICATION),
        (changed((slice(None), slice(1, None)), np.nan), Reason.ONE_EXPERT),
        (changed((slice(1, None),), np.nan), Reason.ONE_APPLICATION),
        (changed((..., 1), np.nan), Reason.NO_INDICATORS),
        (changed((0, 0, 0), np.inf), Reason.NOT_FINITE),
        (changed((0, 0, 0), 1e300), Reason.NOT_FINITE),
        (one_each(), Reason.NO_PAIRS),
        (np.array([[[1.0, 2.0], [3.0, np.nan]], [[np.nan, 4.0], [5.0, np.nan]]]), Reason.NO_FREEDOM),
        (changed((0, 0, 0), -30.0), Reason.NONE),
        (np.full((4, 3, 2), 7.3), Reason.NONE),
    ],
)
def test_every_bad_panel_has_its_reason_and_spoils_no_other(marks: np.ndarray, reason: Reason) -> None:
    study = g_study(marks)
    assert study.reason_of() is reason
    assert np.isnan(study.variance).all() == (reason is not Reason.NONE)
    if marks.shape == FULL.shape:
        both = g_study(np.stack([marks, FULL]))
        assert both.reason.tolist() == [reason, Reason.NONE]
        np.testing.assert_allclose(both.variance[1], g_study(FULL).variance, atol=1e-12)


def test_effects_that_a_design_cannot_tell_apart() -> None:
    """Each application has one indicator of its own: application and indicator are one effect."""
    marks = np.full((4, 3, 4), np.nan)
    marks[np.arange(4), :, np.arange(4)] = panel((4, 3), 9)
    assert g_study(marks).reason_of() in (Reason.NO_FREEDOM, Reason.NO_COMPONENTS)


def test_an_expert_who_gave_one_mark_is_no_hindrance() -> None:
    marks = np.concatenate([panel((6, 3), 3), np.full((6, 1), np.nan)], axis=1)
    marks[2, 3] = 4.0
    study = g_study_two_way(marks)
    assert study.reason_of() is Reason.NONE
    assert study.n_experts == 4


def test_a_stack_of_no_panels_has_no_studies() -> None:
    study = g_study(np.empty((0, 4, 3, 2)))
    assert study.variance.shape == (0, 7)
    assert study.reason.shape == (0,)
