"""Each alarm planted and seen; a clean register shows none; no name in any of them."""

from __future__ import annotations

from dataclasses import fields
from datetime import datetime, timedelta
from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow.alarms import KINDS, Crossing, Facts, alarms_of
from scoring.register import accounts, chain, sign_ins, tables
from scoring.register.alarm_facts import Failures, RoleActs, RoleHour
from scoring.register.sign_ins import FailureCount

FIRST, SECOND = "2026-0001", "2026-0002"


def seen(office: Any) -> dict[str, Any]:
    found = flow.alarms(office.register, office.who("inspector"), office.tick())
    assert [one.kind for one in found] == list(KINDS)
    return {one.kind: one for one in found}


def ring(office: Any) -> dict[str, Any]:
    return {kind: one for kind, one in seen(office).items() if one.count}


def give_back(office: Any, expert: str = "E01", of: str = FIRST) -> None:
    flow.return_sheet(
        office.register,
        office.who("assignment_holder"),
        office.tick(),
        application_id=of,
        expert_id=expert,
        stage="document_review",
        reason="漏评一项",
    )


def mark_again(office: Any, share: str, expert: str = "E01", of: str = FIRST) -> None:
    for leaf in office.book.round.indicator_table.leaves():
        office.save(office.given(leaf.code, share), expert=expert, of=of, seen=1)
    office.submit(expert=expert, of=of)


def test_a_clean_register_rings_none(decided: Any) -> None:
    assert ring(decided) == {}
    assert seen(decided)["against_proposal"].of == 2


def test_a_returned_sheet_that_crosses_a_line_is_seen_and_one_that_stays_is_not(office: Any) -> None:
    office.score(FIRST, "1")
    office.score(SECOND, "0.5")
    give_back(office)
    mark_again(office, "0.25")
    give_back(office, of=SECOND)
    mark_again(office, "0.5", of=SECOND)
    (one,) = ring(office).values()
    assert (one.kind, one.count, one.of, one.about) == ("crossed", 1, 2, (FIRST,))


def test_a_mark_changed_after_the_marks_were_closed_once_is_seen(office: Any) -> None:
    office.score(FIRST, "0.75")
    office.to("deciding")
    office.to("reviewing", reason="补正")
    assert ring(office) == {}
    give_back(office)
    code = office.book.round.indicator_table.leaves()[0].code
    office.save(office.given(code, "0.75", note="第 4 页"), seen=1)
    assert ring(office) == {}  # another note is no other mark
    office.save(office.given(code, "0.5"), seen=2)
    office.save(office.given(code, "0.25"), seen=3)
    (one,) = ring(office).values()
    assert (one.kind, one.count, one.about) == ("after_reveal", 1, (FIRST,))
    office.save(office.given(code, "0.75"), seen=4)
    assert ring(office) == {}  # what is again as it was changed nothing


def test_a_decision_against_its_proposal_is_seen_until_it_is_voided_and_then_the_voiding_is(office: Any) -> None:
    office.score(FIRST, "1")
    office.to("deciding")
    office.decide("do_not_propose", reason="现场情况不符")
    (one,) = ring(office).values()
    assert (one.kind, one.count, one.of, one.about) == ("against_proposal", 1, 1, (FIRST,))
    office.void(f"{FIRST}/document_review/1")
    (one,) = ring(office).values()
    assert (one.kind, one.count, one.by_role) == ("voided", 1, (("secretariat", 1),))


def test_acts_at_night_are_counted_by_role_and_only_of_the_last_days(office: Any) -> None:
    office.now = datetime.fromisoformat("2026-06-02T14:30:00+00:00")  # 22:30 in Beijing
    office.score(FIRST)
    one = ring(office)["out_of_hours"]
    assert (one.count, one.by_role) == (1, (("assignment_holder", 1),))
    assert one.of > one.count
    office.now += timedelta(days=31)
    assert ring(office) == {}


@pytest.mark.parametrize(("hour", "rings"), [("13", False), ("14", True), ("21", True), ("22", False)])
def test_the_night_begins_at_22_and_ends_at_6_of_beijing(hour: str, rings: bool) -> None:
    found = {one.kind: one for one in alarms_of(Facts(hours=(RoleHour("chair", f"2026-06-02T{hour}", 3),)))}
    assert found["out_of_hours"].count == (3 if rings else 0)


def test_first_accounts_made_again_failed_sign_ins_and_locks_are_seen(office: Any) -> None:
    now = office.tick()
    with office.register.write() as connection:
        chain.record(connection, chain.Act("root", "system", "account.first_again", "account", now, "两人都离职"))
        for key, until in (("a", None), ("b", now + timedelta(minutes=10)), ("c", now - timedelta(minutes=10))):
            sign_ins.keep_count(connection, FailureCount(key, "login", 5, now, until))
    found = ring(office)
    assert set(found) == {"break_glass", "sign_ins"}
    assert found["break_glass"].by_role == (("system", 1),)
    assert (found["sign_ins"].count, found["sign_ins"].of) == (15, 1)


