"""Decisions of a panel with names: grades, what would change them, and panels that are hardly any."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest
from numpy.typing import NDArray

from scoring.model import MarkState, ScoreTable, Weights
from scoring.statistics.aggregate import Aggregate, parse_aggregate
from scoring.statistics.cut_scores import CutScores
from scoring.statistics.panel_scores import panel_scores
from scoring.statistics.probability.decisions import panel_decisions
from scoring.statistics.probability.outlook import panel_outlook
from scoring.statistics.totals import expert_totals

CUTS = CutScores(("A", "AA"), (70.0, 80.0))
MEAN = Aggregate()


def table(marks: NDArray[np.float64] | list[list[list[float]]], decimals: int = 0) -> ScoreTable:
    values = np.array(marks, np.float64)
    a, e, i = (tuple(f"{letter}{n + 1}" for n in range(size)) for letter, size in zip("aei", values.shape, strict=True))
    states = np.where(np.isnan(values), MarkState.MISSING, MarkState.SCORED).astype(np.uint8)
    return ScoreTable("p", a, e, i, values, states, decimals)


def drawn(seed: int = 1, n: int = 12, k: int = 5, indicators: int = 4) -> NDArray[np.float64]:
    rng = np.random.default_rng(seed)
    marks = 75 + rng.normal(0, 8, (n, 1, 1)) + rng.normal(0, 4, (1, k, 1)) + rng.normal(0, 8, (n, k, indicators))
    return np.round(marks)


@pytest.mark.parametrize("rule", ["mean", "median", "trimmed:1"])
def test_totals_are_those_of_score_and_probabilities_those_of_the_model(rule: str) -> None:
    given, aggregate = table(drawn()), parse_aggregate(rule)
    weights = Weights({"i1": Decimal("0.4"), "i2": Decimal("0.3"), "i3": Decimal("0.2"), "i4": Decimal("0.1")})
    found = panel_decisions(given, CUTS, aggregate=aggregate, weights=weights)
    scores = panel_scores(given, aggregate, weights=weights)
    totals = np.array([one.total for one in scores.applicants])
    assert [one.total for one in found.applicants] == totals.tolist()
    assert [one.grade for one in found.applicants] == [CUTS.names[g] for g in CUTS.grade_of(totals)]
    outlook = panel_outlook(expert_totals(given, weights), CUTS, totals=totals)
    for a, one in enumerate(found.applicants):
        assert one.probability == dict(zip(CUTS.names, outlook.probability[a].tolist(), strict=True))
        assert one.same_with_another_panel == outlook.same[a]
        assert one.needs_discussion == (max(one.probability.values()) < 0.90)
        assert one.reasons == ()


@pytest.mark.parametrize("rule", ["mean", "trimmed:1"])
@pytest.mark.parametrize("decimals", [None, 1])
def test_experts_without_whom_the_grade_differs_are_those_of_the_file_without_them(
    rule: str, decimals: int | None
) -> None:
    given, aggregate = table(drawn(2)), parse_aggregate(rule)
    found = panel_decisions(given, CUTS, aggregate=aggregate, decimals=decimals)
    assert any(one.dropping_one_expert for one in found.applicants)
    for e, expert in enumerate(given.experts):
        left = table(np.delete(given.values, e, axis=1))
        again = panel_decisions(left, CUTS, aggregate=aggregate, decimals=decimals)
        changed = [one.grade != other.grade for one, other in zip(found.applicants, again.applicants, strict=True)]
        assert changed == [expert in one.dropping_one_expert for one in found.applicants]


def test_other_rules_that_give_another_grade_are_named() -> None:
    found = panel_decisions(table([[[79], [79], [85]], [[60], [61], [60]]]), CUTS, aggregate=MEAN)
    assert found.applicants[0].grade == "AA"
    assert found.applicants[0].other_aggregates == ("median", "trimmed:1", "winsorised:1")
    assert found.applicants[1].other_aggregates == ()


def test_weights_a_little_different_move_only_totals_near_a_cut() -> None:
    near = [[[60.0, 100]] * 3, [[100.0, 60]] * 3, [[79.0, 61]] * 3, [[80.0, 80]] * 3]
    found = panel_decisions(table(near), CUTS, aggregate=MEAN, seed=3)
    assert [one.total for one in found.applicants] == [80, 80, 70, 80]
    shares = [one.weights_10_percent for one in found.applicants]
    assert shares[:3] == pytest.approx([0.5, 0.5, 0.5], abs=0.04)
    assert shares[3] == 0
    again = panel_decisions(table(near), CUTS, aggregate=MEAN, seed=3)
    assert again == found
    assert panel_decisions(table(near), CUTS, aggregate=MEAN, seed=4) != found


def test_what_does_not_apply_is_out_of_the_weights_too() -> None:
    given = table(drawn(4, indicators=2))
    states, values = given.states.copy(), given.values.copy()
    states[0, :, 1], values[0, :, 1] = MarkState.NOT_APPLICABLE, np.nan
    found = panel_decisions(replace(given, states=states, values=values), CUTS, aggregate=MEAN)
    assert found.applicants[0].weights_10_percent == 0
    assert found.applicants[0].probability is not None


def test_consent_decides_what_is_discussed() -> None:
    given = table(drawn(5))
    everything = panel_decisions(given, CUTS, aggregate=MEAN, consent=1.0).applicants
    assert sum(one.needs_discussion for one in everything) > 6
    assert not any(one.needs_discussion for one in panel_decisions(given, CUTS, aggregate=MEAN, consent=0.0).applicants)


def test_a_panel_that_falls_apart_is_computed_group_by_group_and_says_so() -> None:
    marks = drawn(6)
    marks[:6, :2] = np.nan
    marks[6:, 2:] = np.nan
    found = panel_decisions(table(marks), CUTS, aggregate=MEAN)
    alone = panel_decisions(table(marks[6:, :2]), CUTS, aggregate=MEAN)
    for one, other in zip(found.applicants[6:], alone.applicants, strict=True):
        assert one.probability == pytest.approx(other.probability)
        assert one.same_with_another_panel == pytest.approx(other.same_with_another_panel)
    assert {reason.key for one in found.applicants for reason in one.reasons} == {"decide.within_subset"}
    assert {dict(one.reasons[0].values)["subset"] for one in found.applicants} == {1, 2}


NAN = np.nan
HARDLY_ANY: list[tuple[str, list[list[list[float]]], str]] = [
    ("one expert", [[[80]], [[60]], [[71]]], "one_expert"),
    ("one application", [[[80], [60], [71]]], "one_application"),
    ("all equal", [[[80], [80]], [[80], [80]]], "all_equal"),
    ("nobody twice", [[[80], [NAN]], [[NAN], [60]]], "one_expert"),
    ("negative", [[[-80], [-60]], [[-71], [-80]]], ""),
]


@pytest.mark.parametrize(("marks", "reason"), [case[1:] for case in HARDLY_ANY], ids=[case[0] for case in HARDLY_ANY])
def test_without_components_there_is_a_grade_and_a_reason_and_a_discussion(
    marks: list[list[list[float]]], reason: str
) -> None:
    for one in panel_decisions(table(marks), CUTS, aggregate=MEAN).applicants:
        assert one.grade is not None
        assert one.weights_10_percent == 0
        assert (one.probability is None) == bool(reason)
        if reason:
            assert one.same_with_another_panel is None
            assert one.needs_discussion
            assert f"statistics.reason_{reason}" in [said.key for said in one.reasons]


def test_an_application_without_marks_or_total_stops_nobody() -> None:
    marks = drawn(7, indicators=2)
    marks[0] = NAN
    marks[1, :, 1] = NAN
    found = panel_decisions(table(marks), CUTS, aggregate=MEAN)
    keys = [[said.key for said in one.reasons] for one in found.applicants]
    assert keys[:3] == [["statistics.reason_no_marks"], ["statistics.reason_incomplete_sheet"], []]
    for one in found.applicants[:2]:
        assert (one.total, one.grade, one.probability, one.weights_10_percent) == (None, None, None, None)
        assert one.dropping_one_expert == ()
        assert one.needs_discussion
    assert found.applicants[2].probability is not None
    assert [one.applicant for one in panel_decisions(table(marks * NAN), CUTS, aggregate=MEAN).applicants[:2]] == [
        "a1",
        "a2",
    ]


def test_weights_that_are_zero_leave_no_total() -> None:
    weights = Weights({f"i{n}": Decimal(0) for n in range(1, 5)})
    one = panel_decisions(table(drawn(8)), CUTS, aggregate=MEAN, weights=weights).applicants[0]
    assert (one.total, one.probability) == (None, None)
    assert one.reasons
