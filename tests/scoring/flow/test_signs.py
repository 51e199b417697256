"""Signs in a round's marks, asked of `flow`: for the inspector alone, without names, and what was planted is found."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from indicators.load import shipped_rule_book
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow.counting import counting_table, sheets_began, times_given
from scoring.flow.signs import signs_of
from scoring.model import ScoreTable
from scoring.sheets.circumstances import Circumstances
from scoring.statistics.reasons import Reason
from scoring.statistics.severity.drifted import first_of_sheets
from scoring.statistics.simulate import PanelModel, balanced_design, simulate_panels

ROUND = "2026-sample"
BOOK = shipped_rule_book(ROUND)
LEAVES = BOOK.round.indicator_table.leaves()
N, EXPERTS = 60, 12


def simulated(*, favour: float = 0.0, copied=(), straight=None) -> tuple[ScoreTable, Circumstances]:
    rng = np.random.default_rng(23)
    home = np.arange(N)[:, None] % 4 == np.arange(EXPERTS)[None, :] % 4
    panels = simulate_panels(
        rng,
        PanelModel(severity_sd=2.0),
        allowed=[leaf.allowed_scores() for leaf in LEAVES],
        assigned=balanced_design(rng, n_applications=N, n_experts=EXPERTS, each=EXPERTS),
        home=home,
        favour=np.full(EXPERTS, favour),
        copied=copied,
        straight_lined=straight,
    )
    table = panels.table(
        0,
        panel=ROUND,
        applicants=tuple(f"A{n:02d}" for n in range(N)),
        experts=tuple(f"EXPERT-{n:02d}" for n in range(EXPERTS)),
        indicators=tuple(leaf.code for leaf in LEAVES),
    )
    sheet = 600.0 * np.arange(N)[:, None, None] + 40_000.0 * np.arange(EXPERTS)[:, None]
    times = sheet + 10.0 * np.arange(len(LEAVES)) + rng.uniform(0, 5, table.values.shape)
    regions = [f"32{n % 4:02d}00" for n in range(N)], [f"32{n % 4:02d}00" for n in range(EXPERTS)]
    return table, Circumstances(tuple(regions[0]), tuple(regions[1]), times)


def signs(table: ScoreTable, known: Circumstances) -> flow.RoundSigns:
    return signs_of(table, BOOK, ROUND, "document_review", known, {name: f"企业{name}" for name in table.applicants})


def test_nothing_before_the_marks_are_closed_and_nothing_to_others(office):
    for number, share in enumerate(("0.75", "1", "0.75"), start=1):
        office.score("2026-0001", share, experts=(f"E{number:02d}",))
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.round_signs(office.register, office.who("inspector"), ROUND)
    office.to("deciding")
    for role in ("chair", "leader", "secretariat", "expert", "system_admin"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            flow.round_signs(office.register, office.who(role), ROUND)
    assert flow.round_signs(office.register, office.who("inspector"), ROUND).sheets == 3


def test_no_expert_is_anywhere_in_the_answer_and_no_two_lists_can_be_joined():
    found = signs(*simulated(favour=8.0, copied=[(3, 0, 1)]))
    assert "EXPERT-" not in repr(found)
    for name in ("severity", "drift", "halo", "influence"):
        assert {one.of for one in getattr(found, name)} <= {0}, "a count of sheets would join the lists"


def test_planted_favour_is_found_and_honest_marks_raise_none():
    planted, honest = signs(*simulated(favour=6.0)), signs(*simulated())
    assert float(planted.home_favour.p_value) < 0.001
    assert float(planted.home_favour.estimate) == pytest.approx(6.0 * EXPERTS / (EXPERTS - 1), abs=2.5)
    assert float(honest.home_favour.p_value) > 0.05


def test_copied_and_straight_sheets_are_found_whatever_the_points_of_the_indicators():
    straight = np.zeros((N, EXPERTS), bool)
    straight[7, 2] = True
    found = signs(*simulated(copied=[(3, 0, 1)], straight=straight))
    assert [one.application_id for one in found.identical] == ["A03"]
    assert "A07" in [one.application_id for one in found.straight_lined]


def test_without_times_and_regions_the_tests_say_why():
    table, known = simulated()
    found = signs(table, replace(known, applicant_regions=("",) * N, times=None))
    assert found.reasons["home_favour"] is Reason.NO_REGION
    assert found.reasons["drift"] is found.reasons["hurried"] is Reason.NO_TIME
    assert found.drift == found.hurried == ()


def test_time_is_that_of_the_first_mark_in_a_cell(office):
    first = office.now + timedelta(seconds=1)
    office.save(office.given(share="0.5"))
    office.now += timedelta(hours=5)
    office.save(office.given(share="0.75"), seen=1)
    with office.register.read() as connection:
        table = counting_table(connection, ROUND, "document_review", office.book)
        assert table.applicants == ()  # a sheet that is not submitted does not count
        from scoring.register import marks

        columns = marks.load_table(connection, stage="document_review", round_id=ROUND)
        whole = marks.score_table(columns, panel="p", indicators=[leaf.code for leaf in LEAVES])
        times = times_given(connection, ROUND, "document_review", whole)
        began = sheets_began(connection, ROUND, "document_review", whole)
    assert times[0, 0, 0] == pytest.approx(first.timestamp())
    assert np.isnan(times[0, 0, 1:]).all()
    np.testing.assert_array_equal(began, first_of_sheets(times))
