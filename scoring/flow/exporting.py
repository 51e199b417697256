"""What leaves the record as tables: applications, experts, sheets, each only to whom it may go.

Every row says what its round is (official, sample), whether the register is synthetic and the application withdrawn, so
that no row loses it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from scoring import access
from scoring.flow import gather
from scoring.flow.unlinking import labels
from scoring.intake.applications import application_rows
from scoring.intake.columns import columns
from scoring.intake.experts import expert_rows
from scoring.model import Actor, MarkState, Stage
from scoring.register import applications, assignments, experts, marks, sheets, withdrawals
from scoring.register.database import Register

STATUS: Final = "status"
SHEET_COLUMNS: Final = ("applicant", "expert", "indicator", "score", "state", "time", "note", STATUS)


@dataclass(frozen=True, slots=True)
class Export:
    """A table on its way out: column identifiers and rows of text."""

    columns: tuple[str, ...]
    rows: tuple[Mapping[str, str], ...]


def export_applications(register: Register, actor: Actor, round_id: str) -> Export:
    """Return the applications of a round that the actor may read, in the form in which they are imported.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    gather.refuse_whoever_never_may(actor, "read", "application")
    with register.read() as connection:
        true = gather.truths(connection, round_id)
        access.require(actor, "read", "application", true | ({"own_region"} if actor.region else set()))
        allowed = [
            application
            for application in applications.of_round(connection, round_id)
            if access.may(actor, "read", "application", true | gather.in_region(actor, application.enterprise.county))
        ]
        status = _status(register, gather.rule_book(connection, round_id).round.status)
        gone = withdrawals.of_round(connection, round_id)
    rows = application_rows(allowed)
    told = [
        {**row, STATUS: _said(status, withdrawn=one.application_id in gone)}
        for one, row in zip(allowed, rows, strict=True)
    ]
    return Export((*(column.id for column in columns("application")), STATUS), tuple(told))


def export_experts(register: Register, actor: Actor) -> Export:
    """Return the roster, in the form in which it is imported.

    Raises
    ------
    AccessRefusedError
    """
    access.require(actor, "read", "expert")
    with register.read() as connection:
        rows = expert_rows(experts.everyone(connection))
    return _export(tuple(column.id for column in columns("expert")), rows, _status(register))


def export_sheets(register: Register, actor: Actor, round_id: str, *, stage: Stage = "document_review") -> Export:
    """Return the submitted sheets of a round as a score file.

    Only the office that keeps the assignment gets the experts' ids. Everyone else gets labels that are dealt anew for
    each application, and neither times nor notes, by which a hand could be known.

    Raises
    ------
    AccessRefusedError, ConflictError
    """
    if not access.may(actor, "export_linked", "sheet", access.CIRCUMSTANCES):
        gather.refuse_whoever_never_may(actor, "export_unlinked", "sheet")
    with register.read() as connection:
        true = gather.truths(connection, round_id)
        linked = access.may(actor, "export_linked", "sheet", true)
        if not linked:
            access.require(actor, "export_unlinked", "sheet", true)
        book = gather.rule_book(connection, round_id)
        order = {leaf.code: place for place, leaf in enumerate(book.round.indicator_table.leaves())}
        counting = _counting(
            assignments.of_round(connection, round_id, stage), sheets.of_round(connection, round_id, stage)
        )
        kept = marks.of_round(connection, round_id=round_id, stage=stage)
        status = _status(register, book.round.status)
        gone = withdrawals.of_round(connection, round_id)
    rows = []
    named = {key: key[1] for key in counting} if linked else labels(counting)
    for (application_id, expert_id), label in sorted(named.items(), key=lambda one: _in_order(one[0][0], one[1])):
        for mark in sorted(kept.get((application_id, expert_id), ()), key=lambda mark: order.get(mark.indicator, -1)):
            rows.append(
                {
                    "applicant": application_id,
                    "expert": label,
                    "indicator": mark.indicator,
                    "score": mark.value or "",
                    "state": MarkState(mark.state).name.lower(),
                    "time": mark.saved_at if linked else "",
                    "note": (mark.note or "") if linked else "",
                    STATUS: _said(status, withdrawn=application_id in gone),
                }
            )
    return Export(SHEET_COLUMNS, tuple(rows))


def _counting(
    assigned: Iterable[assignments.Assignment], events: Iterable[sheets.SheetEvent]
) -> dict[tuple[str, str], str]:
    """Return the digest of every submitted sheet of an expert who is still on the panel."""
    on_panel = {(one.application_id, one.expert_id) for one in assigned if one.state == "assigned"}
    return {
        (event.application_id, event.expert_id): event.digest or ""
        for event in events
        if event.event == "submitted" and (event.application_id, event.expert_id) in on_panel
    }


def _in_order(application_id: str, label: str) -> tuple[str, int, str]:
    """Sort by application and label, ``2`` before ``10``: never in the order in which sheets came in."""
    return application_id, len(label), label


def _status(register: Register, round_status: str = "") -> str:
    return "; ".join(word for word in (round_status, "synthetic" if register.synthetic else "") if word)


def _said(status: str, *, withdrawn: bool) -> str:
    """Return the status of a row: what was withdrawn says so."""
    return "; ".join(word for word in ("withdrawn" if withdrawn else "", status) if word)


def _export(columns: Sequence[str], rows: Sequence[Mapping[str, str]], status: str) -> Export:
    return Export((*columns, STATUS), tuple({**row, STATUS: status} for row in rows))
