"""Everybody of a sitting at his own page of one browser: twelve members, the chair, the secretary and the wall.

``WholeRoom(server, room).enter(context)``. Acts that no page is to show are done through `flow` by the clock of the
server; `everybody_sees` waits for all pages, and `look` holds what they show against what they may never show.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from scoring.flow import meeting

meeting_register = sys.modules["meeting_register"]
desk_page = sys.modules["desk_page"]
running_clock = sys.modules["running_clock"]
CHAIR, SECRETARY, EXPERTS = meeting_register.CHAIR, meeting_register.SECRETARY, tuple(meeting_register.EXPERTS)
SAY = desk_page.SAY
steady = sys.modules["steady"]
NAMES = frozenset(meeting_register.PEOPLE.values())
MAIN = desk_page.MAIN


def until(holds: Callable[[], bool], seconds: float = 60) -> None:
    """Wait until something holds."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.05)


class Room(meeting_register.Room):
    """A room whose acts are done at the time of the server's clock."""

    clock: Path

    def tick(self, seconds: float = 1) -> datetime:
        self.now = running_clock.now(self.clock)
        return self.now


def prepared(path: Path, **values: Any) -> Any:
    """Make a register in which a sitting is prepared, with its clock beside it."""
    made = meeting_register.build(path, **values)
    room = Room(made.register, made.now)
    room.clock = path.with_suffix(".clock")
    running_clock.start(room.clock, made.now)
    room.prepare()
    return room


class WholeRoom:
    """The pages of a sitting, one of each person."""

    def __init__(self, url: str, room: Any) -> None:
        self.url = url
        self.room = room
        self.members: dict[str, Any] = {}
        self.chair: Any = None
        self.secretary: Any = None
        self.wall: Any = None

    def enter(self, context: Any, experts: Iterable[str] = EXPERTS) -> None:
        """Let everybody open his page: all addresses are called first, so that they load beside each other."""
        self.wall = context.new_page()
        places = {one: context.new_page() for one in experts}
        for page in places.values():
            # The role with which a demonstration begins is the expert's.
            page.goto(f"{self.url}/expert_sitting", wait_until="commit")
        self.chair = self.at_desk(context.new_page(), "chair")
        self.secretary = self.at_desk(context.new_page(), "secretariat")
        self.pair()
        for one, page in places.items():
            self.members[one] = self.attend(page, one)

    def attend(self, page: Any, expert: str) -> Any:
        """Choose an expert on a page of the sitting that is already called."""
        desk = desk_page.DeskPage(page, self.url)
        boxes = page.locator(f'{desk_page.SIDEBAR} [data-testid="stSelectbox"]')
        steady.pick(boxes.nth(1), f"{expert} ", typed=expert)
        seat = EXPERTS.index(expert) + 1
        page.locator(MAIN).get_by_text(SAY("attending.seat", number=f"{seat:02d}"), exact=True).first.wait_for()
        return desk

    def at_desk(self, page: Any, role: str) -> Any:
        """Open the page of a sitting of the chair or the secretary."""
        desk = desk_page.DeskPage(page, self.url)
        desk.become(role)
        desk.open(f"{role}_sitting")
        return desk

    def pair(self) -> None:
        """Pair the wall by a code that the secretary reads out."""
        code = self.room.sit(meeting.offer_wall, SECRETARY)
        desk = desk_page.DeskPage(self.wall, self.url)
        desk.become("kiosk")
        self.wall.locator(".st-key-wall-code input").fill(code)
        self.wall.locator(".st-key-wall-pair-now button").click()
        self.wall.locator(".qw").first.wait_for()

    def press_next(self, times: int = 1) -> None:
        """Let the chair press the one button: when he sees how things stand, until he sees what came of it."""
        for _ in range(times):
            before = self.revision()
            self.chair_sees(before)
            self.chair.press("chairing-next")
            self.chair_sees(before + 1)

    def chair_sees(self, revision: int) -> None:
        """Wait until the chair's desk is drawn as it was after an act, or later."""
        self.chair.page.wait_for_function(
            "least => Number(document.querySelector('.ch-drawn')?.dataset.revision) >= least", arg=revision
        )
        self.chair.settled()

    def move(self, outcome: str) -> None:
        """Let the chair choose what is moved."""
        words = SAY(f"chair.outcome_{outcome}")
        self.chair_sees(self.revision())
        self.chair.at("chairing-motion").get_by_role("radio", name=words).first.click()
        self.chair.settled()

    def explain(self, reason: str) -> None:
        """Let the chair type why."""
        self.chair_sees(self.revision())
        box = self.chair.page.locator('[class*="st-key-chairing-reason-"] textarea')
        box.fill(reason)
        box.press("Tab")
        self.chair.settled()

    def revision(self) -> int:
        """Return the number of the sitting's last act."""
        return int(meeting.sitting_revision(self.room.register, CHAIR, sitting_id=self.room.sitting))

    def table(self) -> str:
        """Return what lies on the table."""
        found = self.room.desk().table
        assert found is not None
        return str(found.item.application_id)

    def texts(self) -> dict[str, str]:
        """Return what stands on each page beside its menu, by who sits there."""
        pages = {one: desk.page for one, desk in self.members.items()}
        pages |= {"chair": self.chair.page, "secretary": self.secretary.page, "wall": self.wall}
        return {who: page.locator(MAIN).inner_text() for who, page in pages.items()}

    def everybody_sees(self, words: str, *, but: Iterable[str] = ()) -> None:
        """Wait until some words stand on every page but those of some."""
        pages = {one: desk.page for one, desk in self.members.items() if one not in but}
        pages |= {"chair": self.chair.page, "secretary": self.secretary.page, "wall": self.wall}
        for who, page in pages.items():
            if who not in but:
                page.locator(MAIN).get_by_text(words).locator("visible=true").first.wait_for()

    def look(self, never: Iterable[str] = ()) -> dict[str, str]:
        """Look at every page: no member's page, nor the chair's, nor the wall names a person, and none says `never`."""
        seen = self.texts()
        for who, text in seen.items():
            shown = {word for word in never if word in text}
            # The secretary seats people by their names; nobody else has any.
            named = set() if who == "secretary" else {name for name in NAMES if name in text}
            assert not shown, (who, shown)
            assert not named, (who, named)
        return seen

    def put(self, outcome: str) -> None:
        """Let the chair choose what is moved, and put it to the vote."""
        self.move(outcome)
        self.press_next()

    def cast(self, choices: Mapping[str, str] | None = None) -> None:
        """Let everybody vote who may and has not, through `flow`: in favour, but where `choices` says otherwise."""
        self.room.cast(choices or {})

    def cast_alone(self, expert: str, choice: str = "in_favour") -> None:
        """Let one member vote through `flow`."""
        voting = self.room.desk().voting
        self.room.do(meeting.cast_ballot, meeting_register.member(expert), voting_id=voting.voting_id, choice=choice)

    def step_to_questions(self, application_id: str) -> None:
        """Bring an item that waits to its questions, through `flow`."""
        self.room.take(application_id)
        for step in ("report", "questions"):
            self.room.sit(meeting.step_item, CHAIR, step=step)
