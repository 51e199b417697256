"""Secrets of accounts, sessions and failures: no record, changed in place, forgotten when they are over.

``secret(connection, account_id)``, ``keep_secret(connection, secret)``; ``session_by_token(connection, hash)``,
``sessions_of(connection, account_id)``, ``open_session``, ``use_session``, ``end_session``, ``end_sessions``,
``known_device(connection, account_id, device, since)``; ``count(connection, key)``, ``keep_count``, ``forget_count``.
Writing needs a connection of ``Register.write()``, as everything does.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Literal

from sqlalchemy import Connection, Row, Select, delete, insert, select, update

from scoring.register import queries
from scoring.register.canonical import moment, timestamp
from scoring.register.tables import account_secret, sign_in_failure, sign_in_session

Ended = Literal["signed_out", "elsewhere", "renewed", "by_administrator"]


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens an account.

    Attributes
    ----------
    password : str or None
        Its hash (PHC string); ``None``: no password opens it, until one is handed out.
    own : bool
        Its owner chose it himself.
    one_time, one_time_pending : str or None
        The secret of his one-time codes, and one that he has not confirmed yet.
    one_time_step : int
        The last time step whose code was taken.
    epoch : int
        Moves with rights and secrets; a session of another epoch is over.
    """

    account_id: str
    password: str | None
    own: bool
    changed_at: datetime
    one_time: str | None = None
    one_time_pending: str | None = None
    one_time_step: int = 0
    epoch: int = 0


@dataclass(frozen=True, slots=True)
class SignInSession:
    """A session; `token` and `device` are hashes. `ended` says why, where it was ended before its time."""

    session_id: str
    token: str
    account_id: str
    device: str
    began: datetime
    last_used: datetime
    ends: datetime
    epoch: int
    needs: str
    external: bool
    ended: str | None = None


@dataclass(frozen=True, slots=True)
class FailureCount:
    """Failures under one key, a hash. `until`: locked until then."""

    key: str
    kind: str
    failures: int
    last: datetime
    until: datetime | None = None


def secret(connection: Connection, account_id: str) -> Secret | None:
    """Return what opens an account, ``None`` where nothing does."""
    row = connection.execute(queries.equal(account_secret, "account_id"), {"account_id": account_id}).one_or_none()
    return None if row is None else _secret(row)


def secrets(connection: Connection) -> dict[str, Secret]:
    """Return what opens each account."""
    return {row.account_id: _secret(row) for row in connection.execute(select(account_secret))}


def keep_secret(connection: Connection, given: Secret) -> None:
    """Put a secret in the place of what opened an account before."""
    connection.execute(delete(account_secret).where(account_secret.c.account_id == given.account_id))
    connection.execute(
        insert(account_secret),
        {
            "account_id": given.account_id,
            "password": given.password,
            "own": int(given.own),
            "changed_at": timestamp(given.changed_at),
            "one_time": given.one_time,
            "one_time_pending": given.one_time_pending,
            "one_time_step": given.one_time_step,
            "epoch": given.epoch,
        },
    )


def session_by_token(connection: Connection, token: str) -> SignInSession | None:
    """Return the session of the hash of a token, over or not; ``None`` where there never was one."""
    row = connection.execute(queries.equal(sign_in_session, "token"), {"token": token}).one_or_none()
    return None if row is None else _session(row)


def sessions_of(connection: Connection, account_id: str) -> tuple[SignInSession, ...]:
    """Return the sessions of an account that nobody ended, the newest first; time may have."""
    return tuple(_session(row) for row in connection.execute(_not_ended(), {"account_id": account_id}))


@cache
def _not_ended() -> Select[Any]:
    query = queries.equal(sign_in_session, "account_id").where(sign_in_session.c.ended.is_(None))
    return query.order_by(sign_in_session.c.began.desc(), sign_in_session.c.session_id)


