"""The record checked: the chain entry by entry, and every decision recomputed from its sheets and its rule book."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from indicators.faults import Fault
from indicators.language import Message
from scoring import access
from scoring.flow import gather, recomputing
from scoring.flow.accounts import replaying
from scoring.flow.regional.preparing import broken_waits
from scoring.model import STAGES, Actor, Stage
from scoring.register import applications, chain, decisions, marks, rounds, sheets
from scoring.register.chain import Head, PublishedEntry
from scoring.register.database import Register
from scoring.register.decisions import Decision
from scoring.register.invariants import check as broken_invariants
from scoring.register.marks import Mark
from scoring.register.verify import ChainReport, verify_chain

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Verification:
    """What `verify` found. It holds where `faults` is empty.

    `decisions` counts the decisions recomputed, ``None`` where the chain is damaged: nothing can be told from rows
    that are not what was recorded. `chain` says how many entries were walked and gives the head.
    """

    chain: ChainReport
    decisions: int | None
    faults: tuple[Fault, ...]


def verify(
    register: Register, actor: Actor, *, expected_head: str | None = None, heads: Iterable[Head] = ()
) -> Verification:
    """Walk the chain; recompute every decision from its sheets and rule book, and every account from its acts.

    Parameters
    ----------
    expected_head : str, optional
        A head that left the building earlier, ``sequence:hash``: only with it is a cut tail found.
    heads : iterable of Head
        More of them.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "verify", "record")
    walked = verify_chain(register, expected_head, heads)
    if walked.faults:
        return Verification(walked, None, walked.faults)
    with register.read() as connection:
        recomputed = [
            faults
            for adopted in rounds.all_adopted(connection)
            for stage in STAGES
            for faults in _recompute_round(connection, register.hash_name, adopted.round_id, stage)
        ]
        of_accounts = tuple(replaying.differences(connection))
    faults = tuple(fault for faults in recomputed for fault in faults)
    return Verification(walked, len(recomputed), (*faults, *of_accounts))


def head_of_record(register: Register, actor: Actor) -> Head:
    """Return the newest entry of the chain, to be kept outside of the database; it tells nobody anything else.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "verify", "record")
    with register.read() as connection:
        return chain.head(connection)


def published_chain(register: Register, actor: Actor) -> Iterator[PublishedEntry]:
    """Return what of every entry may be published, read as it is taken: hashes, times and acts, never who or what.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "verify", "record")
    return _published(register)


def _published(register: Register) -> Iterator[PublishedEntry]:
    """Read it while it is asked for; whoever may not ask was refused before."""
    with register.read() as connection:
        yield from chain.published(connection)


def check(register: Register, actor: Actor) -> tuple[Fault, ...]:
    """Return every invariant of the record that does not hold.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    access.require(actor, "check", "record")
    with register.read() as connection:
        waits = tuple(broken_waits(connection))
    return (*broken_invariants(register), *waits)


def _recompute_round(
    connection: Connection, hash_name: str, round_id: str, stage: Stage
) -> Iterator[tuple[Fault, ...]]:
    """Yield, for each decision ever recorded in a round at a stage, what does not come out again."""
    standing = [one for one in decisions.of_round(connection, round_id) if one.stage == stage]
    if not standing:
        return
    newest = marks.of_round(connection, round_id=round_id, stage=stage)
    for decision in standing:
        recorded = decisions.as_recorded(connection, decision.decision_id) or decision
        yield tuple(_recompute(connection, hash_name, recorded, newest))


def _recompute(
    connection: Connection, hash_name: str, decision: Decision, newest: dict[Key, tuple[Mark, ...]]
) -> Iterator[Fault]:
    def fault(key: str, **values: object) -> Fault:
        return Fault(Message(key, {"decision": decision.decision_id, **values}), entry=decision.decision_id)

    book = gather.book_of(connection, decision.rule_book_digest)
    version = decision.proposal.get("application_version", 0)
    application = applications.at_version(connection, decision.application_id, version)
    if application is None:
        yield fault("flow.decision_without_application")
        return
    kept: list[Mark] = []
    for reference in decision.sheets:
        key = (decision.application_id, reference.expert_id)
        sheet = newest.get(key, ())
        if marks.sheet_digest(sheet, hash_name=hash_name) != reference.digest:
            sheet = _as_submitted(connection, decision, reference)
            if marks.sheet_digest(sheet, hash_name=hash_name) != reference.digest:
                yield fault("flow.sheet_not_as_decided", sheet=reference.digest[:16])
        kept += sheet
    for what in recomputing.differences(decision, application, kept, book, version=version):
        yield fault(what)


def _as_submitted(connection: Connection, decision: Decision, reference: decisions.SheetReference) -> tuple[Mark, ...]:
    """Return a sheet as it was when the version was submitted on which the decision rests."""
    entry = sheets.entry_of(
        connection,
        application_id=decision.application_id,
        expert_id=reference.expert_id,
        stage=decision.stage,
        version=reference.version,
    )
    return marks.as_of(
        connection,
        application_id=decision.application_id,
        expert_id=reference.expert_id,
        stage=decision.stage,
        entry=entry,
    )
