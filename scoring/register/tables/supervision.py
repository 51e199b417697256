"""Tables of what follows an accreditation: bars, measures, complaints, oversight, misconduct (Articles 16 to 20)."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index

from scoring.register.tables.columns import one_of, recorded, text, versions, whole

bar = recorded(
    "bar",
    text("bar_id"),
    whole("version"),
    text("uscc"),
    text("application_id"),
    text("debarred_from"),
    text("debarred_until"),
    text("document"),
    text("clause"),
    text("reason"),
    text("state"),
    *versions("bar_id"),
    one_of("state", "standing", "lifted"),
    CheckConstraint("debarred_from <= debarred_until", name="from_before_until"),
    Index(None, "uscc"),
)
