"""Table of drafts of rule books: every saved version a row, until two persons adopt one."""

from __future__ import annotations

from typing import Final

from scoring.register.tables.columns import one_of, recorded, text, versions, whole

DRAFT_STATES: Final = ("drafted", "proposed", "declined", "taken_back", "adopted", "withdrawn")

rule_draft = recorded(
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
    *versions("draft_id"),
    one_of("state", *DRAFT_STATES),
)
