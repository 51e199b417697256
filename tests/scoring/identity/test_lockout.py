from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from scoring.identity import lockout
from scoring.identity.lockout import Count, after_attempt, locked

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
PAUSE = timedelta(minutes=15)


def attempts(number: int, *, apart: timedelta = timedelta(seconds=1)) -> Count:
    count = Count("key")
    for place in range(number):
        count = after_attempt(count, NOW + place * apart, most=5)
    return count


@pytest.mark.parametrize(("number", "expected"), [(0, False), (4, False), (5, True), (50, True)])
def test_five_failures_lock(number: int, expected: bool) -> None:
    assert locked(attempts(number), NOW + timedelta(minutes=1)) is expected


def test_a_lock_lasts_a_quarter_of_an_hour_however_often_one_tries() -> None:
    count = attempts(5)
    until = count.until
    assert until == NOW + timedelta(seconds=4) + PAUSE
    for minute in range(15):
        count = after_attempt(count, NOW + timedelta(minutes=minute), most=5)
    assert count.until == until
    assert not locked(count, until)


def test_after_a_lock_it_begins_anew() -> None:
    count = after_attempt(attempts(5), NOW + timedelta(minutes=20), most=5)
    assert (count.failures, count.until) == (1, None)


def test_failures_far_apart_are_no_attack() -> None:
    assert attempts(40, apart=PAUSE).failures == 1


def test_keys_tell_kinds_apart_and_hide_what_was_typed() -> None:
    keys = {
        lockout.login_key("anna"),
        lockout.login_key("anna", "browser"),
        lockout.device_key("anna"),
        lockout.address_key("anna"),
        lockout.login_key("annabrowser"),
    }
    assert len(keys) == 5
    assert not any("anna" in key for key in keys)


@pytest.mark.parametrize(("typed", "kept"), [(" Anna ", "anna"), ("ＡＮＮＡ", "anna"), ("anna", "anna")])
def test_a_login_has_one_form(typed: str, kept: str) -> None:
    assert lockout.login_of(typed) == kept


@pytest.mark.parametrize("text", ["", "ab", "a" * 33, "-anna", "an na", "anna\n", "王芳", "../x", "Anna"])
def test_what_is_no_login(text: str) -> None:
    assert not lockout.is_login(text)
    assert lockout.is_login("wang.fang-2_x")


def test_who_was_right_is_taken_off_and_the_others_failures_stay() -> None:
    count = Count("a", failures=7, last=NOW)
    assert lockout.after_success(count, most=50) == Count("a", failures=6, last=NOW)
    assert lockout.after_success(Count("a"), most=50).failures == 0


def test_a_lock_of_failures_stays_and_one_of_attempts_that_were_right_ends() -> None:
    until = NOW + timedelta(minutes=15)
    assert lockout.after_success(Count("a", 51, NOW, until), most=50).until == until
    assert lockout.after_success(Count("a", 50, NOW, until), most=50).until is None
