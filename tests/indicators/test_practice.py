"""Reference cases: the shipped ones hold together, and what is wrong with another is told, all of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.faults import FaultsError
from indicators.language import LOCALE, Translator
from indicators.load import shipped_rule_book
from indicators.practice import SHIPPED, PracticeCase, case_faults, read_practice_cases

CASES = read_practice_cases()
QUOTED = re.compile("“([^”]+)”")


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.case_id)
def test_a_shipped_case_is_a_sample_of_every_class_with_each_kind_of_difficulty(case: PracticeCase) -> None:
    assert case.status == "sample"
    assert "虚构" in case.enterprise
    assert 12 <= len(case.findings) <= 14
    assert {one.indicator.rsplit(".", 1)[0] for one in case.findings} == {
        "1.1", "1.2", "2.1", "2.2", "2.3", "2.4", "2.5", "3.1", "3.2", "3.3",
    }  # fmt: skip
    assert "insufficient" in {one.state for one in case.findings}
    assert len({one.share for one in case.findings}) >= 3


def test_something_does_not_apply_somewhere_and_somewhere_it_only_says_so() -> None:
    assert [one.indicator for case in CASES for one in case.findings if one.state == "not_applicable"]
    claimed = [one for case in CASES for one in case.findings if "填“不适用”" in one.evidence]
    assert claimed
    assert {one.state for one in claimed} == {"scored"}


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.case_id)
def test_every_reason_quotes_the_words_of_its_indicator(case: PracticeCase) -> None:
    leaves = {leaf.code: leaf for leaf in shipped_rule_book(case.round_id).round.indicator_table.leaves()}
    for one in case.findings:
        leaf = leaves[one.indicator]
        words = "\n".join([leaf.evidence, *(level.anchor for level in leaf.levels)])
        assert any(quoted in words for quoted in QUOTED.findall(one.reason)), (case.case_id, one.indicator)


BREAKS: dict[str, tuple[Callable[[str], str], str]] = {
    "unknown indicator": (lambda text: text.replace('"1.1.5"', '"9.9.9"'), "indicator_unknown"),
    "a parent": (lambda text: text.replace('"1.1.5"', '"1.1"'), "indicator_unknown"),
    "indicator twice": (lambda text: text.replace('"1.1.5"', '"1.1.1"'), "indicator_twice"),
    "no such level": (lambda text: text.replace("share = 0.75", "share = 0.8", 1), "not_a_level"),
    "no level at all": (lambda text: text.replace("share = 0.75\n", "", 1), "not_a_level"),
    "level of what is insufficient": (
        lambda text: text.replace('state = "insufficient"', 'state = "insufficient"\nshare = 0'),
        "share_without_level",
    ),
    "must apply": (lambda text: text.replace('state = "insufficient"', 'state = "not_applicable"'), "must_apply"),
    "reason empty": (lambda text: re.sub(r'reason = "[^"]+"', 'reason = " "', text, count=1), "words_missing"),
    "reason missing": (lambda text: re.sub(r'reason = "[^"]+"\n', "", text, count=1), "key_missing"),
    "unknown state": (lambda text: text.replace('"insufficient"', '"unclear"'), "not_one_of"),
    "unknown key": (lambda text: text.replace("industry =", "branch ="), "key_unknown"),
    "no such table": (lambda text: text.replace('"2026-sample"', '"2031-sample"'), "other_table"),
    "another name": (lambda text: text.replace('"machining"', '"milling"'), "file_name"),
    "official": (lambda text: text.replace('"sample"', '"official"'), "not_official"),
    "nothing in it": (lambda text: text.partition("[[finding]]")[0], "no_findings"),
    "later schema": (lambda text: text.replace("schema = 1", "schema = 2"), "schema_unknown"),
}


@pytest.mark.parametrize(("broken", "fault"), BREAKS.values(), ids=BREAKS)
def test_a_broken_case_is_told(tmp_path: Path, broken: Callable[[str], str], fault: str) -> None:
    text = (SHIPPED / "machining.toml").read_text("utf-8")
    assert broken(text) != text
    (tmp_path / "machining.toml").write_text(broken(text), "utf-8")
    with pytest.raises(FaultsError, match=fault) as caught:
        read_practice_cases(tmp_path)
    for language in ("zh", "en"):
        assert all("machining.toml" in one.message(Translator(language, LOCALE)) for one in caught.value.faults)


def test_everything_wrong_in_all_files_is_told_at_once(tmp_path: Path) -> None:
    for name in ("food", "machining"):
        text = (SHIPPED / f"{name}.toml").read_text("utf-8").replace("share = 0.75", "share = 0.8")
        (tmp_path / f"{name}.toml").write_text(text.replace('status = "sample"', 'status = "official"'), "utf-8")
    with pytest.raises(FaultsError) as caught:
        read_practice_cases(tmp_path)
    told = [(one.file, one.what.key) for one in caught.value.faults]
    assert {file for file, _ in told} == {"food.toml", "machining.toml"}
    assert {key for _, key in told} == {"practice_case.not_a_level", "practice_case.not_official"}


def test_a_case_stands_beside_its_own_table_alone() -> None:
    (case, *_) = CASES
    assert not case_faults(case, shipped_rule_book("2026-sample").round)
    (fault,) = case_faults(case, shipped_rule_book("2025-synthetic").round)
    assert fault.what.key == "practice_case.other_table"
    round_ = shipped_rule_book("2026-sample").round
    table = round_.indicator_table
    other = tuple(
        replace(one, levels=tuple(level for level in one.levels if level.share != Decimal("0.75")))
        for one in table.indicators
    )
    changed = replace(round_, indicator_table=replace(table, indicators=other))
    assert {one.what.key for one in case_faults(case, changed)} == {"practice_case.not_a_level"}
