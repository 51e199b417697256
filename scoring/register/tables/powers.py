"""Tables of divided powers: identities opened by two, decisions voided by two, and who looked at what."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index

from scoring.register.tables.columns import one_of, recorded, text, versions, whole
from scoring.register.tables.scoring_days import STAGES

OPENING_STATES: Final = ("asked", "agreed", "declined", "closed")
VOID_STATES: Final = ("asked", "agreed", "declined", "taken_back")

identity_opening = recorded(
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
    *versions("opening_id"),
    one_of("stage", *STAGES),
    one_of("state", *OPENING_STATES),
    Index(None, "application_id"),
)
void_request = recorded(
    "void_request",
    text("decision_id"),
    whole("version"),
    text("application_id"),
    text("state"),
    text("by"),
    text("reason"),
    text("at"),
    *versions("decision_id"),
    one_of("state", *VOID_STATES),
    Index(None, "application_id"),
)
reading = recorded(
    "reading",
    text("reader"),
    text("role"),
    text("what"),
    text("about"),
    text("at"),
    Index(None, "reader", "what", "about"),
    Index(None, "at"),
)
