"""``accept-clock``: an administrator answers for a clock that stands before the last entry of the record."""

from __future__ import annotations

import click

from scoring import flow
from scoring.cli.acting import Acting, entry_as_json, now, on_register, show_entry
from scoring.cli.frame import command
from scoring.cli.session import Session
from scoring.register.canonical import moment
from scoring.register.clock import Dated, WentBack, is_back
from scoring.register.database import Register


@command("accept-clock")
@click.option("--reason", metavar="TEXT", help="cli.option_clock_reason")
@on_register(role="system_admin")
@click.pass_obj
def accept_clock(session: Session, *, acting: Acting, reason: str | None) -> None:
    """Accept the clock as it stands now, or show it beside the time of the last entry."""
    with acting.register() as register:
        if reason is None:
            _show_both(session, register, acting)
            return
        entry = flow.accept_clock(register, acting.actor, now(), reason=reason)
    if session.as_json:
        session.show_json({"entry": entry_as_json(entry)})
        return
    session.show_line(session.say("clock.accepted"))
    show_entry(session, entry)


def _show_both(session: Session, register: Register, acting: Acting) -> None:
    here, last = now(), flow.last_entry(register, acting.actor) or Dated(0, "")
    back = not register.synthetic and is_back(last, here)
    if session.as_json:
        told = {"now": here.isoformat(), "entry": last.sequence, "at": last.at, "refused": back}
        session.show_json(told)
        return
    key = "clock.stands_back" if back else "clock.stands_right"
    session.show_line(session.say(key, now=here, entry=last.sequence, last=moment(last.at)))


def show_back(session: Session, found: tuple[WentBack, ...]) -> None:
    """Tell which entries are dated earlier than the one before: a notice beside what was checked, no fault."""
    if not found:
        return
    session.show_line(session.say("clock.notice", count=len(found)))
    for one in found:
        session.show_line(session.say(flow.told_back(one)))


def back_as_json(found: tuple[WentBack, ...]) -> list[dict[str, object]]:
    """Return what ``--json`` says of entries whose time goes back."""
    return [{"entry": one.sequence, "at": one.at, "before": one.before, "accepted": one.accepted} for one in found]
