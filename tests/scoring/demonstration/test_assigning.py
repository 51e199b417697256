from __future__ import annotations

import numpy as np
import pytest

from scoring.demonstration.assigning import assign, connected


def test_panels_have_their_size_and_sheets_are_shared_out_evenly() -> None:
    rng = np.random.default_rng(3)
    may_not = rng.random((90, 20)) < 0.15
    sizes = [5, 7] * 45
    assigned = assign(rng, sizes, may_not)
    assert assigned.sum(axis=1).tolist() == sizes
    assert not (assigned & may_not).any()
    assert np.ptp(assigned.sum(axis=0)) <= 2
    assert connected(assigned)


def test_partners_change() -> None:
    assigned = assign(np.random.default_rng(3), [5] * 60, np.zeros((60, 20), dtype=bool)).astype(int)
    together = assigned.T @ assigned
    np.fill_diagonal(together, 0)
    # 60 panels of 5 make 600 pairs of 190 possible ones.
    assert (together[np.triu_indices(20, 1)] > 0).mean() > 0.9


def test_too_few_free_experts() -> None:
    may_not = np.zeros((2, 6), dtype=bool)
    may_not[1, :3] = True
    with pytest.raises(ValueError, match="too few experts are free"):
        assign(np.random.default_rng(3), [5, 5], may_not)


def test_two_groups_without_a_link_are_not_connected() -> None:
    assigned = np.zeros((4, 4), dtype=bool)
    assigned[:2, :2] = assigned[2:, 2:] = True
    assert not connected(assigned)
    assigned[0, 3] = True
    assert connected(assigned)


def test_who_has_nothing_to_score_does_not_disconnect() -> None:
    assigned = np.zeros((3, 4), dtype=bool)
    assigned[:2, :2] = True
    assert connected(assigned)
