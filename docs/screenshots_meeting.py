"""Takes pictures of a sitting, phase by phase: chair, secretary, a member's telephone and the wall, in Chinese.

``python docs/screenshots_meeting.py [FOLDER]``: makes a register of forty synthetic applications, serves it, takes its
sitting through `flow` from the opening to signed minutes, and at each turn writes ``<phase>-<who>.png``; while a vote
is open all of them in English too, ``en-<phase>-<who>.png``. It needs Debian's Chromium and Playwright. Those of the
last look stand in ``docs/screens/meeting``.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT: Final = Path(__file__).parents[1]
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from scoring.flow import meeting  # noqa: E402
from tests.browser import conftest as browser  # noqa: E402

whole_room, members, mr = (sys.modules[name] for name in ("whole_room", "member_sitting", "meeting_register"))
CHAIR, SECRETARY, EXPERTS = whole_room.CHAIR, whole_room.SECRETARY, whole_room.EXPERTS
MEMBER: Final = "E04"
PULLED, SCORED_AGAIN, TIED = "2026-0004", "2026-0027", "2026-0025"
WIDE, PHONE, HALL = (1440, 900), (390, 844), (1280, 720)
COLOURS: Final = 128


class Camera:
    """Takes everybody's page as it is."""

    def __init__(self, hall: Any, folder: Path) -> None:
        self.hall, self.folder = hall, folder
        folder.mkdir(parents=True, exist_ok=True)

    def take(self, phase: str) -> None:
        """Take the pages at a turn of the sitting, each once it has followed."""
        hall = self.hall
        hall.chair_sees(hall.revision())
        hall.wall.wait_for_timeout(2_500)
        self._shot(hall.chair.page, WIDE, f"{phase}-chair")
        self._shot(hall.chair.page, PHONE, f"{phase}-chair-phone")
        self._shot(hall.secretary.page, WIDE, f"{phase}-secretary")
        self._shot(hall.members[MEMBER].page, PHONE, f"{phase}-member")
        self._shot(hall.wall, HALL, f"{phase}-wall")

    def take_in_english(self, phase: str) -> None:
        """Take the pages in English, and leave them in Chinese; the wall is another one, for it is paired."""
        hall = self.hall
        for who, size, page in (
            ("chair", WIDE, hall.chair.page),
            ("secretary", WIDE, hall.secretary.page),
            ("member", PHONE, hall.members[MEMBER].page),
        ):
            _speak(page, "English")
            self._shot(page, size, f"en-{phase}-{who}")
            _speak(page, "中文")
        wall = hall.wall.context.new_page()
        desk = sys.modules["desk_page"].DeskPage(wall, hall.url)
        desk.become("kiosk")
        _speak(wall, "English")
        wall.locator(".st-key-wall-code input").fill(hall.room.sit(meeting.offer_wall, SECRETARY))
        wall.locator(".st-key-wall-pair-now button").click()
        wall.locator(".qw").first.wait_for()
        wall.wait_for_timeout(2_500)
        self._shot(wall, HALL, f"en-{phase}-wall")
        wall.close()

    def _shot(self, page: Any, size: tuple[int, int], name: str) -> None:
        page.set_viewport_size({"width": size[0], "height": size[1]})
        page.wait_for_timeout(700)
        file = self.folder / f"{name}.png"
        page.screenshot(path=file)
        Image.open(file).convert("RGB").quantize(COLOURS).save(file, optimize=True)


def _speak(page: Any, language: str) -> None:
    """Choose a language by its own name, where the sidebar stands open."""
    page.set_viewport_size({"width": WIDE[0], "height": WIDE[1]})
    page.wait_for_timeout(700)
    page.locator('[data-testid="stSidebar"]').get_by_role("radio", name=language).first.click()
    page.wait_for_timeout(2_500)


def opening(hall: Any, take: Callable[[str], None]) -> None:
    """Take the sitting to its consent list."""
    room = hall.room
    take("01-prepared")
    room.phase("opened")
    for one in EXPERTS[4:]:
        room.sit(meeting.sign_in, mr.member(one))
    take("02-opened")
    for one in EXPERTS[:4]:
        room.sit(meeting.sign_in, mr.member(one))
    room.phase("recusals")
    for one in EXPERTS[4:]:
        room.sit(meeting.confirm_recusals, mr.member(one))
    take("03-recusals")
    for one in EXPERTS[:4]:
        room.sit(meeting.confirm_recusals, mr.member(one))
    room.phase("anchors")
    take("04-anchors")


