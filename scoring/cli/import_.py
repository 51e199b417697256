"""``import experts | applications | assignments | sheets``: a file is one act, all of it or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

import click

from indicators.faults import Fault, FaultsError
from indicators.language import Message
from indicators.regions import read_regions
from indicators.tabular import read_table
from scoring import flow
from scoring.cli.acting import Acting, entry_as_json, now, on_register, show_entry
from scoring.cli.choosing import round_option, stage_option, the_round
from scoring.cli.frame import Commands, command, language_option
from scoring.cli.parameters import ExistingFile
from scoring.cli.progress import progress
from scoring.cli.session import Session
from scoring.intake.applications import read_applications
from scoring.intake.assignments import read_assignments
from scoring.intake.experts import read_experts
from scoring.model import Stage
from scoring.register.chain import Entry
from scoring.register.database import Register
from scoring.register.rehearsal import Rehearsal
from scoring.sheets.given import read_sheets

TABLE: Final = {
    "experts": "scoring.cli.import_:experts",
    "applications": "scoring.cli.import_:applications",
    "assignments": "scoring.cli.import_:assignments",
    "sheets": "scoring.cli.import_:sheets",
}
group = Commands("import", TABLE, params=[language_option()])
Function = TypeVar("Function", bound=Callable[..., Any])


def _file_options(function: Function) -> Function:
    """Add what every import takes: the file, ``--reason --dry-run``."""
    for add in (
        click.option("--dry-run", is_flag=True, help="cli.option_dry_run"),
        click.option("--reason", default="", metavar="TEXT", help="cli.option_reason"),
        click.argument("file", type=ExistingFile()),
    ):
        function = add(function)
    return function


@command("experts")
@_file_options
@on_register(role="assignment_holder")
@click.pass_obj
def experts(session: Session, *, acting: Acting, file: Path, reason: str, dry_run: bool) -> None:
    """Enter experts."""
    prefectures = [prefecture.code for prefecture in read_regions().prefectures()]
    with progress(2, session.say) as steps, _opened(acting, dry_run=dry_run) as register:
        read = read_experts(read_table(file), prefectures=prefectures)
        session.tell(read.notices)
        left_out = flow.preview_experts(register, acting.actor, read.experts).left_out
        if left_out:
            session.tell([Message("disclosure.left_out", {"count": left_out})])
        steps.step()
        entry = flow.import_experts(register, acting.actor, now(), read.experts, source=file.name, reason=reason)
    _show(session, "experts", file, len(read.experts) - left_out, None if dry_run else entry)


@command("applications")
@_file_options
@round_option
@on_register(role="secretariat")
@click.pass_obj
def applications(
    session: Session, *, acting: Acting, file: Path, round_id: str | None, reason: str, dry_run: bool
) -> None:
    """Enter applications of a round."""
    counties = [county.code for county in read_regions().counties()]
    with progress(2, session.say) as steps, _opened(acting, dry_run=dry_run) as register:
        found = the_round(session, register, acting.actor, round_id)
        book = found.rule_book
        table = read_table(file)
        read = read_applications(table, regulation=book.regulation, accreditation_round=book.round, counties=counties)
        session.tell(read.notices)
        steps.step()
        rows = [row for row, _ in table.rows]  # where all is well, every row is an application
        row_of = {one.application_id: row for row, one in zip(rows, read.applications, strict=True)}
        row_of |= {one.enterprise.uscc: row for row, one in zip(rows, read.applications, strict=True)}
        with _located(file, lambda fault: row_of.get(fault.seen or "")):
            entry = flow.import_applications(
                register, acting.actor, now(), found.round_id, read.applications, source=file.name, reason=reason
            )
    _show(session, "applications", file, len(read.applications), None if dry_run else entry)


@command("assignments")
@_file_options
@round_option
@stage_option
@on_register(role="assignment_holder")
@click.pass_obj
def assignments(
    session: Session,
    *,
    acting: Acting,
    file: Path,
    round_id: str | None,
    stage: Stage,
    reason: str,
    dry_run: bool,
) -> None:
    """Assign experts to applications of a round."""
    with progress(2, session.say) as steps, _opened(acting, dry_run=dry_run) as register:
        found = the_round(session, register, acting.actor, round_id)
        read = read_assignments(read_table(file))
        session.tell(read.notices)
        steps.step()
        row_of = {" / ".join(pair): row for pair, row in read.row_of.items()}
        for pair, row in read.row_of.items():
            row_of = {pair[0]: row, pair[1]: row} | row_of  # the first row of each
        with _located(file, lambda fault: row_of.get(fault.seen or "")):
            entry = flow.assign(
                register, acting.actor, now(), found.round_id, tuple(read.row_of), stage=stage, reason=reason
            )
    _show(session, "assignments", file, len(read.row_of), None if dry_run else entry)


@command("sheets")
@_file_options
@round_option
@stage_option
@click.option("--submitted", is_flag=True, help="cli.option_submitted")
@on_register(role="assignment_holder")
@click.pass_obj
def sheets(
    session: Session,
    *,
    acting: Acting,
    file: Path,
    round_id: str | None,
    stage: Stage,
    submitted: bool,
    reason: str,
    dry_run: bool,
) -> None:
    """Enter whole score sheets of assigned experts."""
    with progress(2, session.say) as steps, _opened(acting, dry_run=dry_run) as register:
        found = the_round(session, register, acting.actor, round_id)
        names = flow.names_on_sheets(register, acting.actor, found.round_id)
        moment = now()
        read = read_sheets(
            read_table(file), round_=names.round, applicants=names.applications, experts=names.experts, now=moment
        )
        session.tell(read.notices)
        steps.step()
        keys = {(sheet.application_id, sheet.expert_id) for sheet in read.sheets} if submitted else frozenset()
        row_of = {f"{applicant} / {expert} {code}": row for (applicant, expert, code), row in read.row_of.items()}
        with _located(file, lambda fault: row_of.get(f"{fault.entry} {fault.column}")):
            entry = flow.import_sheets(
                register,
                acting.actor,
                moment,
                found.round_id,
                read.sheets,
                stage=stage,
                submitted=keys,
                source=file.name,
                reason=reason,
            )
    _show(session, "sheets", file, len(read.sheets), None if dry_run else entry)


@contextmanager
def _opened(acting: Acting, *, dry_run: bool) -> Iterator[Register]:
    with acting.register() as register:
        yield Rehearsal.of(register) if dry_run else register


@contextmanager
def _located(file: Path, row_of: Callable[[Fault], int | None]) -> Iterator[None]:
    """Say of what the record refuses in which row of the file it stands."""
    try:
        yield
    except FaultsError as error:
        faults = [_in_row(fault, file, row_of(fault)) for fault in error.faults]
        raise FaultsError(sorted(faults, key=lambda fault: fault.row or 0)) from error


def _in_row(fault: Fault, file: Path, row: int | None) -> Fault:
    if row is None:
        return replace(fault, file=fault.file or file.name)
    inner = Message(fault.what.key, {"seen": fault.seen, "expected": fault.expected, **fault.what.values})
    return replace(fault, what=Message("scoresheet.in_row", {"problem": inner}), file=file.name, row=row)


def _show(session: Session, what: str, file: Path, count: int, entry: Entry | None) -> None:
    if session.as_json:
        document = {"imported": what, "file": file.name, "count": count, "dry_run": entry is None}
        session.show_json({**document, "entry": entry_as_json(entry)})
        return
    key = "imports.tried" if entry is None else "imports.done"
    session.show_line(session.say(key, file=file.name, count=count, what=Message(f"imports.what_{what}")))
    if entry is not None:
        show_entry(session, entry)
