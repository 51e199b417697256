"""Limits that a chart draws are those that lines are held against; groups are those of joint limits."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.flow.regional.figures import rates
from scoring.flow.regional.limits import funnel_of, groups_of
from scoring.flow.regional.records import Line

COUNTS = ((2, 40), (20, 40), (21, 40), (19, 38), (39, 40), (0, 0), (10, 25))


def lines(counts: tuple[tuple[int, int], ...]) -> list[Line]:
    found = rates("province.define_rate", [x for x, _ in counts], [n for _, n in counts])
    return [Line("prefecture", str(at), str(at), {}, {}, rate) for at, rate in enumerate(found)]


def test_whoever_is_called_outside_lies_outside_what_is_drawn() -> None:
    found = funnel_of(lines(COUNTS))
    assert found is not None
    assert found.dispersion is not None
    assert found.dispersion > 1.0
    for (x, n), outside in zip(COUNTS, found.outside, strict=True):
        if not n:
            assert outside == 0
            continue
        at = found.cases.index(n)
        drawn = (x / n > found.inner_high[at]) + (x / n > found.outer_high[at])
        drawn -= (x / n < found.inner_low[at]) + (x / n < found.outer_low[at])
        assert outside == drawn
    assert any(found.outside) or found.dispersion > 5


def test_limits_lie_in_order_and_between_nothing_and_all() -> None:
    found = funnel_of(lines(COUNTS))
    assert found is not None
    rows = np.array([found.outer_low, found.inner_low, found.inner_high, found.outer_high])
    assert (np.diff(rows, axis=0) >= 0).all()
    assert rows.min() >= 0.0
    assert rows.max() <= 1.0
    assert found.target == pytest.approx(sum(x for x, _ in COUNTS) / sum(n for _, n in COUNTS))


def test_one_group_alone_is_held_against_nothing() -> None:
    assert funnel_of(lines(((1, 1), (0, 0)))) is None
    assert funnel_of([]) is None


def test_two_groups_have_limits_of_chance_alone() -> None:
    found = funnel_of(lines(((1, 4), (3, 4))))
    assert found is not None
    assert found.dispersion is None
    assert found.outside == (0, 0)


def test_groups_are_told_apart_only_where_joint_limits_do() -> None:
    assert groups_of(lines(((1, 40), (39, 40), (0, 0)))) == (2, 1, None)
    assert groups_of(lines(((1, 2), (2, 2)))) == (1, 1)
    assert groups_of([]) == ()
