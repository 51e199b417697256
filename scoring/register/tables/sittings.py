"""Tables of sittings: their steps, who sits, items, re-scores, votings, ballots, the wall and the minutes.

The roll of a voting says who has cast; a ballot says what was cast. In a secret ballot nothing joins the two: a roll
row has no choice, a ballot row no voter and no time, and the ballots of a voting are written all at once, in order of
what they say, when it is closed. Until then they are counted in `urn`, which keeps numbers and no order. `urn` is the
one table that is no record: a cast adds one to a number, in the transaction that writes the roll.
"""

from __future__ import annotations

from typing import Final, get_args

from sqlalchemy import CheckConstraint, Column, Index, PrimaryKeyConstraint, Table, Text, UniqueConstraint

from scoring.model import BlockName, Phase
from scoring.register.tables.columns import METADATA, one_of, recorded, text, versions, whole
from scoring.register.tables.expert_desk import MARK_STATES
from scoring.register.tables.scoring_days import STAGES

PHASES: Final = get_args(Phase)
BLOCKS: Final = get_args(BlockName)
ITEM_STATES: Final = ("waiting", "reading", "report", "questions", "rescoring", "voting", "decided", "removed")
SEAT_STATES: Final = ("invited", "present", "confirmed", "left")
CHOICES: Final = ("in_favour", "against", "abstained")

sitting = recorded(
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
    *versions("sitting_id"),
    one_of("stage", *STAGES),
    one_of("phase", *PHASES),
    one_of("kind", "meeting", "rehearsal"),
    Index(None, "round_id"),
)
sitting_seat = recorded(
    "sitting_seat",
    text("sitting_id"),
    text("person_id"),
    whole("version"),
    text("state"),
    text("reason", empty=True),
    text("at"),
    *versions("sitting_id", "person_id"),
    one_of("state", *SEAT_STATES),
    Index(None, "person_id"),
)
sitting_recusal = recorded(
    "sitting_recusal",
    text("sitting_id"),
    text("application_id"),
    text("person_id"),
    whole("version"),
    text("state"),
    text("reason"),
    text("at"),
    *versions("sitting_id", "application_id", "person_id"),
    one_of("state", "recused", "lifted"),
)
sitting_item = recorded(
    "sitting_item",
    text("sitting_id"),
    text("application_id"),
    whole("version"),
    text("block"),
    whole("position"),
    text("state"),
    text("reason", empty=True),
    text("at"),
    *versions("sitting_id", "application_id"),
    one_of("block", *BLOCKS),
    one_of("state", *ITEM_STATES),
    Index(None, "application_id"),
)
sitting_request = recorded(
    "sitting_request",
    text("sitting_id"),
    text("application_id"),
    text("person_id"),
    text("kind"),
    whole("version"),
    text("state"),
    text("at"),
    *versions("sitting_id", "application_id", "person_id", "kind"),
    one_of("kind", "discussion", "time"),
    one_of("state", "made", "withdrawn"),
)
# A re-scoring is the n-th of its item; what it moves becomes marks and sheets when the chair closes it, all together.
rescore = recorded(
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
    *versions("sitting_id", "application_id", "turn", "expert_id", "indicator"),
    one_of("state", *MARK_STATES),
    CheckConstraint("(state = 'scored') = (value IS NOT NULL)", name="value_where_scored"),
)
rescoring = recorded(
    "rescoring",
    text("sitting_id"),
    text("application_id"),
    whole("turn"),
    whole("version"),
    text("state"),
    text("at"),
    *versions("sitting_id", "application_id", "turn"),
    one_of("state", "open", "closed", "void"),
)
rescore_return = recorded(
    "rescore_return",
    text("sitting_id"),
    text("application_id"),
    whole("turn"),
    text("expert_id"),
    text("at"),
    UniqueConstraint("sitting_id", "application_id", "turn", "expert_id"),
)
voting = recorded(
    "voting",
    text("voting_id"),
    text("sitting_id"),
    whole("version"),
    text("block"),
    text("ballot"),
    text("state"),
    text("reason", empty=True),
    text("at"),
    *versions("voting_id"),
    one_of("block", *BLOCKS),
    one_of("ballot", "secret", "open"),
    one_of("state", "open", "closed", "void"),
    Index(None, "sitting_id"),
)
voting_item = recorded(
    "voting_item",
    text("voting_id"),
    text("application_id"),
    text("outcome"),
    whole("entitled"),
    whole("present"),
    UniqueConstraint("voting_id", "application_id"),
)
roll = recorded(
    "roll",
    text("voting_id"),
    text("person_id"),
    text("choice", empty=True),
    UniqueConstraint("voting_id", "person_id"),
)
ballot = recorded(
    "ballot",
    text("voting_id"),
    text("application_id"),
    whole("number"),
    text("choice"),
    UniqueConstraint("voting_id", "application_id", "number"),
    one_of("choice", *CHOICES),
)
urn = Table(
    "urn",
    METADATA,
    Column("voting_id", Text, nullable=False),
    Column("application_id", Text, nullable=False),
    Column("choice", Text, nullable=False),
    whole("cast"),
    PrimaryKeyConstraint("voting_id", "application_id", "choice"),
    one_of("choice", *CHOICES),
)
# A dissent has no author in its row: who wrote it is in the chain, which the two-person opening alone reads.
dissent = recorded(
    "dissent",
    text("dissent_id"),
    whole("version"),
    text("sitting_id"),
    text("application_id"),
    text("text"),
    text("state"),
    text("at"),
    *versions("dissent_id"),
    one_of("state", "given", "withdrawn"),
    Index(None, "sitting_id"),
)
wall = recorded(
    "wall",
    text("sitting_id"),
    whole("version"),
    text("state"),
    text("secret", empty=True),
    text("at"),
    *versions("sitting_id"),
    one_of("state", "offered", "paired", "paused", "ended"),
)
minutes = recorded(
    "minutes",
    text("sitting_id"),
    whole("version"),
    text("facts"),
    text("digest"),
    text("at"),
    *versions("sitting_id"),
)
minutes_signature = recorded(
    "minutes_signature",
    text("sitting_id"),
    text("person_id"),
    whole("version"),
    text("state"),
    text("digest"),
    text("reason", empty=True),
    text("at"),
    *versions("sitting_id", "person_id"),
    one_of("state", "signed", "refused"),
    CheckConstraint("state = 'signed' OR reason IS NOT NULL", name="refused_has_reason"),
)
