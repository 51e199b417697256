"""A register with everything in it that must be hidden from somebody, and its twins, in which that is otherwise.

``Registers.path(state, otherwise)`` makes the register of the procedure, as far as a state, with every thing of
`THINGS` in it; those named by `otherwise` are other ones: another mark, name, reason, word. A thing says who does not
know it, in which state. Loaded by path from the conftests that need it; tests are no package.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from indicators.load import shipped_rule_book
from scoring import access, flow
from scoring.meeting.quorum import Votes
from scoring.model import Actor, GivenMark, GivenSheet, MarkState
from scoring.register import database

pr = sys.modules["procedure_register"]
#: Under review; decided, nothing locked; locked, checked and under notice; announced.
STATES = ("scored", "decided", "noticed", "accredited")
AT = datetime(2026, 6, 20, 3, 0, tzinfo=UTC)
VIEWER, *PEERS = tuple(pr.EXPERTS)[:5]
#: Shares of the points that the experts of a panel give; they differ, so that whose a mark is could be told.
SHARES = dict(zip((VIEWER, *PEERS), ("1", "0.75", "1", "0.75", "0.5"), strict=True))
OTHER_SHARES = dict(zip((VIEWER, *PEERS), ("1", "1", "0.75", "0.75", "0.25"), strict=True))
#: The same marks of a panel, dealt otherwise to those who gave them.
DEALT = dict(zip((VIEWER, *PEERS), ("1", "0.5", "0.75", "1", "0.75"), strict=True))

EVERYBODY = frozenset(role.id for role in access.rules().role)
OFFICES = frozenset({"prefecture_regulator", "prefecture_drc", "county_regulator", "county_drc"})
ADMINISTRATORS = frozenset({"system_admin", "security_admin"})
OUTSIDE = frozenset({"kiosk", "public"})
BOTH_AUTHORITIES = frozenset({"secretariat", "province_drc"})


def all_but(*roles: str) -> frozenset[str]:
    return EVERYBODY - frozenset(roles)


@dataclass(frozen=True, slots=True)
class Thing:
    """A hidden thing: at which stage of the register it comes in, and who does not know it in which state.

    `control`: a role and a page, or a reading of `flow`, that shows it, in a state.
    """

    name: str
    stage: str
    blind: Mapping[str, frozenset[str]]
    control: tuple[str, str, str]


def _always(roles: frozenset[str], states: tuple[str, ...] = STATES) -> Mapping[str, frozenset[str]]:
    return dict.fromkeys(states, roles)


INSPECTORS = all_but("inspector")
SUPERVISED = all_but("secretariat", "province_drc", "inspector")
#: What marks may show: to the chair once they are closed, to those who read the province's statistics once decisions
#: are locked, to experts in their mirrors; the holder may have them with names.
WITHOUT_MARKS = OFFICES | OUTSIDE | ADMINISTRATORS
THINGS = (
    Thing(
        "names and employers of peers",
        "planned",
        _always(all_but("assignment_holder")),
        ("assignment_holder", "holder/experts", "scored"),
    ),
    Thing("a supplier of evidence", "entered", _always(INSPECTORS), ("inspector", "read_providers", "scored")),
    Thing(
        "another region's application",
        "entered",
        _always(OFFICES | OUTSIDE | ADMINISTRATORS | {"leader"}, ("scored", "decided")),
        ("secretariat", "office/steps", "scored"),
    ),
    Thing(
        "a recusal",
        "reviewing",
        _always(all_but("assignment_holder", "inspector")),
        ("assignment_holder", "holder/experts", "scored"),
    ),
    Thing(
        "a conflict",
        "reviewing",
        _always(all_but("assignment_holder", "inspector")),
        ("assignment_holder", "read_conflicts", "scored"),
    ),
    Thing("an approach", "reviewing", _always(INSPECTORS), ("inspector", "inspector/approaches", "scored")),
    Thing("a case of misconduct", "reviewing", _always(INSPECTORS), ("inspector", "inspector/cases", "scored")),
    Thing(
        "an instruction to another region",
        "reviewing",
        _always(SUPERVISED),
        ("secretariat", "office/oversight", "scored"),
    ),
    Thing(
        "marks of peers",
        "scored",
        {
            "scored": EVERYBODY,
            "decided": all_but("chair", "inspector", "assignment_holder"),
            "noticed": WITHOUT_MARKS,
            "accredited": WITHOUT_MARKS,
        },
        ("chair", "chair/overview", "decided"),
    ),
    Thing(
        "who scored what",
        "scored",
        _always(all_but("assignment_holder")),
        ("assignment_holder", "export_sheets", "decided"),
    ),
    Thing(
        "why a sheet is asked back",
        "scored",
        _always(all_but("assignment_holder")),
        ("assignment_holder", "holder/draw", "scored"),
    ),
    Thing(
        "a decision before the lock",
        "decided",
        {"decided": all_but("chair", "secretariat", "inspector")},
        ("secretariat", "read_decisions", "decided"),
    ),
    Thing(
        "an opening of identities",
        "decided",
        {"decided": all_but("inspector", "security_admin")},
        ("inspector", "list_openings_identity", "decided"),
    ),
    Thing("a look", "decided", {"decided": INSPECTORS}, ("inspector", "who_looked", "decided")),
    Thing(
        "a credit check",
        "noticed",
        {"noticed": SUPERVISED, "accredited": SUPERVISED},
        ("province_drc", "read_credit_checks", "noticed"),
    ),
    Thing(
        "an objection",
        "noticed",
        {"noticed": SUPERVISED, "accredited": SUPERVISED},
        ("secretariat", "read_objections", "noticed"),
    ),
    Thing("a complaint", "accredited", {"accredited": SUPERVISED}, ("secretariat", "office/complaints", "accredited")),
    Thing("who complained", "accredited", {"accredited": INSPECTORS}, ("inspector", "read_complainant", "accredited")),
)


def hidden_from(role: str, state: str) -> frozenset[str]:
    """Return the things that a role does not know in a state, of those that are there by then."""
    return frozenset(thing.name for thing in THINGS if role in thing.blind.get(state, ()))


class _Made:
    """What each stage does, with the things that come in at it."""

    def __init__(self, otherwise: frozenset[str]) -> None:
        self.otherwise = otherwise

    def either(self, thing: str, one: Any, other: Any) -> Any:
        return other if thing in self.otherwise else one

    def planned(self, hall: Any) -> None:
        given, more = pr.Expert, self.either("names and employers of peers", "", "又")

        def expert(id_: str, name: str, employer: str, *rest: Any) -> Any:
            return (
                given(id_, name, employer, *rest) if id_ == VIEWER else given(id_, name + more, employer + more, *rest)
            )

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(pr, "Expert", expert)
            pr._planned(hall)

    def entered(self, hall: Any) -> None:
        with pytest.MonkeyPatch.context() as patch:
            name = self.either("another region's application", pr.NAMES[pr.FAR], "苏州样例戊股份有限公司")
            patch.setitem(pr.NAMES, pr.FAR, name)
            pr._entered(hall)
        person = self.either("a supplier of evidence", "李某", "张某")
        supplied = flow.Supplied(
            "检测报告 2026-17", f"{person}检验公司", pr.make("91320500MA1ABCD01"), "inspection_body", person
        )
        county = pr.actor("county_regulator", pr.SUZHOU)
        hall.do(flow.record_providers, county, application_id=pr.FAR, supplied=(supplied,))

    def reviewing(self, hall: Any) -> None:
        pr._reviewing(hall)
        holder, inspector = pr.actor("assignment_holder"), pr.actor("inspector")
        who, why = self.either("a recusal", ("E06", "与申报企业有亲属关系"), ("E07", "曾为申报企业提供咨询"))
        hall.do(flow.assign, holder, pr.ROUND, [(pr.FAR, who)])
        hall.do(flow.recuse, holder, application_id=pr.FAR, expert_id=who, reason=why)
        who, why = self.either("a conflict", ("E08", "曾任顾问"), ("E09", "持有股份"))
        uscc = pr.application(pr.FAR).enterprise.uscc
        hall.do(flow.declare_conflict, holder, uscc=uscc, expert_id=who, kind="found", source="登记信息", reason=why)
        told = self.either("an approach", ("某公司总经理", "请求关照"), ("某协会会长", "打听评审情况"))
        approach = flow.Approach(told[0], "telephone", date(2026, 5, 30), told[1], pr.FAR)
        peer = Actor(PEERS[1], PEERS[1], frozenset({"expert"}))
        hall.do(flow.report_approach, peer, approach=approach)
        told = self.either("a case of misconduct", ("李某", "出具虚假检测报告"), ("王某", "收受礼金"))
        alleged = flow.Allegation("provider", told[0], f"{told[0]}检验公司", "favouritism", told[1], pr.FAR)
        hall.do(flow.open_case, inspector, allegation=alleged, on=pr.OPENED)
        content = self.either("an instruction to another region", "请核实丁公司的投诉", "请抽查全部获评企业")
        values = {"region": "320500", "content": content, "on": pr.OPENED, "due": pr.ANNOUNCED}
        hall.do(flow.instruct, pr.SECRETARIAT, **values)

    def scored(self, hall: Any) -> None:
        shares = self.either("marks of peers", SHARES, OTHER_SHARES)
        shares = self.either("who scored what", shares, _dealt(shares))
        leaves = shipped_rule_book(pr.ROUND).round.indicator_table.leaves()
        sheets = [
            GivenSheet(
                id_,
                expert,
                tuple(
                    GivenMark(leaf.code, MarkState.SCORED, Decimal(share) * leaf.max_score, "第 3 页")
                    for leaf in leaves
                ),
            )
            for id_, grade in pr.TARGETS.items()
            if grade != "A"
            for expert, share in shares.items()
        ]
        signed = {(one.application_id, one.expert_id) for one in sheets}
        hall.do(
            flow.import_sheets, pr.actor("assignment_holder"), pr.ROUND, sheets, submitted=signed, source="sheets.csv"
        )
        why = self.either("why a sheet is asked back", "第三项看错了页", "漏看了一份附件")
        peer = Actor(PEERS[0], PEERS[0], frozenset({"expert"}))
        hall.do(flow.ask_reopening, peer, application_id=pr.FAR, reason=why)

    def decided(self, hall: Any) -> None:
        outcome = self.either("a decision before the lock", "propose_aa", "do_not_propose")
        act = hall.do

        def do(step: Any, by: Actor, *args: Any, **values: Any) -> Any:
            if step is flow.record_decision:
                values |= {"reason": values["reason"] or "综合评议"}
                if values["application_id"] == pr.FAR and outcome != "propose_aa":
                    values |= {"outcome": outcome, "reason": "材料不足以支持建议", "votes": Votes(10, 10, 0, 10, 0)}
            return act(step, by, *args, **values)

        hall.do = do
        pr._decided(hall)
        del hall.do
        ground = self.either("an opening of identities", "苏纪立〔2026〕3号", "苏纪函〔2026〕8号")
        values = {"application_id": pr.GRADE_AA, "ground": ground, "reason": f"核实打分异常，{ground}"}
        opening = hall.do(flow.ask_opening_identity, pr.actor("inspector"), **values)
        answer = {"opening_id": opening.opening_id, "agree": True, "reason": f"依据充分，{ground}"}
        hall.do(flow.answer_opening_identity, pr.actor("security_admin"), **answer)
        about = self.either("a look", pr.FAR, pr.GRADE_AAA)
        flow.note_look(hall.register, pr.actor("inspector"), hall.tick(), step="read_cases", about=about)

    def noticed(self, hall: Any) -> None:
        note = self.either("a credit check", "无失信记录", "原有失信记录已修复")
        found = flow.CreditResult(pr.FAR, "passed", note)
        hall.do(flow.check_credit, pr.SECRETARIAT, pr.ROUND, [found], checked_on=pr.OPENED, reason=f"复核{note}")
        pr._noticed(hall)
        told = self.either("an objection", ("某举报人", "荣誉证书日期有误"), ("另一举报人", "涉嫌商业秘密纠纷"))
        values = {"received_on": pr.OPENED, "received_from": told[0], "substance": told[1]}
        objection = hall.do(flow.receive_objection, pr.SECRETARIAT, application_id=pr.FAR, **values)
        named = {"objection_id": objection.objection_id}
        hall.do(flow.acknowledge_objection, pr.SECRETARIAT, **named, acknowledged_on=pr.OPENED)
        settled = {"outcome": "groundless", "decided_on": pr.OPENED, "reason": f"经核查，{told[1]}不成立"}
        hall.do(flow.decide_objection, pr.SECRETARIAT, **named, **settled)
        hall.do(flow.sign_objection, pr.DRC, **named, signed_on=pr.OPENED)

    def accredited(self, hall: Any) -> None:
        pr._accredited(hall)
        account = self.either("a complaint", "产品与标识不符", "拖欠供应商货款")
        sender = flow.Sender(*self.either("who complained", ("周某", "12345678901"), ("吴某", "10987654321")))
        desk = pr.actor("county_regulator", pr.SUZHOU)
        told = {"application_id": pr.FAR, "kind": "complaint", "account": account, "on": pr.ANNOUNCED}
        hall.do(flow.receive_complaint, desk, **told, sender=sender)


def _dealt(shares: Mapping[str, str]) -> Mapping[str, str]:
    """Return the same shares of peers, each of another one's."""
    given = [shares[expert] for expert in PEERS]
    return {VIEWER: shares[VIEWER], **dict(zip(PEERS, [*given[1:], given[0]], strict=True))}


