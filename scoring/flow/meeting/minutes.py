"""The minutes of a sitting: written from the record, signed by those who were there, read inside and outside.

What is signed is the digest of the facts (`minutes_record`), in which the head of the chain stands as it was then.
Minutes that are written again have another digest: whoever signed the earlier ones has not signed these. A refusal
to sign is one in writing: without a reason it would count as consent (Regulation on the Implementation of the Tendering
and Bidding Law, Article 53), so without one it is not taken.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, Table

from indicators.language import Message
from scoring import access
from scoring.documents.minutes import ChainHead, MinutesFacts, Signature
from scoring.errors import ConflictError
from scoring.flow import gather
from scoring.flow.meeting.minutes_facts import facts_of
from scoring.flow.meeting.minutes_record import as_record, from_record, named, rule_book_of
from scoring.flow.meeting.minutes_roll import may_sign, roll_of
from scoring.flow.meeting.state import SittingState, act_of, asked_to
from scoring.flow.wording import reason_of
from scoring.model import Actor
from scoring.register import chain, experts, sitting_papers, sittings, tables
from scoring.register.canonical import Value, digest, timestamp
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.sitting_papers import Minutes
from scoring.register.sittings import Sitting


@dataclass(frozen=True, slots=True)
class Written:
    """The minutes of a sitting as they stand.

    Attributes
    ----------
    facts : MinutesFacts
        With names and employers of the members, which the public version leaves out of every text by them: they are
        for `minutes_docx` and `minutes_pdf` (``internal=False``) and for nothing else of a page for everybody.
    version : int
        How often minutes were written.
    digest : str
        What is signed.
    at : str
        When they were written.
    intact : bool
        Whether text and digest agree, and the record, gathered again, says the same and still has the head that stands
        in them. Where not, somebody changed the database: `verify` says what.
    may_sign : bool
        Whether a signature of the actor is open.
    """

    facts: MinutesFacts
    version: int
    digest: str
    at: str
    intact: bool
    may_sign: bool

    @property
    def signatures(self) -> tuple[Signature, ...]:
        """Who signed, who refused, whose signature is open."""
        return self.facts.signatures


def write_minutes(register: Register, actor: Actor, now: datetime, *, sitting_id: str) -> Entry:
    """Write the minutes of a sitting whose decisions are locked; signatures under earlier ones count no more.

    Raises
    ------
    ConflictError
        The decisions are not locked.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "write", "minutes", sitting_id)
        if not _was_locked(connection, state):
            raise ConflictError(Message("minutes.lock_first"))
        before = sitting_papers.minutes_of(connection, sitting_id)
        last = chain.head(connection)
        head = ChainHead(last.sequence, last.hash, last.sequence)
        text = as_record(facts_of(connection, state, head=head, synthetic=register.synthetic))
        version = 1 if before is None else before.version + 1
        row = Minutes(sitting_id, version, text, digest(register.hash_name, text), timestamp(now))
        rows = {tables.minutes: sitting_papers.add_minutes([row])}
        details = {"version": version, "digest": row.digest}
        return chain.record(
            connection, act_of(state, actor, role, "sitting.minutes_written", now, details=details), rows
        )


def read_minutes(register: Register, actor: Actor, *, sitting_id: str, internal: bool) -> Written | None:
    """Return the minutes of a sitting; ``None`` where none are written yet.

    Parameters
    ----------
    internal : bool
        For the record of the office; else for everybody, once a notice told the public what was decided.

    Raises
    ------
    AccessRefusedError
    """
    object_ = "minutes" if internal else "public_minutes"
    with register.read() as connection:
        state, _ = asked_to(connection, actor, "read", object_, sitting_id)
        kept = sitting_papers.minutes_of(connection, sitting_id)
        if kept is None:
            return None
        facts = from_record(kept.facts, gather.book_of(connection, rule_book_of(kept.facts)))
        people = {one.expert_id: one for one in experts.everyone(connection)}
        roll = roll_of(connection, state, facts, kept.digest, people)
        return Written(
            facts=named(facts, people, roll),
            version=kept.version,
            digest=kept.digest,
            at=kept.at,
            intact=_intact(connection, register, state, kept, facts.head),
            may_sign=internal and _signature_open(connection, actor, state, kept, facts),
        )


