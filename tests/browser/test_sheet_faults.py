"""A whole sheet at ten marks a second, by keyboard alone; and what a bad network, a reload and a second tab do to it.

What the page acknowledges is held against the register, read beside the server: every version that a row ever named as
the record's, with the mark it named, must be there (`_true_to_the_record`), and what is typed must be shown as unsaved
until then.
"""

from __future__ import annotations

import importlib.util
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from scoring.register import marks
from scoring.register.database import open_register


def _by_path(name: str) -> ModuleType:
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name(f"{name}.py"))
        assert spec is not None
        assert spec.loader is not None
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


sheet_page, tcp_proxy = _by_path("sheet_page"), _by_path("tcp_proxy")
pytestmark = pytest.mark.browser
# Milliseconds from key to key: a digit and Enter make a mark, ten marks a second.
PACE = 50
PATIENCE = 60
# Notes every version that a row shows as saved, with the mark it names; a reload takes nothing of it away. It looks
# as an eye does, when a frame is drawn, behind the page's own script.
WATCH = """() => {
  const seen = new Set(JSON.parse(sessionStorage.getItem("qcNamed") ?? "[]"));
  const look = () => {
    const before = seen.size;
    for (const saved of document.querySelectorAll(".qc-standing .qc-saved.good")) {
      if (!saved.checkVisibility({ visibilityProperty: true })) continue;
      const code = saved.closest('[class*="st-key-sheet-row-"]').querySelector(".qc-code")?.textContent;
      const version = saved.textContent.match(/第 (\\d+) 版/)[1];
      seen.add(`${code} ${version} ${saved.closest(".qc-standing").dataset.typed}`);
    }
    if (seen.size > before) sessionStorage.setItem("qcNamed", JSON.stringify([...seen]));
  };
  look();
  const drawn = () => requestAnimationFrame(look);
  new MutationObserver(drawn).observe(document.body, { childList: true, subtree: true, characterData: true });
}"""
IN_FOCUS = "(name) => !!document.activeElement?.closest(name)"


def _versions(register: Path, expert: str, application: str) -> dict[tuple[str, int], Any]:
    """Return every version of every mark of a sheet, in the order they were written."""
    with open_register(register) as opened, opened.read() as connection:
        return marks.versions(connection, application_id=application, expert_id=expert, stage="document_review")


def place(code: str) -> str:
    """Return where the mark of an indicator is typed."""
    return f'.st-key-sheet-row-{code.replace(".", "-")} [class*="st-key-typed-"]'


def _until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.02)


class Hand:
    """An expert at one tab who touches no mouse."""

    def __init__(self, page: Any, url: str, register: Path, expert: str, application: str) -> None:
        self.tab = sheet_page.SheetPage(page, url)
        self.keyboard = page.keyboard
        self.register, self.expert, self.application = register, expert, application

    def open(self, class_: str) -> None:
        self.tab.open(self.expert, self.application, class_)
        self.watch()

    def watch(self) -> None:
        self.tab.page.evaluate(WATCH)

    def go_to(self, where: str, key: str = "Tab") -> None:
        """Press a key until the focus stands in a place."""
        for _press in range(150):
            if self.tab.page.evaluate(IN_FOCUS, where):
                return
            self.keyboard.press(key)
        raise AssertionError(f"{key} does not lead to {where}")

    def go_to_row(self, code: str, key: str = "Tab") -> None:
        self.go_to(place(code), key)
        # As a hand does that comes back: what stands there is replaced.
        self.keyboard.press("Control+A")

    def enter(self, digits: str) -> None:
        for digit in digits:
            for key in (digit, "Enter"):
                self.keyboard.press(key)
                self.tab.page.wait_for_timeout(PACE)

    def turn(self, class_: str, way: str = "after") -> None:
        """Turn to the next class, or the one before, by keyboard."""
        page = self.tab.page
        self.go_to(f".st-key-sheet-{way} button")
        self.keyboard.press("Enter")
        self.tab.wait_for_class(class_, self.expert)
        # The hand need not look for the first mark: it stands there.
        page.wait_for_function(IN_FOCUS, arg=place(sheet_page.leaves(class_)[0].code))

    def look(self) -> dict[str, Any]:
        """Look at the page; what it shows as saved stands in the record by then, what is typed and not, as unsaved."""
        seen = self.tab.look()
        held = sheet_page.recorded(self.register, self.expert, self.application)
        leaves = {leaf.code: leaf for leaf in sheet_page.leaves()}
        for code, row in seen.items():
            assert not (row.saved and row.unsaved), row
            assert row.saved or row.unsaved or not row.typed, row
            if row.saved:
                assert sheet_page.points(leaves[code], row.typed) == sheet_page.Decimal(held[code].value), row
        return seen

    def named(self) -> set[tuple[str, int, str]]:
        """Return (indicator, version, digit) of all that this tab ever named as the record's."""
        seen = self.tab.page.evaluate("() => JSON.parse(sessionStorage.getItem('qcNamed') ?? '[]')")
        return {(code, int(version), digit) for code, version, digit in (one.split(" ") for one in seen)}


