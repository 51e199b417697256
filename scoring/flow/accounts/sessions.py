"""Sessions asked, used and ended: who is behind a token now, with the rights the record gives him now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Literal

from scoring.flow.accounts import opening
from scoring.flow.accounts.told import LiveSession, Session, SignInRefusedError
from scoring.identity import lifetimes
from scoring.identity.lifetimes import Needs, fingerprint
from scoring.model import Actor
from scoring.register import accounts, sign_ins
from scoring.register.accounts import Account
from scoring.register.database import Register
from scoring.register.sign_ins import Secret, SignInSession

WhyEnded = Literal["signed_out", "elsewhere", "by_administrator", "over", "changed"]


def session_of(register: Register, now: datetime, token: str, *, device: str, active: bool = True) -> Session | None:
    """Return who is behind a token; ``None`` where nobody is any more, or in another browser.

    Parameters
    ----------
    active : bool
        A person did something: then the session stays awake, noted once a minute. What pages ask by themselves is not.

    Raises
    ------
    RecordError
    """
    with register.read() as connection:
        found = opening.known(connection, now, token, device)
        if found is None:
            return None
        session, account, secret = found
        newest = session
        if account.expert_id is not None and session.needs == "nothing":
            living = opening.living(connection, now, account.account_id, secret.epoch)
            newest = next((one for one in living if one.needs == "nothing"), session)
            if newest.session_id != session.session_id and not opening.in_running_sitting(connection, account):
                newest = session
    if newest.session_id != session.session_id:
        with register.write() as connection:
            sign_ins.end_session(connection, [session.session_id], "elsewhere", now)
        return None
    told = _told(session, account, secret, now)
    if active and not told.locked and lifetimes.to_note(opening.life_of(session), now):
        with register.write() as connection:
            sign_ins.use_session(connection, session.session_id, now)
        told = _told(replace(session, last_used=now), account, secret, now)
    return told


def why_ended(register: Register, token: str) -> WhyEnded | None:
    """Return why a session is over, to say it where he signs in again; ``None`` where nothing is known.

    ``over``: its hours were; ``changed``: his rights or his password did. Only whoever has the token can ask.
    """
    with register.read() as connection:
        session = sign_ins.session_by_token(connection, fingerprint(token))
        secret = None if session is None else sign_ins.secret(connection, session.account_id)
    if session is None:
        return None
    if session.ended in ("signed_out", "elsewhere", "by_administrator"):
        return session.ended  # type: ignore[return-value]  # one of the words that were just named
    if session.ended is not None:
        return None
    return "changed" if secret is not None and secret.epoch != session.epoch else "over"


def sign_out(register: Register, now: datetime, token: str) -> None:
    """End the session of a token, if there is one."""
    with register.write() as connection:
        session = sign_ins.session_by_token(connection, fingerprint(token))
        if session is not None:
            sign_ins.end_session(connection, [session.session_id], "signed_out", now)


def sign_out_everywhere(register: Register, now: datetime, token: str) -> int:
    """End every session of whoever has a token, his own included; return how many.

    Raises
    ------
    SignInRefusedError
        The token opens nothing any more.
    """
    with register.write() as connection:
        session = sign_ins.session_by_token(connection, fingerprint(token))
        if session is None or session.ended is not None:
            raise SignInRefusedError
        found = sign_ins.sessions_of(connection, session.account_id)
        sign_ins.end_session(connection, [one.session_id for one in found], "signed_out", now)
    return len(found)


def my_sessions(register: Register, now: datetime, token: str, *, device: str) -> tuple[LiveSession, ...]:
    """Return one's own living sessions, the newest first.

    Raises
    ------
    SignInRefusedError
    """
    with register.read() as connection:
        session, account, secret = opening.required(connection, now, token, device, needs=("nothing",))
        found = opening.living(connection, now, account.account_id, secret.epoch)
    return tuple(
        LiveSession(one.session_id, one.began, one.last_used, one.session_id == session.session_id) for one in found
    )


def sign_out_one(register: Register, now: datetime, token: str, session_id: str, *, device: str) -> None:
    """End one of one's own sessions; another's is left alone without a word.

    Raises
    ------
    SignInRefusedError
    """
    with register.write() as connection:
        _, account, _ = opening.required(connection, now, token, device, needs=("nothing",))
        own = {one.session_id for one in sign_ins.sessions_of(connection, account.account_id)}
        sign_ins.end_session(connection, own & {session_id}, "signed_out", now)


def one_device(register: Register, now: datetime, token: str) -> int:
    """End all other sessions of an expert who sits in a running sitting; return how many were ended.

    `session_of` sees to it as well: the newest session is the one that goes on.
    """
    with register.read() as connection:
        session = sign_ins.session_by_token(connection, fingerprint(token))
        found = None if session is None else accounts.one(connection, session.account_id)
        if session is None or found is None or not opening.in_running_sitting(connection, found):
            return 0
    with register.write() as connection:
        return opening.end_others(connection, now, session, "elsewhere")


def _told(session: SignInSession, account: Account, secret: Secret, now: datetime) -> Session:
    needs: Needs = session.needs  # type: ignore[assignment]  # the table takes no other word
    roles = frozenset(account.roles) if needs == "nothing" else frozenset()
    life = opening.life_of(session)
    return Session(
        session_id=session.session_id,
        account_id=account.account_id,
        login=account.login,
        actor=Actor(account.person, account.name, roles, account.region),
        roles=roles,
        needs=needs,
        external=session.external,
        one_time=secret.one_time is not None,
        began=session.began,
        idle_after=lifetimes.idle_after(session.last_used),
        ends=session.ends,
        locked=lifetimes.idle(life, now),
    )
