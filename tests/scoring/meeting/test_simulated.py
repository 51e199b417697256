"""The product's own simulator of sittings against the table of the design papers, row by row.

The printed rows are themselves simulated: two rows of one model print 19.2 and 19.4 consent items, as about a
thousand sittings would. So the tolerance is half a unit of the last printed digit, and four standard errors of both.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Final

import numpy as np
import pytest
from scipy.special import ndtr

from indicators.model import Clocks
from scoring.meeting.simulated import SittingModel, SittingTrial, simulate_sittings, try_sittings

CLOCKS = Clocks(
    length=Decimal(120),
    opening=Decimal(12),
    consent_item=Decimal("0.25"),
    normal_item=Decimal("2.5"),
    hard_item=Decimal(4),
    pause=Decimal(4),
    reserve=Decimal(14),
    closing=Decimal(19),
    pull_window_seconds=90,
)
TABLE = SittingModel(hard="table", common_pace=False)
UNANIMOUS = replace(TABLE, threshold=0.0, agreeing=1.0)
FOUR_OF_FIVE = replace(TABLE, agreeing=0.8)
SITTINGS: Final = 2_000
PRINTED_SITTINGS: Final = 1_000

# model, consent, talk, hard, minutes, on time, wrong grades in the consent block: as printed.
ROWS = {
    "all five on the same grade": (UNANIMOUS, 6.9, 24.5, 8.6, 134, 0.06, 0.24),
    "P >= 0.90": (TABLE, 19.2, 13.0, 7.8, 105, 0.92, 0.79),
    "and 4 of 5 agree": (FOUR_OF_FIVE, 13.8, 17.7, 8.5, 118, 0.60, 0.49),
    "after a second round": (replace(FOUR_OF_FIVE, second_round=0.45), 18.8, 13.9, 7.3, 105, 0.92, 0.83),
    "P >= 0.80": (replace(TABLE, threshold=0.80), 26.2, 6.3, 7.5, 88, 1.00, 1.87),
    "3 experts": (replace(TABLE, experts=3), 12.4, 20.2, 7.4, 120, 0.52, 0.84),
    "7 experts": (replace(TABLE, experts=7), 22.2, 9.7, 8.1, 98, 0.97, 0.66),
    "calibrated": (replace(TABLE, severity_sd=1.5, residual_sd=3.0), 19.0, 13.7, 7.3, 104, 0.92, 0.11),
}


@pytest.fixture(scope="module")
def trials() -> dict[str, SittingTrial]:
    return {
        name: try_sittings(np.random.default_rng(11), row[0], CLOCKS, sittings=SITTINGS) for name, row in ROWS.items()
    }


@pytest.mark.parametrize("name", ROWS)
@pytest.mark.parametrize(("column", "digit"), [("consent", 0.1), ("normal", 0.1), ("hard", 0.1), ("wrong", 0.01)])
def test_counts_are_the_printed_ones(trials: dict[str, SittingTrial], name: str, column: str, digit: float) -> None:
    printed = dict(zip(("consent", "normal", "hard", "minutes", "on_time", "wrong"), ROWS[name][1:], strict=True))
    found = getattr(trials[name], column)
    error = found.error * np.sqrt(1 + SITTINGS / PRINTED_SITTINGS)
    assert found.value == pytest.approx(printed[column], abs=digit / 2 + 4 * error)


@pytest.mark.parametrize("name", ROWS)
def test_minutes_and_the_chance_to_end_in_time(trials: dict[str, SittingTrial], name: str) -> None:
    *_, minutes, on_time, _ = ROWS[name]
    assert trials[name].minutes.value == pytest.approx(minutes, abs=1.5)
    # The model of the item's minutes is ours; where only unanimous items are consented to it spreads a little more.
    assert trials[name].on_time.value == pytest.approx(on_time, abs=0.06 if "five on" in name else 0.04)


def test_where_talk_takes_three_and_five_minutes() -> None:
    # This printed row alone adds up without the 90 seconds of the pull window.
    slow = replace(CLOCKS, normal_item=Decimal(3), hard_item=Decimal(5), pull_window_seconds=0)
    found = try_sittings(np.random.default_rng(11), TABLE, slow, sittings=SITTINGS)
    assert found.minutes.value == pytest.approx(117, abs=0.5 + 4 * found.minutes.error)
    assert found.on_time.value == pytest.approx(0.58, abs=0.005 + 4 * found.on_time.error)


def test_a_calibrated_panel_that_knows_its_noise() -> None:
    own = replace(TABLE, severity_sd=1.5, residual_sd=3.0, assumed_noise=None)
    assert own.noise == pytest.approx(3.35, abs=0.005)
    found = try_sittings(np.random.default_rng(11), own, CLOCKS, sittings=SITTINGS)
    assert found.consent.value == pytest.approx(26, abs=0.5)
    assert found.wrong.value == pytest.approx(0.5, abs=0.1)


def test_the_consent_of_one_item_by_integration() -> None:
    # Another way to the same number: the total is N(84, 36 + 25/5), and a certainty of 0.90 is a distance from both
    # lines, or from one of them beyond it, that a fine grid of totals finds.
    totals = np.linspace(44, 124, 160_001)
    error = 5 / np.sqrt(5)
    above = ndtr((totals[:, None] - np.array([80.0, 90.0])) / error)
    certainty = np.max([1 - above[:, 0], above[:, 0] - above[:, 1], above[:, 1]], axis=0)
    density = np.exp(-((totals - 84) ** 2) / (2 * 41)) / np.sqrt(2 * np.pi * 41)
    expected = 40 * float(np.sum(density * (certainty >= 0.9)) * (totals[1] - totals[0]))
    found = try_sittings(np.random.default_rng(2), TABLE, CLOCKS, sittings=SITTINGS).consent
    assert found.value == pytest.approx(expected, abs=4 * found.error)


def test_severity_of_experts_changes_no_mean_but_the_spread() -> None:
    sheets = simulate_sittings(np.random.default_rng(3), UNANIMOUS, CLOCKS, sittings=SITTINGS)
    per_expert = replace(UNANIMOUS, severity_of="expert")
    experts = simulate_sittings(np.random.default_rng(3), per_expert, CLOCKS, sittings=SITTINGS)
    errors = np.hypot(sheets.consent.std(), experts.consent.std()) / np.sqrt(SITTINGS)
    assert abs(sheets.consent.mean() - experts.consent.mean()) < 4 * errors
    assert experts.consent.std() > 1.1 * sheets.consent.std()


def test_the_products_own_rules_keep_the_plan_and_are_less_sure_of_the_end() -> None:
    found = try_sittings(np.random.default_rng(4), SittingModel(), CLOCKS, sittings=SITTINGS)
    assert found.hard.value == pytest.approx(8.5, abs=0.3)
    assert found.minutes.value == pytest.approx(106, abs=1.5)
    assert 0.75 < found.on_time.value < 0.87


def test_the_same_seed_gives_the_same_sittings_and_every_item_is_counted() -> None:
    drawn = [simulate_sittings(np.random.default_rng(5), SittingModel(), CLOCKS, sittings=20) for _ in range(2)]
    assert np.array_equal(drawn[0].minutes, drawn[1].minutes)
    assert (drawn[0].consent + drawn[0].normal + drawn[0].hard == 40).all()
    assert (drawn[0].wrong <= drawn[0].consent).all()
