"""Accounts, what is proposed of them, links to other sign-ins; secrets, sessions and failures, outside of the chain.

Revision ID: 0009
Revises: 0008
Create Date: 2026-11-27
"""

import sqlalchemy as sa
from alembic import op

from scoring.register.migrations.parts import one_of, recorded, text, unique, versions, whole

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    recorded(
        "account",
        text("account_id"),
        whole("version"),
        text("login"),
        text("name"),
        text("roles"),
        text("region", empty=True),
        text("expert_id", empty=True),
        text("state"),
        text("proposal_id", empty=True),
        *versions("account", "account_id"),
        one_of("account", "state", "active", "disabled"),
    )
    op.create_index("ix_account_login", "account", ["login"])
    recorded(
        "account_proposal",
        text("proposal_id"),
        whole("version"),
        text("account_id"),
        text("kind"),
        text("content"),
        text("proposer"),
        text("decider", empty=True),
        text("state"),
        text("reason"),
        *versions("account_proposal", "proposal_id"),
        one_of("account_proposal", "kind", "account", "roles", "enable", "link", "password", "one_time"),
        one_of("account_proposal", "state", "proposed", "approved", "refused", "withdrawn", "handed_out"),
        sa.CheckConstraint("(state = 'proposed') = (decider IS NULL)", name="ck_account_proposal_answered_by_somebody"),
    )
    op.create_index("ix_account_proposal_account_id", "account_proposal", ["account_id"])
    recorded(
        "account_link",
        text("link_id"),
        whole("version"),
        text("account_id"),
        text("issuer"),
        text("salt"),
        text("digest"),
        text("hint"),
        text("state"),
        *versions("account_link", "link_id"),
        one_of("account_link", "state", "linked", "unlinked"),
    )
    op.create_index("ix_account_link_account_id", "account_link", ["account_id"])
    # No triggers on what follows: a password is replaced, a session ends, a failure is forgiven.
    op.create_table(
        "account_secret",
        text("account_id"),
        text("password", empty=True),
        whole("own"),
        text("changed_at"),
        text("one_time", empty=True),
        text("one_time_pending", empty=True),
        whole("one_time_step"),
        whole("epoch"),
        sa.PrimaryKeyConstraint("account_id", name="pk_account_secret"),
        sa.CheckConstraint("own IN (0, 1)", name="ck_account_secret_own"),
    )
    op.create_table(
        "sign_in_session",
        text("session_id"),
        text("token"),
        text("account_id"),
        text("device"),
        text("began"),
        text("last_used"),
        text("ends"),
        whole("epoch"),
        text("needs"),
        whole("external"),
        text("ended", empty=True),
        text("ended_at", empty=True),
        sa.PrimaryKeyConstraint("session_id", name="pk_sign_in_session"),
        unique("sign_in_session", "token"),
        one_of("sign_in_session", "needs", "nothing", "new_password", "one_time_code", "enrol_one_time"),
        sa.CheckConstraint("external IN (0, 1)", name="ck_sign_in_session_external"),
        sa.CheckConstraint("(ended IS NULL) = (ended_at IS NULL)", name="ck_sign_in_session_ended_at_a_time"),
    )
    op.create_index("ix_sign_in_session_account_id", "sign_in_session", ["account_id"])
    op.create_table(
        "sign_in_failure",
        text("key"),
        text("kind"),
        whole("failures"),
        text("last"),
        text("until", empty=True),
        sa.PrimaryKeyConstraint("key", name="pk_sign_in_failure"),
        one_of("sign_in_failure", "kind", "login", "device", "address"),
    )
