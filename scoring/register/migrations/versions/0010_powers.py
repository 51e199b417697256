"""Identities opened by two persons, decisions voided by two, and who looked at what.

Revision ID: 0010
Revises: 0009
Create Date: 2026-11-27
"""

from alembic import op

from scoring.register.migrations.parts import one_of, recorded, text, versions, whole

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    recorded(
        "identity_opening",
        text("opening_id"),
        whole("version"),
        text("application_id"),
        text("stage"),
        text("ground"),
        text("state"),
        text("by"),
        text("reason"),
        text("at"),
        *versions("identity_opening", "opening_id"),
        one_of("identity_opening", "stage", "document_review", "on_site_verification"),
        one_of("identity_opening", "state", "asked", "agreed", "declined", "closed"),
    )
    op.create_index("ix_identity_opening_application_id", "identity_opening", ["application_id"])
    recorded(
        "void_request",
        text("decision_id"),
        whole("version"),
        text("application_id"),
        text("state"),
        text("by"),
        text("reason"),
        text("at"),
        *versions("void_request", "decision_id"),
        one_of("void_request", "state", "asked", "agreed", "declined", "taken_back"),
    )
    op.create_index("ix_void_request_application_id", "void_request", ["application_id"])
    recorded(
        "reading",
        text("reader"),
        text("role"),
        text("what"),
        text("about"),
        text("at"),
    )
    op.create_index("ix_reading_reader_what_about", "reading", ["reader", "what", "about"])
    op.create_index("ix_reading_at", "reading", ["at"])
