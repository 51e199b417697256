"""Accounts forged through the chain itself, which invariants and replay must find."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring import flow
from scoring.identity.terms import terms
from scoring.register import accounts, chain, tables
from scoring.register.accounts import Account, Proposal
from scoring.register.chain import Act
from scoring.register.invariants.accounts import ALONE
from tests.scoring.flow.accounts.conftest import House

FORGED = Account("account-0004", 1, "mallory", "马", ("leader",), proposal_id="proposal-0001")


def content(account: Account) -> dict[str, object]:
    return {
        "login": account.login,
        "name": account.name,
        "roles": list(account.roles),
        "region": None,
        "expert_id": None,
    }


def faults(house: House) -> Iterator[str]:
    who = house.actor("inspector")
    for fault in (*flow.check(house.register, who), *flow.verify(house.register, who).faults):
        yield fault.what.key


def forge(
    house: House,
    account: Account,
    *,
    proposer: str = "p1",
    decider: str = "p2",
    act: str = "account.approved",
    role: str = "security_admin",
    asked: str = "leader",
) -> set[str]:
    given = Proposal(
        "proposal-0001",
        1,
        account.account_id,
        "account",
        proposer,
        "proposed",
        "x",
        None,
        content(account) | {"roles": [asked]},
    )
    answered = Proposal(
        "proposal-0001", 2, account.account_id, "account", proposer, "approved", "x", decider, given.content
    )
    details = {"proposal": "proposal-0001", "kind": "account"}
    object_ = accounts.object_of(account.account_id)
    with house.register.write() as connection:
        first = Act(proposer, "system_admin", "account.proposed", object_, house.tick(), "x", details)
        chain.record(connection, first, {tables.account_proposal: accounts.add_proposals([given])})
        second = Act(decider, role, act, object_, house.tick(), "x", details)
        rows = {
            tables.account_proposal: accounts.add_proposals([answered]),
            tables.account: accounts.add_accounts([account]),
        }
        chain.record(connection, second, rows)
    return set(faults(house))


def test_what_two_people_did_is_sound(house: House) -> None:
    assert forge(house, FORGED) == set()


@pytest.mark.parametrize(
    ("how", "expected"),
    [
        ({"decider": "p1"}, {"invariant.accounts_by_two", "accounts.replay_by_one"}),
        ({"role": "system_admin"}, {"accounts.replay_by_one"}),
        ({"asked": "chair"}, {"accounts.replay_differs"}),
        ({"act": "round.opened"}, {"accounts.replay_differs"}),
    ],
)
def test_a_forged_grant_is_found(house: House, how: dict[str, str], expected: set[str]) -> None:
    assert forge(house, FORGED, **how) == expected


def test_roles_that_exclude_each_other_are_found(house: House) -> None:
    both = Account("account-0004", 1, "mallory", "马", ("chair", "inspector"), proposal_id="proposal-0001")
    found = forge(house, both)
    assert "invariant.administrations_alone" in found


def test_a_second_account_of_a_login_is_found(house: House) -> None:
    twice = Account("account-0004", 1, house.first["inspector"].login, "马", ("leader",), proposal_id="proposal-0001")
    assert forge(house, twice) == {"invariant.administrations_alone"}


def test_an_account_from_nowhere_is_found(house: House) -> None:
    with house.register.write() as connection:
        act = Act("root", "system", "account.first_made", "account", house.tick())
        chain.record(connection, act, {tables.account: accounts.add_accounts([FORGED])})
    assert set(faults(house)) == {"invariant.references_hold", "invariant.accounts_by_two", "accounts.replay_differs"}


def test_the_record_and_the_file_name_the_same_three() -> None:
    assert terms().separation.alone == ALONE
