"""The page of the minutes: what each may see and do there, what is refused, and what its files are."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.parts import minutes_page_files, minutes_page_sign
from dashboard.texts import translator
from scoring.errors import AccessRefusedError
from scoring.flow import meeting
from scoring.flow.meeting.minutes_roll import state_counts
from scoring.register import chain, sitting_papers, sittings, tables
from scoring.register.chain import Act
from scoring.register.database import open_register

pr, mr, rooms = (sys.modules[name] for name in ("procedure_register", "meeting_register", "meeting_rooms"))
PAGE = "everyone/minutes"
ZH = translator("zh")


@pytest.fixture(scope="module")
def stood(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[bytes, Any]]:
    """A sitting before its opening, and with its minutes written: files and rooms."""
    path, kept = tmp_path_factory.mktemp("minutes") / "register.db", {}
    room = mr.build(path, 12)
    for situation in ("prepared", "opened", "anchors", "consent", "eventful"):
        _, steps = (rooms.WAYS | rooms.BESIDE)[situation]
        steps(room)
        room.register.close()
        kept[situation] = path.read_bytes(), mr.Room(room.register, room.now, room.sitting)
        room.register = open_register(path)
    room.register.close()
    return kept


@pytest.fixture
def at_page(stood: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Any]:
    """Serve a situation to pages."""

    @contextmanager
    def serve(situation: str) -> Iterator[Any]:
        content, room = stood[situation]
        path = tmp_path / f"{situation}.db"
        path.write_bytes(content)
        with pr.serving(path, room.now, monkeypatch) as hall:
            hall.sitting = room.sitting
            yield hall

    return serve


def opened(hall: Any, role: str, expert: str | None = None, **query: str) -> AppTest:
    at = hall.page(role, PAGE, **query)
    if expert is not None:
        at.session_state["demonstration_expert"] = expert
        at.run()
    assert not at.exception, at.exception
    return at


def words(at: AppTest) -> str:
    said = [*at.get("html"), *at.markdown, *at.caption, *at.error, *at.header, *at.success]
    return "\n".join(str(getattr(one, "value", "") or one.proto.body) for one in said)


def keys(at: AppTest) -> set[str]:
    return {str(one.key) for one in at.button} | {one.proto.label for one in at.get("download_button")}


def written(hall: Any, by: Any = mr.SECRETARY) -> meeting.Written:
    found = meeting.read_minutes(hall.register, by, sitting_id=hall.sitting, internal=True)
    assert found is not None
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_decisions_stand_there_with_clauses_votes_and_formulas(at_page, language):
    say = translator(language)
    with at_page("eventful") as hall:
        at = opened(hall, "secretariat", language=language)
        text = words(at)
        for item in written(hall).facts.items:
            assert item.enterprise in text
        for part, sign in ((12, "≥"), (5, "<")):
            assert escape(say("minutes.formula", part=part, whole=12, sign=sign, numerator=2, denominator=3)) in text
        assert say("minutespage.dissents", count=1) in text
        assert say("minutespage.intact") in text
        assert say("certificate.mark_synthetic") in text
        assert say("minutespage.public_later") in text
        labels = keys(at)
        assert {say("minutespage.file_internal_docx"), say("minutespage.file_internal_pdf")} <= labels
        assert say("minutespage.file_public_pdf") not in labels


def test_items_of_a_kind_are_shown_alone(at_page):
    with at_page("eventful") as hall:
        at = opened(hall, "chair")
        at.get("button_group")[0].set_value("dissent").run()
        assert not at.exception, at.exception
        items = written(hall).facts.items
        rows = next(one.proto.body for one in at.get("html") if "mp-items" in one.proto.body)
        assert [one.application_id for one in items if one.application_id in rows] == [rooms.HARD[0]]


def test_a_voter_signs_and_the_roll_says_so(at_page):
    with at_page("eventful") as hall:
        at = opened(hall, "expert", "E04")
        at.button(key="minutespage-sign").click().run()
        assert [one.value for one in at.success] == [ZH("minutespage.done_signed")]
        assert state_counts(written(hall).signatures)["signed"] == 1
        assert "minutespage-sign" not in keys(at)


def test_a_refusal_asks_for_its_reason_and_forgets_nothing_before_it_is_kept(at_page):
    with at_page("eventful") as hall:
        at = opened(hall, "expert", "E04")
        at.button(key="minutespage-refuse").click().run()
        assert len(at.error) == 1
        reason = "票数与我所记不符 <b>"
        at.text_area(key=minutes_page_sign.REASON).set_value(reason).run()
        assert at.text_area(key=minutes_page_sign.REASON).value == reason
        at.button(key="minutespage-refuse").click().run()
        assert not at.exception, at.exception
        assert at.text_area(key=minutes_page_sign.REASON).value == ""
        assert state_counts(written(hall).signatures)["refused"] == 1
        assert "票数与我所记不符 &lt;b&gt;" in words(at)


def test_inspectors_read_and_neither_sign_nor_write(at_page):
    with at_page("eventful") as hall:
        at = opened(hall, "inspector")
        assert not {one for one in keys(at) if one.startswith("minutespage-")}
        assert "赵某" in words(at)


def test_writing_again_is_sure_and_the_chair_ends_the_sitting(at_page):
    with at_page("eventful") as hall:
        at = opened(hall, "chair")
        assert at.button(key="minutespage-rewrite").disabled
        at.checkbox(key="minutespage-rewrite-sure").check().run()
        at.button(key="minutespage-rewrite").click().run()
        assert written(hall).version == 2
        at.button(key="minutespage-end").click().run()
        assert [one.value for one in at.success] == [ZH("minutespage.done_ended")]
        assert "minutespage-end" not in keys(at)


def test_before_the_lock_there_is_nothing_to_write_and_the_paper_pack_is_the_chairs(at_page):
    with at_page("prepared") as hall:
        at = opened(hall, "chair")
        assert ZH("minutespage.lock_first") in words(at)
        assert ZH("minutespage.file_pack_pdf") in keys(at)
        assert "minutespage-write" not in keys(at)
        assert ZH("minutespage.file_pack_pdf") not in keys(opened(hall, "secretariat"))
        with pytest.raises(AccessRefusedError, match=r"access\.refused"):
            minutes_page_files.agenda_file(mr.SECRETARY, ZH, hall.sitting, kind="docx")


def test_files_are_made_for_whoever_may_have_them_at_that_moment(at_page):
    with at_page("eventful") as hall:
        made = {
            kind: minutes_page_files.minutes_file(mr.CHAIR, ZH, hall.sitting, kind=kind, internal=True)
            for kind in minutes_page_files.KINDS
        }
        assert made["docx"].startswith(b"PK")
        assert made["pdf"].startswith(b"%PDF-")
        for by, internal in ((mr.actor("public"), True), (mr.CHAIR, False)):
            with pytest.raises(AccessRefusedError, match=r"access\.refused"):
                minutes_page_files.minutes_file(by, ZH, hall.sitting, kind="docx", internal=internal)


def test_minutes_that_are_not_what_the_record_says_are_neither_signed_nor_given_out(at_page):
    with at_page("eventful") as hall:
        with hall.register.read() as connection:
            text = sitting_papers.minutes_of(connection, hall.sitting).facts.replace('"late":1', '"late":2')
        digest = hashlib.sha256(text.encode()).hexdigest()
        row = sitting_papers.Minutes(hall.sitting, 2, text, digest, "2026-06-01T03:00:00.000000Z")
        with hall.register.write() as connection:
            act = Act("admin", "system_admin", "sitting.minutes_written", sittings.object_of(hall.sitting), hall.tick())
            chain.record(connection, act, {tables.minutes: sitting_papers.add_minutes([row])})
        at = opened(hall, "expert", "E04")
        assert [one.value for one in at.error] == [ZH("minutespage.not_intact")]
        assert "minutespage-sign" not in keys(at)
        assert all(one.proto.disabled for one in at.get("download_button"))