@dataclass
class Registers:
    """Registers by state and by what is otherwise in them, each made once; a twin goes on from where it parts."""

    folder: Path
    made: dict[tuple[str, frozenset[str]], tuple[bytes, datetime]] = field(default_factory=dict)
    paths: dict[tuple[str, frozenset[str]], Path] = field(default_factory=dict)
    number: Any = field(default_factory=count)

    def path(self, state: str, otherwise: frozenset[str] = frozenset()) -> Path:
        """Return a register; the same file whenever it is asked for again."""
        if (state, otherwise) not in self.paths:
            content, _ = self._until(pr.STAGES.index(state), otherwise)
            path = self.folder / str(next(self.number)) / "register.db"
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
            self.paths[state, otherwise] = path
        return self.paths[state, otherwise]

    def _until(self, at: int, otherwise: frozenset[str]) -> tuple[bytes, datetime]:
        there = frozenset(one.name for one in THINGS if one.name in otherwise and pr.STAGES.index(one.stage) <= at)
        key = pr.STAGES[at], there
        if key not in self.made:
            path = self.folder / "making.db"
            if at:
                content, now = self._until(at - 1, otherwise)
                path.write_bytes(content)
                hall = pr.Hall(database.open_register(path), now)
            else:
                hall = pr.Hall(database.create_register(path, now=pr.NOW, synthetic=True))
            stage = pr.STAGES[at]
            (getattr(_Made(there), stage, None) or pr._DO[stage])(hall)
            hall.register.close()
            self.made[key] = path.read_bytes(), hall.now
            path.unlink()
        return self.made[key]


#: Of this process: what tests of pages, of `flow` and of commands read is made once for all of them.
_SHARED: list[Registers] = []


def shared(folder: Path) -> Registers:
    """Return the registers of this process, in the folder that was named first; whoever opens one takes a copy."""
    if not _SHARED:
        folder.mkdir(parents=True, exist_ok=True)
        _SHARED.append(Registers(folder))
    return _SHARED[0]
