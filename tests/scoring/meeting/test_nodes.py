from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.model import RuleBook
from scoring.meeting.nodes import node_scores, shown

LEAVES = {"1.1": Decimal("7.5"), "1.2": Decimal(22), "2.1": Decimal(15), "2.2": Decimal("33.3")}


def test_a_parent_is_the_sum_of_its_children(small_rule_book: RuleBook) -> None:
    nodes = node_scores(small_rule_book.round.indicator_table, LEAVES)
    assert nodes.of["1"] == Fraction("29.5")
    assert nodes.of["2"] == Fraction("48.3")


def test_points_of_what_does_not_apply_go_to_the_siblings(small_rule_book: RuleBook) -> None:
    nodes = node_scores(small_rule_book.round.indicator_table, LEAVES, {"2.1"})
    assert nodes.of["2"] == Fraction("33.3") * 60 / 40
    assert not nodes.applies("2.1")


def test_a_parent_of_nothing_that_applies_does_not_apply(small_rule_book: RuleBook) -> None:
    nodes = node_scores(small_rule_book.round.indicator_table, LEAVES, {"1.1", "1.2"})
    assert not nodes.applies("1")
    assert nodes.applies("2")


@pytest.mark.parametrize("gap", [{"2.1": None}, {}])
def test_a_gap_makes_its_parent_unknown_and_no_other(small_rule_book: RuleBook, gap: dict[str, None]) -> None:
    leaves = {code: score for code, score in LEAVES.items() if code != "2.1"} | gap
    nodes = node_scores(small_rule_book.round.indicator_table, leaves)
    assert nodes.of["2"] is None
    assert nodes.of["1"] == Fraction("29.5")


@given(
    marks=st.lists(st.decimals(0, 1, places=4), min_size=4, max_size=4),
    left_out=st.sets(st.sampled_from(["1.1", "2.2"])),
)
def test_full_marks_stay_full_marks_and_no_node_exceeds_its_points(
    small_rule_book: RuleBook, marks: list[Decimal], left_out: set[str]
) -> None:
    table = small_rule_book.round.indicator_table
    points = {one.code: one.max_score for one in table.indicators}
    leaves = {leaf.code: leaf.max_score * mark for leaf, mark in zip(table.leaves(), marks, strict=True)}
    nodes = node_scores(table, leaves, left_out)
    assert all(score is not None and 0 <= score <= points[code] for code, score in nodes.of.items())
    full = node_scores(table, {leaf.code: leaf.max_score for leaf in table.leaves()}, left_out)
    assert all(score == points[code] for code, score in full.of.items())


def test_a_quotient_that_never_ends_is_shown_to_four_places() -> None:
    assert shown(Fraction(20, 3)) == Decimal("6.6667")
    assert shown(Fraction("7.125")) == Decimal("7.125")
