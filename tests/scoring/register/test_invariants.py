from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Table

from scoring.register import tables
from scoring.register.chain import Act, record
from scoring.register.database import Register
from scoring.register.invariants import INVARIANTS, check
from scoring.texts import translator

MakeAct = Callable[..., Act]
Tamper = Callable[..., None]
AT = "2026-05-18T01:30:15.250000Z"
SHEET = {"application_id": "a2", "expert_id": "e1", "stage": "document_review"}
MARK = {"indicator": "x", "version": 1, "value": "1", "state": "scored", "saved_at": AT}
DECISION = {
    "decision_id": "d2",
    "version": 1,
    "application_id": "a2",
    "stage": "document_review",
    "outcome": "defer",
    "grade": None,
    "sheets": "[]",
    "aggregate": "{}",
    "proposal": '{"grade":null,"outcome":"defer"}',
    "votes": "{}",
    "decided_at": AT,
    "state": "recorded",
}
ACCOUNT = {
    "account_id": "account-0001",
    "version": 2,
    "login": "sysadmin",
    "name": "x",
    "roles": '["leader"]',
    "state": "disabled",
}

# Asked in the register of the tests by `i1` and by `c1`.
OPENING = {"opening_id": "identity-opening/1", "application_id": "a1", "stage": "document_review", "ground": "x"}
VOID = {"decision_id": "a1/document_review/1", "application_id": "a1"}
ANSWERED = {"version": 2, "reason": "x", "at": AT}
VOTING = {"sitting_id": "2026-S1", "version": 1, "block": "hard", "ballot": "secret", "at": AT}
VOTES = '{"voting":"%s","entitled":1,"present":1,"in_favour":%d,"against":0,"abstained":0}'


def _broken(register: Register) -> set[str]:
    """The names of the invariants that are broken; each fault can be said in both languages."""
    faults = check(register)
    for fault in faults:
        assert all(fault.message(translator(language)) for language in ("zh", "en"))
    return {fault.what.key.removeprefix("invariant.") for fault in faults}


@pytest.fixture
def write(whole: Register, act: MakeAct) -> Callable[[Table, dict[str, Any]], None]:
    """Write rows through the chain that nothing above the record would let through."""

    def writing(table: Table, row: dict[str, Any]) -> None:
        with whole.write() as connection:
            if table is tables.decision:
                query = tables.rule_book.select()
                row = {"rule_book_digest": connection.execute(query).one().digest, **row}
            record(connection, act(), {table: [row]})

    return writing


def test_a_register_in_order_breaks_nothing(whole: Register) -> None:
    assert check(whole) == ()


def test_names_and_sentences(whole: Register) -> None:
    names = [invariant.name for invariant in INVARIANTS]
    assert len(set(names)) == len(names)
    for invariant in INVARIANTS:
        assert invariant.says.key == f"invariant.says_{invariant.name}"
        assert invariant.find.__name__ == invariant.name
        assert all(translator(language)(invariant.says) for language in ("zh", "en"))


def test_every_invariant_has_a_case_that_breaks_it() -> None:
    shown = {name for case in (*WRITTEN, *TAMPERED) for name in case.values[-1]}  # type: ignore[union-attr]
    assert shown == {invariant.name for invariant in INVARIANTS} - {"database_sound"}


