"""``freeze`` and ``thaw``: the record stopped by one person at once, and let go on by two."""

from __future__ import annotations

from typing import Final

import click

from scoring import flow
from scoring.cli.acting import Acting, entry_as_json, now, on_register, show_entry
from scoring.cli.frame import command
from scoring.cli.layout import Column
from scoring.cli.session import Session
from scoring.register.canonical import moment
from scoring.register.chain import Entry
from scoring.register.database import Register

STATES: Final = {
    "frozen": "freezing.state_frozen",
    "thaw_asked": "freezing.state_thaw_asked",
    "thaw_declined": "freezing.state_thaw_declined",
    "thawed": "freezing.state_thawed",
}


@command("freeze")
@click.option("--reason", metavar="TEXT", help="cli.option_freeze_reason")
@on_register(role="system_admin")
@click.pass_obj
def freeze(session: Session, *, acting: Acting, reason: str | None) -> None:
    """Stop every act on the register at once, or show how it stands."""
    with acting.register() as register:
        if reason is None:
            _show_history(session, register, acting)
            return
        entry = flow.freeze(register, acting.actor, now(), reason=reason)
        _show(session, register, entry)


@command("thaw")
@click.option("--reason", default="", metavar="TEXT", help="cli.option_thaw_reason")
@click.option("--agree", is_flag=True, help="cli.option_thaw_agree")
@click.option("--decline", is_flag=True, help="cli.option_thaw_decline")
@on_register(role="system_admin")
@click.pass_obj
def thaw(session: Session, *, acting: Acting, reason: str, agree: bool, decline: bool) -> None:
    """Ask that a frozen register go on, or answer whoever asked."""
    if agree and decline:
        raise click.UsageError(session.say("freezing.agree_or_decline"))
    with acting.register() as register:
        if agree or decline:
            entry = flow.answer_thaw(register, acting.actor, now(), agree=agree, reason=reason)
        else:
            entry = flow.ask_thaw(register, acting.actor, now(), reason=reason)
        _show(session, register, entry)


def _show(session: Session, register: Register, entry: Entry) -> None:
    found = flow.standstill_of(register)
    if session.as_json:
        session.show_json({"frozen": found is not None, "entry": entry_as_json(entry)})
        return
    session.show_line(session.say(STATES["thawed" if found is None else found.state]))
    show_entry(session, entry)


def _show_history(session: Session, register: Register, acting: Acting) -> None:
    history = flow.standstill_history(register, acting.actor)
    lasts = flow.standstill_of(register) is not None
    if session.as_json:
        names = ("standstill_id", "state", "by", "role", "reason", "at")
        session.show_json({"frozen": lasts, "acts": [{name: getattr(one, name) for name in names} for one in history]})
        return
    columns = [Column(session.say(f"freezing.{name}")) for name in ("when", "state", "by", "reason")]
    rows = [
        [session.say("freezing.moment", at=moment(one.at)), session.say(STATES[one.state]), one.by, one.reason]
        for one in history
    ]
    if rows:
        session.show_table(columns, rows)
    session.show_line(session.say("freezing.lasts" if lasts else "freezing.goes_on"))
