"""Marks drawn from the model itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray


@dataclass(frozen=True)
class Drawn:
    marks: NDArray[np.float64]
    abilities: NDArray[np.float64]
    severities: NDArray[np.float64]
    difficulties: NDArray[np.float64]
    thresholds: NDArray[np.float64]


def draw_marks(
    seed: int, n_applications: int, n_experts: int, n_indicators: int, *, steps: int = 4, missing: float = 0.0
) -> Drawn:
    """Draw marks 0..steps from a rating scale model; severities and difficulties sum to zero."""
    rng = np.random.default_rng(seed)
    abilities = rng.normal(0.2, 1.0, n_applications)
    severities = rng.normal(0, 0.5, n_experts)
    difficulties = rng.normal(0, 0.4, n_indicators)
    severities -= severities.mean()
    difficulties -= difficulties.mean()
    thresholds = np.linspace(-1.2, 1.2, steps)
    b = np.concatenate([[0.0], -np.cumsum(thresholds)])
    eta = abilities[:, None, None] - severities[:, None] - difficulties
    weights = np.exp(b + np.arange(steps + 1) * eta[..., None])
    cumulated = np.cumsum(weights / weights.sum(axis=-1, keepdims=True), axis=-1)
    marks = (rng.random(eta.shape)[..., None] > cumulated[..., :-1]).sum(axis=-1).astype(float)
    marks[rng.random(marks.shape) < missing] = np.nan
    return Drawn(marks, abilities, severities, difficulties, thresholds)


@pytest.fixture(scope="session")
def draw() -> Callable[..., Drawn]:
    return draw_marks