def consent(hall: Any, take: Callable[[str], None]) -> None:
    """Pull an item, and vote on the list."""
    room = hall.room
    room.phase("consent")
    room.sit(meeting.ask_for, mr.member("E09"), application_id=PULLED, kind="discussion")
    take("05-consent")
    motions = meeting.consent_motions(room.register, CHAIR, sitting_id=room.sitting)
    room.sit(meeting.open_voting, CHAIR, motions=motions)
    for one in EXPERTS[6:]:
        hall.cast_alone(one)
    take("06-consent-voting")
    hall.cast()
    room.sit(meeting.close_voting, CHAIR)
    take("07-consent-closed")


def hard(hall: Any, take: Callable[[str], None], in_english: Callable[[str], None]) -> None:
    """Score one item again and decide it; vote on another and have a tie."""
    room = hall.room
    room.phase("hard")
    room.take(SCORED_AGAIN)
    take("08-reading")
    for step in ("report", "questions"):
        room.sit(meeting.step_item, CHAIR, step=step)
    take("09-questions")
    room.sit(meeting.open_rescoring, CHAIR)
    members.rescore(hall.members[MEMBER], "1.1.2", 0, "会上核对原件后改评")
    members.open_mark(hall.members[MEMBER], "1.1.3")
    take("10-rescoring")
    for one in ("E04", "E05", "E06", "E07", "E08"):
        room.sit(meeting.hand_in_rescore, mr.member(one), application_id=SCORED_AGAIN)
    room.sit(meeting.close_rescoring, CHAIR)
    take("11-rescored")
    room.sit(meeting.open_voting, CHAIR, motions={SCORED_AGAIN: "propose_aa"})
    take("12-voting")
    in_english("12-voting")
    hall.cast()
    room.sit(meeting.close_voting, CHAIR)
    take("13-voted")
    room.sit(meeting.decide_item, CHAIR, outcome="propose_aa", reason="经复核，达到AA级")
    take("14-result")
    hall.step_to_questions(TIED)
    room.vote("propose_aa", dict.fromkeys(EXPERTS[:6], "against"))
    take("15-tie")
    room.sit(meeting.decide_item, CHAIR, outcome="do_not_propose", reason="票数相等，未达到三分之二")


def closing(hall: Any, take: Callable[[str], None]) -> None:
    """Treat what is left, look at the contradictions, lock, write and sign."""
    room = hall.room
    seen: set[str] = set()
    while room.desk().next.to != "locked":
        move = room.desk().next
        if move.move == "take":
            room.take(move.application_id)
            room.vote("defer")
            room.sit(meeting.decide_item, CHAIR, outcome="defer", reason="材料待补充")
            continue
        room.phase(move.to)
        if move.to in ("pause", "visits", "review") and move.to not in seen:
            seen.add(move.to)
            take({"pause": "16-pause", "visits": "17-visits", "review": "18-review"}[move.to])
    room.sit(meeting.lock_sitting, CHAIR)
    take("19-locked")
    room.sit(meeting.write_minutes, SECRETARY)
    for one in EXPERTS:
        who = mr.member(one)
        written = meeting.read_minutes(room.register, who, sitting_id=room.sitting, internal=True)
        room.sit(meeting.sign_minutes, who, seen_digest=written.digest)
    room.sit(meeting.end_sitting, CHAIR)
    take("20-ended")


def main() -> None:
    """Take all pictures."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs" / "screens" / "meeting"
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        path = Path(place) / "sitting.db"
        room = whole_room.prepared(path)
        server = browser.Server(path, room.clock)
        server.start()
        chromium = playwright.chromium.launch(executable_path=str(browser.CHROMIUM), args=list(browser.FLAGS))
        try:
            context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
            context.set_default_timeout(120_000)
            context.add_init_script(sys.modules["steady"].WATCH)
            hall = whole_room.WholeRoom(server.url, room)
            hall.enter(context, [MEMBER])
            camera = Camera(hall, folder)
            opening(hall, camera.take)
            consent(hall, camera.take)
            hard(hall, camera.take, camera.take_in_english)
            closing(hall, camera.take)
        finally:
            chromium.close()
            server.stop()


if __name__ == "__main__":
    main()
