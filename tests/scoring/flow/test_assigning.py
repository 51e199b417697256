"""Experts to applications: all faults at once; a recusal at any minute, after which nothing of the expert counts."""

from __future__ import annotations

from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.register import assignments

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"


def assign(office: Any, *pairs: tuple[str, str], **told: Any) -> Any:
    holder = office.who("assignment_holder")
    return flow.assign(office.register, holder, office.tick(), ROUND, pairs, **told)


def test_all_faults_of_an_assignment_are_told_and_nothing_is_kept(office: Any) -> None:
    before = len(office.entries())
    with pytest.raises(FaultsError, match=r"flow\.") as caught:
        assign(office, (FIRST, "E06"), (FIRST, "E01"), ("2026-0099", "E77"), (SECOND, "E06"), (SECOND, "E06"))
    assert [(fault.what.key, fault.seen) for fault in caught.value.faults] == [
        ("flow.already_assigned", f"{FIRST} / E01"),
        ("flow.unknown_application", "2026-0099"),
        ("flow.unknown_expert", "E77"),
        ("flow.already_assigned", f"{SECOND} / E06"),
    ]
    assert len(office.entries()) == before


def test_an_assignment_is_one_entry_whatever_it_holds(office: Any) -> None:
    before = len(office.entries())
    assign(office, (FIRST, "E06"), (FIRST, "E07"), (SECOND, "E06"))
    assert len(office.entries()) == before + 1
    with office.register.read() as connection:
        assert [one.expert_id for one in assignments.of_application(connection, FIRST, "document_review")][-2:] == [
            "E06",
            "E07",
        ]


def test_a_site_visit_is_assigned_only_where_the_grade_takes_one_and_a_sitting_sent_it_there(office: Any) -> None:
    with pytest.raises(FaultsError, match=r"flow\.") as caught:
        assign(office, (SECOND, "E06"), (FIRST, "E06"), stage="on_site_verification")
    assert [(fault.what.key, fault.seen) for fault in caught.value.faults] == [
        ("flow.not_sent_to_visit", SECOND),
        ("flow.no_site_visit", FIRST),
    ]
    office.score(SECOND, "1")
    office.to("deciding")
    office.decide("send_to_site_visit", of=SECOND)
    assign(office, (SECOND, "E06"), stage="on_site_verification")


def test_an_expert_recuses_himself_and_cannot_save_or_submit_any_more(office: Any) -> None:
    office.save(office.given())
    office.recuse(expert="E01")
    for attempt in (lambda: office.save(office.given(share="1"), seen=1), office.submit):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            attempt()
    own = flow.read_sheet(office.register, office.who("expert", "E01"), application_id=FIRST)
    assert not own.may_save
    assert own.marks["1.1.1"].version == 1
    assert office.is_sound()


@pytest.mark.parametrize("states", [(), ("deciding",), ("deciding", "in_notice", "accredited", "closed")])
def test_a_recusal_is_taken_at_any_minute(office: Any, states: tuple[str, ...]) -> None:
    office.score(FIRST)
    for state in states:
        office.to(state)
    office.recuse(expert="E03")
    if states:
        result = flow.panel_result(office.register, office.who("chair"), FIRST)
        assert (result.assigned, result.submitted, len(result.sheets)) == (4, 4, 4)
    assert office.is_sound()


def test_after_a_recusal_his_marks_count_no_longer(office: Any) -> None:
    office.score(FIRST, "0.5", ("E01", "E02", "E03", "E04"))
    office.score(FIRST, "1", ("E05",))
    office.to("deciding")
    assert str(flow.panel_result(office.register, office.who("chair"), FIRST).scores.total) == "60.00"
    office.recuse(expert="E05")
    assert str(flow.panel_result(office.register, office.who("chair"), FIRST).scores.total) == "50.00"


def test_a_recusal_needs_a_reason_and_happens_once(office: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_recusal"):
        office.recuse(expert="E01", reason=" ")
    office.recuse(expert="E01")
    with pytest.raises(ConflictError, match=r"flow\.not_assigned_any_more .*recused"):
        office.recuse(expert="E01")
    assert office.entries()[-1].act == "expert.recused"


def test_the_holder_recuses_for_an_expert_and_another_expert_does_not(office: Any) -> None:
    told: dict[str, Any] = {"application_id": FIRST, "expert_id": "E02", "reason": "电话申明回避"}
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.recuse(office.register, office.who("expert", "E01"), office.tick(), **told)
    flow.recuse(office.register, office.who("assignment_holder"), office.tick(), **told)


def test_a_recused_expert_is_not_assigned_again(office: Any) -> None:
    office.recuse(expert="E01")
    with pytest.raises(FaultsError, match=r"flow\.already_assigned") as caught:
        assign(office, (FIRST, "E01"))
    assert caught.value.faults[0].what.values == {"state": "recused"}