def test_an_act_in_the_name_of_somebody_who_had_not_signed_in_is_seen_without_his_name(office: Any) -> None:
    """By the owner of the machine with ``--actor``; and one in a role that was never granted."""
    written = [accounts.Account("A1", 1, "zhang.san", "张三", ("secretariat",))]
    with office.register.write() as connection:
        chain.record(
            connection,
            chain.Act("security", "security_admin", "account.approved", "account/A1", office.tick()),
            {tables.account: accounts.add_accounts(written)},
        )
    assert ring(office) == {}
    do = [("secretariat", "round.advanced"), ("secretariat", "account.signed_in"), ("secretariat", "round.advanced")]
    for role, act in [*do, ("chair", "decision.recorded")]:
        with office.register.write() as connection:
            chain.record(connection, chain.Act("A1", role, act, "round/2026", office.tick()))
    one = ring(office)["unsigned"]
    assert (one.count, one.of, one.by_role) == (2, 1, (("chair", 1), ("secretariat", 1)))
    assert [(told.act, told.why) for told in one.acts] == [
        ("decision.recorded", "role_not_held"),
        ("round.advanced", "not_signed_in"),
    ]
    assert one.last == one.acts[0].at
    assert "A1" not in repr(one)
    assert "张三" not in repr(one)


def test_seats_that_were_left_are_counted_with_those_that_lack_a_reason(office: Any) -> None:
    office.recuse(expert="E01")
    found = flow.alarm_grounds(office.register, office.who("inspector"), office.tick().date())
    assert (found.left, found.without_reason, found.aside) == ((("recused", 1),), 0, 0)


def test_openings_of_identities_are_seen(decided: Any) -> None:
    flow.ask_opening_identity(
        decided.register, decided.who("inspector"), decided.tick(), application_id=FIRST, ground="案", reason="核实"
    )
    assert set(ring(decided)) == {"identities"}


def test_a_conflict_without_recusal_is_seen_until_the_member_leaves(office: Any) -> None:
    uscc = office.application(1).enterprise.uscc
    flow.declare_conflict(
        office.register,
        office.who("assignment_holder"),
        office.tick(),
        uscc=uscc,
        expert_id="E01",
        kind="found",
        source="企业登记",
        reason="持有股份",
    )
    one = ring(office)["conflicts"]
    assert (one.count, one.about) == (1, (FIRST,))
    office.recuse(expert="E01")
    assert ring(office) == {}


def test_a_recused_member_on_a_roll_is_seen(office: Any) -> None:
    """Written past `flow`, which would refuse it: a vote about one application by somebody who stands aside of it."""
    at = "2026-06-01T09:00:00.000000Z"
    office.recuse(expert="E01")
    rows = {
        tables.voting: [
            {
                "voting_id": "V",
                "sitting_id": "S",
                "version": 1,
                "block": "hard",
                "ballot": "open",
                "state": "closed",
                "reason": None,
                "at": at,
            }
        ],
        tables.voting_item: [
            {"voting_id": "V", "application_id": FIRST, "outcome": "propose_aa", "entitled": 5, "present": 5}
        ],
        tables.roll: [{"voting_id": "V", "person_id": "E01", "choice": "in_favour"}],
    }
    with office.register.write() as connection:
        chain.record(connection, chain.Act("chair", "chair", "voting.planted", "S", office.tick()), rows)
    assert ring(office)["recused_voting"].count == 1


def test_others_have_no_alarms_and_no_alarm_can_hold_a_person(office: Any) -> None:
    for role in ("chair", "secretariat", "assignment_holder", "system_admin", "security_admin", "leader"):
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            flow.alarms(office.register, office.who(role), office.tick())
    office.score(FIRST, "1")
    give_back(office)
    mark_again(office, "0.25")
    text = repr(flow.alarms(office.register, office.who("inspector"), office.tick()))
    assert not [f"E{number:02d}" for number in range(1, 11) if f"E{number:02d}" in text]
    assert "expert" not in {field.name for field in fields(Crossing)} | {field.name for field in fields(Failures)}


def test_roles_come_most_first() -> None:
    acts = (RoleActs("decision.voided", "chair", 1, "a"), RoleActs("decision.voided", "secretariat", 4, "b"))
    found = {one.kind: one for one in alarms_of(Facts(acts=acts))}
    assert found["voided"].by_role == (("secretariat", 4), ("chair", 1))
    assert found["voided"].last == "b"
