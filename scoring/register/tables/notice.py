"""Tables of credit checks, public notices, objections and joint documents (Article 12, item 7)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Index

from scoring.register.tables.columns import one_of, recorded, text, versions, whole

AUTHORITIES: Final = ("market_regulator", "drc")

credit_check = recorded(
    "credit_check",
    text("application_id"),
    text("authority"),
    whole("version"),
    text("result"),
    text("checked_on"),
    text("officer"),
    text("reason", empty=True),
    *versions("application_id", "authority"),
    one_of("authority", *AUTHORITIES),
    one_of("result", "passed", "failed"),
    CheckConstraint("result = 'passed' OR reason IS NOT NULL", name="failed_has_reason"),
)
# Signed is a list as it stands in one of its versions: another list is another thing to sign.
joint_signature = recorded(
    "joint_signature",
    text("subject"),
    text("authority"),
    whole("version"),
    whole("subject_version"),
    text("signed_on"),
    text("officer"),
    *versions("subject", "authority"),
    one_of("authority", *AUTHORITIES),
)
public_notice = recorded(
    "public_notice",
    text("notice_id"),
    whole("version"),
    text("round_id"),
    text("state"),
    whole("list_version"),
    text("opened_on", empty=True),
    text("last_day", empty=True),
    text("closed_on", empty=True),
    text("reason", empty=True),
    *versions("notice_id"),
    one_of("state", "drafted", "open", "closed"),
    CheckConstraint("state = 'drafted' OR (opened_on IS NOT NULL AND last_day IS NOT NULL)", name="open_has_days"),
    CheckConstraint("(state = 'closed') = (closed_on IS NOT NULL)", name="closed_has_day"),
    Index(None, "round_id"),
)
notice_entry = recorded(
    "notice_entry",
    text("notice_id"),
    text("application_id"),
    whole("version"),
    whole("list_version"),
    text("grade"),
    text("state"),
    text("reason", empty=True),
    *versions("notice_id", "application_id"),
    one_of("state", "listed", "removed"),
    CheckConstraint("state = 'listed' OR reason IS NOT NULL", name="removed_has_reason"),
    Index(None, "application_id"),
)
# `received_from` and `substance` may name people: who may read them is for the access rules to say.
objection = recorded(
    "objection",
    text("objection_id"),
    whole("version"),
    text("notice_id"),
    text("application_id"),
    text("state"),
    text("received_on"),
    text("received_from"),
    text("substance"),
    text("since"),
    text("officer"),
    text("reason", empty=True),
    *versions("objection_id"),
    one_of("state", "received", "acknowledged", "founded", "groundless", "withdrawn"),
    CheckConstraint("state IN ('received', 'acknowledged') OR reason IS NOT NULL", name="decided_has_reason"),
    Index(None, "application_id"),
    Index(None, "notice_id"),
)
joint_document = recorded(
    "joint_document",
    text("document_id"),
    whole("version"),
    text("round_id"),
    text("number"),
    text("state"),
    whole("list_version"),
    text("issued_on", empty=True),
    text("reason", empty=True),
    *versions("document_id"),
    one_of("state", "drafted", "issued"),
    CheckConstraint("(state = 'issued') = (issued_on IS NOT NULL)", name="issued_has_day"),
    Index(None, "round_id"),
)
document_entry = recorded(
    "document_entry",
    text("document_id"),
    text("application_id"),
    whole("version"),
    whole("list_version"),
    text("grade"),
    text("state"),
    text("reason", empty=True),
    *versions("document_id", "application_id"),
    one_of("state", "listed", "removed"),
    CheckConstraint("state = 'listed' OR reason IS NOT NULL", name="removed_has_reason"),
    Index(None, "application_id"),
)