def _true_to_the_record(hand: Hand, codes: list[str]) -> dict[str, list[str]]:
    """Return the digits of every version of some marks; versions are dense, and none was ever named that is not one."""
    kept = _versions(hand.register, hand.expert, hand.application)
    leaves = {leaf.code: leaf for leaf in sheet_page.leaves()}
    digits: dict[str, list[str]] = {}
    for code in codes:
        own = [one for (of, _version), one in kept.items() if of == code]
        assert [one.version for one in own] == list(range(1, len(own) + 1)), (code, "a version is missing, or late")
        digit = {sheet_page.points(leaves[code], str(at)): str(at) for at in range(len(leaves[code].levels))}
        digits[code] = [digit[sheet_page.Decimal(one.value)] for one in own]
        assert all(one != next_ for one, next_ in zip(digits[code], digits[code][1:], strict=False)), (code, "twice")
    for code, version, shown in hand.named():
        if code in digits:
            assert digits[code][version - 1 : version] == [shown], (code, version, "acknowledged, and not so")
    return digits


def _codes(class_: str) -> list[str]:
    return [leaf.code for leaf in sheet_page.leaves(class_)]


def test_a_whole_sheet_at_ten_marks_a_second(server: Any, context: Any) -> None:
    """Holds: writing through before a row is redrawn, rows due that a later mark overtakes, versions checked.

    Pages are turned while the last marks are under way, and one mark of each class is changed before it can be saved.
    """
    hand = Hand(context.new_page(), server.url, server.register, "E03", "2026-0002")
    leaves = sheet_page.leaves()
    classes = list(dict.fromkeys(leaf.parent for leaf in leaves))
    given, changed = {}, {}
    hand.open(classes[0])
    hand.go_to_row(leaves[0].code)
    for class_ in classes:
        codes = _codes(class_)
        for at, code in enumerate(codes):
            given[code] = str((at + int(class_[-1])) % 5)
            hand.enter(given[code])
        # The last box keeps the focus; one up stands the mark that is changed while its first version is under way.
        changed[codes[-2]] = str((int(given[codes[-2]]) + 2) % 5)
        hand.keyboard.press("ArrowUp")
        hand.enter(changed[codes[-2]])
        hand.look()
        if class_ != classes[-1]:
            hand.turn(classes[classes.index(class_) + 1])
    hand.tab.wait_until_saved(*_codes(classes[-1]))
    codes = [leaf.code for leaf in leaves]
    assert len(codes) == 49
    # Nothing stands on any page as unsaved; what a page turned away from had under way was saved.
    for class_ in reversed(classes):
        if class_ != classes[-1]:
            hand.turn(class_, "before")
        seen = hand.look()
        assert {code: (row.typed, row.saved) for code, row in seen.items()} == {
            code: (changed.get(code, given[code]), True) for code in _codes(class_)
        }
    digits = _true_to_the_record(hand, codes)
    for code in codes:
        allowed = [[given[code], changed[code]], [changed[code]]] if code in changed else [[given[code]]]
        assert digits[code] in allowed, code
    # Written in the order of typing, whatever was under way together.
    order = [code for code, version in _versions(server.register, "E03", "2026-0002") if version == 1]
    assert [code for code in order if code not in changed] == [code for code in codes if code not in changed]


def test_a_cut_socket_loses_no_mark_and_saves_none_twice(server: Any, context: Any) -> None:
    """Holds: what the server has saved is not saved again when the browser comes back, having heard nothing of it.

    And what never came to the server is shown as unsaved until it does.
    """
    first, second = _codes("1.1"), _codes("1.2")
    with tcp_proxy.TcpProxy(server.port) as network:
        hand = Hand(context.new_page(), network.url, server.register, "E01", "2026-0001")
        hand.open("1.1")
        hand.go_to_row(first[0])
        hand.enter("31")
        hand.tab.wait_until_saved(*first[:2])
        # The answers are lost: the record has the marks, the page does not know it.
        network.lose("to_browser")
        hand.enter("203")
        _until(lambda: set(first) <= set(sheet_page.recorded(server.register, "E01", "2026-0001")))
        assert [(row.saved, row.unsaved) for row in hand.look().values()] == [(True, False)] * 2 + [(False, True)] * 3
        network.cut()
        hand.tab.page.wait_for_function(f"document.querySelector('{sheet_page.BOX}').disabled")
        assert [(row.saved, row.unsaved) for row in hand.look().values()] == [(True, False)] * 2 + [(False, True)] * 3
        network.let_through()
        hand.tab.wait_until_saved(*first)
        assert "".join(row.typed for row in hand.look().values()) == "31203"
        hand.turn("1.2")
        # The marks are lost on their way.
        hand.enter("1")
        hand.tab.wait_until_saved(second[0])
        network.lose("to_server")
        hand.enter("240")
        assert [row.saved for row in hand.look().values()] == [True, False, False, False]
        assert all(row.unsaved for row in list(hand.look().values())[1:])
        network.cut()
        hand.tab.page.wait_for_function(f"document.querySelector('{sheet_page.BOX}').disabled")
        hand.enter("4")
        assert [row.unsaved for row in hand.look().values()] == [False, True, True, True]
        network.let_through()
        hand.tab.wait_until_saved(*second)
        assert "".join(row.typed for row in hand.look().values()) == "1240"
        digits = _true_to_the_record(hand, [*first, *second])
    assert digits == {code: [digit] for code, digit in zip([*first, *second], "312031240", strict=True)}


