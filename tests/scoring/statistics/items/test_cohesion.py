"""Alpha of indicators and without each: a peer, a printed table, identities."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import numpy as np
import pytest

from scoring.statistics.items.cohesion import cohesion
from scoring.statistics.reasons import Reason

_SPEC = spec_from_file_location("item_rest_data", Path(__file__).with_name("test_discrimination.py"))
_MODULE = module_from_spec(_SPEC)
sys.modules[_SPEC.name] = _MODULE
_SPEC.loader.exec_module(_MODULE)
ATTITUDE = _MODULE.ATTITUDE


def test_alpha_of_the_attitude_data_is_that_of_pingouin():
    found = cohesion(ATTITUDE)
    assert found.alpha.value == pytest.approx(0.8431427695647599, abs=1e-12)
    assert (round(found.alpha.low, 3), round(found.alpha.high, 3)) == (0.739, 0.916)
    without = [0.8097602063, 0.7969174573, 0.8278477660, 0.8030309750, 0.7953865742, 0.8638723114, 0.8404648683]
    assert found.without == pytest.approx(without, abs=1e-9)


def test_a_printed_alpha(denis):
    # Denis: .633, and .691 of standardised items.
    assert cohesion(denis).alpha.value == pytest.approx(0.633, abs=5e-4)
    assert cohesion(denis / denis.std(axis=0)).alpha.value == pytest.approx(0.691, abs=5e-4)


def test_alpha_of_standardised_items_is_spearman_brown_of_their_mean_correlation():
    z = (ATTITUDE - ATTITUDE.mean(axis=0)) / ATTITUDE.std(axis=0)
    k = z.shape[1]
    mean = (np.corrcoef(z.T).sum() - k) / (k * (k - 1))
    assert cohesion(z).alpha.value == pytest.approx(k * mean / (1 + (k - 1) * mean), abs=1e-12)


def test_alpha_without_an_item_is_alpha_of_the_others():
    found = cohesion(ATTITUDE)
    others = [cohesion(np.delete(ATTITUDE, at, axis=1)).alpha.value for at in range(7)]
    assert found.without == pytest.approx(others, abs=1e-12)


def test_eigenvalues_add_up_and_noise_has_no_direction():
    noise = np.random.default_rng(3).normal(size=(400, 12))
    found = cohesion(noise)
    assert sum(found.eigenvalues) == pytest.approx(12)
    assert found.directions == 0
    common = noise + 2 * np.random.default_rng(4).normal(size=(400, 1))
    assert cohesion(common).directions == 1


def test_undefined_alpha_has_a_reason():
    assert cohesion(ATTITUDE[:, :1]).alpha.reason is Reason.NO_INDICATORS
    assert cohesion(ATTITUDE[:2]).alpha.reason is Reason.TOO_FEW
    assert cohesion(np.ones((9, 4))).alpha.reason is Reason.NO_VARIANCE


def test_only_complete_applications_count():
    holed = ATTITUDE.copy()
    holed[4, 2] = np.nan
    assert cohesion(holed).applications == 29
    assert cohesion(holed).alpha.value == pytest.approx(cohesion(np.delete(ATTITUDE, 4, axis=0)).alpha.value)
