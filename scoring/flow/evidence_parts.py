"""The parts of an evidence pack, one function a part: `PARTS` is where further ones join."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from sqlalchemy import select

from scoring.documents.evidence_pack import ATTACHMENTS, as_json
from scoring.flow import gather, panel
from scoring.flow.evidence_case import Case
from scoring.flow.evidence_records import (
    MarkRow,
    PackedActs,
    PackedAttachment,
    PackedCase,
    PackedDecision,
    PackedReference,
    PackedSeats,
    PackedSheet,
    eligibility_as_json,
    rules_of,
)
from scoring.flow.evidence_sittings import sittings_of
from scoring.model import STAGES
from scoring.register import applications, assignments, attachments, marks, rounds, sheets, withdrawals
from scoring.register.marks import Mark
from scoring.register.tables import chain_entry

#: Acts on an application or its round that name offices and sittings, never an expert.
TOLD: Final = frozenset(
    {
        "round.created",
        "round.advanced",
        "application.withdrawn",
        "attachment.added",
        "attachment.withdrawn",
        "visit_questions.handed_on",
        "decision.recorded",
        "decision.voided",
    }
)


def rule_books(case: Case) -> dict[str, bytes]:
    """Return the rule books that decisions name and the one of the round, each under its digest, as they were read."""
    of_round = gather.adopted(case.connection, case.application.round_id).rule_book_digest
    found: dict[str, bytes] = {}
    for digest in {of_round, *(one.rule_book_digest for one in case.every)}:
        texts = rounds.rule_book_texts(case.connection, digest)
        if texts is None:
            continue  # `verify` of the register says so; the pack has what there is
        folder = f"rule_book/{digest}"
        found[f"{folder}/documents.toml"] = texts.documents.encode()
        found[f"{folder}/regulation.toml"] = texts.regulation.encode()
        found[f"{folder}/round.toml"] = texts.round.encode()
        found[f"{folder}/parameter_sheet.json"] = as_json(rules_of(gather.book_of(case.connection, digest)))
    return found


def application(case: Case) -> dict[str, bytes]:
    """Return the public facts of the application, its eligibility, and the files of its dossier."""
    connection, id_ = case.connection, case.application.application_id
    current = applications.current_version(connection, id_)
    named = {one.proposal.get("application_version") for one in case.every} | {current}
    versions = {number: applications.at_version(connection, id_, number) for number in named if isinstance(number, int)}
    held = attachments.of_application(connection, id_)
    book = gather.rule_book(connection, case.application.round_id)
    packed = PackedCase(
        application_id=id_,
        round_id=case.application.round_id,
        withdrawn=withdrawals.one(connection, id_) is not None,
        current_version=current,
        versions={number: found for number, found in sorted(versions.items()) if found is not None},
        eligibility=eligibility_as_json(panel.eligibility_of(case.application, book)),
        attachments=tuple(PackedAttachment(one.name, one.kind, one.size, one.digest, one.state) for one in held),
    )
    files: dict[str, bytes] = {}
    for one in held if case.with_files else ():
        content = attachments.content(connection, one.digest)
        if content is not None:
            # By its hash, never by the name it came with: that is in the list.
            files[f"{ATTACHMENTS}{one.digest}"] = content
    return {"application.json": as_json(packed), **files}


def submitted_sheets(case: Case) -> dict[str, bytes]:
    """Return every submission of a sheet that a decision rests on, once."""
    wanted = {
        (one.stage, sheet.expert_id, sheet.version): case.reference(one, sheet)
        for one in case.every
        for sheet in one.sheets
    }
    packed = [_sheet(case, expert_id, told) for (_, expert_id, _), told in wanted.items()]
    ordered = sorted(packed, key=lambda one: (one.stage, len(one.label), one.label, one.version))
    return {"sheets.json": as_json(ordered)}


def _sheet(case: Case, expert_id: str, told: PackedReference) -> PackedSheet:
    key: dict[str, str] = {"application_id": case.application.application_id, "expert_id": expert_id}
    entry = sheets.entry_of(case.connection, **key, stage=told.stage, version=told.version)
    counted = marks.as_of(case.connection, **key, stage=told.stage, entry=entry)
    newest = {mark.indicator: mark.version for mark in counted}
    before = [
        mark
        for (indicator, version), mark in marks.versions(case.connection, **key, stage=told.stage).items()
        if version < newest.get(indicator, 0)
    ]
    return PackedSheet(
        stage=told.stage,
        label=told.label,
        version=told.version,
        digest=told.digest,
        notes_withheld=0 if case.with_notes else sum(1 for mark in counted if mark.note),
        marks=_rows(counted, with_notes=case.with_notes),
        earlier=_rows(before, with_notes=case.with_notes),
    )


def _rows(given: Iterable[Mark], *, with_notes: bool) -> tuple[MarkRow, ...]:
    return tuple(
        (
            mark.indicator,
            mark.version,
            mark.state.name.lower(),
            mark.value,
            mark.note if with_notes or not mark.note else None,
        )
        for mark in sorted(given, key=lambda mark: (mark.indicator, mark.version))
    )


def every_decision(case: Case) -> dict[str, bytes]:
    """Return every version of every decision, voided ones too."""
    packed = [
        PackedDecision(
            decision_id=one.decision_id,
            version=one.version,
            state=one.state,
            stage=one.stage,
            outcome=one.outcome,
            grade=one.grade,
            reason=one.reason,
            rule_book=one.rule_book_digest,
            decided_at=one.decided_at,
            sheets=tuple(
                sorted(
                    (case.reference(one, sheet) for sheet in one.sheets), key=lambda told: (len(told.label), told.label)
                )
            ),
            aggregate=one.aggregate,
            proposal=one.proposal,
            votes=one.votes,
        )
        for one in case.every
    ]
    return {"decisions.json": as_json(packed)}


def recusals(case: Case) -> dict[str, bytes]:
    """Return how many seats stand and how many were given up: counts, no reason and nobody's name."""
    found = []
    for stage in STAGES:
        states = Counter(
            one.state for one in assignments.of_application(case.connection, case.application.application_id, stage)
        )
        if states:
            found.append(PackedSeats(stage, states["assigned"], states["recused"], states["replaced"]))
    return {"recusals.json": as_json(found)}