def open_session(connection: Connection, given: SignInSession) -> None:
    """Enter a new session."""
    connection.execute(
        insert(sign_in_session),
        {
            "session_id": given.session_id,
            "token": given.token,
            "account_id": given.account_id,
            "device": given.device,
            "began": timestamp(given.began),
            "last_used": timestamp(given.last_used),
            "ends": timestamp(given.ends),
            "epoch": given.epoch,
            "needs": given.needs,
            "external": int(given.external),
        },
    )


def use_session(connection: Connection, session_id: str, at: datetime) -> None:
    """Note that a session was used; a later use is never taken back."""
    used = timestamp(at)
    connection.execute(
        update(sign_in_session)
        .where(sign_in_session.c.session_id == session_id, sign_in_session.c.last_used < used)
        .values(last_used=used)
    )


def end_session(connection: Connection, session_ids: Iterable[str], why: Ended, at: datetime) -> None:
    """End sessions that nobody ended yet."""
    connection.execute(
        update(sign_in_session)
        .where(sign_in_session.c.session_id.in_(list(session_ids)), sign_in_session.c.ended.is_(None))
        .values(ended=why, ended_at=timestamp(at))
    )


def known_device(connection: Connection, account_id: str, device: str, *, since: datetime) -> bool:
    """Return whether an account was signed in to in a browser (its hash) since a moment."""
    query = select(sign_in_session.c.session_id).where(
        sign_in_session.c.account_id == account_id,
        sign_in_session.c.device == device,
        sign_in_session.c.needs == "nothing",
        sign_in_session.c.began >= timestamp(since),
    )
    return connection.execute(query.limit(1)).first() is not None


def count(connection: Connection, key: str) -> FailureCount | None:
    """Return the failures under a key, ``None`` where there is none."""
    row = connection.execute(select(sign_in_failure).where(sign_in_failure.c.key == key)).one_or_none()
    return None if row is None else _count(row)


def keep_count(connection: Connection, given: FailureCount) -> None:
    """Put a count in the place of what was counted before under its key."""
    forget_count(connection, [given.key])
    connection.execute(
        insert(sign_in_failure),
        {
            "key": given.key,
            "kind": given.kind,
            "failures": given.failures,
            "last": timestamp(given.last),
            "until": None if given.until is None else timestamp(given.until),
        },
    )


def forget_count(connection: Connection, keys: Iterable[str]) -> None:
    """Forgive failures."""
    connection.execute(delete(sign_in_failure).where(sign_in_failure.c.key.in_(list(keys))))


def locked_counts(connection: Connection, now: datetime) -> tuple[FailureCount, ...]:
    """Return what is locked at a moment; nobody can tell from it whose it is."""
    query = select(sign_in_failure).where(sign_in_failure.c.until > timestamp(now)).order_by(sign_in_failure.c.until)
    return tuple(_count(row) for row in connection.execute(query))


def forget_old(connection: Connection, before: datetime) -> None:
    """Forget sessions that were over, and failures that were, before a moment."""
    connection.execute(delete(sign_in_session).where(sign_in_session.c.ends < timestamp(before)))
    connection.execute(delete(sign_in_failure).where(sign_in_failure.c.last < timestamp(before)))


def _secret(row: Row[Any]) -> Secret:
    return Secret(
        account_id=row.account_id,
        password=row.password,
        own=bool(row.own),
        changed_at=moment(row.changed_at),
        one_time=row.one_time,
        one_time_pending=row.one_time_pending,
        one_time_step=row.one_time_step,
        epoch=row.epoch,
    )


def _session(row: Row[Any]) -> SignInSession:
    return SignInSession(
        session_id=row.session_id,
        token=row.token,
        account_id=row.account_id,
        device=row.device,
        began=moment(row.began),
        last_used=moment(row.last_used),
        ends=moment(row.ends),
        epoch=row.epoch,
        needs=row.needs,
        external=bool(row.external),
        ended=row.ended,
    )


def _count(row: Row[Any]) -> FailureCount:
    until = None if row.until is None else moment(row.until)
    return FailureCount(row.key, row.kind, row.failures, moment(row.last), until)
