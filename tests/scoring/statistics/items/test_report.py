"""Item analysis as a whole: faults planted in simulated marks are found, and honest marks raise none that is sure."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from scoring.model import MarkState, ScoreTable, Weights
from scoring.statistics.agreement.icc import icc
from scoring.statistics.items.flags import Kind
from scoring.statistics.items.report import ItemReport, item_report
from scoring.statistics.items.scores import ItemScale
from scoring.statistics.reasons import Reason

STEPS = tuple(Decimal(step) for step in ("0", "0.5", "1", "1.5", "2"))
NAMES = tuple(f"{number}" for number in range(1, 9))
SCALES = dict.fromkeys(NAMES, ItemScale(STEPS))
N, EXPERTS = 120, 6


def table(values: np.ndarray, states: np.ndarray | None = None) -> ScoreTable:
    n, experts, _ = values.shape
    given = np.where(np.isnan(values), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    return ScoreTable(
        "panel",
        tuple(f"A{a}" for a in range(n)),
        tuple(f"EXPERT-{e}" for e in range(experts)),
        NAMES[: values.shape[2]],
        values,
        given if states is None else states,
        decimals=1,
    )


@pytest.fixture(scope="module")
def latent() -> np.ndarray:
    """Before rounding: quality, an own part of each indicator, and the experts' error, in points of 0 to 2."""
    rng = np.random.default_rng(8)
    own = 0.30 * rng.normal(size=(N, 1, 8))
    return 1.0 + 0.35 * rng.normal(size=(N, 1, 1)) + own + 0.35 * rng.normal(size=(N, EXPERTS, 8))


def rounded(latent: np.ndarray) -> np.ndarray:
    return np.clip(np.round(latent * 2) / 2, 0, 2)


def report(values: np.ndarray, **given: object) -> ItemReport:
    return item_report(table(values), scales=SCALES, **given)


def kinds(found: ItemReport, at: int, *, sure: bool = True) -> set[Kind]:
    return {flag.kind for flag in found.lines[at].flags if flag.sure or not sure}


@pytest.fixture(scope="module")
def honest(latent: np.ndarray) -> ItemReport:
    return report(rounded(latent))


def test_honest_marks_raise_nothing_that_is_sure(honest: ItemReport):
    assert not any(line.is_sure for line in honest.lines)
    assert honest.cohesion.directions == 1


def test_an_indicator_of_noise_neither_discriminates_nor_is_agreed_on(latent: np.ndarray):
    marks = latent.copy()
    marks[:, :, 2] = np.random.default_rng(1).normal(1.0, 0.6, (N, EXPERTS))
    found = report(rounded(marks))
    assert {Kind.NOT_TELLING, Kind.NOT_AGREED} <= kinds(found, 2)
    assert not any(line.is_sure for line in found.lines if line.indicator != "3")


def test_an_indicator_asked_twice_repeats_the_other(latent: np.ndarray):
    marks = latent.copy()
    truth = marks[:, :, 0].mean(axis=1, keepdims=True)
    marks[:, :, 4] = truth + 0.3 * np.random.default_rng(2).normal(size=(N, EXPERTS))
    marks[:, :, 0] = truth + 0.3 * np.random.default_rng(3).normal(size=(N, EXPERTS))
    found = report(rounded(marks))
    assert Kind.REPEATS in kinds(found, 4)
    assert Kind.REPEATS in kinds(found, 0)
    assert found.pairs[0][0] == "1"
    assert found.pairs[0][1].other == "5"


def test_full_marks_for_everybody_leave_no_room(latent: np.ndarray):
    marks = latent.copy()
    marks[:, :, 5] = 2.0
    marks[:3, 0, 5] = 1.5
    found = report(rounded(marks))
    assert Kind.ALL_FULL in kinds(found, 5)
    assert found.lines[5].ceiling.value == pytest.approx(1 - 3 / (N * EXPERTS))


def test_the_same_mark_for_everybody_is_found_as_such(latent: np.ndarray):
    marks = latent.copy()
    marks[:, :, 5] = 1.5
    assert kinds(report(rounded(marks)), 5) == {Kind.ALL_EQUAL}


def test_two_camps_over_the_same_material_are_seen(latent: np.ndarray):
    marks = rounded(latent)
    marks[:30, :3, 6], marks[:30, 3:, 6] = 0.0, 2.0
    found = report(marks)
    assert Kind.TWO_CAMPS in kinds(found, 6)
    assert found.lines[6].split.value == pytest.approx(30 / N, abs=0.06)


