"""Rank correlations of pairs of experts against scipy's, and the way for few marks against the way for many."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

from scoring.statistics.agreement import rank_pairs


def few(seed: int, *, experts: int = 24, applications: int = 60, seats: int = 5) -> np.ndarray:
    """Return marks, shape (1, n_experts, n_applications), of which each application has a few experts'."""
    rng = np.random.default_rng(seed)
    marks = np.full((1, experts, applications), np.nan)
    for a in range(applications):
        marks[0, rng.choice(experts, seats, replace=False), a] = rng.integers(0, 6, seats) / 2
    return marks


@pytest.mark.parametrize("seed", range(4))
def test_both_ways_give_the_same_to_the_last_bit(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    marks = few(seed)
    found = rank_pairs.pair_ranks(marks)
    monkeypatch.setattr(rank_pairs, "_SPARSE", 0.0)
    monkeypatch.setattr(rank_pairs, "_rho_of_few", None)
    dense = rank_pairs.pair_ranks(marks)
    np.testing.assert_array_equal(found.rho, dense.rho)
    np.testing.assert_array_equal(found.common, dense.common)


def test_few_marks_against_scipy() -> None:
    marks = few(9)
    found = rank_pairs.pair_ranks(marks)
    pairs = np.argwhere(np.triu(found.common[0] >= 3, 1)).tolist()
    assert len(pairs) > 50
    for one, other in pairs:
        both = ~np.isnan(marks[0, [one, other]]).any(axis=0)
        x, y = marks[0, one, both], marks[0, other, both]
        if len(set(x)) > 1 and len(set(y)) > 1:
            assert found.rho[0, one, other] == pytest.approx(spearmanr(x, y).statistic)
        else:
            assert np.isnan(found.rho[0, one, other])


def test_a_pair_with_nothing_in_common_has_no_correlation() -> None:
    marks = np.full((1, 6, 12), np.nan)
    for expert in range(6):
        marks[0, expert, 2 * expert : 2 * expert + 2] = [1.0, 2.0]
    found = rank_pairs.pair_ranks(marks)
    assert np.isnan(found.rho).all()
    assert found.common[0].tolist() == (2 * np.eye(6, dtype=int)).tolist()


def test_work_grows_with_what_experts_marked_not_with_the_round(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []
    below = rank_pairs._below

    def counted(marks: np.ndarray, both: np.ndarray) -> np.ndarray:
        seen.append(both.size)
        return below(marks, both)

    monkeypatch.setattr(rank_pairs, "_below", counted)
    cells = []
    for times in (1, 2):
        seen.clear()
        rank_pairs.pair_ranks(few(3, experts=24 * times, applications=60 * times))
        cells.append(sum(seen))
    assert cells[1] < 3.5 * cells[0]
