"""Public reasons: what is public is told, and whom a credit check or an objection stopped looks like anybody else."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from indicators.language import Message
from scoring.flow.regional.enterprises import regional_enterprises
from scoring.model import Actor
from scoring.register import (
    accreditations,
    chain,
    credit_checks,
    decisions,
    joint_documents,
    notices,
    objections,
    rounds,
    step_acts,
    tables,
    withdrawals,
)
from scoring.register.accreditations import Accreditation
from scoring.register.credit_checks import CreditCheck
from scoring.register.database import Register
from scoring.register.decisions import Decision
from scoring.register.joint_documents import JointDocument
from scoring.register.listings import Listed
from scoring.register.notices import Notice
from scoring.register.objections import Objection
from scoring.register.step_acts import StepAct
from scoring.register.withdrawals import Withdrawal
from scoring.texts import translator

procedure = sys.modules["procedure_register"]
ROUND = procedure.ROUND
A, AA, AAA, FAR = procedure.GRADE_A, procedure.GRADE_AA, procedure.GRADE_AAA, procedure.FAR
LEADER = Actor("leader", "leader", frozenset({"leader"}))
DAY = date(2026, 6, 10)
NOTICE, PAPER = f"{ROUND}/notice/1", f"{ROUND}/document/1"


@pytest.fixture
def write(tmp_path: Path) -> Iterator[Any]:
    """Return a register of four applications, and what writes into its record whatever a test needs."""
    hall = procedure.build(tmp_path / "register.db", "entered")
    at = [datetime(2026, 6, 10, tzinfo=UTC)]

    def writing(rows: dict[Any, Any]) -> None:
        at[0] += timedelta(seconds=1)
        with hall.register.write() as connection:
            chain.record(connection, chain.Act("office", "secretariat", "test.wrote", "round", at[0]), rows)

    writing.register = hall.register  # type: ignore[attr-defined]
    yield writing
    hall.register.close()


def announce(write: Any, *granted: tuple[str, str]) -> dict[str, tuple[str, str]]:
    """Announce some grades; return reason and grade of every application of both prefectures."""
    valid = [Accreditation(id_, 1, f"91{id_[-4:]:0>16}", ROUND, grade, DAY, date(2031, 6, 9)) for id_, grade in granted]
    states = ("reviewing", "deciding", "in_notice", "accredited")
    with write.register.read() as connection:
        version = max(one.version for one in rounds.all_states(connection) if one.round_id == ROUND)
    given = [rounds.RoundState(ROUND, version + at, state) for at, state in enumerate(states, 1)]
    write({tables.round_state: rounds.add_states(given), tables.accreditation: accreditations.add(valid)})
    return reasons(write.register)


def reasons(register: Register) -> dict[str, Message]:
    named = {name: id_ for id_, name in procedure.NAMES.items()}
    return {
        named[one.name]: one.reason
        for place in ("320100", "320500")
        for one in regional_enterprises(register, LEADER, on=DAY, round_id=ROUND, prefecture=place)
    }


def notice(write: Any, state: str, *listed: str) -> None:
    days = {"opened_on": DAY, "last_day": DAY} if state == "open" else {}
    version = 1 if state == "drafted" else 2
    rows = {tables.public_notice: notices.add([Notice(NOTICE, version, ROUND, 1, state, **days)])}  # type: ignore[arg-type]
    if listed:
        rows[tables.notice_entry] = notices.add_entries(Listed(NOTICE, one, 1, 1, "A") for one in listed)
    write(rows)


def failed(write: Any, id_: str) -> None:
    write({tables.credit_check: credit_checks.add([CreditCheck(id_, "drc", 1, "failed", DAY, "x", "失信")])})


def test_a_failed_credit_check_reads_like_a_file_that_an_office_refused(write: Any) -> None:
    failed(write, A)
    refused = StepAct(FAR, 1, "county_preliminary_review", "refused", 1, "x", "x", DAY, "x", "x")
    write({tables.step_act: step_acts.add([refused])})
    notice(write, "drafted", AA)
    notice(write, "open")
    found = announce(write, (AA, "AA"))
    assert found[A] == found[FAR] == found[AAA] == Message("province.public_none")


def test_what_was_listed_says_so_whether_an_objection_or_a_check_stopped_it(write: Any) -> None:
    notice(write, "drafted", A, AA, AAA)
    notice(write, "open")
    failed(write, A)
    objection = Objection(f"{ROUND}/objection/1", 1, NOTICE, AA, "received", DAY, "x", "x", DAY, "x")
    write({tables.objection: objections.add([objection])})
    found = announce(write)
    assert found[A] == found[AA] == found[AAA] == Message("province.public_noticed")
    assert found[FAR] == Message("province.public_none")


def test_taken_off_the_list_before_it_was_public_or_after(write: Any) -> None:
    notice(write, "drafted", A, AA)
    write({tables.notice_entry: notices.add_entries([Listed(NOTICE, A, 2, 2, "A", "removed", "x")])})
    notice(write, "open")
    write({tables.notice_entry: notices.add_entries([Listed(NOTICE, AA, 2, 3, "A", "removed", "x")])})
    write({tables.notice_entry: notices.add_entries([Listed(NOTICE, AAA, 1, 3, "A")])})
    found = announce(write)
    assert found[A] == found[FAR] == Message("province.public_none")
    assert found[AA] == found[AAA] == Message("province.public_noticed")


def test_a_draft_lists_nobody_publicly(write: Any) -> None:
    notice(write, "drafted", A)
    assert announce(write)[A] == Message("province.public_none")


def test_not_proposed_is_told_withdrawn_is_not_listed(write: Any) -> None:
    with write.register.read() as connection:
        digest = connection.scalar(tables.rule_book.select().with_only_columns(tables.rule_book.c.digest))
    at, why = "2026-06-01T01:00:00.000000Z", "x"
    no = Decision("d1", 1, AA, "document_review", "do_not_propose", None, digest, at, why)
    write({tables.decision: decisions.add([no])})
    write({tables.withdrawal: withdrawals.add([Withdrawal(AAA, 1, DAY, "x")])})
    found = announce(write)
    assert found[AA] == Message("province.public_not_proposed")
    assert AAA not in found


def test_announced_with_and_without_experts_with_and_without_a_number(write: Any) -> None:
    paper = JointDocument(PAPER, 1, ROUND, "苏市监〔2026〕1号", 1)
    listed = [Listed(PAPER, A, 1, 1, "A"), Listed(PAPER, AA, 1, 1, "AA")]
    entries = {tables.document_entry: joint_documents.add_entries(listed)}
    write({tables.joint_document: joint_documents.add([paper]), **entries})
    found = announce(write, (A, "A"), (AA, "AA"), (AAA, "AAA"))
    # A draft is no document yet.
    assert [found[id_].key.removeprefix("province.public_") for id_ in (A, AA, AAA)] == [
        "confirmed",
        "granted_alone",
        "granted_alone",
    ]
    write({tables.joint_document: joint_documents.add([replace(paper, version=2, state="issued", issued_on=DAY)])})
    found = reasons(write.register)
    zh = translator("zh")
    assert zh(found[A]) == "2026-06-10 公告为 A 级，由省级确认（不经专家评审），见联合发文 苏市监〔2026〕1号"
    assert zh(found[AA]) == "2026-06-10 公告为 AA 级，见联合发文 苏市监〔2026〕1号"
    assert zh(found[AAA]) == "2026-06-10 公告为 AAA 级"
    assert all(translator("en")(one) for one in found.values())
