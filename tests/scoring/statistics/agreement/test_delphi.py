from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.model import FloatArray
from scoring.sheets import Scale
from scoring.statistics.agreement.categories import scale_categories
from scoring.statistics.agreement.delphi import delphi
from scoring.statistics.agreement.dispersion import Dispersion, dispersion
from scoring.statistics.agreement.van_der_eijk import agreement_a, polarisation
from scoring.statistics.reasons import Reason
from tests.scoring.statistics.agreement.panels import GAP, random_panel

NINE = np.arange(1.0, 10.0)
COUNTS = st.lists(st.integers(0, 9), min_size=2, max_size=9).filter(lambda counts: sum(counts) > 1)


def by_triples(counts: list[int]) -> float:
    """Van der Eijk's A by peeling layers and looking at every triple of categories."""
    left, total, found = list(counts), sum(counts), 0.0
    k = len(counts)
    while any(left):
        height = min(count for count in left if count)
        pattern = [bool(count) for count in left]
        s = sum(pattern)
        tu = tdu = 0
        for a in range(k):
            for b in range(a + 1, k):
                for c in range(b + 1, k):
                    tu += (pattern[a], pattern[b], pattern[c]) in ((True, True, False), (False, True, True))
                    tdu += (pattern[a], pattern[b], pattern[c]) == (True, False, True)
        u = ((k - 2) * tu - (k - 1) * tdu) / ((k - 2) * (tu + tdu)) if tu + tdu else 1.0
        found += u * (1 - (s - 1) / (k - 1)) * height * s / total
        left = [count - height if count else 0 for count in left]
    return found


@settings(max_examples=60, deadline=None)
@given(COUNTS)
def test_agreement_is_what_layers_and_triples_say(counts: list[int]) -> None:
    assert agreement_a(np.array(counts, np.float64)) == pytest.approx(by_triples(counts), abs=1e-12)


@settings(max_examples=40, deadline=None)
@given(COUNTS)
def test_turning_the_scale_round_changes_no_measure(counts: list[int]) -> None:
    one, other = dispersion(np.array(counts, np.float64)), dispersion(np.array(counts[::-1], np.float64))
    for name in Dispersion.__dataclass_fields__:
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), atol=1e-12, err_msg=name)


def test_a_stack_of_frequencies_is_each_of_its_rows() -> None:
    counts = np.random.default_rng(1).integers(0, 5, (4, 6, 7)).astype(np.float64)
    counts[0, 0] = 0.0
    found = dispersion(counts)
    for place in np.ndindex(4, 6):
        alone = dispersion(counts[place])
        for name in Dispersion.__dataclass_fields__:
            np.testing.assert_allclose(getattr(found, name)[place], getattr(alone, name), atol=1e-12, err_msg=name)


@pytest.mark.parametrize(
    ("counts", "consensus", "agreement", "leik", "iov", "l_squared"),
    [
        ([0, 8, 0, 0, 0], 1, 1, 0, 0, 1),
        ([4, 0, 0, 0, 4], 0, -1, 1, 1, 0),
        ([2, 2, 2, 2, 2], None, 0, 0.6, 0.8, 0.2),
    ],
)
def test_the_ends_of_each_measure(
    counts: list[int], consensus: float | None, agreement: float, leik: float, iov: float, l_squared: float
) -> None:
    found = dispersion(np.array(counts, np.float64))
    if consensus is not None:
        assert found.consensus == pytest.approx(consensus)
    assert found.agreement == pytest.approx(agreement)
    assert found.polarisation == pytest.approx((1 - agreement) / 2)
    assert polarisation(np.array(counts, np.float64)) == pytest.approx((1 - agreement) / 2)
    assert found.leik == pytest.approx(leik)
    assert found.iov == pytest.approx(iov)
    assert found.l_squared == pytest.approx(l_squared)


def test_entropy_is_one_where_all_categories_are_equally_full() -> None:
    assert dispersion(np.full(8, 3.0)).entropy == pytest.approx(3)
    assert dispersion(np.full(8, 3.0)).entropy_share == pytest.approx(1)


