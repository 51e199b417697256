"""Complaints at the desks of county, prefecture and province: their clocks, their outcomes, who sees what."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import Sender

FIRST, SECOND = "2026-0001", "2026-0002"
COUNTY, OTHER_COUNTY, PREFECTURE = "320102", "320104", "320100"
DAY = date(2026, 6, 1)
ID = f"{FIRST}/complaint/1"
SENDER = Sender("王某", "13800000000")


def desk(office: Any, region: str | None) -> Any:
    if region is None:
        return office.who("secretariat")
    role = "prefecture_regulator" if region.endswith("00") else "county_regulator"
    return office.who(role, f"{role}-{region}", region)


def receive(office: Any, region: str | None = COUNTY, **given: Any) -> str:
    """Enter a complaint at a desk and return its id."""
    told = {"application_id": FIRST, "kind": "complaint", "account": "产品与标识不符", "on": DAY} | given
    entry = flow.receive_complaint(office.register, desk(office, region), office.tick(), **told)
    found = flow.list_complaints(office.register, office.who("inspector"))[-1]
    assert entry.act == "complaint.received"
    return found.complaint_id


def advance(
    office: Any, state: str, *, on: date = DAY, reason: str = "经核查", region: str | None = COUNTY, id_: str = ID
) -> Any:
    office.now = max(office.now, office.now.replace(year=on.year, month=on.month, day=on.day))
    return flow.advance_complaint(
        office.register,
        desk(office, region),
        office.tick(),
        complaint_id=id_,
        state=state,  # type: ignore[arg-type]
        on=on,
        reason=reason,
    )


def test_a_complaint_goes_from_receipt_to_outcome_with_its_clocks(graded: Any) -> None:
    assert receive(graded) == ID
    seen = []
    for state, on in (
        ("accepted", date(2026, 6, 5)),
        ("investigated", date(2026, 7, 1)),
        ("found_true", date(2026, 7, 2)),
    ):
        before = flow.read_complaint(graded.register, graded.who("inspector"), ID)
        seen.append((before.state, before.due_on))
        advance(graded, state, on=on, reason="" if state == "accepted" else "检验不合格")
    assert seen == [
        ("received", date(2026, 6, 11)),
        ("accepted", date(2026, 8, 4)),
        ("investigated", date(2026, 8, 4)),
    ]
    last = flow.read_complaint(graded.register, graded.who("inspector"), ID)
    assert (last.state, last.due_on, last.reason, last.version) == ("found_true", None, "检验不合格", 4)
    assert not flow.verify(graded.register, graded.who("inspector")).faults


@pytest.mark.parametrize(("region", "code"), [(COUNTY, COUNTY), (PREFECTURE, PREFECTURE), (None, "320000")])
def test_there_is_a_desk_at_every_level(graded: Any, region: str | None, code: str) -> None:
    id_ = receive(graded, region)
    assert flow.read_complaint(graded.register, graded.who("inspector"), id_).desk == code
    advance(graded, "accepted", region=region, id_=id_)
    for other in {COUNTY, PREFECTURE, None} - {region}:
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            advance(graded, "investigated", region=other, id_=id_)


def test_each_desk_sees_what_lies_at_it_and_below_it(graded: Any) -> None:
    county, prefecture, province = (receive(graded, region) for region in (COUNTY, PREFECTURE, None))

    def seen(actor: Any) -> set[str]:
        return {one.complaint_id for one in flow.list_complaints(graded.register, actor)}

    assert seen(desk(graded, COUNTY)) == {county}
    assert seen(desk(graded, OTHER_COUNTY)) == set()
    assert seen(desk(graded, PREFECTURE)) == {county, prefecture}
    assert seen(desk(graded, "320500")) == set()
    for role in ("secretariat", "inspector", "province_drc"):
        assert seen(graded.who(role)) == {county, prefecture, province}
    for role in ("public", "expert", "leader", "county_drc", "system_admin"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            seen(graded.who(role, region=COUNTY))


def test_a_desk_takes_complaints_about_its_own_region_only(graded: Any) -> None:
    for region in (OTHER_COUNTY, "320500"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            receive(graded, region)


def test_who_complained_is_in_no_list_and_every_look_at_it_is_recorded(graded: Any) -> None:
    receive(graded, sender=SENDER)
    for entry in graded.entries():
        assert "王某" not in entry.content
        assert SENDER.contact not in entry.content
    assert "王某" not in repr(flow.list_complaints(graded.register, graded.who("inspector")))

    def look(actor: Any, reason: str = "告知处理结果") -> Any:
        return flow.read_complainant(graded.register, actor, graded.tick(), complaint_id=ID, reason=reason)

    found = look(desk(graded, COUNTY))
    assert (found.name, found.contact) == (SENDER.name, SENDER.contact)
    last = graded.entries()[-1]
    assert (last.act, last.object, "告知处理结果" in last.content) == ("complainant.read", f"complaint/{ID}", True)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_identity"):
        look(graded.who("inspector"), "")
    assert look(graded.who("inspector")) == found
    for stranger in (desk(graded, PREFECTURE), graded.who("secretariat"), graded.who("province_drc")):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            look(stranger)


def test_a_complaint_may_have_no_name(graded: Any) -> None:
    receive(graded)
    given = {"complaint_id": ID, "reason": "告知处理结果"}
    assert flow.read_complainant(graded.register, desk(graded, COUNTY), graded.tick(), **given) is None


@pytest.mark.parametrize(
    ("path", "state"),
    [
        ((), "investigated"),
        ((), "found_true"),
        (("accepted",), "accepted"),
        (("accepted",), "found_true"),
        (("not_accepted",), "accepted"),
        (("accepted", "investigated", "unfounded"), "found_true"),
    ],
)
def test_what_cannot_follow_is_refused(graded: Any, path: tuple[str, ...], state: str) -> None:
    receive(graded)
    for one in path:
        advance(graded, one)
    with pytest.raises(ConflictError, match=r"supervision\.complaint_cannot_follow"):
        advance(graded, state)


def test_all_but_the_taking_up_needs_a_reason(graded: Any) -> None:
    receive(graded)
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*what_not_accepted"):
        advance(graded, "not_accepted", reason="")
    advance(graded, "accepted", reason="")
    for state in ("investigated", "unfounded"):
        with pytest.raises(ConflictError, match=rf"flow\.reason_needed .*what_{state}"):
            advance(graded, state, reason="")
        advance(graded, state)


def test_those_who_are_late_are_reminded_and_no_others(graded: Any) -> None:
    late, timely, done = (receive(graded) for _ in range(3))
    advance(graded, "accepted", id_=timely)
    advance(graded, "not_accepted", id_=done)

    def reminded(on: date, actor: Any = None) -> list[tuple[str, int]]:
        found = flow.late_complaints(graded.register, actor or graded.who("secretariat"), on=on)
        return [(one.complaint.complaint_id, one.days_late) for one in found]

    assert reminded(date(2026, 6, 11)) == []
    assert reminded(date(2026, 6, 12)) == [(late, 1)]
    assert reminded(date(2026, 7, 31)) == [(late, 50)]
    assert reminded(date(2026, 8, 1)) == [(late, 51), (timely, 1)]
    assert reminded(date(2026, 6, 12), desk(graded, OTHER_COUNTY)) == []
    assert reminded(date(2026, 6, 12), desk(graded, PREFECTURE)) == [(late, 1)]


def test_what_comes_late_is_entered_and_said_to_be_late(graded: Any) -> None:
    receive(graded)
    advance(graded, "accepted", on=date(2026, 6, 13))
    assert '"days_late":2' in graded.entries()[-1].content


def test_all_faults_of_an_entry_are_told_at_once(graded: Any) -> None:
    before = len(graded.entries())
    with pytest.raises(FaultsError, match=r"supervision\.") as caught:
        receive(graded, kind="rumour", account=" ", on=date(2026, 6, 2), sender=Sender("王\u202e某", ""))
    assert [fault.what.key for fault in caught.value.faults] == [
        "supervision.unknown_kind",
        "supervision.text_missing",
        "supervision.day_to_come",
        "flow.text_with_hidden_characters",
        "supervision.text_missing",
    ]
    with pytest.raises(FaultsError, match=r"supervision\.sender_of_own_finding"):
        receive(graded, kind="own_finding", sender=SENDER)
    with pytest.raises(FaultsError, match=r"supervision\.day_too_early"):
        receive(graded, on=date(2026, 5, 19))
    assert len(graded.entries()) == before


def test_only_accredited_enterprises_are_complained_of_here(graded: Any) -> None:
    with pytest.raises(ConflictError, match=r"supervision\.not_accredited"):
        receive(graded, application_id=SECOND)


def test_a_hidden_complaint_and_an_absent_one_are_refused_alike(graded: Any) -> None:
    receive(graded)
    stranger = desk(graded, OTHER_COUNTY)
    with pytest.raises(AccessRefusedError, match=r"access\.refused") as hidden:
        flow.read_complaint(graded.register, stranger, ID)
    with pytest.raises(AccessRefusedError, match=r"access\.refused") as absent:
        flow.read_complaint(graded.register, stranger, "2026-0001/complaint/9")
    assert str(hidden.value) == str(absent.value)
