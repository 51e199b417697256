"""Tables of who signs in: accounts and what was proposed of them are record; secrets, sessions and failures are not.

No secret and no hash of one is in the record: `account_secret` must be able to forget. A session is kept by the hash of
its token, failures by the hash of what was typed.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Column, Index, Integer, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from scoring.register.tables.columns import METADATA, one_of, recorded, text, versions, whole

PROPOSED: Final = ("account", "roles", "enable", "link", "password", "one_time")
ANSWERS: Final = ("proposed", "approved", "refused", "withdrawn", "handed_out")
NEEDS: Final = ("nothing", "new_password", "one_time_code", "enrol_one_time")

account = recorded(
    "account",
    text("account_id"),
    whole("version"),
    text("login"),
    text("name"),
    text("roles"),
    text("region", empty=True),
    text("expert_id", empty=True),
    text("state"),
    # What was approved; empty where none was needed: the first accounts, and whoever is disabled.
    text("proposal_id", empty=True),
    *versions("account_id"),
    one_of("state", "active", "disabled"),
    Index(None, "login"),
)
account_proposal = recorded(
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
    *versions("proposal_id"),
    one_of("kind", *PROPOSED),
    one_of("state", *ANSWERS),
    CheckConstraint("(state = 'proposed') = (decider IS NULL)", name="answered_by_somebody"),
    Index(None, "account_id"),
)
# Whom another sign-in means: its name of him is kept as a salted hash, with a hint of it for people to compare.
account_link = recorded(
    "account_link",
    text("link_id"),
    whole("version"),
    text("account_id"),
    text("issuer"),
    text("salt"),
    text("digest"),
    text("hint"),
    text("state"),
    *versions("link_id"),
    one_of("state", "linked", "unlinked"),
    Index(None, "account_id"),
)

account_secret = Table(
    "account_secret",
    METADATA,
    Column("account_id", Text, nullable=False),
    text("password", empty=True),
    Column("own", Integer, nullable=False),
    text("changed_at"),
    text("one_time", empty=True),
    text("one_time_pending", empty=True),
    whole("one_time_step"),
    whole("epoch"),
    PrimaryKeyConstraint("account_id"),
    CheckConstraint("own IN (0, 1)", name="own"),
)
sign_in_session = Table(
    "sign_in_session",
    METADATA,
    Column("session_id", Text, nullable=False),
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
    PrimaryKeyConstraint("session_id"),
    UniqueConstraint("token"),
    one_of("needs", *NEEDS),
    CheckConstraint("external IN (0, 1)", name="external"),
    CheckConstraint("(ended IS NULL) = (ended_at IS NULL)", name="ended_at_a_time"),
    Index(None, "account_id"),
)
sign_in_failure = Table(
    "sign_in_failure",
    METADATA,
    Column("key", Text, nullable=False),
    text("kind"),
    whole("failures"),
    text("last"),
    text("until", empty=True),
    PrimaryKeyConstraint("key"),
    one_of("kind", "login", "device", "address"),
)
# Who is at a provider of identities: by the hash of what must come back with him, good once, in any process.
sign_in_away = Table(
    "sign_in_away",
    METADATA,
    Column("state", Text, nullable=False),
    text("browser"),
    text("nonce"),
    text("verifier"),
    text("next"),
    text("until"),
    PrimaryKeyConstraint("state"),
    Index(None, "until"),
)

TRANSIENT = (account_secret, sign_in_session, sign_in_failure, sign_in_away)
