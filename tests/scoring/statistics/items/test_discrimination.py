"""Item-rest correlation and the index of upper and lower groups: a peer's numbers, a printed table, identities."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.items.discrimination import item_rest, upper_lower
from scoring.statistics.items.scores import ItemScores
from scoring.statistics.reasons import Reason

# Supervisor performance, 30 departments × 7 questions (Chatterjee & Price; R's `attitude`).
_PRINTED = (
    "43 51 30 39 61 92 45 63 64 51 54 63 73 47 71 70 68 69 76 86 48 61 63 45 47 54 84 35 81 78 56 66 71 83 47 "
    "43 55 49 44 54 49 34 58 67 42 56 66 68 35 71 75 50 55 70 66 41 72 82 72 67 71 83 31 67 61 45 47 62 80 41 "
    "64 53 53 58 58 67 34 67 60 47 39 59 74 41 69 62 57 42 55 63 25 68 83 83 45 59 77 35 77 77 54 72 79 77 46 "
    "81 90 50 72 60 54 36 74 85 64 69 79 79 63 65 60 65 75 55 80 60 65 70 46 57 75 85 46 50 58 68 54 64 78 52 "
    "50 40 33 34 43 64 33 64 61 52 62 66 80 41 53 66 52 50 63 80 37 40 37 42 58 50 57 49 63 54 42 48 66 75 33 "
    "66 77 66 63 88 76 72 78 75 58 74 80 78 49 48 57 44 45 51 83 38 85 85 71 71 77 74 55 82 82 39 59 64 78 39"
)
ATTITUDE = np.array([int(number) for number in _PRINTED.split()], np.float64).reshape(30, 7)


def scores_of(points: np.ndarray, *, reach: np.ndarray | None = None, has_scale: bool = True) -> ItemScores:
    """Points of applications × indicators as scores of one expert each."""
    width = np.ones(points.shape[1]) if reach is None else reach
    shares = (points / width)[:, None, :]
    states = np.where(np.isnan(shares), 2, 1).astype(np.uint8)
    return ItemScores(shares, shares[:, 0], points, width, has_scale, states)


def test_item_rest_of_the_attitude_data_is_that_of_pingouin():
    found = item_rest(scores_of(ATTITUDE), least=0.2)
    # pingouin 0.7.0: corr(item, sum of the others), CI95 to two places; R's psych prints .67 .74 .56 .71 .79 .27 .46.
    r = [0.6712620572, 0.7421097102, 0.5607111115, 0.7144454981, 0.7862755938, 0.2650343392, 0.4608105495]
    low, high = [0.41, 0.52, 0.25, 0.48, 0.59, -0.11, 0.12], [0.83, 0.87, 0.77, 0.85, 0.89, 0.57, 0.70]
    assert found.value == pytest.approx(r, abs=1e-9)
    assert np.round(found.low, 2) == pytest.approx(low)
    assert np.round(found.high, 2) == pytest.approx(high)


def test_item_rest_follows_from_the_covariances_alone():
    covariance = np.cov(ATTITUDE, rowvar=False)
    own, with_total, total = np.diag(covariance), covariance.sum(axis=1), covariance.sum()
    rest = (with_total - own) / np.sqrt(own * (total + own - 2 * with_total))
    assert item_rest(scores_of(ATTITUDE), least=0.2).value == pytest.approx(rest, abs=1e-12)


def test_a_printed_item_total_table(denis):
    # Denis, Applied Univariate, Bivariate, and Multivariate Statistics: item 1, corrected item-total .712.
    assert item_rest(scores_of(denis), least=0.2).value[0] == pytest.approx(0.712, abs=5e-4)


def test_weights_count_and_the_order_of_applications_does_not():
    weighted = ATTITUDE * np.array([1, 2, 3, 4, 5, 6, 7.0])
    found = item_rest(scores_of(weighted), least=0.2).value
    assert not np.allclose(found, item_rest(scores_of(ATTITUDE), least=0.2).value, atol=1e-3)
    assert item_rest(scores_of(weighted[::-1]), least=0.2).value == pytest.approx(found, abs=1e-12)


def test_an_indicator_that_is_not_applicable_is_made_up_for():
    points = ATTITUDE.copy()
    points[3, 2] = np.nan
    reach = np.full(7, 100.0)
    found = item_rest(scores_of(points, reach=reach), least=0.2)
    assert found.n.tolist() == [30, 30, 29, 30, 30, 30, 30]
    rest = np.nansum(points[3, 1:]) * 600 / 500
    by_hand = np.delete(ATTITUDE.sum(axis=1) - ATTITUDE[:, 0], 3)
    x, y = np.append(np.delete(points[:, 0], 3), points[3, 0]), np.append(by_hand, rest)
    assert found.value[0] == pytest.approx(np.corrcoef(x, y)[0, 1], abs=1e-12)


def test_no_spread_and_too_few_have_reasons():
    flat = ATTITUDE.copy()
    flat[:, 1] = 70
    assert item_rest(scores_of(flat), least=0.2).reason.tolist() == [0, Reason.ALL_EQUAL, 0, 0, 0, 0, 0]
    assert (item_rest(scores_of(ATTITUDE[:2]), least=0.2).reason == Reason.TOO_FEW).all()


def test_the_p_of_being_below_turns_where_the_correlation_does():
    found = item_rest(scores_of(ATTITUDE), least=0.2)
    assert ((found.p_below < 0.5) == (found.value < 0.2)).all()
    against = item_rest(scores_of(np.column_stack([ATTITUDE[:, :3], -ATTITUDE[:, 0]])), least=0.2)
    assert against.p_below[3] < 1e-3


def test_the_groups_are_the_upper_and_lower_27_percent():
    rng = np.random.default_rng(5)
    shares = np.clip(rng.normal(0.6, 0.15, (100, 4)) + rng.normal(0, 0.1, (100, 1)), 0, 1)
    order = np.argsort(shares.sum(axis=1))
    low, high = shares[order[:27]], shares[order[-27:]]
    found = upper_lower(scores_of(shares))
    assert found.value == pytest.approx(high.mean(axis=0) - low.mean(axis=0), abs=1e-12)
    error = np.sqrt(high.var(axis=0, ddof=1) / 27 + low.var(axis=0, ddof=1) / 27)
    assert found.high - found.value == pytest.approx(1.959964 * error, abs=1e-6)


def test_ties_at_the_border_of_a_group_are_shared_and_no_order_matters():
    shares = np.repeat(np.array([[0.25, 0.5], [0.5, 0.25], [0.5, 0.75], [1.0, 1.0]]), [10, 10, 10, 10], axis=0)
    found = upper_lower(scores_of(shares)).value
    assert upper_lower(scores_of(shares[::-1])).value == pytest.approx(found, abs=1e-12)
    # Ten of the lowest 10.8 and the next .8 tie over two kinds: both groups of ten with the same total share them.
    lower = (20 * 0.5 * np.array([0.25 + 0.5, 0.5 + 0.25])) / 20
    upper = (10 * np.array([1.0, 1.0]) + 0.8 * np.array([0.5, 0.75])) / 10.8
    assert found == pytest.approx(upper - lower, abs=1e-12)


def test_without_a_scale_or_with_few_applications_there_is_no_index():
    assert (upper_lower(scores_of(ATTITUDE, has_scale=False)).reason == Reason.NO_SCALE).all()
    assert (upper_lower(scores_of(ATTITUDE[:8])).reason == Reason.TOO_FEW).all()
