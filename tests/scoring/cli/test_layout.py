from __future__ import annotations

from scoring.cli.layout import Column, harmless, table_lines, two_columns, width, wrapped


def test_width_counts_columns_of_a_terminal() -> None:
    assert (width("abc"), width("甲乙"), width("a甲，"), width("e\u0301")) == (3, 4, 5, 1)


def test_columns_stay_aligned_with_chinese_in_them() -> None:
    lines = list(table_lines([Column("申报者"), Column("总分", right=True)], [["甲", "9.5"], ["abc", "10.25"]]))
    assert lines == ["申报者   总分", "------  -----", "甲        9.5", "abc     10.25"]


def test_a_name_cannot_command_the_terminal() -> None:
    assert harmless("a\x1b[31mb\u202ec\td") == "a\ufffd[31mb\ufffdc\ufffdd"
    assert harmless("甲 é\n乙") == "甲 é\n乙"
    assert list(table_lines([Column("x")], [["a\nb"]]))[2] == "a b"


def test_lines_break_between_words_and_anywhere_in_chinese_but_before_its_marks() -> None:
    assert list(wrapped("one two three", 8)) == ["one two", "three"]
    assert list(wrapped("一二三，四五六", 6)) == ["一二三，", "四五六"]
    assert list(wrapped("first\nsecond", 80)) == ["first", "second"]


def test_a_list_of_names_and_meanings() -> None:
    assert list(two_columns([("--a", "one two"), ("--long N", "x")], 20)) == [
        "  --a       one two",
        "  --long N  x",
    ]
