"""AC1 and AC2: one is the other with identity weights, and both depend on the declared scale."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from scoring.statistics.agreement.gwet import gwet_ac1, gwet_ac2

SHROUT_FLEISS = Path(__file__).parents[3] / "data" / "golden" / "p01_panel.csv"


def shrout_fleiss() -> np.ndarray:
    with SHROUT_FLEISS.open(encoding="utf-8", newline="") as stream:
        return np.array([[float(cell) for cell in row] for row in list(csv.reader(stream))[1:]])


def test_ac1_is_ac2_with_identity_weights() -> None:
    marks, scale = shrout_fleiss(), np.arange(1.0, 11.0)
    one, two = gwet_ac1(marks, scale), gwet_ac2(marks, scale, "identity")
    assert (one.statistic, two.statistic) == ("gwet_ac1", "gwet_ac2")
    assert one.value == two.value


def test_the_warning_is_true() -> None:
    """The same six rows: the longer the declared scale, the higher AC2."""
    marks = shrout_fleiss()
    assert gwet_ac2(marks, np.unique(marks)).value == pytest.approx(0.32, abs=0.005)
    assert gwet_ac2(marks, np.arange(101.0)).value == pytest.approx(0.995, abs=0.0005)


def test_categories_that_nobody_used_count() -> None:
    marks = np.array([[1.0, 1], [2, 1], [2, 2]])
    # Both are given equally often: chance is 1/2 of two categories, 1/4 of three.
    assert gwet_ac1(marks, np.array([1.0, 2])).value == pytest.approx((2 / 3 - 1 / 2) / (1 / 2))
    assert gwet_ac1(marks, np.array([1.0, 2, 3])).value == pytest.approx((2 / 3 - 1 / 4) / (3 / 4))
