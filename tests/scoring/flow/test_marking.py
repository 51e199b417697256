"""A sheet: each mark saved with version and time, stale tabs, what may be marked, submitted, returned."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow.wording import LONGEST
from scoring.model import GivenMark, MarkState
from scoring.register import marks
from scoring.register.canonical import timestamp

FIRST, SECOND = "2026-0001", "2026-0002"


def own(office: Any, expert: str = "E01", of: str = FIRST) -> Any:
    return flow.read_sheet(office.register, office.who("expert", expert), application_id=of)


def fill(office: Any, expert: str = "E01", *, leave_out: tuple[str, ...] = (), share: str = "0.75") -> None:
    for leaf in office.book.round.indicator_table.leaves():
        if leaf.code not in leave_out:
            office.save(office.given(leaf.code, share), expert=expert)


def give_back(office: Any, expert: str = "E01", *, of: str = FIRST, reason: str = "专家申请更正") -> None:
    holder = office.who("assignment_holder")
    flow.return_sheet(office.register, holder, office.tick(), application_id=of, expert_id=expert, reason=reason)


def test_a_fresh_sheet_is_empty_open_and_his_own(office: Any) -> None:
    sheet = own(office)
    assert (sheet.marks, sheet.locked_at, sheet.digest, sheet.may_save) == ({}, None, None, True)
    assert sheet.rule_book == office.book


def test_a_saved_mark_is_read_back_with_the_time_and_version_that_were_told(office: Any) -> None:
    saved = office.save(office.given(share="0.5"))
    assert saved.version == 1
    assert saved.saved_at == timestamp(office.now)
    again = office.save(office.given(share="1"), seen=1)
    assert again.version == 2
    assert own(office).marks == {"1.1.1": again}
    assert office.is_sound()


def test_every_mark_is_an_entry_of_the_chain_and_no_version_is_lost(office: Any) -> None:
    before = len(office.entries())
    for version in range(4):
        office.save(office.given(share=("0", "0.25", "0.5", "0.75")[version]), seen=version)
    assert [entry.act for entry in office.entries()[before:]] == ["mark.saved"] * 4
    assert office.entries()[-1].object == f"sheet/{FIRST}/E01/document_review"


@pytest.mark.parametrize("seen", [0, 1, 3])
def test_a_tab_that_saw_another_version_overwrites_nothing(office: Any, seen: int) -> None:
    office.save(office.given(share="0.5"))
    kept = office.save(office.given(share="0.75"), seen=1)
    with pytest.raises(ConflictError, match=r"flow\.newer_mark") as caught:
        office.save(office.given(share="1"), seen=seen)
    assert caught.value.what.values == {"indicator": "1.1.1", "seen": seen, "current": 2}
    assert own(office).marks["1.1.1"] == kept


@pytest.mark.parametrize(
    "value", ["0.1", "-0.5", "1000", "NaN", "sNaN", "Infinity", "1E+99999"], ids=lambda value: str(value)
)
def test_points_off_the_levels_are_refused_and_told_which_are_allowed(office: Any, value: str) -> None:
    with pytest.raises(FaultsError, match=r"scoresheet\.points_not_allowed") as caught:
        office.save(GivenMark("1.1.1", MarkState.SCORED, Decimal(value)))
    (fault,) = caught.value.faults
    assert fault.entry == "1.1.1"
    assert len(str(fault.expected).split(", ")) == len(office.leaf("1.1.1").levels)
    assert len(str(fault.seen)) < 40
    assert own(office).marks == {}


@pytest.mark.parametrize(
    "given",
    [
        GivenMark("1.1.1", MarkState.SCORED, None),
        GivenMark("1.1.1", MarkState.INSUFFICIENT, Decimal(0)),
        GivenMark("1.1.1", MarkState.MISSING, Decimal(1)),
    ],
)
def test_points_and_state_say_the_same(office: Any, given: GivenMark) -> None:
    with pytest.raises(FaultsError, match=r"scoresheet\.points_not_allowed"):
        office.save(given)


@pytest.mark.parametrize("code", ["1.1", "9.9.9", ""])
def test_what_is_no_leaf_of_the_round_is_not_marked(office: Any, code: str) -> None:
    with pytest.raises(FaultsError, match=r"scoresheet\.unknown_indicator"):
        office.save(GivenMark(code, MarkState.INSUFFICIENT))


def test_not_applicable_only_where_the_round_allows_it(office: Any) -> None:
    leaves = office.book.round.indicator_table.leaves()
    may = next(leaf.code for leaf in leaves if leaf.allows_not_applicable)
    may_not = next(leaf.code for leaf in leaves if not leaf.allows_not_applicable)
    assert office.save(GivenMark(may, MarkState.NOT_APPLICABLE)).state is MarkState.NOT_APPLICABLE
    with pytest.raises(FaultsError, match=r"scoresheet\.must_apply"):
        office.save(GivenMark(may_not, MarkState.NOT_APPLICABLE))


def test_equal_points_are_kept_alike_however_they_were_typed(office: Any) -> None:
    points = office.given().value
    assert (
        office.save(replace(office.given(), value=points)).value
        == office.save(replace(office.given(), value=Decimal(f"{points:f}0")), seen=1).value
    )


def test_a_mark_taken_back_is_missing_again(office: Any) -> None:
    fill(office)
    office.save(GivenMark("1.1.1", MarkState.MISSING), seen=1)
    with pytest.raises(FaultsError, match=r"flow\.indicator_without_mark") as caught:
        office.submit()
    assert [fault.column for fault in caught.value.faults] == ["1.1.1"]


@pytest.mark.parametrize(
    ("note", "key"),
    [
        ("字" * (LONGEST + 1), "text_too_long"),
        ("字" * 2_000, "text_too_long"),
        ("第\u202e三页", "text_with_hidden_characters"),
        ("第\x00三页", "text_with_hidden_characters"),
    ],
)
def test_a_note_that_cannot_be_kept_is_refused_with_its_indicator(office: Any, note: str, key: str) -> None:
    with pytest.raises(FaultsError, match=rf"flow\.{key}") as caught:
        office.save(office.given(note=note))
    (fault,) = caught.value.faults
    assert (fault.column, fault.entry) == ("note", "1.1.1")
    assert own(office).marks == {}


def test_mark_and_note_at_fault_are_told_together(office: Any) -> None:
    with pytest.raises(FaultsError, match=r"points_not_allowed.*text_too_long"):
        office.save(GivenMark("1.1.1", MarkState.SCORED, Decimal("0.1"), "字" * 3_000))


def test_a_note_is_trimmed_and_its_line_ends_are_plain(office: Any) -> None:
    assert office.save(office.given(note=" 第 3 页\r\n表 2 ")).note == "第 3 页\n表 2"


def test_submitting_tells_every_gap_and_every_extreme_without_a_note_at_once(office: Any) -> None:
    codes = [leaf.code for leaf in office.book.round.indicator_table.leaves()]
    fill(office, leave_out=tuple(codes[:5]))
    office.save(office.given(codes[0], "0", note=" "))
    office.save(office.given(codes[1], "1", note=""))
    office.save(GivenMark(codes[2], MarkState.INSUFFICIENT))
    office.save(office.given(codes[3], "0", note="第 9 页：无证书"))
    with pytest.raises(FaultsError, match=r"flow\.") as caught:
        office.submit()
    assert [(fault.column, fault.what.key) for fault in caught.value.faults] == [
        (codes[0], "flow.extreme_without_note"),
        (codes[1], "flow.extreme_without_note"),
        (codes[2], "flow.extreme_without_note"),
        (codes[4], "flow.indicator_without_mark"),
    ]
    assert own(office).locked_at is None


def test_a_submitted_sheet_is_locked_and_its_receipt_is_in_the_chain(office: Any) -> None:
    fill(office)
    receipt = office.submit()
    entry = office.entries()[-1]
    assert (entry.sequence, entry.hash, entry.act) == (receipt.entry, receipt.entry_hash, "sheet.submitted")
    assert f'"sheet":"{receipt.digest}"' in entry.content
    with office.register.read() as connection:
        kept = marks.latest(connection, application_id=FIRST, expert_id="E01", stage="document_review")
    assert marks.sheet_digest(kept, hash_name=office.register.hash_name) == receipt.digest
    sheet = own(office)
    assert (sheet.digest, sheet.locked_at, sheet.may_save) == (receipt.digest, receipt.submitted_at, False)
    for attempt in (lambda: office.save(office.given(share="1"), seen=1), office.submit):
        with pytest.raises(ConflictError, match=r"flow\.sheet_locked") as caught:
            attempt()
        assert caught.value.what.values == {"at": datetime.fromisoformat(receipt.submitted_at)}
    assert office.is_sound()


def test_a_returned_sheet_is_open_again_and_what_was_submitted_stays(office: Any) -> None:
    fill(office)
    first = office.submit()
    give_back(office)
    assert own(office).may_save
    office.save(office.given(share="0.5"), seen=1)
    second = office.submit()
    assert second.digest != first.digest
    content = office.entries()[first.entry - 1].content
    assert first.digest in content
    assert '"reason":"专家申请更正"' in next(one for one in office.entries() if one.act == "sheet.returned").content
    assert office.is_sound()


def test_a_return_needs_a_submitted_sheet_a_reason_and_an_open_round(office: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.nothing_to_return"):
        give_back(office)
    office.score(FIRST)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_return"):
        give_back(office, reason="")
    give_back(office)
    with pytest.raises(ConflictError, match=r"flow\.nothing_to_return"):
        give_back(office)
    office.to("deciding")
    with pytest.raises(ConflictError, match=r"flow\.round_takes_no_marks"):
        give_back(office, "E02")


def test_a_sheet_on_which_a_decision_stands_is_not_returned(office: Any) -> None:
    office.score(FIRST, "1")
    office.to("deciding")
    decision = office.decide()
    office.to("reviewing", reason="另一件的评分表须补正")
    with pytest.raises(ConflictError, match=r"flow\.decision_rests_on_it"):
        give_back(office)
    office.to("deciding")
    office.void(decision.decision_id, "更正评分")
    office.to("reviewing", reason="退回评分表")
    give_back(office)
    assert office.is_sound()


def test_nobody_but_the_holder_returns_a_sheet(office: Any) -> None:
    office.score(FIRST)
    for role in ("expert", "chair", "secretariat", "inspector", "system_admin"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            flow.return_sheet(
                office.register,
                office.who(role, "E01"),
                office.tick(),
                application_id=FIRST,
                expert_id="E01",
                reason="理由",
            )


@pytest.mark.parametrize("state", ["deciding", "in_notice"])
def test_a_round_that_takes_no_marks_says_so_to_its_experts(office: Any, state: str) -> None:
    for step in ("deciding", "in_notice")[: 1 + (state == "in_notice")]:
        office.to(step)
    for attempt in (lambda: office.save(office.given()), office.submit):
        with pytest.raises(ConflictError, match=r"flow\.round_takes_no_marks"):
            attempt()
    assert not own(office).may_save


def test_another_role_with_the_same_id_saves_nothing(office: Any) -> None:
    for role in ("chair", "assignment_holder", "system_admin"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            flow.save_mark(
                office.register,
                office.who(role, "E01"),
                office.tick(),
                office.given(),
                application_id=FIRST,
                seen_version=0,
            )


def test_a_refused_mark_leaves_no_trace(office: Any) -> None:
    before = len(office.entries())
    with pytest.raises(FaultsError, match=r"scoresheet\.unknown_indicator"):
        office.save(GivenMark("9.9.9", MarkState.INSUFFICIENT))
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        office.save(office.given(), expert="E09")
    assert len(office.entries()) == before
