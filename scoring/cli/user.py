"""``user``: accounts by the three administrations. The first are made by whoever has hands on the register.

Everything else is done by an account: ``--as LOGIN``, its password and its one-time code asked for on the terminal or
read from standard input, a line each, never from the call, where every user of the machine could read them.
"""

from __future__ import annotations

import functools
import getpass
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any, Final, TypeVar

import click

from indicators.language import Message
from scoring.cli.acting import Acting, entry_as_json, now, operating_system_user, show_entry
from scoring.cli.frame import Commands, command, language_option
from scoring.cli.layout import Column, two_columns
from scoring.cli.session import Session
from scoring.errors import SpokenError
from scoring.flow import accounts
from scoring.flow.accounts import AccountHead, FirstAccount, Proposal
from scoring.model import Actor
from scoring.register.chain import Entry
from scoring.register.database import Register

TABLE: Final = {
    "first": "scoring.cli.user:first",
    "add": "scoring.cli.user:add",
    "role": "scoring.cli.user:role",
    "reset-password": "scoring.cli.user:reset_password",
    "enable": "scoring.cli.user:enable",
    "approve": "scoring.cli.user:approve",
    "hand-out": "scoring.cli.user:hand_out",
    "disable": "scoring.cli.user:disable",
    "list": "scoring.cli.user:list_",
}
group = Commands("user", TABLE, params=[language_option()])
_DEVICE: Final = "command-line"
Function = TypeVar("Function", bound=Callable[..., Any])


def _by_account(function: Function) -> Function:
    """Add ``--register --as LOGIN`` to a command; it gets them as `acting`, the login as its actor."""

    @functools.wraps(function)
    def call(*arguments: Any, where: str | None, login_as: str, **rest: Any) -> Any:
        return function(*arguments, acting=Acting(Actor(login_as, login_as, frozenset()), where), **rest)

    for option in (
        click.option("--as", "login_as", required=True, metavar="LOGIN", help="cli.option_user_as"),
        click.option("--register", "where", metavar="FILE|URL", help="cli.option_register"),
    ):
        call = option(call)
    return call  # type: ignore[return-value]  # the same function, told in other words


@command("first")
@click.option("--again", is_flag=True, help="cli.option_user_again")
@click.option("--reason", default="", metavar="TEXT", help="cli.option_reason")
@click.option("--register", "where", metavar="FILE|URL", help="cli.option_register")
@click.pass_obj
def first(session: Session, *, where: str | None, again: bool, reason: str) -> None:
    """Make the first accounts, or let both administrators in again."""
    by = operating_system_user()
    acting = Acting(Actor(by, by, frozenset()), where)
    with acting.register() as register:
        if again:
            made = accounts.first_again(register, now(), by=by, reason=reason)
        else:
            made = accounts.first_accounts(register, now(), by=by)
    _show_first(session, made)


@command("add")
@click.argument("login", metavar="LOGIN")
@click.option("--name", required=True, metavar="TEXT", help="cli.option_user_name")
@click.option("--give", "roles", multiple=True, required=True, metavar="ROLE", help="cli.option_user_give")
@click.option("--of-region", "of_region", metavar="CODE", help="cli.option_user_region")
@click.option("--expert", "expert_id", metavar="ID", help="cli.option_user_expert")
@click.option("--reason", default="", metavar="TEXT", help="cli.option_reason")
@_by_account
@click.pass_obj
def add(
    session: Session,
    *,
    acting: Acting,
    login: str,
    name: str,
    roles: tuple[str, ...],
    of_region: str | None,
    expert_id: str | None,
    reason: str,
) -> None:
    """Propose an account."""
    with _signed_in(session, acting) as (register, actor):
        proposal = accounts.propose_account(
            register,
            actor,
            now(),
            login=login,
            name=name,
            roles=roles,
            region=of_region,
            expert_id=expert_id,
            reason=reason,
        )
    _show_proposal(session, proposal)


@command("role")
@click.argument("account_id", metavar="ACCOUNT")
@click.option("--give", "roles", multiple=True, required=True, metavar="ROLE", help="cli.option_user_give")
@click.option("--of-region", "of_region", metavar="CODE", help="cli.option_user_region")
@click.option("--expert", "expert_id", metavar="ID", help="cli.option_user_expert")
@click.option("--reason", default="", metavar="TEXT", help="cli.option_reason")
@_by_account
@click.pass_obj
def role(
    session: Session,
    *,
    acting: Acting,
    account_id: str,
    roles: tuple[str, ...],
    of_region: str | None,
    expert_id: str | None,
    reason: str,
) -> None:
    """Propose which roles an account holds."""
    with _signed_in(session, acting) as (register, actor):
        proposal = accounts.propose_roles(
            register, actor, now(), account_id, roles=roles, region=of_region, expert_id=expert_id, reason=reason
        )
    _show_proposal(session, proposal)


def _on_account(name: str, propose: Callable[..., Proposal]) -> click.Command:
    """Return a command that proposes something of an account and needs nothing but a reason."""

    @command(name)
    @click.argument("account_id", metavar="ACCOUNT")
    @click.option("--reason", default="", metavar="TEXT", help="cli.option_reason")
    @_by_account
    @click.pass_obj
    def proposing(session: Session, *, acting: Acting, account_id: str, reason: str) -> None:
        with _signed_in(session, acting) as (register, actor):
            proposal = propose(register, actor, now(), account_id, reason=reason)
        _show_proposal(session, proposal)

    return proposing


