"""Sessions opened, and found again by their token."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from scoring.flow.accounts.told import SignedIn, SignInRefusedError
from scoring.identity import lifetimes, one_time
from scoring.identity.lifetimes import Life, Needs, fingerprint
from scoring.register import accounts, chain, sign_ins, sittings
from scoring.register.accounts import Account
from scoring.register.chain import Act
from scoring.register.sign_ins import Secret, SignInSession

_Known = tuple[SignInSession, Account, Secret]


def missing(account: Account, secret: Secret, *, external: bool, code_given: bool) -> Needs:
    """Return what somebody must do next before he is let in."""
    if secret.one_time is not None and not code_given:
        return "one_time_code"
    if not external and not secret.own:
        return "new_password"
    if secret.one_time is None and one_time.needed(frozenset(account.roles)):
        return "enrol_one_time"
    return "nothing"


def open_session(
    connection: Connection,
    now: datetime,
    account: Account,
    secret: Secret,
    *,
    device: str,
    external: bool,
    code_given: bool,
) -> SignedIn:
    """Open a session with a token that nothing knew before, and tell the chain when somebody is wholly in."""
    token, session_id = lifetimes.new_token(), lifetimes.new_id()
    needs = missing(account, secret, external=external, code_given=code_given)
    opened = SignInSession(
        session_id=session_id,
        token=fingerprint(token),
        account_id=account.account_id,
        device=fingerprint(device),
        began=now,
        last_used=now,
        ends=lifetimes.end_of(now, needs),
        epoch=secret.epoch,
        needs=needs,
        external=external,
    )
    sign_ins.open_session(connection, opened)
    if needs == "nothing":
        _tell(connection, now, account, session_id, external=external)
        if in_running_sitting(connection, account):
            end_others(connection, now, opened, "elsewhere")
    return SignedIn(session_id, token, account.account_id, needs)


def renewed(connection: Connection, now: datetime, before: SignInSession, account: Account, secret: Secret) -> SignedIn:
    """Go on in a new session with another token: rights have grown, or a secret has changed."""
    sign_ins.end_session(connection, [before.session_id], "renewed", now)
    token, session_id = lifetimes.new_token(), lifetimes.new_id()
    needs = missing(account, secret, external=before.external, code_given=True)
    whole = before.needs == "nothing" and needs == "nothing"
    sign_ins.open_session(
        connection,
        SignInSession(
            session_id=session_id,
            token=fingerprint(token),
            account_id=account.account_id,
            device=before.device,
            # A session does not grow older than a sign-in allows by changing a password in it.
            began=before.began if whole else now,
            last_used=now,
            ends=before.ends if whole else lifetimes.end_of(now, needs),
            epoch=secret.epoch,
            needs=needs,
            external=before.external,
        ),
    )
    if needs == "nothing" and not whole:
        _tell(connection, now, account, session_id, external=before.external)
    return SignedIn(session_id, token, account.account_id, needs)


def known(connection: Connection, now: datetime, token: str, device: str) -> _Known | None:
    """Return the living session of a token in the browser it belongs to, with account and secret; else ``None``."""
    session = sign_ins.session_by_token(connection, fingerprint(token))
    if session is None or session.device != fingerprint(device):
        return None
    account, secret = accounts.one(connection, session.account_id), sign_ins.secret(connection, session.account_id)
    if account is None or secret is None or not account.active:
        return None
    return (session, account, secret) if lifetimes.alive(life_of(session), now, epoch=secret.epoch) else None


def required(
    connection: Connection, now: datetime, token: str, device: str, *, needs: tuple[Needs, ...], locked: bool = False
) -> _Known:
    """Return the living session of a token, which must be at one of some steps, and unlocked unless `locked`.

    Raises
    ------
    SignInRefusedError
    """
    found = known(connection, now, token, device)
    if found is None or found[0].needs not in needs or (lifetimes.idle(life_of(found[0]), now) and not locked):
        raise SignInRefusedError
    return found


def life_of(session: SignInSession) -> Life:
    """Return what of a session decides whether it lives."""
    return Life(session.last_used, session.ends, session.epoch, ended=session.ended is not None)


def living(connection: Connection, now: datetime, account_id: str, epoch: int) -> tuple[SignInSession, ...]:
    """Return the sessions of an account that live, the newest first."""
    found = sign_ins.sessions_of(connection, account_id)
    return tuple(one for one in found if lifetimes.alive(life_of(one), now, epoch=epoch))


def end_others(connection: Connection, now: datetime, kept: SignInSession, why: sign_ins.Ended) -> int:
    """End every other session of an account; return how many."""
    others = [one.session_id for one in sign_ins.sessions_of(connection, kept.account_id)]
    others = [session_id for session_id in others if session_id != kept.session_id]
    sign_ins.end_session(connection, others, why, now)
    return len(others)


def in_running_sitting(connection: Connection, account: Account) -> bool:
    """Return whether an expert sits in a sitting that is running: opened, and not over."""
    if account.expert_id is None:
        return False
    seats = sittings.seats_of(connection, account.expert_id)
    found = (sittings.one(connection, seat.sitting_id) for seat in seats)
    return any(one is not None and one.phase != "prepared" and not one.over for one in found)


def _tell(connection: Connection, now: datetime, account: Account, session_id: str, *, external: bool) -> None:
    details = {"session": session_id, "external": external}
    role = sorted(account.roles)[0]
    object_ = accounts.object_of(account.account_id)
    chain.record(connection, Act(account.person, role, "account.signed_in", object_, now, "", details))
