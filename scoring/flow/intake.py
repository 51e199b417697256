"""Experts and applications enter the record; each file is one act."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.flow import gather
from scoring.model import Actor, Application, Expert
from scoring.register import applications, chain, experts, tables
from scoring.register.chain import Act, Entry
from scoring.register.database import Register


def import_experts(
    register: Register, actor: Actor, now: datetime, given: Sequence[Expert], *, source: str, reason: str = ""
) -> Entry:
    """Enter experts; one who is there already with other particulars gets a further version.

    Parameters
    ----------
    source : str
        Name of the file they came from.

    Raises
    ------
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "import", "expert")
    with register.write() as connection:
        known = {expert.expert_id: expert for expert in experts.everyone(connection)}
        versions = experts.current_versions(connection)
        changed = [expert for expert in given if known.get(expert.expert_id) != expert]
        following = {expert.expert_id: versions.get(expert.expert_id, 0) + 1 for expert in changed}
        details = {"source": source, "unchanged": len(given) - len(changed)}
        act = Act(actor.id, role, "experts.imported", "expert", now, reason, details)
        return chain.record(connection, act, {tables.expert: experts.add(changed, versions=following)})


def import_applications(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    given: Sequence[Application],
    *,
    source: str,
    reason: str = "",
) -> Entry:
    """Enter applications of a round; one that is there already with other facts gets a further version, with a reason.

    Raises
    ------
    FaultsError
        An application number of another round, an enterprise that has another live application in the round, a change
        without a reason.
    AccessRefusedError, ConflictError, RecordError
    """
    with register.write() as connection:
        true = gather.truths(connection, round_id)
        for application in given:
            access.require(
                actor, "import", "application", true | gather.in_region(actor, application.enterprise.county)
            )
        role = access.require(actor, "import", "application", true | ({"own_region"} if given else set()))
        known = {application.application_id: application for application in applications.of_round(connection, round_id)}
        versions = applications.current_versions(connection, round_id)
        changed = [application for application in given if known.get(application.application_id) != application]
        if faults := _faults(connection, round_id, known, changed, reason, source):
            raise FaultsError(faults)
        following = {one.application_id: versions.get(one.application_id, 0) + 1 for one in changed}
        details = {"source": source, "unchanged": len(given) - len(changed)}
        act = Act(actor.id, role, "applications.imported", f"round/{round_id}", now, reason, details)
        return chain.record(connection, act, {tables.application: applications.add(changed, versions=following)})


def _faults(
    connection: Connection,
    round_id: str,
    known: dict[str, Application],
    changed: Sequence[Application],
    reason: str,
    source: str,
) -> list[Fault]:
    holder = {application.enterprise.uscc: application.application_id for application in known.values()}
    faults = []
    for application in changed:
        application_id, uscc = application.application_id, application.enterprise.uscc
        elsewhere = applications.one(connection, application_id) if application_id not in known else None
        if application.round_id != round_id or (elsewhere is not None and elsewhere.round_id != round_id):
            other = elsewhere.round_id if elsewhere is not None else application.round_id
            faults.append(
                Fault(Message("flow.application_of_other_round", {"round": other}), source, seen=application_id)
            )
        elif holder.get(uscc, application_id) != application_id:
            values = {"other": holder[uscc], "application": application_id}
            faults.append(Fault(Message("flow.second_application", values), source, seen=uscc))
        elif application_id in known and not reason.strip():
            faults.append(Fault(Message("flow.change_needs_reason"), source, seen=application_id))
    return faults