reset_password = _on_account("reset-password", accounts.propose_password)
enable = _on_account("enable", accounts.propose_enable)


@command("approve")
@click.argument("proposal_id", metavar="PROPOSAL")
@click.option("--reason", default="", metavar="TEXT", help="cli.option_reason")
@_by_account
@click.pass_obj
def approve(session: Session, *, acting: Acting, proposal_id: str, reason: str) -> None:
    """Approve what another person proposed."""
    with _signed_in(session, acting) as (register, actor):
        entry = accounts.approve(register, actor, now(), proposal_id, reason=reason)
    _show_done(session, "accounts.approved_now", entry, proposal=proposal_id)


@command("hand-out")
@click.argument("proposal_id", metavar="PROPOSAL")
@_by_account
@click.pass_obj
def hand_out(session: Session, *, acting: Acting, proposal_id: str) -> None:
    """Print the first password of an approved account, once."""
    with _signed_in(session, acting) as (register, actor):
        given = accounts.hand_out(register, actor, now(), proposal_id)
    _show_first(session, (given,))


@command("disable")
@click.argument("account_id", metavar="ACCOUNT")
@click.option("--reason", default="", metavar="TEXT", help="cli.option_reason")
@_by_account
@click.pass_obj
def disable(session: Session, *, acting: Acting, account_id: str, reason: str) -> None:
    """Disable an account at once."""
    with _signed_in(session, acting) as (register, actor):
        entry = accounts.disable(register, actor, now(), account_id, reason=reason)
    _show_done(session, "accounts.disabled_now", entry, account=account_id)


@command("list")
@_by_account
@click.pass_obj
def list_(session: Session, *, acting: Acting) -> None:
    """Print accounts, and proposals that wait."""
    with _signed_in(session, acting) as (register, actor):
        found = accounts.accounts_list(register, actor)
        waiting = accounts.proposals_list(register, actor, waiting=True)
    if session.as_json:
        session.show_json({"accounts": [_as_json(one) for one in found], "waiting": [asdict(one) for one in waiting]})
        return
    say = session.say
    columns = [Column(say(f"accounts.column_{name}")) for name in ("account", "login", "name", "roles", "state")]
    session.show_table(columns, [[*_head(one), say(f"accounts.state_{one.account.state}")] for one in found])
    for proposal in waiting:
        values = {"proposal": proposal.proposal_id, "account": proposal.account_id, "proposer": proposal.proposer}
        session.show_line(say("accounts.waits", **values, kind=Message(f"accounts.kind_{proposal.kind}")))


@contextmanager
def _signed_in(session: Session, acting: Acting) -> Iterator[tuple[Register, Actor]]:
    """Sign an administrator in for one command, and out again."""
    with acting.register() as register:
        password = _asked(session, "accounts.ask_password")
        signed = accounts.sign_in(register, now(), acting.actor.id, password, device=_DEVICE)
        if signed.needs == "one_time_code":
            code = _asked(session, "accounts.ask_code")
            signed = accounts.pass_one_time(register, now(), signed.token, code, device=_DEVICE)
        try:
            if signed.needs != "nothing":
                raise SpokenError(Message("accounts.finish_first"))
            found = accounts.session_of(register, now(), signed.token, device=_DEVICE)
            if found is None:
                raise accounts.SignInRefusedError
            yield register, found.actor
        finally:
            accounts.sign_out(register, now(), signed.token)


def _asked(session: Session, key: str) -> str:
    """Return what is typed unseen on a terminal, or the next line of standard input."""
    if sys.stdin.isatty():
        return getpass.getpass(session.say(key) + ": ")
    return sys.stdin.readline().rstrip("\r\n")


def _show_first(session: Session, made: tuple[FirstAccount, ...]) -> None:
    if session.as_json:
        session.show_json({"accounts": [asdict(one) for one in made]})
        return
    for one in made:
        session.show_line(f"{one.account_id}  {one.role}")
        pairs = [
            (session.say("accounts.column_login"), one.login),
            (session.say("accounts.first_password"), one.password),
        ]
        for line in two_columns(pairs):
            session.show_line(line)
    session.show_line(session.say("accounts.shown_once"))


def _show_proposal(session: Session, proposal: Proposal) -> None:
    if session.as_json:
        session.show_json({"proposal_id": proposal.proposal_id, "account_id": proposal.account_id})
        return
    values = {"proposal": proposal.proposal_id, "account": proposal.account_id}
    session.show_line(session.say("accounts.proposed_now", **values))


def _show_done(session: Session, key: str, entry: Entry, **values: str) -> None:
    if session.as_json:
        session.show_json({**values, "entry": entry_as_json(entry)})
        return
    session.show_line(session.say(key, **values))
    show_entry(session, entry)


def _head(one: AccountHead) -> list[str]:
    found = one.account
    return [found.account_id, found.login, found.name, ", ".join(found.roles)]


def _as_json(one: AccountHead) -> dict[str, object]:
    linked = [{"link_id": link.link_id, "issuer": link.issuer, "hint": link.hint} for link in one.links]
    return {**asdict(one.account), "own_password": one.own_password, "one_time": one.one_time, "links": linked}
