"""A mark as it is entered, and back: every allowed mark comes back as the entry that made it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from dashboard.parts import sheet_choices as choices
from indicators.load import shipped_rule_book
from scoring.flow import SavedMark
from scoring.model import GivenMark, MarkState

LEAVES = shipped_rule_book("2026-sample").round.indicator_table.leaves()


def kept(given: GivenMark) -> SavedMark:
    value = None if given.value is None else f"{given.value:f}"
    return SavedMark(given.indicator, given.state, value, given.note, 1, "2026-06-01T00:00:00.000000Z")


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.code)
def test_every_level_goes_there_and_back_by_digit_and_by_anchor(leaf: choices.Indicator) -> None:
    for digit, level in enumerate(choices.levels(leaf)):
        by_digit, by_anchor = choices.typed_mark(leaf, float(digit), "p"), choices.chosen_mark(leaf, str(digit), "p")
        assert by_digit == by_anchor
        assert by_digit.value == level.share * leaf.max_score
        assert choices.entry_of(leaf, kept(by_digit)) == choices.Entry(float(digit), str(digit), "p")
        assert choices.says_the_same(by_digit, kept(by_digit))


def test_states_go_there_and_back() -> None:
    leaf = next(leaf for leaf in LEAVES if leaf.allows_not_applicable)
    for option in (choices.INSUFFICIENT, choices.NOT_APPLICABLE):
        given = choices.chosen_mark(leaf, option, "")
        assert given.value is None
        assert choices.entry_of(leaf, kept(given)) == choices.Entry(None, option, "")
    assert choices.NOT_APPLICABLE in choices.options(leaf)
    assert choices.NOT_APPLICABLE not in choices.options(replace(leaf, allows_not_applicable=False))


def test_nothing_entered_is_no_mark() -> None:
    leaf = LEAVES[0]
    assert choices.typed_mark(leaf, None, "").state is MarkState.MISSING
    assert choices.entry_of(leaf, None) == choices.Entry(None, None, "")
    assert choices.says_the_same(choices.typed_mark(leaf, None, " "), None)
    assert not choices.says_the_same(choices.typed_mark(leaf, None, "第 3 页"), None)


@pytest.mark.parametrize("number", [5.0, -1.0, 1.5, float("inf"), float("nan")])
def test_a_number_that_names_no_level_is_refused(number: float) -> None:
    with pytest.raises(choices.NotALevelError, match=r"own_sheet\.no_such_level"):
        choices.typed_mark(LEAVES[0], number, "")


def test_where_points_go_by_a_step_points_are_typed() -> None:
    leaf = replace(LEAVES[0], step=Decimal("0.1"))
    given = choices.typed_mark(leaf, 1.3, "")
    assert given.value == Decimal("1.3")
    assert choices.entry_of(leaf, kept(given)) == choices.Entry(1.3, None, "")
    assert choices.entry_of(leaf, kept(choices.chosen_mark(leaf, "2", ""))) == choices.Entry(1.0, "2", "")
