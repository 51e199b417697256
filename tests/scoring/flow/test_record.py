"""The record verified: decisions recomputed from what they rest on, and every row that somebody touched found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.register import chain, decisions, marks, tables
from scoring.register.chain import Act
from scoring.register.decisions import Decision

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"


def verify(office: Any, head: str | None = None) -> Any:
    return flow.verify(office.register, office.who("inspector"), expected_head=head)


def head(office: Any) -> str:
    last = office.entries()[-1]
    return f"{last.sequence}:{last.hash}"


def slip_in(office: Any, change: Callable[[Decision], Decision]) -> None:
    """Put a further decision into the record past `flow`, properly chained: what only recomputing can find."""
    with office.register.write() as connection:
        kept = decisions.as_recorded(connection, f"{FIRST}/document_review/1")
        assert kept is not None
        forged = change(replace(kept, decision_id=f"{FIRST}/document_review/9"))
        act = Act("chair", "chair", "decision.recorded", f"application/{FIRST}", office.tick())
        chain.record(connection, act, {tables.decision: decisions.add([forged])})


def keys(found: Any) -> list[str]:
    return [fault.what.key for fault in found.faults]


def test_a_sound_record_verifies_and_says_what_it_recomputed(decided: Any) -> None:
    found = verify(decided)
    assert (found.faults, found.decisions) == ((), 2)
    assert str(found.chain.head) == head(decided)
    assert found.chain.entries == len(decided.entries())
    assert flow.check(decided.register, decided.who("inspector")) == ()


def test_a_head_that_left_the_building_finds_a_cut_tail(decided: Any, tamper: Any) -> None:
    kept = head(decided)
    assert verify(decided, kept).faults == ()
    decided.register.close()
    tamper(
        decided.url,
        "DELETE FROM decision WHERE entry = (SELECT max(sequence) FROM chain_entry)",
        "DELETE FROM chain_salt WHERE sequence = (SELECT max(sequence) FROM chain_entry)",
        "DELETE FROM chain_entry WHERE sequence = (SELECT max(sequence) FROM chain_entry)",
    )
    assert verify(decided).faults == ()
    assert keys(verify(decided, kept)) == ["verify.tail_cut"]


@pytest.mark.parametrize(
    ("statement", "act"),
    [
        ("UPDATE mark SET value = '0' WHERE id = 3", "sheets.imported"),
        ("UPDATE mark SET note = '改' WHERE id = 3", "sheets.imported"),
        ("UPDATE mark SET saved_at = '2026-01-01T00:00:00.000000Z' WHERE id = 3", "sheets.imported"),
        ("UPDATE decision SET aggregate = replace(aggregate, '100.00', '99.00') WHERE id = 1", "decision.recorded"),
        ("UPDATE decision SET proposal = replace(proposal, 'propose_aa', 'defer') WHERE id = 1", "decision.recorded"),
        ("UPDATE decision SET grade = 'AAA' WHERE id = 1", "decision.recorded"),
        ("UPDATE decision SET outcome = 'propose_aa', grade = 'AA' WHERE id = 2", "decision.recorded"),
        ("UPDATE sheet_event SET digest = 'f' || substr(digest, 2) WHERE id = 1", "sheets.imported"),
        ("UPDATE assignment SET state = 'recused' WHERE id = 1", "experts.assigned"),
        ("UPDATE application SET target_grade = 'AAA' WHERE id = 1", "applications.imported"),
        ("UPDATE rule_book SET round = round || ' '", "round.created"),
    ],
)
def test_a_touched_row_is_found_with_the_entry_that_wrote_it(
    decided: Any, tamper: Any, statement: str, act: str
) -> None:
    decided.register.close()
    tamper(decided.url, statement)
    found = verify(decided)
    assert found.decisions is None
    named = {fault.entry for fault in found.faults}
    acts = {str(entry.sequence): entry.act for entry in decided.entries()}
    assert {acts[str(entry)] for entry in named} == {act}


@pytest.mark.parametrize(
    ("change", "key"),
    [
        (lambda one: replace(one, aggregate={**one.aggregate, "total": "99.99"}), "flow.aggregate_differs"),
        (
            lambda one: replace(
                one, aggregate=one.aggregate | {"indicators": one.aggregate["indicators"] | {"1.1.1": "1"}}
            ),
            "flow.aggregate_differs",
        ),
        (lambda one: replace(one, proposal={**one.proposal, "grade": "AAA"}), "flow.proposal_differs"),
        (lambda one: replace(one, proposal={**one.proposal, "reasons": []}), "flow.proposal_differs"),
        (lambda one: replace(one, votes={**one.votes, "in_favour": 3}), "flow.votes_differ"),
        (lambda one: replace(one, votes={**one.votes, "present": 99}), "flow.votes_differ"),
        (lambda one: replace(one, votes={}), "flow.votes_differ"),
        (
            lambda one: replace(one, sheets=(replace(one.sheets[0], digest="0" * 64), *one.sheets[1:])),
            "flow.sheet_not_as_decided",
        ),
        (
            lambda one: replace(one, proposal={**one.proposal, "application_version": 7}),
            "flow.decision_without_application",
        ),
    ],
)
def test_a_false_decision_in_a_whole_chain_is_found_by_recomputing_it(decided: Any, change: Any, key: str) -> None:
    slip_in(decided, change)
    found = verify(decided)
    assert found.chain.faults == ()
    assert keys(found) == [key]
    assert {fault.entry for fault in found.faults} == {f"{FIRST}/document_review/9"}


def test_a_sheet_left_out_of_a_decision_is_found(decided: Any) -> None:
    """Without one of five equal sheets the mean is the same, and still it is not what the sitting had."""
    slip_in(decided, lambda one: replace(one, sheets=one.sheets[1:]))
    assert keys(verify(decided)) == ["flow.aggregate_differs"]


def test_a_mark_written_past_the_lock_is_found_where_a_decision_rests_on_the_sheet(decided: Any) -> None:
    """The decision still comes out of the sheet as it was submitted; the invariants name the mark."""
    with decided.register.write() as connection:
        kept = marks.latest(connection, application_id=FIRST, expert_id="E01", stage="document_review")
        forged = replace(kept[0], version=2, value="0")
        act = Act("E01", "expert", "mark.saved", f"sheet/{FIRST}/E01/document_review", decided.tick())
        chain.record(connection, act, {tables.mark: marks.add([forged])})
    assert verify(decided).faults == ()
    assert "invariant.no_mark_after_lock" in {
        fault.what.key for fault in flow.check(decided.register, decided.who("inspector"))
    }


def test_a_sheet_returned_and_changed_after_its_decision_was_voided_leaves_the_old_decision_provable(
    decided: Any,
) -> None:
    holder = decided.who("assignment_holder")
    old = f"{FIRST}/document_review/1"
    decided.void(old, "更正评分")
    decided.to("reviewing", reason="退回评分表")
    flow.return_sheet(
        decided.register,
        holder,
        decided.tick(),
        application_id=FIRST,
        expert_id="E01",
        reason="专家申请更正",
    )
    decided.save(decided.given(share="0.25"), seen=1)
    decided.submit()
    decided.to("deciding")
    decided.decide()
    found = verify(decided)
    assert (found.faults, found.decisions) == ((), 3)
    with decided.register.read() as connection:
        first, second = (decisions.as_recorded(connection, f"{FIRST}/document_review/{n}") for n in (1, 2))
    assert first is not None
    assert second is not None
    assert (first.aggregate["total"], second.aggregate["total"]) == ("100.00", "99.70")
    assert [sheet.version for sheet in second.sheets if sheet.expert_id == "E01"] == [3]
    assert decided.is_sound()


def test_a_recusal_after_a_decision_leaves_it_provable(decided: Any) -> None:
    decided.recuse(expert="E01")
    assert decided.is_sound()


def test_whoever_answers_for_the_record_verifies_it_and_nobody_else(office: Any) -> None:
    for role in ("inspector", "secretariat", "chair", "system_admin", "security_admin"):
        assert flow.verify(office.register, office.who(role)).faults == ()
    for role in ("expert", "leader", "assignment_holder", "public", "kiosk"):
        for step in (flow.verify, flow.check):
            with pytest.raises(AccessRefusedError, match=r"access\.refused"):
                step(office.register, office.who(role, "E01"))


def test_an_empty_record_verifies_with_no_decision(office: Any) -> None:
    assert verify(office).decisions == 0
