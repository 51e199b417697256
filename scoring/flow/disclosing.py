"""Files that leave the product: each is made for one person, bears his mark, and is an act of the record.

`disclose` is the one door. It gives the file a number, has it made, and records who took what when, with the digest of
the bytes: a file that turns up elsewhere is traced by its number, or, where it bears none, by its digest.

A mark stands inside tables (`marked`: in the column that says what a row's round is; in workbooks on the cover too) and
in the head of each page of a paper (`Mark.copy`: minutes with names, agenda, briefing). A list of experts has an entry
of nobody besides (`canaries`), so that it leads back when it is retyped without its number. Evidence packs and an
expert's own sheet for off-line use say inside of which moment or whose they are, pictures and files handed in by others
stay as they are: these are traced by digest alone. What is public is not recorded.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, Literal

from indicators.language import Message, Name
from scoring import access
from scoring.flow import canaries
from scoring.flow.exporting import STATUS, Export
from scoring.intake.experts import expert_rows
from scoring.model import Actor, Expert
from scoring.procedure.canary import Decoy
from scoring.register import chain, exports_made
from scoring.register.chain import Act
from scoring.register.database import Register
from scoring.register.exports_made import ExportMade

__all__ = ["ExportMade", "Mark", "What", "disclose", "marked", "trace_export"]

What = Literal[
    "agenda",
    "applications",
    "attachment",
    "briefing",
    "enterprises",
    "evidence",
    "experts",
    "figure",
    "letter",
    "minutes",
    "offline_sheet",
    "paper",
    "rule_draft",
    "sheets",
]
MARKED: Final[frozenset[What]] = frozenset(
    {"agenda", "applications", "briefing", "enterprises", "experts", "letter", "minutes", "paper", "sheets"}
)
"""Files with a mark inside; the others are traced by their digest."""
_BYTES: Final = 5


@dataclass(frozen=True, slots=True)
class Mark:
    """For whom a file is made, when, and its number; in a list of experts, who of it is nobody."""

    export_id: str
    role: str
    at: datetime
    decoy: Decoy | None = None

    @property
    def words(self) -> Message:
        """The mark as a reader sees it."""
        names = {one.id: Name(one.name, one.name_en) for one in access.rules().role}
        return Message("disclosure.mark", {"role": names[self.role], "at": self.at, "export": self.export_id})

    @property
    def copy(self) -> Message:
        """The number as a paper has it in the head of each page, like the copies of a paper that is not for all."""
        return Message("disclosure.copy", {"export": self.export_id})


def disclose(
    register: Register, actor: Actor, now: datetime, *, what: What, about: str, make: Callable[[Mark], bytes]
) -> bytes:
    """Return a file made for the actor, once it is written down that he takes it.

    Parameters
    ----------
    what, about : str
        Kind of file; round, application or sitting that it tells of.
    make : callable
        Makes it; whether the actor may have what stands in it is asked there.

    Raises
    ------
    AccessRefusedError
    RecordError
        Then the file is not handed over either.
    """
    role = access.require(actor, "take", "export")
    number, decoy, kept = new_number(register), None, {}
    if what == canaries.NAMING:
        with register.read() as connection:
            decoy = canaries.for_export(connection, number)
            kept = {} if decoy is None else {"canary": canaries.details(connection, decoy)}
    mark = Mark(number, role, now, decoy)
    file = make(mark)
    details = {
        "what": what,
        "about": about,
        "digest": hashlib.sha256(file).hexdigest(),
        "size": len(file),
        "marked": what in MARKED,
        **kept,
    }
    act = Act(actor.id, role, exports_made.MADE, f"{exports_made.OBJECT}{mark.export_id}", now, "", details)
    with register.write() as connection:
        chain.record(connection, act)
    return file


def new_number(register: Register) -> str:
    """Return the number of another file: random, so that a number tells neither when nor how many were taken."""
    with register.read() as connection:
        number = base64.b32encode(chain.terms(connection).salts(_BYTES)).decode()
    return f"{number[:4]}-{number[4:]}"


def marked(export: Export, mark: Mark) -> Export:
    """Return a table each of whose rows says the number of its export, beside what its round is.

    A list of experts gets its entry of nobody, in the order of the numbers like everyone.
    """
    said = f"export {mark.export_id}"
    given = export.rows if mark.decoy is None else _with_entry(export.rows, mark.decoy.entry)
    rows = tuple({**row, STATUS: "; ".join(word for word in (row.get(STATUS, ""), said) if word)} for row in given)
    return replace(export, rows=rows)


def _with_entry(rows: Sequence[Mapping[str, str]], entry: Expert) -> list[Mapping[str, str]]:
    (row,) = expert_rows([entry])
    status = next((one.get(STATUS, "") for one in rows), "")
    return sorted([*rows, {**row, STATUS: status}], key=lambda one: one["expert_id"])


def trace_export(
    register: Register, actor: Actor, *, number: str = "", file: bytes | None = None
) -> tuple[ExportMade, ...]:
    """Return who took a file: the export of a number, or every one whose bytes were those of a file; newest first.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "trace", "export")
    digest = None if file is None else hashlib.sha256(file).hexdigest()
    with register.read() as connection:
        if number.strip():
            return exports_made.of_number(connection, number.strip().upper())
        return () if digest is None else exports_made.of_digest(connection, digest)
