"""The screen's page: paired by six digits, nothing but its frame, and at any fault what it showed, byte by byte."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from streamlit.testing.v1 import AppTest

from dashboard import identity, source
from dashboard.parts import wall_frames
from dashboard.roles import VIEWS
from dashboard.texts import translator
from indicators.language import Message
from scoring.errors import AccessRefusedError, RecordError
from scoring.flow import meeting

pr, procedure, mr = (sys.modules[name] for name in ("panel_register", "procedure_register", "meeting_register"))
SAY = translator("zh")


@pytest.fixture(scope="module")
def stood(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, datetime, str, str]:
    """A sitting whose first talked-about item is being read, and a code for a screen."""
    path = tmp_path_factory.mktemp("wall") / "r.db"
    room = mr.build(path, items=12)
    room.prepare()
    room.seated()
    room.phase("consent", "normal")
    room.take()
    code = room.sit(meeting.offer_wall, mr.SECRETARY)
    room.register.close()
    return path.read_bytes(), room.now, room.sitting, code


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stood: Any) -> Iterator[Any]:
    """The same sitting, served, with its code."""
    path = tmp_path / "r.db"
    path.write_bytes(stood[0])
    with procedure.serving(path, stood[1], monkeypatch) as hall:
        found = mr.Room(hall.register, stood[1], stood[2])
        found.hall, found.code, found.path = hall, stood[3], path
        yield found


def page(role: str = "kiosk", **query: str) -> AppTest:
    at = AppTest.from_file(str(VIEWS.parent / "app.py"), default_timeout=60)
    at.session_state["demonstration_role"] = role
    for key, value in query.items():
        at.query_params[key] = value
    at.run()
    assert not at.exception, at.exception
    return at


def pair(at: AppTest, code: str) -> AppTest:
    at.text_input(key="wall-code").input(code)
    at.button(key="wall-pair-now").click().run()
    assert not at.exception, at.exception
    return at


def screen(room: Any) -> AppTest:
    at = pair(page(), room.code)
    assert "qw-reading" in pr.markup(at)
    return at


def picture(at: AppTest) -> str:
    return next(one.proto.body for one in at.get("html") if 'class="qw-screen"' in one.proto.body)


def test_a_screen_is_paired_by_the_digits_and_shows_the_frame(room):
    at = page()
    assert [one.value for one in at.title] == [SAY("page.kiosk_wall")]
    pair(at, f" {room.code[:3]} {room.code[3:]}")
    assert "qw-reading" in picture(at)
    assert at.query_params["screen"].startswith(f"{room.sitting}~")
    assert at.query_params["lang"] == "zh"


def test_a_paired_screen_has_nothing_but_its_frame(room):
    at = screen(room)
    for kind in ("button", "text_input", "selectbox", "title", "warning", "error", "caption", "toast", "markdown"):
        assert not at.get(kind), kind
    sent = [one.proto.body for one in at.get("html") if "<style>" not in one.proto.body]
    # Besides what is seen, a script that tells the page's language and shows nothing.
    assert len([one for one in sent if one and not one.startswith("<script data-language=")]) == 1
    assert not any(name in pr.words(at) for name in mr.PEOPLE.values())


def test_a_wrong_code_is_refused_in_words_and_typed_again(room):
    at = pair(page(), "000000" if room.code != "000000" else "111111")
    assert len(at.error) == 1
    assert "qw-reading" in picture(pair(at, room.code))


def test_a_code_that_is_too_old_is_refused(room):
    room.hall.now += timedelta(minutes=6)
    assert len(pair(page(), room.code).error) == 1


def test_a_reload_goes_on_by_the_address_whoever_the_session_was(room):
    address = screen(room).query_params["screen"]
    for role in ("kiosk", "chair", "expert"):
        at = page(role, screen=address)
        assert "qw-reading" in picture(at)
        assert not at.get("selectbox")


@pytest.mark.parametrize("address", ["x", "2026-sample-S1~", "~abc", "2026-sample-S1~abc", "none~abc"])
def test_an_address_of_no_screen_shows_the_page_of_pairing_alone(room, address):
    at = page("chair", screen=address)
    assert [one.value for one in at.title] == [SAY("page.kiosk_wall")]
    assert not at.get("selectbox")
    assert "qw-screen" not in pr.markup(at)


def test_the_screen_before_goes_dark_when_another_is_paired(room):
    first = screen(room)
    room.hall.now += timedelta(seconds=1)
    room.now = room.hall.now
    code = room.sit(meeting.offer_wall, mr.SECRETARY)
    second = pair(page(), code)
    assert "qw-reading" in picture(second)
    first.run()
    assert "qw-screen" not in pr.markup(first)
    assert [one.value for one in first.title] == [SAY("page.kiosk_wall")]


def test_the_frame_follows_the_sitting_and_its_clock_the_time(room):
    at = screen(room)
    before = picture(at)
    room.hall.now += timedelta(seconds=5)
    at.run()
    assert picture(at) != before
    room.now = room.hall.now
    room.sit(meeting.step_item, mr.CHAIR, step="report")
    at.run()
    assert "qw-report" in picture(at)


# --- faults: the screen keeps the frame it has, byte by byte ---


def raising(error: BaseException) -> Callable[..., Any]:
    def step(*_: Any, **__: Any) -> Any:
        raise error

    return step


def moved(room: Any) -> None:
    room.now = room.hall.now
    room.sit(meeting.step_item, mr.CHAIR, step="report")


def breaks(
    name: str, value: Any, *, move: bool = False, of: Any = meeting
) -> Callable[[Any, pytest.MonkeyPatch], None]:
    def fault(room: Any, patch: pytest.MonkeyPatch) -> None:
        if move:
            moved(room)
        patch.setattr(of, name, value)

    return fault


def register_gone(room: Any, patch: pytest.MonkeyPatch) -> None:
    room.hall.register.close()
    for file in room.path.parent.glob("r.db*"):
        file.unlink()


def another_kind(room: Any, patch: pytest.MonkeyPatch) -> None:
    moved(room)
    real = meeting.wall_frame
    patch.setattr(meeting, "wall_frame", lambda *a, **k: replace(real(*a, **k), kind="console"))


REFUSED = AccessRefusedError(Message("access.refused", {"verb": "read", "object": "wall"}))
FAULTS = {
    "an error of the record": breaks("wall_revision", raising(RecordError(Message("access.refused")))),
    "an error of the database": breaks("wall_revision", raising(OperationalError("", {}, OSError()))),
    "a slip of ours": breaks("wall_revision", raising(ZeroDivisionError())),
    "no memory": breaks("wall_revision", raising(MemoryError())),
    "a refused act": breaks("wall_revision", raising(REFUSED)),
    "a slip in the frame": breaks("wall_frame", raising(KeyError("x")), move=True),
    "a refused frame": breaks("wall_frame", raising(REFUSED), move=True),
    "a state without a frame": breaks("wall_frame", lambda *_, **__: None, move=True),
    "a frame of no known kind": another_kind,
    "a slip in the picture": breaks("screen", raising(ValueError()), move=True, of=wall_frames),
    "a clock that fails": breaks("now", raising(OSError()), of=source),
    "the register gone": register_gone,
    "nobody there": breaks("actor", lambda: None, of=identity),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_at_any_fault_the_screen_keeps_what_it_shows_byte_by_byte(room, monkeypatch, fault):
    at = screen(room)
    before = pr.words(at)
    room.hall.now += timedelta(seconds=30)
    with monkeypatch.context() as patch:
        FAULTS[fault](room, patch)
        for _ in range(2):
            at.run()
            assert not at.exception
            assert pr.words(at) == before
            room.hall.now += timedelta(seconds=30)
    if fault == "the register gone":
        return
    if fault == "a state without a frame":
        # It is asked for another frame when the sitting moves on, not each second.
        room.now = room.hall.now
        room.sit(meeting.step_item, mr.CHAIR, step="questions")
    at.run()
    assert pr.words(at) != before, "the record answers again, and the screen goes on"


def test_a_new_session_at_a_fault_shows_a_neutral_cover(room, monkeypatch):
    address = screen(room).query_params["screen"]
    monkeypatch.setattr(meeting, "wall_revision", raising(ZeroDivisionError()))
    at = page(screen=address)
    assert picture(at) == wall_frames.cover(SAY)
    assert not at.error
    assert not at.warning


def test_without_a_register_the_address_of_a_screen_shows_the_cover(room, monkeypatch):
    address = screen(room).query_params["screen"]
    monkeypatch.setattr(source, "register", raising(RecordError(Message("page.no_register", {"variable": "X"}))))
    assert picture(page(screen=address)) == wall_frames.cover(SAY)
