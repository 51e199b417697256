"""What a text must not hide, over every character there is."""

from __future__ import annotations

import sys
import unicodedata

from indicators.unseen import LINES_AND_TABS, is_unseen, named, unseen_in


def test_it_is_the_six_categories_and_nothing_that_is_seen() -> None:
    found = {unicodedata.category(chr(code)) for code in range(sys.maxunicode + 1) if is_unseen(chr(code))}
    others = {unicodedata.category(chr(code)) for code in range(sys.maxunicode + 1) if not is_unseen(chr(code))}
    assert found == {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
    assert not found & others


def test_each_is_told_once_in_order_and_lines_may_be_let_through() -> None:
    text = "甲\u202e乙\n丙\u200b丁\u202e\u3000戊"
    assert unseen_in(text) == ("\u202e", "\n", "\u200b")
    assert unseen_in(text, but=LINES_AND_TABS) == ("\u202e", "\u200b")
    assert named(unseen_in(text, but=LINES_AND_TABS)) == "U+202E, U+200B"
    assert unseen_in("江苏 样例公司") == ()
