"""Weightings made one, their distance, and shares as points of a round."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest
from scipy.optimize import minimize

from indicators.faults import FaultsError
from indicators.weighting import as_points, combine, distance

DRAW = np.random.default_rng(8)


def weighting(n: int = 5) -> dict[str, float]:
    return dict(zip("abcdefgh", map(float, DRAW.dirichlet(np.ones(n))), strict=False))


@pytest.mark.parametrize("how", ["linear", "relative_entropy"])
def test_of_the_same_is_the_same(how: str) -> None:
    one = weighting()
    assert combine([one, one, one], how=how) == pytest.approx(one)
    other = weighting()
    assert combine([one, other], how=how, shares=[1, 0]) == pytest.approx(one)
    scaled = {name: 40 * value for name, value in one.items()}
    assert combine([scaled, other], how=how) == pytest.approx(combine([one, other], how=how))


def test_linear_and_product_by_hand() -> None:
    one, other = {"a": 0.5, "b": 0.5}, {"a": 0.8, "b": 0.2}
    assert combine([one, other], shares=[3, 1]) == pytest.approx({"a": 0.575, "b": 0.425})
    assert combine([one, other], how="product") == pytest.approx({"a": 0.8, "b": 0.2})
    assert combine([other, other], how="product") == pytest.approx({"a": 16 / 17, "b": 1 / 17})


def test_relative_entropy_is_the_least() -> None:
    several, shares = [weighting(), weighting(), weighting()], np.array([0.5, 0.2, 0.3])
    table = np.array([list(one.values()) for one in several])

    def cost(logs: np.ndarray) -> float:
        w = np.exp(logs) / np.exp(logs).sum()
        return float((shares[:, None] * w * np.log(w / table)).sum())

    found = minimize(cost, np.zeros(5), method="BFGS", options={"gtol": 1e-9})
    least = np.exp(found.x) / np.exp(found.x).sum()
    assert list(combine(several, how="relative_entropy", shares=list(shares)).values()) == pytest.approx(
        least, abs=1e-5
    )


@pytest.mark.parametrize(
    ("weightings", "options", "key"),
    [
        ([{"a": 1.0}, {"b": 1.0}], {}, "weighting.no_weight_to_combine"),
        ([{"a": 1.0, "b": -1.0}], {}, "weighting.no_weight_to_combine"),
        ([{"a": 0.0, "b": 0.0}], {}, "weighting.all_shares_zero"),
        ([{"a": 1.0, "b": 0.0}, {"a": 0.0, "b": 1.0}], {"how": "product"}, "weighting.nothing_in_common"),
        ([{"a": 1.0}, {"a": 1.0}], {"shares": [1.0]}, "weighting.shares_do_not_fit"),
        ([{"a": 1.0}, {"a": 1.0}], {"shares": [0.0, 0.0]}, "weighting.shares_do_not_fit"),
        ([{"a": 1.0}], {"how": "product", "shares": [1.0]}, "weighting.product_takes_no_shares"),
    ],
)
def test_what_cannot_be_combined(weightings: list[dict[str, float]], options: dict[str, object], key: str) -> None:
    with pytest.raises(FaultsError) as error:
        combine(weightings, **options)
    assert {fault.what.key for fault in error.value.faults} == {key}


def test_distance() -> None:
    one, other = {"a": 0.5, "b": 0.3, "c": 0.2}, {"a": 0.2, "b": 0.3, "c": 0.5}
    found = distance(one, other)
    assert (found.moved, found.largest, found.at) == (pytest.approx(0.3), pytest.approx(0.3), "a")
    assert found.rank_correlation == pytest.approx(-1)
    back = distance(other, one)
    assert (back.moved, back.compatibility) == (pytest.approx(found.moved), pytest.approx(found.compatibility))
    same = distance(one, {name: 7 * value for name, value in one.items()})
    assert (same.moved, same.compatibility, same.rank_correlation) == (
        pytest.approx(0),
        pytest.approx(1),
        pytest.approx(1),
    )
    assert distance(one, {"a": 1, "b": 1, "c": 1}).rank_correlation is None


@pytest.mark.parametrize("unit", ["0.01", "0.1", "0.5", "1"])
def test_points_add_up_and_none_is_a_unit_off(unit: str) -> None:
    step = Decimal(unit)
    for _ in range(5):
        shares = dict(zip(map(str, range(49)), map(float, DRAW.dirichlet(np.ones(49))), strict=True))
        found = as_points(shares, unit=step)
        assert sum(found.of.values()) == 100
        assert all(value % step == 0 for value in found.of.values())
        assert all(abs(float(value) - 100 * shares[name]) < float(step) for name, value in found.of.items())
        assert found.nothing == tuple(name for name, value in found.of.items() if value == 0)


def test_equal_shares_give_the_rest_to_the_first() -> None:
    found = as_points({"a": 1.0, "b": 1.0, "c": 1.0}, unit=Decimal(1))
    assert list(found.of.values()) == [34, 33, 33]
    assert list(found.of) == ["a", "b", "c"]
    assert as_points({"a": 2.0, "b": 1.0}, full_marks=Decimal(45), unit=Decimal("0.5")).of == {"a": 30, "b": 15}


@pytest.mark.parametrize(
    ("shares", "unit", "key"),
    [
        ({"a": -1.0, "b": 2.0}, "1", "weighting.share_not_a_number"),
        ({"a": float("nan")}, "1", "weighting.share_not_a_number"),
        ({"a": 0.0}, "1", "weighting.all_shares_zero"),
        ({"a": 1.0}, "0.3", "weighting.unit_does_not_divide"),
    ],
)
def test_what_cannot_be_points(shares: dict[str, float], unit: str, key: str) -> None:
    with pytest.raises(FaultsError) as error:
        as_points(shares, unit=Decimal(unit))
    assert [fault.what.key for fault in error.value.faults] == [key]
