"""Copied sheets: counts by hand, false alarms on honest panels, copies found."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from scoring.statistics.integrity.chance_of_alike import _beta_binomial_tail, _run_bound
from scoring.statistics.integrity.identical import alike
from scoring.statistics.simulate import PanelModel, simulate_panels

GAP = np.nan
FIVE_LEVELS = [Decimal(n) / 4 for n in range(5)]


def test_counts_by_hand() -> None:
    sheets = np.array([[[1, 2, 3, 3, GAP, 4], [1, 2, GAP, 3, 5, 0], [0, 2, 3, 1, 5, 4]]], np.float64)
    found = alike(sheets)
    assert found.experts.tolist() == [[0, 1], [0, 2], [1, 2]]
    assert found.compared.tolist() == [[4, 5, 5]]
    assert found.equal.tolist() == [[3, 3, 2]]
    assert found.longest_run.tolist() == [[3, 2, 1]]  # a gap neither counts nor breaks
    np.testing.assert_allclose(found.share, [[0.75, 0.6, 0.4]])


def test_marks_are_compared_as_printed() -> None:
    sheets = np.array([[[0.3, 0.3, 0.3], [0.1 + 0.2, 0.3, 0.4], [0.0, 0.1, 0.2]]])
    assert alike(sheets, decimals=1).equal.tolist() == [[2, 0, 0]]


def simulated(n_panels: int, n_indicators: int, seed: int, **given: object) -> np.ndarray:
    model = PanelModel(**{key: value for key, value in given.items() if key != "copied"})  # type: ignore[arg-type]
    panels = simulate_panels(
        np.random.default_rng(seed),
        model,
        allowed=[FIVE_LEVELS] * n_indicators,
        assigned=np.ones((40, 7), bool),
        n_panels=n_panels,
        copied=given.get("copied", ()),  # type: ignore[arg-type]
    )
    return panels.values


@pytest.mark.parametrize("model", [{}, {"halo": 0.5}, {"severity_sd": 8.0, "sheet_sd": 6.0}, {"residual_sd": 4.0}])
def test_false_alarms_stay_below_the_stated_rate(model: dict[str, float]) -> None:
    """Of 60 honest panels of 840 pairs three are expected to have one; 7 or more has a chance of 3 percent at 5."""
    panels = simulated(60, 49, 8, **model)
    found = [alike(panel, decimals=2) for panel in panels]
    assert sum(bool((one.p_value * one.tests <= 0.05).any()) for one in found) <= 7
    assert np.mean([(one.p_value <= 0.01).mean() for one in found]) < 0.01


def test_copies_are_found_whole_or_half() -> None:
    copied = [(3, 1, 4), (5, 0, 2), (8, 3, 6)]
    half = simulated(12, 49, 9)
    half[:, 20, 5, :30] = half[:, 20, 1, :30]
    found_half = 0
    for panel, mixed in zip(simulated(12, 49, 10, copied=copied), half, strict=True):
        found = alike(panel, decimals=2)
        flagged = found.p_value * found.tests <= 0.05
        for application, source, target in copied:
            pair = found.experts.tolist().index(sorted((source, target)))
            assert found.share[application, pair] == 1.0
            assert found.longest_run[application, pair] == 49
            assert flagged[application, pair]
        one = alike(mixed, decimals=2)
        pair = one.experts.tolist().index([1, 5])
        found_half += bool(one.p_value[20, pair] * one.tests <= 0.05)
    assert found_half >= 11


def test_names_do_not_matter() -> None:
    panel = simulated(1, 12, 11)[0]
    order = np.random.default_rng(0).permutation(7)
    one, other = alike(panel, decimals=2), alike(panel[:, order], decimals=2)
    pairs = {tuple(sorted(pair)): n for n, pair in enumerate(one.experts.tolist())}
    same = [pairs[tuple(sorted((int(order[i]), int(order[j]))))] for i, j in other.experts.tolist()]
    np.testing.assert_allclose(other.p_value, one.p_value[:, same], rtol=1e-6)
    np.testing.assert_array_equal(other.equal, one.equal[:, same])


def test_blocks_are_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    panel = simulated(1, 12, 12)[0]
    at_once = alike(panel, decimals=2)
    monkeypatch.setattr("scoring.statistics.integrity.identical._BLOCK", 1)
    np.testing.assert_allclose(alike(panel, decimals=2).p_value, at_once.p_value)


def test_the_tail_of_the_beta_binomial_as_scipy() -> None:
    """``scipy.stats.betabinom.sf(x - 1, n, a, b)``."""
    from scipy.stats import betabinom

    x, n, mean, rho = (
        np.array([3, 9, 12]),
        np.array([10, 10, 12]),
        np.array([0.3, 0.5, 0.4]),
        np.array([0.1, 0.05, 0.2]),
    )
    total = 1 / rho - 1
    np.testing.assert_allclose(
        _beta_binomial_tail(x, n, mean, rho), betabinom.sf(x - 1, n, mean * total, (1 - mean) * total)
    )


def test_a_run_is_no_likelier_than_its_bound() -> None:
    rng = np.random.default_rng(1)
    theta = rng.beta(5.0, 5.0, 40_000)[:, None]
    equal = rng.random((40_000, 20)) < theta
    lengths = np.zeros(40_000, int)
    longest = lengths.copy()
    for column in equal.T:
        lengths = np.where(column, lengths + 1, 0)
        longest = np.maximum(longest, lengths)
    inflation = 1 + 19 / 11  # intraclass correlation 1 / (a + b + 1)
    for run in (8, 12, 16):
        bound = float(_run_bound(np.array([run]), np.array([20]), np.array([0.5]), np.array([inflation]))[0])
        seen = (longest >= run).mean()
        assert 0.9 * seen < bound < 1.4 * seen + 0.001


@pytest.mark.parametrize("shape", [(0, 3, 4), (3, 0, 4), (3, 1, 4), (3, 3, 0), (3, 3, 1)])
def test_nothing_to_compare(shape: tuple[int, int, int]) -> None:
    found = alike(np.zeros(shape))
    assert found.tests == 0
    assert np.isnan(found.p_value).all()


def test_all_equal_all_missing_infinite() -> None:
    equal = alike(np.full((4, 3, 5), 8.0))
    assert (equal.share == 1.0).all()
    assert (equal.p_value > 0.3).all()
    assert alike(np.full((4, 3, 5), GAP)).tests == 0
    infinite = alike(np.where(np.arange(5) == 2, np.inf, np.full((4, 3, 5), -1.0)))
    assert (infinite.compared == 4).all()