WRITTEN = [
    pytest.param(tables.mark, SHEET | MARK | {"version": 2}, {"versions_dense"}, id="version 2 without 1"),
    pytest.param(
        tables.mark,
        SHEET | MARK | {"expert_id": "e2"},
        {"references_hold", "marks_by_assigned"},
        id="mark of an expert never assigned",
    ),
    pytest.param(
        tables.mark,
        SHEET | MARK | {"application_id": "a1", "expert_id": "e3"},
        {"marks_by_assigned"},
        id="mark after recusal",
    ),
    pytest.param(
        tables.mark,
        SHEET | MARK | {"application_id": "a1"},
        {"no_mark_after_lock"},
        id="mark after submission",
    ),
    pytest.param(
        tables.sheet_event,
        SHEET | {"version": 1, "event": "returned", "at": AT, "reason": "x"},
        {"sheet_events_in_order"},
        id="returned before submitted",
    ),
    pytest.param(
        tables.sheet_event,
        SHEET | {"version": 1, "event": "submitted", "at": AT, "digest": "00"},
        {"sheets_match"},
        id="submitted with another digest",
    ),
    pytest.param(
        tables.decision,
        DECISION | {"sheets": '[{"digest":"00","expert_id":"e3","version":1}]'},
        {"one_live_sheet", "decisions_rest"},
        id="decision on the sheet of a recused expert",
    ),
    pytest.param(
        tables.sheet_event,
        SHEET | {"application_id": "a1", "version": 2, "event": "returned", "at": AT, "reason": "x"},
        {"decisions_rest"},
        id="sheet returned under a decision",
    ),
    pytest.param(
        tables.decision,
        DECISION | {"sheets": '[{"digest":"00","expert_id":"e1","version":1}]'},
        {"decisions_rest"},
        id="decision on an open sheet",
    ),
    pytest.param(
        tables.decision, DECISION | {"outcome": "do_not_propose"}, {"decisions_reasoned"}, id="departs without reason"
    ),
    pytest.param(
        tables.decision,
        DECISION
        | {"decision_id": "d1", "version": 2, "application_id": "a1", "state": "voided", "outcome": "propose_aa"},
        {"voids_reasoned"},
        id="voided without reason",
    ),
    pytest.param(
        tables.decision,
        DECISION | {"decision_id": "d1", "version": 2, "state": "voided", "outcome": "propose_aa", "reason": "x"},
        {"voids_reasoned"},
        id="void of another matter",
    ),
    pytest.param(
        tables.decision,
        DECISION | {"application_id": "a1"},
        {"one_live_decision"},
        id="second decision on an application",
    ),
    pytest.param(
        tables.decision,
        DECISION | {"grade": "BBB", "proposal": '{"grade":"BBB","outcome":"defer"}'},
        {"grades_accredited"},
        id="decision for a grade that is not accredited",
    ),
    pytest.param(
        tables.accreditation,
        {
            "application_id": "a2",
            "version": 1,
            "uscc": "x",
            "round_id": "2026",
            "grade": "B",
            "announced_on": "2026-09-01",
            "valid_until": "2031-08-31",
            "state": "valid",
        },
        {"grades_accredited"},
        id="accreditation of a grade that is not accredited",
    ),
    pytest.param(
        tables.round_state, {"round_id": "2031", "version": 1, "state": "open"}, {"references_hold"}, id="no such round"
    ),
    pytest.param(
        tables.rule_book,
        {"digest": "00", "documents": "", "regulation": "", "round": ""},
        {"rule_books_whole"},
        id="rule book under another digest",
    ),
    pytest.param(
        tables.voting,
        VOTING | {"voting_id": "v2", "state": "closed"},
        set(),
        id="a voting on nothing has no ballot",
    ),
    pytest.param(
        tables.voting_item,
        {"voting_id": "v1", "application_id": "a2", "outcome": "propose_aaa", "entitled": 1, "present": 1},
        {"ballots_of_closed", "ballots_as_rolled"},
        id="closed without a ballot on one item",
    ),
    pytest.param(
        tables.ballot,
        {"voting_id": "v1", "application_id": "a1", "number": 2, "choice": "against"},
        {"ballots_as_rolled"},
        id="a ballot of nobody",
    ),
    pytest.param(
        tables.roll,
        {"voting_id": "v1", "person_id": "e9"},
        {"ballots_as_rolled", "voters_have_seats"},
        id="on the roll without a seat",
    ),
    pytest.param(
        tables.roll,
        {"voting_id": "v1", "person_id": "e2"},
        {"voters_have_seats"},
        id="on the roll and recused from all of it",
    ),
    pytest.param(
        tables.decision,
        DECISION | {"votes": VOTES % ("v1", 2)},
        {"votes_as_cast"},
        id="decision that names other votes than were cast",
    ),
    pytest.param(
        tables.decision,
        DECISION | {"votes": VOTES % ("", 1)},
        {"votes_as_cast"},
        id="deferred unread with votes",
    ),
    pytest.param(
        tables.sitting_item,
        {
            "sitting_id": "2026-S1",
            "application_id": "a2",
            "version": 1,
            "block": "hard",
            "position": 2,
            "state": "decided",
            "at": AT,
        },
        {"items_as_decided"},
        id="decided item without a decision",
    ),
    pytest.param(
        tables.minutes_signature,
        {"sitting_id": "2026-S1", "person_id": "e7", "version": 1, "state": "signed", "digest": "0" * 64, "at": AT},
        {"signed_by_members"},
        id="minutes signed by somebody else",
    ),
    pytest.param(
        tables.account,
        ACCOUNT | {"account_id": "account-0002", "login": "mallory", "version": 1, "state": "active"},
        {"accounts_by_two"},
        id="an account that nobody approved",
    ),
    pytest.param(
        tables.account_link,
        {"link_id": "link-0002", "version": 1, "account_id": "account-0001", "issuer": "proxy", "salt": "00"}
        | {"digest": "ff", "hint": "m…", "state": "linked"},
        {"accounts_by_two"},
        id="a link that nobody approved",
    ),
    pytest.param(
        tables.account,
        ACCOUNT | {"roles": '["chair","inspector"]'},
        {"administrations_alone"},
        id="an inspector who decides",
    ),
    pytest.param(
        tables.identity_opening,
        OPENING | ANSWERED | {"state": "agreed", "by": "i1"},
        {"two_persons"},
        id="a name opened by whoever asked for it",
    ),
    pytest.param(
        tables.identity_opening, OPENING | ANSWERED | {"state": "agreed", "by": "i2"}, set(), id="opened by another"
    ),
    pytest.param(
        tables.void_request,
        VOID | ANSWERED | {"state": "agreed", "by": "c1"},
        {"two_persons"},
        id="a decision voided by whoever asked for it",
    ),
    pytest.param(
        tables.void_request,
        VOID
        | {"decision_id": "a2/document_review/1", "version": 1, "state": "agreed"}
        | {"by": "c2", "reason": "x", "at": AT},
        {"two_persons"},
        id="a void that nobody asked for",
    ),
]


