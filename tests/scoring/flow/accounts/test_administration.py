"""What one administrator proposes and another answers; what changes the rights of somebody who is signed in."""

from __future__ import annotations

from typing import Any

import pytest

from indicators.faults import FaultsError
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import accounts
from scoring.model import Actor
from tests.scoring.flow.accounts.conftest import House


@pytest.fixture
def register_url(tmp_path: Any) -> str:
    """A file alone: `test_on_both` goes the same ways on a server."""
    return str(tmp_path / "register.db")


def propose_roles(house: House, account_id: str, *roles: str, **more: Any) -> accounts.Proposal:
    who = house.actor("system_admin")
    return accounts.propose_roles(
        house.register, who, house.tick(), account_id, roles=roles, **({"reason": "调整"} | more)
    )


def test_other_roles_hold_when_another_person_approved_and_end_what_was_open(house: House) -> None:
    given = house.person()
    token = house.enter(given).token
    proposal = propose_roles(house, given.account_id, "province_drc")
    found = house.session(token)
    assert found is not None
    assert found.roles == {"leader"}, "nothing holds yet"
    house.approve(proposal)
    assert house.session(token) is None
    assert accounts.why_ended(house.register, token) == "changed"
    signed = house.sign_in(given.login)
    found = house.session(signed.token)
    assert found is not None
    assert (found.roles, found.actor.roles) == ({"province_drc"}, {"province_drc"})
    assert house.is_sound()


def test_a_role_that_needs_a_second_step_asks_for_it_at_the_next_sign_in(house: House) -> None:
    given = house.person()
    house.enter(given)
    house.approve(propose_roles(house, given.account_id, "chair"))
    assert house.sign_in(given.login).needs == "enrol_one_time"


def test_roles_that_exclude_each_other_are_not_even_proposed(house: House) -> None:
    given = house.person()
    for roles in (("chair", "inspector"), ("system_admin", "security_admin"), ("secretariat", "assignment_holder")):
        with pytest.raises(FaultsError):
            propose_roles(house, given.account_id, *roles)
    for roles in ((), ("kiosk",), ("no_such_role",)):
        with pytest.raises(FaultsError):
            propose_roles(house, given.account_id, *roles)
    with pytest.raises(ConflictError):
        propose_roles(house, given.account_id, "leader")


def test_nobody_approves_what_he_proposed_even_with_both_roles(house: House) -> None:
    proposal = house.propose()
    both = Actor(house.first["system_admin"].account_id, "both", frozenset({"system_admin", "security_admin"}))
    with pytest.raises(ConflictError, match="same_person"):
        accounts.approve(house.register, both, house.tick(), proposal.proposal_id)
    with pytest.raises(AccessRefusedError):
        house.approve(proposal, "system_admin")
    with pytest.raises(AccessRefusedError):
        house.approve(proposal, "inspector")


def test_what_is_refused_or_withdrawn_opens_nothing_and_is_over(house: House) -> None:
    refused, withdrawn = house.propose(), house.propose("zhao.min")
    secure, system = house.actor("security_admin"), house.actor("system_admin")
    with pytest.raises(ConflictError):
        accounts.refuse(house.register, secure, house.tick(), refused.proposal_id, reason=" ")
    accounts.refuse(house.register, secure, house.tick(), refused.proposal_id, reason="无任职文件")
    another = Actor("account-0099", "another", frozenset({"system_admin"}))
    with pytest.raises(ConflictError, match="not_your_proposal"):
        accounts.withdraw(house.register, another, house.tick(), withdrawn.proposal_id)
    with pytest.raises(AccessRefusedError):
        accounts.withdraw(house.register, secure, house.tick(), withdrawn.proposal_id)
    accounts.withdraw(house.register, system, house.tick(), withdrawn.proposal_id)
    for one in (refused, withdrawn):
        with pytest.raises(ConflictError):
            house.approve(one)
        with pytest.raises(ConflictError):
            house.hand_out(one)
    listed = {one.proposal_id: one.state for one in accounts.proposals_list(house.register, system)}
    assert listed == {refused.proposal_id: "refused", withdrawn.proposal_id: "withdrawn"}
    assert not accounts.proposals_list(house.register, system, waiting=True)
    assert len(accounts.accounts_list(house.register, system)) == 3
    assert house.is_sound()


