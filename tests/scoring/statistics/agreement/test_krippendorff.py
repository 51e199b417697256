from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model import FloatArray
from scoring.statistics.agreement.krippendorff import Level, krippendorff_alpha
from scoring.statistics.reasons import Reason
from tests.scoring.statistics.agreement.panels import COMMON_FAULTS, GAP, random_panel

LEVELS = list(Level)
SEEDS = st.integers(0, 2**32 - 1)


def by_coincidences(marks: FloatArray, level: Level) -> float:
    """Alpha as Krippendorff writes it: a matrix of how often two values meet in a unit, and a metric of values."""
    units = [row[~np.isnan(row)] for row in marks]
    units = [row for row in units if len(row) > 1]
    values = np.unique(np.concatenate(units))
    place = {value: n for n, value in enumerate(values)}
    met = np.zeros((len(values), len(values)))
    for row in units:
        for one in range(len(row)):
            for other in range(len(row)):
                if one != other:
                    met[place[row[one]], place[row[other]]] += 1 / (len(row) - 1)
    count = met.sum(axis=0)
    metric = np.zeros_like(met)
    for c in range(len(values)):
        for k in range(len(values)):
            low, high = min(c, k), max(c, k)
            metric[c, k] = {
                Level.NOMINAL: float(c != k),
                Level.ORDINAL: (count[low : high + 1].sum() - (count[c] + count[k]) / 2) ** 2,
                Level.INTERVAL: (values[c] - values[k]) ** 2,
                Level.RATIO: ((values[c] - values[k]) / (values[c] + values[k] or 1)) ** 2,
            }[level]
    return float(1 - (count.sum() - 1) * (met * metric).sum() / (np.outer(count, count) * metric).sum())


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("seed", range(5))
def test_it_is_what_the_coincidence_matrix_says(level: Level, seed: int) -> None:
    marks = random_panel(seed) * 0.25
    assert krippendorff_alpha(marks, level=level).value == pytest.approx(by_coincidences(marks, level), abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_a_round_of_many_experts_of_whom_few_mark_an_application_is_what_the_matrix_says(level: Level) -> None:
    rng = np.random.default_rng(9)
    marks = np.full((30, 60), GAP)
    for row in marks:
        row[rng.choice(60, int(rng.integers(0, 6)), replace=False)] = 0.0
    marks[marks == 0.0] = rng.integers(0, 9, int((marks == 0.0).sum())) * 0.25
    assert krippendorff_alpha(marks, level=level).value == pytest.approx(by_coincidences(marks, level), abs=1e-12)


@pytest.mark.parametrize("level", LEVELS)
def test_a_stack_is_each_of_its_panels(level: Level) -> None:
    stack = random_panel(1, shape=(4, 3, 9, 4))
    found = krippendorff_alpha(stack, level=level)
    assert found.value.shape == (4, 3)
    for panel in np.ndindex(4, 3):
        alone = krippendorff_alpha(stack[panel], level=level)
        assert found.value[panel] == pytest.approx(float(alone.value), abs=1e-13)
        assert (found.n_applications[panel], found.n_experts[panel]) == (alone.n_applications, alone.n_experts)


@pytest.mark.parametrize("level", LEVELS)
def test_a_stack_too_great_to_be_worked_on_at_once_is_each_of_its_panels(
    level: Level, monkeypatch: pytest.MonkeyPatch
) -> None:
    stack = random_panel(2, shape=(7, 9, 4))
    at_once = krippendorff_alpha(stack, level=level).value
    monkeypatch.setattr("scoring.statistics.agreement.blockwise.blocks.__kwdefaults__", {"most": 80})
    monkeypatch.setattr("scoring.statistics.agreement.krippendorff.BLOCK", 3)
    np.testing.assert_allclose(krippendorff_alpha(stack, level=level).value, at_once, atol=1e-13)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.sampled_from(LEVELS))
def test_neither_names_nor_order_matter(seed: int, level: Level) -> None:
    marks = random_panel(seed)
    rng = np.random.default_rng(seed)
    mixed = marks[rng.permutation(12)][:, rng.permutation(5)]
    np.testing.assert_allclose(
        krippendorff_alpha(mixed, level=level).value, krippendorff_alpha(marks, level=level).value, atol=1e-12
    )


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.floats(-1e4, 1e4), st.floats(0.01, 100))
def test_interval_alpha_knows_no_zero_and_no_unit(seed: int, shift: float, unit: float) -> None:
    marks = random_panel(seed)
    moved = krippendorff_alpha(marks * unit + shift, level="interval").value
    np.testing.assert_allclose(moved, krippendorff_alpha(marks, level="interval").value, atol=1e-7)


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.floats(0.01, 100))
def test_ratio_alpha_knows_no_unit(seed: int, unit: float) -> None:
    marks = random_panel(seed)
    np.testing.assert_allclose(
        krippendorff_alpha(marks * unit, level="ratio").value,
        krippendorff_alpha(marks, level="ratio").value,
        atol=1e-6,
    )


