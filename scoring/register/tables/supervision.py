"""Tables of what follows an accreditation: bars, measures, complaints, oversight, misconduct (Articles 16 to 20)."""

from __future__ import annotations

from typing import Final

from sqlalchemy import CheckConstraint, Index

from scoring.register.tables.columns import one_of, recorded, text, versions, whole

GROUNDS: Final = ("untrue_material", "major_accident", "complaints_found_true", "own_finding")
COMPLAINT_KINDS: Final = ("complaint", "tip_off", "own_finding")
COMPLAINT_STATES: Final = ("received", "accepted", "not_accepted", "investigated", "found_true", "unfounded")
SUBJECT_KINDS: Final = ("staff", "expert", "provider")
CONDUCT: Final = ("abuse_of_power", "neglect_of_duty", "favouritism")
CASE_STATES: Final = ("opened", "substantiated", "unsubstantiated", "referred")
PROVIDER_KINDS: Final = ("inspection_body", "intermediary", "social_organisation", "other")

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
# A measure is ordered, done or ended, and voided in versions; a revocation is first signed by one authority.
measure = recorded(
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
    *versions("measure_id"),
    one_of("ground", *GROUNDS),
    one_of("authority", "market_regulator", "drc"),
    one_of("state", "signed", "in_force", "done", "lifted", "voided"),
    CheckConstraint("until_on IS NULL OR taken_on <= until_on", name="from_before_until"),
    CheckConstraint("ended_on IS NULL OR state IN ('done', 'lifted', 'voided')", name="ended_is_over"),
    Index(None, "application_id"),
)
complaint = recorded(
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
    *versions("complaint_id"),
    one_of("kind", *COMPLAINT_KINDS),
    one_of("state", *COMPLAINT_STATES),
    CheckConstraint(
        "(state IN ('received', 'accepted', 'investigated')) = (due_on IS NOT NULL)", name="open_has_due_day"
    ),
    CheckConstraint("state IN ('received', 'accepted') OR reason IS NOT NULL", name="settled_has_reason"),
    Index(None, "application_id"),
    Index(None, "desk"),
)
# Who complained stands apart from the complaint: no query that lists complaints can reach it.
complainant = recorded(
    "complainant",
    text("complaint_id"),
    whole("version"),
    text("name"),
    text("contact"),
    *versions("complaint_id"),
)
instruction = recorded(
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
    *versions("instruction_id"),
    one_of("state", "issued", "answered"),
    CheckConstraint("issued_on <= due_on", name="from_before_until"),
    CheckConstraint("(state = 'answered') = (answer IS NOT NULL)", name="answered_has_answer"),
    Index(None, "region"),
)
# A sample can be drawn again from its own row: what it was drawn from, the seed, the shares.
recheck_sample = recorded(
    "recheck_sample",
    text("round_id"),
    whole("version"),
    text("seed"),
    whole("percent"),
    whole("least"),
    text("opinions"),
    text("reason", empty=True),
    *versions("round_id"),
)
recheck = recorded(
    "recheck",
    text("application_id"),
    whole("version"),
    text("round_id"),
    whole("sample"),
    text("result"),
    text("reason", empty=True),
    *versions("application_id"),
    one_of("result", "drawn", "upheld", "overturned"),
    CheckConstraint("result = 'drawn' OR reason IS NOT NULL", name="result_has_reason"),
    Index(None, "round_id"),
)
misconduct_case = recorded(
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
    *versions("case_id"),
    one_of("subject_kind", *SUBJECT_KINDS),
    one_of("conduct", *CONDUCT),
    one_of("state", *CASE_STATES),
    CheckConstraint("state = 'opened' OR reason IS NOT NULL", name="concluded_has_reason"),
)
# Who supplied what of a dossier; read by the inspector alone.
evidence_provider = recorded(
    "evidence_provider",
    text("application_id"),
    text("item"),
    whole("version"),
    text("provider_name"),
    text("provider_code"),
    text("provider_kind"),
    text("person", empty=True),
    *versions("application_id", "item"),
    one_of("provider_kind", *PROVIDER_KINDS),
    Index(None, "provider_code"),
)
