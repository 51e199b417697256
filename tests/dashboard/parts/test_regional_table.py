"""Tables of the regional report as markup: every value once, found again by its place, nothing as markup."""

from __future__ import annotations

import re

import pytest

from dashboard.parts.regional_table import column_name, marks, regional_table, value
from dashboard.parts.regional_words import in_words
from dashboard.texts import translator
from indicators.language import Message, Name
from scoring.flow.regional.table_parts import RegionalTable, column, define

TABLE = RegionalTable(
    "rates",
    define("rates"),
    (column("prefecture"), column("granted_of", grade="AA"), column("rate"), column("reason")),
    (
        ("南京市", 3, 60.0, None),
        ("<b>某地</b>", 0, None, Message("province.no_days")),
        (Message("province.whole"), 3, 60.0, None),
    ),
)
CELL = re.compile(
    r'<t[hd][^>]*data-table="(?P<table>\w+)" data-row="(?P<row>\d+)" data-column="(?P<column>\d+)">(?P<text>[^<]*)<'
)


def test_every_value_is_there_once_and_at_its_place() -> None:
    say = translator("zh")
    found = {(int(m["row"]), int(m["column"])): m["text"] for m in CELL.finditer(regional_table(TABLE, say))}
    assert found == {
        (0, 0): "南京市",
        (0, 1): "3",
        (0, 2): "60.0",
        (1, 0): "&lt;b&gt;某地&lt;/b&gt;",
        (1, 1): "0",
        (1, 3): say("province.no_days"),
        (2, 0): say("province.whole"),
        (2, 1): "3",
        (2, 2): "60.0",
    }


def test_columns_are_kept_by_name_and_keep_their_places() -> None:
    shown = regional_table(TABLE, translator("zh"), keep=("prefecture", "rate"))
    assert {(int(m["row"]), int(m["column"])) for m in CELL.finditer(shown)} == {(0, 0), (0, 2), (1, 0), (2, 0), (2, 2)}
    assert shown.count('<th scope="col"') == 2
    assert [column_name(name) for name in TABLE.columns] == ["prefecture", "granted_of", "rate", "reason"]


def test_the_definition_stands_below_and_the_sum_is_marked() -> None:
    say = translator("zh")
    shown = regional_table(TABLE, say)
    assert say("province.define_rates") in shown
    assert shown.count('<tr class="whole">') == 1


def test_a_value_elsewhere_carries_the_same_place_and_nothing_is_a_dash() -> None:
    say = translator("zh")
    assert value(TABLE, 0, 2, say) == f"<span {marks(TABLE, 0, 2)}>60.0</span>"
    assert value(TABLE, 1, 2, say) == "—"


@pytest.mark.parametrize(
    ("found", "words"),
    [
        ("南京市", "Nanjing"),
        ("苏中", "Centre"),
        ("玄武区", "Xuanwu District"),
        ("无此地", "无此地"),
        (Message("province.one", {"what": "南京市"}), "Nanjing"),
        (Name("县级初步审查", "County review"), "County review"),
        (61.5, "61.5"),
    ],
)
def test_in_english_places_have_english_names(found: object, words: str) -> None:
    assert in_words(found, translator("en")) == words
