"""An expert's mirror on panels whose truth is known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from scoring.model import FloatArray, MarkState, ScoreTable, Weights
from scoring.statistics.aggregate import Aggregate
from scoring.statistics.cut_scores import parse_cuts
from scoring.statistics.disclosure import LEAST_OTHERS
from scoring.statistics.mirror.mirror import Mirror, mirror
from scoring.statistics.mirror.panel import mirrored_panel
from scoring.statistics.reasons import Reason

EXPERTS = tuple(f"E{number}" for number in range(9))
INDICATORS = tuple(f"i{number}" for number in range(10))
WEIGHTS = Weights(dict.fromkeys(INDICATORS, Decimal(1)), full_marks=dict.fromkeys(INDICATORS, Decimal(10)))
FULL = np.full(10, 10.0)
CUTS = parse_cuts("AA=70,AAA=85")


def panel(
    n_applications: int = 40,
    seats: int = 5,
    *,
    severity: Mapping[int, float] | None = None,
    on_indicator: Mapping[tuple[int, int], float] | None = None,
    seed: int = 1,
) -> ScoreTable:
    """Marks of 0 to 10 on ten indicators: quality, severity and leanings in points of an indicator, and noise."""
    rng = np.random.default_rng(seed)
    values = rng.normal(7, 0.6, (n_applications, 1, 1)) + rng.normal(0, 0.7, (n_applications, 9, 10))
    for expert, points in (severity or {}).items():
        values[:, expert] -= points
    for (expert, indicator), points in (on_indicator or {}).items():
        values[:, expert, indicator] -= points
    values = np.clip(np.round(values, 1), 0, 10)
    for row in range(n_applications):
        values[row, np.delete(np.arange(9), (row + np.arange(seats)) % 9)] = np.nan
    states = np.where(np.isnan(values), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    names = tuple(f"a{number}" for number in range(n_applications))
    return ScoreTable("round", names, EXPERTS, INDICATORS, values, states, 1)


def of(table: ScoreTable, expert: str = "E0", **values: Any) -> Mirror:
    found = looked_into(table, expert, **values)
    assert found is not None
    return found


def looked_into(table: ScoreTable, expert: str, **values: Any) -> Mirror | None:
    """What an expert sees of a panel whose grounds were computed for everybody."""
    grounds = mirrored_panel(table, weights=WEIGHTS, full_marks=FULL, **values)
    return mirror(grounds, expert, weights=WEIGHTS, cuts=CUTS, aggregate=Aggregate(), decimals=2)


def times(table: ScoreTable) -> FloatArray:
    """Every expert goes through the applications in the order of the table."""
    at = np.arange(len(table.applicants), dtype=float)[:, None]
    return np.where(np.isnan(table.values).all(axis=2), np.nan, at)


def test_severity_lies_in_its_interval_and_on_its_step() -> None:
    found = of(panel(severity={0: 0.5}))
    assert found.severity is not None
    # Half a point on each of ten indicators, less the mean of nine experts: 5 × 8/9.
    assert found.severity.low is not None
    assert found.severity.high is not None
    assert found.severity.low <= 5 * 8 / 9 <= found.severity.high
    assert found.severity.value % 0.5 == 0
    calm = of(panel(severity={0: 0.5}), "E4").severity
    assert calm is not None
    assert calm.low is not None
    assert calm.high is not None
    assert calm.low <= -5 / 9 <= calm.high


def test_the_indicator_in_which_he_leans_and_no_other() -> None:
    found = of(panel(80, on_indicator={(0, 3): 1.5, (0, 6): -0.6}))
    assert found.leanings["i3"] == "much_stricter"
    assert found.leanings["i6"] == "milder"
    assert {lean for code, lean in found.leanings.items() if code not in ("i3", "i6")} == {"alike"}


def test_a_change_over_his_sheets_in_points() -> None:
    table = panel(80)
    milder = np.linspace(-0.4, 0.4, 80)[:, None]
    values = table.values.copy()
    values[:, 0] += milder
    found = of(replace(table, values=values), began=times(table))
    # 0.8 of a point on each of ten indicators over the whole round, against eight who do not change.
    assert found.change == pytest.approx(8 * 8 / 9, abs=2.0)
    assert found.change_p is not None
    assert found.change_p < 0.01
    assert of(table).reasons["change"] is Reason.NO_TIME


def test_who_gives_one_mark_to_everything_shows_halo() -> None:
    table = panel(60)
    values = table.values.copy()
    values[:, 0] = values[:, 0].mean(axis=-1, keepdims=True)
    found = of(replace(table, values=values))
    assert found.halo == 0.0
    assert found.halo_p is not None
    assert found.halo_p < 0.001
    other = of(table)
    assert other.halo is not None
    assert 0.8 <= other.halo <= 1.2


def test_what_would_have_been_without_him_by_hand() -> None:
    table = panel(9, seats=5)
    values = np.where(np.isnan(table.values), np.nan, 7.0)
    values[0, 0] = 2.0  # 20 of 100 where four others give 70: 60 with him, 70 without
    found = of(replace(table, values=values))
    first = next(one for one in found.applications if one.application_id == "a0")
    assert (first.total, first.grade, first.grade_without) == (20.0, "none", "AA")
    assert first.others.position(first.total) == "below"
    rest = [one for one in found.applications if one.application_id != "a0"]
    assert rest
    assert all((one.grade, one.grade_without) == ("AA", "AA") for one in rest)


def test_too_few_others_hide_an_application_and_too_few_applications_every_habit() -> None:
    small = of(panel(20, seats=LEAST_OTHERS))  # himself and three others
    assert small.applications == ()
    assert small.withheld > 0
    assert (small.severity, small.halo, small.change, small.leanings) == (None, None, None, {})
    assert small.reasons["severity"] is Reason.TOO_FEW
    few = of(panel(5, seats=5))
    assert 0 < len(few.applications) < 5
    assert few.severity is None
    assert few.reasons["leanings"] is Reason.TOO_FEW


def test_who_gave_nothing_has_no_mirror() -> None:
    table = panel()
    assert looked_into(table, "stranger") is None
    values, states = table.values.copy(), table.states.copy()
    values[:, 0], states[:, 0] = np.nan, MarkState.MISSING
    nobody = replace(table, values=values, states=states)
    assert looked_into(nobody, "E0") is None


def test_groups_that_never_meet_have_no_severity() -> None:
    table = panel(24, seats=5)
    values = np.full(table.values.shape, np.nan)
    values[:12, :5], values[12:, 4:] = 7.0, 6.0
    values[:12, 4] = np.nan  # the two halves have nobody in common
    values[:12, 4:5] = np.nan
    values[:6, :4], values[6:12, :4] = 8.0, 7.0
    states = np.where(np.isnan(values), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    found = of(replace(table, values=values, states=states), "E8")
    assert found.severity is None
    assert found.reasons["severity"] is Reason.NOT_CONNECTED


def test_the_scale_is_counted_by_quarters() -> None:
    found = of(panel(45))
    assert [use.share for use in found.scale] == [0, 0.25, 0.5, 0.75, 1]
    assert sum(use.own for use in found.scale) == pytest.approx(1, abs=0.03)
    assert all(use.others is not None and use.others.others >= LEAST_OTHERS for use in found.scale)
