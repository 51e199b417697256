"""The notices of a round read: by the offices whole, by everybody once they are open."""

from __future__ import annotations

from dataclasses import dataclass

from scoring import access
from scoring.flow import gather, jointly
from scoring.model import Actor
from scoring.procedure.notice import AUTHORITIES, Authority
from scoring.register import joint_signatures, notices
from scoring.register.database import Register
from scoring.register.listings import Listed
from scoring.register.notices import Notice


@dataclass(frozen=True, slots=True)
class NoticeStanding:
    """A notice as it stands: its list, and who has signed it in this version."""

    notice: Notice
    entries: tuple[Listed, ...]
    signed: tuple[Authority, ...]


def read_notices(register: Register, actor: Actor, round_id: str) -> tuple[NoticeStanding, ...]:
    """Return the notices of a round: to offices all of them, to everybody those that were opened.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "notice")
    with register.read() as connection:
        found = notices.of_round(connection, round_id)
        opened = [one for one in found if one.opened_on is not None]
        access.require(actor, "read", "notice", {"notice_opened"} if opened else set())
        gather.adopted(connection, round_id)
        lists = notices.entries(connection, round_id)
        signatures = joint_signatures.of_subjects(connection, f"{round_id}/notice/")
    shown = found if access.may(actor, "read", "notice") else opened
    return tuple(
        NoticeStanding(
            notice=one,
            entries=tuple(entry for entry in lists[one.notice_id].values() if entry.state == "listed"),
            signed=tuple(
                name
                for name in AUTHORITIES
                if name not in jointly.missing(signatures.get(one.notice_id, {}), one.list_version)
            ),
        )
        for one in shown
    )
