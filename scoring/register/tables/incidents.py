"""Table of standstills: from *frozen* to *thawed* the record takes no act but those of the incident itself."""

from __future__ import annotations

from typing import Final

from scoring.register.tables.columns import one_of, recorded, text, versions, whole

STANDSTILL_STATES: Final = ("frozen", "thaw_asked", "thaw_declined", "thawed")

standstill = recorded(
    "standstill",
    text("standstill_id"),
    whole("version"),
    text("state"),
    text("by"),
    text("role"),
    text("reason"),
    text("at"),
    *versions("standstill_id"),
    one_of("state", *STANDSTILL_STATES),
)
