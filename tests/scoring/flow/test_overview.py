"""The chair's overview of a round, asked of `flow`: bands, distances, who may see them and from when on."""

from __future__ import annotations

from decimal import Decimal

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.register import assignments, chain, sheets, tables

ROUND = "2026-sample"


def overview(office) -> flow.PanelOverview:
    return flow.panel_overview(office.register, office.who("chair"), ROUND)


def score_each(office, shares, of="2026-0001"):
    for number, share in enumerate(shares, start=1):
        office.score(of, share, experts=(f"E{number:02d}",))


def test_totals_are_held_against_the_lines_that_matter_for_the_target(office):
    score_each(office, ["0.75", "1", "0.75", "1", "0.75"])
    office.score("2026-0002", "0.75")
    office.to("deciding")
    aa, aaa = overview(office).cases
    # The aggregate of three 0.75 and two 1, one trimmed on each side, lies a third of the way up.
    assert (aa.cut, aa.distance) == ("AA", aa.total - Decimal(80))
    assert aaa.total == 75
    assert aaa.cut in ("AA", "AAA")
    assert aaa.grade_by_score is None
    assert aa.divided == {"AA": 2}
    assert aa.total_range == pytest.approx(25)


def test_what_is_near_and_what_disagrees_follows_from_the_noise_of_the_round(office):
    score_each(office, ["0.5", "1", "0.75", "1", "0.5"])
    office.score("2026-0002", "0.75")
    office.to("deciding")
    found = overview(office)
    assert found.noise is not None
    assert (found.noise.panels, found.noise.degrees_of_freedom) == (2, 8)
    one, other = found.cases
    assert one.near_within == pytest.approx(found.noise.standard_error(5))
    assert one.near == (abs(one.distance) <= one.near_within)
    assert one.range_limit == pytest.approx(found.noise.range_by_chance(5))
    assert other.total_range == 0
    assert not other.disagrees


def test_with_fewer_than_three_sheets_no_band_leaves_flow(office):
    score_each(office, ["0.5", "1"])
    office.to("deciding")
    found = overview(office)
    assert found.noise is None
    (one, two) = found.cases
    assert (one.submitted, one.total_range, one.range_limit, dict(one.divided)) == (2, None, None, {})
    assert not one.near
    assert two.total is None
    result = flow.panel_result(office.register, office.who("chair"), "2026-0001")
    assert result.scores is not None
    assert result.scores.bands is None


def test_an_indicator_that_fewer_than_three_marked_has_no_band(office):
    office.score("2026-0001", "0.75")
    office.to("deciding")
    result = flow.panel_result(office.register, office.who("chair"), "2026-0001")
    assert result.scores is not None
    bands = result.scores.bands
    assert bands is not None
    band = bands.indicator("1.1.1")
    assert band is not None
    assert (band.marks, band.lowest, band.highest, band.deviation, band.width) == (5, 1.5, 1.5, 0.0, 0.0)
    few = flow.PanelBands(bands.total, bands.at_or_above, ("1.1.1",), ((2, 0.0, 1.0, 0.7),))
    assert few.indicator("1.1.1") is None


@pytest.mark.parametrize("role", ["chair", "inspector"])
def test_nobody_sees_it_before_the_marks_are_closed(office, role):
    office.score("2026-0001")
    for call in (flow.panel_overview, flow.panel_revision):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            call(office.register, office.who(role), ROUND)


@pytest.mark.parametrize("role", ["expert", "secretariat", "leader", "assignment_holder"])
def test_others_never_see_it(office, role):
    office.to("deciding")
    for call in (flow.panel_overview, flow.panel_revision):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            call(office.register, office.who(role), ROUND)


def test_the_revision_changes_with_what_results_rest_on_and_with_nothing_else(office):
    office.score("2026-0001")
    office.to("deciding")
    chair = office.who("chair")
    before = flow.panel_revision(office.register, chair, ROUND)
    office.decide("do_not_propose", reason="未达要求")
    assert flow.panel_revision(office.register, chair, ROUND) == before
    office.to("reviewing", "一份评分表须更正")
    office.to("deciding")
    assert flow.panel_revision(office.register, chair, ROUND) != before


def test_the_revision_of_a_round_does_not_change_with_what_is_marked_in_another(office):
    office.score("2026-0001")
    office.to("deciding")
    chair = office.who("chair")
    before = flow.panel_revision(office.register, chair, ROUND)
    with office.register.write() as connection:
        another = sheets.SheetEvent("2027-0001", "E01", "document_review", 1, "submitted", "2027-06-01T01:00:00Z", "d")
        seat = assignments.Assignment("2027-0001", "E01", "document_review", 1, "assigned")
        rows = {tables.sheet_event: sheets.add([another]), tables.assignment: assignments.add([seat])}
        chain.record(connection, chain.Act("E01", "expert", "sheet.submitted", "sheet/2027", office.tick(), ""), rows)
    assert flow.panel_revision(office.register, chair, ROUND) == before


def test_the_revision_changes_with_each_thing_that_results_rest_on(office):
    office.score("2026-0001")
    office.to("deciding")
    seen = []

    def changed():
        seen.append(flow.panel_revision(office.register, office.who("chair"), ROUND))
        return len(set(seen)) == len(seen)

    assert changed()
    kinds = {"returned": "需更正", "submitted": None}
    for version, (kind, reason) in enumerate(kinds.items(), start=2):
        event = sheets.SheetEvent(
            "2026-0001",
            "E01",
            "document_review",
            version,
            kind,
            "2026-06-01T01:00:00Z",
            None if reason else "d",
            reason,
        )
        with office.register.write() as connection:
            act = chain.Act("chair", "chair", "rescore.sheets_opened", "sitting/1", office.tick(), "")
            chain.record(connection, act, {tables.sheet_event: sheets.add([event])})
        assert changed(), kind
    office.to("reviewing", "更正")
    office.recuse(expert="E02")
    office.to("deciding")
    assert changed()


def test_what_stands_decided_is_listed_without_what_was_voided(office):
    office.score("2026-0001", "1")
    office.to("deciding")
    first = office.decide("defer", reason="材料须补正")
    office.void(first.decision_id)
    office.decide()
    (one,) = flow.decided(office.register, office.who("chair"), ROUND)
    assert (one.application_id, one.stage, one.outcome, one.grade) == (
        "2026-0001",
        "document_review",
        "propose_aa",
        "AA",
    )
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.decided(office.register, office.who("leader"), ROUND)


def test_applications_to_choose_from_are_those_a_sitting_decides_about(office):
    heads = flow.application_heads(office.register, office.who("chair"), ROUND)
    assert [(one.application_id, one.target_grade) for one in heads] == [("2026-0001", "AA"), ("2026-0002", "AAA")]
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.application_heads(office.register, office.who("leader"), ROUND)
    with pytest.raises(ConflictError, match=r"flow\.no_such_round"):
        flow.application_heads(office.register, office.who("chair"), "1999")
