"""Files that the command line writes: made for whoever runs it, an act of the record each, with its number told."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from scoring import flow
from scoring.cli.acting import Acting
from scoring.cli.session import Session
from scoring.flow import Mark, What
from scoring.register.database import Register


def hand_over(
    register: Register,
    acting: Acting,
    at: datetime,
    to: Path,
    *,
    what: What,
    about: str,
    make: Callable[[Mark], bytes],
) -> Mark:
    """Have a file made, recorded and written; what was there under its name stays until the new one is whole.

    Returns
    -------
    Mark
        Of the file: its number is to be told.

    Raises
    ------
    AccessRefusedError, RecordError
        Then nothing is written.
    OSError
        Then the record says that a file was made that nobody has: better than the other way round.
    """
    marks: list[Mark] = []

    def marked(mark: Mark) -> bytes:
        marks.append(mark)
        return make(mark)

    file = flow.disclose(register, acting.actor, at, what=what, about=about, make=marked)
    part = to.with_name(f".{to.name}.part")
    try:
        part.write_bytes(file)
        os.replace(part, to)
    finally:
        part.unlink(missing_ok=True)
    return marks[0]


def number_as_json(mark: Mark) -> dict[str, object]:
    """Return what ``--json`` says of a file besides: its number, and whether one entry of it is nobody."""
    return {"export": mark.export_id, "decoy": mark.decoy is not None}


def tell_number(session: Session, mark: Mark) -> None:
    """Say under which number a file is in the record and, of a list of experts, that one entry of it is nobody."""
    session.show_line(session.say("disclosure.number", export=mark.export_id))
    if mark.decoy is not None:
        session.show_line(session.say("disclosure.has_a_decoy"))
