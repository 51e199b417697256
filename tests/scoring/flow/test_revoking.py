"""Both authorities revoke, each for itself, on one ground; the bar follows from the day of the second signature."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.model import Actor
from scoring.register import accreditations, bars

FIRST, SECOND = "2026-0001", "2026-0002"
DAY = date(2026, 6, 1)
UNTRUE = flow.Cause("untrue_material")
ACCIDENT = flow.Cause("major_accident", date(2026, 5, 25))


def state_of(office: Any) -> str:
    with office.register.read() as connection:
        (one,) = accreditations.of_enterprise(connection, office.application(1).enterprise.uscc)
    return one.state


def bars_of(office: Any) -> list[tuple[date, date, str, str]]:
    found = flow.bars_of(office.register, office.who("secretariat"), office.application(1).enterprise.uscc)
    return [(one.from_, one.until, one.clause, one.state) for one in found]


def measures_of(office: Any) -> list[tuple[str, str]]:
    found = flow.read_measures(office.register, office.who("inspector"), FIRST)
    return [(one.kind, one.state) for one in found]


@pytest.mark.parametrize("order", [("secretariat", "province_drc"), ("province_drc", "secretariat")])
def test_the_second_signature_revokes_bars_and_tells_the_public(graded: Any, order: tuple[str, str]) -> None:
    graded.revoke(roles=order[:1])
    assert (state_of(graded), bars_of(graded), measures_of(graded)) == ("valid", [], [("revocation", "signed")])
    graded.revoke(roles=order[1:])
    assert state_of(graded) == "revoked"
    assert bars_of(graded) == [(DAY, date(2028, 6, 1), "16", "standing")]
    assert measures_of(graded) == [("revocation", "in_force"), ("revocation_announcement", "in_force")]
    assert [(one.act, one.role) for one in graded.entries()[-2:]] == [
        ("revocation.signed", order[0]),
        ("accreditation.revoked", order[1]),
    ]
    assert not flow.verify(graded.register, graded.who("inspector")).faults


def test_what_article_17_names_bars_five_years_from_the_second_signature(graded: Any) -> None:
    graded.revoke(cause=ACCIDENT, roles=("secretariat",))
    graded.revoke(cause=ACCIDENT, roles=("province_drc",), on=date(2028, 2, 29))
    assert bars_of(graded) == [(date(2028, 2, 29), date(2033, 2, 28), "17", "standing")]
    with graded.register.read() as connection:
        code = graded.application(1).enterprise.uscc
        assert len(bars.standing(connection, code, date(2033, 2, 28))) == 1
        assert bars.standing(connection, code, date(2033, 3, 1)) == ()


def test_it_needs_a_reason_and_something_to_revoke(graded: Any) -> None:
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_revocation"):
        graded.revoke(reason="")
    with pytest.raises(ConflictError, match=r"flow\.nothing_to_revoke"):
        graded.revoke(SECOND)
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        graded.revoke("2026-0099")
    graded.revoke()
    with pytest.raises(ConflictError, match=r"flow\.nothing_to_revoke"):
        graded.revoke()


def test_neither_authority_signs_twice_nor_on_another_ground(graded: Any) -> None:
    graded.revoke(roles=("secretariat",))
    colleague = graded.who("secretariat", "colleague")
    given = {"application_id": FIRST, "cause": UNTRUE, "on": DAY, "reason": "弄虚作假"}
    with pytest.raises(ConflictError, match=r"supervision\.signed_already"):
        flow.revoke(graded.register, colleague, graded.tick(), **given)
    with pytest.raises(ConflictError, match=r"supervision\.other_ground"):
        graded.revoke(cause=ACCIDENT, roles=("province_drc",))
    assert state_of(graded) == "valid"


def test_one_person_does_not_sign_for_both_and_that_he_tried_is_kept(graded: Any) -> None:
    both = Actor("both", "both", frozenset({"secretariat", "province_drc"}))
    given = {"application_id": FIRST, "cause": UNTRUE, "on": DAY, "reason": "弄虚作假"}
    flow.revoke(graded.register, both, graded.tick(), **given)
    with pytest.raises(FaultsError, match=r"supervision\.same_person"):
        flow.revoke(graded.register, both, graded.tick(), **given)
    assert state_of(graded) == "valid"
    last = graded.entries()[-1]
    assert (last.act, last.actor, last.object) == ("attempt.refused", "both", f"application/{FIRST}")


def test_all_faults_are_told_at_once_and_nothing_is_signed(graded: Any) -> None:
    given = {"application_id": FIRST, "on": date(2026, 7, 1), "reason": "事故"}
    cause = flow.Cause("major_accident", date(2026, 5, 19), ("2026-0001/complaint/9",))
    before = len(graded.entries())
    with pytest.raises(FaultsError, match=r"supervision\.") as caught:
        flow.revoke(graded.register, graded.who("secretariat"), graded.tick(), cause=cause, **given)
    assert [fault.what.key for fault in caught.value.faults] == [
        "supervision.not_found_true",
        "supervision.accident_outside_validity",
        "supervision.day_to_come",
    ]
    assert len(graded.entries()) == before


def test_it_is_not_of_a_day_before_the_first_signature_or_the_announcement(graded: Any) -> None:
    with pytest.raises(FaultsError, match=r"supervision\.day_too_early"):
        graded.revoke(on=date(2026, 5, 19), roles=("secretariat",))
    graded.revoke(roles=("secretariat",))
    with pytest.raises(FaultsError, match=r"supervision\.day_too_early"):
        graded.revoke(on=date(2026, 5, 31), roles=("province_drc",))


def test_a_signature_is_withdrawn_by_its_own_authority_while_it_waits(graded: Any) -> None:
    graded.revoke(roles=("secretariat",))
    given = {"measure_id": f"{FIRST}/measure/1", "reason": "事由有误"}
    with pytest.raises(ConflictError, match=r"supervision\.nothing_to_withdraw"):
        flow.withdraw_revocation(graded.register, graded.who("province_drc"), graded.tick(), **given)
    flow.withdraw_revocation(graded.register, graded.who("secretariat"), graded.tick(), **given)
    assert measures_of(graded) == [("revocation", "voided")]
    graded.revoke(cause=ACCIDENT)
    assert state_of(graded) == "revoked"
    with pytest.raises(ConflictError, match=r"supervision\.nothing_to_withdraw"):
        flow.withdraw_revocation(graded.register, graded.who("secretariat"), graded.tick(), **given)


@pytest.mark.parametrize("role", ["leader", "chair", "prefecture_drc", "county_regulator", "inspector", "system_admin"])
def test_nobody_else_revokes(graded: Any, role: str) -> None:
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        graded.revoke(roles=(role,))
