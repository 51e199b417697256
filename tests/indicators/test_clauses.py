"""The words at a citation, against the full text of the Measures taken apart another way."""

from __future__ import annotations

import re

import pytest

from indicators.clauses import Clause, cited_text, clause_text, numeral, parse_clause
from indicators.load import shipped_round_files, shipped_rule_book
from indicators.model import Article, Citation

ROUNDS = tuple(file.stem for file in shipped_round_files())


@pytest.mark.parametrize(
    ("text", "clause"),
    [
        ("15", Clause(15)),
        ("9(2)", Clause(9, 2)),
        ("10(3)5", Clause(10, 3, 5)),
        ("贯彻质量诚信理念", None),
        ("", None),
        ("10(3", None),
        ("٣", None),
    ],
)
def test_a_clause_is_taken_apart(text: str, clause: Clause | None) -> None:
    assert parse_clause(text) == clause


def test_numerals_are_those_of_the_articles() -> None:
    assert [numeral(number) for number in (1, 9, 10, 11, 20, 21, 37, 99)] == (
        ["一", "九", "十", "十一", "二十", "二十一", "三十七", "九十九"]
    )


@pytest.mark.parametrize("number", [0, -1, 100])
def test_a_numeral_beyond_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match=f"no numeral for {number}"):
        numeral(number)


@pytest.mark.parametrize("round_id", ["2022-synthetic", "2026-sample"])
def test_every_clause_of_a_regulation_has_its_own_words(round_id: str, own_clauses: dict[str, dict[str, str]]) -> None:
    book = shipped_rule_book(round_id)
    for clause, expected in own_clauses[book.regulation.key].items():
        found = cited_text(book, Citation(book.regulation.document, clause))
        assert found is not None, clause
        # The other way of taking apart leaves the mark of the clause out.
        bare = re.sub(r"^(（[一二三四五六七八九十]+）|\d、)", "", re.sub(r"\s", "", found))
        assert bare == expected, clause


@pytest.mark.parametrize("round_id", ROUNDS)
def test_every_citation_of_the_regulation_in_a_round_leads_somewhere(round_id: str) -> None:
    book = shipped_rule_book(round_id)
    cites = {cite for indicator in book.round.indicator_table.indicators for cite in indicator.cite}
    cites |= {one.cite for one in (*book.round.cut_scores, *book.round.floors, *book.round.vetoes)}
    cites |= {note.cite for note in book.round.parameter_sheet.notes.values()}
    own = {cite for cite in cites if cite.document == book.regulation.document and cite.clause}
    assert own
    assert not [cite for cite in own if cited_text(book, cite) is None]


def test_a_working_default_is_the_line_of_its_number() -> None:
    book = shipped_rule_book("2026-sample")
    found = cited_text(book, Citation("working-defaults", "1"))
    assert found == "经营稳健增长：近2年（AA）、近3年（AAA）每个完整会计年度营业收入增长率均大于零。"
    assert cited_text(book, Citation("working-defaults", "99")) is None


def test_what_the_rule_book_does_not_hold_is_none() -> None:
    book = shipped_rule_book("2026-sample")
    assert cited_text(book, Citation("gbt-31863", "贯彻质量诚信理念")) is None
    assert cited_text(book, Citation("bidding-law", "37")) is None
    assert cited_text(book, Citation(book.regulation.document, "22")) is None
    assert cited_text(book, Citation(book.regulation.document, "9(12)")) is None
    assert cited_text(book, Citation(book.regulation.document, "9(100)")) is None


def test_a_reference_inside_a_sentence_is_no_mark() -> None:
    article = Article(1, "", "总：\n（一）依照（二）办理。\n续行。\n（二）另行规定：\n1、甲。\n2、乙。")
    assert clause_text([article], Clause(1, 1)) == "（一）依照（二）办理。\n续行。"
    assert clause_text([article], Clause(1, 2, 2)) == "2、乙。"
    assert clause_text([article], Clause(1, 2, 3)) is None
