"""Facts of made-up sittings, small and large, for the tests of papers."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from indicators.language import Message, Name
from indicators.load import shipped_rule_book
from scoring.documents.agenda import AgendaFacts, AgendaLine
from scoring.documents.minutes import (
    Act,
    Attendance,
    Block,
    ChainHead,
    Contradiction,
    DecidedItem,
    Member,
    MinutesFacts,
    Outcome,
    Reopened,
    Signature,
    Tally,
)

START: Final = datetime(2026, 5, 8, 1, 0, tzinfo=UTC)
BOOK: Final = shipped_rule_book("2026-sample")
NAMES: Final = (
    "赵启明",
    "钱知行",
    "孙立言",
    "李慎思",
    "周敏学",
    "吴致远",
    "郑守正",
    "王笃行",
    "冯修远",
    "陈怀瑾",
    "褚求实",
    "卫持恒",
)
EMPLOYERS: Final = ("甲省质量研究院", "乙大学管理学院", "丙检测中心", "丁标准化协会")
CITE: Final = Message(
    "steps.cited_item",
    {"title": Name("江苏省企业质量信用等级认定办法", "Measures"), "article": Name("十", "10"), "item": Name("二", "2")},
)
REASONS: Final = {
    "propose_aa": "各项等级条件均已具备，评审总分达到 AA 级分数线。",
    "propose_aaa": "现场核查结果与申报材料一致。",
    "send_to_site_visit": "评审总分达到 AAA 级分数线，按规定转现场核查。",
    "do_not_propose": "质量管理体系运行记录不足以支撑所报等级，关键指标未达到最低分。",
    "defer": "第二次提示时仍有 4 名表决人要求延长讨论时间，按规定暂缓。",
}


def members() -> tuple[Member, ...]:
    """Return a chair, a secretary and ten voters, of whom one came late, one left and one never came."""
    made = []
    for at, name in enumerate(NAMES):
        role: Any = {0: "chair", 1: "secretary"}.get(at, "voter")
        made.append(Member(f"expert-{at:02d}", name, EMPLOYERS[at % len(EMPLOYERS)], role))
    made[4] = replace(made[4], presence="late", arrived_at=START + timedelta(minutes=22))
    made[7] = replace(made[7], presence="left", left_at=START + timedelta(minutes=100))
    made[9] = replace(made[9], presence="absent")
    return tuple(made)


def item(number: int, block: Block, outcome: Outcome | None, **other: Any) -> DecidedItem:
    """Return an item; every third has a recusal."""
    recused = int(number % 3 == 0)
    entitled = 11 - recused
    target = "AAA" if outcome in ("send_to_site_visit", "propose_aaa") else "AA"
    made = DecidedItem(
        number=number,
        application_id=f"2026-{number:04d}",
        enterprise=f"江苏省示例第{number}精密机械制造股份有限公司",
        uscc=f"9132{number:04d}MA1ABCD{number:03d}"[:18],
        target=target,
        block=block,
        total=Decimal("91.25") if target == "AAA" else Decimal("84.60"),
        grade_by_score=target,
        certainty=0.962,
        proposal=outcome,
        outcome=outcome,
        grade=target,
        cites=(CITE,),
        reason=REASONS.get(outcome or "", ""),
        tally=Tally(entitled, 10 - recused, 10 - recused, 0, 0, quorum_met=True, carried=True),
        recused=recused,
    )
    return replace(made, **other)


def facts(count: int = 12, **other: Any) -> MinutesFacts:
    """Return the facts of a sitting of so many items, with one of each trouble."""
    items = [item(n, "consent", "send_to_site_visit" if n % 4 == 0 else "propose_aa") for n in range(1, count + 1)]
    hard = count // 3
    for at in range(hard):
        items[count - 1 - at] = item(count - at, "normal", "propose_aa", certainty=0.71)
    if count >= 6:
        items[-1] = item(count, "reserve", "defer", proposal="propose_aa", certainty=0.48, tally=None)
        items[-2] = item(
            count - 1,
            "normal",
            "do_not_propose",
            proposal="propose_aa",
            total=Decimal("79.80"),
            total_before=Decimal("80.40"),
            grade_by_score=None,
            certainty=0.55,
            pulled=True,
            tally=Tally(11, 10, 7, 2, 1, quorum_met=True, carried=True),
            dissents=(
                "钱知行等认为，2025 年两次监督抽查均合格，质量管理体系的缺口已在评审前完成整改，应当建议 AA。",
                "整改证据在材料第 46 页，会上未予讨论。",
            ),
        )
        items[-3] = item(
            count - 2,
            "normal",
            "send_to_site_visit",
            visit_questions=("核对出厂检验记录与检测设备台账。", "查看关键工序作业指导书在现场的执行情况。"),
        )
    made = MinutesFacts(
        sitting_id="2026-sample-1",
        round_id="2026-sample",
        round_name=Name("2026年示例轮次", "Sample round 2026"),
        stage="document_review",
        place="南京市某会议中心第三会议室",
        started_at=START,
        ended_at=START + timedelta(minutes=118),
        marks=("sample", "synthetic"),
        sheet=BOOK.round.parameter_sheet,
        cut_scores=BOOK.round.cut_scores,
        rule_book_digest="0123456789abcdef" * 4,
        seed=20260508,
        head=ChainHead(30_412, "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", 30_412),
        attendance=Attendance(entitled=11, present=10, late=1, left=1),
        members=members(),
        items=tuple(items),
        acts=(
            Act(START, Message("minutes.pulled"), "组长宣读会议纪律。"),
            Act(START + timedelta(minutes=50), Message("minutes.pulled"), "休会四分钟。"),
            Act(START + timedelta(minutes=70), Message("minutes.pulled"), "停电三分钟，由备用机恢复；周敏学补录。"),
        ),
        contradictions=(
            Contradiction(Message("minutes.check_none"), "逐件说明理由，维持原结论。"),
            Contradiction(Message("minutes.check_none"), ""),
        ),
        reopened=(
            Reopened(count - 1, f"2026-{count - 1:04d}", "propose_aa", "do_not_propose", "复评后总分低于分数线。"),
        ),
        signatures=tuple(
            Signature(one.name, one.role, "signed", START + timedelta(minutes=119))
            if at < 4
            else Signature(one.name, one.role, "refused", reason="对第十一项结论有保留。")
            if at == 5
            else Signature(one.name, one.role)
            for at, one in enumerate(members())
            if one.presence != "absent"
        ),
    )
    return replace(made, **other)


def agenda(count: int = 12, **other: Any) -> AgendaFacts:
    """Return the facts of a paper pack for so many items, in three blocks."""
    blocks: tuple[Block, ...] = ("hard", "normal", "consent")
    lines = [
        AgendaLine(
            number=n,
            block=blocks[(n - 1) * 3 // count],
            application_id=f"2026-{n:04d}",
            enterprise=f"江苏省示例第{n}精密机械制造股份有限公司",
            target="AAA" if n % 4 == 0 else "AA",
            proposal=None if n == 2 else "send_to_site_visit" if n % 4 == 0 else "propose_aa",
            total=None if n == 2 else Decimal("84.60"),
            certainty=None if n == 2 else 0.93,
            entitled=11 - int(n % 3 == 0),
            recused=int(n % 3 == 0),
        )
        for n in range(1, count + 1)
    ]
    made = AgendaFacts(
        sitting_id="2026-sample-1",
        round_id="2026-sample",
        round_name=Name("2026年示例轮次", "Sample round 2026"),
        stage="document_review",
        starts_at=START,
        made_at=START - timedelta(hours=14),
        place="南京市某会议中心第三会议室",
        marks=("sample",),
        sheet=BOOK.round.parameter_sheet,
        cut_scores=BOOK.round.cut_scores,
        rule_book_digest="0123456789abcdef" * 4,
        seed=20260508,
        items=tuple(lines),
    )
    return replace(made, **other)
