"""Every function of accounts asks who it is, by a role or by a token; generated, so that a new one is held to it."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from scoring import access
from scoring.errors import AccessRefusedError
from scoring.flow import accounts
from scoring.model import Actor
from tests.scoring.flow.accounts.conftest import OWN, House
from tests.scoring.flow.asking import ABSENT, due, public_functions, refusal, said, somebody_acts

STEPS = public_functions(accounts)
BY_ROLE = {name: function for name, function in STEPS.items() if somebody_acts(function)}
BY_TOKEN = {name: function for name, function in STEPS.items() if "token" in inspect.signature(function).parameters}
#: Who signs in, or is on his way to a provider of identities and back, is nobody yet; who makes the first accounts has
#: his hands on the register.
AT_THE_DOOR = {"sign_in", "sign_in_external", "send_away", "come_back"}
BY_HAND = {"first_accounts", "first_again"}
ADMINISTRATIONS = {"system_admin", "security_admin", "inspector"}


@pytest.fixture
def register_url(tmp_path: Any) -> str:
    """A file alone: who may do what is asked before any database is."""
    return str(tmp_path / "register.db")


def given(house: House, function: Any, **more: Any) -> dict[str, Any]:
    values: dict[str, Any] = {
        "register": house.register,
        "now": house.tick(),
        "account_id": house.first["system_admin"].account_id,
        "proposal_id": "proposal-0001",
        "link_id": "link-0001",
        "login": "mallory",
        "name": "马",
        "roles": ["leader"],
        "issuer": "proxy",
        "subject": "mallory",
        "reason": "理由",
        "token": "no-such-token",
        "device": "d",
        "session_id": "s",
        "password": OWN,
        "old": OWN,
        "new": OWN + " anew",
        "code": "000000",
    }
    return due(function, values | more)


def entries(house: House) -> int:
    with house.register.read() as connection:
        return int(connection.exec_driver_sql("SELECT count(*) FROM chain_entry").scalar_one())


def test_each_is_asked_for_a_role_or_a_token_or_is_named_here() -> None:
    assert len(BY_ROLE) >= 16
    assert len(BY_TOKEN) >= 11
    assert set(STEPS) - set(BY_ROLE) - set(BY_TOKEN) == AT_THE_DOOR | BY_HAND


def test_whoever_has_no_role_and_every_other_role_is_refused(house: House) -> None:
    house.propose()
    before = entries(house)
    others = [frozenset({role.id}) for role in access.rules().role if role.id not in ADMINISTRATIONS]
    for roles in (frozenset[str](), *others, frozenset.union(*others)):
        for function in BY_ROLE.values():
            said(function, Actor("x", "x", roles), given(house, function))
    assert entries(house) == before


def test_whom_a_role_does_not_concern_learns_nothing_of_what_is_there(house: House) -> None:
    house.propose()
    for role in ADMINISTRATIONS:
        who = Actor("x", "x", frozenset({role}))
        for name, function in BY_ROLE.items():
            there = refusal(function, who, given(house, function))
            absent = dict.fromkeys(("account_id", "proposal_id", "link_id"), ABSENT)
            assert there in (None, refusal(function, who, given(house, function, **absent))), (name, role)


def test_a_token_that_opens_nothing_does_nothing(house: House) -> None:
    house.enter(house.person())
    before = entries(house)
    for name, function in BY_TOKEN.items():
        try:
            found = function(**given(house, function))
        except accounts.SignInRefusedError:
            continue
        assert found in (None, 0), name
    assert entries(house) == before


def test_a_session_that_lacks_something_does_nothing_else(house: House) -> None:
    """A first password opens a session that is good for choosing another, and for nothing beside."""
    given_first = house.person()
    signed = house.sign_in(given_first.login, given_first.password)
    found = house.session(signed.token)
    assert found is not None
    assert (found.needs, found.roles, found.actor.roles) == ("new_password", frozenset(), frozenset())
    for name in ("my_sessions", "sign_out_one", "begin_one_time", "confirm_one_time", "pass_one_time", "unlock"):
        with pytest.raises(accounts.SignInRefusedError):
            BY_TOKEN[name](**given(house, BY_TOKEN[name], token=signed.token, password=given_first.password))
    for name, function in BY_ROLE.items():
        with pytest.raises(AccessRefusedError):
            function(actor=found.actor, **given(house, function))
        assert name
