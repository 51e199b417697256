from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.load import parse_rule_book, read_rule_book, shipped_round_files
from indicators.writing import write_round

EXAMPLE = Path(__file__).parents[1] / "data" / "rulebook" / "rounds" / "2030.toml"


@pytest.mark.parametrize("file", [EXAMPLE, *shipped_round_files()], ids=lambda file: file.stem)
def test_a_written_round_loads_again_to_an_equal_record(file: Path):
    book = read_rule_book(file)
    text = write_round(book.round)
    assert parse_rule_book(replace(book.texts, round=text)).round == book.round


def test_whole_numbers_are_written_without_a_point():
    text = write_round(read_rule_book(EXAMPLE).round)
    assert "full_marks = 100\n" in text
    assert "max_score = 25.5\n" in text


def test_texts_with_quotes_and_lines_survive():
    book = read_rule_book(EXAMPLE)
    hard = replace(book.round, banner='“引号” "quotes" \\ 反斜线\n第二行', banner_en="tab\tand 'one'")
    assert parse_rule_book(replace(book.texts, round=write_round(hard))).round == hard


def test_what_is_at_its_default_is_left_out():
    book = read_rule_book(EXAMPLE)
    first = replace(book.round.indicator_table.indicators[0], max_score=Decimal("40.00"))
    table = replace(book.round.indicator_table, indicators=(first,))
    text = write_round(replace(book.round, indicator_table=table))
    assert all(f"\n{key} = " not in text for key in ("parent", "evidence", "levels", "step", "allows_not_applicable"))
