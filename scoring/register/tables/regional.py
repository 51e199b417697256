"""Prepared counts by region: derived from the record, no record themselves, made anew from its rows at any time.

They stand outside of the chain: no entry, no trigger, rows that change. `regional_mark` says up to which entry of the
chain they hold; what came after is counted from the rows it touched (`register.regional_counts`).
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Integer, PrimaryKeyConstraint, Table

from scoring.register.tables.columns import METADATA, one_of, text, whole

# A cube holds what is counted together: every further column would multiply its cells. Days stand in the cube of
# prefectures alone. What a cube does not tell apart, or a row does not have, is the empty text: a key has no NULL.
regional_count = Table(
    "regional_count",
    METADATA,
    text("cube"),
    text("round_id"),
    text("place"),
    text("target_grade"),
    text("outcome"),
    text("proposed"),
    text("granted"),
    text("announced_on"),
    text("valid_until"),
    text("ended_on"),
    text("state"),
    whole("applications"),
    PrimaryKeyConstraint(
        "cube",
        "round_id",
        "place",
        "target_grade",
        "outcome",
        "proposed",
        "granted",
        "announced_on",
        "valid_until",
        "ended_on",
        "state",
    ),
    one_of("cube", "prefecture", "county", "industry", "size"),
    CheckConstraint("applications >= 1", name="applications"),
)
# How far the applications of a round came that is over, and how many days each step took.
regional_wait = Table(
    "regional_wait",
    METADATA,
    text("round_id"),
    text("place"),
    text("target_grade"),
    text("step"),
    text("state"),
    text("days"),
    whole("applications"),
    PrimaryKeyConstraint("round_id", "place", "target_grade", "step", "state", "days"),
    one_of("state", "passed", "waiting", "dropped"),
    CheckConstraint("applications >= 1", name="applications"),
)
regional_mark = Table(
    "regional_mark",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    whole("upto"),
    text("hash"),
    CheckConstraint("id = 1", name="one"),
)

DERIVED = (regional_count, regional_wait, regional_mark)
