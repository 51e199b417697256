"""Accounts, what was proposed of them, and links to other sign-ins: in versions, the newest one counts.

``add_accounts``, ``add_proposals``, ``add_links`` return rows for `chain.record`; ``one(connection, account_id)``,
``by_login(connection, login)``, ``everybody(connection)``, ``proposal(connection, proposal_id)``,
``proposals(connection)``, ``links_of_issuer(connection, issuer)``, ``links_of(connection, account_id)``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from json import loads
from typing import Any, Literal

from sqlalchemy import ColumnElement, Connection, Row, func, select

from scoring.register import queries
from scoring.register.canonical import Value, canonical
from scoring.register.tables import account, account_link, account_proposal

ProposalKind = Literal["account", "roles", "enable", "link", "password", "one_time"]
ProposalState = Literal["proposed", "approved", "refused", "withdrawn", "handed_out"]


@dataclass(frozen=True, slots=True)
class Account:
    """One version of an account. `region`: for which he acts; `expert_id`: which expert he is."""

    account_id: str
    version: int
    login: str
    name: str
    roles: tuple[str, ...]
    region: str | None = None
    expert_id: str | None = None
    state: Literal["active", "disabled"] = "active"
    proposal_id: str | None = None

    @property
    def person(self) -> str:
        """Who acts, as every other part of the record knows him: an expert by his number."""
        return self.expert_id or self.account_id

    @property
    def active(self) -> bool:
        """Whether it may be signed in with."""
        return self.state == "active"


@dataclass(frozen=True, slots=True)
class Proposal:
    """One version of what is proposed of an account; `content` says what it is to be, `reason` why, or why not."""

    proposal_id: str
    version: int
    account_id: str
    kind: ProposalKind
    proposer: str
    state: ProposalState
    reason: str
    decider: str | None = None
    content: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """One version of a link to another sign-in; `hint` shows a little of the name it has for him there."""

    link_id: str
    version: int
    account_id: str
    issuer: str
    salt: str
    digest: str
    hint: str
    state: Literal["linked", "unlinked"] = "linked"


def object_of(account_id: str) -> str:
    """Return how the chain names an account."""
    return f"account/{account_id}"


def add_accounts(given: Iterable[Account]) -> list[dict[str, Value]]:
    """Return the rows of accounts, for `chain.record`."""
    return [row | {"roles": canonical(sorted(one.roles))} for one in given for row in queries.rows_of([one])]


def add_proposals(given: Iterable[Proposal]) -> list[dict[str, Value]]:
    """Return the rows of proposals, for `chain.record`."""
    return [row | {"content": canonical(dict(one.content))} for one in given for row in queries.rows_of([one])]


def add_links(given: Iterable[Link]) -> list[dict[str, Value]]:
    """Return the rows of links, for `chain.record`."""
    return queries.rows_of(given)


def one(connection: Connection, account_id: str) -> Account | None:
    """Return an account as it stands, ``None`` where there is none."""
    row = queries.newest_row(connection, account, account_id=account_id)
    return None if row is None else _account(row)


def by_login(connection: Connection, login: str) -> Account | None:
    """Return the account of a login, ``None`` where there is none."""
    return next(iter(_accounts(connection, account.c.login == login)), None)


def of_expert(connection: Connection, expert_id: str) -> tuple[Account, ...]:
    """Return the accounts of an expert; one, if all is well."""
    return _accounts(connection, account.c.expert_id == expert_id)


def everybody(connection: Connection) -> tuple[Account, ...]:
    """Return every account as it stands, oldest first."""
    return _accounts(connection)


def versions_of(connection: Connection, account_id: str) -> tuple[Account, ...]:
    """Return every version of an account, oldest first."""
    query = select(account).where(account.c.account_id == account_id).order_by(account.c.version)
    return tuple(_account(row) for row in connection.execute(query))


def any_there(connection: Connection) -> bool:
    """Return whether the register has an account at all."""
    return connection.scalar(select(func.count(account.c.id))) != 0


def next_account_id(connection: Connection) -> str:
    """Return the id of the next account, those that are only proposed counted as well."""
    first = select(func.count(account.c.id)).where(account.c.version == 1, account.c.proposal_id.is_(None))
    made = connection.scalar(first)
    asked = connection.scalar(
        select(func.count(account_proposal.c.proposal_id.distinct())).where(account_proposal.c.kind == "account")
    )
    return f"account-{(made or 0) + (asked or 0) + 1:04d}"


def proposal(connection: Connection, proposal_id: str) -> Proposal | None:
    """Return a proposal as it stands, ``None`` where there is none."""
    return next(iter(_proposals(connection, account_proposal.c.proposal_id == proposal_id)), None)


def proposals(connection: Connection) -> tuple[Proposal, ...]:
    """Return every proposal as it stands, oldest first."""
    return _proposals(connection)


def next_proposal_id(connection: Connection) -> str:
    """Return the id of the next proposal."""
    count = connection.scalar(select(func.count(account_proposal.c.proposal_id.distinct()))) or 0
    return f"proposal-{count + 1:04d}"


def link(connection: Connection, link_id: str) -> Link | None:
    """Return a link as it stands, ``None`` where there is none."""
    return next(iter(_links(connection, account_link.c.link_id == link_id)), None)


def links_of_issuer(connection: Connection, issuer: str) -> tuple[Link, ...]:
    """Return the links to one provider that hold."""
    return tuple(one for one in _links(connection, account_link.c.issuer == issuer) if one.state == "linked")


def links(connection: Connection) -> tuple[Link, ...]:
    """Return the links that hold, oldest first."""
    return tuple(one for one in _links(connection) if one.state == "linked")


def next_link_id(connection: Connection) -> str:
    """Return the id of the next link."""
    return f"link-{(connection.scalar(select(func.count(account_link.c.link_id.distinct()))) or 0) + 1:04d}"


def _accounts(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Account, ...]:
    query = select(account).where(*conditions, queries.newest(account, "account_id")).order_by(account.c.account_id)
    return tuple(_account(row) for row in connection.execute(query))


def _account(row: Row[Any]) -> Account:
    return Account(
        account_id=row.account_id,
        version=row.version,
        login=row.login,
        name=row.name,
        roles=tuple(loads(row.roles)),
        region=row.region,
        expert_id=row.expert_id,
        state=row.state,
        proposal_id=row.proposal_id,
    )


def _proposals(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Proposal, ...]:
    query = select(account_proposal).where(*conditions, queries.newest(account_proposal, "proposal_id"))
    return tuple(
        Proposal(
            proposal_id=row.proposal_id,
            version=row.version,
            account_id=row.account_id,
            kind=row.kind,
            proposer=row.proposer,
            state=row.state,
            reason=row.reason,
            decider=row.decider,
            content=loads(row.content),
        )
        for row in connection.execute(query.order_by(account_proposal.c.proposal_id))
    )


def _links(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[Link, ...]:
    query = select(account_link).where(*conditions, queries.newest(account_link, "link_id"))
    return queries.records_of(Link, connection.execute(query.order_by(account_link.c.link_id)))


def written(connection: Connection) -> tuple[tuple[int, Account], ...]:
    """Return every version of every account with the number of the entry that wrote it, in order."""
    query = select(account).order_by(account.c.id)
    return tuple((row.entry, _account(row)) for row in connection.execute(query))
