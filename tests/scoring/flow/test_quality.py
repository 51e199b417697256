"""What a round's marks are worth, asked of `flow`: who may ask, from when on, and that no expert is in the answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from indicators.load import shipped_rule_book
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow.quality import SEVERITY_EDGES, quality_of
from scoring.model import MarkState, ScoreTable
from scoring.statistics.simulate import PanelModel, balanced_design, simulate_panels

ROUND = "2026-sample"
BOOK = shipped_rule_book(ROUND)


def simulated(*, each: int = 5, experts: int = 10, assigned=None, **model: float) -> ScoreTable:
    rng = np.random.default_rng(17)
    leaves = BOOK.round.indicator_table.leaves()
    if assigned is None:
        assigned = balanced_design(rng, n_applications=40, n_experts=experts, each=each)
    panels = simulate_panels(
        rng, PanelModel(**model), allowed=[leaf.allowed_scores() for leaf in leaves], assigned=assigned
    )
    return panels.table(
        0,
        panel=ROUND,
        applicants=tuple(f"A{n:02d}" for n in range(40)),
        experts=tuple(f"EXPERT-{n:02d}" for n in range(experts)),
        indicators=tuple(leaf.code for leaf in leaves),
    )


def quality(table: ScoreTable) -> flow.RoundQuality:
    names = {name: (f"企业{name}", "AAA") for name in table.applicants}
    return quality_of(table, BOOK, ROUND, "document_review", names)


def score_both(office) -> None:
    for of in ("2026-0001", "2026-0002"):
        for number, share in enumerate(("0.75", "1", "0.75", "1", "0.75"), start=1):
            office.score(of, share, experts=(f"E{number:02d}",))


def test_nothing_before_the_marks_are_closed_and_nothing_to_others(office):
    score_both(office)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.round_quality(office.register, office.who("chair"), ROUND)
    office.to("deciding")
    for role in ("leader", "secretariat", "expert"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            flow.round_quality(office.register, office.who(role), ROUND)
    assert flow.round_quality(office.register, office.who("chair"), ROUND).sheets == 10


def test_the_total_and_its_grade_are_those_of_the_overview(office):
    score_both(office)
    office.to("deciding")
    overview = flow.panel_overview(office.register, office.who("chair"), ROUND)
    found = flow.round_quality(office.register, office.who("chair"), ROUND)
    assert [one.application_id for one in found.cases] == [one.application.application_id for one in overview.cases]
    for mine, theirs in zip(found.cases, overview.cases, strict=True):
        assert mine.total == float(theirs.total)
        assert mine.grade_by_score == (theirs.grade_by_score or "none")


def test_no_expert_is_anywhere_in_the_answer():
    assert "EXPERT-" not in repr(quality(simulated(severity_sd=8.0)))


def test_every_expert_and_every_case_is_counted_once():
    found = quality(simulated())
    assert sum(found.severity.counts) + found.severity.unknown == 10
    assert len(found.severity.counts) == len(SEVERITY_EDGES) + 1
    assert sum(found.in_bands()) == len(found.cases) == 40


def test_where_everybody_marks_everything_nothing_is_adjusted():
    found = quality(simulated(each=10))
    assert not found.severity.adjusted
    assert all(one.fair_total == pytest.approx(one.total, abs=0.2) for one in found.cases)


def test_parts_with_nothing_in_common_are_counted_and_not_adjusted_between():
    apart = np.zeros((40, 10), bool)
    apart[:20, :5] = apart[20:, 5:] = True
    assert quality(simulated(assigned=apart, severity_sd=8.0)).severity.subsets == 2


def test_more_noise_makes_grades_less_sure_and_panels_worth_less():
    calm, wild = quality(simulated(sheet_sd=1.0, severity_sd=1.0)), quality(simulated(sheet_sd=9.0, severity_sd=9.0))
    assert wild.in_bands()[0] < calm.in_bands()[0]
    assert wild.reliability.as_it_sat.phi_coefficient < calm.reliability.as_it_sat.phi_coefficient


def test_a_single_sheet_gives_reasons_and_no_numbers():
    table = simulated()
    states = np.full_like(table.states, MarkState.MISSING)
    values = np.full_like(table.values, np.nan)
    values[0, 0], states[0, 0] = 1.0, MarkState.SCORED
    found = quality(replace(table, values=values, states=states))
    assert all(one.value is None and one.reason.message is not None for one in found.agreement)
    assert found.reliability.as_it_sat.phi_coefficient is None
    assert found.in_bands()[:3] == (0, 0, 0)
