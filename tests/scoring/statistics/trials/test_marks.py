"""The linear model: what it says of itself is so."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.mixed import fit_two_way
from scoring.statistics.trials.designs import Design, design
from scoring.statistics.trials.marks import CUT, WEIGHTS, Pairs, pairs_of_panels


def _together(one: Design, n_fields: int, n_applications: int, seed: int = 1) -> Pairs:
    found = list(pairs_of_panels(np.random.default_rng(seed), one, n_fields, n_applications=n_applications))
    return Pairs(
        np.concatenate([part.truth for part in found]),
        *(np.concatenate([getattr(part, name) for part in found], axis=1) for name in ("experts", "marks", "totals")),
    )


def test_marks_are_whole_points_of_the_scale_and_totals_their_weighted_sums() -> None:
    pairs = _together(design("gaps_9"), 12, 40)
    assert pairs.truth.shape == (12, 40)
    given = pairs.marks[~np.isnan(pairs.marks)]
    assert np.array_equal(given, np.rint(given))
    assert given.min() >= 0
    assert given.max() <= 100
    np.testing.assert_allclose(np.einsum("...ie,i->...e", pairs.marks, WEIGHTS), pairs.totals)
    assert np.isnan(pairs.totals).mean() == pytest.approx(0.25, abs=0.02)
    assert (~np.isnan(pairs.totals)).any(axis=-1).all()


def test_variance_components_of_totals_are_those_that_are_stated() -> None:
    pairs = _together(design("complete_9"), 60, 100)
    fit = fit_two_way(pairs.totals)
    assert np.mean(fit.var_application) == pytest.approx(64, rel=0.06)
    assert np.mean(fit.var_expert) == pytest.approx(36, rel=0.15)
    assert np.mean(fit.var_residual) == pytest.approx(31, rel=0.03)


def test_the_cut_is_the_60th_percentile_of_true_totals() -> None:
    truth = _together(Design("x", 2, 2), 50, 400).truth
    assert (truth < CUT).mean() == pytest.approx(0.6, abs=0.015)


def test_the_two_panels_share_the_truth_and_nothing_else() -> None:
    pairs = _together(design("of_9_3"), 10, 200)
    assert not np.array_equal(pairs.experts[0], pairs.experts[1])
    off = np.nanmean(pairs.totals, axis=-1) - pairs.truth
    assert abs(np.corrcoef(off[0].ravel(), off[1].ravel())[0, 1]) < 0.1


def test_wild_sheets_and_unlike_experts_widen_the_rest() -> None:
    plain, wild, unlike = (
        np.mean(fit_two_way(_together(one, 30, 60).totals).var_residual)
        for one in (design("complete_7"), design("complete_7_wild"), design("complete_7_unlike"))
    )
    assert wild > plain + 20  # 5 percent of 30 squared, less what the ends of the scale take
    assert unlike > plain + 2


def test_prefectures_differ_without_widening_the_whole() -> None:
    truth = _together(design("prefectures"), 200, 60).truth.reshape(200, 20, 3)
    assert truth.mean(axis=1).std() == pytest.approx(np.sqrt(16 + 48 / 20), rel=0.1)
    assert truth.std() == pytest.approx(8, rel=0.05)


def test_the_same_seed_gives_the_same_marks() -> None:
    first, again, other = (_together(design("of_9_5"), 2, 10, seed).marks for seed in (3, 3, 4))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)
