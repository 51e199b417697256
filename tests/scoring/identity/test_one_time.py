from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from scoring.identity import one_time

#: RFC 6238, appendix B: secret of SHA-1 and its eight digits; six digits are the last six of them.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_CODES = [(59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (20000000000, "65353130")]
NOW = datetime(2026, 6, 1, 9, 0, 10, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), RFC_CODES)
def test_codes_are_those_of_the_standard(seconds: int, code: str) -> None:
    at = datetime.fromtimestamp(seconds, UTC)
    assert one_time.passed(RFC_SECRET, code[-6:], at, used=0) == seconds // 30


def test_a_clock_may_be_off_by_one_step_and_no_more() -> None:
    here = one_time.step_at(NOW)
    taken = [
        off
        for off in range(-3, 4)
        if one_time.passed(RFC_SECRET, one_time.code_at(RFC_SECRET, here + off), NOW, used=0)
    ]
    assert taken == [-1, 0, 1]


def test_a_code_is_good_once_and_no_earlier_one_after_it() -> None:
    here = one_time.step_at(NOW)
    step = one_time.passed(RFC_SECRET, one_time.code_at(RFC_SECRET, here), NOW, used=0)
    assert step == here
    assert one_time.passed(RFC_SECRET, one_time.code_at(RFC_SECRET, here), NOW, used=step) is None
    assert one_time.passed(RFC_SECRET, one_time.code_at(RFC_SECRET, here - 1), NOW, used=step) is None
    later = NOW + timedelta(seconds=30)
    assert one_time.passed(RFC_SECRET, one_time.code_at(RFC_SECRET, here + 1), later, used=step) == here + 1


@pytest.mark.parametrize("code", ["", "12345", "abcdef", "１２３４５６", "\ud800", "0" * 10_000])
def test_what_is_no_code_is_refused(code: str) -> None:
    assert one_time.passed(RFC_SECRET, code, NOW, used=0) is None


def test_blanks_in_a_code_count_for_nothing() -> None:
    code = one_time.code_at(RFC_SECRET, one_time.step_at(NOW))
    assert one_time.passed(RFC_SECRET, f" {code[:3]} {code[3:]} ", NOW, used=0)


def test_the_address_says_to_an_application_what_it_needs() -> None:
    secret = one_time.new_secret()
    read = pyotp.parse_uri(one_time.uri(secret, login="wang.fang", issuer="Quality Credit Panel"))
    assert (read.secret, read.name, read.issuer) == (secret, "wang.fang", "Quality Credit Panel")
    assert len(base64.b32decode(secret)) == 20
    assert secret != one_time.new_secret()


def test_who_decides_or_grants_needs_a_second_step() -> None:
    needed = [
        role
        for role in ("chair", "inspector", "system_admin", "expert", "leader")
        if one_time.needed(frozenset({role}))
    ]
    assert needed == ["chair", "inspector", "system_admin"]
    assert one_time.needed(frozenset({"expert", "chair"}))
