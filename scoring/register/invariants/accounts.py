"""What holds of accounts: what opens was approved by another person, and the three administrations stand alone."""

from __future__ import annotations

from collections.abc import Iterator
from json import loads
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from indicators.faults import Fault
from scoring.register.invariants.structure import broken
from scoring.register.queries import newest
from scoring.register.tables import account, account_link, account_proposal, chain_entry

#: `identity.toml` says why; a test holds both together. The floor of the record knows no more of roles than this.
ALONE: Final = frozenset({"system_admin", "security_admin", "inspector"})
_BY_HAND: Final = ("account.first_made", "account.first_again")
_OPENING: Final = frozenset({"account", "roles", "enable"})


def accounts_by_two(connection: Connection) -> Iterator[Fault]:
    """Hold each version that may be signed in to, and each link, against the proposal that another person approved."""
    approved = {row.proposal_id: row for row in _approved(connection)}
    by_hand = set(connection.scalars(select(chain_entry.c.sequence).where(chain_entry.c.act.in_(_BY_HAND))))
    opened = select(account).where(account.c.state == "active").order_by(account.c.id)
    for row in connection.execute(opened):
        first = row.version == 1 and row.proposal_id is None and row.entry in by_hand
        given = approved.get(row.proposal_id)
        by_two = given is not None and given.account_id == row.account_id and given.kind in _OPENING
        if not (first or by_two):
            yield broken("invariant.accounts_by_two", account, row.id, account=row.account_id, version=row.version)
    digests = {loads(row.content)["digest"]: row.account_id for row in approved.values() if row.kind == "link"}
    for row in connection.execute(select(account_link).where(account_link.c.state == "linked")):
        if digests.get(row.digest) != row.account_id:
            values = {"account": row.account_id, "version": row.version}
            yield broken("invariant.accounts_by_two", account_link, row.id, **values)


def administrations_alone(connection: Connection) -> Iterator[Fault]:
    """Look for accounts that hold one of the three administrations together with anything else; logins are unique."""
    seen: set[str] = set()
    for row in connection.execute(select(account).where(newest(account, "account_id")).order_by(account.c.id)):
        roles = set(loads(row.roles))
        if (roles & ALONE and len(roles) > 1) or row.login in seen:
            yield broken("invariant.administrations_alone", account, row.id, account=row.account_id)
        seen.add(row.login)


def _approved(connection: Connection) -> Iterator[Row[Any]]:
    proposed = select(account_proposal).where(newest(account_proposal, "proposal_id"))
    for row in connection.execute(proposed.where(account_proposal.c.state.in_(("approved", "handed_out")))):
        if row.decider != row.proposer:
            yield row
