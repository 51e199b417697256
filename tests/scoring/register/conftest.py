"""Acts, marks, and a register with something in every table."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import Table

from indicators.load import shipped_rule_book
from scoring.model import AdverseRecord, Application, Enterprise, Expert, Growth, HeldGrade, MarkState, Stage
from scoring.register import (
    accreditations,
    applications,
    approach_reports,
    assignments,
    attachments,
    bars,
    complaints,
    conflicts,
    credit_checks,
    decisions,
    draws,
    experts,
    joint_documents,
    joint_signatures,
    marks,
    measures,
    misconduct,
    notices,
    objections,
    openings,
    openings_of_identity,
    oversight,
    readings,
    reopenings,
    rounds,
    rule_drafts,
    sheets,
    standstills,
    step_acts,
    tables,
    templates,
    visit_questions,
    void_requests,
    withdrawals,
)
from scoring.register.accreditations import Accreditation
from scoring.register.approach_reports import ApproachReport
from scoring.register.assignments import Assignment
from scoring.register.attachments import Attachment
from scoring.register.bars import Bar
from scoring.register.canonical import Value, timestamp
from scoring.register.chain import Act, Entry, record
from scoring.register.complaints import Complainant, Complaint
from scoring.register.conflicts import Conflict
from scoring.register.credit_checks import CreditCheck
from scoring.register.database import Register, create_register, open_register
from scoring.register.decisions import Decision, SheetReference
from scoring.register.draws import Draw
from scoring.register.joint_documents import JointDocument
from scoring.register.joint_signatures import JointSignature
from scoring.register.listings import Listed
from scoring.register.marks import Mark
from scoring.register.measures import Measure
from scoring.register.misconduct import Case, Provider
from scoring.register.notices import Notice
from scoring.register.objections import Objection
from scoring.register.openings import Paper, Signature
from scoring.register.openings_of_identity import IdentityOpening
from scoring.register.oversight import Instruction, Recheck, Sample
from scoring.register.readings import Reading
from scoring.register.reopenings import Reopening
from scoring.register.rounds import AdoptedRound, RoundState
from scoring.register.rule_drafts import RuleDraft
from scoring.register.sheets import SheetEvent
from scoring.register.standstills import Standstill
from scoring.register.step_acts import StepAct
from scoring.register.templates import HeldTemplate
from scoring.register.visit_questions import VisitQuestions
from scoring.register.void_requests import VoidRequest
from scoring.register.withdrawals import Withdrawal

CONFLICT = Conflict("declared/9132010000000000X1/e2", 1, "e2", "9132010000000000X1", "declared", "本人申明", "任顾问")
DRAW = Draw("2026/document_review/1", 1, "2026", "document_review", "7", "HiGHS", "{}", "{}", "{}")
QUESTIONS = VisitQuestions("a1", 1, ("检定周期", "投诉台账"))
BAR = Bar(
    "9132010000000000X1",
    1,
    date(2026, 5, 10),
    date(2028, 5, 10),
    "16",
    "弄虚作假",
    document="jiangsu-measures",
    bar_id="a2/return",
    application_id="a2",
)

DAY = date(2026, 9, 11)
MEASURE = Measure(
    "a1/measure/1",
    1,
    "a1",
    "publicity_suspension",
    "major_accident",
    "jiangsu-measures",
    "17",
    DAY,
    "market_regulator",
    "secretariat",
    "事故调查期间",
    happened_on=date(2026, 9, 10),
    until_on=date(2026, 12, 31),
)


@pytest.fixture
def act(now: datetime) -> Callable[..., Act]:
    def make(name: str = "mark.saved", *, at: datetime = now, object_: str = "sheet/a1/e1", reason: str = "") -> Act:
        return Act(actor_id="e1", role="expert", act=name, object=object_, at=at, reason=reason)

    return make


@pytest.fixture
def mark(now: datetime) -> Callable[..., Mark]:
    def make(
        indicator: str = "1.1",
        *,
        value: str | None = "12.50",
        version: int = 1,
        application: str = "a1",
        expert: str = "e1",
    ) -> Mark:
        state = MarkState.MISSING if value is None else MarkState.SCORED
        return Mark(application, expert, "document_review", indicator, version, state, timestamp(now), value)

    return make


@pytest.fixture
def save(act: Callable[..., Act], now: datetime) -> Callable[..., Entry]:
    """Save marks as one act, a second after the one before."""
    moment = [now]

    def saving(register: Register, *given: Mark, **told: str) -> Entry:
        moment[0] += timedelta(seconds=1)
        with register.write() as connection:
            return record(connection, act(at=moment[0], **told), {tables.mark: marks.add(given)})

    return saving


@pytest.fixture
def whole(register_url: str, templates: Any, now: datetime) -> Iterator[Register]:
    """A register with something in every table, everything in order; a copy, as `register` is.

    Two applications, ``a1`` with the submitted sheets of ``e1`` and ``e2`` and a decision, ``a2`` with an open sheet of
    ``e1``; ``e3`` was recused from ``a1`` before he marked anything.
    """

    def make(url: str) -> Random:
        salts = Random(7)
        with create_register(url, now=now, salts=salts.randbytes, register_id="test") as register:
            _write_whole(register, now)
        return salts

    salts = Random()
    salts.setstate(templates.copy("whole", register_url, make).getstate())
    with open_register(register_url, salts=salts.randbytes) as opened:
        yield opened


def _write_whole(register: Register, now: datetime) -> None:
    book = shipped_rule_book("2026-sample")
    leaves = [leaf.code for leaf in book.round.indicator_table.leaves()][:3]
    at = timestamp(now)
    stage: Stage = "document_review"

    def sheet(application: str, expert: str, value: str) -> list[Mark]:
        return [Mark(application, expert, stage, code, 1, MarkState.SCORED, at, value) for code in leaves]

    def written(name: str, rows: dict[Table, list[dict[str, Value]]]) -> None:
        with register.write() as connection:
            act = Act(actor_id="e1", role="expert", act=name, object="round/2026", at=now)
            record(connection, act, rows)

    written(
        "round.created",
        {
            tables.rule_book: rounds.add_rule_book(book),
            tables.accreditation_round: rounds.add_rounds([AdoptedRound("2026", 1, book.digest, at)]),
            tables.round_state: rounds.add_states([RoundState("2026", 1, "open")]),
        },
    )
    written("experts.imported", {tables.expert: experts.add([_expert(number) for number in (1, 2, 3)])})
    written("applications.imported", {tables.application: applications.add([_application(n) for n in (1, 2)])})
    panel = [("a1", "e1"), ("a1", "e2"), ("a1", "e3"), ("a2", "e1")]
    assigned = [Assignment(application, expert, stage, 1, "assigned") for application, expert in panel]
    written("experts.assigned", {tables.assignment: assignments.add(assigned)})
    recused = Assignment("a1", "e3", stage, 2, "recused", "任职单位为申报企业的供应商")
    written("conflict.declared", {tables.conflict: conflicts.add([CONFLICT])})
    written("experts.drawn", {tables.expert_draw: draws.add([DRAW])})
    written("visit_questions.handed_on", {tables.visit_question: visit_questions.add([QUESTIONS])})
    written("expert.recused", {tables.assignment: assignments.add([recused])})
    written("mark.saved", {tables.mark: marks.add(sheet("a2", "e1", "1"))})
    references = []
    for expert in ("e1", "e2"):
        given = sheet("a1", expert, "1.5")
        digest = marks.sheet_digest(given, hash_name=register.hash_name)
        event = SheetEvent("a1", expert, stage, 1, "submitted", at, digest)
        written("sheet.imported", {tables.mark: marks.add(given), tables.sheet_event: sheets.add([event])})
        references.append(SheetReference(expert, 1, digest))
    decided = Decision(
        decision_id="d1",
        version=1,
        application_id="a1",
        stage=stage,
        outcome="propose_aa",
        grade="AA",
        rule_book_digest=book.digest,
        decided_at=at,
        sheets=tuple(references),
        aggregate={"total": "4.5"},
        proposal={"outcome": "propose_aa", "grade": "AA"},
        votes={"for": 2, "against": 0},
    )
    written("decision.recorded", {tables.decision: decisions.add([decided])})
    accredited = Accreditation("a1", 1, "91320100000000001X", "2026", "AA", date(2026, 9, 1), date(2031, 8, 31))
    written("accreditation.announced", {tables.accreditation: accreditations.add([accredited])})
    written("accreditation.revoked", {tables.bar: bars.add([BAR]), tables.measure: measures.add([MEASURE])})
    received = Complaint(
        "a1/complaint/1", 1, "a1", "complaint", "320102", DAY, "渗漏", "received", DAY, date(2026, 9, 21)
    )
    sender = Complainant("a1/complaint/1", 1, "王某", "13800000000")
    written(
        "complaint.received",
        {
            tables.complaint: complaints.add([received]),
            tables.complainant: complaints.add_complainant(sender),
        },
    )
    issued = Instruction("instruction/1", 1, "320100", "留存核查记录", DAY, date(2026, 10, 1))
    sample = Sample("2026", 1, "0471", 10, 2, '{"320500":["a2"]}')
    written(
        "instruction.issued",
        {
            tables.instruction: oversight.add_instructions([issued]),
            tables.recheck_sample: oversight.add_samples([sample]),
            tables.recheck: oversight.add_rechecks([Recheck("a2", 1, "2026", 1)]),
        },
    )
    case = Case("misconduct/1", 1, "staff", "李某", "检验机构", None, "favouritism", "泄露名单", DAY)
    provider = Provider("a1", "检测报告", 1, "检验机构", "9132050000000000XX", "inspection_body", "李某")
    written(
        "misconduct.opened",
        {
            tables.misconduct_case: misconduct.add_cases([case]),
            tables.evidence_provider: misconduct.add_providers([provider]),
        },
    )
    written("desk.used", _at_an_experts_desk())
    written("steps.done", _before_the_experts(book.digest, at))
    written("notice.given", _after_the_decisions())
    written("sitting.held", _meeting_rows())
    written("powers.divided", _powers_rows(at))
    written("register.frozen", _standstill_rows(at))
    written("draft.copied", _draft_rows(book.digest, at))
    written("document_template.adopted", _template_rows(at))
    first = {"account_id": "account-0001", "version": 1, "login": "sysadmin", "name": "系统管理员"}
    first |= {"roles": '["system_admin"]', "state": "active"}
    written("account.first_made", {tables.account: [first]})
    written("account.approved", _link_rows())


def _at_an_experts_desk() -> dict[Table, list[dict[str, Value]]]:
    """An approach reported, a sheet asked back, a mark of practice."""
    report = ApproachReport("approach/1", 1, "e1", "a1", "telephone", "某公司总经理", "请求关照", DAY)
    asked = Reopening(
        "a1", "e1", "document_review", 1, "asked", "看错一项", timestamp(datetime(2026, 8, 3, tzinfo=UTC))
    )
    practised = {"case_id": "case-1", "expert_id": "e1", "indicator": "1.1.1", "version": 1, "state": "scored"}
    practised |= {"value": "2", "note": None, "at": asked.at}
    return {
        tables.approach_report: approach_reports.add([report]),
        tables.reopening: reopenings.add([asked]),
        tables.practice_mark: [practised],
    }


def _link_rows() -> dict[Table, list[dict[str, Value]]]:
    """A link to another sign-in, proposed by one person and approved by another."""
    proposed = {"proposal_id": "proposal-0001", "version": 1, "account_id": "account-0001", "kind": "link"}
    proposed |= {"content": '{"digest":"0f"}', "proposer": "p1", "state": "proposed", "reason": "统一身份"}
    link = {"link_id": "link-0001", "version": 1, "account_id": "account-0001", "issuer": "proxy", "salt": "00"}
    link |= {"digest": "0f", "hint": "a…", "state": "linked"}
    return {
        tables.account_proposal: [proposed, proposed | {"version": 2, "decider": "p2", "state": "approved"}],
        tables.account_link: [link],
    }


def _powers_rows(at: str) -> dict[Table, list[dict[str, Value]]]:
    """An identity asked for, a decision to be voided, a look."""
    opening = IdentityOpening("identity-opening/1", 1, "a1", "document_review", "案号", "asked", "i1", "核实", at)
    void = VoidRequest("a1/document_review/1", 1, "a1", "asked", "c1", "计票有误", at)
    return {
        tables.identity_opening: openings_of_identity.add([opening]),
        tables.void_request: void_requests.add([void]),
        tables.reading: readings.add([Reading("i1", "inspector", "round_signs", "2026", at)]),
    }


def _standstill_rows(at: str) -> dict[Table, list[dict[str, Value]]]:
    """A standstill that is over: frozen by one person, asked and agreed by two."""
    frozen = Standstill("standstill/1", 1, "frozen", "i1", "inspector", "演练", at)
    asked = replace(frozen, version=2, state="thaw_asked", by="p1", role="system_admin")
    return {tables.standstill: standstills.add([frozen, asked, replace(frozen, version=3, state="thawed")])}


def _template_rows(at: str) -> dict[Table, list[dict[str, Value]]]:
    """A template that was adopted and taken back."""
    held = HeldTemplate("notice", "zh", 1, "adopted", "ab" * 32, "公示.docx", "s1", "secretariat", "改联系方式", at)
    gone = replace(held, version=2, state="withdrawn", digest=None, reason="恢复")
    return {
        tables.document_template: templates.add([held, gone]),
        tables.attachment_part: attachments.add_content("ab" * 32, b"template"),
    }


def _draft_rows(digest: str, at: str) -> dict[Table, list[dict[str, Value]]]:
    """A draft that was copied and saved once, proposed by one office and adopted by the other."""
    whose = ("s1", "secretariat", "试", at)
    copied = RuleDraft("draft/1", 1, "drafted", "2027", "草案", "2026", digest, "round", "0f", "{}", None, *whose)
    saved = replace(copied, version=2, content="round changed", reason="调整分值")
    proposed = replace(saved, version=3, state="proposed", in_force_from="2027-01-01")
    adopted = replace(proposed, version=4, state="adopted", by="d1", role="province_drc")
    return {tables.rule_draft: rule_drafts.add([copied, saved, proposed, adopted])}


def _after_the_decisions() -> dict[Table, list[dict[str, Value]]]:
    """A credit check, a notice with its list, an objection, a document, each signed by one authority."""
    day = date(2026, 8, 3)
    notice, document = "2026/notice/1", "2026/document/1"
    objected = Objection(f"{notice[:5]}objection/1", 1, notice, "a1", "received", day, "某企业", "不实", day, "s1")
    return {
        tables.credit_check: credit_checks.add([CreditCheck("a1", "drc", 1, "passed", day, "d1")]),
        tables.public_notice: notices.add([Notice(notice, 1, "2026", 1, "open", day, date(2026, 8, 10))]),
        tables.notice_entry: notices.add_entries([Listed(notice, "a1", 1, 1, "AA")]),
        tables.objection: objections.add([objected]),
        tables.joint_document: joint_documents.add([JointDocument(document, 1, "2026", "1号", 1)]),
        tables.document_entry: joint_documents.add_entries([Listed(document, "a1", 1, 1, "AA")]),
        tables.joint_signature: joint_signatures.add([JointSignature(notice, "drc", 1, 1, day, "d1")]),
    }


def _before_the_experts(digest: str, at: str) -> dict[Table, list[dict[str, Value]]]:
    """A plan signed by one authority, a review, a withdrawal, a file."""
    day = date(2026, 3, 6)
    content = b"%PDF-1.7"
    return {
        tables.opening_paper: openings.add_papers([Paper("2026", "annual_plan", 1, digest, "计划", None, "正文")]),
        tables.opening_signature: openings.add_signatures([Signature("2026", "annual_plan", 1, "drc", "d1", at)]),
        tables.step_act: step_acts.add(
            [StepAct("a1", 1, "county_preliminary_review", "signed", 1, "c1", "county_regulator", day)]
        ),
        tables.withdrawal: withdrawals.add([Withdrawal("a2", 1, day, "企业申请")]),
        tables.attachment: attachments.add([Attachment("a1", "d" * 64, 1, "a.pdf", "pdf", len(content))]),
        tables.attachment_part: attachments.add_content("d" * 64, content),
    }


def _expert(number: int) -> Expert:
    return Expert(f"e{number}", f"专家{number}", "质量研究院", "320100", ("C26", "C35"), date(2025, 1, 1))


def _application(number: int) -> Application:
    return Application(
        application_id=f"a{number}",
        round_id="2026",
        enterprise=Enterprise(
            uscc=f"9132010000000000{number}X",
            name=f"企业{number}",
            legal_form="legal_person",
            county="320102" if number == 1 else "320583",
            industry="C2614" if number == 1 else "C3511",
            size="medium",
            registered_on=date(2010, 3, 4),
        ),
        target_grade="AA" if number == 1 else "AAA",
        applied_on=date(2026, 3, 5),
        adverse_records=(
            AdverseRecord("spot_check_failed", date(2021, 2, 3)),
            AdverseRecord("listed", date(2019, 1, 1), None),
        ),
        adverse_records_checked=True,
        growth=(Growth(2025, Decimal("3.10")), Growth(2024, Decimal("-0.5"))),
        held=(HeldGrade("A", date(2023, 6, 7)),),
        declared={"9(1)": True, "10(2)1": False},
    )


def _meeting_rows() -> dict[Table, list[dict[str, Value]]]:
    """A sitting with one row of each kind; its maker stands in its own file, found by its path."""
    spec = importlib.util.spec_from_file_location("meeting_rows", Path(__file__).with_name("meeting_rows.py"))
    if spec is None or spec.loader is None:
        raise ImportError("meeting_rows.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rows: dict[Table, list[dict[str, Value]]] = module.meeting_rows()
    return rows
