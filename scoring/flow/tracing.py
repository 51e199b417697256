"""What leaked, led back to who took it: by a number on it, its bytes, an entry of nobody in it, a screen's code.

`trace_leak` takes whatever the inspector has of it: a file, a number, names, the whole text of a list that somebody
retyped. Codes are found in it wherever they stand, with letters and figures that are often mistaken set right.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection

from scoring import access
from scoring.flow import canaries, screens
from scoring.model import Actor
from scoring.procedure.canary import tidy
from scoring.register import accounts, experts, exports_made
from scoring.register.acts import actors
from scoring.register.database import Register
from scoring.register.exports_made import ExportMade

How = Literal["digest", "number", "name"]
MOST_SIGNS: Final = 2_000_000
"""Signs of a text that are looked at: more than the list of experts of a province has by far."""
_DASH: Final = r"\s?[-\u2010-\u2015\u2212\uff0d]\s?"
_NUMBER: Final = re.compile(rf"(?<![A-Z0-9])([A-Z0-9]{{4}}){_DASH}([A-Z0-9]{{4}})(?![A-Z0-9])")
_SCREEN: Final = re.compile(rf"(?<![A-Z0-9])([A-Z0-9]{{3}}){_DASH}([A-Z0-9]{{3}})(?![A-Z0-9])")
# Codes have no 0, 1, 8 and 9: where one was read, the letter was meant.
_MISREAD: Final = str.maketrans("018", "OIB")


@dataclass(frozen=True, slots=True)
class Traced:
    """An export to which something leads.

    Attributes
    ----------
    how : tuple of {"digest", "number", "name"}
        By what: the bytes of the file, a number in it, the name of the entry of nobody.
    unchanged : bool or None
        Whether the file has the bytes that were taken; ``None`` where there is none to compare.
    name : str
        The name of the export's entry of nobody, where it was found.
    borne : bool
        Somebody in the record bears that name by now: then it proves nothing alone.
    """

    export: ExportMade
    how: tuple[How, ...]
    unchanged: bool | None
    name: str = ""
    borne: bool = False


@dataclass(frozen=True, slots=True)
class ScreenTraced:
    """The code of a screen that was photographed, and whose it is."""

    code: str
    persons: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Leak:
    """What was found: exports, most telling first, screens, and the SHA-256 of the file that was looked at."""

    exports: tuple[Traced, ...]
    screens: tuple[ScreenTraced, ...]
    digest: str | None


@dataclass(frozen=True, slots=True)
class NamedList:
    """A list of experts that left, with the name in it that is nobody's."""

    export: ExportMade
    name: str


def trace_leak(register: Register, actor: Actor, *, texts: Sequence[str] = (), file: bytes | None = None) -> Leak:
    """Return to whom something leads that turned up.

    Parameters
    ----------
    texts : sequence of str
        What was typed or pasted, and what stands in the cells of the file.
    file : bytes, optional
        The file itself, to be compared with what was taken.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "trace", "export")
    text = "\n".join(texts)[:MOST_SIGNS].upper()
    digest = None if file is None else hashlib.sha256(file).hexdigest()
    with register.read() as connection:
        made = exports_made.everyone(connection)
        numbers = set(_codes(_NUMBER, text))
        names = dict(_names_in(connection, text))
        borne = {tidy(one.name) for one in experts.everyone(connection)} if names else set()
        found = [
            Traced(
                one,
                how,
                None if digest is None else one.digest == digest,
                names.get(one.export_id, ""),
                tidy(names.get(one.export_id, "")) in borne,
            )
            for one in made
            if (how := _how(one, digest, numbers, names))
        ]
        seen = _screens(connection, set(_codes(_SCREEN, text)))
    return Leak(tuple(sorted(found, key=lambda one: (one.borne, -len(one.how)))), seen, digest)


def list_canaries(register: Register, actor: Actor) -> tuple[NamedList, ...]:
    """Return every list of experts that left, newest first, with the name in it to look for.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "trace", "export")
    with register.read() as connection:
        return tuple(NamedList(made, name) for made, name in canaries.names_given(connection))


def _how(one: ExportMade, digest: str | None, numbers: set[str], names: dict[str, str]) -> tuple[How, ...]:
    ways: dict[How, bool] = {
        "digest": digest is not None and one.digest == digest,
        "number": one.export_id in numbers,
        "name": one.export_id in names,
    }
    return tuple(way for way, is_so in ways.items() if is_so)


def _codes(pattern: re.Pattern[str], text: str) -> Iterator[str]:
    for found in pattern.finditer(text):
        yield "-".join(found.groups()).translate(_MISREAD)


def _names_in(connection: Connection, text: str) -> Iterator[tuple[str, str]]:
    """Find names that are nobody's, also where a list has blanks inside them; a line's end parts two names."""
    whole = "\n".join(tidy(line) for line in text.splitlines())
    for made, name in canaries.names_given(connection):
        if tidy(name) in whole:
            yield made.export_id, name


def _screens(connection: Connection, codes: set[str]) -> tuple[ScreenTraced, ...]:
    if not codes:
        return ()
    persons = (
        *actors(connection),
        *(one.expert_id for one in experts.everyone(connection)),
        *(one.account_id for one in accounts.everybody(connection)),
    )
    known = screens.codes_of(connection, persons)
    return tuple(ScreenTraced(code, tuple(known[code])) for code in sorted(codes & known.keys()))