@pytest.mark.parametrize(("table", "row", "expected"), WRITTEN)
def test_what_is_written_wrong_is_found(
    whole: Register, write: Callable[..., None], table: Table, row: dict[str, Any], expected: set[str]
) -> None:
    write(table, row)
    assert _broken(whole) == expected


TAMPERED = [
    pytest.param("DELETE FROM chain_salt WHERE sequence = 2", {"guards_in_place", "chain_dense"}, id="salt deleted"),
    pytest.param(
        "UPDATE mark SET value = '9' WHERE application_id = 'a1' AND expert_id = 'e1'",
        {"guards_in_place", "sheets_match"},
        id="mark changed under a submitted sheet",
    ),
    pytest.param(
        "INSERT INTO regional_mark SELECT 1, sequence, hash FROM chain_entry ORDER BY sequence DESC LIMIT 1",
        {"guards_in_place", "counts_as_rows"},
        id="a mark without its counts",
    ),
    pytest.param("UPDATE rule_book SET round = ''", {"guards_in_place", "rule_books_whole"}, id="rule book emptied"),
]


@pytest.mark.parametrize(("statement", "expected"), TAMPERED)
def test_what_is_tampered_with_is_found(
    whole: Register, register_url: str, tamper: Tamper, statement: str, expected: set[str]
) -> None:
    tamper(register_url, statement)
    assert _broken(whole) == expected


