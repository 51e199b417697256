"""What other lines and weights move, worked by hand on two classes of indicators."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.load import shipped_rule_book
from scoring.flow.regional.reweighing import factors_of, grade_by_score, total_after
from scoring.flow.scores import PanelScore

BOOK = shipped_rule_book("2026-sample")
LEAVES = BOOK.round.indicator_table.leaves()
CUTS = {"AA": Decimal(80), "AAA": Decimal(90)}
ORDER = BOOK.regulation.accredited_grades()


def scored(shares: dict[str, Fraction], total: str) -> PanelScore:
    exact = {leaf.code: Fraction(leaf.max_score) * shares.get(leaf.code, Fraction(1)) for leaf in LEAVES}
    return PanelScore(of=None, total=Decimal(total), exact=exact, not_applicable=frozenset())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("total", "target", "grade"),
    [
        ("79.99", "AAA", None),
        ("80", "AAA", "AA"),
        ("80", "AA", "AA"),
        ("95", "AA", "AA"),  # none above the one applied for
        ("90", "AAA", "AAA"),
        ("95", "A", None),  # experts do not decide A
    ],
)
def test_a_total_reaches_the_highest_line_up_to_the_grade_applied_for(total: str, target: str, grade: Any) -> None:
    assert grade_by_score(Decimal(total), target, CUTS, ORDER) == grade


def test_the_factor_of_a_leaf_is_that_of_all_above_it() -> None:
    leaf = next(one for one in LEAVES if one.parent)
    factors = factors_of(BOOK, {leaf.code: Decimal("0.5"), str(leaf.parent): Decimal(3)})
    assert factors[leaf.code] == Fraction(3, 2)
    others = [one.code for one in LEAVES if one.parent == leaf.parent and one != leaf]
    assert {factors[code] for code in others} <= {Fraction(3)}
    elsewhere = [one.code for one in LEAVES if one.parent != leaf.parent]
    assert {factors[code] for code in elsewhere} == {Fraction(1)}


def test_a_leaf_counts_as_much_more_as_it_is_told_and_full_marks_stay_full_marks() -> None:
    first = LEAVES[0]
    most, full = Fraction(first.max_score), Fraction(BOOK.round.indicator_table.full_marks)
    # Nothing in the first leaf, everything elsewhere: full less its points.
    before = full - most
    scores = scored({first.code: Fraction(0)}, f"{float(before):.2f}")
    doubled = total_after(scores, BOOK, factors_of(BOOK, {first.code: Decimal(2)}))
    # Twice the points it has, of as many more in all: by hand.
    by_hand = full * (full - most) / (full + most)
    assert doubled == pytest.approx(Decimal(f"{float(by_hand):.2f}"), abs=Decimal("0.01"))
    whole = total_after(scored({}, "100"), BOOK, factors_of(BOOK, {first.code: Decimal(2)}))
    assert whole == 100


@given(st.integers(0, 10_000), st.integers(0, 5 ** len(LEAVES) - 1))
def test_equal_weights_change_nothing(cents: int, quarters: int) -> None:
    # The digits of one number to the base 5 are the quarters that each leaf reached: quick to draw.
    shares = {leaf.code: Fraction(quarters // 5**at % 5, 4) for at, leaf in enumerate(LEAVES)}
    scores = scored(shares, f"{Decimal(cents) / 100:.2f}")
    factors = factors_of(BOOK, {leaf.code: Decimal(7) for leaf in LEAVES})
    assert total_after(scores, BOOK, factors) == scores.total


def test_without_a_total_or_a_weight_there_is_none() -> None:
    scores = scored({}, "100")
    assert total_after(replace(scores, total=None), BOOK, factors_of(BOOK, {})) is None
    assert total_after(scores, BOOK, factors_of(BOOK, {leaf.code: Decimal(0) for leaf in LEAVES})) is None
