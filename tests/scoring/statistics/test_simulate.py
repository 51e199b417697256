from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from scoring.model import MarkState
from scoring.statistics.simulate import PanelModel, SimulatedPanels, balanced_design, simulate_panels

QUARTERS = tuple(Decimal(n) / 4 for n in range(5))
ALLOWED = [tuple(share * points for share in QUARTERS) for points in (Decimal("2"), Decimal("3"), Decimal("1.5"))]
STILL = PanelModel(
    quality_sd=0.0, profile_sd=0.0, severity_sd=0.0, sheet_sd=0.0, expert_indicator_sd=0.0, residual_sd=0.0
)


def _everyone(n_applications: int, n_experts: int) -> np.ndarray:
    return np.ones((n_applications, n_experts), dtype=bool)


def _simulate(model: PanelModel, seed: int = 1, **given: object) -> SimulatedPanels:
    given = {"allowed": ALLOWED, "assigned": _everyone(4, 3), **given}
    return simulate_panels(np.random.default_rng(seed), model, **given)  # type: ignore[arg-type]


def test_the_same_seed_gives_the_same_panels_and_another_seed_others() -> None:
    first, again, other = (_simulate(PanelModel(), seed).values for seed in (5, 5, 6))
    assert np.array_equal(first, again)
    assert not np.array_equal(first, other)


def test_marks_are_exactly_the_points_that_may_be_given() -> None:
    values = _simulate(PanelModel(quality_mean=50.0, quality_sd=30.0), n_panels=50).values
    for indicator, allowed in enumerate(ALLOWED):
        assert set(np.unique(values[..., indicator])) == {float(points) for points in allowed}


def test_decimals_are_those_of_the_finest_mark() -> None:
    assert _simulate(STILL).decimals == 3  # a quarter of 1.5 is 0.375


def test_indicators_may_have_different_numbers_of_marks() -> None:
    allowed = [QUARTERS, tuple(Decimal(n) for n in range(11))]
    panels = _simulate(STILL, allowed=allowed, quality=np.array([0.0, 33.0, 62.5, 100.0]))
    assert panels.values[0, :, 0].tolist() == [[0.0, 0.0], [0.25, 3.0], [0.75, 6.0], [1.0, 10.0]]


def test_without_any_noise_every_expert_gives_the_true_total() -> None:
    panels = _simulate(STILL, quality=np.array([100.0, 76.0, 40.0, 0.0]))
    assert np.array_equal(panels.values.sum(axis=-1)[0], np.repeat(panels.true_totals[0][:, None], 3, axis=1))
    assert panels.true_totals[0].tolist() == [6.5, 4.875, 3.25, 0.0]


@pytest.mark.parametrize("halo", [0.0, 0.6])
def test_the_true_total_is_the_mean_total_over_all_experts_of_the_model(halo: float) -> None:
    model = PanelModel(quality_mean=84.0, drift_sd=4.0, halo=halo)
    quality = np.array([95.0, 85.0, 60.0, 20.0])
    profile = np.array([[10.0, -20.0, 5.0]] * 4)
    panels = _simulate(model, quality=quality, profile=profile, n_panels=20_000)
    totals = panels.values.sum(axis=-1)
    error = 5 * totals.mean(axis=2).std(axis=0) / np.sqrt(20_000)
    assert np.all(np.abs(totals.mean(axis=(0, 2)) - panels.true_totals[0]) < error)


def test_a_severe_expert_gives_less_and_a_favouring_one_more_at_home_only() -> None:
    home = np.zeros((4, 3), dtype=bool)
    home[0, 1] = home[1, 2] = True
    panels = _simulate(
        STILL,
        quality=np.full(4, 50.0),
        severity=np.array([25.0, 0.0, 0.0]),
        home=home,
        favour=np.array([0.0, 25.0, 0.0]),
    )
    shares = panels.values[0] / [2.0, 3.0, 1.5]
    assert shares[..., 0].tolist() == [[0.25, 0.75, 0.5], [0.25, 0.5, 0.5], [0.25, 0.5, 0.5], [0.25, 0.5, 0.5]]


