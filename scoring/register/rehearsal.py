"""A register on which everything is tried and nothing is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields

from sqlalchemy import Connection

from scoring.register.database import Register


class _EnoughError(Exception):
    """Ends a rehearsal's work where real work would be committed."""


@dataclass(frozen=True, slots=True)
class Rehearsal(Register):
    """An open register whose `write` takes back what was written when its block ends well.

    What would be refused is refused, by the database too, so that a dry run finds everything that the act would find.
    """

    @classmethod
    def of(cls, register: Register) -> Rehearsal:
        """Return the rehearsal of a register, on its connections."""
        return cls(**{field.name: getattr(register, field.name) for field in fields(register)})

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection as `Register.write` does; nothing of it is kept."""
        try:
            with Register.write(self) as connection:
                yield connection
                raise _EnoughError
        except _EnoughError:
            pass
