from __future__ import annotations

from datetime import UTC, datetime, timedelta

from scoring.identity import lifetimes
from scoring.identity.lifetimes import Life

NOW = datetime(2026, 6, 1, 9, 0, tzinfo=UTC)
LIFE = Life(NOW, lifetimes.end_of(NOW, "nothing"), epoch=3)
MINUTE = timedelta(minutes=1)


def test_a_session_ends_after_twelve_hours_however_busy_it_is() -> None:
    assert lifetimes.alive(LIFE, NOW + timedelta(hours=12) - MINUTE, epoch=3)
    assert not lifetimes.alive(LIFE, NOW + timedelta(hours=12), epoch=3)


def test_another_epoch_or_an_end_is_the_end() -> None:
    assert not lifetimes.alive(LIFE, NOW, epoch=4)
    assert not lifetimes.alive(Life(NOW, LIFE.ends, 3, ended=True), NOW, epoch=3)


def test_it_is_locked_after_a_quarter_of_an_hour_without_use() -> None:
    assert not lifetimes.idle(LIFE, NOW + 15 * MINUTE - timedelta(microseconds=1))
    assert lifetimes.idle(LIFE, NOW + 15 * MINUTE)


def test_use_is_noted_once_a_minute() -> None:
    assert not lifetimes.to_note(LIFE, NOW + timedelta(seconds=59))
    assert lifetimes.to_note(LIFE, NOW + MINUTE)


def test_what_lacks_something_ends_soon() -> None:
    assert lifetimes.end_of(NOW, "one_time_code") == NOW + 15 * MINUTE


def test_tokens_are_long_and_their_prints_are_not_them() -> None:
    tokens = {lifetimes.new_token() for _ in range(100)}
    assert len(tokens) == 100
    assert all(len(token) == 43 for token in tokens)
    assert not tokens & {lifetimes.fingerprint(token) for token in tokens}
