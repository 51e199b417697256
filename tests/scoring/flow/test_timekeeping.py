"""A clock that stands before the last entry: every act is refused in words until it is right or somebody answers."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from indicators.load import shipped_rule_book
from scoring import flow
from scoring.errors import AccessRefusedError, ClockError, ConflictError
from scoring.model import Actor
from scoring.register import chain
from scoring.register.chain import Act, Head
from scoring.register.clock import TOLERANCE
from scoring.register.database import Register, create_register, open_register
from scoring.register.rehearsal import Rehearsal
from scoring.texts import translator

MOMENT, HOURS = timedelta(microseconds=1), timedelta(hours=3)


def _who(id_: str, role: str) -> Actor:
    return Actor(id_, id_, frozenset({role}))


ADMIN, INSPECTOR, OFFICE = _who("a1", "system_admin"), _who("i1", "inspector"), _who("b1", "secretariat")


def _act(register: Register, now: datetime, name: str = "mark.saved") -> int:
    with register.write() as connection:
        return chain.record(connection, Act("e1", "expert", name, "sheet/a1/e1", now)).sequence


def _head(register: Register) -> Head:
    with register.read() as connection:
        return chain.head(connection)


def test_an_act_dated_before_the_last_entry_is_refused_in_words(register: Register, now: datetime) -> None:
    last = _act(register, now + HOURS)
    before = _head(register)
    for refused in ("mark.saved", "account.signed_in", "reading", "register.frozen"):
        with pytest.raises(ClockError) as error:
            _act(register, now, refused)
    for language in ("zh", "en"):
        said = translator(language)(error.value.what)
        assert "2026-05-18 09:30:15" in said
        assert "2026-05-18 12:30:15" in said
        assert str(last) in said
        assert "accept-clock" in said
    with pytest.raises(ClockError):
        flow.create_round(register, OFFICE, now, shipped_rule_book("2026-sample"))
    with pytest.raises(ClockError):
        _act(Rehearsal.of(register), now)
    assert _head(register) == before


def test_two_minutes_are_no_fault_and_more_are(register: Register, now: datetime) -> None:
    with pytest.raises(ClockError):
        _act(register, now - TOLERANCE - MOMENT)
    _act(register, now - TOLERANCE)
    _act(register, now)
    assert flow.times_going_back(register, INSPECTOR) == ()


def test_who_answers_for_the_clock_is_in_the_record_and_its_time_counts_from_then_on(
    register: Register, now: datetime
) -> None:
    wrong = _act(register, now + HOURS)
    with pytest.raises(ConflictError, match="reason_needed"):
        flow.accept_clock(register, ADMIN, now, reason=" ")
    entry = flow.accept_clock(register, ADMIN, now, reason="时钟曾快三小时")
    assert (entry.sequence, entry.act) == (wrong + 1, "register.clock_accepted")
    with register.read() as connection:
        _, (who, role, about, content) = chain.opening(connection, entry.sequence)
    assert (who, role, about) == ("a1", "system_admin", "register")
    assert f'"entry":{wrong}' in content
    assert "时钟曾快三小时" in content
    _act(register, now + MOMENT)
    with pytest.raises(ClockError):
        _act(register, now - HOURS)
    (back,) = flow.times_going_back(register, INSPECTOR)
    assert (back.sequence, back.accepted) == (entry.sequence, True)
    assert str(entry.sequence) in translator("zh")(flow.told_back(back))
    assert flow.verify(register, INSPECTOR).faults == flow.check(register, INSPECTOR) == ()


def test_a_clock_that_is_not_back_is_not_accepted(register: Register, now: datetime) -> None:
    for right in (now + HOURS, now - TOLERANCE):
        with pytest.raises(ConflictError, match="nothing_to_accept"):
            flow.accept_clock(register, ADMIN, right, reason="以防万一")


def test_while_the_record_is_frozen_the_clock_can_be_accepted(register: Register, now: datetime) -> None:
    flow.freeze(register, INSPECTOR, now + HOURS, reason="时间异常")
    assert flow.accept_clock(register, ADMIN, now, reason="时钟曾快三小时").act == "register.clock_accepted"
    assert flow.standstill_of(register) is not None


@pytest.mark.parametrize("role", ["secretariat", "chair", "expert", "security_admin", "inspector", "public"])
def test_nobody_but_the_system_administrator_accepts_it(register: Register, now: datetime, role: str) -> None:
    _act(register, now + HOURS)
    with pytest.raises(AccessRefusedError):
        flow.accept_clock(register, _who("x", role), now, reason="x")


def test_everybody_may_know_why_no_act_is_taken(register: Register, now: datetime) -> None:
    assert flow.hindrances_of(register, now) == flow.Hindrances(None, None)
    last = _act(register, now + HOURS)
    ahead = flow.hindrances_of(register, now).ahead
    assert ahead == flow.last_entry(register, INSPECTOR)
    assert ahead is not None
    assert ahead.sequence == last


def test_entries_that_went_back_before_this_was_refused_are_a_notice_and_no_fault(
    register: Register, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Written past the refusal, as by a program of before it."""
    _act(register, now + HOURS)
    monkeypatch.setattr(chain, "refuse_back", lambda *given: None)
    first = _act(register, now)
    _act(register, now + HOURS)
    second = _act(register, now + HOURS - TOLERANCE - MOMENT)
    found = flow.times_going_back(register, INSPECTOR)
    assert [(one.sequence, one.accepted) for one in found] == [(first, False), (second, False)]
    assert flow.verify(register, INSPECTOR).faults == ()


def test_a_demonstration_makes_its_time_up(tmp_path: Path, now: datetime) -> None:
    with create_register(tmp_path / "r.db", now=now, synthetic=True) as register:
        _act(register, now - HOURS)
        assert flow.hindrances_of(register, now - 2 * HOURS).ahead is None
    with open_register(tmp_path / "r.db") as register:
        _act(register, now - 2 * HOURS)


def test_nothing_is_restored_by_a_clock_that_stands_before_the_backup(
    sqlite_register: Register, tmp_path: Path, now: datetime
) -> None:
    _act(sqlite_register, now + HOURS)
    with pytest.raises(ClockError):
        flow.restore_register(sqlite_register, ADMIN, now, tmp_path / "new.db", reason="演练")
    assert not (tmp_path / "new.db").exists()