def test_a_scale_of_one_category_has_nothing_to_agree_on() -> None:
    found = dispersion(np.array([[5.0], [0.0]]))
    assert np.isnan([getattr(found, name) for name in Dispersion.__dataclass_fields__]).all()
    assert np.isnan(agreement_a(np.array([5.0])))


def test_a_round_counts_every_mark_in_its_category() -> None:
    marks = random_panel(2, shape=(3, 5, 7), categories=9)
    found = delphi(marks, categories=NINE)
    for place in np.ndindex(3, 5):
        row = marks[place][~np.isnan(marks[place])]
        counts = np.array([(row == category).sum() for category in NINE], np.float64)
        assert found.spread.consensus[place] == pytest.approx(float(dispersion(counts).consensus))
        assert found.median[place] == np.median(row)
        assert found.iqr[place] == pytest.approx(np.subtract(*np.quantile(row, [0.75, 0.25])))
        assert found.near_median[place] == pytest.approx((np.abs(row - np.median(row)) <= 1).mean())
        assert found.n_marks[place] == len(row)


def test_work_in_pieces_gives_the_same_round(monkeypatch: pytest.MonkeyPatch) -> None:
    marks = random_panel(3, shape=(20, 7), categories=9)
    at_once = delphi(marks, categories=NINE)
    monkeypatch.setattr("scoring.statistics.agreement.blockwise.blocks.__kwdefaults__", {"most": 30})
    np.testing.assert_array_equal(delphi(marks, categories=NINE).spread.agreement, at_once.spread.agreement)


def test_a_scale_of_a_hundred_steps_is_taken_as_declared() -> None:
    categories = scale_categories(Scale(Decimal(0), Decimal(100), Decimal("0.5")))
    found = delphi(np.array([80.0, 80.5, 81.0]), categories=categories)
    assert found.spread.leik == pytest.approx(2 * (1 / 3 + 1 / 3) / 200)
    assert found.spread_reason == Reason.NONE


@pytest.mark.parametrize(
    ("marks", "categories", "reason", "spread_reason"),
    [
        (np.array([GAP, GAP]), NINE, Reason.NO_MARKS, Reason.NO_MARKS),
        (np.array([]), NINE, Reason.NO_MARKS, Reason.NO_MARKS),
        (np.array([4.0, GAP]), NINE, Reason.ONE_EXPERT, Reason.ONE_EXPERT),
        (np.array([4.0, np.inf]), NINE, Reason.NOT_FINITE, Reason.NOT_FINITE),
        (np.array([4.0, 4.5]), NINE, Reason.NONE, Reason.OFF_SCALE),
        (np.array([4.0, 10.0]), NINE, Reason.NONE, Reason.OFF_SCALE),
        (np.array([4.0, 5.0]), None, Reason.NONE, Reason.NO_SCALE),
        (np.array([4.0, 4.0]), np.array([4.0]), Reason.NONE, Reason.NO_SCALE),
    ],
)
def test_what_cannot_be_computed_says_why(
    marks: FloatArray, categories: FloatArray | None, reason: Reason, spread_reason: Reason
) -> None:
    found = delphi(marks, categories=categories)
    assert Reason(int(found.reason)) is reason
    assert Reason(int(found.spread_reason)) is spread_reason
    assert np.isnan(found.iqr) == (reason is not Reason.NONE)
    assert np.isnan(found.spread.consensus)
    assert np.isnan(found.spread.agreement)


def test_one_mark_has_a_median_and_no_spread() -> None:
    found = delphi(np.array([4.0, GAP]), categories=NINE)
    assert found.median == 4.0
    assert np.isnan(found.near_median)


def test_experts_who_agree_have_a_perfect_round() -> None:
    found = delphi(np.full(5, 7.0), categories=NINE)
    assert (found.iqr, found.near_median, found.spread.consensus, found.spread.agreement) == (0, 1, 1, 1)
