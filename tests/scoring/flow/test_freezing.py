"""A record that stands still: one person stops it, every act is refused in words, reading goes on, two let it go on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import pytest

from indicators.load import shipped_rule_book
from scoring import flow
from scoring.errors import AccessRefusedError, ConflictError, FrozenError
from scoring.model import Actor
from scoring.register import chain, standstills, tables
from scoring.register.chain import Act, Head
from scoring.register.database import Register, migrate
from scoring.register.invariants import check
from scoring.register.standstills import Standstill
from scoring.texts import translator


def _who(id_: str, *roles: str) -> Actor:
    return Actor(id_, id_, frozenset(roles))


ADMIN, SECURITY, INSPECTOR = _who("a1", "system_admin"), _who("s1", "security_admin"), _who("i1", "inspector")


def _act(register: Register, now: datetime, name: str = "mark.saved") -> None:
    with register.write() as connection:
        chain.record(connection, Act("e1", "expert", name, "sheet/a1/e1", now))


def _head(register: Register) -> Head:
    with register.read() as connection:
        return chain.head(connection)


@pytest.fixture
def frozen(register: Register, now: datetime) -> Register:
    flow.freeze(register, SECURITY, now, reason="专家名单疑似泄露")
    return register


def test_everything_is_refused_in_words_and_nothing_written(frozen: Register, now: datetime) -> None:
    before = _head(frozen)
    with pytest.raises(FrozenError) as error:
        _act(frozen, now)
    assert "专家名单疑似泄露" in translator("zh")(error.value.what)
    assert "2026-05-18 09:30:15" in translator("en")(error.value.what)
    with pytest.raises(FrozenError):
        flow.create_round(frozen, _who("b1", "secretariat"), now, shipped_rule_book("2026-sample"))
    assert _head(frozen) == before


@pytest.mark.parametrize("name", ["account.signed_in", "reading", "export.made", "account.disabled"])
def test_who_reads_is_written_down_and_doors_can_be_closed(frozen: Register, now: datetime, name: str) -> None:
    before = _head(frozen).sequence
    _act(frozen, now, name)
    assert _head(frozen).sequence == before + 1


def test_reading_and_checking_go_on(frozen: Register, register_url: str, now: datetime) -> None:
    assert flow.list_rounds(frozen, INSPECTOR) == ()
    assert flow.verify(frozen, INSPECTOR).faults == ()
    assert flow.check(frozen, INSPECTOR) == ()
    found = flow.standstill_of(frozen)
    assert (found and (found.state, found.by, found.role)) == ("frozen", "s1", "security_admin")
    assert migrate(register_url, now=now).before == migrate(register_url, now=now).after


def test_to_go_on_takes_another_person_in_another_role(frozen: Register, now: datetime) -> None:
    with pytest.raises(ConflictError, match="nothing_asked"):
        flow.answer_thaw(frozen, INSPECTOR, now, agree=True)
    flow.ask_thaw(frozen, SECURITY, now, reason="已修复")
    with pytest.raises(ConflictError, match="asked_already"):
        flow.ask_thaw(frozen, ADMIN, now, reason="已修复")
    both = _who("s1", "security_admin", "inspector")
    for nobody in (SECURITY, both, _who("s2", "security_admin")):
        with pytest.raises(AccessRefusedError, match="same_person"):
            flow.answer_thaw(frozen, nobody, now, agree=True)
    with pytest.raises(AccessRefusedError):
        flow.answer_thaw(frozen, ADMIN, now, agree=True)
    with pytest.raises(FrozenError):
        _act(frozen, now)
    assert flow.answer_thaw(frozen, INSPECTOR, now, agree=True).act == "register.thawed"
    _act(frozen, now)
    assert flow.standstill_of(frozen) is None
    states = [(one.standstill_id, one.version, one.state) for one in flow.standstill_history(frozen, INSPECTOR)]
    assert states == [("standstill/1", n, s) for n, s in enumerate(("frozen", "thaw_asked", "thawed"), 1)]


def test_what_is_declined_can_be_asked_again_and_a_new_freeze_is_another(frozen: Register, now: datetime) -> None:
    flow.ask_thaw(frozen, ADMIN, now, reason="已修复")
    with pytest.raises(ConflictError, match="reason_needed"):
        flow.answer_thaw(frozen, SECURITY, now, agree=False)
    flow.answer_thaw(frozen, SECURITY, now, agree=False, reason="尚未核验")
    with pytest.raises(FrozenError):
        _act(frozen, now)
    flow.ask_thaw(frozen, ADMIN, now, reason="已核验")
    flow.answer_thaw(frozen, SECURITY, now, agree=True)
    with pytest.raises(ConflictError, match="not_frozen"):
        flow.ask_thaw(frozen, ADMIN, now, reason="已核验")
    flow.freeze(frozen, INSPECTOR, now, reason="再次发现")
    with pytest.raises(ConflictError, match="frozen_already"):
        flow.freeze(frozen, ADMIN, now, reason="又一次")
    found = flow.standstill_of(frozen)
    assert found is not None
    assert found.standstill_id == "standstill/2"


@pytest.mark.parametrize("role", ["secretariat", "chair", "expert", "leader", "province_drc", "public"])
def test_others_neither_stop_it_nor_let_it_go_on(register: Register, now: datetime, role: str) -> None:
    with pytest.raises(AccessRefusedError):
        flow.freeze(register, _who("x", role), now, reason="x")
    with pytest.raises(AccessRefusedError):
        flow.ask_thaw(register, _who("x", role), now, reason="x")
    with pytest.raises(AccessRefusedError):
        flow.answer_thaw(register, _who("x", role), now, agree=True)


def test_a_freeze_needs_a_reason(register: Register, now: datetime) -> None:
    with pytest.raises(ConflictError, match="reason_needed"):
        flow.freeze(register, ADMIN, now, reason=" ")
    assert flow.standstill_of(register) is None


def test_a_thaw_by_one_person_is_found_by_checking(register: Register, now: datetime) -> None:
    """Written past the rules, as a program that was changed would."""

    def rows(*states: str) -> Iterable[Standstill]:
        for number, state in enumerate(states, 1):
            yield Standstill("standstill/1", number, state, "a1", "x", "x", "2026")  # type: ignore[arg-type]

    with register.write() as connection:
        given = {tables.standstill: standstills.add(rows("frozen", "thaw_asked", "thawed"))}
        chain.record(connection, Act("a1", "x", "register.frozen", "register", now), given)
    assert [fault.what.key for fault in check(register)] == ["invariant.two_persons"]


def test_acts_that_are_taken_are_acts_that_there_are() -> None:
    """A name that was misspelt would let nothing through, and one that is no act would say so of nothing."""
    files = [file for file in Path(flow.__file__).parents[1].rglob("*.py") if file.name != "standstills.py"]
    written = "\n".join(file.read_text("utf-8") for file in files)
    made_up = {f"register.{state}" for state in standstills.StandstillState.__args__}  # type: ignore[attr-defined]
    assert {name for name in standstills.TAKEN - made_up if f'"{name}"' not in written} == set()
