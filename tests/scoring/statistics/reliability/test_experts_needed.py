"""How many experts: the table of the design paper, and what no number of experts can reach."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scoring.statistics.reasons import Reason
from scoring.statistics.reliability.d_study import d_study
from scoring.statistics.reliability.experts_needed import (
    Kind,
    experts_for_certainty,
    experts_for_coefficient,
    required_distance,
)
from scoring.statistics.reliability.g_study import GStudy, g_study, g_study_two_way

MARKS = np.random.default_rng(3).normal(0, 4, (20, 5, 6)) + np.linspace(0, 25, 20)[:, None, None]
EXPERTS = np.array([3, 5, 7, 9, 12])


def known(*variance: float) -> GStudy:
    """Return a two-way study with these components."""
    return replace(g_study_two_way(MARKS[..., 0]), variance=np.array(variance))


def test_the_table_of_a_panel_on_a_scale_of_100() -> None:
    study = known(65.0, 36.0, 31.0)
    found = d_study(study, EXPERTS)
    np.testing.assert_allclose(found.g_coefficient, [0.86, 0.91, 0.94, 0.95, 0.96], atol=0.005)
    np.testing.assert_allclose(found.phi_coefficient, [0.74, 0.83, 0.87, 0.90, 0.92], atol=0.005)
    np.testing.assert_allclose(required_distance(study, EXPERTS), [8.6, 6.6, 5.6, 4.9, 4.3], atol=0.05)
    relative = required_distance(study, EXPERTS, kind="relative")
    np.testing.assert_allclose(relative, [5.8, 4.5, 3.8, 3.4, 2.9], atol=0.05)


@pytest.mark.parametrize("kind", ["absolute", "relative"])
@pytest.mark.parametrize("fixed", [False, True])
def test_the_number_reaches_what_is_wanted_and_one_fewer_does_not(kind: Kind, fixed: bool) -> None:
    study = g_study(MARKS)
    wanted = 0.93
    needed = experts_for_coefficient(study, wanted, kind=kind, fixed_indicators=fixed)
    found = d_study(study, [needed.experts, needed.experts - 1], fixed_indicators=fixed)
    reached = found.phi_coefficient if kind == "absolute" else found.g_coefficient
    assert needed.reason == Reason.NONE
    assert reached[0] >= wanted
    assert not reached[1] >= wanted


def test_certainty_at_a_distance_reaches_what_is_wanted_and_one_fewer_does_not() -> None:
    study = g_study(MARKS)
    needed = experts_for_certainty(study, 2.0, 0.9)
    distances = required_distance(study, [needed.experts, needed.experts - 1], 0.9)
    assert needed.experts > 1
    assert distances[0] <= 2.0 < distances[1]


def test_the_rule_of_one_indicator() -> None:
    needed = experts_for_coefficient(known(65.0, 36.0, 31.0), 0.90)
    assert needed.experts == np.ceil(0.9 / 0.1 * 67 / 65)


def test_what_experts_cannot_mend_no_number_of_them_reaches() -> None:
    study = g_study(MARKS)
    assert study.component("applicant:indicator") > 0
    needed = experts_for_coefficient(study, 0.9999)
    assert (np.isnan(needed.experts), needed.reason) == (True, Reason.UNATTAINABLE)
    at_the_cut = experts_for_certainty(study, 0.0)
    assert (np.isnan(at_the_cut.experts), at_the_cut.reason) == (True, Reason.UNATTAINABLE)


def test_without_differences_between_applications_no_coefficient_is_reached() -> None:
    needed = experts_for_coefficient(known(0.0, 4.0, 3.0), 0.8)
    assert (np.isnan(needed.experts), needed.reason) == (True, Reason.NO_VARIANCE)


def test_without_error_one_expert_is_enough() -> None:
    assert experts_for_coefficient(known(9.0, 0.0, 0.0), 0.99).experts == 1
    assert experts_for_certainty(known(9.0, 0.0, 0.0), 0.0).experts == 1


def test_a_stack_with_a_panel_that_cannot_be_studied() -> None:
    stack = g_study(np.stack([MARKS, np.full(MARKS.shape, np.nan)]))
    needed = experts_for_certainty(stack, 3.0)
    assert needed.experts[0] == experts_for_certainty(g_study(MARKS), 3.0).experts
    assert needed.reason.tolist() == [Reason.NONE, Reason.NO_MARKS]
    assert np.isnan(required_distance(stack)).tolist() == [False, True]


def test_what_cannot_be_wanted() -> None:
    study = known(65.0, 36.0, 31.0)
    with pytest.raises(ValueError, match="must lie between 0 and 1"):
        experts_for_coefficient(study, 1.0)
    with pytest.raises(ValueError, match=r"must lie between 0\.5 and 1"):
        experts_for_certainty(study, 3.0, 0.4)
