"""The evidence pack of one case: made of the record, told to the record, and given to whoever may have it.

Three things happen in this order. The parts are made and their digest is taken. One act says who packed what
(``evidence.packed``: reading is an act too); one entry of the register's own, behind which no person stands, says the
same digest (``evidence.sealed``). Then the published chain up to that entry is put in, with what opens that entry. So
whoever has the head that was printed with a pack finds any change to it, without the register.

The chain begins with the entry that made the round: nothing before it can concern the case, and the hash of what came
before stands in it. It ends with the pack's own entry. Every entry between is there, whomever it concerns, since only
then do the hashes lead on; of others it says act and time, never what or who.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, func, select

from scoring import access
from scoring.documents.evidence_pack import (
    CHAIN,
    FORMAT,
    README,
    SCRIPT,
    SEAL,
    About,
    Extent,
    as_json,
    compact,
    content_digest,
    described,
    script,
    write_pack,
)
from scoring.flow import gather
from scoring.flow.evidence_case import case_of
from scoring.flow.evidence_parts import parts_of
from scoring.flow.evidence_records import PackedSeal
from scoring.model import Actor
from scoring.register import chain
from scoring.register.canonical import timestamp
from scoring.register.chain import Act, Entry
from scoring.register.database import Register
from scoring.register.tables import accreditation_round

PACKED, SEALED = "evidence.packed", "evidence.sealed"
#: Who writes the entry that is opened to everybody: nobody.
REGISTER_ITSELF, SYSTEM = "register", "system"


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack on its way out.

    Attributes
    ----------
    name : str
        Of the file.
    file : bytes
        The ZIP.
    entry : Entry
        The entry of the chain that seals it: ``number:hash`` is the head to keep apart from the pack.
    files : tuple of str
        Names of what is in it, the manifest apart.
    """

    name: str
    file: bytes
    entry: Entry
    files: tuple[str, ...]

    @property
    def head(self) -> str:
        """The head that finds any change to the pack, as it is printed."""
        return f"{self.entry.sequence}:{self.entry.hash}"


def evidence_pack(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    application_id: str,
    readme: bytes,
    with_attachments: bool = False,
    with_notes: bool = False,
) -> Pack:
    """Make the evidence pack of an application, and record who had it made.

    Parameters
    ----------
    readme : bytes
        What ``README.txt`` says (`evidence_pack.readme`).
    with_attachments : bool
        Put in the bytes of the dossier's files too; their names, sizes and hashes are in it always.
    with_notes : bool
        Put in the words of experts' notes, by which a hand could be known: for the inspector alone, and the record
        says that they were taken. Only with them can the digest of a sheet with notes be computed by a stranger.

    Raises
    ------
    AccessRefusedError
        Not for this person, not yet, not there.
    RecordError
    """
    verb = "pack_with_notes" if with_notes else "pack"
    gather.refuse_whoever_never_may(actor, verb, "evidence")
    with register.write() as connection:
        application = gather.application(connection, application_id, verb=verb, object_="evidence")
        role = access.require(actor, verb, "evidence", gather.truths(connection, application.round_id))
        about = About(
            format=FORMAT,
            application_id=application_id,
            round_id=application.round_id,
            register_id=register.register_id,
            status=gather.rule_book(connection, application.round_id).round.status,
            synthetic=register.synthetic,
            packed_at=timestamp(now),
            hash_name=register.hash_name,
        )
        parts = parts_of(case_of(connection, application, with_files=with_attachments, with_notes=with_notes))
        parts |= {README: readme, SCRIPT: script()}
        told = {"pack": content_digest(about, described(parts))}
        place = f"application/{application_id}"
        taken = {**told, "attachments": with_attachments, "notes": with_notes}
        chain.record(connection, Act(actor.id, role, PACKED, place, now, details=taken))
        entry = chain.record(connection, Act(REGISTER_ITSELF, SYSTEM, SEALED, place, now, details=told))
    with register.read() as connection:
        first = _first_entry(connection, application.round_id)
        published = [compact(one) for one in chain.published(connection, first=first, last=entry.sequence)]
        salt, opens = chain.opening(connection, entry.sequence)
    parts |= {CHAIN: b"\n".join(published) + b"\n", SEAL: as_json(PackedSeal(salt, opens))}
    extent = Extent(first, len(published), f"{entry.sequence}:{entry.hash}")
    return Pack(f"evidence-{application_id}.zip", write_pack(about, parts, extent), entry, tuple(sorted(parts)))


def _first_entry(connection: Connection, round_id: str) -> int:
    query = select(func.min(accreditation_round.c.entry)).where(accreditation_round.c.round_id == round_id)
    return connection.scalar(query) or 1
