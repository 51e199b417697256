from dataclasses import fields, replace
from decimal import Decimal
from pathlib import Path

import pytest

from indicators import model
from indicators.compare import Change, compare, describe
from indicators.entries import IDENTITY, entries, toml_name
from indicators.language import LOCALE, Translator
from indicators.load import parse_rule_book, read_rule_book
from indicators.model import RuleBook

OLD = read_rule_book(Path(__file__).parents[1] / "data" / "rulebook" / "rounds" / "2030.toml")
ZH, EN = Translator("zh", LOCALE), Translator("en", LOCALE)


def edited(*edits: tuple[str, str], regulation: bool = False) -> RuleBook:
    """Return the example with its text changed."""
    field = "regulation" if regulation else "round"
    text = getattr(OLD.texts, field)
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return parse_rule_book(replace(OLD.texts, **{field: text}))


def test_nothing_changed():
    assert compare(OLD, OLD) == ()
    assert describe((), ZH) == ["两个年度批次没有差别。"]
    assert describe((), EN) == ["The two rounds do not differ."]


def test_a_number_printed_otherwise_is_no_change():
    assert compare(OLD, edited(("max_score = 14.5", "max_score = 14.50"))) == ()


@pytest.mark.parametrize(
    ("old", "new", "change", "zh", "en"),
    [
        (
            "max_score = 14.5",
            "max_score = 12",
            Change("changed", "indicator 1.2", "诚信文化", "max_score", "14.5", "12"),
            "指标 1.2 诚信文化：分值由“14.5”改为“12”",
            'indicator 1.2 诚信文化: points from "14.5" to "12"',
        ),
        (
            'code = "1.2"\nparent = "1"',
            'code = "1.2"\nparent = "2"',
            Change("changed", "indicator 1.2", "诚信文化", "parent", "1", "2"),
            "指标 1.2 诚信文化：由上级“1”移至上级“2”",
            'indicator 1.2 诚信文化: moved from parent "1" to parent "2"',
        ),
        (
            'name = "诚信文化"',
            'name = "质量文化"',
            Change("changed", "indicator 1.2", "质量文化", "name", "诚信文化", "质量文化"),
            "指标 1.2：名称由“诚信文化”改为“质量文化”",
            'indicator 1.2: name from "诚信文化" to "质量文化"',
        ),
        (
            "每季度有活动。",
            "每月有活动。",
            Change("changed", "indicator 1.2 / levels 1", "", "anchor", "每季度有活动。", "每月有活动。"),
            "指标 1.2 / 等次 1：等次描述由“每季度有活动。”改为“每月有活动。”",
            'indicator 1.2 / level 1: anchor from "每季度有活动。" to "每月有活动。"',
        ),
        (
            '    { share = 0.25, anchor = "达到标准。" },\n',
            "",
            Change("removed", "indicator 2.1 / levels 0.25", "", None, "达到标准。", None),
            "删去：指标 2.1 / 等次 0.25（达到标准。）",
            "removed: indicator 2.1 / level 0.25 (达到标准。)",
        ),
        (
            "min_score = 80",
            "min_score = 82",
            Change("changed", "cut_score AA", "", "min_score", "80", "82"),
            "等级线 AA：最低分值由“80”改为“82”",
            'cut score AA: least score from "80" to "82"',
        ),
        (
            "at_or_below = 0",
            "at_or_below = 15",
            Change("changed", "veto 2.1 A+AA", "", "at_or_below", "0", "15"),
            "否决项 2.1 A+AA：否决线由“0”改为“15”",
            'veto 2.1 A+AA: veto threshold from "0" to "15"',
        ),
        (
            "step = 0.5\n",
            "",
            Change("changed", "indicator 1.2", "诚信文化", "step", "0.5", None),
            "指标 1.2 诚信文化：给分步长由“0.5”改为“无”",
            'indicator 1.2 诚信文化: step of points from "0.5" to "none"',
        ),
        (
            'quorum = { numerator = 2, denominator = 3, of = "entitled" }',
            'quorum = { numerator = 3, denominator = 4, of = "entitled" }',
            Change("changed", "parameter_sheet / quorum", "", "numerator", "2", "3"),
            "参数单 / 法定人数：分子由“2”改为“3”",
            'parameter sheet / quorum: numerator from "2" to "3"',
        ),
        (
            "experts_per_application = [5, 7]",
            "experts_per_application = [7]",
            Change("changed", "parameter_sheet", "", "experts_per_application", "5, 7", "7"),
            "参数单：每份申报的专家人数由“5, 7”改为“7”",
            'parameter sheet: experts per application from "5, 7" to "7"',
        ),
        (
            "去掉最高、最低。",
            "截尾均值。",
            Change("changed", "parameter_sheet / notes / aggregate", "", "text", "去掉最高、最低。", "截尾均值。"),
            "参数单 / 说明 / 汇总方法：文字由“去掉最高、最低。”改为“截尾均值。”",
            'parameter sheet / note / aggregate: text from "去掉最高、最低。" to "截尾均值。"',
        ),
    ],
)
def test_a_change_of_the_round(old: str, new: str, change: Change, zh: str, en: str):
    changes = compare(OLD, edited((old, new)))
    assert changes[0] == change
    assert describe(changes, ZH)[0] == zh
    assert describe(changes, EN)[0] == en


