"""A voter's own device through a sitting: what it offers at each phase, what it keeps, and what it never shows."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import results, source
from dashboard.roles import VIEWS
from scoring.errors import AccessRefusedError
from scoring.flow import meeting
from scoring.model import GivenMark, MarkState
from scoring.register import sitting_papers, votings
from scoring.register.database import open_register

straight, pr, procedure_register, mr = (
    sys.modules[name] for name in ("straight", "panel_register", "procedure_register", "meeting_register")
)
ME, OTHERS = "E01", ("E02", "E09", "E10", "E11", "E12")
MEMBERS = (ME, *OTHERS)
UNINVITED = "E05"
#: Lies on the table in the normal block; ME and most others are its panel.
ITEM, PULLED = "2026-0004", "2026-0005"
CODE = "1.1.1"
#: In which phases twins are compared: where somebody else's doings differ and nothing of them may show.
PHASES = ("consent", "block", "cast", "table", "rescoring", "handed_in", "vote", "decided", "leave")


@dataclass(frozen=True)
class Snapshot:
    """A register as it was at a phase, with its moment and its sitting."""

    content: bytes
    room: Any


def _walk(path: Path, twin: bool) -> dict[str, Snapshot]:
    """Take a sitting through its phases; in the twin others pull, stand aside, move, vote and dissent otherwise."""
    room, kept = mr.build(path, 12), {}

    def keep(name: str) -> None:
        room.register.close()
        kept[name] = Snapshot(path.read_bytes(), mr.Room(room.register, room.now, room.sitting))
        room.register = open_register(path)

    def other(first: str, second: str) -> Any:
        return mr.member(second if twin else first)

    def cast(by: tuple[str, ...], against: str = "") -> None:
        voting_id = room.member_desk(by[0]).vote.voting_id
        for one in by:
            choice = "against" if one == against else "in_favour"
            room.do(meeting.cast_ballot, mr.member(one), voting_id=voting_id, choice=choice)

    room.prepare(members=MEMBERS)
    keep("prepared")
    room.phase("opened")
    for one in OTHERS:
        room.sit(meeting.sign_in, mr.member(one))
    keep("opened")
    room.sit(meeting.sign_in, mr.member(ME))
    keep("present")
    for one in MEMBERS:
        room.sit(meeting.confirm_recusals, mr.member(one))
    free = [one for one in OTHERS if one not in mr.panel_of(10) and one != "E12"]
    room.sit(meeting.stand_aside, other(*free[:2]), application_id="2026-0010", reason="曾提供咨询")
    room.phase("recusals", "anchors", "consent")
    room.sit(meeting.ask_for, other("E02", "E10"), application_id=PULLED, kind="discussion")
    keep("consent")
    proposed = meeting.consent_motions(room.register, mr.CHAIR, sitting_id=room.sitting)
    room.sit(meeting.open_voting, mr.CHAIR, motions=proposed)
    cast(OTHERS, against="E09" if twin else "E11")
    keep("block")
    cast((ME,))
    keep("cast")
    room.sit(meeting.close_voting, mr.CHAIR)
    room.phase("normal")
    room.take(ITEM)
    keep("table")
    room.sit(meeting.open_rescoring, mr.CHAIR)
    given = GivenMark(CODE, MarkState.SCORED, Decimal("0.5" if twin else "1"), "复核第 8 页" if twin else "复核第 9 页")
    values = {"sitting_id": room.sitting, "application_id": ITEM}
    room.do(meeting.save_rescore, mr.member("E09"), given, **values, seen_version=0)
    room.do(meeting.hand_in_rescore, mr.member("E09"), **values)
    room.do(meeting.hand_in_rescore, other("E10", "E11"), **values)
    keep("rescoring")
    room.do(meeting.hand_in_rescore, mr.member(ME), **values)
    keep("handed_in")
    room.sit(meeting.close_rescoring, mr.CHAIR)
    room.sit(meeting.open_voting, mr.CHAIR, motions={ITEM: "do_not_propose"})
    cast(OTHERS[:-1], against="E10" if twin else "E02")
    keep("vote")
    cast((ME, "E12"))
    room.sit(meeting.close_voting, mr.CHAIR)
    room.sit(meeting.decide_item, mr.CHAIR, outcome="do_not_propose", reason="材料不足")
    room.sit(meeting.give_dissent, other("E02", "E10"), application_id=ITEM, text="应予建议" if twin else "应予暂缓")
    keep("decided")
    room.phase("reserve")
    room.sit(meeting.stand_aside, mr.member(ME), application_id=PULLED, reason="亲属任职")
    room.take(PULLED)
    keep("leave")
    if not twin:
        room.sit(meeting.open_voting, mr.CHAIR, motions={PULLED: "defer"})
        cast(OTHERS)
        room.sit(meeting.close_voting, mr.CHAIR)
        room.sit(meeting.decide_item, mr.CHAIR, outcome="defer", reason="材料待补")
        room.phase("visits", "review")
        room.sit(meeting.lock_sitting, mr.CHAIR)
        keep("locked")
    room.register.close()
    return kept


@pytest.fixture(scope="module")
def walks(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, Snapshot], dict[str, Snapshot]]:
    folder = tmp_path_factory.mktemp("walks")
    return _walk(folder / "first.db", twin=False), _walk(folder / "twin.db", twin=True)


@dataclass
class Device:
    """A register at a phase, served; pages opened by its voters."""

    room: Any

    def open(self, expert: str = ME, **query: str) -> AppTest:
        at = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=60)
        at.session_state["demonstration_role"] = "expert"
        at.session_state["demonstration_expert"] = expert
        at.session_state["language"] = "zh"
        return straight.open_page(at, "expert/sitting", **query)


@contextmanager
def _served(snapshot: Snapshot, path: Path) -> Iterator[Device]:
    path.write_bytes(snapshot.content)
    with pytest.MonkeyPatch.context() as patch, procedure_register.serving(path, snapshot.room.now, patch) as hall:
        room = mr.Room(hall.register, hall.now, snapshot.room.sitting)
        room.tick = lambda seconds=1: hall.tick()
        yield Device(room)


@pytest.fixture
def at_phase(walks: Any, tmp_path: Path) -> Iterator[Callable[[str], Device]]:
    """Serve the register at a phase."""
    served: list[Any] = []

    def serve(phase: str) -> Device:
        manager = _served(walks[0][phase], tmp_path / "register.db")
        served.append(manager)
        return manager.__enter__()

    yield serve
    for manager in served:
        manager.__exit__(None, None, None)


def _press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception, at.exception
    return at


def _has(at: AppTest, key: str) -> bool:
    return any(one.key == key for one in at.button)


def _shown(at: AppTest) -> str:
    """Return everything that the page itself sends: the switch beside it lists every expert of the demonstration."""
    found = "\n".join(pr.text_format.MessageToString(proto, as_utf8=True) for proto in pr._protos(at.main))
    return "\n".join(line for line in found.splitlines() if "<style>" not in line)


@pytest.mark.parametrize("phase", PHASES)
def test_doings_of_others_are_on_nobodys_device(walks: Any, tmp_path: Path, phase: str) -> None:
    found = []
    for number, walk in enumerate(walks):
        with _served(walk[phase], tmp_path / f"{number}.db") as device, pytest.MonkeyPatch.context() as still:
            still.setattr(source, "now", lambda: walks[0][phase].room.now)
            page = device.open()
            for fold in ("agenda", "aside"):
                if _has(page, f"attending-fold-{fold}"):
                    _press(page, f"attending-fold-{fold}")
            found.append(_shown(page))
    assert found[0] == found[1]
    for one in OTHERS:
        assert one not in found[0]
        assert mr.PEOPLE[one] not in found[0]
    # No count of people, of ballots or of sheets, and nothing of how others mark.
    assert not re.search(r"\d+\s*(人|票|份|名)|中位数|平均|总分", found[0])


def test_whoever_may_know_sees_that_the_twins_differ(walks: Any, tmp_path: Path) -> None:
    """Else nothing was hidden: the record itself tells them apart."""
    dissents = []
    for number, walk in enumerate(walks):
        with _served(walk["decided"], tmp_path / f"{number}.db") as device, device.room.register.read() as connection:
            dissents.append(
                (
                    [one.text for one in sitting_papers.dissents(connection, device.room.sitting)],
                    sorted(one.choice for one in votings.ballots(connection, device.room.sitting)),
                )
            )
    assert dissents[0][0] != dissents[1][0]


def test_who_is_not_invited_is_told_so_whether_there_is_such_a_sitting_or_not(at_phase: Any) -> None:
    device = at_phase("consent")
    real = _shown(device.open(UNINVITED, sitting=device.room.sitting))
    assert "不在这场评审会的表决人名单上" in real
    assert real == _shown(device.open(UNINVITED, sitting="no-such-sitting"))
    assert "目前没有邀请您参加的评审会" in real


def test_a_seat_is_taken_and_the_own_list_confirmed(at_phase: Any) -> None:
    device = at_phase("opened")
    page = device.open()
    assert not _has(page, "attending-confirm")
    assert page.query_params["sitting"] in (device.room.sitting, [device.room.sitting])
    _press(page, "attending-sign-in")
    assert device.room.member_desk(ME).seat == "present"
    _press(page, "attending-confirm")
    assert device.room.member_desk(ME).seat == "confirmed"
    _press(page, "attending-fold-leave")
    page.checkbox(key="attending-leave-sure").check().run()
    _press(page, "attending-leave")
    assert device.room.member_desk(ME).seat == "left"
    assert _has(page, "attending-sign-in")


def test_nobody_signs_in_before_the_sitting_is_opened(at_phase: Any) -> None:
    page = at_phase("prepared").open()
    assert not _has(page, "attending-sign-in")
    assert "会议尚未开始签到" in pr.markup(page)


def test_a_sitting_that_was_called_off_is_not_called_locked(at_phase: Any) -> None:
    device = at_phase("prepared")
    device.room.sit(meeting.call_off_sitting, mr.SECRETARY, reason="到会专家不足，另行安排")
    shown = pr.markup(device.open())
    assert "到会专家不足，另行安排" in shown
    assert "决议已锁定" not in shown


def test_standing_aside_needs_a_reason_and_keeps_what_was_typed(at_phase: Any) -> None:
    device = at_phase("table")
    page = _press(device.open(), "attending-aside-this")
    assert page.selectbox(key="attending-aside-item").value == ITEM
    page.checkbox(key="attending-aside-declare-sure").check().run()
    _press(page, "attending-aside-declare")
    assert page.error
    page.text_area(key="attending-aside-reason").input("曾任该企业顾问").run()
    page.checkbox(key="attending-aside-declare-sure").check().run()
    _press(page, "attending-aside-declare")
    assert "请离场" in pr.markup(page)


def test_whoever_must_leave_sees_nothing_else_of_the_item(at_phase: Any) -> None:
    device = at_phase("leave")
    page = device.open()
    shown = _shown(page)
    assert "请离场" in shown
    assert "本件审议结束后请返回" in shown
    assert mr.application(int(PULLED[-4:])).enterprise.name not in shown
    assert 'role=\\"timer\\"' not in shown
    assert not [one.key for one in page.main.get("button")]
    assert 'role=\\"timer\\"' in _shown(device.open("E09"))


def test_whoever_stands_aside_next_gets_ready(at_phase: Any) -> None:
    device = at_phase("decided")
    device.room.phase("reserve")
    assert "请准备离场" not in pr.markup(device.open())
    device.room.sit(meeting.stand_aside, mr.member(ME), application_id=PULLED, reason="亲属任职")
    assert "请准备离场" in pr.markup(device.open())
    assert "请准备离场" not in pr.markup(device.open("E09"))


def test_an_item_of_the_list_is_pulled_and_taken_back(at_phase: Any) -> None:
    device = at_phase("consent")
    page = _press(device.open(), "attending-discussion-2026-0001")
    mine = {one.application_id: one for one in device.room.member_desk(ME).items}["2026-0001"]
    assert (mine.block, mine.asked) == ("reserve", True)
    _press(page, "attending-discussion-2026-0001")
    assert not {one.application_id: one for one in device.room.member_desk(ME).items}["2026-0001"].asked


def test_what_is_proposed_is_computed_once_for_all_devices(at_phase: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    device, asked = at_phase("consent"), []
    real = meeting.proposed_in_list

    def counted(*args: Any, **values: Any) -> Any:
        asked.append(args)
        return real(*args, **values)

    monkeypatch.setattr(meeting, "proposed_in_list", counted)
    id_ = device.room.sitting
    desks = [results.member_desk(mr.member(one), id_) for one in MEMBERS]
    assert len(asked) == 1
    assert {item.moved for item in desks[0].items if item.application_id == "2026-0001"} == {"propose_aa"}
    device.room.sit(meeting.ask_for, mr.member("E11"), application_id="2026-0001", kind="discussion")
    assert {item.moved for item in results.member_desk(mr.member(ME), id_).items if item.block == "reserve"} == {None}
    assert len(asked) == 2
    with pytest.raises(AccessRefusedError, match=r"access\.refused"):
        results.member_desk(mr.member(UNINVITED), id_)


def test_more_time_is_asked_for_and_taken_back(at_phase: Any) -> None:
    device = at_phase("table")
    page = _press(device.open(), "attending-time")
    assert device.room.member_desk(ME).current.short
    _press(page, "attending-time")
    assert not device.room.member_desk(ME).current.short


def _editor(device: Device) -> tuple[AppTest, Any, Any]:
    page = _press(device.open(), f"attending-leaf-{CODE.replace('.', '-')}")
    radio = next(one for one in page.main.radio if (one.key or "").startswith("chosen-attending"))
    note = next(one for one in page.main.text_area if (one.key or "").startswith("note-attending"))
    return page, radio.key, note.key


def test_a_mark_moves_with_a_reason_only_and_is_handed_in(at_phase: Any) -> None:
    device = at_phase("rescoring")
    page, level, note = _editor(device)
    page.radio(key=level).set_value("1").run()
    _press(page, "attending-save")
    assert any("理由" in one.value for one in page.error)
    assert page.radio(key=level).value == "1"
    assert not device.room.member_desk(ME).rescore.moved
    _press(page, "attending-back")
    page.checkbox(key="attending-hand-in-sure").check().run()
    _press(page, "attending-hand-in")
    assert any(f"{CODE} 已填写但尚未保存" in one.value.replace("\\", "") for one in page.error)
    _press(page, f"attending-leaf-{CODE.replace('.', '-')}")
    page.text_area(key=note).input("复核第 12 页").run()
    _press(page, "attending-save")
    saved = device.room.member_desk(ME).rescore.moved[CODE]
    assert (saved.reason, saved.version) == ("复核第 12 页", 1)
    assert "第 1 版" in pr.markup(page)
    page.checkbox(key="attending-hand-in-sure").check().run()
    _press(page, "attending-hand-in")
    assert device.room.member_desk(ME).rescore.handed_in
    assert "复评已交回" in pr.markup(page)


def test_another_device_of_his_that_saved_meanwhile_is_told_and_nothing_is_lost(at_phase: Any) -> None:
    device = at_phase("rescoring")
    page, level, note = _editor(device)
    elsewhere = GivenMark(CODE, MarkState.SCORED, Decimal(0), "另一台设备所写")
    values = {"sitting_id": device.room.sitting, "application_id": ITEM, "seen_version": 0}
    page.radio(key=level).set_value("2").run()
    page.text_area(key=note).input("本机所写").run()
    device.room.do(meeting.save_rescore, mr.member(ME), elsewhere, **values)
    _press(page, "attending-save")
    assert page.error
    assert "另一台设备所写" in pr.markup(page)
    assert page.text_area(key=note).value == "本机所写"
    assert not _has(page, "attending-save")
    _press(page, "attending-insist")
    saved = device.room.member_desk(ME).rescore.moved[CODE]
    assert (saved.reason, saved.version) == ("本机所写", 2)


def test_where_nothing_was_typed_the_other_device_is_simply_shown(at_phase: Any) -> None:
    device = at_phase("rescoring")
    page, _, note = _editor(device)
    elsewhere = GivenMark(CODE, MarkState.SCORED, Decimal(0), "另一台设备所写")
    values = {"sitting_id": device.room.sitting, "application_id": ITEM, "seen_version": 0}
    device.room.do(meeting.save_rescore, mr.member(ME), elsewhere, **values)
    page.run()
    assert page.text_area(key=note).value == "另一台设备所写"


def test_a_ballot_is_cast_once_and_leaves_no_trace(at_phase: Any) -> None:
    device = at_phase("vote")
    page = _press(device.open(), "attending-vote-abstained")
    assert "您选择：弃权" in pr.markup(page)
    assert device.room.member_desk(ME).vote.cast is False
    _press(page, "attending-cast")
    assert device.room.member_desk(ME).vote.cast
    shown = _shown(page)
    assert "已投票" in shown
    state = page.session_state._state._state
    held = f"{state._old_state} {state._new_session_state} {state._new_widget_state.states} {page.query_params}"
    assert "demonstration_expert" in held
    # Names of buttons are no trace: all three have been there.
    assert not [one for one in ("弃权", "反对", "'abstained'", "'against'") if one in f"{shown} {held}"]
    assert not _has(page, "attending-cast")
    assert not _has(page, "attending-vote-abstained")


def test_a_touched_choice_is_forgotten_with_its_voting(at_phase: Any) -> None:
    device = at_phase("vote")
    page = _press(device.open(), "attending-vote-against")
    device.room.sit(meeting.close_voting, mr.CHAIR)
    page.run()
    assert "attending-choice" not in page.session_state
    assert "您选择" not in pr.markup(page)


def test_a_block_vote_names_what_it_covers_and_what_not(at_phase: Any) -> None:
    device = at_phase("block")
    device.room.do(meeting.leave, mr.member("E02"), sitting_id=device.room.sitting)
    page = device.open()
    vote = device.room.member_desk(ME).vote
    assert f"请对 {len(vote.motions)} 件议题合并表决" in pr.markup(page)
    assert "无记名投票" in pr.markup(page)
    late = device.open("E02")
    _press(late, "attending-sign-in")
    assert "从下一次表决起参加" in pr.markup(late)
    assert not _has(late, "attending-vote-in_favour")


def test_a_dissent_is_recorded_without_its_author_and_the_box_is_empty_again(at_phase: Any) -> None:
    device = at_phase("decided")
    page = _press(device.open(), "attending-fold-dissent")
    page.selectbox(key="attending-dissent-item").set_value(ITEM).run()
    page.checkbox(key="attending-dissent-give-sure").check().run()
    _press(page, "attending-dissent-give")
    assert page.error
    assert page.selectbox(key="attending-dissent-item").value == ITEM
    page.text_area(key="attending-dissent-text").input("持续改进证据不足").run()
    page.checkbox(key="attending-dissent-give-sure").check().run()
    _press(page, "attending-dissent-give")
    assert page.success
    assert page.text_area(key="attending-dissent-text").value == ""
    with device.room.register.read() as connection:
        assert "持续改进证据不足" in [one.text for one in sitting_papers.dissents(connection, device.room.sitting)]


def test_after_the_lock_there_are_the_minutes_and_the_decisions_and_no_button(at_phase: Any) -> None:
    page = at_phase("locked").open()
    assert "决议已锁定" in pr.markup(page)
    assert [one.proto.label for one in page.main.get("page_link")] == ["查看会议纪要"]
    assert not page.main.get("button")


def test_the_seat_and_the_minute_stand_over_the_page(at_phase: Any) -> None:
    device = at_phase("table")
    number = device.room.member_desk(ME).seat_number
    assert re.search(rf"座席 {number:02d} · 2026-06-01 \d\d:\d\d", pr.markup(device.open()))
