"""Everything that a secretariat watches over in a round, gathered at once: counts and offices, never a person."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from scoring import access
from scoring.flow.complaining import LateComplaint, late_complaints
from scoring.flow.conflict_facts import sitting_conflicts
from scoring.flow.credit_review import CreditStanding, read_credit_checks
from scoring.flow.expiring import Expiring, expiring
from scoring.flow.history import round_history
from scoring.flow.joint_document import DocumentStanding, read_joint_documents
from scoring.flow.measuring import LateOrder, late_rectifications
from scoring.flow.noticed import NoticeStanding, read_notices
from scoring.flow.objections import ObjectionStanding, notice_reminders, read_objections
from scoring.flow.opening import Opening, read_opening
from scoring.flow.overseeing import late_instructions
from scoring.flow.readiness import Readiness, readiness
from scoring.flow.reminding import BoardRow, LateOffice, offices_of, step_board
from scoring.model import Actor
from scoring.procedure.objections import Reminder
from scoring.register import acts
from scoring.register.database import Register
from scoring.register.oversight import Instruction

_SEATED: Final = ("open", "reviewing", "deciding")


@dataclass(frozen=True, slots=True)
class RoundBoard:
    """What a round lacks, who is late, and what is late outside of any round.

    Attributes
    ----------
    since : str
        The moment at which the round came to its state.
    rows : tuple of BoardRow
        Where the applications of the round stand, and what is late with each.
    offices : tuple of LateOffice
        Which offices are late with these.
    conflicts : int
        How many seats of the round are taken by somebody who must not sit there; who, the assignment holder knows.
        0 outside of the days of scoring and deciding.
    credit : tuple of CreditStanding
        Empty outside of the state of notice.
    reminders : tuple of Reminder
        Who is late with an objection or with closing a notice; of the actor's own authority.
    complaints, rectifications, instructions, expiring
        Of every round: they do not end with one.
    """

    on: date
    since: str
    readiness: Readiness
    opening: Opening
    rows: tuple[BoardRow, ...]
    offices: tuple[LateOffice, ...]
    conflicts: int
    credit: tuple[CreditStanding, ...]
    notices: tuple[NoticeStanding, ...]
    objections: tuple[ObjectionStanding, ...]
    reminders: tuple[Reminder, ...]
    documents: tuple[DocumentStanding, ...]
    complaints: tuple[LateComplaint, ...]
    rectifications: tuple[LateOrder, ...]
    instructions: tuple[Instruction, ...]
    expiring: tuple[Expiring, ...]


def round_board(register: Register, actor: Actor, on: date, round_id: str) -> RoundBoard:
    """Return everything that a round lacks as seen on a day; each part is asked for as its own step asks.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    access.require(actor, "count", "conflict")
    ready = readiness(register, actor, round_id)
    # What cannot be wanting in a state is not asked for in it: the board opens the day and must be quick.
    seated, checked = ready.state in _SEATED, ready.state == "in_notice"
    rows = step_board(register, actor, on, round_id)
    return RoundBoard(
        on=on,
        since=round_history(register, actor, round_id)[-1].recorded.at,
        readiness=ready,
        opening=read_opening(register, actor, round_id),
        rows=rows,
        offices=offices_of(rows),
        conflicts=_conflicts(register, round_id, on) if seated else 0,
        credit=read_credit_checks(register, actor, round_id) if checked else (),
        notices=read_notices(register, actor, round_id),
        objections=read_objections(register, actor, round_id),
        reminders=notice_reminders(register, actor, round_id, on=on),
        documents=read_joint_documents(register, actor, round_id),
        complaints=late_complaints(register, actor, on=on),
        rectifications=late_rectifications(register, actor, on=on),
        instructions=late_instructions(register, actor, on=on),
        expiring=expiring(register, actor, on=on),
    )


def board_revision(register: Register, actor: Actor) -> int:
    """Return a mark of everything that `round_board` is computed from: the last entry that is no mark of an expert.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "count", "conflict")
    with register.read() as connection:
        return acts.last_but_marks(connection)


def _conflicts(register: Register, round_id: str, on: date) -> int:
    with register.read() as connection:
        return len(sitting_conflicts(connection, round_id, on))
