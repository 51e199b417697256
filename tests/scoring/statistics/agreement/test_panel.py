"""All statistics of one panel: the same as one by one, and none stops the others."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from scoring.model import MarkState, ScoreTable, Weights
from scoring.statistics.agreement.gwet import gwet_ac2
from scoring.statistics.agreement.icc import icc
from scoring.statistics.agreement.krippendorff import krippendorff_alpha
from scoring.statistics.agreement.panel import Asked, PanelAgreement, Statistic, all_statistics, panel_agreement
from scoring.statistics.agreement.result import Method
from scoring.statistics.reasons import Reason

NAMES = [
    "icc_1", "icc_a1", "icc_c1", "icc_1k", "icc_ak", "icc_ck",
    "alpha_nominal", "alpha_ordinal", "alpha_interval", "alpha_ratio",
    "percent_agreement", "gwet_ac1", "gwet_ac2", "fleiss_kappa", "conger_kappa", "brennan_prediger",
    "kendall_w", "cronbach_alpha", "measurement_error", "rwg", "loam",
]  # fmt: skip
NEED_SCALE = {
    "percent_agreement", "gwet_ac1", "gwet_ac2", "fleiss_kappa", "conger_kappa", "brennan_prediger", "rwg",
}  # fmt: skip
TEN = tuple(Decimal(n) for n in range(11))


def table(values: Any, decimals: int = 0) -> ScoreTable:
    marks = np.asarray(values, np.float64)
    states = np.where(np.isnan(marks), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    labels = [tuple(f"{axis}{n}" for n in range(size)) for axis, size in zip("aei", marks.shape, strict=True)]
    return ScoreTable("P", *labels, marks, states, decimals)


def some_marks(n_indicators: int = 3, seed: int = 1) -> Any:
    rng = np.random.default_rng(seed)
    quality = rng.normal(5, 2, (12, 1, 1))
    return np.clip(np.round(quality + rng.normal(0, 1, (12, 4, n_indicators))), 0, 10)


def named(part: PanelAgreement) -> dict[str, Statistic]:
    return {one.name: one for one in part.statistics}


def test_totals_first_then_each_indicator_with_every_statistic_in_order() -> None:
    parts = panel_agreement(table(some_marks()), Asked(TEN), by_indicator=True)
    assert [(part.of, part.is_total) for part in parts] == [
        ("total", True), ("i0", False), ("i1", False), ("i2", False),
    ]  # fmt: skip
    for part in parts:
        assert [one.name for one in part.statistics] == NAMES
        assert (part.panel, part.applications, part.experts, part.indicators) == ("P", 12, 4, 3)
        assert all(one.value is not None and one.reason is Reason.NONE for one in part.statistics)


def test_each_is_what_its_own_function_says() -> None:
    marks = some_marks()
    total, _, second, _ = panel_agreement(table(marks), Asked(TEN), by_indicator=True)
    means = marks.mean(axis=2)
    assert named(total)["icc_a1"].value == pytest.approx(float(icc(means)["icc_a1"].value), rel=1e-9)
    assert named(total)["gwet_ac2"].value == pytest.approx(float(gwet_ac2(means, np.arange(31) / 3).value), rel=1e-9)
    own = gwet_ac2(marks[:, :, 1], np.arange(11.0), "linear")
    linear = panel_agreement(table(marks), Asked(TEN, "linear"), by_indicator=True)[2]
    assert named(linear)["gwet_ac2"].value == pytest.approx(float(own.value), rel=1e-12)
    assert named(linear)["gwet_ac2"].low == pytest.approx(float(own.low), rel=1e-12)
    alpha = krippendorff_alpha(marks[:, :, 1], level="ordinal").value
    assert named(second)["alpha_ordinal"].value == pytest.approx(float(alpha), rel=1e-12)


def test_without_a_scale_only_what_needs_one_is_undefined() -> None:
    for part in panel_agreement(table(some_marks()), Asked(), by_indicator=True):
        assert {one.name for one in part.statistics if one.reason is Reason.NO_SCALE} == NEED_SCALE
        assert {one.name for one in part.statistics if one.value is None} == NEED_SCALE


def test_identity_percent_agreement_needs_none() -> None:
    part = panel_agreement(table(some_marks(1)), Asked(weighting="identity"))[0]
    assert {one.name for one in part.statistics if one.value is None} == NEED_SCALE - {"percent_agreement"}


def test_the_scale_of_totals_follows_from_the_weights() -> None:
    marks = table(some_marks(2))
    weights = Weights({"i0": Decimal(2), "i1": Decimal(3)})
    total = named(panel_agreement(marks, Asked(TEN), weights=weights)[0])
    totals = marks.values @ [2.0, 3.0]
    reached = np.unique(np.add.outer(2.0 * np.arange(11), 3.0 * np.arange(11)))
    assert total["gwet_ac2"].value == pytest.approx(float(gwet_ac2(totals, reached).value), rel=1e-9)


def test_totals_of_too_many_values_say_so_and_indicators_do_not() -> None:
    weights = Weights({"i0": Decimal("1"), "i1": Decimal("0.0000001"), "i2": Decimal(1)})
    total, first, *_ = panel_agreement(table(some_marks()), Asked(TEN), weights=weights, by_indicator=True)
    assert {one.name for one in total.statistics if one.reason is Reason.LONG_SCALE} == NEED_SCALE
    assert all(one.value is not None for one in first.statistics)


def test_marks_but_no_whole_sheet_is_another_reason_than_no_marks() -> None:
    marks = some_marks(2)
    marks[:, :, 1] = np.nan
    total, first, second = panel_agreement(table(marks), Asked(TEN), by_indicator=True)
    assert {one.reason for one in total.statistics} == {Reason.INCOMPLETE_SHEET}
    assert {one.reason for one in second.statistics} == {Reason.NO_MARKS}
    assert all(one.value is not None for one in first.statistics)
    assert (total.missing_share, first.missing_share, second.missing_share) == (0.5, 0.0, 1.0)


def test_what_does_not_apply_is_not_missing() -> None:
    one = table(some_marks(2))
    states = one.states.copy()
    states[:, :, 1] = MarkState.NOT_APPLICABLE
    values = np.where(states == MarkState.NOT_APPLICABLE, np.nan, one.values)
    changed = ScoreTable(one.panel, one.applicants, one.experts, one.indicators, values, states)
    total, _, second = panel_agreement(changed, Asked(TEN), by_indicator=True)
    assert total.missing_share == 0.0
    assert second.missing_share is None
    assert named(total)["icc_a1"].value is not None


def test_marks_that_differ_by_noise_are_equal_for_every_statistic() -> None:
    marks = some_marks(1)
    noisy = marks + np.random.default_rng(3).uniform(-1e-13, 1e-13, marks.shape)
    for one, other in zip(
        panel_agreement(table(marks), Asked(TEN, "identity"))[0].statistics,
        panel_agreement(table(noisy), Asked(TEN, "identity"))[0].statistics,
        strict=True,
    ):
        assert other.value == pytest.approx(one.value, rel=1e-9), one.name


def test_draws_give_alpha_limits_and_the_same_seed_the_same() -> None:
    marks = table(some_marks())
    none = named(panel_agreement(marks, Asked(TEN))[0])["alpha_interval"]
    one, again, other = (
        named(panel_agreement(marks, Asked(TEN, draws=200, seed=seed))[0])["alpha_interval"] for seed in (1, 1, 2)
    )
    assert (none.low, none.high) == (None, None)
    assert one == again
    assert one.low < one.value < one.high
    assert one.method is Method.BOOTSTRAP
    assert (one.value, one.low == other.low) == (none.value, False)


NAN = np.nan
BAD: dict[str, tuple[Any, set[str]]] = {
    "one expert": ([[[1.0]], [[2]], [[4]]], set()),
    "one application": ([[[1.0], [2], [2]]], {"percent_agreement", "rwg"}),
    "one mark": ([[[1.0]]], set()),
    "no mark": (np.full((3, 2, 1), NAN), set()),
    "all equal": (
        np.full((4, 3, 1), 5.0),
        {"percent_agreement", "gwet_ac1", "gwet_ac2", "brennan_prediger", "rwg", "loam", "measurement_error"},
    ),
    "infinite": ([[[1.0], [np.inf]], [[2], [3]]], set()),
    "negative": ([[[-1.0], [2]], [[2], [3]], [[4], [4]]], {"icc_a1", "alpha_interval", "kendall_w"}),
    "nobody in common": ([[[1.0], [NAN]], [[NAN], [3]], [[4], [NAN]]], set()),
    "disconnected": (
        [[[1.0], [2], [NAN], [NAN]], [[3], [3], [NAN], [NAN]], [[NAN], [NAN], [5], [6]], [[NAN], [NAN], [8], [7]]],
        {"icc_1", "alpha_interval", "gwet_ac2", "fleiss_kappa", "conger_kappa", "rwg"},
    ),
    "an expert with one mark": (
        [[[1.0], [2], [2]], [[3], [3], [NAN]], [[5], [6], [NAN]]],
        {"icc_1", "alpha_interval", "gwet_ac2", "conger_kappa", "rwg"},
    ),
    "huge": ([[[1e300], [2e300]], [[3e300], [1e300]], [[1e300], [1e300]]], set()),
}


@pytest.mark.parametrize("draws", [None, 20])
@pytest.mark.parametrize("name", BAD)
def test_whatever_the_marks_every_statistic_has_a_value_or_a_reason(name: str, draws: int | None) -> None:
    values, must_have = BAD[name]
    for asked in (Asked(TEN, draws=draws), Asked(draws=draws)):
        for part in panel_agreement(table(values), asked, by_indicator=True):
            assert [one.name for one in part.statistics] == NAMES
            for one in part.statistics:
                assert (one.value is None) == (one.reason is not Reason.NONE), one
                assert one.value is not None or (one.low, one.high, one.p_value) == (None, None, None), one
            if asked.points is not None:
                assert must_have <= {one.name for one in part.statistics if one.value is not None}


def test_all_marks_equal_is_full_agreement_and_unknown_reliability() -> None:
    found = named(panel_agreement(table(np.full((4, 3, 1), 5.0)), Asked(TEN))[0])
    for name in ("percent_agreement", "gwet_ac1", "gwet_ac2", "brennan_prediger"):
        assert found[name].value == 1.0
    for name in ("icc_1", "icc_ak", "alpha_interval", "kendall_w", "cronbach_alpha", "fleiss_kappa", "conger_kappa"):
        assert found[name].reason is Reason.ALL_EQUAL


def test_a_stack_of_panels_goes_through_at_once() -> None:
    stack = np.stack([some_marks(1, seed)[:, :, 0] for seed in range(5)])
    for together, alone in zip(
        all_statistics(stack, np.arange(11.0), Asked(TEN)),
        all_statistics(stack[3], np.arange(11.0), Asked(TEN)),
        strict=True,
    ):
        assert together.value.shape == (5,)
        assert together.value[3] == pytest.approx(float(alone.value), rel=1e-12), alone.statistic