def test_an_added_indicator_is_one_change_with_its_levels():
    leaf = OLD.round.indicator_table.indicators[-1]
    table = replace(
        OLD.round.indicator_table,
        indicators=(
            *OLD.round.indicator_table.indicators,
            replace(leaf, code="2.2", name="顾客满意", max_score=Decimal(10)),
        ),
    )
    new = replace(OLD, round=replace(OLD.round, indicator_table=table))
    added = Change("added", "indicator 2.2", "顾客满意", None, None, "顾客满意, 10")
    assert compare(OLD, new) == (added,)
    assert compare(new, OLD) == (replace(added, kind="removed", old=added.new, new=None),)
    assert describe([added], ZH) == ["新增：指标 2.2（顾客满意, 10）"]


def test_floors_caps_and_upgrades_come_and_go():
    round_ = OLD.round
    new = replace(round_, floors=(), parameter_sheet=replace(round_.parameter_sheet, caps=(), upgrades=()))
    changes = compare(OLD, replace(OLD, round=new))
    assert [(change.kind, change.entry, change.old) for change in changes] == [
        ("removed", "floor AA 1", "24"),
        ("removed", "parameter_sheet / cap AA", "30"),
        ("removed", "parameter_sheet / upgrade AA A", "years_held, 2"),
    ]


def test_changes_of_the_regulation_are_told():
    new = edited(("years = 5\ncounted_from", "years = 3\ncounted_from"), regulation=True)
    assert describe(compare(OLD, new), ZH) == ["有效期：年数由“5”改为“3”"]


def test_every_key_and_table_has_a_name_in_both_languages():
    records = {type(entry.record) for book in (OLD.round, OLD.regulation) for entry in entries(book, "round")}
    columns = {toml_name(record, field.name) for record in records for field in fields(record)}
    tables = {entry.table for book in (OLD.round, OLD.regulation) for entry in entries(book, "round")}
    nested = {"levels", "tests", "notes", "interpretations", "indicator_table", "parameter_sheet", "validity"}
    for say in (ZH, EN):
        parts = {key.removeprefix("rulebook.part_") for key in say.keys if key.startswith("rulebook.part_")}
        keys = {key.removeprefix("rulebook.key_of_") for key in say.keys if key.startswith("rulebook.key_of_")}
        assert tables <= parts | {"round"}
        assert columns - nested - set(IDENTITY) <= keys
        assert {field.name for field in fields(model.ParameterSheet)} - {"notes"} <= keys | parts
