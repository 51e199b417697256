"""Area under the curve: Hanley and McNeil's printed example, a peer, the identity with Mann and Whitney's U."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import mannwhitneyu

from scoring.statistics.foretelling.area import area

# Hanley & McNeil (1982), table 1: 58 normal and 51 abnormal images rated 1 to 5.
NORMAL, ABNORMAL = (33, 6, 6, 11, 2), (3, 2, 2, 11, 33)
RATING = np.array(
    [r for counts in (NORMAL, ABNORMAL) for r, count in enumerate(counts, 1) for _ in range(count)], float
)
IS_ABNORMAL = np.arange(109) >= 58


def test_the_printed_example():
    found = area(-RATING, IS_ABNORMAL)
    assert found.value == pytest.approx(0.893, abs=5e-4)
    assert found.hanley == pytest.approx(0.032, abs=5e-4)
    # Stata's manual of `roctab` prints .8932 and .0307 for the same data.
    assert found.error == pytest.approx(0.0307, abs=5e-5)
    assert found.low < found.value < found.high < 1


def test_delong_is_the_variance_of_placements_pair_by_pair():
    cases, others = RATING[IS_ABNORMAL], RATING[~IS_ABNORMAL]
    psi = (cases[:, None] > others) + 0.5 * (cases[:, None] == others)
    variance = psi.mean(axis=1).var(ddof=1) / len(cases) + psi.mean(axis=0).var(ddof=1) / len(others)
    assert area(-RATING, IS_ABNORMAL).error == pytest.approx(np.sqrt(variance), abs=1e-12)


@pytest.mark.parametrize("seed", range(4))
def test_it_is_u_over_the_number_of_pairs(seed):
    rng = np.random.default_rng(seed)
    marks, event = np.round(rng.normal(size=80), 1), rng.random(80) < 0.2
    u = mannwhitneyu(-marks[event], -marks[~event]).statistic
    assert area(marks, event).value == pytest.approx(u / (event.sum() * (~event).sum()), abs=1e-12)
    assert area(-marks, event).value == pytest.approx(1 - area(marks, event).value)


def test_nobody_or_everybody_with_an_event_is_undefined():
    for event in (np.zeros(5, bool), np.ones(5, bool)):
        assert np.isnan(area(np.arange(5.0), event).value)


def test_perfect_marks_have_no_limits():
    found = area(np.arange(6.0), np.arange(6) < 3)
    assert found.value == 1.0
    assert np.isnan(found.low)
