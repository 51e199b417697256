"""Untrue material while applying ends the application and bars two years; what was wrong is set aside by a second."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.register import accreditations, bars, measures

FIRST, SECOND, ROUND = "2026-0001", "2026-0002", "2026-sample"
DAY = date(2026, 6, 1)
RETURNED = f"{SECOND}/measure/1"


def give_back(office: Any, application_id: str = SECOND, *, on: date = DAY, reason: str = "检测报告系变造") -> Any:
    return flow.return_as_untrue(
        office.register, office.who("secretariat"), office.tick(), application_id=application_id, on=on, reason=reason
    )


def propose(office: Any, measure_id: str, who: str = "secretariat", reason: str = "证据有误") -> Any:
    return flow.propose_void(
        office.register, office.who("secretariat", who), office.tick(), measure_id=measure_id, reason=reason
    )


def answer(office: Any, measure_id: str, *, agreed: bool = True, who: str = "province_drc") -> Any:
    return flow.answer_void(
        office.register,
        office.who("province_drc", who),
        office.tick(),
        measure_id=measure_id,
        agreed=agreed,
        reason="经复查",
    )


def bars_of(office: Any, number: int) -> list[tuple[date, date, str, str]]:
    with office.register.read() as connection:
        found = bars.of_enterprise(connection, office.application(number).enterprise.uscc)
    return [(one.from_, one.until, one.clause, one.state) for one in found]


def test_a_returned_application_has_ended_and_its_enterprise_is_barred_two_years(graded: Any) -> None:
    give_back(graded)
    assert bars_of(graded, 2) == [(DAY, date(2028, 6, 1), "16", "standing")]
    with graded.register.read() as connection:
        assert list(measures.returned(connection, ROUND)) == [SECOND]
    last = graded.entries()[-1]
    assert (last.act, last.object) == ("application.returned_as_untrue", f"application/{SECOND}")
    with pytest.raises(ConflictError, match=r"supervision\.returned_before"):
        give_back(graded)


def test_what_was_announced_is_revoked_and_not_returned(graded: Any) -> None:
    with pytest.raises(ConflictError, match=r"supervision\.announced_so_revoke"):
        give_back(graded, FIRST)


def test_it_needs_its_reason_and_a_day_that_can_be(graded: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_return"):
        give_back(graded, reason=" ")
    with pytest.raises(FaultsError, match=r"supervision\.day_to_come"):
        give_back(graded, on=date(2026, 6, 2))
    with pytest.raises(FaultsError, match=r"supervision\.day_too_early"):
        give_back(graded, on=date(2026, 3, 31))
    assert bars_of(graded, 2) == []


def test_the_day_is_that_of_the_offices_clock(graded: Any) -> None:
    """At 20:00 in Greenwich it is tomorrow in Nanjing."""
    graded.now = graded.now.replace(hour=20)
    give_back(graded, on=date(2026, 6, 2))
    assert bars_of(graded, 2)[0][0] == date(2026, 6, 2)


def test_who_may_know_of_a_bar(graded: Any) -> None:
    give_back(graded)
    code = graded.application(2).enterprise.uscc

    def seen(role: str, region: str | None = None) -> int:
        return len(flow.bars_of(graded.register, graded.who(role, region=region), code))

    assert [seen(role) for role in ("secretariat", "province_drc", "inspector")] == [1, 1, 1]
    assert [seen("county_regulator", region) for region in ("320102", "320104", None)] == [1, 0, 0]
    assert [seen("prefecture_drc", region) for region in ("320100", "320500")] == [1, 0]
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        seen("public")


def test_set_aside_by_a_second_person_the_bar_is_lifted_and_the_application_lives(graded: Any) -> None:
    give_back(graded)
    propose(graded, RETURNED)
    assert bars_of(graded, 2)[0][3] == "standing"
    answer(graded, RETURNED)
    assert bars_of(graded, 2) == [(DAY, date(2028, 6, 1), "16", "lifted")]
    with graded.register.read() as connection:
        assert measures.returned(connection, ROUND) == {}
    give_back(graded)
    assert bars_of(graded, 2) == [(DAY, date(2028, 6, 1), "16", "standing")]
    assert not flow.verify(graded.register, graded.who("inspector")).faults


def test_a_revocation_set_aside_gives_the_grade_back(graded: Any) -> None:
    graded.revoke()
    propose(graded, f"{FIRST}/measure/1")
    answer(graded, f"{FIRST}/measure/1")
    assert bars_of(graded, 1)[0][3] == "lifted"
    with graded.register.read() as connection:
        (held,) = accreditations.of_enterprise(connection, graded.application(1).enterprise.uscc)
    assert (held.state, held.version, held.reason) == ("valid", 3, "经复查")
    on = date(2026, 7, 1)
    assert flow.grade_standing(graded.register, graded.who("public"), FIRST, on=on) == "valid"


def test_who_proposed_does_not_answer_and_what_is_declined_stands(graded: Any) -> None:
    give_back(graded)
    with pytest.raises(ConflictError, match=r"supervision\.void_not_proposed"):
        answer(graded, RETURNED)
    propose(graded, RETURNED, "same")
    with pytest.raises(ConflictError, match=r"supervision\.nothing_to_void"):
        propose(graded, RETURNED)
    with pytest.raises(ConflictError, match=r"supervision\.void_same_person"):
        answer(graded, RETURNED, who="same")
    answer(graded, RETURNED, agreed=False)
    assert bars_of(graded, 2)[0][3] == "standing"
    with pytest.raises(ConflictError, match=r"supervision\.void_not_proposed"):
        answer(graded, RETURNED)
    propose(graded, RETURNED)
    answer(graded, RETURNED)
    with pytest.raises(ConflictError, match=r"supervision\.nothing_to_void"):
        propose(graded, RETURNED)


def test_what_waits_for_a_signature_is_withdrawn_and_not_set_aside(graded: Any) -> None:
    graded.revoke(roles=("secretariat",))
    with pytest.raises(ConflictError, match=r"supervision\.nothing_to_void"):
        propose(graded, f"{FIRST}/measure/1")


def test_the_authority_that_proposes_is_not_the_one_that_answers(graded: Any) -> None:
    give_back(graded)
    given = {"measure_id": RETURNED, "reason": "证据有误"}
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.propose_void(graded.register, graded.who("province_drc"), graded.tick(), **given)
    propose(graded, RETURNED)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        flow.answer_void(graded.register, graded.who("secretariat", "x"), graded.tick(), agreed=True, **given)
