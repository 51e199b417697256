"""The public register: in it from the announcement on, found by what people look for, with what it is on the day."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.flow import Granted, Search
from scoring.flow.exporting import STATUS

ROUND, FIRST = "2026-sample", "2026-0001"
DAY, LAST = date(2026, 9, 1), date(2031, 8, 31)


def announce(office: Any) -> None:
    office.score(FIRST, "1")
    office.to("deciding")
    office.decide()
    office.to("in_notice")
    office.accredit(Granted(FIRST, "AA"), on=DAY)


@pytest.fixture
def announced(office: Any, led: Any) -> Any:
    """The first application is announced AA."""
    return led(office, announce)


def found(office: Any, on: date = DAY, **search: Any) -> list[flow.PublicEntry]:
    return list(flow.public_register(office.register, office.who("public"), on=on, search=Search(**search)))


def test_nothing_is_public_before_its_announcement(office: Any, announced: Any) -> None:
    assert found(announced, date(2026, 8, 31)) == []
    (one,) = found(announced)
    assert (one.grade, one.valid_from, one.valid_until) == ("AA", DAY, LAST)
    assert one.number.startswith("QC32-2026-0")


def test_what_is_decided_and_not_announced_is_not_in_it(office: Any) -> None:
    office.score(FIRST, "1")
    office.to("deciding")
    office.decide()
    office.to("in_notice")
    assert found(office) == []


def test_what_a_grade_is_on_the_edges_of_its_term(announced: Any) -> None:
    days = [DAY, date(2030, 8, 30), date(2030, 8, 31), LAST, date(2031, 9, 1)]
    told = [one.standing for day in days for one in found(announced, day)]
    assert told == ["valid", "valid", "expiring", "expiring", "expired"]


def test_a_grade_that_expires_soon_is_found_as_valid_too(announced: Any) -> None:
    assert len(found(announced, LAST, standing="valid")) == 1
    assert len(found(announced, LAST, standing="expiring")) == 1
    assert found(announced, DAY, standing="expiring") == []


def test_a_revoked_grade_stays_in_it_as_revoked_and_its_reason_is_not_public(announced: Any) -> None:
    revoke(announced, "内部情况：某人举报")
    (one,) = found(announced)
    assert one.standing == "revoked"
    assert "举报" not in repr(one)


def revoke(office: Any, reason: str) -> None:
    office.revoke(FIRST, reason=reason)


def test_searched_by_name_code_region_grade_year_and_standing(announced: Any) -> None:
    wanted = {"name": "样例1", "uscc": "91320102", "region": "南京市", "grade": "AA", "year": 2026, "standing": "valid"}
    assert len(found(announced, **wanted)) == 1
    for key, other in {
        "name": "样例2",
        "region": "320500",
        "grade": "AAA",
        "year": 2025,
        "standing": "revoked",
    }.items():
        assert found(announced, **wanted | {key: other}) == []


def test_all_that_cannot_be_looked_for_is_told_at_once(announced: Any) -> None:
    with pytest.raises(FaultsError, match=r"publicregister\.") as caught:
        found(announced, region="上海市", grade="AAAA", standing="good", uscc="9132-'--")
    assert [fault.what.key for fault in caught.value.faults] == [
        "publicregister.unknown_region",
        "publicregister.unknown_grade",
        "publicregister.unknown_standing",
        "publicregister.not_a_code",
    ]
    assert caught.value.faults[1].expected == "A | AA | AAA"


def test_the_name_is_that_of_the_announcement_whatever_is_corrected_since(announced: Any) -> None:
    given = announced.application(1)
    renamed = replace(given, enterprise=replace(given.enterprise, name="改名有限公司"))
    flow.import_applications(
        announced.register,
        announced.who("secretariat"),
        announced.tick(),
        ROUND,
        [renamed],
        source="a.csv",
        reason="更名",
    )
    (one,) = found(announced)
    assert one.enterprise == given.enterprise.name


def test_every_row_of_the_table_says_that_it_is_a_sample(announced: Any) -> None:
    export = flow.export_public_register(announced.register, announced.who("public"), on=DAY)
    (row,) = export.rows
    assert row[STATUS] == "sample"
    assert (row["prefecture"], row["county"], row["standing"]) == ("南京市", "玄武区", "valid")
    assert set(row) == set(export.columns)
    assert FIRST not in row.values()  # nothing of the procedure behind it


def test_open_to_everybody(announced: Any) -> None:
    for role in ("public", "leader", "county_regulator", "expert", "kiosk", "system_admin"):
        assert len(flow.public_register(announced.register, announced.who(role), on=DAY)) == 1


def suspend(office: Any, *, until: date) -> None:
    """Suspend the grade from publicity, from the day after its announcement."""
    office.now = max(office.now, datetime(2026, 9, 2, 1, tzinfo=UTC))
    flow.order_measure(
        office.register,
        office.who("secretariat"),
        office.tick(),
        application_id=FIRST,
        measure="publicity_suspension",
        cause=flow.Cause("major_accident", DAY),
        on=date(2026, 9, 2),
        until=until,
        reason="重大质量事故",
    )


def test_suspended_from_publicity_for_as_long_as_it_lasts_and_valid_after(announced: Any) -> None:
    suspend(announced, until=date(2026, 12, 31))
    days = [DAY, date(2026, 9, 2), date(2026, 12, 31), date(2027, 1, 1)]
    told = [one for day in days for one in found(announced, day)]
    assert [one.standing for one in told] == ["valid", "suspended", "suspended", "valid"]
    assert [one.cite.clause if one.cite else None for one in told] == [None, "17", "17", None]
    assert found(announced, date(2026, 10, 1), standing="valid") == []


def test_the_number_of_the_joint_document_stands_with_the_grade(announced: Any) -> None:
    (one,) = found(announced)
    assert one.joint_document
    assert (
        flow.export_public_register(announced.register, announced.who("public"), on=DAY).rows[0]["joint_document"]
        == one.joint_document
    )
