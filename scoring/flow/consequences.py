"""What a table of applications would do, told before it is applied."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Connection

from scoring import access
from scoring.flow import gather
from scoring.flow.plausible import refuse_the_implausible
from scoring.flow.wording import reason_of
from scoring.model import Actor, Application
from scoring.procedure.consequences import Before, Consequences, consequences
from scoring.procedure.opening import in_force, window_of
from scoring.register import applications, bars, openings, step_acts, withdrawals
from scoring.register.database import Register


def preview_applications(
    register: Register,
    actor: Actor,
    now: datetime,
    round_id: str,
    given: Sequence[Application],
    *,
    source: str,
    reason: str = "",
) -> Consequences:
    """Tell what `import_applications` would do with a table, and write nothing.

    Returns
    -------
    Consequences
        Each row new, changed, unchanged or refused (why, by which clause), with the conditions it does not meet; the
        caps on recommendations it would reach.

    Raises
    ------
    FaultsError, AccessRefusedError, ConflictError, RecordError
    """
    gather.refuse_whoever_never_may(actor, "import", "application")
    reason = reason_of(reason)
    with register.read() as connection:
        allowed_role(connection, actor, round_id, given)
        on = gather.day_of(now)
        return consequences_of(connection, actor, round_id, given, source=source, reason=reason, on=on)


def allowed_role(connection: Connection, actor: Actor, round_id: str, given: Sequence[Application]) -> str:
    """Return the role in which somebody enters applications; refuse if one of them is not his, now or before."""
    there = applications.some(connection, _ids(given)).values()
    true = gather.truths(connection, round_id)
    role = access.require(actor, "import", "application", true | {"own_region"})
    for application in (*given, *there):
        own = gather.in_region(actor, application.enterprise.county)
        role = access.require(actor, "import", "application", true | own)
    return role


def consequences_of(
    connection: Connection,
    actor: Actor,
    round_id: str,
    given: Sequence[Application],
    *,
    source: str,
    reason: str,
    on: date,
) -> Consequences:
    """Return what entering applications would do.

    Raises
    ------
    FaultsError
        Of what no application can say.
    """
    book = gather.rule_book(connection, round_id)
    refuse_the_implausible(given, book.regulation.adverse_record_kinds)
    true = gather.truths(connection, round_id) | {"own_region"}
    there = applications.some(connection, _ids(given))
    barred = bars.everything(connection)  # all there are: few, where the rows of a table are many
    known = {one.application_id: one for one in applications.of_round(connection, round_id)}
    notice = in_force(
        openings.papers(connection, round_id),
        openings.signatures(connection, round_id),
        "opening_notice",
        digest=book.digest,
    )
    before = Before(
        known=known,
        elsewhere={name: one.round_id for name, one in there.items() if name not in known},
        withdrawn=ended(connection, round_id),
        window=window_of(notice),
        bars={
            one.enterprise.uscc: bars.holding(barred, one.enterprise.uscc, one.applied_on)
            for one in given
            if known.get(one.application_id) != one
        },
        takes_new=access.may(actor, "admit", "application", true),
        reason_given=bool(reason),
    )
    return consequences(
        given,
        before,
        book,
        source=source,
        on=on,
        counties=gather.counties(),
        prefecture_of=gather.prefecture_or_beginning,
    )


def _ids(given: Sequence[Application]) -> tuple[str, ...]:
    return tuple({one.application_id for one in given if one.application_id})


def ended(connection: Connection, round_id: str) -> frozenset[str]:
    """Return the applications of a round that are live no more: withdrawn, or refused by an office."""
    return frozenset(withdrawals.of_round(connection, round_id)) | step_acts.refused(connection, round_id)
