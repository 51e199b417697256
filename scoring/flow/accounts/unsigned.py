"""Acts in the name of somebody who was not there: without a sign-in, or in a role that he did not hold.

Whoever has the database, or the machine and its command line, can write a session or act under another's name. He
cannot do it without leaving an act in the chain that nobody signed in for; this finds it, from the chain alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal

from scoring import access
from scoring.identity.terms import terms
from scoring.model import Actor
from scoring.register import accounts, acts
from scoring.register.accounts import Account
from scoring.register.acts import PersonalAct
from scoring.register.canonical import moment
from scoring.register.database import Register

SIGNED_IN: Final = "account.signed_in"
#: Done on the way in, before somebody is wholly in.
_ON_THE_WAY_IN: Final = frozenset({SIGNED_IN, "account.password_changed", "account.one_time_enrolled"})


@dataclass(frozen=True, slots=True)
class UnsignedAct:
    """An act that its actor cannot have done by the pages.

    Attributes
    ----------
    act : PersonalAct
    why : {'not_signed_in', 'role_not_held'}
        No sign-in of his in the hours before it; or he was not allowed that role then, or his account was disabled.
    """

    act: PersonalAct
    why: Literal["not_signed_in", "role_not_held"]


def unsigned_acts(register: Register, actor: Actor) -> tuple[UnsignedAct, ...]:
    """Return every act in the name of an account that nobody signed in for, oldest first; for the inspector.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "read", "account_event")
    with register.read() as connection:
        versions = tuple(accounts.written(connection))
        done = acts.acts_of_persons(connection, {one.person for _, one in versions})
    return tuple(find_unsigned(done, versions, hours=terms().session.hours))


def find_unsigned(
    done: Iterable[PersonalAct],
    versions: Iterable[tuple[int, Account]],
    *,
    hours: float,
    signed: dict[str, datetime] | None = None,
) -> Iterator[UnsignedAct]:
    """Yield what in a chain cannot have been done by whom it names.

    Parameters
    ----------
    done : iterable of PersonalAct
        In the order of the chain.
    versions : iterable of (int, Account)
        Every version of every account after the number of the entry that wrote it, oldest first. What somebody did
        before his account was there is no matter of it.
    hours : float
        How long a session lives at most.
    signed : dict, optional
        When each account had last signed in before the first of these acts; kept up to date, to go on later.
    """
    history: dict[str, list[tuple[int, Account]]] = {}
    for entry, version in versions:
        history.setdefault(version.person, []).append((entry, version))
    signed = {} if signed is None else signed
    for one in done:
        standing = _standing(history.get(one.actor, []), one.sequence)
        if standing is None:
            continue
        at = moment(one.at)
        last = signed.get(one.actor)
        if one.act not in _ON_THE_WAY_IN and (last is None or at - last >= timedelta(hours=hours)):
            yield UnsignedAct(one, "not_signed_in")
        elif not standing.active or one.role not in standing.roles:
            yield UnsignedAct(one, "role_not_held")
        if one.act == SIGNED_IN:
            signed[one.actor] = at


def _standing(history: list[tuple[int, Account]], sequence: int) -> Account | None:
    """Return the version that held before an entry of the chain."""
    found = bisect_left(history, sequence, key=lambda one: one[0])
    return history[found - 1][1] if found else None
