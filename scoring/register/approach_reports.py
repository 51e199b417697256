"""Approaches that experts report (请托登记): read by the inspector alone.

``add(reports) -> rows`` of `tables.approach_report`, ``one(connection, report_id)``, ``everything(connection)``,
``of_expert(connection, expert_id)``: newest versions.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import ColumnElement, Connection, func, select

from scoring.register import dated, queries
from scoring.register.canonical import Value
from scoring.register.tables import approach_report

Channel = Literal["visit", "telephone", "message", "meal_or_gift", "through_others", "other"]
ReportState = Literal["reported", "taken_up", "closed"]


@dataclass(frozen=True, slots=True)
class ApproachReport:
    """One version of a report: who was approached by whom, how, when, and about which application if about one."""

    report_id: str
    version: int
    expert_id: str
    application_id: str | None
    channel: Channel
    approached_by: str
    account: str
    happened_on: date
    state: ReportState = "reported"
    reason: str | None = None


def add(given: Iterable[ApproachReport]) -> list[dict[str, Value]]:
    """Return the rows of reports, for `chain.record`."""
    return dated.rows_of(given)


def one(connection: Connection, report_id: str) -> ApproachReport | None:
    """Return a report as it stands now, ``None`` where there is none."""
    found = _select(connection, approach_report.c.report_id == report_id)
    return found[0] if found else None


def everything(connection: Connection) -> tuple[ApproachReport, ...]:
    """Return every report, oldest first."""
    return _select(connection)


def of_expert(connection: Connection, expert_id: str) -> tuple[ApproachReport, ...]:
    """Return what one expert reported, oldest first."""
    return _select(connection, approach_report.c.expert_id == expert_id)


def next_id(connection: Connection) -> str:
    """Return the id of the next report."""
    return f"approach/{(connection.scalar(select(func.count(approach_report.c.report_id.distinct()))) or 0) + 1}"


def _select(connection: Connection, *conditions: ColumnElement[bool]) -> tuple[ApproachReport, ...]:
    query = select(approach_report).where(*conditions, queries.newest(approach_report, "report_id"))
    return dated.records_of(ApproachReport, connection.execute(query.order_by(approach_report.c.id)))
