"""Every statistic made of variances, on every panel that has gone wrong: a value or a reason, never neither or both."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.agreement.cronbach import cronbach_alpha
from scoring.statistics.agreement.icc import icc
from scoring.statistics.agreement.loam import loam
from scoring.statistics.agreement.measurement_error import measurement_error
from scoring.statistics.agreement.result import Agreement
from scoring.statistics.agreement.rwg import rwg
from scoring.statistics.reasons import Reason

GAP = np.nan
TEN = np.arange(0.0, 11.0)
BAD = {
    "nothing": np.zeros((0, 0)),
    "no experts": np.zeros((4, 0)),
    "no applications": np.zeros((0, 4)),
    "all missing": np.full((4, 3), GAP),
    "one mark": np.array([[5.0]]),
    "one expert": np.array([[1.0], [2.0], [3.0]]),
    "one application": np.array([[1.0, 2.0, 3.0]]),
    "two equal marks": np.array([[5.0, 5.0]]),
    "all equal": np.full((4, 3), 7.0),
    "all equal with gaps": np.array([[7.0, 7.0, GAP], [GAP, 7.0, 7.0], [7.0, GAP, GAP]]),
    "applications alike": np.array([[1.0, 2.0], [1.0, 2.0], [1.0, 2.0]]),
    "expert without an opinion": np.array([[5.0, 1.0], [5.0, 2.0], [5.0, 9.0]]),
    "an expert with one mark": np.array([[1.0, 2.0, GAP], [3.0, 5.0, 4.0], [2.0, 2.0, GAP]]),
    "one mark an application": np.array([[1.0, GAP], [GAP, 3.0], [2.0, GAP]]),
    "one mark an expert": np.array([[1.0, 2.0, 3.0, GAP], [GAP, GAP, GAP, 4.0]]),
    "a chain": np.array([[1.0, 2.0, GAP], [GAP, 4.0, 3.0], [5.0, GAP, GAP]]),
    "apart": np.array([[1.0, 2.0, GAP, GAP], [3.0, 3.0, GAP, GAP], [GAP, GAP, 1.0, 9.0], [GAP, GAP, 2.0, 5.0]]),
    "infinite": np.array([[1.0, np.inf], [2.0, 3.0]]),
    "infinite with gaps": np.array([[1.0, -np.inf, GAP], [2.0, 3.0, GAP]]),
    "negative": np.array([[-1.0, -3.0], [-2.0, 3.0], [-8.0, 0.0]]),
    "opposed": np.array([[0.0, 10.0], [10.0, 0.0]]),
    "huge": np.array([[1e300, 2e300], [3e300, 1e300]]),
    "tiny": np.array([[1e-300, 2e-300], [3e-300, 1e-300]]),
    "three marks": np.array([[1.0, 2.0], [4.0, GAP]]),
}


def _statistics(marks: np.ndarray) -> list[Agreement]:
    return [
        *icc(marks).values(),
        cronbach_alpha(marks),
        measurement_error(marks),
        measurement_error(marks, kind="relative"),
        loam(marks),
        rwg(marks, TEN),
        rwg(marks, None),
    ]


@pytest.mark.parametrize("name", BAD)
def test_there_is_a_value_or_a_reason(name: str) -> None:
    for found in _statistics(BAD[name]):
        assert np.isnan(found.value) == (found.reason != Reason.NONE), found.statistic
        assert not np.isinf([found.value, found.low, found.high, found.p_value]).any(), found.statistic
        if not np.isnan([found.low, found.high]).any():
            assert found.low <= found.high, found.statistic


@pytest.mark.parametrize("name", [name for name, marks in BAD.items() if marks.size])
def test_it_spoils_no_good_panel_of_its_stack(name: str) -> None:
    bad = BAD[name]
    good = np.round(np.random.default_rng(1).uniform(0, 10, (max(len(bad), 3), max(bad.shape[1], 3))))
    beside = np.full_like(good, GAP)
    beside[: bad.shape[0], : bad.shape[1]] = bad
    for alone, together in zip(_statistics(good), _statistics(np.stack([beside, good])), strict=True):
        np.testing.assert_allclose(together.value[1], alone.value, rtol=1e-10, err_msg=alone.statistic)
        assert together.reason[1] == alone.reason
