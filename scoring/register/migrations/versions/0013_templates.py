"""Templates of papers, adopted in versions by the office.

Revision ID: 0013
Revises: 0012
Create Date: 2026-11-27
"""

import sqlalchemy as sa

from scoring.register.migrations.parts import one_of, recorded, text, versions, whole

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    recorded(
        "document_template",
        text("kind"),
        text("language"),
        whole("version"),
        text("state"),
        text("digest", empty=True),
        text("name"),
        text("by"),
        text("role"),
        text("reason"),
        text("at"),
        *versions("document_template", "kind", "language"),
        one_of("document_template", "state", "adopted", "withdrawn"),
        sa.CheckConstraint(
            "(state = 'adopted') = (digest IS NOT NULL)", name="ck_document_template_adopted_has_content"
        ),
    )
