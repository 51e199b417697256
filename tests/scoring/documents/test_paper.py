"""Texts that others wrote, made fit to be printed before they are set."""

from __future__ import annotations

import pytest

from scoring.documents.paper import Column, paragraphs, printable, widths_mm, without


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("某公司", "某公司"),
        ("a\x00b\x1bc", "a[U+0000]b[U+001B]c"),
        ("\u202egnp.exe", "[U+202E]gnp.exe"),
        ("\u200bx\ufeff", "[U+200B]x[U+FEFF]"),
        ("\ud800", "[U+D800]"),
        ("\ufffe", "[U+FFFE]"),
        ("a\t b\r\n\u3000c", "a b c"),
        ("😀＝𬭎", "😀＝𬭎"),
        (" ", ""),
    ],
)
def test_what_cannot_be_seen_is_made_visible(text: str, shown: str) -> None:
    assert printable(text) == shown


def test_lines_are_kept_where_they_may_be() -> None:
    assert printable("a\r\n\n b \x85c\u2028d", lines=True) == "a\nb\nc\nd"
    assert paragraphs("一\n\n二\n") == ("一", "二")
    assert paragraphs(" \n") == ()


def test_words_are_left_out_the_longest_first_and_no_single_character() -> None:
    hidden = (("王建", "〔略〕"), ("王建国", "〔略〕"), ("王", "〔略〕"), ("", "〔略〕"))
    assert without("王建国和王建、王某", hidden) == "〔略〕和〔略〕、王某"


def test_columns_fill_the_text_block() -> None:
    assert widths_mm((Column("", 1), Column("", 2))) == (52.0, 104.0)
