"""``export experts | applications | sheets | register``: out of the record into a file, each only to whom it may go."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final, TypeVar

import click

from indicators.cells import NUMBER
from indicators.model import RuleBook
from indicators.workbook import Cell, Sheet, write_csv, write_xlsx
from scoring import flow
from scoring.cli.acting import Acting, now, on_register
from scoring.cli.choosing import round_option, stage_option, the_round
from scoring.cli.frame import Commands, command, language_option
from scoring.cli.handing import hand_over, number_as_json, tell_number
from scoring.cli.session import Session
from scoring.documents.register_table import cover
from scoring.flow import Export, Mark, What
from scoring.flow.exporting import STATUS
from scoring.intake.columns import Kind, headings
from scoring.model import Stage
from scoring.register.database import Register

TABLE: Final = {
    "experts": "scoring.cli.export:experts",
    "applications": "scoring.cli.export:applications",
    "sheets": "scoring.cli.export:sheets",
    "register": "scoring.cli.public_register:register",
}
group = Commands("export", TABLE, params=[language_option()])
Function = TypeVar("Function", bound=Callable[..., Any])
SUFFIXES: Final = (".csv", ".xlsx")


def file_options(function: Function) -> Function:
    """Add what every export takes: ``--to --overwrite``."""
    for add in (
        click.option("--overwrite", is_flag=True, help="cli.option_overwrite"),
        click.option("--to", type=click.Path(path_type=Path), required=True, metavar="FILE", help="cli.option_to"),
    ):
        function = add(function)
    return function


@command("experts")
@file_options
@on_register(role="assignment_holder")
@click.pass_obj
def experts(session: Session, *, acting: Acting, to: Path, overwrite: bool) -> None:
    """Write the roster."""
    refuse_bad_target(session, to, overwrite=overwrite)
    with acting.register() as register:
        _hand_over(
            session,
            acting,
            register,
            to,
            what="experts",
            about="",
            ask=lambda: flow.export_experts(register, acting.actor),
            titles=_titles(session, "expert"),
            book=None,
        )


@command("applications")
@file_options
@round_option
@on_register(role="secretariat")
@click.pass_obj
def applications(session: Session, *, acting: Acting, to: Path, overwrite: bool, round_id: str | None) -> None:
    """Write the applications of a round."""
    refuse_bad_target(session, to, overwrite=overwrite)
    with acting.register() as register:
        found = the_round(session, register, acting.actor, round_id)
        _hand_over(
            session,
            acting,
            register,
            to,
            what="applications",
            about=found.round_id,
            ask=lambda: flow.export_applications(register, acting.actor, found.round_id),
            titles=_titles(session, "application"),
            book=found.rule_book,
        )


@command("sheets")
@file_options
@round_option
@stage_option
@on_register(role="inspector")
@click.pass_obj
def sheets(session: Session, *, acting: Acting, to: Path, overwrite: bool, round_id: str | None, stage: Stage) -> None:
    """Write the submitted sheets of a round as a score file."""
    refuse_bad_target(session, to, overwrite=overwrite)
    with acting.register() as register:
        found = the_round(session, register, acting.actor, round_id)
        _hand_over(
            session,
            acting,
            register,
            to,
            what="sheets",
            about=found.round_id,
            ask=lambda: flow.export_sheets(register, acting.actor, found.round_id, stage=stage),
            titles={},
            book=found.rule_book,
        )


def _hand_over(
    session: Session,
    acting: Acting,
    register: Register,
    to: Path,
    *,
    what: What,
    about: str,
    ask: Callable[[], Export],
    titles: Mapping[str, str],
    book: RuleBook | None,
) -> None:
    """Have a table made for whoever asks, with his mark and an act of the record, and write it."""
    counted: list[int] = []

    def make(mark: Mark) -> bytes:
        found = ask()
        counted.append(len(found.rows))
        export = flow.marked(found, mark)
        with TemporaryDirectory() as folder:
            file = Path(folder) / to.name
            _write(session, register, file, export, titles=titles, book=book, mark=mark)
            return file.read_bytes()

    mark = hand_over(register, acting, now(), to, what=what, about=about, make=make)
    _tell(session, register, to, counted[0], book=book, mark=mark)


def refuse_bad_target(session: Session, to: Path, *, overwrite: bool, suffixes: Sequence[str] = SUFFIXES) -> None:
    """Refuse a file of another kind, and one that is there unless it is to go.

    Raises
    ------
    click.UsageError
    """
    if to.suffix.lower() not in suffixes:
        raise click.UsageError(session.say("exports.unknown_kind", file=to.name, expected=" | ".join(suffixes)))
    if to.exists() and not overwrite:
        raise click.UsageError(session.say("exports.file_there", file=str(to)))


def write_table(
    session: Session,
    register: Register,
    to: Path,
    export: Export,
    *,
    titles: Mapping[str, str],
    book: RuleBook | None,
) -> None:
    """Write a table that is for everybody; `titles` are its headings in the user's language."""
    _write(session, register, to, export, titles=titles, book=book, mark=None)
    _tell(session, register, to, len(export.rows), book=book, mark=None)


def _write(
    session: Session,
    register: Register,
    to: Path,
    export: Export,
    *,
    titles: Mapping[str, str],
    book: RuleBook | None,
    mark: Mark | None,
) -> None:
    """Write the table; `titles` are its headings in the user's language, none where programs look for the columns."""
    # Without rows there are no columns either; a file with its headings says more.
    columns = export.columns if export.rows or not titles else tuple(titles)
    names = [titles.get(column, column) for column in columns]
    rows = [[_cell(column, row.get(column, "")) for column in columns] for row in export.rows]
    if to.suffix.lower() == ".csv":
        write_csv(to, names, rows)
    else:
        table = Sheet(session.say("exports.sheet_table"), tuple(names), rows)
        said = None if mark is None else mark.words
        about = cover(
            session.say,
            register=register.name,
            at=now(),
            synthetic=register.synthetic,
            book=book,
            mark=said,
            has_a_decoy=mark is not None and mark.decoy is not None,
        )
        write_xlsx(to, [table, about])


def _tell(
    session: Session, register: Register, to: Path, rows: int, *, book: RuleBook | None, mark: Mark | None
) -> None:
    if session.as_json:
        banner = None if book is None else {"zh": book.round.banner, "en": book.round.banner_en}
        told = {"file": to.name, "rows": rows, "synthetic": register.synthetic, "banner": banner}
        session.show_json(told if mark is None else {**told, **number_as_json(mark)})
        return
    session.show_line(session.say("exports.done", file=str(to), count=rows))
    if mark is not None:
        tell_number(session, mark)


def _titles(session: Session, kind: Kind) -> dict[str, str]:
    return {**headings(kind, session.say.language), STATUS: session.say("rounds.status")}


def _cell(column: str, text: str) -> Cell:
    """Return points as a number; everything else is text, however it looks: ids and codes keep their zeros."""
    return Decimal(text) if column == "score" and NUMBER.fullmatch(text) else text
