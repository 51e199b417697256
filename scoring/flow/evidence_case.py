"""The case of which an evidence pack is made: what its parts have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from scoring.flow.evidence_records import PackedReference
from scoring.flow.unlinking import labels
from scoring.model import Application
from scoring.register import decisions
from scoring.register.decisions import Decision, SheetReference


@dataclass(frozen=True, slots=True)
class Case:
    """What the parts are made of.

    Attributes
    ----------
    connection : Connection
        Of the register, inside the transaction that records the packing.
    every : tuple of Decision
        Every version of every decision of the application, oldest first.
    labels : mapping of (stage, expert) to label
        Of the experts on whose sheets these decisions rest.
    with_files, with_notes : bool
        Whether the bytes of attachments, and the words of notes, are wanted.
    """

    connection: Connection
    application: Application
    every: tuple[Decision, ...]
    labels: Mapping[tuple[str, str], str]
    with_files: bool
    with_notes: bool

    def reference(self, decision: Decision, sheet: SheetReference) -> PackedReference:
        """Return a reference to a sheet with the label for its expert."""
        label = self.labels[decision.stage, sheet.expert_id]
        return PackedReference(decision.stage, label, sheet.version, sheet.digest)


def case_of(connection: Connection, application: Application, *, with_files: bool, with_notes: bool) -> Case:
    """Gather what the parts of a pack have in common."""
    every = decisions.every_version(connection, application.application_id)
    # The newest submission of a sheet gives its place, so that one expert has one label at a stage.
    digests: dict[tuple[str, str], str] = {
        (one.stage, sheet.expert_id): sheet.digest for one in every for sheet in one.sheets
    }
    return Case(connection, application, every, labels(digests), with_files, with_notes)