def test_experts_who_read_an_indicator_otherwise_are_counted(latent: np.ndarray):
    marks = latent.copy()
    marks[:, :2, 3] -= 0.6
    marks[:, 4:, 3] += 0.6
    found = report(rounded(marks))
    assert (found.lines[3].strict, found.lines[3].mild) == (2, 2)
    assert Kind.TWO_READINGS in kinds(found, 3)
    assert "EXPERT" not in repr(found)


def test_a_step_between_others_that_nobody_takes_is_named_and_one_below_all_is_not(latent: np.ndarray):
    marks = rounded(latent)
    marks[:, :, 1] = np.where(marks[:, :, 1] == 1.0, 1.5, np.maximum(marks[:, :, 1], 0.5))
    found = report(marks)
    (flag,) = [one for one in found.lines[1].flags if one.kind is Kind.STEP_UNUSED]
    assert dict(flag.values)["steps"] == "1"
    assert flag.sure
    assert [step.count > 0 for step in found.lines[1].steps] == [False, True, False, True, True]


def test_cells_that_nobody_could_judge_are_counted_by_kind(latent: np.ndarray):
    marks = rounded(latent)
    states = np.full(marks.shape, MarkState.SCORED, np.uint8)
    states[:40, :, 0], marks[:40, :, 0] = MarkState.INSUFFICIENT, 0.0
    states[40:52, :, 0], marks[40:52, :, 0] = MarkState.NOT_APPLICABLE, np.nan
    found = item_report(table(marks, states), scales=SCALES)
    line = found.lines[0]
    assert (line.missing, line.not_applicable, line.insufficient) == pytest.approx((0.0, 0.1, 1 / 3))
    assert Kind.OFTEN_OPEN in kinds(found, 0)
    assert sum(step.count for step in line.steps) == (N - 52) * EXPERTS


def test_numbers_are_those_of_their_own_functions(honest: ItemReport, latent: np.ndarray):
    marks = rounded(latent)
    assert [line.icc.value for line in honest.lines] == pytest.approx(icc(np.moveaxis(marks, -1, 0))["icc_1"].value)
    assert [line.difficulty.value for line in honest.lines] == pytest.approx((marks / 2).mean(axis=(0, 1)))
    # Equal panels: a ratio's error is that of the mean of the applications' means.
    error = (marks[:, :, 0] / 2).mean(axis=1).std(ddof=1) / np.sqrt(N)
    assert honest.lines[0].difficulty.high - honest.lines[0].difficulty.value == pytest.approx(1.959964 * error)


def test_order_of_applications_experts_and_indicators_changes_nothing(latent: np.ndarray, honest: ItemReport):
    turned = report(rounded(latent)[::-1, ::-1, ::-1])
    for mine, theirs in zip(honest.lines, reversed(turned.lines), strict=True):
        assert mine.rest.value == pytest.approx(theirs.rest.value)
        assert mine.index.value == pytest.approx(theirs.index.value)
        assert mine.nearest.strength == pytest.approx(theirs.nearest.strength)
        assert {flag.kind for flag in mine.flags} == {flag.kind for flag in theirs.flags}


def test_weights_enter_the_total(latent: np.ndarray, honest: ItemReport):
    weights = Weights({name: Decimal(number**2) for number, name in enumerate(NAMES, start=1)})
    found = report(rounded(latent), weights=weights)
    assert found.lines[0].rest.value != pytest.approx(honest.lines[0].rest.value, abs=1e-4)
    assert found.lines[0].icc == honest.lines[0].icc


def test_without_a_scale_nothing_is_said_of_ends_and_steps(latent: np.ndarray):
    line = item_report(table(rounded(latent))).lines[0]
    assert line.rest.value is not None
    assert {line.difficulty.reason, line.ceiling.reason, line.index.reason, line.split.reason} == {Reason.NO_SCALE}
    assert line.steps == ()
    assert line.apart is None


@pytest.mark.parametrize("n", [0, 1, 2])
def test_too_few_applications_give_reasons_and_no_finding(latent: np.ndarray, n: int):
    found = report(rounded(latent)[:n])
    assert found.cohesion.alpha.value is None
    for line in found.lines:
        assert line.rest.value is None
        assert line.rest.reason is not Reason.NONE
        assert not line.flags
