"""Conflicts of interest in the record, and hands that would force an expert onto a panel in spite of one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.model import Expert
from scoring.procedure.uscc import make
from scoring.register.conflicts import Conflict
from scoring.texts import translator

ROUND, FIRST = "2026-sample", "2026-0001"
ON = date(2026, 6, 1)


def declare(office: Any, expert: str = "F01", *, by: tuple[str, str] | None = None, **told: Any) -> Any:
    usual = {"uscc": make("91320102MA1ABCD01"), "source": "本人申明", "reason": "曾任顾问"}
    role, id_ = by or ("expert", expert)
    who = office.who(role, id_)
    return flow.declare_conflict(office.register, who, office.tick(), expert_id=expert, **(usual | told))


def name(office: Any, *experts: str, application_id: str = FIRST, **told: Any) -> Any:
    usual = {"source": "企业来函", "reason": "竞争关系"}
    who = office.who("assignment_holder")
    return flow.name_unsuitable(
        office.register, who, office.tick(), application_id=application_id, expert_ids=experts, **(usual | told)
    )


def assign(office: Any, *pairs: tuple[str, str]) -> Any:
    return flow.assign(office.register, office.who("assignment_holder"), office.tick(), ROUND, pairs)


def kept(office: Any) -> tuple[Conflict, ...]:
    return flow.read_conflicts(office.register, office.who("assignment_holder"), ON, ROUND).kept


def refused(office: Any, *pairs: tuple[str, str]) -> list[str]:
    with pytest.raises(FaultsError, match=r"draw\.conflict_refused") as caught:
        assign(office, *pairs)
    return [fault.message(translator("zh")) for fault in caught.value.faults]


def test_an_expert_declares_for_himself_and_the_holder_enters_what_was_found(drawing: Any) -> None:
    declare(drawing)
    declare(drawing, "F02", by=("assignment_holder", "holder"), kind="found", source="企业登记信息")
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        declare(drawing, "F03", by=("expert", "F04"))
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        declare(drawing, "F03", by=("expert", "F03"), kind="found")
    assert [(one.expert_id, one.kind, one.source) for one in kept(drawing)] == [
        ("F01", "declared", "本人申明"),
        ("F02", "found", "企业登记信息"),
    ]
    assert drawing.is_sound()


def test_a_conflict_belongs_to_the_enterprise_whether_it_applies_or_not(drawing: Any) -> None:
    declare(drawing, uscc=make("91320102MA1ZZZZ99".replace("Z", "Y")))
    assert assign(drawing, (FIRST, "F01")).act == "experts.assigned"


def test_what_was_told_wrongly_is_refused(drawing: Any) -> None:
    good = make("91320102MA1ABCD01")
    wrong = good[:-1] + ("0" if good[-1] != "0" else "1")
    with pytest.raises(FaultsError, match=r"uscc\.check_character_wrong.*flow\.unknown_expert"):
        declare(drawing, "F99", by=("assignment_holder", "holder"), uscc=wrong)
    with pytest.raises(ConflictError, match=r"draw\.source_needed"):
        declare(drawing, source=" ")
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_conflict"):
        declare(drawing, reason="")
    declare(drawing)
    with pytest.raises(ConflictError, match=r"draw\.conflict_stands"):
        declare(drawing)


def test_a_lifted_conflict_bars_no_longer_and_can_be_told_again(drawing: Any) -> None:
    declare(drawing)
    refused(drawing, (FIRST, "F01"))
    (one,) = kept(drawing)
    lift = {"conflict_id": one.conflict_id, "reason": "已离任满三年"}
    flow.lift_conflict(drawing.register, drawing.who("assignment_holder"), drawing.tick(), **lift)
    assert kept(drawing) == ()
    with pytest.raises(ConflictError, match=r"draw\.no_such_conflict"):
        flow.lift_conflict(drawing.register, drawing.who("assignment_holder"), drawing.tick(), **lift)
    declare(drawing)
    assert kept(drawing)[0].version == 3


def test_an_applicant_names_three_and_no_fourth(drawing: Any) -> None:
    name(drawing, "F01", "F02")
    name(drawing, "F03")
    with pytest.raises(FaultsError, match=r"draw\.too_many_unsuitable") as caught:
        name(drawing, "F04")
    assert "第二十条" in caught.value.faults[0].message(translator("zh"))
    with pytest.raises(FaultsError, match=r"draw\.named_twice.*draw\.too_many_unsuitable"):
        name(drawing, "F03", "F04")
    name(drawing, "F04", application_id="2026-0002")
    assert [one.application_id for one in kept(drawing)] == [FIRST, FIRST, FIRST, "2026-0002"]
    assert drawing.is_sound()


def test_a_named_expert_is_unsuitable_for_that_application_alone(drawing: Any) -> None:
    name(drawing, "F01")
    assert "申报企业提名不宜评审" in refused(drawing, (FIRST, "F01"))[0]
    assign(drawing, ("2026-0002", "F01"))


def test_whoever_is_named_or_declared_is_not_drawn(drawing: Any) -> None:
    name(drawing, "F01", "F02", "F03")
    declare(drawing, "F04")
    drawn = flow.draw_experts(drawing.register, drawing.who("assignment_holder"), drawing.tick(), ROUND, seed=1)
    panel = {expert for application, expert in drawn.solution.pairs if application == FIRST}
    assert not panel & {"F01", "F02", "F03", "F04"}


def test_an_expert_forced_in_is_refused_with_reason_and_article_and_the_attempt_is_kept(drawing: Any) -> None:
    declare(drawing)
    before = len(drawing.entries())
    (said,) = refused(drawing, (FIRST, "F01"), (FIRST, "F02"))
    assert "F01" in said
    assert "本人申明有利害关系" in said
    assert "第二十条" in said
    assert len(drawing.entries()) == before + 1
    attempt = drawing.entries()[-1]
    assert (attempt.act, attempt.object) == ("attempt.refused", f"round/{ROUND}")
    assert f"{FIRST} / F01" in attempt.content
    with pytest.raises(FaultsError, match=r"flow\.unknown_expert"):
        assign(drawing, (FIRST, "F99"))
    assert len(drawing.entries()) == before + 1
    assert drawing.is_sound()


def test_every_kind_of_conflict_is_found_at_the_hand(drawing: Any) -> None:
    holder = drawing.who("assignment_holder")
    strangers = [
        expert("G01", region="320100"),
        expert("G02", employer="南京样例1有限公司"),
        expert("G03", since=date(2027, 1, 1)),
    ]
    flow.import_experts(drawing.register, holder, drawing.tick(), strangers, source="more.csv")
    said = refused(drawing, *((FIRST, one.expert_id) for one in strangers))
    for words, message in zip(("同属一个设区市", "任职于申报企业", "不在聘期内"), said, strict=True):
        assert words in message


def expert(id_: str, *, region: str = "320500", employer: str = "研究院", since: date = date(2024, 1, 1)) -> Expert:
    return Expert(id_, f"专家{id_}", employer, region, ("C34",), since)
