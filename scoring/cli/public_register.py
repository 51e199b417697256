"""``export register``: the public register, searched, into a file."""

from __future__ import annotations

from collections.abc import Callable
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
from scoring.documents.register_table import row_in_words, titles
from scoring.flow import Search
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
        said = replace(export, rows=tuple(row_in_words(row, session.say) for row in export.rows))
        headings = titles((*COLUMNS, STATUS), session.say)
        write_table(session, opened, to, said, titles=headings, book=None)
