"""What breaks in the middle of a re-score: the server, the chair's network, the wall. The sitting resumes where it was.

Nothing that was acknowledged is lost, no act is done twice, and the wall shows nothing that it had not shown before.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from scoring.flow import meeting
from scoring.register import rescores
from scoring.register.acts import sitting_acts
from scoring.register.invariants import check
from scoring.register.verify import verify_chain

pytestmark = pytest.mark.browser
whole_room, members, tcp_proxy = (sys.modules[name] for name in ("whole_room", "member_sitting", "tcp_proxy"))
mr = sys.modules["meeting_register"]
CHAIR, SAY = whole_room.CHAIR, whole_room.SAY
ITEM, PANEL, MOVER = "2026-0027", ("E04", "E05", "E06", "E07", "E08"), "E04"
SAVED, TYPED = "会上核对原件后改评", "第二处尚未保存的理由"
# What the wall ever shows, its clocks left out: it looks as an eye does, when a frame is drawn.
EVER = """() => {
  window.qcEver = new Set();
  const look = () => window.qcEver.add(document.querySelector('[data-testid="stApp"]').innerText);
  look();
  new MutationObserver(() => requestAnimationFrame(look))
    .observe(document.body, { childList: true, subtree: true, characterData: true });
}"""


def without_clocks(text: str) -> str:
    """Return what stands on the wall without what ticks, and without the spaces between."""
    return re.sub(r"\d+:\d\d|已超时|剩余时间|\s", "", text)


def shown(hall: Any) -> str:
    """Return all that the wall's page shows now."""
    return without_clocks(hall.wall.inner_text('[data-testid="stApp"]'))


def ever_shown(hall: Any) -> set[str]:
    """Return all that the wall's page showed since it was watched."""
    return {without_clocks(one) for one in hall.wall.evaluate("() => [...window.qcEver]")}


@pytest.fixture
def hall(sitting_server: Any, context: Any) -> Iterator[Any]:
    """A sitting in the middle of a re-score: the wall and one of the panel are at their pages, the chair is not yet."""
    server, room = sitting_server
    room.seated()
    room.consent()
    room.phase("hard")
    found = whole_room.WholeRoom(server.url, room)
    found.step_to_questions(ITEM)
    room.sit(meeting.open_rescoring, CHAIR)
    context.set_default_timeout(90_000)
    found.wall = context.new_page()
    found.pair()
    page = context.new_page()
    page.goto(f"{server.url}/expert_sitting")
    found.members[MOVER] = found.attend(page, MOVER)
    yield found
    assert (check(room.register), verify_chain(room.register).faults) == ((), ())


def hand_in(hall: Any, *experts: str) -> None:
    for one in experts:
        hall.room.sit(meeting.hand_in_rescore, mr.member(one), application_id=ITEM)


def moved(hall: Any) -> list[tuple[str, str]]:
    """Return the marks that the record holds of the mover's re-score, with their reasons."""
    with hall.room.register.read() as connection:
        found = rescores.rescores(
            connection, sitting_id=hall.room.sitting, application_id=ITEM, turn=1, expert_id=MOVER
        )
    return [(one.indicator, one.reason) for one in found]


def times(hall: Any, act: str) -> int:
    """Return how often an act stands in the record of the sitting."""
    with hall.room.register.read() as connection:
        return sum(one.act == act for one in sitting_acts(connection, hall.room.sitting))


def closes_as_ever(hall: Any, desk: Any) -> None:
    """The chair closes the re-score, and it takes effect; the wall has medians only once the item is decided."""
    hall.chair = desk
    hall.press_next()
    assert not hall.room.desk().table.rescoring_open
    assert times(hall, "rescoring.closed") == 1
    assert "中位数" not in hall.wall.inner_text("body")
    hall.room.vote("propose_aa")
    hall.room.sit(meeting.decide_item, CHAIR, outcome="propose_aa", reason="经复核，达到AA级")
    hall.wall.get_by_text("中位数").wait_for()


def test_the_server_killed_between_a_mark_that_is_saved_and_one_that_is_typed(
    hall: Any, sitting_server: Any, context: Any
) -> None:
    server, _room = sitting_server
    mover = hall.members[MOVER]
    members.rescore(mover, "1.1.2", 0, SAVED)
    members.open_mark(mover, "1.1.3")
    members.enter(mover, 0, TYPED)
    before = shown(hall)
    hall.wall.evaluate(EVER)
    server.kill()
    server.start()
    # The tabs come back by themselves, to the person and to the indicator that was open; what was typed and not
    # acknowledged is typed again.
    mover.page.locator('[data-test-connection-state="CONNECTED"]').wait_for()
    mover.at("attending-editor").wait_for()
    mover.settled()
    assert moved(hall) == [("1.1.2", SAVED)]
    members.enter(mover, 0, TYPED)
    mover.press("attending-save")
    mover.told("已保存")
    assert moved(hall) == [("1.1.2", SAVED), ("1.1.3", TYPED)]
    members.hand_in(mover)
    hand_in(hall, *PANEL[1:])
    hall.wall.wait_for_timeout(1500)
    assert ever_shown(hall) == {before}, "the wall showed something else in between"
    closes_as_ever(hall, hall.at_desk(context.new_page(), "chair"))


def test_the_chairs_network_cut_while_he_presses(hall: Any, sitting_server: Any, context: Any) -> None:
    """An act whose answer is lost stands once; what is pressed with no network at all stands nowhere."""
    server, _room = sitting_server
    with tcp_proxy.TcpProxy(server.port) as network:
        far = whole_room.WholeRoom(network.url, hall.room)
        far.chair = far.at_desk(context.new_page(), "chair")
        far.chair_sees(hall.revision())
        network.cut()
        far.chair.page.wait_for_function("document.querySelector('.st-key-chairing-next button').disabled")
        hand_in(hall, *PANEL)
        assert times(hall, "rescoring.closed") == 0
        network.let_through()
        far.chair.shows(SAY("chairing.rescoring", handed=5, panel=5))
        far.chair_sees(hall.revision())
        network.lose("to_browser")
        far.chair.at("chairing-next").locator("button").click()
        whole_room.until(lambda: times(hall, "rescoring.closed") == 1)
        network.cut()
        network.let_through()
        far.chair_sees(hall.revision())
        assert times(hall, "rescoring.closed") == 1
        assert hall.room.desk().next.move == "open_voting"
        far.put("propose_aa")
        assert times(hall, "voting.opened") == 2


def test_the_wall_closed_and_opened_in_the_middle(hall: Any, context: Any) -> None:
    """The address names the screen: it comes back as it was, whatever members have moved meanwhile."""
    before, address = shown(hall), hall.wall.url
    hall.wall.close()
    members.rescore(hall.members[MOVER], "1.1.2", 0, SAVED)
    hand_in(hall, *PANEL[1:])
    hall.wall = context.new_page()
    hall.wall.goto(address)
    hall.wall.locator(".qw").wait_for()
    hall.wall.evaluate(EVER)
    hand_in(hall, MOVER)
    hall.wall.wait_for_timeout(2500)
    assert ever_shown(hall) == {before}
    closes_as_ever(hall, hall.at_desk(context.new_page(), "chair"))