def test_faults_name_the_row(whole: Register, write: Callable[..., None]) -> None:
    write(tables.mark, SHEET | MARK | {"application_id": "a1"})
    (fault,) = check(whole)
    assert (fault.entry, fault.row) == ("mark", 10)
    said = fault.message(translator("en"))
    assert said == "Row 10 of mark: a mark of sheet a1/e1/document_review was written after the sheet was submitted."


@pytest.mark.parametrize(("at_decision", "expected"), [("assigned", set()), ("recused", {"one_live_sheet"})])
def test_who_is_recused_after_a_decision_was_counted_rightly(
    whole: Register, write: Callable[..., None], at_decision: str, expected: set[str]
) -> None:
    recused = SHEET | {"application_id": "a1", "version": 2, "state": "recused", "reason": "x"}
    about = DECISION | {"application_id": "a1", "outcome": "propose_aa"}
    with whole.read() as connection:
        counted = connection.execute(tables.decision.select()).one().sheets
    if at_decision == "recused":
        write(tables.assignment, recused)
    write(tables.decision, about | {"decision_id": "d1", "version": 2, "state": "voided", "reason": "x"})
    write(tables.decision, about | {"sheets": counted, "reason": "x"})
    if at_decision == "assigned":
        write(tables.assignment, recused)
    assert _broken(whole) == expected


def test_a_returned_sheet_may_be_marked_and_submitted_again(whole: Register, write: Callable[..., None]) -> None:
    from scoring.register import marks

    sheet = SHEET | {"application_id": "a1", "expert_id": "e2"}
    write(
        tables.decision,
        DECISION
        | {
            "decision_id": "d1",
            "version": 2,
            "application_id": "a1",
            "state": "voided",
            "outcome": "propose_aa",
            "reason": "x",
        },
    )
    write(tables.sheet_event, sheet | {"version": 2, "event": "returned", "at": AT, "reason": "x"})
    write(tables.mark, sheet | MARK)
    with whole.read() as connection:
        counted = marks.latest(connection, **sheet)  # type: ignore[arg-type]
    digest = marks.sheet_digest(counted, hash_name=whole.hash_name)
    write(tables.sheet_event, sheet | {"version": 3, "event": "submitted", "at": AT, "digest": digest})
    assert check(whole) == ()


def test_a_page_of_an_index_that_no_longer_fits(sqlite_register: Register, tmp_path: Any, tamper: Tamper) -> None:
    tamper(
        str(tmp_path / "register.db"),
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_master SET sql = 'CREATE INDEX ix_chain_entry_actor ON chain_entry (at)' "
        "WHERE name = 'ix_chain_entry_actor'",
    )
    sqlite_register.close()
    assert "database_sound" in _broken(sqlite_register)


def test_an_open_voting_has_no_ballot(whole: Register, write: Callable[..., None]) -> None:
    write(tables.voting, VOTING | {"voting_id": "v2", "state": "open"})
    assert check(whole) == ()
    write(tables.ballot, {"voting_id": "v2", "application_id": "a2", "number": 1, "choice": "against"})
    assert _broken(whole) == {"ballots_of_closed", "references_hold"}


def test_at_the_lock_nothing_is_left_open(whole: Register, write: Callable[..., None]) -> None:
    item = {"sitting_id": "2026-S1", "application_id": "a2", "block": "hard", "position": 2, "at": AT}
    write(tables.sitting_item, item | {"version": 1, "state": "waiting"})
    locked = {"round_id": "2026", "stage": "document_review", "seed": "7", "place": "", "kind": "meeting", "at": AT}
    write(tables.sitting, locked | {"sitting_id": "2026-S1", "version": 2, "phase": "locked"})
    assert _broken(whole) == {"items_as_decided"}
    write(tables.sitting_item, item | {"version": 2, "state": "removed"})
    write(tables.sitting_item, item | {"application_id": "a1", "position": 1, "version": 2, "state": "decided"})
    assert check(whole) == ()