def test_a_first_password_is_handed_out_once_and_after_approval(house: House) -> None:
    proposal = house.propose()
    with pytest.raises(ConflictError):
        house.hand_out(proposal)
    house.approve(proposal)
    given = house.hand_out(proposal)
    with pytest.raises(ConflictError):
        house.hand_out(proposal)
    assert house.sign_in(given.login, given.password).needs == "new_password"


def test_a_lost_telephone_takes_two_and_its_codes_are_over(house: House) -> None:
    given = house.first["inspector"]
    token = house.enter(given).token
    proposal = accounts.propose_one_time(
        house.register, house.actor("system_admin"), house.tick(), given.account_id, reason="手机遗失"
    )
    assert house.sign_in(given.login).needs == "one_time_code", "proposed is not approved"
    house.approve(proposal)
    assert house.session(token) is None
    signed = house.sign_in(given.login)
    assert signed.needs == "enrol_one_time"
    before = house.secrets[given.login]
    assert house.enrol(given.login, signed.token).needs == "nothing"
    assert house.secrets[given.login] != before
    assert house.is_sound()


def test_a_lost_password_takes_two_and_the_old_one_is_over_at_once(house: House) -> None:
    given = house.person()
    token = house.enter(given).token
    proposal = accounts.propose_password(
        house.register, house.actor("system_admin"), house.tick(), given.account_id, reason="忘记密码"
    )
    assert house.sign_in(given.login).needs == "nothing"
    house.approve(proposal)
    assert house.session(token) is None
    house.refused(given.login)
    again = house.hand_out(proposal)
    assert house.sign_in(again.login, again.password).needs == "new_password"


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "inspector"])
def test_the_last_of_each_administration_stays(house: House, role: str) -> None:
    last = house.first[role].account_id
    for by in ("system_admin", "security_admin"):
        with pytest.raises(ConflictError, match="last_of_its_kind"):
            accounts.disable(house.register, house.actor(by), house.tick(), last, reason="离岗")
    second = house.person("second.one", role)
    accounts.disable(house.register, house.actor("security_admin"), house.tick(), last, reason="离岗")
    with pytest.raises(ConflictError, match="last_of_its_kind"):
        accounts.disable(house.register, house.actor("system_admin"), house.tick(), second.account_id, reason="离岗")


@pytest.mark.parametrize("role", ["system_admin", "security_admin", "inspector"])
def test_nor_does_it_leave_by_being_given_another_role(house: House, role: str) -> None:
    """Two administrators together could else do away with the one who watches them."""
    last = house.first[role].account_id
    with pytest.raises(ConflictError, match="last_of_its_kind"):
        propose_roles(house, last, "leader")
    second = house.person("second.one", role)
    proposal = propose_roles(house, last, "leader")
    accounts.disable(house.register, house.actor("security_admin"), house.tick(), second.account_id, reason="离岗")
    with pytest.raises(ConflictError, match="last_of_its_kind"):
        house.approve(proposal)


def test_sessions_ended_by_the_security_administrator_may_begin_again(house: House) -> None:
    given = house.person()
    token = house.enter(given).token
    accounts.end_sessions(
        house.register, house.actor("security_admin"), house.tick(), given.account_id, reason="设备遗失"
    )
    assert house.session(token) is None
    assert accounts.why_ended(house.register, token) == "by_administrator"
    assert house.sign_in(given.login).needs == "nothing"


def test_a_session_is_over_when_its_account_is_disabled(house: House) -> None:
    given = house.person()
    token = house.enter(given).token
    accounts.disable(house.register, house.actor("security_admin"), house.tick(), given.account_id, reason="离岗")
    assert house.session(token) is None
    with pytest.raises(accounts.SignInRefusedError):
        accounts.my_sessions(house.register, house.tick(), token, device="d")
    house.refused(given.login)
