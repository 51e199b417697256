"""Acts in the name of somebody who was not there, found from the chain alone."""

from __future__ import annotations

from typing import Any

import pytest

from scoring import flow
from scoring.errors import AccessRefusedError
from scoring.flow import accounts
from scoring.flow.accounts.unsigned import find_unsigned
from scoring.identity.lifetimes import fingerprint
from scoring.identity.terms import terms
from scoring.model import Actor
from scoring.register import chain, sign_ins
from scoring.register.accounts import Account
from scoring.register.acts import PersonalAct
from scoring.register.chain import Act
from scoring.register.sign_ins import SignInSession
from tests.scoring.flow.accounts.conftest import House

HOURS = terms().session.hours


@pytest.fixture
def register_url(tmp_path: Any) -> str:
    """A file alone: what is read is the same on a server."""
    return str(tmp_path / "register.db")


def found(house: House) -> list[tuple[str, str]]:
    return [(one.act.act, one.why) for one in accounts.unsigned_acts(house.register, house.actor("inspector"))]


def act(house: House, actor: str, role: str, name: str = "round.advanced") -> None:
    with house.register.write() as connection:
        chain.record(connection, Act(actor, role, name, "round/2026", house.tick()))


def test_what_is_done_by_those_who_signed_in_is_in_order(house: House) -> None:
    """Each of the three comes in, two of them make an account, its owner chooses a password and acts."""
    for role, given in house.first.items():
        house.enter(given, device=role)
    given = house.person()
    house.enter(given)
    act(house, given.account_id, "leader")
    house.tick(hours=HOURS - 1)
    act(house, given.account_id, "leader")
    assert found(house) == []


def test_a_session_planted_in_the_database_is_found_by_what_is_done_in_it(house: House) -> None:
    for role, given in house.first.items():
        house.enter(given, device=role)
    house.expert()
    house.person("li.mo", "expert", expert_id="E01")
    (account,) = [one.account for one in accounts.accounts_list(house.register, house.actor("inspector"))][3:]
    now = house.tick()
    with house.register.write() as connection:
        secret = sign_ins.secret(connection, account.account_id)
        assert secret is not None
        ends = house.now.replace(year=2027)
        planted = SignInSession(
            "s", fingerprint("t"), account.account_id, fingerprint("d"), now, now, ends, secret.epoch, "nothing", False
        )
        sign_ins.open_session(connection, planted)
    session = house.session("t")
    assert session is not None, "the database's owner gets in"
    flow.report_approach(
        house.register,
        session.actor,
        house.tick(),
        approach=flow.Approach("某人", "telephone", now.date(), "请求关照"),
    )
    assert found(house) == [("approach.reported", "not_signed_in")]


def test_a_command_under_another_s_name_is_found(house: House) -> None:
    act(house, house.first["inspector"].account_id, "inspector")
    assert found(house) == [("round.advanced", "not_signed_in")]


def test_a_sign_in_does_not_last_for_ever(house: House) -> None:
    given = house.person()
    house.enter(given)
    house.tick(hours=HOURS)
    act(house, given.account_id, "leader")
    assert ("round.advanced", "not_signed_in") in found(house)


def test_a_role_that_was_not_his_then_is_found(house: House) -> None:
    given = house.person()
    house.enter(given)
    act(house, given.account_id, "chair", "decision.recorded")
    assert ("decision.recorded", "role_not_held") in found(house)


def test_the_account_as_it_stood_then_counts() -> None:
    """Made at entry 2, another role at 5, disabled at 8; before 2 it is no matter of it."""
    first = Account("a", 1, "a", "A", ("leader",))
    versions = [
        (2, first),
        (5, Account("a", 2, "a", "A", ("chair",))),
        (8, Account("a", 3, "a", "A", ("chair",), state="disabled")),
    ]

    def one(sequence: int, role: str, name: str = "x") -> PersonalAct:
        return PersonalAct(sequence, f"2026-06-01T09:00:{sequence:02d}.000000Z", name, "a", role)

    signed = one(3, "leader", "account.signed_in")
    done = [one(1, "leader"), signed, one(4, "leader"), one(5, "leader"), one(6, "leader"), one(7, "chair")]
    done += [one(9, "chair")]
    assert [(each.act.sequence, each.why) for each in find_unsigned(done, versions, hours=12)] == [
        (6, "role_not_held"),
        (9, "role_not_held"),
    ]
    del done[1]
    assert [each.act.sequence for each in find_unsigned(done, versions, hours=12)] == [4, 5, 6, 7, 9]


def test_it_is_the_inspector_s_alone(house: House) -> None:
    for role in ("system_admin", "security_admin", "leader", "secretariat"):
        with pytest.raises(AccessRefusedError):
            accounts.unsigned_acts(house.register, Actor("x", "x", frozenset({role})))
