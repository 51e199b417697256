"""What the inspector is told of a chain, added up as it grows: what was read once is not read again.

A year of marks is hundreds of thousands of entries. The chain only grows, and so does what is told of it: `follow`
goes on where it stopped, and begins again where the entry at which it stopped is no longer the one that it read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from scoring.flow.accounts.unsigned import UnsignedAct, find_unsigned
from scoring.identity.terms import terms
from scoring.register import accounts, alarm_facts
from scoring.register.alarm_facts import Cell, RoleActs, RoleHour

_NOTHING = ""


@dataclass(slots=True)
class Followed:
    """What was read so far, of one register; `follow` adds to it.

    Attributes
    ----------
    upto, hash : int, str
        The last entry that was read, and its hash.
    marks : int
        The last row of marks that was read.
    hours : Counter
        Acts by role and hour of UTC, ``2026-06-01T09``, without those of the product itself.
    acts : dict
        How often a role did an act that is counted, and when last, by act and role.
    signed : dict
        When each account last signed in.
    unsigned : list of UnsignedAct
        Acts in the name of an account that nobody signed in for.
    replaced : dict
        Marks that replaced another after the marks of their round were first closed, each with the entry that closed.
    """

    upto: int = 0
    hash: str = _NOTHING
    marks: int = 0
    hours: Counter[tuple[str, str]] = field(default_factory=Counter)
    acts: dict[tuple[str, str], RoleActs] = field(default_factory=dict)
    signed: dict[str, datetime] = field(default_factory=dict)
    unsigned: list[UnsignedAct] = field(default_factory=list)
    replaced: dict[Cell, int] = field(default_factory=dict)

    def forget(self) -> None:
        """Begin again."""
        self.upto, self.hash, self.marks = 0, _NOTHING, 0
        for one in (self.hours, self.acts, self.signed, self.unsigned, self.replaced):
            one.clear()

    def hours_since(self, since: str) -> tuple[RoleHour, ...]:
        """Return the acts of each role in each hour that had not ended at a moment, as the record writes moments."""
        return tuple(
            RoleHour(role, hour, count) for (role, hour), count in sorted(self.hours.items()) if hour >= since[:13]
        )


def follow(connection: Connection, followed: Followed, *, counted: Iterable[str], closed: Iterable[str]) -> None:
    """Read what was recorded since.

    Parameters
    ----------
    counted : iterable of str
        Acts that are counted by role.
    closed : iterable of str
        States of a round in which marks are closed.
    """
    if followed.upto and alarm_facts.hash_of(connection, followed.upto) != followed.hash:
        # Another chain than the one that was read, as after a restore.
        followed.forget()
    of, names = alarm_facts.entries_since(connection, followed.upto), frozenset(counted)
    if of:
        acts = [one.act for one in of]
        versions = tuple(accounts.written(connection))
        followed.unsigned += find_unsigned(acts, versions, hours=terms().session.hours, signed=followed.signed)
        for one in acts:
            if one.role != "system":
                followed.hours[one.role, one.at[:13]] += 1
            if one.act in names:
                before = followed.acts.get((one.act, one.role))
                count = 1 if before is None else before.count + 1
                followed.acts[one.act, one.role] = RoleActs(one.act, one.role, count, one.at)
        followed.upto, followed.hash = of[-1].act.sequence, of[-1].hash
    followed.marks, found = alarm_facts.replaced_since(connection, followed.marks, closed)
    followed.replaced |= found
