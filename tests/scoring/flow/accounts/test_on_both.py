"""The way in and out on both databases: from the first accounts to a session that ends."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from indicators.faults import FaultsError
from scoring.errors import AccessRefusedError, ConflictError
from scoring.flow import accounts
from scoring.identity.terms import terms
from tests.scoring.flow.accounts.conftest import OWN, House


def test_the_first_three_sign_in_choose_a_password_and_enrol(house: House) -> None:
    for role, given in house.first.items():
        signed = house.enter(given, device=role)
        found = house.session(signed.token, device=role)
        assert found is not None
        assert (found.actor.id, found.roles, found.needs, found.one_time) == (
            given.account_id,
            frozenset({role}),
            "nothing",
            True,
        )
        assert house.session(signed.token, device="another") is None
    assert house.is_sound()


def test_an_account_is_proposed_approved_handed_out_and_used(house: House) -> None:
    house.expert()
    given = house.person("li.mo", "expert", expert_id="E01")
    signed = house.enter(given)
    found = house.session(signed.token)
    assert found is not None
    assert (found.actor.id, found.actor.name, found.roles) == ("E01", "王芳", {"expert"})
    assert house.is_sound()


def test_no_secret_stands_in_the_record(house: House) -> None:
    given = house.person()
    signed = house.enter(given)
    kept = []
    with house.register.read() as connection:
        for table in ("chain_entry", "account", "account_proposal", "account_link"):
            kept += [str(tuple(row)) for row in connection.execute(text(f"SELECT * FROM {table}"))]  # noqa: S608
        hashes = connection.execute(text("SELECT password FROM account_secret WHERE password IS NOT NULL")).scalars()
        secrets = [given.password, OWN, signed.token, *hashes]
        everything = str([tuple(row) for row in connection.execute(text("SELECT * FROM sign_in_session"))])
    assert len(secrets) > 4
    assert not [one for one in secrets for row in kept if one in row]
    assert signed.token not in everything
    assert "$argon2" not in "".join(kept)


def test_the_record_of_accounts_cannot_be_changed_and_secrets_can(house: House) -> None:
    proposal = house.propose()
    house.approve(proposal)
    for statement in ("UPDATE account SET roles = '[]'", "DELETE FROM account_proposal", "DELETE FROM account"):
        with pytest.raises(Exception, match="append-only"), house.register.write() as connection:
            connection.execute(text(statement))
    with house.register.write() as connection:
        assert connection.execute(text("UPDATE account_secret SET own = 1")).rowcount == 4


def test_lock_out_outlives_a_restart_and_ends(house: House) -> None:
    given = house.person()
    told = [house.refused("wang.fang", "wrong") for _ in range(5)]
    told.append(house.refused("wang.fang", given.password))
    house.register.close()
    told.append(house.refused("wang.fang", given.password))
    assert len({str(one) for one in told}) == 1
    house.tick(minutes=15)
    assert house.sign_in("wang.fang", given.password).needs == "new_password"


def test_who_signs_in_from_one_building_shuts_nobody_out_and_who_guesses_there_does(house: House) -> None:
    most, there = terms().lockout.address_failures, "203.0.113.7"
    given = house.person()
    for visit in range(most + 10):
        house.sign_in("wang.fang", given.password, device=f"seat {visit}", address=there)
    for guess in range(most - 1):
        house.refused(f"guess.{guess}", "wrong", device=f"other {guess}", address=there)
        if guess % 7 == 0:
            house.sign_in("wang.fang", given.password, device="d", address=there)
    house.refused("guess.last", "wrong", device="other", address=there)
    house.refused("wang.fang", given.password, device="d", address=there)
    assert house.sign_in("wang.fang", given.password, device="d", address="203.0.113.8").needs == "new_password"
    house.tick(minutes=15)
    assert house.sign_in("wang.fang", given.password, device="d", address=there).needs == "new_password"


def _external(house: House, issuer: str, subject: str) -> accounts.SignedIn:
    return accounts.sign_in_external(house.register, house.tick(), issuer=issuer, subject=subject, device="d")


def test_a_link_to_another_provider_takes_two_and_keeps_no_name(house: House) -> None:
    house.person()
    who, issuer = house.actor("system_admin"), "https://id.example.gov.cn"
    house.propose("second")
    (head,) = [one for one in accounts.accounts_list(house.register, who) if one.account.login == "wang.fang"]
    account_id = head.account.account_id
    proposal = accounts.link_external(
        house.register, who, house.tick(), account_id, issuer=issuer, subject="320102197001010011", reason="统一身份"
    )
    with pytest.raises(accounts.SignInRefusedError):
        _external(house, issuer, "320102197001010011")
    house.approve(proposal)
    signed = _external(house, issuer, "320102197001010011")
    assert signed.needs == "nothing"
    found = house.session(signed.token)
    assert found is not None
    assert found.external
    for other in ((issuer, "320102197001010012"), ("proxy", "320102197001010011"), ("", "")):
        with pytest.raises(accounts.SignInRefusedError):
            _external(house, *other)
    with pytest.raises(ConflictError):
        accounts.link_external(
            house.register, who, house.tick(), account_id, issuer=issuer, subject="320102197001010011", reason="再次"
        )
    with house.register.read() as connection:
        rows = str([tuple(row) for row in connection.execute(text("SELECT * FROM account_link"))])
        rows += str([tuple(row) for row in connection.execute(text("SELECT * FROM account_proposal"))])
    # A year alone may stand in a salt or a digest by chance; eight digits of a date of birth do not.
    assert "19700101" not in rows
    (link,) = accounts.accounts_list(house.register, who)[3].links
    assert link.hint == "32…11"
    accounts.unlink_external(house.register, who, house.tick(), link.link_id, reason="离任")
    assert house.session(signed.token) is None
    with pytest.raises(accounts.SignInRefusedError):
        _external(house, issuer, "320102197001010011")
    assert house.is_sound()


def test_all_faults_of_a_password_at_once(house: House) -> None:
    given = house.person()
    signed = house.sign_in("wang.fang", given.password)
    with pytest.raises(FaultsError) as told:
        accounts.change_password(house.register, house.tick(), signed.token, given.password, "王芳", device="d")
    assert len(told.value.faults) == 3


def test_disabled_at_once_by_one_and_enabled_by_two(house: House) -> None:
    given = house.person()
    signed = house.enter(given)
    account_id = given.account_id
    accounts.disable(house.register, house.actor("system_admin"), house.tick(), account_id, reason="离岗")
    assert house.session(signed.token) is None
    assert str(house.refused("wang.fang")) == str(house.refused("nobody.there"))
    who = house.actor("system_admin")
    proposal = accounts.propose_enable(house.register, who, house.tick(), account_id, reason="返岗")
    house.refused("wang.fang")
    with pytest.raises(AccessRefusedError):
        house.approve(proposal, "system_admin")
    house.approve(proposal)
    house.tick(minutes=15)
    assert house.sign_in("wang.fang").needs == "nothing"
    assert house.session(signed.token) is None, "what ended does not come back"
    assert house.is_sound()