def test_drift_parts_the_first_from_the_last_application_and_leaves_the_middle() -> None:
    model = PanelModel(
        quality_mean=50, quality_sd=0, profile_sd=0, severity_sd=0, sheet_sd=0, drift_sd=20, residual_sd=15
    )
    totals = _simulate(model, assigned=_everyone(9, 1), n_panels=3000).values.sum(axis=-1)[..., 0]
    assert totals[:, 0].var() > 1.5 * totals[:, 4].var()
    assert np.corrcoef(totals[:, 0], totals[:, 8])[0, 1] < -0.3
    assert abs(totals.mean() - 3.25) < 0.05


def test_full_halo_and_a_straight_line_leave_no_difference_between_indicators() -> None:
    straight = np.zeros((4, 3), dtype=bool)
    straight[2, 1] = True
    panels = _simulate(
        PanelModel(residual_sd=40.0), halo=np.array([1.0, 0.0, 0.0]), straight_lined=straight, n_panels=20
    )
    shares = panels.values / [2.0, 3.0, 1.5]
    spread = np.ptp(shares, axis=-1)
    assert np.all(spread[:, :, 0] == 0)
    assert np.all(spread[:, 2, 1] == 0)
    assert spread[:, 1, 1].max() > 0


def test_a_copied_sheet_is_the_same_sheet_gaps_included() -> None:
    panels = _simulate(PanelModel(missing_share=0.3), copied=[(1, 0, 2)])
    assert np.array_equal(panels.values[0, 1, 0], panels.values[0, 1, 2], equal_nan=True)
    assert np.array_equal(panels.states[0, 1, 0], panels.states[0, 1, 2])
    assert not np.array_equal(panels.values[0, 2, 0], panels.values[0, 2, 2], equal_nan=True)


def test_missing_not_applicable_and_insufficient_are_three_things() -> None:
    inapplicable = np.zeros((4, 3), dtype=bool)
    inapplicable[3, 1] = True
    assigned = _everyone(4, 3)
    assigned[0, 2] = False
    panels = _simulate(
        PanelModel(missing_share=0.2, insufficient_share=0.1),
        not_applicable=inapplicable,
        assigned=assigned,
        n_panels=500,
    )
    states, values = panels.states, panels.values
    assert np.all(states[:, 0, 2] == MarkState.MISSING)
    assert np.all(states[:, 3, :, 1] == MarkState.NOT_APPLICABLE)
    drawn = states[:, 1]
    assert abs((drawn == MarkState.MISSING).mean() - 0.2) < 0.03
    assert abs((drawn == MarkState.INSUFFICIENT).mean() - 0.1) < 0.03
    assert np.all(values[states == MarkState.INSUFFICIENT] == 0)
    assert np.array_equal(np.isnan(values), (states == MarkState.MISSING) | (states == MarkState.NOT_APPLICABLE))


def test_a_panel_becomes_a_score_table() -> None:
    table = _simulate(PanelModel(), n_panels=2).table(
        1, panel="p", applicants=("a", "b", "c", "d"), experts=("x", "y", "z"), indicators=("1", "2", "3")
    )
    assert table.values.shape == (4, 3, 3)
    assert table.decimals == 3


def test_a_design_gives_every_application_its_experts_and_every_expert_the_same_load() -> None:
    barred = np.zeros((40, 12), dtype=bool)
    barred[np.arange(40), np.arange(40) % 12] = True
    design = balanced_design(np.random.default_rng(3), n_applications=40, n_experts=12, each=5, barred=barred)
    assert np.all(design.sum(axis=1) == 5)
    assert not np.any(design & barred)
    assert np.ptp(design.sum(axis=0)) <= 2


def test_a_design_that_cannot_be_filled_is_refused() -> None:
    barred = np.zeros((2, 3), dtype=bool)
    barred[1, 0] = True
    with pytest.raises(ValueError, match="fewer than 3 experts are free"):
        balanced_design(np.random.default_rng(1), n_applications=2, n_experts=3, each=3, barred=barred)