def case_acts(case: Case) -> dict[str, bytes]:
    """Return which entries of the chain belong to the case."""
    id_ = case.application.application_id
    own = (f"application/{id_}", f"round/{case.application.round_id}")
    columns = (chain_entry.c.sequence, chain_entry.c.act)
    told = select(*columns).where(chain_entry.c.object.in_(own), chain_entry.c.act.in_(TOLD))
    of_sheets = select(chain_entry.c.act).where(chain_entry.c.object.startswith(f"sheet/{id_}/", autoescape=True))
    packed = PackedActs(
        listed=tuple((row[0], row[1]) for row in case.connection.execute(told.order_by(chain_entry.c.sequence))),
        counted=dict(sorted(Counter(case.connection.scalars(of_sheets)).items())),
    )
    return {"case_acts.json": as_json(packed)}


def sittings(case: Case) -> dict[str, bytes]:
    """Return what sittings did with the case: counts of votes, moved marks by label, dissents."""
    return {"sittings.json": as_json(sittings_of(case))}


PARTS: Final[tuple[Callable[[Case], Mapping[str, bytes]], ...]] = (
    rule_books,
    application,
    submitted_sheets,
    every_decision,
    recusals,
    case_acts,
    sittings,
)
"""What a pack is made of. A further part is a function of the case to files; it joins here and nowhere else."""


def parts_of(case: Case) -> dict[str, bytes]:
    """Return every file of every part."""
    return dict(_files(case))


def _files(case: Case) -> Iterator[tuple[str, bytes]]:
    for part in PARTS:
        yield from part(case).items()