def sign_minutes(
    register: Register,
    actor: Actor,
    now: datetime,
    *,
    sitting_id: str,
    seen_digest: str,
    refuse: bool = False,
    reason: str = "",
) -> Entry:
    """Sign the minutes, or refuse with a reason; whoever refused may sign later.

    Parameters
    ----------
    seen_digest : str
        Of the minutes that the actor had before him.

    Raises
    ------
    ConflictError
        None are written, these are not the newest, he was not there or has signed, or a refusal has no reason.
    AccessRefusedError, RecordError
    """
    with register.write() as connection:
        state, role = asked_to(connection, actor, "sign", "minutes", sitting_id)
        kept = sitting_papers.minutes_of(connection, sitting_id)
        if kept is None:
            raise ConflictError(Message("minutes.none_written"))
        if kept.digest != seen_digest:
            raise ConflictError(Message("minutes.written_again"))
        facts = from_record(kept.facts, gather.book_of(connection, rule_book_of(kept.facts)))
        if not may_sign(actor, facts, role):
            raise ConflictError(Message("minutes.was_not_there"))
        given = sitting_papers.signature_of(connection, sitting_id, actor.id)
        if given is not None and given.digest == kept.digest and (given.state == "signed" or refuse):
            raise ConflictError(Message("minutes.signed_already"))
        reason = reason_of(reason, due=Message("minutes.what_refusal") if refuse else None)
        row = sitting_papers.Signature(
            sitting_id=sitting_id,
            person_id=actor.id,
            version=1 if given is None else given.version + 1,
            state="refused" if refuse else "signed",
            digest=kept.digest,
            at=timestamp(now),
            reason=reason if refuse else None,
        )
        rows: dict[Table, list[dict[str, Value]]] = {tables.minutes_signature: sitting_papers.add_signatures([row])}
        name = "sitting.minutes_refused" if refuse else "sitting.minutes_signed"
        act = act_of(state, actor, role, name, now, reason=row.reason or "", details={"digest": kept.digest})
        return chain.record(connection, act, rows)


def sittings_with_minutes(register: Register, actor: Actor, round_id: str, *, internal: bool) -> tuple[Sitting, ...]:
    """Return the sittings of a round whose minutes, written or to be written, the actor may read.

    Raises
    ------
    ConflictError
        If there is no such round.
    AccessRefusedError
        For whoever may never read such minutes, whether there is such a round or not.
    """
    object_ = "minutes" if internal else "public_minutes"
    access.require(actor, "read", object_, access.CIRCUMSTANCES)
    with register.read() as connection:
        true = gather.truths(connection, round_id)
        found = []
        for one in sittings.of_round(connection, round_id):
            seated = any(seat.person_id == actor.id for seat in sittings.seats(connection, one.sitting_id))
            if access.may(actor, "read", object_, true | ({"own"} if seated else set())):
                found.append(one)
        return tuple(found)


def _was_locked(connection: Connection, state: SittingState) -> bool:
    """Whether decisions were locked: a sitting that was called off has ended without."""
    return any(one.phase == "locked" for one in sittings.moves(connection, state.id))


def _intact(connection: Connection, register: Register, state: SittingState, kept: Minutes, head: ChainHead) -> bool:
    if digest(register.hash_name, kept.facts) != kept.digest or chain.hash_at(connection, head.sequence) != head.hash:
        return False
    return as_record(facts_of(connection, state, head=head, synthetic=register.synthetic)) == kept.facts


def _signature_open(
    connection: Connection, actor: Actor, state: SittingState, kept: Minutes, facts: MinutesFacts
) -> bool:
    own = {"own"} if actor.id in state.seated else set()
    if not access.may(actor, "sign", "minutes", state.truths | own):
        return False
    role = access.require(actor, "sign", "minutes", state.truths | own)
    given = sitting_papers.signature_of(connection, state.id, actor.id)
    signed = given is not None and given.digest == kept.digest and given.state == "signed"
    return may_sign(actor, facts, role) and not signed
