"""The chair's desk: what each phase says, the one button, counts while a vote is open, reasons, and nobody's name."""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from scoring import flow
from scoring.flow import meeting
from scoring.model import GivenMark, MarkState

pr = sys.modules["procedure_register"]
mr = sys.modules["meeting_register"]
SECRETS = (
    *mr.PEOPLE.values(),
    *(f"检测研究院{id_}" for id_ in mr.EXPERTS),
)
AAA = "2026-0006"
ID = re.compile(r"\bE(0[1-9]|1[0-2])\b")


@dataclass
class Desk:
    """A register served to pages, its sitting, and the chair's page."""

    room: Any
    hall: Any

    def open(self, **query: str) -> AppTest:
        self.hall.now = max(self.hall.now, self.room.now)
        return self.hall.page("chair", "chair/sitting", **query)

    def at(self) -> meeting.ChairDesk:
        self.room.now = max(self.hall.now, self.room.now)
        return self.room.desk()


def words(at: AppTest) -> str:
    said = [*at.get("html"), *at.markdown, *at.caption, *at.error, *at.header]
    return "\n".join(str(getattr(one, "value", "") or one.proto.body) for one in said)


def nobody(at: AppTest) -> None:
    whole = words(at) + repr([one.label for one in at.button]) + repr([one.options for one in at.selectbox])
    assert not [one for one in SECRETS if one in whole]
    found = ID.search(whole)
    assert found is None, whole[max(0, found.start() - 80) : found.end() + 40]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Twelve items, nothing opened: the file, the moment it had come to, and the sitting."""
    path = tmp_path_factory.mktemp("chair") / "register.db"
    room = mr.build(path, 12)
    room.prepare()
    room.register.close()
    return path, room.now, room.sitting


@pytest.fixture
def desk(prepared: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Desk]]:
    """Serve a copy of the sitting after what a test does to it first."""
    served: list[Any] = []

    def serve(*before: Callable[[Any], object]) -> Desk:
        path = tmp_path / f"{len(served)}.db"
        made, now, sitting = prepared
        shutil.copyfile(made, path)
        room = mr.Room(mr.open_register(path), now, sitting)
        for one in before:
            one(room)
        context = pr.serving(path, room.now, monkeypatch)
        hall = context.__enter__()
        served.append((context, room))
        return Desk(room, hall)

    yield serve
    for context, room in reversed(served):
        context.__exit__(None, None, None)
        room.register.close()


def press(at: AppTest) -> AppTest:
    at.button(key="chairing-next").click().run()
    assert not at.exception, at.exception
    return at


def test_without_a_sitting_it_says_who_prepares_one(tmp_path, monkeypatch):
    room = mr.build(tmp_path / "r.db", 12)
    room.register.close()
    with pr.serving(tmp_path / "r.db", room.now, monkeypatch) as hall:
        at = hall.page("chair", "chair/sitting")
        assert "会务" in words(at)
        assert "chairing-next" not in {one.key for one in at.button}


def test_before_the_opening_what_is_red_stands_open_and_the_rules_are_in_words(desk):
    at = desk().open()
    said = words(at)
    assert "会场大屏尚未配对" in said
    assert "已就绪 4 项" in said
    assert "2/3" in said
    assert "样例" in said
    nobody(at)


def test_the_button_leads_through_the_opening(desk):
    it = desk()
    at = it.open()
    for phase in ("opened", "recusals"):
        press(at)
        if phase == "opened":
            it.room.now = max(it.hall.now, it.room.now)
            for one in mr.EXPERTS:
                it.room.sit(meeting.sign_in, mr.member(one))
        assert it.at().sitting.phase == phase
        nobody(at)
    assert "已确认回避" in words(at)


def test_the_list_waits_for_its_window_and_is_voted_on_in_one(desk):
    it = desk(lambda room: room.seated(), lambda room: room.phase("consent"))
    at = it.open()
    assert at.button(key="chairing-next").disabled, "members may still pull items out"
    assert "提出讨论还剩" in words(at)
    at.button(key="chairing-nobody-pulls").click().run()
    press(at)
    assert it.at().voting.state == "open"
    it.room.cast({})
    at = it.open()
    assert "已投 12/12" in words(at)
    press(at)
    assert "合并表决：通过" in words(at)
    assert all(one.state == "decided" for one in it.at().of_block("consent"))
    nobody(at)


def talking(room: Any) -> None:
    room.seated()
    room.phase("normal")


def test_an_item_from_the_table_to_its_decision_in_two_presses_after_the_vote(desk):
    it = desk(talking)
    at = press(it.open())
    table = it.at().table
    assert table is not None
    said = words(at)
    assert table.item.application_id in said
    assert "到会" in said
    assert "分歧所在" in said
    assert "去掉任一专家" in said
    for step in ("report", "questions"):
        press(at)
        assert it.at().table.step == step
    assert "交付表决" in at.button(key="chairing-next").label
    press(at)
    it.room.cast({})
    at = it.open()
    press(at)
    assert "赞成 12" in words(at) or "赞成 11" in words(at)
    assert "记录决定" in at.button(key="chairing-next").label
    press(at)
    assert it.at().table is None
    assert len([one for one in it.at().items if one.state == "decided"]) == 1
    nobody(at)


def voting(room: Any, outcome: str = "defer") -> str:
    talking(room)
    id_ = room.take()
    room.sit(meeting.open_voting, mr.CHAIR, motions={id_: outcome})
    return id_


def test_while_a_vote_is_open_two_registers_that_differ_in_what_was_cast_look_alike(desk):
    def cast(choice: str) -> Callable[[Any], None]:
        def act(room: Any) -> None:
            voting(room)
            for one in list(mr.EXPERTS)[:7]:
                made = room.member_desk(one).vote
                if made is not None:
                    room.do(meeting.cast_ballot, mr.member(one), voting_id=made.voting_id, choice=choice)

        return act

    shown, closed = [], []
    for choice in ("in_favour", "against"):
        it = desk(cast(choice))
        at = it.open()
        shown.append(re.sub(r"\d+:\d\d", "", words(at)) + at.button(key="chairing-next").label)
        closed.append(words(press(at)))
    assert "已投" in shown[0]
    assert shown[0] == shown[1]
    assert closed[0] != closed[1], "the control: once closed, they differ"


def test_what_departs_or_was_not_carried_is_recorded_with_a_reason_alone(desk):
    it = desk(lambda room: (voting(room), room.cast({}, default="against"), room.sit(meeting.close_voting, mr.CHAIR)))
    at = it.open()
    assert "未通过" in words(at)
    press(at)
    assert at.error, "what it is recorded as has to be chosen"
    chosen = at.button_group(key=f"chairing-outcome-{it.at().voting.voting_id}")
    chosen.set_value("defer").run()
    press(at)
    assert at.error, "a reason is due"
    assert it.at().table is not None
    box = at.text_area(key=f"chairing-reason-{it.at().voting.voting_id}")
    box.set_value("须补正材料").run()
    press(at)
    assert it.at().table is None
    (decided,) = [one for one in it.at().items if one.state == "decided"]
    assert decided.outcome == "defer"


def test_a_clause_alone_is_a_reason(desk):
    it = desk(lambda room: (voting(room), room.cast({}), room.sit(meeting.close_voting, mr.CHAIR)))
    at = it.open()
    id_ = it.at().voting.voting_id
    item = it.at().table.item.application_id
    pills = at.button_group(key=f"chairing-clauses-{id_}")
    pills.set_value([pills.options[0]]).run()
    press(at)
    made = flow.decision_history(it.room.register, mr.CHAIR, item)[0].decision
    assert made.reason
    assert len(made.votes["clauses"]) == 1


def test_a_press_on_what_has_moved_on_does_nothing_but_draw_anew(desk):
    it = desk(talking)
    at = it.open()
    it.room.now = max(it.hall.now, it.room.now)
    id_ = it.room.take()
    press(at)
    assert it.at().table.step == "reading", "it was taken by somebody quicker: not stepped further"
    assert id_ in words(at)
    assert not at.error


def test_tools_take_put_off_undo_and_reopen(desk):
    it = desk(talking)
    at = it.open()
    second = it.at().of_block("consent")[0].application_id
    at.selectbox(key="chairing-take-item").set_value(second).run()
    at.button(key="chairing-take-do").click().run()
    assert it.at().table.item.application_id == second
    at.button(key="chairing-off-do").click().run()
    assert at.error, "a reason is due"
    at.text_area(key="chairing-off-reason").set_value("时间已到").run()
    at.button(key="chairing-off-do").click().run()
    assert it.at().table is None
    moved = next(one for one in it.at().items if one.application_id == second)
    assert (moved.block, moved.why) == ("reserve", "时间已到")
    assert "时间已到" in words(at)
    press(at)
    at.button(key="chairing-undo").click().run()
    assert it.at().table is None
    nobody(at)


def test_before_the_close_what_contradicts_is_listed_with_the_way_back(desk):
    def act(room: Any) -> None:
        talking(room)
        room.take()
        room.vote("do_not_propose")
        room.sit(meeting.decide_item, mr.CHAIR, outcome="do_not_propose", reason="材料不足以支持")
        room.phase("reserve", "review")

    it = desk(act)
    at = it.open()
    said = words(at)
    assert "件未作决定" in said
    nobody(at)
    press(at)
    assert at.error, "what is left is deferred with a reason alone"
    at.text_area(key="chairing-lock-reason").set_value("会议时间已到").run()
    press(at)
    assert it.at().sitting.phase == "locked"
    assert "决议已锁定" in words(at)
    nobody(at)


def test_a_rescore_shows_counts_until_it_closes_and_then_the_panel_before_and_after(desk):
    def act(room: Any) -> None:
        talking(room)
        room.take()
        room.sit(meeting.open_rescoring, mr.CHAIR)
        panel = [one for one in mr.EXPERTS if room.member_desk(one).rescore is not None]
        for one in panel[:3]:
            marks = room.member_desk(one).rescore.marks
            code = next(code for code, mark in marks.items() if Decimal(mark.value or 0) > 0)
            given = GivenMark(code, MarkState.SCORED, Decimal(0), "证据不足")
            values = {"application_id": room.desk().table.item.application_id, "sitting_id": room.sitting}
            room.do(meeting.save_rescore, mr.member(one), given, seen_version=0, **values)
            room.do(meeting.hand_in_rescore, mr.member(one), **values)

    it = desk(act)
    at = it.open()
    assert "已交回 3/5" in at.button(key="chairing-next").label.replace("\\", "")
    assert "会上复评：总分" not in words(at)
    nobody(at)
    press(at)
    assert "会上复评：总分" in words(at)
    nobody(at)


def test_site_visits_get_drafts_of_what_the_panel_was_split_on(desk):
    def act(room: Any) -> None:
        talking(room)
        room.take(AAA)
        room.vote("send_to_site_visit")
        room.sit(meeting.decide_item, mr.CHAIR, outcome="send_to_site_visit", reason="材料符合，转现场核查")
        room.phase("reserve", "visits")

    it = desk(act)
    at = it.open()
    assert "转现场核查 1 件" in words(at)
    at.button(key="chairing-draft-all").click().run()
    assert not at.exception
    assert not at.error
    asked = flow.read_visit_questions(it.room.register, mr.CHAIR, AAA).questions
    assert 1 <= len(asked) <= 3
    assert asked[0] in words(at)
    nobody(at)


def test_what_stands_against_the_order_is_reopened_where_it_is_told(desk):
    def act(room: Any) -> None:
        talking(room)
        for id_, outcome in zip(sorted_by_total(room), ("propose_aa", "do_not_propose"), strict=False):
            room.take(id_)
            room.vote(outcome)
            room.sit(meeting.decide_item, mr.CHAIR, outcome=outcome, reason="按表决结果记录")
        room.phase("reserve", "review")

    it = desk(act)
    at = it.open()
    assert "结果却更优" in words(at)
    at.button(key="chairing-again-0-do").click().run()
    assert at.error, "a reason is due"
    at.text_area(key="chairing-again-0-reason").set_value("与更高分的申报前后不一致").run()
    at.button(key="chairing-again-0-do").click().run()
    assert [one.why for one in it.at().items if one.state == "waiting" and one.block == "reserve"] == [
        "与更高分的申报前后不一致"
    ]
    at.button(key="chairing-back").click().run()
    assert it.at().sitting.phase == "reserve"
    nobody(at)


def sorted_by_total(room: Any) -> tuple[str, ...]:
    """Return two applications for AA that may be proposed, the one with the lower total first."""
    found = []
    for one in room.desk().items:
        case = flow.sitting_case(room.register, mr.CHAIR, one.application_id)
        if one.application.target_grade == "AA" and case.result.proposal.outcome == "propose_aa":
            found.append((case.result.scores.total, one.application_id))
    found.sort()
    return found[0][1], found[-1][1]


def test_a_dissent_stands_at_its_item_with_no_author(desk):
    def act(room: Any) -> None:
        talking(room)
        id_ = room.take(AAA)
        room.vote("defer")
        room.sit(meeting.decide_item, mr.CHAIR, outcome="defer", reason="材料待补")
        room.sit(meeting.give_dissent, mr.member("E05"), application_id=id_, text="<b>应予</b>建议")

    at = desk(act).open()
    assert "不同意见：&lt;b&gt;应予&lt;/b&gt;建议" in words(at)
    nobody(at)
