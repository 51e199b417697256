"""Tables of an expert's desk: approaches reported, sheets asked back, practice on reference cases."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Index

from scoring.register.tables.columns import one_of, recorded, text, versions, whole
from scoring.register.tables.scoring_days import STAGES

CHANNELS: Final = ("visit", "telephone", "message", "meal_or_gift", "through_others", "other")
REPORT_STATES: Final = ("reported", "taken_up", "closed")
REOPENING_STATES: Final = ("asked", "granted", "declined", "taken_back")
MARK_STATES: Final = ("missing", "scored", "not_applicable", "insufficient")

approach_report = recorded(
    "approach_report",
    text("report_id"),
    whole("version"),
    text("expert_id"),
    text("application_id", empty=True),
    text("channel"),
    text("approached_by"),
    text("account"),
    text("happened_on"),
    text("state"),
    text("reason", empty=True),
    *versions("report_id"),
    one_of("channel", *CHANNELS),
    one_of("state", *REPORT_STATES),
    CheckConstraint("state = 'reported' OR reason IS NOT NULL", name="moved_has_reason"),
    Index(None, "expert_id"),
)
reopening = recorded(
    "reopening",
    text("application_id"),
    text("expert_id"),
    text("stage"),
    whole("version"),
    text("state"),
    text("reason"),
    text("at"),
    *versions("application_id", "expert_id", "stage"),
    one_of("stage", *STAGES),
    one_of("state", *REOPENING_STATES),
)
practice_mark = recorded(
    "practice_mark",
    text("case_id"),
    text("expert_id"),
    text("indicator"),
    whole("version"),
    text("state"),
    text("value", empty=True),
    text("note", empty=True),
    text("at"),
    *versions("case_id", "expert_id", "indicator"),
    one_of("state", *MARK_STATES),
    CheckConstraint("(state = 'scored') = (value IS NOT NULL)", name="value_where_scored"),
    Index(None, "expert_id"),
)
