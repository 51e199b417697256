"""Who scores what."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.statistics.severity.connected import connected_subsets
from scoring.statistics.trials.designs import DESIGNS, Design, assign, design, prefecture_of


def _who(one: Design, seed: int = 1, n_panels: int = 3, n_applications: int = 60) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    truth = rng.normal(60, 8, (n_panels, n_applications))
    return truth, assign(rng, one, truth)


def _given(who: np.ndarray, experts: int) -> np.ndarray:
    given = np.zeros((*who.shape[:2], experts), np.bool_)
    np.put_along_axis(given, who, True, axis=-1)
    return given


def test_names_are_different_and_found() -> None:
    assert len({one.key for one in DESIGNS}) == len(DESIGNS)
    assert all(design(one.key) is one for one in DESIGNS)


@pytest.mark.parametrize("one", DESIGNS, ids=lambda one: one.key)
def test_each_application_has_so_many_different_experts(one: Design) -> None:
    _, who = _who(one)
    given = _given(who, one.experts)
    assert (given.sum(axis=-1) == one.each).all()


@pytest.mark.parametrize("one", DESIGNS, ids=lambda one: one.key)
def test_linked_designs_are_connected_and_the_others_are_not(one: Design) -> None:
    _, who = _who(one, n_applications=200)
    subsets = connected_subsets(_given(who, one.experts))
    assert (subsets.count == (1 if one.linked else one.experts // one.each)).all()


def test_better_applications_go_to_the_later_experts() -> None:
    truth, who = _who(design("better_to_some"), n_applications=400)
    assert np.corrcoef(truth.ravel(), who.mean(axis=-1).ravel())[0, 1] > 0.6
    truth, who = _who(design("of_9_3"), n_applications=400)
    assert abs(np.corrcoef(truth.ravel(), who.mean(axis=-1).ravel())[0, 1]) < 0.1


def test_so_many_applications_have_a_mixed_commission() -> None:
    _, who = _who(design("commissions_mixed_10"))
    commissions = np.sort(who // 3, axis=-1)
    mixed = (commissions == [0, 1, 2]).all(axis=-1)
    assert (mixed.sum(axis=-1) == 6).all()
    assert (commissions[~mixed][:, 0] == commissions[~mixed][:, 2]).all()


def test_prefectures_have_their_own_experts() -> None:
    one = design("prefectures")
    _, who = _who(one)
    assert (who // 3 == prefecture_of(one, 60)[:, None]).all()
    assert np.bincount(prefecture_of(one, 60)).tolist() == [20, 20, 20]
