"""``export register``: the public register, searched, into a file."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from scoring import flow
from scoring.cli.acting import Acting, on_register
from scoring.cli.choosing import day_option
from scoring.cli.export import file_options, refuse_bad_target, write_table
from scoring.cli.frame import command
from scoring.cli.parameters import OneOf, WholeNumber
from scoring.cli.session import Session
from scoring.flow import Export, Search
from scoring.flow.exporting import STATUS
from scoring.flow.public_register import COLUMNS
from scoring.procedure.public_register import STANDINGS

Function = TypeVar("Function", bound=Callable[..., Any])
_YEARS: Final = (1900, 9999)


def _search_options(function: Function) -> Function:
    """Add what is looked for; the command gets each by its name."""
    for add in (
        click.option("--standing", type=OneOf(STANDINGS), metavar="STANDING", help="cli.option_register_standing"),
        click.option(
            "--year", type=WholeNumber(*_YEARS), default=None, metavar="YEAR", help="cli.option_register_year"
        ),
        click.option("--grade", default="", metavar="GRADE", help="cli.option_register_grade"),
        click.option("--area", default="", metavar="CODE|NAME", help="cli.option_register_area"),
        click.option("--uscc", default="", metavar="CODE", help="cli.option_register_uscc"),
        click.option("--name", default="", metavar="TEXT", help="cli.option_register_name"),
    ):
        function = add(function)
    return function


@command("register")
@file_options
@_search_options
@day_option
@on_register(role="public")
@click.pass_obj
def register(
    session: Session,
    *,
    acting: Acting,
    to: Path,
    overwrite: bool,
    on: date,
    name: str,
    uscc: str,
    area: str,
    grade: str,
    year: int | None,
    standing: str | None,
) -> None:
    """Write what is looked for in the public register."""
    refuse_bad_target(session, to, overwrite=overwrite)
    with acting.register() as opened:
        search = Search(name, uscc, area, grade, year, standing or "")
        export = flow.export_public_register(opened, acting.actor, on=on, search=search)
        titles = {column: session.say(f"publicregister.column_{column}") for column in COLUMNS}
        titles[STATUS] = session.say("rounds.status")
        write_table(session, opened, to, _in_words(session, export), titles=titles, book=None)


def _in_words(session: Session, export: Export) -> Export:
    return replace(export, rows=tuple(_row_in_words(session, row) for row in export.rows))


def _row_in_words(session: Session, row: Mapping[str, str]) -> Mapping[str, str]:
    """Return a row that people read: the state of a grade, and why it is no real one, said."""
    marks = [session.say(f"certificate.mark_{mark}") for mark in row[STATUS].split("; ") if mark]
    return {
        **row,
        "standing": session.say(f"publicregister.standing_{row['standing']}"),
        STATUS: "; ".join(marks) or session.say("rounds.status_official"),
    }
