"""The accounts made anew from the acts of the chain alone: who may sign in, in which roles, and who let him."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sqlalchemy import Connection

from indicators.faults import Fault
from indicators.language import Message
from scoring.identity import separation
from scoring.register import accounts, acts
from scoring.register.accounts import Account, Proposal
from scoring.register.acts import AccountAct

_BY_HAND = frozenset({"account.first_made", "account.first_again"})


def differences(connection: Connection) -> Iterator[Fault]:
    """Yield every version of an account that does not follow from the acts, and every act that nobody may do so.

    Chain and rows must have been held against each other before (`verify_chain`).
    """
    done = {one.sequence: one for one in acts.account_acts(connection)}
    proposals = {one.proposal_id: one for one in accounts.proposals(connection)}
    yield from _answered_by_another(done.values(), proposals)
    before: dict[str, Account] = {}
    for entry, one in accounts.written(connection):
        act = done.get(entry)
        expected = None if act is None else _expected(act, before.get(one.account_id), one, proposals)
        if expected != one:
            yield _fault("accounts.replay_differs", one.account_id, entry, act)
        elif one.active and separation.excluded(one.roles):
            yield _fault("accounts.replay_excluded", one.account_id, entry, act)
        before[one.account_id] = one


def _expected(
    act: AccountAct, before: Account | None, written: Account, proposals: Mapping[str, Proposal]
) -> Account | None:
    """Return the version of an account that an act makes, ``None`` where it makes none."""
    if act.act in _BY_HAND:
        first = before is None and len(written.roles) == 1 and written.proposal_id is None
        return written if first and written.active else None
    if act.act == "account.disabled" and before is not None and act.account_id == before.account_id:
        return replace(before, version=before.version + 1, state="disabled", proposal_id=None)
    given = proposals.get(str(act.details.get("proposal")))
    if act.act != "account.approved" or given is None or given.account_id != act.account_id:
        return None
    content = given.content
    if given.kind == "account" and before is None:
        return Account(
            given.account_id,
            1,
            content["login"],
            content["name"],
            tuple(content["roles"]),
            content["region"],
            content["expert_id"],
            proposal_id=given.proposal_id,
        )
    if before is None:
        return None
    after = replace(before, version=before.version + 1, proposal_id=given.proposal_id)
    if given.kind == "roles":
        roles = tuple(content["roles"])
        return replace(after, roles=roles, region=content["region"], expert_id=content["expert_id"])
    return replace(after, state="active") if given.kind == "enable" else None


def _answered_by_another(done: Iterable[AccountAct], proposals: Mapping[str, Proposal]) -> Iterator[Fault]:
    """Hold who proposed and who approved, as the chain says it, against each other and against their roles."""
    proposers: dict[str, AccountAct] = {}
    for act in done:
        proposal_id = str(act.details.get("proposal"))
        if act.act == "account.proposed":
            proposers[proposal_id] = act
        elif act.act == "account.approved":
            by = proposers.get(proposal_id)
            sound = by is not None and by.role == "system_admin" and act.role == "security_admin"
            if not sound or by is None or by.actor == act.actor or proposals[proposal_id].decider != act.actor:
                yield _fault("accounts.replay_by_one", act.account_id or "–", act.sequence, act)


def _fault(key: str, account_id: str, entry: int, act: AccountAct | None) -> Fault:
    values = {"account": account_id, "act": "–" if act is None else act.act}
    return Fault(Message(key, values), entry=str(entry))
