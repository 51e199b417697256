"""Drafts of rule books, kept in versions until two persons adopt one.

Revision ID: 0012
Revises: 0011
Create Date: 2026-11-27
"""

from scoring.register.migrations.parts import one_of, recorded, text, versions, whole

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    recorded(
        "rule_draft",
        text("draft_id"),
        whole("version"),
        text("state"),
        text("round_id"),
        text("name"),
        text("base_round"),
        text("base_digest"),
        text("content"),
        text("digest"),
        text("sources"),
        text("in_force_from", empty=True),
        text("by"),
        text("role"),
        text("reason"),
        text("at"),
        *versions("rule_draft", "draft_id"),
        one_of("rule_draft", "state", "drafted", "proposed", "declined", "taken_back", "adopted", "withdrawn"),
    )
