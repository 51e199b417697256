"""Accounts by commands: nobody does anything alone, no password is an argument or is shown twice."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from scoring.cli import main, user
from scoring.flow import accounts
from scoring.identity import one_time
from scoring.register.database import create_register, open_register

OWN = "柚子 lamp 渡口 seventeen"


class Clock:
    """The clock of the command line: each look at it is half a minute later, so that no code is asked for twice."""

    def __init__(self) -> None:
        self.at = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.at

    def go_on(self) -> datetime:
        self.at += timedelta(seconds=31)
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, cheap_passwords: None) -> Clock:
    made = Clock()
    monkeypatch.setattr(user, "now", made)
    return made


@pytest.fixture
def secrets(folder: Path, clock: Clock) -> dict[str, str]:
    """A register whose three administrators have signed in, and the secrets of their codes."""
    create_register(folder / "quality-credit.db", now=clock()).close()
    made = json.loads(called("user", "first", "--json").stdout)["accounts"]
    found = {}
    with open_register(folder / "quality-credit.db") as register:
        for one in made:
            signed = accounts.sign_in(register, clock.go_on(), one["login"], one["password"], device="d")
            change = accounts.change_password
            signed = change(register, clock.go_on(), signed.token, one["password"], OWN, device="d")
            secret = accounts.begin_one_time(register, clock(), signed.token, device="d").secret
            code = one_time.code_at(secret, one_time.step_at(clock.go_on()))
            accounts.confirm_one_time(register, clock(), signed.token, code, device="d")
            found[one["login"]] = secret
    return found


def called(*arguments: str, typed: str = "") -> Result:
    return CliRunner().invoke(main, ["--lang", "en", *arguments], input=typed)


def by(login: str, secrets: dict[str, str], clock: Clock, *arguments: str) -> Any:
    code = one_time.code_at(secrets[login], one_time.step_at(clock.go_on()))
    result = called("user", *arguments, "--as", login, "--json", typed=f"{OWN}\n{code}\n")
    assert result.stdout, result.stderr
    return json.loads(result.stdout)


def test_three_people_make_an_account(secrets: dict[str, str], clock: Clock) -> None:
    given = (
        "add",
        "wang.fang",
        "--name",
        "Wang",
        "--give",
        "county_regulator",
        "--of-region",
        "320102",
        "--reason",
        "17",
    )
    proposal = by("sysadmin", secrets, clock, *given)["proposal_id"]
    assert "faults" in by("sysadmin", secrets, clock, "approve", proposal)
    assert "faults" in by("sysadmin", secrets, clock, "hand-out", proposal), "not approved yet"
    assert by("secadmin", secrets, clock, "approve", proposal)["entry"]["act"] == "account.approved"
    (made,) = by("sysadmin", secrets, clock, "hand-out", proposal)["accounts"]
    assert "faults" in by("sysadmin", secrets, clock, "hand-out", proposal), "once"
    listed = by("inspector", secrets, clock, "list")
    assert [one["login"] for one in listed["accounts"]][3:] == ["wang.fang"]
    assert (listed["accounts"][3]["own_password"], listed["waiting"]) == (False, [])
    assert made["password"] not in json.dumps(listed)
    by("secadmin", secrets, clock, "disable", made["account_id"], "--reason", "left")
    assert by("inspector", secrets, clock, "list")["accounts"][3]["state"] == "disabled"
    checked = called("check")
    assert checked.exit_code == 0, checked.output


def test_a_wrong_password_is_refused_and_never_asked_as_an_argument(secrets: dict[str, str]) -> None:
    result = called("user", "list", "--as", "inspector", typed="wrong\n000000\n")
    assert result.exit_code == 1
    assert "Not signed in" in result.stderr
    assert called("user", "list", "--as", "nobody", typed="wrong\n").stderr == result.stderr
    assert called("user", "list", "--as", "inspector", "--password", OWN).exit_code == 2


def test_the_first_accounts_are_made_once(secrets: dict[str, str]) -> None:
    result = called("user", "first")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "has accounts already" in result.stderr


def test_the_way_back_in_needs_a_reason_and_is_an_alarm(secrets: dict[str, str], clock: Clock, folder: Path) -> None:
    assert called("user", "first", "--again").exit_code == 1
    clock.go_on()
    result = called("user", "first", "--again", "--reason", "both telephones lost", "--json")
    made = json.loads(result.stdout)["accounts"]
    assert [one["role"] for one in made] == ["system_admin", "security_admin"]
    assert by("inspector", secrets, clock, "list")["accounts"], "the inspector's account is left alone"
    with open_register(folder / "quality-credit.db") as register:
        signed = accounts.sign_in(register, clock.go_on(), "sysadmin", made[0]["password"], device="d")
        assert signed.needs == "new_password"
        inspector = accounts.sign_in(register, clock.go_on(), "inspector", OWN, device="d")
        code = one_time.code_at(secrets["inspector"], one_time.step_at(clock.go_on()))
        inspector = accounts.pass_one_time(register, clock(), inspector.token, code, device="d")
        found = accounts.session_of(register, clock(), inspector.token, device="d")
        assert found is not None
        alarms = [one.act for one in accounts.account_events(register, found.actor) if one.alarm]
        assert [(one.act, one.reason) for one in alarms] == [("account.first_again", "both telephones lost")]
        with pytest.raises(accounts.SignInRefusedError):
            accounts.sign_in(register, clock.go_on(), "sysadmin", OWN, device="e")
