"""A file of applications, checked against the rule book, as records, and back."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import cast

from indicators.faults import FaultsError
from indicators.language import Message
from indicators.model import Regulation, Round
from indicators.tabular import Table
from scoring.intake.columns import match_headings, words
from scoring.intake.row import Row
from scoring.model import AdverseRecord, Application, Enterprise, Growth, HeldGrade, Size
from scoring.procedure import uscc


@dataclass(frozen=True, slots=True)
class ApplicationsRead:
    """The applications of a file, in its order, and what has to be said about it."""

    applications: tuple[Application, ...]
    notices: tuple[Message, ...]


def read_applications(
    table: Table, *, regulation: Regulation, accreditation_round: Round, counties: Collection[str]
) -> ApplicationsRead:
    """Return the applications of a table for one round.

    Whether an applicant is eligible is not asked here: an ineligible one is read, and refused with its article later.

    Parameters
    ----------
    table : Table
        Columns as `columns.toml` names them.
    regulation, accreditation_round
        What grades, conditions and kinds of adverse record there are.
    counties : collection of str
        Codes that may stand as county.

    Raises
    ------
    FaultsError
        With every fault of the file.
    """
    found, faults, notices = match_headings(table, "application")
    if faults:
        raise FaultsError(faults)
    applications: list[Application] = []
    seen: dict[tuple[str, str], int] = {}
    for number, cells in table.rows:
        row = Row(table.file, number, cells, found)
        application = _application(row, regulation, accreditation_round, counties)
        if application is not None:
            _refuse_second(row, "application_id", application.application_id, number, seen)
            # One live application per enterprise and round.
            _refuse_second(row, "uscc", application.enterprise.uscc, number, seen)
            applications.append(application)
        faults += row.faults
    if faults:
        raise FaultsError(faults)
    return ApplicationsRead(tuple(applications), tuple(table.notices) + tuple(notices))


def _refuse_second(row: Row, column: str, value: str, number: int, seen: dict[tuple[str, str], int]) -> None:
    if (earlier := seen.get((column, value))) is not None:
        row.fault(column, Message("intake.twice", {"earlier": earlier}), seen=value)
    seen.setdefault((column, value), number)


def _application(
    row: Row, regulation: Regulation, accreditation_round: Round, counties: Collection[str]
) -> Application | None:
    application_id = row.plain("application_id")
    enterprise = _enterprise(row, counties)
    grades = accreditation_round.grades_open
    target = row.member("target_grade", grades, " | ".join(grades))
    applied_on = row.day("applied_on")
    records, checked = _adverse_records(row, regulation)
    growth = tuple(Growth(*pair) for pair in row.items("growth", lambda part: row.yearly("growth", part)))
    held = row.items("held", lambda part: row.dated("held", part, regulation.accredited_grades()))
    declared = _declared(row, regulation)
    if enterprise is None or target is None or applied_on is None or not application_id:
        return None
    if enterprise.registered_on > applied_on:
        row.fault("registered_on", Message("intake.registered_after_application"), seen=str(enterprise.registered_on))
    return Application(
        application_id=application_id,
        round_id=accreditation_round.round_id,
        enterprise=enterprise,
        target_grade=target,
        applied_on=applied_on,
        adverse_records=records,
        adverse_records_checked=checked,
        growth=tuple(sorted(growth, key=lambda year: year.year)),
        held=tuple(HeldGrade(grade, since) for grade, since, _ in held),
        declared=declared,
    )


def _enterprise(row: Row, counties: Collection[str]) -> Enterprise | None:
    code = row.plain("uscc").upper()
    for what in uscc.check(code) if code else ():
        row.fault("uscc", Message("intake.cell", {"what": what}), seen=code)
    name = row.text("name")
    legal_form, size = row.choice("legal_form", words("legal_form")), row.choice("size", words("size"))
    county = row.member("county", counties, Message("intake.a_county_code"))
    industry = row.plain("industry")
    registered_on = row.day("registered_on")
    if not code or legal_form is None or size is None or county is None or registered_on is None:
        return None
    return Enterprise(code, name, legal_form, county, industry, cast(Size, size), registered_on)


def _adverse_records(row: Row, regulation: Regulation) -> tuple[tuple[AdverseRecord, ...], bool]:
    """Read the records; ``none`` says that somebody looked and found none, an empty cell that nobody has."""
    if row.plain("adverse_records", required=False) in words("none"):
        return (), True
    kinds = {kind.id: kind for kind in regulation.adverse_record_kinds}
    read = row.items("adverse_records", lambda part: row.dated("adverse_records", part, kinds))
    for kind, on, until in read:
        if until is not None and kinds[kind].nature == "event":
            row.fault("adverse_records", Message("intake.event_has_no_end"), seen=f"{kind}@{on}/{until}")
    return tuple(AdverseRecord(kind, on, until) for kind, on, until in read), bool(read)


def _declared(row: Row, regulation: Regulation) -> Mapping[str, bool]:
    asked = {condition.id for condition in regulation.conditions if condition.judged_by == "declaration"}
    declared: dict[str, bool] = {}
    if row.plain("declared_met", required=False) in words("all"):
        declared = dict.fromkeys(sorted(asked), True)
    else:
        declared |= dict.fromkeys(
            row.items("declared_met", lambda part: _condition(row, "declared_met", part, asked)), True
        )
    for condition in row.items("declared_not_met", lambda part: _condition(row, "declared_not_met", part, asked)):
        if declared.get(condition) and row.plain("declared_met", required=False) not in words("all"):
            row.fault("declared_not_met", Message("intake.declared_both"), seen=condition)
        declared[condition] = False
    return declared


def _condition(row: Row, column: str, part: str, asked: Collection[str]) -> str | None:
    if part in asked:
        return part
    row.fault(column, Message("intake.not_among"), seen=part, expected=" | ".join(sorted(asked)))
    return None


def application_rows(applications: Iterable[Application]) -> list[dict[str, str]]:
    """Return the cells of each application by column identifier, such that reading them gives it back."""
    return [_cells(application) for application in applications]


def _cells(application: Application) -> dict[str, str]:
    enterprise = application.enterprise
    records = ";".join(
        f"{record.kind}@{record.on}" + (f"/{record.until}" if record.until else "")
        for record in application.adverse_records
    )
    return {
        "application_id": application.application_id,
        "uscc": enterprise.uscc,
        "name": enterprise.name,
        "legal_form": enterprise.legal_form,
        "county": enterprise.county,
        "industry": enterprise.industry,
        "size": enterprise.size,
        "registered_on": enterprise.registered_on.isoformat(),
        "target_grade": application.target_grade,
        "applied_on": application.applied_on.isoformat(),
        "adverse_records": records or ("none" if application.adverse_records_checked else ""),
        "growth": ";".join(f"{year.year}:{year.percent}" for year in application.growth),
        "held": ";".join(f"{held.grade}@{held.since}" for held in application.held),
        "declared_met": ";".join(sorted(condition for condition, met in application.declared.items() if met)),
        "declared_not_met": ";".join(sorted(condition for condition, met in application.declared.items() if not met)),
    }
