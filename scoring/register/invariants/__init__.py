"""Sentences that must always hold of a register; run by ``check``, nightly and after tests.

``check(register) -> tuple[Fault, ...]`` runs `INVARIANTS`; each has a name, ``says`` (the sentence), and faults with
the key ``invariant.<name>`` where it is broken. What the chain says of the record is `verify`'s part, not theirs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from indicators.faults import Fault
from indicators.language import Message
from scoring.register.database import Register
from scoring.register.invariants import accounts, decisions, marks, powers, prepared, sittings, structure


@dataclass(frozen=True, slots=True)
class Invariant:
    """A sentence that must hold: its name, its words, and how to find what breaks it."""

    name: str
    says: Message
    find: Callable[[Connection], Iterator[Fault]]


INVARIANTS: Final = (
    Invariant("database_sound", Message("invariant.says_database_sound"), structure.database_sound),
    Invariant("guards_in_place", Message("invariant.says_guards_in_place"), structure.guards_in_place),
    Invariant("chain_dense", Message("invariant.says_chain_dense"), structure.chain_dense),
    Invariant("versions_dense", Message("invariant.says_versions_dense"), structure.versions_dense),
    Invariant("references_hold", Message("invariant.says_references_hold"), structure.references_hold),
    Invariant("rule_books_whole", Message("invariant.says_rule_books_whole"), structure.rule_books_whole),
    Invariant("marks_by_assigned", Message("invariant.says_marks_by_assigned"), marks.marks_by_assigned),
    Invariant("no_mark_after_lock", Message("invariant.says_no_mark_after_lock"), marks.no_mark_after_lock),
    Invariant("sheet_events_in_order", Message("invariant.says_sheet_events_in_order"), marks.sheet_events_in_order),
    Invariant("one_live_sheet", Message("invariant.says_one_live_sheet"), decisions.one_live_sheet),
    Invariant("sheets_match", Message("invariant.says_sheets_match"), marks.sheets_match),
    Invariant("decisions_rest", Message("invariant.says_decisions_rest"), decisions.decisions_rest),
    Invariant("decisions_reasoned", Message("invariant.says_decisions_reasoned"), decisions.decisions_reasoned),
    Invariant("voids_reasoned", Message("invariant.says_voids_reasoned"), decisions.voids_reasoned),
    Invariant("one_live_decision", Message("invariant.says_one_live_decision"), decisions.one_live_decision),
    Invariant("grades_accredited", Message("invariant.says_grades_accredited"), decisions.grades_accredited),
    Invariant("two_persons", Message("invariant.says_two_persons"), powers.two_persons),
    Invariant("ballots_of_closed", Message("invariant.says_ballots_of_closed"), sittings.ballots_of_closed),
    Invariant("ballots_as_rolled", Message("invariant.says_ballots_as_rolled"), sittings.ballots_as_rolled),
    Invariant("votes_as_cast", Message("invariant.says_votes_as_cast"), sittings.votes_as_cast),
    Invariant("items_as_decided", Message("invariant.says_items_as_decided"), sittings.items_as_decided),
    Invariant("voters_have_seats", Message("invariant.says_voters_have_seats"), sittings.voters_have_seats),
    Invariant("signed_by_members", Message("invariant.says_signed_by_members"), sittings.signed_by_members),
    Invariant("counts_as_rows", Message("invariant.says_counts_as_rows"), prepared.counts_as_rows),
    Invariant("accounts_by_two", Message("invariant.says_accounts_by_two"), accounts.accounts_by_two),
    Invariant("administrations_alone", Message("invariant.says_administrations_alone"), accounts.administrations_alone),
)


def check(register: Register) -> tuple[Fault, ...]:
    """Return everything that breaks an invariant, in the order of `INVARIANTS`, from one snapshot."""
    with register.read() as connection:
        return tuple(fault for invariant in INVARIANTS for fault in invariant.find(connection))
