"""Experts and applications enter the record; each file, and each form, is one act."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.model import RuleBook
from scoring import access
from scoring.flow import attempts, canaries, gather
from scoring.flow.consequences import allowed_role, consequences_of
from scoring.flow.plausible import expert_faults
from scoring.flow.wording import reason_of
from scoring.model import Actor, Application, Expert
from scoring.register import applications, chain, experts, tables
from scoring.register.chain import Act, Entry
from scoring.register.database import Register


@dataclass(frozen=True, slots=True)
class Entered:
    """An application that was entered by form: its number, and the entry of the chain."""

    application_id: str
    entry: Entry


def import_experts(
    register: Register, actor: Actor, now: datetime, given: Sequence[Expert], *, source: str, reason: str = ""
) -> Entry:
    """Enter experts; one who is there already with other particulars gets a further version.

    The entry of nobody of a list that once left (`canaries`) is left out, and the act says of which export it was.

    Parameters
    ----------
    source : str
        Name of the file they came from.

    Raises
    ------
    FaultsError
        The same expert twice; a text that is too long or has characters that cannot be seen. All of them at once.
    AccessRefusedError, RecordError
    """
    role = access.require(actor, "import", "expert")
    reason = reason_of(reason)
    faults = _doubled([expert.expert_id for expert in given], source)
    faults += [fault for expert in given for fault in expert_faults(expert, source)]
    if faults:
        raise FaultsError(faults)
    with register.write() as connection:
        given, came_back = canaries.left_out(connection, given)
        known = {expert.expert_id: expert for expert in experts.everyone(connection)}
        versions = experts.current_versions(connection)
        changed = [expert for expert in given if known.get(expert.expert_id) != expert]
        following = {expert.expert_id: versions.get(expert.expert_id, 0) + 1 for expert in changed}
        details = {"source": source, "unchanged": len(given) - len(changed)}
        if came_back:
            details["came_back"] = list(came_back)
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

    `preview_applications` tells beforehand what this would do. That a barred enterprise applied stays in the record.

    Raises
    ------
    FaultsError
        An application number of another round or twice in the file, an enterprise that has another live application in
        the round or is barred (Articles 16, 17), a grade that is not open or a day outside the opening notice
        (Article 11), a round that takes no new applications, a change without a reason. All of them at once.
    AccessRefusedError
        Also for an application that is there already and lies outside the actor's region.
    ConflictError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "import", "application")
    reason = reason_of(reason)
    with attempts.kept(register, actor, now, f"round/{round_id}"), register.write() as connection:
        role = allowed_role(connection, actor, round_id, given)
        return _enter(connection, actor, role, now, round_id, given, source, reason, "applications.imported")


def enter_application(
    register: Register, actor: Actor, now: datetime, round_id: str, given: Application, *, reason: str = ""
) -> Entered:
    """Enter one application by form. Without a number it gets the next one of the round.

    Raises
    ------
    FaultsError, AccessRefusedError, ConflictError, RecordError
        As `import_applications`.
    """
    gather.refuse_whoever_never_may(actor, "import", "application")
    reason = reason_of(reason)
    with attempts.kept(register, actor, now, f"round/{round_id}"), register.write() as connection:
        role = allowed_role(connection, actor, round_id, [given])
        book = gather.rule_book(connection, round_id)
        numbered = given if given.application_id else replace(given, application_id=_next(connection, book))
        entry = _enter(connection, actor, role, now, round_id, [numbered], "", reason, "application.entered")
        return Entered(numbered.application_id, entry)


def _enter(
    connection: Connection,
    actor: Actor,
    role: str,
    now: datetime,
    round_id: str,
    given: Sequence[Application],
    source: str,
    reason: str,
    act: str,
) -> Entry:
    found = consequences_of(connection, actor, round_id, given, source=source, reason=reason, on=gather.day_of(now))
    if found.faults:
        raise FaultsError(found.faults)
    entering = {row.application_id for row in found.rows if row.kind != "unchanged"}
    changed = [one for one in given if one.application_id in entering]
    versions = applications.current_versions(connection, round_id)
    following = {one.application_id: versions.get(one.application_id, 0) + 1 for one in changed}
    details = {"source": source, "unchanged": len(given) - len(changed)}
    entry = Act(actor.id, role, act, f"round/{round_id}", now, reason, details)
    return chain.record(connection, entry, {tables.application: applications.add(changed, versions=following)})


def _next(connection: Connection, book: RuleBook) -> str:
    """Return the number after the last one of the round."""
    year = book.round.year
    numbers = (re.fullmatch(rf"{year}-(\d+)", name) for name in applications.ids(connection))
    last = max((int(found[1]) for found in numbers if found), default=0)
    return f"{year}-{last + 1:04d}"


def _doubled(ids: Sequence[str], source: str) -> list[Fault]:
    return [Fault(Message("flow.twice"), source, seen=id_) for id_, times in Counter(ids).items() if times > 1]
