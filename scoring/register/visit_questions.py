"""Questions that a panel hands on from the document review to the site visit, in versions.

``add(questions) -> rows`` of `tables.visit_question`, ``current(connection, application_id)``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from json import loads

from sqlalchemy import Connection, select

from scoring.register import queries
from scoring.register.canonical import Value, canonical
from scoring.register.tables import visit_question


@dataclass(frozen=True, slots=True)
class VisitQuestions:
    """One version of the questions for an application: the whole list, which may have become empty."""

    application_id: str
    version: int
    questions: tuple[str, ...]
    reason: str | None = None


def add(given: Iterable[VisitQuestions]) -> list[dict[str, Value]]:
    """Return the rows of questions, for `chain.record`."""
    return [
        {
            "application_id": one.application_id,
            "version": one.version,
            "questions": canonical(list(one.questions)),
            "reason": one.reason,
        }
        for one in given
    ]


def current(connection: Connection, application_id: str) -> VisitQuestions | None:
    """Return the questions as they stand now, ``None`` where there never were any."""
    of_it = (visit_question.c.application_id == application_id, queries.newest(visit_question, "application_id"))
    row = connection.execute(select(visit_question).where(*of_it)).one_or_none()
    if row is None:
        return None
    return VisitQuestions(row.application_id, row.version, tuple(loads(row.questions)), row.reason)
