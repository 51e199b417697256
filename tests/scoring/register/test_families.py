"""What goes into the record comes out again, newest versions first asked for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from indicators.load import parse_rule_book, shipped_rule_book
from scoring.register import (
    accreditations,
    applications,
    assignments,
    conflicts,
    decisions,
    draws,
    experts,
    rounds,
    sheets,
    tables,
    visit_questions,
)
from scoring.register.assignments import Assignment
from scoring.register.chain import Act, record
from scoring.register.conflicts import Conflict
from scoring.register.database import Register
from scoring.register.rounds import AdoptedRound, RoundState
from scoring.register.sheets import SheetEvent

MakeAct = Callable[..., Act]
AT = "2026-05-18T01:30:15.250000Z"


def test_old_rounds_load_for_ever(whole: Register, act: MakeAct) -> None:
    book = shipped_rule_book("2026-sample")
    with whole.read() as connection:
        assert rounds.has_rule_book(connection, book.digest)
        assert not rounds.has_rule_book(connection, "0" * 64)
        texts = rounds.rule_book_texts(connection, book.digest)
        assert rounds.rule_book_texts(connection, "0" * 64) is None
        assert rounds.adopted(connection, "2026") == AdoptedRound("2026", 1, book.digest, AT)
        assert (rounds.adopted(connection, "1999"), rounds.state(connection, "1999")) == (None, None)
    assert texts == book.texts
    assert parse_rule_book(texts) == book
    closed = RoundState("2026", 2, "closed", "年度评审结束")
    with whole.write() as connection:
        record(connection, act(), {tables.round_state: rounds.add_states([closed, RoundState("2025", 1, "open")])})
    with whole.read() as connection:
        assert rounds.state(connection, "2026") == closed
        assert rounds.all_states(connection) == (RoundState("2025", 1, "open"), closed)
        assert [adopted.version for adopted in rounds.all_adopted(connection)] == [1]


def test_experts(whole: Register, act: MakeAct) -> None:
    with whole.read() as connection:
        before = experts.everyone(connection)
        assert experts.one(connection, "e9") is None
    moved = replace(before[1], employer="新单位", appointed_until=date(2026, 12, 31))
    with whole.write() as connection:
        versions = {"e2": experts.current_version(connection, "e2") + 1}
        record(connection, act(), {tables.expert: experts.add([moved], versions=versions)})
    with whole.read() as connection:
        assert experts.everyone(connection) == (before[0], moved, before[2])
        assert experts.one(connection, "e2") == moved
        assert experts.current_versions(connection) == {"e1": 1, "e2": 2, "e3": 1}
    assert before[0].expertise == ("C26", "C35")


def test_applications(whole: Register, act: MakeAct) -> None:
    with whole.read() as connection:
        first, second = applications.of_round(connection, "2026")
        assert applications.one(connection, "a1") == first
        assert applications.one(connection, "a9") is None
        assert applications.of_round(connection, "2026", county="3205") == (second,)
        assert applications.of_round(connection, "2026", county="320102") == (first,)
        assert applications.of_round(connection, "2026", county="%") == ()
        assert applications.of_round(connection, "2026", industry="C35") == (second,)
        assert applications.of_round(connection, "2026", target_grade="AA") == (first,)
        assert applications.of_round(connection, "2025") == ()
    changed = replace(first, target_grade="A", growth=())
    with whole.write() as connection:
        rows = applications.add([changed], versions={"a1": 2})
        record(connection, act(), {tables.application: rows})
    with whole.read() as connection:
        assert applications.of_round(connection, "2026", target_grade="AA") == ()
        assert applications.of_enterprise(connection, first.enterprise.uscc) == (changed,)
        assert applications.current_versions(connection, "2026") == {"a1": 2, "a2": 1}
        assert applications.current_version(connection, "a1") == 2


def test_assignments(whole: Register) -> None:
    with whole.read() as connection:
        panel = assignments.of_application(connection, "a1", "document_review")
        assert [(each.expert_id, each.state, each.version) for each in panel] == [
            ("e1", "assigned", 1),
            ("e2", "assigned", 1),
            ("e3", "recused", 2),
        ]
        mine = assignments.of_expert(connection, "e1")
        assert [each.application_id for each in mine] == ["a1", "a2"]
        assert len(assignments.of_round(connection, "2026", "document_review")) == 4
        assert assignments.of_round(connection, "2026", "on_site_verification") == ()
        key = {"application_id": "a2", "expert_id": "e1", "stage": "document_review"}
        assert assignments.current(connection, **key) == Assignment("a2", "e1", "document_review", 1, "assigned")  # type: ignore[arg-type]
        assert assignments.current(connection, **{**key, "expert_id": "e9"}) is None  # type: ignore[arg-type]


def test_sheets_are_returned_with_a_reason(whole: Register, act: MakeAct) -> None:
    returned = SheetEvent("a1", "e1", "document_review", 2, "returned", AT, reason="专家申请更正")
    with whole.write() as connection:
        record(connection, act("sheet.returned"), {tables.sheet_event: sheets.add([returned])})
    key = {"application_id": "a1", "expert_id": "e1", "stage": "document_review"}
    with whole.read() as connection:
        assert sheets.newest(connection, **key) == returned  # type: ignore[arg-type]
        assert sheets.newest(connection, **{**key, "application_id": "a2"}) is None  # type: ignore[arg-type]
        newest = sheets.of_application(connection, "a1", "document_review")
        assert [(each.expert_id, each.event) for each in newest] == [("e2", "submitted"), ("e1", "returned")]
        assert sheets.of_round(connection, "2026", "document_review") == newest


def test_a_voided_decision_keeps_what_it_rested_on(whole: Register, act: MakeAct) -> None:
    with whole.read() as connection:
        recorded = decisions.one(connection, "d1")
        assert decisions.one(connection, "d9") is None
    assert recorded is not None
    assert [sheet.expert_id for sheet in recorded.sheets] == ["e1", "e2"]
    assert recorded.votes == {"for": 2, "against": 0}
    voided = decisions.void(recorded, reason="计票有误", at=AT)
    with whole.write() as connection:
        record(connection, act("decision.voided"), {tables.decision: decisions.add([voided])})
    with whole.read() as connection:
        now = decisions.one(connection, "d1")
        assert decisions.as_recorded(connection, "d1") == recorded
        assert decisions.of_round(connection, "2026") == (now,)
        assert decisions.of_application(connection, "a1") == (now,)
        assert decisions.of_application(connection, "a1", stage="on_site_verification") == ()
    assert now is not None
    assert (now.version, now.state, now.reason, now.grade, now.sheets) == (2, "voided", "计票有误", "AA", ())


def test_accreditations(whole: Register, act: MakeAct) -> None:
    with whole.read() as connection:
        (held,) = accreditations.of_enterprise(connection, "91320100000000001X")
        assert accreditations.of_round(connection, "2026") == (held,)
        assert accreditations.current_version(connection, "a1") == 1
        assert accreditations.of_enterprise(connection, "x") == ()
    revoked = replace(held, version=2, state="revoked", reason="弄虚作假")
    with whole.write() as connection:
        record(connection, act(), {tables.accreditation: accreditations.add([revoked])})
    with whole.read() as connection:
        assert accreditations.everything(connection) == (revoked,)
    assert held.valid_until == date(2031, 8, 31)


def test_conflicts_draws_and_questions(whole: Register, act: MakeAct) -> None:
    kept = Conflict("declared/9132010000000000X1/e2", 1, "e2", "9132010000000000X1", "declared", "本人申明", "任顾问")
    with whole.read() as connection:
        assert conflicts.standing(connection) == (kept,)
        assert conflicts.one(connection, "none") is None
        assert conflicts.of_application(connection, "a1") == ()
        (drawn,) = draws.of_round(connection, "2026")
        assert draws.one(connection, drawn.draw_id) == drawn
        assert draws.one(connection, "none") is None
        assert draws.count(connection, "2026", "document_review") == 1
        assert draws.count(connection, "2026", "on_site_verification") == 0
        assert draws.drawn_pairs(connection, drawn.draw_id) == ()
        questions = visit_questions.current(connection, "a1")
        assert visit_questions.current(connection, "a2") is None
    assert questions is not None
    assert questions.questions == ("检定周期", "投诉台账")
    lifted = replace(kept, version=2, state="lifted", reason="已离任")
    with whole.write() as connection:
        record(connection, act(), {tables.conflict: conflicts.add([lifted])})
    with whole.read() as connection:
        assert conflicts.standing(connection) == ()
        assert conflicts.one(connection, kept.conflict_id) == lifted
