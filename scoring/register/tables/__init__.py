"""Every table of the register. Text, whole numbers and nothing else, so that both databases keep the same.

Times are ISO 8601 UTC with microseconds and ``Z``, days ISO dates, points text as printed, JSON canonical text. A
recorded table has ``id`` (dense, from 1, given by `chain.record`) and ``entry``, the entry of the chain that wrote the
row; rows are never changed: what changes gets a new row with the next ``version``. Triggers of the migration refuse
UPDATE and DELETE.

A version belongs to a natural key, so a reference to such a key cannot be a foreign key of the database;
`invariants` looks after those.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Column, Table

from scoring.register.tables.accounts import (
    TRANSIENT,
    account,
    account_link,
    account_proposal,
    account_secret,
    sign_in_away,
    sign_in_failure,
    sign_in_session,
)
from scoring.register.tables.columns import METADATA
from scoring.register.tables.drafts import rule_draft
from scoring.register.tables.draw import conflict, expert_draw, visit_question
from scoring.register.tables.expert_desk import approach_report, practice_mark, reopening
from scoring.register.tables.incidents import standstill
from scoring.register.tables.notice import (
    AUTHORITIES,
    credit_check,
    document_entry,
    joint_document,
    joint_signature,
    notice_entry,
    objection,
    public_notice,
)
from scoring.register.tables.powers import identity_opening, reading, void_request
from scoring.register.tables.regional import DERIVED, regional_count, regional_mark, regional_wait
from scoring.register.tables.scoring_days import (
    STAGES,
    accreditation,
    accreditation_round,
    application,
    assignment,
    chain_entry,
    chain_salt,
    decision,
    expert,
    mark,
    register_fact,
    round_state,
    rule_book,
    sheet_event,
)
from scoring.register.tables.sittings import (
    ballot,
    dissent,
    minutes,
    minutes_signature,
    rescore,
    rescore_return,
    rescoring,
    roll,
    sitting,
    sitting_item,
    sitting_recusal,
    sitting_request,
    sitting_seat,
    urn,
    voting,
    voting_item,
    wall,
)
from scoring.register.tables.steps import (
    attachment,
    attachment_part,
    opening_paper,
    opening_signature,
    step_act,
    withdrawal,
)
from scoring.register.tables.supervision import (
    bar,
    complainant,
    complaint,
    evidence_provider,
    instruction,
    measure,
    misconduct_case,
    recheck,
    recheck_sample,
)
from scoring.register.tables.templates import document_template

__all__ = [
    "AUTHORITIES",
    "DERIVED",
    "GUARDED",
    "METADATA",
    "RECORDED",
    "STAGES",
    "TRANSIENT",
    "account",
    "account_link",
    "account_proposal",
    "account_secret",
    "accreditation",
    "accreditation_round",
    "application",
    "approach_report",
    "assignment",
    "attachment",
    "attachment_part",
    "ballot",
    "bar",
    "business_columns",
    "chain_entry",
    "chain_salt",
    "complainant",
    "complaint",
    "conflict",
    "credit_check",
    "decision",
    "dissent",
    "document_entry",
    "document_template",
    "evidence_provider",
    "expert",
    "expert_draw",
    "identity_opening",
    "instruction",
    "joint_document",
    "joint_signature",
    "mark",
    "measure",
    "minutes",
    "minutes_signature",
    "misconduct_case",
    "notice_entry",
    "objection",
    "opening_paper",
    "opening_signature",
    "practice_mark",
    "public_notice",
    "reading",
    "recheck",
    "recheck_sample",
    "regional_count",
    "regional_mark",
    "regional_wait",
    "register_fact",
    "reopening",
    "rescore",
    "rescore_return",
    "rescoring",
    "roll",
    "round_state",
    "rule_book",
    "rule_draft",
    "sheet_event",
    "sign_in_away",
    "sign_in_failure",
    "sign_in_session",
    "sitting",
    "sitting_item",
    "sitting_recusal",
    "sitting_request",
    "sitting_seat",
    "standstill",
    "step_act",
    "urn",
    "visit_question",
    "void_request",
    "voting",
    "voting_item",
    "wall",
    "withdrawal",
]

GUARDED: Final[tuple[Table, ...]] = tuple(
    table for table in METADATA.sorted_tables if table not in (urn, *DERIVED, *TRANSIENT)
)
"""Tables whose rows the database refuses to change; the urn of a secret ballot, what is derived, and secrets with the
sessions they open are no record."""
RECORDED: Final[tuple[Table, ...]] = tuple(table for table in METADATA.sorted_tables if "entry" in table.c)


def business_columns(table: Table) -> tuple[Column[Any], ...]:
    """Return what a row says, without ``id`` and ``entry``, in order of name: what digests cover."""
    return tuple(sorted((column for column in table.c if column.name not in ("id", "entry")), key=lambda c: c.name))
