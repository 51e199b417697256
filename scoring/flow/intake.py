"""Experts and applications enter the record; each file is one act."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from scoring import access
from scoring.flow import gather
from scoring.flow.wording import reason_of
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
    FaultsError
        The same expert twice.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "import", "expert")
    reason = reason_of(reason)
    if faults := _doubled([expert.expert_id for expert in given], source):
        raise FaultsError(faults)
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
        An application number of another round or twice in the file, an enterprise that has another live application in
        the round, a change without a reason.
    AccessRefusedError
        Also for an application that is there already and lies outside the actor's region.
    ConflictError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "import", "application")
    reason = reason_of(reason)
    with register.write() as connection:
        there = {one.application_id: applications.one(connection, one.application_id) for one in given}
        true = gather.truths(connection, round_id)
        for application in [*given, *filter(None, there.values())]:
            own = gather.in_region(actor, application.enterprise.county)
            role = access.require(actor, "import", "application", true | own)
        if not given:
            role = access.require(actor, "import", "application", true | {"own_region"})
        known = {application.application_id: application for application in applications.of_round(connection, round_id)}
        versions = applications.current_versions(connection, round_id)
        changed = [application for application in given if known.get(application.application_id) != application]
        faults = _doubled([application.application_id for application in given], source)
        for application in changed:
            before = there[application.application_id]
            faults += _faults(application, before, round_id=round_id, reason=reason, source=source)
        faults += _second_applications(known, changed, source)
        if faults:
            raise FaultsError(faults)
        following = {one.application_id: versions.get(one.application_id, 0) + 1 for one in changed}
        details = {"source": source, "unchanged": len(given) - len(changed)}
        act = Act(actor.id, role, "applications.imported", f"round/{round_id}", now, reason, details)
        return chain.record(connection, act, {tables.application: applications.add(changed, versions=following)})


def _doubled(ids: Sequence[str], source: str) -> list[Fault]:
    return [Fault(Message("flow.twice"), source, seen=id_) for id_, times in Counter(ids).items() if times > 1]


def _faults(
    application: Application, before: Application | None, *, round_id: str, reason: str, source: str
) -> list[Fault]:
    """Return what is wrong with an application that is new, or differs from what is there."""
    elsewhere = next((one.round_id for one in (application, before) if one and one.round_id != round_id), None)
    seen = application.application_id
    if elsewhere is not None:
        return [Fault(Message("flow.application_of_other_round", {"round": elsewhere}), source, seen=seen)]
    if before is not None and not reason:
        return [Fault(Message("flow.change_needs_reason"), source, seen=seen)]
    return []


def _second_applications(known: Mapping[str, Application], changed: Sequence[Application], source: str) -> list[Fault]:
    """Return a fault for each application of an enterprise that would have another one in the round."""
    after = {**known, **{one.application_id: one for one in changed}}
    of_enterprise: dict[str, list[str]] = {}
    for one in after.values():
        of_enterprise.setdefault(one.enterprise.uscc, []).append(one.application_id)
    faults = []
    for one in changed:
        uscc = one.enterprise.uscc
        others = [other for other in of_enterprise[uscc] if other != one.application_id]
        if others:
            values = {"other": ", ".join(others), "application": one.application_id}
            faults.append(Fault(Message("flow.second_application", values), source, seen=uscc))
    return faults
