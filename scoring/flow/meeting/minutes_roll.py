"""Who is to sign the minutes of a sitting, and who has: its chair, who kept the record, every voter who was there."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection

from scoring.documents.minutes import MinutesFacts, Role, Signature
from scoring.flow.meeting.state import SittingState
from scoring.model import Actor, Expert
from scoring.register import sitting_history, sitting_papers
from scoring.register.canonical import moment

#: Roles in which minutes are signed by office, and what they are on the roll.
OFFICES: Final[Mapping[str, Role]] = {"chair": "chair", "secretariat": "secretary"}


def may_sign(actor: Actor, facts: MinutesFacts, role: str) -> bool:
    """Whether a person is to sign: by office, or as a voter who was there."""
    return role in OFFICES or any(one.id == actor.id and one.presence != "absent" for one in facts.members)


def roll_of(
    connection: Connection, state: SittingState, facts: MinutesFacts, digest: str, people: Mapping[str, Expert]
) -> tuple[Signature, ...]:
    """Return the roll for signing: both offices, then voters in the order of their seats.

    Parameters
    ----------
    digest : str
        Of the minutes as they stand; what was signed before them counts no more.
    """
    given = {one.person_id: one for one in sitting_papers.signatures(connection, state.id) if one.digest == digest}
    roles = sitting_history.signing_roles(connection, state.id)
    voters = [one for one in facts.members if one.presence != "absent"]
    seated = {one.id for one in voters}
    lines = []
    for office, role in OFFICES.items():
        member = next((one.id for one in voters if one.role == role), None)
        others = [id_ for id_ in given if roles.get(id_) == office and id_ not in seated]
        if member is None:
            lines += [_line(given.get(id_), role, _name(id_, people)) for id_ in others] or [_line(None, role, "")]
    order: Mapping[Role, int] = {"chair": 0, "secretary": 1}
    for one in sorted(voters, key=lambda member: order.get(member.role, 2)):
        lines.append(_line(given.get(one.id), one.role, _name(one.id, people)))
    return tuple(sorted(lines, key=lambda line: order.get(line.role, 2)))


def state_counts(signatures: Iterable[Signature]) -> dict[str, int]:
    """Return how many signed, refused, and are still to sign."""
    found = [one.state for one in signatures]
    return {name: found.count(name) for name in ("signed", "refused", "open")}


def _name(id_: str, people: Mapping[str, Expert]) -> str:
    """Return the name of an expert; the record knows no other names, and a paper has room to write one."""
    return people[id_].name if id_ in people else ""


def _line(given: sitting_papers.Signature | None, role: Role, name: str) -> Signature:
    if given is None:
        return Signature(name, role)
    return Signature(name, role, given.state, moment(given.at), given.reason or "")
