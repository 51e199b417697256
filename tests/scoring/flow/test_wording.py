"""Texts that people write: too long, with characters that cannot be seen, missing where they are due."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.faults import FaultsError
from indicators.language import Message
from scoring.errors import ConflictError
from scoring.flow.wording import LONGEST, reason_of, text_fault, tidy

WHAT = Message("flow.what_reason")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("甲\u202e乙", "U+202E"),  # right-to-left override
        ("甲\u2066乙\u2069", "U+2066, U+2069"),  # isolates
        ("甲\x00", "U+0000"),
        ("甲\x1b[2J", "U+001B"),
        ("\ud800", "U+D800"),  # a lone surrogate cannot be written at all
        ("甲\u200b乙", "U+200B"),
        ("甲\u2028乙", "U+2028"),
        ("甲\ue000", "U+E000"),
    ],
)
def test_characters_that_cannot_be_seen_are_named(text: str, shown: str) -> None:
    fault = text_fault(text, WHAT)
    assert fault is not None
    assert (fault.what.key, fault.seen) == ("flow.text_with_hidden_characters", shown)


@pytest.mark.parametrize("text", ["", "第 3 页\n第 4 页\t表 2", "🙂 =HYPERLINK(1) @SUM <img> '; DROP", "字" * LONGEST])
def test_ordinary_texts_are_kept(text: str) -> None:
    assert text_fault(text, WHAT) is None


def test_a_text_one_too_long_is_refused_with_its_length() -> None:
    fault = text_fault("字" * (LONGEST + 1), WHAT)
    assert fault is not None
    assert fault.what.key == "flow.text_too_long"
    assert (fault.what.values["length"], fault.what.values["most"]) == (LONGEST + 1, LONGEST)
    assert fault.seen is not None
    assert len(fault.seen) < 50


def test_a_long_text_of_hidden_characters_is_shown_without_them() -> None:
    fault = text_fault("\u202e" * 2_000, WHAT)
    assert fault is not None
    assert fault.seen is not None
    assert "\u202e" not in fault.seen


@given(st.text())
def test_tidy_is_done_after_once_and_leaves_plain_line_ends(text: str) -> None:
    assert tidy(tidy(text)) == tidy(text)
    assert "\r" not in tidy(text)


def test_a_reason_is_trimmed_and_due_only_where_told() -> None:
    assert reason_of("  理由\r\n二 ") == "理由\n二"
    assert reason_of("") == ""
    with pytest.raises(ConflictError, match=r"flow\.reason_needed .*flow\.what_void"):
        reason_of(" \n", due=Message("flow.what_void"))
    with pytest.raises(FaultsError, match=r"flow\.text_with_hidden_characters"):
        reason_of("理\u202e由")
