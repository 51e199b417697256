"""Alpha with Gwet's weights is not Krippendorff's ordinal alpha, and is otherwise his."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from scoring.statistics.agreement.gwet_alpha import gwet_alpha

KRIPPENDORFF = Path(__file__).parents[3] / "data" / "golden" / "p02_panel.csv"
FIVE = np.arange(1.0, 6.0)


@pytest.fixture(scope="module")
def marks() -> np.ndarray:
    with KRIPPENDORFF.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    return np.array([[float(cell) if cell not in ("", "NA") else np.nan for cell in row] for row in rows])


def test_nominal_and_interval_are_those_of_krippendorffs_own_example(marks: np.ndarray) -> None:
    assert gwet_alpha(marks, FIVE, "identity").value == pytest.approx(0.743, abs=0.0005)
    assert gwet_alpha(marks, FIVE, "quadratic").value == pytest.approx(0.849, abs=0.0005)


def test_gwets_ordinal_weights_are_another_coefficient(marks: np.ndarray) -> None:
    """Published: ordinal alpha .815; irrCAC prints .834 under that name."""
    result = gwet_alpha(marks, FIVE, "ordinal")
    assert result.statistic == "gwet_alpha"
    assert result.value == pytest.approx(0.834, abs=0.0005)


def test_applications_with_one_mark_are_left_out(marks: np.ndarray) -> None:
    more = np.vstack([marks, [[5.0, np.nan, np.nan, np.nan]] * 3])
    assert gwet_alpha(more, FIVE).value == pytest.approx(float(gwet_alpha(marks, FIVE).value), rel=1e-12)
