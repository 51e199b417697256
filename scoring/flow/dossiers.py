"""The applications that an office takes in: facts, what they lack, and whether they still stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from indicators.model import RuleBook
from scoring import access
from scoring.flow import gather
from scoring.model import Actor, Application
from scoring.procedure.eligibility import Finding, assess
from scoring.register import applications, attachments, measures, step_acts, withdrawals
from scoring.register.database import Register
from scoring.register.step_acts import StepAct
from scoring.register.withdrawals import Withdrawal

DossierState = Literal["standing", "returned", "refused", "withdrawn", "untrue"]


@dataclass(frozen=True, slots=True)
class Dossier:
    """An application as the offices have it.

    Attributes
    ----------
    application : Application
        Its facts as they stand now.
    version : int
        How often they were entered.
    state : str
        ``standing``; ``returned`` to be completed, ``refused`` by an office, ``withdrawn`` by its applicant, ``untrue``
        where it was returned for untrue material. What sittings decide is not told here.
    withdrawal : Withdrawal or None
        When and why it was withdrawn.
    findings : tuple of Finding
        The conditions that it does not meet or of which nobody knows.
    files : int
        How many files it holds.
    """

    application: Application
    version: int
    state: DossierState
    withdrawal: Withdrawal | None
    findings: tuple[Finding, ...]
    files: int


def list_dossiers(register: Register, actor: Actor, round_id: str) -> tuple[Dossier, ...]:
    """Return the applications of a round that the actor may read, in the order they came in.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "application")
    with register.read() as connection:
        book = gather.rule_book(connection, round_id)
        access.require(actor, "read", "application", {"own_region"} if actor.region else ())
        everyone = applications.of_round(connection, round_id)
        counties = {one.enterprise.county for one in everyone}
        own = {one for one in counties if access.may(actor, "read", "application", gather.in_region(actor, one))}
        found = [one for one in everyone if one.enterprise.county in own]
        return tuple(_dossiers(connection, book, found))


def _dossiers(connection: Connection, book: RuleBook, found: Iterable[Application]) -> Iterable[Dossier]:
    round_id = book.round.round_id
    versions = applications.current_versions(connection, round_id)
    acts = step_acts.of_round(connection, round_id)
    gone = withdrawals.of_round(connection, round_id)
    untrue = measures.returned(connection, round_id)
    files = attachments.counts(connection, round_id)
    for one in found:
        name = one.application_id
        state: DossierState = _halted(acts.get(name, ()))
        state = "withdrawn" if name in gone else "untrue" if name in untrue else state
        lacking = _lacking(one, book, gather.counties())
        yield Dossier(one, versions[name], state, gone.get(name), lacking, files.get(name, 0))


def _halted(acts: Collection[StepAct]) -> Literal["standing", "returned", "refused"]:
    last = next((one.verdict for one in reversed(list(acts)) if one.verdict != "signed"), "")
    return "returned" if last == "returned" else "refused" if last == "refused" else "standing"


def _lacking(one: Application, book: RuleBook, counties: Collection[str]) -> tuple[Finding, ...]:
    kinds = {kind.id for kind in book.regulation.adverse_record_kinds}
    if any(record.kind not in kinds for record in one.adverse_records):
        return ()  # taken in under other rules, which knew that kind
    findings = assess(one, book, counties=counties).findings
    return tuple(finding for finding in findings if finding.counts_as != "met")
