"""A panel's severities with names: the method asked for, subsets named, and every doubt told."""

from __future__ import annotations

import sys
from decimal import Decimal

import numpy as np
import pytest

from scoring.model import FloatArray, MarkState, ScoreTable, Weights
from scoring.sheets import Scale
from scoring.statistics.mixed import fit_two_way
from scoring.statistics.severity.adjustment import panel_severity
from scoring.statistics.severity.huber import huber
from scoring.statistics.severity.least_squares import least_squares
from scoring.statistics.severity.panel import PanelSeverity, SeverityMethod

panels = sys.modules["severity_panels"]
UNUSUAL, panel, with_gaps = panels.UNUSUAL, panels.panel, panels.with_gaps
TEN = Scale(Decimal(0), Decimal(10), Decimal(1))
TWO_COMMISSIONS = UNUSUAL["two commissions"]


def table_of(values: FloatArray) -> ScoreTable:
    """Return a table of marks (application, expert) or (application, expert, indicator)."""
    values = values if values.ndim == 3 else values[:, :, None]
    names = (tuple(f"{axis}{n}" for n in range(size)) for axis, size in zip("aei", values.shape, strict=True))
    states = np.where(np.isnan(values), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    return ScoreTable("p", *names, values=values, states=states, decimals=1)


def notes_of(result: PanelSeverity) -> list[str]:
    return [note.key.removeprefix("severity.note_") for note in result.notes]


def fair_of(result: PanelSeverity) -> FloatArray:
    return np.array([one.fair_total for one in result.applicants], np.float64)  # None becomes nan


def on_ten_points(seed: int) -> FloatArray:
    """Return marks from 0 to 10 of twenty applications by four experts on three indicators, some missing."""
    rng = np.random.default_rng(seed)
    marks = 5 + rng.normal(0, 1.5, (20, 1, 1)) + rng.normal(0, 1, (1, 4, 1)) + rng.normal(0, 1, (20, 4, 3))
    marks[rng.random((20, 4)) < 0.25] = np.nan
    return np.clip(np.round(marks), 0, 10)


@pytest.mark.parametrize(("method", "function"), [("least-squares", least_squares), ("huber", huber)])
def test_numbers_are_those_of_the_method(method: str, function: object) -> None:
    marks = with_gaps(1)
    result, expected = panel_severity(table_of(marks), SeverityMethod(method)), function(marks)  # type: ignore[operator]
    assert [one.severity for one in result.experts] == pytest.approx(expected.severity)
    np.testing.assert_allclose(fair_of(result), expected.fair)
    assert result.experts[0].standard_error == pytest.approx(expected.severity_error[0])
    assert [one.marks for one in result.experts] == (~np.isnan(marks)).sum(axis=0).tolist()
    assert result.equal is not None
    assert result.equal.p_value == pytest.approx(float(expected.p_value))
    assert notes_of(result) == []


def test_blup_is_the_mixed_model_of_a_connected_panel() -> None:
    marks = with_gaps(2)
    result, fit = panel_severity(table_of(marks), SeverityMethod.BLUP), fit_two_way(marks)
    assert [one.severity for one in result.experts] == pytest.approx(fit.severity)
    np.testing.assert_allclose(fair_of(result), fit.application)
    assert [one.standard_error for one in result.experts] == pytest.approx(np.sqrt(fit.severity_variance))
    assert notes_of(result) == ["shrunk"]
    assert result.equal is None


def test_blup_compares_nobody_across_subsets() -> None:
    together = np.full((20, 6), np.nan)
    together[:10, :3], together[10:, 3:] = with_gaps(3, (10, 3), share=0.1), with_gaps(4, (10, 3), share=0.1) + 30
    apart = [fit_two_way(part) for part in (together[:10, :3], together[10:, 3:])]
    result = panel_severity(table_of(together), SeverityMethod.BLUP)
    assert [one.severity for one in result.experts] == pytest.approx([v for fit in apart for v in fit.severity])
    np.testing.assert_allclose(fair_of(result), np.concatenate([fit.application for fit in apart]))
    assert [one.subset for one in result.experts] == [1, 1, 1, 2, 2, 2]


def test_rasch_gives_logits_and_totals_in_points() -> None:
    marks = on_ten_points(5)
    result = panel_severity(table_of(marks), SeverityMethod.RASCH, scale=TEN)
    plain = panel_severity(table_of(marks))
    severities = [one.severity for one in result.experts]
    assert np.corrcoef(severities, [one.severity for one in plain.experts])[0, 1] > 0.98
    fair, expected = fair_of(result), fair_of(plain)
    there = ~np.isnan(expected)
    assert np.abs(fair - expected)[there].max() < 0.4
    assert all(one.infit is not None and 0.4 < one.infit < 2 for one in result.experts)
    assert [one.marks for one in result.experts] == (~np.isnan(marks)).sum(axis=(0, 2)).tolist()


@pytest.mark.parametrize("normalise", [False, True])
def test_fair_totals_by_rasch_are_weighted_as_totals_are(normalise: bool) -> None:
    table = table_of(on_ten_points(6))
    weights = Weights({"i0": Decimal("0.5"), "i1": Decimal(2), "i2": Decimal(1)})
    result = panel_severity(table, SeverityMethod.RASCH, weights=weights, normalise=normalise, scale=TEN)
    plain = panel_severity(table, weights=weights, normalise=normalise)
    off = fair_of(result) - fair_of(plain)
    assert (~np.isnan(off)).sum() > 15
    assert np.nanmax(np.abs(off)) < 0.5 * (1 if normalise else 3.5)


def test_insufficient_material_is_a_category_of_its_own_below_the_scale() -> None:
    table = table_of(np.clip(on_ten_points(7), 1, 10))
    table.values[0, 0, 0] = 0
    table.states[0, 0, 0] = MarkState.INSUFFICIENT
    from_one = Scale(Decimal(1), Decimal(10), Decimal(1))
    result = panel_severity(table, SeverityMethod.RASCH, scale=from_one)
    assert all(one.severity is not None for one in result.experts)


def test_rasch_without_a_scale_says_so_and_the_raw_totals_stand() -> None:
    result = panel_severity(table_of(on_ten_points(8)), SeverityMethod.RASCH)
    assert [note.key for note in result.notes][-1] == "statistics.reason_no_scale"
    assert all(one.severity is None and one.reasons for one in result.experts)
    assert any(one.raw_total is not None for one in result.applicants)


def test_a_complete_panel_is_left_alone_and_says_why() -> None:
    result = panel_severity(table_of(with_gaps(9, share=0.0)))
    assert notes_of(result) == ["complete"]
    assert all(one.fair_total == one.raw_total for one in result.applicants)


def test_subsets_are_named_and_those_without_gaps_left_alone() -> None:
    result = panel_severity(table_of(TWO_COMMISSIONS))
    assert (result.connected, result.subsets) == (False, 2)
    assert notes_of(result)[:4] == ["disconnected", "subset", "subset", "complete_subsets"]
    assert result.notes[1].values == {"number": 1, "experts": "e0, e1", "applicants": 2}
    assert result.notes[2].values == {"number": 2, "experts": "e2, e3", "applicants": 3}
    first, second, *_, last = result.applicants
    assert (first.fair_total, second.fair_total) == (first.raw_total, second.raw_total) == (1.5, 4)
    assert last.fair_total != last.raw_total == 4


def test_a_crowd_of_experts_is_not_named_to_the_last() -> None:
    marks = np.full((4, 30), np.nan)
    marks[:2, :15], marks[2:, 15:] = 5, 6
    result = panel_severity(table_of(marks))
    assert str(result.notes[1].values["experts"]).endswith("e11, …")


def test_weak_links_and_missing_freedom_are_told() -> None:
    assert "no_error" in notes_of(panel_severity(table_of(UNUSUAL["a tree"])))
    rng = np.random.default_rng(2)
    marks = rng.normal(70, 8, (60, 1)) + rng.normal(0, 4, (60, 6))
    marks[:30, 3:], marks[30:, :3] = np.nan, np.nan
    marks[0, 3] = 70
    assert notes_of(panel_severity(table_of(marks))) == ["weak_links"]


def test_who_lacks_a_mark_that_counts_has_no_total_for_that_reason() -> None:
    marks = np.stack([panel("1 2 3", "2 4 4", "5 5 6"), panel("1 2 -", "2 4 -", "5 5 -")], axis=2)
    result = panel_severity(table_of(marks))
    assert result.experts[2].severity is None
    assert [one.key for one in result.experts[2].reasons] == ["statistics.reason_incomplete_sheet"]


@pytest.mark.parametrize("method", list(SeverityMethod))
@pytest.mark.parametrize("name", UNUSUAL)
def test_whatever_comes_is_answered_by_a_value_or_a_reason(name: str, method: SeverityMethod) -> None:
    marks = UNUSUAL[name]
    if marks.ndim != 2 or marks.size == 0 or np.isinf(marks).any():
        marks = np.full((2, 2), np.nan)  # what a file of marks never holds: reading it refuses
    result = panel_severity(table_of(marks), method, scale=TEN)
    assert all(one.severity is not None or one.reasons for one in result.experts)
    assert all(one.fair_total is not None or one.reasons for one in result.applicants)
    assert result.connected == (result.subsets == 1)
