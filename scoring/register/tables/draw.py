"""Tables of conflicts of interest, draws of experts and questions for the site visit."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Index

from scoring.register.tables.columns import one_of, recorded, text, versions, whole
from scoring.register.tables.scoring_days import STAGES

# What was declared or found holds between an expert and an enterprise, in every round until it is lifted; an expert
# named unsuitable is so for one application.
conflict = recorded(
    "conflict",
    text("conflict_id"),
    whole("version"),
    text("expert_id"),
    text("uscc"),
    text("application_id", empty=True),
    text("kind"),
    text("state"),
    text("source"),
    text("reason"),
    *versions("conflict_id"),
    one_of("kind", "declared", "found", "unsuitable"),
    one_of("state", "standing", "lifted"),
    CheckConstraint("(kind = 'unsuitable') = (application_id IS NOT NULL)", name="unsuitable_for_application"),
    Index(None, "uscc"),
    Index(None, "expert_id"),
)
# `problem` is what was drawn from, whole and canonical, so that a draw can be checked and drawn again; who was drawn
# are the assignments of the same entry.
expert_draw = recorded(
    "expert_draw",
    text("draw_id"),
    whole("version"),
    text("round_id"),
    text("stage"),
    text("seed"),
    text("solver"),
    text("problem"),
    text("inputs"),
    text("result"),
    text("reason", empty=True),
    *versions("draw_id"),
    one_of("stage", *STAGES),
    Index(None, "round_id", "stage"),
)
visit_question = recorded(
    "visit_question",
    text("application_id"),
    whole("version"),
    text("questions"),
    text("reason", empty=True),
    *versions("application_id"),
)
