"""The collective decision: quorum, majority, conditions, reasons; decided once; what is stored with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.meeting.quorum import Votes
from scoring.model import AdverseRecord, Expert
from scoring.register import decisions
from scoring.register.canonical import timestamp

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"


def close(office: Any) -> None:
    office.score(FIRST, "1")
    office.score(SECOND, "1")
    office.to("deciding")


@pytest.fixture
def sitting(office: Any, led: Any) -> Any:
    """Marks closed; the first application is proposed AA, the second sent to the site visit."""
    return led(office, close)


def stored(office: Any, decision_id: str) -> Any:
    with office.register.read() as connection:
        return decisions.as_recorded(connection, decision_id)


def void(office: Any, decision_id: str, reason: str = "计票有误") -> Any:
    return office.void(decision_id, reason)


def test_everything_a_decision_rests_on_is_stored_with_it(sitting: Any) -> None:
    votes = Votes(10, 9, 8, 0, 1)
    before = len(sitting.entries())
    sitting.decide(votes=votes)
    kept = stored(sitting, f"{FIRST}/document_review/1")
    assert (kept.outcome, kept.grade, kept.reason, kept.state) == ("propose_aa", "AA", None, "recorded")
    assert kept.rule_book_digest == sitting.book.digest
    assert kept.decided_at == timestamp(sitting.now)
    assert [(sheet.expert_id, sheet.version) for sheet in kept.sheets] == [(f"E0{n}", 1) for n in range(1, 6)]
    assert len({sheet.digest for sheet in kept.sheets}) == 1
    assert (kept.aggregate["total"], kept.aggregate["experts"], kept.aggregate["missing"]) == ("100.00", 5, 0)
    assert kept.aggregate["indicators"]["1.1.1"] == str(sitting.leaf("1.1.1").max_score)
    assert (kept.proposal["outcome"], kept.proposal["grade"]) == ("propose_aa", "AA")
    assert kept.proposal["application_version"] == 1
    assert kept.proposal["eligibility"]["AA"]["eligible"] is True
    assert kept.votes == {
        "entitled": 10,
        "present": 9,
        "in_favour": 8,
        "against": 0,
        "abstained": 1,
        "quorum": {"share": "2/3", "of": "entitled", "met": True},
        "majority": {"share": "2/3", "of": "present", "strict": False, "carried": True},
    }
    (entry,) = sitting.entries()[before:]
    assert (entry.act, entry.role, entry.object) == ("decision.recorded", "chair", f"application/{FIRST}")
    assert sitting.is_sound()


def test_no_experts_id_leaves_with_a_decision(sitting: Any) -> None:
    decided = sitting.decide()
    (read,) = flow.read_decisions(sitting.register, sitting.who("secretariat"), ROUND)
    voided = void(sitting, decided.decision_id)
    for one in (decided, read, voided):
        assert not [sheet for sheet in one.sheets if sheet.expert_id.startswith("E")]
        assert "'E01'" not in repr(one)


@pytest.mark.parametrize(
    ("votes", "key"),
    [
        (Votes(10, 6, 6, 0, 0), "no_quorum"),  # 6/10 < 2/3
        (Votes(0, 0, 0, 0, 0), "no_quorum"),
        (Votes(9, 6, 3, 3, 0), "not_carried"),
        (Votes(9, 9, 5, 0, 4), "not_carried"),  # abstentions count in the denominator: present
    ],
)
def test_quorum_and_majority_are_those_of_the_parameter_sheet(sitting: Any, votes: Votes, key: str) -> None:
    with pytest.raises(ConflictError, match=rf"flow\.{key}"):
        sitting.decide(votes=votes)
    assert stored(sitting, f"{FIRST}/document_review/1") is None


@pytest.mark.parametrize("votes", [Votes(9, 6, 4, 2, 0), Votes(3, 2, 2, 0, 0)])
def test_a_share_that_is_just_reached_is_enough(sitting: Any, votes: Votes) -> None:
    assert sitting.decide(votes=votes).grade == "AA"


def test_votes_that_cannot_be_are_all_told(sitting: Any) -> None:
    with pytest.raises(FaultsError, match=r"quorum\.negative.*quorum\.more_present.*quorum\.more_ballots"):
        sitting.decide(votes=Votes(5, 6, 7, -1, 1))


def test_not_to_propose_needs_the_quorum_and_no_majority(sitting: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.no_quorum"):
        sitting.decide("do_not_propose", votes=Votes(10, 2, 0, 2, 0), reason="材料不实")
    assert sitting.decide("do_not_propose", votes=Votes(10, 10, 1, 9, 0), reason="材料不实").grade is None


@pytest.mark.parametrize(
    ("of", "outcome"), [(FIRST, "propose_aaa"), (FIRST, "send_to_site_visit"), (SECOND, "propose_aaa")]
)
def test_an_outcome_that_is_not_open_is_told_with_those_that_are(sitting: Any, of: str, outcome: str) -> None:
    with pytest.raises(ConflictError, match=r"flow\.outcome_not_open .*do_not_propose, defer"):
        sitting.decide(outcome, of=of, reason="理由")


@pytest.mark.parametrize(
    "facts",
    [
        {"adverse_records": None},  # one, of the first kind there is
        {"adverse_records_checked": False},  # unknown is not met
    ],
)
def test_a_condition_bars_a_grade_whatever_the_votes(office: Any, facts: dict[str, Any]) -> None:
    if "adverse_records" in facts:
        kind = office.book.regulation.adverse_record_kinds[0].id
        facts = {"adverse_records": (AdverseRecord(kind, date(2025, 6, 1)),)}
    flow.import_applications(
        office.register,
        office.who("secretariat"),
        office.tick(),
        ROUND,
        [office.application(1, **facts)],
        source="a.csv",
        reason="核查更正",
    )
    office.score(FIRST, "1")
    office.to("deciding")
    with pytest.raises(ConflictError, match=r"flow\.condition_bars .*'grade': 'AA'.*10\(2\)"):
        office.decide(reason="全体同意")
    assert office.decide("do_not_propose", reason="不符合条件").grade is None
    assert office.is_sound()


def test_a_departure_from_the_proposal_needs_a_reason(sitting: Any) -> None:
    for outcome in ("do_not_propose", "defer"):
        with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_departure"):
            sitting.decide(outcome, reason=" \n")
    assert sitting.decide("do_not_propose", reason=" 材料不实 ").reason == "材料不实"
    assert sitting.is_sound()


def test_an_application_is_decided_once_voided_and_replaced(sitting: Any) -> None:
    first = sitting.decide("defer", reason="待补正")
    with pytest.raises(ConflictError, match=r"flow\.decided_already"):
        sitting.decide()
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_void"):
        void(sitting, first.decision_id, " ")
    voided = void(sitting, first.decision_id)
    assert (voided.state, voided.version, voided.reason) == ("voided", 2, "计票有误")
    with pytest.raises(ConflictError, match=r"flow\.nothing_to_void"):
        void(sitting, first.decision_id)
    second = sitting.decide()
    assert second.decision_id == f"{FIRST}/document_review/2"
    read = flow.read_decisions(sitting.register, sitting.who("chair"), ROUND)
    assert [(one.decision_id, one.state) for one in read] == [
        (first.decision_id, "voided"),
        (second.decision_id, "recorded"),
    ]
    assert sitting.is_sound()


def test_nothing_is_decided_or_voided_outside_the_sitting(office: Any) -> None:
    office.score(FIRST, "1")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        office.decide()
    office.to("deciding")
    decided = office.decide()
    office.to("in_notice")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        void(office, decided.decision_id)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        office.decide(of=SECOND)


def test_a_site_visit_is_decided_on_only_after_it_was_decided_to_make_one(sitting: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.site_visit_not_decided"):
        sitting.decide("propose_aaa", of=SECOND, stage="on_site_verification", reason="理由")
    with pytest.raises(ConflictError, match=r"flow\.no_site_visit"):
        sitting.decide("propose_aa", of=FIRST, stage="on_site_verification", reason="理由")
    first = sitting.decide("send_to_site_visit", of=SECOND)
    later = sitting.decide("propose_aaa", of=SECOND, stage="on_site_verification", reason="现场核查属实")
    assert later.grade == "AAA"
    with pytest.raises(ConflictError, match=r"flow\.later_decision_stands"):
        void(sitting, first.decision_id)
    void(sitting, later.decision_id)
    void(sitting, first.decision_id)
    assert sitting.is_sound()


def test_the_site_visits_marks_are_a_panel_of_their_own(sitting: Any) -> None:
    stage: Any = "on_site_verification"
    sitting.decide("send_to_site_visit", of=SECOND)
    holder = sitting.who("assignment_holder")
    flow.assign(sitting.register, holder, sitting.tick(), ROUND, [(SECOND, "E06"), (SECOND, "E07")], stage=stage)
    sitting.to("reviewing", reason="现场核查评分")
    sheets = [sitting.sheet(SECOND, expert, "0.75") for expert in ("E06", "E07")]
    flow.import_sheets(
        sitting.register,
        holder,
        sitting.tick(),
        ROUND,
        sheets,
        stage=stage,
        submitted={(SECOND, "E06"), (SECOND, "E07")},
        source="paper",
    )
    sitting.to("deciding")
    chair = sitting.who("chair")
    (visit,) = flow.panel_results(sitting.register, chair, ROUND, stage=stage)
    assert (visit.submitted, visit.scores.total) == (2, Decimal("75.00"))
    assert flow.panel_result(sitting.register, chair, SECOND).scores.total == Decimal("100.00")
    with pytest.raises(ConflictError, match=r"flow\.reason_needed"):
        sitting.decide("propose_aaa", of=SECOND, stage=stage)
    sitting.decide("do_not_propose", of=SECOND, stage=stage)
    assert sitting.is_sound()


@pytest.mark.parametrize(
    ("role", "region", "before", "after"),
    [
        ("chair", None, 2, 2),
        ("leader", None, None, 2),
        ("expert", None, None, 2),
        ("county_regulator", "320102", None, 2),
        ("prefecture_drc", "320100", None, 2),
        ("county_drc", "320583", None, 0),
        ("county_regulator", None, None, None),
        ("public", None, None, None),
    ],
)
def test_decisions_are_read_when_and_where_one_may(
    sitting: Any, role: str, region: str | None, before: int | None, after: int | None
) -> None:
    sitting.decide()
    sitting.decide("send_to_site_visit", of=SECOND)
    who = sitting.who(role, role, region)
    for state, expected in (("", before), ("in_notice", after)):
        if state:
            sitting.to(state)
        if expected is None:
            with pytest.raises(AccessRefusedError, match=r"access\.refused"):
                flow.read_decisions(sitting.register, who, ROUND)
        else:
            assert len(flow.read_decisions(sitting.register, who, ROUND)) == expected


@pytest.mark.parametrize(
    ("role", "region", "before", "after"),
    [
        ("chair", None, True, True),
        ("inspector", None, True, True),
        ("secretariat", None, False, True),
        ("leader", None, None, False),
        ("province_drc", None, None, False),
        ("expert", None, None, False),
        ("county_regulator", "320102", None, False),
        ("county_drc", "320102", None, False),
        ("prefecture_regulator", "320100", None, False),
        ("prefecture_drc", "320100", None, False),
    ],
)
def test_what_a_decision_rests_on_is_read_by_whoever_reads_the_panels_marks(
    sitting: Any, role: str, region: str | None, before: bool | None, after: bool
) -> None:
    """Everybody else is told by both readings what was decided and why: no score of an indicator, no total, no vote."""
    made = sitting.decide("defer", reason="材料须补正")
    cut = replace(made, sheets=(), aggregate={}, proposal={}, votes={})
    who = sitting.who(role, role, region)
    for state, grounds in (("", before), ("in_notice", after)):
        if state:
            sitting.to(state)
        if grounds is None:
            continue
        (read,) = flow.read_decisions(sitting.register, who, ROUND)
        (told,) = flow.decision_history(sitting.register, who, FIRST)
        assert read == told.decision == (made if grounds else cut)


def test_marks_that_are_open_again_take_the_grounds_from_the_chair(sitting: Any) -> None:
    sitting.decide("defer", reason="材料须补正")
    sitting.to("reviewing", "一份评分表须更正")
    (read,) = flow.read_decisions(sitting.register, sitting.who("chair"), ROUND)
    assert (read.outcome, read.sheets, dict(read.aggregate), dict(read.votes)) == ("defer", (), {}, {})


def test_who_agrees_to_void_is_not_given_the_grounds(sitting: Any) -> None:
    voided = void(sitting, sitting.decide().decision_id)
    assert (voided.state, voided.sheets, dict(voided.aggregate), dict(voided.proposal)) == ("voided", (), {}, {})


def test_people_change_and_the_decision_stays(sitting: Any) -> None:
    """A decision rests on what was known then: later facts about expert and application leave it as it was."""
    sitting.decide()
    flow.import_experts(
        sitting.register,
        sitting.who("assignment_holder"),
        sitting.tick(),
        [Expert("E01", "改名", "另一院", "320100", ("C26",), date(2024, 1, 1))],
        source="e.csv",
    )
    flow.import_applications(
        sitting.register,
        sitting.who("secretariat"),
        sitting.tick(),
        ROUND,
        [sitting.application(1, adverse_records_checked=False)],
        source="a.csv",
        reason="更正",
    )
    assert sitting.is_sound()


def test_nothing_is_decided_about_what_was_withdrawn(sitting: Any) -> None:
    flow.withdraw_application(
        sitting.register, sitting.who("secretariat"), sitting.tick(), application_id=FIRST, reason="企业申请"
    )
    with pytest.raises(ConflictError, match=r"steps\.withdrawn_already"):
        sitting.decide()