def test_ratio_alpha_knows_a_zero() -> None:
    marks = random_panel(3)
    assert (
        abs(krippendorff_alpha(marks + 50, level="ratio").value - krippendorff_alpha(marks, level="ratio").value) > 0.01
    )


@settings(max_examples=25, deadline=None)
@given(SEEDS, st.sampled_from([Level.NOMINAL, Level.ORDINAL]))
def test_ordinal_and_nominal_alpha_know_only_the_order(seed: int, level: Level) -> None:
    marks = random_panel(seed)
    np.testing.assert_allclose(
        krippendorff_alpha(np.exp(marks), level=level).value, krippendorff_alpha(marks, level=level).value, atol=1e-12
    )


@pytest.mark.parametrize("level", LEVELS)
def test_experts_who_copy_each_other_agree_perfectly(level: Level) -> None:
    marks = np.repeat(random_panel(4, shape=(12, 1), gaps=0.0), 4, axis=1)
    assert krippendorff_alpha(marks, level=level).value == pytest.approx(1.0, abs=1e-14)


@pytest.mark.parametrize("level", LEVELS)
def test_shifting_one_expert_lowers_agreement(level: Level) -> None:
    marks = np.repeat(np.arange(1.0, 13.0)[:, None], 4, axis=1)
    marks[:, 0] += 2
    assert krippendorff_alpha(marks, level=level).value < 1


@pytest.mark.parametrize("level", LEVELS)
def test_noise_of_computing_makes_no_categories(level: Level) -> None:
    marks = random_panel(5) / 10
    noisy = marks + np.random.default_rng(5).choice([-1e-14, 0.0, 1e-14], marks.shape)
    assert krippendorff_alpha(noisy, level=level).value == krippendorff_alpha(marks, level=level).value


def test_marks_are_compared_at_their_declared_decimals() -> None:
    marks = np.array([[1.04, 1.0], [2.0, 1.96], [3.0, 3.0]])
    assert krippendorff_alpha(marks, level="nominal").value < 1
    assert krippendorff_alpha(marks, level="nominal", decimals=1).value == 1


def test_applications_with_one_mark_do_not_count() -> None:
    marks = np.array([[1.0, 1.0, 2.0], [4.0, 5.0, GAP], [9.0, GAP, GAP], [GAP, GAP, GAP]])
    found = krippendorff_alpha(marks)
    assert found.value == krippendorff_alpha(marks[:2]).value
    assert found.n_applications == 2
    assert krippendorff_alpha(np.array([[1.0, 2.0, GAP], [3.0, 4.0, GAP], [GAP, GAP, 5.0]])).n_experts == 2


@pytest.mark.parametrize("name", COMMON_FAULTS)
@pytest.mark.parametrize("level", LEVELS)
def test_what_cannot_be_computed_says_why(level: Level, name: str) -> None:
    marks, reason = COMMON_FAULTS[name]
    found = krippendorff_alpha(marks, level=level)
    assert np.isnan(found.value)
    assert found.reason_of() is reason


@pytest.mark.parametrize(
    ("marks", "reason"),
    [
        (np.array([[1.0, 2.0], [3.0, GAP]]), Reason.TOO_FEW),
        (np.array([[1.0, 1.0], [1.0, 1.0], [5.0, GAP]]), Reason.ALL_EQUAL),
        (np.array([[1e300, -1e300], [3.0, 4.0]]), Reason.NOT_FINITE),
    ],
)
def test_what_remains_of_gaps_and_great_numbers_says_why(marks: FloatArray, reason: Reason) -> None:
    assert krippendorff_alpha(marks).reason_of() is reason


def test_negative_marks_are_no_ratios() -> None:
    marks = np.array([[1.0, -2.0], [3.0, 4.0]])
    assert krippendorff_alpha(marks, level="ratio").reason_of() is Reason.NEGATIVE
    assert krippendorff_alpha(marks, level="interval").reason_of() is Reason.NONE
    assert krippendorff_alpha(np.array([[0.0, 0.0], [3.0, 4.0]]), level="ratio").reason_of() is Reason.NONE
    assert krippendorff_alpha(np.array([[-0.0, 0.0], [3.0, 4.0]]), level="ratio").reason_of() is Reason.NONE


def test_one_undefined_panel_leaves_the_others_alone() -> None:
    good = random_panel(6)
    found = krippendorff_alpha(np.stack([good, np.full_like(good, 3.0), np.full_like(good, np.inf), good]))
    assert found.reason.tolist() == [0, Reason.ALL_EQUAL, Reason.NOT_FINITE, 0]
    assert found.value[0] == found.value[3] == krippendorff_alpha(good).value


def test_a_stack_of_no_panels_has_no_alphas() -> None:
    assert krippendorff_alpha(np.empty((0, 5, 3))).value.shape == (0,)


def test_a_level_nobody_knows_is_refused() -> None:
    with pytest.raises(ValueError, match="circular"):
        krippendorff_alpha(random_panel(7), level="circular")


def test_the_marks_given_stay_as_they_were() -> None:
    marks = random_panel(8)
    before = marks.copy()
    for level in LEVELS:
        krippendorff_alpha(marks, level=level)
    np.testing.assert_array_equal(marks, before)
