"""What a sitting has before it, and its formulas with numbers filled in."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.load import shipped_rule_book
from indicators.model import Share
from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow.sitting import _count
from scoring.meeting.quorum import carried, quorum_met

COUNTS = st.integers(0, 40)
SHEET = shipped_rule_book("2026-sample").round.parameter_sheet


def case(office, application_id="2026-0001", role="chair") -> flow.SittingCase:
    return flow.sitting_case(office.register, office.who(role), application_id)


def test_a_case_has_every_node_and_the_open_outcomes(office):
    office.score("2026-0001", "0.75")
    office.to("deciding")
    found = case(office)
    assert found.nodes["1"] == Fraction(15)
    assert found.nodes["1.1.1"] == Fraction(3, 2)
    assert found.outcomes == ("propose_aa", "do_not_propose", "defer")
    assert not found.visited
    assert {sheet.expert_id for sheet in found.result.sheets} == {"1", "2", "3", "4", "5"}


def test_an_application_sent_to_the_site_visit_says_so(office):
    office.score("2026-0002", "1")
    office.to("deciding")
    office.decide("send_to_site_visit", of="2026-0002")
    assert case(office, "2026-0002").visited


def test_without_a_sheet_there_is_no_score_of_any_node(office):
    office.to("deciding")
    found = case(office)
    assert (found.result.scores, dict(found.nodes)) == (None, {})


@pytest.mark.parametrize("role", ["expert", "secretariat", "leader"])
def test_others_are_refused(office, role):
    office.to("deciding")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        case(office, role=role)


def test_nobody_reads_a_case_while_marks_are_open(office):
    office.score("2026-0001")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        case(office)


@given(entitled=COUNTS, present=COUNTS)
def test_the_quorum_shown_is_the_quorum_that_decides(entitled, present):
    shown = flow.quorum_count(SHEET, entitled=entitled, present=present)
    assert shown.holds == quorum_met(flow.Votes(entitled, present, 0, 0, 0), SHEET.quorum)


@given(
    counts=st.tuples(COUNTS, COUNTS, COUNTS, COUNTS),
    share=st.builds(
        Share, st.integers(1, 3), st.integers(3, 5), st.sampled_from(["entitled", "present", "cast"]), st.booleans()
    ),
)
def test_the_majority_shown_is_the_majority_that_decides(counts, share):
    entitled, present, in_favour, against = counts
    whole = {"entitled": entitled, "present": present, "cast": in_favour + against}[share.of]
    shown = _count(share, in_favour, whole)
    assert shown.holds == carried(flow.Votes(entitled, present, in_favour, against, 0), share)
    if shown.needed is not None:
        assert _count(share, shown.needed, whole).holds
        assert not _count(share, shown.needed - 1, whole).holds


def test_what_is_not_typed_yet_is_left_open():
    empty = flow.majority_count(SHEET, entitled=None, present=None, in_favour=None, against=None)
    assert (empty.part, empty.whole, empty.needed, empty.holds) == (None, None, None, None)
    begun = flow.quorum_count(SHEET, entitled=9, present=None)
    assert (begun.needed, begun.holds) == (6, None)