def test_a_page_reloaded_in_the_middle_shows_what_is_recorded_and_no_more(server: Any, context: Any) -> None:
    """Holds: a page begins with the record, never with what the browser or a session remembers."""
    first, second = _codes("2.1"), _codes("2.2")
    with tcp_proxy.TcpProxy(server.port) as network:
        hand = Hand(context.new_page(), network.url, server.register, "E01", "2026-0001")
        hand.open("2.1")
        hand.go_to_row(first[0])
        hand.enter("123")
        hand.tab.wait_until_saved(*first[:3])
        network.lose("to_server")
        hand.enter("123")
        assert [row.saved for row in hand.look().values()] == [True] * 3 + [False] * 3
        hand.tab.page.reload()
        hand.tab.wait_for_class("2.1", "E01")
        hand.watch()
        seen = hand.look()
        assert "".join(row.typed for row in seen.values()) == "123"
        assert [row.saved for row in seen.values()] == [True] * 3 + [False] * 3
        hand.go_to_row(first[3])
        hand.enter("321")
        hand.tab.wait_until_saved(*first)
        hand.turn("2.2")
        # Reloaded with everything under way: whatever became of it, the expert types it again and it is there once.
        hand.enter("4321")
        hand.tab.page.reload()
        hand.tab.wait_for_class("2.2", "E01")
        hand.watch()
        hand.look()
        hand.go_to_row(second[0])
        hand.enter("4321")
        hand.tab.wait_until_saved(*second)
        digits = _true_to_the_record(hand, [*first, *second])
    assert digits == {code: [digit] for code, digit in zip([*first, *second], "1233214321", strict=True)}


def test_two_tabs_at_once_lose_nothing_of_either(server: Any, context: Any) -> None:
    """Holds: a mark carries the version its tab showed, so that the one behind is told and asked, not overwritten."""
    hands = [Hand(context.new_page(), server.url, server.register, "E02", "2026-0002") for _tab in range(2)]
    first, second = _codes("1.1"), _codes("1.2")
    for hand in hands:
        hand.open("1.1")
        hand.go_to_row(first[0])
    typed = ("12341", "30102")
    for pair in zip(*typed, strict=True):
        for hand, digit in zip(hands, pair, strict=True):
            hand.enter(digit)
    for code in first:
        _until(lambda code=code: sorted(_settled(hand, code) for hand in hands) == ["ahead", "saved"])
    for hand, digits in zip(hands, typed, strict=True):
        assert "".join(row.typed for row in hand.look().values()) == digits
    kept = _true_to_the_record(hands[0], first)
    _true_to_the_record(hands[1], first)
    for at, code in enumerate(first):
        winner = typed[0] if hands[0].tab.look()[code].saved else typed[1]
        assert kept[code] == [winner[at]], code
    # Whoever was asked gives an answer of his own, knowing what the record holds: a second version, in his tab saved.
    behind = hands[1]
    behind.go_to_row(first[0], "Shift+Tab")
    behind.enter("44444")
    behind.tab.wait_until_saved(*first)
    assert all(one[-1] == "4" for one in _true_to_the_record(behind, first).values())
    # The next class, one after the other: the second sees what the first has done, without typing.
    hands[0].turn("1.2")
    hands[0].enter("0123")
    hands[0].tab.wait_until_saved(*second)
    behind.turn("1.2")
    behind.tab.wait_until_saved(*second)
    assert "".join(row.typed for row in behind.look().values()) == "0123"
    behind.enter("3")
    behind.tab.wait_until_saved(second[0])
    assert _true_to_the_record(behind, second) == {
        second[0]: ["0", "3"],
        **{code: [one] for code, one in zip(second[1:], "123", strict=True)},
    }


def _settled(hand: Hand, code: str) -> str:
    row = hand.tab.look()[code]
    if row.saved:
        return "saved"
    return "ahead" if row.unsaved and "已在别处保存了更新的评分" in row.words else "under way"
