"""``regions``: the report on a round by region, as tables, JSON or a file; prepared counts made anew."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import click

from indicators.language import Message, Name
from scoring.cli.acting import Acting, now, on_register
from scoring.cli.choosing import round_option, the_round
from scoring.cli.export import refuse_bad_target
from scoring.cli.frame import command
from scoring.cli.handing import hand_over, number_as_json, tell_number
from scoring.cli.layout import Column
from scoring.cli.parameters import OneOf
from scoring.cli.session import Session
from scoring.documents.fonts import VARIABLE, find_fonts
from scoring.flow import Mark, What
from scoring.flow.regional.preparing import rebuild_counts
from scoring.flow.regional.records import RegionalReport
from scoring.flow.regional.report import regional_report
from scoring.flow.regional.sheets import said
from scoring.flow.regional.table_parts import RegionalTable
from scoring.flow.regional.tables import report_tables
from scoring.flow.regional.taking import FIGURES, regional_briefing, regional_figure, regional_workbook
from scoring.register.database import Register

PICTURES: Final = ("png", "svg")
FILES: Final = ("xlsx", "pdf", "docx", *PICTURES)
FORMATS: Final = ("table", "json", *FILES)


@command("regions")
@click.option(
    "--figure",
    type=OneOf(FIGURES),
    default="rates",
    metavar="|".join(FIGURES),
    help="cli.option_regions_figure",
)
@click.option("--rebuild", is_flag=True, help="cli.option_rebuild")
@click.option("--overwrite", is_flag=True, help="cli.option_overwrite")
@click.option("--to", type=click.Path(path_type=Path), metavar="FILE", help="cli.option_regions_to")
@click.option(
    "--format",
    "form",
    type=OneOf(FORMATS),
    default="table",
    metavar="|".join(FORMATS),
    help="cli.option_regions_format",
)
@round_option
@on_register(role="secretariat")
@click.pass_obj
def regions(
    session: Session,
    *,
    acting: Acting,
    round_id: str | None,
    form: str,
    to: Path | None,
    overwrite: bool,
    rebuild: bool,
    figure: Any,
) -> None:
    """Print the report, or count anew."""
    if form in FILES and to is None:
        raise click.UsageError(session.say("briefing.needs_a_file", form=form))
    if to is not None:
        # What a file is called says what is in it; a workbook is what --to alone always meant.
        form = form if form in FILES else "xlsx"
        refuse_bad_target(session, to, overwrite=overwrite, suffixes=(f".{form}",))
    with acting.register() as register:
        if rebuild:
            rebuilt = rebuild_counts(register, acting.actor)
            if session.as_json:
                session.show_json({"rounds": rebuilt.rounds, "entry": rebuilt.entry})
            else:
                session.show_line(session.say("province.rebuilt", rounds=rebuilt.rounds, entry=rebuilt.entry))
            return
        found = the_round(session, register, acting.actor, round_id)
        if to is not None:
            _take_away(session, register, acting, found.round_id, to, form, figure)
            return
        report = regional_report(register, acting.actor, now(), found.round_id)
        tables = report_tables(report)
        if form == "json" or session.as_json:
            session.show_json(_as_json(session, report, tables))
        else:
            _show(session, report, tables)


def _show(session: Session, report: RegionalReport, tables: Sequence[RegionalTable]) -> None:
    say = session.say
    session.show_line(say(_heading(report)))
    for mark in _marks(report):
        session.show_line(say.say(mark))
    for table in tables:
        session.show_line()
        session.show_line(say(table.title))
        numbers = [all(not isinstance(row[at], str | Message | Name) for row in table.rows) for at in _places(table)]
        columns = [Column(say.say(name), right=right) for name, right in zip(table.columns, numbers, strict=True)]
        session.show_table(columns, [["" if cell is None else say.say(cell) for cell in row] for row in table.rows])
        session.show_line(say(table.define))


def _as_json(session: Session, report: RegionalReport, tables: Sequence[RegionalTable]) -> dict[str, Any]:
    say = session.say
    return {
        "round": report.round_id,
        "state": report.state,
        "status": report.status,
        "banner": None if report.banner is None else say.say(report.banner),
        "synthetic": report.synthetic,
        "as_of": report.at.isoformat(),
        "locked": report.locked,
        "announced": report.announced,
        "tables": [
            {
                "key": table.key,
                "title": say(table.title),
                "define": say(table.define),
                "columns": [say.say(name) for name in table.columns],
                "rows": [[said(session.say, cell) for cell in row] for row in table.rows],
            }
            for table in tables
        ],
    }


def _take_away(
    session: Session, register: Register, acting: Acting, round_id: str, to: Path, form: Any, figure: Any
) -> None:
    """Have the file made for whoever asks, recorded and written, and tell its number."""
    say, actor, at = session.say, acting.actor, now()
    fonts = find_fonts(os.environ.get(VARIABLE))

    def make(mark: Mark) -> bytes:
        if form == "xlsx":
            return regional_workbook(register, actor, at, round_id, say=say, mark=mark)
        if form in PICTURES:
            return regional_figure(register, actor, at, round_id, figure, form=form, say=say, fonts=fonts)
        return regional_briefing(register, actor, at, round_id, form, say=say, fonts=fonts, mark=mark)

    what: What = "figure" if form in PICTURES else "briefing"
    mark = hand_over(register, acting, at, to, what=what, about=round_id, make=make)
    if session.as_json:
        session.show_json({"file": to.name, "synthetic": register.synthetic, **number_as_json(mark)})
    else:
        session.show_line(session.say("briefing.made", file=str(to)))
        tell_number(session, mark)


def _places(table: RegionalTable) -> range:
    return range(len(table.columns))


def _heading(report: RegionalReport) -> Message:
    state = Message(f"rounds.state_{report.state}")
    return Message("province.heading", {"name": report.name, "state": state, "at": report.at})


def _marks(report: RegionalReport) -> list[Message | Name]:
    """Return what says that a report is none of a real round."""
    marks: list[Message | Name] = [] if report.banner is None else [report.banner]
    return [*marks, Message("province.is_synthetic")] if report.synthetic else marks
