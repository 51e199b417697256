"""The rounds that come with the program: complete, typed twice, and saying the same as their own comments."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest

from indicators.load import read_rule_book, shipped_round_files, shipped_rule_book
from indicators.model import Indicator, IndicatorTable, Level, Round, RuleBook

SECOND_TYPING = Path(__file__).parent.parent / "data" / "second_typing"
BASIC_INDICATORS = ["贯彻质量诚信理念", "履行质量承诺能力", "兑现质量承诺表现"]

ROUND_IDS = [file.stem for file in shipped_round_files()]
#: The rounds of this project's own making, oldest first. A round that an office adds has the shape that its year has.
OUR_OWN = [round_id for round_id in ROUND_IDS if round_id.endswith(("-synthetic", "-sample"))]

#: Lawful conduct and record: what an enterprise of AA strength is expected to have in full.
LAW_AND_RECORD = {"2.1.5", "3.1.1", "3.1.2", "3.2.1", "3.2.2", "3.2.3", "3.2.4"}


@pytest.fixture(scope="module")
def books() -> dict[str, RuleBook]:
    return {file.stem: read_rule_book(file) for file in shipped_round_files()}


@pytest.fixture(params=ROUND_IDS)
def any_round(request: pytest.FixtureRequest, books: dict[str, RuleBook]) -> Round:
    return books[request.param].round


@pytest.fixture(params=OUR_OWN)
def round_(request: pytest.FixtureRequest, books: dict[str, RuleBook]) -> Round:
    return books[request.param].round


@pytest.fixture(scope="module")
def sample() -> Round:
    return shipped_rule_book("2026-sample").round


def _codes_at(table: IndicatorTable, depth: int) -> list[str]:
    """Codes such as 2.3.4 have as many parts as they are deep in the tree."""
    return [indicator.code for indicator in table.indicators if indicator.code.count(".") == depth - 1]


def test_the_rounds_of_the_demonstration_are_shipped() -> None:
    assert OUR_OWN == ["2022-synthetic", "2023-synthetic", "2024-synthetic", "2025-synthetic", "2026-sample"]


@pytest.mark.parametrize("typing", sorted(SECOND_TYPING.glob("*.csv")), ids=lambda file: file.stem)
def test_table_agrees_with_its_second_typing(typing: Path) -> None:
    with typing.open(encoding="utf-8", newline="") as lines:
        second = [(row["code"], row["parent"], row["name"], Decimal(row["max_score"])) for row in csv.DictReader(lines)]
    table = shipped_rule_book(typing.stem).round.indicator_table
    first = [(one.code, one.parent or "", one.name, one.max_score) for one in table.indicators]
    assert first == second


def test_rounds_that_are_scored_with_are_typed_twice(any_round: Round) -> None:
    typed = {file.stem for file in SECOND_TYPING.glob("*.csv")}
    assert any_round.status == "synthetic" or any_round.round_id in typed


def test_published_shape(round_: Round) -> None:
    table = round_.indicator_table
    tops = [indicator.name for indicator in table.indicators if indicator.parent is None]
    assert tops == BASIC_INDICATORS
    assert [len(_codes_at(table, depth)) for depth in (1, 2, 3)] == [3, 10, 49]
    assert _codes_at(table, 3) == [leaf.code for leaf in table.leaves()]
    assert table.full_marks == 100
    assert "质量诚信意识" in {indicator.name for indicator in table.indicators if indicator.parent == "1"}


def test_points_add_up(any_round: Round) -> None:
    table = any_round.indicator_table
    below: dict[str | None, Decimal] = defaultdict(Decimal)
    for indicator in table.indicators:
        below[indicator.parent] += indicator.max_score
    assert below.pop(None) == table.full_marks
    assert below == {one.code: one.max_score for one in table.indicators if one.code in below}


def test_codes_name_their_parents(round_: Round) -> None:
    for indicator in round_.indicator_table.indicators:
        assert indicator.parent == (indicator.code.rpartition(".")[0] or None)


def test_every_level_has_words_of_its_own(round_: Round) -> None:
    seen: dict[tuple[str, ...], str] = {}
    for leaf in round_.indicator_table.leaves():
        assert [level.share for level in leaf.levels] == [Decimal(n) / 4 for n in range(5)], leaf.code
        anchors = tuple(level.anchor for level in leaf.levels)
        assert len(set(anchors)) == 5, leaf.code
        assert all(len(anchor) > 5 for anchor in anchors), leaf.code
        assert leaf.evidence, leaf.code
        other = seen.setdefault(anchors, leaf.code)
        assert other == leaf.code, f"{leaf.code} has the anchors of {other}"


def test_no_anchor_is_used_by_two_indicators(round_: Round) -> None:
    owner: dict[str, str] = {}
    for leaf in round_.indicator_table.leaves():
        for level in leaf.levels:
            assert owner.setdefault(level.anchor, leaf.code) == leaf.code, level.anchor


def test_every_indicator_serves_a_clause_and_a_basic_indicator(round_: Round, books: dict[str, RuleBook]) -> None:
    document = books[round_.round_id].regulation.document
    basic = dict(zip("123", BASIC_INDICATORS, strict=True))
    for indicator in round_.indicator_table.indicators:
        clauses = {cite.clause for cite in indicator.cite if cite.document == document}
        assert clauses, indicator.code
        assert "" not in clauses, indicator.code
        standard = [cite.clause for cite in indicator.cite if cite.document == "gbt-31863"]
        assert standard == [basic[indicator.code[0]]], indicator.code


@pytest.mark.parametrize("clause", ["9(4)", "9(5)", "9(6)", "9(7)", "9(8)", "10(1)1", "10(2)1", "10(2)2", "10(2)3"])
def test_what_experts_judge_is_served_by_an_indicator(sample: Round, clause: str) -> None:
    served = {cite.clause for leaf in sample.indicator_table.leaves() for cite in leaf.cite}
    assert clause in served
    if clause.startswith("10(2)"):
        assert clause.replace("10(2)", "10(3)") in served


def test_quarters_of_every_maximum_are_short(round_: Round) -> None:
    for leaf in round_.indicator_table.leaves():
        assert leaf.max_score % Decimal("0.5") == 0, leaf.code


def test_not_applicable_only_where_the_evidence_says_when(round_: Round) -> None:
    for leaf in round_.indicator_table.leaves():
        assert leaf.allows_not_applicable == ("不适用情形：" in leaf.evidence), leaf.code


def test_banners_say_what_the_round_is_not(round_: Round) -> None:
    assert round_.status in {"sample", "synthetic"}
    assert "不得用于实际认定" in round_.banner
    assert "not for real accreditation" in round_.banner_en


def test_rounds_before_2025_stand_under_the_synthetic_rules(round_: Round) -> None:
    assert round_.regulation == ("jiangsu" if round_.year >= 2025 else "synthetic-before-2025")


def test_cut_scores_mean_what_the_sample_says(sample: Round) -> None:
    """80: full marks in law and record, the fourth level elsewhere. 90: full marks in half of those others too."""
    leaves = sample.indicator_table.leaves()
    in_full = sum((leaf.max_score for leaf in leaves if leaf.code in LAW_AND_RECORD), Decimal())
    others = sum((leaf.max_score for leaf in leaves if leaf.code not in LAW_AND_RECORD), Decimal())
    cuts = {cut.grade: cut.min_score for cut in sample.cut_scores}
    fourth, full = Decimal("0.75"), Decimal(1)
    assert cuts == {"AA": in_full + others * fourth, "AAA": in_full + others * (fourth + full) / 2}


def test_vetoes_of_the_sample_lie_half_way_to_the_second_level(sample: Round) -> None:
    points = {leaf.code: leaf.max_score for leaf in sample.indicator_table.leaves()}
    for veto in sample.vetoes:
        half_way = points[veto.indicator] / 8
        assert 0 <= veto.at_or_below - half_way < Decimal("0.01"), veto.indicator


def test_neighbouring_years_differ_in_a_few_points_and_words(books: dict[str, RuleBook]) -> None:
    for before, after in pairwise(books[round_id].round.indicator_table for round_id in OUR_OWN):
        old = {leaf.code: leaf for leaf in before.leaves()}
        moved = [leaf.code for leaf in after.leaves() if leaf.max_score != old[leaf.code].max_score]
        told = [leaf.code for leaf in after.leaves() if _words(leaf) != _words(old[leaf.code])]
        assert set(old) == {leaf.code for leaf in after.leaves()}
        assert 1 <= len(moved) <= 6
        assert 1 <= len(told) <= 6


def _words(leaf: Indicator) -> tuple[str, str, tuple[Level, ...]]:
    return leaf.name, leaf.evidence, leaf.levels
