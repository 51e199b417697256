"""Tables of what comes before the experts: plan and notice, steps of the offices, dossiers, withdrawals (Art. 7-12)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Index, UniqueConstraint

from scoring.register.tables.columns import one_of, recorded, text, versions, whole

PAPERS: Final = ("annual_plan", "opening_notice")
AUTHORITIES: Final = ("market_regulator", "drc")
VERDICTS: Final = ("signed", "returned", "refused", "completed", "resumed")

# The annual plan (Article 7) and the opening notice (Article 11) of a round. A signature is of one version under one
# rule book: a changed paper, or other rules, are signed anew.
opening_paper = recorded(
    "opening_paper",
    text("round_id"),
    text("kind"),
    whole("version"),
    text("rule_book_digest"),
    text("title"),
    text("number", empty=True),
    text("content"),
    text("first_day", empty=True),
    text("last_day", empty=True),
    text("reason", empty=True),
    *versions("round_id", "kind"),
    one_of("kind", *PAPERS),
    CheckConstraint("(kind = 'opening_notice') = (first_day IS NOT NULL)", name="notice_has_first_day"),
    CheckConstraint("(first_day IS NULL) = (last_day IS NULL)", name="both_days"),
)
opening_signature = recorded(
    "opening_signature",
    text("round_id"),
    text("kind"),
    whole("paper_version"),
    text("authority"),
    text("signer"),
    text("signed_at"),
    UniqueConstraint("round_id", "kind", "paper_version", "authority"),
    one_of("kind", *PAPERS),
    one_of("authority", *AUTHORITIES),
)
# What offices did with an application: the version counts its steps, `application_version` says which facts they saw.
step_act = recorded(
    "step_act",
    text("application_id"),
    whole("version"),
    text("act"),
    text("verdict"),
    whole("application_version"),
    text("signer"),
    text("role"),
    text("acted_on"),
    text("clause", empty=True),
    text("reason", empty=True),
    *versions("application_id"),
    one_of("verdict", *VERDICTS),
    CheckConstraint("verdict = 'signed' OR reason IS NOT NULL", name="halt_has_reason"),
)
withdrawal = recorded(
    "withdrawal",
    text("application_id"),
    whole("version"),
    text("withdrawn_on"),
    text("reason"),
    *versions("application_id"),
)
# A file of a dossier: its content stands once, by its digest, whatever applications hold it and under what names.
attachment = recorded(
    "attachment",
    text("application_id"),
    text("digest"),
    whole("version"),
    text("name"),
    text("kind"),
    whole("size"),
    text("provider", empty=True),
    text("provider_code", empty=True),
    text("state"),
    text("reason", empty=True),
    *versions("application_id", "digest"),
    one_of("state", "held", "withdrawn"),
    CheckConstraint("state = 'held' OR reason IS NOT NULL", name="withdrawn_has_reason"),
    Index(None, "digest"),
)
attachment_part = recorded(
    "attachment_part",
    text("digest"),
    whole("part"),
    text("content"),
    UniqueConstraint("digest", "part"),
)
