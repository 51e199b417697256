"""``round draft | sign``: annual plan and opening notice, without which a round does not open."""

from __future__ import annotations

from datetime import date

import click

from scoring import flow
from scoring.cli.acting import Acting, entry_as_json, now, on_register, show_entry
from scoring.cli.choosing import day
from scoring.cli.frame import command
from scoring.cli.parameters import OneOf, Read
from scoring.cli.session import Session
from scoring.procedure.opening import KINDS, NAMES, PaperKind, newest


@command("draft")
@click.argument("round_id", metavar="ID")
@click.argument("kind", type=OneOf(KINDS), metavar="PAPER")
@click.option("--title", required=True, metavar="TEXT", help="cli.option_title")
@click.option("--content", required=True, metavar="TEXT", help="cli.option_content")
@click.option("--number", default="", metavar="TEXT", help="cli.option_number")
@click.option("--from", "first_day", type=Read(day), metavar="YYYY-MM-DD", help="cli.option_first_day")
@click.option("--until", "last_day", type=Read(day), metavar="YYYY-MM-DD", help="cli.option_last_day")
@click.option("--reason", default="", metavar="TEXT", help="cli.option_reason")
@on_register(role="secretariat")
@click.pass_obj
def draft(
    session: Session,
    *,
    acting: Acting,
    round_id: str,
    kind: PaperKind,
    title: str,
    content: str,
    number: str,
    first_day: date | None,
    last_day: date | None,
    reason: str,
) -> None:
    """Enter a version of the annual plan or of the opening notice."""
    with acting.register() as register:
        entry = flow.draft_opening(
            register,
            acting.actor,
            now(),
            round_id,
            kind=kind,
            title=title,
            content=content,
            number=number,
            first_day=first_day,
            last_day=last_day,
            reason=reason,
        )
    if session.as_json:
        session.show_json({"round_id": round_id, "paper": kind, "entry": entry_as_json(entry)})
        return
    session.show_line(session.say("rounds.drafted", round=round_id, paper=NAMES[kind]))
    show_entry(session, entry)


@command("sign")
@click.argument("round_id", metavar="ID")
@click.argument("kind", type=OneOf(KINDS), metavar="PAPER")
@on_register(role="secretariat")
@click.pass_obj
def sign(session: Session, *, acting: Acting, round_id: str, kind: PaperKind) -> None:
    """Sign the newest version of a paper, for the authority whose role is taken."""
    with acting.register() as register:
        paper = newest(flow.read_opening(register, acting.actor, round_id).papers, kind)
        version = 0 if paper is None else paper.version
        entry = flow.sign_opening(register, acting.actor, now(), round_id, kind=kind, version=version)
        missing = flow.read_opening(register, acting.actor, round_id).missing
    if session.as_json:
        told = {"missing": [session.say(what) for what in missing], "entry": entry_as_json(entry)}
        session.show_json({"round_id": round_id, "paper": kind, "version": version, **told})
        return
    session.show_line(session.say("rounds.signed", round=round_id, paper=NAMES[kind], version=version))
    for what in missing:
        session.show_line(session.say(what))
    show_entry(session, entry)
