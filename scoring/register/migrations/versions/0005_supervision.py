"""Bars, measures, complaints, oversight, misconduct.

Revision ID: 0005
Revises: 0004
Create Date: 2026-11-26
"""

import sqlalchemy as sa
from alembic import op

from scoring.register.migrations.parts import one_of, recorded, text, versions, whole

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _bars_and_measures()
    _complaints()
    _oversight()
    _misconduct()


def _bars_and_measures() -> None:
    recorded(
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
        one_of("bar", "state", "standing", "lifted"),
        sa.CheckConstraint("debarred_from <= debarred_until", name="ck_bar_from_before_until"),
        *versions("bar", "bar_id"),
    )
    op.create_index("ix_bar_uscc", "bar", ["uscc"])
    recorded(
        "measure",
        text("measure_id"),
        whole("version"),
        text("application_id"),
        text("kind"),
        text("ground"),
        text("happened_on", empty=True),
        text("complaints"),
        text("document"),
        text("clause"),
        text("taken_on"),
        text("until_on", empty=True),
        text("ended_on", empty=True),
        text("state"),
        text("authority"),
        text("signer"),
        text("voider", empty=True),
        text("reason"),
        one_of("measure", "ground", "untrue_material", "major_accident", "complaints_found_true", "own_finding"),
        one_of("measure", "authority", "market_regulator", "drc"),
        one_of("measure", "state", "signed", "in_force", "done", "lifted", "voided"),
        sa.CheckConstraint("until_on IS NULL OR taken_on <= until_on", name="ck_measure_from_before_until"),
        sa.CheckConstraint(
            "ended_on IS NULL OR state IN ('done', 'lifted', 'voided')", name="ck_measure_ended_is_over"
        ),
        *versions("measure", "measure_id"),
    )
    op.create_index("ix_measure_application_id", "measure", ["application_id"])


def _complaints() -> None:
    recorded(
        "complaint",
        text("complaint_id"),
        whole("version"),
        text("application_id"),
        text("kind"),
        text("desk"),
        text("received_on"),
        text("account"),
        text("state"),
        text("moved_on"),
        text("due_on", empty=True),
        text("reason", empty=True),
        one_of("complaint", "kind", "complaint", "tip_off", "own_finding"),
        one_of("complaint", "state", "received", "accepted", "not_accepted", "investigated", "found_true", "unfounded"),
        sa.CheckConstraint(
            "(state IN ('received', 'accepted', 'investigated')) = (due_on IS NOT NULL)",
            name="ck_complaint_open_has_due_day",
        ),
        sa.CheckConstraint(
            "state IN ('received', 'accepted') OR reason IS NOT NULL", name="ck_complaint_settled_has_reason"
        ),
        *versions("complaint", "complaint_id"),
    )
    op.create_index("ix_complaint_application_id", "complaint", ["application_id"])
    op.create_index("ix_complaint_desk", "complaint", ["desk"])
    recorded(
        "complainant",
        text("complaint_id"),
        whole("version"),
        text("name"),
        text("contact"),
        *versions("complainant", "complaint_id"),
    )


def _oversight() -> None:
    recorded(
        "instruction",
        text("instruction_id"),
        whole("version"),
        text("region"),
        text("content"),
        text("issued_on"),
        text("due_on"),
        text("answered_on", empty=True),
        text("answer", empty=True),
        text("state"),
        one_of("instruction", "state", "issued", "answered"),
        sa.CheckConstraint("issued_on <= due_on", name="ck_instruction_from_before_until"),
        sa.CheckConstraint("(state = 'answered') = (answer IS NOT NULL)", name="ck_instruction_answered_has_answer"),
        *versions("instruction", "instruction_id"),
    )
    op.create_index("ix_instruction_region", "instruction", ["region"])
    recorded(
        "recheck_sample",
        text("round_id"),
        whole("version"),
        text("seed"),
        whole("percent"),
        whole("least"),
        text("opinions"),
        text("reason", empty=True),
        *versions("recheck_sample", "round_id"),
    )
    recorded(
        "recheck",
        text("application_id"),
        whole("version"),
        text("round_id"),
        whole("sample"),
        text("result"),
        text("reason", empty=True),
        one_of("recheck", "result", "drawn", "upheld", "overturned"),
        sa.CheckConstraint("result = 'drawn' OR reason IS NOT NULL", name="ck_recheck_result_has_reason"),
        *versions("recheck", "application_id"),
    )
    op.create_index("ix_recheck_round_id", "recheck", ["round_id"])


def _misconduct() -> None:
    recorded(
        "misconduct_case",
        text("case_id"),
        whole("version"),
        text("subject_kind"),
        text("subject"),
        text("organisation"),
        text("application_id", empty=True),
        text("conduct"),
        text("account"),
        text("opened_on"),
        text("state"),
        text("reason", empty=True),
        one_of("misconduct_case", "subject_kind", "staff", "expert", "provider"),
        one_of("misconduct_case", "conduct", "abuse_of_power", "neglect_of_duty", "favouritism"),
        one_of("misconduct_case", "state", "opened", "substantiated", "unsubstantiated", "referred"),
        sa.CheckConstraint("state = 'opened' OR reason IS NOT NULL", name="ck_misconduct_case_concluded_has_reason"),
        *versions("misconduct_case", "case_id"),
    )
    recorded(
        "evidence_provider",
        text("application_id"),
        text("item"),
        whole("version"),
        text("provider_name"),
        text("provider_code"),
        text("provider_kind"),
        text("person", empty=True),
        one_of("evidence_provider", "provider_kind", "inspection_body", "intermediary", "social_organisation", "other"),
        *versions("evidence_provider", "application_id", "item"),
    )
    op.create_index("ix_evidence_provider_provider_code", "evidence_provider", ["provider_code"])
