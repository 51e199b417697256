"""Sittings: steps, seats, items, re-scores, votings, ballots, the wall, minutes.

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-26
"""

import sqlalchemy as sa
from alembic import op

from scoring.register.migrations.parts import one_of, recorded, text, unique, versions, whole

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    recorded(
        "sitting",
        text("sitting_id"),
        whole("version"),
        text("round_id"),
        text("stage"),
        text("phase"),
        text("seed"),
        text("place"),
        text("kind"),
        text("reason", empty=True),
        text("at"),
        one_of("sitting", "kind", "meeting", "rehearsal"),
        one_of(
            "sitting",
            "phase",
            "prepared",
            "opened",
            "recusals",
            "anchors",
            "consent",
            "hard",
            "pause",
            "normal",
            "reserve",
            "visits",
            "review",
            "locked",
            "ended",
        ),
        one_of("sitting", "stage", "document_review", "on_site_verification"),
        *versions("sitting", "sitting_id"),
    )
    op.create_index("ix_sitting_round_id", "sitting", ["round_id"])
    recorded(
        "sitting_seat",
        text("sitting_id"),
        text("person_id"),
        whole("version"),
        text("state"),
        text("reason", empty=True),
        text("at"),
        one_of("sitting_seat", "state", "invited", "present", "confirmed", "left"),
        *versions("sitting_seat", "sitting_id", "person_id"),
    )
    op.create_index("ix_sitting_seat_person_id", "sitting_seat", ["person_id"])
    recorded(
        "sitting_recusal",
        text("sitting_id"),
        text("application_id"),
        text("person_id"),
        whole("version"),
        text("state"),
        text("reason"),
        text("at"),
        one_of("sitting_recusal", "state", "recused", "lifted"),
        *versions("sitting_recusal", "sitting_id", "application_id", "person_id"),
    )
    recorded(
        "sitting_item",
        text("sitting_id"),
        text("application_id"),
        whole("version"),
        text("block"),
        whole("position"),
        text("state"),
        text("reason", empty=True),
        text("at"),
        one_of("sitting_item", "block", "consent", "hard", "normal", "reserve"),
        one_of(
            "sitting_item",
            "state",
            "waiting",
            "reading",
            "report",
            "questions",
            "rescoring",
            "voting",
            "decided",
            "removed",
        ),
        *versions("sitting_item", "sitting_id", "application_id"),
    )
    op.create_index("ix_sitting_item_application_id", "sitting_item", ["application_id"])
    recorded(
        "sitting_request",
        text("sitting_id"),
        text("application_id"),
        text("person_id"),
        text("kind"),
        whole("version"),
        text("state"),
        text("at"),
        one_of("sitting_request", "kind", "discussion", "time"),
        one_of("sitting_request", "state", "made", "withdrawn"),
        *versions("sitting_request", "sitting_id", "application_id", "person_id", "kind"),
    )
    _marks()
    _votes()
    _papers()


def _marks() -> None:
    recorded(
        "rescoring",
        text("sitting_id"),
        text("application_id"),
        whole("turn"),
        whole("version"),
        text("state"),
        text("at"),
        one_of("rescoring", "state", "open", "closed", "void"),
        *versions("rescoring", "sitting_id", "application_id", "turn"),
    )
    recorded(
        "rescore",
        text("sitting_id"),
        text("application_id"),
        whole("turn"),
        text("expert_id"),
        text("indicator"),
        whole("version"),
        text("value", empty=True),
        text("state"),
        text("reason"),
        text("at"),
        sa.CheckConstraint("(state = 'scored') = (value IS NOT NULL)", name="ck_rescore_value_where_scored"),
        one_of("rescore", "state", "missing", "scored", "not_applicable", "insufficient"),
        *versions("rescore", "sitting_id", "application_id", "turn", "expert_id", "indicator"),
    )
    recorded(
        "rescore_return",
        text("sitting_id"),
        text("application_id"),
        whole("turn"),
        text("expert_id"),
        text("at"),
        unique("rescore_return", "sitting_id", "application_id", "turn", "expert_id"),
    )


def _votes() -> None:
    recorded(
        "voting",
        text("voting_id"),
        text("sitting_id"),
        whole("version"),
        text("block"),
        text("ballot"),
        text("state"),
        text("reason", empty=True),
        text("at"),
        one_of("voting", "ballot", "secret", "open"),
        one_of("voting", "block", "consent", "hard", "normal", "reserve"),
        one_of("voting", "state", "open", "closed", "void"),
        *versions("voting", "voting_id"),
    )
    op.create_index("ix_voting_sitting_id", "voting", ["sitting_id"])
    recorded(
        "voting_item",
        text("voting_id"),
        text("application_id"),
        text("outcome"),
        whole("entitled"),
        whole("present"),
        unique("voting_item", "voting_id", "application_id"),
    )
    recorded(
        "roll",
        text("voting_id"),
        text("person_id"),
        text("choice", empty=True),
        unique("roll", "voting_id", "person_id"),
    )
    recorded(
        "ballot",
        text("voting_id"),
        text("application_id"),
        whole("number"),
        text("choice"),
        one_of("ballot", "choice", "in_favour", "against", "abstained"),
        unique("ballot", "voting_id", "application_id", "number"),
    )
    # No record: numbers that a cast raises by one; no trigger guards them.
    op.create_table(
        "urn",
        text("voting_id"),
        text("application_id"),
        text("choice"),
        whole("cast"),
        one_of("urn", "choice", "in_favour", "against", "abstained"),
        sa.PrimaryKeyConstraint("voting_id", "application_id", "choice", name="pk_urn"),
    )


def _papers() -> None:
    recorded(
        "dissent",
        text("dissent_id"),
        whole("version"),
        text("sitting_id"),
        text("application_id"),
        text("text"),
        text("state"),
        text("at"),
        one_of("dissent", "state", "given", "withdrawn"),
        *versions("dissent", "dissent_id"),
    )
    op.create_index("ix_dissent_sitting_id", "dissent", ["sitting_id"])
    recorded(
        "wall",
        text("sitting_id"),
        whole("version"),
        text("state"),
        text("secret", empty=True),
        text("at"),
        one_of("wall", "state", "offered", "paired", "paused", "ended"),
        *versions("wall", "sitting_id"),
    )
    recorded(
        "minutes",
        text("sitting_id"),
        whole("version"),
        text("facts"),
        text("digest"),
        text("at"),
        *versions("minutes", "sitting_id"),
    )
    recorded(
        "minutes_signature",
        text("sitting_id"),
        text("person_id"),
        whole("version"),
        text("state"),
        text("digest"),
        text("reason", empty=True),
        text("at"),
        sa.CheckConstraint("state = 'signed' OR reason IS NOT NULL", name="ck_minutes_signature_refused_has_reason"),
        one_of("minutes_signature", "state", "signed", "refused"),
        *versions("minutes_signature", "sitting_id", "person_id"),
    )
