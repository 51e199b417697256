"""Somebody goes to a provider from one process of the server and comes back to another."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from scoring.flow import accounts
from scoring.register import away, tables
from scoring.register.database import Register, open_register

WITH = {"browser": "b", "nonce": "n", "verifier": "v", "next_": "/a?b=c"}


def test_he_comes_back_to_another_process_once(register: Register, register_url: str, now: datetime) -> None:
    accounts.send_away(register, now, "state", **WITH)
    with open_register(register_url) as other:
        back = accounts.come_back(other, now + timedelta(minutes=9), "state")
        assert back is not None
        assert (back.browser, back.nonce, back.verifier, back.next_) == ("b", "n", "v", "/a?b=c")
        assert accounts.come_back(other, now, "state") is None
    assert accounts.come_back(register, now, "state") is None


@pytest.mark.parametrize("state", ["", "another", "state "])
def test_nobody_comes_back_with_another_word(register: Register, now: datetime, state: str) -> None:
    accounts.send_away(register, now, "state", **WITH)
    assert accounts.come_back(register, now, state) is None
    assert accounts.come_back(register, now, "state") is not None


def test_too_late_is_not_back_and_is_forgotten(register: Register, now: datetime) -> None:
    accounts.send_away(register, now, "early", **WITH)
    later = now + accounts.away.LONGEST + timedelta(seconds=1)
    assert accounts.come_back(register, later, "early") is None
    accounts.send_away(register, now, "early", **WITH)
    accounts.send_away(register, later, "late", **WITH)
    with register.read() as connection:
        assert len(connection.execute(select(tables.sign_in_away)).all()) == 1


def test_a_flood_pushes_out_the_oldest_and_fills_no_disk(
    register: Register, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(away, "MOST", 3)
    for number in range(6):
        accounts.send_away(register, now + timedelta(seconds=number), f"s{number}", **WITH)
    there = [accounts.come_back(register, now, f"s{number}") is not None for number in range(6)]
    assert there == [False, False, False, True, True, True]


def test_the_word_itself_is_not_kept(register: Register, now: datetime) -> None:
    accounts.send_away(register, now, "a-word-that-opens", **WITH)
    with register.read() as connection:
        row = connection.execute(select(tables.sign_in_away)).one()
    assert "a-word-that-opens" not in tuple(row)
