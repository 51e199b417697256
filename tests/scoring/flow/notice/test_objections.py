"""Objections received, acknowledged, decided and signed; who is late, and nobody else."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import Granted
from scoring.procedure.objections import Reminder

ROUND, FIRST, SECOND = "2026-sample", "2026-0001", "2026-0002"
AA, AAA = Granted(FIRST, "AA"), Granted(SECOND, "AAA")
OPENED, LAST, CLOSED = date(2026, 6, 1), date(2026, 6, 8), date(2026, 6, 9)


def test_an_objection_keeps_its_grade_back_until_it_is_settled_by_both(desk: Any, keys: Any) -> None:
    desk.opened(AA, AAA)
    objection = desk.object()
    desk.acknowledge(objection)
    desk.close()
    with pytest.raises(FaultsError, match=r"notice\.objection_stands") as caught:
        desk.document(AA, AAA)
    assert keys(caught) == ["notice.objection_stands"]
    # To carry a grade on against an objection is kept; to acknowledge out of order (below) is a slip.
    assert desk.office.entries()[-1].act == "attempt.refused"
    desk.decide(objection, "groundless", on=CLOSED, reason="提供的线索与事实不符")
    with pytest.raises(FaultsError, match=r"notice\.objection_stands"):
        desk.document(AA)
    desk.agree(objection, on=CLOSED)
    desk.document(AA, AAA)
    (standing,) = desk.objections()
    assert (standing.objection.state, standing.stands, standing.late) == ("groundless", False, False)
    assert (standing.acknowledge_by.last, standing.decide_by.last) == (date(2026, 6, 8), date(2026, 6, 25))
    assert desk.office.is_sound()


def test_an_objection_found_true_ends_the_way_to_the_grade(desk: Any) -> None:
    desk.opened(AA, AAA)
    objection = desk.object()
    desk.acknowledge(objection)
    desk.decide(objection, "founded")
    desk.agree(objection)
    desk.close()
    with pytest.raises(FaultsError, match=r"notice\.objection_founded"):
        desk.document(AA, AAA)
    desk.document(AAA)
    desk.issue()
    with pytest.raises(FaultsError, match=r"notice\.no_joint_document"):
        desk.announce(AA, AAA)
    desk.announce(AAA)


def test_a_late_objection_is_entered_and_flagged_and_keeps_nothing_back(desk: Any) -> None:
    desk.opened(AA)
    on_the_last_day, late = desk.object(on=LAST), desk.object(on=CLOSED)
    assert [one.late for one in desk.objections()] == [False, True]
    for one in (on_the_last_day,):
        desk.acknowledge(one, on=CLOSED)
        desk.decide(one, "groundless", on=CLOSED)
        desk.agree(one, on=CLOSED)
    desk.close()
    desk.document(AA)
    assert desk.objections()[1].objection.objection_id == late.objection_id


def test_an_objection_goes_its_way_in_order(desk: Any, office: Any) -> None:
    with pytest.raises(ConflictError, match=r"notice\.never_under_notice"):
        desk.object(on=OPENED)
    desk.opened(AA)
    with pytest.raises(FaultsError, match=r"notice\.objection_before_notice"):
        desk.object(on=date(2026, 5, 31))
    with pytest.raises(ConflictError, match=r"notice\.never_under_notice"):
        desk.object(of=SECOND)
    objection = desk.object()
    with pytest.raises(ConflictError, match=r"notice\.objection_cannot_follow .*is_received"):
        desk.decide(objection, "groundless")
    before = len(office.entries())
    with pytest.raises(ConflictError, match=r"notice\.objection_undecided"):
        desk.agree(objection)
    assert len(office.entries()) == before, "a slip leaves no trace"
    with pytest.raises(FaultsError, match=r"notice\.objection_backwards"):
        desk.acknowledge(objection, on=date(2026, 6, 2))
    desk.acknowledge(objection)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_outcome"):
        desk.decide(objection, "founded", reason="")
    desk.decide(objection, "founded")
    same = office.who("province_drc", "secretariat")
    with pytest.raises(ConflictError, match=r"notice\.same_person"):
        flow.sign_objection(
            office.register, same, office.tick(), objection_id=objection.objection_id, signed_on=date(2026, 6, 5)
        )
    attempt = office.entries()[-1]
    object_ = f"objection/{objection.objection_id}"
    assert (attempt.act, attempt.actor, attempt.object) == ("attempt.refused", "secretariat", object_)
    assert "notice.same_person" in attempt.content
    desk.agree(objection)
    # Decided anew it is signed anew.
    desk.decide(objection, "groundless", reason="复核后改定")
    assert desk.objections()[0].signed == {"market_regulator"}


def test_an_objection_after_the_announcement_is_a_complaint(desk: Any) -> None:
    desk.opened(AA)
    desk.close()
    desk.document(AA)
    desk.issue()
    desk.announce(AA)
    with pytest.raises(ConflictError, match=r"notice\.objection_after_announcement"):
        desk.object(on=CLOSED)
    attempt = desk.office.entries()[-1]
    assert (attempt.act, attempt.object) == ("attempt.refused", f"application/{FIRST}")
    assert FIRST in attempt.content


def test_an_absent_objection_is_refused_in_the_words_of_a_hidden_one(desk: Any, office: Any) -> None:
    said = set()
    for who, id_ in (("secretariat", "no-such-thing"), ("public", f"{ROUND}/objection/1")):
        with pytest.raises(AccessRefusedError, match=r"access\.refused") as caught:
            flow.acknowledge_objection(
                office.register, office.who(who), office.tick(), objection_id=id_, acknowledged_on=OPENED
            )
        said.add(str(caught.value))
    assert len(said) == 1


def test_reminders_show_each_authority_its_own(desk: Any, office: Any) -> None:
    desk.opened(AA, AAA)
    objection, other = desk.object(), desk.object(of=SECOND)
    desk.acknowledge(objection)
    desk.decide(objection, "groundless")

    def late(role: str, on: date) -> list[tuple[str, str]]:
        found: tuple[Reminder, ...] = flow.notice_reminders(office.register, office.who(role), ROUND, on=on)
        return [(one.what, one.subject) for one in found]

    assert late("secretariat", LAST) == late("province_drc", LAST) == []
    notice = ("close_notice", f"{ROUND}/notice/1")
    assert late("secretariat", CLOSED) == [notice, ("acknowledge", other.objection_id)]
    assert late("province_drc", date(2026, 6, 25)) == []
    assert late("province_drc", date(2026, 6, 26)) == [("sign_outcome", objection.objection_id)]
    assert len(late("inspector", date(2026, 6, 26))) == 3
