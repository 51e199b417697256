"""Approaches: told in one step, read by the inspector alone, and nothing of them in the chain's own words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import access, flow
from scoring.errors import AccessRefusedError, ConflictError

TOLD = flow.Approach("某公司总经理", "telephone", date(2026, 5, 30), "请求在评审中关照", "2026-0001")
ROLES = sorted(role.id for role in access.rules().role)


def report(office: Any, approach: flow.Approach = TOLD, expert: str = "E01") -> Any:
    return flow.report_approach(office.register, office.who("expert", expert), office.tick(), approach=approach)


def read(office: Any, role: str = "inspector") -> Any:
    return flow.read_approach_reports(office.register, office.who(role), office.tick())


def test_the_inspector_reads_what_an_expert_told(office: Any) -> None:
    report(office)
    (found,) = read(office)
    assert (found.expert_id, found.approached_by, found.application_id) == ("E01", "某公司总经理", "2026-0001")
    assert found.state == "reported"
    assert office.is_sound()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "inspector"])
def test_nobody_else_reads_or_moves_it(office: Any, role: str) -> None:
    report(office)
    with pytest.raises(AccessRefusedError):
        read(office, role)
    with pytest.raises(AccessRefusedError):
        flow.move_approach_report(
            office.register, office.who(role), office.tick(), report_id="approach/1", state="closed", reason="已核"
        )


@pytest.mark.parametrize("role", [role for role in ROLES if role != "expert"])
def test_nobody_but_an_expert_reports(office: Any, role: str) -> None:
    with pytest.raises(AccessRefusedError):
        flow.report_approach(office.register, office.who(role), office.tick(), approach=TOLD)


def test_the_chain_says_that_there_is_a_report_and_no_word_of_it(office: Any) -> None:
    report(office)
    read(office)
    entries = [one for one in office.entries() if one.act.startswith("approach.")]
    assert [one.act for one in entries] == ["approach.reported", "approach.read"]
    for entry in entries:
        words = " ".join(str(value) for value in entry)
        assert "某公司" not in words
        assert "关照" not in words
        assert "2026-0001" not in words


def test_every_reading_is_recorded_and_an_empty_list_is_no_reading(office: Any) -> None:
    before = len(office.entries())
    assert read(office) == ()
    assert len(office.entries()) == before
    report(office)
    read(office)
    read(office)
    assert [one.act for one in office.entries()][-3:] == ["approach.reported", "approach.read", "approach.read"]


def test_the_expert_has_a_receipt_of_his_own_alone(office: Any) -> None:
    report(office)
    report(office, replace(TOLD, application_id=None), "E02")
    mine = flow.my_approach_reports(office.register, office.who("expert", "E01"))
    assert mine == (flow.ReportReceipt("approach/1", "reported"),)
    assert flow.my_approach_reports(office.register, office.who("expert", "E09")) == ()


def test_what_it_lacks_is_told_at_once(office: Any) -> None:
    wrong = flow.Approach(" ", "pigeon", date(2027, 1, 1), "", "2026-9999")  # type: ignore[arg-type]
    with pytest.raises(FaultsError) as caught:
        report(office, wrong)
    keys = [fault.what.key for fault in caught.value.faults]
    assert sorted(keys) == sorted(
        [
            "supervision.text_missing",
            "supervision.text_missing",
            "own_desk.unknown_channel",
            "own_desk.approach_ahead",
            "own_desk.approach_not_yours",
        ]
    )


def test_an_application_of_others_is_refused_in_the_words_for_one_that_is_not_there(office: Any) -> None:
    said = []
    for about in ("2026-0002", "2026-9999"):
        with pytest.raises(FaultsError) as caught:
            report(office, replace(TOLD, application_id=about), "E09")
        said.append([fault.what for fault in caught.value.faults])
    assert said[0] == said[1]


def test_it_is_taken_up_and_closed_with_what_was_done(office: Any) -> None:
    report(office)
    inspector = office.who("inspector")

    def move(state: str, reason: str = "已约谈") -> Any:
        return flow.move_approach_report(
            office.register,
            inspector,
            office.tick(),
            report_id="approach/1",
            state=state,  # type: ignore[arg-type]
            reason=reason,
        )

    with pytest.raises(ConflictError):
        move("taken_up", "")
    move("taken_up")
    with pytest.raises(ConflictError):
        move("reported")
    move("closed")
    with pytest.raises(ConflictError):
        move("closed")
    assert read(office)[0].state == "closed"
    with pytest.raises(AccessRefusedError):
        flow.move_approach_report(
            office.register, inspector, office.tick(), report_id="approach/9", state="closed", reason="x"
        )
    assert office.is_sound()
