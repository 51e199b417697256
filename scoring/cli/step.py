"""``step``: an act of the procedure (Article 12), for every application of a region for which it is due."""

from __future__ import annotations

from typing import Final, get_args

import click

from scoring import flow
from scoring.cli.acting import Acting, entry_as_json, now, on_register, show_entry
from scoring.cli.choosing import round_option, the_round
from scoring.cli.frame import command
from scoring.cli.parameters import OneOf
from scoring.cli.session import Session
from scoring.flow import BoardRow
from scoring.procedure.steps import Verdict

VERDICTS: Final = get_args(Verdict)


@command("step")
@click.argument("act", metavar="ACT")
@round_option
@click.option("--application", "names", multiple=True, metavar="ID", help="cli.option_applications")
@click.option("--verdict", type=OneOf(VERDICTS), default="signed", metavar="WORD", help="cli.option_verdict")
@click.option("--clause", default="", metavar="CLAUSE", help="cli.option_clause")
@click.option("--reason", default="", metavar="TEXT", help="cli.option_reason")
@on_register(role="secretariat")
@click.pass_obj
def step(
    session: Session,
    *,
    acting: Acting,
    act: str,
    round_id: str | None,
    names: tuple[str, ...],
    verdict: Verdict,
    clause: str,
    reason: str,
) -> None:
    """Do an act with applications; without ``--application`` with all for which it is due."""
    with acting.register() as register:
        found = the_round(session, register, acting.actor, round_id).round_id
        moment = now()
        board = flow.step_board(register, acting.actor, moment.date(), found) if not names else ()
        chosen = names or tuple(row.application_id for row in board if _is_due(row, act))
        signed = [flow.Signed(name, act, verdict, reason, clause) for name in chosen]
        entry = flow.sign_steps(register, acting.actor, moment, found, signed)
    if session.as_json:
        session.show_json({"round_id": found, "act": act, "applications": chosen, "entry": entry_as_json(entry)})
        return
    session.show_line(session.say("rounds.stepped", round=found, count=len(chosen)))
    show_entry(session, entry)


def _is_due(row: BoardRow, act: str) -> bool:
    return any(one.id == act for one in row.standing.due)
