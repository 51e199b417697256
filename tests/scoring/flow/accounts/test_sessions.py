"""What ends a session, locks it or moves it on: idle hours, another device, other rights, a code used twice."""

from __future__ import annotations

from typing import Any

import pytest

from scoring.flow import accounts
from scoring.flow.accounts import opening
from scoring.identity import one_time
from scoring.identity.terms import terms
from tests.scoring.flow.accounts.conftest import OWN, House

IDLE = terms().session.idle_minutes


@pytest.fixture
def register_url(tmp_path: Any) -> str:
    """A file alone: `test_on_both` goes the same ways on a server."""
    return str(tmp_path / "register.db")


@pytest.fixture
def sitting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Experts named here sit in a sitting that is running."""
    there: list[str] = []
    monkeypatch.setattr(opening, "in_running_sitting", lambda _, account: account.expert_id in there)
    return there


def unlock(house: House, token: str, password: str = OWN, *, device: str = "d") -> bool:
    return accounts.unlock(house.register, house.tick(), token, password, device=device)


def expert(house: House) -> Any:
    house.expert()
    return house.person("li.mo", "expert", expert_id="E01")


def administrator(house: House) -> tuple[str, str]:
    """Return login and token of somebody with one-time codes."""
    given = house.first["security_admin"]
    return given.login, house.enter(given).token


def test_an_idle_session_is_locked_and_opened_by_its_password_alone(house: House) -> None:
    token = house.enter(house.person()).token
    house.tick(minutes=IDLE)
    locked = house.session(token)
    assert locked is not None
    assert locked.locked
    for _ in range(2):  # looking at it, or pressing keys, does not wake it
        again = house.session(token, active=True)
        assert again is not None
        assert again.locked
    with pytest.raises(accounts.SignInRefusedError):
        accounts.my_sessions(house.register, house.tick(), token, device="d")
    with pytest.raises(accounts.SignInRefusedError):
        unlock(house, token, "wrong")
    with pytest.raises(accounts.SignInRefusedError):
        unlock(house, token, device="another")
    assert unlock(house, token)
    opened = house.session(token)
    assert opened is not None
    assert not opened.locked


def test_what_pages_ask_by_themselves_keeps_nobody_awake(house: House) -> None:
    token = house.enter(house.person()).token
    for _ in range(IDLE):
        house.tick(minutes=1)
        found = house.session(token, active=False)
    assert found is not None
    assert found.locked


def test_what_a_person_does_keeps_him_awake_until_the_hours_are_over(house: House) -> None:
    token = house.enter(house.person()).token
    for _ in range(int(terms().session.hours * 60 / (IDLE - 1)) - 1):
        house.tick(minutes=IDLE - 1)
        found = house.session(token)
        assert found is not None
        assert not found.locked
    house.tick(minutes=IDLE)
    house.tick(minutes=IDLE)
    assert house.session(token) is None
    assert accounts.why_ended(house.register, token) == "over"


def test_unlocking_is_counted_like_signing_in(house: House) -> None:
    token = house.enter(house.person()).token
    house.tick(minutes=IDLE)
    for _ in range(terms().lockout.failures):
        with pytest.raises(accounts.SignInRefusedError):
            unlock(house, token, "wrong")
    with pytest.raises(accounts.SignInRefusedError):
        unlock(house, token)
    house.tick(minutes=terms().lockout.minutes)
    assert unlock(house, token)


def test_my_sessions_are_mine_alone_and_one_of_them_is_this_one(house: House) -> None:
    first = house.enter(house.person()).token
    second = house.sign_in("wang.fang", device="phone").token
    house.enter(house.person("other", "leader"), device="x")
    mine = accounts.my_sessions(house.register, house.tick(), second, device="phone")
    assert [one.current for one in mine] == [True, False]
    assert len({one.session_id for one in mine}) == 2
    accounts.sign_out_one(house.register, house.tick(), second, mine[1].session_id, device="phone")
    assert house.session(first) is None
    assert accounts.why_ended(house.register, first) == "signed_out"
    assert house.session(second, device="phone") is not None


def test_another_s_session_cannot_be_ended_by_its_id(house: House) -> None:
    token = house.enter(house.person()).token
    other = house.enter(house.person("other", "leader"), device="x")
    accounts.sign_out_one(house.register, house.tick(), token, other.session_id, device="d")
    assert house.session(other.token, device="x") is not None


def test_signing_out_everywhere_ends_all_of_mine(house: House) -> None:
    first = house.enter(house.person()).token
    second = house.sign_in("wang.fang", device="phone").token
    assert accounts.sign_out_everywhere(house.register, house.tick(), second) == 2
    assert house.session(first) is None
    assert house.session(second, device="phone") is None
    with pytest.raises(accounts.SignInRefusedError):
        accounts.sign_out_everywhere(house.register, house.tick(), second)


def test_in_a_sitting_an_expert_has_one_live_device(house: House, sitting: list[str]) -> None:
    first = house.enter(expert(house)).token
    second = house.sign_in("li.mo", device="tablet").token
    assert house.session(first) is not None, "outside of a sitting he may have two"
    sitting.append("E01")
    assert house.session(second, device="tablet") is not None
    assert house.session(first) is None
    assert accounts.why_ended(house.register, first) == "elsewhere"
    third = house.sign_in("li.mo", device="third").token
    assert house.session(second, device="tablet") is None
    assert accounts.why_ended(house.register, second) == "elsewhere"
    assert house.session(third, device="third") is not None


def test_one_device_ends_the_others_at_once(house: House, sitting: list[str]) -> None:
    first = house.enter(expert(house)).token
    second = house.sign_in("li.mo", device="tablet").token
    assert accounts.one_device(house.register, house.tick(), second) == 0
    sitting.append("E01")
    assert accounts.one_device(house.register, house.tick(), second) == 1
    assert accounts.why_ended(house.register, first) == "elsewhere"
    assert accounts.one_device(house.register, house.tick(), "no-such-token") == 0


def test_a_code_opens_once(house: House) -> None:
    login, _ = administrator(house)
    code = house.code(login)
    first = house.sign_in(login)
    assert first.needs == "one_time_code"
    passed = accounts.pass_one_time(house.register, house.tick(), first.token, code, device="d")
    assert passed.needs == "nothing"
    assert passed.token != first.token
    assert house.session(first.token) is None, "the half-open one is over"
    second = house.sign_in(login)
    with pytest.raises(accounts.SignInRefusedError):
        accounts.pass_one_time(house.register, house.tick(), second.token, code, device="d")
    earlier = one_time.code_at(house.secrets[login], one_time.step_at(house.now) - 1)
    with pytest.raises(accounts.SignInRefusedError):
        accounts.pass_one_time(house.register, house.tick(), second.token, earlier, device="d")
    with pytest.raises(accounts.SignInRefusedError):
        house.sign_in(login, code=code)
    later = house.code(login)
    assert accounts.pass_one_time(house.register, house.tick(), second.token, later, device="d").needs == "nothing"


def test_codes_are_not_guessed_for_ever(house: House) -> None:
    login, _ = administrator(house)
    waiting = house.sign_in(login)
    for _ in range(terms().lockout.failures):
        with pytest.raises(accounts.SignInRefusedError):
            accounts.pass_one_time(house.register, house.tick(), waiting.token, "000000", device="d")
    code = house.code(login)
    with pytest.raises(accounts.SignInRefusedError):
        accounts.pass_one_time(house.register, house.tick(), waiting.token, code, device="d")


def test_a_new_password_ends_every_other_session_and_changes_this_token(house: House) -> None:
    first = house.enter(house.person()).token
    second = house.sign_in("wang.fang", device="phone").token
    changed = accounts.change_password(
        house.register, house.tick(), first, OWN, "another lamp 渡口 eighteen", device="d"
    )
    assert [house.session(first), house.session(second, device="phone")] == [None, None]
    assert house.session(changed.token) is not None
    house.refused("wang.fang")
    assert house.sign_in("wang.fang", "another lamp 渡口 eighteen").needs == "nothing"
