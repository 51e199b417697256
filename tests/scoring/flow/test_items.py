"""Item analysis asked of `flow`: who may ask, from when on, and that few applications and no expert are told."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from indicators.load import shipped_rule_book
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow.items import analysis_of, scales_of
from scoring.model import Actor, ScoreTable
from scoring.statistics.items.flags import LEAST_APPLICATIONS
from scoring.statistics.simulate import PanelModel, balanced_design, simulate_panels

ROUND = "2026-sample"
BOOK = shipped_rule_book(ROUND)


def simulated(n: int) -> ScoreTable:
    rng = np.random.default_rng(3)
    leaves = BOOK.round.indicator_table.leaves()
    assigned = balanced_design(rng, n_applications=n, n_experts=8, each=5)
    panels = simulate_panels(rng, PanelModel(), allowed=[leaf.allowed_scores() for leaf in leaves], assigned=assigned)
    return panels.table(
        0,
        panel=ROUND,
        applicants=tuple(f"A{number:02d}" for number in range(n)),
        experts=tuple(f"EXPERT-{number}" for number in range(8)),
        indicators=tuple(leaf.code for leaf in leaves),
    )


@pytest.mark.parametrize("role", ["secretariat", "chair", "leader", "province_drc", "inspector", "expert"])
def test_nobody_sees_it_before_the_grades_are_announced(office, role):
    office.score("2026-0001", "0.75")
    office.to("deciding")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.item_analysis(office.register, office.who(role), ROUND)
    if role != "expert":
        assert flow.analysed_rounds(office.register, office.who(role)) == ()


def test_experts_and_the_public_learn_not_even_which_rounds_there_are(office):
    for role in ("expert", "public", "system_admin"):
        with pytest.raises(AccessRefusedError):
            flow.analysed_rounds(office.register, Actor("x", "x", frozenset({role})))


def test_few_applications_are_counted_and_not_told():
    found = analysis_of(simulated(LEAST_APPLICATIONS - 1), BOOK, ROUND, "document_review")
    assert (found.applications, found.report) == (LEAST_APPLICATIONS - 1, None)


def test_every_indicator_is_told_and_no_expert_or_application():
    table = simulated(LEAST_APPLICATIONS)
    found = analysis_of(table, BOOK, ROUND, "document_review")
    assert [line.indicator for line in found.report.lines] == list(found.names) == list(table.indicators)
    assert "EXPERT-" not in repr(found.report)
    assert "'A0" not in repr(found.report)


def test_difficulty_is_the_share_of_full_marks():
    table = simulated(12)
    full = np.array([scale.high for scale in scales_of(BOOK).values()])
    shares = np.nanmean((table.values / full).reshape(-1, len(full)), axis=0)
    found = analysis_of(table, BOOK, ROUND, "document_review").report
    assert [line.difficulty.value for line in found.lines] == pytest.approx(list(shares))


def test_marks_count_in_points_as_the_total_does():
    table = simulated(14)
    found = analysis_of(table, BOOK, ROUND, "document_review").report
    means = np.nanmean(table.values, axis=1)
    rest = means.sum(axis=1) - means[:, 0]
    assert found.lines[0].rest.value == pytest.approx(np.corrcoef(means[:, 0], rest)[0, 1])
    halved = replace(table, values=table.values / 2)
    assert analysis_of(halved, BOOK, ROUND, "document_review").report.lines[0].rest.value == pytest.approx(
        found.lines[0].rest.value
    )
