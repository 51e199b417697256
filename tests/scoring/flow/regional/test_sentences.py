"""The second answer tells of a change of the whole province as well as of one prefecture's, and of none that is not."""

from __future__ import annotations

import pytest

from indicators.language import Message
from scoring.flow.regional.figures import Figure, figure
from scoring.flow.regional.sentences import after_lock, undecided_in_words
from scoring.texts import translator


def abnormal(change: Figure | None, change_p: float | None) -> Message:
    return after_lock(
        announced=True,
        granted={"AA": 3},
        undecided=undecided_in_words(0),
        lines=(),
        stock=(),
        rechecks_open=0,
        change=change,
        change_p=change_p,
    )[1]


def moved(by: float | None) -> Figure:
    return figure("province.define_change", 3, 4, value=by)


@pytest.mark.parametrize(
    ("by", "p_value", "points"), [(-0.1104, 0.0001, "-11.0"), (0.16, 0.049, "+16.0"), (-0.0004, 0.01, "-0.0")]
)
def test_a_change_of_the_province_beyond_chance_is_told(by: float, p_value: float, points: str) -> None:
    found = abnormal(moved(by), p_value)
    assert found == Message("province.abnormal_province", {"points": points})
    assert points in translator("zh")(found)


@pytest.mark.parametrize(("by", "p_value"), [(-0.11, 0.05), (0.16, 0.6), (None, None)])
def test_a_change_that_chance_makes_is_not(by: float | None, p_value: float | None) -> None:
    assert abnormal(moved(by), p_value) == Message("province.abnormal_none")


def test_without_a_round_before_nothing_is_said_of_changes() -> None:
    found = abnormal(None, None)
    assert found == Message("province.abnormal_none_yet")
    assert "没有上轮可比" in translator("zh")(found)
