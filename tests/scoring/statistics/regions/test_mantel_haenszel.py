"""Like against like: Berkeley's admissions, statsmodels' numbers, and when nothing is said."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.regions.mantel_haenszel import mantel_haenszel
from scoring.statistics.regions.reasons import RegionReason

# Bickel, Hammel & O'Connell (1975), Science 187:398, as R's UCBAdmissions: admitted and all, men then women, A to F.
MEN = np.array([[512, 353, 120, 138, 53, 22], [825, 560, 325, 417, 191, 373]])
WOMEN = np.array([[89, 17, 202, 131, 94, 24], [108, 25, 593, 375, 393, 341]])


def test_admissions_at_berkeley() -> None:
    found = mantel_haenszel(*MEN, *WOMEN)
    # R: mantelhaen.test(UCBAdmissions): 0.9046968 (0.7719074, 1.0603298); with correct=FALSE X² = 1.5246, p = 0.2169.
    odds = found.odds_ratio
    assert (float(odds.value), float(odds.low), float(odds.high)) == pytest.approx(
        (0.9046968, 0.7719074, 1.0603298), abs=1e-6
    )
    assert float(found.p_value) == pytest.approx(0.21692369705551817)  # statsmodels 0.15, StratifiedTable
    assert (found.strata, found.used) == (6, 4526)
    # All departments in one bowl, men are preferred: the paradox that strata are for.
    together = mantel_haenszel(MEN[0].sum(), MEN[1].sum()[None], WOMEN[0].sum(), WOMEN[1].sum()[None])
    assert together.difference.low > 0.1
    assert found.difference.low < 0.0 < found.difference.high


def test_what_statsmodels_computes_of_small_strata_and_no_p_value_below_the_rule() -> None:
    found = mantel_haenszel([4, 3, 8], [5, 6, 10], [2, 1, 5], [8, 10, 9])
    odds = found.odds_ratio
    assert (float(odds.value), float(odds.low), float(odds.high)) == pytest.approx(
        (6.013706620005833, 1.5470822156042177, 23.376047469705913)
    )
    few = mantel_haenszel([4, 3], [5, 6], [2, 1], [8, 10])
    assert np.isnan(few.p_value)
    assert few.p_reason == RegionReason.SMALL_COUNTS
    assert np.isfinite(few.difference.low)


def test_one_stratum_is_the_plain_difference_and_ratio() -> None:
    found = mantel_haenszel([30], [50], [20], [60])
    assert float(found.difference.value) == pytest.approx(30 / 50 - 20 / 60)
    assert float(found.odds_ratio.value) == pytest.approx(30 * 40 / (20 * 20))
    # Robins, Breslow and Greenland's variance is then Woolf's.
    woolf = np.exp(1.959963985 * np.sqrt(1 / 30 + 1 / 20 + 1 / 20 + 1 / 40))
    assert float(found.odds_ratio.high) == pytest.approx(3.0 * woolf)


@pytest.mark.parametrize("sizes", [([40, 60], [80, 30]), ([3] * 40, [4] * 40)])
def test_satos_limits_hold_the_truth_as_often_as_they_say(sizes: tuple[list[int], list[int]]) -> None:
    """Few large strata and many small ones; the true difference is 0.15 in each."""
    draws = np.random.default_rng(20261126)
    rates = np.linspace(0.2, 0.7, len(sizes[0]))
    n1, n0 = (np.broadcast_to(n, (4000, len(n))) for n in sizes)
    found = mantel_haenszel(draws.binomial(n1, rates + 0.15), n1, draws.binomial(n0, rates), n0).difference
    assert found.value.mean() == pytest.approx(0.15, abs=0.005)
    assert ((found.low <= 0.15) & (found.high >= 0.15)).mean() == pytest.approx(0.95, abs=0.015)
    half = (found.high - found.low) / 2 / 1.959963985
    assert (half**2).mean() == pytest.approx(found.value.var(), rel=0.06)


def test_when_nothing_is_said() -> None:
    """No stratum with both sides; everybody and nobody; one of one against none of one; nothing at all."""
    found = mantel_haenszel(
        [[4, 0], [4, 4], [1, 0], [0, 0]],
        [[4, 0], [4, 4], [1, 0], [0, 0]],
        [[0, 3], [0, 0], [0, 0], [0, 0]],
        [[0, 5], [4, 4], [1, 0], [0, 0]],
    )
    np.testing.assert_array_equal(found.difference.value, [np.nan, 1.0, 1.0, np.nan])
    assert np.isnan(found.difference.low).all()
    none, one_sided = RegionReason.NO_COMPARISON, RegionReason.ONE_SIDED
    assert list(found.odds_ratio.reason) == [none, one_sided, one_sided, none]
    assert list(found.p_reason) == [none, RegionReason.SMALL_COUNTS, RegionReason.SMALL_COUNTS, none]
    np.testing.assert_array_equal(found.used, [0, 16, 2, 0])


def test_an_empty_stratum_does_no_harm_and_a_stack_is_its_rows() -> None:
    plain = mantel_haenszel(*MEN, *WOMEN)
    padded = [np.append(row, extra) for row, extra in zip([*MEN, *WOMEN], (0, 0, 3, 7), strict=True)]
    found = mantel_haenszel(*(np.stack([row, row[::-1]]) for row in padded))
    np.testing.assert_allclose(found.difference.value, float(plain.difference.value))
    np.testing.assert_allclose(found.p_value, float(plain.p_value))
