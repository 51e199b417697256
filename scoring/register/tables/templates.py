"""Table of templates of papers that the office adopted; their content is kept like the files of dossiers."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint

from scoring.register.tables.columns import one_of, recorded, text, versions, whole

document_template: Final = recorded(
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
    *versions("kind", "language"),
    one_of("state", "adopted", "withdrawn"),
    CheckConstraint("(state = 'adopted') = (digest IS NOT NULL)", name="adopted_has_content"),
)
