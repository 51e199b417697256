"""The mixed model of a panel: against matrices written out, against its own closed form, and on bad panels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from scoring.statistics.mixed import TwoWayFit, fit_two_way
from scoring.statistics.mixed.balanced import solve_balanced
from scoring.statistics.mixed.unbalanced import solve_unbalanced
from scoring.statistics.reasons import Reason

Array = NDArray[np.float64]


def drawn(seed: int, shape: tuple[int, ...], sds: tuple[float, float, float] = (8, 6, 5.5), each: int = 0) -> Array:
    """Return panels (..., n_applications, n_experts); of each application only so many marks, if given."""
    rng = np.random.default_rng(seed)
    marks = 80 + rng.normal(0, sds[0], (*shape[:-1], 1)) + rng.normal(0, sds[1], (*shape[:-2], 1, shape[-1]))
    marks = marks + rng.normal(0, sds[2], shape)
    if each:
        marks[rng.random(shape).argsort(axis=-1) >= each] = np.nan
    return marks


class _Written:
    """The model with every matrix written out, at given components."""

    def __init__(self, marks: Array, vp: float, vr: float, ve: float) -> None:
        a, r = np.nonzero(~np.isnan(marks))
        y, n = marks[a, r], len(a)
        zp, zr, one = np.eye(marks.shape[0])[a], np.eye(marks.shape[1])[r], np.ones(n)
        v = vp * zp @ zp.T + vr * zr @ zr.T + ve * np.eye(n)
        inverse = np.linalg.inv(v)
        precision = one @ inverse @ one
        mu = one @ inverse @ y / precision
        rest = inverse @ (y - mu)
        self.log_likelihood = -0.5 * (
            (n - 1) * np.log(2 * np.pi) + np.linalg.slogdet(v)[1] + np.log(precision) + (y - mu) @ rest
        )
        self.application = mu + vp * zp.T @ rest
        of_mean = 1 - vp * zp.T @ inverse @ one
        self.application_variance = vp - vp**2 * np.diag(zp.T @ inverse @ zp) + of_mean**2 / precision
        self.severity = -vr * zr.T @ rest
        of_mean = vr * zr.T @ inverse @ one
        self.severity_variance = vr - vr**2 * np.diag(zr.T @ inverse @ zr) + of_mean**2 / precision


def components(fit: TwoWayFit) -> Array:
    return np.stack([fit.var_application, fit.var_expert, fit.var_residual], axis=-1)


@pytest.mark.parametrize("sds", [(8, 6, 5.5), (1, 0.3, 5), (0, 3, 3), (7, 0, 1), (7, 6, 0.01)])
@pytest.mark.parametrize("each", [0, 3])
def test_the_posterior_is_that_of_matrices_written_out_and_no_components_near_by_are_likelier(
    sds: tuple[float, float, float], each: int
) -> None:
    marks = drawn(3, (12, 5), sds, each)
    fit = fit_two_way(marks)
    found = components(fit)
    written = _Written(marks, *found)
    assert fit.log_likelihood == pytest.approx(written.log_likelihood, rel=1e-9)
    for name in ("application", "application_variance", "severity", "severity_variance"):
        np.testing.assert_allclose(getattr(fit, name), getattr(written, name), rtol=1e-7, atol=1e-9, err_msg=name)
    rng = np.random.default_rng(1)
    for size in (1e-3, 1e-1, 1.0):
        for nudge in rng.normal(0, size, (20, 3)):
            other = _Written(marks, *np.maximum(found * np.exp(nudge) + (found == 0) * np.abs(nudge) * found[2], 0))
            assert other.log_likelihood <= fit.log_likelihood + 1e-8


def test_the_solver_for_gaps_finds_the_closed_form_where_there_are_none() -> None:
    marks = np.concatenate([drawn(n, (40, 8, 4), sds) for n, sds in enumerate([(8, 6, 5.5), (1, 0.7, 5.5), (0, 0, 5)])])
    closed, _ = solve_balanced(marks)
    searched, reason, connected = solve_unbalanced(marks)
    assert connected.all()
    assert (reason == Reason.NONE).all()
    assert (closed.var_expert == 0).any()
    for name in closed.__slots__:
        np.testing.assert_allclose(getattr(searched, name), getattr(closed, name), rtol=1e-6, atol=1e-7, err_msg=name)


def test_a_stack_with_and_without_gaps_is_the_panels_one_by_one() -> None:
    marks = drawn(5, (6, 10, 4))
    marks[1::2, 2, 1] = np.nan
    marks[3, :, 3] = np.nan
    marks[5, 4] = np.nan
    together = fit_two_way(marks.reshape(2, 3, 10, 4))
    assert together.application.shape == (2, 3, 10)
    for n in range(6):
        alone = fit_two_way(marks[n])
        np.testing.assert_allclose(components(together).reshape(6, 3)[n], components(alone), rtol=1e-9)
        np.testing.assert_allclose(together.severity.reshape(6, 4)[n], alone.severity, rtol=1e-9)
    assert np.isnan(together.application[1, 2]).tolist() == [n == 4 for n in range(10)]
    assert np.isnan(together.severity[1, 0]).tolist() == [False, False, False, True]


def test_components_are_recovered_from_many_sparse_panels() -> None:
    fit = fit_two_way(drawn(11, (150, 60, 9), each=3))
    assert components(fit).mean(axis=0) == pytest.approx([64, 36, 30.25], rel=0.08)
    truth = fit_two_way(drawn(11, (150, 60, 9))).application
    z = (fit.application - truth) / np.sqrt(fit.application_variance)
    assert np.abs(z).mean() < 1


def test_a_strict_expert_has_positive_severity() -> None:
    marks = drawn(2, (20, 5))
    marks[:, 2] -= 30
    marks[0, 0] = np.nan
    assert fit_two_way(marks).severity.argmax() == 2


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 2**20), by=st.floats(-1e4, 1e4), times=st.floats(1e-3, 1e3), gaps=st.booleans())
def test_adding_scaling_and_relabelling_change_what_they_must(seed: int, by: float, times: float, gaps: bool) -> None:
    marks = drawn(seed, (9, 4), each=3 if gaps else 0)
    rng = np.random.default_rng(seed)
    rows, columns = rng.permutation(9), rng.permutation(4)
    fit, other = fit_two_way(marks), fit_two_way(times * marks[rows][:, columns] + by)
    atol = 1e-6 * times**2
    np.testing.assert_allclose(components(other), times**2 * components(fit), rtol=1e-5, atol=atol)
    np.testing.assert_allclose(other.application, times * fit.application[rows] + by, rtol=1e-6, atol=1e-5 * times)
    np.testing.assert_allclose(
        other.application_variance, times**2 * fit.application_variance[rows], rtol=1e-5, atol=atol
    )
    np.testing.assert_allclose(other.severity, times * fit.severity[columns], rtol=1e-5, atol=1e-5 * times)


NAN = np.nan
BAD: list[tuple[list[list[float]], Reason]] = [
    ([[]], Reason.NO_MARKS),
    ([[NAN, NAN], [NAN, NAN]], Reason.NO_MARKS),
    ([[80], [70], [60]], Reason.ONE_EXPERT),
    ([[80, 70, 60]], Reason.ONE_APPLICATION),
    ([[80, NAN], [NAN, 70]], Reason.NO_PAIRS),
    ([[80, np.inf], [70, 60]], Reason.NOT_FINITE),
    ([[80, 80], [80, 80]], Reason.ALL_EQUAL),
    ([[80, 80, NAN], [80, 80, 80]], Reason.ALL_EQUAL),
    ([[0.1 + 0.2, 0.3], [0.3, 0.3]], Reason.ALL_EQUAL),
    ([[80, 70], [60, NAN]], Reason.NO_FREEDOM),
    ([[1e200, 2e200], [3e200, -4e200]], Reason.NOT_FINITE),
    ([[1e200, 2e200, NAN], [3e200, -4e200, 1], [1e300, -1e300, 2]], Reason.NOT_FINITE),
]


@pytest.mark.parametrize(("marks", "reason"), BAD)
def test_what_cannot_be_estimated_has_a_reason_and_no_number(marks: list[list[float]], reason: Reason) -> None:
    fit = fit_two_way(np.array(marks))
    assert fit.reason_of() is reason
    assert np.isnan([fit.var_application, fit.var_expert, fit.var_residual, fit.log_likelihood, fit.icc_a1]).all()
    assert np.isnan(fit.application).all()
    assert np.isnan(fit.severity_variance).all()
    assert np.isnan(fit.mean) == (reason is not Reason.ALL_EQUAL)


def test_a_bad_panel_does_not_stop_the_others() -> None:
    marks = drawn(1, (4, 6, 3))
    marks[0] = NAN
    marks[1] = 80
    marks[2, 0, 0] = -np.inf
    assert [Reason(code).name for code in fit_two_way(marks).reason] == ["NO_MARKS", "ALL_EQUAL", "NOT_FINITE", "NONE"]


@pytest.mark.parametrize("gap", [False, True])
def test_experts_who_differ_by_severity_alone_leave_no_error(gap: bool) -> None:
    marks = np.array([60.0, 70, 90])[:, None] - np.array([1.0, -3, 2, 0])
    marks[0, 1] = NAN if gap else marks[0, 1]
    fit = fit_two_way(marks)
    assert fit.reason_of() is Reason.NONE
    assert fit.var_residual == 0
    assert fit.var_application == pytest.approx(np.var([60, 70, 90], ddof=1))
    assert fit.var_expert == pytest.approx(np.var([1, -3, 2, 0], ddof=1))
    np.testing.assert_allclose(fit.severity, [1, -3, 2, 0], atol=1e-12)
    np.testing.assert_allclose(fit.application_variance, fit.var_expert / 4)


def test_a_panel_that_falls_apart_is_estimated_and_says_so() -> None:
    marks = drawn(4, (20, 4))
    marks[:10, :2] = NAN
    marks[10:, 2:] = NAN
    fit = fit_two_way(marks)
    assert fit.reason_of() is Reason.NONE
    assert not fit.connected
    marks[0, 0] = 80
    assert fit_two_way(marks).connected


def test_an_expert_who_gave_one_mark_is_hardly_known() -> None:
    marks = drawn(7, (15, 4))
    marks[1:, 3] = NAN
    fit = fit_two_way(marks)
    assert fit.severity_variance[3] > 1.4 * fit.severity_variance[:3].max()
    assert fit.application_variance[0] < fit.application_variance[1]


@pytest.mark.parametrize("seed", range(4))
def test_small_panels_full_of_gaps_are_all_answered(seed: int) -> None:
    rng = np.random.default_rng(seed)
    sds = tuple(rng.choice([0, 1, 5, 20], 3))
    marks = drawn(seed, (300, int(rng.integers(2, 10)), int(rng.integers(2, 8))), (sds[0], sds[1], sds[2]))
    marks = np.round(marks) if seed % 2 else marks
    marks[rng.random(marks.shape) < rng.choice([0.05, 0.3, 0.6])] = NAN
    fit = fit_two_way(marks)
    assert not (fit.reason == Reason.NOT_CONVERGED).any()
    known = fit.reason == Reason.NONE
    assert (components(fit)[known] >= 0).all()
    assert np.isfinite(fit.mean[known]).all()
    assert (fit.application_variance[known & (fit.marks_per_application > 0).all(axis=1)] >= 0).all()
