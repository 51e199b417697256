from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from indicators.faults import Fault, FaultsError
from indicators.language import LOCALE, Message, Translator, UnknownTextError


@pytest.fixture
def say(tmp_path: Path) -> Translator:
    folder = tmp_path / "en" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "a.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "a.row"\nmsgstr "row {row}: {seen}, allowed {expected}"\n\n'
        'msgid "a.number"\nmsgstr "a number up to {most}"\n',
        "utf-8",
    )
    return Translator("en", tmp_path)


def test_a_message_inside_a_message_is_said_first(say: Translator) -> None:
    message = Message("a.row", {"row": 3, "seen": "x", "expected": Message("a.number", {"most": 5})})
    assert say(message) == "row 3: x, allowed a number up to 5"


def test_an_unknown_key_is_our_slip(say: Translator) -> None:
    with pytest.raises(UnknownTextError, match=r"no text in 'en' for key 'a\.none'"):
        say("a.none")


def test_a_fault_says_where_what_was_seen_and_what_is_allowed(say: Translator) -> None:
    fault = Fault(
        Message("a.row"), file="f.csv", row=2, column="score", seen="abc", expected=Message("a.number", {"most": 9})
    )
    assert fault.message(say) == "row 2: abc, allowed a number up to 9"
    assert fault.as_json(say) == {
        "file": "f.csv",
        "row": 2,
        "column": "score",
        "entry": None,
        "seen": "abc",
        "expected": "a number up to 9",
        "message": "row 2: abc, allowed a number up to 9",
    }


def test_faults_keep_their_order() -> None:
    faults = [Fault(Message("a.row"), file="f", row=row) for row in (5, 2)]
    assert FaultsError(faults).faults == tuple(faults)


def test_a_moment_is_said_in_beijing_time() -> None:
    moment = datetime(2026, 12, 31, 17, 30, 5, 123456, tzinfo=UTC)
    assert Translator("zh", LOCALE).say(moment) == "2027-01-01 01:30:05"
