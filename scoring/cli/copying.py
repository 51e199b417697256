"""``copy``, ``backup``, ``restore``: a register elsewhere, proved to be the same before it is called one."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from indicators.faults import FaultsError
from scoring import flow
from scoring.cli.acting import Acting, now, on_register
from scoring.cli.frame import INPUT_AT_FAULT, command
from scoring.cli.layout import Column
from scoring.cli.outside import kept_heads
from scoring.cli.parameters import ExistingFile
from scoring.cli.progress import progress
from scoring.cli.session import Session
from scoring.register.contents import count_rows
from scoring.register.copying import PASSES, Copied
from scoring.register.database import Register

BACKUP_SUFFIX: Final = ".db"
Function = TypeVar("Function", bound=Callable[..., Any])


def _target(function: Function) -> Function:
    """Add what every copy takes besides its two places."""
    for add in (
        click.option("--heads", type=ExistingFile(), multiple=True, metavar="DIR|FILE", help="cli.option_copy_heads"),
        click.option("--anew", is_flag=True, help="cli.option_anew"),
    ):
        function = add(function)
    return function


@command("copy")
@click.option("--from", "source", required=True, metavar="FILE|URL", help="cli.option_copy_from")
@click.option("--to", "target", required=True, metavar="FILE|URL", help="cli.option_copy_to")
@_target
@on_register(role="system_admin", names_it=False)
@click.pass_obj
def copy(session: Session, *, acting: Acting, source: str, target: str, anew: bool, heads: tuple[Path, ...]) -> int:
    """Copy a register from one database to another."""
    return _copied(session, acting.on(source), target, anew=anew, heads=heads, key="copying.copied")


@command("backup")
@click.option("--to", "target", type=click.Path(path_type=Path), required=True, metavar="FILE|DIR",
              help="cli.option_backup_to")  # fmt: skip
@_target
@on_register(role="system_admin")
@click.pass_obj
def backup(session: Session, *, acting: Acting, target: Path, anew: bool, heads: tuple[Path, ...]) -> int:
    """Back a register up into a file, while it is worked on."""
    file = target / backup_name(acting.shown(), now()) if target.is_dir() else target
    return _copied(session, acting, str(file), anew=anew, heads=heads, key="copying.backed_up")


@command("restore")
@click.option("--from", "source", type=ExistingFile(), required=True, metavar="FILE", help="cli.option_restore_from")
@click.option("--reason", required=True, metavar="TEXT", help="cli.option_restore_reason")
@_target
@on_register(role="system_admin")
@click.pass_obj
def restore(session: Session, *, acting: Acting, source: Path, reason: str, anew: bool, heads: tuple[Path, ...]) -> int:
    """Restore a register from a backup to where none is."""
    kept = kept_heads(heads)
    try:
        with acting.on(str(source)).register() as register, _steps(session, register) as told:
            copied = flow.restore_register(
                register, acting.actor, now(), acting.where, reason=reason, anew=anew, heads=kept, told=told
            )
    except FaultsError as error:
        return _not_finished(session, error)
    _show(session, copied, "copying.restored", acting.shown())
    return 0


def backup_name(register: str, at: datetime) -> str:
    """Return the name of a backup: the register's and the moment, in UTC; it sorts by time."""
    return f"{Path(register).stem or 'register'}-{at:%Y%m%dT%H%M%SZ}{BACKUP_SUFFIX}"


def _copied(session: Session, acting: Acting, target: str, *, anew: bool, heads: tuple[Path, ...], key: str) -> int:
    kept = kept_heads(heads)
    try:
        with acting.register() as register, _steps(session, register) as told:
            copied = flow.copy_register(register, acting.actor, target, anew=anew, heads=kept, told=told)
    except FaultsError as error:
        return _not_finished(session, error)
    _show(session, copied, key, acting.on(target).shown())
    return 0


def _not_finished(session: Session, error: FaultsError) -> int:
    session.show_faults(error.faults, heading="copying.not_finished")
    return INPUT_AT_FAULT


@contextmanager
def _steps(session: Session, register: Register) -> Iterator[Callable[[int], None]]:
    """Show a bar, and give what is told how many rows came on."""
    with register.read() as connection:
        total = PASSES * count_rows(connection)
    with progress(total, session.say) as bar:
        yield bar.step


def _show(session: Session, copied: Copied, key: str, name: str) -> None:
    filled = [table for table in copied.tables if table.rows]
    if session.as_json:
        tables = [{"table": one.name, "rows": one.rows, "digest": one.digest} for one in copied.tables]
        session.show_json(
            {"register": name, "version": copied.version, "head": str(copied.head), "rows": copied.rows,
             "tables": tables}
        )  # fmt: skip
        return
    columns = [Column(session.say("copying.table")), Column(session.say("copying.rows"), right=True),
               Column(session.say("copying.digest"))]  # fmt: skip
    session.show_table(columns, [[one.name, str(one.rows), one.digest[:16]] for one in filled])
    session.show_line(session.say(key, name=name, rows=copied.rows, tables=len(copied.tables), head=copied.head))
