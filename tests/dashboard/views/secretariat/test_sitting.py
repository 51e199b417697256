"""The secretary's desk: a sitting prepared, seats, who goes out, the screen; no mark, no vote, no total."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import source
from dashboard.texts import translator
from scoring import flow
from scoring.flow import meeting
from scoring.model import GivenMark, MarkState

pr, procedure, mr = (sys.modules[name] for name in ("panel_register", "procedure_register", "meeting_register"))
straight = sys.modules["straight"]
SAY = translator("zh")
PAGE = "secretariat/sitting"
#: Where a test begins: the register's bytes, the moment, the sitting.
Stood = tuple[bytes, datetime, str]


@pytest.fixture(scope="module")
def stood(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Stood]:
    """The round before any sitting; a sitting prepared; one whose second talked-about item is scored again."""
    folder = tmp_path_factory.mktemp("hall")
    room = mr.build(folder / "r.db", items=12)
    found: dict[str, Stood] = {}

    def keep(name: str) -> None:
        with room.register.read() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        found[name] = (folder / "r.db").read_bytes(), room.now, room.sitting

    keep("none")
    room.prepare(place="<b>301</b>", members=[one for one in mr.EXPERTS if one != "E12"])
    keep("prepared")
    room.seated([one for one in mr.EXPERTS if one not in ("E11", "E12")])
    for one in ("2026-0001", "2026-0003"):
        room.sit(meeting.move_item, mr.CHAIR, application_id=one, block="normal")
    room.phase("consent", "normal")
    room.take()
    room.sit(meeting.open_rescoring, mr.CHAIR)
    keep("rescoring")
    room.register.close()
    return found


@pytest.fixture
def at_(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stood: Any) -> Iterator[Callable[[str], Any]]:
    """Serve a situation; give its room."""
    with pytest.MonkeyPatch.context() as patch:
        served: list[Any] = []

        def at(name: str) -> Any:
            data, now, sitting = stood[name]
            path = tmp_path / f"{name}{len(served)}.db"
            path.write_bytes(data)
            manager = procedure.serving(path, now, patch)
            hall = manager.__enter__()
            served.append(manager)
            room = mr.Room(hall.register, now, sitting)
            room.hall = hall
            return room

        yield at
        for manager in reversed(served):
            manager.__exit__(None, None, None)


def page(role: str = "secretariat", file: str = PAGE) -> AppTest:
    at = AppTest.from_file(str(pr.VIEWS.parent / "app.py"), default_timeout=60)
    at.session_state["demonstration_role"] = role
    return straight.open_page(at, file)


def press(at: AppTest, key: str) -> AppTest:
    at.button(key=key).click().run()
    assert not at.exception, at.exception
    return at


def said(at: AppTest) -> str:
    return "\n".join(str(one.value) for one in [*at.success, *at.error, *at.warning, *at.caption, *at.info])


def text(at: AppTest) -> str:
    """Return what is read on the page, the switch of roles and style sheets apart."""
    return re.sub(r"<[^>]+>", " ", pr.markup(at)) + said(at)


# --- preparing --------------------------------------------------------------------------------------------------------


def test_a_sitting_is_looked_at_and_then_prepared(at_):
    room = at_("none")
    at = page()
    with pytest.raises(KeyError, match="hall-prepare-now"):
        at.button(key="hall-prepare-now")
    press(at, "hall-look")
    for block in ("consent", "hard", "normal"):
        assert SAY(f"hall.block_{block}") in text(at)
    press(at, "hall-prepare-now")
    assert SAY("hall.prepared") in said(at)
    (one,) = meeting.sittings_of_round(room.register, mr.SECRETARY, mr.ROUND)
    assert one.phase == "prepared"
    assert len(meeting.hall(room.register, mr.SECRETARY, sitting_id=one.sitting_id).seats) == len(mr.EXPERTS)
    assert SAY("hall.phase_prepared") in text(at)


def test_before_the_round_is_decided_the_page_says_when_and_refuses_nobody(at_):
    room = at_("none")
    room.do(flow.advance_round, mr.SECRETARY, mr.ROUND, "reviewing", reason="补充评分")
    at = page()
    assert SAY("hall.not_deciding", state=SAY("rounds.state_reviewing")) in text(at)
    assert not at.warning
    assert "hall-look" not in {one.key for one in at.button}


def test_what_was_chosen_is_what_is_prepared_and_a_change_asks_for_another_look(at_):
    room = at_("none")
    at = page()
    at.number_input(key="hall-count").set_value(5).run()
    at.multiselect(key="hall-leave-out").set_value(["2026-0002"]).run()
    at.multiselect(key="hall-members-document_review").set_value(list(mr.EXPERTS)[:9]).run()
    at.multiselect(key="hall-late-document_review").set_value(["E03"]).run()
    at.number_input(key="hall-late-E03").set_value(30).run()
    at.text_input(key="hall-seed").input("2026").run()
    press(at, "hall-look")
    at.number_input(key="hall-count").set_value(4).run()
    with pytest.raises(KeyError, match="hall-prepare-now"):
        at.button(key="hall-prepare-now")
    press(press(at, "hall-look"), "hall-prepare-now")
    (one,) = meeting.sittings_of_round(room.register, mr.SECRETARY, mr.ROUND)
    found = meeting.hall(room.register, mr.SECRETARY, sitting_id=one.sitting_id)
    assert {item.application_id for item in found.items} == {"2026-0001", "2026-0003", "2026-0004", "2026-0005"}
    assert (len(found.seats), one.seed) == (9, "2026")


def test_a_seed_that_is_no_number_is_refused_and_nothing_typed_is_lost(at_):
    at_("none")
    at = page()
    at.text_input(key="hall-seed").input("abc").run()
    at.text_input(key="hall-place").input("301").run()
    press(press(at, "hall-look"), "hall-prepare-now")
    assert SAY("draws.seed_digits") in said(at)
    assert (at.text_input(key="hall-seed").value, at.text_input(key="hall-place").value) == ("abc", "301")


def test_without_members_or_quorum_the_look_says_what_is_wrong(at_):
    at_("none")
    at = page()
    at.multiselect(key="hall-members-document_review").set_value([]).run()
    press(at, "hall-look")
    assert SAY("meeting.no_members") in said(at)
    at.multiselect(key="hall-members-document_review").set_value(["E01"]).run()
    press(at, "hall-look")
    assert SAY("hall.without_quorum") in text(at)


def test_the_second_stage_has_nothing_before_the_first_sent_anybody_there(at_):
    at_("none")
    at = page()
    at.segmented_control(key="hall-stage").set_value("on_site_verification").run()
    assert SAY("hall.nothing_on_site_verification") in text(at)


# --- in the hall ------------------------------------------------------------------------------------------------------


def test_seats_are_signed_in_and_out_by_hand_and_one_more_is_invited_with_a_reason(at_):
    room = at_("rescoring")
    at = press(page(), "hall-sign-E11")
    assert SAY("hall.signed_in", name=mr.PEOPLE["E11"]) in said(at)
    press(at, "hall-sign-E11")
    at.selectbox(key="hall-invite-person").set_value("E12").run()
    press(at, "hall-invite-now")
    assert SAY("hall.invited") not in said(at)
    assert at.selectbox(key="hall-invite-person").value == "E12"
    at.text_area(key="hall-invite-reason").input("临时增补").run()
    press(at, "hall-invite-now")
    assert SAY("hall.invited") in said(at)
    found = meeting.hall(room.register, mr.SECRETARY, sitting_id=room.sitting)
    assert [{one.person_id: one.state for one in found.seats}[id_] for id_ in ("E01", "E11", "E12")] == [
        "confirmed",
        "left",
        "invited",
    ]
    assert "临时增补" not in text(at)


def test_who_must_go_out_is_called_by_name_for_this_item_and_the_next(at_):
    room = at_("rescoring")
    found = meeting.hall(room.register, mr.SECRETARY, sitting_id=room.sitting)
    room.sit(meeting.close_rescoring, mr.CHAIR)
    for who, application in (("E01", found.current), ("E03", found.following)):
        room.sit(meeting.stand_aside, mr.member(who), application_id=application, reason="甲公司顾问")
    room.hall.now = room.now
    at = page()
    cards = next(one for one in (e.proto.body for e in at.get("html")) if 'class="hl-cards"' in one)
    now, following = cards.split('class="hl-card next"')
    assert SAY("hall.seat_name", number=1, name=mr.PEOPLE["E01"]) in now.split(SAY("hall.outside"))[1]
    assert SAY("hall.seat_name", number=3, name=mr.PEOPLE["E03"]) in following.split(SAY("hall.leaving"))[1]
    assert SAY("hall.seat_name", number=1, name=mr.PEOPLE["E01"]) in following.split(SAY("hall.back"))[1]
    assert "甲公司顾问" not in text(at)


def test_the_screen_is_offered_by_a_code_covered_and_shown_small(at_):
    room = at_("rescoring")
    at = press(page(), "hall-offer")
    code = re.search(r'hl-code"><b>(\d{3} \d{3})', pr.markup(at))
    assert code is not None
    room.now = room.hall.now
    room.do(meeting.pair_wall, mr.KIOSK, code=code[1].replace(" ", ""))
    at.run()
    assert 'class="hl-code"' not in pr.markup(at)
    assert "qw-rescoring" in pr.markup(at)
    press(at, "hall-cover")
    assert "qw-paused" in pr.markup(at)
    press(at, "hall-cover")
    assert "qw-rescoring" in pr.markup(at)


def test_a_code_that_is_too_old_is_no_longer_shown(at_):
    room = at_("prepared")
    at = press(page(), "hall-offer")
    room.hall.now += timedelta(minutes=6)
    at.run()
    assert SAY("hall.code_over") in text(at)


def test_names_from_files_are_text(at_):
    at_("prepared")
    assert "<b>301</b>" not in pr.markup(page())


# --- what the secretariat must not see --------------------------------------------------------------------------------


def test_no_mark_total_or_vote_stands_on_the_desk(at_):
    room = at_("rescoring")
    words = text(page())
    marks = {str(one.total) for one in room.desk().items if getattr(one, "total", None) is not None}
    assert not [one for one in marks if one in words]
    for word in ("同意", "反对", "弃权", "总分", "均分"):
        assert word not in words, word


def scores(room: Any, value: str) -> None:
    current = meeting.hall(room.register, mr.SECRETARY, sitting_id=room.sitting).current
    for one in mr.EXPERTS:
        desk = room.member_desk(one)
        if desk.rescore is not None:
            code = next(iter(desk.rescore.marks))
            given = GivenMark(code, MarkState.SCORED, Decimal(value), "证据不足")
            values = {"sitting_id": room.sitting, "application_id": current, "seen_version": 0}
            room.do(meeting.save_rescore, mr.member(one), given, **values)
            return


def votes(room: Any, choice: str) -> None:
    current = meeting.hall(room.register, mr.SECRETARY, sitting_id=room.sitting).current
    room.sit(meeting.close_rescoring, mr.CHAIR)
    room.sit(meeting.open_voting, mr.CHAIR, motions={current: "propose_aa"})
    for one in ("E04", "E06", "E07"):
        desk = room.member_desk(one)
        if desk.vote is not None:
            room.do(meeting.cast_ballot, mr.member(one), voting_id=desk.vote.voting_id, choice=choice)


def asks(room: Any, who: str) -> None:
    waiting = next(
        one.application_id
        for one in meeting.hall(room.register, mr.SECRETARY, sitting_id=room.sitting).items
        if one.state == "waiting" and one.block == "consent"
    )
    room.sit(meeting.ask_for, mr.member(who), application_id=waiting, kind="discussion")


HIDDEN = {
    "a mark that is given again": (lambda room: scores(room, "0"), lambda room: scores(room, "0.5")),
    "what is voted": (lambda room: votes(room, "in_favour"), lambda room: votes(room, "against")),
    "who asks to discuss": (lambda room: asks(room, "E02"), lambda room: asks(room, "E04")),
}


@pytest.mark.parametrize("hidden", HIDDEN)
def test_twins_that_differ_in_what_is_hidden_look_alike(at_, monkeypatch, hidden):
    seen = []
    for act in HIDDEN[hidden]:
        room = at_("rescoring")
        act(room)
        now = room.now
        monkeypatch.setattr(source, "now", lambda now=now: now)
        # The newest entry's hash is of all that was done: it tells nothing, and nothing else may differ.
        seen.append(re.sub(r'<p class="hl-(words|hash)">.*?</p>', "", pr.words(page())))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("role", ["expert", "leader", "kiosk", "public", "inspector"])
def test_nobody_else_has_this_desk(at_, role):
    at_("prepared")
    at = pr.direct(role, PAGE)
    assert not at.get("html")
    assert len(at.warning) == 1
