"""``sheet template``: an expert's own sheet as a workbook, to be filled in off-line."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from scoring import flow
from scoring.cli.acting import Acting, now, on_register
from scoring.cli.choosing import stage_option
from scoring.cli.export import refuse_bad_target
from scoring.cli.frame import Commands, command, language_option
from scoring.cli.handing import hand_over, number_as_json, tell_number
from scoring.cli.session import Session
from scoring.model import Stage
from scoring.sheets.offline import write_offline

SUFFIX: Final = ".xlsx"
TABLE: Final = {"template": "scoring.cli.sheet:template"}
group = Commands("sheet", TABLE, params=[language_option()])


@command("template")
@click.option("--application", "application_id", required=True, metavar="ID", help="cli.option_sheet_application")
@click.option("--to", type=click.Path(path_type=Path), required=True, metavar="FILE", help="cli.option_sheet_to")
@click.option("--overwrite", is_flag=True, help="cli.option_overwrite")
@stage_option
@on_register(role="expert")
@click.pass_obj
def template(session: Session, *, acting: Acting, application_id: str, to: Path, overwrite: bool, stage: Stage) -> None:
    """Write an expert's own sheet of an application, with the marks that the record holds."""
    refuse_bad_target(session, to, overwrite=overwrite, suffixes=(SUFFIX,))
    with acting.register() as register:
        sheet = flow.offline_sheet(register, acting.actor, application_id=application_id, stage=stage)
        at = now()
        made = write_offline(sheet, session.say, at)
        mark = hand_over(register, acting, at, to, what="offline_sheet", about=application_id, make=lambda _: made)
    if session.as_json:
        session.show_json(
            {
                "file": to.name,
                **sheet.identity(),
                "indicators": len(sheet.leaves),
                "marks": len(sheet.marks),
                "synthetic": sheet.synthetic,
                **number_as_json(mark),
            }
        )
        return
    session.show_line(session.say("offline.written", file=str(to), count=len(sheet.leaves)))
    tell_number(session, mark)
