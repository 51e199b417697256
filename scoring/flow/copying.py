"""A register copied, backed up and restored: never believed before its chain, decisions and sentences were checked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path

from indicators.faults import Fault
from scoring import access
from scoring.flow import record
from scoring.model import Actor
from scoring.register import clock, copying, restoring
from scoring.register.chain import Head
from scoring.register.copying import Copied
from scoring.register.database import Register


def copy_register(
    source: Register,
    actor: Actor,
    url: str | Path,
    *,
    anew: bool = False,
    heads: Iterable[Head] = (),
    told: Callable[[int], None] = lambda rows: None,
) -> Copied:
    """Copy a register to where nothing is yet, on either database; nothing is written in the source.

    Parameters
    ----------
    anew : bool
        Take an unfinished copy away that is there.
    heads : iterable of Head
        That left the building earlier: the copy must contain them.
    told : callable
        Told how many rows came on, each `copying.PASSES` times.

    Raises
    ------
    AccessRefusedError, RecordError
    FaultsError
        With everything in which the copy is not as it must be; it stays unfinished, and nothing opens it.
    """
    access.require(actor, "copy", "register")
    kept = tuple(heads)

    def faults(copy: Register) -> Sequence[Fault]:
        return record.verify(copy, actor, heads=kept).faults or record.check(copy, actor)

    return copying.copy_register(source, url, check=faults, anew=anew, told=told)


def restore_register(
    backup: Register,
    actor: Actor,
    now: datetime,
    url: str | Path,
    *,
    reason: str,
    anew: bool = False,
    heads: Iterable[Head] = (),
    told: Callable[[int], None] = lambda rows: None,
) -> Copied:
    """Copy a backup to where the register shall go on; the chain says so, and everybody signs in again.

    Raises
    ------
    AccessRefusedError, FaultsError, RecordError
        As `copy_register`.
    ClockError
        The clock stands before the last entry of the backup; said before anything is copied.
    """
    access.require(actor, "copy", "register")
    with backup.read() as connection:
        last = clock.last_dated(connection)
    if last is not None and not backup.synthetic:
        clock.refuse_back(last, "register.restored", now)
    copied = copy_register(backup, actor, url, anew=anew, heads=heads, told=told)
    restoring.go_on(url, now=now, actor_id=actor.id, reason=reason)
    return copied
