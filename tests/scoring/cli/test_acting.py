"""Who acts on which register: the user of the operating system, in the role of the office, unless said otherwise."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from scoring import access
from scoring.cli import acting
from scoring.cli.acting import Acting
from scoring.model import Actor

Put = Callable[[str], Path]
Call = Callable[..., Result]
Answer = Callable[..., Any]


def entries(register: Path) -> list[tuple[str, str, str]]:
    connection = sqlite3.connect(register)
    found = connection.execute("SELECT act, actor, role FROM chain_entry ORDER BY sequence").fetchall()
    connection.close()
    return found


def test_each_command_acts_for_its_office(register: Put, monkeypatch: pytest.MonkeyPatch) -> None:
    user = acting.operating_system_user()
    assert entries(register("deciding")) == [
        ("register.created", user, "system"),
        ("round.created", user, "secretariat"),
        *(
            entry
            for paper in ("annual_plan", "opening_notice")
            for entry in (
                (f"{paper}.drafted", user, "secretariat"),
                (f"{paper}.signed", user, "secretariat"),
                (f"{paper}.signed", "D01", "province_drc"),
            )
        ),
        ("round.advanced", user, "secretariat"),
        ("experts.imported", user, "assignment_holder"),
        ("applications.imported", user, "secretariat"),
        ("procedure.stepped", "P0", "county_regulator"),
        ("procedure.stepped", "P1", "county_drc"),
        ("procedure.stepped", "P2", "prefecture_regulator"),
        ("procedure.stepped", "P3", "prefecture_drc"),
        ("procedure.stepped", "P4", "prefecture_regulator"),
        ("experts.assigned", user, "assignment_holder"),
        ("round.advanced", user, "secretariat"),
        ("sheets.imported", user, "assignment_holder"),
        ("round.advanced", user, "secretariat"),
    ]


def test_no_variable_of_the_environment_says_who_acts(monkeypatch: pytest.MonkeyPatch) -> None:
    user = acting.operating_system_user()
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.setenv(name, "somebody-else")
    assert acting.operating_system_user() == user != "somebody-else"


def test_another_actor_is_named(register: Put, answer: Answer) -> None:
    file = register("empty")
    answer("round", "create", "2026-sample", "--actor", "wang.wei")
    assert entries(file)[-1] == ("round.created", "wang.wei", "secretariat")


def test_what_a_role_may_not_do_is_refused_in_words(register: Put, call: Call, answer: Answer) -> None:
    file = register("planned")
    before = entries(file)
    for role in ("expert", "leader", "public"):
        english = call("round", "create", "2025-synthetic", "--role", role)
        assert (english.exit_code, english.stdout) == (1, "")
        assert "You may not do this" in english.stderr
    assert "您无权进行此操作" in call("verify", "--role", "expert", "--lang", "zh").stderr
    assert call("migrate", "--role", "secretariat").exit_code == 1
    assert call("migrate", "--create", "--register", "new.db", "--role", "secretariat").exit_code == 1
    assert not Path("new.db").exists()
    assert entries(file) == before


def test_an_unknown_role_and_region_are_faults_of_the_call(register: Put, call: Call) -> None:
    register("planned")
    role = call("round", "list", "--role", "boss")
    assert role.exit_code == 2
    assert "There is no role 'boss'. Roles: expert, chair" in role.stderr
    region = call("round", "list", "--region", "999999")
    assert region.exit_code == 2
    assert "There is no region 999999" in region.stderr


def test_the_register_of_the_call_then_of_the_environment_then_of_the_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = Actor("a", "a", frozenset({"secretariat"}))
    assert Acting(nobody).where == "quality-credit.db"
    monkeypatch.setenv("QUALITY_CREDIT_REGISTER", "postgresql://u:secret@host/credit")
    assert Acting(nobody).where == "postgresql://u:secret@host/credit"
    assert Acting(nobody).shown() == "credit"
    assert Acting(nobody, "mine.db").where == "mine.db"


def test_a_register_of_the_environment_is_found(
    register: Put, answer: Answer, monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    register("planned").rename(folder / "elsewhere.db")
    monkeypatch.setenv("QUALITY_CREDIT_REGISTER", str(folder / "elsewhere.db"))
    assert len(answer("round", "list")["rounds"]) == 1


def test_default_roles_may_do_what_their_commands_do() -> None:
    """Access is decided in one place: what it takes from an office, the command of that office notices here."""
    everything = access.CIRCUMSTANCES
    for role, verb, object_ in (
        ("secretariat", "create", "round"),
        ("secretariat", "advance", "round"),
        ("secretariat", "import", "application"),
        ("secretariat", "draft", "opening"),
        ("secretariat", "sign_for_market_regulator", "opening"),
        ("secretariat", "sign", "step_confirmation_by_market_regulator"),
        ("assignment_holder", "import", "expert"),
        ("assignment_holder", "assign", "assignment"),
        ("assignment_holder", "import", "sheet"),
        ("assignment_holder", "read", "expert"),
        ("inspector", "export_unlinked", "sheet"),
        ("inspector", "verify", "record"),
        ("inspector", "check", "record"),
        ("system_admin", "migrate", "register"),
        ("system_admin", "create", "register"),
        ("system_admin", "build", "demonstration"),
    ):
        assert access.may(Actor("a", "a", frozenset({role})), verb, object_, everything)
