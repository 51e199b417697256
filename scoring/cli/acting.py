"""Who acts, and on which register: what every command on the register takes.

On the command line the operating system is the gate: whoever may read and write the register's file is let in, and
acts under his user name. In which role, each command says; what that role may do, `access.toml` says.
"""

from __future__ import annotations

import functools
import getpass
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from indicators.language import Message
from indicators.regions import read_regions
from scoring import access
from scoring.cli.parameters import Read
from scoring.cli.session import Session
from scoring.errors import RecordError, SpokenError
from scoring.model import Actor
from scoring.register import engines
from scoring.register.chain import Entry
from scoring.register.database import Register, open_register

VARIABLE: Final = "QUALITY_CREDIT_REGISTER"
DEFAULT_REGISTER: Final = "quality-credit.db"
Function = TypeVar("Function", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Acting:
    """Somebody at work on a register.

    Attributes
    ----------
    actor : Actor
        Who, and in which role.
    asked : str or None
        The register that the call names; ``None`` where it names none and that of the environment, or of the folder,
        is meant.
    """

    actor: Actor
    asked: str | None = None

    @property
    def where(self) -> str:
        """Path or address of the register."""
        return self.asked or os.environ.get(VARIABLE) or DEFAULT_REGISTER

    def on(self, register: str) -> Acting:
        """Return the same person at work on another register."""
        return Acting(self.actor, register)

    def is_there(self) -> bool:
        """Return whether there is, or may be, a register: a database server is not asked."""
        return "://" in self.where or Path(self.where).exists()

    def shown(self) -> str:
        """Return how the user knows the register: the path as he gave it; of an address only the database's name."""
        return engines.shown(engines.address(self.where)) if "://" in self.where else self.where

    @contextmanager
    def register(self) -> Iterator[Register]:
        """Open the register; where there is none, say how one is made."""
        try:
            opened = open_register(self.where)
        except RecordError as error:
            if error.what.key != "register.not_there":
                raise
            values = {"name": error.what.values["name"], "variable": VARIABLE}
            raise RecordError(Message("acting.no_register", values)) from error
        with opened:
            yield opened


def now() -> datetime:
    """Return the moment in which a command acts: the only clock of the command line."""
    return datetime.now(UTC)


def on_register(*, role: str, names_it: bool = True) -> Callable[[Function], Function]:
    """Add ``--register --actor --role --region`` to a command; it gets them as `acting`.

    Parameters
    ----------
    role : str
        The role of the office whose business the command is, taken where none is named.
    names_it : bool
        Whether the command has ``--register``; one that says otherwise which registers it is about has not.
    """

    def add(function: Function) -> Function:
        @functools.wraps(function)
        def call(
            *arguments: Any, actor: str | None, role: str, region: str | None, register: str | None = None, **rest: Any
        ) -> Any:
            name = actor or operating_system_user()
            acting = Acting(Actor(name, name, frozenset({role}), region), register)
            return function(*arguments, acting=acting, **rest)

        for option in (
            click.option("--region", type=Read(_known_region), metavar="CODE", help="cli.option_region"),
            click.option("--role", type=Read(_known_role), default=role, metavar="ROLE", help="cli.option_role"),
            click.option("--actor", metavar="ID", help="cli.option_actor"),
            *((click.option("--register", metavar="FILE|URL", help="cli.option_register"),) if names_it else ()),
        ):
            call = option(call)
        return call  # type: ignore[return-value]  # the same function, told in other words

    return add


def operating_system_user() -> str:
    """Return the name of the user under whom the program runs, which no variable of the environment can change."""
    try:
        import pwd
    except ImportError:  # not a POSIX system
        return getpass.getuser()
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _known_role(text: str) -> str:
    roles = [role.id for role in access.rules().role]
    if text not in roles:
        raise SpokenError(Message("access.unknown_role", {"role": text, "known": ", ".join(roles)}))
    return text


def _known_region(text: str) -> str:
    if text not in read_regions().by_code:
        raise SpokenError(Message("acting.unknown_region", {"seen": text}))
    return text


def entry_as_json(entry: Entry | None) -> dict[str, object] | None:
    """Return what ``--json`` says of an act: its entry of the chain, ``None`` where nothing was written."""
    if entry is None:
        return None
    return {"sequence": entry.sequence, "at": entry.at, "act": entry.act, "hash": entry.hash}


def show_entry(session: Session, entry: Entry) -> None:
    """Tell a person which entry of the chain an act became."""
    session.show_line(session.say("acting.entry", head=f"{entry.sequence}:{entry.hash}"))
